/* backup.c: thidua backup, thidua backup verify. */
#include "base/clock.h"
#include "base/json_out.h"
#include "cli/care.h"
#include "journal/seal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#define NAME_LENGTH 29 /* "thidua-20261123-094500.backup" */

/* --- names, and how many stay ---------------------------------------------------------- */

static struct str new_name(struct arena *mem, int64_t now_ms)
{
	time_t s = (time_t)(now_ms / 1000);
	struct tm t;
	gmtime_r(&s, &t);
	return arena_printf(mem, "thidua-%04d%02d%02d-%02d%02d%02d.backup", t.tm_year + 1900,
	                    t.tm_mon + 1, t.tm_mday, t.tm_hour, t.tm_min, t.tm_sec);
}

/* Only what bears exactly such a name is ever deleted. */
static bool is_ours(const char *name)
{
	static const char form[NAME_LENGTH + 1] = "thidua-00000000-000000.backup";
	for (int i = 0; i < NAME_LENGTH; i++)
		if (form[i] == '0' ? name[i] < '0' || name[i] > '9' : name[i] != form[i])
			return false;
	return name[NAME_LENGTH] == '\0';
}

static int newest_first(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*b)->d_name, (*a)->d_name);
}

static int ours(const struct dirent *d)
{
	return is_ours(d->d_name);
}

static enum rc drop_old(struct cli *c, const char *folder, int keep, int *dropped)
{
	struct dirent **all;
	enum rc rc = RC_OK;
	int n = scandir(folder, &all, ours, newest_first);
	if (n < 0)
		return err_set(&c->err, RC_IO, "Không đọc được thư mục %s: %s.", folder, strerror(errno));
	for (int i = 0; i < n; i++) {
		const char *path = arena_printf(&c->mem, "%s/%s", folder, all[i]->d_name).p;
		if (i >= keep && unlink(path) != 0)
			rc = err_set(&c->err, RC_IO, "Không xóa được bản sao lưu cũ %s: %s.", path,
			             strerror(errno));
		else if (i >= keep)
			++*dropped;
		free(all[i]);
	}
	free(all);
	return rc;
}

/* --- beside the backups -------------------------------------------------------------------- */

/* Heads of the journal, one a line: they show when an older state has been put back. */
static enum rc note_head(struct cli *c, struct db *db, const char *folder)
{
	struct journal_head head;
	enum rc rc = journal_head_last(db, &c->mem, &head);
	if (rc != RC_OK)
		return rc == RC_NOTFOUND ? RC_OK : rc;
	struct str line = arena_printf(&c->mem, "%.*s\n", STR_ARG(journal_head_text(&c->mem, &head)));
	const char *path = arena_printf(&c->mem, "%s/thidua-heads.txt", folder).p;
	int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0600);
	bool ok = fd >= 0 && write(fd, line.p, line.n) == (ssize_t)line.n && fsync(fd) == 0;
	if (fd >= 0)
		close(fd);
	return ok ? RC_OK
	          : err_set(&c->err, RC_IO, "Đã sao lưu, nhưng không ghi được %s: %s.", path,
	                    strerror(errno));
}

/* --- the command ------------------------------------------------------------------------------ */

struct target {
	const char *folder, *path;
	int keep; /* 0: all */
	int dropped;
};

static enum rc read_target(struct cli *c, const char *to, struct target *t)
{
	const char *keep = cli_option(c, "keep");
	struct stat st;
	int64_t n = 0;
	TRY(cli_no_more(c));
	if (!to)
		return err_set(&c->err, RC_INVALID, "Cần --to: tệp hoặc thư mục để sao lưu vào.");
	bool folder = stat(to, &st) == 0 && S_ISDIR(st.st_mode);
	if (keep && (!folder || !str_int(str_of(keep), &n) || n < 1 || n > 10000))
		return err_set(&c->err, RC_INVALID,
		               "--keep là số bản giữ lại, từ 1, và cần --to là một thư mục đã có.");
	const char *slash = strrchr(to, '/');
	t->folder = folder        ? to
	            : slash == to ? "/"
	            : slash ? arena_strz(&c->mem, (struct str){.p = to, .n = (size_t)(slash - to)})
	                    : ".";
	t->path =
		folder ? arena_printf(&c->mem, "%s/%.*s", to, STR_ARG(new_name(&c->mem, clock_now_ms()))).p
			   : to;
	t->keep = (int)n;
	return RC_OK;
}

/* Everything of the office went into a file, and older files went: somebody may ask who and when.
 */
static void note_line(struct cli *c, const struct target *t, const struct keep_info *info)
{
	struct buf b;
	buf_init(&b, 64 * 1024);
	struct json_out j = json_out_to(&b);
	json_obj(&j, NULL);
	json_z(&j, "to", t->path);
	json_int(&j, "rows", info->rows);
	json_int(&j, "dropped", t->dropped);
	json_end(&j);
	care_journal_beside(c, "system.backup", arena_strz(&c->mem, buf_view(&b)));
	buf_release(&b);
}

static enum rc run(struct cli *c, struct cli_app *a, struct target *t, struct keep_info *info)
{
	TRY(keep_backup(a->db, a->app.keys, t->path, info, &c->err));
	const char *full = realpath(t->path, NULL);
	struct care_backup note = {.made_ms = info->made_ms,
	                           .bytes = info->bytes,
	                           .key_id = care_newest_key(a->app.keys),
	                           .path = arena_str(&c->mem, str_of(full ? full : t->path))};
	free((char *)full);
	TRY(care_backup_note(c, &note));
	TRY(note_head(c, a->db, t->folder));
	if (t->keep)
		TRY(drop_old(c, t->folder, t->keep, &t->dropped));
	care_print(c, arena_printf(&c->mem, "Đã sao lưu vào %s, đã đọc lại và đối chiếu.", t->path).p,
	           info);
	return RC_OK;
}

static enum rc verify(struct cli *c, const char *from)
{
	struct box_secret secret;
	TRY(care_secret(c, &secret));
	TRY(cli_no_more(c));
	struct keep_info *info = calloc(1, sizeof *info);
	BUG_ON(!info);
	enum rc rc = keep_verify(from, &secret, info, &c->err);
	sodium_memzero(&secret, sizeof secret);
	if (rc == RC_OK)
		care_print(c, "Bản sao lưu còn nguyên vẹn: mọi dòng khớp với bảng kê.", info);
	free(info);
	return rc;
}

enum rc cli_backup(struct cli *c)
{
	struct cli_app a;
	struct target t = {0};
	/* The options first: a word that follows one is its value. */
	const char *to = cli_option(c, "to"), *from = cli_option(c, "from");
	if (from) {
		const char *word = cli_word(c);
		if (word && strcmp(word, "verify") == 0)
			return verify(c, from);
		return err_set(&c->err, RC_INVALID,
		               "--from đi với thidua backup verify; để khôi phục: thidua restore.");
	}
	TRY(read_target(c, to, &t));
	struct keep_info *info = calloc(1, sizeof *info);
	BUG_ON(!info);
	enum rc rc = cli_app_open(c, DB_READONLY, &a);
	if (rc == RC_OK)
		rc = run(c, &a, &t, info);
	cli_app_close(&a);
	if (rc == RC_OK)
		note_line(c, &t, info);
	free(info);
	return rc;
}

#include "cli/care.h"

#include "base/json_out.h"
#include "db/sql_op.h"
#include "journal/journal.h"
#include "journal/seal.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sodium.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <termios.h>
#include <unistd.h>

#define SECRET_MAX 256

/* --- the recovery secret ---------------------------------------------------------------- */

static enum rc read_secret(struct cli *c, int fd, char text[SECRET_MAX], size_t *n)
{
	*n = 0;
	while (*n < SECRET_MAX - 1 && !memchr(text, '\n', *n)) {
		ssize_t got = read(fd, text + *n, SECRET_MAX - 1 - *n);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return err_set(&c->err, RC_IO, "Không đọc được mã khôi phục: %s.", strerror(errno));
		if (got == 0)
			break;
		*n += (size_t)got;
	}
	return RC_OK;
}

/* A secret on a screen is a secret in somebody's memory. */
static bool echo_off(struct termios *before)
{
	struct termios quiet;
	if (!isatty(STDIN_FILENO) || tcgetattr(STDIN_FILENO, before) != 0)
		return false;
	quiet = *before;
	quiet.c_lflag &= ~(tcflag_t)ECHO;
	fputs("Mã khôi phục (không hiện khi gõ): ", stderr);
	return tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet) == 0;
}

enum rc care_secret(struct cli *c, struct box_secret *out)
{
	const char *file = cli_option(c, "secret-file");
	char text[SECRET_MAX] = "";
	size_t n = 0;
	struct termios before;
	int fd = file ? open(file, O_RDONLY | O_CLOEXEC) : STDIN_FILENO;
	if (fd < 0)
		return err_set(&c->err, RC_NOTFOUND, "Không mở được tệp mã khôi phục %s: %s.", file,
		               strerror(errno));
	bool quiet = !file && echo_off(&before);
	enum rc rc = read_secret(c, fd, text, &n);
	if (quiet) {
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
		fputc('\n', stderr);
	}
	if (file)
		close(fd);
	if (rc == RC_OK)
		rc = keys_recovery(str_trim((struct str){.p = text, .n = n}), out, &c->err);
	sodium_memzero(text, sizeof text);
	return rc;
}

/* --- telling ------------------------------------------------------------------------------- */

static void print_json(const struct keep_info *info)
{
	struct buf b;
	char hex[2 * KEEP_HASH_BYTES + 1];
	buf_init(&b, 1024 * 1024);
	struct json_out j = json_out_to(&b);
	json_obj(&j, NULL);
	json_z(&j, "program", info->program);
	json_z(&j, "engine", info->engine);
	json_z(&j, "office", info->office);
	json_int(&j, "schema", info->schema);
	json_int(&j, "made_ms", info->made_ms);
	json_int(&j, "rows", info->rows);
	json_int(&j, "bytes", info->bytes);
	json_int(&j, "journal_seq", info->journal_seq);
	json_z(&j, "journal_hash", info->journal_hash);
	json_arr(&j, "tables");
	for (int i = 0; i < info->table_count; i++) {
		json_obj(&j, NULL);
		json_z(&j, "name", info->tables[i].name);
		json_int(&j, "rows", info->tables[i].rows);
		sodium_bin2hex(hex, sizeof hex, info->tables[i].hash, KEEP_HASH_BYTES);
		json_z(&j, "hash", hex);
		json_end(&j);
	}
	json_end(&j);
	json_end(&j);
	printf("%.*s\n", STR_ARG(buf_view(&b)));
	buf_release(&b);
}

void care_print(struct cli *c, const char *did, const struct keep_info *info)
{
	if (c->json) {
		print_json(info);
		return;
	}
	puts(did);
	if (info->office[0])
		printf("  cơ quan        %s\n", info->office);
	if (info->made_ms)
		printf("  thời điểm      %s, bởi thidua %s (%s)\n", date_time_vn(info->made_ms).z,
		       info->program, info->engine);
	printf("  bản dữ liệu    %" PRId64 "\n", info->schema);
	printf("  nội dung       %d bảng, %" PRId64 " dòng\n", info->table_count, info->rows);
	if (info->bytes)
		printf("  kích thước     %.1f MB\n", (double)info->bytes / 1e6);
	if (info->journal_seq)
		printf("  nhật ký        đã niêm phong đến số %" PRId64 ", %.16s\n", info->journal_seq,
		       info->journal_hash);
}

bool care_server_runs(struct cli *c)
{
	struct sockaddr_un to = {.sun_family = AF_UNIX};
	int n = snprintf(to.sun_path, sizeof to.sun_path, "%s/thidua.sock", c->data_dir);
	if (n < 0 || (size_t)n >= sizeof to.sun_path)
		return false;
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool yes = fd >= 0 && connect(fd, (struct sockaddr *)&to, sizeof to) == 0;
	if (fd >= 0)
		close(fd);
	return yes;
}

/* --- the last backup -------------------------------------------------------------------------- */

enum rc care_backup_note(struct cli *c, const struct care_backup *b)
{
	const char *path = arena_printf(&c->mem, "%s/last-backup", c->data_dir).p;
	const char *fresh = arena_printf(&c->mem, "%s.new", path).p;
	struct str text = arena_printf(&c->mem, "%" PRId64 " %" PRId64 " %" PRIu32 " %.*s\n",
	                               b->made_ms, b->bytes, b->key_id, STR_ARG(b->path));
	int fd = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
	bool ok = fd >= 0 && write(fd, text.p, text.n) == (ssize_t)text.n && fsync(fd) == 0;
	if (fd >= 0)
		ok = close(fd) == 0 && ok;
	if (ok && rename(fresh, path) == 0)
		return RC_OK;
	return err_set(&c->err, RC_IO, "Đã sao lưu, nhưng không ghi được %s: %s.", path,
	               strerror(errno));
}

enum rc care_backup_read(struct cli *c, struct care_backup *b)
{
	char text[4096 + 128];
	int64_t key;
	int fd = open(arena_printf(&c->mem, "%s/last-backup", c->data_dir).p, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return RC_NOTFOUND;
	ssize_t n = read(fd, text, sizeof text);
	close(fd);
	struct str rest = str_trim((struct str){.p = text, .n = n > 0 ? (size_t)n : 0});
	if (!str_int(str_cut(&rest, ' '), &b->made_ms) || !str_int(str_cut(&rest, ' '), &b->bytes) ||
	    !str_int(str_cut(&rest, ' '), &key) || key < 0 || key > UINT32_MAX || !rest.p)
		return RC_NOTFOUND;
	b->key_id = (uint32_t)key;
	b->path = arena_str(&c->mem, rest);
	return RC_OK;
}

/* --- journal ------------------------------------------------------------------------------------
 */

struct note {
	struct ctx *c;
	const char *op, *detail;
};

static enum rc note_tx(void *arg)
{
	struct note *n = arg;
	return journal_add(n->c->db, &(struct journal_line){.at_ms = n->c->now_ms,
	                                                    .account_id = DB_NULL,
	                                                    .origin = STR("cli"),
	                                                    .request = STR(""),
	                                                    .op = n->op,
	                                                    .object = "",
	                                                    .object_id = DB_NULL,
	                                                    .person_id = DB_NULL,
	                                                    .unit_id = DB_NULL,
	                                                    .detail = str_of(n->detail)});
}

enum rc care_journal(struct cli_app *a, const char *op, const char *detail)
{
	struct note n = {&a->ctx, op, detail};
	TRY(db_tx(a->db, DB_WRITE, note_tx, &n));
	return journal_seal_run(a->db, a->app.keys, JOURNAL_SEAL_ALL, a->ctx.now_ms, a->ctx.err);
}

static enum rc write_beside(struct cli *c, const char *op, const char *detail)
{
	struct cli_app a;
	struct sql_setting_get moved;
	int version;
	enum rc rc = cli_app_open(c, DB_READONLY, &a);
	db_close(a.db);
	a.db = a.ctx.db = NULL;
	if (rc == RC_OK)
		rc = db_open(c->db_address, 0, &a.db, &c->err);
	if (rc == RC_OK) {
		a.ctx.db = a.db;
		db_err_to(a.db, &c->err);
		rc = db_version(a.db, &version);
	}
	if (rc == RC_OK && version != db_program_version())
		rc = err_set(&c->err, RC_CONFLICT, "Dữ liệu ở bản %d, chương trình ở bản %d.", version,
		             db_program_version());
	if (rc == RC_OK && sql_setting_get(a.db, &c->mem, STR("moved_to"), &moved) == RC_OK)
		rc = err_set(&c->err, RC_CONFLICT, "Dữ liệu này đã được chuyển đi nơi khác.");
	if (rc == RC_OK)
		rc = care_journal(&a, op, detail);
	cli_app_close(&a);
	return rc;
}

void care_journal_beside(struct cli *c, const char *op, const char *detail)
{
	if (write_beside(c, op, detail) != RC_OK)
		fprintf(stderr, "thidua: Việc đã xong, nhưng không ghi được vào nhật ký: %s%s%s\n",
		        c->err.message, c->err.detail[0] ? " " : "", c->err.detail);
	err_clear(&c->err);
}

uint32_t care_newest_key(struct keys *k)
{
	struct key_info all[KEYS_MAX];
	int n = keys_list(k, all, KEYS_MAX);
	return n ? all[n - 1].id : 0;
}

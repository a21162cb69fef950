/* make.c: one package, from the plan to the ZIP: all of it in one snapshot, at constant memory. */
#include "app/archive/inner.h"

#include "app/file/file.h"
#include "app/job/job.h"
#include "db/sql_archive.h"
#include "op/gate.h"
#include "viet/viet.h"

#include <fcntl.h>
#include <inttypes.h>
#include <sodium.h>
#include <unistd.h>

#define TEXT_MAX ((size_t)32 << 20)
#define PAGE_MAX ((size_t)128 << 20) /* a thousand rows with the longest texts */

/* --- files of the package
 * ------------------------------------------------------------------------- */

static enum rc note_sum(struct maker *m, const char *path, const unsigned char *sha)
{
	char hex[ARCHIVE_SHA_TEXT];
	sodium_bin2hex(hex, sizeof hex, sha, ARCHIVE_SHA_BYTES);
	buf_printf(&m->sums, "%s  %s\n", hex, path);
	m->files++;
	TRY(buf_check(&m->sums, m->of->err));
	return zip_out_check(&m->zip, m->of->err);
}

enum rc maker_add(struct maker *m, const char *path, struct str bytes)
{
	unsigned char sha[ARCHIVE_SHA_BYTES];
	crypto_hash_sha256(sha, (const unsigned char *)bytes.p, bytes.n);
	zip_out_add(&m->zip, path, bytes);
	return note_sum(m, path, sha);
}

enum rc maker_add_file(struct maker *m, const char *path, int fd)
{
	unsigned char sha[ARCHIVE_SHA_BYTES], *piece = malloc(64 * 1024);
	crypto_hash_sha256_state s;
	ssize_t n;
	BUG_ON(!piece);
	crypto_hash_sha256_init(&s);
	for (off_t at = 0; (n = pread(fd, piece, 64 * 1024, at)) > 0; at += n)
		crypto_hash_sha256_update(&s, piece, (unsigned long long)n);
	free(piece);
	if (n < 0)
		return err_detail(m->of->err, RC_IO, "archive: a spool file cannot be read");
	crypto_hash_sha256_final(&s, sha);
	zip_out_add_file(&m->zip, path, fd);
	return note_sum(m, path, sha);
}

void maker_left(struct maker *m, struct str what, struct str because)
{
	const struct archive_cell cells[] = {{.text = what}, {.text = because}};
	buf_printf(&m->left, "left %.*s: %.*s\n", STR_ARG(what), STR_ARG(because));
	archive_table_row(&m->left_page, STR(""), cells, 2);
	m->left_count++;
}

enum rc maker_alive(struct maker *m, const char *say)
{
	return job_progress(m->of, m->done, m->total, str_of(say));
}

enum rc maker_step(struct maker *m, const char *say)
{
	m->done++;
	return maker_alive(m, say);
}

struct str maker_slug(struct arena *mem, struct str text)
{
	struct str folded = viet_fold(mem, text);
	char *out = arena_alloc(mem, folded.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < folded.n && n < 60; i++) {
		char ch = folded.p[i];
		if ((ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9'))
			out[n++] = ch;
		else if (n && out[n - 1] != '-')
			out[n++] = '-';
	}
	while (n && out[n - 1] == '-')
		n--;
	return n ? (struct str){.p = out, .n = n} : STR("tep");
}

const struct planned *maker_list(const struct maker *m, const char *op)
{
	for (int i = 0; i < m->list_count; i++)
		if (strcmp(m->lists[i].op->name, op) == 0)
			return &m->lists[i];
	return NULL;
}

/* --- the plan
 * --------------------------------------------------------------------------------------- */

/* The caller as an office: roles over the whole of it, no own record. */
static void as_office(struct maker *m)
{
	struct principal *who = &m->c.who;
	int kept = 0;
	who->person_id = DB_NULL;
	who->roles &= ~R(MEMBER);
	for (int i = 0; i < who->grant_count; i++)
		if (who->grants[i].top && (ARCHIVE_ROLES & (1u << who->grants[i].role)))
			who->grants[kept++] = who->grants[i];
	who->grant_count = kept;
	for (int r = 0; r < ROLE_COUNT; r++) {
		bool held = r == ROLE_PUBLIC;
		for (int i = 0; i < kept; i++)
			held = held || (int)who->grants[i].role == r;
		if (!held)
			who->roles &= ~(1u << r);
	}
}

static bool is_parent(const char *op)
{
	for (const struct archive_list *l = archive_lists; l->op; l++)
		if (l->parent && strcmp(l->parent, op) == 0)
			return true;
	return false;
}

static enum rc plan_lists(struct maker *m)
{
	int n = 0;
	while (archive_lists[n].op)
		n++;
	m->lists = arena_array(m->of->mem, (size_t)n, sizeof *m->lists);
	m->list_count = 0;
	for (int i = 0; i < n; i++) {
		struct planned *p = &m->lists[i];
		*p =
			(struct planned){.list = &archive_lists[i], .op = op_find(str_of(archive_lists[i].op))};
		BUG_ON(!p->op || p->op->kind != OP_LIST);
		p->parent = p->list->parent ? maker_list(m, p->list->parent) : NULL;
		BUG_ON((p->list->how == ARCHIVE_OF) != (p->parent != NULL));
		p->in = gate_offers(&m->c, p->op) && (!p->parent || p->parent->in);
		m->list_count++;
		if (!p->in)
			maker_left(m, str_of(p->op->title),
			           STR("vai trò của người lập gói không xem danh sách này"));
	}
	for (int i = 0; i < n; i++) {
		struct planned *p = &m->lists[i];
		bool shown = p->op->object && p->op->object->view && op_list_of(p->op->object) == p->op;
		if (p->in && (shown || is_parent(p->op->name)))
			TRY(list_place(m, p));
		TRY(maker_step(m, "Đang đếm các danh sách"));
	}
	return RC_OK;
}

/* Everything before the front page, which says what there is. */
static enum rc write_parts(struct maker *m)
{
	TRY(maker_add(m, ARCHIVE_STYLE, str_of(archive_style)));
	TRY(extra_units(m));
	TRY(extra_people(m));
	for (int i = 0; i < m->list_count; i++) {
		if (m->lists[i].in)
			TRY(list_write(m, &m->lists[i]));
		TRY(maker_step(m, m->lists[i].op->title));
	}
	TRY(extra_law(m));
	TRY(maker_step(m, "Kết quả kiểm tra pháp luật"));
	TRY(extra_papers(m));
	TRY(extra_evidence(m));
	TRY(maker_step(m, "Minh chứng"));
	TRY(maker_journal(m));
	TRY(maker_step(m, "Nhật ký"));
	TRY(text_front(m));
	return text_seal(m);
}

static void begin(struct maker *m)
{
	m->done = m->files = m->left_count = m->papers = m->evidence_files = 0;
	m->laws = m->verdicts = m->links = m->heads = m->link_from = m->link_to = 0;
	buf_clear(&m->sums);
	buf_clear(&m->listed);
	buf_clear(&m->left);
	buf_clear(&m->left_page);
	archive_page_begin(&m->left_page, STR("Những gì không có trong gói, và vì sao"), STR(""), "");
	archive_table_begin(
		&m->left_page,
		(const struct archive_cell[]){{.text = STR("Nội dung")}, {.text = STR("Vì sao")}}, 2);
}

/* May be run again from its beginning: the file is emptied first. */
static enum rc write_tx(void *arg)
{
	struct maker *m = arg;
	struct err *e = m->of->err;
	if (ftruncate(m->fd, 0) != 0 || lseek(m->fd, 0, SEEK_SET) != 0)
		return err_detail(e, RC_IO, "archive: the spool file");
	begin(m);
	zip_out_begin_file(&m->zip, m->fd);
	enum rc rc = plan_lists(m);
	if (rc == RC_OK)
		rc = write_parts(m);
	struct err ending = {0};
	enum rc end = zip_out_end(&m->zip, rc == RC_OK ? e : &ending);
	return rc == RC_OK ? end : rc;
}

/* --- keeping it
 * --------------------------------------------------------------------------------------- */

struct keeping {
	struct maker *m;
	struct upload u;
	int64_t id;
};

static int64_t top_unit(const struct maker *m)
{
	return m->c.who.grant_count ? m->c.who.grants[0].unit_id : DB_NULL;
}

static enum rc keep_tx(void *arg)
{
	struct keeping *k = arg;
	struct maker *m = k->m;
	struct ctx *c = m->of;
	struct file_new n = {.content = &k->u,
	                     .object = "archive",
	                     .object_id = m->year,
	                     .unit_id = top_unit(m),
	                     .person_id = DB_NULL,
	                     .guarded = true};
	struct out none;
	int64_t file;
	out_init(&none);
	TRY(job_still_mine(c));
	TRY(file_keep(c, &n, &file));
	TRY(sql_archive_add(c->db, m->year, file, m->c.who.roles, m->evidence, m->files, m->left_count,
	                    str_of(m->sums_sha), c->who.account_id, c->now_ms, &k->id));
	c->object_id = k->id;
	c->object_unit = n.unit_id;
	none.id = k->id;
	return gate_journal(c, &none, NULL, DB_NULL);
}

static enum rc keep(struct maker *m, int64_t *id)
{
	struct ctx *c = m->of;
	struct keeping k = {.m = m};
	k.u = (struct upload){
		.name = arena_printf(c->mem, "luu-tru-%" PRId64 "-%s.zip", m->year, date_iso(c->today).z),
		.fd = m->fd,
		.size = lseek(m->fd, 0, SEEK_END),
		.given = true,
		.type = FILE_ZIP};
	TRY(file_made(c, &k.u));
	TRY(db_tx(c->db, DB_WRITE, keep_tx, &k));
	*id = k.id;
	return RC_OK;
}

/* --- the operation
 * --------------------------------------------------------------------------------------- */

static void set_up(struct maker *m, struct ctx *c, int64_t year, bool evidence)
{
	*m = (struct maker){.of = c, .c = *c, .year = year, .evidence = evidence, .fd = -1};
	m->c.mem = &m->mem;
	m->last = date_of((int)year, 12, 31);
	if (m->last.days > c->today.days)
		m->last = c->today;
	m->from_ms = date_start_ms(date_of((int)year, 1, 1));
	m->to_ms = date_start_ms(date_of((int)year + 1, 1, 1));
	snprintf(m->year_text, sizeof m->year_text, "%" PRId64, year);
	snprintf(m->first_text, sizeof m->first_text, "%" PRId64 "-01-01", year);
	snprintf(m->last_text, sizeof m->last_text, "%s", date_iso(m->last).z);
	int lists = 0;
	while (archive_lists[lists].op)
		lists++;
	m->total = 2 * lists + 3;
	as_office(m);
	arena_init(&m->mem);
	arena_init(&m->row);
	struct buf *const texts[] = {&m->sums, &m->listed, &m->left, &m->index, &m->left_page};
	for (int i = 0; i < COUNT(texts); i++)
		buf_init(texts[i], TEXT_MAX);
	buf_init(&m->page, PAGE_MAX);
}

static void clear(struct maker *m)
{
	struct buf *const texts[] = {&m->sums,  &m->listed,    &m->left,
	                             &m->index, &m->left_page, &m->page};
	for (int i = 0; i < COUNT(texts); i++)
		buf_release(texts[i]);
	arena_release(&m->mem);
	arena_release(&m->row);
	if (m->fd >= 0)
		close(m->fd);
}

/* What was done until now is to be under a signed head. What the sealer finds wrong is found by
 * the check of the package as well, so it is no reason not to make one. */
static enum rc seal(struct ctx *c)
{
	struct err why = {0};
	enum rc rc = journal_seal_run(c->db, c->app->keys, JOURNAL_SEAL_ALL, c->now_ms, &why);
	if (rc == RC_OK || rc == RC_CONFLICT)
		return RC_OK;
	*c->err = why;
	return rc;
}

enum rc archive_make(struct ctx *c, int64_t year, bool evidence, struct archive_made *out)
{
	struct maker *m = arena_alloc(c->mem, sizeof *m);
	TRY(seal(c));
	set_up(m, c, year, evidence);
	enum rc rc = file_temp(c, &m->fd);
	if (rc == RC_OK)
		rc = db_tx(c->db, DB_READ, write_tx, m);
	if (rc == RC_OK)
		rc = keep(m, &out->id);
	if (rc == RC_OK)
		*out = (struct archive_made){.id = out->id,
		                             .files = m->files,
		                             .left_out = m->left_count,
		                             .papers = m->papers,
		                             .evidence = m->evidence_files,
		                             .links = m->links,
		                             .bytes = lseek(m->fd, 0, SEEK_END)};
	clear(m);
	return rc;
}

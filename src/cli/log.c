/* log.c: the journal from the command line; everything but `list` works without the server. */
#include "cli/log.h"
#include "base/clock.h"
#include "base/json_out.h"
#include "cli/care.h"
#include "db/sql_journal.h"
#include "journal/verify.h"
#include "viet/viet.h"

#include <inttypes.h>
#include <sodium.h>
#include <sys/stat.h>

/* --- verify -------------------------------------------------------------------------------- */

struct verify {
	struct cli *c;
	struct cli_app a;
	const char *head; /* --head */
	struct journal_verify_ask ask;
	struct journal_report *report;
};

/* A file of heads, "SEQ:HASH", or without --head the file in the data folder. */
static enum rc read_kept(struct verify *v)
{
	struct cli *c = v->c;
	struct journal_kept *kept = NULL;
	struct stat st;
	const char *path =
		v->head ? v->head : arena_printf(&c->mem, "%s/" JOURNAL_HEAD_FILE, c->data_dir).p;
	if (v->head && stat(path, &st) != 0) {
		kept = arena_alloc(&c->mem, sizeof *kept);
		v->ask.kept_count = 1;
		v->ask.kept = kept;
		return journal_kept_parse(v->a.app.keys, str_of(v->head), kept, &c->err);
	}
	enum rc rc =
		journal_kept_read(v->a.app.keys, path, &c->mem, &kept, &v->ask.kept_count, &c->err);
	v->ask.kept = kept;
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

static void print_json(const struct journal_report *r, struct arena *mem)
{
	struct buf b;
	buf_init(&b, 1 << 20);
	struct json_out j = json_out_to(&b);
	json_obj(&j, NULL);
	json_bool(&j, "whole", r->problem_count == 0);
	json_int(&j, "links", r->links);
	json_int(&j, "heads", r->heads);
	json_int(&j, "unsealed", r->unsealed);
	json_str(&j, "head", r->has_head ? journal_head_text(mem, &r->head) : STR_NULL);
	json_int(&j, "problem_count", r->problem_count);
	json_arr(&j, "problems");
	for (int i = 0; i < r->problem_count && i < JOURNAL_PROBLEMS_KEPT; i++) {
		const struct journal_problem *p = &r->problems[i];
		json_obj(&j, NULL);
		json_z(&j, "fault", journal_fault_word(p->fault));
		if (p->seq != DB_NULL)
			json_int(&j, "seq", p->seq);
		if (p->line != DB_NULL)
			json_int(&j, "line", p->line);
		json_str(&j, "message", p->say);
		json_end(&j);
	}
	json_end(&j);
	json_end(&j);
	printf("%.*s\n", STR_ARG(buf_view(&b)));
	buf_release(&b);
}

static void print_text(const struct verify *v)
{
	const struct journal_report *r = v->report;
	struct arena *mem = &v->c->mem;
	for (int i = 0; i < r->problem_count && i < JOURNAL_PROBLEMS_KEPT; i++)
		printf("%3d. %.*s\n", i + 1, STR_ARG(r->problems[i].say));
	if (r->problem_count > JOURNAL_PROBLEMS_KEPT)
		printf("     … và %" PRId64 " chỗ nữa.\n", r->problem_count - JOURNAL_PROBLEMS_KEPT);
	struct str links = viet_number(mem, r->links), heads = viet_number(mem, r->heads);
	printf("Đã kiểm %.*s dòng, %.*s đầu chuỗi, %d đầu chuỗi giữ ngoài; %" PRId64
	       " dòng chờ niêm phong.\n",
	       STR_ARG(links), STR_ARG(heads), v->ask.kept_count, r->unsealed);
	if (r->has_head)
		printf("%.*s\n", STR_ARG(journal_head_text(mem, &r->head)));
	if (r->problem_count == 0)
		puts("Nhật ký nguyên vẹn.");
	if (r->problem_count == 0 && v->ask.kept_count == 0)
		puts("Chưa so với đầu chuỗi giữ ngoài: nếu cả cơ sở dữ liệu bị đưa về trạng thái cũ thì "
		     "chưa thấy được.\n"
		     "Xin thêm --head với tệp cạnh bản sao lưu hoặc SỐ:MÃ trong thư hằng ngày.");
}

static enum rc log_verify(struct cli *c)
{
	struct verify v = {.c = c, .head = cli_option(c, "head"), .ask = {.now_ms = clock_now_ms()}};
	TRY(cli_no_more(c));
	v.report = arena_alloc(&c->mem, sizeof *v.report);
	enum rc rc = cli_app_open(c, DB_READONLY, &v.a);
	if (rc == RC_OK)
		rc = read_kept(&v);
	if (rc == RC_OK)
		rc = journal_verify(v.a.db, v.a.app.keys, &v.ask, &c->mem, v.report, &c->err);
	cli_app_close(&v.a);
	TRY(rc);
	if (c->json)
		print_json(v.report, &c->mem);
	else
		print_text(&v);
	if (v.report->problem_count == 0)
		return RC_OK;
	/* The answer stands on standard output already; the error goes beside it. */
	c->json = false;
	return err_set(
		&c->err, RC_CONFLICT,
		"Nhật ký không còn nguyên vẹn: %" PRId64
		" chỗ không đúng. Xin giữ nguyên máy chủ, bản sao lưu và báo người có thẩm quyền.",
		v.report->problem_count);
}

/* --- heads and export ----------------------------------------------------- */

struct printing {
	struct db *db;
	struct arena *mem;
	bool last;
};

static enum rc print_heads_tx(void *arg)
{
	struct printing *p = arg;
	struct db_cursor *cur;
	struct sql_journal_head_walk row;
	struct journal_head h;
	struct arena mem;
	if (p->last) {
		enum rc found = journal_head_last(p->db, p->mem, &h);
		if (found == RC_OK)
			printf("%.*s\n", STR_ARG(journal_head_text(p->mem, &h)));
		return found == RC_NOTFOUND ? RC_OK : found;
	}
	TRY(sql_journal_head_walk_open(p->db, p->mem, 0, &cur));
	arena_init(&mem);
	enum rc rc;
	while ((rc = sql_journal_head_walk_next(cur, &mem, &row)) == RC_OK) {
		h = (struct journal_head){.seq = row.seq, .prev_seq = row.prev_seq, .at_ms = row.at_ms};
		if (row.hash.n == sizeof h.hash && row.signature.n == sizeof h.signature) {
			h.key_id = (uint32_t)row.key_id;
			memcpy(h.hash, row.hash.p, sizeof h.hash);
			memcpy(h.signature, row.signature.p, sizeof h.signature);
			printf("%.*s\n", STR_ARG(journal_head_text(&mem, &h)));
		}
		arena_reset(&mem);
	}
	arena_release(&mem);
	db_cursor_end(cur);
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

static void json_line(struct buf *b, const struct sql_journal_walk *w)
{
	char hex[2 * 64 + 1] = "";
	struct json_out j = json_out_to(b);
	if (w->hash.n <= 64)
		sodium_bin2hex(hex, sizeof hex, (const unsigned char *)w->hash.p, w->hash.n);
	buf_clear(b);
	json_obj(&j, NULL);
	json_int(&j, "seq", w->seq);
	json_z(&j, "hash", hex);
	json_int(&j, "id", w->journal_id);
	if (w->id != DB_NULL) {
		json_int(&j, "at_ms", w->at_ms);
		if (w->account_id != DB_NULL)
			json_int(&j, "account_id", w->account_id);
		json_str(&j, "origin", w->origin);
		json_str(&j, "request", w->request);
		json_str(&j, "op", w->op);
		json_str(&j, "object", w->object);
		if (w->object_id != DB_NULL)
			json_int(&j, "object_id", w->object_id);
		if (w->person_id != DB_NULL)
			json_int(&j, "person_id", w->person_id);
		if (w->unit_id != DB_NULL)
			json_int(&j, "unit_id", w->unit_id);
		/* As text: exactly the bytes that were hashed. */
		json_str(&j, "detail", w->detail);
	}
	json_end(&j);
}

/* One JSON object a line, in the chain's order, with all that is hashed. */
static enum rc print_lines_tx(void *arg)
{
	struct printing *p = arg;
	struct db_cursor *cur;
	struct sql_journal_walk w;
	struct arena mem;
	struct buf b;
	TRY(sql_journal_walk_open(p->db, p->mem, 0, &cur));
	arena_init(&mem);
	buf_init(&b, 8 << 20);
	enum rc rc;
	while ((rc = sql_journal_walk_next(cur, &mem, &w)) == RC_OK) {
		json_line(&b, &w);
		printf("%.*s\n", STR_ARG(buf_view(&b)));
		arena_reset(&mem);
	}
	buf_release(&b);
	arena_release(&mem);
	db_cursor_end(cur);
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

static enum rc print_tx(struct cli *c, enum rc (*fn)(void *arg), bool last)
{
	struct cli_app a;
	TRY(cli_no_more(c));
	enum rc rc = cli_app_open(c, DB_READONLY, &a);
	struct printing p = {a.db, &c->mem, last};
	if (rc == RC_OK)
		rc = db_tx(a.db, DB_READ, fn, &p);
	cli_app_close(&a);
	if (rc == RC_OK && fflush(stdout) != 0)
		rc = err_set(&c->err, RC_IO, "Không ghi được ra đầu ra chuẩn.");
	return rc;
}

/* --- rights of the serving account -------------------------------------------------------------
 */

static enum rc roles_tx(void *arg)
{
	struct cli_app *a = arg;
	struct sql_journal_app_grants row;
	TRY(sql_journal_app_grants(a->db, a->ctx.mem, &row));
	if (row.granted)
		return RC_OK;
	return err_set(
		a->ctx.err, RC_NOTFOUND,
		"Máy chủ PostgreSQL chưa có tài khoản thidua_app. Xin tạo bằng: createuser thidua_app");
}

static enum rc log_roles(struct cli *c)
{
	struct cli_app a;
	TRY(cli_no_more(c));
	enum rc rc = cli_app_open(c, 0, &a);
	if (rc == RC_OK && db_engine_of(a.db) != DB_POSTGRES)
		rc = err_set(
			&c->err, RC_INVALID,
			"SQLite không có tài khoản: nhật ký được giữ bằng trigger và chuỗi niêm phong.");
	if (rc == RC_OK)
		rc = db_tx(a.db, DB_WRITE, roles_tx, &a);
	if (rc == RC_OK)
		rc = care_journal(&a, "system.roles", "{\"account\":\"thidua_app\"}");
	cli_app_close(&a);
	TRY(rc);
	puts("Tài khoản thidua_app được đọc và ghi dữ liệu; không sửa, không xóa được nhật ký.");
	return RC_OK;
}

enum rc cli_log(struct cli *c)
{
	const char *verb = cli_word(c);
	if (!verb || strcmp(verb, "verify") == 0)
		return log_verify(c);
	if (strcmp(verb, "list") == 0)
		return cli_call(c, op_find(STR("journal.list")));
	if (strcmp(verb, "heads") == 0)
		return print_tx(c, print_heads_tx, cli_flag(c, "last"));
	if (strcmp(verb, "export") == 0)
		return print_tx(c, print_lines_tx, false);
	if (strcmp(verb, "roles") == 0)
		return log_roles(c);
	return err_set(&c->err, RC_INVALID,
	               "Không có lệnh \"log %s\". Có: verify, list, heads, export, roles.", verb);
}

const char cli_log_help[] =
	"thidua log verify [--head TỆP|SỐ:MÃ]   kiểm tra nhật ký từ dòng đầu đến dòng cuối\n"
	"thidua log list [bộ lọc]               đọc nhật ký qua máy chủ đang chạy\n"
	"thidua log heads [--last]              in các đầu chuỗi đã ký, để giữ ở nơi khác\n"
	"thidua log export                      in mọi dòng cùng mắt xích, dạng JSON\n"
	"thidua log roles                       PostgreSQL: cấp quyền cho thidua_app\n\n"
	"verify tính lại chuỗi niêm phong, so với các đầu chuỗi đã ký và với đầu chuỗi giữ\n"
	"ngoài (tệp cạnh bản sao lưu, thư hằng ngày). Không cần máy chủ chạy.\n"
	"Mã thoát 0: nguyên vẹn; 6: có chỗ không đúng.";

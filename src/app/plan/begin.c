/* begin.c: a plan comes in: from a file, from a large file as a job, typed in by hand. */
#include "app/file/file.h"
#include "app/job/job.h"
#include "app/plan/inner.h"
#include "base/json_out.h"
#include "db/sql_op.h"
#include "db/sql_plan.h"
#include "op/gate.h"

#include <inttypes.h>
#include <unistd.h>

#define FILE_MAX ((int64_t)50 << 20)
/* Larger ones are read by a job: a request that writes keeps others waiting. */
#define SMALL_TEXT ((int64_t)128 << 10)
#define SMALL_PDF ((int64_t)256 << 10)

struct plan_read_in {
	struct upload content;
	int64_t unit_id, carries_out;
};
static const struct field plan_read_fields[] = {
	F(FILE, struct plan_read_in, content, "Tệp kế hoạch", .flags = MUST, .max = FILE_MAX,
      .types = FILE_BIT(FILE_DOCX) | FILE_BIT(FILE_PDF) | FILE_BIT(FILE_TEXT) | FILE_BIT(FILE_CSV) |
               FILE_BIT(FILE_UNKNOWN),
      .hint = "Word (.docx), PDF có chữ hoặc văn bản (.txt); bản quét chưa nhận dạng chữ thì không "
              "đọc được"),
	F(REF, struct plan_read_in, unit_id, "Kế hoạch của đơn vị", .flags = IN_SCOPE,
      .ref = &unit_object, .hint = "Để trống: đơn vị của ông/bà"),
	F(REF, struct plan_read_in, carries_out, "Triển khai kế hoạch", .ref = &plan_issued_object,
      .hint = "Kế hoạch của cấp trên hoặc của cơ quan mà kế hoạch này thực hiện"),
};

struct plan_take_in {
	int64_t file_id, unit_id, carries_out;
};
static const struct field plan_take_fields[] = {
	F(INT, struct plan_take_in, file_id, "Tệp", .flags = MUST),
	F(INT, struct plan_take_in, unit_id, "Đơn vị", .flags = MUST),
	F(INT, struct plan_take_in, carries_out, "Triển khai kế hoạch"),
};

/* Where the caller's right begins; the office before a room of it. */
static enum rc own_unit(struct ctx *c, int64_t *unit)
{
	if (*unit != DB_NULL)
		return RC_OK;
	for (int i = 0; i < c->who.grant_count; i++) {
		const struct held_grant *g = &c->who.grants[i];
		if ((c->op->roles & (1u << g->role)) && (*unit == DB_NULL || g->top))
			*unit = g->unit_id;
	}
	if (*unit == DB_NULL)
		return err_field(c->err, "unit_id", "Xin chọn đơn vị của kế hoạch.");
	return RC_OK;
}

/* --- reading --- */

static enum rc read_file(struct ctx *c, int64_t file, struct plan_doc *d, struct plan_origin *from)
{
	struct str text;
	int fd = -1;
	int64_t size;
	TRY(file_open(c, file, &fd, &size));
	struct plan_source source = {.fd = fd,
	                             .size = size,
	                             .allow_weak = c->app->weak_sandbox,
	                             .cancel = c->job ? &c->job->cancel : NULL};
	enum rc rc = plan_source_text(c->mem, &source, &text, &from->kind, c->err);
	close(fd);
	TRY(rc);
	return plan_read(c->mem, text, d, c->err);
}

static enum rc not_twice(struct ctx *c, const struct plan_facts *f, struct str hash)
{
	struct plan_twin t;
	enum rc rc = hash.p ? plan_twin_of_hash(c, hash, &t) : RC_NOTFOUND;
	if (rc == RC_NOTFOUND)
		rc = plan_twin_of_facts(c, f, DB_NULL, &t);
	if (rc == RC_NOTFOUND)
		return RC_OK;
	TRY(rc);
	return plan_is_there(c, &t);
}

/* Inside DB_WRITE: what was read becomes the draft, and the file its own. */
static enum rc keep(struct ctx *c, const struct plan_take_in *p, const struct plan_doc *d,
                    const struct plan_origin *from, struct out *out)
{
	struct plan_facts f = plan_facts_of(c, d);
	f.unit_id = p->unit_id;
	f.carries_out = p->carries_out;
	TRY(not_twice(c, &f, from->hash));
	TRY(plan_store(c, &f, d, from, &out->id));
	TRY(sql_plan_file_set(c->db, out->id, p->file_id, NULL));
	TRY(sql_plan_file_place(c->db, p->file_id, out->id, p->unit_id, NULL));
	c->object_unit = p->unit_id;
	out->go = arena_printf(c->mem, "/plan/%" PRId64, out->id);
	out_say(c, out,
	        "Đã đọc kế hoạch: %d mục, %d văn bản viện dẫn, %d nhiệm vụ. Xin xem lại từng phần rồi "
	        "xác nhận.",
	        d->section_count, d->cite_count, d->task_count);
	return RC_OK;
}

static enum rc later(struct ctx *c, const struct plan_take_in *p, struct str name, struct out *out)
{
	struct buf b;
	int64_t job;
	buf_init(&b, 1024);
	struct json_out j = json_out_to(&b);
	json_obj(&j, NULL);
	json_str(&j, "file_id", arena_printf(c->mem, "%" PRId64, p->file_id));
	json_str(&j, "unit_id", arena_printf(c->mem, "%" PRId64, p->unit_id));
	if (p->carries_out != DB_NULL)
		json_str(&j, "carries_out", arena_printf(c->mem, "%" PRId64, p->carries_out));
	json_end(&j);
	struct str input = arena_str(c->mem, buf_view(&b));
	buf_release(&b);
	TRY(sql_job_add(c->db, STR("plan.take"),
	                arena_printf(c->mem, "Đọc kế hoạch từ tệp %.*s", STR_ARG(name)), input,
	                c->who.account_id, DB_NULL, c->now_ms, &job));
	out->job_id = job;
	out_say(c, out, "Tệp %.*s lớn nên được đọc trong công việc nền.", STR_ARG(name));
	return RC_OK;
}

static enum rc plan_read_op(struct ctx *c, const void *in, struct out *out)
{
	const struct plan_read_in *p = in;
	struct plan_take_in take = {.unit_id = p->unit_id, .carries_out = p->carries_out};
	struct plan_origin from = {.hash = {(const char *)p->content.hash, sizeof p->content.hash}};
	struct plan_twin twin;
	struct plan_doc d;
	TRY(own_unit(c, &take.unit_id));
	c->object_unit = take.unit_id;
	enum rc rc = plan_twin_of_hash(c, from.hash, &twin);
	if (rc == RC_OK)
		return plan_is_there(c, &twin);
	if (rc != RC_NOTFOUND)
		return rc;
	struct file_new n = {.content = &p->content,
	                     .object = "plan",
	                     .object_id = 0,
	                     .unit_id = take.unit_id,
	                     .person_id = DB_NULL,
	                     .guarded = true};
	TRY(file_keep(c, &n, &take.file_id));
	if (p->content.size > (p->content.type == FILE_PDF ? SMALL_PDF : SMALL_TEXT))
		return later(c, &take, p->content.name, out);
	rc = read_file(c, take.file_id, &d, &from);
	if (rc == RC_INVALID && !c->err->field[0])
		snprintf(c->err->field, sizeof c->err->field, "content");
	TRY(rc);
	return keep(c, &take, &d, &from, out);
}

/* --- a large file: read outside any transaction, kept in one --- */

struct taking {
	struct ctx *c;
	const struct plan_take_in *p;
	const struct plan_doc *d;
	struct plan_origin from;
	struct out *out;
};

static enum rc take_tx(void *arg)
{
	struct taking *t = arg;
	TRY(job_still_mine(t->c));
	TRY(keep(t->c, t->p, t->d, &t->from, t->out));
	return gate_journal(t->c, t->out, NULL, DB_NULL);
}

static enum rc forget_tx(void *arg)
{
	struct taking *t = arg;
	return file_remove(t->c, t->p->file_id);
}

static enum rc hash_tx(void *arg)
{
	struct taking *t = arg;
	struct sql_plan_file_hash row;
	TRY(sql_plan_file_hash(t->c->db, t->c->mem, t->p->file_id, &row));
	t->from.hash = row.hash;
	return RC_OK;
}

static enum rc plan_take(struct ctx *c, const void *in, struct out *out)
{
	struct plan_doc d;
	struct taking t = {.c = c, .p = in, .d = &d, .out = out};
	TRY(db_tx(c->db, DB_READ, hash_tx, &t));
	TRY(job_progress(c, 0, 0, STR("Đang đọc tệp")));
	enum rc rc = read_file(c, t.p->file_id, &d, &t.from);
	if (rc == RC_OK)
		rc = db_tx(c->db, DB_WRITE, take_tx, &t);
	if (rc != RC_INVALID && rc != RC_TOOBIG && rc != RC_CONFLICT)
		return rc;
	/* It will not get better by trying again: nothing of it is kept. */
	struct err first = *c->err;
	err_clear(c->err);
	enum rc gone = db_tx(c->db, DB_WRITE, forget_tx, &t);
	*c->err = first;
	return gone == RC_OK ? rc : gone;
}

/* --- by hand --- */

static const struct choice types[] = {{"Kế hoạch", "Kế hoạch"},   {"Chương trình", "Chương trình"},
                                      {"Phương án", "Phương án"}, {"Đề án", "Đề án"},
                                      {"Hướng dẫn", "Hướng dẫn"}, {0}};
static const struct field plan_write_fields[] = {
	F(CHOICE, struct plan_head_in, type, "Loại", .flags = MUST, .choices = types),
	PLAN_HEAD_FIELDS,
	F(REF, struct plan_head_in, unit_id, "Kế hoạch của đơn vị", .flags = IN_SCOPE,
      .ref = &unit_object, .hint = "Để trống: đơn vị của ông/bà"),
	F(REF, struct plan_head_in, carries_out, "Triển khai kế hoạch", .ref = &plan_issued_object),
	F(LONG, struct plan_head_in, text, "Nội dung", .max = 200000,
      .hint =
          "Dán phần thân văn bản: các mục I, 1, a), gạch đầu dòng được tách ra như khi đọc tệp"),
};

/* The body goes through the reader behind a head of the two lines that it must have. */
static enum rc body_of(struct ctx *c, const struct plan_head_in *p, struct plan_doc *d)
{
	if (p->text.n == 0) {
		*d = (struct plan_doc){.date = p->dated, .text = STR("")};
		return RC_OK;
	}
	struct str text =
		arena_printf(c->mem, "KẾ HOẠCH\n%.*s\n\n%.*s", STR_ARG(p->title), STR_ARG(p->text));
	TRY(plan_read(c->mem, text, d, c->err));
	d->date = p->dated;
	d->remark_count = 0; /* they are about the head, which the form gives */
	return RC_OK;
}

static enum rc plan_write(struct ctx *c, const void *in, struct out *out)
{
	const struct plan_head_in *p = in;
	struct plan_facts f = plan_facts_in(p);
	struct plan_origin from = {.kind = "hand", .hash = STR_NULL};
	struct plan_doc d;
	f.replaces_id = DB_NULL;
	TRY(own_unit(c, &f.unit_id));
	TRY(not_twice(c, &f, STR_NULL));
	TRY(body_of(c, p, &d));
	TRY(plan_store(c, &f, &d, &from, &out->id));
	c->object_unit = f.unit_id;
	out->go = arena_printf(c->mem, "/plan/%" PRId64, out->id);
	out_say(c, out, "Đã ghi dự thảo kế hoạch.");
	return RC_OK;
}

enum rc plan_draft_of_text(struct ctx *c, struct str text, int64_t unit_id, int64_t *id)
{
	struct plan_origin from = {.kind = "txt", .hash = STR_NULL};
	struct plan_doc d;
	TRY(plan_read(c->mem, text, &d, c->err));
	struct plan_facts f = plan_facts_of(c, &d);
	f.unit_id = unit_id;
	TRY(not_twice(c, &f, STR_NULL));
	return plan_store(c, &f, &d, &from, id);
}

const struct op plan_ops[] = {{.name = "plan.read",
                               .title = "Đọc kế hoạch từ tệp",
                               .help = "Đọc tệp thành dự thảo: số, ngày, các mục, văn bản viện "
                                       "dẫn, nhiệm vụ. Người xem lại từng phần rồi xác "
                                       "nhận.",
                               .verb = "Đọc tệp",
                               .kind = OP_WRITE,
                               .roles = PLAN_EDITORS,
                               .scope = SCOPE_ANY,
                               .area = "emulation",
                               .icon = "upload",
                               .object = &plan_object,
                               FIELDS(plan_read_fields),
                               .in_size = sizeof(struct plan_read_in),
                               .run = plan_read_op,
                               .law = "Nghị định 30/2020/NĐ-CP, Phụ lục I"},
                              {.name = "plan.write",
                               .title = "Nhập kế hoạch bằng tay",
                               .help = "Một kế hoạch không có tệp.",
                               .verb = "Ghi dự thảo",
                               .kind = OP_WRITE,
                               .roles = PLAN_EDITORS,
                               .scope = SCOPE_ANY,
                               .object = &plan_object,
                               FIELDS(plan_write_fields),
                               .in_size = sizeof(struct plan_head_in),
                               .run = plan_write},
                              {.name = "plan.take",
                               .title = "Đọc kế hoạch từ tệp lớn",
                               .help = "Việc nền của \"Đọc kế hoạch từ tệp\".",
                               .kind = OP_WRITE,
                               .roles = PLAN_EDITORS,
                               .scope = SCOPE_ANY,
                               .flags = OP_INTERNAL | OP_OWN_TX,
                               .object = &plan_object,
                               FIELDS(plan_take_fields),
                               .in_size = sizeof(struct plan_take_in),
                               .run = plan_take},
                              {0}};

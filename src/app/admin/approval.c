/* approval.c: what waits for a second person: reading, confirming, refusing, lapsing. */
#include "app/admin/admin.h"
#include "auth/session.h"
#include "db/sql_approval.h"
#include "job/outbox.h"
#include "journal/journal.h"
#include "op/second.h"

#include <inttypes.h>

static const struct object approval_object = {.name = "approval",
                                              .label = "đề nghị",
                                              .list = &sql_list_approval_object,
                                              .view = "approval.view"};

struct approval_confirm_in {
	int64_t id;
};
static const struct field approval_confirm_fields[] = {
	F(REF, struct approval_confirm_in, id, "Đề nghị", .flags = MUST | HIDDEN,
      .ref = &approval_object),
};

static struct second_case case_of(const struct sql_approval_get *row)
{
	return (struct second_case){
		.asked_by = row->asked_by, .object_id = row->object_id, .person_id = row->person_id};
}

static enum rc find(struct ctx *c, int64_t id, struct sql_approval_get *row, const struct op **op)
{
	TRY(sql_approval_get(c->db, c->mem, id, row));
	*op = op_find(row->op);
	if (!*op || !((*op)->flags & OP_SECOND))
		return err_set(
			c->err, RC_CONFLICT,
			"Đề nghị này thuộc phiên bản cũ của chương trình. Xin từ chối và lập đề nghị mới.");
	return RC_OK;
}

static enum rc decide(struct ctx *c, int64_t id, const char *state, struct str reason)
{
	int64_t changed;
	TRY(sql_approval_decide(c->db, id, str_of(state), c->who.account_id, c->now_ms, reason,
	                        &changed));
	return changed ? RC_OK : err_set(c->err, RC_CONFLICT, "Đề nghị này vừa được người khác xử lý.");
}

static enum rc tell_asker(struct ctx *c, const struct sql_approval_get *row, const char *how)
{
	struct str text =
		arena_printf(c->mem, "Đề nghị \"%.*s\" của ông/bà %s.", STR_ARG(row->title), how);
	return notice_post(c->db, row->asked_by, text,
	                   arena_printf(c->mem, "/approval/%" PRId64, row->id), c->now_ms);
}

/* --- confirming ------------------------------------------------------------------------------ */

/* As asked for, and on the object as it was then. */
static enum rc stored_values(struct ctx *c, const struct sql_approval_get *row, struct values *v)
{
	values_init(v, c->mem);
	TRY(values_from_json(v, row->input, c->err));
	if (row->object_version == DB_NULL)
		return RC_OK;
	return values_add(v, STR("_version"), arena_printf(c->mem, "%" PRId64, row->object_version),
	                  c->err);
}

/* Carried out with the rights that the asker has now. */
static enum rc carry_out(struct ctx *c, const struct op *op, const struct sql_approval_get *row,
                         struct out *out)
{
	struct ctx *asker = arena_alloc(c->mem, sizeof *asker);
	struct values *v = arena_alloc(c->mem, sizeof *v);
	*asker = *c;
	TRY(stored_values(c, row, v));
	enum rc rc = account_principal(c->db, c->mem, row->asked_by, c->today, c->who.origin,
	                               &asker->who, c->err);
	if (rc == RC_SIGNIN) {
		err_clear(c->err);
		return err_set(c->err, RC_CONFLICT,
		               "Tài khoản của người đề nghị đã bị khóa. Xin lập đề nghị mới.");
	}
	TRY(rc);
	return gate_run_approved(asker, op, v, c->who.account_id, out);
}

static enum rc may_confirm(struct ctx *c, int64_t id)
{
	struct sql_approval_get row;
	const struct op *op;
	TRY(find(c, id, &row, &op));
	if (row.asked_ms + SECOND_MS <= c->now_ms)
		return err_set(c->err, RC_CONFLICT,
		               "Đề nghị đã quá %d ngày nên không còn hiệu lực. Xin lập đề nghị mới.",
		               SECOND_DAYS);
	struct second_case s = case_of(&row);
	return second_may(c, op, &s);
}

static enum rc approval_confirm(struct ctx *c, const void *in, struct out *out)
{
	const struct approval_confirm_in *p = in;
	struct sql_approval_get row;
	const struct op *op;
	struct out done;
	TRY(find(c, p->id, &row, &op));
	TRY(decide(c, p->id, "done", STR("")));
	out_init(&done);
	TRY(carry_out(c, op, &row, &done));
	TRY(tell_asker(c, &row, "đã được người thứ hai xác nhận và có hiệu lực"));
	memcpy(out->facts, done.facts, sizeof out->facts);
	out->fact_count = done.fact_count;
	out->codes = done.codes;
	out->code_count = done.code_count;
	out->job_id = done.job_id;
	out->say =
		done.say.n ? done.say : arena_printf(c->mem, "Đã xác nhận: %.*s.", STR_ARG(row.title));
	return RC_OK;
}

/* --- refusing, lapsing -------------------------------------------------------------------------
 */

struct approval_refuse_in {
	int64_t id;
	struct str reason;
};
static const struct field approval_refuse_fields[] = {
	F(REF, struct approval_refuse_in, id, "Đề nghị", .flags = MUST | HIDDEN,
      .ref = &approval_object),
	F(TEXT, struct approval_refuse_in, reason, "Lý do", .flags = MUST | FRESH, .min = 5,
      .hint = "Người đề nghị được báo lý do này"),
};

/* Whoever asked may take it back; nobody else needs less right than for confirming. */
static enum rc may_refuse(struct ctx *c, int64_t id)
{
	struct sql_approval_get row;
	TRY(sql_approval_get(c->db, c->mem, id, &row));
	const struct op *op = op_find(row.op);
	struct second_case s = case_of(&row);
	return op && row.asked_by != c->who.account_id ? second_may(c, op, &s) : RC_OK;
}

static enum rc approval_refuse(struct ctx *c, const void *in, struct out *out)
{
	const struct approval_refuse_in *p = in;
	struct sql_approval_get row;
	TRY(sql_approval_get(c->db, c->mem, p->id, &row));
	bool own = row.asked_by == c->who.account_id;
	TRY(decide(c, p->id, "refused", p->reason));
	if (!own)
		TRY(tell_asker(c, &row, "bị từ chối"));
	out_say(c, out, own ? "Đã rút đề nghị \"%.*s\"." : "Đã từ chối đề nghị \"%.*s\".",
	        STR_ARG(row.title));
	return RC_OK;
}

enum rc approval_lapse(struct ctx *c)
{
	struct sql_approval_due *rows;
	size_t n;
	TRY(sql_approval_due(c->db, c->mem, c->now_ms - SECOND_MS, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		TRY(sql_approval_decide(c->db, rows[i].id, STR("lapsed"), DB_NULL, c->now_ms, STR(""),
		                        NULL));
		struct str text =
			arena_printf(c->mem, "Đề nghị \"%.*s\" đã quá %d ngày mà chưa ai xác nhận.",
		                 STR_ARG(rows[i].title), SECOND_DAYS);
		TRY(notice_post(c->db, rows[i].asked_by, text,
		                arena_printf(c->mem, "/approval/%" PRId64, rows[i].id), c->now_ms));
		TRY(journal_add(c->db, &(struct journal_line){.at_ms = c->now_ms,
		                                              .account_id = DB_NULL,
		                                              .origin = STR("schedule"),
		                                              .request = STR(""),
		                                              .op = "approval.refuse",
		                                              .object = "approval",
		                                              .object_id = rows[i].id,
		                                              .person_id = rows[i].person_id,
		                                              .unit_id = DB_NULL,
		                                              .detail = STR("{\"_mark\":\"lapsed\"}")}));
	}
	return RC_OK;
}

/* --- lists and rows
 * -------------------------------------------------------------------------------- */

static const struct choice approval_states[] = {{"waiting", "Chờ người thứ hai"},
                                                {"done", "Đã xác nhận"},
                                                {"refused", "Đã từ chối"},
                                                {"lapsed", "Quá hạn"},
                                                {0}};
static const struct field approval_filters[] = {
	FILTER(CHOICE, "state", "Tình trạng", .choices = approval_states),
};
static const struct column approval_cols[] = {
	{"title", "Việc", COL_LINK, .op = "approval.view", .key = "id", .width = 28},
	{"summary", "Nội dung", COL_TEXT, .width = 60},
	{"asked_name", "Người đề nghị", COL_LINK, .op = "person.view", .key = "asked_id", .width = 28},
	{"asked_ms", "Lúc", COL_MOMENT, .order = "newest"},
	{"state", "Tình trạng", COL_BADGE, .choices = approval_states},
	{"decided_name", "Người thứ hai", COL_TEXT, .width = 28},
	{"decided_ms", "Xử lý lúc", COL_MOMENT},
};
static const struct field approval_id_filter[] = {
	FILTER(REF, "id", "Đề nghị", .flags = MUST | HIDDEN, .ref = &approval_object)};
static const struct column approval_view_cols[] = {
	{"title", "Việc", COL_TEXT},
	{"summary", "Nội dung", COL_TEXT},
	{"asked_name", "Người đề nghị", COL_LINK, .op = "person.view", .key = "asked_id"},
	{"asked_ms", "Đề nghị lúc", COL_MOMENT},
	{"state", "Tình trạng", COL_BADGE, .choices = approval_states},
	{"decided_name", "Người thứ hai", COL_LINK, .op = "person.view", .key = "decided_id"},
	{"decided_ms", "Xử lý lúc", COL_MOMENT},
	{"reason", "Lý do", COL_TEXT},
};

/* Who may be a second person at all; op/second.h looks at each case. */
#define CONFIRMS (R(ADMIN) | R(HEAD) | R(STANDING))

const struct op approval_ops[] = {
	{.name = "approval.list",
     .title = "Việc cần hai người",
     .help = "Những việc một người đã đề nghị và người thứ hai phải xác nhận trong 7 ngày.",
     .kind = OP_LIST,
     .flags = OP_JOURNAL_EXPORT,
     .roles = CONFIRMS | R(INSPECTOR),
     .scope = SCOPE_OFFICE,
     .area = "admin",
     .icon = "check",
     .object = &approval_object,
     .list = &sql_list_approval_list,
     .order = "-newest",
     FIELDS(approval_filters),
     COLS(approval_cols),
     .empty = "Không có việc nào chờ người thứ hai."},
	{.name = "approval.view",
     .title = "Việc cần hai người",
     .help = "Nội dung đề nghị, ai đề nghị, ai xác nhận.",
     .kind = OP_VIEW,
     .roles = CONFIRMS | R(INSPECTOR),
     .scope = SCOPE_OFFICE,
     .object = &approval_object,
     .list = &sql_list_approval_view,
     FIELDS(approval_id_filter),
     COLS(approval_view_cols)},
	{.name = "approval.confirm",
     .title = "Xác nhận đề nghị",
     .help = "Việc được làm ngay sau khi xác nhận, và nhật ký ghi tên cả hai người.",
     .verb = "Xác nhận",
     .kind = OP_WRITE,
     .roles = CONFIRMS,
     .scope = SCOPE_OFFICE,
     .flags = OP_NOT_OWN | OP_NO_TOKEN,
     .object = &approval_object,
     .states = "waiting",
     FIELDS(approval_confirm_fields),
     .in_size = sizeof(struct approval_confirm_in),
     .guard = may_confirm,
     .run = approval_confirm,
     .then = "approval.view",
     .icon = "check"},
	{.name = "approval.refuse",
     .title = "Từ chối đề nghị",
     .help = "Việc không được làm. Người đề nghị cũng rút lại được ở đây.",
     .verb = "Từ chối",
     .kind = OP_WRITE,
     .roles = CONFIRMS,
     .scope = SCOPE_OFFICE,
     .object = &approval_object,
     .states = "waiting",
     FIELDS(approval_refuse_fields),
     .in_size = sizeof(struct approval_refuse_in),
     .guard = may_refuse,
     .run = approval_refuse,
     .then = "approval.view"},
	{0}};

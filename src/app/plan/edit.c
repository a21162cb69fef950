/* edit.c: a draft is corrected as a whole, confirmed or dropped; an issued plan ends. */
#include "app/file/file.h"
#include "app/plan/inner.h"
#include "db/sql_plan.h"
#include "op/gate.h"

#include <inttypes.h>

const struct object plan_object = {
	.name = "plan", .label = "kế hoạch", .list = &sql_list_plan_object, .view = "plan.view"};
const struct object plan_issued_object = {
	.name = "plan", .label = "kế hoạch", .list = &sql_list_plan_issued, .view = "plan.view"};
static const struct object plan_any_object = {
	.name = "plan", .label = "kế hoạch", .list = &sql_list_plan_any, .view = "plan.view"};

const struct choice plan_states[] = {{"draft", "Dự thảo"},
                                     {"issued", "Đã ban hành"},
                                     {"closed", "Đã kết thúc"},
                                     {"dropped", "Đã bỏ"},
                                     {0}};
static const struct choice issued_states[] = {
	{"issued", "Đã ban hành"}, {"closed", "Đã kết thúc"}, {0}};

static void back(struct ctx *c, struct out *out, int64_t id)
{
	out->id = id;
	out->go = arena_printf(c->mem, "/plan/%" PRId64, id);
}

#define PLAN_ID(S) F(REF, S, id, "Kế hoạch", .flags = MUST | HIDDEN, .ref = &plan_object)
static const struct field plan_edit_fields[] = {
	PLAN_ID(struct plan_head_in),
	F(TEXT, struct plan_head_in, type, "Loại", .flags = MUST, .max = 60),
	PLAN_HEAD_FIELDS,
	F(REF, struct plan_head_in, unit_id, "Kế hoạch của đơn vị", .flags = MUST | IN_SCOPE,
      .ref = &unit_object),
	F(REF, struct plan_head_in, carries_out, "Triển khai kế hoạch", .ref = &plan_issued_object),
	F(REF, struct plan_head_in, replaces_id, "Thay thế kế hoạch", .flags = IN_SCOPE,
      .ref = &plan_object, .hint = "Kế hoạch ấy kết thúc khi kế hoạch này được xác nhận"),
};

struct plan_facts plan_facts_in(const struct plan_head_in *p)
{
	return (struct plan_facts){.unit_id = p->unit_id,
	                           .carries_out = p->carries_out,
	                           .replaces_id = p->replaces_id,
	                           .type = p->type,
	                           .number = p->number,
	                           .notation = p->notation,
	                           .place = p->place,
	                           .parent = p->parent,
	                           .issuer = p->issuer,
	                           .title = p->title,
	                           .signer_post = p->signer_post,
	                           .signer_name = p->signer_name,
	                           .recipients = p->recipients,
	                           .dated = p->dated};
}

static enum rc plan_edit(struct ctx *c, const void *in, struct out *out)
{
	const struct plan_head_in *p = in;
	struct plan_facts f = plan_facts_in(p);
	TRY(plan_facts_set(c, p->id, &f));
	back(c, out, p->id);
	out_say(c, out, "Đã sửa thông tin đầu văn bản.");
	return RC_OK;
}

/* --- confirming --- */

struct plan_confirm_in {
	int64_t id;
	struct str other;
};
static const struct field plan_confirm_fields[] = {
	PLAN_ID(struct plan_confirm_in),
	F(TEXT, struct plan_confirm_in, other, "Lý do ghi kế hoạch của cơ quan khác", .max = 300,
      .hint = "Chỉ ghi khi văn bản do cơ quan khác ban hành"),
};

static struct plan_facts facts_of(const struct sql_plan_get *p)
{
	return (struct plan_facts){.number = str_or_empty(p->number),
	                           .notation = str_or_empty(p->notation),
	                           .issuer = str_or_empty(p->issuer),
	                           .title = p->title,
	                           .dated = p->dated};
}

static enum rc complete(struct ctx *c, const struct sql_plan_get *p)
{
	if (p->title.n == 0)
		return err_set(c->err, RC_INVALID,
		               "Chưa có trích yếu. Xin bấm \"Sửa thông tin đầu văn bản\".");
	if (date_is_none(p->dated))
		return err_set(c->err, RC_INVALID,
		               "Chưa có ngày ban hành. Xin bấm \"Sửa thông tin đầu văn bản\" và ghi ngày.");
	return RC_OK;
}

/* Documents that came into the library since the plan was read. */
static enum rc link_again(struct ctx *c, const struct sql_plan_get *p)
{
	struct sql_plan_citations_of *rows;
	size_t n;
	TRY(sql_plan_citations_of(c->db, c->mem, p->id, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		int64_t document;
		if (rows[i].document_id != DB_NULL)
			continue;
		TRY(plan_document_of(c, rows[i].type, rows[i].sign, rows[i].issuer, rows[i].title,
		                     rows[i].dated, (int)rows[i].year, p->dated, &document));
		if (document != DB_NULL)
			TRY(sql_plan_citation_link(c->db, rows[i].id, document, NULL));
	}
	return RC_OK;
}

static enum rc end_replaced(struct ctx *c, const struct sql_plan_get *p)
{
	int64_t changed;
	if (p->replaces_id == DB_NULL)
		return RC_OK;
	/* It may have been proposed by what the text says; only who reaches a plan ends it. */
	if (!gate_reaches(c, c->op, p->replaces_id))
		return err_field(
			c->err, "replaces_id",
			"Kế hoạch được thay thế là của đơn vị khác nên không kết thúc được từ đây. "
			"Xin bỏ chọn ở phần Thay thế kế hoạch, hoặc nhờ đơn vị ấy.");
	TRY(sql_plan_close(
		c->db, p->replaces_id,
		arena_printf(c->mem, "Được thay thế bằng kế hoạch \"%.*s\"", STR_ARG(p->title)), c->now_ms,
		&changed));
	return changed ? plan_tell_search(c, p->replaces_id) : RC_OK;
}

/* A plan of somebody else is taken only where a person says what for. */
static enum rc check_issuer(struct ctx *c, const struct sql_plan_get *p, struct str reason,
                            bool *other)
{
	struct plan_units *units;
	TRY(plan_units_load(c, &units));
	*other =
		!plan_issued_here(c, units, p->parent.p ? p->parent : STR(""), str_or_empty(p->issuer));
	if (!*other || str_trim(reason).n >= 5)
		return RC_OK;
	return err_field(
		c->err, "other",
		"Cơ quan ban hành ghi trong văn bản là %.*s, không phải cơ quan này hay đơn vị "
		"nào của cơ quan. Nếu đọc sai, xin sửa thông tin đầu văn bản; nếu đúng là của cơ "
		"quan khác mà vẫn dùng, xin ghi lý do (ít nhất 5 ký tự).",
		STR_ARG(p->issuer));
}

static enum rc plan_confirm(struct ctx *c, const void *in, struct out *out)
{
	const struct plan_confirm_in *in_ = in;
	struct sql_plan_get p;
	struct plan_twin twin;
	bool other;
	TRY(sql_plan_get(c->db, c->mem, in_->id, &p));
	TRY(complete(c, &p));
	TRY(check_issuer(c, &p, in_->other, &other));
	struct plan_facts f = facts_of(&p);
	enum rc rc = plan_twin_of_facts(c, &f, p.id, &twin);
	if (rc == RC_OK)
		return plan_is_there(c, &twin);
	if (rc != RC_NOTFOUND)
		return rc;
	TRY(link_again(c, &p));
	TRY(sql_plan_confirm(c->db, p.id,
	                     other ? arena_printf(c->mem, "Của cơ quan khác: %.*s", STR_ARG(in_->other))
	                           : STR(""),
	                     c->who.account_id, c->now_ms, NULL));
	TRY(end_replaced(c, &p));
	TRY(plan_tell_search(c, p.id));
	back(c, out, p.id);
	out_say(c, out, "Đã xác nhận kế hoạch \"%.*s\".", STR_ARG(p.title));
	return RC_OK;
}

/* --- ending --- */

struct plan_reason_in {
	int64_t id;
	struct str reason;
};
static const struct field plan_reason_fields[] = {
	PLAN_ID(struct plan_reason_in),
	F(TEXT, struct plan_reason_in, reason, "Lý do", .flags = MUST, .min = 5, .max = 300),
};

static enum rc plan_drop(struct ctx *c, const void *in, struct out *out)
{
	const struct plan_reason_in *p = in;
	struct sql_plan_get plan;
	TRY(sql_plan_get(c->db, c->mem, p->id, &plan));
	TRY(sql_plan_drop(c->db, p->id, p->reason, c->now_ms, NULL));
	if (plan.file_id != DB_NULL)
		TRY(file_remove(c, plan.file_id));
	out->go = STR("/plan/draft");
	out_say(c, out, "Đã bỏ dự thảo \"%.*s\".", STR_ARG(plan.title));
	return RC_OK;
}

static enum rc plan_close(struct ctx *c, const void *in, struct out *out)
{
	const struct plan_reason_in *p = in;
	TRY(sql_plan_close(c->db, p->id, p->reason, c->now_ms, NULL));
	TRY(plan_tell_search(c, p->id));
	back(c, out, p->id);
	out_say(c, out, "Kế hoạch \"%.*s\" đã kết thúc.", STR_ARG(c->object_label));
	return RC_OK;
}

/* What hangs on a plan hangs on its words: those stay as they were confirmed. */
static enum rc nothing_hangs(struct ctx *c, int64_t id)
{
	struct sql_plan_hangs h;
	TRY(sql_plan_hangs(c->db, c->mem, id, &h));
	if (h.movements || h.tasks || h.plans || h.answers)
		return err_set(c->err, RC_CONFLICT,
		               "Không đưa về dự thảo được vì đã có %" PRId64 " phong trào, %" PRId64
		               " nhiệm vụ, %" PRId64 " kế hoạch và %" PRId64
		               " trả lời phong trào dựa vào kế hoạch này. Xin kết thúc kế hoạch, hoặc ban "
		               "hành kế hoạch khác thay thế.",
		               h.movements, h.tasks, h.plans, h.answers);
	return RC_OK;
}

static enum rc plan_reopen(struct ctx *c, const void *in, struct out *out)
{
	const struct plan_reason_in *p = in;
	struct sql_plan_get plan;
	int64_t revived = 0;
	TRY(sql_plan_get(c->db, c->mem, p->id, &plan));
	TRY(sql_plan_reopen(c->db, p->id,
	                    arena_printf(c->mem, "Đưa về dự thảo: %.*s", STR_ARG(p->reason)), NULL));
	TRY(plan_tell_search(c, p->id));
	if (plan.replaces_id != DB_NULL)
		TRY(sql_plan_revive(c->db, plan.replaces_id, plan.confirmed_ms, &revived));
	if (revived)
		TRY(plan_tell_search(c, plan.replaces_id));
	back(c, out, p->id);
	out_say(c, out, "Kế hoạch \"%.*s\" đã trở lại dự thảo%s.", STR_ARG(c->object_label),
	        revived ? "; kế hoạch mà nó thay thế lại đang thực hiện" : "");
	return RC_OK;
}

struct plan_replace_in {
	int64_t id, replaces_id;
};
static const struct field plan_replace_fields[] = {
	PLAN_ID(struct plan_replace_in),
	F(REF, struct plan_replace_in, replaces_id, "Thay thế kế hoạch", .flags = MUST | IN_SCOPE,
      .ref = &plan_object),
};

static enum rc plan_replace(struct ctx *c, const void *in, struct out *out)
{
	const struct plan_replace_in *p = in;
	struct sql_plan_get plan, old;
	if (p->id == p->replaces_id)
		return err_field(c->err, "replaces_id", "Một kế hoạch không thể thay thế chính nó.");
	TRY(sql_plan_get(c->db, c->mem, p->replaces_id, &old));
	if (!str_eqz(old.state, "issued"))
		return err_field(c->err, "replaces_id",
		                 "Chỉ kế hoạch đã ban hành và chưa kết thúc mới được thay thế.");
	TRY(sql_plan_replaces_set(c->db, p->id, p->replaces_id, NULL));
	TRY(sql_plan_get(c->db, c->mem, p->id, &plan));
	TRY(end_replaced(c, &plan));
	back(c, out, p->id);
	out_say(c, out, "Kế hoạch \"%.*s\" đã được thay thế.", STR_ARG(old.title));
	return RC_OK;
}

/* --- reading --- */

static const struct field plan_view_fields[] = {
	F(REF, struct plan_id_in, id, "Kế hoạch", .flags = MUST | HIDDEN, .ref = &plan_any_object),
};

static enum rc plan_file(struct ctx *c, const void *in, struct out *out)
{
	const struct plan_id_in *p = in;
	struct sql_plan_get plan;
	TRY(sql_plan_get(c->db, c->mem, p->id, &plan));
	TRY(plan_may_see(c, p->id, plan.state));
	if (plan.file_id == DB_NULL)
		return err_set(c->err, RC_NOTFOUND, "Kế hoạch này không có tệp.");
	return file_send(c, plan.file_id, out);
}

static const struct field plan_filters[] = {
	FILTER(TEXT, "q", "Từ ngữ", .flags = WORDS, .ref = &plan_object,
           .hint = "Trích yếu, số, ký hiệu"),
	FILTER(CHOICE, "state", "Trạng thái", .choices = issued_states),
	FILTER(INT, "year", "Năm"),
	FILTER(REF, "unit", "Của đơn vị", .ref = &unit_object),
	FILTER(REF, "carries_out", "Triển khai", .ref = &plan_issued_object),
};
static const struct column plan_cols[] = {
	{"title", "Kế hoạch", COL_LINK, .op = "plan.view", .key = "id", .order = "name", .width = 60},
	{"sign", "Số, ký hiệu", COL_TEXT},
	{"dated", "Ngày", COL_DATE, .order = "newest"},
	{"unit_name", "Của đơn vị", COL_LINK, .op = "unit.view", .key = "unit_id", .width = 36},
	{"tasks", "Nhiệm vụ", COL_INT},
	{"state", "Trạng thái", COL_BADGE, .choices = plan_states},
};
static const struct field draft_filters[] = {
	FILTER(REF, "unit", "Của đơn vị", .ref = &unit_object),
	FILTER(CHOICE, "state", "Trạng thái", .flags = HIDDEN, .choices = plan_states),
};
static const struct column draft_cols[] = {
	{"title", "Dự thảo", COL_LINK, .op = "plan.view", .key = "id", .width = 60},
	{"sign", "Số, ký hiệu", COL_TEXT},
	{"dated", "Ngày", COL_DATE},
	{"unit_name", "Của đơn vị", COL_LINK, .op = "unit.view", .key = "unit_id", .width = 36},
	{"made_ms", "Ghi lúc", COL_MOMENT, .order = "newest"},
	{"made_name", "Người ghi", COL_TEXT},
};

#define PLAN_OP(op_name, op_title, op_roles, op_states)                                            \
	.name = op_name, .title = op_title, .kind = OP_WRITE, .roles = op_roles,                       \
	.scope = SCOPE_OBJECT, .object = &plan_object, .states = op_states

const struct op plan_write_ops[] = {
	{.name = "plan.list",
     .title = "Kế hoạch",
     .help = "Kế hoạch đã ban hành của cơ quan và các đơn vị.",
     .kind = OP_LIST,
     .flags = OP_OPEN,
     .roles = R_SIGNED_IN,
     .scope = SCOPE_ANY,
     .area = "emulation",
     .icon = "file",
     .object = &plan_object,
     .list = &sql_list_plan_list,
     .order = "-newest",
     FIELDS(plan_filters),
     COLS(plan_cols),
     .empty = "Chưa có kế hoạch nào. Hãy đọc kế hoạch năm từ tệp."},
	{.name = "plan.draft",
     .title = "Kế hoạch đang xem lại",
     .help = "Dự thảo đã đọc hoặc đã nhập, chờ xem lại và xác nhận.",
     .kind = OP_LIST,
     .roles = PLAN_EDITORS,
     .scope = SCOPE_ANY,
     .area = "emulation",
     .icon = "edit",
     .object = &plan_object,
     .list = &sql_list_plan_draft_list,
     .order = "-newest",
     FIELDS(draft_filters),
     COLS(draft_cols),
     .empty = "Không có dự thảo nào đang chờ."},
	{.name = "plan.view",
     .title = "Kế hoạch",
     .help = "Nguyên văn ở bên trái, những gì hiểu được ở bên phải.",
     .kind = OP_READ,
     .flags = OP_OPEN | OP_QUIET,
     .roles = R_SIGNED_IN,
     .scope = SCOPE_OBJECT,
     .object = &plan_any_object,
     .list = &sql_list_plan_view, /* what the forms begin with */
     FIELDS(plan_view_fields),
     .in_size = sizeof(struct plan_id_in),
     .run = plan_view,
     .page = plan_page_draw,
     .json = plan_page_json},
	{.name = "plan.file",
     .title = "Tải tệp kế hoạch",
     .help = "Tệp mà kế hoạch được đọc từ đó.",
     .kind = OP_READ,
     .flags = OP_OPEN | OP_QUIET,
     .roles = R_SIGNED_IN,
     .scope = SCOPE_OBJECT,
     .object = &plan_any_object,
     FIELDS(plan_view_fields),
     .in_size = sizeof(struct plan_id_in),
     .run = plan_file},
	{PLAN_OP("plan.edit", "Sửa thông tin đầu văn bản", PLAN_EDITORS, "draft"),
     .help = "Số, ngày, cơ quan, người ký, nơi nhận; đơn vị và kế hoạch liên quan.",
     .verb = "Sửa thông tin đầu văn bản", FIELDS(plan_edit_fields),
     .in_size = sizeof(struct plan_head_in), .run = plan_edit},
	{PLAN_OP("plan.confirm", "Xác nhận kế hoạch", PLAN_EDITORS, "draft"),
     .help = "Đã xem lại từng phần: kế hoạch được coi là đã ban hành và mọi người đọc được.",
     .verb = "Xác nhận", .icon = "check", FIELDS(plan_confirm_fields),
     .in_size = sizeof(struct plan_confirm_in), .run = plan_confirm},
	{PLAN_OP("plan.reopen", "Đưa kế hoạch về dự thảo", R(STANDING) | R(HEAD) | R(UNIT_HEAD),
             "issued"),
     .help =
         "Xác nhận nhầm: kế hoạch trở lại dự thảo để sửa, khi chưa có phong trào, nhiệm vụ hay kế "
         "hoạch nào dựa vào nó.",
     .verb = "Đưa về dự thảo", .icon = "refresh", FIELDS(plan_reason_fields),
     .in_size = sizeof(struct plan_reason_in), .run = plan_reopen, .guard = nothing_hangs},
	{PLAN_OP("plan.drop", "Bỏ dự thảo", PLAN_EDITORS, "draft"),
     .help = "Dự thảo và tệp của nó không còn; nhật ký giữ lại việc này.", .verb = "Bỏ dự thảo",
     .icon = "trash", FIELDS(plan_reason_fields), .in_size = sizeof(struct plan_reason_in),
     .run = plan_drop},
	{PLAN_OP("plan.close", "Kết thúc kế hoạch", R(STANDING) | R(HEAD) | R(UNIT_HEAD), "issued"),
     .help = "Kế hoạch đã thực hiện xong hoặc không còn thực hiện.", .verb = "Kết thúc",
     .icon = "lock", FIELDS(plan_reason_fields), .in_size = sizeof(struct plan_reason_in),
     .run = plan_close},
	{PLAN_OP("plan.replace", "Ghi kế hoạch bị thay thế", R(STANDING) | R(HEAD) | R(UNIT_HEAD),
             "issued"),
     .help = "Kế hoạch này thay một kế hoạch khác; kế hoạch ấy kết thúc.",
     .verb = "Thay thế kế hoạch khác", .icon = "refresh", FIELDS(plan_replace_fields),
     .in_size = sizeof(struct plan_replace_in), .run = plan_replace},
	{0}};

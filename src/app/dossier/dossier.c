/* dossier.c: dossiers: begun by a unit or on its behalf, changed, shown; guards
 * they share. */
#include "app/dossier/inner.h"

#include "app/law/law.h"
#include "app/org/org.h"
#include "app/record/record.h"
#include "db/sql_dossier.h"
#include "op/gate.h"
#include "viet/viet.h"

#include <inttypes.h>

const struct object dossier_object = {.name = "dossier",
                                      .label = "hồ sơ đề nghị",
                                      .list = &sql_list_dossier_object,
                                      .view = "dossier.view",
                                      .stored = &sql_list_dossier_view};

const struct object dossier_ready_object = {.name = "dossier",
                                            .label = "hồ sơ đề nghị",
                                            .list = &sql_list_dossier_ready_object,
                                            .view = "dossier.view"};

const struct choice dossier_states[] = {{"draft", "Đang soạn"},
                                        {"sent", "Đã gửi, chờ tiếp nhận"},
                                        {"returned", "Trả lại để sửa"},
                                        {"withdrawn", "Đã rút"},
                                        {"received", "Đã tiếp nhận"},
                                        {"appraising", "Đang thẩm định"},
                                        {"council", "Trình hội đồng"},
                                        {"decided", "Đã khen thưởng"},
                                        {"refused", "Không khen thưởng"},
                                        {"forwarded", "Đã trình cấp trên"},
                                        {0}};
static const struct choice steps[] = {{"new", "Lập hồ sơ"},
                                      {"entered", "Nhập thay đơn vị"},
                                      {"sent", "Gửi"},
                                      {"withdrawn", "Rút"},
                                      {"returned", "Trả lại"},
                                      {"received", "Tiếp nhận"},
                                      {"appraising", "Thẩm định"},
                                      {"council", "Trình hội đồng"},
                                      {"decided", "Khen thưởng"},
                                      {"forwarded", "Trình cấp trên"},
                                      {"added", "Thêm người được đề nghị"},
                                      {"changed", "Sửa đề nghị"},
                                      {"removed", "Đưa ra khỏi hồ sơ"},
                                      {"cleared", "Đủ điều kiện trình"},
                                      {"failed", "Không đạt"},
                                      {"proposed", "Xem lại từ đầu"},
                                      {"passed", "Hội đồng thông qua"},
                                      {"lost", "Hội đồng không thông qua"},
                                      {"awarded", "Khen thưởng"},
                                      {"refused", "Không khen thưởng"},
                                      {"appraised", "Đơn vị thẩm định xong"},
                                      {"lowered", "Hạ mức"},
                                      {"asked", "Yêu cầu bổ sung"},
                                      {"public_asked", "Lấy ý kiến nhân dân"},
                                      {"public_answered", "Kết quả lấy ý kiến nhân dân"},
                                      {"made", "Đơn vị đã bổ sung"},
                                      {"accepted", "Xem xong nội dung bổ sung"},
                                      {"opinion", "Ý kiến cơ quan khác"},
                                      {0}};

/* --- guards ------------------------------------------------------ */

enum rc dossier_not_own(struct ctx *c, int64_t id)
{
	struct sql_dossier_names row;
	if (c->who.person_id == DB_NULL)
		return RC_OK;
	TRY(sql_dossier_names(c->db, c->mem, id, c->who.person_id, &row));
	return row.n == 0 ? RC_OK
	                  : err_set(c->err, RC_DENIED,
	                            "Hồ sơ này có đề nghị khen thưởng chính ông/bà. "
	                            "Xin để người khác có "
	                            "thẩm quyền làm việc này.");
}

static bool open_state(struct str state)
{
	return str_eqz(state, "draft") || str_eqz(state, "returned") || str_eqz(state, "withdrawn");
}

static enum rc still_open(struct ctx *c, struct str state, struct str round_state)
{
	if (!open_state(state))
		return err_set(c->err, RC_CONFLICT, "Hồ sơ đã gửi. Xin rút hồ sơ về trước khi sửa.");
	return !str_eqz(round_state, "closed")
	           ? RC_OK
	           : err_set(c->err, RC_CONFLICT,
	                     "Đợt xét này đã khép. Xin đề nghị thường trực mở lại đợt.");
}

enum rc dossier_with_unit(struct ctx *c, int64_t id)
{
	struct sql_dossier_get d;
	TRY(sql_dossier_get(c->db, c->mem, id, &d));
	return still_open(c, d.state, d.round_state);
}

enum rc nominee_with_unit(struct ctx *c, int64_t id)
{
	struct sql_nominee_get n;
	TRY(sql_nominee_get(c->db, c->mem, id, &n));
	return dossier_with_unit(c, n.dossier_id);
}

bool dossier_is_open(struct ctx *c, int64_t id)
{
	struct sql_dossier_get d;
	return sql_dossier_get(c->db, c->mem, id, &d) == RC_OK && open_state(d.state) &&
	       !str_eqz(d.round_state, "closed");
}

enum rc nominee_opens(struct ctx *c, int64_t id, const char *field)
{
	struct sql_correction_open row;
	TRY(sql_correction_open(c->db, c->mem, id, str_of(field), &row));
	return row.n ? RC_OK : nominee_with_unit(c, id);
}

enum rc dossier_opens(struct ctx *c, int64_t id, const char *field)
{
	static const char *const office[] = {"sent", "received", "appraising", "council"};
	struct sql_dossier_get d;
	struct sql_correction_open_in row;
	TRY(sql_dossier_get(c->db, c->mem, id, &d));
	for (int i = 0; i < COUNT(office); i++)
		if (c->who.roles & DOSSIER_KEEPS && str_eqz(d.state, office[i]))
			return RC_OK;
	TRY(sql_correction_open_in(c->db, c->mem, id, str_of(field), &row));
	return row.n ? RC_OK : dossier_with_unit(c, id);
}

struct str dossier_address(struct ctx *c, int64_t id)
{
	return arena_printf(c->mem, "/dossier/%" PRId64, id);
}

/* --- beginning --------------------------------------------------- */

/* A dossier of a round has its type and year; one without says them itself. */
static enum rc by_round(struct ctx *c, struct dossier_new *n)
{
	struct sql_award_round_get r;
	struct sql_award_round_unit_of reach;
	if (n->round_id == DB_NULL)
		return n->type.n && n->year != DB_NULL
		           ? RC_OK
		           : err_field(c->err, n->type.n ? "year" : "type",
		                       "Hồ sơ không thuộc đợt nào: xin ghi loại hình và "
		                       "năm xét.");
	TRY(sql_award_round_get(c->db, c->mem, n->round_id, &r));
	if (!str_eqz(r.state, "open"))
		return err_field(c->err, "round_id", "Đợt xét này đã khép.");
	if ((n->type.n && !str_eq(n->type, r.type)) || (n->year != DB_NULL && n->year != r.year))
		return err_field(c->err, n->type.n && !str_eq(n->type, r.type) ? "type" : "year",
		                 "Đợt này xét %.*s năm %" PRId64 ".",
		                 STR_ARG(choice_label(award_types, r.type)), r.year);
	n->type = r.type;
	n->year = r.year;
	if (date_is_none(n->due))
		n->due = r.due;
	enum rc rc = sql_award_round_unit_of(c->db, c->mem, n->round_id, n->unit_id, &reach);
	return rc == RC_NOTFOUND ? err_field(c->err, "unit_id", "Đợt này không mở cho đơn vị ấy.") : rc;
}

static enum rc check_new(struct ctx *c, struct dossier_new *n)
{
	const struct law *law;
	const struct law_rules *rules;
	struct str citation;
	TRY(org_unit_is_there(c, n->unit_id, c->today));
	TRY(by_round(c, n));
	TRY(record_year_ok(c, n->year));
	TRY(law_rules_of_office(c, c->today, &law, &rules));
	if (n->brief && !law_brief(c->mem, rules, law_type_of(n->type), &citation))
		return err_field(c->err, "brief",
		                 "Khen thưởng %.*s không theo trình tự, thủ tục đơn giản "
		                 "(Luật Điều 85).",
		                 STR_ARG(choice_label(award_types, n->type)));
	if (!date_is_none(n->dated) && n->dated.days > c->today.days)
		return err_field(c->err, "dated", "Ngày tờ trình chưa đến.");
	return RC_OK;
}

enum rc dossier_begin(struct ctx *c, struct dossier_new *n, int64_t *id)
{
	TRY(check_new(c, n));
	TRY(sql_dossier_add(c->db, n->round_id, n->unit_id, n->type, n->year, n->brief, n->behalf,
	                    n->title, viet_fold(c->mem, n->title), n->basis, n->sign, n->dated, n->due,
	                    c->who.account_id, c->now_ms, id));
	/* A unit that has something to propose does not propose nobody. */
	if (n->round_id != DB_NULL)
		TRY(sql_award_round_nobody(c->db, n->round_id, n->unit_id, STR(""), NULL));
	c->object_unit = n->unit_id;
	return dossier_step(c, &(struct dossier_step){.dossier_id = *id,
	                                              .nominee_id = DB_NULL,
	                                              .step = n->behalf ? "entered" : "new",
	                                              .to = STR("draft")});
}

/* --- forms ------------------------------------------------------- */

struct dossier_in {
	int64_t id, round_id, unit_id, year;
	struct str type, title, basis, sign;
	struct date dated;
	bool brief;
};
#define CONTENT                                                                                    \
	F(TEXT, struct dossier_in, title, "Tên hồ sơ", .flags = MUST, .max = 300,                      \
	  .hint = "Ví dụ: Đề nghị khen thưởng năm 2026 của Phòng Tổng hợp"),                           \
		F(LONG, struct dossier_in, basis, "Căn cứ, tóm tắt", .max = 5000),                         \
		F(TEXT, struct dossier_in, sign, "Số tờ trình", .max = 60),                                \
		F(DATE, struct dossier_in, dated, "Ngày tờ trình")
static const struct field new_fields[] = {
	F(REF, struct dossier_in, round_id, "Đợt xét", .ref = &award_round_object,
      .hint = "Để trống khi không theo đợt, như khen đột xuất"),
	F(REF, struct dossier_in, unit_id, "Đơn vị đề nghị", .flags = MUST | IN_SCOPE,
      .ref = &unit_object),
	F(CHOICE, struct dossier_in, type, "Loại hình khen thưởng", .choices = award_types,
      .hint = "Để trống: theo đợt xét"),
	F(INT, struct dossier_in, year, "Năm xét", .min = 2000, .max = 2200,
      .hint = "Để trống: theo đợt xét"),
	F(BOOL, struct dossier_in, brief, "Theo trình tự, thủ tục đơn giản"),
	CONTENT,
};
static const struct field edit_fields[] = {
	F(REF, struct dossier_in, id, "Hồ sơ", .flags = MUST | HIDDEN, .ref = &dossier_object),
	CONTENT,
};

static enum rc begin(struct ctx *c, const struct dossier_in *p, bool behalf, struct out *out)
{
	struct dossier_new n = {.round_id = p->round_id,
	                        .unit_id = p->unit_id,
	                        .year = p->year,
	                        .type = dossier_given(p->type),
	                        .title = p->title,
	                        .basis = dossier_given(p->basis),
	                        .sign = dossier_given(p->sign),
	                        .dated = p->dated,
	                        .due = DATE_NONE,
	                        .brief = p->brief,
	                        .behalf = behalf};
	TRY(dossier_begin(c, &n, &out->id));
	out_say(c, out, "Đã lập hồ sơ. Xin thêm người, tập thể được đề nghị.");
	return RC_OK;
}

enum rc dossier_own_unit(struct ctx *c, struct values *v)
{
	struct db_scope s = gate_scope(c, c->op);
	if (s.all || s.unit_count != 1 || values_text(v, "unit_id").n)
		return RC_OK;
	return values_add(v, STR("unit_id"), arena_printf(c->mem, "%" PRId64, s.units[0]), c->err);
}

static enum rc dossier_new(struct ctx *c, const void *in, struct out *out)
{
	return begin(c, in, false, out);
}

static enum rc dossier_enter(struct ctx *c, const void *in, struct out *out)
{
	return begin(c, in, true, out);
}

static enum rc dossier_edit(struct ctx *c, const void *in, struct out *out)
{
	const struct dossier_in *p = in;
	if (!date_is_none(p->dated) && p->dated.days > c->today.days)
		return err_field(c->err, "dated", "Ngày tờ trình chưa đến.");
	TRY(sql_dossier_set(c->db, p->id, p->title, viet_fold(c->mem, p->title),
	                    dossier_given(p->basis), dossier_given(p->sign), p->dated, NULL));
	out_say(c, out, "Đã lưu hồ sơ.");
	return RC_OK;
}

/* --- rows -------------------------------------------------------- */

static const struct choice yes_no[] = {{"yes", "Có"}, {"no", "Không"}, {0}};
static const struct field list_filters[] = {
	FILTER(REF, "round", "Đợt xét", .ref = &award_round_object),
	FILTER(CHOICE, "state", "Tình trạng", .choices = dossier_states),
	FILTER(CHOICE, "type", "Loại hình", .choices = award_types),
	FILTER(INT, "year", "Năm xét", .min = 2000, .max = 2200),
	FILTER(REF, "below", "Đơn vị và trực thuộc", .ref = &unit_object),
	FILTER(REF, "unit", "Đơn vị", .ref = &unit_object),
	FILTER(CHOICE, "brief", "Thủ tục đơn giản", .choices = yes_no),
	FILTER(CHOICE, "ready", "Đã thẩm định xong", .choices = yes_no),
	FILTER(CHOICE, "behalf", "Nhập thay", .choices = yes_no),
};
static const struct column list_cols[] = {
	{"title", "Hồ sơ", COL_LINK, .op = "dossier.view", .key = "id", .width = 50},
	{"unit_name", "Đơn vị", COL_TEXT, .width = 32},
	{"type", "Loại hình", COL_CHOICE, .choices = award_types},
	{"year", "Năm", COL_TEXT, .order = "newest", .width = 8},
	{"round_title", "Đợt xét", COL_LINK, .op = "award_round.view", .key = "round_id", .width = 36},
	{"nominees", "Được đề nghị", COL_INT},
	{"sent_on", "Gửi ngày", COL_DATE},
	{"received_on", "Tiếp nhận ngày", COL_DATE},
	{"due", "Hạn", COL_DATE},
	{"late", "Chậm", COL_BOOL},
	{"brief", "Thủ tục đơn giản", COL_BOOL},
	{"behalf", "Nhập thay", COL_BOOL},
	{"state", "Tình trạng", COL_BADGE, .choices = dossier_states},
};
static const struct field step_filters[] = {
	FILTER(REF, "dossier", "Hồ sơ", .ref = &dossier_object),
	FILTER(REF, "nominee", "Được đề nghị", .flags = HIDDEN, .ref = &nominee_object),
	FILTER(CHOICE, "step", "Việc", .choices = steps),
};
static const struct column step_cols[] = {
	{"at_ms", "Lúc", COL_MOMENT, .order = "newest"},
	{"step", "Việc", COL_CHOICE, .choices = steps, .width = 28},
	{"name", "Về", COL_TEXT, .width = 28},
	{"made_by", "Người làm", COL_TEXT, .width = 28},
	{"said", "Lý do, ghi chú", COL_TEXT, .width = 50},
};

const struct op dossier_ops[] = {
	{.name = "dossier.list",
     .title = "Hồ sơ đề nghị khen thưởng",
     .help = "Hồ sơ của các đơn vị trong phạm vi được giao, đến bước nào.",
     .kind = OP_LIST,
     .roles = DOSSIER_SEES,
     .scope = SCOPE_ANY,
     .area = "dossier",
     .icon = "file",
     .object = &dossier_object,
     .list = &sql_list_dossier_list,
     .order = "-newest",
     FIELDS(list_filters),
     COLS(list_cols),
     .empty = "Chưa có hồ sơ nào khớp.",
     .law = dossier_law},
	{.name = "dossier.view",
     .title = "Hồ sơ đề nghị khen thưởng",
     .help = "Ai được đề nghị gì, còn thiếu gì, việc tiếp theo, giấy tờ, thẩm "
             "định.",
     .kind = OP_READ,
     .roles = DOSSIER_SEES,
     .scope = SCOPE_OBJECT,
     .object = &dossier_object,
     FIELDS(dossier_view_fields),
     .in_size = sizeof(struct dossier_id_in),
     .run = dossier_view,
     .page = dossier_page,
     .json = dossier_json,
     .law = dossier_law},
	{.name = "dossier.steps",
     .title = "Các bước của hồ sơ",
     .help = "Ai đã làm gì với hồ sơ và từng người được đề nghị, khi nào, vì sao.",
     .kind = OP_LIST,
     .flags = OP_QUIET,
     .roles = DOSSIER_SEES | R(MEMBER),
     .scope = SCOPE_ANY,
     .list = &sql_list_dossier_step_list,
     .order = "-newest",
     FIELDS(step_filters),
     COLS(step_cols),
     .empty = "Chưa có bước nào."},
	{.name = "dossier.new",
     .title = "Lập hồ sơ đề nghị khen thưởng",
     .help = "Bản thảo của đơn vị; trưởng đơn vị gửi lên thường trực.",
     .verb = "Lập hồ sơ",
     .kind = OP_WRITE,
     .roles = R(UNIT_CLERK) | R(UNIT_HEAD),
     .scope = SCOPE_OBJECT,
     .object = &dossier_object,
     .area = "dossier",
     .icon = "plus",
     FIELDS(new_fields),
     .in_size = sizeof(struct dossier_in),
     .run = dossier_new,
     .fill = dossier_own_unit,
     .then = "dossier.view",
     .law = dossier_law},
	{.name = "dossier.enter",
     .title = "Nhập thay hồ sơ của đơn vị",
     .help = "Cho đơn vị không dùng chương trình; hồ sơ ghi rõ là nhập thay.",
     .verb = "Nhập thay",
     .kind = OP_WRITE,
     .roles = R(STANDING),
     .scope = SCOPE_OBJECT,
     .object = &dossier_object,
     .area = "dossier",
     .icon = "plus",
     FIELDS(new_fields),
     .in_size = sizeof(struct dossier_in),
     .run = dossier_enter,
     .then = "dossier.view",
     .law = dossier_law},
	{.name = "dossier.edit",
     .title = "Sửa hồ sơ đề nghị khen thưởng",
     .help = "Tên, căn cứ, tờ trình; khi chưa gửi, được trả lại hoặc đã rút.",
     .verb = "Sửa",
     .kind = OP_WRITE,
     .roles = DOSSIER_WRITES,
     .scope = SCOPE_OBJECT,
     .object = &dossier_object,
     .states = DOSSIER_OPEN,
     .guard = dossier_with_unit,
     FIELDS(edit_fields),
     .in_size = sizeof(struct dossier_in),
     .run = dossier_edit,
     .then = "dossier.view"},
	{0}};

/*
 * exam.c: an initiative is accepted or returned, scored by the council's members, concluded, and
 * asked for upward. Nobody examines what they wrote.
 */
#include "app/initiative/initiative.h"

#include "app/account/account.h"
#include "app/admin/admin.h"
#include "app/council/council.h"
#include "app/job/job.h"
#include "app/record/record.h"
#include "db/sql_initiative.h"
#include "db/sql_task.h"
#include "op/gate.h"

#include <inttypes.h>

struct exam_in {
	int64_t id, meeting_id, novelty, worth, reach;
	struct str reason, note, result, scope, sign;
	struct date dated;
	bool agrees;
};
#define THE                                                                                        \
	F(REF, struct exam_in, id, "Sáng kiến", .flags = MUST | HIDDEN, .ref = &initiative_object)
static const struct choice results[] = {
	{"yes", "Đề nghị công nhận"}, {"no", "Không công nhận"}, {0}};
static const struct choice upward[] = {{"province", "Tỉnh"}, {"nation", "Toàn quốc"}, {0}};
static const struct field id_fields[] = {THE};
static const struct field reason_fields[] = {
	THE,
	F(TEXT, struct exam_in, reason, "Lý do", .flags = MUST | FRESH, .min = 5, .max = 1000),
};
static const struct field score_fields[] = {
	THE,
	F(INT, struct exam_in, novelty, "Tính mới, sáng tạo (0 đến 40)", .flags = MUST, .max = 40),
	F(INT, struct exam_in, worth, "Hiệu quả (0 đến 40)", .flags = MUST, .max = 40),
	F(INT, struct exam_in, reach, "Khả năng áp dụng, nhân rộng (0 đến 20)", .flags = MUST,
      .max = 20),
	F(BOOL, struct exam_in, agrees, "Đồng ý công nhận"),
	F(LONG, struct exam_in, note, "Nhận xét", .max = 3000),
};
static const struct field conclude_fields[] = {
	THE,
	F(CHOICE, struct exam_in, result, "Kết luận", .flags = MUST, .choices = results),
	F(REF, struct exam_in, meeting_id, "Phiên họp của hội đồng sáng kiến", .flags = MUST | IN_SCOPE,
      .ref = &meeting_object, .offers = council_concludes,
      .hint = "Phiên họp đã khai mạc, có sáng kiến này trong nội dung"),
	F(TEXT, struct exam_in, reason, "Số biên bản; lý do khi không công nhận", .flags = MUST | FRESH,
      .min = 3, .max = 1000),
};
static const struct field ask_fields[] = {
	THE,
	F(CHOICE, struct exam_in, scope, "Phạm vi đề nghị", .flags = MUST | FRESH, .choices = upward),
	F(TEXT, struct exam_in, sign, "Số văn bản đề nghị", .flags = MUST, .max = 60),
	F(DATE, struct exam_in, dated, "Ngày", .flags = MUST),
};
static const struct field ask_end_fields[] = {
	THE,
	F(CHOICE, struct exam_in, scope, "Phạm vi đề nghị", .flags = MUST | FRESH, .choices = upward),
	F(TEXT, struct exam_in, reason, "Trả lời của cấp trên", .flags = MUST | FRESH, .min = 5,
      .max = 1000),
};

enum rc initiative_not_own(struct ctx *c, int64_t id)
{
	struct sql_initiative_author_has row;
	if (c->who.person_id == DB_NULL)
		return RC_OK;
	enum rc rc = sql_initiative_author_has(c->db, c->mem, id, c->who.person_id, &row);
	if (rc == RC_OK)
		return err_set(c->err, RC_DENIED,
		               "Không ai xử lý sáng kiến của chính mình. Xin chuyển cho người có thẩm "
		               "quyền khác.");
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

static enum rc step(struct ctx *c, int64_t id, const char *kind, struct str reason)
{
	return sql_initiative_step_add(c->db, id, str_of(kind), reason, c->who.account_id, c->now_ms,
	                               NULL);
}

static enum rc tell_authors(struct ctx *c, int64_t id, struct str text)
{
	struct sql_initiative_authors *rows;
	size_t n;
	TRY(sql_initiative_authors(c->db, c->mem, id, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		struct sql_accounts_of_person *to;
		size_t k;
		if (rows[i].person_id == DB_NULL)
			continue;
		TRY(sql_accounts_of_person(c->db, c->mem, rows[i].person_id, &to, &k));
		for (size_t j = 0; j < k; j++)
			TRY(notice_add(c, to[j].account, text,
			               arena_printf(c->mem, "/initiative/%" PRId64, id)));
	}
	return RC_OK;
}

static enum rc accept(struct ctx *c, const void *in, struct out *out)
{
	const struct exam_in *p = in;
	int64_t days;
	TRY(setting_number(c, "initiative.decide_days", &days));
	struct date due = {.days = c->today.days + (int)days};
	TRY(sql_initiative_moved(c->db, p->id, STR("accepted"), STR(""), DATE_NONE, due, DATE_NONE, 1,
	                         NULL));
	TRY(step(c, p->id, "accepted", STR("")));
	out_say(c, out, "Đã tiếp nhận; hội đồng xét trước ngày %s.", date_vn(due).z);
	return tell_authors(
		c, p->id, arena_printf(c->mem, "Sáng kiến được tiếp nhận: %.*s", STR_ARG(c->object_label)));
}

static enum rc send_back(struct ctx *c, const void *in, struct out *out)
{
	const struct exam_in *p = in;
	TRY(sql_initiative_moved(c->db, p->id, STR("returned"), p->reason, DATE_NONE, DATE_NONE,
	                         DATE_NONE, 1, NULL));
	/* What comes back is another text: it is scored anew. */
	TRY(sql_initiative_scores_drop(c->db, p->id, NULL));
	TRY(step(c, p->id, "returned", p->reason));
	out_say(c, out, "Đã trả lại để tác giả sửa.");
	return tell_authors(c, p->id,
	                    arena_printf(c->mem, "Sáng kiến được trả lại: %.*s. Lý do: %.*s",
	                                 STR_ARG(c->object_label), STR_ARG(p->reason)));
}

/* A sheet says whether its member would recognise it: that is a vote. */
static enum rc may_score(struct ctx *c, int64_t id)
{
	TRY(initiative_not_own(c, id));
	TRY(council_may_score(c, id));
	return account_votes(c, id);
}

static enum rc score(struct ctx *c, const void *in, struct out *out)
{
	const struct exam_in *p = in;
	if (c->who.person_id == DB_NULL)
		return err_set(c->err, RC_DENIED, "Tài khoản này không gắn với hồ sơ người nào.");
	TRY(sql_initiative_score_put(c->db, p->id, c->who.person_id, p->novelty, p->worth, p->reach,
	                             p->agrees, p->note.p ? p->note : STR(""), c->now_ms, NULL));
	out_say(c, out, "Đã lưu phiếu chấm: %" PRId64 " điểm.", p->novelty + p->worth + p->reach);
	return RC_OK;
}

static enum rc score_fill(struct ctx *c, struct values *v)
{
	struct sql_initiative_score_mine s;
	int64_t id;
	if (!str_int(values_text(v, "id"), &id) || c->who.person_id == DB_NULL)
		return RC_OK;
	enum rc rc = sql_initiative_score_mine(c->db, c->mem, id, c->who.person_id, &s);
	if (rc != RC_OK)
		return rc == RC_NOTFOUND ? RC_OK : rc;
	TRY(values_add(v, STR("novelty"), arena_printf(c->mem, "%" PRId64, s.novelty), c->err));
	TRY(values_add(v, STR("worth"), arena_printf(c->mem, "%" PRId64, s.effect), c->err));
	TRY(values_add(v, STR("reach"), arena_printf(c->mem, "%" PRId64, s.reach), c->err));
	TRY(values_add(v, STR("note"), s.note, c->err));
	return s.agrees ? values_add(v, STR("agrees"), STR("1"), c->err) : RC_OK;
}

static enum rc was_scored(struct ctx *c, int64_t id)
{
	struct sql_initiative_score_sum s;
	TRY(initiative_not_own(c, id));
	TRY(sql_initiative_score_sum(c->db, c->mem, id, &s));
	if (s.n == 0)
		return err_set(c->err, RC_CONFLICT, "Chưa có phiếu chấm nào của thành viên hội đồng.");
	return RC_OK;
}

static enum rc conclude(struct ctx *c, const void *in, struct out *out)
{
	const struct exam_in *p = in;
	struct council_sheets s;
	bool yes = str_eqz(p->result, "yes");
	TRY(council_conclude(c, p->meeting_id, p->id, yes, &s));
	TRY(sql_initiative_moved(c->db, p->id, yes ? STR("scored") : STR("refused"), p->reason,
	                         DATE_NONE, DATE_NONE, s.held_on, 1, NULL));
	TRY(step(c, p->id, yes ? "concluded" : "refused", p->reason));
	out_fact(out, "sheets", "Phiếu chấm", arena_printf(c->mem, "%" PRId64, s.n));
	out_fact(
		out, "mean", "Điểm trung bình",
		arena_printf(c->mem, "%" PRId64 ",%" PRId64, s.points / s.n, s.points * 10 / s.n % 10));
	out_fact(out, "agrees", "Đồng ý", arena_printf(c->mem, "%" PRId64 "/%" PRId64, s.agrees, s.n));
	out_say(c, out, "%s: %.*s.",
	        yes ? "Đề nghị công nhận; xin ghi quyết định công nhận khi có" : "Không công nhận",
	        STR_ARG(c->object_label));
	return tell_authors(c, p->id,
	                    arena_printf(c->mem, "Hội đồng đã xét sáng kiến: %.*s (%s)",
	                                 STR_ARG(c->object_label),
	                                 yes ? "đề nghị công nhận" : "không công nhận"));
}

static enum rc ask_up(struct ctx *c, const void *in, struct out *out)
{
	const struct exam_in *p = in;
	struct sql_initiative_ask_open row;
	struct sql_initiative_scopes *scopes;
	size_t n;
	TRY(sql_initiative_scopes(c->db, c->mem, p->id, &scopes, &n));
	for (size_t i = 0; i < n; i++)
		if (str_eq(scopes[i].scope, p->scope))
			return err_field(c->err, "scope", "Đã công nhận ở phạm vi này.");
	enum rc rc = sql_initiative_ask_open(c->db, c->mem, p->id, p->scope, &row);
	if (rc == RC_OK)
		return err_field(c->err, "scope", "Đã đề nghị ở phạm vi này, chưa có trả lời.");
	if (rc != RC_NOTFOUND)
		return rc;
	TRY(sql_initiative_ask_add(c->db, p->id, p->scope, p->sign, p->dated, NULL));
	TRY(step(c, p->id, "asked", p->sign));
	out_say(c, out, "Đã ghi đề nghị công nhận ở phạm vi %.*s.",
	        STR_ARG(choice_label(upward, p->scope)));
	return RC_OK;
}

static enum rc ask_refused(struct ctx *c, const void *in, struct out *out)
{
	const struct exam_in *p = in;
	int64_t changed;
	TRY(sql_initiative_ask_end(c->db, p->id, p->scope, STR("refused"), p->reason, &changed));
	if (changed == 0)
		return err_field(c->err, "scope", "Không có đề nghị nào ở phạm vi này đang chờ.");
	TRY(step(c, p->id, "ask_refused", p->reason));
	out_say(c, out, "Đã ghi: cấp trên không công nhận ở phạm vi %.*s.",
	        STR_ARG(choice_label(upward, p->scope)));
	return RC_OK;
}

/* --- rows ---------------------------------------------------------------------------------- */

static const struct choice steps[] = {{"filed", "Nộp"},
                                      {"taken_back", "Rút về"},
                                      {"accepted", "Tiếp nhận"},
                                      {"returned", "Trả lại"},
                                      {"concluded", "Hội đồng đề nghị công nhận"},
                                      {"refused", "Không công nhận"},
                                      {"asked", "Đề nghị cấp trên"},
                                      {"ask_refused", "Cấp trên không công nhận"},
                                      {0}};
static const struct choice ask_states[] = {
	{"open", "Chờ trả lời"}, {"granted", "Được công nhận"}, {"refused", "Không công nhận"}, {0}};
static const struct field of_one[] = {
	FILTER(REF, "initiative", "Sáng kiến", .ref = &initiative_object)};
static const struct field ask_filters[] = {
	FILTER(REF, "initiative", "Sáng kiến", .ref = &initiative_object),
	FILTER(CHOICE, "state", "Tình trạng", .choices = ask_states),
};
static const struct column step_cols[] = {
	{"made_ms", "Lúc", COL_MOMENT},
	{"kind", "Việc", COL_CHOICE, .choices = steps},
	{"made_by", "Người làm", COL_TEXT, .width = 28},
	{"reason", "Lý do, số văn bản", COL_TEXT, .width = 50},
};
static const struct column match_cols[] = {
	{"title", "Sáng kiến đã có", COL_LINK, .op = "initiative.view", .key = "other_id", .width = 60},
	{"year", "Năm", COL_TEXT, .width = 8},
	{"unit_name", "Đơn vị", COL_TEXT, .width = 36},
	{"percent", "Giống (%)", COL_INT},
};
static const struct column score_cols[] = {
	{"person_name", "Thành viên", COL_TEXT, .width = 28},
	{"novelty", "Tính mới", COL_INT},
	{"effect", "Hiệu quả", COL_INT},
	{"reach", "Áp dụng", COL_INT},
	{"total", "Tổng", COL_INT},
	{"agrees", "Đồng ý", COL_BOOL},
	{"note", "Nhận xét", COL_TEXT, .width = 50},
	{"made_ms", "Lúc", COL_MOMENT},
};
static const struct column ask_cols[] = {
	{"title", "Sáng kiến", COL_LINK, .op = "initiative.view", .key = "initiative_id", .width = 50},
	{"scope", "Phạm vi", COL_CHOICE, .choices = upward},
	{"sign", "Văn bản đề nghị", COL_TEXT},
	{"dated", "Ngày", COL_DATE},
	{"state", "Tình trạng", COL_BADGE, .choices = ask_states},
	{"reason", "Trả lời", COL_TEXT, .width = 40},
};

#define EXAMINES (R(STANDING) | R(HEAD))
#define READS (EXAMINES | R(INSPECTOR))
#define ON_ONE                                                                                     \
	.kind = OP_WRITE, .scope = SCOPE_OBJECT, .object = &initiative_object, .then = "initiative.view"
#define LIST .kind = OP_LIST, .scope = SCOPE_ANY

const struct op initiative_exam_ops[] = {
	{.name = "initiative.matches",
     .title = "Trùng, gần giống",
     .help = "Sáng kiến của mọi năm có nội dung trùng hoặc gần giống.",
     LIST,
     .flags = OP_QUIET,
     .roles = READS | R(COUNCIL),
     .list = &sql_list_initiative_match_list,
     FIELDS(of_one),
     COLS(match_cols),
     .empty = "Không tìm thấy sáng kiến nào giống."},
	{.name = "initiative.scores",
     .title = "Phiếu chấm sáng kiến",
     .help = "Điểm và nhận xét của từng thành viên hội đồng sáng kiến; hiện khi hội đồng đã kết "
             "luận.",
     LIST,
     .flags = OP_QUIET,
     .roles = READS,
     .list = &sql_list_initiative_score_list,
     FIELDS(of_one),
     COLS(score_cols),
     .empty = "Chưa có phiếu chấm, hoặc hội đồng chưa kết luận."},
	{.name = "initiative.asks",
     .title = "Đề nghị cấp trên công nhận sáng kiến",
     .help = "Đã đề nghị phạm vi nào, bằng văn bản nào, trả lời ra sao.",
     LIST,
     .roles = READS,
     .area = "record",
     .icon = "up",
     .list = &sql_list_initiative_ask_list,
     FIELDS(ask_filters),
     COLS(ask_cols),
     .empty = "Chưa có đề nghị nào."},
	{.name = "initiative.steps",
     .title = "Các bước của sáng kiến",
     .help = "Ai đã làm gì, khi nào, vì sao.",
     LIST,
     .flags = OP_QUIET,
     .roles = RECORD_SEES,
     .list = &sql_list_initiative_step_list,
     FIELDS(of_one),
     COLS(step_cols),
     .empty = "Chưa có bước nào."},
	{.name = "initiative.accept",
     .title = "Tiếp nhận sáng kiến",
     .help = "Đủ nội dung, không trùng: chuyển hội đồng sáng kiến.",
     .verb = "Tiếp nhận",
     ON_ONE,
     .icon = "check",
     .roles = EXAMINES,
     .states = "filed",
     FIELDS(id_fields),
     .in_size = sizeof(struct exam_in),
     .guard = initiative_not_own,
     .run = accept,
     .law = INITIATIVE_LAW},
	{.name = "initiative.send_back",
     .title = "Trả lại sáng kiến",
     .help = "Để tác giả sửa, có lý do.",
     .verb = "Trả lại",
     ON_ONE,
     .icon = "refresh",
     .roles = EXAMINES,
     .states = "filed accepted",
     FIELDS(reason_fields),
     .in_size = sizeof(struct exam_in),
     .guard = initiative_not_own,
     .run = send_back},
	{.name = "initiative.score",
     .title = "Chấm sáng kiến",
     .help = "Phiếu của thành viên hội đồng sáng kiến của cơ quan; sửa được đến khi kết luận.",
     .verb = "Chấm",
     ON_ONE,
     .icon = "edit",
     .roles = R(COUNCIL) | EXAMINES,
     .states = "accepted",
     FIELDS(score_fields),
     .in_size = sizeof(struct exam_in),
     .guard = may_score,
     .run = score,
     .fill = score_fill,
     .law = INITIATIVE_LAW},
	{.name = "initiative.conclude",
     .title = "Kết luận của hội đồng sáng kiến",
     .help = "Tại phiên họp của hội đồng sáng kiến, khi đủ phiếu chấm của thành viên dự họp: đề "
             "nghị công nhận hoặc không, theo đa số phiếu.",
     .verb = "Kết luận",
     ON_ONE,
     .flags = OP_PREVIEW,
     .icon = "council",
     .roles = EXAMINES,
     .states = "accepted",
     FIELDS(conclude_fields),
     .in_size = sizeof(struct exam_in),
     .guard = was_scored,
     .run = conclude,
     .law = INITIATIVE_LAW},
	{.name = "initiative.ask_up",
     .title = "Đề nghị cấp trên công nhận phạm vi",
     .help =
         "Sáng kiến đã được cơ sở công nhận: đề nghị tỉnh, toàn quốc công nhận phạm vi ảnh hưởng.",
     .verb = "Đề nghị cấp trên",
     ON_ONE,
     .icon = "up",
     .roles = EXAMINES,
     .states = "recognised",
     FIELDS(ask_fields),
     .in_size = sizeof(struct exam_in),
     .guard = initiative_not_own,
     .run = ask_up,
     .law = INITIATIVE_LAW},
	{.name = "initiative.ask_refused",
     .title = "Ghi cấp trên không công nhận",
     .help = "Trả lời của cấp trên cho một đề nghị đang chờ.",
     .verb = "Cấp trên không công nhận",
     ON_ONE,
     .icon = "x",
     .roles = EXAMINES,
     .states = "recognised",
     FIELDS(ask_end_fields),
     .in_size = sizeof(struct exam_in),
     .run = ask_refused},
	{0}};

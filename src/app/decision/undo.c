/*
 * undo.c: what a decision gave is taken back or corrected by another one (Luật Điều 93). The old
 * decision stays as it was, and both are shown. What a level above gave, and a line of the old
 * ledger, is cancelled by a paper from outside; the same follows from it.
 */
#include "app/decision/inner.h"

#include "app/org/org.h"
#include "db/sql_decision.h"
#include "db/sql_law.h"
#include "op/decode.h"
#include "op/gate.h"
#include "viet/viet.h"

#include <inttypes.h>

const char decision_cancel_law[] = "Luật Thi đua, khen thưởng 2022, Điều 93";

const struct choice decision_corrects[] = {
	{"achievement", "Thành tích"}, {"post_title", "Chức vụ"}, {"title", "Tên khen thưởng"}, {0}};

struct undo_in {
	int64_t id, award_id, signer_id;
	struct str reason, basis, field, after;
};
#define SIGNER                                                                                     \
	F(REF, struct undo_in, signer_id, "Người ký", .ref = &person_object,                           \
	  .hint = "Để trống: thủ trưởng cơ quan")
static const struct field take_back_fields[] = {
	F(REF, struct undo_in, id, "Khen thưởng", .flags = MUST | HIDDEN, .ref = &award_object),
	F(LONG, struct undo_in, reason, "Lý do", .flags = MUST | FRESH, .min = 10, .max = 400,
      .hint = "Ví dụ: kê khai gian dối; thông tin không đúng; thẩm định, trình trái quy định; cơ "
              "quan có thẩm quyền kết luận vi phạm trong thời gian tính thành tích"),
	F(LONG, struct undo_in, basis, "Căn cứ", .max = 4000,
      .hint = "Mỗi dòng một căn cứ; ví dụ kết luận thanh tra, quyết định kỷ luật"),
	SIGNER,
};
static const struct field also_fields[] = {
	F(REF, struct undo_in, id, "Quyết định", .flags = MUST | HIDDEN, .ref = &decision_object),
	F(REF, struct undo_in, award_id, "Khen thưởng", .flags = MUST | IN_SCOPE, .ref = &award_object),
	F(TEXT, struct undo_in, reason, "Lý do riêng", .flags = FRESH, .max = 400,
      .hint = "Để trống: như lý do của quyết định"),
};
static const struct field correct_fields[] = {
	F(REF, struct undo_in, id, "Khen thưởng", .flags = MUST | HIDDEN, .ref = &award_object),
	F(CHOICE, struct undo_in, field, "Chỗ cần đính chính", .flags = MUST,
      .choices = decision_corrects),
	F(LONG, struct undo_in, after, "Nay ghi là", .max = 4000),
	F(LONG, struct undo_in, reason, "Lý do", .flags = MUST | FRESH, .min = 5, .max = 400),
	SIGNER,
};

/* What this office gave; what a level above gave, that level takes back. */
static enum rc ours_guard(struct ctx *c, int64_t id)
{
	struct sql_decision_award a;
	struct sql_decision_about_award other;
	TRY(sql_decision_award(c->db, c->mem, id, &a));
	if (!str_eqz(a.level, "office"))
		return err_set(c->err, RC_CONFLICT,
		               "Khen thưởng này do cấp trên tặng, cấp ấy hủy. Khi có quyết định của cấp "
		               "ấy, xin ghi bằng \"Hủy khen thưởng\".");
	enum rc rc = sql_decision_about_award(c->db, c->mem, id, 0, &other);
	if (rc == RC_OK)
		return err_set(c->err, RC_CONFLICT, "Đã có dự thảo \"%.*s\" (số %" PRId64 ") về dòng này.",
		               STR_ARG(other.title), other.id);
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

static enum rc signer_or_head(struct ctx *c, int64_t given, int64_t *signer)
{
	struct sql_decision_head_now head;
	struct str mode;
	int64_t delegation;
	*signer = given;
	if (given != DB_NULL)
		return decision_signer(c, given, c->today, &mode, &delegation);
	enum rc rc = sql_decision_head_now(c->db, c->mem, c->today, &head);
	*signer = rc == RC_OK ? head.person_id : DB_NULL;
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

static enum rc begin(struct ctx *c, const struct undo_in *p, const char *kind, struct str title,
                     int64_t *id)
{
	struct sql_law_top_unit top;
	struct str issuer;
	int64_t signer;
	TRY(sql_law_top_unit(c->db, c->mem, &top));
	TRY(signer_or_head(c, p->signer_id, &signer));
	TRY(setting_text(c, "decision.issuer", &issuer));
	TRY(sql_decision_add(c->db, str_of(kind), top.id, DB_NULL, DB_NULL, title,
	                     viet_fold(c->mem, title), text_or_empty(p->basis),
	                     issuer.n ? issuer : c->app->office, signer, p->reason, c->who.account_id,
	                     c->now_ms, id));
	return signer == DB_NULL ? RC_OK : decision_tell_signer(c, signer, *id, title);
}

static enum rc decision_take_back(struct ctx *c, const void *in, struct out *out)
{
	const struct undo_in *p = in;
	struct sql_decision_award a;
	TRY(sql_decision_award(c->db, c->mem, p->id, &a));
	TRY(begin(
		c, p, "cancel",
		arena_printf(c->mem, "Về việc hủy bỏ quyết định tặng %.*s năm %" PRId64 " đối với %.*s",
	                 STR_ARG(decision_award_name(c, a.code, a.title)), a.year, STR_ARG(a.name)),
		&out->id));
	TRY(sql_decision_line_add(c->db, out->id, 1, DB_NULL, p->id, STR(""), STR(""), STR(""), STR(""),
	                          NULL));
	if (c->preview) {
		struct decision_paper paper = {
			.id = out->id, .sign = STR("(chưa có số)"), .issuer = STR(""), .dated = c->today};
		TRY(decision_cancel_award(c, p->id, &paper, p->reason, out));
	}
	out->go = arena_printf(c->mem, "/decision/%" PRId64, out->id);
	out_say(c, out,
	        c->preview ? "Sẽ soạn quyết định hủy. Khi quyết định ấy có số, những điều sau xảy ra."
	                   : "Đã soạn quyết định hủy; chưa có gì thay đổi cho đến khi ký và có số.");
	return RC_OK;
}

static enum rc decision_also(struct ctx *c, const void *in, struct out *out)
{
	const struct undo_in *p = in;
	struct sql_decision_line_last last;
	struct sql_decision_lines *lines;
	struct sql_decision_award a;
	size_t n;
	TRY(sql_decision_award(c->db, c->mem, p->award_id, &a));
	if (!str_eqz(a.state, "valid"))
		return err_field(c->err, "award_id", "Khen thưởng này không còn hiệu lực trong sổ.");
	TRY(ours_guard(c, p->award_id));
	TRY(sql_decision_lines(c->db, c->mem, p->id, &lines, &n));
	for (size_t i = 0; i < n; i++)
		if (lines[i].award_id == p->award_id)
			return err_field(c->err, "award_id", "Dòng này đã có trong quyết định.");
	TRY(sql_decision_line_last(c->db, c->mem, p->id, &last));
	TRY(sql_decision_line_add(c->db, p->id, last.position + 1, DB_NULL, p->award_id,
	                          text_or_empty(p->reason), STR(""), STR(""), STR(""), NULL));
	TRY(sql_decision_touch(c->db, p->id, NULL));
	out_say(c, out, "Đã thêm %.*s vào quyết định hủy.", STR_ARG(a.name));
	return RC_OK;
}

static enum rc decision_correct(struct ctx *c, const void *in, struct out *out)
{
	const struct undo_in *p = in;
	struct sql_decision_award a;
	struct str after = text_or_empty(p->after);
	TRY(sql_decision_award(c->db, c->mem, p->id, &a));
	struct str before = str_eqz(p->field, "post_title") ? a.post_title
	                    : str_eqz(p->field, "title")    ? a.title
	                                                    : a.achievement;
	if (str_eq(before, after))
		return err_field(c->err, "after", "Chỗ ấy đang ghi đúng như vậy.");
	TRY(begin(c, p, "correct",
	          arena_printf(c->mem, "Đính chính quyết định tặng %.*s năm %" PRId64 " đối với %.*s",
	                       STR_ARG(decision_award_name(c, a.code, a.title)), a.year,
	                       STR_ARG(a.name)),
	          &out->id));
	TRY(sql_decision_line_add(c->db, out->id, 1, DB_NULL, p->id, STR(""), p->field, before, after,
	                          NULL));
	out->go = arena_printf(c->mem, "/decision/%" PRId64, out->id);
	out_say(c, out, "Đã soạn quyết định đính chính; sổ đổi khi quyết định có số.");
	return RC_OK;
}

/* --- what a level above took back, and lines of the old ledger ------------------------------ */

struct cancel_in {
	int64_t id;
	struct str sign, reason;
	struct date dated;
};
static const struct field cancel_fields[] = {
	F(REF, struct cancel_in, id, "Khen thưởng", .flags = MUST | HIDDEN, .ref = &award_object),
	F(TEXT, struct cancel_in, sign, "Quyết định hủy, số", .flags = MUST | FRESH, .max = 60),
	F(DATE, struct cancel_in, dated, "Ngày quyết định hủy", .flags = MUST | FRESH),
	F(TEXT, struct cancel_in, reason, "Lý do", .flags = MUST, .min = 5, .max = 400),
};

/* The decision is another's paper; what follows from it here is the same. */
static enum rc award_cancel(struct ctx *c, const void *in, struct out *out)
{
	const struct cancel_in *p = in;
	struct decision_paper paper = {
		.id = DB_NULL, .sign = p->sign, .issuer = STR(""), .dated = p->dated};
	struct sql_decision_award a;
	TRY(sql_decision_award(c->db, c->mem, p->id, &a));
	if (p->dated.days > c->today.days || (!date_is_none(a.dated) && p->dated.days < a.dated.days))
		return err_field(c->err, "dated",
		                 "Quyết định hủy phải ký sau quyết định khen thưởng và không sau hôm nay.");
	TRY(decision_cancel_award(c, p->id, &paper, p->reason, out));
	out_say(c, out, "Khen thưởng của %.*s %s hủy theo QĐ %.*s; dòng cũ vẫn được giữ.",
	        STR_ARG(c->object_label), c->preview ? "sẽ bị" : "đã bị", STR_ARG(p->sign));
	return RC_OK;
}

#define ON_AWARD                                                                                   \
	.kind = OP_WRITE, .roles = DECISION_DRAFTS, .scope = SCOPE_OBJECT, .object = &award_object,    \
	.states = "valid", .guard = ours_guard, .in_size = sizeof(struct undo_in)

const struct op decision_undo_ops[] = {
	{.name = "decision.take_back",
     .title = "Soạn quyết định hủy, thu hồi",
     .help = "Hủy bỏ khen thưởng đã tặng; trước khi soạn, chương trình liệt kê tiền phải thu hồi, "
             "giấy mất giá trị, khen thưởng sau dựa vào.",
     .verb = "Hủy bằng quyết định",
     ON_AWARD,
     .flags = OP_PREVIEW | OP_NOT_OWN,
     .icon = "trash",
     FIELDS(take_back_fields),
     .run = decision_take_back,
     .then = "award.view",
     .law = decision_cancel_law},
	{.name = "decision.correct",
     .title = "Soạn quyết định đính chính",
     .help = "Sửa chỗ ghi nhầm của khen thưởng đã có quyết định: chức vụ, thành tích, tên gọi. Sai "
             "về nội dung nên sửa bằng quyết định; chỉ sai về thể thức, kỹ thuật, thủ tục mới đính "
             "chính bằng công văn (Nghị định 30/2020/NĐ-CP, Điều 18 khoản 3).",
     .verb = "Đính chính bằng quyết định",
     ON_AWARD,
     .flags = OP_NOT_OWN,
     FIELDS(correct_fields),
     .run = decision_correct,
     .then = "award.view"},
	{.name = "award.cancel",
     .title = "Hủy khen thưởng",
     .help = "Ghi quyết định hủy của cấp trên, hoặc của cơ quan với dòng sổ cũ; trước khi ghi, "
             "chương trình liệt kê tiền phải thu hồi, giấy mất giá trị, khen thưởng sau dựa vào. "
             "Dòng cũ vẫn được giữ cùng quyết định đã hủy nó.",
     .verb = "Hủy",
     .icon = "trash",
     .kind = OP_WRITE,
     .flags = OP_PREVIEW | OP_NOT_OWN | OP_SECOND | OP_NO_TOKEN,
     .second_roles = R(HEAD),
     .roles = RECORD_KEEPS,
     .scope = SCOPE_OBJECT,
     .object = &award_object,
     .states = "valid",
     FIELDS(cancel_fields),
     .in_size = sizeof(struct cancel_in),
     .guard = record_award_by_hand,
     .run = award_cancel,
     .then = "award.view",
     .law = decision_cancel_law},
	{.name = "decision.also",
     .title = "Thêm khen thưởng vào quyết định hủy",
     .help = "Một quyết định hủy có thể về nhiều trường hợp.",
     .verb = "Thêm",
     .kind = OP_WRITE,
     .roles = DECISION_DRAFTS,
     .scope = SCOPE_OBJECT,
     .object = &decision_object,
     .states = "cancel_draft",
     .icon = "plus",
     FIELDS(also_fields),
     .in_size = sizeof(struct undo_in),
     .run = decision_also,
     .then = "decision.view",
     .law = decision_cancel_law},
	{0}};

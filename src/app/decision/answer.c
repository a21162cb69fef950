/* answer.c: what came of a submission: awarded, a lower award, refused, returned; for each nominee.
 */
#include "app/decision/submission.h"

#include "app/bonus/bonus.h"
#include "app/dossier/dossier.h"
#include "db/sql_decision.h"
#include "db/sql_submission.h"
#include "op/decode.h"
#include "op/gate.h"

#include <inttypes.h>

static const struct choice outcomes[] = {{"awarded", "Được tặng"},
                                         {"lower", "Được tặng mức thấp hơn"},
                                         {"refused", "Không tặng"},
                                         {"returned", "Trả lại để bổ sung"},
                                         {0}};
static const struct choice outcome_states[] = {
	{"open", "Chờ kết quả"},   {"awarded", "Được tặng"}, {"lower", "Được tặng mức thấp hơn"},
	{"refused", "Không tặng"}, {"returned", "Trả lại"},  {0}};

struct answer_in {
	int64_t id;
	struct str outcome, code, sign, issuer, reason;
	struct date dated;
	bool pays;
};
#define ANSWER                                                                                     \
	F(CHOICE, struct answer_in, outcome, "Kết quả", .flags = MUST | FRESH, .choices = outcomes),   \
		F(TEXT, struct answer_in, sign, "Số quyết định, văn bản trả lời", .flags = MUST | FRESH,   \
	      .max = 60),                                                                              \
		F(DATE, struct answer_in, dated, "Ngày", .flags = MUST | FRESH),                           \
		F(TEXT, struct answer_in, issuer, "Cơ quan ban hành", .flags = MUST | FRESH, .max = 200),  \
		F(TEXT, struct answer_in, reason, "Lý do", .flags = FRESH, .max = 400,                     \
	      .hint = "Khi không tặng hoặc trả lại"),                                                  \
		F(BOOL, struct answer_in, pays, "Cơ quan này chi tiền thưởng", .flags = FRESH,             \
	      .hint = "Thường thì cấp quyết định chi")
static const struct field answer_fields[] = {
	F(REF, struct answer_in, id, "Trường hợp", .flags = MUST | HIDDEN,
      .ref = &submission_line_object),
	ANSWER,
	F(CHOICE, struct answer_in, code, "Mức được tặng", .flags = FRESH, .choices = award_codes,
      .hint = "Khi được tặng mức thấp hơn"),
};
static const struct field answer_all_fields[] = {
	F(REF, struct answer_in, id, "Tờ trình", .flags = MUST | HIDDEN, .ref = &submission_object),
	ANSWER,
};

static enum rc check(struct ctx *c, const struct answer_in *p, bool one)
{
	bool lower = str_eqz(p->outcome, "lower");
	if (p->dated.days > c->today.days)
		return err_field(c->err, "dated", "Ngày của quyết định, văn bản không ở sau hôm nay.");
	if (lower && !one)
		return err_field(c->err, "outcome", "Mức thấp hơn: xin ghi riêng từng trường hợp.");
	if (one && lower != (p->code.n > 0))
		return err_field(c->err, "code",
		                 lower ? "Được tặng mức nào?"
		                       : "Mức được tặng chỉ ghi khi được tặng mức thấp hơn.");
	if ((str_eqz(p->outcome, "refused") || str_eqz(p->outcome, "returned")) &&
	    text_or_empty(p->reason).n < 5)
		return err_field(c->err, "reason", "Xin ghi lý do.");
	return RC_OK;
}

static enum rc pay(struct ctx *c, const struct answer_in *p, const struct sql_decision_nominee *n,
                   struct str code, int64_t award, struct date dated)
{
	struct law_proposal_answer a;
	struct law_proposal one = {.subject = arena_strz(c->mem, n->subject),
	                           .person_id = n->person_id,
	                           .unit_id = n->unit_id,
	                           .household = n->household,
	                           .award = code,
	                           .type = n->type,
	                           .first_year = n->first_year,
	                           .year = n->year,
	                           .initiative_id = DB_NULL,
	                           .deed_id = DB_NULL};
	if (!p->pays)
		return RC_OK;
	/* It stands in the ledger by now; what it is worth is asked without looking at that. */
	TRY(law_proposals(c, dated, &one, 1, &a));
	if (!a.money.known)
		return RC_OK;
	return bonus_due(c, award, DB_NULL, date_civil(dated).year, a.money.amount);
}

static enum rc awarded(struct ctx *c, const struct answer_in *p,
                       const struct sql_decision_nominee *n, struct str said, int64_t *award)
{
	struct decision_given g = {
		.p = {.id = DB_NULL, .sign = p->sign, .issuer = p->issuer, .dated = p->dated},
		.level = "",
		.code = text_or_empty(p->code),
		.achievement = STR("")};
	struct str code = g.code.n ? g.code : n->code;
	TRY(decision_award_of(c, n, &g, award));
	TRY(pay(c, p, n, code, *award, p->dated));
	TRY(nominee_move(c, n->id, "awarded", said));
	if (n->person_id == DB_NULL)
		return RC_OK;
	return decision_tell_person(c, n->person_id, STR("Quyết định khen thưởng"),
	                            arena_printf(c->mem,
	                                         "Ông/bà được tặng %.*s năm %" PRId64
	                                         " theo quyết định số %.*s ngày %s.",
	                                         STR_ARG(choice_label(award_codes, code)), n->year,
	                                         STR_ARG(p->sign), date_vn(p->dated).z),
	                            arena_printf(c->mem, "/person/%" PRId64, n->person_id),
	                            arena_printf(c->mem, "submission-award-%" PRId64, *award));
}

/* Back to where it was: with the council's vote it need not be voted on again. */
static enum rc returned(struct ctx *c, const struct sql_decision_nominee *n, struct str said)
{
	struct sql_decision_ballot b;
	enum rc rc = sql_decision_ballot(c->db, c->mem, n->id, n->code, &b);
	if (rc != RC_OK && rc != RC_NOTFOUND)
		return rc;
	return nominee_move(c, n->id, rc == RC_OK ? "passed" : "cleared", said);
}

static enum rc answer_line(struct ctx *c, const struct answer_in *p, int64_t line, int64_t nominee)
{
	struct sql_decision_nominee n;
	int64_t award = DB_NULL;
	TRY(sql_decision_nominee(c->db, c->mem, nominee, &n));
	struct str said = arena_printf(
		c->mem, "%.*s: số %.*s ngày %s của %.*s%s%.*s", STR_ARG(choice_label(outcomes, p->outcome)),
		STR_ARG(p->sign), date_vn(p->dated).z, STR_ARG(p->issuer),
		text_or_empty(p->reason).n ? ". " : "", STR_ARG(text_or_empty(p->reason)));
	if (str_eqz(p->outcome, "refused"))
		TRY(nominee_move(c, n.id, "refused", said));
	else if (str_eqz(p->outcome, "returned"))
		TRY(returned(c, &n, said));
	else
		TRY(awarded(c, p, &n, said, &award));
	return sql_submission_line_answered(c->db, line, p->outcome, text_or_empty(p->code), p->sign,
	                                    p->dated, p->issuer, text_or_empty(p->reason), award, NULL);
}

static enum rc submission_answer(struct ctx *c, const void *in, struct out *out)
{
	const struct answer_in *p = in;
	struct sql_submission_line_get l;
	TRY(check(c, p, true));
	TRY(sql_submission_line_get(c->db, c->mem, p->id, &l));
	TRY(answer_line(c, p, p->id, l.nominee_id));
	TRY(sql_submission_answered(c->db, l.submission_id, NULL));
	out->go = arena_printf(c->mem, "/submission/%" PRId64, l.submission_id);
	out_say(c, out, "Đã ghi kết quả của %.*s.", STR_ARG(c->object_label));
	return RC_OK;
}

static enum rc submission_answer_all(struct ctx *c, const void *in, struct out *out)
{
	const struct answer_in *p = in;
	struct sql_submission_lines *lines;
	size_t n, done = 0, own = 0;
	TRY(check(c, p, false));
	TRY(sql_submission_lines(c->db, c->mem, p->id, &lines, &n));
	for (size_t i = 0; i < n; i++) {
		struct sql_decision_nominee m;
		if (lines[i].outcome.n)
			continue;
		TRY(sql_decision_nominee(c->db, c->mem, lines[i].nominee_id, &m));
		if (m.person_id != DB_NULL && m.person_id == c->who.person_id) {
			own++;
			continue;
		}
		TRY(answer_line(c, p, lines[i].id, lines[i].nominee_id));
		done++;
	}
	if (done == 0)
		return err_set(c->err, RC_CONFLICT, "Không còn trường hợp nào chờ kết quả%s.",
		               own ? ", ngoài việc của chính ông/bà (người khác ghi)" : "");
	TRY(sql_submission_answered(c->db, p->id, NULL));
	out_say(c, out, "%s kết quả của %zu trường hợp%s.", c->preview ? "Sẽ ghi" : "Đã ghi", done,
	        own ? "; việc của chính ông/bà do người khác ghi" : "");
	return RC_OK;
}

/* --- rows ---------------------------------------------------------------------------------------
 */

static const struct field filters[] = {
	FILTER(REF, "submission", "Tờ trình", .ref = &submission_object),
	FILTER(REF, "nominee", "Đối tượng đề nghị", .flags = HIDDEN, .ref = &nominee_object),
	FILTER(CHOICE, "outcome", "Kết quả", .choices = outcome_states),
};
static const struct column cols[] = {
	{"name", "Tên", COL_TEXT, .width = 30},
	{"where_from", "Đơn vị", COL_TEXT, .width = 32},
	{"code", "Đề nghị", COL_CHOICE, .choices = award_codes, .width = 32},
	{"year", "Năm", COL_TEXT},
	{"outcome", "Kết quả", COL_BADGE, .choices = outcome_states},
	{"given", "Mức được tặng", COL_CHOICE, .choices = award_codes},
	{"sign", "Số", COL_TEXT},
	{"dated", "Ngày", COL_DATE},
	{"issuer", "Cơ quan ban hành", COL_TEXT, .width = 30},
	{"reason", "Lý do", COL_TEXT, .width = 40},
	{"submission_title", "Tờ trình", COL_LINK, .op = "submission.view", .key = "submission_id",
     .width = 44},
};

#define RECORDS (R(STANDING) | R(REGISTRY))

const struct op submission_answer_ops[] = {
	{.name = "submission_line.list",
     .title = "Trường hợp trình cấp trên",
     .help = "Ai được trình mức nào, cấp trên trả lời thế nào.",
     .kind = OP_LIST,
     .flags = OP_QUIET | OP_JOURNAL_EXPORT,
     .roles = R(STANDING) | R(HEAD) | R(REGISTRY) | R(INSPECTOR) | R(COUNCIL),
     .scope = SCOPE_ANY,
     .object = &submission_line_object,
     .list = &sql_list_submission_line_list,
     FIELDS(filters),
     COLS(cols),
     .empty = "Chưa có trường hợp nào."},
	{.name = "submission_line.answer",
     .title = "Ghi kết quả trình",
     .help = "Quyết định hoặc văn bản trả lời của cấp trên; được tặng thì sổ khen thưởng được ghi.",
     .verb = "Ghi kết quả",
     .kind = OP_WRITE,
     .flags = OP_NOT_OWN,
     .roles = RECORDS,
     .scope = SCOPE_OBJECT,
     .object = &submission_line_object,
     .states = "sent",
     .icon = "check",
     FIELDS(answer_fields),
     .in_size = sizeof(struct answer_in),
     .run = submission_answer,
     .then = "submission.list"},
	{.name = "submission.answer",
     .title = "Ghi kết quả chung của tờ trình",
     .help = "Mọi trường hợp chưa có kết quả nhận cùng một kết quả; khác thì ghi riêng trước.",
     .verb = "Ghi kết quả chung",
     .kind = OP_WRITE,
     .flags = OP_PREVIEW,
     .roles = RECORDS,
     .scope = SCOPE_OBJECT,
     .object = &submission_object,
     .states = "sent",
     .icon = "check",
     FIELDS(answer_all_fields),
     .in_size = sizeof(struct answer_in),
     .run = submission_answer_all,
     .then = "submission.view"},
	{0}};

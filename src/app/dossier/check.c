/*
 * check.c: a nominee held against the law: the live verdict and the one that is
 * kept, papers that lack, what may not be given together.
 *
 * The rules are those of the first receipt; where the law changed since, the
 * better answer counts (law/law.h). What is kept at sending, receipt and
 * clearing is what a decision rests on.
 */
#include "app/dossier/inner.h"

#include "app/record/record.h"
#include "db/sql_dossier.h"
#include "db/sql_record.h"

#include <inttypes.h>

const struct choice dossier_needs[] = {{"TO_TRINH", "Tờ trình, danh sách"},
                                       {"BIEN_BAN", "Biên bản bình xét, xét khen thưởng"},
                                       {"BAO_CAO", "Báo cáo thành tích"},
                                       {"BAO_CAO_TOM_TAT", "Báo cáo tóm tắt thành tích"},
                                       {"CHUNG_NHAN", "Chứng nhận, xác nhận"},
                                       {"TEP_DIEN_TU", "Tệp điện tử gửi qua hệ thống"},
                                       {"KHAC", "Giấy tờ khác"},
                                       {0}};

/* --- the verdict ------------------------------------------------- */

static enum rc facts_of(struct ctx *c, const struct sql_nominee_get *n,
                        struct law_subject_facts *out)
{
	struct law_subject_facts *all;
	size_t count;
	if (str_eqz(n->subject, "unit"))
		return law_unit_facts(c, n->unit_id, (int)n->year, c->today, out);
	if (str_eqz(n->subject, "household"))
		return law_household_facts(c, n->household, out);
	TRY(law_people_facts(c, n->person_id, DB_NULL, c->today, &all, &count));
	if (count != 1)
		return err_set(c->err, RC_NOTFOUND, "Không tìm thấy hồ sơ của %.*s.", STR_ARG(n->name));
	*out = all[0];
	return RC_OK;
}

static struct law_question question(struct ctx *c, const struct sql_nominee_get *n)
{
	return (struct law_question){
		.award = n->code, .on = c->today, .year = (int)n->year, .type = law_type_of(n->type)};
}

static struct date received_of(struct ctx *c, const struct sql_nominee_get *n)
{
	return date_is_none(n->received_on) ? c->today : n->received_on;
}

/* Of two sets the answer that is better for the nominee. */
static enum rc judge(struct ctx *c, const struct sql_nominee_get *n, const struct law_facts *f,
                     struct nominee_judged *out)
{
	const struct law *law;
	const struct law_overlay *overlay;
	const struct law_rules *rules[2];
	struct law_question q = question(c, n);
	TRY(law_of_office(c, &law, &overlay));
	TRY(law_rules_between(c->mem, law, received_of(c, n), c->today, overlay, rules, &out->count,
	                      c->err));
	for (int i = 0; i < out->count; i++)
		TRY(law_explain(c->mem, rules[i], &q, f, &out->answers[i], c->err));
	out->better = law_better(out->answers, out->count);
	out->verdict = out->answers[out->better].verdict;
	return RC_OK;
}

enum rc nominee_judge(struct ctx *c, const struct sql_nominee_get *n, struct nominee_judged *out)
{
	struct law_subject_facts s;
	TRY(facts_of(c, n, &s));
	return judge(c, n, &s.facts, out);
}

enum rc nominee_judge_keep(struct ctx *c, const struct sql_nominee_get *n,
                           struct nominee_judged *out)
{
	struct law_subject_facts s;
	int64_t id;
	TRY(facts_of(c, n, &s));
	TRY(judge(c, n, &s.facts, out));
	struct law_case k = {.subject = arena_strz(c->mem, n->subject),
	                     .person_id = n->person_id,
	                     .unit_id = n->unit_id,
	                     .household = n->household,
	                     .q = question(c, n),
	                     .received = received_of(c, n),
	                     .decided = c->today};
	TRY(law_keep(c, &k, &s.facts, &id));
	return sql_nominee_checked(c->db, n->id, id, str_of(law_verdict_word(out->verdict)), c->now_ms,
	                           NULL);
}

/* --- what may not be given together ------------------------------ */

static void proposal(struct law_proposal *p, const char *subject, int64_t person, int64_t unit,
                     struct str household, struct str code, struct str type, int64_t first,
                     int64_t year, int64_t deed, int64_t initiative)
{
	*p = (struct law_proposal){.subject = subject,
	                           .person_id = person,
	                           .unit_id = unit,
	                           .household = household,
	                           .award = code,
	                           .type = type,
	                           .first_year = first,
	                           .year = year,
	                           .initiative_id = initiative,
	                           .deed_id = deed};
}

/* The nominee with one ground against all others that are proposed for the same
 * subject or rest on the same ground, and against the ledger. */
static enum rc clashes_of(struct ctx *c, const struct sql_nominee_get *n, int64_t deed,
                          int64_t initiative, struct law_proposal_answer *out)
{
	struct sql_nominee_rivals *rows;
	size_t count;
	TRY(sql_nominee_rivals(c->db, c->mem, n->id, n->subject, n->person_id, n->unit_id, n->household,
	                       deed, initiative, &rows, &count));
	struct law_proposal *list = arena_array(c->mem, count + 1, sizeof *list);
	struct law_proposal_answer *answers = arena_array(c->mem, count + 1, sizeof *answers);
	proposal(&list[0], arena_strz(c->mem, n->subject), n->person_id, n->unit_id, n->household,
	         n->code, n->type, n->first_year, n->year, deed, initiative);
	for (size_t i = 0; i < count; i++)
		proposal(&list[i + 1], arena_strz(c->mem, rows[i].subject), rows[i].person_id,
		         rows[i].unit_id, rows[i].household, rows[i].code, rows[i].type, rows[i].first_year,
		         rows[i].year, rows[i].deed_id, rows[i].initiative_id);
	TRY(law_proposals(c, DATE_NONE, list, (int)count + 1, answers));
	*out = answers[0];
	return RC_OK;
}

enum rc nominee_ground_stands(struct ctx *c, const struct sql_nominee_get *n, int64_t deed,
                              int64_t initiative, struct str *why)
{
	struct law_proposal_answer a;
	*why = STR("");
	TRY(clashes_of(c, n, deed, initiative, &a));
	for (int i = 0; i < a.clash_count && !why->n; i++)
		if (!a.clashes[i].note)
			*why = arena_printf(c->mem, "%.*s (%.*s)", STR_ARG(a.clashes[i].say),
			                    STR_ARG(a.clashes[i].citation));
	return RC_OK;
}

static enum rc each_ground(struct ctx *c, const struct sql_nominee_get *n,
                           struct nominee_clashes *out)
{
	struct sql_nominee_grounds *g;
	struct law_proposal_answer a;
	size_t count;
	TRY(sql_nominee_grounds(c->db, c->mem, n->id, &g, &count));
	for (size_t i = 0; i < (count ? count : 1); i++) {
		TRY(clashes_of(c, n, count ? g[i].deed_id : DB_NULL, count ? g[i].initiative_id : DB_NULL,
		               &a));
		for (int k = 0; k < a.clash_count && out->count < NOMINEE_CLASHES_MAX; k++) {
			bool said = false;
			for (int j = 0; j < out->count; j++)
				said |= str_eq(out->at[j].say, a.clashes[k].say);
			if (!said)
				out->at[out->count++] = a.clashes[k];
		}
		out->given |= a.given;
		out->money = a.money;
		out->paid = a.paid;
		out->because = a.because;
	}
	return RC_OK;
}

enum rc nominee_clashes_of(struct ctx *c, const struct sql_nominee_get *n,
                           struct nominee_clashes *out)
{
	*out = (struct nominee_clashes){.because = STR("")};
	return each_ground(c, n, out);
}

/* --- ratings come before titles ---------------------------------- */

enum rc nominee_ratings_open(struct ctx *c, const struct sql_nominee_get *n, struct str *say)
{
	const struct law *law;
	const struct law_rules *r;
	struct sql_rating_lock_has row;
	*say = STR("");
	TRY(law_rules_of_office(c, received_of(c, n), &law, &r));
	const struct law_award_info *a = law_award_find(r, n->code);
	/* A household is not rated. */
	if (!a || !a->title || !str_eqz(n->type, "merit") || str_eqz(n->subject, "household"))
		return RC_OK;
	enum rc rc = sql_rating_lock_has(c->db, c->mem, n->year, &row);
	if (rc != RC_NOTFOUND)
		return rc;
	struct str by;
	TRY(record_rating_before_titles(c, n->year, &by));
	*say = arena_printf(
		c->mem, "Xếp loại năm %" PRId64 " chưa chốt; danh hiệu được xét sau xếp loại (%.*s).",
		n->year, STR_ARG(by));
	return RC_OK;
}

/* --- papers ------------------------------------------------------ */

enum rc nominee_needs(struct ctx *c, const struct sql_nominee_get *n, struct law_dossier_needs *out)
{
	struct sql_dossier_has *rows;
	size_t count;
	TRY(sql_dossier_has(c->db, c->mem, n->dossier_id, n->id, &rows, &count));
	struct str *has = arena_array(c->mem, count + 3, sizeof *has);
	int k = 0;
	for (size_t i = 0; i < count; i++)
		has[k++] = rows[i].need;
	if (n->paper_id != DB_NULL) {
		has[k++] = STR("BAO_CAO");
		has[k++] = STR("BAO_CAO_TOM_TAT");
	}
	struct law_dossier_case q = {.subject = arena_strz(c->mem, n->subject),
	                             .award = n->code,
	                             .type = n->type,
	                             .year = n->year,
	                             .received = received_of(c, n),
	                             .decided = DATE_NONE,
	                             .has = has,
	                             .has_count = k};
	return law_dossier_of(c, &q, out);
}

/* --- before it is sent ------------------------------------------- */

/* The first that speaks against sending it. Not known yet is no reason: the
 * year may not be over. */
static enum rc may_go(struct ctx *c, const struct sql_nominee_get *n,
                      const struct nominee_judged *j)
{
	struct nominee_clashes k;
	struct str code = choice_label(award_codes, n->code);
	if (j->verdict == LAW_HELD)
		return err_set(c->err, RC_CONFLICT,
		               "%.*s: tạm dừng xét. Xin đưa ra khỏi hồ sơ hoặc chờ hết tạm "
		               "dừng rồi gửi.",
		               STR_ARG(n->name));
	if (j->verdict == LAW_GIVEN)
		return err_set(c->err, RC_CONFLICT, "%.*s đã được tặng %.*s. Xin đưa ra khỏi hồ sơ.",
		               STR_ARG(n->name), STR_ARG(code));
	if (j->verdict == LAW_INELIGIBLE)
		return err_set(c->err, RC_CONFLICT,
		               "%.*s không đủ điều kiện tặng %.*s. Xin mở \"Kiểm tra theo "
		               "luật\" của đề "
		               "nghị này, sửa, hoặc đưa ra khỏi hồ sơ.",
		               STR_ARG(n->name), STR_ARG(code));
	TRY(nominee_alone(c, n));
	TRY(nominee_clashes_of(c, n, &k));
	for (int i = 0; i < k.count; i++)
		if (!k.at[i].note)
			return err_set(c->err, RC_CONFLICT, "%.*s: %.*s (%.*s). Xin sửa đề nghị.",
			               STR_ARG(n->name), STR_ARG(k.at[i].say), STR_ARG(k.at[i].citation));
	return RC_OK;
}

enum rc dossier_check_all(struct ctx *c, int64_t dossier, bool strict)
{
	struct sql_nominee_of_dossier *rows;
	size_t count;
	TRY(sql_nominee_of_dossier(c->db, c->mem, dossier, &rows, &count));
	for (size_t i = 0; i < count; i++) {
		struct sql_nominee_get n;
		struct nominee_judged j;
		if (!str_eqz(rows[i].state, "proposed"))
			continue;
		TRY(sql_nominee_get(c->db, c->mem, rows[i].id, &n));
		TRY(nominee_judge_keep(c, &n, &j));
		if (strict)
			TRY(may_go(c, &n, &j));
	}
	return RC_OK;
}

/*
 * effect.c: what follows from a decision that has its number: the ledger, dossiers, achievements
 * and money; or, taken back (Luật Điều 93), the ledger, money to be recovered, certificates that
 * are void, and later awards that rested on what is gone.
 */
#include "app/decision/inner.h"

#include "app/bonus/bonus.h"
#include "app/dossier/dossier.h"
#include "db/sql_award.h"
#include "db/sql_certificate.h"
#include "db/sql_decision.h"
#include "law/law.h"
#include "op/decode.h"
#include "viet/viet.h"

#include <inttypes.h>

#define FACTS_SHOWN 50

static void fact(struct ctx *c, struct out *out, const char *name, const char *label,
                 struct str value)
{
	if (out->fact_count < FACTS_SHOWN)
		out_fact(out, arena_printf(c->mem, "%s_%d", name, out->fact_count).p, label, value);
}

static struct str money(struct ctx *c, int64_t dong)
{
	return arena_printf(c->mem, "%.*s đồng", STR_ARG(viet_number(c->mem, dong)));
}

/* --- given --------------------------------------------------------------------------------------
 */

static enum rc ground_of(struct ctx *c, int64_t nominee, int64_t *initiative)
{
	struct sql_decision_grounds *rows;
	size_t n;
	*initiative = DB_NULL;
	TRY(sql_decision_grounds(c->db, c->mem, nominee, &rows, &n));
	for (size_t i = 0; i < n && *initiative == DB_NULL; i++)
		*initiative = rows[i].initiative_id;
	return RC_OK;
}

/* An achievement supports one award: which one stands beside it from now on. */
static enum rc deeds_used(struct ctx *c, int64_t nominee, int64_t award)
{
	struct sql_decision_grounds *rows;
	size_t n;
	TRY(sql_decision_grounds(c->db, c->mem, nominee, &rows, &n));
	for (size_t i = 0; i < n; i++)
		if (rows[i].deed_id != DB_NULL)
			TRY(sql_decision_deed_used(c->db, rows[i].deed_id, award, NULL));
	return RC_OK;
}

enum rc decision_award_of(struct ctx *c, const struct sql_decision_nominee *n,
                          const struct decision_given *g, int64_t *award)
{
	struct award_new a = {.s = {.kind = arena_strz(c->mem, n->subject),
	                            .person_id = n->person_id,
	                            .unit_id = n->person_id != DB_NULL ? n->person_unit : n->unit_id,
	                            .unmatched_id = DB_NULL,
	                            .household = n->household},
	                      .post_title = n->post_title,
	                      .code = g->code.n ? g->code : n->code,
	                      .title = STR(""),
	                      .type = n->type,
	                      .level = str_of(g->level),
	                      .achievement = g->achievement.n ? g->achievement : n->summary,
	                      .year = n->year,
	                      .from = DATE_NONE,
	                      .to = DATE_NONE,
	                      .p = {.sign = g->p.sign, .issuer = g->p.issuer, .dated = g->p.dated},
	                      .source = STR("")};
	if (n->first_year != DB_NULL)
		a.from = date_of((int)n->first_year, 1, 1);
	TRY(ground_of(c, n->id, &a.initiative_id));
	TRY(record_award_add(c, &a, award));
	return deeds_used(c, n->id, *award);
}

static enum rc give_line(struct ctx *c, const struct sql_decision_get *d,
                         const struct decision_paper *p, const struct decision_priced *k, int i)
{
	const struct sql_decision_lines *l = &k->lines[i];
	const struct law_proposal_answer *a = &k->answers[i];
	struct decision_given g = {
		.p = *p, .level = "office", .code = STR(""), .achievement = d->reason};
	int64_t award;
	TRY(decision_award_of(c, &k->nominees[i], &g, &award));
	TRY(sql_decision_line_given(c->db, l->id, award, l->amount,
	                            a->money.known ? a->money.coefficient : DB_NULL,
	                            a->money.known ? a->money.base : DB_NULL,
	                            a->money.known ? a->money.product : DB_NULL, l->because, NULL));
	TRY(nominee_move(
		c, k->nominees[i].id, "awarded",
		arena_printf(c->mem, "Quyết định số %.*s ngày %s", STR_ARG(p->sign), date_vn(p->dated).z)));
	if (l->amount == DB_NULL)
		return RC_OK;
	return bonus_due(c, award, l->id, date_civil(p->dated).year, l->amount);
}

enum rc decision_fund_facts(struct ctx *c, const struct decision_priced *k, struct out *out)
{
	int64_t balance, due;
	TRY(fund_balance(c, date_civil(c->today).year, &balance, &due));
	out_fact(out, "total", "Tổng tiền thưởng", money(c, k->total));
	out_fact(out, "fund", "Quỹ năm nay còn (đã trừ tiền thưởng chưa chi)", money(c, balance - due));
	if (balance - due < k->total)
		out_fact(out, "overdrawn", "Lưu ý",
		         arena_printf(c->mem, "Quỹ không đủ chi: thiếu %.*s.",
		                      STR_ARG(money(c, k->total - (balance - due)))));
	return RC_OK;
}

enum rc decision_give(struct ctx *c, const struct sql_decision_get *d,
                      const struct decision_paper *p, struct out *out)
{
	struct decision_priced k;
	TRY(decision_price(c, d->id, p->dated, &k));
	TRY(decision_fund_facts(c, &k, out));
	for (int i = 0; i < k.count; i++) {
		if (!k.answers[i].stands)
			return err_set(c->err, RC_CONFLICT, "%.*s: %.*s. Xin đưa ra khỏi quyết định.",
			               STR_ARG(k.nominees[i].name), STR_ARG(k.answers[i].clashes[0].say));
		TRY(give_line(c, d, p, &k, i));
	}
	out_fact(out, "lines", "Ghi vào sổ khen thưởng", arena_printf(c->mem, "%d dòng", k.count));
	return decision_tell(c, p, &k);
}

/* --- later awards that rested on it
 * ---------------------------------------------------------------
 */

/* A later award with what the law said of its conditions before the line was taken back. */
struct rested {
	int64_t id, year;
	struct str code, sign, type;
	struct law_answer before;
	bool known;
};

/* Of one person, or of one unit; the other is DB_NULL. */
struct resting {
	struct ctx *c;
	const struct law_rules *r;
	int64_t person, unit;
	struct rested *all;
	size_t n;
};

static enum rc facts_of(struct resting *k, int64_t year, struct law_facts *f, bool *known)
{
	struct ctx *c = k->c;
	struct law_subject_facts *people, one;
	size_t n;
	if (k->person != DB_NULL) {
		TRY(law_people_facts(c, k->person, DB_NULL, c->today, &people, &n));
		*known = n > 0; /* who has left is not asked about */
		if (n)
			*f = people[0].facts;
		return RC_OK;
	}
	*known = true;
	TRY(law_unit_facts(c, k->unit, (int)year, c->today, &one));
	*f = one.facts;
	return RC_OK;
}

/* Was it right to give it, by what the record says at this moment? */
static enum rc asked(struct resting *k, const struct rested *a, struct law_answer *out, bool *known)
{
	struct ctx *c = k->c;
	struct law_facts f;
	struct law_question q = {.award = a->code,
	                         .on = c->today,
	                         .year = (int)a->year,
	                         .type = law_type_of(a->type),
	                         .anew = true};
	*known = law_award_find(k->r, a->code) != NULL;
	if (*known)
		TRY(facts_of(k, a->year, &f, known));
	return *known ? law_explain(c->mem, k->r, &q, &f, out, c->err) : RC_OK;
}

#define LATER(rows, count)                                                                         \
	do {                                                                                           \
		k->all = arena_array(c->mem, (count) + 1, sizeof *k->all);                                 \
		for (size_t i_ = 0; i_ < (count); i_++)                                                    \
			if (only == DB_NULL || (rows)[i_].year == only)                                        \
				k->all[k->n++] = (struct rested){.id = (rows)[i_].id,                              \
				                                 .year = (rows)[i_].year,                          \
				                                 .code = (rows)[i_].code,                          \
				                                 .type = (rows)[i_].type,                          \
				                                 .sign = (rows)[i_].sign};                         \
	} while (0)

/* `only`: a year; DB_NULL: that of the award and all later ones. */
static enum rc remember(struct resting *k, const struct sql_decision_award *a, int64_t only)
{
	struct ctx *c = k->c;
	const struct law *law;
	size_t n;
	if (k->person != DB_NULL) {
		struct sql_decision_later_person *rows;
		TRY(sql_decision_later_person(c->db, c->mem, k->person, a->year, a->id, &rows, &n));
		LATER(rows, n);
	} else if (k->unit != DB_NULL) {
		struct sql_decision_later_unit *rows;
		TRY(sql_decision_later_unit(c->db, c->mem, k->unit, a->year, a->id, &rows, &n));
		LATER(rows, n);
	}
	if (k->n == 0)
		return RC_OK;
	TRY(law_rules_of_office(c, c->today, &law, &k->r));
	for (size_t i = 0; i < k->n; i++)
		TRY(asked(k, &k->all[i], &k->all[i].before, &k->all[i].known));
	return RC_OK;
}

/*
 * The first condition that held before and does not hold now; NULL: none, or the award stands by
 * another ground. Whether the office has confirmed the rules (law_condition.result) is not asked:
 * what an award rested on does not wait for that.
 */
static const struct law_condition *lost(const struct law_answer *before,
                                        const struct law_answer *now)
{
	if (now->condition_count && now->conditions[0].if_confirmed == LAW_YES)
		return NULL;
	for (int i = 0; i < before->condition_count && i < now->condition_count; i++)
		if (!now->conditions[i].group && before->conditions[i].if_confirmed == LAW_YES &&
		    now->conditions[i].if_confirmed != LAW_YES)
			return &now->conditions[i];
	return NULL;
}

static enum rc say_rested(struct resting *k, struct str name, struct out *out)
{
	struct ctx *c = k->c;
	for (size_t i = 0; i < k->n; i++) {
		struct law_answer now;
		bool known = k->all[i].known;
		if (known)
			TRY(asked(k, &k->all[i], &now, &known));
		const struct law_condition *gone = known ? lost(&k->all[i].before, &now) : NULL;
		if (!gone)
			continue;
		struct str words = arena_printf(
			c->mem, "%.*s: %.*s năm %" PRId64 " (%.*s), vì điều kiện \"%.*s\" không còn đạt",
			STR_ARG(name), STR_ARG(choice_label(award_codes, k->all[i].code)), k->all[i].year,
			STR_ARG(k->all[i].sign), STR_ARG(gone->text));
		fact(c, out, "rested", "Khen thưởng sau dựa vào, cần xem lại", words);
		TRY(decision_tell_role(
			c, "standing",
			arena_printf(c->mem, "Cần xem lại sau khi hủy khen thưởng. %.*s", STR_ARG(words)),
			arena_printf(c->mem, "/award/%" PRId64, k->all[i].id)));
	}
	return RC_OK;
}

/* --- taken back
 * -----------------------------------------------------------------------------------
 */

static enum rc void_certificates(struct ctx *c, const struct sql_decision_award *a,
                                 const struct decision_paper *p, struct out *out)
{
	struct sql_decision_certificates_of *rows;
	size_t n;
	TRY(sql_decision_certificates_of(c->db, c->mem, a->id, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		fact(c, out, "certificate", "Giấy không còn giá trị, thu hồi",
		     arena_printf(c->mem, "%.*s: %.*s", STR_ARG(a->name), STR_ARG(rows[i].token)));
		TRY(sql_certificate_void(
			c->db, rows[i].id, arena_printf(c->mem, "Quyết định số %.*s", STR_ARG(p->sign)), NULL));
	}
	return RC_OK;
}

/* The one who had it, or those who answer for the unit that did; an award is cancelled once. */
static enum rc tell_cancelled(struct ctx *c, const struct sql_decision_award *a,
                              const struct decision_paper *p, bool back)
{
	struct str subject = STR("Hủy khen thưởng");
	struct str link = arena_printf(c->mem, "/award/%" PRId64, a->id);
	struct str key = arena_printf(c->mem, "award-%" PRId64 "-cancelled", a->id);
	struct str text =
		arena_printf(c->mem, "%.*s năm %" PRId64 " của %.*s bị hủy theo quyết định số %.*s%s",
	                 STR_ARG(decision_award_name(c, a->code, a->title)), a->year,
	                 STR_ARG(a->person_id != DB_NULL ? STR("ông/bà") : a->name), STR_ARG(p->sign),
	                 back ? "; tiền thưởng phải nộp lại." : ".");
	if (a->person_id != DB_NULL)
		return decision_tell_person(c, a->person_id, subject, text, link, key);
	if (!str_eqz(a->subject, "unit") || a->unit_id == DB_NULL)
		return RC_OK; /* a household has no account */
	return decision_tell_unit(c, a->unit_id, subject, text, link, key);
}

enum rc decision_cancel_award(struct ctx *c, int64_t award, const struct decision_paper *p,
                              struct str reason, struct out *out)
{
	struct sql_decision_award a;
	struct resting own = {.c = c}, collective = {.c = c, .person = DB_NULL};
	int64_t back = 0, unpaid = 0;
	TRY(sql_decision_award(c->db, c->mem, award, &a));
	bool person = a.person_id != DB_NULL;
	own.person = a.person_id;
	own.unit = str_eqz(a.subject, "unit") ? a.unit_id : DB_NULL;
	collective.unit = person ? a.unit_id : DB_NULL;
	TRY(remember(&own, &a, DB_NULL));
	TRY(remember(&collective, &a, a.year));
	TRY(sql_award_cancel(c->db, award, p->sign, p->dated, reason, NULL));
	fact(c, out, "award", "Khen thưởng bị hủy",
	     arena_printf(c->mem, "%.*s: %.*s năm %" PRId64 " (%.*s)", STR_ARG(a.name),
	                  STR_ARG(choice_label(award_codes, a.code)), a.year, STR_ARG(a.sign)));
	TRY(bonus_taken_back(c, award, p->sign, &back, &unpaid));
	if (back)
		fact(c, out, "recover", "Tiền thưởng phải thu hồi",
		     arena_printf(c->mem, "%.*s: %.*s", STR_ARG(a.name), STR_ARG(money(c, back))));
	if (unpaid)
		fact(c, out, "unpaid", "Tiền thưởng không chi nữa",
		     arena_printf(c->mem, "%.*s: %.*s", STR_ARG(a.name), STR_ARG(money(c, unpaid))));
	TRY(void_certificates(c, &a, p, out));
	TRY(say_rested(&own, a.name, out));
	TRY(say_rested(&collective, STR("Tập thể có người bị hủy"), out));
	return tell_cancelled(c, &a, p, back > 0);
}

static enum rc correct_award(struct ctx *c, const struct sql_decision_lines *l, struct out *out)
{
	struct sql_decision_award a;
	TRY(sql_decision_award(c->db, c->mem, l->award_id, &a));
	struct str post = a.post_title, title = a.title, achievement = a.achievement;
	struct str *to = str_eqz(l->field, "post_title") ? &post
	                 : str_eqz(l->field, "title")    ? &title
	                                                 : &achievement;
	if (!str_eq(*to, l->before))
		return err_set(c->err, RC_CONFLICT,
		               "Chỗ cần đính chính của %.*s đã đổi từ khi soạn. Xin soạn lại dòng ấy.",
		               STR_ARG(a.name));
	*to = l->after;
	fact(c, out, "correct", "Đính chính",
	     arena_printf(c->mem, "%.*s: \"%.*s\" thành \"%.*s\"", STR_ARG(a.name), STR_ARG(l->before),
	                  STR_ARG(l->after)));
	return sql_decision_corrected(c->db, l->award_id, post, title, achievement, NULL);
}

enum rc decision_undo(struct ctx *c, const struct sql_decision_get *d,
                      const struct decision_paper *p, struct out *out)
{
	struct sql_decision_lines *lines;
	size_t n;
	TRY(sql_decision_lines(c->db, c->mem, d->id, &lines, &n));
	for (size_t i = 0; i < n; i++)
		if (str_eqz(d->kind, "cancel"))
			TRY(decision_cancel_award(c, lines[i].award_id, p,
			                          lines[i].because.n ? lines[i].because : d->reason, out));
		else
			TRY(correct_award(c, &lines[i], out));
	return RC_OK;
}

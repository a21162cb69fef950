/*
 * together.c: what dossiers and councils ask the law: a list of nominees held against the ledger
 * and each other, the money of each, what a dossier needs, what a ballot needs (law/sums.h).
 */
#include "app/law/facts.h"

#include "db/sql_law.h"

enum law_subject law_subject_of(struct str word)
{
	static const char *const words[] = {"person", "unit", "household"};
	int no = law_word_no(word, words, COUNT(words));
	return no ? (enum law_subject)(no - 1) : LAW_SUBJECTS;
}

/* --- what is given already ----------------------------------------------------------------- */

struct nominees {
	struct ctx *c;
	const struct law_rules *r;
	struct law_nominee *list; /* the proposals first, in their order; then lines of the ledger */
	int64_t *lines;           /* of the ledger; DB_NULL for a proposal */
	int count, room;
};

static void add(struct nominees *a, const struct law_nominee *n, int64_t line)
{
	if (a->count == a->room) {
		int room = a->room * 2 + 64;
		struct law_nominee *list = arena_array(a->c->mem, (size_t)room, sizeof *list);
		int64_t *lines = arena_array(a->c->mem, (size_t)room, sizeof *lines);
		if (a->count) {
			memcpy(list, a->list, (size_t)a->count * sizeof *list);
			memcpy(lines, a->lines, (size_t)a->count * sizeof *lines);
		}
		a->list = list;
		a->lines = lines;
		a->room = room;
	}
	a->list[a->count] = *n;
	a->lines[a->count++] = line;
}

#define ADD_GIVEN(a, rows, n, s, whose)                                                            \
	do {                                                                                           \
		for (size_t i_ = 0; i_ < (n); i_++)                                                        \
			if (law_award_find((a)->r, (rows)[i_].code))                                           \
				add((a),                                                                           \
				    &(struct law_nominee){                                                         \
						.subject = (s),                                                            \
						.who = (whose),                                                            \
						.award = (rows)[i_].code,                                                  \
						.type = law_type_of((rows)[i_].type),                                      \
						.last_year = law_last_year((rows)[i_].period_to),                          \
						.achievement = (rows)[i_].deed_id == DB_NULL ? 0 : (rows)[i_].deed_id,     \
						.initiative =                                                              \
							(rows)[i_].initiative_id == DB_NULL ? 0 : (rows)[i_].initiative_id,    \
						.given = true,                                                             \
						.source = law_paper((a)->c, (rows)[i_].sign, (rows)[i_].dated)},           \
				    (rows)[i_].id);                                                                \
	} while (0)

static enum rc add_given(struct nominees *a, const struct law_proposal *p,
                         const struct law_nominee *n)
{
	struct ctx *c = a->c;
	size_t count;
	if (n->subject == LAW_PERSON) {
		struct sql_law_given_person *rows;
		TRY(sql_law_given_person(c->db, c->mem, p->person_id, &rows, &count));
		ADD_GIVEN(a, rows, count, n->subject, n->who);
	} else if (n->subject == LAW_COLLECTIVE) {
		struct sql_law_given_unit *rows;
		TRY(sql_law_given_unit(c->db, c->mem, p->unit_id, &rows, &count));
		ADD_GIVEN(a, rows, count, n->subject, n->who);
	} else {
		struct sql_law_given_household *rows;
		TRY(sql_law_given_household(c->db, c->mem, p->household, &rows, &count));
		ADD_GIVEN(a, rows, count, n->subject, n->who);
	}
	return RC_OK;
}

/* --- the list ------------------------------------------------------------------------------ */

/* Households have a name instead of a number: they are counted as they come. */
static int64_t number_of(const struct law_proposal *list, int i)
{
	const struct law_proposal *p = &list[i];
	enum law_subject s = law_subject_of(str_of(p->subject));
	if (s != LAW_HOUSEHOLD)
		return s == LAW_PERSON ? p->person_id : p->unit_id;
	for (int k = 0; k < i; k++)
		if (str_eqz(str_of(list[k].subject), p->subject) && str_eq(list[k].household, p->household))
			return k + 1;
	return i + 1;
}

static enum rc fill_proposal(struct nominees *a, const struct law_proposal *list, int i)
{
	const struct law_proposal *p = &list[i];
	enum law_subject s = law_subject_of(str_of(p->subject));
	const struct law_award_info *w = law_award_find(a->r, p->award);
	if (!w)
		return err_set(a->c->err, RC_NOTFOUND,
		               "Không có danh hiệu, hình thức khen thưởng mang mã \"%.*s\".",
		               STR_ARG(p->award));
	if (s == LAW_SUBJECTS || !(w->subjects >> s & 1))
		return err_set(a->c->err, RC_INVALID, "%.*s không dành cho đối tượng này.",
		               STR_ARG(w->name));
	add(a,
	    &(struct law_nominee){.subject = s,
	                          .who = number_of(list, i),
	                          .award = p->award,
	                          .type = p->type.n ? law_type_of(p->type) : LAW_MERIT,
	                          .first_year = p->first_year == DB_NULL ? 0 : (int)p->first_year,
	                          .last_year = (int)p->year,
	                          .achievement = p->deed_id == DB_NULL ? 0 : p->deed_id,
	                          .initiative = p->initiative_id == DB_NULL ? 0 : p->initiative_id,
	                          .source = STR("")},
	    DB_NULL);
	return RC_OK;
}

static enum rc fill_given(struct nominees *a, const struct law_proposal *list, int n)
{
	for (int i = 0; i < n; i++) {
		bool seen = false;
		for (int k = 0; k < i && !seen; k++)
			seen = a->list[k].subject == a->list[i].subject && a->list[k].who == a->list[i].who;
		if (!seen)
			TRY(add_given(a, &list[i], &a->list[i]));
	}
	return RC_OK;
}

static void put_clash(struct ctx *c, const struct nominees *a, int n, const struct law_clash *k,
                      int at, int other, struct law_proposal_answer *out)
{
	struct law_proposal_answer *o = &out[at];
	/* A list that grows by one: few clashes each. */
	struct law_proposal_clash *more = arena_array(c->mem, (size_t)o->clash_count + 1, sizeof *more);
	if (o->clash_count)
		memcpy(more, o->clashes, (size_t)o->clash_count * sizeof *more);
	o->clashes = more;
	o->clashes[o->clash_count++] = (struct law_proposal_clash){.kind = k->kind,
	                                                           .note = k->note,
	                                                           .other = other < n ? other : -1,
	                                                           .award_id = a->lines[other],
	                                                           .say = k->say,
	                                                           .citation = k->citation};
	o->given |= k->kind == LAW_CLASH_GIVEN && other >= n;
	o->stands &= k->note;
}

enum rc law_proposals(struct ctx *c, struct date decided, const struct law_proposal *list, int n,
                      struct law_proposal_answer *out)
{
	struct nominees a = {.c = c};
	const struct law *law;
	struct law_clash *clashes;
	int count;
	TRY(law_rules_of_office(c, date_is_none(decided) ? c->today : decided, &law, &a.r));
	for (int i = 0; i < n; i++)
		TRY(fill_proposal(&a, list, i));
	TRY(fill_given(&a, list, n));
	struct law_money_of_nominee *money = arena_array(c->mem, (size_t)a.count + 1, sizeof *money);
	TRY(law_together(c->mem, a.r, a.list, a.count, &clashes, &count, money, c->err));
	for (int i = 0; i < n; i++)
		out[i] = (struct law_proposal_answer){.stands = true,
		                                      .money = money[i].money,
		                                      .paid = money[i].paid,
		                                      .because = money[i].because};
	for (int i = 0; i < count; i++) {
		put_clash(c, &a, n, &clashes[i], clashes[i].a, clashes[i].b, out);
		if (clashes[i].b < n)
			put_clash(c, &a, n, &clashes[i], clashes[i].b, clashes[i].a, out);
	}
	for (int i = 0; i < n; i++)
		if (out[i].given && out[i].paid) {
			out[i].paid = false;
			out[i].because = STR("Đã tặng nên không chi tiền thưởng lần nữa.");
		}
	return RC_OK;
}

/* --- a dossier, a ballot ------------------------------------------------------------------- */

enum rc law_dossier_of(struct ctx *c, const struct law_dossier_case *q,
                       struct law_dossier_needs *out)
{
	const struct law *law;
	const struct law_rules *r, *pay;
	struct date received = date_is_none(q->received) ? c->today : q->received;
	struct law_dossier_question asked = {.award = q->award,
	                                     .subject = law_subject_of(str_of(q->subject)),
	                                     .type = law_type_of(q->type),
	                                     .year = q->year == DB_NULL ? 0 : (int)q->year,
	                                     .has = q->has,
	                                     .has_count = q->has_count};
	memcpy(asked.members, q->members, sizeof asked.members);
	BUG_ON(asked.subject == LAW_SUBJECTS);
	TRY(law_rules_of_office(c, received, &law, &r));
	TRY(law_rules_of_office(c, date_is_none(q->decided) ? c->today : q->decided, &law, &pay));
	return law_needs(c->mem, r, pay, &asked, out, c->err);
}

enum rc law_ballot_of(struct ctx *c, struct date received, struct str award,
                      enum law_council council, int members, struct law_vote *out)
{
	const struct law *law;
	const struct law_rules *r;
	TRY(law_rules_of_office(c, date_is_none(received) ? c->today : received, &law, &r));
	return law_vote_of(r, award, council, members, out, c->err);
}

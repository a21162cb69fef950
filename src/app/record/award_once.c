/*
 * award_once.c: what the ledger must not say twice (Luật Điều 5 khoản 2 điểm c), and what happens
 * when it turns out to: the second line stays with state 'double'.
 */
#include "app/record/record.h"
#include "db/sql_award.h"
#include "db/sql_record.h"
#include "op/decode.h"
#include "viet/viet.h"

#include <inttypes.h>

#define DOUBLE_WHY "Trùng với một dòng đã có của cùng đối tượng"

/* One that is there, and whose time meets that of the new one. */
struct met {
	int64_t id;
	struct str type, sign, title, achievement;
	struct date dated, from, to;
	bool cancelled;
};

#define MET_FROM(rows, n, out)                                                                     \
	do {                                                                                           \
		*(out) = arena_array(c->mem, (n) + 1, sizeof **(out));                                     \
		for (size_t i = 0; i < (n); i++)                                                           \
			(*(out))[i] = (struct met){.id = (rows)[i].id,                                         \
			                           .type = (rows)[i].type,                                     \
			                           .sign = (rows)[i].sign,                                     \
			                           .title = (rows)[i].title,                                   \
			                           .achievement = (rows)[i].achievement,                       \
			                           .dated = (rows)[i].dated,                                   \
			                           .from = (rows)[i].period_from,                              \
			                           .to = (rows)[i].period_to,                                  \
			                           .cancelled = str_eqz((rows)[i].state, "cancelled")};        \
	} while (0)

static enum rc find_met(struct ctx *c, const struct award_new *a, int64_t besides, struct met **out,
                        size_t *n)
{
	const struct subject *s = &a->s;
	if (s->unmatched_id != DB_NULL) {
		struct sql_award_meets_unmatched *rows;
		TRY(sql_award_meets_unmatched(c->db, c->mem, s->unmatched_id, a->code, a->from, a->to,
		                              besides, &rows, n));
		MET_FROM(rows, *n, out);
	} else if (strcmp(s->kind, "person") == 0) {
		struct sql_award_meets_person *rows;
		TRY(sql_award_meets_person(c->db, c->mem, s->person_id, a->code, a->from, a->to, besides,
		                           &rows, n));
		MET_FROM(rows, *n, out);
	} else if (strcmp(s->kind, "unit") == 0) {
		struct sql_award_meets_unit *rows;
		TRY(sql_award_meets_unit(c->db, c->mem, s->unit_id, a->code, a->from, a->to, besides, &rows,
		                         n));
		MET_FROM(rows, *n, out);
	} else {
		struct sql_award_meets_household *rows;
		TRY(sql_award_meets_household(c->db, c->mem, s->household, a->code, a->from, a->to, besides,
		                              &rows, n));
		MET_FROM(rows, *n, out);
	}
	return RC_OK;
}

/*
 * A title is for a time, so any that meets it is the same one. A form is for an achievement:
 * the same again when it is by merit for both, or the achievement or the decision is the same.
 */
static bool same(struct ctx *c, const struct award_new *a, const struct met *m)
{
	if (str_eqz(a->code, "KHAC") &&
	    !str_eq(viet_fold(c->mem, a->title), viet_fold(c->mem, m->title)))
		return false;
	bool paper = a->p.sign.n && str_eq(a->p.sign, m->sign) && a->p.dated.days == m->dated.days;
	/* Taken back (Điều 93): another decision may give it, the same one does not give it again. */
	if (m->cancelled)
		return paper;
	if (award_is_title(a->code))
		return true;
	if (!str_eq(a->type, m->type))
		return false;
	if (str_eqz(a->type, "merit"))
		return true;
	return paper || str_eq(viet_fold(c->mem, a->achievement), viet_fold(c->mem, m->achievement));
}

enum rc record_award_find(struct ctx *c, const struct award_new *a, int64_t besides,
                          struct award_met *out)
{
	struct met *met;
	size_t n;
	*out = (struct award_met){.id = DB_NULL, .dated = DATE_NONE};
	TRY(find_met(c, a, besides, &met, &n));
	for (size_t i = 0; i < n && out->id == DB_NULL; i++)
		if (same(c, a, &met[i]))
			*out = (struct award_met){.id = met[i].id,
			                          .sign = met[i].sign,
			                          .dated = met[i].dated,
			                          .cancelled = met[i].cancelled};
	return RC_OK;
}

enum rc record_award_once(struct ctx *c, const struct award_new *a, int64_t besides)
{
	struct award_met met;
	TRY(record_award_find(c, a, besides, &met));
	if (met.id == DB_NULL)
		return RC_OK;
	if (met.cancelled)
		return err_set(c->err, RC_CONFLICT,
		               "%.*s theo QĐ %.*s đã bị hủy (dòng số %" PRId64 "). Quyết định ấy không cho "
		               "lại được; nếu tặng lại thì ghi quyết định mới.",
		               STR_ARG(choice_label(award_codes, a->code)), STR_ARG(met.sign), met.id);
	return err_set(c->err, RC_CONFLICT,
	               "%.*s cho thời gian này đã có ở dòng số %" PRId64 "%s%.*s. Không ghi một khen "
	               "thưởng hai lần.",
	               STR_ARG(choice_label(award_codes, a->code)), met.id, met.sign.n ? ", QĐ " : "",
	               STR_ARG(met.sign));
}

/* What `a` says is there already for its subject: that line stays, marked, and counts no more. */
enum rc record_award_double(struct ctx *c, const struct award_new *a, int64_t id, bool *yes)
{
	enum rc rc = record_award_once(c, a, id);
	*yes = rc == RC_CONFLICT;
	if (!*yes)
		return rc;
	err_clear(c->err);
	return sql_award_state(c->db, id, STR("double"), STR(DOUBLE_WHY), NULL);
}

/* Of two records of one person that become one: those of the second that the first has, too. */
enum rc record_before_merge(struct ctx *c, int64_t from, int64_t to, struct doubled *out)
{
	struct sql_award_valid_of *awards;
	struct sql_rating_both *ratings;
	size_t n, k;
	TRY(sql_award_valid_of(c->db, c->mem, from, &awards, &n));
	*out = (struct doubled){.awards = arena_array(c->mem, n + 1, sizeof(int64_t))};
	for (size_t i = 0; i < n; i++) {
		bool twice;
		struct award_new a = {.s = {.kind = "person", .person_id = to, .unmatched_id = DB_NULL},
		                      .code = awards[i].code,
		                      .type = awards[i].type,
		                      .title = awards[i].title,
		                      .achievement = awards[i].achievement,
		                      .from = awards[i].period_from,
		                      .to = awards[i].period_to,
		                      .p = {.sign = awards[i].sign, .dated = awards[i].dated}};
		TRY(record_award_double(c, &a, awards[i].id, &twice));
		if (twice)
			out->awards[out->award_count++] = awards[i].id;
	}
	TRY(sql_rating_both(c->db, c->mem, from, to, &ratings, &k));
	out->ratings = arena_array(c->mem, k + 1, sizeof(int64_t));
	for (size_t i = 0; i < k; i++) {
		TRY(sql_rating_state(c->db, ratings[i].id, STR("double"), STR(DOUBLE_WHY), NULL));
		out->ratings[out->rating_count++] = ratings[i].id;
	}
	return RC_OK;
}

/* inner.h: what the pages about the law share; private to this module. */
#ifndef APP_LAW_INNER_H
#define APP_LAW_INNER_H

#include "app/law/law.h"
#include "app/law/page.h"
#include "law/bulk.h"

/* Who may ask the law about whom: the own record, the own unit, everybody. */
#define LAW_ASKS                                                                                   \
	(R(MEMBER) | R(UNIT_CLERK) | R(UNIT_HEAD) | R(STANDING) | R(COUNCIL) | R(HEAD) | R(INSPECTOR))

/* Year and days of a question: the year of `on`, `on` today, received `on`. RC_INVALID by field. */
struct law_when {
	struct date on, received;
	int year;
};
enum rc law_when(struct ctx *c, int64_t year, struct date on, struct date received,
                 struct law_when *out) MUST_CHECK;

const char *law_badge(enum law_verdict v);
const char *law_result_badge(enum law_result r);
const char *law_result_text(enum law_result r);

/* `whom` as a page's address has it ("person_id=5"), for what can be attested; "": no link. */
void law_answer_show(struct ctx *c, const struct law_answer *a, struct str whom,
                     struct law_answer_view *out);

/* The two readings of the law that this answer rests on, where there are two. */
enum rc law_readings_show(struct ctx *c, const struct law_rules *rules,
                          const struct law_question *q, const struct law_facts *f,
                          struct law_answer_view *out) MUST_CHECK;

/* May this award be asked for this kind of subject? */
bool law_award_is_for(const struct law_award_info *a, enum law_subject s);

/*
 * `all` of one kind against every award for it, by each of `rules` (of one struct law): verdicts by
 * rule, award and place in `all`. They live in c->mem.
 */
enum rc law_judge(struct ctx *c, const struct law_rules *const *rules, int count,
                  enum law_subject subject, const struct law_subject_facts *all, size_t n,
                  const struct law_when *w, const struct law_verdicts **out) MUST_CHECK;

/* Documents about to end, within this many days of today. */
#define LAW_WARN_DAYS 180

/* A confirmed or set value in words: "70", "4,5". */
struct str law_milli(struct ctx *c, int64_t milli);

#endif

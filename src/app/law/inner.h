/* inner.h: what the pages about the law share; private to this module. */
#ifndef APP_LAW_INNER_H
#define APP_LAW_INNER_H

#include "app/law/law.h"
#include "app/law/page.h"
#include "db/sql_law.h"
#include "law/bulk.h"

/* Who may ask the law about whom: the own record, the own unit, everybody. */
#define LAW_ASKS                                                                                   \
	(R(MEMBER) | R(UNIT_CLERK) | R(UNIT_HEAD) | R(STANDING) | R(COUNCIL) | R(HEAD) | R(INSPECTOR))

/*
 * Year and days of a question: the year of `on`, `on` today, received and decided `on`. RC_INVALID
 * by field.
 */
struct law_when {
	struct date on, received, decided;
	int year;
};
enum rc law_when(struct ctx *c, int64_t year, struct date on, struct date received,
                 struct date decided, struct law_when *out) MUST_CHECK;

/*
 * The rules of a dossier: one set, or two where the law lets a dossier between two laws have the
 * more favourable one. `out` has room for two; the receipt's first.
 */
enum rc law_sets_of_office(struct ctx *c, const struct law_when *w, const struct law **law,
                           const struct law_rules *out[2], int *count) MUST_CHECK;
/* Both by name: "… và …; lấy kết quả có lợi hơn". */
struct str law_sets_title(struct ctx *c, const struct law_rules *const *rules, int count);

/* One award by each of these sets. */
struct law_answers {
	const struct law_rules *rules[2];
	struct law_answer at[2];
	int count, better; /* better: the place of the more favourable one */
};
enum rc law_ask(struct ctx *c, const struct law_rules *const *rules, int count,
                const struct law_question *q, const struct law_facts *f,
                struct law_answers *out) MUST_CHECK;

/* A kept verdict evaluated again by the rules of its time; `out` has its bytes. */
struct sql_law_verdict_get;
enum rc law_again_answers(struct ctx *c, const struct sql_law_verdict_get *row,
                          struct law_question *q, struct law_facts *f, struct law_answers *answers,
                          struct buf *out) MUST_CHECK;

/* The better verdict of all rules of a program, for one subject. */
enum law_verdict law_best_at(const struct law_verdicts *v, int award, size_t i);

const char *law_badge(enum law_verdict v);
const char *law_result_badge(enum law_result r);
const char *law_result_text(enum law_result r);

/* `whom` as a page's address has it ("person_id=5"), for what can be attested; "": no link. */
void law_answer_show(struct ctx *c, const struct law_answer *a, struct str whom,
                     struct law_answer_view *out);

/* The page of one award by one set or two; `whom` as above. */
enum rc law_explained_show(struct ctx *c, const struct law_answers *a, const struct law_question *q,
                           const struct law_facts *f, struct str whom,
                           struct law_explained_view *out) MUST_CHECK;

/* Parts of a dossier, votes and days; money: ready for reading. */
void law_needs_show(struct ctx *c, const struct law_dossier_needs *d, struct law_dossier_view *v);
void law_money_show(struct ctx *c, const struct law_money *m, struct law_pay_line *out);
struct law_need_line law_need_show(const struct law_line *l, struct str text);

/* Choices of a select (`no`: the empty first one, NULL for none), and which is chosen. */
extern const struct choice law_subject_kinds[];
struct option *law_options(struct ctx *c, const struct choice *all, const char *no, int *count);
struct str law_id_text(struct ctx *c, int64_t id);
struct str law_mark_shown(enum law_mark m); /* "" for what was read in the law */
struct json_out;
void law_money_json(struct json_out *j, const struct law_money *m);

/* A condition's words as a sentence: "Cán bộ, công chức: đủ tất cả các điều kiện sau". */
struct str law_condition_words(struct ctx *c, struct str text, bool group);

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

/* inner.h: what the files of this module share. */
#ifndef APP_DOSSIER_INNER_H
#define APP_DOSSIER_INNER_H

#include "app/dossier/dossier.h"
#include "app/law/law.h"
#include "db/sql_dossier.h"
#include "op/decode.h"

#define DOSSIER_SEES (R_OFFICE | R(UNIT_CLERK) | R(UNIT_HEAD))
#define DOSSIER_WRITES (R(UNIT_CLERK) | R(UNIT_HEAD) | R(STANDING))
#define DOSSIER_KEEPS (R(STANDING) | R(HEAD))
/* While the unit has it: what it says may change. */
#define DOSSIER_OPEN "draft returned withdrawn"

extern const char dossier_law[], dossier_short_law[];
extern const struct choice dossier_needs[], appraisal_states[];

/* The page of a dossier (page.c), and how states look: "ok", "warn", "bad",
 * "info", "". */
struct dossier_id_in {
	int64_t id;
};
extern const struct field dossier_view_fields[1];
enum rc dossier_view(struct ctx *c, const void *in, struct out *out) MUST_CHECK;
void dossier_page(struct buf *html, struct ctx *c, const void *data);
void dossier_json(struct buf *b, struct ctx *c, const void *data);
const char *dossier_badge(struct str state);

/* "" where nothing was given. */
struct str dossier_given(struct str s);

/* "/dossier/12" */
struct str dossier_address(struct ctx *c, int64_t id);

/* One line of what happened; from and to "" where no state changed. */
struct dossier_step {
	int64_t dossier_id, nominee_id; /* nominee DB_NULL: of the whole */
	const char *step;
	struct str from, to, said;
};
enum rc dossier_step(struct ctx *c, const struct dossier_step *s) MUST_CHECK;

/* Guard: nobody acts on a dossier that names them, or on themselves as a
 * nominee. */
enum rc dossier_not_own(struct ctx *c, int64_t id) MUST_CHECK;

/* Guard: while the dossier is with its unit, and its round open. */
enum rc dossier_with_unit(struct ctx *c, int64_t id) MUST_CHECK;
enum rc nominee_with_unit(struct ctx *c, int64_t id) MUST_CHECK;
bool dossier_is_open(struct ctx *c, int64_t id);

/* Guard: a field of a nominee ("grounds") may change: the dossier is with its
 * unit, or just that was asked to be corrected. Of papers of a dossier: or the
 * standing body adds its own. */
enum rc nominee_opens(struct ctx *c, int64_t id, const char *field) MUST_CHECK;
enum rc dossier_opens(struct ctx *c, int64_t id, const char *field) MUST_CHECK;

/* op.fill: whoever writes for one unit is not asked for which. */
enum rc dossier_own_unit(struct ctx *c, struct values *v) MUST_CHECK;

/* Reminds the units whose dossier lacks in an open round, once a day; adds up
 * how many people. */
enum rc dossier_remind_round(struct ctx *c, int64_t round, int64_t *people) MUST_CHECK;

/*
 * What a reminder says, and whom it is for: the nearest of these roles over a unit, but the person
 * whom it is about, who may not do it; when nobody is left, those of the role `instead`.
 */
struct reminder {
	int64_t unit_id;
	const char *roles[2], *instead;
	int64_t about;              /* 0 or DB_NULL: about nobody */
	struct str text, link, key; /* key: of the mail, with the day and the account behind it */
};
/* By notice and mail; adds up how many people. */
enum rc dossier_remind(struct ctx *c, const struct reminder *r, int64_t *people) MUST_CHECK;
/* "hạn 30/11/2026", "đã quá hạn 30/11/2026" */
struct str dossier_by_when(struct ctx *c, struct date due);

/* Is today a day to remind of what is due then? */
struct task_rhythm;
bool dossier_today_is_one(struct ctx *c, const struct task_rhythm *r, struct date due);

/* What units owe before anything can be awarded (owed.c). */
enum rc dossier_remind_owed(struct ctx *c, const struct task_rhythm *r, struct date until,
                            int64_t *people) MUST_CHECK;

/* A dossier as it is begun; type and year DB_NULL or "" by the round. */
struct dossier_new {
	int64_t round_id, unit_id, year;
	struct str type, title, basis, sign;
	struct date dated, due;
	bool brief, behalf;
};
enum rc dossier_begin(struct ctx *c, struct dossier_new *n, int64_t *id) MUST_CHECK;

/* Who is proposed for what. Ids not used are DB_NULL; texts not given are "".
 */
struct nominee_new {
	int64_t dossier_id, person_id, unit_id, first_year, year;
	struct str household, code, summary;
};
enum rc nominee_put(struct ctx *c, const struct nominee_new *n, int64_t *id) MUST_CHECK;
/* All that it checks. RC_CONFLICT: proposed already. */
enum rc nominee_new_check(struct ctx *c, struct nominee_new *n) MUST_CHECK;

/* The same proposed elsewhere; RC_CONFLICT names the dossier. `besides`: the
 * row itself, or 0. */
struct nominee_case {
	const char *subject;
	int64_t person_id, unit_id, first_year, year;
	struct str household, code, type;
};
enum rc nominee_only_once(struct ctx *c, const struct nominee_case *k, int64_t besides) MUST_CHECK;
/* The same of a row that is there; as an error, or as a sentence ("": nowhere else). */
enum rc nominee_alone(struct ctx *c, const struct sql_nominee_get *n) MUST_CHECK;
enum rc nominee_twice(struct ctx *c, const struct sql_nominee_get *n, struct str *why) MUST_CHECK;

/* The award and the years of a nominee that is there already. RC_INVALID by
 * field. */
enum rc nominee_code_fits(struct ctx *c, const struct sql_nominee_get *n,
                          struct str code) MUST_CHECK;
enum rc nominee_years_fit(struct ctx *c, const struct sql_nominee_get *n, int64_t first,
                          int64_t year) MUST_CHECK;

/* --- what changed (change.c) ------------------------------------- */

extern const struct choice dossier_change_fields[];

/* A field as a reader sees it now: "summary", "years", "code", "grounds", "files", "report"; else
 * the name. */
enum rc nominee_text(struct ctx *c, int64_t nominee, struct str field, struct str *out) MUST_CHECK;
/* The same as a correction opens it: of the papers those of the whole dossier, too. */
enum rc nominee_asked_text(struct ctx *c, int64_t nominee, struct str field,
                           struct str *out) MUST_CHECK;

/* Lines of `was` that are not in `now`, and the other way. */
void text_differences(struct ctx *c, struct str was, struct str now, struct str *gone,
                      struct str *come);

/* A dossier goes back to its unit: kept as it was read. Sent again: held against that; *changed
 * -1 when nothing was kept. Inside DB_WRITE. */
enum rc dossier_keep(struct ctx *c, int64_t dossier) MUST_CHECK;
enum rc dossier_compare(struct ctx *c, int64_t dossier, int64_t *changed) MUST_CHECK;

/* --- the law (check.c) ------------------------------------------- */

/* By the rules of the first receipt, and by those of today where the law lets
 * the better count. */
struct nominee_judged {
	struct law_answer answers[2];
	int count, better;
	enum law_verdict verdict;
};
enum rc nominee_judge(struct ctx *c, const struct sql_nominee_get *n,
                      struct nominee_judged *out) MUST_CHECK;
/* The same, kept, and named by the nominee. Inside DB_WRITE. */
enum rc nominee_judge_keep(struct ctx *c, const struct sql_nominee_get *n,
                           struct nominee_judged *out) MUST_CHECK;
/* All that are proposed in a dossier; strict: RC_CONFLICT for the first that
 * must not be sent. */
enum rc dossier_check_all(struct ctx *c, int64_t dossier, bool strict) MUST_CHECK;

#define NOMINEE_CLASHES_MAX 20
struct nominee_clashes {
	struct law_proposal_clash at[NOMINEE_CLASHES_MAX];
	int count;
	bool given, paid;
	struct law_money money;
	struct str because;
};
enum rc nominee_clashes_of(struct ctx *c, const struct sql_nominee_get *n,
                           struct nominee_clashes *out) MUST_CHECK;
/* Why a proposal may not rest on this achievement or initiative; "" when it
 * may. */
enum rc nominee_ground_stands(struct ctx *c, const struct sql_nominee_get *n, int64_t deed,
                              int64_t initiative, struct str *why) MUST_CHECK;

/* On the page of a nominee (data: its id): why it cannot be concluded about yet. */
void nominee_above(struct buf *html, struct ctx *c, const void *data);

/* A sentence with the way to them when the year's ratings are not settled and this is a title; else
 * "". */
enum rc nominee_ratings_open(struct ctx *c, const struct sql_nominee_get *n,
                             struct str *say) MUST_CHECK;

/* Papers that the rules ask for, and which are there. */
enum rc nominee_needs(struct ctx *c, const struct sql_nominee_get *n,
                      struct law_dossier_needs *out) MUST_CHECK;

#endif

/* inner.h: what the files of the example share. */
#ifndef APP_EXAMPLE_INNER_H
#define APP_EXAMPLE_INNER_H

#include "op/ctx.h"

/*
 * One operation as an account of the example would do it, through its gate; names and values in
 * pairs, ends with NULL. *id (or NULL) is what it made.
 */
enum rc example_as(struct ctx *c, const char *account, const char *op, const char *const pairs[],
                   int64_t *id) MUST_CHECK;

/* The same with the whole answer: codes that are shown once. */
enum rc example_run(struct ctx *c, const char *account, const char *op, const char *const pairs[],
                    struct out *out) MUST_CHECK;

/*
 * The same outside a transaction, on the day that c->today says, a minute after the last step; with
 * a file in `field` (NULL: none). account NULL: a stranger.
 */
struct http_part;
enum rc example_step(struct ctx *c, const char *account, const char *op, const char *const pairs[],
                     const char *field, const struct http_part *file, struct out *out) MUST_CHECK;

/* What else happened in the middle of the year, each on its day: halfway.c. */
enum rc example_review(struct ctx *c, int64_t top) MUST_CHECK;
enum rc example_answer(struct ctx *c, int64_t submission) MUST_CHECK;
enum rc example_picture(struct ctx *c, int64_t unit) MUST_CHECK;
/* Today: what a stranger says to the period that is open, and what the office answers. */
enum rc example_voice(struct ctx *c) MUST_CHECK;

/* Library in use, reading half done, training held and planned. */
enum rc example_library(struct ctx *c, int64_t top, int64_t room) MUST_CHECK;

/* The plan of the year, read and confirmed. */
enum rc example_plan(struct ctx *c, int64_t office, int64_t *id) MUST_CHECK;

#define EXAMPLE_COUNCIL 9

/* The year of emulation: movements, what units answered, tasks halfway. */
struct example_year {
	struct ctx *c;
	int64_t plan;                     /* of the year */
	int64_t top, clerk_unit;          /* the office; the unit of vidu.daumoi and vidu.truongphong */
	int64_t clerk, member;            /* the persons of vidu.daumoi and vidu.canbo */
	int64_t registry;                 /* the person of vidu.vanthu */
	int64_t council[EXAMPLE_COUNCIL]; /* persons; the chair first, the secretary last */
	int64_t made;                     /* what the last operation made */
};
enum rc example_movements(struct example_year *e) MUST_CHECK;

/* Registered for this year, registering for the next. */
enum rc example_registration(struct example_year *e) MUST_CHECK;

/* A round of awarding with dossiers in each state. */
enum rc example_dossiers(struct example_year *e) MUST_CHECK;

/* Exemplars published, the public asked, all parts of the public site on. */
enum rc example_public(struct example_year *e) MUST_CHECK;

/* Criteria and a scoring, achievements, initiatives on their way. */
enum rc example_examine(struct example_year *e) MUST_CHECK;

/* A council, a meeting that was held, one that is coming. */
enum rc example_council(struct example_year *e) MUST_CHECK;

#endif

/*
 * initiative.h: initiatives from the author's draft to the request upward (NĐ 13/2012/NĐ-CP).
 *
 * What is known of an initiative (authors, shares, recognitions, awards it served) is a record
 * (app/record); here it is filed, compared with all that were ever kept, examined and concluded.
 * docs/initiative.md tells the states and how likeness is found.
 */
#ifndef APP_INITIATIVE_INITIATIVE_H
#define APP_INITIATIVE_INITIATIVE_H

#include "op/ctx.h"

extern const struct op initiative_file_ops[], initiative_exam_ops[], initiative_paper_ops[];

/* The few numbers by which like texts are found; again whenever title or text change. Inside
 * DB_WRITE. */
enum rc initiative_sketch(struct ctx *c, int64_t id, struct str title, struct str text) MUST_CHECK;

/* Looks at all that share one, over all years, and keeps the likely originals. Inside DB_WRITE. */
enum rc initiative_find_like(struct ctx *c, int64_t id, int64_t *found) MUST_CHECK;

/* How much of the shorter of two texts is in the other, in percent of its runs of three words. */
int initiative_likeness(struct arena *mem, struct str a, struct str b);

/* Sketches of those that have none yet; adds to *rows. Inside DB_WRITE. */
enum rc initiative_rebuild(struct ctx *c, int64_t *rows) MUST_CHECK;

/* A guard: several people may be its authors, which the one person of an object's row does not
 * tell. */
enum rc initiative_not_own(struct ctx *c, int64_t id) MUST_CHECK;

#endif

/* placed.h: the text of a PDF set from its words with their places, where that is needed. Pure. */
#ifndef PLAN_PLACED_H
#define PLAN_PLACED_H

#include "base/arena.h"

/* Is it worth asking for the places: does something look like the heading of a table of tasks? */
bool plan_may_hold_table(struct str text);

/* `tsv`: what pdftotext -tsv gives. False where no table of tasks stands there; *text stays. */
bool plan_placed(struct arena *a, struct str tsv, struct str *text);

#endif

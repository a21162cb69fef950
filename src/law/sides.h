/*
 * sides.h: do the examples decide? For this room only.
 *
 * That a condition is fulfilled in one example and not in another says little: the answer may have
 * come from another line. So each line of an award is changed a little, one change at a time (it
 * turns out the other way, its number is one more or one less, a rating or a scope is one step
 * further, one of its words is left out), and some example of that award must come out otherwise.
 */
#ifndef LAW_SIDES_H
#define LAW_SIDES_H

#include "law/read.h"

struct sides;

struct sides *sides_new(struct arena *mem, const struct law *law);

/* One example that came out as it is written, with its rules and its answer. */
void sides_see(struct sides *s, const struct law_rules *r, const struct law_question *q,
               const struct law_facts *f, const struct law_answer *a);

/* An example said the money for this kind of subject, the votes of the council. */
void sides_see_money(struct sides *s, struct str award, enum law_subject subject);
void sides_see_vote(struct sides *s, struct str award);

/* A fault for every change that no example noticed, in the order of the files. */
void sides_find(const struct sides *s, struct reading *out);

#endif

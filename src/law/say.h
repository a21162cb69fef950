/* say.h: why a condition came out as it did, in words; for this room only. */
#ifndef LAW_SAY_H
#define LAW_SAY_H

#include "law/eval.h"

struct saying {
	struct arena *mem;
	struct eval v;
	const struct law_facts *f;
	struct date on;
	int sure, maybe; /* years that count after disciplines */
};

/* The sentence and the facts of one condition (no group). `since` as for eval_node(). */
struct str say_because(const struct saying *s, const struct node *n, int since,
                       enum law_result raw);
void say_facts(const struct saying *s, const struct node *n, int since, struct law_condition *out);

/* Who can supply what is unknown about it, and what that is. */
struct law_missing say_missing(const struct saying *s, const struct node *n, int since);

/* What deserves a look though it decides nothing. */
void say_warnings(const struct saying *s, struct str award, struct law_answer *out);

#endif

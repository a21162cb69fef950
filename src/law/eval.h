/* eval.h: one subject through the tree; for this room only. */
#ifndef LAW_EVAL_H
#define LAW_EVAL_H

#include "law/digest.h"

/*
 * A value in four bits: certain and possible as the law stands, and the same two as if nothing
 * waited for confirmation. AND and OR of values are AND and OR of their bits.
 */
#define V_LO 1u
#define V_HI 2u
#define V_RAW_LO 4u
#define V_RAW_HI 8u
#define V_NO 0u
#define V_YES 15u
#define V_WAITS V_HI /* or with the raw bits */

struct eval {
	const struct law_rules *r;
	const struct digest *d;
	enum law_type type; /* LAW_TYPE_UNKNOWN: any */
	/* sides.h: this node stands as `as`, or without it turns out as `turned`. */
	const struct node *changed, *as;
	unsigned turned;
};

/* `since`: years after the award of the group around; 0 outside such a group. */
unsigned eval_node(const struct eval *v, const struct node *n, int since);

/* The number of years with which a "sau khi được tặng" group is shown. */
int eval_since(const struct eval *v, const struct node *n);

/* The condition on one side, without confirmation: for the explanation and the packing. */
bool eval_leaf(const struct eval *v, const struct node *n, const struct digest_side *side, bool hi,
               int since);

/* The years a condition looks at: offsets 0 … count - 1. */
int eval_window(const struct eval *v, const struct node *n, int since);
bool eval_year(const struct node *n, const struct digest_side *side, int offset);

/* Does this deed condition take the word of the unit's head, too (CHUNG_MINH_CO_SO)? */
bool eval_takes_word(const struct law_rules *r, const struct node *n);

/* Months that a post must have been held: two thirds for women (NĐ 152 Điều 4 k7). */
int eval_months(const struct eval *v, const struct node *n, bool reduced);

enum law_result value_result(unsigned v);
enum law_result value_raw(unsigned v);

/* A number condition on given numbers: `a`, `b` may be LAW_NUMBER_UNKNOWN. */
bool number_holds(enum node_kind kind, int64_t a, int64_t b, int64_t n, bool hi);

#endif

/*
 * public.h: what a stranger reads without an account (docs/public.md).
 *
 * Each part is published only while the office's setting says so; by default none is. The pages
 * hold what was published and nothing else of anybody: sql/public.sql is all that they read.
 */
#ifndef APP_PUBLIC_PUBLIC_H
#define APP_PUBLIC_PUBLIC_H

#include "op/ctx.h"

extern const struct op public_ops[], public_list_ops[], public_feed_ops[], public_period_ops[],
	comment_period_ops[], comment_ops[], public_decision_ops[];
extern const struct object comment_period_object, comment_object;

enum public_part {
	PUBLIC_MOVEMENTS,
	PUBLIC_HONOURS,
	PUBLIC_EXEMPLARS,
	PUBLIC_COMMENTS,
	PUBLIC_DECISIONS,
	PUBLIC_PARTS
};

/* Does the office publish it? */
enum rc public_shows(struct ctx *c, enum public_part part, bool *yes) MUST_CHECK;

/* The address of the public site, without a slash at the end; "" when the office has set none. */
enum rc public_site(struct ctx *c, struct str *out) MUST_CHECK;

#endif

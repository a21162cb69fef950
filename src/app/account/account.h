/*
 * account.h: signing in and out, one's own account, and what administrators do to others'.
 *
 * Sign-in follows TCVN 14423:2026 level 3 as summarised in docs/threat-model.md: five
 * failures lock for twelve hours, administrators need a second factor, a session idles
 * out after 15 minutes (administrators: 5) and ends after 12 hours.
 */
#ifndef APP_ACCOUNT_ACCOUNT_H
#define APP_ACCOUNT_ACCOUNT_H

#include "op/ctx.h"

extern const struct op session_ops[];

#define FAILURES_MAX 5
#define LOCK_MS ((int64_t)12 * 3600 * 1000)

/* The sign-in page: the form's own view and, in an example office, one button a role. */
struct example_role {
	const char *role, *title;
	struct str person;
};
struct sign_in_view {
	const struct form_view *form;
	struct str next;
	struct example_role roles[ROLE_COUNT];
	int role_count;
};

/*
 * After what decides who decides (head or council granted, their sign-in reset): bars
 * voting until the owner has confirmed, and tells the owner. Inside DB_WRITE.
 */
enum rc account_guard_owner(struct ctx *c, int64_t person_id, struct str text) MUST_CHECK;

#endif

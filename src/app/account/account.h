/*
 * account.h: signing in and out, one's own account, and what administrators do to others'.
 *
 * Sign-in follows published checklists of level 3 (docs/threat-model.md): five
 * failures lock for twelve hours, administrators need a second factor and a new password
 * every 60 days, a session idles out after 15 minutes (administrators: 5) and ends after
 * 12 hours, an account nobody uses is disabled after 45 days.
 */
#ifndef APP_ACCOUNT_ACCOUNT_H
#define APP_ACCOUNT_ACCOUNT_H

#include "op/ctx.h"

extern const struct op session_ops[]; /* in and out */
extern const struct op my_session_ops[];
extern const struct op account_ops[]; /* one's own page */
extern const struct op password_ops[];
extern const struct op factor_ops[];
extern const struct op token_ops[];
extern const struct op account_admin_ops[];
extern const struct op account_nightly_ops[];

extern const struct object account_object;

#define FAILURES_MAX 5
#define LOCK_MS ((int64_t)12 * 3600 * 1000)
#define ACCOUNT_IDLE_DAYS 45

/*
 * After what decides who decides (head or council granted, a sign-in reset): bars voting
 * until the owner has confirmed (account.confirm_reset), and tells the owner in the
 * program and by mail. Inside DB_WRITE.
 */
enum rc account_guard_owner(struct ctx *c, int64_t person_id, struct str text) MUST_CHECK;

/* RC_CONFLICT, with what to do, while an account of the person waits for that confirmation. */
enum rc account_may_vote(struct ctx *c, int64_t person_id) MUST_CHECK;

/* The same for the caller; a guard of operations that vote. */
enum rc account_votes(struct ctx *c, int64_t object) MUST_CHECK;

/* Does this role decide, or confirm what others ask for? Then two people give it. */
bool account_role_decides(struct str role);

/*
 * Does the person hold such a role, today or from a later day on? When it cannot be found out:
 * yes.
 */
bool account_person_decides(struct ctx *c, int64_t person_id);

/*
 * Is there anybody besides the caller who could be a second person for an operation on
 * accounts and grants (ADMIN, HEAD, STANDING over the whole office, with an active account)?
 * Without anybody the first administrator of a new office does alone what takes two people,
 * and the journal line bears the mark ACCOUNT_ALONE. When it cannot be found out: yes.
 */
bool account_second_exists(struct ctx *c);
#define ACCOUNT_ALONE "alone"

/*
 * The sign-in of an account made anew from the machine itself, by whoever holds data folder and
 * keys: the way out when nobody is left who could confirm it. As account.reset, without a second
 * person: the journal line bears the mark ACCOUNT_OFFLINE, the owner and everybody with the role
 * inspector are told, and the account does not vote until its owner has confirmed. Opens its own
 * transaction; *password is the temporary one, to be shown once.
 */
#define ACCOUNT_OFFLINE "offline"
enum rc account_reset_offline(struct ctx *c, struct str name, struct str reason,
                              struct str *password) MUST_CHECK;

/*
 * What a person who leaves had as a way in: the account is disabled, sessions and tokens end.
 * RC_CONFLICT for the last administrator. Inside DB_WRITE.
 */
enum rc account_close_person(struct ctx *c, int64_t person_id) MUST_CHECK;

/*
 * Once a night, inside DB_WRITE: disables accounts unused for 45 days (never the last
 * administrator), makes administrators change passwords older than 60 days, forgets
 * second factors that were begun and not proved. One journal line for each account.
 */
enum rc account_nightly(struct ctx *c) MUST_CHECK;

/* 16 letters and digits that are hard to confuse: 92 random bits, read aloud or typed once. */
#define TEMPORARY_PASSWORD_BYTES 24
void account_temporary_password(char out[TEMPORARY_PASSWORD_BYTES]);

#endif

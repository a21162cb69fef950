/*
 * session.h: from a cookie, a token, a name or a job to who is acting.
 *
 * A session is found by the hash of its cookie; the cookie itself is stored
 * nowhere. Limits (published checklists of level 3, docs/threat-model.md):
 * 15 minutes idle, 5 for those with the role admin, 12 hours in all.
 */
#ifndef AUTH_SESSION_H
#define AUTH_SESSION_H

#include "auth/keys.h"
#include "auth/role.h"
#include "auth/token.h"
#include "db/db.h"

#define SESSION_COOKIE "thidua"
#define SESSION_IDLE_MS ((int64_t)15 * 60 * 1000)
#define SESSION_IDLE_ADMIN_MS ((int64_t)5 * 60 * 1000)
#define SESSION_MAX_MS ((int64_t)12 * 3600 * 1000)
/* A session's last use is written at most this often. */
#define SESSION_TOUCH_MS ((int64_t)30 * 1000)

/* Nobody: the role PUBLIC and nothing else. */
void principal_nobody(struct principal *who, const char *origin);

/*
 * RC_SIGNIN when the cookie or token is unknown, ended, too old or idle too long;
 * the sentence says which. *stale: last use is to be written (session_touch()).
 */
enum rc session_principal(struct db *db, struct arena *mem, struct str cookie, int64_t now_ms,
                          struct date today, struct principal *who, bool *stale,
                          struct err *e) MUST_CHECK;
enum rc token_principal(struct db *db, struct arena *mem, struct str token, int64_t now_ms,
                        struct date today, struct principal *who, bool *stale,
                        struct err *e) MUST_CHECK;
/* For the local socket and jobs: the caller has been trusted otherwise. */
enum rc account_principal(struct db *db, struct arena *mem, int64_t account_id, struct date today,
                          const char *origin, struct principal *who, struct err *e) MUST_CHECK;
enum rc named_principal(struct db *db, struct arena *mem, struct str account, struct date today,
                        const char *origin, struct principal *who, struct err *e) MUST_CHECK;

/* Writes the last use of session or token and account; inside DB_WRITE. */
enum rc session_touch(struct db *db, const struct principal *who, int64_t now_ms) MUST_CHECK;

/* Begins a session inside DB_WRITE; the cookie's text comes back. */
enum rc session_begin(struct db *db, struct arena *mem, const struct principal *who, bool second,
                      struct str remote, struct str agent, int64_t now_ms,
                      struct str *cookie) MUST_CHECK;

#endif

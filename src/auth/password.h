/*
 * password.h: hashing passwords, and which of them are good enough.
 *
 * Text is UTF-8 in NFC (the caller has run viet_nfc()), so that the same keys
 * pressed on two machines give the same bytes. Hashes are argon2id in the usual
 * "$argon2id$…" form, at most PASSWORD_HASH_BYTES with NUL, and carry their cost.
 *
 * One hash takes 64 MiB and about 0.1 s, so only a few run at once; who would
 * wait too long is sent away with RC_BUSY instead of queueing up all workers.
 * A struct password_hasher is shared by all threads.
 */
#ifndef AUTH_PASSWORD_H
#define AUTH_PASSWORD_H

#include "base/arena.h"

#define PASSWORD_HASH_BYTES 128
#define PASSWORD_MAX_BYTES 256 /* longer ones are refused before any work */

struct password_cost {
	uint64_t passes;
	size_t memory_bytes;
	int at_once;     /* hashes that run at the same time */
	int waiting;     /* threads that may wait for a place */
	int64_t wait_ms; /* how long each of them waits */
};
/* What servers use (measured, docs/keys.md); tests take a smaller one. */
#define PASSWORD_COST                                                                              \
	((struct password_cost){.passes = 2,                                                           \
	                        .memory_bytes = (size_t)64 * 1024 * 1024,                              \
	                        .at_once = 2,                                                          \
	                        .waiting = 6,                                                          \
	                        .wait_ms = 2000})

struct password_hasher;

struct password_hasher *password_hasher_new(const struct password_cost *cost);
void password_hasher_free(struct password_hasher *h);

enum rc password_hash(struct password_hasher *h, struct str plain, char out[PASSWORD_HASH_BYTES],
                      struct err *e) MUST_CHECK;

/*
 * *ok tells whether `hash` is of `plain`. A `hash` of NULL or "" is an account that
 * is unknown or has no password: the same work is done and *ok is false. Check
 * the password before anything else about the account that would answer faster.
 */
enum rc password_check(struct password_hasher *h, struct str plain, const char *hash, bool *ok,
                       struct err *e) MUST_CHECK;

/* true when the hash was made with another cost: hash anew at the next good sign-in. */
bool password_needs_rehash(const struct password_hasher *h, const char *hash);

/* For tests and metrics: places taken at this moment. */
int password_running(struct password_hasher *h);

/*
 * Takes and gives back one of the places, for other work that is as heavy.
 * RC_BUSY when the wait would be too long.
 */
enum rc password_enter(struct password_hasher *h, struct err *e) MUST_CHECK;
void password_leave(struct password_hasher *h);

/* --- rules ------------------------------------------------------------------------ */

/* Defaults as in docs/keys.md; an office may be stricter. */
struct password_policy {
	int length_mfa;    /* characters with a second factor */
	int length_alone;  /* without one */
	int classes_alone; /* of lower, upper, digit, other; without a second factor */
	int history;       /* how many former passwords may not come back */
	int admin_days;    /* age limit of administrators' passwords */
	int other_days;    /* of everybody else's; 0: none */
};
#define PASSWORD_POLICY                                                                            \
	((struct password_policy){.length_mfa = 8,                                                     \
	                          .length_alone = 14,                                                  \
	                          .classes_alone = 4,                                                  \
	                          .history = 10,                                                       \
	                          .admin_days = 60,                                                    \
	                          .other_days = 0})

/* What is known about whoever chooses a password. */
struct password_about {
	struct str account;
	bool mfa;
	const char *const *old_hashes; /* newest first, the present one included */
	int old_count;
};

#define PASSWORD_REASONS_MAX 8
struct password_verdict {
	bool good;
	int count;
	struct str reasons[PASSWORD_REASONS_MAX]; /* Vietnamese sentences, in the arena */
};

/*
 * All that is wrong with `plain`, not only the first thing. Letters with marks
 * count among "other". Former passwords cost one hash each, so they are looked at
 * only when nothing else is wrong.
 */
enum rc password_judge(struct password_hasher *h, const struct password_policy *policy,
                       const struct password_about *about, struct str plain, struct arena *mem,
                       struct password_verdict *out, struct err *e) MUST_CHECK;

/*
 * Whether it is among the commonly used ones: as it stands, without marks, without
 * the digits and signs around it, and with @ 0 1 3 $ read as letters.
 */
bool password_is_common(struct str plain, struct arena *mem);

/* Whole days left, 0 when it has to be changed now, -1 when it never has to be. */
int password_days_left(const struct password_policy *policy, bool admin, int64_t set_ms,
                       int64_t now_ms);

#endif

/*
 * rc.h: how every function that can fail says so.
 *
 * A function that can fail returns enum rc and is marked MUST_CHECK. The first
 * failure fills one struct err; those above it only pass the code on. Nobody
 * unwinds by longjmp; cleanup runs through arena_defer(), the cleanup attribute
 * or one `out:` label.
 *
 * BUG_ON() is for what cannot happen unless the program is wrong: it says where
 * and aborts. It is never used for anything that input, a full disk or another
 * machine can bring about.
 */
#ifndef BASE_RC_H
#define BASE_RC_H

#include "base/banned.h"

#include <stddef.h>

#define MUST_CHECK __attribute__((warn_unused_result))
#define PRINTF_LIKE(fmt, args) __attribute__((format(printf, fmt, args)))

/* The numbers are the program's exit codes too and never change their meaning. */
enum rc {
	RC_OK = 0,
	RC_BUG = 1,       /* the program is wrong (500) */
	RC_INVALID = 2,   /* the input is wrong; err.field names where (422) */
	RC_NOTFOUND = 3,  /* no such thing, or not within one's scope (404) */
	RC_DENIED = 4,    /* known, but not allowed to do this (403) */
	RC_SIGNIN = 5,    /* nobody is signed in, or the session has ended (401) */
	RC_CONFLICT = 6,  /* somebody was faster, or the state does not allow it (409) */
	RC_BUSY = 7,      /* try again: locked, full, too many tries (503, 429) */
	RC_IO = 8,        /* disk, network or database failed (500) */
	RC_TOOBIG = 9,    /* over a limit (413) */
	RC_RETRY = 10,    /* inside db and gate only: run the whole transaction again */
	RC_CANCELLED = 11 /* a job was told to stop */
};

/*
 * What went wrong. `message` is a Vietnamese sentence for the person at the
 * screen and says what to do; `detail` is for the process log and may name
 * internals, never personal data. `field` is the name of a declared field or "".
 */
struct err {
	enum rc code;
	char field[64];
	char message[512];
	char detail[512];
};

/* The short English word of a code ("invalid", "denied"), fixed for the API. */
const char *rc_word(enum rc code);

/*
 * Records the first failure and returns `code`, so that one writes
 * `return err_set(e, RC_INVALID, "Thiếu tên đơn vị.");`. A later call on a filled
 * record changes nothing but still returns its own code. `e` may be NULL.
 */
enum rc err_set(struct err *e, enum rc code, const char *message, ...) PRINTF_LIKE(3, 4);

/* The same, tied to one declared field. */
enum rc err_field(struct err *e, const char *field, const char *message, ...) PRINTF_LIKE(3, 4);

/* The same for failures below: `detail` for the log, a general sentence for people. */
enum rc err_detail(struct err *e, enum rc code, const char *detail, ...) PRINTF_LIKE(3, 4);

void err_clear(struct err *e);

#define TRY(call)                                                                                  \
	do {                                                                                           \
		enum rc try_rc_ = (call);                                                                  \
		if (try_rc_ != RC_OK)                                                                      \
			return try_rc_;                                                                        \
	} while (0)

_Noreturn void bug_at(const char *file, int line, const char *what);
#define BUG_ON(cond)                                                                               \
	do {                                                                                           \
		if (__builtin_expect(!!(cond), 0))                                                         \
			bug_at(__FILE__, __LINE__, #cond);                                                     \
	} while (0)

#endif

/*
 * verify.h: whether the journal still is what was written.
 *
 * Reads the chain once from end to end, in one snapshot and constant memory, and
 * works it out again. Found are: a changed, missing or added line, links cut off or
 * changed, a missing or forged head, lines that nobody has sealed, and, with heads
 * kept outside the database, an older state put back. What it cannot find is told in
 * docs/journal.md.
 */
#ifndef JOURNAL_VERIFY_H
#define JOURNAL_VERIFY_H

#include "journal/seal.h"

/* A line should be sealed and signed well within this time. */
#define JOURNAL_LATE_MS ((int64_t)5 * 60 * 1000)
/* A line older than the head before it by more than this was put in later. */
#define JOURNAL_ADDED_MS ((int64_t)24 * 3600 * 1000)

enum journal_fault {
	JOURNAL_CHANGED,   /* a line or its hash is not what was chained */
	JOURNAL_MISSING,   /* a line is gone */
	JOURNAL_GAP,       /* links are gone */
	JOURNAL_CUT,       /* the chain ends before a signed head */
	JOURNAL_ADDED,     /* a line bears a time long before it was sealed */
	JOURNAL_FORGED,    /* a head does not fit the chain or its signature */
	JOURNAL_HEAD_GONE, /* a head is missing */
	JOURNAL_UNSEALED,  /* lines that should have been sealed */
	JOURNAL_UNSIGNED,  /* links that should be under a head */
	JOURNAL_OLDER      /* a head kept outside is not in this database, or is another */
};

/* "changed", "missing" … for programs. */
const char *journal_fault_word(enum journal_fault f);

struct journal_problem {
	enum journal_fault fault;
	int64_t seq;  /* link, or DB_NULL */
	int64_t line; /* journal.id, or DB_NULL */
	struct str say;
};

/* A head that was kept outside: whole, or as typed from a mail. */
struct journal_kept {
	int64_t seq;
	unsigned char hash[JOURNAL_HASH_BYTES];
	size_t hash_bytes; /* that are known; at least 8 */
};

#define JOURNAL_PROBLEMS_KEPT 100

struct journal_report {
	int64_t links, heads, unsealed;
	bool has_head;
	struct journal_head head;                               /* the newest, if its signature holds */
	struct journal_problem problems[JOURNAL_PROBLEMS_KEPT]; /* the first ones, as they were met */
	int64_t problem_count;
};

struct journal_verify_ask {
	int64_t now_ms;
	const struct journal_kept *kept; /* in any order; sorted in a copy */
	int kept_count;
};

/*
 * RC_OK means that it was read through, whatever was found. `mem` holds the sentences.
 * Opens a read transaction unless one is open.
 */
enum rc journal_verify(struct db *db, struct keys *keys, const struct journal_verify_ask *ask,
                       struct arena *mem, struct journal_report *out, struct err *e) MUST_CHECK;

/*
 * "SEQ:HASH" (at least 16 hexadecimal digits) or a line of journal_head_text(), whose
 * signature must hold. RC_INVALID with a sentence.
 */
enum rc journal_kept_parse(struct keys *keys, struct str text, struct journal_kept *out,
                           struct err *e) MUST_CHECK;

/*
 * All lines of a file that begin with "thidua-head", in the arena. RC_NOTFOUND without
 * such a file (nothing recorded), RC_INVALID when one of them is wrong or there is none.
 */
enum rc journal_kept_read(struct keys *keys, const char *path, struct arena *mem,
                          struct journal_kept **out, int *count, struct err *e) MUST_CHECK;

#endif

/*
 * seal.h: the seal of the journal: a chain of hashes over its lines, and signed heads.
 *
 * A line is written by the transaction that makes a change (journal.h) and sealed
 * shortly after it has committed, by whichever instance comes first:
 *
 *     hash(n) = BLAKE2b-256("thidua journal line 1" | hash(n - 1) | the line)
 *
 * over every column of the line, numbers as 8 bytes little endian, text behind its
 * length; hash(0) is 32 zero bytes. Links are numbered 1, 2, 3 … in the order in
 * which the sealer met the lines, which is not always the order of their ids. Every
 * JOURNAL_HEAD_LINES links or JOURNAL_HEAD_MS a head is signed with KEY_JOURNAL, which
 * is outside the database:
 *
 *     Ed25519("thidua journal head 1" | seq | seq of the head before | time | hash(seq))
 *
 * The hashes are not secret: whoever can write to the database and its owner's rights
 * can make new ones after the last head, and after an older head only by forging the
 * heads that follow. docs/journal.md says what that stops and what it does not.
 */
#ifndef JOURNAL_SEAL_H
#define JOURNAL_SEAL_H

#include "auth/keys.h"
#include "db/db.h"

#define JOURNAL_HASH_BYTES 32
#define JOURNAL_HASH_TEXT (2 * JOURNAL_HASH_BYTES + 1)
#define JOURNAL_HEAD_LINES 1000
#define JOURNAL_HEAD_MS ((int64_t)60 * 1000)
/*
 * On PostgreSQL a line with a smaller id may commit later. So each run looks again at
 * the last ids, and JOURNAL_SEAL_ALL at every one.
 */
#define JOURNAL_SEAL_WINDOW 10000

enum journal_seal_how {
	JOURNAL_SEAL_STEP, /* every few seconds */
	JOURNAL_SEAL_ALL   /* at start, at stop and each night: looks at every line, signs what is there
	                    */
};

/*
 * Chains what has committed and signs heads that are due. Opens its own transactions,
 * so not inside one. RC_OK also when another instance is at it. RC_CONFLICT when what
 * was sealed since the last head has been changed: nothing more is signed then, and
 * journal_verify() says what is wrong.
 */
enum rc journal_seal_run(struct db *db, struct keys *keys, enum journal_seal_how how,
                         int64_t now_ms, struct err *e) MUST_CHECK;

/* --- a head --------------------------------------------------------------------- */

struct journal_head {
	int64_t seq, prev_seq, at_ms;
	unsigned char hash[JOURNAL_HASH_BYTES];
	uint32_t key_id;
	unsigned char signature[KEYS_SIGN_BYTES];
};

/* The newest; RC_NOTFOUND while nothing was signed. */
enum rc journal_head_last(struct db *db, struct arena *mem, struct journal_head *out) MUST_CHECK;

/* RC_OK, RC_INVALID for a wrong signature, RC_NOTFOUND for a key that is not in the ring. */
enum rc journal_head_check(struct keys *keys, const struct journal_head *h,
                           struct err *e) MUST_CHECK;

/* Whether it bears the signature of this public key: for who holds no ring. */
bool journal_head_check_public(const unsigned char public_key[KEYS_PUBLIC_BYTES],
                               const struct journal_head *h) MUST_CHECK;

/*
 * One line of text, to be kept outside the database (beside backups, in the daily mail):
 *     thidua-head 1 SEQ PREV AT HASH KEY SIGNATURE
 */
struct str journal_head_text(struct arena *mem, const struct journal_head *h);
bool journal_head_parse(struct str line, struct journal_head *out) MUST_CHECK;

/* Beside the database, in the data folder. */
#define JOURNAL_HEAD_FILE "journal.head"

/*
 * Writes the newest head into a file, replacing it whole. RC_CONFLICT, and the file stays,
 * when the head in it is not in this database: an older state was put back.
 */
enum rc journal_head_keep(struct db *db, const char *path, struct err *e) MUST_CHECK;

/* --- for verify.c and packages of a year ------------------------------------------------ */

/* A line as it is hashed. */
struct journal_row {
	int64_t id, at_ms, account_id;
	struct str origin, request, op, object;
	int64_t object_id, person_id, unit_id;
	struct str detail;
};

/* Of a line as sql_journal_walk read it. */
struct sql_journal_walk;
struct journal_row journal_row_of(const struct sql_journal_walk *w);

void journal_link_hash(const unsigned char prev[JOURNAL_HASH_BYTES], const struct journal_row *r,
                       unsigned char out[JOURNAL_HASH_BYTES]);

#endif

/*
 * ballot.h: a secret ballot: how a vote is closed up, kept, and counted without its voter.
 *
 * docs/ballot.md has the threat model. In short: three people count (ban kiểm phiếu); each has a
 * code that is shown once and kept on paper. When voting opens, a key of the ballot is made; its
 * secret half is locked three times, once for each two of the three codes, and forgotten. A vote
 * is a sealed box to that key, always of the same length; all boxes of a ballot are one piece of
 * bytes, filled up to a fixed size and shuffled at each vote, so that there are no rows, no order
 * and no times. Two codes open it; each vote is then split by nominee into slips with random
 * ids, in the order of these ids.
 *
 * A receipt is a hash of the sealed box: whoever has it finds it among those that were counted;
 * it says nothing about what is inside. Nothing here knows a voter, a database or a clock; an
 * end-to-end verifiable ballot can take the place of this room.
 */
#ifndef BALLOT_BALLOT_H
#define BALLOT_BALLOT_H

#include "base/arena.h"

#define BALLOT_BOARD 3
#define BALLOT_KEY_BYTES 32
#define BALLOT_WRAP_BYTES (BALLOT_KEY_BYTES + 2 * 48)
#define BALLOT_CODE_TEXT 30    /* five groups of five, NUL included */
#define BALLOT_RECEIPT_TEXT 20 /* four groups of four, NUL included */
#define BALLOT_ITEMS_MAX 400
#define BALLOT_VOTERS_MAX 99
#define BALLOT_ID_BYTES 16

/* What one voter says of one nominee. AWAY: recused, not asked. */
enum ballot_choice { BALLOT_BLANK, BALLOT_FOR, BALLOT_AGAINST, BALLOT_LOWER, BALLOT_AWAY };
#define BALLOT_CHOICES 5

/* --- the board's codes ------------------------------------------------------------------ */

struct ballot_code {
	char text[BALLOT_CODE_TEXT];
};
/* A fresh one, 105 random bits and 20 of checksum. Show it once, then wipe it. */
void ballot_code_new(struct ballot_code *out);
/* RC_INVALID when it was mistyped; case, spaces and dashes do not matter. */
enum rc ballot_code_public(struct str typed, unsigned char out[BALLOT_KEY_BYTES],
                           struct err *e) MUST_CHECK;

/* --- the ballot's key -------------------------------------------------------------------- */

/* wraps: for the board's members 0 and 1, 0 and 2, 1 and 2. */
struct ballot_lock {
	unsigned char public_key[BALLOT_KEY_BYTES];
	unsigned char wraps[3][BALLOT_WRAP_BYTES];
};
void ballot_lock_new(const unsigned char board[BALLOT_BOARD][BALLOT_KEY_BYTES],
                     struct ballot_lock *out);

/*
 * The secret half, from two codes of the board in any order; wipe it. RC_INVALID: a code is
 * mistyped, not of this board, or the same twice.
 */
enum rc ballot_unlock(const struct ballot_lock *lock,
                      const unsigned char board[BALLOT_BOARD][BALLOT_KEY_BYTES], struct str one,
                      struct str other, unsigned char secret[BALLOT_KEY_BYTES],
                      struct err *e) MUST_CHECK;
void ballot_wipe(void *bytes, size_t n);

/* --- voting ---------------------------------------------------------------------------------- */

struct ballot_receipt {
	char text[BALLOT_RECEIPT_TEXT];
};

/* One vote on `items` nominees, closed up. The result lives in the arena. */
struct str ballot_seal(struct arena *mem, const unsigned char public_key[BALLOT_KEY_BYTES],
                       const unsigned char *choices, int items, struct ballot_receipt *receipt);

/*
 * The box with one more vote in it, in a new random order and of the size that `voters` votes
 * on `items` nominees always have. `box` is empty (n == 0) at first. RC_CONFLICT: it is full.
 */
enum rc ballot_put(struct arena *mem, struct str box, struct str sealed, int items, int voters,
                   struct str *out, struct err *e) MUST_CHECK;

/* --- counting ----------------------------------------------------------------------------------
 */

struct ballot_slip {
	unsigned char id[BALLOT_ID_BYTES];
	int item;
	enum ballot_choice choice;
};

struct ballot_count {
	int votes;                 /* in the box */
	struct ballot_slip *slips; /* by id; none for AWAY */
	int slip_count;
	struct ballot_receipt *receipts; /* in the order of letters */
};

/* RC_INVALID: something in the box is no vote for this key, or has other nominees. */
enum rc ballot_open(struct arena *mem, const unsigned char public_key[BALLOT_KEY_BYTES],
                    const unsigned char secret[BALLOT_KEY_BYTES], struct str box, int items,
                    struct ballot_count *out, struct err *e) MUST_CHECK;

/* A hash of text and bytes, in hexadecimal: what closing leaves behind for a recount. */
struct str ballot_digest(struct arena *mem, struct str bytes);

#endif

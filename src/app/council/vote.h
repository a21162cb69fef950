/* vote.h: what voting and counting share. */
#ifndef APP_COUNCIL_VOTE_H
#define APP_COUNCIL_VOTE_H

#include "app/council/inner.h"
#include "ballot/ballot.h"

/* The use and place under which the key ring seals the box. */
#define BALLOT_BOX_USE "ballot box"
struct str ballot_box_place(struct ctx *c, int64_t ballot);

/* RC_DENIED: the caller is not on this ballot's counting board. */
enum rc ballot_on_board(struct ctx *c, int64_t ballot) MUST_CHECK;

/* RC_CONFLICT: one of the three has no code yet. */
enum rc ballot_board_keys(struct ctx *c, int64_t ballot,
                          unsigned char keys[BALLOT_BOARD][BALLOT_KEY_BYTES]) MUST_CHECK;

/*
 * How many have to vote on a nominee in the same way, on the screen or on paper. The numbers of
 * each way are stored: one vote is known by them, and of two each voter knows the other's.
 */
#define BALLOT_SECRET_MIN 3

/* RC_CONFLICT: fewer would vote so, or have voted on the screen. secrecy.c. */
enum rc ballot_secret_to_open(struct ctx *c, int64_t ballot) MUST_CHECK;
enum rc ballot_secret_to_count(struct ctx *c, int64_t ballot) MUST_CHECK;
/* Are `n` votes of one way for one matter none or enough? `words`: "bằng phiếu giấy". */
enum rc ballot_secret_sum(struct ctx *c, int64_t n, const char *words, struct str title) MUST_CHECK;

/* BALLOT_BLANK for "blank" and what is none. */
enum ballot_choice ballot_choice_of(struct str word);

#endif

/* The secret ballot as a pure room: codes, the box, counting; what must not be possible. */
#include "ballot/ballot.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

struct room {
	struct arena mem;
	struct err e;
	struct ballot_code codes[BALLOT_BOARD];
	unsigned char board[BALLOT_BOARD][BALLOT_KEY_BYTES];
	struct ballot_lock lock;
};

static void room_open(struct room *r)
{
	memset(r, 0, sizeof *r);
	arena_init(&r->mem);
	for (int i = 0; i < BALLOT_BOARD; i++) {
		ballot_code_new(&r->codes[i]);
		assert_int_equal(ballot_code_public(str_of(r->codes[i].text), r->board[i], &r->e), RC_OK);
	}
	ballot_lock_new((const unsigned char(*)[BALLOT_KEY_BYTES])r->board, &r->lock);
}

static enum rc unlock(struct room *r, const char *one, const char *other, unsigned char *secret)
{
	return ballot_unlock(&r->lock, (const unsigned char(*)[BALLOT_KEY_BYTES])r->board, str_of(one),
	                     str_of(other), secret, &r->e);
}

static struct str vote(struct room *r, struct str box, const unsigned char *choices, int items,
                       int voters, struct ballot_receipt *receipt)
{
	struct str sealed = ballot_seal(&r->mem, r->lock.public_key, choices, items, receipt), out;
	assert_int_equal(ballot_put(&r->mem, box, sealed, items, voters, &out, &r->e), RC_OK);
	return out;
}

static void any_two_of_three_open_and_one_does_not(void **state)
{
	struct room r, other;
	unsigned char secret[BALLOT_KEY_BYTES], first[BALLOT_KEY_BYTES];
	(void)state;
	room_open(&r);
	room_open(&other);
	assert_int_equal(unlock(&r, r.codes[0].text, r.codes[1].text, first), RC_OK);
	for (int i = 0; i < BALLOT_BOARD; i++)
		for (int k = 0; k < BALLOT_BOARD; k++) {
			enum rc rc = unlock(&r, r.codes[i].text, r.codes[k].text, secret);
			assert_int_equal(rc, i == k ? RC_INVALID : RC_OK);
			if (i != k)
				assert_memory_equal(secret, first, sizeof secret);
		}
	assert_int_equal(unlock(&r, r.codes[0].text, other.codes[1].text, secret), RC_INVALID);
	assert_string_equal(r.e.field, "code_other");
	/* Typed small and without dashes it is the same; with one letter wrong it is none. */
	char typed[BALLOT_CODE_TEXT];
	int n = 0;
	for (const char *p = r.codes[1].text; *p; p++)
		if (*p != '-')
			typed[n++] = (char)(*p >= 'A' && *p <= 'Z' ? *p - 'A' + 'a' : *p);
	typed[n] = '\0';
	assert_int_equal(unlock(&r, r.codes[0].text, typed, secret), RC_OK);
	typed[3] = typed[3] == '7' ? '8' : '7';
	assert_int_equal(unlock(&r, r.codes[0].text, typed, secret), RC_INVALID);
	arena_release(&r.mem);
	arena_release(&other.mem);
}

static void votes_come_out_split_and_without_order(void **state)
{
	enum { VOTERS = 9, ITEMS = 3 };
	struct room r;
	struct str box = STR("");
	struct ballot_receipt receipts[VOTERS];
	struct ballot_count count;
	unsigned char secret[BALLOT_KEY_BYTES];
	int sums[ITEMS][BALLOT_CHOICES] = {0};
	(void)state;
	room_open(&r);
	for (int v = 0; v < VOTERS; v++) {
		/* The third is recused from the second item. */
		const unsigned char choices[ITEMS] = {v < 7 ? BALLOT_FOR : BALLOT_AGAINST,
		                                      v == 2 ? BALLOT_AWAY : BALLOT_LOWER,
		                                      v == 0 ? BALLOT_BLANK : BALLOT_FOR};
		box = vote(&r, box, choices, ITEMS, VOTERS, &receipts[v]);
	}
	assert_int_equal(unlock(&r, r.codes[2].text, r.codes[0].text, secret), RC_OK);
	assert_int_equal(ballot_open(&r.mem, r.lock.public_key, secret, box, ITEMS, &count, &r.e),
	                 RC_OK);
	assert_int_equal(count.votes, VOTERS);
	assert_int_equal(count.slip_count, VOTERS * ITEMS - 1);
	for (int i = 0; i < count.slip_count; i++) {
		sums[count.slips[i].item][count.slips[i].choice]++;
		if (i)
			assert_true(memcmp(count.slips[i - 1].id, count.slips[i].id, BALLOT_ID_BYTES) < 0);
	}
	assert_int_equal(sums[0][BALLOT_FOR], 7);
	assert_int_equal(sums[0][BALLOT_AGAINST], 2);
	assert_int_equal(sums[1][BALLOT_LOWER], 8);
	assert_int_equal(sums[2][BALLOT_BLANK], 1);
	/* Every voter finds the own receipt once; equal votes have different ones. */
	for (int v = 0; v < VOTERS; v++) {
		int found = 0;
		for (int i = 0; i < VOTERS; i++)
			found += strcmp(receipts[v].text, count.receipts[i].text) == 0;
		assert_int_equal(found, 1);
	}
	arena_release(&r.mem);
}

/* From the size and bytes of the box nothing is learned: the same size from the first vote on. */
static void the_box_has_one_size_and_is_shuffled(void **state)
{
	enum { VOTERS = 8, ITEMS = 2, ROUNDS = 400 };
	const unsigned char choices[ITEMS] = {BALLOT_FOR, BALLOT_AGAINST};
	struct room r;
	struct ballot_receipt receipt;
	int at_first = 0;
	(void)state;
	room_open(&r);
	for (int round = 0; round < ROUNDS; round++) {
		struct str sealed = ballot_seal(&r.mem, r.lock.public_key, choices, ITEMS, &receipt), box,
				   size = STR("");
		assert_int_equal(ballot_put(&r.mem, STR(""), sealed, ITEMS, VOTERS, &box, &r.e), RC_OK);
		size = box;
		for (int v = 1; v < 4; v++) {
			struct str more = ballot_seal(&r.mem, r.lock.public_key, choices, ITEMS, &receipt);
			assert_int_equal(ballot_put(&r.mem, box, more, ITEMS, VOTERS, &box, &r.e), RC_OK);
			assert_int_equal(box.n, size.n);
		}
		at_first += memcmp(box.p + 1, sealed.p, sealed.n) == 0;
	}
	/* The first vote is first among four in a quarter of the rounds, not always and not never. */
	assert_in_range(at_first, ROUNDS / 8, ROUNDS / 2);
	arena_release(&r.mem);
}

static void what_was_changed_or_is_too_much_is_refused(void **state)
{
	enum { VOTERS = 2, ITEMS = 1 };
	const unsigned char choices[ITEMS] = {BALLOT_FOR};
	struct room r, other;
	struct ballot_receipt receipt;
	struct ballot_count count;
	struct str box = STR(""), sealed;
	unsigned char secret[BALLOT_KEY_BYTES];
	(void)state;
	room_open(&r);
	room_open(&other);
	for (int v = 0; v < VOTERS; v++)
		box = vote(&r, box, choices, ITEMS, VOTERS, &receipt);
	sealed = ballot_seal(&r.mem, r.lock.public_key, choices, ITEMS, &receipt);
	struct str more;
	assert_int_equal(ballot_put(&r.mem, box, sealed, ITEMS, VOTERS, &more, &r.e), RC_CONFLICT);
	assert_int_equal(unlock(&r, r.codes[0].text, r.codes[1].text, secret), RC_OK);
	box.p = (char *)memcpy(arena_alloc(&r.mem, box.n), box.p, box.n);
	((char *)box.p)[20] ^= 1;
	assert_int_equal(ballot_open(&r.mem, r.lock.public_key, secret, box, ITEMS, &count, &r.e),
	                 RC_INVALID);
	((char *)box.p)[20] ^= 1;
	assert_int_equal(ballot_open(&r.mem, r.lock.public_key, secret, box, ITEMS, &count, &r.e),
	                 RC_OK);
	/* A vote for another ballot's key does not slip in. */
	box = vote(&other, STR(""), choices, ITEMS, VOTERS, &receipt);
	assert_int_equal(ballot_open(&r.mem, r.lock.public_key, secret, box, ITEMS, &count, &r.e),
	                 RC_INVALID);
	arena_release(&r.mem);
	arena_release(&other.mem);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_two_of_three_open_and_one_does_not),
		cmocka_unit_test(votes_come_out_split_and_without_order),
		cmocka_unit_test(the_box_has_one_size_and_is_shuffled),
		cmocka_unit_test(what_was_changed_or_is_too_much_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

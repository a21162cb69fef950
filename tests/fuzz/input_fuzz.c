/*
 * What comes from outside and is read in the server itself: the first byte chooses a JSON body, a
 * typed code of a board, a box of votes, a backup, or the lines of a key ring. Nothing of it may do
 * more than be refused.
 */
#include "auth/box.h"
#include "auth/keys_inner.h"
#include "ballot/ballot.h"
#include "op/values.h"

#include <sodium.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define ITEMS 3
#define VOTERS 5

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void fuzz_json(struct arena *mem, struct str in)
{
	struct values v;
	struct err e = {0};
	values_init(&v, mem);
	if (values_from_json(&v, in, &e) != RC_OK) {
		BUG_ON(!e.message[0]);
		return;
	}
	for (int i = 0; i < v.count; i++)
		BUG_ON(!str_utf8_ok(v.items[i].name) || !str_utf8_ok(v.items[i].text));
}

static void fuzz_code(struct str in)
{
	unsigned char key[BALLOT_KEY_BYTES];
	struct err e = {0};
	BUG_ON(ballot_code_public(in, key, &e) != RC_OK && !e.message[0]);
}

/* A box that was tampered with is never counted. */
static void fuzz_votes(struct arena *mem, struct str in)
{
	static const unsigned char key[BALLOT_KEY_BYTES] = {9}, secret[BALLOT_KEY_BYTES] = {1};
	static const unsigned char choices[ITEMS] = {BALLOT_FOR, BALLOT_AGAINST, BALLOT_BLANK};
	struct ballot_count count;
	struct str out;
	struct err e = {0};
	BUG_ON(in.n && ballot_open(mem, key, secret, in, ITEMS, &count, &e) == RC_OK && count.votes);
	err_clear(&e);
	struct ballot_receipt receipt;
	struct str vote = ballot_seal(mem, key, choices, ITEMS, &receipt);
	if (ballot_put(mem, in, vote, ITEMS, VOTERS, &out, &e) == RC_OK)
		BUG_ON(!out.p);
}

static void fuzz_box(struct str in)
{
	struct box_secret nobody = {0};
	struct box *box = NULL;
	struct err e = {0};
	int fd = memfd_create("box", 0);
	BUG_ON(fd < 0 || write(fd, in.p, in.n) != (ssize_t)in.n || lseek(fd, 0, SEEK_SET) != 0);
	BUG_ON(box_open(fd, &nobody, &box, &e) == RC_OK);
	box_free(box);
	close(fd);
}

/* With a good sum, or nothing behind it were ever read; what is taken is written as it was read. */
static void fuzz_ring(struct str lines)
{
	static const char magic[] = "thidua-ring 1\n";
	struct ring_text *t = secure_alloc(sizeof *t), *again = secure_alloc(sizeof *again);
	struct key_set *set;
	struct err e = {0};
	unsigned char hash[32];
	char sum[sodium_base64_ENCODED_LEN(sizeof hash, sodium_base64_VARIANT_ORIGINAL)];
	if (lines.n > RING_MAX - 128)
		lines.n = RING_MAX - 128;
	t->n = (size_t)snprintf(t->p, RING_MAX, "%s", magic);
	memcpy(t->p + t->n, lines.p, lines.n);
	t->n += lines.n;
	crypto_generichash(hash, sizeof hash, (const unsigned char *)t->p, t->n, NULL, 0);
	sodium_bin2base64(sum, sizeof sum, hash, sizeof hash, sodium_base64_VARIANT_ORIGINAL);
	t->n += (size_t)snprintf(t->p + t->n, RING_MAX - t->n, "sum %s\n", sum);
	if (ring_read_text(t, &set, &e) == RC_OK) {
		ring_write_text(set, again);
		BUG_ON(again->n != t->n || memcmp(again->p, t->p, t->n) != 0);
		sodium_free(set);
	} else {
		BUG_ON(!e.message[0]);
	}
	sodium_free(t);
	sodium_free(again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena mem;
	if (sodium_init() < 0)
		return 0;
	if (size == 0)
		return 0;
	struct str in = {(const char *)data + 1, size - 1};
	if (data[0] == 'k') {
		fuzz_ring(in);
		return 0;
	}
	arena_init(&mem);
	switch (data[0] % 4) {
	case 0: fuzz_json(&mem, in); break;
	case 1: fuzz_code(in); break;
	case 2: fuzz_votes(&mem, in); break;
	default: fuzz_box(in); break;
	}
	arena_release(&mem);
	return 0;
}

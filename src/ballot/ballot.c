/* ballot.c: codes, keys, sealed votes, the box, the slips. */
#include "ballot/ballot.h"

#include <sodium.h>
#include <stdlib.h>

_Static_assert(BALLOT_WRAP_BYTES == BALLOT_KEY_BYTES + 2 * crypto_box_SEALBYTES, "two seals");

#define PAD 16 /* random bytes in each vote, so that equal votes hash to different receipts */
#define SEALED(items) ((size_t)(items) + PAD + crypto_box_SEALBYTES)

/* Without I, L, O, U: nothing that is taken for something else on paper. */
static const char letters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/* --- codes ---------------------------------------------------------------------------------- */

#define CODE_LETTERS 25
#define CODE_RANDOM 21 /* letters; the other four check them */

static void code_sum(const char *text, char sum[CODE_LETTERS - CODE_RANDOM])
{
	unsigned char hash[crypto_generichash_BYTES];
	crypto_generichash(hash, sizeof hash, (const unsigned char *)text, CODE_RANDOM, NULL, 0);
	for (int i = 0; i < CODE_LETTERS - CODE_RANDOM; i++)
		sum[i] = letters[hash[i] & 31];
}

static void in_groups(const char *plain, int n, int group, char *out)
{
	for (int i = 0; i < n; i++) {
		if (i && i % group == 0)
			*out++ = '-';
		*out++ = plain[i];
	}
	*out = '\0';
}

void ballot_code_new(struct ballot_code *out)
{
	char plain[CODE_LETTERS];
	for (int i = 0; i < CODE_RANDOM; i++)
		plain[i] = letters[randombytes_uniform(32)];
	code_sum(plain, plain + CODE_RANDOM);
	in_groups(plain, CODE_LETTERS, 5, out->text);
	sodium_memzero(plain, sizeof plain);
}

static bool code_read(struct str typed, char plain[CODE_LETTERS])
{
	char sum[CODE_LETTERS - CODE_RANDOM];
	int n = 0;
	for (size_t i = 0; i < typed.n; i++) {
		char c = typed.p[i];
		if (c == '-' || c == ' ')
			continue;
		c = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
		c = c == 'O' ? '0' : c == 'I' || c == 'L' ? '1' : c;
		if (n == CODE_LETTERS || c == '\0' || !strchr(letters, c))
			return false;
		plain[n++] = c;
	}
	if (n != CODE_LETTERS)
		return false;
	code_sum(plain, sum);
	return sodium_memcmp(sum, plain + CODE_RANDOM, sizeof sum) == 0;
}

static enum rc code_pair(struct str typed, unsigned char pk[BALLOT_KEY_BYTES],
                         unsigned char sk[BALLOT_KEY_BYTES], struct err *e)
{
	static const unsigned char use[] = "thidua ballot board";
	unsigned char seed[crypto_box_SEEDBYTES];
	char plain[CODE_LETTERS];
	if (!code_read(typed, plain))
		return err_set(e, RC_INVALID, "Mã kiểm phiếu bị gõ sai. Xin gõ lại đúng như trên giấy.");
	crypto_generichash(seed, sizeof seed, (unsigned char *)plain, sizeof plain, use, sizeof use);
	crypto_box_seed_keypair(pk, sk, seed);
	sodium_memzero(seed, sizeof seed);
	sodium_memzero(plain, sizeof plain);
	return RC_OK;
}

enum rc ballot_code_public(struct str typed, unsigned char out[BALLOT_KEY_BYTES], struct err *e)
{
	unsigned char sk[BALLOT_KEY_BYTES];
	TRY(code_pair(typed, out, sk, e));
	sodium_memzero(sk, sizeof sk);
	return RC_OK;
}

/* --- the ballot's key --------------------------------------------------------------------------
 */

static const int pairs[3][2] = {{0, 1}, {0, 2}, {1, 2}};

void ballot_lock_new(const unsigned char board[BALLOT_BOARD][BALLOT_KEY_BYTES],
                     struct ballot_lock *out)
{
	unsigned char secret[BALLOT_KEY_BYTES], inner[BALLOT_KEY_BYTES + crypto_box_SEALBYTES];
	crypto_box_keypair(out->public_key, secret);
	for (int i = 0; i < 3; i++) {
		BUG_ON(crypto_box_seal(inner, secret, sizeof secret, board[pairs[i][1]]) != 0);
		BUG_ON(crypto_box_seal(out->wraps[i], inner, sizeof inner, board[pairs[i][0]]) != 0);
	}
	sodium_memzero(secret, sizeof secret);
	sodium_memzero(inner, sizeof inner);
}

struct code_keys {
	unsigned char pk[BALLOT_KEY_BYTES], sk[BALLOT_KEY_BYTES];
	int place; /* on the board */
};

static enum rc find_place(const unsigned char board[BALLOT_BOARD][BALLOT_KEY_BYTES],
                          struct str typed, const char *field, struct code_keys *out, struct err *e)
{
	enum rc rc = code_pair(typed, out->pk, out->sk, e);
	if (rc != RC_OK)
		return err_field(e, field, "Mã kiểm phiếu bị gõ sai. Xin gõ lại đúng như trên giấy.");
	for (out->place = 0; out->place < BALLOT_BOARD; out->place++)
		if (memcmp(board[out->place], out->pk, BALLOT_KEY_BYTES) == 0)
			return RC_OK;
	return err_field(e, field, "Mã này không phải của ban kiểm phiếu của lần bỏ phiếu này.");
}

static enum rc open_wrap(const unsigned char *wrap, const struct code_keys *first,
                         const struct code_keys *second, unsigned char *secret, struct err *e)
{
	unsigned char inner[BALLOT_KEY_BYTES + crypto_box_SEALBYTES];
	bool ok = crypto_box_seal_open(inner, wrap, BALLOT_WRAP_BYTES, first->pk, first->sk) == 0 &&
	          crypto_box_seal_open(secret, inner, sizeof inner, second->pk, second->sk) == 0;
	sodium_memzero(inner, sizeof inner);
	return ok ? RC_OK : err_set(e, RC_INVALID, "Khóa của lần bỏ phiếu này đã bị thay đổi.");
}

enum rc ballot_unlock(const struct ballot_lock *lock,
                      const unsigned char board[BALLOT_BOARD][BALLOT_KEY_BYTES], struct str one,
                      struct str other, unsigned char secret[BALLOT_KEY_BYTES], struct err *e)
{
	struct code_keys a, b;
	enum rc rc = find_place(board, one, "code_one", &a, e);
	if (rc == RC_OK)
		rc = find_place(board, other, "code_other", &b, e);
	if (rc == RC_OK && a.place == b.place)
		rc = err_field(e, "code_other", "Cần mã của hai người khác nhau.");
	if (rc == RC_OK) {
		const struct code_keys *low = a.place < b.place ? &a : &b, *high = low == &a ? &b : &a;
		/* 0 and 1, 0 and 2, 1 and 2 are the pairs 0, 1, 2. */
		rc = open_wrap(lock->wraps[low->place + high->place - 1], low, high, secret, e);
	}
	sodium_memzero(&a, sizeof a);
	sodium_memzero(&b, sizeof b);
	return rc;
}

void ballot_wipe(void *bytes, size_t n)
{
	sodium_memzero(bytes, n);
}

/* --- voting -------------------------------------------------------------------------------------
 */

static void receipt_of(const unsigned char *sealed, size_t n, struct ballot_receipt *out)
{
	unsigned char hash[crypto_generichash_BYTES];
	char plain[16];
	crypto_generichash(hash, sizeof hash, sealed, n, NULL, 0);
	for (int i = 0; i < 16; i++)
		plain[i] = letters[hash[i] & 31];
	in_groups(plain, 16, 4, out->text);
}

struct str ballot_seal(struct arena *mem, const unsigned char public_key[BALLOT_KEY_BYTES],
                       const unsigned char *choices, int items, struct ballot_receipt *receipt)
{
	unsigned char plain[PAD + BALLOT_ITEMS_MAX];
	size_t n = SEALED(items);
	unsigned char *sealed = arena_alloc(mem, n);
	BUG_ON(items < 1 || items > BALLOT_ITEMS_MAX);
	randombytes_buf(plain, PAD);
	memcpy(plain + PAD, choices, (size_t)items);
	BUG_ON(crypto_box_seal(sealed, plain, PAD + (size_t)items, public_key) != 0);
	sodium_memzero(plain, sizeof plain);
	receipt_of(sealed, n, receipt);
	return (struct str){.p = (char *)sealed, .n = n};
}

/* The first byte is the number of votes; room for `voters` of them, the rest random. */
enum rc ballot_put(struct arena *mem, struct str box, struct str sealed, int items, int voters,
                   struct str *out, struct err *e)
{
	size_t one = SEALED(items), size = 1 + one * (size_t)voters;
	unsigned char *to = arena_alloc(mem, size);
	int votes = box.n ? (unsigned char)box.p[0] : 0;
	BUG_ON(sealed.n != one || voters < 1 || voters > BALLOT_VOTERS_MAX);
	if (box.n && box.n != size)
		return err_set(e, RC_INVALID, "Hòm phiếu có cỡ khác với khi mở.");
	if (votes >= voters)
		return err_set(e, RC_CONFLICT, "Hòm phiếu đã đủ số phiếu của mọi người bỏ phiếu.");
	randombytes_buf(to, size);
	to[0] = (unsigned char)(votes + 1);
	if (votes)
		memcpy(to + 1, box.p + 1, one * (size_t)votes);
	memcpy(to + 1 + one * (size_t)votes, sealed.p, one);
	/* Fisher and Yates. */
	unsigned char *swap = arena_alloc(mem, one);
	for (uint32_t i = (uint32_t)votes; i > 0; i--) {
		size_t k = randombytes_uniform(i + 1);
		memcpy(swap, to + 1 + one * i, one);
		memmove(to + 1 + one * i, to + 1 + one * k, one);
		memcpy(to + 1 + one * k, swap, one);
	}
	*out = (struct str){.p = (char *)to, .n = size};
	return RC_OK;
}

/* --- counting
 * ------------------------------------------------------------------------------------- */

static int slip_order(const void *a, const void *b)
{
	return memcmp(((const struct ballot_slip *)a)->id, ((const struct ballot_slip *)b)->id,
	              BALLOT_ID_BYTES);
}

static int receipt_order(const void *a, const void *b)
{
	return strcmp(((const struct ballot_receipt *)a)->text,
	              ((const struct ballot_receipt *)b)->text);
}

static enum rc split(struct ballot_count *out, const unsigned char *choices, int items,
                     struct err *e)
{
	for (int i = 0; i < items; i++) {
		if (choices[i] >= BALLOT_CHOICES)
			return err_set(e, RC_INVALID, "Trong hòm có một phiếu không đúng mẫu.");
		if (choices[i] == BALLOT_AWAY)
			continue;
		struct ballot_slip *s = &out->slips[out->slip_count++];
		*s = (struct ballot_slip){.item = i, .choice = choices[i]};
		randombytes_buf(s->id, sizeof s->id);
	}
	return RC_OK;
}

enum rc ballot_open(struct arena *mem, const unsigned char public_key[BALLOT_KEY_BYTES],
                    const unsigned char secret[BALLOT_KEY_BYTES], struct str box, int items,
                    struct ballot_count *out, struct err *e)
{
	size_t one = SEALED(items);
	unsigned char plain[PAD + BALLOT_ITEMS_MAX];
	*out = (struct ballot_count){.votes = box.n ? (unsigned char)box.p[0] : 0};
	if (box.n && (box.n - 1) / one < (size_t)out->votes)
		return err_set(e, RC_INVALID, "Hòm phiếu bị cắt mất một phần.");
	out->slips = arena_array(mem, (size_t)out->votes * (size_t)items + 1, sizeof *out->slips);
	out->receipts = arena_array(mem, (size_t)out->votes + 1, sizeof *out->receipts);
	enum rc rc = RC_OK;
	for (int v = 0; v < out->votes && rc == RC_OK; v++) {
		const unsigned char *sealed = (unsigned char *)box.p + 1 + one * (size_t)v;
		if (crypto_box_seal_open(plain, sealed, one, public_key, secret) != 0)
			rc = err_set(e, RC_INVALID, "Trong hòm có một phiếu không mở được bằng khóa này.");
		else
			rc = split(out, plain + PAD, items, e);
		receipt_of(sealed, one, &out->receipts[v]);
	}
	sodium_memzero(plain, sizeof plain);
	qsort(out->slips, (size_t)out->slip_count, sizeof *out->slips, slip_order);
	qsort(out->receipts, (size_t)out->votes, sizeof *out->receipts, receipt_order);
	return rc;
}

struct str ballot_digest(struct arena *mem, struct str bytes)
{
	unsigned char hash[crypto_generichash_BYTES];
	char *hex = arena_alloc(mem, 2 * sizeof hash + 1);
	crypto_generichash(hash, sizeof hash, (const unsigned char *)bytes.p, bytes.n, NULL, 0);
	sodium_bin2hex(hex, 2 * sizeof hash + 1, hash, sizeof hash);
	return (struct str){.p = hex, .n = 2 * sizeof hash};
}

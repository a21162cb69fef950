#include "auth/token.h"

#include <sodium.h>

#define B64 sodium_base64_VARIANT_URLSAFE_NO_PADDING
#define PREFIX 4
#define BODY 43
#define CHECK 6

static const char *const prefixes[] = {
	[TOKEN_SESSION] = "tds_", [TOKEN_API] = "tda_", [TOKEN_INVITE] = "tdi_"};

/* Four bytes of BLAKE2b over prefix and body. */
static void checksum(const char *text, char out[CHECK + 1])
{
	unsigned char hash[crypto_generichash_BYTES_MIN];
	crypto_generichash(hash, sizeof hash, (const unsigned char *)text, PREFIX + BODY, NULL, 0);
	sodium_bin2base64(out, CHECK + 1, hash, 4, B64);
}

static void hash_of(const char *text, unsigned char out[TOKEN_HASH_BYTES])
{
	crypto_generichash(out, TOKEN_HASH_BYTES, (const unsigned char *)text, TOKEN_TEXT_BYTES - 1,
	                   NULL, 0);
}

void token_new(enum token_kind kind, struct token *out)
{
	unsigned char random[32];
	randombytes_buf(random, sizeof random);
	memcpy(out->text, prefixes[kind], PREFIX);
	sodium_bin2base64(out->text + PREFIX, BODY + 1, random, sizeof random, B64);
	checksum(out->text, out->text + PREFIX + BODY);
	hash_of(out->text, out->hash);
	sodium_memzero(random, sizeof random);
}

void token_wipe(struct token *t)
{
	sodium_memzero(t, sizeof *t);
}

bool token_hash(enum token_kind kind, struct str text, unsigned char out[TOKEN_HASH_BYTES])
{
	char check[CHECK + 1];
	if (text.n != TOKEN_TEXT_BYTES - 1 || memcmp(text.p, prefixes[kind], PREFIX) != 0)
		return false;
	checksum(text.p, check);
	if (memcmp(check, text.p + PREFIX + BODY, CHECK) != 0)
		return false;
	hash_of(text.p, out);
	return true;
}

bool token_hash_eq(const unsigned char a[TOKEN_HASH_BYTES], const unsigned char b[TOKEN_HASH_BYTES])
{
	return sodium_memcmp(a, b, TOKEN_HASH_BYTES) == 0;
}

void token_csrf(struct keys *k, const unsigned char session_hash[TOKEN_HASH_BYTES],
                char out[CSRF_TEXT_BYTES])
{
	unsigned char both[2 * KEYS_HASH_BYTES], *mask = both, *masked = both + KEYS_HASH_BYTES;
	keys_mac(k, "csrf", (struct str){(const char *)session_hash, TOKEN_HASH_BYTES}, masked);
	randombytes_buf(mask, KEYS_HASH_BYTES);
	for (int i = 0; i < KEYS_HASH_BYTES; i++)
		masked[i] ^= mask[i];
	sodium_bin2base64(out, CSRF_TEXT_BYTES, both, sizeof both, B64);
}

bool token_csrf_ok(struct keys *k, const unsigned char session_hash[TOKEN_HASH_BYTES],
                   struct str sent)
{
	unsigned char both[2 * KEYS_HASH_BYTES], *mask = both, *masked = both + KEYS_HASH_BYTES;
	size_t n;
	if (sent.n != CSRF_TEXT_BYTES - 1 ||
	    sodium_base642bin(both, sizeof both, sent.p, sent.n, NULL, &n, NULL, B64) != 0 ||
	    n != sizeof both)
		return false;
	for (int i = 0; i < KEYS_HASH_BYTES; i++)
		masked[i] ^= mask[i];
	return keys_mac_ok(k, "csrf", (struct str){(const char *)session_hash, TOKEN_HASH_BYTES},
	                   (struct str){(const char *)masked, KEYS_HASH_BYTES});
}

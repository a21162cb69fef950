#include "auth/totp.h"
#include "auth/base32.h"
#include "base/html.h"

#include <gnutls/crypto.h>
#include <sodium.h>

#define DIGITS 6
#define RECOVERY_BYTES 10

void totp_secret_new(struct totp_secret *out)
{
	randombytes_buf(out->bytes, sizeof out->bytes);
}

uint32_t totp_at(const struct totp_secret *s, uint64_t step)
{
	unsigned char count[8], mac[20];
	for (int i = 0; i < 8; i++)
		count[i] = (unsigned char)(step >> (56 - 8 * i));
	/* HMAC-SHA-1 is not in libsodium; GnuTLS is here for TLS anyway. */
	BUG_ON(gnutls_hmac_fast(GNUTLS_MAC_SHA1, s->bytes, sizeof s->bytes, count, sizeof count, mac));
	unsigned at = mac[19] & 15U; /* RFC 4226, 5.3 */
	uint32_t v = (uint32_t)(mac[at] & 127U) << 24 | (uint32_t)mac[at + 1] << 16 |
	             (uint32_t)mac[at + 2] << 8 | mac[at + 3];
	return v % 1000000;
}

static bool read_code(struct str typed, uint32_t *out)
{
	int digits = 0;
	uint32_t v = 0;
	for (size_t i = 0; i < typed.n; i++) {
		char c = typed.p[i];
		if (c == ' ')
			continue;
		if (c < '0' || c > '9' || ++digits > DIGITS)
			return false;
		v = v * 10 + (uint32_t)(c - '0');
	}
	*out = v;
	return digits == DIGITS;
}

bool totp_check(const struct totp_secret *s, struct str typed, int64_t now_ms, int64_t *last_step)
{
	uint32_t code;
	int64_t now = now_ms / TOTP_STEP_MS, used = -1;
	if (now < 1 || !read_code(typed, &code))
		return false;
	for (int64_t step = now - 1; step <= now + 1; step++)
		if (totp_at(s, (uint64_t)step) == code && step > *last_step && used < 0)
			used = step;
	if (used < 0)
		return false;
	*last_step = used;
	return true;
}

void totp_uri(struct buf *out, const struct totp_secret *s, struct str issuer, struct str account)
{
	char b32[BASE32_ROOM(TOTP_SECRET_BYTES)];
	base32_encode(s->bytes, sizeof s->bytes, b32);
	buf_z(out, "otpauth://totp/");
	html_arg(out, issuer);
	buf_z(out, ":");
	html_arg(out, account);
	buf_printf(out, "?secret=%s&issuer=", b32);
	html_arg(out, issuer);
	buf_z(out, "&algorithm=SHA1&digits=6&period=30");
	sodium_memzero(b32, sizeof b32);
}

/* Base 32 in groups of four. */
static void grouped(const unsigned char *p, size_t n, char *out)
{
	char flat[BASE32_ROOM(TOTP_SECRET_BYTES)];
	base32_encode(p, n, flat);
	for (size_t i = 0; flat[i]; i++) {
		if (i && i % 4 == 0)
			*out++ = '-';
		*out++ = flat[i];
	}
	*out = '\0';
	sodium_memzero(flat, sizeof flat);
}

void totp_secret_text(const struct totp_secret *s, char out[TOTP_SECRET_TEXT])
{
	grouped(s->bytes, sizeof s->bytes, out);
}

static void hash_code(const unsigned char code[RECOVERY_BYTES], unsigned char out[TOTP_HASH_BYTES])
{
	static const char use[] = "thidua recovery code";
	crypto_generichash(out, TOTP_HASH_BYTES, code, RECOVERY_BYTES, (const unsigned char *)use,
	                   sizeof use);
}

void totp_recovery_new(struct totp_recovery out[TOTP_RECOVERY_COUNT])
{
	unsigned char code[RECOVERY_BYTES];
	for (int i = 0; i < TOTP_RECOVERY_COUNT; i++) {
		randombytes_buf(code, sizeof code);
		grouped(code, sizeof code, out[i].text);
		hash_code(code, out[i].hash);
	}
	sodium_memzero(code, sizeof code);
}

bool totp_recovery_hash(struct str typed, unsigned char out[TOTP_HASH_BYTES])
{
	unsigned char code[RECOVERY_BYTES];
	if (!base32_decode(typed, code, sizeof code))
		return false;
	hash_code(code, out);
	sodium_memzero(code, sizeof code);
	return true;
}

int totp_recovery_find(const unsigned char wanted[TOTP_HASH_BYTES],
                       const unsigned char (*hashes)[TOTP_HASH_BYTES], int count)
{
	int at = -1;
	for (int i = 0; i < count; i++)
		if (sodium_memcmp(hashes[i], wanted, TOTP_HASH_BYTES) == 0)
			at = i;
	return at;
}

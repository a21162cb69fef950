/*
 * totp.h: one-time codes of a phone (RFC 6238: SHA-1, 30 s, 6 digits) and the
 * recovery codes for when the phone is gone.
 *
 * SHA-1, 30 s and 6 digits are what every authenticator understands. The secret is
 * stored sealed (keys_seal(), use "totp"); of recovery codes only the hash.
 * Thread-safe; nothing here keeps state.
 */
#ifndef AUTH_TOTP_H
#define AUTH_TOTP_H

#include "base/buf.h"

#define TOTP_SECRET_BYTES 20 /* RFC 4226, R6 */
#define TOTP_STEP_MS 30000
#define TOTP_RECOVERY_COUNT 10
#define TOTP_HASH_BYTES 32

struct totp_secret {
	unsigned char bytes[TOTP_SECRET_BYTES];
};

void totp_secret_new(struct totp_secret *out);

/* The six-digit number of a step (time / 30 s). */
uint32_t totp_at(const struct totp_secret *s, uint64_t step);

/*
 * true when `typed` (spaces are skipped) is the code of the present step or of one
 * beside it, and that step is later than *last_step. Then *last_step becomes the
 * step used; store it in the same transaction, so that no code works twice. A new
 * account starts with -1.
 */
bool totp_check(const struct totp_secret *s, struct str typed, int64_t now_ms,
                int64_t *last_step) MUST_CHECK;

/* "otpauth://totp/…", for the QR code. `issuer` and `account` may hold any text. */
void totp_uri(struct buf *out, const struct totp_secret *s, struct str issuer, struct str account);

/* The secret for people who type it: base 32 in groups of four. */
#define TOTP_SECRET_TEXT 40
void totp_secret_text(const struct totp_secret *s, char out[TOTP_SECRET_TEXT]);

/*
 * Codes that each work once: 80 random bits as "ABCD-EFGH-IJKL-MNOP". That many
 * bits need no slow hash.
 */
struct totp_recovery {
	char text[20];
	unsigned char hash[TOTP_HASH_BYTES];
};
void totp_recovery_new(struct totp_recovery out[TOTP_RECOVERY_COUNT]);

/* The hash to look for among the account's unused ones; false when it is no code at all. */
bool totp_recovery_hash(struct str typed, unsigned char out[TOTP_HASH_BYTES]) MUST_CHECK;

/* The place of that hash, or -1. Always looks at all of them. */
int totp_recovery_find(const unsigned char wanted[TOTP_HASH_BYTES],
                       const unsigned char (*hashes)[TOTP_HASH_BYTES], int count);

#endif

/*
 * token.h: random secrets that a browser or a program presents.
 *
 *     tds_<43 characters: 256 random bits, base64url><6: checksum>
 *
 * The prefix and the checksum make a leaked one recognisable to secret scanners
 * (and a mistyped one cheap to refuse); they are not secret. The database holds
 * only the hash, so that who reads it cannot sign in. Thread-safe, no state.
 */
#ifndef AUTH_TOKEN_H
#define AUTH_TOKEN_H

#include "auth/keys.h"

enum token_kind {
	TOKEN_SESSION, /* tds_, in a cookie */
	TOKEN_API,     /* tda_, in an Authorization header */
	TOKEN_INVITE   /* tdi_, in a link sent by mail, used once */
};

#define TOKEN_TEXT_BYTES 54 /* 4 + 43 + 6, and NUL */
#define TOKEN_HASH_BYTES 32

struct token {
	char text[TOKEN_TEXT_BYTES];          /* shown or sent once, then token_wipe() */
	unsigned char hash[TOKEN_HASH_BYTES]; /* to store */
};

void token_new(enum token_kind kind, struct token *out);
void token_wipe(struct token *t);

/* The hash to look up; false when it is not the form of that kind, so no query is needed. */
bool token_hash(enum token_kind kind, struct str text,
                unsigned char out[TOKEN_HASH_BYTES]) MUST_CHECK;

/* In constant time. */
bool token_hash_eq(const unsigned char a[TOKEN_HASH_BYTES],
                   const unsigned char b[TOKEN_HASH_BYTES]) MUST_CHECK;

/*
 * The hidden field of forms: a MAC over the session's hash, so nothing is stored.
 * It changes with the session and still holds after KEY_TOKEN was rotated. Each
 * page masks it anew: pages are compressed, and the length of a compressed page
 * would give away a secret that stands the same beside echoed input (BREACH).
 */
#define CSRF_TEXT_BYTES 87
void token_csrf(struct keys *k, const unsigned char session_hash[TOKEN_HASH_BYTES],
                char out[CSRF_TEXT_BYTES]);
bool token_csrf_ok(struct keys *k, const unsigned char session_hash[TOKEN_HASH_BYTES],
                   struct str sent) MUST_CHECK;

#endif

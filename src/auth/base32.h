/*
 * base32.h: RFC 4648 base 32, for secrets that people type from paper or a phone.
 *
 * Encoding is upper case without padding. Decoding takes lower case, skips spaces
 * and dashes, and reads the digits 0 and 8, which the alphabet lacks, as the
 * letters O and B that they stand in for. Padding and anything else is refused,
 * and so are bits that the last character carries beyond the last byte.
 */
#ifndef AUTH_BASE32_H
#define AUTH_BASE32_H

#include "base/str.h"

/* Bytes with NUL that `n` bytes need as text. */
#define BASE32_ROOM(n) (((n)*8 + 4) / 5 + 1)

/* `out` has BASE32_ROOM(n) bytes. */
void base32_encode(const unsigned char *p, size_t n, char *out);

/* true when `text` is exactly `n` bytes; otherwise `out` is wiped. */
bool base32_decode(struct str text, unsigned char *out, size_t n) MUST_CHECK;

#endif

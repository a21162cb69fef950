#include "auth/base32.h"

#include <sodium.h>

void base32_encode(const unsigned char *p, size_t n, char *out)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	unsigned held = 0;
	int bits = 0;
	for (size_t i = 0; i < n; i++) {
		held = (held << 8 | p[i]) & 0xFFFF;
		for (bits += 8; bits >= 5; bits -= 5)
			*out++ = letters[held >> (bits - 5) & 31];
	}
	if (bits)
		*out++ = letters[held << (5 - bits) & 31];
	*out = '\0';
}

/* The five bits of a character, -1 for one to skip, -2 for one to refuse. */
static int bits_of(char c)
{
	if (c == ' ' || c == '-')
		return -1;
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a';
	if (c >= '2' && c <= '7')
		return c - '2' + 26;
	return c == '0' ? 'O' - 'A' : c == '8' ? 'B' - 'A' : -2;
}

bool base32_decode(struct str text, unsigned char *out, size_t n)
{
	unsigned held = 0;
	int bits = 0;
	size_t done = 0, letters = 0;
	for (size_t i = 0; i < text.n; i++) {
		int v = bits_of(text.p[i]);
		if (v == -1)
			continue;
		if (v < 0 || ++letters >= BASE32_ROOM(n))
			goto refuse;
		held = (held << 5 | (unsigned)v) & 0xFFF;
		bits += 5;
		if (bits >= 8 && done < n) {
			bits -= 8;
			out[done++] = (unsigned char)(held >> bits);
		}
	}
	if (done == n && letters == BASE32_ROOM(n) - 1 && !(held & ((1U << bits) - 1)))
		return true;
refuse:
	sodium_memzero(out, n);
	return false;
}

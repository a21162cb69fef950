#include "viet/letters.h"

/* Vowel with its six tones in the order of enum viet_tone, small then capital. */
#define VOWELS(X)                                                                                  \
	X(L_A, 0x61, 0xE0, 0x1EA3, 0xE3, 0xE1, 0x1EA1, 0x41, 0xC0, 0x1EA2, 0xC3, 0xC1, 0x1EA0)         \
	X(L_AW, 0x103, 0x1EB1, 0x1EB3, 0x1EB5, 0x1EAF, 0x1EB7, 0x102, 0x1EB0, 0x1EB2, 0x1EB4, 0x1EAE,  \
	  0x1EB6)                                                                                      \
	X(L_AA, 0xE2, 0x1EA7, 0x1EA9, 0x1EAB, 0x1EA5, 0x1EAD, 0xC2, 0x1EA6, 0x1EA8, 0x1EAA, 0x1EA4,    \
	  0x1EAC)                                                                                      \
	X(L_E, 0x65, 0xE8, 0x1EBB, 0x1EBD, 0xE9, 0x1EB9, 0x45, 0xC8, 0x1EBA, 0x1EBC, 0xC9, 0x1EB8)     \
	X(L_EE, 0xEA, 0x1EC1, 0x1EC3, 0x1EC5, 0x1EBF, 0x1EC7, 0xCA, 0x1EC0, 0x1EC2, 0x1EC4, 0x1EBE,    \
	  0x1EC6)                                                                                      \
	X(L_I, 0x69, 0xEC, 0x1EC9, 0x129, 0xED, 0x1ECB, 0x49, 0xCC, 0x1EC8, 0x128, 0xCD, 0x1ECA)       \
	X(L_O, 0x6F, 0xF2, 0x1ECF, 0xF5, 0xF3, 0x1ECD, 0x4F, 0xD2, 0x1ECE, 0xD5, 0xD3, 0x1ECC)         \
	X(L_OO, 0xF4, 0x1ED3, 0x1ED5, 0x1ED7, 0x1ED1, 0x1ED9, 0xD4, 0x1ED2, 0x1ED4, 0x1ED6, 0x1ED0,    \
	  0x1ED8)                                                                                      \
	X(L_OW, 0x1A1, 0x1EDD, 0x1EDF, 0x1EE1, 0x1EDB, 0x1EE3, 0x1A0, 0x1EDC, 0x1EDE, 0x1EE0, 0x1EDA,  \
	  0x1EE2)                                                                                      \
	X(L_U, 0x75, 0xF9, 0x1EE7, 0x169, 0xFA, 0x1EE5, 0x55, 0xD9, 0x1EE6, 0x168, 0xDA, 0x1EE4)       \
	X(L_UW, 0x1B0, 0x1EEB, 0x1EED, 0x1EEF, 0x1EE9, 0x1EF1, 0x1AF, 0x1EEA, 0x1EEC, 0x1EEE, 0x1EE8,  \
	  0x1EF0)                                                                                      \
	X(L_Y, 0x79, 0x1EF3, 0x1EF7, 0x1EF9, 0xFD, 0x1EF5, 0x59, 0x1EF2, 0x1EF6, 0x1EF8, 0xDD, 0x1EF4)

/* clang-format off */
#define CONSONANTS(X)                                                                              \
	X(L_B, 'b', 'B') X(L_C, 'c', 'C') X(L_D, 'd', 'D') X(L_DD, 0x111, 0x110) X(L_F, 'f', 'F')      \
	X(L_G, 'g', 'G') X(L_H, 'h', 'H') X(L_J, 'j', 'J') X(L_K, 'k', 'K') X(L_L, 'l', 'L')           \
	X(L_M, 'm', 'M') X(L_N, 'n', 'N') X(L_P, 'p', 'P') X(L_Q, 'q', 'Q') X(L_R, 'r', 'R')           \
	X(L_S, 's', 'S') X(L_T, 't', 'T') X(L_V, 'v', 'V') X(L_W, 'w', 'W') X(L_X, 'x', 'X')           \
	X(L_Z, 'z', 'Z')
/* clang-format on */

#define TABLE_VOWEL(L, l0, l1, l2, l3, l4, l5, u0, u1, u2, u3, u4, u5)                             \
	[LETTER_INDEX(l0)] = {L, 0, 0}, [LETTER_INDEX(l1)] = {L, 1, 0},                                \
	[LETTER_INDEX(l2)] = {L, 2, 0}, [LETTER_INDEX(l3)] = {L, 3, 0},                                \
	[LETTER_INDEX(l4)] = {L, 4, 0}, [LETTER_INDEX(l5)] = {L, 5, 0},                                \
	[LETTER_INDEX(u0)] = {L, 0, 1}, [LETTER_INDEX(u1)] = {L, 1, 1},                                \
	[LETTER_INDEX(u2)] = {L, 2, 1}, [LETTER_INDEX(u3)] = {L, 3, 1},                                \
	[LETTER_INDEX(u4)] = {L, 4, 1}, [LETTER_INDEX(u5)] = {L, 5, 1},
#define TABLE_CONSONANT(L, l, u) [LETTER_INDEX(l)] = {L, 0, 0}, [LETTER_INDEX(u)] = {L, 0, 1},

const struct letter letter_table[0x300] = {VOWELS(TABLE_VOWEL) CONSONANTS(TABLE_CONSONANT)};

#define BACK_VOWEL(L, l0, l1, l2, l3, l4, l5, u0, u1, u2, u3, u4, u5)                              \
	[L] = {{l0, l1, l2, l3, l4, l5}, {u0, u1, u2, u3, u4, u5}},
#define BACK_CONSONANT(L, l, u) [L] = {{l, l, l, l, l, l}, {u, u, u, u, u, u}},

uint32_t letter_cp(struct letter l)
{
	static const uint16_t back[L_COUNT][2][6] = {VOWELS(BACK_VOWEL) CONSONANTS(BACK_CONSONANT)};
	return back[l.base][l.upper][l.tone];
}

char letter_ascii(enum viet_base base)
{
	/* One character for each of enum viet_base. */
	return "\0aaabcddeefghijklmnooopqrstuuvwxyz"[base];
}

static uint32_t continued(const char **at, const char *end, uint32_t cp, int more, uint32_t least)
{
	const char *p = *at;
	for (; more; more--, p++) {
		if (p == end || ((uint8_t)*p & 0xC0) != 0x80)
			return 0xFFFD;
		cp = cp << 6 | ((uint8_t)*p & 0x3F);
	}
	if (cp < least || cp > 0x10FFFF || (cp >= 0xD800 && cp < 0xE000))
		return 0xFFFD;
	*at = p;
	return cp;
}

uint32_t utf8_next(const char **at, const char *end)
{
	uint8_t first = (uint8_t) * (*at)++;
	if (first < 0x80)
		return first;
	if (first < 0xC2)
		return 0xFFFD;
	if (first < 0xE0)
		return continued(at, end, first & 0x1Fu, 1, 0x80);
	if (first < 0xF0)
		return continued(at, end, first & 0x0Fu, 2, 0x800);
	if (first < 0xF5)
		return continued(at, end, first & 0x07u, 3, 0x10000);
	return 0xFFFD;
}

char *utf8_put(char *to, uint32_t cp)
{
	if (cp < 0x80) {
		*to++ = (char)cp;
		return to;
	}
	if (cp < 0x800) {
		*to++ = (char)(0xC0 | cp >> 6);
	} else {
		if (cp < 0x10000) {
			*to++ = (char)(0xE0 | cp >> 12);
		} else {
			*to++ = (char)(0xF0 | cp >> 18);
			*to++ = (char)(0x80 | (cp >> 12 & 0x3F));
		}
		*to++ = (char)(0x80 | (cp >> 6 & 0x3F));
	}
	*to++ = (char)(0x80 | (cp & 0x3F));
	return to;
}

/*
 * letters.h: what each character of Vietnamese is made of. For this room only.
 *
 * A letter here is base letter, tone and case. Every precomposed letter of Vietnamese lies
 * under U+0200 or in U+1E00 to U+1EFF, so one small table answers without a call.
 */
#ifndef VIET_LETTERS_H
#define VIET_LETTERS_H

#include "base/str.h"

/* In the order of the Vietnamese alphabet, f j w z where Latin has them. */
enum viet_base {
	L_NONE,
	L_A,
	L_AW,
	L_AA,
	L_B,
	L_C,
	L_D,
	L_DD,
	L_E,
	L_EE,
	L_F,
	L_G,
	L_H,
	L_I,
	L_J,
	L_K,
	L_L,
	L_M,
	L_N,
	L_O,
	L_OO,
	L_OW,
	L_P,
	L_Q,
	L_R,
	L_S,
	L_T,
	L_U,
	L_UW,
	L_V,
	L_W,
	L_X,
	L_Y,
	L_Z,
	L_COUNT
};

/* In the order of Vietnamese dictionaries. */
enum viet_tone { TONE_NONE, TONE_HUYEN, TONE_HOI, TONE_NGA, TONE_SAC, TONE_NANG };

struct letter {
	uint8_t base; /* enum viet_base */
	uint8_t tone; /* enum viet_tone */
	uint8_t upper;
};

#define LETTER_INDEX(cp) ((cp) < 0x200 ? (cp) : (cp)-0x1E00 + 0x200)
extern const struct letter letter_table[0x300];

/* base is L_NONE for whatever is no letter of Vietnamese (or f j w z). */
static inline struct letter letter_of(uint32_t cp)
{
	if (cp < 0x200 || (cp >= 0x1E00 && cp < 0x1F00))
		return letter_table[LETTER_INDEX(cp)];
	return (struct letter){0};
}

/* The character; a consonant has no tones, and loses one if it is given. */
uint32_t letter_cp(struct letter l);

/* 'a' for L_A, L_AW and L_AA, and so on. */
char letter_ascii(enum viet_base base);

/*
 * The tone of an open oa, oe, uy stands on its second vowel ("hoà", "thuỷ"). `last` ends a
 * word and `prev`, `before` stand in front of it. After q the u belongs to the onset: "quý".
 */
static inline bool letter_tone_is_late(struct letter before, struct letter prev, struct letter last)
{
	bool open = prev.base == L_O ? last.base == L_A || last.base == L_E
	                             : prev.base == L_U && last.base == L_Y && before.base != L_Q;
	return open && prev.tone == TONE_NONE && last.tone != TONE_NONE;
}

/*
 * Reads one character and moves on; a byte that begins none is U+FFFD and one byte long.
 * `*at` must be before `end`.
 */
uint32_t utf8_next(const char **at, const char *end);

/* Writes 1 to 4 bytes and returns what follows them. */
char *utf8_put(char *to, uint32_t cp);

#endif

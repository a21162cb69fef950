/*
 * shadow.h: a folded copy of text in which one byte stands for one character.
 *
 * Documents are searched on the shadow, where "Nghị quyết", "NGHỊ QUYẾT" and "Nghi quyet" are the
 * same, and shown from the text, to which every byte of the shadow points back. A scan that was
 * recognised as if it were English keeps dates, figures and consonants and garbles the vowels
 * ("số" is s6, "thực" thyc, "Đảng" Pang): viet_near() finds words in such text too.
 *
 * Pure; any thread. Results live in the arena.
 */
#ifndef VIET_SHADOW_H
#define VIET_SHADOW_H

#include "base/arena.h"

struct viet_shadow {
	struct str text; /* NFC, borrowed */
	const char *p; /* small letters without marks, digits, ASCII signs; every white space is ' ' */
	const char *cased;  /* the same with capitals kept */
	const uint32_t *at; /* where character i begins in the text; n + 1 of them */
	size_t n;
	bool noisy; /* the text has lost its marks, see viet_noisy() */
};

/* The text is at most 4 GiB; dashes become '-', an ellipsis '.', what has no likeness '?'. */
struct viet_shadow viet_shadow(struct arena *a, struct str nfc);

/*
 * Does the text lack the letters that only Vietnamese has (đ ơ ư ạ ế …)? They are a fifth of the
 * letters in any Vietnamese text; under a fiftieth it was typed without marks or badly recognised.
 */
bool viet_noisy(struct str nfc);

static inline bool shadow_is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* A word begins or ends at i. */
bool shadow_begins(const struct viet_shadow *s, size_t i);
bool shadow_ends(const struct viet_shadow *s, size_t i);

/* The next position at or after i that is no white space. */
size_t shadow_skip(const struct viet_shadow *s, size_t i);

/* Characters [from, to) as they stand in the text; white space of any kind made one space. */
struct str shadow_text(struct arena *a, const struct viet_shadow *s, size_t from, size_t to);

/*
 * Do the words of `phrase` (marks or not) stand at `from`? Gives the end of what fits, else 0;
 * between words any short run of spaces and signs will do. In noisy text letters may be wrong: a
 * vowel costs 1, a consonant 2, and *cost (may be NULL) is at most a third of the phrase's letters.
 */
size_t viet_near(const struct viet_shadow *s, size_t from, const char *phrase, int *cost);

/* The best of `phrases` (ends with NULL) at `from`; the longer one where several fit. */
const char *viet_near_best(const struct viet_shadow *s, size_t from, const char *const *phrases,
                           size_t *end);

/* The same, with no more than one wrong letter in four: for short words, which are like many. */
const char *viet_near_close(const struct viet_shadow *s, size_t from, const char *const *phrases,
                            size_t *end);

/* `phrases` only where all of [from, to) is the phrase, apart from signs at its ends. */
const char *viet_near_whole(const struct viet_shadow *s, size_t from, size_t to,
                            const char *const *phrases);

#endif

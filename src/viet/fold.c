#include "viet/letters.h"
#include "viet/viet.h"

#include <utf8proc.h>

/* What one character outside the table can unfold to; longer ones are no letters to us. */
#define UNFOLD_MAX 8

struct folder {
	char *start, *to;
	bool gap; /* a space is due before the next letter */
};

static void fold_put(struct folder *f, uint32_t cp)
{
	if (f->gap && f->to > f->start)
		*f->to++ = ' ';
	f->gap = false;
	f->to = utf8_put(f->to, cp);
}

static bool is_letter_or_digit(uint32_t cp)
{
	switch (utf8proc_category((utf8proc_int32_t)cp)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_ND:
	case UTF8PROC_CATEGORY_NL:
	case UTF8PROC_CATEGORY_NO: return true;
	default: return false;
	}
}

/* true for what the table and ASCII answer. */
static bool fold_easy(struct folder *f, uint32_t cp)
{
	struct letter l = letter_of(cp);
	if (l.base)
		fold_put(f, (uint8_t)letter_ascii(l.base));
	else if (cp >= '0' && cp <= '9')
		fold_put(f, cp);
	else if (cp < 0x80)
		f->gap = true;
	else
		return false;
	return true;
}

static void fold_other(struct folder *f, uint32_t cp)
{
	const utf8proc_option_t how = UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD |
	                              UTF8PROC_STRIPMARK | UTF8PROC_STABLE;
	utf8proc_int32_t to[UNFOLD_MAX];
	int last = UTF8PROC_BOUNDCLASS_START;
	utf8proc_ssize_t n = utf8proc_decompose_char((utf8proc_int32_t)cp, to, UNFOLD_MAX, how, &last);
	if (n < 0 || n > UNFOLD_MAX)
		f->gap = true;
	for (utf8proc_ssize_t i = 0; i < n && n <= UNFOLD_MAX; i++) {
		if (fold_easy(f, (uint32_t)to[i]))
			continue;
		if (is_letter_or_digit((uint32_t)to[i]))
			fold_put(f, (uint32_t)to[i]);
		else
			f->gap = true;
	}
}

static size_t count_other(struct str s)
{
	size_t n = 0;
	for (const char *at = s.p, *end = s.p + s.n; at < end;) {
		uint32_t cp = utf8_next(&at, end);
		n += cp >= 0x80 && !letter_of(cp).base;
	}
	return n;
}

struct str viet_fold(struct arena *a, struct str s)
{
	if (!s.p)
		return s;
	/* A letter of the table gets shorter; a gap was at least one byte before. */
	char *p = arena_alloc(a, s.n + 1 + count_other(s) * UNFOLD_MAX * 5);
	struct folder f = {.start = p, .to = p};
	for (const char *at = s.p, *end = s.p + s.n; at < end;) {
		uint32_t cp = utf8_next(&at, end);
		if (!fold_easy(&f, cp))
			fold_other(&f, cp);
	}
	*f.to = '\0';
	return (struct str){.p = p, .n = (size_t)(f.to - p)};
}

static bool is_vowel(char c)
{
	return c && strchr("aeiouy", c);
}

static void loosen_word(char *w, size_t n)
{
	if (n >= 3 && w[0] == 'q' && w[1] == 'u' && w[2] == 'y')
		w[2] = 'i';
	else if ((n == 1 && w[0] == 'y') || (n == 2 && w[1] == 'y' && !is_vowel(w[0])))
		w[n - 1] = 'i';
}

struct str viet_fold_loose(struct arena *a, struct str s)
{
	struct str folded = viet_fold(a, s);
	/* viet_fold() made these bytes for us just now. */
	char *p = (char *)folded.p;
	for (size_t from = 0, i = 0; p && i <= folded.n; i++) {
		if (i < folded.n && p[i] != ' ')
			continue;
		loosen_word(p + from, i - from);
		from = i + 1;
	}
	return folded;
}

/* The last letters of the word being read and where the last two stand in the output. */
struct word_end {
	struct letter before, prev, last;
	char *prev_at;
	char *last_at;
};

/* "oà" becomes "òa"; no pair gets longer by that. */
static char *finish_word(struct word_end *w, char *to)
{
	if (letter_tone_is_late(w->before, w->prev, w->last)) {
		struct letter prev = w->prev, last = w->last;
		prev.tone = last.tone;
		last.tone = TONE_NONE;
		to = utf8_put(utf8_put(w->prev_at, letter_cp(prev)), letter_cp(last));
	}
	*w = (struct word_end){0};
	return to;
}

struct str viet_tone_place(struct arena *a, struct str s)
{
	if (!s.p)
		return s;
	char *p = arena_alloc(a, s.n + 1), *to = p;
	struct word_end w = {0};
	for (const char *at = s.p, *end = s.p + s.n; at < end;) {
		const char *from = at;
		struct letter l = letter_of(utf8_next(&at, end));
		if (l.base)
			w = (struct word_end){w.prev, w.last, l, w.last_at, to};
		else
			to = finish_word(&w, to);
		memcpy(to, from, (size_t)(at - from));
		to += at - from;
	}
	to = finish_word(&w, to);
	*to = '\0';
	return (struct str){.p = p, .n = (size_t)(to - p)};
}

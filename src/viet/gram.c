#include "viet/letters.h"
#include "viet/viet.h"

/* Distinct values seen so far: open addressing, never more than half full. */
#define SLOTS (2 * VIET_TRIGRAMS_MAX)

struct grams {
	uint32_t slots[SLOTS]; /* value + 1, 0 is free */
	uint32_t *out;
	size_t n;
};

static void add_gram(struct grams *g, uint32_t value)
{
	if (g->n == VIET_TRIGRAMS_MAX)
		return;
	uint32_t at = value * 2654435761u % SLOTS;
	for (; g->slots[at]; at = (at + 1) % SLOTS)
		if (g->slots[at] == value + 1)
			return;
	g->slots[at] = value + 1;
	g->out[g->n++] = value;
}

/* Ten bits a character: ASCII as it is, the rest spread over what is left; 0 marks an end. */
static uint32_t ten_bits(uint32_t cp)
{
	return cp < 0x80 ? cp : 0x80 + cp % (1024 - 0x80);
}

static int by_value(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return (x > y) - (x < y);
}

void viet_trigrams(struct arena *a, struct str folded, uint32_t **out, size_t *n)
{
	struct grams g = {.out = arena_array(a, VIET_TRIGRAMS_MAX, sizeof *g.out)};
	uint32_t window = 0;
	for (const char *at = folded.p, *end = at + folded.n; at < end;) {
		uint32_t cp = utf8_next(&at, end);
		uint32_t next = cp == ' ' ? 0 : ten_bits(cp);
		bool starts = !(window & 0x3FF);
		window = starts ? next : (window << 10 | next) & 0x3FFFFFFF;
		if (window)
			add_gram(&g, window);
	}
	if (window & 0x3FF)
		add_gram(&g, window << 10 & 0x3FFFFFFF);
	if (g.n)
		qsort(g.out, g.n, sizeof *g.out, by_value);
	*out = g.out;
	*n = g.n;
}

void viet_words(struct arena *a, struct str folded, struct str **out, size_t *n)
{
	struct str *words = arena_array(a, VIET_WORDS_MAX, sizeof *words);
	*n = 0;
	while (folded.p && *n < VIET_WORDS_MAX) {
		struct str word = str_cut(&folded, ' ');
		size_t i = 0;
		while (i < *n && !str_eq(words[i], word))
			i++;
		if (word.n && i == *n)
			words[(*n)++] = word;
	}
	*out = words;
}

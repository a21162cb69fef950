#include "viet/letters.h"
#include "viet/viet.h"

#include <utf8proc.h>

/*
 * A key is letters, tones and cases one after the other, as the Unicode Collation
 * Algorithm has its levels. Bytes of a level are above the two separators, so that the
 * shorter level comes first. Tones and cases write only the places that bear one: a byte
 * says how many plain places come before it (the more, the smaller) and what it bears.
 */
enum { FIELD_END = 1, LEVEL_END = 2, LONG_GAP = 3, WEIGHT_MIN = 4, OTHER_CHAR = 0xFF };

/* Marks that Vietnamese does not have (ö, ç): after all tones. */
#define TONE_FOREIGN 6
#define TONES 6
#define TONE_GAP_MAX 40
#define CASE_GAP_MAX 250

/* The order of CLDR before the digits, as far as office texts use it; the rest is OTHER_LOW. */
static const uint16_t marks[] = u"\t\n\v\f\r _-–—,;:!?.'‘’\"“”«»()[]{}§@*/\\&#%‰`^°+<=>|~$";

enum {
	MARKS = sizeof marks / sizeof *marks - 1,
	OTHER_LOW = WEIGHT_MIN + MARKS, /* symbols and punctuation that `marks` lacks */
	DIGITS = OTHER_LOW + 1,
	LETTERS = DIGITS + 10,
};
_Static_assert(LETTERS + L_COUNT < OTHER_CHAR, "one byte a letter");

struct level {
	uint8_t *start, *to;
	unsigned gap; /* plain places since the last byte */
};

struct key {
	uint8_t *letters;
	struct level tones, cases;
};

static void level_put(struct level *v, unsigned value, unsigned values, unsigned gap_max)
{
	if (!value) {
		v->gap++;
		return;
	}
	for (; v->gap > gap_max; v->gap -= gap_max + 1)
		*v->to++ = LONG_GAP;
	*v->to++ = (uint8_t)(WEIGHT_MIN + (gap_max - v->gap) * values + value - 1);
	v->gap = 0;
}
_Static_assert(WEIGHT_MIN + TONE_GAP_MAX * TONES + TONES - 1 <= 0xFF, "one byte a tone");
_Static_assert(WEIGHT_MIN + CASE_GAP_MAX <= 0xFF, "one byte a capital");

static void put_letter(struct key *k, struct letter l)
{
	*k->letters++ = (uint8_t)(LETTERS + l.base);
	level_put(&k->tones, l.tone, TONES, TONE_GAP_MAX);
	level_put(&k->cases, l.upper, 1, CASE_GAP_MAX);
}

static void put_other(struct key *k, uint32_t cp)
{
	bool low = cp < 0xC0 || (cp >= 0x2000 && cp < 0x2C00) || (cp >= 0x3000 && cp < 0x3040);
	*k->letters++ = low ? OTHER_LOW : OTHER_CHAR;
	for (int shift = 14; shift >= 0; shift -= 7) /* never as low as a separator */
		*k->letters++ = (uint8_t)(0x80 | (cp >> shift & 0x7F));
	k->tones.gap++;
	k->cases.gap++;
}

/* ö is o with a foreign mark; what is no Latin letter goes by its code point. */
static bool foreign_letter(uint32_t cp, struct letter *out)
{
	utf8proc_int32_t to[4];
	int last = UTF8PROC_BOUNDCLASS_START;
	if (cp < 0xC0)
		return false;
	utf8proc_ssize_t n = utf8proc_decompose_char((utf8proc_int32_t)cp, to, 4,
	                                             UTF8PROC_DECOMPOSE | UTF8PROC_STABLE, &last);
	*out = n > 1 && n <= 4 ? letter_of((uint32_t)to[0]) : (struct letter){0};
	out->tone = TONE_FOREIGN;
	return out->base != L_NONE;
}

static void put_plain(struct key *k, size_t weight)
{
	*k->letters++ = (uint8_t)weight;
	k->tones.gap++;
	k->cases.gap++;
}

static void put_no_letter(struct key *k, uint32_t cp)
{
	struct letter l;
	size_t i = 0;
	if (cp >= '0' && cp <= '9') {
		put_plain(k, DIGITS + cp - '0');
		return;
	}
	bool ellipsis = cp == 0x2026; /* the same as three points */
	while (i < MARKS && marks[i] != (ellipsis ? '.' : cp))
		i++;
	for (int times = ellipsis ? 3 : 1; i < MARKS && times; times--)
		put_plain(k, WEIGHT_MIN + i);
	if (i == MARKS && foreign_letter(cp, &l))
		put_letter(k, l);
	else if (i == MARKS)
		put_other(k, cp);
}

/* The next letter if there is one, without moving on. */
static struct letter peek(const char *at, const char *end)
{
	return at < end ? letter_of(utf8_next(&at, end)) : (struct letter){0};
}

/* Both placements of a tone give one key: it always counts on the first vowel. */
static void put_text(struct key *k, struct str s)
{
	struct letter before = {0};
	for (const char *at = s.p, *end = s.p + s.n; at < end;) {
		uint32_t cp = utf8_next(&at, end);
		struct letter l = letter_of(cp);
		if (!l.base) {
			put_no_letter(k, cp);
			before = l;
			continue;
		}
		struct letter next = peek(at, end);
		if (letter_tone_is_late(before, l, next)) {
			utf8_next(&at, end);
			struct letter after = peek(at, end);
			if (!after.base) {
				l.tone = next.tone;
				next.tone = TONE_NONE;
			}
			put_letter(k, l);
			before = l;
			l = next;
		}
		put_letter(k, l);
		before = l;
	}
}

/* Room: four bytes for a character at most, one each for its tone and case, separators. */
static uint8_t *key_room(struct arena *a, size_t n, struct key *k)
{
	uint8_t *p = arena_alloc(a, n * 6 + 16);
	k->letters = p;
	k->tones = (struct level){.start = p + n * 4 + 8, .to = p + n * 4 + 8};
	k->cases = (struct level){.start = p + n * 5 + 12, .to = p + n * 5 + 12};
	return p;
}

/* Moves a level up behind what is written already. */
static void append_level(struct key *k, struct level *v, uint8_t separator)
{
	size_t n = (size_t)(v->to - v->start);
	*k->letters++ = separator;
	memmove(k->letters, v->start, n);
	k->letters += n;
	v->to = v->start;
	v->gap = 0;
}

static struct str key_done(struct key *k, uint8_t *p)
{
	/* Empty levels at the end say nothing; and then the text without marks has the shorter key. */
	while (k->letters > p && k->letters[-1] <= LEVEL_END)
		k->letters--;
	*k->letters = 0;
	return (struct str){.p = (char *)p, .n = (size_t)(k->letters - p)};
}

struct str viet_sort_key(struct arena *a, struct str s)
{
	struct key k;
	if (!s.p)
		return s;
	uint8_t *p = key_room(a, s.n, &k);
	put_text(&k, s);
	append_level(&k, &k.tones, LEVEL_END);
	append_level(&k, &k.cases, LEVEL_END);
	return key_done(&k, p);
}

struct str viet_name_key(struct arena *a, struct str full_name)
{
	struct key k;
	if (!full_name.p)
		return full_name;
	struct viet_name name = viet_name_split(full_name);
	const struct str parts[] = {name.given, name.surname, name.middle};
	uint8_t *p = key_room(a, full_name.n, &k);
	for (size_t i = 0; i < 3; i++) {
		put_text(&k, parts[i]);
		append_level(&k, &k.tones, LEVEL_END);
		*k.letters++ = FIELD_END;
	}
	append_level(&k, &k.cases, LEVEL_END);
	return key_done(&k, p);
}

struct viet_name viet_name_split(struct str full_name)
{
	struct str s = str_trim(full_name);
	size_t first = 0, last = s.n;
	while (first < s.n && s.p[first] != ' ')
		first++;
	while (last > 0 && s.p[last - 1] != ' ')
		last--;
	struct viet_name name = {STR(""), STR(""), {s.p ? s.p + last : "", s.n - last}};
	if (last > 0) {
		name.surname = (struct str){s.p, first};
		name.middle = first < last ? str_trim((struct str){s.p + first, last - first}) : STR("");
	}
	return name;
}

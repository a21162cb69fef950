#include "viet/shadow_inner.h"

#include "viet/letters.h"

/* U+00C0 to U+00FF: what looks alike to somebody who reads English. */
static const char latin[] = "aaaaaaaceeeeiiiidnoooooxouuuuypsaaaaaaaceeeeiiiidnoooooxouuuuypy";

static char shadow_of(uint32_t cp, bool *upper)
{
	struct letter l = letter_of(cp);
	*upper = l.base && l.upper;
	if (l.base)
		return letter_ascii((enum viet_base)l.base);
	if (cp == '\n' || cp == '\t')
		return ' ';
	if (cp >= 0x20 && cp < 0x7F)
		return (char)cp;
	if (cp >= 0xC0 && cp <= 0xFF) {
		*upper = cp < 0xDF && cp != 0xD7;
		return latin[cp - 0xC0];
	}
	if (cp >= 0x2010 && cp <= 0x2015)
		return '-';
	if (cp == 0x2026)
		return '.';
	if (cp == 0x201C || cp == 0x201D)
		return '"';
	return cp == 0x2022 || cp == 0x00B7 || cp == 0x25CF || cp == 0xF0B7 ? '*' : '?';
}

struct viet_shadow viet_shadow(struct arena *a, struct str nfc)
{
	char *p = arena_alloc(a, nfc.n + 1), *cased = arena_alloc(a, nfc.n + 1);
	uint32_t *at = arena_array(a, nfc.n + 1, sizeof *at);
	size_t n = 0;
	for (const char *c = nfc.p, *end = nfc.p + nfc.n; c < end; n++) {
		bool upper;
		at[n] = (uint32_t)(c - nfc.p);
		p[n] = shadow_of(utf8_next(&c, end), &upper);
		cased[n] = upper ? (char)(p[n] - 'a' + 'A') : p[n];
	}
	at[n] = (uint32_t)nfc.n;
	return (struct viet_shadow){
		.text = nfc, .p = p, .cased = cased, .at = at, .n = n, .noisy = viet_noisy(nfc)};
}

bool viet_noisy(struct str nfc)
{
	size_t letters = 0, ours = 0;
	for (const char *c = nfc.p, *end = nfc.p + nfc.n; c < end;) {
		uint32_t cp = utf8_next(&c, end);
		letters += letter_of(cp).base != L_NONE;
		ours += letter_of(cp).base != L_NONE && cp > 0xFF;
	}
	return ours * 50 < letters;
}

bool shadow_begins(const struct viet_shadow *s, size_t i)
{
	return i < s->n && (i == 0 || !shadow_is_word(s->p[i - 1]));
}

bool shadow_ends(const struct viet_shadow *s, size_t i)
{
	return i >= s->n || !shadow_is_word(s->p[i]);
}

size_t shadow_skip(const struct viet_shadow *s, size_t i)
{
	while (i < s->n && s->p[i] == ' ')
		i++;
	return i;
}

struct str shadow_text(struct arena *a, const struct viet_shadow *s, size_t from, size_t to)
{
	char *p = arena_alloc(a, s->at[to] - s->at[from] + 1), *out = p;
	for (size_t i = from; i < to; i++) {
		if (s->p[i] == ' ') {
			if (out > p && out[-1] != ' ')
				*out++ = ' ';
			continue;
		}
		memcpy(out, s->text.p + s->at[i], s->at[i + 1] - s->at[i]);
		out += s->at[i + 1] - s->at[i];
	}
	if (out > p && out[-1] == ' ')
		out--;
	*out = '\0';
	return (struct str){.p = p, .n = (size_t)(out - p)};
}

/* --- near --- */

#define WINDOW_MAX (PHRASE_MAX + 24)
#define GAP_MAX 6

/* What a recogniser takes for each other is one sign. */
char shadow_alike(char c, bool noisy)
{
	static const char like[128] = {
		['0'] = 'o', ['6'] = 'o', ['@'] = 'o', ['1'] = 'i', ['l'] = 'i', ['j'] = 'i',
		['4'] = 'a', ['5'] = 's', ['$'] = 's', ['8'] = 'b', ['&'] = 'e'};
	char other = like[c & 127];
	return noisy && other ? other : c;
}

static bool is_vowel(char c)
{
	return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}

/* Letters and digits with one ' ' for what stands between words; 0 where it is too long. */
size_t shadow_phrase(const char *z, bool noisy, char *out)
{
	size_t n = 0;
	bool gap = false;
	for (const char *end = z + strlen(z); z < end;) {
		bool upper;
		char c = shadow_of(utf8_next(&z, end), &upper);
		if (!shadow_is_word(c)) {
			gap = n > 0;
			continue;
		}
		if (n + 2 >= PHRASE_MAX)
			return 0;
		if (gap)
			out[n++] = ' ';
		gap = false;
		out[n++] = shadow_alike(c, noisy);
	}
	return n;
}

struct window {
	char c[WINDOW_MAX];
	size_t end[WINDOW_MAX]; /* of the first i + 1 signs, in the shadow */
	size_t n;
};

/* The text from `from` in the same form, as far as the phrase could reach. */
static void window_of(const struct viet_shadow *s, size_t from, size_t room, struct window *w)
{
	size_t gap = 0;
	w->n = 0;
	for (size_t i = from; i < s->n && w->n + 1 < room; i++) {
		char c = shadow_alike(s->p[i], s->noisy);
		if (shadow_is_word(c)) {
			if (gap) {
				w->c[w->n] = ' ';
				w->end[w->n++] = i;
			}
			gap = 0;
			w->c[w->n] = c;
			w->end[w->n++] = i + 1;
		} else if (++gap > GAP_MAX || s->p[i] == ';' || s->p[i] == '(') {
			return;
		}
	}
}

static size_t near_exact(const struct viet_shadow *s, size_t from, const char *phrase, size_t m)
{
	struct window w;
	window_of(s, from, m + 2, &w);
	if (w.n < m || memcmp(w.c, phrase, m) != 0 || !shadow_ends(s, w.end[m - 1]))
		return 0;
	return w.end[m - 1];
}

static int substitution(char want, char got)
{
	if (want == got)
		return 0;
	if (want == ' ' || got == ' ')
		return 4;
	return is_vowel(want) || (want == 'd' && (got == 'p' || got == 'b')) ? 1 : 2;
}

/* Strokes that a recogniser sees twice cost less than other letters too many. */
static int insertion(char got)
{
	switch (got) {
	case 'i':
	case 't':
	case 'r':
	case 'v':
	case 'w': return 1;
	default: return 2;
	}
}

#define FAR 1000

/* One letter of the phrase more; only cells that the budget can reach are looked at. */
static int next_row(const struct window *w, char want, size_t i, int budget, int *row)
{
	size_t reach = (size_t)budget + 1, from = i > reach ? i - reach : 0;
	size_t to = i + reach < w->n ? i + reach : w->n;
	int removal = want != ' ' && is_vowel(want) ? 1 : 2, diagonal = row[from], least;
	row[from] = from == 0 ? diagonal + removal : FAR;
	least = row[from];
	for (size_t j = from; j < to; j++) {
		int by = diagonal + substitution(want, w->c[j]);
		int gone = row[j + 1] + removal, more = row[j] + insertion(w->c[j]);
		diagonal = row[j + 1];
		by = gone < by ? gone : by;
		by = more < by ? more : by;
		row[j + 1] = by;
		least = by < least ? by : least;
	}
	if (to < w->n)
		row[to + 1] = FAR;
	return least;
}

/* First letters are mostly read right; Đ is taken for P, B or D. */
static bool may_begin(char want, char got)
{
	return want == got || (is_vowel(want) && want != 'i') ||
	       (want == 'd' && (got == 'p' || got == 'b'));
}

size_t shadow_near(const struct viet_shadow *s, size_t from, const char *phrase, size_t m,
                   int budget, int *cost)
{
	struct window w;
	int row[WINDOW_MAX + 1], best = budget + 1;
	size_t end = 0;
	window_of(s, from, m + (size_t)budget + 3, &w);
	row[0] = 0;
	for (size_t j = 0; j < w.n; j++)
		row[j + 1] = row[j] + insertion(w.c[j]);
	for (size_t i = 0; i < m; i++)
		if (next_row(&w, phrase[i], i, budget, row) > budget)
			return 0;
	for (size_t j = 0; j < w.n; j++)
		if (row[j + 1] < best && w.c[j] != ' ' && shadow_ends(s, w.end[j])) {
			best = row[j + 1];
			end = w.end[j];
		}
	*cost = best;
	return end;
}

/* What most phrases of a list are told apart by, without measuring any. */
struct sight {
	char first, second; /* first letters of two words; second is ' ' where none follows soon */
	size_t length;      /* letters of the first word */
};

static struct sight sight_at(const struct viet_shadow *s, size_t from)
{
	struct sight g = {.first = shadow_alike(s->p[from], s->noisy), .second = ' '};
	size_t k = from;
	while (k < s->n && shadow_is_word(shadow_alike(s->p[k], s->noisy)))
		k++;
	g.length = k - from;
	for (size_t gap = 0; k < s->n && gap < GAP_MAX; k++, gap++)
		if (shadow_is_word(shadow_alike(s->p[k], s->noisy))) {
			g.second = shadow_alike(s->p[k], s->noisy);
			break;
		}
	return g;
}

/* The letter at *p as shadow_phrase() gives it; ' ' for what is none. */
static inline char letter_at(const char **p, bool noisy)
{
	bool upper;
	char c = **p;
	if ((unsigned char)c >= 0x80)
		c = shadow_of(utf8_next(p, *p + strnlen(*p, 4)), &upper);
	else if (c)
		(*p)++;
	if (c >= 'A' && c <= 'Z')
		c = (char)(c - 'A' + 'a');
	return shadow_is_word(c) ? shadow_alike(c, noisy) : ' ';
}

static inline bool begins_alike(char want, char got, bool noisy)
{
	return noisy ? may_begin(want, got) : want == got;
}

/*
 * The first word begins as it should and is about as long (in clean text just as long), the second
 * begins as it should, in noise perhaps with its second letter.
 */
static inline bool sight_fits(const char *phrase, const struct sight *g, bool noisy)
{
	const char *p = phrase;
	size_t n = 1;
	if (!begins_alike(letter_at(&p, noisy), g->first, noisy))
		return false;
	for (; *p && *p != ' ' && *p != ',' && *p != '/' && *p != '.' && *p != '-'; p++)
		n += ((unsigned char)*p & 0xC0) != 0x80;
	if (noisy ? n > g->length + 2 || g->length > n + 2 : n != g->length)
		return false;
	while (*p == ' ' || *p == ',' || *p == '-' || *p == '/' || *p == '.')
		p++;
	if (!*p)
		return true;
	char want = letter_at(&p, noisy);
	return begins_alike(want, g->second, noisy) || (noisy && letter_at(&p, noisy) == g->second);
}

static size_t near(const struct viet_shadow *s, size_t from, const char *phrase, int *cost)
{
	char want[PHRASE_MAX];
	*cost = 0;
	size_t m = shadow_phrase(phrase, s->noisy, want);
	if (m == 0)
		return 0;
	return s->noisy ? shadow_near(s, from, want, m, (int)m / 3, cost)
	                : near_exact(s, from, want, m);
}

size_t viet_near(const struct viet_shadow *s, size_t from, const char *phrase, int *cost)
{
	int unused;
	if (!cost)
		cost = &unused;
	*cost = 0;
	if (!shadow_begins(s, from))
		return 0;
	struct sight g = sight_at(s, from);
	return sight_fits(phrase, &g, s->noisy) ? near(s, from, phrase, cost) : 0;
}

const char *viet_near_best(const struct viet_shadow *s, size_t from, const char *const *phrases,
                           size_t *end)
{
	const char *best = NULL;
	int most = 0;
	if (!shadow_begins(s, from))
		return NULL;
	struct sight g = sight_at(s, from);
	for (size_t i = 0; phrases[i]; i++) {
		int cost;
		if (!sight_fits(phrases[i], &g, s->noisy))
			continue;
		size_t to = near(s, from, phrases[i], &cost);
		int worth = (int)(to - from) - 2 * cost;
		if (to && (!best || worth > most)) {
			best = phrases[i];
			most = worth;
			*end = to;
		}
	}
	return best;
}

const char *viet_near_close(const struct viet_shadow *s, size_t from, const char *const *phrases,
                            size_t *end)
{
	int cost;
	const char *best = viet_near_best(s, from, phrases, end);
	return best && viet_near(s, from, best, &cost) && cost * 4 <= (int)(*end - from) ? best : NULL;
}

const char *viet_near_whole(const struct viet_shadow *s, size_t from, size_t to,
                            const char *const *phrases)
{
	const char *best = NULL;
	int least = 0;
	while (from < to && !shadow_is_word(s->p[from]))
		from++;
	while (to > from && !shadow_is_word(s->p[to - 1]))
		to--;
	for (size_t i = 0; phrases[i] && from < to; i++) {
		int cost;
		if (viet_near(s, from, phrases[i], &cost) == to && (!best || cost < least)) {
			best = phrases[i];
			least = cost;
		}
	}
	return best;
}

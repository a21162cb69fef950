#include "viet/mend.h"

#include "viet/codes.h"
#include "viet/shadow_inner.h"
#include "viet/viet.h"

#define KINDS 32 /* kinds of first letters */
#define WORDS_MAX 20

struct phrase {
	const char *right;     /* as it is shown */
	char form[PHRASE_MAX]; /* for shadow_near() */
	size_t n;
	int words;
	unsigned third; /* kind of its third word's first letter; 0: has two words */
	int next;       /* with the same two first letters; -1 */
};

struct viet_mender {
	struct phrase *phrases;
	int count, head[KINDS * KINDS]; /* by the first letters of two words */
};

/* What recognisers take for each other at the beginning of a word is one kind. */
static unsigned kind_of(char c)
{
	c = shadow_alike(c, true);
	switch (c) {
	case 'a':
	case 'e':
	case 'o':
	case 'u':
	case 'y': return 1;
	case 'b':
	case 'p':
	case 'd': return 2;
	default: return c >= 'a' && c <= 'z' ? (unsigned)(c - 'a' + 3) : 0;
	}
}

static void add(struct viet_mender *m, const char *right)
{
	struct phrase *p = &m->phrases[m->count];
	unsigned kinds[3] = {0};
	p->right = right;
	p->n = shadow_phrase(right, true, p->form);
	p->words = 0;
	for (size_t i = 0; i < p->n; i++)
		if (i == 0 || p->form[i - 1] == ' ') {
			if (p->words < 3)
				kinds[p->words] = kind_of(p->form[i]);
			p->words++;
		}
	if (p->words < 2 || p->words > WORDS_MAX)
		return;
	int *head = &m->head[kinds[0] * KINDS + kinds[1]];
	p->third = kinds[2];
	p->next = *head;
	*head = m->count++;
}

static size_t add_all(struct viet_mender *m, const char *const *list)
{
	size_t n = 0;
	for (; list[n]; n++)
		if (m)
			add(m, list[n]);
	return n;
}

struct viet_mender *viet_mender(struct arena *a)
{
	static const char *const *const lists[] = {viet_phrases, viet_bodies, viet_type_names};
	struct viet_mender *m = arena_alloc(a, sizeof *m);
	size_t n = 0;
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		n += add_all(NULL, lists[i]);
	n += add_all(NULL, viet_provinces) + add_all(NULL, viet_laws);
	*m = (struct viet_mender){.phrases = arena_array(a, n + 1, sizeof *m->phrases)};
	for (size_t i = 0; i < KINDS * KINDS; i++)
		m->head[i] = -1;
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		add_all(m, lists[i]);
	for (size_t i = 0; viet_provinces[i]; i++)
		add(m, arena_printf(a, "tỉnh %s", viet_provinces[i]).p);
	for (size_t i = 0; viet_laws[i]; i++)
		add(m, arena_printf(a, "Luật %s", viet_laws[i]).p);
	return m;
}

/* --- finding ------------------------------------------------------------------------------------
 */

/* The words from i on, as far as they could belong to one phrase. */
struct ahead {
	size_t from[WORDS_MAX], to[WORDS_MAX];
	int n;
};

static void look_ahead(const struct viet_shadow *s, size_t i, size_t to, struct ahead *w)
{
	size_t gap = 0;
	for (w->n = 0; i < to && w->n < WORDS_MAX;) {
		if (!shadow_is_word(s->p[i])) {
			if (++gap > 4 || s->p[i] == ';' || s->p[i] == '(' || s->p[i] == '.')
				return;
			i++;
			continue;
		}
		gap = 0;
		w->from[w->n] = i;
		while (i < to && shadow_is_word(s->p[i]))
			i++;
		w->to[w->n++] = i;
	}
}

struct best {
	const struct phrase *phrase;
	int worth;
	bool tie;
};

static bool same_form(const struct phrase *x, const struct phrase *y)
{
	return x->n == y->n && memcmp(x->form, y->form, x->n) == 0;
}

/* How far one word may be from what was read: short ones not at all, they are too like others. */
static int word_budget(size_t n, int words)
{
	if (n <= 2)
		return 0;
	if (n == 3)
		return words > 2;
	return n >= 6 && words > 2 ? 2 : 1;
}

/* A sign that is no punctuation beside a word is a piece of it that was not recognised. */
static bool whole_word(const struct viet_shadow *s, size_t from, size_t to)
{
	static const char odd[] = "?@$&_|<>=#~^*{}[]";
	return !(from > 0 && strchr(odd, s->p[from - 1])) && !(to < s->n && strchr(odd, s->p[to]));
}

/* One word against one of the phrase; -1: too far. */
static int word_cost(const struct viet_shadow *s, size_t from, size_t to, const char *want,
                     size_t n, int budget)
{
	size_t got = to - from;
	int cost = 0;
	if (got + (size_t)budget < n || got > n + (size_t)budget)
		return -1;
	bool same = got == n;
	for (size_t i = 0; same && i < n; i++)
		same = shadow_alike(s->p[from + i], true) == want[i];
	if (same || budget == 0)
		return same ? 0 : -1;
	struct viet_shadow word = *s;
	word.n = to;
	return shadow_near(&word, from, want, n, budget, &cost) == to ? cost : -1;
}

/* The cost of all words, each within its own budget: what is left over in one goes into no other.
 */
static int phrase_cost(const struct viet_shadow *s, const struct ahead *w, const struct phrase *p)
{
	const char *at = p->form, *end = p->form + p->n;
	int all = 0;
	for (int i = 0; i < p->words; i++) {
		const char *space = memchr(at, ' ', (size_t)(end - at));
		size_t n = (size_t)((space ? space : end) - at);
		int cost = word_cost(s, w->from[i], w->to[i], at, n, word_budget(n, p->words));
		all += cost;
		if (cost < 0 || all > (int)p->n / 6 || !whole_word(s, w->from[i], w->to[i]))
			return -1;
		at += n + 1;
	}
	return all;
}

static struct best best_at(const struct viet_mender *m, const struct viet_shadow *s,
                           const struct ahead *w)
{
	struct best b = {0};
	unsigned third = w->n > 2 ? kind_of(s->p[w->from[2]]) : 0;
	int i = m->head[kind_of(s->p[w->from[0]]) * KINDS + kind_of(s->p[w->from[1]])];
	for (; i >= 0; i = m->phrases[i].next) {
		const struct phrase *p = &m->phrases[i];
		if (p->words > w->n || (p->third && p->third != third))
			continue;
		int cost = phrase_cost(s, w, p), worth = (int)p->n - 3 * cost;
		if (cost < 0)
			continue;
		if (b.phrase && worth == b.worth && !same_form(b.phrase, p))
			b.tie = true;
		if (b.phrase && worth <= b.worth)
			continue;
		b = (struct best){.phrase = p, .worth = worth};
	}
	return b;
}

/* --- writing ------------------------------------------------------------------------------------
 */

#define GROWTH 6 /* bytes that a letter read may become */

struct writer {
	struct arena *a;
	const struct viet_shadow *s;
	char *from, *at;
};

/* As it stands there, white space of any kind made one space. */
static void copy(struct writer *w, size_t from, size_t to)
{
	const struct viet_shadow *s = w->s;
	for (size_t i = from; i < to; i++) {
		if (s->p[i] == ' ') {
			if (w->at > w->from && w->at[-1] != ' ')
				*w->at++ = ' ';
			continue;
		}
		memcpy(w->at, s->text.p + s->at[i], s->at[i + 1] - s->at[i]);
		w->at += s->at[i + 1] - s->at[i];
	}
}

static bool is_capital(char c)
{
	return c >= 'A' && c <= 'Z';
}

/* One word of the phrase with the capitals of what was read. */
static void put_word(struct writer *w, size_t from, bool all, struct str right)
{
	size_t first = 1;
	while (first < right.n && ((unsigned char)right.p[first] & 0xC0) == 0x80)
		first++;
	struct str head = {.p = right.p, .n = first},
			   tail = {.p = right.p + first, .n = right.n - first};
	head = is_capital(w->s->cased[from]) ? viet_upper(w->a, head) : viet_lower(w->a, head);
	tail = all ? viet_upper(w->a, tail) : viet_lower(w->a, tail);
	memcpy(w->at, head.p, head.n);
	memcpy(w->at + head.n, tail.p, tail.n);
	w->at += head.n + tail.n;
}

static struct str next_word(const char **at)
{
	const char *p = *at, *from;
	while (*p == ' ' || *p == ',' || *p == '-')
		p++;
	from = p;
	while (*p && *p != ' ' && *p != ',')
		p++;
	*at = p;
	return (struct str){.p = from, .n = (size_t)(p - from)};
}

/* The phrase over the words ahead, with the signs between them as they stand. */
static void put_phrase(struct writer *w, const struct ahead *on, const struct phrase *p)
{
	const char *at = p->right;
	size_t capitals = 0;
	for (size_t i = on->from[0]; i < on->to[p->words - 1]; i++)
		capitals += is_capital(w->s->cased[i]);
	for (int i = 0; i < p->words; i++) {
		if (i)
			copy(w, on->to[i - 1], on->from[i]);
		put_word(w, on->from[i], capitals * 2 > p->n, next_word(&at));
	}
}

/* "… tỉnh Lào Cai": the name behind a phrase that ends in "tỉnh"; gives its end, or `at`. */
static size_t put_province(struct writer *w, const struct phrase *p, size_t at, size_t to)
{
	size_t from = shadow_skip(w->s, at), end;
	int cost;
	if (p->n < 4 || memcmp(p->form + p->n - 4, "tinh", 4) != 0 || from >= to ||
	    !is_capital(w->s->cased[from]))
		return at;
	const char *name = viet_near_best(w->s, from, viet_provinces, &end);
	if (!name || end > to || !viet_near(w->s, from, name, &cost) || cost > 1)
		return at;
	copy(w, at, from);
	struct str right = str_of(name);
	memcpy(w->at, right.p, right.n);
	w->at += right.n;
	return end;
}

/* "nam 2026", "ngay 10/3", "thang 5", "so 48/": before a figure these words are one thing only. */
static const char *before_figure(const struct ahead *on, const struct viet_shadow *s)
{
	static const char *const words[][2] = {
		{"nam", "năm"}, {"ngay", "ngày"}, {"thang", "tháng"}, {"so", "số"}};
	size_t n = on->to[0] - on->from[0], figures = 0;
	if (on->n < 2 || on->from[1] != on->to[0] + 1)
		return NULL;
	for (size_t i = on->from[1]; i < on->to[1]; i++)
		figures += s->p[i] >= '0' && s->p[i] <= '9';
	if (figures == 0 || figures != on->to[1] - on->from[1])
		return NULL;
	char behind = on->to[1] < s->n ? s->p[on->to[1]] : ' ';
	for (size_t i = 0; i < 4; i++) {
		bool fits = i == 0 ? figures == 4 : i == 3 ? behind == '/' || behind == '-' : figures <= 2;
		if (fits && n == strlen(words[i][0]) && memcmp(s->p + on->from[0], words[i][0], n) == 0)
			return words[i][1];
	}
	return NULL;
}

struct str viet_mend(struct arena *a, const struct viet_mender *m, const struct viet_shadow *s,
                     size_t from, size_t to, bool *mended)
{
	char *p = arena_alloc(a, (to - from) * GROWTH + 1);
	struct writer w = {.a = a, .s = s, .from = p, .at = p};
	struct ahead on;
	size_t done = from;
	for (size_t i = from; i < to; i++) {
		if (!shadow_begins(s, i) || !shadow_is_word(s->p[i]))
			continue;
		look_ahead(s, i, to, &on);
		const char *word = before_figure(&on, s);
		if (word) {
			copy(&w, done, i);
			put_word(&w, on.from[0], is_capital(s->cased[on.to[0] - 1]), str_of(word));
			done = on.to[0];
			i = done - 1;
			continue;
		}
		struct best b = on.n > 1 ? best_at(m, s, &on) : (struct best){0};
		if (!b.phrase || b.tie)
			continue;
		copy(&w, done, i);
		put_phrase(&w, &on, b.phrase);
		done = put_province(&w, b.phrase, on.to[b.phrase->words - 1], to);
		i = done - 1;
	}
	copy(&w, done, to);
	while (w.at > p && w.at[-1] == ' ')
		w.at--;
	*w.at = '\0';
	struct str out = {.p = p, .n = (size_t)(w.at - p)};
	if (mended && !str_eq(out, shadow_text(a, s, from, to)))
		*mended = true;
	return out;
}

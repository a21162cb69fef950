/* cite.c: the search for citations, and what stands around a sign. */
#include "viet/cite_inner.h"
#include "viet/codes.h"
#include "viet/viet.h"

#define TITLE_MAX 400
#define PLACE_WORDS 30

/* --- what follows: date, issuer, title ----------------------------------------------------------
 */

static bool begins_title(const struct viet_shadow *s, size_t i)
{
	static const char *const words[] = {"về",        "quy định", "hướng dẫn", "ban hành",
	                                    "phê duyệt", "sửa đổi",  "thực hiện", NULL};
	size_t end;
	return viet_near_best(s, i, words, &end) != NULL;
}

/* The end of a title: ";", ".", "(", a paragraph, or a comma after which the sentence goes on. */
static size_t title_end(const struct viet_shadow *s, size_t i)
{
	static const char *const on[] = {"nhằm", "cụ thể",  "góp phần", "trong đó",
	                                 "để",   "theo đó", "với",      NULL};
	size_t k = i, end, unused;
	for (; k < s->n && k < i + TITLE_MAX; k++) {
		char c = s->p[k];
		if (c == ';' || c == '(' ||
		    (c == '.' && (k + 1 >= s->n || s->p[k + 1] == ' ' || s->p[k + 1] == '/')))
			break;
		if (c == ' ' && s->p[k + 1] == ' ' && s->text.p[s->at[k]] == '\n' &&
		    s->text.p[s->at[k + 1]] == '\n')
			break;
		end = shadow_skip(s, k + 1);
		if (c == ',' && end < s->n &&
		    ((s->cased[end] >= 'A' && s->cased[end] <= 'Z') || viet_near_best(s, end, on, &unused)))
			break;
	}
	return k;
}

static void take_title(struct arena *a, const struct viet_shadow *s, size_t i, struct cite *c)
{
	size_t from = i, about = viet_near(s, i, "về việc", NULL);
	if (!about)
		about = viet_near(s, i, "về", NULL);
	if (!about && i + 4 < s->n && memcmp(s->p + i, "v/v ", 4) == 0)
		about = i + 3;
	if (!about && !begins_title(s, i))
		return;
	if (about)
		from = shadow_skip(s, about);
	size_t end = title_end(s, from);
	while (end > from && (s->p[end - 1] == ' ' || s->p[end - 1] == ','))
		end--;
	if (end > from + 3)
		c->title = shadow_text(a, s, from, end);
}

static void take_date(const struct viet_shadow *s, size_t *i, struct cite *c)
{
	size_t k = shadow_skip(s, *i), end;
	bool exists = true;
	if (k < s->n && (s->p[k] == ',' || s->p[k] == '('))
		k = shadow_skip(s, k + 1);
	if (cite_date_at(s, k, &c->date, &exists, &end)) {
		c->no_such_date = !exists;
		if (exists)
			c->year = date_civil(c->date).year;
		c->to = *i = end;
		return;
	}
	end = cite_in_year(s, k);
	int year = end ? cite_year(s, shadow_skip(s, end)) : 0;
	if (year) {
		c->year = c->year ? c->year : year;
		c->to = *i = shadow_skip(s, end) + 4;
	}
}

/* A body that no list knows, in clean text: words up to where the sentence goes on. */
static bool any_body(struct arena *a, const struct viet_shadow *s, size_t i, struct str *out,
                     size_t *end)
{
	static const char *const stops[] = {
		"về",         "quy định", "hướng dẫn", "ban hành", "phê duyệt", "sửa đổi", "thực hiện",
		"triển khai", "và",       "tại",       "đã",       "được",      NULL};
	size_t k = i, last = i, unused;
	if (s->noisy || k >= s->n || s->cased[k] < 'A' || s->cased[k] > 'Z')
		return false;
	for (int words = 0; words < 14 && k < s->n; words++) {
		size_t n = cite_word(s, k);
		if (n == 0 || (words && viet_near_best(s, k, stops, &unused)) || s->p[k + 1] == '/')
			break; /* "v/v" */
		last = k + n;
		k = last < s->n && s->p[last] == ' ' ? shadow_skip(s, last) : last;
		if (s->p[k] == '-' && k + 1 < s->n) { /* "Phòng Hành chính - Tổ chức" */
			size_t next = shadow_skip(s, k + 1);
			k = next < s->n && s->cased[next] >= 'A' && s->cased[next] <= 'Z' ? next : k;
		}
		if (k == last)
			break;
	}
	*out = shadow_text(a, s, i, last);
	*end = last;
	return last > i + 2;
}

void cite_rest(struct arena *a, const struct viet_shadow *s, size_t i, struct cite *c)
{
	bool mended = false;
	size_t end;
	take_date(s, &i, c);
	size_t k = shadow_skip(s, i);
	if (k < s->n && s->p[k] == ',')
		k = shadow_skip(s, k + 1);
	size_t of = cite_of(s, k), at = of ? shadow_skip(s, of) : k;
	bool capital = at < s->n && (s->noisy || (s->cased[at] >= 'A' && s->cased[at] <= 'Z'));
	if (capital && cite_body_at(a, s, at, &c->issuer, &mended, &end)) {
		c->repaired |= mended;
		c->to = i = end;
	} else if (of && any_body(a, s, at, &c->issuer, &end)) {
		c->to = i = end;
	}
	k = shadow_skip(s, i);
	if (k < s->n && s->p[k] == ',')
		k = shadow_skip(s, k + 1);
	take_title(a, s, k, c);
}

/* --- what stands before: "số", type, place -------------------------------------------------------
 */

static size_t back_over(const struct viet_shadow *s, size_t i, const char *signs)
{
	while (i > 0 && strchr(signs, s->p[i - 1]))
		i--;
	return i;
}

static size_t word_before(const struct viet_shadow *s, size_t i)
{
	while (i > 0 && shadow_is_word(s->p[i - 1]))
		i--;
	return i;
}

/* The type whose last word ends at `to`: the start, or `to` when none does. */
static size_t type_before(const struct viet_shadow *s, size_t to, const char **type)
{
	size_t best = to, from = to;
	int least = 0;
	for (int words = 1; words <= 4 && from > 0; words++) {
		from = word_before(s, back_over(s, from, " "));
		for (size_t i = 0; viet_type_names[i]; i++) {
			int cost;
			if (viet_near(s, from, viet_type_names[i], &cost) != to)
				continue;
			if (best == to || cost - 2 * words < least) {
				best = from;
				*type = viet_type_names[i];
				least = cost - 2 * words;
			}
		}
	}
	return best;
}

/* From the sign backwards over "số:" and the type. */
static void take_type(const struct viet_shadow *s, size_t sign, struct cite *c, const char **type)
{
	size_t i = back_over(s, sign, " :."), word = word_before(s, i);
	c->from = sign;
	if (i > word && s->p[word] == 's' && (i - word <= 2 || (s->noisy && i - word == 3))) {
		c->from = word;
		i = back_over(s, word, " ");
	}
	const char *found = NULL;
	size_t from = type_before(s, i, &found);
	if (found && sign - i < 16) {
		*type = strcmp(found, "Thông báo kết luận") == 0 ? "Thông báo" : found;
		c->from = from;
	}
}

static bool place_word(const struct viet_shadow *s, size_t from, size_t to)
{
	static const char *const words[] = {"điều", "khoản", "điểm", "mục", "chương", "phần",
	                                    "các",  "và",    "đến",  "từ",  "tiết",   NULL};
	size_t n = to - from;
	bool figure = n <= 3 && cite_digit(s->p[from]);
	bool roman = n <= 5 && strspn(s->cased + from, "IVX") >= n;
	return n == 1 || figure || roman || viet_near_whole(s, from, to, words);
}

void cite_place(struct arena *a, const struct viet_shadow *s, struct cite *c)
{
	static const char *const starts[] = {"điểm", "khoản", "điều", "các", "tiết", "từ", NULL};
	size_t i = c->from, first = c->from, to = back_over(s, c->from, " ,");
	bool article = false;
	size_t of = word_before(s, to);
	if (of < to && cite_of(s, of) == to)
		to = back_over(s, of, " ");
	i = to;
	for (int words = 0; words < PLACE_WORDS && i > 0; words++) {
		size_t end = back_over(s, i, " ,"), from = word_before(s, end);
		if (from == end || !place_word(s, from, end))
			break;
		i = from;
		article |= viet_near(s, from, "điều", NULL) == end;
		if (viet_near_whole(s, from, end, starts))
			first = from;
	}
	if (article && first < to)
		c->place = shadow_text(a, s, first, to);
}

/* --- the search --- */

struct found {
	struct arena *a;
	struct cite *items;
	size_t n, room;
};

static void keep(struct found *f, const struct viet_shadow *s, struct cite *c)
{
	if (f->n == f->room) {
		f->room = f->room ? f->room * 2 : 32;
		struct cite *more = arena_array(f->a, f->room, sizeof *more);
		if (f->n)
			memcpy(more, f->items, f->n * sizeof *more);
		f->items = more;
	}
	cite_place(f->a, s, c);
	c->text = shadow_text(f->a, s, c->from, c->to);
	f->items[f->n++] = *c;
}

static bool signed_at(struct arena *a, const struct viet_shadow *s, size_t i, struct cite *c)
{
	struct cite_sign sign;
	if (!cite_sign_at(a, s, i, &sign))
		return false;
	const char *type = sign.type;
	*c = (struct cite){.date = DATE_NONE,
	                   .sign = sign.sign,
	                   .year = sign.year,
	                   .to = sign.to,
	                   .repaired = sign.repaired};
	take_type(s, i, c, &type);
	c->type = type ? str_of(type) : STR_NULL;
	if (!type && sign.year && str_starts(sign.notation, "QH"))
		c->type = STR_NULL;
	cite_rest(a, s, sign.to, c);
	return true;
}

/* Only commas and "và", "số", "các" stand on [from, to). */
static bool list_goes_on(const struct viet_shadow *s, size_t from, size_t to)
{
	static const char *const words[] = {"và", "số", "các", NULL};
	size_t end;
	while (from < to) {
		size_t n = cite_word(s, from);
		if (n == 0 && s->p[from] != ' ' && s->p[from] != ',')
			return false;
		if (n && (!viet_near_close(s, from, words, &end) || end != from + n))
			return false;
		from += n ? n : 1;
	}
	return true;
}

/* "CP" of 152/2025/NĐ-CP, "TW" of 57-NQ/TW: who issues, in the sign. */
static struct str issuing_code(struct str sign)
{
	size_t i = sign.n;
	while (i > 0 && sign.p[i - 1] != '-' && sign.p[i - 1] != '/')
		i--;
	return (struct str){.p = sign.p + i, .n = sign.n - i};
}

/* "các Nghị quyết số 57-NQ/TW, 59-NQ/TW và 68-NQ/TW của Bộ Chính trị": the issuer is that of all.
 */
static void share_issuers(const struct viet_shadow *s, struct found *f)
{
	for (size_t i = f->n; i-- > 1;) {
		struct cite *c = &f->items[i - 1];
		const struct cite *next = &f->items[i];
		if (!c->issuer.p && next->issuer.p && c->sign.p && next->sign.p && !c->title.p &&
		    str_eq(issuing_code(c->sign), issuing_code(next->sign)) &&
		    list_goes_on(s, c->to, next->from))
			c->issuer = next->issuer;
	}
}

void cite_find(struct arena *a, const struct viet_shadow *s, struct cite **out, size_t *n)
{
	struct found f = {.a = a};
	struct cite c;
	for (size_t i = 0; i < s->n; i++) {
		if (!shadow_begins(s, i))
			continue;
		bool here = cite_digit(s->p[i]) ? signed_at(a, s, i, &c) : cite_named_at(a, s, i, &c);
		if (!here)
			continue;
		keep(&f, s, &c);
		i = c.to > i ? c.to - 1 : i;
	}
	share_issuers(s, &f);
	*out = f.items;
	*n = f.n;
}

/* --- one for each document --- */

struct str cite_key(struct arena *a, struct str sign)
{
	struct str folded = viet_fold(a, sign);
	/* viet_fold() made these bytes for us just now. */
	for (char *p = (char *)folded.p, *end = p + folded.n; p && p < end; p++)
		if (*p == ' ')
			*p = '-';
	return folded;
}

/*
 * Documents by what they are called: those of one sign, and those of one title, hang on a chain
 * each, so that a text with ten thousand citations is read in one walk.
 */
#define CHAIN_MAX 64 /* documents of one sign, told apart by their dates alone */

struct known {
	struct arena *a;
	struct cite *docs;
	struct str *keys, *titles;      /* of each document, NULL: none yet */
	size_t *next_sign, *next_title; /* on its chains; 0 ends, else number + 1 */
	size_t *signs, *by_title;       /* heads of the chains */
	size_t count, slots;
};

static size_t slot_of(const struct known *k, struct str key)
{
	uint64_t h = 14695981039346656037u;
	for (size_t i = 0; i < key.n; i++)
		h = (h ^ (unsigned char)key.p[i]) * 1099511628211u;
	return (size_t)(h >> 20) & (k->slots - 1);
}

static bool same_time(const struct cite *x, const struct cite *y)
{
	if (x->year && y->year && x->year != y->year)
		return false;
	return date_is_none(x->date) || date_is_none(y->date) || x->date.days == y->date.days;
}

/* The first document that the citation may be, or k->count. */
static size_t known_as(const struct known *k, const struct cite *c, struct str key,
                       struct str title)
{
	size_t found = k->count;
	int seen = 0;
	for (size_t i = key.p ? k->signs[slot_of(k, key)] : 0; i && seen < CHAIN_MAX;
	     i = k->next_sign[i - 1], seen++)
		if (str_eq(k->keys[i - 1], key) && same_time(&k->docs[i - 1], c) && i - 1 < found)
			found = i - 1;
	seen = 0;
	for (size_t i = title.p ? k->by_title[slot_of(k, title)] : 0; i && seen < CHAIN_MAX;
	     i = k->next_title[i - 1], seen++) {
		const struct cite *doc = &k->docs[i - 1];
		bool one_sign = !doc->sign.p || !c->sign.p; /* two signs are two documents */
		if (one_sign && str_eq(k->titles[i - 1], title) && str_eq(doc->type, c->type) &&
		    same_time(doc, c) && i - 1 < found)
			found = i - 1;
	}
	return found;
}

/* Hangs a document on the chains of what is known of it now. */
static void hang(struct known *k, size_t i, struct str key, struct str title)
{
	if (!k->keys[i].p && key.p) {
		size_t *head = &k->signs[slot_of(k, key)];
		k->keys[i] = key;
		k->next_sign[i] = *head;
		*head = i + 1;
	}
	if (!k->titles[i].p && title.p) {
		size_t *head = &k->by_title[slot_of(k, title)];
		k->titles[i] = title;
		k->next_title[i] = *head;
		*head = i + 1;
	}
}

static void join(struct cite *to, const struct cite *from)
{
	if (!to->sign.p)
		to->sign = from->sign;
	if (!to->issuer.p)
		to->issuer = from->issuer;
	if (!to->title.p)
		to->title = from->title;
	if (!to->type.p)
		to->type = from->type;
	if (date_is_none(to->date))
		to->date = from->date;
	to->year = to->year ? to->year : from->year;
	to->repaired |= from->repaired;
	to->no_such_date |= from->no_such_date;
}

void cite_documents(struct arena *a, const struct cite *all, size_t n, struct cite **out,
                    size_t **times, size_t *count)
{
	struct known k = {.a = a, .docs = arena_array(a, n + 1, sizeof *k.docs), .slots = 16};
	*times = arena_array(a, n + 1, sizeof **times);
	while (k.slots < n * 2)
		k.slots *= 2;
	k.keys = arena_array(a, n + 1, sizeof *k.keys);
	k.titles = arena_array(a, n + 1, sizeof *k.titles);
	k.next_sign = arena_array(a, n + 1, sizeof *k.next_sign);
	k.next_title = arena_array(a, n + 1, sizeof *k.next_title);
	k.signs = arena_array(a, k.slots, sizeof *k.signs);
	k.by_title = arena_array(a, k.slots, sizeof *k.by_title);
	for (size_t i = 0; i < n; i++) {
		struct str key = all[i].sign.p ? cite_key(a, all[i].sign) : STR_NULL;
		struct str title = all[i].title.p ? viet_fold(a, all[i].title) : STR_NULL;
		size_t at = known_as(&k, &all[i], key, title);
		if (at < k.count)
			join(&k.docs[at], &all[i]);
		else
			k.docs[k.count++] = all[i];
		hang(&k, at, key, title);
		(*times)[at]++;
	}
	*out = k.docs;
	*count = k.count;
}

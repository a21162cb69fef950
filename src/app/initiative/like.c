/*
 * like.c: which initiatives say the same, or nearly.
 *
 * A text is the set of its runs of three words, folded. Of that set 48 minima of 48 orders are
 * taken, two together make a band: texts that share a third of their runs share one of 24 bands
 * nine times of ten, and half of them nearly always. The bands are numbers in a table, the same on
 * both engines; what shares one is compared word by word.
 */
#include "app/initiative/initiative.h"

#include "db/sql_initiative.h"
#include "viet/viet.h"

#include <stdlib.h>

#define BANDS 24
#define RUN 3
#define LIKELY 30 /* percent */

struct runs {
	uint64_t *hash;
	size_t n;
};

static uint64_t mix(uint64_t x)
{
	x ^= x >> 33;
	x *= 0xff51afd7ed558ccdULL;
	x ^= x >> 33;
	x *= 0xc4ceb9fe1a85ec53ULL;
	return x ^ (x >> 33);
}

static uint64_t hash_of(const char *p, size_t n)
{
	uint64_t h = 1469598103934665603ULL;
	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)p[i]) * 1099511628211ULL;
	return mix(h);
}

static int by_hash(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
	return x < y ? -1 : x > y;
}

/* Each run once, in order of its hash. A text of fewer words is one run. */
static struct runs runs_of(struct arena *mem, struct str text)
{
	struct str fold = viet_fold(mem, text);
	struct runs r = {.hash = arena_array(mem, fold.n / 2 + 2, sizeof *r.hash)};
	size_t begins[RUN], words = 0, kept = 0;
	for (size_t i = 0; i < fold.n;) {
		size_t end = i;
		while (end < fold.n && fold.p[end] != ' ')
			end++;
		begins[words++ % RUN] = i;
		if (words >= RUN) {
			size_t from = begins[words % RUN];
			r.hash[r.n++] = hash_of(fold.p + from, end - from);
		}
		i = end + 1;
	}
	if (r.n == 0 && fold.n)
		r.hash[r.n++] = hash_of(fold.p, fold.n);
	qsort(r.hash, r.n, sizeof *r.hash, by_hash);
	for (size_t i = 0; i < r.n; i++)
		if (kept == 0 || r.hash[i] != r.hash[kept - 1])
			r.hash[kept++] = r.hash[i];
	r.n = kept;
	return r;
}

int initiative_likeness(struct arena *mem, struct str a, struct str b)
{
	struct runs x = runs_of(mem, a), y = runs_of(mem, b);
	size_t both = 0, least = x.n < y.n ? x.n : y.n;
	for (size_t i = 0, k = 0; i < x.n && k < y.n;) {
		both += x.hash[i] == y.hash[k];
		uint64_t one = x.hash[i], other = y.hash[k];
		i += one <= other;
		k += other <= one;
	}
	return least ? (int)(both * 100 / least) : 0;
}

static struct str whole(struct arena *mem, struct str title, struct str text)
{
	return arena_printf(mem, "%.*s %.*s", STR_ARG(title), STR_ARG(text));
}

static uint64_t least_of(const struct runs *r, unsigned order)
{
	uint64_t least = UINT64_MAX, salt = mix(order + 1);
	for (size_t i = 0; i < r->n; i++) {
		uint64_t h = mix(r->hash[i] ^ salt);
		least = h < least ? h : least;
	}
	return least;
}

enum rc initiative_sketch(struct ctx *c, int64_t id, struct str title, struct str text)
{
	struct runs r = runs_of(c->mem, whole(c->mem, title, text));
	struct str fold = viet_fold(c->mem, title);
	uint64_t name = mix(hash_of(fold.p, fold.n) ^ BANDS);
	TRY(sql_initiative_sketch_drop(c->db, id, NULL));
	/* The same title is a band of its own. */
	TRY(sql_initiative_sketch_add(c->db, id, (int64_t)(name >> 1), NULL));
	for (unsigned band = 0; band < BANDS && r.n; band++) {
		uint64_t h = mix(least_of(&r, band * 2) + mix(least_of(&r, band * 2 + 1) + band));
		TRY(sql_initiative_sketch_add(c->db, id, (int64_t)(h >> 1), NULL));
	}
	return RC_OK;
}

enum rc initiative_find_like(struct ctx *c, int64_t id, int64_t *found)
{
	struct sql_initiative_text own, other;
	struct sql_initiative_like *rows;
	size_t n;
	*found = 0;
	TRY(sql_initiative_text(c->db, c->mem, id, &own));
	TRY(sql_initiative_match_drop(c->db, id, NULL));
	TRY(sql_initiative_like(c->db, c->mem, id, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		TRY(sql_initiative_text(c->db, c->mem, rows[i].id, &other));
		bool named = str_eq(viet_fold(c->mem, own.title), viet_fold(c->mem, other.title));
		int percent = named ? 100
		                    : initiative_likeness(c->mem, whole(c->mem, own.title, own.text),
		                                          whole(c->mem, other.title, other.text));
		if (percent < LIKELY)
			continue;
		++*found;
		TRY(sql_initiative_match_add(c->db, id, rows[i].id, percent, NULL));
	}
	return RC_OK;
}

enum rc initiative_rebuild(struct ctx *c, int64_t *rows)
{
	struct sql_initiative_unsketched *old;
	size_t n;
	for (int64_t after = 0;; after = old[n - 1].id) {
		TRY(sql_initiative_unsketched(c->db, c->mem, after, &old, &n));
		if (n == 0)
			return RC_OK;
		for (size_t i = 0; i < n; i++)
			TRY(initiative_sketch(c, old[i].id, old[i].title, old[i].text));
		*rows += (int64_t)n;
	}
}

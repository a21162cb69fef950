/* near.c: slips of the pen: how many trigrams each title shares with what was typed. */
#include "db/sql_search.h"
#include "index/inner.h"
#include "viet/viet.h"

#include <inttypes.h>

#define GRAMS_MAX 64

struct near {
	int64_t id;
	int shared;
};

struct nears {
	const struct index_ask *a;
	uint32_t *grams;
	size_t count; /* of what was typed */
	struct bits scope, fresh;
	struct near *items; /* the best so far, best first */
	size_t n, max;
};

static bool better(const struct near *x, const struct near *y)
{
	return x->shared != y->shared ? x->shared > y->shared : x->id < y->id;
}

static void keep(struct nears *k, struct near one)
{
	size_t at = k->n < k->max ? k->n++ : k->max;
	for (; at > 0 && better(&one, &k->items[at - 1]); at--)
		if (at < k->max)
			k->items[at] = k->items[at - 1];
	if (at < k->max)
		k->items[at] = one;
}

/* Half of the trigrams typed: one slip in a word of five letters leaves as much. */
static bool alike(const struct nears *k, size_t shared)
{
	return shared * 2 >= k->count;
}

static bool shown(const struct nears *k, int64_t id)
{
	const struct db_scope *s = k->a->scope;
	return !bits_has(&k->fresh, id) && (!s || s->all || bits_has(&k->scope, id));
}

/* Rows of one block stand together. */
static void count_block(struct nears *k, const struct sql_search_grams_of *rows, size_t n)
{
	unsigned char shared[BITS_BLOCK] = {0};
	for (size_t i = 0; i < n; i++) {
		uint64_t words[BITS_WORDS] = {0};
		if (!bits_read(rows[i].bits, words))
			continue;
		for (size_t w = 0; w < BITS_WORDS; w++)
			for (uint64_t left = words[w]; left; left &= left - 1)
				shared[w * 64 + (size_t)__builtin_ctzll(left)]++;
	}
	for (size_t i = 0; i < BITS_BLOCK; i++) {
		int64_t id = rows[0].block * BITS_BLOCK + (int64_t)i;
		if (shared[i] && alike(k, shared[i]) && shown(k, id))
			keep(k, (struct near){.id = id, .shared = shared[i]});
	}
}

static void fresh_one(void *arg, int64_t id, struct str title, struct str note)
{
	struct nears *k = arg;
	uint32_t *b;
	size_t m, i = 0, j = 0, shared = 0;
	(void)note;
	viet_trigrams(k->a->mem, title, &b, &m);
	while (i < k->count && j < m) {
		shared += k->grams[i] == b[j];
		bool next = k->grams[i] <= b[j], other = b[j] <= k->grams[i];
		i += next;
		j += other;
	}
	if (shared && alike(k, shared))
		keep(k, (struct near){.id = id, .shared = (int)shared});
}

static enum rc count_sets(struct nears *k)
{
	struct str terms[GRAMS_MAX];
	struct sql_search_grams_of *rows;
	const struct index_ask *a = k->a;
	size_t n;
	for (size_t i = 0; i < k->count; i++)
		terms[i] = arena_printf(a->mem, "g:%08" PRIx32, k->grams[i]);
	TRY(sql_search_grams_of(a->db, a->mem, str_of(a->kind),
	                        db_texts(a->mem, db_engine_of(a->db), terms, k->count), &rows, &n));
	for (size_t i = 0, to; i < n; i = to) {
		for (to = i + 1; to < n && rows[to].block == rows[i].block; to++)
			;
		count_block(k, &rows[i], to - i);
	}
	return RC_OK;
}

enum rc index_near(const struct index_ask *a, int64_t *ids, size_t max, size_t *n)
{
	struct nears k = {.a = a, .max = max, .items = arena_array(a->mem, max, sizeof *k.items)};
	*n = 0;
	viet_trigrams(a->mem, a->folded, &k.grams, &k.count);
	if (k.count > GRAMS_MAX)
		k.count = GRAMS_MAX;
	if (k.count == 0)
		return RC_OK;
	TRY(index_fresh(a, &k.fresh));
	if (a->scope && !a->scope->all)
		TRY(index_scope(a, &k.scope));
	TRY(count_sets(&k));
	if (k.fresh.blocks)
		TRY(index_each_fresh(a, fresh_one, &k));
	for (size_t i = 0; i < k.n; i++)
		ids[i] = k.items[i].id;
	*n = k.n;
	return RC_OK;
}

#include "app/search/find.h"

#include "db/sql.h"
#include "op/list.h"
#include "viet/viet.h"

#define WORDS_LOOKED_AT 8
/* When every word is common, the rarest is still told apart as far as this. */
#define COMMON_STEPS 8000

struct rare_word {
	struct str word;
	int64_t n; /* objects that have it, as far as counted */
};

struct rare_words {
	struct rare_word items[WORDS_LOOKED_AT];
	int count;
};

static enum rc count_word(struct find *f, struct rare_word *w, int cap)
{
	struct sql_search_word_count row;
	TRY(sql_search_word_count(f->c->db, f->c->mem, w->word, str_of(f->kind), cap, &row));
	w->n = row.n;
	return RC_OK;
}

static void rarest_first(struct rare_words *w)
{
	for (int i = 1; i < w->count; i++) {
		struct rare_word one = w->items[i];
		int at = i;
		for (; at > 0 && w->items[at - 1].n > one.n; at--)
			w->items[at] = w->items[at - 1];
		w->items[at] = one;
	}
}

/* Counted no further than the scope, which leads when it is smaller. */
static enum rc count_words(struct find *f, struct rare_words *out)
{
	struct str *words;
	size_t n;
	int cap = f->near <= FIND_STEPS ? f->near + 1 : FIND_STEPS + 1;
	viet_words(f->c->mem, f->folded, &words, &n);
	out->count = n < WORDS_LOOKED_AT ? (int)n : WORDS_LOOKED_AT;
	for (int i = 0; i < out->count; i++) {
		out->items[i].word = words[i];
		TRY(count_word(f, &out->items[i], cap));
	}
	rarest_first(out);
	for (int i = 0; out->count > 1 && out->items[0].n > FIND_STEPS && i < out->count; i++)
		TRY(count_word(f, &out->items[i], COMMON_STEPS));
	rarest_first(out);
	if (out->count > FIND_WORDS)
		out->count = FIND_WORDS;
	return RC_OK;
}

static void set_filter(struct db_list_ask *ask, const char *name, struct db_val v)
{
	int no = list_filter_no(ask->list, name);
	BUG_ON(no < 0);
	ask->set[no] = true;
	ask->filters[no] = v;
}

static struct db_list_ask new_ask(struct find *f, const struct db_list_def *list)
{
	struct db_list_ask ask = {
		.list = list, .limit = FIND_STEPS + 1, .scope = f->scope, .today = f->c->today};
	set_filter(&ask, "kind", db_text(str_of(f->kind)));
	return ask;
}

/* How many objects the scope leaves, counted once to FIND_STEPS + 1. */
static enum rc count_scope(struct find *f)
{
	struct db_list_ask ask = new_ask(f, &sql_list_search_near);
	if (f->counted)
		return RC_OK;
	f->counted = true;
	f->near = FIND_STEPS + 1;
	return f->scope.all ? RC_OK : db_list_count(f->c->db, &ask, FIND_STEPS + 1, &f->near);
}

/* --- ranking ------------------------------------------------------------------------------ */

struct found {
	struct find_hit hit;
	struct str sort_key;
};

struct founds {
	struct found *items;
	int count;
};

static bool has_word(struct str fold, struct str word)
{
	while (fold.p) {
		struct str one = str_cut(&fold, ' ');
		if (str_eq(one, word))
			return true;
	}
	return false;
}

/* `fold` is empty for the longest titles. */
static enum find_rank rank_of(const struct find *f, struct str title, struct str fold)
{
	struct str asked = f->folded;
	if (fold.n == 0)
		fold = viet_fold(f->c->mem, title);
	if (str_eq(fold, asked))
		return FIND_SAME;
	while (asked.p) {
		struct str word = str_cut(&asked, ' ');
		if (word.n && !has_word(fold, word))
			return FIND_WORDS_BEGIN;
	}
	return FIND_TITLE;
}

static int by_rank(const void *a, const void *b)
{
	const struct found *x = a, *y = b;
	if (x->hit.rank != y->hit.rank)
		return x->hit.rank < y->hit.rank ? -1 : 1;
	int order = str_cmp(x->sort_key, y->sort_key);
	return order ? order : (x->hit.id > y->hit.id) - (x->hit.id < y->hit.id);
}

/* Adds what the list gives; *got: its rows, where one object may come once for each word. */
static enum rc take(struct find *f, const struct db_list_ask *ask, struct founds *all, int *got)
{
	struct db_cursor *cur;
	struct db_val row[8];
	enum rc rc;
	*got = 0;
	TRY(db_list(f->c->db, ask, f->c->mem, &cur));
	while ((rc = db_next(cur, f->c->mem, row)) == RC_OK) {
		++*got;
		all->items[all->count++] = (struct found){.hit = {.kind = f->kind,
		                                                  .id = row[0].i,
		                                                  .title = row[1].s,
		                                                  .note = row[2].s,
		                                                  .rank = rank_of(f, row[1].s, row[3].s)},
		                                          .sort_key = row[4].s};
	}
	db_cursor_end(cur);
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

/* One object's rows are neighbours: same rank, same key. */
static void keep_best(struct find *f, struct founds *all)
{
	qsort(all->items, (size_t)all->count, sizeof *all->items, by_rank);
	for (int i = 0; i < all->count; i++) {
		if (i > 0 && all->items[i].hit.id == all->items[i - 1].hit.id)
			continue;
		if (f->count < FIND_HITS)
			f->hits[f->count++] = all->items[i].hit;
		f->total++;
	}
	if (f->total > FIND_STEPS)
		f->total = FIND_STEPS;
}

/* --- words ------------------------------------------------------------------------------------ */

/* The rarest leads, be it a word or the scope; words beside it are looked up for each object. */
static struct db_list_ask ask_words(struct find *f, const struct rare_words *w)
{
	bool lead = w->items[0].n <= f->near || f->near > FIND_STEPS;
	struct db_list_ask ask = new_ask(f, lead ? &sql_list_search_found : &sql_list_search_near);
	char name[16];
	if (lead)
		set_filter(&ask, "from", db_text(w->items[0].word));
	for (int i = lead; i < w->count; i++) {
		snprintf(name, sizeof name, "has%d", i + 1);
		set_filter(&ask, name, db_text(w->items[i].word));
	}
	return ask;
}

enum rc find_words(struct find *f)
{
	struct rare_words words;
	struct founds all = {0};
	int got;
	f->count = f->total = 0;
	f->more = false;
	TRY(count_scope(f));
	TRY(count_words(f, &words));
	if (f->near == 0 || words.count == 0 || words.items[0].n == 0)
		return RC_OK;
	all.items = arena_array(f->c->mem, FIND_STEPS + 1 + FIND_HITS, sizeof *all.items);
	struct db_list_ask ask = ask_words(f, &words);
	TRY(take(f, &ask, &all, &got));
	f->more = got > FIND_STEPS;
	if (f->more) {
		/* The very title may stand beyond the first thousand. */
		struct db_list_ask same = new_ask(f, &sql_list_search_near);
		same.limit = FIND_HITS;
		set_filter(&same, "same", db_text(f->folded));
		TRY(take(f, &same, &all, &got));
	}
	keep_best(f, &all);
	return RC_OK;
}

/* --- slips of the pen ---------------------------------------------------------------------- */

#define GRAMS_ASKED 8
#define GRAM_STEPS 3000 /* postings read in all */
#define NEAR_HITS 8
#define NEAR_SCOPE 200 /* a scope of no more objects is compared one by one */
/* Half of the trigrams typed stand in the title: one slip in a word of five letters leaves as much.
 */
#define ALIKE_PERMILLE 500

struct rare_gram {
	int64_t gram, n;
};

static int by_rarity(const void *a, const void *b)
{
	const struct rare_gram *x = a, *y = b;
	return (x->n > y->n) - (x->n < y->n);
}

/* The rarest that fit the budget; those that nothing has do not count. */
static enum rc rare_grams(struct find *f, const uint32_t *grams, size_t n, int64_t out[GRAMS_ASKED],
                          int *count)
{
	struct rare_gram *all = arena_array(f->c->mem, n + 1, sizeof *all);
	int64_t budget = GRAM_STEPS;
	for (size_t i = 0; i < n; i++) {
		struct sql_search_gram_count row;
		TRY(sql_search_gram_count(f->c->db, f->c->mem, grams[i], GRAM_STEPS + 1, &row));
		all[i] = (struct rare_gram){.gram = grams[i], .n = row.n};
	}
	qsort(all, n, sizeof *all, by_rarity);
	*count = 0;
	for (size_t i = 0; i < n && *count < GRAMS_ASKED; i++) {
		if (all[i].n == 0)
			continue;
		if (all[i].n > budget)
			break;
		budget -= all[i].n;
		out[(*count)++] = all[i].gram;
	}
	return RC_OK;
}

static int alike_permille(struct arena *mem, const uint32_t *a, size_t n, struct str folded)
{
	uint32_t *b;
	size_t m, i = 0, k = 0, shared = 0;
	viet_trigrams(mem, folded, &b, &m);
	while (i < n && k < m) {
		shared += a[i] == b[k];
		if (a[i] < b[k])
			i++;
		else if (a[i] > b[k])
			k++;
		else
			i++, k++;
	}
	return n ? (int)(1000 * shared / n) : 0;
}

/* Those that are alike of what the list gives. */
static enum rc take_near(struct find *f, const struct db_list_ask *ask, const uint32_t *grams,
                         size_t n)
{
	struct founds some = {.items = arena_array(f->c->mem, (size_t)ask->limit, sizeof *some.items)};
	int got;
	TRY(take(f, ask, &some, &got));
	for (int i = 0; i < some.count && f->count < NEAR_HITS; i++) {
		struct find_hit *hit = &some.items[i].hit;
		if (alike_permille(f->c->mem, grams, n, viet_fold(f->c->mem, hit->title)) < ALIKE_PERMILLE)
			continue;
		hit->rank = FIND_NEAR;
		f->hits[f->count++] = *hit;
	}
	f->total = f->count;
	return RC_OK;
}

/* The scope leaves so few that each is looked at. */
static enum rc near_in_scope(struct find *f, const uint32_t *grams, size_t n)
{
	struct db_list_ask ask = new_ask(f, &sql_list_search_near);
	ask.limit = NEAR_SCOPE;
	return take_near(f, &ask, grams, n);
}

/* What shares rare trigrams, wherever it is; the scope is asked for what is alike. */
static enum rc near_by_grams(struct find *f, const uint32_t *grams, size_t n)
{
	struct sql_search_gram_near *rows;
	int64_t g[GRAMS_ASKED];
	size_t near;
	int count;
	TRY(rare_grams(f, grams, n, g, &count));
	if (count == 0)
		return RC_OK;
	for (int i = count; i < GRAMS_ASKED; i++)
		g[i] = g[0];
	TRY(sql_search_gram_near(f->c->db, f->c->mem, str_of(f->kind), g[0], g[1], g[2], g[3], g[4],
	                         g[5], g[6], g[7], count > 2 ? 2 : 1, &rows, &near));
	for (size_t i = 0; i < near && f->count < NEAR_HITS; i++) {
		/* Seen only when the scope shows it. */
		struct db_list_ask one = new_ask(f, &sql_list_search_near);
		one.limit = 1;
		set_filter(&one, "id", db_int(rows[i].object_id));
		if (alike_permille(f->c->mem, grams, n, rows[i].fold) >= ALIKE_PERMILLE)
			TRY(take_near(f, &one, grams, n));
	}
	return RC_OK;
}

enum rc find_near(struct find *f)
{
	uint32_t *grams;
	size_t n;
	f->count = f->total = 0;
	f->more = false;
	viet_trigrams(f->c->mem, f->folded, &grams, &n);
	if (n > 64)
		n = 64;
	TRY(count_scope(f));
	return f->near <= NEAR_SCOPE ? near_in_scope(f, grams, n) : near_by_grams(f, grams, n);
}

#include "app/search/find.h"

#include "db/sql.h"
#include "op/list.h"
#include "viet/viet.h"

#define WORDS_LOOKED_AT 8

struct rare_word {
	struct str word;
	int64_t n; /* objects that have it, counted to FIND_STEPS + 1 */
};

struct rare_words {
	struct rare_word items[WORDS_LOOKED_AT];
	int count;
};

/* Counts the words of one kind of match; the rarest come first. */
static enum rc count_words(struct find *f, bool title, struct rare_words *out)
{
	struct str *words;
	size_t n;
	viet_words(f->c->mem, f->folded, &words, &n);
	out->count = 0;
	for (size_t i = 0; i < n && out->count < WORDS_LOOKED_AT; i++) {
		struct rare_word one = {.word = words[i]};
		struct sql_search_word_count begins;
		struct sql_search_title_word_count exact;
		if (title) {
			TRY(sql_search_title_word_count(f->c->db, f->c->mem, one.word, str_of(f->kind),
			                                FIND_STEPS + 1, &exact));
			one.n = exact.n;
		} else {
			TRY(sql_search_word_count(f->c->db, f->c->mem, one.word, str_of(f->kind),
			                          FIND_STEPS + 1, &begins));
			one.n = begins.n;
		}
		int at = out->count++;
		for (; at > 0 && out->items[at - 1].n > one.n; at--)
			out->items[at] = out->items[at - 1];
		out->items[at] = one;
	}
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
		.list = list, .limit = FIND_HITS + 1, .scope = f->scope, .today = f->c->today};
	set_filter(&ask, "kind", db_text(str_of(f->kind)));
	return ask;
}

static bool is_known(const struct find *f, int64_t id)
{
	for (int i = 0; i < f->count; i++)
		if (f->hits[i].id == id)
			return true;
	return false;
}

/* *got: rows that came, known ones too. */
static enum rc take(struct find *f, const struct db_list_ask *ask, enum find_rank rank, int *got)
{
	struct db_cursor *cur;
	struct db_val row[8];
	enum rc rc;
	*got = 0;
	TRY(db_list(f->c->db, ask, f->c->mem, &cur));
	while ((rc = db_next(cur, f->c->mem, row)) == RC_OK) {
		++*got;
		if (is_known(f, row[0].i))
			continue;
		if (f->count == FIND_HITS) {
			f->more = true;
			continue;
		}
		f->hits[f->count++] = (struct find_hit){
			.kind = f->kind, .id = row[0].i, .title = row[1].s, .note = row[2].s, .rank = rank};
	}
	db_cursor_end(cur);
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

/* Words beyond `from` are looked up for each object. */
static void probe(struct db_list_ask *ask, const struct rare_words *w, int from, bool title)
{
	char name[16];
	for (int i = from; i < w->count; i++) {
		snprintf(name, sizeof name, "%s%d", title ? "is" : "has", i + 1);
		set_filter(ask, name, db_text(w->items[i].word));
	}
}

/* How many objects the scope leaves, counted once to FIND_STEPS + 1. */
static enum rc count_scope(struct find *f)
{
	struct db_list_ask ask = new_ask(f, &sql_list_search_near);
	if (f->near)
		return RC_OK;
	f->near = FIND_STEPS + 1;
	return f->scope.all ? RC_OK : db_list_count(f->c->db, &ask, FIND_STEPS + 1, &f->near);
}

/* All words are common and the scope is wide: from the beginning of the order, so far and no
 * further. */
static enum rc walk(struct find *f, const struct rare_words *w, bool title, enum find_rank rank)
{
	struct sql_search_walk_end end;
	struct db_list_ask ask = new_ask(f, &sql_list_search_found);
	int got;
	enum rc rc = sql_search_walk_end(f->c->db, f->c->mem, str_of(f->kind), FIND_STEPS, &end);
	if (rc == RC_OK)
		set_filter(&ask, "upto", db_blob(end.sort_key));
	else if (rc != RC_NOTFOUND)
		return rc;
	f->more = f->more || rc == RC_OK;
	probe(&ask, w, 0, title);
	return take(f, &ask, rank, &got);
}

static bool all_common(const struct find *f, const struct rare_words *w)
{
	return w->count > 0 && w->items[0].n > FIND_STEPS && f->near > FIND_STEPS;
}

/* count_scope() comes before it. */
static enum rc by_words(struct find *f, const struct rare_words *w, bool title, enum find_rank rank)
{
	int got;
	if (w->count == 0 || w->items[0].n == 0)
		return RC_OK;
	if (all_common(f, w))
		return walk(f, w, title, rank);
	bool lead = w->items[0].n <= f->near;
	struct db_list_ask ask = new_ask(f, lead ? &sql_list_search_found : &sql_list_search_near);
	if (lead)
		set_filter(&ask, arena_printf(f->c->mem, "%s_%s", title ? "title" : "from", f->kind).p,
		           db_text(w->items[0].word));
	probe(&ask, w, lead, title);
	return take(f, &ask, rank, &got);
}

/* --- ranking ------------------------------------------------------------------------------ */

static bool has_word(struct str *words, size_t n, struct str word)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(words[i], word))
			return true;
	return false;
}

static enum find_rank rank_of(const struct find *f, struct str title)
{
	struct arena *mem = f->c->mem;
	struct str folded = viet_fold(mem, title), *words, *asked;
	size_t n, m;
	if (str_eq(folded, f->folded))
		return FIND_SAME;
	viet_words(mem, folded, &words, &n);
	viet_words(mem, f->folded, &asked, &m);
	for (size_t i = 0; i < m; i++)
		if (!has_word(words, n, asked[i]))
			return FIND_WORDS_BEGIN;
	return FIND_TITLE;
}

/* Keeps the order by name within a rank. */
static void rank_hits(struct find *f)
{
	for (int i = 0; i < f->count; i++)
		f->hits[i].rank = rank_of(f, f->hits[i].title);
	for (int i = 1; i < f->count; i++) {
		struct find_hit one = f->hits[i];
		int at = i;
		for (; at > 0 && f->hits[at - 1].rank > one.rank; at--)
			f->hits[at] = f->hits[at - 1];
		f->hits[at] = one;
	}
}

/* Too many to rank them all: the best are asked for by themselves, then the rest. */
static enum rc best_first(struct find *f, const struct rare_words *begins)
{
	struct db_list_ask same = new_ask(f, &sql_list_search_found);
	struct rare_words titles;
	int got;
	f->count = 0;
	f->more = true;
	set_filter(&same, "same", db_text(f->folded));
	TRY(take(f, &same, FIND_SAME, &got));
	if (f->count == FIND_HITS)
		return RC_OK;
	TRY(count_words(f, true, &titles));
	/* Where even the titles are many, one walk meets them: they stand first in what it finds. */
	if (!all_common(f, &titles))
		TRY(by_words(f, &titles, true, FIND_TITLE));
	if (f->count < FIND_HITS)
		TRY(by_words(f, begins, false, FIND_WORDS_BEGIN));
	rank_hits(f);
	return RC_OK;
}

enum rc find_words(struct find *f)
{
	struct rare_words begins;
	f->count = 0;
	f->more = false;
	TRY(count_words(f, false, &begins));
	if (begins.count == 0 || begins.items[0].n == 0)
		return RC_OK;
	TRY(count_scope(f));
	if (all_common(f, &begins))
		return best_first(f, &begins);
	TRY(by_words(f, &begins, false, FIND_WORDS_BEGIN));
	if (f->more)
		return best_first(f, &begins);
	rank_hits(f);
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

/* Seen only when the scope shows it. */
static enum rc take_near(struct find *f, int64_t id)
{
	struct db_list_ask ask = new_ask(f, &sql_list_search_found);
	int got;
	set_filter(&ask, "id", db_int(id));
	return take(f, &ask, FIND_NEAR, &got);
}

/* The scope leaves so few that each is looked at. */
static enum rc near_in_scope(struct find *f, const uint32_t *grams, size_t n)
{
	struct db_list_ask ask = new_ask(f, &sql_list_search_near);
	struct db_cursor *cur;
	struct db_val row[8];
	enum rc rc;
	ask.limit = NEAR_SCOPE;
	TRY(db_list(f->c->db, &ask, f->c->mem, &cur));
	while ((rc = db_next(cur, f->c->mem, row)) == RC_OK && f->count < NEAR_HITS) {
		struct str fold = viet_fold(f->c->mem, row[1].s);
		if (alike_permille(f->c->mem, grams, n, fold) >= ALIKE_PERMILLE)
			f->hits[f->count++] = (struct find_hit){.kind = f->kind,
			                                        .id = row[0].i,
			                                        .title = row[1].s,
			                                        .note = row[2].s,
			                                        .rank = FIND_NEAR};
	}
	db_cursor_end(cur);
	return rc == RC_NOTFOUND ? RC_OK : rc;
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
	for (size_t i = 0; i < near && f->count < NEAR_HITS; i++)
		if (alike_permille(f->c->mem, grams, n, rows[i].fold) >= ALIKE_PERMILLE)
			TRY(take_near(f, rows[i].object_id));
	return RC_OK;
}

enum rc find_near(struct find *f)
{
	uint32_t *grams;
	size_t n;
	f->count = 0;
	viet_trigrams(f->c->mem, f->folded, &grams, &n);
	if (n > 64)
		n = 64;
	TRY(count_scope(f));
	return f->near <= NEAR_SCOPE ? near_in_scope(f, grams, n) : near_by_grams(f, grams, n);
}

#include "app/search/find.h"

#include "db/sql_search.h"
#include "index/index.h"

#define NEAR_HITS 8

static struct index_ask asking(const struct find *f)
{
	return (struct index_ask){.db = f->c->db,
	                          .mem = f->c->mem,
	                          .kind = f->kind,
	                          .folded = f->folded,
	                          .scope = &f->scope,
	                          .today = f->c->today};
}

static struct db_list_ask listing(const struct find *f)
{
	struct db_list_ask ask = {.list = &sql_list_search_found,
	                          .order = SQL_SEARCH_FOUND_O_NAME,
	                          .limit = FIND_HITS,
	                          .scope = f->scope,
	                          .today = f->c->today};
	ask.set[SQL_SEARCH_FOUND_F_KIND] = true;
	ask.filters[SQL_SEARCH_FOUND_F_KIND] = db_text(str_of(f->kind));
	return ask;
}

static bool has_hit(const struct find *f, int64_t id)
{
	for (int i = 0; i < f->count; i++)
		if (f->hits[i].id == id)
			return true;
	return false;
}

/* Whatever the sets say, only what the list's own scope shows becomes a hit. */
static enum rc take(struct find *f, const struct db_list_ask *ask, enum find_rank rank)
{
	struct db_cursor *cur;
	struct db_val row[8];
	enum rc rc;
	TRY(db_list(f->c->db, ask, f->c->mem, &cur));
	while ((rc = db_next(cur, f->c->mem, row)) == RC_OK)
		if (f->count < FIND_HITS && !has_hit(f, row[0].i))
			f->hits[f->count++] = (struct find_hit){
				.kind = f->kind, .id = row[0].i, .title = row[1].s, .note = row[2].s, .rank = rank};
	db_cursor_end(cur);
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

static enum rc take_ids(struct find *f, const int64_t *ids, size_t n, enum find_rank rank)
{
	struct db_list_ask ask = listing(f);
	ask.set[SQL_SEARCH_FOUND_F_FOUND] = true;
	ask.filters[SQL_SEARCH_FOUND_F_FOUND] =
		db_text(db_ids(f->c->mem, db_engine_of(f->c->db), ids, n));
	return n ? take(f, &ask, rank) : RC_OK;
}

static enum rc take_same(struct find *f)
{
	struct db_list_ask ask = listing(f);
	ask.set[SQL_SEARCH_FOUND_F_SAME] = true;
	ask.filters[SQL_SEARCH_FOUND_F_SAME] = db_text(f->folded);
	return take(f, &ask, FIND_SAME);
}

/* Those that come first by name; what is there already may be among them. */
static enum rc take_first(struct find *f, const struct index_ask *ask, const struct bits *set,
                          enum find_rank rank)
{
	struct index_first first = {.set = set, .want = FIND_HITS, .after = -1};
	int64_t *ids;
	size_t n;
	if (f->count == FIND_HITS)
		return RC_OK;
	TRY(index_first(ask, &first, &ids, &n));
	return take_ids(f, ids, n, rank);
}

static enum rc words_of_one(struct find *f)
{
	struct index_ask ask = asking(f);
	struct index_hits found;
	TRY(index_words(&ask, &found));
	f->total = bits_count(&found.all);
	if (f->total == 0)
		return RC_OK;
	if (bits_count(&found.title))
		TRY(take_same(f));
	TRY(take_first(f, &ask, &found.title, FIND_TITLE));
	bits_minus(&found.all, &found.title);
	return take_first(f, &ask, &found.all, FIND_WORDS_BEGIN);
}

enum rc find_words(struct find **all, size_t count)
{
	if (count == 0)
		return RC_OK;
	struct index_ask ask = asking(all[0]);
	const char **kinds = arena_array(ask.mem, count, sizeof *kinds);
	bool *maybe = arena_array(ask.mem, count, sizeof *maybe);
	for (size_t i = 0; i < count; i++) {
		kinds[i] = all[i]->kind;
		all[i]->count = 0;
		all[i]->total = 0;
	}
	TRY(index_kinds(&ask, kinds, count, maybe));
	for (size_t i = 0; i < count; i++)
		if (maybe[i])
			TRY(words_of_one(all[i]));
	return RC_OK;
}

/* As near as the ids stand in their order. */
static void by_nearness(struct find *f, const int64_t *ids, size_t n)
{
	int at = 0;
	for (size_t i = 0; i < n; i++)
		for (int k = at; k < f->count; k++)
			if (f->hits[k].id == ids[i]) {
				struct find_hit one = f->hits[k];
				f->hits[k] = f->hits[at];
				f->hits[at++] = one;
				break;
			}
}

static enum rc near_of_one(struct find *f)
{
	struct index_ask ask = asking(f);
	int64_t ids[NEAR_HITS];
	size_t n;
	f->count = 0;
	TRY(index_near(&ask, ids, NEAR_HITS, &n));
	TRY(take_ids(f, ids, n, FIND_NEAR));
	by_nearness(f, ids, n);
	f->total = f->count;
	return RC_OK;
}

enum rc find_near(struct find **all, size_t count)
{
	for (size_t i = 0; i < count; i++)
		TRY(near_of_one(all[i]));
	return RC_OK;
}

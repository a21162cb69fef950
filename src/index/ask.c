/* ask.c: words to sets. */
#include "db/sql_search.h"
#include "index/inner.h"
#include "viet/viet.h"

enum rc index_damaged(struct db *db)
{
	return err_set(db_err(db), RC_BUG, "Chỉ mục tìm kiếm hỏng; chạy thidua rebuild.");
}

static enum rc put_block(struct db *db, struct bits *to, int64_t block, struct str stored)
{
	return bits_read(stored, bits_block(to, (size_t)block)) ? RC_OK : index_damaged(db);
}

/* --- the scope -------------------------------------------------------------------------------- */

static enum rc scope_units(const struct index_ask *a, struct bits *scope)
{
	struct sql_search_bits_below *rows;
	size_t n;
	enum db_engine engine = db_engine_of(a->db);
	struct str units = db_ids(a->mem, engine, a->scope->units, (size_t)a->scope->unit_count);
	TRY(sql_search_bits_below(a->db, a->mem, str_of(a->kind), units, a->today, &rows, &n));
	for (size_t i = 0; i < n; i++)
		TRY(put_block(a->db, scope, rows[i].block, rows[i].bits));
	return RC_OK;
}

enum rc index_scope(const struct index_ask *a, struct bits *scope)
{
	struct sql_search_of_person *rows;
	size_t n;
	*scope = bits_new(a->mem);
	if (a->scope->unit_count)
		TRY(scope_units(a, scope));
	if (a->scope->person == DB_NULL)
		return RC_OK;
	TRY(sql_search_of_person(a->db, a->mem, str_of(a->kind), a->scope->person, &rows, &n));
	for (size_t i = 0; i < n; i++)
		bits_set(scope, rows[i].id);
	return RC_OK;
}

/* --- what is fresh ---------------------------------------------------------------------------- */

enum rc index_fresh(const struct index_ask *a, struct bits *fresh)
{
	struct sql_search_fresh_ids *rows;
	int64_t after = 0;
	size_t n;
	*fresh = bits_new(a->mem);
	do {
		TRY(sql_search_fresh_ids(a->db, a->mem, str_of(a->kind), after, &rows, &n));
		for (size_t i = 0; i < n; i++)
			bits_set(fresh, after = rows[i].id);
	} while (n);
	return RC_OK;
}

static void set_filter(struct db_list_ask *ask, int no, struct db_val v)
{
	ask->set[no] = true;
	ask->filters[no] = v;
}

enum rc index_each_fresh(const struct index_ask *a,
                         void (*fn)(void *arg, int64_t id, struct str title, struct str note),
                         void *arg)
{
	static const struct db_scope everything = {.all = true};
	struct db_list_ask ask = {.list = &sql_list_search_found,
	                          .order = SQL_SEARCH_FOUND_O_ID,
	                          .limit = INT32_MAX,
	                          .scope = a->scope ? *a->scope : everything,
	                          .today = a->today};
	struct db_cursor *cur;
	struct db_val row[5];
	enum rc rc;
	set_filter(&ask, SQL_SEARCH_FOUND_F_KIND, db_text(str_of(a->kind)));
	set_filter(&ask, SQL_SEARCH_FOUND_F_FRESH, db_int(1));
	TRY(db_list(a->db, &ask, a->mem, &cur));
	while ((rc = db_next(cur, a->mem, row)) == RC_OK)
		fn(arg, row[0].i, viet_fold(a->mem, row[1].s), viet_fold(a->mem, row[2].s));
	db_cursor_end(cur);
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

/* --- words ------------------------------------------------------------------------------------ */

struct asking {
	const struct index_ask *a;
	struct str *words; /* distinct, each no longer than is told apart */
	struct str begins[INDEX_WORDS_MAX], whole[INDEX_WORDS_MAX]; /* as terms */
	size_t count;
	struct index_hits *out;
};

static struct str shortened(struct str w)
{
	int chars = 0;
	for (size_t i = 0; i < w.n; i++)
		if (((unsigned char)w.p[i] & 0xC0) != 0x80 && chars++ == INDEX_BEGIN_MAX)
			return (struct str){.p = w.p, .n = i};
	return w;
}

static void terms_of(struct asking *q)
{
	struct arena *mem = q->a->mem;
	viet_words(mem, q->a->folded, &q->words, &q->count);
	if (q->count > INDEX_WORDS_MAX)
		q->count = INDEX_WORDS_MAX;
	for (size_t i = 0; i < q->count; i++) {
		q->whole[i] = arena_printf(mem, "t:%.*s", STR_ARG(q->words[i]));
		q->words[i] = shortened(q->words[i]);
		q->begins[i] = arena_printf(mem, "p:%.*s", STR_ARG(q->words[i]));
	}
}

static bool begins_one(struct str text, struct str word, bool whole)
{
	while (text.p) {
		struct str one = str_cut(&text, ' ');
		if (whole ? str_eq(one, word) : one.n >= word.n && !memcmp(one.p, word.p, word.n))
			return true;
	}
	return false;
}

static void fresh_one(void *arg, int64_t id, struct str title, struct str note)
{
	struct asking *q = arg;
	bool all = true, whole = true;
	for (size_t i = 0; all && i < q->count; i++) {
		struct str full = {.p = q->whole[i].p + 2, .n = q->whole[i].n - 2};
		all = begins_one(title, q->words[i], false) || begins_one(note, q->words[i], false);
		whole = whole && begins_one(title, full, true);
	}
	if (all)
		bits_set(&q->out->all, id);
	if (all && whole)
		bits_set(&q->out->title, id);
}

static enum rc add_fresh(struct asking *q)
{
	struct bits fresh;
	TRY(index_fresh(q->a, &fresh));
	if (fresh.blocks == 0)
		return RC_OK;
	bits_minus(&q->out->all, &fresh);
	bits_minus(&q->out->title, &fresh);
	return index_each_fresh(q->a, fresh_one, q);
}

static enum rc read_sets(struct asking *q, struct bits sets[2 * INDEX_WORDS_MAX])
{
	struct str terms[2 * INDEX_WORDS_MAX];
	struct sql_search_bits_of *rows;
	const struct index_ask *a = q->a;
	size_t n, count = 2 * q->count;
	for (size_t i = 0; i < count; i++) {
		terms[i] = i < q->count ? q->begins[i] : q->whole[i - q->count];
		sets[i] = bits_new(a->mem);
	}
	TRY(sql_search_bits_of(a->db, a->mem, str_of(a->kind),
	                       db_texts(a->mem, db_engine_of(a->db), terms, count), &rows, &n));
	for (size_t r = 0; r < n; r++)
		for (size_t i = 0; i < count; i++)
			if (str_eq(rows[r].term, terms[i]))
				TRY(put_block(a->db, &sets[i], rows[r].block, rows[r].bits));
	return RC_OK;
}

/* Long words that begin alike are one term. */
static size_t distinct(const struct str *terms, size_t count, struct str *out)
{
	size_t n = 0;
	for (size_t i = 0; i < count; i++) {
		size_t k = 0;
		while (k < n && !str_eq(out[k], terms[i]))
			k++;
		if (k == n)
			out[n++] = terms[i];
	}
	return n;
}

enum rc index_kinds(const struct index_ask *a, const char *const *kinds, size_t count, bool *maybe)
{
	struct asking q = {.a = a};
	struct str *names = arena_array(a->mem, count, sizeof *names);
	enum db_engine engine = db_engine_of(a->db);
	size_t n;
	for (size_t i = 0; i < count; i++) {
		names[i] = str_of(kinds[i]);
		maybe[i] = false;
	}
	terms_of(&q);
	if (q.count == 0)
		return RC_OK;
	struct sql_search_kinds_with *rows;
	struct str begins[INDEX_WORDS_MAX];
	size_t begin_count = distinct(q.begins, q.count, begins);
	TRY(sql_search_kinds_with(a->db, a->mem, db_texts(a->mem, engine, names, count),
	                          db_texts(a->mem, engine, begins, begin_count), (int64_t)begin_count,
	                          &rows, &n));
	for (size_t r = 0; r < n; r++)
		for (size_t i = 0; i < count; i++)
			maybe[i] = maybe[i] || str_eq(rows[r].kind, names[i]);
	return RC_OK;
}

enum rc index_words(const struct index_ask *a, struct index_hits *out)
{
	struct asking q = {.a = a, .out = out};
	struct bits sets[2 * INDEX_WORDS_MAX], scope;
	*out = (struct index_hits){bits_new(a->mem), bits_new(a->mem)};
	terms_of(&q);
	if (q.count == 0)
		return RC_OK;
	TRY(read_sets(&q, sets));
	out->all = sets[0];
	out->title = sets[q.count];
	for (size_t i = 1; i < q.count; i++) {
		bits_and(&out->all, &sets[i]);
		bits_and(&out->title, &sets[q.count + i]);
	}
	if (a->scope && !a->scope->all) {
		TRY(index_scope(a, &scope));
		bits_and(&out->all, &scope);
	}
	bits_and(&out->title, &out->all);
	return add_fresh(&q);
}

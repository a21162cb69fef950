/* settle.c: from what is fresh to the sets: changes are gathered by term, then each set is
   read and written once. */
#include "db/sql_search.h"
#include "index/inner.h"
#include "viet/viet.h"

#include <inttypes.h>

#define SETTLE_AT_ONCE 5000
/* More at once, and the whole order is numbered anew. */
#define MANY 500
#define SLOTS ((size_t)1 << 14)

/* What happens to one set: ids in rising order, twice each, and whether they come or go. */
struct term {
	struct term *next, *later;
	struct str kind, name;
	int64_t *changes;
	size_t n, room;
};

struct settling {
	struct db *db;
	struct arena *mem;
	struct term **slots, *first, **end;
};

static void begin(struct settling *s, struct db *db, struct arena *mem)
{
	*s = (struct settling){.db = db, .mem = mem};
	s->slots = arena_array(mem, SLOTS, sizeof *s->slots);
	memset(s->slots, 0, SLOTS * sizeof *s->slots);
	s->end = &s->first;
}

static size_t slot_of(struct str kind, struct str name)
{
	uint32_t h = 2166136261u;
	for (size_t i = 0; i < name.n; i++)
		h = (h ^ (unsigned char)name.p[i]) * 16777619u;
	return (h ^ (uint32_t)kind.n * 2654435761u ^ (unsigned char)kind.p[0] * 40503u) % SLOTS;
}

static struct term *term_of(struct settling *s, struct str kind, struct str name)
{
	struct term **at = &s->slots[slot_of(kind, name)];
	for (struct term *t = *at; t; t = t->next)
		if (str_eq(t->name, name) && str_eq(t->kind, kind))
			return t;
	struct term *t = arena_alloc(s->mem, sizeof *t);
	*t = (struct term){.next = *at, .kind = kind, .name = arena_str(s->mem, name)};
	*at = t;
	*s->end = t;
	s->end = &t->later;
	return t;
}

/* One object: what it had in the sets goes, what it has now comes. */
struct change {
	struct str kind;
	int64_t id;
	bool comes;
};

static void add(struct settling *s, const struct change *c, struct str name)
{
	struct term *t = term_of(s, c->kind, name);
	if (t->n == t->room) {
		size_t room = t->room ? 2 * t->room : 8;
		int64_t *more = arena_array(s->mem, room, sizeof *more);
		if (t->n)
			memcpy(more, t->changes, t->n * sizeof *more);
		t->changes = more;
		t->room = room;
	}
	t->changes[t->n++] = c->id * 2 + c->comes;
}

static void add_text(struct settling *s, const struct change *c, char what, struct str text)
{
	char name[4 * INDEX_BEGIN_MAX + 300];
	int n = snprintf(name, sizeof name, "%c:%.*s", what, STR_ARG(text));
	add(s, c, (struct str){.p = name, .n = (size_t)n < sizeof name ? (size_t)n : sizeof name - 1});
}

static void add_words(struct settling *s, const struct change *c, struct str folded, bool title)
{
	struct str *words;
	size_t n;
	viet_words(s->mem, folded, &words, &n);
	for (size_t i = 0; i < n; i++) {
		struct str w = words[i];
		int chars = 0;
		for (size_t to = 1; to <= w.n && chars < INDEX_BEGIN_MAX; to++)
			if (to == w.n || ((unsigned char)w.p[to] & 0xC0) != 0x80) {
				add_text(s, c, 'p', (struct str){.p = w.p, .n = to});
				chars++;
			}
		if (title)
			add_text(s, c, 't', w);
	}
}

/* `said`: folded words of the title, a new line, those of the note. */
static void add_object(struct settling *s, const struct change *c, struct str said, int64_t unit)
{
	char name[32];
	uint32_t *grams;
	size_t n;
	struct str note = said, title = str_cut(&note, '\n');
	add_words(s, c, title, true);
	if (note.p)
		add_words(s, c, note, false);
	viet_trigrams(s->mem, title, &grams, &n);
	for (size_t i = 0; i < n; i++) {
		snprintf(name, sizeof name, "g:%08" PRIx32, grams[i]);
		add(s, c, str_of(name));
	}
	if (unit == DB_NULL)
		return;
	snprintf(name, sizeof name, "u:%" PRId64, unit);
	add(s, c, str_of(name));
}

/* --- into the sets ---------------------------------------------------------------------------- */

static enum rc read_block(struct settling *s, const struct term *t, int64_t block, struct str *was,
                          uint64_t words[BITS_WORDS])
{
	struct sql_search_bits_get row = {0};
	enum rc rc = sql_search_bits_get(s->db, s->mem, t->kind, t->name, block, &row);
	if (rc != RC_OK && rc != RC_NOTFOUND)
		return rc;
	*was = row.bits;
	return bits_read(row.bits, words) ? RC_OK : index_damaged(s->db);
}

/* Changes first..last are of one block. */
static enum rc change_block(struct settling *s, const struct term *t, size_t first, size_t last)
{
	uint64_t words[BITS_WORDS] = {0};
	int64_t block = t->changes[first] / 2 / BITS_BLOCK;
	struct str was;
	TRY(read_block(s, t, block, &was, words));
	for (size_t i = first; i < last; i++) {
		int64_t at = t->changes[i] / 2 % BITS_BLOCK;
		uint64_t bit = (uint64_t)1 << at % 64;
		words[at / 64] = t->changes[i] & 1 ? words[at / 64] | bit : words[at / 64] & ~bit;
	}
	struct str is = bits_write(s->mem, words);
	if (str_eq(is, was) || (is.n == 0 && was.n == 0))
		return RC_OK;
	return is.n ? sql_search_bits_put(s->db, t->kind, t->name, block, is, NULL)
	            : sql_search_bits_drop(s->db, t->kind, t->name, block, NULL);
}

static enum rc write_all(struct settling *s)
{
	for (const struct term *t = s->first; t; t = t->later)
		for (size_t i = 0, to; i < t->n; i = to) {
			for (to = i + 1;
			     to < t->n && t->changes[to] / 2 / BITS_BLOCK == t->changes[i] / 2 / BITS_BLOCK;
			     to++)
				;
			TRY(change_block(s, t, i, to));
		}
	return RC_OK;
}

static enum rc settle_one(struct settling *s, const struct sql_search_fresh_some *row)
{
	struct change c = {.kind = row->kind, .id = row->id};
	struct str said = arena_printf(s->mem, "%.*s\n%.*s", STR_ARG(viet_fold(s->mem, row->title)),
	                               STR_ARG(viet_fold(s->mem, row->note)));
	if (row->said.n)
		add_object(s, &c, row->said, row->said_unit);
	c.comes = true;
	add_object(s, &c, said, row->unit);
	return sql_search_settled(s->db, row->kind, row->id, said, row->unit, NULL);
}

enum rc index_settle(struct db *db, struct arena *mem, int most, int64_t *n)
{
	struct sql_search_fresh_some *rows;
	struct settling s;
	size_t count;
	begin(&s, db, mem);
	TRY(sql_search_fresh_some(db, mem, most, &rows, &count));
	for (size_t i = 0; i < count; i++)
		TRY(settle_one(&s, &rows[i]));
	for (size_t i = 0; i < count && count <= MANY; i++)
		TRY(index_place(db, mem, rows[i].kind, rows[i].id));
	*n = (int64_t)count;
	return write_all(&s);
}

enum rc index_forget(struct db *db, struct arena *mem, struct str kind, int64_t id)
{
	struct sql_search_item_said row;
	struct settling s;
	enum rc rc = sql_search_item_said(db, mem, kind, id, &row);
	if (rc != RC_OK)
		return rc == RC_NOTFOUND ? RC_OK : rc;
	begin(&s, db, mem);
	if (row.said.n)
		add_object(&s, &(struct change){.kind = kind, .id = id}, row.said, row.said_unit);
	TRY(write_all(&s));
	return sql_search_item_drop(db, kind, id, NULL);
}

struct settle_tx {
	struct db *db;
	struct arena mem;
	int64_t n;
	bool many;
};

static enum rc settle_tx(void *arg)
{
	struct settle_tx *t = arg;
	arena_reset(&t->mem);
	TRY(index_settle(t->db, &t->mem, SETTLE_AT_ONCE, &t->n));
	t->many = t->many || t->n > MANY;
	return RC_OK;
}

static enum rc order_tx(void *arg)
{
	struct settle_tx *t = arg;
	arena_reset(&t->mem);
	return index_renew_order(t->db, &t->mem);
}

enum rc index_settle_all(struct db *db)
{
	struct settle_tx t = {.db = db};
	enum rc rc;
	arena_init(&t.mem);
	do {
		struct sql_search_fresh_some *rows;
		size_t fresh;
		/* Nothing to do, nobody kept from writing. */
		rc = sql_search_fresh_some(db, &t.mem, 1, &rows, &fresh);
		t.n = 0;
		if (rc == RC_OK && fresh)
			rc = db_tx(db, DB_WRITE, settle_tx, &t);
	} while (rc == RC_OK && t.n);
	if (rc == RC_OK && t.many)
		rc = db_tx(db, DB_WRITE, order_tx, &t);
	arena_release(&t.mem);
	return rc;
}

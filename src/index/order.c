/*
 * order.c: which of many come first by their sort keys, without reading the keys: for each
 * object a number of two bytes that rises with the order, in the sets' blocks under "o:".
 * Numbers are renewed all at once; an object that comes between takes the number of the one
 * before it. So equal numbers say nothing, and whoever asks gets all with the last number.
 */
#include "db/sql_search.h"
#include "index/inner.h"

#include <endian.h>

#define TERM STR("o:")
/* So few are sorted by the database. */
#define FEW 1000

static uint16_t place_in(struct str stored, int64_t id)
{
	uint16_t place = 0;
	size_t at = (size_t)(id % BITS_BLOCK) * sizeof place;
	if (at + sizeof place <= stored.n)
		memcpy(&place, stored.p + at, sizeof place);
	return le16toh(place);
}

/* --- asking ----------------------------------------------------------------------------------- */

struct places {
	const struct index_ask *a;
	struct str *blocks;
	size_t count;
};

static enum rc read_places(struct places *p)
{
	struct sql_search_bits_of *rows;
	const struct index_ask *a = p->a;
	struct str term = TERM;
	size_t n;
	TRY(sql_search_bits_of(a->db, a->mem, str_of(a->kind),
	                       db_texts(a->mem, db_engine_of(a->db), &term, 1), &rows, &n));
	for (size_t i = 0; i < n; i++)
		p->count = (size_t)rows[i].block >= p->count ? (size_t)rows[i].block + 1 : p->count;
	p->blocks = arena_array(a->mem, p->count + 1, sizeof *p->blocks);
	memset(p->blocks, 0, (p->count + 1) * sizeof *p->blocks);
	for (size_t i = 0; i < n; i++)
		p->blocks[rows[i].block] = rows[i].bits;
	return RC_OK;
}

static uint16_t place_of(const struct places *p, int64_t id)
{
	size_t block = (size_t)(id / BITS_BLOCK);
	return block < p->count ? place_in(p->blocks[block], id) : 0;
}

/* Numbers that rise in the direction asked for. */
static uint16_t turned(const struct index_first *f, uint16_t place)
{
	return f->back ? UINT16_MAX - place : place;
}

/*
 * The smallest number up to which there are `want`. Those with the number of `after` stand
 * before or behind it: they are taken, and not counted.
 */
static uint16_t last_place(struct arena *mem, const uint16_t *places, size_t n,
                           const struct index_first *f, uint32_t from)
{
	uint32_t *of = arena_array(mem, UINT16_MAX + 1, sizeof *of);
	uint32_t place = f->after < 0 ? 0 : from + 1;
	size_t sum = 0;
	memset(of, 0, (UINT16_MAX + 1) * sizeof *of);
	for (size_t i = 0; i < n; i++)
		of[places[i]]++;
	for (; place <= UINT16_MAX; place++)
		if ((sum += of[place]) >= f->want)
			return (uint16_t)place;
	return UINT16_MAX;
}

static void first_by_id(struct index_first *f, int64_t **ids, size_t *n)
{
	size_t from = 0, to = *n;
	while (f->after >= 0 && !f->back && from < to && (*ids)[from] < f->after)
		from++;
	while (f->after >= 0 && f->back && from < to && (*ids)[to - 1] > f->after)
		to--;
	/* One more: `after` itself may be there. */
	f->all = to - from <= f->want + 1;
	if (!f->all && f->back)
		from = to - f->want - 1;
	*ids += from;
	*n = f->all || f->back ? to - from : f->want + 1;
}

static enum rc first_by_key(const struct index_ask *a, struct index_first *f, int64_t *ids,
                            size_t *n)
{
	struct places p = {.a = a};
	size_t all = *n, kept = 0;
	TRY(read_places(&p));
	uint16_t *places = arena_array(a->mem, all + 1, sizeof *places);
	for (size_t i = 0; i < all; i++)
		places[i] = turned(f, place_of(&p, ids[i]));
	uint16_t from = f->after < 0 ? 0 : turned(f, place_of(&p, f->after));
	uint16_t last = last_place(a->mem, places, all, f, from);
	for (size_t i = 0; i < all; i++)
		if (places[i] >= from && places[i] <= last)
			ids[kept++] = ids[i];
	f->all = last == UINT16_MAX;
	*n = kept;
	return RC_OK;
}

enum rc index_first(const struct index_ask *a, struct index_first *f, int64_t **ids, size_t *n)
{
	size_t all = (size_t)bits_count(f->set);
	*ids = arena_array(a->mem, all + 1, sizeof **ids);
	*n = bits_ids(f->set, 0, *ids, all);
	f->all = true;
	if (all <= FEW || all <= f->want)
		return RC_OK;
	if (!f->by_id)
		return first_by_key(a, f, *ids, n);
	first_by_id(f, ids, n);
	return RC_OK;
}

/* --- one that comes between ---------------------------------------------------------------------
 */

enum rc index_place(struct db *db, struct arena *mem, struct str kind, int64_t id)
{
	struct sql_search_before before = {0};
	struct sql_search_bits_get row = {0};
	uint16_t place = 0;
	enum rc rc = sql_search_before(db, mem, kind, id, &before);
	if (rc == RC_OK)
		rc = sql_search_bits_get(db, mem, kind, TERM, before.id / BITS_BLOCK, &row);
	if (rc == RC_OK)
		place = place_in(row.bits, before.id);
	else if (rc != RC_NOTFOUND)
		return rc;
	row.bits = STR("");
	rc = sql_search_bits_get(db, mem, kind, TERM, id / BITS_BLOCK, &row);
	if (rc != RC_OK && rc != RC_NOTFOUND)
		return rc;
	if (place_in(row.bits, id) == place)
		return RC_OK;
	size_t at = (size_t)(id % BITS_BLOCK) * sizeof place, n = at + sizeof place;
	n = n < row.bits.n ? row.bits.n : n;
	char *bytes = arena_alloc(mem, n);
	memset(bytes, 0, n);
	if (row.bits.n)
		memcpy(bytes, row.bits.p, row.bits.n);
	place = htole16(place);
	memcpy(bytes + at, &place, sizeof place);
	return sql_search_bits_put(db, kind, TERM, id / BITS_BLOCK, (struct str){bytes, n}, NULL);
}

/* --- all anew -----------------------------------------------------------------------------------
 */

struct renewing {
	struct db *db;
	struct arena *mem;
	struct str kind;
	int64_t *ids;
	size_t n, room;
	unsigned char **blocks;
	size_t count;
};

static enum rc read_order(struct renewing *r)
{
	struct db_cursor *cur;
	struct sql_search_in_order row;
	enum rc rc;
	TRY(sql_search_in_order_open(r->db, r->mem, r->kind, &cur));
	while ((rc = sql_search_in_order_next(cur, r->mem, &row)) == RC_OK) {
		if (r->n == r->room) {
			int64_t *more =
				arena_array(r->mem, r->room = r->room ? 2 * r->room : 1024, sizeof *more);
			if (r->n)
				memcpy(more, r->ids, r->n * sizeof *more);
			r->ids = more;
		}
		r->ids[r->n++] = row.id;
		size_t block = (size_t)(row.id / BITS_BLOCK);
		r->count = block >= r->count ? block + 1 : r->count;
	}
	db_cursor_end(cur);
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

static void number(struct renewing *r)
{
	r->blocks = arena_array(r->mem, r->count + 1, sizeof *r->blocks);
	memset(r->blocks, 0, (r->count + 1) * sizeof *r->blocks);
	for (size_t i = 0; i < r->n; i++) {
		unsigned char **block = &r->blocks[r->ids[i] / BITS_BLOCK];
		uint16_t place = htole16((uint16_t)(i * UINT16_MAX / r->n));
		if (!*block) {
			*block = arena_array(r->mem, BITS_BLOCK, sizeof place);
			memset(*block, 0, BITS_BLOCK * sizeof place);
		}
		memcpy(*block + (size_t)(r->ids[i] % BITS_BLOCK) * sizeof place, &place, sizeof place);
	}
}

enum rc index_renew_order(struct db *db, struct arena *mem)
{
	struct sql_search_kind_after next;
	struct str kind = STR("");
	enum rc rc;
	while ((rc = sql_search_kind_after(db, mem, kind, &next)) == RC_OK && next.kind.p) {
		struct renewing r = {.db = db, .mem = mem, .kind = kind = next.kind};
		TRY(read_order(&r));
		if (r.n <= FEW)
			continue;
		number(&r);
		for (size_t i = 0; i < r.count; i++)
			if (r.blocks[i])
				TRY(sql_search_bits_put(
					db, kind, TERM, (int64_t)i,
					(struct str){(const char *)r.blocks[i], BITS_BLOCK * sizeof(uint16_t)}, NULL));
	}
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

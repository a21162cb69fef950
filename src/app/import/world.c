/* world.c: what the organisation holds already, for looking up by number, name and birth. */
#include "app/import/inner.h"

#include "op/gate.h"
#include "viet/viet.h"

#include <sodium.h>

/* --- a table of 64-bit keys --- */

struct key_map {
	uint64_t *keys;
	int64_t *values;    /* 0: free */
	size_t count, room; /* room is a power of two */
};

struct key_map *map_new(size_t expected)
{
	struct key_map *m = calloc(1, sizeof *m);
	BUG_ON(!m);
	for (m->room = 1024; m->room < expected * 2;)
		m->room *= 2;
	m->keys = calloc(m->room, sizeof *m->keys);
	m->values = calloc(m->room, sizeof *m->values);
	BUG_ON(!m->keys || !m->values);
	return m;
}

void map_free(struct key_map *m)
{
	if (!m)
		return;
	free(m->keys);
	free(m->values);
	free(m);
}

static size_t slot_of(const struct key_map *m, uint64_t key)
{
	size_t at = (size_t)key & (m->room - 1);
	while (m->values[at] && m->keys[at] != key)
		at = (at + 1) & (m->room - 1);
	return at;
}

static void map_grow(struct key_map *m)
{
	struct key_map old = *m;
	m->room *= 2;
	m->keys = calloc(m->room, sizeof *m->keys);
	m->values = calloc(m->room, sizeof *m->values);
	BUG_ON(!m->keys || !m->values);
	for (size_t i = 0; i < old.room; i++) {
		if (!old.values[i])
			continue;
		size_t at = slot_of(m, old.keys[i]);
		m->keys[at] = old.keys[i];
		m->values[at] = old.values[i];
	}
	free(old.keys);
	free(old.values);
}

int64_t map_get(const struct key_map *m, uint64_t key)
{
	return m->values[slot_of(m, key)];
}

void map_put(struct key_map *m, uint64_t key, int64_t value)
{
	if (2 * m->count >= m->room)
		map_grow(m);
	size_t at = slot_of(m, key);
	if (m->values[at])
		return;
	m->keys[at] = key;
	m->values[at] = value;
	m->count++;
}

uint64_t world_key(const struct world *w, struct str a, struct str b)
{
	uint64_t one = 0, two = 0;
	crypto_shorthash((unsigned char *)&one, (const unsigned char *)a.p, a.n, w->seed);
	if (b.n)
		crypto_shorthash((unsigned char *)&two, (const unsigned char *)b.p, b.n, w->seed);
	return one * 31 + two;
}

uint64_t number_key(const unsigned char hash[KEYS_HASH_BYTES])
{
	uint64_t key;
	memcpy(&key, hash, sizeof key);
	return key;
}

/* --- units --- */

static void name_unit(struct world *w, struct str folded, int64_t no)
{
	uint64_t key = world_key(w, folded, STR(""));
	size_t at = slot_of(w->unit_names, key);
	if (folded.n == 0)
		return;
	if (!w->unit_names->values[at])
		map_put(w->unit_names, key, no);
	else if (w->unit_names->values[at] != no)
		w->unit_names->values[at] = -1;
}

const struct world_unit *world_unit_no(const struct world *w, int64_t id)
{
	for (size_t i = 0; i < w->unit_count; i++)
		if (w->units[i].id == id)
			return &w->units[i];
	return NULL;
}

/* "Phòng Tổng hợp", its short name, and "Phòng Tổng hợp, Văn phòng" where one name is not enough.
 */
static void name_units(struct world *w, const struct sql_import_org_units *rows, struct date today)
{
	for (size_t i = 0; i < w->unit_count; i++) {
		struct world_unit *u = &w->units[i];
		const struct world_unit *above = world_unit_no(w, u->parent);
		if (u->until.days <= today.days)
			continue;
		name_unit(w, viet_fold(&w->mem, u->name), (int64_t)i + 1);
		name_unit(w, viet_fold(&w->mem, rows[i].short_name), (int64_t)i + 1);
		if (above)
			name_unit(w,
			          viet_fold(&w->mem, arena_printf(&w->mem, "%.*s %.*s", STR_ARG(u->name),
			                                          STR_ARG(above->name))),
			          (int64_t)i + 1);
	}
}

const struct world_unit *world_unit_named(const struct world *w, struct arena *mem, struct str name,
                                          bool *several)
{
	int64_t no = map_get(w->unit_names, world_key(w, viet_fold(mem, name), STR("")));
	*several = no < 0;
	return no > 0 ? &w->units[no - 1] : NULL;
}

static enum rc mark_mine(struct ctx *c, struct world *w)
{
	struct db_list_ask ask = {
		.list = unit_object.list, .scope = gate_scope(c, c->op), .today = c->today};
	struct db_cursor *cur;
	struct db_val row[16];
	enum rc rc;
	w->all = ask.scope.all;
	TRY(db_list(c->db, &ask, &w->mem, &cur));
	while ((rc = db_next(cur, &w->mem, row)) == RC_OK)
		for (size_t i = 0; i < w->unit_count; i++)
			if (w->units[i].id == row[0].i)
				w->units[i].mine = true;
	db_cursor_end(cur);
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

static enum rc load_units(struct ctx *c, struct world *w)
{
	struct sql_import_org_units *rows;
	TRY(sql_import_org_units(c->db, &w->mem, &rows, &w->unit_count));
	w->units = arena_array(&w->mem, w->unit_count, sizeof *w->units);
	for (size_t i = 0; i < w->unit_count; i++)
		w->units[i] = (struct world_unit){.id = rows[i].id,
		                                  .parent = rows[i].parent_id,
		                                  .name = rows[i].name,
		                                  .since = rows[i].since,
		                                  .until = rows[i].until};
	name_units(w, rows, c->today);
	return mark_mine(c, w);
}

/* --- people --- */

static enum rc load_people(struct ctx *c, struct world *w)
{
	struct arena mem;
	struct db_cursor *cur;
	struct sql_import_people p;
	arena_init(&mem);
	enum rc rc = sql_import_people_open(c->db, &mem, &cur);
	while (rc == RC_OK && (rc = sql_import_people_next(cur, &mem, &p)) == RC_OK) {
		if (!date_is_none(p.birth))
			map_put(w->people, world_key(w, p.fold, str_of(date_iso(p.birth).z)), p.id);
	}
	if (rc == RC_NOTFOUND)
		db_cursor_end(cur);
	arena_release(&mem);
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

static enum rc load_numbers(struct ctx *c, struct world *w)
{
	struct arena mem;
	struct db_cursor *cur;
	struct sql_import_identifiers i;
	arena_init(&mem);
	enum rc rc = sql_import_identifiers_open(c->db, &mem, &cur);
	while (rc == RC_OK && (rc = sql_import_identifiers_next(cur, &mem, &i)) == RC_OK)
		if (i.lookup.n == KEYS_HASH_BYTES)
			map_put(w->numbers, number_key((const unsigned char *)i.lookup.p), i.person_id);
	if (rc == RC_NOTFOUND)
		db_cursor_end(cur);
	arena_release(&mem);
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

enum rc world_load(struct ctx *c, struct world *w)
{
	*w = (struct world){0};
	arena_init(&w->mem);
	randombytes_buf(w->seed, sizeof w->seed);
	w->unit_names = map_new(4096);
	w->numbers = map_new(65536);
	w->people = map_new(65536);
	TRY(load_units(c, w));
	TRY(load_people(c, w));
	return load_numbers(c, w);
}

void world_free(struct world *w)
{
	map_free(w->unit_names);
	map_free(w->numbers);
	map_free(w->people);
	arena_release(&w->mem);
}

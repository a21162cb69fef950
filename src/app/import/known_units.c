/* known_units.c: the units of the organisation by name, for every kind that names one. */
#include "app/import/known_units.h"
#include "app/import/inner.h"

#include "app/org/org.h"
#include "db/sql_import.h"
#include "op/gate.h"
#include "viet/viet.h"

/* Several units bear it: -1. */
static void put_name(struct import_work *w, struct str folded, int64_t no)
{
	struct key_map *names = w->units->names;
	uint64_t key = import_key(w, folded, STR(""));
	int64_t now = map_get(names, key);
	if (folded.n && now != no)
		map_set(names, key, now ? -1 : no);
}

/* "Phòng Tổng hợp", its short name, and "Phòng Tổng hợp, Văn phòng" where one name is not enough.
 */
static void put_names(struct import_work *w)
{
	struct known_units *k = w->units;
	for (size_t i = 0; i < k->count; i++) {
		struct known_unit *u = &k->items[i];
		const struct known_unit *above = known_unit_no(w, u->parent);
		u->fold = viet_fold(&w->keep, u->name);
		if (u->until.days <= w->c->today.days)
			continue;
		put_name(w, u->fold, (int64_t)i + 1);
		put_name(w, viet_fold(&w->keep, u->short_name), (int64_t)i + 1);
		if (above)
			put_name(w,
			         viet_fold(&w->keep, arena_printf(&w->keep, "%.*s %.*s", STR_ARG(u->name),
			                                          STR_ARG(above->name))),
			         (int64_t)i + 1);
	}
}

static struct known_unit *find(const struct known_units *k, int64_t id)
{
	size_t low = 0, high = k->count;
	while (low < high) {
		size_t mid = (low + high) / 2;
		if (k->items[mid].id < id)
			low = mid + 1;
		else
			high = mid;
	}
	return low < k->count && k->items[low].id == id ? &k->items[low] : NULL;
}

const struct known_unit *known_unit_no(const struct import_work *w, int64_t id)
{
	return find(w->units, id);
}

const struct known_unit *known_unit_named(const struct import_work *w, struct str name,
                                          bool *several)
{
	struct known_units *k = w->units;
	/* Lists name the same unit row after row. */
	if (!k->last_name.p || !str_eq(k->last_name, name)) {
		struct str fold = viet_fold(&k->mem, name);
		k->last_no = map_get(k->names, import_key(w, fold, STR("")));
		arena_reset(&k->mem);
		k->last_name = arena_str(&k->mem, name);
	}
	*several = k->last_no < 0;
	return k->last_no > 0 ? &k->items[k->last_no - 1] : NULL;
}

const struct known_unit *known_units_all(const struct import_work *w, size_t *n)
{
	*n = w->units->count;
	return w->units->items;
}

bool known_units_whole(const struct import_work *w)
{
	return w->units->whole;
}

static enum rc mark_mine(struct import_work *w)
{
	struct ctx *c = w->c;
	struct db_list_ask ask = {
		.list = unit_object.list, .scope = gate_scope(c, w->like), .today = c->today};
	struct db_cursor *cur;
	struct db_val row[16];
	enum rc rc;
	w->units->whole = ask.scope.all;
	TRY(db_list(c->db, &ask, &w->keep, &cur));
	while ((rc = db_next(cur, &w->keep, row)) == RC_OK) {
		struct known_unit *u = find(w->units, row[0].i);
		if (u)
			u->mine = true;
	}
	db_cursor_end(cur);
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

enum rc known_units_load(struct import_work *w)
{
	struct sql_import_org_units *rows;
	struct known_units *k = w->units = arena_alloc(&w->keep, sizeof *k);
	arena_init(&k->mem);
	k->names = map_new(4096);
	TRY(sql_import_org_units(w->c->db, &w->keep, &rows, &k->count));
	k->items = arena_array(&w->keep, k->count + 1, sizeof *k->items);
	for (size_t i = 0; i < k->count; i++)
		k->items[i] = (struct known_unit){.id = rows[i].id,
		                                  .parent = rows[i].parent_id,
		                                  .name = rows[i].name,
		                                  .short_name = rows[i].short_name,
		                                  .code = rows[i].code,
		                                  .kind = rows[i].kind,
		                                  .position = rows[i].position,
		                                  .since = rows[i].since,
		                                  .until = rows[i].until};
	put_names(w);
	TRY(sql_import_units_of(w->c->db, &w->keep, w->id, &k->chosen, &k->chosen_count));
	return mark_mine(w);
}

void known_units_free(struct import_work *w)
{
	if (!w->units)
		return;
	map_free(w->units->names);
	arena_release(&w->units->mem);
	w->units = NULL;
}

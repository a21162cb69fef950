/* people_known.c: who is there already, for looking up by number, name and birth. */
#include "app/import/people.h"
#include "db/sql_import.h"

static enum rc load_names(struct import_work *w, struct people *all)
{
	struct ctx *c = w->c;
	struct arena mem;
	struct db_cursor *cur;
	struct sql_import_people p;
	arena_init(&mem);
	enum rc rc = sql_import_people_open(c->db, &mem, &cur);
	while (rc == RC_OK && (rc = sql_import_people_next(cur, &mem, &p)) == RC_OK) {
		if (!date_is_none(p.birth))
			map_put(all->names, import_key(w, p.fold, str_of(date_iso(p.birth).z)), p.id);
	}
	if (rc == RC_NOTFOUND)
		db_cursor_end(cur);
	arena_release(&mem);
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

static enum rc load_numbers(struct import_work *w, struct people *all)
{
	struct ctx *c = w->c;
	struct arena mem;
	struct db_cursor *cur;
	struct sql_import_identifiers i;
	arena_init(&mem);
	enum rc rc = sql_import_identifiers_open(c->db, &mem, &cur);
	while (rc == RC_OK && (rc = sql_import_identifiers_next(cur, &mem, &i)) == RC_OK)
		if (i.lookup.n == KEYS_HASH_BYTES)
			map_put(all->numbers, number_key((const unsigned char *)i.lookup.p), i.person_id);
	if (rc == RC_NOTFOUND)
		db_cursor_end(cur);
	arena_release(&mem);
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

enum rc people_begin(struct import_work *w)
{
	size_t rows = (size_t)w->import.row_count;
	struct people *all = w->own = arena_alloc(&w->keep, sizeof *all);
	all->numbers = map_new(rows);
	all->names = map_new(rows);
	all->seen = map_new(1024);
	TRY(load_names(w, all));
	TRY(load_numbers(w, all));
	return w->storing && people_many(w) ? org_people_bulk(w->c, w->import.row_count) : RC_OK;
}

void people_end(struct import_work *w)
{
	struct people *all = w->own;
	if (!all)
		return;
	map_free(all->numbers);
	map_free(all->names);
	map_free(all->seen);
}

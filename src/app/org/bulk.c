/* bulk.c: many people at once, as org_person_add() makes them one by one. */
#include "app/org/org.h"
#include "app/search/search.h"
#include "db/sql.h"
#include "index/index.h"
#include "viet/viet.h"

static struct str given(struct str s)
{
	return s.p ? s : STR("");
}

static enum rc add_one(struct ctx *c, struct person_bulk *b, struct str key, struct str fold)
{
	const struct person_new *p = &b->p;
	bool now = p->since.days <= c->today.days;
	int64_t id;
	TRY(sql_person_add_placed(c->db, p->name, key, fold, VIET_KEY_VERSION, given(p->gender),
	                          p->birth, p->cadre, given(p->email), given(p->phone),
	                          now ? p->unit_id : DB_NULL, now ? given(p->post_title) : STR(""),
	                          c->now_ms, &b->id));
	TRY(sql_post_add(c->db, b->id, p->unit_id, given(p->post_title), 1, STR(""), p->since,
	                 DATE_OPEN, &id));
	if (p->cccd.n == 0)
		return RC_OK;
	struct str lookup = {.p = (const char *)b->number_hash, .n = sizeof b->number_hash};
	return org_identifier_put(c, b->id, b->number_kind, p->cccd, lookup, p->since, &id);
}

static struct str unit_name(struct ctx *c, int64_t unit, struct str *cache, int64_t *cached)
{
	struct sql_unit_label row;
	if (*cached != unit && sql_unit_label(c->db, c->mem, unit, &row) == RC_OK) {
		*cache = row.name;
		*cached = unit;
	}
	return *cached == unit ? *cache : STR("");
}

enum rc org_people_add(struct ctx *c, struct person_bulk *people, size_t n, bool found)
{
	struct search_entry *entries = arena_array(c->mem, n + 1, sizeof *entries);
	struct str unit = STR("");
	int64_t unit_id = DB_NULL;
	for (size_t i = 0; i < n; i++) {
		const struct person_new *p = &people[i].p;
		struct str key = viet_name_key(c->mem, p->name), note = STR("");
		TRY(add_one(c, &people[i], key, viet_fold(c->mem, p->name)));
		bool now = p->since.days <= c->today.days;
		if (!found)
			continue;
		if (now)
			note = arena_printf(c->mem, "%.*s%s%.*s", STR_ARG(p->post_title),
			                    p->post_title.n ? ", " : "",
			                    STR_ARG(unit_name(c, p->unit_id, &unit, &unit_id)));
		entries[i] = (struct search_entry){.kind = "person",
		                                   .id = people[i].id,
		                                   .title = p->name,
		                                   .note = note,
		                                   .sort_key = key,
		                                   .unit_id = now ? p->unit_id : DB_NULL,
		                                   .person_id = people[i].id};
	}
	return found ? search_put_new(c, entries, n) : RC_OK;
}

enum rc org_people_bulk(struct ctx *c, int64_t coming)
{
	/* Not those by person: they grow at their end only, and a check of changes needs them. */
	static const char *const indexes[] = {
		"person_name", "person_unit", "person_count", "post_unit", "person_identifier_period",
		NULL};
	struct sql_person_last last;
	TRY(sql_person_last(c->db, c->mem, &last));
	return coming > last.id ? db_bulk(c->db, indexes) : RC_OK;
}

/* --- people that the search box does not know yet ------------------------------------------- */

struct index_run {
	struct ctx *c;
	int64_t after, last;
	size_t n;
};

static enum rc index_tx(void *arg)
{
	struct index_run *r = arg;
	struct ctx *c = r->c;
	struct sql_person_unindexed *rows;
	TRY(sql_person_unindexed(c->db, c->mem, r->after, &rows, &r->n));
	struct search_entry *entries = arena_array(c->mem, r->n + 1, sizeof *entries);
	r->last = r->n ? rows[r->n - 1].id : r->after;
	for (size_t i = 0; i < r->n; i++) {
		struct str title = rows[i].post_title,
				   unit = rows[i].unit_name.p ? rows[i].unit_name : STR("");
		struct str note = arena_printf(c->mem, "%.*s%s%.*s", STR_ARG(title),
		                               title.n && unit.n ? ", " : "", STR_ARG(unit));
		entries[i] = (struct search_entry){.kind = "person",
		                                   .id = rows[i].id,
		                                   .title = rows[i].name,
		                                   .note = note,
		                                   .sort_key = rows[i].sort_key,
		                                   .unit_id = rows[i].unit_id,
		                                   .person_id = rows[i].id};
	}
	return search_put_new(c, entries, r->n);
}

enum rc org_index_people(struct ctx *c, int64_t *people)
{
	struct index_run r = {.c = c};
	struct arena mem, *kept = c->mem;
	enum rc rc;
	*people = 0;
	arena_init(&mem);
	c->mem = &mem;
	db_roomy(c->db, true);
	do {
		rc = db_tx(c->db, DB_WRITE, index_tx, &r);
		r.after = r.last;
		*people += rc == RC_OK ? (int64_t)r.n : 0;
		arena_reset(&mem);
	} while (rc == RC_OK && r.n);
	if (rc == RC_OK)
		rc = index_settle_all(c->db);
	db_roomy(c->db, false);
	c->mem = kept;
	arena_release(&mem);
	return rc;
}

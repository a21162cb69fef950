/* bulk.c: many people at once, as org_person_add() makes them one by one. */
#include "app/org/org.h"
#include "app/search/search.h"
#include "db/sql_person.h"
#include "db/sql_unit.h"
#include "index/index.h"
#include "viet/viet.h"

static struct str given(struct str s)
{
	return s.p ? s : STR("");
}

static bool placed_now(struct ctx *c, const struct person_new *p)
{
	return p->since.days <= c->today.days;
}

/* Ids are known after db_later_end(). */
static enum rc add_people(struct ctx *c, struct person_bulk *people, size_t n)
{
	TRY(db_later(c->db));
	for (size_t i = 0; i < n; i++) {
		const struct person_new *p = &people[i].p;
		bool now = placed_now(c, p);
		TRY(sql_person_add_placed(c->db, p->name, people[i].sort_key, people[i].fold,
		                          VIET_KEY_VERSION, given(p->gender), p->birth, p->cadre,
		                          given(p->email), given(p->phone), now ? p->unit_id : DB_NULL,
		                          now ? given(p->post_title) : STR(""), c->now_ms, &people[i].id));
	}
	return db_later_end(c->db);
}

static enum rc add_posts(struct ctx *c, const struct person_bulk *people, size_t n)
{
	TRY(db_later(c->db));
	for (size_t i = 0; i < n; i++) {
		const struct person_bulk *b = &people[i];
		const struct person_new *p = &b->p;
		struct str lookup = {.p = (const char *)b->number_hash, .n = sizeof b->number_hash};
		TRY(sql_post_add(c->db, b->id, p->unit_id, given(p->post_title), 1, STR(""), p->since,
		                 DATE_OPEN, NULL));
		if (p->cccd.n)
			TRY(org_identifier_put(c, b->id, b->number_kind, p->cccd, lookup, p->since, NULL));
	}
	return db_later_end(c->db);
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

static enum rc tell_search(struct ctx *c, const struct person_bulk *people, size_t n)
{
	struct search_entry *entries = arena_array(c->mem, n + 1, sizeof *entries);
	struct str unit = STR("");
	int64_t unit_id = DB_NULL;
	for (size_t i = 0; i < n; i++) {
		const struct person_new *p = &people[i].p;
		bool now = placed_now(c, p);
		struct str note = STR("");
		if (now)
			note = arena_printf(c->mem, "%.*s%s%.*s", STR_ARG(p->post_title),
			                    p->post_title.n ? ", " : "",
			                    STR_ARG(unit_name(c, p->unit_id, &unit, &unit_id)));
		entries[i] = (struct search_entry){.kind = "person",
		                                   .id = people[i].id,
		                                   .title = p->name,
		                                   .note = note,
		                                   .sort_key = people[i].sort_key,
		                                   .unit_id = now ? p->unit_id : DB_NULL,
		                                   .person_id = people[i].id};
	}
	return search_put_new(c, entries, n);
}

enum rc org_people_add(struct ctx *c, struct person_bulk *people, size_t n, bool found)
{
	TRY(add_people(c, people, n));
	TRY(add_posts(c, people, n));
	return found ? tell_search(c, people, n) : RC_OK;
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

/*
 * tree.c: from the history of units to the closure by date and to today's tree.
 *
 * The whole of it is computed again at each change: a province has a few thousand
 * units and changes them a few times a year, and a closure mended piece by piece
 * is the kind of thing that goes wrong silently.
 */
#include "app/org/follow.h"
#include "app/org/org.h"
#include "app/search/search.h"
#include "db/sql_unit.h"
#include "viet/viet.h"

struct node {
	int64_t id;
	int64_t parent;                          /* index of the parent on the day looked at, or -1 */
	const struct sql_unit_version_all *now;  /* the version of that day, or NULL */
	const struct sql_unit_version_all *last; /* the latest version of all */
	int first_child, next_sibling;
};

struct tree {
	struct ctx *c;
	struct sql_unit_version_all *versions;
	struct sql_unit_successors *moves;
	size_t version_count, move_count, node_count;
	struct node *nodes; /* by id */
	int64_t order;
};

static int by_id(const void *a, const void *b)
{
	const struct node *x = a, *y = b;
	return (x->id > y->id) - (x->id < y->id);
}

static int64_t find(const struct tree *t, int64_t id)
{
	struct node key = {.id = id};
	struct node *at = bsearch(&key, t->nodes, t->node_count, sizeof key, by_id);
	return at ? at - t->nodes : -1;
}

static enum rc load_versions(struct tree *t)
{
	struct ctx *c = t->c;
	struct db_cursor *cur;
	struct sql_unit_version_all one;
	size_t room = 0;
	TRY(sql_unit_version_all_open(c->db, c->mem, &cur));
	enum rc rc;
	while ((rc = sql_unit_version_all_next(cur, c->mem, &one)) == RC_OK) {
		if (t->version_count == room) {
			struct sql_unit_version_all *more =
				arena_array(c->mem, room = room ? room * 2 : 256, sizeof *more);
			if (t->version_count)
				memcpy(more, t->versions, t->version_count * sizeof *more);
			t->versions = more;
		}
		t->versions[t->version_count++] = one;
	}
	db_cursor_end(cur);
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

static enum rc load(struct tree *t)
{
	struct ctx *c = t->c;
	TRY(load_versions(t));
	TRY(sql_unit_successors(c->db, c->mem, &t->moves, &t->move_count));
	t->nodes = arena_array(c->mem, t->version_count + 1, sizeof *t->nodes);
	for (size_t i = 0; i < t->version_count; i++)
		t->nodes[t->node_count++].id = t->versions[i].unit_id;
	qsort(t->nodes, t->node_count, sizeof *t->nodes, by_id);
	size_t kept = 0;
	for (size_t i = 0; i < t->node_count; i++)
		if (i == 0 || t->nodes[i].id != t->nodes[kept - 1].id)
			t->nodes[kept++] = t->nodes[i];
	t->node_count = kept;
	for (size_t i = 0; i < t->version_count; i++) /* in order of valid_from */
		t->nodes[find(t, t->versions[i].unit_id)].last = &t->versions[i];
	return RC_OK;
}

/* The tree of one day. A unit that is gone stays where it last was, so its history stays in sight.
 */
static void set_day(struct tree *t, struct date day)
{
	for (size_t i = 0; i < t->node_count; i++)
		t->nodes[i].now = NULL;
	for (size_t i = 0; i < t->version_count; i++) {
		const struct sql_unit_version_all *v = &t->versions[i];
		if (v->valid_from.days <= day.days && v->valid_to.days > day.days)
			t->nodes[find(t, v->unit_id)].now = v;
	}
	for (size_t i = 0; i < t->node_count; i++) {
		struct node *n = &t->nodes[i];
		const struct sql_unit_version_all *v = n->now ? n->now : n->last;
		bool begun = v->valid_from.days <= day.days;
		n->parent = begun && v->parent_id != DB_NULL ? find(t, v->parent_id) : -1;
	}
}

/* --- closure by date ---------------------------------------------------------------------- */

struct pair {
	int64_t above, below; /* indexes */
	struct date from, to;
};

struct pairs {
	struct pair *items;
	size_t count, room;
};

static void add_pair(struct tree *t, struct pairs *p, struct pair one)
{
	if (p->count == p->room) {
		p->room = p->room ? p->room * 2 : 1024;
		struct pair *items = arena_array(t->c->mem, p->room, sizeof *items);
		if (p->count)
			memcpy(items, p->items, p->count * sizeof *items);
		p->items = items;
	}
	p->items[p->count++] = one;
}

static void add_above(struct tree *t, struct pairs *p, bool *seen, struct pair one)
{
	if (one.above < 0 || seen[one.above])
		return;
	seen[one.above] = true;
	add_pair(t, p, one);
}

/*
 * What was merged or split into `at` reaches it as if it were still there. Not what lay
 * above the old unit: its head never had anything to do with the other half of the new one.
 */
static void add_forerunners(struct tree *t, struct pairs *p, bool *seen, int64_t at,
                            struct pair one)
{
	for (size_t i = 0; i < t->move_count; i++) {
		if (t->moves[i].to_id != t->nodes[at].id || t->moves[i].on_date.days > one.from.days)
			continue;
		one.above = find(t, t->moves[i].from_id);
		if (one.above < 0 || seen[one.above])
			continue;
		add_above(t, p, seen, one);
		add_forerunners(t, p, seen, one.above, one);
	}
}

/* `below` lies under itself, its parents, and the forerunners of any of them. */
static void climb(struct tree *t, struct pairs *p, bool *seen, struct pair one)
{
	for (int64_t at = one.below; at >= 0 && !seen[at]; at = t->nodes[at].parent) {
		one.above = at;
		add_above(t, p, seen, one);
	}
	for (int64_t at = one.below, steps = 0; at >= 0 && steps < (int64_t)t->node_count;
	     at = t->nodes[at].parent, steps++)
		add_forerunners(t, p, seen, at, one);
}

static int by_day(const void *a, const void *b)
{
	const struct date *x = a, *y = b;
	return (x->days > y->days) - (x->days < y->days);
}

static size_t boundaries(struct tree *t, struct date **out)
{
	struct date *days = arena_array(t->c->mem, t->version_count * 2 + 1, sizeof *days);
	size_t n = 0, kept = 0;
	for (size_t i = 0; i < t->version_count; i++) {
		days[n++] = t->versions[i].valid_from;
		days[n++] = t->versions[i].valid_to;
	}
	qsort(days, n, sizeof *days, by_day);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || days[i].days != days[kept - 1].days)
			days[kept++] = days[i];
	*out = days;
	return kept;
}

static int by_pair(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;
	if (x->above != y->above)
		return x->above < y->above ? -1 : 1;
	if (x->below != y->below)
		return x->below < y->below ? -1 : 1;
	return (x->from.days > y->from.days) - (x->from.days < y->from.days);
}

/* Neighbouring periods of one pair become one. */
static void join_periods(struct pairs *p)
{
	size_t kept = 0;
	for (size_t i = 0; i < p->count; i++) {
		struct pair *last = kept ? &p->items[kept - 1] : NULL;
		if (last && last->above == p->items[i].above && last->below == p->items[i].below &&
		    last->to.days == p->items[i].from.days)
			last->to = p->items[i].to;
		else
			p->items[kept++] = p->items[i];
	}
	p->count = kept;
}

static enum rc read_closure(struct tree *t, struct pairs *p)
{
	struct db_cursor *cur;
	struct sql_unit_below_all row;
	enum rc rc;
	TRY(sql_unit_below_all_open(t->c->db, t->c->mem, &cur));
	while ((rc = sql_unit_below_all_next(cur, t->c->mem, &row)) == RC_OK)
		add_pair(t, p,
		         (struct pair){.above = row.unit_id,
		                       .below = row.below_id,
		                       .from = row.valid_from,
		                       .to = row.valid_to});
	db_cursor_end(cur);
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

/* Only what differs is written: an event touches few of the pairs. */
static enum rc write_changes(struct tree *t, struct pairs *want)
{
	struct db *db = t->c->db;
	struct pairs have = {0};
	size_t i = 0, k = 0;
	TRY(read_closure(t, &have));
	for (size_t n = 0; n < want->count; n++) {
		want->items[n].above = t->nodes[want->items[n].above].id;
		want->items[n].below = t->nodes[want->items[n].below].id;
	}
	while (i < have.count || k < want->count) {
		const struct pair *h = &have.items[i], *w = &want->items[k];
		int order = i == have.count ? 1 : k == want->count ? -1 : by_pair(h, w);
		if (order == 0 && h->to.days == w->to.days) {
			i++, k++;
			continue;
		}
		if (order <= 0) {
			TRY(sql_unit_below_drop(db, h->above, h->below, h->from, NULL));
			i++;
		}
		if (order >= 0) {
			TRY(sql_unit_below_add(db, w->above, w->below, w->from, w->to, NULL));
			k++;
		}
	}
	return RC_OK;
}

static enum rc write_closure(struct tree *t)
{
	struct ctx *c = t->c;
	struct pairs p = {0};
	struct date *days;
	size_t n = boundaries(t, &days);
	bool *seen = arena_array(c->mem, t->node_count + 1, sizeof *seen);
	for (size_t i = 0; i + 1 < n; i++) {
		set_day(t, days[i]);
		for (size_t k = 0; k < t->node_count; k++) {
			if (t->nodes[k].last->valid_from.days > days[i].days && !t->nodes[k].now)
				continue; /* not there yet */
			memset(seen, 0, t->node_count * sizeof *seen);
			climb(t, &p, seen,
			      (struct pair){.below = (int64_t)k, .from = days[i], .to = days[i + 1]});
		}
	}
	qsort(p.items, p.count, sizeof *p.items, by_pair);
	join_periods(&p);
	return write_changes(t, &p);
}

/* --- today ----------------------------------------------------------------------------------- */

static bool goes_before(const struct tree *t, int64_t a, int64_t b)
{
	const struct sql_unit_version_all *x = t->nodes[a].last, *y = t->nodes[b].last;
	return x->position != y->position ? x->position < y->position : x->unit_id < y->unit_id;
}

static void link_children(struct tree *t, int *root)
{
	*root = -1;
	for (size_t i = 0; i < t->node_count; i++)
		t->nodes[i].first_child = -1;
	for (size_t i = 0; i < t->node_count; i++) {
		int *at = t->nodes[i].parent < 0 ? root : &t->nodes[t->nodes[i].parent].first_child;
		while (*at >= 0 && goes_before(t, *at, (int64_t)i))
			at = &t->nodes[*at].next_sibling;
		t->nodes[i].next_sibling = *at;
		*at = (int)i;
	}
}

static enum rc write_one(struct tree *t, const struct node *n, int depth)
{
	struct ctx *c = t->c;
	const struct sql_unit_version_all *v = n->now ? n->now : n->last;
	struct str key = viet_sort_key(c->mem, v->name);
	struct str state = n->now                               ? STR("active")
	                   : v->valid_from.days > c->today.days ? STR("planned")
	                                                        : STR("closed");
	int64_t parent = n->parent < 0 ? DB_NULL : t->nodes[n->parent].id;
	TRY(sql_unit_today_set(c->db, n->id, parent, v->kind, v->code, v->name, v->short_name, key,
	                       state, depth, ++t->order, NULL));
	return search_put(c, &(struct search_entry){.kind = "unit",
	                                            .id = n->id,
	                                            .title = v->name,
	                                            .note = v->short_name,
	                                            .sort_key = key,
	                                            .unit_id = n->id,
	                                            .person_id = DB_NULL});
}

static enum rc write_below(struct tree *t, int at, int depth)
{
	for (; at >= 0; at = t->nodes[at].next_sibling) {
		TRY(write_one(t, &t->nodes[at], depth));
		TRY(write_below(t, t->nodes[at].first_child, depth + 1));
	}
	return RC_OK;
}

enum rc org_refresh_units(struct ctx *c)
{
	struct tree t = {.c = c};
	int root;
	TRY(load(&t));
	TRY(write_closure(&t));
	set_day(&t, c->today);
	link_children(&t, &root);
	TRY(write_below(&t, root, 0));
	return org_follow(c);
}

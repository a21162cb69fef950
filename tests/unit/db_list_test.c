/* A list reaches every row it should and no other, exactly once, however it is asked. */
#include "db_fixture.h"
#include "sql_items.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define ITEMS 210
#define ROWS_MAX 256

/* What is in the database, kept beside it so that the tests can say what must come. */
struct item {
	int64_t id, unit, person;
	struct str sort, name;
	struct date born;
	bool open;
};

struct world {
	struct db_fixture *f;
	struct item items[ITEMS];
	const struct db_list_ask *ask;
	int64_t ids[ROWS_MAX];
	int count;
};

static struct date today(void)
{
	return date_of(2026, 6, 1);
}

/* Few first keys, so that pages end in the middle of equal ones; bytes 0 and 255 among them. */
static struct item item_no(int i)
{
	static const struct str sorts[] = {{"", 0}, {"\0", 1}, {"a", 1}, {"a\0", 2}, {"\xff", 1}};
	static const struct str names[] = {{"Ánh", 4}, {"B", 1}, {"b", 1}, {"Đức", 6}, {"an", 2}};
	return (struct item){.sort = sorts[i * 7 % 5],
	                     .name = names[i * 3 % 5],
	                     .born = date_of(1990, 1 + i % 3, 1),
	                     .unit = 1 + i % 6,
	                     .person = 100 + i % 11,
	                     .open = i % 4 != 0};
}

static enum rc build(void *arg)
{
	struct world *w = arg;
	struct db *db = w->f->db;
	for (int i = 0; i < ITEMS; i++) {
		struct item *t = &w->items[i];
		*t = item_no(i);
		TRY(sql_item_add(db, t->sort, t->name, t->born, t->unit, t->person,
		                 t->open ? DATE_OPEN : today(), &t->id));
	}
	/* 1 over 2 and 3; 3 over 4 until today; 5 alone; 6 under 1 from tomorrow on. */
	for (int unit = 1; unit <= 6; unit++)
		TRY(sql_below_add(db, unit, unit, date_of(2000, 1, 1), DATE_OPEN, NULL));
	struct date tomorrow = {today().days + 1};
	TRY(sql_below_add(db, 1, 2, date_of(2000, 1, 1), DATE_OPEN, NULL));
	TRY(sql_below_add(db, 1, 3, today(), tomorrow, NULL));
	TRY(sql_below_add(db, 3, 4, date_of(2000, 1, 1), today(), NULL));
	return sql_below_add(db, 1, 6, tomorrow, DATE_OPEN, NULL);
}

static struct world *world_new(struct db_fixture *f)
{
	struct world *w = arena_alloc(&f->mem, sizeof *w);
	w->f = f;
	EXPECT(f, RC_OK, db_tx(f->db, DB_WRITE, build, w));
	return w;
}

static const struct db_scope everything = {.all = true};

static struct db_list_ask ask_of(const struct db_list_def *list, int order, bool desc)
{
	return (struct db_list_ask){
		.list = list, .order = order, .desc = desc, .scope = everything, .today = today()};
}

/* Filters by the bits of `set`: unit 2, even ids, name B, born since February. */
static void filters_set(struct db_list_ask *ask, unsigned set)
{
	const struct db_val values[] = {
		[SQL_ITEM_LIST_F_UNIT] = db_int(2),
		[SQL_ITEM_LIST_F_ODD] = db_int(0),
		[SQL_ITEM_LIST_F_NAME] = db_text(STR("B")),
		[SQL_ITEM_LIST_F_SINCE] = db_date(date_of(1990, 2, 1)),
	};
	for (int i = 0; i < 4; i++) {
		ask->set[i] = set >> i & 1;
		ask->filters[i] = values[i];
	}
}

static bool filters_let(const struct item *t, unsigned set)
{
	return (!(set & 1) || t->unit == 2) && (!(set & 2) || t->id % 2 == 0) &&
	       (!(set & 4) || str_eqz(t->name, "B")) &&
	       (!(set & 8) || t->born.days >= date_of(1990, 2, 1).days);
}

static int compare(const struct item *a, const struct item *b, int order)
{
	int c = 0;
	if (order == SQL_ITEM_LIST_O_SORT)
		c = str_cmp(a->sort, b->sort);
	if (order == SQL_ITEM_LIST_O_BORN)
		c = a->born.days != b->born.days ? a->born.days - b->born.days : str_cmp(a->name, b->name);
	return c ? c : (a->id > b->id) - (a->id < b->id);
}

/* The rows that must come, in their order, found without the database. */
static int expected(const struct world *w, unsigned set, int order, bool desc, int64_t *ids)
{
	const struct item *sorted[ITEMS];
	int n = 0;
	for (int i = 0; i < ITEMS; i++) {
		const struct item *t = &w->items[i];
		if (!filters_let(t, set))
			continue;
		int at = n++;
		while (at > 0 && (compare(sorted[at - 1], t, order) > 0) != desc) {
			sorted[at] = sorted[at - 1];
			at--;
		}
		sorted[at] = t;
	}
	for (int i = 0; i < n; i++)
		ids[i] = sorted[i]->id;
	return n;
}

/* Adds what one asking gives to w->ids; *last keeps the place for the next page. */
static enum rc page(struct world *w, const struct db_list_ask *ask, struct db_val last[3], int *got)
{
	struct db_val row[DB_COLS_MAX];
	struct db_cursor *c;
	*got = 0;
	TRY(db_list(w->f->db, ask, &w->f->mem, &c));
	enum rc rc;
	for (; (rc = db_next(c, &w->f->mem, row)) == RC_OK; ++*got) {
		assert_true(w->count < ROWS_MAX);
		w->ids[w->count++] = row[0].i;
		for (int i = 0; last && i < ask->list->orders[ask->order].count; i++)
			last[i] = row[ask->list->cols + i];
	}
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

static void by_pages(struct world *w, struct db_list_ask ask, int limit)
{
	int got = limit;
	w->count = 0;
	ask.limit = limit;
	while (got == limit) {
		EXPECT(w->f, RC_OK, page(w, &ask, ask.after, &got));
		ask.has_after = true;
	}
}

static void compare_ids(const struct world *w, const int64_t *want, int n)
{
	assert_int_equal(w->count, n);
	assert_memory_equal(w->ids, want, (size_t)n * sizeof *want);
}

static void run_every_way(struct db_fixture *f)
{
	struct world *w = world_new(f);
	for (unsigned set = 0; set < 16; set++)
		for (int order = 0; order < 3; order++)
			for (int desc = 0; desc < 2; desc++) {
				struct db_list_ask ask = ask_of(&sql_list_item_list, order, desc);
				int64_t want[ITEMS];
				filters_set(&ask, set);
				int n = expected(w, set, order, desc, want);
				by_pages(w, ask, 7);
				compare_ids(w, want, n);
				by_pages(w, ask, 1000);
				compare_ids(w, want, n);
			}
	int64_t want[ITEMS];
	assert_int_equal(expected(w, 0, 0, false, want), ITEMS);
	assert_in_range(expected(w, 15, 0, false, want), 1, ITEMS / 8);
}

static enum rc everything_at_once(void *arg)
{
	struct world *w = arg;
	int got;
	w->count = 0;
	return page(w, w->ask, NULL, &got);
}

static void run_without_limit(struct db_fixture *f)
{
	struct world *w = world_new(f);
	struct db_list_ask ask = ask_of(&sql_list_item_list, SQL_ITEM_LIST_O_BORN, true);
	int64_t want[ITEMS];
	w->ask = &ask;
	EXPECT(f, RC_OK, db_tx(f->db, DB_READ, everything_at_once, w));
	compare_ids(w, want, expected(w, 0, SQL_ITEM_LIST_O_BORN, true, want));
	EXPECT(f, RC_BUG, everything_at_once(w));
}

static void run_counts(struct db_fixture *f)
{
	struct world *w = world_new(f);
	struct db_list_ask ask = ask_of(&sql_list_item_list, 0, false);
	int64_t want[ITEMS];
	int n;
	EXPECT(f, RC_OK, db_list_count(f->db, &ask, 1000, &n));
	assert_int_equal(n, ITEMS);
	EXPECT(f, RC_OK, db_list_count(f->db, &ask, 50, &n));
	assert_int_equal(n, 50);
	filters_set(&ask, 3);
	EXPECT(f, RC_OK, db_list_count(f->db, &ask, 1000, &n));
	assert_int_equal(n, expected(w, 3, 0, false, want));
}

/* How many come is compared with a count over the items that `let` allows. */
static void scoped(struct world *w, const struct db_list_def *list, struct db_scope scope,
                   bool (*let)(const struct item *t))
{
	struct db_list_ask ask = ask_of(list, 0, false);
	int want = 0, n;
	ask.scope = scope;
	by_pages(w, ask, 50);
	for (int i = 0; i < ITEMS; i++) {
		bool seen = false;
		for (int j = 0; j < w->count; j++)
			seen |= w->ids[j] == w->items[i].id;
		assert_int_equal(seen, let(&w->items[i]));
		want += let(&w->items[i]);
	}
	assert_int_equal(w->count, want);
	EXPECT(w->f, RC_OK, db_list_count(w->f->db, &ask, 1000, &n));
	assert_int_equal(n, want);
}

static bool in_1_to_3(const struct item *t)
{
	return t->unit <= 3;
}

static bool in_3_or_5(const struct item *t)
{
	return t->unit == 3 || t->unit == 5;
}

static bool of_105(const struct item *t)
{
	return t->person == 105;
}

static bool in_3_or_5_or_of_105(const struct item *t)
{
	return in_3_or_5(t) || of_105(t);
}

static bool none(const struct item *t)
{
	(void)t;
	return false;
}

static bool of_105_and_open(const struct item *t)
{
	return of_105(t) && t->open;
}

static void run_scope(struct db_fixture *f)
{
	static const int64_t top[] = {1}, two[] = {3, 5}, unknown[] = {77};
	struct world *w = world_new(f);
	const struct db_list_def *list = &sql_list_item_list;
	scoped(w, list, (struct db_scope){false, top, 1, DB_NULL}, in_1_to_3);
	scoped(w, list, (struct db_scope){false, two, 2, DB_NULL}, in_3_or_5);
	scoped(w, list, (struct db_scope){false, two, 2, 105}, in_3_or_5_or_of_105);
	scoped(w, list, (struct db_scope){false, NULL, 0, 105}, of_105);
	scoped(w, list, (struct db_scope){false, NULL, 0, DB_NULL}, none);
	scoped(w, list, (struct db_scope){false, unknown, 1, 9999}, none);
	/* A list without the columns hides. */
	scoped(w, &sql_list_item_unscoped, (struct db_scope){false, top, 1, 105}, none);
	scoped(w, &sql_list_item_personal, (struct db_scope){false, top, 1, DB_NULL}, none);
	scoped(w, &sql_list_item_personal, (struct db_scope){false, top, 1, 105}, of_105_and_open);
}

static enum rc asked(struct world *w, struct db_list_ask ask)
{
	int got;
	w->count = 0;
	err_clear(&w->f->err);
	return page(w, &ask, NULL, &got);
}

/* Several ids at once are those rows, in the list's order, and still only within the scope. */
static void run_ids(struct db_fixture *f)
{
	struct world *w = world_new(f);
	const int64_t asked_for[] = {w->items[200].id, w->items[3].id, w->items[7].id, -1, INT64_MAX};
	const int64_t unit = w->items[7].unit;
	struct db_list_ask ask = ask_of(&sql_list_item_list, SQL_ITEM_LIST_O_NEWEST, false);
	ask.ids = asked_for;
	ask.id_count = 5;
	by_pages(w, ask, 50);
	compare_ids(w, (const int64_t[]){asked_for[1], asked_for[2], asked_for[0]}, 3);
	ask.id_count = 1;
	by_pages(w, ask, 50);
	compare_ids(w, asked_for, 1);
	/* The 7th is in unit 2, which has nothing below; the others are in 4 and 3. */
	ask.id_count = 5;
	ask.scope = (struct db_scope){.units = &unit, .unit_count = 1, .person = DB_NULL};
	by_pages(w, ask, 50);
	compare_ids(w, asked_for + 2, 1);
	ask.scope = (struct db_scope){.person = DB_NULL};
	by_pages(w, ask, 50);
	assert_int_equal(w->count, 0);
}

static void run_wrong_asks(struct db_fixture *f)
{
	struct world *w = world_new(f);
	struct db_list_ask good = ask_of(&sql_list_item_list, 0, false), ask;
	good.limit = 5;
	EXPECT(f, RC_OK, asked(w, good));
	ask = good;
	ask.order = 3;
	EXPECT(f, RC_BUG, asked(w, ask));
	ask = good;
	ask.today = DATE_NONE;
	EXPECT(f, RC_BUG, asked(w, ask));
	ask = good;
	ask.set[5] = true;
	EXPECT(f, RC_BUG, asked(w, ask));
	ask = good;
	ask.set[0] = true;
	ask.filters[0] = db_text(STR("1 OR 1 = 1"));
	EXPECT(f, RC_BUG, asked(w, ask));
	ask = good;
	ask.has_after = true;
	ask.after[0] = db_blob(STR("a"));
	ask.after[1] = db_int(DB_NULL);
	EXPECT(f, RC_BUG, asked(w, ask));
}

/* More shapes of lists than the table of prepared ones holds. */
static void run_many_shapes(struct db_fixture *f)
{
	struct world *w = world_new(f);
	static const int64_t unit[] = {1};
	for (unsigned i = 0; i < 2000; i++) {
		unsigned shape = i * 37 % 1024;
		struct db_list_ask ask =
			ask_of(&sql_list_item_list, (int)(shape >> 4 & 15) % 3, shape >> 8 & 1);
		filters_set(&ask, shape & 15);
		if (shape >> 9 & 1)
			ask.scope = (struct db_scope){false, unit, 1, i % 3 ? 105 : DB_NULL};
		ask.limit = 3;
		int n;
		EXPECT(f, RC_OK, asked(w, ask));
		EXPECT(f, RC_OK, db_list_count(f->db, &ask, 3, &n));
		assert_int_equal(n, w->count);
	}
}

#define ON_BOTH(name)                                                                              \
	static void name(void **state)                                                                 \
	{                                                                                              \
		(void)state;                                                                               \
		db_fixture_each_engine(run_##name);                                                        \
	}
ON_BOTH(every_way)
ON_BOTH(without_limit)
ON_BOTH(counts)
ON_BOTH(scope)
ON_BOTH(ids)
ON_BOTH(wrong_asks)
ON_BOTH(many_shapes)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_way),   cmocka_unit_test(without_limit),
		cmocka_unit_test(counts),      cmocka_unit_test(scope),
		cmocka_unit_test(ids),         cmocka_unit_test(wrong_asks),
		cmocka_unit_test(many_shapes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

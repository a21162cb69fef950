/* Indexes that are taken off for many rows come back as they were, and their rules hold. */
#include "db_fixture.h"
#include "sql_items.h"
#include "sql_rules.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const char *const indexes[] = {"item_sort", "item_born", "post_period", NULL};
static const char *const none_such[] = {"item_sort", "item_lost", NULL};
static const char *const a_rule[] = {"sqlite_autoindex_thing_1", NULL};

struct work {
	struct db_fixture *f;
	const char *const *indexes;
	int from, to; /* days of a post of each of `people` */
	int64_t people;
	bool end;
};

static enum rc write_many(void *arg)
{
	struct work *w = arg;
	struct db *db = w->f->db;
	int64_t id;
	TRY(db_bulk(db, w->indexes));
	for (int64_t i = 1; i <= w->people; i++) {
		struct str key = arena_printf(&w->f->mem, "%03d", (int)(i * 7919 % 997));
		TRY(sql_item_add(db, key, key, date_of(2000, 1, 1), i % 3, i, DATE_OPEN, &id));
		TRY(sql_post_add(db, i, STR("main"), date_of(2026, 1, w->from), date_of(2026, 1, w->to),
		                 &id));
	}
	return w->end ? db_bulk_end(db) : RC_OK;
}

static enum rc bulk(struct db_fixture *f, int from, int to)
{
	struct work w = {f, indexes, from, to, 500, true};
	err_clear(&f->err);
	return db_tx(f->db, DB_WRITE, write_many, &w);
}

static struct str schema(struct db_fixture *f)
{
	struct sql_schema_lines *lines;
	size_t n;
	struct str all = STR("");
	EXPECT(f, RC_OK, sql_schema_lines(f->db, &f->mem, &lines, &n));
	for (size_t i = 0; i < n; i++)
		all = arena_printf(&f->mem, "%.*s%.*s\n", STR_ARG(all), STR_ARG(lines[i].line));
	assert_true(strstr(all.p, "post_period") && strstr(all.p, "post_no_overlap"));
	return all;
}

static int64_t posts(struct db_fixture *f)
{
	struct sql_post_count row;
	EXPECT(f, RC_OK, sql_post_count(f->db, &f->mem, 7, &row));
	return row.n;
}

static void run_schema(struct db_fixture *f)
{
	struct str before = schema(f);
	EXPECT(f, RC_OK, bulk(f, 1, 5));
	assert_true(str_eq(schema(f), before));
	assert_int_equal(posts(f), 1);
	/* On top of rows that are there, and of the connection's own prepared statements. */
	EXPECT(f, RC_OK, bulk(f, 5, 9));
	assert_true(str_eq(schema(f), before));
	assert_int_equal(posts(f), 2);
	EXPECT(f, RC_OK, db_check(f->db));
}

/* One that met another before the indexes went, or among the new rows: the same answer. */
static void run_overlap(struct db_fixture *f)
{
	struct str before = schema(f);
	EXPECT(f, RC_OK, bulk(f, 1, 5));
	EXPECT(f, RC_CONFLICT, bulk(f, 4, 9));
	assert_string_equal(f->err.detail, "post_no_overlap");
	EXPECT(f, RC_CONFLICT, bulk(f, 9, 9));
	assert_string_equal(f->err.detail, "post_no_overlap");
	assert_int_equal(posts(f), 1);
	assert_true(str_eq(schema(f), before));
}

static enum rc write_one(void *arg)
{
	struct work *w = arg;
	int64_t id;
	return sql_post_add(w->f->db, 7, STR("main"), date_of(2026, 1, w->from),
	                    date_of(2026, 1, w->to), &id);
}

static void run_rule_after(struct db_fixture *f)
{
	struct work one = {.f = f, .from = 4, .to = 9};
	EXPECT(f, RC_OK, bulk(f, 1, 5));
	EXPECT(f, RC_CONFLICT, db_tx(f->db, DB_WRITE, write_one, &one));
	assert_string_equal(f->err.detail, "post_no_overlap");
	one.from = 5;
	err_clear(&f->err);
	EXPECT(f, RC_OK, db_tx(f->db, DB_WRITE, write_one, &one));
}

static void run_forgotten(struct db_fixture *f)
{
	struct work w = {f, indexes, 1, 5, 500, false};
	struct str before = schema(f);
	EXPECT(f, RC_BUG, db_tx(f->db, DB_WRITE, write_many, &w));
	assert_int_equal(posts(f), 0);
	assert_true(str_eq(schema(f), before));
	err_clear(&f->err);
	/* Nothing of it is left for the next one. */
	EXPECT(f, RC_OK, bulk(f, 1, 5));
	assert_true(str_eq(schema(f), before));
}

static void run_wrong_names(struct db_fixture *f)
{
	struct work w = {f, none_such, 1, 5, 1, true};
	struct str before = schema(f);
	EXPECT(f, RC_BUG, db_tx(f->db, DB_WRITE, write_many, &w));
	w.indexes = a_rule;
	err_clear(&f->err);
	EXPECT(f, RC_BUG, db_tx(f->db, DB_WRITE, write_many, &w));
	assert_true(str_eq(schema(f), before));
}

static void the_schema_is_what_it_was(void **state)
{
	(void)state;
	db_fixture_each_engine(run_schema);
}

static void rows_that_overlap_are_found(void **state)
{
	(void)state;
	db_fixture_each_engine(run_overlap);
}

static void the_rule_holds_afterwards(void **state)
{
	(void)state;
	db_fixture_each_engine(run_rule_after);
}

static void a_forgotten_end_undoes_everything(void **state)
{
	(void)state;
	db_fixture_on(DB_SQLITE, run_forgotten);
}

static void a_wrong_index_is_refused(void **state)
{
	(void)state;
	db_fixture_on(DB_SQLITE, run_wrong_names);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_schema_is_what_it_was),
		cmocka_unit_test(rows_that_overlap_are_found),
		cmocka_unit_test(the_rule_holds_afterwards),
		cmocka_unit_test(a_forgotten_end_undoes_everything),
		cmocka_unit_test(a_wrong_index_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Writes that are answered later: ids come with the end, failures are not lost. */
#include "db_fixture.h"
#include "sql_rules.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define MANY 2300 /* more than are handed over in one go */

struct work {
	struct db_fixture *f;
	int64_t ids[MANY];
	int count, bad; /* the row that breaks a rule, -1: none */
	bool end, read, stop;
};

static enum rc write_rows(void *arg)
{
	struct work *w = arg;
	struct db *db = w->f->db;
	struct sql_duty_present row;
	TRY(db_later(db));
	for (int i = 0; i < w->count; i++)
		TRY(sql_post_add(db, i == w->bad ? 1 : i + 1, STR("main"), date_of(2026, 1, 1), DATE_OPEN,
		                 &w->ids[i]));
	TRY(sql_duty_all_back(db, NULL));
	if (w->read)
		TRY(sql_duty_present(db, &w->f->mem, &row));
	if (w->stop)
		return RC_DENIED;
	return w->end ? db_later_end(db) : RC_OK;
}

static enum rc write_all(struct db_fixture *f, struct work *w)
{
	w->f = f;
	err_clear(&f->err);
	return db_tx(f->db, DB_WRITE, write_rows, w);
}

static int64_t posts(struct db_fixture *f, int64_t person)
{
	struct sql_post_count row;
	EXPECT(f, RC_OK, sql_post_count(f->db, &f->mem, person, &row));
	return row.n;
}

static void run_ids(struct db_fixture *f)
{
	struct work w = {.count = MANY, .bad = -1, .end = true};
	EXPECT(f, RC_OK, write_all(f, &w));
	for (int i = 1; i < MANY; i++)
		assert_true(w.ids[i] > w.ids[i - 1]);
	assert_true(w.ids[0] > 0);
	assert_int_equal(posts(f, 1), 1);
	assert_int_equal(posts(f, MANY), 1);
}

static void run_failure(struct db_fixture *f)
{
	static const int bad[] = {1, 999, 1000, 1001, MANY - 1};
	for (int i = 0; i < (int)(sizeof bad / sizeof *bad); i++) {
		struct work w = {.count = MANY, .bad = bad[i], .end = true};
		EXPECT(f, RC_CONFLICT, write_all(f, &w));
		assert_string_equal(f->err.detail, "post_no_overlap");
		assert_int_equal(posts(f, 1), 0);
	}
	run_ids(f);
}

/* A function that gives up in between leaves a connection that goes on. */
static void run_stop(struct db_fixture *f)
{
	struct work w = {.count = 10, .bad = -1, .stop = true};
	EXPECT(f, RC_DENIED, write_all(f, &w));
	assert_int_equal(posts(f, 1), 0);
	run_ids(f);
}

static void run_misuse(struct db_fixture *f)
{
	struct work w = {.count = 10, .bad = -1, .end = true, .read = true};
	EXPECT(f, RC_BUG, write_all(f, &w));
	w.read = w.end = false;
	EXPECT(f, RC_BUG, write_all(f, &w));
	assert_int_equal(posts(f, 1), 0);
	run_ids(f);
}

static void ids_come_with_the_end(void **state)
{
	(void)state;
	db_fixture_each_engine(run_ids);
}

static void a_broken_rule_undoes_everything(void **state)
{
	(void)state;
	db_fixture_each_engine(run_failure);
}

static void giving_up_in_between_is_no_harm(void **state)
{
	(void)state;
	db_fixture_each_engine(run_stop);
}

static void reading_in_between_is_refused(void **state)
{
	(void)state;
	db_fixture_on(DB_POSTGRES, run_misuse);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ids_come_with_the_end),
		cmocka_unit_test(a_broken_rule_undoes_everything),
		cmocka_unit_test(giving_up_in_between_is_no_harm),
		cmocka_unit_test(reading_in_between_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

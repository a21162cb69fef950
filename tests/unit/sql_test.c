/*
 * Every statement and list of sql/ is understood by both engines, and SQLite walks no
 * table from end to end and sorts no list that nothing has narrowed.
 */
#include "db_fixture.h"
#include "plans_judge.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void run_prepare(struct db_fixture *f)
{
	EXPECT(f, RC_OK, db_prepare_all(f->db));
}

static void run_plans(struct db_fixture *f)
{
	struct plans_judge found = {.engine = DB_SQLITE};
	EXPECT(f, RC_OK, db_plan_all(f->db, plans_judge_step, &found));
	plans_judge_end(&found);
	assert_true(found.steps > sql_stmt_count);
	assert_int_equal(found.bad, 0);
}

static void both_engines_understand_every_statement(void **state)
{
	(void)state;
	db_fixture_each_engine(run_prepare);
}

static void no_walk_through_a_growing_table(void **state)
{
	(void)state;
	db_fixture_on(DB_SQLITE, run_plans);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_engines_understand_every_statement),
		cmocka_unit_test(no_walk_through_a_growing_table),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

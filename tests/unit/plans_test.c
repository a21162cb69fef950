/*
 * Among 60 000 people, with statistics of what each table holds: no statement and no list reads a
 * table that grows from end to end, walks the whole of it through an index, or sorts more rows
 * than a page has, on either engine. sql_test.c looks at SQLite without statistics.
 */
#include "crowd.h"
#include "office_fixture.h"
#include "plans_judge.h"
#include "plans_seed.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void run_all(struct office *o)
{
	struct plans_judge found = {.engine = db_engine_of(o->f->db)};
	WANT(o, RC_OK, db_plan_all(o->f->db, plans_judge_step, &found));
	plans_judge_end(&found);
	assert_true(found.steps > sql_stmt_count);
	assert_int_equal(found.bad, 0);
}

static void no_plan_grows_with_the_office(void **state)
{
	(void)state;
	office_each_engine(run_all);
}

static void fill(struct ctx *c, const char *address)
{
	crowd_fill(c, address);
	plans_seed(c, address);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(no_plan_grows_with_the_office)};
	office_begin_with(fill);
	return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "crowd.h"
#include "office_fixture.h"
#include "plans_seed.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void show(void *arg, const char *name, struct str step)
{
	(void)arg;
	print_message("%s\t%.*s\n", name, STR_ARG(step));
}

static void run_all(struct office *o)
{
	print_message(db_engine_of(o->f->db) == DB_SQLITE ? "# lite\n" : "# pg\n");
	WANT(o, RC_OK, db_plan_all(o->f->db, show, NULL));
}

static void plans(void **state)
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
	const struct CMUnitTest tests[] = {cmocka_unit_test(plans)};
	office_begin_with(fill);
	return cmocka_run_group_tests(tests, NULL, NULL);
}

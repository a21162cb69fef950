/* Units begin, change and end by dated events, and any day gives that day's tree. */
#include "office_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void run_rename(struct office *o)
{
	struct acting *a = office_as(o, "vidu.quantri");
	const char *id = num(o, unit_named(o, "Phòng Tổng hợp"));
	WANT(o, RC_OK,
	     run_op(a, "unit.rename", "id", id, "name", "Phòng Tổng hợp, Pháp chế", "on", "01/12/2026",
	            NULL));
}

static void a_unit_is_renamed(void **state)
{
	(void)state;
	office_each_engine(run_rename);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_unit_is_renamed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

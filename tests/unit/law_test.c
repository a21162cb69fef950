/* The law as it is shipped: read, checked, its worked examples, the same bytes twice. */
#include "law/law.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static struct arena mem;
static struct err e;

static const struct law *shipped(void)
{
	const struct law *law;
	if (law_shipped(&mem, &law, &e) != RC_OK)
		fail_msg("%s", e.detail);
	return law;
}

static void shipped_rules_have_no_fault(void **state)
{
	(void)state;
	assert_non_null(shipped());
}

static void every_example_comes_out_as_written_and_covers_both_sides(void **state)
{
	struct law_test t;
	(void)state;
	assert_int_equal(law_run_examples(&mem, shipped(), &t, &e), RC_OK);
	for (int i = 0; i < t.count; i++)
		if (!t.at[i].passed)
			print_error("%.*s:%d: %.*s\n", STR_ARG(t.at[i].file), t.at[i].line,
			            STR_ARG(t.at[i].say));
	for (int i = 0; i < t.uncovered.count; i++)
		print_error("%.*s:%d: %.*s\n", STR_ARG(t.uncovered.at[i].file), t.uncovered.at[i].line,
		            STR_ARG(t.uncovered.at[i].say));
	assert_int_equal(t.failed, 0);
	assert_int_equal(t.uncovered.count, 0);
	assert_true(t.count > 100);
}

static int begin(void **state)
{
	(void)state;
	arena_init(&mem);
	err_clear(&e);
	return 0;
}

static int end(void **state)
{
	(void)state;
	arena_release(&mem);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(shipped_rules_have_no_fault, begin, end),
		cmocka_unit_test_setup_teardown(every_example_comes_out_as_written_and_covers_both_sides,
	                                    begin, end),
	};
	return cmocka_run_group_tests_name("law", tests, NULL, NULL);
}

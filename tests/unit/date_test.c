/* date.c: civil dates, what people type, instants in +07. */
#include "base/date.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void every_day_from_year_1_to_9999_comes_back(void **state)
{
	(void)state;
	struct civil last = {0, 12, 31};
	int weekday = 6;
	for (int32_t days = date_of(1, 1, 1).days; days <= DATE_OPEN.days; days++) {
		struct civil c = date_civil((struct date){days});
		bool next_day = c.year == last.year && c.month == last.month && c.day == last.day + 1;
		bool next_month = c.year == last.year && c.month == last.month + 1 && c.day == 1;
		bool next_year = c.year == last.year + 1 && c.month == 1 && c.day == 1;
		assert_true(next_day || next_month || next_year);
		assert_int_equal(date_of(c.year, c.month, c.day).days, days);
		weekday = (weekday + 1) % 7;
		assert_int_equal(date_weekday((struct date){days}), weekday);
		last = c;
	}
	assert_int_equal(last.year, 9999);
	assert_int_equal(last.month, 12);
	assert_int_equal(last.day, 31);
}

static void the_c_library_agrees_about_days(void **state)
{
	(void)state;
	for (int64_t day = 0; day < 200000; day += 17) {
		time_t t = (time_t)(day * 86400);
		struct tm tm;
		assert_non_null(gmtime_r(&t, &tm));
		struct civil c = date_civil((struct date){(int32_t)day});
		assert_int_equal(c.year, tm.tm_year + 1900);
		assert_int_equal(c.month, tm.tm_mon + 1);
		assert_int_equal(c.day, tm.tm_mday);
	}
}

static void days_that_do_not_exist_are_none(void **state)
{
	(void)state;
	assert_true(date_is_none(date_of(2026, 2, 29)));
	assert_true(date_is_none(date_of(2026, 2, 30)));
	assert_true(date_is_none(date_of(1900, 2, 29)));
	assert_true(date_is_none(date_of(2026, 4, 31)));
	assert_true(date_is_none(date_of(2026, 13, 1)));
	assert_true(date_is_none(date_of(2026, 0, 1)));
	assert_true(date_is_none(date_of(2026, 1, 0)));
	assert_true(date_is_none(date_of(0, 1, 1)));
	assert_true(date_is_none(date_of(10000, 1, 1)));
	assert_false(date_is_none(date_of(2024, 2, 29)));
	assert_false(date_is_none(date_of(2000, 2, 29)));
	assert_int_equal(date_of(9999, 12, 31).days, DATE_OPEN.days);
	assert_int_equal(date_of(1970, 1, 1).days, 0);
	assert_int_equal(date_weekday(date_of(2026, 9, 2)), 2);
}

static void iso_is_read_exactly_or_not_at_all(void **state)
{
	(void)state;
	assert_string_equal(date_iso(date_from_iso(STR("2026-01-27"))).z, "2026-01-27");
	static const char *const wrong[] = {
		"",           "2026-1-27",   "2026-01-7",  " 2026-01-27", "2026-01-27 ",
		"2026/01/27", "02026-01-27", "2026-02-30", "2026-01-271", "-026-01-27",
		"2026-01",    "20260127"};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		assert_true(date_is_none(date_from_iso(str_of(wrong[i]))));
	assert_true(date_is_none(date_from_iso(STR_NULL)));
}

static void what_people_type_is_understood(void **state)
{
	(void)state;
	static const char *const right[] = {"27/01/2026", "27/1/2026",  "27-01-2026",
	                                    "27.1.2026",  "2026-01-27", " 27/01/2026 "};
	for (size_t i = 0; i < sizeof right / sizeof *right; i++)
		assert_string_equal(date_iso(date_from_typed(str_of(right[i]))).z, "2026-01-27");
	assert_string_equal(date_iso(date_from_typed(STR("5/2/2026"))).z, "2026-02-05");
	static const char *const wrong[] = {"",           "27/01/26",   "27/01-2026", "27 01 2026",
	                                    "31/02/2026", "027/1/2026", "27/1/2026x", "27/1/02026",
	                                    "2026/01/27", "27//2026",   "/1/2026",    "hôm nay"};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		assert_true(date_is_none(date_from_typed(str_of(wrong[i]))));
}

static void text_forms_are_right_and_none_is_empty(void **state)
{
	(void)state;
	assert_string_equal(date_vn(date_of(2026, 1, 27)).z, "27/01/2026");
	assert_string_equal(date_vn(date_of(476, 9, 4)).z, "04/09/0476");
	assert_string_equal(date_vn(DATE_NONE).z, "");
	assert_string_equal(date_vn(DATE_OPEN).z, "");
	assert_string_equal(date_iso(DATE_NONE).z, "");
	assert_string_equal(date_iso(DATE_OPEN).z, "9999-12-31");
}

static void the_day_changes_at_17_hours_utc(void **state)
{
	(void)state;
	struct date d = date_of(2026, 1, 27);
	int64_t start = date_start_ms(d);
	assert_int_equal(date_at(start).days, d.days);
	assert_int_equal(date_at(start - 1).days, d.days - 1);
	assert_int_equal(date_at(start + 86399999).days, d.days);
	assert_int_equal(date_at(-25200001).days, -1);
	assert_int_equal(date_at(-25200000).days, 0);
	assert_string_equal(date_time_vn(start + (14 * 60 + 5) * 60000).z, "27/01/2026 14:05");
	assert_string_equal(date_time_vn(start - 1).z, "26/01/2026 23:59");
	assert_string_equal(date_time_vn(-86400000).z, "31/12/1969 07:00");
	assert_true(date_is_none(date_at(INT64_MAX)));
	assert_true(date_is_none(date_at(INT64_MIN)));
	assert_string_equal(date_time_vn(INT64_MIN).z, "");
}

static void instants_are_written_in_utc(void **state)
{
	(void)state;
	struct arena a;
	arena_init(&a);
	assert_string_equal(date_time_iso(&a, 0).p, "1970-01-01T00:00:00.000Z");
	assert_string_equal(date_time_iso(&a, -1).p, "1969-12-31T23:59:59.999Z");
	assert_string_equal(date_time_iso(&a, INT64_C(1769497502007)).p, "2026-01-27T07:05:02.007Z");
	assert_string_equal(date_time_iso(&a, INT64_MAX).p, "");
	assert_string_equal(date_time_iso(&a, INT64_MIN).p, "");
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_day_from_year_1_to_9999_comes_back),
		cmocka_unit_test(the_c_library_agrees_about_days),
		cmocka_unit_test(days_that_do_not_exist_are_none),
		cmocka_unit_test(iso_is_read_exactly_or_not_at_all),
		cmocka_unit_test(what_people_type_is_understood),
		cmocka_unit_test(text_forms_are_right_and_none_is_empty),
		cmocka_unit_test(the_day_changes_at_17_hours_utc),
		cmocka_unit_test(instants_are_written_in_utc),
	};
	return cmocka_run_group_tests_name("date", tests, NULL, NULL);
}

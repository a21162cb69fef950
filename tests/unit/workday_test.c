/* workday.c against the default data and against a count day by day. */
#include "base/workday.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

struct fixture {
	struct arena arena;
	struct workday_list built_in; /* as a new office has it */
	struct workday_list list;     /* … and once the notices of 2024 to 2026 have been checked */
};

/* Waits for a law, not for a notice. */
static bool new_holiday(struct date d)
{
	return date_civil(d).month == 11;
}

static struct workday_list checked(struct arena *a, struct workday_list l)
{
	struct workday_row *rows = arena_array(a, l.n, sizeof *rows);
	memcpy(rows, l.rows, l.n * sizeof *rows);
	for (size_t i = 0; i < l.n; i++)
		rows[i].confirmed |= date_civil(rows[i].date).year < 2027 && !new_holiday(rows[i].date);
	return (struct workday_list){.rows = rows, .n = l.n};
}

static struct str read_all(struct arena *a, const char *path)
{
	FILE *f = fopen(path, "rb");
	assert_non_null(f);
	size_t room = 1 << 20;
	char *p = arena_alloc(a, room);
	size_t n = fread(p, 1, room, f);
	assert_true(n > 0 && n < room);
	fclose(f);
	return (struct str){.p = p, .n = n};
}

static int setup(void **state)
{
	static struct fixture fx;
	arena_init(&fx.arena);
	struct err e = {0};
	enum rc rc =
		workday_read(&fx.arena, read_all(&fx.arena, TEST_SOURCE_ROOT "/src/app/admin/holidays.csv"),
	                 &fx.built_in, &e);
	if (rc)
		print_error("%s\n", e.message);
	else
		fx.list = checked(&fx.arena, fx.built_in);
	*state = &fx;
	return rc;
}

static int teardown(void **state)
{
	struct fixture *fx = *state;
	arena_release(&fx->arena);
	return 0;
}

static void each_year_has_eleven_days_of_the_law(void **state)
{
	struct fixture *fx = *state;
	for (int year = 2024; year <= 2026; year++) {
		int off = 0, worked = 0, weekend = 0;
		for (size_t i = 0; i < fx->list.n; i++) {
			const struct workday_row *row = &fx->list.rows[i];
			if (date_civil(row->date).year != year || !row->confirmed)
				continue;
			off += row->kind == WORKDAY_HOLIDAY;
			worked += row->kind == WORKDAY_WORKED;
			weekend += row->kind == WORKDAY_HOLIDAY && date_weekday(row->date) > 4;
			assert_true(row->kind == WORKDAY_HOLIDAY || date_weekday(row->date) > 4);
		}
		/* Điều 112: 11 days; a swap adds one off and one worked, a weekend one more off. */
		assert_int_equal(off - worked - weekend, 11);
	}
}

/* Only what anybody can work out from the law: no swap, no choice of the year's notice. */
static void what_hangs_on_a_notice_is_unconfirmed(void **state)
{
	struct fixture *fx = *state;
	for (size_t i = 0; i < fx->built_in.n; i++) {
		const struct workday_row *row = &fx->built_in.rows[i];
		bool of_law = row->source.n >= 8 && memcmp(row->source.p, "BLLĐ 20", 8) == 0;
		if (row->kind == WORKDAY_WORKED || !of_law)
			assert_false(row->confirmed);
	}
	assert_true(workday_is(fx->built_in, date_of(2026, 1, 2)));
	assert_false(workday_is(fx->built_in, date_of(2026, 1, 10)));
	assert_false(workday_is(fx->built_in, date_of(2026, 2, 17)));
	assert_int_equal(workday_basis(fx->built_in, date_of(2026, 1, 1), date_of(2026, 1, 31)),
	                 WORKDAY_UNCONFIRMED);
	assert_int_equal(workday_basis(fx->built_in, date_of(2026, 3, 1), date_of(2026, 7, 31)),
	                 WORKDAY_KNOWN);
}

static void known_days_are_known(void **state)
{
	struct fixture *fx = *state;
	assert_false(workday_is(fx->list, date_of(2026, 2, 17)));
	assert_true(workday_is(fx->list, date_of(2026, 2, 13)));
	assert_false(workday_is(fx->list, date_of(2026, 2, 14)));
	assert_true(workday_is(fx->list, date_of(2026, 2, 23)));
	assert_false(workday_is(fx->list, date_of(2026, 4, 27)));
	assert_true(workday_is(fx->list, date_of(2024, 5, 4)));
	assert_false(workday_is(fx->list, date_of(2024, 4, 29)));
	assert_true(workday_is(fx->list, date_of(2026, 8, 22)));
	assert_false(workday_is(fx->list, date_of(2026, 8, 29)));
	assert_false(workday_is(fx->list, date_of(2027, 5, 3)));
}

static void terms_skip_holidays_and_count_swapped_saturdays(void **state)
{
	struct fixture *fx = *state;
	/* From Friday 13/02/2026 over the nine days of Tết. */
	assert_string_equal(date_iso(workday_add(fx->list, date_of(2026, 2, 13), 1)).z, "2026-02-23");
	assert_string_equal(date_iso(workday_add(fx->list, date_of(2026, 2, 23), -1)).z, "2026-02-13");
	/* The Saturday of 04/05/2024 is worked. */
	assert_string_equal(date_iso(workday_add(fx->list, date_of(2024, 5, 3), 1)).z, "2024-05-04");
	assert_string_equal(date_iso(workday_add(fx->list, date_of(2024, 5, 3), 2)).z, "2024-05-06");
	/* A term that ends on a day off ends on the next working day; a working day stays. */
	assert_string_equal(date_iso(workday_add(fx->list, date_of(2026, 8, 29), 0)).z, "2026-09-03");
	assert_string_equal(date_iso(workday_add(fx->list, date_of(2026, 9, 3), 0)).z, "2026-09-03");
	assert_true(date_is_none(workday_add(fx->list, DATE_OPEN, 1)));
	assert_true(date_is_none(workday_add(fx->list, date_of(1, 1, 1), -1)));
	assert_true(date_is_none(workday_add(fx->list, DATE_NONE, 3)));
}

static void counting_agrees_with_going_day_by_day(void **state)
{
	struct fixture *fx = *state;
	uint32_t seed = 7;
	for (int i = 0; i < 3000; i++) {
		seed = seed * 1664525u + 1013904223u;
		struct date from = {date_of(2023, 12, 1).days + (int)(seed >> 8) % 1500};
		seed = seed * 1664525u + 1013904223u;
		struct date to = {from.days + (int)(seed >> 8) % 400};
		int after = 0, before = 0;
		for (int32_t d = from.days; d <= to.days; d++) {
			after += d > from.days && workday_is(fx->list, (struct date){d});
			before += d < to.days && workday_is(fx->list, (struct date){d});
		}
		assert_int_equal(workday_between(fx->list, from, to), after);
		if (from.days != to.days)
			assert_int_equal(workday_between(fx->list, to, from), -before);
	}
}

static void adding_and_counting_are_inverse(void **state)
{
	struct fixture *fx = *state;
	for (int32_t d = date_of(2023, 12, 1).days; d < date_of(2028, 1, 1).days; d += 3)
		for (int n = -40; n <= 40; n++) {
			struct date from = {d}, to = workday_add(fx->list, from, n);
			assert_true(workday_is(fx->list, to));
			if (n != 0)
				assert_int_equal(workday_between(fx->list, from, to), n);
		}
}

static void missing_and_unconfirmed_data_is_reported(void **state)
{
	struct fixture *fx = *state;
	struct workday_list l = fx->list;
	assert_int_equal(workday_basis(l, date_of(2024, 1, 1), date_of(2026, 11, 23)), WORKDAY_KNOWN);
	assert_int_equal(workday_basis(l, date_of(2026, 12, 1), date_of(2026, 11, 20)),
	                 WORKDAY_UNCONFIRMED);
	assert_int_equal(workday_basis(l, date_of(2027, 3, 1), date_of(2027, 3, 9)), WORKDAY_KNOWN);
	assert_int_equal(workday_basis(l, date_of(2027, 1, 5), date_of(2027, 2, 9)),
	                 WORKDAY_UNCONFIRMED);
	assert_int_equal(workday_basis(l, date_of(2027, 12, 30), date_of(2028, 1, 5)), WORKDAY_NO_DATA);
	assert_int_equal(workday_basis(l, date_of(2023, 12, 31), date_of(2024, 1, 5)), WORKDAY_NO_DATA);
	assert_int_equal(workday_basis(l, DATE_NONE, date_of(2024, 1, 5)), WORKDAY_NO_DATA);
	/* Unconfirmed days off count as working days: the earlier end of a term is the safe one. */
	assert_true(workday_is(l, date_of(2026, 11, 24)));
}

static void wrong_data_names_its_line(void **state)
{
	struct fixture *fx = *state;
	struct workday_list out;
	static const char *const wrong[] = {
		"2026-09-02;holiday;a;b;confirmed\n",
		"date;kind;name;source;state\n2026-02-30;holiday;a;b;confirmed\n",
		"date;kind;name;source;state\n2026-02-03;feast;a;b;confirmed\n",
		"date;kind;name;source;state\n2026-02-03;holiday;a;b;maybe\n",
		"date;kind;name;source;state\n2026-02-03;holiday;a;b\n",
		"date;kind;name;source;state\n2026-02-03;holiday;a;b;confirmed;x\n",
		("date;kind;name;source;state\n2026-02-03;holiday;a;b;confirmed\n"
	     "2026-02-03;worked;a;b;confirmed\n"),
	};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		struct err e = {0};
		assert_int_equal(workday_read(&fx->arena, str_of(wrong[i]), &out, &e), RC_INVALID);
		assert_true(e.message[0] != '\0');
	}
	struct err e = {0};
	assert_int_equal(workday_read(&fx->arena, STR(""), &out, &e), RC_OK);
	assert_int_equal(out.n, 0);
	assert_true(workday_is(out, date_of(2026, 9, 2)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_year_has_eleven_days_of_the_law),
		cmocka_unit_test(what_hangs_on_a_notice_is_unconfirmed),
		cmocka_unit_test(known_days_are_known),
		cmocka_unit_test(terms_skip_holidays_and_count_swapped_saturdays),
		cmocka_unit_test(counting_agrees_with_going_day_by_day),
		cmocka_unit_test(adding_and_counting_are_inverse),
		cmocka_unit_test(missing_and_unconfirmed_data_is_reported),
		cmocka_unit_test(wrong_data_names_its_line),
	};
	return cmocka_run_group_tests_name("workday", tests, setup, teardown);
}

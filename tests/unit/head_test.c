/* The page of a head of a unit: each number is as long as its list, and moves with what happens. */
#include "app/home/home.h"
#include "decision_fixture.h"
#include "link_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <string.h>

#define TOP "Văn phòng Ủy ban nhân dân tỉnh Lào Cai"
#define ROOM "Phòng Tổng hợp"
#define PHAM "Tẩn Mùi Phạm"

static const struct head_view *page(struct office *o, struct acting *a, const char *unit,
                                    const char *year)
{
	WANT(o, RC_OK,
	     run_op(a, "responsibility.view", "id", num(o, unit_named(o, unit)), "year", year, NULL));
	return a->out.data;
}

static int64_t of(const struct head_view *v, const char *key)
{
	for (int i = 0; i < v->count; i++)
		if (strcmp(v->rows[i].key, key) == 0)
			return v->rows[i].n;
	fail_msg("no number %s", key);
	return 0;
}

static void all_numbers(struct office *o, const char *account, const char *unit, const char *year)
{
	struct acting *a = office_as(o, account);
	const struct head_view *v = page(o, a, unit, year);
	assert_int_equal(v->count, 16);
	for (int i = 0; i < v->count; i++) {
		assert_true(v->rows[i].href.n > 0);
		link_is(a, v->rows[i].key, v->rows[i].href, v->rows[i].n);
	}
	assert_int_equal(of(v, "people"), of(v, "registered") + of(v, "unregistered"));
	assert_true(of(v, "awarded_direct") <= of(v, "awarded"));
}

static void run_numbers(struct office *o)
{
	static const char *const years[] = {"2024", "2025", "2026"};
	for (int i = 0; i < COUNT(years); i++) {
		all_numbers(o, "vidu.chanhvp", TOP, years[i]);
		all_numbers(o, "vidu.thuongtruc", ROOM, years[i]);
		all_numbers(o, "vidu.thanhtra", "Phòng Nội chính", years[i]);
		all_numbers(o, "vidu.truongphong", ROOM, years[i]);
	}
	struct acting *head = office_as(o, "vidu.chanhvp");
	const struct head_view *v = page(o, head, TOP, "2025");
	assert_int_equal(of(v, "people"), 120);
	static const char *const there[] = {"awarded", "awarded_direct", "often", "direct"};
	for (int i = 0; i < COUNT(there); i++)
		assert_true(of(v, there[i]) > 0);
	v = page(o, head, ROOM, "2026");
	assert_true(str_eqz(v->head, "Lù Seo Páo"));
	/* Whose unit it is not, and who heads none. */
	const char *nc = num(o, unit_named(o, "Phòng Nội chính"));
	WANT(o, RC_NOTFOUND,
	     run_op(office_as(o, "vidu.truongphong"), "responsibility.view", "id", nc, NULL));
	WANT(o, RC_DENIED, run_op(office_as(o, "vidu.canbo"), "responsibility.view", "id", nc, NULL));
}

static void each_number_is_as_long_as_its_list(void **state)
{
	(void)state;
	office_each_engine(run_numbers);
}

static void run_moves(struct office *o)
{
	struct acting *a = office_as(o, "vidu.thuongtruc");
	const struct head_view *v = page(o, a, ROOM, "2026");
	int64_t awarded = of(v, "awarded"), direct = of(v, "awarded_direct");
	int64_t proposed = of(v, "proposed"), people = of(v, "people"), never = of(v, "never");
	WANT(o, RC_OK,
	     run_op(office_as(o, "vidu.quantri"), "person.create", "name", "Hà Thị Mới", "cadre",
	            "civil_servant", "unit_id", num(o, unit_named(o, ROOM)), "post_title",
	            "Chuyên viên", "since", "01/06/2019", "birth", "02/03/1990", NULL));
	v = page(o, a, ROOM, "2026");
	assert_int_equal(of(v, "people"), people + 1);
	assert_int_equal(of(v, "never"), never + 1);
	struct nominee_made made = {.name = "Hà Thị Mới",
	                            .code = "GK",
	                            .person = person_named(o, "Hà Thị Mới"),
	                            .unit = DB_NULL,
	                            .state = "lost",
	                            .received = date_of(2026, 11, 2),
	                            .voted_on = DATE_NONE};
	make_nominee(o, &made, NULL);
	v = page(o, a, ROOM, "2026");
	assert_int_equal(of(v, "never"), never);
	assert_int_equal(of(v, "proposed"), proposed + 1);
	WANT(o, RC_OK,
	     run_op(a, "award.add", "person_id", num(o, made.person), "code", "GK", "type", "sudden",
	            "year", "2026", "sign", "9/QĐ-VP", "dated", "10/10/2026", "achievement", "Việc tốt",
	            NULL));
	WANT(o, RC_OK,
	     run_op(a, "award.add", "person_id", num(o, person_named(o, "Lù Seo Páo")), "code", "GK",
	            "type", "sudden", "year", "2026", "sign", "9/QĐ-VP", "dated", "10/10/2026",
	            "achievement", "Việc tốt", NULL));
	v = page(o, a, ROOM, "2026");
	assert_int_equal(of(v, "awarded"), awarded + 2);
	assert_int_equal(of(v, "awarded_direct"), direct + 1);
}

static void numbers_follow_what_happens(void **state)
{
	(void)state;
	office_each_engine(run_moves);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_number_is_as_long_as_its_list),
		cmocka_unit_test(numbers_follow_what_happens),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

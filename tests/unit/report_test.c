/* Fairness: shares add up, a new award moves exactly those it belongs to. On both engines, through
 * the gate. */
#include "app/report/report.h"
#include "office_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const struct fair_view *fair(struct acting *a, struct office *o, const char *code)
{
	WANT(o, RC_OK, run_op(a, "fairness.view", "year", "2025", "code", code, NULL));
	return a->out.data;
}

static void adds_up(const struct fair_view *v, const struct fair_part *p)
{
	int64_t people = 0, awarded = 0, difference = 0;
	for (int i = 0; i < p->count; i++) {
		people += p->groups[i].people;
		awarded += p->groups[i].awarded;
		difference += p->groups[i].difference;
	}
	assert_int_equal(people, v->people);
	assert_int_equal(awarded, v->awarded);
	/* Rounded shares: half a thousandth each way a group. */
	assert_in_range(difference + p->count, 0, 2 * p->count);
}

static const struct fair_group *group(const struct fair_part *p, const char *label)
{
	for (int i = 0; i < p->count; i++)
		if (str_eqz(p->groups[i].label, label))
			return &p->groups[i];
	fail_msg("no group %s", label);
	return NULL;
}

static void run_adds_up(struct office *o)
{
	struct acting *a = office_as(o, "vidu.thuongtruc");
	const struct fair_view *v = fair(a, o, "");
	int64_t years = 0;
	assert_int_equal(v->people, 120);
	assert_true(v->awarded > 0);
	adds_up(v, &v->lead);
	adds_up(v, &v->gender);
	adds_up(v, &v->cadre);
	adds_up(v, &v->units);
	for (int i = 0; i <= FAIR_YEARS; i++)
		years += v->years[i];
	assert_int_equal(years, v->people);
	/* Nearly everybody has Lao động tiên tiến: apart from it there are fewer. */
	int64_t above = v->awarded;
	assert_true(fair(a, o, "*")->awarded > above);
	assert_true(fair(a, o, "GK")->awarded <= above);
	WANT(o, RC_INVALID, run_op(a, "fairness.view", "code", "KHONG", NULL));
	WANT(o, RC_DENIED, run_op(office_as(o, "vidu.canbo"), "fairness.view", NULL));
	WANT(o, RC_DENIED, run_op(office_as(o, "vidu.truongphong"), "fairness.view", NULL));
}

static void shares_add_up_and_are_for_those_who_lead(void **state)
{
	(void)state;
	office_each_engine(run_adds_up);
}

/* A woman who is nobody's head gets one more form, another for the same year, one is cancelled. */
static void run_new(struct office *o)
{
	struct acting *a = office_as(o, "vidu.thuongtruc");
	const char *who = num(o, person_named(o, "Tẩn Mùi Phạm"));
	const struct fair_view *v = fair(a, o, "BKT");
	struct fair_group women = *group(&v->gender, "Nữ"),
					  direct = *group(&v->lead, "Người trực tiếp");
	struct fair_group room = *group(&v->units, "Phòng Tổng hợp"), men = *group(&v->gender, "Nam");
	const char *signs[] = {"1/QĐ-UBND", "2/QĐ-UBND"};
	int64_t ids[2];
	for (int i = 0; i < 2; i++) {
		WANT(o, RC_OK,
		     run_op(a, "award.add", "person_id", who, "code", "BKT", "type", "sudden", "year",
		            "2025", "level", "province", "sign", signs[i], "dated",
		            i ? "10/12/2025" : "10/06/2025", "issuer", "UBND tỉnh", "achievement",
		            i ? "Việc hai" : "Việc một", NULL));
		ids[i] = a->out.id;
	}
	v = fair(a, o, "BKT");
	assert_int_equal(group(&v->gender, "Nữ")->awarded, women.awarded + 1);
	assert_int_equal(group(&v->gender, "Nam")->awarded, men.awarded);
	assert_int_equal(group(&v->lead, "Người trực tiếp")->awarded, direct.awarded + 1);
	assert_int_equal(group(&v->units, "Phòng Tổng hợp")->awarded, room.awarded + 1);
	for (int i = 0; i < 2; i++) {
		WANT(o, RC_OK,
		     run_op(a, "award.cancel", "id", num(o, ids[i]), "sign", "3/QĐ-UBND", "dated",
		            "20/12/2025", "reason", "Ghi nhầm người", NULL));
		WANT(o, RC_OK, second_op(o, a, "vidu.chanhvp"));
	}
	v = fair(a, o, "BKT");
	assert_int_equal(group(&v->gender, "Nữ")->awarded, women.awarded);
}

static void an_award_counts_a_person_once_and_not_when_cancelled(void **state)
{
	(void)state;
	office_each_engine(run_new);
}

static void run_lists(struct office *o)
{
	struct acting *a = office_as(o, "vidu.thuongtruc"), *head = office_as(o, "vidu.truongphong");
	struct rows rows;
	int never = list_count(a, "fairness.never", NULL);
	assert_true(never > 0);
	WANT(o, RC_OK, list_op(a, &rows, "fairness.never", NULL));
	const char *who = num(o, row_int(&rows, 0, "id"));
	assert_int_equal(list_count(a, "award.list", "person", who, "state", "valid", NULL), 0);
	WANT(o, RC_OK,
	     run_op(a, "award.add", "person_id", who, "code", "GK", "type", "sudden", "year", "2026",
	            "level", "office", "sign", "9/QĐ-VP", "dated", "10/10/2026", "issuer", "Văn phòng",
	            "achievement", "Việc tốt", NULL));
	assert_int_equal(list_count(a, "fairness.never", NULL), never - 1);
	WANT(o, RC_OK, list_op(a, &rows, "fairness.often", NULL));
	for (int i = 0; i < rows.count; i++)
		assert_in_range(row_int(&rows, i, "years"), 3, FAIR_YEARS);
	/* A head sees the own unit only. */
	WANT(o, RC_OK, list_op(head, &rows, "fairness.often", NULL));
	assert_true(rows.count > 0);
	for (int i = 0; i < rows.count; i++)
		assert_true(str_eqz(row_text(head, &rows, i, "unit_name"), "Phòng Tổng hợp"));
}

static void lists_behind_the_numbers_keep_to_the_scope(void **state)
{
	(void)state;
	office_each_engine(run_lists);
}

static void posts_of_leading_are_known_by_their_words(void **state)
{
	(void)state;
	assert_true(report_leads(STR("Phó Trưởng phòng")));
	assert_true(report_leads(STR("Chánh Văn phòng")));
	assert_true(report_leads(STR("Giám đốc Trung tâm")));
	assert_false(report_leads(STR("Chuyên viên")));
	assert_false(report_leads(STR("Kế toán trưởng")));
	assert_false(report_leads(STR("")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shares_add_up_and_are_for_those_who_lead),
		cmocka_unit_test(an_award_counts_a_person_once_and_not_when_cancelled),
		cmocka_unit_test(lists_behind_the_numbers_keep_to_the_scope),
		cmocka_unit_test(posts_of_leading_are_known_by_their_words),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Fairness: shares add up, a new award moves exactly those it belongs to. On both engines, through
 * the gate. */
#include "app/report/report.h"
#include "db/sql_dossier.h"
#include "office_fixture.h"
#include "viet/viet.h"

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

struct proposing {
	struct office *o;
	struct acting *a;
	int64_t person, dossier, nominee;
};

static enum rc propose_tx(void *arg)
{
	struct proposing *p = arg;
	struct ctx *c = &p->a->c;
	TRY(sql_dossier_add(c->db, DB_NULL, unit_named(p->o, "Phòng Tổng hợp"), STR("merit"), 2026, 0,
	                    0, STR("Hồ sơ thử"), STR("ho so thu"), STR(""), STR(""), DATE_NONE,
	                    DATE_NONE, c->who.account_id, c->now_ms, &p->dossier));
	return sql_nominee_add(c->db, p->dossier, STR("person"), p->person, DB_NULL, STR(""),
	                       STR("Ai đó"), viet_name_key(c->mem, STR("Ai đó")), STR("GK"), DB_NULL,
	                       2026, STR("Việc tốt"), c->now_ms, &p->nominee);
}

static enum rc send_tx(void *arg)
{
	struct proposing *p = arg;
	return sql_dossier_sent(p->a->c.db, p->dossier, p->a->c.today, NULL);
}

static enum rc remove_tx(void *arg)
{
	struct proposing *p = arg;
	return sql_nominee_state(p->a->c.db, p->nominee, STR("removed"), STR("thử"), NULL);
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
	/* Never awarded is one thing, never proposed another: a proposal counts once it is sent. */
	struct acting *admin = office_as(o, "vidu.quantri");
	WANT(o, RC_OK,
	     run_op(admin, "person.create", "name", "Hà Thị Mới", "gender", "nu", "cadre",
	            "civil_servant", "unit_id", num(o, unit_named(o, "Phòng Tổng hợp")), "post_title",
	            "Chuyên viên", "since", "01/06/2019", "birth", "02/03/1990", NULL));
	int64_t last = admin->out.id;
	never++;
	int unproposed = list_count(a, "fairness.never", "proposed", "never", NULL);
	int proposed = list_count(a, "fairness.never", "proposed", "yes", NULL);
	assert_int_equal(unproposed + proposed, never);
	struct proposing p = {.o = o, .a = a, .person = last};
	WANT(o, RC_OK, db_tx(o->f->db, DB_WRITE, propose_tx, &p));
	assert_int_equal(list_count(a, "fairness.never", "proposed", "never", NULL), unproposed);
	WANT(o, RC_OK, db_tx(o->f->db, DB_WRITE, send_tx, &p));
	assert_int_equal(list_count(a, "fairness.never", "proposed", "never", NULL), unproposed - 1);
	assert_int_equal(list_count(a, "fairness.never", "proposed", "yes", NULL), proposed + 1);
	WANT(o, RC_OK, list_op(a, &rows, "fairness.never", "proposed", "yes", NULL));
	bool there = false;
	for (int i = 0; i < rows.count; i++)
		there |= row_int(&rows, i, "id") == last && row_int(&rows, i, "last") == 2026;
	assert_true(there);
	WANT(o, RC_OK, db_tx(o->f->db, DB_WRITE, remove_tx, &p));
	assert_int_equal(list_count(a, "fairness.never", "proposed", "never", NULL), unproposed);
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

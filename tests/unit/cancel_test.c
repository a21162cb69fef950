/*
 * What follows when an award is cancelled that this office did not give, or that stands in the old
 * ledger only: money, notices, later awards that rested on it, statistics. Both engines.
 */
#include "app/report/statistics.h"
#include "decision_fixture.h"
#include "told_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <string.h>

#define DUA "Giàng Thị Dua"
#define NGAN "Phạm Thu Ngân"

/* How many facts of that kind the last operation told, of those with these words. */
static int facts(const struct acting *a, const char *kind, const char *words)
{
	int n = 0;
	for (int i = 0; i < a->out.fact_count; i++) {
		struct str v = a->out.facts[i].value;
		n += strncmp(a->out.facts[i].name, kind, strlen(kind)) == 0 &&
		     memmem(v.p, v.n, words, strlen(words)) != NULL;
	}
	return n;
}

static enum rc cancel(struct office *o, struct acting *a, int64_t award, bool preview)
{
	a->how.preview = preview;
	enum rc rc = run_op(a, "award.cancel", "id", num(o, award), "sign", "950/QĐ-UBND", "dated",
	                    "23/11/2026", "reason", "Kê khai không đúng thành tích", NULL);
	a->how.preview = false;
	return rc;
}

static int64_t award_of(struct office *o, const char *person, const char *code, const char *year)
{
	struct acting *a = office_as(o, "vidu.thuongtruc");
	struct rows rows;
	WANT(o, RC_OK,
	     list_op(a, &rows, "award.list", "person", num(o, person_named(o, person)), "code", code,
	             "year", year, NULL));
	assert_int_equal(rows.count, 1);
	return row_int(&rows, 0, "id");
}

static struct str bonus_state(struct office *o, const char *person)
{
	struct acting *a = office_as(o, "vidu.ketoan");
	struct rows rows;
	WANT(o, RC_OK,
	     list_op(a, &rows, "bonus.list", "person", num(o, person_named(o, person)), NULL));
	assert_int_equal(rows.count, 1);
	return row_text(a, &rows, 0, "state");
}

static int64_t bonus_of(struct office *o, const char *person)
{
	struct rows rows;
	WANT(o, RC_OK,
	     list_op(office_as(o, "vidu.ketoan"), &rows, "bonus.list", "person",
	             num(o, person_named(o, person)), NULL));
	return row_int(&rows, 0, "id");
}

/* The form of awards of the province, and the list behind its total. */
static int64_t province_total(struct office *o)
{
	struct acting *a = office_as(o, "vidu.thuongtruc");
	WANT(o, RC_OK, run_op(a, "statistics.view", "year", "2026", NULL));
	const struct statistics_form *f = &((const struct statistics_view *)a->out.data)->forms[2];
	int64_t n = f->total.cells[0].n;
	assert_int_equal(n,
	                 list_count(a, "statistics.awards", "year", "2026", "above", "province", NULL));
	return n;
}

/* --- from above, paid by this office ------------------------------------------------------------
 */

static void run_above(struct office *o)
{
	int64_t dossier = DB_NULL;
	struct acting *standing = office_as(o, "vidu.thuongtruc"), *pays = office_as(o, "vidu.ketoan");
	address_of(o, "vidu.daumoi", DUA, "dua@laocai.example");
	ready_person(o, DUA, "BKT", &dossier);
	ready_person(o, NGAN, "BKT", &dossier);
	WANT(o, RC_OK,
	     run_op(standing, "submission.new", "goes_to", "Chủ tịch UBND tỉnh", "level", "province",
	            "dossier_id", num(o, dossier), NULL));
	const char *s = num(o, standing->out.id);
	WANT(o, RC_OK,
	     run_op(office_as(o, "vidu.vanthu"), "submission.send", "id", s, "sign", "45/TTr-VP",
	            "dated", "20/11/2026", NULL));
	WANT(o, RC_OK,
	     run_op(standing, "submission.answer", "id", s, "outcome", "awarded", "sign", "900/QĐ-UBND",
	            "dated", "22/11/2026", "issuer", "Chủ tịch UBND tỉnh Lào Cai", "pays", "1", NULL));
	assert_true(str_eqz(bonus_state(o, DUA), "due"));
	WANT(o, RC_OK,
	     run_op(pays, "fund.income", "amount", "9000000", "on", "20/11/2026", "basis",
	            "Trích quỹ năm 2026", NULL));
	WANT(o, RC_OK,
	     run_op(pays, "bonus.pay", "id", num(o, bonus_of(o, DUA)), "on", "23/11/2026", "voucher",
	            "PC01", NULL));
	int64_t paid = award_of(o, DUA, "BKT", "2026"), unpaid = award_of(o, NGAN, "BKT", "2026");
	int64_t counted = province_total(o);
	assert_true(counted >= 2);

	/* What would follow is told first, and nothing has happened. */
	WANT(o, RC_OK, cancel(o, standing, paid, true));
	assert_int_equal(facts(standing, "award", DUA), 1);
	assert_int_equal(facts(standing, "recover", DUA), 1);
	WANT(o, RC_OK, cancel(o, standing, unpaid, true));
	assert_int_equal(facts(standing, "unpaid", NGAN), 1);
	assert_true(str_eqz(bonus_state(o, DUA), "paid") && str_eqz(bonus_state(o, NGAN), "due"));
	assert_int_equal(told(o, "vidu.daumoi", "bị hủy"), 0);

	/* Nor has it while the second person is waited for. */
	WANT(o, RC_OK, cancel(o, standing, paid, false));
	assert_true(str_eqz(bonus_state(o, DUA), "paid"));
	(void)mailed(o, "", "", "");
	WANT(o, RC_OK, second_op(o, standing, "vidu.chanhvp"));
	assert_true(str_eqz(bonus_state(o, DUA), "recover"));
	assert_int_equal(told(o, "vidu.daumoi",
	                      "của ông/bà bị hủy theo quyết định số 950/QĐ-UBND; tiền thưởng phải nộp "
	                      "lại."),
	                 1);
	assert_int_equal(
		mailed(o, "dua@laocai.example", "Hủy khen thưởng", "quyết định số 950/QĐ-UBND"), 1);
	WANT(o, RC_OK, cancel(o, standing, unpaid, false));
	WANT(o, RC_OK, second_op(o, standing, "vidu.chanhvp"));
	assert_true(str_eqz(bonus_state(o, NGAN), "void"));
	WANT(o, RC_CONFLICT,
	     run_op(pays, "bonus.pay", "id", num(o, bonus_of(o, NGAN)), "on", "23/11/2026", "voucher",
	            "PC02", NULL));
	WANT(o, RC_OK,
	     run_op(pays, "bonus.recover", "id", num(o, bonus_of(o, DUA)), "on", "23/11/2026",
	            "voucher", "PT01", NULL));
	struct rows rows;
	WANT(o, RC_OK, list_op(pays, &rows, "fund.years", NULL));
	assert_int_equal(row_int(&rows, 0, "balance"), 9000000);
	assert_int_equal(row_int(&rows, 0, "due"), 0);
	/* Neither counts any more. */
	assert_int_equal(province_total(o), counted - 2);
}

static void what_a_level_above_took_back_takes_all_with_it(void **state)
{
	(void)state;
	office_each_engine(run_above);
}

/* --- what rested on it
 * ---------------------------------------------------------------------------- */

static void run_rested(struct office *o)
{
	struct acting *standing = office_as(o, "vidu.thuongtruc");
	struct rows rows, base;
	char year[8], later[80];
	WANT(o, RC_OK, list_op(standing, &rows, "award.list", "code", "CSTDT", "state", "valid", NULL));
	assert_true(rows.count > 0);
	const char *who = num(o, row_int(&rows, 0, "person_id"));
	snprintf(year, sizeof year, "%d", (int)row_int(&rows, 0, "year") - 1);
	snprintf(later, sizeof later, "Chiến sĩ thi đua cấp tỉnh năm %d",
	         (int)row_int(&rows, 0, "year"));
	WANT(o, RC_OK,
	     list_op(standing, &base, "award.list", "person", who, "code", "CSTDCS", "year", year,
	             NULL));
	assert_int_equal(base.count, 1);
	int64_t award = row_int(&base, 0, "id");
	/* Three years in a row are two now: the title above is named, with the condition, in a preview.
	 */
	WANT(o, RC_OK, cancel(o, standing, award, true));
	assert_int_equal(facts(standing, "rested", later), 1);
	assert_int_equal(facts(standing, "rested", "không còn đạt"), facts(standing, "rested", ""));
	WANT(o, RC_OK, cancel(o, standing, award, false));
	WANT(o, RC_OK, second_op(o, standing, "vidu.chanhvp"));
	assert_int_equal(facts(standing, "rested", later), 1);
	/* It is to be looked at, not cancelled by itself. */
	assert_int_equal(
		list_count(standing, "award.list", "person", who, "code", "CSTDT", "state", "valid", NULL),
		rows.count > 0 ? 1 : 0);
	assert_int_equal(list_count(standing, "award.list", "person", who, "code", "CSTDCS", "year",
	                            year, "state", "cancelled", NULL),
	                 1);
	/* Nothing rests on a form that is asked for nowhere. */
	WANT(o, RC_OK,
	     run_op(standing, "award.add", "person_id", who, "code", "KHAC", "title", "Thư khen",
	            "type", "sudden", "year", "2020", "sign", "7/TK", "dated", "01/06/2020", NULL));
	WANT(o, RC_OK, cancel(o, standing, standing->out.id, true));
	assert_int_equal(facts(standing, "rested", ""), 0);
}

static void a_later_award_that_rested_on_it_is_named(void **state)
{
	(void)state;
	office_each_engine(run_rested);
}

/* --- a line of the old ledger, of a unit
 * ----------------------------------------------------------- */

static void run_unit(struct office *o)
{
	struct acting *standing = office_as(o, "vidu.thuongtruc");
	const char *room = num(o, unit_named(o, "Phòng Tổng hợp"));
	WANT(o, RC_OK,
	     run_op(standing, "award.add", "unit_id", room, "code", "GK", "type", "sudden", "year",
	            "2020", "sign", "7/QĐ-VP", "dated", "01/06/2020", "achievement", "Việc tốt", NULL));
	int64_t award = standing->out.id;
	WANT(o, RC_INVALID,
	     run_op(standing, "award.cancel", "id", num(o, award), "sign", "8/QĐ-VP", "dated",
	            "31/05/2020", "reason", "Ghi nhầm đơn vị", NULL));
	WANT(o, RC_OK, cancel(o, standing, award, false));
	WANT(o, RC_OK, second_op(o, standing, "vidu.chanhvp"));
	assert_int_equal(
		told(o, "vidu.truongphong", "của Phòng Tổng hợp bị hủy theo quyết định số 950/QĐ-UBND."),
		1);
	assert_int_equal(told(o, "vidu.canbo", "bị hủy"), 0);
	WANT(o, RC_CONFLICT, cancel(o, standing, award, false));
}

static void those_who_answer_for_a_unit_hear_of_its_award(void **state)
{
	(void)state;
	office_each_engine(run_unit);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_a_level_above_took_back_takes_all_with_it),
		cmocka_unit_test(a_later_award_that_rested_on_it_is_named),
		cmocka_unit_test(those_who_answer_for_a_unit_hear_of_its_award),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

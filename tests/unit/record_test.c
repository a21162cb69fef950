/*
 * The office's record: ratings, discipline, holds, leave, initiatives and the ledger of awards.
 * Nothing is said twice, nothing is lost, and nobody sees what is not theirs to see.
 */
#include "app/record/record.h"
#include "db/sql_journal.h"
#include "db/sql_record.h"
#include "office_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define KEEPER "vidu.thuongtruc"
#define TH "Phòng Tổng hợp"
#define MEMBER "Tẩn Mùi Phạm"

static int64_t make(struct office *o, const char *name, const char *unit, const char *cccd)
{
	struct acting *a = office_as(o, "vidu.quantri");
	WANT(o, RC_OK,
	     run_op(a, "person.create", "name", name, "cadre", "civil_servant", "unit_id",
	            num(o, unit_named(o, unit)), "post_title", "Chuyên viên", "since", "01/06/2019",
	            "cccd", cccd, "birth", "02/03/1990", NULL));
	return a->out.id;
}

/* --- ratings ------------------------------------------------------------------------------- */

static void run_ratings(struct office *o)
{
	struct acting *a = office_as(o, KEEPER), *head = office_as(o, "vidu.truongphong");
	const char *n = num(o, make(o, "Hà Thị Thử", TH, "")), *th = num(o, unit_named(o, TH));
	WANT(o, RC_OK,
	     run_op(a, "rating.add", "person_id", n, "year", "2019", "level", "HTTNV", "score", "88,5",
	            "sign", "15/QĐ-VP", "dated", "10/12/2019", NULL));
	const char *id = num(o, a->out.id);
	/* Once for a time, in a scale of a hundred, by nobody who only looks. */
	WANT(o, RC_CONFLICT,
	     run_op(a, "rating.add", "person_id", n, "year", "2019", "level", "HTXSNV", NULL));
	WANT(o, RC_OK,
	     run_op(a, "rating.add", "person_id", n, "year", "2019", "quarter", "3", "level", "HTXSNV",
	            NULL));
	WANT(o, RC_INVALID,
	     run_op(a, "rating.add", "person_id", n, "year", "2020", "level", "HTTNV", "score", "101",
	            NULL));
	WANT(o, RC_INVALID,
	     run_op(a, "rating.add", "person_id", n, "year", "2031", "level", "HTTNV", NULL));
	WANT(o, RC_DENIED,
	     run_op(head, "rating.add", "person_id", n, "year", "2020", "level", "HTTNV", NULL));
	WANT(o, RC_OK, run_op(a, "rating.add", "unit_id", th, "year", "2018", "level", "HTXSNV", NULL));
	WANT(o, RC_CONFLICT,
	     run_op(a, "rating.add", "unit_id", th, "year", "2018", "level", "HTTNV", NULL));
	assert_int_equal(list_count(head, "rating.list", "person", n, NULL), 2);
	struct rows rows;
	WANT(o, RC_OK, list_op(a, &rows, "rating.list", "person", n, "level", "HTTNV", NULL));
	assert_true(str_eqz(row_text(a, &rows, 0, "score"), "88,5"));
	/* A final year stays as it is until two people open it. */
	WANT(o, RC_OK, run_op(a, "rating.lock", "year", "2019", NULL));
	assert_int_equal(list_count(a, "rating.list", "person", n, "state", "locked", NULL), 1);
	assert_int_equal(list_count(a, "rating.list", "person", n, "state", "valid", NULL), 1);
	WANT(o, RC_CONFLICT, run_op(a, "rating.edit", "id", id, "level", "HTNV", NULL));
	WANT(o, RC_CONFLICT, run_op(a, "rating.cancel", "id", id, "reason", "Ghi nhầm", NULL));
	WANT(o, RC_INVALID,
	     run_op(a, "rating.add", "unit_id", th, "year", "2019", "level", "HTTNV", NULL));
	assert_non_null(strstr(o->f->err.message, "Mở lại xếp loại năm"));
	/* The fourth quarter is rated in January, when the year has been final for weeks. */
	WANT(o, RC_OK,
	     run_op(a, "rating.add", "person_id", n, "year", "2019", "quarter", "4", "level", "HTTNV",
	            NULL));
	const char *quarter = num(o, a->out.id);
	WANT(o, RC_OK, run_op(a, "rating.edit", "id", quarter, "level", "HTNV", NULL));
	WANT(o, RC_OK, run_op(a, "rating.cancel", "id", quarter, "reason", "Ghi nhầm", NULL));
	struct acting *asker = office_as(o, KEEPER);
	WANT(o, RC_OK, run_op(asker, "rating.unlock", "year", "2019", NULL));
	WANT(o, RC_CONFLICT, run_op(a, "rating.edit", "id", id, "level", "HTNV", NULL));
	WANT(o, RC_OK, second_op(o, asker, "vidu.chanhvp"));
	WANT(o, RC_OK, run_op(a, "rating.edit", "id", id, "level", "HTNV", NULL));
	WANT(o, RC_OK, run_op(a, "rating.cancel", "id", id, "reason", "Ghi nhầm", NULL));
	WANT(o, RC_OK,
	     run_op(a, "rating.add", "person_id", n, "year", "2019", "level", "HTXSNV", NULL));
	assert_int_equal(list_count(a, "rating.list", "person", n, NULL),
	                 4); /* the old lines are there */
}

static void a_time_is_rated_once_and_a_final_year_stays(void **state)
{
	(void)state;
	office_each_engine(run_ratings);
}

/* --- who sees what ------------------------------------------------------------------------- */

static void run_scope(struct office *o)
{
	struct acting *a = office_as(o, KEEPER), *member = office_as(o, "vidu.canbo");
	struct acting *th_head = office_as(o, "vidu.truongphong");
	const char *own = num(o, person_named(o, MEMBER));
	const char *nc = num(o, make(o, "Người Phòng Khác", "Phòng Nội chính", ""));
	int before = list_count(member, "award.list", NULL);
	WANT(o, RC_OK,
	     run_op(a, "award.add", "person_id", nc, "code", "GK", "type", "sudden", "year", "2019",
	            "achievement", "Chữa cháy", NULL));
	const char *other = num(o, a->out.id);
	WANT(o, RC_OK,
	     run_op(a, "award.add", "person_id", own, "code", "GK", "type", "sudden", "year", "2019",
	            "achievement", "Cứu người", NULL));
	assert_int_equal(list_count(member, "award.list", NULL), before + 1);
	assert_int_equal(list_count(th_head, "award.list", "person", nc, NULL), 0);
	assert_int_equal(
		list_count(th_head, "award.list", "person", own, "code", "GK", "year", "2019", NULL), 1);
	WANT(o, RC_DENIED,
	     run_op(th_head, "award.edit", "id", other, "type", "sudden", "year", "2019", NULL));
	/* Nobody keeps the own record, with any role. */
	const char *self = num(o, a->c.who.person_id);
	WANT(o, RC_DENIED,
	     run_op(a, "award.add", "person_id", self, "code", "LDTT", "type", "merit", "year", "2019",
	            NULL));
	WANT(o, RC_DENIED,
	     run_op(a, "rating.add", "person_id", self, "year", "2019", "level", "HTXSNV", NULL));
	WANT(o, RC_DENIED,
	     run_op(a, "initiative.add", "kind", "initiative", "title", "Của tôi", "unit_id",
	            num(o, unit_named(o, TH)), "year", "2019", "authors.0.person_id", self,
	            "authors.0.share", "100", NULL));
}

static void each_sees_the_own_scope_and_keeps_nothing_about_oneself(void **state)
{
	(void)state;
	office_each_engine(run_scope);
}

/* --- holds --------------------------------------------------------------------------------- */

#define WHY "Đơn tố cáo của bà Thào Thị Chư ở thôn Sả Xéng"

static int64_t lines(struct office *o, const char *op)
{
	return list_count(office_as(o, "vidu.thanhtra"), "journal.list", "op", op, NULL);
}

static void run_holds(struct office *o)
{
	struct acting *a = office_as(o, KEEPER), *head = office_as(o, "vidu.truongphong");
	struct acting *inspector = office_as(o, "vidu.thanhtra");
	const char *own = num(o, person_named(o, MEMBER));
	struct rows rows;
	WANT(o, RC_OK,
	     run_op(a, "hold.add", "person_id", own, "kind", "complaint", "reason", WHY, "from",
	            "01/10/2026", NULL));
	const char *id = num(o, a->out.id);
	struct sql_hold_get row;
	WANT(o, RC_OK, sql_hold_get(o->f->db, &o->f->mem, a->out.id, &row));
	assert_null(memmem(row.sealed.p, row.sealed.n, "Sả Xéng", strlen("Sả Xéng")));
	/* What is sealed for a person that person can read: so the line has not even that. */
	struct sql_journal_get line;
	WANT(o, RC_OK, list_op(inspector, &rows, "journal.list", "op", "hold.add", NULL));
	WANT(o, RC_OK, sql_journal_get(o->f->db, &o->f->mem, row_int(&rows, 0, "id"), &line));
	assert_non_null(memmem(line.detail.p, line.detail.n, "(có nhập)", strlen("(có nhập)")));
	assert_null(memchr(line.detail.p, '~', line.detail.n));
	assert_null(memmem(line.detail.p, line.detail.n, "complaint", strlen("complaint")));
	/* The head of the unit and the person see that it is so, and nothing else. */
	WANT(o, RC_OK, list_op(head, &rows, "hold.list", "person", own, NULL));
	assert_int_equal(rows.count, 1);
	assert_true(str_eqz(row_text(head, &rows, 0, "state"), "held"));
	assert_int_equal(list_count(office_as(o, "vidu.canbo"), "hold.list", NULL), 1);
	for (int i = 0; i < rows.list->cols; i++)
		assert_string_not_equal(rows.list->col_names[i], "kind");
	WANT(o, RC_DENIED, run_op(head, "hold.reason", "id", id, "why", "Tò mò thôi", NULL));
	WANT(o, RC_DENIED,
	     run_op(office_as(o, "vidu.quantri"), "hold.reason", "id", id, "why", "Tò mò thôi", NULL));
	int64_t before = lines(o, "hold.reason");
	WANT(o, RC_OK, run_op(inspector, "hold.reason", "id", id, "why", "Kiểm tra hồ sơ", NULL));
	bool told = false;
	for (int i = 0; i < inspector->out.fact_count; i++)
		told = told || str_eqz(inspector->out.facts[i].value, WHY);
	assert_true(told);
	assert_int_equal(lines(o, "hold.reason"), before + 1);
	WANT(o, RC_INVALID,
	     run_op(a, "hold.release", "id", id, "on", "01/09/2026", "reason", "Tố cáo sai", NULL));
	WANT(o, RC_OK,
	     run_op(a, "hold.release", "id", id, "on", "20/11/2026", "reason", "Tố cáo sai", NULL));
	WANT(o, RC_CONFLICT,
	     run_op(a, "hold.release", "id", id, "on", "20/11/2026", "reason", "Tố cáo sai", NULL));
	WANT(o, RC_OK, run_op(inspector, "hold.reason", "id", id, "why", "Kiểm tra kết luận", NULL));
	told = false;
	for (int i = 0; i < inspector->out.fact_count; i++)
		told = told || (str_starts(inspector->out.facts[i].value, WHY) &&
		                memmem(inspector->out.facts[i].value.p, inspector->out.facts[i].value.n,
		                       "Tố cáo sai", strlen("Tố cáo sai")));
	assert_true(told);
}

static void why_somebody_is_on_hold_is_sealed_and_each_look_is_a_line(void **state)
{
	(void)state;
	office_each_engine(run_holds);
}

/* --- awards -------------------------------------------------------------------------------- */

static enum rc give(struct acting *a, const char *person, const char *code, const char *type,
                    const char *year, const char *sign, const char *what)
{
	return run_op(a, "award.add", "person_id", person, "code", code, "type", type, "year", year,
	              "sign", sign, "dated", *sign ? "20/12/2019" : "", "achievement", what, NULL);
}

static void run_twice(struct office *o)
{
	struct acting *a = office_as(o, KEEPER);
	const char *n = num(o, make(o, "Đỗ Văn Lần", TH, "")), *th = num(o, unit_named(o, TH));
	WANT(o, RC_OK, give(a, n, "LDTT", "merit", "2019", "112/QĐ-VP", ""));
	int64_t first = a->out.id;
	WANT(o, RC_CONFLICT, give(a, n, "LDTT", "merit", "2019", "113/QĐ-VP", ""));
	WANT(o, RC_OK, give(a, n, "LDTT", "merit", "2018", "", ""));
	/* A period that meets that of 2019. */
	WANT(o, RC_CONFLICT,
	     run_op(a, "award.add", "person_id", n, "code", "LDTT", "type", "merit", "year", "2020",
	            "from", "01/12/2019", "to", "01/12/2020", NULL));
	/* Two deeds, two certificates; one deed, one. */
	WANT(o, RC_OK, give(a, n, "GK", "sudden", "2019", "", "Bắt trộm"));
	WANT(o, RC_OK, give(a, n, "GK", "sudden", "2019", "", "Cứu hộ lũ"));
	WANT(o, RC_CONFLICT, give(a, n, "GK", "sudden", "2019", "", "cứu hộ lũ"));
	WANT(o, RC_OK, give(a, n, "GK", "merit", "2019", "", "Cả năm"));
	WANT(o, RC_CONFLICT, give(a, n, "GK", "merit", "2019", "", "Khác"));
	/* A title of collectives is not for a person, nor the reverse. */
	WANT(o, RC_INVALID, give(a, n, "TTLDTT", "merit", "2019", "", ""));
	WANT(o, RC_INVALID,
	     run_op(a, "award.add", "unit_id", th, "code", "LDTT", "type", "merit", "year", "2019",
	            NULL));
	WANT(o, RC_INVALID, give(a, n, "CSTDCS", "sudden", "2019", "", ""));
	/* What is cancelled by a decision, confirmed by a second person, is free again and stays. */
	struct acting *asker = office_as(o, KEEPER);
	WANT(o, RC_OK,
	     run_op(asker, "award.cancel", "id", num(o, first), "sign", "5/QĐ-VP", "dated",
	            "01/02/2020", "reason", "Khai sai thành tích", NULL));
	WANT(o, RC_CONFLICT, give(a, n, "LDTT", "merit", "2019", "113/QĐ-VP", ""));
	WANT(o, RC_OK, second_op(o, asker, "vidu.chanhvp"));
	/* Not by the decision that was taken back: an old list must not bring it in again. */
	WANT(o, RC_CONFLICT, give(a, n, "LDTT", "merit", "2019", "112/QĐ-VP", ""));
	assert_non_null(strstr(o->f->err.message, "đã bị hủy"));
	WANT(o, RC_OK, give(a, n, "LDTT", "merit", "2019", "113/QĐ-VP", ""));
	assert_int_equal(list_count(a, "award.list", "person", n, "code", "LDTT", NULL), 3);
	assert_int_equal(list_count(a, "award.list", "person", n, "state", "cancelled", NULL), 1);
}

static void an_award_is_never_kept_twice_for_one_time(void **state)
{
	(void)state;
	office_each_engine(run_twice);
}

static void run_marks(struct office *o)
{
	struct acting *a = office_as(o, KEEPER);
	const char *n = num(o, make(o, "Lê Thị Thiếu", TH, "010190777001"));
	struct rows rows;
	WANT(o, RC_OK, give(a, n, "LDTT", "merit", "2019", "", ""));
	WANT(o, RC_OK, give(a, n, "LDTT", "merit", "2018", "7/QĐ-VP", ""));
	WANT(o, RC_OK, list_op(a, &rows, "award.list", "person", n, "mark", "no_decision", NULL));
	assert_int_equal(rows.count, 1);
	assert_int_equal(row_int(&rows, 0, "year"), 2019);
	assert_true(str_eqz(row_text(a, &rows, 0, "paper"), "no_decision"));
	assert_true(str_eqz(row_text(a, &rows, 0, "mark"), ""));
	const char *bare = num(o, make(o, "Lê Thị Không Số", TH, ""));
	WANT(o, RC_OK, give(a, bare, "LDTT", "merit", "2018", "7/QĐ-VP", ""));
	WANT(o, RC_OK, list_op(a, &rows, "award.list", "person", bare, NULL));
	assert_true(str_eqz(row_text(a, &rows, 0, "mark"), "no_number"));
	assert_int_equal(list_count(a, "award.list", "person", bare, "mark", "no_number", NULL), 1);
	assert_int_equal(list_count(a, "award.list", "person", n, "mark", "no_number", NULL), 0);
}

static void what_is_missing_is_marked(void **state)
{
	(void)state;
	office_each_engine(run_marks);
}

/* --- initiatives --------------------------------------------------------------------------- */

static void run_initiatives(struct office *o)
{
	struct acting *a = office_as(o, KEEPER), *member = office_as(o, "vidu.canbo");
	const char *own = num(o, person_named(o, MEMBER)), *th = num(o, unit_named(o, TH));
	const char *other = num(o, make(o, "Đồng Tác Giả", TH, ""));
	int before = list_count(member, "author.list", NULL);
	WANT(o, RC_INVALID,
	     run_op(a, "initiative.add", "kind", "initiative", "title", "Tra cứu công văn", "unit_id",
	            th, "year", "2019", "authors.0.person_id", own, "authors.0.share", "60", NULL));
	WANT(o, RC_OK,
	     run_op(a, "initiative.add", "kind", "initiative", "title", "Tra cứu công văn", "unit_id",
	            th, "year", "2019", "authors.0.person_id", own, "authors.0.share", "60",
	            "authors.1.person_id", other, "authors.1.share", "40", "scope", "office", "sign",
	            "9/QĐ-VP", "dated", "01/11/2019", NULL));
	const char *id = num(o, a->out.id);
	WANT(o, RC_CONFLICT,
	     run_op(a, "initiative.add", "kind", "initiative", "title", "tra cứu CÔNG VĂN", "unit_id",
	            th, "year", "2019", "authors.0.person_id", own, "authors.0.share", "100", NULL));
	WANT(o, RC_INVALID,
	     run_op(a, "initiative.recognise", "id", id, "scope", "office", "sign", "10/QĐ", "dated",
	            "01/12/2019", "issuer", "VP", NULL));
	WANT(o, RC_OK,
	     run_op(a, "initiative.recognise", "id", id, "scope", "province", "sign", "70/QĐ-UBND",
	            "dated", "01/02/2020", "issuer", "UBND tỉnh", NULL));
	assert_int_equal(list_count(member, "author.list", NULL), before + 1);
	assert_int_equal(list_count(a, "author.list", "initiative", id, NULL), 2);
	/* Used for a title, it serves no form; each author has the own use of it. */
	WANT(o, RC_OK,
	     run_op(a, "award.add", "person_id", own, "code", "CSTDCS", "type", "merit", "year", "2019",
	            "initiative_id", id, NULL));
	WANT(o, RC_INVALID,
	     run_op(a, "award.add", "person_id", own, "code", "BKT", "type", "merit", "year", "2020",
	            "initiative_id", id, NULL));
	WANT(o, RC_OK,
	     run_op(a, "award.add", "person_id", other, "code", "BKT", "type", "merit", "year", "2020",
	            "initiative_id", id, NULL));
	WANT(o, RC_INVALID,
	     run_op(a, "award.add", "person_id", num(o, make(o, "Người Ngoài", TH, "")), "code",
	            "CSTDCS", "type", "merit", "year", "2019", "initiative_id", id, NULL));
	WANT(o, RC_CONFLICT,
	     run_op(a, "initiative.cancel", "id", id, "reason", "Không còn giá trị", NULL));
}

static void an_initiative_carries_a_title_or_a_form_not_both(void **state)
{
	(void)state;
	office_each_engine(run_initiatives);
}

/* --- discipline, leave, figures ------------------------------------------------------------- */

static void run_dated(struct office *o)
{
	struct acting *a = office_as(o, KEEPER);
	const char *n = num(o, make(o, "Phạm Văn Kỷ", TH, "")), *th = num(o, unit_named(o, TH));
	struct rows rows;
	WANT(o, RC_OK,
	     run_op(a, "discipline.add", "person_id", n, "form", "reprimand", "from", "29/02/2024",
	            NULL));
	WANT(o, RC_CONFLICT,
	     run_op(a, "discipline.add", "person_id", n, "form", "reprimand", "from", "29/02/2024",
	            NULL));
	WANT(o, RC_INVALID,
	     run_op(a, "discipline.add", "person_id", n, "form", "warning", "from", "01/02/2026", "to",
	            "01/01/2026", NULL));
	WANT(o, RC_OK, list_op(a, &rows, "discipline.list", "person", n, NULL));
	assert_true(str_eqz(row_text(a, &rows, 0, "valid_to"), "2025-03-01")); /* twelve months */
	assert_true(str_eqz(row_text(a, &rows, 0, "state"), "ended"));
	WANT(o, RC_OK,
	     run_op(a, "leave.add", "person_id", n, "kind", "sick", "from", "01/03/2025", "to",
	            "01/05/2025", NULL));
	const char *leave = num(o, a->out.id);
	WANT(o, RC_INVALID,
	     run_op(a, "leave.add", "person_id", n, "kind", "study", "from", "30/04/2025", "to",
	            "01/06/2025", NULL));
	WANT(o, RC_OK,
	     run_op(a, "leave.edit", "id", leave, "kind", "sick", "from", "02/03/2025", "to",
	            "01/05/2025", NULL));
	WANT(o, RC_OK, run_op(a, "leave.cancel", "id", leave, "reason", "Ghi nhầm", NULL));
	WANT(o, RC_OK,
	     run_op(a, "leave.add", "person_id", n, "kind", "study", "from", "30/04/2025", "to",
	            "01/06/2025", NULL));
	WANT(o, RC_INVALID,
	     run_op(a, "unit_year.put", "unit_id", th, "year", "2019", "targets", "5", "targets_met",
	            "6", NULL));
	for (int i = 0; i < 2; i++) /* the second time replaces */
		WANT(o, RC_OK,
		     run_op(a, "unit_year.put", "unit_id", th, "year", "2019", "targets", "5",
		            "targets_met", i ? "5" : "4", NULL));
	WANT(o, RC_OK, list_op(a, &rows, "unit_year.list", "unit", th, "year", "2019", NULL));
	assert_int_equal(rows.count, 1);
	assert_int_equal(row_int(&rows, 0, "targets_met"), 5);
}

static void dated_facts_make_sense(void **state)
{
	(void)state;
	office_each_engine(run_dated);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_time_is_rated_once_and_a_final_year_stays),
		cmocka_unit_test(each_sees_the_own_scope_and_keeps_nothing_about_oneself),
		cmocka_unit_test(why_somebody_is_on_hold_is_sealed_and_each_look_is_a_line),
		cmocka_unit_test(an_award_is_never_kept_twice_for_one_time),
		cmocka_unit_test(what_is_missing_is_marked),
		cmocka_unit_test(an_initiative_carries_a_title_or_a_form_not_both),
		cmocka_unit_test(dated_facts_make_sense),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * What changed since the last look, on both engines: a dossier that was returned and comes again, a
 * report that was corrected.
 */
#include "office_fixture.h"

#include "app/dossier/dossier.h"
#include "db/sql_dossier.h"
#include "upload_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define TOP "Văn phòng Ủy ban nhân dân tỉnh Lào Cai"
#define TH "Phòng Tổng hợp"
#define PHAM "Tẩn Mùi Phạm"
#define DUA "Giàng Thị Dua"

static int64_t new_round(struct office *o, const char *year, const char *due)
{
	struct acting *a = office_as(o, "vidu.thuongtruc");
	WANT(o, RC_OK,
	     run_op(a, "award_round.open", "title", "Đợt thử", "type", "merit", "year", year, "unit_id",
	            num(o, unit_named(o, TOP)), "due", due, NULL));
	return a->out.id;
}

static int64_t begin(struct office *o, int64_t round)
{
	struct acting *a = office_as(o, "vidu.daumoi");
	WANT(o, RC_OK,
	     run_op(a, "dossier.new", "round_id", num(o, round), "unit_id", num(o, unit_named(o, TH)),
	            "title", "Hồ sơ thử", NULL));
	return a->out.id;
}

static int64_t propose(struct office *o, int64_t dossier, const char *person, const char *code)
{
	struct acting *a = office_as(o, "vidu.daumoi");
	WANT(o, RC_OK,
	     run_op(a, "nominee.add", "dossier_id", num(o, dossier), "person_id",
	            num(o, person_named(o, person)), "code", code, NULL));
	return a->out.id;
}

static struct sql_nominee_get nominee(struct office *o, int64_t id)
{
	struct sql_nominee_get n;
	WANT(o, RC_OK, sql_nominee_get(o->f->db, &o->f->mem, id, &n));
	return n;
}

/* The text of a page as its row draws it. */
static struct str page_of(struct acting *a, const char *op, const char *id)
{
	struct buf *b = arena_alloc(a->c.mem, sizeof *b);
	assert_int_equal(run_op(a, op, "id", id, NULL), RC_OK);
	buf_init(b, 4 << 20);
	arena_defer(a->c.mem, (void (*)(void *))buf_release, b);
	op_find(str_of(op))->page(b, &a->c, a->out.data);
	return buf_view(b);
}

static bool says(struct str page, const char *text)
{
	return memmem(page.p, page.n, text, strlen(text)) != NULL;
}

/* The row of that field in a list, or -1. */
static int row_of(struct acting *a, const struct rows *rows, const char *field)
{
	for (int i = 0; i < rows->count; i++)
		if (str_eqz(row_text(a, rows, i, "field"), field))
			return i;
	return -1;
}

static bool shows(struct acting *a, const struct rows *rows, int row, const char *column,
                  const char *text)
{
	return strstr(arena_strz(a->c.mem, row_text(a, rows, row, column)), text) != NULL;
}

static void duty(struct office *o, int64_t paper, const char *text)
{
	WANT(o, RC_OK,
	     run_op(office_as(o, "vidu.daumoi"), "writing.edit", "id", num(o, paper), "values.0.name",
	            "duty", "values.0.text", text, NULL));
}

static enum rc give_back(struct office *o, const char *d)
{
	o->now_ms += 60000;
	return run_op(office_as(o, "vidu.thuongtruc"), "dossier.return", "id", d, "reason",
	              "Chưa rõ số liệu", NULL);
}

static enum rc send(struct office *o, const char *d)
{
	o->now_ms += 60000;
	return run_op(office_as(o, "vidu.truongphong"), "dossier.send", "id", d, NULL);
}

static const char *last_notice(struct acting *a)
{
	struct rows rows;
	assert_int_equal(list_op(a, &rows, "notice.list", NULL), RC_OK);
	return arena_strz(a->c.mem, row_text(a, &rows, 0, "text"));
}

static void run_again(struct office *o)
{
	struct acting *clerk = office_as(o, "vidu.daumoi"), *office = office_as(o, "vidu.thuongtruc");
	int64_t id = begin(o, new_round(o, "2026", "30/11/2026")), n = propose(o, id, PHAM, "LDTT");
	const char *d = num(o, id), *one = num(o, n);
	struct rows rows;
	WANT(o, RC_OK, run_op(clerk, "nominee.report", "id", one, NULL));
	duty(o, nominee(o, n).paper_id, "Tổng hợp\nGiữ sổ văn bản");
	WANT(o, RC_OK, send(o, d));
	assert_int_equal(list_count(office, "dossier.changes", "dossier", d, NULL), 0);
	WANT(o, RC_OK, give_back(o, d));
	/* Kept, and not told before it is sent. */
	WANT(o, RC_OK,
	     run_op(clerk, "dossier.edit", "id", d, "title", "Hồ sơ thử", "basis", "Họp ngày 20/11",
	            NULL));
	WANT(o, RC_OK,
	     run_op(clerk, "nominee.edit", "id", one, "code", "LDTT", "summary", "Xử lý 320 hồ sơ",
	            NULL));
	duty(o, nominee(o, n).paper_id, "Tổng hợp, 320 hồ sơ\nGiữ sổ văn bản");
	propose(o, id, DUA, "LDTT");
	assert_int_equal(list_count(office, "dossier.changes", "dossier", d, NULL), 0);
	WANT(o, RC_OK, send(o, d));
	assert_non_null(strstr(last_notice(office_as(o, "vidu.thuongtruc")), "gửi lại, có sửa"));
	WANT(o, RC_OK, list_op(office, &rows, "dossier.changes", "dossier", d, NULL));
	assert_int_equal(rows.count, 4);
	int r = row_of(office, &rows, "basis");
	assert_true(r >= 0 && shows(office, &rows, r, "now", "Họp ngày 20/11"));
	r = row_of(office, &rows, "names");
	assert_true(r >= 0 && !shows(office, &rows, r, "was", DUA) &&
	            shows(office, &rows, r, "now", DUA));
	r = row_of(office, &rows, "summary");
	assert_true(r >= 0 && shows(office, &rows, r, "now", "Xử lý 320 hồ sơ"));
	/* Of the report the lines that differ, and no other. */
	r = row_of(office, &rows, "report");
	assert_true(r >= 0 && shows(office, &rows, r, "was", "Tổng hợp") &&
	            shows(office, &rows, r, "now", "Tổng hợp, 320 hồ sơ"));
	assert_true(!shows(office, &rows, r, "was", "Giữ sổ") &&
	            !shows(office, &rows, r, "now", "Giữ sổ") && !shows(office, &rows, r, "was", PHAM));
	office = office_as(o, "vidu.thuongtruc");
	assert_true(says(page_of(office, "dossier.view", d), "Đã sửa so với lần trước"));
	WANT(o, RC_OK, run_op(office, "dossier.receive", "id", d, NULL));
	assert_true(says(page_of(office, "dossier.view", d), "Họp ngày 20/11"));
	/* Back and sent as it was: that is said, and the changes of before are told no more. */
	WANT(o, RC_OK, give_back(o, d));
	WANT(o, RC_OK, send(o, d));
	office = office_as(o, "vidu.thuongtruc");
	assert_non_null(strstr(last_notice(office), "không sửa gì"));
	assert_int_equal(list_count(office, "dossier.changes", "dossier", d, NULL), 4);
	assert_false(says(page_of(office, "dossier.view", d), "Đã sửa so với lần trước"));
}

static void what_a_unit_changed_stands_side_by_side_when_it_comes_again(void **state)
{
	(void)state;
	office_each_engine(run_again);
}

static void run_withdrawn(struct office *o)
{
	int64_t id = begin(o, new_round(o, "2026", "30/11/2026"));
	const char *d = num(o, id);
	propose(o, id, PHAM, "LDTT");
	WANT(o, RC_OK, send(o, d));
	WANT(o, RC_OK,
	     run_op(office_as(o, "vidu.truongphong"), "dossier.withdraw", "id", d, "reason",
	            "thiếu người", NULL));
	propose(o, id, DUA, "LDTT");
	WANT(o, RC_OK, send(o, d));
	assert_int_equal(list_count(office_as(o, "vidu.thuongtruc"), "dossier.changes", "dossier", d,
	                            "field", "names", NULL),
	                 1);
}

static void what_was_withdrawn_is_held_against_what_had_been_sent(void **state)
{
	(void)state;
	office_each_engine(run_withdrawn);
}

static void run_corrected(struct office *o)
{
	struct acting *clerk = office_as(o, "vidu.daumoi"), *office = office_as(o, "vidu.thuongtruc");
	int64_t id = begin(o, new_round(o, "2026", "30/11/2026")), n = propose(o, id, PHAM, "LDTT");
	const char *d = num(o, id), *one = num(o, n);
	struct rows rows;
	WANT(o, RC_OK, run_op(clerk, "nominee.report", "id", one, NULL));
	int64_t paper = nominee(o, n).paper_id;
	duty(o, paper, "Tổng hợp\nGiữ sổ văn bản");
	WANT(o, RC_OK, send(o, d));
	WANT(o, RC_OK, run_op(office, "dossier.receive", "id", d, NULL));
	WANT(o, RC_OK,
	     run_op(office, "nominee.correct", "id", one, "field", "report", "asks", "Thiếu số liệu",
	            "due", "27/11/2026", NULL));
	WANT(o, RC_OK, list_op(office, &rows, "correction.list", "nominee", one, NULL));
	const char *k = num(o, row_int(&rows, 0, "id"));
	duty(o, paper, "Tổng hợp, 320 hồ sơ\nGiữ sổ văn bản");
	WANT(o, RC_OK, run_op(clerk, "correction.make", "id", k, "answer", "Đã ghi số", NULL));
	WANT(o, RC_OK, list_op(office, &rows, "correction.list", "nominee", one, NULL));
	assert_true(shows(office, &rows, 0, "before", "Tổng hợp") &&
	            !shows(office, &rows, 0, "before", "320") &&
	            shows(office, &rows, 0, "after", "Tổng hợp, 320 hồ sơ") &&
	            !shows(office, &rows, 0, "after", "Giữ sổ"));
	/* Not enough: the unit goes on, and what it said first is still what it is held against. */
	WANT(o, RC_DENIED, run_op(clerk, "correction.again", "id", k, "asks", "Ghi cả năm", NULL));
	WANT(o, RC_OK, run_op(office, "correction.again", "id", k, "asks", "Ghi cả năm", NULL));
	assert_non_null(strstr(last_notice(office_as(o, "vidu.truongphong")), "Ghi cả năm"));
	duty(o, paper, "Tổng hợp, 640 hồ sơ cả năm\nGiữ sổ văn bản");
	WANT(o, RC_OK, run_op(clerk, "correction.make", "id", k, "answer", "Đã ghi cả năm", NULL));
	WANT(o, RC_OK, list_op(office, &rows, "correction.list", "nominee", one, NULL));
	assert_true(!shows(office, &rows, 0, "before", "320") &&
	            shows(office, &rows, 0, "after", "640 hồ sơ cả năm"));
	WANT(o, RC_CONFLICT, run_op(clerk, "correction.make", "id", k, "answer", "Lần nữa", NULL));
	/* Given up: nothing stands in the way, and the field is closed again. */
	WANT(o, RC_OK,
	     run_op(office, "nominee.correct", "id", one, "field", "summary", "asks", "Ngắn hơn", "due",
	            "27/11/2026", NULL));
	WANT(o, RC_OK,
	     list_op(office, &rows, "correction.list", "nominee", one, "field", "summary", NULL));
	const char *second = num(o, row_int(&rows, 0, "id"));
	WANT(o, RC_DENIED, run_op(clerk, "correction.drop", "id", second, NULL));
	WANT(o, RC_OK, run_op(office, "correction.drop", "id", second, NULL));
	WANT(o, RC_CONFLICT,
	     run_op(clerk, "correction.make", "id", second, "summary", "Ngắn", "answer", "Đã sửa",
	            NULL));
	WANT(o, RC_OK, run_op(office, "correction.accept", "id", k, NULL));
	WANT(o, RC_CONFLICT, run_op(office, "correction.drop", "id", k, NULL));
	WANT(o, RC_CONFLICT, run_op(office, "correction.again", "id", k, "asks", "Ghi nữa", NULL));
}

static void a_corrected_report_shows_the_lines_that_differ(void **state)
{
	(void)state;
	office_each_engine(run_corrected);
}

static enum rc attach(struct office *o, const char *d, const char *nominee, const char *title)
{
	struct http_part scan = part_of("giay.pdf", STR("%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"));
	return upload_op(office_as(o, "vidu.daumoi"), "dossier.attach", &scan, "id", d, "need", "KHAC",
	                 "title", title, nominee ? "nominee_id" : NULL, nominee, NULL);
}

/* A correction of papers opens those of the whole dossier, too, and shows them. */
static void run_papers(struct office *o)
{
	struct acting *office = office_as(o, "vidu.thuongtruc");
	int64_t id = begin(o, new_round(o, "2026", "30/11/2026")), n = propose(o, id, PHAM, "LDTT");
	const char *d = num(o, id), *one = num(o, n), *other = num(o, propose(o, id, DUA, "LDTT"));
	struct rows rows;
	WANT(o, RC_OK, send(o, d));
	WANT(o, RC_OK, run_op(office, "dossier.receive", "id", d, NULL));
	WANT(o, RC_OK,
	     run_op(office, "nominee.correct", "id", one, "field", "files", "asks", "Thiếu giấy tờ",
	            "due", "27/11/2026", NULL));
	WANT(o, RC_OK, attach(o, d, NULL, "Biên bản họp bổ sung"));
	WANT(o, RC_OK, attach(o, d, one, "Xác nhận riêng"));
	WANT(o, RC_OK, attach(o, d, other, "Của người khác"));
	WANT(o, RC_OK, list_op(office, &rows, "correction.list", "nominee", one, NULL));
	WANT(o, RC_OK,
	     run_op(office_as(o, "vidu.daumoi"), "correction.make", "id",
	            num(o, row_int(&rows, 0, "id")), "answer", "Đã thêm", NULL));
	WANT(o, RC_OK, list_op(office, &rows, "correction.list", "nominee", one, NULL));
	assert_true(!shows(office, &rows, 0, "before", "Biên bản họp bổ sung") &&
	            shows(office, &rows, 0, "after", "Biên bản họp bổ sung") &&
	            shows(office, &rows, 0, "after", "Xác nhận riêng") &&
	            !shows(office, &rows, 0, "after", "Của người khác"));
}

static void a_correction_of_papers_shows_those_of_the_whole_dossier(void **state)
{
	(void)state;
	office_each_engine(run_papers);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_a_unit_changed_stands_side_by_side_when_it_comes_again),
		cmocka_unit_test(what_was_withdrawn_is_held_against_what_had_been_sent),
		cmocka_unit_test(a_corrected_report_shows_the_lines_that_differ),
		cmocka_unit_test(a_correction_of_papers_shows_those_of_the_whole_dossier),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

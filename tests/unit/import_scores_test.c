/* A unit's own marks from a table: by the mark of the line, into the sheet under way. */
#define CLERK "vidu.daumoi"
#include "import_fixture.h"

#include "cli/parsers.h"
#include "db/db.h"
#include "job/sandbox.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define HEAD_LINE "Đơn vị;TT;Kết quả;Kế hoạch;Giải trình\n"

static void run_scores(struct office *o)
{
	struct acting *clerk = office_as(o, CLERK);
	struct rows rows;
	int64_t id = read_kind(o, "score", "diem.csv",
	                       STR(HEAD_LINE "Phòng Tổng hợp;1;46;48;Hai việc chậm\n"
	                                     "Phòng Tổng hợp;2;19,5;;\n"
	                                     "Phòng Tổng hợp;4;0;;\n"
	                                     "Phòng Tổng hợp;5;11;;\n"
	                                     "Phòng Tổng hợp;3;9;;\n"
	                                     "Phòng Tổng hợp;I;9;;\n"
	                                     "Phòng Nội chính;2;9;;\n"
	                                     "Phòng Tổng hợp;6;nhiều;;\n"
	                                     "Phòng Tổng hợp;2;18;;\n"));
	check_in(o, id);
	assert_int_equal(now(o, id).edit_count, 3);
	assert_non_null(strstr(fault(o, id, "bad", 5), "nhiều nhất 10"));
	assert_non_null(strstr(fault(o, id, "bad", 6), "kế hoạch"));
	assert_non_null(strstr(fault(o, id, "bad", 7), "ký hiệu"));
	assert_true(fault(o, id, "bad", 8)[0] != '\0'); /* not this clerk's unit */
	assert_non_null(strstr(fault(o, id, "bad", 9), "95"));
	assert_non_null(strstr(fault(o, id, "bad", 10), "dòng 3"));
	start(o, id, "good", "");
	/* 28,75 + 19,5 + 0: zero is a score, what was left out is missing. */
	WANT(o, RC_OK, list_op(clerk, &rows, "sheet.list", "state", "draft", NULL));
	assert_int_equal(rows.count, 1);
	assert_true(str_eqz(row_text(clerk, &rows, 0, "self"), "48,25"));
	assert_int_equal(row_int(&rows, 0, "lacks"), 4);
	/* Whoever scores no unit brings no scores in. */
	struct http_part part = part_of("diem.csv", STR(HEAD_LINE "Phòng Tổng hợp;2;1;;\n"));
	WANT(o, RC_DENIED,
	     upload_op(office_as(o, "vidu.thuongtruc"), "import.add", &part, "kind", "score", NULL));
}

static void marks_come_from_a_table(void **state)
{
	(void)state;
	office_each_engine(run_scores);
}

int main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "parse") == 0)
		return sandbox_child(argc, argv, cli_parsers, cli_parser_count);
	const struct CMUnitTest tests[] = {cmocka_unit_test(marks_come_from_a_table)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

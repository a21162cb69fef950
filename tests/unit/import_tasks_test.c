/* Tasks from a list: what is there stays, what is wrong is named, each unit hears of it once. */
#include "import_fixture.h"

#include "cli/parsers.h"
#include "job/sandbox.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define HEAD_LINE                                                                                  \
	"Nhiệm vụ;Loại;Đơn vị chủ trì;Hạn hoàn thành;Từ ngày;Chỉ tiêu;Đơn vị tính;Phong trào\n"
#define FIRST "Rà soát thủ tục nội bộ;Cải cách hành chính;Phòng Tổng hợp;15/12/2026;;95,5 %;;\n"
#define SECOND                                                                                     \
	"Số hóa hồ sơ năm 2025;Chuyển đổi số;Phòng Tổng hợp;20/12/2026;01/12/2026;120;hồ sơ;\n"

static void run_list(struct office *o)
{
	struct acting *a = office_as(o, CLERK), *head = office_as(o, "vidu.truongphong");
	int before = list_count(a, "task.list", NULL);
	int told = list_count(head, "notice.list", NULL);
	int64_t id = read_kind(o, "task", "nv.csv",
	                       STR(HEAD_LINE FIRST SECOND
	                           ";Chuyên môn;Phòng Tổng hợp;20/12/2026;;;;\n"
	                           "Không hạn;Chuyên môn;Phòng Tổng hợp;;;;;\n"
	                           "Không đơn vị;Chuyên môn;Phòng Không Có;20/12/2026;;;;\n"
	                           "Ngày không có;Chuyên môn;Phòng Tổng hợp;31/11/2026;;;;\n"
	                           "Ngược ngày;Chuyên môn;Phòng Tổng hợp;01/12/2026;05/12/2026;;;\n"
	                           "Số lạ;Chuyên môn;Phòng Tổng hợp;20/12/2026;;nhiều;;\n"
	                           "Phong trào lạ;Chuyên môn;Phòng Tổng hợp;20/12/2026;;;;Không có\n"
	                           "rà soát  thủ tục nội bộ;Cải cách hành chính;Phòng Tổng "
	                           "hợp;15/12/2026;;;;\n"
	                           "Việc đã chậm;Chuyên môn;Phòng Tổng hợp;01/11/2026;;;;\n"));
	check_in(o, id);
	assert_int_equal(now(o, id).new_count, 3);
	assert_int_equal(now(o, id).bad_count, 8);
	assert_non_null(strstr(fault(o, id, "bad", 4), "trống"));
	assert_non_null(strstr(fault(o, id, "bad", 5), "Thiếu hạn"));
	assert_non_null(strstr(fault(o, id, "bad", 6), "đơn vị"));
	assert_true(fault(o, id, "bad", 7)[0] != '\0');
	assert_non_null(strstr(fault(o, id, "bad", 8), "trước ngày bắt đầu"));
	assert_non_null(strstr(fault(o, id, "bad", 9), "95"));
	assert_non_null(strstr(fault(o, id, "bad", 10), "phong trào"));
	assert_non_null(strstr(fault(o, id, "bad", 11), "dòng 2"));
	assert_non_null(strstr(fault(o, id, "warn", 12), "chậm"));
	start(o, id, "good", "");
	assert_true(str_eqz(now(o, id).state, "done"));
	assert_int_equal(list_count(a, "task.list", NULL), before + 3);
	assert_int_equal(list_count(head, "notice.list", NULL), told + 1);
}

static void a_list_of_tasks_comes_in_and_bad_rows_are_named(void **state)
{
	(void)state;
	office_each_engine(run_list);
}

static void run_twice(struct office *o)
{
	struct acting *a = office_as(o, CLERK);
	struct rows rows;
	int before = list_count(a, "task.list", NULL);
	for (int i = 0; i < 2; i++) {
		int64_t id = read_kind(o, "task", i ? "nv2.csv" : "nv.csv", STR(HEAD_LINE FIRST SECOND));
		check_in(o, id);
		assert_int_equal(now(o, id).new_count, i ? 0 : 2);
		if (i == 0) /* the second time there is nothing to start */
			start(o, id, "all", "");
	}
	assert_int_equal(list_count(a, "task.list", NULL), before + 2);
	WANT(o, RC_OK, list_op(a, &rows, "task.list", "q", "ra soat thu tuc noi bo", NULL));
	assert_int_equal(rows.count, 1);
	assert_true(str_eqz(row_text(a, &rows, 0, "planned"), "95,5"));
	assert_true(str_eqz(row_text(a, &rows, 0, "measured_in"), "%"));
	assert_true(str_eqz(row_text(a, &rows, 0, "kind"), "reform"));
}

static void the_same_list_twice_gives_no_task_twice(void **state)
{
	(void)state;
	office_each_engine(run_twice);
}

static void run_export(struct office *o)
{
	struct buf b;
	buf_init(&b, (size_t)8 << 20);
	exported(o, "task.list", &b);
	int64_t id = read_kind(o, "task", "xuat.csv", buf_view(&b));
	check_in(o, id);
	assert_int_equal(now(o, id).new_count, 0);
	assert_true(now(o, id).same_count > 0);
	buf_release(&b);
}

static void an_exported_list_comes_back_without_harm(void **state)
{
	(void)state;
	office_each_engine(run_export);
}

static void run_rights(struct office *o)
{
	struct http_part part = part_of("nv.csv", STR(HEAD_LINE FIRST));
	WANT(o, RC_DENIED,
	     upload_op(office_as(o, "vidu.canbo"), "import.add", &part, "kind", "task", NULL));
}

static void who_may_not_give_tasks_may_not_bring_them_in(void **state)
{
	(void)state;
	office_each_engine(run_rights);
}

int main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "parse") == 0)
		return sandbox_child(argc, argv, cli_parsers, cli_parser_count);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_list_of_tasks_comes_in_and_bad_rows_are_named),
		cmocka_unit_test(the_same_list_twice_gives_no_task_twice),
		cmocka_unit_test(an_exported_list_comes_back_without_harm),
		cmocka_unit_test(who_may_not_give_tasks_may_not_bring_them_in),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Documents from a list: what is there stays, what is wrong is named, what comes waits to be
 * checked. */
#include "import_fixture.h"

#include "cli/parsers.h"
#include "job/sandbox.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define HEAD_LINE                                                                                  \
	"Nhóm;Số ký hiệu;Loại văn bản;Cơ quan ban hành;Trích yếu;Ngày ký;"           \
	"Có hiệu lực từ;Hết hiệu lực từ\n"
#define LAW "Văn bản quy phạm pháp luật;"

static void run_list(struct office *o)
{
	struct acting *a = office_as(o, CLERK);
	int before = list_count(a, "document.list", NULL);
	int64_t id =
		read_kind(o, "document", "vb.csv",
	              STR(HEAD_LINE LAW
	                  "901/2026/NĐ-CP;Nghị định;Chính phủ;thử nhập;01/02/2026;01/03/2026;\n" LAW
	                  "152/2025/ND-CP;Nghị định;Chính phủ;đã có;14/06/2025;;\n" LAW
	                  ";Nghị định;Chính phủ;thiếu số;14/06/2025;;\n" LAW
	                  "0901/2026/NĐ-CP;ND;Chính phủ;lần nữa;01/02/2026;;\n" LAW
	                  "902/2026/NĐ-CP;Nghị định;Chính phủ;ngược;01/02/2026;01/03/2026;01/02/2026\n"
	                  ";903/2026/NĐ-CP;Nghị định;Chính phủ;không nhóm;01/02/2026;;\n"));
	check_in(o, id);
	assert_int_equal(now(o, id).new_count, 1);
	assert_int_equal(now(o, id).bad_count, 4);
	assert_non_null(strstr(fault(o, id, "bad", 4), "Thiếu số"));
	assert_non_null(strstr(fault(o, id, "bad", 5), "dòng 2"));
	assert_non_null(strstr(fault(o, id, "bad", 6), "hết hiệu lực"));
	assert_non_null(strstr(fault(o, id, "bad", 7), "nhóm"));
	start(o, id, "good", "");
	assert_true(str_eqz(now(o, id).state, "done"));
	assert_int_equal(list_count(a, "document.list", NULL), before + 1);
	assert_int_equal(list_count(a, "document.list", "q", "901", "confirmed", "unconfirmed", NULL),
	                 1);
}

static void a_list_of_documents_comes_in(void **state)
{
	(void)state;
	office_each_engine(run_list);
}

int main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "parse") == 0)
		return sandbox_child(argc, argv, cli_parsers, cli_parser_count);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_list_of_documents_comes_in),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

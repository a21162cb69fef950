/*
 * Importing records in the example office, on both engines: the old ledger, ratings, discipline,
 * initiatives. A number decides whose a row is; a name alone keeps it, marked; the same file twice
 * adds nothing.
 */
#include "import_fixture.h"

#include "app/record/import_whom.h"
#include "cli/parsers.h"
#include "job/sandbox.h"

#define TH "Phòng Tổng hợp"

static int64_t make(struct office *o, const char *name, const char *cccd)
{
	struct acting *a = office_as(o, "vidu.quantri");
	WANT(o, RC_OK,
	     run_op(a, "person.create", "name", name, "cadre", "civil_servant", "unit_id",
	            num(o, unit_named(o, TH)), "post_title", "Chuyên viên", "since", "01/06/2019",
	            "cccd", cccd, NULL));
	return a->out.id;
}

static int count(struct office *o, const char *list, const char *filter, const char *value)
{
	return list_count(office_as(o, CLERK), list, filter, value, NULL);
}

/* --- the ledger ---------------------------------------------------------------------------- */

static const char ledger[] =
	"Họ và tên;CCCD;Đơn vị;Danh hiệu, hình thức;Năm;Số quyết định;Ngày quyết định;Thành tích\n"
	"Sùng A Sổ;010099333001;" TH ";LĐTT;2017;112/QĐ-VP ngày 20/12/2017;;\n" /* 2 */
	"Sùng A Sổ;010099333001;" TH ";Giấy khen;2017;;;Chống bão\n"
	"Sùng A Sổ;;" TH ";CSTĐCS;2016;5/QĐ-VP;10/12/2016;\n"
	"SÙNG A TRÁNG;010099333001;" TH ";LDTT;2016;6/QĐ-VP;10/12/2016;\n" /* 5: another name */
	"Sùng A Sổ;010099333001;" TH ";LĐTT;2017;112/QĐ-VP;20/12/2017;\n"
	";;" TH ";Tập thể lao động tiên tiến;2017;9/QĐ-VP;20/12/2017;\n"
	";;Phòng Không Còn;TTLĐTT;2017;9/QĐ-VP;20/12/2017;\n" /* 8 */
	"Người Xa Lạ;010099333009;Sở Khác;Bằng khen của Bộ trưởng;2015;;;\n"
	"Sùng A Sổ;010099333001;" TH ";LĐTT;2099;;;\n"
	"Sùng A Sổ;010099333001;" TH ";TTLĐTT;2015;;;\n"
	"Sùng A Sổ;010099333001;" TH ";;2015;;;\n" /* 12 */
	"SÙNG A SỔ;010099333007;" TH ";LĐTT;2014;;;\n";

static void run_ledger(struct office *o)
{
	int64_t person = make(o, "Sùng A Sổ", "010099333001");
	const char *n = num(o, person);
	int before = count(o, "award.list", "year", "2017");
	int64_t id = read_kind(o, "award", "so-cu.csv", str_of(ledger));
	check_in(o, id);
	assert_string_equal(fault(o, id, "bad", 2), "");
	assert_non_null(strstr(fault(o, id, "warn", 4), "chờ nối"));
	assert_non_null(strstr(fault(o, id, "bad", 5), "mang tên khác"));
	assert_string_equal(fault(o, id, "bad", 6), "Trùng với dòng 2.");
	assert_non_null(strstr(fault(o, id, "warn", 8), "Không có đơn vị này"));
	assert_non_null(strstr(fault(o, id, "warn", 9), "Khác"));
	assert_non_null(strstr(fault(o, id, "bad", 10), "Năm là một số"));
	/* A title that only collectives have is the unit's, whoever stands in the row. */
	assert_string_equal(fault(o, id, "bad", 11), "");
	assert_non_null(strstr(fault(o, id, "bad", 12), "Không được để trống"));
	assert_non_null(strstr(fault(o, id, "bad", 13), "sai một chữ số"));
	assert_int_equal(now(o, id).new_count, 7);
	start(o, id, "good", "");
	assert_true(str_eqz(now(o, id).state, "done"));
	assert_int_equal(count(o, "award.list", "person", n), 2);
	assert_int_equal(count(o, "award.list", "year", "2017"), before + 4);
	struct acting *a = office_as(o, CLERK);
	struct rows rows;
	WANT(o, RC_OK, list_op(a, &rows, "award.list", "person", n, "code", "LDTT", NULL));
	assert_int_equal(rows.count, 1);
	assert_true(str_eqz(row_text(a, &rows, 0, "sign"), "112/QĐ-VP"));
	assert_true(str_eqz(row_text(a, &rows, 0, "dated"), "2017-12-20"));
	/* By name alone it is nobody's, and marked. */
	assert_int_equal(
		list_count(a, "award.list", "year", "2016", "mark", "unmatched", "code", "CSTDCS", NULL),
		1);
	assert_int_equal(list_count(a, "unmatched.list", "kind", "unit", "q", "phong khong con", NULL),
	                 1);
	/* The same file again adds nothing. */
	id = read_kind(o, "award", "so-cu.csv", str_of(ledger));
	check_in(o, id);
	assert_int_equal(now(o, id).new_count, 0);
	assert_int_equal(now(o, id).same_count, 8);
	/* A later list brings the decision that was missing, and contradicts another. */
	id = read_kind(o, "award", "bo-sung.csv",
	               STR("Mã hồ sơ;Danh hiệu;Năm;Loại hình;Số quyết định;Ngày quyết định;Thành tích\n"
	                   "0;LĐTT;2017;;;;\n"));
	check_in(o, id);
	assert_non_null(strstr(fault(o, id, "bad", 2), "Mã hồ sơ là một số"));
	char more[600];
	snprintf(more, sizeof more,
	         "Mã hồ sơ;Danh hiệu;Năm;Số quyết định;Ngày quyết định;Thành tích\n"
	         "%s;Giấy khen;2017;77/QĐ-VP;01/11/2017;Chống bão\n"
	         "%s;LĐTT;2017;113/QĐ-VP;21/12/2017;\n",
	         n, n);
	id = read_kind(o, "award", "bo-sung.csv", str_of(more));
	check_in(o, id);
	assert_int_equal(now(o, id).edit_count, 1);
	assert_non_null(strstr(fault(o, id, "bad", 3), "112/QĐ-VP"));
	start(o, id, "good", "");
	assert_int_equal(list_count(a, "award.list", "person", n, "mark", "no_decision", NULL), 0);
}

static void the_old_ledger_comes_in_and_nothing_twice(void **state)
{
	(void)state;
	office_each_engine(run_ledger);
}

/* --- ratings and discipline ------------------------------------------------------------------ */

static void run_ratings(struct office *o)
{
	const char *n = num(o, make(o, "Lù Thị Loại", "010099333002"));
	static const char file[] =
		"Họ và tên;Số CCCD;Đơn vị;Năm;Kỳ;Xếp loại;Tổng điểm\n"
		"Lù Thị Loại;010099333002;" TH ";2018;;Hoàn thành tốt nhiệm vụ;88,25\n"
		"Lù Thị Loại;010099333002;" TH ";2018;Quý II;HTXSNV;\n"
		"Lù Thị Loại;010099333002;" TH ";2017;;Giỏi;\n"
		"Lù Thị Loại;010099333002;" TH ";2016;;Tốt;120\n"
		"Lù Thị Loại;010099333002;" TH ";2018;;KHTNV;\n"
		";;" TH ";2012;;HTXSNV;\n"
		"Lù Thị Loại;010099333002;" TH ";2026;Quý IV;HTXSNV;89,99\n"
		"Lù Thị Loại;010099333002;" TH ";2026;Quý IV;HTNV;75\n"
		"Lù Thị Loại;010099333003;" TH ";2011;;Tốt;\n"
		";;" TH ";2026;Quý III;HTXSNV;85\n";
	int64_t id = read_kind(o, "rating", "xl.csv", str_of(file));
	check_in(o, id);
	assert_non_null(strstr(fault(o, id, "bad", 4), "Chỉ nhận"));
	assert_non_null(strstr(fault(o, id, "bad", 5), "Điểm phải từ 0 đến 100"));
	assert_string_equal(fault(o, id, "bad", 6), "Trùng với dòng 2.");
	/* Points and level are held against each other by the law of that quarter. */
	assert_non_null(strstr(fault(o, id, "bad", 8), "Mức cao hơn mức tính từ điểm"));
	assert_string_equal(fault(o, id, "bad", 9), "");
	assert_non_null(strstr(fault(o, id, "bad", 10), "sai một chữ số"));
	/* They are the points of people: a collective has none that part its levels. */
	assert_string_equal(fault(o, id, "bad", 11), "");
	assert_int_equal(now(o, id).new_count, 5);
	start(o, id, "good", "");
	assert_int_equal(count(o, "rating.list", "person", n), 3);
	assert_int_equal(count(o, "rating.list", "line", num(o, unit_named(o, TH))) > 0, 1);
	id = read_kind(o, "rating", "xl.csv", str_of(file));
	check_in(o, id);
	assert_int_equal(now(o, id).new_count, 0);
	assert_non_null(strstr(fault(o, id, "bad", 6), "đã ghi mức khác"));
}

static void run_disciplines(struct office *o)
{
	const char *n = num(o, make(o, "Lù Thị Kỷ", "010099333003"));
	static const char file[] =
		"Họ và tên;CCCD;Hình thức kỷ luật;Từ ngày;Số quyết định;Ngày quyết định\n"
		"Lù Thị Kỷ;010099333003;Khiển trách;;4/QĐ-VP;01/03/2024\n"
		"Lù Thị Kỷ;010099333003;Nhắc nhở;01/03/2024;;\n"
		"Lù Thị Kỷ;010099333003;Cảnh cáo;;;\n"
		"Không Rõ Ai;;Cảnh cáo;01/02/2020;;\n";
	int64_t id = read_kind(o, "discipline", "kl.csv", str_of(file));
	check_in(o, id);
	assert_non_null(strstr(fault(o, id, "bad", 3), "Chỉ nhận"));
	assert_non_null(strstr(fault(o, id, "bad", 4), "ngày có hiệu lực"));
	start(o, id, "good", "");
	assert_int_equal(count(o, "discipline.list", "person", n), 1);
	id = read_kind(o, "discipline", "kl.csv", str_of(file));
	check_in(o, id);
	assert_int_equal(now(o, id).new_count, 0);
	assert_int_equal(now(o, id).same_count, 2);
}

/* Who is held must be known; why is read by nobody but through hold.reason. */
static void run_holds(struct office *o)
{
	const char *n = num(o, make(o, "Lù Thị Dừng", "010099333005"));
	static const char file[] =
		"Họ và tên;CCCD;Đơn vị;Lý do;Nội dung;Từ ngày\n"
		"Lù Thị Dừng;010099333005;" TH ";Đang xem xét kỷ luật;Việc ở bến xe;01/03/2026\n"
		"Không Rõ Ai;;Sở Khác;Đang xem xét kỷ luật;Chưa rõ ai;01/03/2026\n"
		"Lù Thị Dừng;010099333005;" TH ";Nghi ngờ;Chưa rõ;01/03/2026\n"
		"Lù Thị Dừng;010099333005;" TH ";Đang xem xét kỷ luật;;02/03/2026\n" /* 5 */
		"Lù Thị Dừng;010099333005;" TH ";Đang xem xét kỷ luật;Ngày mai;01/03/2090\n"
		"Lù Thị Dừng;010099333005;" TH ";Đang xem xét kỷ luật;Lại nữa;01/03/2026\n"
		";;" TH ";Có khiếu nại, tố cáo chưa giải quyết xong;Đơn của người dân;05/04/2026\n"; /* 8 */
	int64_t id = read_kind(o, "hold", "td.csv", str_of(file));
	check_in(o, id);
	assert_non_null(strstr(fault(o, id, "bad", 3), "Phải biết đúng là ai"));
	assert_non_null(strstr(fault(o, id, "bad", 4), "Chỉ nhận"));
	assert_non_null(strstr(fault(o, id, "bad", 5), "Không được để trống"));
	assert_non_null(strstr(fault(o, id, "bad", 6), "sau hôm nay"));
	assert_string_equal(fault(o, id, "bad", 7), "Trùng với dòng 2.");
	assert_int_equal(now(o, id).new_count, 2);
	start(o, id, "good", "");
	struct acting *a = office_as(o, CLERK);
	struct rows rows;
	WANT(o, RC_OK, list_op(a, &rows, "hold.list", "person", n, NULL));
	assert_int_equal(rows.count, 1);
	assert_int_equal(count(o, "hold.list", "unit", num(o, unit_named(o, TH))), 1);
	const char *held = num(o, row_int(&rows, 0, "id"));
	WANT(o, RC_OK, run_op(a, "hold.reason", "id", held, "why", "Rà soát danh sách", NULL));
	bool told = false;
	for (int i = 0; i < a->out.fact_count; i++)
		told |= str_eqz(a->out.facts[i].value, "Việc ở bến xe");
	assert_true(told);
	id = read_kind(o, "hold", "td.csv", str_of(file));
	check_in(o, id);
	assert_int_equal(now(o, id).new_count, 0);
	assert_int_equal(now(o, id).same_count, 2);
}

static void results_and_decisions_come_in_by_number(void **state)
{
	(void)state;
	office_each_engine(run_ratings);
	office_each_engine(run_disciplines);
	office_each_engine(run_holds);
}

/* --- initiatives --------------------------------------------------------------------------- */

static void run_initiatives(struct office *o)
{
	const char *n = num(o, make(o, "Tác Giả Một", "010099333004"));
	static const char file[] =
		"Tên sáng kiến;Năm;Tác giả;CCCD;Đóng góp (%);Phạm vi;Quyết định\n"
		"Số hóa hồ sơ;2019;Tác Giả Một;010099333004;50;Cơ sở;8/QĐ-VP ngày 01/11/2019\n"
		"Đề án khác;2019;Tác Giả Một;010099333004;90;;\n"
		"số hóa HỒ SƠ;2019;Đồng Tác Giả;;;;\n"
		"Số hóa hồ sơ;2019;Người Thứ Ba;;;;\n"
		"Đề án khác;2019;Đồng Tác Giả;;20;;\n";
	int64_t id = read_kind(o, "initiative", "sk.csv", str_of(file));
	check_in(o, id);
	assert_non_null(strstr(fault(o, id, "bad", 3), "100%"));
	assert_non_null(strstr(fault(o, id, "bad", 6), "Dòng 3 của cùng sáng kiến"));
	assert_int_equal(now(o, id).new_count, 3);
	start(o, id, "good", "");
	struct acting *a = office_as(o, CLERK);
	struct rows rows;
	WANT(o, RC_OK, list_op(a, &rows, "author.list", "person", n, NULL));
	assert_int_equal(rows.count, 1);
	assert_int_equal(row_int(&rows, 0, "share"), 50);
	WANT(o, RC_OK,
	     list_op(a, &rows, "author.list", "initiative", num(o, row_int(&rows, 0, "initiative_id")),
	             NULL));
	assert_int_equal(rows.count, 3); /* 50, 25, 25 */
	assert_int_equal(
		row_int(&rows, 0, "share") + row_int(&rows, 1, "share") + row_int(&rows, 2, "share"), 100);
	id = read_kind(o, "initiative", "sk.csv", str_of(file));
	check_in(o, id);
	assert_int_equal(now(o, id).new_count, 0);
}

static void authors_of_one_initiative_are_rows_of_one(void **state)
{
	(void)state;
	office_each_engine(run_initiatives);
}

/* --- achievements ---------------------------------------------------------------------------- */

/* What came so stays so: mended without a day that nobody knows, and without a clock. */
static void edit_old(struct office *o, const char *title, const char *on, const char *year)
{
	struct acting *a = office_as(o, CLERK);
	struct rows rows;
	WANT(o, RC_OK, list_op(a, &rows, "deed.list", "year", year, "kind", "sudden", NULL));
	for (int i = 0; i < rows.count; i++)
		if (str_eqz(row_text(a, &rows, i, "title"), title)) {
			const char *id = num(o, row_int(&rows, i, "id"));
			WANT(o, RC_OK,
			     run_op(a, "deed.edit", "id", id, "kind", "sudden", "title", title, "year", year,
			            "on", on, "scope", "office", "effect", "Giữ kho", NULL));
			return;
		}
	fail_msg("no %s", title);
}

static void run_deeds(struct office *o)
{
	make(o, "Lù Thị Lửa", "010099333004");
	static const char file[] =
		"Họ và tên;Số CCCD;Đơn vị;Loại thành tích;Nội dung;Năm;Ngày lập;Hiệu quả;Phạm vi\n"
		"Lù Thị Lửa;010099333004;" TH ";sudden;Dập lửa;2026;20/11/2026;Giữ 300 hồ sơ;office\n"
		"Lù Thị Lửa;010099333004;" TH ";sudden;Cứu người;2025;20/11/2026;;office\n"
		"Lù Thị Lửa;010099333004;" TH ";sudden;Cứu tài liệu;2026;31/12/2026;;office\n"
		"Lù Thị Lửa;010099333004;" TH ";sudden;Cứu sổ sách;2024;;;office\n"
		"Lù Thị Lửa;010099333004;" TH ";sudden;Cứu kho;2019;20/11/2019;;office\n"
		"Lù Thị Lửa;010099333014;" TH ";campaign;Số hóa;2025;;;office\n";
	int64_t id = read_kind(o, "deed", "tt.csv", str_of(file));
	check_in(o, id);
	assert_non_null(strstr(fault(o, id, "bad", 3), "không thuộc năm 2025"));
	assert_non_null(strstr(fault(o, id, "bad", 4), "chưa đến"));
	assert_non_null(strstr(fault(o, id, "bad", 7), "sai một chữ số"));
	assert_int_equal(now(o, id).new_count, 3);
	start(o, id, "good", "");
	struct acting *a = office_as(o, CLERK);
	struct rows rows;
	bool found = false;
	WANT(o, RC_OK, list_op(a, &rows, "deed.sudden", NULL));
	for (int i = 0; i < rows.count; i++)
		if (str_eqz(row_text(a, &rows, i, "title"), "Dập lửa")) {
			found = true;
			assert_true(str_eqz(row_text(a, &rows, i, "prompt_on"), "2026-12-05"));
			assert_true(str_eqz(row_text(a, &rows, i, "effect"), "Giữ 300 hồ sơ"));
		} else {
			/* Without a day, or long past: nobody waits for it. */
			assert_false(str_eqz(row_text(a, &rows, i, "title"), "Cứu sổ sách"));
			assert_false(str_eqz(row_text(a, &rows, i, "title"), "Cứu kho"));
		}
	assert_true(found);
	edit_old(o, "Cứu sổ sách", "", "2024");
	edit_old(o, "Cứu kho", "20/11/2019", "2019");
	assert_int_equal(list_count(a, "deed.sudden", "year", "2019", NULL), 0);
}

static void achievements_come_in_with_their_day_and_effect(void **state)
{
	(void)state;
	office_each_engine(run_deeds);
}

/* --- who may ------------------------------------------------------------------------------- */

static void run_rights(struct office *o)
{
	struct acting *clerk = office_as(o, "vidu.daumoi");
	struct http_part part = part_of("so.csv", str_of(ledger));
	WANT(o, RC_DENIED, upload_op(clerk, "import.add", &part, "kind", "award", NULL));
	/* One's own line is somebody else's to bring in. */
	char own[300];
	snprintf(own, sizeof own, "Mã hồ sơ;Danh hiệu;Năm\n%s;LĐTT;2015\n",
	         num(o, office_as(o, CLERK)->c.who.person_id));
	int64_t id = read_kind(o, "award", "so.csv", str_of(own));
	check_in(o, id);
	assert_non_null(strstr(fault(o, id, "bad", 2), "Không ai ghi cho chính mình"));
}

static void a_list_is_brought_in_by_who_keeps_records_and_not_about_oneself(void **state)
{
	(void)state;
	office_each_engine(run_rights);
}

int main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "parse") == 0)
		return sandbox_child(argc, argv, cli_parsers, cli_parser_count);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_old_ledger_comes_in_and_nothing_twice),
		cmocka_unit_test(results_and_decisions_come_in_by_number),
		cmocka_unit_test(authors_of_one_initiative_are_rows_of_one),
		cmocka_unit_test(achievements_come_in_with_their_day_and_effect),
		cmocka_unit_test(a_list_is_brought_in_by_who_keeps_records_and_not_about_oneself),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

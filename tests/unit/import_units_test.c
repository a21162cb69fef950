/*
 * Importing units in the example office, on both engines: headings, upper units that come
 * later, one name in several places, bad rows by column, the round trip of the list, rights.
 */
#include "import_fixture.h"

#include "app/import/units.h"
#include "cli/parsers.h"
#include "db/sql_unit.h"
#include "job/sandbox.h"

#define TOP "Văn phòng Ủy ban nhân dân tỉnh Lào Cai"
#define HEAD "Tên đơn vị;Tên viết tắt;Mã;Loại;Đơn vị cấp trên;Từ ngày;Căn cứ\n"

static int units(struct office *o)
{
	return list_count(office_as(o, CLERK), "unit.list", NULL);
}

/* How many units of this name lie directly below one of that name. */
static int below(struct office *o, const char *name, const char *above)
{
	struct acting *a = office_as(o, CLERK);
	struct rows rows;
	int n = 0;
	WANT(o, RC_OK, list_op(a, &rows, "unit.list", NULL));
	for (int i = 0; i < rows.count; i++)
		n += str_eqz(row_text(a, &rows, i, "name"), name) &&
		     str_eqz(row_text(a, &rows, i, "parent_name"), above);
	return n;
}

static void kinds_and_headings_agree(void **state)
{
	static const struct {
		const char *heading;
		int field;
	} cases[] = {
		{"Tên đơn vị", UNIT_NAME},
		{"TÊN PHÒNG, BAN", UNIT_NAME},
		{"Tên viết tắt", UNIT_SHORT},
		{"Mã", UNIT_CODE},
		{"Mã định danh (nếu có)", UNIT_CODE},
		{"Loại", UNIT_KIND},
		{"Đơn vị cấp trên", UNIT_PARENT},
		{"Đơn vị cấp trên trực tiếp", UNIT_PARENT},
		{"Trực thuộc", UNIT_PARENT},
		{"Từ ngày", UNIT_SINCE},
		{"Ngày thành lập", UNIT_SINCE},
		{"Căn cứ", UNIT_BASIS},
		{"Quyết định thành lập số", UNIT_BASIS},
		{"Số người", UNIT_NOTHING},
		{"", UNIT_NOTHING},
	};
	struct arena mem;
	(void)state;
	arena_init(&mem);
	for (int i = 0; i < COUNT(cases); i++)
		if (import_heading_of(&import_units, &mem, str_of(cases[i].heading)) != cases[i].field)
			fail_msg("%s", cases[i].heading);
	for (int i = 0; import_kinds[i]; i++) {
		const struct import_kind *kind = import_kinds[i];
		assert_string_equal(kind->name, import_kind_choices[i].value);
		assert_null(import_kinds[i + 1] ? NULL : import_kind_choices[i + 1].value);
		assert_non_null(op_find(str_of(kind->like)));
		assert_non_null(op_find(str_of(kind->list)));
		int fields = import_field_count(kind);
		assert_true(fields < IMPORT_FIELDS_MAX && kind->must < (uint64_t)1 << fields);
		for (const struct import_heading *h = kind->headings; h->heading; h++)
			assert_true(h->field > 0 && h->field < fields);
		for (int f = 0; f < fields; f++)
			assert_int_equal(import_field_of(kind, str_of(kind->fields[f].value)), f);
	}
	arena_release(&mem);
}

/* Upper units stand below; "Tổ Lái xe" is there twice, "Văn thư" under the nearest of its name. */
static void run_tree(struct office *o)
{
	int before = units(o);
	int64_t id =
		read_kind(o, "unit", "dv.csv",
	              STR(HEAD "Tổ Lái xe;;;Tổ, đội;Chi cục Hai;01/03/2024;\n"
	                       "Chi cục Một;CC1;H.01;Cơ quan;" TOP ";01/02/2024;QĐ 1/QĐ-UBND\n"
	                       "Tổ Lái xe;;;Tổ, đội;CC1;01/03/2024;\n"
	                       "Chi cục Hai;CC2;H.02;co quan;" TOP ";01/02/2024;\n"
	                       "Tổ Văn thư;;;Tổ;Phòng Hành chính mới, Chi cục Hai;05/03/2024;\n"
	                       "Phòng Hành chính mới;;;Phòng;Chi cục Một;01/03/2024;\n"
	                       "Phòng Hành chính mới;;;Phòng;Chi cục Hai;01/03/2024;\n"
	                       "Bộ phận Lưu trữ;;;Tổ;Phòng Hành chính mới;05/03/2024;\n"));
	check_in(o, id);
	for (int row = 2; row <= 9; row++)
		assert_string_equal(fault(o, id, "bad", row), "");
	assert_int_equal(now(o, id).new_count, 8);
	assert_true(str_starts(str_of(fault(o, id, "warn", 9)),
	                       "Tên này có ở nhiều nơi; được hiểu là đơn vị ở dòng 8."));
	start(o, id, "all", "");
	assert_true(str_eqz(now(o, id).state, "done"));
	assert_int_equal(units(o), before + 8);
	assert_int_equal(below(o, "Tổ Lái xe", "Chi cục Một"), 1);
	assert_int_equal(below(o, "Tổ Lái xe", "Chi cục Hai"), 1);
	assert_int_equal(below(o, "Phòng Hành chính mới", "Chi cục Hai"), 1);
	/* The closure by date knows who lies under whom: scopes work at once. */
	struct sql_unit_below_has has;
	int64_t two = unit_named(o, "Chi cục Hai");
	EXPECT(o->f, RC_OK,
	       sql_unit_below_has(o->f->db, &o->f->mem, two, unit_named(o, "Bộ phận Lưu trữ"),
	                          date_of(2024, 3, 5), &has));
	assert_int_equal(has.n, 1);
	EXPECT(o->f, RC_OK,
	       sql_unit_below_has(o->f->db, &o->f->mem, two, unit_named(o, "Tổ Văn thư"),
	                          date_of(2024, 3, 4), &has));
	assert_int_equal(has.n, 0);
	/* The same again: nothing to do. */
	struct buf b;
	buf_init(&b, 1 << 20);
	exported(o, "unit.list", &b);
	id = read_kind(o, "unit", "dv.csv", buf_view(&b));
	check_in(o, id);
	assert_int_equal(now(o, id).bad_count, 0);
	assert_int_equal(now(o, id).same_count, now(o, id).row_count);
	buf_release(&b);
}

static void run_bad(struct office *o)
{
	static const struct {
		int64_t row;
		const char *say;
	} faults[] = {
		{2, ""},
		{3, "Không được để trống."},
		{4, "Không có đơn vị này trong tệp cũng như trong tổ chức."},
		{5, "Đơn vị cấp trên ở dòng 6 có lỗi."},
		{6, "Cấp trên đi vòng: dòng 5 lại nằm dưới dòng này."},
		{7, "Một đơn vị không thể nằm dưới chính nó."},
		{8, "Trùng với dòng 2."},
		{9, "Cấp trên ở dòng 2 chỉ có từ ngày 01/02/2024."},
		{10, "Chỉ nhận: Cơ quan;"},
		{11, "Tháng 4 chỉ có 30 ngày."},
		{12, "Mã"},
		{13, "Đơn vị cấp trên ở dòng 4 có lỗi."},
		{14, "Không được để trống đơn vị cấp trên."},
		{15, "Không được để trống \"Từ ngày\""},
		{16, "Không được để trống loại đơn vị"},
		{17, ""},
	};
	int before = units(o);
	int64_t id = read_kind(o, "unit", "dv.csv",
	                       STR(HEAD "Chi cục Một;CC1;H.01;Cơ quan;" TOP ";01/02/2024;\n" /* 2 */
	                                ";;;Phòng;" TOP ";01/02/2024;\n"
	                                "Phòng A;;;Phòng;Sở Không Có;01/02/2024;\n"
	                                "Phòng B;;;Phòng;Phòng C;01/02/2024;\n"
	                                "Phòng C;;;Phòng;Phòng B;01/02/2024;\n"
	                                "Phòng D;;;Phòng;Phòng D;01/02/2024;\n"
	                                "CHI CỤC MỘT;;;Cơ quan;" TOP ";01/02/2024;\n" /* 8 */
	                                "Phòng E;;;Phòng;Chi cục Một;31/01/2024;\n"
	                                "Phòng F;;;Hội đồng;Chi cục Một;01/03/2024;\n"
	                                "Phòng G;;;Phòng;Chi cục Một;31/4/2024;\n"
	                                "Phòng H;;H.01;Phòng;Chi cục Một;01/03/2024;\n" /* 12 */
	                                "Phòng I;;;Phòng;Phòng A;01/03/2024;\n"
	                                "Phòng K;;;Phòng;;01/03/2024;\n"
	                                "Phòng L;;;Phòng;Chi cục Một;;\n"
	                                "Phòng M;;;;Chi cục Một;01/03/2024;\n"
	                                "Phòng N;;;Phòng;Chi cục Một;01/03/2024;\n"));
	check_in(o, id);
	for (int i = 0; i < COUNT(faults); i++) {
		const char *say = fault(o, id, "bad", faults[i].row);
		if (strcmp(faults[i].say, "Mã") == 0)
			assert_string_equal(say, "Trùng với dòng 2.");
		else if (*faults[i].say ? !str_starts(str_of(say), faults[i].say) : *say != 0)
			fail_msg("row %d: %s", (int)faults[i].row, say);
	}
	assert_int_equal(now(o, id).new_count, 2);
	assert_int_equal(now(o, id).bad_count, 14);
	WANT(o, RC_INVALID,
	     run_op(office_as(o, CLERK), "import.start", "id", num(o, id), "mode", "all", NULL));
	assert_int_equal(units(o), before);
	start(o, id, "good", "");
	assert_int_equal(units(o), before + 2);
	assert_int_equal(below(o, "Phòng N", "Chi cục Một"), 1);
	assert_int_equal(now(o, id).new_count, 2);
	assert_int_equal(now(o, id).bad_count, 14);
}

/* What is written about a unit is mended; a day in the file moves nothing, and it says so. */
static void run_mended(struct office *o)
{
	struct acting *a = office_as(o, CLERK);
	struct rows rows;
	int64_t unit = unit_named(o, "Phòng Nội chính"),
			id = read_kind(o, "unit", "dv.csv",
	                       STR("Tên đơn vị;Tên viết tắt;Cấp trên;Từ ngày\n"
	                           "phòng nội chính;P.NC;" TOP ";01/02/2024\n"));
	check_in(o, id);
	assert_int_equal(now(o, id).edit_count, 1);
	assert_non_null(strstr(fault(o, id, "warn", 2), "ngày trong tệp được bỏ qua"));
	start(o, id, "all", "");
	WANT(o, RC_OK, list_op(a, &rows, "unit.list", "q", "phong noi chinh", NULL));
	assert_int_equal(rows.count, 1);
	assert_int_equal(row_int(&rows, 0, "id"), unit);
	assert_true(str_eqz(row_text(a, &rows, 0, "short_name"), "P.NC"));
	assert_true(str_eqz(row_text(a, &rows, 0, "kind"), "department"));
	assert_int_equal(
		list_count(office_as(o, "vidu.thanhtra"), "journal.list", "op", "unit.correct", NULL), 1);
}

/* --- round trip ---------------------------------------------------------------------------- */

/* Name and upper unit of each living unit, with another word before each, as a list of its own. */
static void renamed(struct office *o, const char *before, struct buf *b)
{
	struct acting *a = office_as(o, CLERK);
	struct rows rows;
	WANT(o, RC_OK, list_op(a, &rows, "unit.list", "state", "active", NULL));
	buf_printf(b, HEAD);
	for (int i = 0; i < rows.count; i++) {
		struct str name = row_text(a, &rows, i, "name"),
				   above = row_text(a, &rows, i, "parent_name");
		if (name.n > 2 && memcmp(name.p, "II", 2) == 0)
			continue;
		buf_printf(b, "%s%.*s;%.*s;;%.*s;%s%.*s;%.*s;%.*s\n", before, STR_ARG(name),
		           STR_ARG(row_text(a, &rows, i, "short_name")),
		           STR_ARG(row_text(a, &rows, i, "kind")), above.n ? before : "", STR_ARG(above),
		           STR_ARG(row_text(a, &rows, i, "since")),
		           STR_ARG(row_text(a, &rows, i, "basis")));
	}
}

/* The export comes back as it is, and makes the same tree elsewhere. */
static void run_round_trip(struct office *o)
{
	struct buf b;
	int before = units(o);
	buf_init(&b, 1 << 20);
	exported(o, "unit.list", &b);
	int64_t id = read_kind(o, "unit", "dv.csv", buf_view(&b));
	check_in(o, id);
	assert_string_equal(fault(o, id, "bad", 2), "");
	assert_int_equal(now(o, id).row_count, before);
	assert_int_equal(now(o, id).same_count, before);
	buf_clear(&b);
	renamed(o, "II ", &b);
	id = read_kind(o, "unit", "dv.csv", buf_view(&b));
	int64_t rows = now(o, id).row_count;
	check_with(o, id, num(o, unit_named(o, TOP)));
	assert_string_equal(fault(o, id, "bad", 2), "");
	assert_int_equal(now(o, id).new_count, rows);
	start(o, id, "all", "");
	assert_int_equal(units(o), before + rows);
	assert_int_equal(below(o, "II " TOP, TOP), 1);
	assert_int_equal(below(o, "II Bộ phận Một cửa", "II Trung tâm Phục vụ hành chính công tỉnh"),
	                 1);
	buf_release(&b);
}

/* --- meanwhile, and by whom ---------------------------------------------------------------- */

static void run_meanwhile(struct office *o)
{
	struct acting *admin = office_as(o, "vidu.quantri");
	struct str csv = STR(HEAD "Tổ Một;;;Tổ;Đội Tạm;01/03/2026;\n");
	WANT(o, RC_OK,
	     run_op(admin, "unit.create", "name", "Đội Tạm", "kind", "team", "parent_id",
	            num(o, unit_named(o, TOP)), "on", "01/02/2026", NULL));
	int64_t gone = admin->out.id, id = read_kind(o, "unit", "dv.csv", csv);
	check_in(o, id);
	assert_int_equal(now(o, id).new_count, 1);
	int before = units(o);
	WANT(
		o, RC_OK,
		run_op(admin, "unit.close", "id", num(o, gone), "on", "01/03/2026", "basis", "QĐ 9", NULL));
	start(o, id, "all", "");
	assert_int_equal(units(o), before);
	assert_true(str_eqz(now(o, id).state, "checked"));
	assert_true(str_starts(now(o, id).say, "Dòng 2 không còn đúng"));
}

static void run_rights(struct office *o)
{
	struct http_part part =
		part_of("dv.csv", STR(HEAD "Tổ Một;;;Tổ;Phòng Tổng hợp;01/03/2026;\n"
	                               "Tổ Hai;;;Tổ;Phòng Nội chính;01/03/2026;\n"));
	struct acting *clerk = office_as(o, "vidu.daumoi");
	WANT(o, RC_DENIED, upload_op(clerk, "import.add", &part, "kind", "unit", NULL));
	WANT(o, RC_INVALID, upload_op(clerk, "import.add", &part, "kind", "khac", NULL));
	WANT(o, RC_INVALID, upload_op(clerk, "import.add", &part, NULL));
	/* With the right over one room: below that room only. */
	struct acting *admin = office_as(o, "vidu.quantri");
	WANT(o, RC_OK,
	     run_op(admin, "grant.add", "person_id", num(o, person_named(o, "Giàng Thị Dua")), "role",
	            "standing", "unit_id", num(o, unit_named(o, "Phòng Tổng hợp")), NULL));
	WANT(o, RC_OK, second_op(o, admin, "vidu.chanhvp"));
	clerk = office_as(o, "vidu.daumoi");
	WANT(o, RC_OK, upload_op(clerk, "import.add", &part, "kind", "unit", NULL));
	int64_t id = clerk->out.id;
	run_jobs(o);
	WANT(o, RC_INVALID,
	     run_op(clerk, "import.match", "id", num(o, id), "cols.0.no", "0", "cols.0.field", "email",
	            NULL));
	WANT(o, RC_INVALID,
	     run_op(clerk, "import.match", "id", num(o, id), "cols.0.no", "0", "cols.0.field", "kind",
	            NULL));
	WANT(o, RC_OK,
	     run_op(clerk, "import.match", "id", num(o, id), "cols.0.no", "0", "cols.0.field", "name",
	            "cols.1.no", "3", "cols.1.field", "kind", "cols.2.no", "4", "cols.2.field",
	            "parent", "cols.3.no", "5", "cols.3.field", "since", NULL));
	run_jobs(o);
	assert_string_equal(fault(o, id, "bad", 2), "");
	assert_string_equal(fault(o, id, "bad", 3), "Đơn vị này ngoài phạm vi được giao.");
}

#define ON_BOTH(name, fn)                                                                          \
	static void name(void **state)                                                                 \
	{                                                                                              \
		(void)state;                                                                               \
		office_each_engine(fn);                                                                    \
	}
ON_BOTH(upper_units_may_come_later_and_names_twice, run_tree)
ON_BOTH(each_bad_unit_is_named_and_the_good_ones_go_in, run_bad)
ON_BOTH(a_known_unit_is_mended_not_moved, run_mended)
ON_BOTH(the_list_of_units_comes_back_and_makes_the_same_tree, run_round_trip)
ON_BOTH(an_upper_unit_closed_meanwhile_is_noticed, run_meanwhile)
ON_BOTH(only_who_makes_units_imports_them, run_rights)

int main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "parse") == 0)
		return sandbox_child(argc, argv, cli_parsers, cli_parser_count);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kinds_and_headings_agree),
		cmocka_unit_test(upper_units_may_come_later_and_names_twice),
		cmocka_unit_test(each_bad_unit_is_named_and_the_good_ones_go_in),
		cmocka_unit_test(a_known_unit_is_mended_not_moved),
		cmocka_unit_test(the_list_of_units_comes_back_and_makes_the_same_tree),
		cmocka_unit_test(an_upper_unit_closed_meanwhile_is_noticed),
		cmocka_unit_test(only_who_makes_units_imports_them),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * Importing people in the example office, on both engines: headings, bad cells, encodings,
 * sheets, doubles, all or good rows, the round trip of an export, hostile files, clean-up.
 */
#include "import_fixture.h"

#include "app/import/people.h"
#include "cli/parsers.h"
#include "db/sql_file.h"
#include "db/sql_import.h"
#include "db/sql_journal.h"
#include "db/sql_person.h"
#include "doc/table_out.h"
#include "job/sandbox.h"
#include "viet/legacy.h"
#include "xlsx_make.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#define HEAD "Họ và tên;Ngày sinh;Giới tính;Số CCCD;Đơn vị;Chức vụ;Đối tượng;Từ ngày;Thư điện tử\n"
#define ROW(name, birth, cccd)                                                                     \
	name ";" birth ";Nam;" cccd ";Phòng Nội chính;Chuyên viên;Công chức;01/02/2024;\n"

/* --- steps --------------------------------------------------------------------------------- */

static int64_t import_all(struct office *o, struct str csv, const char *mode)
{
	int64_t id = read_in(o, "ds.csv", csv);
	check_in(o, id);
	start(o, id, mode, "");
	assert_true(str_eqz(now(o, id).state, "done"));
	return id;
}

static int people(struct office *o)
{
	return list_count(office_as(o, "vidu.quantri"), "person.list", NULL);
}

/* --- headings ------------------------------------------------------------------------------ */

static void headings_are_known_with_and_without_marks(void **state)
{
	static const struct {
		const char *heading;
		int field;
	} cases[] = {
		{"Họ và tên", IN_NAME},    {"HỌ TÊN", IN_NAME},      {"Tên", IN_NAME},
		{"ho va ten", IN_NAME},    {"Ngày sinh", IN_BIRTH},  {"Ngày, tháng, năm sinh", IN_BIRTH},
		{"Giới tính", IN_GENDER},  {"Đơn vị", IN_UNIT},      {"Đơn vị công tác", IN_UNIT},
		{"Chức vụ", IN_TITLE},     {"Chức danh", IN_TITLE},  {"CCCD", IN_CCCD},
		{"Số CCCD/CMND", IN_CCCD}, {"Email", IN_EMAIL},      {"E-mail", IN_EMAIL},
		{"Thư điện tử", IN_EMAIL}, {"Điện thoại", IN_PHONE}, {"Đối tượng", IN_CADRE},
		{"Từ ngày", IN_SINCE},     {"Mã hồ sơ", IN_ID},      {"Số CCCD (12 số)", IN_CCCD},
		{"Ghi chú", IN_NOTHING},   {"STT", IN_NOTHING},      {"Tình trạng", IN_NOTHING},
		{"", IN_NOTHING},
	};
	struct arena mem;
	(void)state;
	arena_init(&mem);
	for (int i = 0; i < COUNT(cases); i++)
		if (import_heading_of(&import_people, &mem, str_of(cases[i].heading)) != cases[i].field)
			fail_msg("%s", cases[i].heading);
	arena_release(&mem);
}

static void run_formulas(struct office *o)
{
	static const char csv[] = HEAD ROW("=cmd|' /C calc'!A0", "01/01/1980", "010000000901") ROW(
		"Lò Văn Thật", "02/01/1980", "010000000902") "Lò Văn Số;03/01/1980;Nam;010000000903;Phòng "
													 "Nội chính;@SUM(1;Công chức;01/02/2024;\n";
	int64_t id = read_in(o, "ds.csv", str_of(csv));
	check_in(o, id);
	assert_non_null(strstr(fault(o, id, "bad", 2), "không thể bắt đầu"));
	assert_string_equal(fault(o, id, "warn", 3), "");
	assert_non_null(strstr(fault(o, id, "warn", 4), "công thức"));
	start(o, id, "good", "");
	assert_int_equal(list_count(office_as(o, CLERK), "person.list", "q", "Lò Văn Số", NULL), 1);
}

/* What a spreadsheet would take for a formula is no name, and remarked elsewhere. */
static void formulas_are_told(void **state)
{
	struct arena mem;
	(void)state;
	arena_init(&mem);
	assert_true(text_formula(STR("=1+1")) && text_formula(STR("@x")) && text_formula(STR("-cmd")) &&
	            text_formula(STR("+SUM(A1)")));
	assert_false(text_formula(STR("+84 912 345 678")) || text_formula(STR("- một việc")) ||
	             text_formula(STR("-")) || text_formula(STR("")) || text_formula(STR("a=b")));
	arena_release(&mem);
	office_each_engine(run_formulas);
}

static void cells_say_what_is_wrong(void **state)
{
	struct arena mem;
	struct date d;
	struct str s, kind;
	const char *warn;
	(void)state;
	arena_init(&mem);
	assert_string_equal(text_date(&mem, STR("31/4/1991"), &d), "Tháng 4 chỉ có 30 ngày.");
	assert_string_equal(text_date(&mem, STR("29/02/2023"), &d), "Năm này tháng 2 chỉ có 28 ngày.");
	assert_string_equal(text_date(&mem, STR("29/02/2024"), &d), "");
	assert_string_equal(text_date(&mem, STR("27/01/1990 00:00:00"), &d), "");
	assert_int_equal(d.days, date_of(1990, 1, 27).days);
	assert_true(*text_date(&mem, STR("1990"), &d) && *text_date(&mem, STR("32874"), &d));
	assert_true(*text_date(&mem, STR("12/25/1990"), &d) && *text_date(&mem, STR("hôm qua"), &d));
	assert_true(*text_date(&mem, STR("1/2/90"), &d));
	assert_string_equal(text_number(&mem, STR("010 088 001 234"), &kind, &s, &warn), "");
	assert_true(str_eqz(s, "010088001234") && str_eqz(kind, "cccd") && !warn);
	assert_string_equal(text_number(&mem, STR("10088001234"), &kind, &s, &warn), "");
	assert_true(str_eqz(s, "010088001234") && warn);
	assert_string_equal(text_number(&mem, STR("063123456"), &kind, &s, &warn), "");
	assert_true(str_eqz(kind, "cmnd"));
	assert_true(*text_number(&mem, STR("0100850"), &kind, &s, &warn) &&
	            *text_number(&mem, STR("01008X"), &kind, &s, &warn));
	assert_true(*text_gender(&mem, STR("khác"), &s) && !*text_gender(&mem, STR("NỮ"), &s) &&
	            str_eqz(s, "nu"));
	assert_true(*text_cadre(&mem, STR("sinh viên"), &s) && !*text_cadre(&mem, STR("NLĐ"), &s) &&
	            str_eqz(s, "worker"));
	assert_true(*text_email(STR("a@b")) && *text_email(STR("a b@c.vn")) &&
	            !*text_email(STR("a@b.vn")));
	arena_release(&mem);
}

/* --- the check ----------------------------------------------------------------------------- */

static void run_bad_rows(struct office *o)
{
	int before = people(o);
	int64_t id = read_in(
		o, "ds.csv",
		STR(HEAD ROW("Ma Seo Chứ", "12/04/1988", "010088001234")
	            ROW("Thào Thị Máy", "31/4/1991", "010191004417")
	                ROW("Cư A Tráng", "02/09/1985", "0100850") ROW("", "17/12/1979", "010079002231")
	                    ROW("Lồ Thị Phương", "08/03/1993",
	                        "010088001234") "Giàng A Páo;01/01/1980;Nam;;Phòng Không Có;Chuyên "
	                                        "viên;Công chức;01/02/2024;\n"
	                                        "Giàng A Sử;01/01/1980;Nam;;Phòng Nội chính;Chuyên "
	                                        "viên;Công chức;01/02/1990;\n"
	                                        "Giàng A Mã;01/01/2020;Nam;;Phòng Nội chính;;Công "
	                                        "chức;;sai\n"));
	check_in(o, id);
	struct sql_import_get i = now(o, id);
	assert_int_equal(i.row_count, 8);
	assert_int_equal(i.new_count, 1);
	assert_int_equal(i.bad_count, 7);
	assert_string_equal(fault(o, id, "bad", 2), "");
	assert_string_equal(fault(o, id, "bad", 3), "Tháng 4 chỉ có 30 ngày.");
	assert_string_equal(fault(o, id, "bad", 4), "Phải đủ 12 chữ số (CMND cũ: 9), đang có 7.");
	assert_string_equal(fault(o, id, "bad", 5), "Không được để trống.");
	assert_string_equal(fault(o, id, "bad", 6), "Trùng với dòng 2.");
	assert_true(str_starts(str_of(fault(o, id, "bad", 7)), "Không có đơn vị này."));
	assert_true(str_starts(str_of(fault(o, id, "bad", 8)), "Đơn vị chỉ có từ ngày"));
	assert_string_equal(fault(o, id, "bad", 9), "Ngày này cho tuổi 6.");
	assert_int_equal(people(o), before);
	/* All or nothing: nothing, and it says why. */
	WANT(o, RC_INVALID,
	     run_op(office_as(o, CLERK), "import.start", "id", num(o, id), "mode", "all", NULL));
	assert_int_equal(people(o), before);
	start(o, id, "good", "");
	assert_int_equal(people(o), before + 1);
	assert_int_equal(now(o, id).new_count, 1);
	assert_int_equal(now(o, id).bad_count, 7);
	assert_true(list_count(office_as(o, CLERK), "person.list", "q", "ma seo chu", NULL) > 0);
}

static void run_refused_rows(struct office *o)
{
	char text[4096] = {0};
	int64_t id =
		read_in(o, "ds.csv",
	            STR(HEAD ROW("Ma Seo Chứ", "12/04/1988", "") ROW("Thào A Máy", "31/4/1991", "")));
	check_in(o, id);
	struct acting *a = office_as(o, CLERK);
	WANT(o, RC_OK, run_op(a, "import.refused", "id", num(o, id), "format", "csv", NULL));
	assert_true(pread(a->out.fd, text, sizeof text - 1, 0) > 0);
	assert_non_null(strstr(text, "Thào A Máy"));
	assert_non_null(strstr(text, "Ngày sinh: Tháng 4 chỉ có 30 ngày."));
	assert_null(strstr(text, "Ma Seo Chứ"));
	close(a->out.fd);
	WANT(o, RC_OK, run_op(a, "import.refused", "id", num(o, id), "format", "xlsx", NULL));
	assert_int_equal(pread(a->out.fd, text, 2, 0), 2);
	assert_memory_equal(text, "PK", 2);
	close(a->out.fd);
}

static void run_twice(struct office *o)
{
	struct str csv = STR(HEAD ROW("Ma Seo Chứ", "12/04/1988", "010088001234")
	                         ROW("Cư A Tráng", "02/09/1985", ""));
	int before = people(o);
	import_all(o, csv, "all");
	assert_int_equal(people(o), before + 2);
	int64_t id = read_in(o, "ds.csv", csv);
	check_in(o, id);
	/* Known by number: nothing new. Known by name and birthday only: a remark. */
	assert_int_equal(now(o, id).same_count, 1);
	assert_int_equal(now(o, id).new_count, 1);
	assert_true(str_starts(str_of(fault(o, id, "warn", 3)), "Cùng họ tên, ngày sinh với hồ sơ"));
	start(o, id, "all", "1");
	assert_int_equal(people(o), before + 2);
	assert_int_equal(now(o, id).new_count, 0);
	/* Another name with that number is a mistake. */
	id = read_in(o, "ds.csv", STR(HEAD ROW("Lò Văn Khác", "12/04/1988", "010088001234")));
	check_in(o, id);
	assert_non_null(strstr(fault(o, id, "bad", 2), "mang tên khác"));
}

/* The person finds in the own journal that the record was changed, and to what; others do not. */
static void expect_own_line(struct office *o, const char *value)
{
	struct acting *own = office_as(o, "vidu.canbo");
	struct sql_journal_get line;
	struct rows rows;
	bool shown = false;
	WANT(o, RC_OK, list_op(own, &rows, "journal.list", "op", "person.edit", NULL));
	assert_int_equal(rows.count, 1);
	int64_t id = row_int(&rows, 0, "id");
	EXPECT(o->f, RC_OK, sql_journal_get(o->f->db, &o->f->mem, id, &line));
	assert_null(memmem(line.detail.p, line.detail.n, value, strlen(value)));
	WANT(o, RC_OK,
	     run_op(own, "journal.reveal", "id", num(o, id), "reason", "xem hồ sơ của tôi", NULL));
	for (int i = 0; i < own->out.fact_count; i++)
		shown = shown || str_eqz(own->out.facts[i].value, value);
	assert_true(shown);
}

static void run_changes(struct office *o)
{
	struct acting *a = office_as(o, CLERK);
	struct rows rows;
	int64_t person = person_named(o, "Tẩn Mùi Phạm");
	WANT(o, RC_OK, list_op(a, &rows, "person.list", "q", "tan mui pham", NULL));
	const char *csv =
		arena_printf(a->c.mem,
	                 "Mã hồ sơ;Họ và tên;Điện thoại;Chức vụ;Từ ngày\n%" PRId64
	                 ";Tẩn Mùi Phạm;0912345678;Phó Trưởng phòng;01/11/2026\n999999;Không Có;;;\n",
	                 person)
			.p;
	int64_t id = read_in(o, "ds.csv", str_of(csv));
	check_in(o, id);
	assert_int_equal(now(o, id).edit_count, 1);
	assert_string_equal(fault(o, id, "bad", 3), "Không có hồ sơ này trong phạm vi được giao.");
	start(o, id, "good", "");
	struct sql_person_get p;
	EXPECT(o->f, RC_OK, sql_person_get(o->f->db, &o->f->mem, person, &p));
	assert_true(str_eqz(p.phone, "0912345678"));
	assert_true(str_eqz(p.post_title, "Phó Trưởng phòng"));
	assert_true(str_eqz(p.gender, "nu")); /* no such column: kept */
	assert_int_equal(list_count(a, "post.list", "person", num(o, person), NULL), 2);
	expect_own_line(o, "0912345678");
}

/* --- units that are not there -------------------------------------------------------------- */

static void run_units(struct office *o)
{
	struct acting *a = office_as(o, CLERK);
	int64_t top = unit_named(o, "Văn phòng Ủy ban nhân dân tỉnh Lào Cai"),
			inner = unit_named(o, "Phòng Nội chính");
	int64_t id = read_in(o, "ds.csv",
	                     STR("Họ tên;Đơn vị;Chức danh;Đối tượng;Từ ngày\n"
	                         "Ma Seo Chứ;Phòng Chuyển đổi số;Chuyên viên;Công chức;01/02/2024\n"
	                         "Cư A Tráng;P.NC;Chuyên viên;Công chức;01/02/2024\n"));
	check_in(o, id);
	assert_int_equal(now(o, id).bad_count, 2);
	WANT(o, RC_OK,
	     run_op(a, "import.unit", "id", num(o, id), "units.0.fold", "phong chuyen doi so",
	            "units.0.parent_id", num(o, top), "units.1.fold", "p nc", "units.1.unit_id",
	            num(o, inner), NULL));
	run_jobs(o);
	assert_int_equal(now(o, id).bad_count, 0);
	start(o, id, "all", "");
	assert_true(str_eqz(now(o, id).state, "done"));
	int64_t made = unit_named(o, "Phòng Chuyển đổi số");
	assert_int_equal(list_count(a, "person.list", "unit", num(o, made), NULL), 1);
	assert_int_equal(list_count(a, "person.list", "unit", num(o, inner), "q", "cu a trang", NULL),
	                 1);
}

/* A clerk brings people into the own unit only, and sees only imports of that right. */
static void run_scope(struct office *o)
{
	struct acting *a = office_as(o, "vidu.daumoi");
	struct http_part part =
		part_of("ds.csv", STR("Họ tên;Đơn vị;Chức danh;Đối tượng;Từ ngày\n"
	                          "Ma Seo Chứ;Phòng Tổng hợp;Chuyên viên;Công chức;01/02/2024\n"
	                          "Cư A Tráng;Phòng Nội chính;Chuyên viên;Công chức;01/02/2024\n"));
	int64_t elsewhere = read_in(o, "ds.csv", STR(HEAD ROW("Ma Seo Chứ", "", "")));
	WANT(o, RC_OK, upload_op(a, "import.add", &part, "kind", "person", NULL));
	int64_t id = a->out.id;
	run_jobs(o);
	WANT(o, RC_OK,
	     run_op(a, "import.match", "id", num(o, id), "cols.0.no", "0", "cols.0.field", "name",
	            "cols.1.no", "1", "cols.1.field", "unit", "cols.2.no", "2", "cols.2.field", "title",
	            "cols.3.no", "3", "cols.3.field", "cadre", "cols.4.no", "4", "cols.4.field",
	            "since", NULL));
	run_jobs(o);
	assert_string_equal(fault(o, id, "bad", 2), "");
	assert_string_equal(fault(o, id, "bad", 3), "Đơn vị này ngoài phạm vi được giao.");
	WANT(o, RC_NOTFOUND, run_op(a, "import.view", "id", num(o, elsewhere), NULL));
	WANT(o, RC_DENIED, run_op(office_as(o, "vidu.canbo"), "import.view", "id", num(o, id), NULL));
}

/* --- files --------------------------------------------------------------------------------- */

static void run_legacy(struct office *o)
{
	struct arena *mem = &o->f->mem;
	struct err e = {0};
	struct str bytes;
	struct str text =
		STR("Họ và tên;Đơn vị;Chức vụ;Đối tượng;Từ ngày\nNguyễn Văn Thưởng;Phòng Nội chính;Chuyên "
	        "viên;Công chức;"
	        "01/02/2024\nĐặng Thị Hường;Phòng Nội chính;Kế toán trưởng;Công chức;01/02/2024\n");
	assert_int_equal(viet_to_tcvn3(mem, text, false, &bytes, &e), RC_OK);
	int64_t id = import_all(o, bytes, "all");
	assert_true(str_starts(now(o, id).encoding, "TCVN3"));
	assert_int_equal(list_count(office_as(o, CLERK), "person.list", "q", "dang thi huong", NULL),
	                 1);
	person_named(o, "Nguyễn Văn Thưởng");
	/* Bytes of no Vietnamese encoding. */
	id = read_in(o, "ds.csv", STR("Name;Unit\n\xe9\xe8\xff\xfe\xfd\xfc zzz \xe9\xe8;\xc3\x28\n"));
	assert_true(str_eqz(now(o, id).state, "failed"));
	assert_non_null(strstr(now(o, id).say.p, "bảng mã"));
}

static struct str two_sheets(struct buf *out)
{
#define CELL(t) "<c t=\"inlineStr\"><is><t>" t "</t></is></c>"
	static const char book[] = XML "<workbook " NS "xmlns:r=\"" REL "\"><sheets>"
								   "<sheet name=\"Bìa\" sheetId=\"1\" r:id=\"rId2\"/><sheet "
								   "name=\"Danh sách\" sheetId=\"2\" r:id=\"rId1\"/>"
								   "</sheets></workbook>";
	const struct xlsx_piece pieces[] = {
		{"[Content_Types].xml",
	     STR(XML
	         "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>")},
		{"_rels/.rels", STR(ROOT_RELS)},
		{"xl/workbook.xml", str_of(book)},
		{"xl/_rels/workbook.xml.rels", STR(BOOK_RELS)},
		{"xl/worksheets/sheet1.xml",
	     STR(SHEET("<row>" CELL(
			 "DANH SÁCH CÁN BỘ") "</row>"
	                             "<row>" CELL("Họ và tên") CELL("Đơn vị") CELL("Chức vụ")
	                                 CELL("Đối tượng")
	                                     CELL("Từ ngày") "</row>"
	                                                     "<row>" CELL("Ma Seo Chứ") CELL(
															 "Phòng Nội chính") CELL("Chuyên viên")
	                                                         CELL("Công chức")
	                                                             CELL("01/02/2024") "</row>"))},
		{"xl/worksheets/sheet2.xml", STR(SHEET("<row>" CELL("Bìa") "</row>"))},
		{"xl/sharedStrings.xml", STR(STRINGS)},
		{"xl/styles.xml", STR(STYLES)},
	};
	return xlsx_zip(out, pieces, COUNT(pieces));
}

static void run_sheets(struct office *o)
{
	struct buf b;
	int64_t id = read_in(o, "ds.xlsx", two_sheets(&b));
	assert_true(str_eqz(now(o, id).sheets, "Bìa\nDanh sách\n"));
	assert_true(str_eqz(now(o, id).state, "failed")); /* the first one has a single row */
	WANT(o, RC_OK,
	     run_op(office_as(o, CLERK), "import.sheet", "id", num(o, id), "sheet", "Danh sách", NULL));
	run_jobs(o);
	assert_true(str_eqz(now(o, id).state, "read"));
	assert_int_equal(now(o, id).head_row, 2); /* the title above the headings is no heading */
	assert_int_equal(now(o, id).row_count, 1);
	check_in(o, id);
	start(o, id, "all", "");
	assert_int_equal(now(o, id).new_count, 1);
	buf_release(&b);
}

/* Each ends in a sentence, and leaves no row behind. */
static void run_hostile(struct office *o)
{
	struct acting *a = office_as(o, CLERK);
	struct buf b;
	struct str book = two_sheets(&b);
	struct http_part empty = part_of("ds.csv", STR("")),
					 exe = part_of("ds.xlsx", STR("\x7f"
	                                              "ELF\x02\x01\x01 program"));
	struct http_part pdf = part_of("ds.pdf", STR("%PDF-1.4 text"));
	int before = people(o);
	WANT(o, RC_INVALID, upload_op(a, "import.add", &empty, "kind", "person", NULL));
	WANT(o, RC_INVALID, upload_op(a, "import.add", &exe, "kind", "person", NULL));
	WANT(o, RC_INVALID, upload_op(a, "import.add", &pdf, "kind", "person", NULL));
	char *bent = arena_alloc(&o->f->mem, book.n);
	memcpy(bent, book.p, book.n);
	for (size_t i = 40; i < book.n / 2; i++)
		bent[i] ^= 0x5a;
	const struct {
		const char *name;
		struct str bytes;
	} files[] = {
		{"chi-tieu-de.csv", STR(HEAD)},
		{"hong.xlsx", {.p = bent, .n = book.n}},
		{"ngoac.csv", STR(HEAD "\"Ma Seo Chứ;không đóng ngoặc\n")},
	};
	for (int i = 0; i < COUNT(files); i++) {
		int64_t id = read_in(o, files[i].name, files[i].bytes);
		struct sql_import_block_get block;
		if (!str_eqz(now(o, id).state, "failed") || now(o, id).say.n == 0)
			fail_msg("%s: %.*s", files[i].name, STR_ARG(now(o, id).state));
		WANT(o, RC_NOTFOUND, sql_import_block_get(o->f->db, &o->f->mem, id, 0, &block));
		WANT(o, RC_CONFLICT, run_op(a, "import.start", "id", num(o, id), "mode", "all", NULL));
	}
	assert_int_equal(people(o), before);
	buf_release(&b);
}

/* --- many, and back again ------------------------------------------------------------------ */

static struct str many_rows(struct office *o, int n, int bad)
{
	struct buf *b = arena_alloc(&o->f->mem, sizeof *b);
	buf_init(b, (size_t)64 << 20);
	arena_defer(&o->f->mem, (void (*)(void *))buf_release, b);
	buf_z(b, HEAD);
	for (int i = 0; i < n; i++)
		buf_printf(b,
		           "Nguyễn Văn %c%c;%02d/05/19%02d;Nam;%s%09d;Phòng Nội chính;Chuyên viên;Công "
		           "chức;01/02/2024;\n",
		           'A' + i % 26, 'a' + i / 26 % 26, i % 28 + 1, 60 + i % 40,
		           i == bad ? "0100" : "010", i);
	return buf_view(b);
}

static void run_many(struct office *o)
{
	int64_t id = read_in(o, "ds.csv", many_rows(o, 10000, -1));
	check_in(o, id);
	assert_int_equal(now(o, id).new_count, 10000);
	start(o, id, "all", "");
	assert_int_equal(now(o, id).new_count, 10000);
	/* The search box has learnt of them in a job of its own. */
	assert_true(list_count(office_as(o, CLERK), "person.list", "q", "nguyen van aa", NULL) > 0);
	/* The same numbers again: nothing new. */
	id = read_in(o, "ds.csv", many_rows(o, 10000, -1));
	check_in(o, id);
	assert_int_equal(now(o, id).same_count, 10000);
}

/* A change in the middle of so many that indexes were off: numbers are looked up again from there.
 */
static void run_many_changes(struct office *o)
{
	struct acting *a = office_as(o, CLERK);
	int64_t person = person_named(o, "Tẩn Mùi Phạm");
	int papers = list_count(a, "identifier.list", "person", num(o, person), NULL);
	struct buf b;
	buf_init(&b, 1 << 20);
	buf_z(&b, "Mã hồ sơ;" HEAD);
	for (int i = 0; i < 2500; i++)
		if (i == 1200)
			buf_printf(&b, "%" PRId64 ";Tẩn Mùi Phạm;;;010999999999;;;;01/11/2026;\n", person);
		else
			buf_printf(&b, ";" ROW("Nguyễn Văn A", "%02d/05/1980", "010%09d"), i % 28 + 1, i);
	int64_t id = import_all(o, buf_view(&b), "all");
	assert_int_equal(now(o, id).new_count, 2499);
	assert_int_equal(now(o, id).edit_count, 1);
	assert_int_equal(list_count(a, "identifier.list", "person", num(o, person), NULL), papers + 1);
	EXPECT(o->f, RC_OK, db_check(o->f->db));
	buf_release(&b);
}

/* One bad row among many: the others go in by blocks, or none at all. */
static void run_one_bad(struct office *o)
{
	int before = people(o);
	int64_t id = read_in(o, "ds.csv", many_rows(o, 1200, 700));
	check_in(o, id);
	assert_int_equal(now(o, id).bad_count, 1);
	start(o, id, "good", "");
	assert_int_equal(people(o), before + 1199);
	assert_int_equal(now(o, id).bad_count, 1);
}

/* Somebody takes a number between the check and the run. */
static void run_race(struct office *o)
{
	struct acting *a = office_as(o, CLERK);
	struct str csv = STR(HEAD ROW("Ma Seo Chứ", "12/04/1988", "010088001234")
	                         ROW("Cư A Tráng", "02/09/1985", ""));
	int64_t id = read_in(o, "ds.csv", csv), person = person_named(o, "Tẩn Mùi Phạm");
	check_in(o, id);
	int before = people(o);
	WANT(o, RC_OK,
	     run_op(a, "identifier.add", "person_id", num(o, person), "kind", "cccd", "number",
	            "010088001234", "from", "2024-01-01", NULL));
	start(o, id, "all", "");
	assert_int_equal(people(o), before);
	assert_true(str_eqz(now(o, id).state, "checked"));
	assert_true(str_starts(now(o, id).say, "Dòng 2 không còn đúng"));
	start(o, id, "good", "");
	assert_int_equal(people(o), before + 1);
	assert_int_equal(now(o, id).bad_count, 1);
}

/* What the list of people gives out comes back as it is: nothing to do. */
static void run_round_trip(struct office *o)
{
	struct buf b;
	buf_init(&b, 1 << 20);
	exported(o, "person.list", &b);
	int64_t id = read_in(o, "ds.csv", buf_view(&b));
	check_in(o, id);
	assert_string_equal(fault(o, id, "bad", 2), "");
	assert_int_equal(now(o, id).bad_count, 0);
	assert_int_equal(now(o, id).new_count + now(o, id).edit_count, 0);
	assert_int_equal(now(o, id).same_count, people(o));
	buf_release(&b);
}

/* --- afterwards ---------------------------------------------------------------------------- */

static void run_purge(struct office *o)
{
	struct acting *a = office_as(o, CLERK);
	struct sql_import_block_get block;
	struct sql_file_get file;
	int64_t id = read_in(o, "ds.csv", STR(HEAD ROW("Ma Seo Chứ", "12/04/1988", ""))), gone;
	EXPECT(o->f, RC_OK, sql_import_block_get(o->f->db, &o->f->mem, id, 0, &block));
	/* Sealed: what the file says does not stand there in the clear. */
	assert_null(memmem(block.sealed.p, block.sealed.n, "Ma Seo", 6));
	WANT(o, RC_OK, import_purge(&a->c, &gone));
	assert_int_equal(gone, 0);
	a->c.now_ms += IMPORT_KEEP_MS + 1000;
	WANT(o, RC_OK, import_purge(&a->c, &gone));
	assert_int_equal(gone, 1);
	WANT(o, RC_NOTFOUND, sql_import_block_get(o->f->db, &o->f->mem, id, 0, &block));
	WANT(o, RC_NOTFOUND, sql_file_get(o->f->db, &o->f->mem, now(o, id).file_id, &file));
	assert_true(str_eqz(now(o, id).state, "dropped"));
	id = read_in(o, "ds.csv", STR(HEAD ROW("Ma Seo Chứ", "12/04/1988", "")));
	WANT(o, RC_OK, run_op(office_as(o, CLERK), "import.drop", "id", num(o, id), NULL));
	WANT(o, RC_NOTFOUND, sql_import_block_get(o->f->db, &o->f->mem, id, 0, &block));
}

#define ON_BOTH(name, fn)                                                                          \
	static void name(void **state)                                                                 \
	{                                                                                              \
		(void)state;                                                                               \
		office_each_engine(fn);                                                                    \
	}
ON_BOTH(each_bad_row_is_named, run_bad_rows)
ON_BOTH(refused_rows_come_back_with_reasons, run_refused_rows)
ON_BOTH(the_same_file_twice_adds_nobody, run_twice)
ON_BOTH(a_row_with_a_record_number_changes_it, run_changes)
ON_BOTH(unknown_units_are_mapped_or_made, run_units)
ON_BOTH(scope_holds_for_rows_and_imports, run_scope)
ON_BOTH(old_encodings_are_converted_or_refused, run_legacy)
ON_BOTH(another_sheet_can_be_read, run_sheets)
ON_BOTH(hostile_files_end_in_a_sentence, run_hostile)
ON_BOTH(ten_thousand_rows_go_in_and_are_found, run_many)
ON_BOTH(many_rows_with_a_change_among_them, run_many_changes)
ON_BOTH(good_rows_go_in_without_the_bad_one, run_one_bad)
ON_BOTH(a_number_taken_meanwhile_is_noticed, run_race)
ON_BOTH(an_export_comes_back_unchanged, run_round_trip)
ON_BOTH(rows_are_sealed_and_go_after_a_week, run_purge)

int main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "parse") == 0)
		return sandbox_child(argc, argv, cli_parsers, cli_parser_count);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(headings_are_known_with_and_without_marks),
		cmocka_unit_test(formulas_are_told),
		cmocka_unit_test(cells_say_what_is_wrong),
		cmocka_unit_test(each_bad_row_is_named),
		cmocka_unit_test(refused_rows_come_back_with_reasons),
		cmocka_unit_test(the_same_file_twice_adds_nobody),
		cmocka_unit_test(a_row_with_a_record_number_changes_it),
		cmocka_unit_test(unknown_units_are_mapped_or_made),
		cmocka_unit_test(scope_holds_for_rows_and_imports),
		cmocka_unit_test(old_encodings_are_converted_or_refused),
		cmocka_unit_test(another_sheet_can_be_read),
		cmocka_unit_test(hostile_files_end_in_a_sentence),
		cmocka_unit_test(ten_thousand_rows_go_in_and_are_found),
		cmocka_unit_test(many_rows_with_a_change_among_them),
		cmocka_unit_test(good_rows_go_in_without_the_bad_one),
		cmocka_unit_test(a_number_taken_meanwhile_is_noticed),
		cmocka_unit_test(an_export_comes_back_unchanged),
		cmocka_unit_test(rows_are_sealed_and_go_after_a_week),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

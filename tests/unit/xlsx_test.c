/* Workbooks are read typed and in order; hostile ones are refused with a sentence. */
#include "doc/sheet_stream.h"
#include "doc/table_out.h"
#include "job/sandbox.h"
#include "table_log.h"
#include "xlsx_make.h"

#include <setjmp.h>
#include <stdarg.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#define MIB ((size_t)1 << 20)

static enum rc read_file(struct str file, const char *want, struct buf *out, struct err *e)
{
	struct sheet_sink sink = table_log_to(out);
	*e = (struct err){0};
	buf_init(out, 4 * MIB);
	return sheet_read_xlsx(file, str_of(want), &sheet_limits_usual, &sink, e);
}

static void assert_table(struct str file, const char *want, const char *expected)
{
	struct buf out;
	struct err e;
	enum rc rc = read_file(file, want, &out, &e);
	assert_string_equal(e.message, "");
	assert_int_equal(rc, RC_OK);
	buf_chr(&out, '\0');
	assert_string_equal(out.p, expected);
	buf_release(&out);
}

static void assert_refused(struct str file, enum rc rc, const char *part)
{
	struct buf out;
	struct err e;
	enum rc got = read_file(file, "", &out, &e);
	if (!strstr(e.message, part))
		fail_msg("\"%s\" is not in \"%s\"", part, e.message);
	assert_int_equal(got, rc);
	buf_release(&out);
}

#define SHEETS "(Ẩn)\n[Năm & tháng]*\n"

static void assert_rows(const char *rows, const char *expected)
{
	struct buf zip;
	char sheet[4096], full[4096];
	snprintf(sheet, sizeof sheet, SHEET("%s"), rows);
	snprintf(full, sizeof full, SHEETS "%s", expected);
	assert_table(xlsx_around(&zip, str_of(sheet), NULL, NULL), "", full);
	buf_release(&zip);
}

static void refuse_rows(const char *rows, enum rc rc, const char *part)
{
	struct buf zip;
	char sheet[4096];
	snprintf(sheet, sizeof sheet, SHEET("%s"), rows);
	assert_refused(xlsx_around(&zip, str_of(sheet), NULL, NULL), rc, part);
	buf_release(&zip);
}

/* --- right ones --- */

static void texts_of_all_three_kinds(void **state)
{
	(void)state;
	assert_rows("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c>"
	            "<c r=\"C1\" t=\"s\"><v>2</v></c></row>"
	            "<row r=\"3\"><c r=\"B3\" t=\"inlineStr\"><is><r><t>trong </t></r><r><t>ô</t></r>"
	            "<rPh><t>x</t></rPh></is></c><c r=\"D3\" t=\"str\"><f>A1&amp;\"\"</f><v>công thức"
	            "</v></c></row>",
	            "1|Đỗ An|giàu định dạng|a<b&|\n3||trong ô||công thức|\n");
}

static void numbers_keep_their_text(void **state)
{
	(void)state;
	assert_rows("<row><c><v>1</v></c><c><v>-2.50</v></c><c><v>1E3</v></c>"
	            "<c><v>0.10000000000000001</v></c><c><v>1089012345678901234</v></c>"
	            "<c s=\"3\"><v>1800000</v></c></row>",
	            "1|i:1=1|r:-2.5=-2.50|i:1000=1E3|r:0.10000000000000001=0.10000000000000001|"
	            "r:1.0890123456789012e+18=1089012345678901234|i:1800000=1800000|\n");
}

static void dates_are_told_by_their_format(void **state)
{
	(void)state;
	assert_rows("<row><c s=\"1\"><v>46049</v></c><c s=\"2\"><v>46049.5</v></c>"
	            "<c s=\"4\"><v>0.5</v></c><c s=\"1\"><v>1</v></c><c s=\"1\"><v>60</v></c>"
	            "<c s=\"1\"><v>61</v></c><c t=\"d\"><v>2026-01-27T08:05:00</v></c>"
	            "<c s=\"1\"><v>-3</v></c><c s=\"1\"><v>2958465</v></c><c s=\"1\"><v>9999999</v></c>"
	            "<c s=\"99\"><v>46049</v></c></row>",
	            "1|d:2026-01-27+0=27/01/2026|d:2026-01-27+43200=27/01/2026 12:00:00|r:0.5=0.5|"
	            "d:1900-01-01+0=01/01/1900|i:60=60|d:1900-03-01+0=01/03/1900|"
	            "d:2026-01-27+29100=27/01/2026 08:05:00|i:-3=-3|i:2958465=2958465|"
	            "i:9999999=9999999|i:46049=46049|\n");
}

static void the_epoch_of_1904_is_followed(void **state)
{
	(void)state;
	struct buf zip;
	static const char book[] =
		XML "<workbook " NS "xmlns:r=\"" REL "\"><workbookPr date1904="
			"\"1\"/><sheets><sheet name=\"T\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>";
	assert_table(xlsx_around(&zip, STR(SHEET("<row><c s=\"1\"><v>1</v></c></row>")), NULL, book),
	             "", "[T]*\n1|d:1904-01-02+0=02/01/1904|\n");
	buf_release(&zip);
}

static void booleans_errors_and_empty_cells(void **state)
{
	(void)state;
	assert_rows("<row r=\"2\"><c r=\"A2\" s=\"1\"/><c r=\"B2\" t=\"b\"><v>1</v></c>"
	            "<c r=\"C2\" t=\"b\"><v>0</v></c><c r=\"D2\" t=\"e\"><f>1/0</f><v>#DIV/0!</v></c>"
	            "<c r=\"E2\" t=\"s\"/><c r=\"XFD2\" s=\"1\"/></row><row r=\"4\"/>",
	            "2||b:1=1|b:0=0|e:#DIV/0!|\n");
}

static void a_sheet_is_chosen_by_name(void **state)
{
	(void)state;
	struct buf zip;
	struct str file = xlsx_around(&zip, STR(SHEET("<row><c><v>1</v></c></row>")), NULL, NULL);
	assert_table(file, "Ẩn", "(Ẩn)*\n[Năm & tháng]\n1|i:2=2|\n");
	assert_table(file, "Năm & tháng", SHEETS "1|i:1=1|\n");
	struct buf out;
	struct err e;
	assert_int_equal(read_file(file, "Không có", &out, &e), RC_INVALID);
	assert_non_null(strstr(e.message, "không có trang tính"));
	buf_release(&out);
	buf_release(&zip);
}

/* Excel's extreme rows and cells outside the data are not cells. */
static void what_stands_outside_the_data_is_not_read(void **state)
{
	(void)state;
	struct buf zip;
	static const char sheet[] =
		XML "<worksheet " NS "><dimension ref=\"A1:XFD1048576\"/><cols>"
			"<col min=\"1\" max=\"16384\"/></cols><sheetData><row><c><v>1</v></c></row></sheetData>"
			"<mergeCells><mergeCell ref=\"A1:B2\"/></mergeCells><extLst><row><c><v>9</v></c></row>"
			"</extLst></worksheet>";
	assert_table(xlsx_around(&zip, str_of(sheet), NULL, NULL), "", SHEETS "1|i:1=1|\n");
	buf_release(&zip);
}

/* --- hostile ones --- */

static void impossible_addresses_are_refused(void **state)
{
	(void)state;
	refuse_rows("<row r=\"1000000000\"><c><v>1</v></c></row>", RC_TOOBIG, "1048576 dòng");
	refuse_rows("<row r=\"99999999999999999999\"/>", RC_INVALID, "số dòng sai");
	refuse_rows("<row r=\"0\"/>", RC_INVALID, "thứ tự");
	refuse_rows("<row r=\"5\"/><row r=\"5\"/>", RC_INVALID, "thứ tự");
	refuse_rows("<row><c r=\"B1\"><v>1</v></c><c r=\"A1\"><v>1</v></c></row>", RC_INVALID,
	            "địa chỉ ô");
	refuse_rows("<row><c r=\"ZZZZZ1\"><v>1</v></c></row>", RC_INVALID, "địa chỉ ô");
	refuse_rows("<row><c r=\"IW1\"><v>1</v></c></row>", RC_TOOBIG, "Ô IW1: bảng có quá nhiều cột");
}

static void wrong_values_are_refused_with_the_place(void **state)
{
	(void)state;
	refuse_rows("<row><c t=\"s\"><v>3</v></c></row>", RC_INVALID, "Ô A1: trỏ tới");
	refuse_rows("<row><c t=\"s\"><v>-1</v></c></row>", RC_INVALID, "Ô A1: trỏ tới");
	refuse_rows("<row><c/><c><v>1x</v></c></row>", RC_INVALID, "Ô B1: số không");
	refuse_rows("<row><c><v>nan</v></c></row>", RC_INVALID, "số không");
	refuse_rows("<row><c><v>1e999</v></c></row>", RC_INVALID, "số không");
	refuse_rows("<row><c><v>0x10</v></c></row>", RC_INVALID, "số không");
	refuse_rows("<row><c t=\"d\"><v>2026-02-30</v></c></row>", RC_INVALID, "ngày không");
	refuse_rows("<row><c t=\"d\"><v>2026-01-27T99:00:00</v></c></row>", RC_INVALID, "ngày không");
}

static void document_types_and_entities_are_refused(void **state)
{
	(void)state;
	static const char *const sheets[] = {
		"<?xml version=\"1.0\"?><!DOCTYPE w [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>"
		"<worksheet><sheetData><row><c t=\"str\"><v>&x;</v></c></row></sheetData></worksheet>",
		"<?xml version=\"1.0\"?><!DOCTYPE w [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b "
		"\"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]>"
		"<worksheet><sheetData><row><c t=\"str\"><v>&c;</v></c></row></sheetData></worksheet>",
		"<!DOCTYPE w SYSTEM \"http://127.0.0.1/x.dtd\"><worksheet/>",
	};
	for (size_t i = 0; i < sizeof sheets / sizeof *sheets; i++) {
		struct buf zip;
		assert_refused(xlsx_around(&zip, str_of(sheets[i]), NULL, NULL), RC_INVALID, "DOCTYPE");
		buf_release(&zip);
	}
	refuse_rows("<row><c t=\"str\"><v>&unknown;</v></c></row>", RC_INVALID, "XML sai");
}

static void deep_nesting_is_refused(void **state)
{
	(void)state;
	char rows[2048] = "";
	for (size_t i = 0; i < 200; i++)
		memcpy(rows + i * 3, "<x>", 4);
	refuse_rows(rows, RC_INVALID, "lồng quá sâu");
}

/* 256 MiB of blanks deflate to a quarter of a megabyte. */
static void a_zip_bomb_is_refused_early(void **state)
{
	(void)state;
	struct buf zip;
	size_t n = 64 * MIB;
	char *sheet = malloc(n);
	assert_non_null(sheet);
	memset(sheet, ' ', n);
	memcpy(sheet, "<worksheet>", 11);
	assert_refused(xlsx_around(&zip, (struct str){sheet, n}, NULL, NULL), RC_TOOBIG,
	               "bung ra quá lớn");
	free(sheet);
	buf_release(&zip);
}

static void limits_count_what_is_really_inflated(void **state)
{
	(void)state;
	struct sheet_limits small = sheet_limits_usual;
	small.part_bytes = 400;
	struct buf zip, out;
	struct err e = {0};
	struct str file = xlsx_around(&zip, STR(SHEET("<row/>")), NULL, NULL);
	struct sheet_sink sink = table_log_to(&out);
	buf_init(&out, MIB);
	assert_int_equal(sheet_read_xlsx(file, STR(""), &small, &sink, &e), RC_TOOBIG);
	small = sheet_limits_usual;
	small.total_bytes = 2000;
	e = (struct err){0};
	assert_int_equal(sheet_read_xlsx(file, STR(""), &small, &sink, &e), RC_TOOBIG);
	small = sheet_limits_usual;
	small.parts = 6;
	e = (struct err){0};
	assert_int_equal(sheet_read_xlsx(file, STR(""), &small, &sink, &e), RC_INVALID);
	buf_release(&out);
	buf_release(&zip);
}

static void damaged_packages_are_refused(void **state)
{
	(void)state;
	struct buf zip;
	struct str file = xlsx_around(&zip, STR(SHEET("<row><c><v>1</v></c></row>")), NULL, NULL);
	for (size_t n = 0; n < file.n; n += 7) {
		char *copy = malloc(n + 1);
		assert_non_null(copy);
		memcpy(copy, file.p, n);
		assert_refused((struct str){copy, n}, RC_INVALID, "Tệp Excel bị hỏng");
		free(copy);
	}
	assert_refused(STR("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), RC_INVALID, "mật khẩu");
	assert_refused(STR("Họ tên;Năm\n"), RC_INVALID, "Tệp Excel bị hỏng");
	buf_release(&zip);
	const struct xlsx_piece only_rels[] = {{"_rels/.rels", STR(ROOT_RELS)}};
	assert_refused(xlsx_zip(&zip, only_rels, 1), RC_INVALID, "thiếu thành phần");
	buf_release(&zip);
}

static void a_flipped_byte_never_gives_another_table(void **state)
{
	(void)state;
	struct buf zip;
	struct str file = xlsx_around(
		&zip, STR(SHEET("<row><c t=\"s\"><v>0</v></c><c><v>12345</v></c></row>")), NULL, NULL);
	size_t same = 0;
	for (size_t at = 0; at < file.n; at++) {
		struct buf out;
		struct err e;
		zip.p[at] = (char)(zip.p[at] ^ 0x10);
		if (read_file(file, "", &out, &e) == RC_OK) {
			buf_chr(&out, '\0');
			/* The sheets' list may change, a value may not: CRC-32 guards each part. */
			assert_non_null(strstr(out.p, "|Đỗ An|i:12345=12345|"));
			same++;
		} else {
			assert_true(e.message[0] != '\0');
		}
		buf_release(&out);
		zip.p[at] = (char)(zip.p[at] ^ 0x10);
	}
	assert_true(same < file.n / 2);
	buf_release(&zip);
}

/* --- written by us, read by the locked-in child --- */

static void write_book(int fd, size_t rows)
{
	static const struct table_column columns[] = {
		{STR("Họ tên"), TABLE_TEXT, 30},   {STR("Năm"), TABLE_INT, 0},
		{STR("Số tiền"), TABLE_AMOUNT, 0}, {STR("Điểm"), TABLE_REAL, 0},
		{STR("Ngày"), TABLE_DATE, 0},      {STR("Nữ"), TABLE_BOOL, 0}};
	struct table_out *t;
	struct err e = {0};
	assert_int_equal(table_xlsx(fd, "Danh sách", NULL, &t, &e), RC_OK);
	assert_int_equal(table_columns(t, columns, 6, &e), RC_OK);
	for (size_t i = 0; i < rows; i++) {
		struct cell when = cell_date(date_of(2026, 1, 27));
		when.seconds = i % 2 ? 50700 : 0;
		struct cell cells[] = {cell_text(i % 2 ? STR("=1+1 \"<&>") : STR("Đỗ An")),
		                       cell_int(2026),
		                       cell_int(1800000),
		                       cell_real(9.25),
		                       when,
		                       cell_bool(true)};
		assert_int_equal(table_row(t, cells, 6, &e), RC_OK);
	}
	struct cell old[] = {{0}, {0}, {0}, {0}, cell_date(date_of(1890, 5, 19))};
	assert_int_equal(table_row(t, old, 5, &e), RC_OK);
	assert_int_equal(table_end(t, &e), RC_OK);
}

static enum rc read_locked(int fd, const char *kind, const char *want, struct buf *out,
                           struct err *e)
{
	struct sheet_stream stream;
	struct sheet_sink sink = table_log_to(out);
	struct sandbox_job job = {.kind = kind,
	                          .arg = want,
	                          .in_fd = fd,
	                          .time_ms = 60000,
	                          .memory_bytes = 64 * MIB,
	                          .out_max = 64 * MIB};
	*e = (struct err){0};
	buf_init(out, 64 * MIB);
	sheet_stream_init(&stream, &sheet_limits_usual, &sink);
	enum rc rc = sandbox_run(&job, sheet_stream_feed, &stream, e);
	if (rc == RC_OK)
		rc = sheet_stream_end(&stream, e);
	sheet_stream_release(&stream);
	return rc;
}

static void what_is_written_comes_back_through_the_sandbox(void **state)
{
	(void)state;
	struct buf out;
	struct err e;
	int fd = memfd_create("xlsx", MFD_CLOEXEC);
	write_book(fd, 2);
	enum rc rc = read_locked(fd, "xlsx", "", &out, &e);
	assert_string_equal(e.message, "");
	assert_int_equal(rc, RC_OK);
	buf_chr(&out, '\0');
	assert_string_equal(
		out.p, "[Danh sách]*\n1|Họ tên|Năm|Số tiền|Điểm|Ngày|Nữ|\n"
			   "2|Đỗ An|i:2026=2026|i:1800000=1800000|r:9.25=9.25|d:2026-01-27+0=27/01/2026|Có|\n"
			   "3|=1+1 \"<&>|i:2026=2026|i:1800000=1800000|r:9.25=9.25|"
			   "d:2026-01-27+50700=27/01/2026 14:05:00|Có|\n4|||||19/05/1890|\n");
	buf_release(&out);
	close(fd);
}

static void many_rows_come_through_the_sandbox(void **state)
{
	(void)state;
	struct buf out;
	struct err e;
	int fd = memfd_create("xlsx", MFD_CLOEXEC);
	write_book(fd, 20000);
	assert_int_equal(read_locked(fd, "xlsx", "Danh sách", &out, &e), RC_OK);
	size_t lines = 0;
	for (size_t i = 0; i < out.n; i++)
		lines += out.p[i] == '\n';
	assert_int_equal(lines, 20003);
	buf_release(&out);
	close(fd);
}

static void a_bad_file_gives_its_sentence_through_the_sandbox(void **state)
{
	(void)state;
	struct buf out;
	struct err e;
	int fd = memfd_create("csv", MFD_CLOEXEC);
	assert_int_equal(write(fd, "a;b\nc;\"d", 8), 8);
	assert_int_equal(read_locked(fd, "csv", "", &out, &e), RC_INVALID);
	assert_non_null(strstr(e.message, "Dòng 2, cột B"));
	buf_release(&out);
	assert_int_equal(read_locked(fd, "xlsx", "", &out, &e), RC_INVALID);
	assert_non_null(strstr(e.message, "Tệp Excel bị hỏng"));
	buf_release(&out);
	close(fd);
}

/* What the locked-in child says of a whole file: refused, and the sentence says what to do. */
static void refuse_locked(struct str file, enum rc rc, const char *part)
{
	struct buf out;
	struct err e;
	int fd = memfd_create("hostile", MFD_CLOEXEC);
	assert_int_equal(write(fd, file.p, file.n), file.n);
	enum rc got = read_locked(fd, "xlsx", "", &out, &e);
	if (!strstr(e.message, part) || !strstr(e.message, "Xin "))
		fail_msg("\"%s\" and what to do are not in \"%s\"", part, e.message);
	assert_int_equal(got, rc);
	buf_release(&out);
	close(fd);
}

static void refuse_sheet_locked(struct str sheet, const char *strings, enum rc rc, const char *part)
{
	struct buf zip;
	refuse_locked(xlsx_around(&zip, sheet, strings, NULL), rc, part);
	buf_release(&zip);
}

static void hostile_files_are_refused_through_the_sandbox(void **state)
{
	(void)state;
	struct buf zip, outer;
	refuse_locked(STR("%PDF-1.7\n1 0 obj<<>>endobj\n%%EOF\n"), RC_INVALID, "bị hỏng");
	refuse_locked(STR("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), RC_INVALID, "mật khẩu");
	refuse_sheet_locked(STR("<!DOCTYPE w [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><worksheet/>"),
	                    NULL, RC_INVALID, "DOCTYPE");

	struct str file = xlsx_around(&zip, STR(SHEET("<row/>")), NULL, NULL);
	refuse_locked((struct str){file.p, file.n / 2}, RC_INVALID, "bị hỏng");
	const struct xlsx_piece inside = {"bang.xlsx", file};
	refuse_locked(xlsx_zip(&outer, &inside, 1), RC_INVALID, "thiếu thành phần");
	buf_release(&outer);
	refuse_sheet_locked(file, NULL, RC_INVALID, "bị hỏng"); /* a ZIP in place of the sheet */
	/* Two parts of one name: sheet2 of the ZIP is called sheet1 as well. */
	char *at = zip.p;
	size_t renamed = 0;
	while ((at = memmem(at, (size_t)(zip.p + zip.n - at), "sheets/sheet2.xml", 17))) {
		at[12] = '1';
		renamed++;
	}
	assert_int_equal(renamed, 2);
	refuse_locked(buf_view(&zip), RC_INVALID, "bị hỏng");
	buf_release(&zip);

	size_t n = 64 * MIB;
	char *strings = malloc(n + 1);
	assert_non_null(strings);
	memcpy(strings, "<sst>", 5);
	for (size_t i = 5; i < n; i++)
		strings[i] = "<si/>"[i % 5];
	strings[n] = '\0';
	refuse_sheet_locked(STR(SHEET("<row><c t=\"s\"><v>1</v></c></row>")), strings, RC_TOOBIG,
	                    "bung ra quá lớn");
	refuse_sheet_locked((struct str){strings, n}, NULL, RC_TOOBIG, "bung ra quá lớn");
	free(strings);
}

static void a_text_too_long_for_excel_is_refused_by_the_writer(void **state)
{
	(void)state;
	static const struct table_column columns[] = {{STR("a"), TABLE_TEXT, 0}};
	static char longest[SHEET_CELL_CHARS_MAX + 1];
	memset(longest, 'x', sizeof longest);
	struct table_out *t;
	struct err e = {0};
	int fd = memfd_create("xlsx", MFD_CLOEXEC);
	assert_int_equal(table_xlsx(fd, "T", NULL, &t, &e), RC_OK);
	assert_int_equal(table_columns(t, columns, 1, &e), RC_OK);
	struct cell c = cell_text((struct str){longest, SHEET_CELL_CHARS_MAX});
	assert_int_equal(table_row(t, &c, 1, &e), RC_OK);
	c.text.n++;
	assert_int_equal(table_row(t, &c, 1, &e), RC_TOOBIG);
	table_drop(t);
	close(fd);
}

/* --- the stream: a child that was taken over may send anything --- */

static enum rc feed_in_pieces(struct str bytes, size_t piece, struct buf *out, struct err *e)
{
	struct sheet_stream stream;
	struct sheet_sink sink = table_log_to(out);
	*e = (struct err){0};
	buf_init(out, MIB);
	sheet_stream_init(&stream, &sheet_limits_usual, &sink);
	enum rc rc = RC_OK;
	for (size_t at = 0; rc == RC_OK && at < bytes.n; at += piece)
		rc = sheet_stream_feed(&stream, bytes.p + at, bytes.n - at < piece ? bytes.n - at : piece,
		                       e);
	if (rc == RC_OK)
		rc = sheet_stream_end(&stream, e);
	sheet_stream_release(&stream);
	return rc;
}

#define ROW_HEAD(n)                                                                                \
	"TDS1R" n "\0\0\0"                                                                             \
	"\1\0\0\0"
#define END "E\4\0\0\0\1\0\0\0"

static void a_stream_may_come_in_any_pieces(void **state)
{
	(void)state;
	struct str good = STR("TDS1S\2\0\0\0\2TR\x15\0\0\0\1\0\0\0\0\0\1\1\0\0\0a\2\0\6\2\0\0\0#N" END);
	for (size_t piece = 1; piece <= good.n; piece++) {
		struct buf out;
		struct err e;
		assert_int_equal(feed_in_pieces(good, piece, &out, &e), RC_OK);
		assert_true(str_eqz(buf_view(&out), "[T]*\n1|a||e:#N|\n"));
		buf_release(&out);
	}
}

static void a_lying_stream_is_refused(void **state)
{
	(void)state;
	static const struct str lies[] = {
		STR("TDS2"
	        "E\4\0\0\0\0\0\0\0"),                                   /* another beginning */
		STR("TDS1"),                                                /* no end */
		STR("TDS1E\4\0\0\0\1\0\0\0"),                               /* a row that never came */
		STR("TDS1E\4\0\0\0\0\0\0\0x"),                              /* more after the end */
		STR("TDS1X\0\0\0\0"),                                       /* no such frame */
		STR("TDS1R\xFF\xFF\xFF\xFF"),                               /* longer than allowed */
		STR("TDS1S\1\0\0\0\1"),                                     /* a sheet without name */
		STR("TDS1S\2\0\0\0\7T"),                                    /* unknown flags */
		STR("TDS1S\2\0\0\0\0\xFF"),                                 /* name not UTF-8 */
		STR(ROW_HEAD("\4") END),                                    /* a row without cells */
		STR("TDS1R\x0C\0\0\0\0\0\0\0\0\0\1\1\0\0\0a" END),          /* row 0 */
		STR("TDS1R\x0C\0\0\0\1\0\x10\0\0\0\1\1\0\0\0a" END),        /* row 1 048 577 */
		STR(ROW_HEAD("\x0C") "\0\1\1\1\0\0\0a" END),                /* column 256 */
		STR(ROW_HEAD("\x14") "\1\0\1\1\0\0\0a\1\0\1\1\0\0\0a" END), /* a column twice */
		STR(ROW_HEAD("\x0C") "\0\0\7\1\0\0\0a" END),                /* no such type */
		STR(ROW_HEAD("\x0C") "\0\0\0\1\0\0\0a" END),                /* a filled empty cell */
		STR(ROW_HEAD("\x0B") "\0\0\1\0\0\0\0" END),                 /* a text without text */
		STR(ROW_HEAD("\x0C") "\0\0\1\1\0\0\0\0" END),               /* NUL */
		STR(ROW_HEAD("\x0C") "\0\0\1\1\0\0\0\xC3" END),             /* half a character */
		STR(ROW_HEAD("\x0C") "\0\0\1\xFF\xFF\xFF\xFF"
	                         "a" END),                                   /* a text past its frame */
		STR(ROW_HEAD("\x14") "\0\0\3\1\0\0\0a\0\0\0\0\0\0\xF8\x7F" END), /* not a number */
		STR(ROW_HEAD("\x14") "\0\0\4\1\0\0\0a\xFF\xFF\xFF\x7F\0\0\0\0" END), /* no such day */
		STR(ROW_HEAD("\x14") "\0\0\4\1\0\0\0a\0\0\0\0\x80\x51\1\0" END),     /* 86,400 seconds */
		STR(ROW_HEAD("\x1C") "\0\0\2\1\0\0\0a\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0" END), /* 1 and 0.0 */
	};
	for (size_t i = 0; i < sizeof lies / sizeof *lies; i++) {
		struct buf out;
		struct err e;
		enum rc rc = feed_in_pieces(lies[i], 5, &out, &e);
		if (rc != RC_INVALID)
			fail_msg("lie %zu gave %d", i, (int)rc);
		assert_non_null(strstr(e.detail, "sheet stream"));
		buf_release(&out);
	}
}

/* Not kept in memory until it fails, but refused by its head. */
static void an_overlong_frame_is_refused_at_once(void **state)
{
	(void)state;
	struct sheet_stream stream;
	struct buf out;
	struct err e = {0};
	struct sheet_sink sink = table_log_to(&out);
	sheet_stream_init(&stream, &sheet_limits_usual, &sink);
	assert_int_equal(sheet_stream_feed(&stream, "TDS1R\0\0\0\1", 9, &e), RC_INVALID);
	sheet_stream_release(&stream);
}

int main(int argc, char **argv)
{
	static const struct sandbox_parser parsers[] = {{"xlsx", sheet_parse_xlsx},
	                                                {"csv", sheet_parse_csv}};
	if (argc > 1 && strcmp(argv[1], "parse") == 0)
		return sandbox_child(argc, argv, parsers, 2);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_of_all_three_kinds),
		cmocka_unit_test(numbers_keep_their_text),
		cmocka_unit_test(dates_are_told_by_their_format),
		cmocka_unit_test(the_epoch_of_1904_is_followed),
		cmocka_unit_test(booleans_errors_and_empty_cells),
		cmocka_unit_test(a_sheet_is_chosen_by_name),
		cmocka_unit_test(what_stands_outside_the_data_is_not_read),
		cmocka_unit_test(impossible_addresses_are_refused),
		cmocka_unit_test(wrong_values_are_refused_with_the_place),
		cmocka_unit_test(document_types_and_entities_are_refused),
		cmocka_unit_test(deep_nesting_is_refused),
		cmocka_unit_test(a_zip_bomb_is_refused_early),
		cmocka_unit_test(limits_count_what_is_really_inflated),
		cmocka_unit_test(damaged_packages_are_refused),
		cmocka_unit_test(a_flipped_byte_never_gives_another_table),
		cmocka_unit_test(what_is_written_comes_back_through_the_sandbox),
		cmocka_unit_test(many_rows_come_through_the_sandbox),
		cmocka_unit_test(a_bad_file_gives_its_sentence_through_the_sandbox),
		cmocka_unit_test(hostile_files_are_refused_through_the_sandbox),
		cmocka_unit_test(a_text_too_long_for_excel_is_refused_by_the_writer),
		cmocka_unit_test(a_stream_may_come_in_any_pieces),
		cmocka_unit_test(a_lying_stream_is_refused),
		cmocka_unit_test(an_overlong_frame_is_refused_at_once),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* CSV is read as people's programs write it, and written so that no text becomes a formula. */
#include "doc/table_out.h"
#include "table_log.h"

#include <setjmp.h>
#include <stdarg.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#define MIB ((size_t)1 << 20)

static enum rc read_with(struct str file, const struct sheet_limits *limits, struct buf *out,
                         struct err *e)
{
	struct sheet_sink sink = table_log_to(out);
	*e = (struct err){0};
	buf_init(out, 4 * MIB);
	/* An exact copy on the heap, so that the sanitizer sees a step past the end. */
	char *copy = malloc(file.n ? file.n : 1);
	assert_non_null(copy);
	memcpy(copy, file.p, file.n);
	enum rc rc = sheet_read_csv((struct str){copy, file.n}, limits, &sink, e);
	free(copy);
	return rc;
}

static void assert_reads(struct str file, const char *expected)
{
	struct buf out;
	struct err e;
	assert_int_equal(read_with(file, &sheet_limits_usual, &out, &e), RC_OK);
	buf_chr(&out, '\0');
	assert_string_equal(out.p, expected);
	buf_release(&out);
}

static void assert_refuses(struct str file, enum rc rc, const char *part)
{
	struct buf out;
	struct err e;
	assert_int_equal(read_with(file, &sheet_limits_usual, &out, &e), rc);
	if (!strstr(e.message, part))
		fail_msg("\"%s\" is not in \"%s\"", part, e.message);
	buf_release(&out);
}

static void the_most_frequent_separator_is_found(void **state)
{
	(void)state;
	assert_reads(STR("Họ tên;Năm, tháng\nAn;1\n"), "1|Họ tên|Năm, tháng|\n2|An|1|\n");
	assert_reads(STR("a,b\n1,2"), "1|a|b|\n2|1|2|\n");
	assert_reads(STR("a\tb\n"), "1|a|b|\n");
	assert_reads(STR("một cột\nAn\n"), "1|một cột|\n2|An|\n");
	assert_reads(STR("\"a;b;c\",d\n"), "1|a;b;c|d|\n");
	assert_reads(STR("sep=|\r\na|b;c\r\n"), "2|a|b;c|\n");
}

static void line_ends_of_all_systems_work(void **state)
{
	(void)state;
	assert_reads(STR("a,b\r\nc,d\r\n"), "1|a|b|\n2|c|d|\n");
	assert_reads(STR("a,b\rc,d\r"), "1|a|b|\n2|c|d|\n");
	assert_reads(STR("a,b\n\n\nc"), "1|a|b|\n4|c|\n");
	assert_reads(STR(""), "");
	assert_reads(STR("\n"), "");
}

static void quotes_follow_rfc_4180(void **state)
{
	(void)state;
	assert_reads(STR("\"a\"\"b\",\"c\r\nd\",\"\"\n"), "1|a\"b|c\r\nd|\n");
	assert_reads(STR("Công ty \"A\",x\n"), "1|Công ty \"A\"|x|\n");
	assert_reads(STR("a,,,d,,\n"), "1|a|||d|\n");
}

static void digits_stay_text(void **state)
{
	(void)state;
	assert_reads(STR("001089012345,1e5,=1+1\n"), "1|001089012345|1e5|=1+1|\n");
}

static void encodings_are_told_by_their_marks(void **state)
{
	(void)state;
	assert_reads(STR("\xEF\xBB\xBFĐỗ,b\n"), "1|Đỗ|b|\n");
	/* "Đ\t😀\r\n" */
	assert_reads(STR("\xFF\xFE\x10\x01\t\0\x3D\xD8\x00\xDE\r\0\n\0"), "1|Đ|😀|\n");
	assert_reads(STR("\xFE\xFF\x01\x10\0\t\xD8\x3D\xDE\x00\0\r\0\n"), "1|Đ|😀|\n");
}

static void wrong_encodings_are_refused_with_the_place(void **state)
{
	(void)state;
	assert_refuses(STR("a,b\nc,\xC3(\n"), RC_INVALID, "Dòng 2, cột B: không phải chữ UTF-8");
	assert_refuses((struct str){"a,b\0c\n", 6}, RC_INVALID, "Dòng 1, cột B");
	assert_refuses(STR("\xFF\xFE\x3D\xD8\x41\0"), RC_INVALID, "UTF-16 có ký tự hỏng");
	assert_refuses(STR("\xFF\xFE\x00\xDE"), RC_INVALID, "UTF-16 có ký tự hỏng");
	assert_refuses(STR("\xFF\xFE"
	                   "A\0B"),
	               RC_INVALID, "UTF-16 bị cắt cụt");
}

static void broken_quotes_are_refused_with_the_place(void **state)
{
	(void)state;
	assert_refuses(STR("a,b\nc,\"d\ne,f\n"), RC_INVALID, "Dòng 2, cột B: thiếu dấu ngoặc kép");
	assert_refuses(STR("a,\"b\"c\n"), RC_INVALID, "Dòng 1, cột B: có chữ sau");
	assert_refuses(STR("\""), RC_INVALID, "Dòng 1, cột A");
}

static void limits_hold(void **state)
{
	(void)state;
	struct sheet_limits small = sheet_limits_usual;
	small.rows = 2;
	small.columns = 3;
	small.cell_chars = 4;
	small.total_bytes = 64;
	static const struct {
		const char *file, *part;
	} cases[] = {
		{"a\nb\nc\n", "quá 2 dòng"},
		{"a,b,c,d\n", "Dòng 1, cột D: bảng có quá nhiều cột"},
		{"ồồồồồ,b\n", "ô chứa quá nhiều ký tự"},
		{"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "lớn quá"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf out;
		struct err e;
		assert_int_equal(read_with(str_of(cases[i].file), &small, &out, &e), RC_TOOBIG);
		if (!strstr(e.message, cases[i].part))
			fail_msg("\"%s\" is not in \"%s\"", cases[i].part, e.message);
		buf_release(&out);
	}
	struct buf out;
	struct err e;
	assert_int_equal(read_with(STR("ồồồồ,b,c,,,,\n"), &small, &out, &e), RC_OK);
	buf_release(&out);
}

/* --- writing --- */

static struct str written(int fd, struct buf *b)
{
	off_t n = lseek(fd, 0, SEEK_END);
	buf_init(b, 4 * MIB);
	char *to = buf_room(b, (size_t)n);
	assert_non_null(to);
	assert_int_equal(pread(fd, to, (size_t)n, 0), n);
	b->n = (size_t)n;
	return buf_view(b);
}

static void write_table(int fd, char separator)
{
	static const struct table_column columns[] = {
		{STR("Họ tên"), TABLE_TEXT, 0}, {STR("Năm"), TABLE_INT, 0},
		{STR("Điểm"), TABLE_REAL, 0},   {STR("Ngày"), TABLE_DATE, 0},
		{STR("Nữ"), TABLE_BOOL, 0},     {STR("Ghi chú"), TABLE_TEXT, 0}};
	static const char *const notes[] = {"=HYPERLINK(\"x\")", "+84",         "-1",
	                                    "@SUM(A1)",          "\t=1",        "a;b,c",
	                                    "dòng\nhai",         "bình thường", ""};
	struct table_out *t;
	struct err e = {0};
	assert_int_equal(table_csv(fd, separator, &t, &e), RC_OK);
	assert_int_equal(table_columns(t, columns, 6, &e), RC_OK);
	for (size_t i = 0; i < sizeof notes / sizeof *notes; i++) {
		struct cell cells[] = {cell_text(STR("Đỗ An")), cell_int(-2026),
		                       cell_real(-0.5),         cell_date(date_of(2026, 1, 27)),
		                       cell_bool(i % 2),        cell_text(str_of(notes[i]))};
		assert_int_equal(table_row(t, cells, 6, &e), RC_OK);
	}
	assert_int_equal(table_row(t, NULL, 0, &e), RC_OK);
	assert_int_equal(table_end(t, &e), RC_OK);
}

static void texts_never_become_formulas(void **state)
{
	(void)state;
	struct buf b;
	int fd = memfd_create("csv", MFD_CLOEXEC);
	write_table(fd, ';');
	struct str s = written(fd, &b);
#define FRONT "Đỗ An;-2026;-0,5;27/01/2026;"
	struct str expected =
		STR("\xEF\xBB\xBFHọ tên;Năm;Điểm;Ngày;Nữ;Ghi chú\r\n" FRONT
	        "Không;\"'=HYPERLINK(\"\"x\"\")\"\r\n" FRONT "Có;'+84\r\n" FRONT "Không;'-1\r\n" FRONT
	        "Có;'@SUM(A1)\r\n" FRONT "Không;'\t=1\r\n" FRONT "Có;\"a;b,c\"\r\n" FRONT
	        "Không;\"dòng\nhai\"\r\n" FRONT "Có;bình thường\r\n" FRONT "Không;\r\n;;;;;\r\n");
	assert_int_equal(s.n, expected.n);
	assert_memory_equal(s.p, expected.p, expected.n);
	buf_release(&b);
	close(fd);
}

static void what_is_written_can_be_read(void **state)
{
	(void)state;
	struct buf b, out;
	struct err e;
	int fd = memfd_create("csv", MFD_CLOEXEC);
	write_table(fd, ',');
	assert_int_equal(read_with(written(fd, &b), &sheet_limits_usual, &out, &e), RC_OK);
	assert_non_null(memmem(out.p, out.n, "\n7|Đỗ An|-2026|-0.5|27/01/2026|Có|a;b,c|\n", 44));
	buf_release(&out);
	buf_release(&b);
	close(fd);
}

static void a_full_disk_is_reported(void **state)
{
	(void)state;
	struct table_out *t;
	struct err e = {0};
	static const struct table_column columns[] = {{STR("a"), TABLE_TEXT, 0}};
	FILE *full = fopen("/dev/full", "w");
	assert_non_null(full);
	assert_int_equal(table_csv(fileno(full), ',', &t, &e), RC_OK);
	assert_int_equal(table_columns(t, columns, 1, &e), RC_OK);
	assert_int_equal(table_end(t, &e), RC_IO);
	fclose(full);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_most_frequent_separator_is_found),
		cmocka_unit_test(line_ends_of_all_systems_work),
		cmocka_unit_test(quotes_follow_rfc_4180),
		cmocka_unit_test(digits_stay_text),
		cmocka_unit_test(encodings_are_told_by_their_marks),
		cmocka_unit_test(wrong_encodings_are_refused_with_the_place),
		cmocka_unit_test(broken_quotes_are_refused_with_the_place),
		cmocka_unit_test(limits_hold),
		cmocka_unit_test(texts_never_become_formulas),
		cmocka_unit_test(what_is_written_can_be_read),
		cmocka_unit_test(a_full_disk_is_reported),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

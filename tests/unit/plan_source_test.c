/* source.c, docx.c, the profile for pdftotext: files become words, in the sandbox. */
#include "app/plan/plan.h"
#include "cli/parsers.h"
#include "doc/docx.h"
#include "plan/read.h"
#include "xlsx_make.h"

#include <setjmp.h>
#include <stdarg.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cairo-pdf.h>
#include <cmocka.h>

#define W "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
#define OFFICE_REL "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define DOCX_RELS                                                                                  \
	"<Relationships " PACKAGE_REL "><Relationship Id=\"r1\" Type=\"" OFFICE_REL                    \
	"/officeDocument\" Target=\"word/document.xml\"/></Relationships>"
#define P(text) "<w:p><w:r><w:t xml:space=\"preserve\">" text "</w:t></w:r></w:p>"
#define N(num, level, text)                                                                        \
	"<w:p><w:pPr><w:numPr><w:ilvl w:val=\"" level "\"/><w:numId w:val=\"" num                      \
	"\"/></w:numPr></w:pPr><w:r><w:t>" text "</w:t></w:r></w:p>"
#define BODY(text) "<w:document " W "><w:body>" text "</w:body></w:document>"
#define LVL(i, format, text)                                                                       \
	"<w:lvl w:ilvl=\"" i "\"><w:start w:val=\"1\"/><w:numFmt w:val=\"" format                      \
	"\"/><w:lvlText w:val=\"" text "\"/></w:lvl>"
#define NUMBERING                                                                                  \
	"<w:numbering " W "><w:abstractNum w:abstractNumId=\"0\">" LVL("0", "upperRoman", "%1.")       \
		LVL("1", "decimal", "%2.") LVL("2", "lowerLetter", "%3)") LVL(                             \
			"3", "bullet", "\xEF\x82\xB7") "</w:abstractNum><w:num w:numId=\"5\">"                 \
										   "<w:abstractNumId w:val=\"0\"/></w:num></w:numbering>"
#define STYLES_DOCX                                                                                \
	"<w:styles " W "><w:style w:styleId=\"Muc\"><w:pPr><w:numPr><w:ilvl w:val=\"1\"/>"             \
	"<w:numId w:val=\"5\"/></w:numPr></w:pPr></w:style><w:style w:styleId=\"MucCon\">"             \
	"<w:basedOn w:val=\"Muc\"/></w:style></w:styles>"

struct made {
	struct arena a;
	struct buf file, text;
	struct err e;
};

static int setup(void **state)
{
	struct made *m = calloc(1, sizeof *m);
	arena_init(&m->a);
	buf_init(&m->file, (size_t)64 << 20);
	buf_init(&m->text, DOC_TEXT_MAX);
	*state = m;
	return 0;
}

static int teardown(void **state)
{
	struct made *m = *state;
	arena_release(&m->a);
	buf_release(&m->file);
	buf_release(&m->text);
	free(m);
	return 0;
}

static struct str docx_of(struct made *m, const char *body)
{
	struct xlsx_piece pieces[] = {
		{"_rels/.rels", str_of(DOCX_RELS)},
		{"word/document.xml", str_of(body)},
		{"word/numbering.xml", str_of(NUMBERING)},
		{"word/styles.xml", str_of(STYLES_DOCX)},
		{"[Content_Types].xml", str_of("<Types xmlns=\"http://schemas."
	                                   "openxmlformats.org/package/2006/content-types\"/>")}};
	buf_release(&m->file);
	return xlsx_zip(&m->file, pieces, 5);
}

static const char *docx_words(struct made *m, const char *body)
{
	struct str file = docx_of(m, body);
	buf_clear(&m->text);
	assert_int_equal(docx_text(file, &m->text, &m->e), RC_OK);
	return arena_str(&m->a, buf_view(&m->text)).p;
}

static void automatic_numbers_become_labels(void **state)
{
	const char *got = docx_words(
		*state,
		BODY(N("5", "0", "MỤC ĐÍCH") N("5", "1", "Một") N("5", "2", "Điểm") N("5", "2", "Điểm nữa")
	             N("5", "1", "Hai") N("5", "3", "Gạch") N("5", "0", "NỘI DUNG") N("5", "1",
	                                                                              "Lại từ đầu")
	                 N("0", "0",
	                   "Không số") "<w:p><w:pPr><w:pStyle w:val=\"MucCon\"/></w:pPr><w:r><w:t>Theo "
	                               "kiểu</w:t></w:r></w:p>"));
	assert_string_equal(got,
	                    "I. MỤC ĐÍCH\n1. Một\na) Điểm\nb) Điểm nữa\n2. Hai\n- Gạch\nII. NỘI DUNG\n"
	                    "1. Lại từ đầu\nKhông số\n2. Theo kiểu\n");
}

static void small_tables_give_their_cells_others_their_rows(void **state)
{
#define CELL(t) "<w:tc>" P(t) "</w:tc>"
	const char *got =
		docx_words(*state, BODY("<w:tbl><w:tr><w:tc>" P("UBND TỈNH") P("VĂN PHÒNG") "</w:tc>" CELL(
							   "CỘNG HÒA") "</w:tr></w:tbl>"
	                                       "<w:tbl><w:tr>" CELL("TT") CELL("Việc")
	                                           CELL("Ai") "</w:tr><w:tr>" CELL("1") CELL("Tập huấn")
	                                               CELL("Phòng A") "</w:tr></w:tbl>"));
	assert_string_equal(
		got, "UBND TỈNH\nVĂN PHÒNG\nCỘNG HÒA\n\nTT | Việc | Ai\n1 | Tập huấn | Phòng A\n");
}

static void what_was_deleted_or_repeated_is_left_out(void **state)
{
	const char *got = docx_words(
		*state, BODY("<w:p><w:r><w:t>Giữ</w:t></w:r><w:del><w:r><w:delText>bỏ</w:delText><w:t>bỏ</"
	                 "w:t></w:r></w:del>"
	                 "<w:ins><w:r><w:t xml:space=\"preserve\"> "
	                 "thêm</w:t></w:r></w:ins><w:r><w:instrText>PAGE</w:instrText>"
	                 "</w:r><mc:AlternateContent "
	                 "xmlns:mc=\"x\"><mc:Choice><w:r><w:t>!</w:t></w:r></mc:Choice><mc:Fallback>"
	                 "<w:r><w:t>!!</w:t></w:r></mc:Fallback></mc:AlternateContent></w:p>"));
	assert_string_equal(got, "Giữ thêm!\n");
}

static void old_fonts_become_unicode(void **state)
{
	const char *got = docx_words(
		*state, BODY("<w:p><w:r><w:rPr><w:rFonts w:ascii=\".VnTime\"/></w:rPr><w:t>k\xC3\x95 "
	                 "ho\xC2\xB9"
	                 "ch</w:t></w:r><w:r><w:t xml:space=\"preserve\"> năm</w:t></w:r></w:p>"));
	assert_string_equal(got, "kế hoạch năm\n");
}

static void a_damaged_file_is_told_so(void **state)
{
	struct made *m = *state;
	struct str file = docx_of(m, BODY(P("x")));
	assert_int_equal(docx_text((struct str){file.p, file.n / 2}, &m->text, &m->e), RC_INVALID);
	assert_non_null(strstr(m->e.message, "Word"));
	memset(&m->e, 0, sizeof m->e);
	assert_int_equal(
		docx_text(docx_of(m, "<!DOCTYPE x [<!ENTITY a \"b\">]>" BODY(P("&a;"))), &m->text, &m->e),
		RC_INVALID);
	assert_non_null(strstr(m->e.message, "DOCTYPE"));
}

/* --- through the sandbox -------------------------------------------------------------------------
 */

static int file_of(struct str bytes)
{
	int fd = memfd_create("plan", MFD_CLOEXEC);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes.p, bytes.n), bytes.n);
	return fd;
}

static enum rc words(struct made *m, struct str bytes, struct str *text, const char **kind)
{
	int fd = file_of(bytes);
	struct plan_source from = {.fd = fd, .size = (int64_t)bytes.n};
	memset(&m->e, 0, sizeof m->e);
	enum rc rc = plan_source_text(&m->a, &from, text, kind, &m->e);
	if (rc != RC_OK)
		print_message("%s (%s)\n", m->e.message, m->e.detail);
	close(fd);
	return rc;
}

/* Fonts stay loaded till the end. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:libfontconfig\n";
}

static cairo_status_t keep(void *arg, const unsigned char *p, unsigned n)
{
	buf_add(arg, p, n);
	return CAIRO_STATUS_SUCCESS;
}

static struct str pdf_pages(struct made *m, const char *const *lines, int pages)
{
	buf_clear(&m->file);
	cairo_surface_t *s = cairo_pdf_surface_create_for_stream(keep, &m->file, 595, 842);
	cairo_t *c = cairo_create(s);
	cairo_select_font_face(c, "Liberation Serif", CAIRO_FONT_SLANT_NORMAL,
	                       CAIRO_FONT_WEIGHT_NORMAL);
	cairo_set_font_size(c, 14);
	for (int page = 0; page < pages; page++) {
		char number[16];
		snprintf(number, sizeof number, "%d", page + 1);
		for (int i = 0; lines[i] && (page == 0 || i < 40); i++) {
			cairo_move_to(c, 60, 60 + 22 * i);
			cairo_show_text(c, page && i == 0 ? "Sở Nội vụ tỉnh Sơn La"
			                   : page         ? "Mỗi việc một người."
			                                  : lines[i]);
			if (page && i == 8)
				break;
		}
		cairo_move_to(c, 300, 820);
		cairo_show_text(c, number);
		cairo_show_page(c);
	}
	cairo_destroy(c);
	cairo_surface_destroy(s);
	return buf_view(&m->file);
}

static struct str pdf_of(struct made *m, const char *const *lines)
{
	return pdf_pages(m, lines, 1);
}

static void a_pdf_with_text_is_read_behind_its_locks(void **state)
{
	struct made *m = *state;
	const char *const lines[] = {"UBND TỈNH SƠN LA",
	                             "Số: 27/KH-UBND",
	                             "Sơn La, ngày 05 tháng 02 năm 2026",
	                             "KẾ HOẠCH",
	                             "Phát động thi đua năm 2026",
	                             "I. NỘI DUNG",
	                             "1. Một việc.",
	                             NULL};
	struct str text;
	const char *kind;
	struct plan_doc d;
	enum rc rc = words(m, pdf_of(m, lines), &text, &kind);
	if (rc != RC_OK)
		print_message("%s (%s)\n", m->e.message, m->e.detail);
	assert_int_equal(rc, RC_OK);
	assert_string_equal(kind, "pdf");
	assert_int_equal(plan_read(&m->a, text, &d, &m->e), RC_OK);
	assert_string_equal(d.number.p, "27");
	assert_string_equal(d.issuer.p, "UBND TỈNH SƠN LA");
	assert_int_equal(d.section_count, 2);
}

static void five_hundred_pages_are_read_without_their_running_heads(void **state)
{
	struct made *m = *state;
	const char *const lines[] = {"UBND TỈNH SƠN LA",
	                             "Số: 27/KH-UBND",
	                             "Sơn La, ngày 05 tháng 02 năm 2026",
	                             "KẾ HOẠCH",
	                             "Phát động thi đua năm 2026",
	                             "I. NỘI DUNG",
	                             "1. Một việc.",
	                             "2. Việc nữa.",
	                             "3. Việc cuối.",
	                             "4. Hết.",
	                             NULL};
	struct str text;
	const char *kind;
	struct plan_doc d;
	assert_int_equal(words(m, pdf_pages(m, lines, 500), &text, &kind), RC_OK);
	assert_int_equal(plan_read(&m->a, text, &d, &m->e), RC_OK);
	assert_string_equal(d.number.p, "27");
	assert_int_equal(d.section_count, 5);
	assert_null(strstr(d.sections[4].text.p, "Sở Nội vụ"));
	assert_non_null(strstr(d.sections[4].text.p, "Mỗi việc một người"));
}

static void a_scan_without_text_says_what_to_do(void **state)
{
	struct made *m = *state;
	const char *const lines[] = {NULL};
	struct str text;
	const char *kind;
	assert_int_equal(words(m, pdf_of(m, lines), &text, &kind), RC_INVALID);
	assert_non_null(strstr(m->e.message, "OCR"));
}

static void other_files_are_refused_by_what_they_are(void **state)
{
	static const struct {
		const char *bytes;
		size_t n;
		const char *says;
	} files[] = {{"", 0, "trống"},
	             {"\x89PNG\r\n\x1A\n........", 16, "ảnh"},
	             {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1........", 16, ".doc"},
	             {"%PDF-1.4\nnothing of the kind\n%%EOF\n", 36, "PDF bị hỏng"},
	             {"#!/bin/sh\nexit\n", 15, "kế hoạch đọc được"}};
	struct made *m = *state;
	struct str text;
	const char *kind;
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		assert_int_equal(words(m, (struct str){files[i].bytes, files[i].n}, &text, &kind),
		                 RC_INVALID);
		if (!strstr(m->e.message, files[i].says))
			print_message("%zu: %s\n", i, m->e.message);
		assert_non_null(strstr(m->e.message, files[i].says));
	}
}

static void refuse(struct made *m, struct str bytes, enum rc rc, const char *part)
{
	struct str text;
	const char *kind;
	assert_int_equal(words(m, bytes, &text, &kind), rc);
	if (!strstr(m->e.message, part) || !strstr(m->e.message, "Xin "))
		fail_msg("\"%s\" and what to do are not in \"%s\"", part, m->e.message);
}

static void hostile_word_files_are_refused_in_the_sandbox(void **state)
{
	enum { INFLATED = 64 << 20 };
	struct made *m = *state;
	struct buf outer;
	struct str file = arena_str(&m->a, docx_of(m, BODY(P("x"))));
	refuse(m, (struct str){file.p, file.n / 2}, RC_INVALID, "tệp nén");
	/* A ZIP in place of the text; the text alone. */
	const struct xlsx_piece inside[] = {{"_rels/.rels", str_of(DOCX_RELS)},
	                                    {"word/document.xml", file},
	                                    {"[Content_Types].xml", STR("<Types/>")}};
	refuse(m, xlsx_zip(&outer, inside, 3), RC_INVALID, "bị hỏng");
	buf_release(&outer);
	refuse(m, xlsx_zip(&outer, inside + 1, 2), RC_INVALID, "thiếu thành phần");
	buf_release(&outer);
	refuse(m, docx_of(m, "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>" BODY(P("&a;"))),
	       RC_INVALID, "DOCTYPE");

	char *bomb = malloc(INFLATED + 1);
	assert_non_null(bomb);
	memset(bomb, ' ', INFLATED);
	memcpy(bomb, "<w:document>", 12);
	bomb[INFLATED] = '\0';
	refuse(m, docx_of(m, bomb), RC_TOOBIG, "bung ra quá lớn");
	free(bomb);
}

static void docx_and_old_text_come_out_of_the_sandbox(void **state)
{
	struct made *m = *state;
	struct str text;
	const char *kind;
	assert_int_equal(words(m, docx_of(m, BODY(P("KẾ HOẠCH") P("Thi đua năm 2026, chữ dài cho đủ"))),
	                       &text, &kind),
	                 RC_OK);
	assert_string_equal(kind, "docx");
	assert_true(str_starts(text, "KẾ HOẠCH\n"));
	/* TCVN3: "kế hoạch phát động phong trào thi đua yêu nước năm" */
	struct str old = STR("k\xD5 ho\xB9"
	                     "ch ph\xB8t \xAE\xE9ng phong tr\xB5o thi \xAEua y\xAAu n\xAD\xED"
	                     "c n\xA8m");
	assert_int_equal(words(m, old, &text, &kind), RC_OK);
	assert_string_equal(kind, "txt");
	assert_string_equal(text.p, "kế hoạch phát động phong trào thi đua yêu nước năm");
}

int main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "parse") == 0)
		return sandbox_child(argc, argv, cli_parsers, cli_parser_count);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(automatic_numbers_become_labels),
		cmocka_unit_test(small_tables_give_their_cells_others_their_rows),
		cmocka_unit_test(what_was_deleted_or_repeated_is_left_out),
		cmocka_unit_test(old_fonts_become_unicode),
		cmocka_unit_test(a_damaged_file_is_told_so),
		cmocka_unit_test(a_pdf_with_text_is_read_behind_its_locks),
		cmocka_unit_test(five_hundred_pages_are_read_without_their_running_heads),
		cmocka_unit_test(a_scan_without_text_says_what_to_do),
		cmocka_unit_test(other_files_are_refused_by_what_they_are),
		cmocka_unit_test(hostile_word_files_are_refused_in_the_sandbox),
		cmocka_unit_test(docx_and_old_text_come_out_of_the_sandbox),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}

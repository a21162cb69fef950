/* Files are known by their content; names cannot disguise them. */
#include "doc/sniff.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void assert_type(struct str bytes, enum file_type type)
{
	char *copy = malloc(bytes.n ? bytes.n : 1);
	assert_non_null(copy);
	memcpy(copy, bytes.p, bytes.n);
	struct str s = {.p = copy, .n = bytes.n};
	assert_int_equal(sniff(s, s), type);
	free(copy);
}

static void types_are_known_by_content(void **state)
{
	(void)state;
	assert_type(STR("%PDF-1.7\n"), FILE_PDF);
	assert_type(STR("\n\n%PDF-1.4"), FILE_PDF);
	assert_type(STR("\x89PNG\r\n\x1A\n...."), FILE_PNG);
	assert_type(STR("\xFF\xD8\xFF\xE0"), FILE_JPEG);
	assert_type(STR("GIF89a"), FILE_GIF);
	assert_type(STR("RIFF\1\2\3\4WEBPVP8 "), FILE_WEBP);
	assert_type(STR("RIFF\1\2\3\4WAVE"), FILE_UNKNOWN);
	assert_type(STR("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1xx"), FILE_OFFICE_OLD);
	assert_type(STR(""), FILE_EMPTY);
	assert_type(STR("\x89PN"), FILE_UNKNOWN);
}

static void kinds_of_zip_are_told_apart(void **state)
{
	(void)state;
	assert_type(STR("PK\x03\x04........................[Content_Types].xml..xl/workbook.xml"),
	            FILE_XLSX);
	assert_type(STR("PK\x03\x04........................[Content_Types].xml..word/document.xml"),
	            FILE_DOCX);
	assert_type(STR("PK\x03\x04..........................mimetype"
	                "application/vnd.oasis.opendocument.text"),
	            FILE_ODT);
	assert_type(STR("PK\x03\x04..........................a.exe"), FILE_ZIP);
}

static void text_and_tables(void **state)
{
	(void)state;
	assert_type(STR("Kính gửi: Ủy ban nhân dân tỉnh\n"), FILE_TEXT);
	assert_type(STR("\xEF\xBB\xBFHọ tên;Năm\nAn;1990\n"), FILE_CSV);
	assert_type(STR("một, hai\nba\n"), FILE_TEXT);
	assert_type(STR("\xFF\xFEH\0"), FILE_TEXT);
	assert_type(STR("\xFF\xFEH"), FILE_UNKNOWN);
	assert_type(STR("chữ \xE1\xBB hỏng"), FILE_UNKNOWN);
	assert_type(STR("a\x01"
	                "b"),
	            FILE_UNKNOWN);
}

/* A head that was cut inside a character is still text. */
static void long_text_may_be_cut_anywhere(void **state)
{
	(void)state;
	size_t n = 3 * 30000;
	char *p = malloc(n + 2);
	assert_non_null(p);
	for (size_t shift = 0; shift < 3; shift++) {
		memset(p, 'x', shift);
		for (size_t i = shift; i + 3 <= n; i += 3)
			memcpy(p + i, "ệ", 3);
		struct str s = {.p = p, .n = n - 3};
		assert_int_equal(sniff(s, s), FILE_TEXT);
	}
	free(p);
}

static void what_runs_is_executable(void **state)
{
	(void)state;
	assert_type(STR("\x7F"
	                "ELF\2\1"),
	            FILE_EXECUTABLE);
	assert_type(STR("MZ\x90\0"), FILE_EXECUTABLE);
	assert_type(STR("#!/bin/sh\n"), FILE_EXECUTABLE);
	assert_type(STR("  <!DOCTYPE html><script>"), FILE_EXECUTABLE);
	assert_type(STR("<SVG onload=x>"), FILE_EXECUTABLE);
	assert_type(STR("\xEF\xBB\xBF<?php"), FILE_EXECUTABLE);
}

static void extensions_must_fit_the_content(void **state)
{
	(void)state;
	assert_true(sniff_extension_fits(FILE_PDF, STR("Quyết định 12.PDF")));
	assert_true(sniff_extension_fits(FILE_JPEG, STR("a.b.jpeg")));
	assert_true(sniff_extension_fits(FILE_CSV, STR("x.txt")));
	assert_false(sniff_extension_fits(FILE_PDF, STR("a.docx")));
	assert_false(sniff_extension_fits(FILE_PDF, STR("a.pdf.exe")));
	assert_false(sniff_extension_fits(FILE_PDF, STR("pdf")));
	assert_false(sniff_extension_fits(FILE_PDF, STR("a.")));
	assert_false(sniff_extension_fits(FILE_JPEG, STR("a.jpg jpeg")));
	assert_false(sniff_extension_fits(FILE_EXECUTABLE, STR("a.exe")));
	assert_false(sniff_extension_fits(FILE_UNKNOWN, STR("a. ")));
	assert_string_equal(sniff_name(FILE_XLSX), "tệp Excel (.xlsx)");
	assert_string_equal(sniff_media_type(FILE_PNG), "image/png");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(types_are_known_by_content),
		cmocka_unit_test(kinds_of_zip_are_told_apart),
		cmocka_unit_test(text_and_tables),
		cmocka_unit_test(long_text_may_be_cut_anywhere),
		cmocka_unit_test(what_runs_is_executable),
		cmocka_unit_test(extensions_must_fit_the_content),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * Any bytes as a workbook: those that begin like a ZIP as they are, all others as one of
 * its parts, because no fuzzer finds its way through CRC-32. The first byte says which.
 */
#include "../unit/xlsx_make.h"
#include "sheet_roundtrip.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void run_part(char which, struct str part)
{
	static const char sheet[] =
		SHEET("<row><c t=\"s\"><v>0</v></c><c s=\"1\"><v>46049</v></c></row>");
	struct xlsx_piece pieces[] = {
		{"_rels/.rels", STR(ROOT_RELS)},
		{"xl/workbook.xml", STR(BOOK)},
		{"xl/_rels/workbook.xml.rels", STR(BOOK_RELS)},
		{"xl/sharedStrings.xml", STR(STRINGS)},
		{"xl/styles.xml", STR(STYLES)},
		{"xl/worksheets/sheet1.xml", str_of(sheet)},
	};
	size_t count = sizeof pieces / sizeof *pieces;
	size_t at = which >= '0' && which < '0' + (int)count ? (size_t)(which - '0') : count - 1;
	struct buf zip;
	pieces[at].bytes = part;
	roundtrip(sheet_parse_xlsx, xlsx_zip(&zip, pieces, count));
	buf_release(&zip);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str all = {.p = (const char *)data, .n = size};
	if (str_starts(all, "PK"))
		roundtrip(sheet_parse_xlsx, all);
	else if (size > 0)
		run_part(all.p[0], (struct str){all.p + 1, size - 1});
	return 0;
}

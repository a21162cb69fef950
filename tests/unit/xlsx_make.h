/* xlsx_make.h: workbooks put together by hand in memory, right ones and wrong ones. */
#ifndef TEST_XLSX_MAKE_H
#define TEST_XLSX_MAKE_H

#include "base/buf.h"

#include <zip.h>

struct xlsx_piece {
	const char *path;
	struct str bytes;
};

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>"
#define NS "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" "
#define REL "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE_REL "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\""

#define ROOT_RELS                                                                                  \
	XML "<Relationships " PACKAGE_REL "><Relationship Id=\"rId1\" Type=\"" REL                     \
		"/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"

#define BOOK_RELS                                                                                  \
	XML "<Relationships " PACKAGE_REL "><Relationship Id=\"rId1\" Type=\"" REL                     \
		"/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" Type=\"" REL     \
		"/worksheet\" Target=\"/xl/worksheets/sheet2.xml\"/><Relationship Id=\"rId3\" Type=\"" REL \
		"/sharedStrings\" Target=\"sharedStrings.xml\"/><Relationship Id=\"rId4\" Type=\"" REL     \
		"/styles\" Target=\"styles.xml\"/></Relationships>"

#define BOOK                                                                                       \
	XML "<workbook " NS "xmlns:r=\"" REL "\"><sheets>"                                             \
		"<sheet name=\"Ẩn\" sheetId=\"1\" state=\"hidden\" r:id=\"rId2\"/>"                      \
		"<sheet name=\"Năm &amp; tháng\" sheetId=\"2\" r:id=\"rId1\"/></sheets></workbook>"

/* Style 1: dd/mm/yyyy by number; 2: own date; 3: own, a d only quoted or in the second section; 4:
 * time. */
#define STYLES                                                                                     \
	XML "<styleSheet " NS "><numFmts count=\"2\"><numFmt numFmtId=\"164\" "                        \
		"formatCode=\"[$-42A]&quot;ngày &quot;dd\\/mm\\/yyyy;@\"/><numFmt numFmtId=\"165\" "      \
		"formatCode=\"#,##0 &quot;d đồng&quot;;dd\"/></numFmts><cellStyleXfs count=\"1\">"      \
		"<xf numFmtId=\"14\"/></cellStyleXfs><cellXfs count=\"5\"><xf numFmtId=\"0\"/>"            \
		"<xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/><xf numFmtId=\"20\"/>"   \
		"</cellXfs></styleSheet>"

#define STRINGS                                                                                    \
	XML "<sst " NS "count=\"3\"><si><t>Đỗ An</t></si><si><r><t xml:space=\"preserve\">giàu "   \
		"</t></r><r><rPr><b/></rPr><t>định dạng</t></r><rPh><t>đọc</t></rPh></si>"         \
		"<si><t>a&lt;b_x000D_&amp;</t></si></sst>"

#define SHEET(rows) XML "<worksheet " NS "><sheetData>" rows "</sheetData></worksheet>"

static inline struct str xlsx_zip(struct buf *out, const struct xlsx_piece *pieces, size_t n)
{
	zip_error_t why;
	zip_error_init(&why);
	zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, &why);
	zip_t *zip = source ? zip_open_from_source(source, ZIP_TRUNCATE, &why) : NULL;
	BUG_ON(!zip);
	zip_source_keep(source);
	for (size_t i = 0; i < n; i++) {
		zip_source_t *bytes = zip_source_buffer(zip, pieces[i].bytes.p, pieces[i].bytes.n, 0);
		BUG_ON(zip_file_add(zip, pieces[i].path, bytes, ZIP_FL_ENC_UTF_8) < 0);
	}
	BUG_ON(zip_close(zip) != 0);
	BUG_ON(zip_source_open(source) != 0);
	buf_init(out, (size_t)64 << 20);
	for (;;) {
		char *to = buf_room(out, 65536);
		BUG_ON(!to);
		zip_int64_t got = zip_source_read(source, to, 65536);
		if (got <= 0)
			break;
		out->n += (size_t)got;
	}
	zip_source_close(source);
	zip_source_free(source);
	return buf_view(out);
}

/* A whole workbook around one sheet; NULL parts take the usual text. */
static inline struct str xlsx_around(struct buf *out, struct str sheet, const char *strings,
                                     const char *book)
{
	const struct xlsx_piece pieces[] = {
		{"_rels/.rels", STR(ROOT_RELS)},
		{"xl/workbook.xml", str_of(book ? book : BOOK)},
		{"xl/_rels/workbook.xml.rels", STR(BOOK_RELS)},
		{"xl/worksheets/sheet1.xml", sheet},
		{"xl/worksheets/sheet2.xml", STR(SHEET("<row><c><v>2</v></c></row>"))},
		{"xl/sharedStrings.xml", str_of(strings ? strings : STRINGS)},
		{"xl/styles.xml", STR(STYLES)},
	};
	return xlsx_zip(out, pieces, sizeof pieces / sizeof *pieces);
}

#endif

/* docx.c: the model as DOCX (ISO/IEC 29500-1, 17): word/document.xml. */
#include "paper/docx.h"

#include "paper/qr.h"

#define DOCUMENT_MAX ((size_t)256 << 20)
#define PICTURE_MAX ((size_t)1 << 20)
#define CELL_PAD_TWIPS ((int)(PAPER_CELL_PAD * DOCX_TWIPS_PER_MM + 0.5))

struct docx_writer {
	struct buf b;
	struct zip_out *zip;
	int codes;
	struct paper_fonts *fonts;
	struct err *e;
};

static void run_xml(struct buf *b, const struct paper_run *r, uint8_t base)
{
	uint8_t turned = (r->face ^ base) & (PAPER_BOLD | PAPER_ITALIC);
	buf_z(b, "<w:r>");
	if (turned || r->face & PAPER_GAP) {
		buf_z(b, "<w:rPr>");
		if (turned & PAPER_BOLD)
			buf_z(b, r->face & PAPER_BOLD ? "<w:b/>" : "<w:b w:val=\"0\"/>");
		if (turned & PAPER_ITALIC)
			buf_z(b, r->face & PAPER_ITALIC ? "<w:i/>" : "<w:i w:val=\"0\"/>");
		if (r->face & PAPER_GAP)
			buf_z(b, "<w:highlight w:val=\"yellow\"/>");
		buf_z(b, "</w:rPr>");
	}
	buf_z(b, "<w:t xml:space=\"preserve\">");
	docx_escape(b, r->text);
	buf_z(b, "</w:t></w:r>");
}

/* The rule is the upper border of an empty paragraph, drawn in from both sides to its length. */
static enum rc rule_xml(struct docx_writer *w, const struct paper_para *p, double column)
{
	double length;
	TRY(type_rule(w->fonts, p, column, &length, w->e));
	int side = docx_twips((column - length) / 2);
	buf_printf(
		&w->b,
		"<w:p><w:pPr><w:pStyle w:val=\"DuongKe\"/><w:spacing w:before=\"%d\" w:after=\"%d\" "
		"w:line=\"%d\" w:lineRule=\"exact\"/><w:ind w:left=\"%d\" w:right=\"%d\"/></w:pPr></w:p>",
		docx_twips(PAPER_RULE_GAP), docx_twips(paper_styles[p->role].after),
		docx_twips(PAPER_RULE_GAP), side, side);
	return RC_OK;
}

/* A bar is a paragraph of no words with a ground, drawn in from the right to its length. */
static void bar_xml(struct buf *b, const struct paper_para *p, double column)
{
	buf_printf(b, "<w:p><w:pPr><w:pStyle w:val=\"%s\"/>%s", paper_styles[PAPER_BAR].id,
	           p->keep ? "<w:keepNext/>" : "");
	if (p->share > 0)
		buf_printf(b, "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"%06X\"/>",
		           (p->light ? PAPER_BAR_LIGHT : PAPER_BAR_DARK) * 0x010101u);
	buf_printf(b,
	           "<w:spacing w:before=\"%d\" w:after=\"%d\" w:line=\"%d\" w:lineRule=\"exact\"/>"
	           "<w:ind w:right=\"%d\"/></w:pPr></w:p>",
	           docx_twips(paper_styles[PAPER_BAR].before),
	           docx_twips(paper_styles[PAPER_BAR].after), docx_twips(PAPER_BAR_HEIGHT),
	           docx_twips(column * (1 - p->share)));
}

/* A code is a picture, a part of its own. */
static void code_xml(struct docx_writer *w, const QRcode *code)
{
	char path[48];
	struct buf png;
	int no = ++w->codes, emu = (int)(QR_SIDE * DOCX_EMU_PER_MM);
	buf_init(&png, PICTURE_MAX);
	qr_png(code, &png);
	snprintf(path, sizeof path, DOCX_PICTURE, no);
	zip_out_add(w->zip, path, buf_view(&png));
	w->b.failed |= png.failed;
	buf_release(&png);
	buf_printf(&w->b,
	           "<w:p><w:pPr><w:pStyle w:val=\"%s\"/></w:pPr><w:r><w:drawing><wp:inline "
	           "distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"%d\" "
	           "cy=\"%d\"/><wp:docPr id=\"%d\" name=\"QR %d\" descr=\"Mã QR để tra cứu\"/>"
	           "<a:graphic><a:graphicData uri=\"" DOCX_PIC_NS "\"><pic:pic><pic:nvPicPr><pic:cNvPr "
	           "id=\"%d\" name=\"QR %d\"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip "
	           "r:embed=\"q%d\"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr>"
	           "<a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"%d\" cy=\"%d\"/></a:xfrm>"
	           "<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>"
	           "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>",
	           paper_styles[PAPER_CODE].id, emu, emu, no, no, no, no, no, emu, emu);
}

static enum rc para_xml(struct docx_writer *w, const struct paper_para *p, double column)
{
	const struct paper_style *s = &paper_styles[p->role];
	struct buf *b = &w->b;
	if (p->role == PAPER_BAR) {
		bar_xml(b, p, column);
		return RC_OK;
	}
	QRcode *code = qr_of_para(p);
	if (code) {
		code_xml(w, code);
		QRcode_free(code);
		return RC_OK;
	}
	buf_z(b, "<w:p><w:pPr><w:pStyle w:val=\"");
	buf_z(b, s->id);
	buf_z(b, p->keep && !s->keep ? "\"/><w:keepNext/></w:pPr>" : "\"/></w:pPr>");
	for (int i = 0; i < p->count; i++)
		run_xml(b, &p->runs[i], s->face);
	buf_z(b, "</w:p>");
	return s->rule && p->count ? rule_xml(w, p, column) : RC_OK;
}

static void thin_xml(struct buf *b, const char *style)
{
	buf_printf(b, "<w:p><w:pPr><w:pStyle w:val=\"%s\"/></w:pPr></w:p>", style);
}

static enum rc row_xml(struct docx_writer *w, const struct paper_table *t,
                       const struct paper_row *row, bool head, double width)
{
	struct buf *b = &w->b;
	int column = 0;
	buf_z(b, head ? "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
	              : "<w:tr><w:trPr><w:cantSplit/></w:trPr>");
	for (int i = 0; i < row->count; i++) {
		const struct paper_cell *c = &row->cells[i];
		double wide = 0;
		for (int k = 0; k < c->span && column < t->columns; k++)
			wide += t->shares[column++] * width;
		buf_z(b, "<w:tc><w:tcPr><w:tcW w:w=\"");
		buf_int(b, docx_twips(wide));
		buf_z(b, "\" w:type=\"dxa\"/>");
		if (c->span > 1)
			buf_printf(b, "<w:gridSpan w:val=\"%d\"/>", c->span);
		buf_z(b, "</w:tcPr>");
		for (int k = 0; k < c->count; k++)
			TRY(para_xml(w, &c->paras[k],
			             wide -
			                 (t->look != PAPER_SIDES ? 2 * PAPER_CELL_PAD * PAPER_PT_PER_MM : 0)));
		if (c->count == 0)
			thin_xml(b, "Mong");
		buf_z(b, "</w:tc>");
	}
	buf_z(b, "</w:tr>");
	return RC_OK;
}

static enum rc table_xml(struct docx_writer *w, const struct paper_table *t, double width,
                         bool first)
{
	static const char *const sides[] = {"top", "left", "bottom", "right", "insideH", "insideV"};
	struct buf *b = &w->b;
	int pad = t->look != PAPER_SIDES ? CELL_PAD_TWIPS : 0;
	if (!first)
		thin_xml(b, "Cach");
	buf_printf(b, "<w:tbl><w:tblPr><w:tblW w:w=\"%d\" w:type=\"dxa\"/>", docx_twips(width));
	if (t->look == PAPER_GRID) {
		buf_z(b, "<w:tblBorders>");
		for (size_t i = 0; i < sizeof sides / sizeof *sides; i++)
			buf_printf(b, "<w:%s w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>",
			           sides[i]);
		buf_z(b, "</w:tblBorders>");
	}
	buf_printf(
		b,
		"<w:tblLayout w:type=\"fixed\"/><w:tblCellMar><w:left w:w=\"%d\" w:type=\"dxa\"/><w:right "
		"w:w=\"%d\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr><w:tblGrid>",
		pad, pad);
	for (int i = 0; i < t->columns; i++)
		buf_printf(b, "<w:gridCol w:w=\"%d\"/>", docx_twips(t->shares[i] * width));
	buf_z(b, "</w:tblGrid>");
	for (int i = 0; i < t->count; i++)
		TRY(row_xml(w, t, &t->rows[i], i < t->head, width));
	buf_z(b, "</w:tbl>");
	return RC_OK;
}

static void page_xml(struct buf *b, const struct paper_section *s)
{
	const struct paper_page *p = &paper_page;
	double k = DOCX_TWIPS_PER_MM, width = s->landscape ? p->height : p->width,
		   height = s->landscape ? p->width : p->height;
	buf_printf(
		b,
		"<w:sectPr><w:headerReference w:type=\"default\" r:id=\"r3\"/><w:type w:val=\"nextPage\"/>"
		"<w:pgSz w:w=\"%d\" w:h=\"%d\"%s/><w:pgMar w:top=\"%d\" w:right=\"%d\" w:bottom=\"%d\" "
		"w:left=\"%d\" w:header=\"%d\" w:footer=\"%d\" w:gutter=\"0\"/><w:pgNumType w:start=\"1\"/>"
		"<w:titlePg/></w:sectPr>",
		(int)(width * k + 0.5), (int)(height * k + 0.5),
		s->landscape ? " w:orient=\"landscape\"" : "", (int)(p->top * k + 0.5),
		(int)(p->right * k + 0.5), (int)(p->bottom * k + 0.5), (int)(p->left * k + 0.5),
		(int)(p->number_from_top * k + 0.5), (int)(p->number_from_top * k + 0.5));
}

static enum rc section_xml(struct docx_writer *w, const struct paper_section *s, bool last)
{
	const struct paper_page *p = &paper_page;
	double width = ((s->landscape ? p->height : p->width) - p->left - p->right) * PAPER_PT_PER_MM;
	for (int i = 0; i < s->count; i++) {
		const struct paper_block *one = &s->blocks[i];
		TRY(one->table ? table_xml(w, one->table, width, i == 0) : para_xml(w, &one->para, width));
		/* Between tables, and behind the last one, Word wants a paragraph. */
		if (one->table && (i + 1 == s->count ? last : s->blocks[i + 1].table != NULL))
			thin_xml(&w->b, "Mong");
	}
	if (!last)
		buf_z(&w->b, "<w:p><w:pPr><w:pStyle w:val=\"Mong\"/>");
	page_xml(&w->b, s);
	if (!last)
		buf_z(&w->b, "</w:pPr></w:p>");
	return RC_OK;
}

static enum rc document_xml(struct docx_writer *w, const struct paper *p)
{
	buf_z(&w->b, DOCX_XML "<w:document " DOCX_W " " DOCX_R " " DOCX_DRAWING "><w:body>");
	for (int i = 0; i < p->count; i++)
		TRY(section_xml(w, &p->sections[i], i + 1 == p->count));
	buf_z(&w->b, "</w:body></w:document>");
	return buf_check(&w->b, w->e);
}

enum rc paper_docx(struct paper_fonts *f, const struct paper *p, struct buf *out, struct err *e)
{
	struct zip_out z;
	struct docx_writer w = {.fonts = f, .e = e, .zip = &z};
	buf_init(&w.b, DOCUMENT_MAX);
	zip_out_begin(&z, out);
	enum rc rc = document_xml(&w, p);
	if (rc == RC_OK) {
		docx_parts(&z, p, w.codes);
		zip_out_add(&z, "word/document.xml", buf_view(&w.b));
	}
	enum rc ended = zip_out_end(&z, e);
	buf_release(&w.b);
	return rc != RC_OK ? rc : ended;
}

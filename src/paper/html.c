/* html.c: the model as HTML, for looking at and for printing from a browser. */
#include "paper/paper.h"
#include "paper/qr.h"

#include "base/html.h"

/* --- styles, made of the table of components --- */

static const char *const align_words[] = {[PAPER_LEFT] = "left",
                                          [PAPER_CENTRED] = "center",
                                          [PAPER_RIGHT] = "right",
                                          [PAPER_JUSTIFIED] = "justify"};

static void style_css(struct buf *b, const struct paper_style *s)
{
	buf_printf(b, ".paper .%s{font-size:%gpt;text-align:%s;line-height:%g;margin:%gpt 0 %gpt %gmm",
	           s->id, s->size, align_words[s->align], s->line * 1.149, s->before, s->after,
	           s->left);
	if (s->first > 0)
		buf_printf(b, ";text-indent:%gmm", s->first);
	if (s->height > 0)
		buf_printf(b, ";min-height:%gpt", s->height);
	if (s->face & PAPER_BOLD)
		buf_z(b, ";font-weight:bold");
	if (s->face & PAPER_ITALIC)
		buf_z(b, ";font-style:italic");
	if (s->keep)
		buf_z(b, ";break-after:avoid");
	buf_z(b, "}\n");
	/* The rule is as wide as the words: it belongs to a box that is no wider than they are. */
	if (s->rule == PAPER_RULE_TEXT)
		buf_printf(b, ".paper .%s>span{display:inline-block;border-bottom:.75pt solid}\n", s->id);
	if (s->rule == PAPER_RULE_PART)
		buf_printf(
			b,
			".paper .%s>span{display:inline-block}.paper .%s>span::after{content:\"\";display:"
			"block;width:%g%%;margin:2pt auto 0;border-bottom:.75pt solid}\n",
			s->id, s->id, PAPER_RULE_SHARE * 100);
}

void paper_css(struct buf *b)
{
	const struct paper_page *p = &paper_page;
	buf_printf(
		b,
		".paper{font-family:\"%s\",Tinos,\"Liberation Serif\",serif;color:#000;background:#fff;"
		"width:%gmm;min-height:%gmm;margin:1em auto;padding:%gmm %gmm %gmm %gmm;box-sizing:"
		"border-box;overflow-wrap:break-word}\n"
		".paper.wide{width:%gmm;min-height:%gmm}\n",
		p->font, p->width, p->height, p->top, p->right, p->bottom, p->left, p->height, p->width);
	buf_z(b, ".paper table{width:100%;border-collapse:collapse;table-layout:fixed}\n"
	         ".paper td,.paper th{vertical-align:top;padding:0 1.9mm;font-weight:inherit}\n"
	         ".paper .grid td,.paper .grid th{border:.5pt solid #000}\n"
	         ".paper svg{display:block}.paper table{margin-top:8pt}.paper .sides "
	         "td{padding:0}.paper tr{break-inside:avoid}\n"
	         ".paper b{font-weight:bold}.paper i{font-style:italic}\n"
	         ".paper .light{font-weight:normal}.paper .upright{font-style:normal}\n"
	         ".paper mark{background:#ffe58a}\n"
	         "@media screen and (max-width:50rem){.paper{zoom:.7}}"
	         "@media screen and (max-width:36rem){.paper{zoom:.5}}"
	         "@media screen and (max-width:26rem){.paper{zoom:.4}}\n");
	for (int i = 0; i < PAPER_ROLES; i++)
		style_css(b, &paper_styles[i]);
	/* NĐ 30/2020/NĐ-CP: the number in the middle of the top margin, not on the first page. */
	buf_printf(
		b,
		"@page{size:A4;margin:%gmm %gmm %gmm %gmm;@top-center{content:counter(page);font:%gpt "
		"\"%s\",Tinos,serif}}\n@page:first{@top-center{content:none}}\n@page wide{size:A4 "
		"landscape}\n",
		p->top, p->right, p->bottom, p->left, p->number_size, p->font);
	buf_z(b,
	      "@media print{.paper{width:auto!important;min-height:0!important;margin:0;padding:0 .5pt}"
	      ".paper+.paper{break-before:page}.paper.wide{page:wide}.paper mark{background:none}}\n");
}

/* --- words --- */

static void run_html(struct buf *b, const struct paper_run *r, uint8_t base)
{
	uint8_t face = r->face, turned = face ^ base;
	if (face & PAPER_GAP)
		buf_z(b, "<mark title=\"còn thiếu\">");
	if (turned & PAPER_BOLD)
		buf_z(b, face & PAPER_BOLD ? "<b>" : "<span class=\"light\">");
	if (turned & PAPER_ITALIC)
		buf_z(b, face & PAPER_ITALIC ? "<i>" : "<span class=\"upright\">");
	html_text(b, r->text);
	if (turned & PAPER_ITALIC)
		buf_z(b, face & PAPER_ITALIC ? "</i>" : "</span>");
	if (turned & PAPER_BOLD)
		buf_z(b, face & PAPER_BOLD ? "</b>" : "</span>");
	if (face & PAPER_GAP)
		buf_z(b, "</mark>");
}

static void para_html(struct buf *b, const struct paper_para *p)
{
	const struct paper_style *s = &paper_styles[p->role];
	const char *tag = s->outline == 1 ? "h2" : "p";
	if (p->role == PAPER_BAR) {
		buf_printf(
			b,
			"<div class=\"%s\"><svg width=\"%.2f%%\" height=\"%g\" aria-hidden=\"true\"><rect "
			"width=\"100%%\" height=\"100%%\" fill=\"#%06x\"/></svg></div>\n",
			s->id, p->share * 100, PAPER_BAR_HEIGHT * 96 / 72,
			(p->light ? PAPER_BAR_LIGHT : PAPER_BAR_DARK) * 0x010101u);
		return;
	}
	QRcode *code = qr_of_para(p);
	if (code) {
		buf_printf(b, "<div class=\"%s\">", s->id);
		qr_svg(code, b);
		buf_z(b, "</div>\n");
		QRcode_free(code);
		return;
	}
	buf_printf(b, "<%s class=\"%s\">", tag, s->id);
	if (s->rule)
		buf_z(b, "<span>");
	for (int i = 0; i < p->count; i++)
		run_html(b, &p->runs[i], s->face);
	if (s->rule)
		buf_z(b, "</span>");
	buf_printf(b, "</%s>\n", tag);
}

static void row_html(struct buf *b, const struct paper_row *row, const char *tag)
{
	buf_z(b, "<tr>");
	for (int i = 0; i < row->count; i++) {
		const struct paper_cell *c = &row->cells[i];
		buf_printf(b, "<%s", tag);
		if (c->span > 1)
			buf_printf(b, " colspan=\"%d\"", c->span);
		buf_chr(b, '>');
		for (int k = 0; k < c->count; k++)
			para_html(b, &c->paras[k]);
		buf_printf(b, "</%s>", tag);
	}
	buf_z(b, "</tr>\n");
}

static void table_html(struct buf *b, const struct paper_table *t)
{
	static const char *const looks[] = {
		[PAPER_SIDES] = "sides", [PAPER_GRID] = "grid", [PAPER_CHART] = "chart"};
	buf_printf(b, "<table class=\"%s\"><colgroup>", looks[t->look]);
	for (int i = 0; i < t->columns; i++)
		buf_printf(b, "<col width=\"%.2f%%\">", t->shares[i] * 100);
	buf_z(b, "</colgroup>\n");
	if (t->head)
		buf_z(b, "<thead>");
	for (int i = 0; i < t->count; i++) {
		row_html(b, &t->rows[i], i < t->head ? "th" : "td");
		if (t->head && i == t->head - 1)
			buf_z(b, "</thead>\n");
	}
	buf_z(b, "</table>\n");
}

enum rc paper_html(const struct paper *p, bool bare, struct buf *out, struct err *e)
{
	if (!bare) {
		buf_z(out, "<!DOCTYPE html>\n<html lang=\"vi\"><head><meta charset=\"utf-8\"><title>");
		html_text(out, p->title);
		buf_z(out, "</title><style>\nbody{background:#ddd;margin:0}"
		           "\n@media print{body{background:none}}\n");
		paper_css(out);
		buf_z(out, "</style></head><body>\n");
	}
	for (int i = 0; i < p->count; i++) {
		const struct paper_section *s = &p->sections[i];
		buf_printf(out, "<section class=\"paper%s\">\n", s->landscape ? " wide" : "");
		for (int k = 0; k < s->count; k++)
			if (s->blocks[k].table)
				table_html(out, s->blocks[k].table);
			else
				para_html(out, &s->blocks[k].para);
		buf_z(out, "</section>\n");
	}
	if (!bare)
		buf_z(out, "</body></html>\n");
	return buf_check(out, e);
}

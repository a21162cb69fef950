/* pdf.c: the model on pages of a PDF. */
#include "paper/flow.h"
#include "paper/pdf_out.h"

#include <cairo-pdf.h>

#define RULE_WIDTH 0.75
#define GRID_WIDTH 0.5
#define CELL_PAD (PAPER_CELL_PAD * PAPER_PT_PER_MM)
#define OUTLINE_LEVELS 4

struct writer {
	struct pdf_out pdf;
	struct paper_fonts *fonts;
	struct err *e;
	bool landscape;
	int page; /* of the section */
	double width, height, left, top;
	int outlines[OUTLINE_LEVELS]; /* the last one of each level */
};

/* NĐ 30/2020/NĐ-CP: in the middle of the top margin, upright, not on the first page. */
static void page_number(struct writer *w)
{
	char text[16];
	int n = snprintf(text, sizeof text, "%d", w->page), width;
	struct paper_run run = {{text, (size_t)n}, 0};
	PangoLayout *l = w->fonts->layout;
	pango_layout_set_width(l, -1);
	if (type_set(w->fonts, l, &run, 1, paper_page.number_size, false, w->e) != RC_OK)
		return;
	pango_layout_get_size(l, &width, NULL);
	pdf_line(&w->pdf, pango_layout_get_line_readonly(l, 0),
	         w->left + (w->width - (double)width / PANGO_SCALE) / 2,
	         paper_page.number_from_top * PAPER_PT_PER_MM + TYPE_ASCENT * paper_page.number_size);
}

static void begin_page(void *arg)
{
	struct writer *w = arg;
	double a = paper_page.width * PAPER_PT_PER_MM, b = paper_page.height * PAPER_PT_PER_MM;
	pdf_page(&w->pdf, w->landscape ? b : a, w->landscape ? a : b);
	if (++w->page > 1)
		page_number(w);
}

static void outline(struct writer *w, const struct flow_thing *t, double y)
{
	char where[96];
	int level = t->outline_level, parent = 0;
	for (int i = 1; i < level && i < OUTLINE_LEVELS; i++)
		parent = w->outlines[i] ? w->outlines[i] : parent;
	snprintf(where, sizeof where, "page=%d pos=[%d %d]", w->pdf.pages, (int)w->left, (int)y);
	w->outlines[level] = cairo_pdf_surface_add_outline(w->pdf.surface, parent, t->outline.p, where,
	                                                   CAIRO_PDF_OUTLINE_FLAG_OPEN);
	for (int i = level + 1; i < OUTLINE_LEVELS; i++)
		w->outlines[i] = 0;
}

static void draw_cell(struct writer *w, const struct flow_thing *t, const struct flow_cell *c,
                      double y)
{
	cairo_t *cr = w->pdf.cr;
	double x = w->left + c->x;
	for (int k = 0; k < c->count; k++)
		pdf_line(&w->pdf, c->lines[k].line, x + c->lines[k].x,
		         y + c->lines[k].y + c->lines[k].baseline);
	cairo_set_line_width(cr, RULE_WIDTH);
	for (int k = 0; k < c->rule_count; k++) {
		double length = c->rules[k * 2 + 1], from = x + (c->width - length) / 2;
		cairo_move_to(cr, from, y + c->rules[k * 2]);
		cairo_line_to(cr, from + length, y + c->rules[k * 2]);
		cairo_stroke(cr);
	}
	if (c->bar > 0) {
		double grey = (c->bar_light ? PAPER_BAR_LIGHT : PAPER_BAR_DARK) / 255.0;
		cairo_set_source_rgb(cr, grey, grey, grey);
		cairo_rectangle(cr, x, y + c->bar_y, c->bar, PAPER_BAR_HEIGHT);
		cairo_fill(cr);
		cairo_set_source_rgb(cr, 0, 0, 0);
	}
	if (c->code)
		qr_draw(cr, c->code, x, y + c->code_y, QR_SIDE * PAPER_PT_PER_MM,
		        QR_SIDE * PAPER_PT_PER_MM);
	if (t->grid) {
		cairo_set_line_width(cr, GRID_WIDTH);
		cairo_rectangle(cr, x - CELL_PAD, y, c->width + 2 * CELL_PAD, t->height);
		cairo_stroke(cr);
	}
}

/* What a reader for the blind is told: headings, paragraphs, tables with their rows and cells. */
static const char *tag_of(const struct flow_thing *t)
{
	static const char *const names[] = {"P", "H1", "H2", "H3"};
	return t->is_row ? "Table" : names[t->outline_level];
}

static void draw(void *arg, const struct flow_thing *t, double y)
{
	struct writer *w = arg;
	cairo_t *cr = w->pdf.cr;
	y += w->top;
	if (t->outline.p)
		outline(w, t, y);
	if (t->first)
		cairo_tag_begin(cr, tag_of(t), NULL);
	if (t->is_row)
		cairo_tag_begin(cr, "TR", NULL);
	for (int i = 0; i < t->count; i++) {
		if (t->is_row)
			cairo_tag_begin(cr, t->is_head ? "TH" : "TD", NULL);
		draw_cell(w, t, &t->cells[i], y);
		if (t->is_row)
			cairo_tag_end(cr, t->is_head ? "TH" : "TD");
	}
	if (t->is_row)
		cairo_tag_end(cr, "TR");
	if (t->last)
		cairo_tag_end(cr, tag_of(t));
}

static enum rc write_section(struct writer *w, const struct paper_section *s)
{
	const struct paper_page *p = &paper_page;
	double width = s->landscape ? p->height : p->width,
		   height = s->landscape ? p->width : p->height;
	struct flow f = {
		.fonts = w->fonts, .e = w->e, .arg = w, .begin_page = begin_page, .draw = draw};
	enum rc rc = RC_OK;
	w->landscape = s->landscape;
	w->page = 0;
	w->left = p->left * PAPER_PT_PER_MM;
	w->top = p->top * PAPER_PT_PER_MM;
	w->width = f.width = (width - p->left - p->right) * PAPER_PT_PER_MM;
	w->height = f.height = (height - p->top - p->bottom) * PAPER_PT_PER_MM;
	arena_init(&f.mem);
	for (int i = 0; i < s->count && rc == RC_OK; i++)
		rc = flow_add(&f, &s->blocks[i]);
	if (rc == RC_OK)
		flow_end(&f);
	flow_release(&f);
	return rc;
}

enum rc paper_pdf(struct paper_fonts *f, const struct paper *p, struct buf *out, struct err *e)
{
	struct writer w = {.fonts = f, .e = e};
	enum rc rc = RC_OK;
	pdf_begin(&w.pdf, out, p->title, p->author, p->date);
	for (int i = 0; i < p->count && rc == RC_OK; i++)
		rc = write_section(&w, &p->sections[i]);
	enum rc ended = pdf_end(&w.pdf, e);
	return rc != RC_OK ? rc : ended;
}

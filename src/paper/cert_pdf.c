/* cert_pdf.c: certificates on pages of a PDF. */
#include "paper/cert.h"

#include "paper/inner.h"
#include "paper/pdf_out.h"
#include "paper/qr.h"
#include "viet/viet.h"

#define MM PAPER_PT_PER_MM
#define SIZE_STEP 0.5
#define RUNS_MAX 64
#define RED 0.78, 0.05, 0.05
#define RULE_WIDTH 0.9

/* A box as it was set last: what is the same on each certificate is set once. */
struct set_box {
	PangoLayout *layout;
	struct str text;
	double size, height; /* pt */
};

struct printer {
	struct pdf_out pdf;
	struct paper_fonts *fonts;
	const struct cert_blank *blank;
	const struct cert_options *options;
	struct paper_builder b;
	struct set_box *set;
	cairo_surface_t *picture;
	struct err *e;
};

/* --- text --- */

/* All words of a box as runs with complete faces; paragraphs are parted by a line end. */
static int runs_of(struct printer *p, const struct paper_frame *f, const struct cert_box *box,
                   struct paper_run *runs, struct str *all)
{
	struct paper_para *paras;
	struct buf text;
	int count, n = 0;
	paper_say(&p->b, f, box->text, PAPER_LINE, &paras, &count);
	buf_init(&text, PAPER_TEMPLATE_MAX);
	for (int i = 0; i < count; i++)
		for (int k = 0; k < paras[i].count && n < RUNS_MAX - 1; k++) {
			struct paper_run r = paras[i].runs[k];
			r.face ^= box->face;
			if (box->upper && !(r.face & PAPER_GAP))
				r.text = viet_upper(p->b.mem, r.text);
			if (i && k == 0)
				runs[n++] = (struct paper_run){STR("\n"), 0};
			runs[n++] = r;
		}
	for (int i = 0; i < n; i++) {
		buf_chr(&text, (char)('0' + runs[i].face));
		buf_str(&text, runs[i].text);
	}
	*all = n ? arena_str(p->b.mem, buf_view(&text)) : STR("");
	buf_release(&text);
	return n;
}

static bool fits(struct set_box *s, const struct cert_box *box)
{
	PangoRectangle r;
	pango_layout_get_extents(s->layout, NULL, &r);
	int lines = pango_layout_get_line_count(s->layout);
	s->height = lines * s->size * TYPE_SINGLE;
	return s->height <= box->height * MM + 0.01 &&
	       r.width <= (int)(box->width * MM * PANGO_SCALE) + 1;
}

static enum rc set_text(struct printer *p, const struct paper_frame *f, const struct cert_box *box,
                        struct set_box *s)
{
	static const PangoAlignment aligns[] = {[PAPER_LEFT] = PANGO_ALIGN_LEFT,
	                                        [PAPER_CENTRED] = PANGO_ALIGN_CENTER,
	                                        [PAPER_RIGHT] = PANGO_ALIGN_RIGHT};
	struct paper_run runs[RUNS_MAX];
	struct str all;
	int n = runs_of(p, f, box, runs, &all);
	if (s->layout && str_eq(all, s->text))
		return RC_OK;
	if (!s->layout) {
		s->layout = pango_layout_new(p->fonts->context);
		pango_layout_set_width(s->layout, (int)(box->width * MM * PANGO_SCALE));
		pango_layout_set_wrap(s->layout, PANGO_WRAP_WORD);
		pango_layout_set_alignment(s->layout, aligns[box->align]);
	}
	s->text = all;
	for (s->size = box->size; s->size >= box->least - 0.01; s->size -= SIZE_STEP) {
		TRY(type_set(p->fonts, s->layout, runs, n, s->size, true, p->e));
		if (fits(s, box))
			return RC_OK;
	}
	return err_set(
		p->e, RC_TOOBIG,
		"Tờ số %d: \"%.*s\" không vừa ô %g × %g mm ngay cả ở cỡ chữ %g. Xin nới ô hoặc viết gọn "
		"lại.",
		f->no, runs[0].text.n > 120 ? 120 : (int)runs[0].text.n, runs[0].text.p, box->width,
		box->height, box->least);
}

static void draw_rule(struct printer *p, double x, double y, double width)
{
	cairo_set_line_width(p->pdf.cr, RULE_WIDTH);
	cairo_move_to(p->pdf.cr, x, y);
	cairo_line_to(p->pdf.cr, x + width, y);
	cairo_stroke(p->pdf.cr);
}

static void draw_text(struct printer *p, const struct cert_box *box, const struct set_box *s)
{
	double line = s->size * TYPE_SINGLE, x = box->x * MM, y = box->y * MM;
	if (!box->top)
		y += (box->height * MM - s->height) / 2;
	if (box->red)
		cairo_set_source_rgb(p->pdf.cr, RED);
	PangoLayoutIter *it = pango_layout_get_iter(s->layout);
	PangoRectangle where;
	do {
		pango_layout_iter_get_line_extents(it, NULL, &where);
		double from = x + (double)where.x / PANGO_SCALE;
		pdf_line(&p->pdf, pango_layout_iter_get_line_readonly(it), from, y + TYPE_ASCENT * s->size);
		y += line;
		if (box->rule)
			draw_rule(p, from, y + 1, (double)where.width / PANGO_SCALE);
	} while (pango_layout_iter_next_line(it));
	pango_layout_iter_free(it);
	cairo_set_source_rgb(p->pdf.cr, 0, 0, 0);
}

/* --- QR, pictures, frames --- */

static enum rc draw_qr(struct printer *p, const struct paper_frame *f, const struct cert_box *box)
{
	struct paper_run runs[RUNS_MAX];
	struct buf text;
	struct str all;
	int missing = p->b.doc->missing_count, n = runs_of(p, f, box, runs, &all);
	if (!n || p->b.doc->missing_count != missing)
		return RC_OK; /* no address: no code, and the gap is told */
	buf_init(&text, 4096);
	for (int i = 0; i < n; i++)
		buf_str(&text, runs[i].text);
	QRcode *code = text.failed ? NULL : qr_of(buf_view(&text));
	buf_release(&text);
	if (!code)
		return err_set(p->e, RC_TOOBIG, "Tờ số %d: nội dung mã QR quá dài.", f->no);
	qr_draw(p->pdf.cr, code, box->x * MM, box->y * MM, box->width * MM, box->height * MM);
	QRcode_free(code);
	return RC_OK;
}

static void draw_picture(struct printer *p, const struct cert_box *box)
{
	cairo_t *cr = p->pdf.cr;
	if (!p->picture) {
		/* A place that waits for the office's own picture: seen, and no emblem made up. */
		static const double dashes[] = {3, 2};
		cairo_save(cr);
		cairo_set_dash(cr, dashes, 2, 0);
		cairo_set_line_width(cr, 0.5);
		cairo_set_source_rgb(cr, 0.6, 0.6, 0.6);
		cairo_rectangle(cr, box->x * MM, box->y * MM, box->width * MM, box->height * MM);
		cairo_stroke(cr);
		cairo_restore(cr);
		return;
	}
	double w = cairo_image_surface_get_width(p->picture),
		   h = cairo_image_surface_get_height(p->picture),
		   k = box->width / w < box->height / h ? box->width / w : box->height / h;
	cairo_save(cr);
	cairo_translate(cr, (box->x + (box->width - w * k) / 2) * MM,
	                (box->y + (box->height - h * k) / 2) * MM);
	cairo_scale(cr, k * MM, k * MM);
	cairo_set_source_surface(cr, p->picture, 0, 0);
	cairo_paint(cr);
	cairo_restore(cr);
}

static void draw_frame(struct printer *p, const struct cert_box *box)
{
	cairo_t *cr = p->pdf.cr;
	if (box->red)
		cairo_set_source_rgb(cr, RED);
	cairo_set_line_width(cr, box->width * MM);
	cairo_rectangle(cr, box->x * MM, box->x * MM, (p->blank->width - 2 * box->x) * MM,
	                (p->blank->height - 2 * box->x) * MM);
	cairo_stroke(cr);
	cairo_set_source_rgb(cr, 0, 0, 0);
}

struct png_source {
	struct str rest;
};

static cairo_status_t read_png(void *arg, unsigned char *to, unsigned n)
{
	struct png_source *s = arg;
	if (s->rest.n < n)
		return CAIRO_STATUS_READ_ERROR;
	memcpy(to, s->rest.p, n);
	s->rest.p += n;
	s->rest.n -= n;
	return CAIRO_STATUS_SUCCESS;
}

static enum rc open_picture(struct printer *p)
{
	struct png_source s = {p->options->picture};
	if (!s.rest.p)
		return RC_OK;
	p->picture = cairo_image_surface_create_from_png_stream(read_png, &s);
	return cairo_surface_status(p->picture) == CAIRO_STATUS_SUCCESS
	           ? RC_OK
	           : err_set(p->e, RC_INVALID, "Hình không phải tệp PNG đọc được.");
}

/* --- pages --- */

static enum rc draw_box(struct printer *p, const struct paper_frame *f, const struct cert_box *box,
                        struct set_box *s)
{
	switch (box->kind) {
	case CERT_TEXT:
		TRY(set_text(p, f, box, s));
		draw_text(p, box, s);
		return RC_OK;
	case CERT_QR: return draw_qr(p, f, box);
	case CERT_PICTURE: draw_picture(p, box); return RC_OK;
	case CERT_FRAME:
	default: draw_frame(p, box); return RC_OK;
	}
}

static void begin_page(struct printer *p)
{
	pdf_page(&p->pdf, p->blank->width * MM, p->blank->height * MM);
	cairo_identity_matrix(p->pdf.cr);
	cairo_translate(p->pdf.cr, p->options->shift_x * MM, p->options->shift_y * MM);
}

static enum rc print_one(struct printer *p, const struct paper_frame *f)
{
	begin_page(p);
	for (int i = 0; i < p->blank->count; i++) {
		const struct cert_box *box = &p->blank->boxes[i];
		if (!(box->printed && p->options->text_only))
			TRY(draw_box(p, f, box, &p->set[i]));
	}
	return RC_OK;
}

static enum rc print_all(struct printer *p, const struct paper_data *d, int only)
{
	const struct paper_value *list = &d->top.values[p->blank->list];
	struct paper_frame top = {.record = &d->top};
	int from = only >= 0 ? only : 0, to = only >= 0 ? only + 1 : list->row_count;
	if (from >= list->row_count)
		return err_set(p->e, RC_INVALID, "Danh sách trống: không có tờ nào để in.");
	for (int i = from; i < to; i++) {
		struct paper_frame f = {&list->rows[i], i + 1, &p->blank->about.fields[p->blank->list],
		                        &top};
		TRY(print_one(p, &f));
	}
	return RC_OK;
}

/* --- the calibration sheet --- */

static enum rc label(struct printer *p, double x, double y, const char *text)
{
	struct paper_run run = {str_of(text), 0};
	pango_layout_set_width(p->fonts->layout, -1);
	TRY(type_set(p->fonts, p->fonts->layout, &run, 1, 7, false, p->e));
	pdf_line(&p->pdf, pango_layout_get_line_readonly(p->fonts->layout, 0), x * MM, y * MM);
	return RC_OK;
}

/* A scale along the upper and the left edge, a tick each mm, longer at 5 and 10. */
static enum rc scale(struct printer *p, bool across)
{
	cairo_t *cr = p->pdf.cr;
	double end = across ? p->blank->width : p->blank->height;
	char text[16];
	for (int i = 1; i < end; i++) {
		double length = i % 10 == 0 ? 6 : i % 5 == 0 ? 4 : 2;
		cairo_move_to(cr, across ? i * MM : 0, across ? 0 : i * MM);
		cairo_line_to(cr, (across ? i : length) * MM, (across ? length : i) * MM);
		cairo_set_line_width(cr, 0.3);
		cairo_stroke(cr);
		snprintf(text, sizeof text, "%d", i);
		if (i % 10 == 0)
			TRY(label(p, across ? i + 0.5 : 7, across ? 9 : i + 1, text));
	}
	return RC_OK;
}

static enum rc calibrate(struct printer *p)
{
	static const double dashes[] = {2, 2};
	char text[96];
	begin_page(p);
	TRY(scale(p, true));
	TRY(scale(p, false));
	for (int i = 0; i < p->blank->count; i++) {
		const struct cert_box *b = &p->blank->boxes[i];
		if (b->kind == CERT_FRAME)
			continue;
		cairo_set_dash(p->pdf.cr, dashes, b->printed ? 2 : 0, 0);
		cairo_set_line_width(p->pdf.cr, 0.5);
		cairo_rectangle(p->pdf.cr, b->x * MM, b->y * MM, b->width * MM, b->height * MM);
		cairo_stroke(p->pdf.cr);
		snprintf(text, sizeof text, "%d: %g %g %g %g%s", i + 1, b->x, b->y, b->width, b->height,
		         b->printed ? " (in sẵn)" : "");
		TRY(label(p, b->x + 1, b->y + 3, text));
	}
	return RC_OK;
}

static struct printer new_printer(struct arena *mem, struct paper_fonts *f,
                                  const struct cert_blank *blank,
                                  const struct cert_options *options, struct err *e)
{
	return (struct printer){.fonts = f,
	                        .blank = blank,
	                        .options = options,
	                        .e = e,
	                        .set =
	                            arena_array(mem, (size_t)blank->count + 1, sizeof(struct set_box)),
	                        .b = {.mem = mem, .doc = arena_alloc(mem, sizeof(struct paper))}};
}

enum rc cert_pdf(struct arena *mem, struct paper_fonts *f, const struct cert_blank *blank,
                 const struct paper_data *d, int only, const struct cert_options *options,
                 struct buf *out, struct cert_report *report, struct err *e)
{
	struct printer p = new_printer(mem, f, blank, options, e);
	pdf_begin(&p.pdf, out, blank->about.title, STR(""), DATE_NONE);
	enum rc rc = open_picture(&p);
	if (rc == RC_OK)
		rc = options->calibrate ? calibrate(&p) : print_all(&p, d, only);
	enum rc ended = pdf_end(&p.pdf, e);
	for (int i = 0; i < blank->count; i++)
		if (p.set[i].layout)
			g_object_unref(p.set[i].layout);
	if (p.picture)
		cairo_surface_destroy(p.picture);
	*report = (struct cert_report){p.b.doc->missing, p.b.doc->missing_count, p.pdf.pages};
	return rc != RC_OK ? rc : ended;
}

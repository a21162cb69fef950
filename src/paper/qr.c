/* qr.c: see qr.h. */
#include "paper/qr.h"

#define PIXELS 8 /* of a module in a picture: sharp on any printer at 24 mm */

QRcode *qr_of(struct str text)
{
	return text.n && text.n < 2000
	           ? QRcode_encodeData((int)text.n, (const unsigned char *)text.p, 0, QR_ECLEVEL_M)
	           : NULL;
}

QRcode *qr_of_para(const struct paper_para *p)
{
	struct buf text;
	if (p->role != PAPER_CODE)
		return NULL;
	buf_init(&text, 4096);
	for (int i = 0; i < p->count; i++) {
		buf_str(&text, p->runs[i].text);
		text.failed |= p->runs[i].face & PAPER_GAP;
	}
	QRcode *code = text.failed ? NULL : qr_of(buf_view(&text));
	buf_release(&text);
	return code;
}

static bool dark(const QRcode *code, int x, int y)
{
	return code->data[y * code->width + x] & 1;
}

void qr_draw(cairo_t *cr, const QRcode *code, double x, double y, double width, double height)
{
	int side = code->width;
	cairo_surface_t *bits = cairo_image_surface_create(CAIRO_FORMAT_A1, side, side);
	unsigned char *row = cairo_image_surface_get_data(bits);
	for (int j = 0; j < side; j++, row += cairo_image_surface_get_stride(bits))
		for (int i = 0; i < side; i++)
			if (dark(code, i, j))
				row[i / 8] |= (unsigned char)(1 << i % 8);
	cairo_surface_mark_dirty(bits);
	cairo_save(cr);
	cairo_translate(cr, x, y);
	cairo_scale(cr, width / side, height / side);
	cairo_pattern_t *mask = cairo_pattern_create_for_surface(bits);
	cairo_pattern_set_filter(mask, CAIRO_FILTER_NEAREST);
	cairo_mask(cr, mask);
	cairo_pattern_destroy(mask);
	cairo_restore(cr);
	cairo_surface_destroy(bits);
}

static cairo_status_t append(void *arg, const unsigned char *p, unsigned n)
{
	buf_add(arg, p, n);
	return CAIRO_STATUS_SUCCESS;
}

void qr_png(const QRcode *code, struct buf *out)
{
	int side = code->width * PIXELS;
	cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_RGB24, side, side);
	cairo_t *cr = cairo_create(s);
	cairo_set_source_rgb(cr, 1, 1, 1);
	cairo_paint(cr);
	cairo_set_source_rgb(cr, 0, 0, 0);
	qr_draw(cr, code, 0, 0, side, side);
	cairo_destroy(cr);
	out->failed |= cairo_surface_write_to_png_stream(s, append, out) != CAIRO_STATUS_SUCCESS;
	cairo_surface_destroy(s);
}

void qr_svg(const QRcode *code, struct buf *out)
{
	buf_printf(out,
	           "<svg viewBox=\"0 0 %d %d\" width=\"%gmm\" height=\"%gmm\" role=\"img\" "
	           "aria-label=\"Mã QR để tra cứu\" shape-rendering=\"crispEdges\"><path d=\"",
	           code->width, code->width, QR_SIDE, QR_SIDE);
	for (int y = 0; y < code->width; y++)
		for (int x = 0, n; x < code->width; x += n) {
			for (n = 1; x + n < code->width && dark(code, x + n, y) == dark(code, x, y); n++) {
			}
			if (dark(code, x, y))
				buf_printf(out, "M%d %dh%dv1h-%dz", x, y, n, n);
		}
	buf_z(out, "\"/></svg>");
}

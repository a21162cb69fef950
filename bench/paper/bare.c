/*
 * bare.c: the same certificates by Pango, Cairo and libqrencode alone, as one would write them by
 * hand: no templates, no checks, no shrinking. The lower bound for bench.c.
 *
 *   paper_bare one N OUT.pdf | many N FOLDER
 */
#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <qrencode.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#define MM (72 / 25.4)

static const char *const surnames[] = {"Nguyễn", "Trần",  "Lê",  "Phạm",
                                       "Hoàng",  "Giàng", "Tẩn", "Vàng"};
static const char *const middles[] = {"Văn", "Thị", "Hữu", "Đức", "Minh", "Seo"};
static const char *const givens[] = {"An",   "Bình", "Dũng", "Giang", "Hải",
                                     "Hạnh", "Hùng", "Ước",  "Quý",   "Phượng"};

struct page {
	cairo_t *cr;
	PangoLayout *layout;
	PangoFontDescription *font;
};

static void words(struct page *p, double x, double y, double width, double size, int bold,
                  int italic, PangoAlignment align, const char *text)
{
	pango_font_description_set_family_static(p->font, "Tinos");
	pango_font_description_set_weight(p->font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
	pango_font_description_set_style(p->font, italic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL);
	pango_font_description_set_absolute_size(p->font, size * PANGO_SCALE);
	pango_layout_set_font_description(p->layout, p->font);
	pango_layout_set_width(p->layout, (int)(width * MM * PANGO_SCALE));
	pango_layout_set_alignment(p->layout, align);
	pango_layout_set_text(p->layout, text, -1);
	cairo_move_to(p->cr, x * MM, y * MM);
	pango_cairo_show_layout(p->cr, p->layout);
}

static void code(cairo_t *cr, const char *text)
{
	QRcode *q = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
	int w = q->width;
	cairo_surface_t *bits = cairo_image_surface_create(CAIRO_FORMAT_A1, w, w);
	unsigned char *d = cairo_image_surface_get_data(bits);
	int stride = cairo_image_surface_get_stride(bits);
	for (int y = 0; y < w; y++)
		for (int x = 0; x < w; x++)
			if (q->data[y * w + x] & 1)
				d[y * stride + x / 8] |= (unsigned char)(1 << x % 8);
	cairo_surface_mark_dirty(bits);
	cairo_save(cr);
	cairo_translate(cr, 24 * MM, 152 * MM);
	cairo_scale(cr, 22 * MM / w, 22 * MM / w);
	cairo_pattern_t *mask = cairo_pattern_create_for_surface(bits);
	cairo_pattern_set_filter(mask, CAIRO_FILTER_NEAREST);
	cairo_mask(cr, mask);
	cairo_pattern_destroy(mask);
	cairo_restore(cr);
	cairo_surface_destroy(bits);
	QRcode_free(q);
}

static void certificate(struct page *p, int i)
{
	char text[600];
	cairo_t *cr = p->cr;
	PangoAlignment mid = PANGO_ALIGN_CENTER, left = PANGO_ALIGN_LEFT;
	cairo_set_source_rgb(cr, .78, .05, .05);
	cairo_set_line_width(cr, 1.5 * MM);
	cairo_rectangle(cr, 10 * MM, 10 * MM, 277 * MM, 190 * MM);
	cairo_stroke(cr);
	cairo_set_line_width(cr, .4 * MM);
	cairo_rectangle(cr, 12.5 * MM, 12.5 * MM, 272 * MM, 185 * MM);
	cairo_stroke(cr);
	words(p, 30, 59, 237, 20, 1, 0, mid, "CHÁNH VĂN PHÒNG ỦY BAN NHÂN DÂN TỈNH");
	words(p, 30, 79, 237, 44, 1, 0, mid, "GIẤY KHEN");
	cairo_set_source_rgb(cr, 0, 0, 0);
	words(p, 30, 39, 237, 16, 1, 0, mid, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
	words(p, 30, 47, 237, 15, 1, 0, mid, "Độc lập - Tự do - Hạnh phúc");
	words(p, 30, 70, 237, 18, 1, 0, mid, "TẶNG");
	snprintf(text, sizeof text, "Ông (bà) %s %s %s", surnames[i % 8], middles[i / 8 % 6],
	         givens[i / 48 % 10]);
	words(p, 30, 100, 237, 26, 1, 0, mid, text);
	snprintf(text, sizeof text, "Chuyên viên Phòng Nội vụ số %d", i % 120);
	words(p, 30, 114, 237, 17, 0, 0, mid, text);
	words(p, 35, 123, 227, 17, 0, 0, mid,
	      "Đã có thành tích xuất sắc trong phong trào thi đua yêu nước, hoàn thành tốt nhiệm vụ "
	      "được giao "
	      "năm 2025, góp phần vào sự phát triển của địa phương");
	words(p, 50, 153, 90, 13, 1, 1, left, "Quyết định số: 07/QĐ-VP");
	words(p, 50, 160, 90, 13, 1, 1, left, "Ngày 05/01/2026");
	snprintf(text, sizeof text, "Số sổ vàng: %02d", i + 1);
	words(p, 50, 167, 90, 13, 1, 1, left, text);
	words(p, 160, 144, 107, 14, 1, 1, mid, "Lào Cai, ngày 05 tháng 01 năm 2026");
	words(p, 160, 151, 107, 14, 1, 0, mid, "CHÁNH VĂN PHÒNG");
	words(p, 160, 187, 107, 15, 1, 0, mid, "Trần Văn Định");
	snprintf(text, sizeof text, "https://thidua.example/k/%08x-%d", (unsigned)i * 2654435761u, i);
	code(cr, text);
	snprintf(text, sizeof text, "%08X", (unsigned)i * 2654435761u);
	words(p, 17, 175, 36, 9, 0, 0, mid, text);
}

static void file(struct page *p, const char *path, int from, int to)
{
	cairo_surface_t *s = cairo_pdf_surface_create(path, 297 * MM, 210 * MM);
	p->cr = cairo_create(s);
	p->layout = pango_cairo_create_layout(p->cr);
	for (int i = from; i < to; i++) {
		certificate(p, i);
		cairo_show_page(p->cr);
	}
	g_object_unref(p->layout);
	cairo_destroy(p->cr);
	cairo_surface_destroy(s);
}

int main(int argc, char **argv)
{
	struct page p = {.font = pango_font_description_new()};
	struct timespec t;
	struct rusage use;
	char path[4096];
	int n = argc == 4 ? (int)strtol(argv[2], NULL, 10) : 0,
		many = argc == 4 && !strcmp(argv[1], "many");
	if (n < 1)
		return 2;
	if (!many)
		file(&p, argv[3], 0, n);
	for (int i = 0; many && i < n; i++) {
		snprintf(path, sizeof path, "%s/%d.pdf", argv[3], i);
		file(&p, path, i, i + 1);
	}
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	double took = (double)t.tv_sec + (double)t.tv_nsec / 1e9;
	getrusage(RUSAGE_SELF, &use);
	printf("bare,   %-28s %6d in %6.3f s of the processor = %7.1f/s, peak %ld MB\n",
	       many ? "certificates, a file each" : "certificates in one PDF", n, took, n / took,
	       use.ru_maxrss / 1024);
	pango_font_description_free(p.font);
	return 0;
}

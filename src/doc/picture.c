/*
 * TurboJPEG and libpng's simplified interface report errors by return value, where libjpeg
 * and libpng proper would need longjmp. Cairo turns and scales in one step; its pixels
 * (native 32-bit ARGB) are BGRA bytes here.
 */
#include "doc/picture.h"
#include "doc/write_all.h"

#include <cairo.h>
#include <png.h>
#include <turbojpeg.h>

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "pixels are taken as BGRA");

#define JPEG_QUALITY 85
#define OUT_MAX ((size_t)96 << 20) /* libpng asks for the worst case first */

struct picture {
	cairo_surface_t *pixels;
	uint32_t width, height; /* of the file; decoding may have made it smaller */
	int orientation;
	bool alpha;
};

static enum rc damaged(struct err *e, const char *why)
{
	enum rc rc = err_set(e, RC_INVALID,
	                     "Ảnh bị hỏng hoặc tải lên chưa trọn vẹn. Xin mở ảnh, lưu "
	                     "lại rồi tải lên lần nữa.");
	if (e && !e->detail[0])
		snprintf(e->detail, sizeof e->detail, "picture: %s", why);
	return rc;
}

static enum rc no_memory(struct err *e)
{
	return err_set(e, RC_TOOBIG, "Ảnh cần quá nhiều bộ nhớ để xử lý. Xin thu nhỏ ảnh.");
}

/* Before a single pixel is decoded. */
static enum rc check_size(const struct picture *p, struct err *e)
{
	if (p->width == 0 || p->height == 0)
		return damaged(e, "no pixels");
	if (p->width > PICTURE_SIDE_MAX || p->height > PICTURE_SIDE_MAX ||
	    (uint64_t)p->width * p->height > PICTURE_PIXELS_MAX)
		return err_set(e, RC_TOOBIG,
		               "Ảnh %u × %u điểm là quá lớn (tối đa %d triệu điểm). Xin thu nhỏ ảnh rồi "
		               "tải lên lại.",
		               p->width, p->height, PICTURE_PIXELS_MAX / 1000000);
	return RC_OK;
}

static enum rc make_pixels(struct picture *p, int width, int height, struct err *e)
{
	p->pixels = cairo_image_surface_create(p->alpha ? CAIRO_FORMAT_ARGB32 : CAIRO_FORMAT_RGB24,
	                                       width, height);
	if (cairo_surface_status(p->pixels) != CAIRO_STATUS_SUCCESS)
		return no_memory(e);
	cairo_surface_flush(p->pixels);
	return RC_OK;
}

/* --- decoding --- */

/* The smallest of the sizes that the decoder makes for free and that is still enough. */
static tjscalingfactor enough(const struct picture *p, int side_max)
{
	int longer = (int)(p->width > p->height ? p->width : p->height);
	int n;
	tjscalingfactor best = {1, 1}, *all = tjGetScalingFactors(&n);
	for (int i = 0; all && i < n; i++)
		if (all[i].num * best.denom < best.num * all[i].denom &&
		    TJSCALED(longer, all[i]) >= side_max)
			best = all[i];
	return best;
}

static enum rc decode_jpeg(tjhandle tj, struct str file, int side_max, struct picture *p,
                           struct err *e)
{
	int width = 0, height = 0, sampling, colours = 0; /* a file of tables alone sets none */
	const unsigned char *bytes = (const unsigned char *)file.p;
	if (tjDecompressHeader3(tj, bytes, file.n, &width, &height, &sampling, &colours) != 0)
		return damaged(e, tjGetErrorStr2(tj));
	p->width = (uint32_t)width;
	p->height = (uint32_t)height;
	TRY(check_size(p, e));
	if (colours == TJCS_CMYK || colours == TJCS_YCCK)
		return err_set(e, RC_INVALID, "Ảnh dùng hệ màu in (CMYK). Xin lưu lại theo hệ màu RGB.");
	p->orientation = picture_orientation(file);
	tjscalingfactor scale = enough(p, side_max);
	int w = TJSCALED(width, scale), h = TJSCALED(height, scale);
	TRY(make_pixels(p, w, h, e));
	int failed =
		tjDecompress2(tj, bytes, file.n, cairo_image_surface_get_data(p->pixels), w,
	                  cairo_image_surface_get_stride(p->pixels), h, TJPF_BGRX, TJFLAG_LIMITSCANS);
	/* Cameras write small faults that decoders only warn of; a missing rest is not one. */
	if (failed &&
	    (tjGetErrorCode(tj) != TJERR_WARNING || strstr(tjGetErrorStr2(tj), "Premature end")))
		return damaged(e, tjGetErrorStr2(tj));
	return RC_OK;
}

static enum rc read_jpeg(struct str file, int side_max, struct picture *p, struct err *e)
{
	tjhandle tj = tjInitDecompress();
	if (!tj)
		return no_memory(e);
	enum rc rc = decode_jpeg(tj, file, side_max, p, e);
	tjDestroy(tj);
	return rc;
}

/* Cairo wants colours multiplied by alpha; PNG has them plain. Rounded both ways. */
static void multiply(unsigned char *p, size_t pixels)
{
	for (; pixels > 0; pixels--, p += 4)
		for (int i = 0; i < 3; i++)
			p[i] = (unsigned char)((p[i] * p[3] + 127) / 255);
}

static void divide(unsigned char *p, size_t pixels)
{
	for (; pixels > 0; pixels--, p += 4)
		for (int i = 0; i < 3; i++) {
			int v = p[3] ? (p[i] * 255 + p[3] / 2) / p[3] : 0;
			p[i] = (unsigned char)(v > 255 ? 255 : v);
		}
}

static enum rc decode_png(png_image *png, struct picture *p, struct err *e)
{
	p->width = png->width;
	p->height = png->height;
	TRY(check_size(p, e));
	p->alpha = png->format & PNG_FORMAT_FLAG_ALPHA;
	p->orientation = 1;
	png->format = PNG_FORMAT_BGRA;
	TRY(make_pixels(p, (int)p->width, (int)p->height, e));
	unsigned char *data = cairo_image_surface_get_data(p->pixels);
	if (!png_image_finish_read(png, NULL, data, cairo_image_surface_get_stride(p->pixels), NULL))
		return damaged(e, png->message);
	if (p->alpha)
		multiply(data, (size_t)p->width * p->height);
	return RC_OK;
}

static enum rc read_png(struct str file, struct picture *p, struct err *e)
{
	png_image png = {.version = PNG_IMAGE_VERSION};
	if (!png_image_begin_read_from_memory(&png, file.p, file.n))
		return damaged(e, png.message);
	enum rc rc = decode_png(&png, p, e);
	png_image_free(&png);
	return rc;
}

/* --- turning and scaling --- */

/* Where a point of the stored picture, sides 1 long, belongs in the upright one. */
static cairo_matrix_t upright(int orientation)
{
	static const cairo_matrix_t turns[] = {
		{1, 0, 0, 1, 0, 0}, {-1, 0, 0, 1, 1, 0}, {-1, 0, 0, -1, 1, 1}, {1, 0, 0, -1, 0, 1},
		{0, 1, 1, 0, 0, 0}, {0, 1, -1, 0, 1, 0}, {0, -1, -1, 0, 1, 1}, {0, -1, 1, 0, 0, 1},
	};
	return turns[orientation - 1];
}

static int scaled(uint32_t side, double scale)
{
	int v = (int)(side * scale + 0.5);
	return v > 0 ? v : 1;
}

/* Stored pixels to unit square, turned, to the target's pixels. */
static enum rc paint(struct picture *to, const struct picture *from, struct err *e)
{
	cairo_matrix_t turn = upright(from->orientation);
	cairo_t *c = cairo_create(to->pixels);
	cairo_scale(c, cairo_image_surface_get_width(to->pixels),
	            cairo_image_surface_get_height(to->pixels));
	cairo_transform(c, &turn);
	cairo_scale(c, 1.0 / cairo_image_surface_get_width(from->pixels),
	            1.0 / cairo_image_surface_get_height(from->pixels));
	cairo_set_source_surface(c, from->pixels, 0, 0);
	cairo_pattern_set_filter(cairo_get_source(c), CAIRO_FILTER_GOOD);
	cairo_pattern_set_extend(cairo_get_source(c), CAIRO_EXTEND_PAD);
	cairo_set_operator(c, CAIRO_OPERATOR_SOURCE);
	cairo_paint(c);
	enum rc rc = cairo_status(c) == CAIRO_STATUS_SUCCESS ? RC_OK : no_memory(e);
	cairo_destroy(c);
	cairo_surface_flush(to->pixels);
	return rc;
}

static enum rc fit(const struct picture *p, int side_max, struct picture *out, struct err *e)
{
	bool sideways = p->orientation >= 5;
	uint32_t longer = p->width > p->height ? p->width : p->height;
	double scale = longer > (uint32_t)side_max ? (double)side_max / longer : 1;
	int w = scaled(sideways ? p->height : p->width, scale);
	int h = scaled(sideways ? p->width : p->height, scale);
	*out = (struct picture){
		.width = (uint32_t)w, .height = (uint32_t)h, .orientation = 1, .alpha = p->alpha};
	TRY(make_pixels(out, w, h, e));
	cairo_surface_mark_dirty(p->pixels);
	return paint(out, p, e);
}

/* --- encoding --- */

static enum rc write_jpeg(const struct picture *p, struct buf *out, struct err *e)
{
	unsigned char *jpeg = NULL;
	unsigned long n = 0;
	tjhandle tj = tjInitCompress();
	if (!tj)
		return no_memory(e);
	enum rc rc = RC_OK;
	if (tjCompress2(tj, cairo_image_surface_get_data(p->pixels), (int)p->width,
	                cairo_image_surface_get_stride(p->pixels), (int)p->height, TJPF_BGRX, &jpeg, &n,
	                TJSAMP_420, JPEG_QUALITY, TJFLAG_PROGRESSIVE) != 0)
		rc = err_detail(e, RC_BUG, "picture: %s", tjGetErrorStr2(tj));
	else
		buf_add(out, jpeg, n);
	tjFree(jpeg);
	tjDestroy(tj);
	return rc != RC_OK ? rc : buf_check(out, e);
}

/* In place: the fourth byte of a picture without transparency means nothing. */
static void drop_fourth(unsigned char *p, size_t pixels)
{
	for (size_t i = 0; i < pixels; i++)
		memmove(p + i * 3, p + i * 4, 3);
}

static enum rc write_png(struct picture *p, struct buf *out, struct err *e)
{
	png_image png = {.version = PNG_IMAGE_VERSION,
	                 .width = p->width,
	                 .height = p->height,
	                 .format = p->alpha ? PNG_FORMAT_BGRA : PNG_FORMAT_BGR};
	unsigned char *data = cairo_image_surface_get_data(p->pixels);
	size_t pixels = (size_t)p->width * p->height;
	if (p->alpha)
		divide(data, pixels);
	else
		drop_fourth(data, pixels);
	png_alloc_size_t n = PNG_IMAGE_PNG_SIZE_MAX(png);
	char *to = buf_room(out, n);
	if (!to)
		return no_memory(e);
	if (!png_image_write_to_memory(&png, to, &n, 0, data, 0, NULL))
		return err_detail(e, RC_BUG, "picture: %s", png.message);
	out->n += n;
	return RC_OK;
}

enum rc picture_clean(struct str file, int side_max, struct buf *out, struct err *e)
{
	struct picture in = {0}, fitted = {0};
	bool jpeg = str_starts(file, "\xFF\xD8\xFF");
	if (!jpeg && !str_starts(file, "\x89PNG\r\n\x1A\n"))
		return err_set(e, RC_INVALID, "Chỉ nhận ảnh JPEG (.jpg) hoặc PNG (.png).");
	if (side_max < 16 || side_max > PICTURE_SHOWN_MAX)
		return err_detail(e, RC_BUG, "picture: side %d", side_max);
	enum rc rc = jpeg ? read_jpeg(file, side_max, &in, e) : read_png(file, &in, e);
	if (rc == RC_OK)
		rc = fit(&in, side_max, &fitted, e);
	if (rc == RC_OK)
		rc = jpeg ? write_jpeg(&fitted, out, e) : write_png(&fitted, out, e);
	cairo_surface_destroy(in.pixels);
	cairo_surface_destroy(fitted.pixels);
	return rc;
}

enum rc picture_parse(struct str input, const char *arg, int out_fd, struct err *e)
{
	struct buf out;
	int64_t side_max;
	if (!str_int(str_of(arg), &side_max) || side_max < 0 || side_max > PICTURE_SHOWN_MAX)
		return err_detail(e, RC_BUG, "picture: argument %s", arg);
	buf_init(&out, OUT_MAX);
	enum rc rc = picture_clean(input, (int)side_max, &out, e);
	if (rc == RC_OK)
		rc = write_all(out_fd, buf_view(&out), e);
	buf_release(&out);
	return rc;
}

/* Pictures come out upright, small and without a word of what the camera noted. */
#include "doc/picture.h"
#include "job/sandbox.h"

#include <png.h>
#include <setjmp.h>
#include <stdarg.h>
#include <sys/mman.h>
#include <turbojpeg.h>
#include <unistd.h>
#include <zlib.h>

#include <cmocka.h>

#define MIB ((size_t)1 << 20)
#define SECRET "10.7626N 106.6602E"

/* --- pictures to read: quarters red, green / blue, white --- */

static void quarters(unsigned char *rgb, int width, int height)
{
	static const unsigned char colours[4][3] = {
		{255, 0, 0}, {0, 255, 0}, {0, 0, 255}, {255, 255, 255}};
	for (int y = 0; y < height; y++)
		for (int x = 0; x < width; x++)
			memcpy(rgb + (y * width + x) * 3, colours[(y >= height / 2) * 2 + (x >= width / 2)], 3);
}

/* An APP1 block with one directory of one entry, and a note behind it. */
static void put_exif(struct buf *b, int orientation, bool big)
{
	static const struct str heads[] = {{"II*\0\x08\0\0\0\1\0\x12\1\3\0\1\0\0\0", 18},
	                                   {"MM\0*\0\0\0\x08\0\1\1\x12\0\3\0\0\0\1", 18}};
	size_t n = 2 + 6 + 18 + 4 + 4 + strlen(SECRET);
	buf_add(b, "\xFF\xE1", 2);
	buf_chr(b, (char)(n >> 8));
	buf_chr(b, (char)n);
	buf_add(b, "Exif\0\0", 6);
	buf_str(b, heads[big]);
	char value[4] = {0};
	value[big] = (char)orientation;
	buf_add(b, value, 4);
	buf_add(b, "\0\0\0\0", 4);
	buf_z(b, SECRET);
}

static struct str make_jpeg(struct buf *b, int width, int height, int orientation, bool big)
{
	unsigned char *rgb = malloc((size_t)width * (size_t)height * 3), *jpeg = NULL;
	unsigned long n = 0;
	assert_non_null(rgb);
	quarters(rgb, width, height);
	tjhandle tj = tjInitCompress();
	assert_int_equal(tjCompress2(tj, rgb, width, 0, height, TJPF_RGB, &jpeg, &n, TJSAMP_444, 95, 0),
	                 0);
	buf_init(b, 64 * MIB);
	buf_add(b, jpeg, 2);
	if (orientation)
		put_exif(b, orientation, big);
	buf_add(b, jpeg + 2, n - 2);
	tjFree(jpeg);
	tjDestroy(tj);
	free(rgb);
	return buf_view(b);
}

static struct str make_png(struct buf *b, const unsigned char *pixels, unsigned width,
                           unsigned height, png_uint_32 format)
{
	png_image png = {
		.version = PNG_IMAGE_VERSION, .width = width, .height = height, .format = format};
	png_alloc_size_t n = PNG_IMAGE_PNG_SIZE_MAX(png);
	buf_init(b, 64 * MIB);
	char *to = buf_room(b, n);
	assert_non_null(to);
	assert_true(png_image_write_to_memory(&png, to, &n, 0, pixels, 0, NULL));
	b->n = n;
	return buf_view(b);
}

/* --- pictures that came out --- */

struct seen {
	int width, height;
	unsigned char *rgba;
};

static void see_jpeg(struct str file, struct seen *s)
{
	int sampling, colours;
	tjhandle tj = tjInitDecompress();
	const unsigned char *bytes = (const unsigned char *)file.p;
	assert_int_equal(
		tjDecompressHeader3(tj, bytes, file.n, &s->width, &s->height, &sampling, &colours), 0);
	s->rgba = malloc((size_t)s->width * (size_t)s->height * 4);
	assert_non_null(s->rgba);
	assert_int_equal(
		tjDecompress2(tj, bytes, file.n, s->rgba, s->width, 0, s->height, TJPF_RGBA, 0), 0);
	tjDestroy(tj);
}

static void see_png(struct str file, struct seen *s, bool *alpha)
{
	png_image png = {.version = PNG_IMAGE_VERSION};
	assert_true(png_image_begin_read_from_memory(&png, file.p, file.n));
	*alpha = png.format & PNG_FORMAT_FLAG_ALPHA;
	png.format = PNG_FORMAT_RGBA;
	s->width = (int)png.width;
	s->height = (int)png.height;
	s->rgba = malloc(PNG_IMAGE_SIZE(png));
	assert_non_null(s->rgba);
	assert_true(png_image_finish_read(&png, NULL, s->rgba, 0, NULL));
}

/* The letter of the colour in the middle of a quarter. */
static char quarter(const struct seen *s, int right, int below)
{
	int x = s->width * (1 + 2 * right) / 4, y = s->height * (1 + 2 * below) / 4;
	const unsigned char *p = s->rgba + (y * s->width + x) * 4;
	bool r = p[0] > 200, g = p[1] > 200, b = p[2] > 200;
	return r && g && b     ? 'w'
	       : r && !g && !b ? 'r'
	       : g && !r && !b ? 'g'
	       : b && !r && !g ? 'b'
	                       : '?';
}

static void clean(struct str file, int side_max, struct buf *out)
{
	struct err e = {0};
	buf_init(out, 96 * MIB);
	enum rc rc = picture_clean(file, side_max, out, &e);
	assert_string_equal(e.message, "");
	assert_int_equal(rc, RC_OK);
}

static void assert_refused(struct str file, enum rc rc, const char *part)
{
	struct err e = {0};
	struct buf out;
	buf_init(&out, 96 * MIB);
	char *copy = malloc(file.n ? file.n : 1);
	assert_non_null(copy);
	memcpy(copy, file.p, file.n);
	assert_int_equal(picture_clean((struct str){copy, file.n}, 800, &out, &e), rc);
	if (!strstr(e.message, part))
		fail_msg("\"%s\" is not in \"%s\"", part, e.message);
	assert_int_equal(out.n, 0);
	free(copy);
	buf_release(&out);
}

/* EXIF 2.32, figure 7: which way each number turns. */
static void all_orientations_come_out_upright(void **state)
{
	(void)state;
	static const char *const expected[] = {"rgbw", "grwb", "wbgr", "bwrg",
	                                       "rbgw", "brwg", "wgbr", "gwrb"};
	for (int i = 0; i < 16; i++) {
		struct buf jpeg, out;
		struct seen s;
		int orientation = i / 2 + 1;
		struct str file = make_jpeg(&jpeg, 640, 320, orientation, i % 2);
		assert_int_equal(picture_orientation(file), orientation);
		clean(file, 4096, &out);
		see_jpeg(buf_view(&out), &s);
		assert_int_equal(s.width, orientation >= 5 ? 320 : 640);
		assert_int_equal(s.height, orientation >= 5 ? 640 : 320);
		char got[] = {quarter(&s, 0, 0), quarter(&s, 1, 0), quarter(&s, 0, 1), quarter(&s, 1, 1),
		              '\0'};
		assert_string_equal(got, expected[orientation - 1]);
		free(s.rgba);
		buf_release(&jpeg);
		buf_release(&out);
	}
}

static void what_the_camera_noted_is_gone(void **state)
{
	(void)state;
	struct buf jpeg, out;
	struct str file = make_jpeg(&jpeg, 64, 64, 1, false);
	assert_non_null(memmem(file.p, file.n, SECRET, strlen(SECRET)));
	clean(file, 4096, &out);
	assert_null(memmem(out.p, out.n, SECRET, strlen(SECRET)));
	assert_null(memmem(out.p, out.n, "Exif", 4));
	buf_release(&jpeg);
	buf_release(&out);
}

static void large_pictures_are_scaled_down_and_small_ones_left(void **state)
{
	(void)state;
	static const struct {
		int width, height, side_max, out_width, out_height;
	} cases[] = {{3000, 1500, 800, 800, 400},
	             {1500, 3000, 777, 389, 777},
	             {640, 480, 800, 640, 480},
	             {800, 800, 800, 800, 800},
	             {4000, 10, 16, 16, 1}};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf jpeg, out;
		struct seen s;
		clean(make_jpeg(&jpeg, cases[i].width, cases[i].height, 0, false), cases[i].side_max, &out);
		see_jpeg(buf_view(&out), &s);
		assert_int_equal(s.width, cases[i].out_width);
		assert_int_equal(s.height, cases[i].out_height);
		if (s.height > 10) {
			assert_int_equal(quarter(&s, 0, 0), 'r');
			assert_int_equal(quarter(&s, 1, 1), 'w');
		}
		free(s.rgba);
		buf_release(&jpeg);
		buf_release(&out);
	}
}

static void png_keeps_its_transparency(void **state)
{
	(void)state;
	struct buf png, out;
	struct seen s;
	bool alpha;
	unsigned char rgba[32 * 32 * 4];
	for (size_t i = 0; i < sizeof rgba; i += 4)
		memcpy(rgba + i, (const unsigned char[]){200, 100, 50, i < sizeof rgba / 2 ? 128 : 255}, 4);
	clean(make_png(&png, rgba, 32, 32, PNG_FORMAT_RGBA), 800, &out);
	see_png(buf_view(&out), &s, &alpha);
	assert_true(alpha);
	const unsigned char *half = s.rgba, *full = s.rgba + 31 * 32 * 4;
	assert_int_equal(half[3], 128);
	assert_int_equal(full[3], 255);
	assert_true(abs(half[0] - 200) <= 2 && abs(half[1] - 100) <= 2 && abs(half[2] - 50) <= 2);
	assert_memory_equal(full, ((const unsigned char[]){200, 100, 50, 255}), 4);
	free(s.rgba);
	buf_release(&png);
	buf_release(&out);
}

static void png_without_transparency_stays_so(void **state)
{
	(void)state;
	struct buf png, out;
	struct seen s;
	bool alpha;
	unsigned char rgb[64 * 64 * 3];
	quarters(rgb, 64, 64);
	clean(make_png(&png, rgb, 64, 64, PNG_FORMAT_RGB), 32, &out);
	see_png(buf_view(&out), &s, &alpha);
	assert_false(alpha);
	assert_int_equal(s.width, 32);
	assert_int_equal(quarter(&s, 0, 0), 'r');
	assert_int_equal(quarter(&s, 1, 0), 'g');
	assert_int_equal(quarter(&s, 0, 1), 'b');
	assert_int_equal(quarter(&s, 1, 1), 'w');
	free(s.rgba);
	buf_release(&png);
	buf_release(&out);
}

/* Only the header: nothing of 400 million pixels may be asked for. */
static struct str giant_png(struct buf *b)
{
	unsigned char rgb[3] = {0};
	make_png(b, rgb, 1, 1, PNG_FORMAT_RGB);
	static const unsigned char ihdr[] = {'I', 'H',  'D',  'R', 0, 0, 0x4E, 0x20, 0,
	                                     0,   0x4E, 0x20, 8,   2, 0, 0,    0};
	uLong crc = crc32(crc32(0, NULL, 0), ihdr, sizeof ihdr);
	memcpy(b->p + 12, ihdr, sizeof ihdr);
	for (size_t i = 0; i < 4; i++)
		b->p[12 + sizeof ihdr + i] = (char)(crc >> (24 - 8 * i));
	return buf_view(b);
}

static void giants_are_refused_by_their_header(void **state)
{
	(void)state;
	struct buf png;
	assert_refused(giant_png(&png), RC_TOOBIG, "Ảnh 20000 × 20000 điểm là quá lớn");
	buf_release(&png);
}

static void damaged_and_other_files_are_refused(void **state)
{
	(void)state;
	struct buf jpeg, png;
	unsigned char rgb[64 * 64 * 3];
	quarters(rgb, 64, 64);
	struct str whole = make_jpeg(&jpeg, 640, 480, 6, true);
	for (size_t n = 3; n < whole.n - 2; n += 97)
		assert_refused((struct str){whole.p, n}, RC_INVALID, "Ảnh bị hỏng");
	whole = make_png(&png, rgb, 64, 64, PNG_FORMAT_RGB);
	for (size_t n = 8; n < whole.n - 20; n += 13)
		assert_refused((struct str){whole.p, n}, RC_INVALID, "Ảnh bị hỏng");
	assert_refused(STR("GIF89a......"), RC_INVALID, "Chỉ nhận ảnh");
	assert_refused(STR(""), RC_INVALID, "Chỉ nhận ảnh");
	buf_release(&jpeg);
	buf_release(&png);
}

static void print_colours_are_refused(void **state)
{
	(void)state;
	static const unsigned char cmyk[16 * 16 * 4];
	unsigned char *jpeg = NULL;
	unsigned long n = 0;
	tjhandle tj = tjInitCompress();
	assert_int_equal(tjCompress2(tj, cmyk, 16, 0, 16, TJPF_CMYK, &jpeg, &n, TJSAMP_444, 90, 0), 0);
	assert_refused((struct str){(char *)jpeg, n}, RC_INVALID, "CMYK");
	tjFree(jpeg);
	tjDestroy(tj);
}

static void nonsense_in_exif_means_no_turn(void **state)
{
	(void)state;
	static const struct str heads[] = {
		STR("\xFF\xD8\xFF\xE1\0\x10"
	        "Exif\0\0II*\0\xFF\xFF\xFF\xFF"),
		STR("\xFF\xD8\xFF\xE1\xFF\xFF"
	        "Exif\0\0II*\0\x08\0\0\0"),
		STR("\xFF\xD8\xFF\xE1\0\x12"
	        "Exif\0\0II*\0\x08\0\0\0\xFF\xFF"),
		STR("\xFF\xD8\xFF\xE1\0\x01"),
		STR("\xFF\xD8\xFF\xE1\0\x02\xFF\xE1\0\x08"
	        "Exif\0\0"),
		STR("\xFF\xD8"),
		STR(""),
	};
	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
		char *copy = malloc(heads[i].n ? heads[i].n : 1);
		assert_non_null(copy);
		memcpy(copy, heads[i].p, heads[i].n);
		assert_int_equal(picture_orientation((struct str){copy, heads[i].n}), 1);
		free(copy);
	}
}

/* --- in the sandbox --- */

static enum rc collect(void *arg, const void *bytes, size_t n, struct err *e)
{
	buf_add(arg, bytes, n);
	return buf_check(arg, e);
}

static enum rc clean_locked(struct str file, struct buf *out, struct err *e)
{
	int fd = memfd_create("picture", MFD_CLOEXEC);
	assert_int_equal(write(fd, file.p, file.n), file.n);
	struct sandbox_job job = {.kind = "picture",
	                          .arg = "800",
	                          .in_fd = fd,
	                          .time_ms = 60000,
	                          .memory_bytes = 512 * MIB,
	                          .out_max = 96 * MIB};
	*e = (struct err){0};
	buf_init(out, 96 * MIB);
	enum rc rc = sandbox_run(&job, collect, out, e);
	close(fd);
	return rc;
}

static void pictures_are_made_in_the_sandbox(void **state)
{
	(void)state;
	struct buf file, out;
	struct seen s;
	struct err e;
	bool alpha;
	unsigned char rgb[64 * 64 * 3];
	assert_int_equal(clean_locked(make_jpeg(&file, 3000, 2000, 6, true), &out, &e), RC_OK);
	see_jpeg(buf_view(&out), &s);
	assert_int_equal(s.width, 533);
	assert_int_equal(s.height, 800);
	assert_int_equal(quarter(&s, 0, 0), 'b');
	free(s.rgba);
	buf_release(&file);
	buf_release(&out);
	quarters(rgb, 64, 64);
	assert_int_equal(clean_locked(make_png(&file, rgb, 64, 64, PNG_FORMAT_RGB), &out, &e), RC_OK);
	see_png(buf_view(&out), &s, &alpha);
	assert_int_equal(quarter(&s, 1, 0), 'g');
	free(s.rgba);
	buf_release(&file);
	buf_release(&out);
	assert_int_equal(clean_locked(giant_png(&file), &out, &e), RC_TOOBIG);
	assert_non_null(strstr(e.message, "20000"));
	buf_release(&file);
	buf_release(&out);
}

int main(int argc, char **argv)
{
	static const struct sandbox_parser parsers[] = {{"picture", picture_parse}};
	if (argc > 1 && strcmp(argv[1], "parse") == 0)
		return sandbox_child(argc, argv, parsers, 1);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_orientations_come_out_upright),
		cmocka_unit_test(what_the_camera_noted_is_gone),
		cmocka_unit_test(large_pictures_are_scaled_down_and_small_ones_left),
		cmocka_unit_test(png_keeps_its_transparency),
		cmocka_unit_test(png_without_transparency_stays_so),
		cmocka_unit_test(giants_are_refused_by_their_header),
		cmocka_unit_test(damaged_and_other_files_are_refused),
		cmocka_unit_test(print_colours_are_refused),
		cmocka_unit_test(nonsense_in_exif_means_no_turn),
		cmocka_unit_test(pictures_are_made_in_the_sandbox),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

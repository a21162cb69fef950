/* Where the camera says which side is up. Every position is checked against the end. */
#include "doc/picture.h"

#define TAG_ORIENTATION 0x0112
#define TYPE_SHORT 3

static uint32_t number(struct str s, size_t at, size_t bytes, bool big)
{
	uint32_t v = 0;
	if (at > s.n || s.n - at < bytes)
		return 0;
	for (size_t i = 0; i < bytes; i++) {
		size_t from = big ? at + i : at + bytes - 1 - i;
		v = v << 8 | (unsigned char)s.p[from];
	}
	return v;
}

/* The first directory of a TIFF block. */
static int from_tiff(struct str tiff)
{
	bool big = str_starts(tiff, "MM");
	if (!big && !str_starts(tiff, "II"))
		return 1;
	size_t directory = number(tiff, 4, 4, big);
	size_t entries = number(tiff, directory, 2, big);
	for (size_t i = 0; i < entries; i++) {
		size_t at = directory + 2 + i * 12;
		if (at > tiff.n || tiff.n - at < 12)
			break;
		if (number(tiff, at, 2, big) != TAG_ORIENTATION)
			continue;
		uint32_t v = number(tiff, at + 8, 2, big);
		return number(tiff, at + 2, 2, big) == TYPE_SHORT && v >= 1 && v <= 8 ? (int)v : 1;
	}
	return 1;
}

int picture_orientation(struct str jpeg)
{
	static const struct str mark = {"Exif\0\0", 6};
	size_t at = 2;
	while (at + 4 <= jpeg.n && (unsigned char)jpeg.p[at] == 0xFF) {
		unsigned kind = (unsigned char)jpeg.p[at + 1];
		size_t length = number(jpeg, at + 2, 2, true);
		if (kind == 0xDA || length < 2 || length > jpeg.n - at - 2)
			break; /* the picture itself begins, or the file is wrong */
		struct str body = {.p = jpeg.p + at + 4, .n = length - 2};
		if (kind == 0xE1 && body.n > mark.n && memcmp(body.p, mark.p, mark.n) == 0)
			return from_tiff((struct str){body.p + mark.n, body.n - mark.n});
		at += 2 + length;
	}
	return 1;
}

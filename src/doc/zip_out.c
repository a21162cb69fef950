/* zip_out.c: see zip_out.h. */
#include "doc/zip_out.h"

#include <zlib.h>

/* Tables of papers repeat themselves: level 2 is a tenth larger than 6 and twice as fast. */
#define LEVEL 2
#define DAY_ONE 0x21 /* 1980-01-01, the first day a ZIP knows */
#define UTF8_NAMES 0x0800

static void le(struct buf *b, uint64_t v, int bytes)
{
	for (int i = 0; i < bytes; i++)
		buf_chr(b, (char)(v >> 8 * i & 0xFF));
}

void zip_out_begin(struct zip_out *z, struct buf *out)
{
	*z = (struct zip_out){.out = out, .from = out->n};
	buf_init(&z->list, (size_t)1 << 20);
	z_stream *s = calloc(1, sizeof *s);
	z->deflate = s;
	z->failed = !s || deflateInit2(s, LEVEL, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY) != Z_OK;
}

/* What is the same in the part's own head and in the list. */
static void head(struct buf *b, uint32_t crc, size_t packed, size_t size, size_t name)
{
	le(b, 20, 2);
	le(b, UTF8_NAMES, 2);
	le(b, Z_DEFLATED, 2);
	le(b, 0, 2);
	le(b, DAY_ONE, 2);
	le(b, crc, 4);
	le(b, packed, 4);
	le(b, size, 4);
	le(b, name, 2);
	le(b, 0, 2);
}

static bool pack(struct zip_out *z, struct str bytes, size_t *packed)
{
	z_stream *s = z->deflate;
	size_t room = deflateBound(s, bytes.n);
	char *to = buf_room(z->out, room);
	if (!to || bytes.n > UINT32_MAX / 2 || deflateReset(s) != Z_OK)
		return false;
	s->next_in = (Bytef *)(uintptr_t)bytes.p;
	s->avail_in = (uInt)bytes.n;
	s->next_out = (Bytef *)to;
	s->avail_out = (uInt)room;
	if (deflate(s, Z_FINISH) != Z_STREAM_END)
		return false;
	*packed = room - s->avail_out;
	z->out->n += *packed;
	return true;
}

void zip_out_add(struct zip_out *z, const char *path, struct str bytes)
{
	size_t at = z->out->n, name = strlen(path), packed;
	if (z->failed || z->parts++ == ZIP_OUT_PARTS) {
		z->failed = true;
		return;
	}
	uint32_t crc = (uint32_t)crc32(0, (const Bytef *)bytes.p, (uInt)bytes.n);
	le(z->out, 0x04034b50, 4);
	head(z->out, crc, 0, bytes.n, name);
	buf_z(z->out, path);
	if (!pack(z, bytes, &packed)) {
		z->failed = true;
		return;
	}
	for (int i = 0; i < 4; i++) /* the packed size is known only now */
		z->out->p[at + 18 + (size_t)i] = (char)(packed >> 8 * i & 0xFF);
	le(&z->list, 0x02014b50, 4);
	le(&z->list, 20, 2);
	head(&z->list, crc, packed, bytes.n, name);
	le(&z->list, 0, 8); /* comment, disk, attributes */
	le(&z->list, 0, 2);
	le(&z->list, at - z->from, 4);
	buf_z(&z->list, path);
}

enum rc zip_out_end(struct zip_out *z, struct err *e)
{
	size_t at = z->out->n - z->from;
	buf_str(z->out, buf_view(&z->list));
	le(z->out, 0x06054b50, 4);
	le(z->out, 0, 4);
	le(z->out, (uint64_t)z->parts, 2);
	le(z->out, (uint64_t)z->parts, 2);
	le(z->out, z->list.n, 4);
	le(z->out, at, 4);
	le(z->out, 0, 2);
	bool failed = z->failed || z->list.failed;
	buf_release(&z->list);
	if (z->deflate)
		deflateEnd(z->deflate);
	free(z->deflate);
	z->deflate = NULL;
	TRY(buf_check(z->out, e));
	return failed ? err_detail(e, RC_IO, "zip: a part could not be written") : RC_OK;
}

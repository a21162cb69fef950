/* zip_out.c: see zip_out.h. */
#include "doc/zip_out.h"

#include "doc/write_all.h"

#include <errno.h>
#include <unistd.h>
#include <zlib.h>

/* Tables of papers repeat themselves: level 2 is a tenth larger than 6 and twice as fast. */
#define LEVEL 2
#define DAY_ONE 0x21 /* 1980-01-01, the first day a ZIP knows */
#define UTF8_NAMES 0x0800
#define PIECE ((size_t)64 * 1024)
#define CRC_AT 14 /* of a part's head: crc, packed size, size */

static void le(struct buf *b, uint64_t v, int bytes)
{
	for (int i = 0; i < bytes; i++)
		buf_chr(b, (char)(v >> 8 * i & 0xFF));
}

static void begin(struct zip_out *z)
{
	buf_init(&z->list, (size_t)16 << 20);
	z_stream *s = calloc(1, sizeof *s);
	z->deflate = s;
	z->failed = !s || deflateInit2(s, LEVEL, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY) != Z_OK;
}

void zip_out_begin(struct zip_out *z, struct buf *out)
{
	*z = (struct zip_out){.out = out, .from = out->n, .fd = -1};
	begin(z);
}

void zip_out_begin_file(struct zip_out *z, int fd)
{
	*z = (struct zip_out){.fd = fd};
	buf_init(&z->own, (size_t)32 << 20); /* the list at the end goes through it */
	z->out = &z->own;
	begin(z);
}

uint64_t zip_out_size(const struct zip_out *z)
{
	return z->gone + z->out->n - z->from;
}

static void flush(struct zip_out *z)
{
	if (z->fd < 0 || z->failed)
		return;
	z->failed = z->out->failed || write_all(z->fd, buf_view(z->out), &z->err) != RC_OK;
	z->gone += z->out->n;
	buf_clear(z->out);
	z->too_big = z->too_big || z->gone > UINT32_MAX;
	z->failed = z->failed || z->too_big;
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

/* One piece through the machine, until it has taken all of it (or, at the end, given all). */
static bool deflate_piece(struct zip_out *z, struct str piece, bool last)
{
	z_stream *s = z->deflate;
	s->next_in = (Bytef *)(uintptr_t)piece.p;
	s->avail_in = (uInt)piece.n;
	for (;;) {
		char *to = buf_room(z->out, PIECE);
		if (!to)
			return false;
		s->next_out = (Bytef *)to;
		s->avail_out = (uInt)PIECE;
		int said = deflate(s, last ? Z_FINISH : Z_NO_FLUSH);
		z->out->n += PIECE - s->avail_out;
		if (z->out->n >= 16 * PIECE)
			flush(z);
		if (z->failed || said == Z_STREAM_ERROR)
			return false;
		if (last ? said == Z_STREAM_END : s->avail_in == 0 && s->avail_out > 0)
			return true;
	}
}

struct packed {
	uint32_t crc;
	uint64_t size, packed;
};

static bool pack_bytes(struct zip_out *z, struct str bytes, struct packed *p)
{
	p->crc = (uint32_t)crc32_z(0, (const Bytef *)bytes.p, bytes.n);
	p->size = bytes.n;
	return bytes.n <= UINT32_MAX / 2 && deflate_piece(z, bytes, true);
}

static bool pack_file(struct zip_out *z, int fd, struct packed *p)
{
	char *piece = malloc(PIECE);
	ssize_t n = 0;
	bool ok = piece != NULL;
	p->crc = 0;
	p->size = 0;
	while (ok && (n = pread(fd, piece, PIECE, (off_t)p->size)) > 0) {
		p->crc = (uint32_t)crc32_z(p->crc, (const Bytef *)piece, (size_t)n);
		p->size += (uint64_t)n;
		ok = deflate_piece(z, (struct str){.p = piece, .n = (size_t)n}, false);
	}
	ok = ok && n == 0 && deflate_piece(z, STR(""), true);
	free(piece);
	return ok;
}

/* The head was written before it was known what comes. */
static void mend_head(struct zip_out *z, uint64_t at, const struct packed *p)
{
	struct buf b;
	buf_init(&b, 64);
	le(&b, p->crc, 4);
	le(&b, p->packed, 4);
	le(&b, p->size, 4);
	at += CRC_AT;
	if (z->fd < 0)
		memcpy(z->out->p + z->from + at, b.p, b.n);
	else if (pwrite(z->fd, b.p, b.n, (off_t)at) != (ssize_t)b.n)
		z->failed = true;
	buf_release(&b);
}

static void add(struct zip_out *z, const char *path, struct str bytes, int fd)
{
	struct packed p = {0};
	size_t name = strlen(path);
	if (z->failed)
		return;
	if (z->parts++ == ZIP_OUT_PARTS || deflateReset(z->deflate) != Z_OK) {
		z->failed = z->too_big = true;
		return;
	}
	uint64_t at = zip_out_size(z);
	le(z->out, 0x04034b50, 4);
	head(z->out, 0, 0, 0, name);
	buf_z(z->out, path);
	uint64_t body = zip_out_size(z);
	if (!(fd < 0 ? pack_bytes(z, bytes, &p) : pack_file(z, fd, &p))) {
		z->failed = true;
		return;
	}
	p.packed = zip_out_size(z) - body;
	flush(z);
	z->too_big = z->too_big || p.size > UINT32_MAX || zip_out_size(z) > UINT32_MAX;
	z->failed = z->failed || z->out->failed || z->too_big;
	if (z->failed)
		return;
	mend_head(z, at, &p);
	le(&z->list, 0x02014b50, 4);
	le(&z->list, 20, 2);
	head(&z->list, p.crc, p.packed, p.size, name);
	le(&z->list, 0, 8); /* comment, disk, attributes */
	le(&z->list, 0, 2);
	le(&z->list, at, 4);
	buf_z(&z->list, path);
}

void zip_out_add(struct zip_out *z, const char *path, struct str bytes)
{
	add(z, path, bytes, -1);
}

void zip_out_add_file(struct zip_out *z, const char *path, int fd)
{
	BUG_ON(z->fd < 0 || fd < 0);
	add(z, path, STR_NULL, fd);
}

enum rc zip_out_check(const struct zip_out *z, struct err *e)
{
	if (z->too_big)
		return err_set(e, RC_TOOBIG,
		               "Tệp ZIP lớn quá 4 GB hoặc có quá %d tệp. Xin chọn ít nội dung hơn.",
		               ZIP_OUT_PARTS);
	if (z->err.code != RC_OK) {
		if (e)
			*e = z->err;
		return z->err.code;
	}
	TRY(buf_check(z->out, e));
	return z->failed || z->list.failed ? err_detail(e, RC_IO, "zip: a part could not be written")
	                                   : RC_OK;
}

enum rc zip_out_end(struct zip_out *z, struct err *e)
{
	uint64_t at = zip_out_size(z);
	buf_str(z->out, buf_view(&z->list));
	le(z->out, 0x06054b50, 4);
	le(z->out, 0, 4);
	le(z->out, (uint64_t)z->parts, 2);
	le(z->out, (uint64_t)z->parts, 2);
	le(z->out, z->list.n, 4);
	le(z->out, at, 4);
	le(z->out, 0, 2);
	flush(z);
	enum rc rc = zip_out_check(z, e);
	buf_release(&z->list);
	if (z->fd >= 0)
		buf_release(&z->own);
	if (z->deflate)
		deflateEnd(z->deflate);
	free(z->deflate);
	z->deflate = NULL;
	return rc;
}

/* sheet_roundtrip.h: what a reader wrote must pass the checks of the stream's reader. */
#ifndef FUZZ_SHEET_ROUNDTRIP_H
#define FUZZ_SHEET_ROUNDTRIP_H

#include "doc/sheet_stream.h"

#include <sys/mman.h>
#include <unistd.h>

static enum rc take_row(void *arg, uint32_t row, const struct cell *cells, size_t n, struct err *e)
{
	(void)arg, (void)row, (void)e;
	BUG_ON(n == 0 || n > SHEET_COLUMNS_MAX || cells[n - 1].type == CELL_EMPTY);
	return RC_OK;
}

/* Feeds bytes in pieces of `piece`. */
static inline enum rc feed(struct str bytes, size_t piece, struct err *e)
{
	struct sheet_stream s;
	struct sheet_sink sink = {.row = take_row};
	sheet_stream_init(&s, &sheet_limits_usual, &sink);
	enum rc rc = RC_OK;
	for (size_t at = 0; rc == RC_OK && at < bytes.n; at += piece)
		rc = sheet_stream_feed(&s, bytes.p + at, bytes.n - at < piece ? bytes.n - at : piece, e);
	if (rc == RC_OK)
		rc = sheet_stream_end(&s, e);
	sheet_stream_release(&s);
	return rc;
}

static inline void roundtrip(enum rc (*parse)(struct str, const char *, int, struct err *),
                             struct str file)
{
	struct err e = {0};
	int fd = memfd_create("stream", MFD_CLOEXEC);
	BUG_ON(fd < 0);
	enum rc rc = parse(file, "", fd, &e);
	BUG_ON(rc != RC_OK && (e.code != rc || !str_utf8_ok(str_of(e.message))));
	off_t n = lseek(fd, 0, SEEK_END);
	if (rc == RC_OK) {
		void *p = mmap(NULL, (size_t)n, PROT_READ, MAP_PRIVATE, fd, 0);
		BUG_ON(p == MAP_FAILED);
		rc = feed((struct str){p, (size_t)n}, 4096, &e);
		BUG_ON(rc != RC_OK);
		munmap(p, (size_t)n);
	}
	close(fd);
}

#endif

/*
 * spool.h: a request body on its way in: in memory while small, then in a file
 * that has no name and so goes away with its descriptor, whatever happens.
 *
 * Filled by the event thread, read by one worker after that.
 */
#ifndef HTTP_SPOOL_H
#define HTTP_SPOOL_H

#include "base/buf.h"

struct spool {
	struct buf small;
	int fd; /* -1 while in memory */
	int64_t size, max;
};

void spool_init(struct spool *s, int64_t max);
void spool_release(struct spool *s);

/* 0, 413 when it grows past max, or 507 when the disk refuses. Nothing is kept after a refusal. */
int spool_add(struct spool *s, const char *dir, const void *bytes, size_t n) MUST_CHECK;

/* Up to n bytes from `at`; -1 when the disk fails. */
ssize_t spool_read(const struct spool *s, int64_t at, void *to, size_t n);

/*
 * All of it as one text: the memory itself or a mapping of the file that lives as
 * long as the arena. STR_NULL when the mapping fails.
 */
struct str spool_view(const struct spool *s, struct arena *mem);

#endif

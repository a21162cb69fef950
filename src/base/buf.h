/*
 * buf.h: bytes that grow, up to a hard maximum.
 *
 * Every buffer that outside input can make larger has a maximum from the start
 * (curl's dynbuf is the model). Going over it, or running out of memory, sets
 * `failed`; later writes then do nothing, so that a writer checks once, at the
 * end. Owned by whoever called buf_init(); one thread at a time.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/arena.h"

struct buf {
	char *p;
	size_t n, room, max;
	bool failed;
};

void buf_init(struct buf *b, size_t max);
void buf_release(struct buf *b);

/* Empties it and keeps the memory. */
void buf_clear(struct buf *b);

void buf_str(struct buf *b, struct str s);
void buf_chr(struct buf *b, char c);
void buf_int(struct buf *b, int64_t v);
void buf_printf(struct buf *b, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* Space for `n` bytes that the caller fills and counts by adding to b->n; NULL if it fails. */
char *buf_room(struct buf *b, size_t n);

/* In line: pages are made of a thousand short pieces. A failed buffer has no room left. */
static inline void buf_add(struct buf *b, const void *bytes, size_t n)
{
	if (n == 0)
		return; /* bytes may be NULL */
	char *to = n <= b->room - b->n ? b->p + b->n : buf_room(b, n);
	if (!to)
		return;
	memcpy(to, bytes, n);
	b->n += n;
}

static inline void buf_z(struct buf *b, const char *z)
{
	buf_add(b, z, strlen(z));
}

/* What it holds, borrowed until the next write. */
struct str buf_view(const struct buf *b);

/* RC_OK, or RC_TOOBIG when a write did not fit. */
enum rc buf_check(const struct buf *b, struct err *e) MUST_CHECK;

#endif

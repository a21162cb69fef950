#include "base/buf.h"

#include <stdarg.h>

void buf_init(struct buf *b, size_t max)
{
	*b = (struct buf){.max = max};
}

void buf_release(struct buf *b)
{
	free(b->p);
	*b = (struct buf){.max = b->max};
}

void buf_clear(struct buf *b)
{
	b->n = 0;
	b->failed = false;
}

/* From here on every write comes to buf_room() and does nothing. */
static char *full(struct buf *b)
{
	b->failed = true;
	b->room = b->n;
	return NULL;
}

char *buf_room(struct buf *b, size_t n)
{
	if (b->failed)
		return NULL;
	if (n > b->max || b->n > b->max - n)
		return full(b);
	if (b->n + n > b->room) {
		size_t room = b->room ? b->room : 256;
		while (room < b->n + n)
			room = room > b->max / 2 ? b->max : room * 2;
		char *p = realloc(b->p, room);
		if (!p)
			return full(b);
		b->p = p;
		b->room = room;
	}
	return b->p + b->n;
}

void buf_str(struct buf *b, struct str s)
{
	buf_add(b, s.p, s.n);
}

void buf_chr(struct buf *b, char c)
{
	buf_add(b, &c, 1);
}

void buf_int(struct buf *b, int64_t v)
{
	char digits[21], *at = digits + sizeof digits;
	uint64_t rest = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
	do {
		*--at = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest);
	if (v < 0)
		*--at = '-';
	buf_add(b, at, (size_t)(digits + sizeof digits - at));
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap, again;
	va_start(ap, fmt);
	va_copy(again, ap);
	int n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	/* One byte more than counted: vsnprintf writes its NUL. */
	char *to = n < 0 ? NULL : buf_room(b, (size_t)n + 1);
	if (to) {
		vsnprintf(to, (size_t)n + 1, fmt, again);
		b->n += (size_t)n;
	}
	va_end(again);
}

struct str buf_view(const struct buf *b)
{
	return (struct str){.p = b->p ? b->p : "", .n = b->n};
}

enum rc buf_check(const struct buf *b, struct err *e)
{
	if (b->failed)
		return err_set(e, RC_TOOBIG, "Kết quả vượt quá %zu byte cho phép. Xin thu hẹp yêu cầu.",
		               b->max);
	return RC_OK;
}

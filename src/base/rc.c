#include "base/rc.h"

#include <stdarg.h>

const char *rc_word(enum rc code)
{
	static const char *const words[] = {
		[RC_OK] = "ok",
		[RC_BUG] = "bug",
		[RC_INVALID] = "invalid",
		[RC_NOTFOUND] = "notfound",
		[RC_DENIED] = "denied",
		[RC_SIGNIN] = "signin",
		[RC_CONFLICT] = "conflict",
		[RC_BUSY] = "busy",
		[RC_IO] = "io",
		[RC_TOOBIG] = "toobig",
		[RC_RETRY] = "retry",
		[RC_CANCELLED] = "cancelled",
	};
	BUG_ON((size_t)code >= sizeof words / sizeof *words);
	return words[code];
}

/* Cuts at a character's border: a half UTF-8 sequence must not reach a page. */
static void trim_utf8(char *s)
{
	size_t n = strlen(s), i = n;
	while (i > 0 && ((unsigned char)s[i - 1] & 0xC0) == 0x80)
		i--;
	if (i == 0)
		return;
	unsigned char lead = (unsigned char)s[i - 1];
	size_t want = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
	if (n - (i - 1) < want)
		s[i - 1] = '\0';
}

PRINTF_LIKE(3, 0) static void fill(char *to, size_t room, const char *fmt, va_list ap)
{
	int n = vsnprintf(to, room, fmt, ap);
	if (n >= (int)room)
		trim_utf8(to);
}

enum rc err_set(struct err *e, enum rc code, const char *message, ...)
{
	if (!e || e->code != RC_OK)
		return code;
	va_list ap;
	va_start(ap, message);
	e->code = code;
	fill(e->message, sizeof e->message, message, ap);
	va_end(ap);
	return code;
}

enum rc err_field(struct err *e, const char *field, const char *message, ...)
{
	if (!e || e->code != RC_OK)
		return RC_INVALID;
	va_list ap;
	va_start(ap, message);
	e->code = RC_INVALID;
	snprintf(e->field, sizeof e->field, "%s", field);
	fill(e->message, sizeof e->message, message, ap);
	va_end(ap);
	return RC_INVALID;
}

enum rc err_detail(struct err *e, enum rc code, const char *detail, ...)
{
	if (!e || e->code != RC_OK)
		return code;
	va_list ap;
	va_start(ap, detail);
	e->code = code;
	fill(e->detail, sizeof e->detail, detail, ap);
	va_end(ap);
	snprintf(e->message, sizeof e->message, "%s",
	         code == RC_BUSY ? "Hệ thống đang bận. Xin thử lại sau giây lát."
	                         : "Có lỗi trong hệ thống. Lỗi đã được ghi lại; dữ liệu đã nhập "
	                           "chưa được lưu, xin thử lại.");
	return code;
}

void err_clear(struct err *e)
{
	*e = (struct err){.code = RC_OK};
}

void bug_at(const char *file, int line, const char *what)
{
	fprintf(stderr, "BUG %s:%d: %s\n", file, line, what);
	abort();
}

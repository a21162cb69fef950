#include "viet/letters.h"
#include "viet/viet.h"

#include <utf8proc.h>

enum { DROP = 0, REFUSE = 0xFFFFFFFF };

static bool is_invisible(uint32_t cp)
{
	return cp == 0xAD || (cp >= 0x200B && cp <= 0x200F) || (cp >= 0x202A && cp <= 0x202E) ||
	       (cp >= 0x2060 && cp <= 0x206F) || cp == 0xFEFF;
}

static bool is_other_space(uint32_t cp)
{
	return cp == 0xA0 || (cp >= 0x2000 && cp <= 0x200A) || cp == 0x202F || cp == 0x205F ||
	       cp == 0x3000;
}

/* Controls, and the code points that XML and other formats cannot carry. */
static bool is_refused(uint32_t cp)
{
	return cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || (cp & 0xFFFE) == 0xFFFE ||
	       (cp >= 0xFDD0 && cp <= 0xFDEF);
}

static uint32_t cleaned(uint32_t cp)
{
	if (cp > 0x20 && cp < 0x7F)
		return cp;
	if (cp == '\n' || cp == '\t' || cp == ' ')
		return cp;
	if (cp == '\r' || cp == 0x2028 || cp == 0x2029)
		return '\n';
	if (is_other_space(cp))
		return ' ';
	if (is_invisible(cp))
		return DROP;
	return is_refused(cp) ? (uint32_t)REFUSE : cp;
}

/* NFC already, and never changed by what follows it unless that is a combining mark. */
static bool is_settled(uint32_t cp)
{
	return cp < 0x300 || (cp >= 0x1E00 && cp < 0x1F00) || (cp >= 0x2010 && cp < 0x2028);
}

static enum rc refuse(struct err *e, uint32_t cp)
{
	return err_set(
		e, RC_INVALID,
		"Văn bản có ký tự điều khiển U+%04X không dùng được. Hãy xóa ký tự đó hoặc gõ lại "
		"đoạn văn bản.",
		cp);
}

/* Cleaning never makes text longer. *settled says whether NFC has nothing left to do. */
static enum rc clean(struct str in, char *out, size_t *n, bool *settled, struct err *e)
{
	const char *at = in.p, *end = in.p + in.n;
	char *to = out;
	*settled = true;
	while (at < end) {
		uint32_t raw = utf8_next(&at, end);
		uint32_t cp = cleaned(raw);
		if (cp == REFUSE)
			return refuse(e, raw);
		if (cp == DROP)
			continue;
		*settled &= is_settled(cp);
		to = utf8_put(to, cp);
		if (raw == '\r' && at < end && *at == '\n')
			at++;
	}
	*n = (size_t)(to - out);
	return RC_OK;
}

static enum rc compose(struct arena *a, struct str in, struct str *out, struct err *e)
{
	const utf8proc_option_t how = UTF8PROC_STABLE | UTF8PROC_COMPOSE;
	const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)in.p;
	utf8proc_ssize_t len = (utf8proc_ssize_t)in.n;
	utf8proc_ssize_t n = utf8proc_decompose(bytes, len, NULL, 0, how);
	if (n < 0)
		return err_detail(e, RC_BUG, "utf8proc: %s", utf8proc_errmsg(n));
	/* One more: the encoded text, with its NUL, replaces the code points in place. */
	utf8proc_int32_t *cps = arena_array(a, (size_t)n + 1, sizeof *cps);
	n = utf8proc_decompose(bytes, len, cps, n, how);
	if (n >= 0)
		n = utf8proc_reencode(cps, n, how);
	if (n < 0)
		return err_detail(e, RC_BUG, "utf8proc: %s", utf8proc_errmsg(n));
	*out = (struct str){.p = (char *)cps, .n = (size_t)n};
	return RC_OK;
}

enum rc viet_nfc(struct arena *a, struct str in, struct str *out, struct err *e)
{
	bool settled = true;
	size_t n = 0;
	if (!in.p) {
		*out = STR_NULL;
		return RC_OK;
	}
	/* Before anything is cleaned: what stands for a byte that is none is longer than it. */
	if (!str_utf8_ok(in))
		return memchr(in.p, '\0', in.n)
		           ? refuse(e, 0)
		           : err_set(
						 e, RC_INVALID,
						 "Văn bản không phải là Unicode (UTF-8). Hãy chuyển mã sang Unicode rồi "
						 "thử lại.");
	char *p = arena_alloc(a, in.n + 1);
	TRY(clean(in, p, &n, &settled, e));
	*out = (struct str){.p = p, .n = n};
	p[n] = '\0';
	return settled ? RC_OK : compose(a, *out, out, e);
}

enum rc viet_line(struct arena *a, struct str in, struct str *out, struct err *e)
{
	struct str s;
	TRY(viet_nfc(a, in, &s, e));
	*out = s;
	if (!s.p)
		return RC_OK;
	char *p = arena_alloc(a, s.n + 1), *to = p;
	for (size_t i = 0; i < s.n; i++) {
		bool space = s.p[i] == ' ' || s.p[i] == '\n' || s.p[i] == '\t';
		if (!space)
			*to++ = s.p[i];
		else if (to > p && to[-1] != ' ')
			*to++ = ' ';
	}
	if (to > p && to[-1] == ' ')
		to--;
	*to = '\0';
	*out = (struct str){.p = p, .n = (size_t)(to - p)};
	return RC_OK;
}

/* Simple case mapping never makes UTF-8 more than half longer (2 to 3 bytes). */
static struct str map_case(struct arena *a, struct str s, utf8proc_int32_t map(utf8proc_int32_t),
                           size_t most)
{
	if (!s.p)
		return s;
	char *p = arena_alloc(a, s.n * 2 + 1), *to = p;
	const char *at = s.p, *end = s.p + s.n;
	for (size_t i = 0; at < end; i++) {
		const char *from = at;
		uint32_t cp = utf8_next(&at, end);
		if (i < most && cp != 0xFFFD) {
			to = utf8_put(to, (uint32_t)map((utf8proc_int32_t)cp));
			continue;
		}
		memcpy(to, from, (size_t)(at - from));
		to += at - from;
	}
	*to = '\0';
	return (struct str){.p = p, .n = (size_t)(to - p)};
}

struct str viet_lower(struct arena *a, struct str s)
{
	return map_case(a, s, utf8proc_tolower, SIZE_MAX);
}

struct str viet_upper(struct arena *a, struct str s)
{
	return map_case(a, s, utf8proc_toupper, SIZE_MAX);
}

struct str viet_capital(struct arena *a, struct str s)
{
	return map_case(a, s, utf8proc_toupper, 1);
}

#include "base/html.h"

/* 1: everywhere, 2: in attributes only. */
static const unsigned char special[256] = {
	['&'] = 1, ['<'] = 1, ['>'] = 1, ['"'] = 2, ['\''] = 2};

static const char *entity(char c)
{
	switch (c) {
	case '&': return "&amp;";
	case '<': return "&lt;";
	case '>': return "&gt;";
	case '"': return "&quot;";
	default: return "&#39;";
	}
}

static void escaped(struct buf *b, struct str s, bool in_attr)
{
	if (s.n == 0)
		return; /* s.p may be NULL */
	size_t from = 0;
	for (size_t i = 0; i < s.n; i++) {
		unsigned char kind = special[(unsigned char)s.p[i]];
		if (kind == 0 || (kind == 2 && !in_attr))
			continue;
		buf_add(b, s.p + from, i - from);
		buf_z(b, entity(s.p[i]));
		from = i + 1;
	}
	buf_add(b, s.p + from, s.n - from);
}

void html_text(struct buf *b, struct str s)
{
	escaped(b, s, false);
}

void html_attr(struct buf *b, struct str s)
{
	escaped(b, s, true);
}

/* Browsers drop control characters and white space before the scheme; so refuse them. */
static bool address_ok(struct str s)
{
	static const char *const schemes[] = {"http://", "https://", "mailto:", "tel:"};
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] <= 0x20 || s.p[i] == '\\')
			return false;
	for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
		if (str_starts(s, schemes[i]))
			return true;
	if (str_starts(s, "//"))
		return false;
	for (size_t i = 0; i < s.n && s.p[i] != '/' && s.p[i] != '?' && s.p[i] != '#'; i++)
		if (s.p[i] == ':')
			return false;
	return true;
}

void html_url(struct buf *b, struct str s)
{
	html_attr(b, address_ok(s) ? s : STR("#"));
}

static bool unreserved(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
	       c == '_' || c == '.' || c == '~';
}

void html_arg(struct buf *b, struct str s)
{
	static const char hex[] = "0123456789ABCDEF";
	for (size_t i = 0; i < s.n;) {
		size_t n = 0;
		while (i + n < s.n && unreserved((unsigned char)s.p[i + n]))
			n++;
		buf_add(b, s.p + i, n);
		i += n;
		if (i < s.n) {
			unsigned char c = (unsigned char)s.p[i++];
			buf_add(b, (const char[]){'%', hex[c >> 4], hex[c & 15]}, 3);
		}
	}
}

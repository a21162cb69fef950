#include "base/html.h"

static const char *entity(char c, bool in_attr)
{
	switch (c) {
	case '&': return "&amp;";
	case '<': return "&lt;";
	case '>': return "&gt;";
	case '"': return in_attr ? "&quot;" : NULL;
	case '\'': return in_attr ? "&#39;" : NULL;
	default: return NULL;
	}
}

static void escaped(struct buf *b, struct str s, bool in_attr)
{
	if (s.n == 0)
		return; /* s.p may be NULL */
	size_t from = 0;
	for (size_t i = 0; i < s.n; i++) {
		const char *as = entity(s.p[i], in_attr);
		if (!as)
			continue;
		buf_add(b, s.p + from, i - from);
		buf_z(b, as);
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

void html_arg(struct buf *b, struct str s)
{
	static const char hex[] = "0123456789ABCDEF";
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		             c == '-' || c == '_' || c == '.' || c == '~';
		if (plain) {
			buf_chr(b, (char)c);
		} else {
			buf_chr(b, '%');
			buf_chr(b, hex[c >> 4]);
			buf_chr(b, hex[c & 15]);
		}
	}
}

#include "base/html.h"

/* What a byte must not be: raw text, inside an attribute, inside an address. */
enum { IN_TEXT = 1, IN_ATTR = 2, IN_ADDRESS = 4 };
#define CONTROL [0 ... 0x20] = IN_ADDRESS
static const unsigned char special[256] = {CONTROL,
                                           ['\\'] = IN_ADDRESS,
                                           ['&'] = IN_TEXT | IN_ATTR,
                                           ['<'] = IN_TEXT | IN_ATTR,
                                           ['>'] = IN_TEXT | IN_ATTR,
                                           ['"'] = IN_ATTR,
                                           ['\''] = IN_ATTR};

/*
 * How many bytes from the front are plain. Most text is plain from end to end, so sixteen
 * are looked at at once (vectors of the compiler: any machine has them), the last sixteen once
 * more where the length is no multiple; only where one of them may be special each is looked up.
 */
typedef unsigned char bytes16 __attribute__((vector_size(16)));

static bool all_plain(const char *p, unsigned in)
{
	bytes16 v, bad;
	uint64_t any[2];
	memcpy(&v, p, sizeof v);
	if (in == IN_ADDRESS)
		bad = (bytes16)(v <= 0x20) | (bytes16)(v == '\\');
	else
		bad = (bytes16)(v == '&') | (bytes16)(v == '<') | (bytes16)(v == '>') |
		      (bytes16)(v == '"') | (bytes16)(v == '\'');
	memcpy(any, &bad, sizeof any);
	return (any[0] | any[1]) == 0;
}

/* Fewer than sixteen: their beginning and their end side by side, which may overlap. */
static bool few_plain(const char *p, size_t n, unsigned in)
{
	char both[sizeof(bytes16)] = "aaaaaaaaaaaaaaaa";
	size_t half = n >= 8 ? 8 : n >= 4 ? 4 : 0;
	if (half == 8) {
		memcpy(both, p, 8);
		memcpy(both + 8, p + n - 8, 8);
	} else if (half == 4) {
		memcpy(both, p, 4);
		memcpy(both + 8, p + n - 4, 4);
	}
	return half && all_plain(both, in);
}

static size_t plain(const char *p, size_t n, unsigned in)
{
	size_t i = 0;
	if (n < sizeof(bytes16) && few_plain(p, n, in))
		return n;
	while (i + sizeof(bytes16) <= n && all_plain(p + i, in))
		i += sizeof(bytes16);
	if (i && i < n && i + sizeof(bytes16) > n && all_plain(p + n - sizeof(bytes16), in))
		return n;
	while (i < n && !(special[(unsigned char)p[i]] & in))
		i++;
	return i;
}

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

static void escaped(struct buf *b, struct str s, unsigned in)
{
	while (s.n) { /* s.p may be NULL */
		size_t n = plain(s.p, s.n, in);
		buf_add(b, s.p, n);
		if (n == s.n)
			return;
		buf_z(b, entity(s.p[n]));
		s.p += n + 1;
		s.n -= n + 1;
	}
}

void html_text(struct buf *b, struct str s)
{
	escaped(b, s, IN_TEXT);
}

void html_attr(struct buf *b, struct str s)
{
	escaped(b, s, IN_ATTR);
}

/* Browsers drop control characters and white space before the scheme; so refuse them. */
static bool address_ok(struct str s)
{
	static const char *const schemes[] = {"http://", "https://", "mailto:", "tel:"};
	if (plain(s.p, s.n, IN_ADDRESS) < s.n)
		return false;
	if (s.n && s.p[0] == '/')
		return s.n == 1 || s.p[1] != '/';
	for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
		if (str_starts(s, schemes[i]))
			return true;
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

#include "doc/xml_scan.h"

#include "viet/letters.h"

#include <stdlib.h>
#include <string.h>

#define NAMES_MAX 4096 /* bytes of the names of all open elements */

struct scan {
	const struct xml_source *source;
	const struct xml_handler *handler;
	void *arg;
	char *buf;
	size_t at, n; /* what is still to be read: buf[at..n) */
	bool ended, first, root;
	int depth;
	size_t ends[XML_DEPTH_MAX + 1]; /* of the names of open elements */
	char names[NAMES_MAX];
	struct xml_pair attrs[XML_ATTRS_MAX];
	const char *why;
	enum rc rc;
};

struct str xml_attr(const struct xml_attrs *attrs, const char *name)
{
	for (int i = 0; i < attrs->n; i++)
		if (strcmp(attrs->at[i].name, name) == 0)
			return attrs->at[i].value;
	return STR_NULL;
}

bool xml_attr_true(const struct xml_attrs *attrs, const char *name)
{
	struct str v = xml_attr(attrs, name);
	return str_eqz(v, "1") || str_eqz(v, "true");
}

static bool bad(struct scan *s, const char *why)
{
	s->rc = RC_INVALID;
	s->why = why;
	return false;
}

#define MALFORMED "XML sai"

/* --- the window ------------------------------------------------------------------------------ */

/* More of the document behind what is there; false at its end, when the window is full, on failure.
 */
static bool more(struct scan *s)
{
	size_t got = 0;
	if (s->ended || s->rc != RC_OK || (s->at == 0 && s->n == XML_WINDOW))
		return false;
	memmove(s->buf, s->buf + s->at, s->n - s->at);
	s->n -= s->at;
	s->at = 0;
	s->rc = s->source->read(s->source->arg, s->buf + s->n, XML_WINDOW - s->n, &got);
	s->n += got;
	s->ended = got == 0;
	return s->rc == RC_OK && got > 0;
}

static bool begins(struct scan *s, const char *with)
{
	size_t n = strlen(with);
	while (s->n - s->at < n)
		if (!more(s))
			return false;
	return memcmp(s->buf + s->at, with, n) == 0;
}

/* Where `mark` begins, from `skip` bytes on; NULL: nowhere, or too far away. */
static char *find(struct scan *s, size_t skip, const char *mark)
{
	for (;;) {
		size_t left = s->n - s->at;
		char *p =
			left > skip ? memmem(s->buf + s->at + skip, left - skip, mark, strlen(mark)) : NULL;
		if (p)
			return p;
		if (!more(s))
			return NULL;
	}
}

/* --- characters ------------------------------------------------------------------------------ */

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* "#x1F600" or "#60"; 0 when it is no character of XML. */
static uint32_t char_of(struct str ref)
{
	bool hex = ref.n > 1 && ref.p[1] == 'x';
	uint32_t c = 0;
	size_t i = hex ? 2 : 1;
	if (i >= ref.n)
		return 0;
	for (; i < ref.n; i++) {
		char d = ref.p[i];
		uint32_t v = d >= '0' && d <= '9'          ? (uint32_t)(d - '0')
		             : hex && d >= 'a' && d <= 'f' ? (uint32_t)(d - 'a' + 10)
		             : hex && d >= 'A' && d <= 'F' ? (uint32_t)(d - 'A' + 10)
		                                           : 99;
		if (v == 99 || c > 0x10ffff)
			return 0;
		c = c * (hex ? 16 : 10) + v;
	}
	bool fine = c == 9 || c == 10 || c == 13 || (c >= 0x20 && c <= 0xd7ff) ||
	            (c >= 0xe000 && c <= 0xfffd) || (c >= 0x10000 && c <= 0x10ffff);
	return fine ? c : 0;
}

/* The character that "&…;" means; it never takes more room than its name. 0: none. */
static uint32_t entity(struct str name)
{
	if (str_starts(name, "#"))
		return char_of(name);
	return str_eqz(name, "amp")    ? '&'
	       : str_eqz(name, "lt")   ? '<'
	       : str_eqz(name, "gt")   ? '>'
	       : str_eqz(name, "quot") ? '"'
	       : str_eqz(name, "apos") ? '\''
	                               : 0;
}

/*
 * Brings text into its final form in place: references, ends of lines (in an attribute: spaces),
 * and no characters that XML does not have. `raw`: a CDATA section, without references.
 */
static bool settle(struct scan *s, char *p, size_t *n, bool attribute, bool raw)
{
	size_t to = 0;
	bool wide = false;
	for (size_t i = 0; i < *n; i++) {
		unsigned char b = (unsigned char)p[i];
		wide = wide || b >= 0x80;
		if (b >= 0x20 && (b != '&' || raw)) {
			p[to++] = (char)b;
		} else if (b == '&') {
			char *end = memchr(p + i, ';', *n - i < 12 ? *n - i : 12);
			uint32_t c = end ? entity((struct str){p + i + 1, (size_t)(end - p) - i - 1}) : 0;
			if (!c)
				return bad(s, MALFORMED);
			to = (size_t)(utf8_put(p + to, c) - p);
			i = (size_t)(end - p);
		} else if (b == '\r' && i + 1 < *n && p[i + 1] == '\n') {
			continue;
		} else if (b == '\t' || b == '\n' || b == '\r') {
			p[to++] = attribute ? ' ' : b == '\r' ? '\n' : (char)b;
		} else {
			return bad(s, MALFORMED);
		}
	}
	*n = to;
	return !wide || str_utf8_ok((struct str){p, to}) || bad(s, "XML không phải UTF-8");
}

/* --- text ------------------------------------------------------------------------------------ */

static bool give_text(struct scan *s, char *p, size_t n, bool raw)
{
	if (s->depth == 0) {
		for (size_t i = 0; i < n; i++)
			if (!is_space(p[i]))
				return bad(s, MALFORMED);
		return true;
	}
	if (!raw && memchr(p, ']', n) && memmem(p, n, "]]>", 3))
		return bad(s, MALFORMED);
	if (!settle(s, p, &n, false, raw))
		return false;
	if (n && s->handler->text)
		s->rc = s->handler->text(s->arg, p, n);
	return s->rc == RC_OK;
}

/* Of a window full of text: as much as ends between two characters and within no reference. */
static size_t whole_part(const char *p, size_t n)
{
	size_t cut = n;
	for (size_t i = 0; i < 16 && i < n; i++) {
		char c = p[n - 1 - i];
		if (c == '&' || c == '\r' || c == ']' || ((unsigned char)c >= 0xc0 && i < 4))
			cut = n - 1 - i;
	}
	return cut;
}

static bool text(struct scan *s)
{
	char *p = s->buf + s->at, *end = memchr(p, '<', s->n - s->at);
	while (!end && more(s)) {
		p = s->buf + s->at;
		end = memchr(p, '<', s->n - s->at);
	}
	if (s->rc != RC_OK)
		return false;
	p = s->buf + s->at;
	size_t n = end ? (size_t)(end - p) : s->ended ? s->n - s->at : whole_part(p, s->n - s->at);
	if (n == 0)
		return bad(s, MALFORMED);
	s->at += n;
	return give_text(s, p, n, false);
}

/* --- tags ------------------------------------------------------------------------------------ */

static bool name_byte(char c, bool first)
{
	bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':' ||
	              (unsigned char)c >= 0x80;
	return letter || (!first && ((c >= '0' && c <= '9') || c == '-' || c == '.'));
}

static size_t name_length(const char *p, const char *end)
{
	size_t n = 0;
	while (p + n < end && name_byte(p[n], n == 0))
		n++;
	return n;
}

/* Behind the prefix, which most names do not have. */
static const char *local(const char *name)
{
	for (const char *p = name; *p; p++)
		if (*p == ':' && p[1])
			return p + 1;
	return name;
}

static char *spaces(char *p, const char *end)
{
	while (p < end && is_space(*p))
		p++;
	return p;
}

/* name = "value"; *pp stands behind it afterwards. */
static bool attribute(struct scan *s, char **pp, char *end, int *count)
{
	char *name = *pp, *p = name + name_length(name, end), *stop = p;
	if (p == name)
		return bad(s, MALFORMED);
	p = spaces(p, end);
	if (p == end || *p != '=')
		return bad(s, MALFORMED);
	p = spaces(p + 1, end);
	if (p == end || (*p != '"' && *p != '\''))
		return bad(s, MALFORMED);
	char *value = p + 1, *close = memchr(value, *p, (size_t)(end - value));
	size_t n = close ? (size_t)(close - value) : 0;
	if (!close || memchr(value, '<', n))
		return bad(s, MALFORMED);
	*stop = '\0';
	*pp = close + 1;
	if (!settle(s, value, &n, true, false))
		return false;
	if (name[0] == 'x' && (strcmp(name, "xmlns") == 0 || strncmp(name, "xmlns:", 6) == 0))
		return true;
	if (*count == XML_ATTRS_MAX)
		return bad(s, "một thẻ có quá nhiều thuộc tính");
	s->attrs[(*count)++] = (struct xml_pair){.name = name, .value = {value, n}};
	return true;
}

/* The same name twice, before prefixes are left out. */
static bool twice(const struct scan *s, int count)
{
	for (int i = 1; i < count; i++)
		for (int k = 0; k < i; k++)
			if (s->attrs[i].name[0] == s->attrs[k].name[0] &&
			    strcmp(s->attrs[i].name, s->attrs[k].name) == 0)
				return true;
	return false;
}

static bool open_element(struct scan *s, const char *name, size_t n)
{
	if (s->depth == XML_DEPTH_MAX || s->ends[s->depth] + n > NAMES_MAX)
		return bad(s, "XML lồng quá sâu");
	if (s->depth == 0 && s->root)
		return bad(s, MALFORMED);
	memcpy(s->names + s->ends[s->depth], name, n);
	s->ends[s->depth + 1] = s->ends[s->depth] + n;
	s->depth++;
	s->root = true;
	return true;
}

static bool close_element(struct scan *s, const char *name)
{
	s->depth--;
	if (s->handler->end)
		s->rc = s->handler->end(s->arg, local(name));
	return s->rc == RC_OK;
}

/* From behind "<" to ">". */
static bool start_tag(struct scan *s, char *p, char *end)
{
	bool empty = end > p && end[-1] == '/';
	char *name = p, *stop;
	int count = 0;
	end -= empty;
	p += name_length(p, end);
	stop = p;
	if (p == name || !open_element(s, name, (size_t)(p - name)))
		return s->rc == RC_OK ? bad(s, MALFORMED) : false;
	while (p < end) {
		char *next = spaces(p, end);
		if (next == end)
			break;
		if (next == p)
			return bad(s, MALFORMED);
		p = next;
		if (!attribute(s, &p, end, &count))
			return false;
	}
	if (twice(s, count))
		return bad(s, MALFORMED);
	*stop = '\0';
	for (int i = 0; i < count; i++)
		s->attrs[i].name = local(s->attrs[i].name);
	struct xml_attrs attrs = {.at = s->attrs, .n = count};
	if (s->handler->start)
		s->rc = s->handler->start(s->arg, local(name), &attrs);
	return s->rc == RC_OK && (!empty || close_element(s, name));
}

static bool end_tag(struct scan *s, char *p, char *end)
{
	size_t n = name_length(p, end);
	if (s->depth == 0 || spaces(p + n, end) != end ||
	    s->ends[s->depth] - s->ends[s->depth - 1] != n ||
	    memcmp(s->names + s->ends[s->depth - 1], p, n) != 0)
		return bad(s, MALFORMED);
	p[n] = '\0'; /* at the latest where ">" stood */
	return close_element(s, p);
}

/* The ">" of a tag, outside the quotes of its attributes. */
static char *tag_end(struct scan *s)
{
	for (;;) {
		char quote = 0;
		for (char *p = s->buf + s->at + 1; p < s->buf + s->n; p++) {
			if (quote)
				quote = *p == quote ? 0 : quote;
			else if (*p == '>')
				return p;
			else if (*p == '"' || *p == '\'')
				quote = *p;
		}
		if (!more(s))
			return NULL;
	}
}

static bool tag(struct scan *s)
{
	char *end = tag_end(s);
	if (!end)
		return s->rc == RC_OK ? bad(s, MALFORMED) : false;
	char *p = s->buf + s->at + 1;
	s->at = (size_t)(end + 1 - s->buf);
	return *p == '/' ? end_tag(s, p + 1, end) : start_tag(s, p, end);
}

/* --- the rest -------------------------------------------------------------------------------- */

static bool comment(struct scan *s)
{
	char *end = find(s, 4, "--");
	if (!end || end + 2 == s->buf + s->n)
		end = more(s) ? find(s, 4, "--") : NULL;
	if (!end || end[2] != '>')
		return s->rc == RC_OK ? bad(s, MALFORMED) : false;
	s->at = (size_t)(end + 3 - s->buf);
	return true;
}

static bool cdata(struct scan *s)
{
	char *end = find(s, 9, "]]>");
	if (!end || s->depth == 0)
		return s->rc == RC_OK ? bad(s, MALFORMED) : false;
	char *p = s->buf + s->at + 9;
	s->at = (size_t)(end + 3 - s->buf);
	return give_text(s, p, (size_t)(end - p), true);
}

/* The declaration names the encoding; other instructions are for other programs. */
static bool instruction(struct scan *s, bool first)
{
	char *end = find(s, 2, "?>");
	if (!end)
		return s->rc == RC_OK ? bad(s, MALFORMED) : false;
	struct str in = {s->buf + s->at + 2, (size_t)(end - s->buf) - s->at - 2};
	bool declares = str_starts(in, "xml") && in.n > 3 && is_space(in.p[3]);
	const char *e = declares ? memmem(in.p, in.n, "encoding", 8) : NULL;
	size_t target = name_length(in.p, end);
	s->at = (size_t)(end + 2 - s->buf);
	if ((declares && !first) || target == 0 || (target < in.n && !is_space(in.p[target])))
		return bad(s, MALFORMED);
	if (e && !memmem(e, (size_t)(end - e), "UTF-8", 5) && !memmem(e, (size_t)(end - e), "utf-8", 5))
		return bad(s, "XML không phải UTF-8");
	return true;
}

static bool markup(struct scan *s, bool first)
{
	char next = s->at + 1 < s->n || more(s) ? s->buf[s->at + 1] : '\0';
	if (next != '!' && next != '?') /* nearly always */
		return s->rc == RC_OK && tag(s);
	if (begins(s, "<!--"))
		return comment(s);
	if (begins(s, "<![CDATA["))
		return cdata(s);
	return next == '?' ? instruction(s, first) : bad(s, "có khai báo DOCTYPE");
}

static enum rc document(struct scan *s)
{
	if (begins(s, "\xEF\xBB\xBF"))
		s->at += 3;
	for (bool first = true;; first = false) {
		if (s->at == s->n && !more(s))
			break;
		if (!(s->buf[s->at] == '<' ? markup(s, first) : text(s)))
			break;
	}
	if (s->rc == RC_OK && (s->depth || !s->root))
		bad(s, MALFORMED);
	return s->rc;
}

enum rc xml_scan(const struct xml_source *source, const struct xml_handler *handler, void *arg,
                 const char **why)
{
	struct scan *s = calloc(1, sizeof *s);
	char *window = malloc(XML_WINDOW + 1);
	enum rc rc = RC_TOOBIG;
	*why = NULL;
	if (s && window) {
		s->source = source;
		s->handler = handler;
		s->arg = arg;
		s->buf = window;
		rc = document(s);
		*why = s->why;
	}
	free(window);
	free(s);
	return rc;
}

/* The two tables that cells point into: shared strings, and styles that mean a date. */
#include "doc/xlsx_inner.h"

/* --- shared strings: sst > si > t, or si > r > t; rPh is reading help, not text --- */

struct string_reader {
	struct xlsx *x;
	size_t from; /* where the string being read begins */
	bool in_text, in_phonetic;
};

static enum rc string_start(void *arg, const char *name, const struct xml_attrs *attrs)
{
	(void)attrs;
	struct string_reader *r = arg;
	if (strcmp(name, "si") == 0)
		r->from = r->x->strings.bytes.n;
	else if (strcmp(name, "rPh") == 0)
		r->in_phonetic = true;
	else if (strcmp(name, "t") == 0)
		r->in_text = !r->in_phonetic;
	return RC_OK;
}

static enum rc add_string(struct string_reader *r)
{
	struct xlsx_strings *s = &r->x->strings;
	if (s->bytes.failed)
		return office_no_memory(&r->x->o);
	s->bytes.n = r->from + xlsx_unescape(s->bytes.p + r->from, s->bytes.n - r->from);
	struct str text = {.p = s->bytes.p + r->from, .n = s->bytes.n - r->from};
	if (text.n > r->x->o.limits->cell_chars && str_chars(text) > r->x->o.limits->cell_chars)
		return err_set(r->x->o.e, RC_TOOBIG, "Có ô chứa quá %u ký tự. Xin rút ngắn nội dung ô đó.",
		               r->x->o.limits->cell_chars);
	if (s->n == s->room) {
		size_t room = s->room ? s->room * 2 : 1024;
		size_t *ends = reallocarray(s->ends, room, sizeof *ends);
		if (!ends)
			return office_no_memory(&r->x->o);
		s->ends = ends;
		s->room = room;
	}
	s->ends[s->n++] = s->bytes.n;
	return RC_OK;
}

static enum rc string_end(void *arg, const char *name)
{
	struct string_reader *r = arg;
	if (strcmp(name, "si") == 0)
		return add_string(r);
	if (strcmp(name, "rPh") == 0)
		r->in_phonetic = false;
	else if (strcmp(name, "t") == 0)
		r->in_text = false;
	return RC_OK;
}

static enum rc string_text(void *arg, const char *p, size_t n)
{
	struct string_reader *r = arg;
	if (r->in_text)
		buf_add(&r->x->strings.bytes, p, n);
	return RC_OK;
}

enum rc xlsx_read_strings(struct xlsx *x, const char *path)
{
	static const struct xml_handler handler = {string_start, string_end, string_text};
	struct string_reader r = {.x = x};
	if (!buf_room(&x->strings.bytes, 1)) /* so that an empty table has an address too */
		return office_no_memory(&x->o);
	return office_part(&x->o, path, &handler, &r);
}

struct str xlsx_string(const struct xlsx *x, size_t i)
{
	size_t from = i ? x->strings.ends[i - 1] : 0;
	return (struct str){.p = x->strings.bytes.p + from, .n = x->strings.ends[i] - from};
}

/* --- styles: numFmts give codes to numbers, cellXfs give numbers to styles --- */

#define FORMATS_MAX 4096
#define STYLES_MAX 65536 /* Excel: 64,000 */

struct style_reader {
	struct xlsx *x;
	bool in_xfs;
	size_t formats;
	int64_t format_id[FORMATS_MAX]; /* own formats that mean a day */
};

/*
 * A format shows a day when its first section has d or y outside of quotes, brackets
 * and escapes. An m alone may be minutes; nobody shows a bare month as a date cell.
 */
static bool shows_day(struct str code)
{
	bool quoted = false, bracketed = false;
	for (size_t i = 0; i < code.n; i++) {
		char c = code.p[i];
		if (quoted || bracketed) {
			quoted = quoted && c != '"';
			bracketed = bracketed && c != ']';
		} else if (c == '"') {
			quoted = true;
		} else if (c == '[') {
			bracketed = true;
		} else if (c == '\\' || c == '_' || c == '*') {
			i++;
		} else if (c == ';') {
			return false;
		} else if (c == 'd' || c == 'D' || c == 'y' || c == 'Y') {
			return true;
		}
	}
	return false;
}

/* Formats without a code in the file: ISO/IEC 29500-1, 18.8.30. */
static bool built_in_day(int64_t id)
{
	return (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) || id == 36 ||
	       (id >= 50 && id <= 54) || id == 57 || id == 58;
}

/* An attribute's quote arrives as &quot; or as the character. */
static enum rc add_format(struct style_reader *r, const struct xml_attrs *attrs)
{
	int64_t id;
	if (!str_int(xml_attr(attrs, "numFmtId"), &id) || !shows_day(xml_attr(attrs, "formatCode")))
		return RC_OK;
	if (r->formats == FORMATS_MAX)
		return office_damaged(&r->x->o, "quá nhiều định dạng số");
	r->format_id[r->formats++] = id;
	return RC_OK;
}

static enum rc add_style(struct style_reader *r, const struct xml_attrs *attrs)
{
	struct xlsx *x = r->x;
	int64_t id;
	if (x->styles == STYLES_MAX)
		return office_damaged(&x->o, "quá nhiều kiểu ô");
	bool day = false;
	if (str_int(xml_attr(attrs, "numFmtId"), &id)) {
		day = built_in_day(id);
		for (size_t i = 0; i < r->formats && !day; i++)
			day = r->format_id[i] == id;
	}
	x->date_styles[x->styles++] = day;
	return RC_OK;
}

static enum rc style_start(void *arg, const char *name, const struct xml_attrs *attrs)
{
	struct style_reader *r = arg;
	if (strcmp(name, "numFmt") == 0)
		return add_format(r, attrs);
	if (strcmp(name, "cellXfs") == 0)
		r->in_xfs = true;
	else if (strcmp(name, "xf") == 0 && r->in_xfs)
		return add_style(r, attrs);
	return RC_OK;
}

static enum rc style_end(void *arg, const char *name)
{
	struct style_reader *r = arg;
	if (strcmp(name, "cellXfs") == 0)
		r->in_xfs = false;
	return RC_OK;
}

enum rc xlsx_read_styles(struct xlsx *x, const char *path)
{
	static const struct xml_handler handler = {.start = style_start, .end = style_end};
	struct style_reader *r = calloc(1, sizeof *r);
	x->date_styles = malloc(STYLES_MAX);
	if (!r || !x->date_styles) {
		free(r);
		return office_no_memory(&x->o);
	}
	r->x = x;
	enum rc rc = office_part(&x->o, path, &handler, r);
	free(r);
	return rc;
}

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The character of _xHHHH_ at p, or -1; only what XML text could not hold, or '_'. */
static int escaped(const char *p, size_t n)
{
	int v = 0;
	if (n < 7 || p[0] != '_' || p[1] != 'x' || p[6] != '_')
		return -1;
	for (int i = 2; i < 6; i++) {
		int digit = hex(p[i]);
		if (digit < 0)
			return -1;
		v = v * 16 + digit;
	}
	return v < 0x80 ? v : -1;
}

/* Control characters other than tab and line end are dropped: nobody typed them. */
size_t xlsx_unescape(char *p, size_t n)
{
	if (n < 7 || !memmem(p, n, "_x", 2))
		return n;
	size_t to = 0;
	for (size_t i = 0; i < n; i++) {
		int c = escaped(p + i, n - i);
		if (c < 0) {
			p[to++] = p[i];
			continue;
		}
		if (c >= 0x20 || c == '\t' || c == '\n')
			p[to++] = (char)c;
		i += 6;
	}
	return to;
}

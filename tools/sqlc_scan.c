#include "sqlc.h"

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
	       (unsigned char)c >= 0x80;
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Length of white space and comments at the front. */
static size_t space_len(const struct scan *s)
{
	struct str r = s->rest;
	size_t i = 0;
	for (;;) {
		if (i < r.n && is_space(r.p[i])) {
			i++;
		} else if (i + 1 < r.n && r.p[i] == '-' && r.p[i + 1] == '-') {
			while (i < r.n && r.p[i] != '\n')
				i++;
		} else if (i + 1 < r.n && r.p[i] == '/' && r.p[i + 1] == '*') {
			const char *end = memmem(r.p + i + 2, r.n - i - 2, "*/", 2);
			if (!end)
				fail_at((struct place){s->file, s->line}, "comment without end");
			i = (size_t)(end - r.p) + 2;
		} else {
			return i;
		}
	}
}

/* Length of a quoted piece at the front: '..', "..", $tag$..$tag$; 0 when there is none. */
static size_t quoted_len(const struct scan *s)
{
	struct str r = s->rest;
	const char *end = NULL;
	size_t open = 1;
	if (r.p[0] == '\'' || r.p[0] == '"') {
		end = memchr(r.p + 1, r.p[0], r.n - 1);
	} else if (r.p[0] == '$') {
		while (open < r.n && is_word(r.p[open]))
			open++;
		if (open == r.n || r.p[open] != '$' || (open > 1 && r.p[1] <= '9'))
			return 0;
		open++;
		end = memmem(r.p + open, r.n - open, r.p, open);
	} else {
		return 0;
	}
	if (!end)
		fail_at((struct place){s->file, s->line}, "quote without end");
	return (size_t)(end - r.p) + open;
}

static size_t token_len(struct scan *s, enum token_kind *kind)
{
	struct str r = s->rest;
	size_t n = space_len(s);
	if (n) {
		*kind = TOKEN_SPACE;
		return n;
	}
	n = quoted_len(s);
	if (n) {
		*kind = TOKEN_QUOTED;
		return n;
	}
	if (r.n > 1 && r.p[0] == ':' && r.p[1] == ':') {
		*kind = TOKEN_CHAR;
		return 2;
	}
	bool param = r.n > 1 && r.p[0] == ':' && is_word(r.p[1]);
	*kind = param ? TOKEN_PARAM : is_word(r.p[0]) ? TOKEN_WORD : TOKEN_CHAR;
	n = 1;
	while (*kind != TOKEN_CHAR && n < r.n && is_word(r.p[n]))
		n++;
	return n;
}

struct token scan_next(struct scan *s)
{
	struct token t = {.kind = TOKEN_END, .depth = s->depth, .line = s->line};
	if (str_empty(s->rest))
		return t;
	size_t n = token_len(s, &t.kind);
	t.s = (struct str){s->rest.p, n};
	for (size_t i = 0; i < n; i++)
		s->line += t.s.p[i] == '\n';
	if (t.kind == TOKEN_CHAR)
		s->depth += (*t.s.p == '(') - (*t.s.p == ')');
	s->rest.p += n;
	s->rest.n -= n;
	if (t.kind == TOKEN_PARAM) {
		t.s.p++;
		t.s.n--;
	}
	return t;
}

bool token_is(struct token t, const char *keyword)
{
	return t.kind == TOKEN_WORD && t.s.n == strlen(keyword) &&
	       strncasecmp(t.s.p, keyword, t.s.n) == 0;
}

bool name_ok(struct str s)
{
	static const char *const reserved[] = {
		"auto",     "break",  "case",   "char",     "const",    "continue", "default",  "do",
		"double",   "else",   "enum",   "extern",   "float",    "for",      "goto",     "if",
		"inline",   "int",    "long",   "register", "restrict", "return",   "short",    "signed",
		"sizeof",   "static", "struct", "switch",   "typedef",  "union",    "unsigned", "void",
		"volatile", "while",  "bool",   "true",     "false",    "asm",      "typeof"};
	if (s.n == 0 || s.n > 60 || s.p[0] < 'a' || s.p[0] > 'z' || s.p[s.n - 1] == '_')
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!is_word(s.p[i]) || (unsigned char)s.p[i] >= 0x80 || (s.p[i] >= 'A' && s.p[i] <= 'Z') ||
		    (s.p[i] == '_' && s.p[i - 1] == '_'))
			return false;
	for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
		if (str_eqz(s, reserved[i]))
			return false;
	return true;
}

struct str sql_rewrite(struct sqlc *c, struct place at, struct str raw, struct param_sink *sink)
{
	struct scan s = {.file = at.file, .rest = raw, .line = at.line};
	struct buf b;
	bool space = false, ended = false;
	buf_init(&b, SQLC_TEXT_MAX);
	for (struct token t = scan_next(&s); t.kind != TOKEN_END; t = scan_next(&s)) {
		struct place here = {at.file, t.line};
		if (t.kind == TOKEN_SPACE) {
			space = true;
			continue;
		}
		if (ended)
			fail_at(here, "SQL after the end of the statement");
		if (t.kind == TOKEN_CHAR && *t.s.p == ';') {
			ended = true;
			continue;
		}
		if (t.kind == TOKEN_CHAR && (*t.s.p == '?' || *t.s.p == '$'))
			fail_at(here, "write parameters as :name");
		if (space && b.n)
			buf_chr(&b, ' ');
		space = false;
		if (t.kind == TOKEN_PARAM)
			sink->put(sink, here, t.s, &b);
		else
			buf_str(&b, t.s);
	}
	if (s.depth)
		fail_at(at, "parentheses do not match");
	struct str out = arena_str(&c->mem, buf_view(&b));
	buf_release(&b);
	return out;
}

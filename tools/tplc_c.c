/* The C side of the template compiler: just enough of the lexer to see braces and jumps. */
#include "tools/tplc.h"

bool tplc_ident(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* The offset after the literal that begins at `i`, or `to` if it is not closed before. */
static size_t literal_end(const struct tplc *t, size_t i, size_t to)
{
	char quote = t->src.p[i++];
	while (i < to && t->src.p[i] != quote && t->src.p[i] != '\n')
		i += t->src.p[i] == '\\' ? 2 : 1;
	return i < to && t->src.p[i] == quote ? i + 1 : to;
}

static bool quote(char c)
{
	return c == '"' || c == '\'';
}

/* What would let C code mean something else than it shows, or reach past its end. */
static enum rc check_pair(struct tplc *t, size_t i, char a, char b)
{
	if (a == '/' && (b == '/' || b == '*'))
		return tplc_fail(t, i, "Remarks are written {# ... #}, outside of code.");
	if (a == '\\' || a == '#')
		return tplc_fail(t, i, "\"%c\" cannot stand in the C code of a template.", a);
	if ((a == '<' && (b == '%' || b == ':')) || (a == '%' && (b == '>' || b == ':')))
		return tplc_fail(t, i, "\"%c%c\" is another spelling of a bracket in C; leave a space.", a,
		                 b);
	return RC_OK;
}

enum rc tplc_c_end(struct tplc *t, size_t from, const char *closer, size_t *end)
{
	const char *p = t->src.p;
	size_t i = from;
	while (i + 1 < t->src.n) {
		if (p[i] == closer[0] && p[i + 1] == closer[1]) {
			*end = i;
			return RC_OK;
		}
		if (quote(p[i])) {
			size_t after = literal_end(t, i, t->src.n);
			if (after == t->src.n)
				return tplc_fail(t, i, "This quote is not closed before the end of the line.");
			i = after;
			continue;
		}
		if (p[i] == '{' && (p[i + 1] == '%' || (p[i + 1] == '{' && closer[0] != '%')))
			break;
		TRY(check_pair(t, i, p[i], p[i + 1]));
		i++;
	}
	char opener[3] = {'{', closer[0] == '}' ? '{' : closer[0], '\0'};
	return tplc_fail(t, from - 2, "\"%s\" is not closed by \"%s\".", opener, closer);
}

enum rc tplc_c_expr(struct tplc *t, size_t from, size_t to)
{
	char open[32];
	int depth = 0;
	bool empty = true;
	for (size_t i = from; i < to; i++) {
		char c = t->src.p[i];
		empty = empty && tplc_space(c);
		if (quote(c)) {
			i = literal_end(t, i, to) - 1;
		} else if (c == ';' || c == '{' || c == '}') {
			return tplc_fail(t, i,
			                 "\"%c\" cannot stand in an expression; compute the value in {%% %%} "
			                 "before.",
			                 c);
		} else if (c == '(' || c == '[') {
			if (depth == (int)sizeof open)
				return tplc_fail(t, i, "More than %zu brackets within each other.", sizeof open);
			open[depth++] = c == '(' ? ')' : ']';
		} else if ((c == ')' || c == ']') && (depth == 0 || open[--depth] != c)) {
			return tplc_fail(t, i, "\"%c\" closes no bracket of this expression.", c);
		}
	}
	if (empty)
		return tplc_fail(t, from, "The expression is missing.");
	if (depth > 0)
		return tplc_fail(t, to, "A bracket of the expression is not closed.");
	return RC_OK;
}

size_t tplc_c_last_colon(const struct tplc *t, size_t from, size_t to)
{
	int depth = 0;
	size_t found = to;
	for (size_t i = from; i < to; i++) {
		char c = t->src.p[i];
		if (quote(c))
			i = literal_end(t, i, to) - 1;
		else if (c == '(' || c == '[')
			depth++;
		else if (c == ')' || c == ']')
			depth--;
		else if (c == ':' && depth == 0)
			found = i;
	}
	return found;
}

static bool same_place(const struct tplc_ctx *a, const struct tplc_ctx *b)
{
	if (a->place != b->place || a->pre != b->pre)
		return false;
	if (a->place == TPLC_TEXT)
		return true;
	if (strcmp(a->elem, b->elem) != 0)
		return false;
	return a->place != TPLC_VALUE ||
	       (!strcmp(a->attr, b->attr) && a->quote == b->quote && a->url == b->url);
}

/* "between tags", or for an address how much of it has been written. */
static enum rc fail_places(struct tplc *t, size_t at, const char *what, const struct tplc_block *b)
{
	char here[160], there[160];
	tplc_html_where(&t->ctx, here, sizeof here);
	tplc_html_where(&b->ctx, there, sizeof there);
	size_t line = 1;
	for (size_t i = 0; i < b->at; i++)
		line += t->src.p[i] == '\n';
	if (!strcmp(here, there))
		return tplc_fail(t, at,
		                 "%s stands further on in the value of %s than its \"{\" of line %zu.",
		                 what, t->ctx.attr, line);
	return tplc_fail(t, at, "%s stands %s, but its \"{\" of line %zu stands %s.", what, here, line,
	                 there);
}

/* The state of one piece of code while it is read. */
struct piece {
	struct str word; /* first word of the statement, without `else` */
	int brackets;
	char last; /* last sign that is not white space */
};

static bool is(struct str word, const char *z)
{
	return str_eqz(word, z);
}

/* break and continue leave everything up to the loop: all of it must stand where it began. */
static enum rc check_break(struct tplc *t, size_t at, const char *what, bool from_switch)
{
	for (int i = t->depth - 1; i >= 0; i--) {
		if (!same_place(&t->ctx, &t->blocks[i].ctx))
			return fail_places(t, at, what, &t->blocks[i]);
		if (t->blocks[i].loop || (from_switch && t->blocks[i].is_switch))
			return RC_OK;
	}
	return tplc_fail(t, at, "%s stands in no loop whose braces are visible.", what);
}

static enum rc word(struct tplc *t, struct piece *c, size_t at, struct str w)
{
	if (c->brackets == 0 && c->word.n == 0 && !is(w, "else"))
		c->word = w;
	if (is(w, "goto") || is(w, "asm") || is(w, "__asm__"))
		return tplc_fail(t, at, "%.*s cannot stand in a template.", STR_ARG(w));
	if (is(w, "break"))
		return check_break(t, at, "break", true);
	if (is(w, "continue"))
		return check_break(t, at, "continue", false);
	if (is(w, "return") && (t->ctx.place != TPLC_TEXT || t->ctx.pre))
		return tplc_fail(t, at, "return can stand between tags only, else the page ends in a tag.");
	bool label = c->brackets == 0 && (is(w, "case") || is(w, "default"));
	if (label && (t->depth == 0 || !same_place(&t->ctx, &t->blocks[t->depth - 1].ctx)))
		return tplc_fail(t, at, "%.*s does not stand in the same place as the \"{\" of its switch.",
		                 STR_ARG(w));
	return RC_OK;
}

static enum rc open_brace(struct tplc *t, struct piece *c, size_t at)
{
	if (t->depth == TPLC_DEPTH_MAX)
		return tplc_fail(t, at, "More than %d braces within each other.", TPLC_DEPTH_MAX);
	t->blocks[t->depth++] = (struct tplc_block){
		.ctx = t->ctx,
		.at = at,
		.loop = is(c->word, "for") || is(c->word, "while") || is(c->word, "do"),
		.is_switch = is(c->word, "switch"),
	};
	c->word = STR_NULL;
	return RC_OK;
}

static enum rc close_brace(struct tplc *t, struct piece *c, size_t at)
{
	if (t->depth == 0)
		return tplc_fail(t, at, "\"}\" closes nothing in this template.");
	if (!same_place(&t->ctx, &t->blocks[t->depth - 1].ctx))
		return fail_places(t, at, "This \"}\"", &t->blocks[t->depth - 1]);
	t->depth--;
	c->word = STR_NULL;
	return RC_OK;
}

static enum rc sign(struct tplc *t, struct piece *c, size_t at, char s)
{
	switch (s) {
	case '(':
	case '[': c->brackets++; return RC_OK;
	case ')':
	case ']':
		if (--c->brackets < 0)
			return tplc_fail(t, at, "\"%c\" closes no bracket of this code.", s);
		return RC_OK;
	case '{': return open_brace(t, c, at);
	case '}': return close_brace(t, c, at);
	case ';':
		if (c->brackets == 0)
			c->word = STR_NULL;
		return RC_OK;
	case ':':
		if (c->brackets == 0 && (is(c->word, "case") || is(c->word, "default")))
			c->word = STR_NULL;
		return RC_OK;
	default: return RC_OK;
	}
}

enum rc tplc_c_code(struct tplc *t, size_t from, size_t to)
{
	struct piece c = {0};
	for (size_t i = from; i < to; i++) {
		char s = t->src.p[i];
		if (tplc_space(s))
			continue;
		c.last = s;
		if (quote(s)) {
			i = literal_end(t, i, to) - 1;
		} else if (tplc_ident(s)) {
			size_t n = 1;
			while (i + n < to && tplc_ident(t->src.p[i + n]))
				n++;
			TRY(word(t, &c, i, (struct str){.p = t->src.p + i, .n = n}));
			i += n - 1;
		} else {
			TRY(sign(t, &c, i, s));
		}
	}
	if (c.brackets > 0)
		return tplc_fail(t, to, "A bracket of this code is not closed.");
	/* Else the code would swallow the static text that follows it: `if (x)` without a brace. */
	bool label = c.last == ':' && c.word.n == 0;
	if (c.last != '{' && c.last != '}' && c.last != ';' && !label)
		return tplc_fail(t, to, "Code must end in \"{\", \"}\", \";\" or a case label.");
	return RC_OK;
}

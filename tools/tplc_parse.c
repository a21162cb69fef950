/* The template compiler's constructs, and the C it writes for them. */
#include "tools/tplc.h"

#include <stdarg.h>

#define SOURCE_MAX (1024 * 1024)
#define OUT_MAX (64 * 1024 * 1024)

void tplc_out_init(struct tplc_out *out)
{
	buf_init(&out->code, OUT_MAX);
	buf_init(&out->uses, OUT_MAX);
	buf_init(&out->protos, OUT_MAX);
}

void tplc_out_release(struct tplc_out *out)
{
	buf_release(&out->code);
	buf_release(&out->uses);
	buf_release(&out->protos);
}

bool tplc_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

bool tplc_opener(const struct tplc *t)
{
	char next = tplc_peek(t, 1);
	return tplc_peek(t, 0) == '{' && (next == '{' || next == '%' || next == '#' || next == '?');
}

static size_t line_of(const struct tplc *t, size_t at)
{
	size_t line = 1;
	for (size_t i = 0; i < at && i < t->src.n; i++)
		line += t->src.p[i] == '\n';
	return line;
}

enum rc tplc_fail(struct tplc *t, size_t at, const char *sentence, ...)
{
	char text[320];
	va_list ap;
	va_start(ap, sentence);
	vsnprintf(text, sizeof text, sentence, ap);
	va_end(ap);
	size_t column = 1;
	for (size_t i = at < t->src.n ? at : t->src.n; i > 0 && t->src.p[i - 1] != '\n'; i--)
		column += ((unsigned char)t->src.p[i - 1] & 0xC0) != 0x80;
	return err_set(t->e, RC_INVALID, "%s:%zu:%zu: %s", t->path, line_of(t, at), column, text);
}

/* `s` as the inside of a C string literal. */
static void c_string(struct buf *b, struct str s, const char *at_newline)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c == '\n')
			buf_z(b, i + 1 < s.n ? at_newline : "\\n");
		else if (c == '"' || c == '\\' || c == '?')
			buf_printf(b, "\\%c", c); /* '?' so that no trigraph comes about */
		else if (c < 0x20 || c == 0x7F)
			buf_printf(b, "\\%03o", c);
		else
			buf_chr(b, (char)c);
	}
}

static void flush(struct tplc *t)
{
	if (t->lit.n == 0)
		return;
	struct buf *b = &t->out->code;
	buf_z(b, "\tbuf_add(out, \"");
	c_string(b, buf_view(&t->lit), "\\n\"\n\t\t\"");
	buf_printf(b, "\", %zu);\n", t->lit.n);
	buf_clear(&t->lit);
}

static void line_mark(struct tplc *t, size_t at)
{
	buf_printf(&t->out->code, "#line %zu \"", line_of(t, at));
	c_string(&t->out->code, str_of(t->path), "\\n");
	buf_z(&t->out->code, "\"\n");
}

static struct str part(const struct tplc *t, size_t from, size_t to)
{
	return str_trim((struct str){.p = t->src.p + from, .n = to - from});
}

static size_t offset(const struct tplc *t, const char *p)
{
	return (size_t)(p - t->src.p);
}

/* Writes `writer(out, <expression>);` with the expression at its own line. */
static void write_hole(struct tplc *t, const char *writer, struct str expr)
{
	flush(t);
	line_mark(t, offset(t, expr.p));
	buf_printf(&t->out->code, "\t%s(out, (", writer);
	buf_str(&t->out->code, expr);
	buf_z(&t->out->code, "));\n");
}

static enum rc url_hole(struct tplc *t, struct str expr, const char **writer)
{
	switch (t->ctx.url) {
	case TPLC_URL_START:
		/* The site of an address that is loaded into the page is never left to a value. */
		if (tplc_html_loads(t->ctx.elem) && !str_starts(expr, "asset_url("))
			return tplc_fail(t, t->at,
			                 "The whole address of <%s> is constant, asset_url(\"name\"), or "
			                 "begins with \"/\".",
			                 t->ctx.elem);
		*writer = "TPL_URL";
		t->ctx.url = TPLC_URL_HOLE;
		return RC_OK;
	case TPLC_URL_SLASH:
	case TPLC_URL_REST:
		*writer = "TPL_ARG";
		t->ctx.url = TPLC_URL_REST;
		return RC_OK;
	case TPLC_URL_HOST:
	case TPLC_URL_SCHEME:
		return tplc_fail(t, t->at, "A hole cannot stand in the host name of an address.");
	case TPLC_URL_HOLE:
		return tplc_fail(t, t->at,
		                 "Two holes cannot begin an address; put the whole address in one.");
	case TPLC_URL_NAME:
	case TPLC_URL_OPAQUE: break;
	}
	return tplc_fail(t, t->at,
	                 "A hole in an address stands at its beginning, or after \"/\", \"?\" or "
	                 "\"#\".");
}

static enum rc hole_writer(struct tplc *t, struct str expr, bool raw, const char **writer)
{
	const struct tplc_ctx *c = &t->ctx;
	if (raw && c->place != TPLC_TEXT)
		return tplc_fail(t, t->at, "{{ raw }} can stand between tags only.");
	switch (c->place) {
	case TPLC_TEXT: *writer = raw ? "TPL_RAW" : "TPL_TEXT"; return RC_OK;
	case TPLC_RCDATA: *writer = "TPL_TEXT"; return RC_OK;
	case TPLC_TAG:
		return tplc_fail(t, t->at,
		                 "A hole cannot stand for an attribute; write {? condition : name ?} "
		                 "for one that is there or not.");
	case TPLC_VALUE: break;
	}
	if (c->value == TPLC_NO_HOLE)
		return tplc_fail(t, t->at, "A hole cannot stand in %s=; no escaping makes it safe there.",
		                 c->attr);
	*writer = "TPL_ATTR";
	return c->value == TPLC_URL ? url_hole(t, expr, writer) : RC_OK;
}

static enum rc hole(struct tplc *t)
{
	size_t end;
	const char *writer = NULL;
	TRY(tplc_c_end(t, t->at + 2, "}}", &end));
	struct str expr = part(t, t->at + 2, end);
	bool raw = str_starts(expr, "raw") && expr.n > 3 && tplc_space(expr.p[3]);
	TRY(hole_writer(t, expr, raw, &writer));
	if (raw)
		expr = part(t, offset(t, expr.p) + 3, end);
	TRY(tplc_c_expr(t, offset(t, expr.p), offset(t, expr.p) + expr.n));
	write_hole(t, writer, expr);
	t->at = end + 2;
	return RC_OK;
}

/* {? condition : name ?} or {? condition : name="value" ?} */
static enum rc flag(struct tplc *t)
{
	size_t end, from = t->at + 2;
	if (t->ctx.place != TPLC_TAG)
		return tplc_fail(t, t->at, "{? ?} can stand in a tag, between attributes, only.");
	TRY(tplc_c_end(t, from, "?}", &end));
	size_t colon = tplc_c_last_colon(t, from, end);
	if (colon == end)
		return tplc_fail(t, t->at,
		                 "{? ?} is written {? condition : name ?}; the colon is missing.");
	struct str attr = part(t, colon + 1, end);
	if (!tplc_html_constant(attr))
		return tplc_fail(t, offset(t, attr.p),
		                 "After the colon comes a constant attribute, name or "
		                 "name=\"value\", that is no script or style.");
	TRY(tplc_c_expr(t, from, colon));
	flush(t);
	line_mark(t, from);
	struct buf *b = &t->out->code;
	buf_z(b, "\tif (");
	buf_str(b, part(t, from, colon));
	buf_z(b, ")\n\t\tbuf_add(out, \" ");
	c_string(b, attr, "\\n");
	buf_printf(b, "\", %zu);\n", attr.n + 1);
	t->at = end + 2;
	return RC_OK;
}

/* The name at the front of *rest: lower-case letters, digits and '_'. */
static struct str cut_name(struct str *rest)
{
	size_t n = 0;
	while (n < rest->n && tplc_ident(rest->p[n]) && !(rest->p[n] >= 'A' && rest->p[n] <= 'Z'))
		n++;
	struct str name = {.p = rest->p, .n = n};
	rest->p += n;
	rest->n -= n;
	*rest = str_trim(*rest);
	return name;
}

/* `name(arguments)`, which is all that template and call have; the arguments without brackets. */
static enum rc signature(struct tplc *t, struct str code, struct str *name, struct str *args)
{
	*name = cut_name(&code);
	size_t at = offset(t, code.p);
	if (name->n == 0 || code.n < 2 || code.p[0] != '(' || code.p[code.n - 1] != ')')
		return tplc_fail(t, at, "A lower-case name and its arguments in ( ) are expected here.");
	*args = part(t, at + 1, at + code.n - 1);
	if (args->n > 0)
		TRY(tplc_c_expr(t, at, at + code.n));
	if (str_eqz(*args, "void"))
		*args = STR("");
	return RC_OK;
}

static enum rc template_begin(struct tplc *t, struct str code)
{
	struct str name, params;
	if (t->in_template)
		return tplc_fail(t, t->at, "The template of line %zu has no {%% end %%} before this one.",
		                 line_of(t, t->template_at));
	TRY(signature(t, code, &name, &params));
	const char *comma = params.n ? ", " : "";
	line_mark(t, t->at);
	buf_printf(&t->out->code, "void tpl_%.*s(struct buf *out%s%.*s)\n{\n", STR_ARG(name), comma,
	           STR_ARG(params));
	buf_printf(&t->out->protos, "void tpl_%.*s(struct buf *out%s%.*s);\n", STR_ARG(name), comma,
	           STR_ARG(params));
	t->in_template = true;
	t->template_at = t->at;
	t->ctx = (struct tplc_ctx){.place = TPLC_TEXT};
	t->depth = 0;
	return RC_OK;
}

static enum rc template_end(struct tplc *t)
{
	if (t->depth > 0)
		return tplc_fail(t, t->at, "The \"{\" of line %zu is not closed in this template.",
		                 line_of(t, t->blocks[t->depth - 1].at));
	if (t->ctx.place != TPLC_TEXT || t->ctx.pre) {
		char where[160];
		tplc_html_where(&t->ctx, where, sizeof where);
		return tplc_fail(t, t->at, "The template ends %s; it must end as it began, between tags.",
		                 where);
	}
	flush(t);
	buf_z(&t->out->code, "}\n\n");
	t->in_template = false;
	return RC_OK;
}

static enum rc call(struct tplc *t, struct str code)
{
	struct str name, args;
	if (t->ctx.place != TPLC_TEXT)
		return tplc_fail(t, t->at, "{%% call %%} can stand between tags only.");
	TRY(signature(t, code, &name, &args));
	flush(t);
	line_mark(t, offset(t, name.p));
	buf_printf(&t->out->code, "\ttpl_%.*s(out%s%.*s);\n", STR_ARG(name), args.n ? ", " : "",
	           STR_ARG(args));
	return RC_OK;
}

static enum rc use(struct tplc *t, struct str code)
{
	bool ok = code.n > 2 && code.p[0] == '"' && code.p[code.n - 1] == '"';
	for (size_t i = 1; ok && i + 1 < code.n; i++)
		ok = tplc_ident(code.p[i]) || strchr("/.-", code.p[i]);
	if (!ok || t->in_template)
		return tplc_fail(t, t->at,
		                 "{%% use \"room/header.h\" %%} stands before the first template.");
	buf_printf(&t->out->uses, "#include %.*s\n", STR_ARG(code));
	return RC_OK;
}

/* Cuts `word` and the space after it from the front of *code, if it is there. */
static bool directive(struct str *code, const char *word)
{
	size_t n = strlen(word);
	if (!str_starts(*code, word) || (code->n > n && !tplc_space(code->p[n])))
		return false;
	*code = str_trim((struct str){.p = code->p + n, .n = code->n - n});
	return true;
}

static enum rc statement(struct tplc *t, struct str code)
{
	if (directive(&code, "template"))
		return template_begin(t, code);
	if (directive(&code, "use"))
		return use(t, code);
	if (!t->in_template)
		return tplc_fail(t, t->at, "Code and {%% end %%} stand within a template only.");
	if (str_eqz(code, "end"))
		return template_end(t);
	if (directive(&code, "call"))
		return call(t, code);
	TRY(tplc_c_code(t, offset(t, code.p), offset(t, code.p) + code.n));
	flush(t);
	line_mark(t, offset(t, code.p));
	buf_chr(&t->out->code, '\t');
	buf_str(&t->out->code, code);
	buf_chr(&t->out->code, '\n');
	return RC_OK;
}

/*
 * A construct alone on its line leaves no trace: the newline before it is there
 * already, so the white space after it goes.
 */
static void drop_line(struct tplc *t, size_t from)
{
	if (t->in_template && (t->ctx.place != TPLC_TEXT || t->ctx.pre))
		return;
	while (from > 0 && (t->src.p[from - 1] == ' ' || t->src.p[from - 1] == '\t'))
		from--;
	size_t n = 0;
	while (tplc_peek(t, n) == ' ' || tplc_peek(t, n) == '\t' || tplc_peek(t, n) == '\r')
		n++;
	if ((from > 0 && t->src.p[from - 1] != '\n') || tplc_peek(t, n) != '\n')
		return;
	while (tplc_space(tplc_peek(t, 0)))
		t->at++;
}

static enum rc construct(struct tplc *t)
{
	size_t from = t->at, end;
	char kind = tplc_peek(t, 1);
	if (!t->in_template && (kind == '{' || kind == '?'))
		return tplc_fail(t, t->at, "A hole stands within a template only.");
	if (kind == '{')
		return hole(t);
	if (kind == '?')
		return flag(t);
	if (kind == '#') {
		const char *close = memmem(t->src.p + from + 2, t->src.n - from - 2, "#}", 2);
		if (!close)
			return tplc_fail(t, from, "\"{#\" is not closed by \"#}\".");
		end = offset(t, close);
	} else {
		TRY(tplc_c_end(t, from + 2, "%}", &end));
		TRY(statement(t, part(t, from + 2, end)));
	}
	t->at = end + 2;
	drop_line(t, from);
	return RC_OK;
}

static enum rc step(struct tplc *t)
{
	if (tplc_opener(t))
		return construct(t);
	if (t->in_template)
		return tplc_html(t);
	if (!tplc_space(tplc_peek(t, 0)))
		return tplc_fail(t, t->at,
		                 "Text stands within a template only: {%% template name() %%} ... "
		                 "{%% end %%}.");
	t->at++;
	return RC_OK;
}

enum rc tplc_compile(const char *path, struct str text, struct tplc_out *out, struct err *e)
{
	struct tplc t = {.path = path, .src = text, .out = out, .e = e};
	enum rc rc = RC_OK;
	buf_init(&t.lit, SOURCE_MAX * 2);
	buf_init(&t.url, SOURCE_MAX);
	if (text.n > SOURCE_MAX)
		rc = tplc_fail(&t, 0, "The file is larger than %d bytes.", SOURCE_MAX);
	else if (!str_utf8_ok(text))
		rc = tplc_fail(&t, 0, "The file is not UTF-8 text.");
	while (rc == RC_OK && t.at < t.src.n)
		rc = step(&t);
	if (rc == RC_OK && t.in_template)
		rc = tplc_fail(&t, t.template_at, "This template has no {%% end %%}.");
	if (rc == RC_OK)
		rc = t.lit.failed ? buf_check(&t.lit, e) : buf_check(&out->code, e);
	buf_release(&t.lit);
	buf_release(&t.url);
	return rc;
}

/* The HTML side of the template compiler: WHATWG tokenizer states, the strict subset. */
#include "tools/tplc.h"

#include <strings.h>

#define LEN(a) (sizeof(a) / sizeof *(a))

static const char *const raw_elems[] = {"script",   "style", "iframe",   "noembed",
                                        "noframes", "xmp",   "plaintext"};
static const char *const rcdata_elems[] = {"title", "textarea"};
static const char *const url_attrs[] = {
	"href",      "src",         "action",        "formaction", "cite",   "poster",
	"data",      "background",  "manifest",      "longdesc",   "usemap", "codebase",
	"profile",   "xlink:href",  "hx-get",        "hx-post",    "hx-put", "hx-patch",
	"hx-delete", "hx-push-url", "hx-replace-url"};
/* Values that are code, JSON, markup or lists: escaping for an attribute is not enough. */
static const char *const closed_attrs[] = {"srcdoc",        "srcset",     "imagesrcset", "ping",
                                           "attributename", "http-equiv", "hx-vals",     "hx-vars",
                                           "hx-headers",    "hx-request", "hx-trigger",  "hx-ext"};

static bool one_of(const char *name, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(name, list[i]))
			return true;
	return false;
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool letter(char c)
{
	return lower(c) >= 'a' && lower(c) <= 'z';
}

static bool name_char(char c)
{
	return letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == ':' || c == '.';
}

void tplc_html_where(const struct tplc_ctx *ctx, char *out, size_t room)
{
	switch (ctx->place) {
	case TPLC_TEXT:
		snprintf(out, room, "%s", ctx->pre ? "in the text of <pre>" : "between tags");
		return;
	case TPLC_RCDATA: snprintf(out, room, "in the text of <%s>", ctx->elem); return;
	case TPLC_TAG: snprintf(out, room, "in the tag <%s>", ctx->elem); return;
	case TPLC_VALUE:
		snprintf(out, room, "in the attribute %s of <%s>", ctx->attr, ctx->elem);
		return;
	}
}

/* Takes `n` bytes as static text. */
static void take(struct tplc *t, size_t n)
{
	buf_add(&t->lit, t->src.p + t->at, n);
	t->at += n;
}

/* Takes a name into `out` in lower case. */
static void take_name(struct tplc *t, char *out, size_t room)
{
	size_t n = 0;
	while (name_char(tplc_peek(t, 0))) {
		if (n + 1 < room)
			out[n++] = lower(tplc_peek(t, 0));
		take(t, 1);
	}
	out[n] = '\0';
}

/* Does "</elem" stand here, as an end tag? */
static bool end_tag_of(const struct tplc *t, const char *elem)
{
	size_t n = strlen(elem);
	if (t->src.n - t->at < n + 3 || memcmp(t->src.p + t->at, "</", 2) != 0 ||
	    strncasecmp(t->src.p + t->at + 2, elem, n) != 0)
		return false;
	char after = tplc_peek(t, n + 2);
	return after == '>' || after == '/' || tplc_space(after);
}

static enum rc end_tag(struct tplc *t)
{
	size_t from = t->at;
	take(t, 2);
	if (tplc_opener(t))
		return tplc_fail(t, t->at, "A hole cannot stand in a tag name.");
	if (!letter(tplc_peek(t, 0)))
		return tplc_fail(t, from, "\"</\" is not followed by a tag name.");
	char elem[sizeof t->ctx.elem];
	take_name(t, elem, sizeof elem);
	if (tplc_opener(t))
		return tplc_fail(t, t->at, "A hole cannot stand in a tag name.");
	while (tplc_space(tplc_peek(t, 0)))
		t->at++;
	if (tplc_peek(t, 0) != '>')
		return tplc_fail(t, t->at, "The end tag </%s> is not closed by \">\".", elem);
	take(t, 1);
	bool pre = t->ctx.pre && strcmp(elem, "pre") != 0;
	t->ctx = (struct tplc_ctx){.place = TPLC_TEXT, .pre = pre};
	return RC_OK;
}

/* The content of <script>, <style> and the like, up to its end tag. */
static enum rc raw_text(struct tplc *t)
{
	size_t from = t->at;
	while (t->at < t->src.n) {
		if (end_tag_of(t, t->ctx.elem))
			return end_tag(t);
		char second = tplc_peek(t, 1);
		if (tplc_peek(t, 0) == '{' && (second == '{' || second == '%'))
			return tplc_fail(t, t->at,
			                 "A hole or code cannot stand in <%s>; give the value in a "
			                 "data attribute and read it there.",
			                 t->ctx.elem);
		if (t->src.n - t->at >= 4 && !memcmp(t->src.p + t->at, "<!--", 4))
			return tplc_fail(t, t->at, "\"<!--\" cannot stand in <%s>.", t->ctx.elem);
		take(t, 1);
	}
	return tplc_fail(t, from, "<%s> has no end tag.", t->ctx.elem);
}

static enum rc comment(struct tplc *t)
{
	size_t from = t->at;
	take(t, 4);
	if (tplc_peek(t, 0) == '>' || (tplc_peek(t, 0) == '-' && tplc_peek(t, 1) == '>'))
		return tplc_fail(t, from, "A comment cannot begin with \">\" or \"->\".");
	for (; t->at < t->src.n; take(t, 1)) {
		if (tplc_opener(t))
			return tplc_fail(t, t->at,
			                 "A hole or code cannot stand in an HTML comment; use {# #} "
			                 "for remarks.");
		if (tplc_peek(t, 0) == '-' && tplc_peek(t, 1) == '-') {
			if (tplc_peek(t, 2) != '>')
				return tplc_fail(t, t->at, "\"--\" in a comment must be its end, \"-->\".");
			take(t, 3);
			return RC_OK;
		}
	}
	return tplc_fail(t, from, "The comment is not closed by \"-->\".");
}

static enum rc declaration(struct tplc *t)
{
	size_t from = t->at;
	if (tplc_peek(t, 1) == '!' && tplc_peek(t, 2) == '-' && tplc_peek(t, 3) == '-')
		return comment(t);
	if (t->src.n - t->at < 9 || strncasecmp(t->src.p + t->at, "<!doctype", 9) != 0)
		return tplc_fail(t, from,
		                 "Only <!doctype ...> and comments may begin with \"<!\" or \"<?\".");
	for (; t->at < t->src.n; take(t, 1)) {
		if (tplc_opener(t))
			return tplc_fail(t, t->at, "A hole or code cannot stand in <!doctype>.");
		if (tplc_peek(t, 0) == '>') {
			take(t, 1);
			return RC_OK;
		}
	}
	return tplc_fail(t, from, "<!doctype is not closed by \">\".");
}

static enum rc tag_open(struct tplc *t)
{
	size_t from = t->at;
	char next = tplc_peek(t, 1);
	if (next == '/')
		return end_tag(t);
	if (next == '!' || next == '?')
		return declaration(t);
	take(t, 1);
	if (tplc_opener(t))
		return tplc_fail(t, t->at, "A hole cannot stand in a tag name.");
	if (!letter(next))
		return tplc_fail(t, from, "\"<\" begins no tag here; write &lt; for the sign itself.");
	t->ctx.place = TPLC_TAG;
	take_name(t, t->ctx.elem, sizeof t->ctx.elem);
	next = tplc_peek(t, 0);
	if (tplc_opener(t))
		return tplc_fail(t, t->at,
		                 "A hole or code cannot stand in a tag name; leave a space before "
		                 "{? or {%% of an attribute.");
	if (!tplc_space(next) && next != '>' && next != '/')
		return tplc_fail(t, t->at, "A tag name is followed by a space, \"/\" or \">\".");
	return RC_OK;
}

/* After ">" of a start tag. */
static enum rc tag_done(struct tplc *t, bool self_closed)
{
	struct tplc_ctx *c = &t->ctx;
	bool raw = one_of(c->elem, raw_elems, LEN(raw_elems));
	bool rcdata = one_of(c->elem, rcdata_elems, LEN(rcdata_elems));
	bool pre = !strcmp(c->elem, "pre") || !strcmp(c->elem, "textarea");
	if (self_closed && (raw || rcdata))
		return tplc_fail(t, t->at - 2, "<%s> cannot close itself; write </%s>.", c->elem, c->elem);
	/* A browser drops a newline that comes first here; one more keeps that of the hole. */
	if (pre && !self_closed && tplc_peek(t, 0) != '\n')
		buf_chr(&t->lit, '\n');
	if (raw)
		return raw_text(t);
	if (rcdata) {
		c->place = TPLC_RCDATA;
		return RC_OK;
	}
	*c = (struct tplc_ctx){.place = TPLC_TEXT, .pre = c->pre || (pre && !self_closed)};
	return RC_OK;
}

/* A value that is a program or a style sheet never works under the policy of the pages. */
static enum rc check_attr_name(struct tplc *t, size_t at)
{
	const char *name = t->ctx.attr;
	if (!strncmp(name, "on", 2) || !strncmp(name, "hx-on", 5))
		return tplc_fail(t, at,
		                 "The attribute %s= is a script; the content security policy does not "
		                 "run it. Put it in web/js.",
		                 name);
	if (!strcmp(name, "style"))
		return tplc_fail(t, at,
		                 "The attribute style= is refused by the content security policy; use "
		                 "a class.");
	return RC_OK;
}

static enum rc attribute(struct tplc *t)
{
	size_t from = t->at;
	struct tplc_ctx *c = &t->ctx;
	char before = t->src.p[t->at - 1];
	if (!tplc_space(before) && before != '}')
		return tplc_fail(t, from,
		                 "A space is missing before this attribute, or a quote is unbalanced.");
	buf_chr(&t->lit, ' ');
	take_name(t, c->attr, sizeof c->attr);
	if (!strncmp(c->attr, "data-hx-", 8))
		memmove(c->attr, c->attr + 5, strlen(c->attr + 5) + 1);
	TRY(check_attr_name(t, from));
	if (tplc_peek(t, 0) == '{' && tplc_peek(t, 1) == '{')
		return tplc_fail(t, t->at, "A hole cannot stand in an attribute name.");
	size_t spaces = 0;
	while (tplc_space(tplc_peek(t, spaces)))
		spaces++;
	if (tplc_peek(t, spaces) != '=') {
		char next = tplc_peek(t, 0);
		if (spaces == 0 && next != '>' && next != '/' && !tplc_opener(t))
			return tplc_fail(t, t->at,
			                 "The attribute %s is followed by a sign that cannot stand in a "
			                 "name.",
			                 c->attr);
		c->attr[0] = '\0';
		return RC_OK;
	}
	t->at += spaces;
	take(t, 1);
	while (tplc_space(tplc_peek(t, 0)))
		t->at++;
	char quote = tplc_peek(t, 0);
	if (quote != '"' && quote != '\'')
		return tplc_fail(t, t->at, "The value of %s must stand in quotes.", c->attr);
	take(t, 1);
	c->place = TPLC_VALUE;
	c->quote = quote;
	c->url = TPLC_URL_START;
	buf_clear(&t->url);
	c->value = one_of(c->attr, url_attrs, LEN(url_attrs))         ? TPLC_URL
	           : one_of(c->attr, closed_attrs, LEN(closed_attrs)) ? TPLC_NO_HOLE
	                                                              : TPLC_PLAIN;
	return RC_OK;
}

static enum rc in_tag(struct tplc *t)
{
	char c = tplc_peek(t, 0);
	if (tplc_space(c)) {
		/* One space is written before each attribute, so none is taken here. */
		t->at++;
		return RC_OK;
	}
	if (c == '>') {
		take(t, 1);
		return tag_done(t, false);
	}
	if (c == '/') {
		if (tplc_peek(t, 1) != '>')
			return tplc_fail(t, t->at, "\"/\" in a tag is followed by \">\".");
		take(t, 2);
		return tag_done(t, true);
	}
	if (!letter(c))
		return tplc_fail(t, t->at, "An attribute name is expected here; is a quote unbalanced?");
	return attribute(t);
}

/* The scheme that the address began with, at its colon. */
static enum rc url_scheme(struct tplc *t)
{
	struct str s = buf_view(&t->url);
	if (s.n == 4 && !strncasecmp(s.p, "http", 4))
		t->ctx.url = TPLC_URL_SCHEME;
	else if (s.n == 5 && !strncasecmp(s.p, "https", 5))
		t->ctx.url = TPLC_URL_SCHEME;
	else if ((s.n == 6 && !strncasecmp(s.p, "mailto", 6)) ||
	         (s.n == 3 && !strncasecmp(s.p, "tel", 3)))
		t->ctx.url = TPLC_URL_OPAQUE;
	else
		return tplc_fail(t, t->at,
		                 "An address may begin with http:, https:, mailto: or tel: only, not "
		                 "\"%.*s:\".",
		                 STR_ARG(s));
	return RC_OK;
}

static enum rc url_step(struct tplc *t, char c)
{
	enum tplc_url *u = &t->ctx.url;
	bool rest = c == '?' || c == '#';
	switch (*u) {
	case TPLC_URL_START:
	case TPLC_URL_NAME:
		if (c == ':')
			return url_scheme(t);
		if (c == '/')
			*u = *u == TPLC_URL_START ? TPLC_URL_SLASH : TPLC_URL_REST;
		else
			*u = rest ? TPLC_URL_REST : TPLC_URL_NAME;
		buf_chr(&t->url, c);
		return RC_OK;
	case TPLC_URL_SCHEME: *u = c == '/' ? TPLC_URL_SLASH : TPLC_URL_OPAQUE; return RC_OK;
	case TPLC_URL_OPAQUE: *u = rest ? TPLC_URL_REST : TPLC_URL_OPAQUE; return RC_OK;
	case TPLC_URL_SLASH: *u = c == '/' || c == '\\' ? TPLC_URL_HOST : TPLC_URL_REST; return RC_OK;
	case TPLC_URL_HOST: *u = c == '/' || rest ? TPLC_URL_REST : TPLC_URL_HOST; return RC_OK;
	case TPLC_URL_REST: return RC_OK;
	case TPLC_URL_HOLE:
		if (c != '/' && !rest)
			return tplc_fail(t, t->at,
			                 "After a hole that begins an address come \"/\", \"?\" or \"#\"; "
			                 "or put the whole address in one value.");
		*u = TPLC_URL_REST;
		return RC_OK;
	}
	return RC_OK;
}

static enum rc in_value(struct tplc *t)
{
	char c = tplc_peek(t, 0);
	if (c == t->ctx.quote) {
		take(t, 1);
		struct tplc_ctx tag = {.place = TPLC_TAG, .pre = t->ctx.pre};
		memcpy(tag.elem, t->ctx.elem, sizeof tag.elem);
		t->ctx = tag;
		return RC_OK;
	}
	if (c == '<')
		return tplc_fail(t, t->at,
		                 "\"<\" in a value of %s: is a quote unbalanced? Write &lt; for the "
		                 "sign itself.",
		                 t->ctx.attr);
	if (t->ctx.value == TPLC_URL)
		TRY(url_step(t, c));
	take(t, 1);
	return RC_OK;
}

/* Runs of white space with a newline become one newline, where it cannot show. */
static void white_space(struct tplc *t)
{
	size_t n = 0;
	bool newline = false;
	for (; tplc_space(tplc_peek(t, n)); n++)
		newline = newline || tplc_peek(t, n) == '\n';
	if (newline && !t->ctx.pre) {
		buf_chr(&t->lit, '\n');
		t->at += n;
	} else {
		take(t, n);
	}
}

enum rc tplc_html(struct tplc *t)
{
	char c = tplc_peek(t, 0), next = tplc_peek(t, 1);
	bool closer = (c == '}' || c == '%' || c == '#' || c == '?') && next == '}';
	/* JSON may well end in two braces. */
	if (closer && !(t->ctx.place == TPLC_VALUE && t->ctx.value == TPLC_NO_HOLE))
		return tplc_fail(t, t->at, "\"%c}\" closes nothing here.", c);
	switch (t->ctx.place) {
	case TPLC_TAG: return in_tag(t);
	case TPLC_VALUE: return in_value(t);
	case TPLC_RCDATA:
		if (end_tag_of(t, t->ctx.elem))
			return end_tag(t);
		if (c == '<')
			return tplc_fail(t, t->at, "<%s> holds text only; write &lt; for the sign itself.",
			                 t->ctx.elem);
		take(t, 1);
		return RC_OK;
	case TPLC_TEXT:
		if (c == '<')
			return tag_open(t);
		if (tplc_space(c))
			white_space(t);
		else
			take(t, 1);
		return RC_OK;
	}
	return RC_OK;
}

bool tplc_html_loads(const char *elem)
{
	static const char *const loading[] = {"script", "link", "base", "iframe", "object", "embed"};
	return one_of(elem, loading, LEN(loading));
}

bool tplc_html_constant(struct str attr)
{
	size_t n = 0;
	while (n < attr.n && (name_char(attr.p[n]) && lower(attr.p[n]) == attr.p[n]))
		n++;
	if (n == 0 || !letter(attr.p[0]) || str_starts(attr, "on") || str_starts(attr, "hx-on") ||
	    str_starts(attr, "style") || str_starts(attr, "data-hx-on"))
		return false;
	if (n == attr.n)
		return true;
	if (attr.n < n + 3 || attr.p[n] != '=' || attr.p[n + 1] != '"' || attr.p[attr.n - 1] != '"')
		return false;
	for (size_t i = n + 2; i < attr.n - 1; i++)
		if (strchr("\"<>{}\\\n", attr.p[i]))
			return false;
	return true;
}

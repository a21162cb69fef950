/* What the template compiler accepts, what it writes, and what it refuses with which sentence. */
#include "tools/tplc.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

struct sample {
	const char *html, *expect;
};

static enum rc compile(const char *html, struct tplc_out *out, struct err *e)
{
	tplc_out_init(out);
	return tplc_compile("x.html", str_of(html), out, e);
}

/* `html` as the body of a template, from line 1, column 19 on. */
static enum rc compile_body(const char *html, struct tplc_out *out, struct err *e)
{
	char text[2048];
	snprintf(text, sizeof text, "{%% template t() %%}%s{%% end %%}", html);
	return compile(text, out, e);
}

static bool contains(const struct buf *b, const char *z)
{
	return b->n && memmem(b->p, b->n, z, strlen(z));
}

static void each_place_has_its_writer(void **state)
{
	static const struct sample samples[] = {
		{"<p>{{ a }}</p>", "TPL_TEXT(out, (a))"},
		{"<p>{{ f(a, \"}}\") }}</p>", "TPL_TEXT(out, (f(a, \"}}\")))"},
		{"<p>{{ raw a }}</p>", "TPL_RAW(out, (a))"},
		{"<title>{{ a }}</title>", "TPL_TEXT(out, (a))"},
		{"<textarea>{{ a }}</textarea>", "TPL_TEXT(out, (a))"},
		{"<p title=\"{{ a }}\">", "TPL_ATTR(out, (a))"},
		{"<p title='x {{ a }}'>", "TPL_ATTR(out, (a))"},
		{"<p title = \"{{ a }}\">", "TPL_ATTR(out, (a))"},
		{"<a href=\"{{ a }}\">", "TPL_URL(out, (a))"},
		{"<A HREF=\"{{ a }}\">", "TPL_URL(out, (a))"},
		{"<a data-hx-post='{{ a }}'>", "TPL_URL(out, (a))"},
		{"<use xlink:href='{{ a }}#b'/>", "TPL_URL(out, (a))"},
		{"<button formaction='{{ a }}'>", "TPL_URL(out, (a))"},
		{"<a href=\"/{{ a }}\">", "TPL_ARG(out, (a))"},
		{"<a href=\"/x/{{ a }}\">", "TPL_ARG(out, (a))"},
		{"<a href=\"?x={{ a }}\">", "TPL_ARG(out, (a))"},
		{"<a href=\"#{{ a }}\">", "TPL_ARG(out, (a))"},
		{"<a href=\"x/{{ a }}\">", "TPL_ARG(out, (a))"},
		{"<a href=\"https://example.vn/{{ a }}\">", "TPL_ARG(out, (a))"},
		{"<a href=\"mailto:a@b.vn?subject={{ a }}\">", "TPL_ARG(out, (a))"},
		{"<a href=\"{{ b }}?x={{ a }}\">", "TPL_ARG(out, (a))"},
		{"<input {? a : checked ?}>", "if (a)\n\t\tbuf_add(out, \" checked\", 8);"},
		{"<a {? a ? b : c : aria-current=\"page\" ?}>", "if (a ? b : c)\n"},
		{"{% call row(a, b) %}", "tpl_row(out, a, b);"},
		{"{% call foot() %}", "tpl_foot(out);"},
		{"{% callback(out); %}", "\tcallback(out);"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
		struct tplc_out out;
		struct err e = {0};
		enum rc rc = compile_body(samples[i].html, &out, &e);
		if (rc != RC_OK || !contains(&out.code, samples[i].expect))
			fail_msg("%s: %s\n%.*s", samples[i].html, e.message, STR_ARG(buf_view(&out.code)));
		tplc_out_release(&out);
	}
}

static void refuse_each(const struct sample *samples, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct tplc_out out;
		struct err e = {0};
		enum rc rc = compile_body(samples[i].html, &out, &e);
		if (rc != RC_INVALID || !strstr(e.message, samples[i].expect))
			fail_msg("%s: \"%s\" instead of \"%s\"", samples[i].html, e.message, samples[i].expect);
		assert_true(!strncmp(e.message, "x.html:1:", 9));
		tplc_out_release(&out);
	}
}

#define REFUSE_EACH(list) refuse_each(list, sizeof(list) / sizeof *(list))

static void holes_without_a_safe_escaping_are_refused(void **state)
{
	static const struct sample samples[] = {
		{"<script>{{ a }}</script>", "1:27: A hole or code cannot stand in <script>"},
		{"<SCRIPT>{{ a }}</script>", "cannot stand in <script>"},
		{"<script>if (a) {% x; %}</script>", "cannot stand in <script>"},
		{"<script><!-- </script>", "\"<!--\" cannot stand in <script>"},
		{"<script/>", "<script> cannot close itself"},
		{"<style>p { color: {{ a }} }</style>", "cannot stand in <style>"},
		{"<iframe>{{ a }}</iframe>", "cannot stand in <iframe>"},
		{"<p onclick=\"{{ a }}\">", "onclick= is a script"},
		{"<p ONCLICK=\"f()\">", "onclick= is a script"},
		{"<p hx-on:click=\"{{ a }}\">", "hx-on:click= is a script"},
		{"<p data-hx-on:click=\"f()\">", "hx-on:click= is a script"},
		{"<p style=\"{{ a }}\">", "style= is refused"},
		{"<{{ a }}>", "cannot stand in a tag name"},
		{"<h{{ a }}>", "cannot stand in a tag name"},
		{"<h{% x(); %}>", "cannot stand in a tag name"},
		{"</{{ a }}>", "cannot stand in a tag name"},
		{"</h{{ a }}>", "cannot stand in a tag name"},
		{"<p {{ a }}>", "A hole cannot stand for an attribute"},
		{"<p data-{{ a }}=\"x\">", "cannot stand in an attribute name"},
		{"<p x{{ a }}>", "cannot stand in an attribute name"},
		{"<p title={{ a }}>", "value of title must stand in quotes"},
		{"<p title=x>", "value of title must stand in quotes"},
		{"<!-- {{ a }} -->", "cannot stand in an HTML comment"},
		{"<!-- {% a; %} -->", "cannot stand in an HTML comment"},
		{"<!-- a -- b -->", "must be its end"},
		{"<!-->", "cannot begin with \">\""},
		{"<!doctype {{ a }}>", "cannot stand in <!doctype>"},
		{"<![CDATA[x]]>", "Only <!doctype"},
		{"<?php x ?>", "Only <!doctype"},
		{"<a srcdoc=\"{{ a }}\">", "A hole cannot stand in srcdoc="},
		{"<a hx-vals='{\"a\": \"{{ a }}\"}'>", "A hole cannot stand in hx-vals="},
		{"<a hx-trigger=\"click[{{ a }}]\">", "A hole cannot stand in hx-trigger="},
		{"<script src=\"{{ a }}\"></script>", "The whole address of <script> is constant"},
		{"<link href='{{ a }}/x.css'>", "The whole address of <link> is constant"},
		{"<base href='{{ a }}'>", "The whole address of <base> is constant"},
		{"<a href=\"javascript:{{ a }}\">", "not \"javascript:\""},
		{"<a href=\"JavaScript:f()\">", "not \"JavaScript:\""},
		{"<a href=\"data:text/html,x\">", "not \"data:\""},
		{"<a href=\":{{ a }}\">", "not \":\""},
		{"<a href=\"//{{ a }}/\">", "in the host name"},
		{"<a href=\"https://{{ a }}/\">", "in the host name"},
		{"<a href=\"https:{{ a }}/\">", "in the host name"},
		{"<a href=\"https://x.{{ a }}/\">", "in the host name"},
		{"<a href=\"x{{ a }}\">", "stands at its beginning, or after"},
		{"<a href=\"mailto:{{ a }}\">", "stands at its beginning, or after"},
		{"<a href=\"{{ a }}{{ b }}\">", "Two holes cannot begin an address"},
		{"<a href=\"{{ a }}x\">", "After a hole that begins an address"},
		{"<p title=\"{{ raw a }}\">", "{{ raw }} can stand between tags only"},
		{"<title>{{ raw a }}</title>", "{{ raw }} can stand between tags only"},
	};
	(void)state;
	REFUSE_EACH(samples);
}

static void broken_html_and_expressions_are_refused(void **state)
{
	static const struct sample samples[] = {
		{"<a href=\"x><b class=\"y\">", "is a quote unbalanced?"},
		{"<a title=\"x\"y\">", "A space is missing"},
		{"<a title=\"x", "The template ends in the attribute title of <a>"},
		{"<a ", "The template ends in the tag <a>"},
		{"<pre>x", "The template ends in the text of <pre>"},
		{"<title>x", "The template ends in the text of <title>"},
		{"<a =\"x\">", "An attribute name is expected"},
		{"<a \"x\">", "An attribute name is expected"},
		{"<a / b>", "\"/\" in a tag is followed"},
		{"<textarea><b></textarea>", "<textarea> holds text only"},
		{"<title></title/></title>", "</title> is not closed"},
		{"a < b", "write &lt;"},
		{"</ p>", "not followed by a tag name"},
		{"</p <b>", "not closed by \">\""},
		{"</p class=\"x\">", "not closed by \">\""},
		{"a }} b", "\"}}\" closes nothing"},
		{"a %} b", "\"%}\" closes nothing"},
		{"{{ a", "1:19: \"{{\" is not closed by \"}}\""},
		{"{{ a {{ b }}", "1:19: \"{{\" is not closed by \"}}\""},
		{"{# a", "\"{#\" is not closed"},
		{"{{ \"a }}", "This quote is not closed"},
		{"{{ }}", "The expression is missing"},
		{"{{ a) + (b }}", "closes no bracket"},
		{"{{ (a] }}", "closes no bracket"},
		{"{{ (a }}", "is not closed"},
		{"{{ a; f() }}", "\";\" cannot stand in an expression"},
		{"{{ a // b }}", "Remarks are written"},
		{"{{ a /* b }}", "Remarks are written"},
		{"{{ (x){1} }}", "\"{\" cannot stand in an expression"},
	};
	(void)state;
	REFUSE_EACH(samples);
}

static void code_keeps_to_its_place(void **state)
{
	static const struct sample samples[] = {
		{"{% if (a) { %}<p {% } %}>", "This \"}\" stands in the tag <p>, but its \"{\" of line 1"},
		{"<p {% if (a) { %}title=\"{% } %}\">", "stands in the attribute title of <p>"},
		{"<p title=\"{% if (a) { %}\" class=\"{% } %}\">", "stands in the attribute class of <p>"},
		{"<a href=\"{% if (a) { %}/{% } %}{{ b }}\">", "stands further on in the value of href"},
		{"{% if (a) { %}<pre>{% } %}", "stands in the text of <pre>"},
		{"{% if (a) { %}<title>{% } %}", "stands in the text of <title>"},
		{"{% for (;;) { %}<p title=\"{% if (a) { break; } %}\">{% } %}", "break stands"},
		{"{% for (;;) { %}<p title=\"{% switch (a) { case 1: continue; } %}\">{% } %}",
	     "continue stands"},
		{"<p title=\"{% return; %}\">", "return can stand between tags only"},
		{"{% switch (a) { %}<p {% case 1: %}>{% } %}", "case does not stand in the same place"},
		{"{% goto x; %}", "goto cannot stand"},
		{"{% break; %}", "break stands in no loop"},
		{"{% if (a) %}x", "Code must end in"},
		{"{% if (a) { b(); } else %}x", "Code must end in"},
		{"{% for (;;) %}x", "Code must end in"},
		{"{% x ? y : %}", "Code must end in"},
		{"{% f( %}x{% ); %}", "A bracket of this code is not closed"},
		{"{% ); %}", "closes no bracket"},
		{"{% if (a) { %}x", "The \"{\" of line 1 is not closed"},
		{"{% } %}", "\"}\" closes nothing"},
		{"{% if (a) <% %}x{% %> %}", "another spelling"},
		{"{% # if 0 %}", "\"#\" cannot stand"},
		{"{% if (a) { // } %}", "Remarks are written"},
		{"{% a(); \\ %}", "\"\\\" cannot stand"},
		{"{% x(); {% y(); %}", "\"{%\" is not closed"},
		{"<p title=\"{% call x() %}\">", "can stand between tags only"},
		{"{% call x %}", "arguments in ( )"},
		{"{% call X() %}", "arguments in ( )"},
		{"{% use \"a.h\" %}", "before the first template"},
		{"{% template u() %}", "has no {% end %} before"},
		{"{? a : checked ?}", "between attributes, only"},
		{"<p title=\"{? a : checked ?}\">", "between attributes, only"},
		{"<p {? a ?}>", "the colon is missing"},
		{"<p {? : checked ?}>", "The expression is missing"},
		{"<p {? a : ?}>", "a constant attribute"},
		{"<p {? a : onclick=\"f()\" ?}>", "a constant attribute"},
		{"<p {? a : style=\"x\" ?}>", "a constant attribute"},
		{"<p {? a : title=\"{{ b }}\" ?}>", "a constant attribute"},
		{"<p {? a : x><script ?}>", "a constant attribute"},
		{"<p {? a : x=\"y\" z ?}>", "a constant attribute"},
	};
	(void)state;
	REFUSE_EACH(samples);
}

static void code_in_the_right_place_is_accepted(void **state)
{
	static const char *const samples[] = {
		"{% if (a) { %}<p>x</p>{% } else if (b) { %}<b>y</b>{% } else { %}z{% } %}",
		"<p class=\"a{% if (a) { %} b{% } %}\">",
		"<p {% if (a) { %}class=\"b\"{% } else { %}class=\"c\"{% } %} id=\"d\">",
		"{% for (int i = 0; i < n; i++) { %}{% if (i == 3) { continue; } %}<p>{{ i }}</p>{% } %}",
		"<p class=\"{% switch (a) { %}{% case 1: %}x{% break; %}{% default: %}y{% } %}\">",
		"{% do { %}x{% } while (f()); %}",
		"{% if (a) return; %}x",
		"{% const char *s = \"{%}\"; char c = '{'; %}{{ s }}",
		"{% int a[] = {1, 2}; %}{{ a[1] }}",
		"{% struct x y = {{1}, {2}}; %}x",
		"<a href=\"/x{% if (a) { %}?b={{ b }}{% } %}\">",
		"<a hx-vals='{\"a\": {\"b\": 1}}'>",
		"<a href=\"mailto:a@b.vn\"><a href=\"tel:113\"><a href=\"\">",
		"<script>let a = {b: {c: 1}};</script>",
		"<svg viewBox=\"0 0 1 1\"><path d=\"M0 0\"/></svg>",
		"<p>Đạt 50% #1 ?</p><br><input disabled/>",
		"<textarea>&lt;b></textarea>",
		"<script src=\"{{ asset_url(\"a.js\") }}\" defer></script>",
		"<iframe src=\"/tep/{{ id }}\"></iframe>",
		"<p title='\"'>",
	};
	(void)state;
	for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
		struct tplc_out out;
		struct err e = {0};
		enum rc rc = compile_body(samples[i], &out, &e);
		if (rc != RC_OK)
			fail_msg("%s: %s", samples[i], e.message);
		tplc_out_release(&out);
	}
}

static void faults_are_placed_by_line_and_character(void **state)
{
	struct tplc_out out;
	struct err e = {0};
	(void)state;
	assert_int_equal(compile("{% template t() %}\n\n<p>ữ ộ {{ a; }}</p>\n{% end %}", &out, &e),
	                 RC_INVALID);
	assert_true(!strncmp(e.message, "x.html:3:12: ", 13));
	tplc_out_release(&out);
}

static void files_are_checked_as_a_whole(void **state)
{
	static const struct sample samples[] = {
		{"text", "1:1: Text stands within a template only"},
		{"{{ a }}", "A hole stands within a template only"},
		{"{% x(); %}", "stand within a template only"},
		{"{% end %}", "stand within a template only"},
		{"\n{% template t() %}x", "x.html:2:1: This template has no {% end %}"},
		{"{% template t %}", "arguments in ( )"},
		{"{% template T() %}", "arguments in ( )"},
		{"{% template t(int a; int b) %}", "\";\" cannot stand"},
		{"{% use <stdio.h> %}", "before the first template"},
		{"{% template t() %}<script>x", "<script> has no end tag"},
		{"{% template t() %}<!-- x", "The comment is not closed"},
		{"{% template t() %}<!doctype x", "<!doctype is not closed"},
		{"{% use \"a b.h\" %}", "before the first template"},
		{"\xC3\x28", "is not UTF-8"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
		struct tplc_out out;
		struct err e = {0};
		enum rc rc = compile(samples[i].html, &out, &e);
		if (rc != RC_INVALID || !strstr(e.message, samples[i].expect))
			fail_msg("%s: \"%s\" instead of \"%s\"", samples[i].html, e.message, samples[i].expect);
		tplc_out_release(&out);
	}
}

static void output_is_as_written_here(void **state)
{
	static const char html[] = "{% use \"op/view.h\" %}\n"
							   "{# remark #}\n"
							   "{% template list(const struct v *v) %}\n"
							   "<ul  class=\"a\"\n"
							   "     id='b'>\n"
							   "\t{% for (int i = 0; i < v->n; i++) { %}\n"
							   "\t\t<li>{{ v->at[i] }}</li>\n"
							   "\t{% } %}\n\n\n"
							   "</ul>\n"
							   "{% end %}\n"
							   "{% template none(void) %}{% end %}";
	static const char code[] = "#line 3 \"x.html\"\n"
							   "void tpl_list(struct buf *out, const struct v *v)\n"
							   "{\n"
							   "\tbuf_add(out, \"<ul class=\\\"a\\\" id='b'>\\n\", 22);\n"
							   "#line 6 \"x.html\"\n"
							   "\tfor (int i = 0; i < v->n; i++) {\n"
							   "\tbuf_add(out, \"<li>\", 4);\n"
							   "#line 7 \"x.html\"\n"
							   "\tTPL_TEXT(out, (v->at[i]));\n"
							   "\tbuf_add(out, \"</li>\\n\", 6);\n"
							   "#line 8 \"x.html\"\n"
							   "\t}\n"
							   "\tbuf_add(out, \"</ul>\\n\", 6);\n"
							   "}\n\n"
							   "#line 13 \"x.html\"\n"
							   "void tpl_none(struct buf *out)\n"
							   "{\n"
							   "}\n\n";
	struct tplc_out out;
	struct err e = {0};
	(void)state;
	assert_int_equal(compile(html, &out, &e), RC_OK);
	buf_chr(&out.code, '\0');
	buf_chr(&out.uses, '\0');
	buf_chr(&out.protos, '\0');
	assert_string_equal(out.code.p, code);
	assert_string_equal(out.uses.p, "#include \"op/view.h\"\n");
	assert_string_equal(out.protos.p, "void tpl_list(struct buf *out, const struct v *v);\n"
	                                  "void tpl_none(struct buf *out);\n");
	tplc_out_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_place_has_its_writer),
		cmocka_unit_test(holes_without_a_safe_escaping_are_refused),
		cmocka_unit_test(broken_html_and_expressions_are_refused),
		cmocka_unit_test(code_keeps_to_its_place),
		cmocka_unit_test(code_in_the_right_place_is_accepted),
		cmocka_unit_test(faults_are_placed_by_line_and_character),
		cmocka_unit_test(files_are_checked_as_a_whole),
		cmocka_unit_test(output_is_as_written_here),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

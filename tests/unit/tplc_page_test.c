/*
 * The pages that generated code writes, read back by an HTML parser that knows
 * nothing of ours: whatever a value holds, it stays a value.
 */
#include "fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <libxml/HTMLparser.h>

#include <cmocka.h>

#define PAGE_MAX (1024 * 1024)

static const char *const attacks[] = {
	"<script>alert(1)</script>",
	"\"><script>alert(1)</script>",
	"'><img src=x onerror=alert(1)>",
	"\" onmouseover=\"alert(1)",
	"' onmouseover='alert(1)",
	"javascript:alert(1)",
	"JaVaScRiPt:alert(1)",
	"java\tscript:alert(1)",
	"\x01javascript:alert(1)",
	" javascript:alert(1)",
	"javascript&colon;alert(1)",
	"&#106;avascript:alert(1)",
	"data:text/html,<script>alert(1)</script>",
	"vbscript:msgbox(1)",
	"//evil.example/x",
	"\\\\evil.example/x",
	"/\\evil.example/x",
	"</title><script>alert(1)</script>",
	"</textarea><script>alert(1)</script>",
	"</style></script><script>alert(1)</script>",
	"--><script>alert(1)</script>",
	"<!--",
	"]]>",
	"{{ x }} {% y %}",
	"&lt;script&gt;",
	"&amp;amp;",
	"x' y=\"z\" > / = `",
	"?a=b&c=d#e",
	"../../quan-tri",
	"Nguyễn Thị Đặng \"ữ\" & Cộng sự",
	"\nhàng đầu trống",
};

static void write_page(struct buf *out, struct str value, struct str link)
{
	struct fixture_row rows[2] = {
		{.id = 7, .name = value, .unit = "Phòng <A>", .points = 4000000000U, .chosen = true},
		{.id = -8, .name = STR_NULL, .unit = NULL, .points = 0},
	};
	struct fixture_view v = {
		.title = value,
		.link = link,
		.note = value,
		.notice = {STR("<em>x</em>")},
		.rows = rows,
		.row_count = 2,
		.page = 1,
		.total = SIZE_MAX,
		.state = "open",
		.locked = true,
	};
	buf_init(out, PAGE_MAX);
	tpl_fixture_page(out, &v);
	assert_false(out->failed);
}

static htmlDocPtr read_page(const struct buf *page)
{
	htmlDocPtr doc = htmlReadMemory(page->p, (int)page->n, NULL, "UTF-8",
	                                HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET);
	assert_non_null(doc);
	return doc;
}

/* Names of all elements and attributes in order: what no value may change. */
static void skeleton(const xmlNode *n, struct buf *to)
{
	for (; n; n = n->next) {
		if (n->type != XML_ELEMENT_NODE)
			continue;
		buf_printf(to, "<%s", (const char *)n->name);
		for (const xmlAttr *a = n->properties; a; a = a->next)
			buf_printf(to, " %s", (const char *)a->name);
		buf_chr(to, '>');
		skeleton(n->children, to);
		buf_chr(to, '/');
	}
}

static void skeleton_of(struct str value, struct str link, struct buf *to)
{
	struct buf page;
	write_page(&page, value, link);
	htmlDocPtr doc = read_page(&page);
	buf_init(to, PAGE_MAX);
	skeleton(xmlDocGetRootElement(doc), to);
	xmlFreeDoc(doc);
	buf_release(&page);
}

static const xmlNode *find(const xmlNode *n, const char *name)
{
	for (; n; n = n->next) {
		if (n->type != XML_ELEMENT_NODE)
			continue;
		if (!strcmp((const char *)n->name, name))
			return n;
		const xmlNode *below = find(n->children, name);
		if (below)
			return below;
	}
	return NULL;
}

static void assert_content(const xmlNode *root, const char *elem, const char *expect)
{
	const xmlNode *n = find(root, elem);
	assert_non_null(n);
	xmlChar *text = xmlNodeGetContent(n);
	assert_string_equal((const char *)text, expect);
	xmlFree(text);
}

static void assert_attr(const xmlNode *root, const char *elem, const char *attr, const char *expect)
{
	const xmlNode *n = find(root, elem);
	assert_non_null(n);
	xmlChar *text = xmlGetProp(n, (const xmlChar *)attr);
	assert_non_null(text);
	assert_string_equal((const char *)text, expect);
	xmlFree(text);
}

static void no_value_changes_the_structure(void **state)
{
	struct buf benign, attacked;
	(void)state;
	skeleton_of(STR("x"), STR("/x"), &benign);
	assert_non_null(memmem(benign.p, benign.n, "<tr><td><a href>", 16));
	for (size_t i = 0; i < sizeof attacks / sizeof *attacks; i++) {
		skeleton_of(str_of(attacks[i]), str_of(attacks[i]), &attacked);
		if (!str_eq(buf_view(&benign), buf_view(&attacked)))
			fail_msg("%s changes the page:\n%.*s", attacks[i], STR_ARG(buf_view(&attacked)));
		buf_release(&attacked);
	}
	buf_release(&benign);
}

static void values_come_back_as_they_were(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof attacks / sizeof *attacks; i++) {
		struct buf page;
		/* This parser drops controls that HTML does not allow; browsers' own affair. */
		if (attacks[i][0] == '\x01')
			continue;
		write_page(&page, str_of(attacks[i]), STR("/x"));
		htmlDocPtr doc = read_page(&page);
		const xmlNode *root = xmlDocGetRootElement(doc);
		assert_content(root, "title", attacks[i]);
		assert_content(root, "h1", attacks[i]);
		assert_attr(root, "h1", "title", attacks[i]);
		assert_attr(root, "p", "data-note", attacks[i]);
		xmlFreeDoc(doc);
		buf_release(&page);
	}
}

static bool link_is_safe(struct str link)
{
	struct buf page;
	write_page(&page, STR("x"), link);
	htmlDocPtr doc = read_page(&page);
	const xmlNode *form = find(xmlDocGetRootElement(doc), "form");
	assert_non_null(form);
	xmlChar *action = xmlGetProp(form, (const xmlChar *)"action");
	assert_non_null(action);
	/* Either it is gone, or it has neither scheme nor host and so stays on this site. */
	const char *a = (const char *)action;
	size_t name = strcspn(a, ":/?#");
	bool safe = !strcmp(a, "#") || (a[name] != ':' && strncmp(a, "//", 2) != 0 &&
	                                !strchr(a, '\\') && (unsigned char)a[0] > ' ');
	xmlFree(action);
	xmlFreeDoc(doc);
	buf_release(&page);
	return safe;
}

static void addresses_keep_to_known_schemes(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof attacks / sizeof *attacks; i++)
		if (!link_is_safe(str_of(attacks[i])))
			fail_msg("%s got through as an address", attacks[i]);
	struct buf page;
	write_page(&page, STR("x"), STR("https://example.vn/?a=1&b=2"));
	assert_non_null(memmem(page.p, page.n, "action=\"https://example.vn/?a=1&amp;b=2\"", 40));
	buf_release(&page);
}

static void parts_of_addresses_are_percent_encoded(void **state)
{
	struct buf page;
	(void)state;
	write_page(&page, STR("a/b?c&d=\"e ữ"), STR("/x"));
	const char *expect = "<a href=\"/tim?q=a%2Fb%3Fc%26d%3D%22e%20%E1%BB%AF&amp;trang=1\""
						 " hx-get=\"/tim/a%2Fb%3Fc%26d%3D%22e%20%E1%BB%AF\">";
	assert_non_null(memmem(page.p, page.n, expect, strlen(expect)));
	buf_release(&page);
}

static bool page_has(const struct buf *page, const char *z)
{
	return memmem(page->p, page->n, z, strlen(z)) != NULL;
}

static void numbers_flags_and_branches(void **state)
{
	struct buf page;
	(void)state;
	write_page(&page, STR("x"), STR("/x"));
	assert_true(page_has(&page, "<td>Phòng &lt;A&gt;</td>\n<td>4000000000</td>"));
	assert_true(page_has(&page, "value=\"7\" checked></td>"));
	assert_true(page_has(&page, "<a href=\"/nguoi/-8?ten=\"></a></td>\n<td></td>"));
	assert_true(page_has(&page, "value=\"-8\"></td>"));
	assert_true(page_has(&page, "id=\"x\">18446744073709551615</p>"));
	assert_true(page_has(&page, "<h1 title='x' aria-current=\"page\">"));
	assert_true(page_has(&page, "<p class=\"note locked\""));
	assert_true(page_has(&page, "<p class=\"a\" id=\"x\">"));
	assert_true(page_has(&page, "<option value=\"closed\">closed</option>\n"
	                            "<option value=\"open\" selected>open</option>"));
	assert_true(page_has(&page, "<em>x</em>"));
	assert_false(page_has(&page, "chưa có"));
	buf_release(&page);

	struct fixture_view empty = {.title = STR_NULL};
	buf_init(&page, PAGE_MAX);
	tpl_fixture_page(&page, &empty);
	assert_true(page_has(&page, "<title></title>"));
	assert_true(page_has(&page, "<p>chưa có \"ai\" }}</p>"));
	assert_true(page_has(&page, "<p class=\"b\" id=\"x\">0</p>"));
	buf_release(&page);
}

static void a_leading_newline_survives_a_form(void **state)
{
	struct buf page;
	(void)state;
	write_page(&page, STR("\nhai"), STR("/x"));
	/* The first newline is the one that browsers drop. */
	assert_true(page_has(&page, "<textarea name=\"note\">\n\nhai</textarea>"));
	assert_true(page_has(&page, "<pre>\n\nhai\n  two   spaces</pre>"));
	buf_release(&page);
}

static void a_full_buffer_stops_the_page(void **state)
{
	struct buf page;
	struct fixture_view v = {.title = STR("x")};
	(void)state;
	buf_init(&page, 100);
	tpl_fixture_page(&page, &v);
	assert_true(page.failed);
	assert_int_equal(buf_check(&page, NULL), RC_TOOBIG);
	buf_release(&page);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_value_changes_the_structure),
		cmocka_unit_test(values_come_back_as_they_were),
		cmocka_unit_test(addresses_keep_to_known_schemes),
		cmocka_unit_test(parts_of_addresses_are_percent_encoded),
		cmocka_unit_test(numbers_flags_and_branches),
		cmocka_unit_test(a_leading_newline_survives_a_form),
		cmocka_unit_test(a_full_buffer_stops_the_page),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	xmlCleanupParser();
	return failed;
}

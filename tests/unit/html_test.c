/* Escaping looks at many bytes at once; nothing gets through at any length and any place. */
#include "base/html.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define LONGEST 50

/* One byte after the other, as the table of docs/templates.md says. */
static void plainly(struct buf *b, struct str s, const char *which)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		const char *entity = !strchr(which, c) ? NULL
		                     : c == '&'        ? "&amp;"
		                     : c == '<'        ? "&lt;"
		                     : c == '>'        ? "&gt;"
		                     : c == '"'        ? "&quot;"
		                                       : "&#39;";
		if (c && entity)
			buf_z(b, entity);
		else
			buf_chr(b, c);
	}
}

static void check(void (*writer)(struct buf *, struct str), struct str s, const char *which)
{
	struct buf got, want;
	buf_init(&got, 4096);
	buf_init(&want, 4096);
	writer(&got, s);
	plainly(&want, s, which);
	assert_true(str_eq(buf_view(&got), buf_view(&want)));
	buf_release(&got);
	buf_release(&want);
}

static void each_length_and_place(void **state)
{
	static const char special[] = "&<>\"'", around[] = "%(;=?x\x01\x7f\xc4\x91";
	(void)state;
	for (size_t n = 0; n <= LONGEST; n++) {
		/* Exactly as long as said, so that reading beyond is found. */
		char *text = malloc(n + 1);
		assert_non_null(text);
		for (size_t i = 0; i < n; i++)
			text[i] = around[i % (sizeof around - 1)];
		char *exact = realloc(text, n ? n : 1);
		assert_non_null(exact);
		struct str s = {exact, n};
		check(html_text, s, "&<>");
		check(html_attr, s, special);
		for (size_t i = 0; i < n; i++)
			for (size_t k = 0; k < sizeof special - 1; k++) {
				char before = exact[i];
				exact[i] = special[k];
				check(html_text, s, "&<>");
				check(html_attr, s, special);
				exact[i] = before;
			}
		free(exact);
	}
	check(html_text, STR_NULL, "&<>");
}

static bool refused(struct str address)
{
	struct buf b;
	buf_init(&b, 4096);
	html_url(&b, address);
	bool hash = str_eqz(buf_view(&b), "#");
	buf_release(&b);
	return hash;
}

static void no_white_space_or_backslash_in_an_address(void **state)
{
	char text[LONGEST + 1];
	(void)state;
	for (size_t n = 2; n <= LONGEST; n++) {
		memset(text, 'a', sizeof text);
		text[0] = '/';
		struct str s = {text, n};
		assert_false(refused(s));
		for (size_t i = 1; i < n; i++) {
			static const char bad[] = "\\ \t\n\x01";
			for (size_t k = 0; k < sizeof bad - 1; k++) {
				text[i] = bad[k];
				assert_true(refused(s));
			}
			text[i] = 'a';
		}
	}
	assert_true(refused(STR("javascript:alert(1)")));
	assert_true(refused(STR("//elsewhere.example")));
	assert_false(refused(STR("https://example.org/a")));
	assert_false(refused(STR("")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(each_length_and_place),
	                                   cmocka_unit_test(no_white_space_or_backslash_in_an_address)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

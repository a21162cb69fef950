/* Arguments, cookies, header parameters and multipart bodies. */
#include "http/request.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct arena mem;

static int begin(void **state)
{
	(void)state;
	arena_init(&mem);
	return 0;
}

static int end(void **state)
{
	(void)state;
	arena_release(&mem);
	return 0;
}

static void arguments_keep_their_order_and_their_empty_values(void **state)
{
	const struct http_pair *p;
	(void)state;
	assert_int_equal(request_pairs(&mem, STR("a=1&&b=&c&=d&a=x%3Dy+z&p=100%"), &p), 6);
	assert_true(str_eqz(p[0].name, "a") && str_eqz(p[0].value, "1"));
	assert_true(str_eqz(p[1].name, "b") && p[1].value.p && str_empty(p[1].value));
	assert_true(str_eqz(p[2].name, "c") && str_empty(p[2].value));
	assert_true(str_empty(p[3].name) && str_eqz(p[3].value, "d"));
	assert_true(str_eqz(p[4].value, "x=y z"));
	assert_true(str_eqz(p[5].value, "100%"));
	assert_int_equal(request_pairs(&mem, STR(""), &p), 0);
	assert_int_equal(request_pairs(&mem, STR("a=%00"), &p), -1);
	assert_int_equal(request_pairs(&mem, STR("a=%F0%28"), &p), -1);
}

static void too_many_arguments_are_refused(void **state)
{
	struct buf b;
	const struct http_pair *p;
	(void)state;
	buf_init(&b, 1 << 20);
	for (int i = 0; i < REQUEST_FIELDS_MAX - 1; i++)
		buf_z(&b, "a&");
	assert_int_equal(request_pairs(&mem, buf_view(&b), &p), REQUEST_FIELDS_MAX - 1);
	buf_z(&b, "a&a&");
	assert_int_equal(request_pairs(&mem, buf_view(&b), &p), -1);
	buf_release(&b);
}

static void cookies_are_split_and_unquoted(void **state)
{
	const struct http_pair h[] = {{STR("cookie"), STR("a=1; b=\"x y\" ;c=d=e;; f; =g")},
	                              {STR("accept"), STR("z=1")},
	                              {STR("cookie"), STR("h=")}};
	const struct http_pair *p;
	(void)state;
	assert_int_equal(request_cookies(&mem, h, 3, &p), 4);
	assert_true(str_eqz(p[0].name, "a") && str_eqz(p[0].value, "1"));
	assert_true(str_eqz(p[1].name, "b") && str_eqz(p[1].value, "x y"));
	assert_true(str_eqz(p[2].name, "c") && str_eqz(p[2].value, "d=e"));
	assert_true(str_eqz(p[3].name, "h") && str_empty(p[3].value));
}

static void header_parameters_are_found_quoted_or_not(void **state)
{
	struct str rest;
	(void)state;
	assert_true(
		str_eqz(request_media_type(&mem, STR(" Text/HTML ; charset=x"), &rest), "text/html"));
	assert_true(str_eqz(request_param(&mem, rest, "Charset"), "x"));
	struct str s = STR(" form-data; name=\"a;b\"; filename=\"C:\\dir\\\"q\\\".doc\"; x=y ;z");
	assert_true(str_eqz(request_param(&mem, s, "name"), "a;b"));
	assert_true(str_eqz(request_param(&mem, s, "filename"), "C:\\dir\"q\".doc"));
	assert_true(str_eqz(request_param(&mem, s, "x"), "y"));
	assert_null(request_param(&mem, s, "z").p);
	assert_null(request_param(&mem, s, "file").p);
	assert_true(str_eqz(request_param(&mem, STR("a=\"open"), "a"), "open"));
}

/* Stores the text as a body of its own, in memory or in a file. */
static void store(struct spool *s, struct str text, bool in_file)
{
	spool_init(s, (int64_t)1 << 30);
	if (in_file) {
		/* More than fits in memory moves it to the file; then the file is made to end with the
		 * text. */
		static const char filler[HTTP_SMALL_BODY + 1];
		assert_int_equal(spool_add(s, "/tmp", filler, sizeof filler), 0);
		s->size = 0;
	}
	assert_int_equal(spool_add(s, "/tmp", text.p, text.n), 0);
	assert_int_equal(s->fd >= 0, in_file);
}

static void form(struct buf *b, size_t file_size)
{
	buf_init(b, 1 << 20);
	buf_z(b, "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nmột\r\n"
	         "--B\r\ncontent-disposition: form-data; name=f; filename=\"x.bin\"\r\n"
	         "Content-Type: a/b\r\n\r\n");
	for (size_t i = 0; i < file_size; i++)
		buf_chr(b, "\r\n--A"[i % 5]); /* looks like a delimiter all the time */
	buf_z(b, "\r\n--B\r\nContent-Disposition: form-data; name=\"z\"\r\n\r\n\r\n--B--\r\n");
}

static void delimiters_are_found_wherever_the_window_ends(void **state)
{
	(void)state;
	for (size_t size = 3900; size < 4300; size++) {
		for (int in_file = 0; in_file < 2; in_file++) {
			struct buf b;
			struct spool s;
			const struct http_part *p;
			int n;
			form(&b, size);
			store(&s, buf_view(&b), in_file);
			assert_int_equal(request_multipart(&mem, &s, STR("B"), 4096, &p, &n), 0);
			assert_int_equal(n, 3);
			assert_true(str_eqz(p[0].name, "a") && str_eqz(p[0].value, "một") && !p[0].is_file);
			assert_true(p[1].is_file && str_eqz(p[1].filename, "x.bin"));
			assert_int_equal(p[1].size, size);
			assert_int_equal(p[1].fd, s.fd);
			assert_memory_equal(b.p + p[1].offset, "\r\n--A", 5);
			assert_true(str_eqz(p[2].name, "z") && str_empty(p[2].value));
			spool_release(&s);
			buf_release(&b);
			arena_reset(&mem);
		}
	}
}

static int parse(const char *text, const char *boundary)
{
	struct spool s;
	const struct http_part *p;
	int n;
	store(&s, str_of(text), false);
	int status = request_multipart(&mem, &s, str_of(boundary), 4096, &p, &n);
	spool_release(&s);
	return status;
}

static void malformed_multipart_is_refused(void **state)
{
#define CD "Content-Disposition: form-data; name=a\r\n\r\n"
	(void)state;
	assert_int_equal(parse("--B\r\n" CD "x\r\n--B--", "B"), 0);
	assert_int_equal(parse("--B--", "B"), 0);
	assert_int_equal(parse("--B\r\n" CD "x\r\n--B", "B"), 400);
	assert_int_equal(parse("--B\r\n" CD "x\r\n--Bx", "B"), 400);
	assert_int_equal(parse("--B\n" CD "x\r\n--B--", "B"), 400);
	assert_int_equal(parse("x--B\r\n" CD "x\r\n--B--", "B"), 400);
	assert_int_equal(parse("--B\r\n\r\nx\r\n--B--", "B"), 400);
	assert_int_equal(parse("--B\r\nContent-Disposition: attachment; name=a\r\n\r\nx\r\n--B--", "B"),
	                 400);
	assert_int_equal(parse("--B\r\n" CD "\xC3\r\n--B--", "B"), 400);
	assert_int_equal(parse("--B--", ""), 400);
	assert_int_equal(
		parse("--B--", "BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB"),
		400);
#undef CD
}

static void text_in_a_form_has_a_total_limit(void **state)
{
	struct buf b;
	struct spool s;
	const struct http_part *p;
	int n;
	(void)state;
	buf_init(&b, (size_t)32 << 20);
	for (int i = 0; i < 9; i++) {
		buf_z(&b, "--B\r\nContent-Disposition: form-data; name=a\r\n\r\n");
		char *to = buf_room(&b, 1 << 20);
		memset(to, 'x', 1 << 20);
		b.n += 1 << 20;
		buf_z(&b, "\r\n");
	}
	buf_z(&b, "--B--\r\n");
	store(&s, buf_view(&b), true);
	assert_int_equal(request_multipart(&mem, &s, STR("B"), 65536, &p, &n), 413);
	spool_release(&s);
	buf_release(&b);
}

static void a_spool_gives_back_what_it_got(void **state)
{
	struct spool s;
	char block[1000], got[1000];
	(void)state;
	spool_init(&s, 200000);
	for (int i = 0; i < 200; i++) {
		memset(block, i, sizeof block);
		assert_int_equal(spool_add(&s, "/tmp", block, sizeof block), 0);
		assert_int_equal(s.fd >= 0, s.size > HTTP_SMALL_BODY);
	}
	assert_int_equal(spool_read(&s, 150500, got, sizeof got), 1000);
	assert_int_equal(got[499], 150 - 256);
	assert_int_equal(got[500], 151 - 256);
	assert_int_equal(spool_read(&s, 199999, got, sizeof got), 1);
	struct str whole = spool_view(&s, &mem);
	assert_int_equal(whole.n, 200000);
	assert_int_equal(whole.p[199999], 199 - 256);
	assert_int_equal(spool_add(&s, "/tmp", block, 1), 413);
	spool_release(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(arguments_keep_their_order_and_their_empty_values, begin,
	                                    end),
		cmocka_unit_test_setup_teardown(too_many_arguments_are_refused, begin, end),
		cmocka_unit_test_setup_teardown(cookies_are_split_and_unquoted, begin, end),
		cmocka_unit_test_setup_teardown(header_parameters_are_found_quoted_or_not, begin, end),
		cmocka_unit_test_setup_teardown(delimiters_are_found_wherever_the_window_ends, begin, end),
		cmocka_unit_test_setup_teardown(malformed_multipart_is_refused, begin, end),
		cmocka_unit_test_setup_teardown(text_in_a_form_has_a_total_limit, begin, end),
		cmocka_unit_test_setup_teardown(a_spool_gives_back_what_it_got, begin, end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

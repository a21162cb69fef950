/* Which heads and paths are let in. The whole set over real sockets is in http/wire_test.c. */
#include "http/guard.h"
#include "http/request.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define PAIR(n, v)                                                                                 \
	{                                                                                              \
		STR(n), STR(v)                                                                             \
	}
#define GUARD(version, ...)                                                                        \
	guard_pairs(version, (struct http_pair[]){__VA_ARGS__},                                        \
	            (int)(sizeof((struct http_pair[]){__VA_ARGS__}) / sizeof(struct http_pair)))

static struct guard_body body;

static int guard_pairs(const char *version, const struct http_pair *pairs, int n)
{
	return guard_headers(pairs, n, str_of(version), &body);
}

static void the_body_is_announced_in_exactly_one_way(void **state)
{
	(void)state;
	assert_int_equal(GUARD("HTTP/1.1", PAIR("host", "t")), 0);
	assert_false(body.any);
	assert_int_equal(GUARD("HTTP/1.1", PAIR("host", "t"), PAIR("content-length", "12")), 0);
	assert_true(body.any && !body.chunked);
	assert_int_equal(body.length, 12);
	assert_int_equal(GUARD("HTTP/1.1", PAIR("host", "t"), PAIR("transfer-encoding", "CHUNKED")), 0);
	assert_true(body.any && body.chunked);
	assert_int_equal(body.length, -1);
	assert_int_equal(GUARD("HTTP/1.1", PAIR("host", "t"), PAIR("content-length", "0")), 0);
	assert_false(body.any);
	assert_int_equal(
		GUARD("HTTP/1.1", PAIR("host", "t"), PAIR("content-length", "99999999999999999999")), 400);
	assert_int_equal(GUARD("HTTP/1.1", PAIR("host", "t"), PAIR("content-length", "")), 400);
	assert_int_equal(GUARD("HTTP/1.1", PAIR("host", "t"), PAIR("content-length", "0x5")), 400);
	assert_int_equal(
		GUARD("HTTP/1.1", PAIR("host", "t"), PAIR("transfer-encoding", "chunked, gzip")), 501);
	assert_int_equal(GUARD("HTTP/1.0", PAIR("transfer-encoding", "chunked")), 400);
}

static void versions_and_hosts_are_as_the_standard_says(void **state)
{
	(void)state;
	assert_int_equal(GUARD("HTTP/1.0", PAIR("x", "y")), 0);
	assert_int_equal(GUARD("HTTP/1.0", PAIR("host", "a"), PAIR("host", "a")), 400);
	assert_int_equal(GUARD("HTTP/1.2", PAIR("host", "a")), 505);
	assert_int_equal(GUARD("http/1.1", PAIR("host", "a")), 400);
	assert_int_equal(GUARD("", PAIR("host", "a")), 400);
	assert_int_equal(GUARD("HTTP/1.1", PAIR("host", "")), 400);
	assert_int_equal(GUARD("HTTP/1.1", PAIR("host", "thidua.example:8080")), 0);
	assert_int_equal(GUARD("HTTP/1.1", PAIR("host", "[::1]:80")), 0);
	assert_int_equal(GUARD("HTTP/1.1", PAIR("host", "a@b")), 400);
}

static void names_are_tokens_and_values_have_no_controls(void **state)
{
	(void)state;
	assert_int_equal(GUARD("HTTP/1.1", PAIR("host", "t"), PAIR("x y", "1")), 400);
	assert_int_equal(GUARD("HTTP/1.1", PAIR("host", "t"), PAIR("", "1")), 400);
	assert_int_equal(GUARD("HTTP/1.1", PAIR("host", "t"), PAIR("x\xC3", "1")), 400);
	assert_int_equal(GUARD("HTTP/1.1", PAIR("host", "t"), PAIR("x", "a\x7F")), 400);
	assert_int_equal(GUARD("HTTP/1.1", PAIR("host", "t"), PAIR("x", "a\tb")), 0);
	struct http_pair many[GUARD_HEADERS_MAX + 1];
	for (int i = 0; i <= GUARD_HEADERS_MAX; i++)
		many[i] = (struct http_pair)PAIR("x", "y");
	assert_int_equal(guard_headers(many, GUARD_HEADERS_MAX + 1, STR("HTTP/1.0"), &body), 431);
	assert_int_equal(guard_headers(many, GUARD_HEADERS_MAX, STR("HTTP/1.0"), &body), 0);
}

static void a_length_is_held_against_the_limit(void **state)
{
	const struct guard_body five = {.any = true, .length = 5},
							chunked = {.any = true, .chunked = true, .length = -1};
	(void)state;
	assert_int_equal(guard_size(&five, 5), 0);
	assert_int_equal(guard_size(&five, 4), 413);
	assert_int_equal(guard_size(&chunked, 0), 0); /* counted as it comes */
}

static void targets_are_split_and_decoded_once(void **state)
{
	struct arena mem;
	struct str path, query;
	(void)state;
	arena_init(&mem);
	assert_int_equal(guard_target(&mem, STR("/a%20b/%C4%91?x=%41?y"), &path, &query), 0);
	assert_true(str_eqz(path, "/a b/đ"));
	assert_true(str_eqz(query, "x=%41?y"));
	assert_int_equal(guard_target(&mem, STR("/%2541"), &path, &query), 0);
	assert_true(str_eqz(path, "/%41"));
	assert_true(query.p && query.n == 0);
	static const char *const bad[] = {
		"",     "a",   "*",       "//h/../x", "/x#y", "/x y", "/x?a b",     "/x?a\tb", "/%2",
		"/%g1", "/..", "/a/%2e.", "/%00",     "/%5C", "/%2F", "/%ED%A0%80", "/%C1%81"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (guard_target(&mem, str_of(bad[i]), &path, &query) != 400)
			fail_msg("%s", bad[i]);
	arena_release(&mem);
}

/* Lays out a head as the parser leaves it and reports whether the guard is content. */
static bool laid_out(size_t method_gap, size_t name_shift, size_t tail)
{
	static const char head[] = "GET /abc HTTP/1.1\r\nHost: t\r\nX:  yy\r\n\r\n........";
	struct guard_layout l;
	guard_layout_line(&l, (struct str){head, 3}, head + 3 + method_gap, 4,
	                  (struct str){head + 9, 8});
	guard_layout_header(&l, (struct str){head + 19 + name_shift, 4}, (struct str){head + 25, 1});
	guard_layout_header(&l, (struct str){head + 28, 1}, (struct str){head + 32, 2});
	return guard_layout_ok(&l, 38 + tail);
}

static void every_byte_of_the_head_must_be_accounted_for(void **state)
{
	(void)state;
	assert_true(laid_out(1, 0, 0));
	assert_false(laid_out(2, 0, 0));
	assert_false(laid_out(1, 1, 0));
	assert_false(laid_out(1, 0, 1));
	assert_false(laid_out(1, 0, (size_t)-1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_body_is_announced_in_exactly_one_way),
		cmocka_unit_test(versions_and_hosts_are_as_the_standard_says),
		cmocka_unit_test(names_are_tokens_and_values_have_no_controls),
		cmocka_unit_test(a_length_is_held_against_the_limit),
		cmocka_unit_test(targets_are_split_and_decoded_once),
		cmocka_unit_test(every_byte_of_the_head_must_be_accounted_for),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

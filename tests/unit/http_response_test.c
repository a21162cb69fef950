/* Headers, tags, compression choice; and who counts as the same client. */
#include "http/address.h"
#include "http/response.h"

#include <arpa/inet.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct arena mem;
static struct http_response res;

static int begin(void **state)
{
	(void)state;
	arena_init(&mem);
	response_init(&res, &mem);
	return 0;
}

static int end(void **state)
{
	(void)state;
	response_release(&res);
	arena_release(&mem);
	return 0;
}

static int count(const char *name)
{
	int n = 0;
	for (int i = 0; i < res.header_count; i++)
		n += str_eqz(res.headers[i].name, name);
	return n;
}

static void header_values_cannot_start_a_new_line(void **state)
{
	(void)state;
	http_add_header(&res, "X", STR("a\r\nSet-Cookie: x=y\x7F"));
	assert_true(str_eqz(res.headers[0].value, "a  Set-Cookie: x=y "));
}

static void the_handlers_own_headers_are_kept(void **state)
{
	(void)state;
	http_add_header(&res, "Cache-Control", STR("private"));
	http_add_header(&res, "Content-Security-Policy", STR("default-src 'none'"));
	response_defaults(&res, true, STR("id"));
	assert_int_equal(count("Cache-Control"), 1);
	assert_int_equal(count("Content-Security-Policy"), 1);
	assert_int_equal(count("Strict-Transport-Security"), 1);
	assert_int_equal(count("X-Content-Type-Options"), 1);
}

static void cookies_say_what_protects_them(void **state)
{
	(void)state;
	http_set_cookie(&res, "sid", STR("abc"), -1, true);
	http_set_cookie(&res, "sid", STR(""), 0, false);
	assert_true(str_eqz(res.headers[0].value, "sid=abc; Path=/; HttpOnly; SameSite=Lax; Secure"));
	assert_true(str_eqz(res.headers[1].value, "sid=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"));
}

static bool not_modified(const char *asked, enum http_method method)
{
	const struct http_pair h = {STR("if-none-match"), str_of(asked)};
	const struct http_request r = {.method = method, .headers = &h, .header_count = 1};
	return http_not_modified(&r, STR("\"abc\""));
}

static void tags_are_compared_weakly(void **state)
{
	(void)state;
	assert_true(not_modified("\"abc\"", HTTP_GET));
	assert_true(not_modified("W/\"abc\"", HTTP_HEAD));
	assert_true(not_modified("\"x\", \"abc\"", HTTP_GET));
	assert_true(not_modified("*", HTTP_GET));
	assert_false(not_modified("\"ab\"", HTTP_GET));
	assert_false(not_modified("abc", HTTP_GET));
	assert_false(not_modified("", HTTP_GET));
	assert_false(not_modified("\"abc\"", HTTP_POST));
	struct str a = http_etag(&mem, STR("x")), b = http_etag(&mem, STR("y"));
	assert_false(str_eq(a, b));
	assert_true(str_eq(a, http_etag(&mem, STR("x"))));
	assert_int_equal(a.n, 34);
}

static void gzip_is_used_only_where_it_is_wanted(void **state)
{
	(void)state;
	assert_true(response_accepts_gzip(STR("gzip, deflate, br")));
	assert_true(response_accepts_gzip(STR("br;q=1.0, GZIP;q=0.5")));
	assert_true(response_accepts_gzip(STR("gzip;q=0.001")));
	assert_false(response_accepts_gzip(STR("gzip;q=0")));
	assert_false(response_accepts_gzip(STR("gzip; q=0.000")));
	assert_false(response_accepts_gzip(STR("identity, x-gzip")));
	assert_false(response_accepts_gzip(STR_NULL));
}

static struct sockaddr_storage addr(const char *text)
{
	struct sockaddr_storage a = {0};
	struct sockaddr_in6 *six = (struct sockaddr_in6 *)&a;
	struct sockaddr_in *four = (struct sockaddr_in *)&a;
	if (inet_pton(AF_INET, text, &four->sin_addr) == 1) {
		a.ss_family = AF_INET;
	} else {
		assert_int_equal(inet_pton(AF_INET6, text, &six->sin6_addr), 1);
		a.ss_family = AF_INET6;
	}
	return a;
}

static bool same(const char *a, const char *b)
{
	struct sockaddr_storage x = addr(a), y = addr(b);
	return address_same_client((struct sockaddr *)&x, (struct sockaddr *)&y);
}

static bool loopback(const char *a)
{
	struct sockaddr_storage x = addr(a);
	return address_is_loopback((struct sockaddr *)&x);
}

static void clients_are_told_apart_by_address_or_network(void **state)
{
	(void)state;
	assert_true(same("192.0.2.1", "192.0.2.1"));
	assert_true(same("192.0.2.1", "::ffff:192.0.2.1"));
	assert_false(same("192.0.2.1", "192.0.2.2"));
	assert_true(same("2001:db8:1:2::1", "2001:db8:1:2:ffff::9"));
	assert_false(same("2001:db8:1:2::1", "2001:db8:1:3::1"));
	assert_true(loopback("127.9.9.9") && loopback("::1") && loopback("::ffff:127.0.0.1"));
	assert_false(loopback("128.0.0.1") || loopback("::2"));
	char text[64];
	struct sockaddr_storage x = addr("::ffff:192.0.2.1");
	address_text((struct sockaddr *)&x, text, sizeof text);
	assert_string_equal(text, "192.0.2.1");
}

#define WITH_RES(f) cmocka_unit_test_setup_teardown(f, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_RES(header_values_cannot_start_a_new_line),
		WITH_RES(the_handlers_own_headers_are_kept),
		WITH_RES(cookies_say_what_protects_them),
		WITH_RES(tags_are_compared_weakly),
		WITH_RES(gzip_is_used_only_where_it_is_wanted),
		WITH_RES(clients_are_told_apart_by_address_or_network),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* What goes over the wire: one request after another, ambiguous requests, headers of answers. */
#include "client.h"
#include "site.h"

#include <setjmp.h>
#include <stdarg.h>
#include <unistd.h>

#include <cmocka.h>
#include <zlib.h>

#define HOST "Host: t\r\n"

static struct site site;

static void one_connection_serves_many_requests(void **state)
{
	(void)state;
	int fd = dial(site.port);
	for (int i = 0; i < 50; i++) {
		struct answer a;
		assert_true(say_z(fd, "GET /page HTTP/1.1\r\n" HOST "\r\n"));
		hear(fd, &a, false);
		assert_int_equal(a.status, 200);
		assert_true(answer_says(&a, "Xin chào"));
		answer_free(&a);
	}
	close(fd);
}

static void pipelined_requests_are_answered_in_order(void **state)
{
	(void)state;
	int fd = dial(site.port);
	assert_true(say_z(fd, "GET /echo?q=1 HTTP/1.1\r\n" HOST "\r\nGET /echo?q=2 HTTP/1.1\r\n" HOST
	                      "\r\nGET /echo?q=3 HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n"));
	for (int i = 1; i <= 3; i++) {
		struct answer a;
		char want[32];
		snprintf(want, sizeof want, "arg q=%d\n", i);
		hear(fd, &a, false);
		assert_int_equal(a.status, 200);
		assert_true(answer_says(&a, want));
		answer_free(&a);
	}
	assert_true(wait_closed(fd) >= 0);
	close(fd);
}

static void ambiguous_requests_are_refused_and_the_rest_is_not_served(void **state)
{
	static const struct {
		const char *what, *head;
	} bad[] = {
		{"length and coding", HOST "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"},
		{"two lengths", HOST "Content-Length: 0\r\nContent-Length: 5\r\n\r\n"},
		{"the same length twice", HOST "Content-Length: 0\r\nContent-Length: 0\r\n\r\n"},
		{"a list of lengths", HOST "Content-Length: 0, 0\r\n\r\n"},
		{"signed length", HOST "Content-Length: +0\r\n\r\n"},
		{"negative length", HOST "Content-Length: -1\r\n\r\n"},
		{"two codings",
	     HOST "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
		{"bare LF everywhere", "Host: t\n\n"},
		{"bare LF in a middle line", "X: a\nHost: t\r\n\r\n"},
		{"bare LF in the last line", HOST "X: a\n\r\n"},
		{"bare LF at the end", HOST "X: a\r\n\n"},
		{"LF after an empty value", HOST "X:\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
		{"no host", "X: a\r\n\r\n"},
		{"two hosts", HOST HOST "\r\n"},
		{"host with a path", "Host: t/x\r\n\r\n"},
		{"blank before the colon", HOST "X : a\r\n\r\n"},
		{"blank in a length's name", HOST "Content-Length : 5\r\n\r\n"},
		{"no colon", HOST "abc\r\n\r\n"},
		{"control character", HOST "X: a\x01\r\n\r\n"},
		{"bare CR", HOST "X: a\rY: b\r\n\r\n"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct answer a;
		int fd = dial(site.port), before = atomic_load(&site.handled);
		say_z(fd, "POST /echo HTTP/1.1\r\n");
		say_z(fd, bad[i].head);
		say_z(fd, "GET /echo?smuggled HTTP/1.1\r\n" HOST "\r\n");
		hear(fd, &a, false);
		if (a.status != 400)
			fail_msg("%s: %d", bad[i].what, a.status);
		answer_free(&a);
		assert_true(wait_closed(fd) >= 0);
		close(fd);
		assert_int_equal(atomic_load(&site.handled), before);
	}
}

static void a_request_line_is_taken_literally(void **state)
{
	(void)state;
	assert_int_equal(ask(site.port, "GET /echo HTTP/1.1\n" HOST "\r\n"), 400);
	assert_int_not_equal(ask(site.port, "GET  /echo HTTP/1.1\r\n" HOST "\r\n"), 200);
	assert_int_not_equal(ask(site.port, "GET /echo x HTTP/1.1\r\n" HOST "\r\n"), 200);
	assert_int_equal(ask(site.port, "GET http://t/echo HTTP/1.1\r\n" HOST "\r\n"), 400);
	assert_int_not_equal(ask(site.port, "GET /echo HTTP/1.7\r\n" HOST "\r\n"), 200);
	assert_int_not_equal(ask(site.port, "GET /echo HTTP/2.0\r\n" HOST "\r\n"), 200);
	assert_int_not_equal(ask(site.port, "GET /echo\r\n\r\n"), 200);
	assert_int_equal(ask(site.port, "GET /echo HTTP/1.0\r\n\r\n"), 200);
	assert_int_not_equal(
		ask(site.port, "POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding: gzip\r\n\r\n"), 200);
}

/* RFC 9112 5.2 lets a server refuse a folded line or make one line of it; nothing else. */
static void a_folded_line_is_never_a_header_of_its_own(void **state)
{
	struct answer a;
	(void)state;
	int fd = dial(site.port);
	say_z(fd, "POST /echo HTTP/1.1\r\n" HOST "X: a\r\n Transfer-Encoding: chunked\r\n\r\n"
	          "GET /echo?next HTTP/1.1\r\n" HOST "\r\n");
	hear(fd, &a, false);
	assert_true(a.status == 400 || a.status == 200);
	bool refused = a.status == 400;
	answer_free(&a);
	hear(fd, &a, false);
	assert_int_equal(a.status, refused ? 0 : 200);
	answer_free(&a);
	close(fd);
}

static void a_zero_byte_in_the_head_is_refused(void **state)
{
	static const char line[] = "GET /echo\0/x HTTP/1.1\r\n" HOST "\r\n";
	static const char header[] = "GET /echo HTTP/1.1\r\n" HOST "X: a\0b\r\n\r\n";
	static const char two[] = "GET /echo HTTP/1.1\r\n" HOST "X: a\0\0Content-Length: 9\r\n\r\n";
	static const struct {
		const char *p;
		size_t n;
	} bad[] = {{line, sizeof line - 1}, {header, sizeof header - 1}, {two, sizeof two - 1}};
	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct answer a;
		int fd = dial(site.port);
		assert_true(say(fd, bad[i].p, bad[i].n));
		hear(fd, &a, false);
		assert_int_not_equal(a.status, 200);
		answer_free(&a);
		close(fd);
	}
}

static void unsafe_paths_never_reach_the_handler(void **state)
{
	static const char *const bad[] = {"/a%00b", "/a%0ab",    "/%2e%2e/etc", "/a/../b", "/a%2fb",
	                                  "/a%5cb", "/%c3%28",   "/%zz",        "/a%",     "/%7f",
	                                  "/./a",   "/\xC3\x28", "/a\\b"};
	(void)state;
	int before = atomic_load(&site.handled);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		char text[200];
		snprintf(text, sizeof text, "GET %s HTTP/1.1\r\n" HOST "\r\n", bad[i]);
		if (ask(site.port, text) != 400)
			fail_msg("%s was let in", bad[i]);
	}
	assert_int_equal(atomic_load(&site.handled), before);
	struct answer a;
	ask_all(site.port, "GET /t%E1%BB%95/x%20y HTTP/1.1\r\n" HOST "\r\n", &a);
	assert_true(answer_says(&a, "path /tổ/x y\n"));
	answer_free(&a);
}

static void a_refused_route_keeps_the_connection_after_a_small_body(void **state)
{
	struct answer a;
	(void)state;
	int fd = dial(site.port);
	say_z(fd, "POST /read-only HTTP/1.1\r\n" HOST "Content-Length: 3\r\n\r\nabc");
	hear(fd, &a, false);
	assert_int_equal(a.status, 405);
	assert_true(answer_says(&a, "Lỗi 405"));
	answer_free(&a);
	say_z(fd, "GET /missing HTTP/1.1\r\n" HOST "\r\n");
	hear(fd, &a, false);
	assert_int_equal(a.status, 404);
	answer_free(&a);
	say_z(fd, "GET /read-only HTTP/1.1\r\n" HOST "\r\n");
	hear(fd, &a, false);
	assert_int_equal(a.status, 200);
	answer_free(&a);
	close(fd);
}

static void head_has_the_headers_of_get_and_no_body(void **state)
{
	struct answer a;
	char length[32];
	(void)state;
	int fd = dial(site.port);
	say_z(fd, "HEAD /page HTTP/1.1\r\n" HOST "\r\nGET /file HTTP/1.1\r\n" HOST "\r\n");
	hear(fd, &a, true);
	assert_int_equal(a.status, 200);
	assert_true(answer_header(&a, "Content-Length", length, sizeof length));
	assert_string_equal(length, "16");
	answer_free(&a);
	hear(fd, &a, false);
	assert_int_equal(a.status, 200);
	assert_int_equal(a.body.n, 16);
	assert_true(answer_says(&a, "<p>Xin chào</p>"));
	answer_free(&a);
	close(fd);
}

static void every_answer_carries_the_security_headers(void **state)
{
	static const char *const asked[] = {"GET /page HTTP/1.1\r\n" HOST "\r\n",
	                                    "GET /missing HTTP/1.1\r\n" HOST "\r\n",
	                                    "GET /a%00 HTTP/1.1\r\n" HOST "\r\n"};
	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct answer a;
		char v[400];
		ask_all(site.port, asked[i], &a);
		assert_true(answer_header(&a, "Content-Security-Policy", v, sizeof v));
		assert_non_null(strstr(v, "object-src 'none'"));
		assert_true(answer_header(&a, "X-Content-Type-Options", v, sizeof v));
		assert_string_equal(v, "nosniff");
		assert_true(answer_header(&a, "Referrer-Policy", v, sizeof v));
		assert_true(answer_header(&a, "Cross-Origin-Opener-Policy", v, sizeof v));
		assert_true(answer_header(&a, "Permissions-Policy", v, sizeof v));
		assert_true(answer_header(&a, "X-Request-Id", v, sizeof v));
		assert_true(answer_header(&a, "Cache-Control", v, sizeof v));
		assert_string_equal(v, i == 0 ? "max-age=60" : "no-store");
		assert_false(answer_header(&a, "Strict-Transport-Security", v, sizeof v));
		answer_free(&a);
	}
}

static void inflate_all(const struct buf *in, struct buf *out)
{
	z_stream z = {.next_in = (Bytef *)in->p, .avail_in = (uInt)in->n};
	buf_init(out, 1 << 20);
	assert_int_equal(inflateInit2(&z, 15 + 16), Z_OK);
	z.next_out = (Bytef *)buf_room(out, 200000);
	z.avail_out = 200000;
	assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
	out->n = z.total_out;
	inflateEnd(&z);
}

static void long_text_is_packed_for_those_who_ask(void **state)
{
	struct answer plain, packed, small, refused;
	struct buf out;
	char v[64];
	(void)state;
	ask_all(site.port, "GET /big HTTP/1.1\r\n" HOST "\r\n", &plain);
	ask_all(site.port, "GET /big HTTP/1.1\r\n" HOST "Accept-Encoding: br, gzip\r\n\r\n", &packed);
	ask_all(site.port, "GET /page HTTP/1.1\r\n" HOST "Accept-Encoding: gzip\r\n\r\n", &small);
	ask_all(site.port, "GET /big HTTP/1.1\r\n" HOST "Accept-Encoding: gzip;q=0\r\n\r\n", &refused);
	assert_int_equal(plain.body.n, 100000);
	assert_false(answer_header(&plain, "Content-Encoding", v, sizeof v));
	assert_true(answer_header(&plain, "Vary", v, sizeof v));
	assert_true(answer_header(&packed, "Content-Encoding", v, sizeof v));
	assert_string_equal(v, "gzip");
	assert_true(answer_header(&packed, "ETag", v, sizeof v));
	assert_string_equal(v, "W/\"v1\"");
	assert_true(packed.body.n < 2000);
	inflate_all(&packed.body, &out);
	assert_int_equal(out.n, plain.body.n);
	assert_memory_equal(out.p, plain.body.p, out.n);
	assert_false(answer_header(&small, "Content-Encoding", v, sizeof v));
	assert_false(answer_header(&refused, "Content-Encoding", v, sizeof v));
	buf_release(&out);
	answer_free(&plain);
	answer_free(&packed);
	answer_free(&small);
	answer_free(&refused);
}

static void a_known_tag_gets_304_without_a_body(void **state)
{
	struct answer a;
	(void)state;
	int fd = dial(site.port);
	say_z(fd, "GET /big HTTP/1.1\r\n" HOST "If-None-Match: W/\"v1\"\r\n\r\n");
	hear(fd, &a, true);
	assert_int_equal(a.status, 304);
	answer_free(&a);
	say_z(fd, "GET /page HTTP/1.1\r\n" HOST "\r\n");
	hear(fd, &a, false);
	assert_int_equal(a.status, 200);
	answer_free(&a);
	close(fd);
}

static void redirects_stay_on_the_site(void **state)
{
	static const struct {
		const char *to, *want;
	} t[] = {{"/a/b?c=1", "/a/b?c=1"}, {"//evil.example", "/"}, {"http://evil.example/", "/"},
	         {"/%09/evil", "/"},       {"/%5Cevil", "/"},       {"/t%E1%BB%95", "/t%E1%BB%95"}};
	(void)state;
	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		struct answer a;
		char text[200], v[200];
		snprintf(text, sizeof text, "GET /away?to=%s HTTP/1.1\r\n" HOST "\r\n", t[i].to);
		ask_all(site.port, text, &a);
		assert_int_equal(a.status, 303);
		assert_true(answer_header(&a, "Location", v, sizeof v));
		assert_string_equal(v, t[i].want);
		assert_true(answer_header(&a, "Set-Cookie", v, sizeof v));
		assert_string_equal(v, "sid=abc; Path=/; HttpOnly; SameSite=Lax; Max-Age=60");
		answer_free(&a);
	}
}

static void arguments_and_cookies_arrive_decoded(void **state)
{
	struct answer a;
	(void)state;
	ask_all(site.port,
	        "GET /echo?a=1+2&b=%C4%91&c&a=3 HTTP/1.1\r\n" HOST
	        "Cookie: x=1; y=\"2\"\r\nCookie: z=3\r\n\r\n",
	        &a);
	assert_int_equal(a.status, 200);
	assert_true(answer_says(&a, "arg a=1 2\narg b=đ\narg c=\narg a=3\n"));
	assert_true(answer_says(&a, "cookie x=1\ncookie y=2\ncookie z=3\n"));
	answer_free(&a);
	assert_int_equal(ask(site.port, "GET /echo?a=%00 HTTP/1.1\r\n" HOST "\r\n"), 400);
	assert_int_equal(ask(site.port, "GET /echo?a=%ff HTTP/1.1\r\n" HOST "\r\n"), 400);
}

static void an_answer_over_its_own_limit_is_500(void **state)
{
	(void)state;
	assert_int_equal(ask(site.port, "GET /endless HTTP/1.1\r\n" HOST "\r\n"), 500);
}

static void a_head_over_the_limit_is_refused(void **state)
{
	struct buf b;
	(void)state;
	buf_init(&b, 1 << 20);
	buf_z(&b, "GET /echo HTTP/1.1\r\n" HOST "X: ");
	for (int i = 0; i < 40000; i++)
		buf_chr(&b, 'a');
	buf_z(&b, "\r\n\r\n");
	buf_chr(&b, 0);
	assert_int_equal(ask(site.port, b.p), 431);
	buf_clear(&b);
	buf_z(&b, "GET /echo HTTP/1.1\r\n" HOST);
	for (int i = 0; i < 120; i++)
		buf_z(&b, "X: a\r\n");
	buf_z(&b, "\r\n");
	buf_chr(&b, 0);
	assert_int_equal(ask(site.port, b.p), 431);
	buf_release(&b);
}

static int begin(void **state)
{
	(void)state;
	site_init(&site);
	site_start(&site);
	return 0;
}

static int end(void **state)
{
	(void)state;
	site_stop(&site);
	return atomic_load(&site.workers);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_connection_serves_many_requests),
		cmocka_unit_test(pipelined_requests_are_answered_in_order),
		cmocka_unit_test(ambiguous_requests_are_refused_and_the_rest_is_not_served),
		cmocka_unit_test(a_request_line_is_taken_literally),
		cmocka_unit_test(a_folded_line_is_never_a_header_of_its_own),
		cmocka_unit_test(a_zero_byte_in_the_head_is_refused),
		cmocka_unit_test(unsafe_paths_never_reach_the_handler),
		cmocka_unit_test(a_refused_route_keeps_the_connection_after_a_small_body),
		cmocka_unit_test(head_has_the_headers_of_get_and_no_body),
		cmocka_unit_test(every_answer_carries_the_security_headers),
		cmocka_unit_test(long_text_is_packed_for_those_who_ask),
		cmocka_unit_test(a_known_tag_gets_304_without_a_body),
		cmocka_unit_test(redirects_stay_on_the_site),
		cmocka_unit_test(arguments_and_cookies_arrive_decoded),
		cmocka_unit_test(an_answer_over_its_own_limit_is_500),
		cmocka_unit_test(a_head_over_the_limit_is_refused),
	};
	return cmocka_run_group_tests(tests, begin, end);
}

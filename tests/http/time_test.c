/* Clients that dawdle are cut, whatever they do to look busy. */
#include "base/clock.h"
#include "client.h"
#include "site.h"

#include <setjmp.h>
#include <stdarg.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#define HOST "Host: t\r\n"

static struct site site;

/* Sends `drip` every 30 ms; the milliseconds until the server hangs up, or -1. */
static int64_t drip(const char *first, const char *drip_text)
{
	const struct timespec nap = {.tv_nsec = 30000000};
	int fd = dial(site.port);
	int64_t begun = clock_mono_ms(), took = -1;
	char c;
	say_z(fd, first);
	while (took < 0 && clock_mono_ms() - begun < CLIENT_WAIT_MS) {
		if (!say_z(fd, drip_text) || recv(fd, &c, 1, MSG_DONTWAIT) == 0)
			took = clock_mono_ms() - begun;
		nanosleep(&nap, NULL);
	}
	close(fd);
	return took;
}

static void assert_cut_in_time(int64_t took_ms)
{
	assert_in_range(took_ms, 200, 2500);
}

static void silence_is_cut(void **state)
{
	(void)state;
	int fd = dial(site.port);
	assert_cut_in_time(wait_closed(fd));
	close(fd);
}

static void a_dripping_head_is_cut(void **state)
{
	struct http_stats before, after;
	(void)state;
	http_stats_get(site.server, &before);
	assert_cut_in_time(drip("GET /page HTTP/1.1\r\n" HOST, "X: a\r\n"));
	assert_cut_in_time(drip("GET /pa", "a"));
	http_stats_get(site.server, &after);
	assert_true(after.timeouts > before.timeouts);
}

static void a_dripping_body_is_cut(void **state)
{
	(void)state;
	int before = atomic_load(&site.handled);
	assert_cut_in_time(drip("POST /echo HTTP/1.1\r\n" HOST "Content-Length: 5000\r\n\r\n", "a"));
	assert_cut_in_time(
		drip("POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n", "1\r\na\r\n"));
	assert_int_equal(atomic_load(&site.handled), before);
}

static void an_idle_connection_is_cut(void **state)
{
	struct answer a;
	(void)state;
	int fd = dial(site.port);
	say_z(fd, "GET /page HTTP/1.1\r\n" HOST "\r\n");
	hear(fd, &a, false);
	assert_int_equal(a.status, 200);
	answer_free(&a);
	assert_cut_in_time(wait_closed(fd));
	close(fd);
}

static int64_t connections(void)
{
	struct http_stats st;
	http_stats_get(site.server, &st);
	return st.connections;
}

static void a_reader_that_does_not_read_is_cut(void **state)
{
	const struct timespec nap = {.tv_nsec = 10000000};
	int small = 4096, handled = atomic_load(&site.handled);
	(void)state;
	int fd = dial(site.port);
	setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
	say_z(fd, "GET /binary?n=30000000 HTTP/1.1\r\n" HOST "\r\n");
	assert_true(site_wait(&site.handled, handled + 1));
	int64_t begun = clock_mono_ms();
	while (connections() > 0 && clock_mono_ms() - begun < CLIENT_WAIT_MS)
		nanosleep(&nap, NULL);
	assert_in_range(clock_mono_ms() - begun, 200, CLIENT_WAIT_MS - 1);
	close(fd);
}

static void a_connection_used_steadily_lives_on(void **state)
{
	const struct timespec nap = {.tv_nsec = 100000000};
	(void)state;
	int fd = dial(site.port);
	for (int i = 0; i < 8; i++) {
		struct answer a;
		say_z(fd, "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 1\r\n\r\na");
		hear(fd, &a, false);
		assert_int_equal(a.status, 200);
		answer_free(&a);
		nanosleep(&nap, NULL);
	}
	close(fd);
}

static void a_handler_over_the_total_time_loses_its_client_only(void **state)
{
	(void)state;
	int fd = dial(site.port);
	say_z(fd, "GET /hold HTTP/1.1\r\n" HOST "\r\n");
	assert_true(site_wait(&site.holding, 1));
	assert_in_range(wait_closed(fd), 500, 3000);
	atomic_store(&site.release, true);
	assert_true(site_wait(&site.holding, 0));
	close(fd);
	assert_int_equal(ask(site.port, "GET /page HTTP/1.1\r\n" HOST "\r\n"), 200);
}

static int begin(void **state)
{
	(void)state;
	site_init(&site);
	site.config.total_timeout_ms = 1000;
	site_start(&site);
	return 0;
}

static int end(void **state)
{
	(void)state;
	site_stop(&site);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(silence_is_cut),
		cmocka_unit_test(a_dripping_head_is_cut),
		cmocka_unit_test(a_dripping_body_is_cut),
		cmocka_unit_test(an_idle_connection_is_cut),
		cmocka_unit_test(a_reader_that_does_not_read_is_cut),
		cmocka_unit_test(a_connection_used_steadily_lives_on),
		cmocka_unit_test(a_handler_over_the_total_time_loses_its_client_only),
	};
	return cmocka_run_group_tests(tests, begin, end);
}

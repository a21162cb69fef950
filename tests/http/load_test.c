/* Too much at once, clients that leave, and stopping. */
#include "base/clock.h"
#include "client.h"
#include "site.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <unistd.h>

#include <cmocka.h>

#define HOST "Host: t\r\n"
#define HOLD "GET /hold HTTP/1.1\r\n" HOST "\r\n"
#define PAGE "GET /page HTTP/1.1\r\n" HOST "\r\n"

#define BURST 128 /* libmicrohttpd's MAX_EVENTS */

static struct site site;

static int begin(void **state)
{
	(void)state;
	site_init(&site);
	site.config.workers = 2;
	site.config.slow_workers = 1;
	site.config.queue_max = 3;
	site.config.per_address_max = 8;
	site.config.count_loopback = true;
	site.config.header_timeout_ms = 5000;
	site.config.idle_timeout_ms = 5000;
	return 0;
}

static int begin_started(void **state)
{
	begin(state);
	site_start(&site);
	return 0;
}

/* Not counted by address: a connection that its client has closed may still be there when the next
 * one comes. */
static int begin_roomy(void **state)
{
	begin(state);
	site.config.count_loopback = false;
	site.config.queue_max = BURST;
	site_start(&site);
	return 0;
}

static int end(void **state)
{
	(void)state;
	site_stop(&site);
	return atomic_load(&site.workers);
}

static int64_t queued(void)
{
	struct http_stats st;
	http_stats_get(site.server, &st);
	return st.queue_length;
}

static void wait_queue(int64_t n)
{
	const struct timespec nap = {.tv_nsec = 1000000};
	for (int i = 0; i < 3000 && queued() != n; i++)
		nanosleep(&nap, NULL);
	assert_int_equal(queued(), n);
}

static void a_full_queue_is_503_and_then_all_is_well(void **state)
{
	int held[5];
	struct answer a;
	struct http_stats st;
	char v[16];
	(void)state;
	for (int i = 0; i < 5; i++) {
		held[i] = dial(site.port);
		say_z(held[i], HOLD);
		if (i == 1)
			assert_true(site_wait(&site.holding, 2));
	}
	wait_queue(3);
	int fd = dial(site.port);
	say_z(fd, PAGE);
	hear(fd, &a, false);
	assert_int_equal(a.status, 503);
	assert_true(answer_header(&a, "Retry-After", v, sizeof v));
	assert_true(answer_says(&a, "Lỗi 503"));
	answer_free(&a);
	say_z(fd, "POST /upload HTTP/1.1\r\n" HOST "Content-Length: 1000000\r\n\r\n");
	hear(fd, &a, false);
	assert_int_equal(a.status, 503); /* admit could not be asked */
	answer_free(&a);
	close(fd);
	atomic_store(&site.release, true);
	for (int i = 0; i < 5; i++) {
		hear(held[i], &a, false);
		assert_int_equal(a.status, 200);
		answer_free(&a);
		close(held[i]);
	}
	assert_int_equal(ask(site.port, PAGE), 200);
	http_stats_get(site.server, &st);
	assert_int_equal(st.rejected_full, 2);
	assert_int_equal(st.by_class[5], 2);
	assert_int_equal(st.by_class[2], 6);
	assert_int_equal(st.requests, 8);
}

/* Long reads wait for workers of their own; however many there are, pages find theirs. */
static void slow_requests_leave_the_pages_alone(void **state)
{
	int slow[4];
	(void)state;
	for (int i = 0; i < 4; i++) {
		slow[i] = dial(site.port);
		say_z(slow[i], "GET /slow HTTP/1.1\r\n" HOST "\r\n");
		assert_true(site_wait(&site.holding, 1));
	}
	wait_queue(3);
	for (int i = 0; i < 20; i++)
		assert_int_equal(ask(site.port, PAGE), 200);
	assert_int_equal(atomic_load(&site.holding), 1); /* one at a time */
	atomic_store(&site.release, true);
	for (int i = 0; i < 4; i++) {
		struct answer a;
		hear(slow[i], &a, false);
		assert_int_equal(a.status, 200);
		answer_free(&a);
		close(slow[i]);
	}
}

static void a_client_may_leave_while_its_request_runs_or_waits(void **state)
{
	(void)state;
	int a = dial(site.port), b = dial(site.port), c = dial(site.port);
	say_z(a, HOLD);
	say_z(b, HOLD);
	assert_true(site_wait(&site.holding, 2));
	say_z(c, PAGE);
	wait_queue(1);
	close(a);
	close(b);
	close(c);
	atomic_store(&site.release, true);
	assert_true(site_wait(&site.holding, 0));
	assert_true(site_wait(&site.handled, 3));
	assert_int_equal(ask(site.port, PAGE), 200);
}

static void one_address_gets_only_its_share(void **state)
{
	int fds[12], served = 0;
	(void)state;
	for (int i = 0; i < 12; i++) {
		struct answer a;
		fds[i] = dial(site.port);
		say_z(fds[i], PAGE);
		hear(fds[i], &a, false);
		served += a.status == 200;
		answer_free(&a);
	}
	assert_int_equal(served, 8);
	struct answer a;
	int other = dial_from("127.0.0.2", site.port);
	say_z(other, PAGE);
	hear(other, &a, false);
	assert_int_equal(a.status, 200);
	answer_free(&a);
	close(other);
	for (int i = 0; i < 12; i++)
		close(fds[i]);
	/* The places are free again. */
	const struct timespec nap = {.tv_nsec = 20000000};
	int status = 0;
	for (int i = 0; i < 100 && status != 200; i++) {
		status = ask(site.port, PAGE);
		nanosleep(&nap, NULL);
	}
	assert_int_equal(status, 200);
}

static void *stop(void *arg)
{
	(void)arg;
	http_stop(site.server, 3000);
	site.server = NULL;
	return NULL;
}

static void stopping_lets_the_running_request_end(void **state)
{
	pthread_t stopper;
	struct answer a;
	char v[32];
	(void)state;
	int busy = dial(site.port), idle = dial(site.port), silent = dial(site.port);
	say_z(idle, PAGE);
	hear(idle, &a, false);
	assert_int_equal(a.status, 200);
	answer_free(&a);
	say_z(busy, HOLD);
	assert_true(site_wait(&site.holding, 1));
	pthread_create(&stopper, NULL, stop, NULL);
	assert_in_range(wait_closed(idle), 0, 1000);
	assert_in_range(wait_closed(silent), 0, 1000);
	assert_int_equal(dial(site.port), -1);
	atomic_store(&site.release, true);
	hear(busy, &a, false);
	assert_int_equal(a.status, 200);
	assert_true(answer_header(&a, "Connection", v, sizeof v));
	assert_string_equal(v, "close");
	answer_free(&a);
	pthread_join(stopper, NULL);
	close(busy);
	close(idle);
	close(silent);
}

static void stopping_cuts_what_does_not_end_in_time(void **state)
{
	(void)state;
	int a = dial(site.port), b = dial(site.port), c = dial(site.port), late = dial(site.port);
	say_z(a, HOLD);
	say_z(b, HOLD);
	assert_true(site_wait(&site.holding, 2));
	say_z(c, HOLD); /* still queued when the grace is over */
	say_z(late, "POST /small HTTP/1.1\r\n" HOST "Content-Length: 9\r\n\r\n");
	wait_queue(1);
	/* The handlers go on by themselves after five seconds; here they are let go at 300 ms. */
	pthread_t stopper;
	int64_t begun = clock_mono_ms();
	pthread_create(&stopper, NULL, stop, NULL);
	const struct timespec nap = {.tv_nsec = 300000000};
	nanosleep(&nap, NULL);
	assert_in_range(wait_closed(late), 0, 3500);
	atomic_store(&site.release, true);
	pthread_join(stopper, NULL);
	assert_in_range(clock_mono_ms() - begun, 250, 4500);
	close(a);
	close(b);
	close(c);
	close(late);
}

static void *hammer(void *arg)
{
	static const char *const what[] = {
		PAGE, "GET /big?n=5000 HTTP/1.1\r\n" HOST "Accept-Encoding: gzip\r\n\r\n",
		"POST /echo HTTP/1.1\r\n" HOST "Content-Length: 3\r\n\r\nabc",
		"GET /file HTTP/1.1\r\n" HOST "\r\n", "GET /missing HTTP/1.1\r\n" HOST "\r\n"};
	int *wrong = arg, fd = -1;
	for (int i = 0; i < 300; i++) {
		struct answer a;
		if (i % 50 == 0) {
			if (fd >= 0)
				close(fd);
			fd = dial(site.port);
		}
		say_z(fd, what[i % 5]);
		hear(fd, &a, false);
		*wrong += a.status != (i % 5 == 4 ? 404 : 200);
		answer_free(&a);
	}
	close(fd);
	return NULL;
}

static void many_clients_at_once_get_their_own_answers(void **state)
{
	pthread_t threads[6];
	int wrong[6] = {0};
	(void)state;
	for (int i = 0; i < 6; i++)
		pthread_create(&threads[i], NULL, hammer, &wrong[i]);
	for (int i = 0; i < 6; i++) {
		pthread_join(threads[i], NULL);
		assert_int_equal(wrong[i], 0);
	}
}

/* As many as one question to epoll brings, all there before it is asked, and nobody after them. */
static void a_burst_is_answered_though_nothing_comes_after_it(void **state)
{
	int fd[BURST];
	struct answer a;
	(void)state;
	for (int i = 0; i < BURST; i++) {
		fd[i] = dial(site.port);
		say_z(fd[i], PAGE);
		hear(fd[i], &a, false);
		assert_int_equal(a.status, 200);
		answer_free(&a);
	}
	int stall = dial(site.port);
	say_z(stall, "GET /stall HTTP/1.1\r\n" HOST "\r\n");
	assert_true(site_wait(&site.holding, 1));
	for (int i = 0; i < BURST; i++)
		say_z(fd[i], PAGE);
	atomic_store(&site.release, true);
	for (int i = 0; i < BURST; i++) {
		hear(fd[i], &a, false);
		assert_int_equal(a.status, 200);
		answer_free(&a);
		close(fd[i]);
	}
	close(stall);
}

static void *refuse_to_start(void *app)
{
	(void)app;
	return NULL;
}

static struct http_route any_route(void *app, enum http_method method, struct str path)
{
	(void)app;
	(void)method;
	(void)path;
	return (struct http_route){0};
}

static void no_answer(void *worker, struct arena *mem, const struct http_request *req,
                      struct http_response *res)
{
	(void)worker;
	(void)mem;
	(void)req;
	(void)res;
}

static void a_worker_that_cannot_start_stops_the_start(void **state)
{
	const struct http_handler h = {
		.route = any_route, .handle = no_answer, .worker_init = refuse_to_start};
	struct http_server *s = NULL;
	struct err e = {0};
	(void)state;
	assert_int_equal(http_start(&site.config, &h, &s, &e), RC_IO);
	assert_null(s);
}

static void a_port_in_use_is_an_error_with_advice(void **state)
{
	const struct http_handler h = {.route = any_route, .handle = no_answer};
	struct http_config c = site.config;
	struct http_server *s = NULL;
	struct err e = {0};
	(void)state;
	c.port = site.port;
	assert_int_equal(http_start(&c, &h, &s, &e), RC_IO);
	assert_non_null(strstr(e.message, "đang được dùng"));
	err_clear(&e);
	c.address = "localhost";
	assert_int_equal(http_start(&c, &h, &s, &e), RC_INVALID);
}

#define WITH_SITE(f) cmocka_unit_test_setup_teardown(f, begin_started, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_SITE(a_full_queue_is_503_and_then_all_is_well),
		WITH_SITE(slow_requests_leave_the_pages_alone),
		WITH_SITE(a_client_may_leave_while_its_request_runs_or_waits),
		WITH_SITE(one_address_gets_only_its_share),
		WITH_SITE(stopping_lets_the_running_request_end),
		WITH_SITE(stopping_cuts_what_does_not_end_in_time),
		cmocka_unit_test_setup_teardown(many_clients_at_once_get_their_own_answers, begin_roomy,
	                                    end),
		cmocka_unit_test_setup_teardown(a_burst_is_answered_though_nothing_comes_after_it,
	                                    begin_roomy, end),
		cmocka_unit_test_setup_teardown(a_worker_that_cannot_start_stops_the_start, begin, end),
		WITH_SITE(a_port_in_use_is_an_error_with_advice),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

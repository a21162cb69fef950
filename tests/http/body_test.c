/* Bodies: refused early, counted, spooled, taken apart, in constant memory. */
#include "base/clock.h"
#include "client.h"
#include "site.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <unistd.h>

#include <cmocka.h>

#define HOST "Host: t\r\n"
#define MB ((int64_t)1024 * 1024)

static struct site site;

static void assert_answer(int fd, int status, const char *text)
{
	struct answer a;
	hear(fd, &a, false);
	if (a.status != status || (text && !answer_says(&a, text)))
		fail_msg("wanted %d %s, got %d %.*s", status, text ? text : "", a.status,
		         STR_ARG(buf_view(&a.body)));
	answer_free(&a);
}

static void too_long_a_body_is_refused_before_it_is_sent(void **state)
{
	(void)state;
	int fd = dial(site.port);
	say_z(fd, "POST /small HTTP/1.1\r\n" HOST "Content-Length: 1001\r\n\r\n");
	assert_answer(fd, 413, "Lỗi 413");
	assert_true(wait_closed(fd) >= 0);
	close(fd);
	fd = dial(site.port);
	say_z(fd, "POST /upload HTTP/1.1\r\n" HOST "Content-Length: 99999999999\r\n\r\n");
	assert_answer(fd, 413, NULL);
	close(fd);
	assert_int_equal(atomic_load(&site.admitted), 0);
}

static void a_client_still_sending_sees_the_refusal(void **state)
{
	(void)state;
	char *much = calloc(1, 3 * MB);
	int fd = dial(site.port);
	say_z(fd, "POST /small HTTP/1.1\r\n" HOST "Content-Length: 3145728\r\n\r\n");
	/* The answer is on its way while this is still being sent. */
	say(fd, much, 3 * MB);
	assert_answer(fd, 413, "Lỗi 413");
	close(fd);
	free(much);
}

static void a_body_at_its_limit_is_taken(void **state)
{
	char text[1001] = {0};
	(void)state;
	memset(text, 'a', 1000);
	int fd = dial(site.port);
	say_z(fd, "POST /small HTTP/1.1\r\n" HOST "Content-Length: 1000\r\n\r\n");
	say_z(fd, text);
	assert_answer(fd, 200, "body 1000 ");
	close(fd);
}

static void chunks_are_put_together(void **state)
{
	(void)state;
	int fd = dial(site.port);
	say_z(fd, "POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding: Chunked\r\n"
	          "Content-Type: Application/JSON; charset=utf-8\r\n\r\n"
	          "5\r\nhello\r\n3\r\n123\r\n0\r\nTrailer: x\r\n\r\n");
	assert_answer(fd, 200, "body 8 type application/json\n");
	say_z(fd, "GET /echo HTTP/1.1\r\n" HOST "\r\n");
	assert_answer(fd, 200, "body 0 ");
	close(fd);
}

static void chunks_over_the_limit_are_refused(void **state)
{
	(void)state;
	int before = atomic_load(&site.handled), fd = dial(site.port);
	say_z(fd, "POST /small HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n");
	for (int i = 0; i < 100; i++)
		say_z(fd, "14\r\n12345678901234567890\r\n");
	say_z(fd, "0\r\n\r\n");
	assert_answer(fd, 413, NULL);
	close(fd);
	/* Endless chunks are not read for ever. */
	char *chunk = malloc(65536 + 16);
	memcpy(chunk, "10000\r\n", 7);
	memset(chunk + 7, 'a', 65536);
	memcpy(chunk + 7 + 65536, "\r\n", 2);
	fd = dial(site.port);
	say_z(fd, "POST /small HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n");
	int sent = 0;
	while (sent < 1000 && say(fd, chunk, 7 + 65536 + 2))
		sent++;
	assert_true(sent < 500);
	close(fd);
	free(chunk);
	assert_int_equal(atomic_load(&site.handled), before);
}

static void malformed_chunks_are_refused(void **state)
{
	(void)state;
	assert_int_equal(ask(site.port,
	                     "POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n"
	                     "zz\r\nhello\r\n0\r\n\r\n"),
	                 400);
	assert_int_equal(ask(site.port,
	                     "POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n"
	                     "2\r\nhello\r\n0\r\n\r\n"),
	                 400);
}

static void admit_is_asked_before_the_body(void **state)
{
	struct answer a;
	(void)state;
	int fd = dial(site.port), handled = atomic_load(&site.handled);
	int admitted = atomic_load(&site.admitted);
	say_z(fd, "POST /upload HTTP/1.1\r\n" HOST "X-Deny: 1\r\nContent-Length: 1000000\r\n\r\n");
	assert_answer(fd, 403, "Lỗi 403");
	assert_true(wait_closed(fd) >= 0);
	close(fd);
	assert_int_equal(atomic_load(&site.admitted), admitted + 1);
	assert_int_equal(atomic_load(&site.handled), handled);

	fd = dial(site.port);
	say_z(fd, "POST /upload HTTP/1.1\r\n" HOST "Expect: 100-continue\r\nX-Deny: 1\r\n"
	          "Content-Length: 1000000\r\n\r\n");
	assert_answer(fd, 403, NULL); /* and no 100 before it */
	close(fd);

	fd = dial(site.port);
	say_z(fd, "POST /upload HTTP/1.1\r\n" HOST
	          "Expect: 100-continue\r\nContent-Length: 100000\r\n\r\n");
	hear(fd, &a, true);
	assert_int_equal(a.status, 100);
	answer_free(&a);
	char *body = calloc(1, 100000);
	say(fd, body, 100000);
	assert_answer(fd, 200, "body 100000 ");
	close(fd);
	free(body);
}

static void a_form_becomes_parts(void **state)
{
	static const char form[] = "ten=Nguy%E1%BB%85n+V%C4%83n+A&ghi+ch%C3%BA=a%0D%0Ab&trong=";
	char head[200];
	(void)state;
	int fd = dial(site.port);
	snprintf(head, sizeof head,
	         "POST /echo HTTP/1.1\r\n" HOST "Content-Type: application/x-www-form-urlencoded\r\n"
	         "Content-Length: %zu\r\n\r\n",
	         sizeof form - 1);
	say_z(fd, head);
	say_z(fd, form);
	assert_answer(fd, 200, "part ten file=0 name= size=15 spooled=0");
	close(fd);
}

/* A multipart body around `size` bytes of 'b'; the sum of the file's bytes is 98 * size. */
static void send_upload(int fd, const char *path, int64_t size)
{
	static const char before[] =
		"--xYz\r\nContent-Disposition: form-data; name=\"nam\"\r\n\r\n2026\r\n"
		"--xYz\r\nContent-Disposition: form-data; name=\"tep\"; "
		"filename=\"b\xC3\xA1o c\xC3\xA1o.docx\"\r\nContent-Type: x/y\r\n\r\n";
	static const char after[] = "\r\n--xYz--\r\n";
	char head[300], *block = malloc(65536);
	memset(block, 'b', 65536);
	snprintf(head, sizeof head,
	         "POST %s HTTP/1.1\r\n" HOST "Content-Type: multipart/form-data; boundary=xYz\r\n"
	         "Content-Length: %lld\r\n\r\n",
	         path, (long long)(size + (int64_t)(sizeof before - 1 + sizeof after - 1)));
	say_z(fd, head);
	say_z(fd, before);
	for (int64_t left = size; left > 0; left -= 65536)
		say(fd, block, left > 65536 ? 65536 : (size_t)left);
	say_z(fd, after);
	free(block);
}

static int64_t resident_kb(void)
{
	char text[256] = "";
	int64_t pages = 0;
	int fd = open("/proc/self/statm", O_RDONLY);
	ssize_t n = read(fd, text, sizeof text - 1);
	close(fd);
	struct str rest = {.p = text, .n = n > 0 ? (size_t)n : 0};
	str_cut(&rest, ' ');
	assert_true(str_int(str_cut(&rest, ' '), &pages));
	return pages * sysconf(_SC_PAGESIZE) / 1024;
}

static void a_file_in_a_small_form_is_in_memory(void **state)
{
	(void)state;
	int fd = dial(site.port);
	send_upload(fd, "/echo", 1000);
	assert_answer(fd, 200, "part tep file=1 name=báo cáo.docx size=1000 spooled=0 sum=98000");
	close(fd);
}

static void fifty_megabytes_are_taken_in_constant_memory(void **state)
{
	char want[100];
	(void)state;
	int64_t before_kb = resident_kb(), size = 50 * MB + 12345;
	int fd = dial(site.port);
	send_upload(fd, "/upload", size);
	snprintf(want, sizeof want, "name=báo cáo.docx size=%lld spooled=1 sum=%lld", (long long)size,
	         (long long)size * 98);
	assert_answer(fd, 200, want);
	assert_true(resident_kb() - before_kb < 8000);
	close(fd);
}

static void a_large_json_body_is_whole(void **state)
{
	(void)state;
	char *body = malloc(150000);
	memset(body, '1', 150000);
	int fd = dial(site.port);
	say_z(fd, "POST /echo HTTP/1.1\r\n" HOST "Content-Type: application/json\r\n"
	          "Content-Length: 150000\r\n\r\n");
	say(fd, body, 150000);
	assert_answer(fd, 200, "body 150000 type application/json");
	close(fd);
	free(body);
}

static void broken_forms_are_400(void **state)
{
	static const char *const bad[] = {
		"--xYz\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nno end",
		"no boundary at all",
		"--xYz\r\nContent-Type: text/plain\r\n\r\nno name\r\n--xYz--\r\n",
		"--xYz\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\xFF\r\n--xYz--\r\n",
	};
	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		char text[500];
		snprintf(text, sizeof text,
		         "POST /echo HTTP/1.1\r\n" HOST
		         "Content-Type: multipart/form-data; boundary=xYz\r\n"
		         "Content-Length: %zu\r\n\r\n%s",
		         strlen(bad[i]), bad[i]);
		assert_int_equal(ask(site.port, text), 400);
	}
	assert_int_equal(ask(site.port,
	                     "POST /echo HTTP/1.1\r\n" HOST "Content-Type: multipart/form-data\r\n"
	                     "Content-Length: 1\r\n\r\na"),
	                 400);
}

static void a_full_disk_is_507(void **state)
{
	(void)state;
	struct site other;
	site_init(&other);
	other.config.spool_dir = "/proc"; /* no file can be made there */
	site_start(&other);
	int fd = dial(other.port);
	send_upload(fd, "/upload", 100000);
	assert_answer(fd, 507, NULL);
	close(fd);
	site_stop(&other);
}

static int begin(void **state)
{
	(void)state;
	site_init(&site);
	site.config.body_timeout_ms = 3000;
	site_start(&site);
	return 0;
}

static int end(void **state)
{
	(void)state;
	site_stop(&site);
	return access(site.dir, F_OK) == 0; /* left behind: something stayed in it */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(too_long_a_body_is_refused_before_it_is_sent),
		cmocka_unit_test(a_client_still_sending_sees_the_refusal),
		cmocka_unit_test(a_body_at_its_limit_is_taken),
		cmocka_unit_test(chunks_are_put_together),
		cmocka_unit_test(chunks_over_the_limit_are_refused),
		cmocka_unit_test(malformed_chunks_are_refused),
		cmocka_unit_test(admit_is_asked_before_the_body),
		cmocka_unit_test(a_form_becomes_parts),
		cmocka_unit_test(a_file_in_a_small_form_is_in_memory),
		cmocka_unit_test(fifty_megabytes_are_taken_in_constant_memory),
		cmocka_unit_test(a_large_json_body_is_whole),
		cmocka_unit_test(broken_forms_are_400),
		cmocka_unit_test(a_full_disk_is_507),
	};
	return cmocka_run_group_tests(tests, begin, end);
}

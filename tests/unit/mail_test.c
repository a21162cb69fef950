/* Mail: the message, and sending it to a real server on loopback (mail_server.py). */
#include "base/clock.h"
#include "job/mail.h"
#include "smtpd.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define NOON 1769490000000 /* 2026-01-27 12:00 in Viet Nam */

static struct mail a_mail(void)
{
	return (struct mail){.to = STR("lan@example.vn"),
	                     .to_name = STR("Trần Thị Lan"),
	                     .subject = STR("Nhắc hạn nộp hồ sơ khen thưởng"),
	                     .text = STR("Kính gửi đồng chí,\n\nHạn nộp là 30/01/2026.\n"),
	                     .message_id = STR("outbox-17@laocai.example"),
	                     .date_ms = NOON};
}

static struct mail_server a_server(int port)
{
	return (struct mail_server){.host = "127.0.0.1",
	                            .port = port,
	                            .from = STR("thidua@laocai.example"),
	                            .from_name = STR("Thi đua, khen thưởng"),
	                            .total_timeout_ms = 20000};
}

/* --- the message ------------------------------------------------------------------ */

static enum rc built(struct mail m, struct buf *out)
{
	struct mail_server s = a_server(25);
	buf_init(out, 4 * MAIL_MAX_BYTES);
	return mail_build(&s, &m, out, NULL);
}

static bool has(const struct buf *b, const char *part)
{
	return memmem(b->p, b->n, part, strlen(part)) != NULL;
}

static void the_message_has_its_headers_and_only_short_ascii_lines(void **state)
{
	(void)state;
	struct buf b;
	struct mail m = a_mail();
	m.subject =
		STR("Thông báo kết quả xét tặng danh hiệu “Chiến sĩ thi đua cơ sở” năm 2026 của Văn "
	        "phòng Ủy ban nhân dân tỉnh Lào Cai và các đơn vị trực thuộc");
	assert_int_equal(built(m, &b), RC_OK);
	struct str rest = buf_view(&b), line;
	assert_true(str_starts(rest, "Date: Tue, 27 Jan 2026 12:00:00 +0700\r\nFrom: =?UTF-8?B?"));
	assert_true(has(&b, "\r\nMessage-ID: <outbox-17@laocai.example>\r\n"));
	assert_true(has(&b, "\r\nAuto-Submitted: auto-generated\r\n"));
	while (rest.p && rest.n) {
		line = str_cut(&rest, '\n');
		assert_true(line.n <= 77 && line.n >= 1 && line.p[line.n - 1] == '\r');
		for (size_t i = 0; i < line.n - 1; i++)
			assert_in_range(line.p[i], ' ', '~');
	}
	buf_release(&b);
}

static void a_plain_subject_stays_readable(void **state)
{
	(void)state;
	struct buf b;
	struct mail m = a_mail();
	m.subject = STR("Report 2026");
	assert_int_equal(built(m, &b), RC_OK);
	assert_true(has(&b, "\r\nSubject: Report 2026\r\n"));
	buf_release(&b);
}

static void a_header_cannot_be_smuggled_in(void **state)
{
	(void)state;
	static const char *const bad[] = {"x\r\nBcc: all@example.vn",
	                                  "x\nBcc: a@b.vn",
	                                  "x\rBcc: a@b.vn",
	                                  "x\tb",
	                                  "x\x7f",
	                                  "bad \xff utf-8"};
	struct buf b;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct mail m = a_mail();
		m.subject = str_of(bad[i]);
		assert_int_equal(built(m, &b), RC_INVALID);
		buf_release(&b);
		m = a_mail();
		m.to_name = str_of(bad[i]);
		assert_int_equal(built(m, &b), RC_INVALID);
		buf_release(&b);
		m = a_mail();
		m.message_id = str_of(bad[i]);
		assert_int_equal(built(m, &b), RC_INVALID);
		buf_release(&b);
	}
	struct mail m = a_mail();
	m.subject = (struct str){"a\0b", 3};
	assert_int_equal(built(m, &b), RC_INVALID);
	buf_release(&b);
}

static void only_plain_addresses_are_taken(void **state)
{
	(void)state;
	static const char *const bad[] = {"",
	                                  "lan",
	                                  "@x.vn",
	                                  "lan@",
	                                  "a@b@c",
	                                  "a b@x.vn",
	                                  "a@x.vn,b@x.vn",
	                                  "<a@x.vn>",
	                                  "a@x.vn\r\nRCPT TO:<b@x.vn>",
	                                  "lần@x.vn",
	                                  "a@x.vn>"};
	static const char *const good[] = {"a@b", "nguyen.van+td@ubnd.laocai.gov.vn"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(mail_address_ok(str_of(bad[i])));
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		assert_true(mail_address_ok(str_of(good[i])));
	char most[255];
	memset(most, 'a', sizeof most);
	most[5] = '@';
	assert_true(mail_address_ok((struct str){most, 254}));
	assert_false(mail_address_ok((struct str){most, 255}));
}

static void a_text_over_the_limit_is_refused(void **state)
{
	(void)state;
	struct buf b;
	struct mail m = a_mail();
	char *text = calloc(1, MAIL_MAX_BYTES);
	memset(text, 'x', MAIL_MAX_BYTES);
	m.text = (struct str){text, MAIL_MAX_BYTES};
	assert_int_equal(built(m, &b), RC_TOOBIG);
	buf_release(&b);
	free(text);
}

/* --- the server ------------------------------------------------------------------- */

static struct mail_result sent(const struct mail_server *s, const struct mail *m)
{
	struct mail_result result;
	struct err e = {0};
	enum rc rc = mail_send(s, m, &result, &e);
	if (rc != RC_OK)
		fail_msg("%s %s", e.message, e.detail);
	return result;
}

static void vietnamese_arrives_as_it_was_written(void **state)
{
	(void)state;
	char text[8192];
	struct smtpd d = smtpd_start("plain");
	struct mail_server s = a_server(d.port);
	struct mail m = a_mail();
	m.subject =
		STR("Thông báo kết quả xét tặng danh hiệu “Chiến sĩ thi đua cơ sở” năm 2026 của Văn "
	        "phòng Ủy ban nhân dân tỉnh Lào Cai");
	m.text = STR("Kính gửi đồng chí,\n.\n..dòng bắt đầu bằng dấu chấm\nFrom đâu\n\nHết.");
	struct mail_result r = sent(&s, &m);
	assert_int_equal(r.outcome, MAIL_SENT);
	assert_int_equal(r.smtp_code, 250);
	assert_string_equal(
		smtpd_got(&d, "last", text),
		"From: \"Thi đua, khen thưởng\" <thidua@laocai.example>\n"
		"To: Trần Thị Lan <lan@example.vn>\n"
		"Subject: Thông báo kết quả xét tặng danh hiệu “Chiến sĩ thi đua cơ sở” năm 2026 của "
		"Văn phòng Ủy ban nhân dân tỉnh Lào Cai\n"
		"Message-ID: <outbox-17@laocai.example>\n"
		"Date: Tue, 27 Jan 2026 12:00:00 +0700\n"
		"Auto-Submitted: auto-generated\n"
		"Content-Type: text/plain; charset=\"UTF-8\"\n"
		"envelope: thidua@laocai.example lan@example.vn\n"
		"tls: no\n\n"
		"Kính gửi đồng chí,\n.\n..dòng bắt đầu bằng dấu chấm\nFrom đâu\n\nHết.\n");
	smtpd_stop(&d);
}

static void a_second_try_is_the_same_message(void **state)
{
	(void)state;
	char first[8192], second[8192];
	struct smtpd d = smtpd_start("plain");
	struct mail_server s = a_server(d.port);
	struct mail m = a_mail();
	assert_int_equal(sent(&s, &m).outcome, MAIL_SENT);
	smtpd_got(&d, "raw", first);
	assert_int_equal(sent(&s, &m).outcome, MAIL_SENT);
	assert_string_equal(smtpd_got(&d, "raw", second), first);
	assert_true(strlen(first) > 100);
	smtpd_stop(&d);
}

static void what_the_server_says_is_told_apart(void **state)
{
	(void)state;
	static const struct {
		const char *to;
		enum mail_outcome outcome;
		int code;
	} v[] = {{"refused@example.vn", MAIL_REFUSED, 550},
	         {"later@example.vn", MAIL_LATER, 451},
	         {"spam@example.vn", MAIL_REFUSED, 554},
	         {"full@example.vn", MAIL_LATER, 452},
	         {"lan@example.vn", MAIL_SENT, 250}};
	struct smtpd d = smtpd_start("plain");
	struct mail_server s = a_server(d.port);
	for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
		struct mail m = a_mail();
		m.to = str_of(v[i].to);
		struct mail_result r = sent(&s, &m);
		assert_int_equal(r.outcome, v[i].outcome);
		assert_int_equal(r.smtp_code, v[i].code);
	}
	smtpd_stop(&d);
}

static void a_server_that_is_shut_is_tried_later(void **state)
{
	(void)state;
	struct smtpd d = smtpd_start("shut");
	struct mail_server s = a_server(d.port);
	struct mail m = a_mail();
	assert_int_equal(sent(&s, &m).outcome, MAIL_LATER);
	smtpd_stop(&d);
}

/* A listening socket that nobody answers at; after close() nobody is there at all. */
static int silent_port(int *fd)
{
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t n = sizeof a;
	*fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(*fd, (struct sockaddr *)&a, n) | listen(*fd, 4), 0);
	assert_int_equal(getsockname(*fd, (struct sockaddr *)&a, &n), 0);
	return ntohs(a.sin_port);
}

static void a_server_that_is_down_or_silent_is_tried_later(void **state)
{
	(void)state;
	int fd;
	struct mail_server s = a_server(silent_port(&fd));
	struct mail m = a_mail();
	s.total_timeout_ms = 300;
	struct mail_result r = sent(&s, &m);
	assert_int_equal(r.outcome, MAIL_LATER);
	assert_int_equal(r.smtp_code, 0);
	close(fd);
	assert_int_equal(sent(&s, &m).outcome, MAIL_LATER);
}

static void a_server_that_falls_silent_after_the_text_is_tried_later(void **state)
{
	(void)state;
	struct smtpd d = smtpd_start("plain");
	struct mail_server s = a_server(d.port);
	struct mail m = a_mail();
	s.total_timeout_ms = 1000;
	m.to = STR("slow@example.vn");
	int64_t before = clock_mono_ms();
	assert_int_equal(sent(&s, &m).outcome, MAIL_LATER);
	assert_true(clock_mono_ms() - before < 30000); /* the server would take 60 s */
	smtpd_stop(&d);
}

static void required_tls_is_required(void **state)
{
	(void)state;
	char text[8192], ca[200];
	struct smtpd plain = smtpd_start("plain"), tls = smtpd_start("starttls");
	struct mail_server s = a_server(plain.port);
	struct mail m = a_mail();
	s.tls = MAIL_TLS_STARTTLS;
	s.host = "localhost";
	assert_int_equal(sent(&s, &m).outcome, MAIL_LATER);
	assert_string_equal(smtpd_got(&plain, "last", text), "");

	s.port = tls.port; /* there, but signed by nobody that is known */
	assert_int_equal(sent(&s, &m).outcome, MAIL_LATER);
	assert_string_equal(smtpd_got(&tls, "last", text), "");

	s.ca_file = smtpd_path(&tls, "ca.pem", ca);
	assert_int_equal(sent(&s, &m).outcome, MAIL_SENT);
	assert_non_null(strstr(smtpd_got(&tls, "last", text), "tls: yes"));

	s.host = "127.0.0.1"; /* a name that is not in the certificate */
	assert_int_equal(sent(&s, &m).outcome, MAIL_LATER);

	s.tls = MAIL_TLS_NONE; /* 530: must issue STARTTLS; no fault of the mail */
	struct mail_result r = sent(&s, &m);
	assert_int_equal(r.outcome, MAIL_LATER);
	assert_int_equal(r.smtp_code, 530);
	smtpd_stop(&plain);
	smtpd_stop(&tls);
}

static void write_secret(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
}

static void signing_in_takes_the_password_from_its_file(void **state)
{
	(void)state;
	char text[8192], ca[200], secret[200];
	struct smtpd d = smtpd_start("auth");
	struct mail_server s = a_server(d.port);
	struct mail m = a_mail();
	struct mail_result r;
	s.host = "localhost";
	s.tls = MAIL_TLS_STARTTLS;
	s.ca_file = smtpd_path(&d, "ca.pem", ca);
	assert_int_equal(sent(&s, &m).outcome, MAIL_LATER); /* without signing in */
	s.user = "thidua";
	s.password_file = smtpd_path(&d, "secret", secret);
	assert_int_equal(mail_send(&s, &m, &r, NULL), RC_IO);
	write_secret(secret, "wrong\n");
	assert_int_equal(sent(&s, &m).outcome, MAIL_LATER);
	assert_string_equal(smtpd_got(&d, "last", text), "");
	write_secret(secret, "mật khẩu\nsecond line\n");
	assert_int_equal(sent(&s, &m).outcome, MAIL_SENT);
	smtpd_stop(&d);
}

static void settings_that_would_leak_or_mislead_are_refused(void **state)
{
	(void)state;
	struct mail_result r;
	struct mail m = a_mail();
	struct mail_server s = a_server(25);
	s.host = "mail.laocai.example";
	s.user = "thidua";
	assert_int_equal(mail_send(&s, &m, &r, NULL), RC_INVALID);
	s = a_server(0);
	assert_int_equal(mail_send(&s, &m, &r, NULL), RC_INVALID);
	s = a_server(25);
	s.host = "127.0.0.1/x@y";
	assert_int_equal(mail_send(&s, &m, &r, NULL), RC_INVALID);
	s = a_server(25);
	s.hello = "a\r\nMAIL FROM:<x@y>";
	assert_int_equal(mail_send(&s, &m, &r, NULL), RC_INVALID);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_message_has_its_headers_and_only_short_ascii_lines),
		cmocka_unit_test(a_plain_subject_stays_readable),
		cmocka_unit_test(a_header_cannot_be_smuggled_in),
		cmocka_unit_test(only_plain_addresses_are_taken),
		cmocka_unit_test(a_text_over_the_limit_is_refused),
		cmocka_unit_test(vietnamese_arrives_as_it_was_written),
		cmocka_unit_test(a_second_try_is_the_same_message),
		cmocka_unit_test(what_the_server_says_is_told_apart),
		cmocka_unit_test(a_server_that_is_shut_is_tried_later),
		cmocka_unit_test(a_server_that_is_down_or_silent_is_tried_later),
		cmocka_unit_test(a_server_that_falls_silent_after_the_text_is_tried_later),
		cmocka_unit_test(required_tls_is_required),
		cmocka_unit_test(signing_in_takes_the_password_from_its_file),
		cmocka_unit_test(settings_that_would_leak_or_mislead_are_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

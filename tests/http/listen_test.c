/* Other ways in: the local socket, TLS, a passed socket, a proxy in front, IPv6. */
#include "client.h"
#include "http/listen.h"
#include "site.h"

#include <fcntl.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define ECHO "GET /echo HTTP/1.1\r\nHost: t\r\n\r\n"

static struct site site;
static char path_a[TEMP_MAX + 4], path_b[TEMP_MAX + 4];

static int begin(void **state)
{
	(void)state;
	site_init(&site);
	snprintf(path_a, sizeof path_a, "%s/a", site.dir);
	snprintf(path_b, sizeof path_b, "%s/b", site.dir);
	return 0;
}

static int end(void **state)
{
	(void)state;
	unlink(path_a);
	unlink(path_b);
	site_stop(&site);
	return access(site.dir, F_OK) == 0;
}

static void the_local_socket_knows_its_caller(void **state)
{
	struct answer a;
	struct stat st;
	char want[64];
	(void)state;
	site.config.local_path = path_a;
	site_start(&site);
	assert_int_equal(stat(path_a, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	int fd = dial_local(path_a);
	say_z(fd, ECHO);
	hear(fd, &a, false);
	snprintf(want, sizeof want, "remote  local 1 uid %d tls 0\n", (int)getuid());
	assert_int_equal(a.status, 200);
	assert_true(answer_says(&a, want));
	answer_free(&a);
	close(fd);
	ask_all(site.port, ECHO, &a);
	assert_true(answer_says(&a, "remote 127.0.0.1 local 0 uid -1 tls 0\n"));
	answer_free(&a);
	http_stop(site.server, 1000);
	site.server = NULL;
	assert_int_not_equal(access(path_a, F_OK), 0);
}

static void a_local_name_is_taken_over_from_the_dead_only(void **state)
{
	int fd = -1, second = -1;
	struct err e = {0};
	(void)state;
	assert_int_equal(listen_local(path_a, &fd, &e), RC_OK);
	assert_int_equal(listen_local(path_a, &second, &e), RC_IO);
	assert_int_equal(second, -1);
	close(fd);
	err_clear(&e);
	assert_int_equal(listen_local(path_a, &fd, &e), RC_OK);
	close(fd);
	int file = open(path_b, O_CREAT | O_WRONLY, 0600);
	close(file);
	assert_int_equal(listen_local(path_b, &second, &e), RC_IO);
	assert_int_equal(access(path_b, F_OK), 0);
}

static void a_passed_socket_is_used(void **state)
{
	struct err e = {0};
	(void)state;
	assert_int_equal(listen_tcp("127.0.0.1", 0, &site.config.listen_fd, &e), RC_OK);
	int port = listen_port(site.config.listen_fd);
	site_start(&site);
	assert_int_equal(site.port, port);
	assert_int_equal(ask(port, ECHO), 200);
}

static void clients_of_a_passed_socket_wait_for_the_next_process(void **state)
{
	struct err e = {0};
	struct answer a;
	(void)state;
	assert_int_equal(listen_tcp("127.0.0.1", 0, &site.config.listen_fd, &e), RC_OK);
	int kept = dup(site.config.listen_fd);
	site_start(&site);
	http_stop(site.server, 1000);
	int fd = dial(site.port);
	assert_true(fd >= 0);
	say_z(fd, ECHO);
	site.config.listen_fd = kept;
	site_start(&site);
	hear(fd, &a, false);
	assert_int_equal(a.status, 200);
	answer_free(&a);
	close(fd);
}

static void a_proxy_is_believed_only_when_told_so(void **state)
{
	static const char asked[] =
		"GET /echo HTTP/1.1\r\nHost: t\r\nX-Forwarded-For: 1.2.3.4, 203.0.113.9\r\n"
		"X-Forwarded-Proto: https\r\n\r\n";
	struct answer a;
	char v[64];
	(void)state;
	site_start(&site);
	ask_all(site.port, asked, &a);
	assert_true(answer_says(&a, "remote 127.0.0.1 local 0 uid -1 tls 0\n"));
	answer_free(&a);
	http_stop(site.server, 1000);
	site.config.behind_proxy = true;
	site_start(&site);
	ask_all(site.port, asked, &a);
	assert_true(answer_says(&a, "remote 203.0.113.9 local 0 uid -1 tls 1\n"));
	assert_true(answer_header(&a, "Strict-Transport-Security", v, sizeof v));
	answer_free(&a);
	assert_int_equal(ask(site.port, "POST /echo HTTP/1.1\r\nHost: t\r\n"
	                                "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
	                 411);
	ask_all(site.port, "GET /echo HTTP/1.1\r\nHost: t\r\nX-Forwarded-For: <script>\r\n\r\n", &a);
	assert_true(answer_says(&a, "remote 127.0.0.1 local 0"));
	answer_free(&a);
}

static void ipv6_is_served(void **state)
{
	struct err e = {0};
	int fd = -1;
	(void)state;
	if (listen_tcp("::1", 0, &fd, &e) != RC_OK)
		skip(); /* a machine without IPv6 */
	close(fd);
	site.config.address = "::1";
	site_start(&site);
	struct sockaddr_in6 to = {.sin6_family = AF_INET6,
	                          .sin6_port = htons((uint16_t)site.port),
	                          .sin6_addr = in6addr_loopback};
	struct answer a;
	fd = socket(AF_INET6, SOCK_STREAM, 0);
	assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof to), 0);
	say_z(fd, ECHO);
	hear(fd, &a, false);
	assert_true(answer_says(&a, "remote ::1 local 0"));
	answer_free(&a);
	close(fd);
}

static void write_pem(const char *path, gnutls_datum_t *text)
{
	int fd = open(path, O_CREAT | O_WRONLY | O_TRUNC, 0600);
	assert_int_equal(write(fd, text->data, text->size), text->size);
	close(fd);
	gnutls_free(text->data);
}

/* A key and a certificate signed by it, valid for one day. */
static void make_certificate(void)
{
	gnutls_x509_privkey_t key;
	gnutls_x509_crt_t crt;
	gnutls_datum_t text;
	time_t now = time(NULL);
	gnutls_x509_privkey_init(&key);
	assert_int_equal(gnutls_x509_privkey_generate(
						 key, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0),
	                 0);
	gnutls_x509_crt_init(&crt);
	gnutls_x509_crt_set_version(crt, 3);
	gnutls_x509_crt_set_dn(crt, "CN=t", NULL);
	gnutls_x509_crt_set_key(crt, key);
	gnutls_x509_crt_set_serial(crt, "\x01", 1);
	gnutls_x509_crt_set_activation_time(crt, now - 3600);
	gnutls_x509_crt_set_expiration_time(crt, now + 86400);
	assert_int_equal(gnutls_x509_crt_sign2(crt, crt, key, GNUTLS_DIG_SHA256, 0), 0);
	assert_int_equal(gnutls_x509_crt_export2(crt, GNUTLS_X509_FMT_PEM, &text), 0);
	write_pem(path_a, &text);
	assert_int_equal(gnutls_x509_privkey_export2(key, GNUTLS_X509_FMT_PEM, &text), 0);
	write_pem(path_b, &text);
	gnutls_x509_crt_deinit(crt);
	gnutls_x509_privkey_deinit(key);
}

/* One request over TLS with the given versions; what came back, or "" if there was no handshake. */
static void ask_tls(const char *versions, char *to, size_t room)
{
	gnutls_session_t session;
	gnutls_certificate_credentials_t cred;
	int fd = dial(site.port), rc;
	to[0] = 0;
	gnutls_init(&session, GNUTLS_CLIENT);
	gnutls_certificate_allocate_credentials(&cred);
	gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, cred);
	assert_int_equal(gnutls_priority_set_direct(session, versions, NULL), 0);
	gnutls_transport_set_int(session, fd);
	gnutls_handshake_set_timeout(session, CLIENT_WAIT_MS);
	do
		rc = gnutls_handshake(session);
	while (rc < 0 && !gnutls_error_is_fatal(rc));
	if (rc == 0) {
		size_t n = 0;
		gnutls_record_send(session, ECHO, sizeof ECHO - 1);
		while (n < room - 1 && !memmem(to, n, " tls ", 5)) {
			ssize_t got = gnutls_record_recv(session, to + n, room - 1 - n);
			if (got <= 0)
				break;
			n += (size_t)got;
		}
		to[n] = 0;
	}
	gnutls_deinit(session);
	gnutls_certificate_free_credentials(cred);
	close(fd);
}

static void tls_works_from_version_1_2_on(void **state)
{
	char text[4096];
	(void)state;
	make_certificate();
	site.config.tls_cert = path_a;
	site.config.tls_key = path_b;
	site_start(&site);
	ask_tls("NORMAL", text, sizeof text);
	assert_non_null(strstr(text, "HTTP/1.1 200"));
	assert_non_null(strstr(text, "tls 1\n"));
	assert_non_null(strstr(text, "Strict-Transport-Security: "));
	ask_tls("NORMAL:-VERS-ALL:+VERS-TLS1.2", text, sizeof text);
	assert_non_null(strstr(text, "HTTP/1.1 200"));
	ask_tls("NORMAL:-VERS-ALL:+VERS-TLS1.1", text, sizeof text);
	assert_string_equal(text, "");
	/* A client that never says hello is cut as well. */
	int fd = dial(site.port);
	assert_in_range(wait_closed(fd), 200, 2500);
	close(fd);
}

static void a_bad_certificate_stops_the_start(void **state)
{
	struct err e = {0};
	(void)state;
	int fd = open(path_a, O_CREAT | O_WRONLY, 0600);
	assert_int_equal(write(fd, "no PEM", 6), 6);
	close(fd);
	site.config.tls_cert = site.config.tls_key = path_a;
	assert_int_equal(site_try(&site, &e), RC_INVALID);
	assert_non_null(strstr(e.message, "PEM"));
	err_clear(&e);
	site.config.tls_key = path_b; /* not there */
	assert_int_equal(site_try(&site, &e), RC_IO);
	assert_non_null(strstr(e.message, path_b));
}

#define WITH_SITE(f) cmocka_unit_test_setup_teardown(f, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_SITE(the_local_socket_knows_its_caller),
		WITH_SITE(a_local_name_is_taken_over_from_the_dead_only),
		WITH_SITE(a_passed_socket_is_used),
		WITH_SITE(clients_of_a_passed_socket_wait_for_the_next_process),
		WITH_SITE(a_proxy_is_believed_only_when_told_so),
		WITH_SITE(ipv6_is_served),
		WITH_SITE(tls_works_from_version_1_2_on),
		WITH_SITE(a_bad_certificate_stops_the_start),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

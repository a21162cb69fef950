#include "job/mail.h"

#include <curl/curl.h>
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#define CONNECT_MS 10000
#define TOTAL_MS 60000
#define SECRET_BYTES 256

struct upload {
	struct str rest;
	bool begun; /* the server has asked for the text */
};

static size_t give(char *to, size_t size, size_t count, void *arg)
{
	struct upload *u = arg;
	size_t n = size * count < u->rest.n ? size * count : u->rest.n;
	u->begun = true;
	memcpy(to, u->rest.p, n);
	u->rest.p += n;
	u->rest.n -= n;
	return n;
}

static bool is_local(const char *host)
{
	return strcmp(host, "localhost") == 0 || strncmp(host, "127.", 4) == 0 ||
	       strcmp(host, "::1") == 0;
}

static enum rc check_server(const struct mail_server *s, struct err *e)
{
	if (!s->host || !*s->host || s->port < 1 || s->port > 65535 || strpbrk(s->host, "/@ \r\n") ||
	    (s->hello && strpbrk(s->hello, "/@?#% \r\n")))
		return err_field(e, "host", "Máy chủ thư chưa được cấu hình đúng (tên máy, cổng).");
	if (s->user && s->tls == MAIL_TLS_NONE && !is_local(s->host))
		return err_field(e, "tls",
		                 "Không gửi mật khẩu máy chủ thư qua đường truyền không mã hóa. "
		                 "Hãy bật STARTTLS hoặc TLS.");
	return RC_OK;
}

/* The first line of the file. */
static enum rc read_secret(const char *path, char out[SECRET_BYTES], struct err *e)
{
	int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
	ssize_t n = fd < 0 ? -1 : read(fd, out, SECRET_BYTES - 1);
	int why = path ? errno : ENOENT;
	if (fd >= 0)
		close(fd);
	if (n < 0) {
		err_detail(e, RC_IO, "mail: password file: %s", strerror(why));
		return RC_IO;
	}
	out[n] = '\0';
	out[strcspn(out, "\r\n")] = '\0';
	return RC_OK;
}

/* Sets an option of `c`, unless an earlier one failed. */
#define SET(option, value)                                                                         \
	do {                                                                                           \
		if (rc == CURLE_OK)                                                                        \
			rc = curl_easy_setopt(c, option, value);                                               \
	} while (0)

/* A session with everything but the text. */
static CURLcode prepare(CURL *c, const struct mail_server *s, const char *secret, struct buf *url)
{
	bool v6 = strchr(s->host, ':') != NULL;
	long total_ms = s->total_timeout_ms > 0 ? s->total_timeout_ms : TOTAL_MS;
	buf_printf(url, "%s://%s%s%s:%d/%s", s->tls == MAIL_TLS_WHOLE ? "smtps" : "smtp", v6 ? "[" : "",
	           s->host, v6 ? "]" : "", s->port, s->hello ? s->hello : "");
	buf_chr(url, '\0');
	CURLcode rc = url->failed ? CURLE_OUT_OF_MEMORY : CURLE_OK;
	SET(CURLOPT_URL, url->p);
	SET(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	SET(CURLOPT_PROXY, ""); /* not what the environment happens to say */
	SET(CURLOPT_NOSIGNAL, 1L);
	SET(CURLOPT_CONNECTTIMEOUT_MS,
	    (long)(s->connect_timeout_ms > 0 ? s->connect_timeout_ms : CONNECT_MS));
	SET(CURLOPT_TIMEOUT_MS, total_ms);
	/* libcurl 7.88 says QUIT even after a time-out and waits for the answer (120 s by default). */
	SET(CURLOPT_SERVER_RESPONSE_TIMEOUT, (total_ms + 999) / 1000);
	SET(CURLOPT_USE_SSL, (long)(s->tls == MAIL_TLS_NONE ? CURLUSESSL_NONE : CURLUSESSL_ALL));
	SET(CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	if (s->ca_file)
		SET(CURLOPT_CAINFO, s->ca_file);
	if (s->user) {
		SET(CURLOPT_USERNAME, s->user);
		SET(CURLOPT_PASSWORD, secret);
	}
	return rc;
}

static CURLcode transfer(CURL *c, const struct mail_server *s, const struct mail *mail,
                         struct upload *text)
{
	char from[260], to[260];
	snprintf(from, sizeof from, "<%.*s>", STR_ARG(s->from));
	snprintf(to, sizeof to, "<%.*s>", STR_ARG(mail->to));
	struct curl_slist *rcpt = curl_slist_append(NULL, to);
	CURLcode rc = rcpt ? CURLE_OK : CURLE_OUT_OF_MEMORY;
	SET(CURLOPT_MAIL_FROM, from);
	SET(CURLOPT_MAIL_RCPT, rcpt);
	SET(CURLOPT_READFUNCTION, give);
	SET(CURLOPT_READDATA, text);
	SET(CURLOPT_UPLOAD, 1L);
	if (rc == CURLE_OK)
		rc = curl_easy_perform(c);
	curl_slist_free_all(rcpt);
	return rc;
}

/*
 * A 5yz is about this mail only when it answers MAIL, RCPT, DATA or the text. One
 * to the greeting, to EHLO or to the sign-in is about the server, and 530 asks for a
 * sign-in: those are put right by the administrator, and the mail waits.
 */
static enum mail_outcome outcome_of(CURLcode rc, long code, bool begun)
{
	if (rc == CURLE_OK)
		return MAIL_SENT;
	bool about_mail = rc == CURLE_SEND_ERROR || (rc == CURLE_WEIRD_SERVER_REPLY && begun);
	return about_mail && code >= 500 && code <= 599 && code != 530 ? MAIL_REFUSED : MAIL_LATER;
}

enum rc mail_send(const struct mail_server *server, const struct mail *mail,
                  struct mail_result *result, struct err *e)
{
	struct buf text, url;
	char secret[SECRET_BYTES] = "";
	CURL *c = NULL;
	buf_init(&text, 2 * MAIL_MAX_BYTES);
	buf_init(&url, 1024);
	*result = (struct mail_result){.outcome = MAIL_LATER};
	enum rc rc = check_server(server, e);
	if (rc == RC_OK)
		rc = mail_build(server, mail, &text, e);
	if (rc == RC_OK && server->user && server->password)
		snprintf(secret, sizeof secret, "%s", server->password);
	else if (rc == RC_OK && server->user)
		rc = read_secret(server->password_file, secret, e);
	if (rc == RC_OK && !(c = curl_easy_init()))
		rc = err_detail(e, RC_IO, "mail: no memory");
	if (rc == RC_OK) {
		struct upload u = {.rest = buf_view(&text)};
		long code = 0;
		CURLcode done = prepare(c, server, secret, &url);
		if (done == CURLE_OK)
			done = transfer(c, server, mail, &u);
		curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &code);
		result->outcome = outcome_of(done, code, u.begun);
		result->smtp_code = (int)code;
		snprintf(result->reason, sizeof result->reason, "%s", curl_easy_strerror(done));
	}
	if (c)
		curl_easy_cleanup(c);
	explicit_bzero(secret, sizeof secret);
	buf_release(&url);
	buf_release(&text);
	return rc;
}

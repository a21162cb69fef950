/*
 * mail.h: one mail to one address by SMTP (libcurl).
 *
 * The promise is "at least once": a mail whose acceptance got lost on the way is
 * sent again by the queue, under the same Message-ID, by which mail programs show
 * it once. Time-outs are always set, so a server that says nothing costs at most
 * twice `total_timeout_ms`; call it from a job, never from a request.
 *
 * Plain text in UTF-8 (RFC 2045, 2047, 5322), marked as automatic (RFC 3834), so
 * that absence notes do not answer it. Addresses are ASCII. Thread-safe.
 */
#ifndef JOB_MAIL_H
#define JOB_MAIL_H

#include "base/buf.h"

enum mail_tls {
	MAIL_TLS_NONE,
	MAIL_TLS_STARTTLS, /* required: without it nothing is sent */
	MAIL_TLS_WHOLE     /* from the first byte (port 465) */
};

struct mail_server {
	const char *host;
	int port;
	enum mail_tls tls;
	const char *ca_file;       /* PEM; NULL: the system's */
	const char *user;          /* NULL: no sign-in */
	const char *password;      /* at most 255 bytes; NULL: in password_file */
	const char *password_file; /* its first line, at most 255 bytes */
	const char *hello;         /* our own name in EHLO, NULL: the host's */
	struct str from;           /* "thidua@laocai.gov.vn" */
	struct str from_name;      /* may be empty */
	int connect_timeout_ms;    /* 0: 10 s */
	int total_timeout_ms;      /* 0: 60 s */
};

struct mail {
	struct str to, to_name; /* the name may be empty */
	struct str subject;
	struct str text;       /* lines end in \n */
	struct str message_id; /* "outbox-17@laocai.gov.vn", without <>; the same at every try */
	int64_t date_ms;
};

#define MAIL_MAX_BYTES ((size_t)1024 * 1024)

enum mail_outcome {
	MAIL_SENT,
	MAIL_REFUSED, /* the server said no for good (5yz to this mail): do not repeat */
	MAIL_LATER    /* server down, silent, full, not trusted: repeat with growing pauses */
};

struct mail_result {
	enum mail_outcome outcome;
	int smtp_code;    /* last answer, 0 when there was none */
	char reason[256]; /* for the process log and the administrator's page; no address */
};

/*
 * RC_OK whenever an attempt was made; `result` says how it went. RC_INVALID when the
 * mail or the server's settings cannot be used (a control character in a header,
 * no address, a password that would travel unprotected), RC_IO when the password
 * file cannot be read.
 */
enum rc mail_send(const struct mail_server *server, const struct mail *mail,
                  struct mail_result *result, struct err *e) MUST_CHECK;

/* The message as it is sent, CRLF lines. */
enum rc mail_build(const struct mail_server *server, const struct mail *mail, struct buf *out,
                   struct err *e) MUST_CHECK;

/* Whether it can stand in an envelope: local@domain, ASCII, at most 254 bytes. */
bool mail_address_ok(struct str address);

#endif

/*
 * guard.h: what a request must be before anything else looks at it.
 *
 * Pure functions. libmicrohttpd 0.9.75 accepts ambiguous requests (Content-Length
 * beside Transfer-Encoding, two lengths, bare LF, folded headers), which let an
 * attacker smuggle a second request past a proxy (RFC 9112 11.2). Everything
 * ambiguous is answered 400 here and the connection is closed.
 */
#ifndef HTTP_GUARD_H
#define HTTP_GUARD_H

#include "http/http.h"

#define GUARD_HEADERS_MAX 100

/* How the body is announced. */
struct guard_body {
	bool any, chunked;
	int64_t length; /* -1 if chunked */
};

/*
 * 0, or the status to refuse with: 400, 431 (too many headers), 501 (a transfer
 * coding other than chunked), 505. Names in lower case, `version` as received.
 */
int guard_headers(const struct http_pair *headers, int count, struct str version,
                  struct guard_body *body);

/* 0, or 413 when the announced length is above `max`. */
int guard_size(const struct guard_body *body, int64_t max);

/*
 * Splits the request target as sent into path and query (without '?'). 0, or 400
 * on a blank, a control character or a '#', and on whatever guard_path() refuses.
 */
int guard_target(struct arena *mem, struct str target, struct str *path, struct str *query);

/*
 * Decodes the path. 0, or 400: not from the root, a bad escape, NUL or another
 * control character, an encoded slash, a backslash, a "." or ".." segment, or not UTF-8.
 */
int guard_path(struct arena *mem, struct str raw, struct str *out);

/*
 * Checks that the pieces which the parser found account for every byte of the
 * head: "METHOD SP uri SP version CRLF (name: value CRLF)* CRLF", nothing between.
 * The parser works in place, so a bare LF, an embedded NUL, a folded line or a
 * doubled space shows as a piece that does not stand where it should. Only
 * addresses are compared; nothing is read.
 */
struct guard_layout {
	uintptr_t begin, at;
	bool broken;
};
void guard_layout_line(struct guard_layout *l, struct str method, const char *uri, size_t uri_size,
                       struct str version);
void guard_layout_header(struct guard_layout *l, struct str name, struct str value);
bool guard_layout_ok(const struct guard_layout *l, size_t head_size);

/* true for the letters of a header name or method (RFC 9110 5.6.2). */
bool guard_token(struct str s);

#endif

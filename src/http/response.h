/*
 * response.h: what the server does to an answer after the handler: the headers
 * that every answer carries, and compression. Runs on the worker.
 */
#ifndef HTTP_RESPONSE_H
#define HTTP_RESPONSE_H

#include "http/http.h"

struct gzip; /* zlib's state, one per worker, made on first use */
struct gzip *gzip_new(void);
void gzip_free(struct gzip *g);

void response_init(struct http_response *r, struct arena *mem);
/* Releases the body and closes the file, unless they have been handed on. */
void response_release(struct http_response *r);

/* Compresses where that is worth it and allowed; g == NULL: never. */
void response_gzip(struct http_response *r, const struct http_request *req, struct gzip *g);

/* Adds what the handler has not set. `r` is complete after this. */
void response_defaults(struct http_response *r, bool tls, struct str request_id);

/* true if Accept-Encoding allows gzip (RFC 9110 12.5.3). */
bool response_accepts_gzip(struct str accept_encoding);

/* An answer of the server itself; `page` is released with it. */
void response_error(struct http_response *r, const struct http_handler *h, int status);

#endif

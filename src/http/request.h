/*
 * request.h: what a request says, taken apart: arguments, cookies, forms, files.
 *
 * Runs on the worker; everything is in the worker's arena or borrows from the
 * request's memory. Text that is not UTF-8 or contains NUL is refused here, so
 * that no handler meets it.
 */
#ifndef HTTP_REQUEST_H
#define HTTP_REQUEST_H

#include "http/http.h"
#include "http/spool.h"

#define REQUEST_FIELDS_MAX 4000
#define REQUEST_TEXT_MAX (8 * 1024 * 1024) /* of all text fields of one form */
#define REQUEST_PART_HEAD_MAX 4096

/* The byte written as two hexadecimal digits at s.p[at], or -1. */
int request_hex(struct str s, size_t at);

/* A copy with A-Z made small. */
struct str request_lower(struct arena *mem, struct str s);

/*
 * "a=1&b=x+y" into pairs, in order. The count, or -1 when there are too many or
 * one is not UTF-8. A '%' that starts no escape stays as it is (WHATWG URL 5.1).
 */
int request_pairs(struct arena *mem, struct str text, const struct http_pair **out);

/* All Cookie headers, split but not decoded. */
int request_cookies(struct arena *mem, const struct http_pair *headers, int header_count,
                    const struct http_pair **out);

/* "Text/HTML; charset=x" to "text/html"; *rest gets what follows the ';'. */
struct str request_media_type(struct arena *mem, struct str value, struct str *rest);

/* One parameter of a header value, quotes removed; STR_NULL if it is not there. */
struct str request_param(struct arena *mem, struct str params, const char *name);

/*
 * The parts of a multipart/form-data body (RFC 7578), found in steps of `window`
 * bytes so that memory stays constant. 0 or a status: 400, 413, 500.
 */
int request_multipart(struct arena *mem, const struct spool *body, struct str boundary,
                      size_t window, const struct http_part **out, int *count);

/* Fills args, cookies, content_type, parts and body. 0, or the status to refuse with. */
int request_fill(struct arena *mem, struct http_request *r, const struct spool *body);

#endif

/* xlsx_inner.h: what the files of the XLSX reader share; nobody else includes it. */
#ifndef DOC_XLSX_INNER_H
#define DOC_XLSX_INNER_H

#include "base/buf.h"
#include "doc/sheet.h"

#include <zip.h>

/* Deduplicated texts that cells point to by number. */
struct xlsx_strings {
	struct buf bytes;
	size_t *ends; /* of string i */
	size_t n, room;
};

struct xlsx {
	zip_t *zip;
	const struct sheet_limits *limits;
	struct err *e;
	uint64_t inflated; /* bytes so far, over all parts */
	struct xlsx_strings strings;
	uint8_t *date_styles; /* by cell style: 1 when its number format shows a day */
	size_t styles;
	bool since_1904;
};

/* Attributes of an element as libxml2's SAX2 hands them over: five pointers each. */
struct xml_attrs {
	const unsigned char **at;
	int n;
};

/* By local name; p == NULL when it is not there. Not NUL-ended. */
struct str xml_attr(const struct xml_attrs *attrs, const char *name);

/* The attribute is there and is 1 or true. */
bool xml_attr_true(const struct xml_attrs *attrs, const char *name);

/* What to do with a part. Names are local names; `text` may come in pieces. */
struct xml_handler {
	enum rc (*start)(void *arg, const char *name, const struct xml_attrs *attrs);
	enum rc (*end)(void *arg, const char *name);
	enum rc (*text)(void *arg, const char *p, size_t n);
};

/*
 * Reads one part of the package through the handler. RC_NOTFOUND without a sentence when
 * it does not exist; everything else that fails fills x->e.
 */
enum rc xlsx_part(struct xlsx *x, const char *path, const struct xml_handler *handler,
				  void *arg) MUST_CHECK;

enum rc xlsx_read_strings(struct xlsx *x, const char *path) MUST_CHECK;
struct str xlsx_string(const struct xlsx *x, size_t i);
enum rc xlsx_read_styles(struct xlsx *x, const char *path) MUST_CHECK;
enum rc xlsx_read_rows(struct xlsx *x, const char *path, const struct sheet_sink *sink) MUST_CHECK;

/* Undoes _x000D_ (ISO/IEC 29500-1, 22.9.2.19) in place; returns the new length. */
size_t xlsx_unescape(char *p, size_t n);

enum rc xlsx_damaged(struct xlsx *x, const char *why) MUST_CHECK;
enum rc xlsx_no_memory(struct xlsx *x) MUST_CHECK;

#endif

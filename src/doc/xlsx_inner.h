/* xlsx_inner.h: what the files of the XLSX reader share; nobody else includes it. */
#ifndef DOC_XLSX_INNER_H
#define DOC_XLSX_INNER_H

#include "doc/office.h"

/* Deduplicated texts that cells point to by number. */
struct xlsx_strings {
	struct buf bytes;
	size_t *ends; /* of string i */
	size_t n, room;
};

struct xlsx {
	struct office o;
	struct xlsx_strings strings;
	uint8_t *date_styles; /* by cell style: 1 when its number format shows a day */
	size_t styles;
	bool since_1904;
};

enum rc xlsx_read_strings(struct xlsx *x, const char *path) MUST_CHECK;
struct str xlsx_string(const struct xlsx *x, size_t i);
enum rc xlsx_read_styles(struct xlsx *x, const char *path) MUST_CHECK;
enum rc xlsx_read_rows(struct xlsx *x, const char *path, const struct sheet_sink *sink) MUST_CHECK;

/* Undoes _x000D_ (ISO/IEC 29500-1, 22.9.2.19) in place; returns the new length. */
size_t xlsx_unescape(char *p, size_t n);

#endif

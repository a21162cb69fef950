/*
 * sheet.h: reading tables that people made: XLSX (ISO/IEC 29500) and CSV (RFC 4180).
 *
 * Rows come one by one through a sink, so memory does not grow with the table (XLSX: with
 * its shared strings only). These functions open strangers' files: only the locked-in
 * child calls them (job/sandbox.h), through sheet_parse_xlsx() and sheet_parse_csv(); the
 * program reads what the child wrote by sheet_stream.h.
 *
 * Text is well-formed UTF-8 without NUL but not yet NFC: who stores it calls viet_nfc().
 */
#ifndef DOC_SHEET_H
#define DOC_SHEET_H

#include "doc/cell.h"

#define SHEET_ROWS_MAX 1048576 /* Excel's own */
#define SHEET_COLUMNS_MAX 256
#define SHEET_CELL_CHARS_MAX 32767 /* Excel's own */
#define SHEET_NAME_MAX 255         /* bytes; Excel allows 31 characters */
#define SHEET_SHEETS_MAX 255

struct sheet_limits {
	uint32_t rows;    /* the highest row number */
	uint32_t columns; /* at most SHEET_COLUMNS_MAX; empty cells beyond do not count */
	uint32_t cell_chars;
	uint32_t parts;       /* entries of the ZIP */
	uint64_t part_bytes;  /* one entry, inflated */
	uint64_t total_bytes; /* all entries read, inflated; CSV: the file */
	uint32_t ratio;       /* inflated to deflated, looked at beyond ratio_from bytes */
	uint64_t ratio_from;
};

extern const struct sheet_limits sheet_limits_usual;

/* What is borrowed lives until the call returns. Not RC_OK ends the reading. */
struct sheet_sink {
	void *arg;
	/* Each sheet of the workbook in its order, before any row; CSV calls it never. */
	enum rc (*sheet)(void *arg, struct str name, bool hidden, bool chosen, struct err *e);
	/*
	 * A row that holds something; `row` counts from 1 as on the screen and only grows.
	 * cells[0] is column A; after the last filled cell nothing follows.
	 */
	enum rc (*row)(void *arg, uint32_t row, const struct cell *cells, size_t n, struct err *e);
};

/*
 * The sheet named `want`, or the first visible one when it is "". Formulas give the value
 * saved with them; a merged area gives its value in its first cell only. RC_INVALID or
 * RC_TOOBIG with a sentence that names the place.
 */
enum rc sheet_read_xlsx(struct str file, struct str want, const struct sheet_limits *limits,
                        const struct sheet_sink *sink, struct err *e) MUST_CHECK;

/*
 * UTF-8, or UTF-16 by its byte order mark; separator by a first line `sep=;` or by what is
 * most frequent in the first line of ; , and tab. Cells are text or empty: a leading zero
 * in a column of digits is kept. Rows count records, as Excel shows them.
 */
enum rc sheet_read_csv(struct str file, const struct sheet_limits *limits,
                       const struct sheet_sink *sink, struct err *e) MUST_CHECK;

/* "A", "Z", "AA" … of a column counted from 0. */
struct column_name {
	char z[8];
};
struct column_name sheet_column_name(uint32_t column);

#endif

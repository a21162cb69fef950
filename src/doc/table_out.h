/*
 * table_out.h: lists on their way out, as XLSX or as CSV, through one interface.
 *
 *     TRY(table_xlsx(fd, "Danh sách", NULL, &t, e));   or table_csv(fd, ';', &t, e)
 *     rc = table_columns(t, columns, n, e);
 *     … rc = table_row(t, cells, n, e) for each row …
 *     rc = table_end(t, e);            or table_drop(t) when something failed
 *
 * Both write as they go: memory does not grow with the list. `fd` is a regular file or
 * memfd, stays the caller's, and holds a whole file only after table_end() gave RC_OK.
 * One thread at a time.
 *
 * A text never becomes a formula. In XLSX a cell has a type, so the text stays as it is.
 * CSV has no types, and Excel would run =, +, - and @ at the front of a text: there an
 * apostrophe is put before it (OWASP, "CSV injection"); numbers are left alone.
 */
#ifndef DOC_TABLE_OUT_H
#define DOC_TABLE_OUT_H

#include "doc/cell.h"

enum table_kind {
	TABLE_TEXT,
	TABLE_INT,    /* a year, a count: 2026 */
	TABLE_AMOUNT, /* money: 1.800.000 on a Vietnamese screen */
	TABLE_REAL,   /* two decimals */
	TABLE_DATE,   /* 27/01/2026 */
	TABLE_BOOL    /* Có, Không */
};

/* How a column looks; what a cell is, its own type says. */
struct table_column {
	struct str title;
	enum table_kind kind;
	int width_chars; /* 0: by kind */
};

#define TABLE_COLUMNS_MAX 256

struct table_out;

/*
 * `sheet` is at most 31 characters without []:*?/\. Rows wait in a temporary file in
 * tmp_dir (NULL: /tmp). RC_TOOBIG past 1 048 576 rows.
 */
enum rc table_xlsx(int fd, const char *sheet, const char *tmp_dir, struct table_out **out,
                   struct err *e) MUST_CHECK;

/*
 * UTF-8 with byte order mark, lines end in CR LF. Excel on a Vietnamese system wants ';'
 * and reads 0,5; everything else wants ',' and 0.5: the decimal sign follows `separator`.
 */
enum rc table_csv(int fd, char separator, struct table_out **out, struct err *e) MUST_CHECK;

/* The heading; once, before any row. */
enum rc table_columns(struct table_out *t, const struct table_column *columns, size_t n,
                      struct err *e) MUST_CHECK;

/* At most as many cells as columns. */
enum rc table_row(struct table_out *t, const struct cell *cells, size_t n,
                  struct err *e) MUST_CHECK;

/* Completes the file and frees `t`, also when it fails. */
enum rc table_end(struct table_out *t, struct err *e) MUST_CHECK;

/* Frees `t`; what the file holds is void. NULL is allowed. */
void table_drop(struct table_out *t);

#endif

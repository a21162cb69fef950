/*
 * page.h: the pages in a package: plain HTML without script, that any browser opens from a folder,
 * fifty years from now too.
 */
#ifndef ARCHIVE_PAGE_H
#define ARCHIVE_PAGE_H

#include "base/buf.h"

#define ARCHIVE_STYLE "kieu.css"
extern const char archive_style[];

/* `root`: the way to the package's first page, "" or "../". */
void archive_page_begin(struct buf *b, struct str title, struct str about, const char *root);
void archive_page_end(struct buf *b);
void archive_page_para(struct buf *b, struct str text);
void archive_page_head(struct buf *b, struct str text); /* a section's */

struct archive_cell {
	struct str text, href; /* href "" or p NULL: none; an address inside the package */
	bool number;
};

void archive_table_begin(struct buf *b, const struct archive_cell *heads, size_t n);
/* `id` names the row for links to it: "#12"; "" none. */
void archive_table_row(struct buf *b, struct str id, const struct archive_cell *cells, size_t n);
void archive_table_end(struct buf *b);

/* Links below a table that goes on elsewhere; "" none. */
void archive_page_turn(struct buf *b, struct str before, struct str after);

#endif

/*
 * archive.h: a year of the office as one package that can be read without the program.
 *
 * What the lists of the year show, as CSV and as pages with links; papers as PDF; the answers of
 * the law with the rules of their time; evidence of the decisions; the journal with its signed
 * heads; sums and a signed manifest (archive/package.h). docs/archive.md tells the whole story.
 *
 * A package holds what its maker's roles over the whole office see, nothing that the maker sees as
 * a person. Nothing goes in by another way than the gate's rights: a list or file that those roles
 * may not see is left out, and the package says so.
 */
#ifndef APP_ARCHIVE_ARCHIVE_H
#define APP_ARCHIVE_ARCHIVE_H

#include "op/ctx.h"

extern const struct object archive_object;
extern const struct op archive_ops[];

/* What packages of this year and the last one would hold; with, without: kB with evidence and
 * without. */
#define ARCHIVE_SIZE_ROWS 2
struct archive_size_row {
	int64_t year;
	struct str files, papers, lines, with, without;
};
struct archive_size_view {
	struct archive_size_row rows[ARCHIVE_SIZE_ROWS];
};

/* --- contents.c: what goes in
 * ---------------------------------------------------------------------- */

enum archive_how {
	ARCHIVE_WHOLE, /* all rows: what is needed to read the others */
	ARCHIVE_YEAR,  /* by its filter `year` */
	ARCHIVE_DAYS,  /* by its filters `from` and `to` */
	ARCHIVE_ON,    /* by its filter `on`: the last day of the year */
	ARCHIVE_OF     /* of each row of another list of the year */
};

struct archive_list {
	const char *op;
	enum archive_how how;
	const char *parent, *filter; /* ARCHIVE_OF: which list's rows, and the filter for their id */
	const char *group;           /* begins a group of the first page; NULL: goes on */
};
extern const struct archive_list archive_lists[]; /* parents before children; ends with op NULL */

/* Lists of the program that are no part of a package, and why: every list is in one of the two. */
struct archive_left {
	const char *op, *because;
};
extern const struct archive_left archive_left[]; /* ends with op NULL */

#endif

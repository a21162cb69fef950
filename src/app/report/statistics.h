/*
 * statistics.h: the yearly statistics of the field, biểu 0601.N to 0605.N/BNV-TĐKT (Thông tư
 * 02/2023/TT-BNV), counted from what is stored; every number opens the list behind it.
 *
 * The names of the forms are known from a secondary source and their columns are the program's
 * own: the page and the papers (papers/bieu-060*.mau) say so.
 */
#ifndef APP_REPORT_STATISTICS_H
#define APP_REPORT_STATISTICS_H

#include "op/ctx.h"
#include "op/view.h"

#define STATISTICS_COLS 9
#define STATISTICS_FORMS 5

struct statistics_cell {
	int64_t n, before; /* before: a year earlier */
	struct str href;   /* "" where nothing was counted */
	bool jump;         /* so far from last year's that somebody should look */
};

struct statistics_row {
	struct str key; /* of the table: a level, an award code, a unit's id */
	struct str name;
	struct statistics_cell cells[STATISTICS_COLS];
};

struct statistics_form {
	const char *id, *title;                    /* "0601" */
	const char *heads[STATISTICS_COLS], *head; /* head: of the rows */
	const char *keys[STATISTICS_COLS];         /* in the paper's JSON */
	int cols;
	struct statistics_row *rows, total;
	int row_count, room, jumps;
	const char *empty;
	struct str paper; /* address that makes the paper; "" when the caller may not */
};

struct statistics_view {
	int64_t year;
	struct str on, on_text; /* councils and people as of this day: ISO, as people write it */
	struct statistics_form forms[STATISTICS_FORMS];
	struct str ranks;    /* address of the classes of posts */
	struct links papers; /* what else is written of the year */
};

#endif

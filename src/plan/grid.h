/*
 * grid.h: tables of tasks found by where their words stand; private to src/plan.
 *
 * A heading that names the task and who does it opens a table. Its columns are parted by strips
 * that no word of its rows crosses. Places are in tenths of a character for text, of a point for a
 * PDF.
 */
#ifndef PLAN_GRID_H
#define PLAN_GRID_H

#include "plan/inner.h"

struct grid_word {
	int from, to;
	struct str text;
};

struct grid_line {
	struct grid_word *words; /* from the left */
	int n, y, page;
	bool gap;       /* more room above it than between lines of one paragraph */
	struct str row; /* found: the row that begins here, its cells between bars (behind a page's end
	                   the heading before it, on a line of its own); else NULL */
	bool taken;     /* found: it is in a row, or says the heading again */
};

/*
 * Fills row and taken; `em` is how wide a letter is, `apart` how wide a strip between columns at
 * least: more than a space. True where a table was found.
 */
bool plan_grid(struct arena *a, struct grid_line *lines, int n, int em, int apart);

#endif

/*
 * flow.h: blocks become lines and rows, and these become pages.
 *
 * Things stand in a column one under the other; a page may end behind each of them that is not
 * glued to the next (widows, orphans, headings, signatures). Only what is not yet on a page is
 * kept in memory. All measures in pt.
 */
#ifndef PAPER_FLOW_H
#define PAPER_FLOW_H

#include "paper/qr.h"
#include "paper/type.h"

struct flow_line {
	PangoLayout *layout; /* a reference of its own */
	PangoLayoutLine *line;
	double x, y, baseline; /* y: top, from the top of the thing; baseline from y */
};

struct flow_cell {
	struct flow_line *lines;
	int count, room;
	double *rules; /* pairs: y, length; centred in the cell */
	int rule_count;
	double x, width, height;
	double bar, bar_y; /* length, 0 for none; its top */
	bool bar_light;
	QRcode *code; /* or NULL */
	double code_y;
};

/* One thing of the column: a line of a paragraph (one cell) or a row of a table. */
struct flow_thing {
	struct flow_cell *cells;
	int count;
	/* Between two things stands the larger of after and before, as in Word; none at a page's top.
	 */
	double before, height, after;
	bool glued, grid, is_head, is_row;
	bool first, last;             /* of its paragraph or table */
	struct flow_heading *heading; /* drawn again where this begins a page; NULL: none */
	struct str outline;           /* p NULL: none */
	uint8_t outline_level;
};

/* Of a table; lives as long as rows wait that may need it. */
struct flow_heading {
	struct flow_thing thing;
	int uses;
};

struct flow {
	struct paper_fonts *fonts;
	struct err *e;
	double width, height; /* of the text on a page */
	struct flow_thing *things;
	int count, room;
	struct arena mem; /* strings of outlines */
	/* Draws one thing with its top at y on the page at hand; a page begins before its first. */
	void *arg;
	void (*begin_page)(void *arg);
	void (*draw)(void *arg, const struct flow_thing *t, double y);
};

enum rc flow_add(struct flow *f, const struct paper_block *b) MUST_CHECK;
void flow_end(struct flow *f); /* what is left, on a page */
void flow_release(struct flow *f);

#endif

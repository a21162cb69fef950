/*
 * type.h: letters on lines: the private fonts, and paragraphs broken into lines by Pango.
 *
 * All measures in pt. A line is as high as Times New Roman's own single spacing times what the
 * style says, so that PDF, DOCX and a printer agree on where a page ends.
 */
#ifndef PAPER_TYPE_H
#define PAPER_TYPE_H

#include "paper/paper.h"

#include <pango/pangocairo.h>

/* Of the em, from the font's hhea table: what Word and LibreOffice call single spacing. */
#define TYPE_ASCENT 0.891
#define TYPE_SINGLE 1.149

struct paper_fonts {
	struct _FcConfig *config;
	PangoFontMap *map;
	PangoContext *context;
	PangoLayout *layout; /* for measuring and for single lines */
	const char *family;
};

/* Into `l`: the words of a paragraph, in `size` pt; whole_signs: 152/2025/NĐ-CP is not broken. */
enum rc type_set(struct paper_fonts *f, PangoLayout *l, const struct paper_run *runs, int count,
                 double size, bool whole_signs, struct err *e) MUST_CHECK;

/* A paragraph broken to a width, in a layout that the caller unrefs. */
enum rc type_para(struct paper_fonts *f, const struct paper_para *p, double width,
                  PangoLayout **out, struct err *e) MUST_CHECK;

/* How long the words are on one line. */
enum rc type_width(struct paper_fonts *f, const struct paper_para *p, double *out,
                   struct err *e) MUST_CHECK;

/* The length of the rule under a paragraph that has one, within a column. */
enum rc type_rule(struct paper_fonts *f, const struct paper_para *p, double column, double *out,
                  struct err *e) MUST_CHECK;

#endif

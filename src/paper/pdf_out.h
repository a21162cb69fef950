/*
 * pdf_out.h: a PDF in memory by Cairo, the same bytes each time, with title, author and language.
 */
#ifndef PAPER_PDF_OUT_H
#define PAPER_PDF_OUT_H

#include "paper/type.h"

struct pdf_out {
	cairo_surface_t *surface;
	cairo_t *cr;
	struct buf *out;
	size_t from; /* where the file begins in *out */
	int pages;
};

/* Appends to *out. `date` is in the properties; DATE_NONE: none is written. */
void pdf_begin(struct pdf_out *p, struct buf *out, struct str title, struct str author,
               struct date date);
void pdf_page(struct pdf_out *p, double width, double height); /* pt; ends the one before */
enum rc pdf_end(struct pdf_out *p, struct err *e) MUST_CHECK;  /* frees, also after failure */

/* One line of a layout with its baseline at (x, y). */
void pdf_line(struct pdf_out *p, PangoLayoutLine *line, double x, double y);

#endif

/*
 * qr.h: a QR code (ISO/IEC 18004, level M) of a text, for the writers: drawn on a page of a PDF, as
 * a picture of a DOCX, as lines in HTML. Modules are dark or light, without the quiet zone, which
 * is the white around it. Pure functions; a QRcode is freed with QRcode_free().
 */
#ifndef PAPER_QR_H
#define PAPER_QR_H

#include "paper/paper.h"

#include <cairo.h>
#include <qrencode.h>

#define QR_SIDE 24.0 /* mm; of a paragraph of the role PAPER_CODE */

/* NULL: longer than a code holds. */
QRcode *qr_of(struct str text);

/* What a paragraph says as a code; NULL where it is no code, a part of it is missing, or it is too
 * long: then its words are written like those of any other. */
QRcode *qr_of_para(const struct paper_para *p);

/* One bit a module, scaled without smoothing: a rectangle for each would cost three times the page.
 */
void qr_draw(cairo_t *cr, const QRcode *code, double x, double y, double width, double height);

void qr_png(const QRcode *code, struct buf *out);
void qr_svg(const QRcode *code, struct buf *out);

#endif

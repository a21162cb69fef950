/*
 * cert.h: certificates: giấy khen, bằng chứng nhận, on paper of any size.
 *
 * A blank (papers/NAME.phoi) is the same kind of file as a template; its body says where things
 * stand, in mm from the upper left corner:
 *
 *     khổ 297 210
 *     mỗi people                                       one certificate for each row
 *     khung 12 1.2 đỏ                                  a frame, 12 mm from the edge, 1.2 mm thick
 *     hình: 137 14 22 22                               the emblem, as a picture of the office's own
 *     ô: 30 92 237 16 | cỡ 28 xuống 16, đậm, đỏ | {name}
 *     ô in sẵn: 30 40 237 8 | cỡ 15, đậm, hoa | Cộng hòa …  left out on pre-printed blanks
 *     mã: 24 160 24 | {address}                        a QR code, 24 mm wide
 *
 * Words in a box are set in the first size and made smaller, half a point at a time, until they
 * fit; when they do not fit in the last size either, nothing is printed and the sentence names
 * the row. Nothing is ever cut.
 */
#ifndef PAPER_CERT_H
#define PAPER_CERT_H

#include "paper/paper.h"

enum cert_kind { CERT_TEXT, CERT_QR, CERT_PICTURE, CERT_FRAME };

struct paper_piece;
struct cert_box {
	enum cert_kind kind;
	double x, y, width, height; /* mm; CERT_FRAME: x is the distance, width the thickness */
	double size, least;         /* pt */
	uint8_t face;
	bool upper, red, printed, top, rule; /* printed: on a pre-printed blank already */
	enum paper_align align;
	const struct paper_piece *text;
};

struct cert_blank {
	struct paper_about about;
	double width, height; /* mm */
	int list;             /* index of the field whose rows are the certificates */
	struct cert_box *boxes;
	int count;
	const struct paper_template *fields; /* for paper_data() */
};

struct cert_options {
	bool text_only;          /* onto pre-printed blanks */
	bool calibrate;          /* one page: rulers and the boxes, to be held against a blank */
	double shift_x, shift_y; /* mm, what the printer is off by */
	struct str picture;      /* PNG, p NULL: the place stays empty; a stranger's goes through
	                            picture_clean() in the sandbox first (doc/picture.h) */
};

enum rc cert_read(struct arena *mem, struct str text, const struct cert_blank **out,
                  struct err *e) MUST_CHECK;

/* What was printed as a gap, once each; in the arena. */
struct cert_report {
	struct str *missing;
	int missing_count, pages;
};

/* All certificates as one PDF; with `only` >= 0 the one of that row (from 0). */
enum rc cert_pdf(struct arena *mem, struct paper_fonts *f, const struct cert_blank *blank,
                 const struct paper_data *d, int only, const struct cert_options *options,
                 struct buf *out, struct cert_report *report, struct err *e) MUST_CHECK;

/*
 * Boxes of a body (what stands below `thân`) that have a place, in their order, for an editor; and
 * the body with other places and sizes of letters for the first `count` of them. What was written
 * wrong is read as 0: cert_read() of the result judges.
 */
#define CERT_PLACES_MAX 60
struct cert_place {
	enum cert_kind kind;
	double x, y, width, height; /* mm */
	double size, least;         /* pt; 0: no words */
	struct str look, text;      /* as written */
	bool printed;
};
void cert_places(struct arena *mem, struct str body, struct cert_place **out, int *count);
struct str cert_placed(struct arena *mem, struct str body, const struct cert_place *places,
                       int count);

/* The blanks in the program: "giay-khen". */
const struct paper_file *cert_files(int *count);
const struct paper_file *cert_file_of(struct str name);

#endif

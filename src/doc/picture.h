/*
 * picture.h: a stranger's photograph, made safe to show: decoded, turned upright, scaled
 * down and written anew. Nothing of the file but its pixels survives, so no place, name
 * or device leaves with the metadata, and nobody downstream meets a crafted file.
 *
 * Colours are taken as sRGB; a profile in the file is dropped. Only the locked-in child
 * calls this (job/sandbox.h); give it 512 MiB for the 40 megapixels allowed.
 */
#ifndef DOC_PICTURE_H
#define DOC_PICTURE_H

#include "base/buf.h"

#define PICTURE_PIXELS_MAX 40000000
#define PICTURE_SIDE_MAX 20000
#define PICTURE_SHOWN_MAX 4096 /* the largest side that may be asked for */

/*
 * JPEG gives JPEG (quality 85), PNG gives PNG with its transparency. The longer side ends
 * at `side_max` (16 to PICTURE_SHOWN_MAX) or below; nothing is enlarged. RC_INVALID for
 * other types and damaged files, RC_TOOBIG for too many pixels.
 */
enum rc picture_clean(struct str file, int side_max, struct buf *out, struct err *e) MUST_CHECK;

/* The same for struct sandbox_parser: `arg` is side_max in digits; the result is the file. */
enum rc picture_parse(struct str input, const char *arg, int out_fd, struct err *e) MUST_CHECK;

/* EXIF orientation 1 to 8 of a JPEG; 1 when there is none. CIPA DC-008, 4.6.4 A. */
int picture_orientation(struct str jpeg);

#endif

/*
 * zip_out.h: a ZIP (APPNOTE 6.3, as ISO/IEC 29500-2 wants it) written into memory or into a file,
 * the same bytes each time: no clock, no rights of files, parts in the order they are added.
 *
 *     zip_out_begin(&z, out);             or zip_out_begin_file(&z, fd)
 *     zip_out_add(&z, "word/document.xml", bytes);   for each part
 *     TRY(zip_out_end(&z, e));
 *
 * Into a file it goes as it comes: memory does not grow with the parts, nor with their number but
 * for the list of names. At most ZIP_OUT_PARTS parts, and under 4 GB altogether: the older ZIP is
 * what every program opens.
 */
#ifndef DOC_ZIP_OUT_H
#define DOC_ZIP_OUT_H

#include "base/buf.h"

#define ZIP_OUT_PARTS 65000

struct zip_out {
	struct buf *out, own, list; /* list: the central directory */
	uint64_t from;              /* where the file begins in *out */
	uint64_t gone;              /* bytes that stand in fd already */
	int fd;                     /* -1: all of it stays in *out */
	int parts;
	bool failed, too_big;
	struct err err; /* the first failure of writing */
	void *deflate;  /* kept from part to part */
};

void zip_out_begin(struct zip_out *z, struct buf *out);

/* Into an empty regular file or memfd, which stays the caller's. */
void zip_out_begin_file(struct zip_out *z, int fd);

void zip_out_add(struct zip_out *z, const char *path, struct str bytes);

/* What a regular file holds, from its beginning; only after zip_out_begin_file(). */
void zip_out_add_file(struct zip_out *z, const char *path, int fd);

/* Bytes so far. */
uint64_t zip_out_size(const struct zip_out *z);

/* Whether anything failed so far; RC_TOOBIG past 4 GB or too many parts. */
enum rc zip_out_check(const struct zip_out *z, struct err *e) MUST_CHECK;

enum rc zip_out_end(struct zip_out *z, struct err *e) MUST_CHECK; /* frees, also after failure */

#endif

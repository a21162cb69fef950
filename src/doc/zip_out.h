/*
 * zip_out.h: a ZIP (APPNOTE 6.3, as ISO/IEC 29500-2 wants it) written into memory, the same bytes
 * each time: no clock, no rights of files, parts in the order they are added.
 *
 *     zip_out_begin(&z, out);
 *     zip_out_add(&z, "word/document.xml", bytes);   for each part
 *     TRY(zip_out_end(&z, e));
 *
 * At most ZIP_OUT_PARTS parts of under 4 GB.
 */
#ifndef DOC_ZIP_OUT_H
#define DOC_ZIP_OUT_H

#include "base/buf.h"

#define ZIP_OUT_PARTS 65000

struct zip_out {
	struct buf *out, list; /* list: the central directory */
	size_t from;           /* where the file begins in *out */
	int parts;
	bool failed;
	void *deflate; /* kept from part to part */
};

void zip_out_begin(struct zip_out *z, struct buf *out);
void zip_out_add(struct zip_out *z, const char *path, struct str bytes);
enum rc zip_out_end(struct zip_out *z, struct err *e) MUST_CHECK; /* frees, also after failure */

#endif

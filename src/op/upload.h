/*
 * upload.h: what becomes of an uploaded file before its operation runs.
 *
 * The content of a file is written and committed before the row that refers to it (db.h, "Two
 * files on SQLite"). So the gate stores the file of each FIELD_FILE after the fields were
 * found right and before the operation's transaction; the function then only takes
 * upload.hash, by file_keep() of app/file. What nobody refers to in the end goes by itself.
 */
#ifndef OP_UPLOAD_H
#define OP_UPLOAD_H

#include "op/ctx.h"

#define FILE_BIT(type) (1u << (type))
#define FILES_PICTURE (FILE_BIT(FILE_PNG) | FILE_BIT(FILE_JPEG))
#define FILES_SHEET (FILE_BIT(FILE_XLSX) | FILE_BIT(FILE_CSV) | FILE_BIT(FILE_TEXT))
/* What papers and evidence come as. FILE_UNKNOWN is a bit too: any bytes that nothing runs. */
#define FILES_USUAL                                                                                \
	(FILES_PICTURE | FILES_SHEET | FILE_BIT(FILE_PDF) | FILE_BIT(FILE_DOCX) | FILE_BIT(FILE_ODT))

/*
 * Looks at the content, refuses what the field does not take (RC_INVALID on the field),
 * cleans pictures, stores, and fills u->type, u->hash and, for pictures, u->size. Opens its
 * own transactions. Defined in app/file/upload.c; only the gate calls it.
 */
enum rc upload_store(struct ctx *c, const struct field *f, struct upload *u) MUST_CHECK;

/* ".pdf,.docx": what a browser's file picker offers for a field's `types`. */
struct str upload_accept(struct arena *mem, unsigned types);

/* "tệp PDF (.pdf), ảnh JPEG (.jpg)": the same for people. */
struct str upload_names(struct arena *mem, unsigned types);

#endif

/*
 * sniff.h: what a file is by its content, whatever its name says.
 *
 * Only compares bytes at fixed or bounded places and decodes nothing, so the program may
 * call it on uploads itself; opening the file is then the locked-in child's business.
 */
#ifndef DOC_SNIFF_H
#define DOC_SNIFF_H

#include "base/str.h"

enum file_type {
	FILE_UNKNOWN,
	FILE_PDF,
	FILE_DOCX,
	FILE_XLSX,
	FILE_ODT,
	FILE_ZIP,
	FILE_PNG,
	FILE_JPEG,
	FILE_GIF,
	FILE_WEBP,
	FILE_CSV,
	FILE_TEXT,       /* UTF-8 without control characters, or UTF-16 by its mark */
	FILE_OFFICE_OLD, /* .doc, .xls, and office files with a password */
	FILE_EXECUTABLE, /* programs, scripts, and what a browser would run */
	FILE_EMPTY
};

/*
 * `head` is at least the first 64 KiB of the file, or all of it; `tail` at least the last
 * 64 KiB, or all. For a file in memory give it twice. The kind of a ZIP stands in the list
 * at its end.
 */
enum file_type sniff(struct str head, struct str tail);

/* For people: "tệp Excel (.xlsx)". */
const char *sniff_name(enum file_type type);

/* The Internet media type for sending it; application/octet-stream when not known. */
const char *sniff_media_type(enum file_type type);

/*
 * The name's extension is one that this type may have. .txt and .csv may be either of
 * the two; nothing fits an executable, an unknown or an empty file.
 */
bool sniff_extension_fits(enum file_type type, struct str file_name);

#endif

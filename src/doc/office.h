/*
 * office.h: the package of an office file (ISO/IEC 29500-2): a ZIP of XML parts, read in pieces.
 *
 * For the readers of XLSX and DOCX, in the locked-in child only (job/sandbox.h). Sizes are counted
 * as they come out; a document type is refused, so no entity exists.
 */
#ifndef DOC_OFFICE_H
#define DOC_OFFICE_H

#include "base/buf.h"
#include "doc/sheet.h"

#include <zip.h>

struct office {
	const char *product, *ending; /* for sentences: "Excel", ".xlsx" */
	zip_t *zip;
	const struct sheet_limits *limits; /* those of parts and bytes */
	struct err *e;
	uint64_t inflated; /* bytes so far, over all parts */
};

/* Attributes of an element as libxml2's SAX2 hands them over: five pointers each. */
struct xml_attrs {
	const unsigned char **at;
	int n;
};

/* By local name; p == NULL when it is not there. Not NUL-ended. */
struct str xml_attr(const struct xml_attrs *attrs, const char *name);

/* The attribute is there and is 1 or true. */
bool xml_attr_true(const struct xml_attrs *attrs, const char *name);

/* What to do with a part. Names are local names; `text` may come in pieces. */
struct xml_handler {
	enum rc (*start)(void *arg, const char *name, const struct xml_attrs *attrs);
	enum rc (*end)(void *arg, const char *name);
	enum rc (*text)(void *arg, const char *p, size_t n);
};

/*
 * Reads one part of the package through the handler. RC_NOTFOUND without a sentence when
 * it does not exist; everything else that fails fills x->e.
 */
enum rc office_part(struct office *o, const char *path, const struct xml_handler *handler,
                    void *arg) MUST_CHECK;

/* Opens the ZIP in memory; the caller gives o->zip to zip_discard() when it is not NULL. */
enum rc office_open(struct office *o, struct str file) MUST_CHECK;

enum rc office_damaged(struct office *o, const char *why) MUST_CHECK;
enum rc office_no_memory(struct office *o) MUST_CHECK;

#endif

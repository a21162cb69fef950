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
#include "doc/xml_scan.h"

#include <zip.h>

struct office {
	const char *product, *ending; /* for sentences: "Excel", ".xlsx" */
	zip_t *zip;
	const struct sheet_limits *limits; /* those of parts and bytes */
	struct err *e;
	uint64_t inflated; /* bytes so far, over all parts */
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

/*
 * docx.h: the words of a DOCX (ISO/IEC 29500), one paragraph a line.
 *
 * Automatic numbers (w:numPr, also by style) become the labels that the screen shows: "II.", "a)",
 * "-". A table of at most two columns and four rows, as headers and signatures are set, gives its
 * cells one after the other; any other gives a line for each row, cells parted by " | ". Headers,
 * footers, comments, deleted and moved text are left out. Text in old fonts (.VnTime, VNI-Times)
 * becomes Unicode.
 */
#ifndef DOC_DOCX_H
#define DOC_DOCX_H

#include "base/buf.h"

/* For the locked-in child; the text is well-formed UTF-8, not yet NFC. */
enum rc docx_text(struct str file, struct buf *out, struct err *e) MUST_CHECK;

/* Parser of the sandbox (job/sandbox.h): the text to out_fd. No argument. */
enum rc docx_parse(struct str input, const char *arg, int out_fd, struct err *e) MUST_CHECK;

#define DOC_TEXT_MAX ((size_t)8 << 20)

#endif

/*
 * plan.h: plans as documents of the office: read from a file or typed in, corrected, confirmed.
 *
 * draft → issued → closed, or dropped. A draft is what the reader (plan/plan.h) understood; a
 * person corrects each finding beside the source and confirms it. docs/plan.md tells the whole
 * story.
 */
#ifndef APP_PLAN_PLAN_H
#define APP_PLAN_PLAN_H

#include "base/arena.h"

#include <stdatomic.h>

/*
 * The words of a file that is open at `fd`: text in whatever encoding, DOCX, or PDF with text. It
 * is opened in the sandbox (docs/sandbox.md). *kind is "txt", "docx" or "pdf". RC_INVALID, with
 * what to do, for a scan without text, an old .doc, a password, and for what is none of these.
 */
struct plan_source {
	int fd;
	int64_t size;
	bool allow_weak;
	const atomic_bool *cancel; /* or NULL */
};
enum rc plan_source_text(struct arena *mem, const struct plan_source *from, struct str *text,
                         const char **kind, struct err *e) MUST_CHECK;

#endif

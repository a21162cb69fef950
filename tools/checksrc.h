/*
 * checksrc.h: what the compiler cannot check about the source.
 *
 * Rooms include only what they may, SQL stands in sql/, HTML in templates, files and
 * functions stay readable, nothing names the machine it was written on. Each fault
 * is one line, "path:line: sentence"; a note is printed but fails nothing.
 */
#ifndef TOOLS_CHECKSRC_H
#define TOOLS_CHECKSRC_H

#include "base/buf.h"

struct checksrc {
	const char *root;
	FILE *out;
	int faults;
	struct buf
		templates; /* names of web/ files seen, one a line: for the check of web/meson.build */
	struct buf assets;
	struct buf web_build; /* text of web/meson.build */
	struct buf urls;      /* "path:line name" of every asset_url(), one a line */
};

/* Checks everything below `root`, prints to `out`; the number of faults, or -1 if it cannot read.
 */
int checksrc_run(const char *root, FILE *out);

void checksrc_fault(struct checksrc *c, const char *path, size_t line, const char *sentence, ...)
	PRINTF_LIKE(4, 5);
void checksrc_note(struct checksrc *c, const char *path, size_t line, const char *sentence, ...)
	PRINTF_LIKE(4, 5);

/* Rules for one C file or header; `path` is relative to the root. */
void checksrc_c(struct checksrc *c, const char *path, struct str text);

/* Which room may include what. */
void checksrc_include(struct checksrc *c, const char *path, size_t line, struct str what,
                      bool angles);

/* The first part of a path below src/, or of any other: "http" of src/http/x.c, "tools", "test". */
struct str checksrc_room(const char *path);

#endif

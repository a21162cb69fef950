/* docx_inner.h: what the files of the DOCX reader share; nobody else includes it. */
#ifndef DOC_DOCX_INNER_H
#define DOC_DOCX_INNER_H

#include "doc/docx.h"
#include "doc/office.h"
#include "viet/legacy.h"

#define DOCX_LISTS_MAX 4000
#define DOCX_LEVELS 9

struct docx_level {
	int64_t start;
	struct str format, text; /* "decimal", "%1." */
};

struct docx_list {
	int64_t id; /* abstractNumId */
	struct docx_level level[DOCX_LEVELS];
	int64_t at[DOCX_LEVELS]; /* last number given, 0: none yet */
};

struct docx_num {
	int64_t id, list;           /* numId, abstractNumId */
	int64_t start[DOCX_LEVELS]; /* override, -1: none */
	bool used;
};

struct docx_style {
	struct str id, based_on;
	int64_t num, level; /* -1: none of its own */
};

struct docx {
	struct office o;
	struct arena arena;
	struct docx_list *lists;
	struct docx_num *nums;
	struct docx_style *styles;
	size_t list_count, num_count, style_count;
	enum viet_encoding encoding; /* of the default font */
	bool capitals;
};

/* Both parts may be missing. */
enum rc docx_read_numbering(struct docx *d, const char *path) MUST_CHECK;
enum rc docx_read_styles(struct docx *d, const char *path) MUST_CHECK;

/* The numbering that a style brings along, through those it is based on. */
void docx_style_number(const struct docx *d, struct str style, int64_t *num, int64_t *level);

/* The next label of a list, "" when it shows none; a bullet of any form is "-". */
struct str docx_label(struct docx *d, int64_t num, int64_t level);

enum rc docx_read_body(struct docx *d, const char *path, struct buf *out) MUST_CHECK;

#endif

/* search_index.h: what the one search box knows of an object; written when the object changes. */
#ifndef APP_ORG_SEARCH_INDEX_H
#define APP_ORG_SEARCH_INDEX_H

#include "op/ctx.h"

struct search_entry {
	const char *kind; /* object's name */
	int64_t id;
	struct str title, note; /* shown; words of both are found */
	struct str sort_key;
	int64_t unit_id, person_id; /* for the scope; DB_NULL: none */
};

/* Longer titles are not compared as a whole. */
#define SEARCH_FOLD_MAX 200

/* Puts or replaces the entry. Inside DB_WRITE. */
enum rc search_put(struct ctx *c, const struct search_entry *e) MUST_CHECK;
/* Entries of one kind for objects that had none: many at once. Inside DB_WRITE. */
enum rc search_put_new(struct ctx *c, const struct search_entry *e, size_t n) MUST_CHECK;
enum rc search_drop(struct ctx *c, const char *kind, int64_t id) MUST_CHECK;

#endif

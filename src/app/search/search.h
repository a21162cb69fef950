/* search.h: the one search box, over everything that search_put() was told of. */
#ifndef APP_SEARCH_SEARCH_H
#define APP_SEARCH_SEARCH_H

#include "app/search/find.h"

/* A piece of a title: a word that was asked for, or what stands between. */
struct search_piece {
	struct str text;
	bool asked;
};

struct search_row {
	struct str href;   /* "" when the reader may not open it */
	const char *label; /* of the kind */
	struct str note;
	struct search_piece *pieces;
	int piece_count;
};

struct search_tab {
	const char *title;
	struct str href, count; /* "1.234" */
	struct str all;         /* the whole list with the same words; "" for none */
	bool current;
};

struct search_view {
	struct str asked;
	struct search_tab *tabs;
	int tab_count;
	struct search_row *rows;
	int row_count;
	bool near;      /* nothing fits; the rows are spelled nearly so */
	struct str all; /* where the rest is, "" for nowhere */
};

extern const struct op search_ops[];

/* --- what the box knows of an object; written when the object changes ------------------------- */

struct search_entry {
	const char *kind; /* object's name */
	int64_t id;
	struct str title, note; /* shown; words of both are found */
	struct str sort_key;
	int64_t unit_id, person_id; /* for the scope; DB_NULL: none */
};

/* Longer titles are not compared as a whole. */
#define SEARCH_FOLD_MAX 200

/* Puts or replaces the entry; found at once, settled soon (index/index.h). Inside DB_WRITE. */
enum rc search_put(struct ctx *c, const struct search_entry *e) MUST_CHECK;
/* Entries of one kind for objects that had none: many at once. Inside DB_WRITE. */
enum rc search_put_new(struct ctx *c, const struct search_entry *e, size_t n) MUST_CHECK;
enum rc search_drop(struct ctx *c, const char *kind, int64_t id) MUST_CHECK;

#endif

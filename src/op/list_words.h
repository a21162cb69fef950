/*
 * list_words.h: the words filter of a list (WORDS), answered by the index: the list is asked for
 * the objects that have the words, and where there are thousands only for those that the page
 * can need.
 */
#ifndef OP_LIST_WORDS_H
#define OP_LIST_WORDS_H

#include "index/index.h"
#include "op/ctx.h"

struct list_words {
	const struct field *field; /* NULL: no words were given */
	struct str folded;
	int filter;  /* of the list */
	bool alone;  /* no other filter is set */
	bool scoped; /* only what the scope shows was looked for */
	struct index_ask ask;
	struct bits found;
	int64_t total; /* in `found` */
};

/* Looks for the words; inside the transaction of the list. ask->list, scope and filters are set. */
enum rc list_words_find(struct ctx *c, struct list_words *w,
                        const struct db_list_ask *ask) MUST_CHECK;

/*
 * Sets the filter for a page of ask->limit rows. `wide` starts at 1; when the page does not come
 * full and *all is false, the next try takes 16.
 */
enum rc list_words_page(struct list_words *w, struct db_list_ask *ask, int64_t wide,
                        bool *all) MUST_CHECK;

/* Sets the filter for all rows, for counting and files. */
void list_words_all(struct list_words *w, struct db_list_ask *ask);

/* Do the words alone say how many rows there are? */
bool list_words_counted(const struct list_words *w);

#endif

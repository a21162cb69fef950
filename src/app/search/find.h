/*
 * find.h: objects of one kind by words (index/index.h), the best of them, and how many in all.
 */
#ifndef APP_SEARCH_FIND_H
#define APP_SEARCH_FIND_H

#include "op/ctx.h"

#define FIND_HITS 50 /* given out for one kind */

/* How well it fits; best first. */
enum find_rank { FIND_SAME, FIND_TITLE, FIND_WORDS_BEGIN, FIND_NEAR };

struct find_hit {
	const char *kind;
	int64_t id;
	struct str title, note;
	enum find_rank rank;
};

struct find {
	struct ctx *c;
	const char *kind;      /* as in search_put() */
	struct db_scope scope; /* of the operation that lists this kind */
	struct str folded;     /* what was typed, by viet_fold() */
	struct find_hit hits[FIND_HITS];
	int count;
	int64_t total; /* that fit */
};

/* Fills hits, best first, then by name, of `count` kinds; all have the same ctx and words. */
enum rc find_words(struct find **all, size_t count) MUST_CHECK;

/* Instead, when nothing was found: what is spelled nearly so. */
enum rc find_near(struct find **all, size_t count) MUST_CHECK;

#endif

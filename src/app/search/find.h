/*
 * find.h: objects of one kind by words, bounded however common the words are.
 *
 * Whichever is rarest leads, one of the words or the scope, and the other words are
 * looked up for each of its objects: nothing that fits is missed. The first FIND_STEPS
 * that fit are ranked; when there are more, the very title is found beyond them too.
 */
#ifndef APP_SEARCH_FIND_H
#define APP_SEARCH_FIND_H

#include "op/ctx.h"

#define FIND_STEPS 1000 /* objects of one kind that are counted and ranked */
#define FIND_HITS 50    /* given out for one kind */
#define FIND_WORDS 4    /* the rarest words of what was typed; the rest are not asked for */

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
	int total; /* that fit, counted to FIND_STEPS */
	bool more; /* there are others beyond `total` */
	int near;  /* objects in the scope, counted to FIND_STEPS + 1, once `counted` */
	bool counted;
};

/* Fills hits, best first, then by name. */
enum rc find_words(struct find *f) MUST_CHECK;

/* Instead, when nothing was found: what is spelled nearly so. */
enum rc find_near(struct find *f) MUST_CHECK;

#endif

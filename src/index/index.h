/*
 * index.h: which objects have words that begin so, share trigrams, or lie in a scope: as sets
 * of ids (bits.h), one for each term and block of ids in the table search_bits.
 *
 * An object that changes is only marked fresh in search_item; index_settle() brings the fresh
 * ones into the sets, soon and many at once. Until then asking looks at them one by one, so
 * answers are always of the moment. Beginnings of words are terms of their own: a question is
 * answered by a handful of rows for each word, however common it is, and they are intersected
 * as bits.
 */
#ifndef INDEX_INDEX_H
#define INDEX_INDEX_H

#include "db/db.h"
#include "index/bits.h"

/* Longer beginnings are not told apart; no Vietnamese syllable is as long. In characters. */
#define INDEX_BEGIN_MAX 12
/* Of what is asked; further words are not looked at. */
#define INDEX_WORDS_MAX 8

struct index_ask {
	struct db *db;
	struct arena *mem; /* answers live in it */
	const char *kind;  /* as in search_item */
	struct str folded; /* words, by viet_fold() */
	/* NULL: everything. Else by the unit and the person that search_item has. */
	const struct db_scope *scope;
	struct date today; /* of the scope */
};

struct index_hits {
	struct bits all;   /* every word begins a word of the title or the note */
	struct bits title; /* of these: every word is a whole word of the title */
};

/* Nothing for no words. */
enum rc index_words(const struct index_ask *ask, struct index_hits *out) MUST_CHECK;

/*
 * Marks those of `count` kinds in which index_words() may find something, in one question for all;
 * the others have nothing. `ask->kind` and the scope are not looked at.
 */
enum rc index_kinds(const struct index_ask *ask, const char *const *kinds, size_t count,
                    bool *maybe) MUST_CHECK;

/*
 * What is spelled nearly so: at least half of the trigrams of what is asked stand in the title.
 * The `max` nearest, best first.
 */
enum rc index_near(const struct index_ask *ask, int64_t *ids, size_t max, size_t *n) MUST_CHECK;

/*
 * Of a set those that come next in the order, by sort keys or by ids: at least `want`, or all
 * that there are. In no order themselves, and some more where the order is not known finely.
 */
struct index_first {
	const struct bits *set; /* of objects that ask->kind has */
	size_t want;
	int64_t after; /* beyond this object, itself perhaps among them; -1: from the beginning */
	bool back;     /* from the end */
	bool by_id;
	bool all; /* set: there are none beyond */
};
enum rc index_first(const struct index_ask *ask, struct index_first *f, int64_t **ids,
                    size_t *n) MUST_CHECK;

/* What index_first() goes by, anew for everything. Each night and after many came. Inside DB_WRITE.
 */
enum rc index_renew_order(struct db *db, struct arena *mem) MUST_CHECK;

/* Settles up to `most` fresh objects, fewest ids first; *n: how many. Inside DB_WRITE. */
enum rc index_settle(struct db *db, struct arena *mem, int most, int64_t *n) MUST_CHECK;

/* Until none is fresh, in transactions of its own. */
enum rc index_settle_all(struct db *db) MUST_CHECK;

/* Takes an object out of everything, also what was said of it before. Inside DB_WRITE. */
enum rc index_forget(struct db *db, struct arena *mem, struct str kind, int64_t id) MUST_CHECK;

#endif

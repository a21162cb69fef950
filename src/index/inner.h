/* inner.h: what the files of this room share. */
#ifndef INDEX_INNER_H
#define INDEX_INNER_H

#include "index/index.h"

enum rc index_damaged(struct db *db);

/* Settled objects that the scope shows; a->scope is not NULL and not `all`. */
enum rc index_scope(const struct index_ask *a, struct bits *scope) MUST_CHECK;

/* Ids of everything that is fresh, whatever the scope. */
enum rc index_fresh(const struct index_ask *a, struct bits *fresh) MUST_CHECK;

/* Those that the scope shows, title and note folded. */
enum rc index_each_fresh(const struct index_ask *a,
                         void (*fn)(void *arg, int64_t id, struct str title, struct str note),
                         void *arg) MUST_CHECK;

/* The object's place in the order; it is settled. Inside DB_WRITE. */
enum rc index_place(struct db *db, struct arena *mem, struct str kind, int64_t id) MUST_CHECK;

#endif

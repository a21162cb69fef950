/* walk_inner.h: what walk.c asks of an engine. Inside src/db/ only. */
#ifndef DB_WALK_INNER_H
#define DB_WALK_INNER_H

#include "db/engine.h"
#include "db/walk.h"

struct db_load {
	struct db *db;
	const struct db_walk *walk;
	struct arena *mem;
	const struct db_walk_table *table; /* whose rows are coming; NULL between tables */
	void *handle;                      /* SQLite: the INSERT of `table` */
	int64_t bytes;                     /* SQLite: since the last commit */
	struct buf after; /* PostgreSQL: statements that bring back what was put aside */
	struct buf row;   /* PostgreSQL: rows in the form of COPY */
};

/* Collects the catalogue; columns of a table come one after the other. */
struct walk_build {
	struct db *db;
	struct arena *mem;
	struct db_walk *walk;
	int room, col_room;
	int key[DB_COLS_MAX]; /* 1-based place in the primary key, 0: none */
};
/* `bad` says why the column cannot be carried over; NULL: it can. `key`: see above. */
enum rc walk_add(struct walk_build *b, const char *table, const char *column, enum db_type type,
                 int key, const char *bad) MUST_CHECK;
enum rc walk_done(struct walk_build *b) MUST_CHECK;

/* "a", "b", "c" of the columns. */
void walk_columns(struct buf *b, const struct db_walk_table *t);

struct walk_ops {
	enum rc (*list)(struct db *db, struct walk_build *b);
	enum rc (*lock)(struct db *db, const struct db_walk *w);
	enum rc (*begin)(struct db_load *l);
	enum rc (*table)(struct db_load *l, const struct db_walk_table *t); /* NULL: no more */
	enum rc (*row)(struct db_load *l, const struct db_val *row);
	enum rc (*end)(struct db_load *l, bool keep);
};
extern const struct walk_ops sqlite_walk, postgres_walk;

#endif

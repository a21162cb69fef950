/*
 * walk.h: every table as it is, read and filled without naming one. For backups and copies.
 *
 * Tables and columns come from the engine's own catalogue, so that a new table is
 * walked by itself. What cannot be carried to the other engine (a column of another type
 * than int, text, blob, real; a generated column; a table without primary key) is
 * RC_BUG with its name: a backup that leaves something out must not succeed.
 * schema_version is not walked: migrations write it.
 *
 * Order: tables by name, rows by primary key, bytes compared as bytes. It is the
 * same on both engines, so hashes over it can be compared.
 */
#ifndef DB_WALK_H
#define DB_WALK_H

#include "db/db.h"

struct db_walk_col {
	const char *name;
	enum db_type type; /* never DB_DATE: dates are text here */
};

struct db_walk_table {
	const char *name;
	struct db_walk_col *cols;
	int col_count;
	int *key; /* columns of the primary key, most significant first */
	int key_count;
};

struct db_walk {
	struct db_walk_table *tables;
	int count;
};

/*
 * What there is, in the arena. Inside db_tx(db, DB_READ) on SQLite it also fixes the
 * snapshot of thidua.db and then the one of files.db: content of files is committed
 * before the row that refers to it, so all that is referred to is there.
 */
enum rc db_walk_list(struct db *db, struct arena *mem, struct db_walk *out) MUST_CHECK;

/* Rows for db_next(), inside db_tx(). The cursor lives in `mem`, the rows where db_next() says. */
enum rc db_walk_open(struct db *db, const struct db_walk_table *t, struct arena *mem,
                     struct db_cursor **out) MUST_CHECK;

/*
 * Fills a database that has the same tables. db_load_begin() empties all of them and puts
 * triggers and foreign keys aside; db_load_end() with `keep` brings them back, checks every
 * foreign key, sets what gives new ids, and commits. Without `keep` nothing remains on
 * PostgreSQL; on SQLite, where a large load is committed in portions, the files are to be
 * deleted. Not inside db_tx(). PostgreSQL: the account must own the tables.
 *
 * Rows come table by table; columns as in `t`, which is one of the walk given to begin.
 */
struct db_load;
enum rc db_load_begin(struct db *db, const struct db_walk *w, struct arena *mem,
                      struct db_load **out) MUST_CHECK;
enum rc db_load_row(struct db_load *l, const struct db_walk_table *t,
                    const struct db_val *row) MUST_CHECK;
enum rc db_load_end(struct db_load *l, bool keep) MUST_CHECK;

/*
 * Keeps all other writers out until the transaction ends. First of all inside
 * db_tx(db, DB_WRITE), with tables listed before it: on PostgreSQL what is read earlier
 * would be older than the lock. On SQLite that transaction has the lock already.
 */
enum rc db_walk_lock(struct db *db, const struct db_walk *w) MUST_CHECK;

#endif

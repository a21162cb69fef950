/* sqlite.h: what sqlite.c and sqlite_care.c share. Inside src/db/ only. */
#ifndef DB_SQLITE_H
#define DB_SQLITE_H

#include "db/engine.h"

#include <sqlite3.h>

struct sqlite {
	struct db db; /* first: a struct db * is one of these */
	sqlite3 *h;
	sqlite3_stmt *control[4]; /* BEGIN, COMMIT and so on: prepared once, run for every page */
	bool opened;              /* from then on the authorizer refuses ATTACH and PRAGMA */
	unsigned touches;         /* collected by the authorizer while a statement is prepared */
	int64_t busy_until_ms;
	int steps; /* hundred thousands of instructions since the last row */
};

/* Records what the library answered; RC_RETRY for busy, which is not recorded. */
enum rc sqlite_fail(struct db *db, int code, const char *name);

/* A new empty file that only its owner may read. `how`: O_EXCL or 0. */
enum rc sqlite_file_make(const char *path, int how, struct err *e);

/* Ends a step that takes too long; see sqlite.c. */
void sqlite_limit_steps(struct sqlite *q);

int sqlite_bind(sqlite3_stmt *s, int at, const struct db_val *v, sqlite3_destructor_type keep);

/* sqlite_bulk.c; forget() after a transaction that undid it, or when there is nothing. */
enum rc sqlite_bulk(struct db *db, const char *const *indexes);
enum rc sqlite_bulk_end(struct db *db);
void sqlite_bulk_forget(struct db *db);

/* sqlite_care.c */
enum rc sqlite_backup(struct db *db, const char *folder);
enum rc sqlite_check(struct db *db);

#endif

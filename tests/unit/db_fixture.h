/*
 * db_fixture.h: a fresh migrated database for each test, on each engine.
 *
 * The first use migrates one template for each engine; a test gets a copy of it
 * (two files; CREATE DATABASE ... TEMPLATE), which takes a few milliseconds. It
 * knows no schema but what the program it is linked with brings along, so every
 * test binary can use it. PostgreSQL is used when THIDUA_TEST_PG names a server
 * (see tests/pg.sh); without it the test says `skipped` after SQLite has passed.
 * For one thread; the connections may be used by others.
 */
#ifndef TEST_DB_FIXTURE_H
#define TEST_DB_FIXTURE_H

#include "db/db.h"

struct db_fixture {
	struct db *db;       /* its failures go to `err` */
	const char *address; /* for further connections */
	struct err err;
	struct arena mem; /* released after the test */
};

void db_fixture_each_engine(void (*run)(struct db_fixture *f));

/* What the templates hold besides the schema; said before the first use. */
void db_fixture_begin_with(void (*fill)(struct db *db, const char *address));

/*
 * The templates stand in that folder (the database's name in a file there), made by the first
 * process that wants them, and stay for the others; who made the folder removes it. Said before the
 * first use.
 */
void db_fixture_share(const char *folder);

/* Waits until this process alone has the folder; close() of what it returns lets the others in. */
int db_fixture_lock(const char *folder);

/* One engine alone, for what only it can do. Skips like the above. */
void db_fixture_on(enum db_engine engine, void (*run)(struct db_fixture *f));

/* A further connection to the same database; the caller closes it. */
struct db *db_fixture_connect(const struct db_fixture *f, struct err *e);

/* Asserts `got`; shows the recorded failure when it is something else. */
void db_fixture_expect(struct db_fixture *f, enum rc got, enum rc want, const char *file, int line);
#define EXPECT(f, want, call) db_fixture_expect(f, call, want, __FILE__, __LINE__)

#endif

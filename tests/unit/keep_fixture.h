/* keep_fixture.h: places to restore and copy to, and statements past the program. */
#ifndef TEST_KEEP_FIXTURE_H
#define TEST_KEEP_FIXTURE_H

#include "keep/fill.h"
#include "office_fixture.h"
#include "temp.h"

/* A folder of the test's own, removed with all in it by keep_done(). */
struct kept {
	struct office *o;
	char folder[TEMP_MAX];
	struct box_secret secret; /* of the office's ring from now on */
	char names[8][64];        /* databases made on PostgreSQL */
	int count;
};
void keep_begin(struct kept *k, struct office *o);
void keep_done(struct kept *k);

const char *keep_path(struct kept *k, const char *name);

/* The address of an empty database. */
const char *keep_empty(struct kept *k, enum db_engine engine);

/* Runs one statement on a database with rights of its owner; the test fails when it fails. */
void raw(const char *address, const char *sql);
bool raw_try(const char *address, const char *sql);
/* The first column of the first row, a number. */
int64_t raw_int(const char *address, const char *sql);

/* Files with content, a parent younger than its child, text in several scripts. */
void keep_fill(struct kept *k);

/* Counts and hashes of every table. calloc()ed. */
struct keep_info *keep_sums(struct db *db);
/* Fails the test when they are not the same. */
void keep_same(const struct keep_info *a, const struct keep_info *b);

/* Names in the folder, "." and ".." not counted. */
int keep_entries(const char *folder);

#endif

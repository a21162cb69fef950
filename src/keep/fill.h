/* fill.h: an empty database of a given version, filled table by table and compared. Inside keep. */
#ifndef KEEP_FILL_H
#define KEEP_FILL_H

#include "keep/pack.h"

struct fill {
	struct db *db;
	struct err *e;
	struct arena mem;
	struct db_walk walk;
	struct db_load *load;
	const struct db_walk_table *table;
	int tables;
};

/*
 * Opens `address` (RC_CONFLICT unless it is empty), brings it to version `schema` and
 * begins to fill. RC_CONFLICT for a schema newer than the program.
 */
enum rc fill_open(struct fill *f, const char *address, int64_t schema, struct err *e) MUST_CHECK;
/* RC_CONFLICT when the target has no such table. */
enum rc fill_table(struct fill *f, const struct db_walk_table *t) MUST_CHECK;
enum rc fill_row(struct fill *f, const struct db_val *row) MUST_CHECK;

/* Commits, reads everything again, compares with `want`, and migrates to the program's version. */
enum rc fill_end(struct fill *f, const struct keep_info *want) MUST_CHECK;

/* Closes the database; without fill_end() what was filled is given up. */
void fill_close(struct fill *f);

/* Every table of the database. Inside db_tx(). */
enum rc sum_all(struct db *db, struct arena *mem, struct keep_info *info, struct err *e) MUST_CHECK;

#endif

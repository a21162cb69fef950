/* pack.h: rows and tables as bytes, their hashes, and the records of a backup. Inside keep. */
#ifndef KEEP_PACK_H
#define KEEP_PACK_H

#include "auth/box.h"
#include "base/buf.h"
#include "db/walk.h"
#include "keep/keep.h"

#include <sodium.h>

/* The largest record: a row with everything in it. */
#define PACK_MAX ((size_t)64 * 1024 * 1024)

/* --- rows ----------------------------------------------------------------------- */

/* For each column: 0 NULL | 1 int, 8 bytes | 2 text, 3 blob: length 4 and bytes | 4 real, 8. */
enum rc row_encode(struct buf *b, const struct db_walk_table *t, const struct db_val *row,
                   struct err *e) MUST_CHECK;
/* `row` borrows from `bytes`. RC_INVALID when they are no such row. */
enum rc row_decode(struct str bytes, const struct db_walk_table *t, struct db_val *row,
                   struct err *e) MUST_CHECK;

/* Name and columns. */
void table_encode(struct buf *b, const struct db_walk_table *t);
enum rc table_decode(struct str bytes, struct arena *mem, struct db_walk_table *t,
                     struct err *e) MUST_CHECK;
bool table_same(const struct db_walk_table *a, const struct db_walk_table *b);

struct table_sum {
	crypto_generichash_state state;
	int64_t rows;
};
void sum_begin(struct table_sum *s, struct str table);
void sum_row(struct table_sum *s, struct str row);
void sum_end(struct table_sum *s, unsigned char out[KEEP_HASH_BYTES]);

/*
 * Reads one table through: each row goes to `row` (may be NULL) with its encoded form. The
 * sum comes out; *info gets a line. Inside db_tx().
 */
struct row_sink {
	enum rc (*row)(void *arg, const struct db_walk_table *t, const struct db_val *row,
	               struct str encoded);
	void *arg;
};
enum rc table_read(struct db *db, const struct db_walk_table *t, const struct row_sink *sink,
                   struct keep_info *info, struct err *e) MUST_CHECK;

/* RC_IO when a table of `got` has other rows than in `want`, or is missing. */
enum rc info_same(const struct keep_info *want, const struct keep_info *got,
                  struct err *e) MUST_CHECK;

/* --- records ---------------------------------------------------------------------- */

enum rc pack_start(struct box *box, struct err *e) MUST_CHECK;
enum rc pack_write(struct box *box, char kind, struct str content, struct err *e) MUST_CHECK;

void info_write(struct buf *b, const struct keep_info *info, bool tables);
enum rc info_read(struct str text, struct keep_info *info, struct err *e) MUST_CHECK;

/* Each may be NULL. Tables live as long as the call, rows until the next one. */
struct pack_sink {
	enum rc (*head)(void *arg, const struct keep_info *info);
	enum rc (*ring)(void *arg, struct str box);
	enum rc (*table)(void *arg, const struct db_walk_table *t);
	enum rc (*row)(void *arg, const struct db_walk_table *t, const struct db_val *row);
	void *arg;
};

/* Reads a whole backup and compares it with its own manifest, which *info becomes. */
enum rc pack_read(struct box *box, const struct pack_sink *sink, struct keep_info *info,
                  struct err *e) MUST_CHECK;

#endif

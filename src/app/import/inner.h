/* inner.h: what the parts of app/import share; private to it. */
#ifndef APP_IMPORT_INNER_H
#define APP_IMPORT_INNER_H

#include "app/import/import.h"
#include "app/import/page.h"
#include "app/org/org.h"
#include "db/sql_import.h"

/* --- kinds (kinds.c) --- */

extern const struct import_kind import_people, import_units;

extern const struct import_kind *const import_kinds[]; /* ends with NULL */
extern const struct choice import_kind_choices[];      /* their names, in the same order */

/* NULL when there is none. */
const struct import_kind *import_kind_of(struct str name);
int import_field_count(const struct import_kind *kind);
/* -1 for a word that is none. */
int import_field_of(const struct import_kind *kind, struct str word);
/* What a heading means; 0 when it is not known. */
int import_heading_of(const struct import_kind *kind, struct arena *mem, struct str title);

/*
 * One import, when the caller may do what its kind does one by one; RC_DENIED otherwise. The
 * caller's right over the import itself is the gate's.
 */
enum rc import_get(struct ctx *c, int64_t id, struct sql_import_get *now,
                   const struct import_kind **kind) MUST_CHECK;

/* --- blocks (block.c): rows as text, sealed --- */

struct block_row {
	int64_t no; /* on the sheet */
	struct str cells[IMPORT_COLUMNS_MAX];
	int count;
};

/* Cells of a row appended to `b`; their text holds no control characters. */
void block_add(struct buf *b, int64_t no, const struct str *cells, int count);
/* Cuts the next row off; false at the end. Borrowed from the block. */
bool block_next(struct str *rest, struct block_row *row);

struct str block_seal(struct ctx *c, int64_t import, struct str plain, struct arena *mem);
/* One block as it is kept; RC_NOTFOUND after the last. */
enum rc block_get(struct ctx *c, int64_t import, int64_t no, struct arena *mem, struct str *sealed,
                  bool *done) MUST_CHECK;
/* What it says; without the database. */
enum rc block_plain(struct ctx *c, int64_t import, struct str sealed, struct arena *mem,
                    struct str *plain) MUST_CHECK;
/* One block opened; RC_NOTFOUND after the last. */
enum rc block_open(struct ctx *c, int64_t import, int64_t no, struct arena *mem, struct str *plain,
                   bool *done) MUST_CHECK;

/* --- reading (read.c) --- */

enum rc import_read(struct ctx *c, int64_t id) MUST_CHECK;

/* --- a check or run at work (work.c, batch.c) --- */

/* Loads it anew, with `units`; inside a transaction. import_work_end() in any case. */
enum rc import_work_begin(struct import_work *w, struct ctx *c, int64_t id) MUST_CHECK;
void import_work_end(struct import_work *w);

struct import_batch {
	struct import_row *rows; /* in w->mem */
	size_t count;
	int64_t block, blocks; /* the first, and how many of them */
	bool done;             /* an earlier run stored it */
};
/*
 * Rows from `block` on, checked. RC_NOTFOUND after the last. The one after it is already being
 * read by another thread when this returns.
 */
enum rc import_batch_check(struct import_work *w, int64_t block, struct import_batch *b) MUST_CHECK;
/* Waits for that thread and lets go what it read; for import_work_end(). */
void import_ahead_end(struct import_work *w);

/* --- units (known_units.c, unknown_units.c) --- */

enum rc known_units_load(struct import_work *w) MUST_CHECK;
void known_units_free(struct import_work *w);
/* Names that are not there, for the user to choose; choices for names still there are kept. */
enum rc unknown_units_write(struct import_work *w) MUST_CHECK;
/* Makes those that the user wants made. Inside DB_WRITE, before the work begins. */
enum rc unknown_units_make(struct ctx *c, int64_t import) MUST_CHECK;

/* --- checking (check_all.c) --- */

enum rc import_check(struct ctx *c, int64_t id) MUST_CHECK;

/* --- running (run.c) --- */

enum rc import_run(struct ctx *c, int64_t id) MUST_CHECK;

/* --- shared steps (import.c) --- */

/* Progress of the job that this runs in; RC_OK without one. */
enum rc import_tell(struct ctx *c, int64_t done, int64_t total, const char *say) MUST_CHECK;
/* Inside DB_WRITE: the job is still this run's; RC_OK without a job. */
enum rc import_hold(struct ctx *c) MUST_CHECK;
/* The next step as a job of its own, in the transaction that made it possible; fills out->go. */
enum rc import_next(struct ctx *c, int64_t id, const char *op, struct out *out) MUST_CHECK;
/* The rows go and the file with them. Inside DB_WRITE. */
enum rc import_forget(struct ctx *c, int64_t id, int64_t file) MUST_CHECK;
/* Columns, blocks, faults and unknown units go. Inside DB_WRITE. */
enum rc import_forget_rows(struct ctx *c, int64_t id) MUST_CHECK;
/*
 * Passes rc on. A failure that comes back every time (a hostile file, say) and a stop by hand
 * are written down: `state` with the sentence; what may pass leaves the state alone.
 */
enum rc import_failed(struct ctx *c, int64_t id, enum rc rc, const char *state) MUST_CHECK;

/* --- pages (page.c, refused.c) --- */

struct import_view_in {
	int64_t id, after;
	struct str rows;
};
enum rc import_view(struct ctx *c, const void *in, struct out *out);
void import_page(struct buf *html, struct ctx *c, const void *data);
void import_json(struct buf *b, struct ctx *c, const void *data);

struct import_refused_in {
	int64_t id;
	struct str format;
};
enum rc import_refused(struct ctx *c, const void *in, struct out *out);

#endif

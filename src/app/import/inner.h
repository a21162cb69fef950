/* inner.h: what the parts of app/import share; private to it. */
#ifndef APP_IMPORT_INNER_H
#define APP_IMPORT_INNER_H

#include "app/import/import.h"
#include "app/org/org.h"
#include "db/sql.h"

/* --- fields and headings (fields.c) --- */

enum import_field {
	IN_NOTHING,
	IN_ID,
	IN_NAME,
	IN_GENDER,
	IN_BIRTH,
	IN_CADRE,
	IN_EMAIL,
	IN_PHONE,
	IN_CCCD,
	IN_UNIT,
	IN_TITLE,
	IN_SINCE,
	IN_COUNT
};
extern const struct choice import_fields[]; /* stored word to label, in the order of the enum */

/* IN_COUNT for a word that is none. */
enum import_field import_field_of(struct str word);

/* What a heading means; IN_NOTHING when it is not known. */
enum import_field import_heading(struct arena *mem, struct str title);

/* --- cells (cells.c): each says what is wrong, or "" --- */

const char *text_gender(struct arena *mem, struct str text, struct str *out);
const char *text_cadre(struct arena *mem, struct str text, struct str *out);
const char *text_date(struct arena *mem, struct str text, struct date *out);
const char *text_email(struct str text);
/* *warn: a remark on a number that was mended. */
const char *text_number(struct arena *mem, struct str text, struct str *kind, struct str *out,
                        const char **warn);

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
/* One block opened; RC_NOTFOUND after the last. */
enum rc block_open(struct ctx *c, int64_t import, int64_t no, struct arena *mem, struct str *plain,
                   bool *done) MUST_CHECK;

/* --- reading (read.c) --- */

enum rc import_read(struct ctx *c, int64_t id) MUST_CHECK;

/* --- what is there already (world.c) --- */

struct world_unit {
	int64_t id, parent;
	struct str name;
	struct date since, until;
	bool mine; /* within the importer's scope */
};

struct key_map; /* 64-bit keys to numbers that are not 0 */

struct world {
	struct arena mem;
	struct world_unit *units;
	size_t unit_count;
	struct key_map *unit_names; /* unit's index + 1, -1 when several bear the name */
	struct key_map *numbers;    /* person id, or minus the row of the sheet */
	struct key_map *people;     /* by name and birth, the same */
	unsigned char seed[16];
	bool all; /* the importer's scope is the whole office */
};

/* Inside a transaction. world_free() in any case. */
enum rc world_load(struct ctx *c, struct world *w) MUST_CHECK;
void world_free(struct world *w);

struct key_map *map_new(size_t expected);
void map_free(struct key_map *m);
/* The number kept for a key, 0 when none; map_put() keeps the first. */
int64_t map_get(const struct key_map *m, uint64_t key);
void map_put(struct key_map *m, uint64_t key, int64_t value);
uint64_t world_key(const struct world *w, struct str a, struct str b);
uint64_t number_key(const unsigned char hash[KEYS_HASH_BYTES]);
/* NULL when there is none; *several when the name is not enough. */
const struct world_unit *world_unit_named(const struct world *w, struct arena *mem, struct str name,
                                          bool *several);
const struct world_unit *world_unit_no(const struct world *w, int64_t id);

/* --- checking (check.c) --- */

enum row_does { ROW_BAD, ROW_NEW, ROW_EDIT, ROW_SAME };

struct person_row {
	int64_t no, id; /* id: DB_NULL for a new record */
	int64_t version;
	struct person_new p; /* unit_id DB_NULL and since DATE_NONE: the post stays */
	struct str number_kind;
	unsigned char number_hash[KEYS_HASH_BYTES];
	struct str new_unit;    /* fold of a unit that is to be created; p.unit_id is DB_NULL then */
	struct date main_since; /* ROW_EDIT: of the main post that runs now, DATE_NONE without one */
	bool post;              /* ROW_EDIT: a new main post begins */
	bool number;            /* ROW_EDIT: the number is new */
	bool warned;
	bool alike; /* ROW_NEW: somebody has this name and birthday */
	enum row_does does;
};

struct fault {
	int col; /* -1: the row */
	bool bad;
	struct str say;
};
#define ROW_FAULTS_MAX 24

struct unknown_unit {
	struct str fold, name;
	int64_t rows;
	struct date since; /* the first day that a row wants it for */
};

struct checker {
	struct ctx *c;
	struct sql_import_get import;
	int64_t id;
	struct world *w;
	int column_of[IN_COUNT];           /* -1: none */
	struct sql_import_units_of *units; /* what was chosen for unknown units */
	size_t unit_count;
	struct key_map *seen; /* people of this office met in the file: id to row */
	struct unknown_unit *unknown;
	size_t unknown_count, unknown_room;
	struct arena mem; /* of rows: what check_row() gives lives until the caller resets it */
	struct fault faults[ROW_FAULTS_MAX];
	int fault_count;
};

/* Inside a transaction; `c->mem` keeps what it loads. */
enum rc checker_init(struct checker *k, struct ctx *c, int64_t id, struct world *w) MUST_CHECK;
void checker_free(struct checker *k);
/* Fills *out and k->faults; only a failing database is not RC_OK. */
enum rc check_row(struct checker *k, const struct block_row *row,
                  struct person_row *out) MUST_CHECK;

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

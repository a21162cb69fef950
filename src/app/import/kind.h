/*
 * kind.h: what can be brought in from a table: people, units, and what other modules add.
 *
 * A kind is a table of columns, a check and a store. Everything else is the same for each:
 * upload, reading in the sandbox, matching of headings, sealed rows, the page, findings by
 * column, all or good rows only, going on after an interruption, the journal, the list of
 * refused rows, the clean-up. To add one: a `const struct import_kind` in the module that
 * owns the rows, a line in kinds.c (two tables side by side), tests. docs/files.md walks
 * through it.
 *
 * Rows come in batches: IMPORT_BLOCK of them, or the whole file when the kind says `whole`
 * because rows depend on rows that come later. check() fills `does`, `id` and the kind's own
 * struct of each row and names what is wrong; it writes nothing. It runs once for the preview
 * and once more, against what is there then, inside or just before the transaction in which
 * store() writes the rows that are to go in.
 */
#ifndef APP_IMPORT_KIND_H
#define APP_IMPORT_KIND_H

#include "db/sql_import.h"
#include "op/ctx.h"

#define IMPORT_BLOCK 500
#define IMPORT_ROWS_MAX 200000
#define IMPORT_COLUMNS_MAX 60
#define IMPORT_FIELDS_MAX 64

/* --- rows ---------------------------------------------------------------------------------- */

enum row_does { ROW_BAD, ROW_NEW, ROW_EDIT, ROW_SAME };

/* What is wrong (`bad`) or odd with a row: never holds what a cell says, it outlives the file. */
struct import_fault {
	struct import_fault *next;
	int col; /* -1: the row */
	bool bad;
	struct str say;
};

struct import_row {
	int64_t no; /* on the sheet */
	const struct str *cells;
	int count;
	struct import_fault *faults, **faults_end;
	bool bad, warned;
	bool doubtful; /* may be there already; left out when the user said so (kind->skip) */
	enum row_does does;
	int64_t id; /* the object: check() finds it, or store() makes it; DB_NULL */
	void *data; /* row_size bytes of the kind's own, zeroed */
};

/* --- one check or run ---------------------------------------------------------------------- */

struct import_work {
	struct ctx *c;
	int64_t id;
	const struct import_kind *kind;
	struct sql_import_get import; /* with what stands for empty cells: default_... */
	const struct op *like;        /* kind->like */
	bool storing;                 /* a run, not a preview */
	int column_of[IMPORT_FIELDS_MAX];
	struct arena mem;  /* of the batch: goes with it */
	struct arena keep; /* until the end of the check or run */
	struct known_units *units;
	unsigned char seed[16];     /* of keys in maps */
	void *own;                  /* the kind's, made by begin() */
	struct import_ahead *ahead; /* the frame's: rows that are read meanwhile */
	int near_asked;             /* how often import_one_digit_off() has asked */
};

/* The cell of a field, "" when there is no such column. */
struct str import_cell(const struct import_work *w, const struct import_row *r, int field);

/* A finding in the column of a field, -1 for the row as a whole; nothing when `say` is "". */
void import_bad(struct import_work *w, struct import_row *r, int field, const char *say);
void import_warn(struct import_work *w, struct import_row *r, int field, const char *say);
/* The same with printf's words. */
void import_badf(struct import_work *w, struct import_row *r, int field, const char *fmt, ...)
	PRINTF_LIKE(4, 5);
void import_warnf(struct import_work *w, struct import_row *r, int field, const char *fmt, ...)
	PRINTF_LIKE(4, 5);

/*
 * The journal line of a change to one object, as if it had been typed; besides it the frame
 * writes one line for each batch with the ids that it made and changed.
 */
struct import_line {
	const char *op, *object;
	int64_t object_id, person_id, unit_id;
	struct str detail; /* JSON; values of people sealed (journal_seal()) */
};
enum rc import_journal(struct import_work *w, const struct import_line *line) MUST_CHECK;

/* --- the kind ------------------------------------------------------------------------------ */

/* A heading by its folded words: without marks, capitals, punctuation (viet_fold()). */
struct import_heading {
	const char *heading;
	int field;
};

struct import_kind {
	const char *name;  /* stored: "person" */
	const char *title; /* "Nhập người từ tệp" */
	const char *like;  /* the operation that does it one by one: its roles and its scope hold */
	const char *list;  /* the operation that shows the result */
	/* Stored word and label of each field, by number; number 0 is "", "Bỏ qua". */
	const struct choice *fields;
	const struct import_heading *headings; /* whole; ends with heading NULL */
	const struct import_heading *parts;    /* of longer headings; the same, or NULL */
	uint64_t must;                         /* bits of fields that need a column */
	int64_t rows_max;                      /* 0: IMPORT_ROWS_MAX */
	bool whole;                            /* the file is one batch and one transaction */
	bool maps_units; /* names of units that are not there may be mapped or made (known_unit_in()) */
	/* What may stand for empty cells of new rows; each NULL when it is not asked for. */
	const struct choice *choice;
	const char *choice_label, *since_label, *unit_label;
	const char *news, *edits; /* heads of the counts: "Hồ sơ mới", "Hồ sơ cập nhật" */
	const char *help;         /* a sentence above the columns, or NULL */
	const char *skip;         /* label of the box that leaves doubtful rows out, or NULL */
	size_t row_size;
	/* Loads what check() wants, inside a transaction; may be NULL. end() frees what it must. */
	enum rc (*begin)(struct import_work *w);
	void (*end)(struct import_work *w);
	/*
	 * What the cells of a row alone say, before check(): in another thread, with a context that
	 * has no database, while the batch before is stored. May be NULL. `own` is not to be touched.
	 */
	enum rc (*read)(struct import_work *w, struct import_row *rows, size_t n);
	enum rc (*check)(struct import_work *w, struct import_row *rows, size_t n);
	/* Inside DB_WRITE: rows with ROW_NEW and ROW_EDIT go in, new ones get their id. */
	enum rc (*store)(struct import_work *w, struct import_row *rows, size_t n);
	/* In the last transaction of a run, after every store(); may be NULL. */
	enum rc (*finish)(struct import_work *w);
};

/* --- cells: each says what is wrong, or "" --------------------------------------------------- */

const char *text_gender(struct arena *mem, struct str text, struct str *out);
const char *text_cadre(struct arena *mem, struct str text, struct str *out);
const char *text_date(struct arena *mem, struct str text, struct date *out);
const char *text_email(struct str text);
const char *text_length(struct str text, size_t most);
/* "=A1", "@x", "+SUM(…", but not "+84 912 …" or "- một việc". */
bool text_formula(struct str text);
/* By label or stored word; *out is the stored word, "" for an empty cell. */
const char *text_choice(struct arena *mem, struct str text, const struct choice *choices,
                        struct str *out);
/* *warn: a remark on a number that was mended. */
const char *text_number(struct arena *mem, struct str text, struct str *kind, struct str *out,
                        const char **warn);

/* --- units by name --------------------------------------------------------------------------- */

struct known_unit {
	int64_t id, parent;
	struct str name, short_name, code, kind, fold;
	int64_t position;
	struct date since, until;
	bool mine; /* within the importer's scope */
};

/* Loaded by the frame before begin(). NULL when there is none; *several: the name is not enough. */
const struct known_unit *known_unit_named(const struct import_work *w, struct str name,
                                          bool *several);
const struct known_unit *known_unit_no(const struct import_work *w, int64_t id);
/* All of them, by id. */
const struct known_unit *known_units_all(const struct import_work *w, size_t *n);
/* Is the importer's scope the whole office? */
bool known_units_whole(const struct import_work *w);

/*
 * The unit that a cell names, on a day (DATE_NONE: not known): with its findings, and with
 * what the user chose for names that are not there. An empty cell is the default unit. NULL
 * when it is not usable; *to_be: it is one that this run makes before its rows are checked.
 */
const struct known_unit *known_unit_in(struct import_work *w, struct import_row *r, int field,
                                       int since_field, struct date on, bool *to_be);

/* Who has that number of an identity paper; DB_NULL: nobody. */
enum rc import_who_has(struct import_work *w, struct str kind, struct str number,
                       int64_t *person) MUST_CHECK;

/*
 * Nobody has that number: a finding at the cell of `field` when somebody of the same name, within
 * sight, has one that differs in one digit only.
 */
enum rc import_one_digit_off(struct import_work *w, struct import_row *r, int field,
                             struct str kind, struct str number, struct str name) MUST_CHECK;

/* --- 64-bit keys to numbers that are not 0 ------------------------------------------------- */

struct key_map *map_new(size_t expected);
void map_free(struct key_map *m);
/* The number kept for a key, 0 when none; map_put() keeps the first, map_set() the last. */
int64_t map_get(const struct key_map *m, uint64_t key);
void map_put(struct key_map *m, uint64_t key, int64_t value);
void map_set(struct key_map *m, uint64_t key, int64_t value);
/* Of one or two texts, good within this check or run only: a file cannot aim at collisions. */
uint64_t import_key(const struct import_work *w, struct str a, struct str b);

#endif

/*
 * db.h: one interface over SQLite and PostgreSQL.
 *
 * SQL text stands only in sql/; tools/sqlc.c turns each named statement into
 * a typed function (db/sql_FILE.h) and a row of a constant table. Code outside this
 * folder calls those functions and never holds SQL. Only sqlite.c and postgres.c
 * include the engines' headers.
 *
 * A struct db is one connection and belongs to one thread at a time.
 *
 * Values: int (64 bit), text, blob, date (ISO text in the column), real. A column
 * or parameter marked `?` may be NULL: an int is then DB_NULL, a text or blob has
 * p == NULL, a date is DATE_NONE, a real is NAN. NULL given where no `?` stands is
 * RC_BUG; text that is not UTF-8 or holds a NUL is RC_INVALID.
 *
 * Writes happen only inside db_tx(): BEGIN IMMEDIATE on SQLite, SERIALIZABLE on
 * PostgreSQL. The function given is run again from the start when the engine
 * reports a serialization failure, so it must keep no trace of a failed run
 * outside the database; nothing leaves the process before db_tx() returned.
 *
 * Single reads may run outside a transaction. After a statement has failed inside
 * one, every further statement gives the same code and the transaction is rolled
 * back, whatever the function returns: PostgreSQL goes on no other way.
 *
 * Two files on SQLite: a commit over thidua.db and files.db is not atomic in WAL
 * mode. So one transaction writes either to the schema `files` or to the rest, never
 * both (RC_BUG). Content of files, addressed by its hash, is written and committed
 * first; the row that refers to it comes in the next transaction. What a crash
 * leaves between the two is content nobody refers to, which is harmless.
 *
 * See docs/sql.md for the files in sql/ and what is generated from them.
 */
#ifndef DB_DB_H
#define DB_DB_H

#include "base/arena.h"
#include "base/date.h"

#include <math.h>

#define DB_NULL INT64_MIN

enum db_engine { DB_SQLITE, DB_POSTGRES };
enum db_type { DB_INT, DB_TEXT, DB_BLOB, DB_DATE, DB_REAL };

/*
 * A value of one of the types; `null` stands above the rest. Values that come from
 * the database have their NULL form too (DB_NULL, p == NULL, DATE_NONE, NAN).
 */
struct db_val {
	enum db_type type;
	bool null;
	int64_t i;     /* DB_INT */
	double r;      /* DB_REAL */
	struct str s;  /* DB_TEXT, DB_BLOB */
	struct date d; /* DB_DATE */
};

static inline struct db_val db_int(int64_t i)
{
	return (struct db_val){.type = DB_INT, .null = i == DB_NULL, .i = i};
}

static inline struct db_val db_text(struct str s)
{
	return (struct db_val){.type = DB_TEXT, .null = !s.p, .s = s};
}

static inline struct db_val db_blob(struct str s)
{
	return (struct db_val){.type = DB_BLOB, .null = !s.p, .s = s};
}

static inline struct db_val db_date(struct date d)
{
	return (struct db_val){.type = DB_DATE, .null = date_is_none(d), .d = d};
}

static inline struct db_val db_real(double r)
{
	return (struct db_val){.type = DB_REAL, .null = isnan(r), .r = r};
}

struct db;

/* Settings of the process; once in main(), before any connection. Without it all works, slower. */
void db_begin(void);

/*
 * Addresses: "sqlite:/path/to/folder" (the folder holds thidua.db and files.db) or
 * "postgresql://user@host/name". DB_CREATE makes a missing SQLite file; without it
 * a missing one is RC_NOTFOUND. Opening checks nothing about the schema; see
 * db_migrate() and db_version().
 */
enum db_flags { DB_CREATE = 1, DB_READONLY = 2 };
enum rc db_open(const char *address, int flags, struct db **out, struct err *e) MUST_CHECK;
void db_close(struct db *db);
enum db_engine db_engine_of(const struct db *db);

/* The record that the db's functions fill; the gate points it at its own. */
void db_err_to(struct db *db, struct err *e);
struct err *db_err(struct db *db);

/*
 * One transaction. DB_READ is a snapshot that refuses writes. fn returning RC_OK
 * commits, RC_RETRY asks for another run, anything else rolls back and is passed
 * on. After 16 runs, or 30 seconds, the answer is RC_BUSY. Not nested: BUG_ON.
 */
enum db_mode { DB_READ, DB_WRITE };
enum rc db_tx(struct db *db, enum db_mode mode, enum rc (*fn)(void *arg), void *arg) MUST_CHECK;

/*
 * The same, but rolled back even when fn succeeds: what an operation's preview
 * runs in. Never retried beyond serialization failures either.
 */
enum rc db_tx_preview(struct db *db, enum rc (*fn)(void *arg), void *arg) MUST_CHECK;

bool db_in_tx(const struct db *db);

/*
 * Room for a transaction that writes a hundred thousand rows: SQLite keeps up to 256 MB of
 * pages instead of 8 until it is called with false. Without it, indexes in no order write the
 * same pages again and again. Outside a transaction; nothing on PostgreSQL.
 */
void db_roomy(struct db *db, bool roomy);

/*
 * What was worked out from the database, kept on this connection for as long as nobody writes:
 * a commit by anyone, in this process or another, and the next snapshot finds nothing. Only
 * inside DB_READ; elsewhere, and on PostgreSQL (which has no cheap sign that something was
 * written), nothing is found and nothing kept. The key says all that the value depends on
 * besides the data: parameters, the day. What is found is borrowed until the next
 * db_memo_keep(), aligned for any type; p == NULL: nothing. Contents in files.db do not count.
 */
struct str db_memo_find(struct db *db, struct str key);
void db_memo_keep(struct db *db, struct str key, struct str value);

/*
 * Before very many new rows, inside DB_WRITE: on SQLite the indexes named (ends with NULL) are
 * taken off, and db_bulk_end() makes them anew from all rows, which takes a third of the time of
 * keeping them while the rows come in. It pays when more rows come in than are there. In between,
 * statements that need such an index are slow, and the rule against overlaps that needs T_period
 * is silent; db_bulk_end() looks for all new rows at once and gives the same RC_CONFLICT. All of it
 * is part of the transaction: others never see it, and a rollback undoes it. A commit without
 * db_bulk_end() is RC_BUG, and so is an index that is not there or is itself a rule (UNIQUE).
 * On PostgreSQL, where others would wait for the table, both do nothing.
 */
enum rc db_bulk(struct db *db, const char *const *indexes) MUST_CHECK;
/* RC_OK without a db_bulk() before it. */
enum rc db_bulk_end(struct db *db) MUST_CHECK;

/*
 * Many writes whose answers nobody needs yet, inside DB_WRITE: until db_later_end() statements of
 * mode `id`, and `exec` without `changed`, are only handed over; ids are filled in and failures
 * told by db_later_end() at the latest, so what the ids point to must live until then. Any other
 * statement in between is RC_BUG, and so is a commit. PostgreSQL answers hundreds of them in one
 * go instead of one by one; SQLite, which is in this process, does each at once.
 */
enum rc db_later(struct db *db) MUST_CHECK;
enum rc db_later_end(struct db *db) MUST_CHECK;

/* How many runs db_tx() has repeated on this connection, for figures and tests. */
int64_t db_retries(const struct db *db);

/*
 * Schema. db_migrate() brings the database to the program's version, each
 * migration inside one transaction, under a lock that keeps a second instance
 * out. A database newer than the program is refused (RC_CONFLICT) with a sentence
 * that says so, and so is one whose old migrations differ from the program's.
 * db_version() is 0 on an empty database.
 */
enum rc db_migrate(struct db *db) MUST_CHECK;
/* Only so far: an older backup is filled into tables of its own time, and migrated then. */
enum rc db_migrate_to(struct db *db, int version) MUST_CHECK;
enum rc db_version(struct db *db, int *out) MUST_CHECK;
int db_program_version(void);

/*
 * SQLite: copies both files, as they are now and while others go on writing, into a
 * new folder that db_open() can open. RC_IO when the folder is there already.
 * PostgreSQL has its own tools: RC_INVALID with a sentence that says so.
 */
enum rc db_backup(struct db *db, const char *folder) MUST_CHECK;

/* SQLite: reads both files through; RC_IO with the first finding in err.detail. For doctor. */
enum rc db_check(struct db *db) MUST_CHECK;

/*
 * Prepares every statement and every list with each of its filters and orders,
 * both ways. RC_BUG with the name and the engine's words in err.detail. For tests and doctor.
 */
enum rc db_prepare_all(struct db *db) MUST_CHECK;

/*
 * The same, and tells each line of each plan in the engine's words (EXPLAIN QUERY PLAN;
 * EXPLAIN of the plan for any values): `name` is the statement's, or "list/order/filter"
 * of a list. `step` is borrowed. PostgreSQL plans by what its tables hold. For tests.
 */
enum rc db_plan_all(struct db *db, void (*step)(void *arg, const char *name, struct str step),
                    void *arg) MUST_CHECK;

/* --- what generated code calls (build/src/db/sql.c); not for others ----------- */

struct db_stmt_def {
	const char *name;
	const char *text[2]; /* by enum db_engine; parameters are ?1 / $1 */
	int params, cols;
	const enum db_type *param_types, *col_types;
	const bool *param_nullable, *col_nullable;
	const char *const *param_names, *const *col_names;
	bool writes;
	bool stream;    /* rows are fetched as they are read, not at once */
	int fetch_rows; /* of a stream on PostgreSQL, fetched at once; 0: the usual number */
};

#define DB_COLS_MAX 64
#define DB_PARAMS_MAX 64
#define DB_MANY_MAX 20000

/* Made by tools/sqlc.c from sql/. The numbers of statements are an enum there. */
extern const struct db_stmt_def sql_stmts[];
extern const int sql_stmt_count;

struct db_cursor;
/*
 * Runs statement number `stmt`. A cursor lives until db_cursor_end(), at most its
 * transaction and its arena. A statement of mode `each` runs inside db_tx() only.
 */
enum rc db_query(struct db *db, int stmt, const struct db_val *params, struct arena *mem,
                 struct db_cursor **out) MUST_CHECK;
/* RC_OK with a row, RC_NOTFOUND at the end (no error recorded). Text is copied to the arena. */
enum rc db_next(struct db_cursor *cur, struct arena *mem, struct db_val *row) MUST_CHECK;
/* May be called again and with NULL. */
void db_cursor_end(struct db_cursor *cur);
/* The only row. RC_NOTFOUND without one (no error recorded); a second row is RC_BUG. */
enum rc db_one(struct db *db, int stmt, const struct db_val *params, struct arena *mem,
               struct db_val *row) MUST_CHECK;
/* For statements without rows; *changed may be NULL. */
enum rc db_exec(struct db *db, int stmt, const struct db_val *params, int64_t *changed) MUST_CHECK;
/* For INSERT ... RETURNING id. */
enum rc db_insert(struct db *db, int stmt, const struct db_val *params, int64_t *id) MUST_CHECK;
/* db_next() for mode `many`: makes room for row number `count`; RC_TOOBIG over DB_MANY_MAX. */
enum rc db_many_next(struct db_cursor *cur, struct arena *mem, struct db_val *row, void **rows,
                     size_t count, size_t size) MUST_CHECK;

/* --- lists --------------------------------------------------------------------- */

/*
 * A list is a SELECT with declared filters, orders and scope; its text is put
 * together from constant pieces only. See docs/sql.md for the file's grammar.
 * In the pieces DB_LIST_VALUE stands for the filter's value and DB_LIST_TODAY for
 * the day that is asked about.
 */
#define DB_LIST_VALUE '\1'
#define DB_LIST_TODAY '\2'
#define DB_LIST_WEEK '\3' /* seven days after ask.today */
#define DB_LIST_IDS '\4'  /* the ids of the filter's value, which db_ids() made */

struct db_list_filter {
	const char *name;
	enum db_type type;
	const char *text; /* condition with DB_LIST_VALUE once or several times */
};
struct db_list_order {
	const char *name;
	const char *exprs[3]; /* most significant first; the last is unique; none NULL */
	enum db_type types[3];
	int count;
};
struct db_list_def {
	const char *name;
	const char *select[2]; /* by engine: "SELECT a, b", without FROM */
	const char *from[2];   /* "FROM ... WHERE ...", always with a WHERE */
	int cols;
	const enum db_type *col_types;
	const char *const *col_names;
	const bool *col_nullable;
	const struct db_list_filter *filters;
	int filter_count;
	const struct db_list_order *orders;
	int order_count;
	const char *scope_unit;   /* column of the unit a row belongs to, or NULL */
	const char *scope_person; /* column of the person a row is about, or NULL */
};

extern const struct db_list_def *const sql_lists[];
extern const int sql_list_count;

#define DB_LIST_FILTERS_MAX 32

/*
 * Which rows one may see. all: every row. Otherwise the rows whose unit is one of
 * `units` or lies below one of them today, and the rows about `person`
 * (DB_NULL: none). A list without scope columns asked with a scope that is not
 * `all` gives no rows: a forgotten column hides, it does not leak.
 */
struct db_scope {
	bool all;
	const int64_t *units;
	int unit_count;
	int64_t person;
};

struct db_list_ask {
	const struct db_list_def *list;
	struct db_val filters[DB_LIST_FILTERS_MAX]; /* by the list's numbering; see set[] */
	bool set[DB_LIST_FILTERS_MAX];
	/* The filter `id`, "x.id = :id", for several at once: rows with one of these; 0: all rows. */
	const int64_t *ids;
	int id_count;
	int order; /* index into orders */
	bool desc;
	bool has_after;
	struct db_val after[3]; /* the order's values in the last row seen */
	int limit;              /* rows wanted; 0: no limit (exports), inside db_tx() only */
	struct db_scope scope;
	struct date today; /* for the scope and for :today in the list's text; must be set */
};

/*
 * Rows arrive through db_next() with list->cols values followed by the order's
 * values (for the next `after`). db_list_count() counts to at most `cap`; a
 * result of cap means "cap or more".
 */
enum rc db_list(struct db *db, const struct db_list_ask *ask, struct arena *mem,
                struct db_cursor **out) MUST_CHECK;
enum rc db_list_count(struct db *db, const struct db_list_ask *ask, int cap, int *out) MUST_CHECK;

/* Many values in one: for filters of type ids, and for statements that say so. Texts hold neither
   quotes nor backslashes. */
struct str db_ids(struct arena *mem, enum db_engine engine, const int64_t *ids, size_t n);
struct str db_texts(struct arena *mem, enum db_engine engine, const struct str *texts, size_t n);

#endif

/*
 * engine.h: what db.c, list.c and migrate.c ask of an engine. Inside src/db/ only.
 *
 * db.c knows transactions, retries, checks of values and the cache of prepared
 * statements; sqlite.c and postgres.c know their libraries and nothing else.
 */
#ifndef DB_ENGINE_H
#define DB_ENGINE_H

#include "base/buf.h"
#include "db/db.h"

/* A statement on one connection. `def` of a list is made at run time and `owned`. */
struct db_prepared {
	struct db_prepared *next; /* in the table of lists */
	const struct db_stmt_def *def;
	uint64_t key[2]; /* of a list: which pieces it is made of */
	bool owned;
	bool once; /* dropped with its cursor: a second run of a statement under way */
	bool busy;
	void *handle;        /* sqlite3_stmt; NULL while not prepared */
	unsigned generation; /* PostgreSQL: connection it was prepared on */
	unsigned number;     /* PostgreSQL: its name */
	unsigned touches;    /* SQLite: 1 writes main, 2 writes files */
	bool rowid;          /* SQLite: RETURNING id is left to sqlite3_last_insert_rowid() */
};

struct db_cursor {
	struct db *db;
	struct db_prepared *prep;
	struct db_cursor *next, **link; /* in db->cursors */
	bool ended;
	bool done; /* the engine has no more rows */
	int64_t changed;
	void *result;    /* PostgreSQL: PGresult */
	int row, rows;   /* SQLite: row is 1 once a rowid has been given */
	unsigned portal; /* PostgreSQL: number of its server-side cursor, 0: none */
};

struct plan_sink {
	void (*step)(void *arg, const char *name, struct str step);
	void *arg;
};

/*
 * Failures are recorded by the engine (db_fail_*); RC_RETRY is not. start() prepares
 * when needed. next() gives RC_NOTFOUND at the end. begin() is asked again after
 * RC_RETRY. commit() ends the transaction whatever it answers.
 */
struct db_ops {
	void (*closing)(struct db *db); /* single statements need no undoing from here on */
	void (*close)(struct db *db);
	enum rc (*begin)(struct db *db, enum db_mode mode);
	enum rc (*commit)(struct db *db);
	void (*rollback)(struct db *db);
	enum rc (*prepare)(struct db *db, struct db_prepared *p);
	enum rc (*start)(struct db_cursor *c, const struct db_val *params, bool keep_params);
	enum rc (*next)(struct db_cursor *c, struct arena *mem, struct db_val *row);
	void (*end)(struct db_cursor *c);
	void (*drop)(struct db *db, struct db_prepared *p);
	/* See db_plan_all(). */
	enum rc (*plan)(struct db *db, const struct db_stmt_def *def, const char *name,
	                const struct plan_sink *sink);
	enum rc (*backup)(struct db *db, const char *folder);
	enum rc (*check)(struct db *db);
	void (*roomy)(struct db *db, bool roomy); /* may be NULL */
	/* Inside DB_READ: another number after any commit by anyone; false: not known. May be NULL. */
	bool (*state)(struct db *db, int64_t *out);
	/* See db_later(); all four NULL where statements are done at once. forget: without answers. */
	enum rc (*later_begin)(struct db *db);
	enum rc (*later)(struct db *db, struct db_prepared *p, const struct db_val *params,
	                 int64_t *id);
	enum rc (*later_end)(struct db *db);
	void (*later_forget)(struct db *db);
	/* See db_bulk(); all three NULL where it does nothing. */
	enum rc (*bulk)(struct db *db, const char *const *indexes);
	enum rc (*bulk_end)(struct db *db);
	void (*bulk_forget)(struct db *db);
	/* Several statements without parameters, inside a transaction. */
	enum rc (*script)(struct db *db, const char *text);
	/* Outside of a transaction; keeps a second instance from migrating. */
	enum rc (*migrate_lock)(struct db *db);
	void (*migrate_unlock)(struct db *db);
};

#define DB_LIST_BUCKETS 128
#define DB_LIST_CACHE_MAX 384
#define DB_MEMOS 64

struct db {
	const struct db_ops *ops;
	enum db_engine engine;
	int flags;
	struct err own_err, *err;
	bool in_tx;
	enum db_mode mode;
	enum rc tx_rc; /* the first failure inside the transaction */
	unsigned tx_touches;
	void *later; /* the engine's, between db_later() and db_later_end() */
	void *bulk;  /* the engine's, between db_bulk() and db_bulk_end() */
	int64_t retries;
	uint64_t random;
	struct db_cursor *cursors;
	struct db_prepared *stmts; /* sql_stmt_count of them */
	struct db_prepared *lists[DB_LIST_BUCKETS];
	int list_count;
	struct db_memo *memos[DB_MEMOS]; /* by the hash of their keys */
};

enum rc sqlite_open(const char *folder, int flags, struct db **out, struct err *e);
enum rc postgres_open(const char *address, int flags, struct db **out, struct err *e);

/* Called by the engines: the common part of a new connection. */
void db_init(struct db *db, const struct db_ops *ops, enum db_engine engine, int flags);

/* Failures with the same sentence on both engines; detail is the engine's own text. */
enum rc db_fail_conflict(struct db *db, const char *detail);
enum rc db_fail_io(struct db *db, const char *detail);
enum rc db_fail_full(struct db *db, const char *detail);
enum rc db_fail_busy(struct db *db, const char *detail);
enum rc db_fail_bug(struct db *db, const char *name, const char *detail);

/* A number below `below`, for pauses. */
uint64_t db_random(struct db *db, uint64_t below);
void db_pause_us(uint64_t us);

/* Runs a statement that is not in sql_stmts[]; the cursor is the caller's memory. */
enum rc db_start(struct db *db, struct db_prepared *p, const struct db_val *params,
                 struct arena *mem, struct db_cursor **out) MUST_CHECK;

/* Puts the NULL form of its type into *v. */
void db_val_null(struct db_val *v, enum db_type type);

/* memo.c */
void db_memos_drop(struct db *db);

/* list.c */
void db_lists_drop(struct db *db);
enum rc db_lists_visit(struct db *db, const struct plan_sink *sink) MUST_CHECK;

#endif

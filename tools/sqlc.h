/*
 * sqlc.h: parts of the host program that turns sql/ into C (see docs/sql.md).
 *
 * sqlc_read.c reads statement files, sqlc_scan.c cuts SQL into tokens, sqlc.c checks
 * statements, sqlc_out.c writes C, sqlc_migration.c expands migrations. A mistake in an input
 * file ends the program with `file:line: what`.
 */
#ifndef TOOLS_SQLC_H
#define TOOLS_SQLC_H

#include "base/buf.h"
#include "db/db.h"

#define SQLC_FIELDS_MAX 60
#define SQLC_TEXT_MAX ((size_t)64 * 1024 * 1024)

enum mode { MODE_ONE, MODE_MANY, MODE_EACH, MODE_EXEC, MODE_ID, MODE_LIST };

struct place {
	const char *file;
	int line;
};

struct field {
	struct str name;
	enum db_type type;
	bool nullable;
};

struct fields {
	struct field at[SQLC_FIELDS_MAX];
	int count;
};

/* SQL as it stands in the file, and after rewriting for one engine. */
struct sql_text {
	struct str raw;
	int line;
};

struct filter {
	struct place at;
	struct field value;
	bool ids; /* of type ids: the text of db_ids() */
	struct str text;
};

struct order {
	struct place at;
	struct str name;
	struct str exprs[3];
	enum db_type types[3];
	int count;
};

/* A statement, or a list when mode is MODE_LIST. */
struct stmt {
	struct stmt *next;
	struct place at;
	struct str file; /* without folder and ending: sql/council.sql is council */
	struct str name;
	enum mode mode;
	bool write, has_out;
	struct fields in, out;
	struct sql_text both, only[2];
	struct str text[2]; /* a list's is its SELECT part */
	struct str from[2];
	struct filter filters[DB_LIST_FILTERS_MAX];
	int filter_count;
	struct order orders[DB_LIST_FILTERS_MAX];
	int order_count;
	struct str scope_unit, scope_person;
};

struct migration {
	struct migration *next;
	struct place at;
	int version;
	struct str name;
	uint64_t hash;
	struct str text[2]; /* by engine */
	struct str files;   /* SQLite: what is made in the schema `files`, before the rest */
};

struct sqlc {
	struct arena mem;
	struct stmt *stmts, **stmts_end;
	struct migration *migrations, **migrations_end;
	int migration_count;
};

const char *base_name(const char *path);
_Noreturn void fail_at(struct place at, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* --- sqlc_scan.c ---------------------------------------------------------------- */

enum token_kind { TOKEN_END, TOKEN_SPACE, TOKEN_QUOTED, TOKEN_WORD, TOKEN_PARAM, TOKEN_CHAR };

struct token {
	enum token_kind kind;
	struct str s; /* a parameter's is its name without the colon */
	int depth;    /* of parentheses, before this token */
	int line;
};

struct scan {
	const char *file;
	struct str rest;
	int line, depth;
};

/* Comments count as space; `::` is two characters and not a parameter. */
struct token scan_next(struct scan *s);
bool token_is(struct token t, const char *keyword);
bool name_ok(struct str s); /* lower_snake and no word of C */

/* What replaces a parameter; it fails by itself where the name is unknown. */
struct param_sink {
	void (*put)(struct param_sink *self, struct place at, struct str name, struct buf *to);
};

/* The text without comments and needless space; at most one statement. */
struct str sql_rewrite(struct sqlc *c, struct place at, struct str raw, struct param_sink *sink);

/* --- sqlc_read.c ---------------------------------------------------------------- */

int field_find(const struct fields *fs, struct str name); /* -1: not there */
void statements_read(struct sqlc *c, const char *path, struct str text);

/* --- sqlc_migration.c ------------------------------------------------------------ */

void migration_read(struct sqlc *c, const char *path, const char *base, struct str text);

/* --- sqlc_out.c ------------------------------------------------------------------- */

/* What users of one file's statements include. */
void out_header(const struct sqlc *c, struct str file, struct buf *b);
/* `headers` ends with NULL. */
void out_source(const struct sqlc *c, char *const *headers, struct buf *b);

#endif

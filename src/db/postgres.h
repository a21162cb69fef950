/* postgres.h: values on their way to and from libpq. Inside src/db/ only. */
#ifndef DB_POSTGRES_H
#define DB_POSTGRES_H

#include "db/engine.h"

#include <libpq-fe.h>

/* Parameters as libpq takes them; they borrow the values' text. */
struct postgres_params {
	Oid types[DB_PARAMS_MAX];
	const char *values[DB_PARAMS_MAX];
	int lengths[DB_PARAMS_MAX], formats[DB_PARAMS_MAX];
	uint64_t numbers[DB_PARAMS_MAX]; /* big-endian */
	struct date_text dates[DB_PARAMS_MAX];
};

Oid postgres_oid(enum db_type type);
enum rc postgres_params_set(struct db *db, struct postgres_params *p, const struct db_stmt_def *def,
                            const struct db_val *values);

/* false when the column holds another type than declared. */
bool postgres_column(const PGresult *r, int row, int col, enum db_type type, struct arena *mem,
                     struct db_val *v);

/* The connection, for what goes beyond statements; open unless the server was lost. */
PGconn *postgres_conn(struct db *db);

/* Once for each connection. Not while answers are outstanding. */
enum rc postgres_prepare(struct db *db, struct db_prepared *p);
bool postgres_prepared(struct db *db, const struct db_prepared *p);
struct postgres_name {
	char z[16];
};
struct postgres_name postgres_name(const struct db_prepared *p);

/* postgres_later.c */
enum rc postgres_later_begin(struct db *db);
enum rc postgres_later(struct db *db, struct db_prepared *p, const struct db_val *values,
                       int64_t *id);
enum rc postgres_later_end(struct db *db);
void postgres_later_forget(struct db *db);

/* RC_OK for a command or rows; else what the server said is recorded, RC_RETRY is not. */
enum rc postgres_result(struct db *db, const PGresult *r, const char *name);

/* See db_plan_all(). */
enum rc postgres_plan(struct db *db, const struct db_stmt_def *def, const char *name,
                      const struct plan_sink *sink);

#endif

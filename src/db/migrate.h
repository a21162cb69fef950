/*
 * migrate.h: what tools/sqlc.c makes of sql/migrations/, for db_migrate() alone.
 *
 * Migration number i has version i + 1.
 */
#ifndef DB_MIGRATE_H
#define DB_MIGRATE_H

#include "db/db.h"

struct db_migration {
	const char *name;
	const char *hash;    /* of the file's text; a later change is refused */
	const char *text[2]; /* by enum db_engine, expanded */
	const char *files;   /* SQLite: what is created in files.db, committed first; may run twice */
};

extern const struct db_migration sql_migrations[];
extern const int sql_migration_count;

#endif

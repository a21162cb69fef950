/*
 * bare.c: the lower bound that storing is measured against: the rows that an import made, copied
 * by prepared statements into a fresh office with the same tables, in one transaction, with the
 * same durability and page cache. No checks, keys, sealing or journal. Twice: with all indexes and
 * triggers kept while the rows come in, and with those taken off that the import takes off
 * (org_people_bulk()) and made anew; the second run begins by deleting what the first wrote.
 *
 *     import_bare FROM TO
 *
 * FROM is a folder in which bench.c has just imported, TO a fresh one of the same program.
 */
#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define COLUMNS_MAX 20

struct table {
	const char *name;
	int columns;
	size_t count, room;
	sqlite3_value **values; /* count rows of columns */
};

static void must(sqlite3 *db, int code, const char *step)
{
	if (code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW)
		return;
	fprintf(stderr, "import_bare: %s: %s\n", step, sqlite3_errmsg(db));
	exit(1);
}

static sqlite3 *open_in(const char *folder)
{
	char path[4096];
	sqlite3 *db;
	snprintf(path, sizeof path, "%s/thidua.db", folder);
	must(NULL, sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL), path);
	must(db,
	     sqlite3_exec(db,
	                  "PRAGMA foreign_keys = ON; PRAGMA recursive_triggers = ON;"
	                  "PRAGMA temp_store = MEMORY; PRAGMA journal_mode = WAL;"
	                  "PRAGMA synchronous = FULL; PRAGMA cache_size = -262144;"
	                  "PRAGMA mmap_size = 268435456;",
	                  NULL, NULL, NULL),
	     "settings");
	return db;
}

/* The last row of the fresh office: what comes after it was imported. */
static int64_t last_id(sqlite3 *db, const char *table)
{
	char sql[200];
	sqlite3_stmt *s;
	snprintf(sql, sizeof sql, "SELECT coalesce(max(id), 0) FROM %s", table);
	must(db, sqlite3_prepare_v2(db, sql, -1, &s, NULL), table);
	must(db, sqlite3_step(s), table);
	int64_t id = sqlite3_column_int64(s, 0);
	sqlite3_finalize(s);
	return id;
}

static void load(sqlite3 *db, struct table *t, int64_t after)
{
	char sql[200];
	sqlite3_stmt *s;
	snprintf(sql, sizeof sql, "SELECT * FROM %s WHERE id > ?1 ORDER BY id", t->name);
	must(db, sqlite3_prepare_v2(db, sql, -1, &s, NULL), t->name);
	sqlite3_bind_int64(s, 1, after);
	t->columns = sqlite3_column_count(s);
	while (sqlite3_step(s) == SQLITE_ROW) {
		if (t->count == t->room) {
			t->room = t->room ? 2 * t->room : 4096;
			t->values = realloc(t->values, t->room * (size_t)t->columns * sizeof *t->values);
			if (!t->values)
				abort();
		}
		for (int i = 0; i < t->columns; i++)
			t->values[t->count * (size_t)t->columns + (size_t)i] =
				sqlite3_value_dup(sqlite3_column_value(s, i));
		t->count++;
	}
	sqlite3_finalize(s);
}

static sqlite3_stmt *insert_into(sqlite3 *db, const struct table *t)
{
	char sql[300];
	sqlite3_stmt *s;
	int n = snprintf(sql, sizeof sql, "INSERT INTO %s VALUES (?1", t->name);
	for (int i = 2; i <= t->columns; i++)
		n += snprintf(sql + n, sizeof sql - (size_t)n, ", ?%d", i);
	snprintf(sql + n, sizeof sql - (size_t)n, ")");
	must(db, sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &s, NULL), t->name);
	return s;
}

static void insert(sqlite3 *db, sqlite3_stmt *s, const struct table *t, size_t row)
{
	for (int i = 0; i < t->columns; i++) {
		sqlite3_value *v = t->values[row * (size_t)t->columns + (size_t)i];
		switch (sqlite3_value_type(v)) {
		case SQLITE_INTEGER: sqlite3_bind_int64(s, i + 1, sqlite3_value_int64(v)); break;
		case SQLITE_TEXT:
			sqlite3_bind_text(s, i + 1, (const char *)sqlite3_value_text(v), sqlite3_value_bytes(v),
			                  SQLITE_STATIC);
			break;
		case SQLITE_BLOB:
			sqlite3_bind_blob(s, i + 1, sqlite3_value_blob(v), sqlite3_value_bytes(v),
			                  SQLITE_STATIC);
			break;
		default: sqlite3_bind_null(s, i + 1);
		}
	}
	must(db, sqlite3_step(s), t->name);
	must(db, sqlite3_reset(s), t->name);
}

/* The statements that make anew what `drop` takes off. */
static char *texts_of(sqlite3 *db, const char *const *names)
{
	char *all = sqlite3_mprintf("");
	for (int i = 0; names[i]; i++) {
		sqlite3_stmt *s;
		must(db,
		     sqlite3_prepare_v2(db, "SELECT sql FROM sqlite_schema WHERE name = ?1", -1, &s, NULL),
		     names[i]);
		sqlite3_bind_text(s, 1, names[i], -1, SQLITE_STATIC);
		must(db, sqlite3_step(s), names[i]);
		all = sqlite3_mprintf("%z%s;", all, sqlite3_column_text(s, 0));
		sqlite3_finalize(s);
	}
	return all;
}

static double seconds(clockid_t clock)
{
	struct timespec t;
	clock_gettime(clock, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void copy(sqlite3 *to, const struct table *tables, bool off)
{
	static const char *const names[] = {"person_name",
	                                    "person_unit",
	                                    "person_count",
	                                    "post_unit",
	                                    "person_identifier_period",
	                                    "person_identifier_no_overlap_0",
	                                    NULL};
	static const char drop[] =
		"DROP TRIGGER person_identifier_no_overlap_0; DROP INDEX person_identifier_period;"
		"DROP INDEX person_name; DROP INDEX person_unit; DROP INDEX person_count;"
		"DROP INDEX post_unit";
	char *make = texts_of(to, names);
	double wall = seconds(CLOCK_MONOTONIC), cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
	must(to, sqlite3_exec(to, "BEGIN IMMEDIATE", NULL, NULL, NULL), "begin");
	must(to, off ? sqlite3_exec(to, drop, NULL, NULL, NULL) : SQLITE_OK, "drop");
	for (size_t i = 0; i < 3; i++) {
		sqlite3_stmt *s = insert_into(to, &tables[i]);
		for (size_t row = 0; row < tables[i].count; row++)
			insert(to, s, &tables[i], row);
		sqlite3_finalize(s);
	}
	must(to, off ? sqlite3_exec(to, make, NULL, NULL, NULL) : SQLITE_OK, "make");
	must(to, sqlite3_exec(to, "COMMIT", NULL, NULL, NULL), "commit");
	printf("  bare inserts%-16s %6.0f ms, processor %5.0f ms (%zu people)\n",
	       off ? ", indexes anew" : "", (seconds(CLOCK_MONOTONIC) - wall) * 1000,
	       (seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu) * 1000, tables[0].count);
	sqlite3_free(make);
}

int main(int argc, char **argv)
{
	struct table tables[] = {{.name = "person"}, {.name = "post"}, {.name = "person_identifier"}};
	if (argc != 3)
		return 2;
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	sqlite3 *from = open_in(argv[1]), *to = open_in(argv[2]);
	for (size_t i = 0; i < 3; i++)
		load(from, &tables[i], last_id(to, tables[i].name));
	sqlite3_close(from);
	copy(to, tables, false);
	char *undo = sqlite3_mprintf("");
	for (size_t i = 3; i-- > 0;)
		undo = sqlite3_mprintf("%zDELETE FROM %s WHERE id >= %lld;", undo, tables[i].name,
		                       (long long)sqlite3_value_int64(tables[i].values[0]));
	must(to, sqlite3_exec(to, undo, NULL, NULL, NULL), "undo");
	sqlite3_free(undo);
	copy(to, tables, true);
	sqlite3_close(to);
	return 0;
}

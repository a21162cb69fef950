#include "plans_seed.h"

#include "base/buf.h"
#include "plans_judge.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <libpq-fe.h>
#include <sqlite3.h>

/*
 * Five thousand rows for every other table that has fewer, by the catalogue alone, so that a
 * table of tomorrow is filled too: words that its checks allow, numbers that its unique
 * indexes bear, a third of what may be NULL. Nobody reads them; they are there to be counted.
 */
static const char seed[] =
	"DO $do$ DECLARE t record; c record; cols text; vals text; v text; words text[]; BEGIN\n"
	"PERFORM set_config('session_replication_role', 'replica', true);\n"
	"FOR t IN SELECT oid, relname FROM pg_class WHERE relnamespace = 'public'::regnamespace\n"
	"  AND relkind = 'r' AND reltuples < 5000 AND NOT relname = ANY(small()) LOOP\n"
	"  cols := ''; vals := '';\n"
	"  FOR c IN SELECT attname, attnum, atttypid::regtype::text AS type, attnotnull, EXISTS (\n"
	"    SELECT 1 FROM pg_index WHERE indrelid = t.oid AND indisunique AND attnum = ANY(indkey))\n"
	"    AS uniq, EXISTS (SELECT 1 FROM pg_constraint WHERE conrelid = t.oid AND contype = 'f'\n"
	"      AND conkey = ARRAY[attnum]) AS refers FROM pg_attribute WHERE attrelid = t.oid AND "
	"attnum > 0 AND NOT attisdropped LOOP\n"
	"    SELECT array_agg(m[1]) INTO words FROM pg_constraint k,\n"
	"      regexp_matches(pg_get_constraintdef(k.oid), '''([^'']+)''', 'g') m\n"
	"      WHERE k.conrelid = t.oid AND k.contype = 'c' AND k.conkey = ARRAY[c.attnum];\n"
	"    v := CASE WHEN c.uniq THEN 'n'\n"
	"      WHEN c.type = 'bigint' AND c.attname LIKE '%person_id' THEN '(1000 + n * 7919 % "
	"60000)'\n"
	"      WHEN c.type = 'bigint' AND c.attname LIKE '%unit_id' THEN '(1 + n * 7919 % 600)'\n"
	"      WHEN c.refers THEN '(1000000 + n * 7919 % 5000)'\n"
	"      ELSE format('(n * 7919 / %s %% 500)', c.attnum) END;\n"
	"    v := CASE WHEN words IS NOT NULL\n"
	"        THEN format('(%L::text[])[1 + n %% %s]', words, cardinality(words))\n"
	"      WHEN c.type = 'text' THEN format('''w'' || %s', v)\n"
	"      WHEN c.type = 'bytea' THEN format('convert_to(''w'' || %s, ''UTF8'')', v) ELSE v END;\n"
	"    IF NOT c.attnotnull THEN\n"
	"      v := format('CASE WHEN n / 7 %% 3 = 0 THEN NULL ELSE %s END', v); END IF;\n"
	"    cols := cols || ',' || quote_ident(c.attname); vals := vals || ',' || v;\n"
	"  END LOOP;\n"
	"  FOR c IN SELECT conname FROM pg_constraint WHERE conrelid = t.oid AND contype = 'c' LOOP\n"
	"    EXECUTE format('ALTER TABLE %I DROP CONSTRAINT %I', t.relname, c.conname); END LOOP;\n"
	"  EXECUTE format('INSERT INTO %I (%s) SELECT %s FROM generate_series(1000000::bigint, "
	"1004999) n',\n"
	"    t.relname, substr(cols, 2), substr(vals, 2));\n"
	"END LOOP; END $do$";

static void run_pg(PGconn *pg, const char *text)
{
	PGresult *r = PQexec(pg, text);
	if (PQresultStatus(r) != PGRES_COMMAND_OK)
		fail_msg("%.60s: %s", text, PQerrorMessage(pg));
	PQclear(r);
}

static void seed_postgres(const char *address)
{
	struct buf small;
	PGconn *pg = PQconnectdb(address);
	assert_int_equal(PQstatus(pg), CONNECTION_OK);
	buf_init(&small, 4000);
	buf_z(&small, "CREATE FUNCTION small() RETURNS text[] LANGUAGE sql AS $$ SELECT '{");
	for (int i = 0; i < small_table_count; i++)
		buf_printf(&small, i ? ",%s" : "%s", small_tables[i]);
	buf_z(&small, "}'::text[] $$");
	buf_chr(&small, '\0');
	assert_false(small.failed);
	run_pg(pg, small.p);
	buf_release(&small);
	run_pg(pg, seed);
	/* Every row is in the sample: what is estimated does not hang on chance. */
	run_pg(pg, "SET default_statistics_target = 300");
	run_pg(pg, "VACUUM ANALYZE");
	/* As if they were a hundred thousand. */
	run_pg(pg, "UPDATE pg_class SET reltuples = reltuples * 20 WHERE relnamespace = "
	           "'public'::regnamespace AND reltuples BETWEEN 4500 AND 6000");
	PQfinish(pg);
}

/* Of a table without statistics SQLite assumes a million rows: those of a few are taken away. */
static void seed_sqlite(struct arena *mem, const char *folder)
{
	sqlite3 *h;
	const char *path = arena_printf(mem, "%s/thidua.db", folder).p;
	assert_int_equal(sqlite3_open(path, &h), SQLITE_OK);
	assert_int_equal(sqlite3_exec(h, "ANALYZE", NULL, NULL, NULL), SQLITE_OK);
	for (int i = 0; i < small_table_count; i++)
		assert_int_equal(sqlite3_exec(h,
		                              arena_printf(mem,
		                                           "INSERT INTO sqlite_stat1 (tbl, stat) "
		                                           "SELECT '%s', '300' WHERE NOT EXISTS (SELECT 1 "
		                                           "FROM sqlite_stat1 WHERE tbl = '%s')",
		                                           small_tables[i], small_tables[i])
		                                  .p,
		                              NULL, NULL, NULL),
		                 SQLITE_OK);
	assert_int_equal(sqlite3_exec(h, "DELETE FROM sqlite_stat1 WHERE CAST(stat AS INTEGER) < 300",
	                              NULL, NULL, NULL),
	                 SQLITE_OK);
	sqlite3_close(h);
}

void plans_seed(struct ctx *c, const char *address)
{
	if (db_engine_of(c->db) == DB_SQLITE)
		seed_sqlite(c->mem, address + strlen("sqlite:"));
	else
		seed_postgres(address);
}

/* sqlite_walk.c: the tables of both files, read from the catalogue and filled in portions. */
#include "db/sqlite.h"
#include "db/walk_inner.h"

/* A transaction as large as the data would double it in the write-ahead log. */
#define PORTION_BYTES ((int64_t)64 * 1024 * 1024)

static struct sqlite *of(struct db *db)
{
	return (struct sqlite *)db;
}

static enum rc run(struct db *db, const char *text)
{
	of(db)->steps = 0;
	int code = sqlite3_exec(of(db)->h, text, NULL, NULL, NULL);
	return code == SQLITE_OK ? RC_OK : sqlite_fail(db, code, "walk");
}

/* --- catalogue ---------------------------------------------------------------------------- */

static const char catalogue[] =
	"SELECT t.name, c.name, c.type, c.pk, c.hidden, t.strict, t.type "
	"FROM pragma_table_list AS t, pragma_table_xinfo(t.name, t.schema) AS c "
	"WHERE t.schema IN ('main', 'files') AND t.type <> 'view' "
	"AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND t.name <> 'schema_version' "
	"ORDER BY t.name, t.schema, c.cid";

static bool type_of(const char *text, enum db_type *out)
{
	static const struct {
		const char *text;
		enum db_type type;
	} types[] = {{"INTEGER", DB_INT}, {"TEXT", DB_TEXT}, {"BLOB", DB_BLOB}, {"REAL", DB_REAL}};
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (strcasecmp(text, types[i].text) == 0) {
			*out = types[i].type;
			return true;
		}
	return false;
}

static enum rc one_column(struct walk_build *b, sqlite3_stmt *s)
{
	enum db_type type = DB_TEXT;
	const char *bad = NULL;
	if (!type_of((const char *)sqlite3_column_text(s, 2), &type))
		bad = "is of a type that the other engine lacks";
	if (sqlite3_column_int(s, 4) != 0)
		bad = "is generated";
	if (sqlite3_column_int(s, 5) != 1)
		bad = "stands in a table that is not STRICT";
	if (strcmp((const char *)sqlite3_column_text(s, 6), "table") != 0)
		bad = "stands in a virtual table";
	return walk_add(b, (const char *)sqlite3_column_text(s, 0),
	                (const char *)sqlite3_column_text(s, 1), type, sqlite3_column_int(s, 3), bad);
}

static enum rc columns(struct db *db, struct walk_build *b)
{
	sqlite3_stmt *s = NULL;
	enum rc rc = RC_OK;
	int code = sqlite3_prepare_v2(of(db)->h, catalogue, -1, &s, NULL);
	while (code == SQLITE_OK && rc == RC_OK && (code = sqlite3_step(s)) == SQLITE_ROW) {
		rc = one_column(b, s);
		code = SQLITE_OK;
	}
	if (rc == RC_OK && code != SQLITE_DONE)
		rc = sqlite_fail(db, code, "walk");
	sqlite3_finalize(s);
	return rc;
}

static enum rc list(struct db *db, struct walk_build *b)
{
	struct sqlite *q = of(db);
	/* Reading begins the snapshot of each file, in this order; see walk.h. */
	TRY(run(db, "SELECT count(*) FROM main.sqlite_schema"));
	TRY(run(db, "SELECT count(*) FROM files.sqlite_schema"));
	/* The catalogue is read by pragmas, which statements of the application may not use. */
	q->opened = false;
	enum rc rc = columns(db, b);
	q->opened = true;
	return rc;
}

static enum rc lock(struct db *db, const struct db_walk *w)
{
	(void)db;
	(void)w;
	return RC_OK;
}

/* --- filling -------------------------------------------------------------------------------- */

static void guards(struct db *db, int on)
{
	sqlite3_db_config(of(db)->h, SQLITE_DBCONFIG_ENABLE_FKEY, on, NULL);
	sqlite3_db_config(of(db)->h, SQLITE_DBCONFIG_ENABLE_TRIGGER, on, NULL);
}

static enum rc begin(struct db_load *l)
{
	guards(l->db, 0);
	TRY(run(l->db, "BEGIN IMMEDIATE"));
	for (int i = 0; i < l->walk->count; i++) {
		char text[200];
		snprintf(text, sizeof text, "DELETE FROM \"%s\"", l->walk->tables[i].name);
		TRY(run(l->db, text));
	}
	return RC_OK;
}

static enum rc table(struct db_load *l, const struct db_walk_table *t)
{
	sqlite3_finalize(l->handle);
	l->handle = NULL;
	if (!t)
		return RC_OK;
	buf_clear(&l->row);
	buf_printf(&l->row, "INSERT INTO \"%s\" (", t->name);
	walk_columns(&l->row, t);
	buf_z(&l->row, ") VALUES (");
	for (int i = 0; i < t->col_count; i++)
		buf_printf(&l->row, "%s?%d", i ? ", " : "", i + 1);
	buf_z(&l->row, ")");
	TRY(buf_check(&l->row, db_err(l->db)));
	sqlite3_stmt *s = NULL;
	int code = sqlite3_prepare_v2(of(l->db)->h, l->row.p, (int)l->row.n, &s, NULL);
	l->handle = s;
	return code == SQLITE_OK ? RC_OK : sqlite_fail(l->db, code, t->name);
}

static enum rc row(struct db_load *l, const struct db_val *v)
{
	sqlite3_stmt *s = l->handle;
	of(l->db)->steps = 0;
	for (int i = 0; i < l->table->col_count; i++) {
		int code = sqlite_bind(s, i + 1, &v[i], SQLITE_STATIC);
		if (code != SQLITE_OK)
			return sqlite_fail(l->db, code, l->table->name);
		l->bytes += 16 + (int64_t)v[i].s.n;
	}
	int code = sqlite3_step(s);
	sqlite3_reset(s);
	sqlite3_clear_bindings(s);
	if (code != SQLITE_DONE)
		return sqlite_fail(l->db, code, l->table->name);
	if (l->bytes < PORTION_BYTES)
		return RC_OK;
	l->bytes = 0;
	TRY(run(l->db, "COMMIT"));
	return run(l->db, "BEGIN IMMEDIATE");
}

static enum rc end(struct db_load *l, bool keep)
{
	sqlite3_finalize(l->handle);
	l->handle = NULL;
	enum rc rc = keep ? run(l->db, "COMMIT") : RC_OK;
	if (!sqlite3_get_autocommit(of(l->db)->h))
		sqlite3_exec(of(l->db)->h, "ROLLBACK", NULL, NULL, NULL);
	guards(l->db, 1);
	if (rc != RC_OK || !keep)
		return rc;
	TRY(sqlite_check(l->db));
	of(l->db)->opened = false;
	rc = run(l->db, "PRAGMA wal_checkpoint(TRUNCATE)");
	of(l->db)->opened = true;
	return rc;
}

const struct walk_ops sqlite_walk = {
	.list = list, .lock = lock, .begin = begin, .table = table, .row = row, .end = end};

/* postgres_walk.c: the tables from the catalogue, filled by COPY inside one transaction. */
#include "db/postgres.h"
#include "db/walk_inner.h"

/* Enough for few calls, little enough for memory. */
#define COPY_BYTES ((size_t)256 * 1024)

static PGconn *conn(struct db *db)
{
	return postgres_conn(db);
}

static enum rc run(struct db *db, const char *text)
{
	PGresult *r = PQexec(conn(db), text);
	enum rc rc = postgres_result(db, r, "walk");
	PQclear(r);
	return rc;
}

/* --- catalogue ------------------------------------------------------------------------------ */

static const char catalogue[] =
	"SELECT c.relname, a.attname, a.atttypid::int8, a.attgenerated <> '',"
	" coalesce(array_position(i.indkey::int2[], a.attnum) - array_lower(i.indkey::int2[], 1) + 1, "
	"0)"
	" FROM pg_catalog.pg_class c"
	" JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped"
	" LEFT JOIN pg_catalog.pg_index i ON i.indrelid = c.oid AND i.indisprimary"
	" WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')"
	" AND c.relname <> 'schema_version'"
	" ORDER BY c.relname COLLATE \"C\", a.attnum";

static bool type_of(const char *oid, enum db_type *out)
{
	static const enum db_type types[] = {DB_INT, DB_TEXT, DB_BLOB, DB_REAL};
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (strtoull(oid, NULL, 10) == postgres_oid(types[i])) {
			*out = types[i];
			return true;
		}
	return false;
}

static enum rc columns(const PGresult *r, struct walk_build *b)
{
	for (int i = 0; i < PQntuples(r); i++) {
		enum db_type type = DB_TEXT;
		const char *bad = NULL;
		if (!type_of(PQgetvalue(r, i, 2), &type))
			bad = "is of a type that the other engine lacks";
		if (*PQgetvalue(r, i, 3) == 't')
			bad = "is generated";
		TRY(walk_add(b, PQgetvalue(r, i, 0), PQgetvalue(r, i, 1), type,
		             (int)strtol(PQgetvalue(r, i, 4), NULL, 10), bad));
	}
	return RC_OK;
}

static enum rc list(struct db *db, struct walk_build *b)
{
	PGresult *r = PQexec(conn(db), catalogue);
	enum rc rc = postgres_result(db, r, "walk");
	if (rc == RC_OK)
		rc = columns(r, b);
	PQclear(r);
	return rc;
}

static enum rc lock(struct db *db, const struct db_walk *w)
{
	/* The other database may keep this one waiting between two rows. */
	enum rc rc = run(db, "SET LOCAL idle_in_transaction_session_timeout = 0");
	for (int i = 0; rc == RC_OK && i < w->count; i++) {
		char text[200];
		snprintf(text, sizeof text, "LOCK TABLE \"%s\" IN SHARE ROW EXCLUSIVE MODE",
		         w->tables[i].name);
		rc = run(db, text);
	}
	return rc;
}

/* --- filling ---------------------------------------------------------------------------------- */

/*
 * What takes rows one by one is put aside as text that brings it back: foreign keys
 * (checked at the end, all at once) and the state of every trigger.
 */
static const char aside[] =
	"SELECT format('ALTER TABLE %s DROP CONSTRAINT %I;', conrelid::regclass, conname),"
	" format('ALTER TABLE %s ADD CONSTRAINT %I %s;', conrelid::regclass, conname,"
	" pg_get_constraintdef(oid))"
	" FROM pg_catalog.pg_constraint"
	" WHERE contype = 'f' AND connamespace = current_schema()::regnamespace"
	" UNION ALL "
	"SELECT format('ALTER TABLE %s DISABLE TRIGGER %I;', t.tgrelid::regclass, t.tgname),"
	" format('ALTER TABLE %s ENABLE %s TRIGGER %I;', t.tgrelid::regclass,"
	" CASE t.tgenabled WHEN 'A' THEN 'ALWAYS' WHEN 'R' THEN 'REPLICA' ELSE '' END, t.tgname)"
	" FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid"
	" WHERE NOT t.tgisinternal AND t.tgenabled <> 'D'"
	" AND c.relnamespace = current_schema()::regnamespace";

static const char sequences[] =
	"SELECT format('SELECT setval(%L, coalesce((SELECT max(%I) FROM %s), 0) + 1, false);',"
	" pg_get_serial_sequence(c.oid::regclass::text, a.attname), a.attname, c.oid::regclass)"
	" FROM pg_catalog.pg_class c JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid"
	" WHERE a.attidentity <> '' AND c.relkind = 'r'"
	" AND c.relnamespace = current_schema()::regnamespace";

/* Runs the text in the first column of every row; what stands in the second is for `later`. */
static enum rc run_each(struct db *db, const char *query, struct buf *later)
{
	PGresult *r = PQexec(conn(db), query);
	enum rc rc = postgres_result(db, r, "walk");
	for (int i = 0; rc == RC_OK && i < PQntuples(r); i++) {
		rc = run(db, PQgetvalue(r, i, 0));
		if (later)
			buf_z(later, PQgetvalue(r, i, 1));
	}
	PQclear(r);
	return rc;
}

static enum rc truncate(struct db_load *l)
{
	if (l->walk->count == 0)
		return RC_OK;
	buf_clear(&l->row);
	for (int i = 0; i < l->walk->count; i++)
		buf_printf(&l->row, "%s \"%s\"", i ? "," : "TRUNCATE", l->walk->tables[i].name);
	buf_chr(&l->row, '\0');
	TRY(buf_check(&l->row, db_err(l->db)));
	return run(l->db, l->row.p);
}

static enum rc begin(struct db_load *l)
{
	TRY(run(l->db, "BEGIN READ WRITE; SET LOCAL statement_timeout = 0;"
	               "SET LOCAL idle_in_transaction_session_timeout = 0"));
	TRY(run_each(l->db, aside, &l->after));
	return truncate(l);
}

static void put16(struct buf *b, int v)
{
	const unsigned char p[2] = {(unsigned char)(v >> 8), (unsigned char)v};
	buf_add(b, p, sizeof p);
}

static void put32(struct buf *b, int64_t v)
{
	uint32_t big = __builtin_bswap32((uint32_t)v);
	buf_add(b, &big, sizeof big);
}

/* A field of COPY's binary form (PostgreSQL manual, COPY, "Binary Format"). */
static void put_field(struct buf *b, const struct db_val *v)
{
	uint64_t bits;
	if (v->null) {
		put32(b, -1);
		return;
	}
	if (v->type == DB_INT || v->type == DB_REAL) {
		memcpy(&bits, v->type == DB_INT ? (const void *)&v->i : &v->r, sizeof bits);
		bits = __builtin_bswap64(bits);
		put32(b, sizeof bits);
		buf_add(b, &bits, sizeof bits);
		return;
	}
	put32(b, (int64_t)v->s.n);
	buf_str(b, v->s);
}

static enum rc send(struct db_load *l)
{
	TRY(buf_check(&l->row, db_err(l->db)));
	if (l->row.n && PQputCopyData(conn(l->db), l->row.p, (int)l->row.n) != 1)
		return db_fail_io(l->db, PQerrorMessage(conn(l->db)));
	buf_clear(&l->row);
	return RC_OK;
}

static enum rc copy_start(struct db_load *l, const struct db_walk_table *t)
{
	static const char signature[] = "PGCOPY\n\377\r\n";
	buf_clear(&l->row);
	buf_printf(&l->row, "COPY \"%s\" (", t->name);
	walk_columns(&l->row, t);
	buf_z(&l->row, ") FROM STDIN (FORMAT binary)");
	buf_chr(&l->row, '\0');
	TRY(buf_check(&l->row, db_err(l->db)));
	PGresult *r = PQexec(conn(l->db), l->row.p);
	enum rc rc = PQresultStatus(r) == PGRES_COPY_IN ? RC_OK : postgres_result(l->db, r, t->name);
	PQclear(r);
	buf_clear(&l->row);
	buf_add(&l->row, signature, sizeof signature); /* its NUL belongs to it */
	put32(&l->row, 0);
	put32(&l->row, 0);
	return rc;
}

static enum rc copy_end(struct db_load *l)
{
	put16(&l->row, -1);
	TRY(send(l));
	if (PQputCopyEnd(conn(l->db), NULL) != 1)
		return db_fail_io(l->db, PQerrorMessage(conn(l->db)));
	enum rc rc = RC_OK;
	for (PGresult *r; (r = PQgetResult(conn(l->db)));) {
		if (rc == RC_OK)
			rc = postgres_result(l->db, r, "copy");
		PQclear(r);
	}
	return rc;
}

static enum rc table(struct db_load *l, const struct db_walk_table *t)
{
	return t ? copy_start(l, t) : copy_end(l);
}

static enum rc row(struct db_load *l, const struct db_val *v)
{
	put16(&l->row, l->table->col_count);
	for (int i = 0; i < l->table->col_count; i++)
		put_field(&l->row, &v[i]);
	return l->row.n < COPY_BYTES ? RC_OK : send(l);
}

static enum rc finish(struct db_load *l)
{
	buf_chr(&l->after, '\0');
	TRY(buf_check(&l->after, db_err(l->db)));
	TRY(run(l->db, l->after.p));
	TRY(run_each(l->db, sequences, NULL));
	TRY(run(l->db, "COMMIT"));
	return run(l->db, "BEGIN READ WRITE; SET LOCAL statement_timeout = 0; ANALYZE; COMMIT");
}

static enum rc end(struct db_load *l, bool keep)
{
	enum rc rc = keep ? finish(l) : RC_OK;
	if (keep && rc == RC_OK)
		return RC_OK;
	/* A COPY that was broken off is refused by the server, and the rest rolled back. */
	if (PQtransactionStatus(conn(l->db)) == PQTRANS_ACTIVE) {
		PQputCopyEnd(conn(l->db), "given up");
		for (PGresult *r; (r = PQgetResult(conn(l->db)));)
			PQclear(r);
	}
	PQclear(PQexec(conn(l->db), "ROLLBACK"));
	return rc;
}

const struct walk_ops postgres_walk = {
	.list = list, .lock = lock, .begin = begin, .table = table, .row = row, .end = end};

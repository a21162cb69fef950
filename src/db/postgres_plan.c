/*
 * postgres_plan.c: what PostgreSQL would do for a statement whatever its values are: the
 * generic plan, which a prepared statement may come to. For tests.
 */
#include "db/postgres.h"

/* "  ->  Seq Scan on person p  (cost=...)" as "Seq Scan on person p  (cost=...)". */
static struct str trimmed(const char *line)
{
	line += strspn(line, " ");
	if (strncmp(line, "->", 2) == 0)
		line += 2;
	return str_of(line + strspn(line, " "));
}

static enum rc run(struct db *db, const char *text, const char *name, PGresult **out)
{
	*out = PQexec(postgres_conn(db), text);
	return postgres_result(db, *out, name);
}

static enum rc explain(struct db *db, const struct db_stmt_def *def, const char *name,
                       const struct plan_sink *sink)
{
	struct buf text;
	PGresult *r;
	buf_init(&text, 4000);
	buf_z(&text, "EXPLAIN EXECUTE plan_seen");
	for (int i = 0; i < def->params; i++)
		buf_z(&text, i ? ", NULL" : "(NULL");
	buf_z(&text, def->params ? ")" : "");
	buf_chr(&text, '\0');
	BUG_ON(text.failed);
	enum rc rc = run(db, text.p, name, &r);
	for (int i = 0; rc == RC_OK && i < PQntuples(r); i++)
		sink->step(sink->arg, name, trimmed(PQgetvalue(r, i, 0)));
	PQclear(r);
	buf_release(&text);
	return rc;
}

static enum rc prepare(struct db *db, const struct db_stmt_def *def, const char *name)
{
	Oid types[DB_PARAMS_MAX];
	for (int i = 0; i < def->params; i++)
		types[i] = postgres_oid(def->param_types[i]);
	PGresult *r =
		PQprepare(postgres_conn(db), "plan_seen", def->text[DB_POSTGRES], def->params, types);
	enum rc rc = postgres_result(db, r, name);
	PQclear(r);
	return rc;
}

enum rc postgres_plan(struct db *db, const struct db_stmt_def *def, const char *name,
                      const struct plan_sink *sink)
{
	PGresult *r;
	TRY(prepare(db, def, name));
	enum rc rc = run(db, "SET plan_cache_mode = force_generic_plan", name, &r);
	PQclear(r);
	if (rc == RC_OK)
		rc = explain(db, def, name, sink);
	PQclear(PQexec(postgres_conn(db), "RESET plan_cache_mode; DEALLOCATE plan_seen"));
	return rc;
}

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

/* A list's limit, the last parameter: of a page. For any number a tenth of all would be reckoned.
 */
static const char *of_a_page(struct arena *mem, const char *text)
{
	const char *at = NULL;
	for (const char *next = text; (next = strstr(next, " LIMIT $")); next++)
		at = next;
	if (!at || strcmp(at + 8 + strspn(at + 8, "0123456789"), "::bigint") != 0)
		return text;
	return arena_printf(mem, "%.*s LIMIT 26", (int)(at - text), text).p;
}

static enum rc prepare(struct db *db, const struct db_stmt_def *def, const char *name)
{
	Oid types[DB_PARAMS_MAX];
	struct arena mem;
	for (int i = 0; i < def->params; i++)
		types[i] = postgres_oid(def->param_types[i]);
	arena_init(&mem);
	PGresult *r = PQprepare(postgres_conn(db), "plan_seen", of_a_page(&mem, def->text[DB_POSTGRES]),
	                        def->params, types);
	arena_release(&mem);
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

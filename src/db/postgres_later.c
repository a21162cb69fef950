/* postgres_later.c: statements on their way in a row, answered in one go; see db_later() in db.h.
 */
#include "db/postgres.h"

#define LATER_MAX 1000 /* then the answers are fetched: neither side holds much */

struct later {
	size_t count;
	struct {
		const struct db_stmt_def *def;
		int64_t *id; /* NULL: nobody asks */
	} at[LATER_MAX];
};

enum rc postgres_later_begin(struct db *db)
{
	db->later = calloc(1, sizeof(struct later));
	BUG_ON(!db->later);
	return RC_OK;
}

static enum rc take(struct db *db, const PGresult *r, const struct db_stmt_def *def, int64_t *id)
{
	struct db_val v;
	TRY(postgres_result(db, r, def->name));
	if (!id)
		return RC_OK;
	if (PQntuples(r) != 1 || PQnfields(r) != 1 || !postgres_column(r, 0, 0, DB_INT, NULL, &v))
		return db_fail_bug(db, def->name, "gives no id");
	*id = v.i;
	return RC_OK;
}

/*
 * One result and one NULL for each statement, then one for the end of the row. After a failure
 * the server leaves the rest out; the first failure is the one that counts.
 */
static enum rc answers(struct db *db, bool told)
{
	struct later *l = db->later;
	PGconn *conn = postgres_conn(db);
	enum rc rc = RC_OK;
	if (PQpipelineStatus(conn) == PQ_PIPELINE_OFF)
		return RC_OK;
	bool sent = PQpipelineSync(conn);
	for (size_t i = 0; i < l->count && sent; i++) {
		PGresult *r = PQgetResult(conn);
		if (rc == RC_OK && told)
			rc = take(db, r, l->at[i].def, l->at[i].id);
		while (r) {
			PQclear(r);
			r = PQgetResult(conn);
		}
	}
	if (sent)
		PQclear(PQgetResult(conn));
	l->count = 0;
	bool left = PQexitPipelineMode(conn);
	return rc == RC_OK && told && !(sent && left) ? postgres_result(db, NULL, "later") : rc;
}

enum rc postgres_later(struct db *db, struct db_prepared *p, const struct db_val *values,
                       int64_t *id)
{
	struct later *l = db->later;
	PGconn *conn = postgres_conn(db);
	struct postgres_params params;
	TRY(postgres_params_set(db, &params, p->def, values));
	if (l->count == LATER_MAX || !postgres_prepared(db, p)) {
		TRY(answers(db, true));
		TRY(postgres_prepare(db, p));
	}
	if (!PQenterPipelineMode(conn) ||
	    !PQsendQueryPrepared(conn, postgres_name(p).z, p->def->params, params.values,
	                         params.lengths, params.formats, 1))
		return postgres_result(db, NULL, p->def->name);
	l->at[l->count].def = p->def;
	l->at[l->count++].id = id;
	return RC_OK;
}

enum rc postgres_later_end(struct db *db)
{
	enum rc rc = answers(db, true);
	free(db->later);
	db->later = NULL;
	return rc;
}

void postgres_later_forget(struct db *db)
{
	(void)answers(db, false);
	free(db->later);
	db->later = NULL;
}

/* steps.c: what the operations and jobs of an import share, and the clean-up. */
#include "app/file/file.h"
#include "app/import/inner.h"
#include "app/job/job.h"
#include "db/sql_import.h"
#include "db/sql_op.h"

#include <inttypes.h>

/* --- shared steps -------------------------------------------------------------------------- */

enum rc import_tell(struct ctx *c, int64_t done, int64_t total, const char *say)
{
	return job_progress(c, done, total, str_of(say));
}

enum rc import_hold(struct ctx *c)
{
	return job_still_mine(c);
}

enum rc import_forget_rows(struct ctx *c, int64_t id)
{
	TRY(sql_import_blocks_drop(c->db, id, NULL));
	TRY(sql_import_faults_drop(c->db, id, NULL));
	TRY(sql_import_units_drop(c->db, id, NULL));
	return sql_import_columns_drop(c->db, id, NULL);
}

struct mark {
	struct ctx *c;
	int64_t id;
	const char *state;
	struct str say;
};

static enum rc failed_tx(void *arg)
{
	struct mark *m = arg;
	struct out none;
	bool over = strcmp(m->state, "failed") == 0;
	TRY(sql_import_state_set(m->c->db, m->id, str_of(m->state), m->say,
	                         over ? m->c->now_ms : DB_NULL, NULL));
	/* A run that met other rows than the check did: the check looks again. */
	return strcmp(m->state, "matched") == 0 ? import_next(m->c, m->id, "import.check", &none)
	                                        : RC_OK;
}

enum rc import_failed(struct ctx *c, int64_t id, enum rc rc, const char *state)
{
	struct err first = *c->err;
	struct mark m = {.c = c, .id = id, .state = state, .say = str_of(first.message)};
	/* A server that stops and a job that was taken over go on later, from where they are. */
	bool stopped = rc == RC_CANCELLED && c->job && atomic_load(&c->job->word) == JOB_CANCEL;
	if (stopped)
		m.say = STR("Đã dừng theo yêu cầu.");
	if (rc != RC_INVALID && rc != RC_TOOBIG && !stopped)
		return rc;
	err_clear(c->err);
	enum rc marked = db_tx(c->db, DB_WRITE, failed_tx, &m);
	if (marked != RC_OK)
		return marked;
	*c->err = first;
	return rc;
}

/* The next step as a job of its own, in the transaction that made it possible. */
enum rc import_next(struct ctx *c, int64_t id, const char *op, struct out *out)
{
	const struct op *step = op_find(str_of(op));
	int64_t job;
	BUG_ON(!step);
	TRY(sql_job_add(c->db, str_of(op), str_of(step->title),
	                arena_printf(c->mem, "{\"id\":\"%" PRId64 "\"}", id), c->who.account_id,
	                DB_NULL, c->now_ms, &job));
	TRY(sql_import_job_set(c->db, id, job, NULL));
	out->go = arena_printf(c->mem, "/import/%" PRId64, id);
	return RC_OK;
}

enum rc import_forget(struct ctx *c, int64_t id, int64_t file)
{
	TRY(file_remove(c, file));
	return import_forget_rows(c, id);
}

/* --- purge --------------------------------------------------------------------------------- */

struct purge {
	struct ctx *c;
	const struct sql_import_old *row;
};

static enum rc purge_tx(void *arg)
{
	struct purge *p = arg;
	struct ctx *c = p->c;
	bool over = str_eqz(p->row->state, "done") || str_eqz(p->row->state, "failed");
	TRY(import_forget(c, p->row->id, p->row->file_id));
	if (over)
		return RC_OK;
	return sql_import_state_set(c->db, p->row->id, STR("dropped"),
	                            STR("Quá 7 ngày không nhập tiếp."), c->now_ms, NULL);
}

enum rc import_purge(struct ctx *c, int64_t *imports)
{
	struct sql_import_old *rows;
	size_t n;
	*imports = 0;
	TRY(sql_import_old(c->db, c->mem, c->now_ms - IMPORT_KEEP_MS, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		struct purge p = {.c = c, .row = &rows[i]};
		TRY(db_tx(c->db, DB_WRITE, purge_tx, &p));
		++*imports;
	}
	return RC_OK;
}

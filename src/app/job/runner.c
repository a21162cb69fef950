/* runner.c: one job through the gate, and how it ends. */
#include "app/job/job.h"
#include "auth/session.h"
#include "base/clock.h"
#include "base/json_out.h"
#include "base/log.h"
#include "op/gate.h"

#include <inttypes.h>

/* --- for functions that run as jobs ---------------------------------------------------- */

enum rc job_progress(struct ctx *c, int64_t done, int64_t total, struct str say)
{
	return c->job ? job_tell(c->job, done, total, say, c->err) : RC_OK;
}

enum rc job_still_mine(struct ctx *c)
{
	return c->job ? job_hold(c->job, c->db, c->mem, c->err) : RC_OK;
}

void job_result_file(struct ctx *c, int64_t file_id)
{
	if (c->job)
		c->job->file_id = file_id;
}

/* --- the result ---------------------------------------------------------------------------- */

static struct str facts_json(struct arena *mem, const struct out *out)
{
	struct buf b;
	buf_init(&b, 256 * 1024);
	struct json_out j = json_out_to(&b);
	json_obj(&j, NULL);
	for (int i = 0; i < out->fact_count; i++)
		json_str(&j, out->facts[i].label, out->facts[i].value);
	json_end(&j);
	struct str s = b.failed ? STR("{}") : arena_str(mem, buf_view(&b));
	buf_release(&b);
	return s;
}

/* Where the result can be seen: what the function said, or the page of what it made. */
static struct str result_link(struct ctx *c, const struct out *out)
{
	const struct op *then = c->op->then ? op_find(str_of(c->op->then)) : NULL;
	if (out->go.n)
		return out->go;
	if (then && then->kind == OP_VIEW && out->id != DB_NULL)
		return arena_printf(c->mem, "/%s/%" PRId64, then->object->name, out->id);
	return STR("");
}

static enum rc end_in_tx(struct ctx *c, const struct out *out, bool over)
{
	struct job_result r = {.say = out->say.p ? out->say : STR(""),
	                       .facts = facts_json(c->mem, out),
	                       .link = result_link(c, out),
	                       .file_id = c->job->file_id,
	                       .over = over};
	return job_done(c->job, c->db, c->mem, c->now_ms, &r, c->err);
}

static enum rc before_commit(struct ctx *c, struct out *out)
{
	return end_in_tx(c, out, false);
}

struct over {
	struct ctx *c;
	const struct out *out;
};

static enum rc over_tx(void *arg)
{
	struct over *o = arg;
	return end_in_tx(o->c, o->out, true);
}

/* --- one run -----------------------------------------------------------------------------------
 */

static enum rc act_as(struct ctx *c, int64_t account_id)
{
	principal_nobody(&c->who, "job");
	if (account_id == DB_NULL)
		return RC_OK;
	/* Password and second factor were in order when the job was asked for. */
	return account_principal(c->db, c->mem, account_id, c->today, "job", &c->who, c->err);
}

static enum rc through_the_gate(struct ctx *c, const struct job_task *task)
{
	const struct op *op = op_find(task->op);
	struct field_errors *errors = arena_alloc(c->mem, sizeof *errors);
	struct gate_how how = {.idempotency = STR("")};
	struct out *out = arena_alloc(c->mem, sizeof *out);
	struct values v;
	if (!op || op->kind == OP_LIST || op->kind == OP_VIEW)
		return err_set(c->err, RC_BUG, "Chương trình này không có thao tác \"%.*s\".",
		               STR_ARG(task->op));
	/* Whatever such a function does through the gate ends a piece of the work, not the job. */
	if (op->flags & OP_OWN_TX)
		c->before_commit = NULL;
	TRY(act_as(c, task->account_id));
	values_init(&v, c->mem);
	TRY(values_from_json(&v, task->input, c->err));
	TRY(gate_run(c, op, &v, &how, errors, out));
	if (c->job->ended)
		return RC_OK;
	struct over o = {.c = c, .out = out};
	return db_tx(c->db, DB_WRITE, over_tx, &o);
}

static enum rc run_task(struct job_runner *r, struct db *db, struct arena *mem, int64_t now_ms,
                        const struct job_task *task, struct err *e)
{
	struct ctx *c = arena_alloc(mem, sizeof *c);
	*c = (struct ctx){.app = r->app,
	                  .mem = mem,
	                  .db = db,
	                  .err = e,
	                  .now_ms = now_ms,
	                  .today = date_at(now_ms),
	                  .request_id = arena_printf(mem, "job-%" PRId64, r->open->id),
	                  .remote = STR(""),
	                  .agent = STR(""),
	                  .job = r->open,
	                  .before_commit = before_commit,
	                  .object_id = DB_NULL,
	                  .object_person = DB_NULL,
	                  .object_unit = DB_NULL,
	                  .object_label = STR(""),
	                  .object_state = STR("")};
	return through_the_gate(c, task);
}

/* The end of the run that is open; it stays open when the database does not answer. */
static enum rc close_run(struct job_runner *r, struct db *db, int64_t now_ms)
{
	if (r->open_rc != RC_OK)
		TRY(job_end(r->open, db, now_ms, r->open_rc, str_of(r->open_message)));
	job_release(r->open);
	r->open = NULL;
	return RC_OK;
}

enum rc job_run_next(struct job_runner *r, struct db *db, struct arena *mem, int64_t now_ms,
                     struct err *e)
{
	struct job_task task;
	int64_t began_ms = clock_mono_ms(), took_ms;
	if (r->open)
		TRY(close_run(r, db, now_ms));
	TRY(job_claim(r->pool, db, mem, now_ms, &task, &r->open));
	int64_t id = r->open->id, attempt = r->open->attempt;
	log_line(LOG_INFO, "job", "id=%" PRId64 " op=%.*s attempt=%" PRId64, id, STR_ARG(task.op),
	         attempt);
	r->open_rc = run_task(r, db, mem, now_ms, &task, e);
	took_ms = clock_mono_ms() - began_ms;
	snprintf(r->open_message, sizeof r->open_message, "%s",
	         e->message[0] ? e->message : "Có lỗi trong hệ thống.");
	log_line(r->open_rc == RC_OK || r->open_rc == RC_CANCELLED ? LOG_INFO : LOG_ERROR, "job",
	         "id=%" PRId64 " op=%.*s code=%s ms=%" PRId64 " detail=%s", id, STR_ARG(task.op),
	         rc_word(r->open_rc), took_ms, e->detail);
	err_clear(e);
	return close_run(r, db, now_ms + took_ms);
}

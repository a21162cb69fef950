/*
 * run.c: checked rows go in. "all": one transaction, or nothing. "good": block by block, each
 * with its mark in the same transaction, so that an interrupted run goes on where it was; a
 * kind whose rows depend on each other (`whole`) has one transaction here too. Every row is
 * checked once more against what is there now.
 */
#include "app/file/file.h"
#include "app/import/inner.h"
#include "base/json_out.h"
#include "db/sql_import.h"

#include <inttypes.h>

#define ROOMY_ROWS 2000 /* from here on the database is given more memory */

struct run {
	struct ctx *c;
	int64_t id;
	struct import_work w;
	struct import_batch b;
	int64_t seen;
	int64_t counts[4];       /* committed */
	int64_t batch_counts[4]; /* of the batch at hand */
	bool strict;             /* mode "all": one bad row undoes everything */
};

/* --- one batch ----------------------------------------------------------------------------- */

static enum rc check_batch(struct run *r, int64_t block)
{
	memset(r->batch_counts, 0, sizeof r->batch_counts);
	TRY(import_batch_check(&r->w, block, &r->b));
	for (size_t i = 0; i < r->b.count && !r->b.done; i++)
		r->batch_counts[r->b.rows[i].does]++;
	return RC_OK;
}

/* One line for each batch: which objects it made and changed. */
static enum rc journal_batch(struct run *r)
{
	struct ctx *c = r->c;
	struct buf b;
	buf_init(&b, 1 << 24);
	struct json_out j = json_out_to(&b);
	json_obj(&j, NULL);
	json_int(&j, "id", r->id);
	json_z(&j, "kind", r->w.kind->name);
	for (int does = ROW_NEW; does <= ROW_EDIT; does++) {
		json_arr(&j, does == ROW_NEW ? "new" : "changed");
		for (size_t i = 0; i < r->b.count; i++)
			if (r->b.rows[i].does == (enum row_does)does)
				json_int(&j, NULL, r->b.rows[i].id);
		json_end(&j);
	}
	json_end(&j);
	enum rc rc = buf_check(&b, c->err);
	if (rc == RC_OK)
		rc = import_journal(&r->w, &(struct import_line){.op = "import.run",
		                                                 .object = "import",
		                                                 .object_id = r->id,
		                                                 .person_id = DB_NULL,
		                                                 .unit_id = r->w.import.unit_id,
		                                                 .detail = buf_view(&b)});
	buf_release(&b);
	return rc;
}

static enum rc write_faults(struct run *r)
{
	struct ctx *c = r->c;
	const struct import_batch *b = &r->b;
	int64_t no = 0;
	if (b->count == 0)
		return RC_OK;
	TRY(sql_import_faults_drop_rows(c->db, r->id, b->rows[0].no, b->rows[b->count - 1].no, NULL));
	for (size_t i = 0; i < b->count; i++)
		for (const struct import_fault *f = b->rows[i].faults; f; f = f->next)
			TRY(sql_import_fault_add(c->db, r->id, f->bad ? STR("bad") : STR("warn"), b->rows[i].no,
			                         no++, f->col, f->say, NULL));
	return RC_OK;
}

static enum rc write_batch(struct run *r)
{
	TRY(r->w.kind->store(&r->w, r->b.rows, r->b.count));
	if (r->batch_counts[ROW_NEW] + r->batch_counts[ROW_EDIT])
		TRY(journal_batch(r));
	TRY(write_faults(r));
	for (int64_t i = 0; i < r->b.blocks; i++)
		TRY(sql_import_block_done(r->c->db, r->id, r->b.block + i, NULL));
	return RC_OK;
}

/* Inside DB_WRITE, after check_batch(). What it allocates goes with the batch. */
static enum rc apply_batch(struct run *r)
{
	struct ctx *c = r->c;
	struct arena *mem = c->mem;
	c->mem = &r->w.mem;
	enum rc rc = write_batch(r);
	c->mem = mem;
	return rc;
}

/* --- the two modes ------------------------------------------------------------------------- */

static enum rc load_tx(void *arg)
{
	struct run *r = arg;
	r->w.storing = true;
	return import_work_begin(&r->w, r->c, r->id);
}

static enum rc finish(struct run *r)
{
	struct ctx *c = r->c;
	if (r->w.kind->finish)
		TRY(r->w.kind->finish(&r->w));
	TRY(file_remove(c, r->w.import.file_id));
	return sql_import_state_set(c->db, r->id, STR("done"), STR(""), c->now_ms, NULL);
}

static enum rc progress(struct run *r)
{
	r->seen += (int64_t)r->b.count;
	for (int i = 0; i < 4; i++)
		r->counts[i] += r->batch_counts[i];
	return import_tell(r->c, r->seen, r->w.import.row_count, "Đang ghi");
}

static enum rc refuse_bad(struct run *r)
{
	for (size_t i = 0; i < r->b.count; i++)
		for (const struct import_fault *f = r->b.rows[i].faults; f; f = f->next)
			if (f->bad)
				return err_set(r->c->err, RC_INVALID,
				               "Dòng %" PRId64 " không còn đúng: %.*s Chưa có dòng nào được ghi; "
				               "xin kiểm tra lại.",
				               r->b.rows[i].no, STR_ARG(f->say));
	return RC_OK;
}

static enum rc whole_tx(void *arg)
{
	struct run *r = arg;
	enum rc rc;
	TRY(import_hold(r->c));
	TRY(unknown_units_make(r->c, r->id));
	TRY(load_tx(r));
	r->seen = 0;
	memset(r->counts, 0, sizeof r->counts);
	for (int64_t no = 0; (rc = check_batch(r, no)) == RC_OK; no += r->b.blocks) {
		if (r->strict)
			TRY(refuse_bad(r));
		TRY(apply_batch(r));
		TRY(progress(r));
	}
	if (rc != RC_NOTFOUND)
		return rc;
	TRY(sql_import_counts_set(r->c->db, r->id, STR("running"), r->counts[ROW_NEW],
	                          r->counts[ROW_EDIT], r->counts[ROW_SAME], r->counts[ROW_BAD],
	                          r->w.import.warn_count, NULL));
	return finish(r);
}

static enum rc units_tx(void *arg)
{
	struct run *r = arg;
	TRY(import_hold(r->c));
	return unknown_units_make(r->c, r->id);
}

static enum rc batch_tx(void *arg)
{
	struct run *r = arg;
	TRY(import_hold(r->c));
	TRY(apply_batch(r));
	/* The counts of batches that are done must outlive an interrupted run. */
	return sql_import_counts_add(r->c->db, r->id, r->batch_counts[ROW_NEW],
	                             r->batch_counts[ROW_EDIT], r->batch_counts[ROW_SAME],
	                             r->batch_counts[ROW_BAD], NULL);
}

static enum rc finish_tx(void *arg)
{
	struct run *r = arg;
	TRY(import_hold(r->c));
	return finish(r);
}

/* Somebody may take a number between our look and our writing: then we look again, twice. */
static enum rc good_batch(struct run *r, int64_t block)
{
	enum rc rc = RC_CONFLICT;
	for (int i = 0; i < 3 && rc == RC_CONFLICT; i++) {
		if (i > 0) {
			err_clear(r->c->err);
			TRY(db_tx(r->c->db, DB_READ, load_tx, r));
		}
		TRY(check_batch(r, block));
		rc = r->b.done ? RC_OK : db_tx(r->c->db, DB_WRITE, batch_tx, r);
	}
	return rc;
}

static enum rc run_good(struct run *r)
{
	enum rc rc;
	TRY(db_tx(r->c->db, DB_WRITE, units_tx, r));
	TRY(db_tx(r->c->db, DB_READ, load_tx, r));
	for (int64_t no = 0; (rc = good_batch(r, no)) == RC_OK; no += r->b.blocks)
		TRY(progress(r));
	return rc == RC_NOTFOUND ? db_tx(r->c->db, DB_WRITE, finish_tx, r) : rc;
}

enum rc import_run(struct ctx *c, int64_t id)
{
	struct sql_import_get now;
	const struct import_kind *kind;
	TRY(import_get(c, id, &now, &kind));
	if (str_eqz(now.state, "done")) /* a run before this one ended just after its last commit */
		return RC_OK;
	if (!str_eqz(now.state, "running"))
		return err_set(c->err, RC_CONFLICT, "Danh sách này không ở bước nhập.");
	struct run r = {.c = c, .id = id, .strict = str_eqz(now.mode, "all")};
	bool one = r.strict || kind->whole;
	db_roomy(c->db, one && now.row_count > ROOMY_ROWS);
	enum rc rc = one ? db_tx(c->db, DB_WRITE, whole_tx, &r) : run_good(&r);
	db_roomy(c->db, false);
	import_work_end(&r.w);
	return import_failed(c, id, rc, "matched");
}

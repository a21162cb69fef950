/* check_all.c: the job that checks every row and writes down what is wrong. */
#include "app/import/inner.h"
#include "db/sql_import.h"

struct kept_fault {
	int64_t row;
	struct import_fault f;
};

struct check_run {
	struct ctx *c;
	int64_t id;
	struct import_work w;
	int64_t counts[4], warned, seen;
	struct arena mem; /* the faults */
	struct kept_fault *faults;
	size_t fault_count, fault_room;
};

static void keep_faults(struct check_run *r, const struct import_row *row)
{
	for (const struct import_fault *f = row->faults; f; f = f->next) {
		if (r->fault_count == r->fault_room) {
			r->fault_room = r->fault_room ? r->fault_room * 2 : 1024;
			r->faults = realloc(r->faults, r->fault_room * sizeof *r->faults);
			BUG_ON(!r->faults);
		}
		struct kept_fault *kept = &r->faults[r->fault_count++];
		*kept = (struct kept_fault){.row = row->no, .f = *f};
		kept->f.say = arena_str(&r->mem, f->say);
	}
}

static void reset(struct check_run *r)
{
	import_work_end(&r->w);
	free(r->faults);
	arena_release(&r->mem);
	*r = (struct check_run){.c = r->c, .id = r->id};
	arena_init(&r->mem);
}

static enum rc read_tx(void *arg)
{
	struct check_run *r = arg;
	struct import_work *w = &r->w;
	struct import_batch b;
	enum rc rc;
	reset(r);
	TRY(import_work_begin(w, r->c, r->id));
	if (!str_eqz(w->import.state, "matched"))
		return err_set(r->c->err, RC_CONFLICT,
		               "Danh sách này đã kiểm tra hoặc vừa được ghép cột lại.");
	for (int64_t no = 0; (rc = import_batch_check(w, no, &b)) == RC_OK; no += b.blocks) {
		for (size_t i = 0; i < b.count; i++) {
			r->counts[b.rows[i].does]++;
			r->warned += b.rows[i].warned && b.rows[i].does != ROW_BAD;
			keep_faults(r, &b.rows[i]);
		}
		r->seen += (int64_t)b.count;
		TRY(import_tell(r->c, r->seen, w->import.row_count, "Đang kiểm tra"));
	}
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

static enum rc write_tx(void *arg)
{
	struct check_run *r = arg;
	struct ctx *c = r->c;
	struct sql_import_get now;
	TRY(import_hold(c));
	TRY(sql_import_get(c->db, c->mem, r->id, &now));
	if (now.version != r->w.import.version)
		return err_set(c->err, RC_CONFLICT,
		               "Danh sách vừa được ghép cột lại; lần kiểm tra sau thay cho lần này.");
	TRY(sql_import_faults_drop(c->db, r->id, NULL));
	for (size_t i = 0; i < r->fault_count; i++)
		TRY(sql_import_fault_add(c->db, r->id, r->faults[i].f.bad ? STR("bad") : STR("warn"),
		                         r->faults[i].row, (int64_t)i, r->faults[i].f.col,
		                         r->faults[i].f.say, NULL));
	TRY(unknown_units_write(&r->w));
	return sql_import_counts_set(c->db, r->id, STR("checked"), r->counts[ROW_NEW],
	                             r->counts[ROW_EDIT], r->counts[ROW_SAME], r->counts[ROW_BAD],
	                             r->warned, NULL);
}

enum rc import_check(struct ctx *c, int64_t id)
{
	struct check_run r = {.c = c, .id = id};
	arena_init(&r.mem);
	enum rc rc = db_tx(c->db, DB_READ, read_tx, &r);
	if (rc == RC_OK)
		rc = db_tx(c->db, DB_WRITE, write_tx, &r);
	reset(&r);
	arena_release(&r.mem);
	return import_failed(c, id, rc, "read");
}

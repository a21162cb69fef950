/* check_all.c: the job that checks every row and writes down what is wrong. */
#include "app/import/inner.h"

struct kept_fault {
	int64_t row;
	struct fault f;
};

struct check_run {
	struct ctx *c;
	int64_t id;
	struct world w;
	struct checker k;
	int64_t counts[4], warned, seen;
	struct arena mem; /* the faults */
	struct kept_fault *faults;
	size_t fault_count, fault_room;
};

static void keep_faults(struct check_run *r, int64_t row)
{
	for (int i = 0; i < r->k.fault_count; i++) {
		if (r->fault_count == r->fault_room) {
			r->fault_room = r->fault_room ? r->fault_room * 2 : 1024;
			r->faults = realloc(r->faults, r->fault_room * sizeof *r->faults);
			BUG_ON(!r->faults);
		}
		struct fault f = r->k.faults[i];
		f.say = arena_str(&r->mem, f.say);
		r->faults[r->fault_count++] = (struct kept_fault){.row = row, .f = f};
	}
}

static enum rc check_block(struct check_run *r, struct str rest)
{
	struct block_row row;
	struct person_row person;
	while (block_next(&rest, &row)) {
		if (row.no <= r->k.import.head_row)
			continue;
		TRY(check_row(&r->k, &row, &person));
		r->counts[person.does]++;
		r->warned += person.warned && person.does != ROW_BAD;
		keep_faults(r, row.no);
		r->seen++;
	}
	return import_tell(r->c, r->seen, r->k.import.row_count, "Đang kiểm tra");
}

static void reset(struct check_run *r)
{
	checker_free(&r->k);
	world_free(&r->w);
	free(r->faults);
	arena_release(&r->mem);
	*r = (struct check_run){.c = r->c, .id = r->id};
	arena_init(&r->mem);
}

static enum rc read_tx(void *arg)
{
	struct check_run *r = arg;
	struct ctx *c = r->c;
	struct arena mem;
	enum rc rc;
	reset(r);
	TRY(world_load(c, &r->w));
	TRY(checker_init(&r->k, c, r->id, &r->w));
	if (!str_eqz(r->k.import.state, "matched"))
		return err_set(c->err, RC_CONFLICT,
		               "Danh sách này đã kiểm tra hoặc vừa được ghép cột lại.");
	arena_init(&mem);
	for (int64_t no = 0;; no++) {
		struct str plain;
		bool done;
		rc = block_open(c, r->id, no, &mem, &plain, &done);
		if (rc == RC_OK)
			rc = check_block(r, plain);
		arena_reset(&r->k.mem);
		arena_reset(&mem);
		if (rc != RC_OK)
			break;
	}
	arena_release(&mem);
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

/* Choices for names that the file still has are kept; the others go. */
static enum rc write_units(struct check_run *r)
{
	struct ctx *c = r->c;
	TRY(sql_import_units_drop(c->db, r->id, NULL));
	for (size_t i = 0; i < r->k.unknown_count; i++) {
		struct unknown_unit *u = &r->k.unknown[i];
		struct date since = u->since.days == DATE_OPEN.days ? c->today : u->since;
		TRY(sql_import_unit_put(c->db, r->id, u->fold, u->name, u->rows, since, NULL));
		for (size_t j = 0; j < r->k.unit_count; j++)
			if (str_eq(r->k.units[j].fold, u->fold))
				TRY(sql_import_unit_choose(c->db, r->id, u->fold, r->k.units[j].unit_id,
				                           r->k.units[j].parent_id, NULL));
	}
	return RC_OK;
}

static enum rc write_tx(void *arg)
{
	struct check_run *r = arg;
	struct ctx *c = r->c;
	struct sql_import_get now;
	TRY(import_hold(c));
	TRY(sql_import_get(c->db, c->mem, r->id, &now));
	if (now.version != r->k.import.version)
		return err_set(c->err, RC_CONFLICT,
		               "Danh sách vừa được ghép cột lại; lần kiểm tra sau thay cho lần này.");
	TRY(sql_import_faults_drop(c->db, r->id, NULL));
	for (size_t i = 0; i < r->fault_count; i++)
		TRY(sql_import_fault_add(c->db, r->id, r->faults[i].f.bad ? STR("bad") : STR("warn"),
		                         r->faults[i].row, (int64_t)i, r->faults[i].f.col,
		                         r->faults[i].f.say, NULL));
	TRY(write_units(r));
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

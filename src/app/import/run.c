/*
 * run.c: checked rows become people. "all": one transaction, or nothing. "good": block by block,
 * each with its mark in the same transaction, so that an interrupted run goes on where it was.
 * Every row is checked once more against what is there now.
 */
#include "app/file/file.h"
#include "app/import/inner.h"
#include "base/json_out.h"
#include "journal/journal.h"
#include "op/gate.h"
#include "viet/viet.h"

#include <inttypes.h>

#define INDEX_NOW_MAX 2000

struct run {
	struct ctx *c;
	int64_t id;
	struct world w;
	struct checker k;
	struct arena block_mem;
	struct person_row rows[IMPORT_BLOCK]; /* of the block at hand */
	struct fault faults[IMPORT_BLOCK * 2];
	int64_t fault_rows[IMPORT_BLOCK * 2];
	int count, fault_count;
	int64_t block, seen;
	int64_t counts[4];       /* committed */
	int64_t block_counts[4]; /* of the block at hand */
	bool done;               /* the block was done by an earlier run */
	bool later; /* so many that the search box learns of them in a job after this one */
};

/* --- units that the file brings along --------------------------------------------------------- */

static enum rc make_unit(struct run *r, const struct sql_import_units_of *u)
{
	struct ctx *c = r->c;
	struct sql_unit_version_last above;
	struct unit_new n = {.parent_id = u->parent_id,
	                     .kind = STR("other"),
	                     .name = u->name,
	                     .code = STR(""),
	                     .short_name = STR(""),
	                     .basis = STR("Nhập từ tệp"),
	                     .position = 0,
	                     .on = u->since};
	int64_t id;
	TRY(sql_unit_version_last(c->db, c->mem, u->parent_id, &above));
	if (above.valid_from.days > n.on.days)
		n.on = above.valid_from;
	TRY(org_unit_add(c, &n, &id));
	return sql_import_unit_choose(c->db, r->id, u->fold, id, DB_NULL, NULL);
}

static enum rc make_units(struct run *r)
{
	struct sql_import_units_of *units;
	size_t n;
	bool any = false;
	TRY(sql_import_units_of(r->c->db, r->c->mem, r->id, &units, &n));
	for (size_t i = 0; i < n; i++) {
		if (units[i].parent_id == DB_NULL || units[i].unit_id != DB_NULL)
			continue;
		TRY(make_unit(r, &units[i]));
		any = true;
	}
	return any ? org_refresh_units(r->c) : RC_OK;
}

/* --- one block, checked again -------------------------------------------------------------- */

static void keep_faults(struct run *r, int64_t row)
{
	for (int i = 0; i < r->k.fault_count && r->fault_count < COUNT(r->faults); i++) {
		r->fault_rows[r->fault_count] = row;
		r->faults[r->fault_count++] = r->k.faults[i];
	}
}

static enum rc check_block(struct run *r)
{
	struct block_row row;
	struct str rest;
	arena_reset(&r->block_mem);
	arena_reset(&r->k.mem);
	r->count = r->fault_count = 0;
	memset(r->block_counts, 0, sizeof r->block_counts);
	TRY(block_open(r->c, r->id, r->block, &r->block_mem, &rest, &r->done));
	while (!r->done && block_next(&rest, &row)) {
		struct person_row *p = &r->rows[r->count];
		if (row.no <= r->k.import.head_row)
			continue;
		TRY(check_row(&r->k, &row, p));
		keep_faults(r, row.no);
		if (p->does == ROW_NEW && p->alike && r->k.import.skip_doubles)
			p->does = ROW_BAD;
		r->block_counts[p->does]++;
		r->count++;
	}
	return RC_OK;
}

/* --- what a row does ----------------------------------------------------------------------- */

static enum rc add_new(struct run *r)
{
	struct ctx *c = r->c;
	struct person_bulk *many = arena_array(&r->block_mem, (size_t)r->count + 1, sizeof *many);
	size_t n = 0;
	for (int i = 0; i < r->count; i++) {
		struct person_row *p = &r->rows[i];
		if (p->does != ROW_NEW)
			continue;
		many[n] = (struct person_bulk){.p = p->p, .number_kind = p->number_kind};
		memcpy(many[n++].number_hash, p->number_hash, KEYS_HASH_BYTES);
	}
	TRY(org_people_add(c, many, n, !r->later));
	for (int i = 0, k = 0; i < r->count; i++)
		if (r->rows[i].does == ROW_NEW)
			r->rows[i].id = many[k++].id;
	return RC_OK;
}

static enum rc new_post(struct ctx *c, const struct person_row *p)
{
	struct sql_post_main_open *posts;
	size_t n;
	int64_t id;
	TRY(sql_post_main_open(c->db, c->mem, p->id, p->p.since, &posts, &n));
	for (size_t i = 0; i < n; i++)
		TRY(sql_post_end(c->db, posts[i].id, p->p.since, NULL));
	return sql_post_add(c->db, p->id, p->p.unit_id, p->p.post_title, 1, STR("Nhập từ tệp"),
	                    p->p.since, DATE_OPEN, &id);
}

static struct journal_line line_of(const struct run *r, const char *op)
{
	const struct ctx *c = r->c;
	return (struct journal_line){
		.at_ms = c->now_ms,
		.account_id = c->who.account_id,
		.origin = arena_printf(c->mem, "%s %.*s", c->who.origin, STR_ARG(c->remote)),
		.request = c->request_id,
		.op = op,
		.object = "import",
		.object_id = r->id,
		.person_id = DB_NULL,
		.unit_id = r->k.import.unit_id};
}

static enum rc put_sealed(struct run *r, const struct person_row *p, struct json_out *j,
                          const char *name, struct str text)
{
	struct ctx *c = r->c;
	if (text.n == 0)
		return RC_OK;
	TRY(journal_seal(c->db, c->app->keys, c->mem, p->id, text, &text));
	json_str(j, name, text);
	return RC_OK;
}

static enum rc put_changes(struct run *r, const struct person_row *p, struct json_out *j)
{
	const struct person_new *n = &p->p;
	json_int(j, "id", p->id);
	TRY(put_sealed(r, p, j, "name", n->name));
	if (!date_is_none(n->birth))
		TRY(put_sealed(r, p, j, "birth", str_of(date_iso(n->birth).z)));
	json_str(j, "gender", n->gender);
	json_str(j, "cadre", n->cadre);
	TRY(put_sealed(r, p, j, "email", n->email));
	TRY(put_sealed(r, p, j, "phone", n->phone));
	if (p->number)
		TRY(put_sealed(r, p, j, "cccd", n->cccd));
	if (p->post) {
		json_int(j, "unit_id", n->unit_id);
		json_str(j, "post_title", n->post_title);
		json_z(j, "since", date_iso(n->since).z);
	}
	json_int(j, "_import", r->id);
	return RC_OK;
}

/* As if it had been typed: whoever looks for what was done to a person finds it there. */
static enum rc journal_edit(struct run *r, const struct person_row *p)
{
	struct ctx *c = r->c;
	struct journal_line line = line_of(r, "person.edit");
	struct sql_person_get now;
	struct buf b;
	TRY(sql_person_get(c->db, c->mem, p->id, &now));
	buf_init(&b, 64 * 1024);
	struct json_out j = json_out_to(&b);
	json_obj(&j, NULL);
	enum rc rc = put_changes(r, p, &j);
	json_end(&j);
	line.object = "person";
	line.object_id = line.person_id = p->id;
	line.unit_id = now.unit_id;
	line.detail = buf_view(&b);
	if (rc == RC_OK)
		rc = buf_check(&b, c->err);
	if (rc == RC_OK)
		rc = journal_add(c->db, &line);
	buf_release(&b);
	return rc;
}

static enum rc edit(struct run *r, const struct person_row *p)
{
	struct ctx *c = r->c;
	const struct person_new *n = &p->p;
	int64_t id;
	TRY(sql_person_set(c->db, p->id, n->name, viet_name_key(c->mem, n->name),
	                   viet_fold(c->mem, n->name), VIET_KEY_VERSION, n->gender, n->birth, n->cadre,
	                   n->email, n->phone, NULL));
	if (p->post)
		TRY(new_post(c, p));
	if (p->number)
		TRY(org_identifier_add(c, p->id, p->number_kind, n->cccd,
		                       date_is_none(n->since) ? c->today : n->since, &id));
	TRY(journal_edit(r, p));
	return org_refresh_person(c, p->id);
}

/* One line for each block: which records it made and changed. */
static enum rc journal_block(struct run *r)
{
	struct ctx *c = r->c;
	struct buf b;
	buf_init(&b, 1 << 20);
	struct json_out j = json_out_to(&b);
	json_obj(&j, NULL);
	json_int(&j, "id", r->id);
	for (int does = ROW_NEW; does <= ROW_EDIT; does++) {
		json_arr(&j, does == ROW_NEW ? "new" : "changed");
		for (int i = 0; i < r->count; i++)
			if (r->rows[i].does == (enum row_does)does)
				json_int(&j, NULL, r->rows[i].id);
		json_end(&j);
	}
	json_end(&j);
	struct journal_line line = line_of(r, "import.run");
	line.detail = buf_view(&b);
	enum rc rc = buf_check(&b, c->err);
	if (rc == RC_OK)
		rc = journal_add(c->db, &line);
	buf_release(&b);
	return rc;
}

static enum rc write_faults(struct run *r)
{
	struct ctx *c = r->c;
	if (r->count == 0)
		return RC_OK;
	TRY(sql_import_faults_drop_rows(c->db, r->id, r->rows[0].no, r->rows[r->count - 1].no, NULL));
	for (int i = 0; i < r->fault_count; i++)
		TRY(sql_import_fault_add(c->db, r->id, r->faults[i].bad ? STR("bad") : STR("warn"),
		                         r->fault_rows[i], i, r->faults[i].col, r->faults[i].say, NULL));
	return RC_OK;
}

/* Inside DB_WRITE, after check_block(). What it allocates goes with the block. */
static enum rc apply_block(struct run *r)
{
	struct ctx *c = r->c;
	struct arena *mem = c->mem;
	c->mem = &r->block_mem;
	enum rc rc = add_new(r);
	for (int i = 0; i < r->count && rc == RC_OK; i++)
		if (r->rows[i].does == ROW_EDIT)
			rc = edit(r, &r->rows[i]);
	if (rc == RC_OK && r->block_counts[ROW_NEW] + r->block_counts[ROW_EDIT])
		rc = journal_block(r);
	if (rc == RC_OK)
		rc = write_faults(r);
	if (rc == RC_OK)
		rc = sql_import_block_done(c->db, r->id, r->block, NULL);
	c->mem = mem;
	return rc;
}

/* --- the two modes ------------------------------------------------------------------------- */

static void free_world(struct run *r)
{
	checker_free(&r->k);
	world_free(&r->w);
	r->k = (struct checker){0};
	r->w = (struct world){0};
}

static enum rc load_tx(void *arg)
{
	struct run *r = arg;
	free_world(r);
	TRY(world_load(r->c, &r->w));
	return checker_init(&r->k, r->c, r->id, &r->w);
}

static enum rc index_later(struct run *r)
{
	struct ctx *c = r->c;
	int64_t job;
	return r->later ? sql_job_add(c->db, STR("import.index"), STR("Cập nhật ô tìm kiếm"), STR("{}"),
	                              c->who.account_id, DB_NULL, c->now_ms, &job)
	                : RC_OK;
}

static enum rc finish(struct run *r)
{
	struct ctx *c = r->c;
	TRY(index_later(r));
	TRY(file_remove(c, r->k.import.file_id));
	TRY(sql_import_counts_set(c->db, r->id, STR("running"), r->counts[ROW_NEW], r->counts[ROW_EDIT],
	                          r->counts[ROW_SAME], r->counts[ROW_BAD], r->k.import.warn_count,
	                          NULL));
	return sql_import_state_set(c->db, r->id, STR("done"), STR(""), c->now_ms, NULL);
}

static enum rc progress(struct run *r)
{
	r->seen += r->count;
	for (int i = 0; i < 4; i++)
		r->counts[i] += r->block_counts[i];
	return import_tell(r->c, r->seen, r->k.import.row_count, "Đang ghi");
}

static enum rc refuse_all(struct run *r)
{
	for (int i = 0; i < r->fault_count; i++)
		if (r->faults[i].bad)
			return err_set(r->c->err, RC_INVALID,
			               "Dòng %" PRId64
			               " không còn đúng: %.*s Chưa có dòng nào được ghi; xin kiểm tra lại.",
			               r->fault_rows[i], STR_ARG(r->faults[i].say));
	return RC_OK;
}

static enum rc all_tx(void *arg)
{
	struct run *r = arg;
	enum rc rc;
	TRY(import_hold(r->c));
	TRY(make_units(r));
	TRY(load_tx(r));
	r->seen = 0;
	memset(r->counts, 0, sizeof r->counts);
	for (r->block = 0; (rc = check_block(r)) == RC_OK; r->block++) {
		TRY(refuse_all(r));
		TRY(apply_block(r));
		TRY(progress(r));
	}
	return rc == RC_NOTFOUND ? finish(r) : rc;
}

static enum rc units_tx(void *arg)
{
	struct run *r = arg;
	TRY(import_hold(r->c));
	return make_units(r);
}

static enum rc block_tx(void *arg)
{
	struct run *r = arg;
	TRY(import_hold(r->c));
	TRY(apply_block(r));
	/* The counts of blocks that are done must outlive an interrupted run. */
	return sql_import_counts_add(r->c->db, r->id, r->block_counts[ROW_NEW],
	                             r->block_counts[ROW_EDIT], r->block_counts[ROW_SAME],
	                             r->block_counts[ROW_BAD], NULL);
}

static enum rc finish_tx(void *arg)
{
	struct run *r = arg;
	struct ctx *c = r->c;
	TRY(import_hold(c));
	TRY(file_remove(c, r->k.import.file_id));
	return sql_import_state_set(c->db, r->id, STR("done"), STR(""), c->now_ms, NULL);
}

/* Somebody may take a number between our look and our writing: then we look again, twice. */
static enum rc good_block(struct run *r)
{
	enum rc rc = RC_CONFLICT;
	for (int i = 0; i < 3 && rc == RC_CONFLICT; i++) {
		if (i > 0) {
			err_clear(r->c->err);
			TRY(db_tx(r->c->db, DB_READ, load_tx, r));
		}
		TRY(check_block(r));
		rc = r->done ? RC_OK : db_tx(r->c->db, DB_WRITE, block_tx, r);
	}
	return rc;
}

static enum rc run_good(struct run *r)
{
	enum rc rc;
	TRY(db_tx(r->c->db, DB_WRITE, units_tx, r));
	TRY(db_tx(r->c->db, DB_READ, load_tx, r));
	for (r->block = 0; (rc = good_block(r)) == RC_OK; r->block++)
		TRY(progress(r));
	return rc == RC_NOTFOUND ? db_tx(r->c->db, DB_WRITE, finish_tx, r) : rc;
}

enum rc import_run(struct ctx *c, int64_t id)
{
	struct sql_import_get now;
	struct run *r;
	TRY(sql_import_get(c->db, c->mem, id, &now));
	if (str_eqz(now.state, "done")) /* a run before this one ended just after its last commit */
		return RC_OK;
	if (!str_eqz(now.state, "running"))
		return err_set(c->err, RC_CONFLICT, "Danh sách này không ở bước nhập.");
	r = calloc(1, sizeof *r);
	BUG_ON(!r);
	r->c = c;
	r->id = id;
	r->later = str_eqz(now.mode, "all") && now.row_count > INDEX_NOW_MAX;
	arena_init(&r->block_mem);
	db_roomy(c->db, r->later);
	enum rc rc = str_eqz(now.mode, "all") ? db_tx(c->db, DB_WRITE, all_tx, r) : run_good(r);
	db_roomy(c->db, false);
	free_world(r);
	arena_release(&r->block_mem);
	free(r);
	return import_failed(c, id, rc, "matched");
}

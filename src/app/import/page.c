/* page.c: one import as it stands: reading, columns, findings, result. */
#include "app/import/inner.h"

#include "auth/token.h"
#include "base/json_out.h"
#include "db/sql_import.h"
#include "op/gate.h"
#include "web/web.h"

#include <inttypes.h>

#define SHOWN_ROWS 50
#define UNITS_SHOWN 300

struct fill {
	struct ctx *c;
	const struct import_view_in *in;
	struct sql_import_get now;
	const struct import_kind *kind;
	struct sql_import_columns *cols;
	size_t col_count;
	struct import_view *v;
};

static struct str number(struct fill *f, int64_t n)
{
	return arena_printf(f->c->mem, "%" PRId64, n);
}

/* --- choices ---------------------------------------------------------------------------------- */

/* Units within the importer's scope, in the order of their names. */
static enum rc units_of_scope(struct fill *f, struct db_val *rows, size_t *n)
{
	struct ctx *c = f->c;
	struct db_list_ask ask = {.list = unit_object.list,
	                          .scope = gate_scope(c, op_find(str_of(f->kind->like))),
	                          .today = c->today,
	                          .limit = UNITS_SHOWN};
	struct db_cursor *cur;
	struct db_val row[16];
	enum rc rc;
	*n = 0;
	TRY(db_list(c->db, &ask, c->mem, &cur));
	while ((rc = db_next(cur, c->mem, row)) == RC_OK && *n < UNITS_SHOWN) {
		rows[2 * *n] = row[0];
		rows[2 * *n + 1] = row[1];
		++*n;
	}
	db_cursor_end(cur);
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

static struct option *unit_options(struct fill *f, const struct db_val *rows, size_t n, int64_t now)
{
	struct option *o = arena_array(f->c->mem, n + 1, sizeof *o);
	for (size_t i = 0; i < n; i++)
		o[i] = (struct option){.value = number(f, rows[2 * i].i),
		                       .label = rows[2 * i + 1].s,
		                       .chosen = rows[2 * i].i == now};
	return o;
}

/* --- columns ------------------------------------------------------------------------------- */

/* The first filled cell of each column below the heading. */
static enum rc samples(struct fill *f, struct str *out)
{
	struct str rest;
	struct block_row row;
	bool done;
	enum rc rc = block_open(f->c, f->in->id, 0, f->c->mem, &rest, &done);
	if (rc == RC_NOTFOUND)
		return RC_OK;
	TRY(rc);
	while (block_next(&rest, &row))
		for (int i = 0; i < row.count && row.no > f->now.head_row; i++)
			if (out[i].n == 0)
				out[i] = row.cells[i];
	return RC_OK;
}

static enum rc fill_columns(struct fill *f)
{
	struct arena *mem = f->c->mem;
	struct import_view *v = f->v;
	struct str *sample = arena_array(mem, IMPORT_COLUMNS_MAX, sizeof *sample);
	TRY(samples(f, sample));
	v->columns = arena_array(mem, f->col_count + 1, sizeof *v->columns);
	for (size_t i = 0; i < f->col_count; i++) {
		const struct sql_import_columns *col = &f->cols[i];
		struct import_column_view *to = &v->columns[v->column_count++];
		*to = (struct import_column_view){.no = number(f, col->no), .sample = sample[col->no]};
		to->title = col->title.n ? col->title : arena_printf(mem, "Cột %" PRId64, col->no + 1);
		to->id = arena_printf(mem, "col%" PRId64, col->no);
		to->name_no = arena_printf(mem, "cols.%" PRId64 ".no", col->no);
		to->name_field = arena_printf(mem, "cols.%" PRId64 ".field", col->no);
		to->fields = options_of(mem, f->kind->fields, col->field, &to->field_count);
		to->known = col->field.n && import_heading_of(f->kind, mem, col->title) ==
		                                import_field_of(f->kind, col->field);
		v->known_count += to->known;
	}
	return RC_OK;
}

static void fill_sheets(struct fill *f)
{
	struct str rest = f->now.sheets;
	struct import_view *v = f->v;
	v->sheets = arena_array(f->c->mem, 256, sizeof *v->sheets);
	while (rest.n && v->sheet_count < 255) {
		struct str name = str_cut(&rest, '\n');
		if (name.n)
			v->sheets[v->sheet_count++] =
				(struct option){.value = name, .label = name, .chosen = str_eq(name, f->now.sheet)};
	}
}

/* --- rows of the check --------------------------------------------------------------------- */

/* Cells of the used columns of one row of the sheet. */
static enum rc fill_cells(struct fill *f, const struct block_row *row, struct import_row_view *to)
{
	to->no = number(f, row->no);
	to->cells = arena_array(f->c->mem, (size_t)f->v->head_count + 1, sizeof *to->cells);
	int at = 0;
	for (size_t i = 0; i < f->col_count; i++)
		if (f->cols[i].field.n)
			to->cells[at++].text = f->cols[i].no < row->count ? row->cells[f->cols[i].no] : STR("");
	return RC_OK;
}

static void add_say(struct fill *f, struct str **says, int *count, struct str say)
{
	struct str *more = arena_array(f->c->mem, (size_t)*count + 1, sizeof *more);
	if (*count)
		memcpy(more, *says, (size_t)*count * sizeof *more);
	more[(*count)++] = say;
	*says = more;
}

static void put_fault(struct fill *f, struct import_row_view *row, int64_t col, struct str say)
{
	int at = 0;
	for (size_t i = 0; i < f->col_count; i++) {
		if (f->cols[i].field.n && f->cols[i].no == col) {
			add_say(f, &row->cells[at].says, &row->cells[at].say_count, say);
			return;
		}
		at += f->cols[i].field.n > 0;
	}
	add_say(f, &row->says, &row->say_count, say);
}

struct block_cache {
	int64_t no;
	struct str plain;
};

static enum rc find_row(struct fill *f, struct block_cache *cache, int64_t no,
                        struct block_row *row)
{
	struct sql_import_block_of block;
	bool done;
	TRY(sql_import_block_of(f->c->db, f->c->mem, f->in->id, no, &block));
	if (cache->no != block.no) {
		TRY(block_open(f->c, f->in->id, block.no, f->c->mem, &cache->plain, &done));
		cache->no = block.no;
	}
	struct str rest = cache->plain;
	while (block_next(&rest, row))
		if (row->no == no)
			return RC_OK;
	return RC_NOTFOUND;
}

static enum rc fill_faulty(struct fill *f, const char *level)
{
	struct import_view *v = f->v;
	struct sql_import_faults_from *rows;
	struct block_cache cache = {.no = -1};
	size_t n;
	int64_t after = f->in->after == DB_NULL ? 0 : f->in->after;
	TRY(sql_import_faults_from(f->c->db, f->c->mem, f->in->id, str_of(level), after, SHOWN_ROWS * 4,
	                           &rows, &n));
	for (size_t i = 0; i < n; i++) {
		if (i == 0 || rows[i].row_no != rows[i - 1].row_no) {
			struct block_row row;
			if (v->shown_count == SHOWN_ROWS) {
				v->next = number(f, rows[i - 1].row_no);
				break;
			}
			enum rc rc = find_row(f, &cache, rows[i].row_no, &row);
			if (rc == RC_NOTFOUND)
				return RC_OK; /* the rows have been purged */
			TRY(rc);
			TRY(fill_cells(f, &row, &v->shown[v->shown_count++]));
		}
		put_fault(f, &v->shown[v->shown_count - 1], rows[i].col, rows[i].say);
	}
	return RC_OK;
}

static enum rc fill_first(struct fill *f)
{
	struct str rest;
	struct block_row row;
	bool done;
	enum rc rc = block_open(f->c, f->in->id, 0, f->c->mem, &rest, &done);
	if (rc == RC_NOTFOUND)
		return RC_OK;
	TRY(rc);
	while (f->v->shown_count < SHOWN_ROWS && block_next(&rest, &row))
		if (row.no > f->now.head_row)
			TRY(fill_cells(f, &row, &f->v->shown[f->v->shown_count++]));
	return RC_OK;
}

static enum rc fill_rows(struct fill *f)
{
	struct import_view *v = f->v;
	v->heads = arena_array(f->c->mem, f->col_count + 1, sizeof *v->heads);
	for (size_t i = 0; i < f->col_count; i++)
		if (f->cols[i].field.n)
			v->heads[v->head_count++] = choice_label(f->kind->fields, f->cols[i].field);
	v->shown = arena_array(f->c->mem, SHOWN_ROWS + 1, sizeof *v->shown);
	v->tab = f->in->rows.n ? f->in->rows
	         : v->bad      ? STR("bad")
	         : v->warn     ? STR("warn")
	                       : STR("good");
	return str_eqz(v->tab, "good") ? fill_first(f) : fill_faulty(f, v->tab.p);
}

static enum rc fill_unknown(struct fill *f, const struct db_val *units, size_t n)
{
	struct import_view *v = f->v;
	struct arena *mem = f->c->mem;
	struct sql_import_units_of *rows;
	size_t count;
	TRY(sql_import_units_of(f->c->db, mem, f->in->id, &rows, &count));
	v->unknown = arena_array(mem, count + 1, sizeof *v->unknown);
	for (size_t i = 0; i < count; i++)
		v->unknown[v->unknown_count++] =
			(struct import_unit_view){.name = rows[i].name,
		                              .fold = rows[i].fold,
		                              .rows = number(f, rows[i].rows),
		                              .name_fold = arena_printf(mem, "units.%zu.fold", i),
		                              .name_unit = arena_printf(mem, "units.%zu.unit_id", i),
		                              .name_parent = arena_printf(mem, "units.%zu.parent_id", i),
		                              .units = unit_options(f, units, n, rows[i].unit_id),
		                              .parents = unit_options(f, units, n, rows[i].parent_id)};
	return RC_OK;
}

/* --- the whole ----------------------------------------------------------------------------- */

static const struct {
	const char *state, *label;
	int step;
	bool busy;
} states[] = {
	{"uploaded", "Đang đọc tệp", 1, true},  {"read", "Chờ ghép cột", 2, false},
	{"matched", "Đang kiểm tra", 3, true},  {"checked", "Đã kiểm tra", 3, false},
	{"running", "Đang nhập", 4, true},      {"done", "Đã nhập xong", 4, false},
	{"failed", "Không làm được", 1, false}, {"dropped", "Đã bỏ", 1, false},
};

static enum rc fill_job(struct fill *f)
{
	struct import_view *v = f->v;
	struct sql_import_job_now job;
	if (f->now.job_id == DB_NULL || !v->busy)
		return RC_OK;
	enum rc rc = sql_import_job_now(f->c->db, f->c->mem, f->now.job_id, &job);
	if (rc == RC_NOTFOUND)
		return RC_OK;
	TRY(rc);
	v->job = arena_printf(f->c->mem, "/job/%" PRId64, f->now.job_id);
	if (job.total > 0) {
		v->done = number(f, job.done);
		v->total = number(f, job.total);
		v->percent = number(f, job.done * 100 / job.total);
	}
	return RC_OK;
}

static void fill_counts(struct fill *f)
{
	struct import_view *v = f->v;
	const struct sql_import_get *now = &f->now;
	v->good = now->new_count + now->edit_count;
	v->bad = now->bad_count;
	v->warn = now->warn_count;
	v->rows = number(f, now->row_count);
	v->news = number(f, now->new_count);
	v->edits = number(f, now->edit_count);
	v->sames = number(f, now->same_count);
	v->bads = number(f, now->bad_count);
	v->warns = number(f, now->warn_count);
}

static void fill_state(struct fill *f)
{
	struct import_view *v = f->v;
	v->state = f->now.state;
	v->say = f->now.say;
	for (int i = 0; i < COUNT(states); i++)
		if (str_eqz(v->state, states[i].state)) {
			v->state_label = str_of(states[i].label);
			v->step = states[i].step;
			v->busy = states[i].busy;
		}
	v->kind = f->kind->name;
	v->help = f->kind->help;
	v->news_label = f->kind->news;
	v->edits_label = f->kind->edits;
	v->skip_label = f->kind->skip;
	v->choice_label = f->kind->choice_label;
	v->since_label = f->kind->since_label;
	v->unit_label = f->kind->unit_label;
	struct str list = str_of(f->kind->list), object = str_cut(&list, '.');
	v->list = arena_printf(f->c->mem, "/%.*s/%.*s", STR_ARG(object), STR_ARG(list));
	v->file_name = f->now.file_name;
	v->encoding = f->now.encoding;
	v->since = arena_str(f->c->mem, str_of(date_vn(f->now.default_since).z));
	v->self = arena_printf(f->c->mem, "/import/%" PRId64, f->in->id);
	v->version = f->now.version;
	v->key = arena_printf(f->c->mem, "import-%" PRId64 "-%" PRId64, f->in->id, f->now.version);
	v->may = true;
}

enum rc import_view(struct ctx *c, const void *in, struct out *out)
{
	struct fill f = {.c = c, .in = in, .v = arena_alloc(c->mem, sizeof *f.v)};
	struct db_val *units = arena_array(c->mem, 2 * UNITS_SHOWN + 2, sizeof *units);
	size_t n;
	TRY(import_get(c, f.in->id, &f.now, &f.kind));
	TRY(sql_import_columns(c->db, c->mem, f.in->id, &f.cols, &f.col_count));
	f.v->id = f.in->id;
	fill_state(&f);
	fill_counts(&f);
	fill_sheets(&f);
	TRY(fill_job(&f));
	TRY(units_of_scope(&f, units, &n));
	if (f.kind->choice)
		f.v->choices = options_of(c->mem, f.kind->choice, f.now.default_choice, &f.v->choice_count);
	f.v->units = unit_options(&f, units, n, f.now.default_unit);
	f.v->unit_count = (int)n;
	TRY(fill_columns(&f));
	if (str_eqz(f.v->state, "checked") || str_eqz(f.v->state, "done"))
		TRY(fill_rows(&f));
	if (str_eqz(f.v->state, "checked"))
		TRY(fill_unknown(&f, units, n));
	out->refresh_s = f.v->busy ? 2 : 0;
	out->heading = str_of(f.kind->title);
	out->data = f.v;
	return RC_OK;
}

void import_page(struct buf *html, struct ctx *c, const void *data)
{
	struct import_view v = *(const struct import_view *)data;
	char csrf[CSRF_TEXT_BYTES] = "";
	if (c->who.session_id != DB_NULL)
		token_csrf(c->app->keys, c->who.session_hash, csrf);
	v.csrf = str_of(csrf);
	tpl_import(html, &v);
}

void import_json(struct buf *b, struct ctx *c, const void *data)
{
	const struct import_view *v = data;
	struct json_out j = json_out_to(b);
	(void)c;
	json_obj(&j, NULL);
	json_int(&j, "id", v->id);
	json_z(&j, "kind", v->kind);
	json_str(&j, "file", v->file_name);
	json_str(&j, "state", v->state);
	json_str(&j, "message", v->say);
	json_str(&j, "rows", v->rows);
	json_str(&j, "new", v->news);
	json_str(&j, "changed", v->edits);
	json_str(&j, "same", v->sames);
	json_str(&j, "bad", v->bads);
	json_arr(&j, "columns");
	for (int i = 0; i < v->column_count; i++) {
		json_obj(&j, NULL);
		json_str(&j, "title", v->columns[i].title);
		for (int k = 0; k < v->columns[i].field_count; k++)
			if (v->columns[i].fields[k].chosen)
				json_str(&j, "field", v->columns[i].fields[k].value);
		json_end(&j);
	}
	json_end(&j);
	json_end(&j);
}

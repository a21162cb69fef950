/* sheet.c: lists of the program as CSV and as pages whose rows are linked with each other. */
#include "app/archive/inner.h"

#include "app/file/file.h"
#include "op/rows_out.h"

#include <inttypes.h>
#include <unistd.h>

/* --- a table ------------------------------------------------------------------------------------
 */

static struct str page_name(struct arena *mem, struct str name, int64_t page)
{
	return page == 1 ? arena_printf(mem, "%.*s.html", STR_ARG(name))
	                 : arena_printf(mem, "%.*s-%" PRId64 ".html", STR_ARG(name), page);
}

static void page_begin(struct sheet *s)
{
	buf_clear(&s->m->page);
	archive_page_begin(&s->m->page, s->title, s->about, "../");
	archive_table_begin(&s->m->page, s->heads, s->shown);
}

/* The page at hand goes into the package; `more`: another one follows. */
static enum rc page_end(struct sheet *s, bool more)
{
	struct maker *m = s->m;
	struct buf *b = &m->page;
	int64_t page = s->rows ? (s->rows - 1) / SHEET_PAGE_ROWS + 1 : 1;
	struct arena *mem = &m->row;
	archive_table_end(b);
	archive_page_turn(b, page > 1 ? page_name(mem, s->name, page - 1) : STR(""),
	                  more ? page_name(mem, s->name, page + 1) : STR(""));
	archive_page_para(
		b, arena_printf(mem, "Dòng %" PRId64 " đến %" PRId64 ". Đủ cột, để tính toán: %.*s.csv.",
	                    s->rows ? (page - 1) * SHEET_PAGE_ROWS + 1 : 0, s->rows, STR_ARG(s->name)));
	archive_page_end(b);
	TRY(buf_check(b, m->of->err));
	struct str path =
		arena_printf(mem, ARCHIVE_LISTS "%.*s", STR_ARG(page_name(mem, s->name, page)));
	return maker_add(m, path.p, buf_view(b));
}

enum rc sheet_begin(struct sheet *s, struct maker *m, struct str name, struct str title,
                    struct str about, const struct table_column *cols, size_t n, size_t shown)
{
	struct err *e = m->of->err;
	BUG_ON(n > SHEET_COLUMNS || shown > n);
	*s = (struct sheet){.m = m, .name = name, .title = title, .about = about, .shown = shown};
	TRY(file_temp(m->of, &s->fd));
	enum rc rc = table_csv(s->fd, ';', &s->csv, e);
	if (rc == RC_OK)
		rc = table_columns(s->csv, cols, n, e);
	if (rc != RC_OK) {
		sheet_drop(s);
		return rc;
	}
	for (size_t i = 0; i < shown; i++)
		s->heads[i] = (struct archive_cell){.text = cols[i].title};
	page_begin(s);
	return RC_OK;
}

enum rc sheet_row(struct sheet *s, struct str id, const struct cell *cells, size_t n,
                  const struct archive_cell *page)
{
	if (s->rows && s->rows % SHEET_PAGE_ROWS == 0) {
		TRY(page_end(s, true));
		page_begin(s);
	}
	s->rows++;
	TRY(table_row(s->csv, cells, n, s->m->of->err));
	archive_table_row(&s->m->page, id, page, s->shown);
	return s->rows % 500 ? RC_OK : maker_alive(s->m, s->title.p);
}

enum rc sheet_end(struct sheet *s)
{
	struct maker *m = s->m;
	enum rc rc = table_end(s->csv, m->of->err);
	s->csv = NULL;
	if (rc == RC_OK)
		rc = page_end(s, false);
	if (rc == RC_OK)
		rc = maker_add_file(m, arena_printf(&m->row, ARCHIVE_LISTS "%.*s.csv", STR_ARG(s->name)).p,
		                    s->fd);
	if (rc == RC_OK) {
		buf_printf(&m->listed, "list %.*s %" PRId64 "\n", STR_ARG(s->name), s->rows);
		rc = buf_check(&m->listed, m->of->err);
	}
	arena_reset(&m->row);
	sheet_drop(s);
	return rc;
}

void sheet_drop(struct sheet *s)
{
	table_drop(s->csv);
	close(s->fd);
}

/* --- which rows, in which order
 * ------------------------------------------------------------------- */

typedef enum rc each_fn(void *arg, const struct db_val *values);

static enum rc each_once(struct maker *m, const struct planned *p, const char *name,
                         const char *value, const char *name2, const char *value2, each_fn *fn,
                         void *arg)
{
	struct values v;
	values_init(&v, m->c.mem);
	if (name)
		TRY(values_add(&v, str_of(name), str_of(value), m->of->err));
	if (name2)
		TRY(values_add(&v, str_of(name2), str_of(value2), m->of->err));
	enum rc rc = list_each(&m->c, p->op, &v, fn, arg);
	arena_reset(&m->mem);
	return rc;
}

struct walk {
	struct maker *m;
	struct planned *p;
	struct sheet sheet;
	int64_t parent; /* the row of the parent's list, DB_NULL none */
	int id_at;      /* column of the id, -1: none */
};

static enum rc each_of(struct maker *m, struct planned *p, each_fn *fn, struct walk *w)
{
	char id[24];
	for (size_t i = 0; i < p->parent->count; i++) {
		w->parent = p->parent->ids[i];
		snprintf(id, sizeof id, "%" PRId64, w->parent);
		TRY(each_once(m, p, p->list->filter, id, NULL, NULL, fn, w));
		if (i % 100 == 99)
			TRY(maker_alive(m, p->op->title));
	}
	return RC_OK;
}

static enum rc each_row(struct maker *m, struct planned *p, each_fn *fn, struct walk *w)
{
	w->m = m;
	w->p = p;
	w->parent = DB_NULL;
	w->id_at = list_column_no(p->op->list, "id");
	switch (p->list->how) {
	case ARCHIVE_WHOLE: return each_once(m, p, NULL, NULL, NULL, NULL, fn, w);
	case ARCHIVE_YEAR: return each_once(m, p, "year", m->year_text, NULL, NULL, fn, w);
	case ARCHIVE_ON: return each_once(m, p, "on", m->last_text, NULL, NULL, fn, w);
	case ARCHIVE_DAYS: {
		char end[24];
		snprintf(end, sizeof end, "%" PRId64 "-12-31", m->year);
		return each_once(m, p, "from", m->first_text, "to", end, fn, w);
	}
	case ARCHIVE_OF: return each_of(m, p, fn, w);
	}
	return RC_BUG;
}

static bool has_id(const struct walk *w, const struct db_val *values)
{
	return w->id_at >= 0 && values[w->id_at].type == DB_INT && !values[w->id_at].null;
}

/* --- where rows stand
 * ------------------------------------------------------------------------------- */

static enum rc place_one(void *arg, const struct db_val *values)
{
	struct walk *w = arg;
	struct planned *p = w->p;
	if (!has_id(w, values))
		return RC_OK;
	if (p->count == p->room) {
		size_t room = p->room ? 2 * p->room : 64;
		int64_t *more = arena_array(w->m->of->mem, room, sizeof *more);
		if (p->count)
			memcpy(more, p->ids, p->count * sizeof *more);
		p->ids = more;
		p->room = room;
	}
	p->ids[p->count++] = values[w->id_at].i;
	return p->count % 500 ? RC_OK : maker_alive(w->m, p->op->title);
}

static int by_id(const void *a, const void *b)
{
	const struct place *x = a, *y = b;
	return x->id != y->id ? (x->id > y->id) - (x->id < y->id) : (x->at > y->at) - (x->at < y->at);
}

enum rc list_place(struct maker *m, struct planned *p)
{
	struct walk w = {.p = p};
	TRY(each_row(m, p, place_one, &w));
	p->places = arena_array(m->of->mem, p->count + 1, sizeof *p->places);
	for (size_t i = 0; i < p->count; i++)
		p->places[i] = (struct place){.id = p->ids[i], .at = (int64_t)i};
	qsort(p->places, p->count, sizeof *p->places, by_id);
	p->placed = true;
	return RC_OK;
}

static int with_id(const void *key, const void *item)
{
	const struct place *p = item;
	int64_t id = *(const int64_t *)key;
	return (id > p->id) - (id < p->id);
}

struct str sheet_href(struct arena *mem, const struct planned *p, int64_t id)
{
	const struct place *at;
	if (!p || !p->in || !p->placed || id == DB_NULL)
		return STR("");
	at = bsearch(&id, p->places, p->count, sizeof *p->places, with_id);
	if (!at)
		return STR("");
	while (at > p->places && at[-1].id == id)
		at--;
	return arena_printf(mem, "%.*s#%" PRId64,
	                    STR_ARG(page_name(mem, str_of(p->op->name), at->at / SHEET_PAGE_ROWS + 1)),
	                    id);
}

/* --- writing
 * ------------------------------------------------------------------------------------------ */

/* The list that shows the object which this column leads to. */
static const struct planned *target_of(const struct maker *m, const struct column *col)
{
	const struct op *view = col->type == COL_LINK && col->op ? op_find(str_of(col->op)) : NULL;
	const struct op *list = view ? op_list_of(view->object) : NULL;
	return list ? maker_list(m, list->name) : NULL;
}

static bool coded(const struct op *op, const struct column *col)
{
	return col->type == COL_LINK && col->key && strcmp(col->key, "id") != 0 &&
	       op->list->col_types[list_column_no(op->list, col->key)] == DB_INT;
}

/* id, parent, the list's own columns; then, for programs, the codes of what the columns lead to. */
static size_t columns(const struct walk *w, struct table_column *cols, size_t *shown)
{
	const struct op *op = w->p->op;
	struct arena *mem = w->m->of->mem;
	size_t n = 0;
	if (w->id_at >= 0)
		cols[n++] = (struct table_column){.title = STR("Mã"), .kind = TABLE_INT};
	if (w->p->parent)
		cols[n++] = (struct table_column){
			.title = arena_printf(mem, "Thuộc: %s (mã)", w->p->parent->op->title),
			.kind = TABLE_INT};
	n += rows_heads(op, cols + n);
	*shown = n;
	for (int i = 0; i < op->col_count && n < SHEET_COLUMNS; i++)
		if (coded(op, &op->cols[i]))
			cols[n++] = (struct table_column){
				.title = arena_printf(mem, "%s (mã)", op->cols[i].label), .kind = TABLE_INT};
	return n;
}

static struct cell code_cell(const struct db_val *v)
{
	return v->null || v->type != DB_INT ? (struct cell){.type = CELL_EMPTY} : cell_int(v->i);
}

static struct str shown_text(struct arena *mem, const struct column *col, const struct db_val *v)
{
	if (!v->null && col->type == COL_DATE && v->type == DB_DATE && v->d.days == DATE_OPEN.days)
		return STR("");
	return column_text(mem, col, v);
}

static size_t page_cells(const struct walk *w, const struct db_val *values,
                         struct archive_cell *out)
{
	const struct op *op = w->p->op;
	struct arena *mem = &w->m->row;
	size_t n = 0;
	if (w->id_at >= 0)
		out[n++] = (struct archive_cell){
			.text = has_id(w, values) ? arena_z_int(mem, "", values[w->id_at].i) : STR(""),
			.number = true};
	if (w->p->parent)
		out[n++] = (struct archive_cell){.text = arena_z_int(mem, "", w->parent),
		                                 .href = sheet_href(mem, w->p->parent, w->parent),
		                                 .number = true};
	for (int i = 0; i < op->col_count && n < SHEET_COLUMNS; i++) {
		const struct column *col = &op->cols[i];
		const struct db_val *v = &values[list_column_no(op->list, col->name)];
		const struct db_val *key =
			col->type == COL_LINK && col->key ? &values[list_column_no(op->list, col->key)] : NULL;
		if (col->type == COL_HIDDEN)
			continue;
		out[n] = (struct archive_cell){.text = shown_text(mem, col, v),
		                               .number = col->type == COL_INT || col->type == COL_MONEY};
		if (col->op && strcmp(col->op, "verdict.view") == 0 && key && key->type == DB_INT)
			out[n].href = verdict_href(w->m, key->i);
		else if (key && key->type == DB_INT && !key->null && target_of(w->m, col) != w->p)
			out[n].href = sheet_href(mem, target_of(w->m, col), key->i);
		n++;
	}
	return n;
}

static enum rc write_one(void *arg, const struct db_val *values)
{
	struct walk *w = arg;
	const struct op *op = w->p->op;
	struct arena *mem = &w->m->row;
	struct cell cells[SHEET_COLUMNS];
	struct archive_cell page[SHEET_COLUMNS];
	size_t n = 0;
	if (w->id_at >= 0)
		cells[n++] = code_cell(&values[w->id_at]);
	if (w->p->parent)
		cells[n++] = cell_int(w->parent);
	n += rows_cells(mem, op, values, cells + n);
	for (int i = 0; i < op->col_count && n < SHEET_COLUMNS; i++)
		if (coded(op, &op->cols[i]))
			cells[n++] = code_cell(&values[list_column_no(op->list, op->cols[i].key)]);
	page_cells(w, values, page);
	enum rc rc =
		sheet_row(&w->sheet, has_id(w, values) ? arena_z_int(mem, "", values[w->id_at].i) : STR(""),
	              cells, n, page);
	arena_reset(mem);
	return rc;
}

static struct str about(const struct maker *m, const struct planned *p)
{
	struct arena *mem = m->of->mem;
	const char *help = p->op->help;
	switch (p->list->how) {
	case ARCHIVE_WHOLE: return arena_printf(mem, "%s Toàn bộ, để đọc các danh sách của năm.", help);
	case ARCHIVE_YEAR: return arena_printf(mem, "%s Năm %" PRId64 ".", help, m->year);
	case ARCHIVE_DAYS:
		return arena_printf(mem, "%s Từ ngày 01/01 đến ngày 31/12/%" PRId64 ".", help, m->year);
	case ARCHIVE_ON: return arena_printf(mem, "%s Vào ngày %s.", help, date_vn(m->last).z);
	case ARCHIVE_OF:
		return arena_printf(mem, "%s Của từng dòng trong danh sách \"%s\".", help,
		                    p->parent->op->title);
	}
	return STR("");
}

enum rc list_write(struct maker *m, struct planned *p)
{
	struct table_column cols[SHEET_COLUMNS];
	struct walk w = {.m = m, .p = p, .id_at = list_column_no(p->op->list, "id")};
	size_t shown, n = columns(&w, cols, &shown);
	TRY(sheet_begin(&w.sheet, m, str_of(p->op->name), str_of(p->op->title), about(m, p), cols, n,
	                shown));
	enum rc rc = each_row(m, p, write_one, &w);
	if (rc != RC_OK) {
		sheet_drop(&w.sheet);
		return rc;
	}
	p->rows = w.sheet.rows;
	return sheet_end(&w.sheet);
}

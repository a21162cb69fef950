/* export.c: a list as CSV, XLSX or JSON, through a file without a name, at constant memory. */
#include "op/face.h"

#include "base/html.h"
#include "base/json_out.h"
#include "doc/table_out.h"

#include <fcntl.h>
#include <inttypes.h>
#include <unistd.h>

static enum table_kind kind_of(const struct column *col)
{
	switch (col->type) {
	case COL_INT: return TABLE_INT;
	case COL_MONEY: return TABLE_AMOUNT;
	case COL_DATE: return TABLE_DATE;
	case COL_BOOL: return TABLE_BOOL;
	default: return TABLE_TEXT;
	}
}

struct export
{
	struct face *f;
	const struct op *op;
	struct table_out *table;
	struct arena mem; /* of one row */
	int64_t rows;
};

static struct cell cell_of(struct arena *mem, const struct column *col, const struct db_val *v)
{
	if (v->null)
		return (struct cell){.type = CELL_EMPTY};
	switch (col->type) {
	case COL_INT:
	case COL_MONEY: return v->type == DB_INT ? cell_int(v->i) : cell_text(v->s);
	case COL_DATE:
		return v->d.days == DATE_OPEN.days ? (struct cell){.type = CELL_EMPTY} : cell_date(v->d);
	case COL_BOOL: return cell_bool(v->i != 0);
	default: return cell_text(column_text(mem, col, v));
	}
}

static enum rc one_row(void *arg, const struct db_val *values)
{
	struct export *x = arg;
	struct cell cells[64];
	size_t n = 0;
	for (int i = 0; i < x->op->col_count && n < 64; i++)
		if (x->op->cols[i].type != COL_HIDDEN)
			cells[n++] = cell_of(&x->mem, &x->op->cols[i],
			                     &values[list_column_no(x->op->list, x->op->cols[i].name)]);
	enum rc rc = table_row(x->table, cells, n, &x->f->err);
	x->rows++;
	arena_reset(&x->mem);
	return rc;
}

static enum rc write_table(struct export *x, int fd, bool xlsx)
{
	struct table_column cols[64];
	size_t n = 0;
	struct err *e = &x->f->err;
	TRY(xlsx ? table_xlsx(fd, "Danh sách", x->f->c.app->spool_dir, &x->table, e)
	         : table_csv(fd, ';', &x->table, e));
	for (int i = 0; i < x->op->col_count && n < 64; i++)
		if (x->op->cols[i].type != COL_HIDDEN)
			cols[n++] = (struct table_column){.title = str_of(x->op->cols[i].label),
			                                  .kind = kind_of(&x->op->cols[i]),
			                                  .width_chars = x->op->cols[i].width};
	enum rc rc = table_columns(x->table, cols, n, e);
	if (rc == RC_OK)
		rc = list_each(&x->f->c, x->op, &x->f->values, one_row, x);
	if (rc != RC_OK) {
		table_drop(x->table);
		return rc;
	}
	return table_end(x->table, e);
}

/* --- JSON: one line a row would not be JSON; an array of objects with the columns' names
 * ----------- */

struct json_export {
	struct export x;
	int fd;
	struct buf b;
	bool some;
};

static enum rc flush(struct json_export *j, size_t above)
{
	size_t done = 0;
	if (j->b.n < above)
		return RC_OK;
	while (done < j->b.n) {
		ssize_t n = write(j->fd, j->b.p + done, j->b.n - done);
		if (n <= 0)
			return err_detail(&j->x.f->err, RC_IO, "export: write failed");
		done += (size_t)n;
	}
	buf_clear(&j->b);
	return RC_OK;
}

static void json_value(struct json_out *j, const char *name, struct arena *mem,
                       const struct column *col, const struct db_val *v)
{
	if (v->null)
		json_nil(j, name);
	else if (v->type == DB_INT && col->type != COL_MOMENT && col->type != COL_BOOL)
		json_int(j, name, v->i);
	else if (col->type == COL_BOOL)
		json_bool(j, name, v->i != 0);
	else
		json_str(j, name, column_plain(mem, col, v));
}

static bool is_shown(const struct op *op, const char *name)
{
	for (int i = 0; i < op->col_count; i++)
		if (strcmp(op->cols[i].name, name) == 0)
			return true;
	return false;
}

void row_json(struct json_out *j, struct arena *mem, const struct op *op,
              const struct db_val *values)
{
	/* What a program needs to go on, shown as a column or not. */
	static const char *const always[] = {"id", "version"};
	json_obj(j, NULL);
	for (int i = 0; i < op->col_count; i++)
		json_value(j, op->cols[i].name, mem, &op->cols[i],
		           &values[list_column_no(op->list, op->cols[i].name)]);
	for (int i = 0; i < COUNT(always); i++) {
		int at = list_column_no(op->list, always[i]);
		if (at >= 0 && !values[at].null && !is_shown(op, always[i]))
			json_int(j, always[i], values[at].i);
	}
	json_end(j);
}

static enum rc json_row(void *arg, const struct db_val *values)
{
	struct json_export *j = arg;
	struct json_out out = json_out_to(&j->b);
	buf_z(&j->b, j->some ? ",\n" : "");
	row_json(&out, &j->x.mem, j->x.op, values);
	j->some = true;
	j->x.rows++;
	arena_reset(&j->x.mem);
	return flush(j, 64 * 1024);
}

static enum rc write_json(struct face *f, const struct op *op, int fd, int64_t *rows)
{
	struct json_export j = {.x = {.f = f, .op = op}, .fd = fd};
	arena_init(&j.x.mem);
	buf_init(&j.b, 1 << 20);
	buf_z(&j.b, "[\n");
	enum rc rc = list_each(&f->c, op, &f->values, json_row, &j);
	buf_z(&j.b, "\n]\n");
	if (rc == RC_OK)
		rc = flush(&j, 0);
	*rows = j.x.rows;
	buf_release(&j.b);
	arena_release(&j.x.mem);
	return rc;
}

/* --- answers
 * ---------------------------------------------------------------------------------------------- */

void face_file(struct face *f, const struct out *out)
{
	/* A page is shown, also in a frame of ours, as paper: nothing in it runs or leads away. */
	bool page = str_starts(out->file_type, "text/html");
	struct buf name;
	if (page)
		http_add_header(f->res, "Content-Security-Policy",
		                STR("default-src 'none'; style-src 'unsafe-inline'; sandbox; "
		                    "frame-ancestors 'self'"));
	buf_init(&name, 4096);
	buf_z(&name, page ? "inline; filename*=UTF-8''" : "attachment; filename*=UTF-8''");
	html_arg(&name, out->file_name);
	http_add_header(f->res, "Content-Disposition", buf_view(&name));
	buf_release(&name);
	f->res->type = arena_strz(f->c.mem, out->file_type);
	f->res->fd = out->fd;
	f->res->fd_size = out->fd_size;
}

void export_list(struct face *f, const struct op *op, const char *format)
{
	struct export x = {.f = f, .op = op};
	bool xlsx = strcmp(format, "xlsx") == 0;
	int fd = open(f->c.app->spool_dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	enum rc rc = fd < 0 ? err_detail(&f->err, RC_IO, "export: no file in the spool folder")
	                    : face_resolve_refs(f, op);
	arena_init(&x.mem);
	if (rc == RC_OK)
		rc = strcmp(format, "json") == 0 ? write_json(f, op, fd, &x.rows)
		                                 : write_table(&x, fd, xlsx);
	arena_release(&x.mem);
	if (rc == RC_OK)
		rc = gate_exported(&f->c, op, &f->values, format, x.rows);
	if (rc != RC_OK) {
		if (fd >= 0)
			close(fd);
		face_error_page(f, rc);
		return;
	}
	struct out out = {.fd = fd, .fd_size = lseek(fd, 0, SEEK_END)};
	out.file_name = arena_printf(f->c.mem, "%s-%s.%s", op->name, date_iso(f->c.today).z, format);
	out.file_type = xlsx ? STR("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	                : strcmp(format, "json") == 0 ? STR("application/json; charset=utf-8")
	                                              : STR("text/csv; charset=utf-8");
	if ((op->flags & OP_CACHED) && f->c.who.account_id == DB_NULL)
		http_add_header(f->res, "Cache-Control", STR("public, max-age=300"));
	face_file(f, &out);
}

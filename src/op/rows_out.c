#include "op/rows_out.h"

#include "doc/write_all.h"

#define FLUSH_AT ((size_t)64 * 1024)

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

size_t rows_heads(const struct op *op, struct table_column *out)
{
	size_t n = 0;
	for (int i = 0; i < op->col_count && n < ROWS_COLUMNS; i++)
		if (op->cols[i].type != COL_HIDDEN)
			out[n++] = (struct table_column){.title = str_of(op->cols[i].label),
			                                 .kind = kind_of(&op->cols[i]),
			                                 .width_chars = op->cols[i].width};
	return n;
}

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

size_t rows_cells(struct arena *mem, const struct op *op, const struct db_val *values,
                  struct cell *out)
{
	size_t n = 0;
	for (int i = 0; i < op->col_count && n < ROWS_COLUMNS; i++)
		if (op->cols[i].type != COL_HIDDEN)
			out[n++] =
				cell_of(mem, &op->cols[i], &values[list_column_no(op->list, op->cols[i].name)]);
	return n;
}

struct rows_out {
	struct ctx *c;
	const struct op *op;
	struct table_out *table;
	struct buf json;
	int fd;
	struct arena mem; /* of one row */
	int64_t rows;
};

static enum rc table_one(void *arg, const struct db_val *values)
{
	struct rows_out *x = arg;
	struct cell cells[ROWS_COLUMNS];
	size_t n = rows_cells(&x->mem, x->op, values, cells);
	enum rc rc = table_row(x->table, cells, n, x->c->err);
	x->rows++;
	arena_reset(&x->mem);
	return rc;
}

enum rc rows_table(struct ctx *c, const struct op *op, const struct values *v, struct table_out *t,
                   int64_t *rows)
{
	struct rows_out x = {.c = c, .op = op, .table = t};
	struct table_column cols[ROWS_COLUMNS];
	enum rc rc = table_columns(t, cols, rows_heads(op, cols), c->err);
	arena_init(&x.mem);
	if (rc == RC_OK)
		rc = list_each(c, op, v, table_one, &x);
	arena_release(&x.mem);
	*rows = x.rows;
	if (rc != RC_OK) {
		table_drop(t);
		return rc;
	}
	return table_end(t, c->err);
}

/* --- JSON: one line a row would not be JSON, so it is an array ---------------------------------
 */

static enum rc flush(struct rows_out *x, size_t above)
{
	if (x->json.n < above)
		return RC_OK;
	TRY(buf_check(&x->json, x->c->err));
	TRY(write_all(x->fd, buf_view(&x->json), x->c->err));
	buf_clear(&x->json);
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

static enum rc json_one(void *arg, const struct db_val *values)
{
	struct rows_out *x = arg;
	struct json_out out = json_out_to(&x->json);
	buf_z(&x->json, x->rows ? ",\n" : "");
	row_json(&out, &x->mem, x->op, values);
	x->rows++;
	arena_reset(&x->mem);
	return flush(x, FLUSH_AT);
}

enum rc rows_json(struct ctx *c, const struct op *op, const struct values *v, int fd, int64_t *rows)
{
	struct rows_out x = {.c = c, .op = op, .fd = fd};
	arena_init(&x.mem);
	buf_init(&x.json, 1 << 20);
	buf_z(&x.json, "[\n");
	enum rc rc = list_each(c, op, v, json_one, &x);
	buf_z(&x.json, "\n]\n");
	if (rc == RC_OK)
		rc = flush(&x, 0);
	*rows = x.rows;
	buf_release(&x.json);
	arena_release(&x.mem);
	return rc;
}

#include "base/buf.h"
#include "doc/table_inner.h"
#include "doc/write_all.h"

#define FLUSH_AT ((size_t)64 * 1024)
#define BUFFER_MAX ((size_t)64 << 20) /* one row's worst case */

struct csv_out {
	struct table_out table;
	int fd;
	char separator;
	struct buf out;
};

static enum rc flush(struct csv_out *w, struct err *e)
{
	TRY(buf_check(&w->out, e));
	TRY(write_all(w->fd, buf_view(&w->out), e));
	buf_clear(&w->out);
	return RC_OK;
}

static bool needs_quotes(const struct csv_out *w, struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == w->separator || s.p[i] == '"' || s.p[i] == '\n' || s.p[i] == '\r')
			return true;
	return s.n && (s.p[0] == ' ' || s.p[s.n - 1] == ' ');
}

/* Tab and CR before the sign reach the formula too. */
static bool looks_like_formula(struct str s)
{
	return s.n && strchr("=+-@\t\r", s.p[0]) && s.p[0];
}

static void put_text(struct csv_out *w, struct str s)
{
	bool quotes = needs_quotes(w, s);
	if (quotes)
		buf_chr(&w->out, '"');
	if (looks_like_formula(s))
		buf_chr(&w->out, '\'');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			buf_chr(&w->out, '"');
		buf_chr(&w->out, s.p[i]);
	}
	if (quotes)
		buf_chr(&w->out, '"');
}

static void put_real(struct csv_out *w, double v)
{
	char text[40];
	snprintf(text, sizeof text, "%.15g", v);
	char *point = strchr(text, '.');
	if (point && w->separator == ';')
		*point = ',';
	bool quotes = strchr(text, w->separator) != NULL;
	buf_printf(&w->out, quotes ? "\"%s\"" : "%s", text);
}

static void put_date(struct csv_out *w, const struct cell *c)
{
	buf_z(&w->out, date_vn(c->date).z);
	if (c->seconds)
		buf_printf(&w->out, " %02d:%02d", c->seconds / 3600, c->seconds / 60 % 60);
}

static void put_cell(struct csv_out *w, const struct cell *c)
{
	switch (c->type) {
	case CELL_EMPTY: break;
	case CELL_TEXT:
	case CELL_ERROR: put_text(w, c->text); break;
	case CELL_INT: buf_int(&w->out, c->integer); break;
	case CELL_REAL: put_real(w, c->real); break;
	case CELL_DATE: put_date(w, c); break;
	case CELL_BOOL: buf_z(&w->out, c->integer ? "Có" : "Không"); break;
	}
}

static enum rc write_row(struct table_out *t, const struct cell *cells, size_t n, struct err *e)
{
	struct csv_out *w = (struct csv_out *)t;
	for (size_t i = 0; i < t->columns; i++) {
		if (i > 0)
			buf_chr(&w->out, w->separator);
		if (i < n)
			put_cell(w, &cells[i]);
	}
	buf_z(&w->out, "\r\n");
	return w->out.n >= FLUSH_AT ? flush(w, e) : buf_check(&w->out, e);
}

static enum rc write_columns(struct table_out *t, const struct table_column *columns, size_t n,
                             struct err *e)
{
	struct cell titles[TABLE_COLUMNS_MAX];
	for (size_t i = 0; i < n; i++)
		titles[i] = cell_text(columns[i].title);
	return write_row(t, titles, n, e);
}

static enum rc end(struct table_out *t, struct err *e)
{
	return flush((struct csv_out *)t, e);
}

static void drop(struct table_out *t)
{
	struct csv_out *w = (struct csv_out *)t;
	buf_release(&w->out);
	free(w);
}

enum rc table_csv(int fd, char separator, struct table_out **out, struct err *e)
{
	static const struct table_ops ops = {write_columns, write_row, end, drop};
	BUG_ON(separator != ';' && separator != ',');
	struct csv_out *w = calloc(1, sizeof *w);
	if (!w)
		return err_detail(e, RC_BUSY, "csv: no memory");
	*w = (struct csv_out){.table.ops = &ops, .fd = fd, .separator = separator};
	buf_init(&w->out, BUFFER_MAX);
	buf_z(&w->out, "\xEF\xBB\xBF");
	*out = &w->table;
	return RC_OK;
}

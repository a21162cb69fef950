/* Workbooks by libxlsxwriter in its constant-memory mode: rows in order, texts inline. */
#include <xlsxwriter.h> /* first: its macros name calls that base/banned.h poisons */

#include "base/buf.h"
#include "doc/sheet.h"
#include "doc/table_inner.h"

#define HEAD_COLOUR 0xD9E2F3
#define TEXT_MAX ((size_t)SHEET_CELL_CHARS_MAX * 4 + 1)

struct xlsx_out {
	struct table_out table;
	lxw_workbook *book;
	lxw_worksheet *sheet;
	lxw_format *head, *moment;
	lxw_format *formats[TABLE_BOOL + 1];
	enum table_kind kinds[TABLE_COLUMNS_MAX];
	lxw_row_t row;
	struct buf text; /* the library wants NUL at the end */
};

static enum rc failed(lxw_error why, struct err *e)
{
	return err_detail(e, RC_IO, "xlsx: %s", lxw_strerror(why));
}

static bool make_formats(struct xlsx_out *w)
{
	static const char *const codes[] = {
		[TABLE_TEXT] = "@",        [TABLE_INT] = "0",           [TABLE_AMOUNT] = "#,##0",
		[TABLE_REAL] = "#,##0.00", [TABLE_DATE] = "dd/mm/yyyy", [TABLE_BOOL] = "@",
	};
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
		w->formats[i] = workbook_add_format(w->book);
		if (!w->formats[i])
			return false;
		format_set_num_format(w->formats[i], codes[i]);
	}
	w->moment = workbook_add_format(w->book);
	w->head = workbook_add_format(w->book);
	if (!w->moment || !w->head)
		return false;
	format_set_num_format(w->moment, "dd/mm/yyyy hh:mm");
	format_set_bold(w->head);
	format_set_text_wrap(w->head);
	format_set_align(w->head, LXW_ALIGN_CENTER);
	format_set_align(w->head, LXW_ALIGN_VERTICAL_CENTER);
	format_set_bg_color(w->head, HEAD_COLOUR);
	format_set_border(w->head, LXW_BORDER_THIN);
	return true;
}

/* Always a string cell, whatever it begins with. */
static lxw_error put_text(struct xlsx_out *w, lxw_col_t column, struct str s, lxw_format *f)
{
	if (s.n == 0)
		return LXW_NO_ERROR;
	buf_clear(&w->text);
	buf_str(&w->text, s);
	buf_chr(&w->text, '\0');
	if (w->text.failed)
		return LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED;
	return worksheet_write_string(w->sheet, w->row, column, w->text.p, f);
}

/* Excel knows no day before 1900: those are written as text. */
static lxw_error put_date(struct xlsx_out *w, lxw_col_t column, const struct cell *c)
{
	struct civil day = date_civil(c->date);
	if (day.year < 1900)
		return put_text(w, column, str_of(date_vn(c->date).z), w->formats[TABLE_TEXT]);
	lxw_datetime moment = {.year = day.year,
	                       .month = day.month,
	                       .day = day.day,
	                       .hour = c->seconds / 3600,
	                       .min = c->seconds / 60 % 60,
	                       .sec = c->seconds % 60};
	return worksheet_write_datetime(w->sheet, w->row, column, &moment,
	                                c->seconds ? w->moment : w->formats[TABLE_DATE]);
}

static lxw_error put_cell(struct xlsx_out *w, lxw_col_t column, const struct cell *c)
{
	enum table_kind kind = w->kinds[column];
	lxw_format *number = w->formats[kind == TABLE_AMOUNT || kind == TABLE_REAL ? kind : TABLE_INT];
	switch (c->type) {
	case CELL_EMPTY: return LXW_NO_ERROR;
	case CELL_DATE: return put_date(w, column, c);
	case CELL_INT:
		return worksheet_write_number(w->sheet, w->row, column, (double)c->integer, number);
	case CELL_REAL:
		return worksheet_write_number(w->sheet, w->row, column, c->real,
		                              kind == TABLE_AMOUNT ? number : w->formats[TABLE_REAL]);
	case CELL_BOOL: return put_text(w, column, c->integer ? STR("Có") : STR("Không"), NULL);
	case CELL_TEXT:
	case CELL_ERROR: break;
	}
	return put_text(w, column, c->text, w->formats[TABLE_TEXT]);
}

static enum rc write_row(struct table_out *t, const struct cell *cells, size_t n, struct err *e)
{
	struct xlsx_out *w = (struct xlsx_out *)t;
	if (w->row >= SHEET_ROWS_MAX)
		return err_set(e, RC_TOOBIG,
		               "Danh sách dài quá %d dòng của một trang Excel. Xin lọc bớt "
		               "hoặc xuất dạng CSV.",
		               SHEET_ROWS_MAX);
	for (size_t i = 0; i < n; i++) {
		lxw_error why = put_cell(w, (lxw_col_t)i, &cells[i]);
		if (why == LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED)
			return err_set(e, RC_TOOBIG,
			               "Dòng %u có ô dài quá %d ký tự mà Excel cho phép. Xin rút "
			               "ngắn nội dung hoặc xuất dạng CSV.",
			               w->row + 1, SHEET_CELL_CHARS_MAX);
		if (why != LXW_NO_ERROR)
			return failed(why, e);
	}
	w->row++;
	return RC_OK;
}

static double width_of(const struct table_column *c)
{
	static const int usual[] = {[TABLE_TEXT] = 28, [TABLE_INT] = 10,  [TABLE_AMOUNT] = 16,
	                            [TABLE_REAL] = 14, [TABLE_DATE] = 12, [TABLE_BOOL] = 10};
	return c->width_chars > 0 ? c->width_chars : usual[c->kind];
}

static enum rc write_columns(struct table_out *t, const struct table_column *columns, size_t n,
                             struct err *e)
{
	struct xlsx_out *w = (struct xlsx_out *)t;
	for (size_t i = 0; i < n; i++) {
		lxw_col_t at = (lxw_col_t)i;
		w->kinds[i] = columns[i].kind;
		lxw_error why = worksheet_set_column(w->sheet, at, at, width_of(&columns[i]), NULL);
		if (why == LXW_NO_ERROR)
			why = put_text(w, at, columns[i].title, w->head);
		if (why != LXW_NO_ERROR)
			return failed(why, e);
	}
	worksheet_freeze_panes(w->sheet, 1, 0);
	worksheet_repeat_rows(w->sheet, 0, 0);
	w->row = 1;
	return RC_OK;
}

static enum rc end(struct table_out *t, struct err *e)
{
	struct xlsx_out *w = (struct xlsx_out *)t;
	lxw_error why = LXW_NO_ERROR;
	if (w->row > 1)
		why = worksheet_autofilter(w->sheet, 0, 0, w->row - 1, (lxw_col_t)(t->columns - 1));
	lxw_error closing = workbook_close(w->book); /* frees the book, also when it fails */
	w->book = NULL;
	if (closing != LXW_NO_ERROR || why != LXW_NO_ERROR)
		return failed(closing != LXW_NO_ERROR ? closing : why, e);
	return RC_OK;
}

static void drop(struct table_out *t)
{
	struct xlsx_out *w = (struct xlsx_out *)t;
	if (w->book)
		lxw_workbook_free(w->book);
	buf_release(&w->text);
	free(w);
}

enum rc table_xlsx(int fd, const char *sheet, const char *tmp_dir, struct table_out **out,
                   struct err *e)
{
	static const struct table_ops ops = {write_columns, write_row, end, drop};
	char path[40], tmp[512];
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd); /* the library knows only names */
	snprintf(tmp, sizeof tmp, "%s", tmp_dir ? tmp_dir : "/tmp");
	lxw_workbook_options options = {.constant_memory = LXW_TRUE, .tmpdir = tmp};
	struct xlsx_out *w = calloc(1, sizeof *w);
	if (!w)
		return err_detail(e, RC_BUSY, "xlsx: no memory");
	*w = (struct xlsx_out){.table.ops = &ops, .book = workbook_new_opt(path, &options)};
	buf_init(&w->text, TEXT_MAX);
	w->sheet = w->book ? workbook_add_worksheet(w->book, sheet) : NULL;
	if (!w->sheet || !make_formats(w)) {
		drop(&w->table);
		return err_detail(e, RC_IO, "xlsx: cannot begin sheet %s", sheet);
	}
	*out = &w->table;
	return RC_OK;
}

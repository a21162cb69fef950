/* refused.c: the rows that did not go in, with their reasons, to be mended and sent again. */
#include "app/file/file.h"
#include "app/import/inner.h"
#include "db/sql_import.h"
#include "doc/table_out.h"

#include <inttypes.h>
#include <unistd.h>

struct refused {
	struct ctx *c;
	int64_t id;
	struct sql_import_get import;
	struct sql_import_columns *cols;
	size_t col_count;
	struct table_out *table;
	int64_t block;
	struct str rest;  /* of the block's rows */
	struct arena mem; /* of the block */
};

static struct str column_title(const struct refused *r, int64_t no)
{
	for (size_t i = 0; i < r->col_count; i++)
		if (r->cols[i].no == no)
			return r->cols[i].title.n ? r->cols[i].title : STR("cột không tên");
	return STR("");
}

/* Blocks and faults both come in the order of rows. */
static enum rc row_at(struct refused *r, int64_t no, struct block_row *row)
{
	for (;;) {
		while (block_next(&r->rest, row))
			if (row->no == no)
				return RC_OK;
		bool done;
		arena_reset(&r->mem);
		TRY(block_open(r->c, r->id, r->block++, &r->mem, &r->rest, &done));
	}
}

static enum rc write_row(struct refused *r, int64_t no, struct str why)
{
	struct cell cells[IMPORT_COLUMNS_MAX + 2];
	struct block_row row;
	size_t n = 0;
	enum rc rc = row_at(r, no, &row);
	if (rc == RC_NOTFOUND)
		return err_set(r->c->err, RC_NOTFOUND, "Nội dung của lần nhập này đã được xóa sau 7 ngày.");
	TRY(rc);
	for (size_t i = 0; i < r->col_count; i++)
		cells[n++] = cell_text(r->cols[i].no < row.count ? row.cells[r->cols[i].no] : STR(""));
	cells[n++] = cell_int(no);
	cells[n++] = cell_text(why);
	return table_row(r->table, cells, n, r->c->err);
}

static enum rc write_rows(struct refused *r, struct str level)
{
	struct ctx *c = r->c;
	struct db_cursor *cur;
	struct sql_import_fault_each f;
	struct buf why;
	int64_t row = -1;
	buf_init(&why, 64 * 1024);
	r->block = 0;
	r->rest = STR("");
	enum rc rc = sql_import_fault_each_open(c->db, c->mem, r->id, level, &cur);
	while (rc == RC_OK && (rc = sql_import_fault_each_next(cur, c->mem, &f)) == RC_OK) {
		if (row != f.row_no && row >= 0)
			rc = write_row(r, row, buf_view(&why));
		if (row != f.row_no)
			buf_clear(&why);
		row = f.row_no;
		struct str title = column_title(r, f.col);
		buf_printf(&why, "%s%.*s%s%.*s", why.n ? " " : "", STR_ARG(title), title.n ? ": " : "",
		           STR_ARG(f.say));
	}
	if (rc == RC_NOTFOUND) {
		db_cursor_end(cur);
		rc = row >= 0 ? write_row(r, row, buf_view(&why)) : RC_OK;
	}
	buf_release(&why);
	return rc;
}

static enum rc write_heads(struct refused *r)
{
	struct table_column heads[IMPORT_COLUMNS_MAX + 2];
	size_t n = 0;
	for (size_t i = 0; i < r->col_count; i++)
		heads[n++] = (struct table_column){.title = r->cols[i].title.n ? r->cols[i].title
		                                                               : STR("(không tên)"),
		                                   .kind = TABLE_TEXT,
		                                   .width_chars = 24};
	heads[n++] = (struct table_column){.title = STR("Dòng trong tệp gốc"), .kind = TABLE_INT};
	heads[n++] =
		(struct table_column){.title = STR("Lý do"), .kind = TABLE_TEXT, .width_chars = 60};
	return table_columns(r->table, heads, n, r->c->err);
}

static enum rc write_all_rows(struct refused *r, int fd, bool csv)
{
	struct ctx *c = r->c;
	TRY(csv ? table_csv(fd, ';', &r->table, c->err)
	        : table_xlsx(fd, "Dòng không nhập", c->app->spool_dir, &r->table, c->err));
	enum rc rc = write_heads(r);
	if (rc == RC_OK)
		rc = write_rows(r, STR("bad"));
	/* Left out by choice: their remark says why. */
	if (rc == RC_OK && r->import.skip_doubles)
		rc = write_rows(r, STR("warn"));
	if (rc == RC_OK)
		return table_end(r->table, c->err);
	table_drop(r->table);
	return rc;
}

enum rc import_refused(struct ctx *c, const void *in, struct out *out)
{
	const struct import_refused_in *p = in;
	struct refused r = {.c = c, .id = p->id};
	const struct import_kind *kind;
	bool csv = str_eqz(p->format, "csv");
	int fd;
	TRY(import_get(c, p->id, &r.import, &kind));
	TRY(sql_import_columns(c->db, c->mem, p->id, &r.cols, &r.col_count));
	TRY(file_temp(c, &fd));
	arena_init(&r.mem);
	enum rc rc = write_all_rows(&r, fd, csv);
	arena_release(&r.mem);
	if (rc != RC_OK) {
		close(fd);
		return rc;
	}
	out->fd = fd;
	out->fd_size = lseek(fd, 0, SEEK_END);
	out->file_name =
		arena_printf(c->mem, "dong-khong-nhap-%" PRId64 ".%s", p->id, csv ? "csv" : "xlsx");
	out->file_type = str_of(sniff_media_type(csv ? FILE_CSV : FILE_XLSX));
	return RC_OK;
}

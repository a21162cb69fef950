/*
 * read.c: from the stored file to blocks of rows. The sandbox takes the file apart; what it
 * gives back waits sealed in a file without a name until all of it was sound, and goes into
 * the database in one short transaction.
 */
#include "app/file/file.h"
#include "app/import/inner.h"
#include "db/sql_import.h"
#include "doc/sheet_stream.h"
#include "doc/write_all.h"
#include "job/run.h"
#include "job/sandbox.h"
#include "viet/legacy.h"
#include "viet/viet.h"

#include <inttypes.h>
#include <unistd.h>

#define LOOK ((size_t)64 * 1024)
#define HEAD_ROWS 30 /* the heading stands among the first rows that hold something */
#define LEGACY_MAX ((int64_t)64 << 20)

struct staged {
	int64_t last_row;
	size_t size;
};

struct reader {
	struct ctx *c;
	struct sql_import_get import;
	int64_t id, rows, rows_max;
	int in_fd, blocks_fd;
	const struct import_kind *of;
	const char *kind;          /* of the sandbox */
	enum viet_encoding legacy; /* cells are bytes of that encoding read as Windows-1252 */
	struct arena mem;          /* of one row */
	struct buf block, sample, sheets;
	int in_block;
	int64_t last_row;
	struct staged *staged;
	size_t count, room;
	struct block_row *head; /* the first HEAD_ROWS rows, in c->mem */
	int head_count;
	struct str sheet;
	int columns;
};

/* --- rows as they come ------------------------------------------------------------------------ */

static enum rc end_block(struct reader *r)
{
	if (r->in_block == 0)
		return RC_OK;
	TRY(buf_check(&r->block, r->c->err));
	struct str sealed = block_seal(r->c, r->id, buf_view(&r->block), &r->mem);
	if (r->count == r->room) {
		r->room = r->room ? r->room * 2 : 64;
		struct staged *more = arena_array(r->c->mem, r->room, sizeof *more);
		if (r->count)
			memcpy(more, r->staged, r->count * sizeof *more);
		r->staged = more;
	}
	r->staged[r->count++] = (struct staged){.last_row = r->last_row, .size = sealed.n};
	buf_clear(&r->block);
	r->in_block = 0;
	return write_all(r->blocks_fd, sealed, r->c->err);
}

/* Most cells are plain ASCII on one line already. */
static bool is_plain(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char b = (unsigned char)s.p[i];
		if (b < 0x20 || b > 0x7e || (b == ' ' && (i == 0 || i + 1 == s.n || s.p[i + 1] == ' ')))
			return false;
	}
	return true;
}

static enum rc clean_cell(struct reader *r, uint32_t row, size_t column, struct str text,
                          struct str *out, struct err *e)
{
	struct str bytes;
	struct err why = {0};
	*out = text;
	if (is_plain(text))
		return RC_OK;
	if (r->legacy != VIET_UNKNOWN && viet_bytes_of(&r->mem, text, &bytes) &&
	    viet_decode(&r->mem, bytes, r->legacy, &text, &why) != RC_OK)
		return err_set(e, RC_INVALID, "Ô %s%u: %s", sheet_column_name((uint32_t)column).z, row,
		               why.message);
	if (viet_line(&r->mem, text, out, &why) != RC_OK)
		return err_set(e, RC_INVALID, "Ô %s%u: %s", sheet_column_name((uint32_t)column).z, row,
		               why.message);
	return RC_OK;
}

static void keep_head(struct reader *r, int64_t no, const struct str *cells, int count)
{
	if (r->head_count == HEAD_ROWS)
		return;
	struct block_row *row = &r->head[r->head_count++];
	row->no = no;
	row->count = count;
	for (int i = 0; i < count; i++)
		row->cells[i] = arena_str(r->c->mem, cells[i]);
}

static enum rc on_row(void *arg, uint32_t no, const struct cell *cells, size_t n, struct err *e)
{
	struct reader *r = arg;
	struct str texts[IMPORT_COLUMNS_MAX];
	if (n > IMPORT_COLUMNS_MAX)
		return err_set(e, RC_TOOBIG, "Dòng %u có %zu cột; nhiều nhất là %d. Xin bỏ bớt cột thừa.",
		               no, n, IMPORT_COLUMNS_MAX);
	if (++r->rows > r->rows_max)
		return err_set(e, RC_TOOBIG, "Trang tính có quá %" PRId64 " dòng. Xin chia nhỏ tệp.",
		               r->rows_max);
	for (size_t i = 0; i < n; i++) {
		TRY(clean_cell(r, no, i, cells[i].text, &texts[i], e));
		if (r->sample.n < LOOK && cells[i].type == CELL_TEXT) {
			buf_str(&r->sample, cells[i].text);
			buf_chr(&r->sample, ' ');
		}
	}
	r->columns = (int)n > r->columns ? (int)n : r->columns;
	r->last_row = no;
	keep_head(r, no, texts, (int)n);
	block_add(&r->block, no, texts, (int)n);
	enum rc rc = ++r->in_block == IMPORT_BLOCK ? end_block(r) : RC_OK;
	arena_reset(&r->mem);
	return rc;
}

static enum rc on_sheet(void *arg, struct str name, bool hidden, bool chosen, struct err *e)
{
	struct reader *r = arg;
	struct str line;
	TRY(viet_line(r->c->mem, name, &line, e));
	if (chosen)
		r->sheet = line;
	if (!hidden) {
		buf_str(&r->sheets, line);
		buf_chr(&r->sheets, '\n');
	}
	return RC_OK;
}

/* --- the file ------------------------------------------------------------------------------ */

/* A CSV from before Unicode, as UTF-8 in a file of its own. */
static enum rc decode_legacy(struct reader *r, int64_t size, enum viet_encoding enc)
{
	struct ctx *c = r->c;
	struct str text;
	if (size > LEGACY_MAX)
		return err_set(c->err, RC_TOOBIG,
		               "Tệp quá lớn để chuyển mã. Xin lưu lại dạng CSV UTF-8 hoặc .xlsx.");
	char *bytes = arena_alloc(&r->mem, (size_t)size);
	for (int64_t at = 0; at < size;) {
		ssize_t n = pread(r->in_fd, bytes + at, (size_t)(size - at), at);
		if (n <= 0)
			return err_detail(c->err, RC_IO, "import: the file ends early");
		at += n;
	}
	TRY(viet_decode(&r->mem, (struct str){.p = bytes, .n = (size_t)size}, enc, &text, c->err));
	close(r->in_fd);
	r->in_fd = -1;
	TRY(file_temp(c, &r->in_fd));
	enum rc rc = write_all(r->in_fd, text, c->err);
	arena_reset(&r->mem);
	return rc;
}

/* What the content is, and which parser reads it. */
static enum rc choose_parser(struct reader *r, int64_t size)
{
	struct ctx *c = r->c;
	char *head = arena_alloc(c->mem, 2 * LOOK);
	size_t want = size < (int64_t)LOOK ? (size_t)size : LOOK;
	if (pread(r->in_fd, head, want, 0) != (ssize_t)want ||
	    pread(r->in_fd, head + LOOK, want, size - (int64_t)want) != (ssize_t)want)
		return err_detail(c->err, RC_IO, "import: the file ends early");
	struct str front = {.p = head, .n = want}, back = {.p = head + LOOK, .n = want};
	enum file_type type = sniff(front, back);
	r->kind = type == FILE_XLSX ? "xlsx" : "csv";
	if (type == FILE_XLSX)
		return RC_OK;
	struct viet_guess guess = viet_guess_encoding(c->mem, front);
	r->import.encoding = str_of(viet_encoding_name(guess.encoding));
	switch (guess.encoding) {
	case VIET_ASCII:
	case VIET_UTF8:
	case VIET_UTF16LE:
	case VIET_UTF16BE: return RC_OK;
	case VIET_TCVN3:
	case VIET_VNI:
	case VIET_CP1258:
	case VIET_VISCII: return decode_legacy(r, size, guess.encoding);
	case VIET_UNKNOWN: break;
	}
	return err_set(c->err, RC_INVALID,
	               "Không nhận ra bảng mã của tệp (không phải Unicode, TCVN3, VNI hay "
	               "Windows-1258). Xin mở bằng "
	               "Excel, lưu thành .xlsx hoặc \"CSV UTF-8\" rồi tải lên lại.");
}

static void start_over(struct reader *r)
{
	buf_clear(&r->block);
	buf_clear(&r->sample);
	buf_clear(&r->sheets);
	r->rows = r->in_block = r->head_count = r->columns = 0;
	r->count = 0;
	if (ftruncate(r->blocks_fd, 0) != 0)
		buf_room(&r->block, r->block.max + 1); /* found by buf_check() */
	lseek(r->blocks_fd, 0, SEEK_SET);
}

static enum rc parse(struct reader *r)
{
	struct ctx *c = r->c;
	struct sheet_sink sink = {.arg = r, .sheet = on_sheet, .row = on_row};
	struct sheet_stream stream;
	struct sandbox_job job = {.kind = r->kind,
	                          .arg = arena_strz(c->mem, r->import.sheet),
	                          .in_fd = r->in_fd,
	                          .time_ms = 60000,
	                          .memory_bytes = (int64_t)768 << 20,
	                          .out_max = (int64_t)1 << 30,
	                          .allow_weak = c->app->weak_sandbox,
	                          .cancel = c->job ? &c->job->cancel : NULL};
	start_over(r);
	sheet_stream_init(&stream, &sheet_limits_usual, &sink);
	enum rc rc = sandbox_run(&job, sheet_stream_feed, &stream, c->err);
	if (rc == RC_OK)
		rc = sheet_stream_end(&stream, c->err);
	sheet_stream_release(&stream);
	return rc == RC_OK ? end_block(r) : rc;
}

/* Workbooks may hold letters of old fonts (.VnTime, VNI-Times): the cells say so themselves. */
static enum rc parse_all(struct reader *r)
{
	struct str bytes;
	TRY(parse(r));
	if (strcmp(r->kind, "xlsx") != 0 || !viet_bytes_of(r->c->mem, buf_view(&r->sample), &bytes))
		return RC_OK;
	struct viet_guess guess = viet_guess_encoding(r->c->mem, bytes);
	if (guess.encoding != VIET_TCVN3 && guess.encoding != VIET_VNI)
		return RC_OK;
	r->legacy = guess.encoding;
	r->import.encoding = str_of(viet_encoding_name(guess.encoding));
	return parse(r);
}

/* --- headings ------------------------------------------------------------------------------ */

static int known_headings(struct reader *r, const struct block_row *row)
{
	int known = 0;
	for (int i = 0; i < row->count; i++)
		known += import_heading_of(r->of, r->c->mem, row->cells[i]) > 0;
	return known;
}

/* The row with the most known headings; without any, the first. */
static const struct block_row *find_head(struct reader *r)
{
	const struct block_row *best = &r->head[0];
	int most = known_headings(r, best);
	for (int i = 1; i < r->head_count; i++) {
		int known = known_headings(r, &r->head[i]);
		if (known > most) {
			most = known;
			best = &r->head[i];
		}
	}
	return best;
}

static enum rc add_columns(struct reader *r, const struct block_row *head)
{
	bool taken[IMPORT_FIELDS_MAX] = {0};
	for (int i = 0; i < r->columns; i++) {
		struct str title = i < head->count ? head->cells[i] : STR("");
		int f = import_heading_of(r->of, r->c->mem, title);
		if (taken[f])
			f = 0;
		taken[f] = f > 0;
		TRY(sql_import_column_add(r->c->db, r->id, i, title, str_of(r->of->fields[f].value), NULL));
	}
	return RC_OK;
}

/* --- into the database --------------------------------------------------------------------- */

static enum rc store_blocks(struct reader *r)
{
	off_t at = 0;
	for (size_t i = 0; i < r->count; i++) {
		struct str sealed = {.p = arena_alloc(&r->mem, r->staged[i].size), .n = r->staged[i].size};
		if (pread(r->blocks_fd, (char *)sealed.p, sealed.n, at) != (ssize_t)sealed.n)
			return err_detail(r->c->err, RC_IO, "import: the staged rows cannot be read back");
		at += (off_t)sealed.n;
		TRY(sql_import_block_add(r->c->db, r->id, (int64_t)i, r->staged[i].last_row, sealed, NULL));
		arena_reset(&r->mem);
	}
	return RC_OK;
}

static enum rc store_tx(void *arg)
{
	struct reader *r = arg;
	struct ctx *c = r->c;
	const struct block_row *head = find_head(r);
	TRY(import_hold(c));
	TRY(import_forget_rows(c, r->id));
	TRY(add_columns(r, head));
	TRY(store_blocks(r));
	return sql_import_read_set(c->db, r->id, r->sheet, buf_view(&r->sheets),
	                           r->import.encoding.p ? r->import.encoding : STR(""), head->no,
	                           r->rows - (head - r->head) - 1, NULL);
}

static enum rc read_file(struct reader *r)
{
	struct ctx *c = r->c;
	int64_t size;
	TRY(file_open(c, r->import.file_id, &r->in_fd, &size));
	TRY(choose_parser(r, size));
	TRY(file_temp(c, &r->blocks_fd));
	TRY(import_tell(c, 0, 0, "Đang đọc tệp"));
	TRY(parse_all(r));
	if (r->rows == 0)
		return err_set(c->err, RC_INVALID, "Trang tính không có dòng nào. Xin kiểm tra lại tệp.");
	if (r->rows <= 1 || find_head(r)->no == r->last_row)
		return err_set(c->err, RC_INVALID,
		               "Trang tính chỉ có dòng tiêu đề, chưa có dòng dữ liệu nào.");
	return db_tx(c->db, DB_WRITE, store_tx, r);
}

static enum rc sheets_tx(void *arg)
{
	struct reader *r = arg;
	return sql_import_sheets_set(r->c->db, r->id, r->sheet, buf_view(&r->sheets), NULL);
}

/* What was wrong with one sheet may be right with another: the choice is kept. */
static enum rc keep_sheets(struct reader *r, enum rc rc)
{
	struct err first = *r->c->err;
	if (rc == RC_OK || r->sheets.n == 0)
		return rc;
	err_clear(r->c->err);
	enum rc kept = db_tx(r->c->db, DB_WRITE, sheets_tx, r);
	*r->c->err = first;
	return kept == RC_OK ? rc : kept;
}

enum rc import_read(struct ctx *c, int64_t id)
{
	struct reader r = {.c = c, .id = id, .in_fd = -1, .blocks_fd = -1, .sheet = STR("")};
	TRY(import_get(c, id, &r.import, &r.of));
	if (!str_eqz(r.import.state, "uploaded"))
		return err_set(c->err, RC_CONFLICT, "Tệp này đã đọc rồi.");
	r.rows_max = r.of->rows_max ? r.of->rows_max : IMPORT_ROWS_MAX;
	arena_init(&r.mem);
	buf_init(&r.block, (size_t)256 << 20);
	buf_init(&r.sample, (size_t)1 << 20);
	buf_init(&r.sheets, (size_t)1 << 20);
	r.head = arena_array(c->mem, HEAD_ROWS, sizeof *r.head);
	enum rc rc = keep_sheets(&r, read_file(&r));
	buf_release(&r.block);
	buf_release(&r.sample);
	buf_release(&r.sheets);
	arena_release(&r.mem);
	if (r.in_fd >= 0)
		close(r.in_fd);
	if (r.blocks_fd >= 0)
		close(r.blocks_fd);
	return import_failed(c, id, rc, "failed");
}

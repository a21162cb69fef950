/* docx_read.c: paragraphs and tables of the main part, in the order of the document. */
#include "doc/docx_inner.h"

#define CELLS_MAX 20000
#define LAYOUT_COLUMNS 2
#define LAYOUT_ROWS 4
#define RUN_MAX ((size_t)1 << 20)

struct cell_text {
	int row;
	struct str text;
};

struct body {
	struct docx *d;
	struct buf *out;
	struct buf para, run; /* of the paragraph and the run at hand */
	bool in_text, numbered_para;
	int skip; /* depth inside something that is left out, 0: not */
	int tables, rows;
	struct str style;
	int64_t num, level;
	enum viet_encoding encoding;
	bool capitals;
	struct buf cell;
	struct cell_text *cells; /* of the outermost table */
	size_t cell_count;
};

static bool left_out(const char *name)
{
	static const char *const names[] = {"Fallback", "del",       "moveFrom",  "instrText",
	                                    "delText",  "pPrChange", "rPrChange", "sectPr",
	                                    "footnote", NULL};
	for (size_t i = 0; names[i]; i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

/* --- runs ----------------------------------------------------------------------------------------
 */

/* Office files carry the bytes of old fonts as characters of Windows-1252. */
static struct str unicode(struct body *b, struct str s)
{
	struct str bytes, text;
	if (b->encoding != VIET_TCVN3 && b->encoding != VIET_VNI)
		return s;
	if (!viet_bytes_of(&b->d->arena, s, &bytes))
		return s;
	enum rc rc = b->encoding == VIET_TCVN3
	                 ? viet_from_tcvn3(&b->d->arena, bytes, b->capitals, &text, NULL)
	                 : viet_from_vni(&b->d->arena, bytes, &text, NULL);
	return rc == RC_OK ? text : s;
}

static void end_run(struct body *b)
{
	if (b->run.n)
		buf_str(&b->para, unicode(b, buf_view(&b->run)));
	buf_clear(&b->run);
}

static void begin_run(struct body *b)
{
	end_run(b);
	b->encoding = b->d->encoding;
	b->capitals = b->d->capitals;
}

/* --- paragraphs --- */

static void begin_para(struct body *b)
{
	begin_run(b);
	buf_clear(&b->para);
	b->style = STR_NULL;
	b->num = b->level = -1;
}

static void end_para(struct body *b)
{
	struct buf *to = b->tables ? &b->cell : b->out;
	end_run(b);
	struct str words = str_trim(buf_view(&b->para));
	if (words.n) {
		docx_style_number(b->d, b->style, &b->num, &b->level);
		struct str label = docx_label(b->d, b->num, b->level);
		buf_str(to, label);
		buf_z(to, label.n ? " " : "");
	}
	buf_str(to, words);
	buf_chr(to, '\n');
	buf_clear(&b->para);
}

/* --- tables --- */

static void begin_table(struct body *b)
{
	if (b->tables++ > 0)
		return;
	b->rows = 0;
	b->cell_count = 0;
	buf_clear(&b->cell);
}

static enum rc end_cell(struct body *b)
{
	if (b->tables != 1)
		return RC_OK; /* a table inside a cell is part of its text */
	if (b->cell_count == CELLS_MAX)
		return office_damaged(&b->d->o, "bảng có quá nhiều ô");
	b->cells[b->cell_count++] =
		(struct cell_text){.row = b->rows, .text = arena_str(&b->d->arena, buf_view(&b->cell))};
	buf_clear(&b->cell);
	return RC_OK;
}

static bool for_layout(const struct body *b)
{
	int filled = 0, row = 0;
	if (b->rows > LAYOUT_ROWS)
		return false;
	for (size_t i = 0; i < b->cell_count; i++) {
		if (b->cells[i].row != row)
			filled = 0;
		row = b->cells[i].row;
		filled += str_trim(b->cells[i].text).n > 0;
		if (filled > LAYOUT_COLUMNS)
			return false;
	}
	return true;
}

static void in_one_line(struct buf *out, struct str s)
{
	s = str_trim(s);
	for (size_t i = 0; i < s.n; i++)
		buf_chr(out, s.p[i] == '\n' ? ' ' : s.p[i]);
}

static void end_table(struct body *b)
{
	if (--b->tables > 0)
		return;
	bool layout = for_layout(b);
	for (size_t i = 0; i < b->cell_count; i++) {
		if (layout) {
			buf_str(b->out, b->cells[i].text);
			continue;
		}
		bool first = i == 0 || b->cells[i].row != b->cells[i - 1].row;
		buf_z(b->out, i == 0 ? "" : first ? "\n" : " | ");
		in_one_line(b->out, b->cells[i].text);
	}
	buf_chr(b->out, '\n');
}

/* --- events --- */

static void property(struct body *b, const char *name, const struct xml_attrs *attrs)
{
	struct str val = xml_attr(attrs, "val");
	int64_t v;
	if (strcmp(name, "pStyle") == 0)
		b->style = arena_str(&b->d->arena, val);
	else if (strcmp(name, "numId") == 0 && str_int(val, &v))
		b->num = v;
	else if (strcmp(name, "ilvl") == 0 && str_int(val, &v))
		b->level = v;
	else if (strcmp(name, "rFonts") == 0 && xml_attr(attrs, "ascii").p)
		b->encoding = viet_font_encoding(xml_attr(attrs, "ascii"), &b->capitals);
	else if (strcmp(name, "tab") == 0 && !xml_attr(attrs, "pos").p)
		buf_chr(&b->run, ' ');
	else if (strcmp(name, "br") == 0 || strcmp(name, "cr") == 0)
		buf_chr(&b->run, '\n');
	else if (strcmp(name, "noBreakHyphen") == 0)
		buf_chr(&b->run, '-');
}

static enum rc on_start(void *arg, const char *name, const struct xml_attrs *attrs)
{
	struct body *b = arg;
	if (b->skip || left_out(name)) {
		b->skip++;
		return RC_OK;
	}
	if (strcmp(name, "p") == 0)
		begin_para(b);
	else if (strcmp(name, "r") == 0)
		begin_run(b);
	else if (strcmp(name, "t") == 0)
		b->in_text = true;
	else if (strcmp(name, "tbl") == 0)
		begin_table(b);
	else
		property(b, name, attrs);
	return RC_OK;
}

static enum rc on_end(void *arg, const char *name)
{
	struct body *b = arg;
	if (b->skip) {
		b->skip--;
		return RC_OK;
	}
	if (strcmp(name, "t") == 0)
		b->in_text = false;
	else if (strcmp(name, "p") == 0)
		end_para(b);
	else if (strcmp(name, "tc") == 0)
		return end_cell(b);
	else if (strcmp(name, "tr") == 0)
		b->rows += b->tables == 1;
	else if (strcmp(name, "tbl") == 0)
		end_table(b);
	bool full = b->out->failed || b->cell.failed || b->para.failed || b->run.failed;
	return full ? err_set(b->d->o.e, RC_TOOBIG,
	                      "Văn bản dài hơn mức đọc được. Xin tách các phụ lục rồi đọc lại.")
	            : RC_OK;
}

static enum rc on_text(void *arg, const char *p, size_t n)
{
	struct body *b = arg;
	if (b->in_text && !b->skip)
		buf_add(&b->run, p, n);
	return RC_OK;
}

enum rc docx_read_body(struct docx *d, const char *path, struct buf *out)
{
	static const struct xml_handler handler = {.start = on_start, .end = on_end, .text = on_text};
	struct body b = {.d = d, .out = out, .num = -1, .level = -1, .encoding = d->encoding};
	b.cells = arena_array(&d->arena, CELLS_MAX, sizeof *b.cells);
	buf_init(&b.para, RUN_MAX);
	buf_init(&b.run, RUN_MAX);
	buf_init(&b.cell, DOC_TEXT_MAX);
	enum rc rc = office_part(&d->o, path, &handler, &b);
	buf_release(&b.para);
	buf_release(&b.run);
	buf_release(&b.cell);
	return rc;
}

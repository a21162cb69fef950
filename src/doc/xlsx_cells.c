/* The rows of one sheet: worksheet > sheetData > row > c > v, or is > t. */
#include "doc/xlsx_inner.h"

#include <math.h>

/* One row's text. Excel's extreme of 256 full cells is no table. */
#define ROW_TEXT_MAX ((size_t)2 << 20)
#define DAY_SECONDS 86400

enum value_kind { VALUE_NUMBER, VALUE_SHARED, VALUE_TEXT, VALUE_BOOL, VALUE_ERROR, VALUE_ISO };

struct row_reader {
	struct xlsx *x;
	const struct sheet_sink *sink;
	bool in_data, in_row, in_cell, in_inline, in_phonetic, collecting;
	uint32_t row, column; /* row from 1; column from 0, one past the last seen */
	size_t filled;        /* cells of the row up to the last filled one */
	enum value_kind kind;
	bool date;
	char *text; /* of this row; every value is followed by NUL */
	size_t text_n, value_from;
	struct cell cells[SHEET_COLUMNS_MAX];
};

struct column_name sheet_column_name(uint32_t column)
{
	struct column_name name = {0};
	char back[8];
	size_t n = 0;
	for (uint64_t c = (uint64_t)column + 1; c > 0; c = (c - 1) / 26)
		back[n++] = (char)('A' + (c - 1) % 26);
	for (size_t i = 0; i < n; i++)
		name.z[i] = back[n - 1 - i];
	return name;
}

static enum rc bad_cell(struct row_reader *r, enum rc rc, const char *why)
{
	return err_set(r->x->o.e, rc, "Ô %s%u: %s.", sheet_column_name(r->column).z, r->row, why);
}

/* "AB12" gives 27; false when there are no letters or more than any sheet has. */
static bool column_of(struct str ref, uint32_t *column)
{
	uint32_t v = 0;
	size_t i = 0;
	for (; i < ref.n && ref.p[i] >= 'A' && ref.p[i] <= 'Z' && i < 4; i++)
		v = v * 26 + (uint32_t)(ref.p[i] - 'A' + 1);
	if (i == 0 || i == 4)
		return false;
	*column = v - 1;
	return true;
}

static enum rc start_row(struct row_reader *r, const struct xml_attrs *attrs)
{
	int64_t number = (int64_t)r->row + 1;
	struct str ref = xml_attr(attrs, "r");
	if (ref.p && !str_int(ref, &number))
		return office_damaged(&r->x->o, "số dòng sai");
	if (number > r->x->o.limits->rows)
		return err_set(r->x->o.e, RC_TOOBIG, "Trang tính có quá %u dòng. Xin chia nhỏ tệp.",
		               r->x->o.limits->rows);
	if (number <= r->row)
		return office_damaged(&r->x->o, "các dòng không theo thứ tự");
	r->row = (uint32_t)number;
	r->column = 0;
	r->filled = 0;
	r->text_n = 0;
	r->in_row = true;
	return RC_OK;
}

static enum value_kind kind_of(struct str t)
{
	static const struct {
		const char *name;
		enum value_kind kind;
	} kinds[] = {{"s", VALUE_SHARED}, {"n", VALUE_NUMBER},       {"str", VALUE_TEXT},
	             {"b", VALUE_BOOL},   {"inlineStr", VALUE_TEXT}, {"e", VALUE_ERROR},
	             {"d", VALUE_ISO}};
	for (size_t i = 0; t.p && i < sizeof kinds / sizeof *kinds; i++)
		if (str_eqz(t, kinds[i].name))
			return kinds[i].kind;
	return VALUE_NUMBER;
}

static enum rc start_cell(struct row_reader *r, const struct xml_attrs *attrs)
{
	uint32_t column = r->column;
	int64_t style = 0;
	struct str t = STR_NULL;
	for (int i = 0; i < attrs->n; i++) {
		const char *a = attrs->at[i].name;
		struct str v = attrs->at[i].value;
		if (a[1])
			continue; /* only r, s and t matter */
		if (a[0] == 'r' && (!column_of(v, &column) || column < r->column))
			return office_damaged(&r->x->o, "địa chỉ ô sai");
		if (a[0] == 's' && !str_int(v, &style))
			return office_damaged(&r->x->o, "kiểu ô sai");
		if (a[0] == 't')
			t = v;
	}
	r->kind = kind_of(t);
	r->column = column;
	r->date = style >= 0 && (uint64_t)style < r->x->styles && r->x->date_styles[style];
	r->value_from = r->text_n;
	r->in_cell = true;
	return RC_OK;
}

static enum rc on_start(void *arg, const char *name, const struct xml_attrs *attrs)
{
	struct row_reader *r = arg;
	if (!r->in_data) {
		r->in_data = strcmp(name, "sheetData") == 0;
		return RC_OK;
	}
	if (!r->in_row)
		return strcmp(name, "row") == 0 ? start_row(r, attrs) : RC_OK;
	if (!r->in_cell)
		return strcmp(name, "c") == 0 ? start_cell(r, attrs) : RC_OK;
	if (strcmp(name, "v") == 0)
		r->collecting = !r->in_inline;
	else if (strcmp(name, "is") == 0)
		r->in_inline = true;
	else if (strcmp(name, "rPh") == 0)
		r->in_phonetic = true;
	else if (strcmp(name, "t") == 0)
		r->collecting = r->in_inline && !r->in_phonetic;
	return RC_OK;
}

static enum rc on_text(void *arg, const char *p, size_t n)
{
	struct row_reader *r = arg;
	if (!r->collecting)
		return RC_OK;
	/* Space is kept for one date and the closing NUL. */
	if (n > ROW_TEXT_MAX - 64 || r->text_n > ROW_TEXT_MAX - 64 - n)
		return bad_cell(r, RC_TOOBIG, "dòng này chứa quá nhiều chữ");
	memcpy(r->text + r->text_n, p, n);
	r->text_n += n;
	return RC_OK;
}

static bool only_number_chars(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((s.p[i] < '0' || s.p[i] > '9') && !strchr("+-.eE", s.p[i]))
			return false;
	return s.n > 0;
}

/* Most numbers of a table are short and whole; strtod() is for the others. */
static bool parse_number(struct str s, struct cell *c)
{
	if (s.n <= 15 && str_int(s, &c->integer)) {
		c->type = CELL_INT;
		c->real = (double)c->integer;
		return true;
	}
	char *end;
	if (!only_number_chars(s))
		return false;
	c->real = strtod(s.p, &end);
	if (end != s.p + s.n || !isfinite(c->real))
		return false;
	c->type = CELL_REAL;
	if (fabs(c->real) <= 9007199254740992.0 && c->real == floor(c->real)) {
		c->type = CELL_INT;
		c->integer = (int64_t)c->real;
	}
	return true;
}

static void date_text(struct row_reader *r, struct cell *c)
{
	char *to = r->text + r->value_from;
	int n = snprintf(to, 16, "%s", date_vn(c->date).z);
	if (c->seconds)
		n += snprintf(to + n, 16, " %02d:%02d:%02d", c->seconds / 3600, c->seconds / 60 % 60,
		              c->seconds % 60);
	c->text = (struct str){.p = to, .n = (size_t)n};
	r->text_n = r->value_from + (size_t)n;
}

/*
 * Days since 30 December 1899; before March 1900 one less, because Excel believes in a
 * 29 February 1900 (ISO/IEC 29500-1, 18.17.4.1). What is no day stays a number.
 */
static void number_to_date(struct row_reader *r, struct cell *c)
{
	double whole = floor(c->real);
	if (!(whole >= 1 && whole < 2958466) || whole == 60)
		return;
	int32_t seconds = (int32_t)((c->real - whole) * DAY_SECONDS + 0.5);
	int32_t days = (int32_t)whole - 25569 + (whole < 60) + seconds / DAY_SECONDS;
	if (r->x->since_1904)
		days = (int32_t)whole - 24107 + seconds / DAY_SECONDS;
	if (days >= DATE_OPEN.days) /* that day means "no end" here and has no text */
		return;
	*c = (struct cell){.type = CELL_DATE, .date = {days}, .seconds = seconds % DAY_SECONDS};
	date_text(r, c);
}

static enum rc iso_to_date(struct row_reader *r, struct cell *c)
{
	struct str s = c->text;
	struct date d = date_from_iso((struct str){.p = s.p, .n = s.n < 10 ? s.n : 10});
	int h = 0, m = 0, sec = 0;
	if (date_is_none(d) || d.days == DATE_OPEN.days ||
	    (s.n > 10 && (s.p[10] != 'T' || sscanf(s.p + 11, "%2d:%2d:%2d", &h, &m, &sec) != 3)) ||
	    h < 0 || h > 23 || m < 0 || m > 59 || sec < 0 || sec > 59)
		return bad_cell(r, RC_INVALID, "ngày không hợp lệ");
	*c = (struct cell){.type = CELL_DATE, .date = d, .seconds = h * 3600 + m * 60 + sec};
	date_text(r, c);
	return RC_OK;
}

static enum rc text_value(struct row_reader *r, struct cell *c)
{
	c->text.n = xlsx_unescape(r->text + r->value_from, c->text.n);
	c->type = c->text.n ? CELL_TEXT : CELL_EMPTY;
	if (c->text.n > r->x->o.limits->cell_chars && str_chars(c->text) > r->x->o.limits->cell_chars)
		return bad_cell(r, RC_TOOBIG, "ô chứa quá nhiều ký tự");
	return RC_OK;
}

/* The value's text is complete: what does it mean? */
static enum rc read_value(struct row_reader *r, struct cell *c)
{
	int64_t i = 0;
	r->text[r->text_n] = '\0';
	*c = (struct cell){.text = {.p = r->text + r->value_from, .n = r->text_n - r->value_from}};
	if (c->text.n == 0)
		return RC_OK;
	switch (r->kind) {
	case VALUE_SHARED:
		if (!str_int(c->text, &i) || i < 0 || (uint64_t)i >= r->x->strings.n)
			return bad_cell(r, RC_INVALID, "trỏ tới chuỗi không có");
		c->text = xlsx_string(r->x, (size_t)i);
		c->type = c->text.n ? CELL_TEXT : CELL_EMPTY;
		return RC_OK;
	case VALUE_TEXT: return text_value(r, c);
	case VALUE_ISO: return iso_to_date(r, c);
	case VALUE_ERROR: c->type = CELL_ERROR; return RC_OK;
	case VALUE_BOOL:
		c->type = CELL_BOOL;
		c->integer = str_eqz(c->text, "1");
		return RC_OK;
	case VALUE_NUMBER: break;
	}
	if (!parse_number(c->text, c))
		return bad_cell(r, RC_INVALID, "số không hợp lệ");
	if (r->date)
		number_to_date(r, c);
	return RC_OK;
}

static enum rc end_cell(struct row_reader *r)
{
	struct cell c;
	r->in_cell = r->in_inline = false;
	enum rc rc = read_value(r, &c);
	if (rc != RC_OK)
		return rc;
	if (c.type != CELL_EMPTY) {
		if (r->column >= r->x->o.limits->columns)
			return bad_cell(r, RC_TOOBIG, "bảng có quá nhiều cột");
		while (r->filled < r->column)
			r->cells[r->filled++] = (struct cell){.text = STR("")};
		r->cells[r->filled++] = c;
		r->text_n++; /* keeps the NUL */
	} else {
		r->text_n = r->value_from;
	}
	r->column++;
	return RC_OK;
}

static enum rc on_end(void *arg, const char *name)
{
	struct row_reader *r = arg;
	r->collecting = false;
	if (r->in_cell) {
		if (strcmp(name, "rPh") == 0)
			r->in_phonetic = false;
		return strcmp(name, "c") == 0 ? end_cell(r) : RC_OK;
	}
	if (r->in_row && strcmp(name, "row") == 0) {
		r->in_row = false;
		return r->filled ? r->sink->row(r->sink->arg, r->row, r->cells, r->filled, r->x->o.e)
		                 : RC_OK;
	}
	if (!r->in_row && strcmp(name, "sheetData") == 0)
		r->in_data = false;
	return RC_OK;
}

enum rc xlsx_read_rows(struct xlsx *x, const char *path, const struct sheet_sink *sink)
{
	static const struct xml_handler handler = {on_start, on_end, on_text};
	struct row_reader *r = calloc(1, sizeof *r);
	char *text = malloc(ROW_TEXT_MAX);
	enum rc rc = RC_TOOBIG;
	if (r && text) {
		*r = (struct row_reader){.x = x, .sink = sink, .text = text};
		rc = office_part(&x->o, path, &handler, r);
	} else {
		rc = office_no_memory(&x->o);
	}
	free(text);
	free(r);
	return rc;
}

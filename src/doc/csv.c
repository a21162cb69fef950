/*
 * CSV after RFC 4180, with what Excel in Viet Nam really writes: `;` between fields,
 * UTF-16 with tabs ("Unicode text"), and a first line `sep=;`.
 */
#include "base/buf.h"
#include "doc/sheet.h"

#include <inttypes.h>

#define ROW_TEXT_MAX ((size_t)2 << 20)

struct csv {
	const struct sheet_limits *limits;
	const struct sheet_sink *sink;
	struct err *e;
	const char *at, *end;
	char separator;
	uint32_t row; /* of records, from 1 */
	size_t column, filled;
	struct buf field; /* unquoted copies of one record's quoted fields */
	struct cell cells[SHEET_COLUMNS_MAX];
};

static enum rc bad(struct csv *c, enum rc rc, const char *why)
{
	return err_set(c->e, rc, "Dòng %u, cột %s: %s", c->row,
	               sheet_column_name((uint32_t)c->column).z, why);
}

/* --- encoding --- */

static void put_utf8(struct buf *b, uint32_t c)
{
	char p[4];
	size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
	for (size_t i = n; i-- > 1; c >>= 6)
		p[i] = (char)(0x80 | (c & 0x3F));
	p[0] = (char)(lead[n] | c);
	buf_add(b, p, n);
}

static uint32_t unit(const unsigned char *p, bool big)
{
	return big ? (uint32_t)(p[0] << 8 | p[1]) : (uint32_t)(p[1] << 8 | p[0]);
}

/* RFC 2781. */
static enum rc from_utf16(struct str in, bool big, struct buf *out, struct err *e)
{
	const unsigned char *p = (const unsigned char *)in.p, *end = p + in.n;
	while (end - p >= 2) {
		uint32_t c = unit(p, big);
		p += 2;
		if (c >= 0xD800 && c < 0xE000) {
			uint32_t low = end - p >= 2 ? unit(p, big) : 0;
			if (c >= 0xDC00 || low < 0xDC00 || low >= 0xE000)
				return err_set(e, RC_INVALID,
				               "Tệp UTF-16 có ký tự hỏng. Xin lưu lại dạng "
				               "\"CSV UTF-8\".");
			c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
			p += 2;
		}
		put_utf8(out, c);
	}
	if (p != end)
		return err_set(e, RC_INVALID, "Tệp UTF-16 bị cắt cụt. Xin lưu lại rồi tải lên lại.");
	return buf_check(out, e);
}

/* UTF-8 without its mark; UTF-16 is turned into UTF-8 in `own`. */
static enum rc to_utf8(struct str *file, struct buf *own, struct err *e)
{
	bool big = str_starts(*file, "\xFE\xFF");
	if (big || str_starts(*file, "\xFF\xFE")) {
		enum rc rc = from_utf16((struct str){file->p + 2, file->n - 2}, big, own, e);
		*file = buf_view(own);
		return rc;
	}
	if (str_starts(*file, "\xEF\xBB\xBF"))
		*file = (struct str){file->p + 3, file->n - 3};
	return RC_OK;
}

/* --- separator --- */

static bool take_declared(struct csv *c)
{
	struct str head = {.p = c->at, .n = (size_t)(c->end - c->at)};
	if (!str_starts(head, "sep=") || head.n < 5)
		return false;
	size_t n = 5;
	if (n < head.n && c->at[n] == '\r')
		n++;
	if ((n < head.n && c->at[n] != '\n') || !strchr(";,\t|", c->at[4]))
		return false;
	c->separator = c->at[4];
	c->at += n < head.n ? n + 1 : n;
	c->row = 1; /* it is the first line on the screen too */
	return true;
}

/* In the first line outside of quotes; a tie goes to the earlier of the three. */
static char most_frequent(const char *p, const char *end)
{
	static const char candidates[] = ";,\t";
	size_t counts[3] = {0};
	bool quoted = false;
	for (; p < end && (quoted || (*p != '\n' && *p != '\r')); p++) {
		if (*p == '"')
			quoted = !quoted;
		const char *found = !quoted && *p ? strchr(candidates, *p) : NULL;
		if (found)
			counts[found - candidates]++;
	}
	size_t best = 0;
	for (size_t i = 1; i < 3; i++)
		if (counts[i] > counts[best])
			best = i;
	return counts[best] ? candidates[best] : ',';
}

/* --- fields and records --- */

static bool ends_field(const struct csv *c)
{
	return c->at == c->end || *c->at == c->separator || *c->at == '\n' || *c->at == '\r';
}

/*
 * Doubled quotes become one, so the text is copied; the buffer has all its room from the
 * start, so that it does not move under earlier cells.
 */
static enum rc quoted_field(struct csv *c, struct str *out)
{
	size_t from = c->field.n;
	c->at++;
	for (;;) {
		const char *quote = memchr(c->at, '"', (size_t)(c->end - c->at));
		if (!quote)
			return bad(c, RC_INVALID, "thiếu dấu ngoặc kép đóng. Xin kiểm tra lại ô này.");
		buf_add(&c->field, c->at, (size_t)(quote - c->at));
		c->at = quote + 1;
		if (c->at == c->end || *c->at != '"')
			break;
		buf_chr(&c->field, '"');
		c->at++;
	}
	*out = (struct str){.p = c->field.p + from, .n = c->field.n - from};
	if (c->field.failed)
		return bad(c, RC_TOOBIG, "dòng này chứa quá nhiều chữ.");
	if (!ends_field(c))
		return bad(c, RC_INVALID,
		           "có chữ sau dấu ngoặc kép đóng. Dấu ngoặc kép trong ô phải "
		           "được viết hai lần (\"\").");
	return RC_OK;
}

static struct str plain_field(struct csv *c)
{
	const char *from = c->at;
	while (!ends_field(c))
		c->at++;
	return (struct str){.p = from, .n = (size_t)(c->at - from)};
}

static enum rc add_field(struct csv *c, struct str text)
{
	if (text.n == 0)
		return RC_OK;
	if (!str_utf8_ok(text))
		return bad(c, RC_INVALID,
		           "không phải chữ UTF-8. Trong Excel xin chọn Lưu thành > "
		           "\"CSV UTF-8\" rồi tải lên lại.");
	if (c->column >= c->limits->columns)
		return bad(c, RC_TOOBIG, "bảng có quá nhiều cột.");
	if (text.n > c->limits->cell_chars && str_chars(text) > c->limits->cell_chars)
		return bad(c, RC_TOOBIG, "ô chứa quá nhiều ký tự.");
	while (c->filled < c->column)
		c->cells[c->filled++] = (struct cell){.text = STR("")};
	c->cells[c->filled++] = cell_text(text);
	return RC_OK;
}

/* LF, CR LF, or CR alone. */
static void end_line(struct csv *c)
{
	if (c->at < c->end && *c->at == '\r')
		c->at++;
	if (c->at < c->end && *c->at == '\n')
		c->at++;
}

static enum rc read_record(struct csv *c)
{
	if (++c->row > c->limits->rows)
		return err_set(c->e, RC_TOOBIG, "Tệp có quá %u dòng. Xin chia nhỏ tệp.", c->limits->rows);
	c->filled = 0;
	c->field.n = 0;
	for (c->column = 0;; c->column++) {
		struct str text;
		if (c->at < c->end && *c->at == '"')
			TRY(quoted_field(c, &text));
		else
			text = plain_field(c);
		TRY(add_field(c, text));
		if (c->at == c->end || *c->at != c->separator)
			break;
		c->at++;
	}
	end_line(c);
	return c->filled ? c->sink->row(c->sink->arg, c->row, c->cells, c->filled, c->e) : RC_OK;
}

static enum rc read_all(struct csv *c, struct str file)
{
	c->at = file.p;
	c->end = file.p + file.n;
	if (!take_declared(c))
		c->separator = most_frequent(c->at, c->end);
	while (c->at < c->end)
		TRY(read_record(c));
	return RC_OK;
}

enum rc sheet_read_csv(struct str file, const struct sheet_limits *limits,
                       const struct sheet_sink *sink, struct err *e)
{
	BUG_ON(limits->columns > SHEET_COLUMNS_MAX);
	struct err own_err = {0};
	struct buf own;
	struct csv *c = calloc(1, sizeof *c);
	if (!c)
		return err_set(e, RC_TOOBIG, "Không đủ bộ nhớ để đọc tệp.");
	*c = (struct csv){.limits = limits, .sink = sink, .e = e ? e : &own_err};
	buf_init(&own, limits->total_bytes);
	buf_init(&c->field, ROW_TEXT_MAX);
	enum rc rc = RC_OK;
	if (file.n > limits->total_bytes)
		rc = err_set(c->e, RC_TOOBIG, "Tệp CSV lớn quá %" PRIu64 " MB. Xin chia nhỏ tệp.",
		             limits->total_bytes >> 20);
	else if (!buf_room(&c->field, ROW_TEXT_MAX))
		rc = err_set(c->e, RC_TOOBIG, "Không đủ bộ nhớ để đọc tệp.");
	if (rc == RC_OK)
		rc = to_utf8(&file, &own, c->e);
	if (rc == RC_OK)
		rc = read_all(c, file);
	buf_release(&c->field);
	buf_release(&own);
	free(c);
	return rc;
}

#include "doc/sheet_stream.h"
#include "doc/write_all.h"

#include <math.h>

/* A row's text is at most 2 MiB in the readers; the rest is heads and numbers. */
#define FRAME_MAX ((size_t)4 << 20)
#define FLUSH_AT ((size_t)64 * 1024)
#define MAGIC "TDS1"

enum { SHEET_HIDDEN = 1, SHEET_CHOSEN = 2 };

/* --- writing, in the child --- */

struct writer {
	struct buf out;
	int fd;
	uint32_t rows;
};

static void put(struct buf *b, uint64_t v, size_t bytes)
{
	char p[8];
	for (size_t i = 0; i < bytes; i++, v >>= 8)
		p[i] = (char)(v & 0xFF);
	buf_add(b, p, bytes);
}

static uint64_t bits_of(double v)
{
	uint64_t bits;
	memcpy(&bits, &v, sizeof bits);
	return bits;
}

static enum rc flush(struct writer *w, struct err *e)
{
	TRY(buf_check(&w->out, e));
	TRY(write_all(w->fd, buf_view(&w->out), e));
	buf_clear(&w->out);
	return RC_OK;
}

/* A frame's length is known when its body is written: it is put in afterwards. */
static size_t begin_frame(struct buf *b, char kind)
{
	buf_chr(b, kind);
	put(b, 0, 4);
	return b->n;
}

static void end_frame(struct buf *b, size_t body)
{
	uint64_t n = b->n - body;
	for (size_t i = 0; i < 4 && !b->failed; i++, n >>= 8)
		b->p[body - 4 + i] = (char)(n & 0xFF);
}

static enum rc write_sheet(void *arg, struct str name, bool hidden, bool chosen, struct err *e)
{
	struct writer *w = arg;
	size_t body = begin_frame(&w->out, 'S');
	put(&w->out, (hidden ? SHEET_HIDDEN : 0) | (chosen ? SHEET_CHOSEN : 0), 1);
	buf_str(&w->out, name);
	end_frame(&w->out, body);
	return buf_check(&w->out, e);
}

static void write_cell(struct buf *b, size_t column, const struct cell *c)
{
	put(b, column, 2);
	put(b, c->type, 1);
	put(b, c->text.n, 4);
	buf_str(b, c->text);
	if (c->type == CELL_INT)
		put(b, (uint64_t)c->integer, 8);
	if (c->type == CELL_INT || c->type == CELL_REAL)
		put(b, bits_of(c->real), 8);
	if (c->type == CELL_BOOL)
		put(b, c->integer != 0, 1);
	if (c->type == CELL_DATE) {
		put(b, (uint32_t)c->date.days, 4);
		put(b, (uint32_t)c->seconds, 4);
	}
}

static enum rc write_row(void *arg, uint32_t row, const struct cell *cells, size_t n, struct err *e)
{
	struct writer *w = arg;
	size_t body = begin_frame(&w->out, 'R');
	put(&w->out, row, 4);
	for (size_t i = 0; i < n; i++)
		if (cells[i].type != CELL_EMPTY)
			write_cell(&w->out, i, &cells[i]);
	end_frame(&w->out, body);
	w->rows++;
	return w->out.n >= FLUSH_AT ? flush(w, e) : buf_check(&w->out, e);
}

static enum rc finish(struct writer *w, enum rc rc, struct err *e)
{
	if (rc == RC_OK) {
		size_t body = begin_frame(&w->out, 'E');
		put(&w->out, w->rows, 4);
		end_frame(&w->out, body);
		rc = flush(w, e);
	}
	buf_release(&w->out);
	return rc;
}

static struct writer writer_to(int fd)
{
	struct writer w = {.fd = fd};
	buf_init(&w.out, FRAME_MAX + FLUSH_AT);
	buf_z(&w.out, MAGIC);
	return w;
}

enum rc sheet_parse_xlsx(struct str input, const char *arg, int out_fd, struct err *e)
{
	struct writer w = writer_to(out_fd);
	struct sheet_sink sink = {.arg = &w, .sheet = write_sheet, .row = write_row};
	return finish(&w, sheet_read_xlsx(input, str_of(arg), &sheet_limits_usual, &sink, e), e);
}

enum rc sheet_parse_csv(struct str input, const char *arg, int out_fd, struct err *e)
{
	(void)arg;
	struct writer w = writer_to(out_fd);
	struct sheet_sink sink = {.arg = &w, .row = write_row};
	return finish(&w, sheet_read_csv(input, &sheet_limits_usual, &sink, e), e);
}

/* --- reading, in the program --- */

/* What is left of a frame's body; reading past its end gives zeros and `lacking`. */
struct cursor {
	const unsigned char *p;
	size_t n;
	bool lacking;
};

static uint64_t get(struct cursor *c, size_t bytes)
{
	uint64_t v = 0;
	if (c->n < bytes) {
		c->lacking = true;
		c->n = 0;
		return 0;
	}
	for (size_t i = bytes; i-- > 0;)
		v = v << 8 | c->p[i];
	c->p += bytes;
	c->n -= bytes;
	return v;
}

static struct str get_text(struct cursor *c, size_t n)
{
	if (c->n < n) {
		c->lacking = true;
		c->n = 0;
		return STR("");
	}
	struct str s = {.p = (const char *)c->p, .n = n};
	c->p += n;
	c->n -= n;
	return s;
}

static double get_real(struct cursor *c)
{
	uint64_t bits = get(c, 8);
	double v;
	memcpy(&v, &bits, sizeof v);
	return v;
}

static enum rc distrust(struct err *e, const char *what)
{
	enum rc rc = err_set(e, RC_INVALID,
	                     "Kết quả đọc tệp không hợp lệ, có thể tệp được cố ý làm sai. Tệp chưa "
	                     "được nhận; xin báo người quản trị.");
	if (e && !e->detail[0])
		snprintf(e->detail, sizeof e->detail, "sheet stream: %s", what);
	return rc;
}

void sheet_stream_init(struct sheet_stream *s, const struct sheet_limits *limits,
                       const struct sheet_sink *sink)
{
	BUG_ON(limits->columns > SHEET_COLUMNS_MAX);
	*s = (struct sheet_stream){.limits = limits, .sink = *sink};
	buf_init(&s->pending, FRAME_MAX + 2 * FLUSH_AT);
}

void sheet_stream_release(struct sheet_stream *s)
{
	buf_release(&s->pending);
}

static enum rc read_sheet(struct sheet_stream *s, struct cursor *c, struct err *e)
{
	uint64_t flags = get(c, 1);
	struct str name = get_text(c, c->n);
	if (flags > (SHEET_HIDDEN | SHEET_CHOSEN) || name.n == 0 || name.n > SHEET_NAME_MAX ||
	    !str_utf8_ok(name) || s->row > 0 || ++s->sheets > SHEET_SHEETS_MAX)
		return distrust(e, "sheet");
	if (!s->sink.sheet)
		return RC_OK;
	return s->sink.sheet(s->sink.arg, name, flags & SHEET_HIDDEN, flags & SHEET_CHOSEN, e);
}

static bool whole_and_exact(const struct cell *c)
{
	return c->real >= -9007199254740992.0 && c->real <= 9007199254740992.0 &&
	       c->integer >= -(INT64_C(1) << 53) && c->integer <= INT64_C(1) << 53 &&
	       (double)c->integer == c->real;
}

static bool sound(const struct sheet_stream *s, const struct cell *c)
{
	if (c->text.n == 0 || c->text.n > (size_t)s->limits->cell_chars * 4 || !str_utf8_ok(c->text) ||
	    str_chars(c->text) > s->limits->cell_chars)
		return false;
	switch (c->type) {
	case CELL_TEXT:
	case CELL_ERROR:
	case CELL_BOOL: return true;
	case CELL_INT: return whole_and_exact(c);
	case CELL_REAL: return isfinite(c->real);
	case CELL_DATE:
		return date_civil(c->date).year > 0 && c->date.days < DATE_OPEN.days && c->seconds >= 0 &&
		       c->seconds < 86400;
	case CELL_EMPTY: break;
	}
	return false;
}

static void read_cell(struct cursor *c, struct cell *out)
{
	uint64_t type = get(c, 1);
	*out = (struct cell){.type = type > CELL_ERROR ? CELL_EMPTY : (enum cell_type)type};
	out->text = get_text(c, (size_t)get(c, 4));
	if (out->type == CELL_INT)
		out->integer = (int64_t)get(c, 8);
	if (out->type == CELL_INT || out->type == CELL_REAL)
		out->real = get_real(c);
	if (out->type == CELL_BOOL)
		out->integer = get(c, 1) != 0;
	if (out->type == CELL_DATE) {
		out->date.days = (int32_t)get(c, 4);
		out->seconds = (int32_t)get(c, 4);
	}
}

static enum rc read_row(struct sheet_stream *s, struct cursor *c, struct err *e)
{
	uint32_t row = (uint32_t)get(c, 4);
	size_t filled = 0;
	if (row <= s->row || row > s->limits->rows || c->n == 0)
		return distrust(e, "row");
	while (c->n > 0) {
		size_t column = (size_t)get(c, 2);
		struct cell cell;
		read_cell(c, &cell);
		if (c->lacking || column < filled || column >= s->limits->columns || !sound(s, &cell))
			return distrust(e, "cell");
		while (filled < column)
			s->cells[filled++] = (struct cell){.text = STR("")};
		s->cells[filled++] = cell;
	}
	s->row = row;
	s->rows++;
	return s->sink.row(s->sink.arg, row, s->cells, filled, e);
}

static enum rc read_end(struct sheet_stream *s, struct cursor *c, struct err *e)
{
	if (c->n != 4 || get(c, 4) != s->rows)
		return distrust(e, "row count");
	s->ended = true;
	return RC_OK;
}

static enum rc read_body(struct sheet_stream *s, uint64_t kind, struct cursor *c, struct err *e)
{
	switch (kind) {
	case 'S': return read_sheet(s, c, e);
	case 'R': return read_row(s, c, e);
	case 'E': return read_end(s, c, e);
	default: return distrust(e, "frame");
	}
}

/*
 * Reads one frame from the front of *all when it is there as a whole, and cuts it off.
 * A frame is looked at only once, however small the pieces it came in.
 */
static enum rc read_frame(struct sheet_stream *s, struct str *all, bool *more, struct err *e)
{
	struct cursor c = {.p = (const unsigned char *)all->p, .n = all->n};
	size_t head = s->begun ? 5 : strlen(MAGIC), body = 0;
	if (s->ended)
		return distrust(e, "bytes after the end");
	*more = all->n >= head;
	if (!*more)
		return RC_OK;
	if (s->begun) {
		uint64_t kind = get(&c, 1);
		body = (size_t)get(&c, 4);
		if (body > FRAME_MAX)
			return distrust(e, "frame too long");
		*more = c.n >= body;
		if (!*more)
			return RC_OK;
		c.n = body;
		TRY(read_body(s, kind, &c, e));
	} else if (!str_starts(*all, MAGIC)) {
		return distrust(e, "beginning");
	}
	s->begun = true;
	*all = (struct str){.p = all->p + head + body, .n = all->n - head - body};
	return RC_OK;
}

enum rc sheet_stream_feed(void *arg, const void *bytes, size_t n, struct err *e)
{
	struct sheet_stream *s = arg;
	struct str all = {.p = bytes, .n = n};
	bool joined = s->pending.n > 0, more = true;
	if (joined) {
		buf_add(&s->pending, bytes, n);
		TRY(buf_check(&s->pending, e));
		all = buf_view(&s->pending);
	}
	size_t had = all.n;
	while (more && all.n > 0)
		TRY(read_frame(s, &all, &more, e));
	if (!joined) {
		buf_add(&s->pending, all.p, all.n);
	} else if (all.n < had) {
		memmove(s->pending.p, all.p, all.n);
		s->pending.n = all.n;
	}
	return buf_check(&s->pending, e);
}

enum rc sheet_stream_end(struct sheet_stream *s, struct err *e)
{
	return s->ended && s->pending.n == 0 ? RC_OK : distrust(e, "no end");
}

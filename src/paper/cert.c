/* cert.c: reading a blank. */
#include "paper/cert.h"

#include "paper/inner.h"
#include "viet/viet.h"

#define BOXES_MAX 60
#define SIDE_MIN 50
#define SIDE_MAX 1000

/* Decimals of mm: 12 or 12.5. */
static bool number(struct str s, double *out)
{
	struct str rest = s, whole = str_cut(&rest, '.');
	int64_t a, b = 0;
	if (!str_int(whole, &a) || a < -SIDE_MAX || a > SIDE_MAX)
		return false;
	if (rest.p && (rest.n != 1 || !str_int(rest, &b) || b < 0))
		return false;
	*out = (double)a + (double)b / 10;
	return true;
}

static bool numbers(struct str s, double *out, int count)
{
	for (int i = 0; i < count; i++) {
		s = str_trim(s);
		if (!number(str_cut(&s, ' '), &out[i]))
			return false;
	}
	return !s.p || !str_trim(s).n;
}

static bool after(struct str line, const char *word, struct str *rest)
{
	size_t n = strlen(word);
	if (!str_starts(line, word))
		return false;
	*rest = str_trim((struct str){line.p + n, line.n - n});
	return true;
}

/* "cỡ 28 xuống 16" */
static bool sizes(struct str word, struct cert_box *b)
{
	struct str rest, first;
	if (!after(word, "cỡ ", &rest))
		return false;
	first = str_cut(&rest, ' ');
	if (!number(first, &b->size))
		return false;
	b->least = b->size;
	if (rest.p && !(after(str_trim(rest), "xuống ", &rest) && number(rest, &b->least)))
		return false;
	return b->size >= b->least && b->least >= 4 && b->size <= 200;
}

static enum rc read_look(struct paper_reader *r, struct str look, struct cert_box *b)
{
	while (look.p) {
		struct str word = str_trim(str_cut(&look, ','));
		if (str_eqz(word, "đậm"))
			b->face |= PAPER_BOLD;
		else if (str_eqz(word, "nghiêng"))
			b->face |= PAPER_ITALIC;
		else if (str_eqz(word, "hoa"))
			b->upper = true;
		else if (str_eqz(word, "đỏ"))
			b->red = true;
		else if (str_eqz(word, "trên"))
			b->top = true;
		else if (str_eqz(word, "kẻ"))
			b->rule = true;
		else if (str_eqz(word, "trái"))
			b->align = PAPER_LEFT;
		else if (str_eqz(word, "phải"))
			b->align = PAPER_RIGHT;
		else if (!str_eqz(word, "giữa") && !sizes(word, b))
			return paper_wrong(
				r,
				"không hiểu \"%.*s\"; có: cỡ 28 xuống 16, đậm, nghiêng, hoa, đỏ, trên, kẻ, "
				"trái, giữa, phải.",
				STR_ARG(word));
	}
	return b->size > 0 ? RC_OK : paper_wrong(r, "ô thiếu cỡ chữ.");
}

static enum rc inside(struct paper_reader *r, const struct cert_blank *c, const struct cert_box *b)
{
	bool in = b->x >= 0 && b->y >= 0 && b->width > 0 && b->height > 0 &&
	          b->x + b->width <= c->width && b->y + b->height <= c->height;
	return in ? RC_OK : paper_wrong(r, "ô nằm ngoài tờ giấy %g × %g mm.", c->width, c->height);
}

static enum rc read_text(struct paper_reader *r, const struct paper_scope *scope, struct str line,
                         const struct cert_blank *c, struct cert_box *b)
{
	double v[4];
	struct str place = str_cut(&line, '|'), look = str_cut(&line, '|');
	struct paper_piece *text;
	if (!line.p || !numbers(place, v, 4))
		return paper_wrong(r, "ô cần viết như: ô: 30 92 237 16 | cỡ 28 xuống 16, đậm | {name}.");
	*b = (struct cert_box){.kind = CERT_TEXT,
	                       .x = v[0],
	                       .y = v[1],
	                       .width = v[2],
	                       .height = v[3],
	                       .align = PAPER_CENTRED,
	                       .printed = b->printed};
	TRY(inside(r, c, b));
	TRY(read_look(r, look, b));
	TRY(paper_read_pieces(r, scope, str_trim(line), &text));
	b->text = text;
	return RC_OK;
}

static enum rc read_qr(struct paper_reader *r, const struct paper_scope *scope, struct str line,
                       const struct cert_blank *c, struct cert_box *b)
{
	double v[3];
	struct paper_piece *text;
	if (!numbers(str_cut(&line, '|'), v, 3) || !line.p)
		return paper_wrong(r, "mã cần viết như: mã: 24 160 24 | {address}.");
	*b = (struct cert_box){.kind = CERT_QR, .x = v[0], .y = v[1], .width = v[2], .height = v[2]};
	TRY(inside(r, c, b));
	TRY(paper_read_pieces(r, scope, str_trim(line), &text));
	b->text = text;
	return RC_OK;
}

static enum rc read_box(struct paper_reader *r, const struct paper_scope *scope, struct str line,
                        const struct cert_blank *c, struct cert_box *b)
{
	struct str rest;
	double v[4];
	if (after(line, "ô in sẵn:", &rest)) {
		b->printed = true;
		return read_text(r, scope, rest, c, b);
	}
	if (after(line, "ô:", &rest))
		return read_text(r, scope, rest, c, b);
	if (after(line, "mã:", &rest))
		return read_qr(r, scope, rest, c, b);
	if (after(line, "hình:", &rest) && numbers(rest, v, 4)) {
		*b = (struct cert_box){.kind = CERT_PICTURE,
		                       .x = v[0],
		                       .y = v[1],
		                       .width = v[2],
		                       .height = v[3],
		                       .printed = true};
		return inside(r, c, b);
	}
	if (after(line, "khung ", &rest)) {
		*b = (struct cert_box){.kind = CERT_FRAME, .printed = true, .red = str_ends(rest, " đỏ")};
		rest.n -= b->red ? strlen(" đỏ") : 0;
		if (numbers(rest, v, 2) && v[0] >= 0 && v[1] > 0 && v[0] * 2 < c->height) {
			b->x = v[0];
			b->width = v[1];
			return RC_OK;
		}
	}
	return paper_wrong(r, "không hiểu \"%.*s\"; một dòng là khung, hình:, ô:, ô in sẵn:, mã:.",
	                   STR_ARG(line));
}

static enum rc read_page(struct paper_reader *r, struct cert_blank *c)
{
	struct str line = paper_next_line(r), rest;
	double v[2];
	if (!line.p || !after(line, "khổ ", &rest) || !numbers(rest, v, 2) || v[0] < SIDE_MIN ||
	    v[1] < SIDE_MIN)
		return paper_wrong(r, "thân của phôi bắt đầu bằng khổ giấy, mm: khổ 297 210.");
	c->width = v[0];
	c->height = v[1];
	line = paper_next_line(r);
	if (line.p && after(line, "mỗi ", &rest))
		for (int i = 0; i < c->about.field_count; i++)
			if (str_eq(c->about.fields[i].name, rest) && c->about.fields[i].type == PAPER_LIST) {
				c->list = i;
				return RC_OK;
			}
	return paper_wrong(r, "sau khổ giấy cần: mỗi DANH_SÁCH, mỗi dòng của nó là một tờ.");
}

static enum rc read_body(struct paper_reader *r, struct cert_blank *c)
{
	TRY(read_page(r, c));
	const struct paper_field *list = &c->about.fields[c->list];
	struct paper_scope top = {c->about.fields, c->about.field_count, NULL, NULL},
					   row = {list->items, list->item_count, &top, list};
	c->boxes = arena_array(r->mem, BOXES_MAX, sizeof *c->boxes);
	for (struct str line = paper_next_line(r); line.p; line = paper_next_line(r)) {
		if (c->count == BOXES_MAX)
			return paper_wrong(r, "phôi có quá %d ô.", BOXES_MAX);
		TRY(read_box(r, &row, line, c, &c->boxes[c->count++]));
	}
	return RC_OK;
}

enum rc cert_read(struct arena *mem, struct str text, const struct cert_blank **out, struct err *e)
{
	struct cert_blank *c = arena_alloc(mem, sizeof *c);
	struct paper_template *fields = arena_alloc(mem, sizeof *fields);
	struct paper_reader r = {.mem = mem, .e = e, .where = "", .common = STR("")};
	c->about = (struct paper_about){.title = STR(""), .source = STR(""), .unconfirmed = STR("")};
	if (text.n > PAPER_TEMPLATE_MAX)
		return err_set(e, RC_TOOBIG, "Phôi dài quá %zu kB.", PAPER_TEMPLATE_MAX >> 10);
	TRY(viet_nfc(mem, text, &r.rest, e));
	TRY(paper_read_head(&r, &c->about));
	TRY(read_body(&r, c));
	fields->about = c->about;
	c->fields = fields;
	*out = c;
	return RC_OK;
}

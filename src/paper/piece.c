/* piece.c: a line of a template: words, {fields}, [what is printed only when it is there],
 * **bold**, *italic*. */
#include "paper/inner.h"

#define PIECE_DEPTH 4
#define NAMES_SHOWN 260

static const struct {
	const char *word;
	enum paper_filter filter;
	unsigned types; /* one bit a type */
} filters[] = {
	{"hoa", FILTER_UPPER, 1u << PAPER_TEXT | 1u << PAPER_INT | 1u << PAPER_MONEY},
	{"đầu", FILTER_CAPITAL, 1u << PAPER_TEXT | 1u << PAPER_INT | 1u << PAPER_MONEY},
	{"bằng chữ", FILTER_WORDS, 1u << PAPER_INT | 1u << PAPER_MONEY | 1u << PAPER_LIST},
	{"dài", FILTER_LONG, 1u << PAPER_DATE},
	{"hai số", FILTER_TWO, 1u << PAPER_INT | 1u << PAPER_LIST},
	{"đếm", FILTER_COUNT, 1u << PAPER_LIST},
	{"tổng", FILTER_SUM, 1u << PAPER_INT | 1u << PAPER_MONEY},
};

/* The fields that may stand here, for a sentence. */
static struct str names_of(struct arena *mem, const struct paper_scope *scope)
{
	struct buf b;
	buf_init(&b, 4096);
	for (; scope; scope = scope->outer)
		for (int i = 0; i < scope->count && b.n < NAMES_SHOWN; i++)
			buf_printf(&b, "%s%.*s", b.n ? ", " : "", STR_ARG(scope->fields[i].name));
	struct str s = arena_str(mem, buf_view(&b));
	buf_release(&b);
	return s;
}

static int index_of(const struct paper_field *fields, int count, struct str name)
{
	for (int i = 0; i < count; i++)
		if (str_eq(fields[i].name, name))
			return i;
	return -1;
}

enum rc paper_read_ref(struct paper_reader *r, const struct paper_scope *scope, struct str name,
                       struct paper_ref *out)
{
	struct str rest = name, first = str_cut(&rest, '.');
	*out = (struct paper_ref){.sub = -1};
	if (str_eqz(name, "stt") && scope->list) {
		out->index = PAPER_REF_NO;
		return RC_OK;
	}
	for (const struct paper_scope *s = scope; s; s = s->outer, out->up++) {
		int i = index_of(s->fields, s->count, first);
		if (i < 0)
			continue;
		out->index = i;
		out->field = &s->fields[i];
		if (!rest.p)
			return RC_OK;
		if (out->field->type == PAPER_LIST)
			out->sub = index_of(out->field->items, out->field->item_count, rest);
		if (out->sub >= 0)
			return RC_OK;
		return paper_wrong(r, "không có trường \"%.*s\".", STR_ARG(name));
	}
	return paper_wrong(r, "không có trường \"%.*s\". Ở đây có: %.*s.", STR_ARG(name),
	                   STR_ARG(names_of(r->mem, scope)));
}

static enum rc add_filter(struct paper_reader *r, struct paper_piece *p, enum paper_type type,
                          struct str word)
{
	int n = 0;
	while (n < PAPER_FILTERS_MAX && p->filters[n])
		n++;
	for (size_t i = 0; n < PAPER_FILTERS_MAX && i < sizeof filters / sizeof *filters; i++)
		if (str_eqz(word, filters[i].word)) {
			if (!(filters[i].types & 1u << type))
				return paper_wrong(r, "cách viết \"%.*s\" không dùng được cho trường kiểu này.",
				                   STR_ARG(word));
			p->filters[n] = filters[i].filter;
			return RC_OK;
		}
	return paper_wrong(
		r, "không có cách viết \"%.*s\". Có: hoa, đầu, bằng chữ, dài, hai số, đếm, tổng.",
		STR_ARG(word));
}

/* What stands between { and }: `date:dài`, `persons.bonus:tổng:bằng chữ`. */
static enum rc read_hole(struct paper_reader *r, const struct paper_scope *scope, struct str hole,
                         struct paper_piece *p)
{
	struct str rest = hole;
	p->kind = PIECE_FIELD;
	TRY(paper_read_ref(r, scope, str_trim(str_cut(&rest, ':')), &p->ref));
	const struct paper_field *f = p->ref.field;
	enum paper_type type = f ? f->type : PAPER_INT;
	if (p->ref.sub >= 0)
		type = f->items[p->ref.sub].type;
	while (rest.p)
		TRY(add_filter(r, p, type, str_trim(str_cut(&rest, ':'))));
	bool list = f && f->type == PAPER_LIST;
	if (list && p->ref.sub >= 0 && p->filters[0] != FILTER_SUM)
		return paper_wrong(r,
		                   "\"%.*s\" là của nhiều dòng: viết trong mỗi %.*s, hoặc cộng lại bằng "
		                   ":tổng.",
		                   STR_ARG(hole), STR_ARG(f->name));
	if (list && p->ref.sub < 0 && p->filters[0] == FILTER_NONE)
		return paper_wrong(r,
		                   "\"%.*s\" là một danh sách: viết trong mỗi %.*s … hết, hoặc đếm bằng "
		                   ":đếm.",
		                   STR_ARG(hole), STR_ARG(hole));
	if (!list && p->filters[0] == FILTER_SUM)
		return paper_wrong(r, ":tổng cộng một trường của danh sách: {danh_sách.trường:tổng}.");
	if (type == PAPER_YES)
		return paper_wrong(r, "\"%.*s\" là có hoặc không: dùng với nếu … hết.", STR_ARG(hole));
	return RC_OK;
}

struct line_reader {
	struct paper_reader *r;
	const struct paper_scope *scope;
	struct str text;
	size_t at;
	uint8_t face;
	struct buf words;
};

static struct paper_piece *append(struct line_reader *l, struct paper_piece ***end)
{
	struct paper_piece *p = arena_alloc(l->r->mem, sizeof *p);
	p->face = l->face;
	**end = p;
	*end = &p->next;
	return p;
}

static void flush(struct line_reader *l, struct paper_piece ***end)
{
	if (l->words.n) {
		struct paper_piece *p = append(l, end);
		p->kind = PIECE_TEXT;
		p->text = arena_str(l->r->mem, buf_view(&l->words));
		buf_clear(&l->words);
	}
}

static enum rc read_some(struct line_reader *l, int depth, struct paper_piece **out);

static enum rc read_mark(struct line_reader *l, char c, int depth, struct paper_piece ***end)
{
	const char *p = l->text.p + l->at;
	size_t left = l->text.n - l->at;
	if (c == '*') {
		bool two = left > 1 && p[1] == '*';
		l->face ^= two ? PAPER_BOLD : PAPER_ITALIC;
		l->at += two ? 2 : 1;
		return RC_OK;
	}
	if (c == '{') {
		const char *close = memchr(p, '}', left);
		if (!close)
			return paper_wrong(l->r, "thiếu dấu } sau {.");
		l->at += (size_t)(close - p) + 1;
		return read_hole(l->r, l->scope, (struct str){p + 1, (size_t)(close - p) - 1},
		                 append(l, end));
	}
	if (depth == PIECE_DEPTH)
		return paper_wrong(l->r, "dấu [ lồng nhau quá %d lần.", PIECE_DEPTH);
	l->at++;
	struct paper_piece *one = append(l, end);
	one->kind = PIECE_OPTIONAL;
	TRY(read_some(l, depth + 1, &one->inside));
	if (l->at == l->text.n)
		return paper_wrong(l->r, "thiếu dấu ] sau [.");
	l->at++;
	return RC_OK;
}

static enum rc read_some(struct line_reader *l, int depth, struct paper_piece **out)
{
	struct paper_piece **end = out;
	while (l->at < l->text.n) {
		char c = l->text.p[l->at];
		if (c == ']' && depth)
			break;
		if (c == ']' || c == '}')
			return paper_wrong(l->r, "thừa dấu %c.", c);
		if (c == '{' || c == '[' || c == '*') {
			flush(l, &end);
			TRY(read_mark(l, c, depth, &end));
			continue;
		}
		if (c == '\\' && l->at + 1 < l->text.n)
			c = l->text.p[++l->at];
		buf_chr(&l->words, c);
		l->at++;
	}
	flush(l, &end);
	return RC_OK;
}

enum rc paper_read_pieces(struct paper_reader *r, const struct paper_scope *scope, struct str text,
                          struct paper_piece **out)
{
	struct line_reader l = {.r = r, .scope = scope, .text = text};
	buf_init(&l.words, PAPER_TEMPLATE_MAX);
	enum rc rc = read_some(&l, 0, out);
	if (rc == RC_OK && l.face)
		rc = paper_wrong(r, "chữ đậm ** hoặc nghiêng * chưa đóng; muốn in dấu * thì viết \\*.");
	buf_release(&l.words);
	return rc;
}

/* lines.c: the text as lines, and where paragraphs go on. */
#include "plan/inner.h"

#include <stdarg.h>

#define WIDTH_MAX 400
#define GAP 4
#define UNMARKED_MIN 16 /* bytes without a mark that are no accident */
#define MARGIN_MAX 40
#define SET_IN 3
#define LONG_LINE 60
#define REMARKS_MAX 200

void plan_remark(struct reader *r, int line, const char *fmt, ...)
{
	struct plan_doc *d = r->doc;
	va_list args;
	if (d->remark_count == REMARKS_MAX)
		return;
	if (!d->remarks)
		d->remarks = arena_array(r->mem, REMARKS_MAX, sizeof *d->remarks);
	va_start(args, fmt);
	d->remarks[d->remark_count++] =
		(struct plan_remark){.line = line, .text = arena_vprintf(r->mem, fmt, args)};
	va_end(args);
}

struct str plan_text(struct reader *r, size_t from, size_t to, bool *mended)
{
	struct str read = shadow_text(r->mem, &r->s, from, to);
	if (!r->s.noisy && (read.n < UNMARKED_MIN || !viet_noisy(read)))
		return read;
	if (!r->mender)
		r->mender = viet_mender(r->mem);
	return viet_mend(r->mem, r->mender, &r->s, from, to, mended);
}

struct str plan_para(struct reader *r, struct para *p, bool *mended)
{
	if (!p->text.p)
		p->text = plan_text(r, p->from, p->to, &p->mended);
	if (p->mended && mended)
		*mended = true;
	return p->text;
}

struct str plan_right(struct reader *r, struct str read, bool *mended)
{
	if (!r->s.noisy || !read.p)
		return read;
	if (!r->mender)
		r->mender = viet_mender(r->mem);
	struct viet_shadow s = viet_shadow(r->mem, read);
	return viet_mend(r->mem, r->mender, &s, 0, s.n, mended);
}

void plan_mended(struct reader *r, const char *what)
{
	struct plan_doc *d = r->doc;
	for (int i = 0; i < d->mended_count; i++)
		if (strcmp(d->mended[i], what) == 0)
			return;
	BUG_ON(d->mended_count == PLAN_MENDED_MAX);
	d->mended[d->mended_count++] = what;
}

bool line_blank(const struct reader *r, int line)
{
	return line < 0 || line >= r->line_count || r->lines[line].from == r->lines[line].to;
}

bool line_rule(const struct reader *r, int line)
{
	const struct line *l = &r->lines[line];
	for (size_t i = l->from; i < l->to; i++)
		if (shadow_is_word(r->s.p[i]))
			return false;
	return l->to > l->from;
}

bool all_capitals(const struct viet_shadow *s, size_t from, size_t to)
{
	size_t letters = 0, capitals = 0;
	for (size_t i = from; i < to; i++) {
		letters += s->p[i] >= 'a' && s->p[i] <= 'z';
		capitals += s->cased[i] >= 'A' && s->cased[i] <= 'Z';
	}
	return letters >= 2 && capitals * 10 >= letters * 7;
}

int line_of(const struct reader *r, size_t at)
{
	int low = 0, high = r->line_count - 1;
	while (low < high) {
		int mid = (low + high + 1) / 2;
		if (r->lines[mid].from <= at)
			low = mid;
		else
			high = mid - 1;
	}
	return low;
}

struct str line_text(const struct reader *r, int line)
{
	return shadow_text(r->mem, &r->s, r->lines[line].from, r->lines[line].to);
}

bool line_ends(const struct reader *r, int line)
{
	const struct line *l = &r->lines[line];
	return l->to > l->from && strchr(".;:!?/", r->s.p[l->to - 1]);
}

static bool small_first(const struct reader *r, int line)
{
	char c = r->s.cased[r->lines[line].from];
	return c >= 'a' && c <= 'z';
}

static int length(const struct reader *r, int line)
{
	return (int)(r->lines[line].to - r->lines[line].from);
}

bool line_bullet(const struct reader *r, int line, size_t *to)
{
	if (!bullet_at(&r->s, &r->lines[line], to))
		return false;
	char c = r->s.cased[*to];
	bool small = c >= 'a' && c <= 'z';
	return !(r->wrapped && small && !line_blank(r, line - 1) && !line_ends(r, line - 1));
}

bool line_full(const struct reader *r, int line)
{
	return length(r, line) * 10 > r->width * 5;
}

bool line_set_in(const struct reader *r, int line)
{
	return r->margin >= 0 && r->lines[line].indent >= r->margin + SET_IN && !small_first(r, line);
}

bool line_goes_on(const struct reader *r, int line)
{
	int before = line - 1;
	size_t unused;
	if (!r->wrapped || line_blank(r, line) || line_rule(r, line) || line_bullet(r, line, &unused))
		return false;
	if (line_set_in(r, line) || line_row(r, line))
		return false;
	while (before >= 0 && before > line - 5 && line_blank(r, before))
		before--;
	if (before < 0 || line_blank(r, before) || line_rule(r, before) || line_row(r, before))
		return false;
	if (before < line - 1) /* over the end of a page */
		return !line_ends(r, before) && small_first(r, line) && line_full(r, before);
	if (r->spaced || small_first(r, line) || r->s.p[r->lines[line].from] == '-')
		return true;
	bool full = length(r, before) * 100 >= r->width * 80;
	bool indented = r->lines[line].indent > r->lines[before].indent + 2;
	return full && !(line_ends(r, before) && indented) && !(indented && line_ends(r, before));
}

/* --- cutting -----------------------------------------------------------------------------------
 */

static struct line line_cut(const struct viet_shadow *s, size_t from, size_t to)
{
	struct line l = {.from = from, .to = to};
	while (l.from < l.to && s->p[l.from] == ' ') {
		l.indent += s->text.p[s->at[l.from]] == '\t' ? 8 : 1;
		l.from++;
	}
	while (l.to > l.from && s->p[l.to - 1] == ' ')
		l.to--;
	return l;
}

static enum rc cut(struct reader *r, struct err *e)
{
	const struct viet_shadow *s = &r->s;
	int n = 1;
	for (size_t i = 0; i < s->n; i++)
		n += s->text.p[s->at[i]] == '\n';
	if (n > PLAN_LINES_MAX)
		return err_set(e, RC_TOOBIG,
		               "Văn bản có %d dòng, nhiều hơn mức %d dòng đọc được. Xin tách "
		               "phần kế hoạch ra khỏi các phụ lục rồi đọc lại.",
		               n, PLAN_LINES_MAX);
	r->lines = arena_array(r->mem, (size_t)n, sizeof *r->lines);
	int *pages = arena_array(r->mem, (size_t)n, sizeof *pages), page_count = 0;
	size_t from = 0;
	for (size_t i = 0; i <= s->n; i++)
		if (i == s->n || s->text.p[s->at[i]] == '\n') {
			struct line l = line_cut(s, from, i);
			if (plan_page_number(s, &l)) {
				pages[page_count++] = r->line_count;
				l.to = l.from;
			}
			r->lines[r->line_count++] = l;
			from = i + 1;
		}
	plan_running(r, pages, page_count);
	return RC_OK;
}

/* --- the shape of the page --- */

/* Where most lines begin that go on with a sentence; -1 where paragraphs are not set in. */
static void look_at_margin(struct reader *r)
{
	int indents[MARGIN_MAX] = {0}, all = 0, best = 0;
	for (int i = 1; i < r->line_count; i++) {
		if (line_blank(r, i) || line_blank(r, i - 1) || line_ends(r, i - 1) || !small_first(r, i))
			continue;
		all++;
		indents[r->lines[i].indent < MARGIN_MAX ? r->lines[i].indent : MARGIN_MAX - 1]++;
	}
	for (int i = 1; i < MARGIN_MAX; i++)
		best = indents[i] > indents[best] ? i : best;
	r->margin = r->wrapped && indents[best] * 10 >= all * 6 ? best : -1;
}

/* The first line of a paragraph is set in and as long as the page; the next stands at the margin.
 */
static bool breaks_set_in(const struct reader *r, int line)
{
	return line + 1 < r->line_count && !line_ends(r, line) && !line_blank(r, line + 1) &&
	       length(r, line) >= LONG_LINE && r->lines[line].indent >= SET_IN &&
	       r->lines[line + 1].indent + SET_IN <= r->lines[line].indent;
}

/* Lines are wrapped when many end in the middle of a sentence and the next goes on small. */
static void look_at_width(struct reader *r)
{
	int lengths[WIDTH_MAX] = {0}, filled = 0, broken = 0, ends = 0, parted = 0;
	for (int i = 0; i < r->line_count; i++) {
		int n = length(r, i);
		if (n == 0 || line_row(r, i))
			continue;
		filled++;
		lengths[n < WIDTH_MAX ? n : WIDTH_MAX - 1]++;
		ends += line_ends(r, i);
		parted += line_ends(r, i) && line_blank(r, i + 1);
		int next = line_blank(r, i + 1) ? i + 2 : i + 1; /* a recogniser parts lines too */
		broken += breaks_set_in(r, i) ||
		          (!line_ends(r, i) && !line_blank(r, next) && small_first(r, next));
	}
	int over = filled / 10;
	for (r->width = WIDTH_MAX - 1; r->width > 1 && over >= lengths[r->width]; r->width--)
		over -= lengths[r->width];
	/* A recogniser gives the lines of the page; few of them where paragraphs are short. */
	r->wrapped = r->s.noisy ? broken >= 1 : broken >= 3 && broken * 12 >= filled;
	r->spaced = r->wrapped && parted * 10 >= ends * 7;
	look_at_margin(r);
}

/* Gaps of several spaces inside the line; *at the position of the last. */
static int gaps(const struct reader *r, int line, size_t *at)
{
	const struct line *l = &r->lines[line];
	int n = 0;
	for (size_t i = l->from; i < l->to; i++) {
		size_t k = i;
		while (k < l->to && r->s.p[k] == ' ')
			k++;
		if (k - i >= GAP) {
			n++;
			*at = i;
		}
		i = k > i ? k : i;
	}
	return n;
}

static enum rc look_at_columns(struct reader *r, struct err *e)
{
	int filled = 0, split = 0, table = -1, rows = 0;
	for (int i = 0; i < r->line_count; i++) {
		size_t at = 0;
		int n = gaps(r, i, &at), left = (int)(at - r->lines[i].from);
		filled += length(r, i) > 0;
		split += n == 1 && left > 15 && (int)(r->lines[i].to - at) > 20;
		bool row = n >= 2 || str_chr(line_text(r, i), '|') > 0;
		rows = row ? rows + 1 : line_blank(r, i) ? rows : 0;
		if (rows == 3 && table < 0)
			table = i - 2;
	}
	if (filled >= 20 && split * 2 > filled)
		return err_set(e, RC_INVALID,
		               "Văn bản được dàn thành hai cột nên không biết đọc theo thứ tự nào. "
		               "Xin lưu lại thành một cột (Word: Bố cục, Cột, Một) rồi đọc lại.");
	if (table >= 0)
		plan_remark(r, table,
		            "Có bảng; mỗi hàng của bảng được giữ thành một dòng, cần người xem lại.");
	return RC_OK;
}

enum rc plan_lines(struct reader *r, struct err *e)
{
	TRY(cut(r, e));
	look_at_width(r);
	return look_at_columns(r, e);
}

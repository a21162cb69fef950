/* lines.c: the text of a rule file to lines with children by indentation, each cut into words. */
#include "law/read.h"

#include "viet/viet.h"

#include <stdarg.h>

#define INDENT_MAX 80
#define TOKENS_MAX 400

void *grown(struct arena *mem, void *list, int count, size_t size)
{
	/* Doubles at powers of two, so that no room needs to be remembered. */
	if (count & (count - 1) || (count == 0 && list))
		return list;
	void *more = arena_array(mem, count ? (size_t)count * 2 : 1, size);
	if (count)
		memcpy(more, list, (size_t)count * size);
	return more;
}

static void add_fault(struct reading *r, int line, int column, bool is_note, const char *say,
                      va_list ap)
{
	char text[1000];
	if (r->fault_count >= FAULTS_MAX)
		return;
	vsnprintf(text, sizeof text, say, ap);
	struct law_fault *f = GROW(r, r->faults, r->fault_count);
	*f = (struct law_fault){r->file, line, column ? column : 1, is_note,
	                        arena_str(r->mem, str_of(text))};
}

void fault(struct reading *r, int line, int column, const char *say, ...)
{
	va_list ap;
	va_start(ap, say);
	add_fault(r, line, column, false, say, ap);
	va_end(ap);
}

void note(struct reading *r, int line, int column, const char *say, ...)
{
	va_list ap;
	va_start(ap, say);
	add_fault(r, line, column, true, say, ap);
	va_end(ap);
}

/* --- words of a line ----------------------------------------------------------------------- */

static bool is_sign(char c)
{
	return c && strchr(",:;[]()%|", c) != NULL;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool all_capitals(struct str s)
{
	if (s.n < 2 || s.p[0] < 'A' || s.p[0] > 'Z')
		return false;
	for (size_t i = 1; i < s.n; i++)
		if (!(s.p[i] >= 'A' && s.p[i] <= 'Z') && !is_digit(s.p[i]) && s.p[i] != '_' &&
		    s.p[i] != '-')
			return false;
	return true;
}

/* Digits and two strokes are meant as a day; "06/2022/QH15" is not. */
static bool like_date(struct str s)
{
	int strokes = 0;
	for (size_t i = 0; i < s.n; i++) {
		strokes += s.p[i] == '/';
		if (s.p[i] != '/' && !is_digit(s.p[i]))
			return false;
	}
	return strokes == 2;
}

static void name_word(struct reading *r, const struct line *l, struct token *t)
{
	int64_t value;
	t->text = t->raw;
	t->kind = T_WORD;
	if (all_capitals(t->raw)) {
		t->kind = T_CODE;
	} else if (!is_digit(t->raw.p[0])) {
		t->text = viet_lower(r->mem, t->raw);
	} else if (memchr(t->raw.p, '/', t->raw.n)) {
		t->date = date_from_typed(t->raw);
		t->kind = date_is_none(t->date) ? T_WORD : T_DATE;
		if (t->kind == T_WORD && like_date(t->raw))
			fault(r, l->number, t->column, "Không có ngày %.*s. Viết ngày như 01/7/2025.",
			      STR_ARG(t->raw));
	} else if (viet_parse_decimal(t->raw, VIET_READ_VIET, &value, NULL) == RC_OK) {
		t->number = value;
		t->kind = T_NUMBER;
	}
}

/* The end of the word that begins at `i`. A comma between digits belongs to the number. */
static size_t word_end(struct str s, size_t i)
{
	for (; i < s.n && s.p[i] != ' ' && s.p[i] != '"'; i++)
		if (is_sign(s.p[i]) &&
		    !(s.p[i] == ',' && i && is_digit(s.p[i - 1]) && i + 1 < s.n && is_digit(s.p[i + 1])))
			break;
	return i;
}

static int column_at(const struct line *l, const char *p)
{
	return l->indent + 1 + (int)str_chars((struct str){l->raw.p, (size_t)(p - l->raw.p)});
}

/* false: the line cannot be cut into words. */
static bool cut(struct reading *r, struct line *l)
{
	struct str s = l->raw;
	size_t i = 0;
	while (i < s.n) {
		if (s.p[i] == ' ') {
			i++;
			continue;
		}
		if (l->count >= TOKENS_MAX) {
			fault(r, l->number, 1, "Dòng quá dài. Hãy tách ra nhiều dòng.");
			return false;
		}
		struct token t = {.column = column_at(l, s.p + i)};
		size_t end = i + 1;
		if (s.p[i] == '"') {
			const char *close = memchr(s.p + i + 1, '"', s.n - i - 1);
			if (!close) {
				fault(r, l->number, t.column, "Thiếu dấu nháy kép đóng (\") ở cuối lời văn.");
				return false;
			}
			t.kind = T_STRING;
			end = (size_t)(close - s.p) + 1;
			t.raw = t.text = (struct str){s.p + i + 1, end - i - 2};
		} else if (is_sign(s.p[i])) {
			t.kind = T_SIGN;
			t.raw = t.text = (struct str){s.p + i, 1};
		} else {
			end = word_end(s, i);
			t.raw = (struct str){s.p + i, end - i};
			name_word(r, l, &t);
		}
		*(GROW(r, l->tokens, l->count)) = t;
		i = end;
	}
	return true;
}

/* --- lines --------------------------------------------------------------------------------- */

/* Without the comment; a # within quotes is none. */
static struct str without_comment(struct str s)
{
	bool quoted = false;
	for (size_t i = 0; i < s.n; i++) {
		quoted ^= s.p[i] == '"';
		if (s.p[i] == '#' && !quoted)
			return (struct str){s.p, i};
	}
	return s;
}

static struct str trimmed_right(struct str s)
{
	while (s.n && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\r'))
		s.n--;
	return s;
}

/* A line that begins with [ goes on with the one before. */
static bool continues(struct reading *r, struct line *before, struct str body)
{
	if (!before || body.p[0] != '[')
		return false;
	before->raw = arena_printf(r->mem, "%.*s %.*s", STR_ARG(before->raw), STR_ARG(body));
	return true;
}

static struct line *next_line(struct reading *r, struct str raw, int number)
{
	struct str s = trimmed_right(without_comment(raw));
	int indent = 0;
	while (s.n && s.p[0] == ' ') {
		s.p++;
		s.n--;
		indent++;
	}
	if (memchr(s.p, '\t', s.n)) {
		fault(r, number, 1, "Dòng có ký tự tab. Hãy thụt dòng bằng dấu cách.");
		return NULL;
	}
	if (!s.n)
		return NULL;
	if (indent > INDENT_MAX) {
		fault(r, number, 1, "Dòng thụt vào quá sâu.");
		return NULL;
	}
	struct line *l = arena_alloc(r->mem, sizeof *l);
	*l = (struct line){.number = number, .indent = indent, .raw = s};
	return l;
}

struct stack {
	struct line *parents[INDENT_MAX + 2];
	struct line **tails[INDENT_MAX + 2];
	int depth;
};

static void hang(struct reading *r, struct stack *k, struct line *l)
{
	while (k->depth && k->parents[k->depth - 1]->indent >= l->indent)
		k->depth--;
	if (k->depth && k->parents[k->depth - 1]->child) {
		int sibling = k->parents[k->depth - 1]->child->indent;
		if (sibling != l->indent)
			fault(r, l->number, 1, "Dòng này thụt vào %d dấu cách, các dòng cùng cấp thụt vào %d.",
			      l->indent, sibling);
	}
	*k->tails[k->depth] = l;
	k->tails[k->depth] = &l->next;
	k->parents[k->depth++] = l;
	k->tails[k->depth] = &l->child;
}

struct line *lines_of(struct reading *r, struct str text)
{
	struct line *root = NULL, *last = NULL, **all = NULL;
	struct stack k = {.depth = 0};
	int number = 0, count = 0;
	k.tails[0] = &root;
	while (text.p && text.n) {
		struct str raw = str_cut(&text, '\n');
		struct line *l = next_line(r, raw, ++number);
		if (!l || continues(r, last, l->raw))
			continue;
		last = l;
		*(GROW(r, all, count)) = l;
	}
	for (int i = 0; i < count; i++)
		if (cut(r, all[i]))
			hang(r, &k, all[i]);
	return root;
}

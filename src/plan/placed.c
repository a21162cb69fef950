/*
 * placed.c: the words of a PDF with their places (pdftotext -tsv), where it holds a table of tasks.
 * Text alone cannot be cut into columns: words are moved where a cell is full. The page is set
 * again from the places, with one line for each row of such a table.
 */
#include "plan/placed.h"
#include "plan/grid.h"

#include <stdlib.h>

#define PAGE_HIGH 30000 /* tenths of a point: more than any page has */

struct placed {
	int from, to, top, high;
	struct str text;
};

static int tenths(struct str s)
{
	int64_t n = 0;
	int digits = -1;
	for (size_t i = 0; i < s.n && n < 1000000; i++) {
		if (s.p[i] == '.' && digits < 0) {
			digits = 0;
		} else if (s.p[i] < '0' || s.p[i] > '9') {
			return 0;
		} else if (digits < 1) {
			n = n * 10 + (s.p[i] - '0');
			digits += digits == 0;
		}
	}
	return (int)(digits == 1 ? n : n * 10);
}

/* A line of the table that pdftotext gives; false for what is no word. */
static bool word_at(struct str line, struct placed *w)
{
	struct str field[12];
	int n = 0;
	while (n < 11 && line.n)
		field[n++] = str_cut(&line, '\t');
	if (n < 11 || !str_eqz(field[0], "5") || line.n == 0)
		return false;
	int page = tenths(field[1]) / 10;
	int left = tenths(field[6]), top = tenths(field[7]);
	*w = (struct placed){.from = left,
	                     .to = left + tenths(field[8]),
	                     .top = page * PAGE_HIGH + (top < PAGE_HIGH ? top : PAGE_HIGH - 1),
	                     .high = tenths(field[9]),
	                     .text = line};
	return page > 0 && page < 10000 && w->high > 0;
}

static int by_place(const void *x, const void *y)
{
	const struct placed *a = x, *b = y;
	int ya = a->top + a->high / 2, yb = b->top + b->high / 2;
	return ya != yb ? (ya > yb) - (ya < yb) : (a->from > b->from) - (a->from < b->from);
}

static int from_left(const void *x, const void *y)
{
	const struct grid_word *a = x, *b = y;
	return (a->from > b->from) - (a->from < b->from);
}

struct sheet {
	struct arena *mem;
	struct placed *words;
	size_t count;
	struct grid_line *lines;
	int n, em;
};

static void read_words(struct sheet *s, struct str tsv)
{
	size_t room = 1;
	int64_t wide = 0, letters = 0;
	for (size_t i = 0; i < tsv.n; i++)
		room += tsv.p[i] == '\n';
	s->words = arena_array(s->mem, room, sizeof *s->words);
	while (tsv.n) {
		struct placed *w = &s->words[s->count];
		if (!word_at(str_cut(&tsv, '\n'), w))
			continue;
		wide += w->to - w->from;
		for (size_t i = 0; i < w->text.n; i++)
			letters += ((unsigned char)w->text.p[i] & 0xc0) != 0x80;
		s->count++;
	}
	s->em = letters ? (int)(wide / letters) : 0;
	qsort(s->words, s->count, sizeof *s->words, by_place);
}

/* Words whose middles are near stand on one line. */
static void make_lines(struct sheet *s)
{
	s->lines = arena_array(s->mem, s->count + 1, sizeof *s->lines);
	int last_high = 0;
	for (size_t i = 0; i < s->count;) {
		int y = s->words[i].top + s->words[i].high / 2, high = s->words[i].high;
		size_t k = i;
		while (k < s->count && s->words[k].top + s->words[k].high / 2 - y <= high * 3 / 10)
			k++;
		struct grid_line *l = &s->lines[s->n];
		*l = (struct grid_line){.words = arena_array(s->mem, k - i, sizeof *l->words),
		                        .n = (int)(k - i),
		                        .y = y,
		                        .page = y / PAGE_HIGH};
		for (size_t w = i; w < k; w++)
			l->words[w - i] = (struct grid_word){
				.from = s->words[w].from, .to = s->words[w].to, .text = s->words[w].text};
		qsort(l->words, (size_t)l->n, sizeof *l->words, from_left);
		/* Lines of a paragraph are as far apart as they are high; a new page is no gap by itself.
		 */
		int apart = s->n ? y - s->lines[s->n - 1].y : 0;
		bool near = apart < PAGE_HIGH / 2;
		l->gap = s->n == 0 || (near && apart * 10 > (high > last_high ? high : last_high) * 13);
		last_high = high;
		s->n++;
		i = k;
	}
}

/* A line of words, set as they stand. */
static void set_line(struct buf *b, const struct sheet *s, const struct grid_line *l)
{
	int col = 0;
	for (int i = 0; i < l->n; i++) {
		const struct grid_word *w = &l->words[i];
		int spaces = i ? 1 : 0, want = w->from / s->em - col;
		if (i == 0 || w->from - l->words[i - 1].to > s->em * 2)
			spaces = want > spaces + 3 ? want : i ? 4 : want;
		for (int k = 0; k < spaces && k < 200; k++, col++)
			buf_chr(b, ' ');
		buf_str(b, w->text);
		for (size_t k = 0; k < w->text.n; k++)
			col += ((unsigned char)w->text.p[k] & 0xc0) != 0x80;
	}
	buf_chr(b, '\n');
}

bool plan_placed(struct arena *a, struct str tsv, struct str *text)
{
	struct sheet s = {.mem = a};
	struct buf b;
	read_words(&s, tsv);
	if (s.em <= 0)
		return false;
	make_lines(&s);
	if (!plan_grid(a, s.lines, s.n, s.em, s.em * 7 / 10))
		return false;
	buf_init(&b, PLAN_TEXT_MAX * 2);
	for (int i = 0; i < s.n; i++) {
		const struct grid_line *l = &s.lines[i];
		if (i && l->y / PAGE_HIGH != s.lines[i - 1].y / PAGE_HIGH)
			buf_chr(&b, '\f');
		else if (i && l->gap)
			buf_chr(&b, '\n');
		if (l->row.p) {
			buf_str(&b, l->row);
			buf_chr(&b, '\n');
		} else if (!l->taken) {
			set_line(&b, &s, l);
		}
	}
	bool whole = !b.failed;
	if (whole)
		*text = arena_str(a, buf_view(&b));
	buf_release(&b);
	return whole;
}

static bool begins_like_heading(struct str cell)
{
	static const char *const names[] = {"Nội dung",  "NỘI DUNG",  "Nhiệm vụ",     "NHIỆM VỤ",
	                                    "Công việc", "CÔNG VIỆC", "Hoạt động",    "HOẠT ĐỘNG",
	                                    "Việc",      "VIỆC",      "Tên nhiệm vụ", NULL};
	for (size_t i = 0; names[i]; i++)
		if (str_starts(cell, names[i]))
			return true;
	return false;
}

bool plan_may_hold_table(struct str text)
{
	while (text.n) {
		struct str line = str_trim(str_cut(&text, '\n'));
		int cells = 1;
		bool named = begins_like_heading(line);
		for (size_t i = 2; i < line.n; i++) {
			if (line.p[i] == ' ' || line.p[i - 1] != ' ' || line.p[i - 2] != ' ')
				continue;
			cells++;
			named |= begins_like_heading((struct str){.p = line.p + i, .n = line.n - i});
		}
		if (named && (cells > 1 || line.n < 40))
			return true;
	}
	return false;
}

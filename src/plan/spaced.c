/*
 * spaced.c: tables in text whose columns are parted by spaces. Each row becomes one line with bars
 * between its cells, where it began; the lines that it took are left empty, so that all lines keep
 * their numbers.
 */
#include "plan/grid.h"

#define EM 10

/* Does the line have cells: two words far apart? */
static bool parted(struct str line)
{
	line = str_trim(line);
	return memmem(line.p, line.n, "  ", 2) != NULL;
}

static void words_of(struct arena *a, struct str line, struct grid_line *out)
{
	int col = 0, room = 0;
	bool word = false;
	for (size_t i = 0; i < line.n; i++)
		room += line.p[i] != ' ' && (i == 0 || line.p[i - 1] == ' ');
	out->words = arena_array(a, (size_t)room + 1, sizeof *out->words);
	for (size_t i = 0; i < line.n; i++) {
		bool inside = ((unsigned char)line.p[i] & 0xc0) == 0x80;
		if (line.p[i] == ' ') {
			word = false;
		} else {
			if (!word)
				out->words[out->n++] =
					(struct grid_word){.from = col * EM, .text = {.p = line.p + i}};
			struct grid_word *w = &out->words[out->n - 1];
			w->text.n = (size_t)(line.p + i + 1 - w->text.p);
			w->to = (col + 1) * EM;
			word = true;
		}
		col += !inside;
	}
}

/* The lines that are not empty, and where they stand in the text. */
struct page {
	struct grid_line *lines;
	struct str *all;
	int *at, n, total, parted;
};

static void cut(struct arena *a, struct str text, struct page *p)
{
	int n = 1, blank = 0;
	for (size_t i = 0; i < text.n; i++)
		n += text.p[i] == '\n';
	p->lines = arena_array(a, (size_t)n, sizeof *p->lines);
	p->all = arena_array(a, (size_t)n, sizeof *p->all);
	p->at = arena_array(a, (size_t)n, sizeof *p->at);
	for (; p->total < n; p->total++) {
		ptrdiff_t end = str_chr(text, '\n');
		struct str line = {.p = text.p, .n = end < 0 ? text.n : (size_t)end};
		p->all[p->total] = line;
		text.p += line.n + (end >= 0);
		text.n -= line.n + (end >= 0);
		p->parted += parted(line);
		if (str_trim(line).n == 0) {
			blank++;
			continue;
		}
		p->lines[p->n] = (struct grid_line){.y = p->total * EM, .gap = blank > 0 || p->n == 0};
		p->at[p->n++] = p->total;
		blank = 0;
	}
}

static struct str together(struct arena *a, const struct page *p)
{
	size_t n = 0;
	for (int i = 0; i < p->total; i++)
		n += p->all[i].n + 1;
	char *out = arena_alloc(a, n + 1), *to = out;
	for (int i = 0; i < p->total; i++) {
		memcpy(to, p->all[i].p, p->all[i].n);
		to += p->all[i].n;
		*to++ = '\n';
	}
	return (struct str){.p = out, .n = n - 1};
}

struct str plan_spaced(struct arena *a, struct str text)
{
	struct page p = {0};
	cut(a, text, &p);
	if (p.parted < 3)
		return text;
	for (int i = 0; i < p.n; i++)
		words_of(a, p.all[p.at[i]], &p.lines[i]);
	if (!plan_grid(a, p.lines, p.n, EM, EM * 3 / 2))
		return text;
	for (int i = 0; i < p.n; i++)
		if (p.lines[i].row.p)
			p.all[p.at[i]] = p.lines[i].row;
		else if (p.lines[i].taken)
			p.all[p.at[i]] = STR("");
	return together(a, &p);
}

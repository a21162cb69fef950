/* page.c: what belongs to the page and not to the plan: its number, running heads and feet. */
#include "plan/inner.h"

#define RUNNING_MIN 5
#define RUNNING_MAX 140

static bool figure(char c)
{
	return c >= '0' && c <= '9';
}

/* "2", "- 2 -", "Trang 2", "2/10". */
bool plan_page_number(const struct viet_shadow *s, const struct line *l)
{
	size_t digits = 0, i = l->from, strokes = 0;
	size_t word = i < l->to && s->p[i] == 't' ? viet_near(s, i, "trang", NULL) : 0;
	for (i = word && word < l->to ? word : i; i < l->to; i++) {
		if (figure(s->p[i]))
			digits++;
		else if (s->p[i] == '/' && digits > 0)
			strokes++;
		else if (s->p[i] != '-' && s->p[i] != ' ')
			return false;
	}
	return digits > 0 && digits < (strokes ? 7 : 4) && strokes < 2;
}

/* A line beside the number of a page, by its words: figures and signs do not count. */
struct running {
	uint64_t words;
	int line;
};

static uint64_t words_of(const struct viet_shadow *s, const struct line *l)
{
	uint64_t h = 14695981039346656037u;
	size_t letters = 0;
	for (size_t i = l->from; i < l->to; i++)
		if (shadow_is_word(s->p[i]) && !figure(s->p[i])) {
			h = (h ^ (unsigned char)s->p[i]) * 1099511628211u;
			letters++;
		}
	return letters >= RUNNING_MIN ? h : 0;
}

static int by_words(const void *a, const void *b)
{
	const struct running *x = a, *y = b;
	if (x->words != y->words)
		return x->words < y->words ? -1 : 1;
	return x->line < y->line ? -1 : x->line > y->line;
}

/* The next line with something on it, at most two empty ones away. */
static int beside(const struct reader *r, int line, int step)
{
	for (int i = line + step; i >= 0 && i < r->line_count && i != line + 4 * step; i += step)
		if (!line_blank(r, i))
			return i;
	return -1;
}

struct run_list {
	struct running *all;
	size_t n;
};

/* The line may run through the pages. */
static void consider(struct reader *r, struct run_list *list, int line)
{
	size_t length = line < 0 ? 0 : r->lines[line].to - r->lines[line].from, unused;
	if (length && bullet_at(&r->s, &r->lines[line], &unused))
		return; /* items say the same often, heads of pages are none */
	uint64_t words = length && length <= RUNNING_MAX ? words_of(&r->s, &r->lines[line]) : 0;
	if (words)
		list->all[list->n++] = (struct running){.words = words, .line = line};
}

/*
 * A line that stands beside the numbers of two pages or more, or begins or ends them, in the same
 * words is the head or the foot that runs through the pages. numbers[] are the lines of the
 * pages' numbers.
 */
void plan_running(struct reader *r, const int *numbers, int count)
{
	size_t room = 2 * ((size_t)count + (size_t)r->page_count) + 1;
	struct run_list list = {.all = arena_array(r->mem, room, sizeof *list.all)};
	for (int i = 0; i < count; i++)
		for (int step = -1; step <= 1; step += 2)
			consider(r, &list, beside(r, numbers[i], step));
	for (int i = 0; i < r->page_count; i++) {
		int first = r->pages[i];
		consider(r, &list, line_blank(r, first) ? beside(r, first, 1) : first);
		consider(r, &list, beside(r, first, -1));
	}
	qsort(list.all, list.n, sizeof *list.all, by_words);
	for (size_t i = 0, end; i < list.n; i = end) {
		for (end = i + 1; end < list.n && list.all[end].words == list.all[i].words;)
			end++;
		for (size_t k = i; k < end && list.all[end - 1].line != list.all[i].line; k++)
			r->lines[list.all[k].line].to = r->lines[list.all[k].line].from;
	}
}

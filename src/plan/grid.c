/* grid.c: from words with places to the rows of a table. */
#include "plan/grid.h"

#define COLUMNS_MAX 10
#define HEAD_LINES 6
#define LOOK_AHEAD 8
#define ROWS_LINES 4000

struct strip {
	int from, to;
};

struct grid {
	struct arena *mem;
	struct grid_line *lines;
	int n, em, apart;
	struct grid_word columns[COLUMNS_MAX]; /* of the heading */
	struct strip strips[COLUMNS_MAX];      /* [i]: free between column i and i + 1 */
	int count, task, owner;
	bool numbered; /* the first column counts the rows */
};

/* --- the heading --------------------------------------------------------------------------------
 */

static struct str joined(struct grid *g, struct str a, struct str b)
{
	return a.n ? arena_printf(g->mem, "%.*s %.*s", STR_ARG(a), STR_ARG(b)) : b;
}

/* "TT", which a narrow column breaks into "T" and "T". */
static bool counts(struct grid *g, struct str text)
{
	struct str folded = viet_fold(g->mem, text);
	char z[16];
	size_t n = 0;
	for (size_t i = 0; i < folded.n && n + 1 < sizeof z; i++)
		if (folded.p[i] != ' ')
			z[n++] = folded.p[i];
	z[n] = '\0';
	return strcmp(z, "tt") == 0 || strcmp(z, "stt") == 0 || strcmp(z, "sott") == 0 ||
	       strcmp(z, "sothutu") == 0;
}

/*
 * Words with no more than a space between them. "STT" is a column of its own, however narrow it was
 * made.
 */
static int runs_of(struct grid *g, const struct grid_line *l, struct grid_word *out)
{
	int n = 0;
	for (int i = 0; i < l->n; i++) {
		const struct grid_word *w = &l->words[i];
		bool alone = n && out[n - 1].text.n <= 3 && counts(g, out[n - 1].text);
		if (n && !alone && w->from - out[n - 1].to <= g->em) {
			out[n - 1].to = w->to;
			out[n - 1].text = joined(g, out[n - 1].text, w->text);
			continue;
		}
		if (n == COLUMNS_MAX)
			return COLUMNS_MAX + 1;
		out[n++] = *w;
	}
	return n;
}

/* Puts a run of the heading into its column, or makes a new one. */
static bool into_heading(struct grid *g, const struct grid_word *r)
{
	int at = 0, hits = 0;
	for (int i = 0; i < g->count; i++)
		if (r->from < g->columns[i].to && g->columns[i].from < r->to) {
			at = i;
			hits++;
		}
	if (hits > 1)
		return false;
	if (hits == 1) {
		struct grid_word *c = &g->columns[at];
		c->from = r->from < c->from ? r->from : c->from;
		c->to = r->to > c->to ? r->to : c->to;
		c->text = joined(g, c->text, r->text);
		return true;
	}
	if (g->count == COLUMNS_MAX)
		return false;
	for (at = g->count++; at > 0 && g->columns[at - 1].from > r->from; at--)
		g->columns[at] = g->columns[at - 1];
	g->columns[at] = *r;
	return true;
}

static bool take_lines(struct grid *g, int line, int lines)
{
	struct grid_word runs[COLUMNS_MAX];
	g->count = 0;
	for (int i = line; i < line + lines; i++) {
		int n = runs_of(g, &g->lines[i], runs);
		if (n > COLUMNS_MAX)
			return false;
		for (int k = 0; k < n; k++)
			if (!into_heading(g, &runs[k]))
				return false;
	}
	return g->count >= 3;
}

static bool named(struct grid *g, struct str text, const char *const *names)
{
	struct viet_shadow s = viet_shadow(g->mem, text);
	s.noisy = false; /* a heading that has to be guessed opens no table */
	return s.n && viet_near_whole(&s, 0, s.n, names);
}

/* How many lines the heading takes that begins on this one; 0: none does. */
static int heading(struct grid *g, int line)
{
	int lines = 0, words = 0;
	for (int n = 1; n <= HEAD_LINES && line + n <= g->n; n++) {
		if (n > 1 && g->lines[line + n - 1].gap)
			break;
		words += g->lines[line + n - 1].n;
		int task = -1, owner = -1;
		if (words > 40)
			break;
		if (words < 4 || !take_lines(g, line, n))
			continue;
		for (int i = 0; i < g->count; i++) {
			task = task < 0 && named(g, g->columns[i].text, plan_task_names) ? i : task;
			owner = owner < 0 && named(g, g->columns[i].text, plan_owner_names) ? i : owner;
		}
		if (task < 0 || owner < 0)
			continue;
		lines = n;
		g->task = task;
		g->owner = owner;
	}
	if (lines == 0 || !take_lines(g, line, lines))
		return 0;
	g->numbered = g->task > 0 && counts(g, g->columns[0].text);
	for (int i = 0; i + 1 < g->count; i++) {
		const struct grid_word *a = &g->columns[i], *b = &g->columns[i + 1];
		g->strips[i] = (struct strip){(a->from + a->to) / 2, (b->from + b->to) / 2};
	}
	return lines;
}

/* --- strips -------------------------------------------------------------------------------------
 */

/* The widest part of the strip that no word of the line covers. */
static struct strip narrowed(struct strip s, const struct grid_line *l)
{
	struct strip best = {s.from, s.from};
	int from = s.from;
	for (int i = 0; i <= l->n; i++) {
		int to = i < l->n ? l->words[i].from : s.to;
		to = to < s.to ? to : s.to;
		if (to - from > best.to - best.from)
			best = (struct strip){from, to};
		if (i < l->n && l->words[i].to > from)
			from = l->words[i].to;
		if (from >= s.to)
			break;
	}
	return best;
}

/* Takes the line into the table: false, and nothing changed, where it runs over its strips. */
static bool fits(struct grid *g, int line)
{
	struct strip next[COLUMNS_MAX];
	for (int i = 0; i + 1 < g->count; i++) {
		next[i] = narrowed(g->strips[i], &g->lines[line]);
		if (next[i].to - next[i].from < g->apart)
			return false;
	}
	memcpy(g->strips, next, sizeof next);
	return true;
}

static int column_at(const struct grid *g, const struct grid_word *w)
{
	int at = 0;
	while (at + 1 < g->count && (w->from + w->to) / 2 > (g->strips[at].from + g->strips[at].to) / 2)
		at++;
	return at;
}

static void cells_of(struct grid *g, int line, struct str *out)
{
	for (int i = 0; i < g->count; i++)
		out[i] = STR("");
	for (int i = 0; i < g->lines[line].n; i++) {
		const struct grid_word *w = &g->lines[line].words[i];
		struct str *cell = &out[column_at(g, w)];
		*cell = joined(g, *cell, w->text);
	}
}

/* --- where the table ends ------------------------------------------------------------------------
 */

static bool is_number(struct str s)
{
	size_t i = 0;
	while (i < s.n && ((s.p[i] >= '0' && s.p[i] <= '9') || s.p[i] == '.'))
		i++;
	return i == s.n && s.n > 0 && s.n < 6;
}

static bool receivers(const struct grid *g, int line)
{
	const struct grid_line *l = &g->lines[line];
	return l->n > 1 && str_eqz(l->words[0].text, "Nơi") && str_starts(l->words[1].text, "nhận");
}

/* A row is in sight: its number and some words, or task and owner. */
static bool is_row(struct grid *g, int line)
{
	struct str cells[COLUMNS_MAX];
	int filled = 0;
	cells_of(g, line, cells);
	for (int i = 0; i < g->count; i++)
		filled += cells[i].n > 0;
	if (g->numbered && is_number(cells[0]) && filled > 1)
		return true;
	return cells[g->task].n && cells[g->owner].n;
}

static bool rows_follow(const struct grid *g, int line)
{
	struct grid ahead = *g;
	for (int i = line; i < g->n && i < line + LOOK_AHEAD && !receivers(g, i); i++)
		if (fits(&ahead, i) && is_row(&ahead, i))
			return true;
	return false;
}

/* One run from the left edge on: a heading between the rows, or what comes after them. */
static bool runs_over(struct grid *g, int line)
{
	struct grid_word runs[COLUMNS_MAX];
	return runs_of(g, &g->lines[line], runs) == 1 &&
	       (g->lines[line].gap || runs[0].from < g->columns[0].to) && runs[0].to > g->strips[0].to;
}

/* --- rows ---------------------------------------------------------------------------------------
 */

struct rows {
	int *lines; /* of the body, those that say the heading again and numbers of pages left out */
	int n;
	bool *begins, *again; /* again: other lines stand between it and the one before */
};

static bool capital(struct grid *g, struct str text)
{
	struct viet_shadow s = viet_shadow(g->mem, text);
	size_t i = 0;
	while (i < s.n && !shadow_is_word(s.p[i]))
		i++;
	return i < s.n && s.cased[i] >= 'A' && s.cased[i] <= 'Z';
}

static bool has_number(struct grid *g, int line)
{
	struct str cells[COLUMNS_MAX];
	cells_of(g, line, cells);
	return g->numbered && is_number(cells[0]);
}

static bool first_is_capital(struct grid *g, int line)
{
	return g->lines[line].n && capital(g, g->lines[line].words[0].text);
}

/* Numbers in the middle of their rows: each row goes as far below its number as it began above. */
static void around_numbers(struct grid *g, struct rows *r, int from, int to)
{
	int start = from;
	r->begins[from] = true;
	for (int i = from; i < to; i++) {
		if (!has_number(g, r->lines[i]))
			continue;
		int y = g->lines[r->lines[i]].y, end = 2 * y - g->lines[r->lines[start]].y;
		int next = i + 1;
		while (next < to && g->lines[r->lines[next]].y <= end + g->em / 2 &&
		       !has_number(g, r->lines[next]))
			next++;
		if (next < to)
			r->begins[start = next] = true;
	}
}

/* Where rows begin on lines that no gap parts. */
static void part_block(struct grid *g, struct rows *r, int from, int to)
{
	int numbers = 0;
	struct str cells[COLUMNS_MAX];
	for (int i = from; i < to; i++)
		numbers += has_number(g, r->lines[i]);
	if (g->numbered && numbers > 1 && !has_number(g, r->lines[from])) {
		around_numbers(g, r, from, to);
		return;
	}
	r->begins[from] = from == 0 || numbers || first_is_capital(g, r->lines[from]);
	for (int i = from + 1; i < to; i++) {
		cells_of(g, r->lines[i], cells);
		if (numbers > 1)
			r->begins[i] = has_number(g, r->lines[i]);
		else if (!g->numbered)
			r->begins[i] = capital(g, cells[g->task]) && capital(g, cells[g->owner]);
	}
}

static struct str row_of(struct grid *g, const struct str *cells)
{
	struct str row = STR("|");
	for (int c = 0; c < g->count; c++)
		row = arena_printf(g->mem, "%.*s %.*s |", STR_ARG(row), STR_ARG(cells[c]));
	return row;
}

static void put_rows(struct grid *g, struct rows *r)
{
	struct str cells[COLUMNS_MAX], line[COLUMNS_MAX];
	for (int i = 0; i < r->n;) {
		int k = i;
		for (int c = 0; c < g->count; c++)
			cells[c] = STR("");
		do {
			cells_of(g, r->lines[k], line);
			for (int c = 0; c < g->count; c++)
				if (line[c].n)
					cells[c] = joined(g, cells[c], line[c]);
			g->lines[r->lines[k]].taken = true;
		} while (++k < r->n && !r->begins[k]);
		struct str row = row_of(g, cells);
		bool again = false;
		for (int m = i; m < k; m++)
			again |= r->again[m];
		if (again) {
			struct str head[COLUMNS_MAX];
			for (int c = 0; c < g->count; c++)
				head[c] = g->columns[c].text;
			row = arena_printf(g->mem, "%.*s\n%.*s", STR_ARG(row_of(g, head)), STR_ARG(row));
		}
		g->lines[r->lines[i]].row = row;
		i = k;
	}
}

/* --- the whole
 * ------------------------------------------------------------------------------------ */

static void put_heading(struct grid *g, int line, int lines)
{
	struct str row = STR("|");
	for (int c = 0; c < g->count; c++)
		row = arena_printf(g->mem, "%.*s %.*s |", STR_ARG(row), STR_ARG(g->columns[c].text));
	g->lines[line].row = row;
	for (int i = line; i < line + lines; i++)
		g->lines[i].taken = true;
}

/* Notes at the foot of a page and the head of the next part a table: its next row behind them, or
 * -1. */
static int over_page(const struct grid *g, int line)
{
	int page = g->lines[line > 0 ? line - 1 : 0].page;
	for (int i = line; i < g->n && i < line + LOOK_AHEAD && !receivers(g, i); i++) {
		struct grid ahead = *g;
		if (g->lines[i].page > page && fits(&ahead, i) && is_row(&ahead, i))
			return i;
	}
	return -1;
}

/* The lines of the body; gives the line behind them. */
static int gather(struct grid *g, int line, struct rows *r)
{
	for (; line < g->n && r->n < ROWS_LINES && !receivers(g, line); line++) {
		struct grid again = *g;
		int head = heading(&again, line);
		if (head && again.count == g->count) { /* said again on the next page */
			for (int i = 0; i < head; i++)
				g->lines[line + i].taken = true;
			line += head - 1;
			continue;
		}
		bool page = g->lines[line].n == 1 && is_number(g->lines[line].words[0].text) &&
		            column_at(g, &g->lines[line].words[0]) != 0;
		if (page) {
			g->lines[line].taken = true;
			continue;
		}
		bool over = runs_over(g, line);
		if (head || (over && !rows_follow(g, line + 1)) || (!over && !fits(g, line))) {
			int next = head || r->n == 0 ? -1 : over_page(g, line);
			if (next < 0 || !fits(g, next))
				break;
			line = next;
			r->again[r->n] = true;
		}
		r->lines[r->n++] = line;
	}
	return line;
}

static int table(struct grid *g, int line, int lines)
{
	struct rows r = {.lines = arena_array(g->mem, ROWS_LINES, sizeof *r.lines),
	                 .again = arena_array(g->mem, ROWS_LINES, sizeof *r.again)};
	int end = gather(g, line + lines, &r);
	if (r.n == 0)
		return line + 1;
	r.begins = arena_array(g->mem, (size_t)r.n + 1, sizeof *r.begins);
	for (int i = 0; i < r.n;) {
		int k = i + 1;
		while (k < r.n && !g->lines[r.lines[k]].gap)
			k++;
		part_block(g, &r, i, k);
		i = k;
	}
	put_heading(g, line, lines);
	put_rows(g, &r);
	return end;
}

bool plan_grid(struct arena *a, struct grid_line *lines, int n, int em, int apart)
{
	struct grid g = {.mem = a, .lines = lines, .n = n, .em = em, .apart = apart};
	bool found = false;
	for (int line = 0; line < n;) {
		int head = heading(&g, line);
		if (!head || !rows_follow(&g, line + head)) {
			line++;
			continue;
		}
		found = true;
		line = table(&g, line, head);
	}
	return found;
}

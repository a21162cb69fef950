/* flow.c: see flow.h. */
#include "paper/flow.h"

#define CELL_PAD (PAPER_CELL_PAD * PAPER_PT_PER_MM)

static void *more(void *old, int count, int *room, size_t size)
{
	if (count < *room)
		return old;
	*room = *room ? *room * 2 : 8;
	void *p = realloc(old, (size_t)*room * size);
	BUG_ON(!p); /* a page at a time */
	return p;
}

static void drop_cell(struct flow_cell *c)
{
	for (int i = 0; i < c->count; i++) {
		pango_layout_line_unref(c->lines[i].line);
		g_object_unref(c->lines[i].layout);
	}
	free(c->lines);
	free(c->rules);
	QRcode_free(c->code);
}

static void drop_heading(struct flow_heading *h);

static void drop_thing(struct flow_thing *t)
{
	for (int i = 0; i < t->count; i++)
		drop_cell(&t->cells[i]);
	free(t->cells);
	drop_heading(t->heading);
	*t = (struct flow_thing){0};
}

static void drop_heading(struct flow_heading *h)
{
	if (!h || --h->uses > 0)
		return;
	drop_thing(&h->thing);
	free(h);
}

static struct flow_heading *use_heading(struct flow_heading *h)
{
	if (h)
		h->uses++;
	return h;
}

static struct flow_thing new_thing(int cells)
{
	struct flow_thing t = {.cells = calloc((size_t)cells + !cells, sizeof *t.cells),
	                       .count = cells};
	BUG_ON(!t.cells);
	return t;
}

/* --- paragraphs into a cell --- */

static void add_rule(struct flow_cell *c, double length)
{
	c->rules = realloc(c->rules, (size_t)(c->rule_count + 1) * 2 * sizeof *c->rules);
	BUG_ON(!c->rules);
	c->rules[c->rule_count * 2] = c->height + PAPER_RULE_GAP;
	c->rules[c->rule_count * 2 + 1] = length;
	c->rule_count++;
	c->height += PAPER_RULE_GAP * 2;
}

static enum rc add_para(struct flow *f, struct flow_cell *c, const struct paper_para *p)
{
	const struct paper_style *s = &paper_styles[p->role];
	double line_height = s->size * TYPE_SINGLE * s->line, from = c->height, rule = 0;
	PangoLayout *l;
	if (p->role == PAPER_BAR) {
		c->bar = p->share * c->width;
		c->bar_y = c->height;
		c->bar_light = p->light;
		c->height += PAPER_BAR_HEIGHT;
		return RC_OK;
	}
	QRcode *code = c->code ? NULL : qr_of_para(p);
	if (code) {
		c->code = code;
		c->code_y = c->height;
		c->height += QR_SIDE * PAPER_PT_PER_MM;
		return RC_OK;
	}
	enum rc rc = type_para(f->fonts, p, c->width, &l, f->e);
	if (rc != RC_OK) {
		g_object_unref(l);
		return rc;
	}
	PangoLayoutIter *it = pango_layout_get_iter(l);
	do {
		PangoRectangle where;
		pango_layout_iter_get_line_extents(it, NULL, &where);
		c->lines = more(c->lines, c->count, &c->room, sizeof *c->lines);
		struct flow_line *one = &c->lines[c->count++];
		one->layout = g_object_ref(l);
		one->line = pango_layout_line_ref(pango_layout_iter_get_line_readonly(it));
		one->x = (double)where.x / PANGO_SCALE + s->left * PAPER_PT_PER_MM;
		one->y = c->height;
		/* Leading goes above the letters, as in Word. */
		one->baseline = line_height - s->size * (TYPE_SINGLE - TYPE_ASCENT);
		c->height += line_height;
	} while (pango_layout_iter_next_line(it));
	pango_layout_iter_free(it);
	g_object_unref(l);
	if (s->rule) {
		TRY(type_rule(f->fonts, p, c->width, &rule, f->e));
		add_rule(c, rule);
	}
	if (c->height < from + s->height)
		c->height = from + s->height;
	return RC_OK;
}

/* --- pages --- */

/* What stands above thing i when a page begins with thing 0. */
static double above(const struct flow *f, int i)
{
	const struct flow_thing *t = &f->things[i];
	if (i == 0)
		return t->heading && !t->is_head ? t->heading->thing.height : 0;
	return t[-1].after > t->before ? t[-1].after : t->before;
}

/* How many of the things fit on one page; 0 when all do and more may come. */
static int page_full(const struct flow *f)
{
	double used = 0;
	int good = 0;
	for (int i = 0; i < f->count; i++) {
		used += above(f, i) + f->things[i].height;
		if (used > f->height + 0.01)
			return good ? good : i ? i : 1;
		if (!f->things[i].glued)
			good = i + 1;
	}
	return 0;
}

static void emit(struct flow *f, int n)
{
	double y = 0;
	f->begin_page(f->arg);
	for (int i = 0; i < n; i++) {
		struct flow_thing *t = &f->things[i];
		if (i == 0 && t->heading && !t->is_head)
			f->draw(f->arg, &t->heading->thing, y);
		y += above(f, i);
		f->draw(f->arg, t, y);
		y += t->height;
	}
	for (int i = 0; i < n; i++)
		drop_thing(&f->things[i]);
	memmove(f->things, f->things + n, (size_t)(f->count - n) * sizeof *f->things);
	f->count -= n;
}

static void push(struct flow *f, struct flow_thing t)
{
	f->things = more(f->things, f->count, &f->room, sizeof *f->things);
	f->things[f->count++] = t;
}

static void fill_pages(struct flow *f)
{
	int n;
	while ((n = page_full(f)) > 0)
		emit(f, n);
}

/* --- blocks --- */

/* One line of a cell as a thing of its own; takes the line over. */
static struct flow_thing line_thing(struct flow *f, struct flow_line *l, double height)
{
	struct flow_thing t = new_thing(1);
	t.cells[0].lines = calloc(1, sizeof *l);
	BUG_ON(!t.cells[0].lines);
	t.cells[0].lines[0] = *l;
	t.cells[0].lines[0].y = 0;
	t.cells[0].count = 1;
	t.cells[0].width = f->width;
	t.height = height;
	return t;
}

/* A code in a column of its own; takes the cell over. */
static struct flow_thing code_thing(struct flow_cell *c, const struct paper_style *s)
{
	struct flow_thing t = new_thing(1);
	t.cells[0] = *c;
	*c = (struct flow_cell){0};
	t.height = t.cells[0].height;
	t.before = s->before;
	t.after = s->after;
	t.first = t.last = true;
	return t;
}

static struct str words_of(struct arena *mem, const struct paper_para *p)
{
	struct str s = STR("");
	for (int i = 0; i < p->count; i++)
		s = arena_printf(mem, "%.*s%.*s", STR_ARG(s), STR_ARG(p->runs[i].text));
	return s;
}

static enum rc para_things(struct flow *f, const struct paper_para *p)
{
	const struct paper_style *s = &paper_styles[p->role];
	struct flow_cell c = {.width = f->width};
	enum rc rc = add_para(f, &c, p);
	bool keep = s->keep || p->keep;
	if (rc == RC_OK && c.code)
		push(f, code_thing(&c, s));
	for (int i = 0; rc == RC_OK && i < c.count; i++) {
		double to = i + 1 < c.count ? c.lines[i + 1].y : c.height;
		struct flow_thing t = line_thing(f, &c.lines[i], to - c.lines[i].y);
		/* Two lines at least stay together at either end; a heading stays with its text. */
		t.glued = i == 0 ? c.count > 1 || keep : i == c.count - 2 || (i == c.count - 1 && keep);
		t.first = i == 0;
		t.outline_level = s->outline;
		t.last = i == c.count - 1;
		t.before = i == 0 ? s->before : 0;
		if (i == 0 && s->outline && p->count) {
			t.outline = words_of(&f->mem, p);
		}
		if (i == c.count - 1 && c.rule_count) {
			t.cells[0].rules = c.rules;
			t.cells[0].rules[0] -= c.lines[i].y;
			t.cells[0].rule_count = 1;
			c.rules = NULL;
		}
		if (i == c.count - 1)
			t.after = s->after;
		push(f, t);
	}
	if (rc == RC_OK)
		c.count = 0; /* taken over */
	drop_cell(&c);
	return rc;
}

static enum rc row_thing(struct flow *f, const struct paper_table *t, const struct paper_row *row,
                         struct flow_thing *out)
{
	double x = 0, pad = t->look == PAPER_SIDES ? 0 : CELL_PAD;
	int column = 0;
	*out = new_thing(row->count);
	out->is_row = true;
	out->grid = t->look == PAPER_GRID;
	for (int i = 0; i < row->count; i++) {
		struct flow_cell *c = &out->cells[i];
		double width = 0;
		for (int k = 0; k < row->cells[i].span && column < t->columns; k++)
			width += t->shares[column++] * f->width;
		c->x = x + pad;
		c->width = width - 2 * pad;
		x += width;
		for (int k = 0; k < row->cells[i].count; k++) {
			const struct paper_para *p = &row->cells[i].paras[k];
			c->height += paper_styles[p->role].before;
			TRY(add_para(f, c, p));
			c->height += paper_styles[p->role].after;
		}
		if (c->height > out->height)
			out->height = c->height;
	}
	return RC_OK;
}

/* Takes from the row what stands above `limit`; the rest stays in it, moved up. */
static struct flow_thing split_row(struct flow_thing *row, double limit)
{
	struct flow_thing top = new_thing(row->count);
	double rest = 0;
	top.grid = row->grid;
	top.is_row = true;
	top.before = row->before;
	top.first = row->first;
	top.height = limit;
	for (int i = 0; i < row->count; i++) {
		struct flow_cell *from = &row->cells[i], *to = &top.cells[i];
		int n = 0;
		while (n < from->count &&
		       (n + 1 < from->count ? from->lines[n + 1].y : from->height) <= limit)
			n++;
		double cut = n < from->count ? from->lines[n].y : from->height;
		to->x = from->x;
		to->width = from->width;
		to->bar = from->bar; /* stands at the top */
		to->bar_y = from->bar_y;
		to->bar_light = from->bar_light;
		from->bar = 0;
		to->code = from->code;
		to->code_y = from->code_y;
		from->code = NULL;
		for (int k = 0; k < n; k++) {
			to->lines = more(to->lines, to->count, &to->room, sizeof *to->lines);
			to->lines[to->count++] = from->lines[k];
		}
		memmove(from->lines, from->lines + n, (size_t)(from->count - n) * sizeof *from->lines);
		from->count -= n;
		for (int k = 0; k < from->count; k++)
			from->lines[k].y -= cut;
		from->height -= cut;
		if (from->height > rest)
			rest = from->height;
	}
	row->height = rest;
	row->before = 0;
	row->first = false;
	return top;
}

static enum rc new_heading(struct flow *f, const struct paper_table *t, struct flow_heading **out)
{
	struct flow_heading *h = *out = calloc(1, sizeof *h);
	BUG_ON(!h);
	h->uses = 1;
	TRY(row_thing(f, t, &t->rows[0], &h->thing));
	h->thing.is_head = true;
	return RC_OK;
}

/* A row that is longer than a page goes on the next one. */
static void push_row(struct flow *f, struct flow_thing row)
{
	double most = f->height - (row.heading ? row.heading->thing.height : 0);
	while (row.height > most && row.count && most > 40) {
		struct flow_thing top = split_row(&row, most);
		top.heading = use_heading(row.heading);
		push(f, top);
		fill_pages(f);
	}
	push(f, row);
	fill_pages(f);
}

/* Sides stay together, and rows whose words say so. */
static bool row_kept(const struct paper_table *t, const struct paper_row *row)
{
	return t->look == PAPER_SIDES ||
	       (row->count && row->cells[0].count && row->cells[0].paras[0].keep);
}

static enum rc table_things(struct flow *f, const struct paper_table *t)
{
	struct flow_heading *heading = NULL;
	enum rc rc = t->head ? new_heading(f, t, &heading) : RC_OK;
	for (int i = 0; i < t->count && rc == RC_OK; i++) {
		struct flow_thing row;
		rc = row_thing(f, t, &t->rows[i], &row);
		row.first = i == 0;
		row.last = i + 1 == t->count;
		row.before = i == 0 ? PAPER_TABLE_BEFORE : 0;
		row.is_head = i < t->head;
		row.glued = row.is_head || (i + 1 < t->count && row_kept(t, &t->rows[i]));
		if (rc != RC_OK) {
			drop_thing(&row);
			break;
		}
		row.heading = row.is_head ? NULL : use_heading(heading);
		push_row(f, row);
	}
	drop_heading(heading);
	return rc;
}

enum rc flow_add(struct flow *f, const struct paper_block *b)
{
	TRY(b->table ? table_things(f, b->table) : para_things(f, &b->para));
	fill_pages(f);
	return RC_OK;
}

void flow_end(struct flow *f)
{
	fill_pages(f);
	if (f->count)
		emit(f, f->count);
}

void flow_release(struct flow *f)
{
	for (int i = 0; i < f->count; i++)
		drop_thing(&f->things[i]);
	free(f->things);
	arena_release(&f->mem);
}

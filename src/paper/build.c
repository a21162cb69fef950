/* build.c: template and data become the document model. */
#include "paper/inner.h"
#include "viet/viet.h"

/* Where paragraphs go: into a cell, or as blocks into the last section. Rows go into a table. */
struct target {
	struct paper_cell *cell;
	int cell_room;
	struct paper_table *table;
	int row_room;
	const struct paper_node *columns; /* of the table */
	int section_room, block_room;
};

/* Room for one more in an array that lives in the arena. */
static void *grown(struct arena *mem, void *old, int count, int *room, size_t size)
{
	if (count < *room)
		return old;
	*room = *room ? *room * 2 : 8;
	void *more = arena_array(mem, (size_t)*room, size);
	if (count)
		memcpy(more, old, (size_t)count * size);
	return more;
}

static void walk(struct paper_builder *b, const struct paper_frame *f, const struct paper_node *n,
                 struct target *t);

static struct paper_section *section_of(struct paper_builder *b)
{
	return &b->doc->sections[b->doc->count - 1];
}

static void add_section(struct paper_builder *b, bool landscape, struct target *t)
{
	struct paper *d = b->doc;
	if (d->count &&
	    section_of(b)->count == 0) { /* at the very beginning: nothing to leave behind */
		section_of(b)->landscape = landscape;
		return;
	}
	d->sections = grown(b->mem, d->sections, d->count, &t->section_room, sizeof *d->sections);
	d->sections[d->count++] = (struct paper_section){.landscape = landscape};
	t->block_room = 0;
	memset(b->numbers, 0, sizeof b->numbers);
}

static void add_block(struct paper_builder *b, struct paper_block one, struct target *t)
{
	struct paper_section *s = section_of(b);
	s->blocks = grown(b->mem, s->blocks, s->count, &t->block_room, sizeof *s->blocks);
	s->blocks[s->count++] = one;
}

static void add_para(struct paper_builder *b, struct paper_para p, struct target *t)
{
	if (!t->cell) {
		add_block(b, (struct paper_block){.para = p}, t);
		return;
	}
	t->cell->paras = grown(b->mem, t->cell->paras, t->cell->count, &t->cell_room, sizeof p);
	t->cell->paras[t->cell->count++] = p;
}

static void build_para(struct paper_builder *b, const struct paper_frame *f,
                       const struct paper_node *n, struct target *t)
{
	struct paper_para *paras;
	int count;
	paper_say(b, f, n->text, n->role, &paras, &count);
	/* A line whose fields are all optional and empty is no line. */
	for (int i = 0; i < count; i++)
		if (paras[i].count || !n->text)
			add_para(b, paras[i], t);
}

static struct paper_row *add_row(struct paper_builder *b, struct target *t, int cells)
{
	struct paper_table *table = t->table;
	table->rows = grown(b->mem, table->rows, table->count, &t->row_room, sizeof *table->rows);
	struct paper_row *row = &table->rows[table->count++];
	row->cells = arena_array(b->mem, (size_t)cells, sizeof *row->cells);
	row->count = cells;
	return row;
}

/* A number as a bar; its length is known when the whole chart is. */
static void build_bar(struct paper_builder *b, const struct paper_frame *f,
                      const struct paper_piece *text, bool light, struct paper_cell *c)
{
	paper_say(b, f, text, PAPER_CELL, &c->paras, &c->count);
	if (!text || !paper_is_there(f, &text->ref))
		return; /* the gap is said in words */
	c->count = 1;
	int64_t n = paper_value_of(f, &text->ref)->number;
	c->paras[0] =
		(struct paper_para){.role = PAPER_BAR, .share = n > 0 ? (double)n : 0, .light = light};
}

static void build_row(struct paper_builder *b, const struct paper_frame *f,
                      const struct paper_node *n, struct target *t, bool head)
{
	struct paper_row *row = add_row(b, t, n->cell_count);
	for (int i = 0; i < n->cell_count; i++) {
		struct paper_cell *c = &row->cells[i];
		enum paper_role role = head       ? PAPER_CELL_HEAD
		                       : n->whole ? PAPER_CELL
		                                  : t->columns->cell_roles[i];
		c->span = n->whole ? t->table->columns : 1;
		if (role == PAPER_BAR) {
			build_bar(b, f, n->cells[i], !n->cells[0], c);
			continue;
		}
		paper_say(b, f, n->cells[i], role, &c->paras, &c->count);
	}
}

#define CHART_WHOLE 24 /* rows of a chart that stay on one page */

/* Bars against the longest one; a small chart stays on one page. */
static void scale(struct paper_table *t, double full)
{
	for (int pass = 0; pass < 2; pass++)
		for (int r = 0; r < t->count; r++)
			for (int i = 0; i < t->rows[r].count; i++) {
				struct paper_cell *c = &t->rows[r].cells[i];
				for (int k = 0; k < c->count; k++) {
					struct paper_para *p = &c->paras[k];
					if (pass && t->look == PAPER_CHART && t->count <= CHART_WHOLE)
						p->keep = r + 1 < t->count;
					if (p->role != PAPER_BAR)
						continue;
					if (pass && p->share > 0)
						p->share =
							p->share < full * PAPER_BAR_LEAST ? PAPER_BAR_LEAST : p->share / full;
					else if (p->share > full)
						full = p->share;
				}
			}
}

static void build_table(struct paper_builder *b, const struct paper_frame *f,
                        const struct paper_node *n, struct target *t)
{
	struct paper_table *table = arena_alloc(b->mem, sizeof *table);
	struct target inner = {.table = table, .columns = n};
	*table = (struct paper_table){.shares = n->shares,
	                              .columns = n->cell_count,
	                              .look = n->chart ? PAPER_CHART : PAPER_GRID,
	                              .head = n->head};
	if (n->head)
		build_row(b, f, n, &inner, true);
	walk(b, f, n->inside, &inner);
	scale(table, (double)n->full);
	add_block(b, (struct paper_block){.table = table}, t);
}

/* Each `trái` begins a row. */
static void build_sides(struct paper_builder *b, const struct paper_frame *f,
                        const struct paper_node *n, struct target *t)
{
	struct paper_table *table = arena_alloc(b->mem, sizeof *table);
	struct target inner = {.table = table};
	struct paper_row *row = NULL;
	double *shares = arena_array(b->mem, 2, sizeof *shares);
	shares[0] = n->share;
	shares[1] = 1 - n->share;
	*table = (struct paper_table){.shares = shares, .columns = 2};
	for (const struct paper_node *side = n->inside; side; side = side->next) {
		if (!row || !side->right) {
			row = add_row(b, &inner, 2);
			row->cells[0].span = row->cells[1].span = 1;
		}
		struct target in = {.cell = &row->cells[side->right]};
		walk(b, f, side->inside, &in);
	}
	add_block(b, (struct paper_block){.table = table}, t);
}

struct place {
	struct str key;
	int row;
};

static int by_key(const void *a, const void *b)
{
	const struct place *x = a, *y = b;
	int order = str_cmp(x->key, y->key);
	return order ? order : x->row - y->row;
}

/* The rows as they are printed: as they came, or by given name in Vietnamese order. */
static struct place *places_of(struct paper_builder *b, const struct paper_value *list, int field)
{
	struct place *p = arena_array(b->mem, (size_t)list->row_count + 1, sizeof *p);
	for (int i = 0; i < list->row_count; i++) {
		struct str name = field < 0 ? STR("") : list->rows[i].values[field].text;
		p[i] = (struct place){name.n ? viet_name_key(b->mem, name) : STR(""), i};
	}
	if (field >= 0)
		qsort(p, (size_t)list->row_count, sizeof *p, by_key);
	return p;
}

static void build_each(struct paper_builder *b, const struct paper_frame *f,
                       const struct paper_node *n, struct target *t)
{
	const struct paper_value *list = paper_value_of(f, &n->ref);
	const struct place *places = places_of(b, list, n->order);
	for (int i = 0; i < list->row_count && b->paras <= PAPER_PARAS_MAX; i++) {
		struct paper_frame inner = {&list->rows[places[i].row], i + 1, n->ref.field, f};
		walk(b, &inner, n->inside, t);
	}
}

static void walk(struct paper_builder *b, const struct paper_frame *f, const struct paper_node *n,
                 struct target *t)
{
	for (; n && b->paras <= PAPER_PARAS_MAX; n = n->next)
		switch (n->kind) {
		case NODE_PARA: build_para(b, f, n, t); break;
		case NODE_IF: walk(b, f, paper_is_there(f, &n->ref) ? n->inside : n->other, t); break;
		case NODE_EACH: build_each(b, f, n, t); break;
		case NODE_SIDES: build_sides(b, f, n, t); break;
		case NODE_TABLE: build_table(b, f, n, t); break;
		case NODE_ROW: build_row(b, f, n, t, false); break;
		case NODE_SECTION: add_section(b, n->landscape, t); break;
		case NODE_SIDE:
		default: break;
		}
}

/* --- what the whole says of itself --- */

struct found {
	const struct paper_para *of[PAPER_ROLES]; /* the first one of each role */
};

static void look_at(const struct paper_para *paras, int count, struct found *found)
{
	for (int i = 0; i < count; i++)
		if (!found->of[paras[i].role])
			found->of[paras[i].role] = &paras[i];
}

static bool is_signature(const struct paper_block *b)
{
	struct found found = {{0}};
	if (!b->table || b->table->look != PAPER_SIDES)
		return false;
	for (int r = 0; r < b->table->count; r++)
		for (int c = 0; c < b->table->rows[r].count; c++)
			look_at(b->table->rows[r].cells[c].paras, b->table->rows[r].cells[c].count, &found);
	return found.of[PAPER_POWER] != NULL;
}

static void look_through(struct paper_section *s, struct found *found)
{
	for (int i = 0; i < s->count; i++) {
		struct paper_block *b = &s->blocks[i];
		if (!b->table)
			look_at(&b->para, 1, found);
		else if (b->table->look == PAPER_SIDES)
			for (int r = 0; r < b->table->count; r++)
				for (int c = 0; c < b->table->rows[r].count; c++)
					look_at(b->table->rows[r].cells[c].paras, b->table->rows[r].cells[c].count,
					        found);
		/* A signature never stands alone on a page. */
		if (i + 1 < s->count && !b->table && is_signature(&s->blocks[i + 1]))
			b->para.keep = true;
	}
}

/* --- ends of lists ---
 *
 * Grounds, receivers, dashes and points end in ";", the last one of a row in "."; a single
 * receiver stands on the line of "Kính gửi:" (NĐ 30/2020/NĐ-CP, Phụ lục I).
 */

static bool is_listed(const struct paper_block *b)
{
	enum paper_role r = b->para.role;
	return !b->table && b->para.count &&
	       (r == PAPER_GROUND || r == PAPER_TO_ITEM || r == PAPER_DASH || r == PAPER_POINT);
}

static void end_list(struct arena *mem, struct paper_para *p)
{
	struct paper_run *last = &p->runs[p->count - 1];
	if (str_ends(last->text, ";"))
		last->text = arena_printf(mem, "%.*s.", (int)last->text.n - 1, last->text.p);
}

/* "Kính gửi:" and the one receiver become one line. */
static void join_receiver(struct arena *mem, struct paper_block *to, const struct paper_block *item)
{
	struct paper_para *p = &to->para;
	int count = p->count + item->para.count;
	struct paper_run *runs = arena_array(mem, (size_t)count, sizeof *runs);
	memcpy(runs, p->runs, (size_t)p->count * sizeof *runs);
	memcpy(runs + p->count, item->para.runs, (size_t)item->para.count * sizeof *runs);
	runs[p->count].text = STR(" "); /* in place of the dash */
	p->runs = runs;
	p->count = count;
}

static void end_lists(struct arena *mem, struct paper_section *s)
{
	for (int i = 0; i < s->count; i++) {
		bool more = i + 1 < s->count && !s->blocks[i + 1].table &&
		            s->blocks[i + 1].para.role == s->blocks[i].para.role;
		if (is_listed(&s->blocks[i]) && !more)
			end_list(mem, &s->blocks[i].para);
	}
	for (int i = 0; i + 1 < s->count; i++) {
		struct paper_block *to = &s->blocks[i], *item = to + 1;
		bool one = !to->table && to->para.role == PAPER_TO && to->para.count && is_listed(item) &&
		           item->para.role == PAPER_TO_ITEM &&
		           (i + 2 == s->count || item[1].table || item[1].para.role != PAPER_TO_ITEM);
		if (!one)
			continue;
		join_receiver(mem, to, item);
		memmove(item, item + 1, (size_t)(s->count - i - 2) * sizeof *item);
		s->count--;
	}
}

static struct str said(struct arena *mem, const struct found *found, enum paper_role role)
{
	return found->of[role] ? paper_words(mem, found->of[role]) : STR("");
}

static void describe(struct paper_builder *b, const struct paper_template *t,
                     const struct paper_data *d)
{
	struct found found = {{0}};
	for (int i = 0; i < b->doc->count; i++)
		look_through(&b->doc->sections[i], &found);
	struct str type = said(b->mem, &found, PAPER_TYPE),
			   about = said(b->mem, &found, PAPER_ABSTRACT);
	if (!about.n)
		about = said(b->mem, &found, PAPER_ABOUT);
	b->doc->title = type.n || about.n ? arena_printf(b->mem, "%.*s%s%.*s", STR_ARG(type),
	                                                 type.n && about.n ? " " : "", STR_ARG(about))
	                                  : t->about.title;
	b->doc->author = said(b->mem, &found, PAPER_ISSUER);
	b->doc->date = DATE_NONE;
	for (int i = 0; i < t->about.field_count; i++) {
		const struct paper_value *v = &d->top.values[i];
		if (str_eqz(t->about.fields[i].name, "date") && v->there)
			b->doc->date = v->date;
		if (str_eqz(t->about.fields[i].name, "issuer") && v->there && !b->doc->author.n)
			b->doc->author = v->text;
	}
}

enum rc paper_build(struct arena *mem, const struct paper_template *t, const struct paper_data *d,
                    const struct paper **out, struct err *e)
{
	struct paper *doc = arena_alloc(mem, sizeof *doc);
	struct paper_builder b = {.mem = mem, .doc = doc};
	struct paper_frame frame = {.record = &d->top};
	struct target top = {0};
	add_section(&b, false, &top);
	walk(&b, &frame, t->nodes, &top);
	if (b.paras > PAPER_PARAS_MAX)
		return err_set(e, RC_TOOBIG, "Văn bản quá dài: hơn %d đoạn và ô.", PAPER_PARAS_MAX);
	for (int i = 0; i < doc->count; i++)
		end_lists(mem, &doc->sections[i]);
	describe(&b, t, d);
	*out = doc;
	return section_of(&b)->count
	           ? RC_OK
	           : err_set(e, RC_INVALID, "Mẫu không in ra gì: phần sau cùng trống.");
}

/* web_list.c: an OP_LIST as a page, and its rows as a table anywhere else. */
#include "op/face.h"

#include "base/html.h"
#include "viet/viet.h"
#include "web/web.h"

#include <inttypes.h>

/* --- addresses that keep what was asked --------------------------------------------------------
 */

static bool is_asked(const struct op *op, const struct value *v, const char *but)
{
	if (v->text.n == 0 || (but && str_eqz(v->name, but)))
		return false;
	return op_field(op, v->name) || str_eqz(v->name, "order") || str_eqz(v->name, "limit");
}

struct str list_address(struct face *f, const struct op *op, const char *suffix, const char *but)
{
	struct buf *b = arena_alloc(f->c.mem, sizeof *b);
	char sep = '?';
	buf_init(b, 16 * 1024);
	arena_defer(f->c.mem, (void (*)(void *))buf_release, b);
	buf_str(b, op_path(f->c.mem, op->name));
	buf_z(b, suffix);
	for (int i = 0; i < f->values.count; i++) {
		const struct value *v = &f->values.items[i];
		if (!is_asked(op, v, but))
			continue;
		buf_chr(b, sep);
		html_arg(b, v->name);
		buf_chr(b, '=');
		html_arg(b, v->text);
		sep = '&';
	}
	return buf_view(b);
}

static struct str with(struct face *f, struct str address, const char *name, struct str value)
{
	return arena_printf(f->c.mem, "%.*s%c%s=%.*s", STR_ARG(address),
	                    str_chr(address, '?') < 0 ? '?' : '&', name, STR_ARG(value));
}

/* --- cells --------------------------------------------------------------------------------------
 */

static const char *badge_kind(struct str state)
{
	static const char *const good[] = {
		"active",   "done",      "sent",         "merged",   "running",  "recognised",
		"in_force", "confirmed", "acknowledged", "issued",   "attended", "enough",
		"launched", "interim",   "reviewed",     "answered", "approved", "published"};
	static const char *const bad[] = {"failed",  "disabled", "refused", "closed",
	                                  "expired", "late",     "lacking"};
	static const char *const warn[] = {
		"waiting",   "planned",   "left",        "cancelled", "lapsed", "held",
		"unmatched", "no_number", "no_decision", "double",    "KHTNV",  "unconfirmed",
		"not_yet",   "unknown",   "asked",       "draft",     "soon",   "told"};
	for (int i = 0; i < COUNT(good); i++)
		if (str_eqz(state, good[i]))
			return "ok";
	for (int i = 0; i < COUNT(bad); i++)
		if (str_eqz(state, bad[i]))
			return "bad";
	for (int i = 0; i < COUNT(warn); i++)
		if (str_eqz(state, warn[i]))
			return "warn";
	return "";
}

/* A column that is shown: where its values stand and where its links lead, looked up once. */
struct shown {
	const struct column *col;
	int at, key, also;   /* columns of the list; also: -1 for none */
	const char *path;    /* "/person/" where the link goes to a view */
	const struct op *to; /* NULL: no link, or none for this caller */
};

static int fill_shown(struct face *f, const struct op *op, struct shown *out)
{
	int n = 0;
	for (int i = 0; i < op->col_count; i++) {
		const struct column *col = &op->cols[i];
		if (col->type == COL_HIDDEN)
			continue;
		const struct op *to = col->type == COL_LINK ? op_find(str_of(col->op)) : NULL;
		out[n++] = (struct shown){
			.col = col,
			.at = list_column_no(op->list, col->name),
			.key = list_column_no(op->list, col->key ? col->key : "id"),
			.also = col->also ? list_column_no(op->list, col->also) : -1,
			.path = to && to->object ? arena_printf(f->c.mem, "/%s/", to->object->name).p : NULL,
			.to = to && gate_offers(&f->c, to) ? to : NULL};
	}
	return n;
}

static struct str cell_link(struct arena *mem, const struct shown *s, const struct db_val *row)
{
	const struct db_val *key = &row[s->key];
	if (!s->to || key->null || row[s->at].null)
		return STR("");
	if (s->to->kind != OP_VIEW && s->also >= 0)
		return arena_printf(mem, "%.*s&%s=%" PRId64,
		                    STR_ARG(face_op_link(mem, s->to, "id", key->i)), s->col->also,
		                    row[s->also].i);
	if (s->to->kind != OP_VIEW)
		return face_op_link(mem, s->to, "id", key->i);
	return arena_z_int(mem, s->path, key->i);
}

static struct view_cell one_cell(struct arena *mem, const struct shown *s, const struct db_val *row)
{
	const struct db_val *v = &row[s->at];
	struct view_cell c = {.text = column_text(mem, s->col, v), .href = STR(""), .kind = ""};
	if (s->col->type == COL_LINK && c.text.n) /* nobody can follow a link without words */
		c.href = cell_link(mem, s, row);
	else if (s->col->type == COL_BADGE)
		c.badge = c.text.n ? badge_kind(v->s) : NULL;
	else if (s->col->type == COL_INT || s->col->type == COL_MONEY)
		c.kind = "num";
	else if (s->col->type == COL_DATE || s->col->type == COL_MOMENT)
		c.kind = "nowrap";
	return c;
}

static void fill_heads(struct face *f, const struct op *op, const struct rows *rows, bool inside,
                       struct table_view *t)
{
	struct str base = list_address(f, op, "", "order");
	t->heads = arena_array(f->c.mem, (size_t)op->col_count, sizeof *t->heads);
	for (int i = 0; i < op->col_count; i++) {
		const struct column *col = &op->cols[i];
		if (col->type == COL_HIDDEN)
			continue;
		struct head_cell *h = &t->heads[t->cols++];
		h->label = col->label;
		h->num = col->type == COL_INT || col->type == COL_MONEY;
		h->href = STR("");
		if (!col->order || inside)
			continue;
		bool now = list_order_no(op->list, str_of(col->order)) == rows->order;
		h->sorted = !now ? 0 : rows->desc ? -1 : 1;
		h->href = with(f, base, "order",
		               arena_printf(f->c.mem, "%s%s", now && !rows->desc ? "-" : "", col->order));
	}
}

/* Writes on an object of the kind, from the first on; with a field `id` or without. */
struct row_ops {
	const struct op *ops[8];
	int count;
};

static struct row_ops writes_on(struct face *f, const struct object *object, bool with_id)
{
	struct row_ops r = {.count = 0};
	struct op_slice all = op_on(object);
	for (int i = 0; i < all.count && r.count < COUNT(r.ops); i++) {
		const struct op *op = all.items[i];
		if (op->kind == OP_WRITE && (op_field(op, STR("id")) != NULL) == with_id &&
		    gate_offers(&f->c, op))
			r.ops[r.count++] = op;
	}
	return r;
}

/* Operations on a row itself, where its object has no page of its own to go to. */
static void fill_row_actions(struct face *f, const struct op *op, const struct rows *rows,
                             struct table_view *t)
{
	int id = list_column_no(op->list, "id");
	if (!op->object || op->object->view || id < 0)
		return;
	struct row_ops r = writes_on(f, op->object, true);
	if (r.count == 0)
		return;
	t->row_actions = arena_array(f->c.mem, (size_t)rows->count + 1, sizeof *t->row_actions);
	int64_t *ids = arena_array(f->c.mem, (size_t)rows->count + 1, sizeof *ids);
	for (int i = 0; i < rows->count; i++)
		ids[i] = rows->items[i][id].i;
	const bool *yes = gate_accepts_which(&f->c, r.ops, r.count, ids, rows->count);
	for (int k = 0; k < r.count; k++)
		for (int i = 0; i < rows->count; i++)
			if (yes[k * rows->count + i])
				links_add(f->c.mem, &t->row_actions[i],
				          face_op_link(f->c.mem, r.ops[k], "id", ids[i]),
				          str_of(r.ops[k]->verb ? r.ops[k]->verb : r.ops[k]->title));
}

void table_fill(struct face *f, const struct op *op, const struct rows *rows, struct str base,
                bool inside, struct table_view *t)
{
	struct arena *mem = f->c.mem;
	*t = (struct table_view){.label = str_of(op->title), .empty = op->empty ? op->empty : ""};
	fill_heads(f, op, rows, inside, t);
	t->rows = rows->count;
	t->cells = arena_array(mem, (size_t)(t->cols * rows->count) + 1, sizeof *t->cells);
	struct shown *shown = arena_array(mem, (size_t)op->col_count + 1, sizeof *shown);
	int n = fill_shown(f, op, shown);
	for (int r = 0, at = 0; r < rows->count; r++)
		for (int i = 0; i < n; i++)
			t->cells[at++] = one_cell(mem, &shown[i], rows->items[r]);
	fill_row_actions(f, op, rows, t);
	struct str total = viet_number(mem, rows->total);
	t->count = arena_printf(mem, "%d dòng trong %s%.*s", rows->count, rows->capped ? "hơn " : "",
	                        STR_ARG(total));
	t->next = rows->next.n ? with(f, base, "after", rows->next) : STR("");
	t->first = rows->first ? STR("") : base;
}

/* --- the page
 * -------------------------------------------------------------------------------------- */

static void fill_actions(struct face *f, const struct op *op, struct page *p)
{
	if (!op->object)
		return;
	struct row_ops r = writes_on(f, op->object, false);
	for (int i = 0; i < r.count; i++) {
		struct links *to = i < 3 ? &p->actions : &p->more;
		struct link *l =
			links_add(f->c.mem, to, op_path(f->c.mem, r.ops[i]->name), str_of(r.ops[i]->title));
		l->icon = i == 0 ? "plus" : "edit";
	}
}

/* What people filter by stands first in the row; more than these fold away. */
#define FILTERS_SEEN 5

static void fill_filters(struct face *f, const struct op *op, struct list_view *v)
{
	struct field_errors none = {0};
	v->filters = arena_array(f->c.mem, (size_t)op->field_count + 1, sizeof *v->filters);
	for (int i = 0; i < op->field_count; i++) {
		struct input_view *one = &v->filters[v->filter_count++];
		input_fill(f, op, &op->fields[i], str_of(op->fields[i].name), &none, one);
		one->must = false;
		one->hint = NULL; /* would push the boxes of a row apart */
		bool set = values_text(&f->values, op->fields[i].name).n > 0;
		v->filters_set += set;
		v->more_set |= set && i >= FILTERS_SEEN;
	}
	/* One alone takes no more room than what would fold it. */
	v->filter_first = v->filter_count > FILTERS_SEEN + 1 ? FILTERS_SEEN : v->filter_count;
}

struct html face_above(struct face *f, const struct op *op, const void *data)
{
	if (!op->above)
		return (struct html){STR("")};
	struct buf *b = arena_alloc(f->c.mem, sizeof *b);
	buf_init(b, 64 * 1024);
	arena_defer(f->c.mem, (void (*)(void *))buf_release, b);
	op->above(b, &f->c, data);
	return (struct html){buf_view(b)};
}

void web_list(struct face *f, const struct op *op)
{
	struct rows rows;
	struct list_view v = {.action = op_path(f->c.mem, op->name),
	                      .order = values_text(&f->values, "order")};
	enum rc rc = face_resolve_refs(f, op);
	if (rc == RC_OK)
		rc = list_page(&f->c, op, &f->values, &rows);
	if (rc != RC_OK) {
		face_error_page(f, rc);
		return;
	}
	face_page(f, &v.page, op, str_of(op->title));
	v.page.sub = str_of(op->help);
	v.page.wide = true;
	fill_actions(f, op, &v.page);
	fill_filters(f, op, &v);
	table_fill(f, op, &rows, list_address(f, op, "", NULL), false, &v.table);
	v.table.csv = list_address(f, op, ".csv", "limit");
	v.table.xlsx = op->roles & R(PUBLIC) ? STR("") : list_address(f, op, ".xlsx", "limit");
	v.table.json = list_address(f, op, ".json", "limit");
	v.table.filtered = v.filters_set > 0;
	v.table.clear = v.action;
	v.above = face_above(f, op, NULL);
	tpl_list(&f->res->body, &v);
}

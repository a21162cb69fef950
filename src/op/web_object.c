/* web_object.c: the page of one object, pages of reads, answers that are no page of their own. */
#include "op/face.h"

#include "web/web.h"

#include <inttypes.h>

#define PART_ROWS 10

/* --- actions on an object ----------------------------------------------------------------------
 */

struct gather {
	struct face *f;
	const struct op *view;
	struct links *to, *more;
	int64_t id;
};

static void object_actions(struct gather *g)
{
	struct ctx *c = &g->f->c;
	struct op_slice all = op_on(g->view->object);
	const struct op **ops = arena_array(c->mem, (size_t)all.count + 1, sizeof *ops);
	int count = 0;
	for (int i = 0; i < all.count; i++)
		if (op_field(all.items[i], STR("id")))
			ops[count++] = all.items[i];
	const bool *yes = gate_accepts_which(c, ops, count, &g->id, 1);
	for (int i = 0; i < count; i++) {
		if (!yes[i])
			continue;
		struct links *to = g->to->count < 2 ? g->to : g->more;
		struct link *l = links_add(c->mem, to, face_op_link(c->mem, ops[i], "id", g->id),
		                           str_of(ops[i]->verb ? ops[i]->verb : ops[i]->title));
		l->icon = ops[i]->icon ? ops[i]->icon : "edit";
	}
}

/* "Thêm người" in the list of a unit's people: a creating write with a reference to what is viewed.
 */
static void part_action(const struct op *op, struct gather *g)
{
	struct ctx *c = &g->f->c;
	if (op->kind != OP_WRITE || op_field(op, STR("id")) || !gate_offers(c, op))
		return;
	for (int i = 0; i < op->field_count; i++)
		if (op->fields[i].type == FIELD_REF && op->fields[i].ref == g->view->object) {
			links_add(c->mem, g->to, face_op_link(c->mem, op, op->fields[i].name, g->id),
			          str_of(op->title));
			return;
		}
}

/* --- facts and parts
 * ------------------------------------------------------------------------------ */

static struct fact_view one_fact(struct face *f, const struct op *op, const struct column *col,
                                 struct db_val *row)
{
	struct rows one = {.op = op, .list = op->list, .items = &row, .count = 1};
	struct op single = *op;
	struct table_view t;
	single.cols = col;
	single.col_count = 1;
	table_fill(f, &single, &one, STR(""), true, &t);
	return (struct fact_view){.label = col->label,
	                          .text = t.cells[0].text,
	                          .href = t.cells[0].href,
	                          .badge = t.cells[0].text.n ? t.cells[0].badge : NULL};
}

/* The list without columns that only say, row after row, what page one is on. */
static struct op without_repeats(struct face *f, const struct op *view, const struct op *list,
                                 const struct rows *rows, int64_t key)
{
	struct op shown = *list;
	struct column *cols = arena_array(f->c.mem, (size_t)list->col_count + 1, sizeof *cols);
	shown.cols = cols;
	shown.col_count = 0;
	for (int i = 0; i < list->col_count; i++) {
		const struct column *col = &list->cols[i];
		bool repeats = rows->count > 0 && col->type == COL_LINK && strcmp(col->op, view->name) == 0;
		int at = repeats ? list_column_no(list->list, col->key ? col->key : "id") : 0;
		for (int r = 0; repeats && r < rows->count; r++)
			repeats = !rows->items[r][at].null && rows->items[r][at].i == key;
		if (!repeats)
			cols[shown.col_count++] = *col;
	}
	return shown;
}

static enum rc fill_part(struct face *f, const struct op *view, const struct part *part,
                         const struct db_val *row, int64_t id, struct part_view *out)
{
	const struct op *list = op_find(str_of(part->op));
	struct values ask;
	struct rows rows;
	int64_t key = part->key ? row[list_column_no(view->list, part->key)].i : id;
	struct gather g = {.f = f, .view = view, .to = &out->actions, .id = id};
	values_init(&ask, f->c.mem);
	TRY(values_add(&ask, str_of(part->filter), arena_printf(f->c.mem, "%" PRId64, key), &f->err));
	TRY(values_add(&ask, STR("limit"), arena_printf(f->c.mem, "%d", PART_ROWS), &f->err));
	TRY(list_page(&f->c, list, &ask, &rows));
	out->title = part->title;
	out->id = arena_printf(f->c.mem, "part-%s-%s", part->op, part->filter);
	for (char *p = (char *)out->id.p; *p; p++)
		*p = *p == '.' ? '-' : *p;
	struct op shown = without_repeats(f, view, list, &rows, key);
	table_fill(f, &shown, &rows, STR(""), true, &out->table);
	out->table.empty = "Chưa có mục nào.";
	if (rows.next.n)
		out->all = arena_printf(f->c.mem, "%.*s?%s=%" PRId64,
		                        STR_ARG(op_path(f->c.mem, list->name)), part->filter, key);
	struct op_slice all = op_on(list->object);
	for (int i = 0; i < all.count; i++)
		part_action(all.items[i], &g);
	return RC_OK;
}

static enum rc fill_parts(struct face *f, const struct op *op, const struct db_val *row, int64_t id,
                          struct object_view *v)
{
	v->parts = arena_array(f->c.mem, (size_t)op->part_count + 1, sizeof *v->parts);
	for (int i = 0; i < op->part_count; i++) {
		const struct op *list = op_find(str_of(op->parts[i].op));
		if (gate_offers(&f->c, list))
			TRY(fill_part(f, op, &op->parts[i], row, id, &v->parts[v->part_count++]));
	}
	return RC_OK;
}

void web_object(struct face *f, const struct op *op)
{
	struct object_view v = {0};
	struct db_val *row;
	enum rc rc = view_row(&f->c, op, &f->values, &row);
	int64_t id = f->c.object_id;
	if (rc != RC_OK) {
		face_error_page(f, rc);
		return;
	}
	struct gather g = {.f = f, .view = op, .to = &v.page.actions, .more = &v.page.more, .id = id};
	struct str heading = f->c.object_label;
	face_page(f, &v.page, op, heading);
	v.page.sub = str_of(op->title);
	object_actions(&g);
	v.above = face_above(f, op, &id);
	v.facts = arena_array(f->c.mem, (size_t)op->col_count + 1, sizeof *v.facts);
	for (int i = 0; i < op->col_count; i++)
		if (op->cols[i].type != COL_HIDDEN)
			v.facts[v.fact_count++] = one_fact(f, op, &op->cols[i], row);
	rc = fill_parts(f, op, row, id, &v);
	if (rc != RC_OK)
		face_error_page(f, rc);
	else
		tpl_object(&f->res->body, &v);
}

/* --- reads and answers
 * -------------------------------------------------------------------------------- */

void web_read(struct face *f, const struct op *op)
{
	struct field_errors errors = {0};
	struct gate_how how = {0};
	struct page page;
	struct out out;
	enum rc rc = face_resolve_refs(f, op);
	if (rc == RC_OK)
		rc = gate_run(&f->c, op, &f->values, &how, &errors, &out);
	if (rc != RC_OK) {
		face_error_page(f, rc);
		return;
	}
	if (out.fd >= 0) {
		face_file(f, &out);
		return;
	}
	if (out.go.n) {
		http_redirect(f->res, out.go);
		return;
	}
	if (!op->page) {
		web_answer(f, op, &out);
		return;
	}
	if (out.file_type.n) {
		f->res->type = arena_strz(f->c.mem, out.file_type);
		op->page(&f->res->body, &f->c, out.data);
		return;
	}
	face_page(f, &page, op, out.heading.n ? out.heading : str_of(op->title));
	page.sub = out.sub.n ? out.sub : str_of(op->help);
	face_crumb_up(f, &page, out.up, out.up_title);
	page.search = values_text(&f->values, "q");
	page.refresh_s = out.refresh_s;
	tpl_page_top(&f->res->body, &page);
	op->page(&f->res->body, &f->c, out.data);
	tpl_page_end(&f->res->body, &page);
}

void web_answer(struct face *f, const struct op *op, const struct out *out)
{
	const struct op *then = op->then ? op_find(str_of(op->then)) : NULL;
	struct answer_view v = {
		.say = face_say(f, op, out), .codes = out->codes, .code_count = out->code_count};
	face_page(f, &v.page, op, str_of(op->title));
	v.facts = arena_array(f->c.mem, FACTS_MAX, sizeof *v.facts);
	for (int i = 0; i < out->fact_count; i++)
		v.facts[v.fact_count++] =
			(struct fact_view){.label = out->facts[i].label, .text = out->facts[i].value};
	v.next = (struct link){.href = STR("/"), .text = STR("Về trang đầu")};
	if (then && then->kind != OP_VIEW)
		v.next = (struct link){.href = op_path(f->c.mem, then->name), .text = str_of(then->title)};
	if (op->object && op->object->view && f->c.object_id != DB_NULL)
		v.next.href = arena_printf(f->c.mem, "/%s/%" PRId64, op->object->name, f->c.object_id),
		v.next.text = STR("Quay lại");
	tpl_answer(&f->res->body, &v);
}

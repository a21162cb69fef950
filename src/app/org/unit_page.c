#include "app/org/unit_page.h"

#include "app/org/org.h"
#include "base/json_out.h"
#include "db/sql_unit.h"
#include "op/gate.h"
#include "web/web.h"

const struct field unit_tree_fields[] = {
	F(DATE, struct unit_tree_in, on, "Tại ngày", .hint = "Để trống: hôm nay"),
};

struct grow {
	struct sql_unit_tree_on *rows;
	size_t count;
	struct unit_tree_view *view;
};

static int add_below(struct grow *g, int64_t parent, int depth)
{
	int children = 0, last = -1;
	for (size_t i = 0; i < g->count; i++) {
		const struct sql_unit_tree_on *r = &g->rows[i];
		if (r->parent_id != parent)
			continue;
		last = g->view->count++;
		struct unit_tree_item *at = &g->view->items[last];
		*at = (struct unit_tree_item){.id = r->unit_id,
		                              .name = r->name,
		                              .short_name = r->short_name,
		                              .kind = r->kind,
		                              .people = r->people,
		                              .depth = depth};
		g->view->people += r->people;
		at->children = add_below(g, r->unit_id, depth + 1);
		children++;
	}
	if (last >= 0)
		g->view->items[last].last = true;
	return children;
}

enum rc unit_tree(struct ctx *c, const void *in, struct out *out)
{
	const struct unit_tree_in *t = in;
	struct unit_tree_view *v = arena_alloc(c->mem, sizeof *v);
	struct grow g = {.view = v};
	v->on = date_is_none(t->on) ? c->today : t->on;
	v->links = gate_offers(c, op_find(STR("unit.view")));
	v->counts = gate_scope(c, op_find(STR("person.list"))).all;
	TRY(sql_unit_tree_on(c->db, c->mem, v->on, &g.rows, &g.count));
	v->items = arena_array(c->mem, g.count + 1, sizeof *v->items);
	add_below(&g, DB_NULL, 0);
	out->data = v;
	return RC_OK;
}

void unit_tree_page(struct buf *html, struct ctx *c, const void *data)
{
	(void)c;
	tpl_unit_tree(html, data);
}

void unit_tree_json(struct buf *b, struct ctx *c, const void *data)
{
	const struct unit_tree_view *v = data;
	struct json_out j = json_out_to(b);
	(void)c;
	json_obj(&j, NULL);
	json_z(&j, "on", date_iso(v->on).z);
	if (v->counts)
		json_int(&j, "people", v->people);
	json_arr(&j, "units");
	for (int i = 0; i < v->count; i++) {
		json_obj(&j, NULL);
		json_int(&j, "id", v->items[i].id);
		json_int(&j, "depth", v->items[i].depth);
		json_str(&j, "name", v->items[i].name);
		json_str(&j, "short_name", v->items[i].short_name);
		json_str(&j, "kind", v->items[i].kind);
		if (v->counts)
			json_int(&j, "people", v->items[i].people);
		json_end(&j);
	}
	json_end(&j);
	json_end(&j);
}

/* menu.c: the menu: the groups, and of the group one is in what the caller may use. */
#include "app/home/menu.h"

#include "app/home/home.h"
#include "base/json_out.h"
#include "op/menu.h"
#include "web/web.h"

struct filling {
	struct ctx *c;
	int area;
	struct menu_view *v;
};

static void add_entry(const struct op *op, void *arg)
{
	struct filling *f = arg;
	f->v->entries[f->v->count++] = (struct menu_entry){.name = str_of(op->name),
	                                                   .href = op_path(f->c->mem, op->name),
	                                                   .title = op->title,
	                                                   .help = op->help,
	                                                   .icon = menu_icon(op, f->area)};
}

static void count_entry(const struct op *op, void *arg)
{
	(void)op;
	++*(size_t *)arg;
}

static enum rc menu_group(struct ctx *c, const void *in, struct out *out)
{
	struct menu_view *v = arena_alloc(c->mem, sizeof *v);
	int area = menu_area_of(c->op);
	size_t count = 0;
	(void)in;
	menu_each(c, area, NULL, count_entry, &count);
	v->entries = arena_array(c->mem, count + 1, sizeof *v->entries);
	menu_each(c, area, NULL, add_entry, &(struct filling){c, area, v});
	out->data = v;
	return RC_OK;
}

static void menu_page(struct buf *html, struct ctx *c, const void *data)
{
	(void)c;
	tpl_menu(html, data);
}

static void menu_json(struct buf *b, struct ctx *c, const void *data)
{
	const struct menu_view *v = data;
	struct json_out j = json_out_to(b);
	(void)c;
	json_obj(&j, NULL);
	json_arr(&j, "operations");
	for (int i = 0; i < v->count; i++) {
		json_obj(&j, NULL);
		json_str(&j, "name", v->entries[i].name);
		json_z(&j, "title", v->entries[i].title);
		json_z(&j, "help", v->entries[i].help);
		json_str(&j, "href", v->entries[i].href);
		json_end(&j);
	}
	json_end(&j);
	json_end(&j);
}

/* Quiet: a group is no entry of itself. */
#define MENU_OP(which, words, pic, what)                                                           \
	{.name = "menu." which,                                                                        \
	 .title = words,                                                                               \
	 .help = what,                                                                                 \
	 .kind = OP_READ,                                                                              \
	 .roles = R_SIGNED_IN,                                                                         \
	 .scope = SCOPE_ANY,                                                                           \
	 .flags = OP_QUIET,                                                                            \
	 .area = which,                                                                                \
	 .icon = pic,                                                                                  \
	 .run = menu_group,                                                                            \
	 .page = menu_page,                                                                            \
	 .json = menu_json},

const struct op menu_ops[] = {MENU_AREAS(MENU_OP){0}};

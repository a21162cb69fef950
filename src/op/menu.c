#include "op/menu.h"

#define MENU_ROW(area, words, pic, help)                                                           \
	{.name = area, .title = words, .icon = pic, .page = "menu." area},
const struct menu_area menu_areas[MENU_COUNT] = {MENU_AREAS(MENU_ROW)};

static int area_no(const char *name)
{
	for (int i = 0; name && i < MENU_COUNT; i++)
		if (*name == *menu_areas[i].name && strcmp(name, menu_areas[i].name) == 0)
			return i;
	return -1;
}

int menu_area_of(const struct op *op)
{
	if (op && !op->area)
		op = op_list_of(op->object);
	return op ? area_no(op->area) : -1;
}

struct menu_walk {
	const struct ctx *c;
	int area;
	bool *any;
	void (*fn)(const struct op *op, void *arg);
	void *arg;
};

/* Of other groups than the one that is listed, the first entry is enough. */
static void one(const struct op *op, void *arg)
{
	struct menu_walk *w = arg;
	if (!op->area || (op->flags & (OP_QUIET | OP_INTERNAL)) || op->kind == OP_VIEW)
		return;
	int area = area_no(op->area);
	bool listed = area == w->area;
	if (area < 0 || (!listed && (!w->any || w->any[area])) || op_field(op, STR("id")) ||
	    !gate_offers(w->c, op))
		return;
	if (w->any)
		w->any[area] = true;
	if (listed)
		w->fn(op, w->arg);
}

void menu_each(const struct ctx *c, int area, bool any[MENU_COUNT],
               void (*fn)(const struct op *op, void *arg), void *arg)
{
	op_each(one, &(struct menu_walk){.c = c, .area = area, .any = any, .fn = fn, .arg = arg});
}

const char *menu_icon(const struct op *op, int area)
{
	return op->icon ? op->icon : menu_areas[area].icon;
}

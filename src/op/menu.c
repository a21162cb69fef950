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

void menu_each(const struct ctx *c, int area, bool any[MENU_COUNT],
               void (*fn)(const struct op *op, void *arg), void *arg)
{
	struct op_slice entries = op_entries();
	for (int i = 0; i < entries.count; i++) {
		const struct op *op = entries.items[i];
		int at = area_no(op->area);
		bool listed = at == area;
		/* Of other groups than the one that is listed, the first entry is enough. */
		if (at < 0 || (!listed && (!any || any[at])) || !gate_offers(c, op))
			continue;
		if (any)
			any[at] = true;
		if (listed)
			fn(op, arg);
	}
}

const char *menu_icon(const struct op *op, int area)
{
	return op->icon ? op->icon : menu_areas[area].icon;
}

#include "op/menu.h"

#include <pthread.h>

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

/* What may stand in a menu, whoever reads it, in the order of the tables. */
#define ENTRIES_MAX 512

static struct {
	struct {
		const struct op *op;
		int area;
	} items[ENTRIES_MAX];
	int count;
} entries;

static void add_entry(const struct op *op, void *arg)
{
	int area = area_no(op->area);
	(void)arg;
	if (area < 0 || (op->flags & (OP_QUIET | OP_INTERNAL)) || op->kind == OP_VIEW ||
	    op_field(op, STR("id")))
		return;
	BUG_ON(entries.count == ENTRIES_MAX);
	entries.items[entries.count].op = op;
	entries.items[entries.count++].area = area;
}

static void make_entries(void)
{
	op_each(add_entry, NULL);
}

void menu_each(const struct ctx *c, int area, bool any[MENU_COUNT],
               void (*fn)(const struct op *op, void *arg), void *arg)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pthread_once(&once, make_entries);
	for (int i = 0; i < entries.count; i++) {
		const struct op *op = entries.items[i].op;
		int at = entries.items[i].area;
		bool listed = at == area;
		/* Of other groups than the one that is listed, the first entry is enough. */
		if ((!listed && (!any || any[at])) || !gate_offers(c, op))
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

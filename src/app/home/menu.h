/* menu.h: the page of one group of the menu: what may be done in it, each with a sentence. */
#ifndef APP_HOME_MENU_H
#define APP_HOME_MENU_H

#include "op/ctx.h"

struct menu_entry {
	struct str name, href; /* of the operation */
	const char *title, *help, *icon;
};

struct menu_view {
	struct menu_entry *entries;
	int count;
};

#endif

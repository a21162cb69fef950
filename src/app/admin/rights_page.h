/* rights_page.h: what the page of rights shows; drawn by web/rights.html. */
#ifndef APP_ADMIN_RIGHTS_PAGE_H
#define APP_ADMIN_RIGHTS_PAGE_H

#include "auth/role.h"
#include "op/view.h"

struct right_row {
	const char *name, *title;
	const char *may[ROLE_COUNT]; /* where, in words; NULL: not */
	struct str notes;            /* two people, not one's own case … */
};

struct right_group {
	struct str title;
	int first, count; /* rows */
};

struct rights_view {
	const char *roles[ROLE_COUNT], *role_titles[ROLE_COUNT], *role_says[ROLE_COUNT];
	struct right_group *groups;
	int group_count;
	struct right_row *rows;
	int row_count;
};

#endif

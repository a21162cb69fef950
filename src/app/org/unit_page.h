/* unit_page.h: the tree of a day, as a page and as JSON; the row is in unit.c. */
#ifndef APP_ORG_UNIT_PAGE_H
#define APP_ORG_UNIT_PAGE_H

#include "op/ctx.h"

struct unit_tree_in {
	struct date on; /* DATE_NONE: today */
};
#define UNIT_TREE_FIELD_COUNT 1
extern const struct field unit_tree_fields[UNIT_TREE_FIELD_COUNT];

/* One unit in the order of the tree; children follow their parent with depth one more. */
struct unit_tree_item {
	int64_t id;
	struct str name, short_name, kind;
	int64_t people; /* with this unit as main post on that day */
	int depth, children;
	bool last; /* of its siblings */
};

struct unit_tree_view {
	struct date on;
	struct unit_tree_item *items;
	int count;
	int64_t people;
	bool links;  /* the reader may open a unit */
	bool counts; /* … and sees the people of the whole office: only then numbers are shown */
};

enum rc unit_tree(struct ctx *c, const void *in, struct out *out) MUST_CHECK;
void unit_tree_page(struct buf *html, struct ctx *c, const void *data);
void unit_tree_json(struct buf *b, struct ctx *c, const void *data);

#endif

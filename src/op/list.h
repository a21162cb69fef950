/*
 * list.h: lists and views as the gate gives them out.
 *
 * The asker says filters, order and where to go on in names; scope comes from the
 * row and the caller alone. The same list feeds the page, CSV, XLSX and JSON.
 */
#ifndef OP_LIST_H
#define OP_LIST_H

#include "op/gate.h"

#define LIST_PAGE 25
#define LIST_PAGE_MAX 200
#define LIST_COUNT_CAP 10000

/* Index of the filter of that name, or -1; and of the order. */
int list_filter_no(const struct db_list_def *l, const char *name);
/* Is it of type ids? */
bool list_filter_takes_ids(const struct db_list_def *l, int filter);
int list_order_no(const struct db_list_def *l, struct str name);
/* Index of a column by name, or -1. */
int list_column_no(const struct db_list_def *l, const char *name);

struct rows {
	const struct op *op;
	const struct db_list_def *list;
	struct db_val **items; /* each list->cols values */
	int count;
	struct str next; /* `after` for the next page; "" on the last */
	int total;       /* counted to LIST_COUNT_CAP */
	bool capped;     /* there are more than total */
	int order;
	bool desc;
	bool first; /* no `after` was asked */
};

/*
 * One page. Reads from `v`: the op's filters by name, `order` (a name, with "-"
 * before it for descending), `after`, `limit`. Opens its own read transaction
 * unless one is open.
 */
enum rc list_page(struct ctx *c, const struct op *op, const struct values *v,
                  struct rows *out) MUST_CHECK;

/* How many rows a page of it would go through, counted to `cap`: a result of cap + 1 is "more". */
enum rc list_size(struct ctx *c, const struct op *op, const struct values *v, int cap,
                  int *total) MUST_CHECK;

/* All rows, one call each, for exports; *rows are valid during the call only. */
enum rc list_each(struct ctx *c, const struct op *op, const struct values *v,
                  enum rc (*row)(void *arg, const struct db_val *values), void *arg) MUST_CHECK;

/*
 * The one row of an OP_VIEW, by field id; fills c->object_* from its object.
 * RC_NOTFOUND when it is not there or not in scope.
 */
enum rc view_row(struct ctx *c, const struct op *op, const struct values *v,
                 struct db_val **out) MUST_CHECK;

/* A cell as a person reads it (dates, instants, choices, thousands) … */
struct str column_text(struct arena *mem, const struct column *col, const struct db_val *v);
/* … and as programs do: ISO dates, plain numbers, the stored word. */
struct str column_plain(struct arena *mem, const struct column *col, const struct db_val *v);

#endif

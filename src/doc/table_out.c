#include "doc/table_inner.h"

enum rc table_columns(struct table_out *t, const struct table_column *columns, size_t n,
                      struct err *e)
{
	BUG_ON(t->columns != 0 || n == 0 || n > TABLE_COLUMNS_MAX);
	t->columns = n;
	return t->ops->columns(t, columns, n, e);
}

enum rc table_row(struct table_out *t, const struct cell *cells, size_t n, struct err *e)
{
	BUG_ON(n > t->columns);
	return t->ops->row(t, cells, n, e);
}

enum rc table_end(struct table_out *t, struct err *e)
{
	enum rc rc = t->ops->end(t, e);
	t->ops->drop(t);
	return rc;
}

void table_drop(struct table_out *t)
{
	if (t)
		t->ops->drop(t);
}

/* table_inner.h: what stands behind a struct table_out; for xlsx_write.c and csv_write.c. */
#ifndef DOC_TABLE_INNER_H
#define DOC_TABLE_INNER_H

#include "doc/table_out.h"

/* The first member of either writer. */
struct table_out {
	const struct table_ops *ops;
	size_t columns;
};

struct table_ops {
	enum rc (*columns)(struct table_out *t, const struct table_column *columns, size_t n,
	                   struct err *e);
	enum rc (*row)(struct table_out *t, const struct cell *cells, size_t n, struct err *e);
	enum rc (*end)(struct table_out *t, struct err *e); /* does not free */
	void (*drop)(struct table_out *t);                  /* frees */
};

#endif

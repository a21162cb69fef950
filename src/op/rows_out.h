/*
 * rows_out.h: the rows of a list as a file, whoever asks for them and whatever carries them away.
 *
 * The web's CSV, XLSX and JSON (export.c) and the package of a year (app/archive) write the same
 * cells by the same columns. Memory does not grow with the list. Right and scope are list_each()'s.
 */
#ifndef OP_ROWS_OUT_H
#define OP_ROWS_OUT_H

#include "base/json_out.h"
#include "doc/table_out.h"
#include "op/list.h"

#define ROWS_COLUMNS 64

/* The columns of a list that are shown; how many. `out` has room for ROWS_COLUMNS. */
size_t rows_heads(const struct op *op, struct table_column *out);

/* The cells of one row in these columns; texts live in `mem` or in the row. */
size_t rows_cells(struct arena *mem, const struct op *op, const struct db_val *values,
                  struct cell *out);

/* Heading and all rows into a table that was just begun; ends or drops it. */
enum rc rows_table(struct ctx *c, const struct op *op, const struct values *v, struct table_out *t,
                   int64_t *rows) MUST_CHECK;

/* An array of objects with the columns' names, a row a line. */
enum rc rows_json(struct ctx *c, const struct op *op, const struct values *v, int fd,
                  int64_t *rows) MUST_CHECK;

/* One such object; with id and version, shown or not: what a program needs to go on. */
void row_json(struct json_out *j, struct arena *mem, const struct op *op,
              const struct db_val *values);

#endif

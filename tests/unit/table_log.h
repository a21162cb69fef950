/* table_log.h: a sink that writes rows as lines of text, for tests that compare tables. */
#ifndef TEST_TABLE_LOG_H
#define TEST_TABLE_LOG_H

#include "base/buf.h"
#include "doc/sheet.h"

#include <inttypes.h>

/* "[Tên]" a sheet, "(Tên)" a hidden one, "*" after the chosen one. */
static inline enum rc table_log_sheet(void *arg, struct str name, bool hidden, bool chosen,
                                      struct err *e)
{
	struct buf *b = arg;
	buf_chr(b, hidden ? '(' : '[');
	buf_str(b, name);
	buf_z(b, hidden ? ")" : "]");
	buf_z(b, chosen ? "*\n" : "\n");
	return buf_check(b, e);
}

/* "3|text|i:5|r:0.5=0,50|d:27/01/2026+0|b:1|e:#N/A|" */
static inline enum rc table_log_row(void *arg, uint32_t row, const struct cell *cells, size_t n,
                                    struct err *e)
{
	struct buf *b = arg;
	buf_printf(b, "%u|", row);
	for (size_t i = 0; i < n; i++) {
		const struct cell *c = &cells[i];
		switch (c->type) {
		case CELL_EMPTY: break;
		case CELL_TEXT: buf_str(b, c->text); break;
		case CELL_INT: buf_printf(b, "i:%" PRId64, c->integer); break;
		case CELL_REAL: buf_printf(b, "r:%.17g", c->real); break;
		case CELL_DATE: buf_printf(b, "d:%s+%d", date_iso(c->date).z, c->seconds); break;
		case CELL_BOOL: buf_printf(b, "b:%d", (int)c->integer); break;
		case CELL_ERROR:
			buf_z(b, "e:");
			buf_str(b, c->text);
			break;
		}
		if (c->type != CELL_TEXT && c->type != CELL_EMPTY && c->type != CELL_ERROR)
			buf_printf(b, "=%.*s", STR_ARG(c->text));
		buf_chr(b, '|');
	}
	buf_chr(b, '\n');
	return buf_check(b, e);
}

static inline struct sheet_sink table_log_to(struct buf *b)
{
	return (struct sheet_sink){.arg = b, .sheet = table_log_sheet, .row = table_log_row};
}

#endif

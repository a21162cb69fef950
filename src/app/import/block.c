/* block.c: rows of a table as text, sealed while they wait. */
#include "app/import/inner.h"
#include "db/sql_import.h"

#include <inttypes.h>

/* Text from outside holds no control characters once it is one line of NFC (viet_line). */
#define CELL_END '\x1f'
#define ROW_END '\x1e'

void block_add(struct buf *b, int64_t no, const struct str *cells, int count)
{
	buf_int(b, no);
	for (int i = 0; i < count; i++) {
		buf_chr(b, CELL_END);
		buf_str(b, cells[i]);
	}
	buf_chr(b, ROW_END);
}

bool block_next(struct str *rest, struct block_row *row)
{
	const char *end = rest->n ? memchr(rest->p, ROW_END, rest->n) : NULL;
	if (!end)
		return false;
	struct str line = {.p = rest->p, .n = (size_t)(end - rest->p)};
	rest->n -= line.n + 1;
	rest->p = end + 1;
	row->count = 0;
	if (!str_int(str_cut(&line, CELL_END), &row->no))
		return false;
	while (line.p && row->count < IMPORT_COLUMNS_MAX)
		row->cells[row->count++] = str_cut(&line, CELL_END);
	return true;
}

static struct str place(struct arena *mem, int64_t import)
{
	return arena_printf(mem, "import:%" PRId64, import);
}

struct str block_seal(struct ctx *c, int64_t import, struct str plain, struct arena *mem)
{
	return keys_seal(c->app->keys, "import", place(mem, import), plain, mem);
}

enum rc block_get(struct ctx *c, int64_t import, int64_t no, struct arena *mem, struct str *sealed,
                  bool *done)
{
	struct sql_import_block_get row;
	TRY(sql_import_block_get(c->db, mem, import, no, &row));
	*sealed = row.sealed;
	*done = row.done != 0;
	return RC_OK;
}

enum rc block_plain(struct ctx *c, int64_t import, struct str sealed, struct arena *mem,
                    struct str *plain)
{
	return keys_open(c->app->keys, "import", place(mem, import), sealed, mem, plain, c->err);
}

enum rc block_open(struct ctx *c, int64_t import, int64_t no, struct arena *mem, struct str *plain,
                   bool *done)
{
	struct str sealed;
	TRY(block_get(c, import, no, mem, &sealed, done));
	return block_plain(c, import, sealed, mem, plain);
}

/*
 * batch.c: rows in batches, checked. While a batch is checked and stored, another thread reads
 * the next one: opens the seal, cuts it into cells and lets the kind say what they mean. It has a
 * context and memory of its own and no database, so it meets the other thread nowhere.
 */
#include "app/import/inner.h"
#include "job/aside.h"

struct import_ahead {
	struct import_work w; /* a copy; its context is the next, its memory its own */
	struct ctx c;
	struct err err;
	struct import_batch b;
	struct str sealed;
	struct aside aside;
	bool filled;
	enum rc rc;
};

/* --- one block ------------------------------------------------------------------------------- */

struct filling {
	struct import_work *w;
	struct import_batch *b;
	size_t room;
};

static void add_row(struct filling *f, const struct block_row *row)
{
	struct import_work *w = f->w;
	struct import_batch *b = f->b;
	if (b->count == f->room) {
		f->room = f->room ? f->room * 2 : IMPORT_BLOCK;
		struct import_row *rows = arena_array(&w->mem, f->room, sizeof *rows);
		if (b->count)
			memcpy(rows, b->rows, b->count * sizeof *rows);
		b->rows = rows;
	}
	struct str *cells = arena_array(&w->mem, (size_t)row->count + 1, sizeof *cells);
	memcpy(cells, row->cells, (size_t)row->count * sizeof *cells);
	b->rows[b->count++] =
		(struct import_row){.no = row->no, .cells = cells, .count = row->count, .id = DB_NULL};
}

static enum rc add_block(struct filling *f, struct str sealed)
{
	struct import_work *w = f->w;
	struct block_row row;
	struct str rest;
	TRY(block_plain(w->c, w->id, sealed, &w->mem, &rest));
	while (block_next(&rest, &row))
		if (row.no > w->import.head_row)
			add_row(f, &row);
	f->b->blocks++;
	return RC_OK;
}

/* What begins only now has its last place: rows no longer move. */
static enum rc understand(struct import_work *w, struct import_batch *b)
{
	size_t size = w->kind->row_size;
	char *own = size ? arena_array(&w->mem, b->count + 1, size) : NULL;
	for (size_t i = 0; i < b->count; i++) {
		b->rows[i].faults_end = &b->rows[i].faults;
		b->rows[i].data = own ? own + i * size : NULL;
	}
	return w->kind->read && !b->done ? w->kind->read(w, b->rows, b->count) : RC_OK;
}

/* All blocks of a kind that is taken whole, else one. */
static enum rc read_now(struct import_work *w, int64_t block, struct import_batch *b)
{
	struct filling f = {.w = w, .b = b};
	struct str sealed;
	enum rc rc;
	arena_reset(&w->mem);
	*b = (struct import_batch){.block = block};
	TRY(block_get(w->c, w->id, block, &w->mem, &sealed, &b->done));
	do {
		TRY(add_block(&f, sealed));
		rc = w->kind->whole ? block_get(w->c, w->id, block + b->blocks, &w->mem, &sealed, &b->done)
		                    : RC_NOTFOUND;
	} while (rc == RC_OK);
	return rc == RC_NOTFOUND ? understand(w, b) : rc;
}

/* --- the next one, meanwhile ----------------------------------------------------------------- */

static void read_ahead(void *arg)
{
	struct import_ahead *a = arg;
	struct filling f = {.w = &a->w, .b = &a->b};
	a->rc = add_block(&f, a->sealed);
	if (a->rc == RC_OK)
		a->rc = understand(&a->w, &a->b);
}

/* The block comes from the database here. */
static enum rc begin_ahead(struct import_work *w, int64_t block)
{
	struct import_ahead *a = w->ahead;
	if (!a)
		a = w->ahead = calloc(1, sizeof *a);
	BUG_ON(!a);
	struct arena mem = a->w.mem;
	arena_reset(&mem);
	a->w = *w;
	a->c = *w->c;
	a->w.c = &a->c;
	a->w.mem = mem;
	a->c.mem = &a->w.mem;
	a->c.err = &a->err;
	a->c.db = NULL;
	a->filled = false;
	err_clear(&a->err);
	a->b = (struct import_batch){.block = block};
	enum rc rc = block_get(w->c, w->id, block, &a->w.mem, &a->sealed, &a->b.done);
	if (rc != RC_OK)
		return rc == RC_NOTFOUND ? RC_OK : rc;
	aside_begin(&a->aside, read_ahead, a);
	a->filled = true;
	return RC_OK;
}

/* RC_NOTFOUND: another block, or none, was read ahead. */
static enum rc take_ahead(struct import_work *w, int64_t block, struct import_batch *b)
{
	struct import_ahead *a = w->ahead;
	if (!a)
		return RC_NOTFOUND;
	aside_wait(&a->aside);
	if (!a->filled || a->b.block != block || a->rc != RC_OK)
		return RC_NOTFOUND; /* what failed fails again, and is told then */
	struct arena mem = w->mem;
	w->mem = a->w.mem;
	a->w.mem = mem;
	*b = a->b;
	a->filled = false;
	return RC_OK;
}

void import_ahead_end(struct import_work *w)
{
	struct import_ahead *a = w->ahead;
	if (!a)
		return;
	aside_wait(&a->aside);
	arena_release(&a->w.mem);
	free(a);
	w->ahead = NULL;
}

/* --- checked --------------------------------------------------------------------------------- */

/* "=cmd|…" is text here; whoever opens a list of it elsewhere should have been told. */
static void warn_formulas(struct import_work *w, struct import_row *r)
{
	for (int field = 1; field < IMPORT_FIELDS_MAX; field++)
		if (w->column_of[field] >= 0 && text_formula(import_cell(w, r, field)))
			import_warn(w, r, field, "Bắt đầu như một công thức của bảng tính.");
}

enum rc import_batch_check(struct import_work *w, int64_t block, struct import_batch *b)
{
	enum rc rc = take_ahead(w, block, b);
	TRY(rc == RC_NOTFOUND ? read_now(w, block, b) : rc);
	if (!w->kind->whole)
		TRY(begin_ahead(w, block + 1));
	if (b->done)
		return RC_OK;
	TRY(w->kind->check(w, b->rows, b->count));
	for (size_t i = 0; i < b->count; i++) {
		struct import_row *r = &b->rows[i];
		warn_formulas(w, r);
		bool left_out = w->storing && w->import.skip_doubles && r->doubtful && r->does == ROW_NEW;
		if (r->bad || left_out)
			r->does = ROW_BAD;
	}
	return RC_OK;
}

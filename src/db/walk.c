#include "db/walk_inner.h"

#define TABLES_MAX 4096
#define TEXT_MAX (256 * 1024)
/* Rows with bytes in them may be large: few at a time. */
#define FETCH_BLOBS 32

static const struct walk_ops *ops_of(struct db *db)
{
	return db->engine == DB_SQLITE ? &sqlite_walk : &postgres_walk;
}

/* --- catalogue ------------------------------------------------------------------------ */

static struct db_walk_table *last(struct walk_build *b)
{
	return b->walk->count ? &b->walk->tables[b->walk->count - 1] : NULL;
}

static enum rc key_done(struct walk_build *b)
{
	struct db_walk_table *t = last(b);
	if (!t)
		return RC_OK;
	t->key = arena_array(b->mem, (size_t)t->col_count, sizeof *t->key);
	for (int i = 0; i < t->col_count; i++)
		if (b->key[i] > 0 && b->key[i] <= t->col_count) {
			t->key[b->key[i] - 1] = i;
			t->key_count++;
		}
	if (t->key_count == 0)
		return err_detail(b->db->err, RC_BUG, "walk: table %s has no primary key", t->name);
	return RC_OK;
}

static enum rc table_new(struct walk_build *b, const char *name)
{
	struct db_walk *w = b->walk;
	TRY(key_done(b));
	if (w->count == b->room) {
		int room = b->room ? b->room * 2 : 64;
		if (room > TABLES_MAX)
			return err_detail(b->db->err, RC_BUG, "walk: too many tables");
		void *more = arena_array(b->mem, (size_t)room, sizeof *w->tables);
		if (w->count)
			memcpy(more, w->tables, (size_t)w->count * sizeof *w->tables);
		w->tables = more;
		b->room = room;
	}
	w->tables[w->count++] = (struct db_walk_table){
		.name = arena_strz(b->mem, str_of(name)),
		.cols = arena_array(b->mem, DB_COLS_MAX, sizeof(struct db_walk_col)),
	};
	return RC_OK;
}

enum rc walk_add(struct walk_build *b, const char *table, const char *column, enum db_type type,
                 int key, const char *bad)
{
	struct db_walk_table *t = last(b);
	if (!t || strcmp(t->name, table) != 0) {
		TRY(table_new(b, table));
		t = last(b);
	}
	if (bad || t->col_count == DB_COLS_MAX || strchr(table, '"') || strchr(column, '"'))
		return err_detail(b->db->err, RC_BUG, "walk: %s.%s: %s", table, column,
		                  bad ? bad : "too many columns, or an unfit name");
	b->key[t->col_count] = key;
	t->cols[t->col_count++] = (struct db_walk_col){arena_strz(b->mem, str_of(column)), type};
	return RC_OK;
}

enum rc walk_done(struct walk_build *b)
{
	return key_done(b);
}

enum rc db_walk_list(struct db *db, struct arena *mem, struct db_walk *out)
{
	*out = (struct db_walk){0};
	struct walk_build b = {.db = db, .mem = mem, .walk = out};
	enum rc rc = ops_of(db)->list(db, &b);
	return rc == RC_OK ? walk_done(&b) : rc;
}

enum rc db_walk_lock(struct db *db, const struct db_walk *w)
{
	BUG_ON(!db->in_tx || db->mode != DB_WRITE);
	return ops_of(db)->lock(db, w);
}

/* --- reading ---------------------------------------------------------------------------- */

void walk_columns(struct buf *b, const struct db_walk_table *t)
{
	for (int i = 0; i < t->col_count; i++)
		buf_printf(b, "%s\"%s\"", i ? ", " : "", t->cols[i].name);
}

static const char *select_text(const struct db_walk_table *t, struct arena *mem)
{
	struct buf b;
	buf_init(&b, TEXT_MAX);
	buf_z(&b, "SELECT ");
	walk_columns(&b, t);
	buf_printf(&b, " FROM \"%s\" ORDER BY ", t->name);
	for (int i = 0; i < t->key_count; i++)
		buf_printf(&b, "%s\"%s\"", i ? ", " : "", t->cols[t->key[i]].name);
	BUG_ON(b.failed);
	const char *text = arena_strz(mem, buf_view(&b));
	buf_release(&b);
	return text;
}

struct reader {
	struct db *db;
	struct db_prepared prep;
	struct db_stmt_def def;
	enum db_type types[DB_COLS_MAX];
	bool nullable[DB_COLS_MAX];
	const char *names[DB_COLS_MAX];
};

static void reader_drop(void *arg)
{
	struct reader *r = arg;
	r->db->ops->drop(r->db, &r->prep);
}

enum rc db_walk_open(struct db *db, const struct db_walk_table *t, struct arena *mem,
                     struct db_cursor **out)
{
	struct reader *r = arena_alloc(mem, sizeof *r);
	const char *text = select_text(t, mem);
	bool blobs = false;
	r->db = db;
	for (int i = 0; i < t->col_count; i++) {
		r->types[i] = t->cols[i].type;
		r->names[i] = t->cols[i].name;
		r->nullable[i] = true;
		blobs |= t->cols[i].type == DB_BLOB;
	}
	r->def = (struct db_stmt_def){.name = t->name,
	                              .text = {text, text},
	                              .cols = t->col_count,
	                              .col_types = r->types,
	                              .col_nullable = r->nullable,
	                              .col_names = r->names,
	                              .stream = true,
	                              .fetch_rows = blobs ? FETCH_BLOBS : 0};
	r->prep = (struct db_prepared){.def = &r->def};
	/* Before db_start(): clean-ups run last in, first out, and the cursor goes first. */
	arena_defer(mem, reader_drop, r);
	return db_start(db, &r->prep, NULL, mem, out);
}

/* --- filling ------------------------------------------------------------------------------ */

enum rc db_load_begin(struct db *db, const struct db_walk *w, struct arena *mem,
                      struct db_load **out)
{
	struct db_load *l = arena_alloc(mem, sizeof *l);
	BUG_ON(db->in_tx);
	*l = (struct db_load){.db = db, .walk = w, .mem = mem};
	buf_init(&l->after, TEXT_MAX);
	buf_init(&l->row, (size_t)256 * 1024 * 1024);
	enum rc rc = ops_of(db)->begin(l);
	if (rc == RC_OK) {
		*out = l;
		return RC_OK;
	}
	enum rc undone = db_load_end(l, false);
	return undone == RC_OK || rc != RC_RETRY ? rc : db_fail_busy(db, "load");
}

static enum rc known(struct db *db, enum rc rc)
{
	return rc == RC_RETRY ? db_fail_busy(db, "load: lock or connection lost") : rc;
}

enum rc db_load_row(struct db_load *l, const struct db_walk_table *t, const struct db_val *row)
{
	if (l->table != t) {
		if (l->table)
			TRY(known(l->db, ops_of(l->db)->table(l, NULL)));
		l->table = t;
		TRY(known(l->db, ops_of(l->db)->table(l, t)));
	}
	return known(l->db, ops_of(l->db)->row(l, row));
}

enum rc db_load_end(struct db_load *l, bool keep)
{
	enum rc rc = RC_OK;
	if (l->table && keep)
		rc = ops_of(l->db)->table(l, NULL);
	enum rc end = ops_of(l->db)->end(l, keep && rc == RC_OK);
	buf_release(&l->after);
	buf_release(&l->row);
	return known(l->db, rc == RC_OK ? end : rc);
}

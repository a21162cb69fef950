/* copy.c: an office from one database into another. */
#include "base/clock.h"
#include "db/sql_op.h"
#include "keep/fill.h"

struct copy {
	struct db *from;
	const char *to, *said;
	struct keep_info *info;
	struct err *e;
	struct arena mem;
	struct db_walk locks;
	struct fill fill;
	bool began;
};

static enum rc copy_row(void *arg, const struct db_walk_table *t, const struct db_val *row,
                        struct str encoded)
{
	(void)t;
	(void)encoded;
	return fill_row(&((struct copy *)arg)->fill, row);
}

static enum rc copy_tables(struct copy *c, const struct db_walk *walk)
{
	const struct row_sink sink = {copy_row, c};
	for (int i = 0; i < walk->count; i++) {
		TRY(fill_table(&c->fill, &walk->tables[i]));
		TRY(table_read(c->from, &walk->tables[i], &sink, c->info, c->e));
	}
	return fill_end(&c->fill, c->info);
}

static enum rc check_source(struct copy *c)
{
	struct sql_setting_get moved;
	enum rc rc = sql_setting_get(c->from, &c->mem, STR("moved_to"), &moved);
	if (rc == RC_OK)
		return err_set(c->e, RC_CONFLICT,
		               "Dữ liệu này đã được chuyển tới %.*s, không chuyển lần nữa.",
		               STR_ARG(moved.value));
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

/* One transaction of the source: what was copied is what gets the mark, and nothing between. */
static enum rc copy_tx(void *arg)
{
	struct copy *c = arg;
	struct db_walk walk;
	int version;
	/* Before anything is read: on PostgreSQL the first read fixes what this transaction sees. */
	TRY(db_walk_lock(c->from, &c->locks));
	if (c->began)
		return err_set(c->e, RC_BUSY,
		               "Mất kết nối với cơ sở dữ liệu nguồn khi đang chuyển. Xin tạo lại đích "
		               "trống rồi chạy lại.");
	c->began = true;
	TRY(db_walk_list(c->from, &c->mem, &walk));
	TRY(check_source(c));
	TRY(db_version(c->from, &version));
	c->info->schema = version;
	enum rc rc = fill_open(&c->fill, c->to, version, c->e);
	if (rc == RC_OK)
		rc = copy_tables(c, &walk);
	fill_close(&c->fill);
	if (rc == RC_OK && c->said)
		rc = sql_setting_put(c->from, STR("moved_to"), str_of(c->said), clock_now_ms(), NULL);
	return rc;
}

enum rc keep_copy(struct db *from, const char *to, const char *said, struct keep_info *info,
                  struct err *e)
{
	struct copy c = {.from = from, .to = to, .said = said, .info = info, .e = e};
	struct err *before = db_err(from);
	memset(info, 0, sizeof *info);
	arena_init(&c.mem);
	db_err_to(from, e);
	enum rc rc = db_walk_list(from, &c.mem, &c.locks);
	if (rc == RC_OK)
		rc = db_tx(from, DB_WRITE, copy_tx, &c);
	db_err_to(from, before);
	arena_release(&c.mem);
	return rc;
}

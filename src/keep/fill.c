#include "keep/fill.h"

static enum rc newer(struct err *e, int64_t schema)
{
	return err_set(
		e, RC_CONFLICT,
		"Dữ liệu thuộc bản %lld, mới hơn chương trình này (bản %d). Xin cài chương trình mới hơn.",
		(long long)schema, db_program_version());
}

static enum rc check_empty(struct fill *f)
{
	int version;
	struct db_walk there;
	TRY(db_version(f->db, &version));
	TRY(db_walk_list(f->db, &f->mem, &there));
	if (version == 0 && there.count == 0)
		return RC_OK;
	return err_set(
		f->e, RC_CONFLICT,
		"Cơ sở dữ liệu đích không trống. Xin tạo một cơ sở dữ liệu mới; không có gì bị thay đổi.");
}

enum rc fill_open(struct fill *f, const char *address, int64_t schema, struct err *e)
{
	*f = (struct fill){.e = e};
	arena_init(&f->mem);
	if (schema > db_program_version())
		return newer(e, schema);
	if (schema < 1)
		return err_set(e, RC_INVALID, "Nguồn không có dữ liệu của chương trình này.");
	TRY(db_open(address, DB_CREATE, &f->db, e));
	db_err_to(f->db, e);
	TRY(check_empty(f));
	TRY(db_migrate_to(f->db, (int)schema));
	TRY(db_walk_list(f->db, &f->mem, &f->walk));
	return db_load_begin(f->db, &f->walk, &f->mem, &f->load);
}

enum rc fill_table(struct fill *f, const struct db_walk_table *t)
{
	f->table = NULL;
	for (int i = 0; i < f->walk.count; i++)
		if (table_same(&f->walk.tables[i], t))
			f->table = &f->walk.tables[i];
	f->tables++;
	if (f->table)
		return RC_OK;
	return err_set(
		f->e, RC_CONFLICT,
		"Bảng %s của nguồn không có, hoặc có cột khác, trong chương trình này. Xin dùng đúng bản "
		"chương trình.",
		t->name);
}

enum rc fill_row(struct fill *f, const struct db_val *row)
{
	return db_load_row(f->load, f->table, row);
}

/* --- comparing ------------------------------------------------------------------------------- */

enum rc sum_all(struct db *db, struct arena *mem, struct keep_info *info, struct err *e)
{
	struct db_walk walk;
	TRY(db_walk_list(db, mem, &walk));
	for (int i = 0; i < walk.count; i++)
		TRY(table_read(db, &walk.tables[i], NULL, info, e));
	return RC_OK;
}

struct comparing {
	struct fill *f;
	struct keep_info *got;
};

static enum rc compare_tx(void *arg)
{
	struct comparing *c = arg;
	memset(c->got, 0, sizeof *c->got);
	return sum_all(c->f->db, &c->f->mem, c->got, c->f->e);
}

static enum rc compare(struct fill *f, const struct keep_info *want)
{
	struct comparing c = {.f = f, .got = calloc(1, sizeof *c.got)};
	BUG_ON(!c.got);
	enum rc rc = db_tx(f->db, DB_READ, compare_tx, &c);
	if (rc == RC_OK)
		rc = info_same(want, c.got, f->e);
	free(c.got);
	return rc;
}

enum rc fill_end(struct fill *f, const struct keep_info *want)
{
	struct db_load *load = f->load;
	if (f->tables != f->walk.count)
		return err_set(f->e, RC_CONFLICT,
		               "Nguồn thiếu bảng so với chương trình này. Xin dùng đúng bản chương trình.");
	f->load = NULL;
	TRY(db_load_end(load, true));
	TRY(compare(f, want));
	return db_migrate(f->db);
}

void fill_close(struct fill *f)
{
	/* The first failure is on record already. */
	if (f->load && db_load_end(f->load, false) != RC_OK)
		f->load = NULL;
	db_close(f->db);
	arena_release(&f->mem);
}

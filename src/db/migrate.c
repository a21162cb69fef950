#include "db/migrate.h"

#include "base/clock.h"
#include "db/engine.h"

/* Statements of its own: the table must be readable before any migration ran. */

static const char create_sqlite[] =
	"CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY, name TEXT NOT NULL, "
	"hash TEXT NOT NULL, applied_ms INTEGER NOT NULL) STRICT";
static const char create_postgres[] =
	"CREATE TABLE IF NOT EXISTS schema_version (version BIGINT PRIMARY KEY, name TEXT NOT NULL, "
	"hash TEXT NOT NULL, applied_ms BIGINT NOT NULL)";

static const bool not_null[4];

static const enum db_type exists_types[] = {DB_INT};
static const char *const exists_names[] = {"found"};
static const struct db_stmt_def exists_def = {
	.name = "schema_exists",
	.text = {"SELECT count(*) FROM sqlite_schema WHERE name = 'schema_version'",
             "SELECT count(*) FROM pg_catalog.pg_class WHERE oid = to_regclass('schema_version')"},
	.cols = 1,
	.col_types = exists_types,
	.col_nullable = not_null,
	.col_names = exists_names,
};

static const enum db_type applied_types[] = {DB_INT, DB_TEXT, DB_TEXT};
static const char *const applied_names[] = {"version", "name", "hash"};
static const struct db_stmt_def applied_def = {
	.name = "schema_applied",
	.text = {"SELECT version, name, hash FROM schema_version ORDER BY version",
             "SELECT version, name, hash FROM schema_version ORDER BY version"},
	.cols = 3,
	.col_types = applied_types,
	.col_nullable = not_null,
	.col_names = applied_names,
};

static const enum db_type insert_types[] = {DB_INT, DB_TEXT, DB_TEXT, DB_INT};
static const char *const insert_names[] = {"version", "name", "hash", "applied_ms"};
static const struct db_stmt_def insert_def = {
	.name = "schema_insert",
	.text = {"INSERT INTO schema_version (version, name, hash, applied_ms) VALUES (?1, ?2, ?3, ?4)",
             "INSERT INTO schema_version (version, name, hash, applied_ms) "
             "VALUES ($1::bigint, $2::text, $3::text, $4::bigint)"},
	.params = 4,
	.param_types = insert_types,
	.param_nullable = not_null,
	.param_names = insert_names,
	.writes = true,
};

/* Runs one of the above once; rows go through `row` until it does not say RC_OK. */
static enum rc run(struct db *db, const struct db_stmt_def *def, const struct db_val *params,
                   struct arena *mem, enum rc (*row)(void *arg, const struct db_val *v), void *arg)
{
	struct db_prepared p = {.def = def};
	struct db_cursor *c = NULL;
	struct db_val v[4];
	enum rc rc = db_start(db, &p, params, mem, &c);
	while (rc == RC_OK) {
		rc = db_next(c, mem, v);
		if (rc == RC_OK && row)
			rc = row(arg, v);
	}
	db_cursor_end(c);
	db->ops->drop(db, &p);
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

struct status {
	struct db *db;
	struct arena *mem;
	bool exists;
	int version;
};

static enum rc exists_row(void *arg, const struct db_val *v)
{
	struct status *s = arg;
	s->exists = v[0].i > 0;
	return RC_OK;
}

static enum rc applied_row(void *arg, const struct db_val *v)
{
	struct status *s = arg;
	struct err *e = db_err(s->db);
	if (v[0].i > sql_migration_count)
		return err_set(e, RC_CONFLICT,
		               "Cơ sở dữ liệu thuộc phiên bản %lld, mới hơn chương trình này (%d). Xin cài "
		               "bản chương trình mới hơn; không có gì bị thay đổi.",
		               (long long)v[0].i, sql_migration_count);
	const struct db_migration *m = &sql_migrations[s->version];
	if (v[0].i != s->version + 1 || !str_eqz(v[1].s, m->name) || !str_eqz(v[2].s, m->hash))
		return err_set(
			e, RC_CONFLICT,
			"Bước cập nhật dữ liệu số %lld (%.*s) không giống bước của chương trình này. "
			"Xin dùng đúng bản chương trình; không có gì bị thay đổi.",
			(long long)v[0].i, STR_ARG(v[1].s));
	s->version++;
	return RC_OK;
}

static enum rc status_read(struct status *s)
{
	s->exists = false;
	s->version = 0;
	TRY(run(s->db, &exists_def, NULL, s->mem, exists_row, s));
	if (!s->exists)
		return RC_OK;
	return run(s->db, &applied_def, NULL, s->mem, applied_row, s);
}

static enum rc status_tx(void *arg)
{
	return status_read(arg);
}

static enum rc files_tx(void *arg)
{
	struct status *s = arg;
	return s->db->ops->script(s->db, sql_migrations[s->version].files);
}

static enum rc step_tx(struct status *s)
{
	struct db *db = s->db;
	int wanted = s->version;
	TRY(status_read(s));
	/* Another instance may have been faster. */
	if (s->version != wanted)
		return RC_OK;
	if (!s->exists)
		TRY(db->ops->script(db, db->engine == DB_SQLITE ? create_sqlite : create_postgres));
	const struct db_migration *m = &sql_migrations[wanted];
	TRY(db->ops->script(db, m->text[db->engine]));
	const struct db_val row[] = {db_int(wanted + 1), db_text(str_of(m->name)),
	                             db_text(str_of(m->hash)), db_int(clock_now_ms())};
	return run(db, &insert_def, row, s->mem, NULL, NULL);
}

/* On a copy: a repeated run of step_tx() needs the old number again. */
static enum rc step_run(void *arg)
{
	struct status s = *(struct status *)arg;
	return step_tx(&s);
}

static enum rc migrate_one(struct status *s)
{
	const struct db_migration *m = &sql_migrations[s->version];
	if (s->db->engine == DB_SQLITE && *m->files)
		TRY(db_tx(s->db, DB_WRITE, files_tx, s));
	TRY(db_tx(s->db, DB_WRITE, step_run, s));
	return db_tx(s->db, DB_READ, status_tx, s);
}

enum rc db_migrate_to(struct db *db, int version)
{
	struct arena mem;
	struct status s = {.db = db, .mem = &mem};
	arena_init(&mem);
	BUG_ON(version > sql_migration_count);
	enum rc rc = db->ops->migrate_lock(db);
	if (rc == RC_OK)
		rc = db_tx(db, DB_READ, status_tx, &s);
	while (rc == RC_OK && s.version < version)
		rc = migrate_one(&s);
	db->ops->migrate_unlock(db);
	/* What was prepared before may rest on the old shape. */
	db_lists_drop(db);
	arena_release(&mem);
	return rc;
}

enum rc db_migrate(struct db *db)
{
	return db_migrate_to(db, sql_migration_count);
}

static enum rc version_row(void *arg, const struct db_val *v)
{
	struct status *s = arg;
	s->version = (int)v[0].i;
	return RC_OK;
}

static enum rc version_tx(void *arg)
{
	struct status *s = arg;
	s->exists = false;
	s->version = 0;
	TRY(run(s->db, &exists_def, NULL, s->mem, exists_row, s));
	return s->exists ? run(s->db, &applied_def, NULL, s->mem, version_row, s) : RC_OK;
}

enum rc db_version(struct db *db, int *out)
{
	struct arena mem;
	struct status s = {.db = db, .mem = &mem};
	arena_init(&mem);
	enum rc rc = db_in_tx(db) ? version_tx(&s) : db_tx(db, DB_READ, version_tx, &s);
	if (rc == RC_OK)
		*out = s.version;
	arena_release(&mem);
	return rc;
}

int db_program_version(void)
{
	return sql_migration_count;
}

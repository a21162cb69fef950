/* app.c: opening keys, database and settings for commands. */
#include "auth/password.h"
#include "auth/session.h"
#include "base/clock.h"
#include "cli/cli.h"
#include "db/sql_op.h"

#include <errno.h>
#include <sys/stat.h>

static struct str setting(struct db *db, struct arena *mem, const char *key)
{
	struct sql_setting_get row;
	return sql_setting_get(db, mem, str_of(key), &row) == RC_OK ? row.value : STR("");
}

enum rc cli_app_settings(struct app *app, struct db *db, struct arena *mem)
{
	app->office = setting(db, mem, "office");
	app->example = str_eqz(setting(db, mem, "example"), "yes");
	return db_err(db) && db_err(db)->code != RC_OK ? db_err(db)->code : RC_OK;
}

static enum rc spool(struct cli *c, struct app *app)
{
	app->spool_dir = arena_printf(&c->mem, "%s/spool", c->data_dir).p;
	if (mkdir(app->spool_dir, 0700) != 0 && errno != EEXIST)
		return err_set(&c->err, RC_IO, "Không tạo được thư mục %s: %s.", app->spool_dir,
		               strerror(errno));
	return RC_OK;
}

static enum rc check_version(struct cli *c, struct db *db)
{
	int version;
	TRY(db_version(db, &version));
	if (version == db_program_version())
		return RC_OK;
	if (version > db_program_version())
		return err_set(
			&c->err, RC_CONFLICT,
			"Cơ sở dữ liệu (bản %d) mới hơn chương trình (bản %d). Xin dùng chương trình mới hơn.",
			version, db_program_version());
	return db_migrate(db);
}

/* See keep_copy(): what is written here now would be lost. */
static enum rc check_moved(struct cli *c, struct db *db)
{
	struct str to = setting(db, &c->mem, "moved_to");
	if (str_empty(to))
		return RC_OK;
	return err_set(
		&c->err, RC_CONFLICT,
		"Dữ liệu này đã được chuyển tới %.*s và không dùng nữa. Xin chạy với --db chỉ tới nơi mới.",
		STR_ARG(to));
}

enum rc cli_app_open(struct cli *c, int db_flags, struct cli_app *a)
{
	struct password_cost cost = PASSWORD_COST;
	*a = (struct cli_app){.app = {.data_dir = c->data_dir,
	                              .db_address = c->db_address,
	                              .started_ms = clock_now_ms()}};
	TRY(keys_load(arena_printf(&c->mem, "%s/keys/ring", c->data_dir).p, &a->app.keys, &c->err));
	TRY(spool(c, &a->app));
	/* Tests hash thousands of passwords; nothing else may make them cheap. */
	if (getenv("THIDUA_TEST_CHEAP_PASSWORDS"))
		cost.passes = 1, cost.memory_bytes = 8192 * 2;
	a->app.hasher = password_hasher_new(&cost);
	TRY(db_open(c->db_address, db_flags, &a->db, &c->err));
	db_err_to(a->db, &c->err);
	if (!(db_flags & DB_READONLY))
		TRY(check_version(c, a->db));
	if (!(db_flags & DB_READONLY))
		TRY(check_moved(c, a->db));
	TRY(cli_app_settings(&a->app, a->db, &c->mem));
	a->ctx = (struct ctx){.app = &a->app,
	                      .mem = &c->mem,
	                      .db = a->db,
	                      .err = &c->err,
	                      .now_ms = clock_now_ms(),
	                      .object_id = DB_NULL,
	                      .object_person = DB_NULL,
	                      .object_unit = DB_NULL,
	                      .object_label = STR(""),
	                      .object_state = STR(""),
	                      .request_id = STR(""),
	                      .remote = STR("")};
	a->ctx.today = date_at(a->ctx.now_ms);
	principal_nobody(&a->ctx.who, "cli");
	return RC_OK;
}

void cli_app_close(struct cli_app *a)
{
	db_close(a->db);
	password_hasher_free(a->app.hasher);
	keys_free(a->app.keys);
}

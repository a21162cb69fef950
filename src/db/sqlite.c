#include "db/sqlite.h"

#include "base/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUSY_MS 10000
/* A row that takes more than STEPS * STEPS_MAX instructions (tens of seconds) is given up. */
#define STEPS 100000
#define STEPS_MAX 10000

enum { TOUCHES_MAIN = 1, TOUCHES_FILES = 2 };

static struct sqlite *of(struct db *db)
{
	return (struct sqlite *)db;
}

/* --- failures ------------------------------------------------------------------------- */

/* "CHECK constraint failed: name" -> name, as the other engine gives it. */
static const char *constraint_name(const char *text)
{
	static const char check[] = "CHECK constraint failed: ";
	return strncmp(text, check, sizeof check - 1) == 0 ? text + sizeof check - 1 : text;
}

enum rc sqlite_fail(struct db *db, int code, const char *name)
{
	sqlite3 *h = of(db)->h;
	const char *text = h ? sqlite3_errmsg(h) : sqlite3_errstr(code);
	char detail[400];
	snprintf(detail, sizeof detail, "sqlite %d: %s", code, text);
	switch (code & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED: return RC_RETRY;
	case SQLITE_CONSTRAINT:
		/* NOT NULL and type errors are the program's; the rest is a rule of the data. */
		if (code == SQLITE_CONSTRAINT_NOTNULL || code == SQLITE_CONSTRAINT_DATATYPE)
			return db_fail_bug(db, name, detail);
		return db_fail_conflict(db, constraint_name(text));
	case SQLITE_FULL: return db_fail_full(db, detail);
	case SQLITE_TOOBIG:
		return err_set(db->err, RC_TOOBIG, "Nội dung quá lớn. Xin chia nhỏ rồi thử lại.");
	case SQLITE_INTERRUPT: return db_fail_busy(db, detail);
	case SQLITE_IOERR:
	case SQLITE_CORRUPT:
	case SQLITE_CANTOPEN:
	case SQLITE_NOTADB:
	case SQLITE_READONLY:
	case SQLITE_PERM:
	case SQLITE_NOMEM:
	case SQLITE_NOLFS:
	case SQLITE_PROTOCOL: return db_fail_io(db, detail);
	default: return db_fail_bug(db, name, detail);
	}
}

/*
 * Counting the bytes in use takes one lock of the process for each piece of memory, several
 * hundred times a page: workers stood in a queue for it. Nobody asks for the count.
 */
void db_begin(void)
{
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

/* --- opening ---------------------------------------------------------------------------- */

/* Short, growing, uneven pauses: SQLite's own handler sleeps up to 100 ms at a time. */
static int on_busy(void *arg, int count)
{
	struct sqlite *q = arg;
	int64_t now = clock_mono_ms();
	if (count == 0)
		q->busy_until_ms = now + BUSY_MS;
	if (now >= q->busy_until_ms)
		return 0;
	uint64_t top = count < 8 ? (uint64_t)100 << count : 25000;
	db_pause_us(top / 2 + db_random(&q->db, top / 2));
	return 1;
}

static int on_steps(void *arg)
{
	struct sqlite *q = arg;
	return ++q->steps > STEPS_MAX;
}

void sqlite_limit_steps(struct sqlite *q)
{
	sqlite3_progress_handler(q->h, STEPS, on_steps, q);
}

static int authorize(void *arg, int action, const char *a, const char *b, const char *schema,
                     const char *trigger)
{
	struct sqlite *q = arg;
	(void)a;
	(void)trigger;
	switch (action) {
	case SQLITE_ATTACH:
	case SQLITE_DETACH:
	case SQLITE_PRAGMA: return q->opened ? SQLITE_DENY : SQLITE_OK;
	case SQLITE_FUNCTION: return b && strcmp(b, "load_extension") == 0 ? SQLITE_DENY : SQLITE_OK;
	case SQLITE_INSERT:
	case SQLITE_UPDATE:
	case SQLITE_DELETE:
		q->touches |= schema && strcmp(schema, "files") == 0 ? TOUCHES_FILES : TOUCHES_MAIN;
		return SQLITE_OK;
	default: return SQLITE_OK;
	}
}

enum rc sqlite_file_make(const char *path, int how, struct err *e)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | how, 0600);
	if (fd < 0)
		return err_set(e, RC_IO, "Không tạo được tệp %s: %s.", path, strerror(errno));
	close(fd);
	return RC_OK;
}

/* Both files, with rights for the owner alone; SQLite gives its side files the same. */
static enum rc files_ready(const char *folder, const char *main_path, const char *files_path,
                           int flags, struct err *e)
{
	if (!(flags & DB_CREATE)) {
		if (access(main_path, F_OK) == 0 && access(files_path, F_OK) == 0)
			return RC_OK;
		return err_set(e, RC_NOTFOUND, "Không có cơ sở dữ liệu trong thư mục %s.", folder);
	}
	if (mkdir(folder, 0700) != 0 && errno != EEXIST)
		return err_set(e, RC_IO, "Không tạo được thư mục %s: %s.", folder, strerror(errno));
	TRY(sqlite_file_make(main_path, 0, e));
	return sqlite_file_make(files_path, 0, e);
}

static int attach(sqlite3 *h, const char *path)
{
	sqlite3_stmt *s;
	int code = sqlite3_prepare_v2(h, "ATTACH ?1 AS files", -1, &s, NULL);
	if (code != SQLITE_OK)
		return code;
	sqlite3_bind_text(s, 1, path, -1, SQLITE_STATIC);
	code = sqlite3_step(s);
	sqlite3_finalize(s);
	return code == SQLITE_DONE ? SQLITE_OK : code;
}

static int settings(struct sqlite *q, int flags)
{
	static const char always[] =
		"PRAGMA foreign_keys = ON; PRAGMA recursive_triggers = ON; PRAGMA temp_store = MEMORY;"
		"PRAGMA main.synchronous = FULL; PRAGMA files.synchronous = FULL;"
		"PRAGMA main.cache_size = -8192; PRAGMA files.cache_size = -2048;"
		"PRAGMA main.mmap_size = 268435456; PRAGMA files.mmap_size = 268435456;";
	static const char writer[] =
		"PRAGMA main.journal_mode = WAL; PRAGMA files.journal_mode = WAL;"
		"PRAGMA main.journal_size_limit = 67108864; PRAGMA files.journal_size_limit = 67108864;";
	sqlite3 *h = q->h;
	int code = sqlite3_exec(h, always, NULL, NULL, NULL);
	if (code == SQLITE_OK && !(flags & DB_READONLY))
		code = sqlite3_exec(h, writer, NULL, NULL, NULL);
	sqlite3_db_config(h, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(h, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(h, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(h, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_db_config(h, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
	return code;
}

static enum rc open_both(struct sqlite *q, const char *main_path, const char *files_path, int flags)
{
	int how = flags & DB_READONLY ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
	int code = sqlite3_open_v2(main_path, &q->h, how | SQLITE_OPEN_NOMUTEX, NULL);
	if (code == SQLITE_OK) {
		sqlite3_extended_result_codes(q->h, 1);
		sqlite3_busy_handler(q->h, on_busy, q);
		code = attach(q->h, files_path);
	}
	if (code == SQLITE_OK)
		code = settings(q, flags);
	if (code == SQLITE_OK)
		code = sqlite3_set_authorizer(q->h, authorize, q);
	sqlite_limit_steps(q);
	q->opened = true;
	if (code == SQLITE_OK)
		return RC_OK;
	enum rc rc = sqlite_fail(&q->db, code, "open");
	return rc == RC_RETRY ? db_fail_busy(&q->db, "open") : rc;
}

/* --- transactions ------------------------------------------------------------------------- */

static enum rc exec(struct db *db, const char *text, const char *name)
{
	of(db)->steps = 0;
	int code = sqlite3_exec(of(db)->h, text, NULL, NULL, NULL);
	return code == SQLITE_OK ? RC_OK : sqlite_fail(db, code, name);
}

enum control { CONTROL_READ, CONTROL_WRITE, CONTROL_COMMIT, CONTROL_LOOK };

static enum rc control(struct db *db, enum control which, const char *name)
{
	static const char *const texts[] = {"BEGIN", "BEGIN IMMEDIATE", "COMMIT",
	                                    "SELECT 1 FROM main.sqlite_schema LIMIT 1"};
	struct sqlite *q = of(db);
	int code = SQLITE_OK;
	q->steps = 0;
	if (!q->control[which])
		code = sqlite3_prepare_v3(q->h, texts[which], -1, SQLITE_PREPARE_PERSISTENT,
		                          &q->control[which], NULL);
	if (code == SQLITE_OK) {
		sqlite3_step(q->control[which]);
		code = sqlite3_reset(q->control[which]);
	}
	return code == SQLITE_OK ? RC_OK : sqlite_fail(db, code, name);
}

static enum rc begin(struct db *db, enum db_mode mode)
{
	return control(db, mode == DB_WRITE ? CONTROL_WRITE : CONTROL_READ, "begin");
}

/* BEGIN alone takes no snapshot; the first look does, and the library's number is of that one. */
static bool state(struct db *db, int64_t *out)
{
	unsigned version = 0;
	sqlite3 *h = of(db)->h;
	if (sqlite3_txn_state(h, "main") < SQLITE_TXN_READ &&
	    control(db, CONTROL_LOOK, "look") != RC_OK)
		return false;
	if (sqlite3_file_control(h, "main", SQLITE_FCNTL_DATA_VERSION, &version) != SQLITE_OK)
		return false;
	*out = version;
	return true;
}

static void rollback(struct db *db)
{
	/* Some failures (full disk) have rolled back already. */
	if (!sqlite3_get_autocommit(of(db)->h))
		sqlite3_exec(of(db)->h, "ROLLBACK", NULL, NULL, NULL);
}

static enum rc commit(struct db *db)
{
	enum rc rc = control(db, CONTROL_COMMIT, "commit");
	if (rc != RC_OK)
		rollback(db);
	return rc;
}

/* See "Two files on SQLite" in db.h. */
static enum rc touch(struct db *db, unsigned touches, const char *name)
{
	db->tx_touches |= touches;
	if (db->tx_touches == (TOUCHES_MAIN | TOUCHES_FILES))
		return db_fail_bug(db, name, "one transaction writes both files");
	return RC_OK;
}

static enum rc script(struct db *db, const char *text)
{
	of(db)->touches = 0;
	TRY(exec(db, text, "script"));
	return touch(db, of(db)->touches, "script");
}

/* BEGIN IMMEDIATE is lock enough: each migration looks at the version inside it. */
static enum rc migrate_lock(struct db *db)
{
	(void)db;
	return RC_OK;
}

static void migrate_unlock(struct db *db)
{
	(void)db;
}

/* --- statements ------------------------------------------------------------------------------ */

/*
 * RETURNING goes through a table of its own for each statement, a quarter of the time of an
 * insert. Where exactly one row comes in under a new id, the library knows that id anyway.
 * The length of the text without it, or -1.
 */
static int without_returning(const struct db_stmt_def *def)
{
	static const char tail[] = "RETURNING id";
	const char *text = def->text[DB_SQLITE];
	size_t n = strlen(text);
	bool one_row = strncmp(text, "INSERT INTO ", 12) == 0 && strstr(text, "VALUES") &&
	               !strstr(text, "SELECT") && !strstr(text, "ON CONFLICT");
	bool id = def->cols == 1 && n > sizeof tail && strcmp(text + n - sizeof tail + 1, tail) == 0;
	return one_row && id ? (int)(n - sizeof tail + 1) : -1;
}

static enum rc prepare(struct db *db, struct db_prepared *p)
{
	struct sqlite *q = of(db);
	sqlite3_stmt *s = NULL;
	if (p->handle)
		return RC_OK;
	int length = without_returning(p->def);
	q->touches = 0;
	int code = sqlite3_prepare_v3(q->h, p->def->text[DB_SQLITE], length,
	                              p->once ? 0 : SQLITE_PREPARE_PERSISTENT, &s, NULL);
	if (code != SQLITE_OK)
		return sqlite_fail(db, code, p->def->name);
	p->handle = s;
	p->rowid = length >= 0;
	p->touches = sqlite3_stmt_readonly(s) ? 0 : q->touches;
	if (sqlite3_stmt_readonly(s) == p->def->writes)
		return db_fail_bug(db, p->def->name, "writes, and is not declared so, or the reverse");
	if (sqlite3_column_count(s) != (p->rowid ? 0 : p->def->cols))
		return db_fail_bug(db, p->def->name, "gives another number of columns than declared");
	return RC_OK;
}

static enum rc plan(struct db *db, const struct db_stmt_def *def, const char *name,
                    const struct plan_sink *sink)
{
	struct arena mem;
	sqlite3_stmt *s = NULL;
	arena_init(&mem);
	const char *text = arena_printf(&mem, "EXPLAIN QUERY PLAN %s", def->text[DB_SQLITE]).p;
	int code = sqlite3_prepare_v2(of(db)->h, text, -1, &s, NULL);
	while (code == SQLITE_OK || code == SQLITE_ROW) {
		code = sqlite3_step(s);
		if (code == SQLITE_ROW)
			sink->step(sink->arg, name, str_of((const char *)sqlite3_column_text(s, 3)));
	}
	enum rc rc = code == SQLITE_DONE ? RC_OK : sqlite_fail(db, code, name);
	sqlite3_finalize(s);
	arena_release(&mem);
	return rc;
}

static void drop(struct db *db, struct db_prepared *p)
{
	(void)db;
	sqlite3_finalize(p->handle);
	p->handle = NULL;
}

int sqlite_bind(sqlite3_stmt *s, int at, const struct db_val *v, sqlite3_destructor_type keep)
{
	if (v->null)
		return sqlite3_bind_null(s, at);
	switch (v->type) {
	case DB_INT: return sqlite3_bind_int64(s, at, v->i);
	case DB_REAL: return sqlite3_bind_double(s, at, v->r);
	case DB_TEXT: return sqlite3_bind_text64(s, at, v->s.p, v->s.n, keep, SQLITE_UTF8);
	case DB_BLOB: return sqlite3_bind_blob64(s, at, v->s.p, v->s.n, keep);
	case DB_DATE: return sqlite3_bind_text(s, at, date_iso(v->d).z, -1, SQLITE_TRANSIENT);
	}
	return SQLITE_MISUSE;
}

static enum rc start(struct db_cursor *c, const struct db_val *params, bool keep_params)
{
	struct db_prepared *p = c->prep;
	const struct db_stmt_def *def = p->def;
	TRY(prepare(c->db, p));
	if (def->writes)
		TRY(touch(c->db, p->touches, def->name));
	for (int i = 0; i < def->params; i++) {
		int code = sqlite_bind(p->handle, i + 1, &params[i],
		                       keep_params ? SQLITE_TRANSIENT : SQLITE_STATIC);
		if (code != SQLITE_OK)
			return sqlite_fail(c->db, code, def->name);
	}
	return RC_OK;
}

/* false when the column holds another type than declared. */
static bool column(sqlite3_stmt *s, int i, enum db_type type, struct arena *mem, struct db_val *v)
{
	/* The value once instead of a call for each question; safe where one thread has the connection.
	 */
	sqlite3_value *at = sqlite3_column_value(s, i);
	int have = sqlite3_value_type(at);
	db_val_null(v, type);
	if (have == SQLITE_NULL)
		return true;
	v->null = false;
	switch (type) {
	case DB_INT: v->i = sqlite3_value_int64(at); return have == SQLITE_INTEGER;
	case DB_REAL:
		v->r = sqlite3_value_double(at);
		return have == SQLITE_FLOAT || have == SQLITE_INTEGER;
	case DB_BLOB: {
		const void *bytes = sqlite3_value_blob(at);
		v->s = arena_str(mem, (struct str){bytes ? bytes : "", (size_t)sqlite3_value_bytes(at)});
		return have == SQLITE_BLOB;
	}
	default: break;
	}
	if (have != SQLITE_TEXT)
		return false;
	const char *text = (const char *)sqlite3_value_text(at);
	struct str t = {text, (size_t)sqlite3_value_bytes(at)};
	if (type == DB_TEXT) {
		v->s = arena_str(mem, t);
		return true;
	}
	v->d = date_from_iso(t);
	return !date_is_none(v->d);
}

static enum rc next(struct db_cursor *c, struct arena *mem, struct db_val *row)
{
	struct db *db = c->db;
	sqlite3_stmt *s = c->prep->handle;
	of(db)->steps = 0;
	if (c->prep->rowid && c->row)
		return RC_NOTFOUND;
	int code = sqlite3_step(s);
	if (code == SQLITE_DONE) {
		c->changed = c->prep->def->writes ? sqlite3_changes64(of(db)->h) : 0;
		if (!c->prep->rowid)
			return RC_NOTFOUND;
		c->row = 1;
		row[0] = db_int(sqlite3_last_insert_rowid(of(db)->h));
		return RC_OK;
	}
	if (code != SQLITE_ROW)
		return sqlite_fail(db, code, c->prep->def->name);
	const struct db_stmt_def *def = c->prep->def;
	for (int i = 0; row && i < def->cols; i++)
		if (!column(s, i, def->col_types[i], mem, &row[i]))
			return err_detail(db->err, RC_BUG, "%s: column %s has another type", def->name,
			                  def->col_names[i]);
	return RC_OK;
}

static void end(struct db_cursor *c)
{
	sqlite3_stmt *s = c->prep->handle;
	sqlite3_reset(s);
	sqlite3_clear_bindings(s);
}

static void closing(struct db *db)
{
	(void)db;
}

static void roomy(struct db *db, bool on)
{
	struct sqlite *q = of(db);
	q->opened = false;
	sqlite3_exec(q->h, on ? "PRAGMA main.cache_size = -262144" : "PRAGMA main.cache_size = -8192",
	             NULL, NULL, NULL);
	if (!on)
		sqlite3_db_release_memory(q->h);
	q->opened = true;
}

static void close_db(struct db *db)
{
	struct sqlite *q = of(db);
	for (size_t i = 0; i < sizeof q->control / sizeof *q->control; i++)
		sqlite3_finalize(q->control[i]);
	sqlite3_close(q->h);
	free(q);
}

static const struct db_ops ops = {
	.closing = closing,
	.close = close_db,
	.begin = begin,
	.commit = commit,
	.rollback = rollback,
	.prepare = prepare,
	.plan = plan,
	.backup = sqlite_backup,
	.check = sqlite_check,
	.roomy = roomy,
	.state = state,
	.bulk = sqlite_bulk,
	.bulk_end = sqlite_bulk_end,
	.bulk_forget = sqlite_bulk_forget,
	.start = start,
	.next = next,
	.end = end,
	.drop = drop,
	.script = script,
	.migrate_lock = migrate_lock,
	.migrate_unlock = migrate_unlock,
};

enum rc sqlite_open(const char *folder, int flags, struct db **out, struct err *e)
{
	struct arena mem;
	arena_init(&mem);
	const char *main_path = arena_printf(&mem, "%s/thidua.db", folder).p;
	const char *files_path = arena_printf(&mem, "%s/files.db", folder).p;
	struct sqlite *q = NULL;
	enum rc rc = files_ready(folder, main_path, files_path, flags, e);
	if (rc == RC_OK) {
		q = calloc(1, sizeof *q);
		BUG_ON(!q);
		db_init(&q->db, &ops, DB_SQLITE, flags);
		db_err_to(&q->db, e);
		rc = open_both(q, main_path, files_path, flags);
		db_err_to(&q->db, NULL);
	}
	if (rc != RC_OK && q) {
		db_close(&q->db);
		q = NULL;
	}
	*out = q ? &q->db : NULL;
	arena_release(&mem);
	return rc;
}

#include "db/engine.h"

#include "base/clock.h"

#include <unistd.h>

/*
 * Some five seconds with their pauses. PostgreSQL may refuse what nobody disturbs: while a long
 * transaction is open anywhere in the cluster it sums up older ones (ten for each connection it
 * allows are kept apart), and then takes a conflict for granted.
 */
#define TX_RUNS_MAX 16
#define TX_PAUSE_MAX 10 /* doublings of a millisecond */
#define TX_TIME_MAX_MS 30000

/* --- opening ---------------------------------------------------------------------- */

enum rc db_open(const char *address, int flags, struct db **out, struct err *e)
{
	struct str a = str_of(address);
	*out = NULL;
	if (str_starts(a, "sqlite:"))
		return sqlite_open(address + strlen("sqlite:"), flags, out, e);
	if (str_starts(a, "postgresql://") || str_starts(a, "postgres://"))
		return postgres_open(address, flags, out, e);
	return err_set(e, RC_INVALID,
	               "Địa chỉ cơ sở dữ liệu phải bắt đầu bằng sqlite: hoặc postgresql://.");
}

void db_init(struct db *db, const struct db_ops *ops, enum db_engine engine, int flags)
{
	db->ops = ops;
	db->engine = engine;
	db->flags = flags;
	db->err = &db->own_err;
	/* Only so that two instances do not pause in step; never zero. */
	db->random = (uint64_t)(uintptr_t)db ^ ((uint64_t)getpid() << 32) ^ (uint64_t)clock_mono_ms();
	db->random |= 1;
	db->stmts = calloc((size_t)sql_stmt_count + 1, sizeof *db->stmts);
	BUG_ON(!db->stmts);
	for (int i = 0; i < sql_stmt_count; i++)
		db->stmts[i].def = &sql_stmts[i];
}

static void cursors_end(struct db *db)
{
	while (db->cursors)
		db_cursor_end(db->cursors);
}

void db_close(struct db *db)
{
	if (!db)
		return;
	cursors_end(db);
	if (db->in_tx)
		db->ops->rollback(db);
	db->ops->closing(db);
	for (int i = 0; i < sql_stmt_count; i++)
		db->ops->drop(db, &db->stmts[i]);
	db_lists_drop(db);
	db_memos_drop(db);
	free(db->stmts);
	db->ops->close(db);
}

enum db_engine db_engine_of(const struct db *db)
{
	return db->engine;
}

void db_err_to(struct db *db, struct err *e)
{
	db->err = e ? e : &db->own_err;
}

struct err *db_err(struct db *db)
{
	return db->err;
}

bool db_in_tx(const struct db *db)
{
	return db->in_tx;
}

int64_t db_retries(const struct db *db)
{
	return db->retries;
}

/* --- failures ---------------------------------------------------------------------- */

static enum rc fail(struct db *db, enum rc code, const char *message, const char *detail)
{
	if (db->err->code == RC_OK) {
		err_set(db->err, code, "%s", message);
		snprintf(db->err->detail, sizeof db->err->detail, "%s", detail);
	}
	return code;
}

enum rc db_fail_conflict(struct db *db, const char *detail)
{
	return fail(db, RC_CONFLICT,
	            "Dữ liệu trái với một ràng buộc, hoặc vừa được người khác thay đổi. Xin tải lại "
	            "trang, kiểm tra rồi thử lại.",
	            detail);
}

enum rc db_fail_io(struct db *db, const char *detail)
{
	return fail(db, RC_IO,
	            "Không đọc hoặc ghi được cơ sở dữ liệu. Dữ liệu chưa được lưu; xin báo người quản "
	            "trị.",
	            detail);
}

enum rc db_fail_full(struct db *db, const char *detail)
{
	return fail(db, RC_IO,
	            "Ổ đĩa của máy chủ đã đầy. Dữ liệu chưa được lưu; xin báo người quản trị dọn chỗ "
	            "rồi thử lại.",
	            detail);
}

enum rc db_fail_busy(struct db *db, const char *detail)
{
	return fail(db, RC_BUSY, "Hệ thống đang bận. Xin thử lại sau giây lát.", detail);
}

enum rc db_fail_bug(struct db *db, const char *name, const char *detail)
{
	return err_detail(db->err, RC_BUG, "%s: %s", name, detail);
}

/* What the engine answered inside a transaction decides how that ends. */
static enum rc noted(struct db *db, enum rc rc)
{
	if (rc == RC_RETRY && !db->in_tx)
		return db_fail_busy(db, "single statement");
	if (rc != RC_OK && rc != RC_NOTFOUND && db->in_tx && db->tx_rc == RC_OK)
		db->tx_rc = rc;
	return rc;
}

/* --- transactions ------------------------------------------------------------------- */

uint64_t db_random(struct db *db, uint64_t below)
{
	db->random ^= db->random << 13;
	db->random ^= db->random >> 7;
	db->random ^= db->random << 17;
	return db->random % below;
}

void db_pause_us(uint64_t us)
{
	struct timespec t = {.tv_sec = (time_t)(us / 1000000), .tv_nsec = (long)(us % 1000000) * 1000};
	nanosleep(&t, NULL);
}

static enum rc tx_end(struct db *db, enum rc rc, bool keep)
{
	cursors_end(db);
	/* A failure that fn swallowed still ends the transaction; see db.h. */
	if (db->tx_rc == RC_RETRY || (db->tx_rc != RC_OK && rc == RC_OK))
		rc = db->tx_rc;
	if (rc == RC_OK && keep && (db->bulk || db->later))
		rc = db_fail_bug(db, "commit", "no db_bulk_end() or db_later_end() before it");
	if (db->later)
		db->ops->later_forget(db);
	if (rc == RC_OK && keep)
		rc = db->ops->commit(db);
	else
		db->ops->rollback(db);
	if (db->bulk)
		db->ops->bulk_forget(db);
	db->in_tx = false;
	return rc;
}

static enum rc tx_once(struct db *db, enum db_mode mode, bool keep, enum rc (*fn)(void *arg),
                       void *arg)
{
	enum rc rc = db->ops->begin(db, mode);
	if (rc != RC_OK)
		return rc;
	db->in_tx = true;
	db->mode = mode;
	db->tx_rc = RC_OK;
	db->tx_touches = 0;
	return tx_end(db, fn(arg), keep);
}

static enum rc tx_run(struct db *db, enum db_mode mode, bool keep, enum rc (*fn)(void *arg),
                      void *arg)
{
	BUG_ON(db->in_tx);
	bool clean = db->err->code == RC_OK;
	int64_t until = clock_mono_ms() + TX_TIME_MAX_MS;
	if (mode == DB_WRITE && (db->flags & DB_READONLY))
		return db_fail_bug(db, "db_tx", "write on a read-only connection");
	cursors_end(db);
	for (int run = 1;; run++) {
		enum rc rc = tx_once(db, mode, keep, fn, arg);
		if (rc != RC_RETRY)
			return rc;
		if (clean)
			err_clear(db->err);
		if (run == TX_RUNS_MAX || clock_mono_ms() > until)
			return db_fail_busy(db, "transaction given up after its last run");
		db->retries++;
		db_pause_us(200 +
		            db_random(db, (uint64_t)1000 << (run < TX_PAUSE_MAX ? run : TX_PAUSE_MAX)));
	}
}

enum rc db_tx(struct db *db, enum db_mode mode, enum rc (*fn)(void *arg), void *arg)
{
	return tx_run(db, mode, true, fn, arg);
}

enum rc db_tx_preview(struct db *db, enum rc (*fn)(void *arg), void *arg)
{
	return tx_run(db, DB_WRITE, false, fn, arg);
}

/* --- statements ----------------------------------------------------------------------- */

static enum rc param_check(struct db *db, const struct db_stmt_def *def, int i,
                           const struct db_val *v)
{
	if (v->type != def->param_types[i])
		return err_detail(db->err, RC_BUG, "%s: parameter %s has another type", def->name,
		                  def->param_names[i]);
	if (v->null && !def->param_nullable[i])
		return err_detail(db->err, RC_BUG, "%s: parameter %s is NULL", def->name,
		                  def->param_names[i]);
	if (v->type == DB_TEXT && !v->null && !str_utf8_ok(v->s))
		return fail(db, RC_INVALID,
		            "Văn bản có ký tự không hợp lệ (không phải UTF-8 hoặc có ký tự số 0). Xin nhập "
		            "lại.",
		            def->name);
	return RC_OK;
}

static enum rc params_check(struct db *db, const struct db_stmt_def *def,
                            const struct db_val *params)
{
	for (int i = 0; i < def->params; i++)
		TRY(param_check(db, def, i, &params[i]));
	if (def->writes && (!db->in_tx || db->mode != DB_WRITE))
		return db_fail_bug(db, def->name, "writes outside of a write transaction");
	if (def->stream && !db->in_tx)
		return db_fail_bug(db, def->name, "reads row by row outside of a transaction");
	return RC_OK;
}

static void cursor_link(struct db_cursor *c)
{
	struct db *db = c->db;
	c->next = db->cursors;
	c->link = &db->cursors;
	if (c->next)
		c->next->link = &c->next;
	db->cursors = c;
}

void db_cursor_end(struct db_cursor *c)
{
	if (!c || c->ended)
		return;
	struct db_prepared *p = c->prep;
	c->db->ops->end(c);
	c->ended = true;
	*c->link = c->next;
	if (c->next)
		c->next->link = c->link;
	p->busy = false;
	if (p->once) {
		c->db->ops->drop(c->db, p);
		free(p);
	}
}

static void cursor_cleanup(void *arg)
{
	db_cursor_end(arg);
}

/* The statement itself, or a copy of it for a run inside a run. */
static struct db_prepared *prepared_free(struct db_prepared *p)
{
	if (!p->busy)
		return p;
	struct db_prepared *copy = calloc(1, sizeof *copy);
	BUG_ON(!copy);
	copy->def = p->def;
	copy->number = p->number;
	copy->generation = p->generation;
	copy->once = true;
	return copy;
}

static enum rc cursor_start(struct db_cursor *c, struct db *db, struct db_prepared *p,
                            const struct db_val *params, bool keep_params)
{
	if (db->in_tx && db->tx_rc != RC_OK)
		return db->tx_rc;
	if (db->later)
		return noted(db, db_fail_bug(db, p->def->name, "wants an answer before db_later_end()"));
	TRY(params_check(db, p->def, params));
	*c = (struct db_cursor){.db = db, .prep = prepared_free(p)};
	c->prep->busy = true;
	cursor_link(c);
	enum rc rc = noted(db, db->ops->start(c, params, keep_params));
	if (rc != RC_OK)
		db_cursor_end(c);
	return rc;
}

enum rc db_start(struct db *db, struct db_prepared *p, const struct db_val *params,
                 struct arena *mem, struct db_cursor **out)
{
	*out = NULL;
	struct db_cursor *c = arena_alloc(mem, sizeof *c);
	TRY(cursor_start(c, db, p, params, true));
	arena_defer(mem, cursor_cleanup, c);
	*out = c;
	return RC_OK;
}

enum rc db_query(struct db *db, int stmt, const struct db_val *params, struct arena *mem,
                 struct db_cursor **out)
{
	BUG_ON(stmt < 0 || stmt >= sql_stmt_count);
	*out = NULL;
	return db_start(db, &db->stmts[stmt], params, mem, out);
}

void db_val_null(struct db_val *v, enum db_type type)
{
	*v = (struct db_val){.type = type, .null = true, .i = DB_NULL, .r = NAN, .d = DATE_NONE};
}

enum rc db_next(struct db_cursor *c, struct arena *mem, struct db_val *row)
{
	if (c->done)
		return RC_NOTFOUND;
	if (c->ended)
		return db_fail_bug(c->db, "cursor", "read after its end");
	const struct db_stmt_def *def = c->prep->def;
	enum rc rc = noted(c->db, c->db->ops->next(c, mem, row));
	for (int i = 0; rc == RC_OK && i < def->cols; i++)
		if (row[i].null && !def->col_nullable[i])
			rc = err_detail(c->db->err, RC_BUG, "%s: column %s is NULL", def->name,
			                def->col_names[i]);
	if (rc == RC_OK)
		return rc;
	c->done = rc == RC_NOTFOUND;
	db_cursor_end(c);
	return rc;
}

enum rc db_one(struct db *db, int stmt, const struct db_val *params, struct arena *mem,
               struct db_val *row)
{
	struct db_cursor c;
	BUG_ON(stmt < 0 || stmt >= sql_stmt_count);
	const struct db_stmt_def *def = &sql_stmts[stmt];
	TRY(cursor_start(&c, db, &db->stmts[stmt], params, false));
	TRY(db_next(&c, mem, row));
	struct db_val second[DB_COLS_MAX];
	enum rc rc = db_next(&c, mem, second);
	db_cursor_end(&c);
	if (rc == RC_OK)
		return db_fail_bug(db, def->name, "gave more than one row");
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

static enum rc hand_over(struct db *db, int stmt, const struct db_val *params, int64_t *id)
{
	if (db->tx_rc != RC_OK)
		return db->tx_rc;
	TRY(params_check(db, &sql_stmts[stmt], params));
	return noted(db, db->ops->later(db, &db->stmts[stmt], params, id));
}

enum rc db_later(struct db *db)
{
	BUG_ON(!db->in_tx || db->mode != DB_WRITE || db->later);
	return db->ops->later_begin ? db->ops->later_begin(db) : RC_OK;
}

enum rc db_later_end(struct db *db)
{
	return db->later ? noted(db, db->ops->later_end(db)) : RC_OK;
}

enum rc db_exec(struct db *db, int stmt, const struct db_val *params, int64_t *changed)
{
	struct db_cursor c;
	BUG_ON(stmt < 0 || stmt >= sql_stmt_count);
	if (db->later && !changed)
		return hand_over(db, stmt, params, NULL);
	TRY(cursor_start(&c, db, &db->stmts[stmt], params, false));
	enum rc rc = noted(db, db->ops->next(&c, NULL, NULL));
	int64_t n = c.changed;
	db_cursor_end(&c);
	if (rc != RC_NOTFOUND)
		return rc == RC_OK ? db_fail_bug(db, sql_stmts[stmt].name, "gave rows") : rc;
	if (changed)
		*changed = n;
	return RC_OK;
}

enum rc db_insert(struct db *db, int stmt, const struct db_val *params, int64_t *id)
{
	struct db_val row;
	struct arena none;
	BUG_ON(stmt < 0 || stmt >= sql_stmt_count);
	if (db->later)
		return hand_over(db, stmt, params, id);
	arena_init(&none);
	enum rc rc = db_one(db, stmt, params, &none, &row);
	arena_release(&none);
	if (rc == RC_OK && id)
		*id = row.i;
	return rc;
}

enum rc db_many_next(struct db_cursor *c, struct arena *mem, struct db_val *row, void **rows,
                     size_t count, size_t size)
{
	TRY(db_next(c, mem, row));
	if (count == DB_MANY_MAX) {
		db_cursor_end(c);
		return err_set(c->db->err, RC_TOOBIG, "Kết quả có hơn %d dòng. Xin thu hẹp điều kiện tìm.",
		               DB_MANY_MAX);
	}
	/* Full at 0, 8, 16, 32, ...: the room is always the next power of two. */
	if (count == 0 || (count >= 8 && (count & (count - 1)) == 0)) {
		void *more = arena_array(mem, count ? count * 2 : 8, size);
		if (count)
			memcpy(more, *rows, count * size);
		*rows = more;
	}
	return RC_OK;
}

static enum rc visit_all(struct db *db, const struct plan_sink *sink)
{
	for (int i = 0; i < sql_stmt_count; i++) {
		struct db_prepared *p = &db->stmts[i];
		if (!p->busy)
			TRY(db->ops->prepare(db, p));
		if (sink)
			TRY(db->ops->plan(db, p->def, p->def->name, sink));
	}
	return db_lists_visit(db, sink);
}

enum rc db_prepare_all(struct db *db)
{
	return visit_all(db, NULL);
}

enum rc db_plan_all(struct db *db, void (*step)(void *arg, const char *name, struct str step),
                    void *arg)
{
	const struct plan_sink sink = {step, arg};
	return visit_all(db, &sink);
}

enum rc db_backup(struct db *db, const char *folder)
{
	BUG_ON(db->in_tx);
	return db->ops->backup(db, folder);
}

enum rc db_check(struct db *db)
{
	BUG_ON(db->in_tx);
	return db->ops->check(db);
}

enum rc db_bulk(struct db *db, const char *const *indexes)
{
	BUG_ON(!db->in_tx || db->mode != DB_WRITE || db->bulk);
	return db->ops->bulk ? noted(db, db->ops->bulk(db, indexes)) : RC_OK;
}

enum rc db_bulk_end(struct db *db)
{
	return db->bulk ? noted(db, db->ops->bulk_end(db)) : RC_OK;
}

void db_roomy(struct db *db, bool roomy)
{
	BUG_ON(db->in_tx);
	if (db->ops->roomy)
		db->ops->roomy(db, roomy);
}

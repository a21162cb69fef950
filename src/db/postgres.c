#include "db/postgres.h"

/* Rows of a streaming cursor fetched at once. */
#define FETCH_ROWS 500

struct postgres {
	struct db db; /* first: a struct db * is one of these */
	PGconn *conn;
	char *address;
	unsigned generation; /* counts connections; what was prepared on an older one is gone */
	unsigned names;      /* of prepared statements and cursors */
	bool closing;
};

static struct postgres *of(struct db *db)
{
	return (struct postgres *)db;
}

static bool lost(struct db *db)
{
	return PQstatus(of(db)->conn) != CONNECTION_OK;
}

/* --- failures -------------------------------------------------------------------------- */

static enum rc fail_constraint(struct db *db, const char *state, const char *text,
                               const PGresult *r)
{
	const char *name = PQresultErrorField(r, PG_DIAG_CONSTRAINT_NAME);
	if (strcmp(state, "23502") == 0)
		return db_fail_bug(db, "NOT NULL", text);
	return db_fail_conflict(db, name && *name ? name : text);
}

static enum rc fail_state(struct db *db, const char *state, const char *text, const PGresult *r,
                          const char *name)
{
	char detail[400];
	snprintf(detail, sizeof detail, "postgres %s: %s", state, text);
	if (strcmp(state, "40001") == 0 || strcmp(state, "40P01") == 0 || strcmp(state, "55P03") == 0)
		return RC_RETRY;
	if (strncmp(state, "23", 2) == 0 || strcmp(state, "P0001") == 0)
		return fail_constraint(db, state, text, r);
	if (strcmp(state, "57014") == 0)
		return db_fail_busy(db, detail);
	if (strcmp(state, "53100") == 0)
		return db_fail_full(db, detail);
	if (strncmp(state, "54", 2) == 0)
		return err_set(db->err, RC_TOOBIG, "Nội dung quá lớn. Xin chia nhỏ rồi thử lại.");
	/* Wrong statements, types, read-only transactions: ours. Resources, system, disk: not. */
	bool ours = strncmp(state, "42", 2) == 0 || strncmp(state, "22", 2) == 0 ||
	            strncmp(state, "25", 2) == 0 || strncmp(state, "0A", 2) == 0;
	return ours ? db_fail_bug(db, name, detail) : db_fail_io(db, detail);
}

/* A lost connection has lost the transaction with it: another run may do. */
static enum rc fail(struct db *db, const PGresult *r, const char *name)
{
	const char *state = r ? PQresultErrorField(r, PG_DIAG_SQLSTATE) : NULL;
	const char *text = r ? PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY) : NULL;
	if (lost(db))
		return RC_RETRY;
	if (!state || !text)
		return db_fail_io(db, PQerrorMessage(of(db)->conn));
	return fail_state(db, state, text, r, name);
}

static bool good(const PGresult *r)
{
	ExecStatusType s = PQresultStatus(r);
	return s == PGRES_COMMAND_OK || s == PGRES_TUPLES_OK;
}

PGconn *postgres_conn(struct db *db)
{
	return of(db)->conn;
}

enum rc postgres_result(struct db *db, const PGresult *r, const char *name)
{
	return good(r) ? RC_OK : fail(db, r, name);
}

static enum rc script(struct db *db, const char *text)
{
	PGresult *r = PQexec(of(db)->conn, text);
	enum rc rc = good(r) ? RC_OK : fail(db, r, "script");
	PQclear(r);
	return rc;
}

/* --- connecting ---------------------------------------------------------------------------- */

static void no_notice(void *arg, const char *message)
{
	(void)arg;
	(void)message;
}

static enum rc connect_once(struct postgres *q)
{
	static const char settings[] =
		"SET default_transaction_read_only = on;"
		"SET default_transaction_isolation = 'repeatable read';"
		"SET statement_timeout = '30s'; SET lock_timeout = '10s';"
		"SET idle_in_transaction_session_timeout = '120s';"
		"SET client_min_messages = error; SET standard_conforming_strings = on; SET jit = off";
	const char *const keys[] = {"dbname",          "fallback_application_name", "client_encoding",
	                            "connect_timeout", "tcp_user_timeout",          NULL};
	const char *const values[] = {q->address, "thidua", "UTF8", "10", "30000", NULL};
	PQfinish(q->conn);
	q->conn = PQconnectdbParams(keys, values, 1);
	BUG_ON(!q->conn);
	q->generation++;
	if (lost(&q->db))
		return db_fail_io(&q->db, PQerrorMessage(q->conn));
	PQsetNoticeProcessor(q->conn, no_notice, NULL);
	enum rc rc = script(&q->db, settings);
	return rc == RC_RETRY ? db_fail_io(&q->db, "connection lost at once") : rc;
}

/* --- transactions ---------------------------------------------------------------------------- */

static enum rc begin(struct db *db, enum db_mode mode)
{
	const char *text = mode == DB_WRITE ? "BEGIN ISOLATION LEVEL SERIALIZABLE READ WRITE"
	                                    : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
	if (lost(db))
		TRY(connect_once(of(db)));
	enum rc rc = script(db, text);
	if (rc != RC_RETRY || !lost(db))
		return rc;
	/* It broke while it lay idle, and only using it has shown that. */
	TRY(connect_once(of(db)));
	return script(db, text);
}

static void rollback(struct db *db)
{
	if (!lost(db))
		PQclear(PQexec(of(db)->conn, "ROLLBACK"));
}

static enum rc commit(struct db *db)
{
	PGresult *r = PQexec(of(db)->conn, "COMMIT");
	enum rc rc = RC_OK;
	if (lost(db)) {
		rc =
			err_set(db->err, RC_IO,
		            "Mất kết nối với cơ sở dữ liệu đúng lúc ghi, chưa biết dữ liệu đã được lưu hay "
		            "chưa. Xin mở lại trang và kiểm tra trước khi nhập lại.");
	} else if (!good(r)) {
		rc = fail(db, r, "commit");
	} else if (strcmp(PQcmdStatus(r), "COMMIT") != 0) {
		rc = db_fail_bug(db, "commit", "the transaction had failed before");
	}
	PQclear(r);
	return rc;
}

/* --- statements
 * ------------------------------------------------------------------------------------ */

struct postgres_name postgres_name(const struct db_prepared *p)
{
	struct postgres_name n;
	snprintf(n.z, sizeof n.z, "s%u", p->number);
	return n;
}

bool postgres_prepared(struct db *db, const struct db_prepared *p)
{
	return p->generation == of(db)->generation;
}

enum rc postgres_prepare(struct db *db, struct db_prepared *p)
{
	struct postgres *q = of(db);
	Oid types[DB_PARAMS_MAX];
	if (postgres_prepared(db, p))
		return RC_OK;
	for (int i = 0; i < p->def->params; i++)
		types[i] = postgres_oid(p->def->param_types[i]);
	p->number = ++q->names;
	PGresult *r =
		PQprepare(q->conn, postgres_name(p).z, p->def->text[DB_POSTGRES], p->def->params, types);
	enum rc rc = good(r) ? RC_OK : fail(db, r, p->def->name);
	PQclear(r);
	if (rc == RC_OK)
		p->generation = q->generation;
	return rc;
}

static void drop(struct db *db, struct db_prepared *p)
{
	struct postgres *q = of(db);
	char text[40];
	/* A copy shares its name with the statement it was copied from. */
	if (q->closing || lost(db) || !p->owned || p->once || p->generation != q->generation)
		return;
	snprintf(text, sizeof text, "DEALLOCATE s%u", p->number);
	PQclear(PQexec(q->conn, text));
}

static PGresult *run_prepared(struct db_cursor *c, const struct postgres_params *p)
{
	return PQexecPrepared(of(c->db)->conn, postgres_name(c->prep).z, c->prep->def->params,
	                      p->values, p->lengths, p->formats, 1);
}

static int portion(const struct db_cursor *c)
{
	return c->prep->def->fetch_rows ? c->prep->def->fetch_rows : FETCH_ROWS;
}

static PGresult *fetch(struct db_cursor *c)
{
	char text[48];
	snprintf(text, sizeof text, "FETCH %d FROM c%u", portion(c), c->portal);
	return PQexecParams(of(c->db)->conn, text, 0, NULL, NULL, NULL, NULL, 1);
}

/* Rows come in portions through a cursor of the server, so that an export stays small here. */
static PGresult *run_stream(struct db_cursor *c, const struct postgres_params *p)
{
	struct postgres *q = of(c->db);
	const struct db_stmt_def *def = c->prep->def;
	const char *text = def->text[DB_POSTGRES];
	struct buf b;
	unsigned number = ++q->names;
	buf_init(&b, strlen(text) + 100);
	buf_printf(&b, "DECLARE c%u NO SCROLL CURSOR FOR %s", number, text);
	buf_chr(&b, '\0');
	BUG_ON(b.failed);
	PGresult *r =
		PQexecParams(q->conn, b.p, def->params, p->types, p->values, p->lengths, p->formats, 1);
	buf_release(&b);
	if (!good(r))
		return r;
	PQclear(r);
	c->portal = number;
	return fetch(c);
}

static enum rc take(struct db_cursor *c, PGresult *r)
{
	const struct db_stmt_def *def = c->prep->def;
	PQclear(c->result);
	c->result = NULL;
	if (!good(r)) {
		enum rc rc = fail(c->db, r, def->name);
		PQclear(r);
		return rc;
	}
	c->result = r;
	c->row = 0;
	c->rows = PQntuples(r);
	if (def->writes)
		c->changed = strtoll(PQcmdTuples(r), NULL, 10);
	if (PQnfields(r) != def->cols)
		return db_fail_bug(c->db, def->name, "gives another number of columns than declared");
	return RC_OK;
}

static enum rc start_once(struct db_cursor *c, const struct db_val *values)
{
	const struct db_stmt_def *def = c->prep->def;
	struct postgres_params p;
	TRY(postgres_params_set(c->db, &p, def, values));
	if (def->stream)
		return take(c, run_stream(c, &p));
	TRY(postgres_prepare(c->db, c->prep));
	return take(c, run_prepared(c, &p));
}

static enum rc start(struct db_cursor *c, const struct db_val *values, bool keep_params)
{
	(void)keep_params; /* they have been sent when this returns */
	bool single = !c->db->in_tx;
	if (single && lost(c->db))
		TRY(connect_once(of(c->db)));
	enum rc rc = start_once(c, values);
	if (rc != RC_RETRY || !single || !lost(c->db))
		return rc;
	TRY(connect_once(of(c->db)));
	return start_once(c, values);
}

/* --- rows
 * ---------------------------------------------------------------------------------------------- */

static enum rc next(struct db_cursor *c, struct arena *mem, struct db_val *row)
{
	const struct db_stmt_def *def = c->prep->def;
	if (c->row == c->rows && c->portal && c->rows == portion(c))
		TRY(take(c, fetch(c)));
	if (c->row == c->rows)
		return RC_NOTFOUND;
	for (int i = 0; row && i < def->cols; i++)
		if (!postgres_column(c->result, c->row, i, def->col_types[i], mem, &row[i]))
			return err_detail(c->db->err, RC_BUG, "%s: column %s has another type (oid %u)",
			                  def->name, def->col_names[i], PQftype(c->result, i));
	c->row++;
	return RC_OK;
}

static void end(struct db_cursor *c)
{
	char text[32];
	PQclear(c->result);
	c->result = NULL;
	if (!c->portal || PQtransactionStatus(of(c->db)->conn) != PQTRANS_INTRANS)
		return;
	snprintf(text, sizeof text, "CLOSE c%u", c->portal);
	PQclear(PQexec(of(c->db)->conn, text));
}

/* --- migrations, closing
 * ---------------------------------------------------------------------------------- */

/*
 * Comparing text must mean comparing bytes, as on SQLite: keyset paging and prefix
 * ranges rest on it. In the order C a small letter comes after every capital.
 */
static enum rc order_check(struct db *db)
{
	PGresult *r = PQexec(of(db)->conn, "SELECT 'a' < 'B' OR current_setting('server_encoding') "
	                                   "<> 'UTF8'");
	enum rc rc = good(r) ? RC_OK : fail(db, r, "order");
	if (rc == RC_OK && strcmp(PQgetvalue(r, 0, 0), "f") != 0)
		rc = err_set(db->err, RC_CONFLICT,
		             "Cơ sở dữ liệu PostgreSQL phải dùng bảng mã UTF8 và thứ tự sắp xếp C. Xin tạo "
		             "lại bằng lệnh: createdb -E UTF8 -l C -T template0 TÊN.");
	PQclear(r);
	return rc;
}

/*
 * A lock of the session, taken before any transaction: a snapshot made while waiting
 * for it would not see what the other instance has done.
 */
static enum rc migrate_lock(struct db *db)
{
	if (lost(db))
		TRY(connect_once(of(db)));
	TRY(order_check(db));
	return script(db, "SET statement_timeout = 0; SET lock_timeout = '10min';"
	                  "SELECT pg_advisory_lock(7240711031)");
}

static void migrate_unlock(struct db *db)
{
	if (!lost(db))
		PQclear(PQexec(of(db)->conn, "SELECT pg_advisory_unlock(7240711031);"
		                             "SET statement_timeout = '30s'; SET lock_timeout = '10s'"));
}

static enum rc backup(struct db *db, const char *folder)
{
	(void)folder;
	return err_set(
		db->err, RC_INVALID,
		"Cơ sở dữ liệu nằm trên PostgreSQL: xin sao lưu bằng pg_dump hoặc pg_basebackup.");
}

/* The server looks after its own files. */
static enum rc check(struct db *db)
{
	(void)db;
	return RC_OK;
}

static void closing(struct db *db)
{
	of(db)->closing = true;
}

static void close_db(struct db *db)
{
	struct postgres *q = of(db);
	PQfinish(q->conn);
	free(q->address);
	free(q);
}

static const struct db_ops ops = {
	.closing = closing,
	.close = close_db,
	.begin = begin,
	.commit = commit,
	.rollback = rollback,
	.prepare = postgres_prepare,
	.later_begin = postgres_later_begin,
	.later = postgres_later,
	.later_end = postgres_later_end,
	.later_forget = postgres_later_forget,
	.plan = postgres_plan,
	.backup = backup,
	.check = check,
	.start = start,
	.next = next,
	.end = end,
	.drop = drop,
	.script = script,
	.migrate_lock = migrate_lock,
	.migrate_unlock = migrate_unlock,
};

enum rc postgres_open(const char *address, int flags, struct db **out, struct err *e)
{
	struct postgres *q = calloc(1, sizeof *q);
	BUG_ON(!q);
	db_init(&q->db, &ops, DB_POSTGRES, flags);
	db_err_to(&q->db, e);
	q->address = strdup(address);
	BUG_ON(!q->address);
	enum rc rc = connect_once(q);
	db_err_to(&q->db, NULL);
	if (rc == RC_OK) {
		*out = &q->db;
		return RC_OK;
	}
	db_close(&q->db);
	return rc;
}

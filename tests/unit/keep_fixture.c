#include "keep_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <dirent.h>
#include <ftw.h>
#include <libpq-fe.h>
#include <sqlite3.h>
#include <unistd.h>

void keep_begin(struct kept *k, struct office *o)
{
	struct recovery paper;
	*k = (struct kept){.o = o};
	temp_folder(k->folder, "thidua-keep");
	keys_escrow_new(&paper);
	WANT(o, RC_OK, keys_recovery(str_of(paper.text), &k->secret, &o->f->err));
	WANT(o, RC_OK, keys_set_recipient(o->app.keys, &k->secret.recipient, &o->f->err));
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	(void)st;
	(void)kind;
	(void)at;
	return remove(path);
}

static void admin(const char *sql)
{
	PGconn *c = PQconnectdb(getenv("THIDUA_TEST_PG"));
	PGresult *r = PQexec(c, sql);
	if (PQresultStatus(r) != PGRES_COMMAND_OK)
		fail_msg("%s: %s", sql, PQerrorMessage(c));
	PQclear(r);
	PQfinish(c);
}

void keep_done(struct kept *k)
{
	char sql[128];
	nftw(k->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	for (int i = 0; i < k->count; i++) {
		snprintf(sql, sizeof sql, "DROP DATABASE %s WITH (FORCE)", k->names[i]);
		admin(sql);
	}
}

const char *keep_path(struct kept *k, const char *name)
{
	return arena_printf(&k->o->f->mem, "%s/%s", k->folder, name).p;
}

const char *keep_empty(struct kept *k, enum db_engine engine)
{
	struct arena *mem = &k->o->f->mem;
	char sql[160];
	int no = k->count;
	if (engine == DB_SQLITE)
		return arena_printf(mem, "sqlite:%s/empty-%zu", k->folder, mem->used).p;
	assert_true(k->count < 8);
	snprintf(k->names[no], sizeof k->names[no], "thidua_keep_%d_%zu_%d", (int)getpid(), mem->used,
	         no);
	snprintf(sql, sizeof sql,
	         "CREATE DATABASE %s TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'",
	         k->names[no]);
	admin(sql);
	k->count++;
	struct str server = str_of(getenv("THIDUA_TEST_PG"));
	return arena_printf(mem, "%.*s/%s", (int)(strrchr(server.p, '/') - server.p), server.p,
	                    k->names[no])
	    .p;
}

static bool try_sqlite(const char *folder, const char *sql, char *said, size_t room)
{
	sqlite3 *h;
	char path[256], *why = NULL;
	snprintf(path, sizeof path, "%s/thidua.db", folder);
	assert_int_equal(sqlite3_open(path, &h), SQLITE_OK);
	sqlite3_busy_timeout(h, 5000);
	snprintf(path, sizeof path, "ATTACH '%s/files.db' AS files", folder);
	assert_int_equal(sqlite3_exec(h, path, NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_exec(h, "PRAGMA foreign_keys = ON", NULL, NULL, NULL), SQLITE_OK);
	bool ok = sqlite3_exec(h, sql, NULL, NULL, &why) == SQLITE_OK;
	snprintf(said, room, "%s", why ? why : "");
	sqlite3_free(why);
	sqlite3_close(h);
	return ok;
}

static bool try_postgres(const char *address, const char *sql, char *said, size_t room)
{
	PGconn *c = PQconnectdb(address);
	PGresult *r = PQexec(c, sql);
	bool ok = PQresultStatus(r) == PGRES_COMMAND_OK || PQresultStatus(r) == PGRES_TUPLES_OK;
	snprintf(said, room, "%s", PQerrorMessage(c));
	PQclear(r);
	PQfinish(c);
	return ok;
}

static bool try_said(const char *address, const char *sql, char *said, size_t room)
{
	return str_starts(str_of(address), "sqlite:")
	           ? try_sqlite(address + strlen("sqlite:"), sql, said, room)
	           : try_postgres(address, sql, said, room);
}

bool raw_try(const char *address, const char *sql)
{
	char said[300];
	return try_said(address, sql, said, sizeof said);
}

int64_t raw_int(const char *address, const char *sql)
{
	int64_t n = 0;
	if (str_starts(str_of(address), "sqlite:")) {
		sqlite3 *h;
		sqlite3_stmt *rows;
		char path[TEMP_MAX];
		snprintf(path, sizeof path, "%s/thidua.db", address + strlen("sqlite:"));
		assert_int_equal(sqlite3_open(path, &h), SQLITE_OK);
		if (sqlite3_prepare_v2(h, sql, -1, &rows, NULL) != SQLITE_OK)
			fail_msg("%s: %s", sql, sqlite3_errmsg(h));
		assert_int_equal(sqlite3_step(rows), SQLITE_ROW);
		n = sqlite3_column_int64(rows, 0);
		sqlite3_finalize(rows);
		sqlite3_close(h);
		return n;
	}
	PGconn *c = PQconnectdb(address);
	PGresult *r = PQexec(c, sql);
	if (PQresultStatus(r) != PGRES_TUPLES_OK)
		fail_msg("%s: %s", sql, PQerrorMessage(c));
	n = strtoll(PQgetvalue(r, 0, 0), NULL, 10);
	PQclear(r);
	PQfinish(c);
	return n;
}

void raw(const char *address, const char *sql)
{
	char said[300];
	if (!try_said(address, sql, said, sizeof said))
		fail_msg("%s: %s", sql, said);
}

/* The same text for both engines: only the form of bytes differs. */
static void add_file(struct kept *k, int no)
{
	struct arena *mem = &k->o->f->mem;
	const char *address = k->o->f->address;
	bool lite = str_starts(str_of(address), "sqlite:");
	char hash[80], bytes[80];
	snprintf(hash, sizeof hash, lite ? "x'%064d'" : "'\\x%064d'", no);
	snprintf(bytes, sizeof bytes, lite ? "zeroblob(%d)" : "decode(repeat('00', %d), 'hex')",
	         100000 * no);
	raw(address,
	    arena_printf(mem, "INSERT INTO file_body (hash, size, stored_ms) VALUES (%s, %d, 1)", hash,
	                 100000 * no)
	        .p);
	for (int i = 0; i < 2; i++)
		raw(address,
		    arena_printf(mem, "INSERT INTO file_chunk (hash, no, bytes) VALUES (%s, %d, %s)", hash,
		                 i, i ? bytes : hash)
		        .p);
	raw(address,
	    arena_printf(
			mem,
			"INSERT INTO file (id, hash, name, type, size, object, object_id, added_ms) VALUES "
			"(%d, %s, 'Tờ trình ''số %d'' – 𝄞 漢.pdf', 'application/pdf', %d, 'unit', 1, -5)",
			no, hash, no, 100000 * no)
	        .p);
}

void keep_fill(struct kept *k)
{
	const char *address = k->o->f->address;
	for (int no = 1; no <= 4; no++)
		add_file(k, no);
	/* Row by row, with foreign keys on, this order of ids cannot be filled. */
	raw(address, "UPDATE unit SET parent_id = (SELECT max(id) FROM unit) WHERE id = 1");
	raw(address,
	    "INSERT INTO setting (key, value, set_ms) VALUES ('empty', '', 9223372036854775807)");
}

struct summing {
	struct db *db;
	struct keep_info *info;
	struct arena mem;
};

static enum rc sum_tx(void *arg)
{
	struct summing *s = arg;
	memset(s->info, 0, sizeof *s->info);
	return sum_all(s->db, &s->mem, s->info, db_err(s->db));
}

struct keep_info *keep_sums(struct db *db)
{
	struct summing s = {.db = db, .info = calloc(1, sizeof *s.info)};
	arena_init(&s.mem);
	if (db_tx(db, DB_READ, sum_tx, &s) != RC_OK)
		fail_msg("%s %s", db_err(db)->message, db_err(db)->detail);
	arena_release(&s.mem);
	return s.info;
}

void keep_same(const struct keep_info *a, const struct keep_info *b)
{
	struct err e = {0};
	if (info_same(a, b, &e) != RC_OK)
		fail_msg("%s", e.message);
}

int keep_entries(const char *folder)
{
	int n = 0;
	DIR *d = opendir(folder);
	assert_non_null(d);
	for (struct dirent *f; (f = readdir(d));)
		n += strcmp(f->d_name, ".") != 0 && strcmp(f->d_name, "..") != 0;
	closedir(d);
	return n;
}

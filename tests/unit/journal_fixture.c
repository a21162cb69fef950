#include "journal_fixture.h"

#include "base/clock.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <inttypes.h>
#include <libpq-fe.h>
#include <sqlite3.h>
#include <unistd.h>

struct rings rings;

static struct keys *make_ring(const char *name)
{
	struct err e = {0};
	struct recovery paper;
	struct box_secret secret;
	struct keys *k;
	char path[TEMP_MAX + 32];
	snprintf(path, sizeof path, "%s/%s/ring", rings.folder, name);
	keys_escrow_new(&paper);
	assert_int_equal(keys_recovery(str_of(paper.text), &secret, &e), RC_OK);
	assert_int_equal(keys_create(path, &secret.recipient, &k, &e), RC_OK);
	return k;
}

int make_rings(void **state)
{
	(void)state;
	temp_folder(rings.folder, "thidua-journal");
	rings.ours = make_ring("ours");
	rings.other = make_ring("other");
	rings.now_ms = clock_now_ms();
	return 0;
}

int drop_rings(void **state)
{
	static const char *const left[] = {"ours/ring",  "ours/ring.lock",  "ours/lock",  "ours",
	                                   "other/ring", "other/ring.lock", "other/lock", "other"};
	char path[128];
	(void)state;
	keys_free(rings.ours);
	keys_free(rings.other);
	for (size_t i = 0; i < sizeof left / sizeof *left; i++) {
		snprintf(path, sizeof path, "%s/%s", rings.folder, left[i]);
		remove(path);
	}
	return rmdir(rings.folder);
}

/* --- behind the program's back ------------------------------------------------------------- */

static void raw_sqlite(const char *address, const char *text)
{
	sqlite3 *db;
	char path[200], *message = NULL;
	snprintf(path, sizeof path, "%s/thidua.db", address + strlen("sqlite:"));
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	static const char guards[] = "DROP TRIGGER IF EXISTS journal_append_only_0; DROP TRIGGER IF "
								 "EXISTS journal_append_only_1;"
								 "DROP TRIGGER IF EXISTS journal_chain_append_only_0; DROP TRIGGER "
								 "IF EXISTS journal_chain_append_only_1;"
								 "DROP TRIGGER IF EXISTS journal_head_append_only_0; DROP TRIGGER "
								 "IF EXISTS journal_head_append_only_1;";
	assert_int_equal(sqlite3_exec(db, guards, NULL, NULL, &message), SQLITE_OK);
	if (sqlite3_exec(db, text, NULL, NULL, &message) != SQLITE_OK)
		fail_msg("%s: %s", text, message);
	sqlite3_close(db);
}

static void raw_postgres(const char *address, const char *text)
{
	PGconn *c = PQconnectdb(address);
	PQclear(PQexec(c, "SET session_replication_role = replica"));
	PGresult *r = PQexec(c, text);
	if (PQresultStatus(r) != PGRES_COMMAND_OK)
		fail_msg("%s: %s", text, PQerrorMessage(c));
	PQclear(r);
	PQfinish(c);
}

void raw(struct db_fixture *f, const char *fmt, ...)
{
	char text[2000];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	if (db_engine_of(f->db) == DB_SQLITE)
		raw_sqlite(f->address, text);
	else
		raw_postgres(f->address, text);
}

/* --- lines and findings --------------------------------------------------- */

enum rc add_tx(void *arg)
{
	struct adding *a = arg;
	for (int i = 0; i < a->count; i++) {
		struct journal_line l = {.at_ms = a->at_ms + i,
		                         .account_id = 7,
		                         .origin = STR("web 10.0.0.7"),
		                         .request = STR("r1"),
		                         .op = "unit.rename",
		                         .object = "unit",
		                         .object_id = 3,
		                         .person_id = i % 2 ? 5 : DB_NULL,
		                         .unit_id = 3,
		                         .detail = STR("{\"name\":\"Phòng Một\"}")};
		TRY(journal_add(a->db, &l));
	}
	return RC_OK;
}

void add_lines(struct db_fixture *f, int count, int64_t at_ms)
{
	struct adding a = {f->db, count, at_ms};
	EXPECT(f, RC_OK, db_tx(f->db, DB_WRITE, add_tx, &a));
}

void seal(struct db_fixture *f, int64_t now_ms)
{
	EXPECT(f, RC_OK, journal_seal_run(f->db, rings.ours, JOURNAL_SEAL_STEP, now_ms, &f->err));
}

struct journal_report *verify_with(struct db_fixture *f, struct keys *keys, int64_t now_ms,
                                   const struct journal_kept *kept, int kept_count)
{
	struct journal_report *r = arena_alloc(&f->mem, sizeof *r);
	struct journal_verify_ask ask = {.now_ms = now_ms, .kept = kept, .kept_count = kept_count};
	EXPECT(f, RC_OK, journal_verify(f->db, keys, &ask, &f->mem, r, &f->err));
	return r;
}

void show(const struct journal_report *r)
{
	for (int64_t i = 0; i < r->problem_count && i < JOURNAL_PROBLEMS_KEPT; i++)
		print_error("%s seq=%" PRId64 " line=%" PRId64 ": %.*s\n",
		            journal_fault_word(r->problems[i].fault), r->problems[i].seq,
		            r->problems[i].line, STR_ARG(r->problems[i].say));
}

void expect_whole(struct db_fixture *f, int64_t links)
{
	struct journal_report *r = verify_with(f, rings.ours, NOW_MS + 10 * MINUTE_MS, NULL, 0);
	if (r->problem_count)
		show(r);
	assert_int_equal(r->problem_count, 0);
	assert_int_equal(r->links, links);
	assert_int_equal(r->unsealed, 0);
}

/* Exactly one finding, of this kind and at this link (DB_NULL: any). */
void expect_one(const struct journal_report *r, enum journal_fault fault, int64_t seq)
{
	if (r->problem_count != 1 || r->problems[0].fault != fault)
		show(r);
	assert_int_equal(r->problem_count, 1);
	assert_int_equal(r->problems[0].fault, fault);
	if (seq != DB_NULL)
		assert_int_equal(r->problems[0].seq, seq);
	assert_true(r->problems[0].say.n > 20);
}

void expect_fault(struct db_fixture *f, enum journal_fault fault, int64_t seq)
{
	expect_one(verify_with(f, rings.ours, NOW_MS + MINUTE_MS, NULL, 0), fault, seq);
}

/* 20 lines under two heads: 1-10 and 11-20. */
void sealed_twenty(struct db_fixture *f)
{
	add_lines(f, 10, NOW_MS);
	seal(f, NOW_MS + 1000);
	add_lines(f, 10, NOW_MS + 2 * MINUTE_MS);
	seal(f, NOW_MS + 3 * MINUTE_MS);
	expect_whole(f, 20);
}

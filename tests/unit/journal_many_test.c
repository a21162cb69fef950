/*
 * Several writers and sealers at once leave one chain; the serving account of PostgreSQL
 * cannot touch it; erased values leave it whole; its length costs no memory.
 */
#include "journal_fixture.h"

#include "base/clock.h"
#include "db/sql_journal.h"
#include "db/sql_person.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <inttypes.h>
#include <libpq-fe.h>
#include <pthread.h>
#include <unistd.h>

/* --- several at once --------------------------------------------------------------------- */

struct late {
	struct db_fixture *f;
	struct db *second, *third;
};

/* Its line gets the first id and is committed last. */
static enum rc slow_tx(void *arg)
{
	struct late *l = arg;
	struct adding own = {l->f->db, 1, NOW_MS}, other = {l->second, 3, NOW_MS};
	TRY(add_tx(&own));
	TRY(db_tx(l->second, DB_WRITE, add_tx, &other));
	return journal_seal_run(l->third, rings.ours, JOURNAL_SEAL_STEP, NOW_MS, db_err(l->third));
}

static void run_late(struct db_fixture *f)
{
	struct err e = {0};
	struct late l = {f, db_fixture_connect(f, &e), db_fixture_connect(f, &e)};
	EXPECT(f, RC_OK, db_tx(f->db, DB_WRITE, slow_tx, &l));
	assert_int_equal(verify_with(f, rings.ours, NOW_MS, NULL, 0)->unsealed, 1);
	seal(f, NOW_MS + MINUTE_MS);
	expect_whole(f, 4);
	db_close(l.second);
	db_close(l.third);
}

static void a_line_that_commits_late_is_found(void **state)
{
	(void)state;
	db_fixture_on(DB_POSTGRES, run_late);
}

struct worker {
	pthread_t thread;
	struct db *db;
	struct err err;
	bool seals;
	enum rc rc;
};

static void *work(void *arg)
{
	struct worker *w = arg;
	for (int i = 0; i < 60 && w->rc == RC_OK; i++) {
		struct adding a = {w->db, 3, NOW_MS + i};
		w->rc = w->seals ? journal_seal_run(w->db, rings.ours, JOURNAL_SEAL_STEP, NOW_MS + i * 1000,
		                                    &w->err)
		                 : db_tx(w->db, DB_WRITE, add_tx, &a);
	}
	return NULL;
}

static void run_at_once(struct db_fixture *f)
{
	struct worker w[4] = {{.seals = false}, {.seals = false}, {.seals = true}, {.seals = true}};
	for (int i = 0; i < 4; i++) {
		w[i].db = db_fixture_connect(f, &w[i].err);
		assert_int_equal(pthread_create(&w[i].thread, NULL, work, &w[i]), 0);
	}
	for (int i = 0; i < 4; i++) {
		pthread_join(w[i].thread, NULL);
		if (w[i].rc != RC_OK)
			print_error("%d: %s %s\n", i, w[i].err.message, w[i].err.detail);
		assert_int_equal(w[i].rc, RC_OK);
		db_close(w[i].db);
	}
	EXPECT(f, RC_OK,
	       journal_seal_run(f->db, rings.ours, JOURNAL_SEAL_ALL, NOW_MS + 2 * MINUTE_MS, &f->err));
	expect_whole(f, 2 * 60 * 3);
}

static void writers_and_sealers_at_once_leave_one_chain(void **state)
{
	(void)state;
	db_fixture_each_engine(run_at_once);
}

/* --- rights on PostgreSQL ---------------------------------------------------------------- */

static void quiet(void *arg, const char *message)
{
	(void)arg;
	(void)message;
}

static bool allowed(PGconn *c, const char *text)
{
	PGresult *r = PQexec(c, text);
	bool ok = PQresultStatus(r) == PGRES_COMMAND_OK || PQresultStatus(r) == PGRES_TUPLES_OK;
	if (!ok && strcmp(PQresultErrorField(r, PG_DIAG_SQLSTATE), "42501") != 0)
		fail_msg("%s: refused for another reason: %s", text, PQerrorMessage(c));
	PQclear(r);
	return ok;
}

static enum rc grants_tx(void *arg)
{
	struct db_fixture *f = arg;
	struct sql_journal_app_grants row;
	TRY(sql_journal_app_grants(f->db, &f->mem, &row));
	return row.granted ? RC_OK : RC_NOTFOUND;
}

static void run_app_role(struct db_fixture *f)
{
	static const char *const refused[] = {
		"UPDATE journal SET op = 'x'",
		"DELETE FROM journal",
		"TRUNCATE journal",
		"UPDATE journal_chain SET seq = 5",
		"DELETE FROM journal_chain",
		"TRUNCATE journal_chain",
		"UPDATE journal_head SET at_ms = 5",
		"DELETE FROM journal_head",
		"TRUNCATE journal_head",
		"DROP TRIGGER journal_append_only ON journal",
		"DROP TRIGGER journal_append_only_all ON journal",
		"ALTER TABLE journal DISABLE TRIGGER ALL",
		"ALTER TABLE journal_head DISABLE TRIGGER ALL",
		"DROP TABLE journal CASCADE",
		"SET session_replication_role = replica",
		"ALTER TABLE journal OWNER TO thidua_app",
		"CREATE OR REPLACE FUNCTION journal_append_only() RETURNS trigger LANGUAGE plpgsql AS "
		"'BEGIN RETURN NEW; END'",
		"CREATE TRIGGER aaa BEFORE INSERT ON journal EXECUTE FUNCTION journal_append_only()",
		"CREATE RULE quiet AS ON INSERT TO journal DO INSTEAD NOTHING",
		"INSERT INTO schema_version (version, name, hash, applied_ms) VALUES (9, '', '', 0)",
		"CREATE TABLE other (id int)",
		"SELECT thidua_app_grants()"};
	raw(f, "DO $$ BEGIN CREATE ROLE thidua_app LOGIN; EXCEPTION WHEN duplicate_object OR "
	       "unique_violation "
	       "THEN NULL; END $$");
	EXPECT(f, RC_OK, db_tx(f->db, DB_WRITE, grants_tx, f));
	const char *at = strchr(f->address, '@');
	struct str as = arena_printf(&f->mem, "postgresql://thidua_app%s", at);
	PGconn *c = PQconnectdb(as.p);
	assert_int_equal(PQstatus(c), CONNECTION_OK);
	PQsetNoticeProcessor(c, quiet, NULL);
	/* Not refused, but without effect. */
	PQclear(PQexec(c, "GRANT ALL ON journal, journal_chain, journal_head TO thidua_app"));
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
		if (allowed(c, refused[i]))
			fail_msg("allowed: %s", refused[i]);
	PQfinish(c);
	/* What serving needs is allowed: everything above sealing, too. */
	struct err e = {0};
	struct db *own = f->db;
	assert_int_equal(db_open(as.p, 0, &f->db, &e), RC_OK);
	db_err_to(f->db, &f->err);
	sealed_twenty(f);
	db_close(f->db);
	f->db = own;
}

static void the_serving_account_cannot_touch_the_journal(void **state)
{
	(void)state;
	db_fixture_on(DB_POSTGRES, run_app_role);
}

/* --- personal values --------------------------------------------------------------------- */

struct erasing {
	struct db_fixture *f;
	struct str sealed;
	int64_t person;
};

static enum rc seal_value_tx(void *arg)
{
	struct erasing *x = arg;
	struct db_fixture *f = x->f;
	struct str none = STR("");
	TRY(sql_person_add(f->db, STR("Lù Seo Páo"), STR("k"), STR("lu seo pao"), 1, none, DATE_NONE,
	                   STR("worker"), none, none, NOW_MS, &x->person));
	TRY(journal_seal(f->db, rings.ours, &f->mem, x->person, STR("0912 345 678"), &x->sealed));
	return journal_add(
		f->db, &(struct journal_line){
				   .at_ms = NOW_MS,
				   .account_id = DB_NULL,
				   .origin = STR("web"),
				   .request = none,
				   .op = "person.edit",
				   .object = "person",
				   .object_id = x->person,
				   .person_id = x->person,
				   .unit_id = DB_NULL,
				   .detail = arena_printf(&f->mem, "{\"phone\":\"%.*s\"}", STR_ARG(x->sealed))});
}

static enum rc drop_key_tx(void *arg)
{
	struct erasing *x = arg;
	return sql_person_key_drop(x->f->db, x->person, NULL);
}

static void run_erased(struct db_fixture *f)
{
	struct erasing x = {.f = f};
	struct str value;
	EXPECT(f, RC_OK, db_tx(f->db, DB_WRITE, seal_value_tx, &x));
	seal(f, NOW_MS);
	assert_null(memmem(x.sealed.p, x.sealed.n, "345", 3));
	EXPECT(f, RC_OK, journal_unseal(f->db, rings.ours, &f->mem, x.person, x.sealed, &value));
	assert_true(str_eqz(value, "0912 345 678"));
	EXPECT(f, RC_OK, db_tx(f->db, DB_WRITE, drop_key_tx, &x));
	EXPECT(f, RC_OK, journal_unseal(f->db, rings.ours, &f->mem, x.person, x.sealed, &value));
	assert_true(str_eqz(value, "(đã xóa)"));
	expect_whole(f, 1);
}

static void erased_values_leave_the_chain_whole(void **state)
{
	(void)state;
	db_fixture_each_engine(run_erased);
}

/* --- size -------------------------------------------------------------------------------- */

/* Without the pages of the database that are mapped. */
static int64_t own_memory_kb(void)
{
	char line[200];
	long kb = -1;
	FILE *f = fopen("/proc/self/status", "re");
	assert_non_null(f);
	while (fgets(line, sizeof line, f) && sscanf(line, "RssAnon: %ld kB", &kb) != 1)
		;
	fclose(f);
	assert_true(kb > 0);
	return kb;
}

/* JOURNAL_LINES=1000000 measures the size that an office reaches in some ten years. */
static void run_large(struct db_fixture *f)
{
	const char *said = getenv("JOURNAL_LINES");
	int64_t lines = 8000;
	assert_true(!said || str_int(str_of(said), &lines));
	for (int64_t done = 0; done < lines; done += 1000)
		add_lines(f, 1000, NOW_MS + done);
	int64_t t0 = clock_mono_ms();
	EXPECT(f, RC_OK,
	       journal_seal_run(f->db, rings.ours, JOURNAL_SEAL_ALL, NOW_MS + MINUTE_MS, &f->err));
	int64_t t1 = clock_mono_ms(), before = own_memory_kb();
	expect_whole(f, lines);
	int64_t t2 = clock_mono_ms(), grown = own_memory_kb() - before;
	print_message("%" PRId64 " lines: sealed in %" PRId64 " ms, verified in %" PRId64
	              " ms, %" PRId64 " KB more\n",
	              lines, t1 - t0, t2 - t1, grown);
	/* What the engine caches; not a row each. */
	assert_true(grown < 12 * 1024);
}

static void many_lines_are_read_in_constant_memory(void **state)
{
	(void)state;
	db_fixture_each_engine(run_large);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(writers_and_sealers_at_once_leave_one_chain),
		cmocka_unit_test(a_line_that_commits_late_is_found),
		cmocka_unit_test(the_serving_account_cannot_touch_the_journal),
		cmocka_unit_test(erased_values_leave_the_chain_whole),
		cmocka_unit_test(many_lines_are_read_in_constant_memory),
	};
	return cmocka_run_group_tests(tests, make_rings, drop_rings);
}

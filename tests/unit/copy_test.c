/* An office moves between engines whole, the old place is marked, and nothing is written over. */
#include "base/clock.h"
#include "db/sql_journal.h"
#include "db/sql_op.h"
#include "journal/seal.h"
#include "journal/verify.h"
#include "keep_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct keep_info *copy_ok(struct kept *k, const char *to, const char *said)
{
	struct keep_info *info = calloc(1, sizeof *info);
	WANT(k->o, RC_OK, keep_copy(k->o->f->db, to, said, info, &k->o->f->err));
	return info;
}

static struct db *open_db(struct kept *k, const char *address)
{
	struct db *db;
	WANT(k->o, RC_OK, db_open(address, 0, &db, &k->o->f->err));
	db_err_to(db, &k->o->f->err);
	return db;
}

static void journal_whole(struct kept *k, struct db *db)
{
	struct journal_report *report = calloc(1, sizeof *report);
	const struct journal_verify_ask ask = {.now_ms = clock_now_ms()};
	WANT(k->o, RC_OK,
	     journal_verify(db, k->o->app.keys, &ask, &k->o->f->mem, report, &k->o->f->err));
	if (report->problem_count)
		fail_msg("%.*s", STR_ARG(report->problems[0].say));
	assert_true(report->links > 0 && report->has_head);
	free(report);
}

struct adding {
	struct db *db;
	int64_t id;
};

static enum rc add_line(void *arg)
{
	struct adding *a = arg;
	return sql_journal_add(a->db, clock_now_ms(), DB_NULL, STR("test"), STR(""), STR("test"),
	                       STR(""), DB_NULL, DB_NULL, DB_NULL, STR("{\"tên\":\"Đỗ\"}"), &a->id);
}

static void seal(struct kept *k, struct db *db)
{
	struct adding a = {.db = db};
	WANT(k->o, RC_OK, db_tx(db, DB_WRITE, add_line, &a));
	WANT(k->o, RC_OK,
	     journal_seal_run(db, k->o->app.keys, JOURNAL_SEAL_ALL, clock_now_ms(), &k->o->f->err));
}

static void copy_to(struct kept *k, enum db_engine engine)
{
	struct sql_setting_get mark;
	struct arena *mem = &k->o->f->mem;
	struct keep_info *want = keep_sums(k->o->f->db);
	const char *to = keep_empty(k, engine);
	struct keep_info *info = copy_ok(k, to, NULL);
	struct db *db = open_db(k, to);
	struct keep_info *got = keep_sums(db);
	keep_same(want, got);
	keep_same(want, info);
	journal_whole(k, db);
	/* The guards of the tables are on again, and new numbers follow the old ones. */
	WANT(k->o, RC_NOTFOUND, sql_setting_get(db, mem, STR("moved_to"), &mark));
	seal(k, db);
	journal_whole(k, db);
	db_close(db);
	/* Not into a place that holds something. */
	WANT(k->o, RC_CONFLICT, keep_copy(k->o->f->db, to, "there", info, &k->o->f->err));
	err_clear(&k->o->f->err);
	WANT(k->o, RC_NOTFOUND, sql_setting_get(k->o->f->db, mem, STR("moved_to"), &mark));
	free(got);
	free(info);
	free(want);
}

static void run_both_ways(struct office *o)
{
	struct kept k;
	keep_begin(&k, o);
	keep_fill(&k);
	seal(&k, o->f->db);
	copy_to(&k, DB_SQLITE);
	if (getenv("THIDUA_TEST_PG"))
		copy_to(&k, DB_POSTGRES);
	keep_done(&k);
}

/* There and back again: what comes home is what left. */
static void run_round_trip(struct office *o)
{
	struct kept k;
	keep_begin(&k, o);
	keep_fill(&k);
	struct keep_info *want = keep_sums(o->f->db);
	const char *middle = keep_empty(&k, DB_POSTGRES), *home = keep_empty(&k, DB_SQLITE);
	free(copy_ok(&k, middle, NULL));
	struct db *db = open_db(&k, middle);
	struct keep_info *info = calloc(1, sizeof *info);
	WANT(o, RC_OK, keep_copy(db, home, NULL, info, &o->f->err));
	db_close(db);
	keep_same(want, info);
	free(info);
	free(want);
	keep_done(&k);
}

static void run_mark(struct office *o)
{
	struct kept k;
	struct sql_setting_get mark;
	keep_begin(&k, o);
	free(copy_ok(&k, keep_empty(&k, DB_SQLITE), "postgresql://new/place"));
	WANT(o, RC_OK, sql_setting_get(o->f->db, &o->f->mem, STR("moved_to"), &mark));
	assert_true(str_eqz(mark.value, "postgresql://new/place"));
	struct keep_info *info = calloc(1, sizeof *info);
	WANT(o, RC_CONFLICT,
	     keep_copy(o->f->db, keep_empty(&k, DB_SQLITE), "elsewhere", info, &o->f->err));
	free(info);
	keep_done(&k);
}

/* The guards that filling puts aside: triggers, foreign keys and what gives numbers. */
static void guarded(const char *address)
{
	bool lite = str_starts(str_of(address), "sqlite:");
	assert_false(raw_try(address, "UPDATE journal SET op = 'x'"));
	assert_false(raw_try(address, "DELETE FROM journal"));
	assert_false(raw_try(
		address, lite ? "INSERT INTO person_key (person_id, sealed) VALUES (999999, x'00')"
					  : "INSERT INTO person_key (person_id, sealed) VALUES (999999, '\\x00')"));
	assert_true(raw_try(address, "UPDATE setting SET value = 'x' WHERE key = 'empty'"));
}

static void run_guards(struct office *o)
{
	struct kept k;
	keep_begin(&k, o);
	keep_fill(&k);
	seal(&k, o->f->db);
	for (int engine = DB_SQLITE; engine <= (getenv("THIDUA_TEST_PG") ? DB_POSTGRES : DB_SQLITE);
	     engine++) {
		const char *to = keep_empty(&k, (enum db_engine)engine);
		free(copy_ok(&k, to, NULL));
		guarded(to);
	}
	keep_done(&k);
}

/* A row that points nowhere, made behind the program's back, is found and not carried on. */
static void run_broken(struct office *o)
{
	struct kept k;
	struct keep_info *info = calloc(1, sizeof *info);
	keep_begin(&k, o);
	raw(o->f->address,
	    "PRAGMA foreign_keys = OFF; UPDATE person SET unit_id = 987654 WHERE id = 1");
	const char *to = keep_empty(&k, DB_SQLITE);
	WANT(o, RC_IO, keep_copy(o->f->db, to, "there", info, &o->f->err));
	if (getenv("THIDUA_TEST_PG")) {
		err_clear(&o->f->err);
		to = keep_empty(&k, DB_POSTGRES);
		WANT(o, RC_CONFLICT, keep_copy(o->f->db, to, "there", info, &o->f->err));
		struct db *db = open_db(&k, to);
		struct keep_info *left = keep_sums(db);
		assert_int_equal(left->rows, 0);
		free(left);
		db_close(db);
	}
	struct sql_setting_get mark;
	err_clear(&o->f->err);
	WANT(o, RC_NOTFOUND, sql_setting_get(o->f->db, &o->f->mem, STR("moved_to"), &mark));
	free(info);
	keep_done(&k);
}

#define TEST(name, call)                                                                           \
	static void name(void **state)                                                                 \
	{                                                                                              \
		(void)state;                                                                               \
		call;                                                                                      \
	}
TEST(both_ways, office_each_engine(run_both_ways))
TEST(round_trip, if (!getenv("THIDUA_TEST_PG")) skip(); office_on(DB_SQLITE, run_round_trip))
TEST(mark, office_each_engine(run_mark))
TEST(guards, office_each_engine(run_guards))
TEST(broken, office_on(DB_SQLITE, run_broken))

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_ways), cmocka_unit_test(round_trip), cmocka_unit_test(mark),
		cmocka_unit_test(guards),    cmocka_unit_test(broken),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

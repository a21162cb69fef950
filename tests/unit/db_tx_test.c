/* Transactions are whole, serial and repeated when they must be. */
#include "db_fixture.h"
#include "sql_rules.h"
#include "sql_things.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>

/* Arguments and results of what runs inside a transaction. */
struct work {
	struct db *db;
	struct arena *mem;
	struct db_fixture *f;
	int64_t id, other, n;
	int runs;
	enum rc want;
	struct db *second;
	struct str bytes;
};

static int64_t duties(struct db_fixture *f)
{
	struct sql_duty_present row;
	EXPECT(f, RC_OK, sql_duty_present(f->db, &f->mem, &row));
	return row.n;
}

static enum rc add_then(void *arg)
{
	struct work *w = arg;
	w->runs++;
	TRY(sql_duty_add(w->db, 1, &w->id));
	return w->want;
}

static void run_commit_and_rollback(struct db_fixture *f)
{
	struct work w = {.db = f->db, .want = RC_OK};
	EXPECT(f, RC_OK, db_tx(f->db, DB_WRITE, add_then, &w));
	assert_int_equal(duties(f), 1);
	w.want = RC_DENIED;
	EXPECT(f, RC_DENIED, db_tx(f->db, DB_WRITE, add_then, &w));
	assert_int_equal(duties(f), 1);
	w.want = RC_OK;
	EXPECT(f, RC_OK, db_tx_preview(f->db, add_then, &w));
	assert_int_equal(duties(f), 1);
	assert_int_equal(w.runs, 3);
	assert_false(db_in_tx(f->db));
}

static void run_retry_on_demand(struct db_fixture *f)
{
	struct work w = {.db = f->db, .want = RC_RETRY};
	EXPECT(f, RC_BUSY, db_tx(f->db, DB_WRITE, add_then, &w));
	assert_int_equal(w.runs, 16);
	assert_int_equal(db_retries(f->db), 15);
	assert_int_equal(duties(f), 0);
	assert_int_equal(f->err.code, RC_BUSY);
	assert_true(*f->err.message);
}

static enum rc write_in_read(void *arg)
{
	struct work *w = arg;
	return sql_duty_add(w->db, 1, &w->id);
}

static void run_writes_only_in_write(struct db_fixture *f)
{
	struct work w = {.db = f->db};
	EXPECT(f, RC_BUG, db_tx(f->db, DB_READ, write_in_read, &w));
	EXPECT(f, RC_BUG, write_in_read(&w));
	assert_int_equal(duties(f), 0);
	struct err e = {0};
	struct db *db;
	EXPECT(f, RC_OK, db_open(f->address, DB_READONLY, &db, &e));
	w.db = db;
	EXPECT(f, RC_BUG, db_tx(db, DB_WRITE, write_in_read, &w));
	db_close(db);
}

/* A failure that the function does not pass on still undoes everything. */
static enum rc swallow(void *arg)
{
	struct work *w = arg;
	struct sql_duty_present row;
	TRY(sql_duty_add(w->db, 1, &w->id));
	w->want = sql_thing_add(w->db, STR(""), STR_NULL, DB_NULL, NAN, STR_NULL, DATE_NONE, DB_NULL,
	                        &w->other);
	assert_int_equal(w->want, RC_CONFLICT);
	assert_int_equal(sql_duty_present(w->db, w->mem, &row), RC_CONFLICT);
	return RC_OK;
}

static void run_failure_ends_transaction(struct db_fixture *f)
{
	struct work w = {.db = f->db, .mem = &f->mem};
	EXPECT(f, RC_CONFLICT, db_tx(f->db, DB_WRITE, swallow, &w));
	assert_int_equal(duties(f), 0);
}

/* --- two at once --------------------------------------------------------------------- */

static enum rc leave_if_two(void *arg)
{
	struct work *w = arg;
	struct sql_duty_present row;
	w->runs++;
	TRY(sql_duty_present(w->db, w->mem, &row));
	/* In the first run the other one comes in between, from start to commit. */
	if (w->second && w->runs == 1) {
		struct work other = {.db = w->second, .mem = w->mem, .id = w->other};
		EXPECT(w->f, RC_OK, db_tx(w->second, DB_WRITE, leave_if_two, &other));
	}
	if (row.n < 2)
		return RC_CONFLICT;
	return sql_duty_leave(w->db, w->id, NULL);
}

static void two_on_duty(struct db_fixture *f, int64_t ids[2])
{
	for (int i = 0; i < 2; i++) {
		struct work w = {.db = f->db, .want = RC_OK};
		EXPECT(f, RC_OK, db_tx(f->db, DB_WRITE, add_then, &w));
		ids[i] = w.id;
	}
}

static void run_write_skew_in_step(struct db_fixture *f)
{
	struct err e = {0};
	int64_t ids[2];
	two_on_duty(f, ids);
	struct work w = {.f = f, .db = f->db, .mem = &f->mem, .id = ids[0], .other = ids[1]};
	w.second = db_fixture_connect(f, &e);
	EXPECT(f, RC_CONFLICT, db_tx(f->db, DB_WRITE, leave_if_two, &w));
	assert_int_equal(w.runs, 2);
	assert_int_equal(db_retries(f->db), 1);
	assert_int_equal(duties(f), 1);
	db_close(w.second);
}

struct racer {
	pthread_t thread;
	pthread_barrier_t *start;
	const struct db_fixture *f;
	int64_t id;
	int rounds;
	int won;
	int64_t retries;
	enum rc rc;
};

static enum rc all_back(void *arg)
{
	struct work *w = arg;
	return sql_duty_all_back(w->db, NULL);
}

static void *race_to_leave(void *arg)
{
	struct racer *r = arg;
	struct err e = {0};
	struct arena mem;
	arena_init(&mem);
	struct db *db = db_fixture_connect(r->f, &e);
	for (int i = 0; i < r->rounds; i++) {
		struct work w = {.db = db, .mem = &mem, .id = r->id};
		pthread_barrier_wait(r->start);
		enum rc rc = db_tx(db, DB_WRITE, leave_if_two, &w);
		r->won += rc == RC_OK;
		if (rc != RC_OK && rc != RC_CONFLICT)
			r->rc = rc;
		/* One of them puts both back before the next round. */
		if (pthread_barrier_wait(r->start) == PTHREAD_BARRIER_SERIAL_THREAD &&
		    db_tx(db, DB_WRITE, all_back, &w) != RC_OK)
			r->rc = RC_BUG;
		err_clear(&e);
	}
	r->retries = db_retries(db);
	db_close(db);
	arena_release(&mem);
	return NULL;
}

static void run_write_skew_race(struct db_fixture *f)
{
	pthread_barrier_t start;
	struct racer r[2];
	int64_t ids[2];
	two_on_duty(f, ids);
	pthread_barrier_init(&start, NULL, 2);
	for (int i = 0; i < 2; i++) {
		r[i] = (struct racer){.start = &start, .f = f, .id = ids[i], .rounds = 60};
		pthread_create(&r[i].thread, NULL, race_to_leave, &r[i]);
	}
	for (int i = 0; i < 2; i++)
		pthread_join(r[i].thread, NULL);
	pthread_barrier_destroy(&start);
	assert_int_equal(r[0].rc, RC_OK);
	assert_int_equal(r[1].rc, RC_OK);
	/* In each round exactly one left. */
	assert_int_equal(r[0].won + r[1].won, 60);
}

static enum rc count_up(void *arg)
{
	struct work *w = arg;
	struct sql_duty_get row;
	w->runs++;
	TRY(sql_duty_get(w->db, w->mem, w->id, &row));
	return sql_duty_set(w->db, w->id, row.present + 1, NULL);
}

static void *race_to_count(void *arg)
{
	struct racer *r = arg;
	struct err e = {0};
	struct arena mem;
	arena_init(&mem);
	struct db *db = db_fixture_connect(r->f, &e);
	struct work w = {.db = db, .mem = &mem, .id = r->id};
	for (int i = 0; i < r->rounds; i++) {
		enum rc rc = db_tx(db, DB_WRITE, count_up, &w);
		r->won += rc == RC_OK;
		if (rc != RC_OK && rc != RC_BUSY)
			r->rc = rc;
		err_clear(&e);
	}
	r->retries = db_retries(db);

	if (w.runs < r->rounds)
		r->rc = RC_BUG;
	db_close(db);
	arena_release(&mem);
	return NULL;
}

static void run_no_update_is_lost(struct db_fixture *f)
{
	struct racer r[4];
	struct work w = {.db = f->db, .want = RC_OK};
	int64_t won = 0, retries = 0;
	EXPECT(f, RC_OK, db_tx(f->db, DB_WRITE, add_then, &w));
	for (int i = 0; i < 4; i++) {
		r[i] = (struct racer){.f = f, .id = w.id, .rounds = 40};
		pthread_create(&r[i].thread, NULL, race_to_count, &r[i]);
	}
	for (int i = 0; i < 4; i++) {
		pthread_join(r[i].thread, NULL);
		assert_int_equal(r[i].rc, RC_OK);
		won += r[i].won;
		retries += r[i].retries;
	}
	struct sql_duty_get row;
	EXPECT(f, RC_OK, sql_duty_get(f->db, &f->mem, w.id, &row));
	assert_int_equal(row.present, 1 + won);
	assert_in_range(won, 80, 160);
	print_message("%lld of 160 counted, %lld runs repeated\n", (long long)won, (long long)retries);
}

/* A snapshot stays what it was while another commits. */
static enum rc look_twice(void *arg)
{
	struct work *w = arg;
	struct sql_duty_present before, after;
	TRY(sql_duty_present(w->db, w->mem, &before));
	struct work other = {.db = w->second, .want = RC_OK};
	EXPECT(w->f, RC_OK, db_tx(w->second, DB_WRITE, add_then, &other));
	TRY(sql_duty_present(w->db, w->mem, &after));
	assert_int_equal(before.n, after.n);
	return RC_OK;
}

static void run_read_is_a_snapshot(struct db_fixture *f)
{
	struct err e = {0};
	struct work w = {.f = f, .db = f->db, .mem = &f->mem, .second = db_fixture_connect(f, &e)};
	EXPECT(f, RC_OK, db_tx(f->db, DB_READ, look_twice, &w));
	assert_int_equal(duties(f), 1);
	db_close(w.second);
}

/* --- losing the connection --------------------------------------------------------------- */

static int64_t pid_of(struct db_fixture *f, struct db *db)
{
	struct sql_backend_pid row;
	EXPECT(f, RC_OK, sql_backend_pid(db, &f->mem, &row));
	return row.pid;
}

static void end_backend(struct work *w)
{
	struct sql_backend_end row;
	EXPECT(w->f, RC_OK, sql_backend_end(w->second, w->mem, w->n, &row));
	assert_int_equal(row.ended, 1);
}

static enum rc lose_first_time(void *arg)
{
	struct work *w = arg;
	struct sql_backend_pid row;
	w->runs++;
	TRY(sql_backend_pid(w->db, w->mem, &row));
	w->n = row.pid;
	TRY(sql_duty_add(w->db, 1, &w->id));
	if (w->runs == 1)
		end_backend(w);
	return sql_duty_add(w->db, 1, &w->other);
}

static enum rc lose_before_commit(void *arg)
{
	struct work *w = arg;
	TRY(lose_first_time(w));
	struct sql_backend_pid row;
	TRY(sql_backend_pid(w->db, w->mem, &row));
	w->n = row.pid;
	end_backend(w);
	return RC_OK;
}

static void run_lost_connection(struct db_fixture *f)
{
	struct err e = {0};
	struct work w = {.f = f, .db = f->db, .mem = &f->mem, .second = db_fixture_connect(f, &e)};
	/* While idle, before a single read and before a transaction. */
	w.n = pid_of(f, f->db);
	end_backend(&w);
	assert_int_equal(duties(f), 0);
	w.n = pid_of(f, f->db);
	end_backend(&w);
	w.want = RC_OK;
	EXPECT(f, RC_OK, db_tx(f->db, DB_WRITE, add_then, &w));
	assert_int_equal(duties(f), 1);
	/* Inside one: run again, nothing doubled. */
	w.runs = 0;
	EXPECT(f, RC_OK, db_tx(f->db, DB_WRITE, lose_first_time, &w));
	assert_int_equal(w.runs, 2);
	assert_int_equal(duties(f), 3);
	/* At the commit: nobody knows, and nobody pretends to. */
	w.runs = 1;
	EXPECT(f, RC_IO, db_tx(f->db, DB_WRITE, lose_before_commit, &w));
	assert_non_null(strstr(f->err.message, "kiểm tra trước khi nhập lại"));
	err_clear(&f->err);
	assert_int_equal(duties(f), 3);
	db_close(w.second);
}

/* --- full disk ------------------------------------------------------------------------------ */

static enum rc write_bytes(void *arg)
{
	struct work *w = arg;
	TRY(sql_duty_add(w->db, 1, &w->id));
	return sql_thing_add(w->db, STR("big"), STR_NULL, DB_NULL, NAN, w->bytes, DATE_NONE, DB_NULL,
	                     &w->id);
}

static void run_full_disk(struct db_fixture *f)
{
	struct rlimit old, small;
	size_t n = (size_t)4 * 1024 * 1024;
	struct work w = {.db = f->db, .bytes = {arena_alloc(&f->mem, n), n}};
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	small = (struct rlimit){.rlim_cur = (rlim_t)1024 * 1024, .rlim_max = old.rlim_max};
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	enum rc rc = db_tx(f->db, DB_WRITE, write_bytes, &w);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
	EXPECT(f, RC_IO, rc);
	assert_true(*f->err.message);
	err_clear(&f->err);
	assert_int_equal(duties(f), 0);
	EXPECT(f, RC_OK, db_tx(f->db, DB_WRITE, write_bytes, &w));
	assert_int_equal(duties(f), 1);
}

/* --- the two files --------------------------------------------------------------------------- */

static enum rc write_chunk(void *arg)
{
	struct work *w = arg;
	return sql_chunk_add(w->db, STR("\1\2"), 0, STR("content"), NULL);
}

static enum rc write_both(void *arg)
{
	struct work *w = arg;
	TRY(sql_duty_add(w->db, 1, &w->id));
	return sql_chunk_add(w->db, STR("\3"), 0, STR("content"), NULL);
}

static void run_files_first(struct db_fixture *f)
{
	struct work w = {.db = f->db};
	struct sql_chunk_get row;
	EXPECT(f, RC_OK, db_tx(f->db, DB_WRITE, write_chunk, &w));
	EXPECT(f, RC_OK, sql_chunk_get(f->db, &f->mem, STR("\1\2"), 0, &row));
	assert_true(str_eqz(row.bytes, "content"));
	if (db_engine_of(f->db) == DB_POSTGRES)
		return;
	EXPECT(f, RC_BUG, db_tx(f->db, DB_WRITE, write_both, &w));
	assert_int_equal(duties(f), 0);
}

#define ON_BOTH(name)                                                                              \
	static void name(void **state)                                                                 \
	{                                                                                              \
		(void)state;                                                                               \
		db_fixture_each_engine(run_##name);                                                        \
	}
#define ON_ONE(engine, name)                                                                       \
	static void name(void **state)                                                                 \
	{                                                                                              \
		(void)state;                                                                               \
		db_fixture_on(engine, run_##name);                                                         \
	}
ON_BOTH(commit_and_rollback)
ON_BOTH(retry_on_demand)
ON_BOTH(writes_only_in_write)
ON_BOTH(failure_ends_transaction)
ON_BOTH(write_skew_race)
ON_BOTH(no_update_is_lost)
ON_BOTH(read_is_a_snapshot)
ON_BOTH(files_first)
ON_ONE(DB_SQLITE, full_disk)
ON_ONE(DB_POSTGRES, write_skew_in_step)
ON_ONE(DB_POSTGRES, lost_connection)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(commit_and_rollback),
		cmocka_unit_test(retry_on_demand),
		cmocka_unit_test(writes_only_in_write),
		cmocka_unit_test(failure_ends_transaction),
		cmocka_unit_test(write_skew_race),
		cmocka_unit_test(no_update_is_lost),
		cmocka_unit_test(read_is_a_snapshot),
		cmocka_unit_test(files_first),
		cmocka_unit_test(full_disk),
		cmocka_unit_test(write_skew_in_step),
		cmocka_unit_test(lost_connection),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Jobs: claimed once, taken over, cancelled, repeated; on both engines. */
#include "office_fixture.h"

#include "app/job/job.h"
#include "app/table.h"
#include "base/clock.h"
#include "db/sql_job.h"
#include "db/sql_op.h"
#include "job/loop.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <libpq-fe.h>
#include <pthread.h>

#define SECOND_LATER 1000

/* --- operations that are only here ------------------------------------------------------- */

struct try_in {
	struct str code;
	int64_t n;
};

/* What a test does in the middle of a job; cmocka's state does not reach that far. */
struct meanwhile {
	void (*does)(struct ctx *c, int64_t piece);
};
static struct meanwhile meanwhile;

static void pause_here(struct ctx *c, int64_t piece)
{
	if (meanwhile.does)
		meanwhile.does(c, piece);
}

/* One more in the setting "try": how often the work was really done. */
static enum rc count_up(struct ctx *c)
{
	struct sql_setting_get row;
	int64_t n = 0;
	enum rc rc = sql_setting_get(c->db, c->mem, STR("try"), &row);
	if (rc != RC_OK && rc != RC_NOTFOUND)
		return rc;
	if (rc == RC_OK)
		assert_true(str_int(row.value, &n));
	return sql_setting_put(c->db, STR("try"), arena_printf(c->mem, "%d", (int)n + 1), c->now_ms,
	                       NULL);
}

static enum rc try_work(struct ctx *c, const void *in, struct out *out)
{
	const struct try_in *p = in;
	TRY(count_up(c));
	pause_here(c, 0);
	for (int64_t i = 0; i < p->n; i++)
		TRY(job_progress(c, i + 1, p->n, STR("dòng")));
	out_fact(out, "rows", "Đã thêm", STR("7 người"));
	out_say(c, out, "Đã làm xong.");
	out->go = STR("/unit");
	return RC_OK;
}

/* Says nothing about progress, so it cannot notice a cancellation. */
static enum rc try_deaf(struct ctx *c, const void *in, struct out *out)
{
	(void)in;
	(void)out;
	TRY(count_up(c));
	pause_here(c, 0);
	return RC_OK;
}

static enum rc try_fail(struct ctx *c, const void *in, struct out *out)
{
	const struct try_in *p = in;
	(void)out;
	TRY(count_up(c));
	return str_eqz(p->code, "busy") ? err_set(c->err, RC_BUSY, "Máy chủ kia đang bận.")
	                                : err_set(c->err, RC_INVALID, "Tệp hỏng ở dòng 3.");
}

static enum rc piece_tx(void *arg)
{
	struct ctx *c = arg;
	TRY(job_still_mine(c));
	return count_up(c);
}

/* Three pieces, each in a transaction of its own. */
static enum rc try_long(struct ctx *c, const void *in, struct out *out)
{
	(void)in;
	for (int64_t i = 0; i < 3; i++) {
		TRY(job_progress(c, i, 3, arena_printf(c->mem, "phần %d", (int)i + 1)));
		TRY(db_tx(c->db, DB_WRITE, piece_tx, c));
		pause_here(c, i);
	}
	out_say(c, out, "Đã làm ba phần.");
	return RC_OK;
}

static const struct field try_fields[] = {
	F(TEXT, struct try_in, code, "Mã", .max = 20),
	F(INT, struct try_in, n, "Số", .min = 0, .max = 1000),
};
#define TRIED                                                                                      \
	.help = "Thử.", .kind = OP_WRITE, .scope = SCOPE_ANY, .area = NULL, FIELDS(try_fields),        \
	.in_size = sizeof(struct try_in)
static const struct op try_ops[] = {{.name = "try.work",
                                     .title = "Thử việc",
                                     TRIED,
                                     .roles = R(MEMBER),
                                     .flags = OP_JOB | OP_PREVIEW,
                                     .run = try_work},
                                    {.name = "try.admin",
                                     .title = "Thử việc",
                                     TRIED,
                                     .roles = R(ADMIN),
                                     .flags = OP_JOB,
                                     .run = try_work},
                                    {.name = "try.deaf",
                                     .title = "Thử điếc",
                                     TRIED,
                                     .roles = R(MEMBER),
                                     .flags = OP_JOB,
                                     .run = try_deaf},
                                    {.name = "try.fail",
                                     .title = "Thử lỗi",
                                     TRIED,
                                     .roles = R(MEMBER),
                                     .flags = OP_JOB,
                                     .run = try_fail},
                                    {.name = "try.long",
                                     .title = "Thử dài",
                                     TRIED,
                                     .roles = R(MEMBER),
                                     .flags = OP_JOB | OP_OWN_TX,
                                     .run = try_long},
                                    {0}};

const struct op *const op_tables[] = {APP_OPS, try_ops, NULL};

/* --- helpers ---------------------------------------------------------------------------------- */

static struct job_pool *pool(void)
{
	struct job_pool *p;
	assert_int_equal(job_pool_new(&p, NULL), RC_OK);
	return p;
}

static int64_t queue(struct office *o, const char *account, const char *op)
{
	struct acting *a = office_as(o, account);
	WANT(o, RC_OK, run_op(a, op, "n", "5", NULL));
	assert_true(a->out.job_id != DB_NULL);
	return a->out.job_id;
}

static struct sql_job_view look(struct office *o, int64_t id)
{
	struct sql_job_view row;
	WANT(o, RC_OK, sql_job_view(o->f->db, &o->f->mem, id, &row));
	return row;
}

static int64_t done_times(struct office *o)
{
	struct sql_setting_get row;
	int64_t n = 0;
	enum rc rc = sql_setting_get(o->f->db, &o->f->mem, STR("try"), &row);
	if (rc == RC_NOTFOUND)
		return 0;
	WANT(o, RC_OK, rc);
	assert_true(str_int(row.value, &n));
	return n;
}

#define STATE(o, id, want) assert_string_equal(arena_strz(&(o)->f->mem, look(o, id).state), want)

static enum rc run_next(struct office *o, struct job_pool *p, int64_t now_ms)
{
	struct job_runner r = {.app = &o->app, .pool = p};
	return job_run_next(&r, o->f->db, &o->f->mem, now_ms, &o->f->err);
}

/* --- running ------------------------------------------------------------------------------------
 */

static void run_once(struct office *o)
{
	struct job_pool *p = pool();
	int64_t id = queue(o, "vidu.canbo", "try.work");
	STATE(o, id, "waiting");
	WANT(o, RC_OK, run_next(o, p, o->now_ms));
	struct sql_job_view row = look(o, id);
	assert_true(str_eqz(row.state, "done"));
	assert_true(str_eqz(row.result, "Đã làm xong."));
	assert_true(str_eqz(row.link, "/unit"));
	assert_true(str_eqz(row.facts, "{\"Đã thêm\":\"7 người\"}"));
	assert_int_equal(row.attempts, 1);
	WANT(o, RC_NOTFOUND, run_next(o, p, o->now_ms));
	assert_int_equal(done_times(o), 1);
	job_pool_free(p);
}

static void run_preview(struct office *o)
{
	struct acting *a = office_as(o, "vidu.canbo");
	a->how.preview = true;
	WANT(o, RC_OK, run_op(a, "try.work", "n", "5", NULL));
	assert_true(a->out.job_id == DB_NULL);
	assert_true(str_eqz(a->out.say, "Đã làm xong."));
	assert_int_equal(done_times(o), 0);
	assert_int_equal(list_count(office_as(o, "vidu.quantri"), "job.list", NULL), 0);
}

struct racer {
	struct office *o;
	struct job_pool *pool;
	struct db *db;
	struct err err;
	int64_t ids[64];
	int count;
	enum rc rc;
};

static void *race(void *arg)
{
	struct racer *r = arg;
	struct arena mem;
	struct job_task task;
	struct job_run *run;
	arena_init(&mem);
	while ((r->rc = job_claim(r->pool, r->db, &mem, r->o->now_ms, &task, &run)) == RC_OK) {
		r->ids[r->count++] = run->id;
		job_release(run);
	}
	arena_release(&mem);
	return NULL;
}

static void run_race(struct office *o)
{
	enum { JOBS = 30, RACERS = 2 };
	struct racer r[RACERS] = {0};
	pthread_t t[RACERS];
	bool seen[1000] = {0};
	int total = 0;
	for (int i = 0; i < JOBS; i++)
		queue(o, "vidu.canbo", "try.work");
	for (int i = 0; i < RACERS; i++) {
		r[i] = (struct racer){.o = o, .pool = pool()};
		r[i].db = db_fixture_connect(o->f, &r[i].err);
		db_err_to(r[i].db, &r[i].err);
	}
	for (int i = 0; i < RACERS; i++)
		assert_int_equal(pthread_create(&t[i], NULL, race, &r[i]), 0);
	for (int i = 0; i < RACERS; i++) {
		pthread_join(t[i], NULL);
		if (r[i].rc != RC_NOTFOUND)
			fail_msg("%s %s", r[i].err.message, r[i].err.detail);
		for (int k = 0; k < r[i].count; k++) {
			assert_in_range(r[i].ids[k], 1, 999);
			assert_false(seen[r[i].ids[k]]);
			seen[r[i].ids[k]] = true;
			total++;
		}
		db_close(r[i].db);
		job_pool_free(r[i].pool);
	}
	assert_int_equal(total, JOBS);
}

/* --- taking over
 * ------------------------------------------------------------------------------------ */

static enum rc done_tx(void *arg)
{
	struct acting *a = arg;
	struct job_result result = {
		.say = STR("muộn"), .facts = STR("{}"), .link = STR(""), .file_id = DB_NULL};
	TRY(count_up(&a->c));
	return job_done(a->c.job, a->c.db, a->c.mem, a->c.now_ms, &result, a->c.err);
}

static void run_take_over(struct office *o)
{
	struct job_pool *dead = pool(), *other = pool();
	struct job_task task;
	struct job_run *first, *none;
	struct acting *late = office_as(o, "vidu.canbo");
	int64_t id = queue(o, "vidu.canbo", "try.work"), now = o->now_ms;
	WANT(o, RC_OK, job_claim(dead, o->f->db, &o->f->mem, now, &task, &first));
	/* Alive: the keeper's beat counts, so nobody takes it. */
	WANT(o, RC_OK, job_keep(dead, o->f->db, &o->f->mem, now + 2 * JOB_BEAT_MS));
	WANT(o, RC_NOTFOUND, run_next(o, other, now + JOB_STALE_MS + 1));
	/* Silent: another instance takes it, its own never. */
	now += 2 * JOB_BEAT_MS + JOB_STALE_MS + 1;
	WANT(o, RC_NOTFOUND, job_claim(dead, o->f->db, &o->f->mem, now, &task, &none));
	WANT(o, RC_OK, run_next(o, other, now));
	STATE(o, id, "done");
	assert_int_equal(look(o, id).attempts, 2);
	/* The first run wakes up and can neither finish nor spoil what the second did. */
	late->c.job = first;
	WANT(o, RC_CANCELLED, db_tx(o->f->db, DB_WRITE, done_tx, late));
	err_clear(&o->f->err);
	WANT(o, RC_OK, job_end(first, o->f->db, now, RC_IO, STR("muộn")));
	WANT(o, RC_OK, job_keep(dead, o->f->db, &o->f->mem, now + 2 * JOB_BEAT_MS));
	assert_int_equal(atomic_load(&first->word), JOB_LOST);
	STATE(o, id, "done");
	assert_int_equal(done_times(o), 1);
	job_release(first);
	job_pool_free(dead);
	job_pool_free(other);
}

static void run_worn_out(struct office *o)
{
	int64_t id = queue(o, "vidu.canbo", "try.work"), now = o->now_ms;
	for (int i = 0; i <= JOB_ATTEMPTS_MAX; i++, now += JOB_STALE_MS + 1) {
		struct job_pool *p = pool();
		struct job_task task;
		struct job_run *run;
		enum rc rc = job_claim(p, o->f->db, &o->f->mem, now, &task, &run);
		WANT(o, i < JOB_ATTEMPTS_MAX ? RC_OK : RC_NOTFOUND, rc);
		if (rc == RC_OK)
			job_release(run);
		job_pool_free(p);
	}
	STATE(o, id, "failed");
	assert_true(look(o, id).error.n > 0);
}

static void stop_meanwhile(struct ctx *c, int64_t piece)
{
	if (piece == 1)
		job_pool_stop(c->job->pool);
}

static void run_stop(struct office *o)
{
	struct job_pool *p = pool(), *next = pool();
	int64_t id = queue(o, "vidu.canbo", "try.long");
	meanwhile.does = stop_meanwhile;
	WANT(o, RC_OK, run_next(o, p, o->now_ms));
	meanwhile.does = NULL;
	STATE(o, id, "waiting");
	assert_int_equal(look(o, id).attempts, 0);
	assert_int_equal(done_times(o), 2);
	/* At once, without waiting for the lease. */
	WANT(o, RC_OK, run_next(o, next, o->now_ms + SECOND_LATER));
	STATE(o, id, "done");
	job_pool_free(p);
	job_pool_free(next);
}

/* --- cancelling
 * ------------------------------------------------------------------------------------- */

static void run_cancel_waiting(struct office *o)
{
	struct job_pool *p = pool();
	struct acting *a = office_as(o, "vidu.canbo");
	int64_t id = queue(o, "vidu.canbo", "try.work");
	WANT(o, RC_OK, run_op(a, "job.cancel", "id", num(o, id), NULL));
	STATE(o, id, "cancelled");
	WANT(o, RC_NOTFOUND, run_next(o, p, o->now_ms));
	WANT(o, RC_CONFLICT, run_op(a, "job.cancel", "id", num(o, id), NULL));
	assert_int_equal(done_times(o), 0);
	job_pool_free(p);
}

static enum rc cancel_tx(void *arg)
{
	struct ctx *c = arg;
	return sql_job_cancel_running(c->db, c->object_id, NULL);
}

/* As another connection would: the flag is set, and the keeper tells the run. */
static void cancel_meanwhile(struct ctx *c, int64_t piece)
{
	struct err e = {0};
	struct ctx other = {.object_id = c->job->id};
	if (piece != 1)
		return;
	assert_int_equal(db_open(c->app->db_address, 0, &other.db, &e), RC_OK);
	db_err_to(other.db, &e);
	assert_int_equal(db_tx(other.db, DB_WRITE, cancel_tx, &other), RC_OK);
	assert_int_equal(job_keep(c->job->pool, other.db, c->mem, c->now_ms), RC_OK);
	db_close(other.db);
}

static void run_cancel_running(struct office *o)
{
	struct job_pool *p = pool();
	int64_t id = queue(o, "vidu.canbo", "try.long");
	meanwhile.does = cancel_meanwhile;
	WANT(o, RC_OK, run_next(o, p, o->now_ms));
	meanwhile.does = NULL;
	STATE(o, id, "cancelled");
	assert_int_equal(done_times(o), 2);
	job_pool_free(p);
}

static void cancel_inside(struct ctx *c, int64_t piece)
{
	(void)piece;
	assert_int_equal(sql_job_cancel_running(c->db, c->job->id, NULL), RC_OK);
}

static void run_cancel_deaf(struct office *o)
{
	struct job_pool *p = pool();
	int64_t id = queue(o, "vidu.canbo", "try.deaf");
	meanwhile.does = cancel_inside;
	WANT(o, RC_OK, run_next(o, p, o->now_ms));
	meanwhile.does = NULL;
	STATE(o, id, "cancelled");
	assert_int_equal(done_times(o), 0);
	job_pool_free(p);
}

/* --- failing
 * ----------------------------------------------------------------------------------------- */

static int64_t queue_failing(struct office *o, const char *code)
{
	struct acting *a = office_as(o, "vidu.canbo");
	WANT(o, RC_OK, run_op(a, "try.fail", "code", code, NULL));
	return a->out.job_id;
}

static void run_retry(struct office *o)
{
	struct job_pool *p = pool();
	int64_t id = queue_failing(o, "busy"), now = o->now_ms;
	for (int64_t attempt = 1; attempt < JOB_ATTEMPTS_MAX; attempt++) {
		WANT(o, RC_OK, run_next(o, p, now));
		struct sql_job_view row = look(o, id);
		assert_true(str_eqz(row.state, "waiting"));
		assert_true(str_eqz(row.error, "Máy chủ kia đang bận."));
		assert_true(row.run_ms >= now + job_pause_ms(attempt));
		WANT(o, RC_NOTFOUND, run_next(o, p, row.run_ms - 1));
		now = row.run_ms;
	}
	WANT(o, RC_OK, run_next(o, p, now));
	STATE(o, id, "failed");
	assert_int_equal(done_times(o), 0);
	assert_true(job_pause_ms(1) < job_pause_ms(2) && job_pause_ms(3) < job_pause_ms(4));
	WANT(o, RC_DENIED, run_op(office_as(o, "vidu.canbo"), "job.retry", "id", num(o, id), NULL));
	WANT(o, RC_OK, run_op(office_as(o, "vidu.quantri"), "job.retry", "id", num(o, id), NULL));
	STATE(o, id, "waiting");
	assert_int_equal(look(o, id).attempts, 0);
	job_pool_free(p);
}

static void run_permanent(struct office *o)
{
	struct job_pool *p = pool();
	int64_t id = queue_failing(o, "invalid");
	WANT(o, RC_OK, run_next(o, p, o->now_ms));
	STATE(o, id, "failed");
	assert_true(str_eqz(look(o, id).error, "Tệp hỏng ở dòng 3."));
	WANT(o, RC_NOTFOUND, run_next(o, p, o->now_ms + job_pause_ms(9)));
	job_pool_free(p);
}

static void run_rights(struct office *o)
{
	struct job_pool *p = pool();
	int64_t id = queue(o, "vidu.quantri", "try.admin");
	/* Years later the grant has ended, and so has the right to what was asked for. */
	struct sql_job_view row = look(o, id);
	assert_true(str_eqz(row.state, "waiting"));
	WANT(o, RC_OK, run_next(o, p, date_start_ms(date_of(9999, 12, 31))));
	STATE(o, id, "failed");
	assert_int_equal(done_times(o), 0);
	job_pool_free(p);
}

/* As when the database server goes away, and comes back. */
static void allow(const char *address, bool yes)
{
	PGconn *pg = PQconnectdb(getenv("THIDUA_TEST_PG"));
	const char *name = strrchr(address, '/') + 1;
	char text[300];
	assert_int_equal(PQstatus(pg), CONNECTION_OK);
	snprintf(text, sizeof text, "ALTER DATABASE %s ALLOW_CONNECTIONS %s", name,
	         yes ? "true" : "false");
	PQclear(PQexec(pg, text));
	snprintf(text, sizeof text,
	         "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '%s'", name);
	PGresult *r = PQexec(pg, text);
	assert_int_equal(PQresultStatus(r), PGRES_TUPLES_OK);
	PQclear(r);
	PQfinish(pg);
}

static void cut_meanwhile(struct ctx *c, int64_t piece)
{
	(void)piece;
	allow(c->app->db_address, false);
}

static void run_cut(struct office *o)
{
	struct job_pool *p = pool();
	struct job_runner r = {.app = &o->app, .pool = p};
	int64_t id = queue(o, "vidu.canbo", "try.work"), now = o->now_ms;
	meanwhile.does = cut_meanwhile;
	WANT(o, RC_IO, job_run_next(&r, o->f->db, &o->f->mem, now, &o->f->err));
	meanwhile.does = NULL;
	allow(o->f->address, true);
	/* The end of that run could not be written; it is as soon as there is a connection. */
	assert_non_null(r.open);
	db_close(o->f->db);
	err_clear(&o->f->err);
	o->f->db = db_fixture_connect(o->f, &o->f->err);
	db_err_to(o->f->db, &o->f->err);
	STATE(o, id, "running");
	WANT(o, RC_NOTFOUND, job_run_next(&r, o->f->db, &o->f->mem, now, &o->f->err));
	STATE(o, id, "waiting");
	WANT(o, RC_OK, job_run_next(&r, o->f->db, &o->f->mem, look(o, id).run_ms, &o->f->err));
	STATE(o, id, "done");
	assert_int_equal(done_times(o), 1);
	job_pool_free(p);
}

/* --- progress
 * ---------------------------------------------------------------------------------------- */

static void look_meanwhile(struct ctx *c, int64_t piece)
{
	struct err e = {0};
	struct db *other;
	struct sql_job_view row;
	assert_int_equal(db_open(c->app->db_address, 0, &other, &e), RC_OK);
	db_err_to(other, &e);
	assert_int_equal(job_keep(c->job->pool, other, c->mem, c->now_ms), RC_OK);
	assert_int_equal(sql_job_view(other, c->mem, c->job->id, &row), RC_OK);
	assert_true(str_eqz(row.state, "running"));
	assert_int_equal(row.done, piece);
	assert_int_equal(row.total, 3);
	assert_true(str_eq(row.say, arena_printf(c->mem, "phần %d", (int)piece + 1)));
	db_close(other);
}

static void run_progress(struct office *o)
{
	struct job_pool *p = pool();
	int64_t id = queue(o, "vidu.canbo", "try.long");
	meanwhile.does = look_meanwhile;
	WANT(o, RC_OK, run_next(o, p, o->now_ms));
	meanwhile.does = NULL;
	STATE(o, id, "done");
	job_pool_free(p);
}

static void run_lists(struct office *o)
{
	int64_t mine = queue(o, "vidu.canbo", "try.work");
	queue(o, "vidu.daumoi", "try.work");
	assert_int_equal(list_count(office_as(o, "vidu.canbo"), "job.list", NULL), 1);
	assert_int_equal(list_count(office_as(o, "vidu.quantri"), "job.list", NULL), 2);
	WANT(o, RC_OK, run_op(office_as(o, "vidu.canbo"), "job.view", "id", num(o, mine), NULL));
	WANT(o, RC_NOTFOUND, run_op(office_as(o, "vidu.daumoi"), "job.view", "id", num(o, mine), NULL));
	WANT(o, RC_NOTFOUND,
	     run_op(office_as(o, "vidu.daumoi"), "job.cancel", "id", num(o, mine), NULL));
}

/* --- all threads together
 * ---------------------------------------------------------------------------------- */

static void run_threads(struct office *o)
{
	enum { JOBS = 12 };
	struct background *b;
	int64_t ids[JOBS], begun = clock_mono_ms();
	int left = JOBS;
	o->now_ms = clock_now_ms();
	WANT(o, RC_OK, background_start(&o->app, &b, &o->f->err));
	for (int i = 0; i < JOBS; i++)
		ids[i] = queue(o, "vidu.canbo", i % 2 ? "try.work" : "try.long");
	while (left && clock_mono_ms() - begun < 60000) {
		left = 0;
		for (int i = 0; i < JOBS; i++)
			left += !str_eqz(look(o, ids[i]).state, "done");
		nanosleep(&(struct timespec){.tv_nsec = 20000000}, NULL);
	}
	assert_int_equal(left, 0);
	/* A job asked for in this process is woken for, not polled for. */
	int64_t asked = clock_mono_ms(), id = queue(o, "vidu.canbo", "try.work");
	while (!str_eqz(look(o, id).state, "done") && clock_mono_ms() - asked < 20000)
		nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
	STATE(o, id, "done");
	background_stop(b);
	assert_int_equal(done_times(o), JOBS / 2 + JOBS / 2 * 3 + 1);
}

#define BOTH(name, body)                                                                           \
	static void name(void **state)                                                                 \
	{                                                                                              \
		(void)state;                                                                               \
		office_each_engine(body);                                                                  \
	}
BOTH(a_job_is_done_once_as_the_one_who_asked, run_once)
BOTH(a_preview_is_no_job, run_preview)
BOTH(two_instances_never_claim_the_same_job, run_race)
BOTH(a_silent_run_is_taken_over_and_can_do_nothing_more, run_take_over)
BOTH(a_job_that_brings_down_its_process_is_given_up, run_worn_out)
BOTH(stopping_puts_a_job_back_without_counting_it, run_stop)
BOTH(a_waiting_job_is_cancelled_at_once, run_cancel_waiting)
BOTH(a_running_job_sees_that_it_was_cancelled, run_cancel_running)
BOTH(a_job_that_does_not_look_is_rolled_back, run_cancel_deaf)
BOTH(a_failure_that_may_pass_is_tried_again_ever_later, run_retry)
BOTH(a_permanent_failure_is_not_repeated, run_permanent)
BOTH(rights_are_looked_at_again_when_it_runs, run_rights)
BOTH(progress_is_seen_from_another_connection, run_progress)
BOTH(people_see_their_own_jobs_and_administrators_all, run_lists)
BOTH(threads_run_what_is_queued, run_threads)

static void a_lost_connection_loses_no_job(void **state)
{
	(void)state;
	office_on(DB_POSTGRES, run_cut);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_job_is_done_once_as_the_one_who_asked),
		cmocka_unit_test(a_preview_is_no_job),
		cmocka_unit_test(two_instances_never_claim_the_same_job),
		cmocka_unit_test(a_silent_run_is_taken_over_and_can_do_nothing_more),
		cmocka_unit_test(a_job_that_brings_down_its_process_is_given_up),
		cmocka_unit_test(stopping_puts_a_job_back_without_counting_it),
		cmocka_unit_test(a_waiting_job_is_cancelled_at_once),
		cmocka_unit_test(a_running_job_sees_that_it_was_cancelled),
		cmocka_unit_test(a_job_that_does_not_look_is_rolled_back),
		cmocka_unit_test(a_failure_that_may_pass_is_tried_again_ever_later),
		cmocka_unit_test(a_permanent_failure_is_not_repeated),
		cmocka_unit_test(rights_are_looked_at_again_when_it_runs),
		cmocka_unit_test(a_lost_connection_loses_no_job),
		cmocka_unit_test(progress_is_seen_from_another_connection),
		cmocka_unit_test(people_see_their_own_jobs_and_administrators_all),
		cmocka_unit_test(threads_run_what_is_queued),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The timetable: once by one instance, whatever was missed and however the clock jumps; on both
 * engines. */
#include "office_fixture.h"

#include "app/job/job.h"
#include "app/table.h"
#include "db/sql_job.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <pthread.h>

static int nights; /* how often the operation below was done */

static enum rc try_nightly(struct ctx *c, const void *in, struct out *out)
{
	(void)c;
	(void)in;
	(void)out;
	nights++;
	return RC_OK;
}

static const struct op try_ops[] = {{.name = "try.nightly",
                                     .title = "Thử đêm",
                                     .help = "Thử.",
                                     .kind = OP_WRITE,
                                     .scope = SCOPE_ANY,
                                     .flags = OP_INTERNAL | OP_NO_JOURNAL,
                                     .run = try_nightly},
                                    {0}};

const struct op *const op_tables[] = {APP_OPS, try_ops, NULL};

/* The next job, by a pool of its own. */
static enum rc run_next(struct office *o, int64_t now_ms)
{
	struct job_pool *p;
	assert_int_equal(job_pool_new(&p, NULL), RC_OK);
	struct job_runner r = {.app = &o->app, .pool = p};
	enum rc rc = job_run_next(&r, o->f->db, &o->f->mem, now_ms, &o->f->err);
	job_pool_free(p);
	return rc;
}

struct steps {
	int count;
};

static enum rc one_step(void *arg, struct db *db, struct arena *mem, int64_t now_ms, struct err *e)
{
	struct steps *s = arg;
	(void)db;
	(void)mem;
	(void)now_ms;
	(void)e;
	s->count++;
	return RC_OK;
}

static void run_schedule(struct office *o)
{
	static const struct schedule_entry entries[] = {
		{.name = "try", .op = "try.nightly", .title = "Thử đêm", .minute = 30},
	};
	struct schedule a, b;
	int queued, total = 0;
	int64_t now = o->now_ms;
	schedule_init(&a, entries, COUNT(entries), STR("a"));
	schedule_init(&b, entries, COUNT(entries), STR("b"));
	/* 08:00: the first time comes in the night. */
	assert_int_equal(schedule_next_ms(&entries[0], now) - now, (16 * 60 + 30) * 60000);
	WANT(o, RC_OK, schedule_tick(&a, o->f->db, &o->f->mem, now, &queued, &o->f->err));
	assert_int_equal(queued, 0);
	/* Nothing ran for three nights: once, whoever looks first. */
	now += (int64_t)3 * 24 * 3600 * 1000;
	for (int i = 0; i < 3; i++) {
		WANT(o, RC_OK, schedule_tick(&a, o->f->db, &o->f->mem, now, &queued, &o->f->err));
		total += queued;
		WANT(o, RC_OK, schedule_tick(&b, o->f->db, &o->f->mem, now, &queued, &o->f->err));
		total += queued;
	}
	assert_int_equal(total, 1);
	nights = 0;
	WANT(o, RC_OK, run_next(o, now));
	assert_int_equal(nights, 1);
}

struct ticker {
	struct schedule s;
	struct db *db;
	struct err err;
	int64_t now_ms;
	int queued;
	enum rc rc;
};

static void *tick(void *arg)
{
	struct ticker *t = arg;
	struct arena mem;
	arena_init(&mem);
	t->rc = schedule_tick(&t->s, t->db, &mem, t->now_ms, &t->queued, &t->err);
	arena_release(&mem);
	return NULL;
}

static void run_schedule_race(struct office *o)
{
	static const struct schedule_entry entries[] = {
		{.name = "try", .op = "try.nightly", .title = "Thử đêm", .minute = 30},
	};
	struct ticker t[2] = {0};
	pthread_t thread[2];
	for (int i = 0; i < 2; i++) {
		schedule_init(&t[i].s, entries, COUNT(entries), i ? STR("b") : STR("a"));
		t[i].db = db_fixture_connect(o->f, &t[i].err);
		db_err_to(t[i].db, &t[i].err);
		t[i].now_ms = o->now_ms;
	}
	for (int day = 0; day < 10; day++) {
		for (int i = 0; i < 2; i++)
			assert_int_equal(pthread_create(&thread[i], NULL, tick, &t[i]), 0);
		for (int i = 0; i < 2; i++) {
			pthread_join(thread[i], NULL);
			if (t[i].rc != RC_OK)
				fail_msg("%s %s", t[i].err.message, t[i].err.detail);
			t[i].now_ms += (int64_t)24 * 3600 * 1000;
		}
		assert_int_equal(t[0].queued + t[1].queued, day > 0);
		WANT(o, day > 0 ? RC_OK : RC_NOTFOUND, run_next(o, t[0].now_ms));
	}
	db_close(t[0].db);
	db_close(t[1].db);
}

static void run_steps(struct office *o)
{
	struct steps mine = {0}, others = {0};
	struct schedule_entry at_a = {.name = "step", .every_ms = 2000, .step = one_step, .arg = &mine};
	struct schedule_entry at_b = at_a;
	struct schedule a, b;
	int queued;
	at_b.arg = &others;
	schedule_init(&a, &at_a, 1, STR("a"));
	schedule_init(&b, &at_b, 1, STR("b"));
	int64_t now = o->now_ms;
	for (int i = 0; i < 100; i++, now += 1000) {
		WANT(o, RC_OK, schedule_tick(&a, o->f->db, &o->f->mem, now, &queued, &o->f->err));
		WANT(o, RC_OK, schedule_tick(&b, o->f->db, &o->f->mem, now, &queued, &o->f->err));
	}
	assert_int_equal(mine.count, 50);
	assert_int_equal(others.count, 0);
	/* The holder is gone: within the hold another one goes on. */
	for (int i = 0; i < SCHEDULE_HOLD_MS / 1000 + 10; i++, now += 1000)
		WANT(o, RC_OK, schedule_tick(&b, o->f->db, &o->f->mem, now, &queued, &o->f->err));
	assert_in_range(others.count, 4, 20);
}

/* The clock ran two years ahead and is put right, before one process's eyes and behind another's
 * back. */
static void run_set_back(struct office *o)
{
	struct steps mine = {0}, others = {0};
	struct schedule_entry at_a[] = {
		{.name = "step", .every_ms = 2000, .step = one_step, .arg = &mine},
		{.name = "try", .op = "try.nightly", .title = "Thử đêm", .minute = 30}};
	struct schedule_entry at_b[] = {at_a[0], at_a[1]};
	struct schedule a, b;
	int queued;
	int64_t now = o->now_ms, day = (int64_t)24 * 3600 * 1000, ahead = now + 730 * day;
	at_b[0].arg = &others;
	schedule_init(&a, at_a, 2, STR("a"));
	WANT(o, RC_OK, schedule_tick(&a, o->f->db, &o->f->mem, ahead, &queued, &o->f->err));
	assert_int_equal(mine.count, 1);
	/* The same process sees it. */
	WANT(o, RC_OK, schedule_tick(&a, o->f->db, &o->f->mem, now, &queued, &o->f->err));
	assert_int_equal(mine.count, 2);
	assert_int_equal(queued, 0);
	WANT(o, RC_OK, schedule_tick(&a, o->f->db, &o->f->mem, now + day, &queued, &o->f->err));
	assert_int_equal(queued, 1);
	/* Another one was started after it had happened again. */
	schedule_init(&a, at_a, 2, STR("a"));
	WANT(o, RC_OK, schedule_tick(&a, o->f->db, &o->f->mem, ahead, &queued, &o->f->err));
	schedule_init(&b, at_b, 2, STR("b"));
	now += 2 * day;
	WANT(o, RC_OK, schedule_tick(&b, o->f->db, &o->f->mem, now, &queued, &o->f->err));
	assert_int_equal(others.count, 1);
	struct sql_schedule_all *rows;
	size_t n;
	WANT(o, RC_OK, sql_schedule_all(o->f->db, &o->f->mem, &rows, &n));
	for (size_t i = 0; i < n; i++)
		assert_true(rows[i].next_ms <= now + day && rows[i].last_ms <= now);
	/* What was queued and sent for then is done now. */
	WANT(o, RC_OK, run_next(o, now));
}

#define BOTH(name, body)                                                                           \
	static void name(void **state)                                                                 \
	{                                                                                              \
		(void)state;                                                                               \
		office_each_engine(body);                                                                  \
	}
BOTH(what_was_missed_is_done_once_by_one_instance, run_schedule)
BOTH(instances_race_for_the_timetable_and_one_wins, run_schedule_race)
BOTH(a_clock_set_back_stops_nothing, run_set_back)
BOTH(steps_have_one_holder_until_it_is_gone, run_steps)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_missed_is_done_once_by_one_instance),
		cmocka_unit_test(instances_race_for_the_timetable_and_one_wins),
		cmocka_unit_test(a_clock_set_back_stops_nothing),
		cmocka_unit_test(steps_have_one_holder_until_it_is_gone),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* background.c: the threads beside the web server, and the timetable. */
#include "app/job/job.h"
#include "auth/seen.h"
#include "base/clock.h"
#include "base/log.h"
#include "index/index.h"
#include "job/looked.h"
#include "job/loop.h"
#include "journal/seal.h"

#include <limits.h>
#include <malloc.h>

#define RUNNERS 2
#define LOOPS (RUNNERS + 3)

#define KEEP_HEAD_MS ((int64_t)60 * 1000)
#define LONG_TICK_MS 20

struct background {
	struct job_pool *pool;
	struct job_runner runners[RUNNERS];
	struct schedule schedule;
	struct schedule_entry entries[SCHEDULE_MAX];
	struct outbox outbox;
	struct loop_def defs[LOOPS];
	struct loops *loops;
	struct app *app;
	int64_t looked_ms; /* when looks were last written */
	int64_t seen_ms;   /* when last uses were */
	bool sealed_all;
	int64_t kept_ms; /* when the newest head was last written beside the database */
};

/* --- steps ------------------------------------------------------------------------------ */

static enum rc runner_step(void *arg, struct db *db, struct arena *mem, struct err *e)
{
	return job_run_next(arg, db, mem, clock_now_ms(), e);
}

static enum rc keeper_step(void *arg, struct db *db, struct arena *mem, struct err *e)
{
	struct background *b = arg;
	(void)e;
	int64_t now_ms = clock_now_ms();
	TRY(job_keep(b->pool, db, mem, now_ms));
	if (now_ms - b->seen_ms >= SEEN_MS) {
		b->seen_ms = now_ms;
		TRY(seen_write(b->app->seen, db));
	}
	if (now_ms - b->looked_ms < LOOKED_MS)
		return RC_NOTFOUND;
	b->looked_ms = now_ms;
	TRY(looked_write(b->app->looked, db, now_ms));
	return RC_NOTFOUND;
}

static enum rc schedule_step(void *arg, struct db *db, struct arena *mem, struct err *e)
{
	struct background *b = arg;
	int queued;
	int64_t began = clock_mono_ms();
	enum rc rc = schedule_tick(&b->schedule, db, mem, clock_now_ms(), &queued, e);
	/* What took long has used memory for once; the library would keep it for ever. */
	if (clock_mono_ms() - began >= LONG_TICK_MS)
		malloc_trim(0);
	TRY(rc);
	if (queued)
		job_wake(b->pool);
	return RC_NOTFOUND;
}

static enum rc outbox_loop_step(void *arg, struct db *db, struct arena *mem, struct err *e)
{
	return outbox_step(arg, db, mem, clock_now_ms(), e);
}

/* The newest head in the data folder shows when an older database was put beside it. */
static enum rc keep_head(const struct background *b, struct db *db, struct err *e)
{
	char path[PATH_MAX];
	snprintf(path, sizeof path, "%s/" JOURNAL_HEAD_FILE, b->app->data_dir);
	return journal_head_keep(db, path, e);
}

/* Journal lines become part of the chain soon after their transaction. */
static enum rc seal_step(void *arg, struct db *db, struct arena *mem, int64_t now_ms, struct err *e)
{
	struct background *b = arg;
	(void)mem;
	TRY(journal_seal_run(db, b->app->keys, b->sealed_all ? JOURNAL_SEAL_STEP : JOURNAL_SEAL_ALL,
	                     now_ms, e));
	b->sealed_all = true;
	if (now_ms - b->kept_ms < KEEP_HEAD_MS)
		return RC_OK;
	b->kept_ms = now_ms;
	return keep_head(b, db, e);
}

/* What changed comes into the sets that searches go by. */
static enum rc index_step(void *arg, struct db *db, struct arena *mem, int64_t now_ms,
                          struct err *e)
{
	(void)arg;
	(void)mem;
	(void)now_ms;
	(void)e;
	return index_settle_all(db);
}

/* --- start and stop ------------------------------------------------------------------------ */

static void fill(struct background *b)
{
	struct loop_def *d = b->defs;
	const struct schedule_entry steps[] = {
		{.name = "seal-step", .every_ms = 2000, .step = seal_step, .arg = b},
		{.name = "index-step", .every_ms = 3000, .step = index_step}};
	int count = job_timetable_count + COUNT(steps);
	BUG_ON(count > SCHEDULE_MAX);
	memcpy(b->entries, job_timetable, (size_t)job_timetable_count * sizeof *b->entries);
	memcpy(b->entries + job_timetable_count, steps, sizeof steps);
	schedule_init(&b->schedule, b->entries, count, job_pool_name(b->pool));
	b->outbox.keys = b->app->keys;
	for (int i = 0; i < RUNNERS; i++) {
		b->runners[i] = (struct job_runner){.app = b->app, .pool = b->pool};
		*d++ = (struct loop_def){"jobs", runner_step, &b->runners[i], 1000, false};
	}
	*d++ = (struct loop_def){"keeper", keeper_step, b, 300, true};
	*d++ = (struct loop_def){"schedule", schedule_step, b, 500, true};
	*d++ = (struct loop_def){"outbox", outbox_loop_step, &b->outbox, 2000, true};
	BUG_ON(d != b->defs + LOOPS);
}

enum rc background_start(struct app *app, struct background **out, struct err *e)
{
	struct background *b = calloc(1, sizeof *b);
	*out = NULL;
	BUG_ON(!b);
	b->app = app;
	b->looked_ms = b->seen_ms = clock_now_ms();
	app->looked = looked_new();
	app->seen = seen_new();
	enum rc rc = job_pool_new(&b->pool, e);
	if (rc == RC_OK) {
		app->jobs = b->pool;
		fill(b);
		rc = loops_start(app->db_address, b->defs, LOOPS, &b->loops, e);
	}
	if (rc != RC_OK) {
		app->jobs = NULL;
		looked_free(app->looked);
		seen_free(app->seen);
		app->looked = NULL;
		app->seen = NULL;
		job_pool_free(b->pool);
		free(b);
		return rc;
	}
	job_pool_wakes(b->pool, b->loops);
	*out = b;
	return RC_OK;
}

/* What was written up to the end is sealed and signed before the process goes. */
static void seal_the_rest(struct background *b)
{
	struct db *db;
	struct err e = {0};
	enum rc rc = db_open(b->app->db_address, 0, &db, &e);
	if (rc == RC_OK) {
		db_err_to(db, &e);
		rc = seen_write(b->app->seen, db);
		if (rc == RC_OK)
			rc = looked_write(b->app->looked, db, clock_now_ms());
		if (rc != RC_OK)
			log_line(LOG_ERROR, "looked", "code=%s detail=%s", rc_word(rc), e.detail);
		err_clear(&e);
		rc = journal_seal_run(db, b->app->keys, JOURNAL_SEAL_ALL, clock_now_ms(), &e);
		if (rc == RC_OK)
			rc = keep_head(b, db, &e);
	}
	db_close(db);
	if (rc != RC_OK)
		log_line(LOG_ERROR, "seal", "code=%s message=%s detail=%s", rc_word(rc), e.message,
		         e.detail);
}

void background_stop(struct background *b)
{
	if (!b)
		return;
	job_pool_stop(b->pool);
	job_pool_wakes(b->pool, NULL);
	loops_stop(b->loops);
	seal_the_rest(b);
	/* A run whose end could not be written is taken over like one that crashed. */
	for (int i = 0; i < RUNNERS; i++)
		if (b->runners[i].open)
			job_release(b->runners[i].open);
	looked_free(b->app->looked);
	seen_free(b->app->seen);
	b->app->looked = NULL;
	b->app->seen = NULL;
	job_pool_free(b->pool);
	free(b);
}

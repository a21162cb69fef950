#include "job/loop.h"

#include "base/log.h"

#include <errno.h>
#include <pthread.h>

#define FAILED_PAUSE_MS 5000

struct loop {
	struct loops *all;
	const struct loop_def *def;
	pthread_t thread;
};

struct loops {
	pthread_mutex_t lock;
	pthread_cond_t wake;
	unsigned woken; /* counts wake-ups, so that none is missed between two looks */
	bool stop;
	const char *db_address;
	int count;
	struct loop items[];
};

static bool stopping(struct loops *l)
{
	pthread_mutex_lock(&l->lock);
	bool stop = l->stop;
	pthread_mutex_unlock(&l->lock);
	return stop;
}

static unsigned woken(struct loops *l)
{
	pthread_mutex_lock(&l->lock);
	unsigned n = l->woken;
	pthread_mutex_unlock(&l->lock);
	return n;
}

/* Until the time is over, somebody wakes, or the end. */
static void pause_for(struct loop *me, int pause_ms, unsigned seen)
{
	struct loops *l = me->all;
	struct timespec until;
	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += pause_ms / 1000;
	until.tv_nsec += (long)(pause_ms % 1000) * 1000000;
	if (until.tv_nsec >= 1000000000)
		until.tv_sec++, until.tv_nsec -= 1000000000;
	pthread_mutex_lock(&l->lock);
	while (!l->stop && (me->def->no_wake || l->woken == seen))
		if (pthread_cond_timedwait(&l->wake, &l->lock, &until) == ETIMEDOUT)
			break;
	pthread_mutex_unlock(&l->lock);
}

static enum rc one_step(const struct loop *me, struct db **db, struct arena *mem, struct err *e)
{
	err_clear(e);
	if (!*db) {
		TRY(db_open(me->all->db_address, 0, db, e));
		db_err_to(*db, e);
	}
	enum rc rc = me->def->step(me->def->arg, *db, mem, e);
	db_err_to(*db, e);
	if (rc == RC_IO) {
		db_close(*db);
		*db = NULL;
	}
	return rc;
}

static void *loop_main(void *arg)
{
	struct loop *me = arg;
	struct db *db = NULL;
	struct arena mem;
	struct err e = {0};
	arena_init(&mem);
	while (!stopping(me->all)) {
		unsigned seen = woken(me->all);
		enum rc rc = one_step(me, &db, &mem, &e);
		arena_reset(&mem);
		if (rc == RC_NOTFOUND) {
			pause_for(me, me->def->pause_ms, seen);
		} else if (rc != RC_OK) {
			log_line(LOG_ERROR, "loop", "name=%s code=%s message=%s detail=%s", me->def->name,
			         rc_word(rc), e.message, e.detail);
			pause_for(me, FAILED_PAUSE_MS, seen);
		}
	}
	arena_release(&mem);
	db_close(db);
	return NULL;
}

static bool init_lock(struct loops *l)
{
	pthread_condattr_t attr;
	if (pthread_mutex_init(&l->lock, NULL) != 0 || pthread_condattr_init(&attr) != 0)
		return false;
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	int failed = pthread_cond_init(&l->wake, &attr);
	pthread_condattr_destroy(&attr);
	return !failed;
}

enum rc loops_start(const char *db_address, const struct loop_def *defs, int count,
                    struct loops **out, struct err *e)
{
	struct loops *l = calloc(1, sizeof *l + (size_t)count * sizeof *l->items);
	*out = NULL;
	if (!l || !init_lock(l)) {
		free(l);
		return err_detail(e, RC_IO, "loops: no memory");
	}
	l->db_address = db_address;
	for (int i = 0; i < count; i++) {
		l->items[i] = (struct loop){.all = l, .def = &defs[i]};
		if (pthread_create(&l->items[i].thread, NULL, loop_main, &l->items[i]) != 0) {
			loops_stop(l);
			return err_detail(e, RC_IO, "loops: no thread");
		}
		l->count++;
	}
	*out = l;
	return RC_OK;
}

void loops_wake(struct loops *l)
{
	if (!l)
		return;
	pthread_mutex_lock(&l->lock);
	l->woken++;
	pthread_cond_broadcast(&l->wake);
	pthread_mutex_unlock(&l->lock);
}

void loops_stop(struct loops *l)
{
	if (!l)
		return;
	pthread_mutex_lock(&l->lock);
	l->stop = true;
	pthread_cond_broadcast(&l->wake);
	pthread_mutex_unlock(&l->lock);
	for (int i = 0; i < l->count; i++)
		pthread_join(l->items[i].thread, NULL);
	pthread_cond_destroy(&l->wake);
	pthread_mutex_destroy(&l->lock);
	free(l);
}

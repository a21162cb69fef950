#include "base/clock.h"
#include "base/log.h"
#include "http/internal.h"
#include "http/request.h"

#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

#define SLOW_NICE 10
#define SLOW_TURN_NS 20000000

static const int64_t bucket_us[11] = {500,   1000,   2000,   5000,   10000,  20000,
                                      50000, 100000, 200000, 500000, 1000000};

void count_answer(struct counters *c, int status, int64_t latency_us)
{
	int class = status / 100, i = 0;
	while (i < 11 && latency_us > bucket_us[i])
		i++;
	atomic_fetch_add(&c->requests, 1);
	atomic_fetch_add(&c->by_class[class >= 1 && class <= 5 ? class : 0], 1);
	atomic_fetch_add(&c->latency_bucket[i], 1);
	atomic_fetch_add(&c->latency_us_sum, latency_us);
}

static void log_answer(const struct job *j, int status, int64_t took_us)
{
	enum log_level level = status >= 500 ? LOG_WARN : LOG_DEBUG;
	log_line(level, "http", "id=%.*s status=%d ms=%lld path=%.*s", STR_ARG(j->req.id), status,
	         (long long)(took_us / 1000), STR_ARG(j->req.path));
}

static void admit(struct worker *w, struct job *j)
{
	const struct http_handler *h = &w->server->handler;
	j->refusal = request_fill(&w->mem, &j->req, NULL);
	if (!j->refusal && h->admit)
		j->refusal = h->admit(w->state, &w->mem, &j->req);
	/* What was filled is gone with the arena; the second look begins anew. */
	j->req.args = j->req.cookies = NULL;
	j->req.arg_count = j->req.cookie_count = 0;
	j->req.content_type = STR_NULL;
	job_return(j, NULL);
}

static void handle(struct worker *w, struct job *j)
{
	struct http_server *s = w->server;
	struct http_response res;
	response_init(&res, &w->mem);
	int refused = request_fill(&w->mem, &j->req, &j->body);
	if (refused)
		response_error(&res, &s->handler, refused);
	else
		s->handler.handle(w->state, &w->mem, &j->req, &res);
	if (res.body.failed) {
		log_line(LOG_ERROR, "http", "id=%.*s too_long=%zu", STR_ARG(j->req.id), res.body.max);
		response_error(&res, &s->handler, 500);
	}
	if (s->config.gzip && !w->gzip)
		w->gzip = gzip_new();
	response_gzip(&res, &j->req, w->gzip);
	response_defaults(&res, j->req.tls, j->req.id);
	int64_t took_us = clock_mono_us() - j->queued_us;
	log_answer(j, res.status, took_us);
	count_answer(&s->counters, res.status, took_us);
	job_return(j, &res);
}

static void run_job(struct worker *w, struct job *j)
{
	struct http_server *s = w->server;
	atomic_fetch_add(&s->counters.busy, 1);
	if (j->step == JOB_ADMITTING)
		admit(w, j);
	else
		handle(w, j);
	/* Not a byte of the job may be touched any more. */
	arena_reset(&w->mem);
	atomic_fetch_sub(&s->counters.busy, 1);
}

static void say_ready(struct worker *w, bool ok)
{
	struct http_server *s = w->server;
	pthread_mutex_lock(&s->lock);
	s->workers_ready += ok;
	s->workers_failed += !ok;
	pthread_cond_signal(&s->change);
	pthread_mutex_unlock(&s->lock);
}

/* What the kernel takes (sched_setattr(2), first version); the C library has no word for it yet. */
struct turn {
	uint32_t size, policy;
	uint64_t flags;
	int32_t nice;
	uint32_t priority;
	uint64_t runtime, deadline, period;
};

/*
 * What waits for an export waits long anyway; a page should not. So this thread gets a small
 * share, never pushes another aside, and asks for long turns, which is what lets those who want
 * short ones interrupt it (Linux 6.12; earlier ones go by the share alone).
 */
static void give_way(void)
{
	struct turn t = {
		.size = sizeof t, .policy = SCHED_BATCH, .nice = SLOW_NICE, .runtime = SLOW_TURN_NS};
	if (syscall(SYS_sched_setattr, 0, &t, 0u) != 0)
		log_line(LOG_WARN, "http", "slow worker keeps its priority");
}

static void *work(void *arg)
{
	struct worker *w = arg;
	const struct http_handler *h = &w->server->handler;
	if (w->queue == &w->server->slow)
		give_way();
	arena_init(&w->mem);
	w->state = h->worker_init ? h->worker_init(h->app) : NULL;
	bool ok = w->state || !h->worker_init;
	say_ready(w, ok);
	struct job *j;
	while (ok && (j = queue_pop(w->queue)))
		run_job(w, j);
	if (w->state && h->worker_free)
		h->worker_free(w->state);
	gzip_free(w->gzip);
	arena_release(&w->mem);
	return NULL;
}

enum rc workers_start(struct http_server *s, struct err *e)
{
	int begun = 0;
	for (; begun < s->worker_count; begun++) {
		struct worker *w = &s->workers[begun];
		w->server = s;
		w->queue = begun < s->config.workers ? &s->queue : &s->slow;
		if (pthread_create(&w->thread, NULL, work, w) != 0)
			break;
		w->running = true;
	}
	pthread_mutex_lock(&s->lock);
	while (s->workers_ready + s->workers_failed < begun)
		pthread_cond_wait(&s->change, &s->lock);
	int ready = s->workers_ready;
	pthread_mutex_unlock(&s->lock);
	if (ready < s->worker_count)
		return err_detail(e, RC_IO, "only %d of %d workers started", ready, s->worker_count);
	return RC_OK;
}

void workers_stop(struct http_server *s)
{
	queue_close(&s->queue);
	queue_close(&s->slow);
	for (int i = 0; s->workers && i < s->worker_count; i++)
		if (s->workers[i].running)
			pthread_join(s->workers[i].thread, NULL);
}

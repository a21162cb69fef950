/* Starting and stopping the server, its configuration and its counters. */
#include "base/clock.h"
#include "http/internal.h"
#include "http/listen.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <unistd.h>

#define PEM_MAX ((size_t)256 * 1024)

/* Exports may take half the machine, never all of it. */
static int slow_workers(void)
{
	long half = sysconf(_SC_NPROCESSORS_ONLN) / 2;
	return half < 1 ? 1 : half > 4 ? 4 : (int)half;
}

void http_config_defaults(struct http_config *c)
{
	*c = (struct http_config){.address = "127.0.0.1",
	                          .listen_fd = -1,
	                          .workers = 6,
	                          .slow_workers = slow_workers(),
	                          .queue_max = 256,
	                          .connections_max = 1024,
	                          .per_address_max = 64,
	                          .header_timeout_ms = 10000,
	                          .body_timeout_ms = 60000,
	                          .idle_timeout_ms = 30000,
	                          .total_timeout_ms = 300000,
	                          .min_rate = 8192,
	                          .gzip = true};
}

static int tick_ms(const struct http_config *c)
{
	int least = c->header_timeout_ms;
	if (c->body_timeout_ms < least)
		least = c->body_timeout_ms;
	if (c->idle_timeout_ms < least)
		least = c->idle_timeout_ms;
	return least / 10 < 10 ? 10 : least / 10 > 250 ? 250 : least / 10;
}

static enum rc read_pem(const char *path, struct buf *b, struct err *e)
{
	buf_init(b, PEM_MAX);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	char *to = fd >= 0 ? buf_room(b, PEM_MAX) : NULL;
	ssize_t n = to ? read(fd, to, PEM_MAX - 1) : -1;
	if (fd >= 0)
		close(fd);
	if (n <= 0)
		return err_set(e, RC_IO, "Không đọc được tệp “%s”. Xin kiểm tra đường dẫn và quyền đọc.",
		               path);
	to[n] = 0;
	b->n = (size_t)n;
	return RC_OK;
}

static void wipe(struct buf *b)
{
	if (b->p)
		explicit_bzero(b->p, b->n);
	buf_release(b);
}

static enum rc start_tcp(struct http_server *s, struct err *e)
{
	const struct http_config *c = &s->config;
	struct buf cert = {0}, key = {0};
	enum rc rc = RC_OK;
	s->tcp.fd = c->listen_fd;
	if (s->tcp.fd < 0)
		TRY(listen_tcp(c->address, c->port, &s->tcp.fd, e));
	s->port = listen_port(s->tcp.fd);
	if (!c->tls_cert)
		return listener_start(&s->tcp, NULL, NULL, e);
	s->tcp.tls = true;
	if ((rc = read_pem(c->tls_cert, &cert, e)) == RC_OK &&
	    (rc = read_pem(c->tls_key, &key, e)) == RC_OK)
		rc = listener_start(&s->tcp, cert.p, key.p, e);
	wipe(&key);
	buf_release(&cert);
	return rc;
}

static enum rc start_all(struct http_server *s, struct err *e)
{
	const struct http_config *c = &s->config;
	TRY(queue_init(&s->queue, c->queue_max, e));
	TRY(queue_init(&s->slow, c->queue_max, e));
	TRY(deadlines_start(tick_ms(c), &s->deadlines, e));
	TRY(workers_start(s, e));
	if (c->local_path) {
		TRY(listen_local(c->local_path, &s->local.fd, e));
		TRY(listener_start(&s->local, NULL, NULL, e));
	}
	return start_tcp(s, e);
}

static void close_listener(struct listener *l)
{
	if (l->fd >= 0)
		close(l->fd);
	l->fd = -1;
}

/* Refuses what is new from here on: no connection is accepted, no name is left behind. */
static void refuse_new(struct http_server *s)
{
	atomic_store(&s->stopping, true);
	listener_refuse(&s->tcp);
	listener_refuse(&s->local);
	/* A passed socket goes on listening: its clients wait for the next process. */
	if (s->tcp.fd >= 0 && s->config.listen_fd < 0)
		shutdown(s->tcp.fd, SHUT_RDWR);
	if (s->local.fd >= 0) {
		shutdown(s->local.fd, SHUT_RDWR);
		unlink(s->config.local_path);
	}
	close_listener(&s->tcp);
	close_listener(&s->local);
}

static void free_all(struct http_server *s)
{
	/* The workers first: each gives its job back, so that no connection stays suspended. */
	if (s->slow.ring)
		workers_stop(s);
	listener_stop(&s->tcp);
	listener_stop(&s->local);
	deadlines_stop(s->deadlines);
	queue_release(&s->queue);
	queue_release(&s->slow);
	pthread_cond_destroy(&s->change);
	pthread_mutex_destroy(&s->lock);
	free(s->workers);
	free(s);
}

enum rc http_start(const struct http_config *c, const struct http_handler *h,
                   struct http_server **out, struct err *e)
{
	sigset_t all, before;
	struct http_server *s = calloc(1, sizeof *s);
	BUG_ON(c->workers < 1 || c->slow_workers < 1 || c->min_rate < 1 || !h->route || !h->handle);
	if (!s)
		return err_detail(e, RC_IO, "no memory for the server");
	s->config = *c;
	s->handler = *h;
	s->tcp = (struct listener){.server = s, .fd = -1};
	s->local = (struct listener){.server = s, .fd = -1, .local = true};
	s->worker_count = c->workers + c->slow_workers;
	s->workers = calloc((size_t)s->worker_count, sizeof *s->workers);
	pthread_mutex_init(&s->lock, NULL);
	pthread_cond_init(&s->change, NULL);
	if (getrandom(&s->id_base, sizeof s->id_base, 0) != sizeof s->id_base)
		s->id_base = (uint32_t)clock_mono_us();
	/* Signals are the main thread's business. */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	enum rc rc = s->workers ? start_all(s, e) : err_detail(e, RC_IO, "no memory for workers");
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (rc != RC_OK) {
		refuse_new(s);
		free_all(s);
		return rc;
	}
	*out = s;
	return RC_OK;
}

int http_port(const struct http_server *s)
{
	return s->port;
}

static bool wait_empty(struct http_server *s, int64_t until_ms)
{
	const struct timespec nap = {.tv_nsec = 2000000};
	while (atomic_load(&s->counters.connections) > 0) {
		if (clock_mono_ms() >= until_ms)
			return false;
		nanosleep(&nap, NULL);
	}
	return true;
}

void http_stop(struct http_server *s, int grace_ms)
{
	if (!s)
		return;
	refuse_new(s);
	deadlines_drain(s->deadlines, false);
	if (!wait_empty(s, clock_mono_ms() + grace_ms))
		deadlines_drain(s->deadlines, true);
	free_all(s);
}

void http_stats_get(const struct http_server *s, struct http_stats *out)
{
	const struct counters *c = &s->counters;
	*out = (struct http_stats){
		.requests = atomic_load(&c->requests),
		.rejected_full = atomic_load(&c->rejected_full),
		.rejected_guard = atomic_load(&c->rejected_guard),
		.timeouts = deadlines_cut(s->deadlines),
		.connections = atomic_load(&c->connections),
		.queue_length =
			queue_length((struct queue *)&s->queue) + queue_length((struct queue *)&s->slow),
		.busy_workers = atomic_load(&c->busy),
		.latency_us_sum = atomic_load(&c->latency_us_sum),
	};
	for (int i = 0; i < 6; i++)
		out->by_class[i] = atomic_load(&c->by_class[i]);
	for (int i = 0; i < 12; i++)
		out->latency_bucket[i] = atomic_load(&c->latency_bucket[i]);
}

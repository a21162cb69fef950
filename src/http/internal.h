/*
 * internal.h: what start.c, server.c and worker.c share.
 *
 * A job is one request on its way. It belongs to its connection: made when the
 * request line is there, freed by the completed callback, never by whoever
 * answers; a client that leaves while a worker is busy is found out only after
 * the worker has given the job back.
 */
#ifndef HTTP_INTERNAL_H
#define HTTP_INTERNAL_H

#include "http/deadline.h"
#include "http/events.h"
#include "http/guard.h"
#include "http/http.h"
#include "http/queue.h"
#include "http/response.h"
#include "http/spool.h"

#include <netinet/in.h>

struct MHD_Connection;
struct MHD_Daemon;
struct MHD_Response;

/* One TCP or local connection; belongs to its listener's event thread. */
struct conn {
	struct deadline deadline;
	struct conn *prev, *next;
	struct sockaddr_in6 addr; /* room for either family */
	char remote[INET6_ADDRSTRLEN];
	bool loopback, linger;
	int64_t peer_uid;
};

struct listener {
	struct http_server *server;
	struct MHD_Daemon *daemon;
	struct events events; /* while there is a daemon */
	struct conn *conns;
	int fd, mhd_fd; /* the same socket; the second is libmicrohttpd's */
	bool local, tls;
};

enum job_step {
	JOB_LINE,      /* the request line is there */
	JOB_ADMITTING, /* a worker asks admit() */
	JOB_BODY,      /* the body, if any, comes in */
	JOB_HANDLING,  /* a worker handles it */
	JOB_ANSWERED   /* the reply waits to be queued */
};

struct job {
	struct listener *listener;
	struct conn *conn;
	struct MHD_Connection *mhd;
	enum job_step step;
	struct arena mem; /* headers and path */
	struct str uri;   /* as sent */
	struct http_request req;
	struct http_route route;
	struct guard_body announced;
	struct spool body;
	int64_t received; /* body bytes, kept or not */
	int refusal;      /* status to answer instead of handling */
	struct MHD_Response *reply;
	int reply_status;
	int64_t reply_size;
	int64_t begun_ms;  /* the request line */
	int64_t queued_us; /* the head or the whole body */
};

struct counters {
	_Atomic int64_t requests, by_class[6], rejected_full, rejected_guard, connections, busy;
	_Atomic int64_t latency_us_sum, latency_bucket[12];
};

struct worker {
	struct http_server *server;
	struct queue *queue; /* which it serves */
	pthread_t thread;
	struct arena mem;
	struct gzip *gzip;
	void *state;
	bool running;
};

struct http_server {
	struct http_config config;
	struct http_handler handler;
	struct queue queue, slow;
	struct deadlines *deadlines;
	struct listener tcp, local;
	int port;
	struct worker *workers; /* config.workers, then config.slow_workers */
	int worker_count;
	pthread_mutex_t lock; /* started, failed */
	pthread_cond_t change;
	int workers_ready, workers_failed;
	struct counters counters;
	atomic_bool stopping;
	_Atomic uint64_t next_id;
	uint32_t id_base;
};

/* worker.c */
enum rc workers_start(struct http_server *s, struct err *e) MUST_CHECK;
void workers_stop(struct http_server *s); /* closes the queues, waits for all */
void count_answer(struct counters *c, int status, int64_t latency_us);

/*
 * server.c, called by a worker that has finished with a job: makes the reply of
 * `res` (taking its body or file) and wakes the event thread. With res == NULL
 * the job goes on without an answer (admitted).
 */
void job_return(struct job *j, struct http_response *res);

/*
 * server.c: a listener's event thread. After listener_refuse() no connection is
 * accepted; it comes before listener_stop(), at which no job of it may be with a worker.
 */
enum rc listener_start(struct listener *l, const char *cert, const char *key,
                       struct err *e) MUST_CHECK;
void listener_refuse(struct listener *l);
void listener_stop(struct listener *l);

#endif

/*
 * events.h: the thread on which a libmicrohttpd daemon handles its connections.
 *
 * The library has such a thread of its own (MHD_USE_INTERNAL_POLLING_THREAD), but up to 0.9.75 at
 * least it asks epoll for 128 events and, when it got 128, asks once more with the same timeout
 * before it handles any. 128 requests in one instant with nobody after them then wait for ever, and
 * so does everybody else (tests/http/load_test.c, a burst). Here epoll is asked without waiting,
 * and poll() does the waiting.
 */
#ifndef HTTP_EVENTS_H
#define HTTP_EVENTS_H

#include "base/rc.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

struct MHD_Daemon;

struct events {
	struct MHD_Daemon *daemon;
	pthread_t thread;
	int wake_fd; /* readable when somebody called events_wake() */
	atomic_bool stop;
};

/* `daemon` was started with MHD_USE_EPOLL and without a thread; it is borrowed until events_stop().
 */
enum rc events_start(struct events *v, struct MHD_Daemon *daemon, struct err *e) MUST_CHECK;

/*
 * Any thread, after MHD_resume_connection() or MHD_quiesce_daemon(): without a thread of its own
 * the library wakes nobody.
 */
void events_wake(struct events *v);

/* Waits for the thread. Connections stay as they are, for MHD_stop_daemon(). */
void events_stop(struct events *v);

#endif

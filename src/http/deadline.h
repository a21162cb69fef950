/*
 * deadline.h: cuts connections whose time is up.
 *
 * libmicrohttpd's own time-out counts silence, so a client that sends a byte now
 * and then stays for ever. Here every connection has one instant at which its
 * socket is shut down, moved on as the request passes from phase to phase. One
 * thread looks at all of them a few times per shortest time-out.
 *
 * The same thread lingers: a socket on which an answer went out before the body
 * was read must be read on for a while, or the reset that a plain close() causes
 * wipes out the answer (RFC 9112 9.6).
 */
#ifndef HTTP_DEADLINE_H
#define HTTP_DEADLINE_H

#include "base/rc.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct deadline {
	int fd;
	_Atomic int64_t at_ms; /* clock_mono_ms() */
	atomic_bool idle;      /* between two requests */
	bool cut;              /* the thread's own */
	struct deadline *prev, *next;
};

struct deadlines;
enum rc deadlines_start(int tick_ms, struct deadlines **out, struct err *e) MUST_CHECK;
void deadlines_stop(struct deadlines *all);

/* Add after accept, remove before close: in between the fd stays this connection's. */
void deadline_add(struct deadlines *all, struct deadline *d);
void deadline_remove(struct deadlines *all, struct deadline *d);

/* From any thread, without a lock. */
void deadline_set(struct deadline *d, int64_t at_ms, bool idle);

/* Takes a duplicate of the socket and reads it empty for a few seconds. */
void deadlines_linger(struct deadlines *all, int fd);

/* Cuts idle connections now and whenever they become idle; all: every one. */
void deadlines_drain(struct deadlines *all, bool everyone);

int64_t deadlines_cut(const struct deadlines *all);

#endif

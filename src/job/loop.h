/*
 * loop.h: the background threads of the server.
 *
 * A loop is a thread with a database connection and an arena of its own that calls a
 * step again and again: RC_OK means "there may be more, at once", RC_NOTFOUND "nothing
 * to do now", anything else is logged and followed by a longer pause; after RC_IO the
 * connection is opened anew. loops_wake() ends the pause of all loops.
 */
#ifndef JOB_LOOP_H
#define JOB_LOOP_H

#include "db/db.h"

struct loops;

struct loop_def {
	const char *name; /* in the process log */
	enum rc (*step)(void *arg, struct db *db, struct arena *mem, struct err *e);
	void *arg;
	int pause_ms;
	bool no_wake; /* keeps its pause when others are woken */
};

/* Starts a thread for each of `defs`; all must outlive the loops. RC_IO when it cannot. */
enum rc loops_start(const char *db_address, const struct loop_def *defs, int count,
                    struct loops **out, struct err *e) MUST_CHECK;

/* From any thread; NULL is allowed. */
void loops_wake(struct loops *l);

/* Waits for the running steps to end, then frees all. NULL is allowed. */
void loops_stop(struct loops *l);

#endif

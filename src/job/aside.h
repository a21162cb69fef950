/*
 * aside.h: one piece of work on the other processor while the caller goes on.
 *
 * The work has its own memory, context and err, and no database: what both touch, neither
 * changes. The caller keeps the struct and the argument until aside_wait(), which it calls in
 * any case.
 */
#ifndef JOB_ASIDE_H
#define JOB_ASIDE_H

#include <pthread.h>
#include <stdbool.h>

struct aside {
	void (*work)(void *arg);
	void *arg;
	pthread_t thread;
	bool waiting, running;
};

void aside_begin(struct aside *a, void (*work)(void *arg), void *arg);
/* When this returns the work is done: here, if there was no thread to be had. Again: nothing. */
void aside_wait(struct aside *a);

#endif

/*
 * queue.h: the bounded queue between the event threads and the workers.
 *
 * Any thread may call any function. The queue borrows what it holds.
 */
#ifndef HTTP_QUEUE_H
#define HTTP_QUEUE_H

#include "base/rc.h"

#include <pthread.h>
#include <stdbool.h>

struct queue_waiter;

struct queue {
	pthread_mutex_t lock;
	struct queue_waiter *idle; /* who waits, the last to come first */
	void **ring;
	int room, head, count, waiting;
	bool closed;
};

enum rc queue_init(struct queue *q, int max, struct err *e) MUST_CHECK;
void queue_release(struct queue *q);

/* false, at once, when it is full or closed. */
bool queue_push(struct queue *q, void *item) MUST_CHECK;

/*
 * Waits for the oldest item; NULL once the queue is closed and empty. Of several that wait, the
 * last to come is woken: a quiet server works with one thread, whose connection and caches are
 * warm.
 */
void *queue_pop(struct queue *q);

void queue_close(struct queue *q);
int queue_length(struct queue *q);

#endif

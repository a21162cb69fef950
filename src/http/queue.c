#include "http/queue.h"

/* On the stack of the thread that waits. */
struct queue_waiter {
	pthread_cond_t woken;
	bool called;
	struct queue_waiter *next;
};

enum rc queue_init(struct queue *q, int max, struct err *e)
{
	BUG_ON(max < 1);
	*q = (struct queue){.ring = calloc((size_t)max, sizeof *q->ring), .room = max};
	if (!q->ring)
		return err_detail(e, RC_IO, "no memory for a queue of %d", max);
	pthread_mutex_init(&q->lock, NULL);
	return RC_OK;
}

void queue_release(struct queue *q)
{
	if (!q->ring)
		return;
	pthread_mutex_destroy(&q->lock);
	free(q->ring);
	*q = (struct queue){0};
}

/* With the lock held. */
static void call_last(struct queue *q)
{
	struct queue_waiter *w = q->idle;
	if (!w)
		return;
	q->idle = w->next;
	q->waiting--;
	w->called = true;
	pthread_cond_signal(&w->woken);
}

static void wait_to_be_called(struct queue *q)
{
	struct queue_waiter me = {.next = q->idle};
	pthread_cond_init(&me.woken, NULL);
	q->idle = &me;
	q->waiting++;
	while (!me.called)
		pthread_cond_wait(&me.woken, &q->lock);
	pthread_cond_destroy(&me.woken);
}

bool queue_push(struct queue *q, void *item)
{
	pthread_mutex_lock(&q->lock);
	bool fits = !q->closed && q->count < q->room;
	if (fits) {
		q->ring[(q->head + q->count) % q->room] = item;
		q->count++;
		call_last(q);
	}
	pthread_mutex_unlock(&q->lock);
	return fits;
}

void *queue_pop(struct queue *q)
{
	void *item = NULL;
	pthread_mutex_lock(&q->lock);
	while (q->count == 0 && !q->closed)
		wait_to_be_called(q);
	if (q->count) {
		item = q->ring[q->head];
		q->head = (q->head + 1) % q->room;
		q->count--;
	}
	pthread_mutex_unlock(&q->lock);
	return item;
}

void queue_close(struct queue *q)
{
	pthread_mutex_lock(&q->lock);
	q->closed = true;
	while (q->idle)
		call_last(q);
	pthread_mutex_unlock(&q->lock);
}

int queue_length(struct queue *q)
{
	pthread_mutex_lock(&q->lock);
	int n = q->count;
	pthread_mutex_unlock(&q->lock);
	return n;
}

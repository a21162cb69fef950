#include "http/queue.h"

enum rc queue_init(struct queue *q, int max, struct err *e)
{
	BUG_ON(max < 1);
	*q = (struct queue){.ring = calloc((size_t)max, sizeof *q->ring), .room = max};
	if (!q->ring)
		return err_detail(e, RC_IO, "no memory for a queue of %d", max);
	pthread_mutex_init(&q->lock, NULL);
	pthread_cond_init(&q->some, NULL);
	return RC_OK;
}

void queue_release(struct queue *q)
{
	if (!q->ring)
		return;
	pthread_cond_destroy(&q->some);
	pthread_mutex_destroy(&q->lock);
	free(q->ring);
	*q = (struct queue){0};
}

bool queue_push(struct queue *q, void *item)
{
	pthread_mutex_lock(&q->lock);
	bool fits = !q->closed && q->count < q->room;
	if (fits) {
		q->ring[(q->head + q->count) % q->room] = item;
		q->count++;
	}
	pthread_mutex_unlock(&q->lock);
	if (fits)
		pthread_cond_signal(&q->some);
	return fits;
}

void *queue_pop(struct queue *q)
{
	void *item = NULL;
	pthread_mutex_lock(&q->lock);
	while (q->count == 0 && !q->closed)
		pthread_cond_wait(&q->some, &q->lock);
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
	pthread_mutex_unlock(&q->lock);
	pthread_cond_broadcast(&q->some);
}

int queue_length(struct queue *q)
{
	pthread_mutex_lock(&q->lock);
	int n = q->count;
	pthread_mutex_unlock(&q->lock);
	return n;
}

/* The bounded queue between event thread and workers. */
#include "http/queue.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define ITEMS 20000

static int numbers[ITEMS];

static void it_is_first_in_first_out_and_bounded(void **state)
{
	struct queue q;
	(void)state;
	assert_int_equal(queue_init(&q, 3, NULL), RC_OK);
	for (int round = 0; round < 5; round++) {
		for (int i = 0; i < 3; i++)
			assert_true(queue_push(&q, &numbers[i]));
		assert_false(queue_push(&q, &numbers[3]));
		assert_int_equal(queue_length(&q), 3);
		assert_ptr_equal(queue_pop(&q), &numbers[0]);
		assert_true(queue_push(&q, &numbers[3]));
		assert_ptr_equal(queue_pop(&q), &numbers[1]);
		assert_ptr_equal(queue_pop(&q), &numbers[2]);
		assert_ptr_equal(queue_pop(&q), &numbers[3]);
	}
	queue_release(&q);
}

static void once_closed_it_takes_nothing_but_gives_the_rest(void **state)
{
	struct queue q;
	(void)state;
	assert_int_equal(queue_init(&q, 3, NULL), RC_OK);
	assert_true(queue_push(&q, &numbers[0]));
	queue_close(&q);
	assert_false(queue_push(&q, &numbers[1]));
	assert_ptr_equal(queue_pop(&q), &numbers[0]);
	assert_null(queue_pop(&q));
	queue_release(&q);
}

static void *take_all(void *arg)
{
	int *item;
	while ((item = queue_pop(arg)))
		(*item)++;
	return NULL;
}

static void every_item_goes_to_exactly_one_taker(void **state)
{
	struct queue q;
	pthread_t takers[4];
	(void)state;
	assert_int_equal(queue_init(&q, 16, NULL), RC_OK);
	for (int i = 0; i < 4; i++)
		pthread_create(&takers[i], NULL, take_all, &q);
	for (int i = 0; i < ITEMS; i++)
		while (!queue_push(&q, &numbers[i]))
			sched_yield();
	queue_close(&q);
	for (int i = 0; i < 4; i++)
		pthread_join(takers[i], NULL);
	for (int i = 0; i < ITEMS; i++)
		assert_int_equal(numbers[i], 1);
	queue_release(&q);
}

struct taker {
	struct queue *q;
	int *first;
};

static void *take_one(void *arg)
{
	struct taker *t = arg;
	t->first = queue_pop(t->q);
	return NULL;
}

/* Until so many threads wait in queue_pop(). */
static void waiting(struct queue *q, int wanted)
{
	for (int n = -1; n != wanted;) {
		sched_yield();
		pthread_mutex_lock(&q->lock);
		n = q->waiting;
		pthread_mutex_unlock(&q->lock);
	}
}

static void the_last_to_come_is_woken_first(void **state)
{
	struct queue q;
	struct taker takers[3];
	pthread_t threads[3];
	(void)state;
	assert_int_equal(queue_init(&q, 16, NULL), RC_OK);
	for (int i = 0; i < 3; i++) {
		takers[i] = (struct taker){.q = &q};
		pthread_create(&threads[i], NULL, take_one, &takers[i]);
		waiting(&q, i + 1);
	}
	for (int i = 2; i >= 0; i--) {
		assert_true(queue_push(&q, &numbers[i]));
		pthread_join(threads[i], NULL);
		assert_ptr_equal(takers[i].first, &numbers[i]);
	}
	queue_release(&q);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_is_first_in_first_out_and_bounded),
		cmocka_unit_test(once_closed_it_takes_nothing_but_gives_the_rest),
		cmocka_unit_test(the_last_to_come_is_woken_first),
		cmocka_unit_test(every_item_goes_to_exactly_one_taker),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

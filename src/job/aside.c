#include "job/aside.h"

static void *run(void *arg)
{
	struct aside *a = arg;
	a->work(a->arg);
	return NULL;
}

void aside_begin(struct aside *a, void (*work)(void *arg), void *arg)
{
	*a = (struct aside){.work = work, .arg = arg, .waiting = true};
	a->running = pthread_create(&a->thread, NULL, run, a) == 0;
}

void aside_wait(struct aside *a)
{
	if (!a->waiting)
		return;
	if (a->running)
		pthread_join(a->thread, NULL);
	else
		a->work(a->arg);
	a->waiting = a->running = false;
}

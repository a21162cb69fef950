#include "http/deadline.h"
#include "base/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

#define LINGER_MAX 64
#define LINGER_MS 3000

struct lingering {
	int fd;
	int64_t until_ms;
};

struct deadlines {
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	struct deadline *first;
	struct lingering lingering[LINGER_MAX];
	int linger_count, tick_ms;
	bool stop, drain_idle, drain_all;
	_Atomic int64_t cut;
};

static void cut_late(struct deadlines *all, int64_t now_ms)
{
	for (struct deadline *d = all->first; d; d = d->next) {
		bool idle = atomic_load(&d->idle);
		bool late = atomic_load(&d->at_ms) <= now_ms;
		if (d->cut || (!late && !all->drain_all && !(idle && all->drain_idle)))
			continue;
		shutdown(d->fd, SHUT_RDWR);
		d->cut = true;
		if (late && !idle)
			atomic_fetch_add(&all->cut, 1);
	}
}

static bool still_sending(int fd)
{
	char scratch[16 * 1024];
	for (int i = 0; i < 64; i++) {
		ssize_t n = recv(fd, scratch, sizeof scratch, MSG_DONTWAIT);
		if (n <= 0)
			return n < 0 && (errno == EAGAIN || errno == EINTR);
	}
	return true;
}

static void read_lingering(struct deadlines *all, int64_t now_ms)
{
	for (int i = 0; i < all->linger_count;) {
		struct lingering *l = &all->lingering[i];
		if (l->until_ms > now_ms && still_sending(l->fd)) {
			i++;
			continue;
		}
		close(l->fd);
		*l = all->lingering[--all->linger_count];
	}
}

static void *watch(void *arg)
{
	struct deadlines *all = arg;
	pthread_mutex_lock(&all->lock);
	while (!all->stop) {
		int64_t now_ms = clock_mono_ms();
		cut_late(all, now_ms);
		read_lingering(all, now_ms);
		int wait_ms = all->linger_count && all->tick_ms > 10 ? 10 : all->tick_ms;
		struct timespec until;
		clock_gettime(CLOCK_MONOTONIC, &until);
		until.tv_nsec += wait_ms % 1000 * 1000000L;
		until.tv_sec += wait_ms / 1000 + until.tv_nsec / 1000000000L;
		until.tv_nsec %= 1000000000L;
		pthread_cond_timedwait(&all->wake, &all->lock, &until);
	}
	pthread_mutex_unlock(&all->lock);
	return NULL;
}

enum rc deadlines_start(int tick_ms, struct deadlines **out, struct err *e)
{
	struct deadlines *all = calloc(1, sizeof *all);
	pthread_condattr_t attr;
	if (!all)
		return err_detail(e, RC_IO, "no memory for deadlines");
	all->tick_ms = tick_ms;
	pthread_mutex_init(&all->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&all->wake, &attr);
	pthread_condattr_destroy(&attr);
	int failed = pthread_create(&all->thread, NULL, watch, all);
	if (failed) {
		free(all);
		return err_detail(e, RC_IO, "pthread_create: %d", failed);
	}
	*out = all;
	return RC_OK;
}

void deadlines_stop(struct deadlines *all)
{
	if (!all)
		return;
	pthread_mutex_lock(&all->lock);
	all->stop = true;
	pthread_cond_signal(&all->wake);
	pthread_mutex_unlock(&all->lock);
	pthread_join(all->thread, NULL);
	for (int i = 0; i < all->linger_count; i++)
		close(all->lingering[i].fd);
	pthread_cond_destroy(&all->wake);
	pthread_mutex_destroy(&all->lock);
	free(all);
}

void deadline_add(struct deadlines *all, struct deadline *d)
{
	pthread_mutex_lock(&all->lock);
	d->prev = NULL;
	d->next = all->first;
	if (d->next)
		d->next->prev = d;
	all->first = d;
	pthread_mutex_unlock(&all->lock);
}

void deadline_remove(struct deadlines *all, struct deadline *d)
{
	pthread_mutex_lock(&all->lock);
	if (d->next)
		d->next->prev = d->prev;
	if (d->prev)
		d->prev->next = d->next;
	else
		all->first = d->next;
	pthread_mutex_unlock(&all->lock);
}

void deadline_set(struct deadline *d, int64_t at_ms, bool idle)
{
	atomic_store(&d->idle, idle);
	atomic_store(&d->at_ms, at_ms);
}

void deadlines_linger(struct deadlines *all, int fd)
{
	int copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	if (copy < 0)
		return;
	shutdown(copy, SHUT_WR);
	pthread_mutex_lock(&all->lock);
	bool room = all->linger_count < LINGER_MAX;
	if (room)
		all->lingering[all->linger_count++] =
			(struct lingering){.fd = copy, .until_ms = clock_mono_ms() + LINGER_MS};
	pthread_cond_signal(&all->wake);
	pthread_mutex_unlock(&all->lock);
	if (!room)
		close(copy);
}

void deadlines_drain(struct deadlines *all, bool everyone)
{
	pthread_mutex_lock(&all->lock);
	all->drain_idle = true;
	all->drain_all |= everyone;
	pthread_cond_signal(&all->wake);
	pthread_mutex_unlock(&all->lock);
}

int64_t deadlines_cut(const struct deadlines *all)
{
	return atomic_load(&all->cut);
}

#include "http/events.h"

#include <limits.h>
#include <microhttpd.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* Milliseconds until the daemon wants to be asked without an event: 0 where it still has something
 * read or ready, -1 for never. */
static int patience(struct MHD_Daemon *daemon)
{
	MHD_UNSIGNED_LONG_LONG ms;
	if (MHD_get_timeout(daemon, &ms) != MHD_YES)
		return -1;
	return ms < INT_MAX ? (int)ms : INT_MAX;
}

static void *run(void *arg)
{
	struct events *v = arg;
	struct pollfd p[] = {{.fd = MHD_get_daemon_info(v->daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd,
	                      .events = POLLIN},
	                     {.fd = v->wake_fd, .events = POLLIN}};
	while (!atomic_load(&v->stop)) {
		eventfd_t calls;
		/* A signal only makes it ask once more. */
		if (poll(p, 2, patience(v->daemon)) > 0 && p[1].revents)
			eventfd_read(v->wake_fd, &calls);
		MHD_run(v->daemon);
	}
	return NULL;
}

enum rc events_start(struct events *v, struct MHD_Daemon *daemon, struct err *e)
{
	*v = (struct events){.daemon = daemon, .wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};
	if (v->wake_fd < 0)
		return err_detail(e, RC_IO, "eventfd failed");
	if (pthread_create(&v->thread, NULL, run, v) == 0)
		return RC_OK;
	close(v->wake_fd);
	return err_detail(e, RC_IO, "pthread_create failed");
}

void events_wake(struct events *v)
{
	eventfd_write(v->wake_fd, 1);
}

void events_stop(struct events *v)
{
	atomic_store(&v->stop, true);
	events_wake(v);
	pthread_join(v->thread, NULL);
	close(v->wake_fd);
}

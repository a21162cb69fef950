#include "http/systemd.h"
#include "base/str.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define FIRST_FD 3

int systemd_listen_fd(void)
{
	int64_t pid, count;
	bool ours = str_int(str_of(getenv("LISTEN_PID")), &pid) && pid == getpid() &&
	            str_int(str_of(getenv("LISTEN_FDS")), &count) && count >= 1;
	unsetenv("LISTEN_PID");
	unsetenv("LISTEN_FDS");
	unsetenv("LISTEN_FDNAMES");
	if (!ours || fcntl(FIRST_FD, F_SETFD, FD_CLOEXEC) != 0)
		return -1;
	return FIRST_FD;
}

int systemd_notify(const char *state)
{
	const char *path = getenv("NOTIFY_SOCKET");
	struct sockaddr_un to = {.sun_family = AF_UNIX};
	size_t n = path ? strlen(path) : 0;
	if (n == 0)
		return 0;
	if ((path[0] != '/' && path[0] != '@') || n >= sizeof to.sun_path)
		return EINVAL;
	memcpy(to.sun_path, path, n);
	if (path[0] == '@')
		to.sun_path[0] = 0; /* the abstract name space */
	int s = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (s < 0)
		return errno;
	socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + n);
	ssize_t sent = sendto(s, state, strlen(state), MSG_NOSIGNAL, (struct sockaddr *)&to, size);
	int failed = sent < 0 ? errno : 0;
	close(s);
	return failed;
}

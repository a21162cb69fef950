#include "http/listen.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define BACKLOG 1024

enum rc listen_tcp(const char *address, int port, int *fd, struct err *e)
{
	const struct addrinfo hints = {.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE,
	                               .ai_socktype = SOCK_STREAM};
	struct addrinfo *found = NULL;
	char service[16];
	int on = 1;
	snprintf(service, sizeof service, "%d", port);
	if (getaddrinfo(address, service, &hints, &found) != 0)
		return err_set(e, RC_INVALID, "Địa chỉ “%s” cổng %d không hợp lệ. Xin ghi địa chỉ IP.",
		               address, port);
	int s = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	bool ok = s >= 0 && setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
	          bind(s, found->ai_addr, found->ai_addrlen) == 0 && listen(s, BACKLOG) == 0;
	int saved = errno;
	freeaddrinfo(found);
	if (ok) {
		*fd = s;
		return RC_OK;
	}
	if (s >= 0)
		close(s);
	return err_set(e, RC_IO, "Không mở được %s cổng %d: %s. Cổng có thể đang được dùng.", address,
	               port, strerror(saved));
}

int listen_port(int fd)
{
	struct sockaddr_storage at;
	socklen_t size = sizeof at;
	if (getsockname(fd, (struct sockaddr *)&at, &size) != 0)
		return 0;
	if (at.ss_family == AF_INET)
		return ntohs(((struct sockaddr_in *)&at)->sin_port);
	return at.ss_family == AF_INET6 ? ntohs(((struct sockaddr_in6 *)&at)->sin6_port) : 0;
}

/* true when nobody stands behind the name any more, or nothing stands there at all. */
static bool name_is_free(const struct sockaddr_un *at)
{
	struct stat st;
	if (lstat(at->sun_path, &st) != 0)
		return errno == ENOENT;
	if (!S_ISSOCK(st.st_mode))
		return false;
	int s = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool dead =
		s >= 0 && connect(s, (const struct sockaddr *)at, sizeof *at) != 0 && errno == ECONNREFUSED;
	if (s >= 0)
		close(s);
	return dead && unlink(at->sun_path) == 0;
}

enum rc listen_local(const char *path, int *fd, struct err *e)
{
	struct sockaddr_un at = {.sun_family = AF_UNIX};
	size_t n = strlen(path);
	if (n == 0 || n >= sizeof at.sun_path)
		return err_set(e, RC_INVALID, "Đường dẫn ổ cắm “%s” trống hoặc quá dài.", path);
	memcpy(at.sun_path, path, n);
	if (!name_is_free(&at))
		return err_set(e, RC_IO, "“%s” đang được dùng. Có thể máy chủ đã chạy rồi.", path);
	int s = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	/* Linux makes the file with the socket's own mode, so there is no moment in which others may
	 * connect. */
	if (s >= 0 && fchmod(s, 0600) == 0 && bind(s, (struct sockaddr *)&at, sizeof at) == 0 &&
	    listen(s, BACKLOG) == 0) {
		*fd = s;
		return RC_OK;
	}
	int saved = errno;
	if (s >= 0)
		close(s);
	return err_set(e, RC_IO, "Không mở được ổ cắm “%s”: %s.", path, strerror(saved));
}

int64_t listen_peer_uid(int fd)
{
	struct ucred who;
	socklen_t size = sizeof who;
	if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &who, &size) != 0 || who.pid <= 0)
		return -1;
	return who.uid;
}

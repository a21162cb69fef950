#include "client.h"
#include "base/clock.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static struct sockaddr_in loopback(const char *address, int port)
{
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
	inet_pton(AF_INET, address, &a.sin_addr);
	return a;
}

int dial_from(const char *source, int port)
{
	struct sockaddr_in from = loopback(source, 0), to = loopback("127.0.0.1", port);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (bind(fd, (struct sockaddr *)&from, sizeof from) == 0 &&
	    connect(fd, (struct sockaddr *)&to, sizeof to) == 0)
		return fd;
	close(fd);
	return -1;
}

int dial(int port)
{
	return dial_from("127.0.0.1", port);
}

int dial_local(const char *path)
{
	struct sockaddr_un to = {.sun_family = AF_UNIX};
	snprintf(to.sun_path, sizeof to.sun_path, "%s", path);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (connect(fd, (struct sockaddr *)&to, sizeof to) == 0)
		return fd;
	close(fd);
	return -1;
}

bool say(int fd, const char *bytes, size_t n)
{
	while (n) {
		ssize_t done = send(fd, bytes, n, MSG_NOSIGNAL);
		if (done <= 0)
			return false;
		bytes += done;
		n -= (size_t)done;
	}
	return true;
}

bool say_z(int fd, const char *text)
{
	return say(fd, text, strlen(text));
}

/* 1: a byte, 0: closed, -1: too late */
static int take(int fd, char *to, size_t n, int64_t until_ms)
{
	int64_t left = until_ms - clock_mono_ms();
	struct pollfd p = {.fd = fd, .events = POLLIN};
	if (left <= 0 || poll(&p, 1, (int)left) <= 0)
		return -1;
	ssize_t got = recv(fd, to, n, 0);
	return got <= 0 ? 0 : (int)got;
}

static int hear_head(int fd, struct answer *a, int64_t until_ms)
{
	char c;
	while (a->head.n < 4 || memcmp(a->head.p + a->head.n - 4, "\r\n\r\n", 4) != 0) {
		int got = take(fd, &c, 1, until_ms);
		if (got <= 0)
			return got;
		buf_chr(&a->head, c);
	}
	buf_chr(&a->head, 0);
	return 1;
}

void hear(int fd, struct answer *a, bool no_body)
{
	int64_t until_ms = clock_mono_ms() + CLIENT_WAIT_MS, length = 0;
	char text[32];
	buf_init(&a->head, 64 * 1024);
	buf_init(&a->body, (size_t)64 * 1024 * 1024);
	a->status = hear_head(fd, a, until_ms);
	if (a->status <= 0)
		return;
	a->status = (int)strtol(a->head.p + 9, NULL, 10);
	if (no_body || a->status == 304 || a->status == 100 ||
	    !answer_header(a, "Content-Length", text, sizeof text) || !str_int(str_of(text), &length))
		return;
	while ((int64_t)a->body.n < length) {
		size_t left = (size_t)length - a->body.n;
		char *to = buf_room(&a->body, left);
		int got = take(fd, to, left, until_ms);
		if (got <= 0)
			break;
		a->body.n += (size_t)got;
	}
	if ((int64_t)a->body.n < length)
		a->status = -1;
}

void answer_free(struct answer *a)
{
	buf_release(&a->head);
	buf_release(&a->body);
}

bool answer_header(const struct answer *a, const char *name, char *to, size_t room)
{
	struct str rest = str_of(a->head.p ? a->head.p : "");
	while (rest.n) {
		struct str value = str_cut(&rest, '\n');
		struct str key = str_cut(&value, ':');
		if (key.n == strlen(name) && strncasecmp(key.p, name, key.n) == 0 && value.p) {
			snprintf(to, room, "%.*s", STR_ARG(str_trim(value)));
			return true;
		}
	}
	return false;
}

bool answer_says(const struct answer *a, const char *text)
{
	return a->body.n && memmem(a->body.p, a->body.n, text, strlen(text));
}

void ask_all(int port, const char *request, struct answer *a)
{
	int fd = dial(port);
	say_z(fd, request);
	hear(fd, a, strncmp(request, "HEAD ", 5) == 0);
	close(fd);
}

int ask(int port, const char *request)
{
	struct answer a;
	ask_all(port, request, &a);
	answer_free(&a);
	return a.status;
}

int64_t wait_closed(int fd)
{
	char scratch[4096];
	int64_t begun = clock_mono_ms();
	int got;
	do
		got = take(fd, scratch, sizeof scratch, begun + CLIENT_WAIT_MS);
	while (got > 0);
	return got < 0 ? -1 : clock_mono_ms() - begun;
}

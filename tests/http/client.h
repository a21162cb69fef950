/*
 * client.h: a plain client for the server's tests: raw bytes out, one answer in.
 * Every wait has an end, so a test that fails does not hang.
 */
#ifndef TEST_HTTP_CLIENT_H
#define TEST_HTTP_CLIENT_H

#include "base/buf.h"

#define CLIENT_WAIT_MS 5000

struct answer {
	int status;      /* 0: closed without an answer; -1: nothing came in time */
	struct buf head; /* status line and headers, NUL at the end */
	struct buf body;
};

int dial(int port);
int dial_from(const char *source, int port); /* another loopback address */
int dial_local(const char *path);

bool say(int fd, const char *bytes, size_t n);
bool say_z(int fd, const char *text);

/* Reads one answer; no_body for HEAD. answer_free() afterwards. */
void hear(int fd, struct answer *a, bool no_body);
void answer_free(struct answer *a);

/* The value of a header into `to`; false if it is not there. */
bool answer_header(const struct answer *a, const char *name, char *to, size_t room);
bool answer_says(const struct answer *a, const char *text);

/* One connection, one request, its answer's status. */
int ask(int port, const char *request);
/* The same with the whole answer. */
void ask_all(int port, const char *request, struct answer *a);

/* Milliseconds until the other side closes, or -1 after CLIENT_WAIT_MS. */
int64_t wait_closed(int fd);

#endif

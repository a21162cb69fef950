/* listen.h: the sockets that the server accepts on. Errors are RC_IO with a sentence for people. */
#ifndef HTTP_LISTEN_H
#define HTTP_LISTEN_H

#include "base/rc.h"

#include <stdbool.h>
#include <stdint.h>

/* `address` is a literal IPv4 or IPv6 address; port 0 takes any free one. */
enum rc listen_tcp(const char *address, int port, int *fd, struct err *e) MUST_CHECK;

/* The port of a listening TCP socket, 0 for another kind. */
int listen_port(int fd);

/*
 * A unix socket with mode 0600 from its first moment. A dead server's socket
 * file is replaced; a living one's, or another kind of file, is refused.
 */
enum rc listen_local(const char *path, int *fd, struct err *e) MUST_CHECK;

/* SO_PEERCRED's user id of the other end of a unix socket, or -1. */
int64_t listen_peer_uid(int fd);

#endif

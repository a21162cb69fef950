/* address.h: who is at the other end, for the connection limit and the log of sign-ins. */
#ifndef HTTP_ADDRESS_H
#define HTTP_ADDRESS_H

#include "http/http.h"

#include <sys/socket.h>

/* 127.0.0.0/8, ::1, and the former in its IPv6 form. */
bool address_is_loopback(const struct sockaddr *addr);

/* The same client for the connection limit: one IPv4 address, or one IPv6 /64. */
bool address_same_client(const struct sockaddr *a, const struct sockaddr *b);

/* "203.0.113.5", "2001:db8::1"; "" for another family. */
void address_text(const struct sockaddr *addr, char *to, size_t room);

/*
 * Sets r->remote, and r->tls from X-Forwarded-Proto if the peer is a trusted proxy.
 * Of X-Forwarded-For only the last entry counts: the proxy wrote it itself, the
 * ones before it are whatever the client said.
 */
void address_of_request(struct http_request *r, const char *peer, bool trusted_proxy);

#endif

/* site.h: the handler that the server's tests run against, and its knobs. */
#ifndef TEST_HTTP_SITE_H
#define TEST_HTTP_SITE_H

#include "../unit/temp.h"
#include "http/http.h"

#include <stdatomic.h>

struct site {
	struct http_server *server;
	struct http_config config;
	char dir[TEMP_MAX]; /* a folder for spooled bodies and the local socket */
	int port;
	atomic_int handled, admitted, holding, workers;
	atomic_bool release; /* lets GET /hold go on */
};

/* Makes the folder and a configuration with short time-outs. */
void site_init(struct site *s);
void site_start(struct site *s);
enum rc site_try(struct site *s, struct err *e); /* the same where it may fail */
void site_stop(struct site *s);

/* Waits until *counter is `value`; false after five seconds. */
bool site_wait(atomic_int *counter, int value);

#endif

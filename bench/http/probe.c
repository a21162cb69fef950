/*
 * probe.c: the lower bound that pages are measured against: libmicrohttpd with one
 * event thread, a pool of workers, one prepared statement for each, a table page.
 * No session, rights, log, compression or limits.
 *
 *     probe PORT WORKERS DATABASE SQL [PARAMETER ...]
 *
 * Parameters are bound in order, as integers where they are numbers. Listens on
 * loopback until killed. Every path gives the same page.
 */
#include "base/buf.h"
#include "base/html.h"
#include "http/events.h"
#include "http/listen.h"
#include "http/queue.h"

#include <microhttpd.h>
#include <sqlite3.h>
#include <unistd.h>

#define QUEUE_MAX 4096
#define PAGE_MAX ((size_t)1 << 20)

struct probe {
	struct queue queue;
	struct events events;
	const char *database, *sql;
	char **params;
	int param_count;
};

struct task {
	struct MHD_Connection *mhd;
	struct MHD_Response *reply;
};

static void fail(const char *what)
{
	fprintf(stderr, "probe: %s\n", what);
	exit(1);
}

static sqlite3_stmt *prepare(const struct probe *p)
{
	sqlite3 *db;
	sqlite3_stmt *st;
	if (sqlite3_open_v2(p->database, &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) !=
	        SQLITE_OK ||
	    sqlite3_prepare_v3(db, p->sql, -1, SQLITE_PREPARE_PERSISTENT, &st, NULL) != SQLITE_OK)
		fail(sqlite3_errmsg(db));
	for (int i = 0; i < p->param_count; i++) {
		int64_t v;
		int rc = str_int(str_of(p->params[i]), &v)
		             ? sqlite3_bind_int64(st, i + 1, v)
		             : sqlite3_bind_text(st, i + 1, p->params[i], -1, SQLITE_STATIC);
		if (rc != SQLITE_OK)
			fail(sqlite3_errmsg(db));
	}
	return st;
}

static void cell(struct buf *b, sqlite3_stmt *st, int column)
{
	struct str v = {.p = (const char *)sqlite3_column_text(st, column),
	                .n = (size_t)sqlite3_column_bytes(st, column)};
	buf_z(b, "<td>");
	html_text(b, v);
}

static struct MHD_Response *page(sqlite3_stmt *st)
{
	struct buf b;
	int columns = sqlite3_column_count(st);
	buf_init(&b, PAGE_MAX);
	buf_z(&b, "<!doctype html><meta charset=utf-8><title>probe</title><table>");
	while (sqlite3_step(st) == SQLITE_ROW) {
		buf_z(&b, "<tr>");
		for (int i = 0; i < columns; i++)
			cell(&b, st, i);
	}
	sqlite3_reset(st);
	buf_z(&b, "</table>");
	struct MHD_Response *r = MHD_create_response_from_buffer_with_free_callback(b.n, b.p, free);
	MHD_add_response_header(r, "Content-Type", "text/html; charset=utf-8");
	return r;
}

static void *work(void *arg)
{
	struct probe *p = arg;
	sqlite3_stmt *st = prepare(p);
	struct task *t;
	while ((t = queue_pop(&p->queue))) {
		t->reply = page(st);
		MHD_resume_connection(t->mhd);
		events_wake(&p->events);
	}
	return NULL;
}

static enum MHD_Result on_request(void *cls, struct MHD_Connection *mhd, const char *url,
                                  const char *method, const char *version, const char *data,
                                  size_t *size, void **context)
{
	struct probe *p = cls;
	struct task *t = *context;
	(void)url, (void)method, (void)version, (void)data;
	if (!t) {
		*context = t = calloc(1, sizeof *t);
		if (t)
			t->mhd = mhd;
		return t ? MHD_YES : MHD_NO;
	}
	*size = 0;
	if (t->reply)
		return MHD_queue_response(mhd, MHD_HTTP_OK, t->reply);
	MHD_suspend_connection(mhd);
	return queue_push(&p->queue, t) ? MHD_YES : MHD_NO;
}

static void on_completed(void *cls, struct MHD_Connection *mhd, void **context,
                         enum MHD_RequestTerminationCode why)
{
	struct task *t = *context;
	(void)cls, (void)mhd, (void)why;
	if (t && t->reply)
		MHD_destroy_response(t->reply);
	free(t);
}

int main(int argc, char **argv)
{
	struct probe p = {0};
	struct err e = {0};
	int64_t port, workers;
	int fd;
	if (argc < 5 || !str_int(str_of(argv[1]), &port) || !str_int(str_of(argv[2]), &workers))
		fail("PORT WORKERS DATABASE SQL [PARAMETER ...]");
	p.database = argv[3];
	p.sql = argv[4];
	p.params = argv + 5;
	p.param_count = argc - 5;
	sqlite3_finalize(prepare(&p)); /* a wrong statement shows at once */
	if (queue_init(&p.queue, QUEUE_MAX, &e) != RC_OK ||
	    listen_tcp("127.0.0.1", (int)port, &fd, &e) != RC_OK)
		fail(e.message);
	for (int i = 0; i < workers; i++) {
		pthread_t t;
		if (pthread_create(&t, NULL, work, &p) != 0)
			fail("pthread_create");
	}
	struct MHD_Daemon *daemon =
		MHD_start_daemon(MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, on_request, &p,
	                     MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_NOTIFY_COMPLETED, on_completed,
	                     NULL, MHD_OPTION_END);
	if (!daemon || events_start(&p.events, daemon, &e) != RC_OK)
		fail("MHD_start_daemon");
	printf("http://127.0.0.1:%d/\n", listen_port(fd));
	fflush(stdout);
	for (;;)
		pause();
}

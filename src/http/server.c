/*
 * The glue to libmicrohttpd, and the only file that knows it. Callbacks run on the
 * event thread of their listener; job_return() runs on a worker.
 */
#include "base/clock.h"
#include "base/log.h"
#include "http/address.h"
#include "http/internal.h"
#include "http/listen.h"
#include "http/request.h"

#include <fcntl.h>
#include <microhttpd.h>
#include <unistd.h>

#define CONNECTION_MEMORY ((size_t)32 * 1024)
#define LOCAL_CONNECTIONS 64
/* A refused body is read on this far, so that the client gets to see the answer. */
#define DISCARD_MAX ((int64_t)1024 * 1024)

/* The time that n bytes may take on top of a deadline. */
static int64_t allowance_ms(const struct job *j, int64_t n)
{
	return n * 1000 / j->listener->server->config.min_rate;
}

/* The next phase may take `phase_ms`, the whole request total_timeout_ms, both plus the allowance.
 */
static void set_deadline(struct job *j, int64_t phase_begin_ms, int phase_ms, int64_t bytes)
{
	int64_t phase = phase_begin_ms + phase_ms;
	int64_t total = j->begun_ms + j->listener->server->config.total_timeout_ms;
	deadline_set(&j->conn->deadline,
	             (phase < total ? phase : total) + allowance_ms(j, j->received + bytes), false);
}

static struct MHD_Response *make_reply(struct http_response *res)
{
	struct MHD_Response *reply;
	BUG_ON(res->status < 200 || res->status > 599);
	if (res->fd >= 0)
		reply = MHD_create_response_from_fd64((uint64_t)res->fd_size, res->fd);
	else if (res->body.p)
		reply = MHD_create_response_from_buffer_with_free_callback(res->body.n, res->body.p, free);
	else
		reply = MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);
	BUG_ON(!reply);
	if (res->fd >= 0)
		res->fd = -1;
	else
		res->body = (struct buf){.max = res->body.max};
	response_release(res);
	for (int i = 0; i < res->header_count; i++)
		if (MHD_add_response_header(reply, res->headers[i].name.p, res->headers[i].value.p) !=
		    MHD_YES)
			log_line(LOG_WARN, "http", "header=%s refused", res->headers[i].name.p);
	return reply;
}

static void keep_reply(struct job *j, struct http_response *res)
{
	j->reply_status = res->status;
	j->reply_size = res->fd >= 0 ? res->fd_size : (int64_t)res->body.n;
	j->reply = make_reply(res);
	j->step = JOB_ANSWERED;
}

/* From then on the job is the event thread's, which may free it at once. */
static void resume(struct job *j)
{
	struct events *events = &j->listener->events;
	MHD_resume_connection(j->mhd);
	events_wake(events);
}

void job_return(struct job *j, struct http_response *res)
{
	if (res)
		keep_reply(j, res);
	resume(j);
}

static enum MHD_Result send_reply(struct job *j)
{
	struct http_server *s = j->listener->server;
	set_deadline(j, clock_mono_ms(), s->config.body_timeout_ms, j->reply_size);
	if (atomic_load(&s->stopping))
		MHD_add_response_header(j->reply, "Connection", "close");
	enum MHD_Result ok = MHD_queue_response(j->mhd, (unsigned)j->reply_status, j->reply);
	MHD_destroy_response(j->reply);
	j->reply = NULL;
	return ok;
}

/* The server's own answer. libmicrohttpd closes the connection if the body is not in yet. */
static void make_refusal(struct job *j, int status)
{
	struct http_server *s = j->listener->server;
	struct http_response res;
	response_init(&res, &j->mem);
	response_error(&res, &s->handler, status);
	response_defaults(&res, j->req.tls, j->req.id);
	if (status == 503)
		atomic_fetch_add(&s->counters.rejected_full, 1);
	count_answer(&s->counters, status, 0);
	keep_reply(j, &res);
}

static enum MHD_Result refuse_at_head(struct job *j, int status)
{
	make_refusal(j, status);
	j->conn->linger = true;
	return send_reply(j);
}

/* Gives the job to a worker; with the queue full it comes back refused. */
static enum MHD_Result hand_over(struct job *j, enum job_step step)
{
	struct http_server *s = j->listener->server;
	j->step = step;
	j->queued_us = clock_mono_us();
	set_deadline(j, clock_mono_ms(), s->config.total_timeout_ms, 0);
	/* First suspended, then queued: a worker may be done before push returns. */
	MHD_suspend_connection(j->mhd);
	if (queue_push(step == JOB_HANDLING && j->route.slow ? &s->slow : &s->queue, j))
		return MHD_YES;
	if (step == JOB_ADMITTING)
		j->refusal = 503;
	else
		make_refusal(j, 503);
	resume(j);
	return MHD_YES;
}

struct head_walk {
	struct job *job;
	struct http_pair *headers;
	int count, room;
	struct guard_layout layout;
};

static enum MHD_Result on_header(void *cls, enum MHD_ValueKind kind, const char *name,
                                 size_t name_size, const char *value, size_t value_size)
{
	struct head_walk *w = cls;
	(void)kind;
	guard_layout_header(&w->layout, (struct str){name, name_size}, (struct str){value, value_size});
	if (w->count == w->room)
		return MHD_NO;
	struct http_pair *h = &w->headers[w->count++];
	h->name = request_lower(&w->job->mem, (struct str){name, name_size});
	h->value = str_trim((struct str){value, value_size});
	return MHD_YES;
}

static enum http_method method_of(const char *name)
{
	static const char *const names[] = {"GET", "HEAD", "POST", "PUT", "DELETE"};
	for (int i = 0; i < HTTP_OTHER; i++)
		if (strcmp(name, names[i]) == 0)
			return (enum http_method)i;
	return HTTP_OTHER;
}

/* Fills the request from the head; 0 or the status of what is wrong with it. */
static int read_head(struct job *j, const char *url, const char *method, const char *version)
{
	struct http_server *s = j->listener->server;
	int count = MHD_get_connection_values_n(j->mhd, MHD_HEADER_KIND, NULL, NULL);
	struct head_walk w = {.job = j, .room = count};
	if (count > GUARD_HEADERS_MAX)
		return 431;
	w.headers = arena_array(&j->mem, (size_t)count, sizeof *w.headers);
	guard_layout_line(&w.layout, str_of(method), url, j->uri.n, str_of(version));
	MHD_get_connection_values_n(j->mhd, MHD_HEADER_KIND, on_header, &w);
	size_t size =
		MHD_get_connection_info(j->mhd, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE)->header_size;
	struct http_request *r = &j->req;
	r->method = method_of(method);
	r->headers = w.headers;
	r->header_count = w.count;
	if (!guard_layout_ok(&w.layout, size))
		return 400;
	int wrong = guard_headers(r->headers, r->header_count, str_of(version), &j->announced);
	if (wrong)
		return wrong;
	bool proxied = j->conn->loopback && s->config.behind_proxy;
	/*
	 * libmicrohttpd is lenient about line ends inside chunked coding, where no check of
	 * ours reaches. That matters only to a proxy that reads them otherwise, and proxies
	 * can send a length.
	 */
	if (proxied && j->announced.chunked)
		return 411;
	address_of_request(r, j->conn->remote, proxied);
	return guard_target(&j->mem, j->uri, &r->path, &r->query);
}

static bool waits_for_continue(const struct job *j)
{
	return http_header(&j->req, "expect").p != NULL;
}

static enum MHD_Result take_head(struct job *j, const char *url, const char *method,
                                 const char *version)
{
	struct http_server *s = j->listener->server;
	int wrong = read_head(j, url, method, version);
	if (wrong) {
		atomic_fetch_add(&s->counters.rejected_guard, 1);
		return refuse_at_head(j, wrong);
	}
	j->route = s->handler.route(s->handler.app, j->req.method, j->req.path);
	int too_big = guard_size(&j->announced, j->route.body_max);
	bool small = !j->announced.chunked && j->announced.length <= HTTP_SMALL_BODY;
	if (!j->route.status && too_big)
		return refuse_at_head(j, too_big);
	if (j->route.status && j->announced.any && (!small || waits_for_continue(j)))
		return refuse_at_head(j, j->route.status);
	j->refusal = j->route.status;
	spool_init(&j->body, j->route.body_max);
	if (!small && j->route.ask_worker)
		return hand_over(j, JOB_ADMITTING);
	j->step = JOB_BODY;
	set_deadline(j, clock_mono_ms(), s->config.body_timeout_ms, 0);
	return MHD_YES;
}

static enum MHD_Result after_admit(struct job *j)
{
	if (j->refusal)
		return refuse_at_head(j, j->refusal);
	j->step = JOB_BODY;
	j->begun_ms = clock_mono_ms(); /* asking took our time, not the client's */
	set_deadline(j, j->begun_ms, j->listener->server->config.body_timeout_ms, 0);
	return MHD_YES;
}

static enum MHD_Result take_body(struct job *j, const char *data, size_t size)
{
	struct http_server *s = j->listener->server;
	j->received += (int64_t)size;
	set_deadline(j, j->begun_ms, s->config.body_timeout_ms, 0);
	if (!j->refusal)
		j->refusal = spool_add(&j->body, s->config.spool_dir, data, size);
	/* In the middle of a body libmicrohttpd can no longer answer, only read on or close. */
	return j->refusal && j->received > j->route.body_max + DISCARD_MAX ? MHD_NO : MHD_YES;
}

static enum MHD_Result on_request(void *cls, struct MHD_Connection *mhd, const char *url,
                                  const char *method, const char *version, const char *data,
                                  size_t *size, void **context)
{
	struct job *j = *context;
	(void)cls;
	(void)mhd;
	if (!j || !j->conn)
		return MHD_NO;
	if (*size) {
		size_t n = *size;
		*size = 0;
		return take_body(j, data, n);
	}
	switch (j->step) {
	case JOB_LINE: return take_head(j, url, method, version);
	case JOB_ADMITTING: return after_admit(j);
	case JOB_BODY:
		if (!j->refusal)
			return hand_over(j, JOB_HANDLING);
		make_refusal(j, j->refusal);
		return send_reply(j);
	case JOB_ANSWERED: return send_reply(j);
	case JOB_HANDLING: break;
	}
	return MHD_YES;
}

/* The request line is there and still as it was sent. What is returned becomes the context. */
static void *on_uri(void *cls, const char *uri, struct MHD_Connection *mhd)
{
	struct listener *l = cls;
	struct job *j = calloc(1, sizeof *j);
	if (!j)
		return NULL;
	j->listener = l;
	j->mhd = mhd;
	j->conn = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
	j->begun_ms = clock_mono_ms();
	spool_init(&j->body, 0);
	arena_init(&j->mem);
	j->uri = arena_str(&j->mem, str_of(uri ? uri : ""));
	uint64_t number = atomic_fetch_add(&l->server->next_id, 1);
	j->req.id = arena_printf(&j->mem, "%08x-%llx", l->server->id_base, (unsigned long long)number);
	j->req.local = l->local;
	j->req.tls = l->tls;
	j->req.peer_uid = j->conn ? j->conn->peer_uid : -1;
	if (j->conn)
		set_deadline(j, j->begun_ms, l->server->config.header_timeout_ms, 0);
	return j;
}

static void on_completed(void *cls, struct MHD_Connection *mhd, void **context,
                         enum MHD_RequestTerminationCode why)
{
	struct listener *l = cls;
	struct job *j = *context;
	(void)mhd;
	(void)why;
	if (!j)
		return;
	if (j->conn)
		deadline_set(&j->conn->deadline, clock_mono_ms() + l->server->config.idle_timeout_ms, true);
	if (j->reply)
		MHD_destroy_response(j->reply);
	spool_release(&j->body);
	arena_release(&j->mem);
	free(j);
	*context = NULL;
}

static void conn_open(struct listener *l, struct MHD_Connection *mhd, struct conn *c)
{
	const struct sockaddr *addr =
		MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr;
	c->deadline.fd = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
	c->peer_uid = l->local ? listen_peer_uid(c->deadline.fd) : -1;
	if (addr->sa_family == AF_INET || addr->sa_family == AF_INET6) {
		memcpy(&c->addr, addr,
		       addr->sa_family == AF_INET ? sizeof(struct sockaddr_in)
		                                  : sizeof(struct sockaddr_in6));
		address_text(addr, c->remote, sizeof c->remote);
		c->loopback = address_is_loopback(addr);
	}
	c->next = l->conns;
	if (c->next)
		c->next->prev = c;
	l->conns = c;
	deadline_set(&c->deadline, clock_mono_ms() + l->server->config.header_timeout_ms, true);
	deadline_add(l->server->deadlines, &c->deadline);
}

static void conn_close(struct listener *l, struct conn *c)
{
	if (c->linger)
		deadlines_linger(l->server->deadlines, c->deadline.fd);
	deadline_remove(l->server->deadlines, &c->deadline);
	if (c->next)
		c->next->prev = c->prev;
	if (c->prev)
		c->prev->next = c->next;
	else
		l->conns = c->next;
	free(c);
}

static void on_connection(void *cls, struct MHD_Connection *mhd, void **context,
                          enum MHD_ConnectionNotificationCode what)
{
	struct listener *l = cls;
	if (what == MHD_CONNECTION_NOTIFY_STARTED) {
		struct conn *c = calloc(1, sizeof *c);
		*context = c;
		if (c)
			conn_open(l, mhd, c);
		atomic_fetch_add(&l->server->counters.connections, 1);
		return;
	}
	if (*context)
		conn_close(l, *context);
	*context = NULL;
	atomic_fetch_sub(&l->server->counters.connections, 1);
}

/* Before the connection exists: is there room for one more of this client? */
static enum MHD_Result on_accept(void *cls, const struct sockaddr *addr, socklen_t size)
{
	struct listener *l = cls;
	const struct http_config *c = &l->server->config;
	int same = 0;
	(void)size;
	if (l->local || (address_is_loopback(addr) && !c->count_loopback))
		return MHD_YES;
	for (const struct conn *at = l->conns; at; at = at->next)
		same += address_same_client(addr, (const struct sockaddr *)&at->addr);
	if (same < c->per_address_max)
		return MHD_YES;
	atomic_fetch_add(&l->server->counters.rejected_guard, 1);
	return MHD_NO;
}

/* The path stays as sent; guard_path() decodes it. */
static size_t on_unescape(void *cls, struct MHD_Connection *mhd, char *text)
{
	(void)cls;
	(void)mhd;
	return strlen(text);
}

__attribute__((format(printf, 2, 0))) static void on_log(void *cls, const char *fmt, va_list ap)
{
	char line[256];
	(void)cls;
	vsnprintf(line, sizeof line, fmt, ap);
	log_line(LOG_DEBUG, "microhttpd", "%s", line);
}

static struct MHD_Daemon *start(struct listener *l, int connections, const char *cert,
                                const char *key)
{
	unsigned flags = MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG;
	struct MHD_OptionItem tls[] = {
		{MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)cert},
		{MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)key},
		{MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)"NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2"},
		{MHD_OPTION_END, 0, NULL}};
	if (cert)
		flags |= MHD_USE_TLS;
	else
		tls[0].option = MHD_OPTION_END;
	return MHD_start_daemon(
		flags, 0, on_accept, l, on_request, l, MHD_OPTION_EXTERNAL_LOGGER, on_log, NULL,
		MHD_OPTION_LISTEN_SOCKET, l->mhd_fd, MHD_OPTION_CONNECTION_LIMIT, (unsigned)connections,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONNECTION_MEMORY, MHD_OPTION_URI_LOG_CALLBACK, on_uri,
		l, MHD_OPTION_UNESCAPE_CALLBACK, on_unescape, NULL, MHD_OPTION_NOTIFY_COMPLETED,
		on_completed, l, MHD_OPTION_NOTIFY_CONNECTION, on_connection, l, MHD_OPTION_ARRAY, tls,
		MHD_OPTION_END);
}

enum rc listener_start(struct listener *l, const char *cert, const char *key, struct err *e)
{
	int most = l->local ? LOCAL_CONNECTIONS : l->server->config.connections_max;
	/*
	 * A duplicate: libmicrohttpd closes its socket on some of its failures and not
	 * on others, and uses it on the event thread until the very end.
	 */
	l->mhd_fd = fcntl(l->fd, F_DUPFD_CLOEXEC, 0);
	l->daemon = start(l, most, cert, key);
	if (l->daemon) {
		enum rc rc = events_start(&l->events, l->daemon, e);
		if (rc != RC_OK) {
			MHD_stop_daemon(l->daemon);
			l->daemon = NULL;
		}
		return rc;
	}
	if (cert)
		return err_set(e, RC_INVALID,
		               "Không dùng được chứng thư hoặc khóa TLS. Xin kiểm tra hai tệp PEM.");
	return err_detail(e, RC_IO, "MHD_start_daemon failed");
}

void listener_refuse(struct listener *l)
{
	if (!l->daemon)
		return;
	MHD_quiesce_daemon(l->daemon);
	events_wake(&l->events);
}

void listener_stop(struct listener *l)
{
	if (!l->daemon)
		return;
	events_stop(&l->events);
	MHD_stop_daemon(l->daemon);
	close(l->mhd_fd); /* ours again since MHD_quiesce_daemon() */
	l->daemon = NULL;
}

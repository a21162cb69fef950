#include "site.h"
#include "base/clock.h"
#include "base/log.h"

#include <fcntl.h>
#include <unistd.h>

#define PAGE "<p>Xin chào</p>"

static void hold(struct site *s)
{
	const struct timespec nap = {.tv_nsec = 1000000};
	int64_t until_ms = clock_mono_ms() + 5000;
	atomic_fetch_add(&s->holding, 1);
	while (!atomic_load(&s->release) && clock_mono_ms() < until_ms)
		nanosleep(&nap, NULL);
	atomic_fetch_sub(&s->holding, 1);
}

static struct http_route route(void *app, enum http_method method, struct str path)
{
	if (str_eqz(path, "/stall")) { /* what no route may do: the event thread waits */
		hold(app);
		return (struct http_route){.status = 404};
	}
	if (str_eqz(path, "/upload"))
		return (struct http_route){.body_max = (int64_t)64 * 1024 * 1024, .ask_worker = true};
	if (str_eqz(path, "/small"))
		return (struct http_route){.body_max = 1000};
	if (str_eqz(path, "/echo"))
		return (struct http_route){.body_max = 200 * 1024};
	if (str_eqz(path, "/read-only"))
		return (struct http_route){.status = method == HTTP_GET || method == HTTP_HEAD ? 0 : 405};
	if (str_starts(path, "/missing"))
		return (struct http_route){.status = 404};
	return (struct http_route){.slow = str_starts(path, "/slow")};
}

static void *worker_init(void *app)
{
	struct site *s = app;
	atomic_fetch_add(&s->workers, 1);
	return s;
}

static void worker_free(void *worker)
{
	struct site *s = worker;
	atomic_fetch_sub(&s->workers, 1);
}

static int admit(void *worker, struct arena *mem, const struct http_request *req)
{
	struct site *s = worker;
	(void)mem;
	atomic_fetch_add(&s->admitted, 1);
	return http_header(req, "x-deny").p ? 403 : 0;
}

static void echo_part(struct arena *mem, const struct http_part *p, struct buf *b)
{
	int64_t sum = 0;
	if (p->fd >= 0) {
		char *chunk = arena_alloc(mem, 65536);
		for (int64_t at = 0; at < p->size;) {
			size_t most = p->size - at > 65536 ? 65536 : (size_t)(p->size - at);
			ssize_t n = pread(p->fd, chunk, most, p->offset + at);
			for (ssize_t i = 0; i < n; i++)
				sum += (unsigned char)chunk[i];
			at += n > 0 ? n : p->size;
		}
	}
	for (size_t i = 0; p->fd < 0 && i < p->value.n; i++)
		sum += (unsigned char)p->value.p[i];
	buf_printf(b, "part %.*s file=%d name=%.*s size=%lld spooled=%d sum=%lld\n", STR_ARG(p->name),
	           p->is_file, STR_ARG(p->filename), (long long)p->size, p->fd >= 0, (long long)sum);
}

static void echo(struct arena *mem, const struct http_request *req, struct buf *b)
{
	buf_printf(b, "method %d path %.*s\n", req->method, STR_ARG(req->path));
	for (int i = 0; i < req->arg_count; i++)
		buf_printf(b, "arg %.*s=%.*s\n", STR_ARG(req->args[i].name), STR_ARG(req->args[i].value));
	for (int i = 0; i < req->cookie_count; i++)
		buf_printf(b, "cookie %.*s=%.*s\n", STR_ARG(req->cookies[i].name),
		           STR_ARG(req->cookies[i].value));
	for (int i = 0; i < req->part_count; i++)
		echo_part(mem, &req->parts[i], b);
	buf_printf(b, "body %zu type %.*s\n", req->body.n, STR_ARG(req->content_type));
	buf_printf(b, "remote %.*s local %d uid %lld tls %d\n", STR_ARG(req->remote), req->local,
	           (long long)req->peer_uid, req->tls);
}

static void fill(struct buf *b, const struct http_request *req)
{
	int64_t n = 0;
	if (!str_int(http_arg(req, "n"), &n))
		n = 100000;
	char *to = buf_room(b, (size_t)n);
	for (int64_t i = 0; to && i < n; i++)
		to[i] = (char)('0' + i % 10);
	b->n += to ? (size_t)n : 0;
}

static void handle(void *worker, struct arena *mem, const struct http_request *req,
                   struct http_response *res)
{
	struct site *s = worker;
	atomic_fetch_add(&s->handled, 1);
	res->type = "text/plain; charset=utf-8";
	if (str_eqz(req->path, "/hold") || str_eqz(req->path, "/slow"))
		hold(s);
	if (str_eqz(req->path, "/big")) {
		fill(&res->body, req);
		http_add_header(res, "ETag", STR("\"v1\""));
		res->status = http_not_modified(req, STR("\"v1\"")) ? 304 : 200;
	} else if (str_eqz(req->path, "/binary")) {
		res->type = "application/octet-stream";
		fill(&res->body, req);
	} else if (str_eqz(req->path, "/file")) {
		res->fd = open(s->dir, O_TMPFILE | O_RDWR, 0600);
		res->fd_size = write(res->fd, PAGE, sizeof PAGE - 1);
	} else if (str_eqz(req->path, "/away")) {
		http_redirect(res, http_arg(req, "to"));
		http_set_cookie(res, "sid", STR("abc"), 60, req->tls);
	} else if (str_eqz(req->path, "/endless")) {
		buf_init(&res->body, 1000);
		fill(&res->body, req);
	} else if (str_eqz(req->path, "/page")) {
		res->type = "text/html; charset=utf-8";
		http_add_header(res, "Cache-Control", STR("max-age=60"));
		buf_z(&res->body, PAGE);
	} else {
		echo(mem, req, &res->body);
	}
}

static void plain_error(void *app, int status, struct buf *body)
{
	(void)app;
	buf_printf(body, "<h1>Lỗi %d</h1>", status);
}

void site_init(struct site *s)
{
	*s = (struct site){0};
	log_level_set(LOG_ERROR + 1);
	temp_folder(s->dir, "http-test");
	http_config_defaults(&s->config);
	s->config.spool_dir = s->dir;
	s->config.header_timeout_ms = 300;
	s->config.body_timeout_ms = 300;
	s->config.idle_timeout_ms = 300;
	s->config.min_rate = 1000000000;
}

enum rc site_try(struct site *s, struct err *e)
{
	const struct http_handler h = {.app = s,
	                               .route = route,
	                               .worker_init = worker_init,
	                               .worker_free = worker_free,
	                               .admit = admit,
	                               .handle = handle,
	                               .plain_error = plain_error};
	return http_start(&s->config, &h, &s->server, e);
}

void site_start(struct site *s)
{
	struct err e = {0};
	if (site_try(s, &e) != RC_OK) {
		fprintf(stderr, "%s %s\n", e.message, e.detail);
		abort();
	}
	s->port = http_port(s->server);
}

void site_stop(struct site *s)
{
	if (s->server)
		http_stop(s->server, 2000);
	s->server = NULL;
	rmdir(s->dir);
}

bool site_wait(atomic_int *counter, int value)
{
	const struct timespec nap = {.tv_nsec = 1000000};
	int64_t until_ms = clock_mono_ms() + 5000;
	while (atomic_load(counter) != value) {
		if (clock_mono_ms() > until_ms)
			return false;
		nanosleep(&nap, NULL);
	}
	return true;
}

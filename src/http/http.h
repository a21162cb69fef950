/*
 * http.h: the web server as the rest of the program sees it.
 *
 * Only server.c and events.c include microhttpd.h. One event thread parses
 * and sends; handlers run on a bounded pool of workers (docs/http.md says why).
 * A handler gets a request and fills a response; both live in the worker's arena
 * and are gone when it returns.
 */
#ifndef HTTP_HTTP_H
#define HTTP_HTTP_H

#include "base/buf.h"

enum http_method { HTTP_GET, HTTP_HEAD, HTTP_POST, HTTP_PUT, HTTP_DELETE, HTTP_OTHER };

struct http_pair {
	struct str name, value;
};

/*
 * One part of a form. Text is in memory (value) and is UTF-8 without NUL. A file's
 * bytes are in memory too (fd < 0, value) or, when the body was large, in the open
 * file of the whole body: `size` bytes from `offset`, for pread(), not copied. All
 * parts share that fd; the request owns it and it has no name on disk any more.
 */
struct http_part {
	struct str name, value;
	bool is_file;
	struct str filename; /* as sent, UTF-8; never used as a path */
	int fd;
	int64_t offset, size;
};

struct http_request {
	enum http_method method;
	struct str path;              /* decoded, NFC not yet applied, no NUL or control characters */
	struct str query;             /* as sent, without '?' */
	const struct http_pair *args; /* decoded query arguments, in order; UTF-8 without NUL */
	int arg_count;
	const struct http_pair *headers; /* names in lower case */
	int header_count;
	const struct http_pair *cookies;
	int cookie_count;
	const struct http_part *parts; /* urlencoded or multipart body, in order */
	int part_count;
	struct str body;         /* other bodies (JSON), whole; large ones mapped from disk */
	struct str content_type; /* without parameters, lower case */
	struct str remote;       /* the client's address as text; "" on the local socket */
	bool local;              /* came through the local socket */
	int64_t peer_uid;        /* local socket: the caller's user id, else -1 */
	bool tls;
	struct str id; /* request id for the log */
};

/* The first of that name (headers in lower case), or STR_NULL. */
struct str http_header(const struct http_request *r, const char *name);
struct str http_cookie(const struct http_request *r, const char *name);
struct str http_arg(const struct http_request *r, const char *name);

/*
 * Status 200 and an empty body to begin with; the body's maximum is 1 GiB, a handler
 * may lower it. A body that failed is answered 500. With fd >= 0 the body is not sent.
 */
struct http_response {
	int status;
	const char *type; /* content type, constant or arena */
	struct buf body;  /* released by the server */
	int fd;           /* >= 0: sent from this file, closed by the server */
	int64_t fd_size;
	struct http_pair headers[32]; /* by http_add_header; the server needs a dozen of them */
	int header_count;
	struct arena *mem;
};

/*
 * Copies the value into the response's arena; control characters become spaces.
 * A header that the server would add by itself (Content-Security-Policy,
 * Cache-Control ...) is left to the handler if the handler adds it.
 */
void http_add_header(struct http_response *r, const char *name, struct str value);

/* 303 to a path of this site; anything else (another host, "//host") becomes "/". */
void http_redirect(struct http_response *r, struct str to);

/*
 * HttpOnly, SameSite=Lax, Path=/. max_age_s < 0: until the browser closes; 0:
 * delete it. The value is made of cookie octets (RFC 6265 4.1.1): tokens, not text.
 */
void http_set_cookie(struct http_response *r, const char *name, struct str value, int64_t max_age_s,
                     bool secure);

/* A strong entity tag, quotes included, of the content or of whatever stands for it. */
struct str http_etag(struct arena *mem, struct str content);

/* true when If-None-Match names the tag (weak comparison, RFC 9110 13.1.2): answer 304. */
bool http_not_modified(const struct http_request *r, struct str etag);

/*
 * Asked by the event thread when the headers are there, before any body is read:
 * may this request go on, and how large may its body be? Must not block. If
 * `ask_worker` is set, the body is read only after `admit` said yes on a worker.
 */
struct http_route {
	int status;       /* 0: go on; else answer this at once (404, 405) */
	int64_t body_max; /* larger: 413 */
	bool ask_worker;  /* bodies above HTTP_SMALL_BODY or of unknown length: run admit() first */
	bool slow; /* takes long (an export): for the slow workers, so that pages need not wait */
};
#define HTTP_SMALL_BODY (64 * 1024)

struct http_handler {
	void *app; /* shared, constant while serving */
	struct http_route (*route)(void *app, enum http_method method, struct str path);
	/*
	 * Per worker thread, on that thread: made when it starts, freed when it ends.
	 * worker_init may be NULL; if it returns NULL, http_start fails with RC_IO.
	 */
	void *(*worker_init)(void *app);
	void (*worker_free)(void *worker);
	/* 0 to let the body in, else the status to answer. Headers only in `req`. */
	int (*admit)(void *worker, struct arena *mem, const struct http_request *req);
	void (*handle)(void *worker, struct arena *mem, const struct http_request *req,
	               struct http_response *res);
	/* A small page for answers that never reach handle (400, 404, 413, 431, 503); any thread. */
	void (*plain_error)(void *app, int status, struct buf *body);
};

/*
 * Addresses are literal IPv4 or IPv6. All texts must outlive the server. Each
 * connection may need two descriptors (socket and body), so the caller raises
 * RLIMIT_NOFILE to twice connections_max and some more before http_start().
 */
struct http_config {
	const char *address;            /* "127.0.0.1" */
	int port;                       /* 0: any; see http_port() */
	int listen_fd;                  /* >= 0: socket activation, address and port unused */
	const char *local_path;         /* unix socket for the command line, mode 0600, or NULL */
	const char *tls_cert, *tls_key; /* PEM files, or NULL */
	const char *spool_dir;          /* where large bodies wait, on disk; NULL: they get 507 */
	int workers;                    /* 6 */
	int slow_workers;               /* for routes that are `slow`; half the processors, 1 to 4 */
	int queue_max;                  /* waiting requests before 503, 256, for each of the two */
	int connections_max;            /* 1024 */
	int per_address_max;   /* 64 of one IPv4 address or IPv6 /64; loopback is not counted */
	bool count_loopback;   /* ... unless this is set */
	int header_timeout_ms; /* 10 000 from the connection or request line to the last header */
	int body_timeout_ms;   /* 60 000 for the body, and again for sending the answer */
	int idle_timeout_ms;   /* 30 000 between two requests */
	int total_timeout_ms;  /* 300 000 from the request line to the end of the answer */
	int min_rate;          /* bytes a second, 8192: bodies and answers get the time that
	                          they need at this rate on top of the time-outs above */
	bool behind_proxy;     /* believe X-Forwarded-For and -Proto of a loopback peer, and
	                          refuse chunked bodies from it (411): docs/http.md */
	bool gzip;             /* compress text answers above 1 kB, on */
};
void http_config_defaults(struct http_config *c);

struct http_server;
enum rc http_start(const struct http_config *c, const struct http_handler *h,
                   struct http_server **out, struct err *e) MUST_CHECK;
int http_port(const struct http_server *s);
/*
 * Refuses new connections, closes idle ones, lets running requests end (at most
 * grace_ms), then cuts the connections that are left, and frees all. A handler that
 * is still running then is waited for: a thread cannot be ended from outside.
 */
void http_stop(struct http_server *s, int grace_ms);

/* Counters for /metrics. Thread-safe snapshot. */
struct http_stats {
	int64_t requests, by_class[6], rejected_full, rejected_guard, timeouts;
	int64_t connections, queue_length, busy_workers;
	int64_t latency_us_sum;     /* from the complete request to the answer, waiting included */
	int64_t latency_bucket[12]; /* up to 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000 ms, more */
};
void http_stats_get(const struct http_server *s, struct http_stats *out);

#endif

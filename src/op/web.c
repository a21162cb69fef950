/* web.c: from a request to an operation and a face. */
#include "op/web.h"

#include "auth/seen.h"
#include "auth/session.h"
#include "base/clock.h"
#include "base/log.h"
#include "op/face.h"
#include "web/assets.h"
#include "web/web.h"

#include <inttypes.h>
#include <unistd.h>

#define BODY_MAX_DEFAULT (1024 * 1024)
/* Most pages fit, and are not copied from one buffer into the next while they grow. */
#define BODY_USUAL ((size_t)32 * 1024)

struct web_worker {
	const struct app *app;
	struct db *db; /* opened for the first request: a server at rest holds no more than it needs */
};

/* --- paths -------------------------------------------------------------------------------------
 */

enum target_kind {
	TARGET_NONE,
	TARGET_OP,
	TARGET_API,
	TARGET_ASSET,
	TARGET_PICK,
	TARGET_OPENAPI,
	TARGET_HEALTH,
	TARGET_METRICS,
	TARGET_HOME
};

struct target {
	enum target_kind kind;
	const struct op *op;
	const char *export; /* "csv", "xlsx", "json" or NULL */
	int64_t id;         /* of "/unit/12"; DB_NULL: none */
	struct str rest;
};

static struct str after(struct str path, const char *prefix)
{
	size_t n = strlen(prefix);
	return (struct str){.p = path.p + n, .n = path.n - n};
}

static const char *export_of(struct str *verb)
{
	static const char *const formats[] = {"csv", "xlsx", "json"};
	ptrdiff_t dot = str_chr(*verb, '.');
	for (int i = 0; dot >= 0 && i < COUNT(formats); i++)
		if (str_eqz((struct str){.p = verb->p + dot + 1, .n = verb->n - (size_t)dot - 1},
		            formats[i])) {
			verb->n = (size_t)dot;
			return formats[i];
		}
	return NULL;
}

/* "/unit" is the list, "/unit/12" the view, "/unit/rename" the operation. */
static struct target op_target(struct str path)
{
	struct target t = {.kind = TARGET_OP, .id = DB_NULL};
	char name[80];
	struct str rest = after(path, "/"), room = str_cut(&rest, '/');
	struct str verb = rest.p ? rest : STR("list");
	t.export = export_of(&verb);
	if (str_int(verb, &t.id) && t.id > 0)
		verb = STR("view");
	else
		t.id = DB_NULL;
	snprintf(name, sizeof name, "%.*s.%.*s", STR_ARG(room), STR_ARG(verb));
	t.op = op_find(str_of(name));
	if (!t.op && !rest.p) { /* a room without a list has a first page */
		snprintf(name, sizeof name, "%.*s.home", STR_ARG(room));
		t.op = op_find(str_of(name));
	}
	/* Open data are CSV and JSON: a stranger does not make this machine write workbooks. */
	bool workbook = t.export && t.op && (t.op->roles & R(PUBLIC)) && strcmp(t.export, "xlsx") == 0;
	if (!t.op || workbook || (t.op->flags & OP_INTERNAL) || (t.export && t.op->kind != OP_LIST) ||
	    (t.op->kind == OP_VIEW && t.id == DB_NULL))
		t.kind = TARGET_NONE;
	return t;
}

static struct target find_target(struct str path)
{
	struct target t = {.id = DB_NULL};
	if (str_eqz(path, "/"))
		t.kind = TARGET_HOME;
	else if (str_starts(path, "/a/") || asset_find(path))
		t.kind = TARGET_ASSET;
	else if (str_starts(path, "/api/v1/"))
		t.kind = TARGET_API, t.rest = after(path, "/api/v1/");
	else if (str_starts(path, "/pick/"))
		t.kind = TARGET_PICK, t.rest = after(path, "/pick/");
	else if (str_eqz(path, "/openapi.json"))
		t.kind = TARGET_OPENAPI;
	else if (str_eqz(path, "/health"))
		t.kind = TARGET_HEALTH;
	else if (str_eqz(path, "/metrics"))
		t.kind = TARGET_METRICS;
	else if (str_starts(path, "/"))
		return op_target(path);
	return t;
}

/* --- before the body is read
 * ---------------------------------------------------------------------- */

static int64_t body_max(const struct op *op)
{
	int64_t sum = BODY_MAX_DEFAULT;
	if (op->body_max)
		return op->body_max;
	for (int i = 0; i < op->field_count; i++)
		if (op->fields[i].type == FIELD_FILE)
			sum += field_max(&op->fields[i]);
	return sum;
}

static struct http_route web_route(void *app, enum http_method method, struct str path)
{
	struct target t = find_target(path);
	struct http_route r = {.body_max = 0};
	(void)app;
	if (t.kind == TARGET_API)
		t.op = api_op(t.rest);
	if (method != HTTP_GET && method != HTTP_HEAD && method != HTTP_POST)
		r.status = 405;
	else if (method == HTTP_POST && !t.op)
		r.status = t.kind == TARGET_NONE || t.kind == TARGET_API ? 404 : 405;
	else if (method == HTTP_POST)
		r.body_max = body_max(t.op);
	r.ask_worker = t.op && !(t.op->roles & R(PUBLIC));
	r.slow = t.export != NULL;
	return r;
}

/* --- who
 * ------------------------------------------------------------------------------------------------
 */

enum rc face_principal(struct face *f)
{
	struct ctx *c = &f->c;
	struct str cookie = http_cookie(f->req, SESSION_COOKIE),
			   bearer = http_header(f->req, "authorization");
	principal_nobody(&c->who, "web");
	if (f->req->local) {
		struct str as = http_header(f->req, "x-thidua-as");
		/* Whoever owns the data folder, or root, may act as any account; the journal says so. */
		if (f->req->peer_uid != 0 && f->req->peer_uid != (int64_t)geteuid())
			return err_set(c->err, RC_DENIED,
			               "Chỉ người dùng chạy máy chủ mới dùng được dòng lệnh trên máy này.");
		c->remote = arena_printf(c->mem, "uid=%" PRId64, f->req->peer_uid);
		if (as.n == 0)
			return RC_OK;
		TRY(named_principal(c->db, c->mem, as, c->today, "cli", &c->who, c->err));
		c->who.must_change = false;
		return RC_OK;
	}
	if (str_starts(bearer, "Bearer "))
		return token_principal(c->db, c->mem, str_trim(after(bearer, "Bearer ")), c->now_ms,
		                       c->today, &c->who, &f->stale, c->err);
	if (cookie.n == 0)
		return RC_OK;
	return session_principal(c->db, c->mem, cookie, c->now_ms, c->today, &c->who, &f->stale,
	                         c->err);
}

static bool same_origin(struct face *f)
{
	struct str site = http_header(f->req, "sec-fetch-site"), origin = http_header(f->req, "origin");
	struct str host = http_header(f->req, "host");
	if (site.n)
		return str_eqz(site, "same-origin") || str_eqz(site, "none");
	if (origin.n == 0)
		return true;
	return str_ends(origin, arena_strz(f->c.mem, arena_printf(f->c.mem, "://%.*s", STR_ARG(host))));
}

enum rc face_csrf(struct face *f)
{
	const struct principal *who = &f->c.who;
	struct str sent = http_header(f->req, "x-csrf-token");
	if (f->req->local || who->token_id != DB_NULL)
		return RC_OK;
	if (!same_origin(f))
		return err_set(&f->err, RC_DENIED, "Yêu cầu đến từ một trang khác nên bị từ chối.");
	if (who->session_id == DB_NULL)
		return RC_OK;
	if (sent.n == 0)
		sent = values_text(&f->values, "_csrf");
	if (!token_csrf_ok(f->c.app->keys, who->session_hash, sent))
		return err_set(&f->err, RC_DENIED,
		               "Biểu mẫu đã cũ (phiên làm việc đã đổi). Xin tải lại trang rồi gửi lại; nội "
		               "dung vẫn được giữ.");
	return RC_OK;
}

/* --- one request
 * -------------------------------------------------------------------------------------------- */

static void face_init(struct face *f, struct web_worker *w, struct arena *mem,
                      const struct http_request *req, struct http_response *res)
{
	*f = (struct face){.req = req, .res = res};
	struct ctx *c = &f->c;
	*c = (struct ctx){.app = w->app,
	                  .mem = mem,
	                  .db = w->db,
	                  .err = &f->err,
	                  .now_ms = clock_now_ms(),
	                  .request_id = req->id,
	                  .remote = req->remote.p ? req->remote : STR(""),
	                  .agent = http_header(req, "user-agent"),
	                  .object_id = DB_NULL,
	                  .object_version = DB_NULL,
	                  .object_person = DB_NULL,
	                  .object_unit = DB_NULL,
	                  .object_label = STR(""),
	                  .object_state = STR("")};
	c->today = date_at(c->now_ms);
	db_err_to(w->db, &f->err);
	values_init(&f->values, mem);
}

static enum rc touch_tx(void *arg)
{
	struct face *f = arg;
	return session_touch(f->c.db, &f->c.who, f->c.now_ms);
}

static void serve_asset(const struct http_request *req, struct http_response *res)
{
	const struct asset *a = asset_find(req->path);
	struct str accept = http_header(req, "accept-encoding");
	if (!a) {
		res->status = 404;
		return;
	}
	bool gzip = a->gzip.p && accept.n && memmem(accept.p, accept.n, "gzip", 4);
	struct str body = gzip ? a->gzip : a->body, etag = str_of(gzip ? a->gzip_etag : a->etag);
	res->type = a->type;
	http_add_header(res, "ETag", etag);
	http_add_header(res, "Vary", STR("Accept-Encoding"));
	http_add_header(res, "Cache-Control",
	                a->immutable ? STR("public, max-age=31536000, immutable")
	                             : STR("public, max-age=3600"));
	if (http_not_modified(req, etag)) {
		res->status = 304;
		return;
	}
	if (gzip)
		http_add_header(res, "Content-Encoding", STR("gzip"));
	buf_str(&res->body, body);
}

/* The sign-in page, which leads back to where one is: of a form, to the form again. */
static struct str sign_in_address(struct face *f)
{
	struct str id = values_text(&f->values, "id"), to;
	struct buf b;
	if (str_eqz(f->req->path, "/"))
		return STR("/session/open");
	buf_init(&b, 8192);
	buf_z(&b, "/session/open?next=");
	html_arg(&b, f->req->path);
	if (f->req->method == HTTP_POST && id.n) {
		html_arg(&b, STR("?id="));
		html_arg(&b, id);
	} else if (f->req->query.n) {
		html_arg(&b, STR("?"));
		html_arg(&b, f->req->query);
	}
	to = arena_str(f->c.mem, buf_view(&b));
	buf_release(&b);
	return to;
}

/* The link of a page that says so; the browser still has what was typed (web/js/app.js). */
struct link face_sign_in_link(struct face *f)
{
	struct err none = {0};
	/* The form has not been read when the session is found to have ended. */
	if (f->req->method == HTTP_POST && f->values.count == 0 &&
	    values_from_request(&f->values, f->req, &none) != RC_OK)
		values_init(&f->values, f->c.mem);
	return (struct link){.href = sign_in_address(f), .text = STR("Đăng nhập")};
}

static void to_sign_in(struct face *f)
{
	bool back = f->req->method == HTTP_GET;
	face_redirect_with(f, back ? sign_in_address(f) : STR("/session/open"), STR(""));
}

static void serve_op(struct face *f, const struct target *t)
{
	const struct op *op = t->op;
	bool post = f->req->method == HTTP_POST;
	enum rc rc = values_from_request(&f->values, f->req, &f->err);
	if (rc == RC_OK && t->id != DB_NULL)
		rc = values_add(&f->values, STR("id"), arena_printf(f->c.mem, "%" PRId64, t->id), &f->err);
	if (rc != RC_OK) {
		face_error_page(f, rc);
		return;
	}
	if (f->c.who.account_id == DB_NULL && !(op->roles & R(PUBLIC)) && !post) {
		to_sign_in(f);
		return;
	}
	if (t->export)
		export_list(f, op, t->export);
	else if (op->kind == OP_LIST)
		web_list(f, op);
	else if (op->kind == OP_VIEW)
		web_object(f, op);
	else if (op->kind == OP_READ)
		web_read(f, op);
	else if (post)
		web_submit(f, op);
	else
		web_form(f, op);
}

/* Where somebody stands who has not finished signing in, else the start page. */
static struct target home_target(const struct face *f)
{
	const struct principal *who = &f->c.who;
	const char *name = who->account_id == DB_NULL ? "session.open"
	                   : who->needs_second ? who->enrolled ? "session.second" : "account.totp_begin"
	                   : who->must_change  ? "account.password"
	                                       : "home.mine";
	return (struct target){.kind = TARGET_OP, .op = op_find(str_of(name)), .id = DB_NULL};
}

/* Any other page leads whoever has not finished signing in to what is due. */
static bool sent_back(const struct face *f, const struct op *op)
{
	const struct principal *who = &f->c.who;
	bool due = who->account_id != DB_NULL && (who->needs_second || who->must_change);
	return due && !(op->flags & (OP_UNFINISHED_SIGN_IN | OP_BEFORE_SECOND));
}

/* Everything after the principal is known. */
static void serve_target(struct face *f, struct target t, enum rc rc)
{
	if (rc != RC_OK && t.kind == TARGET_API) {
		api_error(f, rc, NULL, NULL);
		return;
	}
	if (rc == RC_SIGNIN) {
		/* An ended session: the cookie goes, and a page is asked for again after signing in. */
		principal_nobody(&f->c.who, "web");
		http_set_cookie(f->res, SESSION_COOKIE, STR("-"), 0, f->req->tls);
		if (f->req->method == HTTP_POST && t.op && !(t.op->roles & R(PUBLIC))) {
			face_error_page(f, rc);
			return;
		}
		err_clear(&f->err);
		rc = RC_OK;
	}
	if (t.kind == TARGET_HOME) {
		t = home_target(f);
	} else if (rc == RC_OK && t.kind == TARGET_OP && f->req->method == HTTP_GET &&
	           sent_back(f, t.op)) {
		face_redirect_with(f, STR("/"), STR(""));
		return;
	}
	if (rc != RC_OK) {
		face_error_page(f, rc);
	} else if (t.kind == TARGET_API) {
		rc = values_from_request(&f->values, f->req, &f->err);
		if (rc != RC_OK)
			api_error(f, rc, NULL, NULL);
		else
			api_handle(f, t.rest);
	} else if (t.kind == TARGET_PICK) {
		rc = values_from_request(&f->values, f->req, &f->err);
		if (rc == RC_OK)
			pick_handle(f, t.rest);
	} else if (t.kind == TARGET_OPENAPI) {
		openapi_handle(f);
	} else if (t.kind == TARGET_METRICS) {
		metrics_handle(f);
	} else if (t.kind == TARGET_OP && t.op) {
		serve_op(f, &t);
	} else {
		err_set(&f->err, RC_NOTFOUND, "Không có trang này. Địa chỉ có thể đã gõ sai.");
		face_error_page(f, RC_NOTFOUND);
	}
}

/*
 * A page reads all it shows in one snapshot: it cannot contradict itself, and one lock is
 * taken instead of one for each statement. Writes and what writes a line when it reads
 * open their own transactions.
 */
static bool one_snapshot(const struct face *f, const struct target *t)
{
	const struct op *op = t->kind == TARGET_API ? api_op(t->rest) : t->op;
	if (f->req->method == HTTP_POST || t->kind == TARGET_METRICS || t->kind == TARGET_OPENAPI)
		return false;
	if (op && t->export && (op->flags & OP_JOURNAL_EXPORT))
		return false;
	return !op || !(op->flags & (OP_OWN_TX | OP_JOURNAL_READ)) || op->kind == OP_WRITE;
}

/* --- what every stranger gets alike -------------------------------------------------------------
 * A page of OP_CACHED is kept whole on the connection until anybody writes or a new day begins. */

struct cached {
	char type[64], etag[96]; /* then the body */
};

/* The key of what is asked; STR_NULL when the caller may not be given what others got. */
static struct str cache_key(struct face *f, const struct target *t)
{
	const struct op *op = t->op;
	if (t->kind != TARGET_OP || !op || !(op->flags & OP_CACHED) || t->export || f->req->local ||
	    f->req->method == HTTP_POST || http_header(f->req, "cookie").n ||
	    http_header(f->req, "authorization").n || f->req->query.n > 512)
		return STR_NULL;
	return arena_printf(f->c.mem, "page:%s:%s?%.*s", op->name, date_iso(f->c.today).z,
	                    STR_ARG(f->req->query));
}

static void answer_cached(struct face *f, const struct cached *k, struct str body)
{
	f->res->type = arena_strz(f->c.mem, str_of(k->type));
	http_add_header(f->res, "ETag", str_of(k->etag));
	http_add_header(f->res, "Cache-Control", STR("public, max-age=60"));
	http_add_header(f->res, "Vary", STR("Accept-Encoding, Cookie, Authorization"));
	if (http_not_modified(f->req, str_of(k->etag)))
		f->res->status = 304;
	else if (!f->res->body.n)
		buf_str(&f->res->body, body);
}

static bool from_cache(struct face *f, struct str key)
{
	struct str kept = key.p ? db_memo_find(f->c.db, key) : STR_NULL;
	if (kept.n < sizeof(struct cached))
		return false;
	answer_cached(
		f, (const struct cached *)kept.p,
		(struct str){.p = kept.p + sizeof(struct cached), .n = kept.n - sizeof(struct cached)});
	return true;
}

static void to_cache(struct face *f, struct str key)
{
	struct buf b;
	struct cached k = {0};
	if (!key.p || f->res->status != 200 || f->res->fd >= 0 || f->res->header_count)
		return;
	struct str body = buf_view(&f->res->body), etag = http_etag(f->c.mem, body);
	snprintf(k.type, sizeof k.type, "%s", f->res->type);
	snprintf(k.etag, sizeof k.etag, "%.*s", STR_ARG(etag));
	buf_init(&b, body.n + sizeof k);
	buf_add(&b, &k, sizeof k);
	buf_str(&b, body);
	db_memo_keep(f->c.db, key, buf_view(&b));
	buf_release(&b);
	answer_cached(f, &k, body);
	if (f->res->status == 304)
		buf_clear(&f->res->body);
}

struct serving {
	struct face *f;
	struct target t;
};

static enum rc snapshot_tx(void *arg)
{
	struct serving *s = arg;
	struct face *f = s->f;
	/* Perhaps run again: nothing of the first time may stay. */
	buf_clear(&f->res->body);
	f->res->header_count = 0;
	f->res->status = 200;
	values_init(&f->values, f->c.mem);
	err_clear(&f->err);
	struct str key = cache_key(f, &s->t);
	if (from_cache(f, key))
		return RC_OK;
	serve_target(f, s->t, face_principal(f));
	to_cache(f, key);
	return RC_OK;
}

static void serve(struct face *f)
{
	struct serving s = {.f = f, .t = find_target(f->req->path)};
	if (s.t.kind == TARGET_HEALTH) {
		health_handle(f);
	} else if (one_snapshot(f, &s.t)) {
		enum rc rc = db_tx(f->c.db, DB_READ, snapshot_tx, &s);
		if (rc != RC_OK && f->res->status < 400)
			face_error_page(f, rc);
	} else {
		serve_target(f, s.t, face_principal(f));
	}
	bool used = f->stale && f->c.who.account_id != DB_NULL;
	if (used && f->c.app->seen && seen_note(f->c.app->seen, &f->c.who, f->c.now_ms))
		return;
	if (used && db_tx(f->c.db, DB_WRITE, touch_tx, f) != RC_OK)
		log_line(LOG_WARN, "touch", "id=%.*s", STR_ARG(f->req->id));
}

static void plain_error(void *app, int status, struct buf *body)
{
	(void)app;
	if (status == 401) {
		tpl_plain_sign_in(body, "/session/open");
		return;
	}
	const char *say = status == 503   ? "Hệ thống đang bận, xin thử lại sau vài giây."
	                  : status == 413 ? "Nội dung gửi lên quá lớn."
	                  : status == 404 ? "Không có trang này."
	                  : status == 405 ? "Địa chỉ này không nhận kiểu yêu cầu ấy."
	                                  : "Yêu cầu không hợp lệ.";
	buf_printf(body, "%d %s\n", status, say);
}

static bool connected(struct web_worker *w)
{
	struct err e = {0};
	if (w->db || db_open(w->app->db_address, 0, &w->db, &e) == RC_OK)
		return true;
	log_line(LOG_ERROR, "worker", "message=%s detail=%s", e.message, e.detail);
	return false;
}

static void web_handle(void *worker, struct arena *mem, const struct http_request *req,
                       struct http_response *res)
{
	struct web_worker *w = worker;
	res->type = "text/html; charset=utf-8";
	if (str_starts(req->path, "/a/") || asset_find(req->path)) {
		serve_asset(req, res);
		return;
	}
	if (!connected(w)) {
		res->status = 503;
		plain_error(NULL, 503, &res->body);
		return;
	}
	struct face *f = arena_alloc(mem, sizeof *f);
	buf_room(&res->body, BODY_USUAL);
	face_init(f, w, mem, req, res);
	serve(f);
	db_err_to(w->db, NULL);
	if (f->err.detail[0])
		log_line(LOG_ERROR, "request", "id=%.*s path=%.*s code=%s detail=%s", STR_ARG(req->id),
		         STR_ARG(req->path), rc_word(f->err.code), f->err.detail);
}

/* Before a large body: signed in at all? The gate asks everything else later. */
static int web_admit(void *worker, struct arena *mem, const struct http_request *req)
{
	struct web_worker *w = worker;
	struct http_response none = {.mem = mem, .fd = -1};
	if (!connected(w))
		return 503;
	struct face *f = arena_alloc(mem, sizeof *f);
	face_init(f, w, mem, req, &none);
	enum rc rc = face_principal(f);
	db_err_to(w->db, NULL);
	if (rc != RC_OK)
		return face_status(rc);
	return f->c.who.account_id == DB_NULL ? 401 : 0;
}

static void *worker_init(void *app)
{
	struct web_worker *w = calloc(1, sizeof *w);
	BUG_ON(!w);
	w->app = app;
	return w;
}

static void worker_free(void *worker)
{
	struct web_worker *w = worker;
	db_close(w->db);
	free(w);
}

void web_handler(struct http_handler *h, struct app *app)
{
	*h = (struct http_handler){.app = app,
	                           .route = web_route,
	                           .worker_init = worker_init,
	                           .worker_free = worker_free,
	                           .admit = web_admit,
	                           .handle = web_handle,
	                           .plain_error = plain_error};
}

#include "http/response.h"

#include <sodium.h>
#include <strings.h>
#include <unistd.h>
#include <zlib.h>

#define GZIP_LEAST 1024
#define ERROR_PAGE_MAX (64 * 1024)

void response_init(struct http_response *r, struct arena *mem)
{
	*r = (struct http_response){.status = 200, .fd = -1, .mem = mem};
	buf_init(&r->body, (size_t)1 << 30);
}

void response_release(struct http_response *r)
{
	buf_release(&r->body);
	if (r->fd >= 0)
		close(r->fd);
	r->fd = -1;
}

static struct str clean_copy(struct arena *mem, struct str s)
{
	char *p = arena_alloc(mem, s.n + 1);
	for (size_t i = 0; i < s.n; i++)
		p[i] = (unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7F ? ' ' : s.p[i];
	return (struct str){.p = p, .n = s.n};
}

void http_add_header(struct http_response *r, const char *name, struct str value)
{
	BUG_ON(r->header_count == (int)(sizeof r->headers / sizeof *r->headers));
	r->headers[r->header_count++] = (struct http_pair){.name = arena_str(r->mem, str_of(name)),
	                                                   .value = clean_copy(r->mem, value)};
}

static bool has_header(const struct http_response *r, const char *name)
{
	for (int i = 0; i < r->header_count; i++)
		if (strcasecmp(r->headers[i].name.p, name) == 0)
			return true;
	return false;
}

static bool is_own_path(struct str to)
{
	if (to.n == 0 || to.p[0] != '/' || (to.n > 1 && (to.p[1] == '/' || to.p[1] == '\\')))
		return false;
	for (size_t i = 0; i < to.n; i++)
		if ((unsigned char)to.p[i] < 0x20 || to.p[i] == 0x7F)
			return false; /* browsers drop tabs and line ends: "/\t/host" is "//host" */
	return true;
}

void http_redirect(struct http_response *r, struct str to)
{
	static const char hex[] = "0123456789ABCDEF";
	if (!is_own_path(to))
		to = STR("/");
	char *p = arena_alloc(r->mem, to.n * 3 + 1);
	size_t n = 0;
	for (size_t i = 0; i < to.n; i++) {
		unsigned char c = (unsigned char)to.p[i];
		if (c > 0x20 && c < 0x7F) {
			p[n++] = (char)c;
			continue;
		}
		p[n++] = '%';
		p[n++] = hex[c >> 4];
		p[n++] = hex[c & 15];
	}
	r->status = 303;
	http_add_header(r, "Location", (struct str){.p = p, .n = n});
}

static bool is_cookie_text(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c <= 0x20 || c >= 0x7F || strchr("\",;\\", c))
			return false;
	}
	return true;
}

void http_set_cookie(struct http_response *r, const char *name, struct str value, int64_t max_age_s,
                     bool secure)
{
	BUG_ON(!is_cookie_text(value));
	struct str age = STR("");
	if (max_age_s >= 0)
		age = arena_printf(r->mem, "; Max-Age=%lld", (long long)max_age_s);
	http_add_header(r, "Set-Cookie",
	                arena_printf(r->mem, "%s=%.*s; Path=/; HttpOnly; SameSite=Lax%s%s", name,
	                             STR_ARG(value), age.p, secure ? "; Secure" : ""));
}

struct str http_etag(struct arena *mem, struct str content)
{
	unsigned char hash[16];
	char hex[sizeof hash * 2 + 1];
	crypto_generichash(hash, sizeof hash, (const unsigned char *)content.p, content.n, NULL, 0);
	sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
	return arena_printf(mem, "\"%s\"", hex);
}

static struct str opaque_tag(struct str tag)
{
	tag = str_trim(tag);
	if (str_starts(tag, "W/")) {
		tag.p += 2;
		tag.n -= 2;
	}
	return tag;
}

bool http_not_modified(const struct http_request *r, struct str etag)
{
	struct str asked = http_header(r, "if-none-match");
	if (r->method != HTTP_GET && r->method != HTTP_HEAD)
		return false;
	if (str_eqz(str_trim(asked), "*"))
		return true;
	/* Our tags hold no comma, so cutting at commas cannot make a false match. */
	while (asked.n)
		if (str_eq(opaque_tag(str_cut(&asked, ',')), opaque_tag(etag)))
			return true;
	return false;
}

bool response_accepts_gzip(struct str accept)
{
	while (accept.n) {
		struct str weight = str_cut(&accept, ',');
		struct str coding = str_trim(str_cut(&weight, ';'));
		if (coding.n != 4 || strncasecmp(coding.p, "gzip", 4) != 0)
			continue;
		weight = str_trim(weight);
		if (!str_starts(weight, "q=0"))
			return true;
		for (size_t i = 3; i < weight.n; i++)
			if (weight.p[i] >= '1' && weight.p[i] <= '9')
				return true;
		return false;
	}
	return false;
}

struct gzip {
	z_stream z;
};

struct gzip *gzip_new(void)
{
	struct gzip *g = calloc(1, sizeof *g);
	/* Level 1: the worker's time is dearer than the last few per cent. 15 + 16: gzip frame. */
	if (g && deflateInit2(&g->z, 1, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
		free(g);
		g = NULL;
	}
	return g;
}

void gzip_free(struct gzip *g)
{
	if (g)
		deflateEnd(&g->z);
	free(g);
}

static bool is_text(const char *type)
{
	return type && (strncmp(type, "text/", 5) == 0 || strstr(type, "json") || strstr(type, "xml") ||
	                strncmp(type, "application/javascript", 22) == 0);
}

static bool squeeze(struct gzip *g, const struct buf *in, struct buf *out)
{
	if (in->n > UINT32_MAX / 2 || deflateReset(&g->z) != Z_OK)
		return false;
	size_t room = deflateBound(&g->z, (uLong)in->n);
	buf_init(out, room);
	char *to = buf_room(out, room);
	if (!to)
		return false;
	g->z.next_in = (Bytef *)in->p;
	g->z.avail_in = (uInt)in->n;
	g->z.next_out = (Bytef *)to;
	g->z.avail_out = (uInt)room;
	if (deflate(&g->z, Z_FINISH) != Z_STREAM_END) {
		buf_release(out);
		return false;
	}
	out->n = room - g->z.avail_out;
	return true;
}

/* The tag named the plain bytes; the packed ones are only equivalent (RFC 9110 8.8.1). */
static void weaken_etag(struct http_response *r)
{
	for (int i = 0; i < r->header_count; i++) {
		struct http_pair *h = &r->headers[i];
		if (strcasecmp(h->name.p, "ETag") == 0 && !str_starts(h->value, "W/"))
			h->value = arena_printf(r->mem, "W/%.*s", STR_ARG(h->value));
	}
}

void response_gzip(struct http_response *r, const struct http_request *req, struct gzip *g)
{
	struct buf packed;
	if (!g || r->fd >= 0 || r->body.n < GZIP_LEAST || !is_text(r->type) ||
	    has_header(r, "Content-Encoding"))
		return;
	http_add_header(r, "Vary", STR("Accept-Encoding"));
	if (!response_accepts_gzip(http_header(req, "accept-encoding")) ||
	    !squeeze(g, &r->body, &packed))
		return;
	buf_release(&r->body);
	r->body = packed;
	http_add_header(r, "Content-Encoding", STR("gzip"));
	weaken_etag(r);
}

static const struct {
	const char *name, *value;
} always[] = {
	{"Content-Security-Policy",
     "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
     "frame-ancestors 'none'; form-action 'self'"},
	{"X-Content-Type-Options", "nosniff"},
	{"Referrer-Policy", "same-origin"},
	{"Cross-Origin-Opener-Policy", "same-origin"},
	{"Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"},
	{"Cache-Control", "no-store"},
};

void response_defaults(struct http_response *r, bool tls, struct str request_id)
{
	for (size_t i = 0; i < sizeof always / sizeof *always; i++)
		if (!has_header(r, always[i].name))
			http_add_header(r, always[i].name, str_of(always[i].value));
	if (tls && !has_header(r, "Strict-Transport-Security"))
		http_add_header(r, "Strict-Transport-Security", STR("max-age=31536000"));
	if (request_id.n)
		http_add_header(r, "X-Request-Id", request_id);
	if (r->type)
		http_add_header(r, "Content-Type", str_of(r->type));
}

void response_error(struct http_response *r, const struct http_handler *h, int status)
{
	struct arena *mem = r->mem;
	response_release(r);
	response_init(r, mem);
	buf_init(&r->body, ERROR_PAGE_MAX);
	r->status = status;
	r->type = "text/html; charset=utf-8";
	if (h->plain_error)
		h->plain_error(h->app, status, &r->body);
	if (status == 503)
		http_add_header(r, "Retry-After", STR("1"));
}

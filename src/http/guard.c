#include "http/guard.h"
#include "http/request.h"

#include <strings.h>

bool guard_token(struct str s)
{
	static const char marks[] = "!#$%&'*+-.^_`|~";
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		bool alnum = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
		if (!alnum && (c == 0 || !strchr(marks, c)))
			return false;
	}
	return s.n > 0;
}

static bool is_digits(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n > 0;
}

static bool is_host(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		bool alnum = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
		if (!alnum && (c == 0 || !strchr("-._~:[]", c)))
			return false;
	}
	return s.n > 0;
}

static bool has_control(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (((unsigned char)s.p[i] < 0x20 && s.p[i] != '\t') || s.p[i] == 0x7F)
			return true;
	return false;
}

int guard_headers(const struct http_pair *headers, int count, struct str version,
                  struct guard_body *body)
{
	int hosts = 0, lengths = 0, codings = 0;
	struct str length = STR_NULL, coding = STR_NULL;
	*body = (struct guard_body){0};
	if (count > GUARD_HEADERS_MAX)
		return 431;
	for (int i = 0; i < count; i++) {
		struct str name = headers[i].name, value = headers[i].value;
		if (!guard_token(name) || has_control(value))
			return 400;
		if (str_eqz(name, "host")) {
			hosts++;
			if (!is_host(value))
				return 400;
		} else if (str_eqz(name, "content-length")) {
			lengths++;
			length = value;
		} else if (str_eqz(name, "transfer-encoding")) {
			codings++;
			coding = value;
		}
	}
	bool old = str_eqz(version, "HTTP/1.0");
	if (!old && !str_eqz(version, "HTTP/1.1"))
		return str_starts(version, "HTTP/") ? 505 : 400;
	/* RFC 9112 6.1: HTTP/1.0 knows no transfer coding, so one there is an attack. */
	if (hosts > 1 || (!old && hosts != 1) || lengths + codings > 1 || (old && codings))
		return 400;
	if (codings && (coding.n != 7 || strncasecmp(coding.p, "chunked", 7) != 0))
		return 501;
	int64_t n = 0;
	if (lengths && (!is_digits(length) || !str_int(length, &n)))
		return 400;
	*body = (struct guard_body){
		.any = codings || n > 0, .chunked = codings, .length = codings ? -1 : n};
	return 0;
}

int guard_size(const struct guard_body *body, int64_t max)
{
	return !body->chunked && body->length > max ? 413 : 0;
}

static bool has_dot_segment(struct str path)
{
	while (path.p) {
		struct str part = str_cut(&path, '/');
		if (str_eqz(part, ".") || str_eqz(part, ".."))
			return true;
	}
	return false;
}

int guard_path(struct arena *mem, struct str raw, struct str *out)
{
	if (raw.n == 0 || raw.p[0] != '/')
		return 400;
	char *to = arena_alloc(mem, raw.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < raw.n; i++) {
		int c = (unsigned char)raw.p[i];
		if (c == '%') {
			c = request_hex(raw, i + 1);
			if (c < 0 || c == '/')
				return 400;
			i += 2;
		}
		if (c < 0x20 || c == 0x7F || c == '\\')
			return 400;
		to[n++] = (char)c;
	}
	*out = (struct str){.p = to, .n = n};
	return !str_utf8_ok(*out) || has_dot_segment(*out) ? 400 : 0;
}

int guard_target(struct arena *mem, struct str target, struct str *path, struct str *query)
{
	for (size_t i = 0; i < target.n; i++) {
		unsigned char c = (unsigned char)target.p[i];
		if (c <= 0x20 || c == 0x7F || c == '#')
			return 400;
	}
	*query = target;
	int wrong = guard_path(mem, str_cut(query, '?'), path);
	if (!query->p)
		*query = STR("");
	return wrong;
}

static void expect(struct guard_layout *l, const char *p, size_t n, size_t gap)
{
	if ((uintptr_t)p != l->at)
		l->broken = true;
	l->at = (uintptr_t)p + n + gap;
}

void guard_layout_line(struct guard_layout *l, struct str method, const char *uri, size_t uri_size,
                       struct str version)
{
	*l = (struct guard_layout){.begin = (uintptr_t)method.p, .at = (uintptr_t)method.p};
	expect(l, method.p, method.n, 1);
	expect(l, uri, uri_size, 1);
	expect(l, version.p, version.n, 2);
}

void guard_layout_header(struct guard_layout *l, struct str name, struct str value)
{
	expect(l, name.p, name.n, 1);
	/* Blanks between the colon and the value belong to neither. */
	if ((uintptr_t)value.p < l->at)
		l->broken = true;
	l->at = (uintptr_t)value.p + value.n + 2;
}

bool guard_layout_ok(const struct guard_layout *l, size_t head_size)
{
	return !l->broken && l->at + 2 == l->begin + head_size;
}

#include "http/request.h"

#include <strings.h>

struct str http_header(const struct http_request *r, const char *name)
{
	for (int i = 0; i < r->header_count; i++)
		if (str_eqz(r->headers[i].name, name))
			return r->headers[i].value;
	return STR_NULL;
}

static struct str find_pair(const struct http_pair *pairs, int count, const char *name)
{
	for (int i = 0; i < count; i++)
		if (str_eqz(pairs[i].name, name))
			return pairs[i].value;
	return STR_NULL;
}

struct str http_cookie(const struct http_request *r, const char *name)
{
	return find_pair(r->cookies, r->cookie_count, name);
}

struct str http_arg(const struct http_request *r, const char *name)
{
	return find_pair(r->args, r->arg_count, name);
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

int request_hex(struct str s, size_t at)
{
	if (at + 2 > s.n)
		return -1;
	int high = hex_digit(s.p[at]), low = hex_digit(s.p[at + 1]);
	return high < 0 || low < 0 ? -1 : high * 16 + low;
}

static struct str decode(struct arena *mem, struct str in)
{
	char *to = arena_alloc(mem, in.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < in.n; i++) {
		int byte = in.p[i] == '%' ? request_hex(in, i + 1) : -1;
		if (byte >= 0)
			i += 2;
		to[n++] = byte >= 0 ? (char)byte : in.p[i] == '+' ? ' ' : in.p[i];
	}
	return (struct str){.p = to, .n = n};
}

int request_pairs(struct arena *mem, struct str text, const struct http_pair **out)
{
	size_t most = 1, n = 0;
	for (size_t i = 0; i < text.n; i++)
		most += text.p[i] == '&';
	if (most > REQUEST_FIELDS_MAX)
		return -1;
	struct http_pair *pairs = arena_array(mem, most, sizeof *pairs);
	while (text.n) {
		struct str value = str_cut(&text, '&');
		if (!value.n)
			continue;
		struct str name = str_cut(&value, '=');
		pairs[n].name = decode(mem, name);
		pairs[n].value = decode(mem, value);
		if (!str_utf8_ok(pairs[n].name) || !str_utf8_ok(pairs[n].value))
			return -1;
		n++;
	}
	*out = pairs;
	return (int)n;
}

int request_cookies(struct arena *mem, const struct http_pair *headers, int header_count,
                    const struct http_pair **out)
{
	size_t most = 0, n = 0;
	for (int i = 0; i < header_count; i++) {
		if (!str_eqz(headers[i].name, "cookie"))
			continue;
		most++;
		for (size_t k = 0; k < headers[i].value.n; k++)
			most += headers[i].value.p[k] == ';';
	}
	if (most > REQUEST_FIELDS_MAX)
		return -1;
	struct http_pair *pairs = arena_array(mem, most, sizeof *pairs);
	for (int i = 0; i < header_count; i++) {
		struct str rest = headers[i].value;
		if (!str_eqz(headers[i].name, "cookie"))
			continue;
		while (rest.n) {
			struct str value = str_cut(&rest, ';');
			struct str name = str_trim(str_cut(&value, '='));
			value = str_trim(value);
			if (value.n >= 2 && value.p[0] == '"' && value.p[value.n - 1] == '"')
				value = (struct str){.p = value.p + 1, .n = value.n - 2};
			if (name.n && value.p)
				pairs[n++] = (struct http_pair){.name = name, .value = value};
		}
	}
	*out = pairs;
	return (int)n;
}

struct str request_lower(struct arena *mem, struct str s)
{
	char *low = arena_alloc(mem, s.n + 1);
	for (size_t i = 0; i < s.n; i++)
		low[i] = s.p[i] >= 'A' && s.p[i] <= 'Z' ? (char)(s.p[i] | 0x20) : s.p[i];
	return (struct str){.p = low, .n = s.n};
}

struct str request_media_type(struct arena *mem, struct str value, struct str *rest)
{
	*rest = value;
	return request_lower(mem, str_trim(str_cut(rest, ';')));
}

/* Takes a value, quoted or not, from the front of *s and leaves *s behind it. */
static struct str take_value(struct arena *mem, struct str *s)
{
	if (!s->n || s->p[0] != '"') {
		struct str plain = *s;
		ptrdiff_t end = str_chr(*s, ';');
		plain.n = end < 0 ? s->n : (size_t)end;
		s->p += plain.n;
		s->n -= plain.n;
		return str_trim(plain);
	}
	char *to = arena_alloc(mem, s->n);
	size_t n = 0, i = 1;
	for (; i < s->n && s->p[i] != '"'; i++) {
		/* Only these two: a path from Windows keeps its backslashes. */
		if (s->p[i] == '\\' && i + 1 < s->n && (s->p[i + 1] == '"' || s->p[i + 1] == '\\'))
			i++;
		to[n++] = s->p[i];
	}
	i += i < s->n;
	s->p += i;
	s->n -= i;
	return (struct str){.p = to, .n = n};
}

struct str request_param(struct arena *mem, struct str params, const char *name)
{
	size_t len = strlen(name);
	while (params.n) {
		size_t n = 0;
		while (n < params.n && params.p[n] != '=' && params.p[n] != ';')
			n++;
		struct str key = str_trim((struct str){.p = params.p, .n = n});
		bool has_value = n < params.n && params.p[n] == '=';
		n += n < params.n;
		params.p += n;
		params.n -= n;
		if (!has_value)
			continue;
		struct str value = take_value(mem, &params);
		if (key.n == len && strncasecmp(key.p, name, len) == 0)
			return value;
	}
	return STR_NULL;
}

static int fill_body(struct arena *mem, struct http_request *r, const struct spool *body,
                     struct str params)
{
	if (str_eqz(r->content_type, "multipart/form-data")) {
		struct str boundary = request_param(mem, params, "boundary");
		return request_multipart(mem, body, boundary, (size_t)64 * 1024, &r->parts, &r->part_count);
	}
	struct str whole = spool_view(body, mem);
	if (!whole.p)
		return 500;
	if (!str_eqz(r->content_type, "application/x-www-form-urlencoded")) {
		r->body = whole;
		return 0;
	}
	if (whole.n > REQUEST_TEXT_MAX)
		return 413;
	const struct http_pair *pairs;
	int n = request_pairs(mem, whole, &pairs);
	if (n < 0)
		return 400;
	struct http_part *parts = arena_array(mem, (size_t)n, sizeof *parts);
	for (int i = 0; i < n; i++)
		parts[i] = (struct http_part){.name = pairs[i].name,
		                              .value = pairs[i].value,
		                              .fd = -1,
		                              .size = (int64_t)pairs[i].value.n};
	r->parts = parts;
	r->part_count = n;
	return 0;
}

int request_fill(struct arena *mem, struct http_request *r, const struct spool *body)
{
	struct str params;
	r->arg_count = request_pairs(mem, r->query, &r->args);
	r->cookie_count = request_cookies(mem, r->headers, r->header_count, &r->cookies);
	if (r->arg_count < 0 || r->cookie_count < 0)
		return 400;
	r->content_type = request_media_type(mem, http_header(r, "content-type"), &params);
	return body && body->size ? fill_body(mem, r, body, params) : 0;
}

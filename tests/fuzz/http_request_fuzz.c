/*
 * The request-side parsers on any bytes. The first byte chooses which. What comes
 * out must be text (UTF-8, no NUL) and lie within what went in; a multipart body
 * must come apart the same in memory and from a file.
 */
#include "http/guard.h"
#include "http/request.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_pairs(const struct http_pair *p, int n, size_t size)
{
	size_t total = 0;
	for (int i = 0; i < n; i++) {
		BUG_ON(!str_utf8_ok(p[i].name) || !str_utf8_ok(p[i].value));
		total += p[i].name.n + p[i].value.n;
	}
	BUG_ON(total > size);
}

static void fuzz_target(struct arena *mem, struct str in)
{
	struct str path, query;
	if (guard_target(mem, in, &path, &query) != 0)
		return;
	BUG_ON(path.n == 0 || path.p[0] != '/' || !str_utf8_ok(path));
	BUG_ON(str_chr(path, '\\') >= 0 || memmem(path.p, path.n, "/../", 4));
	for (size_t i = 0; i < path.n; i++)
		BUG_ON((unsigned char)path.p[i] < 0x20);
}

static void fuzz_cookies(struct arena *mem, struct str in)
{
	struct str second = in, first = str_cut(&second, '\n');
	const struct http_pair headers[] = {{STR("cookie"), first}, {STR("cookie"), second}};
	const struct http_pair *out;
	int n = request_cookies(mem, headers, 2, &out);
	for (int i = 0; i < n; i++)
		BUG_ON(out[i].name.n == 0 || str_chr(out[i].value, ';') >= 0);
}

static void fuzz_head(struct str in)
{
	struct http_pair headers[GUARD_HEADERS_MAX + 1];
	struct guard_body body;
	int n = 0;
	struct str version = str_cut(&in, '\n');
	while (in.n && n <= GUARD_HEADERS_MAX) {
		struct str value = str_cut(&in, '\n');
		headers[n].name = str_cut(&value, ':');
		headers[n++].value = value;
	}
	if (guard_headers(headers, n, version, &body) == 0)
		BUG_ON(body.any != (body.chunked || body.length > 0) || body.chunked != (body.length < 0));
}

static void fuzz_multipart(struct arena *mem, struct str in)
{
	struct spool small, file;
	const struct http_part *a = NULL, *b = NULL;
	int count_a = 0, count_b = 0;
	struct str boundary = str_cut(&in, '\n');
	static const char filler[HTTP_SMALL_BODY + 1];
	if (in.n > HTTP_SMALL_BODY || !in.p)
		return;
	spool_init(&small, HTTP_SMALL_BODY);
	spool_init(&file, 4 * HTTP_SMALL_BODY);
	BUG_ON(spool_add(&small, "/tmp", in.p, in.n) != 0);
	BUG_ON(spool_add(&file, "/tmp", filler, sizeof filler) != 0);
	file.size = 0;
	BUG_ON(spool_add(&file, "/tmp", in.p, in.n) != 0);
	int status = request_multipart(mem, &small, boundary, HTTP_SMALL_BODY, &a, &count_a);
	BUG_ON(status != request_multipart(mem, &file, boundary, 1, &b, &count_b));
	BUG_ON(status == 0 && count_a != count_b);
	for (int i = 0; status == 0 && i < count_a; i++) {
		BUG_ON(a[i].offset < 0 || a[i].size < 0 || a[i].offset + a[i].size > (int64_t)in.n);
		BUG_ON(a[i].offset != b[i].offset || a[i].size != b[i].size ||
		       !str_eq(a[i].name, b[i].name));
		BUG_ON(!a[i].is_file && (!str_utf8_ok(a[i].value) || !str_eq(a[i].value, b[i].value)));
	}
	spool_release(&small);
	spool_release(&file);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena mem;
	const struct http_pair *out = NULL;
	int n;
	if (size == 0)
		return 0;
	struct str in = {.p = (const char *)data + 1, .n = size - 1}, rest;
	arena_init(&mem);
	switch (data[0]) {
	case 'p': fuzz_target(&mem, in); break;
	case 'q':
		n = request_pairs(&mem, in, &out);
		check_pairs(out, n, size);
		break;
	case 'c': fuzz_cookies(&mem, in); break;
	case 'h': fuzz_head(in); break;
	case 'm': fuzz_multipart(&mem, in); break;
	case 't':
		request_media_type(&mem, in, &rest);
		BUG_ON(request_param(&mem, rest, "boundary").n > size);
		break;
	default: break;
	}
	arena_release(&mem);
	return 0;
}

#include "http/request.h"

#include <strings.h>

/* A window over the body. What it shows is valid until the next call of show(). */
struct scan {
	const struct spool *body;
	char *buf;
	size_t room, n;
	int64_t at;
	bool failed;
};

/* What is known from `from` on: at least `need` bytes unless the body ends before. */
static struct str show(struct scan *s, int64_t from, size_t need)
{
	size_t skip = from >= s->at ? (size_t)(from - s->at) : s->n;
	if (skip > s->n || s->n - skip < need) {
		ssize_t got = spool_read(s->body, from, s->buf, s->room);
		s->failed |= got < 0;
		s->at = from;
		s->n = got < 0 ? 0 : (size_t)got;
		skip = 0;
	}
	return (struct str){.p = s->buf + skip, .n = s->n - skip};
}

/* Where `needle` stands first at or after `from`, or -1. */
static int64_t find(struct scan *s, int64_t from, struct str needle)
{
	for (;;) {
		struct str seen = show(s, from, needle.n);
		if (seen.n < needle.n)
			return -1;
		const char *hit = memmem(seen.p, seen.n, needle.p, needle.n);
		if (hit)
			return from + (hit - seen.p);
		from += (int64_t)(seen.n - needle.n + 1);
	}
}

static bool read_disposition(struct arena *mem, struct str head, struct http_part *part)
{
	static const char wanted[] = "content-disposition:";
	while (head.n) {
		struct str line = str_cut(&head, '\n');
		if (line.n < sizeof wanted - 1 || strncasecmp(line.p, wanted, sizeof wanted - 1) != 0)
			continue;
		line.p += sizeof wanted - 1;
		line.n -= sizeof wanted - 1;
		line = str_trim(line);
		struct str kind = str_trim(str_cut(&line, ';'));
		part->name = arena_str(mem, request_param(mem, line, "name"));
		part->filename = arena_str(mem, request_param(mem, line, "filename"));
		part->is_file = part->filename.p != NULL;
		return kind.n == 9 && strncasecmp(kind.p, "form-data", 9) == 0 && part->name.p &&
		       str_utf8_ok(part->name) && str_utf8_ok(part->filename);
	}
	return false;
}

/* Reads the lines above a part's content; where the content begins, or -1. */
static int64_t read_head(struct arena *mem, struct scan *s, int64_t at, struct http_part *part)
{
	struct str seen = show(s, at, REQUEST_PART_HEAD_MAX);
	if (seen.n > REQUEST_PART_HEAD_MAX)
		seen.n = REQUEST_PART_HEAD_MAX;
	const char *end = memmem(seen.p, seen.n, "\r\n\r\n", 4);
	if (!end)
		return -1;
	struct str head = {.p = seen.p, .n = (size_t)(end - seen.p)};
	return read_disposition(mem, head, part) ? at + (end - seen.p) + 4 : -1;
}

static int keep_content(struct arena *mem, const struct spool *body, struct http_part *part,
                        int64_t *text_left)
{
	part->fd = part->is_file ? body->fd : -1;
	if (part->fd >= 0)
		return 0;
	if (body->fd < 0) {
		part->value = (struct str){.p = body->small.p + part->offset, .n = (size_t)part->size};
	} else {
		if (part->size > *text_left)
			return 413;
		*text_left -= part->size;
		char *to = arena_alloc(mem, (size_t)part->size + 1);
		if (spool_read(body, part->offset, to, (size_t)part->size) < 0)
			return 500;
		part->value = (struct str){.p = to, .n = (size_t)part->size};
	}
	return part->is_file || str_utf8_ok(part->value) ? 0 : 400;
}

static struct http_part *grow(struct arena *mem, struct http_part *parts, int count)
{
	struct http_part *more = arena_array(mem, (size_t)count * 2, sizeof *more);
	memcpy(more, parts, (size_t)count * sizeof *more);
	return more;
}

static int read_parts(struct arena *mem, struct scan *s, struct str delimiter,
                      const struct http_part **out, int *count)
{
	int room = 16, n = 0;
	struct http_part *parts = arena_array(mem, (size_t)room, sizeof *parts);
	int64_t text_left = REQUEST_TEXT_MAX;
	/* The first delimiter has no line end before it; each is checked and stepped over here. */
	struct str first = {.p = delimiter.p + 2, .n = delimiter.n - 2};
	int64_t at = find(s, 0, first) == 0 ? (int64_t)first.n : -1;
	while (at >= 0) {
		struct str seen = show(s, at, 2);
		if (seen.n >= 2 && memcmp(seen.p, "--", 2) == 0)
			break;
		if (seen.n < 2 || memcmp(seen.p, "\r\n", 2) != 0 || n == REQUEST_FIELDS_MAX)
			return 400;
		if (n == room) {
			parts = grow(mem, parts, room);
			room *= 2;
		}
		struct http_part *part = &parts[n++];
		part->offset = read_head(mem, s, at + 2, part);
		at = part->offset < 0 ? -1 : find(s, part->offset, delimiter);
		if (at < 0)
			break;
		part->size = at - part->offset;
		int status = keep_content(mem, s->body, part, &text_left);
		if (status)
			return status;
		at += (int64_t)delimiter.n;
	}
	*out = parts;
	*count = n;
	return s->failed ? 500 : at < 0 ? 400 : 0;
}

int request_multipart(struct arena *mem, const struct spool *body, struct str boundary,
                      size_t window, const struct http_part **out, int *count)
{
	if (boundary.n < 1 || boundary.n > 70) /* RFC 2046 5.1.1 */
		return 400;
	struct str delimiter = arena_printf(mem, "\r\n--%.*s", STR_ARG(boundary));
	if (delimiter.n != boundary.n + 4)
		return 400; /* a NUL inside */
	size_t room = window < REQUEST_PART_HEAD_MAX ? REQUEST_PART_HEAD_MAX : window;
	if ((int64_t)room > body->size)
		room = (size_t)body->size;
	struct scan s = {.body = body, .buf = arena_alloc(mem, room + 1), .room = room};
	return read_parts(mem, &s, delimiter, out, count);
}

/* unpack_stream.c: the child's frames, none of which is believed. */
#include "doc/unpack_inner.h"

#define HEAD 5

bool unpack_name_ok(struct str name)
{
	struct str rest = name;
	if (name.n == 0 || name.n > UNPACK_NAME_MAX || !str_utf8_ok(name))
		return false;
	for (size_t i = 0; i < name.n; i++)
		if ((unsigned char)name.p[i] < 0x20 || name.p[i] == 0x7F || name.p[i] == '\\')
			return false;
	while (rest.p) {
		struct str part = str_cut(&rest, '/');
		if (part.n == 0 || str_eqz(part, ".") || str_eqz(part, ".."))
			return false;
	}
	return true;
}

static enum rc distrust(struct err *e, const char *what)
{
	enum rc rc =
		err_set(e, RC_INVALID, "Kết quả đọc tệp ZIP không hợp lệ, có thể tệp được cố ý làm sai.");
	if (e && !e->detail[0])
		snprintf(e->detail, sizeof e->detail, "unpack stream: %s", what);
	return rc;
}

void unpack_stream_init(struct unpack_stream *s, const struct unpack_sink *sink)
{
	*s = (struct unpack_stream){.sink = *sink};
	buf_init(&s->pending, 4 * UNPACK_PIECE);
}

void unpack_stream_release(struct unpack_stream *s)
{
	buf_release(&s->pending);
}

static enum rc begin(struct unpack_stream *s, struct str name, struct err *e)
{
	if (s->inside || ++s->entries > UNPACK_ENTRIES_MAX)
		return distrust(e, "an entry inside another, or too many");
	if (!unpack_name_ok(name))
		return err_set(e, RC_INVALID,
		               "Trong tệp ZIP có tên tệp không an toàn (đường dẫn ra ngoài thư mục, ký tự "
		               "điều khiển): tệp được cố ý làm sai hoặc không phải do thidua lập.");
	s->inside = true;
	return s->sink.begin(s->sink.arg, name, e);
}

static enum rc one_frame(struct unpack_stream *s, char kind, struct str body, struct err *e)
{
	int64_t count;
	if (s->ended)
		return distrust(e, "something after the end");
	switch (kind) {
	case UNPACK_BEGIN: return begin(s, body, e);
	case UNPACK_BYTES:
		s->bytes += body.n;
		if (!s->inside || body.n == 0 || s->bytes > UNPACK_BYTES_MAX)
			return distrust(e, "bytes of no entry");
		return s->sink.bytes(s->sink.arg, body, e);
	case UNPACK_END:
		if (!s->inside || (!str_eqz(body, "1") && !str_eqz(body, "0")))
			return distrust(e, "the end of no entry");
		s->inside = false;
		return s->sink.end(s->sink.arg, body.p[0] == '1', e);
	case UNPACK_ALL:
		if (s->inside || !str_int(body, &count) || count != (int64_t)s->entries)
			return distrust(e, "the number of entries");
		s->ended = true;
		return RC_OK;
	default: return distrust(e, "an unknown frame");
	}
}

/* Takes whole frames from the front; what is left waits for more. */
static enum rc take(struct unpack_stream *s, struct err *e)
{
	struct str rest = buf_view(&s->pending);
	if (!s->started) {
		if (rest.n < sizeof UNPACK_MAGIC - 1)
			return RC_OK;
		if (!str_starts(rest, UNPACK_MAGIC))
			return distrust(e, "its beginning");
		s->started = true;
		rest.p += sizeof UNPACK_MAGIC - 1;
		rest.n -= sizeof UNPACK_MAGIC - 1;
	}
	while (rest.n >= HEAD) {
		size_t n = 0;
		for (size_t i = 4; i > 0; i--)
			n = n << 8 | (unsigned char)rest.p[i];
		if (n > UNPACK_PIECE)
			return distrust(e, "a frame that is too long");
		if (rest.n - HEAD < n)
			break;
		TRY(one_frame(s, rest.p[0], (struct str){.p = rest.p + HEAD, .n = n}, e));
		rest.p += HEAD + n;
		rest.n -= HEAD + n;
	}
	if (rest.n && rest.p != s->pending.p)
		memmove(s->pending.p, rest.p, rest.n);
	s->pending.n = rest.n;
	return RC_OK;
}

enum rc unpack_stream_feed(void *stream, const void *bytes, size_t n, struct err *e)
{
	struct unpack_stream *s = stream;
	const char *p = bytes;
	while (n > 0) {
		size_t k = n < UNPACK_PIECE ? n : UNPACK_PIECE;
		buf_add(&s->pending, p, k);
		TRY(buf_check(&s->pending, e));
		TRY(take(s, e));
		p += k;
		n -= k;
	}
	return RC_OK;
}

enum rc unpack_stream_end(struct unpack_stream *s, struct err *e)
{
	return s->ended && s->pending.n == 0 ? RC_OK : distrust(e, "it ends early");
}

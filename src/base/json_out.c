#include "base/json_out.h"

struct json_out json_out_to(struct buf *b)
{
	return (struct json_out){.b = b};
}

/* Nearly all text is plain, so sixteen bytes are looked at at once. */
typedef unsigned char bytes16 __attribute__((vector_size(16)));

static bool all_plain(const char *p)
{
	bytes16 v;
	uint64_t any[2];
	memcpy(&v, p, sizeof v);
	bytes16 bad =
		(bytes16)(v < 0x20) | (bytes16)(v == '"') | (bytes16)(v == '\\') | (bytes16)(v == '<');
	memcpy(any, &bad, sizeof any);
	return (any[0] | any[1]) == 0;
}

static void quoted(struct buf *b, struct str s)
{
	static const char hex[] = "0123456789abcdef";
	size_t from = 0;
	buf_chr(b, '"');
	for (size_t i = 0; i < s.n; i++) {
		while (i + sizeof(bytes16) <= s.n && all_plain(s.p + i))
			i += sizeof(bytes16);
		if (i == s.n)
			break;
		unsigned char c = (unsigned char)s.p[i];
		if (c >= 0x20 && c != '"' && c != '\\' && c != '<')
			continue;
		buf_add(b, s.p + from, i - from);
		from = i + 1;
		if (c == '"' || c == '\\') {
			buf_chr(b, '\\');
			buf_chr(b, (char)c);
		} else if (c == '\n') {
			buf_z(b, "\\n");
		} else {
			/* '<' too: the text may come to stand inside a script element. */
			buf_z(b, "\\u00");
			buf_chr(b, hex[c >> 4]);
			buf_chr(b, hex[c & 15]);
		}
	}
	buf_add(b, s.p + from, s.n - from);
	buf_chr(b, '"');
}

static void before(struct json_out *j, const char *key)
{
	if (j->some[j->depth])
		buf_chr(j->b, ',');
	j->some[j->depth] = true;
	if (key) {
		quoted(j->b, str_of(key));
		buf_chr(j->b, ':');
	}
}

static void open_with(struct json_out *j, const char *key, char opening, char closing)
{
	before(j, key);
	buf_chr(j->b, opening);
	BUG_ON(j->depth + 1 >= JSON_OUT_DEPTH);
	j->depth++;
	j->some[j->depth] = false;
	j->close[j->depth] = closing;
}

void json_obj(struct json_out *j, const char *key)
{
	open_with(j, key, '{', '}');
}

void json_arr(struct json_out *j, const char *key)
{
	open_with(j, key, '[', ']');
}

void json_end(struct json_out *j)
{
	BUG_ON(j->depth == 0);
	buf_chr(j->b, j->close[j->depth]);
	j->depth--;
}

void json_str(struct json_out *j, const char *key, struct str v)
{
	before(j, key);
	if (v.p)
		quoted(j->b, v);
	else
		buf_z(j->b, "null");
}

void json_z(struct json_out *j, const char *key, const char *v)
{
	json_str(j, key, str_of(v));
}

void json_int(struct json_out *j, const char *key, int64_t v)
{
	before(j, key);
	buf_int(j->b, v);
}

void json_bool(struct json_out *j, const char *key, bool v)
{
	before(j, key);
	buf_z(j->b, v ? "true" : "false");
}

void json_nil(struct json_out *j, const char *key)
{
	before(j, key);
	buf_z(j->b, "null");
}

void json_raw(struct json_out *j, const char *key, struct str v)
{
	before(j, key);
	buf_str(j->b, v);
}

/*
 * json_out.h: JSON written straight into a buffer, without a tree.
 *
 * The writer puts commas and escapes; keys are program text (ASCII). Nesting is
 * the caller's duty and is checked by BUG_ON. Values are UTF-8. Output is one
 * line, keys in the order written, so that golden tests can compare bytes.
 *
 *     struct json_out j = json_out_to(&buf);
 *     json_obj(&j, NULL);
 *     json_str(&j, "name", s);
 *     json_end(&j);
 *
 * A key of NULL writes an array's element or the outermost value.
 */
#ifndef BASE_JSON_OUT_H
#define BASE_JSON_OUT_H

#include "base/buf.h"

#define JSON_OUT_DEPTH 16

struct json_out {
	struct buf *b;
	int depth;
	bool some[JSON_OUT_DEPTH];
	char close[JSON_OUT_DEPTH];
};

struct json_out json_out_to(struct buf *b);
void json_obj(struct json_out *j, const char *key);
void json_arr(struct json_out *j, const char *key);
void json_end(struct json_out *j);
void json_str(struct json_out *j, const char *key, struct str v); /* NULL text writes null */
void json_z(struct json_out *j, const char *key, const char *v);
void json_int(struct json_out *j, const char *key, int64_t v);
void json_bool(struct json_out *j, const char *key, bool v);
void json_nil(struct json_out *j, const char *key);

/* `v` is JSON already and is copied as it is. */
void json_raw(struct json_out *j, const char *key, struct str v);

#endif

/*
 * values.h: what a caller sent, flattened to names and text, whatever the face.
 *
 * A form, a query, a JSON body, a command line and a stored job all become the
 * same list of pairs. Members of a repeated group are named "rows.0.name". The
 * decoder (decode.h) turns the list into the operation's input struct by its
 * declared fields; a name that no field declares is refused, not ignored.
 */
#ifndef OP_VALUES_H
#define OP_VALUES_H

#include "http/http.h"
#include "op/op.h"

#define VALUES_MAX 20000

struct value {
	struct str name, text;
	const struct http_part *file; /* an uploaded file, or NULL */
};

struct values {
	struct value *items;
	int count, room;
	struct arena *mem;
};

void values_init(struct values *v, struct arena *mem);
enum rc values_add(struct values *v, struct str name, struct str text, struct err *e) MUST_CHECK;

/* The first of that name, or NULL. */
const struct value *values_get(const struct values *v, struct str name);
struct str values_text(const struct values *v, const char *name); /* "" when absent */

/* Was the field sent, empty or not, or any row of the group of that name? */
bool values_have(const struct values *v, struct str name);

/* From a request: query arguments of GET, parts of a form, or a JSON object. */
enum rc values_from_request(struct values *v, const struct http_request *r,
                            struct err *e) MUST_CHECK;
/* At most 16 deep; numbers, text, booleans and null; refuses what jansson refuses and \u0000. */
enum rc values_from_json(struct values *v, struct str json, struct err *e) MUST_CHECK;

/* Declared fields only, as a JSON object (for jobs and approvals). Secrets are left out. */
void values_to_json(const struct values *v, const struct op *op, struct buf *b);

#endif

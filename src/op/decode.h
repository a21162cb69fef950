/*
 * decode.h: from names and text to the operation's input struct, by its fields.
 *
 * Text is brought to NFC and checked; every field is looked at, so that a form
 * shows all its faults at once. Numbers and dates are read as people write them
 * (1.234.567, 27/01/2026) and as machines do (1234567, 2026-01-27).
 */
#ifndef OP_DECODE_H
#define OP_DECODE_H

#include "op/values.h"

struct field_error {
	struct str name; /* as in values: "rows.0.name" */
	struct str label;
	struct str message;
};

struct field_errors {
	struct field_error items[32];
	int count; /* at most 32 are kept; more is true when there were others */
	bool more;
};

/*
 * `in` is op->in_size zeroed bytes in the arena. RC_INVALID when anything was
 * wrong: `errors` holds what, `e` the first of it. References are only numbers
 * here; the gate looks them up.
 */
enum rc decode_fields(const struct op *op, const struct values *v, struct arena *mem, void *in,
                      struct field_errors *errors, struct err *e) MUST_CHECK;

/*
 * The same in two steps, for a write that leaves out what stays as it is: first what was sent,
 * then, when what is stored has been read, the fields that were not, from `all`.
 */
enum rc decode_sent(const struct op *op, const struct values *sent, struct arena *mem, void *in,
                    struct field_errors *errors, struct err *e) MUST_CHECK;
enum rc decode_unsent(const struct op *op, const struct values *sent, const struct values *all,
                      struct arena *mem, void *in, struct field_errors *errors,
                      struct err *e) MUST_CHECK;

/* One filter of a list; *given is false when it was left empty. */
enum rc decode_filter(const struct field *f, struct str text, struct arena *mem, struct db_val *out,
                      bool *given, struct err *e) MUST_CHECK;

/* The least and most a field takes, with its type's defaults filled in. */
int64_t field_max(const struct field *f);

/* What was typed, as it is decoded: "1", "on", "true", "có"; a number, or DB_NULL. */
bool field_is_true(struct str text);
int64_t field_number(struct str text);

/* The label of a choice's value, or the value itself. */
struct str choice_label(const struct choice *choices, struct str value);

#endif

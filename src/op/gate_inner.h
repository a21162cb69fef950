/* gate_inner.h: what the files of the gate share; nobody else includes it. */
#ifndef OP_GATE_INNER_H
#define OP_GATE_INNER_H

#include "op/gate.h"

/* Is this one of an operation's `states` (NULL: any)? */
bool gate_state_in(const char *states, struct str state);

/* Is it about the caller? */
bool gate_own_case(const struct ctx *c, int64_t person_id);

/* Own case and guard, when the object is known. */
enum rc gate_check_case(struct ctx *c, const struct op *op) MUST_CHECK;

/* Counts the call; RC_BUSY above the operation's limit. Inside DB_WRITE. */
enum rc gate_rate(struct ctx *c) MUST_CHECK;

/*
 * The object that field `id` names: within scope, in an allowed state, at the expected version;
 * `versioned`: as in struct gate_how.
 */
enum rc gate_check_object(struct ctx *c, const struct values *v, const char *in, bool versioned,
                          struct db_val *version) MUST_CHECK;

/* What the fields of one struct refer to is there and, where asked for, in scope. */
enum rc gate_check_refs(struct ctx *c, const struct field *fields, int count,
                        const char *in) MUST_CHECK;

#endif

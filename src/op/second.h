/*
 * second.h: what takes two people: one asks, another confirms (OP_SECOND).
 *
 * What was asked is stored with the object's version, so that it cannot be carried out
 * on something that has changed since. Secrets are not stored; what an operation makes
 * up itself (a temporary password) is made at the confirmation and shown to the second
 * person alone. app/admin/approval.c has the operations.
 */
#ifndef OP_SECOND_H
#define OP_SECOND_H

#include "op/gate.h"

#define SECOND_DAYS 7
#define SECOND_MS ((int64_t)SECOND_DAYS * 24 * 3600 * 1000)

/* Stores what c->op was asked for; called by the gate inside DB_WRITE. */
enum rc second_ask(struct ctx *c, const void *in, struct db_val version, struct str input,
                   struct out *out) MUST_CHECK;

struct second_case {
	int64_t asked_by;  /* account */
	int64_t object_id; /* DB_NULL: none */
	int64_t person_id; /* whom it concerns; DB_NULL: nobody */
};

/*
 * May the caller be the second person for `op`? Holds one of its roles (not with
 * OP_SECOND_ONLY) or of those beside them, op->second_roles, over the whole office, did not
 * ask, is not concerned; also not through another account of the same person.
 */
enum rc second_may(struct ctx *c, const struct op *op, const struct second_case *s) MUST_CHECK;

#endif

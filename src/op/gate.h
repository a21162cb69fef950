/*
 * gate.h: the one way in. Web, API, command line and jobs all pass here.
 *
 * The gate reads the operation's row and, in this order: is the caller signed in
 * far enough, does the caller hold one of its roles, is the token limited to
 * other operations, is the rate kept; are the fields right; then, inside one
 * transaction: has this very request been answered before, is the object within
 * scope, in an allowed state, not one's own case, still at the expected version, and
 * does the row's guard agree; are the references there and in scope; does it need a
 * second person or a job.
 * Then the function runs, and the journal line is written beside what it did. What needs a
 * second person is tried first and rolled back, so that the asker hears of mistakes at once.
 */
#ifndef OP_GATE_H
#define OP_GATE_H

#include "op/ctx.h"
#include "op/decode.h"

#define GATE_KEY_MAX 100
#define GATE_ANY_VERSION "any"

struct gate_how {
	struct str idempotency; /* key sent with a write, or "" */
	bool preview;           /* show, then roll back */
	/* A write on an object that has versions must say `_version`: a number, or GATE_ANY_VERSION,
	   which the journal line then shows. Set by web, API and command line. */
	bool versioned;
	/* What is not sent of what is stored stays as it is (op_keeps()); set by API and command line.
	   A form of the web always sends all its boxes. */
	bool partial;
};

/* May the caller use this operation at all? Says why not. */
enum rc gate_may(struct ctx *c, const struct op *op) MUST_CHECK;

/* The same as a quiet answer, for menus and lists of actions. */
bool gate_offers(const struct ctx *c, const struct op *op);

/*
 * Would the gate take `op` on the object `id` from this caller now: role, scope, state, own case
 * and guard? Whatever links an operation on an object asks this, so that nothing is offered which
 * is then refused.
 */
bool gate_accepts(struct ctx *c, const struct op *op, int64_t id);

/* The same of several operations on one kind of object and of all the rows of a page at once:
   yes[op * count + row], in the arena. */
const bool *gate_accepts_which(struct ctx *c, const struct op *const *ops, int op_count,
                               const int64_t *ids, int count);

/* … and says why not; with its version. For the form of the operation. */
enum rc gate_opens(struct ctx *c, const struct op *op, int64_t id,
                   struct db_val *version) MUST_CHECK;

/* Does the object `id` lie where the caller may use `op`? */
bool gate_reaches(struct ctx *c, const struct op *op, int64_t id);

/* Adds to `v` what is stored in the fields of `op` that it does not have; `v` names the object. */
enum rc gate_fill(struct ctx *c, const struct op *op, struct values *v) MUST_CHECK;

/* The rows that the caller may reach with this operation. */
struct db_scope gate_scope(struct ctx *c, const struct op *op);

/*
 * Runs a write or an OP_READ. `errors` holds every wrong field when the answer is
 * RC_INVALID. c->err holds the first failure. Nothing has left the process and
 * nothing is stored unless the answer is RC_OK.
 */
enum rc gate_run(struct ctx *c, const struct op *op, const struct values *v,
                 const struct gate_how *how, struct field_errors *errors,
                 struct out *out) MUST_CHECK;

/*
 * The part inside the transaction alone, for the confirmation by a second person:
 * c->who is the one who asked. Besides, with approved_by DB_NULL (nobody has confirmed
 * yet), the example office, which is filled in one transaction. Nobody else calls it.
 */
enum rc gate_run_approved(struct ctx *c, const struct op *op, const struct values *v,
                          int64_t approved_by, struct out *out) MUST_CHECK;

/*
 * The journal line of c->op with what was sent; inside DB_WRITE. Called by the gate, and by
 * operations with OP_OWN_TX. `mark` ("asked", "refused") or NULL; `second` or DB_NULL.
 */
enum rc gate_journal(struct ctx *c, const struct out *out, const char *mark,
                     int64_t second) MUST_CHECK;

/*
 * The line of an OP_LIST with OP_JOURNAL_EXPORT: who took its rows with which filters, as what
 * ("csv"), how many. In a transaction of its own, before the file is given out; nothing for
 * other lists. Words that were searched for are left out: they are mostly names.
 */
enum rc gate_exported(struct ctx *c, const struct op *op, const struct values *v,
                      const char *format, int64_t rows) MUST_CHECK;

/*
 * A page of a list about people (OP_JOURNAL_EXPORT) or one person's record was shown: counted in
 * memory and written soon (job/looked.h). `op` is the list or view; c->object_* of a view.
 */
void gate_shown(struct ctx *c, const struct op *op, int64_t rows);

/* The object `id` as the caller may see it with `op`; fills c->object_*. */
enum rc gate_object(struct ctx *c, const struct op *op, const struct object *object, int64_t id,
                    struct db_val *version) MUST_CHECK;

/* The label of a referenced object for a form, "" when it is out of scope. */
struct str gate_label(struct ctx *c, const struct op *op, const struct object *object, int64_t id);

/* What stands in a field, in words: labels of choices and references, a day as people write it. */
struct str gate_words(struct ctx *c, const struct field *f, struct str text);

#endif

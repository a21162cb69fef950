#include "op/second.h"

#include "db/sql_auth.h"
#include "db/sql_op.h"

#include <inttypes.h>

#define SUMMARY_MAX 4000

/* --- asking ----------------------------------------------------------------------- */

/* What the second person reads: the object and every field that was filled, in words. */
static struct str summary(struct ctx *c)
{
	struct buf *b = arena_alloc(c->mem, sizeof *b);
	struct str label = c->object_label;
	buf_init(b, SUMMARY_MAX);
	arena_defer(c->mem, (void (*)(void *))buf_release, b);
	buf_str(b, label);
	for (int i = 0; i < c->op->field_count; i++) {
		const struct field *f = &c->op->fields[i];
		struct str text = values_text(c->values, f->name);
		if (text.n == 0 || f->type == FIELD_SECRET || (f->flags & HIDDEN) || b->n > SUMMARY_MAX / 2)
			continue;
		buf_printf(b, "%s%s: ", b->n ? "; " : "", f->label);
		text = f->flags & PERSONAL ? STR("(có nhập)") : gate_words(c, f, text);
		buf_str(b, text.n < SUMMARY_MAX / 4 ? text : STR("(dài)"));
	}
	return buf_view(b);
}

enum rc second_ask(struct ctx *c, const void *in, struct db_val version, struct str input,
                   struct out *out)
{
	int64_t object = op_field(c->op, STR("id")) ? c->object_id : DB_NULL;
	(void)in;
	TRY(sql_approval_add(c->db, str_of(c->op->name), str_of(c->op->title), input, summary(c),
	                     object, version.null ? DB_NULL : version.i, c->object_person,
	                     c->who.account_id, c->now_ms, &out->approval_id));
	out_say(c, out,
	        "Đã ghi đề nghị \"%s\". Việc này có hiệu lực khi người thứ hai xác nhận trong %d ngày.",
	        c->op->title, SECOND_DAYS);
	return gate_journal(c, out, "asked", DB_NULL);
}

/* --- confirming --------------------------------------------------------------------- */

static enum rc not_oneself(struct ctx *c, const struct second_case *s)
{
	struct sql_account_by_id asker;
	if (s->asked_by == c->who.account_id)
		return err_set(c->err, RC_DENIED,
		               "Người đề nghị không tự xác nhận được. Xin nhờ người có thẩm quyền khác.");
	TRY(sql_account_by_id(c->db, c->mem, s->asked_by, &asker));
	if (asker.person_id != DB_NULL && asker.person_id == c->who.person_id)
		return err_set(c->err, RC_DENIED,
		               "Hai tài khoản của một người không tính là hai người. Xin nhờ người khác.");
	if (s->person_id != DB_NULL && s->person_id == c->who.person_id)
		return err_set(c->err, RC_DENIED,
		               "Không ai được xác nhận việc của chính mình. Xin nhờ người khác.");
	return RC_OK;
}

enum rc second_may(struct ctx *c, const struct op *op, const struct second_case *s)
{
	struct op wide = *op;
	struct ctx at = *c; /* what is looked at here is not the object of the caller's operation */
	struct db_val version;
	wide.roles = op->second_roles | (op->flags & OP_SECOND_ONLY ? 0 : op->roles);
	wide.scope = SCOPE_OFFICE;
	TRY(not_oneself(c, s));
	TRY(gate_may(c, &wide));
	if (s->object_id == DB_NULL)
		return RC_OK;
	return gate_object(&at, &wide, op->object, s->object_id, &version);
}

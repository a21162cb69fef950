/* gate_may.c: before the transaction: may the caller use this operation at all? */
#include "op/gate_inner.h"

#include "db/sql_auth.h"

#include <inttypes.h>

static bool holds(const struct principal *who, const struct op *op)
{
	if (!(who->roles & op->roles))
		return false;
	if (op->scope != SCOPE_OFFICE || (op->roles & (R(PUBLIC) | R(MEMBER))))
		return true;
	for (int i = 0; i < who->grant_count; i++)
		if (who->grants[i].top && (op->roles & (1u << who->grants[i].role)))
			return true;
	return false;
}

static bool token_allows(const struct principal *who, const struct op *op)
{
	struct str ops = who->token_ops;
	if (who->token_id != DB_NULL && (op->flags & OP_NO_TOKEN))
		return false;
	if (!ops.p || str_eqz(ops, "*"))
		return true;
	while (ops.p) {
		struct str one = str_trim(str_cut(&ops, ','));
		if (str_eqz(one, op->name))
			return true;
		/* "unit.*" is every operation on units. */
		if (str_ends(one, ".*") && strncmp(op->name, one.p, one.n - 1) == 0)
			return true;
	}
	return false;
}

/* What has to be done before `op`, or NULL. A factor that was enrolled is shown first. */
static const char *unfinished(const struct principal *who, const struct op *op)
{
	bool may = op->flags & OP_UNFINISHED_SIGN_IN;
	if (who->needs_second && who->enrolled && !(op->flags & OP_BEFORE_SECOND))
		return "Xin hoàn thành xác thực hai bước trước khi làm việc khác.";
	if (who->needs_second && !may)
		return "Xin bật xác thực hai bước trước khi làm việc khác.";
	return who->must_change && !may ? "Xin đổi mật khẩu trước khi làm việc khác." : NULL;
}

bool gate_offers(const struct ctx *c, const struct op *op)
{
	return !(op->flags & OP_INTERNAL) && holds(&c->who, op) && token_allows(&c->who, op) &&
	       !unfinished(&c->who, op);
}

bool gate_state_in(const char *states, struct str state)
{
	if (!states)
		return true;
	struct str rest = str_of(states);
	while (rest.p)
		if (str_eq(str_cut(&rest, ' '), state))
			return true;
	return false;
}

bool gate_own_case(const struct ctx *c, int64_t person_id)
{
	return person_id != DB_NULL && person_id == c->who.person_id;
}

/*
 * Counted per account, or per address for those not signed in; one window a minute. In the
 * operation's own transaction: reads cost nothing, the server's own limits hold for them.
 */
enum rc gate_rate(struct ctx *c)
{
	struct sql_counter_hit row;
	if (c->job)
		return RC_OK;
	struct str key = c->who.account_id == DB_NULL
	                     ? arena_printf(c->mem, "rate:%s:%.*s", c->op->name, STR_ARG(c->remote))
	                     : arena_printf(c->mem, "rate:%s:%" PRId64, c->op->name, c->who.account_id);
	int limit = c->op->per_minute ? c->op->per_minute : 600;
	TRY(sql_counter_hit(c->db, c->mem, key, c->now_ms / 60000 * 60000, &row));
	if (row.n > limit)
		return err_set(c->err, RC_BUSY, "Quá %d lần trong một phút. Xin chờ một phút rồi thử lại.",
		               limit);
	return RC_OK;
}

enum rc gate_may(struct ctx *c, const struct op *op)
{
	const struct principal *who = &c->who;
	if (op->flags & OP_INTERNAL && !c->job)
		return err_set(c->err, RC_NOTFOUND, "Không có thao tác này.");
	if (who->account_id == DB_NULL && !(op->roles & R(PUBLIC)) && !c->job)
		return err_set(c->err, RC_SIGNIN, "Xin đăng nhập để tiếp tục.");
	if (unfinished(who, op))
		return err_set(c->err, RC_DENIED, "%s", unfinished(who, op));
	/* The timetable's own jobs act for nobody; only rows marked internal say so. */
	bool own = c->job && who->account_id == DB_NULL && (op->flags & OP_INTERNAL);
	if (!own && !holds(who, op))
		return err_set(c->err, RC_DENIED, "Tài khoản của ông/bà không có quyền \"%s\".", op->title);
	if (!token_allows(who, op))
		return err_set(c->err, RC_DENIED, "Mã truy cập này không được dùng cho \"%s\".", op->name);
	return RC_OK;
}

/* guard.c: who is to be guarded by two people, and telling owners what was done to them. */
#include "app/account/account.h"
#include "db/sql_account.h"
#include "db/sql_grant.h"
#include "job/outbox.h"

#include <inttypes.h>

/* Whoever has no address, or one that no mail can have, still finds the notice. */
static enum rc mail_owner(struct ctx *c, int64_t person_id, struct str text)
{
	struct sql_account_email row;
	TRY(sql_account_email(c->db, c->mem, person_id, &row));
	if (!mail_address_ok(row.email))
		return RC_OK;
	struct str key =
		arena_printf(c->mem, "guard-%" PRId64 "-%" PRId64 "-%s", person_id, c->now_ms, c->op->name);
	for (char *p = (char *)key.p; *p; p++)
		*p = *p == '_' ? '-' : *p;
	struct str body = arena_printf(c->mem,
	                               "Kính gửi ông/bà,\n\n%.*s\n\nNếu không biết việc này, xin báo "
	                               "ngay cho thanh tra, kiểm tra hoặc "
	                               "quản trị hệ thống của %.*s.\n",
	                               STR_ARG(text), STR_ARG(c->app->office));
	return outbox_add(c->db, row.email, STR("Tài khoản của ông/bà vừa được thay đổi"), body, key,
	                  c->now_ms, c->err);
}

enum rc account_guard_owner(struct ctx *c, int64_t person_id, struct str text)
{
	TRY(sql_account_bar_vote(c->db, person_id, NULL));
	TRY(sql_notice_add_person(c->db, person_id, text, STR("/account/mine"), c->now_ms, NULL));
	return mail_owner(c, person_id, text);
}

enum rc account_may_vote(struct ctx *c, int64_t person_id)
{
	struct sql_account_barred row;
	if (person_id == DB_NULL)
		return RC_OK;
	TRY(sql_account_barred(c->db, c->mem, person_id, &row));
	if (row.n == 0)
		return RC_OK;
	if (person_id == c->who.person_id)
		return err_set(c->err, RC_CONFLICT,
		               "Đăng nhập của ông/bà vừa được đặt lại hoặc ông/bà vừa được giao vai mới, "
		               "nên chưa biểu quyết được. Xin xác nhận ở \"Tài khoản của tôi\", rồi làm "
		               "lại.");
	return err_set(c->err, RC_CONFLICT,
	               "Đăng nhập của người này vừa được đặt lại hoặc người này vừa được giao vai mới, "
	               "nên chưa biểu quyết được. Xin mời người ấy xác nhận ở \"Tài khoản của tôi\" "
	               "trước.");
}

enum rc account_votes(struct ctx *c, int64_t object)
{
	(void)object;
	return account_may_vote(c, c->who.person_id);
}

/* --- two people ------------------------------------------------------------------------- */

bool account_role_decides(struct str role)
{
	return str_eqz(role, "head") || str_eqz(role, "council") || str_eqz(role, "admin") ||
	       str_eqz(role, "standing");
}

bool account_person_decides(struct ctx *c, int64_t person_id)
{
	struct sql_grant_open_of *rows;
	size_t n;
	if (person_id == DB_NULL)
		return false;
	if (sql_grant_open_of(c->db, c->mem, person_id, c->today, &rows, &n) != RC_OK)
		return true;
	for (size_t i = 0; i < n; i++)
		if (account_role_decides(rows[i].role))
			return true;
	return false;
}

bool account_second_exists(struct ctx *c)
{
	struct sql_grant_confirmers row;
	return c->who.person_id == DB_NULL ||
	       sql_grant_confirmers(c->db, c->mem, c->who.person_id, c->today, &row) != RC_OK ||
	       row.n > 0;
}

/* nightly.c: what the passing of time does to accounts. */
#include "app/account/account.h"
#include "app/admin/admin.h"
#include "auth/password.h"
#include "db/sql_account.h"
#include "db/sql_auth.h"
#include "journal/journal.h"

#define DAY_MS ((int64_t)24 * 3600 * 1000)

static enum rc note(struct ctx *c, const char *op, int64_t account, int64_t person, const char *why)
{
	return journal_add(c->db, &(struct journal_line){.at_ms = c->now_ms,
	                                                 .account_id = DB_NULL,
	                                                 .origin = STR("schedule"),
	                                                 .request = STR(""),
	                                                 .op = op,
	                                                 .object = "account",
	                                                 .object_id = account,
	                                                 .person_id = person,
	                                                 .unit_id = DB_NULL,
	                                                 .detail = str_of(why)});
}

static enum rc disable_idle(struct ctx *c)
{
	struct sql_account_idle *rows;
	struct sql_account_admins admins;
	size_t n;
	TRY(sql_account_idle(c->db, c->mem, c->now_ms - ACCOUNT_IDLE_DAYS * DAY_MS, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		TRY(sql_account_admins(c->db, c->mem, rows[i].id, c->today, &admins));
		if (admins.self && admins.others == 0)
			continue; /* an office without an administrator could not be opened again */
		TRY(sql_account_disable(c->db, rows[i].id, NULL));
		TRY(sql_session_end_all(c->db, rows[i].id, 0, c->now_ms, NULL));
		TRY(note(c, "account.disable", rows[i].id, rows[i].person_id,
		         "{\"reason\":\"45 ngày không dùng\"}"));
	}
	return RC_OK;
}

static enum rc age_passwords(struct ctx *c)
{
	struct password_policy policy = PASSWORD_POLICY;
	struct sql_account_old_admins *rows;
	size_t n;
	TRY(sql_account_old_admins(c->db, c->mem, c->now_ms - policy.admin_days * DAY_MS, c->today,
	                           &rows, &n));
	for (size_t i = 0; i < n; i++) {
		TRY(sql_account_must_change(c->db, rows[i].id, NULL));
		TRY(note(c, "account.password", rows[i].id, rows[i].person_id, "{\"_mark\":\"due\"}"));
	}
	return RC_OK;
}

enum rc account_nightly(struct ctx *c)
{
	TRY(disable_idle(c));
	TRY(age_passwords(c));
	return sql_account_pending_purge(c->db, c->now_ms - DAY_MS, NULL);
}

static enum rc nightly_accounts(struct ctx *c, const void *in, struct out *out)
{
	(void)in;
	TRY(account_nightly(c));
	TRY(approval_lapse(c));
	out->say = STR("Đã xem lại tài khoản, mật khẩu và đề nghị quá hạn.");
	return RC_OK;
}

const struct op account_nightly_ops[] = {
	{.name = "nightly.accounts",
     .title = "Xem lại tài khoản",
     .help = "Khóa tài khoản 45 ngày không dùng, buộc đổi mật khẩu quản trị quá 60 ngày, hủy đề "
             "nghị quá 7 ngày.",
     .kind = OP_WRITE,
     .scope = SCOPE_ANY,
     .flags = OP_INTERNAL | OP_NO_JOURNAL,
     .run = nightly_accounts},
	{0}};

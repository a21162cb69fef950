/* password.c: one's own password changed, by the rules of auth/password.h. */
#include "auth/password.h"
#include "app/account/credential.h"
#include "db/sql_account.h"
#include "db/sql_auth.h"
#include "op/gate.h"
#include "viet/viet.h"

struct account_password_in {
	struct str old, new_password, new_again;
};
static const struct field account_password_fields[] = {
	F(SECRET, struct account_password_in, old, "Mật khẩu hiện nay", .flags = MUST),
	F(SECRET, struct account_password_in, new_password, "Mật khẩu mới", .flags = MUST,
      .hint = "Khi đã bật xác thực hai bước: từ 8 ký tự. Chưa bật: từ 14 ký tự, đủ chữ thường, chữ "
              "hoa, "
              "chữ số và ký tự khác. Không dùng lại 10 mật khẩu gần nhất; một câu dài dễ nhớ là "
              "tốt nhất."),
	F(SECRET, struct account_password_in, new_again, "Nhập lại mật khẩu mới", .flags = MUST),
};

struct change {
	struct ctx *c;
	struct out *out;
	struct sql_account_own own;
	char hash[PASSWORD_HASH_BYTES];
};

static enum rc judge(struct change *x, struct str plain)
{
	struct ctx *c = x->c;
	struct password_policy policy = PASSWORD_POLICY;
	struct password_verdict verdict;
	struct sql_password_old_list *old;
	size_t n;
	TRY(sql_password_old_list(c->db, c->mem, x->own.id, &old, &n));
	const char **hashes = arena_array(c->mem, n + 1, sizeof *hashes);
	hashes[0] = arena_strz(c->mem, x->own.password_hash);
	for (size_t i = 0; i < n; i++)
		hashes[i + 1] = arena_strz(c->mem, old[i].hash);
	struct password_about about = {.account = x->own.name,
	                               .mfa = x->own.totp_sealed.p != NULL,
	                               .old_hashes = hashes,
	                               .old_count = (int)n + 1};
	TRY(password_judge(c->app->hasher, &policy, &about, plain, c->mem, &verdict, c->err));
	struct str all = STR("");
	for (int i = 0; i < verdict.count; i++)
		all = arena_printf(c->mem, "%.*s%s%.*s", STR_ARG(all), i ? " " : "",
		                   STR_ARG(verdict.reasons[i]));
	return verdict.good ? RC_OK : err_field(c->err, "new_password", "%.*s", STR_ARG(all));
}

static enum rc change_tx(void *arg)
{
	struct change *x = arg;
	struct ctx *c = x->c;
	int64_t changed;
	c->object_person = c->who.person_id;
	TRY(sql_account_password_change(c->db, x->own.id, x->own.password_hash, str_of(x->hash),
	                                c->now_ms, &changed));
	if (changed == 0)
		return err_set(c->err, RC_CONFLICT, "Mật khẩu vừa được đổi ở nơi khác. Xin đăng nhập lại.");
	TRY(sql_password_old_add(c->db, x->own.id, x->own.password_hash, x->own.password_ms, NULL));
	TRY(credential_renew(c, c->who.second, x->out));
	return gate_journal(c, x->out, NULL, DB_NULL);
}

static enum rc account_password(struct ctx *c, const void *in, struct out *out)
{
	const struct account_password_in *p = in;
	struct change x = {.c = c, .out = out};
	struct str plain, again;
	TRY(viet_nfc(c->mem, p->new_password, &plain, c->err));
	TRY(viet_nfc(c->mem, p->new_again, &again, c->err));
	if (!str_eq(plain, again))
		return err_field(c->err, "new_again", "Hai lần nhập mật khẩu mới không giống nhau.");
	TRY(credential_password(c, "old", p->old, &x.own));
	TRY(judge(&x, plain));
	TRY(password_hash(c->app->hasher, plain, x.hash, c->err));
	TRY(db_tx(c->db, DB_WRITE, change_tx, &x));
	out->go = STR("/account/mine");
	out->say = STR("Đã đổi mật khẩu. Các máy khác đang đăng nhập phải đăng nhập lại.");
	return RC_OK;
}

const struct op password_ops[] = {
	{.name = "account.password",
     .title = "Đổi mật khẩu",
     .help = "Mật khẩu mới thay mật khẩu hiện nay; mọi phiên khác kết thúc.",
     .kind = OP_WRITE,
     .roles = R_SIGNED_IN,
     .scope = SCOPE_ANY,
     .flags = OP_OWN_TX | OP_UNFINISHED_SIGN_IN | OP_NO_TOKEN | OP_QUIET,
     FIELDS(account_password_fields),
     .in_size = sizeof(struct account_password_in),
     .run = account_password,
     .per_minute = 10},
	{0}};

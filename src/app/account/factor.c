/*
 * factor.c: the second factor of one's own account: enrolling a phone, recovery codes.
 *
 * The secret is made when enrolment begins and waits sealed beside the account until a
 * first code proves that the phone has it: a page that was closed too early shows the
 * same drawing again, and nobody is locked out by a phone that never learned it.
 */
#include "app/account/credential.h"
#include "app/account/page.h"
#include "app/account/qr.h"
#include "db/sql_account.h"
#include "db/sql_auth.h"
#include "op/gate.h"
#include "web/web.h"

#include <inttypes.h>
#include <sodium.h>

#define PENDING_MS ((int64_t)3600 * 1000)
#define PENDING_USE "totp-pending"

static bool is_pending(const struct ctx *c, const struct sql_account_own *own)
{
	return own->pending_sealed.p && own->pending_ms + PENDING_MS > c->now_ms;
}

static enum rc open_pending(struct ctx *c, const struct sql_account_own *own,
                            struct totp_secret *out)
{
	struct str raw;
	TRY(keys_open(c->app->keys, PENDING_USE, credential_place(c->mem, own->id), own->pending_sealed,
	              c->mem, &raw, c->err));
	BUG_ON(raw.n != sizeof out->bytes);
	memcpy(out->bytes, raw.p, sizeof out->bytes);
	sodium_memzero((char *)raw.p, raw.n);
	return RC_OK;
}

static struct str seal(struct ctx *c, const char *use, int64_t account,
                       const struct totp_secret *secret)
{
	struct str raw = {.p = (const char *)secret->bytes, .n = sizeof secret->bytes};
	return keys_seal(c->app->keys, use, credential_place(c->mem, account), raw, c->mem);
}

/* --- beginning ----------------------------------------------------------------------------- */

struct totp_begin_in {
	struct str password;
};
static const struct field totp_begin_fields[] = {
	F(SECRET, struct totp_begin_in, password, "Mật khẩu hiện nay", .flags = MUST,
      .hint = "Nhập lại để chắc chắn chính ông/bà đang ngồi trước máy"),
};

struct begin {
	struct ctx *c;
	struct out *out;
	struct sql_account_own own;
};

static enum rc begin_tx(void *arg)
{
	struct begin *b = arg;
	struct ctx *c = b->c;
	struct totp_secret secret;
	c->object_person = c->who.person_id;
	/* Pressed twice: the drawing that has been scanned stays the right one. */
	if (is_pending(c, &b->own))
		return RC_OK;
	totp_secret_new(&secret);
	enum rc rc = sql_account_pending_set(c->db, b->own.id, seal(c, PENDING_USE, b->own.id, &secret),
	                                     c->now_ms, NULL);
	sodium_memzero(&secret, sizeof secret);
	TRY(rc);
	return gate_journal(c, b->out, NULL, DB_NULL);
}

static enum rc totp_begin(struct ctx *c, const void *in, struct out *out)
{
	const struct totp_begin_in *p = in;
	struct begin b = {.c = c, .out = out};
	TRY(credential_password(c, "password", p->password, &b.own));
	TRY(db_tx(c->db, DB_WRITE, begin_tx, &b));
	out->go = STR("/account/totp_confirm");
	out->say = STR("Xin quét mã bằng điện thoại rồi nhập mã 6 số hiện trong ứng dụng.");
	return RC_OK;
}

/* --- proving --------------------------------------------------------------------------------- */

struct totp_code_in {
	struct str code;
};
static const struct field totp_confirm_fields[] = {
	F(SECRET, struct totp_code_in, code, "Mã 6 số", .flags = MUST, .max = 10,
      .hint = "Mã đang hiện trong ứng dụng xác thực"),
};
static const struct field totp_code_fields[] = {
	F(SECRET, struct totp_code_in, code, "Mã 6 số hoặc mã dự phòng", .flags = MUST, .max = 40),
};

static enum rc totp_confirm(struct ctx *c, const void *in, struct out *out)
{
	const struct totp_code_in *p = in;
	struct sql_account_own own;
	struct totp_secret secret;
	int64_t step = -1;
	TRY(sql_account_own(c->db, c->mem, c->who.account_id, &own));
	if (!is_pending(c, &own))
		return err_set(c->err, RC_CONFLICT, "Mã QR đã quá một giờ hoặc chưa có. Xin bắt đầu lại.");
	TRY(open_pending(c, &own, &secret));
	bool ok = totp_check(&secret, p->code, c->now_ms, &step);
	struct str sealed = ok ? seal(c, "totp", own.id, &secret) : STR_NULL;
	sodium_memzero(&secret, sizeof secret);
	if (!ok)
		return err_field(c->err, "code",
		                 "Mã không đúng. Xin kiểm tra giờ của điện thoại và nhập mã đang hiện.");
	c->object_person = c->who.person_id;
	TRY(sql_account_enrol(c->db, own.id, sealed, step, NULL));
	TRY(credential_recovery(c, out));
	TRY(credential_renew(c, true, out));
	out->say =
		STR("Đã bật xác thực hai bước. Xin ghi các mã dự phòng ra giấy và cất nơi an toàn; mỗi mã "
	        "dùng được một lần khi không có điện thoại.");
	return RC_OK;
}

static enum rc draw(struct ctx *c, struct account_totp_view *v, const struct totp_secret *secret)
{
	char text[TOTP_SECRET_TEXT];
	struct buf uri, *path = arena_alloc(c->mem, sizeof *path);
	int side = 0;
	totp_secret_text(secret, text);
	v->secret = arena_str(c->mem, str_of(text));
	buf_init(&uri, 4096);
	buf_init(path, 256 * 1024);
	arena_defer(c->mem, (void (*)(void *))buf_release, path);
	totp_uri(&uri, secret, STR("Thidua"), c->who.name);
	enum rc rc = qr_path(buf_view(&uri), path, &side, NULL);
	sodium_memzero(uri.p, uri.n);
	buf_release(&uri);
	v->qr = rc == RC_OK ? buf_view(path) : STR("");
	v->size = arena_printf(c->mem, "0 0 %d %d", side, side);
	return rc;
}

static void confirm_page(struct buf *html, struct ctx *c, const void *data)
{
	struct account_totp_view v = {.form = data, .secret = STR(""), .qr = STR(""), .size = STR("")};
	struct sql_account_own own;
	struct totp_secret secret;
	if (sql_account_own(c->db, c->mem, c->who.account_id, &own) == RC_OK && is_pending(c, &own) &&
	    open_pending(c, &own, &secret) == RC_OK) {
		/* Typed by hand when it cannot be drawn. */
		v.begun = draw(c, &v, &secret) == RC_OK || v.secret.n;
		sodium_memzero(&secret, sizeof secret);
	}
	tpl_account_totp(html, &v);
}

/* --- off, new codes ----------------------------------------------------------------------------
 */

static enum rc turn_off(struct credential_step *s)
{
	struct ctx *c = s->c;
	TRY(sql_account_enrol(c->db, s->own.id, STR_NULL, 0, NULL));
	TRY(sql_recovery_code_clear(c->db, s->own.id, NULL));
	return credential_renew(c, true, s->out);
}

static enum rc totp_off(struct ctx *c, const void *in, struct out *out)
{
	const struct totp_code_in *p = in;
	struct credential_step s = {.c = c, .out = out, .code = p->code, .then = turn_off};
	if (c->who.roles & R(ADMIN))
		return err_set(
			c->err, RC_DENIED,
			"Quản trị hệ thống phải dùng xác thực hai bước. Đổi điện thoại: xin bật lại từ đầu.");
	TRY(credential_code(&s));
	out->go = STR("/account/mine");
	out->say = STR("Đã tắt xác thực hai bước. Lần đổi mật khẩu tới cần ít nhất 14 ký tự.");
	return RC_OK;
}

static enum rc new_codes(struct credential_step *s)
{
	return credential_recovery(s->c, s->out);
}

static enum rc recovery_new(struct ctx *c, const void *in, struct out *out)
{
	const struct totp_code_in *p = in;
	struct credential_step s = {.c = c, .out = out, .code = p->code, .then = new_codes};
	TRY(credential_code(&s));
	out->say = STR(
		"Các mã dự phòng cũ không dùng được nữa. Xin ghi các mã mới ra giấy và cất nơi an toàn.");
	return RC_OK;
}

const struct op factor_ops[] = {
	{.name = "account.totp_begin",
     .title = "Bật xác thực hai bước",
     .help = "Mỗi lần đăng nhập sẽ cần thêm mã 6 số từ ứng dụng xác thực trên điện thoại (Google "
             "Authenticator, Microsoft Authenticator, FreeOTP …). Quản trị hệ thống bắt buộc dùng.",
     .verb = "Bắt đầu",
     .kind = OP_WRITE,
     .roles = R_SIGNED_IN,
     .scope = SCOPE_ANY,
     .flags = OP_OWN_TX | OP_UNFINISHED_SIGN_IN | OP_NO_TOKEN | OP_QUIET,
     FIELDS(totp_begin_fields),
     .in_size = sizeof(struct totp_begin_in),
     .run = totp_begin,
     .per_minute = 10},
	{.name = "account.totp_confirm",
     .title = "Xác nhận điện thoại",
     .help = "Quét mã QR bằng ứng dụng xác thực, rồi nhập mã 6 số đang hiện.",
     .verb = "Xác nhận",
     .kind = OP_WRITE,
     .roles = R_SIGNED_IN,
     .scope = SCOPE_ANY,
     .flags = OP_UNFINISHED_SIGN_IN | OP_NO_TOKEN | OP_QUIET,
     FIELDS(totp_confirm_fields),
     .in_size = sizeof(struct totp_code_in),
     .run = totp_confirm,
     .page = confirm_page,
     .per_minute = 20},
	{.name = "account.totp_off",
     .title = "Tắt xác thực hai bước",
     .help = "Chỉ còn mật khẩu khi đăng nhập. Quản trị hệ thống không tắt được.",
     .verb = "Tắt",
     .kind = OP_WRITE,
     .roles = R_SIGNED_IN,
     .scope = SCOPE_ANY,
     .flags = OP_OWN_TX | OP_NO_TOKEN | OP_QUIET,
     FIELDS(totp_code_fields),
     .in_size = sizeof(struct totp_code_in),
     .run = totp_off,
     .per_minute = 10},
	{.name = "account.recovery_new",
     .title = "Lấy mã dự phòng mới",
     .help = "Mười mã mới thay các mã cũ; mỗi mã đăng nhập được một lần khi không có điện thoại.",
     .verb = "Lấy mã mới",
     .kind = OP_WRITE,
     .roles = R_SIGNED_IN,
     .scope = SCOPE_ANY,
     .flags = OP_OWN_TX | OP_NO_TOKEN | OP_QUIET,
     FIELDS(totp_code_fields),
     .in_size = sizeof(struct totp_code_in),
     .run = recovery_new,
     .per_minute = 10},
	{0}};

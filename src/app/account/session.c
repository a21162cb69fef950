/*
 * session.c: signing in, the second step, signing out; one's sessions.
 *
 * Hashing a password takes a tenth of a second and happens outside any transaction;
 * counting a failure must last even though the sign-in fails. So these operations
 * open their own transactions (OP_OWN_TX).
 */
#include "auth/session.h"
#include "app/account/account.h"
#include "app/account/credential.h"
#include "app/account/page.h"
#include "auth/password.h"
#include "db/sql_account.h"
#include "db/sql_auth.h"
#include "op/gate.h"
#include "viet/viet.h"
#include "web/web.h"

#include <inttypes.h>

/* Only a path of this site; whatever else was smuggled into the address is dropped. */
static struct str safe_next(struct str next)
{
	bool fine = str_starts(next, "/") && !str_starts(next, "//") && str_chr(next, '\\') < 0;
	return fine ? next : STR("/");
}

/* --- password ------------------------------------------------------------------------------ */

struct sign_in {
	struct ctx *c;
	struct sql_account_by_name row;
	struct principal who;
	char fresh[PASSWORD_HASH_BYTES]; /* of the same password at today's cost, or "" */
	bool by_password, second, refused;
	const char *mark;
	struct out *out;
};

/* A locked account is not counted further: nobody keeps another out for ever. */
static enum rc failed_tx(void *arg)
{
	struct sign_in *s = arg;
	struct ctx *c = s->c;
	if (strcmp(s->mark, "wrong") == 0)
		TRY(credential_failed(c, s->row.id));
	c->who.account_id = s->row.id;
	c->object_person = s->row.person_id;
	enum rc rc = gate_journal(c, s->out, s->mark, DB_NULL);
	c->who.account_id = DB_NULL;
	return rc;
}

static enum rc enter(struct sign_in *s)
{
	struct ctx *c = s->c;
	int64_t changed;
	if (!s->by_password)
		return sql_account_signed_in(c->db, s->who.account_id, c->now_ms, NULL);
	TRY(sql_account_enter(c->db, s->row.id, s->row.password_hash, c->now_ms, &changed));
	s->refused = changed == 0;
	if (s->refused || !s->fresh[0])
		return RC_OK;
	return sql_account_rehash(c->db, s->row.id, s->row.password_hash, str_of(s->fresh), NULL);
}

static enum rc began_tx(void *arg)
{
	struct sign_in *s = arg;
	struct ctx *c = s->c;
	TRY(enter(s));
	if (s->refused)
		return RC_OK;
	TRY(session_begin(c->db, c->mem, &s->who, s->second, c->remote, c->agent, c->now_ms,
	                  &s->out->session_cookie));
	c->who.account_id = s->who.account_id;
	c->object_person = s->who.person_id;
	return gate_journal(c, s->out, s->mark, DB_NULL);
}

static enum rc begin(struct sign_in *s)
{
	struct ctx *c = s->c;
	TRY(account_principal(c->db, c->mem, s->who.account_id, c->today, "web", &s->who, c->err));
	return db_tx(c->db, DB_WRITE, began_tx, s);
}

/* One answer for every reason: who guesses names learns nothing from it. */
static enum rc refuse(struct sign_in *s, const char *mark)
{
	s->mark = mark;
	if (s->row.id)
		TRY(db_tx(s->c->db, DB_WRITE, failed_tx, s));
	return err_set(
		s->c->err, RC_DENIED,
		"Tên tài khoản hoặc mật khẩu không đúng, hoặc tài khoản đang tạm khóa. Sau %d lần sai, tài "
		"khoản bị khóa 12 giờ; quản trị hệ thống mở khóa được.",
		FAILURES_MAX);
}

struct session_open_in {
	struct str account, password, next;
};
static const struct field session_open_fields[] = {
	F(TEXT, struct session_open_in, account, "Tài khoản", .flags = MUST | PERSONAL, .max = 60),
	F(SECRET, struct session_open_in, password, "Mật khẩu", .flags = MUST),
	F(TEXT, struct session_open_in, next, "Trang tiếp theo", .flags = HIDDEN | PERSONAL,
      .max = 2000),
};

static enum rc session_open(struct ctx *c, const void *in, struct out *out)
{
	const struct session_open_in *p = in;
	struct sign_in s = {.c = c, .out = out, .by_password = true};
	bool ok = false;
	struct str name = viet_lower(c->mem, p->account), plain;
	TRY(viet_nfc(c->mem, p->password, &plain, c->err));
	enum rc rc = sql_account_by_name(c->db, c->mem, name, &s.row);
	if (rc != RC_OK && rc != RC_NOTFOUND)
		return rc;
	const char *hash = rc == RC_OK ? arena_strz(c->mem, s.row.password_hash) : NULL;
	TRY(password_check(c->app->hasher, plain, hash, &ok, c->err));
	if (!s.row.id || !str_eqz(s.row.state, "active") || s.row.locked_ms > c->now_ms)
		return refuse(&s, "refused");
	if (!ok)
		return refuse(&s, "wrong");
	if (password_needs_rehash(c->app->hasher, hash))
		TRY(password_hash(c->app->hasher, plain, s.fresh, c->err));
	s.who.account_id = s.row.id;
	TRY(begin(&s));
	if (s.refused)
		return refuse(&s, "refused");
	out->go = safe_next(p->next);
	out->say = STR("");
	return RC_OK;
}

/* --- second step ---------------------------------------------------------------------------- */

struct session_second_in {
	struct str code, next;
};
static const struct field session_second_fields[] = {
	F(SECRET, struct session_second_in, code, "Mã 6 số hoặc mã dự phòng", .flags = MUST, .max = 40,
      .hint = "Mở ứng dụng xác thực trên điện thoại; không có điện thoại thì dùng một mã dự phòng"),
	F(TEXT, struct session_second_in, next, "Trang tiếp theo", .flags = HIDDEN | PERSONAL,
      .max = 2000),
};

/* A fresh cookie: the one from before the second step is worth nothing any more. */
static enum rc second_done(struct credential_step *s)
{
	struct ctx *c = s->c;
	TRY(sql_session_end(c->db, c->who.session_id, c->who.account_id, c->now_ms, NULL));
	TRY(sql_account_signed_in(c->db, c->who.account_id, c->now_ms, NULL));
	return session_begin(c->db, c->mem, &c->who, true, c->remote, c->agent, c->now_ms,
	                     &s->out->session_cookie);
}

static enum rc session_second(struct ctx *c, const void *in, struct out *out)
{
	const struct session_second_in *p = in;
	struct credential_step s = {.c = c, .out = out, .code = p->code, .then = second_done};
	if (c->who.session_id == DB_NULL)
		return err_set(c->err, RC_CONFLICT, "Bước này chỉ dùng khi đăng nhập trên trình duyệt.");
	TRY(credential_code(&s));
	out->go = safe_next(p->next);
	out->say = STR("");
	return RC_OK;
}

/* --- out ----------------------------------------------------------------------------------------
 */

static enum rc session_close(struct ctx *c, const void *in, struct out *out)
{
	(void)in;
	if (c->who.session_id == DB_NULL)
		return err_set(c->err, RC_CONFLICT, "Không có phiên làm việc nào để kết thúc.");
	TRY(sql_session_end(c->db, c->who.session_id, c->who.account_id, c->now_ms, NULL));
	c->object_person = c->who.person_id;
	out->session_cookie = STR("-");
	out->go = STR("/session/open");
	out->say = STR("Đã đăng xuất.");
	return RC_OK;
}

/* --- the example office
 * ---------------------------------------------------------------------------- */

struct session_example_in {
	struct str role;
};
static const struct field session_example_fields[] = {
	F(TEXT, struct session_example_in, role, "Vai", .flags = MUST, .max = 30),
};

static enum rc session_example(struct ctx *c, const void *in, struct out *out)
{
	const struct session_example_in *p = in;
	struct sign_in s = {.c = c, .out = out, .second = true, .mark = "example"};
	struct sql_example_accounts *rows;
	struct sql_example_member member;
	size_t n;
	if (!c->app->example || !c->app->loopback_only)
		return err_set(c->err, RC_NOTFOUND,
		               "Chỉ cơ quan ví dụ trên chính máy này mới vào bằng một lần bấm.");
	if (str_eqz(p->role, "member")) {
		TRY(sql_example_member(c->db, c->mem, &member));
		s.who.account_id = member.account_id;
	} else {
		TRY(sql_example_accounts(c->db, c->mem, c->today, &rows, &n));
		for (size_t i = 0; i < n && !s.who.account_id; i++)
			if (str_eq(rows[i].role, p->role))
				s.who.account_id = rows[i].account_id;
	}
	if (!s.who.account_id)
		return err_field(c->err, "role", "Cơ quan ví dụ không có vai \"%.*s\".", STR_ARG(p->role));
	TRY(begin(&s));
	out->go = STR("/");
	out->say = STR("");
	return RC_OK;
}

static void add_example_role(struct sign_in_view *v, struct str role, struct str person)
{
	enum role r = role_from_name(role);
	for (int i = 0; i < v->role_count; i++)
		if (strcmp(v->roles[i].role, role_info(r)->name) == 0)
			return;
	if (r != ROLE_COUNT)
		v->roles[v->role_count++] = (struct example_role){
			.role = role_info(r)->name, .title = role_info(r)->title, .person = person};
}

static void sign_in_page(struct buf *html, struct ctx *c, const void *data)
{
	struct sign_in_view v = {
		.form = data, .next = values_text(c->values ? c->values : &(struct values){0}, "next")};
	struct sql_example_accounts *rows;
	struct sql_example_member member;
	size_t n;
	if (c->app->example && c->app->loopback_only &&
	    sql_example_accounts(c->db, c->mem, c->today, &rows, &n) == RC_OK) {
		for (size_t i = 0; i < n && v.role_count < ROLE_COUNT; i++)
			add_example_role(&v, rows[i].role, rows[i].person_name);
		if (sql_example_member(c->db, c->mem, &member) == RC_OK && v.role_count < ROLE_COUNT)
			add_example_role(&v, STR("member"), member.person_name);
	}
	tpl_sign_in(html, &v);
}

const struct op session_ops[] = {
	{.name = "session.open",
     .title = "Đăng nhập",
     .help = "Vào chương trình bằng tài khoản và mật khẩu.",
     .kind = OP_WRITE,
     .roles = R(PUBLIC) | R_SIGNED_IN,
     .scope = SCOPE_ANY,
     .flags = OP_OWN_TX | OP_UNFINISHED_SIGN_IN | OP_BEFORE_SECOND | OP_QUIET,
     FIELDS(session_open_fields),
     .in_size = sizeof(struct session_open_in),
     .run = session_open,
     .page = sign_in_page,
     /* One address may stand for a whole building; guessing is stopped by the account's lock. */
     .per_minute = 120},
	{.name = "session.second",
     .title = "Xác thực hai bước",
     .help = "Bước thứ hai của đăng nhập.",
     .verb = "Tiếp tục",
     .kind = OP_WRITE,
     .roles = R_SIGNED_IN,
     .scope = SCOPE_ANY,
     .flags = OP_OWN_TX | OP_UNFINISHED_SIGN_IN | OP_BEFORE_SECOND | OP_QUIET,
     FIELDS(session_second_fields),
     .in_size = sizeof(struct session_second_in),
     .run = session_second,
     .per_minute = 20},
	{.name = "session.close",
     .title = "Đăng xuất",
     .help = "Kết thúc phiên làm việc này.",
     .kind = OP_WRITE,
     .roles = R_SIGNED_IN,
     .scope = SCOPE_ANY,
     .flags = OP_UNFINISHED_SIGN_IN | OP_BEFORE_SECOND | OP_QUIET,
     .run = session_close},
	{.name = "session.example",
     .title = "Vào thử cơ quan ví dụ",
     .help = "Chọn một vai của cơ quan ví dụ; chỉ trên chính máy này và chỉ khi cơ sở dữ liệu mang "
             "dấu ví dụ.",
     .kind = OP_WRITE,
     .roles = R(PUBLIC) | R_SIGNED_IN,
     .scope = SCOPE_ANY,
     .flags = OP_OWN_TX | OP_UNFINISHED_SIGN_IN | OP_BEFORE_SECOND | OP_QUIET,
     FIELDS(session_example_fields),
     .in_size = sizeof(struct session_example_in),
     .run = session_example},
	{0}};

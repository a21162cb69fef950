/*
 * manage.c: what administrators do to accounts: make, disable, unlock, reset.
 *
 * One account belongs to one person. A temporary password is made here, shown once to
 * whoever carries the operation out (with two people: to the second one) and given to
 * the owner in person; it is stored only as a hash and has to be changed at once.
 */
#include "app/account/account.h"
#include "app/org/org.h"
#include "auth/password.h"
#include "db/sql_account.h"
#include "db/sql_auth.h"
#include "db/sql_job.h"
#include "db/sql_person.h"
#include "job/outbox.h"
#include "op/gate.h"
#include "viet/viet.h"

#include <inttypes.h>
#include <sodium.h>

const struct object account_object = {.name = "account",
                                      .label = "tài khoản",
                                      .list = &sql_list_account_object,
                                      .view = "account.view"};

/* In the transaction: a tenth of a second, a few times a month. */
static enum rc temporary(struct ctx *c, char hash[PASSWORD_HASH_BYTES], struct out *out)
{
	char password[TEMPORARY_PASSWORD_BYTES];
	struct str *text = arena_alloc(c->mem, sizeof *text);
	account_temporary_password(password);
	enum rc rc = password_hash(c->app->hasher, str_of(password), hash, c->err);
	*text = arena_str(c->mem, str_of(password));
	sodium_memzero(password, sizeof password);
	out->codes = text;
	out->code_count = 1;
	return rc;
}

/* --- a new account ------------------------------------------------------------------------- */

struct account_create_in {
	int64_t person_id;
	struct str name;
};
static const struct field account_create_fields[] = {
	F(REF, struct account_create_in, person_id, "Người dùng", .flags = MUST | IN_SCOPE,
      .ref = &person_object),
	F(TEXT, struct account_create_in, name, "Tên tài khoản", .flags = MUST | PERSONAL, .min = 3,
      .max = 40, .hint = "Chữ thường không dấu, chữ số, dấu chấm, gạch nối; ví dụ: an.nguyen"),
};

/* Starts with a letter, ends with no sign, no two signs together. */
static bool name_ok(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char ch = s.p[i];
		bool letter = ch >= 'a' && ch <= 'z', digit = ch >= '0' && ch <= '9',
			 sign = ch == '.' || ch == '-';
		if (!letter && !digit && !sign)
			return false;
		if ((i == 0 && !letter) ||
		    (sign && (i + 1 == s.n || s.p[i - 1] == '.' || s.p[i - 1] == '-')))
			return false;
	}
	return s.n > 0;
}

static enum rc check_new(struct ctx *c, int64_t person, struct str name)
{
	struct sql_account_named same;
	struct sql_account_by_person *rows;
	struct sql_person_get owner;
	size_t n;
	if (!name_ok(name))
		return err_field(
			c->err, "name",
			"Tên tài khoản chỉ gồm chữ thường không dấu, chữ số, dấu chấm và gạch nối, bắt đầu "
			"bằng chữ, ví dụ an.nguyen.");
	enum rc rc = sql_account_named(c->db, c->mem, name, &same);
	if (rc == RC_OK)
		return err_field(c->err, "name", "Tên \"%.*s\" đã có người dùng. Xin chọn tên khác.",
		                 STR_ARG(name));
	if (rc != RC_NOTFOUND)
		return rc;
	TRY(sql_person_get(c->db, c->mem, person, &owner));
	if (!str_eqz(owner.state, "active"))
		return err_field(c->err, "person_id",
		                 "%.*s không còn công tác nên không mở tài khoản được.",
		                 STR_ARG(owner.name));
	TRY(sql_account_by_person(c->db, c->mem, person, &rows, &n));
	if (n)
		return err_field(
			c->err, "person_id",
			"%.*s đã có tài khoản \"%.*s\". Mỗi người một tài khoản; xin mở lại tài khoản ấy.",
			STR_ARG(owner.name), STR_ARG(rows[0].name));
	return RC_OK;
}

/* Whoever makes the account of somebody who decides knows its first password. */
static bool create_needs_second(struct ctx *c, const void *in)
{
	const struct account_create_in *p = in;
	return account_person_decides(c, p->person_id) && account_second_exists(c);
}

static enum rc account_create(struct ctx *c, const void *in, struct out *out)
{
	const struct account_create_in *p = in;
	char hash[PASSWORD_HASH_BYTES];
	struct str name = viet_lower(c->mem, p->name);
	TRY(check_new(c, p->person_id, name));
	if (account_person_decides(c, p->person_id) && !account_second_exists(c))
		out->mark = ACCOUNT_ALONE;
	TRY(temporary(c, hash, out));
	TRY(sql_account_add(c->db, p->person_id, name, str_of(hash), 1, c->now_ms, &out->id));
	out_say(c, out,
	        "Đã tạo tài khoản %.*s. Xin trao mật khẩu tạm dưới đây tận tay người dùng; lần đăng "
	        "nhập đầu "
	        "phải đổi ngay.",
	        STR_ARG(name));
	return RC_OK;
}

/* --- disabled, enabled, unlocked ---------------------------------------------------------------
 */

struct account_why_in {
	int64_t id;
	struct str reason;
};
static const struct field account_why_fields[] = {
	F(REF, struct account_why_in, id, "Tài khoản", .flags = MUST | HIDDEN, .ref = &account_object),
	F(TEXT, struct account_why_in, reason, "Lý do", .flags = MUST, .min = 5,
      .hint = "Được ghi vào nhật ký"),
};

static enum rc not_last_admin(struct ctx *c, int64_t id)
{
	struct sql_account_admins admins;
	TRY(sql_account_admins(c->db, c->mem, id, c->today, &admins));
	if (admins.self && admins.others == 0)
		return err_set(c->err, RC_CONFLICT,
		               "Đây là quản trị hệ thống cuối cùng. Xin giao quyền cho người khác trước.");
	return RC_OK;
}

static enum rc close_account(struct ctx *c, int64_t id)
{
	TRY(not_last_admin(c, id));
	TRY(sql_account_disable(c->db, id, NULL));
	return sql_session_end_all(c->db, id, 0, c->now_ms, NULL);
}

enum rc account_close_person(struct ctx *c, int64_t person_id)
{
	struct sql_account_by_person *rows;
	size_t n;
	TRY(sql_account_by_person(c->db, c->mem, person_id, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		TRY(close_account(c, rows[i].id));
		TRY(sql_token_revoke_all(c->db, rows[i].id, c->now_ms, NULL));
	}
	return RC_OK;
}

static enum rc account_disable(struct ctx *c, const void *in, struct out *out)
{
	const struct account_why_in *p = in;
	TRY(close_account(c, p->id));
	out_say(c, out, "Đã khóa tài khoản %.*s; mọi phiên làm việc của tài khoản này đã kết thúc.",
	        STR_ARG(c->object_label));
	return RC_OK;
}

static enum rc owner_works_here(struct ctx *c, int64_t id)
{
	struct sql_account_own own;
	struct sql_person_get owner;
	TRY(sql_account_own(c->db, c->mem, id, &own));
	if (own.person_id == DB_NULL)
		return RC_OK;
	TRY(sql_person_get(c->db, c->mem, own.person_id, &owner));
	if (!str_eqz(owner.state, "active"))
		return err_set(c->err, RC_CONFLICT,
		               "%.*s không còn công tác. Xin ghi \"Công tác trở lại\" trước.",
		               STR_ARG(owner.name));
	return RC_OK;
}

static enum rc account_enable(struct ctx *c, const void *in, struct out *out)
{
	const struct account_why_in *p = in;
	TRY(sql_account_enable(c->db, p->id, c->now_ms, NULL));
	out_say(c, out, "Tài khoản %.*s dùng lại được.", STR_ARG(c->object_label));
	return RC_OK;
}

static enum rc is_locked(struct ctx *c, int64_t id)
{
	struct sql_account_own own;
	TRY(sql_account_own(c->db, c->mem, id, &own));
	if (own.failures == 0 && own.locked_ms <= c->now_ms)
		return err_set(c->err, RC_CONFLICT, "Tài khoản này không bị tạm khóa.");
	return RC_OK;
}

static enum rc account_unlock(struct ctx *c, const void *in, struct out *out)
{
	const struct account_why_in *p = in;
	TRY(sql_account_unlock(c->db, p->id, NULL));
	out_say(c, out, "Đã mở khóa tài khoản %.*s; mật khẩu không đổi.", STR_ARG(c->object_label));
	return RC_OK;
}

/* --- the sign-in made anew
 * ------------------------------------------------------------------------ */

/* When it cannot be found out, two people are asked for. */
static bool reset_needs_second(struct ctx *c, const void *in)
{
	const struct account_why_in *p = in;
	struct sql_account_own own;
	if (sql_account_own(c->db, c->mem, p->id, &own) != RC_OK)
		return true;
	return account_person_decides(c, own.person_id) && account_second_exists(c);
}

static enum rc account_reset(struct ctx *c, const void *in, struct out *out)
{
	const struct account_why_in *p = in;
	struct sql_account_own own;
	char hash[PASSWORD_HASH_BYTES];
	TRY(sql_account_own(c->db, c->mem, p->id, &own));
	if (account_person_decides(c, own.person_id) && !account_second_exists(c))
		out->mark = ACCOUNT_ALONE;
	TRY(temporary(c, hash, out));
	TRY(sql_account_reset(c->db, p->id, str_of(hash), c->now_ms, NULL));
	if (own.password_hash.n)
		TRY(sql_password_old_add(c->db, p->id, own.password_hash, own.password_ms, NULL));
	TRY(sql_recovery_code_clear(c->db, p->id, NULL));
	TRY(sql_session_end_all(c->db, p->id, 0, c->now_ms, NULL));
	TRY(sql_token_revoke_all(c->db, p->id, c->now_ms, NULL));
	if (own.person_id != DB_NULL)
		TRY(account_guard_owner(
			c, own.person_id,
			arena_printf(
				c->mem,
				"Mật khẩu và xác thực hai bước của tài khoản %.*s vừa được đặt lại lúc %s. Xin xác "
				"nhận sau khi đăng nhập; trước khi xác nhận, tài khoản chưa bỏ phiếu được.",
				STR_ARG(own.name), date_time_vn(c->now_ms).z)));
	out_say(c, out,
	        "Đã đặt lại đăng nhập của %.*s và báo cho người dùng. Xin trao mật khẩu tạm dưới đây "
	        "tận tay "
	        "người ấy; lần đăng nhập đầu phải đổi ngay.",
	        STR_ARG(own.name));
	return RC_OK;
}

struct offline {
	struct ctx *c;
	struct str name, reason;
	struct out out;
};

static enum rc offline_find(struct offline *o, struct account_why_in *in)
{
	struct ctx *c = o->c;
	struct sql_account_by_name row;
	enum rc rc = sql_account_by_name(c->db, c->mem, o->name, &row);
	if (rc == RC_NOTFOUND)
		return err_set(c->err, RC_NOTFOUND, "Không có tài khoản \"%.*s\".", STR_ARG(o->name));
	TRY(rc);
	if (!str_eqz(row.state, "active"))
		return err_set(c->err, RC_CONFLICT,
		               "Tài khoản \"%.*s\" đang bị khóa; người có thẩm quyền mở lại trước.",
		               STR_ARG(o->name));
	*in = (struct account_why_in){.id = row.id, .reason = o->reason};
	c->object_id = row.id;
	c->object_person = row.person_id;
	c->object_label = o->name;
	return RC_OK;
}

static enum rc tell_inspectors(const struct offline *o)
{
	struct ctx *c = o->c;
	struct sql_role_addresses *rows;
	size_t n;
	struct str text = arena_printf(
		c->mem,
		"Đăng nhập của tài khoản %.*s vừa được đặt lại từ máy chủ, không qua người thứ "
		"hai. Lý do: %.*s. Xin xem nhật ký.",
		STR_ARG(o->name), STR_ARG(o->reason));
	TRY(sql_role_addresses(c->db, c->mem, STR("inspector"), c->today, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		struct str key = arena_printf(c->mem, "reset-%" PRId64 "-%" PRId64 "-%" PRId64,
		                              c->object_id, c->now_ms, rows[i].account);
		TRY(notice_post(c->db, rows[i].account, text, STR("/journal/list?op=account.reset"),
		                c->now_ms));
		if (mail_address_ok(rows[i].email))
			TRY(outbox_add(c->db, rows[i].email, STR("Đặt lại đăng nhập từ máy chủ"), text, key,
			               c->now_ms, c->err));
	}
	return RC_OK;
}

static enum rc offline_tx(void *arg)
{
	struct offline *o = arg;
	struct ctx *c = o->c;
	struct account_why_in in;
	struct values v;
	out_init(&o->out);
	TRY(offline_find(o, &in));
	TRY(account_reset(c, &in, &o->out));
	values_init(&v, c->mem);
	TRY(values_add(&v, STR("id"), arena_printf(c->mem, "%" PRId64, in.id), c->err));
	TRY(values_add(&v, STR("reason"), o->reason, c->err));
	c->values = &v;
	TRY(gate_journal(c, &o->out, ACCOUNT_OFFLINE, DB_NULL));
	return tell_inspectors(o);
}

enum rc account_reset_offline(struct ctx *c, struct str name, struct str reason,
                              struct str *password)
{
	struct offline o = {.c = c, .name = viet_lower(c->mem, name), .reason = reason};
	if (str_chars(reason) < 5)
		return err_set(c->err, RC_INVALID,
		               "Lý do phải có ít nhất 5 ký tự; nó được ghi vào nhật ký.");
	c->op = op_find(STR("account.reset"));
	TRY(db_tx(c->db, DB_WRITE, offline_tx, &o));
	*password = o.out.codes[0];
	return RC_OK;
}

static enum rc confirm_reset(struct ctx *c, const void *in, struct out *out)
{
	int64_t changed;
	(void)in;
	c->object_person = c->who.person_id;
	TRY(sql_account_unbar(c->db, c->who.account_id, &changed));
	if (changed == 0)
		return err_set(c->err, RC_CONFLICT, "Không có thay đổi nào cần xác nhận.");
	out->say = STR("Đã xác nhận. Tài khoản bỏ phiếu lại được.");
	return RC_OK;
}

/* --- lists and rows
 * ---------------------------------------------------------------------------------- */

static const struct choice account_states[] = {
	{"active", "Đang dùng"}, {"disabled", "Đã khóa"}, {0}};
static const struct field account_filters[] = {
	FILTER(TEXT, "q", "Tìm theo họ tên", .flags = WORDS, .ref = &person_object,
           .hint = "Không cần dấu"),
	FILTER(TEXT, "name", "Tên tài khoản bắt đầu bằng"),
	FILTER(REF, "person", "Người dùng", .ref = &person_object),
	FILTER(CHOICE, "state", "Tình trạng", .choices = account_states),
};
static const struct column account_cols[] = {
	{"name", "Tài khoản", COL_LINK, .op = "account.view", .key = "id", .order = "name",
     .width = 20},
	{"person_name", "Người dùng", COL_LINK, .op = "person.view", .key = "person_id", .width = 28},
	{"unit_name", "Đơn vị", COL_TEXT, .width = 36},
	{"state", "Tình trạng", COL_BADGE, .choices = account_states},
	{"totp", "Hai bước", COL_BOOL},
	{"last_seen_ms", "Dùng lần cuối", COL_MOMENT},
	{"locked_ms", "Nhập sai, tạm khóa đến", COL_MOMENT},
};
static const struct field account_id_filter[] = {
	FILTER(REF, "id", "Tài khoản", .flags = MUST | HIDDEN, .ref = &account_object)};
static const struct column account_view_cols[] = {
	{"name", "Tài khoản", COL_TEXT},
	{"person_name", "Người dùng", COL_LINK, .op = "person.view", .key = "person_id"},
	{"state", "Tình trạng", COL_BADGE, .choices = account_states},
	{"totp", "Xác thực hai bước", COL_BOOL},
	{"password_ms", "Mật khẩu đặt lúc", COL_MOMENT},
	{"must_change", "Phải đổi mật khẩu", COL_BOOL},
	{"last_seen_ms", "Dùng lần cuối", COL_MOMENT},
	{"failures", "Số lần nhập sai", COL_INT},
	{"locked_ms", "Nhập sai, tạm khóa đến", COL_MOMENT},
	{"vote_barred", "Chờ người dùng xác nhận", COL_BOOL},
	{"created_ms", "Tạo lúc", COL_MOMENT},
};
static const struct part account_parts[] = {
	{"Quyền được giao", "grant.list", "person", "person_id"},
};

#define MANAGES(verb_, states_, run_, flags_)                                                      \
	.verb = verb_, .kind = OP_WRITE, .roles = R(ADMIN), .scope = SCOPE_OFFICE,                     \
	.flags = OP_NOT_OWN | (flags_), .object = &account_object, .states = states_,                  \
	FIELDS(account_why_fields), .in_size = sizeof(struct account_why_in), .run = run_

const struct op account_admin_ops[] = {
	{.name = "account.list",
     .title = "Tài khoản",
     .help = "Mọi tài khoản, của ai, dùng lần cuối khi nào.",
     .kind = OP_LIST,
     .flags = OP_JOURNAL_EXPORT,
     .roles = R(ADMIN) | R(INSPECTOR),
     .scope = SCOPE_OFFICE,
     .area = "admin",
     .icon = "key",
     .object = &account_object,
     .list = &sql_list_account_list,
     FIELDS(account_filters),
     COLS(account_cols),
     .empty = "Không có tài khoản nào khớp."},
	{.name = "account.view",
     .title = "Tài khoản",
     .help = "Một tài khoản: tình trạng đăng nhập và quyền của người dùng.",
     .kind = OP_VIEW,
     .roles = R(ADMIN) | R(INSPECTOR),
     .scope = SCOPE_OFFICE,
     .object = &account_object,
     .list = &sql_list_account_view,
     FIELDS(account_id_filter),
     COLS(account_view_cols),
     PARTS(account_parts)},
	{.name = "account.create",
     .title = "Tạo tài khoản",
     .help = "Tài khoản cho một người; mật khẩu tạm hiện một lần. Cho người có vai quyết định hoặc "
             "xác nhận cần người thứ hai; mật khẩu tạm hiện cho người thứ hai.",
     .kind = OP_WRITE,
     .flags = OP_SECOND | OP_NO_TOKEN,
     .second = create_needs_second,
     .second_roles = R(HEAD) | R(STANDING),
     .roles = R(ADMIN),
     .scope = SCOPE_OFFICE,
     .object = &account_object,
     FIELDS(account_create_fields),
     .in_size = sizeof(struct account_create_in),
     .run = account_create,
     .then = "account.list",
     .person_field = "person_id"},
	{.name = "account.reset",
     .title = "Đặt lại đăng nhập",
     .help =
         "Mật khẩu tạm mới, bỏ xác thực hai bước, kết thúc mọi phiên, thu hồi mã truy cập. Với thủ "
         "trưởng, thành viên Hội đồng, thường trực và quản trị hệ thống cần người thứ hai; mật "
         "khẩu "
         "tạm hiện cho người thứ hai.",
     .second = reset_needs_second,
     .second_roles = R(HEAD) | R(STANDING),
     MANAGES("Đặt lại đăng nhập", "active", account_reset, OP_SECOND | OP_NO_TOKEN)},
	{.name = "account.unlock",
     .title = "Mở khóa do nhập sai",
     .help = "Dùng khi khẩn cấp; thường thì chờ hết 12 giờ. Mật khẩu không đổi.",
     MANAGES("Mở khóa do nhập sai", "active", account_unlock, 0),
     .guard = is_locked},
	{.name = "account.disable",
     .title = "Khóa tài khoản",
     .help = "Không đăng nhập được nữa; mọi phiên kết thúc ngay.",
     MANAGES("Khóa tài khoản", "active", account_disable, 0),
     .guard = not_last_admin},
	{.name = "account.enable",
     .title = "Mở lại tài khoản",
     .help = "Tài khoản đã khóa dùng lại được với mật khẩu cũ.",
     MANAGES("Mở lại tài khoản", "disabled", account_enable, OP_NO_TOKEN),
     .guard = owner_works_here},
	{.name = "account.confirm_reset",
     .title = "Xác nhận thay đổi tài khoản",
     .help = "Chính ông/bà đã biết việc đặt lại đăng nhập hoặc giao quyền vừa qua. Nếu không biết, "
             "xin báo "
             "ngay cho thanh tra, kiểm tra và đừng xác nhận.",
     .verb = "Tôi xác nhận",
     .kind = OP_WRITE,
     .roles = R_SIGNED_IN,
     .scope = SCOPE_ANY,
     .flags = OP_NO_TOKEN | OP_QUIET,
     .run = confirm_reset,
     .then = "account.mine"},
	{0}};

/* mail.c: the way mail leaves: settings, a test, the queue. */
#include "app/job/job.h"
#include "base/json_out.h"
#include "db/sql_job.h"
#include "db/sql_op.h"
#include "op/gate.h"
#include "viet/viet.h"
#include "web/web.h"

#include <inttypes.h>

static const struct choice mail_states[] = {
	{"waiting", "Đang chờ"}, {"sent", "Đã gửi"}, {"failed", "Không gửi được"}, {0}};
static const struct choice tls_choices[] = {
	{"starttls", "STARTTLS (cổng 587)"},
	{"whole", "TLS từ đầu (cổng 465)"},
	{"none", "Không mã hóa (chỉ trong máy này hoặc mạng tin cậy)"},
	{0}};

const struct object mail_object = {.name = "mail", .label = "thư", .list = &sql_list_mail_object};

enum rc mail_queue(struct ctx *c, struct str to, struct str subject, struct str text,
                   struct str key)
{
	return outbox_add(c->db, to, subject, text, key, c->now_ms, c->err);
}

/* --- settings -------------------------------------------------------------------------------- */

/* The settings, though the password may not open: the page and the form that mend it need them. */
static enum rc settings_at_least(struct ctx *c, struct outbox_settings *s, bool *broken)
{
	enum rc rc = outbox_settings(c->db, c->app->keys, c->mem, s, c->err);
	*broken = rc == RC_INVALID && s->has_password;
	if (!*broken)
		return rc;
	err_clear(c->err);
	return RC_OK;
}

static enum rc mail_state(struct ctx *c, const void *in, struct out *out)
{
	bool broken;
	struct outbox_settings s;
	struct sql_mail_counts n;
	struct sql_mail_own_address own;
	struct mail_page *p = arena_alloc(c->mem, sizeof *p);
	(void)in;
	TRY(settings_at_least(c, &s, &broken));
	TRY(sql_mail_counts(c->db, c->mem, &n));
	TRY(sql_mail_own_address(c->db, c->mem, c->who.account_id, &own));
	*p = (struct mail_page){.ready = s.ready,
	                        .host = str_of(s.server.host),
	                        .from = s.server.from,
	                        .tls = choice_label(tls_choices, str_of(s.tls)),
	                        .waiting = n.waiting,
	                        .failed = n.failed};
	p->tls_word = str_of(s.tls);
	p->from_name = s.server.from_name;
	p->may_change = gate_offers(c, op_find(STR("mail.settings")));
	p->may_test = p->may_change && s.ready && !str_empty(own.email);
	p->port = arena_printf(c->mem, "%d", s.server.port);
	p->user = s.server.user ? str_of(s.server.user) : STR("");
	p->password = broken ? STR("đã lưu nhưng không mở được nữa, xin nhập lại")
	              : s.has_password ? STR("đã lưu, được niêm phong")
	                               : STR("");
	out->data = p;
	return RC_OK;
}

static void mail_state_page(struct buf *html, struct ctx *c, const void *data)
{
	(void)c;
	tpl_mail_state(html, data);
}

static void mail_state_json(struct buf *b, struct ctx *c, const void *data)
{
	const struct mail_page *p = data;
	struct json_out j = json_out_to(b);
	(void)c;
	json_obj(&j, NULL);
	json_bool(&j, "ready", p->ready);
	json_str(&j, "host", p->host);
	json_str(&j, "port", p->port);
	json_str(&j, "from", p->from);
	json_int(&j, "waiting", p->waiting);
	json_int(&j, "failed", p->failed);
	json_end(&j);
}

/* Over the queue: why nothing of it leaves. */
static void mail_above(struct buf *html, struct ctx *c, const void *data)
{
	struct outbox_settings s;
	struct mail_page p = {0};
	(void)data;
	p.ready = outbox_settings(c->db, c->app->keys, c->mem, &s, c->err) == RC_OK && s.ready;
	tpl_mail_note(html, &p);
}

struct mail_settings_in {
	struct str host;
	int64_t port;
	struct str tls, user, password, from, from_name;
};
static const struct field mail_settings_fields[] = {
	F(TEXT, struct mail_settings_in, host, "Máy chủ thư", .max = 200,
      .hint = "Ví dụ mail.coquan.gov.vn; để trống: không gửi thư"),
	F(INT, struct mail_settings_in, port, "Cổng", .min = 1, .max = 65535, .hint = "Để trống: 587"),
	F(CHOICE, struct mail_settings_in, tls, "Mã hóa đường truyền", .flags = MUST,
      .choices = tls_choices),
	F(TEXT, struct mail_settings_in, user, "Tên đăng nhập", .max = 200,
      .hint = "Để trống nếu máy chủ không đòi"),
	F(SECRET, struct mail_settings_in, password, "Mật khẩu", .max = 255,
      .hint = "Để trống: giữ mật khẩu đã lưu của tên đăng nhập ấy"),
	F(TEXT, struct mail_settings_in, from, "Địa chỉ gửi", .max = 254,
      .hint = "Ví dụ thidua@coquan.gov.vn"),
	F(TEXT, struct mail_settings_in, from_name, "Tên người gửi", .max = 100),
};

static enum rc put(struct ctx *c, const char *key, struct str value)
{
	return sql_setting_put(c->db, str_of(key), value.p ? value : STR(""), c->now_ms, NULL);
}

static bool host_ok(struct str h)
{
	for (size_t i = 0; i < h.n; i++)
		if (!isalnum((unsigned char)h.p[i]) && h.p[i] != '.' && h.p[i] != '-' && h.p[i] != ':')
			return false;
	return true;
}

static enum rc check_settings(struct ctx *c, const struct mail_settings_in *s)
{
	if (!host_ok(s->host))
		return err_field(c->err, "host", "Máy chủ thư chỉ gồm chữ, số, dấu chấm và gạch nối.");
	if (s->host.n && !mail_address_ok(s->from))
		return err_field(c->err, "from", "Xin nhập địa chỉ gửi dạng ten@coquan.gov.vn.");
	if (s->user.n && str_eqz(s->tls, "none") && !str_eqz(s->host, "localhost") &&
	    !str_starts(s->host, "127.") && !str_eqz(s->host, "::1"))
		return err_field(
			c->err, "tls",
			"Không gửi mật khẩu qua đường truyền không mã hóa. Xin chọn STARTTLS hoặc TLS.");
	return RC_OK;
}

static enum rc mail_settings(struct ctx *c, const void *in, struct out *out)
{
	const struct mail_settings_in *s = in;
	struct outbox_settings old;
	bool broken;
	TRY(check_settings(c, s));
	TRY(settings_at_least(c, &old, &broken));
	bool same_user =
		old.server.user && str_eqz(s->user, old.server.user) && str_eqz(s->host, old.server.host);
	if (broken && same_user && s->password.n == 0)
		return err_field(c->err, "password",
		                 "Mật khẩu máy chủ thư đã lưu không mở được nữa. Xin nhập lại.");
	TRY(put(c, "smtp.host", s->host));
	TRY(put(c, "smtp.port", arena_printf(c->mem, "%" PRId64, s->port == DB_NULL ? 587 : s->port)));
	TRY(put(c, "smtp.tls", s->tls));
	TRY(put(c, "smtp.user", s->user));
	TRY(put(c, "smtp.from", s->from));
	TRY(put(c, "smtp.from_name", s->from_name));
	/* A password that was meant for one server and name is not shown to another. */
	if (s->password.n || !same_user)
		TRY(put(c, "smtp.password", outbox_seal_password(c->app->keys, c->mem, s->password)));
	if (s->host.n)
		out_say(c, out, "Đã lưu. Xin gửi thử một thư cho chính mình.");
	else
		out_say(c, out, "Đã lưu: không có máy chủ thư nên không thư nào được gửi.");
	return RC_OK;
}

/* --- test and queue -----------------------------------------------------------------------------
 */

static enum rc mail_test(struct ctx *c, const void *in, struct out *out)
{
	struct outbox_settings s;
	struct sql_mail_own_address own;
	(void)in;
	TRY(outbox_settings(c->db, c->app->keys, c->mem, &s, c->err));
	if (!s.ready)
		return err_set(c->err, RC_CONFLICT,
		               "Chưa có máy chủ thư. Xin điền thiết lập gửi thư trước.");
	TRY(sql_mail_own_address(c->db, c->mem, c->who.account_id, &own));
	if (str_empty(own.email))
		return err_set(c->err, RC_CONFLICT,
		               "Hồ sơ của ông/bà chưa có địa chỉ thư. Xin bổ sung rồi thử lại.");
	TRY(mail_queue(
		c, own.email, STR("Thư thử từ chương trình Thi đua, khen thưởng"),
		arena_printf(
			c->mem,
			"Thư này do %.*s gửi thử lúc %s. Nhận được thư nghĩa là thiết lập gửi thư đã đúng.\n",
			STR_ARG(c->who.label), date_time_vn(c->now_ms).z),
		arena_printf(c->mem, "test-%" PRId64 "-%" PRId64, c->who.account_id, c->now_ms)));
	out_say(c, out, "Đã xếp thư thử vào hàng chờ; kết quả hiện trong danh sách thư sau vài giây.");
	return RC_OK;
}

struct mail_in {
	int64_t id;
};
static const struct field mail_fields[] = {
	F(REF, struct mail_in, id, "Thư", .flags = MUST | HIDDEN, .ref = &mail_object),
};

static enum rc mail_retry(struct ctx *c, const void *in, struct out *out)
{
	const struct mail_in *p = in;
	out_say(c, out, "Thư sẽ được gửi lại ngay.");
	return sql_mail_retry(c->db, p->id, c->now_ms, NULL);
}

static const struct field mail_filters[] = {
	FILTER(CHOICE, "state", "Tình trạng", .choices = mail_states),
};
static const struct column mail_cols[] = {
	{"subject", "Tiêu đề", COL_TEXT, .width = 40},
	{"to_address", "Gửi đến", COL_TEXT, .width = 30},
	{"state", "Tình trạng", COL_BADGE, .choices = mail_states},
	{"made_ms", "Xếp hàng lúc", COL_MOMENT, .order = "id"},
	{"ended_ms", "Gửi lúc", COL_MOMENT},
	{"attempts", "Lần thử", COL_INT},
	{"next_ms", "Thử tiếp lúc", COL_MOMENT},
	{"error", "Lý do", COL_TEXT, .width = 40},
};

#define SETS_MAIL .roles = R(ADMIN), .scope = SCOPE_OFFICE
const struct op mail_ops[] = {
	{.name = "mail.state",
     .title = "Gửi thư",
     .help = "Máy chủ thư, và số thư đang chờ.",
     .kind = OP_READ,
     SETS_MAIL,
     .area = "admin",
     .icon = "mail",
     .run = mail_state,
     .page = mail_state_page,
     .json = mail_state_json},
	{.name = "mail.list",
     .title = "Hàng chờ thư",
     .help = "Thư chương trình gửi đi và tình trạng của từng thư.",
     .kind = OP_LIST,
     .flags = OP_JOURNAL_EXPORT,
     SETS_MAIL,
     .area = "admin",
     .icon = "mail",
     .object = &mail_object,
     .list = &sql_list_mail_list,
     .order = "-id",
     FIELDS(mail_filters),
     COLS(mail_cols),
     .empty = "Không có thư nào.",
     .above = mail_above},
	{.name = "mail.settings",
     .title = "Thiết lập gửi thư",
     .help = "Máy chủ SMTP của cơ quan. Mật khẩu được niêm phong bằng khóa ngoài cơ sở dữ liệu.",
     .verb = "Lưu",
     .kind = OP_WRITE,
     .flags = OP_QUIET,
     SETS_MAIL,
     FIELDS(mail_settings_fields),
     .in_size = sizeof(struct mail_settings_in),
     .run = mail_settings,
     .then = "mail.state"},
	{.name = "mail.test",
     .title = "Gửi thư thử",
     .help = "Gửi một thư thử đến địa chỉ của chính mình.",
     .verb = "Gửi thử",
     .kind = OP_WRITE,
     .flags = OP_QUIET,
     SETS_MAIL,
     .per_minute = 5,
     .run = mail_test,
     .then = "mail.list"},
	{.name = "mail.retry",
     .title = "Gửi lại thư",
     .help = "Thử gửi lại ngay một thư đang chờ hoặc không gửi được.",
     .verb = "Gửi lại",
     .kind = OP_WRITE,
     SETS_MAIL,
     .object = &mail_object,
     .states = "waiting failed",
     FIELDS(mail_fields),
     .in_size = sizeof(struct mail_in),
     .run = mail_retry,
     .then = "mail.list"},
	{0}};

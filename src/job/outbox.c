#include "job/outbox.h"

#include "base/log.h"
#include "db/sql_job.h"

#include <inttypes.h>
#include <sodium.h>

#define KEY_MAX 100
#define DAY_MS ((int64_t)24 * 3600 * 1000)
#define PASSWORD_PLACE STR("setting:smtp.password")

/* --- writing --------------------------------------------------------------------------- */

static bool key_ok(struct str key)
{
	for (size_t i = 0; i < key.n; i++) {
		unsigned char c = (unsigned char)key.p[i];
		if (!(c < 0x80 && isalnum(c)) && c != '-' && c != '.')
			return false;
	}
	return key.n > 0 && key.n <= KEY_MAX && key.p[0] != '.' && key.p[key.n - 1] != '.' &&
	       !memmem(key.p, key.n, "..", 2);
}

static bool one_line(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f)
			return false;
	return s.n > 0 && s.n <= 500;
}

enum rc outbox_add(struct db *db, struct str to, struct str subject, struct str text,
                   struct str key, int64_t now_ms, struct err *e)
{
	BUG_ON(!key_ok(key));
	if (!mail_address_ok(to))
		return err_field(e, "email", "Địa chỉ thư không đúng: cần dạng ten@coquan.gov.vn.");
	if (!one_line(subject))
		return err_set(e, RC_INVALID,
		               "Tiêu đề thư phải là một dòng, không trống và không quá dài.");
	return sql_mail_add(db, key, to, subject, text, now_ms, NULL);
}

enum rc notice_post(struct db *db, int64_t account_id, struct str text, struct str link,
                    int64_t now_ms)
{
	return sql_notice_add(db, account_id, text, link, now_ms, NULL);
}

enum rc notice_post_admins(struct db *db, struct arena *mem, struct str text, struct str link,
                           int64_t now_ms)
{
	struct sql_notice_admins *rows;
	size_t n;
	TRY(sql_notice_admins(db, mem, date_at(now_ms), &rows, &n));
	for (size_t i = 0; i < n; i++)
		TRY(notice_post(db, rows[i].account, text, link, now_ms));
	return RC_OK;
}

/* --- settings ----------------------------------------------------------------------------- */

struct str outbox_seal_password(struct keys *keys, struct arena *mem, struct str password)
{
	if (password.n == 0)
		return STR("");
	struct str sealed = keys_seal(keys, "smtp", PASSWORD_PLACE, password, mem);
	size_t room = sodium_base64_ENCODED_LEN(sealed.n, sodium_base64_VARIANT_ORIGINAL);
	char *text = arena_alloc(mem, room);
	sodium_bin2base64(text, room, (const unsigned char *)sealed.p, sealed.n,
	                  sodium_base64_VARIANT_ORIGINAL);
	return str_of(text);
}

static enum rc open_password(struct keys *keys, struct arena *mem, struct str text,
                             const char **out, struct err *e)
{
	unsigned char *raw = arena_alloc(mem, text.n + 1);
	size_t n = 0;
	struct str plain;
	struct err why = {0};
	if (sodium_base642bin(raw, text.n, text.p, text.n, NULL, &n, NULL,
	                      sodium_base64_VARIANT_ORIGINAL) != 0 ||
	    keys_open(keys, "smtp", PASSWORD_PLACE, (struct str){.p = (char *)raw, .n = n}, mem, &plain,
	              &why) != RC_OK)
		return err_set(e, RC_INVALID,
		               "Mật khẩu máy chủ thư đã lưu không mở được nữa. Xin quản trị hệ thống nhập "
		               "lại ở trang Gửi thư.");
	*out = arena_strz(mem, plain);
	return RC_OK;
}

static void take_setting(struct outbox_settings *s, struct arena *mem,
                         const struct sql_mail_settings *row)
{
	int64_t port;
	if (str_eqz(row->key, "smtp.host"))
		s->server.host = arena_strz(mem, row->value);
	else if (str_eqz(row->key, "smtp.port") && str_int(row->value, &port))
		s->server.port = (int)port;
	else if (str_eqz(row->key, "smtp.tls"))
		s->tls = arena_strz(mem, row->value);
	else if (str_eqz(row->key, "smtp.user") && row->value.n)
		s->server.user = arena_strz(mem, row->value);
	else if (str_eqz(row->key, "smtp.from"))
		s->server.from = row->value;
	else if (str_eqz(row->key, "smtp.from_name"))
		s->server.from_name = row->value;
	else if (str_eqz(row->key, "smtp.ca_file") && row->value.n)
		s->server.ca_file = arena_strz(mem, row->value);
	else if (str_eqz(row->key, "smtp.password") && row->value.n)
		s->has_password = true;
}

enum rc outbox_settings(struct db *db, struct keys *keys, struct arena *mem,
                        struct outbox_settings *out, struct err *e)
{
	struct sql_mail_settings *rows;
	size_t n;
	*out = (struct outbox_settings){.tls = "starttls"};
	out->server = (struct mail_server){.host = "",
	                                   .port = 587,
	                                   .password = "",
	                                   .from = STR(""),
	                                   .from_name = STR(""),
	                                   .total_timeout_ms = 30000};
	TRY(sql_mail_settings(db, mem, &rows, &n));
	for (size_t i = 0; i < n; i++)
		take_setting(out, mem, &rows[i]);
	out->server.tls = strcmp(out->tls, "none") == 0    ? MAIL_TLS_NONE
	                  : strcmp(out->tls, "whole") == 0 ? MAIL_TLS_WHOLE
	                                                   : MAIL_TLS_STARTTLS;
	out->ready = *out->server.host && out->server.from.n;
	/* Last, so that who asks about the other settings has them when the password does not open. */
	for (size_t i = 0; i < n; i++)
		if (str_eqz(rows[i].key, "smtp.password") && rows[i].value.n)
			TRY(open_password(keys, mem, rows[i].value, &out->server.password, e));
	return RC_OK;
}

/* --- sending -------------------------------------------------------------------------------- */

struct sending {
	struct db *db;
	struct arena *mem;
	int64_t now_ms;
	struct sql_mail_due row;
	struct str message_id;
	int64_t changed;
	enum mail_outcome outcome;
	struct str error;
	int64_t next_ms;
};

int64_t outbox_pause_ms(int64_t attempt)
{
	static const int64_t pauses_min[] = {1, 5, 15, 60, 240};
	return 60000 * pauses_min[attempt < 1 ? 0 : attempt > 5 ? 4 : attempt - 1];
}

static struct str domain(struct str address)
{
	ptrdiff_t at = str_chr(address, '@');
	return (struct str){.p = address.p + at + 1, .n = address.n - (size_t)at - 1};
}

static enum rc claim_tx(void *arg)
{
	struct sending *s = arg;
	return sql_mail_claim(s->db, s->row.id, s->row.next_ms, s->now_ms + OUTBOX_CLAIM_MS,
	                      s->message_id, &s->changed);
}

static enum rc settle_tx(void *arg)
{
	struct sending *s = arg;
	if (s->outcome == MAIL_SENT)
		return sql_mail_sent(s->db, s->row.id, s->now_ms, NULL);
	if (s->outcome == MAIL_LATER)
		return sql_mail_later(s->db, s->row.id, s->next_ms, s->error, NULL);
	TRY(sql_mail_failed(s->db, s->row.id, s->now_ms, s->error, NULL));
	return notice_post_admins(s->db, s->mem,
	                          arena_printf(s->mem,
	                                       "Thư \"%.*s\" không gửi được. Xin xem hàng chờ thư.",
	                                       STR_ARG(s->row.subject)),
	                          STR("/mail?state=failed"), s->now_ms);
}

static void judge(struct sending *s, enum rc rc, const struct mail_result *r, const struct err *e)
{
	int64_t attempt = s->row.attempts + 1;
	s->outcome = r->outcome;
	s->error = r->smtp_code ? arena_printf(s->mem, "%s (mã trả lời %d)", r->reason, r->smtp_code)
	                        : arena_printf(s->mem, "%s", r->reason);
	if (rc != RC_OK) {
		/* A mail that cannot be built never can; settings that cannot be used may be put right. */
		bool settings = !strcmp(e->field, "host") || !strcmp(e->field, "tls") || rc == RC_IO;
		s->outcome = settings ? MAIL_LATER : MAIL_REFUSED;
		s->error = arena_printf(s->mem, "%s", e->message);
	}
	s->next_ms = s->now_ms + outbox_pause_ms(attempt);
	if (s->outcome == MAIL_LATER && s->now_ms - s->row.made_ms > OUTBOX_DAYS * DAY_MS)
		s->outcome = MAIL_REFUSED;
}

static enum rc send_one(struct outbox *o, struct sending *s, const struct outbox_settings *set)
{
	struct err e = {0};
	struct mail_result result = {.outcome = MAIL_LATER};
	struct mail mail = {.to = s->row.to_address,
	                    .to_name = STR(""),
	                    .subject = s->row.subject,
	                    .text = s->row.body,
	                    .message_id = s->message_id,
	                    .date_ms = s->row.made_ms};
	enum rc rc = mail_send(&set->server, &mail, &result, &e);
	judge(s, rc, &result, &e);
	if (s->outcome != MAIL_SENT)
		log_line(LOG_WARN, "mail", "id=%" PRId64 " outcome=%s smtp=%d reason=%s", s->row.id,
		         s->outcome == MAIL_LATER ? "later" : "refused", result.smtp_code, result.reason);
	/* No answer, or one about the server: the next mail would fare no better. */
	bool about_mail = result.smtp_code >= 450 && result.smtp_code <= 452;
	if (s->outcome == MAIL_LATER && !about_mail)
		o->paused_until_ms = s->now_ms + OUTBOX_PAUSE_MS;
	return db_tx(s->db, DB_WRITE, settle_tx, s);
}

enum rc outbox_step(struct outbox *o, struct db *db, struct arena *mem, int64_t now_ms,
                    struct err *e)
{
	struct outbox_settings set;
	struct sending s = {.db = db, .mem = mem, .now_ms = now_ms};
	if (now_ms < o->paused_until_ms)
		return RC_NOTFOUND;
	TRY(sql_mail_due(db, mem, now_ms, &s.row));
	TRY(outbox_settings(db, o->keys, mem, &set, e));
	if (!set.ready)
		return RC_NOTFOUND;
	s.message_id = s.row.message_id.n
	                   ? s.row.message_id
	                   : arena_printf(mem, "%.*s.%" PRId64 "@%.*s", STR_ARG(s.row.key),
	                                  s.row.made_ms, STR_ARG(domain(set.server.from)));
	TRY(db_tx(db, DB_WRITE, claim_tx, &s));
	return s.changed == 1 ? send_one(o, &s, &set) : RC_OK;
}

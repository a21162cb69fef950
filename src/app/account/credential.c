#include "app/account/credential.h"

#include "auth/password.h"
#include "auth/session.h"
#include "db/sql_account.h"
#include "db/sql_auth.h"
#include "op/gate.h"
#include "viet/viet.h"

#include <inttypes.h>
#include <sodium.h>

struct str credential_place(struct arena *mem, int64_t account_id)
{
	return arena_printf(mem, "account:%" PRId64, account_id);
}

enum rc credential_failed(struct ctx *c, int64_t account_id)
{
	return sql_account_fail(c->db, account_id, c->now_ms, FAILURES_MAX, c->now_ms + LOCK_MS, NULL);
}

static enum rc is_locked(struct ctx *c, const struct sql_account_own *own)
{
	if (own->locked_ms <= c->now_ms)
		return RC_OK;
	return err_set(
		c->err, RC_DENIED,
		"Tài khoản tạm khóa đến %s vì nhập sai quá %d lần. Quản trị hệ thống mở khóa được.",
		date_time_vn(own->locked_ms).z, FAILURES_MAX);
}

/* --- password ------------------------------------------------------------------------ */

static enum rc wrong_tx(void *arg)
{
	struct ctx *c = arg;
	struct out none;
	out_init(&none);
	c->object_person = c->who.person_id;
	TRY(credential_failed(c, c->who.account_id));
	return gate_journal(c, &none, "wrong", DB_NULL);
}

enum rc credential_password(struct ctx *c, const char *field, struct str typed,
                            struct sql_account_own *own)
{
	struct str plain;
	bool ok;
	TRY(sql_account_own(c->db, c->mem, c->who.account_id, own));
	TRY(is_locked(c, own));
	if (own->password_hash.n == 0)
		return err_set(
			c->err, RC_DENIED,
			"Tài khoản này chưa có mật khẩu. Xin nhờ quản trị hệ thống đặt mật khẩu tạm.");
	TRY(viet_nfc(c->mem, typed, &plain, c->err));
	TRY(password_check(c->app->hasher, plain, arena_strz(c->mem, own->password_hash), &ok, c->err));
	if (ok)
		return RC_OK;
	TRY(db_tx(c->db, DB_WRITE, wrong_tx, c));
	return err_field(c->err, field,
	                 "Mật khẩu hiện nay không đúng. %d lần sai thì tài khoản bị khóa 12 giờ.",
	                 FAILURES_MAX);
}

/* --- second factor ---------------------------------------------------------------------- */

/* The updates count: a code shown twice at the same moment works once. */
static enum rc use_code(struct credential_step *s)
{
	struct ctx *c = s->c;
	struct str raw;
	struct totp_secret secret;
	unsigned char hash[TOTP_HASH_BYTES];
	int64_t step = s->own.totp_last_step, changed = 0;
	TRY(keys_open(c->app->keys, "totp", credential_place(c->mem, s->own.id), s->own.totp_sealed,
	              c->mem, &raw, c->err));
	BUG_ON(raw.n != sizeof secret.bytes);
	memcpy(secret.bytes, raw.p, sizeof secret.bytes);
	if (totp_check(&secret, s->code, c->now_ms, &step))
		TRY(sql_account_totp_step(c->db, s->own.id, step, &changed));
	else if (totp_recovery_hash(s->code, hash))
		TRY(sql_recovery_code_use(c->db, s->own.id,
		                          (struct str){.p = (char *)hash, .n = sizeof hash}, c->now_ms,
		                          &changed));
	sodium_memzero(&secret, sizeof secret);
	s->ok = changed == 1;
	return RC_OK;
}

static enum rc code_tx(void *arg)
{
	struct credential_step *s = arg;
	struct ctx *c = s->c;
	s->ok = false;
	c->object_person = c->who.person_id;
	TRY(sql_account_own(c->db, c->mem, c->who.account_id, &s->own));
	TRY(is_locked(c, &s->own));
	if (!s->own.totp_sealed.p)
		return err_set(c->err, RC_CONFLICT, "Tài khoản này chưa bật xác thực hai bước.");
	TRY(use_code(s));
	if (!s->ok) {
		TRY(credential_failed(c, s->own.id));
		return gate_journal(c, s->out, "wrong", DB_NULL);
	}
	TRY(s->then(s));
	return gate_journal(c, s->out, NULL, DB_NULL);
}

enum rc credential_code(struct credential_step *s)
{
	TRY(db_tx(s->c->db, DB_WRITE, code_tx, s));
	if (s->ok)
		return RC_OK;
	return err_field(
		s->c->err, "code",
		"Mã không đúng hoặc đã dùng. Xin nhập mã đang hiện trong ứng dụng; %d lần sai thì tài "
		"khoản bị khóa 12 giờ.",
		FAILURES_MAX);
}

/* --- afterwards --------------------------------------------------------------------------- */

enum rc credential_renew(struct ctx *c, bool second, struct out *out)
{
	/* The pages of the command line and of programs have no session to go on with. */
	TRY(sql_session_end_all(c->db, c->who.account_id, 0, c->now_ms, NULL));
	if (c->who.session_id == DB_NULL)
		return RC_OK;
	return session_begin(c->db, c->mem, &c->who, second, c->remote, c->agent, c->now_ms,
	                     &out->session_cookie);
}

enum rc credential_recovery(struct ctx *c, struct out *out)
{
	struct totp_recovery fresh[TOTP_RECOVERY_COUNT];
	struct str *texts = arena_array(c->mem, TOTP_RECOVERY_COUNT, sizeof *texts);
	enum rc rc = sql_recovery_code_clear(c->db, c->who.account_id, NULL);
	totp_recovery_new(fresh);
	for (int i = 0; i < TOTP_RECOVERY_COUNT && rc == RC_OK; i++) {
		texts[i] = arena_str(c->mem, str_of(fresh[i].text));
		rc = sql_recovery_code_add(
			c->db, c->who.account_id,
			(struct str){.p = (char *)fresh[i].hash, .n = sizeof fresh[i].hash}, NULL);
	}
	sodium_memzero(fresh, sizeof fresh);
	out->codes = texts;
	out->code_count = TOTP_RECOVERY_COUNT;
	return rc;
}

void account_temporary_password(char out[TEMPORARY_PASSWORD_BYTES])
{
	static const char letters[] = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
	int n = 0;
	for (int i = 0; i < 16; i++) {
		if (i && i % 4 == 0)
			out[n++] = '-';
		out[n++] = letters[randombytes_uniform(sizeof letters - 1)];
	}
	out[n] = '\0';
}

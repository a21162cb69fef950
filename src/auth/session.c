#include "auth/session.h"

#include "db/sql_auth.h"
#include "db/sql_op.h"

#include <inttypes.h>

void principal_nobody(struct principal *who, const char *origin)
{
	*who = (struct principal){.account_id = DB_NULL,
	                          .person_id = DB_NULL,
	                          .session_id = DB_NULL,
	                          .token_id = DB_NULL,
	                          .name = STR(""),
	                          .label = STR(""),
	                          .roles = R(PUBLIC),
	                          .origin = origin};
}

/* More grants than fit are left out: fewer rights, never more. */
static enum rc load_grants(struct db *db, struct arena *mem, struct date today,
                           struct principal *who)
{
	struct sql_grants_of *rows;
	size_t n;
	if (who->person_id == DB_NULL)
		return RC_OK;
	who->roles |= R(MEMBER);
	TRY(sql_grants_of(db, mem, who->person_id, today, &rows, &n));
	for (size_t i = 0; i < n && who->grant_count < GRANTS_MAX; i++) {
		enum role r = role_from_name(rows[i].role);
		if (r <= ROLE_MEMBER || r == ROLE_COUNT)
			continue;
		who->roles |= 1u << r;
		who->grants[who->grant_count++] =
			(struct held_grant){.role = r, .unit_id = rows[i].unit_id, .top = rows[i].top};
	}
	return RC_OK;
}

/* Administrators may not work without a second factor (level 3). */
static bool second_due(const struct principal *who, bool has_totp, bool shown)
{
	return !shown && (has_totp || (who->roles & R(ADMIN)));
}

static enum rc ended(struct err *e, const char *why)
{
	return err_set(e, RC_SIGNIN,
	               "Phiên làm việc đã %s. Xin đăng nhập lại; nội dung đang nhập vẫn được giữ.",
	               why);
}

/* A session and whose it is, as long as nothing is written (db_memo_find()). */
struct kept_session {
	struct principal who; /* its texts follow, in this order; the pointers are worthless */
	int64_t seen_ms, ends_ms, idle_ms;
};

static struct str session_key(struct arena *mem, const unsigned char hash[TOKEN_HASH_BYTES],
                              struct date today)
{
	char *key = arena_alloc(mem, TOKEN_HASH_BYTES + sizeof today + 1);
	memcpy(key, "s", 1);
	memcpy(key + 1, hash, TOKEN_HASH_BYTES);
	memcpy(key + 1 + TOKEN_HASH_BYTES, &today, sizeof today);
	return (struct str){.p = key, .n = TOKEN_HASH_BYTES + sizeof today + 1};
}

static bool session_kept(struct db *db, struct arena *mem, struct str key, struct kept_session *s)
{
	struct str kept = db_memo_find(db, key);
	if (kept.n < sizeof *s)
		return false;
	memcpy(s, kept.p, sizeof *s);
	s->who.name.p = kept.p + sizeof *s;
	s->who.label.p = s->who.name.p + s->who.name.n;
	s->who.name = arena_str(mem, s->who.name);
	s->who.label = arena_str(mem, s->who.label);
	return true;
}

static void session_keep(struct db *db, struct arena *mem, struct str key,
                         const struct kept_session *s)
{
	size_t name = s->who.name.n, label = s->who.label.n;
	char *bytes = arena_alloc(mem, sizeof *s + name + label);
	memcpy(bytes, s, sizeof *s);
	memcpy(bytes + sizeof *s, s->who.name.p, name);
	memcpy(bytes + sizeof *s + name, s->who.label.p, label);
	db_memo_keep(db, key, (struct str){.p = bytes, .n = sizeof *s + name + label});
}

static enum rc session_read(struct db *db, struct arena *mem, const unsigned char *hash,
                            struct date today, struct kept_session *s, struct err *e)
{
	struct sql_session_find row;
	struct principal *who = &s->who;
	enum rc rc =
		sql_session_find(db, mem, (struct str){.p = (char *)hash, .n = TOKEN_HASH_BYTES}, &row);
	if (rc == RC_NOTFOUND)
		return ended(e, "kết thúc");
	TRY(rc);
	if (!str_eqz(row.account_state, "active"))
		return err_set(e, RC_SIGNIN, "Tài khoản đã bị khóa. Xin liên hệ quản trị hệ thống.");
	principal_nobody(who, "web");
	who->account_id = row.account_id;
	who->person_id = row.person_id;
	who->session_id = row.id;
	memcpy(who->session_hash, hash, TOKEN_HASH_BYTES);
	who->name = row.account_name;
	who->label = row.person_name.p ? row.person_name : row.account_name;
	who->must_change = row.must_change != 0;
	who->second = row.second != 0;
	TRY(load_grants(db, mem, today, who));
	who->enrolled = row.has_totp != 0;
	who->needs_second = second_due(who, who->enrolled, who->second);
	s->seen_ms = row.seen_ms;
	s->ends_ms = row.ends_ms;
	s->idle_ms = row.idle_ms;
	return RC_OK;
}

enum rc session_principal(struct db *db, struct arena *mem, struct str cookie, int64_t now_ms,
                          struct date today, struct principal *who, bool *stale, struct err *e)
{
	struct kept_session s;
	unsigned char hash[TOKEN_HASH_BYTES];
	if (!token_hash(TOKEN_SESSION, cookie, hash))
		return ended(e, "không còn hiệu lực");
	struct str key = session_key(mem, hash, today);
	if (!session_kept(db, mem, key, &s)) {
		TRY(session_read(db, mem, hash, today, &s, e));
		session_keep(db, mem, key, &s);
	}
	if (now_ms >= s.ends_ms)
		return ended(e, "quá 12 giờ");
	if (now_ms - s.seen_ms >= s.idle_ms)
		return ended(e, "hết hạn do không thao tác");
	*who = s.who;
	*stale = now_ms - s.seen_ms >= SESSION_TOUCH_MS;
	return RC_OK;
}

enum rc account_principal(struct db *db, struct arena *mem, int64_t account_id, struct date today,
                          const char *origin, struct principal *who, struct err *e)
{
	struct sql_account_principal row;
	enum rc rc = sql_account_principal(db, mem, account_id, &row);
	if (rc == RC_NOTFOUND)
		return err_set(e, RC_SIGNIN, "Không có tài khoản số %" PRId64 ".", account_id);
	TRY(rc);
	if (!str_eqz(row.state, "active"))
		return err_set(e, RC_SIGNIN, "Tài khoản \"%.*s\" đã bị khóa.", STR_ARG(row.name));
	principal_nobody(who, origin);
	who->account_id = row.id;
	who->person_id = row.person_id;
	who->name = row.name;
	who->label = row.person_name.p ? row.person_name : row.name;
	who->enrolled = row.has_totp != 0;
	return load_grants(db, mem, today, who);
}

enum rc named_principal(struct db *db, struct arena *mem, struct str account, struct date today,
                        const char *origin, struct principal *who, struct err *e)
{
	struct sql_account_by_name row;
	enum rc rc = sql_account_by_name(db, mem, account, &row);
	if (rc == RC_NOTFOUND)
		return err_set(e, RC_SIGNIN, "Không có tài khoản \"%.*s\".", STR_ARG(account));
	TRY(rc);
	return account_principal(db, mem, row.id, today, origin, who, e);
}

enum rc token_principal(struct db *db, struct arena *mem, struct str token, int64_t now_ms,
                        struct date today, struct principal *who, bool *stale, struct err *e)
{
	struct sql_api_token_find row;
	unsigned char hash[TOKEN_HASH_BYTES];
	enum rc rc = RC_NOTFOUND;
	if (token_hash(TOKEN_API, token, hash))
		rc = sql_api_token_find(db, mem, (struct str){.p = (char *)hash, .n = sizeof hash}, now_ms,
		                        &row);
	if (rc == RC_NOTFOUND)
		return err_set(e, RC_SIGNIN, "Mã truy cập không đúng, đã hết hạn hoặc đã bị thu hồi.");
	TRY(rc);
	TRY(account_principal(db, mem, row.account_id, today, "api", who, e));
	who->token_id = row.id;
	who->token_ops = row.ops;
	*stale = now_ms - row.used_ms >= SESSION_TOUCH_MS;
	return RC_OK;
}

enum rc session_touch(struct db *db, const struct principal *who, int64_t now_ms)
{
	if (who->session_id != DB_NULL)
		TRY(sql_session_touch(db, who->session_id, now_ms, NULL));
	if (who->token_id != DB_NULL)
		TRY(sql_api_token_used(db, who->token_id, now_ms, NULL));
	return sql_account_seen(db, who->account_id, now_ms, NULL);
}

/* An office may wait less than the standard allows (app/admin/setting.c), never longer. */
static enum rc idle_limit(struct db *db, struct arena *mem, bool admin, int64_t *idle_ms)
{
	struct sql_setting_get row;
	int64_t minutes;
	*idle_ms = admin ? SESSION_IDLE_ADMIN_MS : SESSION_IDLE_MS;
	enum rc rc = sql_setting_get(
		db, mem, str_of(admin ? "session.idle_admin_minutes" : "session.idle_minutes"), &row);
	if (rc == RC_OK && str_int(row.value, &minutes) && minutes > 0 && minutes * 60000 < *idle_ms)
		*idle_ms = minutes * 60000;
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

enum rc session_begin(struct db *db, struct arena *mem, const struct principal *who, bool second,
                      struct str remote, struct str agent, int64_t now_ms, struct str *cookie)
{
	struct token t;
	int64_t id, idle;
	TRY(idle_limit(db, mem, who->roles & R(ADMIN), &idle));
	if (agent.n > 200)
		agent.n = 200;
	if (!agent.p || !str_utf8_ok(agent))
		agent = STR("");
	token_new(TOKEN_SESSION, &t);
	*cookie = arena_str(mem, str_of(t.text));
	enum rc rc = sql_session_add(db, (struct str){.p = (char *)t.hash, .n = sizeof t.hash},
	                             who->account_id, now_ms, now_ms + SESSION_MAX_MS, idle, second,
	                             remote.p ? remote : STR(""), agent, &id);
	token_wipe(&t);
	return rc;
}

/* mine.c: the page of one's own account; one's sessions. */
#include "app/account/account.h"
#include "app/account/page.h"
#include "auth/password.h"
#include "auth/token.h"
#include "base/json_out.h"
#include "db/sql_account.h"
#include "db/sql_auth.h"
#include "op/gate.h"
#include "web/web.h"

#include <inttypes.h>

/* --- words ------------------------------------------------------------------------------ */

static bool says(struct str agent, const char *word)
{
	return memmem(agent.p, agent.n, word, strlen(word)) != NULL;
}

/* "Chrome, Windows" from what browsers say of themselves; others pose as Chrome and Safari. */
static struct str machine(struct arena *mem, struct str agent)
{
	static const char *const browsers[][2] = {{"coc_coc", "Cốc Cốc"}, {"Edg/", "Edge"},
	                                          {"OPR/", "Opera"},      {"Firefox/", "Firefox"},
	                                          {"Chrome/", "Chrome"},  {"Safari/", "Safari"}};
	static const char *const systems[][2] = {{"Android", "Android"}, {"iPhone", "iPhone"},
	                                         {"iPad", "iPad"},       {"Windows", "Windows"},
	                                         {"Mac OS X", "macOS"},  {"Linux", "Linux"}};
	const char *browser = NULL, *os = NULL;
	for (int i = 0; i < COUNT(browsers) && !browser; i++)
		browser = says(agent, browsers[i][0]) ? browsers[i][1] : NULL;
	for (int i = 0; i < COUNT(systems) && !os; i++)
		os = says(agent, systems[i][0]) ? systems[i][1] : NULL;
	if (!browser && !os)
		return agent.n ? agent : STR("Không rõ máy");
	return arena_printf(mem, "%s%s%s", browser ? browser : "", browser && os ? ", " : "",
	                    os ? os : "");
}

static struct str moment(struct ctx *c, int64_t ms)
{
	return ms ? arena_str(c->mem, str_of(date_time_vn(ms).z)) : STR("");
}

static void password_words(struct ctx *c, const struct sql_account_own *own,
                           struct account_mine_view *v)
{
	struct password_policy policy = PASSWORD_POLICY;
	int left = password_days_left(&policy, c->who.roles & R(ADMIN), own->password_ms, c->now_ms);
	v->password_due = own->must_change || left == 0;
	if (own->password_hash.n == 0)
		v->password_age = STR("Tài khoản này chưa có mật khẩu.");
	else if (left < 0)
		v->password_age =
			arena_printf(c->mem, "Đặt lần cuối lúc %s.", date_time_vn(own->password_ms).z);
	else
		v->password_age = arena_printf(c->mem, "Đặt lần cuối lúc %s; phải đổi trong %d ngày nữa.",
		                               date_time_vn(own->password_ms).z, left);
}

/* --- the page ----------------------------------------------------------------------------- */

static enum rc fill_sessions(struct ctx *c, struct account_mine_view *v)
{
	struct sql_session_live *rows;
	size_t n;
	TRY(sql_session_live(c->db, c->mem, c->who.account_id, c->now_ms, &rows, &n));
	v->sessions = arena_array(c->mem, n + 1, sizeof *v->sessions);
	for (size_t i = 0; i < n; i++)
		v->sessions[v->session_count++] =
			(struct session_row){.id = rows[i].id,
		                         .machine = machine(c->mem, rows[i].agent),
		                         .remote = rows[i].remote,
		                         .began = moment(c, rows[i].began_ms),
		                         .seen = moment(c, rows[i].seen_ms),
		                         .current = rows[i].id == c->who.session_id};
	return RC_OK;
}

static enum rc fill_tokens(struct ctx *c, struct account_mine_view *v)
{
	struct sql_token_live *rows;
	size_t n;
	TRY(sql_token_live(c->db, c->mem, c->who.account_id, c->now_ms, &rows, &n));
	v->tokens = arena_array(c->mem, n + 1, sizeof *v->tokens);
	for (size_t i = 0; i < n; i++)
		v->tokens[v->token_count++] = (struct token_row){
			.id = rows[i].id,
			.label = rows[i].label,
			.ops = str_eqz(rows[i].ops, "*") ? STR("Mọi thao tác") : rows[i].ops,
			.made = moment(c, rows[i].made_ms),
			.ends = arena_str(c->mem, str_of(date_vn(date_at(rows[i].ends_ms)).z)),
			.used = moment(c, rows[i].used_ms)};
	return RC_OK;
}

static enum rc account_mine(struct ctx *c, const void *in, struct out *out)
{
	struct account_mine_view *v = arena_alloc(c->mem, sizeof *v);
	struct sql_account_own own;
	struct sql_recovery_code_left left;
	(void)in;
	TRY(sql_account_own(c->db, c->mem, c->who.account_id, &own));
	TRY(sql_recovery_code_left(c->db, c->mem, own.id, &left));
	v->name = own.name;
	v->enrolled = own.totp_sealed.p != NULL;
	v->may_turn_off = v->enrolled && !(c->who.roles & R(ADMIN));
	v->codes_left = v->enrolled ? (int)left.n : 0;
	v->barred = own.vote_barred != 0;
	password_words(c, &own, v);
	TRY(fill_sessions(c, v));
	TRY(fill_tokens(c, v));
	out->data = v;
	return RC_OK;
}

static void mine_page(struct buf *html, struct ctx *c, const void *data)
{
	struct account_mine_view v = *(const struct account_mine_view *)data;
	char csrf[CSRF_TEXT_BYTES] = "";
	if (c->who.session_id != DB_NULL)
		token_csrf(c->app->keys, c->who.session_hash, csrf);
	v.csrf = str_of(csrf);
	tpl_account_mine(html, &v);
}

static void mine_json(struct buf *b, struct ctx *c, const void *data)
{
	const struct account_mine_view *v = data;
	struct json_out j = json_out_to(b);
	(void)c;
	json_obj(&j, NULL);
	json_str(&j, "account", v->name);
	json_str(&j, "password", v->password_age);
	json_bool(&j, "second_factor", v->enrolled);
	json_int(&j, "recovery_codes_left", v->codes_left);
	json_bool(&j, "vote_barred", v->barred);
	json_arr(&j, "sessions");
	for (int i = 0; i < v->session_count; i++) {
		json_obj(&j, NULL);
		json_int(&j, "id", v->sessions[i].id);
		json_str(&j, "machine", v->sessions[i].machine);
		json_str(&j, "remote", v->sessions[i].remote);
		json_bool(&j, "current", v->sessions[i].current);
		json_end(&j);
	}
	json_end(&j);
	json_arr(&j, "tokens");
	for (int i = 0; i < v->token_count; i++) {
		json_obj(&j, NULL);
		json_int(&j, "id", v->tokens[i].id);
		json_str(&j, "label", v->tokens[i].label);
		json_str(&j, "ops", v->tokens[i].ops);
		json_end(&j);
	}
	json_end(&j);
	json_end(&j);
}

/* --- sessions --------------------------------------------------------------------------------- */

static const struct object session_object = {
	.name = "session", .label = "phiên làm việc", .list = &sql_list_session_object};

struct session_end_in {
	int64_t id;
};
static const struct field session_end_fields[] = {
	F(REF, struct session_end_in, id, "Phiên làm việc", .flags = MUST | HIDDEN,
      .ref = &session_object),
};

static enum rc session_end(struct ctx *c, const void *in, struct out *out)
{
	const struct session_end_in *p = in;
	TRY(sql_session_end(c->db, p->id, c->who.account_id, c->now_ms, NULL));
	out_say(c, out, "Đã kết thúc phiên làm việc từ %.*s.", STR_ARG(c->object_label));
	if (p->id == c->who.session_id) {
		out->session_cookie = STR("-");
		out->go = STR("/session/open");
	}
	return RC_OK;
}

static enum rc session_end_others(struct ctx *c, const void *in, struct out *out)
{
	int64_t ended;
	(void)in;
	c->object_person = c->who.person_id;
	TRY(sql_session_end_all(c->db, c->who.account_id,
	                        c->who.session_id == DB_NULL ? 0 : c->who.session_id, c->now_ms,
	                        &ended));
	out_say(c, out, "Đã kết thúc %" PRId64 " phiên làm việc khác.", ended);
	return RC_OK;
}

static const struct choice session_states[] = {
	{"open", "Chưa kết thúc"}, {"closed", "Đã kết thúc"}, {0}};
static const struct column session_cols[] = {
	{"began_ms", "Đăng nhập lúc", COL_MOMENT, .order = "id"},
	{"remote", "Từ địa chỉ", COL_TEXT},
	{"agent", "Máy", COL_TEXT, .width = 40},
	{"second", "Hai bước", COL_BOOL},
	{"seen_ms", "Dùng lần cuối", COL_MOMENT},
	{"ended_ms", "Kết thúc lúc", COL_MOMENT},
	{"state", "Tình trạng", COL_BADGE, .choices = session_states},
};

const struct op my_session_ops[] = {
	{.name = "session.list",
     .title = "Lịch sử đăng nhập",
     .help = "Mọi lần đăng nhập của mình; lần nào lạ, xin kết thúc phiên và đổi mật khẩu ngay.",
     .kind = OP_LIST,
     .roles = R(MEMBER),
     .scope = SCOPE_ANY,
     .flags = OP_QUIET,
     .object = &session_object,
     .list = &sql_list_session_list,
     .order = "-id",
     COLS(session_cols),
     .empty = "Chưa có lần đăng nhập nào."},
	{.name = "session.end",
     .title = "Kết thúc phiên làm việc",
     .help = "Máy đang dùng phiên này phải đăng nhập lại.",
     .verb = "Kết thúc",
     .kind = OP_WRITE,
     .roles = R(MEMBER),
     .scope = SCOPE_OBJECT,
     .flags = OP_NO_TOKEN,
     .object = &session_object,
     .states = "open",
     FIELDS(session_end_fields),
     .in_size = sizeof(struct session_end_in),
     .run = session_end,
     .then = "account.mine"},
	{.name = "session.end_others",
     .title = "Kết thúc mọi phiên khác",
     .help = "Chỉ phiên đang dùng còn lại; các máy khác phải đăng nhập lại.",
     .kind = OP_WRITE,
     .roles = R_SIGNED_IN,
     .scope = SCOPE_ANY,
     .flags = OP_NO_TOKEN | OP_QUIET,
     .run = session_end_others,
     .then = "account.mine"},
	{0}};

const struct op account_ops[] = {
	{.name = "account.mine",
     .title = "Mật khẩu và phiên làm việc",
     .help = "Mật khẩu, xác thực hai bước, nơi đang đăng nhập và mã truy cập của chính mình.",
     .kind = OP_READ,
     .roles = R_SIGNED_IN,
     .scope = SCOPE_ANY,
     .icon = "lock",
     .run = account_mine,
     .page = mine_page,
     .json = mine_json},
	{0}};

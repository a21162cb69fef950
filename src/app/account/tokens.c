/*
 * tokens.c: codes by which programs act as an account: limited to operations and time.
 *
 * The text is shown once; the database holds its hash (auth/token.h). A token cannot
 * make tokens or touch the sign-in (OP_NO_TOKEN), and goes when the sign-in is reset.
 */
#include "app/account/account.h"
#include "auth/token.h"
#include "db/sql_account.h"
#include "op/gate.h"

#include <inttypes.h>

#define DAY_MS ((int64_t)24 * 3600 * 1000)
#define TOKENS_MAX 20

static const struct object token_object = {
	.name = "token", .label = "mã truy cập", .list = &sql_list_token_object};

struct token_create_in {
	struct str label, ops;
	int64_t days;
};
static const struct field token_create_fields[] = {
	F(TEXT, struct token_create_in, label, "Dùng cho việc gì", .flags = MUST, .max = 100,
      .hint = "Ví dụ: đồng bộ danh sách với phần mềm cán bộ"),
	F(TEXT, struct token_create_in, ops, "Thao tác được dùng", .flags = MUST, .max = 2000,
      .hint = "Tên thao tác cách nhau bằng dấu phẩy, ví dụ: unit.list, person.*; dấu * là mọi thao "
              "tác. "
              "Danh sách tên ở /openapi.json"),
	F(INT, struct token_create_in, days, "Hiệu lực (ngày)", .flags = MUST, .min = 1, .max = 365,
      .hint = "Nhiều nhất 365 ngày"),
};

struct wanted {
	struct ctx *c;
	struct str word;
	bool found;
};

/* An operation, or some in a room ("person.*"), that the owner may do and a token may be used for.
 */
static void look(const struct op *op, void *arg)
{
	struct wanted *w = arg;
	bool room = str_ends(w->word, ".*") && strncmp(op->name, w->word.p, w->word.n - 1) == 0;
	if ((room || str_eqz(w->word, op->name)) && !(op->flags & OP_NO_TOKEN) && gate_offers(w->c, op))
		w->found = true;
}

static enum rc check_ops(struct ctx *c, struct str ops, struct str *plain)
{
	*plain = STR("");
	while (ops.p) {
		struct wanted w = {.c = c, .word = str_trim(str_cut(&ops, ','))};
		if (w.word.n == 0)
			continue;
		op_each(look, &w);
		if (!w.found && !str_eqz(w.word, "*"))
			return err_field(c->err, "ops",
			                 "Không có thao tác \"%.*s\" mà ông/bà được dùng qua mã truy cập.",
			                 STR_ARG(w.word));
		*plain = arena_printf(c->mem, "%.*s%s%.*s", STR_ARG(*plain), plain->n ? "," : "",
		                      STR_ARG(w.word));
	}
	return plain->n ? RC_OK : err_field(c->err, "ops", "Xin ghi ít nhất một thao tác.");
}

static enum rc token_create(struct ctx *c, const void *in, struct out *out)
{
	const struct token_create_in *p = in;
	struct sql_token_live *live;
	struct str ops, *text = arena_alloc(c->mem, sizeof *text);
	struct token t;
	size_t n;
	int64_t ends = c->now_ms + p->days * DAY_MS;
	TRY(check_ops(c, p->ops, &ops));
	TRY(sql_token_live(c->db, c->mem, c->who.account_id, c->now_ms, &live, &n));
	if (n >= TOKENS_MAX)
		return err_set(c->err, RC_CONFLICT,
		               "Đã có %d mã đang hiệu lực. Xin thu hồi mã không dùng nữa.", TOKENS_MAX);
	token_new(TOKEN_API, &t);
	*text = arena_str(c->mem, str_of(t.text));
	enum rc rc = sql_token_add(c->db, c->who.account_id,
	                           (struct str){.p = (char *)t.hash, .n = sizeof t.hash}, p->label, ops,
	                           c->now_ms, ends, &out->id);
	token_wipe(&t);
	TRY(rc);
	c->object_person = c->who.person_id;
	out->codes = text;
	out->code_count = 1;
	out_say(c, out,
	        "Đã tạo mã truy cập, hiệu lực đến %s. Chương trình gửi mã trong tiêu đề Authorization.",
	        date_time_vn(ends).z);
	return RC_OK;
}

struct token_revoke_in {
	int64_t id;
};
static const struct field token_revoke_fields[] = {
	F(REF, struct token_revoke_in, id, "Mã truy cập", .flags = MUST | HIDDEN, .ref = &token_object),
};

static enum rc token_revoke(struct ctx *c, const void *in, struct out *out)
{
	const struct token_revoke_in *p = in;
	TRY(sql_token_revoke(c->db, p->id, c->now_ms, NULL));
	out_say(c, out, "Đã thu hồi mã \"%.*s\".", STR_ARG(c->object_label));
	return RC_OK;
}

static const struct choice token_states[] = {
	{"active", "Chưa thu hồi"}, {"closed", "Đã thu hồi"}, {0}};
static const struct column token_cols[] = {
	{"label", "Dùng cho", COL_TEXT, .width = 36},
	{"ops", "Thao tác", COL_TEXT, .width = 36},
	{"made_ms", "Tạo lúc", COL_MOMENT, .order = "id"},
	{"ends_ms", "Hết hạn", COL_MOMENT},
	{"used_ms", "Dùng lần cuối", COL_MOMENT},
	{"revoked_ms", "Thu hồi lúc", COL_MOMENT},
	{"state", "Tình trạng", COL_BADGE, .choices = token_states},
};

const struct op token_ops[] = {
	{.name = "token.list",
     .title = "Mã truy cập của tôi",
     .help = "Mã để chương trình khác làm việc thay mình, trong giới hạn thao tác và thời gian.",
     .kind = OP_LIST,
     .roles = R(MEMBER),
     .scope = SCOPE_ANY,
     .flags = OP_QUIET,
     .object = &token_object,
     .list = &sql_list_token_list,
     .order = "-id",
     COLS(token_cols),
     .empty = "Chưa có mã nào."},
	{.name = "token.create",
     .title = "Tạo mã truy cập",
     .help = "Mã chỉ hiện một lần. Mã làm được những gì mình làm được, trong các thao tác đã ghi.",
     .kind = OP_WRITE,
     .roles = R(MEMBER),
     .scope = SCOPE_ANY,
     .flags = OP_NO_TOKEN,
     .object = &token_object,
     FIELDS(token_create_fields),
     .in_size = sizeof(struct token_create_in),
     .run = token_create,
     .then = "account.mine",
     .per_minute = 10},
	{.name = "token.revoke",
     .title = "Thu hồi mã truy cập",
     .help = "Chương trình đang dùng mã này bị từ chối ngay.",
     .verb = "Thu hồi",
     .kind = OP_WRITE,
     .roles = R(MEMBER),
     .scope = SCOPE_OBJECT,
     .flags = OP_NO_TOKEN,
     .object = &token_object,
     .states = "active",
     FIELDS(token_revoke_fields),
     .in_size = sizeof(struct token_revoke_in),
     .run = token_revoke,
     .then = "account.mine"},
	{0}};

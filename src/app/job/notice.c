/* notice.c: notices in the program, for their owner alone. */
#include "app/job/job.h"
#include "db/sql_job.h"
#include "db/sql_task.h"
#include "op/gate.h"

static const struct choice notice_states[] = {{"unread", "Chưa đọc"}, {"read", "Đã đọc"}, {0}};

const struct object notice_object = {
	.name = "notice", .label = "thông báo", .list = &sql_list_notice_object, .view = "notice.view"};

enum rc notice_add(struct ctx *c, int64_t account_id, struct str text, struct str link)
{
	return notice_post(c->db, account_id, text, link, c->now_ms);
}

enum rc notice_add_admins(struct ctx *c, struct str text, struct str link)
{
	return notice_post_admins(c->db, c->mem, text, link, c->now_ms);
}

enum rc notice_person(struct ctx *c, int64_t person, struct str text, struct str link)
{
	struct sql_accounts_of_person *to;
	size_t n;
	TRY(sql_accounts_of_person(c->db, c->mem, person, &to, &n));
	for (size_t i = 0; i < n; i++)
		if (to[i].account != c->who.account_id)
			TRY(notice_add(c, to[i].account, text, link));
	return RC_OK;
}

enum rc notice_answerable(struct ctx *c, int64_t unit, const char *role, struct str text,
                          struct str link)
{
	struct sql_unit_answerable *to;
	size_t n;
	int64_t depth = -1;
	TRY(sql_unit_answerable(c->db, c->mem, unit, c->today, &to, &n));
	for (size_t i = 0; i < n; i++) {
		if (!str_eqz(to[i].role, role) || (depth >= 0 && to[i].depth != depth))
			continue;
		depth = to[i].depth;
		if (to[i].account != c->who.account_id)
			TRY(notice_add(c, to[i].account, text, link));
	}
	return RC_OK;
}

struct notice_in {
	int64_t id;
};
static const struct field notice_fields[] = {
	F(REF, struct notice_in, id, "Thông báo", .flags = MUST | HIDDEN, .ref = &notice_object),
};

struct view_run {
	struct ctx *c;
	int64_t id;
	struct sql_notice_link row;
};

/* Reading a notice is what makes it read; it is found within the reader's own ones only. */
static enum rc view_tx(void *arg)
{
	struct view_run *v = arg;
	struct db_val version;
	TRY(gate_object(v->c, v->c->op, &notice_object, v->id, &version));
	TRY(sql_notice_link(v->c->db, v->c->mem, v->id, &v->row));
	return sql_notice_read(v->c->db, v->id, v->c->now_ms, NULL);
}

static enum rc notice_view(struct ctx *c, const void *in, struct out *out)
{
	const struct notice_in *p = in;
	struct view_run v = {.c = c, .id = p->id};
	TRY(db_tx(c->db, DB_WRITE, view_tx, &v));
	out->id = p->id;
	out->go = v.row.link.n ? v.row.link : STR("/notice");
	return RC_OK;
}

static enum rc notice_mark(struct ctx *c, const void *in, struct out *out)
{
	const struct notice_in *p = in;
	out_say(c, out, "Đã đánh dấu là đã đọc.");
	return sql_notice_read(c->db, p->id, c->now_ms, NULL);
}

static enum rc notice_clear(struct ctx *c, const void *in, struct out *out)
{
	int64_t n;
	(void)in;
	TRY(sql_notice_read_all(c->db, c->who.account_id, c->now_ms, &n));
	out_say(c, out, "Đã đánh dấu %lld thông báo là đã đọc.", (long long)n);
	return RC_OK;
}

static const struct field notice_filters[] = {
	FILTER(CHOICE, "state", "Tình trạng", .choices = notice_states),
};
static const struct column notice_cols[] = {
	{"text", "Nội dung", COL_LINK, .op = "notice.view", .key = "id", .width = 60},
	{"made_ms", "Lúc", COL_MOMENT, .order = "id"},
	{"state", "Tình trạng", COL_BADGE, .choices = notice_states},
};

/* MEMBER alone: a notice is its owner's, whatever else the reader may see. */
const struct op notice_ops[] = {{.name = "notice.list",
                                 .title = "Thông báo",
                                 .help = "Những gì chương trình báo cho riêng ông/bà.",
                                 .kind = OP_LIST,
                                 .roles = R(MEMBER),
                                 .scope = SCOPE_ANY,
                                 .area = "mine",
                                 .icon = "bell",
                                 .object = &notice_object,
                                 .list = &sql_list_notice_list,
                                 .order = "-id",
                                 FIELDS(notice_filters),
                                 COLS(notice_cols),
                                 .empty = "Không có thông báo nào."},
                                {.name = "notice.view",
                                 .title = "Mở thông báo",
                                 .help = "Đánh dấu đã đọc và mở trang mà thông báo nói đến.",
                                 .kind = OP_READ,
                                 .flags = OP_QUIET | OP_OWN_TX,
                                 .roles = R(MEMBER),
                                 .scope = SCOPE_OBJECT,
                                 .object = &notice_object,
                                 FIELDS(notice_fields),
                                 .in_size = sizeof(struct notice_in),
                                 .run = notice_view},
                                {.name = "notice.read",
                                 .title = "Đã đọc thông báo",
                                 .help = "Đánh dấu một thông báo là đã đọc.",
                                 .verb = "Đã đọc",
                                 .kind = OP_WRITE,
                                 .flags = OP_NO_JOURNAL,
                                 .roles = R(MEMBER),
                                 .scope = SCOPE_OBJECT,
                                 .object = &notice_object,
                                 FIELDS(notice_fields),
                                 .in_size = sizeof(struct notice_in),
                                 .run = notice_mark,
                                 .then = "notice.list"},
                                {.name = "notice.clear",
                                 .title = "Đã đọc mọi thông báo",
                                 .help = "Đánh dấu mọi thông báo của mình là đã đọc.",
                                 .kind = OP_WRITE,
                                 .flags = OP_NO_JOURNAL,
                                 .roles = R(MEMBER),
                                 .scope = SCOPE_ANY,
                                 .object = &notice_object,
                                 .run = notice_clear,
                                 .then = "notice.list"},
                                {0}};

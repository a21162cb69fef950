/*
 * comment.c: what the public says in a period, and what the office does with it: each comment is
 * shown or hidden with a reason, and answered. Contacts are sealed and opened one by one.
 */
#include "app/public/public.h"

#include "app/admin/admin.h"
#include "app/job/job.h"
#include "app/public/inner.h"
#include "db/sql_comment.h"
#include "op/gate.h"

#include <inttypes.h>

const struct object comment_object = {
	.name = "comment", .label = "ý kiến", .list = &sql_list_comment_object, .view = "comment.view"};

static const struct choice states[] = {
	{"new", "Chờ xem"}, {"shown", "Công khai"}, {"hidden", "Không công khai"}, {0}};

/* --- said by a stranger ------------------------------------------------------------------------
 */

struct say_in {
	int64_t period, item;
	struct str author, contact, text, website;
};
static const struct field say_fields[] = {
	F(INT, struct say_in, period, "Đợt lấy ý kiến", .flags = MUST | HIDDEN, .min = 1,
      .max = INT64_MAX),
	F(INT, struct say_in, item, "Về trường hợp số", .min = 1, .max = INT64_MAX,
      .hint = "Để trống: về cả đợt"),
	F(LONG, struct say_in, text, "Ý kiến", .flags = MUST | PERSONAL, .min = 10, .max = 4000),
	F(TEXT, struct say_in, author, "Tên ghi công khai", .flags = PERSONAL, .max = 100,
      .hint = "Để trống: không nêu tên"),
	F(TEXT, struct say_in, contact, "Điện thoại hoặc thư điện tử", .flags = PERSONAL, .max = 200,
      .hint = "Không bắt buộc, không công khai; chỉ để cơ quan hỏi lại khi cần"),
	F(TEXT, struct say_in, website, "Xin để trống ô này", .max = 200,
      .hint = "Chỉ máy gửi thư rác mới điền"),
};

static enum rc open_now(struct ctx *c, int64_t id, struct sql_public_period *p)
{
	enum rc rc = sql_public_period(c->db, c->mem, id, p);
	if (rc == RC_NOTFOUND)
		return err_set(c->err, RC_NOTFOUND, "Không có đợt lấy ý kiến công khai nào mang số này.");
	TRY(rc);
	if (!str_eqz(p->state, "open") || c->today.days < p->begins.days ||
	    c->today.days > p->ends.days)
		return err_set(c->err, RC_CONFLICT, "Đợt này nhận ý kiến từ ngày %s đến hết ngày %s.",
		               date_vn(p->begins).z, date_vn(p->ends).z);
	return RC_OK;
}

/* Whatever comes, the disk holds so many a day and no more. */
static enum rc room_today(struct ctx *c)
{
	struct sql_comment_today today;
	int64_t most;
	TRY(setting_number(c, "comment.day_max", &most));
	TRY(sql_comment_today(c->db, c->mem, c->today, most, &today));
	if (today.n >= most)
		return err_set(c->err, RC_BUSY,
		               "Hôm nay cơ quan đã nhận đủ số ý kiến có thể xem. Xin gửi lại ngày mai.");
	return RC_OK;
}

static struct str contact_place(struct ctx *c, int64_t id)
{
	return arena_printf(c->mem, "comment:%" PRId64, id);
}

static enum rc say(struct ctx *c, const void *in, struct out *out)
{
	const struct say_in *p = in;
	struct sql_public_period period;
	struct sql_comment_item_get item;
	int64_t id;
	TRY(open_now(c, p->period, &period));
	if (p->item != DB_NULL &&
	    sql_comment_item_get(c->db, c->mem, p->item, p->period, &item) != RC_OK)
		return err_field(c->err, "item", "Đợt này không có trường hợp số ấy.");
	out->go = arena_printf(c->mem, "/public/period?id=%" PRId64, p->period);
	out_say(c, out, "Cảm ơn ông/bà. Ý kiến được xem, trả lời rồi công khai ở trang này.");
	/* A machine that fills in every box is told the same and leaves nothing. */
	if (p->website.n)
		return RC_OK;
	TRY(room_today(c));
	TRY(sql_comment_add(c->db, p->period, p->item, p->author.p ? p->author : STR(""), p->text,
	                    c->today, c->now_ms, &id));
	if (p->contact.n == 0)
		return RC_OK;
	return sql_comment_seal(
		c->db, id, keys_seal(c->app->keys, "comment", contact_place(c, id), p->contact, c->mem),
		NULL);
}

/* --- what the office does with it ---------------------------------------------------------------
 */

struct comment_in {
	int64_t id;
	struct str reason, answer;
};
#define THE F(REF, struct comment_in, id, "Ý kiến", .flags = MUST | HIDDEN, .ref = &comment_object)
static const struct field id_fields[] = {THE};
static const struct field reason_fields[] = {
	THE,
	F(TEXT, struct comment_in, reason, "Lý do", .flags = MUST | FRESH, .min = 5, .max = 400,
      .hint = "Ví dụ: xúc phạm, lộ thông tin riêng, không liên quan"),
};
static const struct field answer_fields[] = {
	THE,
	F(LONG, struct comment_in, answer, "Trả lời", .flags = MUST, .min = 5, .max = 4000),
};

static enum rc show(struct ctx *c, const void *in, struct out *out)
{
	const struct comment_in *p = in;
	out_say(c, out, "Ý kiến đã lên trang công khai.");
	return sql_comment_state(c->db, p->id, STR("shown"), STR(""), NULL);
}

static enum rc hide(struct ctx *c, const void *in, struct out *out)
{
	const struct comment_in *p = in;
	out_say(c, out, "Ý kiến không công khai; vẫn được giữ cùng lý do.");
	return sql_comment_state(c->db, p->id, STR("hidden"), p->reason, NULL);
}

static enum rc answer(struct ctx *c, const void *in, struct out *out)
{
	const struct comment_in *p = in;
	out_say(c, out, "Đã trả lời.");
	return sql_comment_answer(c->db, p->id, p->answer, c->who.account_id, c->now_ms, NULL);
}

static enum rc contact(struct ctx *c, const void *in, struct out *out)
{
	const struct comment_in *p = in;
	struct sql_comment_get x;
	struct str plain;
	TRY(sql_comment_get(c->db, c->mem, p->id, &x));
	if (!x.contact.p)
		return err_set(c->err, RC_NOTFOUND, "Người gửi không để lại cách liên hệ.");
	TRY(keys_open(c->app->keys, "comment", contact_place(c, p->id), x.contact, c->mem, &plain,
	              c->err));
	out_fact(out, "contact", "Cách liên hệ", plain);
	out_say(c, out, "Chỉ dùng để hỏi lại về ý kiến này.");
	return RC_OK;
}

/* --- rows ------------------------------------------------------------------------------------ */

static const struct choice yes_no[] = {{"yes", "Đã trả lời"}, {"no", "Chưa trả lời"}, {0}};
static const struct field list_filters[] = {
	FILTER(REF, "period", "Đợt", .ref = &comment_period_object),
	FILTER(CHOICE, "state", "Tình trạng", .choices = states),
	FILTER(CHOICE, "answered", "Trả lời", .choices = yes_no),
};
static const struct column list_cols[] = {
	{"text", "Ý kiến", COL_LINK, .op = "comment.view", .key = "id", .width = 60},
	{"about", "Về", COL_TEXT, .width = 30},
	{"period_title", "Đợt", COL_LINK, .op = "comment_period.view", .key = "period_id"},
	{"author", "Tên ghi công khai", COL_TEXT},
	{"state", "Tình trạng", COL_BADGE, .choices = states},
	{"answer", "Trả lời", COL_TEXT, .width = 40},
	{"made_ms", "Gửi lúc", COL_MOMENT},
};
static const struct field id_filter[] = {
	FILTER(REF, "id", "Ý kiến", .flags = MUST | HIDDEN, .ref = &comment_object)};
static const struct column view_cols[] = {
	{"period_title", "Đợt", COL_LINK, .op = "comment_period.view", .key = "period_id"},
	{"about", "Về", COL_TEXT},
	{"text", "Ý kiến", COL_TEXT},
	{"author", "Tên ghi công khai", COL_TEXT},
	{"contact", "Có để lại cách liên hệ", COL_BOOL},
	{"state", "Tình trạng", COL_BADGE, .choices = states},
	{"reason", "Lý do không công khai", COL_TEXT},
	{"answer", "Trả lời", COL_TEXT},
	{"answered_by", "Người trả lời", COL_TEXT},
	{"answered_ms", "Trả lời lúc", COL_MOMENT},
	{"made_ms", "Gửi lúc", COL_MOMENT},
};

#define ON_ONE                                                                                     \
	.kind = OP_WRITE, .scope = SCOPE_OBJECT, .object = &comment_object, .then = "comment.view",    \
	.roles = R(STANDING), .in_size = sizeof(struct comment_in)

const struct op comment_ops[] = {
	{.name = "public.comment",
     .title = "Gửi ý kiến",
     .help = "Ý kiến được xem trước khi công khai; mỗi ý kiến đều được trả lời.",
     .verb = "Gửi",
     .kind = OP_WRITE,
     .flags = OP_QUIET,
     .roles = R(PUBLIC) | R_SIGNED_IN,
     .scope = SCOPE_ANY,
     .area = "public",
     .per_minute = 3,
     .body_max = 64 * 1024,
     FIELDS(say_fields),
     .in_size = sizeof(struct say_in),
     .run = say},
	{.name = "comment.list",
     .title = "Ý kiến của nhân dân",
     .help = "Ý kiến đã nhận: chờ xem, công khai, trả lời.",
     .kind = OP_LIST,
     .roles = COMMENT_SEES,
     .scope = SCOPE_ANY,
     .area = "public",
     .icon = "inbox",
     .object = &comment_object,
     .list = &sql_list_comment_list,
     .order = "-newest",
     FIELDS(list_filters),
     COLS(list_cols),
     .empty = "Chưa có ý kiến nào."},
	{.name = "comment.view",
     .title = "Ý kiến",
     .help = "Nói gì, về ai, đã trả lời chưa.",
     .kind = OP_VIEW,
     .roles = COMMENT_SEES,
     .scope = SCOPE_OBJECT,
     .object = &comment_object,
     .list = &sql_list_comment_view,
     FIELDS(id_filter),
     COLS(view_cols)},
	{.name = "comment.answer",
     .title = "Trả lời ý kiến",
     .help = "Trả lời hiện cùng ý kiến khi ý kiến được công khai.",
     .verb = "Trả lời",
     ON_ONE,
     .icon = "edit",
     FIELDS(answer_fields),
     .run = answer},
	{.name = "comment.show",
     .title = "Công khai ý kiến",
     .help = "Ý kiến cùng trả lời lên trang của đợt.",
     .verb = "Công khai",
     ON_ONE,
     .icon = "check",
     .states = "new hidden",
     FIELDS(id_fields),
     .run = show},
	{.name = "comment.hide",
     .title = "Không công khai ý kiến",
     .help = "Có lý do; ý kiến vẫn được giữ.",
     .verb = "Không công khai",
     ON_ONE,
     .icon = "x",
     .states = "new shown",
     FIELDS(reason_fields),
     .run = hide},
	{.name = "comment.contact",
     .title = "Xem cách liên hệ",
     .help = "Mở từng người một; mỗi lần xem là một dòng nhật ký.",
     .kind = OP_READ,
     .flags = OP_JOURNAL_READ | OP_QUIET,
     .roles = R(STANDING) | R(INSPECTOR),
     .scope = SCOPE_OBJECT,
     .object = &comment_object,
     .icon = "eye",
     FIELDS(id_fields),
     .in_size = sizeof(struct comment_in),
     .run = contact},
	{0}};

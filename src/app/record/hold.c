/*
 * hold.c: subjects that are not considered for now (tạm dừng xét), NĐ 152/2025 Điều 4 khoản 4.
 *
 * A hold pauses and never refuses. Why, and who complained, is confidential: the words are sealed
 * with the field key, no list has them, and every look at them is a line in the journal. Everybody
 * else sees "tạm dừng" and since when.
 */
#include "app/org/org.h"
#include "app/record/record.h"
#include "db/sql_record.h"
#include "op/decode.h"

#include <inttypes.h>

const struct object hold_object = {
	.name = "hold", .label = "lần tạm dừng xét", .list = &sql_list_hold_object};

static const struct choice hold_states[] = {{"held", "Tạm dừng"}, {"released", "Đã xét lại"}, {0}};

/* The use and place that src/keep/reseal.c knows, too. */
static struct str place(struct ctx *c, int64_t id)
{
	return arena_printf(c->mem, "hold:%" PRId64, id);
}

static enum rc check(struct ctx *c, const struct hold_new *h, bool ended_too)
{
	struct sql_hold_same row;
	bool person = h->s.person_id != DB_NULL;
	if (h->from.days > c->today.days)
		return err_field(c->err, "from", "Ngày bắt đầu %s ở sau hôm nay.", date_vn(h->from).z);
	enum rc rc = sql_hold_same(c->db, c->mem, person ? h->s.person_id : 0,
	                           person ? 0 : h->s.unit_id, h->kind, h->from, &row);
	if (rc == RC_NOTFOUND)
		return RC_OK;
	TRY(rc);
	if (!ended_too && row.valid_to.days != DATE_OPEN.days)
		return RC_OK;
	return err_set(c->err, RC_CONFLICT, "Đã ghi tạm dừng xét vì lý do này từ ngày %s.",
	               date_vn(h->from).z);
}

enum rc record_hold_check(struct ctx *c, const struct hold_new *h)
{
	return check(c, h, true);
}

enum rc record_hold_add(struct ctx *c, const struct hold_new *h, int64_t *id)
{
	bool person = h->s.person_id != DB_NULL;
	TRY(sql_hold_add(c->db, str_of(h->s.kind), h->s.person_id, person ? DB_NULL : h->s.unit_id,
	                 h->kind, h->from, DATE_OPEN, c->now_ms, id));
	struct str sealed = keys_seal(c->app->keys, "hold", place(c, *id), h->reason, c->mem);
	return sql_hold_seal(c->db, *id, sealed, NULL);
}

struct hold_add_in {
	int64_t person_id, unit_id;
	struct str kind, reason;
	struct date from;
};
static const struct field hold_add_fields[] = {
	F(REF, struct hold_add_in, person_id, "Người", .flags = IN_SCOPE, .ref = &person_object,
      .hint = "Để trống khi tạm dừng xét tập thể"),
	F(REF, struct hold_add_in, unit_id, "Đơn vị", .flags = IN_SCOPE, .ref = &unit_object,
      .hint = "Chỉ chọn khi tạm dừng xét tập thể"),
	F(CHOICE, struct hold_add_in, kind, "Vì sao", .flags = MUST | CONFIDENTIAL,
      .choices = hold_kinds),
	F(LONG, struct hold_add_in, reason, "Nội dung (bảo mật)", .flags = MUST | CONFIDENTIAL,
      .min = 5, .max = 4000,
      .hint = "Được mã hóa; chỉ người có quyền mới xem được và mỗi lần xem đều ghi nhật ký"),
	F(DATE, struct hold_add_in, from, "Từ ngày", .flags = MUST),
};

static enum rc hold_add(struct ctx *c, const void *in, struct out *out)
{
	const struct hold_add_in *p = in;
	struct hold_new h = {.kind = p->kind, .reason = p->reason, .from = p->from};
	if (p->person_id != DB_NULL && p->unit_id != DB_NULL)
		return err_field(c->err, "unit_id", "Xin chọn một người hoặc một đơn vị, không cả hai.");
	TRY(record_subject(c, p->person_id, p->unit_id, &h.s));
	TRY(check(c, &h, false));
	TRY(record_hold_add(c, &h, &out->id));
	c->object_person = p->person_id;
	c->object_unit = h.s.unit_id;
	out_say(c, out, "Tạm dừng xét từ ngày %s. Người khác chỉ thấy \"tạm dừng\", không thấy lý do.",
	        date_vn(p->from).z);
	return RC_OK;
}

struct hold_release_in {
	int64_t id;
	struct date on;
	struct str reason;
};
static const struct field hold_release_fields[] = {
	F(REF, struct hold_release_in, id, "Lần tạm dừng", .flags = MUST | HIDDEN, .ref = &hold_object),
	F(DATE, struct hold_release_in, on, "Xét lại từ ngày", .flags = MUST),
	F(TEXT, struct hold_release_in, reason, "Kết luận, căn cứ", .flags = MUST | CONFIDENTIAL,
      .min = 5, .max = 400),
};

static enum rc hold_release(struct ctx *c, const void *in, struct out *out)
{
	const struct hold_release_in *p = in;
	struct sql_hold_get row;
	struct str text = STR("");
	TRY(sql_hold_get(c->db, c->mem, p->id, &row));
	if (p->on.days < row.valid_from.days || p->on.days > c->today.days)
		return err_field(c->err, "on", "Ngày xét lại phải từ ngày %s đến hôm nay.",
		                 date_vn(row.valid_from).z);
	/* The conclusion is as confidential as the reason and stands behind it. */
	if (row.sealed.p)
		TRY(keys_open(c->app->keys, "hold", place(c, p->id), row.sealed, c->mem, &text, c->err));
	text = arena_printf(c->mem, "%.*s\n\nKết luận ngày %s: %.*s", STR_ARG(text), date_vn(p->on).z,
	                    STR_ARG(p->reason));
	TRY(sql_hold_seal(c->db, p->id, keys_seal(c->app->keys, "hold", place(c, p->id), text, c->mem),
	                  NULL));
	TRY(sql_hold_release(c->db, p->id, p->on, NULL));
	out_say(c, out, "%.*s được xét lại từ ngày %s.", STR_ARG(c->object_label), date_vn(p->on).z);
	return RC_OK;
}

struct hold_reason_in {
	int64_t id;
	struct str why;
};
static const struct field hold_reason_fields[] = {
	F(REF, struct hold_reason_in, id, "Lần tạm dừng", .flags = MUST | HIDDEN, .ref = &hold_object),
	F(TEXT, struct hold_reason_in, why, "Lý do xem", .flags = MUST, .min = 5,
      .hint = "Lý do xem được ghi vào nhật ký cùng tên người xem"),
};

static enum rc hold_reason(struct ctx *c, const void *in, struct out *out)
{
	const struct hold_reason_in *p = in;
	struct sql_hold_get row;
	struct str text = STR("");
	TRY(sql_hold_get(c->db, c->mem, p->id, &row));
	if (row.sealed.p)
		TRY(keys_open(c->app->keys, "hold", place(c, p->id), row.sealed, c->mem, &text, c->err));
	out_fact(out, "subject", "Đối tượng", c->object_label);
	out_fact(out, "kind", "Vì sao", choice_label(hold_kinds, row.kind));
	out_fact(out, "reason", "Nội dung", text);
	out_fact(out, "from", "Từ ngày", arena_str(c->mem, str_of(date_vn(row.valid_from).z)));
	out_say(c, out, "Lần xem này đã được ghi vào nhật ký.");
	return RC_OK;
}

static const struct field hold_filters[] = {
	FILTER(REF, "person", "Người", .ref = &person_object),
	FILTER(REF, "unit", "Tập thể", .ref = &unit_object),
	FILTER(CHOICE, "state", "Tình trạng", .choices = hold_states),
};
static const struct column hold_cols[] = {
	{"person_name", "Người", COL_LINK, .op = "person.view", .key = "person_id", .width = 28},
	{"unit_name", "Đơn vị", COL_LINK, .op = "unit.view", .key = "unit_id", .width = 36},
	{"valid_from", "Từ ngày", COL_DATE, .order = "time"},
	{"valid_to", "Đến trước ngày", COL_DATE},
	{"state", "Tình trạng", COL_BADGE, .choices = hold_states},
};

#define LAW "Nghị định 152/2025/NĐ-CP, Điều 4 khoản 4"

const struct op hold_ops[] = {
	{.name = "hold.list",
     .title = "Tạm dừng xét",
     .help = "Ai, tập thể nào đang tạm dừng xét khen thưởng. Lý do là thông tin bảo mật.",
     .kind = OP_LIST,
     .flags = OP_JOURNAL_EXPORT,
     .roles = RECORD_DELICATE | R(COUNCIL),
     .scope = SCOPE_ANY,
     .area = "record",
     .icon = "clock",
     .object = &hold_object,
     .list = &sql_list_hold_list,
     .order = "-time",
     FIELDS(hold_filters),
     COLS(hold_cols),
     .empty = "Không có ai đang tạm dừng xét.",
     .law = LAW},
	{.name = "hold.add",
     .title = "Tạm dừng xét",
     .help = "Tạm dừng xét một người hoặc một tập thể cho đến khi có kết luận.",
     .kind = OP_WRITE,
     .flags = OP_NOT_OWN,
     .roles = RECORD_KEEPS,
     .scope = SCOPE_OFFICE,
     .object = &hold_object,
     FIELDS(hold_add_fields),
     .in_size = sizeof(struct hold_add_in),
     .run = hold_add,
     .person_field = "person_id",
     .then = "hold.list",
     .law = LAW},
	{.name = "hold.release",
     .title = "Xét lại",
     .help = "Đã có kết luận: việc xét khen thưởng tiếp tục từ một ngày.",
     .kind = OP_WRITE,
     .flags = OP_NOT_OWN,
     .roles = RECORD_KEEPS,
     .scope = SCOPE_OFFICE,
     .object = &hold_object,
     .states = "held",
     FIELDS(hold_release_fields),
     .in_size = sizeof(struct hold_release_in),
     .run = hold_release,
     .then = "hold.list",
     .law = LAW},
	{.name = "hold.reason",
     .title = "Xem lý do tạm dừng",
     .help = "Nội dung bảo mật của một lần tạm dừng; lần xem được ghi vào nhật ký.",
     .verb = "Xem lý do",
     .kind = OP_WRITE,
     .flags = OP_NOT_OWN | OP_NO_TOKEN,
     .roles = R(STANDING) | R(HEAD) | R(INSPECTOR),
     .scope = SCOPE_OFFICE,
     .object = &hold_object,
     FIELDS(hold_reason_fields),
     .in_size = sizeof(struct hold_reason_in),
     .run = hold_reason,
     .per_minute = 30},
	{0}};

/*
 * service.c: time in posts that the law asks about (quá trình cống hiến, Luật Điều 42 to 44; years
 * of service for Kỷ niệm chương), also elsewhere and before this office kept posts. The groups of
 * posts are those of the rule files (chức vụ KEY).
 */
#include "app/org/org.h"
#include "app/record/record.h"
#include "db/sql_deed.h"
#include "op/decode.h"

const struct object service_object = {.name = "service",
                                      .label = "thời gian giữ chức vụ",
                                      .list = &sql_list_service_object,
                                      .stored = &sql_list_service_stored};

const struct choice service_posts[] = {
	{"LANH_DAO_TINH", "Phó Bí thư Tỉnh ủy, Chủ tịch Ủy ban nhân dân tỉnh"},
	{"GIAM_DOC_SO", "Giám đốc sở và tương đương"},
	{"CONG_TAC_NGANH", "Công tác trong ngành, lĩnh vực (Kỷ niệm chương)"},
	{0}};
static const struct choice service_states[] = {
	{"valid", "Đã ghi"}, {"unproved", "Chưa có văn bản"}, {"cancelled", "Đã hủy"}, {0}};

enum rc record_service_check(struct ctx *c, const struct service_new *s, int64_t besides)
{
	struct sql_service_meets row;
	struct date to = date_is_none(s->to) ? DATE_OPEN : s->to;
	if (s->from.days > c->today.days)
		return err_field(c->err, "from", "Thời gian giữ chức vụ không thể bắt đầu sau hôm nay.");
	if (to.days <= s->from.days)
		return err_field(c->err, "to", "Ngày thôi giữ phải sau ngày %s.", date_vn(s->from).z);
	TRY(record_paper_ok(c, &s->p));
	if (s->person_id == DB_NULL)
		return RC_OK;
	enum rc rc =
		sql_service_meets(c->db, c->mem, s->person_id, s->post, s->from, to, besides, &row);
	if (rc == RC_NOTFOUND)
		return RC_OK;
	TRY(rc);
	return err_set(c->err, RC_CONFLICT,
	               "Thời gian này chồng lên dòng đã ghi cùng chức vụ từ ngày %s.",
	               date_vn(row.valid_from).z);
}

enum rc record_service_add(struct ctx *c, const struct service_new *s, int64_t *id)
{
	TRY(record_service_check(c, s, 0));
	return sql_service_add(c->db, s->person_id, s->unmatched_id, s->post, s->title, s->from,
	                       date_is_none(s->to) ? DATE_OPEN : s->to, s->p.sign, s->p.dated,
	                       s->p.issuer, s->source, c->now_ms, id);
}

struct service_in {
	int64_t id, person_id;
	struct str post, title, sign, issuer, reason;
	struct date from, to, dated;
};
#define SERVICE_FIELDS                                                                             \
	F(CHOICE, struct service_in, post, "Nhóm chức vụ", .flags = MUST, .choices = service_posts),   \
		F(TEXT, struct service_in, title, "Chức vụ, nơi công tác", .max = 200),                    \
		F(DATE, struct service_in, from, "Từ ngày", .flags = MUST),                                \
		F(DATE, struct service_in, to, "Thôi giữ từ ngày", .hint = "Đang giữ thì để trống"),       \
		PAPER_FIELDS(struct service_in)
static const struct field service_add_fields[] = {
	F(REF, struct service_in, person_id, "Người", .flags = MUST | IN_SCOPE, .ref = &person_object),
	SERVICE_FIELDS,
};
static const struct field service_edit_fields[] = {
	F(REF, struct service_in, id, "Thời gian", .flags = MUST | HIDDEN, .ref = &service_object),
	SERVICE_FIELDS,
};
static const struct field service_cancel_fields[] = {
	F(REF, struct service_in, id, "Thời gian", .flags = MUST | HIDDEN, .ref = &service_object),
	F(TEXT, struct service_in, reason, "Lý do", .flags = MUST | PERSONAL, .min = 5, .max = 400),
};

static struct service_new new_of(const struct service_in *p, int64_t person)
{
	return (struct service_new){.person_id = person,
	                            .unmatched_id = DB_NULL,
	                            .post = p->post,
	                            .title = p->title,
	                            .from = p->from,
	                            .to = p->to,
	                            .p = {.sign = p->sign, .issuer = p->issuer, .dated = p->dated},
	                            .source = STR("")};
}

static enum rc service_add(struct ctx *c, const void *in, struct out *out)
{
	const struct service_in *p = in;
	struct service_new s = new_of(p, p->person_id);
	TRY(record_service_add(c, &s, &out->id));
	out_say(c, out, "Đã ghi: %.*s từ ngày %s.", STR_ARG(choice_label(service_posts, p->post)),
	        date_vn(p->from).z);
	return RC_OK;
}

static enum rc service_edit(struct ctx *c, const void *in, struct out *out)
{
	const struct service_in *p = in;
	struct sql_service_get row;
	TRY(sql_service_get(c->db, c->mem, p->id, &row));
	struct service_new s = new_of(p, row.person_id);
	TRY(record_service_check(c, &s, p->id));
	TRY(sql_service_set(c->db, p->id, p->post, p->title, p->from,
	                    date_is_none(p->to) ? DATE_OPEN : p->to, p->sign, p->dated, p->issuer,
	                    NULL));
	out_say(c, out, "Đã sửa thời gian giữ chức vụ của %.*s.", STR_ARG(c->object_label));
	return RC_OK;
}

static enum rc service_cancel(struct ctx *c, const void *in, struct out *out)
{
	const struct service_in *p = in;
	TRY(sql_service_state(c->db, p->id, STR("cancelled"), p->reason, NULL));
	out_say(c, out, "Đã hủy một thời gian giữ chức vụ của %.*s; dòng cũ vẫn được giữ.",
	        STR_ARG(c->object_label));
	return RC_OK;
}

static const struct field service_filters[] = {
	FILTER(REF, "person", "Người", .ref = &person_object),
	FILTER(CHOICE, "post", "Nhóm chức vụ", .choices = service_posts),
};
static const struct column service_cols[] = {
	{"person_name", "Người", COL_LINK, .op = "person.view", .key = "person_id", .width = 28},
	{"post", "Nhóm chức vụ", COL_CHOICE, .choices = service_posts},
	{"title", "Chức vụ, nơi công tác", COL_TEXT, .width = 36},
	{"valid_from", "Từ ngày", COL_DATE, .order = "time"},
	{"valid_to", "Đến trước ngày", COL_DATE},
	{"sign", "Quyết định", COL_TEXT},
	{"dated", "Ngày", COL_DATE},
	{"state", "Tình trạng", COL_BADGE, .choices = service_states},
};

#define LAW                                                                                        \
	"Luật Thi đua, khen thưởng 2022, Điều 42, 43, 44, 71; Nghị định 152/2025/NĐ-CP, Điều 4 khoản 7"

const struct op service_ops[] = {
	{.name = "service.list",
     .title = "Thời gian giữ chức vụ",
     .help = "Thời gian giữ chức vụ, công tác trong ngành, để xét cống hiến và Kỷ niệm chương.",
     .kind = OP_LIST,
     .flags = OP_JOURNAL_EXPORT,
     .roles = RECORD_SEES,
     .scope = SCOPE_ANY,
     .area = "record",
     .icon = "date",
     .object = &service_object,
     .list = &sql_list_service_list,
     .order = "-time",
     FIELDS(service_filters),
     COLS(service_cols),
     .empty = "Chưa ghi thời gian giữ chức vụ nào.",
     .law = LAW},
	{.name = "service.add",
     .title = "Ghi thời gian giữ chức vụ",
     .help = "Một thời gian giữ chức vụ hoặc công tác trong ngành.",
     .kind = OP_WRITE,
     .flags = OP_NOT_OWN,
     .roles = RECORD_KEEPS,
     .scope = SCOPE_OBJECT,
     .object = &service_object,
     FIELDS(service_add_fields),
     .in_size = sizeof(struct service_in),
     .run = service_add,
     .person_field = "person_id",
     .then = "service.list",
     .law = LAW},
	{.name = "service.edit",
     .title = "Sửa thời gian giữ chức vụ",
     .help = "Sửa chức vụ, ngày, quyết định.",
     .verb = "Sửa",
     .kind = OP_WRITE,
     .flags = OP_NOT_OWN,
     .roles = RECORD_KEEPS,
     .scope = SCOPE_OBJECT,
     .object = &service_object,
     .states = "valid unproved",
     FIELDS(service_edit_fields),
     .in_size = sizeof(struct service_in),
     .run = service_edit,
     .then = "service.list"},
	{.name = "service.cancel",
     .title = "Hủy thời gian giữ chức vụ",
     .help = "Dòng ghi nhầm; vẫn được giữ.",
     .verb = "Hủy",
     .icon = "trash",
     .kind = OP_WRITE,
     .flags = OP_NOT_OWN,
     .roles = RECORD_KEEPS,
     .scope = SCOPE_OBJECT,
     .object = &service_object,
     .states = "valid unproved",
     FIELDS(service_cancel_fields),
     .in_size = sizeof(struct service_in),
     .run = service_cancel,
     .then = "service.list"},
	{0}};

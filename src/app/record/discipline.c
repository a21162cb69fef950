/*
 * discipline.c: disciplinary decisions (kỷ luật). What was achieved counts from the end of the
 * period on (NĐ 152/2025 Điều 4 khoản 4); a title asks whether somebody was under discipline.
 */
#include "app/org/org.h"
#include "app/record/record.h"
#include "db/sql_record.h"
#include "op/decode.h"

const struct object discipline_object = {.name = "discipline",
                                         .label = "quyết định kỷ luật",
                                         .list = &sql_list_discipline_object,
                                         .stored = &sql_list_discipline_stored};

static const struct choice discipline_states[] = {
	{"running", "Đang thi hành"}, {"ended", "Đã hết thời hạn"}, {"cancelled", "Đã hủy"}, {0}};
static const struct choice stored_states[] = {
	{"valid", "Có hiệu lực"}, {"cancelled", "Đã hủy"}, {0}};

/* Twelve months, when nothing else was said. */
static struct date year_after(struct date from)
{
	struct civil d = date_civil(from);
	struct date to = date_of(d.year + 1, d.month, d.day);
	return date_is_none(to) ? date_of(d.year + 1, 3, 1) : to;
}

static enum rc check_period(struct ctx *c, struct date from, struct date to)
{
	if (from.days > c->today.days)
		return err_field(c->err, "from", "Kỷ luật có hiệu lực từ ngày %s, sau hôm nay.",
		                 date_vn(from).z);
	if (to.days <= from.days)
		return err_field(c->err, "to", "Ngày hết thời hạn phải sau ngày %s.", date_vn(from).z);
	return RC_OK;
}

static enum rc not_twice(struct ctx *c, int64_t person, struct str form, struct date from,
                         int64_t besides)
{
	struct sql_discipline_same row;
	if (person == DB_NULL)
		return RC_OK;
	enum rc rc = sql_discipline_same(c->db, c->mem, person, form, from, besides, &row);
	if (rc == RC_NOTFOUND)
		return RC_OK;
	TRY(rc);
	return err_set(c->err, RC_CONFLICT, "Đã ghi hình thức %.*s từ ngày %s cho người này.",
	               STR_ARG(choice_label(discipline_forms, form)), date_vn(from).z);
}

enum rc record_discipline_check(struct ctx *c, const struct discipline_new *d)
{
	TRY(check_period(c, d->from, date_is_none(d->to) ? year_after(d->from) : d->to));
	TRY(record_paper_ok(c, &d->p));
	return not_twice(c, d->person_id, d->form, d->from, 0);
}

enum rc record_discipline_add(struct ctx *c, const struct discipline_new *d, int64_t *id)
{
	struct date to = date_is_none(d->to) ? year_after(d->from) : d->to;
	TRY(record_discipline_check(c, d));
	return sql_discipline_add(c->db, d->person_id, d->unmatched_id, d->form, d->from, to, d->p.sign,
	                          d->p.dated, d->p.issuer, d->source, c->now_ms, id);
}

struct discipline_add_in {
	int64_t person_id;
	struct str form, sign, issuer;
	struct date from, to, dated;
};
static const struct field discipline_add_fields[] = {
	F(REF, struct discipline_add_in, person_id, "Người", .flags = MUST | IN_SCOPE,
      .ref = &person_object),
	F(CHOICE, struct discipline_add_in, form, "Hình thức", .flags = MUST | PERSONAL,
      .choices = discipline_forms),
	F(DATE, struct discipline_add_in, from, "Có hiệu lực từ ngày", .flags = MUST),
	F(DATE, struct discipline_add_in, to, "Hết thời hạn từ ngày",
      .hint = "Ngày đầu tiên không còn thời hạn; để trống: sau 12 tháng"),
	PAPER_FIELDS(struct discipline_add_in),
};

static enum rc discipline_add(struct ctx *c, const void *in, struct out *out)
{
	const struct discipline_add_in *p = in;
	struct discipline_new d = {.person_id = p->person_id,
	                           .unmatched_id = DB_NULL,
	                           .form = p->form,
	                           .from = p->from,
	                           .to = p->to,
	                           .p = {.sign = p->sign, .issuer = p->issuer, .dated = p->dated},
	                           .source = STR("")};
	TRY(record_discipline_add(c, &d, &out->id));
	out_say(c, out, "Đã ghi kỷ luật: %.*s từ ngày %s.",
	        STR_ARG(choice_label(discipline_forms, p->form)), date_vn(p->from).z);
	return RC_OK;
}

struct discipline_edit_in {
	int64_t id;
	struct str form, sign, issuer;
	struct date from, to, dated;
};
static const struct field discipline_edit_fields[] = {
	F(REF, struct discipline_edit_in, id, "Quyết định", .flags = MUST | HIDDEN,
      .ref = &discipline_object),
	F(CHOICE, struct discipline_edit_in, form, "Hình thức", .flags = MUST | PERSONAL,
      .choices = discipline_forms),
	F(DATE, struct discipline_edit_in, from, "Có hiệu lực từ ngày", .flags = MUST),
	F(DATE, struct discipline_edit_in, to, "Hết thời hạn từ ngày", .flags = MUST),
	PAPER_FIELDS(struct discipline_edit_in),
};

static enum rc discipline_edit(struct ctx *c, const void *in, struct out *out)
{
	const struct discipline_edit_in *p = in;
	struct paper paper = {.dated = p->dated};
	TRY(check_period(c, p->from, p->to));
	TRY(record_paper_ok(c, &paper));
	TRY(not_twice(c, c->object_person, p->form, p->from, p->id));
	TRY(sql_discipline_set(c->db, p->id, p->form, p->from, p->to, p->sign, p->dated, p->issuer,
	                       NULL));
	out_say(c, out, "Đã sửa quyết định kỷ luật của %.*s.", STR_ARG(c->object_label));
	return RC_OK;
}

struct discipline_cancel_in {
	int64_t id;
	struct str reason;
};
static const struct field discipline_cancel_fields[] = {
	F(REF, struct discipline_cancel_in, id, "Quyết định", .flags = MUST | HIDDEN,
      .ref = &discipline_object),
	F(TEXT, struct discipline_cancel_in, reason, "Lý do, căn cứ", .flags = MUST | PERSONAL,
      .min = 5, .max = 400),
};

static enum rc discipline_cancel(struct ctx *c, const void *in, struct out *out)
{
	const struct discipline_cancel_in *p = in;
	TRY(sql_discipline_state(c->db, p->id, STR("cancelled"), p->reason, NULL));
	out_say(c, out, "Đã hủy quyết định kỷ luật của %.*s; dòng cũ vẫn được giữ.",
	        STR_ARG(c->object_label));
	return RC_OK;
}

static const struct field discipline_filters[] = {
	FILTER(REF, "person", "Người", .ref = &person_object),
	FILTER(REF, "below", "Trong đơn vị và trực thuộc", .ref = &unit_object),
	FILTER(CHOICE, "form", "Hình thức", .choices = discipline_forms),
	FILTER(CHOICE, "state", "Hiệu lực", .choices = stored_states),
};
static const struct column discipline_cols[] = {
	{"person_name", "Người", COL_LINK, .op = "person.view", .key = "person_id", .width = 28},
	{"unit_name", "Đơn vị hiện nay", COL_LINK, .op = "unit.view", .key = "unit_id", .width = 36},
	{"form", "Hình thức", COL_CHOICE, .choices = discipline_forms},
	{"valid_from", "Từ ngày", COL_DATE, .order = "time"},
	{"valid_to", "Đến trước ngày", COL_DATE},
	{"sign", "Quyết định", COL_TEXT},
	{"dated", "Ngày", COL_DATE},
	{"issuer", "Cơ quan ban hành", COL_TEXT, .width = 30},
	{"state", "Tình trạng", COL_BADGE, .choices = discipline_states},
	{"person_id", "Mã hồ sơ", COL_LINK, .op = "person.view", .key = "person_id", .width = 10},
};

#define LAW "Nghị định 152/2025/NĐ-CP, Điều 4 khoản 4"

const struct op discipline_ops[] = {
	{.name = "discipline.list",
     .title = "Kỷ luật",
     .help = "Các quyết định kỷ luật và thời hạn của chúng; mỗi người thấy của mình.",
     .kind = OP_LIST,
     .flags = OP_JOURNAL_EXPORT,
     .roles = RECORD_DELICATE,
     .scope = SCOPE_ANY,
     .area = "record",
     .icon = "warn",
     .object = &discipline_object,
     .list = &sql_list_discipline_list,
     .order = "-time",
     FIELDS(discipline_filters),
     COLS(discipline_cols),
     .empty = "Không có quyết định kỷ luật nào.",
     .law = LAW},
	{.name = "discipline.add",
     .title = "Ghi kỷ luật",
     .help = "Một quyết định kỷ luật với hình thức, ngày có hiệu lực và ngày hết thời hạn.",
     .kind = OP_WRITE,
     .flags = OP_NOT_OWN,
     .roles = RECORD_KEEPS,
     .scope = SCOPE_OBJECT,
     .object = &discipline_object,
     FIELDS(discipline_add_fields),
     .in_size = sizeof(struct discipline_add_in),
     .run = discipline_add,
     .person_field = "person_id",
     .then = "discipline.list",
     .law = LAW},
	{.name = "discipline.edit",
     .title = "Sửa quyết định kỷ luật",
     .help = "Sửa hình thức, thời hạn hoặc căn cứ đã ghi nhầm.",
     .verb = "Sửa",
     .kind = OP_WRITE,
     .flags = OP_NOT_OWN,
     .roles = RECORD_KEEPS,
     .scope = SCOPE_OBJECT,
     .object = &discipline_object,
     .states = "running ended",
     FIELDS(discipline_edit_fields),
     .in_size = sizeof(struct discipline_edit_in),
     .run = discipline_edit,
     .then = "discipline.list"},
	{.name = "discipline.cancel",
     .title = "Hủy quyết định kỷ luật",
     .help = "Quyết định bị hủy hoặc ghi nhầm; dòng cũ vẫn được giữ.",
     .verb = "Hủy",
     .kind = OP_WRITE,
     .flags = OP_NOT_OWN,
     .roles = RECORD_KEEPS,
     .scope = SCOPE_OBJECT,
     .object = &discipline_object,
     .states = "running ended",
     FIELDS(discipline_cancel_fields),
     .in_size = sizeof(struct discipline_cancel_in),
     .run = discipline_cancel,
     .then = "discipline.list"},
	{0}};

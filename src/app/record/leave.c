/* leave.c: leave that counts otherwise than absence (thai sản: NĐ 152/2025 Điều 4 khoản 5). */
#include "app/org/org.h"
#include "app/record/record.h"
#include "db/sql_record.h"

const struct object leave_object = {.name = "leave",
                                    .label = "thời gian nghỉ",
                                    .list = &sql_list_leave_object,
                                    .stored = &sql_list_leave_stored};

static const struct choice leave_kinds[] = {{"maternity", "Thai sản"},
                                            {"sick", "Ốm đau dài ngày"},
                                            {"study", "Cử đi học"},
                                            {"brave", "Điều trị sau khi cứu người, cứu tài sản"},
                                            {"unpaid", "Nghỉ không hưởng lương"},
                                            {0}};
static const struct choice leave_states[] = {{"valid", "Đã ghi"}, {"cancelled", "Đã hủy"}, {0}};

struct leave_in {
	int64_t id, person_id;
	struct str kind, basis;
	struct date from, to;
};
#define LEAVE_FIELDS                                                                               \
	F(CHOICE, struct leave_in, kind, "Loại", .flags = MUST, .choices = leave_kinds),               \
		F(DATE, struct leave_in, from, "Từ ngày", .flags = MUST),                                  \
		F(DATE, struct leave_in, to, "Trở lại làm việc từ ngày", .flags = MUST),                   \
		F(TEXT, struct leave_in, basis, "Căn cứ", .flags = PERSONAL)
static const struct field leave_add_fields[] = {
	F(REF, struct leave_in, person_id, "Người", .flags = MUST | IN_SCOPE, .ref = &person_object),
	LEAVE_FIELDS,
};
static const struct field leave_edit_fields[] = {
	F(REF, struct leave_in, id, "Thời gian nghỉ", .flags = MUST | HIDDEN, .ref = &leave_object),
	LEAVE_FIELDS,
};

static enum rc check_leave(struct ctx *c, const struct leave_in *l, int64_t person, int64_t besides)
{
	struct sql_leave_meets row;
	if (l->to.days <= l->from.days)
		return err_field(c->err, "to", "Ngày trở lại phải sau ngày %s.", date_vn(l->from).z);
	enum rc rc = sql_leave_meets(c->db, c->mem, person, l->from, l->to, besides, &row);
	if (rc == RC_NOTFOUND)
		return RC_OK;
	TRY(rc);
	return err_field(c->err, "from",
	                 "Thời gian này chồng lên lần nghỉ đã ghi từ ngày %s. Xin sửa lần nghỉ ấy.",
	                 date_vn(row.valid_from).z);
}

static enum rc leave_add(struct ctx *c, const void *in, struct out *out)
{
	const struct leave_in *l = in;
	TRY(check_leave(c, l, l->person_id, 0));
	TRY(sql_leave_add(c->db, l->person_id, l->kind, l->from, l->to, l->basis, c->now_ms, &out->id));
	out_say(c, out, "Đã ghi thời gian nghỉ từ ngày %s.", date_vn(l->from).z);
	return RC_OK;
}

static enum rc leave_edit(struct ctx *c, const void *in, struct out *out)
{
	const struct leave_in *l = in;
	struct sql_leave_get row;
	TRY(sql_leave_get(c->db, c->mem, l->id, &row));
	TRY(check_leave(c, l, row.person_id, l->id));
	TRY(sql_leave_set(c->db, l->id, l->kind, l->from, l->to, l->basis, NULL));
	out_say(c, out, "Đã sửa thời gian nghỉ của %.*s.", STR_ARG(c->object_label));
	return RC_OK;
}

struct leave_cancel_in {
	int64_t id;
	struct str reason;
};
static const struct field leave_cancel_fields[] = {
	F(REF, struct leave_cancel_in, id, "Thời gian nghỉ", .flags = MUST | HIDDEN,
      .ref = &leave_object),
	F(TEXT, struct leave_cancel_in, reason, "Lý do", .flags = MUST | PERSONAL, .min = 5,
      .max = 400),
};

static enum rc leave_cancel(struct ctx *c, const void *in, struct out *out)
{
	const struct leave_cancel_in *p = in;
	TRY(sql_leave_state(c->db, p->id, STR("cancelled"), p->reason, NULL));
	out_say(c, out, "Đã hủy thời gian nghỉ của %.*s.", STR_ARG(c->object_label));
	return RC_OK;
}

static const struct field leave_filters[] = {
	FILTER(REF, "person", "Người", .ref = &person_object),
	FILTER(REF, "below", "Trong đơn vị và trực thuộc", .ref = &unit_object),
	FILTER(CHOICE, "kind", "Loại", .choices = leave_kinds),
};
static const struct column leave_cols[] = {
	{"person_name", "Người", COL_LINK, .op = "person.view", .key = "person_id", .width = 28},
	{"unit_name", "Đơn vị", COL_LINK, .op = "unit.view", .key = "unit_id", .width = 36},
	{"kind", "Loại", COL_CHOICE, .choices = leave_kinds},
	{"valid_from", "Từ ngày", COL_DATE, .order = "time"},
	{"valid_to", "Đến trước ngày", COL_DATE},
	{"basis", "Căn cứ", COL_TEXT, .width = 30},
	{"state", "Tình trạng", COL_BADGE, .choices = leave_states},
};

#define LAW "Nghị định 152/2025/NĐ-CP, Điều 4 khoản 5"

const struct op leave_ops[] = {
	{.name = "leave.list",
     .title = "Nghỉ dài ngày",
     .help = "Thời gian nghỉ thai sản, ốm đau, đi học được tính khi xét; mỗi người thấy của mình.",
     .kind = OP_LIST,
     .flags = OP_JOURNAL_EXPORT,
     .roles = RECORD_DELICATE,
     .scope = SCOPE_ANY,
     .area = "record",
     .icon = "date",
     .object = &leave_object,
     .list = &sql_list_leave_list,
     .order = "-time",
     FIELDS(leave_filters),
     COLS(leave_cols),
     .empty = "Chưa ghi thời gian nghỉ nào.",
     .law = LAW},
	{.name = "leave.add",
     .title = "Ghi thời gian nghỉ",
     .help = "Một lần nghỉ thai sản, ốm đau, đi học dài ngày.",
     .kind = OP_WRITE,
     .flags = OP_NOT_OWN,
     .roles = RECORD_KEEPS,
     .scope = SCOPE_OBJECT,
     .object = &leave_object,
     FIELDS(leave_add_fields),
     .in_size = sizeof(struct leave_in),
     .run = leave_add,
     .person_field = "person_id",
     .then = "leave.list",
     .law = LAW},
	{.name = "leave.edit",
     .title = "Sửa thời gian nghỉ",
     .help = "Sửa loại, ngày hoặc căn cứ.",
     .verb = "Sửa",
     .kind = OP_WRITE,
     .flags = OP_NOT_OWN,
     .roles = RECORD_KEEPS,
     .scope = SCOPE_OBJECT,
     .object = &leave_object,
     .states = "valid",
     FIELDS(leave_edit_fields),
     .in_size = sizeof(struct leave_in),
     .run = leave_edit,
     .then = "leave.list"},
	{.name = "leave.cancel",
     .title = "Hủy thời gian nghỉ",
     .help = "Lần nghỉ ghi nhầm; dòng cũ vẫn được giữ.",
     .verb = "Hủy",
     .kind = OP_WRITE,
     .flags = OP_NOT_OWN,
     .roles = RECORD_KEEPS,
     .scope = SCOPE_OBJECT,
     .object = &leave_object,
     .states = "valid",
     FIELDS(leave_cancel_fields),
     .in_size = sizeof(struct leave_cancel_in),
     .run = leave_cancel,
     .then = "leave.list"},
	{0}};

/* training.c: sessions: planned, held or cancelled; materials; who is invited. */
#include "app/training/training.h"

#include "app/file/file.h"
#include "app/library/library.h"
#include "app/org/org.h"
#include "db/sql_training.h"
#include "op/gate.h"

#include <inttypes.h>

const struct object training_object = {.name = "training",
                                       .label = "buổi bồi dưỡng",
                                       .list = &sql_list_training_object,
                                       .view = "training.view"};
const struct object material_object = {
	.name = "material", .label = "tài liệu", .list = &sql_list_material_object};

static const struct choice states[] = {
	{"planned", "Dự kiến"}, {"done", "Đã tổ chức"}, {"cancelled", "Đã hủy"}, {0}};

/* --- planning --------------------------------------------------------------------------------- */

struct training_in {
	int64_t id, topic_id, unit_id, half_hours, document_id, person_id;
	struct str title, place, trainer, content, reason, role;
	struct date held_on;
	struct upload file;
};
#define TRAINING_FIELDS                                                                            \
	F(REF, struct training_in, topic_id, "Chuyên đề", .flags = MUST, .ref = &topic_object),        \
		F(TEXT, struct training_in, title, "Tên buổi", .flags = MUST, .max = 200),                 \
		F(DATE, struct training_in, held_on, "Ngày", .flags = MUST),                               \
		F(TEXT, struct training_in, place, "Địa điểm", .max = 200),                                \
		F(INT, struct training_in, half_hours, "Thời lượng (nửa giờ)", .flags = MUST, .min = 1,    \
	      .max = 400, .hint = "Ví dụ 6 là 3 giờ, 7 là 3 giờ rưỡi"),                                \
		F(TEXT, struct training_in, trainer, "Báo cáo viên", .max = 200),                          \
		F(LONG, struct training_in, content, "Nội dung", .max = 4000)
static const struct field training_add_fields[] = {
	TRAINING_FIELDS,
	F(REF, struct training_in, unit_id, "Đơn vị tổ chức", .flags = MUST | IN_SCOPE,
      .ref = &unit_object),
};
static const struct field training_edit_fields[] = {
	F(REF, struct training_in, id, "Buổi", .flags = MUST | HIDDEN, .ref = &training_object),
	TRAINING_FIELDS,
};

static enum rc training_add(struct ctx *c, const void *in, struct out *out)
{
	const struct training_in *p = in;
	TRY(org_unit_is_there(c, p->unit_id, c->today));
	TRY(sql_training_add(c->db, p->topic_id, p->title, p->unit_id, p->held_on, p->place,
	                     p->half_hours, p->trainer, p->content, c->who.account_id, c->now_ms,
	                     &out->id));
	c->object_unit = p->unit_id;
	out_say(c, out, "Đã ghi buổi \"%.*s\" ngày %s. Xin mời người dự.", STR_ARG(p->title),
	        date_vn(p->held_on).z);
	return RC_OK;
}

struct str training_page(struct ctx *c, int64_t id)
{
	return arena_printf(c->mem, "/training/%" PRId64, id);
}

static enum rc training_edit(struct ctx *c, const void *in, struct out *out)
{
	const struct training_in *p = in;
	struct sql_training_get old;
	TRY(sql_training_get(c->db, c->mem, p->id, &old));
	TRY(sql_training_set(c->db, p->id, p->topic_id, p->title, p->held_on, p->place, p->half_hours,
	                     p->trainer, p->content, NULL));
	if (old.held_on.days != p->held_on.days || !str_eq(old.place, p->place))
		TRY(sql_attendee_notice(c->db, p->id,
		                        arena_printf(c->mem, "Đổi ngày hoặc địa điểm: \"%.*s\", %s, %.*s.",
		                                     STR_ARG(p->title), date_vn(p->held_on).z,
		                                     STR_ARG(p->place)),
		                        training_page(c, p->id), c->now_ms, NULL));
	out_say(c, out, "Đã sửa buổi \"%.*s\".", STR_ARG(p->title));
	return RC_OK;
}

static const struct field training_cancel_fields[] = {
	F(REF, struct training_in, id, "Buổi", .flags = MUST | HIDDEN, .ref = &training_object),
	F(TEXT, struct training_in, reason, "Lý do", .flags = MUST | FRESH, .min = 3, .max = 300),
};

static enum rc training_cancel(struct ctx *c, const void *in, struct out *out)
{
	const struct training_in *p = in;
	TRY(sql_training_state_set(c->db, p->id, STR("cancelled"), p->reason, NULL));
	TRY(sql_attendee_notice(c->db, p->id,
	                        arena_printf(c->mem, "Hủy buổi bồi dưỡng \"%.*s\": %.*s",
	                                     STR_ARG(c->object_label), STR_ARG(p->reason)),
	                        training_page(c, p->id), c->now_ms, NULL));
	out_say(c, out, "Đã hủy buổi \"%.*s\" và báo người được mời.", STR_ARG(c->object_label));
	return RC_OK;
}

/* --- inviting --------------------------------------------------------------------------------- */

static const struct field training_invite_fields[] = {
	F(REF, struct training_in, id, "Buổi", .flags = MUST | HIDDEN, .ref = &training_object),
	F(REF, struct training_in, unit_id, "Đơn vị và bên dưới", .flags = IN_SCOPE | FRESH,
      .ref = &unit_object),
	F(CHOICE, struct training_in, role, "Chỉ người có vai", .choices = roles_choices,
      .hint = "Cùng với đơn vị; để trống: mọi người của đơn vị"),
	F(REF, struct training_in, person_id, "Hoặc một người", .flags = IN_SCOPE,
      .ref = &person_object),
};

static enum rc training_invite(struct ctx *c, const void *in, struct out *out)
{
	const struct training_in *p = in;
	struct sql_training_get t;
	int64_t n = 0, one = 0;
	if (p->unit_id == DB_NULL && p->person_id == DB_NULL)
		return err_field(c->err, "unit_id", "Xin chọn một đơn vị hoặc một người.");
	TRY(sql_training_get(c->db, c->mem, p->id, &t));
	if (p->unit_id != DB_NULL && p->role.n)
		TRY(sql_attendee_invite_role(c->db, p->id, p->role, p->unit_id, c->today, &n));
	else if (p->unit_id != DB_NULL)
		TRY(sql_attendee_invite_unit(c->db, p->id, p->unit_id, c->today, &n));
	if (p->person_id != DB_NULL)
		TRY(sql_attendee_invite_person(c->db, p->id, p->person_id, &one));
	if (n + one == 0)
		return err_field(c->err, p->unit_id != DB_NULL ? "unit_id" : "person_id",
		                 "Không có ai mới: họ đã được mời, hoặc không còn công tác.");
	TRY(sql_attendee_notice(c->db, p->id,
	                        arena_printf(c->mem, "Mời dự \"%.*s\" ngày %s, %.*s.", STR_ARG(t.title),
	                                     date_vn(t.held_on).z,
	                                     STR_ARG(t.place.n ? t.place : STR("địa điểm báo sau"))),
	                        training_page(c, p->id), c->now_ms, NULL));
	out_say(c, out, "Đã mời thêm %" PRId64 " người.", n + one);
	return RC_OK;
}

/* --- materials -------------------------------------------------------------------------------- */

static const struct field material_fields[] = {
	F(REF, struct training_in, id, "Buổi", .flags = MUST | HIDDEN, .ref = &training_object),
	F(REF, struct training_in, document_id, "Văn bản trong thư viện", .ref = &document_object),
	F(FILE, struct training_in, file, "Tệp tài liệu", .max = 50 * 1024 * 1024),
};

static enum rc training_material(struct ctx *c, const void *in, struct out *out)
{
	const struct training_in *p = in;
	struct file_new n = {.content = &p->file,
	                     .object = "training",
	                     .object_id = p->id,
	                     .unit_id = DB_NULL,
	                     .person_id = DB_NULL,
	                     .guarded = true};
	int64_t file;
	if (p->document_id == DB_NULL && !p->file.given)
		return err_field(c->err, "file", "Xin chọn một tệp hoặc một văn bản trong thư viện.");
	if (p->document_id != DB_NULL)
		TRY(sql_training_document_add(c->db, p->id, p->document_id, NULL));
	if (p->file.given)
		TRY(file_keep(c, &n, &file));
	out_say(c, out, "Đã thêm tài liệu cho \"%.*s\".", STR_ARG(c->object_label));
	return RC_OK;
}

struct material_in {
	int64_t id;
};
static const struct field material_get_fields[] = {
	F(REF, struct material_in, id, "Tài liệu", .flags = MUST | HIDDEN, .ref = &material_object),
};

static enum rc material_get(struct ctx *c, const void *in, struct out *out)
{
	const struct material_in *p = in;
	return file_send(c, p->id, out);
}

enum rc training_remind(struct ctx *c)
{
	struct sql_training_on *rows;
	size_t n;
	TRY(sql_training_on(c->db, c->mem, (struct date){.days = c->today.days + 1}, &rows, &n));
	for (size_t i = 0; i < n; i++)
		TRY(sql_attendee_notice(c->db, rows[i].id,
		                        arena_printf(c->mem, "Ngày mai: \"%.*s\", %.*s.",
		                                     STR_ARG(rows[i].title), STR_ARG(rows[i].place)),
		                        training_page(c, rows[i].id), c->now_ms, NULL));
	return RC_OK;
}

static enum rc nightly_training(struct ctx *c, const void *in, struct out *out)
{
	(void)in;
	TRY(training_remind(c));
	out_say(c, out, "Đã nhắc người được mời dự các buổi bồi dưỡng ngày mai.");
	return RC_OK;
}

/* --- rows ------------------------------------------------------------------------------------- */

static const struct field training_filters[] = {
	FILTER(CHOICE, "state", "Tình trạng", .choices = states),
	FILTER(REF, "topic", "Chuyên đề", .ref = &topic_object),
	FILTER(TEXT, "year", "Năm", .max = 4),
	FILTER(REF, "document", "Dùng văn bản", .ref = &document_object),
};
static const struct column training_cols[] = {
	{"title", "Buổi", COL_LINK, .op = "training.view", .key = "id", .width = 40},
	{"topic", "Chuyên đề", COL_TEXT, .width = 36},
	{"held_on", "Ngày", COL_DATE, .order = "day"},
	{"place", "Địa điểm", COL_TEXT, .width = 24},
	{"hours", "Số giờ", COL_TEXT},
	{"trainer", "Báo cáo viên", COL_TEXT, .width = 24},
	{"invited", "Được mời", COL_INT},
	{"attended", "Đã dự", COL_INT},
	{"state", "Tình trạng", COL_BADGE, .choices = states},
};
static const struct column training_facts[] = {
	{"state", "Tình trạng", COL_BADGE, .choices = states},
	{"topic", "Chuyên đề", COL_TEXT},
	{"held_on", "Ngày", COL_DATE},
	{"place", "Địa điểm", COL_TEXT},
	{"hours", "Số giờ", COL_TEXT},
	{"trainer", "Báo cáo viên", COL_TEXT},
	{"content", "Nội dung", COL_TEXT},
	{"unit_name", "Đơn vị tổ chức", COL_LINK, .op = "unit.view", .key = "unit_id"},
	{"reason", "Lý do hủy", COL_TEXT},
};
static const struct part training_parts[] = {
	{"Tài liệu", "material.list", "training", NULL},
	{"Văn bản", "training_document.list", "training", NULL},
	{"Người dự", "attendee.list", "training", NULL}};
static const struct field of_training[] = {
	FILTER(REF, "training", "Buổi", .ref = &training_object),
};
static const struct column document_cols[] = {
	{"name", "Văn bản", COL_LINK, .op = "document.view", .key = "document_id", .width = 30},
	{"title", "Trích yếu", COL_TEXT, .width = 60},
	{"validity", "Hiệu lực", COL_BADGE, .choices = document_validities},
};
static const struct column material_cols[] = {
	{"name", "Tài liệu", COL_LINK, .op = "material.get", .key = "id", .width = 40},
	{"size", "Cỡ (byte)", COL_INT},
	{"added_ms", "Lưu lúc", COL_MOMENT},
};
static const struct field training_id_fields[] = {
	F(REF, struct training_in, id, "Buổi", .flags = MUST | HIDDEN, .ref = &training_object),
};

#define LEADS (R(STANDING) | R(UNIT_HEAD))
#define READS .flags = OP_OPEN, .roles = R_SIGNED_IN, .scope = SCOPE_ANY
#define WRITES .kind = OP_WRITE, .roles = LEADS, .scope = SCOPE_OBJECT, .object = &training_object

const struct op training_ops[] = {
	{.name = "training.list",
     .title = "Buổi bồi dưỡng",
     .help = "Bồi dưỡng nghiệp vụ thi đua, khen thưởng: dự kiến, đã tổ chức, đã hủy.",
     .kind = OP_LIST,
     READS,
     .area = "emulation",
     .icon = "horn",
     .object = &training_object,
     .list = &sql_list_training_list,
     .order = "-day",
     FIELDS(training_filters),
     COLS(training_cols),
     .empty = "Chưa có buổi nào."},
	{.name = "training.view",
     .title = "Buổi bồi dưỡng",
     .help = "Một buổi: nội dung, tài liệu, người dự trong phạm vi của ông/bà.",
     .kind = OP_VIEW,
     READS,
     .object = &training_object,
     .list = &sql_list_training_view,
     FIELDS(training_id_fields),
     COLS(training_facts),
     PARTS(training_parts)},
	{.name = "training.add",
     .title = "Thêm buổi bồi dưỡng",
     .help = "Một buổi dự kiến; sau đó mời người dự theo đơn vị, vai hoặc từng người.",
     .verb = "Thêm",
     WRITES,
     .icon = "plus",
     FIELDS(training_add_fields),
     .in_size = sizeof(struct training_in),
     .run = training_add,
     .then = "training.view"},
	{.name = "training.invite",
     .title = "Mời người dự",
     .help = "Mời mọi người của một đơn vị, những người có một vai ở đó, hoặc một người.",
     .verb = "Mời",
     WRITES,
     .states = "planned",
     .icon = "send",
     FIELDS(training_invite_fields),
     .in_size = sizeof(struct training_in),
     .run = training_invite,
     .then = "training.view"},
	{.name = "training.edit",
     .title = "Sửa buổi bồi dưỡng",
     .help = "Đổi ngày hoặc địa điểm thì người được mời được báo.",
     .verb = "Sửa",
     WRITES,
     .states = "planned",
     FIELDS(training_edit_fields),
     .in_size = sizeof(struct training_in),
     .run = training_edit,
     .then = "training.view"},
	{.name = "training.material",
     .title = "Thêm tài liệu",
     .help = "Một tệp, hoặc một văn bản trong thư viện.",
     .verb = "Thêm tài liệu",
     WRITES,
     .states = "planned done",
     .icon = "clip",
     FIELDS(material_fields),
     .in_size = sizeof(struct training_in),
     .run = training_material,
     .then = "training.view"},
	{.name = "training.cancel",
     .title = "Hủy buổi bồi dưỡng",
     .help = "Người được mời được báo; buổi còn trong danh sách với lý do.",
     .verb = "Hủy",
     WRITES,
     .states = "planned",
     .icon = "x",
     FIELDS(training_cancel_fields),
     .in_size = sizeof(struct training_in),
     .run = training_cancel,
     .then = "training.view"},
	{.name = "material.list",
     .title = "Tài liệu bồi dưỡng",
     .help = "Tệp tài liệu của các buổi.",
     .kind = OP_LIST,
     READS,
     .object = &material_object,
     .list = &sql_list_material_list,
     FIELDS(of_training),
     COLS(material_cols),
     .empty = "Chưa có tài liệu."},
	{.name = "material.get",
     .title = "Tải tài liệu",
     .help = "Tải một tệp tài liệu về máy.",
     .kind = OP_READ,
     .flags = OP_OPEN | OP_QUIET,
     .roles = R_SIGNED_IN,
     .scope = SCOPE_OBJECT,
     .object = &material_object,
     FIELDS(material_get_fields),
     .in_size = sizeof(struct material_in),
     .run = material_get},
	{.name = "training_document.list",
     .title = "Văn bản của buổi bồi dưỡng",
     .help = "Văn bản trong thư viện mà buổi dùng.",
     .kind = OP_LIST,
     READS,
     .list = &sql_list_training_document_list,
     FIELDS(of_training),
     COLS(document_cols),
     .empty = "Chưa có văn bản."},
	{.name = "nightly.training",
     .title = "Nhắc buổi bồi dưỡng",
     .help = "Báo người được mời trước một ngày.",
     .kind = OP_WRITE,
     .scope = SCOPE_ANY,
     .flags = OP_INTERNAL,
     .run = nightly_training},
	{0}};

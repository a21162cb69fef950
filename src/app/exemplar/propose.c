/* propose.c: the monthly intake: a unit proposes, changes, takes back; who has sent nothing. */
#include "app/exemplar/inner.h"

#include "app/admin/admin.h"
#include "app/job/job.h"
#include "app/org/org.h"
#include "app/record/record.h"
#include "db/sql_exemplar.h"
#include "db/sql_person.h"
#include "db/sql_task.h"
#include "op/gate.h"

#include <inttypes.h>

const struct object exemplar_object = {.name = "exemplar",
                                       .label = "điển hình",
                                       .list = &sql_list_exemplar_object,
                                       .view = "exemplar.view"};
const struct choice exemplar_states[] = {{"proposed", "Đề xuất"},   {"chosen", "Đã chọn"},
                                         {"approved", "Đã duyệt"},  {"published", "Đã công bố"},
                                         {"withdrawn", "Đã gỡ"},    {"refused", "Không chọn"},
                                         {"dropped", "Đơn vị rút"}, {0}};
const struct choice exemplar_subjects[] = {
	{"person", "Cá nhân"}, {"unit", "Tập thể"}, {"household", "Hộ gia đình"}, {0}};

#define STORY_LEAST 100 /* characters that tell something */
#define STORY_MOST 20000

#define WHAT                                                                                       \
	F(INT, struct propose_in, year, "Năm", .flags = MUST, .min = 2000, .max = 2200),               \
		F(INT, struct propose_in, month, "Tháng", .flags = MUST, .min = 1, .max = 12),             \
		F(TEXT, struct propose_in, title, "Tên gọi", .flags = MUST | PERSONAL, .min = 5,           \
	      .max = 300, .hint = "Một câu nói lên việc làm, ví dụ: Người giữ nhịp Bộ phận Một cửa"),  \
		F(LONG, struct propose_in, story, "Câu chuyện", .flags = MUST | PERSONAL,                  \
	      .min = STORY_LEAST, .max = STORY_MOST,                                                   \
	      .hint = "Hoàn cảnh, việc đã làm, kết quả bằng con số, người khác học được gì")

static const struct field propose_fields[] = {
	F(REF, struct propose_in, person_id, "Cá nhân", .flags = IN_SCOPE, .ref = &person_object,
      .hint = "Chọn một trong ba: cá nhân, tập thể, hộ gia đình"),
	F(REF, struct propose_in, unit_id, "Tập thể", .flags = IN_SCOPE, .ref = &unit_object),
	F(TEXT, struct propose_in, household, "Hộ gia đình", .flags = PERSONAL, .max = 200,
      .hint = "Ví dụ: hộ ông Nguyễn Văn A, thôn 3"),
	F(REF, struct propose_in, by_unit, "Đơn vị đề xuất", .flags = IN_SCOPE, .ref = &unit_object,
      .hint = "Để trống: đơn vị của cá nhân, hoặc chính tập thể"),
	WHAT,
	PICTURE_FIELDS(struct propose_in),
};
static const struct field edit_fields[] = {
	F(REF, struct propose_in, id, "Điển hình", .flags = MUST | HIDDEN, .ref = &exemplar_object),
	WHAT,
};
static const struct field id_fields[] = {
	F(REF, struct propose_in, id, "Điển hình", .flags = MUST | HIDDEN, .ref = &exemplar_object),
};

/* --- storing --------------------------------------------------------------------------------- */

static enum rc month_ok(struct ctx *c, const struct propose_in *p)
{
	struct civil now = date_civil(c->today);
	if (p->year * 12 + p->month > (int64_t)now.year * 12 + now.month)
		return err_field(c->err, "month", "Tháng này chưa đến.");
	return RC_OK;
}

static enum rc tell_standing(struct ctx *c, int64_t unit, struct str title, int64_t id)
{
	struct sql_unit_answerable *to;
	size_t n;
	TRY(sql_unit_answerable(c->db, c->mem, unit, c->today, &to, &n));
	for (size_t i = 0; i < n; i++)
		if (str_eqz(to[i].role, "standing") && to[i].account != c->who.account_id)
			TRY(notice_add(c, to[i].account,
			               arena_printf(c->mem, "Điển hình mới được đề xuất: %.*s", STR_ARG(title)),
			               arena_printf(c->mem, "/exemplar/%" PRId64, id)));
	return RC_OK;
}

enum rc exemplar_store(struct ctx *c, const struct propose_in *p, const struct exemplar_new *n,
                       struct out *out)
{
	struct sql_exemplar_same there;
	struct str household = n->household.p ? n->household : STR("");
	TRY(month_ok(c, p));
	enum rc rc = sql_exemplar_same(c->db, c->mem, p->year, p->month, n->person_id, n->about_unit_id,
	                               household, &there);
	if (rc == RC_OK)
		return err_set(c->err, RC_CONFLICT,
		               "Đã được đề xuất trong tháng %" PRId64 "/%" PRId64 " (số %" PRId64
		               "). Xin sửa đề xuất ấy.",
		               p->month, p->year, there.id);
	if (rc != RC_NOTFOUND)
		return rc;
	TRY(sql_exemplar_add(c->db, n->unit_id, p->year, p->month, str_of(n->subject), n->person_id,
	                     n->about_unit_id, household, p->title, p->story, n->deed_id,
	                     c->who.account_id, c->now_ms, &out->id));
	TRY(exemplar_keep_picture(c, out->id, &p->picture, p->caption));
	c->object_person = n->person_id;
	c->object_unit = n->unit_id;
	out_say(c, out, "Đã đề xuất điển hình tháng %" PRId64 "/%" PRId64 ".", p->month, p->year);
	return tell_standing(c, n->unit_id, p->title, out->id);
}

/* Whose proposal it is: as said, else the person's unit, else the collective itself. */
static enum rc by_whom(struct ctx *c, const struct propose_in *p, struct exemplar_new *n)
{
	if (p->by_unit != DB_NULL) {
		n->unit_id = p->by_unit;
	} else if (p->person_id != DB_NULL) {
		struct sql_person_get person;
		TRY(sql_person_get(c->db, c->mem, p->person_id, &person));
		n->unit_id = person.unit_id;
	} else {
		n->unit_id = p->unit_id;
	}
	if (n->unit_id == DB_NULL)
		return err_field(c->err, "by_unit", "Xin chọn đơn vị đề xuất.");
	return RC_OK;
}

static enum rc propose(struct ctx *c, const void *in, struct out *out)
{
	const struct propose_in *p = in;
	bool household = p->household.n > 0;
	int given = (p->person_id != DB_NULL) + (p->unit_id != DB_NULL) + household;
	struct exemplar_new n = {.subject = household                 ? "household"
	                                    : p->person_id != DB_NULL ? "person"
	                                                              : "unit",
	                         .person_id = p->person_id,
	                         .about_unit_id = p->unit_id,
	                         .deed_id = DB_NULL,
	                         .household = p->household};
	if (given != 1)
		return err_field(c->err, "person_id",
		                 "Xin chọn đúng một: cá nhân, tập thể hoặc hộ gia đình.");
	TRY(by_whom(c, p, &n));
	return exemplar_store(c, p, &n, out);
}

enum rc exemplar_fill_month(struct ctx *c, struct values *v)
{
	struct civil now = date_civil(c->today);
	if (!values_get(v, STR("year")))
		TRY(values_add(v, STR("year"), arena_printf(c->mem, "%d", now.year), c->err));
	if (!values_get(v, STR("month")))
		TRY(values_add(v, STR("month"), arena_printf(c->mem, "%d", now.month), c->err));
	return RC_OK;
}

/* What was chosen is the standing body's text: the unit that proposed it asks them. */
static enum rc edit_guard(struct ctx *c, int64_t id)
{
	struct sql_exemplar_get e;
	TRY(sql_exemplar_get(c->db, c->mem, id, &e));
	if (str_eqz(e.state, "proposed") || (c->who.roles & R(STANDING)))
		return RC_OK;
	return err_set(c->err, RC_DENIED,
	               "Điển hình đã được chọn; xin nhờ thường trực thi đua, khen thưởng sửa.");
}

static enum rc edit(struct ctx *c, const void *in, struct out *out)
{
	const struct propose_in *p = in;
	TRY(month_ok(c, p));
	TRY(sql_exemplar_set(c->db, p->id, p->year, p->month, p->title, p->story, c->now_ms, NULL));
	out_say(c, out, "Đã lưu \"%.*s\".", STR_ARG(p->title));
	return RC_OK;
}

static enum rc take_back(struct ctx *c, const void *in, struct out *out)
{
	const struct propose_in *p = in;
	TRY(sql_exemplar_state(c->db, p->id, STR("dropped"), STR(""), c->now_ms, NULL));
	out_say(c, out, "Đã rút đề xuất.");
	return RC_OK;
}

/* --- the night ------------------------------------------------------------------------------- */

static enum rc remind_unit(struct ctx *c, const struct sql_exemplar_lacking *u, int64_t *people)
{
	struct sql_unit_answerable *to;
	size_t n;
	int64_t depth = -1, last = DB_NULL;
	TRY(sql_unit_answerable(c->db, c->mem, u->id, c->today, &to, &n));
	for (size_t i = 0; i < n; i++) {
		bool unit = str_eqz(to[i].role, "unit_head") || str_eqz(to[i].role, "unit_clerk");
		if (!unit || (depth >= 0 && to[i].depth != depth) || to[i].account == last)
			continue;
		depth = to[i].depth;
		last = to[i].account;
		++*people;
		TRY(notice_add(c, last,
		               arena_printf(c->mem, "%.*s chưa giới thiệu điển hình nào trong tháng %d",
		                            STR_ARG(u->name), date_civil(c->today).month),
		               STR("/exemplar/propose")));
	}
	return RC_OK;
}

/* Once a month, on the day that the office says; 0: never. */
static enum rc nightly(struct ctx *c, const void *in, struct out *out)
{
	struct sql_exemplar_lacking *rows;
	struct civil now = date_civil(c->today);
	size_t n;
	int64_t day, people = 0;
	(void)in;
	TRY(setting_number(c, "exemplar.remind_day", &day));
	if (day != now.day) {
		out_say(c, out, "Hôm nay không phải ngày nhắc.");
		return RC_OK;
	}
	TRY(sql_exemplar_lacking(c->db, c->mem, c->today, now.year, now.month, &rows, &n));
	for (size_t i = 0; i < n; i++)
		TRY(remind_unit(c, &rows[i], &people));
	out_say(c, out, "%zu đơn vị chưa giới thiệu điển hình; nhắc %" PRId64 " người.", n, people);
	return RC_OK;
}

/* --- rows ------------------------------------------------------------------------------------ */

static const struct choice intake_states[] = {
	{"sent", "Đã gửi tháng này"}, {"lacking", "Chưa gửi tháng này"}, {0}};
static const struct field list_filters[] = {
	FILTER(CHOICE, "state", "Tình trạng", .choices = exemplar_states),
	FILTER(INT, "year", "Năm"),
	FILTER(INT, "month", "Tháng"),
	FILTER(REF, "unit", "Đơn vị đề xuất", .ref = &unit_object),
	FILTER(CHOICE, "subject", "Đối tượng", .choices = exemplar_subjects),
};
static const struct column list_cols[] = {
	{"title", "Tên gọi", COL_LINK, .op = "exemplar.view", .key = "id", .width = 50},
	{"name", "Ai", COL_TEXT, .width = 30},
	{"subject", "Đối tượng", COL_CHOICE, .choices = exemplar_subjects},
	{"unit_name", "Đơn vị đề xuất", COL_TEXT, .width = 36},
	{"month", "Tháng", COL_TEXT, .order = "time"},
	{"pictures", "Ảnh", COL_INT},
	{"state", "Tình trạng", COL_BADGE, .choices = exemplar_states},
	{"published_on", "Công bố ngày", COL_DATE},
};
static const struct field id_filter[] = {
	FILTER(REF, "id", "Điển hình", .flags = MUST | HIDDEN, .ref = &exemplar_object)};
static const struct column view_cols[] = {
	{"title", "Tên gọi", COL_TEXT},
	{"subject", "Đối tượng", COL_CHOICE, .choices = exemplar_subjects},
	{"name", "Ai", COL_TEXT},
	{"unit_name", "Đơn vị đề xuất", COL_LINK, .op = "unit.view", .key = "unit_id"},
	{"at", "Tháng", COL_TEXT},
	{"year", "Năm", COL_HIDDEN},
	{"month", "Tháng", COL_HIDDEN},
	{"story", "Câu chuyện", COL_TEXT},
	{"deed_title", "Từ thành tích", COL_LINK, .op = "deed.view", .key = "deed_id"},
	{"state", "Tình trạng", COL_BADGE, .choices = exemplar_states},
	{"reason", "Lý do", COL_TEXT},
	{"consent", "Sự đồng ý công khai", COL_TEXT},
	{"made_by", "Người đề xuất", COL_TEXT},
	{"approved_by", "Người duyệt", COL_TEXT},
	{"approved_ms", "Duyệt lúc", COL_MOMENT},
	{"published_on", "Công bố ngày", COL_DATE},
};
static const struct part view_parts[] = {
	{"Ảnh", "exemplar_picture.list", "exemplar", NULL},
	{"Theo dõi sau đó", "exemplar_note.list", "exemplar", NULL},
};
static const struct field intake_filters[] = {
	FILTER(CHOICE, "state", "Tháng này", .choices = intake_states)};
static const struct column intake_cols[] = {
	{"name", "Đơn vị", COL_LINK, .op = "unit.view", .key = "id", .width = 40},
	{"state", "Tháng này", COL_BADGE, .choices = intake_states},
	{"this_month", "Số đề xuất tháng này", COL_INT},
	{"in_year", "Trong năm", COL_INT},
	{"last", "Lần gần nhất (tháng)", COL_TEXT},
};

#define ON_ONE                                                                                     \
	.kind = OP_WRITE, .scope = SCOPE_OBJECT, .object = &exemplar_object, .then = "exemplar.view"

const struct op exemplar_ops[] = {
	{.name = "exemplar.list",
     .title = "Điển hình tiên tiến",
     .help = "Được đơn vị giới thiệu hằng tháng: đề xuất, chọn, duyệt, công bố, theo dõi.",
     .kind = OP_LIST,
     .roles = EXEMPLAR_SEES,
     .scope = SCOPE_ANY,
     .area = "exemplar",
     .icon = "star",
     .object = &exemplar_object,
     .list = &sql_list_exemplar_list,
     .order = "-newest",
     FIELDS(list_filters),
     COLS(list_cols),
     .empty = "Chưa có điển hình nào. Bấm \"Giới thiệu điển hình\" để bắt đầu.",
     .law = EXEMPLAR_LAW},
	{.name = "exemplar.view",
     .title = "Điển hình",
     .help = "Câu chuyện, ảnh, đã qua những bước nào, sau đó ra sao.",
     .kind = OP_VIEW,
     .roles = EXEMPLAR_SEES,
     .scope = SCOPE_OBJECT,
     .object = &exemplar_object,
     .list = &sql_list_exemplar_view,
     FIELDS(id_filter),
     COLS(view_cols),
     PARTS(view_parts)},
	{.name = "exemplar.intake",
     .title = "Đơn vị giới thiệu điển hình",
     .help = "Đơn vị nào đã gửi trong tháng, đơn vị nào chưa, lần gần nhất là khi nào.",
     .kind = OP_LIST,
     .roles = EXEMPLAR_SEES,
     .scope = SCOPE_ANY,
     .area = "exemplar",
     .icon = "clock",
     .list = &sql_list_exemplar_intake,
     FIELDS(intake_filters),
     COLS(intake_cols),
     .empty = "Không có đơn vị nào."},
	{.name = "exemplar.propose",
     .title = "Giới thiệu điển hình",
     .help = "Cá nhân, tập thể hoặc hộ gia đình làm tốt trong tháng; kể việc thật, số liệu thật.",
     .verb = "Gửi",
     .kind = OP_WRITE,
     .flags = OP_NOT_OWN,
     .roles = EXEMPLAR_PROPOSES,
     .scope = SCOPE_OBJECT,
     .icon = "star",
     .object = &exemplar_object,
     FIELDS(propose_fields),
     .in_size = sizeof(struct propose_in),
     .run = propose,
     .fill = exemplar_fill_month,
     .person_field = "person_id",
     .then = "exemplar.view",
     .law = EXEMPLAR_LAW},
	{.name = "exemplar.edit",
     .title = "Sửa điển hình",
     .help = "Đơn vị sửa khi còn là đề xuất, thường trực sửa đến khi duyệt.",
     .verb = "Sửa",
     ON_ONE,
     .icon = "edit",
     .flags = OP_NOT_OWN,
     .roles = EXEMPLAR_PROPOSES,
     .states = "proposed chosen",
     .guard = edit_guard,
     FIELDS(edit_fields),
     .in_size = sizeof(struct propose_in),
     .run = edit},
	{.name = "exemplar.take_back",
     .title = "Rút đề xuất điển hình",
     .help = "Khi chưa được chọn.",
     .verb = "Rút",
     ON_ONE,
     .icon = "x",
     .roles = EXEMPLAR_PROPOSES,
     .states = "proposed",
     FIELDS(id_fields),
     .in_size = sizeof(struct propose_in),
     .run = take_back},
	{0}};

const struct op exemplar_nightly_ops[] = {
	{.name = "nightly.exemplar",
     .title = "Nhắc giới thiệu điển hình",
     .kind = OP_WRITE,
     .scope = SCOPE_ANY,
     .flags = OP_INTERNAL | OP_NO_JOURNAL,
     .help = "Đơn vị chưa giới thiệu điển hình nào trong tháng.",
     .run = nightly},
	{0}};

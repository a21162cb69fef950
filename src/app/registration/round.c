/* round.c: rounds of registration: opened, changed, closed; how far each unit is. */
#include "app/registration/inner.h"

#include "app/job/job.h"
#include "app/movement/movement.h"
#include "app/org/org.h"
#include "db/sql_movement.h"
#include "db/sql_registration.h"
#include "op/gate.h"
#include "viet/viet.h"

#include <inttypes.h>

const struct object round_object = {
	.name = "round", .label = "đợt đăng ký", .list = &sql_list_round_object, .view = "round.view"};

static const struct choice states[] = {{"open", "Đang mở"}, {"closed", "Đã khép"}, {0}};
static const struct choice asks[] = {
	{"both", "Tập thể và cá nhân"}, {"unit", "Chỉ tập thể"}, {"person", "Chỉ cá nhân"}, {0}};
static const struct choice papers[] = {{"missing", "Chưa có"},   {"draft", "Đang soạn"},
                                       {"sent", "Đã gửi"},       {"returned", "Trả lại"},
                                       {"approved", "Đã duyệt"}, {"withdrawn", "Đã rút"},
                                       {"none", "Không cần"},    {0}};

/* --- forms --------------------------------------------------------------------------------- */

struct round_in {
	int64_t id, unit_id, movement_id, year;
	struct str title, note, asks;
	struct date due;
};
static const struct field open_fields[] = {
	F(TEXT, struct round_in, title, "Tên đợt", .flags = MUST, .max = 300,
      .hint = "Ví dụ: Đăng ký thi đua năm 2027"),
	F(INT, struct round_in, year, "Năm", .flags = MUST, .min = 2000, .max = 2200),
	F(REF, struct round_in, unit_id, "Phạm vi", .flags = MUST | IN_SCOPE, .ref = &unit_object,
      .hint = "Mọi đơn vị trực thuộc và người trong các đơn vị ấy"),
	F(CHOICE, struct round_in, asks, "Ai đăng ký", .flags = MUST, .choices = asks),
	F(REF, struct round_in, movement_id, "Cho phong trào", .ref = &movement_object,
      .hint = "Để trống: cho cả năm"),
	F(DATE, struct round_in, due, "Hạn gửi", .flags = MUST),
	F(LONG, struct round_in, note, "Hướng dẫn", .max = 5000),
};
static const struct field edit_fields[] = {
	F(REF, struct round_in, id, "Đợt đăng ký", .flags = MUST | HIDDEN, .ref = &round_object),
	F(TEXT, struct round_in, title, "Tên đợt", .flags = MUST, .max = 300),
	F(DATE, struct round_in, due, "Hạn gửi", .flags = MUST),
	F(LONG, struct round_in, note, "Hướng dẫn", .max = 5000),
};
static const struct field id_fields[] = {
	F(REF, struct round_in, id, "Đợt đăng ký", .flags = MUST | HIDDEN, .ref = &round_object),
};

static enum rc check(struct ctx *c, const struct round_in *p)
{
	struct sql_movement_get m;
	int now = date_civil(c->today).year;
	if (p->due.days < c->today.days)
		return err_field(c->err, "due", "Hạn gửi đã qua.");
	if (p->year < now - 1 || p->year > now + 1)
		return err_field(c->err, "year", "Năm phải từ %d đến %d.", now - 1, now + 1);
	TRY(org_unit_is_there(c, p->unit_id, c->today));
	if (p->movement_id == DB_NULL)
		return RC_OK;
	TRY(sql_movement_get(c->db, c->mem, p->movement_id, &m));
	if (str_eqz(m.state, "launched") || str_eqz(m.state, "reviewed"))
		return RC_OK;
	return err_field(c->err, "movement_id", "Phong trào này không ở trong thời gian thực hiện.");
}

static struct str folded(struct ctx *c, struct str title)
{
	return viet_fold(c->mem, title);
}

static enum rc tell(struct ctx *c, const struct round_in *p, int64_t id, int64_t *told)
{
	struct sql_round_receivers *to;
	size_t n;
	struct str text = arena_printf(c->mem, "Mở đợt đăng ký, hạn %s: %.*s", date_vn(p->due).z,
	                               STR_ARG(p->title)),
			   letter = arena_printf(
				   c->mem,
				   "Thường trực thi đua, khen thưởng mở đợt \"%.*s\", hạn gửi %s.\n\nXin mở chương "
				   "trình Thi đua, khen thưởng, mục Thi đua, để đăng ký cho đơn vị và đôn đốc "
				   "người trong đơn vị.\n\nĐăng ký không phải là điều kiện xét danh hiệu (Luật "
				   "Thi đua, khen thưởng 2022, Điều 7).\n",
				   STR_ARG(p->title), date_vn(p->due).z);
	TRY(sql_round_receivers(c->db, c->mem, id, c->today, &to, &n));
	for (size_t i = 0; i < n; i++) {
		TRY(notice_add(c, to[i].account, text, arena_printf(c->mem, "/round/%" PRId64, id)));
		if (mail_address_ok(to[i].email))
			TRY(mail_queue(c, to[i].email, STR("Đăng ký thi đua"), letter,
			               arena_printf(c->mem, "round-%" PRId64 "-%" PRId64, id, to[i].account)));
	}
	*told = (int64_t)n;
	return RC_OK;
}

static enum rc round_open(struct ctx *c, const void *in, struct out *out)
{
	const struct round_in *p = in;
	int64_t units, told;
	TRY(check(c, p));
	TRY(sql_round_add(c->db, p->unit_id, p->movement_id, p->year, p->title, folded(c, p->title),
	                  p->note.p ? p->note : STR(""), p->asks, p->due, c->who.account_id, c->now_ms,
	                  &out->id));
	c->object_unit = p->unit_id;
	TRY(sql_round_cover(c->db, out->id, p->unit_id, c->today, &units));
	TRY(tell(c, p, out->id, &told));
	out_fact(out, "units", "Đơn vị trong phạm vi", viet_number(c->mem, units));
	out_fact(out, "told", "Trưởng đơn vị, đầu mối nhận tin", viet_number(c->mem, told));
	out_say(c, out, "%s đợt \"%.*s\" đến %" PRId64 " đơn vị.", c->preview ? "Sẽ mở" : "Đã mở",
	        STR_ARG(p->title), units);
	return RC_OK;
}

static enum rc round_edit(struct ctx *c, const void *in, struct out *out)
{
	const struct round_in *p = in;
	struct sql_round_get d;
	TRY(sql_round_get(c->db, c->mem, p->id, &d));
	if (p->due.days != d.due.days && p->due.days < c->today.days)
		return err_field(c->err, "due", "Hạn gửi mới đã qua.");
	TRY(sql_round_set(c->db, p->id, p->title, folded(c, p->title), p->note.p ? p->note : STR(""),
	                  p->due, NULL));
	out_say(c, out, "Đã lưu \"%.*s\".", STR_ARG(p->title));
	return RC_OK;
}

static enum rc round_close(struct ctx *c, const void *in, struct out *out)
{
	const struct round_in *p = in;
	struct sql_round_lacking_units *units;
	struct sql_round_lacking_count people;
	struct sql_round_get d;
	size_t n;
	TRY(sql_round_get(c->db, c->mem, p->id, &d));
	TRY(sql_round_lacking_units(c->db, c->mem, p->id, &units, &n));
	TRY(sql_round_lacking_count(c->db, c->mem, p->id, &people));
	TRY(sql_round_state(c->db, p->id, STR("closed"), NULL));
	if (!str_eqz(d.asks, "person"))
		out_fact(out, "units", "Đơn vị chưa gửi", viet_number(c->mem, (int64_t)n));
	if (!str_eqz(d.asks, "unit"))
		out_fact(out, "people", "Người chưa gửi", viet_number(c->mem, people.people));
	out_say(c, out, "%s đợt \"%.*s\".", c->preview ? "Sẽ khép" : "Đã khép",
	        STR_ARG(c->object_label));
	return RC_OK;
}

static enum rc round_reopen(struct ctx *c, const void *in, struct out *out)
{
	const struct round_in *p = in;
	TRY(sql_round_state(c->db, p->id, STR("open"), NULL));
	out_say(c, out, "Đợt \"%.*s\" được mở lại.", STR_ARG(c->object_label));
	return RC_OK;
}

/* Once a day, and only while somebody lacks. */
static enum rc somebody_lacks(struct ctx *c, int64_t id)
{
	struct sql_round_lacking_units *units;
	struct sql_round_lacking_people *people;
	struct sql_round_get d;
	size_t n, m;
	TRY(sql_round_get(c->db, c->mem, id, &d));
	if (!date_is_none(d.reminded_on) && d.reminded_on.days == c->today.days)
		return err_set(c->err, RC_CONFLICT, "Hôm nay đã nhắc mọi người của đợt này rồi.");
	TRY(sql_round_lacking_units(c->db, c->mem, id, &units, &n));
	TRY(sql_round_lacking_people(c->db, c->mem, id, 0, &people, &m));
	if ((n == 0 || str_eqz(d.asks, "person")) && (m == 0 || str_eqz(d.asks, "unit")))
		return err_set(c->err, RC_CONFLICT, "Không còn ai phải nhắc.");
	return RC_OK;
}

static enum rc round_remind(struct ctx *c, const void *in, struct out *out)
{
	const struct round_in *p = in;
	struct sql_round_get d;
	int64_t people = 0;
	TRY(sql_round_get(c->db, c->mem, p->id, &d));
	TRY(registration_remind(
		c,
		&(struct sql_round_open_all){
			.id = d.id, .title = d.title, .asks = d.asks, .due = d.due, .year = d.year},
		&people));
	if (people == 0)
		return err_set(c->err, RC_CONFLICT, "Những nơi chưa gửi chưa có ai có tài khoản để nhắc.");
	out_say(c, out, "Đã nhắc %" PRId64 " người.", people);
	return RC_OK;
}

/* --- rows ---------------------------------------------------------------------------------- */

static const struct field list_filters[] = {
	FILTER(CHOICE, "state", "Tình trạng", .choices = states),
	FILTER(INT, "year", "Năm", .min = 2000, .max = 2200),
	FILTER(REF, "movement", "Phong trào", .ref = &movement_object),
};
static const struct column list_cols[] = {
	{"title", "Đợt", COL_LINK, .op = "round.view", .key = "id", .width = 50},
	{"year", "Năm", COL_TEXT, .order = "newest", .width = 8},
	{"movement_title", "Phong trào", COL_LINK, .op = "movement.view", .key = "movement_id",
     .width = 40},
	{"asks", "Ai đăng ký", COL_CHOICE, .choices = asks},
	{"due", "Hạn gửi", COL_DATE},
	{"units", "Đơn vị", COL_INT},
	{"papers", "Bản đã gửi", COL_INT},
	{"state", "Tình trạng", COL_BADGE, .choices = states},
};
static const struct field id_filter[] = {
	FILTER(REF, "id", "Đợt đăng ký", .flags = MUST | HIDDEN, .ref = &round_object)};
static const struct column view_cols[] = {
	{"year", "Năm", COL_TEXT},
	{"movement_title", "Phong trào", COL_LINK, .op = "movement.view", .key = "movement_id"},
	{"unit_name", "Phạm vi", COL_TEXT},
	{"asks", "Ai đăng ký", COL_CHOICE, .choices = asks},
	{"due", "Hạn gửi", COL_DATE},
	{"note", "Hướng dẫn", COL_TEXT},
	{"state", "Tình trạng", COL_BADGE, .choices = states},
};
static const struct part view_parts[] = {
	{"Bản đăng ký của tôi", "registration.mine", "round", NULL},
	{"Các đơn vị", "round.units", "round", NULL},
	{"Bản đăng ký", "registration.list", "round", NULL},
	{"Ai chưa gửi", "registration.lacking", "round", NULL},
};
static const struct choice lacks[] = {{"unit", "Đơn vị chưa gửi"}, {0}};
static const struct field unit_filters[] = {
	FILTER(REF, "round", "Đợt", .ref = &round_object),
	FILTER(REF, "unit", "Đơn vị", .ref = &unit_object),
	FILTER(CHOICE, "lacks", "Còn thiếu", .choices = lacks),
};
static const struct column unit_cols[] = {
	{"unit_name", "Đơn vị", COL_TEXT, .width = 36},
	{"round_title", "Đợt", COL_LINK, .op = "round.view", .key = "round_id", .width = 40},
	{"paper", "Của tập thể", COL_BADGE, .choices = papers},
	{"people", "Người", COL_INT},
	{"registered", "Đã gửi", COL_INT},
	{"waiting", "Chờ duyệt", COL_INT},
	{"due", "Hạn", COL_DATE},
};

#define OPENS (R(STANDING) | R(HEAD))
#define ON_ROUND                                                                                   \
	.kind = OP_WRITE, .scope = SCOPE_OBJECT, .object = &round_object, .then = "round.view",        \
	.roles = OPENS

const struct op round_ops[] = {
	{.name = "round.list",
     .title = "Đợt đăng ký thi đua",
     .help = "Các đợt mà thường trực đã mở, hạn gửi và số bản đã nhận.",
     .kind = OP_LIST,
     .flags = OP_OPEN,
     .roles = R_SIGNED_IN,
     .scope = SCOPE_ANY,
     .area = "register",
     .icon = "date",
     .object = &round_object,
     .list = &sql_list_round_list,
     .order = "-newest",
     FIELDS(list_filters),
     COLS(list_cols),
     .empty = "Chưa mở đợt đăng ký nào.",
     .law = registration_law},
	{.name = "round.view",
     .title = "Đợt đăng ký thi đua",
     .help = "Hạn, hướng dẫn, mức độ gửi của từng đơn vị.",
     .kind = OP_VIEW,
     .flags = OP_OPEN,
     .roles = R_SIGNED_IN,
     .scope = SCOPE_OBJECT,
     .object = &round_object,
     .list = &sql_list_round_view,
     FIELDS(id_filter),
     COLS(view_cols),
     PARTS(view_parts),
     .law = registration_law},
	{.name = "round.units",
     .title = "Mức độ đăng ký của đơn vị",
     .help = "Mỗi đơn vị: bản của tập thể, bao nhiêu người đã gửi, bao nhiêu bản chờ duyệt.",
     .kind = OP_LIST,
     .roles = R_OFFICE | R(UNIT_HEAD) | R(UNIT_CLERK),
     .scope = SCOPE_ANY,
     .area = "register",
     .icon = "chart",
     .list = &sql_list_round_unit_list,
     FIELDS(unit_filters),
     COLS(unit_cols),
     .empty = "Không có đơn vị nào khớp."},
	{.name = "round.open",
     .title = "Mở đợt đăng ký thi đua",
     .help = "Đến mọi đơn vị trong phạm vi và người của các đơn vị ấy.",
     .verb = "Mở đợt",
     .kind = OP_WRITE,
     .flags = OP_PREVIEW,
     .roles = OPENS,
     .scope = SCOPE_OBJECT,
     .icon = "horn",
     .object = &round_object,
     FIELDS(open_fields),
     .in_size = sizeof(struct round_in),
     .run = round_open,
     .then = "round.view",
     .law = registration_law},
	{.name = "round.remind",
     .title = "Nhắc nơi chưa gửi",
     .help = "Thông báo và thư đến đơn vị, người chưa gửi; mỗi người một lần một ngày.",
     .verb = "Nhắc ngay",
     ON_ROUND,
     .icon = "bell",
     .states = "open",
     FIELDS(id_fields),
     .in_size = sizeof(struct round_in),
     .run = round_remind,
     .guard = somebody_lacks},
	{.name = "round.edit",
     .title = "Sửa đợt đăng ký",
     .help = "Tên, hạn gửi, hướng dẫn.",
     .verb = "Sửa",
     ON_ROUND,
     .states = "open",
     FIELDS(edit_fields),
     .in_size = sizeof(struct round_in),
     .run = round_edit},
	{.name = "round.close",
     .title = "Khép đợt đăng ký",
     .help = "Sau khi khép, không gửi, trả lại hay duyệt được nữa; có thể mở lại.",
     .verb = "Khép",
     ON_ROUND,
     .flags = OP_PREVIEW,
     .icon = "lock",
     .states = "open",
     FIELDS(id_fields),
     .in_size = sizeof(struct round_in),
     .run = round_close},
	{.name = "round.reopen",
     .title = "Mở lại đợt đăng ký",
     .help = "Để nhận thêm hoặc duyệt nốt.",
     .verb = "Mở lại",
     ON_ROUND,
     .icon = "refresh",
     .states = "closed",
     FIELDS(id_fields),
     .in_size = sizeof(struct round_in),
     .run = round_reopen},
	{0}};

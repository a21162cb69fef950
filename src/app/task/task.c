/* task.c: tasks as they are given: making, changing, parts; and the lists of them. */
#include "app/task/task.h"

#include "app/job/job.h"
#include "app/movement/movement.h"
#include "app/org/org.h"
#include "app/search/search.h"
#include "db/sql_movement.h"
#include "db/sql_task.h"
#include "db/sql_unit.h"
#include "op/gate.h"
#include "viet/viet.h"

#include <inttypes.h>

#define DEPTH_MAX 4 /* parts of parts of parts */

const struct choice task_kinds[] = {{"professional", "Chuyên môn"},
                                    {"party", "Xây dựng Đảng"},
                                    {"policy", "Cơ chế, chính sách"},
                                    {"digital", "Chuyển đổi số"},
                                    {"reform", "Cải cách hành chính"},
                                    {"emulation", "Thi đua, khen thưởng"},
                                    {0}};
const struct choice task_now[] = {
	{"open", "Đang làm"}, {"late", "Chậm"}, {"done", "Đã xong"}, {"dropped", "Đã bỏ"}, {0}};

const struct object task_object = {
	.name = "task", .label = "nhiệm vụ", .list = &sql_list_task_object, .view = "task.view"};

const char *task_badge(struct str now)
{
	return str_eqz(now, "done")      ? "ok"
	       : str_eqz(now, "late")    ? "bad"
	       : str_eqz(now, "dropped") ? ""
	                                 : "info";
}

/* --- shared steps --------------------------------------------------------------------------- */

/* "1.250" is a thousand and something; "95.5" is somebody else's 95,5, and not guessed. */
static bool thousands(struct str text, size_t dot)
{
	size_t k = dot + 1;
	while (k < text.n && text.p[k] >= '0' && text.p[k] <= '9')
		k++;
	return k == dot + 4;
}

struct str task_milli_text(struct ctx *c, int64_t milli)
{
	if (milli == DB_NULL)
		return STR("");
	struct str s = milli % 1000
	                   ? arena_printf(c->mem, "%" PRId64 ",%03d", milli / 1000, (int)(milli % 1000))
	                   : arena_printf(c->mem, "%" PRId64, milli / 1000);
	while (milli % 1000 && s.n && s.p[s.n - 1] == '0')
		s.n--;
	return s;
}

enum rc task_milli(struct ctx *c, const char *field, struct str text, int64_t *out)
{
	int64_t whole = 0, part = 0;
	int digits = -1, seen = 0;
	*out = DB_NULL;
	text = str_trim(text);
	if (text.n == 0)
		return RC_OK;
	for (size_t i = 0; i < text.n; i++) {
		char ch = text.p[i];
		if (ch == ',' && digits < 0)
			digits = 0;
		else if (ch == '.' && digits < 0 && i > 0 && thousands(text, i))
			continue;
		else if (ch < '0' || ch > '9' || digits == 3 || seen > 15)
			return err_field(c->err, field,
			                 "Xin ghi số dạng 95 hoặc 95,5 (nhiều nhất ba chữ số sau dấu phẩy).");
		else if (digits < 0)
			whole = whole * 10 + (ch - '0'), seen++;
		else
			part = part * 10 + (ch - '0'), digits++;
	}
	for (; digits >= 0 && digits < 3; digits++)
		part *= 10;
	*out = whole * 1000 + part;
	return RC_OK;
}

struct str task_sort_key(struct ctx *c, struct str title)
{
	return viet_sort_key(c->mem, str_head(title, 200));
}

/* Is the unit at or below one that the caller acts for here? */
static enum rc acts_for(struct ctx *c, int64_t unit, bool *yes)
{
	struct db_scope s = gate_scope(c, c->op);
	struct sql_unit_below_has below;
	*yes = s.all;
	for (int i = 0; i < s.unit_count && !*yes; i++) {
		TRY(sql_unit_below_has(c->db, c->mem, s.units[i], unit, c->today, &below));
		*yes = below.n > 0;
	}
	return RC_OK;
}

enum rc task_by_giver(struct ctx *c, int64_t id)
{
	struct sql_task_get t;
	bool yes;
	TRY(sql_task_get(c->db, c->mem, id, &t));
	TRY(acts_for(c, t.giver_id, &yes));
	if (yes)
		return RC_OK;
	struct op wide = *c->op;
	wide.roles = R(PUBLIC);
	return err_set(
		c->err, RC_DENIED,
		"Nhiệm vụ này do %.*s giao; chỉ nơi giao được sửa, bỏ hoặc mở lại. Ông/bà báo cáo "
		"tiến độ và có thể đề nghị nơi giao.",
		STR_ARG(gate_label(c, &wide, &unit_object, t.giver_id)));
}

/* Who gives: the unit of the grant that reaches the task's unit from highest up. */
static enum rc giver_of(struct ctx *c, int64_t unit, int64_t *giver)
{
	const struct principal *who = &c->who;
	*giver = unit;
	for (int i = 0; i < who->grant_count; i++) {
		struct sql_unit_below_has below;
		if (!(c->op->roles & (1u << who->grants[i].role)))
			continue;
		TRY(sql_unit_below_has(c->db, c->mem, who->grants[i].unit_id, *giver, c->today, &below));
		if (below.n)
			*giver = who->grants[i].unit_id;
	}
	return RC_OK;
}

static enum rc check_movement(struct ctx *c, int64_t movement)
{
	struct sql_movement_get m;
	if (movement == DB_NULL)
		return RC_OK;
	TRY(sql_movement_get(c->db, c->mem, movement, &m));
	if (str_eqz(m.state, "launched") || str_eqz(m.state, "interim") || str_eqz(m.state, "reviewed"))
		return RC_OK;
	return err_field(c->err, "movement_id",
	                 "Phong trào này không ở trong thời gian thực hiện. Xin chọn phong trào đã "
	                 "phát động và chưa "
	                 "kết thúc.");
}

/* Parts are of open tasks, and not deeper than people can follow. */
static enum rc check_parent(struct ctx *c, int64_t parent)
{
	struct sql_task_get t;
	struct sql_task_depth above;
	if (parent == DB_NULL)
		return RC_OK;
	TRY(sql_task_get(c->db, c->mem, parent, &t));
	if (!str_eqz(t.state, "open"))
		return err_field(c->err, "parent_id", "Nhiệm vụ lớn đã xong hoặc đã bỏ.");
	TRY(sql_task_depth(c->db, c->mem, parent, &above));
	if (above.depth >= DEPTH_MAX)
		return err_field(c->err, "parent_id", "Phần việc chia nhỏ nhất %d cấp.", DEPTH_MAX);
	return RC_OK;
}

static enum rc check_days(struct ctx *c, struct date begins, struct date due)
{
	if (!date_is_none(begins) && due.days < begins.days)
		return err_field(c->err, "due", "Hạn hoàn thành trước ngày bắt đầu.");
	return RC_OK;
}

#define AHEAD_DAYS 3660

enum rc task_check_due(struct ctx *c, const char *field, struct date due, struct str reason)
{
	if (due.days > c->today.days + AHEAD_DAYS)
		return err_field(c->err, field, "Hạn %s còn hơn mười năm nữa. Xin kiểm tra lại năm.",
		                 date_vn(due).z);
	if (due.days < c->today.days && str_trim(reason).n < 5)
		return err_field(
			c->err, str_trim(reason).n ? "past" : field,
			"Hạn %s đã qua, nhiệm vụ sẽ là chậm ngay khi giao. Xin chọn hạn khác, hoặc "
			"ghi lý do giao khi hạn đã qua (ít nhất 5 ký tự).",
			date_vn(due).z);
	return RC_OK;
}

static enum rc tell_search(struct ctx *c, int64_t id, struct str title, int64_t unit,
                           int64_t person)
{
	return search_put(c, &(struct search_entry){.kind = "task",
	                                            .id = id,
	                                            .title = title,
	                                            .note = STR(""),
	                                            .sort_key = task_sort_key(c, title),
	                                            .unit_id = unit,
	                                            .person_id = person});
}

enum rc task_add(struct ctx *c, const struct task_new *t, int64_t *id)
{
	int64_t giver = t->giver_id;
	TRY(check_days(c, t->begins, t->due));
	TRY(check_movement(c, t->movement_id));
	TRY(check_parent(c, t->parent_id));
	TRY(org_unit_is_there(c, t->unit_id, c->today));
	if (giver == DB_NULL)
		TRY(giver_of(c, t->unit_id, &giver));
	TRY(sql_task_add(c->db, t->kind, t->title, task_sort_key(c, t->title), VIET_KEY_VERSION,
	                 str_or_empty(t->text), t->unit_id, giver, t->person_id, t->movement_id,
	                 t->plan_id, t->plan_task_id, t->parent_id, str_or_empty(t->measure),
	                 str_or_empty(t->measured_in), t->planned_milli, t->begins, t->due,
	                 str_or_empty(t->reason), c->who.account_id, c->now_ms, id));
	c->object_unit = t->unit_id;
	TRY(tell_search(c, *id, t->title, t->unit_id, t->person_id));
	return t->parent_id == DB_NULL ? RC_OK : task_roll_up(c, t->parent_id);
}

enum rc task_tell_unit(struct ctx *c, int64_t unit, struct str text, struct str link)
{
	struct sql_unit_answerable *to;
	size_t n;
	TRY(sql_unit_answerable(c->db, c->mem, unit, c->today, &to, &n));
	for (size_t i = 0; i < n && to[i].depth == to[0].depth; i++)
		if (to[i].account != c->who.account_id)
			TRY(notice_add(c, to[i].account, text, link));
	return RC_OK;
}

int64_t task_of_parts(const struct sql_task_get *t, const struct sql_task_parts *parts)
{
	return t->base_percent + (100 - t->base_percent) * parts->percent / 100;
}

enum rc task_roll_up(struct ctx *c, int64_t parent)
{
	while (parent != DB_NULL) {
		struct sql_task_get t;
		struct sql_task_parts parts;
		TRY(sql_task_get(c->db, c->mem, parent, &t));
		TRY(sql_task_parts(c->db, c->mem, parent, &parts));
		if (!str_eqz(t.state, "open") || task_of_parts(&t, &parts) == t.percent)
			return RC_OK;
		TRY(sql_task_progress_set(c->db, parent, task_of_parts(&t, &parts), DB_NULL, NULL));
		parent = t.parent_id;
	}
	return RC_OK;
}

enum rc task_rebuild(struct ctx *c, int64_t *rows)
{
	struct sql_task_keys_old *old;
	size_t n;
	for (int64_t after = 0;; after = old[n - 1].id) {
		TRY(sql_task_keys_old(c->db, c->mem, after, &old, &n));
		if (n == 0)
			return RC_OK;
		for (size_t i = 0; i < n; i++) {
			const struct sql_task_keys_old *t = &old[i];
			TRY(sql_task_key_set(c->db, t->id, task_sort_key(c, t->title), VIET_KEY_VERSION, NULL));
			TRY(tell_search(c, t->id, t->title, t->unit_id, t->person_id));
		}
		*rows += (int64_t)n;
	}
}

/* --- create, part, edit ------------------------------------------------------------------------
 */

struct task_create_in {
	int64_t id, unit_id, movement_id;
	struct str title, text, kind, measure, planned, measured_in, past;
	struct date begins, due;
};
#define WHAT_FIELDS                                                                                \
	F(TEXT, struct task_create_in, title, "Nhiệm vụ, chỉ tiêu", .flags = MUST,                     \
	  .max = TASK_TITLE_MAX),                                                                      \
		F(CHOICE, struct task_create_in, kind, "Loại", .flags = MUST, .choices = task_kinds),      \
		F(REF, struct task_create_in, unit_id, "Đơn vị thực hiện", .flags = MUST | IN_SCOPE,       \
	      .ref = &unit_object),                                                                    \
		F(REF, struct task_create_in, movement_id, "Thuộc phong trào",                             \
	      .ref = &movement_under_way),                                                             \
		F(LONG, struct task_create_in, text, "Nội dung, yêu cầu", .max = TASK_TEXT_MAX),           \
		F(TEXT, struct task_create_in, measure, "Thước đo", .max = 200,                            \
	      .hint = "Ví dụ: tỷ lệ hồ sơ giải quyết đúng hạn"),                                       \
		F(TEXT, struct task_create_in, planned, "Chỉ tiêu", .max = 20, .hint = "Ví dụ: 95,5"),     \
		F(TEXT, struct task_create_in, measured_in, "Đơn vị tính", .max = 40, .hint = "%, hồ sơ"), \
		F(DATE, struct task_create_in, begins, "Từ ngày"),                                         \
		F(DATE, struct task_create_in, due, "Hạn hoàn thành", .flags = MUST),                      \
		TASK_PAST_FIELD(struct task_create_in)

static const struct field create_fields[] = {WHAT_FIELDS};

static enum rc keep_new(struct ctx *c, const struct task_create_in *p, const struct task_new *base,
                        struct out *out)
{
	struct task_new t = *base;
	TRY(task_check_due(c, "due", p->due, p->past));
	t.title = p->title;
	t.text = p->text;
	t.measure = p->measure;
	t.measured_in = p->measured_in;
	t.begins = p->begins;
	t.due = p->due;
	t.reason = p->due.days < c->today.days ? p->past : STR("");
	t.person_id = t.plan_task_id = DB_NULL;
	TRY(task_milli(c, "planned", p->planned, &t.planned_milli));
	TRY(task_add(c, &t, &out->id));
	TRY(task_tell_unit(
		c, t.unit_id,
		arena_printf(c->mem, "Nhiệm vụ mới, hạn %s: %.*s", date_vn(t.due).z, STR_ARG(t.title)),
		arena_printf(c->mem, "/task/%" PRId64, out->id)));
	out_say(c, out, "Đã giao nhiệm vụ, hạn %s.", date_vn(t.due).z);
	return RC_OK;
}

static enum rc task_create(struct ctx *c, const void *in, struct out *out)
{
	const struct task_create_in *p = in;
	return keep_new(c, p,
	                &(struct task_new){.kind = p->kind,
	                                   .unit_id = p->unit_id,
	                                   .giver_id = DB_NULL,
	                                   .movement_id = p->movement_id,
	                                   .plan_id = DB_NULL,
	                                   .parent_id = DB_NULL},
	                out);
}

/* A part hangs on a task and takes over what it belongs to. */
struct task_part_in {
	int64_t id, unit_id;
	struct str part, details, past;
	struct date due;
};
static const struct field part_fields[] = {
	F(REF, struct task_part_in, id, "Nhiệm vụ lớn", .flags = MUST | HIDDEN, .ref = &task_object),
	F(TEXT, struct task_part_in, part, "Phần việc", .flags = MUST, .max = TASK_TITLE_MAX),
	F(LONG, struct task_part_in, details, "Nội dung, yêu cầu", .max = TASK_TEXT_MAX),
	F(REF, struct task_part_in, unit_id, "Đơn vị thực hiện", .flags = MUST | IN_SCOPE | FRESH,
      .ref = &unit_object),
	F(DATE, struct task_part_in, due, "Hạn hoàn thành", .flags = MUST),
	TASK_PAST_FIELD(struct task_part_in),
};

static enum rc check_part_due(struct ctx *c, struct date due, struct date whole)
{
	if (due.days > whole.days)
		return err_field(c->err, "due", "Hạn của phần việc sau hạn của nhiệm vụ lớn (%s).",
		                 date_vn(whole).z);
	return RC_OK;
}

static enum rc task_part(struct ctx *c, const void *in, struct out *out)
{
	const struct task_part_in *p = in;
	struct sql_task_get up;
	struct sql_task_parts parts;
	TRY(sql_task_get(c->db, c->mem, p->id, &up));
	TRY(sql_task_parts(c->db, c->mem, p->id, &parts));
	TRY(check_part_due(c, p->due, up.due));
	bool keeps = parts.all_parts == 0 && up.percent > 0;
	if (keeps)
		TRY(sql_task_base_set(c->db, p->id, up.percent, NULL));
	const struct task_create_in what = {
		.title = p->part, .text = p->details, .past = p->past, .begins = DATE_NONE, .due = p->due};
	TRY(keep_new(c, &what,
	             &(struct task_new){.kind = up.kind,
	                                .unit_id = p->unit_id,
	                                .giver_id = DB_NULL,
	                                .movement_id = up.movement_id,
	                                .plan_id = up.plan_id,
	                                .parent_id = p->id},
	             out));
	if (keeps)
		out_say(
			c, out,
			"Đã giao phần việc, hạn %s. %" PRId64
			"%% đã báo cáo của nhiệm vụ lớn được giữ; các phần việc được tính vào phần còn lại.",
			date_vn(p->due).z, up.percent);
	return RC_OK;
}

/* A whole does not end before its parts. */
static enum rc check_whole_due(struct ctx *c, int64_t id, struct date due)
{
	struct sql_task_last_part *last;
	size_t n;
	TRY(sql_task_last_part(c->db, c->mem, id, &last, &n));
	if (n && due.days < last->due.days)
		return err_field(c->err, "due",
		                 "Phần việc \"%.*s\" còn đến %s. Xin sửa hạn của phần việc trước.",
		                 STR_ARG(last->title), date_vn(last->due).z);
	return RC_OK;
}

static const struct field edit_fields[] = {
	F(REF, struct task_create_in, id, "Nhiệm vụ", .flags = MUST | HIDDEN, .ref = &task_object),
	WHAT_FIELDS,
};

static enum rc task_edit(struct ctx *c, const void *in, struct out *out)
{
	const struct task_create_in *p = in;
	struct sql_task_get t, up;
	int64_t planned;
	TRY(sql_task_get(c->db, c->mem, p->id, &t));
	TRY(check_days(c, p->begins, p->due));
	if (p->due.days != t.due.days) {
		TRY(task_check_due(c, "due", p->due, p->past));
		TRY(check_whole_due(c, p->id, p->due));
	}
	if (t.parent_id != DB_NULL) {
		TRY(sql_task_get(c->db, c->mem, t.parent_id, &up));
		TRY(check_part_due(c, p->due, up.due));
	}
	if (p->movement_id != t.movement_id)
		TRY(check_movement(c, p->movement_id));
	if (p->unit_id != t.holder_id) {
		TRY(org_unit_is_there(c, p->unit_id, c->today));
		TRY(sql_task_person_set(c->db, p->id, DB_NULL, NULL));
		t.person_id = DB_NULL;
	}
	TRY(task_milli(c, "planned", p->planned, &planned));
	TRY(sql_task_set(c->db, p->id, p->kind, p->title, task_sort_key(c, p->title), VIET_KEY_VERSION,
	                 str_or_empty(p->text), p->unit_id, p->movement_id, str_or_empty(p->measure),
	                 str_or_empty(p->measured_in), planned, p->begins, p->due,
	                 str_trim(p->past).n ? p->past : t.reason, NULL));
	if (p->unit_id != t.holder_id || p->due.days != t.due.days)
		TRY(task_tell_unit(c, p->unit_id,
		                   arena_printf(c->mem, "Nhiệm vụ được sửa, hạn %s: %.*s",
		                                date_vn(p->due).z, STR_ARG(p->title)),
		                   arena_printf(c->mem, "/task/%" PRId64, p->id)));
	out_say(c, out, "Đã lưu nhiệm vụ.");
	return tell_search(c, p->id, p->title, p->unit_id, t.person_id);
}

/* --- lists and rows ------------------------------------------------------------------------------
 */

#define FILTERS                                                                                    \
	FILTER(TEXT, "q", "Tìm theo nội dung", .flags = WORDS, .ref = &task_object),                   \
		FILTER(CHOICE, "state", "Tình trạng", .choices = task_now),                                \
		FILTER(INT, "within", "Đến hạn trong (ngày)", .min = 1, .max = 366),                       \
		FILTER(CHOICE, "kind", "Loại", .choices = task_kinds),                                     \
		FILTER(REF, "movement", "Phong trào", .ref = &movement_object),                            \
		FILTER(DATE, "from", "Hạn từ ngày"), FILTER(DATE, "to", "Hạn đến ngày")
static const struct field list_filters[] = {
	FILTERS,
	FILTER(REF, "unit", "Đơn vị", .ref = &unit_object),
	FILTER(REF, "below", "Kể cả trực thuộc", .ref = &unit_object),
	FILTER(REF, "person", "Người thực hiện", .ref = &person_object),
	FILTER(INT, "plan", "Kế hoạch số", .flags = HIDDEN),
	FILTER(REF, "parent", "Nhiệm vụ lớn", .flags = HIDDEN, .ref = &task_object),
};
static const struct field own_filters[] = {FILTERS};
static const struct column list_cols[] = {
	{"title", "Nhiệm vụ", COL_LINK, .op = "task.view", .key = "id", .order = "name", .width = 60},
	{"now", "Tình trạng", COL_BADGE, .choices = task_now},
	{"due", "Hạn", COL_DATE, .order = "due"},
	{"unit_name", "Đơn vị", COL_TEXT, .width = 36},
	{"person_name", "Người thực hiện", COL_TEXT, .width = 26},
	{"percent", "% hoàn thành", COL_INT},
	{"kind", "Loại", COL_CHOICE, .choices = task_kinds},
	{"movement_title", "Phong trào", COL_LINK, .op = "movement.view", .key = "movement_id",
     .width = 40},
	{"measure", "Thước đo", COL_TEXT},
	{"planned", "Chỉ tiêu", COL_TEXT},
	{"reached", "Đạt được", COL_TEXT},
	{"measured_in", "Đơn vị tính", COL_TEXT},
	{"done_on", "Xong ngày", COL_DATE},
	{"reason", "Lý do bỏ, mở lại", COL_TEXT, .width = 40},
};
static const struct column view_cols[] = {
	{"text", "Nội dung, yêu cầu", COL_TEXT},
	{"kind", "Loại", COL_CHOICE, .choices = task_kinds},
	{"now", "Tình trạng", COL_BADGE, .choices = task_now},
	{"percent", "% hoàn thành", COL_INT},
	{"before_parts", "Đã báo cáo trước khi chia phần việc", COL_HIDDEN},
	{"due", "Hạn hoàn thành", COL_DATE},
	{"begins", "Từ ngày", COL_DATE},
	{"unit_name", "Đơn vị thực hiện", COL_LINK, .op = "unit.view", .key = "unit_id"},
	{"was_name", "Giao cho", COL_LINK, .op = "unit.view", .key = "was_id"},
	{"person_name", "Người thực hiện", COL_LINK, .op = "person.view", .key = "person_id"},
	{"giver_name", "Nơi giao", COL_LINK, .op = "unit.view", .key = "giver_id"},
	{"movement_title", "Phong trào", COL_LINK, .op = "movement.view", .key = "movement_id"},
	{"parent_title", "Nhiệm vụ lớn", COL_LINK, .op = "task.view", .key = "parent_id"},
	{"plan_title", "Kế hoạch", COL_LINK, .op = "plan.view", .key = "plan_id"},
	{"measure", "Thước đo", COL_TEXT},
	{"planned", "Chỉ tiêu", COL_TEXT},
	{"reached", "Đạt được", COL_TEXT},
	{"measured_in", "Đơn vị tính", COL_TEXT},
	{"done_on", "Xong ngày", COL_DATE},
	{"reason", "Lý do", COL_TEXT},
};
static const struct field id_filter[] = {
	FILTER(REF, "id", "Nhiệm vụ", .flags = MUST | HIDDEN, .ref = &task_object)};
static const struct part parts[] = {
	{"Báo cáo tiến độ", "task.reports", "task", NULL},
	{"Phần việc", "task.list", "parent", NULL},
	{"Văn bản đã lập", "writing.list", "task", NULL},
};

#define SEES (R_OFFICE | R(MEMBER) | R(UNIT_CLERK) | R(UNIT_HEAD))
#define GIVES (R(STANDING) | R(HEAD) | R(UNIT_HEAD) | R(UNIT_CLERK))
#define LIST                                                                                       \
	.kind = OP_LIST, .scope = SCOPE_ANY, .area = "emulation", .icon = "task",                      \
	.flags = OP_JOURNAL_EXPORT, .object = &task_object, .list = &sql_list_task_list,               \
	COLS(list_cols)

const struct op task_ops[] = {
	{.name = "task.mine",
     .title = "Nhiệm vụ của tôi",
     .help = "Những nhiệm vụ giao cho chính ông/bà.",
     LIST,
     .roles = R(MEMBER),
     FIELDS(own_filters),
     .empty = "Không có nhiệm vụ nào được giao cho ông/bà."},
	{.name = "task.unit",
     .title = "Nhiệm vụ của đơn vị tôi",
     .help = "Nhiệm vụ của đơn vị mà ông/bà là trưởng hoặc đầu mối, kể cả trực thuộc.",
     LIST,
     .roles = R(UNIT_HEAD) | R(UNIT_CLERK),
     .order = "-due",
     FIELDS(own_filters),
     .empty = "Đơn vị chưa có nhiệm vụ nào khớp."},
	{.name = "task.list",
     .title = "Nhiệm vụ, chỉ tiêu",
     .help = "Mọi nhiệm vụ trong phạm vi được giao: ai làm, đến bao giờ, đến đâu.",
     LIST,
     .roles = SEES,
     .order = "-due",
     FIELDS(list_filters),
     .empty = "Chưa có nhiệm vụ nào khớp. Bỏ bớt bộ lọc, hoặc giao nhiệm vụ mới."},
	{.name = "task.view",
     .title = "Nhiệm vụ",
     .help = "Một nhiệm vụ: yêu cầu, tiến độ, minh chứng, phần việc.",
     .kind = OP_VIEW,
     .roles = SEES,
     .scope = SCOPE_OBJECT,
     .object = &task_object,
     .list = &sql_list_task_view,
     FIELDS(id_filter),
     COLS(view_cols),
     PARTS(parts)},
	{.name = "task.create",
     .title = "Giao nhiệm vụ",
     .help = "Một nhiệm vụ hoặc chỉ tiêu cho một đơn vị, với hạn và thước đo.",
     .verb = "Giao",
     .kind = OP_WRITE,
     .roles = GIVES,
     .scope = SCOPE_OBJECT,
     .object = &task_object,
     FIELDS(create_fields),
     .in_size = sizeof(struct task_create_in),
     .run = task_create,
     .then = "task.view"},
	{.name = "task.from_plan",
     .title = "Giao nhiệm vụ từ kế hoạch",
     .help =
         "Những việc mà một kế hoạch đã xác nhận giao, thành nhiệm vụ có đơn vị và hạn; việc đã "
         "giao rồi không giao lại.",
     .verb = "Giao các nhiệm vụ này",
     .kind = OP_WRITE,
     .roles = GIVES,
     .scope = SCOPE_OBJECT,
     .object = &task_object,
     .fields = task_from_plan_fields,
     .field_count = TASK_FROM_PLAN_FIELDS,
     .in_size = sizeof(struct task_from_plan_in),
     .run = task_from_plan,
     .fill = task_from_plan_fill},
	{.name = "task.part",
     .title = "Thêm phần việc",
     .help = "Chia nhiệm vụ thành phần; tiến độ của nhiệm vụ được tính từ các phần.",
     .verb = "Thêm phần việc",
     .kind = OP_WRITE,
     .roles = GIVES,
     .scope = SCOPE_OBJECT,
     .icon = "split",
     .object = &task_object,
     .states = "open",
     FIELDS(part_fields),
     .in_size = sizeof(struct task_part_in),
     .run = task_part,
     .then = "task.view"},
	{.name = "task.edit",
     .title = "Sửa nhiệm vụ",
     .help = "Nơi giao sửa nội dung, đơn vị thực hiện, chỉ tiêu, hạn.",
     .verb = "Sửa",
     .kind = OP_WRITE,
     .roles = GIVES,
     .scope = SCOPE_OBJECT,
     .object = &task_object,
     .states = "open",
     FIELDS(edit_fields),
     .in_size = sizeof(struct task_create_in),
     .run = task_edit,
     .guard = task_by_giver,
     .then = "task.view"},
	{0}};

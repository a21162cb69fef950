/*
 * unit.c: units begin, change and end by dated events.
 *
 * Events are added at the end of a unit's time line only: what was valid on a past
 * day stays what it was then. A slip of the pen is mended by unit.correct, which the
 * journal shows.
 */
#include "app/org/org.h"
#include "app/org/unit_page.h"
#include "db/sql_person.h"
#include "db/sql_unit.h"
#include "viet/viet.h"

#include <inttypes.h>

const struct choice unit_kinds[] = {{"office", "Cơ quan"},
                                    {"department", "Phòng"},
                                    {"board", "Ban"},
                                    {"centre", "Trung tâm"},
                                    {"service", "Đơn vị sự nghiệp"},
                                    {"team", "Tổ, đội"},
                                    {"committee", "Ủy ban nhân dân xã, phường"},
                                    {"other", "Khác"},
                                    {0}};
const struct choice unit_states[] = {
	{"active", "Đang hoạt động"}, {"planned", "Chưa đến ngày"}, {"closed", "Đã kết thúc"}, {0}};
static const struct choice event_kinds[] = {{"create", "Thành lập"},
                                            {"rename", "Đổi tên"},
                                            {"move", "Chuyển cấp trên"},
                                            {"merge", "Hợp nhất, sáp nhập"},
                                            {"split", "Chia tách"},
                                            {"close", "Giải thể"},
                                            {0}};
static const struct choice sides[] = {{"from", "Trước sự kiện"}, {"to", "Sau sự kiện"}, {0}};

const struct object unit_object = {
	.name = "unit", .label = "đơn vị", .list = &sql_list_unit_object, .view = "unit.view"};

#define UNITS_ABOVE_MAX 256 /* over all the days that a change reaches */

/* --- shared steps -------------------------------------------------------------------------- */

static enum rc add_event(struct ctx *c, const char *kind, struct date on, struct str basis,
                         int64_t *event)
{
	return sql_unit_event_add(c->db, str_of(kind), on, basis.p ? basis : STR(""), STR(""),
	                          c->now_ms, event);
}

static enum rc add_part(struct ctx *c, int64_t event, int64_t unit, const char *side)
{
	return sql_unit_event_part_add(c->db, event, unit, str_of(side), NULL);
}

static enum rc event_on_one(struct ctx *c, const char *kind, struct date on, struct str basis,
                            int64_t unit)
{
	int64_t event;
	TRY(add_event(c, kind, on, basis, &event));
	TRY(add_part(c, event, unit, "from"));
	return add_part(c, event, unit, "to");
}

/* The version that holds from here on; refuses a day before it or a unit that has ended. */
static enum rc open_version(struct ctx *c, int64_t unit, struct date on,
                            struct sql_unit_version_last *v)
{
	enum rc rc = sql_unit_version_last(c->db, c->mem, unit, v);
	if (rc == RC_NOTFOUND)
		return err_set(c->err, RC_NOTFOUND, "Không có đơn vị số %" PRId64 ".", unit);
	TRY(rc);
	if (v->valid_to.days != DATE_OPEN.days)
		return err_set(c->err, RC_CONFLICT, "%.*s đã kết thúc từ ngày %s.", STR_ARG(v->name),
		               date_vn(v->valid_to).z);
	if (on.days <= v->valid_from.days)
		return err_field(c->err, "on",
		                 "Ngày phải sau ngày %s, là ngày %.*s có tên và vị trí hiện nay.",
		                 date_vn(v->valid_from).z, STR_ARG(v->name));
	return RC_OK;
}

static enum rc change_version(struct ctx *c, const struct sql_unit_version_last *old, int64_t unit,
                              struct date on, int64_t parent, struct str kind, struct str name,
                              struct str short_name)
{
	int64_t id;
	TRY(sql_unit_version_end(c->db, old->id, on, NULL));
	TRY(sql_unit_version_add(c->db, unit, parent, kind, old->code, name, short_name, old->position,
	                         on, DATE_OPEN, &id));
	return sql_unit_bump(c->db, unit, NULL);
}

/* A unit that is to take others in has begun by then and does not end. */
static enum rc there_from(struct ctx *c, const char *field, int64_t unit, struct date on,
                          struct sql_unit_version_last *v)
{
	struct sql_unit_below_has begun;
	TRY(open_version(c, unit, (struct date){DATE_OPEN.days - 1}, v));
	TRY(sql_unit_below_has(c->db, c->mem, unit, unit, on, &begun));
	if (begun.n == 0)
		return err_field(c->err, field, "Ngày %s chưa có %.*s.", date_vn(on).z, STR_ARG(v->name));
	return RC_OK;
}

/* Two units of one name under one parent on one day would be told apart by nobody. */
static enum rc name_is_free(struct ctx *c, struct str name, int64_t parent, int64_t but,
                            struct date on)
{
	struct sql_unit_by_name_on *rows;
	size_t n;
	TRY(sql_unit_by_name_on(c->db, c->mem, name, on, &rows, &n));
	for (size_t i = 0; i < n; i++)
		if (rows[i].unit_id != but && rows[i].parent_id == parent)
			return err_field(c->err, "name",
			                 "Ngày %s đã có một đơn vị tên \"%.*s\" ở cùng cấp trên.",
			                 date_vn(on).z, STR_ARG(name));
	return RC_OK;
}

enum rc org_unit_add(struct ctx *c, const struct unit_new *u, int64_t *id)
{
	int64_t version, event;
	TRY(name_is_free(c, u->name, u->parent_id, DB_NULL, u->on));
	TRY(sql_unit_add(c->db, c->now_ms, viet_sort_key(c->mem, u->name), id));
	TRY(sql_unit_version_add(c->db, *id, u->parent_id, u->kind, u->code.p ? u->code : STR(""),
	                         u->name, u->short_name.p ? u->short_name : STR(""),
	                         u->position == DB_NULL ? 0 : u->position, u->on, DATE_OPEN, &version));
	TRY(add_event(c, "create", u->on, u->basis, &event));
	return add_part(c, event, *id, "to");
}

/* --- create, rename, correct, move, close ----------------------------------------------------- */

struct unit_create_in {
	int64_t parent_id, position;
	struct str name, short_name, code, kind, basis;
	struct date on;
};
static const struct field unit_create_fields[] = {
	F(TEXT, struct unit_create_in, name, "Tên đơn vị", .flags = MUST),
	F(TEXT, struct unit_create_in, short_name, "Tên viết tắt", .max = 40),
	F(TEXT, struct unit_create_in, code, "Mã đơn vị", .max = 40,
      .hint = "Mã định danh trong hệ thống quản lý văn bản, nếu có"),
	F(CHOICE, struct unit_create_in, kind, "Loại đơn vị", .flags = MUST, .choices = unit_kinds),
	F(REF, struct unit_create_in, parent_id, "Đơn vị cấp trên", .flags = MUST | IN_SCOPE,
      .ref = &unit_object),
	F(DATE, struct unit_create_in, on, "Từ ngày", .flags = MUST),
	F(TEXT, struct unit_create_in, basis, "Căn cứ", .hint = "Số, ngày của quyết định thành lập"),
	F(INT, struct unit_create_in, position, "Thứ tự trong danh sách", .max = 9999),
};

static enum rc unit_create(struct ctx *c, const void *in, struct out *out)
{
	const struct unit_create_in *u = in;
	struct sql_unit_version_last above;
	TRY(there_from(c, "parent_id", u->parent_id, u->on, &above));
	TRY(org_unit_add(c,
	                 &(struct unit_new){.parent_id = u->parent_id,
	                                    .kind = u->kind,
	                                    .code = u->code,
	                                    .name = u->name,
	                                    .short_name = u->short_name,
	                                    .basis = u->basis,
	                                    .position = u->position,
	                                    .on = u->on},
	                 &out->id));
	TRY(org_refresh_units(c));
	c->object_unit = out->id;
	out_say(c, out, "Đã thành lập %.*s từ ngày %s.", STR_ARG(u->name), date_vn(u->on).z);
	return RC_OK;
}

struct unit_rename_in {
	int64_t id;
	struct str name, short_name, kind, basis;
	struct date on;
};
static const struct field unit_rename_fields[] = {
	F(REF, struct unit_rename_in, id, "Đơn vị", .flags = MUST | HIDDEN, .ref = &unit_object),
	F(TEXT, struct unit_rename_in, name, "Tên mới", .flags = MUST),
	F(TEXT, struct unit_rename_in, short_name, "Tên viết tắt mới", .max = 40),
	F(CHOICE, struct unit_rename_in, kind, "Loại đơn vị mới", .choices = unit_kinds,
      .hint = "Để trống nếu không đổi"),
	F(DATE, struct unit_rename_in, on, "Từ ngày", .flags = MUST),
	F(TEXT, struct unit_rename_in, basis, "Căn cứ"),
};

static enum rc unit_rename(struct ctx *c, const void *in, struct out *out)
{
	const struct unit_rename_in *u = in;
	struct sql_unit_version_last old;
	TRY(open_version(c, u->id, u->on, &old));
	TRY(name_is_free(c, u->name, old.parent_id, u->id, u->on));
	TRY(change_version(c, &old, u->id, u->on, old.parent_id, u->kind.n ? u->kind : old.kind,
	                   u->name, u->short_name));
	TRY(event_on_one(c, "rename", u->on, u->basis, u->id));
	TRY(org_refresh_units(c));
	out_fact(out, "from", "Tên cũ", old.name);
	out_say(c, out, "Từ ngày %s, %.*s có tên mới là %.*s.", date_vn(u->on).z, STR_ARG(old.name),
	        STR_ARG(u->name));
	return RC_OK;
}

struct unit_correct_in {
	int64_t id, position;
	struct str name, short_name, code, kind;
};
static const struct field unit_correct_fields[] = {
	F(REF, struct unit_correct_in, id, "Đơn vị", .flags = MUST | HIDDEN, .ref = &unit_object),
	F(TEXT, struct unit_correct_in, name, "Tên đúng", .flags = MUST),
	F(TEXT, struct unit_correct_in, short_name, "Tên viết tắt", .max = 40),
	F(TEXT, struct unit_correct_in, code, "Mã đơn vị", .max = 40),
	F(CHOICE, struct unit_correct_in, kind, "Loại đơn vị", .flags = MUST, .choices = unit_kinds),
	F(INT, struct unit_correct_in, position, "Thứ tự trong danh sách", .max = 9999),
};

enum rc org_unit_correct(struct ctx *c, int64_t id, const struct unit_new *u)
{
	struct sql_unit_version_last old;
	TRY(sql_unit_version_last(c->db, c->mem, id, &old));
	TRY(name_is_free(c, u->name, old.parent_id, id, old.valid_from));
	TRY(sql_unit_version_correct(c->db, old.id, u->kind, u->code, u->name, u->short_name,
	                             u->position == DB_NULL ? old.position : u->position, NULL));
	return sql_unit_bump(c->db, id, NULL);
}

static enum rc unit_correct(struct ctx *c, const void *in, struct out *out)
{
	const struct unit_correct_in *u = in;
	TRY(org_unit_correct(c, u->id,
	                     &(struct unit_new){.kind = u->kind,
	                                        .code = u->code,
	                                        .name = u->name,
	                                        .short_name = u->short_name,
	                                        .position = u->position}));
	TRY(org_refresh_units(c));
	out_say(c, out, "Đã sửa thông tin của %.*s.", STR_ARG(u->name));
	return RC_OK;
}

/* The office itself is not moved, closed or split here. */
static enum rc not_the_top(struct ctx *c, int64_t id)
{
	struct sql_unit_version_last v;
	TRY(sql_unit_version_last(c->db, c->mem, id, &v));
	if (v.parent_id == DB_NULL)
		return err_set(c->err, RC_CONFLICT,
		               "%.*s là cơ quan cao nhất, không chuyển, giải thể hay chia tách được.",
		               STR_ARG(v.name));
	return RC_OK;
}

struct unit_move_in {
	int64_t id, parent_id;
	struct str basis;
	struct date on;
};
static const struct field unit_move_fields[] = {
	F(REF, struct unit_move_in, id, "Đơn vị", .flags = MUST | HIDDEN, .ref = &unit_object),
	F(REF, struct unit_move_in, parent_id, "Đơn vị cấp trên mới", .flags = MUST | IN_SCOPE,
      .ref = &unit_object),
	F(DATE, struct unit_move_in, on, "Từ ngày", .flags = MUST),
	F(TEXT, struct unit_move_in, basis, "Căn cứ"),
};

/*
 * No unit may come to lie below itself on any day from `on` on: the parent, its parents on
 * each of those days, and theirs.
 */
static enum rc not_below(struct ctx *c, int64_t parent, int64_t unit, struct date on)
{
	int64_t ids[UNITS_ABOVE_MAX] = {parent};
	int count = 1;
	for (int at = 0; at < count; at++) {
		struct sql_unit_parents_after *rows;
		size_t n;
		if (ids[at] == unit)
			return err_field(c->err, "parent_id", "Một đơn vị không thể nằm dưới chính nó.");
		TRY(sql_unit_parents_after(c->db, c->mem, ids[at], on, &rows, &n));
		for (size_t i = 0; i < n; i++) {
			int known = 0;
			while (known < count && ids[known] != rows[i].parent_id)
				known++;
			if (known < count || rows[i].parent_id == DB_NULL)
				continue;
			if (count == UNITS_ABOVE_MAX)
				return err_set(c->err, RC_TOOBIG, "Đơn vị này đã đổi cấp trên quá nhiều lần.");
			ids[count++] = rows[i].parent_id;
		}
	}
	return RC_OK;
}

static enum rc unit_move(struct ctx *c, const void *in, struct out *out)
{
	const struct unit_move_in *u = in;
	struct sql_unit_version_last old, above;
	TRY(open_version(c, u->id, u->on, &old));
	TRY(there_from(c, "parent_id", u->parent_id, u->on, &above));
	TRY(not_below(c, u->parent_id, u->id, u->on));
	TRY(name_is_free(c, old.name, u->parent_id, u->id, u->on));
	TRY(change_version(c, &old, u->id, u->on, u->parent_id, old.kind, old.name, old.short_name));
	TRY(event_on_one(c, "move", u->on, u->basis, u->id));
	TRY(org_refresh_units(c));
	out_fact(out, "to", "Cấp trên mới", above.name);
	out_say(c, out, "Từ ngày %s, %.*s trực thuộc %.*s.", date_vn(u->on).z, STR_ARG(old.name),
	        STR_ARG(above.name));
	return RC_OK;
}

struct unit_close_in {
	int64_t id;
	struct str basis;
	struct date on;
};
static const struct field unit_close_fields[] = {
	F(REF, struct unit_close_in, id, "Đơn vị", .flags = MUST | HIDDEN, .ref = &unit_object),
	F(DATE, struct unit_close_in, on, "Từ ngày", .flags = MUST,
      .hint = "Ngày đầu tiên đơn vị không còn"),
	F(TEXT, struct unit_close_in, basis, "Căn cứ", .flags = MUST),
};

/* Nobody sits there and nothing hangs on it after that day. */
static enum rc is_empty_after(struct ctx *c, int64_t id, struct date on)
{
	struct sql_unit_children_after *children;
	struct sql_post_open_in_unit *posts;
	size_t child_count, post_count;
	TRY(sql_unit_children_after(c->db, c->mem, id, on, &children, &child_count));
	if (child_count)
		return err_set(c->err, RC_CONFLICT,
		               "Còn %zu đơn vị trực thuộc (%.*s …). Xin chuyển hoặc giải thể trước.",
		               child_count, STR_ARG(children[0].name));
	TRY(sql_post_open_in_unit(c->db, c->mem, id, on, &posts, &post_count));
	if (post_count)
		return err_set(
			c->err, RC_CONFLICT,
			"Còn %zu người giữ vị trí (%.*s …). Xin chuyển công tác trước, hoặc dùng \"Sáp nhập\".",
			post_count, STR_ARG(posts[0].person_name));
	return RC_OK;
}

/* What has no end keeps it open on whatever day. */
static enum rc may_close(struct ctx *c, int64_t id)
{
	TRY(not_the_top(c, id));
	return is_empty_after(c, id, (struct date){DATE_OPEN.days - 1});
}

static enum rc unit_close(struct ctx *c, const void *in, struct out *out)
{
	const struct unit_close_in *u = in;
	struct sql_unit_version_last old;
	TRY(open_version(c, u->id, u->on, &old));
	TRY(is_empty_after(c, u->id, u->on));
	TRY(sql_unit_version_end(c->db, old.id, u->on, NULL));
	TRY(sql_unit_bump(c->db, u->id, NULL));
	TRY(event_on_one(c, "close", u->on, u->basis, u->id));
	TRY(org_refresh_units(c));
	out_say(c, out, "%.*s kết thúc hoạt động từ ngày %s.", STR_ARG(old.name), date_vn(u->on).z);
	return RC_OK;
}

/* --- merge and split ---------------------------------------------------------------------------
 */

/* Everybody who sits in `from` on that day or later goes on with the same title in `to`. */
static enum rc move_people(struct ctx *c, int64_t from, int64_t to, struct date on,
                           struct str basis, int64_t *moved)
{
	struct sql_post_open_in_unit *posts;
	size_t n;
	TRY(sql_post_open_in_unit(c->db, c->mem, from, on, &posts, &n));
	for (size_t i = 0; i < n; i++) {
		int64_t id;
		struct date since = posts[i].valid_from.days > on.days ? posts[i].valid_from : on;
		if (posts[i].valid_from.days < on.days)
			TRY(sql_post_end(c->db, posts[i].id, on, NULL));
		else
			TRY(sql_post_drop(c->db, posts[i].id,
			                  NULL)); /* was to begin in the old unit only later */
		TRY(sql_post_add(c->db, posts[i].person_id, to, posts[i].title, posts[i].main, basis, since,
		                 posts[i].valid_to, &id));
		TRY(org_refresh_person(c, posts[i].person_id));
	}
	*moved += (int64_t)n;
	return RC_OK;
}

static enum rc move_children(struct ctx *c, int64_t from, int64_t to, struct date on,
                             int64_t *moved)
{
	struct sql_unit_children_on *children;
	struct sql_unit_children_after *later;
	size_t n, later_n;
	TRY(sql_unit_children_on(c->db, c->mem, from, on, &children, &n));
	TRY(sql_unit_children_after(c->db, c->mem, from, on, &later, &later_n));
	if (later_n > n)
		return err_set(
			c->err, RC_CONFLICT,
			"Đã ghi một đơn vị trực thuộc bắt đầu sau ngày %s. Xin xử lý đơn vị ấy trước.",
			date_vn(on).z);
	for (size_t i = 0; i < n; i++) {
		struct sql_unit_version_last v;
		if (children[i].unit_id == to)
			continue;
		TRY(open_version(c, children[i].unit_id, on, &v));
		TRY(change_version(c, &v, children[i].unit_id, on, to, v.kind, v.name, v.short_name));
		++*moved;
	}
	return RC_OK;
}

struct unit_ref {
	int64_t unit;
};
static const struct field unit_ref_fields[] = {
	F(REF, struct unit_ref, unit, "Đơn vị", .flags = MUST | IN_SCOPE, .ref = &unit_object),
};

struct unit_merge_in {
	struct group from;
	int64_t into;
	struct str name, short_name, kind, basis;
	struct date on;
};
static const struct field unit_merge_fields[] = {
	F(GROUP, struct unit_merge_in, from, "Các đơn vị được hợp nhất, sáp nhập", .flags = MUST,
      .min = 1, .max = 30, .sub = unit_ref_fields, .sub_count = COUNT(unit_ref_fields),
      .sub_size = sizeof(struct unit_ref)),
	F(REF, struct unit_merge_in, into, "Sáp nhập vào đơn vị đã có", .flags = IN_SCOPE,
      .ref = &unit_object, .hint = "Để trống nếu hợp nhất thành đơn vị mới"),
	F(TEXT, struct unit_merge_in, name, "Tên đơn vị mới", .hint = "Khi hợp nhất thành đơn vị mới"),
	F(TEXT, struct unit_merge_in, short_name, "Tên viết tắt", .max = 40),
	F(CHOICE, struct unit_merge_in, kind, "Loại đơn vị mới", .choices = unit_kinds),
	F(DATE, struct unit_merge_in, on, "Từ ngày", .flags = MUST),
	F(TEXT, struct unit_merge_in, basis, "Căn cứ", .flags = MUST,
      .hint = "Số, ngày của quyết định"),
};

/* The unit that comes out: a new one beside the first, or one that is there. */
static enum rc merge_target(struct ctx *c, const struct unit_merge_in *u,
                            const struct sql_unit_version_last *first, int64_t *into)
{
	struct sql_unit_version_last v;
	if (u->into != DB_NULL) {
		*into = u->into;
		return there_from(c, "into", u->into, u->on, &v);
	}
	if (u->name.n == 0)
		return err_field(c->err, "name",
		                 "Xin nhập tên đơn vị mới, hoặc chọn đơn vị nhận sáp nhập.");
	int64_t version;
	TRY(name_is_free(c, u->name, first->parent_id, DB_NULL, u->on));
	TRY(sql_unit_add(c->db, c->now_ms, viet_sort_key(c->mem, u->name), into));
	return sql_unit_version_add(c->db, *into, first->parent_id, u->kind.n ? u->kind : first->kind,
	                            STR(""), u->name, u->short_name, first->position, u->on, DATE_OPEN,
	                            &version);
}

static enum rc merge_one(struct ctx *c, int64_t event, int64_t from, int64_t into,
                         const struct unit_merge_in *u, int64_t *people, int64_t *units)
{
	struct sql_unit_version_last v;
	TRY(open_version(c, from, u->on, &v));
	if (v.parent_id == DB_NULL)
		return err_set(c->err, RC_CONFLICT, "%.*s là cơ quan cao nhất, không sáp nhập ở đây được.",
		               STR_ARG(v.name));
	if (from == into)
		return err_field(c->err, "into", "%.*s không thể sáp nhập vào chính mình.",
		                 STR_ARG(v.name));
	TRY(not_below(c, into, from, u->on));
	TRY(sql_unit_version_end(c->db, v.id, u->on, NULL));
	TRY(sql_unit_bump(c->db, from, NULL));
	TRY(add_part(c, event, from, "from"));
	TRY(move_children(c, from, into, u->on, units));
	return move_people(c, from, into, u->on, u->basis, people);
}

static enum rc unit_merge(struct ctx *c, const void *in, struct out *out)
{
	const struct unit_merge_in *u = in;
	const struct unit_ref *from = u->from.items;
	struct sql_unit_version_last first;
	int64_t into, event, people = 0, units = 0;
	if (u->from.count < 2 && u->into == DB_NULL)
		return err_field(c->err, "from", "Hợp nhất thành đơn vị mới cần ít nhất hai đơn vị.");
	TRY(open_version(c, from[0].unit, u->on, &first));
	TRY(merge_target(c, u, &first, &into));
	TRY(add_event(c, "merge", u->on, u->basis, &event));
	for (int i = 0; i < u->from.count; i++)
		TRY(merge_one(c, event, from[i].unit, into, u, &people, &units));
	TRY(add_part(c, event, into, "to"));
	TRY(org_refresh_units(c));
	out->id = into;
	c->object_unit = into;
	out_fact(out, "people", "Người chuyển sang", viet_number(c->mem, people));
	out_fact(out, "units", "Đơn vị trực thuộc chuyển theo", viet_number(c->mem, units));
	out_say(c, out,
	        "Từ ngày %s, %d đơn vị được sáp nhập; quyền được giao trên các đơn vị cũ theo sang đơn "
	        "vị mới.",
	        date_vn(u->on).z, u->from.count);
	return RC_OK;
}

struct unit_part {
	struct str name, short_name, kind;
};
static const struct field unit_part_fields[] = {
	F(TEXT, struct unit_part, name, "Tên đơn vị mới", .flags = MUST),
	F(TEXT, struct unit_part, short_name, "Tên viết tắt", .max = 40),
	F(CHOICE, struct unit_part, kind, "Loại", .choices = unit_kinds),
};

struct unit_split_in {
	int64_t id;
	struct group parts;
	struct str basis;
	struct date on;
};
static const struct field unit_split_fields[] = {
	F(REF, struct unit_split_in, id, "Đơn vị", .flags = MUST | HIDDEN, .ref = &unit_object),
	F(GROUP, struct unit_split_in, parts, "Các đơn vị mới", .flags = MUST, .min = 2, .max = 20,
      .sub = unit_part_fields, .sub_count = COUNT(unit_part_fields),
      .sub_size = sizeof(struct unit_part),
      .hint = "Mọi người chuyển sang đơn vị ghi đầu tiên; sau đó điều chỉnh từng người"),
	F(DATE, struct unit_split_in, on, "Từ ngày", .flags = MUST),
	F(TEXT, struct unit_split_in, basis, "Căn cứ", .flags = MUST),
};

static enum rc unit_split(struct ctx *c, const void *in, struct out *out)
{
	const struct unit_split_in *u = in;
	const struct unit_part *parts = u->parts.items;
	struct sql_unit_version_last old;
	int64_t event, version, first = DB_NULL, people = 0, units = 0;
	TRY(open_version(c, u->id, u->on, &old));
	TRY(sql_unit_version_end(c->db, old.id, u->on, NULL));
	TRY(sql_unit_bump(c->db, u->id, NULL));
	TRY(add_event(c, "split", u->on, u->basis, &event));
	TRY(add_part(c, event, u->id, "from"));
	for (int i = 0; i < u->parts.count; i++) {
		int64_t id;
		TRY(name_is_free(c, parts[i].name, old.parent_id, u->id, u->on));
		TRY(sql_unit_add(c->db, c->now_ms, viet_sort_key(c->mem, parts[i].name), &id));
		TRY(sql_unit_version_add(
			c->db, id, old.parent_id, parts[i].kind.n ? parts[i].kind : old.kind, STR(""),
			parts[i].name, parts[i].short_name, old.position + i, u->on, DATE_OPEN, &version));
		TRY(add_part(c, event, id, "to"));
		first = first == DB_NULL ? id : first;
	}
	TRY(move_children(c, u->id, first, u->on, &units));
	TRY(move_people(c, u->id, first, u->on, u->basis, &people));
	TRY(org_refresh_units(c));
	out->id = first;
	out_fact(out, "people", "Người chuyển sang đơn vị ghi đầu tiên", viet_number(c->mem, people));
	out_fact(out, "units", "Đơn vị trực thuộc chuyển theo", viet_number(c->mem, units));
	out_say(c, out, "Từ ngày %s, %.*s được chia thành %d đơn vị.", date_vn(u->on).z,
	        STR_ARG(old.name), u->parts.count);
	return RC_OK;
}

/* --- lists and rows --------------------------------------------------------------------------- */

static const struct field unit_list_filters[] = {
	FILTER(TEXT, "q", "Tìm theo tên", .flags = WORDS, .ref = &unit_object),
	FILTER(CHOICE, "kind", "Loại", .choices = unit_kinds),
	FILTER(CHOICE, "state", "Tình trạng", .choices = unit_states),
	FILTER(REF, "parent", "Cấp trên", .ref = &unit_object),
};
static const struct column unit_list_cols[] = {
	{"name", "Tên đơn vị", COL_LINK, .op = "unit.view", .key = "id", .order = "name", .width = 40},
	{"short_name", "Viết tắt", COL_TEXT},
	{"kind", "Loại", COL_CHOICE, .choices = unit_kinds},
	{"parent_name", "Cấp trên", COL_LINK, .op = "unit.view", .key = "parent_id", .width = 30},
	{"people", "Số người", COL_INT},
	{"state", "Tình trạng", COL_BADGE, .choices = unit_states},
	{"code", "Mã", COL_TEXT},
	{"since", "Từ ngày", COL_DATE},
	{"basis", "Căn cứ", COL_TEXT, .width = 40},
};
static const struct field unit_id_filter[] = {
	FILTER(REF, "id", "Đơn vị", .flags = MUST | HIDDEN, .ref = &unit_object)};
static const struct field unit_part_filter[] = {FILTER(REF, "unit", "Đơn vị", .ref = &unit_object)};
static const struct column unit_view_cols[] = {
	{"name", "Tên đơn vị", COL_TEXT},
	{"short_name", "Tên viết tắt", COL_TEXT},
	{"code", "Mã đơn vị", COL_TEXT},
	{"kind", "Loại", COL_CHOICE, .choices = unit_kinds},
	{"parent_name", "Đơn vị cấp trên", COL_LINK, .op = "unit.view", .key = "parent_id"},
	{"state", "Tình trạng", COL_BADGE, .choices = unit_states},
	{"people", "Số người", COL_INT},
	{"people_below", "Kể cả đơn vị trực thuộc", COL_INT},
};
static const struct column unit_history_cols[] = {
	{"name", "Tên", COL_TEXT, .width = 40},   {"kind", "Loại", COL_CHOICE, .choices = unit_kinds},
	{"parent_name", "Cấp trên", COL_TEXT},    {"valid_from", "Từ ngày", COL_DATE, .order = "time"},
	{"valid_to", "Đến trước ngày", COL_DATE},
};
static const struct column unit_event_cols[] = {
	{"on_date", "Ngày", COL_DATE, .order = "time"},
	{"kind", "Sự kiện", COL_CHOICE, .choices = event_kinds},
	{"unit_name", "Đơn vị", COL_LINK, .op = "unit.view", .key = "unit_id", .width = 40},
	{"side", "Vai trò", COL_CHOICE, .choices = sides},
	{"basis", "Căn cứ", COL_TEXT, .width = 40},
};
static const struct part unit_parts[] = {
	{"Người trong đơn vị", "person.list", "unit", NULL},
	{"Đơn vị trực thuộc", "unit.list", "parent", NULL},
	{"Khen thưởng tập thể", "award.list", "line", NULL},
	{"Xếp loại tập thể", "rating.list", "line", NULL},
	{"Số liệu năm", "unit_year.list", "unit", NULL},
	{"Sáng kiến, đề tài", "initiative.list", "unit", NULL},
	{"Văn bản đã lập", "writing.list", "unit", NULL},
	{"Tên và vị trí qua các thời kỳ", "unit.history", "unit", NULL},
	{"Sự kiện", "unit.events", "unit", NULL},
	{"Tệp đính kèm", "file.list", "unit", NULL},
};

#define SEES_UNITS                                                                                 \
	(R_OFFICE | R(MEMBER) | R(UNIT_CLERK) | R(UNIT_HEAD) | R(COUNCIL) | R(ACCOUNTANT))
#define KEEPS_UNITS (R(ADMIN) | R(STANDING))

const struct op unit_ops[] = {
	{.name = "unit.tree",
     .title = "Sơ đồ tổ chức",
     .help = "Cây đơn vị của một ngày bất kỳ, kể cả ngày đã qua.",
     .kind = OP_READ,
     .roles = SEES_UNITS,
     .scope = SCOPE_ANY,
     .area = "org",
     .icon = "units",
     .in_size = sizeof(struct unit_tree_in),
     .fields = unit_tree_fields,
     .field_count = UNIT_TREE_FIELD_COUNT,
     .run = unit_tree,
     .page = unit_tree_page,
     .json = unit_tree_json},
	{.name = "unit.list",
     .title = "Đơn vị",
     .help = "Mọi đơn vị trong phạm vi được giao, kể cả đã kết thúc.",
     .kind = OP_LIST,
     .roles = R_OFFICE | R(UNIT_CLERK) | R(UNIT_HEAD),
     .scope = SCOPE_ANY,
     .area = "org",
     .icon = "folder",
     .object = &unit_object,
     .list = &sql_list_unit_list,
     FIELDS(unit_list_filters),
     COLS(unit_list_cols),
     .empty = "Chưa có đơn vị nào khớp. Bỏ bớt bộ lọc, hoặc thành lập đơn vị mới."},
	{.name = "unit.view",
     .title = "Đơn vị",
     .help = "Một đơn vị: thông tin hôm nay, người, đơn vị trực thuộc, lịch sử.",
     .kind = OP_VIEW,
     .roles = R_OFFICE | R(UNIT_CLERK) | R(UNIT_HEAD),
     .scope = SCOPE_OBJECT,
     .object = &unit_object,
     .list = &sql_list_unit_view,
     FIELDS(unit_id_filter),
     COLS(unit_view_cols),
     PARTS(unit_parts)},
	{.name = "unit.history",
     .title = "Tên và vị trí qua các thời kỳ",
     .help = "Tên, loại và cấp trên của đơn vị theo thời gian.",
     .kind = OP_LIST,
     .roles = R_OFFICE | R(UNIT_CLERK) | R(UNIT_HEAD),
     .scope = SCOPE_ANY,
     .flags = OP_QUIET,
     .list = &sql_list_unit_history,
     FIELDS(unit_part_filter),
     COLS(unit_history_cols),
     .empty = "Chưa có thay đổi nào."},
	{.name = "unit.events",
     .title = "Sự kiện tổ chức",
     .help = "Thành lập, đổi tên, chuyển, sáp nhập, chia tách, giải thể.",
     .kind = OP_LIST,
     .roles = R_OFFICE | R(UNIT_CLERK) | R(UNIT_HEAD),
     .scope = SCOPE_ANY,
     .area = "org",
     .icon = "split",
     .list = &sql_list_unit_event_list,
     FIELDS(unit_part_filter),
     COLS(unit_event_cols),
     .empty = "Chưa có sự kiện nào."},
	{.name = "unit.create",
     .title = "Thành lập đơn vị",
     .help = "Một đơn vị mới từ một ngày, dưới một đơn vị đã có.",
     .kind = OP_WRITE,
     .roles = KEEPS_UNITS,
     .scope = SCOPE_OBJECT,
     .object = &unit_object,
     FIELDS(unit_create_fields),
     .in_size = sizeof(struct unit_create_in),
     .run = unit_create,
     .then = "unit.view"},
	{.name = "unit.rename",
     .title = "Đổi tên đơn vị",
     .help = "Tên mới từ một ngày; trước ngày ấy mọi văn bản vẫn mang tên cũ.",
     .verb = "Đổi tên",
     .kind = OP_WRITE,
     .roles = KEEPS_UNITS,
     .scope = SCOPE_OBJECT,
     .object = &unit_object,
     .states = "active planned",
     FIELDS(unit_rename_fields),
     .in_size = sizeof(struct unit_rename_in),
     .run = unit_rename,
     .then = "unit.view"},
	{.name = "unit.correct",
     .title = "Sửa thông tin đơn vị",
     .help = "Sửa lỗi gõ, mã, thứ tự của tên hiện nay; không phải đổi tên.",
     .verb = "Sửa",
     .kind = OP_WRITE,
     .roles = KEEPS_UNITS,
     .scope = SCOPE_OBJECT,
     .object = &unit_object,
     FIELDS(unit_correct_fields),
     .in_size = sizeof(struct unit_correct_in),
     .run = unit_correct,
     .then = "unit.view"},
	{.name = "unit.move",
     .title = "Chuyển cấp trên",
     .help = "Đơn vị trực thuộc một đơn vị khác từ một ngày.",
     .kind = OP_WRITE,
     .roles = KEEPS_UNITS,
     .scope = SCOPE_OBJECT,
     .object = &unit_object,
     .states = "active planned",
     FIELDS(unit_move_fields),
     .in_size = sizeof(struct unit_move_in),
     .run = unit_move,
     .guard = not_the_top,
     .then = "unit.view"},
	{.name = "unit.merge",
     .title = "Hợp nhất, sáp nhập đơn vị",
     .help = "Nhiều đơn vị thành một, từ một ngày: người và đơn vị trực thuộc chuyển theo, lịch sử "
             "ở lại đơn vị cũ.",
     .kind = OP_WRITE,
     .flags = OP_PREVIEW,
     .roles = KEEPS_UNITS,
     .scope = SCOPE_OBJECT,
     .object = &unit_object,
     FIELDS(unit_merge_fields),
     .in_size = sizeof(struct unit_merge_in),
     .run = unit_merge,
     .then = "unit.view"},
	{.name = "unit.split",
     .title = "Chia tách đơn vị",
     .help = "Một đơn vị thành nhiều đơn vị, từ một ngày.",
     .verb = "Chia tách",
     .kind = OP_WRITE,
     .flags = OP_PREVIEW,
     .roles = KEEPS_UNITS,
     .scope = SCOPE_OBJECT,
     .object = &unit_object,
     .states = "active",
     FIELDS(unit_split_fields),
     .in_size = sizeof(struct unit_split_in),
     .run = unit_split,
     .guard = not_the_top,
     .then = "unit.view"},
	{.name = "unit.close",
     .title = "Giải thể đơn vị",
     .help = "Đơn vị kết thúc từ một ngày; phải hết người và đơn vị trực thuộc.",
     .verb = "Giải thể",
     .kind = OP_WRITE,
     .flags = OP_PREVIEW,
     .roles = KEEPS_UNITS,
     .scope = SCOPE_OBJECT,
     .object = &unit_object,
     .states = "active planned",
     FIELDS(unit_close_fields),
     .in_size = sizeof(struct unit_close_in),
     .run = unit_close,
     .guard = may_close,
     .then = "unit.view"},
	{0}};

/* post.c: who sits where, by date. One main post at a time; further ones beside it. */
#include "app/org/org.h"
#include "db/sql_person.h"
#include "op/gate.h"

const struct object post_object = {
	.name = "post", .label = "vị trí công tác", .list = &sql_list_post_object};

struct post_add_in {
	int64_t person_id, unit_id;
	struct str title, basis;
	struct date on;
	bool beside;
};
static const struct field post_add_fields[] = {
	F(REF, struct post_add_in, person_id, "Người", .flags = MUST | IN_SCOPE, .ref = &person_object),
	F(REF, struct post_add_in, unit_id, "Đơn vị", .flags = MUST | IN_SCOPE, .ref = &unit_object),
	F(TEXT, struct post_add_in, title, "Chức vụ, chức danh", .flags = MUST),
	F(DATE, struct post_add_in, on, "Từ ngày", .flags = MUST),
	F(TEXT, struct post_add_in, basis, "Căn cứ", .hint = "Số, ngày của quyết định"),
	F(BOOL, struct post_add_in, beside, "Kiêm nhiệm (giữ nguyên vị trí chính)"),
};

/* The main post that runs on that day ends; one dated later stands in the way. */
static enum rc end_main(struct ctx *c, const struct post_add_in *p)
{
	struct sql_post_main_open *posts;
	size_t n;
	TRY(sql_post_main_open(c->db, c->mem, p->person_id, p->on, &posts, &n));
	for (size_t i = 0; i < n; i++) {
		if (posts[i].valid_from.days >= p->on.days)
			return err_field(
				c->err, "on",
				"Người này đã có vị trí chính từ ngày %s. Xin kết thúc vị trí ấy trước.",
				date_vn(posts[i].valid_from).z);
		TRY(sql_post_end(c->db, posts[i].id, p->on, NULL));
	}
	return RC_OK;
}

static enum rc post_add(struct ctx *c, const void *in, struct out *out)
{
	const struct post_add_in *p = in;
	struct sql_person_get person;
	TRY(sql_person_get(c->db, c->mem, p->person_id, &person));
	if (!str_eqz(person.state, "active"))
		return err_field(c->err, "person_id",
		                 "%.*s không còn công tác. Xin ghi \"Công tác trở lại\" trước.",
		                 STR_ARG(person.name));
	TRY(org_unit_is_there(c, p->unit_id, p->on));
	if (!p->beside)
		TRY(end_main(c, p));
	TRY(sql_post_add(c->db, p->person_id, p->unit_id, p->title, !p->beside, p->basis, p->on,
	                 DATE_OPEN, &out->id));
	TRY(sql_person_bump(c->db, p->person_id, NULL));
	c->object_person = p->person_id;
	c->object_unit = p->unit_id;
	TRY(org_refresh_person(c, p->person_id));
	out->go = arena_printf(c->mem, "/person/%lld", (long long)p->person_id);
	out_say(c, out, "Từ ngày %s, %.*s giữ vị trí %.*s tại %.*s.", date_vn(p->on).z,
	        STR_ARG(person.name), STR_ARG(p->title),
	        STR_ARG(gate_label(c, c->op, &unit_object, p->unit_id)));
	return RC_OK;
}

struct post_end_in {
	int64_t id;
	struct date on;
};
static const struct field post_end_fields[] = {
	F(REF, struct post_end_in, id, "Vị trí", .flags = MUST | HIDDEN, .ref = &post_object),
	F(DATE, struct post_end_in, on, "Kết thúc từ ngày", .flags = MUST),
};

static enum rc post_end(struct ctx *c, const void *in, struct out *out)
{
	const struct post_end_in *p = in;
	struct sql_post_get post;
	TRY(sql_post_get(c->db, c->mem, p->id, &post));
	if (p->on.days <= post.valid_from.days || p->on.days > post.valid_to.days)
		return err_field(c->err, "on",
		                 "Ngày kết thúc phải sau ngày %s và không sau ngày kết thúc đã ghi.",
		                 date_vn(post.valid_from).z);
	TRY(sql_post_end(c->db, p->id, p->on, NULL));
	TRY(sql_person_bump(c->db, post.person_id, NULL));
	TRY(org_refresh_person(c, post.person_id));
	out->go = arena_printf(c->mem, "/person/%lld", (long long)post.person_id);
	out_say(c, out, "Vị trí %.*s kết thúc từ ngày %s.", STR_ARG(post.title), date_vn(p->on).z);
	return RC_OK;
}

static const struct choice main_or_beside[] = {{"1", "Chính"}, {"0", "Kiêm nhiệm"}, {0}};
static const struct field post_filters[] = {
	FILTER(REF, "person", "Người", .ref = &person_object),
	FILTER(REF, "unit", "Đơn vị", .ref = &unit_object),
};
static const struct column post_cols[] = {
	{"person_name", "Họ và tên", COL_LINK, .op = "person.view", .key = "person_id", .width = 28},
	{"title", "Chức vụ", COL_TEXT, .width = 28},
	{"unit_name", "Đơn vị", COL_LINK, .op = "unit.view", .key = "unit_id", .width = 36},
	{"main", "Vị trí", COL_CHOICE, .choices = main_or_beside},
	{"valid_from", "Từ ngày", COL_DATE, .order = "time"},
	{"valid_to", "Đến trước ngày", COL_DATE},
	{"basis", "Căn cứ", COL_TEXT, .width = 36},
};

#define SEES (R_OFFICE | R(MEMBER) | R(UNIT_CLERK) | R(UNIT_HEAD))
#define KEEPS (R(ADMIN) | R(STANDING))

const struct op post_ops[] = {
	{.name = "post.list",
     .title = "Quá trình công tác",
     .help = "Các vị trí theo thời gian, trong phạm vi được giao.",
     .kind = OP_LIST,
     .roles = SEES,
     .scope = SCOPE_ANY,
     .flags = OP_JOURNAL_EXPORT | OP_QUIET,
     .object = &post_object,
     .list = &sql_list_post_list,
     FIELDS(post_filters),
     COLS(post_cols),
     .empty = "Chưa ghi vị trí nào."},
	{.name = "post.add",
     .title = "Bổ nhiệm, điều động",
     .help = "Vị trí mới từ một ngày; vị trí chính cũ kết thúc cùng ngày.",
     .kind = OP_WRITE,
     .flags = OP_NOT_OWN,
     .roles = KEEPS,
     .scope = SCOPE_OBJECT,
     .object = &post_object,
     FIELDS(post_add_fields),
     .in_size = sizeof(struct post_add_in),
     .run = post_add,
     .person_field = "person_id"},
	{.name = "post.end",
     .title = "Kết thúc vị trí",
     .help = "Một vị trí kết thúc từ một ngày.",
     .verb = "Kết thúc",
     .kind = OP_WRITE,
     .flags = OP_NOT_OWN,
     .roles = KEEPS,
     .scope = SCOPE_OBJECT,
     .object = &post_object,
     FIELDS(post_end_fields),
     .in_size = sizeof(struct post_end_in),
     .run = post_end},
	{0}};

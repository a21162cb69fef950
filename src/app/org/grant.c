/*
 * grant.c: who may what: a role over a unit and all below it, from a day to a day.
 *
 * Granting head or council decides who decides, administrator and standing member who
 * confirms: these take two people; the former tell the owner and bar voting until the
 * owner has confirmed. Nobody grants to themselves.
 */
#include "app/account/account.h"
#include "app/org/org.h"
#include "db/sql_account.h"
#include "db/sql_grant.h"
#include "db/sql_person.h"
#include "op/gate.h"

#include <inttypes.h>

const struct object grant_object = {
	.name = "grant", .label = "quyền được giao", .list = &sql_list_grant_object};

/* MEMBER comes with the account and PUBLIC with nothing: neither is granted. */
const struct choice roles_choices[] = {{"unit_clerk", "Đầu mối đơn vị"},
                                       {"unit_head", "Trưởng đơn vị"},
                                       {"standing", "Thường trực thi đua, khen thưởng"},
                                       {"council", "Thành viên Hội đồng"},
                                       {"head", "Thủ trưởng cơ quan"},
                                       {"registry", "Văn thư"},
                                       {"accountant", "Kế toán"},
                                       {"inspector", "Thanh tra, kiểm tra"},
                                       {"admin", "Quản trị hệ thống"},
                                       {0}};

static const struct choice grant_states[] = {
	{"active", "Đang hiệu lực"}, {"planned", "Chưa đến ngày"}, {"closed", "Đã kết thúc"}, {0}};

struct grant_add_in {
	int64_t person_id, unit_id;
	struct str role, basis;
	struct date from, to;
};
static const struct field grant_add_fields[] = {
	F(REF, struct grant_add_in, person_id, "Người được giao", .flags = MUST | IN_SCOPE,
      .ref = &person_object),
	F(CHOICE, struct grant_add_in, role, "Vai", .flags = MUST, .choices = roles_choices),
	F(REF, struct grant_add_in, unit_id, "Phạm vi", .flags = MUST | IN_SCOPE, .ref = &unit_object,
      .hint = "Đơn vị này và mọi đơn vị trực thuộc"),
	F(DATE, struct grant_add_in, from, "Từ ngày", .hint = "Để trống: hôm nay"),
	F(DATE, struct grant_add_in, to, "Đến trước ngày", .hint = "Để trống: không thời hạn"),
	F(TEXT, struct grant_add_in, basis, "Căn cứ", .hint = "Quyết định, phân công nhiệm vụ"),
};

static bool votes(struct str role)
{
	return str_eqz(role, "head") || str_eqz(role, "council");
}

static bool grant_needs_second(struct ctx *c, const void *in)
{
	const struct grant_add_in *g = in;
	return account_role_decides(g->role) && account_second_exists(c);
}

static enum rc at_work(struct ctx *c, int64_t person)
{
	struct sql_person_get row;
	TRY(sql_person_get(c->db, c->mem, person, &row));
	if (str_eqz(row.state, "active"))
		return RC_OK;
	return err_field(c->err, "person_id", "%.*s không còn công tác nên không giao quyền được.",
	                 STR_ARG(row.name));
}

static enum rc grant_add(struct ctx *c, const void *in, struct out *out)
{
	const struct grant_add_in *g = in;
	struct sql_grant_same *same;
	size_t n;
	struct date from = date_is_none(g->from) ? c->today : g->from;
	struct date to = date_is_none(g->to) ? DATE_OPEN : g->to;
	struct str name = gate_label(c, c->op, &person_object, g->person_id);
	TRY(at_work(c, g->person_id));
	if (to.days <= from.days)
		return err_field(c->err, "to", "Ngày kết thúc phải sau ngày bắt đầu.");
	TRY(sql_grant_same(c->db, c->mem, g->person_id, g->role, g->unit_id, from, to, &same, &n));
	if (n)
		return err_field(c->err, "role", "%.*s đã có vai này ở đơn vị này trong thời gian ấy.",
		                 STR_ARG(name));
	if (account_role_decides(g->role) && !account_second_exists(c))
		out->mark = ACCOUNT_ALONE;
	TRY(sql_grant_add(c->db, g->person_id, g->role, g->unit_id, g->basis, from, to, &out->id));
	c->object_person = g->person_id;
	c->object_unit = g->unit_id;
	if (votes(g->role))
		TRY(account_guard_owner(
			c, g->person_id,
			arena_printf(c->mem,
		                 "Ông/bà vừa được giao vai %.*s từ ngày %s. Xin đăng nhập và xác nhận; "
		                 "trước khi xác nhận, tài khoản chưa bỏ phiếu được.",
		                 STR_ARG(choice_label(roles_choices, g->role)), date_vn(from).z)));
	out->go = arena_printf(c->mem, "/person/%" PRId64, g->person_id);
	out_say(c, out, "%.*s có vai %.*s từ ngày %s.", STR_ARG(name),
	        STR_ARG(choice_label(roles_choices, g->role)), date_vn(from).z);
	return RC_OK;
}

struct grant_end_in {
	int64_t id;
	struct date on;
	struct str basis;
};
static const struct field grant_end_fields[] = {
	F(REF, struct grant_end_in, id, "Quyền", .flags = MUST | HIDDEN, .ref = &grant_object),
	F(DATE, struct grant_end_in, on, "Kết thúc từ ngày", .hint = "Để trống: hôm nay"),
	F(TEXT, struct grant_end_in, basis, "Lý do", .flags = MUST),
};

static enum rc grant_end(struct ctx *c, const void *in, struct out *out)
{
	const struct grant_end_in *g = in;
	struct sql_grant_get row;
	struct sql_grant_admins_left left;
	struct date on = date_is_none(g->on) ? c->today : g->on;
	TRY(sql_grant_get(c->db, c->mem, g->id, &row));
	if (on.days < row.valid_from.days)
		on = row.valid_from; /* never began: an empty period */
	if (on.days > row.valid_to.days)
		return err_field(c->err, "on", "Quyền này đã kết thúc từ ngày %s.",
		                 date_vn(row.valid_to).z);
	if (str_eqz(row.role, "admin")) {
		TRY(sql_grant_admins_left(c->db, c->mem, g->id, on, &left));
		if (left.n == 0)
			return err_set(c->err, RC_CONFLICT,
			               "Đây là quản trị hệ thống cuối cùng. Xin giao cho người khác trước.");
	}
	TRY(sql_grant_end(c->db, g->id, on, NULL));
	out->go = arena_printf(c->mem, "/person/%" PRId64, row.person_id);
	out_say(c, out, "Vai %.*s của %.*s kết thúc từ ngày %s.",
	        STR_ARG(choice_label(roles_choices, row.role)), STR_ARG(c->object_label),
	        date_vn(on).z);
	return RC_OK;
}

static const struct field grant_filters[] = {
	FILTER(REF, "person", "Người", .ref = &person_object),
	FILTER(CHOICE, "role", "Vai", .choices = roles_choices),
	FILTER(REF, "unit", "Phạm vi", .ref = &unit_object),
};
static const struct column grant_cols[] = {
	{"person_name", "Họ và tên", COL_LINK, .op = "person.view", .key = "person_id", .width = 28},
	{"role", "Vai", COL_CHOICE, .choices = roles_choices, .width = 28},
	{"unit_name", "Phạm vi", COL_LINK, .op = "unit.view", .key = "unit_id", .width = 36},
	{"valid_from", "Từ ngày", COL_DATE},
	{"valid_to", "Đến trước ngày", COL_DATE},
	{"state", "Tình trạng", COL_BADGE, .choices = grant_states},
	{"basis", "Căn cứ", COL_TEXT, .width = 36},
};

const struct op grant_ops[] = {
	{.name = "grant.list",
     .title = "Quyền được giao",
     .help = "Ai có vai gì, ở đơn vị nào, từ ngày nào đến ngày nào.",
     .kind = OP_LIST,
     .flags = OP_JOURNAL_EXPORT,
     .roles = R(ADMIN) | R(INSPECTOR) | R(HEAD) | R(STANDING) | R(MEMBER),
     .scope = SCOPE_ANY,
     .area = "org",
     .icon = "key",
     .object = &grant_object,
     .list = &sql_list_grant_list,
     FIELDS(grant_filters),
     COLS(grant_cols),
     .empty = "Chưa giao quyền nào."},
	{.name = "grant.add",
     .title = "Giao quyền",
     .help = "Giao một vai cho một người trong một đơn vị. Vai thủ trưởng, thành viên Hội đồng, "
             "thường trực và quản trị hệ thống cần hai người.",
     .kind = OP_WRITE,
     .flags = OP_SECOND | OP_NOT_OWN | OP_NO_TOKEN,
     .second = grant_needs_second,
     .second_roles = R(HEAD) | R(STANDING),
     .roles = R(ADMIN),
     .scope = SCOPE_OBJECT,
     .object = &grant_object,
     FIELDS(grant_add_fields),
     .in_size = sizeof(struct grant_add_in),
     .run = grant_add,
     .person_field = "person_id"},
	{.name = "grant.end",
     .title = "Thu hồi quyền",
     .help = "Một vai kết thúc từ một ngày; lịch sử vẫn còn.",
     .verb = "Thu hồi",
     .kind = OP_WRITE,
     .flags = OP_NOT_OWN | OP_NO_TOKEN,
     .roles = R(ADMIN),
     .scope = SCOPE_OBJECT,
     .object = &grant_object,
     .states = "active",
     FIELDS(grant_end_fields),
     .in_size = sizeof(struct grant_end_in),
     .run = grant_end},
	{0}};

/* council.c: councils and their members by date. */
#include "app/council/inner.h"

#include "app/org/org.h"
#include "db/sql_council.h"
#include "op/gate.h"

#include <inttypes.h>

const struct object council_object = {.name = "council",
                                      .label = "hội đồng",
                                      .list = &sql_list_council_object,
                                      .view = "council.view"};
const struct object council_member_object = {.name = "council_member",
                                             .label = "thành viên hội đồng",
                                             .list = &sql_list_council_member_object};

static const struct choice kinds[] = {
	{"award", "Hội đồng Thi đua - Khen thưởng"}, {"initiative", "Hội đồng sáng kiến"}, {0}};
static const struct choice states[] = {{"active", "Đang hoạt động"}, {"ended", "Đã kết thúc"}, {0}};
static const struct choice quorums[] = {{"1/2", "1/2 số thành viên"},
                                        {"2/3", "2/3 số thành viên"},
                                        {"3/4", "3/4 số thành viên"},
                                        {"4/5", "4/5 số thành viên"},
                                        {0}};
static const struct choice countings[] = {
	{"all", "Tổng số thành viên hội đồng (theo luật)"},
	{"voting", "Thành viên không thuộc diện không tham gia biểu quyết"},
	{0}};
static const struct choice lower_rules[] = {{"own", "Chỉ tính phiếu chọn mức thấp hơn"},
                                            {"with", "Tính cả phiếu đồng ý mức được đề nghị"},
                                            {0}};
static const struct choice ranks[] = {
	{"office", "Cơ sở"}, {"submitting", "Cấp trình"}, {"province", "Tỉnh"}, {0}};
const struct choice council_roles[] = {{"chair", "Chủ tịch"},
                                       {"deputy", "Phó Chủ tịch"},
                                       {"secretary", "Thư ký"},
                                       {"member", "Ủy viên"},
                                       {0}};
static const struct choice member_states[] = {
	{"active", "Đương nhiệm"}, {"planned", "Chưa đến ngày"}, {"ended", "Đã thôi"}, {0}};
static const struct choice yes_no[] = {{"yes", "Có"}, {"no", "Chưa"}, {0}};

int64_t council_quorum(struct str share, int64_t members)
{
	int64_t part = share.p[0] - '0', of = share.p[2] - '0';
	return (members * part + of - 1) / of;
}

/* --- councils --------------------------------------------------------------------------------- */

struct council_in {
	int64_t id, unit_id;
	struct str kind, name, sign, quorum, counting, lower_rule, rank;
	struct date dated;
};
#define COUNCIL_FIELDS                                                                             \
	F(TEXT, struct council_in, name, "Tên hội đồng", .flags = MUST, .max = 200),                   \
		F(TEXT, struct council_in, sign, "Quyết định thành lập, số", .flags = MUST, .max = 60,     \
	      .hint = "Ví dụ 15/QĐ-VP"),                                                               \
		F(DATE, struct council_in, dated, "Ngày quyết định", .flags = MUST),                       \
		F(CHOICE, struct council_in, rank, "Cấp của hội đồng", .flags = MUST, .choices = ranks,    \
	      .hint = "Tỷ lệ phiếu theo luật tùy cấp"),                                                \
		F(CHOICE, struct council_in, quorum, "Số người dự họp tối thiểu", .flags = MUST,           \
	      .choices = quorums,                                                                      \
	      .hint = "Do quy chế của hội đồng; luật không quy định (thiếu thì không họp được)"),      \
		F(CHOICE, struct council_in, counting, "Tỷ lệ phiếu tính trên", .flags = MUST,             \
	      .choices = countings),                                                                   \
		F(CHOICE, struct council_in, lower_rule, "Phiếu cho mức thấp hơn", .flags = MUST,          \
	      .choices = lower_rules,                                                                  \
	      .hint = "Khi phiếu cho phép chọn danh hiệu thấp hơn mức được đề nghị")
static const struct field council_create_fields[] = {
	F(CHOICE, struct council_in, kind, "Loại hội đồng", .flags = MUST, .choices = kinds),
	F(REF, struct council_in, unit_id, "Cơ quan", .flags = MUST | IN_SCOPE, .ref = &unit_object),
	COUNCIL_FIELDS,
};
static const struct field council_edit_fields[] = {
	F(REF, struct council_in, id, "Hội đồng", .flags = MUST | HIDDEN, .ref = &council_object),
	COUNCIL_FIELDS,
};

static enum rc check_dated(struct ctx *c, struct date dated)
{
	if (dated.days > c->today.days)
		return err_field(c->err, "dated", "Quyết định thành lập không thể ký sau hôm nay.");
	return RC_OK;
}

static enum rc council_create(struct ctx *c, const void *in, struct out *out)
{
	const struct council_in *p = in;
	TRY(check_dated(c, p->dated));
	TRY(org_unit_is_there(c, p->unit_id, c->today));
	TRY(sql_council_add(c->db, p->kind, p->name, p->unit_id, p->sign, p->dated, p->quorum,
	                    p->counting, p->lower_rule, p->rank, c->now_ms, &out->id));
	c->object_unit = p->unit_id;
	out_say(c, out, "Đã ghi %.*s. Xin thêm thành viên.", STR_ARG(p->name));
	return RC_OK;
}

static enum rc council_edit(struct ctx *c, const void *in, struct out *out)
{
	const struct council_in *p = in;
	TRY(check_dated(c, p->dated));
	TRY(sql_council_set(c->db, p->id, p->name, p->sign, p->dated, p->quorum, p->counting,
	                    p->lower_rule, p->rank, NULL));
	out_say(c, out, "Đã sửa %.*s; các phiên đã mời, đã họp giữ quy tắc lúc mời.", STR_ARG(p->name));
	return RC_OK;
}

struct council_end_in {
	int64_t id;
	struct date on;
};
static const struct field council_end_fields[] = {
	F(REF, struct council_end_in, id, "Hội đồng", .flags = MUST | HIDDEN, .ref = &council_object),
	F(DATE, struct council_end_in, on, "Kết thúc từ ngày", .flags = MUST),
};

static enum rc council_end(struct ctx *c, const void *in, struct out *out)
{
	const struct council_end_in *p = in;
	struct sql_council_get row;
	struct sql_council_meetings_ahead ahead;
	TRY(sql_council_get(c->db, c->mem, p->id, &row));
	if (p->on.days <= row.dated.days || p->on.days > c->today.days)
		return err_field(c->err, "on", "Ngày kết thúc phải sau ngày thành lập, không sau hôm nay.");
	TRY(sql_council_meetings_ahead(c->db, c->mem, p->id, &ahead));
	if (ahead.n)
		return err_set(c->err, RC_CONFLICT,
		               "Còn %" PRId64 " phiên họp chưa kết thúc. Xin kết thúc hoặc hủy trước.",
		               ahead.n);
	TRY(sql_council_members_end(c->db, p->id, p->on, NULL));
	TRY(sql_council_ended(c->db, p->id, p->on, NULL));
	out_say(c, out, "%.*s kết thúc hoạt động từ ngày %s.", STR_ARG(c->object_label),
	        date_vn(p->on).z);
	return RC_OK;
}

/* --- members ---------------------------------------------------------------------------------- */

struct council_member_in {
	int64_t id, council_id, person_id;
	struct str role, basis;
	struct date from, to, on;
};
static const struct field member_add_fields[] = {
	F(REF, struct council_member_in, council_id, "Hội đồng", .flags = MUST | IN_SCOPE,
      .ref = &council_object),
	F(REF, struct council_member_in, person_id, "Người", .flags = MUST | IN_SCOPE,
      .ref = &person_object),
	F(CHOICE, struct council_member_in, role, "Vai", .flags = MUST, .choices = council_roles),
	F(DATE, struct council_member_in, from, "Từ ngày", .flags = MUST),
	F(DATE, struct council_member_in, to, "Đến trước ngày", .hint = "Để trống: chưa định"),
	F(TEXT, struct council_member_in, basis, "Căn cứ", .max = 200,
      .hint = "Khi khác quyết định thành lập"),
};

/* One chair and one secretary on any day. */
static enum rc check_role(struct ctx *c, const struct council_member_in *p, struct date to)
{
	struct sql_council_role_meets there;
	if (!str_eqz(p->role, "chair") && !str_eqz(p->role, "secretary"))
		return RC_OK;
	TRY(sql_council_role_meets(c->db, c->mem, p->council_id, p->role, p->from, to, &there));
	if (there.n)
		return err_field(c->err, "role", "Hội đồng đã có %.*s trong thời gian này.",
		                 STR_ARG(choice_label(council_roles, p->role)));
	return RC_OK;
}

static enum rc member_add(struct ctx *c, const void *in, struct out *out)
{
	const struct council_member_in *p = in;
	struct date to = date_is_none(p->to) ? DATE_OPEN : p->to;
	struct sql_council_get council;
	TRY(sql_council_get(c->db, c->mem, p->council_id, &council));
	if (!str_eqz(council.state, "active"))
		return err_field(c->err, "council_id", "Hội đồng này đã kết thúc hoạt động.");
	if (p->from.days < council.dated.days)
		return err_field(c->err, "from", "Hội đồng được thành lập ngày %s.",
		                 date_vn(council.dated).z);
	if (to.days <= p->from.days)
		return err_field(c->err, "to", "Ngày kết thúc phải sau ngày bắt đầu.");
	TRY(check_role(c, p, to));
	enum rc rc = sql_council_member_add(c->db, p->council_id, p->person_id, p->role,
	                                    p->basis.p ? p->basis : STR(""), p->from, to, &out->id);
	if (rc == RC_CONFLICT)
		return err_set(c->err, rc, "Người này đã là thành viên hội đồng trong thời gian ấy.");
	TRY(rc);
	c->object_person = p->person_id;
	c->object_unit = council.unit_id;
	out->go = arena_printf(c->mem, "/council/%" PRId64, p->council_id);
	struct sql_council_may may;
	TRY(sql_council_may(c->db, c->mem, p->person_id, c->today, &may));
	out_say(c, out, "Đã thêm %.*s: %.*s.%s", STR_ARG(choice_label(council_roles, p->role)),
	        STR_ARG(gate_label(c, c->op, &person_object, p->person_id)),
	        may.grants ? "" : " Để bỏ phiếu, người ấy cần tài khoản có vai Hội đồng.");
	return RC_OK;
}

static const struct field member_end_fields[] = {
	F(REF, struct council_member_in, id, "Thành viên", .flags = MUST | HIDDEN,
      .ref = &council_member_object),
	F(DATE, struct council_member_in, on, "Thôi từ ngày", .flags = MUST),
};

static enum rc member_end(struct ctx *c, const void *in, struct out *out)
{
	const struct council_member_in *p = in;
	struct sql_council_member_get row;
	TRY(sql_council_member_get(c->db, c->mem, p->id, &row));
	if (p->on.days <= row.valid_from.days || p->on.days > row.valid_to.days)
		return err_field(c->err, "on", "Ngày thôi phải sau ngày %s và không sau ngày đã ghi.",
		                 date_vn(row.valid_from).z);
	TRY(sql_council_member_end(c->db, p->id, p->on, NULL));
	out->go = arena_printf(c->mem, "/council/%" PRId64, row.council_id);
	out_say(c, out, "%.*s thôi là thành viên từ ngày %s.", STR_ARG(c->object_label),
	        date_vn(p->on).z);
	return RC_OK;
}

/* --- rows ------------------------------------------------------------------------------------- */

static const struct field council_filters[] = {
	FILTER(CHOICE, "kind", "Loại", .choices = kinds),
	FILTER(CHOICE, "state", "Tình trạng", .choices = states),
};
static const struct column council_cols[] = {
	{"name", "Hội đồng", COL_LINK, .op = "council.view", .key = "id", .width = 44},
	{"kind", "Loại", COL_CHOICE, .choices = kinds},
	{"unit_name", "Cơ quan", COL_TEXT, .width = 36},
	{"sign", "Quyết định", COL_TEXT},
	{"dated", "Ngày", COL_DATE},
	{"members", "Thành viên", COL_INT},
	{"state", "Tình trạng", COL_BADGE, .choices = states},
};
static const struct column council_facts[] = {
	{"state", "Tình trạng", COL_BADGE, .choices = states},
	{"kind", "Loại", COL_CHOICE, .choices = kinds},
	{"rank", "Cấp", COL_CHOICE, .choices = ranks},
	{"unit_name", "Cơ quan", COL_LINK, .op = "unit.view", .key = "unit_id"},
	{"sign", "Quyết định thành lập", COL_TEXT},
	{"dated", "Ngày", COL_DATE},
	{"quorum", "Số người dự họp tối thiểu", COL_CHOICE, .choices = quorums},
	{"counting", "Tỷ lệ phiếu tính trên", COL_CHOICE, .choices = countings},
	{"lower_rule", "Phiếu cho mức thấp hơn", COL_CHOICE, .choices = lower_rules},
	{"ended_on", "Kết thúc từ ngày", COL_DATE},
};
static const struct part council_parts[] = {
	{"Thành viên", "council_member.list", "council", NULL},
	{"Phiên họp", "meeting.list", "council", NULL},
};
static const struct field council_id_fields[] = {
	F(REF, struct council_id_in, id, "Hội đồng", .flags = MUST | HIDDEN, .ref = &council_object),
};
static const struct field member_filters[] = {
	FILTER(REF, "council", "Hội đồng", .ref = &council_object),
	FILTER(REF, "person", "Người", .ref = &person_object),
	FILTER(CHOICE, "state", "Tình trạng", .choices = member_states),
};
static const struct column member_cols[] = {
	{"person_name", "Họ và tên", COL_LINK, .op = "person.view", .key = "person_id", .width = 28},
	{"post", "Chức vụ", COL_TEXT, .width = 28},
	{"role", "Vai trong hội đồng", COL_CHOICE, .choices = council_roles},
	{"council_name", "Hội đồng", COL_LINK, .op = "council.view", .key = "council_id", .width = 36},
	{"valid_from", "Từ ngày", COL_DATE, .order = "since"},
	{"valid_to", "Đến trước ngày", COL_DATE},
	{"state", "Tình trạng", COL_BADGE, .choices = member_states},
	{"may", "Đã giao vai Hội đồng", COL_CHOICE, .choices = yes_no},
};

#define WRITES .kind = OP_WRITE, .roles = COUNCIL_RUNS, .scope = SCOPE_OBJECT

const struct op council_ops[] = {
	{.name = "council.list",
     .title = "Hội đồng",
     .help = "Hội đồng Thi đua - Khen thưởng, Hội đồng sáng kiến: quyết định thành lập, thành viên "
             "theo thời gian, các phiên họp.",
     .kind = OP_LIST,
     .roles = COUNCIL_READS,
     .scope = SCOPE_ANY,
     .area = "council",
     .icon = "people",
     .object = &council_object,
     .list = &sql_list_council_list,
     FIELDS(council_filters),
     COLS(council_cols),
     .empty = "Chưa ghi hội đồng nào.",
     .law = "Luật Thi đua, khen thưởng 2022, Điều 90; Nghị định 13/2012/NĐ-CP"},
	{.name = "council.view",
     .title = "Hội đồng",
     .help = "Một hội đồng: quy tắc biểu quyết, thành viên, phiên họp.",
     .kind = OP_VIEW,
     .roles = COUNCIL_READS,
     .scope = SCOPE_OBJECT,
     .object = &council_object,
     .list = &sql_list_council_view,
     FIELDS(council_id_fields),
     COLS(council_facts),
     PARTS(council_parts)},
	{.name = "council.create",
     .title = "Thêm hội đồng",
     .help = "Ghi hội đồng đã có quyết định thành lập và các quy tắc trong quy chế của nó.",
     .verb = "Thêm",
     WRITES,
     .object = &council_object,
     .icon = "plus",
     FIELDS(council_create_fields),
     .in_size = sizeof(struct council_in),
     .run = council_create,
     .then = "council.view"},
	{.name = "council.edit",
     .title = "Sửa hội đồng",
     .help = "Sửa tên, quyết định, quy tắc. Phiên họp đã mời giữ quy tắc lúc mời.",
     .verb = "Sửa",
     WRITES,
     .object = &council_object,
     .states = "active",
     FIELDS(council_edit_fields),
     .in_size = sizeof(struct council_in),
     .run = council_edit,
     .then = "council.view"},
	{.name = "council.end",
     .title = "Kết thúc hội đồng",
     .help = "Hội đồng thôi hoạt động; mọi thành viên thôi từ ngày ấy.",
     .verb = "Kết thúc",
     WRITES,
     .object = &council_object,
     .states = "active",
     .icon = "x",
     FIELDS(council_end_fields),
     .in_size = sizeof(struct council_end_in),
     .run = council_end,
     .then = "council.view"},
	{0}};

const struct op council_member_ops[] = {
	{.name = "council_member.list",
     .title = "Thành viên hội đồng",
     .help = "Ai là thành viên hội đồng nào, vai gì, từ ngày nào đến ngày nào.",
     .kind = OP_LIST,
     .flags = OP_JOURNAL_EXPORT,
     .roles = COUNCIL_READS | R(MEMBER),
     .scope = SCOPE_ANY,
     .object = &council_member_object,
     .list = &sql_list_council_member_list,
     FIELDS(member_filters),
     COLS(member_cols),
     .empty = "Chưa có thành viên."},
	{.name = "council_member.add",
     .title = "Thêm thành viên hội đồng",
     .help = "Một người, một vai, từ một ngày. Chủ tịch và Thư ký mỗi lúc chỉ có một.",
     .verb = "Thêm",
     WRITES,
     .object = &council_member_object,
     .icon = "plus",
     FIELDS(member_add_fields),
     .in_size = sizeof(struct council_member_in),
     .run = member_add,
     .person_field = "person_id",
     .then = "council.list"},
	{.name = "council_member.end",
     .title = "Thôi thành viên hội đồng",
     .help = "Người ấy thôi là thành viên từ một ngày; các phiên đã họp không đổi.",
     .verb = "Thôi thành viên",
     WRITES,
     .object = &council_member_object,
     .states = "active",
     FIELDS(member_end_fields),
     .in_size = sizeof(struct council_member_in),
     .run = member_end,
     .then = "council.list"},
	{0}};

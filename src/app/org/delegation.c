/*
 * delegation.c: signing on behalf of somebody: KT., TL., TUQ., by date and field.
 *
 * NĐ 30/2020/NĐ-CP, Điều 13: a deputy signs for the head within the fields given
 * (KT.); the head of a unit signs by order (TL.); an authorisation (TUQ.) is in
 * writing, for a limited time, and may not be passed on.
 */
#include "app/org/org.h"
#include "db/sql_grant.h"
#include "op/gate.h"

const struct object delegation_object = {
	.name = "delegation", .label = "ủy quyền ký", .list = &sql_list_delegation_object};

static const struct choice delegation_kinds[] = {
	{"KT", "KT. (ký thay)"}, {"TL", "TL. (thừa lệnh)"}, {"TUQ", "TUQ. (thừa ủy quyền)"}, {0}};
static const struct choice delegation_states[] = {
	{"active", "Đang hiệu lực"}, {"planned", "Chưa đến ngày"}, {"closed", "Đã kết thúc"}, {0}};

struct delegation_add_in {
	int64_t giver_id, taker_id;
	struct str kind, field, basis;
	struct date from, to;
};
static const struct field delegation_add_fields[] = {
	F(REF, struct delegation_add_in, giver_id, "Người giao", .flags = MUST | IN_SCOPE,
      .ref = &person_object),
	F(REF, struct delegation_add_in, taker_id, "Người ký", .flags = MUST | IN_SCOPE,
      .ref = &person_object),
	F(CHOICE, struct delegation_add_in, kind, "Hình thức ký", .flags = MUST,
      .choices = delegation_kinds),
	F(TEXT, struct delegation_add_in, field, "Lĩnh vực, loại văn bản", .flags = MUST, .max = 400,
      .hint = "Ví dụ: Quyết định về thi đua, khen thưởng. Ký quyết định khen thưởng thì phải có "
              "lĩnh vực này"),
	F(TEXT, struct delegation_add_in, basis, "Văn bản giao", .flags = MUST, .max = 400,
      .hint = "Số, ngày; thừa ủy quyền phải bằng văn bản"),
	F(DATE, struct delegation_add_in, from, "Từ ngày", .flags = MUST),
	F(DATE, struct delegation_add_in, to, "Đến trước ngày",
      .hint = "Thừa ủy quyền bắt buộc có thời hạn"),
};

static bool head_of_office(const struct principal *who)
{
	for (int i = 0; i < who->grant_count; i++)
		if (who->grants[i].top && who->grants[i].role == ROLE_HEAD)
			return true;
	return false;
}

/* Who gives says so; for others, and to oneself, the head of the office confirms. */
static bool delegation_needs_second(struct ctx *c, const void *in)
{
	const struct delegation_add_in *d = in;
	if (d->giver_id == d->taker_id)
		return false; /* refused at once */
	if (d->taker_id == c->who.person_id)
		return true;
	return d->giver_id != c->who.person_id && !head_of_office(&c->who);
}

static enum rc delegation_add(struct ctx *c, const void *in, struct out *out)
{
	const struct delegation_add_in *d = in;
	struct date to = date_is_none(d->to) ? DATE_OPEN : d->to;
	if (d->giver_id == d->taker_id)
		return err_field(c->err, "taker_id", "Người ký phải khác người giao.");
	if (to.days <= d->from.days)
		return err_field(c->err, "to", "Ngày kết thúc phải sau ngày bắt đầu.");
	if (str_eqz(d->kind, "TUQ") && date_is_none(d->to))
		return err_field(c->err, "to",
		                 "Thừa ủy quyền phải có thời hạn (Nghị định 30/2020/NĐ-CP, Điều 13).");
	TRY(sql_delegation_add(c->db, d->giver_id, d->taker_id, d->kind, d->field, d->basis, d->from,
	                       to, &out->id));
	c->object_person = d->taker_id;
	out_say(c, out, "%.*s ký %.*s từ ngày %s.",
	        STR_ARG(gate_label(c, c->op, &person_object, d->taker_id)),
	        STR_ARG(choice_label(delegation_kinds, d->kind)), date_vn(d->from).z);
	return RC_OK;
}

struct delegation_end_in {
	int64_t id;
	struct date on;
};
static const struct field delegation_end_fields[] = {
	F(REF, struct delegation_end_in, id, "Ủy quyền", .flags = MUST | HIDDEN,
      .ref = &delegation_object),
	F(DATE, struct delegation_end_in, on, "Kết thúc từ ngày", .flags = MUST),
};

static enum rc delegation_end(struct ctx *c, const void *in, struct out *out)
{
	const struct delegation_end_in *d = in;
	struct sql_delegation_get row;
	TRY(sql_delegation_get(c->db, c->mem, d->id, &row));
	if (d->on.days <= row.valid_from.days || d->on.days > row.valid_to.days)
		return err_field(c->err, "on", "Ngày kết thúc phải sau ngày %s và không sau ngày đã ghi.",
		                 date_vn(row.valid_from).z);
	TRY(sql_delegation_end(c->db, d->id, d->on, NULL));
	out_say(c, out, "Việc giao ký cho %.*s kết thúc từ ngày %s.", STR_ARG(c->object_label),
	        date_vn(d->on).z);
	return RC_OK;
}

static const struct field delegation_filters[] = {
	FILTER(REF, "person", "Người ký", .ref = &person_object),
	FILTER(REF, "giver", "Người giao", .ref = &person_object),
	FILTER(CHOICE, "kind", "Hình thức ký", .choices = delegation_kinds),
};
static const struct column delegation_cols[] = {
	{"taker_name", "Người ký", COL_LINK, .op = "person.view", .key = "taker_id", .width = 28},
	{"kind", "Hình thức", COL_CHOICE, .choices = delegation_kinds},
	{"giver_name", "Người giao", COL_LINK, .op = "person.view", .key = "giver_id", .width = 28},
	{"field", "Lĩnh vực, loại văn bản", COL_TEXT, .width = 40},
	{"valid_from", "Từ ngày", COL_DATE},
	{"valid_to", "Đến trước ngày", COL_DATE},
	{"state", "Tình trạng", COL_BADGE, .choices = delegation_states},
	{"basis", "Văn bản giao", COL_TEXT, .width = 36},
};

const struct op delegation_ops[] = {
	{.name = "delegation.list",
     .title = "Giao ký văn bản",
     .help = "Ai được ký thay, thừa lệnh, thừa ủy quyền ai, trong thời gian nào.",
     .kind = OP_LIST,
     .flags = OP_JOURNAL_EXPORT,
     .roles = R_OFFICE | R(MEMBER),
     .scope = SCOPE_ANY,
     .area = "org",
     .icon = "stamp",
     .object = &delegation_object,
     .list = &sql_list_delegation_list,
     FIELDS(delegation_filters),
     COLS(delegation_cols),
     .empty = "Chưa giao ký cho ai.",
     .law = "Nghị định 30/2020/NĐ-CP, Điều 13"},
	{.name = "delegation.add",
     .title = "Giao ký",
     .help =
         "Giao cho một người ký thay, thừa lệnh hoặc thừa ủy quyền. Ghi hộ người giao, hoặc người "
         "ký là chính mình, thì thủ trưởng xác nhận.",
     .kind = OP_WRITE,
     .flags = OP_SECOND | OP_SECOND_ONLY | OP_NO_TOKEN,
     .second = delegation_needs_second,
     .second_roles = R(HEAD),
     .roles = R(HEAD) | R(REGISTRY),
     .scope = SCOPE_OBJECT,
     .object = &delegation_object,
     FIELDS(delegation_add_fields),
     .in_size = sizeof(struct delegation_add_in),
     .run = delegation_add,
     .person_field = "taker_id",
     .then = "delegation.list",
     .law = "Nghị định 30/2020/NĐ-CP, Điều 13"},
	/* On one's own too: laying down a signature takes a power away and gives none. */
	{.name = "delegation.end",
     .title = "Kết thúc giao ký",
     .help = "Việc giao ký kết thúc từ một ngày.",
     .verb = "Kết thúc",
     .kind = OP_WRITE,
     .roles = R(HEAD) | R(REGISTRY),
     .scope = SCOPE_OBJECT,
     .object = &delegation_object,
     .states = "active",
     FIELDS(delegation_end_fields),
     .in_size = sizeof(struct delegation_end_in),
     .run = delegation_end,
     .then = "delegation.list"},
	{0}};

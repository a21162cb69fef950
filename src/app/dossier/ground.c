/*
 * ground.c: what a proposal rests on: achievements and initiatives of the
 * nominee. One achievement supports one award (Luật Điều 5 khoản 2); what the
 * law does not allow is refused here already.
 */
#include "app/dossier/inner.h"

#include "app/record/record.h"
#include "db/sql_dossier.h"

#include <inttypes.h>

const struct object nominee_ground_object = {
	.name = "nominee_ground", .label = "căn cứ đề nghị", .list = &sql_list_nominee_ground_object};

struct ground_in {
	int64_t id, deed_id, initiative_id;
};
static const struct field add_fields[] = {
	F(REF, struct ground_in, id, "Đề nghị", .flags = MUST | HIDDEN, .ref = &nominee_object),
	F(REF, struct ground_in, deed_id, "Thành tích", .ref = &deed_object),
	F(REF, struct ground_in, initiative_id, "hoặc sáng kiến, đề tài", .ref = &initiative_object),
};
static const struct field id_fields[] = {
	F(REF, struct ground_in, id, "Căn cứ", .flags = MUST | HIDDEN, .ref = &nominee_ground_object),
};

static enum rc deed_fits(struct ctx *c, const struct sql_nominee_get *n, int64_t deed)
{
	struct sql_deed_ground d;
	TRY(sql_deed_ground(c->db, c->mem, deed, &d));
	bool same = str_eq(d.subject, n->subject) &&
	            (str_eqz(d.subject, "person") ? d.person_id == n->person_id
	             : str_eqz(d.subject, "unit") ? d.unit_id == n->unit_id
	                                          : str_eq(d.household, n->household));
	if (!same)
		return err_field(c->err, "deed_id", "Thành tích này không phải của %.*s.",
		                 STR_ARG(n->name));
	return str_eqz(d.state, "valid")
	           ? RC_OK
	           : err_field(c->err, "deed_id", "Thành tích này chưa được xác nhận hoặc đã hủy.");
}

static enum rc initiative_fits(struct ctx *c, const struct sql_nominee_get *n, int64_t initiative)
{
	struct sql_initiative_ground i;
	TRY(sql_initiative_ground(c->db, c->mem, initiative, n->person_id, &i));
	if (!str_eqz(i.state, "recognised"))
		return err_field(c->err, "initiative_id", "Sáng kiến này chưa được công nhận.");
	return str_eqz(n->subject, "person") && i.shares == 0
	           ? err_field(c->err, "initiative_id", "%.*s không phải tác giả sáng kiến này.",
	                       STR_ARG(n->name))
	           : RC_OK;
}

static enum rc check(struct ctx *c, const struct sql_nominee_get *n, const struct ground_in *p)
{
	struct sql_nominee_grounds *rows;
	struct str why;
	size_t count;
	const char *field = p->deed_id != DB_NULL ? "deed_id" : "initiative_id";
	if ((p->deed_id == DB_NULL) == (p->initiative_id == DB_NULL))
		return err_field(c->err, "deed_id", "Xin chọn một thành tích hoặc một sáng kiến.");
	if (p->deed_id != DB_NULL)
		TRY(deed_fits(c, n, p->deed_id));
	else
		TRY(initiative_fits(c, n, p->initiative_id));
	TRY(sql_nominee_grounds(c->db, c->mem, n->id, &rows, &count));
	for (size_t i = 0; i < count; i++)
		if ((p->deed_id != DB_NULL && rows[i].deed_id == p->deed_id) ||
		    (p->initiative_id != DB_NULL && rows[i].initiative_id == p->initiative_id))
			return err_field(c->err, field, "Đã ghi căn cứ này rồi.");
	TRY(nominee_ground_stands(c, n, p->deed_id, p->initiative_id, &why));
	return why.n ? err_field(c->err, field, "%.*s", STR_ARG(why)) : RC_OK;
}

static enum rc changed(struct ctx *c, const struct sql_nominee_get *n, struct str said)
{
	TRY(sql_nominee_touch(c->db, n->id, NULL));
	TRY(sql_dossier_touch(c->db, n->dossier_id, NULL));
	return dossier_step(c, &(struct dossier_step){.dossier_id = n->dossier_id,
	                                              .nominee_id = n->id,
	                                              .step = "changed",
	                                              .from = n->state,
	                                              .to = n->state,
	                                              .said = said});
}

static enum rc ground_add(struct ctx *c, const void *in, struct out *out)
{
	const struct ground_in *p = in;
	struct sql_nominee_get n;
	TRY(sql_nominee_get(c->db, c->mem, p->id, &n));
	TRY(check(c, &n, p));
	TRY(sql_nominee_ground_add(c->db, p->id, p->deed_id, p->initiative_id, NULL));
	TRY(changed(c, &n, STR("Thêm căn cứ")));
	out_say(c, out, "Đã thêm căn cứ.");
	return RC_OK;
}

static enum rc ground_remove(struct ctx *c, const void *in, struct out *out)
{
	const struct ground_in *p = in;
	struct sql_nominee_ground_get g;
	struct sql_nominee_get n;
	TRY(sql_nominee_ground_get(c->db, c->mem, p->id, &g));
	TRY(sql_nominee_get(c->db, c->mem, g.nominee_id, &n));
	TRY(sql_nominee_ground_drop(c->db, p->id, NULL));
	TRY(changed(c, &n, STR("Bỏ căn cứ")));
	out->go = arena_printf(c->mem, "/nominee/%" PRId64, g.nominee_id);
	out_say(c, out, "Đã bỏ một căn cứ.");
	return RC_OK;
}

static enum rc may_remove(struct ctx *c, int64_t id)
{
	struct sql_nominee_ground_get g;
	TRY(sql_nominee_ground_get(c->db, c->mem, id, &g));
	return nominee_opens(c, g.nominee_id, "grounds");
}

static enum rc may_add(struct ctx *c, int64_t id)
{
	return nominee_opens(c, id, "grounds");
}

static const struct field list_filters[] = {
	FILTER(REF, "nominee", "Đề nghị", .flags = HIDDEN, .ref = &nominee_object)};
static const struct column list_cols[] = {
	{"deed_title", "Thành tích", COL_LINK, .op = "deed.view", .key = "deed_id", .width = 50},
	{"initiative_title", "Sáng kiến, đề tài", COL_LINK, .op = "initiative.view",
     .key = "initiative_id", .width = 50},
	{"year", "Năm", COL_TEXT, .width = 8},
};

const struct op nominee_ground_ops[] = {
	{.name = "nominee_ground.list",
     .title = "Căn cứ của đề nghị",
     .help = "Thành tích, sáng kiến mà đề nghị dựa vào.",
     .kind = OP_LIST,
     .flags = OP_QUIET,
     .roles = DOSSIER_SEES | R(MEMBER),
     .scope = SCOPE_ANY,
     .object = &nominee_ground_object,
     .list = &sql_list_nominee_ground_list,
     FIELDS(list_filters),
     COLS(list_cols),
     .empty = "Chưa nêu thành tích, sáng kiến nào."},
	{.name = "nominee.ground",
     .title = "Thêm căn cứ của đề nghị",
     .help = "Một thành tích hoặc sáng kiến. Một thành tích chỉ làm căn cứ cho "
             "một hình thức khen "
             "thưởng.",
     .verb = "Thêm căn cứ",
     .kind = OP_WRITE,
     .scope = SCOPE_OBJECT,
     .object = &nominee_object,
     .roles = DOSSIER_WRITES,
     .icon = "plus",
     .states = "proposed cleared failed",
     .guard = may_add,
     FIELDS(add_fields),
     .in_size = sizeof(struct ground_in),
     .run = ground_add,
     .then = "nominee.view",
     .law = "Luật Thi đua, khen thưởng 2022, Điều 5 khoản 2"},
	{.name = "nominee_ground.remove",
     .title = "Bỏ căn cứ của đề nghị",
     .help = "Thành tích, sáng kiến ấy lại dùng được cho đề nghị khác.",
     .verb = "Bỏ",
     .kind = OP_WRITE,
     .scope = SCOPE_OBJECT,
     .object = &nominee_ground_object,
     .roles = DOSSIER_WRITES,
     .icon = "x",
     .guard = may_remove,
     FIELDS(id_fields),
     .in_size = sizeof(struct ground_in),
     .run = ground_remove},
	{0}};

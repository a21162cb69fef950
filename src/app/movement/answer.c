/* answer.c: what each unit in scope does with a movement: opened, answered, its own plan. */
#include "app/movement/movement.h"

#include "app/job/job.h"
#include "app/org/org.h"
#include "app/plan/plan.h"
#include "db/sql_movement.h"
#include "db/sql_unit.h"
#include "op/gate.h"

#include <inttypes.h>

const struct choice rollout_states[] = {{"told", "Đã báo, chưa mở"},
                                        {"opened", "Đã mở, chưa trả lời"},
                                        {"answered", "Đã trả lời"},
                                        {0}};

const struct object rollout_object = {
	.name = "rollout", .label = "đơn vị trong phạm vi", .list = &sql_list_rollout_object};

struct answer_in {
	int64_t id, plan_id;
	struct str answer;
};
static const struct field answer_fields[] = {
	F(REF, struct answer_in, id, "Phong trào", .flags = MUST | HIDDEN, .ref = &rollout_object),
	F(LONG, struct answer_in, answer, "Trả lời của đơn vị", .flags = MUST, .min = 5, .max = 5000,
      .hint = "Đơn vị triển khai thế nào, ai phụ trách, đến bao giờ"),
	F(REF, struct answer_in, plan_id, "Kế hoạch thực hiện của đơn vị", .flags = IN_SCOPE,
      .ref = &plan_object, .hint = "Để trống nếu đơn vị thực hiện theo kế hoạch của cấp trên"),
};

/* A plan of this unit or of one below it, not one that was dropped. */
static enum rc check_plan(struct ctx *c, int64_t plan, int64_t unit)
{
	struct sql_plan_unit_of row;
	struct sql_unit_below_has below;
	if (plan == DB_NULL)
		return RC_OK;
	enum rc rc = sql_plan_unit_of(c->db, c->mem, plan, &row);
	if (rc == RC_NOTFOUND || (rc == RC_OK && str_eqz(row.state, "dropped")))
		return err_field(c->err, "plan_id", "Không có kế hoạch số %" PRId64 ".", plan);
	TRY(rc);
	TRY(sql_unit_below_has(c->db, c->mem, unit, row.unit_id, c->today, &below));
	if (below.n == 0)
		return err_field(c->err, "plan_id",
		                 "Kế hoạch số %" PRId64
		                 " không phải của đơn vị này. Xin ghi kế hoạch thực hiện của chính đơn vị.",
		                 plan);
	return RC_OK;
}

static enum rc movement_answer(struct ctx *c, const void *in, struct out *out)
{
	const struct answer_in *p = in;
	struct sql_movement_unit_get x;
	TRY(sql_movement_unit_get(c->db, c->mem, p->id, &x));
	TRY(check_plan(c, p->plan_id, x.holder_id));
	TRY(sql_movement_unit_answered(c->db, p->id, p->answer, p->plan_id, c->who.account_id,
	                               c->now_ms, NULL));
	out->go = arena_printf(c->mem, "/movement/%" PRId64, x.movement_id);
	out_say(c, out, "%.*s đã trả lời phong trào \"%.*s\".", STR_ARG(x.unit_name), STR_ARG(x.title));
	return RC_OK;
}

static const struct choice yes_no[] = {{"yes", "Có"}, {"no", "Không"}, {0}};
static const struct field coverage_filters[] = {
	FILTER(REF, "movement", "Phong trào", .ref = &movement_object),
	FILTER(REF, "unit", "Đơn vị", .ref = &unit_object),
	FILTER(CHOICE, "state", "Tình trạng", .choices = rollout_states),
	FILTER(CHOICE, "plan", "Có kế hoạch riêng", .choices = yes_no),
	FILTER(INT, "during", "Diễn ra trong năm", .min = 1945, .max = 2200),
	FILTER(CHOICE, "waiting", "Đang chờ trả lời", .choices = yes_no),
};
static const struct column coverage_cols[] = {
	{"unit_name", "Đơn vị", COL_TEXT, .width = 36},
	{"now_name", "Nay là", COL_TEXT, .width = 30},
	{"title", "Phong trào", COL_LINK, .op = "movement.view", .key = "movement_id", .width = 50},
	{"state", "Tình trạng", COL_BADGE, .choices = rollout_states},
	{"told_ms", "Được báo lúc", COL_MOMENT, .order = "newest"},
	{"opened_ms", "Mở lúc", COL_MOMENT},
	{"opened_by", "Người mở", COL_TEXT},
	{"answered_ms", "Trả lời lúc", COL_MOMENT},
	{"answered_by", "Người trả lời", COL_TEXT},
	{"answer", "Trả lời", COL_TEXT, .width = 60},
	{"plan_title", "Kế hoạch của đơn vị", COL_LINK, .op = "plan.view", .key = "plan_there",
     .width = 40},
};

const struct op rollout_ops[] = {
	{.name = "rollout.list",
     .title = "Mức độ triển khai phong trào",
     .help = "Đơn vị nào đã được báo, đã mở, đã trả lời, đã có kế hoạch riêng.",
     .kind = OP_LIST,
     .flags = OP_JOURNAL_EXPORT,
     .roles = R_OFFICE | R(UNIT_HEAD) | R(UNIT_CLERK),
     .scope = SCOPE_ANY,
     .area = "emulation",
     .icon = "chart",
     .object = &rollout_object,
     .list = &sql_list_rollout_list,
     .order = "-newest",
     FIELDS(coverage_filters),
     COLS(coverage_cols),
     .empty = "Chưa có phong trào nào đến đơn vị trong phạm vi được giao."},
	{.name = "movement.answer",
     .title = "Trả lời phong trào",
     .help = "Đơn vị trả lời phong trào được phát động và ghi kế hoạch thực hiện của mình.",
     .verb = "Trả lời",
     .kind = OP_WRITE,
     .roles = R(UNIT_HEAD) | R(UNIT_CLERK),
     .scope = SCOPE_OBJECT,
     .object = &rollout_object,
     .states = "told opened answered",
     FIELDS(answer_fields),
     .in_size = sizeof(struct answer_in),
     .run = movement_answer},
	{0}};

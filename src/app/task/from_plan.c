/*
 * from_plan.c: what a confirmed plan charges somebody with becomes tasks, all in one transaction.
 *
 * A row of the plan is a task of one unit, or of each unit below the plan's. The same row is never
 * given twice to one unit (index task_from_plan): whoever comes second is told what is there.
 */
#include "app/movement/movement.h"
#include "app/org/org.h"
#include "app/plan/plan.h"
#include "app/task/task.h"
#include "db/sql_movement.h"
#include "db/sql_plan.h"
#include "db/sql_task.h"
#include "op/gate.h"
#include "op/values.h"
#include "viet/cite.h"
#include "viet/viet.h"

#include <inttypes.h>

#define ROWS_MAX 200 /* of one form */

struct plan_row {
	int64_t plan_task_id, unit_id;
	struct str title, kind;
	struct date due;
	bool each;
};
static const struct field row_fields[] = {
	F(INT, struct plan_row, plan_task_id, "Việc trong kế hoạch số", .flags = MUST | HIDDEN),
	F(LONG, struct plan_row, title, "Nhiệm vụ", .flags = MUST, .max = TASK_TITLE_MAX),
	F(CHOICE, struct plan_row, kind, "Loại", .flags = MUST, .choices = task_kinds),
	F(REF, struct plan_row, unit_id, "Đơn vị thực hiện", .flags = IN_SCOPE, .ref = &unit_object),
	F(BOOL, struct plan_row, each, "Mỗi đơn vị một việc"),
	F(DATE, struct plan_row, due, "Hạn riêng"),
};
const struct field task_from_plan_fields[TASK_FROM_PLAN_FIELDS] = {
	F(REF, struct task_from_plan_in, plan_id, "Kế hoạch", .flags = MUST | IN_SCOPE,
      .ref = &plan_object),
	F(REF, struct task_from_plan_in, movement_id, "Thuộc phong trào", .ref = &movement_under_way),
	F(DATE, struct task_from_plan_in, due, "Hạn chung", .flags = MUST),
	TASK_PAST_FIELD(struct task_from_plan_in),
	F(GROUP, struct task_from_plan_in, rows, "Các nhiệm vụ", .flags = MUST, .min = 1,
      .max = ROWS_MAX, .sub = row_fields, .sub_count = COUNT(row_fields),
      .sub_size = sizeof(struct plan_row),
      .hint = "Dòng chưa chọn đơn vị thì không giao; hạn riêng để trống là theo hạn chung"),
};

/* --- the form begins with what the plan says ----------------------------------------------------
 */

static enum rc put(struct values *v, struct ctx *c, int row, const char *name, struct str text)
{
	return text.n ? values_add(v, arena_printf(c->mem, "rows.%d.%s", row, name), text, c->err)
	              : RC_OK;
}

/* The day that stands at i of a task's words, behind "ngày" or as the time of a table's row. */
static bool day_at(struct ctx *c, const struct viet_shadow *s, size_t i, struct date *day)
{
	static const char *const before[] = {"trước ngày", "chậm nhất ngày", "chậm nhất là ngày",
	                                     "hạn ngày", NULL};
	size_t end, unused, time = viet_near(s, i, "thời gian", NULL);
	bool exists;
	if (viet_near_best(s, i, before, &end))
		return cite_date_at(s, end - 4, day, &exists, &unused) && exists;
	if (!time || time >= s->n || s->p[time] != ':')
		return false;
	struct viet_shadow cell = viet_shadow(
		c->mem, arena_printf(c->mem, "ngày %.*s", STR_ARG(shadow_text(c->mem, s, time + 1, s->n))));
	return cite_date_at(&cell, 0, day, &exists, &unused) && exists;
}

/* "trước ngày 15/3/2026": the one day that a task itself names, if it is still ahead. */
static struct date due_said(struct ctx *c, struct str text)
{
	struct viet_shadow s = viet_shadow(c->mem, text);
	struct date found = DATE_NONE, day;
	s.noisy = false; /* a due day is certain or none */
	for (size_t i = 0; i < s.n; i++) {
		if (!shadow_begins(&s, i) || !day_at(c, &s, i, &day))
			continue;
		if (!date_is_none(found) && found.days != day.days)
			return DATE_NONE;
		found = day;
	}
	return !date_is_none(found) && found.days >= c->today.days ? found : DATE_NONE;
}

/* A paragraph too long for a title: its beginning; the whole becomes the task's text. */
static bool too_long(struct str text)
{
	return str_chars(text) > TASK_TITLE_MAX;
}

static struct str title_of(struct ctx *c, struct str text)
{
	if (!too_long(text))
		return text;
	struct str head = str_head(text, TASK_TITLE_MAX - 1); /* bytes: no more characters than that */
	while (head.n && head.p[head.n - 1] != ' ')
		head.n--;
	return arena_printf(c->mem, "%.*s…", STR_ARG(str_trim(head)));
}

static enum rc put_row(struct values *v, struct ctx *c, int row, const struct sql_plan_tasks_of *t)
{
	struct date due = due_said(c, t->text);
	TRY(put(v, c, row, "plan_task_id", arena_printf(c->mem, "%" PRId64, t->id)));
	TRY(put(v, c, row, "title", title_of(c, t->text)));
	TRY(put(v, c, row, "kind", t->kind));
	if (!date_is_none(due))
		TRY(put(v, c, row, "due", arena_str(c->mem, str_of(date_vn(due).z))));
	if (t->all_units)
		return put(v, c, row, "each", STR("1"));
	return t->unit_id == DB_NULL
	           ? RC_OK
	           : put(v, c, row, "unit_id", arena_printf(c->mem, "%" PRId64, t->unit_id));
}

/* What a plan charges somebody with, and which of it some unit was given already. */
struct plan_rows {
	struct sql_plan_tasks_of *rows;
	struct sql_task_given_of_plan *given;
	size_t n, given_count;
};

static enum rc load_rows(struct ctx *c, int64_t plan, struct plan_rows *out)
{
	TRY(sql_plan_tasks_of(c->db, c->mem, plan, &out->rows, &out->n));
	return sql_task_given_of_plan(c->db, c->mem, plan, &out->given, &out->given_count);
}

static bool was_given(const struct plan_rows *p, int64_t plan_task)
{
	size_t from = 0, to = p->given_count; /* they come in the order of their ids */
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (p->given[middle].plan_task_id < plan_task)
			from = middle + 1;
		else
			to = middle;
	}
	return from < p->given_count && p->given[from].plan_task_id == plan_task;
}

/* What nobody was given yet comes first, so that a long plan is given form by form. */
enum rc task_from_plan_fill(struct ctx *c, struct values *v)
{
	struct plan_rows p;
	int64_t plan;
	int at = 0;
	if (!str_int(values_text(v, "plan_id"), &plan) || values_get(v, STR("rows.0.title")))
		return RC_OK;
	TRY(load_rows(c, plan, &p));
	for (int given = 0; given < 2; given++)
		for (size_t i = 0; i < p.n && at < ROWS_MAX; i++)
			if (p.rows[i].wanted && was_given(&p, p.rows[i].id) == (given == 1))
				TRY(put_row(v, c, at++, &p.rows[i]));
	return RC_OK;
}

/* --- giving ------------------------------------------------------------------------------------
 */

struct giving {
	struct ctx *c;
	const struct task_from_plan_in *in;
	struct sql_plan_for_movement plan;
	int64_t made, there, left; /* tasks; rows that name nobody */
	int64_t *told;             /* units that got something, each once */
	int told_count;
};

static void remember_unit(struct giving *g, int64_t unit)
{
	for (int i = 0; i < g->told_count; i++)
		if (g->told[i] == unit)
			return;
	int64_t *more = arena_array(g->c->mem, (size_t)g->told_count + 1, sizeof *more);
	if (g->told_count)
		memcpy(more, g->told, (size_t)g->told_count * sizeof *more);
	more[g->told_count++] = unit;
	g->told = more;
}

static enum rc give(struct giving *g, const struct plan_row *row, struct str words, int64_t unit)
{
	struct ctx *c = g->c;
	struct sql_task_from_plan_find old;
	struct date due = date_is_none(row->due) ? g->in->due : row->due;
	int64_t id;
	enum rc rc = sql_task_from_plan_find(c->db, c->mem, row->plan_task_id, unit, &old);
	if (rc == RC_OK) {
		g->there++;
		return RC_OK;
	}
	if (rc != RC_NOTFOUND)
		return rc;
	TRY(task_add(
		c,
		&(struct task_new){.kind = row->kind,
	                       .title = row->title,
	                       .text = too_long(words) ? str_head(words, TASK_TEXT_MAX) : STR(""),
	                       .unit_id = unit,
	                       .giver_id = g->plan.unit_id,
	                       .person_id = DB_NULL,
	                       .movement_id = g->in->movement_id,
	                       .plan_id = g->in->plan_id,
	                       .plan_task_id = row->plan_task_id,
	                       .parent_id = DB_NULL,
	                       .planned_milli = DB_NULL,
	                       .begins = DATE_NONE,
	                       .due = due,
	                       .reason = due.days < c->today.days ? g->in->past : STR("")},
		&id));
	g->made++;
	remember_unit(g, unit);
	return RC_OK;
}

static enum rc give_row(struct giving *g, const struct plan_row *row, int no)
{
	struct ctx *c = g->c;
	struct sql_plan_task_get of;
	enum rc rc = sql_plan_task_get(c->db, c->mem, row->plan_task_id, &of);
	if (rc == RC_NOTFOUND || (rc == RC_OK && of.plan_id != g->in->plan_id))
		return err_field(c->err, "rows", "Dòng %d không phải việc của kế hoạch này.", no + 1);
	TRY(rc);
	if (row->each && row->unit_id != DB_NULL)
		return err_field(c->err, "rows",
		                 "Dòng %d: hoặc chọn một đơn vị, hoặc đánh dấu mỗi đơn vị một việc.",
		                 no + 1);
	if (!row->each && row->unit_id == DB_NULL) {
		g->left++;
		return RC_OK;
	}
	if (!date_is_none(row->due))
		TRY(task_check_due(c, "rows", row->due, g->in->past));
	if (!row->each)
		return give(g, row, of.text, row->unit_id);
	struct sql_units_there_below *units;
	size_t n;
	TRY(sql_units_there_below(c->db, c->mem, g->plan.unit_id, c->today, &units, &n));
	if (n == 0)
		return give(g, row, of.text, g->plan.unit_id);
	for (size_t i = 0; i < n; i++)
		TRY(give(g, row, of.text, units[i].id));
	return RC_OK;
}

/* Issued, and of a unit that the caller acts for. */
static enum rc check_plan(struct giving *g)
{
	struct ctx *c = g->c;
	enum rc rc = sql_plan_for_movement(c->db, c->mem, g->in->plan_id, &g->plan);
	if (rc == RC_OK && gate_label(c, c->op, &unit_object, g->plan.unit_id).n == 0)
		rc = RC_NOTFOUND;
	if (rc == RC_NOTFOUND)
		return err_field(c->err, "plan_id",
		                 "Không có kế hoạch số %" PRId64 " trong phạm vi được giao.",
		                 g->in->plan_id);
	TRY(rc);
	if (!str_eqz(g->plan.state, "issued"))
		return err_field(c->err, "plan_id",
		                 "Kế hoạch số %" PRId64
		                 " chưa được xác nhận hoặc đã kết thúc. Xin chọn kế hoạch đang thực hiện.",
		                 g->in->plan_id);
	return RC_OK;
}

/* Rows that nobody was given and that stood on no line of this form. */
static enum rc count_rest(struct giving *g, int64_t *rest)
{
	struct plan_rows p;
	TRY(load_rows(g->c, g->in->plan_id, &p));
	*rest = -g->left;
	for (size_t i = 0; i < p.n; i++)
		*rest += p.rows[i].wanted && !was_given(&p, p.rows[i].id);
	*rest = *rest > 0 ? *rest : 0;
	return RC_OK;
}

static struct str waiting(struct giving *g, int64_t rest)
{
	struct str say = STR("");
	if (g->left)
		say = arena_printf(g->c->mem, "; %" PRId64 " dòng chưa có đơn vị nên chưa giao", g->left);
	if (rest)
		say = arena_printf(g->c->mem,
		                   "%.*s; kế hoạch còn %" PRId64
		                   " việc chưa giao, giao tiếp ở \"Giao nhiệm vụ từ kế hoạch\"",
		                   STR_ARG(say), rest);
	return say;
}

enum rc task_from_plan(struct ctx *c, const void *in, struct out *out)
{
	struct giving g = {.c = c, .in = in};
	int64_t rest;
	const struct plan_row *rows = g.in->rows.items;
	TRY(check_plan(&g));
	TRY(task_check_due(c, "due", g.in->due, g.in->past));
	for (int i = 0; i < g.in->rows.count; i++)
		TRY(give_row(&g, &rows[i], i));
	if (g.left == g.in->rows.count)
		return err_field(
			c->err, "rows",
			"Chưa dòng nào có đơn vị thực hiện. Xin chọn đơn vị, hoặc đánh dấu mỗi đơn "
			"vị một việc.");
	for (int i = 0; i < g.told_count; i++)
		TRY(task_tell_unit(
			c, g.told[i],
			arena_printf(c->mem, "Đơn vị có nhiệm vụ mới từ kế hoạch: %.*s", STR_ARG(g.plan.title)),
			STR("/task/unit?state=open")));
	c->object_unit = g.plan.unit_id;
	out->go = arena_printf(c->mem, "/task/list?plan=%" PRId64, g.in->plan_id);
	out_fact(out, "made", "Nhiệm vụ mới", viet_number(c->mem, g.made));
	out_fact(out, "there", "Đã giao từ trước", viet_number(c->mem, g.there));
	if (g.left)
		out_fact(out, "left", "Dòng chưa giao vì chưa có đơn vị", viet_number(c->mem, g.left));
	TRY(count_rest(&g, &rest));
	if (rest)
		out_fact(out, "rest", "Việc của kế hoạch chưa đưa ra giao", viet_number(c->mem, rest));
	out_say(c, out,
	        "Đã giao %" PRId64 " nhiệm vụ từ kế hoạch; %" PRId64 " nhiệm vụ đã có từ trước%.*s.",
	        g.made, g.there, STR_ARG(waiting(&g, rest)));
	return RC_OK;
}

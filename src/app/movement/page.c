/* page.c: the page of a movement: contents, line of time, coverage, tasks; who looks has opened it.
 */
#include "app/movement/page.h"

#include "app/paper/paper.h"
#include "app/task/task.h"
#include "base/json_out.h"
#include "db/sql_movement.h"
#include "op/gate.h"
#include "op/list.h"
#include "web/web.h"

#include <inttypes.h>

/* --- reading, and opening ------------------------------------------------------------------- */

struct look {
	struct ctx *c;
	struct sql_movement_get m;
	struct sql_review_of *reviews;
	size_t review_count;
	struct sql_movement_unopened *unopened;
	size_t unopened_count;
};

static bool in_scope(struct ctx *c, const char *op, int64_t id)
{
	return gate_label(c, op_find(str_of(op)), &movement_object, id).n > 0;
}

static bool live(struct str state)
{
	return str_eqz(state, "launched") || str_eqz(state, "interim") || str_eqz(state, "reviewed");
}

static enum rc look_tx(void *arg)
{
	struct look *l = arg;
	struct ctx *c = l->c;
	TRY(sql_movement_get(c->db, c->mem, c->object_id, &l->m));
	bool draft = str_eqz(l->m.state, "draft") || str_eqz(l->m.state, "dropped");
	/* A draft is known to those who write it, and to nobody else. */
	if (draft && !in_scope(c, "movement.check", c->object_id))
		return err_set(c->err, RC_NOTFOUND,
		               "Không tìm thấy phong trào số %" PRId64 " trong phạm vi được giao.",
		               c->object_id);
	TRY(sql_review_of(c->db, c->mem, c->object_id, &l->reviews, &l->review_count));
	l->unopened_count = 0;
	if (c->who.person_id == DB_NULL || !live(l->m.state))
		return RC_OK;
	return sql_movement_unopened(c->db, c->mem, c->object_id, c->who.person_id, c->today,
	                             &l->unopened, &l->unopened_count);
}

static enum rc open_tx(void *arg)
{
	struct look *l = arg;
	struct ctx *c = l->c;
	for (size_t i = 0; i < l->unopened_count; i++)
		TRY(sql_movement_unit_opened(c->db, l->unopened[i].id, c->who.account_id, c->now_ms, NULL));
	return RC_OK;
}

/* --- facts and contents ------------------------------------------------------------------------
 */

static struct str range(struct ctx *c, struct date from, struct date to)
{
	return arena_printf(c->mem, "%s đến %s", date_vn(from).z, date_vn(to).z);
}

static void put_text(struct movement_section *s, const char *label, struct str text)
{
	if (text.n)
		s->texts[s->text_count++] = (struct movement_text){.label = label, .text = text};
}

static void fill_sections(const struct sql_movement_get *m, struct movement_page *p)
{
	struct movement_content heads[MOVEMENT_CONTENTS];
	p->missing = movement_contents(m, heads);
	for (int i = 0; i < MOVEMENT_CONTENTS; i++)
		p->sections[i].head = heads[i];
	put_text(&p->sections[0], "Mục tiêu", m->goal);
	put_text(&p->sections[0], "Phạm vi", m->reach);
	put_text(&p->sections[0], "Đối tượng", m->subjects);
	put_text(&p->sections[0], "Nội dung thi đua", m->content);
	put_text(&p->sections[0], "Tiêu chí", m->criteria);
	put_text(&p->sections[0], "Kế hoạch, biện pháp", m->measures);
	put_text(&p->sections[1], NULL, m->launching);
	put_text(&p->sections[2], NULL, m->checking);
	put_text(&p->sections[3], NULL, m->spreading);
	put_text(&p->sections[4], NULL, m->reviewing);
}

static void fill_actions(struct ctx *c, const struct sql_movement_get *m, struct movement_page *p)
{
	static const struct {
		const char *op, *icon;
	} all[] = {{"movement.launch", "horn"}, {"movement.edit", "edit"},
	           {"movement.check", "check"}, {"movement.review", "date"},
	           {"movement.close", "check"}, {"movement.drop", "trash"}};
	p->actions.items = arena_array(c->mem, COUNT(all) + 4, sizeof *p->actions.items);
	for (int i = 0; i < COUNT(all); i++) {
		const struct op *op = op_find(str_of(all[i].op));
		bool check = op->kind == OP_READ && !p->draft;
		if (check || !gate_accepts(c, op, m->id))
			continue;
		const char *path = op_path(c->mem, all[i].op).p;
		p->actions.items[p->actions.count++] =
			(struct link){.href = arena_printf(c->mem, "%s?id=%" PRId64, path, m->id),
		                  .text = str_of(op->verb ? op->verb : op->title),
		                  .icon = all[i].icon};
	}
	if (live(m->state)) {
		paper_action(c, "movement", m->id, "bao-cao-so-ket", "Báo cáo sơ kết", &p->actions);
		paper_action(c, "movement", m->id, "bao-cao-tong-ket", "Báo cáo tổng kết", &p->actions);
	}
	paper_actions(c, "movement", m->id, &p->actions);
}

static const char *badge_of(struct str state)
{
	return live(state)                 ? "ok"
	       : str_eqz(state, "draft")   ? "warn"
	       : str_eqz(state, "dropped") ? "bad"
	                                   : "";
}

static void fill_facts(struct ctx *c, const struct sql_movement_get *m, struct movement_page *p)
{
	p->id = m->id;
	p->title = m->title;
	p->slogan = m->slogan;
	p->state = m->state;
	p->state_words = choice_label(movement_states, m->state);
	p->badge = str_of(badge_of(m->state));
	p->draft = str_eqz(m->state, "draft");
	p->kept = str_eqz(m->state, "kept");
	p->form_value = m->form;
	p->level_value = m->level;
	p->begins = m->begins;
	p->ends = m->ends;
	p->upper_id = m->upper_id;
	p->plan_id = m->plan_id;
	p->document_id = m->document_id;
	p->form = choice_label(movement_forms, m->form);
	p->level = choice_label(movement_levels, m->level);
	p->unit = m->unit_name;
	p->period = range(c, m->begins, m->ends);
	p->lacking = m->lacking;
	p->reason = m->reason;
	if (m->launched_ms != DB_NULL)
		p->launched = arena_printf(c->mem, "%s%s%.*s", date_time_vn(m->launched_ms).z,
		                           m->launched_by.n ? ", " : "", STR_ARG(m->launched_by));
	if (m->upper_id != DB_NULL) {
		p->upper = m->upper_title;
		p->upper_href = arena_printf(c->mem, "/movement/%" PRId64, m->upper_id);
	}
	if (m->document_id != DB_NULL) {
		p->document = m->document_name;
		p->document_href = arena_printf(c->mem, "/document/%" PRId64, m->document_id);
	}
	if (m->plan_id != DB_NULL) {
		p->plan = m->plan_title;
		p->plan_href = arena_printf(c->mem, "/plan/%" PRId64, m->plan_id);
	}
}

/* --- line of time ------------------------------------------------------------------------------
 */

static int place(const struct sql_movement_get *m, struct date d)
{
	int span = m->ends.days - m->begins.days, at = d.days - m->begins.days;
	int room = MOVEMENT_LINE_WIDTH - 2 * MOVEMENT_LINE_EDGE;
	at = at < 0 ? 0 : at > span ? span : at;
	return MOVEMENT_LINE_EDGE + (int)((int64_t)at * room / span);
}

static struct movement_event *add_event(struct ctx *c, struct movement_page *p,
                                        const struct sql_movement_get *m, struct date on,
                                        const char *text)
{
	int at = p->event_count;
	if (at == COUNT(p->events))
		return &p->events[at - 1];
	for (p->event_count++; at > 0 && p->events[at - 1].on.days > on.days; at--)
		p->events[at] = p->events[at - 1];
	p->events[at] = (struct movement_event){
		.on = on, .text = str_of(text), .past = on.days <= c->today.days, .x = place(m, on)};
	return &p->events[at];
}

static void add_review(struct ctx *c, struct movement_page *p, const struct look *l,
                       const struct sql_review_of *r, bool may)
{
	bool held = str_eqz(r->state, "held"), final = str_eqz(r->kind, "final");
	struct movement_event *e =
		add_event(c, p, &l->m, held ? r->held_on : r->due,
	              held ? (final ? "Tổng kết" : "Sơ kết")
	                   : (final ? "Tổng kết (dự kiến)" : "Sơ kết (dự kiến)"));
	e->detail = r->result;
	e->past = held;
	if (r->file_name.n)
		e->paper = arena_printf(c->mem, "/review/paper?id=%" PRId64, r->id);
	if (!held && may) {
		e->hold = arena_printf(c->mem, "/review/hold?id=%" PRId64, r->id);
		e->drop = arena_printf(c->mem, "/review/drop?id=%" PRId64, r->id);
	}
}

static void fill_line(struct ctx *c, const struct look *l, struct movement_page *p)
{
	const struct sql_movement_get *m = &l->m;
	bool may = live(m->state) && gate_offers(c, op_find(STR("review.hold"))) &&
	           in_scope(c, "review.hold", m->id);
	add_event(c, p, m, m->begins, "Bắt đầu");
	if (m->launched_ms != DB_NULL)
		add_event(c, p, m, date_at(m->launched_ms), "Phát động");
	for (size_t i = 0; i < l->review_count; i++)
		add_review(c, p, l, &l->reviews[i], may);
	if (c->today.days >= m->begins.days && c->today.days <= m->ends.days)
		add_event(c, p, m, c->today, "Hôm nay")->now = true;
	add_event(c, p, m, m->ends, "Hết thời gian thi đua");
	if (m->closed_ms != DB_NULL)
		add_event(c, p, m, date_at(m->closed_ms), "Kết thúc phong trào");
	p->elapsed_x = place(m, c->today);
}

/* --- coverage and tasks, each within what the reader may list
 * ---------------------------------------- */

struct asking {
	struct ctx *c;
	const char *list, *filter; /* of the movement */
	int64_t id;
};

static enum rc ask(const struct asking *a, const char *name, const char *value, int limit,
                   struct rows *out)
{
	struct ctx *c = a->c;
	struct values v;
	values_init(&v, c->mem);
	TRY(values_add(&v, str_of(a->filter), arena_printf(c->mem, "%" PRId64, a->id), c->err));
	TRY(values_add(&v, STR("limit"), arena_printf(c->mem, "%d", limit), c->err));
	if (strcmp(a->list, "rollout.list") == 0) /* as they stand in the tree */
		TRY(values_add(&v, STR("order"), STR("newest"), c->err));
	if (name)
		TRY(values_add(&v, str_of(name), str_of(value), c->err));
	return list_page(c, op_find(str_of(a->list)), &v, out);
}

static enum rc count(const struct asking *a, const char *name, const char *value, int64_t *n)
{
	struct rows rows;
	TRY(ask(a, name, value, 1, &rows));
	*n = rows.total;
	return RC_OK;
}

static struct str text_at(struct ctx *c, const struct rows *rows, int row, const char *name,
                          int type)
{
	const struct column as = {.type = type};
	return column_text(c->mem, &as, &rows->items[row][list_column_no(rows->list, name)]);
}

static void fill_unit(struct ctx *c, const struct rows *rows, int i, bool answers,
                      struct movement_unit_row *u)
{
	int64_t id = rows->items[i][list_column_no(rows->list, "id")].i;
	struct str state = text_at(c, rows, i, "state", COL_TEXT);
	*u = (struct movement_unit_row){.name = text_at(c, rows, i, "unit_name", COL_TEXT),
	                                .now = text_at(c, rows, i, "now_name", COL_TEXT),
	                                .state = choice_label(rollout_states, state),
	                                .badge = str_eqz(state, "answered") ? STR("ok")
	                                         : str_eqz(state, "opened") ? STR("info")
	                                                                    : STR("warn"),
	                                .opened = text_at(c, rows, i, "opened_ms", COL_MOMENT),
	                                .opened_by = text_at(c, rows, i, "opened_by", COL_TEXT),
	                                .answered = text_at(c, rows, i, "answered_ms", COL_MOMENT),
	                                .answered_by = text_at(c, rows, i, "answered_by", COL_TEXT),
	                                .answer = text_at(c, rows, i, "answer", COL_TEXT),
	                                .plan = text_at(c, rows, i, "plan_title", COL_TEXT)};
	const struct db_val *plan = &rows->items[i][list_column_no(rows->list, "plan_there")];
	if (!plan->null)
		u->plan_href = arena_printf(c->mem, "/plan/%" PRId64, plan->i);
	if (answers && gate_label(c, op_find(STR("movement.answer")), &rollout_object, id).n)
		u->act = arena_printf(c->mem, "/movement/answer?id=%" PRId64, id);
}

static enum rc fill_coverage(struct ctx *c, struct movement_page *p)
{
	struct asking a = {c, "rollout.list", "movement", p->id};
	struct rows rows;
	int64_t closed; /* nobody has opened it there */
	bool answers = live(p->state) && gate_offers(c, op_find(STR("movement.answer")));
	TRY(ask(&a, NULL, NULL, MOVEMENT_COVERAGE_SHOWN, &rows));
	p->shows_coverage = rows.count > 0;
	p->more_units = rows.next.n > 0;
	p->units = arena_array(c->mem, (size_t)rows.count + 1, sizeof *p->units);
	for (p->unit_count = 0; p->unit_count < rows.count; p->unit_count++)
		fill_unit(c, &rows, p->unit_count, answers, &p->units[p->unit_count]);
	TRY(count(&a, "state", "told", &closed));
	TRY(count(&a, "state", "answered", &p->answered));
	TRY(count(&a, "plan", "yes", &p->plans));
	p->told = rows.total;
	p->opened = rows.total - closed;
	p->coverage = (struct home_chart){.id = "coverage-chart",
	                                  .title = "Mức độ triển khai",
	                                  .head = "Bước",
	                                  .of = "đơn vị",
	                                  .series = {"Số đơn vị"},
	                                  .series_count = 1};
	home_chart_add(&p->coverage, STR("Trong phạm vi"), 0, rows.total);
	home_chart_add(&p->coverage, STR("Trưởng, đầu mối đã mở"), 0, p->opened);
	home_chart_add(&p->coverage, STR("Đã trả lời"), 0, p->answered);
	home_chart_add(&p->coverage, STR("Có kế hoạch riêng"), 0, p->plans);
	home_chart_draw(c, &p->coverage);
	p->coverage.say = arena_printf(c->mem,
	                               "Mức độ triển khai: trong %d đơn vị, %" PRId64 " đã mở, %" PRId64
	                               " đã trả lời, %" PRId64 " có kế hoạch riêng",
	                               rows.total, p->opened, p->answered, p->plans);
	return RC_OK;
}

static enum rc fill_tasks(struct ctx *c, struct movement_page *p)
{
	struct asking a = {c, "task.list", "movement", p->id};
	struct rows rows;
	TRY(ask(&a, NULL, NULL, MOVEMENT_TASKS_SHOWN, &rows));
	p->shows_tasks = true;
	p->tasks = arena_array(c->mem, (size_t)rows.count + 1, sizeof *p->tasks);
	for (int i = 0; i < rows.count; i++) {
		const struct db_val *row = rows.items[i];
		struct str state = text_at(c, &rows, i, "now", COL_TEXT);
		p->tasks[p->task_count++] = (struct movement_task_row){
			.href = arena_printf(c->mem, "/task/%" PRId64, row[list_column_no(rows.list, "id")].i),
			.title = text_at(c, &rows, i, "title", COL_TEXT),
			.unit = text_at(c, &rows, i, "unit_name", COL_TEXT),
			.due = text_at(c, &rows, i, "due", COL_DATE),
			.state = choice_label(task_now, state),
			.badge = str_of(task_badge(state)),
			.percent = row[list_column_no(rows.list, "percent")].i};
	}
	TRY(count(&a, "state", "open", &p->open));
	TRY(count(&a, "state", "late", &p->late));
	TRY(count(&a, "state", "done", &p->done));
	TRY(count(&a, "state", "dropped", &p->dropped));
	if (live(p->state) && gate_offers(c, op_find(STR("task.create"))))
		p->add_task = arena_printf(c->mem, "/task/create?movement_id=%" PRId64, p->id);
	return RC_OK;
}

enum rc movement_view(struct ctx *c, const void *in, struct out *out)
{
	const struct movement_id_in *q = in;
	const struct op *op = c->op;
	struct look l = {.c = c};
	struct movement_page *p = arena_alloc(c->mem, sizeof *p);
	(void)q;
	TRY(db_tx(c->db, DB_READ, look_tx, &l));
	if (l.unopened_count)
		TRY(db_tx(c->db, DB_WRITE, open_tx, &l));
	fill_facts(c, &l.m, p);
	fill_sections(&l.m, p);
	fill_actions(c, &l.m, p);
	fill_line(c, &l, p);
	if (gate_offers(c, op_find(STR("rollout.list"))) && l.m.launched_ms != DB_NULL)
		TRY(fill_coverage(c, p));
	if (gate_offers(c, op_find(STR("task.list"))) && l.m.launched_ms != DB_NULL)
		TRY(fill_tasks(c, p));
	c->op = op;
	out->id = l.m.id;
	out->heading = l.m.title;
	out->sub = l.m.slogan.n ? l.m.slogan : p->form;
	out->data = p;
	return RC_OK;
}

void movement_page(struct buf *html, struct ctx *c, const void *data)
{
	(void)c;
	tpl_movement(html, data);
}

enum rc movement_check(struct ctx *c, const void *in, struct out *out)
{
	const struct movement_id_in *q = in;
	struct sql_movement_get m;
	struct movement_page *p = arena_alloc(c->mem, sizeof *p);
	TRY(sql_movement_get(c->db, c->mem, q->id, &m));
	fill_facts(c, &m, p);
	fill_sections(&m, p);
	out->id = m.id;
	out->heading = m.title;
	struct str lacking = movement_lacking(c, &m);
	out_fact(out, "lacking", "Còn thiếu", lacking);
	out->data = p;
	return RC_OK;
}

void movement_check_page(struct buf *html, struct ctx *c, const void *data)
{
	(void)c;
	tpl_movement_check(html, data);
}

/* --- JSON
 * ---------------------------------------------------------------------------------------------- */

static void contents_json(struct json_out *j, const struct movement_page *p)
{
	json_arr(j, "contents");
	for (int i = 0; i < MOVEMENT_CONTENTS; i++) {
		const struct movement_section *s = &p->sections[i];
		json_obj(j, NULL);
		json_z(j, "title", s->head.title);
		json_arr(j, "lacks");
		for (int k = 0; k < s->head.lack_count; k++)
			json_z(j, NULL, s->head.lacks[k]);
		json_end(j);
		json_arr(j, "texts");
		for (int k = 0; k < s->text_count; k++) {
			json_obj(j, NULL);
			json_z(j, "label", s->texts[k].label ? s->texts[k].label : s->head.title);
			json_str(j, "text", s->texts[k].text);
			json_end(j);
		}
		json_end(j);
		json_end(j);
	}
	json_end(j);
}

void movement_check_json(struct buf *b, struct ctx *c, const void *data)
{
	const struct movement_page *p = data;
	struct json_out j = json_out_to(b);
	(void)c;
	json_obj(&j, NULL);
	json_int(&j, "id", p->id);
	json_int(&j, "missing", p->missing);
	contents_json(&j, p);
	json_end(&j);
}

static void events_json(struct json_out *j, const struct movement_page *p)
{
	json_arr(j, "timeline");
	for (int i = 0; i < p->event_count; i++) {
		json_obj(j, NULL);
		json_z(j, "on", date_iso(p->events[i].on).z);
		json_str(j, "text", p->events[i].text);
		json_str(j, "detail", p->events[i].detail.n ? p->events[i].detail : STR_NULL);
		json_end(j);
	}
	json_end(j);
}

static void link_json(struct json_out *j, const char *key, int64_t id, struct str title)
{
	if (id == DB_NULL) {
		json_nil(j, key);
		return;
	}
	json_obj(j, key);
	json_int(j, "id", id);
	json_str(j, "title", title);
	json_end(j);
}

static void coverage_json(struct json_out *j, const struct movement_page *p)
{
	json_obj(j, "coverage");
	json_int(j, "told", p->told);
	json_int(j, "opened", p->opened);
	json_int(j, "answered", p->answered);
	json_int(j, "own_plan", p->plans);
	json_end(j);
}

void movement_json(struct buf *b, struct ctx *c, const void *data)
{
	const struct movement_page *p = data;
	struct json_out j = json_out_to(b);
	(void)c;
	json_obj(&j, NULL);
	json_int(&j, "id", p->id);
	json_str(&j, "title", p->title);
	json_str(&j, "slogan", p->slogan);
	json_str(&j, "state", p->state);
	json_str(&j, "form", p->form_value);
	json_str(&j, "level", p->level_value);
	json_str(&j, "unit", p->unit);
	json_z(&j, "begins", date_iso(p->begins).z);
	json_z(&j, "ends", date_iso(p->ends).z);
	json_str(&j, "launched", str_or_null(p->launched));
	json_str(&j, "lacking", str_or_null(p->lacking));
	json_str(&j, "reason", str_or_null(p->reason));
	link_json(&j, "upper", p->upper_id, p->upper);
	link_json(&j, "plan", p->plan_id, p->plan);
	link_json(&j, "document", p->document_id, p->document);
	contents_json(&j, p);
	events_json(&j, p);
	if (p->shows_coverage)
		coverage_json(&j, p);
	if (p->shows_tasks) {
		json_obj(&j, "tasks");
		json_int(&j, "open", p->open);
		json_int(&j, "late", p->late);
		json_int(&j, "done", p->done);
		json_int(&j, "dropped", p->dropped);
		json_end(&j);
	}
	json_end(&j);
}

/* page.c: one plan: the source at the left, what was understood at the right. */
#include "app/paper/paper.h"
#include "app/plan/inner.h"
#include "base/json_out.h"
#include "db/sql_plan.h"
#include "op/gate.h"
#include "op/list.h"
#include "web/web.h"

#include <inttypes.h>

#define LEAD_MAX 110 /* bytes */

struct fill {
	struct ctx *c;
	const struct sql_plan_get *p;
	struct sql_plan_sections_of *sections;
	struct sql_plan_citations_of *cites;
	struct sql_plan_tasks_of *tasks;
	struct sql_plan_remarks_of *remarks;
	size_t section_count, cite_count, task_count, remark_count;
	struct plan_page *v;
};

enum rc plan_may_see(struct ctx *c, int64_t id, struct str state)
{
	struct db_val version;
	if (str_eqz(state, "issued") || str_eqz(state, "closed"))
		return RC_OK;
	return gate_object(c, op_find(STR("plan.edit")), &plan_object, id, &version);
}

static struct str number(struct fill *f, int64_t n)
{
	return arena_printf(f->c->mem, "%" PRId64, n);
}

/* "" for what stands on no line. */
static struct str line_no(struct fill *f, int64_t line)
{
	return line < 0 ? STR("") : number(f, line + 1);
}

static struct str op_href(struct fill *f, const char *op, const char *field, int64_t id)
{
	return arena_printf(f->c->mem, "%s?%s=%" PRId64, op_path(f->c->mem, op).p, field, id);
}

/* Findings can be changed while the plan is a draft of the reader's. */
static struct str item_href(struct fill *f, const char *op, const char *field, int64_t id)
{
	return f->v->may ? op_href(f, op, field, id) : STR("");
}

/* --- the source --- */

static void mark(struct plan_page *v, int64_t line, bool head)
{
	if (line < 0 || line >= v->line_count)
		return;
	v->lines[line].hit = true;
	v->lines[line].head |= head;
}

static void fill_lines(struct fill *f)
{
	struct plan_page *v = f->v;
	struct str rest = f->p->source_text;
	size_t n = 1;
	for (size_t i = 0; i < rest.n; i++)
		n += rest.p[i] == '\n';
	v->lines = arena_array(f->c->mem, n + 1, sizeof *v->lines);
	while (rest.n)
		v->lines[v->line_count++] = (struct plan_line){.text = str_cut(&rest, '\n')};
	for (int i = 0; i < v->line_count; i++)
		v->lines[i].no = number(f, i + 1);
	for (size_t i = 0; i < f->section_count; i++)
		mark(v, f->sections[i].from_line, true);
	for (size_t i = 0; i < f->cite_count; i++)
		mark(v, f->cites[i].line, false);
	for (size_t i = 0; i < f->task_count; i++)
		mark(v, f->tasks[i].line, false);
}

/* --- the header --- */

static void fact(struct fill *f, const char *label, struct str value)
{
	f->v->facts[f->v->fact_count++] =
		(struct plan_fact){.label = label, .value = str_or_empty(value), .lacking = value.n == 0};
}

static void fill_facts(struct fill *f)
{
	const struct sql_plan_get *p = f->p;
	f->v->facts = arena_array(f->c->mem, 16, sizeof *f->v->facts);
	fact(f, "Loại", p->type);
	fact(f, "Số", p->number);
	fact(f, "Ký hiệu", p->notation);
	fact(f, "Ngày ban hành", arena_str(f->c->mem, str_of(date_vn(p->dated).z)));
	fact(f, "Nơi ban hành", p->place);
	fact(f, "Cơ quan chủ quản", p->parent);
	fact(f, "Cơ quan ban hành", p->issuer);
	fact(f, "Chức vụ người ký", p->signer_post);
	fact(f, "Người ký", p->signer_name);
	fact(f, "Kế hoạch của đơn vị", p->unit_name);
	struct str rest = p->recipients;
	f->v->recipients = arena_array(f->c->mem, p->recipients.n / 2 + 2, sizeof *f->v->recipients);
	while (rest.n)
		f->v->recipients[f->v->recipient_count++] = str_cut(&rest, '\n');
	f->v->remarks = arena_array(f->c->mem, f->remark_count + 1, sizeof *f->v->remarks);
	for (size_t i = 0; i < f->remark_count; i++)
		f->v->remarks[f->v->remark_count++] =
			(struct plan_fact){.value = f->remarks[i].text, .line = line_no(f, f->remarks[i].line)};
}

/* --- findings --- */

/* The beginning of a section that has no title, so that its number says something. */
static struct str lead(struct fill *f, struct str text)
{
	struct str line = text;
	ptrdiff_t end = str_chr(text, '\n');
	line.n = end >= 0 ? (size_t)end : line.n;
	if (line.n <= LEAD_MAX)
		return line;
	line.n = LEAD_MAX;
	while (line.n && line.p[line.n - 1] != ' ')
		line.n--;
	return arena_printf(f->c->mem, "%.*s…", STR_ARG(str_trim(line)));
}

static void fill_sections(struct fill *f)
{
	struct plan_page *v = f->v;
	v->sections = arena_array(f->c->mem, f->section_count + 1, sizeof *v->sections);
	for (size_t i = 0; i < f->section_count; i++) {
		const struct sql_plan_sections_of *s = &f->sections[i];
		v->sections[v->section_count++] =
			(struct plan_section_row){.label = s->label,
		                              .title = s->title,
		                              .lead = s->title.n ? STR("") : lead(f, str_trim(s->text)),
		                              .text = str_trim(s->text),
		                              .line = line_no(f, s->from_line),
		                              .edit = item_href(f, "plan_section.edit", "id", s->id),
		                              .drop = item_href(f, "plan_section.drop", "id", s->id),
		                              .depth = s->depth < 4 ? (int)s->depth : 4,
		                              .repaired = s->repaired};
	}
}

/* "Chỉ thị 41-CT/TW ngày 26/12/2024 của Bộ Chính trị" */
static struct str cite_name(struct fill *f, const struct sql_plan_citations_of *t)
{
	struct arena *mem = f->c->mem;
	struct str name = arena_printf(mem, "%.*s%s%.*s", STR_ARG(t->type), t->type.n ? " " : "",
	                               STR_ARG(t->sign.n ? t->sign : t->title));
	if (!date_is_none(t->dated))
		return arena_printf(mem, "%.*s ngày %s", STR_ARG(name), date_vn(t->dated).z);
	return t->year && !t->sign.n ? arena_printf(mem, "%.*s năm %" PRId64, STR_ARG(name), t->year)
	                             : name;
}

static void fill_cites(struct fill *f)
{
	struct plan_page *v = f->v;
	v->cites = arena_array(f->c->mem, f->cite_count + 1, sizeof *v->cites);
	for (size_t i = 0; i < f->cite_count; i++) {
		const struct sql_plan_citations_of *t = &f->cites[i];
		struct str issuer = str_or_empty(t->issuer);
		struct str title = t->sign.n ? str_or_empty(t->title) : STR("");
		v->cites[v->cite_count++] = (struct plan_citation_row){
			.name = cite_name(f, t),
			.facts = arena_printf(f->c->mem, "%.*s%s%.*s", STR_ARG(issuer),
		                          issuer.n && title.n ? " · " : "", STR_ARG(title)),
			.text = t->text,
			.line = line_no(f, t->line),
			.document = t->document_id == DB_NULL
		                    ? STR("")
		                    : arena_printf(f->c->mem, "/document/%" PRId64, t->document_id),
			.edit = item_href(f, "plan_citation.edit", "id", t->id),
			.drop = item_href(f, "plan_citation.drop", "id", t->id),
			.repaired = t->repaired,
			.replaced = t->replaced};
	}
}

static struct str kind_label(struct str kind)
{
	return choice_label(task_kinds, kind);
}

static void fill_tasks(struct fill *f)
{
	struct plan_page *v = f->v;
	v->tasks = arena_array(f->c->mem, f->task_count + 1, sizeof *v->tasks);
	for (size_t i = 0; i < f->task_count; i++) {
		const struct sql_plan_tasks_of *t = &f->tasks[i];
		v->tasks[v->task_count++] =
			(struct plan_task_row){.path = str_or_empty(t->path),
		                           .owner = str_or_empty(t->owner),
		                           .unit = str_or_empty(t->unit_name),
		                           .kind = kind_label(t->kind),
		                           .text = t->text,
		                           .line = line_no(f, t->line),
		                           .edit = item_href(f, "plan_task.edit", "id", t->id),
		                           .drop = item_href(f, "plan_task.drop", "id", t->id),
		                           .all_units = t->all_units,
		                           .wanted = t->wanted,
		                           .repaired = t->repaired};
	}
}

/* --- what can be done, what belongs together --- */

static enum rc fill_acts(struct fill *f, bool reach)
{
	/* What is made of a plan comes first: that is where its reader goes next. */
	static const struct {
		const char *op, *field, *states;
	} all[] = {{"plan.confirm", "id", NULL},
	           {"plan.edit", "id", NULL},
	           {"movement.from_plan", "plan_id", "issued"},
	           {"task.from_plan", "plan_id", "issued"},
	           {"plan.replace", "id", NULL},
	           {"plan.reopen", "id", NULL},
	           {"plan.close", "id", NULL},
	           {"plan.drop", "id", NULL}};
	struct links acts = {.items = arena_array(f->c->mem, COUNT(all) + 2, sizeof *acts.items)};
	struct sql_plan_hangs h;
	TRY(sql_plan_hangs(f->c->db, f->c->mem, f->p->id, &h));
	bool free = !h.movements && !h.tasks && !h.plans && !h.answers;
	for (int i = 0; i < COUNT(all) && reach; i++) {
		const struct op *op = op_find(str_of(all[i].op));
		bool offered = all[i].states ? str_eqz(f->p->state, all[i].states) && gate_offers(f->c, op)
		                             : gate_accepts(f->c, op, f->p->id);
		if (offered && (free || strcmp(all[i].op, "plan.reopen") != 0))
			acts.items[acts.count++] =
				(struct link){.href = op_href(f, all[i].op, all[i].field, f->p->id),
			                  .text = str_of(all[i].states ? op->title : op->verb),
			                  .icon = op->icon ? op->icon : "edit"};
	}
	paper_actions(f->c, "plan", f->p->id, &acts);
	f->v->acts = acts.items;
	f->v->act_count = acts.count;
	return RC_OK;
}

static void other(struct fill *f, int64_t id, const char *how, struct str title)
{
	f->v->others[f->v->other_count++] =
		(struct link){.href = arena_printf(f->c->mem, "/plan/%" PRId64, id),
	                  .text = arena_printf(f->c->mem, "%s: %.*s", how, STR_ARG(title))};
}

static enum rc fill_others(struct fill *f)
{
	struct ctx *c = f->c;
	struct sql_plan_replaced_by *by;
	struct sql_plan_carried_out_by *units;
	struct sql_plan_movements *movements;
	struct sql_plan_tasks_given tasks;
	size_t n, m, k;
	TRY(sql_plan_replaced_by(c->db, c->mem, f->p->id, &by, &n));
	TRY(sql_plan_carried_out_by(c->db, c->mem, f->p->id, &units, &m));
	TRY(sql_plan_movements(c->db, c->mem, f->p->id, &movements, &k));
	TRY(sql_plan_tasks_given(c->db, c->mem, f->p->id, &tasks));
	f->v->others = arena_array(c->mem, n + m + k + 3, sizeof *f->v->others);
	for (size_t i = 0; i < k; i++)
		f->v->others[f->v->other_count++] = (struct link){
			.href = arena_printf(c->mem, "/movement/%" PRId64, movements[i].id),
			.text = arena_printf(c->mem, "Phong trào: %.*s", STR_ARG(movements[i].title))};
	if (tasks.n && gate_offers(c, op_find(STR("task.list"))))
		f->v->others[f->v->other_count++] = (struct link){
			.href = arena_printf(c->mem, "/task/list?plan=%" PRId64, f->p->id),
			.text = arena_printf(c->mem, "Nhiệm vụ đã giao từ kế hoạch: %" PRId64, tasks.n)};
	if (f->p->carries_out != DB_NULL)
		other(f, f->p->carries_out, "Triển khai", f->p->carries_title);
	if (f->p->replaces_id != DB_NULL)
		other(f, f->p->replaces_id, "Thay thế", f->p->replaces_title);
	for (size_t i = 0; i < n; i++)
		other(f, by[i].id, "Được thay thế bằng", by[i].title);
	for (size_t i = 0; i < m; i++)
		other(f, units[i].id, arena_strz(c->mem, units[i].unit_name), units[i].title);
	return RC_OK;
}

static struct str headline(struct fill *f)
{
	const struct sql_plan_get *p = f->p;
	struct str by = p->confirmed_name.p ? p->confirmed_name
	                : p->made_name.p    ? p->made_name
	                                    : STR("");
	const char *what = str_eqz(p->state, "draft") ? "Dự thảo, chờ xem lại và xác nhận"
	                   : str_eqz(p->state, "issued") ? "Đã xác nhận"
	                   : str_eqz(p->state, "closed") ? "Đã kết thúc"
	                                                 : "Đã bỏ";
	return arena_printf(f->c->mem, "%s%s%.*s%s%.*s", what, by.n ? " · " : "", STR_ARG(by),
	                    p->reason.n ? " · " : "", STR_ARG(p->reason));
}

static enum rc load(struct fill *f)
{
	struct ctx *c = f->c;
	int64_t id = f->p->id;
	TRY(sql_plan_sections_of(c->db, c->mem, id, &f->sections, &f->section_count));
	TRY(sql_plan_citations_of(c->db, c->mem, id, &f->cites, &f->cite_count));
	TRY(sql_plan_tasks_of(c->db, c->mem, id, &f->tasks, &f->task_count));
	return sql_plan_remarks_of(c->db, c->mem, id, &f->remarks, &f->remark_count);
}

/* Is the plan within the caller's scope of correcting? */
static enum rc reaches(struct ctx *c, int64_t id, bool *out)
{
	const struct op *edit = op_find(STR("plan.edit"));
	struct err before = *c->err;
	struct db_val version;
	enum rc rc =
		gate_offers(c, edit) ? gate_object(c, edit, &plan_object, id, &version) : RC_NOTFOUND;
	*out = rc == RC_OK;
	*c->err = before;
	return rc == RC_OK || rc == RC_NOTFOUND ? RC_OK : rc;
}

enum rc plan_view(struct ctx *c, const void *in, struct out *out)
{
	const struct plan_id_in *p = in;
	struct sql_plan_get plan;
	struct plan_page *v = arena_alloc(c->mem, sizeof *v);
	struct fill f = {.c = c, .p = &plan, .v = v};
	bool reach;
	TRY(sql_plan_get(c->db, c->mem, p->id, &plan));
	TRY(plan_may_see(c, p->id, plan.state));
	TRY(reaches(c, p->id, &reach));
	TRY(load(&f));
	v->id = number(&f, p->id);
	v->draft = str_eqz(plan.state, "draft");
	v->may = reach && v->draft;
	v->noisy = plan.noisy;
	v->plan = p->id;
	fill_lines(&f);
	fill_facts(&f);
	fill_sections(&f);
	fill_cites(&f);
	fill_tasks(&f);
	TRY(fill_acts(&f, reach));
	TRY(fill_others(&f));
	v->add_section = item_href(&f, "plan_section.add", "plan_id", p->id);
	v->add_citation = item_href(&f, "plan_citation.add", "plan_id", p->id);
	v->add_task = item_href(&f, "plan_task.add", "plan_id", p->id);
	v->file = plan.file_id == DB_NULL ? STR("") : op_href(&f, "plan.file", "id", p->id);
	out->id = p->id;
	out->heading = plan.title.n ? plan.title : STR("Kế hoạch chưa có trích yếu");
	out->sub = headline(&f);
	out->data = v;
	return RC_OK;
}

void plan_page_draw(struct buf *html, struct ctx *c, const void *data)
{
	(void)c;
	tpl_plan(html, data);
}

/* --- JSON --- */

static void put_strings(struct json_out *j, const char *key, const struct str *items, int n)
{
	json_arr(j, key);
	for (int i = 0; i < n; i++)
		json_str(j, NULL, items[i]);
	json_end(j);
}

static void put_findings(struct json_out *j, const struct plan_page *v)
{
	json_arr(j, "sections");
	for (int i = 0; i < v->section_count; i++) {
		json_obj(j, NULL);
		json_str(j, "label", v->sections[i].label);
		json_int(j, "depth", v->sections[i].depth);
		json_str(j, "title", str_or_null(v->sections[i].title));
		json_str(j, "text", v->sections[i].text);
		json_bool(j, "repaired", v->sections[i].repaired);
		json_end(j);
	}
	json_end(j);
	json_arr(j, "citations");
	for (int i = 0; i < v->cite_count; i++) {
		json_obj(j, NULL);
		json_str(j, "name", v->cites[i].name);
		json_str(j, "text", v->cites[i].text);
		json_str(j, "document", str_or_null(v->cites[i].document));
		json_bool(j, "repaired", v->cites[i].repaired);
		json_end(j);
	}
	json_end(j);
	json_arr(j, "tasks");
	for (int i = 0; i < v->task_count; i++) {
		json_obj(j, NULL);
		json_str(j, "section", str_or_null(v->tasks[i].path));
		json_str(j, "owner", str_or_null(v->tasks[i].owner));
		json_str(j, "unit", str_or_null(v->tasks[i].unit));
		json_bool(j, "all_units", v->tasks[i].all_units);
		json_str(j, "kind", v->tasks[i].kind);
		json_str(j, "text", v->tasks[i].text);
		json_bool(j, "repaired", v->tasks[i].repaired);
		json_end(j);
	}
	json_end(j);
}

void plan_page_json(struct buf *b, struct ctx *c, const void *data)
{
	const struct plan_page *v = data;
	struct json_out j = json_out_to(b);
	struct sql_plan_get p;
	json_obj(&j, NULL);
	if (sql_plan_get(c->db, c->mem, v->plan, &p) == RC_OK) {
		json_int(&j, "id", p.id);
		json_str(&j, "state", p.state);
		json_str(&j, "type", p.type);
		json_obj(&j, "sign");
		json_str(&j, "number", p.number);
		json_str(&j, "notation", p.notation);
		json_end(&j);
		json_str(&j, "date", str_or_null(arena_str(c->mem, str_of(date_iso(p.dated).z))));
		json_str(&j, "place", p.place);
		json_str(&j, "issuer", p.issuer);
		json_str(&j, "parent", p.parent);
		json_str(&j, "title", p.title);
		json_obj(&j, "signer");
		json_str(&j, "post", p.signer_post);
		json_str(&j, "name", p.signer_name);
		json_end(&j);
		json_int(&j, "unit_id", p.unit_id);
	}
	put_strings(&j, "recipients", v->recipients, v->recipient_count);
	put_findings(&j, v);
	json_end(&j);
}

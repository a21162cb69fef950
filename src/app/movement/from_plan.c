/*
 * from_plan.c: a draft from a confirmed plan: its sections go to the contents of Điều 17 that their
 * headings name. What no heading names stays empty, for a person to write.
 */
#include "app/movement/movement.h"

#include "app/org/org.h"
#include "db/sql_movement.h"
#include "db/sql_plan.h"
#include "op/gate.h"
#include "viet/viet.h"

#include <inttypes.h>

/* Folded words of a heading, the more particular ones first. */
static const struct heading {
	const char *word;
	size_t at;
} headings[] = {
	{"tieu chi", offsetof(struct movement_new, criteria)},
	{"so ket", offsetof(struct movement_new, reviewing)},
	{"tong ket", offsetof(struct movement_new, reviewing)},
	{"khen thuong", offsetof(struct movement_new, reviewing)},
	{"kiem tra", offsetof(struct movement_new, checking)},
	{"giam sat", offsetof(struct movement_new, checking)},
	{"don doc", offsetof(struct movement_new, checking)},
	{"tuyen truyen", offsetof(struct movement_new, spreading)},
	{"dien hinh", offsetof(struct movement_new, spreading)},
	{"doi tuong", offsetof(struct movement_new, subjects)},
	{"pham vi", offsetof(struct movement_new, reach)},
	{"muc dich", offsetof(struct movement_new, goal)},
	{"muc tieu", offsetof(struct movement_new, goal)},
	{"phat dong", offsetof(struct movement_new, launching)},
	{"to chuc thuc hien", offsetof(struct movement_new, launching)},
	{"trien khai", offsetof(struct movement_new, launching)},
	{"bien phap", offsetof(struct movement_new, measures)},
	{"giai phap", offsetof(struct movement_new, measures)},
	{"nhiem vu", offsetof(struct movement_new, content)},
	{"noi dung", offsetof(struct movement_new, content)},
};

static struct str *place_of(struct ctx *c, struct movement_new *m, struct str title)
{
	struct str folded = viet_fold(c->mem, title);
	for (int i = 0; i < COUNT(headings); i++)
		if (memmem(folded.p, folded.n, headings[i].word, strlen(headings[i].word)))
			return (struct str *)((char *)m + headings[i].at);
	return NULL;
}

static void append(struct ctx *c, struct str *to, const struct sql_plan_sections_of *s, bool head)
{
	struct str title = head ? arena_printf(c->mem, "%.*s%s%.*s", STR_ARG(s->label),
	                                       s->label.n ? " " : "", STR_ARG(s->title))
	                        : STR("");
	*to = arena_printf(c->mem, "%.*s%s%.*s%s%.*s", STR_ARG(*to), to->n ? "\n" : "", STR_ARG(title),
	                   title.n && s->text.n ? "\n" : "", STR_ARG(s->text));
}

/* A section goes where its own heading says, else where the section above it went. */
static void fill(struct ctx *c, struct movement_new *m, const struct sql_plan_sections_of *s,
                 size_t n)
{
	struct str **went = arena_array(c->mem, n + 1, sizeof *went);
	for (size_t i = 0; i < n; i++) {
		struct str *above = NULL;
		for (size_t k = i; k-- > 0 && !above;)
			if (s[k].id == s[i].parent_id)
				above = went[k];
		struct str *own = place_of(c, m, s[i].title);
		went[i] = own ? own : above;
		if (went[i])
			append(c, went[i], &s[i], !own || own == above);
	}
}

enum rc movement_from_plan(struct ctx *c, const void *in, struct out *out)
{
	const struct movement_from_plan_in *p = in;
	struct sql_plan_for_movement plan;
	struct sql_plan_sections_of *sections;
	struct sql_unit_is_top top;
	struct sql_movement_get made;
	size_t n;
	enum rc rc = sql_plan_for_movement(c->db, c->mem, p->plan_id, &plan);
	if (rc == RC_OK && gate_label(c, c->op, &unit_object, plan.unit_id).n == 0)
		rc = RC_NOTFOUND;
	if (rc == RC_NOTFOUND || (rc == RC_OK && !str_eqz(plan.state, "issued")))
		return err_field(
			c->err, "plan_id",
			"Kế hoạch số %" PRId64
			" không có, chưa được xác nhận hoặc đã kết thúc. Xin chọn kế hoạch đang thực hiện.",
			p->plan_id);
	TRY(rc);
	TRY(sql_unit_is_top(c->db, c->mem, plan.unit_id, c->today, &top));
	TRY(sql_plan_sections_of(c->db, c->mem, p->plan_id, &sections, &n));
	struct movement_new m = {.title = plan.title,
	                         .form = p->form,
	                         .level = top.top ? STR("office") : STR("unit"),
	                         .unit_id = plan.unit_id,
	                         .upper_id = DB_NULL,
	                         .plan_id = p->plan_id,
	                         .document_id = DB_NULL,
	                         .begins = p->begins,
	                         .ends = p->ends};
	struct str *const texts[] = {&m.goal,      &m.reach,    &m.subjects,  &m.content,
	                             &m.criteria,  &m.measures, &m.launching, &m.checking,
	                             &m.spreading, &m.reviewing};
	for (int i = 0; i < COUNT(texts); i++)
		*texts[i] = STR("");
	fill(c, &m, sections, n);
	for (int i = 0; i < COUNT(texts); i++)
		*texts[i] = str_head(*texts[i], MOVEMENT_TEXT_MAX);
	TRY(movement_add(c, &m, &out->id));
	TRY(sql_movement_get(c->db, c->mem, out->id, &made));
	struct str lacking = movement_lacking(c, &made);
	out->go = arena_printf(c->mem, "/movement/edit?id=%" PRId64, out->id);
	out_fact(out, "lacking", "Còn thiếu theo Điều 17", lacking.n ? lacking : STR("không"));
	out_say(c, out, "Đã lập dự thảo từ kế hoạch. Xin đọc lại từng mục%s%.*s.",
	        lacking.n ? "; còn thiếu: " : "", STR_ARG(lacking));
	return RC_OK;
}

/* forecast.c: what a person or unit can still reach, by law/forecast.h, as a page and as JSON. */
#include "law/forecast.h"

#include "app/law/inner.h"

#include "app/org/org.h"
#include "op/gate.h"
#include "web/web.h"

#include <inttypes.h>

struct forecast_in {
	int64_t subject, unit, year;
	struct date on;
};
static const struct field forecast_fields[] = {
	F(REF, struct forecast_in, subject, "Người", .flags = IN_SCOPE, .ref = &person_object),
	F(REF, struct forecast_in, unit, "Tập thể", .flags = IN_SCOPE, .ref = &unit_object),
	F(INT, struct forecast_in, year, "Tính từ năm", .min = 1945, .max = 2200),
	F(DATE, struct forecast_in, on, "Tại ngày"),
};

struct outlook {
	struct law_forecast_view view;
	struct law_outlook *list;
	int count;
};

static enum rc facts_of(struct ctx *c, const struct forecast_in *p, const struct law_when *w,
                        struct law_subject_facts *out)
{
	struct law_subject_facts *all;
	size_t n;
	if (p->subject == DB_NULL && p->unit == DB_NULL)
		return err_field(c->err, "subject", "Xin chọn một người hoặc một tập thể.");
	if (p->subject == DB_NULL)
		return law_unit_facts(c, p->unit, w->year, w->on, out);
	TRY(law_people_facts(c, p->subject, DB_NULL, w->on, &all, &n));
	if (n != 1)
		return err_set(c->err, RC_NOTFOUND, "Không tìm thấy người này.");
	*out = all[0];
	return RC_OK;
}

static struct str year_words(struct ctx *c, int year, bool waits)
{
	if (!year)
		return STR("chưa thấy");
	return waits ? arena_printf(c->mem, "%d, nếu điều chưa xác nhận được xác nhận", year)
	             : arena_printf(c->mem, "%d", year);
}

static bool needs(const struct law_ground *g, const struct law_lack *l)
{
	for (int i = 0; i < g->lack_count; i++)
		if (str_eq(g->lacking[i].need, l->need) && g->lacking[i].by == l->by)
			return true;
	return false;
}

/* Needed whatever way is taken, of those that are open at all. */
static bool needed_always(const struct law_outlook *o, const struct law_lack *l)
{
	int open = 0;
	for (int i = 0; i < o->ground_count; i++) {
		if (!o->grounds[i].earliest)
			continue;
		if (!needs(&o->grounds[i], l))
			return false;
		open++;
	}
	return open > 1;
}

static void show_need(struct ctx *c, const struct law_lack *l, struct law_step_need *out)
{
	*out = (struct law_step_need){
		.what = law_condition_words(c, l->need, false), .citation = l->citation, .by = l->by};
}

static void show_ground(struct ctx *c, const struct law_outlook *o, const struct law_ground *x,
                        struct law_step_ground *out)
{
	*out = (struct law_step_ground){
		.title = law_condition_words(c, x->title, false),
		/* The award's own year stands beside its name. */
		.year = x->earliest == o->earliest && x->waits == o->waits
	                ? STR("")
	                : year_words(c, x->earliest, x->waits),
		.open = x->earliest != 0,
		.there = x->lack_count == 0,
		.needs = arena_array(c->mem, (size_t)x->lack_count + 1, sizeof *out->needs)};
	for (int i = 0; i < x->lack_count; i++)
		if (!needed_always(o, &x->lacking[i]))
			show_need(c, &x->lacking[i], &out->needs[out->count++]);
}

static void show_common(struct ctx *c, const struct law_outlook *o, struct law_step_view *out)
{
	const struct law_ground *open = NULL;
	for (int i = 0; i < o->ground_count && !open; i++)
		open = o->grounds[i].earliest ? &o->grounds[i] : NULL;
	if (!open)
		return;
	out->common = arena_array(c->mem, (size_t)open->lack_count + 1, sizeof *out->common);
	for (int i = 0; i < open->lack_count; i++)
		if (needed_always(o, &open->lacking[i]))
			show_need(c, &open->lacking[i], &out->common[out->common_count++]);
}

static void show_step(struct ctx *c, const struct law_outlook *o, struct law_step_view *out)
{
	*out = (struct law_step_view){
		.award = o->name,
		.now = str_of(law_verdict_words(o->now)),
		.badge = law_badge(o->now),
		.done = o->now == LAW_ELIGIBLE || o->now == LAW_GIVEN,
		.year = o->open && !o->earliest ? STR("thiếu dữ kiện nên chưa dự báo được")
	                                    : year_words(c, o->earliest, o->waits),
		.grounds = arena_array(c->mem, (size_t)o->ground_count + 1, sizeof *out->grounds)};
	show_common(c, o, out);
	for (int i = 0; i < o->ground_count; i++)
		show_ground(c, o, &o->grounds[i], &out->grounds[out->ground_count++]);
}

static enum rc forecast(struct ctx *c, const void *in, struct out *out)
{
	const struct forecast_in *p = in;
	struct outlook *l = arena_alloc(c->mem, sizeof *l);
	struct law_subject_facts s;
	const struct law *law;
	const struct law_overlay *overlay;
	struct law_when w;
	bool person = p->subject != DB_NULL;
	TRY(law_when(c, p->year, p->on, DATE_NONE, DATE_NONE, &w));
	TRY(facts_of(c, p, &w, &s));
	TRY(law_of_office(c, &law, &overlay));
	*l = (struct outlook){0};
	TRY(law_forecast(c->mem, law, overlay, w.on, w.year, &s.facts, &l->list, &l->count, c->err));
	l->view = (struct law_forecast_view){
		.name = s.name,
		.year = w.year,
		.href = arena_printf(c->mem, "/%s/%" PRId64, person ? "person" : "unit",
	                         person ? p->subject : p->unit),
		.steps = arena_array(c->mem, (size_t)l->count + 1, sizeof *l->view.steps)};
	for (int i = 0; i < l->count; i++)
		show_step(c, &l->list[i], &l->view.steps[l->view.count++]);
	out->heading = arena_printf(c->mem, "Dự báo: %.*s", STR_ARG(s.name));
	out->data = l;
	return RC_OK;
}

static void forecast_page(struct buf *html, struct ctx *c, const void *data)
{
	(void)c;
	tpl_law_forecast(html, &((const struct outlook *)data)->view);
}

static void forecast_json(struct buf *b, struct ctx *c, const void *data)
{
	const struct outlook *l = data;
	(void)c;
	law_forecast_json(l->list, l->count, b);
}

const struct op law_ahead_ops[] = {
	{.name = "law.forecast",
     .title = "Dự báo khen thưởng",
     .help =
         "Danh hiệu, hình thức nào đã đạt, còn có thể đạt trong năm nay và những năm sau, cần gì.",
     .kind = OP_READ,
     .flags = OP_QUIET,
     .roles = LAW_ASKS,
     .scope = SCOPE_ANY,
     FIELDS(forecast_fields),
     .in_size = sizeof(struct forecast_in),
     .run = forecast,
     .page = forecast_page,
     .json = forecast_json,
     .per_minute = 120},
	{0}};

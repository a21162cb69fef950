/*
 * forecast.c: what a person or unit has reached, what can still be reached this year and in which
 * later year at the earliest, and what that takes.
 *
 * From this year on the best is assumed: excellent ratings, initiatives of every scope, every
 * attestation given, each title that is reached also awarded. The rules are today's; what is not
 * confirmed is taken as if it were, since a forecast is no decision.
 */
#include "app/law/inner.h"

#include "app/org/org.h"
#include "base/json_out.h"
#include "op/gate.h"
#include "web/web.h"

#include <inttypes.h>

#define AHEAD 10 /* years looked at */
#define NEEDS 3  /* conditions named */

struct forecast_in {
	int64_t subject, unit;
};
static const struct field forecast_fields[] = {
	F(REF, struct forecast_in, subject, "Người", .flags = IN_SCOPE, .ref = &person_object),
	F(REF, struct forecast_in, unit, "Tập thể", .flags = IN_SCOPE, .ref = &unit_object),
};

/* --- a record that grows --------------------------------------------------------------------- */

struct ahead {
	struct ctx *c;
	const struct law_rules *rules;
	struct law_facts facts;
	struct law_year *years;
	struct law_award *awards;
	struct law_initiative *initiatives;
	struct law_attestation *said;
	struct law_figure *figures;
	int base; /* this year */
};

#define GROW(a, list, n, extra)                                                                    \
	do {                                                                                           \
		size_t had = (size_t)(a)->facts.n;                                                         \
		(a)->list = arena_array((a)->c->mem, had + (extra), sizeof *(a)->list);                    \
		if (had)                                                                                   \
			memcpy((a)->list, (a)->facts.list, had * sizeof *(a)->list);                           \
		(a)->facts.list = (a)->list;                                                               \
	} while (0)

static void begin(struct ahead *a)
{
	size_t each = (size_t)AHEAD + 2, awards = (size_t)law_award_count(a->rules),
		   keys = (size_t)law_attest_count(a->rules);
	GROW(a, years, year_count, each);
	GROW(a, awards, award_count, each * (awards + 1));
	GROW(a, initiatives, initiative_count, each * 4);
	a->said = arena_array(a->c->mem, (size_t)a->facts.attestation_count + each * (keys + 1),
	                      sizeof *a->said);
	if (a->facts.attestation_count)
		memcpy(a->said, a->facts.attestations,
		       (size_t)a->facts.attestation_count * sizeof *a->said);
	a->facts.attestations = a->said;
	GROW(a, figures, figure_count, each * LAW_NUMBERS);
}

static bool rated(const struct ahead *a, int year)
{
	for (int i = 0; i < a->facts.year_count; i++)
		if (a->facts.years[i].year == year)
			return true;
	return false;
}

static void good_figures(struct ahead *a, int year)
{
	static const int32_t good[LAW_NUMBERS] = {
		[LAW_N_MEMBERS] = 10,       [LAW_N_MEMBERS_DONE] = 10,     [LAW_N_MEMBERS_LDTT] = 10,
		[LAW_N_MEMBERS_CSTDCS] = 1, [LAW_N_MEMBERS_WARNED] = 0,    [LAW_N_WOMEN] = 5,
		[LAW_N_TARGETS] = 10,       [LAW_N_TARGETS_EXCEEDED] = 10, [LAW_N_BLOC_RANK] = 1,
		[LAW_N_MONTHS_WORKED] = 12, [LAW_N_MONTHS_MATERNITY] = 0};
	int kept = 0;
	for (int i = 0; i < a->facts.figure_count; i++)
		if (a->figures[i].year != year)
			a->figures[kept++] = a->figures[i];
	a->facts.figure_count = kept;
	for (int k = 0; k < LAW_NUMBERS; k++)
		a->figures[a->facts.figure_count++] = (struct law_figure){
			.year = year, .what = (enum law_number)k, .value = good[k], .source = STR("giả định")};
}

/* The best year that can be had; what is known of it already stays. */
static void good_year(struct ahead *a, int year)
{
	struct law_facts *f = &a->facts;
	if (!rated(a, year))
		a->years[f->year_count++] =
			(struct law_year){.year = year, .rating = LAW_EXCELLENT, .source = STR("giả định")};
	for (int k = 0; k < 2; k++)
		a->initiatives[f->initiative_count++] = (struct law_initiative){.year = year,
		                                                                .scope = LAW_NATION,
		                                                                .used_title = STR(""),
		                                                                .used_form = STR(""),
		                                                                .source = STR("giả định")};
	for (int i = 0; i < law_attest_count(a->rules); i++)
		a->said[f->attestation_count++] =
			(struct law_attestation){.key = law_attest_at(a->rules, i).key,
		                             .year = year,
		                             .yes = true,
		                             .by = STR("giả định")};
	good_figures(a, year);
}

static bool has(const struct ahead *a, struct str code, int year)
{
	for (int i = 0; i < a->facts.award_count; i++)
		if (a->facts.awards[i].year == year && str_eq(a->facts.awards[i].code, code))
			return true;
	return false;
}

static void give(struct ahead *a, struct str code, int year)
{
	if (!has(a, code, year))
		a->awards[a->facts.award_count++] = (struct law_award){.code = code,
		                                                       .year = year,
		                                                       .type = LAW_MERIT,
		                                                       .decided = date_of(year, 12, 31),
		                                                       .source = STR("giả định")};
}

/* --- the answer ------------------------------------------------------------------------------ */

/* The first conditions that fail or are not known, in the words of the rule. */
static struct str needs(struct ctx *c, const struct law_answer *a)
{
	struct str out = STR("");
	int n = 0;
	for (int i = 0; i < a->condition_count && n < NEEDS; i++) {
		const struct law_condition *one = &a->conditions[i];
		if (one->group || one->result == LAW_YES)
			continue;
		out = arena_printf(c->mem, "%.*s%s%.*s", STR_ARG(out), n++ ? "; " : "", STR_ARG(one->text));
	}
	return out;
}

static enum rc ask(struct ahead *a, const struct law_award_info *info, int year, struct date on,
                   struct law_answer *out)
{
	struct law_question q = {.award = info->code, .on = on, .year = year};
	return law_explain(a->c->mem, a->rules, &q, &a->facts, out, a->c->err);
}

static enum rc step_now(struct ahead *a, const struct law_award_info *info,
                        struct law_step_view *out)
{
	struct law_answer answer;
	struct ctx *c = a->c;
	TRY(ask(a, info, a->base, c->today, &answer));
	bool given = has(a, info->code, a->base);
	*out = (struct law_step_view){
		.award = info->name,
		.now = given ? STR("đã được tặng") : str_of(law_verdict_words(answer.verdict)),
		.badge = given ? "ok" : law_badge(answer.verdict),
		.year =
			given || answer.verdict == LAW_ELIGIBLE ? arena_printf(c->mem, "%d", a->base) : STR(""),
		.needs = given || answer.verdict == LAW_ELIGIBLE ? STR("") : needs(c, &answer)};
	return RC_OK;
}

/* Year by year; lower titles come before higher ones in the order of the rules. */
static enum rc look_ahead(struct ahead *a, const struct law_award_info **awards,
                          struct law_step_view *steps, int n)
{
	for (int year = a->base; year <= a->base + AHEAD; year++) {
		good_year(a, year);
		for (int i = 0; i < n; i++) {
			struct law_answer answer;
			TRY(ask(a, awards[i], year, date_of(year, 12, 31), &answer));
			if (answer.if_confirmed != LAW_ELIGIBLE)
				continue;
			if (steps[i].year.n == 0)
				steps[i].year = arena_printf(a->c->mem, "%d", year);
			give(a, awards[i]->code, year);
		}
	}
	for (int i = 0; i < n; i++)
		if (steps[i].year.n == 0)
			steps[i].year = arena_printf(a->c->mem, "sau %d", a->base + AHEAD);
	return RC_OK;
}

static enum rc facts_of(struct ctx *c, const struct forecast_in *p, int year,
                        struct law_subject_facts *out)
{
	struct law_subject_facts *all;
	size_t n;
	if (p->subject == DB_NULL && p->unit == DB_NULL)
		return err_field(c->err, "subject", "Xin chọn một người hoặc một tập thể.");
	if (p->subject == DB_NULL)
		return law_unit_facts(c, p->unit, year, c->today, out);
	TRY(law_people_facts(c, p->subject, DB_NULL, c->today, &all, &n));
	if (n != 1)
		return err_set(c->err, RC_NOTFOUND, "Không tìm thấy người này.");
	*out = all[0];
	return RC_OK;
}

static enum rc forecast(struct ctx *c, const void *in, struct out *out)
{
	const struct forecast_in *p = in;
	struct law_forecast_view *v = arena_alloc(c->mem, sizeof *v);
	struct law_subject_facts s;
	const struct law *law;
	struct ahead a = {.c = c, .base = date_civil(c->today).year};
	TRY(facts_of(c, p, a.base, &s));
	TRY(law_rules_of_office(c, c->today, &law, &a.rules));
	int n = law_award_count(a.rules);
	const struct law_award_info **awards = arena_array(c->mem, (size_t)n + 1, sizeof *awards);
	*v = (struct law_forecast_view){
		.name = s.name,
		.year = a.base,
		.href = arena_printf(c->mem, "/%s/%" PRId64, p->subject != DB_NULL ? "person" : "unit",
	                         p->subject != DB_NULL ? p->subject : p->unit),
		.steps = arena_array(c->mem, (size_t)n + 1, sizeof *v->steps)};
	a.facts = s.facts;
	for (int i = 0; i < n; i++) {
		const struct law_award_info *info = law_award_at(a.rules, i);
		if (!law_award_is_for(info, s.facts.subject))
			continue;
		awards[v->count] = info;
		TRY(step_now(&a, info, &v->steps[v->count++]));
	}
	begin(&a);
	TRY(look_ahead(&a, awards, v->steps, v->count));
	out->heading = arena_printf(c->mem, "Dự báo: %.*s", STR_ARG(s.name));
	out->data = v;
	return RC_OK;
}

static void forecast_page(struct buf *html, struct ctx *c, const void *data)
{
	(void)c;
	tpl_law_forecast(html, data);
}

static void forecast_json(struct buf *b, struct ctx *c, const void *data)
{
	const struct law_forecast_view *v = data;
	struct json_out j = json_out_to(b);
	(void)c;
	json_obj(&j, NULL);
	json_int(&j, "from", v->year);
	json_arr(&j, "awards");
	for (int i = 0; i < v->count; i++) {
		json_obj(&j, NULL);
		json_str(&j, "award", v->steps[i].award);
		json_str(&j, "now", v->steps[i].now);
		json_str(&j, "earliest", v->steps[i].year);
		json_str(&j, "needs", v->steps[i].needs);
		json_end(&j);
	}
	json_end(&j);
	json_end(&j);
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

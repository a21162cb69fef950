/*
 * whatif.c: another value, or a condition left out, in a copy of the rules, tried on everybody in
 * a unit and on every unit below it: who would gain, who would lose. Nothing is kept.
 */
#include "app/law/inner.h"

#include "app/org/org.h"
#include "base/json_out.h"
#include "db/sql_law.h"
#include "op/gate.h"
#include "viet/viet.h"
#include "web/web.h"

#include <inttypes.h>

#define NAMES 5 /* named of those who gain or lose */

struct whatif_in {
	struct str param, value, omit;
	int64_t unit, year;
};
static const struct field whatif_fields[] = {
	F(TEXT, struct whatif_in, param, "Giá trị muốn thử", .max = 60),
	F(TEXT, struct whatif_in, value, "Giá trị mới", .max = 30),
	F(TEXT, struct whatif_in, omit, "Bỏ điều kiện", .max = 60,
      .hint = "Khóa của điều kiện, ví dụ CSTDCS.ca-nhan.2.1"),
	F(REF, struct whatif_in, unit, "Trong đơn vị", .flags = IN_SCOPE, .ref = &unit_object,
      .hint = "Để trống: cả cơ quan"),
	F(INT, struct whatif_in, year, "Năm xét", .min = 1945, .max = 2200),
};

struct whatif {
	struct ctx *c;
	struct law_when w;
	const struct law_rules *now, *then;
	struct law_whatif_view *v;
};

/* The office's overlay with the two more entries. */
static enum rc changed_rules(struct whatif *q, const struct whatif_in *p, const struct law *law,
                             const struct law_overlay *had)
{
	struct ctx *c = q->c;
	struct law_param_info info;
	struct law_overlay_entry *at = arena_array(c->mem, (size_t)had->count + 3, sizeof *at);
	struct law_overlay more = {.at = at, .count = 0};
	int64_t milli = 0;
	if (p->param.n && !law_param_find(q->now, p->param, &info))
		return err_field(c->err, "param", "Không có giá trị mang tên này.");
	if (p->param.n && viet_parse_decimal(p->value, VIET_READ_VIET, &milli, c->err) != RC_OK)
		return err_field(c->err, "value", "Xin nhập một số, ví dụ 70 hoặc 4,5.");
	if (p->param.n)
		TRY(law_value_can_be(q->now, p->param, milli, c->err));
	/* The tried value comes instead of the office's own. */
	for (int i = 0; i < had->count; i++)
		if (!(had->at[i].kind == LAW_VALUE && p->param.n && str_eq(had->at[i].key, p->param)))
			at[more.count++] = had->at[i];
	if (p->param.n)
		at[more.count++] = (struct law_overlay_entry){.kind = LAW_VALUE,
		                                              .key = p->param,
		                                              .set = STR(""),
		                                              .from = DATE_NONE,
		                                              .to = DATE_OPEN,
		                                              .value = milli,
		                                              .source = STR("thử"),
		                                              .hash = STR("")};
	if (p->omit.n)
		at[more.count++] = (struct law_overlay_entry){.kind = LAW_OMIT,
		                                              .key = p->omit,
		                                              .set = STR(""),
		                                              .from = DATE_NONE,
		                                              .to = DATE_OPEN,
		                                              .source = STR("thử"),
		                                              .hash = STR("")};
	return law_rules_at(c->mem, law, q->w.received, &more, &q->then, c->err);
}

/* "3: Tên, Tên, Tên" */
static struct str names(struct ctx *c, const struct law_subject_facts *all, const size_t *which,
                        size_t n)
{
	struct str out = arena_printf(c->mem, "%zu", n);
	for (size_t i = 0; i < n && i < NAMES; i++)
		out = arena_printf(c->mem, "%.*s%s%.*s", STR_ARG(out), i ? ", " : ": ",
		                   STR_ARG(all[which[i]].name));
	return n > NAMES ? arena_printf(c->mem, "%.*s …", STR_ARG(out)) : out;
}

static void compare(struct whatif *q, const struct law_verdicts *v, int award,
                    enum law_subject kind, const struct law_subject_facts *all)
{
	static const char *const kinds[] = {"Cá nhân", "Tập thể", "Hộ gia đình"};
	struct ctx *c = q->c;
	size_t before[LAW_VERDICTS], after[LAW_VERDICTS], gained[NAMES + 1], lost[NAMES + 1];
	struct law_change d = {.gained = gained, .lost = lost, .room = NAMES + 1};
	law_verdict_counts(v, 0, award, before);
	law_verdict_counts(v, 1, award, after);
	law_compare(v, 0, 1, award, &d);
	q->v->lines[q->v->count++] =
		(struct law_whatif_line){.award = law_award_at(q->now, award)->name,
	                             .kind = str_of(kinds[kind]),
	                             .before = viet_number(c->mem, (int64_t)before[LAW_ELIGIBLE]),
	                             .after = viet_number(c->mem, (int64_t)after[LAW_ELIGIBLE]),
	                             .gained = names(c, all, gained, d.gain),
	                             .lost = names(c, all, lost, d.lose)};
}

static enum rc compare_all(struct whatif *q, enum law_subject kind,
                           const struct law_subject_facts *all, size_t n)
{
	const struct law_rules *rules[2] = {q->now, q->then};
	const struct law_verdicts *v;
	TRY(law_judge(q->c, rules, 2, kind, all, n, &q->w, &v));
	/* Whether it would have been reached; that it was given is no matter here. */
	for (int a = 0; a < v->awards; a++)
		v->given[a] = NULL;
	for (int i = 0; i < law_award_count(q->now); i++)
		if (law_award_is_for(law_award_at(q->now, i), kind))
			compare(q, v, i, kind, all);
	return RC_OK;
}

static void fill_params(struct whatif *q, const struct whatif_in *p)
{
	int n = law_param_count(q->now);
	struct law_whatif_view *v = q->v;
	v->params = arena_array(q->c->mem, (size_t)n + 1, sizeof *v->params);
	for (int i = 0; i < n; i++) {
		struct law_param_info info = law_param_at(q->now, i);
		if (info.known)
			v->params[v->param_count++] = (struct option){
				.value = info.name,
				.label = arena_printf(q->c->mem, "%.*s (nay %.*s)", STR_ARG(info.title),
			                          STR_ARG(law_milli(q->c, info.value))),
				.chosen = str_eq(info.name, p->param)};
	}
}

static void fill_leaves(struct whatif *q, const struct whatif_in *p)
{
	struct law_leaf *leaves;
	struct law_whatif_view *v = q->v;
	law_leaves(q->c->mem, q->now, &leaves, &v->leaf_count);
	v->leaves = arena_array(q->c->mem, (size_t)v->leaf_count + 1, sizeof *v->leaves);
	for (int i = 0; i < v->leaf_count; i++)
		v->leaves[i] = (struct option){
			.value = leaves[i].key,
			.label = arena_printf(q->c->mem, "%.*s: %.*s (%.*s)", STR_ARG(leaves[i].award),
		                          STR_ARG(leaves[i].text), STR_ARG(leaves[i].key)),
			.chosen = str_eq(leaves[i].key, p->omit)};
}

static struct str chosen(const struct option *all, int n)
{
	for (int i = 0; i < n; i++)
		if (all[i].chosen)
			return all[i].label;
	return STR("");
}

static enum rc try_it(struct whatif *q, const struct whatif_in *p)
{
	struct sql_law_top_unit top = {.id = p->unit};
	struct law_whatif_view *v = q->v;
	struct law_subject_facts *people, *units, *houses;
	size_t n, unit_count, house_count;
	struct ctx *c = q->c;
	if (p->unit == DB_NULL)
		TRY(sql_law_top_unit(c->db, c->mem, &top));
	TRY(law_people_facts(c, DB_NULL, top.id, q->w.on, &people, &n));
	TRY(law_units_facts(c, top.id, q->w.year, q->w.on, &units, &unit_count));
	/* Households are of the whole office. */
	TRY(law_households_facts(c, q->w.year, &houses, &house_count));
	if (p->unit != DB_NULL)
		house_count = 0;
	v->lines =
		arena_array(c->mem, (size_t)law_award_count(q->now) * LAW_SUBJECTS + 1, sizeof *v->lines);
	TRY(compare_all(q, LAW_PERSON, people, n));
	TRY(compare_all(q, LAW_COLLECTIVE, units, unit_count));
	TRY(compare_all(q, LAW_HOUSEHOLD, houses, house_count));
	v->people = (int64_t)n;
	v->households = (int64_t)house_count;
	v->units = (int64_t)unit_count;
	struct str param = chosen(v->params, v->param_count), leaf = chosen(v->leaves, v->leaf_count);
	v->changed =
		arena_printf(c->mem, "%.*s%s%.*s%s%.*s.", STR_ARG(param), param.n ? ": thử " : "",
	                 STR_ARG(p->value), leaf.n ? (param.n ? "; bỏ " : "Bỏ ") : "", STR_ARG(leaf));
	v->asked = true;
	return RC_OK;
}

static enum rc whatif(struct ctx *c, const void *in, struct out *out)
{
	const struct whatif_in *p = in;
	struct whatif q = {.c = c, .v = arena_alloc(c->mem, sizeof *q.v)};
	const struct law *law;
	const struct law_overlay *overlay;
	TRY(law_when(c, p->year, DATE_NONE, DATE_NONE, DATE_NONE, &q.w));
	TRY(law_of_office(c, &law, &overlay));
	TRY(law_rules_of_office(c, q.w.received, &law, &q.now));
	*q.v = (struct law_whatif_view){
		.value = p->value, .omit = p->omit, .unit = p->unit, .year = q.w.year};
	fill_params(&q, p);
	fill_leaves(&q, p);
	if (p->omit.n && !chosen(q.v->leaves, q.v->leaf_count).n)
		return err_field(c->err, "omit", "Không có điều kiện mang khóa này.");
	if (p->param.n || p->omit.n) {
		TRY(changed_rules(&q, p, law, overlay));
		TRY(try_it(&q, p));
	}
	out->data = q.v;
	return RC_OK;
}

static void whatif_page(struct buf *html, struct ctx *c, const void *data)
{
	(void)c;
	tpl_law_whatif(html, data);
}

static void whatif_json(struct buf *b, struct ctx *c, const void *data)
{
	const struct law_whatif_view *v = data;
	struct json_out j = json_out_to(b);
	(void)c;
	json_obj(&j, NULL);
	json_int(&j, "people", v->people);
	json_int(&j, "units", v->units);
	json_int(&j, "households", v->households);
	json_int(&j, "year", v->year);
	json_arr(&j, "awards");
	for (int i = 0; i < v->count; i++) {
		json_obj(&j, NULL);
		json_str(&j, "award", v->lines[i].award);
		json_str(&j, "kind", v->lines[i].kind);
		json_str(&j, "before", v->lines[i].before);
		json_str(&j, "after", v->lines[i].after);
		json_str(&j, "gained", v->lines[i].gained);
		json_str(&j, "lost", v->lines[i].lost);
		json_end(&j);
	}
	json_end(&j);
	json_end(&j);
}

const struct op law_whatif_ops[] = {{.name = "law.whatif",
                                     .title = "Thử thay đổi quy tắc",
                                     .help = "Đặt thử một giá trị khác hoặc bỏ một điều kiện, xem "
                                             "người, tập thể nào thêm, bớt; không lưu gì.",
                                     .kind = OP_READ,
                                     .roles = R(STANDING) | R(HEAD) | R(INSPECTOR),
                                     .scope = SCOPE_OFFICE,
                                     .area = "award",
                                     .icon = "target",
                                     FIELDS(whatif_fields),
                                     .in_size = sizeof(struct whatif_in),
                                     .run = whatif,
                                     .page = whatif_page,
                                     .json = whatif_json,
                                     .per_minute = 60},
                                    {0}};

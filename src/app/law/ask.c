/*
 * ask.c: the law asked about one person or unit: every award at once as a page, or one award as
 * an answer for programs.
 */
#include "app/law/inner.h"

#include "app/org/org.h"
#include "base/json_out.h"
#include "db/sql_law.h"
#include "op/gate.h"
#include "web/web.h"

#include <inttypes.h>

#define LAW_DOC "Luật Thi đua, khen thưởng 06/2022/QH15; Nghị định 152/2025/NĐ-CP"

struct law_ask_in {
	int64_t id, year;
	struct date on, received, decided;
};
#define WHEN_FIELDS(S)                                                                             \
	F(INT, S, year, "Năm xét", .min = 1945, .max = 2200),                                          \
		F(DATE, S, on, "Tại ngày", .hint = "Để trống: hôm nay, hoặc cuối năm xét đã qua"),         \
		F(DATE, S, received, "Hồ sơ tiếp nhận ngày",                                               \
	      .hint = "Chọn bộ quy tắc; để trống: như trên"),                                          \
		F(DATE, S, decided, "Ngày quyết định",                                                     \
	      .hint = "Luật đổi giữa hai ngày và bộ mới có lợi hơn thì xét theo cả hai")
static const struct field person_fields[] = {
	F(REF, struct law_ask_in, id, "Người", .flags = MUST | HIDDEN, .ref = &person_object),
	WHEN_FIELDS(struct law_ask_in),
};
static const struct field unit_fields[] = {
	F(REF, struct law_ask_in, id, "Đơn vị", .flags = MUST | HIDDEN, .ref = &unit_object),
	WHEN_FIELDS(struct law_ask_in),
};

static enum rc one_person(struct ctx *c, int64_t id, const struct law_when *w,
                          struct law_subject_facts *out)
{
	struct law_subject_facts *all;
	size_t n;
	TRY(law_people_facts(c, id, DB_NULL, w->on, &all, &n));
	if (n != 1)
		return err_set(c->err, RC_NOTFOUND, "Không tìm thấy người này.");
	*out = all[0];
	return RC_OK;
}

/* All awards that this kind of subject may have, by one set of rules or two. */
struct asked {
	struct law_subject_facts s;
	const struct law *law;
	const struct law_rules *rules[2];
	struct law_when w;
	struct law_answers *answers;
	int sets, count;
};

static enum rc ask_all(struct ctx *c, struct asked *a)
{
	TRY(law_sets_of_office(c, &a->w, &a->law, a->rules, &a->sets));
	int n = law_award_count(a->rules[0]);
	a->answers = arena_array(c->mem, (size_t)n + 1, sizeof *a->answers);
	for (int i = 0; i < n; i++) {
		const struct law_award_info *info = law_award_at(a->rules[0], i);
		if (!law_award_is_for(info, a->s.facts.subject))
			continue;
		struct law_question q = {.award = info->code, .on = a->w.on, .year = a->w.year};
		TRY(law_ask(c, a->rules, a->sets, &q, &a->s.facts, &a->answers[a->count++]));
	}
	return RC_OK;
}

static void fill_set(struct ctx *c, const struct asked *a, struct law_subject_view *v)
{
	v->set_title = law_sets_title(c, a->rules, a->sets);
	v->set_confirmed = true;
	for (int i = 0; i < a->sets; i++) {
		struct law_set_info set = law_set(a->rules[i]);
		if (set.confirmed)
			continue;
		v->set_confirmed = false;
		v->set_reason = set.reason;
	}
	law_lapsing(c->mem, a->rules[0], LAW_WARN_DAYS, &v->lapsing, &v->lapsing_count);
}

/* The better answer is shown; what the other set says stands beside it. */
static enum rc show_award(struct ctx *c, const struct asked *a, int i, struct str whom,
                          struct law_answer_view *out)
{
	const struct law_answers *k = &a->answers[i];
	struct law_question q = {.award = k->at[0].award, .on = a->w.on, .year = a->w.year};
	law_answer_show(c, &k->at[k->better], whom, out);
	if (k->count > 1)
		out->other = arena_printf(
			c->mem, "Xét theo bộ quy tắc %.*s là có lợi hơn; theo bộ quy tắc %.*s: %s.",
			STR_ARG(k->at[k->better].set), STR_ARG(k->at[!k->better].set),
			law_verdict_words(k->at[!k->better].verdict));
	if (whom.n)
		out->explain =
			arena_printf(c->mem, "/law/explain?award=%.*s&%s=%" PRId64 "&year=%d", STR_ARG(q.award),
		                 a->s.facts.subject == LAW_PERSON ? "subject" : "unit", a->s.id, a->w.year);
	out->open = i == 0;
	return law_readings_show(c, k->rules[k->better], &q, &a->s.facts, out);
}

static enum rc show(struct ctx *c, struct asked *a, const char *object, struct out *out)
{
	struct law_subject_view *v = arena_alloc(c->mem, sizeof *v);
	*v = (struct law_subject_view){
		.name = a->s.name,
		.place = a->s.place,
		.id = a->s.id,
		.year = a->w.year,
		.on = arena_str(c->mem, str_of(date_vn(a->w.on).z)),
		.href = arena_printf(c->mem, "/%s/%" PRId64, object, a->s.id),
		.action = arena_printf(c->mem, "/law/%s", object),
		.forecast = arena_printf(c->mem, "/law/forecast?%s=%" PRId64,
	                             strcmp(object, "person") == 0 ? "subject" : "unit", a->s.id),
		.answers = arena_array(c->mem, (size_t)a->count + 1, sizeof *v->answers)};
	struct str whom =
		a->s.id == DB_NULL ? STR("") : arena_printf(c->mem, "%s_id=%" PRId64, object, a->s.id);
	if (whom.n)
		v->clashes = arena_printf(c->mem, "/law/clashes?%.*s", STR_ARG(whom));
	if (a->s.facts.subject == LAW_COLLECTIVE)
		v->caps = arena_printf(c->mem, "/law/caps?id=%" PRId64 "&year=%d", a->s.id, a->w.year);
	fill_set(c, a, v);
	for (int i = 0; i < a->count; i++)
		TRY(show_award(c, a, i, whom, &v->answers[v->count++]));
	out->heading = a->s.name;
	out->data = v;
	return RC_OK;
}

static enum rc law_person(struct ctx *c, const void *in, struct out *out)
{
	const struct law_ask_in *p = in;
	struct asked a = {0};
	TRY(law_when(c, p->year, p->on, p->received, p->decided, &a.w));
	TRY(one_person(c, p->id, &a.w, &a.s));
	TRY(ask_all(c, &a));
	return show(c, &a, "person", out);
}

static enum rc law_unit(struct ctx *c, const void *in, struct out *out)
{
	const struct law_ask_in *p = in;
	struct asked a = {0};
	TRY(law_when(c, p->year, p->on, p->received, p->decided, &a.w));
	TRY(law_unit_facts(c, p->id, a.w.year, a.w.on, &a.s));
	TRY(ask_all(c, &a));
	TRY(show(c, &a, "unit", out));
	((struct law_subject_view *)out->data)->members =
		arena_printf(c->mem, "/law/members?id=%" PRId64 "&year=%d", p->id, a.w.year);
	return RC_OK;
}

struct household_in {
	struct str name;
	int64_t year;
	struct date on, received, decided;
};
static const struct field household_fields[] = {
	F(TEXT, struct household_in, name, "Hộ gia đình", .flags = PERSONAL, .max = 200,
      .hint = "Như đã ghi ở thành tích"),
	WHEN_FIELDS(struct household_in),
};

/* Nobody named yet: those who are kept. */
static enum rc choose_household(struct ctx *c, const struct law_when *w, struct out *out)
{
	struct sql_law_households *rows;
	struct law_subject_view *v = arena_alloc(c->mem, sizeof *v);
	size_t n;
	TRY(sql_law_households(c->db, c->mem, 1945, &rows, &n));
	*v = (struct law_subject_view){.household = true,
	                               .name = STR(""),
	                               .year = w->year,
	                               .action = STR("/law/household"),
	                               .on = arena_str(c->mem, str_of(date_vn(w->on).z)),
	                               .names = arena_array(c->mem, n + 1, sizeof *v->names),
	                               .links = arena_array(c->mem, n + 1, sizeof *v->links)};
	for (size_t i = 0; i < n; i++) {
		struct buf b;
		buf_init(&b, 4096);
		buf_z(&b, "/law/household?name=");
		html_arg(&b, rows[i].household);
		v->links[v->name_count] = arena_str(c->mem, buf_view(&b));
		buf_release(&b);
		v->names[v->name_count++] = rows[i].household;
	}
	out->data = v;
	return RC_OK;
}

static enum rc law_household(struct ctx *c, const void *in, struct out *out)
{
	const struct household_in *p = in;
	struct asked a = {0};
	TRY(law_when(c, p->year, p->on, p->received, p->decided, &a.w));
	if (p->name.n == 0)
		return choose_household(c, &a.w, out);
	TRY(law_household_facts(c, p->name, &a.s));
	if (a.s.facts.deed_count + a.s.facts.award_count == 0)
		return err_field(c->err, "name", "Chưa ghi thành tích nào của hộ mang tên này.");
	TRY(ask_all(c, &a));
	TRY(show(c, &a, "household", out));
	struct law_subject_view *v = (struct law_subject_view *)out->data;
	v->household = true;
	v->href = v->forecast = STR("");
	return RC_OK;
}

static void subject_page(struct buf *html, struct ctx *c, const void *data)
{
	(void)c;
	tpl_law_subject(html, data);
}

static void subject_json(struct buf *b, struct ctx *c, const void *data)
{
	const struct law_subject_view *v = data;
	struct json_out j = json_out_to(b);
	(void)c;
	json_obj(&j, NULL);
	json_int(&j, "id", v->id);
	json_str(&j, "name", v->name);
	json_int(&j, "year", v->year);
	json_str(&j, "set", v->set_title);
	json_bool(&j, "confirmed", v->set_confirmed);
	json_arr(&j, "awards");
	for (int i = 0; i < v->count; i++) {
		json_obj(&j, NULL);
		json_str(&j, "award", v->answers[i].code);
		json_z(&j, "verdict", v->answers[i].verdict);
		json_str(&j, "other_rules", v->answers[i].other);
		json_int(&j, "waiting_for_confirmation", v->answers[i].waiting_count);
		json_arr(&j, "missing");
		for (int k = 0; k < v->answers[i].missing_count; k++)
			json_str(&j, NULL, v->answers[i].missing[k].what);
		json_end(&j);
		json_end(&j);
	}
	json_end(&j);
	json_end(&j);
}

/* --- one award ----------------------------------------------------------------------------- */

struct law_explain_in {
	struct str award, type, household;
	int64_t subject, unit, year;
	struct date on, received, decided;
};
static const struct choice types[] = {{"merit", "Công trạng"},
                                      {"sudden", "Đột xuất"},
                                      {"theme", "Chuyên đề"},
                                      {"service", "Cống hiến"},
                                      {"tenure", "Niên hạn"},
                                      {"foreign", "Đối ngoại"},
                                      {0}};
static const struct field explain_fields[] = {
	F(TEXT, struct law_explain_in, award, "Danh hiệu, hình thức", .flags = MUST, .max = 20,
      .hint = "Mã, ví dụ CSTDCS"),
	F(REF, struct law_explain_in, subject, "Người", .flags = IN_SCOPE, .ref = &person_object),
	F(REF, struct law_explain_in, unit, "Tập thể", .flags = IN_SCOPE, .ref = &unit_object),
	F(TEXT, struct law_explain_in, household, "Hộ gia đình", .flags = PERSONAL, .max = 200,
      .hint = "Như đã ghi ở thành tích"),
	F(CHOICE, struct law_explain_in, type, "Loại hình", .choices = types),
	WHEN_FIELDS(struct law_explain_in),
};

static enum rc facts_of(struct ctx *c, const struct law_explain_in *p, const struct law_when *w,
                        struct law_subject_facts *out)
{
	if (p->subject != DB_NULL)
		return one_person(c, p->subject, w, out);
	if (p->unit != DB_NULL)
		return law_unit_facts(c, p->unit, w->year, w->on, out);
	if (p->household.n == 0)
		return err_field(c->err, "subject", "Xin chọn một người, một tập thể hoặc ghi một hộ.");
	/* Households belong to no unit: they are for those who see the whole office. */
	if (!gate_offers(c, op_find(STR("law.household"))))
		return err_set(c->err, RC_DENIED, "Hộ gia đình chỉ bộ phận thường trực xem được.");
	TRY(law_household_facts(c, p->household, out));
	if (out->facts.deed_count + out->facts.award_count == 0)
		return err_field(c->err, "household", "Chưa ghi thành tích nào của hộ mang tên này.");
	return RC_OK;
}

static struct law_question question(const struct law_explain_in *p, const struct law_when *w)
{
	struct law_question q = {.award = p->award, .on = w->on, .year = w->year};
	for (int i = 0; types[i].value; i++)
		if (str_eqz(p->type, types[i].value))
			q.type = (enum law_type)(i + 1);
	return q;
}

struct explained {
	struct law_answers answers;
	struct law_explained_view view;
};

/* Whose it is, as an address has it: "person_id=5"; "" for a household. */
static struct str whom_of(struct ctx *c, const struct law_explain_in *p)
{
	if (p->subject != DB_NULL)
		return arena_printf(c->mem, "person_id=%" PRId64, p->subject);
	return p->unit != DB_NULL ? arena_printf(c->mem, "unit_id=%" PRId64, p->unit) : STR("");
}

static struct str page_of(struct ctx *c, const struct law_explain_in *p, int year)
{
	bool person = p->subject != DB_NULL;
	if (!person && p->unit == DB_NULL)
		return STR("/law/household");
	return arena_printf(c->mem, "/law/%s?id=%" PRId64 "&year=%d", person ? "person" : "unit",
	                    person ? p->subject : p->unit, year);
}

static enum rc explain(struct ctx *c, const void *in, struct out *out)
{
	const struct law_explain_in *p = in;
	struct explained *e = arena_alloc(c->mem, sizeof *e);
	struct law_subject_facts s;
	const struct law *law;
	const struct law_rules *rules[2];
	struct law_when w;
	int sets;
	TRY(law_when(c, p->year, p->on, p->received, p->decided, &w));
	TRY(facts_of(c, p, &w, &s));
	TRY(law_sets_of_office(c, &w, &law, rules, &sets));
	struct law_question q = question(p, &w);
	TRY(law_ask(c, rules, sets, &q, &s.facts, &e->answers));
	TRY(law_explained_show(c, &e->answers, &q, &s.facts, whom_of(c, p), &e->view));
	e->view.whom = s.name;
	e->view.href = page_of(c, p, w.year);
	e->view.when = arena_printf(c->mem, "năm xét %d, tại ngày %s", w.year, date_vn(w.on).z);
	if (p->household.n == 0 && gate_offers(c, op_find(STR("verdict.keep"))))
		e->view.keep = arena_printf(
			c->mem, "/verdict/keep?award=%.*s&%s=%" PRId64 "&type=%.*s&year=%d&on=%s&received=%s",
			STR_ARG(q.award), p->subject != DB_NULL ? "subject" : "unit",
			p->subject != DB_NULL ? p->subject : p->unit, STR_ARG(p->type), w.year,
			date_iso(w.on).z, date_iso(w.received).z);
	out->heading =
		arena_printf(c->mem, "%.*s: %.*s", STR_ARG(e->answers.at[0].name), STR_ARG(s.name));
	out->data = e;
	return RC_OK;
}

static void explain_page(struct buf *html, struct ctx *c, const void *data)
{
	(void)c;
	tpl_law_explained(html, &((const struct explained *)data)->view);
}

static void explain_json(struct buf *b, struct ctx *c, const void *data)
{
	const struct law_answers *a = &((const struct explained *)data)->answers;
	(void)c;
	law_answers_json(a->at, a->count, b);
}

/* --- kept ---------------------------------------------------------------------------------- */

static enum rc verdict_keep(struct ctx *c, const void *in, struct out *out)
{
	const struct law_explain_in *p = in;
	struct law_subject_facts s;
	struct law_when w;
	TRY(law_when(c, p->year, p->on, p->received, p->decided, &w));
	TRY(facts_of(c, p, &w, &s));
	struct law_case l = {.subject = p->subject != DB_NULL ? "person"
	                                : p->unit != DB_NULL  ? "unit"
	                                                      : "household",
	                     .person_id = p->subject,
	                     .unit_id = p->subject != DB_NULL ? DB_NULL : p->unit,
	                     .household =
	                         p->subject == DB_NULL && p->unit == DB_NULL ? p->household : STR(""),
	                     .q = question(p, &w),
	                     .received = w.received,
	                     .decided = w.decided};
	c->object_person = p->subject;
	c->object_unit = p->unit;
	TRY(law_keep(c, &l, &s.facts, &out->id));
	out_say(c, out, "Đã lưu kết quả kiểm tra %.*s của %.*s cùng mọi dữ kiện và bộ quy tắc đã dùng.",
	        STR_ARG(p->award), STR_ARG(s.name));
	return RC_OK;
}

const struct op law_ops[] = {
	{.name = "law.person",
     .title = "Điều kiện khen thưởng",
     .help =
         "Một người đạt, chưa đạt từng danh hiệu, hình thức nào; từng điều kiện với căn cứ và dữ "
         "kiện đã dùng.",
     .verb = "Xem điều kiện",
     .icon = "check",
     .kind = OP_READ,
     .roles = LAW_ASKS,
     .scope = SCOPE_OBJECT,
     .object = &person_object,
     FIELDS(person_fields),
     .in_size = sizeof(struct law_ask_in),
     .run = law_person,
     .page = subject_page,
     .json = subject_json,
     .law = LAW_DOC},
	{.name = "law.unit",
     .title = "Điều kiện khen thưởng tập thể",
     .help = "Tập thể đạt, chưa đạt từng danh hiệu, hình thức nào, với căn cứ và số liệu đã dùng.",
     .verb = "Xem điều kiện",
     .icon = "check",
     .kind = OP_READ,
     .roles = LAW_ASKS & ~R(MEMBER),
     .scope = SCOPE_OBJECT,
     .object = &unit_object,
     FIELDS(unit_fields),
     .in_size = sizeof(struct law_ask_in),
     .run = law_unit,
     .page = subject_page,
     .json = subject_json,
     .law = LAW_DOC},
	{.name = "law.household",
     .title = "Điều kiện khen thưởng hộ gia đình",
     .help = "Hộ gia đình đạt, chưa đạt từng hình thức khen thưởng, với căn cứ và dữ kiện đã dùng.",
     .kind = OP_READ,
     .roles = R(STANDING) | R(COUNCIL) | R(HEAD) | R(INSPECTOR),
     .scope = SCOPE_OFFICE,
     .area = "award",
     .icon = "home",
     FIELDS(household_fields),
     .in_size = sizeof(struct household_in),
     .run = law_household,
     .page = subject_page,
     .json = subject_json,
     .law = LAW_DOC},
	{.name = "law.explain",
     .title = "Giải thích một danh hiệu",
     .help = "Một danh hiệu, hình thức cho một người hoặc một tập thể: từng điều kiện, kết quả, dữ "
             "kiện đã dùng, còn thiếu gì.",
     .kind = OP_READ,
     .flags = OP_QUIET,
     .roles = LAW_ASKS,
     .scope = SCOPE_ANY,
     FIELDS(explain_fields),
     .in_size = sizeof(struct law_explain_in),
     .run = explain,
     .page = explain_page,
     .json = explain_json,
     .law = LAW_DOC},
	{.name = "verdict.keep",
     .title = "Lưu kết quả kiểm tra điều kiện",
     .help = "Lưu câu trả lời cùng dữ kiện và bộ quy tắc, để sau này xem lại vẫn đúng từng chữ.",
     .verb = "Lưu kết quả",
     .kind = OP_WRITE,
     .roles = R(STANDING) | R(UNIT_CLERK) | R(UNIT_HEAD),
     .scope = SCOPE_OBJECT,
     .object = &law_verdict_object,
     FIELDS(explain_fields),
     .in_size = sizeof(struct law_explain_in),
     .run = verdict_keep,
     .person_field = "subject",
     .then = "verdict.view",
     .law = LAW_DOC},
	{0}};

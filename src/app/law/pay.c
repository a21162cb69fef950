/*
 * pay.c: money of awards (NĐ 152 Điều 49 to 54), and what may not be given together, asked by
 * people (law/sums.h).
 */
#include "app/law/inner.h"

#include "app/org/org.h"
#include "app/record/record.h"
#include "base/json_out.h"
#include "db/sql_law.h"
#include "op/decode.h"
#include "op/gate.h"
#include "viet/viet.h"
#include "web/web.h"

#include <inttypes.h>

#define ROWS 4 /* in the form; programs may send more */
#define ROWS_MAX 200

/* --- money, and what may not be given together --------------------------------------------- */

struct row_in {
	struct str award, type;
	int64_t first_year, year, initiative_id, deed_id;
};
static const struct field row_fields[] = {
	F(CHOICE, struct row_in, award, "Danh hiệu, hình thức", .choices = award_codes),
	F(CHOICE, struct row_in, type, "Loại hình", .choices = award_types),
	F(INT, struct row_in, first_year, "Thành tích từ năm", .min = 1945, .max = 2200,
      .hint = "Để trống: theo điều kiện của danh hiệu"),
	F(INT, struct row_in, year, "Đến năm", .min = 1945, .max = 2200),
	F(REF, struct row_in, initiative_id, "Sáng kiến, đề tài", .flags = IN_SCOPE,
      .ref = &initiative_object),
	F(REF, struct row_in, deed_id, "Thành tích", .flags = IN_SCOPE, .ref = &deed_object),
};

struct pay_in {
	struct str kind, household;
	int64_t person_id, unit_id;
	struct date on;
	struct group rows;
};
#define ROWS_FIELD                                                                                 \
	F(GROUP, struct pay_in, rows, "Các danh hiệu, hình thức", .max = ROWS_MAX, .sub = row_fields,  \
	  .sub_count = COUNT(row_fields), .sub_size = sizeof(struct row_in))
static const struct field pay_fields[] = {
	F(CHOICE, struct pay_in, kind, "Đối tượng", .choices = law_subject_kinds),
	F(DATE, struct pay_in, on, "Ngày quyết định", .hint = "Để trống: hôm nay"),
	ROWS_FIELD,
};
static const struct field clash_fields[] = {
	F(REF, struct pay_in, person_id, "Người", .flags = IN_SCOPE, .ref = &person_object),
	F(REF, struct pay_in, unit_id, "Tập thể", .flags = IN_SCOPE, .ref = &unit_object),
	F(TEXT, struct pay_in, household, "Hộ gia đình", .flags = PERSONAL, .max = 200,
      .hint = "Như đã ghi ở thành tích"),
	F(DATE, struct pay_in, on, "Ngày quyết định", .hint = "Để trống: hôm nay"),
	ROWS_FIELD,
};

struct paid {
	struct law_pay_view view;
	struct law_proposal_answer *answers; /* NULL: nobody is named, only money */
	struct law_payment *payments;
	const struct row_in **rows;
	int count;
};

static struct str period_text(struct ctx *c, int first, int last)
{
	return first == last ? arena_printf(c->mem, "%d", last)
	                     : arena_printf(c->mem, "%d–%d", first, last);
}

/* Rows without an award are empty ones of the form. */
static enum rc rows_of(struct ctx *c, const struct pay_in *p, struct paid *k)
{
	const struct row_in *rows = p->rows.items;
	k->rows = arena_array(c->mem, (size_t)p->rows.count + 1, sizeof *k->rows);
	for (int i = 0; i < p->rows.count; i++) {
		if (rows[i].award.n == 0)
			continue;
		if (str_eqz(rows[i].award, "KHAC"))
			return err_field(c->err, arena_printf(c->mem, "rows.%d.award", i).p,
			                 "Hình thức khác không có hệ số trong quy tắc.");
		if (rows[i].first_year != DB_NULL && rows[i].year != DB_NULL &&
		    rows[i].first_year > rows[i].year)
			return err_field(c->err, arena_printf(c->mem, "rows.%d.year", i).p,
			                 "Năm cuối không trước năm đầu.");
		k->rows[k->count++] = &rows[i];
	}
	return RC_OK;
}

static int64_t year_of(const struct ctx *c, const struct row_in *r)
{
	return r->year == DB_NULL ? date_civil(c->today).year : r->year;
}

static void fill_form(struct ctx *c, const struct pay_in *p, struct paid *k)
{
	struct law_pay_view *v = &k->view;
	const struct row_in *rows = p->rows.items;
	v->awards = law_options(c, award_codes, "", &v->award_count);
	v->types = law_options(c, award_types, NULL, &v->type_count);
	v->on = arena_str(c->mem, str_of(date_vn(date_is_none(p->on) ? c->today : p->on).z));
	int n = p->rows.count > ROWS ? p->rows.count : ROWS;
	v->rows = arena_array(c->mem, (size_t)n + 1, sizeof *v->rows);
	for (int i = 0; i < n; i++) {
		struct law_pay_row *r = &v->rows[v->row_count++];
		bool asked = i < p->rows.count;
		*r = (struct law_pay_row){.award = asked ? rows[i].award : STR(""),
		                          .type = asked && rows[i].type.n ? rows[i].type : STR("merit"),
		                          .first = asked ? law_id_text(c, rows[i].first_year) : STR(""),
		                          .last = asked ? law_id_text(c, rows[i].year) : STR(""),
		                          .work = asked ? law_id_text(c, rows[i].initiative_id) : STR(""),
		                          .deed = asked ? law_id_text(c, rows[i].deed_id) : STR("")};
	}
	v->lines = arena_array(c->mem, (size_t)k->count + 1, sizeof *v->lines);
	v->asked = k->count > 0;
}

static void show_total(struct ctx *c, struct paid *k, int64_t sum)
{
	k->view.total = viet_number(c->mem, sum);
}

static enum rc law_pay_run(struct ctx *c, const void *in, struct out *out)
{
	const struct pay_in *p = in;
	struct paid *k = arena_alloc(c->mem, sizeof *k);
	enum law_subject s = law_subject_of(p->kind.n ? p->kind : STR("person"));
	const struct law *law;
	const struct law_rules *r;
	int64_t sum = 0;
	TRY(rows_of(c, p, k));
	TRY(law_rules_of_office(c, date_is_none(p->on) ? c->today : p->on, &law, &r));
	fill_form(c, p, k);
	k->view.action = STR("/law/pay");
	k->view.kinds = law_options(c, law_subject_kinds, NULL, &k->view.kind_count);
	options_choose(k->view.kinds, k->view.kind_count, p->kind.n ? p->kind : STR("person"));
	k->payments = arena_array(c->mem, (size_t)k->count + 1, sizeof *k->payments);
	for (int i = 0; i < k->count; i++)
		k->payments[i] = (struct law_payment){
			.award = k->rows[i]->award,
			.first_year = k->rows[i]->first_year == DB_NULL ? 0 : (int)k->rows[i]->first_year,
			.last_year = (int)year_of(c, k->rows[i])};
	TRY(law_pay(c->mem, r, s, k->payments, k->count, c->err));
	for (int i = 0; i < k->count; i++) {
		const struct law_payment *y = &k->payments[i];
		struct law_pay_line *l = &k->view.lines[k->view.line_count++];
		*l = (struct law_pay_line){
			.award = law_award_find(r, y->award)->name,
			.period = period_text(c, y->first_year, y->last_year),
			.because = y->money.known ? y->because : STR("Không có mức thưởng cho đối tượng này."),
			.paid = y->paid && y->money.known};
		law_money_show(c, &y->money, l);
		sum += l->paid ? y->money.amount : 0;
	}
	show_total(c, k, sum);
	out->data = k;
	return RC_OK;
}

/* What the subject may rest it on: the own initiatives and achievements. */
static enum rc fill_grounds(struct ctx *c, const struct pay_in *p, struct paid *k)
{
	struct law_pay_view *v = &k->view;
	size_t n = 0;
	if (p->person_id != DB_NULL) {
		struct sql_law_works_of *works;
		TRY(sql_law_works_of(c->db, c->mem, p->person_id, &works, &n));
		v->works = arena_array(c->mem, n + 2, sizeof *v->works);
		v->works[v->work_count++] = (struct option){.value = STR(""), .label = STR("Không nêu")};
		for (size_t i = 0; i < n; i++)
			v->works[v->work_count++] =
				(struct option){.value = law_id_text(c, works[i].id),
			                    .label = arena_printf(c->mem, "%" PRId64 ": %.*s", works[i].year,
			                                          STR_ARG(works[i].title))};
	}
	struct sql_law_deeds_of *deeds;
	TRY(sql_law_deeds_of(c->db, c->mem, p->person_id == DB_NULL ? 0 : p->person_id,
	                     p->unit_id == DB_NULL ? 0 : p->unit_id, p->household, &deeds, &n));
	v->deeds = arena_array(c->mem, n + 2, sizeof *v->deeds);
	v->deeds[v->deed_count++] = (struct option){.value = STR(""), .label = STR("Không nêu")};
	for (size_t i = 0; i < n; i++)
		v->deeds[v->deed_count++] =
			(struct option){.value = law_id_text(c, deeds[i].id),
		                    .label = arena_printf(c->mem, "%" PRId64 ": %.*s", deeds[i].year,
		                                          STR_ARG(deeds[i].title))};
	return RC_OK;
}

static enum rc name_of(struct ctx *c, const struct pay_in *p, struct law_pay_view *v)
{
	v->named = true;
	v->whom = p->person_id != DB_NULL ? STR("person_id")
	          : p->unit_id != DB_NULL ? STR("unit_id")
	                                  : STR("household");
	if (p->person_id != DB_NULL) {
		struct sql_law_names *rows;
		size_t n;
		TRY(sql_law_names(c->db, c->mem, p->person_id - 1, p->person_id, &rows, &n));
		v->name = n ? rows[0].name : STR("");
		v->who = law_id_text(c, p->person_id);
	} else if (p->unit_id != DB_NULL) {
		struct sql_law_unit_name row;
		TRY(sql_law_unit_name(c->db, c->mem, p->unit_id, &row));
		v->name = row.name;
		v->who = law_id_text(c, p->unit_id);
	} else {
		v->name = v->who = p->household;
	}
	return RC_OK;
}

static void show_clashes(struct ctx *c, const struct law_proposal_answer *a,
                         struct law_pay_line *out)
{
	out->clashes = arena_array(c->mem, (size_t)a->clash_count + 1, sizeof *out->clashes);
	for (int i = 0; i < a->clash_count; i++)
		out->clashes[out->clash_count++] = (struct law_clash_line){
			.say = a->clashes[i].say,
			.citation = a->clashes[i].citation,
			.note = a->clashes[i].note,
			.href = a->clashes[i].award_id == DB_NULL
		                ? STR("")
		                : arena_printf(c->mem, "/award/%" PRId64, a->clashes[i].award_id)};
}

/* Nobody named, or somebody whom only the whole office sees. */
static enum rc may_ask(struct ctx *c, const struct pay_in *p)
{
	if (p->person_id != DB_NULL || p->unit_id != DB_NULL)
		return RC_OK;
	if (p->household.n == 0)
		return err_field(c->err, "person_id", "Xin chọn một người, một tập thể hoặc ghi một hộ.");
	if (!gate_offers(c, op_find(STR("law.household"))))
		return err_set(c->err, RC_DENIED, "Hộ gia đình chỉ bộ phận thường trực xem được.");
	return RC_OK;
}

static enum rc law_clashes_run(struct ctx *c, const void *in, struct out *out)
{
	const struct pay_in *p = in;
	struct paid *k = arena_alloc(c->mem, sizeof *k);
	int64_t sum = 0;
	TRY(may_ask(c, p));
	TRY(rows_of(c, p, k));
	fill_form(c, p, k);
	k->view.action = STR("/law/clashes");
	TRY(name_of(c, p, &k->view));
	TRY(fill_grounds(c, p, k));
	struct law_proposal *list = arena_array(c->mem, (size_t)k->count + 1, sizeof *list);
	k->answers = arena_array(c->mem, (size_t)k->count + 1, sizeof *k->answers);
	for (int i = 0; i < k->count; i++)
		list[i] = (struct law_proposal){.subject = p->person_id != DB_NULL ? "person"
		                                           : p->unit_id != DB_NULL ? "unit"
		                                                                   : "household",
		                                .person_id = p->person_id,
		                                .unit_id = p->unit_id,
		                                .household = p->household,
		                                .award = k->rows[i]->award,
		                                .type = k->rows[i]->type,
		                                .first_year = k->rows[i]->first_year,
		                                .year = year_of(c, k->rows[i]),
		                                .initiative_id = k->rows[i]->initiative_id,
		                                .deed_id = k->rows[i]->deed_id};
	TRY(law_proposals(c, p->on, list, k->count, k->answers));
	for (int i = 0; i < k->count; i++) {
		const struct law_proposal_answer *a = &k->answers[i];
		struct law_pay_line *l = &k->view.lines[k->view.line_count++];
		*l = (struct law_pay_line){.award = choice_label(award_codes, k->rows[i]->award),
		                           .period =
		                               arena_printf(c->mem, "%" PRId64, year_of(c, k->rows[i])),
		                           .because = a->because,
		                           .paid = a->paid && a->money.known && a->stands};
		law_money_show(c, &a->money, l);
		show_clashes(c, a, l);
		sum += l->paid ? a->money.amount : 0;
	}
	show_total(c, k, sum);
	out->heading = arena_printf(c->mem, "Trùng và tiền thưởng: %.*s", STR_ARG(k->view.name));
	out->data = k;
	return RC_OK;
}

static void pay_page(struct buf *html, struct ctx *c, const void *data)
{
	(void)c;
	tpl_law_pay(html, &((const struct paid *)data)->view);
}

void law_money_json(struct json_out *j, const struct law_money *m)
{
	json_bool(j, "known", m->known);
	if (!m->known)
		return;
	json_bool(j, "at_most", m->at_most);
	json_int(j, "base", m->base);
	json_int(j, "coefficient_thousandths", m->coefficient);
	json_int(j, "product", m->product);
	json_int(j, "amount", m->amount);
	json_str(j, "citation", m->citation);
	json_z(j, "mark", law_mark_words(m->mark));
}

static void clash_json(struct json_out *j, const struct law_proposal_clash *k)
{
	static const char *const kinds[] = {"given", "achievement", "initiative", "initiative_again",
	                                    "overlap"};
	json_obj(j, NULL);
	json_z(j, "kind", kinds[k->kind]);
	json_bool(j, "note", k->note);
	if (k->award_id == DB_NULL)
		json_int(j, "row", k->other);
	else
		json_int(j, "award_id", k->award_id);
	json_str(j, "say", k->say);
	json_str(j, "citation", k->citation);
	json_end(j);
}

static void pay_json(struct buf *b, struct ctx *c, const void *data)
{
	const struct paid *k = data;
	struct json_out j = json_out_to(b);
	int64_t total = 0;
	(void)c;
	json_obj(&j, NULL);
	json_arr(&j, "rows");
	for (int i = 0; i < k->count; i++) {
		const struct law_proposal_answer *a = k->answers ? &k->answers[i] : NULL;
		const struct law_money *m = a ? &a->money : &k->payments[i].money;
		bool paid = k->view.lines[i].paid;
		json_obj(&j, NULL);
		json_str(&j, "award", k->rows[i]->award);
		if (!a) {
			json_int(&j, "first_year", k->payments[i].first_year);
			json_int(&j, "last_year", k->payments[i].last_year);
		}
		law_money_json(&j, m);
		json_bool(&j, "paid", paid);
		json_str(&j, "because", k->view.lines[i].because);
		if (a) {
			json_bool(&j, "given", a->given);
			json_bool(&j, "stands", a->stands);
			json_arr(&j, "clashes");
			for (int n = 0; n < a->clash_count; n++)
				clash_json(&j, &a->clashes[n]);
			json_end(&j);
		}
		json_end(&j);
		total += paid ? m->amount : 0;
	}
	json_end(&j);
	json_int(&j, "total", total);
	json_end(&j);
}

/* --- rows ---------------------------------------------------------------------------------- */

#define MONEY_LAW "Nghị định 152/2025/NĐ-CP Điều 49 đến Điều 54"

const struct op law_pay_ops[] = {
	{.name = "law.pay",
     .title = "Tính tiền thưởng",
     .help =
         "Hệ số nhân lương cơ sở ngày quyết định, làm tròn lên đến 10.000 đồng; nhiều danh hiệu "
         "cùng thời gian chỉ nhận mức cao nhất, danh hiệu và hình thức nhận cả hai.",
     .kind = OP_READ,
     .flags = OP_OPEN,
     .roles = R_OFFICE | LAW_ASKS,
     .scope = SCOPE_ANY,
     .area = "lookup",
     .icon = "money",
     FIELDS(pay_fields),
     .in_size = sizeof(struct pay_in),
     .run = law_pay_run,
     .page = pay_page,
     .json = pay_json,
     .law = MONEY_LAW},
	{.name = "law.clashes",
     .title = "Kiểm tra trùng khen thưởng",
     .help = "Những gì đề nghị cho một người, tập thể, hộ có trùng nhau hay trùng với sổ khen "
             "thưởng: đã tặng, một thành tích nhiều hình thức, một sáng kiến hai việc; kèm tiền "
             "thưởng.",
     .kind = OP_READ,
     .flags = OP_QUIET,
     .roles = LAW_ASKS,
     .scope = SCOPE_ANY,
     FIELDS(clash_fields),
     .in_size = sizeof(struct pay_in),
     .run = law_clashes_run,
     .page = pay_page,
     .json = pay_json,
     .law = "Luật Thi đua, khen thưởng 06/2022/QH15 Điều 5 khoản 2; " MONEY_LAW},
	{0}};

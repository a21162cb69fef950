/* example.c: the worked examples of the rule files: read as facts, asked, compared, counted. */
#include "law/sides.h"

#include "law/sums.h"

struct story {
	struct reading r; /* faults of the examples land here */
	const struct law *law;
	struct law_facts f;
	struct law_question q;
	struct law_year *years;
	struct law_figure *figures;
	struct law_award *awards;
	struct law_initiative *works;
	struct law_deed *deeds;
	struct law_discipline *disciplines;
	struct law_hold *holds;
	struct law_attestation *attests;
	struct law_service *service;
	struct law_overlay_entry *values;
	struct law_overlay overlay;
	enum law_verdict expected, if_confirmed;
	bool has_expected, has_if, has_money;
	int64_t amount, product; /* money as the example says it */
	struct told_votes *votes;
	int vote_count;
};

struct told_votes {
	int members, needed;
};

static const struct words verdicts[] = {{"đủ điều kiện", LAW_ELIGIBLE},
                                        {"không đủ điều kiện", LAW_INELIGIBLE},
                                        {"chưa đủ căn cứ", LAW_NOT_KNOWN},
                                        {"tạm dừng", LAW_HELD},
                                        {"đã tặng", LAW_GIVEN},
                                        {0}};

/* "năm 2024", "các năm 2021 đến 2025" */
static bool span(struct at *a, int *first, int *last)
{
	int64_t x, y;
	if (at_words(a, "năm") && at_number(a, &x)) {
		*first = *last = (int)(x / 1000);
		return true;
	}
	if (at_words(a, "các năm") && at_number(a, &x) && at_words(a, "đến") && at_number(a, &y)) {
		*first = (int)(x / 1000);
		*last = (int)(y / 1000);
		return *first <= *last && *last - *first < 100;
	}
	return false;
}

static bool ratings(struct story *s, struct at *a)
{
	int first, last, rating = LAW_RATING_UNKNOWN;
	if (!span(a, &first, &last))
		return false;
	if (!at_words(a, "chưa xếp loại") &&
	    !(at_words(a, "xếp loại") && at_table(a, law_ratings, &rating)))
		return false;
	for (int y = first; y <= last; y++) {
		int i = 0;
		while (i < s->f.year_count && s->years[i].year != y)
			i++;
		if (i == s->f.year_count)
			(void)GROW(&s->r, s->years, s->f.year_count);
		s->years[i] = (struct law_year){y, (enum law_rating)rating, STR("ví dụ")};
	}
	return true;
}

static void drop_award(struct story *s, struct str code, int year)
{
	int kept = 0;
	for (int i = 0; i < s->f.award_count; i++)
		if (!str_eq(s->awards[i].code, code) || (year && s->awards[i].year != year))
			s->awards[kept++] = s->awards[i];
	s->f.award_count = kept;
}

static bool awards(struct story *s, struct at *a, bool drop)
{
	struct law_award w = {.type = LAW_MERIT, .source = STR("ví dụ")};
	int first = 0, last = 0, type;
	if (!at_code(a, &w.code) || (!span(a, &first, &last) && !drop))
		return false;
	if (at_words(a, "loại hình") && at_table(a, law_types, &type))
		w.type = (enum law_type)type;
	if (at_words(a, "thiếu quyết định"))
		w.source = STR("");
	w.cancelled = at_words(a, "đã hủy");
	if (drop && !first)
		drop_award(s, w.code, 0);
	for (w.year = first; first && w.year <= last; w.year++) {
		drop_award(s, w.code, w.year);
		if (!drop)
			*(GROW(&s->r, s->awards, s->f.award_count)) = w;
	}
	return true;
}

static bool works(struct story *s, struct at *a)
{
	struct law_initiative w = {.source = STR("ví dụ")};
	int64_t count = 1000;
	int scope, first, last;
	struct str used;
	at_number(a, &count);
	w.study = at_words(a, "đề tài");
	if ((!w.study && !at_words(a, "sáng kiến")) || count < 1000 || count > 99000)
		return false;
	if (at_words(a, "phạm vi") && at_table(a, law_scopes, &scope))
		w.scope = (enum law_scope)scope;
	if (!span(a, &first, &last))
		return false;
	if (at_words(a, "thiếu văn bản"))
		w.source = STR("");
	if (at_words(a, "đã dùng cho") && at_code(a, &used)) {
		int i = law_award_number(s->law, used);
		if (i < 0)
			return false;
		*(s->law->awards[i].info.title ? &w.used_title : &w.used_form) = used;
	}
	for (; count >= 1000; count -= 1000)
		for (w.year = first; w.year <= last; w.year++)
			*(GROW(&s->r, s->works, s->f.initiative_count)) = w;
	return true;
}

static bool deeds(struct story *s, struct at *a)
{
	struct law_deed d = {.source = STR("ví dụ")};
	int kind, scope, last;
	if (!at_table(a, law_deeds, &kind))
		return false;
	d.kind = (enum law_achievement_kind)kind;
	if (at_words(a, "phạm vi") && at_table(a, law_scopes, &scope))
		d.scope = (enum law_scope)scope;
	if (!span(a, &d.year, &last))
		return false;
	if (at_words(a, "thiếu minh chứng"))
		d.source = STR("");
	if (at_words(a, "chỉ có thủ trưởng xác nhận")) {
		d.source = STR("");
		d.confirmed = STR("ví dụ");
	}
	if (at_words(a, "đã dùng cho") && !at_code(a, &d.used))
		return false;
	*(GROW(&s->r, s->deeds, s->f.deed_count)) = d;
	return true;
}

static bool discipline(struct story *s, struct at *a)
{
	int level;
	struct period p;
	if (!at_table(a, law_reprimands, &level) || !at_period(a, &p))
		return false;
	*(GROW(&s->r, s->disciplines, s->f.discipline_count)) =
		(struct law_discipline){(enum law_reprimand)level, p.from,
	                            p.to.days == DATE_OPEN.days ? DATE_NONE : p.to, STR("ví dụ")};
	return true;
}

/* yes 1, no 0, not said -1 */
static bool attest(struct story *s, struct at *a, int how)
{
	struct str key;
	if (!at_code(a, &key) || law_attest_index(s->law, key) < 0)
		return false;
	int kept = 0;
	for (int i = 0; i < s->f.attestation_count; i++)
		if (!str_eq(s->attests[i].key, key))
			s->attests[kept++] = s->attests[i];
	s->f.attestation_count = kept;
	if (how >= 0)
		*(GROW(&s->r, s->attests, s->f.attestation_count)) =
			(struct law_attestation){key, s->q.year, how == 1, STR("ví dụ")};
	return true;
}

static bool figure(struct story *s, struct at *a)
{
	int what;
	int64_t value;
	if (!at_table(a, law_numbers, &what) || !at_sign(a, ":") || !at_number(a, &value))
		return false;
	int i = 0;
	while (i < s->f.figure_count && (int)s->figures[i].what != what)
		i++;
	if (i == s->f.figure_count)
		(void)GROW(&s->r, s->figures, s->f.figure_count);
	s->figures[i] = (struct law_figure){s->q.year, (enum law_number)what, (int32_t)(value / 1000),
	                                    STR("ví dụ")};
	return true;
}

static bool service(struct story *s, struct at *a)
{
	struct law_service p = {.source = STR("ví dụ")};
	int64_t months;
	if (!at_code(a, &p.post) || law_post_index(s->law, p.post) < 0 || !at_number(a, &months) ||
	    !at_words(a, "tháng"))
		return false;
	p.months = (int)(months / 1000);
	s->f.service_count = 0;
	*(GROW(&s->r, s->service, s->f.service_count)) = p;
	return true;
}

/* "tham số THANG_TOI_THIEU là 10": the office's own value in this example. */
static bool own_value(struct story *s, struct at *a)
{
	struct law_overlay_entry o = {
		.kind = LAW_VALUE, .from = DATE_NONE, .to = DATE_NONE, .source = STR("ví dụ")};
	if (!at_code(a, &o.key) || law_param_index(s->law, o.key) < 0 || !at_words(a, "là") ||
	    !at_number(a, &o.value))
		return false;
	*(GROW(&s->r, s->values, s->overlay.count)) = o;
	return true;
}

static bool removed(struct story *s, struct at *a)
{
	if (at_words(a, "sáng kiến , đề tài"))
		s->f.initiative_count = 0;
	else if (at_words(a, "thành tích"))
		s->f.deed_count = 0;
	else if (at_words(a, "chức vụ"))
		s->f.service_count = 0;
	else if (at_words(a, "xác nhận"))
		return attest(s, a, 0);
	else
		return awards(s, a, true);
	return true;
}

static bool result(struct story *s, struct at *a)
{
	int v;
	if (!at_table(a, verdicts, &v))
		return false;
	s->expected = (enum law_verdict)v;
	s->has_expected = true;
	s->has_if = at_words(a, ", nếu xác nhận") && at_sign(a, ":") && at_table(a, verdicts, &v);
	s->if_confirmed = (enum law_verdict)v;
	return true;
}

/* "tiền thưởng 710.000, chưa làm tròn 702.000" */
static bool money(struct story *s, struct at *a)
{
	s->has_money =
		at_number(a, &s->amount) && at_words(a, ", chưa làm tròn") && at_number(a, &s->product);
	return s->has_money;
}

/* "hội đồng 9 người: ít nhất 8 phiếu" */
static bool votes(struct story *s, struct at *a)
{
	int64_t members, needed;
	if (!at_number(a, &members) || !at_words(a, "người") || !at_sign(a, ":") ||
	    !at_words(a, "ít nhất") || !at_number(a, &needed) || !at_words(a, "phiếu"))
		return false;
	*(GROW(&s->r, s->votes, s->vote_count)) =
		(struct told_votes){(int)(members / 1000), (int)(needed / 1000)};
	return true;
}

static bool who(struct story *s, struct at *a)
{
	int v;
	if (at_words(a, "nữ"))
		s->f.sex = LAW_FEMALE;
	else if (at_words(a, "nam"))
		s->f.sex = LAW_MALE;
	else if (at_words(a, "là") && at_table(a, law_cadres, &v))
		s->f.cadre = (enum law_cadre)v;
	else if (at_words(a, "đối tượng") && at_table(a, law_subjects, &v))
		s->f.subject = (enum law_subject)v;
	else if (at_words(a, "loại hình") && at_table(a, law_types, &v))
		s->q.type = (enum law_type)v;
	else
		return false;
	return true;
}

static bool when(struct story *s, struct at *a)
{
	int64_t year;
	if (at_words(a, "ngày")) {
		if (!at_date(a, &s->q.on))
			return false;
		s->q.year = s->q.year ? s->q.year : date_civil(s->q.on).year;
		return true;
	}
	if (at_words(a, "năm xét")) {
		bool ok = at_number(a, &year);
		s->q.year = ok ? (int)(year / 1000) : 0;
		return ok;
	}
	if (at_words(a, "đã quyết định đến năm")) {
		bool ok = at_number(a, &year);
		s->f.decided_to = ok ? (int)(year / 1000) : 0;
		return ok;
	}
	if (!at_words(a, "lịch sử đầy đủ từ") || !at_number(a, &year))
		return false;
	s->f.awards_from = s->f.initiatives_from = s->f.deeds_from = (int)(year / 1000);
	return true;
}

static bool hold(struct story *s, struct at *a)
{
	struct period p;
	if (!at_period(a, &p))
		return false;
	*(GROW(&s->r, s->holds, s->f.hold_count)) = (struct law_hold){p.from, p.to};
	return true;
}

static bool story_line(struct story *s, struct at *a)
{
	struct at start = *a;
#define TRIED(call) ((*a = start, (call)) && at_end(a))
	if (TRIED(when(s, a)) || TRIED(who(s, a)) || TRIED(ratings(s, a)) ||
	    TRIED(awards(s, a, false)) || TRIED(works(s, a)) || TRIED(figure(s, a)))
		return true;
	*a = start;
	if (at_words(a, "chưa xác nhận"))
		return attest(s, a, -1) && at_end(a);
	if (at_words(a, "xác nhận"))
		return attest(s, a, 1) && at_end(a);
	if (at_words(a, "thành tích"))
		return deeds(s, a) && at_end(a);
	if (at_words(a, "kỷ luật"))
		return discipline(s, a) && at_end(a);
	if (at_words(a, "tạm dừng"))
		return hold(s, a) && at_end(a);
	if (at_words(a, "chức vụ"))
		return service(s, a) && at_end(a);
	if (at_words(a, "tham số"))
		return own_value(s, a) && at_end(a);
	if (at_words(a, "kết quả"))
		return result(s, a) && at_end(a);
	if (at_words(a, "tiền thưởng"))
		return money(s, a) && at_end(a);
	if (at_words(a, "hội đồng"))
		return votes(s, a) && at_end(a);
	if (at_words(a, "không"))
		return removed(s, a) && at_end(a);
	return false;
}

static const struct example *find_example(const struct law *law, const struct award *near,
                                          struct str name)
{
	for (int i = 0; i < near->example_count; i++)
		if (str_eq(near->examples[i].name, name))
			return &near->examples[i];
	for (int i = 0; i < law->award_count; i++)
		for (int j = 0; j < law->awards[i].example_count; j++)
			if (str_eq(law->awards[i].examples[j].name, name))
				return &law->awards[i].examples[j];
	return NULL;
}

static bool tell(struct story *s, const struct example *x, int depth)
{
	struct at head = {&s->r, x->body, 0};
	struct str name;
	s->r.file = x->file;
	if (at_words(&head, "ví dụ") && at_string(&head, &name) && at_words(&head, "như")) {
		const struct example *base =
			at_string(&head, &name) ? find_example(s->law, &s->law->awards[x->award], name) : NULL;
		if (!base || depth > 8) {
			at_fault(&head, "tên một ví dụ khác (không lặp vòng)");
			return false;
		}
		if (!tell(s, base, depth + 1))
			return false;
		s->r.file = x->file;
	}
	if (!at_end(&head)) {
		at_fault(&head, "hết dòng, hoặc: như \"tên ví dụ khác\"");
		return false;
	}
	for (const struct line *l = x->body->child; l; l = l->next) {
		struct at a = {&s->r, l, 0};
		if (!story_line(s, &a)) {
			at_fault(
				&a,
				"một sự việc của ví dụ (docs/law-language.md liệt kê), hoặc ký hiệu đã khai báo");
			return false;
		}
	}
	return true;
}

static void lend(struct story *s)
{
	s->f.years = s->years;
	s->f.figures = s->figures;
	s->f.awards = s->awards;
	s->f.initiatives = s->works;
	s->f.deeds = s->deeds;
	s->f.disciplines = s->disciplines;
	s->f.holds = s->holds;
	s->f.attestations = s->attests;
	s->f.service = s->service;
	s->overlay.at = s->values;
}

/* --- running them
 * --------------------------------------------------------------------------------- */

/* What was asked came out otherwise: says so. */
static bool judged(struct arena *mem, const struct law_rules *r, struct story *s,
                   struct sides *sides, struct str *say)
{
	struct law_answer a;
	struct err e = {0};
	if (!s->has_expected)
		return true;
	if (law_explain(mem, r, &s->q, &s->f, &a, &e) != RC_OK) {
		*say = arena_str(mem, str_of(e.message));
		return false;
	}
	if (a.verdict == s->expected && (!s->has_if || a.if_confirmed == s->if_confirmed)) {
		sides_see(sides, r, &s->q, &s->f, &a);
		return true;
	}
	*say = arena_printf(mem, "ra \"%s\" (nếu xác nhận: \"%s\"), ví dụ ghi \"%s\"",
	                    law_verdict_words(a.verdict), law_verdict_words(a.if_confirmed),
	                    law_verdict_words(s->expected));
	return false;
}

static bool paid(struct arena *mem, const struct law_rules *r, const struct story *s,
                 struct sides *sides, struct str *say)
{
	struct law_money m;
	struct err e = {0};
	if (!s->has_money)
		return true;
	if (law_money_of(r, s->q.award, s->f.subject, &m, &e) != RC_OK || !m.known) {
		*say = STR("không có tiền thưởng cho đối tượng này vào ngày ấy");
		return false;
	}
	if (m.amount * 1000 == s->amount && m.product * 1000 == s->product) {
		sides_see_money(sides, s->q.award, s->f.subject);
		return true;
	}
	*say = arena_printf(mem, "tiền thưởng ra %lld đồng, chưa làm tròn %lld", (long long)m.amount,
	                    (long long)m.product);
	return false;
}

static bool voted(struct arena *mem, const struct law_rules *r, const struct story *s,
                  struct sides *sides, struct str *say)
{
	for (int i = 0; i < s->vote_count; i++) {
		struct law_vote v = {0};
		struct err e = {0};
		enum law_council council = LAW_COUNCIL_OFFICE;
		while (council <= LAW_COUNCIL_PROVINCE &&
		       law_vote_of(r, s->q.award, council, s->votes[i].members, &v, &e) == RC_OK &&
		       !v.asked)
			council++;
		if (v.needed != s->votes[i].needed) {
			*say =
				arena_printf(mem, "hội đồng %d người: ra %d phiếu", s->votes[i].members, v.needed);
			return false;
		}
		sides_see_vote(sides, s->q.award);
	}
	return true;
}

static void run_example(struct arena *mem, const struct law *law, const struct example *x,
                        struct sides *sides, struct law_example_result *out)
{
	struct story s = {.r = {.mem = mem}, .law = law};
	const struct law_rules *r;
	struct err e = {0};
	s.r.law = (struct law *)law;
	s.q = (struct law_question){.award = law->awards[x->award].info.code, .on = DATE_NONE};
	s.f.awards_from = s.f.initiatives_from = s.f.deeds_from = LAW_COMPLETE;
	s.f.decided_to = LAW_DECIDED_ALL;
	s.f.service_complete = true;
	*out = (struct law_example_result){
		.file = x->file, .award = s.q.award, .name = x->name, .line = x->line};
	if (!tell(&s, x, 0)) {
		out->say = s.r.fault_count ? arena_printf(mem, "dòng %d, cột %d: %.*s", s.r.faults[0].line,
		                                          s.r.faults[0].column, STR_ARG(s.r.faults[0].say))
		                           : STR("không đọc được");
		return;
	}
	if ((!s.has_expected && !s.has_money && !s.vote_count) || date_is_none(s.q.on)) {
		out->say =
			STR("thiếu dòng \"ngày …\", hoặc không có dòng nào nói điều phải ra: \"kết quả …\", "
		        "\"tiền thưởng …\", \"hội đồng …\"");
		return;
	}
	lend(&s);
	if (law_rules_at(mem, law, s.q.on, &s.overlay, &r, &e) != RC_OK) {
		out->say = arena_str(mem, str_of(e.message));
		return;
	}
	out->passed = judged(mem, r, &s, sides, &out->say) && paid(mem, r, &s, sides, &out->say) &&
	              voted(mem, r, &s, sides, &out->say);
}

enum rc law_run_examples(struct arena *mem, const struct law *law, struct law_test *out,
                         struct err *e)
{
	struct sides *sides = sides_new(mem, law);
	int count = 0;
	(void)e;
	for (int i = 0; i < law->award_count; i++)
		count += law->awards[i].example_count;
	*out = (struct law_test){.at = arena_array(mem, (size_t)count + 1, sizeof *out->at)};
	for (int i = 0; i < law->award_count; i++)
		for (int j = 0; j < law->awards[i].example_count; j++) {
			run_example(mem, law, &law->awards[i].examples[j], sides, &out->at[out->count]);
			out->failed += !out->at[out->count++].passed;
		}
	struct reading r = {.mem = mem, .law = (struct law *)law};
	sides_find(sides, &r);
	out->uncovered = (struct law_faults){r.faults, r.fault_count};
	return RC_OK;
}

#include "law/sums.h"

#include "law/tree.h"

static enum law_mark weaker(enum law_mark a, enum law_mark b)
{
	return a > b ? a : b;
}

static const struct law_param_info *param_of(const struct law_rules *r, const char *name)
{
	int i = law_param_index(r->law, str_of(name));
	return i >= 0 && r->params[i].known ? &r->params[i] : NULL;
}

/* --- money -------------------------------------------------------------------------------------
 */

static const struct prize *prize_of(const struct award *w, enum law_subject subject)
{
	for (int i = 0; i < w->prize_count; i++)
		if (w->prizes[i].subject == subject)
			return &w->prizes[i];
	return NULL;
}

enum rc law_money_of(const struct law_rules *r, struct str award, enum law_subject subject,
                     struct law_money *out, struct err *e)
{
	int i = law_award_number(r->law, award);
	if (i < 0)
		return err_set(e, RC_NOTFOUND,
		               "Không có danh hiệu hay hình thức khen thưởng nào ký hiệu \"%.*s\".",
		               STR_ARG(award));
	const struct prize *p = prize_of(&r->law->awards[i], subject);
	const struct law_param_info *base = param_of(r, "LUONG_CO_SO"), *step = param_of(r, "LAM_TRON");
	*out = (struct law_money){.citation = STR("")};
	if (!p || !base || !step || step->value < 1000 || !r->params[p->param].known)
		return RC_OK;
	const struct law_param_info *k = &r->params[p->param];
	int64_t factor = num_value(r, p->factor);
	out->known = true;
	out->at_most = p->at_most;
	out->mark = weaker(weaker(k->mark, base->mark),
	                   p->source.mark == LAW_UNCONFIRMED ? LAW_UNCONFIRMED : LAW_SEEN);
	out->base = base->value / 1000;
	out->coefficient = k->value * factor / 1000;
	/* base * coefficient is exact: dong times thousandths times thousandths of the household's
	 * factor. */
	int64_t exact = out->base * k->value * factor, unit = step->value / 1000 * 1000000;
	out->product = exact / 1000000;
	out->amount = (exact + unit - 1) / unit * (step->value / 1000);
	out->citation = k->citation;
	return RC_OK;
}

static bool is_title(const struct law_rules *r, struct str award)
{
	const struct law_award_info *w = law_award_find(r, award);
	return w && w->title;
}

/* The first of equal ones is paid, so that the answer does not depend on chance. */
static bool beaten(const struct law_payment *list, int i, int j)
{
	int64_t a = list[i].money.amount, b = list[j].money.amount;
	return b > a || (b == a && j < i);
}

static void pay_one(struct arena *mem, const struct law_rules *r, struct law_payment *list,
                    int count, int i)
{
	struct law_payment *p = &list[i];
	p->paid = true;
	p->because = STR("");
	for (int j = 0; j < count && is_title(r, p->award); j++) {
		const struct law_payment *o = &list[j];
		if (j == i || !is_title(r, o->award))
			continue;
		bool same = o->first_year == p->first_year && o->last_year == p->last_year;
		bool overlap = o->first_year <= p->last_year && p->first_year <= o->last_year;
		if (same && beaten(list, i, j)) {
			p->paid = false;
			p->because = arena_printf(mem, "Cùng thời gian với %.*s: chỉ nhận mức thưởng cao nhất.",
			                          STR_ARG(o->award));
			return;
		}
		if (!same && overlap)
			p->because = arena_printf(mem, "Thời gian trùng một phần với %.*s: cần xem lại.",
			                          STR_ARG(o->award));
	}
}

enum rc law_pay(struct arena *mem, const struct law_rules *r, enum law_subject subject,
                struct law_payment *list, int count, struct err *e)
{
	for (int i = 0; i < count; i++)
		TRY(law_money_of(r, list[i].award, subject, &list[i].money, e));
	for (int i = 0; i < count; i++)
		pay_one(mem, r, list, count, i);
	return RC_OK;
}

/* --- votes ---------------------------------------------------------------------------------------
 */

enum rc law_vote_of(const struct law_rules *r, struct str award, enum law_council council,
                    int members, struct law_vote *out, struct err *e)
{
	static const char *const councils[] = {"cơ sở", "cấp trình", "tỉnh"};
	int i = law_award_number(r->law, award);
	*out = (struct law_vote){.citation = STR(""), .reason = STR("")};
	if (i < 0)
		return err_set(e, RC_NOTFOUND,
		               "Không có danh hiệu hay hình thức khen thưởng nào ký hiệu \"%.*s\".",
		               STR_ARG(award));
	const struct award *w = &r->law->awards[i];
	for (int k = 0; k < w->vote_count; k++) {
		const struct vote *v = &w->votes[k];
		if (!str_eqz(v->council, councils[council]))
			continue;
		out->asked = true;
		out->more_than = v->more_than;
		out->share = num_value(r, v->share);
		out->mark = v->source.mark;
		out->local = v->source.local;
		if (v->share.param >= 0) {
			const struct law_param_info *p = &r->params[v->share.param];
			out->mark = weaker(out->mark, p->mark);
			out->local |= p->local;
			out->citation = p->citation;
			out->reason = p->reason;
		}
		while (out->needed <= members && !law_vote_passed(out, out->needed, members))
			out->needed++;
	}
	return RC_OK;
}

bool law_vote_passed(const struct law_vote *v, int votes, int members)
{
	int64_t have = (int64_t)votes * 100000, want = v->share * members;
	return v->more_than ? have > want : have >= want;
}

/* --- the rating scale
 * ------------------------------------------------------------------------------ */

void law_rating_cap(const struct law_rules *r, int excellent, int good_or_better, int good_only,
                    bool outstanding, struct law_cap *out)
{
	const struct law_param_info *share =
		param_of(r, outstanding ? "TRAN_XUAT_SAC_CAO" : "TRAN_XUAT_SAC");
	const struct law_param_info *reading = param_of(r, "TRAN_TINH_TREN");
	*out = (struct law_cap){
		.mark = LAW_UNCONFIRMED, .citation = STR(""), .reading = STR(""), .reason = STR("")};
	if (!share || !reading)
		return;
	bool strict = reading->value == 2000;
	out->base = strict ? good_only : good_or_better;
	out->most = (int)((int64_t)out->base * share->value / 100000);
	out->over = excellent > out->most;
	out->mark = weaker(share->mark, reading->mark);
	out->citation = share->citation;
	out->reason = reading->reason;
	out->reading = strict ? STR("tính trên số người chỉ hoàn thành tốt nhiệm vụ")
	                      : STR("tính trên số người hoàn thành tốt nhiệm vụ trở lên");
}

void law_flag_cap(const struct law_rules *r, int eligible, int proposed, struct law_cap *out)
{
	const struct law_param_info *share = param_of(r, "TY_LE_CO_CP");
	*out = (struct law_cap){
		.mark = LAW_UNCONFIRMED, .citation = STR(""), .reading = STR(""), .reason = STR("")};
	if (!share)
		return;
	out->base = eligible;
	out->most = (int)((int64_t)eligible * share->value / 100000);
	out->over = proposed > out->most;
	out->mark = share->mark;
	out->citation = share->citation;
	out->reason = share->reason;
	out->reading = STR("tính trên số tập thể đủ điều kiện Cờ thi đua của Ủy ban nhân dân tỉnh");
}

enum law_rating law_rating_of_points(const struct law_rules *r, int64_t points)
{
	const struct law_param_info *best = param_of(r, "DIEM_XUAT_SAC"),
								*good = param_of(r, "DIEM_TOT"),
								*done = param_of(r, "DIEM_HOAN_THANH");
	if (!best || !good || !done || points < 0 || points > 100000)
		return LAW_RATING_UNKNOWN;
	return points >= best->value   ? LAW_EXCELLENT
	       : points >= good->value ? LAW_GOOD
	       : points >= done->value ? LAW_DONE
	                               : LAW_FAILED;
}

/* --- equal candidates
 * ------------------------------------------------------------------------------- */

static int32_t figure(const struct law_facts *f, int year, enum law_number what)
{
	for (int i = 0; i < f->figure_count; i++)
		if (f->figures[i].year == year && f->figures[i].what == what)
			return f->figures[i].value;
	return -1;
}

static bool preferred(const struct law_rules *r, int year, const struct law_facts *f)
{
	const struct law_param_info *share = param_of(r, "TY_LE_NU");
	if (f->subject == LAW_PERSON)
		return f->sex == LAW_FEMALE;
	int64_t women = figure(f, year, LAW_N_WOMEN), members = figure(f, year, LAW_N_MEMBERS);
	return share && women >= 0 && members > 0 && women * 100000 >= share->value * members;
}

int law_prefer(const struct law_rules *r, int year, const struct law_facts *a,
               const struct law_facts *b)
{
	return (int)preferred(r, year, b) - (int)preferred(r, year, a);
}

/* --- clashes
 * ------------------------------------------------------------------------------------------ */

static void clash(struct arena *mem, struct law_faults *out, int i, int j, bool note,
                  struct str say)
{
	out->at = grown(mem, out->at, out->count, sizeof *out->at);
	out->at[out->count++] = (struct law_fault){
		.file = STR(""), .line = i + 1, .column = j + 1, .note = note, .say = say};
}

static void clash_pair(struct arena *mem, const struct law_rules *r, const struct law_use *list,
                       int i, int j, struct law_faults *out)
{
	const struct law_use *a = &list[i], *b = &list[j];
	bool ta = is_title(r, a->award), tb = is_title(r, b->award);
	bool overlap = a->first_year <= b->last_year && b->first_year <= a->last_year;
	if (str_eq(a->award, b->award) && overlap)
		clash(mem, out, i, j, false, STR("Cùng một danh hiệu, hình thức cho cùng một thời gian."));
	if (a->achievement && a->achievement == b->achievement && !ta && !tb)
		clash(mem, out, i, j, false,
		      STR("Không tặng nhiều hình thức cho một thành tích (Điều 5 khoản 2 điểm c Luật Thi "
		          "đua, khen thưởng)."));
	if (!a->initiative || a->initiative != b->initiative)
		return;
	if (ta && tb)
		clash(mem, out, i, j, true,
		      STR("Sáng kiến được dùng lại cho danh hiệu sau: cần hỏi hội đồng."));
	else
		clash(mem, out, i, j, false,
		      ta != tb ? STR("Sáng kiến đã dùng cho danh hiệu thì không dùng cho hình thức khen "
		                     "thưởng, và ngược "
		                     "lại (Công văn 5007/BNV-TĐKT).")
		               : STR("Một sáng kiến không dùng cho hai hình thức khen thưởng (Công văn "
		                     "5007/BNV-TĐKT)."));
}

void law_clashes(struct arena *mem, const struct law_rules *r, const struct law_use *list,
                 int count, struct law_faults *out)
{
	*out = (struct law_faults){NULL, 0};
	for (int i = 0; i < count; i++)
		for (int j = i + 1; j < count; j++)
			clash_pair(mem, r, list, i, j, out);
}

#include "law/sums.h"

#include "law/eval.h"

#include <limits.h>

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

/* The longest run of years that a condition of its own asks for. */
static int run_of(const struct law_rules *r, const struct node *n)
{
	bool of_years = n->kind == N_EACH || n->kind == N_YEARS;
	int years = of_years && n->window == W_RUN ? num_int(r, n->window_n) : 1;
	for (const struct node *c = n->kind == N_REF || n->kind == N_SINCE ? NULL : n->child; c;
	     c = c->next) {
		int k = run_of(r, c);
		years = k > years ? k : years;
	}
	return years;
}

int law_period(const struct law_rules *r, struct str award, enum law_subject subject)
{
	int i = law_award_number(r->law, award);
	const struct node *root = i < 0 ? NULL : r->roots[i * LAW_SUBJECTS + (int)subject];
	return root && r->law->awards[i].info.title ? run_of(r, root) : 1;
}

static int first_of(const struct law_rules *r, struct str award, enum law_subject s, int first,
                    int last)
{
	return first ? first : last - law_period(r, award, s) + 1;
}

/* The first of equal ones is paid, so that the answer does not depend on chance. */
static bool beaten(const struct law_payment *list, int i, int j)
{
	int64_t a = list[i].money.amount, b = list[j].money.amount;
	return b > a || (b == a && j < i);
}

static struct str years_of(struct arena *mem, const struct law_payment *p)
{
	return p->first_year == p->last_year ? arena_printf(mem, "%d", p->last_year)
	                                     : arena_printf(mem, "%d–%d", p->first_year, p->last_year);
}

static void pay_one(struct arena *mem, const struct law_rules *r, struct law_payment *list,
                    int count, int i)
{
	const struct law_param_info *apart = param_of(r, "TRUNG_MOT_PHAN");
	bool both = !apart || apart->value != 0;
	struct law_payment *p = &list[i];
	p->paid = true;
	p->because = STR("");
	for (int j = 0; j < count && is_title(r, p->award); j++) {
		const struct law_payment *o = &list[j];
		if (j == i || !is_title(r, o->award))
			continue;
		bool same = o->first_year == p->first_year && o->last_year == p->last_year;
		bool overlap = o->first_year <= p->last_year && p->first_year <= o->last_year;
		if ((same || (overlap && !both)) && beaten(list, i, j)) {
			p->paid = false;
			p->because =
				same ? arena_printf(mem,
			                        "Cùng thời gian với %.*s: chỉ nhận mức thưởng cao nhất (Điều "
			                        "49 khoản 4).",
			                        STR_ARG(o->award))
					 : arena_printf(mem,
			                        "Thời gian trùng một phần với %.*s; theo cách hiểu của cơ quan "
			                        "(tham số TRUNG_MOT_PHAN) chỉ nhận mức thưởng cao nhất.",
			                        STR_ARG(o->award));
			return;
		}
		if (!same && overlap && both)
			p->because = arena_printf(mem,
			                          "Thời gian để đạt là %.*s, của %.*s là %.*s: khác nhau nên "
			                          "nhận cả hai (Điều 49 khoản 4).",
			                          STR_ARG(years_of(mem, p)), STR_ARG(o->award),
			                          STR_ARG(years_of(mem, o)));
	}
}

enum rc law_pay(struct arena *mem, const struct law_rules *r, enum law_subject subject,
                struct law_payment *list, int count, struct err *e)
{
	for (int i = 0; i < count; i++) {
		TRY(law_money_of(r, list[i].award, subject, &list[i].money, e));
		list[i].first_year =
			first_of(r, list[i].award, subject, list[i].first_year, list[i].last_year);
	}
	for (int i = 0; i < count; i++)
		pay_one(mem, r, list, count, i);
	return RC_OK;
}

/* --- votes ---------------------------------------------------------------------------------------
 */

const char *law_council_words(enum law_council c)
{
	static const char *const councils[] = {"cơ sở", "cấp trình", "tỉnh"};
	return councils[c];
}

enum rc law_vote_of(const struct law_rules *r, struct str award, enum law_council council,
                    int members, struct law_vote *out, struct err *e)
{
	int i = law_award_number(r->law, award);
	*out = (struct law_vote){.citation = STR(""), .reason = STR("")};
	if (i < 0)
		return err_set(e, RC_NOTFOUND,
		               "Không có danh hiệu hay hình thức khen thưởng nào ký hiệu \"%.*s\".",
		               STR_ARG(award));
	const struct award *w = &r->law->awards[i];
	for (int k = 0; k < w->vote_count; k++) {
		const struct vote *v = &w->votes[k];
		if (!str_eqz(v->council, law_council_words(council)))
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
		while (members && out->needed <= members && !law_vote_passed(out, out->needed, members))
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

void law_rating_cap(const struct law_rules *r, enum law_cadre cadre, int excellent,
                    int good_or_better, int good_only, bool outstanding, struct law_cap *out)
{
	static const char *const shares[2][2] = {{"TRAN_XUAT_SAC", "TRAN_XUAT_SAC_CAO"},
	                                         {"TRAN_XUAT_SAC_VC", "TRAN_XUAT_SAC_CAO_VC"}};
	const struct law_param_info *share =
		param_of(r, shares[cadre == LAW_PUBLIC_EMPLOYEE][outstanding]);
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
	out->reason = share->reason.n ? share->reason : reading->reason;
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

/* --- shares of members ------------------------------------------------------------------------ */

struct shares {
	struct arena *mem;
	const struct law_rules *r;
	struct digest d;
	struct law_share *list;
	int count;
};

static void add_share(struct shares *s, const struct node *n)
{
	int32_t have = s->d.number[n->a], of = n->kind == N_SHARE ? s->d.number[n->b] : 0;
	int64_t want = num_value(s->r, n->n);
	struct law_share one = {.text = s->r->texts[n->index],
	                        .citation = s->r->cites[n->index],
	                        .mark = s->r->confirmed[n->index] ? n->source.mark : LAW_UNCONFIRMED,
	                        .known = have != LAW_NUMBER_UNKNOWN && of != LAW_NUMBER_UNKNOWN,
	                        .most = n->kind == N_ZERO ? 0 : INT_MAX};
	if (one.known) {
		one.have = have;
		one.of = of;
		one.enough = number_holds(n->kind, have, of, want, false);
	}
	if (n->kind == N_SHARE && of != LAW_NUMBER_UNKNOWN) {
		one.of = of;
		one.least = (int)((want * of + 99999) / 100000);
	} else if (n->kind == N_COUNT) {
		one.least = (int)((want + 999) / 1000);
	}
	s->list = grown(s->mem, s->list, s->count, sizeof *s->list);
	s->list[s->count++] = one;
}

static void find_shares(struct shares *s, const struct node *n)
{
	if (n->kind == N_SHARE || n->kind == N_ZERO || n->kind == N_COUNT)
		add_share(s, n);
	for (const struct node *c = n->child; c; c = c->next)
		find_shares(s, c);
}

void law_shares(struct arena *mem, const struct law_rules *r, struct str award, int year,
                const struct law_facts *f, struct law_share **out, int *count)
{
	struct shares s = {.mem = mem, .r = r};
	int i = law_award_number(r->law, award);
	const struct node *root = i < 0 ? NULL : r->roots[i * LAW_SUBJECTS + (int)f->subject];
	if (root) {
		digest_of(r->law, f, date_of(year, 12, 31), year, &s.d);
		find_shares(&s, root);
	}
	*out = s.list;
	*count = s.count;
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

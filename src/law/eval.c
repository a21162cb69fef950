#include "law/eval.h"

enum law_result value_result(unsigned v)
{
	return v & V_LO ? LAW_YES : v & V_HI ? LAW_UNKNOWN : LAW_NO;
}

enum law_result value_raw(unsigned v)
{
	return value_result(v >> 2);
}

int eval_window(const struct eval *v, const struct node *n, int since)
{
	int years = n->window == W_YEAR ? 1 : n->window == W_SINCE ? since : num_int(v->r, n->window_n);
	return years > LAW_WINDOW ? LAW_WINDOW : years;
}

bool eval_year(const struct node *n, const struct digest_side *side, int offset)
{
	return (n->rating && side->rating[offset] >= n->rating) || (side->held[offset] & n->awards);
}

/* --- conditions ------------------------------------------------------------------------------ */

static bool each(const struct eval *v, const struct node *n, const struct digest_side *side,
                 int since)
{
	for (int o = eval_window(v, n, since) - 1; o >= 0; o--)
		if (!eval_year(n, side, o))
			return false;
	return true;
}

static bool years(const struct eval *v, const struct node *n, const struct digest_side *side,
                  int since)
{
	int count = 0;
	for (int o = eval_window(v, n, since) - 1; o >= 0; o--)
		count += eval_year(n, side, o);
	return count >= num_int(v->r, n->n);
}

static bool works(const struct eval *v, const struct node *n, const struct digest_side *side,
                  int since)
{
	int count = 0;
	for (int o = eval_window(v, n, since) - 1; o >= 0; o--) {
		if (n->works != WORKS_STUDY)
			count += side->works[0][n->for_form][n->scope][o];
		if (n->works != WORKS_INITIATIVE)
			count += side->works[1][n->for_form][n->scope][o];
	}
	return count >= num_int(v->r, n->n);
}

static bool held(const struct node *n, const struct digest_side *side, int from)
{
	return side->before[from] & n->awards;
}

bool number_holds(enum node_kind kind, int64_t a, int64_t b, int64_t n, bool hi)
{
	bool share = kind == N_SHARE || kind == N_ALL_OF;
	if (kind == N_MONTHS) {
		/* A year has twelve months; who was away for childbirth loses nothing (NĐ 152 Điều 4 k5).
		 */
		int64_t worked = a == LAW_NUMBER_UNKNOWN ? (hi ? 12 : 0) : a;
		int64_t away = b == LAW_NUMBER_UNKNOWN ? (hi ? 12 : 0) : b;
		return (worked + away) * 1000 >= n;
	}
	if (a == LAW_NUMBER_UNKNOWN || (share && b == LAW_NUMBER_UNKNOWN))
		return hi;
	switch (kind) {
	case N_SHARE: return b > 0 && a * 100 * 1000 >= n * b;
	case N_COUNT: return a * 1000 >= n;
	case N_ZERO: return a == 0;
	case N_ALL_OF: return b > 0 && a >= b;
	case N_RANK: return a >= 1 && a * 1000 <= n;
	default: return false;
	}
}

static bool number(const struct eval *v, const struct node *n, bool hi)
{
	enum law_number a = n->kind == N_MONTHS ? LAW_N_MONTHS_WORKED : n->a;
	enum law_number b = n->kind == N_MONTHS ? LAW_N_MONTHS_MATERNITY : n->b;
	return number_holds(n->kind, v->d->number[a], v->d->number[b], num_value(v->r, n->n), hi);
}

int eval_months(const struct eval *v, const struct node *n, bool reduced)
{
	int months = (int)((num_value(v->r, n->n) * 12 + 999) / 1000);
	return reduced && !n->whole ? (months * 2 + 2) / 3 : months;
}

static bool post(const struct eval *v, const struct node *n, const struct digest_side *side,
                 bool hi)
{
	int months = 0;
	for (int i = 0; i < LAW_POSTS_MAX; i++)
		if (n->posts & (1u << i))
			months += side->months[i];
	bool reduced = v->d->sex == LAW_FEMALE || (hi && v->d->sex == LAW_SEX_UNKNOWN);
	return months >= eval_months(v, n, reduced);
}

bool eval_takes_word(const struct law_rules *r, const struct node *n)
{
	return n->kind == N_DEED && n->scope == LAW_OFFICE && num_value(r, n->n) > 0;
}

static bool deed(const struct eval *v, const struct node *n, const struct digest_side *side)
{
	unsigned kinds = side->deeds[n->scope];
	return (kinds | (eval_takes_word(v->r, n) ? side->told : 0u)) & n->deeds;
}

/* In one of the years before the year judged; the count is 0 where the office asks for none. */
static bool lately(const struct eval *v, const struct node *n, const struct digest_side *side)
{
	int64_t years = num_value(v->r, n->window_n) / 1000;
	for (int o = 1; o <= years && o < LAW_WINDOW; o++)
		if (side->given[o] & n->awards)
			return true;
	return false;
}

bool eval_leaf(const struct eval *v, const struct node *n, const struct digest_side *side, bool hi,
               int since)
{
	const struct digest *d = v->d;
	switch (n->kind) {
	case N_EACH: return each(v, n, side, since);
	case N_YEARS: return years(v, n, side, since);
	case N_WORKS: return works(v, n, side, since);
	case N_HELD: return held(n, side, 0);
	case N_NOT_HELD: return !((hi ? d->lo.ever : d->hi.ever) & n->awards);
	case N_NOT_LATELY: return !lately(v, n, hi ? &d->lo : &d->hi);
	case N_ATTEST: return side->attest >> n->attest & 1;
	case N_DEED: return deed(v, n, side);
	case N_CADRE: return d->cadre == LAW_CADRE_UNKNOWN ? hi : n->cadres >> d->cadre & 1;
	case N_POST: return post(v, n, side, hi);
	default: return number(v, n, hi);
	}
}

/* --- groups ------------------------------------------------------------------------------------
 */

/* Bit by bit: at least `need` of the children. */
static unsigned some(const struct eval *v, const struct node *n, int since)
{
	int count[4] = {0}, need = num_int(v->r, n->n);
	unsigned out = 0;
	for (const struct node *c = n->child; c; c = c->next) {
		unsigned x = eval_node(v, c, since);
		for (int b = 0; b < 4; b++)
			count[b] += (int)(x >> b & 1);
	}
	for (int b = 0; b < 4; b++)
		out |= (count[b] >= need ? 1u : 0u) << b;
	return out;
}

static unsigned all(const struct eval *v, const struct node *n, int since)
{
	unsigned out = V_YES;
	for (const struct node *c = n->child; c && out; c = c->next)
		out &= eval_node(v, c, since);
	return out;
}

static unsigned any(const struct eval *v, const struct node *n, int since)
{
	unsigned out = V_NO;
	for (const struct node *c = n->child; c && out != V_YES; c = c->next)
		out |= eval_node(v, c, since);
	return out;
}

static unsigned since_years(const struct eval *v, const struct node *n, int years)
{
	unsigned before = (held(n, &v->d->lo, years) ? V_LO | V_RAW_LO : 0) |
	                  (held(n, &v->d->hi, years) ? V_HI | V_RAW_HI : 0);
	if (!n->awards)
		before = V_YES;
	return before ? before & all(v, n, years) : V_NO;
}

static unsigned since_any(const struct eval *v, const struct node *n)
{
	unsigned out = V_NO;
	for (int k = num_int(v->r, n->n); k < LAW_WINDOW && out != V_YES; k++)
		out |= since_years(v, n, k);
	return out;
}

int eval_since(const struct eval *v, const struct node *n)
{
	unsigned best = V_NO;
	int years = num_int(v->r, n->n);
	for (int k = years, first = years; k < LAW_WINDOW; k++) {
		unsigned x = since_years(v, n, k);
		/* Certain before possible, as the law stands before as if confirmed. */
		unsigned rank = (x & V_LO) << 3 | (x & V_RAW_LO) | (x & V_HI) | (x & V_RAW_HI) >> 3;
		if (rank > best || k == first) {
			best = rank;
			years = k;
		}
	}
	return years > LAW_WINDOW ? LAW_WINDOW : years;
}

static unsigned group(const struct eval *v, const struct node *n, int since)
{
	switch (n->kind) {
	case N_ALL: return all(v, n, since);
	case N_ANY: return any(v, n, since);
	case N_SOME: return some(v, n, since);
	case N_SINCE: return since_any(v, n);
	default: break;
	}
	const struct node *root = v->r->roots[n->ref * LAW_SUBJECTS + (int)v->d->subject];
	/* The other award is looked at for itself: on any of its grounds. */
	struct eval inner = {.r = v->r, .d = v->d, .type = LAW_TYPE_UNKNOWN};
	return root ? eval_node(&inner, root, 0) : V_NO;
}

unsigned eval_node(const struct eval *v, const struct node *n, int since)
{
	if (v->r->omitted[n->index])
		return V_YES;
	if (n == v->changed) {
		if (!v->as)
			return v->turned;
		n = v->as;
	}
	if (v->type && n->types && !(n->types >> v->type & 1))
		return V_NO;
	unsigned out;
	if (node_is_group(n))
		out = group(v, n, since);
	else
		out = (eval_leaf(v, n, &v->d->lo, false, since) ? V_LO | V_RAW_LO : 0) |
		      (eval_leaf(v, n, &v->d->hi, true, since) ? V_HI | V_RAW_HI : 0);
	return v->r->confirmed[n->index] ? out : (out & (V_RAW_LO | V_RAW_HI)) | V_WAITS;
}

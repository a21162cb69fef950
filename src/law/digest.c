#include "law/digest.h"

int law_award_year(const struct law_award *a)
{
	if (a->year)
		return a->year;
	return date_is_none(a->decided) || a->decided.days == 0 ? 0 : date_civil(a->decided).year;
}

/* As law_award_counts(), of the award with this number. */
static int counts_as(const struct law *law, const struct law_award *a, int code)
{
	/* What is only ever given for merit needs no type in the record. */
	bool merit = code >= 0 && law->awards[code].info.types == 1u << LAW_MERIT;
	if (a->cancelled || a->type == LAW_SUDDEN || a->type == LAW_THEME)
		return 0;
	bool type = a->type != LAW_TYPE_UNKNOWN || merit;
	return type && a->source.n && law_award_year(a) ? 2 : 1;
}

int law_award_counts(const struct law *law, const struct law_award *a)
{
	return counts_as(law, a, law_award_code(law, a));
}

void law_clean_from(const struct law_facts *f, struct date on, int *sure, int *maybe)
{
	*sure = *maybe = 0;
	for (int i = 0; i < f->discipline_count; i++) {
		const struct law_discipline *d = &f->disciplines[i];
		if (!date_is_none(d->from) && d->from.days > on.days)
			continue;
		int begins = date_is_none(d->from) ? 0 : date_civil(d->from).year;
		/* In force, or nobody knows its end: nothing is sure. */
		int first_sure = INT32_MAX, first_maybe = date_is_none(d->to) ? begins : INT32_MAX;
		if (!date_is_none(d->to) && d->to.days <= on.days) {
			struct civil last = date_civil((struct date){d->to.days - 1});
			struct civil end = date_civil(d->to);
			/* The rest of the year in which it ended is achievement time too: a person must judge.
			 */
			first_maybe = end.year;
			first_sure = end.year == last.year ? end.year + 1 : end.year;
		}
		*sure = first_sure > *sure ? first_sure : *sure;
		*maybe = first_maybe > *maybe ? first_maybe : *maybe;
	}
}

struct filling {
	const struct law *law;
	const struct law_facts *f;
	struct digest *d;
	int sure, maybe; /* years that count */
};

static void add_years(struct filling *g)
{
	struct digest *d = g->d;
	memset(d->lo.rating, LAW_RATING_NONE, sizeof d->lo.rating);
	memset(d->hi.rating, LAW_EXCELLENT, sizeof d->hi.rating);
	for (int o = 0; g->maybe && o < LAW_WINDOW; o++)
		if (d->year - o < g->maybe)
			d->hi.rating[o] = LAW_RATING_NONE;
	unsigned seen = 0;
	for (int i = 0; i < g->f->year_count; i++) {
		const struct law_year *y = &g->f->years[i];
		int o = d->year - y->year;
		if (o < 0 || o >= LAW_WINDOW || y->rating == LAW_RATING_UNKNOWN)
			continue;
		uint8_t lo = y->year >= g->sure ? (uint8_t)y->rating : LAW_RATING_NONE;
		uint8_t hi = y->year >= g->maybe ? (uint8_t)y->rating : LAW_RATING_NONE;
		/* Rated twice: certain is the worse of the two, possible the better. */
		bool again = seen >> o & 1;
		d->lo.rating[o] = again && d->lo.rating[o] < lo ? d->lo.rating[o] : lo;
		d->hi.rating[o] = again && d->hi.rating[o] > hi ? d->hi.rating[o] : hi;
		seen |= 1u << o;
	}
}

static void add_awards(struct filling *g)
{
	struct digest *d = g->d;
	int from = g->f->awards_from;
	for (int o = 0; from != LAW_COMPLETE && o <= LAW_WINDOW; o++) {
		/* The last place stands for all years before. */
		bool complete = from && (o < LAW_WINDOW ? d->year - o >= from : from == LAW_COMPLETE);
		d->hi.held[o] = complete ? 0 : UINT32_MAX;
	}
	/* Not decided yet: what is absent may still come. */
	for (int o = 0; o < LAW_WINDOW && d->year - o > d->decided_to; o++)
		d->hi.held[o] = UINT32_MAX;
	d->hi.ever = from == LAW_COMPLETE ? 0 : UINT32_MAX;
	for (int i = 0; i < g->f->award_count; i++) {
		const struct law_award *a = &g->f->awards[i];
		int code = law_award_code(g->law, a), year = law_award_year(a);
		int o = d->year - year;
		if (code < 0 || (year && o < 0) || a->cancelled)
			continue;
		int counts = counts_as(g->law, a, code);
		uint32_t bit = 1u << code;
		d->hi.ever |= bit;
		d->lo.ever |= a->source.n && year ? bit : 0;
		for (int k = 0; !year && counts && k <= LAW_WINDOW; k++)
			d->hi.held[k] |= bit;
		if (!year)
			continue;
		o = o > LAW_WINDOW ? LAW_WINDOW : o;
		d->lo.held[o] |= counts == 2 ? bit : 0;
		d->hi.held[o] |= counts ? bit : 0;
	}
}

static void add_up(struct digest_side *s)
{
	s->before[LAW_WINDOW] = s->held[LAW_WINDOW];
	for (int o = LAW_WINDOW - 1; o >= 0; o--)
		s->before[o] = s->before[o + 1] | s->held[o];
}

/*
 * Titles are achievements of their years too: those before a discipline's end count in no run and
 * no number of years. Whether they still stand as a basis (`before`) is for people to say.
 */
static void limit_awards(struct filling *g)
{
	struct digest *d = g->d;
	memcpy(d->lo.given, d->lo.held, sizeof d->lo.given);
	memcpy(d->hi.given, d->hi.held, sizeof d->hi.given);
	for (int o = 0; g->sure && o <= LAW_WINDOW; o++)
		if (d->year - o < g->sure)
			d->lo.held[o] = 0;
	add_up(&d->lo);
	add_up(&d->hi);
	for (int o = 0; g->maybe && o < LAW_WINDOW; o++)
		if (d->year - o < g->maybe)
			d->hi.held[o] = 0;
}

static void count_work(uint8_t *to)
{
	if (*to < WORKS_MANY)
		++*to;
}

static void add_work(struct filling *g, const struct law_initiative *w)
{
	struct digest *d = g->d;
	int o = d->year - w->year;
	/* Used for a title: not for a form, and the reverse; never for two forms. */
	bool title = !w->used_form.n, form = !w->used_title.n && !w->used_form.n;
	if (o < 0 || o >= LAW_WINDOW || w->year < g->maybe)
		return;
	for (int for_form = 0; for_form < 2; for_form++) {
		if (!(for_form ? form : title))
			continue;
		for (int s = LAW_OFFICE; s < LAW_SCOPES; s++) {
			bool sure = w->source.n && (int)w->scope >= s && w->year >= g->sure;
			if (sure)
				count_work(&d->lo.works[w->study][for_form][s][o]);
			if ((int)w->scope >= s || w->scope == LAW_SCOPE_UNKNOWN)
				count_work(&d->hi.works[w->study][for_form][s][o]);
		}
	}
}

static void add_works(struct filling *g)
{
	struct digest *d = g->d;
	int from = g->f->initiatives_from;
	for (int i = 0; i < g->f->initiative_count; i++)
		add_work(g, &g->f->initiatives[i]);
	for (int o = 0; o < LAW_WINDOW; o++)
		if (((from != LAW_COMPLETE && (!from || d->year - o < from)) ||
		     d->year - o > d->decided_to) &&
		    d->year - o >= g->maybe)
			for (int k = 0; k < 4; k++)
				for (int s = LAW_OFFICE; s < LAW_SCOPES; s++)
					d->hi.works[k / 2][k % 2][s][o] = WORKS_MANY;
}

static void add_deeds(struct filling *g)
{
	struct digest *d = g->d;
	for (int s = LAW_OFFICE; s < LAW_SCOPES; s++)
		if ((!g->f->deeds_from || d->year < g->f->deeds_from) && d->year >= g->maybe)
			d->hi.deeds[s] = UINT8_MAX;
	for (int i = 0; i < g->f->deed_count; i++) {
		const struct law_deed *k = &g->f->deeds[i];
		if (k->year != d->year || k->used.n || k->year < g->maybe)
			continue;
		for (int s = LAW_OFFICE; s < LAW_SCOPES; s++) {
			if ((int)k->scope >= s || k->scope == LAW_SCOPE_UNKNOWN)
				d->hi.deeds[s] |= (uint8_t)(1u << k->kind);
			if ((int)k->scope >= s && k->source.n && k->year >= g->sure)
				d->lo.deeds[s] |= (uint8_t)(1u << k->kind);
		}
		/* It is possible as any other; certain only where a rule takes such a word. */
		if (k->scope == LAW_OFFICE && k->confirmed.n && k->year >= g->sure)
			d->lo.told |= (uint8_t)(1u << k->kind);
	}
}

static void add_rest(struct filling *g)
{
	struct digest *d = g->d;
	const struct law_facts *f = g->f;
	for (int i = 0; i < LAW_NUMBERS; i++)
		d->number[i] = LAW_NUMBER_UNKNOWN;
	unsigned seen = 0, disputed = 0;
	for (int i = 0; i < f->figure_count; i++) {
		const struct law_figure *x = &f->figures[i];
		if (x->year != d->year || (unsigned)x->what >= LAW_NUMBERS)
			continue;
		/* Two figures for one thing are no figure. */
		disputed |= (seen >> x->what & 1 && d->number[x->what] != x->value) ? 1u << x->what : 0;
		seen |= 1u << x->what;
		d->number[x->what] = x->value;
	}
	for (int i = 0; disputed && i < LAW_NUMBERS; i++)
		if (disputed >> i & 1)
			d->number[i] = LAW_NUMBER_UNKNOWN;
	d->hi.attest = UINT64_MAX;
	for (int i = 0; i < f->attestation_count; i++) {
		const struct law_attestation *t = &f->attestations[i];
		if (t->year != d->year)
			continue;
		int k = t->no ? t->no - 1 : law_attest_index(g->law, t->key);
		if (k < 0)
			continue;
		/* Two words against each other are no word. */
		if (t->yes)
			d->lo.attest |= 1ull << k;
		else
			d->hi.attest &= ~(1ull << k);
	}
	uint64_t against = d->lo.attest & ~d->hi.attest;
	d->lo.attest &= ~against;
	d->hi.attest |= against;
	/* A word given while the year does not count for sure must be thought over. */
	if (g->sure > d->year)
		d->lo.attest = 0;
	for (int k = 0; !f->service_complete && k < LAW_POSTS_MAX; k++)
		d->hi.months[k] = 1200;
	for (int i = 0; i < f->service_count; i++) {
		int k = law_post_index(g->law, f->service[i].post), m = f->service[i].months;
		if (k < 0 || m < 0)
			continue;
		m = m > 1200 ? 1200 : m;
		d->hi.months[k] = (int16_t)(d->hi.months[k] + m > 1200 ? 1200 : d->hi.months[k] + m);
		if (f->service[i].source.n)
			d->lo.months[k] = (int16_t)(d->lo.months[k] + m > 1200 ? 1200 : d->lo.months[k] + m);
	}
	/* Nor is time in a post certain then: while a discipline is in force nothing is. */
	if (g->sure > d->year)
		memset(d->lo.months, 0, sizeof d->lo.months);
}

/* The last year that is over on the day, unless the facts know better. */
static int decided_to(const struct law_facts *f, struct date on)
{
	struct civil day = date_civil(on);
	if (f->decided_to)
		return f->decided_to;
	return day.month == 12 && day.day == 31 ? day.year : day.year - 1;
}

void digest_of(const struct law *law, const struct law_facts *f, struct date on, int year,
               struct digest *out)
{
	struct filling g = {.law = law, .f = f, .d = out};
	memset(out, 0, sizeof *out);
	out->year = year;
	out->decided_to = decided_to(f, on);
	out->subject = f->subject;
	out->cadre = f->cadre;
	out->sex = f->sex;
	law_clean_from(f, on, &g.sure, &g.maybe);
	add_years(&g);
	add_awards(&g);
	limit_awards(&g);
	add_works(&g);
	add_deeds(&g);
	add_rest(&g);
	for (int i = 0; i < f->hold_count; i++)
		out->held_back |= period_has((struct period){f->holds[i].from, f->holds[i].to}, on);
}

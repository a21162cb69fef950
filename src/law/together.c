/* together.c: several nominees at once: what may not be given together, and the money of each. */
#include "law/sums.h"

#include "law/tree.h"

struct together {
	struct arena *mem;
	const struct law_rules *r;
	const struct law_nominee *list;
	struct law_clash *clashes;
	int count;
};

#define LAW_5_2_C "Luật Thi đua, khen thưởng Điều 5 khoản 2 điểm c"
#define CV_5007 "Công văn 5007/BNV-TĐKT"

static void clash(struct together *t, enum law_clash_kind kind, bool note, int a, int b,
                  struct str say, const char *citation)
{
	t->clashes = grown(t->mem, t->clashes, t->count, sizeof *t->clashes);
	t->clashes[t->count++] = (struct law_clash){
		.kind = kind, .note = note, .a = a, .b = b, .say = say, .citation = str_of(citation)};
}

static bool title(const struct together *t, const struct law_nominee *n)
{
	const struct law_award_info *w = law_award_find(t->r, n->award);
	return w && w->title;
}

static bool merit(const struct law_nominee *n)
{
	return n->type == LAW_TYPE_UNKNOWN || n->type == LAW_MERIT;
}

static int first(const struct together *t, const struct law_nominee *n)
{
	return n->first_year ? n->first_year
	                     : n->last_year - law_period(t->r, n->award, n->subject) + 1;
}

/*
 * The same award: a title for the same year; a form for the same year by merit. A form for two
 * sudden achievements of one year is two awards, and one achievement is looked at apart.
 */
static void look_same(struct together *t, int i, int j)
{
	const struct law_nominee *a = &t->list[i], *b = &t->list[j];
	bool is_title = title(t, a);
	if (!str_eq(a->award, b->award))
		return;
	if (a->last_year == b->last_year && (is_title || (merit(a) && merit(b)))) {
		struct str say = b->given ? arena_printf(t->mem, "Đã tặng cho năm %d%s%.*s.", b->last_year,
		                                         b->source.n ? " theo " : "", STR_ARG(b->source))
		                          : STR("Đề nghị hai lần cho cùng một thời gian.");
		clash(t, LAW_CLASH_GIVEN, false, i, j, say, LAW_5_2_C);
	} else if (is_title && first(t, a) <= b->last_year && first(t, b) <= a->last_year) {
		clash(t, LAW_CLASH_OVERLAP, true, i, j,
		      STR("Thời gian trùng một phần với lần tặng khác của cùng danh hiệu; pháp luật chưa "
		          "quy định rõ các năm đã dùng có được tính lại hay không."),
		      "");
	}
}

static void look_initiative(struct together *t, int i, int j)
{
	const struct law_nominee *a = &t->list[i], *b = &t->list[j];
	bool ta = title(t, a), tb = title(t, b);
	if (!a->initiative || a->initiative != b->initiative)
		return;
	if (ta && tb)
		/* Two titles of one year are steps of one ladder: only a later one asks the council. */
		clash(t, LAW_CLASH_AGAIN, true, i, j,
		      STR("Sáng kiến, đề tài được dùng lại cho danh hiệu khác: cần hỏi hội đồng."),
		      CV_5007);
	else
		clash(t, LAW_CLASH_INITIATIVE, false, i, j,
		      ta != tb ? STR("Sáng kiến, đề tài đã dùng cho danh hiệu thì không dùng cho hình thức "
		                     "khen thưởng, và ngược lại.")
		               : STR("Một sáng kiến, đề tài không dùng cho hai hình thức khen thưởng."),
		      CV_5007);
}

static void look_pair(struct together *t, int i, int j)
{
	const struct law_nominee *a = &t->list[i], *b = &t->list[j];
	look_same(t, i, j);
	if (a->achievement && a->achievement == b->achievement && !title(t, a) && !title(t, b))
		clash(t, LAW_CLASH_ACHIEVEMENT, false, i, j,
		      b->given && b->source.n
		          ? arena_printf(t->mem,
		                         "Thành tích này đã được khen bằng %.*s (%.*s): không tặng nhiều "
		                         "hình thức cho một thành tích.",
		                         STR_ARG(b->award), STR_ARG(b->source))
		          : STR("Không tặng nhiều hình thức cho một thành tích."),
		      LAW_5_2_C);
	look_initiative(t, i, j);
}

/* Places in the order of subjects, so that only those of one are compared. */
struct place {
	int64_t who;
	int subject, at;
};

static int by_subject(const void *a, const void *b)
{
	const struct place *x = a, *y = b;
	if (x->subject != y->subject)
		return x->subject < y->subject ? -1 : 1;
	if (x->who != y->who)
		return x->who < y->who ? -1 : 1;
	return x->at < y->at ? -1 : x->at > y->at;
}

static void look_subject(struct together *t, const struct place *p, int n)
{
	for (int i = 0; i < n; i++)
		for (int j = i + 1; j < n; j++) {
			int a = p[i].at, b = p[j].at;
			if (t->list[a].given && t->list[b].given)
				continue;
			/* What is proposed stands first. */
			if (t->list[a].given)
				look_pair(t, b, a);
			else
				look_pair(t, a, b);
		}
}

static enum rc pay_subject(struct together *t, const struct place *p, int n,
                           struct law_money_of_nominee *money, struct err *e)
{
	struct law_payment *pay = arena_array(t->mem, (size_t)n + 1, sizeof *pay);
	int k = 0;
	for (int i = 0; i < n; i++) {
		const struct law_nominee *a = &t->list[p[i].at];
		if (!a->given)
			pay[k++] = (struct law_payment){
				.award = a->award, .first_year = a->first_year, .last_year = a->last_year};
	}
	TRY(law_pay(t->mem, t->r, t->list[p[0].at].subject, pay, k, e));
	k = 0;
	for (int i = 0; i < n; i++) {
		int at = p[i].at;
		if (t->list[at].given)
			continue;
		money[at] = (struct law_money_of_nominee){pay[k].money, pay[k].paid, pay[k].because};
		k++;
	}
	return RC_OK;
}

static int by_places(const void *a, const void *b)
{
	const struct law_clash *x = a, *y = b;
	if (x->a != y->a)
		return x->a < y->a ? -1 : 1;
	if (x->b != y->b)
		return x->b < y->b ? -1 : 1;
	return (int)x->kind - (int)y->kind;
}

enum rc law_together(struct arena *mem, const struct law_rules *r, const struct law_nominee *list,
                     int count, struct law_clash **clashes, int *clash_count,
                     struct law_money_of_nominee *money, struct err *e)
{
	struct together t = {.mem = mem, .r = r, .list = list};
	struct place *p = arena_array(mem, (size_t)count + 1, sizeof *p);
	for (int i = 0; i < count; i++) {
		p[i] = (struct place){list[i].who, (int)list[i].subject, i};
		money[i] = (struct law_money_of_nominee){.because = STR("")};
	}
	if (count)
		qsort(p, (size_t)count, sizeof *p, by_subject);
	for (int i = 0, n; i < count; i += n) {
		n = 1;
		while (i + n < count && p[i + n].who == p[i].who && p[i + n].subject == p[i].subject)
			n++;
		look_subject(&t, p + i, n);
		TRY(pay_subject(&t, p + i, n, money, e));
	}
	if (t.count)
		qsort(t.clashes, (size_t)t.count, sizeof *t.clashes, by_places);
	*clashes = t.clashes;
	*clash_count = t.count;
	return RC_OK;
}

/* --- a dossier ----------------------------------------------------------------------------- */

static enum rc fits(const struct law_rules *r, const struct law_dossier_question *q,
                    const struct law_award_info *w, struct err *e)
{
	if (!w)
		return err_set(e, RC_NOTFOUND,
		               "Không có danh hiệu hay hình thức khen thưởng nào ký hiệu \"%.*s\".",
		               STR_ARG(q->award));
	if (!(w->subjects >> q->subject & 1))
		return err_set(e, RC_INVALID, "%.*s không dành cho %s.", STR_ARG(w->name),
		               law_word(law_subjects, (int)q->subject));
	if (q->type && !(w->types >> q->type & 1))
		return err_set(e, RC_INVALID, "%.*s không tặng theo loại hình %s.", STR_ARG(w->name),
		               law_word(law_types, (int)q->type));
	(void)r;
	return RC_OK;
}

static void fill_needs(struct arena *mem, const struct law_rules *r,
                       const struct law_dossier_question *q, struct law_dossier_needs *out)
{
	struct law_line *lines;
	int n;
	struct str citation;
	out->brief = q->type && law_brief(mem, r, q->type, &citation);
	out->brief_citation = out->brief ? citation : STR("");
	law_dossier(mem, r, q->award, q->type, out->brief, &lines, &n);
	/* An award without a short dossier of its own goes by the full one. */
	if (out->brief && n == 0) {
		out->brief = false;
		law_dossier(mem, r, q->award, q->type, false, &lines, &n);
	}
	out->needs = arena_array(mem, (size_t)n + 1, sizeof *out->needs);
	for (int i = 0; i < n; i++) {
		struct law_need *d = &out->needs[out->need_count++];
		*d = (struct law_need){.line = lines[i]};
		for (int k = 0; k < q->has_count; k++)
			d->there |= str_eq(q->has[k], lines[i].key);
		out->missing += !d->there;
	}
}

static enum rc fill_ballots(struct arena *mem, const struct law_rules *r,
                            const struct law_dossier_question *q, struct law_dossier_needs *out,
                            struct err *e)
{
	out->ballots = arena_array(mem, 3, sizeof *out->ballots);
	for (int k = 0; k < 3; k++) {
		struct law_ballot *b = &out->ballots[out->ballot_count];
		*b = (struct law_ballot){.council = (enum law_council)k,
		                         .name = law_council_words((enum law_council)k)};
		TRY(law_vote_of(r, q->award, (enum law_council)k, q->members[k], &b->vote, e));
		out->ballot_count += b->vote.asked;
	}
	return RC_OK;
}

static void fill_days(struct arena *mem, const struct law_rules *r,
                      const struct law_dossier_question *q, struct law_dossier_needs *out)
{
	struct law_line *lines;
	int n;
	law_days(mem, r, q->award, &lines, &n);
	out->days = arena_array(mem, (size_t)n + 1, sizeof *out->days);
	for (int i = 0; i < n; i++) {
		const struct law_line *l = &lines[i];
		/* What is given at once, or for a campaign, waits for no end of a year. */
		if (l->month && q->type && q->type != LAW_MERIT)
			continue;
		out->days[out->day_count++] = (struct law_due){
			.line = *l,
			.working_days = l->month ? 0 : (int)l->number,
			.by = l->month && q->year
		              ? date_of(q->year + l->next, (unsigned)l->month, (unsigned)l->number)
		              : DATE_NONE};
	}
}

enum rc law_needs(struct arena *mem, const struct law_rules *r, const struct law_rules *pay,
                  const struct law_dossier_question *q, struct law_dossier_needs *out,
                  struct err *e)
{
	*out = (struct law_dossier_needs){.award = law_award_find(r, q->award)};
	TRY(fits(r, q, out->award, e));
	fill_needs(mem, r, q, out);
	TRY(fill_ballots(mem, r, q, out, e));
	fill_days(mem, r, q, out);
	return law_money_of(pay, q->award, q->subject, &out->money, e);
}

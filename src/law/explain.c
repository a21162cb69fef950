/* explain.c: a verdict with every condition, its citation and its facts. */
#include "law/say.h"

struct explaining {
	struct saying s;
	struct law_answer *out;
	int depth;
	bool settled; /* a group above is decided: nothing below is missing */
	bool failed;  /* a group above fails as it is written: a fact below would not help */
};

static struct law_condition *new_condition(struct explaining *x, const struct node *n,
                                           unsigned value)
{
	const struct law_rules *r = x->s.v.r;
	struct law_answer *a = x->out;
	a->conditions = grown(x->s.mem, a->conditions, a->condition_count, sizeof *a->conditions);
	struct law_condition *c = &a->conditions[a->condition_count++];
	*c = (struct law_condition){.key = n->key,
	                            .hash = n->hash,
	                            .text = r->texts[n->index],
	                            .citation = r->cites[n->index],
	                            .depth = x->depth,
	                            .group = node_is_group(n),
	                            .mark = n->source.mark,
	                            .local = node_is_local(r, n),
	                            .result = value_result(value),
	                            .if_confirmed = value_raw(value),
	                            .because = STR("")};
	c->idle = node_asks_nothing(r, n);
	if (!r->confirmed[n->index])
		c->mark = LAW_UNCONFIRMED;
	return c;
}

static bool wrong_type(const struct explaining *x, const struct node *n)
{
	return x->s.v.type && n->types && !(n->types >> x->s.v.type & 1);
}

/* What a condition that waits for confirmation says beside its result. */
static struct str waiting(struct explaining *x, const struct node *n, struct law_condition *c)
{
	static const char *const words[] = {"không đạt", "chưa rõ", "đạt"};
	const struct law_rules *r = x->s.v.r;
	struct str reason = n->source.reason;
	if (!reason.n && n->n.param >= 0)
		reason = r->params[n->n.param].reason;
	c->plain = c->because;
	c->reason = reason.n ? reason : STR("");
	if (!reason.n && !r->set->info.confirmed)
		reason = r->set->info.reason;
	return arena_printf(x->s.mem, "%.*s%sChưa xác nhận%s%.*s. Nếu áp dụng như đã ghi: %s.",
	                    STR_ARG(c->plain), c->plain.n ? " " : "", reason.n ? ": " : "",
	                    STR_ARG(reason), words[c->if_confirmed]);
}

static void add_missing(struct explaining *x, struct law_missing m)
{
	struct law_answer *a = x->out;
	for (int i = 0; i < a->missing_count; i++)
		if (str_eq(a->missing[i].what, m.what)) {
			a->missing[i].idle &= m.idle;
			return;
		}
	a->missing = grown(x->s.mem, a->missing, a->missing_count, sizeof *a->missing);
	a->missing[a->missing_count++] = m;
}

/* The confirmation of a rule, and beside it the fact that the rule would still lack. */
static void missing(struct explaining *x, const struct node *n, int since, enum law_result raw)
{
	struct law_missing m = say_missing(&x->s, n, since);
	m.idle = x->failed;
	if (raw == LAW_UNKNOWN && !node_is_group(n))
		add_missing(x, m);
	if (x->s.v.r->confirmed[n->index])
		return;
	x->out->confirmed = false;
	add_missing(x, (struct law_missing){.key = n->key,
	                                    .what = arena_printf(x->s.mem,
	                                                         "xác nhận quy định, kèm văn bản: %.*s",
	                                                         STR_ARG(x->s.v.r->texts[n->index])),
	                                    .who = STR("cơ quan (hai người, có lý do)"),
	                                    .confirm = true,
	                                    .attest = STR("")});
}

static void walk(struct explaining *x, const struct node *n, int since);

static void walk_children(struct explaining *x, const struct node *n, int since)
{
	const struct law_rules *r = x->s.v.r;
	x->depth++;
	if (n->kind == N_REF) {
		const struct node *root = r->roots[n->ref * LAW_SUBJECTS + (int)x->s.v.d->subject];
		enum law_type type = x->s.v.type;
		x->s.v.type = LAW_TYPE_UNKNOWN;
		if (root)
			walk(x, root, 0);
		x->s.v.type = type;
	}
	for (const struct node *c = n->child; c; c = c->next)
		walk(x, c, since);
	x->depth--;
}

static void about_since(struct explaining *x, const struct node *n, int years, int at)
{
	struct law_condition *c = &x->out->conditions[at];
	say_facts(&x->s, n, years, c);
	c->because = arena_printf(x->s.mem, "Xét %d năm %d–%d%s.", years, x->s.v.d->year - years + 1,
	                          x->s.v.d->year, n->awards ? " sau lần được tặng" : "");
}

static void walk_group(struct explaining *x, const struct node *n, int since, unsigned value)
{
	int at = x->out->condition_count - 1, years = since;
	bool settled = x->settled, failed = x->failed;
	/* A new list may have moved: the condition is found by its place. */
	if (n->kind == N_SINCE) {
		years = eval_since(&x->s.v, n);
		about_since(x, n, years, at);
	}
	x->settled |= value_result(value) != LAW_UNKNOWN ||
	              (!x->s.v.r->confirmed[n->index] && value_raw(value) != LAW_UNKNOWN);
	if (!x->s.v.r->confirmed[n->index]) {
		struct law_condition *c = &x->out->conditions[at];
		c->because = waiting(x, n, c);
		if (!settled && c->result == LAW_UNKNOWN)
			missing(x, n, since, LAW_YES);
	}
	x->failed |= value_raw(value) == LAW_NO;
	walk_children(x, n, years);
	x->settled = settled;
	x->failed = failed;
	/* Whether an award is held before is no line of its own, so the group asks for it. */
	if (n->kind == N_SINCE && n->awards && !settled && value_result(value) == LAW_UNKNOWN) {
		struct node held = *n;
		held.kind = N_HELD;
		if (!eval_leaf(&x->s.v, &held, &x->s.v.d->lo, false, 0))
			missing(x, &held, since, LAW_UNKNOWN);
	}
}

static void walk(struct explaining *x, const struct node *n, int since)
{
	unsigned value = eval_node(&x->s.v, n, since);
	struct law_condition *c = new_condition(x, n, value);
	if (x->s.v.r->omitted[n->index]) {
		c->because = STR("Bỏ qua trong phép thử.");
		return;
	}
	if (wrong_type(x, n)) {
		c->because = STR("Căn cứ này thuộc loại hình khen thưởng khác.");
		return;
	}
	if (c->group) {
		walk_group(x, n, since, value);
		return;
	}
	c->because = say_because(&x->s, n, since, c->if_confirmed);
	say_facts(&x->s, n, since, c);
	if (!x->s.v.r->confirmed[n->index])
		c->because = waiting(x, n, c);
	if (c->result == LAW_UNKNOWN && !x->settled)
		missing(x, n, since, c->if_confirmed);
}

/* --- entry points ------------------------------------------------------------------------------
 */

static enum rc start(const struct law_rules *r, const struct law_question *q,
                     const struct law_facts *f, const struct node **root, int *year, struct err *e)
{
	int award = law_award_number(r->law, q->award);
	if (award < 0)
		return err_set(e, RC_NOTFOUND,
		               "Không có danh hiệu hay hình thức khen thưởng nào ký hiệu \"%.*s\". Các ký "
		               "hiệu có ở trang Quy tắc khen thưởng và thidua law list.",
		               STR_ARG(q->award));
	if ((unsigned)f->subject >= LAW_SUBJECTS ||
	    !(*root = r->roots[award * LAW_SUBJECTS + (int)f->subject]))
		return err_set(e, RC_INVALID, "%.*s không dành cho %s.",
		               STR_ARG(r->law->awards[award].info.name),
		               law_word(law_subjects, (int)f->subject));
	if (date_is_none(q->on))
		return err_set(e, RC_INVALID, "Thiếu ngày xét.");
	*year = q->year ? q->year : date_civil(q->on).year;
	return RC_OK;
}

static enum law_verdict verdict(const struct law_rules *r, const struct law_question *q,
                                const struct digest *d, enum law_result result)
{
	if (law_is_given(r->law, q, d))
		return LAW_GIVEN;
	return d->held_back ? LAW_HELD : (enum law_verdict)result;
}

enum rc law_verdict_of(const struct law_rules *r, const struct law_question *q,
                       const struct law_facts *f, enum law_verdict *out, struct err *e)
{
	const struct node *root = NULL;
	struct digest d;
	int year = 0;
	TRY(start(r, q, f, &root, &year, e));
	digest_of(r->law, f, q->on, year, &d);
	struct eval v = {r, &d, q->type};
	*out = verdict(r, q, &d, value_result(eval_node(&v, root, 0)));
	return RC_OK;
}

enum rc law_explain(struct arena *mem, const struct law_rules *r, const struct law_question *q,
                    const struct law_facts *f, struct law_answer *out, struct err *e)
{
	const struct node *root = NULL;
	struct digest d;
	int year = 0;
	TRY(start(r, q, f, &root, &year, e));
	digest_of(r->law, f, q->on, year, &d);
	struct explaining x = {.s = {.mem = mem, .v = {r, &d, q->type}, .f = f, .on = q->on},
	                       .out = out};
	law_clean_from(f, q->on, &x.s.sure, &x.s.maybe);
	const struct award *w = &r->law->awards[law_award_number(r->law, q->award)];
	*out = (struct law_answer){.award = w->info.code,
	                           .name = w->info.name,
	                           .set = r->set->info.name,
	                           .hash = r->law->hash,
	                           .on = q->on,
	                           .year = year,
	                           .confirmed = true};
	walk(&x, root, 0);
	out->verdict = verdict(r, q, &d, out->conditions[0].result);
	out->if_confirmed = verdict(r, q, &d, out->conditions[0].if_confirmed);
	out->by_conditions = (enum law_verdict)out->conditions[0].result;
	out->confirmed &= out->conditions[0].result == out->conditions[0].if_confirmed;
	if (out->verdict == LAW_HELD || out->verdict == LAW_GIVEN)
		out->missing_count = 0;
	say_warnings(&x.s, q->award, out);
	return RC_OK;
}

/* readings.c: where the law may be read in two ways: what the other way would give. */
#include "law/tree.h"

/* The office's entries, and the other value in place of what was said about this parameter. */
static struct law_overlay other_way(struct arena *mem, const struct law_overlay *had,
                                    const struct law_param_info *p)
{
	int n = had ? had->count : 0;
	struct law_overlay_entry *at = arena_array(mem, (size_t)n + 1, sizeof *at);
	struct law_overlay out = {.at = at};
	for (int i = 0; i < n; i++)
		if (had->at[i].kind != LAW_VALUE || !str_eq(had->at[i].key, p->name))
			at[out.count++] = had->at[i];
	at[out.count++] = (struct law_overlay_entry){.kind = LAW_VALUE,
	                                             .key = p->name,
	                                             .set = STR(""),
	                                             .from = DATE_NONE,
	                                             .to = DATE_OPEN,
	                                             .value = p->other,
	                                             .source = p->other_text,
	                                             .hash = STR("")};
	return out;
}

/* Does a condition of this tree ask for the parameter, or one that it refers to? */
static bool uses(const struct law_rules *r, const struct node *n, enum law_subject s, int param)
{
	if (n->n.param == param || n->window_n.param == param)
		return true;
	const struct node *other = n->kind == N_REF ? r->roots[n->ref * LAW_SUBJECTS + (int)s] : NULL;
	if (other && uses(r, other, s, param))
		return true;
	for (const struct node *c = n->child; c; c = c->next)
		if (uses(r, c, s, param))
			return true;
	return false;
}

enum rc law_readings(struct arena *mem, const struct law_rules *r,
                     const struct law_overlay *overlay, const struct law_question *q,
                     const struct law_facts *f, struct law_reading **out, int *count, struct err *e)
{
	int award = law_award_number(r->law, q->award);
	const struct node *root = award < 0 ? NULL : r->roots[award * LAW_SUBJECTS + (int)f->subject];
	*out = arena_array(mem, (size_t)r->law->param_count + 1, sizeof **out);
	*count = 0;
	for (int i = 0; root && i < r->law->param_count; i++) {
		const struct law_param_info *p = &r->params[i];
		const struct law_rules *other;
		if (!p->other_text.n || !p->known || p->value == p->other || !uses(r, root, f->subject, i))
			continue;
		enum law_verdict then;
		struct law_overlay o = other_way(mem, overlay, p);
		TRY(law_rules_at(mem, r->law, r->day, &o, &other, e));
		TRY(law_verdict_of(other, q, f, &then, e));
		(*out)[(*count)++] = (struct law_reading){*p, then};
	}
	return RC_OK;
}

/* rule.c: a rule as the office reads it: its conditions line by line, and how they changed. */
#include "law/tree.h"

struct ruling {
	struct arena *mem;
	const struct law_rules *r;
	struct law_rule_line *list;
	int count, depth;
};

/* The parameter of the office's own that this line names. */
static struct str own_of(const struct law_rules *r, const struct node *n)
{
	const struct num *const nums[] = {&n->n, &n->window_n};
	for (size_t i = 0; i < sizeof nums / sizeof *nums; i++)
		if (nums[i]->param >= 0 && r->params[nums[i]->param].local)
			return r->params[nums[i]->param].name;
	return STR("");
}

static void put(struct ruling *w, const struct node *n)
{
	const struct law_rules *r = w->r;
	bool waits = !r->confirmed[n->index];
	struct str reason = n->source.reason;
	if (waits && !reason.n && n->n.param >= 0)
		reason = r->params[n->n.param].reason;
	if (waits && !reason.n && !r->set->info.confirmed)
		reason = r->set->info.reason;
	w->list = grown(w->mem, w->list, w->count, sizeof *w->list);
	w->list[w->count++] =
		(struct law_rule_line){.key = n->key,
	                           .text = r->texts[n->index],
	                           .citation = r->cites[n->index],
	                           .reason = waits && reason.n ? reason : STR(""),
	                           .ref = n->kind == N_REF ? r->law->awards[n->ref].info.code : STR(""),
	                           .own = own_of(r, n),
	                           .depth = w->depth,
	                           .group = node_is_group(n) && n->kind != N_REF,
	                           .local = node_is_local(r, n),
	                           .idle = node_asks_nothing(r, n),
	                           .mark = waits ? LAW_UNCONFIRMED : n->source.mark};
	w->depth++;
	for (const struct node *c = n->child; c; c = c->next)
		put(w, c);
	w->depth--;
}

void law_rule_lines(struct arena *mem, const struct law_rules *r, struct str award,
                    enum law_subject subject, struct law_rule_line **out, int *count)
{
	struct ruling w = {.mem = mem, .r = r};
	int i = law_award_number(r->law, award);
	const struct node *root = i < 0 ? NULL : r->roots[i * LAW_SUBJECTS + (int)subject];
	if (root)
		put(&w, root);
	*out = w.list;
	*count = w.count;
}

void law_versions(struct arena *mem, const struct law_rules *r, struct str award,
                  struct law_version **out, int *count)
{
	int i = law_award_number(r->law, award);
	*count = 0;
	*out = NULL;
	if (i < 0)
		return;
	const struct award *w = &r->law->awards[i];
	*out = arena_array(mem, (size_t)w->version_count + 1, sizeof **out);
	for (int k = 0; k < w->version_count; k++) {
		const struct version *v = &w->versions[k];
		int at = (*count)++;
		while (at > 0 && (*out)[at - 1].from.days > v->when.from.days) {
			(*out)[at] = (*out)[at - 1];
			at--;
		}
		(*out)[at] = (struct law_version){v->subject, v->when.from, v->when.to};
	}
}

/* sides.c: every line changed a little, one change at a time; does some example notice? */
#include "law/sides.h"

#include "law/eval.h"

enum change {
	TO_NO,
	TO_YES,
	N_MORE,
	N_LESS,
	W_MORE,
	W_LESS,
	RATING_UP,
	RATING_DOWN,
	SCOPE_UP,
	SCOPE_DOWN,
	CHANGES
};

/* Words of a line that stand for each other: a bit each. */
enum choice { C_AWARDS, C_DEEDS, C_CADRES, C_POSTS, C_TYPES, CHOICES };

struct side {
	unsigned seen, left_out[CHOICES];
};

struct sides {
	const struct law *law;
	struct side *at;          /* by node index */
	unsigned *paid, *council; /* by award: bits of subjects; whether votes were counted */
};

struct sides *sides_new(struct arena *mem, const struct law *law)
{
	struct sides *s = arena_alloc(mem, sizeof *s);
	s->law = law;
	s->at = arena_array(mem, (size_t)law->node_count + 1, sizeof *s->at);
	s->paid = arena_array(mem, (size_t)law->award_count + 1, sizeof *s->paid);
	s->council = arena_array(mem, (size_t)law->award_count + 1, sizeof *s->council);
	return s;
}

static unsigned *choice_of(struct node *n, enum choice c)
{
	unsigned *const all[] = {&n->awards, &n->deeds, &n->cadres, &n->posts, &n->types};
	return all[c];
}

static bool counts(const struct node *n)
{
	switch (n->kind) {
	case N_SOME:
	case N_SINCE:
	case N_YEARS:
	case N_WORKS:
	case N_SHARE:
	case N_COUNT:
	case N_RANK:
	case N_MONTHS:
	case N_POST: return true;
	default: return false;
	}
}

/* A line of the file that says something: not only a heading over others. */
static bool says(const struct node *n)
{
	return !node_is_group(n) || n->kind == N_REF;
}

static bool asked(const struct node *n, enum change c)
{
	bool window = n->window == W_RUN || n->kind == N_NOT_LATELY;
	/* 1: somebody's word is enough; 0: it is not. */
	bool word = n->kind == N_DEED && n->n.param >= 0;
	switch (c) {
	case TO_NO:
	case TO_YES: return says(n);
	case N_MORE: return counts(n);
	case N_LESS: return counts(n) || word;
	case W_MORE:
	case W_LESS: return window;
	case RATING_UP:
	case RATING_DOWN: return n->rating != 0;
	case SCOPE_UP: return n->scope != 0 && n->scope + 1 < LAW_SCOPES;
	case SCOPE_DOWN: return n->scope > LAW_OFFICE;
	default: return false;
	}
}

/* One more, one less: of the rules' own number. */
static struct num moved(const struct law_rules *r, struct num n, int by)
{
	return (struct num){num_value(r, n) + by * 1000, -1};
}

static struct node changed(const struct law_rules *r, const struct node *n, enum change c)
{
	struct node k = *n;
	switch (c) {
	case N_MORE: k.n = moved(r, n->n, 1); break;
	case N_LESS: k.n = moved(r, n->n, -1); break;
	case W_MORE: k.window_n = moved(r, n->window_n, 1); break;
	case W_LESS: k.window_n = moved(r, n->window_n, -1); break;
	case RATING_UP: k.rating++; break;
	case RATING_DOWN: k.rating--; break;
	case SCOPE_UP: k.scope++; break;
	case SCOPE_DOWN: k.scope--; break;
	default: break;
	}
	return k;
}

struct seeing {
	struct sides *s;
	struct eval v;
	const struct node *root;
	unsigned plain;
};

/* The answer as the law stands, and as if everything were confirmed. */
static unsigned answer(const struct eval *v, const struct node *root)
{
	unsigned x = eval_node(v, root, 0);
	return (unsigned)value_result(x) << 2 | (unsigned)value_raw(x);
}

static bool notices(const struct seeing *k, const struct node *n, const struct node *as,
                    unsigned turned)
{
	struct eval v = k->v;
	v.changed = n;
	v.as = as;
	v.turned = turned;
	return answer(&v, k->root) != k->plain;
}

static void see_turned(const struct seeing *k, const struct node *n, enum law_result is)
{
	if (!says(n) || is == LAW_UNKNOWN)
		return;
	if (notices(k, n, NULL, is == LAW_YES ? V_NO : V_YES))
		k->s->at[n->index].seen |= 1u << (is == LAW_YES ? TO_NO : TO_YES);
}

static void see_node(const struct seeing *k, const struct node *n, enum law_result is)
{
	struct side *side = &k->s->at[n->index];
	see_turned(k, n, is);
	for (enum change c = N_MORE; c < CHANGES; c++)
		if (asked(n, c) && !(side->seen >> c & 1)) {
			struct node as = changed(k->v.r, n, c);
			if (notices(k, n, &as, 0))
				side->seen |= 1u << c;
		}
	for (enum choice c = 0; c < CHOICES; c++) {
		struct node as = *n;
		unsigned *set = choice_of(&as, c), all = *set;
		for (unsigned bit = 1; bit && bit <= all; bit <<= 1) {
			*set = all & ~bit;
			/* The only type of a ground: without it the ground would be for all of them. */
			if (c == C_TYPES && !*set)
				*set = 1u << LAW_TYPES;
			if (all & bit && notices(k, n, &as, 0))
				side->left_out[c] |= bit;
		}
	}
}

static enum law_result result_of(const struct law_answer *a, struct str key)
{
	for (int i = 0; i < a->condition_count; i++)
		if (str_eq(a->conditions[i].key, key))
			return a->conditions[i].if_confirmed;
	return LAW_UNKNOWN;
}

static void see_all(const struct seeing *k, const struct law_answer *a, const struct node *n)
{
	see_node(k, n, result_of(a, n->key));
	for (const struct node *c = n->child; c; c = c->next)
		see_all(k, a, c);
}

void sides_see(struct sides *s, const struct law_rules *r, const struct law_question *q,
               const struct law_facts *f, const struct law_answer *a)
{
	struct digest d;
	struct seeing k = {.s = s, .v = {.r = r, .d = &d, .type = q->type}};
	int award = law_award_number(s->law, q->award);
	digest_of(s->law, f, q->on, q->year, &d);
	k.root = r->roots[award * LAW_SUBJECTS + (int)f->subject];
	k.plain = answer(&k.v, k.root);
	see_all(&k, a, k.root);
}

void sides_see_money(struct sides *s, struct str award, enum law_subject subject)
{
	s->paid[law_award_number(s->law, award)] |= 1u << subject;
}

void sides_see_vote(struct sides *s, struct str award)
{
	s->council[law_award_number(s->law, award)] = 1;
}

/* --- what nobody noticed -----------------------------------------------------------------------
 */

static void say_change(struct reading *out, const struct node *n, enum change c)
{
	static const char *const what[CHANGES] = {
		"khi điều kiện này không đạt",      "khi điều kiện này đạt",
		"khi con số lớn hơn một đơn vị",    "khi con số nhỏ hơn một đơn vị",
		"khi số năm nhiều hơn một năm",     "khi số năm ít hơn một năm",
		"khi mức xếp loại cao hơn một bậc", "khi mức xếp loại thấp hơn một bậc",
		"khi phạm vi rộng hơn một bậc",     "khi phạm vi hẹp hơn một bậc"};
	fault(out, n->line, n->column, "Chưa có ví dụ mà kết quả sẽ khác đi %s: \"%.*s\".", what[c],
	      STR_ARG(n->text));
}

static struct str word_of(const struct law *law, enum choice c, int bit)
{
	switch (c) {
	case C_AWARDS: return law->awards[bit].info.code;
	case C_POSTS: return law->posts[bit].key;
	case C_DEEDS: return str_of(law_word(law_deeds, bit));
	case C_CADRES: return str_of(law_word(law_cadres, bit));
	default: return str_of(law_word(law_types, bit));
	}
}

static void find_choices(const struct sides *s, struct reading *out, const struct node *n)
{
	for (enum choice c = 0; c < CHOICES; c++) {
		struct node as = *n;
		unsigned open = *choice_of(&as, c) & ~s->at[n->index].left_out[c];
		for (int bit = 0; open >> bit; bit++)
			if (open >> bit & 1)
				fault(out, n->line, n->column,
				      "Chưa có ví dụ mà kết quả sẽ khác đi khi bỏ \"%.*s\" ở dòng này: \"%.*s\".",
				      STR_ARG(word_of(s->law, c, bit)), STR_ARG(n->text));
	}
}

static void find_node(const struct sides *s, struct reading *out, const struct node *n)
{
	for (enum change c = 0; c < CHANGES; c++)
		if (asked(n, c) && !(s->at[n->index].seen >> c & 1))
			say_change(out, n, c);
	find_choices(s, out, n);
	for (const struct node *c = n->child; c; c = c->next)
		find_node(s, out, c);
}

static void find_sums(const struct sides *s, struct reading *out, int award)
{
	const struct award *w = &s->law->awards[award];
	for (int i = 0; i < w->prize_count; i++)
		if (!(s->paid[award] >> w->prizes[i].subject & 1))
			fault(out, w->line, 0, "Chưa có ví dụ về tiền thưởng %s của %.*s.",
			      law_word(law_subjects, (int)w->prizes[i].subject), STR_ARG(w->info.code));
	if (w->vote_count && !s->council[award])
		fault(out, w->line, 0, "Chưa có ví dụ về số phiếu của hội đồng cho %.*s.",
		      STR_ARG(w->info.code));
}

void sides_find(const struct sides *s, struct reading *out)
{
	for (int i = 0; i < s->law->award_count; i++) {
		const struct award *w = &s->law->awards[i];
		out->file = w->file;
		find_sums(s, out, i);
		for (int j = 0; j < w->version_count; j++)
			find_node(s, out, w->versions[j].root);
	}
}

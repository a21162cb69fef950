/* compile.c: the tree of conditions as a circuit: inputs, AND, OR; equal gates are one. */
#include "law/program.h"

#define BUCKETS 4096
#define NEED_MAX 64 /* nobody asks for more of anything */

/* Values while compiling: 0 never, 1 always, then inputs and gates in the order they were made. */
#define ZERO 0
#define ONE 1

struct made {
	enum { M_CONST, M_INPUT, M_AND, M_OR } what;
	int a, b; /* operands; input number */
	int next; /* in its bucket */
};

struct compiler {
	struct arena *mem;
	struct law_program *p;
	const struct law_rules *r;
	enum law_subject subject;
	bool hi;
	struct made *made;
	int count;
	int buckets[BUCKETS];
};

/* --- gates -------------------------------------------------------------------------------------
 */

static int make(struct compiler *c, struct made m)
{
	unsigned h =
		((unsigned)m.what * 31 + (unsigned)m.a * 2654435761u + (unsigned)m.b * 40503u) % BUCKETS;
	for (int i = c->buckets[h]; i; i = c->made[i].next)
		if (c->made[i].what == m.what && c->made[i].a == m.a && c->made[i].b == m.b)
			return i;
	m.next = c->buckets[h];
	c->made = grown(c->mem, c->made, c->count, sizeof *c->made);
	c->made[c->count] = m;
	return c->buckets[h] = c->count++;
}

static int and_of(struct compiler *c, int a, int b)
{
	if (a == ZERO || b == ZERO)
		return ZERO;
	if (a == ONE || a == b)
		return b;
	if (b == ONE)
		return a;
	return make(c, (struct made){M_AND, a < b ? a : b, a < b ? b : a, 0});
}

static int or_of(struct compiler *c, int a, int b)
{
	if (a == ONE || b == ONE)
		return ONE;
	if (a == ZERO || a == b)
		return b;
	if (b == ZERO)
		return a;
	return make(c, (struct made){M_OR, a < b ? a : b, a < b ? b : a, 0});
}

static bool same_input(const struct law_input *a, const struct law_input *b)
{
	return a->kind == b->kind && a->offset == b->offset && a->award == b->award &&
	       a->level == b->level && a->scope == b->scope && a->study == b->study &&
	       a->for_form == b->for_form && a->mask == b->mask && a->need == b->need &&
	       a->need_women == b->need_women && a->condition == b->condition && a->a == b->a &&
	       a->b == b->b && a->threshold == b->threshold;
}

static int input_no(struct compiler *c, struct law_input in)
{
	struct law_program *p = c->p;
	int i = 0;
	while (i < p->input_count && !same_input(&p->inputs[i], &in))
		i++;
	if (i == p->input_count) {
		p->inputs = grown(c->mem, p->inputs, p->input_count, sizeof *p->inputs);
		p->inputs[p->input_count++] = in;
	}
	return i;
}

static int input(struct compiler *c, struct law_input in)
{
	return make(c, (struct made){M_INPUT, input_no(c, in), 0, 0});
}

/* Counters: has[j] is "at least j of what was counted". */
struct counter {
	int has[NEED_MAX + 1];
	int need;
};

static void counter_init(struct counter *k, int need)
{
	k->need = need > NEED_MAX ? NEED_MAX : need;
	k->has[0] = ONE;
	for (int j = 1; j <= k->need; j++)
		k->has[j] = ZERO;
}

static void counter_add(struct compiler *c, struct counter *k, int x)
{
	for (int j = k->need; j >= 1; j--)
		k->has[j] = or_of(c, k->has[j], and_of(c, k->has[j - 1], x));
}

/* --- conditions ----------------------------------------------------------------------------------
 */

static int node_of(struct compiler *c, const struct node *n, enum law_type type, int since);

static int window_of(const struct compiler *c, const struct node *n, int since)
{
	struct eval v = {.r = c->r};
	return eval_window(&v, n, since);
}

static int year_ok(struct compiler *c, const struct node *n, int offset)
{
	int out = ZERO;
	if (n->rating)
		out = input(c, (struct law_input){
						   .kind = LAW_IN_RATING, .offset = offset, .level = (int)n->rating});
	for (int a = 0; a < LAW_AWARDS_MAX; a++)
		if (n->awards & (1u << a))
			out = or_of(
				c, out,
				input(c, (struct law_input){.kind = LAW_IN_HELD, .offset = offset, .award = a}));
	return out;
}

static int each(struct compiler *c, const struct node *n, int since)
{
	int out = ONE, window = window_of(c, n, since);
	for (int o = 0; o < window; o++)
		out = and_of(c, out, year_ok(c, n, o));
	return out;
}

static int years(struct compiler *c, const struct node *n, int since)
{
	struct counter k;
	int window = window_of(c, n, since);
	counter_init(&k, num_int(c->r, n->n) < 0 ? 0 : num_int(c->r, n->n));
	for (int o = 0; o < window; o++)
		counter_add(c, &k, year_ok(c, n, o));
	return k.has[k.need];
}

static int works(struct compiler *c, const struct node *n, int since)
{
	struct counter k;
	int window = window_of(c, n, since), need = num_int(c->r, n->n);
	counter_init(&k, need < 0 ? 0 : need);
	for (int o = 0; o < window; o++)
		for (int study = 0; study < 2; study++)
			for (int least = 1; least <= k.need; least++) {
				if (n->works == (study ? WORKS_INITIATIVE : WORKS_STUDY))
					continue;
				counter_add(c, &k,
				            input(c, (struct law_input){.kind = LAW_IN_WORKS,
				                                        .offset = o,
				                                        .level = least,
				                                        .scope = n->scope,
				                                        .study = study,
				                                        .for_form = n->for_form}));
			}
	return k.has[k.need];
}

static int before(struct compiler *c, unsigned awards, int offset)
{
	int out = awards ? ZERO : ONE; /* none asked for */
	for (int a = 0; a < LAW_AWARDS_MAX; a++)
		if (awards & (1u << a))
			out = or_of(
				c, out,
				input(c, (struct law_input){.kind = LAW_IN_BEFORE, .offset = offset, .award = a}));
	return out;
}

static int never(struct compiler *c, unsigned awards)
{
	int out = ONE;
	for (int a = 0; a < LAW_AWARDS_MAX; a++)
		if (awards & (1u << a))
			out = and_of(c, out, input(c, (struct law_input){.kind = LAW_IN_NEVER, .award = a}));
	return out;
}

static int not_lately(struct compiler *c, const struct node *n)
{
	int out = ONE;
	int64_t years = num_value(c->r, n->window_n) / 1000;
	for (int o = 1; o <= years && o < LAW_WINDOW; o++)
		for (int a = 0; a < LAW_AWARDS_MAX; a++)
			if (n->awards & (1u << a))
				out = and_of(
					c, out,
					input(c, (struct law_input){.kind = LAW_IN_NOT_HELD, .offset = o, .award = a}));
	return out;
}

static int number(struct compiler *c, const struct node *n)
{
	struct law_input in = {.kind = LAW_IN_NUMBER,
	                       .condition = (int)n->kind,
	                       .a = n->a,
	                       .b = n->b,
	                       .threshold = num_value(c->r, n->n)};
	if (n->kind == N_MONTHS) {
		in.a = LAW_N_MONTHS_WORKED;
		in.b = LAW_N_MONTHS_MATERNITY;
		/* Nothing asked: nothing to look up. */
		if (in.threshold <= 0)
			return ONE;
	}
	return input(c, in);
}

static int deed(struct compiler *c, const struct node *n)
{
	int out =
		input(c, (struct law_input){.kind = LAW_IN_DEED, .mask = n->deeds, .scope = n->scope});
	return eval_takes_word(c->r, n)
	           ? or_of(c, out, input(c, (struct law_input){.kind = LAW_IN_TOLD, .mask = n->deeds}))
	           : out;
}

static int leaf(struct compiler *c, const struct node *n, int since)
{
	struct eval v = {.r = c->r};
	switch (n->kind) {
	case N_EACH: return each(c, n, since);
	case N_YEARS: return years(c, n, since);
	case N_WORKS: return works(c, n, since);
	case N_HELD: return before(c, n->awards, 0);
	case N_NOT_HELD: return never(c, n->awards);
	case N_NOT_LATELY: return not_lately(c, n);
	case N_ATTEST: return input(c, (struct law_input){.kind = LAW_IN_ATTEST, .award = n->attest});
	case N_DEED: return deed(c, n);
	case N_CADRE: return input(c, (struct law_input){.kind = LAW_IN_CADRE, .mask = n->cadres});
	case N_POST:
		return input(c, (struct law_input){.kind = LAW_IN_POST,
		                                   .mask = n->posts,
		                                   .need = eval_months(&v, n, false),
		                                   .need_women = eval_months(&v, n, true)});
	default: return number(c, n);
	}
}

/* --- groups
 * ---------------------------------------------------------------------------------------- */

static int all(struct compiler *c, const struct node *n, enum law_type type, int since)
{
	int out = ONE;
	for (const struct node *k = n->child; k; k = k->next)
		out = and_of(c, out, node_of(c, k, type, since));
	return out;
}

static int any(struct compiler *c, const struct node *n, enum law_type type, int since)
{
	int out = ZERO;
	for (const struct node *k = n->child; k; k = k->next)
		out = or_of(c, out, node_of(c, k, type, since));
	return out;
}

static int some(struct compiler *c, const struct node *n, enum law_type type, int since)
{
	struct counter k;
	counter_init(&k, num_int(c->r, n->n));
	for (const struct node *x = n->child; x; x = x->next)
		counter_add(c, &k, node_of(c, x, type, since));
	return k.has[k.need];
}

static int since_any(struct compiler *c, const struct node *n, enum law_type type)
{
	int out = ZERO;
	for (int k = num_int(c->r, n->n); k < LAW_WINDOW; k++)
		out = or_of(c, out, and_of(c, before(c, n->awards, k), all(c, n, type, k)));
	return out;
}

static int node_of(struct compiler *c, const struct node *n, enum law_type type, int since)
{
	if (c->r->omitted[n->index])
		return ONE;
	if (type && n->types && !(n->types >> type & 1))
		return ZERO;
	if (!c->r->confirmed[n->index])
		return c->hi ? ONE : ZERO;
	switch (n->kind) {
	case N_ALL: return all(c, n, type, since);
	case N_ANY: return any(c, n, type, since);
	case N_SOME: return some(c, n, type, since);
	case N_SINCE: return since_any(c, n, type);
	case N_REF: {
		const struct node *root = c->r->roots[n->ref * LAW_SUBJECTS + (int)c->subject];
		return root ? node_of(c, root, LAW_TYPE_UNKNOWN, 0) : ZERO;
	}
	default: return leaf(c, n, since);
	}
}

/* --- from values to instructions
 * ------------------------------------------------------------------- */

struct emitting {
	struct compiler *c;
	struct law_run_code *code;
	int *last_use, *place; /* by value: the instruction that reads it last, where it stands */
	int *free_places, free_count, places;
};

/* Operands: inputs first, then two constants, then places. */
static int operand(struct emitting *e, int value)
{
	if (e->c->made[value].what == M_INPUT)
		return e->c->made[value].a;
	return e->place[value];
}

static void release(struct emitting *e, int value, int now)
{
	int what = (int)e->c->made[value].what;
	if ((what == M_AND || what == M_OR) && e->last_use[value] == now)
		e->free_places[e->free_count++] = e->place[value];
}

static void emit(struct emitting *e, bool *used)
{
	struct compiler *c = e->c;
	for (int v = 2; v < c->count; v++) {
		const struct made *m = &c->made[v];
		if (!used[v] || m->what == M_INPUT)
			continue;
		struct law_gate g = {
			.is_or = m->what == M_OR, .a = operand(e, m->a), .b = operand(e, m->b)};
		release(e, m->a, v);
		release(e, m->b, v);
		e->place[v] = e->free_count ? e->free_places[--e->free_count] : e->places++;
		g.to = e->place[v];
		e->code->gates = grown(c->mem, e->code->gates, e->code->gate_count, sizeof g);
		e->code->gates[e->code->gate_count++] = g;
	}
}

static void finish(struct compiler *c, struct law_run_code *code, int *outputs, int count)
{
	size_t n = (size_t)c->count + 1;
	bool *used = arena_array(c->mem, n, sizeof *used);
	struct emitting e = {.c = c, .code = code};
	e.last_use = arena_array(c->mem, n, sizeof(int));
	e.place = arena_array(c->mem, n, sizeof(int));
	e.free_places = arena_array(c->mem, n, sizeof(int));
	e.places = INPUTS_MAX + 2;
	e.place[ZERO] = INPUTS_MAX;
	e.place[ONE] = INPUTS_MAX + 1;
	for (int i = 0; i < count; i++)
		if (outputs[i] >= 0) {
			used[outputs[i]] = true;
			e.last_use[outputs[i]] = INT32_MAX;
		}
	for (int v = c->count - 1; v >= 2; v--)
		if (used[v] && c->made[v].what != M_INPUT) {
			int operands[2] = {c->made[v].a, c->made[v].b};
			for (int k = 0; k < 2; k++) {
				used[operands[k]] = true;
				if (e.last_use[operands[k]] < v)
					e.last_use[operands[k]] = v;
			}
		}
	emit(&e, used);
	code->places = e.places;
	code->outputs = arena_array(c->mem, (size_t)count + 1, sizeof(int));
	for (int i = 0; i < count; i++)
		code->outputs[i] = outputs[i] < 0 ? -1 : operand(&e, outputs[i]);
}

static void compile_side(struct compiler *c, const struct law_rules *const *rules, int count,
                         enum law_type type, struct law_run_code *code)
{
	int awards = c->p->awards;
	int *outputs = arena_array(c->mem, (size_t)(awards * count) + 1, sizeof *outputs);
	c->made = NULL;
	c->count = 0;
	memset(c->buckets, 0, sizeof c->buckets);
	make(c, (struct made){M_CONST, 0, 0, 0});
	make(c, (struct made){M_CONST, 1, 0, 0});
	for (int k = 0; k < count; k++)
		for (int a = 0; a < awards; a++) {
			const struct node *root = rules[k]->roots[a * LAW_SUBJECTS + (int)c->subject];
			c->r = rules[k];
			outputs[k * awards + a] = root ? node_of(c, root, type, 0) : -1;
		}
	finish(c, code, outputs, awards * count);
}

/* What has been given for the year judged, for each award that this kind of subject may have. */
static void ask_given(struct compiler *c, const struct law_rules *r, enum law_type type)
{
	bool merit = type == LAW_TYPE_UNKNOWN || type == LAW_MERIT;
	for (int a = 0; a < c->p->awards; a++)
		c->p->given[a] = merit && r->roots[a * LAW_SUBJECTS + (int)c->subject]
		                     ? input_no(c, (struct law_input){.kind = LAW_IN_GIVEN, .award = a})
		                     : -1;
}

/* Inputs that read the same field stand together: it is fetched for 64 subjects once. */
static int field_order(const struct law_input *a, const struct law_input *b)
{
	const int x[] = {a->kind, a->offset, a->scope, a->study, a->for_form, a->a, a->b};
	const int y[] = {b->kind, b->offset, b->scope, b->study, b->for_form, b->a, b->b};
	for (size_t i = 0; i < sizeof x / sizeof *x; i++)
		if (x[i] != y[i])
			return x[i] < y[i] ? -1 : 1;
	return 0;
}

static void sort_inputs(struct arena *mem, struct law_program *p)
{
	p->order = arena_array(mem, (size_t)p->input_count + 1, sizeof *p->order);
	for (int i = 0; i < p->input_count; i++) {
		int at = i;
		for (; at > 0 && field_order(&p->inputs[p->order[at - 1]], &p->inputs[i]) > 0; at--)
			p->order[at] = p->order[at - 1];
		p->order[at] = i;
	}
}

enum rc law_compile(struct arena *mem, const struct law_rules *const *rules, int count,
                    enum law_subject subject, enum law_type type, const struct law_program **out,
                    struct err *e)
{
	struct law_program *p = arena_alloc(mem, sizeof *p);
	struct compiler *c = arena_alloc(mem, sizeof *c);
	*p = (struct law_program){
		.law = rules[0]->law, .rules = count, .awards = rules[0]->law->award_count};
	*c = (struct compiler){.mem = mem, .p = p, .subject = subject};
	p->given = arena_array(mem, (size_t)p->awards + 1, sizeof *p->given);
	for (int i = 0; i < count; i++)
		BUG_ON(rules[i]->law != p->law);
	ask_given(c, rules[0], type);
	compile_side(c, rules, count, type, &p->lo);
	c->hi = true;
	compile_side(c, rules, count, type, &p->hi);
	if (p->input_count > INPUTS_MAX)
		return err_set(e, RC_TOOBIG, "Quy tắc hỏi quá nhiều dữ kiện (%d).", p->input_count);
	sort_inputs(mem, p);
	*out = p;
	return RC_OK;
}

int law_input_count(const struct law_program *p)
{
	return p->input_count;
}

const struct law_input *law_input_at(const struct law_program *p, int i)
{
	return &p->inputs[i];
}

int law_gate_count(const struct law_program *p)
{
	return p->lo.gate_count + p->hi.gate_count;
}

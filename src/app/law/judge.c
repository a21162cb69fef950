/* judge.c: many subjects against all awards of their kind at once (law/bulk.h). */
#include "app/law/inner.h"

static void planes_end(void *p)
{
	law_planes_free(p);
}

static void verdicts_end(void *v)
{
	law_verdicts_free(v);
}

enum rc law_judge(struct ctx *c, const struct law_rules *const *rules, int count,
                  enum law_subject subject, const struct law_subject_facts *all, size_t n,
                  const struct law_when *w, const struct law_verdicts **out)
{
	const struct law_program *p;
	struct law_planes *f = arena_alloc(c->mem, sizeof *f);
	struct law_verdicts *v = arena_alloc(c->mem, sizeof *v);
	TRY(law_compile(c->mem, rules, count, subject, LAW_TYPE_UNKNOWN, &p, c->err));
	TRY(law_planes_new(p, n, f, c->err));
	arena_defer(c->mem, planes_end, f);
	TRY(law_verdicts_new(p, n, v, c->err));
	arena_defer(c->mem, verdicts_end, v);
	for (size_t i = 0; i < n; i += 64) {
		const struct law_facts *facts[64];
		int many = n - i < 64 ? (int)(n - i) : 64;
		for (int k = 0; k < many; k++)
			facts[k] = &all[i + (size_t)k].facts;
		law_pack_word(p, f, i / 64, facts, many, w->on, w->year);
	}
	law_run(p, f, v);
	*out = v;
	return RC_OK;
}

/*
 * plan.c: the year's plan of the example office, from its text (plan.txt) through the reader as any
 * other, and confirmed.
 */
#include "app/example/inner.h"

#include "app/plan/plan.h"
#include "auth/session.h"
#include "web/assets.h"

static struct str text_of_plan(void)
{
	const struct asset *a;
	for (size_t i = 0; (a = asset_at(i)); i++)
		if (strcmp(a->name, "plan.txt") == 0)
			return a->body;
	BUG_ON(true);
	return STR_NULL;
}

enum rc example_plan(struct ctx *c, int64_t office, int64_t *id)
{
	TRY(named_principal(c->db, c->mem, STR("vidu.thuongtruc"), c->today, "cli", &c->who, c->err));
	enum rc rc = plan_draft_of_text(c, text_of_plan(), office, id);
	principal_nobody(&c->who, "cli");
	TRY(rc);
	const char *const pairs[] = {"id", arena_z_int(c->mem, "", *id).p, NULL};
	return example_as(c, "vidu.thuongtruc", "plan.confirm", pairs, NULL);
}

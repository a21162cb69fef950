#include "op/ctx.h"

#include <stdarg.h>

void out_init(struct out *o)
{
	*o = (struct out){.id = DB_NULL, .job_id = DB_NULL, .approval_id = DB_NULL, .fd = -1};
}

void out_fact(struct out *o, const char *name, const char *label, struct str value)
{
	BUG_ON(o->fact_count == FACTS_MAX);
	o->facts[o->fact_count++] = (struct fact){.name = name, .label = label, .value = value};
}

void out_say(struct ctx *c, struct out *o, const char *fmt, ...)
{
	char text[1000];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	o->say = arena_str(c->mem, str_of(text));
}

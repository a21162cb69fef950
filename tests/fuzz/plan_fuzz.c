/* Any bytes as a plan: either it is refused with a sentence, or what was found fits together. */
#include "plan/read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_sections(const struct plan_doc *d)
{
	for (int i = 0; i < d->section_count; i++) {
		const struct plan_section *s = &d->sections[i];
		BUG_ON(s->parent >= i || s->from_line >= s->to_line);
		BUG_ON(s->depth != (s->parent < 0 ? 0 : d->sections[s->parent].depth + 1));
		BUG_ON(s->parent >= 0 && s->to_line > d->sections[s->parent].to_line);
		BUG_ON(!s->label.n || !s->text.p || !str_utf8_ok(s->text));
	}
	for (int i = 0; i < d->task_count; i++)
		BUG_ON(d->tasks[i].section >= d->section_count || !d->tasks[i].text.n || !d->tasks[i].kind);
}

static void check_json(const struct plan_doc *d)
{
	struct buf b;
	buf_init(&b, (size_t)64 << 20);
	struct json_out j = json_out_to(&b);
	plan_json(&j, d);
	BUG_ON(b.failed || !str_utf8_ok(buf_view(&b)));
	buf_clear(&b);
	plan_words(&b, d);
	BUG_ON(b.failed);
	buf_release(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	struct plan_doc d;
	struct err e = {0};
	if (size > 65536)
		return 0;
	arena_init(&a);
	enum rc rc = plan_read(&a, (struct str){.p = (const char *)data, .n = size}, &d, &e);
	if (rc == RC_OK) {
		check_sections(&d);
		check_json(&d);
	} else {
		BUG_ON(!e.message[0] || (rc != RC_INVALID && rc != RC_TOOBIG));
	}
	arena_release(&a);
	return 0;
}

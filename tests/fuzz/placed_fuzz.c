/* Any bytes as words with places: either no table is found, or the text can be read as a plan's. */
#include "plan/placed.h"
#include "plan/read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	struct plan_doc d;
	struct err e = {0};
	struct str tsv = {.p = (const char *)data, .n = size}, text = STR_NULL;
	if (size > 65536)
		return 0;
	arena_init(&a);
	plan_may_hold_table(tsv);
	if (plan_placed(&a, tsv, &text)) {
		BUG_ON(!text.p || text.n == 0);
		enum rc rc = plan_read(&a, text, &d, &e);
		BUG_ON(rc != RC_OK && rc != RC_INVALID && rc != RC_TOOBIG);
	}
	arena_release(&a);
	return 0;
}

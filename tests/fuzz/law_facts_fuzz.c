/* Any bytes as a facts file; what can be read is judged by the shipped law. */
#include "law/forecast.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct arena kept;
	static const struct law *law;
	struct arena mem;
	struct err e = {0};
	struct law_facts f;
	const struct law_rules *r;
	struct law_outlook *list;
	struct date on = date_of(2025, 12, 15);
	int count;
	if (!law && law_shipped(&kept, &law, &e) != RC_OK)
		abort();
	arena_init(&mem);
	if (law_facts_read(&mem, (struct str){(const char *)data, size}, &f, &e) == RC_OK &&
	    law_rules_at(&mem, law, on, NULL, &r, &e) == RC_OK) {
		for (int i = 0; i < law_award_count(r); i++) {
			struct law_question q = {law_award_at(r, i)->code, on, 2025, LAW_TYPE_UNKNOWN};
			struct law_answer a;
			struct buf b;
			err_clear(&e);
			if (law_explain(&mem, r, &q, &f, &a, &e) != RC_OK)
				continue;
			buf_init(&b, 1 << 24);
			law_answer_json(&a, &b);
			law_answer_text(&a, &b);
			buf_release(&b);
		}
		if (law_forecast(&mem, law, NULL, on, 2025, &f, &list, &count, &e) != RC_OK)
			abort();
	}
	arena_release(&mem);
	return 0;
}

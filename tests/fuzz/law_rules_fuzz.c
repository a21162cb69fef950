/* Any bytes as a rule file; what can be read is also asked, compiled and its examples run. */
#include "law/bulk.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void ask(struct arena *mem, const struct law *law)
{
	struct err e = {0};
	struct law_test t;
	const struct law_rules *r;
	const struct law_program *p;
	struct law_facts f = {.cadre = LAW_CIVIL_SERVANT};
	struct date on = date_of(2025, 12, 15);
	if (law_run_examples(mem, law, &t, &e) != RC_OK ||
	    law_rules_at(mem, law, on, NULL, &r, &e) != RC_OK)
		return;
	for (int i = 0; i < law_award_count(r); i++) {
		struct law_question q = {law_award_at(r, i)->code, on, 2025, LAW_TYPE_UNKNOWN};
		struct law_answer a;
		err_clear(&e);
		if (law_explain(mem, r, &q, &f, &a, &e) != RC_OK)
			continue;
		struct buf b;
		buf_init(&b, 1 << 22);
		law_answer_json(&a, &b);
		buf_release(&b);
	}
	err_clear(&e);
	if (law_compile(mem, &r, 1, LAW_PERSON, LAW_TYPE_UNKNOWN, &p, &e) != RC_OK)
		return;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena mem;
	struct err e = {0};
	struct law_file file = {STR("fuzz.luat"), {(const char *)data, size}};
	struct law_faults faults;
	const struct law *law;
	arena_init(&mem);
	if (law_read(&mem, &file, 1, &law, &faults, &e) == RC_OK && law)
		ask(&mem, law);
	arena_release(&mem);
	return 0;
}

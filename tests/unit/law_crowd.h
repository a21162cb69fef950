/*
 * law_crowd.h: invented records for the tests and measurements of the law: the same number gives
 * the same record. Everything can be there, missing, without a paper, cancelled, used already.
 */
#ifndef TESTS_LAW_CROWD_H
#define TESTS_LAW_CROWD_H

#include "law/law.h"

#define CROWD_MANY 24

struct crowd_member {
	struct law_facts f;
	struct law_year years[CROWD_MANY];
	struct law_figure figures[CROWD_MANY];
	struct law_award awards[CROWD_MANY];
	struct law_initiative works[CROWD_MANY];
	struct law_deed deeds[CROWD_MANY];
	struct law_discipline disciplines[2];
	struct law_hold holds[2];
	struct law_attestation attests[CROWD_MANY];
	struct law_service service[2];
};

/* A record around `year`. `tidy`: complete, nothing missing or disputed, as a good office has it.
 */
void crowd_make(const struct law_rules *r, uint64_t seed, enum law_subject subject, int year,
                bool tidy, struct crowd_member *out);

/* All names in it as numbers too, as the office's own records have them. */
void crowd_number(const struct law_rules *r, struct crowd_member *m);

/* The next number of a sequence, below `n`. */
uint32_t crowd_next(uint64_t *state, uint32_t n);

#endif

/*
 * decision_fixture.h: nominees as appraisal and council leave them, so that tests of decisions do
 * not have to walk there each time.
 */
#ifndef TEST_DECISION_FIXTURE_H
#define TEST_DECISION_FIXTURE_H

#include "office_fixture.h"

struct nominee_made {
	const char *name, *code;
	int64_t person, unit; /* one of them; the other DB_NULL */
	const char *verdict;  /* of the check that is kept; NULL: none is */
	const char *state;
	struct date received, voted_on; /* voted_on: a closed ballot that passed; DATE_NONE: none */
	int64_t year;                   /* 0: 2026 */
	bool brief;                     /* Luật Điều 85 */
};

/* In *dossier, or, when that is DB_NULL, in a new one that goes there; NULL: in one of its own. */
int64_t make_nominee(struct office *o, const struct nominee_made *n, int64_t *dossier);

/* Ready for a decision: checked, and voted on where the law wants it. */
int64_t ready_person(struct office *o, const char *name, const char *code, int64_t *dossier);

#endif

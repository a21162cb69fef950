/*
 * plans_judge.h: is a step of an engine's plan one that grows with the office? Both engines are
 * judged by one list of exceptions, each with its reason.
 */
#ifndef TEST_PLANS_JUDGE_H
#define TEST_PLANS_JUDGE_H

#include "db/db.h"

/* Those that may be read from end to end, each with its reason. Every other table grows. */
extern const char *const small_tables[];
extern const int small_table_count;

struct plans_judge {
	enum db_engine engine;
	int steps, bad; /* bad ones are printed */
	char name[200]; /* of the plan under way, and what it has shown */
	bool limit;
	char whole[300]; /* a walk through a whole index, until the next line says what for */
};

/* For db_plan_all(); plans_judge_end() after it. */
void plans_judge_step(void *arg, const char *name, struct str step);
void plans_judge_end(struct plans_judge *j);

#endif

/*
 * plans_seed.h: numbers for planners to reckon with, besides those of crowd.h: every table that
 * grows is made to look so. PostgreSQL gets rows that mean nothing, SQLite statistics.
 */
#ifndef TEST_PLANS_SEED_H
#define TEST_PLANS_SEED_H

#include "op/ctx.h"

/* Those that may be read from end to end, each with its reason. Every other table grows. */
extern const char *const small_tables[];
extern const int small_table_count;

/* After crowd_fill(). */
void plans_seed(struct ctx *c, const char *address);

#endif

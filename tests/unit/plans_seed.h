/*
 * plans_seed.h: numbers for planners to reckon with, besides those of crowd.h: every table that
 * grows is made to look so. PostgreSQL gets rows that mean nothing, SQLite statistics.
 */
#ifndef TEST_PLANS_SEED_H
#define TEST_PLANS_SEED_H

#include "op/ctx.h"

/* After crowd_fill(). */
void plans_seed(struct ctx *c, const char *address);

#endif

/*
 * crowd.h: 60 000 more people in the example office, for what only shows in numbers.
 *
 * 60 communes of ten teams below the office; surnames, middle and given names as
 * unevenly as they are spread in the country (four of ten are Nguyễn). The rows go to
 * the engine in bulk, as org_refresh_person() would have written them; statistics are
 * brought up to date at the end. Call it from the fill of a template.
 */
#ifndef TEST_CROWD_H
#define TEST_CROWD_H

#include "op/ctx.h"

#define CROWD_PEOPLE 60000
#define CROWD_COMMUNES 60
#define CROWD_TEAMS 10

/*
 * Accounts: dam.to heads one team of ten people, dam.xa one commune of a thousand.
 * `address` is of the same database, on which nothing else is going on.
 */
void crowd_fill(struct ctx *c, const char *address);

#endif

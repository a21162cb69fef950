/* follow.h: what goes on after a unit has ended. */
#ifndef APP_ORG_FOLLOW_H
#define APP_ORG_FOLLOW_H

#include "op/ctx.h"

/*
 * Hands what units that were merged or split by today still answer for to their successors;
 * part of org_refresh_units(). Inside DB_WRITE.
 */
enum rc org_follow(struct ctx *c) MUST_CHECK;

#endif

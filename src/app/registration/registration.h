/*
 * registration.h: what units and people set out to do in a movement or a year, and pacts between
 * units.
 *
 * Registering is a step of management. Luật Thi đua, khen thưởng 2022, Điều 7 no longer knows it
 * as a basis of titles: no rule asks for it, and a test says so. A round is opened by the standing
 * body and reaches the units below it and their people; a unit's head sends for the unit, people
 * their own, a clerk for those who do not use the program. docs/registration.md tells the states.
 */
#ifndef APP_REGISTRATION_REGISTRATION_H
#define APP_REGISTRATION_REGISTRATION_H

#include "op/ctx.h"

extern const struct object round_object, registration_object, pact_object, pact_party_object;
extern const struct op round_ops[], registration_ops[], registration_act_ops[], pact_ops[],
	registration_nightly_ops[], registration_paper_ops[];

struct import_kind;
extern const struct import_kind import_registrations;

#endif

/*
 * criteria.h: sets of criteria by edition, scoring of units by themselves and by who checks them,
 * ranking in a bloc.
 *
 * A set is content, criterion, maximum and a way of counting; what is published stands still and a
 * new edition follows it, of which units are told. Amounts are thousandths of a point; NULL is
 * missing, 0 is a score. docs/criteria.md tells how sums are made.
 */
#ifndef APP_CRITERIA_CRITERIA_H
#define APP_CRITERIA_CRITERIA_H

#include "op/ctx.h"

extern const struct object criteria_object, criterion_object, scoring_object, sheet_object,
	score_object, check_object;
extern const struct op criteria_ops[], scoring_ops[], sheet_ops[];

struct import_kind;
extern const struct import_kind import_criteria, import_scores;

#endif

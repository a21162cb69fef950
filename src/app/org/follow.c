/*
 * follow.c: what a unit was answering for when it was merged or split goes on with its successor.
 *
 * Rows that need somebody to act keep two units: whose it was (unit_id, history) and who answers
 * today (holder_id). A unit that was split is followed by the first of its parts, where its people
 * went. What had ended before stays with the old unit.
 * An initiative has one unit: until it is concluded, the one that answers for it.
 */
#include "app/org/follow.h"

#include "db/sql_follow.h"

/* A new table with a holder_id adds its line. */
static enum rc (*const follow[])(struct db *db, int64_t from, int64_t to, int64_t *changed) = {
	sql_follow_movement,    sql_follow_coverage,
	sql_follow_task,        sql_follow_giver,
	sql_follow_search,      sql_follow_round,
	sql_follow_round_unit,  sql_follow_registration,
	sql_follow_pact,        sql_follow_pact_party,
	sql_follow_criteria,    sql_follow_scoring,
	sql_follow_sheet,       sql_follow_checker,
	sql_follow_award_round, sql_follow_award_round_unit,
	sql_follow_dossier,     sql_follow_appraisal,
	sql_follow_exemplar,    sql_follow_period,
	sql_follow_initiative};

enum rc org_follow(struct ctx *c)
{
	struct sql_follow_units *gone;
	size_t n;
	TRY(sql_follow_units(c->db, c->mem, c->today, &gone, &n));
	/* In order of time: what came to a unit that ended later goes on from there. */
	for (size_t i = 0; i < n; i++)
		for (int k = 0; k < COUNT(follow); k++)
			TRY(follow[k](c->db, gone[i].from_id, gone[i].to_id, NULL));
	return RC_OK;
}

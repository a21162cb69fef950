/*
 * council.h: councils, their meetings and their votes.
 *
 * Hội đồng Thi đua - Khen thưởng (Luật Điều 90) and Hội đồng sáng kiến (NĐ 13/2012): members by
 * date, meetings with agenda and attendance, recusal, and the secret ballot (src/ballot behind
 * vote.c). Whoever is recused from a matter neither reads its discussion nor votes on it.
 * docs/council.md tells the whole story, docs/ballot.md what the secret is and is not.
 */
#ifndef APP_COUNCIL_COUNCIL_H
#define APP_COUNCIL_COUNCIL_H

#include "op/ctx.h"

extern const struct object council_object, council_member_object, meeting_object,
	meeting_item_object, attendance_object, recusal_object, meeting_question_object, ballot_object;
extern const struct op council_ops[], council_member_ops[], meeting_ops[], meeting_item_ops[],
	attendance_ops[], ballot_ops[], ballot_vote_ops[], council_paper_ops[], council_nominee_ops[],
	council_initiative_ops[];

/* What the sheets of the members at a meeting said about an initiative. */
struct council_sheets {
	int64_t n, agrees, points;
	struct date held_on;
};

/* RC_DENIED: the caller is in no council for initiatives over this one, or out of it. */
enum rc council_may_score(struct ctx *c, int64_t initiative) MUST_CHECK;

/* Is that a meeting in which initiatives are concluded now? */
enum rc council_concludes(struct ctx *c, int64_t meeting, bool *yes) MUST_CHECK;

/*
 * The conclusion about an initiative that is on the agenda of a meeting of its council, which is
 * being held: as many sheets of members who are there as the council's quorum asks for, and what
 * most of them say. Inside DB_WRITE.
 */
enum rc council_conclude(struct ctx *c, int64_t meeting, int64_t initiative, bool yes,
                         struct council_sheets *out) MUST_CHECK;

#endif

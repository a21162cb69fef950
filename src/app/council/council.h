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
	attendance_ops[], ballot_ops[], ballot_vote_ops[], council_paper_ops[], council_nominee_ops[];

#endif

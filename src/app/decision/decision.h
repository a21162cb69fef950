/*
 * decision.h: decisions about awards and submissions to the level above.
 *
 * A decision is drafted from nominees that are ready, signed by the head or by delegation, numbered
 * by the registry, and from that moment does not change: the ledger, the money and the dossiers
 * follow in the same transaction. What it gave is taken back or corrected by another decision only
 * (Luật Điều 93). What the office may not decide goes up by a submission, and what came of it is
 * recorded. docs/decision.md tells the whole story.
 */
#ifndef APP_DECISION_DECISION_H
#define APP_DECISION_DECISION_H

#include "op/ctx.h"

extern const struct object decision_object, decision_line_object, submission_object,
	submission_line_object;
extern const struct op decision_ops[], decision_line_ops[], decision_sign_ops[],
	decision_undo_ops[], submission_ops[], submission_answer_ops[], submission_package_ops[];
extern const struct choice decision_kinds[], decision_states[], decision_corrects[];

#endif

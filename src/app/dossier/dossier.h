/*
 * dossier.h: from a round of awarding to what a council or a decision makes of
 * it: dossiers (hồ sơ đề nghị khen thưởng) and their nominees.
 *
 * A round asks units for dossiers of one award type by a day; a unit's clerk
 * drafts, its head sends, the standing body receives (which fixes the rules),
 * returns, appraises. A nominee has a state of its own, so that one is held
 * back while the others go on. docs/dossier.md tells the states and who moves
 * them.
 */
#ifndef APP_DOSSIER_DOSSIER_H
#define APP_DOSSIER_DOSSIER_H

#include "op/ctx.h"

/* …_ready_object: offered are only those with a nominee cleared or passed, or who is so. */
extern const struct object award_round_object, dossier_object, dossier_ready_object, nominee_object,
	nominee_ready_object, nominee_ground_object, dossier_file_object, appraisal_object,
	correction_object, opinion_object;
extern const struct choice dossier_states[], nominee_states[], nominee_verdicts[];
extern const struct op award_round_ops[], dossier_ops[], dossier_act_ops[], nominee_ops[],
	nominee_check_ops[], nominee_ground_ops[], dossier_file_ops[], appraisal_ops[], conclude_ops[],
	correction_ops[], dossier_change_ops[], opinion_ops[], dossier_pick_ops[], dossier_remind_ops[];

struct import_kind;
extern const struct import_kind import_nominees;

/*
 * Moves a nominee with its step, and the dossier with it: once everybody who
 * was not removed is awarded, refused, failed, lost or forwarded, it becomes
 * decided (one awarded at least), forwarded or refused. `to` is a state of
 * nominee; RC_CONFLICT when its state does not lead there. Inside DB_WRITE.
 */
enum rc nominee_move(struct ctx *c, int64_t nominee, const char *to, struct str said) MUST_CHECK;

/*
 * A council chose the lower award: it is what is proposed now, and the check for it is made and
 * kept at once, eligible or not, so that a decision rests on it. Inside DB_WRITE.
 */
enum rc nominee_lower_to(struct ctx *c, int64_t nominee, struct str code) MUST_CHECK;

/* Keys of order again, after VIET_KEY_VERSION grew; adds to *rows. Inside DB_WRITE. */
enum rc dossier_rebuild(struct ctx *c, int64_t *rows) MUST_CHECK;

/*
 * What stands in the way of a decision about this nominee now, in a sentence;
 * "" when nothing does: a hold (told only as "tạm dừng"), no kept check that
 * says eligible, the same award in another dossier or what may not be given
 * together, an opinion that is against or not there yet, a correction that is
 * not settled.
 */
enum rc nominee_in_the_way(struct ctx *c, int64_t nominee, struct str *why) MUST_CHECK;

#endif

/*
 * exemplar.h: exemplars (điển hình tiên tiến; Luật Thi đua, khen thưởng 2022, Điều 5: nêu gương).
 *
 * Units propose every month; the standing body chooses, the head approves, and what was approved
 * is published with the consent of whom it is about. What the records themselves say is worth a
 * story (found.c) opens the same form, filled. docs/exemplar.md.
 */
#ifndef APP_EXEMPLAR_EXEMPLAR_H
#define APP_EXEMPLAR_EXEMPLAR_H

#include "op/ctx.h"

extern const struct object exemplar_object, exemplar_picture_object;
extern const struct op exemplar_ops[], exemplar_choice_ops[], exemplar_part_ops[],
	exemplar_found_ops[], exemplar_nightly_ops[];

extern const struct choice exemplar_states[], exemplar_subjects[];

#endif

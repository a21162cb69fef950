/*
 * training.h: training sessions, who attended, what each person still needs.
 *
 * What is needed is computed, never stored: a need says who must have attended a topic how often;
 * posts, grants and attendance of today answer it.
 */
#ifndef APP_TRAINING_TRAINING_H
#define APP_TRAINING_TRAINING_H

#include "op/ctx.h"

extern const struct object training_object, topic_object, need_object, attendee_object,
	material_object;
extern const struct op training_ops[], topic_ops[], attendee_ops[];

/* The address of a session. */
struct str training_page(struct ctx *c, int64_t id);

/* Sessions of tomorrow are told to those who are invited. Inside DB_WRITE. */
enum rc training_remind(struct ctx *c) MUST_CHECK;

/* Keys again, after VIET_KEY_VERSION grew; adds to *rows. Inside DB_WRITE. */
enum rc training_rebuild(struct ctx *c, int64_t *rows) MUST_CHECK;

#endif

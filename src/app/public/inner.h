/* inner.h: what the files of the public site share. */
#ifndef APP_PUBLIC_INNER_H
#define APP_PUBLIC_INNER_H

#include "app/public/public.h"

#define COMMENT_SEES (R(STANDING) | R(HEAD) | R(INSPECTOR))

/* Of those that the public sees. */
extern const struct choice public_movement_states[];

#endif

/*
 * mend.h: giving badly recognised text its marks back, where what stood there is certain.
 *
 * Certain is a phrase of the lists (phrases.c; bodies, laws and types of codes.h) of two words or
 * more, word for word, with at most one wrong letter in six, and nothing else of the lists as near.
 * Everything between such phrases stays as it was read: no word is guessed from its neighbours.
 *
 * Pure; any thread. Results live in the arena.
 */
#ifndef VIET_MEND_H
#define VIET_MEND_H

#include "viet/shadow.h"

/* What official language says again and again; ends with NULL. */
extern const char *const viet_phrases[];

struct viet_mender;

/* The lists, laid out for searching; made once for a text. */
struct viet_mender *viet_mender(struct arena *a);

/*
 * Characters [from, to) of the shadow as shadow_text() gives them, with what is certain put right.
 * Capitals and signs stay as they stand there. *mended (may be NULL) becomes true when something
 * was changed, and stays as it is otherwise.
 */
struct str viet_mend(struct arena *a, const struct viet_mender *m, const struct viet_shadow *s,
                     size_t from, size_t to, bool *mended);

#endif

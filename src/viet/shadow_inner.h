/* shadow_inner.h: what shadow.c gives mend.c; nobody else includes it. */
#ifndef VIET_SHADOW_INNER_H
#define VIET_SHADOW_INNER_H

#include "viet/shadow.h"

#define PHRASE_MAX 96

/* What a recogniser takes for each other is one sign. */
char shadow_alike(char c, bool noisy);

/* Letters and digits with one ' ' for what stands between words; 0 where it is too long. */
size_t shadow_phrase(const char *z, bool noisy, char *out);

/* The end of what is nearest to the phrase at `from` within the budget, and its cost; 0: nothing.
 */
size_t shadow_near(const struct viet_shadow *s, size_t from, const char *phrase, size_t m,
                   int budget, int *cost);

#endif

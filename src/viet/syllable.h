/*
 * syllable.h: can this be a Vietnamese syllable? By structure, without a word list.
 *
 * Onset and rime must be of the closed sets of the written language, k/c, g/gh, ng/ngh
 * must suit the vowel, and a syllable closed by c, ch, p, t bears only sắc or nặng. Text in
 * ASCII alone may have lost its marks, so there only onset and bare rime count.
 */
#ifndef VIET_SYLLABLE_H
#define VIET_SYLLABLE_H

#include "base/str.h"

/* One word, any case, NFC. */
bool viet_syllable_ok(struct str word);

#endif

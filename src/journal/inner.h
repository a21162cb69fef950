/* inner.h: what the files of this room share; private to it. */
#ifndef JOURNAL_INNER_H
#define JOURNAL_INNER_H

#include "journal/seal.h"

void head_sign(struct keys *keys, struct journal_head *h);

/* false when what stands in the database cannot be a head's hash and signature. */
bool head_fill(struct journal_head *h, int64_t key_id, struct str hash,
               struct str signature) MUST_CHECK;

#endif

/* inner.h: what the files of this module share. */
#ifndef APP_LIBRARY_INNER_H
#define APP_LIBRARY_INNER_H

#include "app/library/library.h"

/* Keeps an uploaded file as the document's, in the place of the one it had; nothing when none was
 * sent. */
enum rc library_keep_file(struct ctx *c, int64_t id, const struct upload *content) MUST_CHECK;
enum rc library_send_file(struct ctx *c, int64_t id, struct out *out) MUST_CHECK;

/* Brings the readers of an open reading to today's people; *joined: who is new. Inside DB_WRITE. */
enum rc reading_follow(struct ctx *c, int64_t id, int64_t unit, struct date due,
                       int64_t *joined) MUST_CHECK;
enum rc reading_remind_one(struct ctx *c, int64_t reader, int64_t person, struct str name,
                           struct date due) MUST_CHECK;

extern const struct object relation_object, guidance_object, reading_object, reader_object;

#endif

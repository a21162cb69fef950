/*
 * seen.h: last uses of sessions and tokens, gathered in memory and written together.
 *
 * Written by the page itself, one page in half a minute would wait for the disk, and every
 * write makes all connections forget what they keep (db_memo_find()). So the server writes all
 * of them every SEEN_MS; a graceful stop writes the rest, a crash loses SEEN_MS of them.
 */
#ifndef AUTH_SEEN_H
#define AUTH_SEEN_H

#include "auth/role.h"
#include "db/db.h"

#define SEEN_MS ((int64_t)10 * 1000)
#define SEEN_MAX 1024

struct seen;

/* Of the process; never NULL. */
struct seen *seen_new(void);
void seen_free(struct seen *s); /* NULL is allowed; what was not written is lost */

/* From any thread, without a database. false when there is no room: the caller writes it itself. */
bool seen_note(struct seen *s, const struct principal *who, int64_t now_ms);

/* In a transaction of its own; what could not be written is kept. One thread at a time. */
enum rc seen_write(struct seen *s, struct db *db) MUST_CHECK;

#endif

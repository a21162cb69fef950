/*
 * looked.h: who looked at what about people, gathered in memory and written as journal lines.
 *
 * A line for each click would be a disk write for each page. So looks are counted per account,
 * address, operation and person, and every LOOKED_MS the server writes one line for each with
 * the count. A graceful stop writes the rest; a crash loses what was seen since the last time,
 * LOOKED_MS at most. What is given out as a file, and masked values, have lines of their own at
 * once.
 */
#ifndef JOB_LOOKED_H
#define JOB_LOOKED_H

#include "db/db.h"

#define LOOKED_MS ((int64_t)30 * 1000)
#define LOOKED_MAX 4096

struct looked;

/* Of the process; never NULL. */
struct looked *looked_new(void);
void looked_free(struct looked *l); /* NULL is allowed; what was not written is lost */

/* One look. Texts of `op` and `object` live as long as the program; `origin` is copied. */
struct look {
	int64_t account_id; /* DB_NULL: not signed in */
	const char *origin; /* "web 10.0.0.7" */
	const char *op, *object;
	int64_t object_id, person_id, unit_id; /* of one record; DB_NULL for a list */
	int64_t rows;                          /* that were shown */
	int64_t at_ms;
};

/*
 * From any thread, without a database. When there is no room left for single records, they are
 * counted by account and operation; what has no room even so goes to the process log.
 */
void looked_note(struct looked *l, const struct look *look);

/*
 * One line for each count, in a transaction of its own; what could not be written is kept for the
 * next time. One thread at a time.
 */
enum rc looked_write(struct looked *l, struct db *db, int64_t now_ms) MUST_CHECK;

#endif

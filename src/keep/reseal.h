/*
 * reseal.h: after a rotation, everything under the new keys.
 *
 * What is sealed: identifiers of people (and the hashes by which they are found), the
 * second factors of accounts, the data keys of people that seal their values in the
 * journal, numbers in lists that nobody has matched, reasons of holds, boxes of open ballots,
 * contacts left with comments of the public, blocks of imports that wait, the password of the
 * mail server.
 * Portions of 200 rows, each a transaction of its own; what is under the newest keys already is
 * passed over, so a run that was broken off goes on where it was.
 */
#ifndef KEEP_RESEAL_H
#define KEEP_RESEAL_H

#include "auth/keys.h"
#include "db/db.h"

struct reseal_count {
	int64_t identifiers, person_keys, second_factors, reasons,
		passwords; /* rows that were renewed; boxes, contacts and blocks count as reasons */
};

/* Not inside a transaction. RC_INVALID when a value does not open: nothing more is changed. */
enum rc keep_reseal(struct db *db, struct keys *keys, struct reseal_count *out,
                    struct err *e) MUST_CHECK;

/*
 * How many values in the whole database a key of KEY_FIELD has sealed: every blob of every
 * table is looked at, so that a table that reseal does not know is found too, and the one
 * setting that is sealed within a text. For a key of
 * KEY_LOOKUP: identifiers that are not hashed by the newest. `where` (64 bytes): the first
 * table, "" when there is none. Opens a read transaction.
 */
enum rc keep_key_uses(struct db *db, struct keys *keys, const struct key_info *key, int64_t *uses,
                      char where[64], struct err *e) MUST_CHECK;

#endif

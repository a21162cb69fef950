/* care.h: what backup, restore, copy, keys and doctor share. */
#ifndef CLI_CARE_H
#define CLI_CARE_H

#include "cli/cli.h"
#include "keep/keep.h"

/* The recovery secret from --secret-file, else from standard input (not echoed by a terminal). */
enum rc care_secret(struct cli *c, struct box_secret *out) MUST_CHECK;

/* What a backup or a copy holds, as text or JSON. `did`: the sentence above it. */
void care_print(struct cli *c, const char *did, const struct keep_info *info);

/* Whether a server answers on the local socket of the data folder. */
bool care_server_runs(struct cli *c);

/*
 * <data>/last-backup, written by `thidua backup`, read by doctor: when, where, how large, and
 * the newest key of the ring that lies in it. RC_NOTFOUND while there was none.
 */
struct care_backup {
	int64_t made_ms, bytes;
	uint32_t key_id;
	struct str path;
};
enum rc care_backup_note(struct cli *c, const struct care_backup *b) MUST_CHECK;
enum rc care_backup_read(struct cli *c, struct care_backup *b) MUST_CHECK;

/*
 * A line of the journal from the command line ("keys.rotate"; detail is JSON), and all lines
 * sealed: no server may be running to do it. Opens its own transactions.
 */
enum rc care_journal(struct cli_app *a, const char *op, const char *detail) MUST_CHECK;

/*
 * The same for a command that itself only reads, or that has closed its database: opens it once
 * more to write. Nothing is migrated for it. What stands in the way (an older or newer schema, an
 * office that was moved away, a database that may only be read) is said on standard error and
 * changes nothing about how the command ends.
 */
void care_journal_beside(struct cli *c, const char *op, const char *detail);

/* The newest id in the ring, of whatever purpose. */
uint32_t care_newest_key(struct keys *k);

#endif

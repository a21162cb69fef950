/*
 * keep.h: keeping an office: backup, restore, and moving between engines.
 *
 * A backup is one file: a box (auth/box.h) sealed to the recipient of the key ring. In it
 * stand all tables as typed rows, the key ring, and a manifest. One form serves both
 * engines, so a backup of either restores into either; docs/operations.md says why.
 *
 *     "THIDUADB" and the form's number (1)
 *     records: kind 1 byte, length 4 bytes, content; numbers are little endian
 *       H  head: lines "word value" (program, schema, engine, made, office, keys)
 *       K  the key ring in a box of its own, as keys_escrow_export() writes it
 *       T  a table: name and columns;  R  its rows;  E  how many, and their hash
 *       M  manifest: lines of the head's form with every table again and the journal's head
 *
 * Hashes are BLAKE2b-256 over name, columns and rows in the order of db/walk.h, the same on
 * both engines. Memory is constant: the largest row counts, not the data.
 */
#ifndef KEEP_KEEP_H
#define KEEP_KEEP_H

#include "auth/keys.h"
#include "db/db.h"

#define KEEP_HASH_BYTES 32
#define KEEP_TABLES_MAX 1024

struct keep_table {
	char name[64];
	int64_t rows;
	unsigned char hash[KEEP_HASH_BYTES];
};

/* What a backup says of itself, or a copy has moved. Large: not on the stack. */
struct keep_info {
	char program[32], engine[16], office[256];
	int64_t schema, key_version, made_ms;
	int64_t rows, bytes;
	int64_t journal_seq; /* newest sealed line; 0: none */
	char journal_hash[2 * KEEP_HASH_BYTES + 1];
	int table_count;
	struct keep_table tables[KEEP_TABLES_MAX];
};

/*
 * Writes a backup of one moment to `path`, which must not exist (RC_CONFLICT), while the
 * server goes on. It stands there only when it is complete, on disk, and has been read back
 * and compared. On any failure nothing is left.
 */
enum rc keep_backup(struct db *db, struct keys *keys, const char *path, struct keep_info *info,
                    struct err *e) MUST_CHECK;

/* Reads a backup through and compares everything with its manifest. */
enum rc keep_verify(const char *path, const struct box_secret *with, struct keep_info *info,
                    struct err *e) MUST_CHECK;

/*
 * Fills an empty database ("sqlite:<data_dir>" when db_address is NULL) and a new data
 * folder with its key ring. data_dir must be missing or empty. The backup is verified before
 * anything is made, the database compared with it afterwards and brought to this program's
 * version. RC_CONFLICT when something is there already or the backup is of a newer program.
 */
struct keep_place {
	const char *data_dir, *db_address;
};
enum rc keep_restore(const char *path, const struct box_secret *with,
                     const struct keep_place *place, struct keep_info *info,
                     struct err *e) MUST_CHECK;

/*
 * Moves an office to an empty database at `to`. Writers of `from` wait meanwhile. Counts and
 * hashes of every table are compared; then `from` is marked with the setting `moved_to`
 * (`said`: the address without a password), unless `said` is NULL: a trial.
 */
enum rc keep_copy(struct db *from, const char *to, const char *said, struct keep_info *info,
                  struct err *e) MUST_CHECK;

#endif

/*
 * file.h: files that belong to something: evidence, papers, pictures, uploads.
 *
 * Contents are kept by their BLAKE2b-256 hash in chunks inside the database, so that backup and
 * replication carry them and the same content is there once. A row of table `file` gives a
 * content its name, its place and its scope. docs/files.md tells the whole story.
 *
 * A module takes a file in three steps: a FIELD_FILE in its input (the gate stores the content,
 * op/upload.h), file_keep() in its function, and, for guarded files, an OP_READ that calls
 * file_send().
 */
#ifndef APP_FILE_FILE_H
#define APP_FILE_FILE_H

#include "op/upload.h"

extern const struct object file_object;
extern const struct op file_ops[];

struct file_new {
	const struct upload *content; /* as the gate filled it */
	const char *object;           /* "person", "dossier": what it belongs to … */
	int64_t object_id;
	int64_t unit_id, person_id; /* … and where it is seen: in one of them (a person's of today) */
	/* Not in file.list and not through file.get: only the module's own operations reach it. */
	bool guarded;
};

/* The row for a stored content. Inside DB_WRITE. */
enum rc file_keep(struct ctx *c, const struct file_new *n, int64_t *id) MUST_CHECK;

/*
 * Stores what the program made (bytes or fd, name, size and type filled): u->hash for file_keep()
 * afterwards. Opens transactions of its own, so not inside one.
 */
enum rc file_made(struct ctx *c, struct upload *u) MUST_CHECK;

/* The file is gone for people; its content goes with file_purge(). Inside DB_WRITE. */
enum rc file_remove(struct ctx *c, int64_t id) MUST_CHECK;

/*
 * Names a kept file as the answer; its content is copied after the commit (out->fetch). Who may
 * see it is the caller's business.
 */
enum rc file_send(struct ctx *c, int64_t id, struct out *out) MUST_CHECK;

/*
 * The content as an open file without a name in the spool folder, checked against its hash;
 * the caller closes it. RC_NOTFOUND when the file was removed, RC_IO when content is missing.
 */
enum rc file_open(struct ctx *c, int64_t id, int *fd, int64_t *size) MUST_CHECK;

/* A new file without a name in the spool folder. */
enum rc file_temp(struct ctx *c, int *fd) MUST_CHECK;

/*
 * For the schedule, daily, outside a transaction: contents that nothing refers to and that were
 * stored more than a day ago, whole or half, are deleted.
 */
enum rc file_purge(struct ctx *c, int64_t *contents) MUST_CHECK;

/* For doctor: reads every content. Each finding goes to the process log by id or hash. */
struct file_check {
	int64_t contents, bytes;
	int64_t damaged; /* do not give their hash */
	int64_t missing; /* kept files without content */
};
enum rc file_check_all(struct ctx *c, struct file_check *out) MUST_CHECK;

#endif

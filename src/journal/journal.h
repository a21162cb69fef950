/*
 * journal.h: the record of every change (nhật ký), sealed so that nobody can alter it unseen.
 *
 * A line is written in the transaction that makes the change. Personal values
 * inside a line are sealed under a key of the person's own; with that key gone
 * (erasure, Luật 91/2025/QH15) they are gone, and the chain stays whole.
 */
#ifndef JOURNAL_JOURNAL_H
#define JOURNAL_JOURNAL_H

#include "auth/keys.h"
#include "db/db.h"

struct journal_line {
	int64_t at_ms;
	int64_t account_id; /* DB_NULL: the system itself */
	struct str origin;  /* "web 10.0.0.7", "cli uid=0", "job" */
	struct str request; /* id in the process log */
	const char *op;
	const char *object; /* "unit", or "" */
	int64_t object_id;  /* DB_NULL: none */
	int64_t person_id;  /* whom it is about, or DB_NULL */
	int64_t unit_id;    /* whose, for the scope of readers, or DB_NULL */
	struct str detail;  /* JSON; personal values through journal_seal() */
};

/* Inside DB_WRITE. */
enum rc journal_add(struct db *db, const struct journal_line *line) MUST_CHECK;

/*
 * A personal value as it stands in `detail`: "~" and base64url. The person's key
 * is made on first use, inside DB_WRITE.
 */
enum rc journal_seal(struct db *db, struct keys *keys, struct arena *mem, int64_t person_id,
                     struct str value, struct str *out) MUST_CHECK;

/* The value again; "(đã xóa)" when the person's key is gone. Text without "~" comes back as it is.
 */
enum rc journal_unseal(struct db *db, struct keys *keys, struct arena *mem, int64_t person_id,
                       struct str sealed, struct str *out) MUST_CHECK;

#endif

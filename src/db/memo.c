/*
 * memo.c: what was worked out from the database, kept on its connection while the database
 * stays as it is. An entry is found by its key; another key in its place drives it out.
 */
#include "db/engine.h"

#include <stdalign.h>

#define VALUE_MAX ((size_t)256 * 1024)

struct db_memo {
	int64_t state; /* of the database when it was worked out */
	size_t key_n, n;
	alignas(max_align_t) char bytes[]; /* the key, room for alignment, the value */
};

static struct db_memo **place(struct db *db, struct str key)
{
	uint64_t h = 0xcbf29ce484222325u;
	for (size_t i = 0; i < key.n; i++)
		h = (h ^ (unsigned char)key.p[i]) * 0x100000001b3u;
	return &db->memos[(h >> 32) % DB_MEMOS];
}

static size_t value_at(size_t key_n)
{
	return (key_n + 15) & ~(size_t)15;
}

/* Only in a snapshot: there the database has one state, and what is read belongs to it. */
static bool state_of(struct db *db, int64_t *out)
{
	return db->in_tx && db->mode == DB_READ && db->tx_rc == RC_OK && db->ops->state &&
	       db->ops->state(db, out);
}

struct str db_memo_find(struct db *db, struct str key)
{
	const struct db_memo *m = *place(db, key);
	int64_t state;
	if (!m || m->key_n != key.n || memcmp(m->bytes, key.p, key.n) != 0 || !state_of(db, &state) ||
	    m->state != state)
		return STR_NULL;
	return (struct str){.p = m->bytes + value_at(key.n), .n = m->n};
}

void db_memo_keep(struct db *db, struct str key, struct str value)
{
	struct db_memo **at = place(db, key);
	int64_t state;
	if (value.n > VALUE_MAX || !state_of(db, &state))
		return;
	size_t begin = value_at(key.n);
	struct db_memo *m = malloc(sizeof *m + begin + value.n);
	if (!m)
		return;
	*m = (struct db_memo){.state = state, .key_n = key.n, .n = value.n};
	memcpy(m->bytes, key.p, key.n);
	if (value.n)
		memcpy(m->bytes + begin, value.p, value.n);
	free(*at);
	*at = m;
}

void db_memos_drop(struct db *db)
{
	for (int i = 0; i < DB_MEMOS; i++)
		free(db->memos[i]);
}

/* keys_inner.h: what the files of the key ring share. Nobody else includes it. */
#ifndef AUTH_KEYS_INNER_H
#define AUTH_KEYS_INNER_H

#include "auth/keys.h"

#include <pthread.h>

/*
 * field, lookup, token: 32 bytes of secret.
 * journal: 32 bytes of seed, or of public key when `retired`.
 * backup: struct box_recipient.
 */
struct key {
	enum key_purpose purpose;
	bool retired;
	uint32_t id;
	int64_t created_ms;
	unsigned char bytes[64];
};

/* In sodium_malloc() memory, ordered by id. */
struct key_set {
	int count;
	struct key keys[KEYS_MAX];
};

struct keys {
	pthread_rwlock_t lock; /* guards `set`, which is replaced as a whole */
	struct key_set *set;
	char *path;
	_Atomic int64_t looked_ms, file_no; /* when the file was looked at, and which one it was */
	pthread_mutex_t nonces_lock;
	unsigned char nonces[64 * 24]; /* of the kernel's, not used yet (keys.c) */
	size_t nonces_left;
};

size_t key_size(enum key_purpose purpose);

/* Text of the ring file, at most RING_MAX bytes, in sodium_malloc() memory. */
#define RING_MAX ((size_t)16 * 1024)
struct ring_text {
	size_t n;
	char p[RING_MAX];
};
void ring_write_text(const struct key_set *set, struct ring_text *out);
/* *out is sodium_malloc()ed. RC_INVALID when damaged. */
enum rc ring_read_text(const struct ring_text *text, struct key_set **out,
                       struct err *e) MUST_CHECK;

/* Puts `set` into a new file at `path`; RC_CONFLICT when there is one. */
enum rc ring_store_new(const char *path, const struct key_set *set, struct err *e) MUST_CHECK;

/* Takes the file over when another process has replaced it; looks at most once a second. */
void ring_look(struct keys *k);

/* Locked memory, zeroed; aborts when there is none. */
void *secure_alloc(size_t size);

#endif

/*
 * keys.h: the key ring, a file that stands outside the database.
 *
 * Whoever copies the database alone reads no identifier, forges no line of the
 * journal and makes no session. Purposes, each with generations of its own:
 *
 *   KEY_FIELD    XChaCha20-Poly1305; the newest seals, all of them open
 *   KEY_LOOKUP   keyed BLAKE2b, to find a sealed value without opening it
 *   KEY_JOURNAL  Ed25519; the newest signs; of older ones only the public key is
 *                kept, so that nobody can sign for the past
 *   KEY_TOKEN    keyed BLAKE2b for cookies, CSRF and the like
 *   KEY_BACKUP   recipient of backups (box.h); its secret half follows from the
 *                recovery secret, which is shown once and kept on paper
 *
 * A key's id is unique in the ring and never used again. The file is refused
 * when others can read it or write its folder. It changes by replacement (write,
 * fsync, rename, fsync of the folder) under a lock that other processes see.
 *
 * `use` is a short constant word that says what a value is for ("cccd", "csrf"):
 * what was made for one use is not accepted for another. `ad` (associated data)
 * ties a sealed value to its place, for example the row's id, so that it cannot
 * be copied into another row; STR_NULL when there is none.
 *
 * Threads: all of them at once, also while a key is rotated. A rotation by another process
 * on this machine is noticed within a second, at the next use of the ring. Memory that holds
 * secrets is locked and wiped (sodium_malloc). docs/keys.md tells the whole story
 * (Luật 91/2025/QH15).
 */
#ifndef AUTH_KEYS_H
#define AUTH_KEYS_H

#include "auth/box.h"
#include "base/arena.h"

enum key_purpose { KEY_FIELD = 1, KEY_LOOKUP, KEY_JOURNAL, KEY_TOKEN, KEY_BACKUP };

#define KEYS_MAX 64        /* keys in a ring, old ones counted */
#define KEYS_HASH_BYTES 32 /* of keys_lookup_hash() and keys_mac() */
#define KEYS_SIGN_BYTES 64
#define KEYS_PUBLIC_BYTES 32
#define KEYS_WRAPPED_BYTES (5 + 24 + 32 + 16)

struct keys;

/* --- the recovery secret ---------------------------------------------------- */

/* 160 random bits and 40 of checksum: eight groups of five letters or digits. */
#define RECOVERY_TEXT_BYTES 48
struct recovery {
	char text[RECOVERY_TEXT_BYTES]; /* "ABCDE-FGHIJ-…", NUL at the end */
};

/* A fresh one. Show it once, then recovery_wipe(). */
void keys_escrow_new(struct recovery *out);
void recovery_wipe(struct recovery *r);

/*
 * The box keys that follow from what was typed (case, spaces and dashes do not
 * matter). RC_INVALID when the checksum says that it was mistyped.
 */
enum rc keys_recovery(struct str typed, struct box_secret *out, struct err *e) MUST_CHECK;

/* --- the ring --------------------------------------------------------------- */

/*
 * A new ring with one key of each purpose, in a file that must not exist
 * (RC_CONFLICT). Makes the last folder of the path (mode 0700) when it is missing.
 */
enum rc keys_create(const char *path, const struct box_recipient *to, struct keys **out,
                    struct err *e) MUST_CHECK;

/* RC_NOTFOUND without a file, RC_DENIED for wrong rights, RC_INVALID when damaged. */
enum rc keys_load(const char *path, struct keys **out, struct err *e) MUST_CHECK;
void keys_free(struct keys *k);

/* Takes over what another process changed in the file. */
enum rc keys_refresh(struct keys *k, struct err *e) MUST_CHECK;

/* Adds a generation. Not for KEY_BACKUP, which needs a new recovery secret. */
enum rc keys_rotate(struct keys *k, enum key_purpose purpose, struct err *e) MUST_CHECK;
enum rc keys_set_recipient(struct keys *k, const struct box_recipient *to,
                           struct err *e) MUST_CHECK;

/*
 * Destroys an older generation, once nothing is sealed or hashed with it any more.
 * RC_CONFLICT for the newest of its purpose and for KEY_JOURNAL (what it signed
 * must stay checkable), RC_NOTFOUND for an unknown id.
 */
enum rc keys_drop(struct keys *k, uint32_t id, struct err *e) MUST_CHECK;

struct key_info {
	uint32_t id;
	enum key_purpose purpose;
	int64_t created_ms;
	bool newest;
};
/* What the ring holds, oldest first; fills at most `max` and returns how many. */
int keys_list(struct keys *k, struct key_info *out, int max);
uint32_t keys_newest(struct keys *k, enum key_purpose purpose);
const char *keys_purpose_word(enum key_purpose purpose); /* "field", "lookup" … */

/*
 * The whole ring in a box for the backup recipient, and back. Written anew after
 * every rotation, beside the backups. Import makes the file at `path`, which must
 * not exist.
 */
enum rc keys_escrow_export(struct keys *k, int fd, struct err *e) MUST_CHECK;
enum rc keys_escrow_import(int fd, const struct box_secret *with, const char *path,
                           struct err *e) MUST_CHECK;

/* --- sealing ------------------------------------------------------------------ */

/*
 * version 1 | key id, 4 bytes little endian | nonce 24 | cipher text | tag 16.
 * The result lives in the arena.
 */
struct str keys_seal(struct keys *k, const char *use, struct str ad, struct str plain,
                     struct arena *mem);
/* RC_INVALID for what was changed, moved or cut; RC_NOTFOUND when its key is gone. */
enum rc keys_open(struct keys *k, const char *use, struct str ad, struct str sealed,
                  struct arena *mem, struct str *plain, struct err *e) MUST_CHECK;
/* The key that a sealed value was made with; 0 when it is none. */
uint32_t keys_sealed_id(struct str sealed);

/*
 * A data key of one person, wrapped by KEY_FIELD. Without the wrapped form what it
 * sealed is gone for good: that is how a person is erased from journal and backups.
 */
struct data_key {
	unsigned char bytes[32];
};
void keys_wrap(struct keys *k, struct str ad, struct data_key *fresh,
               unsigned char wrapped[KEYS_WRAPPED_BYTES]);
enum rc keys_unwrap(struct keys *k, struct str ad, struct str wrapped, struct data_key *out,
                    struct err *e) MUST_CHECK;
/* The same key under the newest KEY_FIELD, after a rotation. */
enum rc keys_rewrap(struct keys *k, struct str ad, struct str wrapped,
                    unsigned char out[KEYS_WRAPPED_BYTES], struct err *e) MUST_CHECK;
/* nonce 24 | cipher text | tag 16 */
struct str data_key_seal(const struct data_key *d, struct str ad, struct str plain,
                         struct arena *mem);
enum rc data_key_open(const struct data_key *d, struct str ad, struct str sealed, struct arena *mem,
                      struct str *plain, struct err *e) MUST_CHECK;
void data_key_wipe(struct data_key *d);

/* --- hashes and signatures ------------------------------------------------------ */

/*
 * Finds `value` (normalised by the caller) among hashes in the database. key_id 0
 * is the newest; while hashes are being renewed, ask for each id of KEY_LOOKUP.
 */
enum rc keys_lookup_hash(struct keys *k, uint32_t key_id, const char *use, struct str value,
                         unsigned char out[KEYS_HASH_BYTES], struct err *e) MUST_CHECK;

/* Made by the newest KEY_TOKEN; checked against all of them, in constant time each. */
void keys_mac(struct keys *k, const char *use, struct str message,
              unsigned char out[KEYS_HASH_BYTES]);
bool keys_mac_ok(struct keys *k, const char *use, struct str message, struct str mac) MUST_CHECK;

/* *key_id says which key signed. */
void keys_sign(struct keys *k, struct str message, uint32_t *key_id,
               unsigned char out[KEYS_SIGN_BYTES]);
/* RC_INVALID when it is not that key's signature, RC_NOTFOUND for an unknown key. */
enum rc keys_verify(struct keys *k, uint32_t key_id, struct str message, struct str signature,
                    struct err *e) MUST_CHECK;
/* Public half of a KEY_JOURNAL key, for inspectors; and checking with nothing else. */
enum rc keys_public(struct keys *k, uint32_t key_id, unsigned char out[KEYS_PUBLIC_BYTES],
                    struct err *e) MUST_CHECK;
bool keys_verify_public(const unsigned char public_key[KEYS_PUBLIC_BYTES], struct str message,
                        struct str signature) MUST_CHECK;

/* The newest backup recipient. */
void keys_recipient(struct keys *k, struct box_recipient *out);

#endif

/*
 * box.h: an encrypted, authenticated stream, for backups and the escrow file.
 *
 * A box is sealed to a recipient whose secret half is not on the server: whoever
 * steals the server or the backups cannot read old backups. `auth` is known to
 * both sides and proves that a box came from a server of this office: without it
 * anybody could seal a forged backup to the public key.
 *
 *     8  "THIDUABX"
 *     8  version, little endian (1)
 *    16  the recipient's fingerprint
 *    80  crypto_box_seal() of 32 random bytes
 *    24  header of crypto_secretstream_xchacha20poly1305
 *        pieces of BOX_PIECE bytes plain text + 17; the last is shorter or equal
 *        and carries the FINAL tag
 *
 * The stream's key is BLAKE2b(key = auth, the 32 random bytes); the whole header
 * is associated data of the first piece. A changed, missing, added, repeated or
 * moved byte is refused, and so is a cut or lengthened tail.
 *
 * Memory is constant, pipes and sockets will do. What box_read() hands out is
 * genuine, but only the end of the stream proves that it is all there: write to
 * a side place and move it in when box_read() has said so.
 *
 * A struct box belongs to one thread. The fd stays the caller's.
 */
#ifndef AUTH_BOX_H
#define AUTH_BOX_H

#include "base/str.h"

#define BOX_PIECE ((size_t)64 * 1024)
#define BOX_KEY_BYTES 32

struct box_recipient {
	unsigned char public_key[BOX_KEY_BYTES]; /* X25519 */
	unsigned char auth[BOX_KEY_BYTES];
};

/* Both halves. Kept in sodium_malloc() memory or wiped with sodium_memzero(). */
struct box_secret {
	struct box_recipient recipient;
	unsigned char secret_key[BOX_KEY_BYTES];
};

struct box;

/* Begins one and writes the header. RC_IO when the fd refuses. */
enum rc box_create(int fd, const struct box_recipient *to, struct box **out,
                   struct err *e) MUST_CHECK;
enum rc box_write(struct box *b, const void *bytes, size_t n, struct err *e) MUST_CHECK;
/* Writes the last piece; without it the box is a truncated one. No fsync. */
enum rc box_end(struct box *b, struct err *e) MUST_CHECK;

/*
 * Reads back what box_create() to box_end() wrote, from the start of `fd`, with the key
 * that is still in memory: the server checks a backup right after writing it, though it
 * could not open it later. RC_INVALID when the bytes are others than those written.
 */
enum rc box_reread(const struct box *written, int fd, struct box **out, struct err *e) MUST_CHECK;

/*
 * Opens one for reading. RC_INVALID when it is no box, of another version, for
 * another recipient, or damaged; RC_IO when the fd fails.
 */
enum rc box_open(int fd, const struct box_secret *with, struct box **out, struct err *e) MUST_CHECK;
/*
 * Up to `room` (> 0) bytes; *got == 0 means that the whole box was read and is
 * complete. RC_INVALID on damage, and again on every later call.
 */
enum rc box_read(struct box *b, void *to, size_t room, size_t *got, struct err *e) MUST_CHECK;

/* Wipes and frees; NULL is fine. Does not end a box being written. */
void box_free(struct box *b);

#endif

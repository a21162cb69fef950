/*
 * bits.h: sets of object ids as bits in blocks of BITS_BLOCK ids; empty blocks take no room.
 *
 * A stored block is a list of two-byte places while that is shorter, else the bits
 * themselves; both little-endian. Sets live in the arena they were made with.
 */
#ifndef INDEX_BITS_H
#define INDEX_BITS_H

#include "base/arena.h"
#include "base/str.h"

#define BITS_BLOCK 8192
#define BITS_WORDS (BITS_BLOCK / 64)

struct bits {
	struct arena *mem;
	uint64_t **at; /* one for each block, NULL: nothing in it */
	size_t blocks;
};

static inline struct bits bits_new(struct arena *mem)
{
	return (struct bits){.mem = mem};
}

/* Ids are not negative. The block of one for writing; it is there afterwards. */
uint64_t *bits_block(struct bits *b, size_t block);
void bits_set(struct bits *b, int64_t id);
bool bits_has(const struct bits *b, int64_t id);

void bits_or(struct bits *b, const struct bits *other);
void bits_and(struct bits *b, const struct bits *other);
void bits_minus(struct bits *b, const struct bits *other);

int64_t bits_count(const struct bits *b);

/* The ids in rising order, at most `max`, from `from` on. */
size_t bits_ids(const struct bits *b, int64_t from, int64_t *out, size_t max);

/* A stored block added to `words`; false when it is damaged. */
bool bits_read(struct str stored, uint64_t words[BITS_WORDS]);
/* The other way; empty when there is nothing in it. */
struct str bits_write(struct arena *mem, const uint64_t words[BITS_WORDS]);

#endif

#include "index/bits.h"

#include <endian.h>

/* Up to here a list is shorter than the bits. */
#define LIST_MAX (BITS_BLOCK / 16 - 1)

uint64_t *bits_block(struct bits *b, size_t block)
{
	if (block >= b->blocks) {
		size_t room = block < b->blocks * 2 ? b->blocks * 2 : block + 1;
		uint64_t **at = arena_array(b->mem, room, sizeof *at);
		if (b->blocks)
			memcpy(at, b->at, b->blocks * sizeof *at);
		memset(at + b->blocks, 0, (room - b->blocks) * sizeof *at);
		b->at = at;
		b->blocks = room;
	}
	if (!b->at[block]) {
		b->at[block] = arena_array(b->mem, BITS_WORDS, sizeof *b->at[block]);
		memset(b->at[block], 0, BITS_BLOCK / 8);
	}
	return b->at[block];
}

void bits_set(struct bits *b, int64_t id)
{
	bits_block(b, (size_t)(id / BITS_BLOCK))[id % BITS_BLOCK / 64] |= (uint64_t)1 << id % 64;
}

bool bits_has(const struct bits *b, int64_t id)
{
	size_t block = (size_t)(id / BITS_BLOCK);
	return block < b->blocks && b->at[block] && b->at[block][id % BITS_BLOCK / 64] >> id % 64 & 1;
}

void bits_or(struct bits *b, const struct bits *other)
{
	for (size_t i = 0; i < other->blocks; i++) {
		uint64_t *to = other->at[i] ? bits_block(b, i) : NULL;
		for (size_t w = 0; to && w < BITS_WORDS; w++)
			to[w] |= other->at[i][w];
	}
}

void bits_and(struct bits *b, const struct bits *other)
{
	for (size_t i = 0; i < b->blocks; i++) {
		uint64_t *to = b->at[i], *from = i < other->blocks ? other->at[i] : NULL;
		for (size_t w = 0; to && from && w < BITS_WORDS; w++)
			to[w] &= from[w];
		b->at[i] = from ? to : NULL;
	}
}

void bits_minus(struct bits *b, const struct bits *other)
{
	for (size_t i = 0; i < b->blocks && i < other->blocks; i++)
		for (size_t w = 0; b->at[i] && other->at[i] && w < BITS_WORDS; w++)
			b->at[i][w] &= ~other->at[i][w];
}

static int64_t count_block(const uint64_t words[BITS_WORDS])
{
	int64_t n = 0;
	for (size_t w = 0; w < BITS_WORDS; w++)
		n += __builtin_popcountll(words[w]);
	return n;
}

int64_t bits_count(const struct bits *b)
{
	int64_t n = 0;
	for (size_t i = 0; i < b->blocks; i++)
		n += b->at[i] ? count_block(b->at[i]) : 0;
	return n;
}

size_t bits_ids(const struct bits *b, int64_t from, int64_t *out, size_t max)
{
	size_t n = 0;
	for (size_t i = (size_t)(from / BITS_BLOCK); i < b->blocks; i++)
		for (size_t w = 0; b->at[i] && w < BITS_WORDS; w++)
			for (uint64_t left = b->at[i][w]; left; left &= left - 1) {
				int64_t id = (int64_t)(i * BITS_BLOCK + w * 64) + __builtin_ctzll(left);
				if (id < from)
					continue;
				if (n == max)
					return n;
				out[n++] = id;
			}
	return n;
}

bool bits_read(struct str stored, uint64_t words[BITS_WORDS])
{
	uint64_t word;
	uint16_t place;
	if (stored.n == BITS_BLOCK / 8) {
		for (size_t w = 0; w < BITS_WORDS; w++) {
			memcpy(&word, stored.p + 8 * w, sizeof word);
			words[w] |= le64toh(word);
		}
		return true;
	}
	for (size_t i = 0; i + 1 < stored.n; i += 2) {
		memcpy(&place, stored.p + i, sizeof place);
		place = le16toh(place);
		if (place >= BITS_BLOCK)
			return false;
		words[place / 64] |= (uint64_t)1 << place % 64;
	}
	return stored.n % 2 == 0;
}

struct str bits_write(struct arena *mem, const uint64_t words[BITS_WORDS])
{
	bool list = count_block(words) <= LIST_MAX;
	char *out = arena_alloc(mem, BITS_BLOCK / 8);
	size_t n = 0;
	for (size_t w = 0; w < BITS_WORDS; w++) {
		uint64_t word = htole64(words[w]);
		if (!list)
			memcpy(out + 8 * w, &word, sizeof word);
		for (uint64_t left = words[w]; list && left; left &= left - 1) {
			uint16_t place = htole16((uint16_t)(w * 64 + (size_t)__builtin_ctzll(left)));
			memcpy(out + n, &place, sizeof place);
			n += sizeof place;
		}
	}
	return (struct str){.p = out, .n = list ? n : BITS_BLOCK / 8};
}

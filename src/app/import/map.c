/* map.c: a table of 64-bit keys. */
#include "app/import/kind.h"

/* Side by side: a look is one line of the processor's cache. */
struct slot {
	uint64_t key;
	int64_t value; /* 0: free */
};

struct key_map {
	struct slot *slots;
	size_t count, room; /* room is a power of two */
};

struct key_map *map_new(size_t expected)
{
	struct key_map *m = calloc(1, sizeof *m);
	BUG_ON(!m);
	for (m->room = 1024; m->room < expected * 2;)
		m->room *= 2;
	m->slots = calloc(m->room, sizeof *m->slots);
	BUG_ON(!m->slots);
	return m;
}

void map_free(struct key_map *m)
{
	if (!m)
		return;
	free(m->slots);
	free(m);
}

static struct slot *slot_of(const struct key_map *m, uint64_t key)
{
	size_t at = (size_t)key & (m->room - 1);
	while (m->slots[at].value && m->slots[at].key != key)
		at = (at + 1) & (m->room - 1);
	return &m->slots[at];
}

static void map_grow(struct key_map *m)
{
	struct key_map old = *m;
	m->room *= 2;
	m->slots = calloc(m->room, sizeof *m->slots);
	BUG_ON(!m->slots);
	for (size_t i = 0; i < old.room; i++)
		if (old.slots[i].value)
			*slot_of(m, old.slots[i].key) = old.slots[i];
	free(old.slots);
}

int64_t map_get(const struct key_map *m, uint64_t key)
{
	return slot_of(m, key)->value;
}

void map_set(struct key_map *m, uint64_t key, int64_t value)
{
	if (2 * m->count >= m->room)
		map_grow(m);
	struct slot *at = slot_of(m, key);
	m->count += !at->value;
	*at = (struct slot){key, value};
}

void map_put(struct key_map *m, uint64_t key, int64_t value)
{
	if (!map_get(m, key))
		map_set(m, key, value);
}

/* map.c: a table of 64-bit keys. */
#include "app/import/kind.h"

struct key_map {
	uint64_t *keys;
	int64_t *values;    /* 0: free */
	size_t count, room; /* room is a power of two */
};

struct key_map *map_new(size_t expected)
{
	struct key_map *m = calloc(1, sizeof *m);
	BUG_ON(!m);
	for (m->room = 1024; m->room < expected * 2;)
		m->room *= 2;
	m->keys = calloc(m->room, sizeof *m->keys);
	m->values = calloc(m->room, sizeof *m->values);
	BUG_ON(!m->keys || !m->values);
	return m;
}

void map_free(struct key_map *m)
{
	if (!m)
		return;
	free(m->keys);
	free(m->values);
	free(m);
}

static size_t slot_of(const struct key_map *m, uint64_t key)
{
	size_t at = (size_t)key & (m->room - 1);
	while (m->values[at] && m->keys[at] != key)
		at = (at + 1) & (m->room - 1);
	return at;
}

static void map_grow(struct key_map *m)
{
	struct key_map old = *m;
	m->room *= 2;
	m->keys = calloc(m->room, sizeof *m->keys);
	m->values = calloc(m->room, sizeof *m->values);
	BUG_ON(!m->keys || !m->values);
	for (size_t i = 0; i < old.room; i++) {
		if (!old.values[i])
			continue;
		size_t at = slot_of(m, old.keys[i]);
		m->keys[at] = old.keys[i];
		m->values[at] = old.values[i];
	}
	free(old.keys);
	free(old.values);
}

int64_t map_get(const struct key_map *m, uint64_t key)
{
	return m->values[slot_of(m, key)];
}

void map_set(struct key_map *m, uint64_t key, int64_t value)
{
	if (2 * m->count >= m->room)
		map_grow(m);
	size_t at = slot_of(m, key);
	m->count += !m->values[at];
	m->keys[at] = key;
	m->values[at] = value;
}

void map_put(struct key_map *m, uint64_t key, int64_t value)
{
	if (!map_get(m, key))
		map_set(m, key, value);
}

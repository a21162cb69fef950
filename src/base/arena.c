#include "base/arena.h"

#include <malloc.h>
#include <stdalign.h>

#define BLOCK_BYTES ((size_t)16 * 1024)
#define KEPT_BYTES ((size_t)256 * 1024)
#define HEAP_KEPT (4 << 20)
#define HEAP_BLOCK_MAX (1 << 20)

struct arena_block {
	struct arena_block *next;
	size_t size;
	alignas(max_align_t) char bytes[];
};

struct arena_cleanup {
	struct arena_cleanup *next;
	void (*fn)(void *arg);
	void *arg;
};

void arena_keep_heap(void)
{
	/* Setting one ends glibc's own moving of both, which would follow the largest block freed. */
	mallopt(M_TRIM_THRESHOLD, HEAP_KEPT);
	mallopt(M_MMAP_THRESHOLD, HEAP_BLOCK_MAX);
}

void arena_init(struct arena *a)
{
	*a = (struct arena){0};
}

static void run_cleanups(struct arena *a)
{
	while (a->cleanups) {
		struct arena_cleanup *c = a->cleanups;
		a->cleanups = c->next;
		c->fn(c->arg);
	}
}

/*
 * Each block is at least as large as all before it, and the newest that is not too large
 * stays: after a few requests a worker's arena is one block that all of a page fits into.
 */
void arena_reset(struct arena *a)
{
	struct arena_block *kept = NULL;
	run_cleanups(a);
	while (a->blocks) {
		struct arena_block *b = a->blocks;
		a->blocks = b->next;
		if (kept || (b->size > KEPT_BYTES && a->blocks))
			free(b);
		else
			kept = b;
	}
	if (kept)
		kept->next = NULL;
	a->blocks = kept;
	if (a->blocks) {
		a->at = a->blocks->bytes;
		a->end = a->at + a->blocks->size;
	}
	a->used = 0;
}

void arena_release(struct arena *a)
{
	arena_reset(a);
	free(a->blocks);
	arena_init(a);
}

static void add_block(struct arena *a, size_t need)
{
	size_t size = BLOCK_BYTES;
	while (size < a->used && size < KEPT_BYTES)
		size *= 2;
	size = need > size ? need : size;
	BUG_ON(size > SIZE_MAX - sizeof(struct arena_block));
	struct arena_block *b = malloc(sizeof *b + size);
	BUG_ON(!b);
	b->next = a->blocks;
	b->size = size;
	a->blocks = b;
	a->at = b->bytes;
	a->end = b->bytes + size;
}

void *arena_alloc(struct arena *a, size_t size)
{
	BUG_ON(size > SIZE_MAX - alignof(max_align_t));
	size = (size + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
	if ((size_t)(a->end - a->at) < size)
		add_block(a, size);
	void *p = a->at;
	a->at += size;
	a->used += size;
	return memset(p, 0, size);
}

void *arena_array(struct arena *a, size_t count, size_t size)
{
	size_t bytes;
	BUG_ON(__builtin_mul_overflow(count, size, &bytes));
	return arena_alloc(a, bytes);
}

void arena_defer(struct arena *a, void (*fn)(void *arg), void *arg)
{
	struct arena_cleanup *c = arena_alloc(a, sizeof *c);
	*c = (struct arena_cleanup){.next = a->cleanups, .fn = fn, .arg = arg};
	a->cleanups = c;
}

struct str arena_str(struct arena *a, struct str s)
{
	if (!s.p)
		return STR_NULL;
	char *p = arena_alloc(a, s.n + 1);
	if (s.n)
		memcpy(p, s.p, s.n);
	return (struct str){.p = p, .n = s.n};
}

const char *arena_strz(struct arena *a, struct str s)
{
	return s.p ? arena_str(a, s).p : "";
}

struct str arena_vprintf(struct arena *a, const char *fmt, va_list args)
{
	va_list again;
	BUG_ON(!fmt);
	char line[240];
	va_copy(again, args);
	int n = vsnprintf(line, sizeof line, fmt, args);
	BUG_ON(n < 0);
	char *p = arena_alloc(a, (size_t)n + 1);
	if ((size_t)n < sizeof line)
		memcpy(p, line, (size_t)n);
	else
		vsnprintf(p, (size_t)n + 1, fmt, again);
	va_end(again);
	return (struct str){.p = p, .n = (size_t)n};
}

struct str arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	struct str s = arena_vprintf(a, fmt, args);
	va_end(args);
	return s;
}

struct str arena_z_int(struct arena *a, const char *before, int64_t v)
{
	char digits[21], *at = digits + sizeof digits;
	uint64_t rest = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
	size_t n = strlen(before);
	do {
		*--at = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest);
	if (v < 0)
		*--at = '-';
	size_t m = (size_t)(digits + sizeof digits - at);
	char *p = arena_alloc(a, n + m + 1);
	memcpy(p, before, n);
	memcpy(p + n, at, m);
	return (struct str){.p = p, .n = n + m};
}

/*
 * arena.h: memory that lives as long as a request, a job or a command.
 *
 * Nothing in an arena is freed singly; arena_reset() gives all of it back at
 * once, running deferred clean-ups first, last in first out (nginx' pools and
 * PostgreSQL's contexts are the models). One arena belongs to one thread at a
 * time. An allocation never returns NULL: sizes that come from outside are
 * capped by the caller before they get here, so running out of memory on what
 * is left is answered by abort().
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/str.h"

#include <stdarg.h>

struct arena_block;
struct arena_cleanup;

struct arena {
	char *at, *end;
	struct arena_block *blocks;
	struct arena_cleanup *cleanups;
	size_t used; /* bytes handed out since the last reset */
};

/*
 * Once, first thing in main(): what a thread frees at the end of its heap stays with it, up to some
 * megabytes, for the next piece of work. glibc would give it back to the kernel and ask for it
 * again, page by page: a third of the time of a certificate. See mallopt(3).
 */
void arena_keep_heap(void);

void arena_init(struct arena *a);

/* Runs the clean-ups and forgets everything; keeps one block for next time. */
void arena_reset(struct arena *a);

/* arena_reset() and back to nothing. */
void arena_release(struct arena *a);

/* Aligned for any type, zeroed. */
void *arena_alloc(struct arena *a, size_t size) __attribute__((malloc, returns_nonnull));

/* `count` of `size` each, zeroed; aborts on overflow. */
void *arena_array(struct arena *a, size_t count, size_t size)
	__attribute__((malloc, returns_nonnull));

/* Registers fn(arg) for the next reset. For handles that live in the arena's time. */
void arena_defer(struct arena *a, void (*fn)(void *arg), void *arg);

/* A copy that ends in NUL (not counted). NULL stays NULL. */
struct str arena_str(struct arena *a, struct str s);
const char *arena_strz(struct arena *a, struct str s);

/* printf into the arena; ends in NUL. */
struct str arena_printf(struct arena *a, const char *fmt, ...) PRINTF_LIKE(2, 3);
struct str arena_vprintf(struct arena *a, const char *fmt, va_list args) PRINTF_LIKE(2, 0);

/* `before` and the number: what most addresses are made of, without printf's cost. */
struct str arena_z_int(struct arena *a, const char *before, int64_t v);

#endif

/*
 * str.h: text whose length is known.
 *
 * A struct str borrows its bytes: it never frees them. What fills it says who
 * owns them (usually an arena). Text is UTF-8; text that came from outside has
 * been through viet_nfc(). p == NULL means "no value" (SQL NULL), which is not
 * the empty text. The bytes need not end in NUL unless the function that made
 * the str says so; everything made by an arena does.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include "base/rc.h"

#include <stdbool.h>
#include <stdint.h>

struct str {
	const char *p;
	size_t n;
};

#define STR(lit) ((struct str){.p = "" lit, .n = sizeof(lit) - 1})
#define STR_NULL ((struct str){0})
/* For printf: `"%.*s", STR_ARG(s)`. */
#define STR_ARG(s) (int)(s).n, (s).p ? (s).p : ""

static inline struct str str_of(const char *z)
{
	return (struct str){.p = z, .n = z ? strlen(z) : 0};
}

static inline bool str_empty(struct str s)
{
	return s.n == 0;
}

bool str_eq(struct str a, struct str b);

/* In line and from the front: names are looked up in tables, where the first letter tells most. */
static inline bool str_eqz(struct str a, const char *z)
{
	for (size_t i = 0; i < a.n; i++)
		if (!z || z[i] == '\0' || z[i] != a.p[i])
			return false;
	return !z || z[a.n] == '\0';
}

bool str_starts(struct str s, const char *prefix);
bool str_ends(struct str s, const char *suffix);

/* Order by bytes; the shorter first where one begins the other. */
int str_cmp(struct str a, struct str b);

/* Without leading and trailing ASCII white space. */
struct str str_trim(struct str s);

/* The position of `c`, or -1. */
ptrdiff_t str_chr(struct str s, char c);

/*
 * Cuts what stands before the first `sep` from the front of *rest and returns
 * it; without `sep`, all of it. *rest->p becomes NULL when nothing is left.
 */
struct str str_cut(struct str *rest, char sep);

/*
 * A whole decimal number with an optional sign and nothing else. false on
 * anything else, and on overflow; *out is then left alone.
 */
bool str_int(struct str s, int64_t *out) MUST_CHECK;

/* true for well-formed UTF-8 without NUL. */
bool str_utf8_ok(struct str s);

/* NULL is what is not there, "" what is there and empty: from one to the other. */
static inline struct str str_or_empty(struct str s)
{
	return s.p ? s : STR("");
}
static inline struct str str_or_null(struct str s)
{
	return s.n ? s : STR_NULL;
}

/* The number of characters (code points) of well-formed UTF-8. */
size_t str_chars(struct str s);

/* The beginning of well-formed UTF-8, at most so many bytes; no character is cut in two. */
struct str str_head(struct str s, size_t bytes);

#endif

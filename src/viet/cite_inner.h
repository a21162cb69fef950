/* cite_inner.h: what the files of cite.h share; nobody else includes it. */
#ifndef VIET_CITE_INNER_H
#define VIET_CITE_INNER_H

#include "viet/cite.h"

static inline bool cite_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* A whole number of at most `most` digits at *i; -1 when none is there. */
int cite_number(const struct viet_shadow *s, size_t *i, int most);

/* A year from 1900 to 2099 at i with no figure after it; 0. */
int cite_year(const struct viet_shadow *s, size_t i);

/* The word at i: its length; *i stays. */
size_t cite_word(const struct viet_shadow *s, size_t i);

/* "của", also as "ctia", "cua", "ciia"; "năm" likewise. The end, or 0. */
size_t cite_of(const struct viet_shadow *s, size_t i);
size_t cite_in_year(const struct viet_shadow *s, size_t i);

/* Fills date, issuer and title from what follows `i`, and c->to. */
void cite_rest(struct arena *a, const struct viet_shadow *s, size_t i, struct cite *c);

/* Fills place, if one stands right before c->from. */
void cite_place(struct arena *a, const struct viet_shadow *s, struct cite *c);

/* A law or a resolution that is cited by its name at word i. */
bool cite_named_at(struct arena *a, const struct viet_shadow *s, size_t i, struct cite *c);

#endif

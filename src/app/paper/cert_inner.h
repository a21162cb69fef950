/* cert_inner.h: what the files about certificates share. */
#ifndef APP_PAPER_CERT_INNER_H
#define APP_PAPER_CERT_INNER_H

#include "app/paper/inner.h"
#include "db/sql_certificate.h"
#include "paper/cert.h"

extern const struct choice cert_blanks[], cert_subjects[];

/* A fresh short number, "K7QM-2XWD-9FJT": random, 60 bits. */
struct str short_number(struct arena *mem);

/* As it is stored, from what somebody typed; "" when it cannot be one. */
struct str short_number_typed(struct arena *mem, struct str typed);

/* Where the boxes stand for whom: the office's layout that is nearest, or the shipped blank. */
struct cert_layout {
	const struct cert_blank *blank;
	struct cert_options options;
	struct str body;
	int64_t id; /* DB_NULL: as shipped */
};
enum rc cert_layout_of(struct ctx *c, struct str blank, int64_t unit, struct str award,
                       struct str subject, struct cert_layout *out) MUST_CHECK;

/* A blank of this kind with another body; RC_INVALID on field "body". */
enum rc cert_with_body(struct ctx *c, struct str blank, struct str body,
                       const struct cert_blank **out) MUST_CHECK;

/* The office's own picture (emblem.c); p NULL: none. */
enum rc cert_emblem(struct ctx *c, struct str *png) MUST_CHECK;
bool cert_has_emblem(struct ctx *c);

struct print_words {
	struct str authority, place, power, signer,
		achievement; /* the last where the ledger has none */
};
enum rc cert_words(struct ctx *c, struct str authority, struct str power, struct str signer,
                   struct print_words *w) MUST_CHECK;
enum rc cert_prints_json(struct ctx *c, const struct print_words *w,
                         const struct sql_certificate_prints *rows, size_t n,
                         struct str *json) MUST_CHECK;

#endif

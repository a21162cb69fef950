/*
 * codes.h: the lists by which documents are recognised: types, issuers, provinces, laws.
 *
 * Types and their codes after NĐ 30/2020/NĐ-CP, Phụ lục III, and the usage of the Party's and of
 * the law-makers' documents. None of the lists is closed: what is not in them is left as it was
 * read.
 */
#ifndef VIET_CODES_H
#define VIET_CODES_H

#include "base/arena.h"

struct doc_type {
	const char *code; /* NULL: has none (công văn, luật named by its title) */
	const char *name;
};
extern const struct doc_type viet_doc_types[]; /* ends with name NULL */

/* "KH" is "Kế hoạch"; NULL when it is no code of a type. */
const char *viet_doc_type_name(struct str code);

/* Names alone, for viet_near_best(): types of documents, bodies, provinces (old and new), laws. */
extern const char *const viet_type_names[];
extern const char *const viet_bodies[];
extern const char *const viet_provinces[];
extern const char *const viet_laws[];

enum code_kind { CODE_TYPE = 1, CODE_BODY = 2 };

/*
 * The right form of a code: NQ-HĐND's second part read as "HDND" is HĐND. In noisy text one wrong
 * letter is mended where exactly one code of the list is that near ("HPND"). *mended says that
 * the answer differs from what stands there. NULL: not in the lists.
 */
const char *viet_code(struct str read, bool noisy, unsigned kinds, bool *mended);

#endif

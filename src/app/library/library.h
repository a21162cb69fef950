/*
 * library.h: the library of legal documents, and what was given to be read.
 *
 * Everything that cites a document leads here. A document is one and the same by sign,
 * issuer and year; laws, which are cited without sign (Nghị định 30/2020/NĐ-CP, Phụ
 * lục I), by title and year. Nothing is guessed: what fits several documents fits none.
 */
#ifndef APP_LIBRARY_LIBRARY_H
#define APP_LIBRARY_LIBRARY_H

#include "op/ctx.h"

struct home_chart;
struct import_kind;

extern const struct object document_object;
extern const struct op document_ops[], relation_ops[], guidance_ops[], reading_ops[], reader_ops[],
	coverage_ops[], reading_nightly_ops[], cited_ops[];
/* Documents from a list (app/import). */
extern const struct import_kind import_documents;

/* document_validities: of a day, as the lists of documents compute it. */
extern const struct choice document_classes[], document_types[], document_validities[];

/* A document as somebody cites it; what is not said is "" or DATE_NONE. */
struct library_cited {
	struct str type;   /* "Chỉ thị", or its code "CT" */
	struct str sign;   /* "41-CT/TW", also without marks; "Số:" before it does no harm */
	struct str issuer; /* "Bộ Chính trị", "UBND tỉnh" */
	struct str title;  /* "Thi đua, khen thưởng năm 2022" */
	int year;          /* "năm 2022" behind the sign; 0: not said */
	struct date date;  /* it was signed on */
	struct date on;    /* of the citing text: of two laws of one title, the one in force then */
};

struct library_found {
	int64_t id; /* DB_NULL: none, or not sure which */
	int count;  /* documents that could be meant; with an id always 1 */
};

/*
 * The one document that is meant. An administrative sign (48/NQ-HĐND) comes again every
 * year: without a date or a year it is not sure. Inside any transaction.
 */
enum rc library_find(struct ctx *c, const struct library_cited *what,
                     struct library_found *out) MUST_CHECK;

/* The same for a citation as it stands in a text or on a page: the first that is in the library. */
enum rc library_find_text(struct ctx *c, struct str text, struct library_found *out) MUST_CHECK;

/* How a document is known again; computed from its facts alone. */
struct library_keys {
	struct str sign, issuer, title; /* "" when there is none */
	int year;                       /* of sign, date or title ("năm 2022"); 0: unknown */
	bool yearly;                    /* the sign comes again every year */
};
enum rc library_keys(struct ctx *c, const struct library_cited *what,
                     struct library_keys *out) MUST_CHECK;

/*
 * One document, as the form, the list from a file and the program's own list give it. Texts
 * that are not known are "", dates DATE_NONE.
 */
struct library_document {
	struct str class, type, sign, issuer, title, source, note;
	struct date signed_on, valid_from, valid_to;
	bool confirmed, draft;
};

/* A document by all that is known of it. */
struct library_cited library_as_cited(const struct library_document *d);

/* What no document may be: a sentence and the field it is about; NULL when it is right. */
const char *library_wrong(const struct library_document *d, const char **field);

/*
 * Puts it into the library and tells the search box. RC_CONFLICT on field "sign" when it is
 * there already, with its id in *id. Inside DB_WRITE.
 */
enum rc library_add(struct ctx *c, const struct library_document *d, int64_t *id) MUST_CHECK;
enum rc library_set(struct ctx *c, int64_t id, const struct library_document *d) MUST_CHECK;

/* The documents of src/app/library/documents.csv, for a new office. Inside DB_WRITE, once in its
 * life. */
enum rc library_begin(struct ctx *c) MUST_CHECK;

/* Keys again, after VIET_KEY_VERSION grew; adds to *rows. Inside DB_WRITE. */
enum rc library_rebuild(struct ctx *c, int64_t *rows) MUST_CHECK;

/* "Nghị định 152/2025/NĐ-CP": type and sign, or type and title of what has no sign. */
struct str library_name(struct ctx *c, struct str type, struct str sign, struct str title);

/* --- for templates ---------------------------------------------------------------------------- */

struct reader_page {
	int64_t id;
	struct str csrf, name, title, ask, due, state, document, file, done;
	bool may; /* acknowledge */
};

struct coverage_row {
	struct str unit;
	int64_t asked, opened, acknowledged; /* asked: not opened yet; each person in one of them */
};
struct coverage_page {
	struct coverage_row *rows;
	int count;
	struct coverage_row all;
	int percent;       /* acknowledged of all */
	struct str unread; /* address of the list of those who have not read */
	const struct home_chart *chart;
};

#endif

/* inner.h: what the files of this module share. */
#ifndef APP_PAPER_INNER_H
#define APP_PAPER_INNER_H

#include "app/paper/paper.h"
#include "paper/paper.h"

#define PAPER_BODY_MAX 200000

/* --- text.c: templates as they are and were --- */

/* The template in use on a day: the office's last version, else the shipped one. */
struct paper_used {
	const struct paper_template *t;
	struct paper_about about;
	int64_t template_id; /* DB_NULL: the shipped one */
	int64_t no;
	struct str name, text, body; /* body p NULL: the shipped one */
	struct date from;            /* DATE_NONE: the shipped one */
};
enum rc paper_used_on(struct ctx *c, struct str kind, struct date on,
                      struct paper_used *out) MUST_CHECK;

/* A body of the office's for this kind; RC_INVALID on field "body" with the line. */
enum rc paper_read_own(struct ctx *c, struct str kind, struct str body,
                       const struct paper_template **out) MUST_CHECK;

/* Kept once; *id. Inside DB_WRITE. */
enum rc paper_text_keep(struct ctx *c, const struct paper_used *u, int64_t *id) MUST_CHECK;
enum rc paper_text_read(struct ctx *c, int64_t id, const struct paper_template **out) MUST_CHECK;

/* Values that show what stands where: labels in the place of words, two rows in each list. */
struct str paper_sample(struct ctx *c, const struct paper_about *a);

/* The body of a shipped file, to begin an own version with. */
struct str paper_body_of(struct str text);

/* --- data.c: data as JSON and as boxes of a form --- */

struct paper_set {
	struct str path, text; /* "people.2.name"; text as people type it; of a list: rows as lines */
};

/* What was typed into the data; rows that became empty go. RC_INVALID on "values.N.text". */
enum rc paper_data_set(struct ctx *c, const struct paper_about *a, struct str json,
                       const struct paper_set *sets, int count, struct str *out) MUST_CHECK;

/* All boxes of a form with what stands in them now; two empty rows more in each list. */
enum rc paper_data_sets(struct ctx *c, const struct paper_about *a, struct str json,
                        struct paper_set **out, int *count) MUST_CHECK;

/* The field that a path names and the number of its innermost row (from 0, -1: none); NULL. */
const struct paper_field *paper_field_at(const struct paper_about *a, struct str path, int *row);

/* Values of the settings, where the data have none. */
enum rc paper_data_defaults(struct ctx *c, const struct paper_about *a, struct str json,
                            struct str *out) MUST_CHECK;

/* Template and data become a paper; RC_INVALID when the data do not fit. */
enum rc paper_of(struct ctx *c, const struct paper_template *t, struct str json,
                 const struct paper **out) MUST_CHECK;

extern const struct choice report_awards[];

/* --- batch.c: a file that the program made --- */

/*
 * Stores it as a file of the unit and writes the journal line of c->op, in a transaction of its
 * own; `more` (or NULL) goes into the same. For OP_OWN_TX.
 */
enum rc paper_keep_made(struct ctx *c, const struct buf *b, struct str name, enum file_type type,
                        int64_t unit, enum rc (*more)(struct ctx *c, void *arg), void *arg,
                        int64_t *file) MUST_CHECK;

/* --- press.c: files --- */

struct press_format {
	const char *name, *ending, *type;
};
extern const struct choice press_formats[]; /* pdf, docx, html */
const struct press_format *press_format_of(struct str name);

/* Into `b`; opens the letters for it (30 ms), except for HTML. */
enum rc press_write(struct ctx *c, const struct paper *p, struct str format,
                    struct buf *b) MUST_CHECK;

/* As the answer: a file without a name in the spool folder. */
enum rc press_send(struct ctx *c, const struct buf *b, struct str name, const char *type,
                   struct out *out) MUST_CHECK;
enum rc press_paper(struct ctx *c, const struct paper *p, struct str name, struct str format,
                    struct out *out) MUST_CHECK;

/* "bao-cao-nguyen-van-a": a name for a file, from a title. */
struct str press_name(struct ctx *c, struct str title);

/* --- report.c: what an object says for a paper about it --- */

struct paper_source {
	const char *object;
	int64_t id;
	struct str kind, award;
	int64_t from, to;
};
enum rc paper_source_data(struct ctx *c, const struct paper_source *s, struct str *title,
                          struct str *json) MUST_CHECK;

/* Is it written by the person it is about? */
bool paper_is_report(struct str kind);

#endif

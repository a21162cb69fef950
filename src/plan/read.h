/*
 * read.h: from the text of a plan (kế hoạch) to what it says: header, sections, citations, tasks.
 *
 * Pure: no database, no clock, no files. The text is that of the document, clean or recognised
 * without marks (viet/shadow.h), columns kept or read one after the other. Its shape is that of
 * NĐ 30/2020/NĐ-CP, Phụ lục I: issuer and national name, number and sign, place and date, type,
 * title, body, "Nơi nhận" with the signer's post. What a document does not show is NULL or
 * DATE_NONE, never guessed; what was read otherwise than it stands there is a remark.
 *
 * Everything lives in the arena it was read into and borrows from the text there.
 */
#ifndef PLAN_READ_H
#define PLAN_READ_H

#include "base/json_out.h"
#include "viet/cite.h"

#define PLAN_TEXT_MAX ((size_t)4 << 20) /* some 1500 pages */
#define PLAN_LINES_MAX 60000
#define PLAN_SECTIONS_MAX 4000
#define PLAN_TASKS_MAX 4000
#define PLAN_RECIPIENTS_MAX 60
#define PLAN_MENDED_MAX 8

struct plan_section {
	struct str label;       /* "I", "1", "a", "Điều 3", "1.2" */
	struct str title;       /* NULL: the section has none of its own */
	struct str text;        /* without title and without its sections; paragraphs end in "\n" */
	struct str path;        /* "III.2" */
	int parent;             /* index, -1: none */
	int depth;              /* 0: outermost */
	int from_line, to_line; /* half-open, from 0, with everything below it */
	bool title_mended;      /* the whole title is of the lists */
	bool mended;            /* title or text is not as it stands there */
};

struct plan_task {
	int section;      /* index, -1: none */
	struct str owner; /* who is charged, as it stands there; NULL: nobody is named */
	struct str text;
	struct str with, due; /* of a table: who helps, until when, as it stands there; or NULL */
	const char *kind;     /* professional, party, policy, digital, reform, emulation */
	int line;
	bool mended; /* text or owner is not as it stands there */
};

struct plan_cite {
	struct cite c;
	int line, times;
	bool replaced; /* this plan says that it takes its place */
};

struct plan_remark {
	int line; /* -1: about the whole */
	struct str text;
};

struct plan_doc {
	struct str text; /* NFC; lines are those of this text */
	bool noisy;
	struct str type; /* "Kế hoạch" */
	struct str number, notation;
	struct date date;
	struct str place, parent, issuer, title, signer_post, signer_name;
	struct str *recipients;
	struct plan_section *sections; /* in reading order, parents first */
	struct plan_cite *cites;
	struct plan_task *tasks;
	struct plan_remark *remarks;
	/* Findings of the header that are not as they stand there: "issuer", "title" … */
	const char *mended[PLAN_MENDED_MAX];
	int mended_count;
	int recipient_count, section_count, cite_count, task_count, remark_count;
	/* Lines of the header's findings, -1: not found; plan_line is not type_line in an attached
	 * plan. */
	int sign_line, date_line, type_line, plan_line, title_line, issuer_line, recipients_line,
		signer_line;
};

/*
 * Reads the text of one plan. RC_INVALID, with the reason and what to do, for what is no plan, for
 * two columns and for bytes in an unknown encoding; RC_TOOBIG over the limits.
 */
enum rc plan_read(struct arena *a, struct str bytes, struct plan_doc *out,
                  struct err *e) MUST_CHECK;

/* {"type":…,"sign":{…},…}; keys as docs/plan.md has them. */
void plan_json(struct json_out *j, const struct plan_doc *d);

/* The same for people, a few lines a finding. */
void plan_words(struct buf *b, const struct plan_doc *d);

/* What a task is about, by its words; see plan_task.kind. */
const char *plan_kind_of(struct arena *a, struct str text);

#endif

/* inner.h: what the files of the room share; nobody else includes it. */
#ifndef PLAN_INNER_H
#define PLAN_INNER_H

#include "plan/read.h"
#include "viet/codes.h"
#include "viet/viet.h"

/* A line of the text, as positions in the shadow, without the spaces around it. */
struct line {
	size_t from, to; /* equal: nothing on it */
	int indent;      /* spaces before it */
};

/* A paragraph of the body, over as many lines as it takes. */
struct para {
	int section; /* -1: before the first */
	int line;
	size_t from, to; /* without label and bullet */
	bool bullet, title;
};

struct reader {
	struct arena *mem;
	struct plan_doc *doc;
	struct viet_shadow s;
	struct line *lines;
	int line_count;
	bool wrapped;  /* lines end where the page did, not where the paragraph does */
	bool spaced;   /* wrapped, and paragraphs are parted by blank lines */
	int width;     /* of a full line */
	int body, end; /* lines of the body, half-open */
	struct para *paras;
	int para_count;
};

void plan_remark(struct reader *r, int line, const char *fmt, ...) PRINTF_LIKE(3, 4);

/* --- lines.c --- */

/* Cuts the text into lines; finds out whether they are wrapped. RC_TOOBIG, RC_INVALID. */
enum rc plan_lines(struct reader *r, struct err *e) MUST_CHECK;
bool line_blank(const struct reader *r, int line);
/* Only signs: a rule under a name, asterisks. */
bool line_rule(const struct reader *r, int line);
/* Most letters of [from, to) are capitals. */
bool all_capitals(const struct viet_shadow *s, size_t from, size_t to);
/* The line that a position stands on. */
int line_of(const struct reader *r, size_t at);
struct str line_text(const struct reader *r, int line);
/* Ends in one of . ; : ! ? */
bool line_ends(const struct reader *r, int line);
/* An item of a list begins on this line; a dash between words that a wrapped line begins with is
 * none. */
bool line_bullet(const struct reader *r, int line, size_t *to);
/* The paragraph goes on on this line. */
bool line_goes_on(const struct reader *r, int line);

/* --- head.c, foot.c --- */

/* Header and title; r->body is set. RC_INVALID: no plan. */
enum rc plan_head(struct reader *r, struct err *e) MUST_CHECK;
/* Recipients and signer; r->end is set. */
void plan_foot(struct reader *r);

/* --- section.c, label.c --- */

enum label_style {
	LABEL_NONE,
	LABEL_PART,    /* Phần I, Phần thứ nhất */
	LABEL_CHAPTER, /* Chương I */
	LABEL_CAPITAL, /* A. */
	LABEL_MUC,     /* Mục 1 */
	LABEL_ROMAN,   /* I. */
	LABEL_ARTICLE, /* Điều 1. */
	LABEL_NUMBER,  /* 1. or 1) */
	LABEL_SECOND,  /* 1.1. */
	LABEL_THIRD,   /* 1.1.1. */
	LABEL_LETTER,  /* a) */
	LABEL_STYLES
};

struct label {
	enum label_style style;
	int value; /* of its last part */
	int parts[3];
	size_t to;  /* where the words begin */
	bool alone; /* nothing follows it on the line */
};

/*
 * What label a line could begin with, given the number that is expected of each style; l, I and 1
 * are one sign in noise, so "1." under I, 5 may be read as I or 1 only by what fits.
 */
struct label label_at(const struct viet_shadow *s, const struct line *line,
                      const int expected[LABEL_STYLES]);
struct str label_text(struct arena *a, const struct label *l);
/* "-", "+", "*" at the beginning of a line. */
bool bullet_at(const struct viet_shadow *s, const struct line *line, size_t *to);

void plan_sections(struct reader *r);

/* --- task.c --- */

void plan_tasks(struct reader *r);
/* The body that is charged at the beginning of a sentence, with what it has to do. */
size_t owner_end(const struct viet_shadow *s, size_t from, size_t to);

#endif

/* inner.h: what the files of the room share; nobody else includes it. */
#ifndef PLAN_INNER_H
#define PLAN_INNER_H

#include "plan/read.h"
#include "viet/codes.h"
#include "viet/mend.h"
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
	size_t from, to;         /* without label and bullet */
	bool bullet, title, row; /* row: of a table */
	struct str text;         /* plan_text() of it; NULL: not yet taken */
	bool mended;
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
	int margin;    /* spaces before a line that goes on; -1: paragraphs are not set in */
	int body, end; /* lines of the body, half-open */
	int annex;     /* the line it begins on, behind the signature; -1 */
	int *pages;    /* lines that begin a page, where form feeds say so */
	int page_count;
	struct para *paras;
	int para_count;
	struct viet_mender *mender;
};

/*
 * shadow_text() with what is certain put right where marks are lost: in the whole text, or in these
 * words of a text that has its marks. *mended becomes true when something was changed.
 */
struct str plan_text(struct reader *r, size_t from, size_t to, bool *mended);
/* The same for a whole paragraph, taken once. */
struct str plan_para(struct reader *r, struct para *p, bool *mended);
/* The same for words that were taken out already; NULL stays NULL. */
struct str plan_right(struct reader *r, struct str read, bool *mended);

/* Says that a finding of the header is not as it stands there. */
void plan_mended(struct reader *r, const char *what);
void plan_remark(struct reader *r, int line, const char *fmt, ...) PRINTF_LIKE(3, 4);

/* --- lines.c --- */

/* Cuts the text into lines; finds out whether they are wrapped. RC_TOOBIG, RC_INVALID. */
enum rc plan_lines(struct reader *r, struct err *e) MUST_CHECK;
bool line_blank(const struct reader *r, int line);
/* Only signs: a rule under a name, asterisks. */
bool line_rule(const struct reader *r, int line);
/* Most letters of [from, to) are capitals. */
bool all_capitals(const struct viet_shadow *s, size_t from, size_t to);
static inline bool capital_at(const struct viet_shadow *s, size_t i)
{
	return i < s->n && s->cased[i] >= 'A' && s->cased[i] <= 'Z';
}
/* The line that a position stands on. */
int line_of(const struct reader *r, size_t at);
struct str line_text(const struct reader *r, int line);
/* Ends in one of . ; : ! ? */
bool line_ends(const struct reader *r, int line);
/* An item of a list begins on this line; a dash between words that a wrapped line begins with is
 * none. */
bool line_bullet(const struct reader *r, int line, size_t *to);
/* Half of a full line or more: it may have been broken by the page. */
bool line_full(const struct reader *r, int line);
/* Set in from the margin: a paragraph begins here. */
bool line_set_in(const struct reader *r, int line);
/* The paragraph goes on on this line. */
bool line_goes_on(const struct reader *r, int line);

/* --- page.c --- */

bool plan_page_number(const struct viet_shadow *s, const struct line *l);
void plan_running(struct reader *r, const int *numbers, int count);

/* --- head.c, title.c, foot.c --- */

/* Header and title; r->body is set. RC_INVALID: no plan. */
enum rc plan_head(struct reader *r, struct err *e) MUST_CHECK;
/* The line with the type and where its name ends; RC_INVALID: no plan. */
enum rc plan_type(struct reader *r, int *line, size_t *end, struct err *e) MUST_CHECK;
void plan_title(struct reader *r, int type_line, size_t type_end);
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

/* --- words.c, owner.c --- */

extern const char *const plan_heads[],
	*const plan_named_heads[], *const plan_plurals[], *const plan_things[], *const plan_leads[],
																				*const plan_verbs[];

/* Behind "Giao", "Đề nghị", if one of them stands at `from`. */
size_t owner_from(const struct viet_shadow *s, size_t from);
/* A body that can be charged begins at i; *end is behind what shows it. */
bool owner_head(const struct viet_shadow *s, size_t i, size_t *end);
/* The end of the body that is charged at the beginning of a sentence with what it has to do; 0. */
size_t owner_end(const struct viet_shadow *s, size_t from, size_t to);
/* The end of the body that a title names from `from` on; 0: it names none. */
size_t owner_titled(const struct viet_shadow *s, size_t from);

/* --- spaced.c --- */

/* Tables whose columns are parted by spaces, with bars instead; all lines keep their numbers. */
struct str plan_spaced(struct arena *a, struct str text);

/* --- table.c --- */

/* What the columns of tables of tasks are called. */
extern const char *const plan_task_names[], *const plan_owner_names[], *const plan_with_names[],
																		   *const plan_due_names[];

/* A row of a table: cells with bars or tabs between them. */
bool line_row(const struct reader *r, int line);

struct table {
	int task, owner, with, due; /* columns from 0; -1: there is none */
	int section;                /* it stands in; -2: no table is open */
};
/* True where `p` is a row; a task's row fills *out, others leave its text NULL. */
bool plan_row(struct reader *r, struct table *t, const struct para *p, struct plan_task *out);
/* A remark where a table of tasks stands whose columns cannot be told. */
void plan_lost_table(struct reader *r);

/* --- task.c --- */

void plan_tasks(struct reader *r);

#endif

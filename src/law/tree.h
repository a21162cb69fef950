/*
 * tree.h: the law as read, for this room only. law/law.h is the manual.
 *
 * A file becomes lines with children (lines.c), lines become documents, sets, parameters and
 * awards (read.c), and the lines under "điều kiện" a tree of nodes (sentence.c).
 */
#ifndef LAW_TREE_H
#define LAW_TREE_H

#include "law/law.h"

#define LAW_AWARDS_MAX 32 /* one bit each in masks */
#define LAW_WINDOW 16     /* years back from the year judged, that one included */
#define LAW_DEPTH_MAX 12  /* of the tree, references included */
#define LAW_ATTEST_MAX 64
#define LAW_POSTS_MAX 16

/* ---- lines ---- */

enum token_kind { T_WORD, T_CODE, T_NUMBER, T_DATE, T_STRING, T_SIGN };

struct token {
	enum token_kind kind;
	int column;      /* in characters, from 1 */
	struct str text; /* a word in small letters; a string without its quotes */
	struct str raw;  /* as it stands in the file */
	int64_t number;  /* thousandths */
	struct date date;
};

struct line {
	int number, indent;
	struct str raw; /* without indentation and comment */
	struct token *tokens;
	int count;
	struct line *child, *next;
};

struct reading; /* faults are collected here: read.h */

/* ---- what the files say ---- */

struct period {
	struct date from, to; /* half-open */
};

struct cite {
	int doc;         /* index, -1: unknown */
	struct str text; /* "Điều 23 khoản 1" */
	int line, column;
};

struct source { /* citations, mark, reason: what may follow a condition or a value */
	struct cite *cites;
	int cite_count;
	enum law_mark mark;
	struct str reason;
	bool local;
};

struct doc {
	struct str key, title, file;
	int line;
	struct period valid;
	enum law_mark mark;
	int outlived; /* lines that go on after it ends, without another document */
};

struct set {
	struct law_set_info info;
	struct str file;
	int line;
};

struct value {
	struct period when;
	int64_t value;
	struct source source;
	int line;
};

struct param {
	struct str key, title, unit, file;
	int line;
	bool local, used, yes_no; /* yes_no: 1 or 0, nothing else */
	struct date starts;       /* not applied before; DATE_NONE: from the first set on */
	struct source given;      /* the delegating clause of a local one */
	struct value *values;
	int value_count;
	struct str note;
	struct str other_text; /* the text may be read otherwise: how; empty: it may not */
	int64_t other;         /* and the value then */
};

struct num {
	int64_t value; /* thousandths */
	int param;     /* -1: value counts */
};

enum node_kind {
	N_ALL,
	N_ANY,
	N_SOME,  /* at least n of */
	N_SINCE, /* n years or more running up to the year judged; after an award, where it names any */
	N_REF,   /* fulfils the conditions of another award */
	N_EACH,  /* every year of the window */
	N_YEARS, /* at least n years of the window */
	N_WORKS, /* at least n initiatives or studies in the window */
	N_HELD,
	N_NOT_HELD,
	N_SHARE,  /* a * 100 >= n * b */
	N_COUNT,  /* a >= n */
	N_ZERO,   /* a == 0 */
	N_ALL_OF, /* a >= b, b > 0 */
	N_RANK,   /* 1 <= a <= n */
	N_MONTHS, /* worked and on maternity leave >= n */
	N_ATTEST,
	N_DEED, /* n: 1 takes the word of who confirmed it within the office, too */
	N_CADRE,
	N_POST,
	N_NOT_LATELY /* not held in the n years before the year judged */
};

enum window_kind { W_YEAR, W_RUN, W_SINCE };
enum works_kind { WORKS_BOTH, WORKS_INITIATIVE, WORKS_STUDY, WORKS_KINDS };

struct node {
	enum node_kind kind;
	int line, column;
	struct str text; /* as written, without citation */
	struct str title;
	struct str key, hash;
	struct source source;
	unsigned types; /* award types of this ground; 0: all */
	struct node *child, *next;
	struct num n;
	enum window_kind window;
	struct num window_n;
	enum law_rating rating; /* of a year; 0: none asked */
	unsigned awards;        /* bits: held in a year, held ever, needed before (none: no award is) */
	int ref;                /* award */
	enum works_kind works;
	bool whole;    /* time in posts that is not shortened for women */
	bool for_form; /* the award is a form: which use of an initiative stands in the way */
	enum law_scope scope;
	enum law_number a, b;
	int attest;
	unsigned deeds, cadres, posts;
	int index; /* among all conditions of the law */
};

struct version {
	enum law_subject subject;
	struct period when;
	struct node *root;
	int line;
};

struct vote {
	struct num share;   /* per cent of all members */
	bool more_than;     /* more than the share; else at least */
	struct str council; /* "tỉnh", "cấp trình", "cơ sở" */
	struct source source;
};

struct paper {
	bool days;      /* a time limit or a date; else a part of the dossier */
	bool due;       /* a date of each year: day `number`, of `month` */
	bool next;      /* of the year after */
	bool brief;     /* of the simplified procedure */
	struct str key; /* what kind of paper it is; of a part only */
	unsigned types; /* award types that ask for it; 0: all */
	struct str text;
	struct num number, month;
	struct period when;
	struct source source;
};

struct prize {
	enum law_subject subject;
	int param;
	struct num factor; /* on top of the parameter: households get more */
	bool at_most;
	struct source source;
};

struct example {
	struct str name, file;
	struct line *body;
	int award, line;
};

struct award {
	struct law_award_info info;
	struct str file, text;
	int line;
	struct source authority;
	struct version *versions;
	struct vote *votes;
	struct paper *papers;
	struct prize *prizes;
	struct example *examples;
	int version_count, vote_count, paper_count, prize_count, example_count;
};

struct attest {
	struct law_attest_info info;
	struct str file;
	int line;
	bool used;
};

struct post {
	struct str key, title, file;
	int line;
};

struct law {
	struct doc *docs;
	struct set *sets;
	struct param *params;
	struct award *awards;
	struct attest *attests;
	struct post *posts;
	struct node **nodes; /* by index */
	int doc_count, set_count, param_count, award_count, attest_count, post_count, node_count;
	uint8_t quick_awards[256], quick_attests[256]; /* by hash of the key: number + 1; words.c */
	bool quick;                                    /* they are filled: reading is over */
	unsigned brief_types;                          /* award types of the simplified procedure */
	struct source brief;
	struct str hash;
};

/* One set at one day. `real` and `confirmed` by node index: may this condition decide? */
struct law_rules {
	const struct law *law;
	const struct set *set;
	struct date day;
	struct law_param_info *params;
	struct str *texts; /* of nodes, names and numbers filled in */
	struct str *cites;
	bool *confirmed, *omitted;
	const struct node **roots; /* award * LAW_SUBJECTS + subject; NULL: none */
};

/* ---- words.c ---- */

struct words {
	const char *text;
	int value;
};
extern const struct words law_ratings[], law_scopes[], law_types[], law_subjects[], law_cadres[],
	law_deeds[], law_numbers[], law_reprimands[], law_members[], law_levels[];
/* The first text for a value, "" when there is none. */
const char *law_word(const struct words *table, int value);

/* The keys that facts name are found by hash from here on. */
void law_make_quick(struct law *law);

int law_doc_index(const struct law *law, struct str key);
int law_param_index(const struct law *law, struct str key);
int law_award_number(const struct law *law, struct str key);
int law_attest_index(const struct law *law, struct str key);
int law_post_index(const struct law *law, struct str key);

static inline bool period_has(struct period p, struct date d)
{
	return p.from.days <= d.days && d.days < p.to.days;
}

static inline int64_t num_value(const struct law_rules *r, struct num n)
{
	return n.param < 0 ? n.value : r->params[n.param].value;
}

/* Whole numbers; a fraction counts as the next one up. */
static inline int num_int(const struct law_rules *r, struct num n)
{
	int64_t v = (num_value(r, n) + 999) / 1000;
	return v > 1000000 ? 1000000 : (int)v;
}

/* Room for one more in a list that doubles in the arena. */
void *grown(struct arena *mem, void *list, int count, size_t size);

/*
 * RC_INVALID with a sentence when facts cannot be: a part greater than its whole, more than twelve
 * months in a year, an end before its beginning.
 */
enum rc law_facts_can_be(const struct law_facts *f, struct err *e) MUST_CHECK;

/* Is the line, or a number in it, the province's or the office's own choice? */
static inline bool node_is_local(const struct law_rules *r, const struct node *n)
{
	return n->source.local || (n->n.param >= 0 && r->params[n->n.param].local) ||
	       (n->window_n.param >= 0 && r->params[n->window_n.param].local);
}

/* Months worked, years in posts, years since: where the office's own number is nothing. */
static inline bool node_asks_nothing(const struct law_rules *r, const struct node *n)
{
	const struct num *of = n->kind == N_NOT_LATELY ? &n->window_n : &n->n;
	bool can = n->kind == N_MONTHS || n->kind == N_POST || n->kind == N_NOT_LATELY;
	return can && of->param >= 0 && num_value(r, *of) <= 0;
}

static inline bool node_is_group(const struct node *n)
{
	return n->kind <= N_REF;
}

#endif

/* inner.h: what the files of this room share; nobody else includes it. */
#ifndef PAPER_INNER_H
#define PAPER_INNER_H

#include "paper/paper.h"

/* ---- a template, read ---- */

/* What a hole names: a field of the record `up` loops outside the innermost one. */
struct paper_ref {
	int up, index;                   /* index PAPER_REF_NO: the number of the row */
	int sub;                         /* a field of the rows of a list, or -1 */
	const struct paper_field *field; /* for the list of what is missing; NULL for the number */
};
#define PAPER_REF_NO (-1)

enum paper_filter {
	FILTER_NONE,
	FILTER_UPPER,
	FILTER_CAPITAL,
	FILTER_WORDS,
	FILTER_LONG,
	FILTER_TWO,
	FILTER_COUNT,
	FILTER_SUM
};
#define PAPER_FILTERS_MAX 3

enum piece_kind { PIECE_TEXT, PIECE_FIELD, PIECE_OPTIONAL };
struct paper_piece {
	enum piece_kind kind;
	uint8_t face;    /* turned over against that of the role */
	struct str text; /* PIECE_TEXT */
	struct paper_ref ref;
	enum paper_filter filters[PAPER_FILTERS_MAX];
	struct paper_piece *inside; /* PIECE_OPTIONAL: printed when every field in it is there */
	struct paper_piece *next;
};

enum node_kind {
	NODE_PARA,
	NODE_IF,
	NODE_EACH,
	NODE_SIDES,
	NODE_SIDE,
	NODE_TABLE,
	NODE_ROW,
	NODE_SECTION
};
struct paper_node {
	enum node_kind kind;
	int line;
	enum paper_role role;
	struct paper_piece *text;          /* NODE_PARA */
	struct paper_ref ref;              /* NODE_IF, NODE_EACH */
	int order;                         /* NODE_EACH: field of names to go by, or -1 */
	struct paper_node *inside, *other; /* other: NODE_IF, when it is not there */
	bool right, landscape, whole;      /* NODE_SIDE; NODE_SECTION; NODE_ROW over all columns */
	bool chart, head;                  /* NODE_TABLE: without lines; a column has a title */
	int64_t full;                      /* NODE_TABLE: what a whole bar stands for at least */
	double share;                      /* NODE_SIDES: of the left one */
	struct paper_piece **cells;        /* NODE_ROW; NODE_TABLE: the heading */
	double *shares;                    /* NODE_TABLE */
	enum paper_role *cell_roles;       /* NODE_TABLE, of the rows */
	int cell_count;
	struct paper_node *next;
};

struct paper_part {
	struct str name;
	struct paper_node *nodes;
	struct paper_part *next;
};

struct paper_template {
	struct paper_about about;
	struct paper_node *nodes;
};

/* ---- data ---- */

struct paper_record;
struct paper_value {
	bool there;
	struct str text;
	int64_t number; /* PAPER_INT, PAPER_MONEY, PAPER_YES */
	struct date date;
	struct paper_record *rows;
	int row_count;
};
struct paper_record {
	struct paper_value *values; /* by the index of the field */
};
struct paper_data {
	struct paper_record top;
};

/* ---- reading ---- */

/* Where names are looked up while a template is read: loops from the inside out. */
struct paper_scope {
	const struct paper_field *fields;
	int count;
	const struct paper_scope *outer;
	const struct paper_field *list; /* whose rows these are, NULL at the outside */
};

struct paper_reader {
	struct arena *mem;
	struct err *e;
	struct str rest; /* lines not yet read */
	int line;
	const char *where; /* "" or " (phần chung)" */
	struct str common;
	int depth;
	bool in_side; /* paragraphs only */
};

/* The next line that says something, trimmed and joined where it ends in a backslash; p NULL: no
 * more. */
struct str paper_next_line(struct paper_reader *r);
enum rc paper_wrong(struct paper_reader *r, const char *say, ...) PRINTF_LIKE(2, 3);

/* Fields up to a line that is `thân` or the end; appended to those in *fields. */
enum rc paper_read_head(struct paper_reader *r, struct paper_about *about) MUST_CHECK;

enum rc paper_read_body(struct paper_reader *r, const struct paper_scope *scope,
                        struct paper_node **out) MUST_CHECK;
enum rc paper_read_pieces(struct paper_reader *r, const struct paper_scope *scope, struct str text,
                          struct paper_piece **out) MUST_CHECK;
enum rc paper_read_ref(struct paper_reader *r, const struct paper_scope *scope, struct str name,
                       struct paper_ref *out) MUST_CHECK;

/* ---- building ---- */

struct paper_frame {
	const struct paper_record *record;
	int no;                         /* from 1 in a loop */
	const struct paper_field *list; /* of the loop */
	const struct paper_frame *outer;
};

struct paper_builder {
	struct arena *mem;
	struct paper *doc;
	int missing_room, paras;
	int64_t numbers[8]; /* last one given, by level */
};

const struct paper_value *paper_value_of(const struct paper_frame *f, const struct paper_ref *ref);

/* Something is there to print: not false, not an empty list. */
bool paper_is_there(const struct paper_frame *f, const struct paper_ref *ref);

/* The words of a line, one line of a value after the other: as many paragraphs. */
void paper_say(struct paper_builder *b, const struct paper_frame *f, const struct paper_piece *text,
               enum paper_role role, struct paper_para **out, int *count);

/* Only the words, for a title. */
struct str paper_words(struct arena *mem, const struct paper_para *p);

/* The label of a numbered role, counted on; "" when it has none. */
struct str paper_label(struct paper_builder *b, enum paper_role role);

#endif

/*
 * paper.h: an official paper, from a template and data to HTML, PDF and DOCX.
 *
 *     paper_template_read()   template text  -> struct paper_template   checked, once
 *     paper_data()   JSON           -> struct paper_data       by the fields the template declares
 *     paper_build()  both           -> struct paper            the document model
 *     paper_html(), paper_pdf(), paper_docx()                  the same model, three writers
 *
 * The model knows paragraphs, tables and sections; what a paragraph is (số, trích yếu, Điều,
 * nơi nhận …) is its role, and how a role looks is one row of paper_styles (nd30.c), with the
 * place in NĐ 30/2020/NĐ-CP it comes from. Two columns side by side (heading, signature) are a
 * table without lines. Numbers of Điều, khoản, điểm are text: they come back from every file.
 *
 * Everything lives in the arena given and is read-only afterwards; all functions are pure: no
 * clock, no database, the same bytes for the same input. Sizes: mm for what is measured on
 * paper, pt for letters. docs/paper.md describes templates and data.
 */
#ifndef PAPER_PAPER_H
#define PAPER_PAPER_H

#include "base/buf.h"
#include "base/date.h"

/* ---- how a component looks ---- */

/* In the order of paper_styles. */
enum paper_role {
	PAPER_MOTTO_TOP, /* Quốc hiệu */
	PAPER_MOTTO,
	PAPER_PARENT,
	PAPER_ISSUER,
	PAPER_SIGN,
	PAPER_PLACE_DATE,
	PAPER_TYPE,
	PAPER_ABSTRACT,
	PAPER_ABOUT,
	PAPER_AUTHORITY,
	PAPER_DECIDES,
	PAPER_TO,
	PAPER_TO_ITEM,
	PAPER_GROUND,
	PAPER_CHAPTER,
	PAPER_CHAPTER_NAME,
	PAPER_SECTION,
	PAPER_SECTION_NAME,
	PAPER_PART,
	PAPER_HEADING,
	PAPER_ARTICLE,
	PAPER_ARTICLE_NAME,
	PAPER_CLAUSE,
	PAPER_POINT,
	PAPER_DASH,
	PAPER_BODY,
	PAPER_LINE,
	PAPER_CENTRE,
	PAPER_POWER,
	PAPER_SIGNATURE,
	PAPER_SIGNER,
	PAPER_SEND,
	PAPER_SEND_ITEM,
	PAPER_ANNEX,
	PAPER_ANNEX_NAME,
	PAPER_ATTACHED,
	PAPER_CELL,
	PAPER_CELL_CENTRE,
	PAPER_CELL_RIGHT,
	PAPER_CELL_HEAD,
	PAPER_CAPTION, /* over a table or chart */
	PAPER_BAR,     /* of a chart, in a cell: no words */
	PAPER_CODE,    /* its words as a QR code */
	PAPER_ROLES
};

enum { PAPER_BOLD = 1, PAPER_ITALIC = 2, PAPER_GAP = 4 }; /* of a run */
enum paper_align { PAPER_LEFT, PAPER_CENTRED, PAPER_RIGHT, PAPER_JUSTIFIED };
enum paper_rule { PAPER_NO_RULE, PAPER_RULE_TEXT /* as long as the text */, PAPER_RULE_PART };

struct paper_style {
	const char *word; /* in templates: "điều"; the name of the style in DOCX */
	const char *id;   /* class in HTML, identifier in DOCX */
	double size;      /* pt; size_min and size_max are what the decree allows, 0: not said */
	double size_min, size_max;
	uint8_t face;
	bool upper;
	enum paper_align align;
	double first, left;         /* mm: first line, whole paragraph */
	double before, after, line; /* pt, pt, times single */
	double height;              /* pt: at least; the room for a signature */
	bool keep;                  /* on one page with what follows */
	enum paper_rule rule;
	const char *label; /* "Điều %d. "; %d number, %R Roman, %a letter; NULL: none */
	uint8_t label_face;
	uint8_t level;   /* of the number, from 1; a lower one begins those above it anew */
	uint8_t outline; /* level of the bookmark, 0: none */
	const char *source;
};
extern const struct paper_style paper_styles[PAPER_ROLES];

struct paper_page {
	double width, height, top, bottom, left, right; /* mm */
	double number_size, number_from_top;            /* pt, mm to its top */
	const char *font, *source;
};
extern const struct paper_page paper_page;

#define PAPER_PT_PER_MM (72.0 / 25.4)
#define PAPER_RULE_GAP 2.5     /* pt above and below a rule */
#define PAPER_TABLE_BEFORE 8.0 /* pt above a table */
#define PAPER_CELL_PAD 1.9     /* mm at either side of a cell with lines */
#define PAPER_RULE_SHARE 0.4   /* "1/3 đến 1/2 độ dài của dòng chữ" */
#define PAPER_BAR_HEIGHT 9.0   /* pt */
#define PAPER_BAR_LEAST 0.01   /* what is not nothing is seen */
#define PAPER_BAR_DARK 0x59    /* grey, for any printer */
#define PAPER_BAR_LIGHT 0xB4

/* ---- the document ---- */

struct paper_run {
	struct str text; /* NFC, without line ends */
	uint8_t face;    /* complete: that of the role is in it */
};

struct paper_para {
	enum paper_role role;
	struct paper_run *runs;
	int count;
	bool keep;    /* on one page with what follows, whatever the role says */
	double share; /* PAPER_BAR: of the width of its cell, 0 to 1 */
	bool light;   /* PAPER_BAR: of a second row about the same thing */
};

struct paper_cell {
	struct paper_para *paras;
	int count, span; /* span: columns, at least 1 */
};

struct paper_row {
	struct paper_cell *cells;
	int count;
};

enum paper_look {
	PAPER_SIDES, /* heading, signature: columns without lines */
	PAPER_GRID,
	PAPER_CHART /* without lines; cells with bars */
};

struct paper_table {
	double *shares; /* of the text width, sum 1 */
	int columns;
	enum paper_look look;
	struct paper_row *rows;
	int count, head; /* the first `head` rows are repeated on every page */
};

struct paper_block {
	struct paper_para para;
	struct paper_table *table; /* or NULL: a paragraph */
};

/* Begins on a new page; pages are counted anew. */
struct paper_section {
	bool landscape;
	struct paper_block *blocks;
	int count;
};

struct paper {
	struct str title, author; /* for the properties of the file */
	struct date date;         /* likewise; DATE_NONE: not given */
	struct paper_section *sections;
	int count;
	struct str *missing; /* "Số", "Cá nhân, dòng 3: Chức vụ": what is printed as a gap */
	int missing_count;
};

/* ---- templates and data ---- */

struct paper_template;
struct paper_data;

enum paper_type {
	PAPER_TEXT,  /* one line */
	PAPER_PROSE, /* lines are paragraphs */
	PAPER_INT,
	PAPER_MONEY, /* đồng */
	PAPER_DATE,
	PAPER_YES, /* true or false */
	PAPER_LIST
};

struct paper_field {
	struct str name, label;
	enum paper_type type;
	bool optional;             /* nothing is printed, and nothing missing, when it is empty */
	struct paper_field *items; /* PAPER_LIST: of each row */
	int item_count;
};

struct paper_about {
	struct str title, source;
	struct str unconfirmed; /* why it is not certain that the form is the law's; "" */
	const struct paper_field *fields;
	int field_count;
};

/*
 * Reads a template. `text` is a whole file: what it is, its fields, then the body. `body`
 * replaces the body when its p is not NULL: what an office has changed. `common` (or "") is the
 * file of fields and parts that all templates share. RC_INVALID with a sentence that names the
 * line, the word and what could stand there.
 */
enum rc paper_template_read(struct arena *mem, struct str text, struct str body, struct str common,
                            const struct paper_template **out, struct err *e) MUST_CHECK;

struct paper_about paper_about(const struct paper_template *t);

/* A JSON object; members that no field declares are refused. NFC is made here. */
enum rc paper_data(struct arena *mem, const struct paper_template *t, struct str json,
                   const struct paper_data **out, struct err *e) MUST_CHECK;

enum rc paper_build(struct arena *mem, const struct paper_template *t, const struct paper_data *d,
                    const struct paper **out, struct err *e) MUST_CHECK;

#define PAPER_TEMPLATE_MAX ((size_t)256 << 10)
#define PAPER_DATA_MAX ((size_t)16 << 20)
#define PAPER_FILE_MAX ((size_t)256 << 20)
#define PAPER_ROWS_MAX 20000
#define PAPER_PARAS_MAX 500000 /* of one paper: lists within lists multiply */

/* The templates of papers/, as they are in the program. */
struct paper_file {
	struct str name, text; /* "quyet-dinh-khen-thuong" */
};
const struct paper_file *paper_files(int *count);
const struct paper_file *paper_file_of(struct str name); /* NULL: none of that name */

/* The fields and parts that all of them share. */
struct str paper_common(void);

/* ---- writers ---- */

/*
 * The letters: four files of one family that has every Vietnamese letter, found by their paths and
 * shown to Pango alone, whatever else the host has. RC_IO says which package to install. One
 * thread at a time; opening costs some 30 ms, so keep it for a batch.
 */
struct paper_fonts;
enum rc paper_fonts_open(struct paper_fonts **out, struct err *e) MUST_CHECK;
void paper_fonts_close(struct paper_fonts *f); /* NULL is allowed */
const char *paper_fonts_family(const struct paper_fonts *f);

/* A whole file, or with `bare` what stands inside body, for a page that has the styles. */
enum rc paper_html(const struct paper *p, bool bare, struct buf *out, struct err *e) MUST_CHECK;
void paper_css(struct buf *out);

/* RC_INVALID when a character has no glyph: the sentence shows it. */
enum rc paper_pdf(struct paper_fonts *f, const struct paper *p, struct buf *out,
                  struct err *e) MUST_CHECK;

enum rc paper_docx(struct paper_fonts *f, const struct paper *p, struct buf *out,
                   struct err *e) MUST_CHECK;

#endif

/* page.h: what the pages of papers show (web/paper.html). All text is ready for reading. */
#ifndef APP_PAPER_PAGE_H
#define APP_PAPER_PAGE_H

#include "app/paper/paper.h"
#include "op/view.h"

struct paper_version_row {
	struct str no, note, when, who, href; /* href: how the paper was then */
	bool now;
};

struct paper_page_view {
	struct str title, kind, source, unconfirmed, state, badge, reason, template, made, changed,
		final;
	struct str about, about_href; /* what it is about */
	int64_t id, no;               /* what the frame shows */
	struct link files[3];
	struct links actions;
	struct str *missing;
	int missing_count;
	struct paper_version_row *versions;
	int version_count;
	int64_t shown_no; /* an older version; 0: the one at hand */
};

/* A box of the form, or the beginning or end of a list or of a row of one. */
struct paper_box {
	enum { BOX_FIELD, BOX_LIST, BOX_LIST_END, BOX_ROW, BOX_ROW_END } kind;
	enum { BOX_LINE, BOX_TEXT, BOX_ROWS, BOX_CHECK, BOX_DATE, BOX_MONEY, BOX_NUMBER } box;
	int no; /* of the group's rows: values.<no> */
	struct str label, path, value, error, hint;
	struct str newer; /* what somebody else has stored meanwhile, where `differs` */
	bool must, empty, differs;
};

struct paper_edit_view {
	const struct form_view *form;
	int64_t no; /* of the paper */
	struct str id, title, note;
	struct str base; /* the version that stands in the boxes */
	struct str typed,
		others;        /* when what stands there was typed and not saved; who types too; or "" */
	bool put_together; /* with what somebody else has saved meanwhile */
	struct paper_box *boxes;
	int count;
};

struct template_row {
	struct str kind, title, source, unconfirmed, used, href;
	bool own;
};
struct template_version_row {
	struct str no, name, reason, from, when, who, href;
	bool used, shipped;
};
struct template_view {
	struct template_row *rows; /* of the list */
	int count;
	struct template_row one; /* of one kind */
	struct template_version_row *versions;
	int version_count;
	int64_t no; /* of the version shown, 0: the one in use */
	struct str body;
	struct str *fields;
	int field_count;
	struct links actions;
};
struct template_edit_view {
	const struct form_view *form;
	struct str kind, title;
	const struct input_view *body;
	struct str *fields;
	int field_count;
};

/* How many blanks of a kind there are. */
struct blank_line {
	const char *name;
	int64_t received, used, spoiled, left;
};

/* One box on the sheet; all in mm, as typed. */
struct layout_box {
	int no;
	struct str label, x, y, width, height, size;
	bool printed, words;
};
struct layout_view {
	const struct form_view *form;
	const struct input_view *places;
	struct str blank;
	bool emblem, may_emblem; /* there is a picture; the caller may change it */
	int width, height;
	struct layout_box *boxes;
	int count;
};

/* The public page of a short number. */
struct certificate_check_view {
	struct str code, dated, cancelled;
	bool asked, known;
	struct certificate_shown found;
	/* Or an extract of awards (extract.c). */
	struct str name, made;
	struct extract_line_view *lines;
	int line_count, gone; /* gone: lines that were cancelled since */
};
struct extract_line_view {
	struct str award, decision, cancelled; /* cancelled: by which decision, "" while it is valid */
	int64_t year;
	bool valid;
};

#endif

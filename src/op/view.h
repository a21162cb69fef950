/*
 * view.h: what the default pages show. Filled by web_*.c, drawn by web/(name).html.
 *
 * All text is ready for reading: dates, money and names of states have been made
 * words. Everything lives in the request's arena.
 */
#ifndef OP_VIEW_H
#define OP_VIEW_H

#include "base/html.h"

struct link {
	struct str href, text;
	const char *icon; /* of the sprite; NULL: none */
	bool current, danger;
};

struct links {
	struct link *items;
	int count;
};

/* A group of the menu: its own page, and its entries where the group is open. */
struct nav_group {
	struct link head;
	struct links links;
};

/* The frame around every page. */
struct page {
	struct str title; /* of the window */
	struct str heading, sub;
	struct str badge, badge_kind;
	int refresh_s;  /* without script the page loads itself again; 0: no */
	int64_t unread; /* notices */
	bool bell;
	struct str office; /* "Văn phòng UBND tỉnh Lào Cai" */
	bool example;
	bool signed_in;
	struct str user, user_role, account;
	struct str me; /* address of one's own record; "" without one */
	struct str csrf;
	struct str search; /* what stands in the search box */
	bool can_search;
	struct nav_group *nav;
	int nav_count;
	struct links crumbs;
	struct links actions;  /* the first is the primary one */
	struct links more;     /* behind the three dots */
	struct str notice;     /* what was just done; "" for none */
	bool wide;             /* tables: landscape when printed */
	bool plain;            /* without navigation: signing in */
	struct links site;     /* of the public pages, for a stranger on one of them */
	struct str print_head; /* "In ngày …" */
	const char *law;       /* citation under the heading, or NULL */
};

/* --- lists ------------------------------------------------------------------------ */

struct view_cell {
	struct str text, href; /* href "" for no link */
	const char *kind;      /* "", "num", "nowrap" */
	const char *badge;     /* kind of badge, or NULL */
};

struct head_cell {
	const char *label;
	struct str href; /* sorts by this column; "" when it does not sort */
	int sorted;      /* 1 ascending, -1 descending, 0 not */
	bool num;
};

struct table_view {
	struct str label; /* for screen readers */
	struct head_cell *heads;
	int cols;
	struct view_cell *cells; /* rows * cols */
	int rows;
	struct links *row_actions; /* rows, or NULL */
	struct str count;          /* "1–25 trong hơn 10.000" */
	struct str first, next;    /* pages; "" when not there */
	struct str csv, xlsx, json;
	const char *empty;
	bool filtered;    /* empty because of filters */
	struct str clear; /* address without filters */
};

struct option {
	struct str value, label;
	bool chosen;
};

struct choice;
/* One for each choice, `now` chosen; in the arena. */
struct option *options_of(struct arena *mem, const struct choice *choices, struct str now,
                          int *count);
/* Marks the one of that value, and no other. */
void options_choose(struct option *options, int count, struct str value);

struct input_view;

/* One row of a repeated group. */
struct group_row {
	struct input_view *inputs;
	int count;
	struct str label;  /* "Các đơn vị mới 1" */
	struct str prefix; /* "parts.0" */
};

struct input_view {
	struct str name; /* as sent; also the id */
	const char *label, *hint;
	enum {
		INPUT_TEXT,
		INPUT_LONG,
		INPUT_NUMBER,
		INPUT_MONEY,
		INPUT_DATE,
		INPUT_CHECK,
		INPUT_SELECT,
		INPUT_PICKER,
		INPUT_FILE,
		INPUT_SECRET,
		INPUT_HIDDEN,
		INPUT_GROUP
	} kind;
	bool must;
	struct str value; /* as typed */
	struct str error; /* "" when right */
	bool differs;     /* somebody else has stored `newer` meanwhile ("": emptied it) */
	struct str newer;
	struct option *options;
	int option_count;
	struct str picker; /* INPUT_PICKER: address that answers; label typed in `shown` */
	struct str shown;
	struct str accept; /* INPUT_FILE */
	struct str autocomplete;
	struct group_row *rows; /* INPUT_GROUP */
	int row_count;
	struct group_row *blank; /* for the script: a row with "__" as number */
};

struct list_view {
	struct page page;
	struct input_view *filters;
	int filter_count, filter_first; /* the first so many are seen at once, the rest folded */
	int filters_set;
	bool more_set;     /* one of the folded is in use */
	struct str action; /* address of the list */
	struct str order;  /* kept when filtering */
	struct html above; /* what the row draws over the list, or nothing */
	struct table_view table;
};

/* --- forms -------------------------------------------------------------------------- */

struct form_error {
	struct str href, text;
};

struct form_view {
	struct page page;
	struct str action, verb, cancel, draft;
	const char *help;
	bool upload;
	struct input_view *inputs;
	int input_count;
	struct form_error *errors;
	int error_count;
	struct str key;     /* idempotency key of this form */
	struct str version; /* expected version, or "" */
	struct str again;   /* the same form with what is stored now, after a conflict; or "" */
};

/* Preview: what would happen, with everything typed carried along. */
struct confirm_view {
	struct page page;
	struct str say, action, verb, key, version;
	struct fact_view *facts;
	int fact_count;
	struct option *carried; /* value = name, label = text */
	int carried_count;
};

/* --- one object, and answers -------------------------------------------------------- */

struct fact_view {
	const char *label;
	struct str text, href;
	const char *badge;
};

struct part_view {
	struct str id;
	const char *title;
	struct table_view table;
	struct str all; /* address of the whole list, or "" */
	struct links actions;
};

struct object_view {
	struct page page;
	struct html above;
	struct fact_view *facts;
	int fact_count;
	struct part_view *parts;
	int part_count;
};

struct answer_view {
	struct page page;
	struct str say;
	const struct str *codes; /* shown this once */
	int code_count;
	struct fact_view *facts;
	int fact_count;
	struct link next;
};

struct error_view {
	struct page page;
	int status;
	struct str message, request_id;
	struct link next;
};

#endif

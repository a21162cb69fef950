/* page.h: what the public pages show (web/public.html). All text is ready for reading. */
#ifndef APP_PUBLIC_PAGE_H
#define APP_PUBLIC_PAGE_H

#include "op/view.h"

/* A line of an overview: movement, honour, exemplar. */
struct public_row {
	struct str href, title, who, when, text;
	struct str picture, caption; /* address of a picture, "" for none */
	int64_t percent;
	struct str progress; /* "12 trên 30 nhiệm vụ đã xong" */
};

struct public_figure {
	struct str label, number;
};

struct public_home_view {
	bool movements_on, honours_on, exemplars_on, comments_on, decisions_on;
	struct public_row *movements, *honours, *exemplars, *periods, *decisions;
	int movement_count, honour_count, exemplar_count, period_count, decision_count;
	struct public_figure *figures;
	int figure_count;
	struct str year; /* of the figures */
};

struct public_text {
	const char *label;
	struct str text;
};

struct public_movement_view {
	struct str slogan, unit, when, form, state, badge, progress, units;
	int64_t percent;
	struct public_text texts[5];
	int text_count;
};

/* A line: who, of which unit, what; `progress` the decision that took it back. */
struct public_decision_view {
	struct str kind, issuer, dated, published, file; /* file: address of the signed one, or "" */
	struct public_row *lines;
	int line_count;
};

/* A row's href is its number, progress the answer. */
struct public_period_view {
	int64_t id;
	bool open;
	struct str about, result, count;
	struct public_row *items, *comments;
	int item_count, comment_count;
};

struct public_exemplar_view {
	struct str name, unit, month, published, story;
	struct public_row *pictures, *notes;
	int picture_count, note_count;
};

/* A set of open data, and its columns. */
struct public_set {
	const char *title, *what;
	struct str csv, json, page;
	const struct public_text *fields;
	int field_count;
	bool on;
};
struct public_data_view {
	struct public_set *sets;
	int set_count;
	struct str site, feed;
};

#endif

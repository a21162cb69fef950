/* page.h: what the page of one import shows (web/import.html). It knows no kinds and no rows. */
#ifndef APP_IMPORT_PAGE_H
#define APP_IMPORT_PAGE_H

#include "op/ctx.h"
#include "op/view.h"

struct import_column_view {
	struct str no, title, sample, name_no, name_field, id;
	struct option *fields;
	int field_count;
	bool known; /* found by its heading */
};

struct import_cell_view {
	struct str text;
	struct str *says;
	int say_count;
};

struct import_row_view {
	struct str no;
	struct import_cell_view *cells; /* as many as heads */
	struct str *says;               /* about the row as a whole */
	int say_count;
};

struct import_unit_view {
	struct str name, fold, rows;
	struct str name_fold, name_unit, name_parent;
	struct option *units, *parents;
};

struct import_view {
	int64_t id, version;
	/* Of the kind; NULL: it has none. */
	const char *kind, *help, *news_label, *edits_label, *skip_label;
	const char *choice_label, *since_label, *unit_label; /* of what may stand for empty cells */
	struct str list; /* address of the list of what was imported */
	struct str state, state_label, file_name, sub, say, csrf, job, self;
	int step;               /* 1 file, 2 columns, 3 check, 4 import */
	bool busy;              /* a job is at work */
	bool may;               /* the reader may go on with it */
	struct str done, total; /* of the job; "" when not known */
	struct str percent;
	struct option *sheets;
	int sheet_count;
	struct import_column_view *columns;
	int column_count, known_count;
	struct option *choices, *units; /* what may stand for empty cells */
	int choice_count, unit_count;
	struct str since, encoding;
	struct str rows, news, edits, sames, bads, warns;
	int64_t good, bad, warn;
	struct str tab, next; /* "bad", "warn", "good" */
	struct str *heads;
	int head_count;
	struct import_row_view *shown;
	int shown_count;
	struct import_unit_view *unknown;
	int unknown_count;
	struct str key;
};

#endif

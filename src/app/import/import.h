/*
 * import.h: people, units and other kinds of rows (kind.h) from a table (XLSX, CSV).
 *
 * uploaded → read → matched → checked → running → done | failed | dropped. The file is read in
 * the sandbox; its rows are kept sealed in blocks of IMPORT_BLOCK rows; columns are matched by
 * their Vietnamese headings and may be corrected; a check names every bad row with column and
 * reason; then all rows go in together, or the good ones alone block by block. A row
 * that is about something known changes it; one that says nothing new is left alone, so that
 * an exported list comes back without harm.
 *
 * Reading, checking and running are jobs (OP_INTERNAL operations import.read, import.check,
 * import.run). docs/files.md has the rules for each column.
 */
#ifndef APP_IMPORT_IMPORT_H
#define APP_IMPORT_IMPORT_H

#include "app/import/kind.h"
#include "op/view.h"

#define IMPORT_KEEP_MS ((int64_t)7 * 24 * 3600 * 1000)

extern const struct object import_object;
extern const struct op import_ops[];

/* For the schedule, daily, outside a transaction: rows kept for more than a week go. */
enum rc import_purge(struct ctx *c, int64_t *imports) MUST_CHECK;

/* --- the page (web/import.html) ---------------------------------------------------------- */

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
	int64_t id;
	const struct import_kind *kind;
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

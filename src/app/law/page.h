/* page.h: what the pages about the law show (web/law.html). All text is ready for reading. */
#ifndef APP_LAW_PAGE_H
#define APP_LAW_PAGE_H

#include "base/html.h"
#include "law/law.h"

struct law_condition_view {
	struct str key, text, citation, because, mark; /* mark: "" for what was read in the law */
	const char *word, *badge, *mark_badge;         /* "đạt", "ok" */
	struct str *facts;
	int fact_count, depth;
	bool waits; /* for the office to confirm, by its key */
	bool group, local;
};

/* What would have to be known, who can say it, and where: href "" where this reader may not. */
struct law_missing_view {
	struct str what, who, href;
};

/* One award of one subject. */
struct law_answer_view {
	struct str code, name, set;
	const char *verdict, *badge;
	struct str if_confirmed; /* what it would be with everything confirmed, "" when the same */
	struct law_condition_view *conditions;
	int condition_count;
	struct law_missing_view *missing;
	struct str *warnings, *readings; /* readings: where the law may be read otherwise */
	int missing_count, warning_count, reading_count;
	struct str explain;          /* address of this answer alone */
	struct str whom, href, when; /* on a page of its own: whose, their page, year and day */
	bool open;
};

struct law_subject_view {
	struct str name, place, href, action, set_title, set_reason, on;
	int64_t id, year;
	bool set_confirmed, household; /* household: asked for by name, not by id */
	struct law_answer_view *answers;
	int count;
	struct str *names, *links; /* households to choose from */
	int name_count;
	struct str *lapsing;
	int lapsing_count;
	struct str members; /* address of the table of members, of a unit */
	struct str forecast;
};

/* Who reaches what: a row for each person, a column for each award. */
struct law_cell_view {
	const char *word, *badge;
	struct str href;
};
struct law_row_view {
	struct str name, place, href;
	struct law_cell_view *cells;
};
struct law_table_view {
	struct str unit, action, csv, set_title, set_reason;
	int64_t id, year;
	bool set_confirmed;
	struct str *heads, *counts; /* of each award: its code; how many reach it */
	int cols, rows;
	struct law_row_view *items;
};

struct law_award_line {
	struct str code, name, kind, authority, href;
};
struct law_param_line {
	struct str name, title, value, citation, mark, note, other; /* other: the other reading */
	bool local, changed;
};
struct law_rules_view {
	struct str set, title, from, to, reason, on;
	bool confirmed;
	struct law_award_line *awards;
	int award_count;
	struct law_param_line *params;
	int param_count;
	struct str *lapsing;
	int lapsing_count;
};

struct law_change_view {
	struct str when, what, source, reason;
};
struct law_show_view {
	struct str code, name, authority, citation, text, set, set_title, reason;
	bool confirmed;
	struct law_line *dossier, *brief, *days;
	int dossier_count, brief_count, day_count;
	struct law_change_view *changes;
	int change_count;
};

struct law_option_view {
	struct str value, label;
	bool chosen;
};

/* Money of one award, ready for reading: "0,3", "2.340.000", "702.000", "710.000". */
struct law_pay_line {
	struct str award, period, coefficient, base, product, amount, because, citation, mark;
	bool paid, known, at_most;
	struct law_clash_line *clashes;
	int clash_count;
};
struct law_clash_line {
	struct str say, citation, href;
	bool note;
};
struct law_pay_view {
	struct law_option_view *awards, *types, *works, *deeds; /* choices of a row */
	int award_count, type_count, work_count, deed_count;
	struct law_pay_row *rows; /* as asked, and empty ones */
	struct law_pay_line *lines;
	struct str action, on, total, who,
		whom;                      /* whom: "person_id"; who: its id, hidden in the form */
	struct law_option_view *kinds; /* kinds of subject, where nobody is named */
	struct str name, household;
	int row_count, line_count, kind_count;
	bool asked, named;
};
struct law_pay_row {
	struct str award, type, first, last, work, deed;
};
struct law_votes_view {
	struct law_option_view *awards, *councils;
	int award_count, council_count;
	struct str members, votes, received;
	bool asked, known, passed, counted;
	struct str say, citation, mark, reason;
};
struct law_share_line {
	struct str award, text, have, need, citation, mark, reading;
	const char *word, *badge;
};
struct law_caps_view {
	struct str unit, href;
	int64_t id, year;
	bool outstanding;
	struct law_share_line *lines;
	int count;
};
struct law_need_line {
	struct str text, citation, mark;
	bool there;
};
struct law_dossier_view {
	struct law_option_view *awards, *types, *kinds;
	int award_count, type_count, kind_count;
	struct str received, year;
	bool asked, brief;
	struct str name, authority, citation, level, brief_citation, set, reason;
	bool confirmed;
	struct law_need_line *needs, *votes, *days;
	int need_count, vote_count, day_count;
	struct law_pay_line money;
};

struct law_report_view {
	struct str say;
	bool good;
	struct str *lines;
	int count;
};

struct law_step_view {
	struct str award, now, year, needs;
	const char *badge;
};
struct law_forecast_view {
	struct str name, href;
	int64_t year;
	struct law_step_view *steps;
	int count;
};

struct law_survey_line {
	struct str award, code;
	int64_t eligible, unknown, ineligible, held;
};
struct law_survey_view {
	int64_t year, people;
	struct str set, on, file;
	struct law_survey_line *lines;
	int count;
};

struct law_whatif_line {
	struct str award, kind, before, after, gained, lost;
};
struct law_whatif_view {
	struct law_option_view *params, *leaves;
	int param_count, leaf_count;
	struct str value, omit, changed;
	bool asked;
	int64_t people, units, households, unit, year; /* unit: DB_NULL for the whole office */
	struct law_whatif_line *lines;
	int count;
};

#endif

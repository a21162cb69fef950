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

/* A rule that waits for the office's confirmation: what it says, and where it is confirmed. */
struct law_waiting_view {
	struct str what, href;
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
	struct law_missing_view *missing; /* facts */
	struct law_waiting_view *waiting; /* confirmations of the rules themselves */
	struct str *warnings, *readings;  /* readings: where the law may be read otherwise */
	int missing_count, waiting_count, warning_count, reading_count;
	struct str conditions_say; /* what the conditions say, where it is held or given; "" */
	struct str other;          /* by the other set of rules, where two are asked; "" */
	struct str explain;        /* address of this answer alone */
	struct str set_reason;     /* on a page of its own: why the set waits, what is about to end */
	struct str *lapsing;
	int lapsing_count;
	bool set_confirmed;
	bool open;
};

/* One award on a page of its own: whose, their page, year and day; by one set of rules or two. */
struct law_explained_view {
	struct str code, whom, href, when;
	struct law_answer_view answers[2];
	int count;
	struct str favour; /* which set is better, where two are asked */
	struct str keep;   /* address for keeping it; "" */
	struct str kept;   /* when and by which rules it was kept; "" for one that is asked now */
	bool same;         /* of a kept one: evaluated again it is the same to the byte */
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
	struct str clashes, caps;
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
	struct str *heads, *names, *counts; /* of each award: its code, its name; how many reach it */
	int cols, rows;
	struct law_row_view *items;
};

struct law_award_line {
	struct str code, name, kind, authority, href;
};
struct law_param_line {
	struct str name, title, value, citation, mark;
	struct str given, note, other; /* given: why it is the office's; other: the other reading */
	struct str href;               /* where it is set; "": not by this reader */
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
	struct str when, what, source, reason, href;
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
	struct option *awards, *types, *works, *deeds; /* choices of a row */
	int award_count, type_count, work_count, deed_count;
	struct law_pay_row *rows; /* as asked, and empty ones */
	struct law_pay_line *lines;
	struct str action, on, total, who,
		whom;             /* whom: "person_id"; who: its id, hidden in the form */
	struct option *kinds; /* kinds of subject, where nobody is named */
	struct str name, household;
	int row_count, line_count, kind_count;
	bool asked, named;
};
struct law_pay_row {
	struct str award, type, first, last, work, deed;
};
struct law_votes_view {
	struct option *awards, *councils;
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
	struct option *awards, *types, *kinds;
	int award_count, type_count, kind_count;
	struct str received, year;
	bool asked, brief;
	struct str name, authority, citation, level, brief_citation, set, reason;
	bool confirmed;
	struct law_need_line *needs, *votes, *days;
	int need_count, vote_count, day_count;
	struct law_pay_line money;
};

/* A rule as the office reads it. */
struct law_rule_view {
	struct str key, text, citation, mark, reason, href; /* href: the award it refers to; "" */
	const char *mark_badge;
	int depth;
	bool group, local, idle;
	bool waits; /* for the office to confirm, by its key */
};
struct law_rules_of_view { /* of one kind of subject */
	struct str title;
	struct law_rule_view *lines;
	int count;
};
struct law_show_view {
	struct str code, name, authority, citation, level, text, set, set_title, reason, on;
	bool confirmed;
	struct law_rules_of_view subjects[LAW_SUBJECTS];
	int subject_count;
	struct law_need_line *dossier, *brief, *votes, *days;
	int dossier_count, brief_count, vote_count, day_count;
	struct law_pay_line money[LAW_SUBJECTS]; /* .award: the kind of subject */
	int money_count;
	struct law_param_line *own; /* the office's own numbers that the rule names */
	int own_count;
	struct law_change_view *changes, *versions; /* the office's; the law's own */
	int change_count, version_count;
};

struct law_report_view {
	struct str say;
	bool good;
	struct str *lines;
	int count;
};

struct law_step_need {
	struct str what, citation;
	int by;
};
struct law_step_ground {    /* one way to it */
	struct str title, year; /* year: "" for the award's own */
	struct law_step_need *needs;
	int count;
	bool open;  /* some year it can be */
	bool there; /* nothing is lacking, not even what every way needs */
};
struct law_step_view {
	struct str award, now, year;
	const char *badge;
	struct law_step_need *common; /* what every way to it needs */
	struct law_step_ground *grounds;
	int common_count, ground_count;
	bool done;
};
struct law_forecast_view {
	struct str name, href;
	int64_t year;
	struct law_step_view *steps;
	int count;
};

struct law_survey_line {
	struct str award, code, subject;
	bool unit;
	int64_t eligible, unknown, ineligible, held, given;
};
struct law_survey_view {
	int64_t year, people, units;
	struct str set, on, file;
	struct law_survey_line *lines;
	int count;
};

struct law_whatif_line {
	struct str award, kind, before, after, gained, lost;
};
struct law_whatif_view {
	struct option *params, *leaves;
	int param_count, leaf_count;
	struct str value, omit, changed;
	bool asked;
	int64_t people, units, households, unit, year; /* unit: DB_NULL for the whole office */
	struct law_whatif_line *lines;
	int count;
};

#endif

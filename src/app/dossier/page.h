/* page.h: what the pages of dossiers show; all text is ready for reading. */
#ifndef APP_DOSSIER_PAGE_H
#define APP_DOSSIER_PAGE_H

#include "op/view.h"

struct dossier_fact {
	const char *label;
	struct str text, href;
};

struct dossier_nominee_row {
	int64_t id;
	struct str name, href, award, asked, state, badge, verdict, verdict_badge, check;
	struct str lacks; /* papers that are not there, in words; "" for none */
	struct str
		moved; /* the unit where the person is now, when it is no longer the proposing one's; "" */
	struct str way;    /* what stands in the way of a decision; "" for nothing */
	struct str report; /* address of the report of achievements; "" for none */
};

struct dossier_file_row {
	struct str title, href, need, whose;
};

struct dossier_appraisal_row {
	struct str unit, topic, state, badge, due, said, href;
};

struct dossier_change_row {
	struct str name, field, was, now;
};

struct dossier_page {
	int64_t id, version;
	struct str title, state, state_words, badge, next, reason, sum, clock, clock_badge;
	struct links actions;
	struct dossier_fact *facts;
	int fact_count;
	struct dossier_nominee_row *nominees;
	int nominee_count, left_out; /* left_out: more than the page shows */
	struct str all;              /* address of the whole list */
	struct dossier_file_row *files;
	int file_count;
	struct dossier_appraisal_row *appraisals;
	int appraisal_count;
	struct dossier_change_row *changes; /* of the last sending, when it was not the first */
	int change_count;
	struct str changed_at, all_changes; /* "" when it was sent once */
	struct str steps;
};

struct nominee_need_line {
	struct str text, citation;
	bool there;
};

struct nominee_clash_line {
	struct str say, citation;
	bool note;
};

/* Why a nominee cannot be concluded about yet. */
struct nominee_note {
	struct str say, ratings, href; /* ratings: "", or they are what is waited for, at href */
};

struct nominee_check_page {
	int64_t id;
	struct str name, href, award, verdict, verdict_word, badge, other, set, authority, brief, way,
		explain, kept, kept_href, money;
	struct str ratings, ratings_href; /* the year's ratings are open still; "" when they are not */
	struct str *missing, *failed, *notes, *days;
	int missing_count, failed_count, note_count, day_count;
	struct nominee_need_line *needs;
	int need_count, needs_missing;
	struct nominee_clash_line *clashes;
	int clash_count;
};

#endif

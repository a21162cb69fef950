/* page.h: what the page of a movement shows; all text is ready for reading. */
#ifndef APP_MOVEMENT_PAGE_H
#define APP_MOVEMENT_PAGE_H

#include "app/home/home.h"
#include "app/movement/movement.h"
#include "op/view.h"

#define MOVEMENT_COVERAGE_SHOWN 100
#define MOVEMENT_TASKS_SHOWN 10

/* Something on the line of time; `x` is its place in the drawing. */
struct movement_event {
	struct date on;
	struct str text, detail, paper, hold, drop; /* addresses, "" for none */
	bool past, now;
	int x;
};

struct movement_unit_row {
	struct str name, now, badge, state, opened, opened_by, answered, answered_by, answer, plan,
		plan_href, act;
};

struct movement_task_row {
	struct str href, title, unit, due, badge, state;
	int64_t percent;
};

/* One of the five contents with its texts. */
struct movement_text {
	const char *label;
	struct str text;
};
struct movement_section {
	struct movement_content head;
	struct movement_text texts[6];
	int text_count;
};

struct movement_page {
	int64_t id, upper_id, plan_id, document_id; /* DB_NULL for none */
	struct str title, slogan, state, state_words, badge, form, level, unit, period, launched,
		lacking, reason;
	struct str form_value, level_value; /* for programs */
	struct date begins, ends;
	struct str upper, upper_href, plan, plan_href, document, document_href;
	struct links actions;
	struct movement_section sections[MOVEMENT_CONTENTS];
	int missing;
	struct movement_event events[64];
	int event_count;
	int elapsed_x; /* how far the period has gone, in the drawing */
	bool shows_coverage, shows_tasks, more_units, draft;
	bool kept; /* of an upper level, only written down here */
	struct movement_unit_row *units;
	int unit_count;
	struct home_chart coverage;
	struct movement_task_row *tasks;
	int task_count;
	int64_t told, opened, answered, plans; /* units: in scope, and of them … */
	int64_t open, late, done, dropped;
	struct str add_task, add_review;
};
#define MOVEMENT_LINE_WIDTH 720
#define MOVEMENT_LINE_EDGE 16

#endif

/*
 * report.h: the office looks at itself: who is commended and who is not.
 *
 * Luật Thi đua, khen thưởng 2022, Điều 5 wants awards fair (khoản 2), for those who work directly
 * first (khoản 2), and without regard to gender (khoản 3). Nothing here decides anything: it puts
 * the share that a group has among the commended beside its share in the office.
 */
#ifndef APP_REPORT_REPORT_H
#define APP_REPORT_REPORT_H

#include "op/ctx.h"
#include "op/view.h"

#define FAIR_YEARS 5

/* Shares are in thousandths; widths in the units of the drawing. */
struct fair_group {
	struct str label;
	int64_t people, awarded;
	int64_t people_share, awarded_share, difference;
	struct str rate_text, difference_text; /* "12,5 %" of the group, "+3,1 điểm" */
	int people_width, awarded_width;
};
#define FAIR_BAR_WIDTH 160

struct fair_part {
	const char *name, *title, *head; /* name: the key in JSON */
	struct fair_group *groups;
	int count, most;
};

struct fair_view {
	struct option *options;
	int option_count;
	int64_t year, people, awarded;
	struct fair_part lead, gender, cadre, units;
	/* People by the number of years, of the last five, in which they were commended. */
	int64_t years[FAIR_YEARS + 1];
	struct str years_text[FAIR_YEARS + 1];
	int years_width[FAIR_YEARS + 1];
	struct str never, unproposed, often; /* addresses of the lists behind it */
};

/* Four figures of the office itself in one year: Luật 2022, Điều 5 khoản 2. */
enum { FIGURE_ACCURATE, FIGURE_DAYS, FIGURE_SHOWN, FIGURE_TRACED, FIGURES };

struct figure {
	const char *key, *title, *what; /* key: in JSON; what: of which it is the share */
	int64_t n, of;                  /* FIGURE_DAYS: n is the median, in days */
	struct str value, before;       /* "87,5 %"; before: the year before */
	struct link good, bad;          /* the lists behind it; href "" where there is nothing */
};

struct figure_view {
	int64_t year, lines, decisions;
	struct figure figures[FIGURES];
	struct str fairness;
};

/* Whether a post is one of leading, by its first words. */
bool report_leads(struct str post_title);

extern const struct op fair_ops[], figure_ops[], statistics_ops[];

/* How posts are classed in the yearly statistics of a new office. Inside DB_WRITE. */
enum rc statistics_begin(struct ctx *c) MUST_CHECK;

#endif

/*
 * home.h: the start page: what waits for the one who has signed in, and the office in figures.
 *
 * A card is a list with a filter set: whoever may use the list and may do something
 * about its rows sees how many there are within their own scope. A module whose lists
 * hold work to do adds a line to the table in home.c.
 */
#ifndef APP_HOME_HOME_H
#define APP_HOME_HOME_H

#include "op/ctx.h"

struct home_card {
	const char *title, *icon;
	struct str count, href;
};

/* One thing to do. */
struct home_row {
	struct str href, text, small;
	const char *badge;
};

#define HOME_CARDS_MAX 24
#define HOME_ROWS_MAX 12
#define HOME_BARS_MAX 12
#define HOME_SERIES_MAX 3

/* A line of a chart; widths are in the units of its drawing. */
struct home_bar {
	struct str label, value;
	int64_t n, parts[HOME_SERIES_MAX], warned;
	int x[HOME_SERIES_MAX], width[HOME_SERIES_MAX]; /* of each series, from the left */
	int y;                                          /* top of the line */
};

struct home_chart {
	const char *id, *title, *head; /* `head`: of the first column of the table */
	const char *of;                /* what is counted; NULL: "người" */
	struct str say;                /* the drawing in one sentence */
	const char *series[HOME_SERIES_MAX];
	const char *tone[HOME_SERIES_MAX]; /* class of each series; NULL: s1, s2, s3 */
	int series_count;
	int warns; /* number of the series that warns, from 1: its count stands beside the line; 0 */
	struct home_bar bars[HOME_BARS_MAX];
	int count, height;
};
#define HOME_CHART_WIDTH 360

struct home_view {
	struct home_card cards[HOME_CARDS_MAX];
	int card_count;
	struct home_row rows[HOME_ROWS_MAX];
	int row_count;
	struct home_chart units, cadres; /* count 0: not drawn */
};

/* One number of the page of a head of a unit, and the list behind it. */
struct head_row {
	const char *key, *title; /* key: in JSON */
	int64_t n;
	struct str share, href; /* "62,5 % số người"; "" */
};

#define HEAD_ROWS_MAX 24
struct head_view {
	int64_t id, year;
	struct str head;
	struct head_row rows[HEAD_ROWS_MAX];
	int count;
};

/* The class of a series. */
static inline const char *home_tone(const struct home_chart *chart, int series)
{
	static const char *const plain[HOME_SERIES_MAX] = {"s1", "s2", "s3"};
	return chart->tone[series] ? chart->tone[series] : plain[series];
}

/* Fills the charts of the people whom the caller may list. */
enum rc home_charts(struct ctx *c, struct home_view *v) MUST_CHECK;

/* The line of that name, made when it is new; the last one takes what there is no room for. */
struct home_bar *home_chart_bar(struct home_chart *chart, struct str label);

/* The same, with so many more in one series. */
void home_chart_add(struct home_chart *chart, struct str label, int series, int64_t n);

/*
 * The rows of the list that c->op is, one line each by its column `name`: count() gives what each
 * series has of a row; rows with nothing are left out. Draws it too. c->op stays.
 */
struct rows;
typedef void home_count_fn(const struct rows *rows, int row, int64_t *parts);
enum rc home_chart_of_list(struct ctx *c, struct home_chart *chart,
                           home_count_fn *count) MUST_CHECK;
/* A number of a row, by its column. */
int64_t home_number(const struct rows *rows, int row, const char *name);

/* Orders the lines, gives them their lengths and says the drawing in words. */
void home_chart_draw(struct ctx *c, struct home_chart *chart);

struct json_out;
void home_chart_json(struct json_out *j, const struct home_chart *chart);

extern const struct op home_ops[], responsibility_ops[], head_ops[], menu_ops[];

#endif

/*
 * workday.h: working days of a state office.
 *
 * Monday to Friday, less the holidays of Bộ luật Lao động 2019 Điều 112 and their
 * compensation days (Điều 111 khoản 3), plus the Saturdays that are worked for a swapped
 * day off. The lunar days and the swaps are announced year by year, so all of it is data
 * (src/app/admin/holidays.csv is the default); nothing here knows a date by heart.
 *
 * Everything is pure and may be called from any thread.
 */
#ifndef BASE_WORKDAY_H
#define BASE_WORKDAY_H

#include "base/date.h"

enum workday_kind {
	WORKDAY_HOLIDAY, /* a day off whatever the weekday */
	WORKDAY_WORKED   /* worked whatever the weekday */
};

/* An unconfirmed row does not change an answer; it only shows in workday_basis(). */
struct workday_row {
	struct date date;
	enum workday_kind kind;
	bool confirmed;
	struct str name, source;
};

/* Rows by date, each date once; workday_read() and workday_sort() make it so. */
struct workday_list {
	const struct workday_row *rows;
	size_t n;
};

/* How far an answer about a span can be trusted, from best to worst. */
enum workday_basis {
	WORKDAY_KNOWN,       /* every year has data */
	WORKDAY_UNCONFIRMED, /* a row in the span still waits for its announcement */
	WORKDAY_NO_DATA      /* a year in the span has no confirmed row: warn */
};

bool workday_is(struct workday_list list, struct date d);

/*
 * The n-th working day after `from`, which itself is not counted (Bộ luật Dân sự 2015
 * Điều 147); before it when n is negative. With n = 0, `from` or the first working day
 * after it: where a term that ends on a day off really ends (Điều 148 khoản 5).
 * DATE_NONE when that would leave the years 1 to 9999.
 */
struct date workday_add(struct workday_list list, struct date from, int n);

/*
 * How many working days n lead from `from` to `to`: those after `from` up to and with
 * `to`. When `to` lies before `from`, minus those from `to` up to the day before `from`.
 * workday_between(l, d, workday_add(l, d, n)) is n for every n but 0.
 */
int workday_between(struct workday_list list, struct date from, struct date to);

/* For the span between two dates, in either order, ends included. */
enum workday_basis workday_basis(struct workday_list list, struct date one, struct date other);

/* Orders rows in place; RC_INVALID when a date stands twice. */
enum rc workday_sort(struct workday_row *rows, size_t n, struct err *e) MUST_CHECK;

/*
 * Reads data in the form of src/app/admin/holidays.csv: date;kind;name;source;state with a header
 * line, # for remarks. Names and sources borrow from `csv`. RC_INVALID names the line.
 */
enum rc workday_read(struct arena *a, struct str csv, struct workday_list *out,
                     struct err *e) MUST_CHECK;

#endif

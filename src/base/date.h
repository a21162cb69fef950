/*
 * date.h: civil dates, instants, and the legal day in Viet Nam (+07, no summer time).
 *
 * A struct date counts days since 1970-01-01 (proleptic Gregorian). Instants are
 * milliseconds since the same epoch, UTC. A period is half-open: [from, to), and
 * an open end is DATE_OPEN (9999-12-31). In the database dates stand as ISO text.
 */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include "base/arena.h"

struct date {
	int32_t days;
};

#define DATE_NONE ((struct date){INT32_MIN})
#define DATE_OPEN ((struct date){2932896})

struct civil {
	int year, month, day; /* month 1-12, day 1-31 */
};

static inline bool date_is_none(struct date d)
{
	return d.days == INT32_MIN;
}

/* DATE_NONE when there is no such day (30 February). Years 1 to 9999. */
struct date date_of(int year, int month, int day);
struct civil date_civil(struct date d);

/* 0 is Monday. */
int date_weekday(struct date d);

/* The day in Viet Nam at an instant, and the first instant of such a day. */
struct date date_at(int64_t utc_ms);
int64_t date_start_ms(struct date d);

/* "2026-01-27", exactly; DATE_NONE on anything else. */
struct date date_from_iso(struct str s);

/*
 * What people type: 27/01/2026, 27/1/2026, 27-01-2026, 27.1.2026 or ISO.
 * Two-digit years are refused: nobody should guess a century in a record.
 */
struct date date_from_typed(struct str s);

/* "2026-01-27"; "" for DATE_NONE. */
struct date_text {
	char z[20]; /* the longest is "27/01/2026 14:05" */
};
struct date_text date_iso(struct date d);

/* "27/01/2026"; "" for DATE_NONE and for DATE_OPEN. */
struct date_text date_vn(struct date d);

/* Instant as "27/01/2026 14:05" in +07. */
struct date_text date_time_vn(int64_t utc_ms);

/* Instant as RFC 3339 in UTC with milliseconds, in the arena; "" outside the years 1 to 9999. */
struct str date_time_iso(struct arena *a, int64_t utc_ms);

#endif

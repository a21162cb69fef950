/*
 * holiday.h: the office's days off: what workday.h counts by.
 *
 * A new office begins with data/holidays.csv, which is built into the program. Lunar
 * days and swapped days are announced year by year: until then a row is unconfirmed
 * and changes no date.
 */
#ifndef APP_ADMIN_HOLIDAY_H
#define APP_ADMIN_HOLIDAY_H

#include "base/workday.h"
#include "op/ctx.h"

extern const struct op holiday_ops[];

/* The days known when the program was built. Inside DB_WRITE, once in an office's life. */
enum rc holidays_begin(struct ctx *c) MUST_CHECK;

/* All days of the office, for workday_add() and its like; in the arena. */
enum rc holidays_of(struct ctx *c, struct workday_list *out) MUST_CHECK;

#endif

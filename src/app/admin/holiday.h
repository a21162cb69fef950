/*
 * holiday.h: the office's days off: what workday.h counts by.
 *
 * A new office begins with holidays.csv, which is built into the program. What the law
 * alone fixes is confirmed there; days that hang on the notice of the year (the other days
 * of Tết, the second day of 2/9, swaps) are not, because nobody compared them with the
 * notice: a row that is unconfirmed changes no date and only warns.
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

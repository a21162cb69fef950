/*
 * example.h: an invented office to try the program with.
 *
 * Văn phòng UBND tỉnh Lào Cai with rooms, subordinate units, 120 people at work and
 * two who have left; a merger and two new names in its past; a delegation, a grant that
 * waits for a second person, notices. No name belongs to a real person on purpose. The database is
 * marked for good (setting `example`): pages and doctor say so, and only such a database offers
 * sign-in by one click, on loopback.
 */
#ifndef APP_EXAMPLE_EXAMPLE_H
#define APP_EXAMPLE_EXAMPLE_H

#include "op/ctx.h"

/* Inside DB_WRITE, on an empty database. */
enum rc example_fill(struct ctx *c) MUST_CHECK;

/*
 * What it decided in the middle of 2026, after example_fill() and outside a transaction: each step
 * goes through the whole gate on its own day. Nothing when the clock says that this is to come.
 */
enum rc example_midyear(struct ctx *c) MUST_CHECK;

/* Five years of ratings, initiatives and awards, as the law has them; called by example_fill(). */
enum rc example_record(struct ctx *c, int64_t top) MUST_CHECK;

#endif

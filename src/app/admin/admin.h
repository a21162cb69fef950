/* admin.h: what an administrator or inspector looks after: second persons, rights. */
#ifndef APP_ADMIN_ADMIN_H
#define APP_ADMIN_ADMIN_H

#include "app/admin/holiday.h"
#include "app/admin/record.h"
#include "app/admin/setting.h"
#include "op/ctx.h"

extern const struct op approval_ops[];
extern const struct op rights_ops[];

/* Once a night, inside DB_WRITE: what nobody confirmed within SECOND_DAYS lapses. */
enum rc approval_lapse(struct ctx *c) MUST_CHECK;

/*
 * Who may do what, one line an operation, in a form that shows a change in review:
 * tests/golden/rights.txt. From the table of operations alone.
 */
void rights_text(struct buf *out);

#endif

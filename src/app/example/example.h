/*
 * example.h: an invented office to try the program with.
 *
 * Văn phòng UBND tỉnh Lào Cai with rooms, subordinate units and 120 people. No name
 * belongs to a real person on purpose. The database is marked for good (setting
 * `example`): pages and doctor say so, and only such a database offers sign-in by one
 * click, on loopback.
 */
#ifndef APP_EXAMPLE_EXAMPLE_H
#define APP_EXAMPLE_EXAMPLE_H

#include "op/ctx.h"

/* Inside DB_WRITE, on an empty database. */
enum rc example_fill(struct ctx *c) MUST_CHECK;

#endif

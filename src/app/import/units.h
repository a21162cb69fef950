/* units.h: what the parts of the import of units share; private to units*.c. */
#ifndef APP_IMPORT_UNITS_H
#define APP_IMPORT_UNITS_H

#include "app/import/inner.h"
#include "app/org/org.h"

enum unit_field {
	UNIT_NOTHING,
	UNIT_NAME,
	UNIT_SHORT,
	UNIT_CODE,
	UNIT_KIND,
	UNIT_PARENT,
	UNIT_SINCE,
	UNIT_BASIS,
	UNIT_POSITION,
	UNIT_STATE
};

struct unit_row {
	struct unit_new u; /* parent_id: when `above` is NULL */
	struct str fold;   /* of the name */
	uint64_t names[3]; /* keys of what it may be called as an upper unit, 0: none */
	bool ended;
	/* The upper unit when it is a row of this file that makes it, else NULL. */
	struct import_row *above;
	struct import_row *twin;      /* the row that says the same unit already, NULL */
	const struct known_unit *old; /* the unit that the row is about, NULL for a new one */
	int depth;                    /* rows above it that make units; the order of storing */
	enum { WALK_NOT, WALK_NOW, WALK_DONE } walk;
};

enum rc units_check(struct import_work *w, struct import_row *rows, size_t n) MUST_CHECK;
enum rc units_store(struct import_work *w, struct import_row *rows, size_t n) MUST_CHECK;
enum rc units_finish(struct import_work *w) MUST_CHECK;

#endif

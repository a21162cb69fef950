/* known_units.h: private to known_units.c and unknown_units.c. */
#ifndef APP_IMPORT_KNOWN_UNITS_H
#define APP_IMPORT_KNOWN_UNITS_H

#include "app/import/kind.h"
#include "db/sql_import.h"

struct unknown_unit {
	struct str fold, name;
	int64_t rows;
	struct date since; /* the first day that a row wants it for */
};
#define UNKNOWN_UNITS_MAX 500

struct known_units {
	struct known_unit *items; /* by id */
	size_t count;
	struct key_map *names; /* index + 1, -1 when several bear the name */
	bool whole;
	struct sql_import_units_of *chosen; /* by the user, for names that are not there */
	size_t chosen_count;
	struct unknown_unit unknown[UNKNOWN_UNITS_MAX];
	size_t unknown_count;
	/* The last answer of known_unit_named(). */
	struct arena mem;
	struct str last_name;
	int64_t last_no;
};

#endif

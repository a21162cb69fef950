/* tplc_fixture.h: what the test template shows. */
#ifndef TEST_TPLC_FIXTURE_H
#define TEST_TPLC_FIXTURE_H

#include "base/html.h"

struct fixture_row {
	int64_t id;
	struct str name;
	const char *unit;
	unsigned points;
	bool chosen;
};

struct fixture_view {
	struct str title, link, note;
	struct html notice;
	const struct fixture_row *rows;
	int row_count;
	int page;
	size_t total;
	const char *state; /* NULL, "open" or "closed" */
	bool locked;
};

#endif

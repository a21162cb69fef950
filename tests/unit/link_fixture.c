#include "link_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <inttypes.h>
#include <string.h>

int64_t link_count(struct acting *a, struct str href)
{
	char *address = arena_alloc(a->c.mem, href.n + 1), *save = NULL;
	struct values v;
	struct rows rows;
	values_init(&v, a->c.mem);
	memcpy(address, href.p, href.n);
	address[href.n] = '\0';
	char *query = strchr(address, '?');
	if (query)
		*query++ = '\0';
	assert_true(address[0] == '/');
	for (char *p = ++address; *p; p++)
		if (*p == '/')
			*p = '.';
	for (char *p = query ? strtok_r(query, "&", &save) : NULL; p; p = strtok_r(NULL, "&", &save)) {
		char *is = strchr(p, '=');
		assert_non_null(is);
		*is++ = '\0';
		assert_int_equal(values_add(&v, str_of(p), str_of(is), a->c.err), RC_OK);
	}
	const struct op *op = op_find(str_of(address));
	if (!op)
		fail_msg("no list %s", address);
	for (size_t i = 0; i < (size_t)v.count; i++)
		if (!op_field(op, v.items[i].name))
			fail_msg("%s has no filter %.*s", address, STR_ARG(v.items[i].name));
	err_clear(a->c.err);
	if (list_page(&a->c, op, &v, &rows) != RC_OK)
		fail_msg("%s: %s", address, a->c.err->message);
	return rows.total;
}

void link_is(struct acting *a, const char *what, struct str href, int64_t n)
{
	int64_t there = href.n ? link_count(a, href) : 0;
	if (there != n)
		fail_msg("%s: %" PRId64 ", but %.*s has %" PRId64, what, n, STR_ARG(href), there);
}

/* link_fixture.h: a number on a page is as long as the list that its link opens. */
#ifndef TEST_LINK_FIXTURE_H
#define TEST_LINK_FIXTURE_H

#include "office_fixture.h"

/* How many rows the list at that address has ("/task/list?unit=3&state=late"), for that account. */
int64_t link_count(struct acting *a, struct str href);

/* Asserts it of one number; "" opens nothing and is right for nothing only. */
void link_is(struct acting *a, const char *what, struct str href, int64_t n);

#endif

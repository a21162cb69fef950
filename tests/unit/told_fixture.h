/* told_fixture.h: what an account reads among its notices, and what waits in the mail for an
 * address. */
#ifndef TEST_TOLD_FIXTURE_H
#define TEST_TOLD_FIXTURE_H

#include "office_fixture.h"

/* How many notices of that account have these words. */
int told(struct office *o, const char *account, const char *words);

/* How many letters wait for that address with this subject and these words; all are then sent. */
int mailed(struct office *o, const char *address, const char *subject, const char *words);

/* One gives oneself an address for mail. */
void address_of(struct office *o, const char *account, const char *person, const char *address);

#endif

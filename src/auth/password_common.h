/* password_common.h: passwords that many people choose. For password_rules.c and its test. */
#ifndef AUTH_PASSWORD_COMMON_H
#define AUTH_PASSWORD_COMMON_H

#include <stddef.h>

/* Lower case, without marks and spaces, sorted by bytes. */
extern const char *const password_common[];
extern const size_t password_common_count;

#endif

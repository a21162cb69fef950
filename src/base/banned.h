/*
 * banned.h: calls that this project does not make, as compile errors.
 *
 * Included by rc.h and so by everything. The idea is Git's banned.h.
 */
#ifndef BASE_BANNED_H
#define BASE_BANNED_H

/* Their declarations come first, so that the poison hits only our own uses. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* clang's fortified headers make macros of these two. */
#undef sprintf
#undef vsprintf

#ifndef __cplusplus
#pragma GCC poison strcpy strcat strncpy strncat sprintf vsprintf strtok
#pragma GCC poison gmtime localtime ctime asctime gets
#pragma GCC poison atoi atol atoll atof system popen
#endif

#endif

#ifndef TESTS_TEMP_H
#define TESTS_TEMP_H

#include <stdio.h>
#include <stdlib.h>

/*
 * Folders that tests make for themselves. ./test points TMPDIR at memory: thousands of commits
 * would otherwise wait for the disk.
 */
#define TEMP_MAX 96 /* a socket in it has 108 */

/* Makes a new empty folder of that beginning; its path goes into path. The caller removes it. */
static inline void temp_folder(char path[TEMP_MAX], const char *name)
{
	const char *root = getenv("TMPDIR");
	snprintf(path, TEMP_MAX, "%s/%s-XXXXXX", root && *root ? root : "/tmp", name);
	if (!mkdtemp(path)) {
		perror(path);
		abort();
	}
}

#endif

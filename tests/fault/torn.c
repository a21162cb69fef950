/*
 * torn.c: a disk that goes wrong, for LD_PRELOAD before a server under test.
 *
 * THIDUA_DISK says how, and from which write to a regular file on:
 *     full:N   the N-th and all later writes fail with ENOSPC
 *     error:N  the N-th write alone fails with EIO
 *     torn:N   the N-th write stores half of its bytes and the machine goes off
 *     fill:N:FILE  while FILE is there: the N-th write since it came and all later ones fail with
 * ENOSPC
 */
#undef _FILE_OFFSET_BITS /* or both functions below would have one name */
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

typedef ssize_t pwrite_fn(int fd, const void *buf, size_t n, off_t at);

static bool regular(int fd)
{
	struct stat st;
	return fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
}

/* Whether a disk that is full while a file is there is full now. */
static bool filled(const char *how)
{
	static atomic_long count;
	char *file;
	long from = strtol(how, &file, 10);
	if (access(file + 1, F_OK) != 0) {
		atomic_store(&count, 0);
		return false;
	}
	return atomic_fetch_add(&count, 1) + 1 >= from;
}

/* 0: write as usual; -1: failed with errno set. Does not return from a torn write. */
static int trouble(int fd, const void *buf, size_t n, off_t at, pwrite_fn *real)
{
	static atomic_long count;
	const char *how = getenv("THIDUA_DISK");
	const char *colon = how ? strchr(how, ':') : NULL;
	if (!colon || !regular(fd))
		return 0;
	if (strncmp(how, "fill", 4) == 0) {
		errno = ENOSPC;
		return filled(colon + 1) ? -1 : 0;
	}
	long now = atomic_fetch_add(&count, 1) + 1, from = strtol(colon + 1, NULL, 10);
	if (strncmp(how, "full", 4) == 0 && now >= from)
		errno = ENOSPC;
	else if (strncmp(how, "error", 5) == 0 && now == from)
		errno = EIO;
	else if (strncmp(how, "torn", 4) == 0 && now == from && real(fd, buf, n / 2, at) >= 0)
		return kill(getpid(), SIGKILL);
	else
		return 0;
	return -1;
}

ssize_t pwrite(int fd, const void *buf, size_t n, off_t at)
{
	pwrite_fn *real = (pwrite_fn *)dlsym(RTLD_NEXT, "pwrite");
	return trouble(fd, buf, n, at, real) ? -1 : real(fd, buf, n, at);
}

ssize_t pwrite64(int fd, const void *buf, size_t n, off_t at)
{
	pwrite_fn *real = (pwrite_fn *)dlsym(RTLD_NEXT, "pwrite64");
	return trouble(fd, buf, n, at, real) ? -1 : real(fd, buf, n, at);
}

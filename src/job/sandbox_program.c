/*
 * sandbox_program.c: the locks around a program of the system (pdftotext).
 *
 * It has to open its libraries and to map them as code, so the list of calls is longer than that of
 * our own parsers; and because a library may try something harmless at its start, what is not
 * allowed fails with EPERM instead of killing. What counts is the same: no process, no socket,
 * nothing opened but what Landlock lets through, and that only to read.
 */
#include "job/sandbox_rules.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static const int calls[] = {
	SCMP_SYS(execve),
	SCMP_SYS(read),
	SCMP_SYS(write),
	SCMP_SYS(writev),
	SCMP_SYS(pread64),
	SCMP_SYS(lseek),
	SCMP_SYS(close),
	SCMP_SYS(openat),
	SCMP_SYS(open),
	SCMP_SYS(newfstatat),
	SCMP_SYS(fstat),
	SCMP_SYS(stat),
	SCMP_SYS(statx),
	SCMP_SYS(access),
	SCMP_SYS(faccessat),
	SCMP_SYS(readlink),
	SCMP_SYS(getcwd),
	SCMP_SYS(getdents64),
	SCMP_SYS(dup),
	SCMP_SYS(fcntl),
	SCMP_SYS(mmap),
	SCMP_SYS(munmap),
	SCMP_SYS(mprotect),
	SCMP_SYS(mremap),
	SCMP_SYS(madvise),
	SCMP_SYS(brk),
	SCMP_SYS(futex),
	SCMP_SYS(getrandom),
	SCMP_SYS(arch_prctl),
	SCMP_SYS(set_tid_address),
	SCMP_SYS(set_robust_list),
	SCMP_SYS(rseq),
	SCMP_SYS(prlimit64),
	SCMP_SYS(getrlimit),
	SCMP_SYS(sysinfo),
	SCMP_SYS(uname),
	SCMP_SYS(clock_gettime),
	SCMP_SYS(gettimeofday),
	SCMP_SYS(getpid),
	SCMP_SYS(gettid),
	SCMP_SYS(getuid),
	SCMP_SYS(geteuid),
	SCMP_SYS(getgid),
	SCMP_SYS(getegid),
	SCMP_SYS(rt_sigaction),
	SCMP_SYS(rt_sigprocmask),
	SCMP_SYS(rt_sigreturn),
	SCMP_SYS(sigaltstack),
	SCMP_SYS(sched_getaffinity),
	SCMP_SYS(sched_yield),
	SCMP_SYS(restart_syscall),
	SCMP_SYS(exit),
	SCMP_SYS(exit_group),
};

bool sandbox_program_calls(void)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	if (!filter)
		return false;
	bool ok = seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS) == 0;
	for (size_t i = 0; ok && i < sizeof calls / sizeof *calls; i++) {
		int rc = seccomp_rule_add(filter, SCMP_ACT_ALLOW, calls[i], 0);
		ok = rc == 0 || rc == -EDOM; /* a call that this architecture does not have */
	}
	/* abort() raises a signal, to itself only. */
	ok = ok &&
	     seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1,
	                      SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid(), 0)) == 0 &&
	     seccomp_load(filter) == 0;
	seccomp_release(filter);
	return ok;
}

/* Reading and running below `path`; one that does not exist is nothing to read. */
static bool allow_path(int ruleset, const char *path, bool run)
{
	struct stat st;
	int fd = open(path, O_PATH | O_CLOEXEC);
	if (fd < 0)
		return errno == ENOENT;
	struct landlock_path_beneath_attr attr = {.parent_fd = fd,
	                                          .allowed_access = LANDLOCK_ACCESS_FS_READ_FILE};
	if (run)
		attr.allowed_access |= LANDLOCK_ACCESS_FS_EXECUTE;
	if (fstat(fd, &st) == 0 && S_ISDIR(st.st_mode))
		attr.allowed_access |= LANDLOCK_ACCESS_FS_READ_DIR;
	bool ok = syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &attr, 0) == 0;
	close(fd);
	return ok;
}

bool sandbox_program_files(int ruleset, const struct sandbox_program *p)
{
	/* Where the loader and the libraries are; the loader is run by the kernel. */
	static const char *const libraries[] = {"/usr/lib", "/usr/lib64", "/lib", "/lib64", NULL};
	for (int i = 0; libraries[i]; i++)
		if (!allow_path(ruleset, libraries[i], true))
			return false;
	for (int i = 0; p->readable[i]; i++)
		if (!allow_path(ruleset, p->readable[i], false))
			return false;
	return allow_path(ruleset, p->path, true);
}

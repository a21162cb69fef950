/* The child's side: everything is given up first, then the parser runs. */
#include "job/sandbox_rules.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/*
 * The kernel's struct as of ABI 6; Debian 12's header stops at the first field. A kernel
 * that knows less is given less of it.
 */
struct landlock_attr {
	uint64_t fs, net, scoped;
};

/* All rights of files that each ABI knows, and what came with it. landlock(7). */
static size_t landlock_attr_of(int abi, struct landlock_attr *attr)
{
	static const int fs_rights[] = {0, 13, 14, 15, 15, 16};
	int rights = fs_rights[abi < 5 ? abi : 5];
	*attr = (struct landlock_attr){.fs = (UINT64_C(1) << rights) - 1};
	if (abi < 4)
		return offsetof(struct landlock_attr, net);
	attr->net = 3; /* bind and connect of TCP */
	if (abi < 6)
		return offsetof(struct landlock_attr, scoped);
	attr->scoped = 3; /* abstract sockets and signals to others */
	return sizeof *attr;
}

struct sandbox_state sandbox_state(void)
{
	uint32_t action = SECCOMP_RET_KILL_PROCESS;
	long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
	int pidfd = (int)syscall(SYS_pidfd_open, getpid(), 0);
	if (pidfd >= 0)
		close(pidfd);
	return (struct sandbox_state){
		.landlock_abi = abi > 0 ? (int)abi : 0,
		.seccomp = syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0,
		.pidfd = pidfd >= 0,
	};
}

/* Without a program no rule is added: nothing of the file system or the network stays reachable. */
static bool lock_files(int abi, const struct sandbox_program *program)
{
	struct landlock_attr attr;
	size_t size = landlock_attr_of(abi, &attr);
	int fd = (int)syscall(SYS_landlock_create_ruleset, &attr, size, 0);
	if (fd < 0)
		return false;
	bool ok = (!program || sandbox_program_files(fd, program)) &&
	          syscall(SYS_landlock_restrict_self, fd, 0) == 0;
	close(fd);
	return ok;
}

static bool allow_plain(scmp_filter_ctx filter)
{
	static const int calls[] = {
		SCMP_SYS(read),
		SCMP_SYS(pread64),
		SCMP_SYS(lseek),
		SCMP_SYS(munmap),
		SCMP_SYS(mremap),
		SCMP_SYS(madvise),
		SCMP_SYS(brk),
		SCMP_SYS(futex),
		SCMP_SYS(clock_gettime),
		SCMP_SYS(gettimeofday),
		SCMP_SYS(getrandom),
		SCMP_SYS(sched_yield),
		SCMP_SYS(restart_syscall),
		SCMP_SYS(exit),
		SCMP_SYS(exit_group),
		SCMP_SYS(rt_sigreturn),
		SCMP_SYS(rt_sigprocmask),
		SCMP_SYS(rt_sigaction),
		SCMP_SYS(sigaltstack),
		SCMP_SYS(getpid),
		SCMP_SYS(gettid),
	};
	for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
		if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, calls[i], 0) != 0)
			return false;
	return true;
}

/* Memory never becomes code, output goes to the two pipes, signals (abort) to itself. */
static bool allow_narrowed(scmp_filter_ctx filter)
{
	struct scmp_arg_cmp no_exec = SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
	return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, no_exec) == 0 &&
	       seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, no_exec) == 0 &&
	       seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(write), 1,
	                        SCMP_A0(SCMP_CMP_LE, STDERR_FILENO, 0)) == 0 &&
	       seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1,
	                        SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid(), 0)) == 0;
}

static bool lock_calls(void)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
	if (!filter)
		return false;
	bool ok = seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS) == 0 &&
	          allow_plain(filter) && allow_narrowed(filter) && seccomp_load(filter) == 0;
	seccomp_release(filter);
	return ok;
}

static bool limit(__rlimit_resource_t what, rlim_t value)
{
	struct rlimit both = {.rlim_cur = value, .rlim_max = value};
	return setrlimit(what, &both) == 0;
}

/* Bytes of address space in use, from /proc/self/statm; 0 if it cannot be read. */
static int64_t address_space(void)
{
	char text[128];
	int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof text);
	if (fd >= 0)
		close(fd);
	struct str rest = {.p = text, .n = n > 0 ? (size_t)n : 0};
	int64_t pages;
	return str_int(str_cut(&rest, ' '), &pages) ? pages * sysconf(_SC_PAGESIZE) : 0;
}

static bool limit_all(int64_t time_ms, int64_t memory_bytes)
{
	if (LIMIT_ADDRESS_SPACE) {
		int64_t used = address_space();
		if (used == 0 || !limit(RLIMIT_AS, (rlim_t)(used + memory_bytes)))
			return false;
	}
	/* One second more than the wall clock allows: the parent's deadline comes first. */
	return limit(RLIMIT_CPU, (rlim_t)(time_ms / 1000 + 2)) && limit(RLIMIT_FSIZE, 0) &&
	       limit(RLIMIT_CORE, 0) && limit(RLIMIT_NPROC, 0);
}

static bool map_input(struct str *input)
{
	struct stat st;
	*input = STR("");
	if (fstat(STDIN_FILENO, &st) != 0 || !S_ISREG(st.st_mode))
		return false;
	if (st.st_size == 0)
		return true;
	void *p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, STDIN_FILENO, 0);
	if (p == MAP_FAILED)
		return false;
	*input = (struct str){.p = p, .n = (size_t)st.st_size};
	return true;
}

/* The order matters: what needs a path or a descriptor comes before the locks. */
static const char *lock_in(int64_t time_ms, int64_t memory_bytes, bool weak,
                           const struct sandbox_program *program, struct str *input)
{
	struct sandbox_state can = sandbox_state();
	/* libzip turns entry times into instants; the zone's file must be read by then. */
	if (setenv("TZ", "UTC0", 1) != 0)
		return "setenv";
	tzset();
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || prctl(PR_SET_DUMPABLE, 0) != 0)
		return "prctl";
	if (syscall(SYS_close_range, 3, ~0U, 0) != 0)
		return "close_range";
	if (!program && !map_input(input))
		return "input";
	if (!limit_all(time_ms, memory_bytes))
		return "limits";
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return "no_new_privs";
	/* A program keeps open(): without Landlock it could read whatever the server can, so no weak
	 * way. */
	if (can.landlock_abi ? !lock_files(can.landlock_abi, program) : !weak || program)
		return "landlock";
	/* Landlock's rules needed one more; a program opens its libraries. */
	if (!limit(RLIMIT_NOFILE, program ? 32 : 3))
		return "nofile";
	if (can.seccomp ? !(program ? sandbox_program_calls() : lock_calls()) : !weak)
		return "seccomp";
	return NULL;
}

static void say(const char *text)
{
	ssize_t unused = write(STDERR_FILENO, text, strlen(text));
	(void)unused;
}

/* Not _exit(): sanitizers hook it and would want calls that are gone by now. */
static _Noreturn void leave(int code)
{
	syscall(SYS_exit_group, code);
	__builtin_trap();
}

static const struct sandbox_parser *find(const char *kind, const struct sandbox_parser *table,
                                         size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(table[i].kind, kind) == 0)
			return &table[i];
	return NULL;
}

/*
 * Does not come back once locked in: leaving through main() would run library clean-ups
 * that no longer have their system calls.
 */
int sandbox_child(int argc, char **argv, const struct sandbox_parser *table, size_t count)
{
	int64_t time_ms, memory_bytes;
	const struct sandbox_parser *parser =
		argc == ARG_COUNT ? find(argv[ARG_KIND], table, count) : NULL;
	if (!parser || !str_int(str_of(argv[ARG_TIME]), &time_ms) || time_ms <= 0 ||
	    !str_int(str_of(argv[ARG_MEMORY]), &memory_bytes) || memory_bytes <= 0) {
		say("parse: called by thidua itself, not by hand\n");
		return EXIT_NOT_LOCKED;
	}
	struct str input;
	const char *failed = lock_in(time_ms, memory_bytes, strcmp(argv[ARG_MODE], "weak") == 0,
	                             parser->program, &input);
	if (failed) {
		say(failed);
		leave(EXIT_NOT_LOCKED);
	}
	if (parser->program) {
		char *env[] = {NULL};
		execve(parser->program->path, (char **)(uintptr_t)parser->program->argv, env);
		say("exec");
		leave(EXIT_NOT_LOCKED);
	}
	struct err e = {0};
	enum rc rc = parser->parse(input, argv[ARG_TEXT], STDOUT_FILENO, &e);
	if (rc == RC_OK)
		leave(0);
	say("\n");
	say(e.message);
	leave(EXIT_FAILED + (int)rc);
}

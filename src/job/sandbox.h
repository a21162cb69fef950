/*
 * sandbox.h: reading a file that a stranger uploaded, in a process that can do nothing else.
 *
 * The running binary starts itself again (`thidua parse KIND …`, by exec, never a bare fork)
 * with the file as standard input, the result as standard output and remarks as standard
 * error. Before it looks at the first byte the child takes everything away from itself:
 * all other file descriptors, the environment, the file system and the network (Landlock),
 * every system call that reading does not need (seccomp; the others kill it), new
 * privileges, core files, and memory and processor time beyond the job's share.
 *
 * What comes back is still a stranger's data: a child that was taken over can write any
 * bytes. So the parent counts them, keeps a deadline, and its sink checks each value again.
 * Everything a sink received is void unless sandbox_run() returned RC_OK; a sink that
 * stores must do so in a transaction that then rolls back.
 *
 * Threads: sandbox_run() may run in several threads at once. It needs SIGCHLD not ignored.
 * Sources: landlock(7), seccomp(2), docs/sandbox.md.
 */
#ifndef JOB_SANDBOX_H
#define JOB_SANDBOX_H

#include "base/str.h"

#include <stdatomic.h>

struct sandbox_job {
	const char *kind;          /* a parser of the child's table */
	const char *arg;           /* one text for that parser, or NULL; see the parser */
	int in_fd;                 /* a regular file or memfd; stays the caller's, its offset is kept */
	int64_t time_ms;           /* for the child; time spent in the sink does not count */
	int64_t memory_bytes;      /* on top of the program and the file itself */
	int64_t out_max;           /* bytes of result */
	const atomic_bool *cancel; /* looked at ten times a second; may be NULL */
	bool allow_weak;           /* run even where the kernel lacks Landlock or seccomp */
};

/* Takes result bytes as they come, in pieces of any size. Not RC_OK ends the run. */
typedef enum rc sandbox_sink(void *arg, const void *bytes, size_t n, struct err *e);

/*
 * Runs one job and waits for it. RC_INVALID: the file is damaged, hostile or not what it
 * should be. RC_TOOBIG: over a limit of time, memory or output. RC_CANCELLED. RC_IO: the
 * sandbox cannot be built here (the sentence says what is missing) or the machine failed.
 * The parser's own sentence is passed on when it is clean text. err.detail says how the
 * child ended and holds the last of its remarks.
 */
enum rc sandbox_run(const struct sandbox_job *job, sandbox_sink *sink, void *arg,
                    struct err *e) MUST_CHECK;

/*
 * A program of the system that reads the file instead, when its licence or its language keeps it
 * out of the binary: pdftotext. It is started by exec in the same child, under a profile of its own
 * (docs/sandbox.md): only `readable` can be opened, and only to read; no network, no second
 * process, no file written. The input is its standard input, the result its standard output.
 */
struct sandbox_program {
	const char *path;
	const char *const *argv;     /* ends with NULL */
	const char *const *readable; /* files and folders; those that do not exist are passed over */
};

/*
 * A parser reads `input` (mapped, read only) and writes its result to out_fd. It runs
 * locked in: no opening of files, no threads, no lazily loaded tables. It has no second
 * job after this one, so it need not free on failure.
 */
struct sandbox_parser {
	const char *kind;
	enum rc (*parse)(struct str input, const char *arg, int out_fd, struct err *e);
	const struct sandbox_program *program; /* instead of parse */
};

/*
 * The child's whole program: main() calls it when argv[1] is "parse" and returns what it
 * returns. Locks itself in, then runs the parser. Meant for sandbox_run() alone.
 */
int sandbox_child(int argc, char **argv, const struct sandbox_parser *table, size_t count);

/* What this kernel offers. */
struct sandbox_state {
	int landlock_abi; /* 0: none */
	bool seccomp;     /* filters that kill the whole process */
	bool pidfd;       /* needed always, since Linux 5.3 */
};
struct sandbox_state sandbox_state(void);

/* RC_OK when files can be read in full isolation here; else RC_IO and what is missing. */
enum rc sandbox_check(struct err *e) MUST_CHECK;

#endif

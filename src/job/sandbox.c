/* The parent's side: start, feed, count, wait, and say in words how it ended. */
#include "job/sandbox.h"
#include "base/clock.h"
#include "job/sandbox_rules.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define TICK_MS 100
#define PIECE ((size_t)64 * 1024)
#define PIPE_BYTES (1 << 20)

struct run {
	const struct sandbox_job *job;
	sandbox_sink *sink;
	void *arg;
	struct err *e;
	pid_t pid;
	int pid_fd, out_fd, log_fd; /* -1: closed */
	int64_t deadline_ms, out_bytes;
	char log[1024]; /* the last of the child's remarks */
	size_t log_n;
};

enum rc sandbox_check(struct err *e)
{
	struct sandbox_state s = sandbox_state();
	const char *missing = !s.pidfd          ? "pidfd (Linux từ 5.3)"
	                      : !s.landlock_abi ? "Landlock (Linux từ 5.13, bật lsm=landlock)"
	                      : !s.seccomp      ? "seccomp"
	                                        : NULL;
	if (!missing)
		return RC_OK;
	return err_set(e, RC_IO,
	               "Máy chủ này không đọc tệp tải lên một cách cách ly được: nhân hệ điều hành "
	               "thiếu %s. Xin người quản trị bật tính năng đó, hoặc chấp nhận kém an toàn bằng "
	               "lựa chọn khong-cach-ly.",
	               missing);
}

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

/* A descriptor of its own, read only, at the start, whatever the caller's is. */
static enum rc open_input(int in_fd, int *out, struct err *e)
{
	struct stat st;
	char path[40];
	if (fstat(in_fd, &st) != 0 || !S_ISREG(st.st_mode))
		return err_detail(e, RC_IO, "sandbox: input is not a regular file");
	snprintf(path, sizeof path, "/proc/self/fd/%d", in_fd);
	*out = open(path, O_RDONLY | O_CLOEXEC);
	if (*out < 0)
		return err_detail(e, RC_IO, "sandbox: reopening input: errno %d", errno);
	return RC_OK;
}

/*
 * dup2 onto the same number would leave close-on-exec set, so the three ends are moved
 * above the standard ones first.
 */
static int above_std(int fd)
{
	if (fd < 0 || fd > STDERR_FILENO)
		return fd;
	int higher = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	close(fd);
	return higher;
}

static int spawn_with(pid_t *pid, char **argv, int in, int out, int log)
{
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attr;
	sigset_t none, all;
	char *no_env[] = {NULL};
	sigemptyset(&none);
	sigfillset(&all);
	int rc = posix_spawn_file_actions_init(&files);
	if (rc != 0)
		return rc;
	rc = posix_spawnattr_init(&attr);
	if (rc != 0)
		goto out;
	if ((rc = posix_spawn_file_actions_adddup2(&files, in, STDIN_FILENO)) == 0 &&
	    (rc = posix_spawn_file_actions_adddup2(&files, out, STDOUT_FILENO)) == 0 &&
	    (rc = posix_spawn_file_actions_adddup2(&files, log, STDERR_FILENO)) == 0 &&
	    (rc = posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1)) == 0 &&
	    (rc = posix_spawnattr_setsigmask(&attr, &none)) == 0 &&
	    (rc = posix_spawnattr_setsigdefault(&attr, &all)) == 0 &&
	    (rc = posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF |
	                                              POSIX_SPAWN_SETPGROUP)) == 0)
		rc = posix_spawn(pid, "/proc/self/exe", &files, &attr, argv, no_env);
	posix_spawnattr_destroy(&attr);
out:
	posix_spawn_file_actions_destroy(&files);
	return rc;
}

static int spawn(struct run *r, int in, int out, int log)
{
	const struct sandbox_job *job = r->job;
	char time[24], memory[24];
	snprintf(time, sizeof time, "%" PRId64, job->time_ms);
	snprintf(memory, sizeof memory, "%" PRId64, job->memory_bytes);
	const char *argv[ARG_COUNT + 1] = {"thidua",
	                                   "parse",
	                                   job->kind,
	                                   time,
	                                   memory,
	                                   job->allow_weak ? "weak" : "strict",
	                                   job->arg ? job->arg : "",
	                                   NULL};
	return spawn_with(&r->pid, (char **)(uintptr_t)argv, in, out, log);
}

static enum rc start(struct run *r)
{
	int in = -1, out[2] = {-1, -1}, log[2] = {-1, -1};
	enum rc rc = open_input(r->job->in_fd, &in, r->e);
	if (rc != RC_OK)
		return rc;
	in = above_std(in);
	if (in < 0 || pipe2(out, O_CLOEXEC) != 0 || pipe2(log, O_CLOEXEC) != 0) {
		rc = err_detail(r->e, RC_BUSY, "sandbox: pipes: errno %d", errno);
		goto out;
	}
	/* The child goes on while the parent is busy with what came; a smaller pipe will do, too. */
	fcntl(out[1], F_SETPIPE_SZ, PIPE_BYTES);
	out[1] = above_std(out[1]);
	log[1] = above_std(log[1]);
	int failed = out[1] < 0 || log[1] < 0 ? EMFILE : spawn(r, in, out[1], log[1]);
	if (failed) {
		rc = err_detail(r->e, RC_BUSY, "sandbox: spawn: errno %d", failed);
		goto out;
	}
	r->out_fd = out[0];
	r->log_fd = log[0];
	out[0] = log[0] = -1;
	r->pid_fd = (int)syscall(SYS_pidfd_open, r->pid, 0);
	if (r->pid_fd < 0)
		rc = err_detail(r->e, RC_IO, "sandbox: pidfd_open: errno %d", errno);
out:
	close_fd(&in);
	close_fd(&out[0]);
	close_fd(&out[1]);
	close_fd(&log[0]);
	close_fd(&log[1]);
	return rc;
}

/* Keeps the newest half when full: the sentence of a parser stands last. */
static void keep_log(struct run *r, const char *p, size_t n)
{
	const size_t half = sizeof r->log / 2;
	if (n > half) {
		p += n - half;
		n = half;
	}
	if (r->log_n + n > sizeof r->log) {
		size_t keep = r->log_n < half ? r->log_n : half;
		memmove(r->log, r->log + r->log_n - keep, keep);
		r->log_n = keep;
	}
	memcpy(r->log + r->log_n, p, n);
	r->log_n += n;
}

/* Reads what is there; closes at the end. Returns the number of bytes. */
static size_t take(int *fd, char *piece)
{
	ssize_t n = read(*fd, piece, PIECE);
	if (n > 0)
		return (size_t)n;
	if (n == 0 || (errno != EINTR && errno != EAGAIN))
		close_fd(fd);
	return 0;
}

static enum rc pass_on(struct run *r, const char *piece, size_t n)
{
	r->out_bytes += (int64_t)n;
	if (r->out_bytes > r->job->out_max)
		return err_set(r->e, RC_TOOBIG,
		               "Nội dung tệp quá nhiều so với mức cho phép. Xin chia tệp thành các tệp "
		               "nhỏ hơn rồi tải lên lại.");
	int64_t before_ms = clock_mono_ms();
	enum rc rc = r->sink(r->arg, piece, n, r->e);
	/* A slow database is not the file's fault. */
	r->deadline_ms += clock_mono_ms() - before_ms;
	return rc;
}

static enum rc too_slow(struct run *r)
{
	return err_set(r->e, RC_TOOBIG,
	               "Đọc tệp lâu quá %" PRId64 " giây nên đã dừng. Tệp có thể bị hỏng hoặc quá "
	               "lớn; xin lưu lại tệp hoặc chia nhỏ rồi tải lên lại.",
	               (r->job->time_ms + 999) / 1000);
}

/* Until both pipes are closed and the child is gone. */
static enum rc drain(struct run *r, char *piece)
{
	bool gone = false;
	while (!gone || r->out_fd >= 0 || r->log_fd >= 0) {
		if (r->job->cancel && atomic_load(r->job->cancel))
			return err_set(r->e, RC_CANCELLED, "Việc đọc tệp đã được dừng theo yêu cầu.");
		int64_t left_ms = r->deadline_ms - clock_mono_ms();
		if (left_ms <= 0)
			return too_slow(r);
		struct pollfd p[] = {{.fd = r->out_fd, .events = POLLIN},
		                     {.fd = r->log_fd, .events = POLLIN},
		                     {.fd = gone ? -1 : r->pid_fd, .events = POLLIN}};
		if (poll(p, 3, left_ms < TICK_MS ? (int)left_ms : TICK_MS) < 0 && errno != EINTR)
			return err_detail(r->e, RC_IO, "sandbox: poll: errno %d", errno);
		size_t n = p[0].revents ? take(&r->out_fd, piece) : 0;
		if (n > 0)
			TRY(pass_on(r, piece, n));
		n = p[1].revents ? take(&r->log_fd, piece) : 0;
		keep_log(r, piece, n);
		gone = gone || p[2].revents;
	}
	return RC_OK;
}

/* The last line, if it is a sentence that may be shown: clean UTF-8, no controls. */
static struct str sentence(const struct run *r)
{
	struct str s = {.p = r->log, .n = r->log_n};
	for (size_t i = s.n; i > 0; i--)
		if (r->log[i - 1] == '\n') {
			s = (struct str){.p = r->log + i, .n = r->log_n - i};
			break;
		}
	if (s.n == 0 || s.n > SENTENCE_MAX || !str_utf8_ok(s))
		return STR_NULL;
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7F)
			return STR_NULL;
	return s;
}

static enum rc crashed(struct run *r)
{
	return err_set(r->e, RC_INVALID,
	               "Tệp bị hỏng hoặc được cố ý làm sai nên không đọc được; chưa có dữ liệu nào "
	               "được lấy từ tệp. Xin mở tệp bằng phần mềm gốc, lưu lại rồi tải lên lại.");
}

static enum rc exited(struct run *r, int code)
{
	if (code == 0)
		return RC_OK;
	if (code == EXIT_NOT_LOCKED)
		return err_set(
			r->e, RC_IO,
			"Máy chủ thiếu phần khoá của nhân Linux mà việc đọc loại tệp này cần nên tệp "
			"chưa được mở. Xin báo người quản trị chạy `thidua doctor`.");
	/* Only what can be the file's fault is taken from the child's word. */
	struct str words = sentence(r);
	if (words.p && (code == EXIT_FAILED + RC_INVALID || code == EXIT_FAILED + RC_TOOBIG))
		return err_set(r->e, (enum rc)(code - EXIT_FAILED), "%.*s", STR_ARG(words));
	return crashed(r);
}

static enum rc judge(struct run *r, int status)
{
	if (WIFEXITED(status))
		return exited(r, WEXITSTATUS(status));
	switch (WTERMSIG(status)) {
	case SIGXCPU:
	case SIGKILL: return too_slow(r);
	case SIGSYS:
		return err_set(r->e, RC_INVALID,
		               "Tệp khiến trình đọc đòi quyền mà nó không được có, có thể là tệp độc "
		               "hại. Tệp đã bị chặn và chưa được đọc; xin báo người quản trị.");
	default: return crashed(r);
	}
}

/* How it ended and what it said, for the log. */
static void add_detail(struct run *r, int status)
{
	struct err *e = r->e;
	if (!e || e->code == RC_OK || e->detail[0])
		return;
	struct str said = str_trim((struct str){.p = r->log, .n = r->log_n});
	int room = 300;
	if (said.n > (size_t)room) {
		said.p += said.n - (size_t)room;
		said.n = (size_t)room;
	}
	snprintf(e->detail, sizeof e->detail, "sandbox kind=%s exit=%d signal=%d out=%" PRId64 " %.*s",
	         r->job->kind, WIFEXITED(status) ? WEXITSTATUS(status) : -1,
	         WIFSIGNALED(status) ? WTERMSIG(status) : 0, r->out_bytes, STR_ARG(said));
}

/* Kills a child that still runs; after this its number may belong to another process. */
static int reap(struct run *r, bool kill_first)
{
	int status = 0;
	if (kill_first)
		kill(r->pid, SIGKILL);
	while (waitpid(r->pid, &status, 0) < 0)
		if (errno != EINTR)
			return -1;
	return status;
}

enum rc sandbox_run(const struct sandbox_job *job, sandbox_sink *sink, void *arg, struct err *e)
{
	BUG_ON(job->time_ms <= 0 || job->memory_bytes <= 0 || job->out_max < 0);
	struct err own = {0};
	struct run r = {.job = job,
	                .sink = sink,
	                .arg = arg,
	                .e = e ? e : &own,
	                .pid = -1,
	                .pid_fd = -1,
	                .out_fd = -1,
	                .log_fd = -1};
	if (!job->allow_weak)
		TRY(sandbox_check(r.e));
	char *piece = malloc(PIECE);
	if (!piece)
		return err_detail(r.e, RC_BUSY, "sandbox: no memory");
	r.deadline_ms = clock_mono_ms() + job->time_ms;
	enum rc rc = start(&r);
	if (rc == RC_OK)
		rc = drain(&r, piece);
	if (r.pid > 0) {
		int status = reap(&r, rc != RC_OK);
		if (rc == RC_OK)
			rc = status == -1 ? err_detail(r.e, RC_IO, "sandbox: waitpid: errno %d", errno)
			                  : judge(&r, status);
		if (rc != RC_OK)
			add_detail(&r, status);
	}
	close_fd(&r.out_fd);
	close_fd(&r.log_fd);
	close_fd(&r.pid_fd);
	free(piece);
	return rc;
}

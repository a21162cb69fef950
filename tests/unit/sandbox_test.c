/* The sandbox holds against children that try to get out, hang, flood or eat memory. */
#include "base/buf.h"
#include "base/clock.h"
#include "job/sandbox_rules.h"
#include "temp.h"

#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <setjmp.h>
#include <stdarg.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define MIB (INT64_C(1) << 20)

/* --- the child's parsers, built only into this program --- */

static void put(int fd, const void *p, size_t n)
{
	ssize_t unused = write(fd, p, n);
	(void)unused;
}

static enum rc parse_copy(struct str input, const char *arg, int out_fd, struct err *e)
{
	(void)e;
	put(out_fd, input.p, input.n);
	put(out_fd, arg, strlen(arg));
	return RC_OK;
}

static enum rc parse_open(struct str input, const char *arg, int out_fd, struct err *e)
{
	(void)input, (void)arg, (void)e;
	int fd = open("/etc/passwd", O_RDONLY);
	put(out_fd, "escaped", 7);
	return fd >= 0 ? RC_OK : RC_IO;
}

/* Needs no descriptor, so that no limit but Landlock stands in its way. */
static enum rc parse_mkdir(struct str input, const char *arg, int out_fd, struct err *e)
{
	(void)input, (void)out_fd, (void)e;
	return mkdir(arg, 0700) == 0 ? RC_OK : RC_IO;
}

static enum rc parse_socket(struct str input, const char *arg, int out_fd, struct err *e)
{
	(void)input, (void)arg, (void)e;
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	put(out_fd, "escaped", 7);
	return fd >= 0 ? RC_OK : RC_IO;
}

static enum rc parse_fork(struct str input, const char *arg, int out_fd, struct err *e)
{
	(void)input, (void)arg, (void)e;
	pid_t pid = fork();
	put(out_fd, "escaped", 7);
	return pid >= 0 ? RC_OK : RC_IO;
}

static enum rc parse_code(struct str input, const char *arg, int out_fd, struct err *e)
{
	(void)input, (void)arg, (void)e;
	void *p =
		mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	put(out_fd, "escaped", 7);
	return p != MAP_FAILED ? RC_OK : RC_IO;
}

static enum rc parse_hang(struct str input, const char *arg, int out_fd, struct err *e)
{
	(void)input, (void)arg, (void)out_fd, (void)e;
	for (volatile unsigned turns = 1; turns; turns |= 1)
		;
	return RC_OK;
}

/* Both pipes closed, still alive: the end of output is not the end of the child. */
static enum rc parse_mute(struct str input, const char *arg, int out_fd, struct err *e)
{
	(void)input, (void)arg, (void)e;
	put(out_fd, "x", 1);
	return parse_hang(input, arg, out_fd, e);
}

static enum rc parse_flood(struct str input, const char *arg, int out_fd, struct err *e)
{
	(void)input, (void)e;
	static const char noise[4096];
	int fd = *arg ? STDERR_FILENO : out_fd;
	while (fd > 0)
		put(fd, noise, sizeof noise);
	return RC_OK;
}

static enum rc parse_hog(struct str input, const char *arg, int out_fd, struct err *e)
{
	(void)input, (void)arg;
	for (int64_t taken = 0; taken < 1024 * MIB; taken += MIB) {
		char *p = malloc((size_t)MIB);
		if (!p)
			return err_set(e, RC_TOOBIG, "Tệp cần quá nhiều bộ nhớ để đọc.");
		memset(p, 1, (size_t)MIB);
	}
	put(out_fd, "escaped", 7);
	return RC_OK;
}

static enum rc parse_abort(struct str input, const char *arg, int out_fd, struct err *e)
{
	(void)input, (void)arg, (void)out_fd, (void)e;
	abort();
}

static enum rc parse_refuse(struct str input, const char *arg, int out_fd, struct err *e)
{
	(void)input, (void)out_fd;
	return err_set(e, RC_INVALID, "%s", arg);
}

/* A taken-over child that claims to be anything it likes. */
static enum rc parse_lie(struct str input, const char *arg, int out_fd, struct err *e)
{
	(void)input, (void)arg, (void)out_fd, (void)e;
	put(STDERR_FILENO, "\n\x1b[2Jgiả", strlen("\n\x1b[2Jgiả"));
	syscall(SYS_exit_group, EXIT_FAILED + RC_INVALID);
	return RC_BUG;
}

static enum rc parse_state(struct str input, const char *arg, int out_fd, struct err *e)
{
	(void)input, (void)arg, (void)e;
	extern char **environ;
	bool closed = read(3, &(char){0}, 1) < 0 && lseek(9, 0, SEEK_CUR) < 0;
	bool bare = environ[0] && !environ[1]; /* the time zone, set by the child itself */
	bool read_only = mmap(NULL, 1, PROT_WRITE, MAP_SHARED, STDIN_FILENO, 0) == MAP_FAILED;
	put(out_fd, closed && read_only && bare ? "clean" : "dirty", 5);
	return RC_OK;
}

static const struct sandbox_program cat = {.path = "/usr/bin/cat",
                                           .argv = (const char *const[]){"cat", NULL},
                                           .readable =
                                               (const char *const[]){"/etc/ld.so.cache", NULL}};

static const struct sandbox_parser parsers[] = {
	{"copy", parse_copy},     {"open", parse_open},   {"mkdir", parse_mkdir},
	{"socket", parse_socket}, {"fork", parse_fork},   {"code", parse_code},
	{"hang", parse_hang},     {"mute", parse_mute},   {"flood", parse_flood},
	{"hog", parse_hog},       {"abort", parse_abort}, {"refuse", parse_refuse},
	{"lie", parse_lie},       {"state", parse_state}, {"program", NULL, &cat},
};

/* --- the tests --- */

struct result {
	enum rc rc;
	struct buf out;
	struct err e;
	int64_t took_ms;
};

static enum rc collect(void *arg, const void *bytes, size_t n, struct err *e)
{
	struct buf *b = arg;
	buf_add(b, bytes, n);
	return buf_check(b, e);
}

static int file_with(struct str bytes)
{
	int fd = memfd_create("test", MFD_CLOEXEC);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes.p, bytes.n), bytes.n);
	return fd;
}

static struct sandbox_job job_of(const char *kind, const char *arg)
{
	return (struct sandbox_job){.kind = kind,
	                            .arg = arg,
	                            .in_fd = file_with(STR("tệp")),
	                            .time_ms = 20000,
	                            .memory_bytes = 64 * MIB,
	                            .out_max = MIB};
}

static void run_job(struct result *r, const struct sandbox_job *job)
{
	*r = (struct result){0};
	buf_init(&r->out, 16 * MIB);
	int64_t start_ms = clock_mono_ms();
	r->rc = sandbox_run(job, collect, &r->out, &r->e);
	r->took_ms = clock_mono_ms() - start_ms;
	close(job->in_fd);
}

static void run(struct result *r, const char *kind, const char *arg)
{
	struct sandbox_job job = job_of(kind, arg);
	run_job(r, &job);
}

static void assert_in(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("\"%s\" is not in \"%s\"", part, text);
}

/* Nothing came out, the file is refused, and the log knows why. */
static void assert_refused(struct result *r, enum rc rc, const char *message, const char *detail)
{
	assert_int_equal(r->rc, rc);
	assert_int_equal(r->e.code, rc);
	assert_null(memmem(r->out.p ? r->out.p : "", r->out.n, "escaped", 7));
	assert_in(r->e.message, message);
	assert_in(r->e.detail, detail);
	buf_release(&r->out);
}

static void result_and_argument_come_through(void **state)
{
	(void)state;
	struct result r;
	run(&r, "copy", " và lời");
	assert_int_equal(r.rc, RC_OK);
	assert_true(str_eqz(buf_view(&r.out), "tệp và lời"));
	buf_release(&r.out);
}

static void an_empty_file_is_a_file(void **state)
{
	(void)state;
	struct result r;
	struct sandbox_job job = job_of("copy", "x");
	assert_int_equal(ftruncate(job.in_fd, 0), 0);
	run_job(&r, &job);
	assert_int_equal(r.rc, RC_OK);
	assert_true(str_eqz(buf_view(&r.out), "x"));
	buf_release(&r.out);
}

static void the_child_inherits_nothing(void **state)
{
	(void)state;
	struct result r;
	int leak = open("/dev/null", O_RDONLY); /* on purpose without O_CLOEXEC */
	assert_int_equal(dup2(leak, 9), 9);
	run(&r, "state", NULL);
	close(9);
	close(leak);
	assert_int_equal(r.rc, RC_OK);
	assert_true(str_eqz(buf_view(&r.out), "clean"));
	buf_release(&r.out);
}

static void forbidden_calls_kill_the_child(void **state)
{
	(void)state;
	static const char *const kinds[] = {"open", "socket", "fork", "code"};
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		struct result r;
		run(&r, kinds[i], NULL);
		assert_refused(&r, RC_INVALID, "đòi quyền", "signal=31");
	}
}

static void a_hanging_child_is_killed_at_the_deadline(void **state)
{
	(void)state;
	static const char *const kinds[] = {"hang", "mute"};
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		struct result r;
		struct sandbox_job job = job_of(kinds[i], NULL);
		job.time_ms = 300;
		run_job(&r, &job);
		assert_true(r.took_ms >= 300 && r.took_ms < 5000);
		assert_refused(&r, RC_TOOBIG, "lâu quá", "signal=9");
	}
}

static void endless_output_is_cut_off(void **state)
{
	(void)state;
	struct result r;
	struct sandbox_job job = job_of("flood", NULL);
	job.out_max = MIB;
	run_job(&r, &job);
	assert_true(r.out.n <= (size_t)MIB);
	assert_refused(&r, RC_TOOBIG, "quá nhiều", "signal=9");
}

static void endless_remarks_end_at_the_deadline(void **state)
{
	(void)state;
	struct result r;
	struct sandbox_job job = job_of("flood", "stderr");
	job.time_ms = 300;
	run_job(&r, &job);
	assert_refused(&r, RC_TOOBIG, "lâu quá", "signal=9");
}

static void memory_is_limited(void **state)
{
	(void)state;
	struct result r;
	if (!LIMIT_ADDRESS_SPACE)
		skip();
	run(&r, "hog", NULL);
	assert_refused(&r, RC_TOOBIG, "quá nhiều bộ nhớ", "exit=73");
}

static void a_crash_means_a_damaged_file(void **state)
{
	(void)state;
	struct result r;
	run(&r, "abort", NULL);
	assert_refused(&r, RC_INVALID, "Tệp bị hỏng", "signal=6");
}

static void the_parsers_sentence_is_passed_on(void **state)
{
	(void)state;
	struct result r;
	run(&r, "refuse", "Dòng 7: thiếu họ tên.");
	assert_string_equal(r.e.message, "Dòng 7: thiếu họ tên.");
	assert_refused(&r, RC_INVALID, "Dòng 7", "exit=66");
}

static void unclean_words_of_the_child_are_not_shown(void **state)
{
	(void)state;
	struct result r;
	run(&r, "lie", NULL);
	assert_null(strchr(r.e.message, '\x1b'));
	assert_refused(&r, RC_INVALID, "Tệp bị hỏng", "exit=66");
}

static void an_unknown_kind_runs_nothing(void **state)
{
	(void)state;
	struct result r;
	run(&r, "nothing", NULL);
	assert_refused(&r, RC_IO, "thidua doctor", "by thidua itself");
}

static void a_cancelled_job_stops_at_once(void **state)
{
	(void)state;
	atomic_bool cancel = true;
	struct result r;
	struct sandbox_job job = job_of("hang", NULL);
	job.cancel = &cancel;
	run_job(&r, &job);
	assert_true(r.took_ms < 5000);
	assert_refused(&r, RC_CANCELLED, "dừng theo yêu cầu", "signal=9");
}

static enum rc refuse_all(void *arg, const void *bytes, size_t n, struct err *e)
{
	(void)arg, (void)bytes, (void)n;
	return err_set(e, RC_CONFLICT, "Kho đã khóa.");
}

static void a_failing_sink_ends_the_run(void **state)
{
	(void)state;
	struct err e = {0};
	struct sandbox_job job = job_of("flood", NULL);
	assert_int_equal(sandbox_run(&job, refuse_all, NULL, &e), RC_CONFLICT);
	assert_string_equal(e.message, "Kho đã khóa.");
	close(job.in_fd);
}

static void the_callers_file_keeps_its_offset(void **state)
{
	(void)state;
	struct err e = {0};
	struct buf out;
	buf_init(&out, MIB);
	struct sandbox_job job = job_of("copy", NULL);
	off_t before = lseek(job.in_fd, 2, SEEK_SET);
	assert_int_equal(sandbox_run(&job, collect, &out, &e), RC_OK);
	assert_int_equal(lseek(job.in_fd, 0, SEEK_CUR), before);
	assert_true(str_eqz(buf_view(&out), "tệp"));
	buf_release(&out);
	close(job.in_fd);
}

static void a_pipe_is_not_accepted(void **state)
{
	(void)state;
	int ends[2];
	struct err e = {0};
	assert_int_equal(pipe(ends), 0);
	struct sandbox_job job = job_of("copy", NULL);
	close(job.in_fd);
	job.in_fd = ends[0];
	assert_int_equal(sandbox_run(&job, collect, NULL, &e), RC_IO);
	close(ends[0]);
	close(ends[1]);
}

static void no_children_and_descriptors_are_left(void **state)
{
	(void)state;
	int first = open("/dev/null", O_RDONLY | O_CLOEXEC);
	close(first);
	for (int i = 0; i < 5; i++) {
		struct result r;
		run(&r, i % 2 ? "copy" : "abort", NULL);
		buf_release(&r.out);
	}
	int again = open("/dev/null", O_RDONLY | O_CLOEXEC);
	close(again);
	assert_int_equal(first, again);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
}

/* --- kernels that lack something: the calls answer "no such call" --- */

static bool hide_call(int call)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
	bool ok = filter && seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), call, 0) == 0 &&
	          seccomp_load(filter) == 0;
	seccomp_release(filter);
	return ok;
}

enum outcome { AS_EXPECTED, NOT_HIDDEN, NOT_MISSED, RAN_STRICT, FAILED_WEAK, WRONG_RESULT };

/* A filter cannot be taken off again, so this runs in a process of its own. */
static enum outcome without(int call, const char *name)
{
	struct err e = {0};
	struct result r;
	if (!hide_call(call))
		return NOT_HIDDEN;
	if (sandbox_check(&e) != RC_IO || !strstr(e.message, name))
		return NOT_MISSED;
	struct sandbox_job job = job_of("copy", " yếu");
	if (sandbox_run(&job, collect, NULL, NULL) != RC_IO)
		return RAN_STRICT;
	job.allow_weak = true;
	run_job(&r, &job);
	if (r.rc != RC_OK)
		return FAILED_WEAK;
	return str_eqz(buf_view(&r.out), "tệp yếu") ? AS_EXPECTED : WRONG_RESULT;
}

static enum outcome in_own_process(int call, const char *name)
{
	int status = 0;
	pid_t pid = fork();
	if (pid == 0)
		syscall(SYS_exit_group, without(call, name));
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return (enum outcome)WEXITSTATUS(status);
}

static void a_weak_kernel_is_named_and_refused_unless_allowed(void **state)
{
	(void)state;
	assert_int_equal(in_own_process(SCMP_SYS(landlock_create_ruleset), "Landlock"), AS_EXPECTED);
	assert_int_equal(in_own_process(SCMP_SYS(seccomp), "seccomp"), AS_EXPECTED);
}

/* Two locks on the same door: without the filter of calls Landlock still keeps files shut. */
static void landlock_holds_alone(void **state)
{
	(void)state;
	int status = 0;
	char path[TEMP_MAX];
	temp_folder(path, "sandbox-test");
	assert_int_equal(rmdir(path), 0);
	pid_t pid = fork();
	if (pid == 0) {
		struct result r;
		struct sandbox_job job = job_of("mkdir", path);
		job.allow_weak = true;
		bool hidden = hide_call(SCMP_SYS(seccomp));
		run_job(&r, &job);
		bool refused = r.rc == RC_INVALID && strstr(r.e.detail, "exit=72") != NULL;
		syscall(SYS_exit_group, hidden && refused ? 0 : 1);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	assert_int_equal(rmdir(path), -1);
}

/* The child decides for itself: a parent that is mistaken opens nothing. */
static void the_child_refuses_a_weak_kernel_too(void **state)
{
	(void)state;
	int status = 0;
	pid_t pid = fork();
	if (pid == 0) {
		struct sandbox_job job = job_of("copy", "");
		int null = open("/dev/null", O_WRONLY);
		if (!hide_call(SCMP_SYS(landlock_create_ruleset)) || dup2(job.in_fd, 0) != 0 ||
		    dup2(null, 1) != 1 || dup2(null, 2) != 2)
			syscall(SYS_exit_group, 1);
		execl("/proc/self/exe", "thidua", "parse", "copy", "20000", "67108864", "strict", "",
		      (char *)NULL);
		syscall(SYS_exit_group, 2);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), EXIT_NOT_LOCKED);
}

static enum rc program_weakly(bool landlock, struct result *r)
{
	struct sandbox_job job = job_of("program", "");
	job.allow_weak = true;
	if (!landlock && !hide_call(SCMP_SYS(landlock_create_ruleset)))
		return RC_BUG;
	run_job(r, &job);
	return r->rc;
}

/* A program keeps open(): only Landlock stands between it and what the server can read. */
static void a_program_is_never_run_without_landlock(void **state)
{
	(void)state;
	struct result r;
	int status = 0;
	assert_int_equal(program_weakly(true, &r), RC_OK);
	assert_true(str_eqz(buf_view(&r.out), "tệp"));
	buf_release(&r.out);
	pid_t pid = fork();
	if (pid == 0)
		syscall(SYS_exit_group, program_weakly(false, &r) == RC_IO && r.out.n == 0 &&
		                                strstr(r.e.message, "thidua doctor")
		                            ? 0
		                            : 1);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

int main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "parse") == 0)
		return sandbox_child(argc, argv, parsers, sizeof parsers / sizeof *parsers);
	struct err e = {0};
	if (sandbox_check(&e) != RC_OK) {
		fprintf(stderr, "%s\n", e.message);
		return 77; /* skipped: this kernel cannot isolate */
	}
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(result_and_argument_come_through),
		cmocka_unit_test(an_empty_file_is_a_file),
		cmocka_unit_test(the_child_inherits_nothing),
		cmocka_unit_test(forbidden_calls_kill_the_child),
		cmocka_unit_test(a_hanging_child_is_killed_at_the_deadline),
		cmocka_unit_test(endless_output_is_cut_off),
		cmocka_unit_test(endless_remarks_end_at_the_deadline),
		cmocka_unit_test(memory_is_limited),
		cmocka_unit_test(a_crash_means_a_damaged_file),
		cmocka_unit_test(the_parsers_sentence_is_passed_on),
		cmocka_unit_test(unclean_words_of_the_child_are_not_shown),
		cmocka_unit_test(an_unknown_kind_runs_nothing),
		cmocka_unit_test(a_cancelled_job_stops_at_once),
		cmocka_unit_test(a_failing_sink_ends_the_run),
		cmocka_unit_test(the_callers_file_keeps_its_offset),
		cmocka_unit_test(a_pipe_is_not_accepted),
		cmocka_unit_test(a_weak_kernel_is_named_and_refused_unless_allowed),
		cmocka_unit_test(landlock_holds_alone),
		cmocka_unit_test(the_child_refuses_a_weak_kernel_too),
		cmocka_unit_test(a_program_is_never_run_without_landlock),
		cmocka_unit_test(no_children_and_descriptors_are_left),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

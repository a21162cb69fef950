/* Socket activation and notification without libsystemd. */
#include "base/str.h"
#include "http/systemd.h"
#include "temp.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

static void notice_goes_to(const char *name, size_t size)
{
	struct sockaddr_un at = {.sun_family = AF_UNIX};
	char got[64] = "", variable[128];
	memcpy(at.sun_path, name, size);
	int s = socket(AF_UNIX, SOCK_DGRAM, 0);
	assert_int_equal(
		bind(s, (struct sockaddr *)&at, (socklen_t)(offsetof(struct sockaddr_un, sun_path) + size)),
		0);
	snprintf(variable, sizeof variable, "%c%s", name[0] ? name[0] : '@', name + 1);
	setenv("NOTIFY_SOCKET", variable, 1);
	assert_int_equal(systemd_notify("READY=1"), 0);
	assert_int_equal(recv(s, got, sizeof got - 1, MSG_DONTWAIT), 7);
	assert_string_equal(got, "READY=1");
	close(s);
}

static void notices_reach_path_and_abstract_sockets(void **state)
{
	char dir[TEMP_MAX], path[TEMP_MAX + 8], hidden[64] = "";
	(void)state;
	temp_folder(dir, "notify-test");
	snprintf(path, sizeof path, "%s/n", dir);
	notice_goes_to(path, strlen(path));
	unlink(path);
	rmdir(dir);
	snprintf(hidden + 1, sizeof hidden - 1, "notify-test-%d", (int)getpid());
	notice_goes_to(hidden, 1 + strlen(hidden + 1));
}

static void without_a_socket_nothing_happens(void **state)
{
	(void)state;
	unsetenv("NOTIFY_SOCKET");
	assert_int_equal(systemd_notify("READY=1"), 0);
	setenv("NOTIFY_SOCKET", "relative", 1);
	assert_int_equal(systemd_notify("READY=1"), EINVAL);
	setenv("NOTIFY_SOCKET", "/nowhere/at/all", 1);
	assert_int_equal(systemd_notify("READY=1"), ENOENT);
}

static void only_sockets_meant_for_this_process_are_taken(void **state)
{
	char pid[16];
	int pair[2];
	(void)state;
	unsetenv("LISTEN_PID");
	assert_int_equal(systemd_listen_fd(), -1);
	setenv("LISTEN_PID", "1", 1);
	setenv("LISTEN_FDS", "1", 1);
	assert_int_equal(systemd_listen_fd(), -1);
	assert_null(getenv("LISTEN_FDS"));
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	int saved = dup(3);
	assert_int_equal(dup2(pair[0], 3), 3);
	snprintf(pid, sizeof pid, "%d", (int)getpid());
	setenv("LISTEN_PID", pid, 1);
	setenv("LISTEN_FDS", "0", 1);
	assert_int_equal(systemd_listen_fd(), -1);
	setenv("LISTEN_PID", pid, 1);
	setenv("LISTEN_FDS", "1", 1);
	assert_int_equal(systemd_listen_fd(), 3);
	if (saved >= 0)
		dup2(saved, 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(notices_reach_path_and_abstract_sockets),
		cmocka_unit_test(without_a_socket_nothing_happens),
		cmocka_unit_test(only_sockets_meant_for_this_process_are_taken),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

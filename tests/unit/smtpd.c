#include "smtpd.h"
#include "temp.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

const char *smtpd_path(struct smtpd *d, const char *name, char path[200])
{
	snprintf(path, 200, "%s/%s", d->folder, name);
	return path;
}

struct smtpd smtpd_start(const char *mode)
{
	struct smtpd d = {0};
	int in[2], out[2];
	char line[16] = "";
	temp_folder(d.folder, "thidua-mail");
	assert_int_equal(pipe2(in, O_CLOEXEC) | pipe2(out, O_CLOEXEC), 0);
	d.pid = fork();
	if (d.pid == 0) {
		dup2(in[0], STDIN_FILENO);
		dup2(out[1], STDOUT_FILENO);
		execl("/usr/bin/python3", "python3", TEST_SOURCE_ROOT "/tests/unit/mail_server.py", mode,
		      d.folder, (char *)NULL);
		_exit(127);
	}
	close(in[0]);
	close(out[1]);
	d.stop = in[1];
	int64_t port = 0;
	for (size_t i = 0; i < sizeof line - 1 && !strchr(line, '\n'); i++)
		if (read(out[0], line + i, 1) != 1)
			break;
	close(out[0]);
	if (!strchr(line, '\n') || !str_int(str_trim(str_of(line)), &port))
		fail_msg("the mail server does not start; are python3-aiosmtpd and openssl installed?");
	d.port = (int)port;
	return d;
}

void smtpd_stop(struct smtpd *d)
{
	static const char *const names[] = {"last", "raw", "key.pem", "ca.pem", "secret"};
	char path[200];
	int status;
	close(d->stop);
	kill(d->pid, SIGTERM);
	assert_int_equal(waitpid(d->pid, &status, 0), d->pid);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		(void)unlink(smtpd_path(d, names[i], path));
	assert_int_equal(rmdir(d->folder), 0);
}

const char *smtpd_got(struct smtpd *d, const char *file, char text[8192])
{
	char path[200];
	int fd = open(smtpd_path(d, file, path), O_RDONLY);
	ssize_t n = fd < 0 ? 0 : read(fd, text, 8191);
	text[n > 0 ? n : 0] = '\0';
	if (fd >= 0)
		close(fd);
	return text;
}

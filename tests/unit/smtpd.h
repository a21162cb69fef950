/*
 * smtpd.h: a real mail server on loopback for tests (mail_server.py; packages
 * python3-aiosmtpd, openssl), with a folder of its own for what arrives.
 */
#ifndef TEST_SMTPD_H
#define TEST_SMTPD_H

#include "base/str.h"
#include "temp.h"

#include <sys/types.h>

struct smtpd {
	char folder[TEMP_MAX];
	pid_t pid;
	int port, stop;
};

/* Modes: see mail_server.py. The test fails when the server does not start. */
struct smtpd smtpd_start(const char *mode);
void smtpd_stop(struct smtpd *d);

const char *smtpd_path(struct smtpd *d, const char *name, char path[200]);

/* What the server understood (file "last"); "" when nothing came. */
const char *smtpd_got(struct smtpd *d, const char *file, char text[8192]);

#endif

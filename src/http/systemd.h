/*
 * systemd.h: socket activation and notification, sd_listen_fds(3) and sd_notify(3)
 * without linking libsystemd. Both do nothing when the program was not started so.
 */
#ifndef HTTP_SYSTEMD_H
#define HTTP_SYSTEMD_H

/* The first passed socket (3), or -1. Takes the variables out of the environment. */
int systemd_listen_fd(void);

/* "READY=1", "STOPPING=1", "STATUS=..."; 0, or the error number. */
int systemd_notify(const char *state);

#endif

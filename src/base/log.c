#include "base/log.h"
#include "base/clock.h"

#include <inttypes.h>
#include <stdarg.h>
#include <unistd.h>

/* Set once before threads start; the one exception to "no mutable globals". */
static enum log_level least_level = LOG_INFO;

void log_level_set(enum log_level least)
{
	least_level = least;
}

void log_line(enum log_level level, const char *event, const char *fmt, ...)
{
	static const char *const names[] = {"debug", "info", "warn", "error"};
	char line[1024];
	if (level < least_level)
		return;
	int64_t now = clock_now_ms();
	int n = snprintf(line, sizeof line, "t=%" PRId64 ".%03d level=%s event=%s ", now / 1000,
	                 (int)(now % 1000), names[level], event);
	va_list ap;
	va_start(ap, fmt);
	int m = vsnprintf(line + n, sizeof line - (size_t)n - 1, fmt, ap);
	va_end(ap);
	size_t len = (size_t)n + (m > 0 ? (size_t)m : 0);
	if (len > sizeof line - 2)
		len = sizeof line - 2;
	/* One line stays one line, whatever a value brings along. */
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)line[i] < 0x20)
			line[i] = ' ';
	line[len] = '\n';
	ssize_t unused = write(STDERR_FILENO, line, len + 1);
	(void)unused;
}

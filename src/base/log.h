/*
 * log.h: the process log (not the journal of record, which is journal/).
 *
 * One line an event to stderr, `key=value`, for journald or a file. No personal
 * data: ids, codes and durations only. Thread-safe: a line is one write().
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/rc.h"

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

/* Lines below `least` are dropped. Called once, before threads start. */
void log_level_set(enum log_level least);

/* `event` is a short word; the rest is printf text of key=value pairs. */
void log_line(enum log_level level, const char *event, const char *fmt, ...) PRINTF_LIKE(3, 4);

#endif

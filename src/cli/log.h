/* log.h: the command `thidua log`. */
#ifndef CLI_LOG_H
#define CLI_LOG_H

#include "cli/cli.h"

/* verify, list, heads, export, roles. */
enum rc cli_log(struct cli *c) MUST_CHECK;
extern const char cli_log_help[];

#endif

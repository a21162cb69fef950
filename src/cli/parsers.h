/* parsers.h: what the locked-in child can read; see job/sandbox.h. */
#ifndef CLI_PARSERS_H
#define CLI_PARSERS_H

#include "job/sandbox.h"

extern const struct sandbox_parser cli_parsers[];
extern const size_t cli_parser_count;

#endif

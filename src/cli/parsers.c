#include "cli/parsers.h"

#include "doc/picture.h"
#include "doc/sheet_stream.h"

const struct sandbox_parser cli_parsers[] = {
	{"xlsx", sheet_parse_xlsx},
	{"csv", sheet_parse_csv},
	{"picture", picture_parse},
};
const size_t cli_parser_count = sizeof cli_parsers / sizeof *cli_parsers;

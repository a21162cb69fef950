#include "cli/parsers.h"

#include "doc/docx.h"
#include "doc/picture.h"
#include "doc/sheet_stream.h"
#include "doc/unpack.h"

/* Poppler is GPL, so it is run and not linked. Columns stay beside each other: -layout. */
static const struct sandbox_program pdftotext = {
	.path = "/usr/bin/pdftotext",
	.argv = (const char *const[]){"pdftotext", "-layout", "-enc", "UTF-8", "-eol", "unix", "-", "-",
                                  NULL},
	.readable =
		(const char *const[]){"/etc/ld.so.cache", "/usr/share/poppler", "/dev/urandom", NULL},
};

/* The same words with their places, for tables. */
static const struct sandbox_program pdftotext_places = {
	.path = "/usr/bin/pdftotext",
	.argv = (const char *const[]){"pdftotext", "-tsv", "-enc", "UTF-8", "-", "-", NULL},
	.readable =
		(const char *const[]){"/etc/ld.so.cache", "/usr/share/poppler", "/dev/urandom", NULL},
};

const struct sandbox_parser cli_parsers[] = {
	{"xlsx", sheet_parse_xlsx},
	{"csv", sheet_parse_csv},
	{"picture", picture_parse},
	{"docx", docx_parse},
	{"unpack", unpack_parse},
	{"pdf", .program = &pdftotext},
	{"pdf_places", .program = &pdftotext_places},
};
const size_t cli_parser_count = sizeof cli_parsers / sizeof *cli_parsers;

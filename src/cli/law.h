/* law.h: what the subcommands of `thidua law` share; for this folder only. */
#ifndef CLI_LAW_H
#define CLI_LAW_H

#include "cli/cli.h"
#include "law/law.h"

/* Files of --laws DIR, or those in the program. */
enum rc law_files_of(struct cli *c, struct law_file **files, int *count) MUST_CHECK;

/* The law of --laws; faults are printed and refused. */
enum rc law_load(struct cli *c, const struct law **out) MUST_CHECK;

/* --year YEAR; 0: not given. */
enum rc law_year(struct cli *c, int *out) MUST_CHECK;

/* --on DATE; without it today, or the end of `year` when that is over (0: no year is asked). */
enum rc law_day(struct cli *c, int year, struct date *out) MUST_CHECK;

/* --facts FILE; names that the law does not have are refused. */
enum rc law_facts_of(struct cli *c, const struct law *law, struct law_facts *out) MUST_CHECK;

/* law_say.c */
enum rc law_list(struct cli *c) MUST_CHECK;
enum rc law_show(struct cli *c) MUST_CHECK;
enum rc law_explain_one(struct cli *c) MUST_CHECK;

/* law_ahead.c */
enum rc law_ahead(struct cli *c) MUST_CHECK;
enum rc law_what_if(struct cli *c) MUST_CHECK;
enum rc law_pace(struct cli *c) MUST_CHECK;

/* Prints the buffer to standard output and releases it. */
enum rc law_print(struct cli *c, struct buf *b) MUST_CHECK;

#endif

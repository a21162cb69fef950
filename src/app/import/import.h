/*
 * import.h: people, units and other kinds of rows (kind.h) from a table (XLSX, CSV).
 *
 * uploaded → read → matched → checked → running → done | failed | dropped. The file is read in
 * the sandbox; its rows are kept sealed in blocks of IMPORT_BLOCK rows; columns are matched by
 * their Vietnamese headings and may be corrected; a check names every bad row with column and
 * reason; then all rows go in together, or the good ones alone block by block. A row
 * that is about something known changes it; one that says nothing new is left alone, so that
 * an exported list comes back without harm.
 *
 * Reading, checking and running are jobs (OP_INTERNAL operations import.read, import.check,
 * import.run). docs/files.md has the rules for each column.
 */
#ifndef APP_IMPORT_IMPORT_H
#define APP_IMPORT_IMPORT_H

#include "app/import/kind.h"

#define IMPORT_KEEP_MS ((int64_t)7 * 24 * 3600 * 1000)

extern const struct object import_object;
extern const struct op import_ops[];

/* For the schedule, daily, outside a transaction: rows kept for more than a week go. */
enum rc import_purge(struct ctx *c, int64_t *imports) MUST_CHECK;

#endif

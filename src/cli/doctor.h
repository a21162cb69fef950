/*
 * doctor.h: what `thidua doctor` looks at. Each check adds lines; a check that cannot look
 * says so in its line and the others go on.
 */
#ifndef CLI_DOCTOR_H
#define CLI_DOCTOR_H

#include "cli/care.h"

enum doctor_level { DOCTOR_OK, DOCTOR_WARN, DOCTOR_BAD };

struct doctor_line {
	enum doctor_level level;
	const char *name;     /* ASCII, fixed: for monitoring */
	struct str say, todo; /* todo: "" when there is nothing to do */
};

#define DOCTOR_LINES_MAX 64

struct doctor {
	struct cli *c;
	struct arena *mem;
	int64_t now_ms;
	bool quick;                  /* without reading the database through */
	const char *tls_cert, *host; /* NULL: not asked */
	struct keys *keys;           /* NULL: the ring did not open */
	struct db *db;               /* NULL: the database did not open */
	struct err err;              /* of the check that runs */
	struct doctor_line lines[DOCTOR_LINES_MAX];
	int count;
};

void doctor_say(struct doctor *d, enum doctor_level level, const char *name, const char *todo,
                const char *fmt, ...) PRINTF_LIKE(5, 6);
/* A line from d->err, which is emptied. */
void doctor_failed(struct doctor *d, enum doctor_level level, const char *name, const char *todo);

/* doctor_machine.c: opens nothing */
void doctor_folder(struct doctor *d);
void doctor_disk(struct doctor *d);
void doctor_clock(struct doctor *d);
void doctor_certificate(struct doctor *d);
void doctor_sandbox(struct doctor *d);
void doctor_fonts(struct doctor *d);

/* doctor_office.c: opens ring and database into *d */
void doctor_keys(struct doctor *d);
void doctor_database(struct doctor *d);
void doctor_journal(struct doctor *d);
void doctor_queues(struct doctor *d);
void doctor_backup(struct doctor *d);

/* All of it, in order. Ring and database stay open for the caller to close. */
void doctor_run(struct doctor *d);
int doctor_worst(const struct doctor *d);

#endif

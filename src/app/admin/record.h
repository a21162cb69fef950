/* record.h: the journal as people read it, personal data, incidents. */
#ifndef APP_ADMIN_RECORD_H
#define APP_ADMIN_RECORD_H

#include "journal/verify.h"
#include "op/ctx.h"

extern const struct op journal_ops[], privacy_ops[], incident_ops[];
extern const struct object journal_object, incident_object;

/* What stands over the list: how the last check ended. */
struct journal_state {
	bool checked, whole;
	struct str when;  /* of the last check */
	struct str lines; /* "48.213" */
	struct str faults;
	struct str head; /* "48213:9f3ca71e04bd2205", the newest head now; "" without one */
	struct str head_when;
};

struct journal_fact {
	struct str label, text;
};

/* One line in words. */
struct journal_view {
	struct str title;
	struct journal_fact *facts;
	int count;
	bool sealed_values; /* some are shown only by journal.reveal … */
	struct str reveal;  /* … at this address; "" when the reader may not */
};

/*
 * What is kept for how long and why (privacy.c). `key` is the setting "keep.<key>" in days;
 * 0 days: no end of its own.
 */
struct retention {
	const char *key, *what, *why, *basis;
	int days;
	bool local; /* the law leaves the time to the office */
};
extern const struct retention retentions[];
extern const int retention_count;

/* Days that hold now: the setting, or the table's. */
enum rc retention_days(struct ctx *c, const char *key, int64_t *days) MUST_CHECK;

/* What privacy_purge() took away. */
struct purged {
	int64_t sessions, jobs, mails, notices, approvals, tokens, idempotency;
};

/*
 * Removes what has served its time by the table above. For the schedule and for
 * privacy.purge; inside DB_WRITE.
 */
enum rc privacy_purge(struct ctx *c, struct purged *out) MUST_CHECK;

/* The public page on personal data. */
struct privacy_page {
	struct str office, contact;
	struct privacy_row {
		const char *what, *why, *basis;
		struct str keep;
	} * rows;
	int row_count;
};

#endif

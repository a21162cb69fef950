/*
 * schedule.h: the timetable of the server.
 *
 * Entries are a constant table. Several instances share it: a daily entry is due when its
 * row says so, whoever moves the row on by compare-and-set puts its job into the queue, in
 * the same transaction; so it is done once, survives a crash, is repeated after a failure
 * and seen on the page of jobs. What was missed while no server ran is done once at the
 * start. Entries of every few seconds are steps instead: one instance holds the row for
 * SCHEDULE_HOLD_MS at a time and runs the step itself. When the clock was set back, what had been
 * put far ahead is pulled to where it belongs by the new time.
 */
#ifndef JOB_SCHEDULE_H
#define JOB_SCHEDULE_H

#include "db/db.h"

#define SCHEDULE_HOLD_MS 30000
#define SCHEDULE_MAX 32

struct schedule_entry {
	const char *name;
	/* Daily, at this minute of the day in Viet Nam: the operation (OP_INTERNAL) and its title. */
	const char *op, *title;
	int minute;
	bool since; /* the job's input has `since`: the day of the last time, and a week of margin */
	/* Or every so often: RC_OK and RC_NOTFOUND are both fine. */
	int64_t every_ms;
	enum rc (*step)(void *arg, struct db *db, struct arena *mem, int64_t now_ms, struct err *e);
	void *arg;
};

/* What one instance knows; belongs to one thread. */
struct schedule {
	const struct schedule_entry *entries;
	int count;
	struct str me; /* job_pool_name() */
	bool begun;
	int64_t seen_ms;                                      /* when it last looked */
	int64_t held_ms[SCHEDULE_MAX], step_ms[SCHEDULE_MAX]; /* of entries with a step */
};

void schedule_init(struct schedule *s, const struct schedule_entry *entries, int count,
                   struct str me);

/* One look at the clock. *queued counts the jobs that were put into the queue. */
enum rc schedule_tick(struct schedule *s, struct db *db, struct arena *mem, int64_t now_ms,
                      int *queued, struct err *e) MUST_CHECK;

/* When a daily entry is due next after an instant. */
int64_t schedule_next_ms(const struct schedule_entry *entry, int64_t after_ms);

#endif

/*
 * run.h: the queue of jobs: claiming, signs of life, progress, how a run ends.
 *
 * A job is a row; any instance on the same database may run it. The claim is one write
 * transaction (PostgreSQL: FOR UPDATE SKIP LOCKED). Whoever runs it gives a sign of life
 * every JOB_BEAT_MS; a job without one for JOB_STALE_MS is claimed by another instance,
 * so clocks of several hosts may differ by some seconds, not more. A run is named by
 * instance and attempt, and every change it makes to the row asks for both: what a run
 * that lost its job still does to the queue is nothing.
 *
 * The end of a job that changes data is written in the very transaction of the change
 * (job_done()), so the work and "done" stand or fall together: it happens exactly once,
 * even when a run that was taken for dead goes on. Operations with transactions of their
 * own call job_hold() in each of them for the same guard.
 *
 * A struct job_pool is shared by the threads of a process. A struct job_run belongs to
 * the thread that claimed it; the keeper looks at it under the pool's lock.
 */
#ifndef JOB_RUN_H
#define JOB_RUN_H

#include "db/db.h"

#include <stdatomic.h>

#define JOB_BEAT_MS 3000
#define JOB_STALE_MS 15000
#define JOB_ATTEMPTS_MAX 5
#define JOB_SAY_MAX 200

struct job_pool;

/* What a run has been told from outside. */
enum job_word { JOB_GO, JOB_CANCEL, JOB_STOP, JOB_LOST };

struct job_run {
	struct job_pool *pool;
	int64_t id, attempt;
	int64_t approved_by; /* account that confirmed it, DB_NULL: none was needed */
	atomic_int word;     /* enum job_word */
	atomic_bool cancel;  /* word is not JOB_GO; for sandbox_run() */
	bool ended;          /* job_done() has been called in the transaction that runs */
	int64_t file_id;     /* result, DB_NULL: none */
	struct str link;     /* result, "" none */
	struct job_run *next;
	/* Under the pool's lock. */
	int64_t done, total;
	char say[JOB_SAY_MAX];
	bool changed;
	int64_t beat_ms;
};

struct job_task {
	struct str op, title, input;
	int64_t account_id; /* DB_NULL: the system itself */
};

/* RC_IO when no pool can be made. One for each process. */
enum rc job_pool_new(struct job_pool **out, struct err *e) MUST_CHECK;
void job_pool_free(struct job_pool *p); /* no run may be left; NULL is allowed */

/*
 * job_wake() after a commit that made a job: it begins at once instead of within a second.
 * Before job_pool_wakes() and with NULL it does nothing; loops NULL ends the link.
 */
struct loops;
void job_pool_wakes(struct job_pool *p, struct loops *l);
void job_wake(struct job_pool *p);

/* The name of this process in the queue and the timetable: random, ASCII. */
struct str job_pool_name(const struct job_pool *p);

/*
 * The next job that is due, or whose run died. RC_NOTFOUND: none. A job that brought
 * down its process too often is marked failed and not handed out. On RC_OK *run must be
 * ended by job_end() or job_done(), then given to job_release().
 */
enum rc job_claim(struct job_pool *p, struct db *db, struct arena *mem, int64_t now_ms,
                  struct job_task *task, struct job_run **run) MUST_CHECK;
void job_release(struct job_run *r);

/*
 * One round of the keeper, on a connection of its own: writes progress and signs of life
 * of all runs of this process and tells them of cancellation and loss.
 */
enum rc job_keep(struct job_pool *p, struct db *db, struct arena *mem, int64_t now_ms) MUST_CHECK;

/* Tells all runs to stop: the process ends, the jobs go back into the queue. */
void job_pool_stop(struct job_pool *p);

/* Only remembers; the keeper writes. RC_CANCELLED once the run has been told anything. */
enum rc job_tell(struct job_run *r, int64_t done, int64_t total, struct str say,
                 struct err *e) MUST_CHECK;

/*
 * Inside DB_WRITE: this run still has the job and nobody cancelled it. RC_CANCELLED
 * otherwise.
 */
enum rc job_hold(struct job_run *r, struct db *db, struct arena *mem, struct err *e) MUST_CHECK;

struct job_result {
	struct str say;   /* what was done */
	struct str facts; /* JSON object: label to value */
	struct str link;  /* path of this site, "" none */
	int64_t file_id;  /* DB_NULL: none */
	bool over;        /* the work is committed already: a cancellation comes too late */
};

/* job_hold(), then the job is done; commits or goes with the caller's DB_WRITE. */
enum rc job_done(struct job_run *r, struct db *db, struct arena *mem, int64_t now_ms,
                 const struct job_result *result, struct err *e) MUST_CHECK;

/*
 * A run that did not end in job_done(), in a transaction of its own: by `rc` and what it
 * was told it is cancelled, back in the queue now (stopping), back later (RC_BUSY, RC_IO:
 * 10 s, 1, 5, 30 minutes), or failed for good (all else, and after JOB_ATTEMPTS_MAX).
 */
enum rc job_end(struct job_run *r, struct db *db, int64_t now_ms, enum rc rc,
                struct str message) MUST_CHECK;

/* Whether a failure may pass by itself, and after which pause the next attempt comes. */
bool job_may_pass(enum rc rc);
int64_t job_pause_ms(int64_t attempt);

#endif

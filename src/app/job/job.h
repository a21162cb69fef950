/*
 * job.h: what operations need of jobs, mail and notices, and the threads of the server.
 *
 * A row with OP_JOB is put into the queue by the gate and run here, through the gate
 * again, as the account that asked: its rights are looked at a second time. An ordinary
 * function is one transaction, and the job is done in that same transaction. A long one
 * says OP_OWN_TX, works in pieces and is able to begin again from what is stored: after a
 * crash or a failed connection it is run once more. docs/jobs.md tells the whole story.
 */
#ifndef APP_JOB_JOB_H
#define APP_JOB_JOB_H

#include "job/outbox.h"
#include "job/run.h"
#include "job/schedule.h"
#include "op/ctx.h"

extern const struct object job_object, mail_object, notice_object;
extern const struct op job_ops[], mail_ops[], notice_ops[], nightly_ops[];

/* --- inside a function that runs as a job; without a job they do nothing ----------- */

/*
 * How far it is; cheap, so say it for each row. `total` 0: not known yet. RC_CANCELLED:
 * return it at once; what was committed stays.
 */
enum rc job_progress(struct ctx *c, int64_t done, int64_t total, struct str say) MUST_CHECK;

/* First thing in each DB_WRITE of an OP_OWN_TX function: the job is still this run's. */
enum rc job_still_mine(struct ctx *c) MUST_CHECK;

/* The file that is the job's result (app/file); shown as a link to file.get. */
void job_result_file(struct ctx *c, int64_t file_id);

/* --- what leaves a transaction ------------------------------------------------------ */

/*
 * A mail, sent after the transaction has committed; inside DB_WRITE. `key` names the
 * occasion; the same key twice is one mail (job/outbox.h).
 */
enum rc mail_queue(struct ctx *c, struct str to, struct str subject, struct str text,
                   struct str key) MUST_CHECK;

/* A notice in the program, with a path of this site or "". Inside DB_WRITE. */
enum rc notice_add(struct ctx *c, int64_t account_id, struct str text, struct str link) MUST_CHECK;
enum rc notice_add_admins(struct ctx *c, struct str text, struct str link) MUST_CHECK;

/* To a person's accounts; to those with a role over the unit, the nearest of it only. Nobody hears
 * of what they do themselves. */
enum rc notice_person(struct ctx *c, int64_t person, struct str text, struct str link) MUST_CHECK;
enum rc notice_answerable(struct ctx *c, int64_t unit, const char *role, struct str text,
                          struct str link) MUST_CHECK;

/* --- the server ------------------------------------------------------------------------ */

/* One thread that runs jobs. Zeroed to begin with; `pool` and `app` set. */
struct job_runner {
	const struct app *app;
	struct job_pool *pool;
	/* A run whose end could not be written yet; tried again before anything else. */
	struct job_run *open;
	enum rc open_rc;
	char open_message[512];
};

/* Runs one job that is due. RC_NOTFOUND: none is. */
enum rc job_run_next(struct job_runner *r, struct db *db, struct arena *mem, int64_t now_ms,
                     struct err *e) MUST_CHECK;

/* The timetable of this program. */
extern const struct schedule_entry job_timetable[];
extern const int job_timetable_count;

/*
 * Runners, keeper, timetable and sender. Sets app->jobs, so before http_start();
 * background_stop() after http_stop(). NULL is allowed.
 */
struct background;
enum rc background_start(struct app *app, struct background **out, struct err *e) MUST_CHECK;
void background_stop(struct background *b);

/* --- for templates ------------------------------------------------------------------------ */

struct job_fact {
	struct str label, value;
};
struct job_page {
	int64_t id, done, total, percent;
	struct str so_far, state, state_words, badge, by, say, result, error, left, began, again;
	struct str link, cancel, retry;
	struct job_fact *facts;
	int fact_count;
	bool live, cancelling;
};

struct mail_page {
	bool ready, may_change, may_test;
	struct str host, port, tls, tls_word, user, password, from, from_name;
	int64_t waiting, failed;
};

#endif

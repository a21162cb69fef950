#include "job/run.h"

#include "db/sql_job.h"
#include "job/loop.h"

#include <pthread.h>
#include <sodium.h>

#define NAME_BYTES 12

struct job_pool {
	pthread_mutex_t lock;
	struct job_run *runs;
	struct loops *loops;
	bool stopping;
	char name[NAME_BYTES * 2 + 1];
};

enum rc job_pool_new(struct job_pool **out, struct err *e)
{
	unsigned char raw[NAME_BYTES];
	struct job_pool *p = calloc(1, sizeof *p);
	*out = NULL;
	if (!p || pthread_mutex_init(&p->lock, NULL) != 0) {
		free(p);
		return err_detail(e, RC_IO, "job pool: no memory");
	}
	randombytes_buf(raw, sizeof raw);
	sodium_bin2hex(p->name, sizeof p->name, raw, sizeof raw);
	*out = p;
	return RC_OK;
}

void job_pool_free(struct job_pool *p)
{
	if (!p)
		return;
	BUG_ON(p->runs);
	pthread_mutex_destroy(&p->lock);
	free(p);
}

void job_pool_wakes(struct job_pool *p, struct loops *l)
{
	pthread_mutex_lock(&p->lock);
	p->loops = l;
	pthread_mutex_unlock(&p->lock);
}

void job_wake(struct job_pool *p)
{
	if (!p)
		return;
	pthread_mutex_lock(&p->lock);
	loops_wake(p->loops);
	pthread_mutex_unlock(&p->lock);
}

struct str job_pool_name(const struct job_pool *p)
{
	return str_of(p->name);
}

static void tell(struct job_run *r, enum job_word word)
{
	int go = JOB_GO;
	/* The first word stands, but a lost job is lost whatever was said before. */
	if (word == JOB_LOST)
		atomic_store(&r->word, JOB_LOST);
	else
		atomic_compare_exchange_strong(&r->word, &go, (int)word);
	atomic_store(&r->cancel, true);
}

void job_pool_stop(struct job_pool *p)
{
	pthread_mutex_lock(&p->lock);
	p->stopping = true;
	for (struct job_run *r = p->runs; r; r = r->next)
		tell(r, JOB_STOP);
	pthread_mutex_unlock(&p->lock);
}

/* --- claiming ----------------------------------------------------------------------- */

struct claim {
	struct job_pool *pool;
	struct db *db;
	struct arena *mem;
	int64_t now_ms;
	struct sql_job_claim row;
	bool worn_out;
};

static enum rc claim_tx(void *arg)
{
	struct claim *c = arg;
	struct str me = job_pool_name(c->pool);
	TRY(sql_job_claim(c->db, c->mem, me, c->now_ms, c->now_ms - JOB_STALE_MS, &c->row));
	c->worn_out = c->row.attempts > JOB_ATTEMPTS_MAX;
	if (c->worn_out)
		return sql_job_ended(c->db, c->row.id, me, c->row.attempts, STR("failed"), c->now_ms,
		                     STR("Việc này đã nhiều lần dừng giữa chừng cùng với máy chủ nên không "
		                         "chạy lại nữa. Xin "
		                         "báo quản trị hệ thống."),
		                     NULL);
	if (c->row.cancel)
		return sql_job_ended(c->db, c->row.id, me, c->row.attempts, STR("cancelled"), c->now_ms,
		                     STR(""), NULL);
	return sql_job_beat_begin(c->db, c->row.id, c->now_ms, NULL);
}

static void add_run(struct job_run *r)
{
	struct job_pool *p = r->pool;
	pthread_mutex_lock(&p->lock);
	r->next = p->runs;
	p->runs = r;
	if (p->stopping)
		tell(r, JOB_STOP);
	pthread_mutex_unlock(&p->lock);
}

enum rc job_claim(struct job_pool *p, struct db *db, struct arena *mem, int64_t now_ms,
                  struct job_task *task, struct job_run **run)
{
	struct claim c = {.pool = p, .db = db, .mem = mem, .now_ms = now_ms};
	struct sql_job_due due;
	do {
		TRY(sql_job_due(db, mem, job_pool_name(p), now_ms, now_ms - JOB_STALE_MS, &due));
		if (!due.due)
			return RC_NOTFOUND;
		TRY(db_tx(db, DB_WRITE, claim_tx, &c));
	} while (c.worn_out || c.row.cancel);
	struct job_run *r = calloc(1, sizeof *r);
	BUG_ON(!r);
	r->pool = p;
	r->id = c.row.id;
	r->attempt = c.row.attempts;
	r->approved_by = c.row.approved_by;
	r->file_id = DB_NULL;
	r->beat_ms = now_ms;
	add_run(r);
	*task = (struct job_task){
		.op = c.row.op, .title = c.row.title, .input = c.row.input, .account_id = c.row.account_id};
	*run = r;
	return RC_OK;
}

void job_release(struct job_run *r)
{
	struct job_pool *p = r->pool;
	pthread_mutex_lock(&p->lock);
	for (struct job_run **at = &p->runs; *at; at = &(*at)->next)
		if (*at == r) {
			*at = r->next;
			break;
		}
	pthread_mutex_unlock(&p->lock);
	free(r);
}

/* --- while it runs --------------------------------------------------------------------- */

enum rc job_tell(struct job_run *r, int64_t done, int64_t total, struct str say, struct err *e)
{
	pthread_mutex_lock(&r->pool->lock);
	r->done = done;
	r->total = total;
	snprintf(r->say, sizeof r->say, "%.*s", STR_ARG(say));
	r->changed = true;
	pthread_mutex_unlock(&r->pool->lock);
	if (atomic_load(&r->word) == JOB_GO)
		return RC_OK;
	return err_set(e, RC_CANCELLED, "Việc này đã được dừng.");
}

/* A run's state as the keeper wrote it down, so that no lock is held while writing. */
struct beat {
	int64_t id, attempt, done, total;
	char say[JOB_SAY_MAX];
	bool write;
	enum job_word word;
};

struct keep {
	struct job_pool *pool;
	struct db *db;
	struct arena *mem;
	int64_t now_ms;
	struct beat *beats;
	int count;
	bool writes;
};

/* A cut in the middle of a letter would not be UTF-8. */
static struct str whole_letters(const char *z)
{
	struct str s = str_of(z);
	while (s.n && !str_utf8_ok(s))
		s.n--;
	return s;
}

static enum rc look(struct keep *k, struct beat *b)
{
	struct sql_job_mine row;
	enum rc rc = sql_job_mine(k->db, k->mem, b->id, &row);
	if (rc != RC_OK && rc != RC_NOTFOUND)
		return rc;
	b->word = rc == RC_NOTFOUND || !str_eqz(row.state, "running") || row.attempts != b->attempt ||
	                  !str_eq(row.claimed_by, job_pool_name(k->pool))
	              ? JOB_LOST
	          : row.cancel ? JOB_CANCEL
	                       : JOB_GO;
	return RC_OK;
}

static enum rc keep_tx(void *arg)
{
	struct keep *k = arg;
	for (int i = 0; i < k->count; i++) {
		struct beat *b = &k->beats[i];
		TRY(look(k, b));
		if (b->write && b->word != JOB_LOST)
			TRY(sql_job_beat(k->db, b->id, k->now_ms, b->done, b->total, whole_letters(b->say),
			                 NULL));
	}
	return RC_OK;
}

static void take_down(struct keep *k)
{
	struct job_pool *p = k->pool;
	int count = 0;
	pthread_mutex_lock(&p->lock);
	for (struct job_run *r = p->runs; r; r = r->next)
		count++;
	k->beats = arena_array(k->mem, (size_t)count + 1, sizeof *k->beats);
	for (struct job_run *r = p->runs; r; r = r->next) {
		struct beat *b = &k->beats[k->count++];
		*b = (struct beat){.id = r->id, .attempt = r->attempt, .done = r->done, .total = r->total};
		snprintf(b->say, sizeof b->say, "%s", r->say);
		b->write = r->changed || k->now_ms - r->beat_ms >= JOB_BEAT_MS;
		k->writes = k->writes || b->write;
	}
	pthread_mutex_unlock(&p->lock);
}

/* Runs may have ended in between; a run is found again by id and attempt. */
static void pass_on(struct keep *k)
{
	pthread_mutex_lock(&k->pool->lock);
	for (struct job_run *r = k->pool->runs; r; r = r->next)
		for (int i = 0; i < k->count; i++) {
			struct beat *b = &k->beats[i];
			if (b->id != r->id || b->attempt != r->attempt)
				continue;
			if (b->word != JOB_GO)
				tell(r, b->word);
			if (b->write) {
				r->beat_ms = k->now_ms;
				r->changed = r->done != b->done || r->total != b->total;
			}
		}
	pthread_mutex_unlock(&k->pool->lock);
}

enum rc job_keep(struct job_pool *p, struct db *db, struct arena *mem, int64_t now_ms)
{
	struct keep k = {.pool = p, .db = db, .mem = mem, .now_ms = now_ms};
	take_down(&k);
	if (k.count == 0)
		return RC_OK;
	TRY(db_tx(db, k.writes ? DB_WRITE : DB_READ, keep_tx, &k));
	pass_on(&k);
	return RC_OK;
}

/* --- how it ends -------------------------------------------------------------------------- */

static enum rc hold(struct job_run *r, struct db *db, struct arena *mem, bool over, struct err *e)
{
	struct sql_job_mine row;
	enum rc rc = sql_job_mine(db, mem, r->id, &row);
	if (rc != RC_OK && rc != RC_NOTFOUND)
		return rc;
	bool mine = rc == RC_OK && str_eqz(row.state, "running") && row.attempts == r->attempt &&
	            str_eq(row.claimed_by, job_pool_name(r->pool));
	if (mine && (over || !row.cancel))
		return RC_OK;
	tell(r, mine ? JOB_CANCEL : JOB_LOST);
	return err_set(e, RC_CANCELLED, "Việc này đã được dừng.");
}

enum rc job_hold(struct job_run *r, struct db *db, struct arena *mem, struct err *e)
{
	return hold(r, db, mem, false, e);
}

enum rc job_done(struct job_run *r, struct db *db, struct arena *mem, int64_t now_ms,
                 const struct job_result *result, struct err *e)
{
	int64_t changed;
	r->ended = false;
	TRY(hold(r, db, mem, result->over, e));
	TRY(sql_job_done(db, r->id, job_pool_name(r->pool), r->attempt, now_ms, result->say,
	                 result->facts, result->link, result->file_id, &changed));
	BUG_ON(changed != 1);
	r->ended = true;
	return RC_OK;
}

bool job_may_pass(enum rc rc)
{
	return rc == RC_BUSY || rc == RC_IO || rc == RC_RETRY;
}

int64_t job_pause_ms(int64_t attempt)
{
	static const int64_t pauses_s[] = {10, 60, 300, 1800};
	return 1000 * pauses_s[attempt < 1 ? 0 : attempt > 4 ? 3 : attempt - 1];
}

struct ending {
	struct job_run *run;
	struct db *db;
	int64_t now_ms;
	enum rc rc;
	struct str message;
};

static enum rc end_tx(void *arg)
{
	struct ending *e = arg;
	struct job_run *r = e->run;
	struct str me = job_pool_name(r->pool);
	int word = atomic_load(&r->word);
	if (e->rc == RC_CANCELLED && word == JOB_STOP)
		/* Stopping with the process is no fault of the job: the attempt is not counted. */
		return sql_job_again(e->db, r->id, me, r->attempt, r->attempt - 1, e->now_ms, STR(""),
		                     NULL);
	if (e->rc == RC_CANCELLED)
		return sql_job_ended(e->db, r->id, me, r->attempt, STR("cancelled"), e->now_ms, STR(""),
		                     NULL);
	if (job_may_pass(e->rc) && r->attempt < JOB_ATTEMPTS_MAX)
		return sql_job_again(e->db, r->id, me, r->attempt, r->attempt,
		                     e->now_ms + job_pause_ms(r->attempt), e->message, NULL);
	return sql_job_ended(e->db, r->id, me, r->attempt, STR("failed"), e->now_ms, e->message, NULL);
}

enum rc job_end(struct job_run *r, struct db *db, int64_t now_ms, enum rc rc, struct str message)
{
	struct ending e = {.run = r, .db = db, .now_ms = now_ms, .rc = rc, .message = message};
	BUG_ON(rc == RC_OK);
	if (atomic_load(&r->word) == JOB_LOST)
		return RC_OK;
	return db_tx(db, DB_WRITE, end_tx, &e);
}

#include "job/looked.h"

#include "base/date.h"
#include "base/json_out.h"
#include "base/log.h"
#include "journal/journal.h"

#include <pthread.h>
#include <stdlib.h>

#define SLOTS (LOOKED_MAX * 2) /* a power of two, never more than half full */
#define ORIGIN_BYTES 64
#define FOR_RECORDS (LOOKED_MAX * 3 / 4) /* the rest is for counts by account and operation */

struct entry {
	struct look look; /* `origin` points to the text below; op NULL: free */
	char origin[ORIGIN_BYTES];
	int64_t times;
	int64_t last_ms;
};

struct table {
	struct entry slots[SLOTS];
	int count;
};

struct looked {
	pthread_mutex_t lock;
	struct table *now;   /* what is counted into, under the lock */
	struct table *spare; /* empty; what is written from while others count */
};

struct looked *looked_new(void)
{
	struct looked *l = calloc(1, sizeof *l);
	BUG_ON(!l);
	l->now = calloc(1, sizeof *l->now);
	l->spare = calloc(1, sizeof *l->spare);
	BUG_ON(!l->now || !l->spare || pthread_mutex_init(&l->lock, NULL) != 0);
	return l;
}

void looked_free(struct looked *l)
{
	if (!l)
		return;
	pthread_mutex_destroy(&l->lock);
	free(l->now);
	free(l->spare);
	free(l);
}

/* --- counting --------------------------------------------------------------------------- */

static size_t slot_of(const struct look *k)
{
	uint64_t h = (uint64_t)k->account_id * 0x9e3779b97f4a7c15u;
	h = (h ^ (uint64_t)k->object_id) * 0xbf58476d1ce4e5b9u;
	for (const char *p = k->op; *p; p++)
		h = (h ^ (unsigned char)*p) * 0x100000001b3u;
	return (size_t)(h >> 32) & (SLOTS - 1);
}

static bool same(const struct entry *e, const struct look *k)
{
	return e->look.account_id == k->account_id && e->look.object_id == k->object_id &&
	       strcmp(e->look.op, k->op) == 0 && strncmp(e->origin, k->origin, ORIGIN_BYTES - 1) == 0;
}

static bool add(struct table *t, const struct look *k, int64_t times, int64_t last_ms, int room)
{
	size_t at = slot_of(k);
	while (t->slots[at].look.op && !same(&t->slots[at], k))
		at = (at + 1) & (SLOTS - 1);
	struct entry *e = &t->slots[at];
	if (!e->look.op) {
		if (t->count >= room)
			return false;
		t->count++;
		*e = (struct entry){.look = *k};
		e->look.rows = 0;
		snprintf(e->origin, sizeof e->origin, "%s", k->origin);
	}
	e->times += times;
	e->look.at_ms = k->at_ms < e->look.at_ms ? k->at_ms : e->look.at_ms;
	e->look.rows += k->rows;
	e->last_ms = last_ms > e->last_ms ? last_ms : e->last_ms;
	return true;
}

static void count(struct table *t, const struct look *k, int64_t times, int64_t last_ms)
{
	struct look wide = *k;
	if (k->object_id != DB_NULL && add(t, k, times, last_ms, FOR_RECORDS))
		return;
	wide.object_id = wide.person_id = wide.unit_id = DB_NULL;
	if (!add(t, &wide, times, last_ms, LOOKED_MAX))
		log_line(LOG_WARN, "looked_full", "account=%lld op=%s times=%lld", (long long)k->account_id,
		         k->op, (long long)times);
}

void looked_note(struct looked *l, const struct look *k)
{
	pthread_mutex_lock(&l->lock);
	count(l->now, k, 1, k->at_ms);
	pthread_mutex_unlock(&l->lock);
}

/* --- writing ---------------------------------------------------------------------------- */

struct writing {
	struct db *db;
	const struct table *t;
	int64_t now_ms;
};

static enum rc write_one(struct writing *w, const struct entry *e)
{
	struct buf b;
	buf_init(&b, 1024);
	struct json_out j = json_out_to(&b);
	json_obj(&j, NULL);
	json_int(&j, "_looked", e->times);
	json_int(&j, "_rows_shown", e->look.rows);
	json_z(&j, "_first", date_time_vn(e->look.at_ms).z);
	json_z(&j, "_last", date_time_vn(e->last_ms).z);
	json_end(&j);
	enum rc rc = journal_add(w->db, &(struct journal_line){.at_ms = w->now_ms,
	                                                       .account_id = e->look.account_id,
	                                                       .origin = str_of(e->origin),
	                                                       .request = STR(""),
	                                                       .op = e->look.op,
	                                                       .object = e->look.object,
	                                                       .object_id = e->look.object_id,
	                                                       .person_id = e->look.person_id,
	                                                       .unit_id = e->look.unit_id,
	                                                       .detail = buf_view(&b)});
	buf_release(&b);
	return rc;
}

static enum rc write_tx(void *arg)
{
	struct writing *w = arg;
	for (int i = 0; i < SLOTS; i++)
		if (w->t->slots[i].look.op)
			TRY(write_one(w, &w->t->slots[i]));
	return RC_OK;
}

static struct table *take(struct looked *l)
{
	pthread_mutex_lock(&l->lock);
	struct table *t = l->now;
	l->now = l->spare;
	l->spare = NULL;
	pthread_mutex_unlock(&l->lock);
	return t;
}

static void give_back(struct looked *l, struct table *t, bool written)
{
	pthread_mutex_lock(&l->lock);
	for (int i = 0; !written && i < SLOTS; i++) {
		struct entry *e = &t->slots[i];
		e->look.origin = e->origin;
		if (e->look.op)
			count(l->now, &e->look, e->times, e->last_ms);
	}
	memset(t, 0, sizeof *t);
	l->spare = t;
	pthread_mutex_unlock(&l->lock);
}

enum rc looked_write(struct looked *l, struct db *db, int64_t now_ms)
{
	pthread_mutex_lock(&l->lock);
	bool some = l->now->count > 0;
	pthread_mutex_unlock(&l->lock);
	if (!some)
		return RC_OK;
	struct table *t = take(l);
	struct writing w = {db, t, now_ms};
	enum rc rc = db_tx(db, DB_WRITE, write_tx, &w);
	give_back(l, t, rc == RC_OK);
	return rc;
}

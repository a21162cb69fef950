#include "job/schedule.h"

#include "base/log.h"
#include "db/sql_job.h"
#include "db/sql_op.h"

#include <inttypes.h>

#define DAY_MS ((int64_t)24 * 3600 * 1000)
#define MARGIN_DAYS 7
/* By how much the clocks of several instances may differ. */
#define SKEW_MS ((int64_t)5 * 60 * 1000)

void schedule_init(struct schedule *s, const struct schedule_entry *entries, int count,
                   struct str me)
{
	BUG_ON(count > SCHEDULE_MAX);
	*s = (struct schedule){.entries = entries, .count = count, .me = me};
}

int64_t schedule_next_ms(const struct schedule_entry *entry, int64_t after_ms)
{
	int64_t at = date_start_ms(date_at(after_ms)) + (int64_t)entry->minute * 60000;
	return at > after_ms ? at : at + DAY_MS;
}

/* --- daily ----------------------------------------------------------------------------- */

struct tick {
	struct schedule *s;
	struct db *db;
	struct arena *mem;
	int64_t now_ms;
	const struct schedule_entry *entry;
	struct sql_schedule_all *row;
	bool queued;
	int64_t until_ms;
	int64_t changed;
};

/*
 * Whatever stands further ahead than anything is ever put was put there by a clock that has been
 * set back since: without this nothing of it would happen until the old time comes again.
 */
static enum rc pull_tx(void *arg)
{
	struct tick *t = arg;
	int64_t now = t->now_ms;
	for (int i = 0; i < t->s->count; i++) {
		const struct schedule_entry *e = &t->s->entries[i];
		int64_t next = e->op ? schedule_next_ms(e, now) : now;
		int64_t most = e->op ? DAY_MS : SCHEDULE_HOLD_MS;
		TRY(sql_schedule_pull(t->db, str_of(e->name), next, now, now + most + SKEW_MS, NULL));
	}
	TRY(sql_job_beat_pull(t->db, now, now + SKEW_MS, NULL));
	TRY(sql_job_pull(t->db, now, now + DAY_MS, NULL));
	return sql_mail_pull(t->db, now, now + 2 * DAY_MS, NULL);
}

static enum rc begin_tx(void *arg)
{
	struct tick *t = arg;
	TRY(pull_tx(t));
	for (int i = 0; i < t->s->count; i++) {
		const struct schedule_entry *e = &t->s->entries[i];
		/* Nothing can have been missed before the entry existed. */
		int64_t next = e->op ? schedule_next_ms(e, t->now_ms) : t->now_ms;
		TRY(sql_schedule_add(t->db, str_of(e->name), next, t->now_ms, NULL));
	}
	return RC_OK;
}

static enum rc take_tx(void *arg)
{
	struct tick *t = arg;
	const struct schedule_entry *e = t->entry;
	struct sql_job_pending pending;
	struct str input = STR("{}");
	t->queued = false;
	TRY(sql_schedule_take(t->db, str_of(e->name), t->row->next_ms, schedule_next_ms(e, t->now_ms),
	                      t->now_ms, &t->changed));
	if (t->changed != 1)
		return RC_OK;
	TRY(sql_job_pending(t->db, t->mem, str_of(e->op), &pending));
	if (pending.pending)
		return RC_OK;
	if (e->since) {
		struct date day = date_at(t->row->last_ms);
		day.days -= MARGIN_DAYS;
		input = arena_printf(t->mem, "{\"since\":\"%s\"}", date_iso(day).z);
	}
	TRY(sql_job_add(t->db, str_of(e->op), str_of(e->title), input, DB_NULL, DB_NULL, t->now_ms,
	                NULL));
	t->queued = true;
	return RC_OK;
}

static struct sql_schedule_all *row_of(struct sql_schedule_all *rows, size_t count,
                                       const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (str_eqz(rows[i].name, name))
			return &rows[i];
	return NULL;
}

/* --- every few seconds ------------------------------------------------------------------- */

static enum rc hold_tx(void *arg)
{
	struct tick *t = arg;
	return sql_schedule_hold(t->db, str_of(t->entry->name), t->s->me, t->now_ms, t->until_ms,
	                         &t->changed);
}

/* Whether this instance is the one that runs the step now. */
static enum rc hold(struct tick *t, int i, bool *mine)
{
	struct schedule *s = t->s;
	bool held = t->now_ms < s->held_ms[i];
	*mine = held;
	if (held && s->held_ms[i] - t->now_ms > SCHEDULE_HOLD_MS / 2)
		return RC_OK;
	if (!held && !str_eq(t->row->holder, s->me) && t->row->next_ms > t->now_ms)
		return RC_OK;
	t->until_ms = t->now_ms + SCHEDULE_HOLD_MS;
	TRY(db_tx(t->db, DB_WRITE, hold_tx, t));
	*mine = t->changed == 1;
	s->held_ms[i] = *mine ? t->until_ms : 0;
	return RC_OK;
}

static enum rc run_step(struct tick *t, int i, struct err *e)
{
	const struct schedule_entry *entry = t->entry;
	bool mine;
	if (t->now_ms < t->s->step_ms[i])
		return RC_OK;
	TRY(hold(t, i, &mine));
	t->s->step_ms[i] = t->now_ms + entry->every_ms;
	if (!mine)
		return RC_OK;
	enum rc rc = entry->step(entry->arg, t->db, t->mem, t->now_ms, e);
	if (rc == RC_OK || rc == RC_NOTFOUND)
		return RC_OK;
	/* One entry that fails must not keep the others from their turn. */
	log_line(LOG_ERROR, "schedule", "name=%s code=%s message=%s detail=%s", entry->name,
	         rc_word(rc), e->message, e->detail);
	err_clear(e);
	return rc == RC_IO ? rc : RC_OK;
}

enum rc schedule_tick(struct schedule *s, struct db *db, struct arena *mem, int64_t now_ms,
                      int *queued, struct err *e)
{
	struct tick t = {.s = s, .db = db, .mem = mem, .now_ms = now_ms};
	struct sql_schedule_all *rows;
	size_t count;
	*queued = 0;
	if (!s->begun)
		TRY(db_tx(db, DB_WRITE, begin_tx, &t));
	else if (now_ms + SKEW_MS < s->seen_ms) {
		log_line(LOG_WARN, "schedule", "clock_set_back_ms=%" PRId64, s->seen_ms - now_ms);
		TRY(db_tx(db, DB_WRITE, pull_tx, &t));
		memset(s->held_ms, 0, sizeof s->held_ms);
		memset(s->step_ms, 0, sizeof s->step_ms);
	}
	s->begun = true;
	s->seen_ms = now_ms;
	TRY(sql_schedule_all(db, mem, &rows, &count));
	for (int i = 0; i < s->count; i++) {
		t.entry = &s->entries[i];
		t.row = row_of(rows, count, t.entry->name);
		if (!t.row)
			return err_detail(e, RC_BUG, "schedule: no row %s", t.entry->name);
		if (!t.entry->op) {
			TRY(run_step(&t, i, e));
		} else if (t.row->next_ms <= now_ms) {
			TRY(db_tx(db, DB_WRITE, take_tx, &t));
			*queued += t.queued;
		}
	}
	return RC_OK;
}

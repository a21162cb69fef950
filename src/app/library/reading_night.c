/* reading_night.c: each morning open readings follow the people, and reminders go out. */
#include "app/library/inner.h"
#include "db/sql_reading.h"

#include <inttypes.h>

#define BEFORE_DAYS 3 /* the reminder before the day */
#define AGAIN_DAYS 7  /* between reminders after it */

static struct date days_after(struct date d, int n)
{
	return (struct date){.days = d.days + n};
}

/* Who joins later has a week at least. */
static struct date due_of_new(struct ctx *c, struct date due)
{
	struct date week = days_after(c->today, 7);
	return due.days > week.days ? due : week;
}

static enum rc one(struct ctx *c, const struct sql_reading_open_all *g, int64_t *joined,
                   int64_t *reminded)
{
	struct sql_reader_remind *rows;
	struct sql_reading_get reading;
	size_t n;
	int64_t new;
	TRY(reading_follow(c, g->id, g->unit_id, due_of_new(c, g->due), &new));
	*joined += new;
	TRY(sql_reader_remind(c->db, c->mem, g->id, c->today, days_after(c->today, BEFORE_DAYS),
	                      days_after(c->today, -AGAIN_DAYS), &rows, &n));
	if (n == 0)
		return RC_OK;
	TRY(sql_reading_get(c->db, c->mem, g->id, &reading));
	for (size_t i = 0; i < n; i++)
		TRY(reading_remind_one(c, rows[i].id, rows[i].person_id, reading.name, rows[i].due));
	*reminded += (int64_t)n;
	return RC_OK;
}

static enum rc nightly_reading(struct ctx *c, const void *in, struct out *out)
{
	struct sql_reading_open_all *rows;
	size_t n;
	int64_t joined = 0, reminded = 0;
	(void)in;
	TRY(sql_reading_open_all(c->db, c->mem, &rows, &n));
	for (size_t i = 0; i < n; i++)
		TRY(one(c, &rows[i], &joined, &reminded));
	out_say(c, out,
	        "%zu văn bản đang giao đọc; thêm %" PRId64 " người mới; nhắc %" PRId64 " người.", n,
	        joined, reminded);
	return RC_OK;
}

const struct op reading_nightly_ops[] = {
	{.name = "nightly.reading",
     .title = "Nhắc đọc văn bản",
     .help = "Việc giao đọc theo người đến, người đi; nhắc trước hạn 3 ngày và mỗi tuần sau hạn.",
     .kind = OP_WRITE,
     .scope = SCOPE_ANY,
     .flags = OP_INTERNAL,
     .run = nightly_reading},
	{0}};

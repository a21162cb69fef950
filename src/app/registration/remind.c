/*
 * remind.c: who has not registered is reminded: some days before the day, the day before, and
 * weekly after it (the rhythm of tasks). One mail a day and round for each account: its key says
 * so.
 */
#include "app/registration/inner.h"

#include "app/admin/admin.h"
#include "app/job/job.h"
#include "app/task/task.h"
#include "db/sql_registration.h"
#include "db/sql_task.h"

#include <inttypes.h>

static enum rc one(struct ctx *c, const struct sql_round_open_all *d, int64_t account,
                   struct str email, struct str text, struct str link)
{
	TRY(notice_add(c, account, text, link));
	if (!mail_address_ok(email))
		return RC_OK;
	return mail_queue(
		c, email, STR("Nhắc đăng ký thi đua"),
		arena_printf(c->mem,
	                 "%.*s\n\nXin mở chương trình Thi đua, khen thưởng, mục Thi đua. Đăng ký không "
	                 "phải là điều kiện xét danh hiệu.\n",
	                 STR_ARG(text)),
		arena_printf(c->mem, "round-%" PRId64 "-%s-%" PRId64, d->id, date_iso(c->today).z,
	                 account));
}

static struct str by_when(struct ctx *c, const struct sql_round_open_all *d)
{
	return arena_printf(c->mem, "%s %s", d->due.days < c->today.days ? "đã quá hạn" : "hạn",
	                    date_vn(d->due).z);
}

static enum rc units(struct ctx *c, const struct sql_round_open_all *d, int64_t *people)
{
	struct sql_round_lacking_units *rows;
	size_t n, k;
	TRY(sql_round_lacking_units(c->db, c->mem, d->id, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		struct sql_unit_answerable *to;
		struct str text =
			arena_printf(c->mem, "%.*s chưa gửi bản đăng ký của tập thể (%.*s, %.*s)",
		                 STR_ARG(rows[i].unit_name), STR_ARG(d->title), STR_ARG(by_when(c, d)));
		int64_t depth = -1, last = DB_NULL;
		TRY(sql_unit_answerable(c->db, c->mem, rows[i].unit_id, c->today, &to, &k));
		for (size_t j = 0; j < k; j++) {
			bool unit = str_eqz(to[j].role, "unit_head") || str_eqz(to[j].role, "unit_clerk");
			if (!unit || (depth >= 0 && to[j].depth != depth) || to[j].account == last)
				continue;
			depth = to[j].depth;
			last = to[j].account;
			TRY(one(c, d, last, to[j].email, text, arena_printf(c->mem, "/round/%" PRId64, d->id)));
			++*people;
		}
	}
	return RC_OK;
}

static enum rc persons(struct ctx *c, const struct sql_round_open_all *d, int64_t *people)
{
	struct sql_round_lacking_people *rows;
	size_t n;
	struct str text = arena_printf(c->mem, "Ông/bà chưa gửi bản đăng ký (%.*s, %.*s)",
	                               STR_ARG(d->title), STR_ARG(by_when(c, d))),
			   link = arena_printf(c->mem, "/registration/write?round_id=%" PRId64, d->id);
	for (int64_t after = 0;; after = rows[n - 1].person) {
		TRY(sql_round_lacking_people(c->db, c->mem, d->id, after, &rows, &n));
		if (n == 0)
			return RC_OK;
		for (size_t i = 0; i < n; i++, ++*people)
			TRY(one(c, d, rows[i].account, rows[i].email, text, link));
	}
}

enum rc registration_remind(struct ctx *c, const struct sql_round_open_all *d, int64_t *people)
{
	struct sql_round_get now;
	TRY(sql_round_get(c->db, c->mem, d->id, &now));
	if (!date_is_none(now.reminded_on) && now.reminded_on.days == c->today.days)
		return RC_OK;
	if (!str_eqz(d->asks, "person"))
		TRY(units(c, d, people));
	if (!str_eqz(d->asks, "unit"))
		TRY(persons(c, d, people));
	return sql_round_reminded(c->db, d->id, c->today, NULL);
}

static enum rc nightly_registration(struct ctx *c, const void *in, struct out *out)
{
	struct sql_round_open_all *rounds;
	struct task_rhythm rhythm = {0};
	size_t n;
	int64_t first, last, people = 0;
	(void)in;
	TRY(setting_number(c, "task.remind_first", &first));
	TRY(setting_number(c, "task.remind_last", &last));
	rhythm.first = (int)first;
	rhythm.last = (int)last;
	TRY(sql_round_open_all(c->db, c->mem, &rounds, &n));
	for (size_t i = 0; i < n; i++) {
		struct date after = date_is_none(rounds[i].reminded_on) ? date_at(rounds[i].made_ms)
		                                                        : rounds[i].reminded_on;
		if (task_to_remind(&rhythm, rounds[i].due, after, c->today))
			TRY(registration_remind(c, &rounds[i], &people));
	}
	out_say(c, out, "%zu đợt đăng ký đang mở; nhắc %" PRId64 " người.", n, people);
	return RC_OK;
}

const struct op registration_nightly_ops[] = {
	{.name = "nightly.registration",
     .title = "Nhắc đăng ký thi đua",
     .kind = OP_WRITE,
     .scope = SCOPE_ANY,
     .flags = OP_INTERNAL | OP_NO_JOURNAL,
     .help = "Đơn vị, người chưa gửi bản đăng ký trong các đợt đang mở.",
     .run = nightly_registration},
	{0}};

/*
 * owed.c: what a unit owes before anything can be awarded, and is reminded of each night: its
 * achievements that nobody has confirmed, its sheet of marks, its signature on a pact, the ratings
 * of its people.
 */
#include "app/dossier/inner.h"

#include "app/task/task.h"
#include "db/sql_criteria.h"
#include "db/sql_deed.h"
#include "db/sql_record.h"
#include "db/sql_registration.h"

#include <inttypes.h>

/* Days after which an achievement should be confirmed, a pact signed. */
#define DAYS 3

static struct date some_days_after(int64_t ms)
{
	return (struct date){.days = date_at(ms).days + DAYS};
}

static enum rc deeds(struct ctx *c, const struct task_rhythm *r, int64_t *people)
{
	struct sql_deed_unconfirmed *rows;
	size_t n;
	TRY(sql_deed_unconfirmed(c->db, c->mem, c->now_ms, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		struct date due = some_days_after(rows[i].made_ms);
		/* Sudden ones have a day of their own (remind.c). */
		if (str_eqz(rows[i].kind, "sudden") || !dossier_today_is_one(c, r, due))
			continue;
		struct reminder one = {
			.unit_id = rows[i].unit_id,
			.roles = {"unit_head", NULL},
			.instead = "standing",
			.about = rows[i].person_id,
			.text = arena_printf(c->mem, "Thành tích chờ ông/bà xác nhận từ ngày %s: %.*s",
		                         date_vn(date_at(rows[i].made_ms)).z, STR_ARG(rows[i].title)),
			.link = arena_printf(c->mem, "/deed/%" PRId64, rows[i].id),
			.key = arena_printf(c->mem, "deed-%" PRId64, rows[i].id)};
		TRY(dossier_remind(c, &one, people));
	}
	return RC_OK;
}

static enum rc sheets(struct ctx *c, const struct task_rhythm *r, struct date until,
                      int64_t *people)
{
	struct sql_sheet_due *rows;
	size_t n;
	TRY(sql_sheet_due(c->db, c->mem, until, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		if (!dossier_today_is_one(c, r, rows[i].due))
			continue;
		struct reminder one = {
			.unit_id = rows[i].holder_id,
			.roles = {"unit_head", "unit_clerk"},
			.text = arena_printf(c->mem, "%.*s chưa gửi bảng tự chấm điểm (%.*s, %.*s)",
		                         STR_ARG(rows[i].unit_name), STR_ARG(rows[i].bloc),
		                         STR_ARG(dossier_by_when(c, rows[i].due))),
			.link = arena_printf(c->mem, "/sheet/%" PRId64, rows[i].id),
			.key = arena_printf(c->mem, "sheet-%" PRId64, rows[i].id)};
		TRY(dossier_remind(c, &one, people));
	}
	return RC_OK;
}

static enum rc pacts(struct ctx *c, const struct task_rhythm *r, int64_t *people)
{
	struct sql_pact_waiting *rows;
	size_t n;
	TRY(sql_pact_waiting(c->db, c->mem, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		if (!dossier_today_is_one(c, r, some_days_after(rows[i].opened_ms)))
			continue;
		struct reminder one = {.unit_id = rows[i].holder_id,
		                       .roles = {"unit_head", NULL},
		                       .text =
		                           arena_printf(c->mem, "%.*s chưa ký giao ước: %.*s",
		                                        STR_ARG(rows[i].unit_name), STR_ARG(rows[i].title)),
		                       .link = arena_printf(c->mem, "/pact/sign?id=%" PRId64, rows[i].id),
		                       .key = arena_printf(c->mem, "pact-%" PRId64, rows[i].id)};
		TRY(dossier_remind(c, &one, people));
	}
	return RC_OK;
}

/* Nobody rates themselves: heads are owed by the unit above, by the standing body where that has no
 * head or there is none above. */
static enum rc ratings_of_heads(struct ctx *c, int64_t year, struct date due, int64_t *people)
{
	struct sql_rating_owed_heads *rows;
	size_t n;
	TRY(sql_rating_owed_heads(c->db, c->mem, year, c->today, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		struct reminder one = {
			.unit_id = rows[i].unit_id,
			.roles = {rows[i].none_above ? "standing" : "unit_head", NULL},
			.instead = "standing",
			.text = arena_printf(
				c->mem,
				"%.*s: còn %" PRId64 " người đứng đầu đơn vị chưa xếp loại năm %" PRId64 " (%.*s)",
				STR_ARG(rows[i].unit_name), rows[i].n, year, STR_ARG(dossier_by_when(c, due))),
			.link = arena_printf(c->mem, "/rating/enter?id=%" PRId64 "&year=%" PRId64 "&quarter=0",
		                         rows[i].first_unit, year),
			.key = arena_printf(c->mem, "rating-heads-%" PRId64 "-%" PRId64 "-%" PRId64, year,
		                        rows[i].unit_id, rows[i].none_above)};
		TRY(dossier_remind(c, &one, people));
	}
	return RC_OK;
}

/* The year's ratings are there by 15/12 (NĐ 90/2020/NĐ-CP, Điều 20); in the first months of a year
 * those of the year before are still owed. */
static enum rc ratings(struct ctx *c, const struct task_rhythm *r, int64_t *people)
{
	struct civil now = date_civil(c->today);
	int64_t year = now.month <= 3 ? now.year - 1 : now.year;
	struct date due = date_of((int)year, 12, 15);
	struct sql_rating_lock_has locked;
	struct sql_rating_owed *rows;
	size_t n;
	if (!dossier_today_is_one(c, r, due))
		return RC_OK;
	enum rc rc = sql_rating_lock_has(c->db, c->mem, year, &locked);
	if (rc != RC_NOTFOUND)
		return rc;
	TRY(sql_rating_owed(c->db, c->mem, year, c->today, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		struct reminder one = {
			.unit_id = rows[i].unit_id,
			.roles = {"unit_head", NULL},
			.text = arena_printf(
				c->mem, "%.*s còn %" PRId64 " người chưa xếp loại năm %" PRId64 " (%.*s)",
				STR_ARG(rows[i].unit_name), rows[i].n, year, STR_ARG(dossier_by_when(c, due))),
			.link = arena_printf(c->mem, "/rating/enter?id=%" PRId64 "&year=%" PRId64 "&quarter=0",
		                         rows[i].unit_id, year),
			.key = arena_printf(c->mem, "rating-%" PRId64 "-%" PRId64, year, rows[i].unit_id)};
		TRY(dossier_remind(c, &one, people));
	}
	return ratings_of_heads(c, year, due, people);
}

enum rc dossier_remind_owed(struct ctx *c, const struct task_rhythm *r, struct date until,
                            int64_t *people)
{
	TRY(deeds(c, r, people));
	TRY(sheets(c, r, until, people));
	TRY(pacts(c, r, people));
	return ratings(c, r, people);
}

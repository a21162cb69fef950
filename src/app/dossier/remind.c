/*
 * remind.c: who owes something is reminded by notice and mail, in the rhythm of
 * tasks: units whose dossier lacks in a round, corrections, rooms that
 * appraise, answers of other bodies, and short dossiers that should be decided
 * kịp thời. One mail a day and matter for each account.
 */
#include "app/dossier/inner.h"

#include "app/admin/admin.h"
#include "app/job/job.h"
#include "app/record/record.h"
#include "app/task/task.h"
#include "db/sql_deed.h"
#include "db/sql_dossier.h"
#include "db/sql_task.h"

#include <inttypes.h>

static enum rc letter(struct ctx *c, const struct reminder *r, int64_t account, struct str email)
{
	TRY(notice_add(c, account, r->text, r->link));
	if (!mail_address_ok(email))
		return RC_OK;
	return mail_queue(
		c, email, STR("Nhắc việc thi đua, khen thưởng"),
		arena_printf(c->mem,
	                 "%.*s\n\nXin mở chương trình Thi đua, khen "
	                 "thưởng, mục Khen thưởng.\n",
	                 STR_ARG(r->text)),
		arena_printf(c->mem, "%.*s-%s-%" PRId64, STR_ARG(r->key), date_iso(c->today).z, account));
}

enum rc dossier_remind(struct ctx *c, const struct reminder *r, int64_t *people)
{
	struct sql_unit_answerable *to;
	size_t n;
	int64_t depth = -1, last = DB_NULL;
	TRY(sql_unit_answerable(c->db, c->mem, r->unit_id, c->today, &to, &n));
	for (size_t i = 0; i < n; i++) {
		bool meant =
			str_eqz(to[i].role, r->roles[0]) || (r->roles[1] && str_eqz(to[i].role, r->roles[1]));
		if (!meant || (depth >= 0 && to[i].depth != depth) || to[i].account == last ||
		    to[i].person == r->about)
			continue;
		depth = to[i].depth;
		last = to[i].account;
		TRY(letter(c, r, last, to[i].email));
		++*people;
	}
	if (depth >= 0 || !r->instead)
		return RC_OK;
	struct reminder other = *r;
	other.roles[0] = r->instead;
	other.roles[1] = other.instead = NULL;
	return dossier_remind(c, &other, people);
}

struct str dossier_by_when(struct ctx *c, struct date due)
{
	return arena_printf(c->mem, "%s %s", due.days < c->today.days ? "đã quá hạn" : "hạn",
	                    date_vn(due).z);
}

enum rc dossier_remind_round(struct ctx *c, int64_t round, int64_t *people)
{
	struct sql_award_round_get r;
	struct sql_award_round_lacking *rows;
	size_t n;
	TRY(sql_award_round_get(c->db, c->mem, round, &r));
	if (!date_is_none(r.reminded_on) && r.reminded_on.days == c->today.days)
		return RC_OK;
	TRY(sql_award_round_lacking(c->db, c->mem, round, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		struct reminder one = {.unit_id = rows[i].unit_id,
		                       .roles = {"unit_head", "unit_clerk"},
		                       .text = arena_printf(c->mem,
		                                            "%.*s chưa gửi hồ sơ khen thưởng (%.*s, %.*s)",
		                                            STR_ARG(rows[i].unit_name), STR_ARG(r.title),
		                                            STR_ARG(dossier_by_when(c, r.due))),
		                       .link = arena_printf(c->mem, "/award_round/%" PRId64, round),
		                       .key = arena_printf(c->mem, "award-round-%" PRId64, round)};
		TRY(dossier_remind(c, &one, people));
	}
	return sql_award_round_reminded(c->db, round, c->today, NULL);
}

/* --- by hand ----------------------------------------------------- */

struct round_in {
	int64_t id;
};
static const struct field round_fields[] = {
	F(REF, struct round_in, id, "Đợt xét", .flags = MUST | HIDDEN, .ref = &award_round_object),
};

static enum rc round_remind(struct ctx *c, const void *in, struct out *out)
{
	const struct round_in *p = in;
	int64_t people = 0;
	TRY(dossier_remind_round(c, p->id, &people));
	if (people == 0)
		return err_set(c->err, RC_CONFLICT,
		               "Không còn đơn vị nào phải nhắc, hoặc hôm nay đã nhắc rồi.");
	out_say(c, out, "Đã nhắc %" PRId64 " người.", people);
	return RC_OK;
}

/* --- every morning ----------------------------------------------- */

bool dossier_today_is_one(struct ctx *c, const struct task_rhythm *r, struct date due)
{
	return task_to_remind(r, due, (struct date){.days = c->today.days - 1}, c->today);
}

static enum rc rounds(struct ctx *c, const struct task_rhythm *r, int64_t *people)
{
	struct sql_award_round_open_all *rows;
	size_t n;
	TRY(sql_award_round_open_all(c->db, c->mem, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		struct date after =
			date_is_none(rows[i].reminded_on) ? date_at(rows[i].made_ms) : rows[i].reminded_on;
		if (task_to_remind(r, rows[i].due, after, c->today))
			TRY(dossier_remind_round(c, rows[i].id, people));
	}
	return RC_OK;
}

static enum rc corrections(struct ctx *c, const struct task_rhythm *r, struct date until,
                           int64_t *people)
{
	struct sql_correction_due *rows;
	size_t n;
	TRY(sql_correction_due(c->db, c->mem, until, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		if (!dossier_today_is_one(c, r, rows[i].due))
			continue;
		struct reminder one = {
			.unit_id = rows[i].holder_id,
			.roles = {"unit_head", "unit_clerk"},
			.text = arena_printf(c->mem, "Cần bổ sung hồ sơ của %.*s (%.*s)", STR_ARG(rows[i].name),
		                         STR_ARG(dossier_by_when(c, rows[i].due))),
			.link = arena_printf(c->mem, "/nominee/%" PRId64, rows[i].nominee_id),
			.key = arena_printf(c->mem, "correction-%" PRId64, rows[i].id)};
		TRY(dossier_remind(c, &one, people));
	}
	return RC_OK;
}

static enum rc appraisals(struct ctx *c, const struct task_rhythm *r, struct date until,
                          int64_t *people)
{
	struct sql_appraisal_due *rows;
	size_t n;
	TRY(sql_appraisal_due(c->db, c->mem, until, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		if (!dossier_today_is_one(c, r, rows[i].due))
			continue;
		struct reminder one = {
			.unit_id = rows[i].holder_id,
			.roles = {"unit_head", "unit_clerk"},
			.text = arena_printf(c->mem, "Hồ sơ chờ đơn vị thẩm định: %.*s (%.*s)",
		                         STR_ARG(rows[i].title), STR_ARG(dossier_by_when(c, rows[i].due))),
			.link = arena_printf(c->mem, "/appraisal/%" PRId64, rows[i].id),
			.key = arena_printf(c->mem, "appraisal-%" PRId64, rows[i].id)};
		TRY(dossier_remind(c, &one, people));
	}
	return RC_OK;
}

static enum rc opinions(struct ctx *c, const struct task_rhythm *r, struct date until,
                        int64_t *people)
{
	struct sql_opinion_due *rows;
	size_t n;
	TRY(sql_opinion_due(c->db, c->mem, until, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		if (!dossier_today_is_one(c, r, rows[i].due))
			continue;
		struct reminder one = {
			.unit_id = rows[i].holder_id,
			.roles = {"standing", NULL},
			.text =
				arena_printf(c->mem, "%.*s chưa trả lời về %.*s (%.*s)", STR_ARG(rows[i].addressee),
		                     STR_ARG(rows[i].name), STR_ARG(dossier_by_when(c, rows[i].due))),
			.link = arena_printf(c->mem, "/nominee/%" PRId64, rows[i].nominee_id),
			.key = arena_printf(c->mem, "opinion-%" PRId64, rows[i].id)};
		TRY(dossier_remind(c, &one, people));
	}
	return RC_OK;
}

/* Those who have it now: the unit, or the standing body once it was sent. */
static enum rc prompt(struct ctx *c, const struct task_rhythm *r, struct date until,
                      int64_t *people)
{
	struct sql_dossier_prompt_due *rows;
	size_t n;
	TRY(sql_dossier_prompt_due(c->db, c->mem, until, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		bool unit = str_eqz(rows[i].state, "draft") || str_eqz(rows[i].state, "returned");
		if (!dossier_today_is_one(c, r, rows[i].due))
			continue;
		struct reminder one = {
			.unit_id = rows[i].holder_id,
			.roles = {unit ? "unit_head" : "standing", unit ? "unit_clerk" : NULL},
			.text = arena_printf(c->mem, "Khen đột xuất cần kịp thời: %.*s (%.*s)",
		                         STR_ARG(rows[i].title), STR_ARG(dossier_by_when(c, rows[i].due))),
			.link = dossier_address(c, rows[i].id),
			.key = arena_printf(c->mem, "dossier-%" PRId64, rows[i].id)};
		TRY(dossier_remind(c, &one, people));
	}
	return RC_OK;
}

/* Sudden achievements that nobody has proposed: who confirms them, then who may propose. */
static enum rc sudden(struct ctx *c, const struct task_rhythm *r, struct date until,
                      int64_t *people)
{
	struct sql_deed_prompt_due *rows;
	size_t n;
	struct date since = {.days = c->today.days - DEED_PROMPT_PAST};
	TRY(sql_deed_prompt_due(c->db, c->mem, since, until, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		bool waits = str_eqz(rows[i].state, "reported");
		if (!dossier_today_is_one(c, r, rows[i].due))
			continue;
		struct reminder one = {
			.unit_id = rows[i].unit_id,
			.roles = {waits ? "unit_head" : "standing", NULL},
			.instead = "standing",
			.about = waits ? rows[i].person_id : DB_NULL,
			.text = arena_printf(c->mem, "%s: %.*s (khen kịp thời, %.*s)",
		                         waits ? "Thành tích đột xuất chờ xác nhận"
		                               : "Thành tích đột xuất chưa được đề nghị khen",
		                         STR_ARG(rows[i].title), STR_ARG(dossier_by_when(c, rows[i].due))),
			.link = arena_printf(c->mem, waits ? "/deed/%" PRId64 : "/deed/propose?id=%" PRId64,
		                         rows[i].id),
			.key = arena_printf(c->mem, "deed-prompt-%" PRId64, rows[i].id)};
		TRY(dossier_remind(c, &one, people));
	}
	return RC_OK;
}

static enum rc nightly_dossier(struct ctx *c, const void *in, struct out *out)
{
	struct task_rhythm rhythm = {0};
	int64_t first, last, people = 0;
	(void)in;
	TRY(setting_number(c, "task.remind_first", &first));
	TRY(setting_number(c, "task.remind_last", &last));
	rhythm.first = (int)first;
	rhythm.last = (int)last;
	struct date until = {.days = c->today.days + (int)(first > last ? first : last)};
	TRY(rounds(c, &rhythm, &people));
	TRY(corrections(c, &rhythm, until, &people));
	TRY(appraisals(c, &rhythm, until, &people));
	TRY(opinions(c, &rhythm, until, &people));
	TRY(prompt(c, &rhythm, until, &people));
	TRY(sudden(c, &rhythm, until, &people));
	TRY(dossier_remind_owed(c, &rhythm, until, &people));
	out_say(c, out, "Nhắc %" PRId64 " lượt về xét khen thưởng.", people);
	return RC_OK;
}

const struct op dossier_remind_ops[] = {
	{.name = "award_round.remind",
     .title = "Nhắc đơn vị chưa gửi hồ sơ",
     .help = "Thông báo và thư đến trưởng đơn vị, đầu mối; mỗi đợt một lần một "
             "ngày.",
     .verb = "Nhắc ngay",
     .kind = OP_WRITE,
     .scope = SCOPE_OBJECT,
     .object = &award_round_object,
     .roles = DOSSIER_KEEPS,
     .icon = "bell",
     .states = "open",
     FIELDS(round_fields),
     .in_size = sizeof(struct round_in),
     .run = round_remind,
     .then = "award_round.view"},
	{.name = "nightly.dossier",
     .title = "Nhắc việc xét khen thưởng",
     .kind = OP_WRITE,
     .scope = SCOPE_ANY,
     .flags = OP_INTERNAL | OP_NO_JOURNAL,
     .help = "Hồ sơ chưa gửi, nội dung phải bổ sung, thẩm định, ý kiến, khen "
             "đột xuất; thành tích chưa xác nhận, bảng điểm, giao ước, xếp loại.",
     .run = nightly_dossier},
	{0}};

/*
 * remind.c: reminders of each morning: what is coming, what is late, what goes to the head of the
 * unit.
 *
 * Each day of a task's rhythm is reminded of once: task.reminded_on says up to which day, and is
 * written in the transaction that writes the notices and mails. A day on which no server ran is
 * made up for. Everybody gets one notice and one mail a day, however many tasks there are.
 */
#include "app/admin/admin.h"
#include "app/job/job.h"
#include "app/task/task.h"
#include "db/sql_task.h"
#include "op/gate.h"

#include <inttypes.h>

#define MAKE_UP_DAYS 31 /* a longer silence is looked at as one month's */
#define LINES_MAX 50    /* tasks named in one mail; the rest is counted */

/* --- rhythm ---------------------------------------------------------------------------------- */

static bool day_of(const struct task_rhythm *r, int to_go)
{
	return (r->first > 0 && to_go == r->first) || (r->last > 0 && to_go == r->last) ||
	       (to_go < 0 && (-to_go - 1) % 7 == 0);
}

static bool late_day(const struct task_rhythm *r, int to_go)
{
	return -to_go >= r->late && (-to_go - r->late) % 7 == 0;
}

static bool any_day(const struct task_rhythm *r, struct date due, struct date after,
                    struct date today, bool (*is)(const struct task_rhythm *r, int to_go))
{
	int from = after.days + 1;
	if (from < today.days - MAKE_UP_DAYS)
		from = today.days - MAKE_UP_DAYS;
	for (int day = from; day <= today.days; day++)
		if (is(r, due.days - day))
			return true;
	return false;
}

bool task_to_remind(const struct task_rhythm *r, struct date due, struct date after,
                    struct date today)
{
	return any_day(r, due, after, today, day_of);
}

bool task_to_escalate(const struct task_rhythm *r, struct date due, struct date after,
                      struct date today)
{
	return due.days < today.days && any_day(r, due, after, today, late_day);
}

/* --- gathering ---------------------------------------------------------------------------------
 */

enum why { COMING, LATE, FOR_HEAD, WHY_COUNT };
static const char *const titles[WHY_COUNT] = {"Sắp đến hạn", "Đã quá hạn",
                                              "Chậm, cần trưởng đơn vị xử lý"};

/* One receiver's day. */
struct letter {
	int64_t account;
	struct str email, lines[WHY_COUNT];
	int counts[WHY_COUNT];
	struct letter *next;
};

struct remind {
	struct ctx *c;
	struct task_rhythm rhythm;
	struct letter *letters;
	/* Who answers for the unit looked at last: tasks of a unit come together often. */
	int64_t unit;
	struct sql_unit_answerable *who;
	size_t who_count;
	int64_t tasks;
};

static void add_line(struct remind *r, int64_t account, struct str email, enum why why,
                     const struct sql_task_remind_due *t)
{
	struct arena *mem = r->c->mem;
	struct letter *l = r->letters;
	while (l && l->account != account)
		l = l->next;
	if (!l) {
		l = arena_alloc(mem, sizeof *l);
		*l = (struct letter){.account = account, .email = email, .next = r->letters};
		for (int i = 0; i < WHY_COUNT; i++)
			l->lines[i] = STR("");
		r->letters = l;
	}
	if (++l->counts[why] <= LINES_MAX)
		l->lines[why] =
			arena_printf(mem, "%.*s- Hạn %s, %" PRId64 "%%: %.*s (%.*s)\n", STR_ARG(l->lines[why]),
		                 date_vn(t->due).z, t->percent, STR_ARG(t->title), STR_ARG(t->unit_name));
}

static enum rc look_unit(struct remind *r, int64_t unit)
{
	struct ctx *c = r->c;
	if (r->unit == unit)
		return RC_OK;
	r->unit = unit;
	return sql_unit_answerable(c->db, c->mem, unit, c->today, &r->who, &r->who_count);
}

static bool is_role(const struct sql_unit_answerable *a, const char *one, const char *other)
{
	return str_eqz(a->role, one) || (other && str_eqz(a->role, other));
}

/*
 * Those of a role who are nearest to the unit; a unit without them is the standing body's (or
 * the head's), so that nothing late stays unheard of.
 */
static void to_unit(struct remind *r, const char *one, const char *other, const char *fallback,
                    enum why why, const struct sql_task_remind_due *t)
{
	int64_t depth = -1, last = DB_NULL;
	for (int round = 0; round < 2 && depth < 0; round++)
		for (size_t i = 0; i < r->who_count; i++) {
			const struct sql_unit_answerable *a = &r->who[i];
			bool fits = round ? str_eqz(a->role, fallback) : is_role(a, one, other);
			if (!fits || (depth >= 0 && a->depth != depth) || a->account == last)
				continue;
			depth = a->depth;
			last = a->account;
			add_line(r, a->account, a->email, why, t);
		}
}

/* The person's own, or the heads' and clerks' of the unit. */
static enum rc remind(struct remind *r, const struct sql_task_remind_due *t)
{
	struct ctx *c = r->c;
	struct sql_person_address p = {.account = DB_NULL};
	enum why why = t->due.days < c->today.days ? LATE : COMING;
	if (t->person_id != DB_NULL)
		TRY(sql_person_address(c->db, c->mem, t->person_id, &p));
	if (p.account != DB_NULL) {
		add_line(r, p.account, p.email, why, t);
		return RC_OK;
	}
	TRY(look_unit(r, t->holder_id));
	to_unit(r, "unit_head", "unit_clerk", "standing", why, t);
	return RC_OK;
}

static enum rc look_task(struct remind *r, const struct sql_task_remind_due *t)
{
	struct ctx *c = r->c;
	struct date after = date_is_none(t->reminded_on) ? date_at(t->made_ms) : t->reminded_on;
	bool now = task_to_remind(&r->rhythm, t->due, after, c->today),
		 head = task_to_escalate(&r->rhythm, t->due, after, c->today);
	if (!now && !head)
		return RC_OK;
	if (now)
		TRY(remind(r, t));
	if (head) {
		TRY(look_unit(r, t->holder_id));
		to_unit(r, "unit_head", NULL, "head", FOR_HEAD, t);
	}
	r->tasks++;
	return sql_task_reminded(c->db, t->id, c->today, NULL);
}

static enum rc look_all(struct remind *r)
{
	struct ctx *c = r->c;
	struct date after = date_of(1, 1, 1), upto = {c->today.days + r->rhythm.first};
	int64_t after_id = 0;
	for (;;) {
		struct sql_task_remind_due *rows;
		size_t n;
		TRY(sql_task_remind_due(c->db, c->mem, after, after_id, upto, c->today, &rows, &n));
		for (size_t i = 0; i < n; i++)
			TRY(look_task(r, &rows[i]));
		if (n == 0)
			return RC_OK;
		after = rows[n - 1].due;
		after_id = rows[n - 1].id;
	}
}

/* --- sending -----------------------------------------------------------------------------------
 */

static struct str in_short(struct ctx *c, const struct letter *l)
{
	struct str s = STR("");
	for (int i = 0; i < WHY_COUNT; i++)
		if (l->counts[i])
			s = arena_printf(c->mem, "%.*s%s%d nhiệm vụ %s", STR_ARG(s), s.n ? "; " : "",
			                 l->counts[i],
			                 i == COMING ? "sắp đến hạn"
			                 : i == LATE ? "đã quá hạn"
			                             : "chậm cần trưởng đơn vị xử lý");
	return s;
}

static struct str in_full(struct ctx *c, const struct letter *l)
{
	struct str s = STR("");
	for (int i = 0; i < WHY_COUNT; i++) {
		int more = l->counts[i] - LINES_MAX;
		if (l->counts[i])
			s = arena_printf(c->mem, "%.*s%s (%d):\n%.*s", STR_ARG(s), titles[i], l->counts[i],
			                 STR_ARG(l->lines[i]));
		if (more > 0)
			s = arena_printf(c->mem, "%.*s- và %d nhiệm vụ khác\n", STR_ARG(s), more);
		if (l->counts[i])
			s = arena_printf(c->mem, "%.*s\n", STR_ARG(s));
	}
	return arena_printf(
		c->mem,
		"%.*sXin mở mục Nhiệm vụ trong chương trình Thi đua, khen thưởng để báo cáo "
		"tiến độ.\n",
		STR_ARG(s));
}

static enum rc send(struct ctx *c, const struct letter *l)
{
	TRY(notice_add(
		c, l->account,
		arena_printf(c->mem, "Ngày %s: %.*s", date_vn(c->today).z, STR_ARG(in_short(c, l))),
		l->counts[FOR_HEAD] ? STR("/task/list?state=late&order=due")
							: STR("/task/list?state=open&order=due")));
	if (!mail_address_ok(l->email))
		return RC_OK;
	return mail_queue(c, l->email, STR("Nhắc việc: nhiệm vụ đến hạn, chậm hạn"), in_full(c, l),
	                  arena_printf(c->mem, "task-%s-%" PRId64, date_iso(c->today).z, l->account));
}

static enum rc nightly_tasks(struct ctx *c, const void *in, struct out *out)
{
	struct remind r = {.c = c, .unit = DB_NULL};
	int64_t first, last, late, people = 0;
	(void)in;
	TRY(setting_number(c, "task.remind_first", &first));
	TRY(setting_number(c, "task.remind_last", &last));
	TRY(setting_number(c, "task.escalate", &late));
	r.rhythm = (struct task_rhythm){
		.first = (int)(first > last ? first : last), .last = (int)last, .late = (int)late};
	TRY(look_all(&r));
	for (const struct letter *l = r.letters; l; l = l->next, people++)
		TRY(send(c, l));
	out_say(c, out, "Đã nhắc %" PRId64 " nhiệm vụ, đến %" PRId64 " người.", r.tasks, people);
	return RC_OK;
}

const struct op task_nightly_ops[] = {
	{.name = "nightly.tasks",
     .title = "Nhắc việc",
     .kind = OP_WRITE,
     .scope = SCOPE_ANY,
     .flags = OP_INTERNAL | OP_NO_JOURNAL,
     .help =
         "Nhiệm vụ sắp đến hạn, chậm hạn và cần trưởng đơn vị xử lý; mỗi người một thư một ngày.",
     .run = nightly_tasks},
	{0}};

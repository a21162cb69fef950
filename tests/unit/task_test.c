/* Tasks: given, worked on, ended, in parts, from a plan, by unit; reminders exactly once. */
#include "app/task/task.h"
#include "db/sql_plan.h"
#include "db/sql_task.h"
#include "job/run.h"
#include "office_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define TOP "Văn phòng Ủy ban nhân dân tỉnh Lào Cai"
#define TH "Phòng Tổng hợp"
#define NC "Phòng Nội chính"
#define DAY_MS ((int64_t)86400000)

/* By the standing body, for a unit. */
static int64_t given_to(struct office *o, const char *account, const char *unit, const char *title,
                        const char *due)
{
	struct acting *a = office_as(o, account);
	WANT(o, RC_OK,
	     run_op(a, "task.create", "title", title, "kind", "professional", "unit_id",
	            num(o, unit_named(o, unit)), "due", due, "past", "Giao bù từ đầu tháng", NULL));
	return a->out.id;
}

static struct sql_task_get task(struct office *o, int64_t id)
{
	struct sql_task_get t;
	WANT(o, RC_OK, sql_task_get(o->f->db, &o->f->mem, id, &t));
	return t;
}

static enum rc done(struct acting *a, const char *id)
{
	return run_op(a, "task.done", "id", id, "note", "Đã xong việc này", "without", "1", NULL);
}

/* --- amounts --- */

static void run_amounts(struct office *o)
{
	struct acting *a = office_as(o, "vidu.daumoi");
	int64_t task_id = given_to(o, "vidu.thuongtruc", TH, "Có chỉ tiêu", "30/11/2026");
	const char *id = num(o, task_id);
	static const struct {
		const char *said;
		enum rc rc;
		int64_t milli;
	} each[] = {{"95,5", RC_OK, 95500},  {"1.250", RC_OK, 1250000}, {"1.250,5", RC_OK, 1250500},
	            {"95.5", RC_INVALID, 0}, {"98.50", RC_INVALID, 0},  {"1,2345", RC_INVALID, 0}};
	for (size_t i = 0; i < sizeof each / sizeof *each; i++) {
		WANT(o, each[i].rc,
		     run_op(a, "task.report", "id", id, "percent", "10", "reached", each[i].said, "note",
		            "Đang làm", NULL));
		if (each[i].rc == RC_OK)
			assert_int_equal(task(o, task_id).reached_milli, each[i].milli);
	}
}
static void a_point_parts_thousands_and_nothing_else(void **state)
{
	(void)state;
	office_each_engine(run_amounts);
}

/* --- states --------------------------------------------------------------------------------- */

static void run_states(struct office *o)
{
	int64_t id = given_to(o, "vidu.thuongtruc", TH, "Một việc", "30/11/2026");
	const char *n = num(o, id);
	struct acting *clerk = office_as(o, "vidu.daumoi"), *giver = office_as(o, "vidu.thuongtruc"),
				  *member = office_as(o, "vidu.canbo");
	WANT(o, RC_NOTFOUND, run_op(member, "task.report", "id", n, "percent", "10", NULL));
	WANT(o, RC_INVALID, run_op(clerk, "task.report", "id", n, "percent", "101", NULL));
	WANT(o, RC_OK, run_op(clerk, "task.report", "id", n, "percent", "40", "reached", "12,5", NULL));
	assert_int_equal(task(o, id).percent, 40);
	assert_int_equal(task(o, id).reached_milli, 12500);
	WANT(o, RC_INVALID,
	     run_op(clerk, "task.report", "id", n, "percent", "50", "reached", "mười", NULL));
	/* Done with evidence, or with a reason why there is none. */
	WANT(o, RC_INVALID, run_op(clerk, "task.done", "id", n, NULL));
	assert_string_equal(o->f->err.field, "evidence");
	WANT(o, RC_INVALID, run_op(clerk, "task.done", "id", n, "without", "1", NULL));
	WANT(o, RC_INVALID,
	     run_op(clerk, "task.done", "id", n, "without", "1", "note", "Lý do đủ dài", "on",
	            "24/11/2026", NULL));
	WANT(o, RC_OK, done(clerk, n));
	assert_true(str_eqz(task(o, id).state, "done") && task(o, id).percent == 100);
	assert_int_equal(task(o, id).done_on.days, date_of(2026, 11, 23).days);
	WANT(o, RC_CONFLICT, done(clerk, n));
	WANT(o, RC_CONFLICT, run_op(clerk, "task.report", "id", n, "percent", "10", NULL));
	WANT(o, RC_CONFLICT, run_op(giver, "task.drop", "id", n, "why", "không cần nữa", NULL));
	/* Only who gave it opens it again, drops it or changes it. */
	WANT(o, RC_DENIED, run_op(clerk, "task.reopen", "id", n, "why", "chưa xong hẳn", NULL));
	WANT(o, RC_OK, run_op(giver, "task.reopen", "id", n, "why", "chưa xong hẳn", NULL));
	assert_true(str_eqz(task(o, id).state, "open") && date_is_none(task(o, id).done_on));
	WANT(o, RC_DENIED, run_op(clerk, "task.drop", "id", n, "why", "không cần nữa", NULL));
	WANT(o, RC_INVALID, run_op(giver, "task.drop", "id", n, "why", "k", NULL));
	WANT(o, RC_OK, run_op(giver, "task.drop", "id", n, "why", "không cần nữa", NULL));
	assert_true(str_eqz(task(o, id).state, "dropped"));
	assert_int_equal(list_count(giver, "task.reports", "task", n, NULL), 4);
	/* What a unit gave itself is its own to change. */
	n = num(o, given_to(o, "vidu.daumoi", TH, "Của phòng", "30/11/2026"));
	WANT(o, RC_OK, run_op(clerk, "task.drop", "id", n, "why", "không cần nữa", NULL));
	WANT(o, RC_INVALID,
	     run_op(clerk, "task.create", "title", "Cho phòng khác", "kind", "professional", "unit_id",
	            num(o, unit_named(o, NC)), "due", "30/11/2026", NULL));
}

static void a_task_goes_its_way_and_no_other(void **state)
{
	(void)state;
	office_each_engine(run_states);
}

/* --- rights and people ------------------------------------------------------------------------ */

static void run_people(struct office *o)
{
	int64_t id = given_to(o, "vidu.thuongtruc", TH, "Giao cho người", "30/11/2026");
	const char *n = num(o, id), *dua = num(o, person_named(o, "Giàng Thị Dua")),
			   *pham = num(o, person_named(o, "Tẩn Mùi Phạm")),
			   *sinh = num(o, person_named(o, "Vàng A Sính"));
	struct acting *chief = office_as(o, "vidu.truongphong"), *member = office_as(o, "vidu.canbo");
	int before = list_count(member, "task.mine", NULL);
	int notices = list_count(member, "notice.list", "state", "unread", NULL);
	WANT(o, RC_INVALID, run_op(chief, "task.assign", "id", n, "person_id", sinh, NULL));
	WANT(o, RC_OK, run_op(chief, "task.assign", "id", n, "person_id", pham, NULL));
	assert_int_equal(list_count(member, "task.mine", NULL), before + 1);
	assert_int_equal(list_count(member, "notice.list", "state", "unread", NULL), notices + 1);
	/* One's own task, and nobody else's. */
	WANT(o, RC_OK, run_op(member, "task.report", "id", n, "percent", "20", NULL));
	WANT(o, RC_DENIED, run_op(member, "task.assign", "id", n, "person_id", dua, NULL));
	WANT(o, RC_OK, run_op(chief, "task.assign", "id", n, "person_id", dua, NULL));
	WANT(o, RC_NOTFOUND, run_op(member, "task.report", "id", n, "percent", "30", NULL));
	assert_int_equal(list_count(member, "task.mine", NULL), before);
	/* A unit sees its own. */
	int64_t other = given_to(o, "vidu.thuongtruc", NC, "Của phòng khác", "30/11/2026");
	assert_int_equal(list_count(chief, "task.unit", "q", "của phòng khác", NULL), 0);
	assert_int_equal(list_count(chief, "task.list", "q", "của phòng khác", NULL), 0);
	WANT(o, RC_NOTFOUND, run_op(chief, "task.report", "id", num(o, other), "percent", "1", NULL));
	assert_int_equal(
		list_count(office_as(o, "vidu.chanhvp"), "task.list", "q", "của phòng khác", NULL), 1);
}

static void people_see_and_report_their_own(void **state)
{
	(void)state;
	office_each_engine(run_people);
}

static void run_two(struct office *o)
{
	const char *n = num(o, given_to(o, "vidu.thuongtruc", TH, "Hai người", "30/11/2026"));
	struct acting *clerk = office_as(o, "vidu.daumoi"), *chief = office_as(o, "vidu.truongphong");
	WANT(o, RC_OK, run_op(clerk, "task.report", "id", n, "percent", "50", "_version", "1", NULL));
	WANT(o, RC_CONFLICT,
	     run_op(chief, "task.report", "id", n, "percent", "20", "_version", "1", NULL));
	/* The same button twice is one report. */
	clerk->how.idempotency = STR("nút-1");
	WANT(o, RC_OK, run_op(clerk, "task.report", "id", n, "percent", "60", NULL));
	clerk->how.idempotency = STR("nút-1");
	WANT(o, RC_OK, run_op(clerk, "task.report", "id", n, "percent", "60", NULL));
	assert_int_equal(list_count(clerk, "task.reports", "task", n, NULL), 2);
}

static void the_second_of_two_at_once_is_told(void **state)
{
	(void)state;
	office_each_engine(run_two);
}

/* --- lists ------------------------------------------------------------------------------------ */

static void run_lists(struct office *o)
{
	struct acting *a = office_as(o, "vidu.thuongtruc");
	int late = list_count(a, "task.list", "state", "late", NULL),
		week = list_count(a, "task.list", "within", "7", NULL),
		open = list_count(a, "task.list", "state", "open", NULL);
	given_to(o, "vidu.thuongtruc", TH, "Hôm qua", "22/11/2026");
	given_to(o, "vidu.thuongtruc", TH, "Hôm nay", "23/11/2026");
	given_to(o, "vidu.thuongtruc", TH, "Bảy ngày nữa", "30/11/2026");
	given_to(o, "vidu.thuongtruc", TH, "Tám ngày nữa", "01/12/2026");
	assert_int_equal(list_count(a, "task.list", "state", "late", NULL), late + 1);
	assert_int_equal(list_count(a, "task.list", "within", "7", NULL), week + 2);
	assert_int_equal(list_count(a, "task.list", "state", "open", NULL), open + 4);
	assert_int_equal(list_count(a, "task.list", "from", "01/12/2026", "to", "01/12/2026", NULL), 1);
	assert_int_equal(list_count(a, "task.list", "below", num(o, unit_named(o, TOP)), NULL),
	                 list_count(a, "task.list", NULL));
	/* The board says the same as the lists. */
	struct rows rows;
	WANT(o, RC_OK, list_op(a, &rows, "task.board", "limit", "100", NULL));
	int64_t sums[3] = {0};
	for (int i = 0; i < rows.count; i++) {
		sums[0] += row_int(&rows, i, "open");
		sums[1] += row_int(&rows, i, "late");
		sums[2] += row_int(&rows, i, "soon");
	}
	assert_int_equal(sums[0], open + 4);
	assert_int_equal(sums[1], late + 1);
	assert_int_equal(sums[2], week + 2);
	assert_int_equal(list_count(office_as(o, "vidu.daumoi"), "task.board", NULL), 1);
}

static void late_and_coming_up_are_counted_by_the_day(void **state)
{
	(void)state;
	office_each_engine(run_lists);
}

/* --- parts --------------------------------------------------------------------------------------
 */

static int64_t part_of(struct office *o, const char *of, const char *title)
{
	struct acting *a = office_as(o, "vidu.daumoi");
	WANT(o, RC_OK,
	     run_op(a, "task.part", "id", of, "part", title, "unit_id", num(o, unit_named(o, TH)),
	            "due", "29/11/2026", NULL));
	return a->out.id;
}

static void run_parts(struct office *o)
{
	int64_t id = given_to(o, "vidu.thuongtruc", TH, "Việc lớn", "30/11/2026");
	const char *n = num(o, id);
	struct acting *clerk = office_as(o, "vidu.daumoi");
	WANT(o, RC_INVALID,
	     run_op(clerk, "task.part", "id", n, "part", "Quá hạn của việc lớn", "unit_id",
	            num(o, unit_named(o, TH)), "due", "01/12/2026", NULL));
	int64_t one = part_of(o, n, "Phần một"), two = part_of(o, n, "Phần hai"),
			deep = part_of(o, num(o, two), "Phần của phần hai");
	WANT(o, RC_INVALID,
	     run_op(clerk, "task.edit", "id", num(o, one), "title", "Phần một", "kind", "professional",
	            "unit_id", num(o, unit_named(o, TH)), "due", "01/12/2026", NULL));
	WANT(o, RC_OK,
	     run_op(clerk, "task.edit", "id", num(o, one), "title", "Phần một", "kind", "professional",
	            "unit_id", num(o, unit_named(o, TH)), "due", "30/11/2026", NULL));
	WANT(o, RC_OK, run_op(clerk, "task.report", "id", num(o, one), "percent", "50", NULL));
	assert_int_equal(task(o, id).percent, 25);
	WANT(o, RC_OK, run_op(clerk, "task.report", "id", num(o, deep), "percent", "100", NULL));
	assert_int_equal(task(o, two).percent, 100);
	assert_int_equal(task(o, id).percent, 75);
	WANT(o, RC_INVALID, run_op(clerk, "task.report", "id", n, "percent", "99", NULL));
	WANT(o, RC_CONFLICT, done(clerk, n));
	WANT(o, RC_OK, run_op(clerk, "task.drop", "id", num(o, one), "why", "gộp vào phần hai", NULL));
	assert_int_equal(task(o, id).percent, 100); /* what was dropped does not count */
	WANT(o, RC_OK, done(clerk, num(o, deep)));
	WANT(o, RC_OK, done(clerk, num(o, two)));
	WANT(o, RC_OK, done(clerk, n));
	WANT(o, RC_CONFLICT,
	     run_op(clerk, "task.reopen", "id", num(o, two), "why", "việc lớn đã xong", NULL));
	assert_int_equal(list_count(clerk, "task.list", "parent", n, NULL), 2);
}

static void a_task_is_as_far_as_its_parts(void **state)
{
	(void)state;
	office_each_engine(run_parts);
}

/* What was reported before a task was parted stays, and the parts share the rest. */
static void run_first_part(struct office *o)
{
	int64_t id = given_to(o, "vidu.thuongtruc", TH, "Đã làm được một nửa", "30/11/2026");
	const char *n = num(o, id);
	struct acting *clerk = office_as(o, "vidu.daumoi"), *giver = office_as(o, "vidu.thuongtruc");
	struct rows rows;
	WANT(o, RC_OK, run_op(clerk, "task.report", "id", n, "percent", "60", NULL));
	WANT(o, RC_OK,
	     run_op(clerk, "task.part", "id", n, "part", "Phần còn lại thứ nhất", "unit_id",
	            num(o, unit_named(o, TH)), "due", "29/11/2026", NULL));
	int64_t one = clerk->out.id;
	assert_non_null(strstr(clerk->out.say.p, "60% đã báo cáo"));
	assert_int_equal(task(o, id).percent, 60);
	int64_t two = part_of(o, n, "Phần còn lại thứ hai");
	assert_int_equal(task(o, id).percent, 60);
	WANT(o, RC_OK, run_op(clerk, "task.report", "id", num(o, one), "percent", "50", NULL));
	assert_int_equal(task(o, id).percent, 70); /* a quarter of the 40 that are left */
	WANT(o, RC_OK, list_op(clerk, &rows, "task.view", "id", n, NULL));
	assert_true(str_eqz(row_text(clerk, &rows, 0, "before_parts"), "60%"));
	WANT(o, RC_OK, done(clerk, num(o, one)));
	assert_int_equal(task(o, id).percent, 80);
	WANT(o, RC_OK, done(clerk, num(o, two)));
	WANT(o, RC_OK, done(clerk, n));
	WANT(o, RC_OK, run_op(giver, "task.reopen", "id", n, "why", "còn việc chưa xong", NULL));
	WANT(o, RC_OK, run_op(clerk, "task.reopen", "id", num(o, one), "why", "làm lại", NULL));
	assert_true(task(o, id).percent >= 60);
}

static void the_first_part_keeps_what_was_reported(void **state)
{
	(void)state;
	office_each_engine(run_first_part);
}

/* Days that are past want a reason; a whole does not end before its parts. */
static void run_days(struct office *o)
{
	struct acting *a = office_as(o, "vidu.thuongtruc");
	const char *th = num(o, unit_named(o, TH));
#define NEW(due, past)                                                                             \
	run_op(a, "task.create", "title", "Hạn đã qua", "kind", "professional", "unit_id", th, "due",  \
	       due, "past", past, NULL)
	WANT(o, RC_INVALID, NEW("22/11/2026", ""));
	assert_string_equal(o->f->err.field, "due");
	WANT(o, RC_INVALID, NEW("15/3/2021", ""));
	WANT(o, RC_INVALID, NEW("15/3/2021", "bù"));
	assert_string_equal(o->f->err.field, "past");
	WANT(o, RC_INVALID, NEW("15/3/2126", "Giao trước một thế kỷ"));
	WANT(o, RC_OK, NEW("23/11/2026", ""));
	WANT(o, RC_OK, NEW("15/3/2026", "Kế hoạch giao từ quý I, nay mới nhập"));
	assert_true(str_eqz(task(o, a->out.id).reason, "Kế hoạch giao từ quý I, nay mới nhập"));
	int64_t whole = given_to(o, "vidu.thuongtruc", TH, "Việc lớn có phần", "10/12/2026");
	const char *n = num(o, whole);
	WANT(o, RC_INVALID,
	     run_op(a, "task.part", "id", n, "part", "Phần đã qua hạn", "unit_id", th, "due",
	            "22/11/2026", NULL));
	WANT(o, RC_OK,
	     run_op(a, "task.part", "id", n, "part", "Phần đến ngày 5", "unit_id", th, "due",
	            "05/12/2026", NULL));
	const char *part = num(o, a->out.id);
#define MOVE(id, due)                                                                              \
	run_op(a, "task.edit", "id", id, "title", "Việc được sửa", "kind", "professional", "unit_id",  \
	       th, "due", due, NULL)
	WANT(o, RC_INVALID, MOVE(n, "04/12/2026"));
	assert_non_null(strstr(o->f->err.message, "Phần đến ngày 5"));
	WANT(o, RC_INVALID, MOVE(n, "20/11/2026"));
	WANT(o, RC_OK, MOVE(n, "05/12/2026"));
	WANT(o, RC_OK, MOVE(part, "01/12/2026"));
	WANT(o, RC_OK, MOVE(n, "02/12/2026"));
	/* What is late already is edited without another reason as long as its day stays. */
	int64_t late = given_to(o, "vidu.thuongtruc", TH, "Chậm từ tuần trước", "16/11/2026");
	WANT(o, RC_OK, MOVE(num(o, late), "16/11/2026"));
	WANT(o, RC_INVALID, MOVE(num(o, late), "17/11/2026"));
}

static void days_that_are_past_want_a_reason(void **state)
{
	(void)state;
	office_each_engine(run_days);
}

/* --- mergers -------------------------------------------------------------------------------------
 */

static void run_merger(struct office *o)
{
	int64_t open = given_to(o, "vidu.thuongtruc", NC, "Còn mở khi sáp nhập", "30/11/2026"),
			over = given_to(o, "vidu.thuongtruc", NC, "Đã xong khi sáp nhập", "30/11/2026");
	WANT(o, RC_OK, done(office_as(o, "vidu.thuongtruc"), num(o, over)));
	WANT(o, RC_OK,
	     run_op(office_as(o, "vidu.quantri"), "unit.merge", "from.0.unit",
	            num(o, unit_named(o, NC)), "into", num(o, unit_named(o, TH)), "on", "20/11/2026",
	            "basis", "QĐ 1", NULL));
	struct acting *clerk = office_as(o, "vidu.daumoi");
	struct rows rows;
	WANT(o, RC_OK, list_op(clerk, &rows, "task.list", "q", "còn mở khi", NULL));
	assert_int_equal(rows.count, 1);
	assert_true(str_eqz(row_text(clerk, &rows, 0, "unit_name"), TH));
	WANT(o, RC_OK, run_op(clerk, "task.report", "id", num(o, open), "percent", "10", NULL));
	/* What had ended stays with the unit it ended in. */
	assert_true(task(o, open).holder_id != task(o, open).unit_id);
	assert_true(task(o, over).holder_id == task(o, over).unit_id);
}

static void open_tasks_follow_the_successor(void **state)
{
	(void)state;
	office_each_engine(run_merger);
}

/* --- from a plan
 * ----------------------------------------------------------------------------------- */

struct made_plan {
	struct office *o;
	int64_t plan, one, all;
};

static enum rc plan_tx(void *arg)
{
	struct made_plan *p = arg;
	struct db *db = p->o->f->db;
	TRY(sql_plan_task_add(db, p->plan, DB_NULL, 901, STR(TH), unit_named(p->o, TH), 0,
	                      STR("professional"), STR("Việc của một phòng"), 1, 1, 0, &p->one));
	return sql_plan_task_add(db, p->plan, DB_NULL, 902, STR("Các đơn vị"), DB_NULL, 1,
	                         STR("digital"), STR("Việc của mỗi đơn vị"), 2, 1, 0, &p->all);
}

static enum rc from_plan(struct acting *a, struct made_plan *p, const char *due)
{
	struct office *o = p->o;
	return run_op(a, "task.from_plan", "plan_id", num(o, p->plan), "due", due,
	              "rows.0.plan_task_id", num(o, p->one), "rows.0.title", "Việc của một phòng",
	              "rows.0.kind", "professional", "rows.0.unit_id", num(o, unit_named(o, TH)),
	              "rows.0.due", "05/12/2026", "rows.1.plan_task_id", num(o, p->all), "rows.1.title",
	              "Việc của mỗi đơn vị", "rows.1.kind", "digital", "rows.1.each", "1", NULL);
}

static void run_from_plan(struct office *o)
{
	struct acting *a = office_as(o, "vidu.thuongtruc");
	struct made_plan p = {.o = o};
	struct rows rows;
	WANT(o, RC_OK, list_op(a, &rows, "plan.list", "state", "issued", NULL));
	assert_true(rows.count > 0);
	p.plan = row_int(&rows, 0, "id");
	WANT(o, RC_OK, db_tx(o->f->db, DB_WRITE, plan_tx, &p));
	int before = list_count(a, "task.list", "plan", num(o, p.plan), NULL);
	/* One row is wrong: nothing is given. A row that names nobody waits. */
	WANT(o, RC_INVALID,
	     run_op(a, "task.from_plan", "plan_id", num(o, p.plan), "due", "15/12/2026",
	            "rows.0.plan_task_id", num(o, p.one), "rows.0.title", "A", "rows.0.kind", "digital",
	            "rows.0.unit_id", num(o, unit_named(o, TH)), "rows.1.plan_task_id", num(o, p.all),
	            "rows.1.title", "B", "rows.1.kind", "digital", "rows.1.each", "1", "rows.1.unit_id",
	            num(o, unit_named(o, TH)), NULL));
	WANT(o, RC_INVALID,
	     run_op(a, "task.from_plan", "plan_id", num(o, p.plan), "due", "15/12/2026",
	            "rows.0.plan_task_id", num(o, p.one), "rows.0.title", "A", "rows.0.kind", "digital",
	            NULL));
	assert_int_equal(list_count(a, "task.list", "plan", num(o, p.plan), NULL), before);
	WANT(o, RC_OK, from_plan(a, &p, "15/12/2026"));
	assert_int_equal(list_count(a, "task.list", "plan", num(o, p.plan), NULL), before + 14);
	assert_non_null(strstr(a->out.say.p, "14 nhiệm vụ"));
	WANT(o, RC_OK, list_op(a, &rows, "task.list", "q", "việc của một phòng", NULL));
	assert_int_equal(rows.count, 1);
	assert_true(str_eqz(row_text(a, &rows, 0, "due"), "2026-12-05"));
	WANT(o, RC_OK, from_plan(a, &p, "15/12/2026"));
	assert_int_equal(list_count(a, "task.list", "plan", num(o, p.plan), NULL), before + 14);
	assert_non_null(strstr(a->out.say.p, "14 nhiệm vụ đã có"));
	/* Rows of another plan, drafts, and what the caller may not act for. */
	WANT(o, RC_INVALID,
	     run_op(a, "task.from_plan", "plan_id", num(o, p.plan), "due", "15/12/2026",
	            "rows.0.plan_task_id", "999999", "rows.0.title", "A", "rows.0.kind", "digital",
	            "rows.0.each", "1", NULL));
	WANT(o, RC_INVALID, from_plan(office_as(o, "vidu.daumoi"), &p, "15/12/2026"));
}

/* The day that a task names stands in the form; two days, or one that has gone by, are none. */
struct filled {
	struct acting *a;
	int64_t plan;
	struct values v;
};

static enum rc fill_tx(void *arg)
{
	static const char *const texts[] = {
		"Số hóa hồ sơ trước ngày 15/12/2026.",
		"Tập huấn (phối hợp: Phòng A; thời gian: 30/12/2026)",
		"Sơ kết trước ngày 01/12/2026, báo cáo trước ngày 20/12/2026.",
		"Đăng ký trước ngày 15/3/2026.", "Theo dõi hằng tháng."};
	struct filled *f = arg;
	struct ctx *c = &f->a->c;
	for (int i = 0; i < COUNT(texts); i++)
		TRY(sql_plan_task_add(c->db, f->plan, DB_NULL, 910 + i, STR_NULL, DB_NULL, 0,
		                      STR("digital"), str_of(texts[i]), 1, 1, 0, NULL));
	TRY(values_add(&f->v, STR("plan_id"), arena_printf(c->mem, "%lld", (long long)f->plan),
	               c->err));
	return op_find(STR("task.from_plan"))->fill(c, &f->v);
}

static void run_due_said(struct office *o)
{
	static const char *const want[] = {"15/12/2026", "30/12/2026", "", "", ""};
	struct filled f = {.a = office_as(o, "vidu.thuongtruc")};
	struct rows rows;
	int first = -1;
	WANT(o, RC_OK, list_op(f.a, &rows, "plan.list", "state", "issued", NULL));
	f.plan = row_int(&rows, 0, "id");
	values_init(&f.v, f.a->c.mem);
	WANT(o, RC_OK, db_tx(o->f->db, DB_WRITE, fill_tx, &f));
	for (int i = 0; i < 100 && first < 0; i++)
		if (str_starts(values_text(&f.v, arena_printf(f.a->c.mem, "rows.%d.title", i).p),
		               "Số hóa hồ sơ tr"))
			first = i;
	assert_true(first >= 0);
	for (int i = 0; i < COUNT(want); i++) {
		struct str due = values_text(&f.v, arena_printf(f.a->c.mem, "rows.%d.due", first + i).p);
		assert_true(str_eqz(due, want[i]) || (!want[i][0] && due.n == 0));
	}
}

/*
 * A plan with more work than one form holds: what was given makes room for what was not. A
 * paragraph that is too long for a title keeps all its words in the task.
 */
#define LONG_PLAN 205

struct long_plan {
	struct filled form;
	int64_t unit;
	struct str words;
};

static enum rc long_plan_tx(void *arg)
{
	struct long_plan *p = arg;
	struct ctx *c = &p->form.a->c;
	p->words = STR("");
	for (int i = 0; i < 400; i++)
		p->words = arena_printf(c->mem, "%.*s việc %d;", STR_ARG(p->words), i);
	p->words = str_trim(p->words);
	for (int i = 0; i < LONG_PLAN; i++)
		TRY(sql_plan_task_add(c->db, p->form.plan, DB_NULL, 1000 + i, STR(TH), p->unit, 0,
		                      STR("digital"), i ? arena_printf(c->mem, "Việc dài %d", i) : p->words,
		                      1, 1, 0, NULL));
	return RC_OK;
}

static enum rc long_form_tx(void *arg)
{
	struct filled *f = arg;
	struct ctx *c = &f->a->c;
	values_init(&f->v, c->mem);
	TRY(values_add(&f->v, STR("plan_id"), arena_printf(c->mem, "%lld", (long long)f->plan),
	               c->err));
	return op_find(STR("task.from_plan"))->fill(c, &f->v);
}

/* The row of the form whose title begins so; -1. */
static int form_row(const struct filled *f, const char *title)
{
	for (int i = 0; i < 300; i++)
		if (str_starts(values_text(&f->v, arena_printf(f->a->c.mem, "rows.%d.title", i).p), title))
			return i;
	return -1;
}

static const char *form_text(const struct filled *f, int row, const char *name)
{
	struct arena *mem = f->a->c.mem;
	return arena_strz(mem, values_text(&f->v, arena_printf(mem, "rows.%d.%s", row, name).p));
}

static void run_long_plan(struct office *o)
{
	struct long_plan p = {.form = {.a = office_as(o, "vidu.thuongtruc")},
	                      .unit = unit_named(o, TH)};
	struct acting *a = p.form.a;
	struct rows rows;
	WANT(o, RC_OK, list_op(a, &rows, "plan.list", "state", "issued", NULL));
	p.form.plan = row_int(&rows, 0, "id");
	WANT(o, RC_OK, db_tx(o->f->db, DB_WRITE, long_plan_tx, &p));
	WANT(o, RC_OK, db_tx(o->f->db, DB_WRITE, long_form_tx, &p.form));
	assert_true(values_text(&p.form.v, "rows.199.title").n > 0);
	assert_true(values_text(&p.form.v, "rows.200.title").n == 0);
	int row = form_row(&p.form, "việc 0; việc 1;");
	assert_true(row >= 0);
	const char *title = form_text(&p.form, row, "title");
	assert_true(str_chars(str_of(title)) <= 2000 && str_ends(str_of(title), "…"));
	WANT(o, RC_OK,
	     run_op(a, "task.from_plan", "plan_id", num(o, p.form.plan), "due", "15/12/2026",
	            "rows.0.plan_task_id", form_text(&p.form, row, "plan_task_id"), "rows.0.title",
	            title, "rows.0.kind", "digital", "rows.0.unit_id", num(o, p.unit), NULL));
	assert_non_null(strstr(a->out.say.p, "việc chưa giao"));
	WANT(o, RC_OK, list_op(a, &rows, "task.list", "q", "việc 1", "unit", num(o, p.unit), NULL));
	struct rows view;
	WANT(o, RC_OK, list_op(a, &view, "task.view", "id", num(o, row_int(&rows, 0, "id")), NULL));
	assert_true(str_eq(row_text(a, &view, 0, "text"), p.words));
	/* Again: it has made room. */
	WANT(o, RC_OK, db_tx(o->f->db, DB_WRITE, long_form_tx, &p.form));
	assert_true(values_text(&p.form.v, "rows.199.title").n > 0);
	assert_int_equal(form_row(&p.form, "việc 0; việc 1;"), -1);
}

static void the_day_that_a_task_names_is_proposed(void **state)
{
	(void)state;
	office_each_engine(run_due_said);
}

static void a_long_plan_is_given_form_by_form(void **state)
{
	(void)state;
	office_each_engine(run_long_plan);
}
static void a_plan_is_given_once(void **state)
{
	(void)state;
	office_each_engine(run_from_plan);
}

/* --- reminders
 * ------------------------------------------------------------------------------------- */

static void the_rhythm_is_before_after_and_weekly(void **state)
{
	const struct task_rhythm r = {.first = 7, .last = 1, .late = 3};
	const struct date due = date_of(2026, 11, 20);
	static const int on[] = {-7, -1, 1, 8, 15, 22}, up[] = {3, 10, 17};
	(void)state;
	for (int day = -10; day <= 22; day++) {
		struct date today = {due.days + day}, before = {due.days + day - 1};
		bool want = false, head = false;
		for (int i = 0; i < COUNT(on); i++)
			want = want || on[i] == day;
		for (int i = 0; i < COUNT(up); i++)
			head = head || up[i] == day;
		assert_int_equal(task_to_remind(&r, due, before, today), want);
		assert_int_equal(task_to_escalate(&r, due, before, today), head);
		/* Twice on one day is once. */
		assert_false(task_to_remind(&r, due, today, today));
		assert_false(task_to_escalate(&r, due, today, today));
	}
	/* Days without a server are made up for. */
	assert_true(task_to_remind(&r, due, date_of(2026, 11, 12), date_of(2026, 11, 15)));
	assert_false(task_to_remind(&r, due, date_of(2026, 11, 13), date_of(2026, 11, 15)));
}

static struct acting *night(struct office *o)
{
	struct acting *a = office_as(o, NULL);
	a->c.job = arena_alloc(&o->f->mem, sizeof *a->c.job);
	a->c.job->approved_by = DB_NULL;
	return a;
}

static int unread(struct office *o, const char *account, const char *about)
{
	struct acting *a = office_as(o, account);
	struct rows rows;
	int n = 0;
	WANT(o, RC_OK, list_op(a, &rows, "notice.list", "limit", "200", NULL));
	for (int i = 0; i < rows.count; i++) {
		struct str text = row_text(a, &rows, i, "text");
		n += memmem(text.p, text.n, about, strlen(about)) != NULL;
	}
	return n;
}

static int mails(struct office *o)
{
	return list_count(office_as(o, "vidu.quantri"), "mail.list", NULL);
}

static void set_mail(struct office *o, const char *account, const char *name, const char *address)
{
	WANT(o, RC_OK,
	     run_op(office_as(o, account), "person.contact", "id", num(o, person_named(o, name)),
	            "email", address, NULL));
}

static enum rc stop_short(struct ctx *c, struct out *out)
{
	(void)out;
	return err_set(c->err, RC_IO, "máy tắt");
}

static void run_reminders(struct office *o)
{
	set_mail(o, "vidu.canbo", "Tẩn Mùi Phạm", "pham@laocai.gov.vn");
	set_mail(o, "vidu.truongphong", "Lù Seo Páo", "pao@laocai.gov.vn");
	/* What the example has is out of the way. */
	WANT(o, RC_OK, run_op(night(o), "nightly.tasks", NULL));
	int before = mails(o);
	int64_t mine = given_to(o, "vidu.thuongtruc", TH, "Của Phạm", "01/12/2026"),
			also = given_to(o, "vidu.thuongtruc", TH, "Cũng của Phạm", "01/12/2026");
	given_to(o, "vidu.thuongtruc", TH, "Của phòng", "01/12/2026");
	const char *pham = num(o, person_named(o, "Tẩn Mùi Phạm"));
	struct acting *chief = office_as(o, "vidu.truongphong");
	WANT(o, RC_OK, run_op(chief, "task.assign", "id", num(o, mine), "person_id", pham, NULL));
	WANT(o, RC_OK, run_op(chief, "task.assign", "id", num(o, also), "person_id", pham, NULL));
	o->now_ms += DAY_MS; /* 24/11: seven days before */
	/* The machine stops before the commit: nothing has left. */
	struct acting *a = night(o);
	a->c.before_commit = stop_short;
	WANT(o, RC_IO, run_op(a, "nightly.tasks", NULL));
	assert_int_equal(mails(o), before);
	assert_int_equal(unread(o, "vidu.canbo", "Ngày 24/11/2026"), 0);
	for (int i = 0; i < 2; i++) { /* and again in the same night: once */
		WANT(o, RC_OK, run_op(night(o), "nightly.tasks", NULL));
		assert_int_equal(mails(o), before + 2); /* Phạm, and the head; the clerk has no address */
		assert_int_equal(unread(o, "vidu.canbo", "Ngày 24/11/2026: 2 nhiệm vụ sắp đến hạn"), 1);
		assert_int_equal(unread(o, "vidu.daumoi", "Ngày 24/11/2026"), 1);
		assert_int_equal(unread(o, "vidu.truongphong", "Ngày 24/11/2026"), 1);
	}
	/* Nobody is reminded of what is done; what stays open goes to the head on the third day. */
	WANT(o, RC_OK, done(office_as(o, "vidu.canbo"), num(o, also)));
	o->now_ms += 10 * DAY_MS; /* 04/12, and no night in between */
	WANT(o, RC_OK, run_op(night(o), "nightly.tasks", NULL));
	/* One of the two, and one that the example had given. */
	assert_int_equal(unread(o, "vidu.canbo", "Ngày 04/12/2026: 2 nhiệm vụ đã quá hạn"), 1);
	assert_int_equal(unread(o, "vidu.truongphong", "chậm cần trưởng đơn vị xử lý"), 1);
	assert_int_equal(unread(o, "vidu.daumoi", "chậm cần trưởng đơn vị xử lý"), 0);
}

static void everybody_is_reminded_once_a_day(void **state)
{
	(void)state;
	office_each_engine(run_reminders);
}

/* A unit without head and clerk: the standing body hears of it, and the head of the office. */
static void run_unheard(struct office *o)
{
	WANT(o, RC_OK, run_op(night(o), "nightly.tasks", NULL));
	o->now_ms += DAY_MS;
	int64_t id = given_to(o, "vidu.thuongtruc", NC, "Không ai nhận", "25/11/2026");
	o->now_ms += 5 * DAY_MS; /* 29/11: four days late */
	assert_int_equal(unread(o, "vidu.chanhvp", "chậm cần"), 0);
	int standing = unread(o, "vidu.thuongtruc", "Ngày 29/11/2026");
	WANT(o, RC_OK, run_op(night(o), "nightly.tasks", NULL));
	assert_int_equal(unread(o, "vidu.thuongtruc", "Ngày 29/11/2026"), standing + 1);
	assert_int_equal(unread(o, "vidu.chanhvp", "chậm cần"), 1);
	assert_true(task(o, id).state.n > 0);
}

static void what_nobody_answers_for_is_not_silent(void **state)
{
	(void)state;
	office_each_engine(run_unheard);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_point_parts_thousands_and_nothing_else),
		cmocka_unit_test(a_task_goes_its_way_and_no_other),
		cmocka_unit_test(people_see_and_report_their_own),
		cmocka_unit_test(the_second_of_two_at_once_is_told),
		cmocka_unit_test(late_and_coming_up_are_counted_by_the_day),
		cmocka_unit_test(a_task_is_as_far_as_its_parts),
		cmocka_unit_test(the_first_part_keeps_what_was_reported),
		cmocka_unit_test(days_that_are_past_want_a_reason),
		cmocka_unit_test(open_tasks_follow_the_successor),
		cmocka_unit_test(a_plan_is_given_once),
		cmocka_unit_test(a_long_plan_is_given_form_by_form),
		cmocka_unit_test(the_day_that_a_task_names_is_proposed),
		cmocka_unit_test(the_rhythm_is_before_after_and_weekly),
		cmocka_unit_test(everybody_is_reminded_once_a_day),
		cmocka_unit_test(what_nobody_answers_for_is_not_silent),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

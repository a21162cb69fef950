/* Movements: five contents, launching in one transaction, coverage, answers, reviews, mergers. */
#include "app/movement/movement.h"
#include "app/movement/page.h"
#include "db/sql_movement.h"
#include "job/run.h"
#include "office_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define TOP "Văn phòng Ủy ban nhân dân tỉnh Lào Cai"
#define YEAR "Thi đua hoàn thành xuất sắc nhiệm vụ công tác năm 2026"

/* A draft of a unit with all five contents. */
static int64_t draft_of(struct office *o, const char *account, const char *unit, const char *level,
                        const char *title)
{
	struct acting *a = office_as(o, account);
	WANT(o, RC_OK,
	     run_op(a, "movement.create", "title", title, "level", level, "unit_id",
	            num(o, unit_named(o, unit)), "form", "theme", "begins", "01/11/2026", "ends",
	            "31/01/2027", "goal", "g", "reach", "r", "subjects", "s", "content", "c",
	            "criteria", "t", "measures", "m", "launching", "l", "checking", "k", "spreading",
	            "n", "reviewing", "v", NULL));
	return a->out.id;
}

static int64_t launched(struct office *o, const char *title)
{
	int64_t id = draft_of(o, "vidu.thuongtruc", TOP, "office", title);
	WANT(o, RC_OK, run_op(office_as(o, "vidu.chanhvp"), "movement.launch", "id", num(o, id), NULL));
	return id;
}

static struct sql_movement_get movement(struct office *o, int64_t id)
{
	struct sql_movement_get m;
	WANT(o, RC_OK, sql_movement_get(o->f->db, &o->f->mem, id, &m));
	return m;
}

static bool is_state(struct office *o, int64_t id, const char *state)
{
	return str_eqz(movement(o, id).state, state);
}

/* The row of coverage of one unit, as the standing body sees it. */
static int64_t coverage_of(struct office *o, int64_t id, const char *unit)
{
	struct rows rows;
	WANT(o, RC_OK,
	     list_op(office_as(o, "vidu.thuongtruc"), &rows, "rollout.list", "movement", num(o, id),
	             "unit", num(o, unit_named(o, unit)), NULL));
	assert_int_equal(rows.count, 1);
	return row_int(&rows, 0, "id");
}

/* --- contents -------------------------------------------------------------------------------- */

static void run_contents(struct office *o)
{
	struct acting *a = office_as(o, "vidu.thuongtruc"), *head = office_as(o, "vidu.chanhvp");
	const char *top = num(o, unit_named(o, TOP));
	WANT(o, RC_OK,
	     run_op(a, "movement.create", "title", "Thiếu nội dung", "level", "office", "unit_id", top,
	            "form", "regular", "begins", "01/12/2026", "ends", "31/12/2026", "goal", "Có",
	            NULL));
	const char *id = num(o, a->out.id);
	WANT(o, RC_OK, run_op(a, "movement.check", "id", id, NULL));
	const struct movement_page *p = a->out.data;
	assert_int_equal(p->missing, 5);
	assert_int_equal(p->sections[0].head.lack_count, 5); /* the goal is there */
	WANT(o, RC_INVALID, run_op(head, "movement.launch", "id", id, NULL));
	assert_non_null(strstr(o->f->err.message, "(1) phạm vi"));
	assert_non_null(strstr(o->f->err.message, "(5) sơ kết"));
	WANT(o, RC_INVALID, run_op(head, "movement.launch", "id", id, "lacking", "gấp", NULL));
	assert_true(is_state(o, a->out.id, "draft"));
	int64_t n = a->out.id;
	WANT(o, RC_OK,
	     run_op(head, "movement.launch", "id", id, "lacking", "Triển khai gấp, bổ sung sau", NULL));
	assert_true(is_state(o, n, "launched"));
	assert_true(str_eqz(movement(o, n).lacking, "Triển khai gấp, bổ sung sau"));
	/* What is complete asks for no reason and keeps none. */
	n = launched(o, "Đủ năm nội dung");
	assert_int_equal(movement(o, n).lacking.n, 0);
	/* Spaces are no content. */
	WANT(o, RC_OK,
	     run_op(a, "movement.create", "title", "Chỉ có dấu cách", "level", "office", "unit_id", top,
	            "form", "regular", "begins", "01/12/2026", "ends", "31/12/2026", "goal", "   ",
	            NULL));
	WANT(o, RC_OK, run_op(a, "movement.check", "id", num(o, a->out.id), NULL));
	p = a->out.data;
	assert_int_equal(p->sections[0].head.lack_count, 6);
}

static void launching_asks_for_the_five_contents_or_a_reason(void **state)
{
	(void)state;
	office_each_engine(run_contents);
}

static void run_levels(struct office *o)
{
	struct acting *a = office_as(o, "vidu.thuongtruc"), *clerk = office_as(o, "vidu.daumoi");
	const char *top = num(o, unit_named(o, TOP)), *th = num(o, unit_named(o, "Phòng Tổng hợp")),
			   *nc = num(o, unit_named(o, "Phòng Nội chính"));
#define NEW(who, level, unit, begins, ends)                                                        \
	run_op(who, "movement.create", "title", "Thử", "level", level, "unit_id", unit, "form",        \
	       "theme", "begins", begins, "ends", ends, NULL)
	WANT(o, RC_INVALID, NEW(a, "unit", top, "01/11/2026", "01/12/2026"));
	WANT(o, RC_INVALID, NEW(a, "office", th, "01/11/2026", "01/12/2026"));
	WANT(o, RC_INVALID, NEW(a, "nation", th, "01/11/2026", "01/12/2026"));
	WANT(o, RC_INVALID, NEW(a, "office", top, "01/12/2026", "01/12/2026"));
	WANT(o, RC_INVALID, NEW(clerk, "office", top, "01/11/2026", "01/12/2026"));
	WANT(o, RC_INVALID, NEW(clerk, "unit", nc, "01/11/2026", "01/12/2026"));
	WANT(o, RC_OK, NEW(clerk, "unit", th, "01/11/2026", "01/12/2026"));
	WANT(o, RC_DENIED, NEW(office_as(o, "vidu.canbo"), "unit", th, "01/11/2026", "01/12/2026"));
	/* What comes from above is kept, and is never launched here. */
	WANT(o, RC_OK, NEW(a, "nation", top, "01/01/2026", "31/12/2026"));
	int64_t above = a->out.id;
	assert_true(is_state(o, above, "kept"));
	WANT(o, RC_CONFLICT,
	     run_op(office_as(o, "vidu.chanhvp"), "movement.launch", "id", num(o, above), "lacking",
	            "Một lý do đủ dài", NULL));
	/* Linked to what is there, not to drafts, and not round in a circle. */
	int64_t one = draft_of(o, "vidu.thuongtruc", TOP, "office", "Dự thảo một");
	WANT(o, RC_INVALID,
	     run_op(a, "movement.edit", "id", num(o, above), "title", "Vòng", "form", "theme", "begins",
	            "01/01/2026", "ends", "31/12/2026", "upper_id", num(o, above), NULL));
	WANT(o, RC_INVALID,
	     run_op(a, "movement.edit", "id", num(o, above), "title", "Vòng", "form", "theme", "begins",
	            "01/01/2026", "ends", "31/12/2026", "upper_id", num(o, one), NULL));
	WANT(o, RC_OK,
	     run_op(a, "movement.edit", "id", num(o, one), "title", "Dự thảo một", "form", "theme",
	            "begins", "01/01/2026", "ends", "31/12/2026", "upper_id", num(o, above), NULL));
	WANT(o, RC_CONFLICT,
	     run_op(a, "movement.drop", "id", num(o, above), "reason", "ghi nhầm", NULL));
	WANT(o, RC_OK, run_op(a, "movement.drop", "id", num(o, one), "reason", "không làm nữa", NULL));
	WANT(o, RC_OK, run_op(a, "movement.drop", "id", num(o, above), "reason", "ghi nhầm", NULL));
}

static void scopes_are_those_of_dieu_16(void **state)
{
	(void)state;
	office_each_engine(run_levels);
}

/* --- launching -------------------------------------------------------------------------------- */

static int counts(struct office *o, const char *list, const char *filter, const char *value)
{
	return list_count(office_as(o, "vidu.quantri"), list, filter, value, NULL);
}

static int notices_of(struct office *o, const char *account)
{
	return list_count(office_as(o, account), "notice.list", "state", "unread", NULL);
}

static void run_launch(struct office *o)
{
	WANT(o, RC_OK,
	     run_op(office_as(o, "vidu.daumoi"), "person.contact", "id",
	            num(o, person_named(o, "Giàng Thị Dua")), "email", "dua@laocai.gov.vn", NULL));
	int64_t id = draft_of(o, "vidu.thuongtruc", TOP, "office", "Một phong trào");
	const char *n = num(o, id);
	struct acting *head = office_as(o, "vidu.chanhvp");
	int mails = counts(o, "mail.list", NULL, NULL), clerk = notices_of(o, "vidu.daumoi"),
		chief = notices_of(o, "vidu.truongphong"), member = notices_of(o, "vidu.canbo");
	WANT(o, RC_DENIED, run_op(office_as(o, "vidu.thuongtruc"), "movement.launch", "id", n, NULL));
	WANT(o, RC_NOTFOUND,
	     run_op(office_as(o, "vidu.truongphong"), "movement.launch", "id", n, NULL));
	head->how.preview = true;
	WANT(o, RC_OK, run_op(head, "movement.launch", "id", n, NULL));
	assert_true(is_state(o, id, "draft"));
	assert_int_equal(counts(o, "rollout.list", "movement", n), 0);
	WANT(o, RC_OK, run_op(head, "movement.launch", "id", n, NULL));
	/* Every unit that is there today, closed ones and the office itself not. */
	struct rows rows;
	WANT(o, RC_OK,
	     list_op(office_as(o, "vidu.quantri"), &rows, "rollout.list", "movement", n, "limit", "50",
	             NULL));
	assert_int_equal(rows.count, 13);
	for (int i = 0; i < rows.count; i++) {
		assert_false(str_eqz(row_text(head, &rows, i, "unit_name"), TOP));
		assert_false(str_eqz(row_text(head, &rows, i, "unit_name"), "Phòng Công báo"));
		assert_true(str_eqz(row_text(head, &rows, i, "state"), "told"));
	}
	assert_int_equal(notices_of(o, "vidu.daumoi"), clerk + 1);
	assert_int_equal(notices_of(o, "vidu.truongphong"), chief + 1);
	assert_int_equal(notices_of(o, "vidu.canbo"), member);
	assert_int_equal(counts(o, "mail.list", NULL, NULL), mails + 1);
	WANT(o, RC_CONFLICT, run_op(head, "movement.launch", "id", n, NULL));
	assert_int_equal(counts(o, "rollout.list", "movement", n), 13);
	assert_int_equal(list_count(office_as(o, "vidu.thanhtra"), "journal.list", "op",
	                            "movement.launch", NULL) > 0,
	                 1);
}

static void launching_reaches_every_unit_of_that_day(void **state)
{
	(void)state;
	office_each_engine(run_launch);
}

/* A unit's own movement: its head launches it, nobody else's. */
static void run_unit_launch(struct office *o)
{
	struct acting *chief = office_as(o, "vidu.truongphong");
	int64_t id = draft_of(o, "vidu.daumoi", "Phòng Tổng hợp", "unit", "Của phòng");
	WANT(o, RC_DENIED,
	     run_op(office_as(o, "vidu.daumoi"), "movement.launch", "id", num(o, id), NULL));
	WANT(o, RC_OK, run_op(chief, "movement.launch", "id", num(o, id), NULL));
	assert_int_equal(counts(o, "rollout.list", "movement", num(o, id)), 1);
	/* A centre reaches its teams. */
	id = draft_of(o, "vidu.thuongtruc", "Trung tâm Phục vụ hành chính công tỉnh", "unit",
	              "Của trung tâm");
	WANT(o, RC_NOTFOUND, run_op(chief, "movement.launch", "id", num(o, id), NULL));
	WANT(o, RC_OK, run_op(office_as(o, "vidu.chanhvp"), "movement.launch", "id", num(o, id), NULL));
	assert_int_equal(counts(o, "rollout.list", "movement", num(o, id)), 2);
}

static void heads_launch_within_their_unit(void **state)
{
	(void)state;
	office_each_engine(run_unit_launch);
}

static enum rc disk_full(struct ctx *c, struct out *out)
{
	(void)out;
	return err_set(c->err, RC_IO, "đĩa đầy");
}

static void run_failure(struct office *o)
{
	WANT(o, RC_OK,
	     run_op(office_as(o, "vidu.daumoi"), "person.contact", "id",
	            num(o, person_named(o, "Giàng Thị Dua")), "email", "dua@laocai.gov.vn", NULL));
	int64_t id = draft_of(o, "vidu.thuongtruc", TOP, "office", "Hỏng giữa chừng");
	struct acting *head = office_as(o, "vidu.chanhvp");
	int clerk = notices_of(o, "vidu.daumoi"), mails = counts(o, "mail.list", NULL, NULL);
	int journal =
		list_count(office_as(o, "vidu.thanhtra"), "journal.list", "op", "movement.launch", NULL);
	/* Everything has been written, and then the disk is full. */
	head->c.before_commit = disk_full;
	WANT(o, RC_IO, run_op(head, "movement.launch", "id", num(o, id), NULL));
	assert_true(is_state(o, id, "draft"));
	assert_int_equal(counts(o, "rollout.list", "movement", num(o, id)), 0);
	assert_int_equal(counts(o, "mail.list", NULL, NULL), mails);
	assert_int_equal(notices_of(o, "vidu.daumoi"), clerk);
	assert_int_equal(
		list_count(office_as(o, "vidu.thanhtra"), "journal.list", "op", "movement.launch", NULL),
		journal);
}

static void a_launch_that_fails_leaves_nothing(void **state)
{
	(void)state;
	office_each_engine(run_failure);
}

/* --- opening, answering
 * ----------------------------------------------------------------------------- */

static void run_answers(struct office *o)
{
	int64_t id = launched(o, "Được trả lời");
	const char *n = num(o, id);
	int64_t row = coverage_of(o, id, "Phòng Tổng hợp"),
			other = coverage_of(o, id, "Phòng Nội chính");
	struct acting *clerk = office_as(o, "vidu.daumoi"), *member = office_as(o, "vidu.canbo");
	struct rows rows;
	/* Whoever sees the whole office opens it for the own unit only. */
	WANT(o, RC_OK, run_op(office_as(o, "vidu.thanhtra"), "movement.view", "id", n, NULL));
	assert_int_equal(coverage_of(o, id, "Phòng Nội chính"), other);
	WANT(o, RC_OK, list_op(clerk, &rows, "rollout.list", "movement", n, NULL));
	assert_int_equal(rows.count, 1);
	assert_true(str_eqz(row_text(clerk, &rows, 0, "state"), "told"));
	/* A member who looks opens it for nobody; the head or clerk does for the unit. */
	WANT(o, RC_OK, run_op(member, "movement.view", "id", n, NULL));
	WANT(o, RC_OK, list_op(clerk, &rows, "rollout.list", "movement", n, NULL));
	assert_true(str_eqz(row_text(clerk, &rows, 0, "state"), "told"));
	WANT(o, RC_OK, run_op(clerk, "movement.view", "id", n, NULL));
	WANT(o, RC_OK, list_op(clerk, &rows, "rollout.list", "movement", n, NULL));
	assert_true(str_eqz(row_text(clerk, &rows, 0, "state"), "opened"));
	assert_true(str_eqz(row_text(clerk, &rows, 0, "opened_by"), "Giàng Thị Dua"));
	/* The first look stays the first. */
	WANT(o, RC_OK, run_op(office_as(o, "vidu.truongphong"), "movement.view", "id", n, NULL));
	WANT(o, RC_OK, list_op(clerk, &rows, "rollout.list", "movement", n, NULL));
	assert_true(str_eqz(row_text(clerk, &rows, 0, "opened_by"), "Giàng Thị Dua"));
	assert_int_equal(list_count(clerk, "rollout.list", "waiting", "yes", "movement", n, NULL), 1);
	WANT(o, RC_DENIED,
	     run_op(member, "movement.answer", "id", num(o, row), "answer", "Chúng tôi làm", NULL));
	WANT(o, RC_NOTFOUND,
	     run_op(clerk, "movement.answer", "id", num(o, other), "answer", "Thay phòng khác", NULL));
	WANT(o, RC_INVALID,
	     run_op(clerk, "movement.answer", "id", num(o, row), "answer", "Chúng tôi làm", "plan_id",
	            "999", NULL));
	WANT(o, RC_OK,
	     run_op(clerk, "movement.answer", "id", num(o, row), "answer", "Chúng tôi làm", NULL));
	assert_int_equal(list_count(clerk, "rollout.list", "waiting", "yes", "movement", n, NULL), 0);
	WANT(o, RC_OK, list_op(clerk, &rows, "rollout.list", "movement", n, NULL));
	assert_true(str_eqz(row_text(clerk, &rows, 0, "state"), "answered"));
	/* The unit's own plan hangs on it; everybody is led to it once it is confirmed. */
	WANT(o, RC_OK,
	     run_op(clerk, "plan.write", "type", "Kế hoạch", "title", "Thực hiện ở phòng", "dated",
	            "05/11/2026", NULL));
	int64_t plan = clerk->out.id;
	WANT(o, RC_OK,
	     run_op(clerk, "movement.answer", "id", num(o, row), "answer", "Có kế hoạch riêng",
	            "plan_id", num(o, plan), NULL));
	WANT(o, RC_OK, list_op(clerk, &rows, "rollout.list", "movement", n, NULL));
	assert_true(str_eqz(row_text(clerk, &rows, 0, "plan_title"), "Thực hiện ở phòng"));
	assert_int_equal(row_text(clerk, &rows, 0, "plan_there").n, 0);
	WANT(o, RC_OK, run_op(clerk, "plan.confirm", "id", num(o, plan), NULL));
	WANT(o, RC_OK, list_op(clerk, &rows, "rollout.list", "movement", n, NULL));
	assert_int_equal(row_int(&rows, 0, "plan_there"), plan);
}

static void units_open_and_answer_for_themselves(void **state)
{
	(void)state;
	office_each_engine(run_answers);
}

/* Two people at once: the one who saw the older version is told. */
static void run_two(struct office *o)
{
	int64_t id = launched(o, "Hai người");
	const char *row = num(o, coverage_of(o, id, "Phòng Tổng hợp"));
	struct acting *clerk = office_as(o, "vidu.daumoi"), *chief = office_as(o, "vidu.truongphong");
	WANT(o, RC_OK,
	     run_op(clerk, "movement.answer", "id", row, "answer", "Đầu mối ghi", "_version", "1",
	            NULL));
	WANT(
		o, RC_CONFLICT,
		run_op(chief, "movement.answer", "id", row, "answer", "Trưởng ghi", "_version", "1", NULL));
	WANT(
		o, RC_OK,
		run_op(chief, "movement.answer", "id", row, "answer", "Trưởng ghi", "_version", "2", NULL));
	int64_t d = draft_of(o, "vidu.thuongtruc", TOP, "office", "Sửa và phát động");
	WANT(o, RC_OK,
	     run_op(office_as(o, "vidu.thuongtruc"), "movement.edit", "id", num(o, d), "title", "Khác",
	            "form", "theme", "begins", "01/11/2026", "ends", "31/12/2026", "_version", "1",
	            NULL));
	WANT(o, RC_CONFLICT,
	     run_op(office_as(o, "vidu.chanhvp"), "movement.launch", "id", num(o, d), "lacking",
	            "Một lý do đủ dài", "_version", "1", NULL));
	assert_true(is_state(o, d, "draft"));
}

static void the_second_of_two_at_once_is_told(void **state)
{
	(void)state;
	office_each_engine(run_two);
}

/* --- drafts are not for everybody ----------------------------------------------------------------
 */

static void run_drafts(struct office *o)
{
	int64_t id = draft_of(o, "vidu.thuongtruc", TOP, "office", "Chưa ai biết");
	const char *n = num(o, id);
	struct acting *member = office_as(o, "vidu.canbo"), *clerk = office_as(o, "vidu.daumoi");
	WANT(o, RC_NOTFOUND, run_op(member, "movement.view", "id", n, NULL));
	WANT(o, RC_NOTFOUND, run_op(clerk, "movement.view", "id", n, NULL));
	assert_int_equal(list_count(member, "movement.list", "q", "chưa ai biết", NULL), 0);
	assert_int_equal(list_count(clerk, "movement.drafts", NULL), 0);
	WANT(o, RC_OK, run_op(office_as(o, "vidu.thanhtra"), "movement.view", "id", n, NULL));
	WANT(o, RC_OK, run_op(office_as(o, "vidu.chanhvp"), "movement.launch", "id", n, NULL));
	WANT(o, RC_OK, run_op(member, "movement.view", "id", n, NULL));
	const struct movement_page *p = member->out.data;
	assert_false(p->shows_coverage); /* that is for those who answer for a unit */
	assert_int_equal(list_count(member, "movement.list", "q", "chưa ai biết", NULL), 1);
}

static void a_draft_is_known_to_its_writers_only(void **state)
{
	(void)state;
	office_each_engine(run_drafts);
}

/* --- reviews, closing
 * ------------------------------------------------------------------------------ */

static void run_reviews(struct office *o)
{
	struct acting *a = office_as(o, "vidu.thuongtruc"), *head = office_as(o, "vidu.chanhvp");
	int64_t id = launched(o, "Có sơ kết");
	const char *n = num(o, id);
	WANT(o, RC_CONFLICT, run_op(head, "movement.close", "id", n, NULL));
	WANT(o, RC_INVALID,
	     run_op(a, "movement.review", "id", n, "kind", "interim", "due", "01/10/2026", NULL));
	WANT(o, RC_OK,
	     run_op(a, "movement.review", "id", n, "kind", "interim", "due", "23/11/2026", NULL));
	const char *interim = num(o, a->out.id);
	WANT(o, RC_OK,
	     run_op(a, "movement.review", "id", n, "kind", "final", "due", "30/01/2027", NULL));
	const char *final = num(o, a->out.id);
	WANT(o, RC_INVALID,
	     run_op(a, "movement.review", "id", n, "kind", "final", "due", "31/01/2027", NULL));
	assert_int_equal(list_count(a, "review.list", "movement", n, "state", "due", NULL), 1);
	WANT(o, RC_INVALID,
	     run_op(a, "review.hold", "id", interim, "on", "24/11/2026", "result", "Mười chữ cái",
	            NULL));
	WANT(o, RC_NOTFOUND,
	     run_op(office_as(o, "vidu.truongphong"), "review.hold", "id", interim, "on", "23/11/2026",
	            "result", "Mười chữ cái", NULL));
	WANT(o, RC_OK,
	     run_op(a, "review.hold", "id", interim, "on", "23/11/2026", "result", "Mười chữ cái",
	            NULL));
	assert_true(is_state(o, id, "interim"));
	assert_int_equal(list_count(a, "movement.list", "state", "interim", NULL), 1);
	WANT(o, RC_CONFLICT,
	     run_op(a, "review.hold", "id", interim, "on", "23/11/2026", "result", "Lần nữa, mười chữ",
	            NULL));
	WANT(o, RC_CONFLICT, run_op(head, "movement.close", "id", n, NULL)); /* the final one is due */
	WANT(o, RC_OK,
	     run_op(a, "review.hold", "id", final, "on", "23/11/2026", "result", "Tổng kết xong việc",
	            NULL));
	assert_true(is_state(o, id, "reviewed"));
	WANT(o, RC_DENIED, run_op(a, "movement.close", "id", n, NULL));
	WANT(o, RC_OK, run_op(head, "movement.close", "id", n, NULL));
	assert_true(is_state(o, id, "closed"));
	/* Closed is closed. */
	WANT(o, RC_CONFLICT,
	     run_op(a, "movement.review", "id", n, "kind", "interim", "due", "25/11/2026", NULL));
	WANT(o, RC_CONFLICT,
	     run_op(office_as(o, "vidu.daumoi"), "movement.answer", "id",
	            num(o, coverage_of(o, id, "Phòng Tổng hợp")), "answer", "Muộn rồi", NULL));
	WANT(o, RC_CONFLICT, run_op(head, "movement.close", "id", n, NULL));
	WANT(o, RC_OK, run_op(a, "movement.view", "id", n, NULL));
	const struct movement_page *p = a->out.data;
	for (int i = 1; i < p->event_count; i++)
		assert_true(p->events[i - 1].on.days <= p->events[i].on.days);
}

static void a_movement_ends_after_its_tong_ket(void **state)
{
	(void)state;
	office_each_engine(run_reviews);
}

/* --- mergers
 * -------------------------------------------------------------------------------------- */

static void run_merger(struct office *o)
{
	int64_t id = launched(o, "Trước sáp nhập");
	int64_t own = draft_of(o, "vidu.daumoi", "Phòng Tổng hợp", "unit", "Của phòng sáp nhập");
	int64_t row = coverage_of(o, id, "Phòng Tổng hợp");
	const char *th = num(o, unit_named(o, "Phòng Tổng hợp")),
			   *nc = num(o, unit_named(o, "Phòng Nội chính")), *n = num(o, id);
	struct acting *a = office_as(o, "vidu.quantri");
	WANT(o, RC_OK,
	     run_op(a, "unit.merge", "from.0.unit", th, "from.1.unit", nc, "name",
	            "Phòng Tổng hợp - Nội chính", "on", "20/11/2026", "basis", "QĐ 1", NULL));
	/* The clerk's grant followed to the new unit, and so did both rows of coverage. */
	struct acting *clerk = office_as(o, "vidu.daumoi");
	struct rows rows;
	WANT(o, RC_OK, list_op(clerk, &rows, "rollout.list", "movement", n, NULL));
	assert_int_equal(rows.count, 2);
	for (int i = 0; i < 2; i++)
		assert_true(str_eqz(row_text(clerk, &rows, i, "now_name"), "Phòng Tổng hợp - Nội chính"));
	WANT(o, RC_OK,
	     run_op(clerk, "movement.answer", "id", num(o, row), "answer", "Phòng mới trả lời", NULL));
	WANT(o, RC_OK,
	     run_op(office_as(o, "vidu.truongphong"), "movement.launch", "id", num(o, own), NULL));
	/* Who has nothing to do with it still sees nothing. */
	assert_int_equal(list_count(a, "rollout.list", "movement", n, NULL), 13);
	/* A new launch reaches the new unit and not the old ones. */
	int64_t later = launched(o, "Sau sáp nhập");
	assert_int_equal(list_count(a, "rollout.list", "movement", num(o, later), NULL), 12);
	WANT(o, RC_OK, list_op(clerk, &rows, "rollout.list", "movement", num(o, later), NULL));
	assert_int_equal(rows.count, 1);
}

static void coverage_and_rights_follow_the_successor(void **state)
{
	(void)state;
	office_each_engine(run_merger);
}

/* A merger dated ahead changes nothing before its day. */
static void run_ahead(struct office *o)
{
	int64_t id = launched(o, "Sáp nhập về sau");
	struct acting *a = office_as(o, "vidu.quantri");
	WANT(o, RC_OK,
	     run_op(a, "unit.merge", "from.0.unit", num(o, unit_named(o, "Phòng Nội chính")), "into",
	            num(o, unit_named(o, "Phòng Tổng hợp")), "on", "01/12/2026", "basis", "QĐ 2",
	            NULL));
	struct acting *clerk = office_as(o, "vidu.daumoi");
	assert_int_equal(list_count(clerk, "rollout.list", "movement", num(o, id), NULL), 1);
	o->now_ms += (int64_t)10 * 86400000;
	struct acting *night = office_as(o, NULL);
	struct job_run job = {.approved_by = DB_NULL};
	night->c.job = &job;
	WANT(o, RC_OK, run_op(night, "nightly.org", "since", "23/11/2026", NULL));
	clerk = office_as(o, "vidu.daumoi");
	assert_int_equal(list_count(clerk, "rollout.list", "movement", num(o, id), NULL), 2);
}

static void a_merger_ahead_waits_for_its_day(void **state)
{
	(void)state;
	office_each_engine(run_ahead);
}

/* A movement over two years belongs to both. */
static void run_years(struct office *o)
{
	struct acting *a = office_as(o, "vidu.thuongtruc");
	int before = list_count(a, "movement.list", "year", "2027", NULL);
	launched(o, "Từ năm nay sang năm sau");
	assert_int_equal(list_count(a, "movement.list", "year", "2027", NULL), before + 1);
	assert_int_equal(list_count(a, "movement.list", "year", "2026", "q", "tu nam nay sang", NULL),
	                 1);
	assert_int_equal(list_count(a, "movement.list", "year", "2028", NULL), 0);
}

static void a_movement_belongs_to_each_of_its_years(void **state)
{
	(void)state;
	office_each_engine(run_years);
}

static void run_example(struct office *o)
{
	struct acting *a = office_as(o, "vidu.thuongtruc");
	struct rows rows;
	WANT(o, RC_OK, list_op(a, &rows, "movement.list", "level", "office", NULL));
	assert_int_equal(rows.count, 2);
	WANT(o, RC_OK, list_op(a, &rows, "movement.list", "state", "kept", NULL));
	assert_int_equal(rows.count, 2);
	WANT(o, RC_OK, list_op(a, &rows, "movement.list", "q", "hoan thanh xuat sac", NULL));
	assert_int_equal(rows.count, 1);
	assert_true(str_eqz(row_text(a, &rows, 0, "title"), YEAR));
	WANT(o, RC_OK, run_op(a, "movement.view", "id", num(o, row_int(&rows, 0, "id")), NULL));
	const struct movement_page *p = a->out.data;
	assert_int_equal(p->missing, 0);
	assert_true(p->late > 0 && p->done > 0 && p->open > p->late);
	assert_int_equal(p->coverage.bars[0].n, 13);
}

static void the_example_has_its_year(void **state)
{
	(void)state;
	office_each_engine(run_example);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(launching_asks_for_the_five_contents_or_a_reason),
		cmocka_unit_test(scopes_are_those_of_dieu_16),
		cmocka_unit_test(launching_reaches_every_unit_of_that_day),
		cmocka_unit_test(heads_launch_within_their_unit),
		cmocka_unit_test(a_launch_that_fails_leaves_nothing),
		cmocka_unit_test(units_open_and_answer_for_themselves),
		cmocka_unit_test(the_second_of_two_at_once_is_told),
		cmocka_unit_test(a_draft_is_known_to_its_writers_only),
		cmocka_unit_test(a_movement_ends_after_its_tong_ket),
		cmocka_unit_test(coverage_and_rights_follow_the_successor),
		cmocka_unit_test(a_merger_ahead_waits_for_its_day),
		cmocka_unit_test(a_movement_belongs_to_each_of_its_years),
		cmocka_unit_test(the_example_has_its_year),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

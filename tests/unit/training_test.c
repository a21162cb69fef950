/*
 * Training: who is invited, who attended, what each person still needs. On both engines,
 * through the gate.
 */
#include "office_fixture.h"

#include "app/training/training.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const char *topic(struct office *o, struct acting *a)
{
	WANT(o, RC_OK, run_op(a, "topic.add", "name", "Chuyên đề thử", NULL));
	return num(o, a->out.id);
}

static const char *session(struct office *o, struct acting *a, const char *topic_id, const char *on)
{
	WANT(o, RC_OK,
	     run_op(a, "training.add", "topic_id", topic_id, "title", "Buổi thử", "held_on", on,
	            "half_hours", "7", "place", "Hội trường", "unit_id",
	            num(o, unit_named(o, "Văn phòng Ủy ban nhân dân tỉnh Lào Cai")), NULL));
	return num(o, a->out.id);
}

static void run_sessions(struct office *o)
{
	struct acting *a = office_as(o, "vidu.thuongtruc"), *m = office_as(o, "vidu.canbo");
	struct acting *head = office_as(o, "vidu.truongphong");
	const char *th = num(o, unit_named(o, "Phòng Tổng hợp"));
	const char *t = topic(o, a);
	struct rows rows;
	WANT(o, RC_INVALID, run_op(a, "topic.add", "name", "chuyen de THU", NULL));
	const char *id = session(o, a, t, "20/11/2026");
	WANT(o, RC_INVALID, run_op(a, "training.invite", "id", id, NULL));
	int told = list_count(m, "notice.list", NULL);
	WANT(o, RC_OK, run_op(a, "training.invite", "id", id, "unit_id", th, NULL));
	assert_int_equal(list_count(a, "attendee.list", "training", id, NULL), 12);
	assert_int_equal(list_count(m, "notice.list", NULL), told + 1);
	/* Nobody is invited twice. */
	WANT(o, RC_INVALID, run_op(a, "training.invite", "id", id, "unit_id", th, NULL));
	WANT(o, RC_DENIED, run_op(m, "training.invite", "id", id, "unit_id", th, NULL));
	/* Everybody, but for the one who was away; a name that is not there is said. */
	WANT(o, RC_INVALID, run_op(a, "training.attend", "id", id, "came", "Không Ai Cả", NULL));
	WANT(o, RC_INVALID, run_op(a, "training.attend", "id", id, NULL));
	/* Who was excused before stays so. */
	WANT(o, RC_OK, list_op(a, &rows, "attendee.list", "training", id, NULL));
	int at = str_eqz(row_text(a, &rows, 0, "person_name"), "Tẩn Mùi Phạm") ? 1 : 0;
	const char *excused = num(o, row_int(&rows, at, "id"));
	WANT(
		o, RC_OK,
		run_op(a, "attendee.mark", "id", excused, "state", "excused", "note", "Đi công tác", NULL));
	WANT(o, RC_OK,
	     run_op(a, "training.attend", "id", id, "everyone", "1", "away", "tan mui pham", NULL));
	assert_int_equal(list_count(a, "attendee.list", "training", id, "state", "attended", NULL), 10);
	assert_int_equal(list_count(a, "attendee.list", "training", id, "state", "excused", NULL), 1);
	WANT(o, RC_OK, list_op(m, &rows, "training.mine", "state", "absent", NULL));
	assert_true(rows.count >= 1);
	assert_true(str_eqz(row_text(m, &rows, 0, "hours"), "3,5"));
	/* One by one, but never one's own. */
	WANT(o, RC_OK, list_op(a, &rows, "attendee.list", "training", id, "state", "absent", NULL));
	WANT(o, RC_OK,
	     run_op(a, "attendee.mark", "id", num(o, row_int(&rows, 0, "id")), "state", "excused",
	            "note", "ốm", NULL));
	assert_true(
		str_ends(a->out.go, arena_printf(a->c.mem, "/training/%s", id).p)); /* back to the others */
	WANT(o, RC_CONFLICT, run_op(a, "training.cancel", "id", id, "reason", "đã xong", NULL));
	/* A head sees the own unit's people. */
	assert_int_equal(list_count(head, "attendee.list", "training", id, NULL), 12);
	const char *later = session(o, a, t, "01/12/2026");
	WANT(o, RC_OK,
	     run_op(a, "training.invite", "id", later, "unit_id",
	            num(o, unit_named(o, "Văn phòng Ủy ban nhân dân tỉnh Lào Cai")), "role",
	            "unit_head", NULL));
	assert_true(list_count(head, "attendee.list", "training", later, NULL) == 1);
	WANT(o, RC_CONFLICT, run_op(a, "training.attend", "id", later, "everyone", "1", NULL));
	WANT(o, RC_OK, run_op(a, "training.cancel", "id", later, "reason", "trùng lịch", NULL));
	assert_int_equal(list_count(head, "training.mine", "state", "invited", NULL) > 0, 1);
}

static int state_of(struct office *o, struct acting *a, const char *t, const char *state)
{
	(void)o;
	return list_count(a, "need.lacking", "topic", t, "state", state, NULL);
}

static void run_needs(struct office *o)
{
	struct acting *a = office_as(o, "vidu.thuongtruc"), *head = office_as(o, "vidu.truongphong");
	struct acting *m = office_as(o, "vidu.canbo");
	const char *top = num(o, unit_named(o, "Văn phòng Ủy ban nhân dân tỉnh Lào Cai"));
	const char *t = topic(o, a);
	WANT(o, RC_INVALID, run_op(a, "need.add", "topic_id", t, "years", "1", NULL));
	WANT(o, RC_OK, run_op(a, "need.add", "topic_id", t, "role", "unit_head", "years", "1", NULL));
	int heads = state_of(o, a, t, "lacking");
	assert_true(heads >= 3);
	assert_int_equal(state_of(o, head, t, "lacking"), 1);
	assert_int_equal(state_of(o, m, t, "lacking"), 0);
	/* Last year's session is not enough for each year. */
	const char *old = session(o, a, t, "20/11/2025");
	WANT(o, RC_OK,
	     run_op(a, "training.invite", "id", old, "unit_id", top, "role", "unit_head", NULL));
	WANT(o, RC_OK, run_op(a, "training.attend", "id", old, "everyone", "1", NULL));
	assert_int_equal(state_of(o, a, t, "lacking"), heads);
	const char *next = session(o, a, t, "01/12/2026");
	WANT(
		o, RC_OK,
		run_op(a, "training.invite", "id", next, "person_id", num(o, head->c.who.person_id), NULL));
	assert_int_equal(state_of(o, a, t, "soon"), 1);
	assert_int_equal(state_of(o, a, t, "lacking"), heads - 1);
	const char *now = session(o, a, t, "10/11/2026");
	WANT(o, RC_OK,
	     run_op(a, "training.invite", "id", now, "unit_id", top, "role", "unit_head", NULL));
	WANT(o, RC_OK, run_op(a, "training.attend", "id", now, "everyone", "1", NULL));
	assert_int_equal(state_of(o, a, t, "enough"), heads);
	/* A new year asks again. */
	struct acting *later = office_as(o, "vidu.thuongtruc");
	later->c.today = date_of(2027, 1, 4);
	assert_int_equal(state_of(o, later, t, "enough"), 0);
	WANT(o, RC_OK, run_op(a, "topic.close", "id", t, NULL));
	assert_int_equal(list_count(a, "need.lacking", "topic", t, NULL), 0);
}

static enum rc remind_tx(void *arg)
{
	return training_remind(arg);
}

static void run_remind(struct office *o)
{
	struct acting *a = office_as(o, "vidu.thuongtruc"), *m = office_as(o, "vidu.canbo");
	const char *id = session(o, a, topic(o, a), "24/11/2026");
	WANT(o, RC_OK,
	     run_op(a, "training.invite", "id", id, "person_id", num(o, m->c.who.person_id), NULL));
	int told = list_count(m, "notice.list", NULL);
	WANT(o, RC_OK, db_tx(a->c.db, DB_WRITE, remind_tx, &a->c));
	assert_int_equal(list_count(m, "notice.list", NULL), told + 1);
	a->c.today = date_of(2026, 11, 24);
	WANT(o, RC_OK, db_tx(a->c.db, DB_WRITE, remind_tx, &a->c));
	assert_int_equal(list_count(m, "notice.list", NULL), told + 1);
}

#define ON_BOTH(name, run)                                                                         \
	static void name(void **state)                                                                 \
	{                                                                                              \
		(void)state;                                                                               \
		office_each_engine(run);                                                                   \
	}
ON_BOTH(sessions_are_planned_held_and_cancelled, run_sessions)
ON_BOTH(what_is_needed_follows_roles_and_years, run_needs)
ON_BOTH(the_day_before_is_told, run_remind)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sessions_are_planned_held_and_cancelled),
		cmocka_unit_test(what_is_needed_follows_roles_and_years),
		cmocka_unit_test(the_day_before_is_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Dossiers: rounds, who may do what in which state, nominees, what moves with them. */
#include "office_fixture.h"

#include "app/dossier/dossier.h"
#include "db/sql_dossier.h"
#include "db/sql_record.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define TOP "Văn phòng Ủy ban nhân dân tỉnh Lào Cai"
#define TH "Phòng Tổng hợp"
#define NC "Phòng Nội chính"

static int64_t open_round(struct office *o, const char *type, const char *due)
{
	struct acting *a = office_as(o, "vidu.thuongtruc");
	WANT(o, RC_OK,
	     run_op(a, "award_round.open", "title", "Đợt thử", "type", type, "year", "2026", "unit_id",
	            num(o, unit_named(o, TOP)), "due", due, NULL));
	return a->out.id;
}

static int64_t begin(struct office *o, struct acting *a, int64_t round, const char *unit)
{
	WANT(o, RC_OK,
	     run_op(a, "dossier.new", "round_id", num(o, round), "unit_id", num(o, unit_named(o, unit)),
	            "title", "Hồ sơ thử", NULL));
	return a->out.id;
}

static int64_t propose(struct office *o, struct acting *a, int64_t dossier, const char *person,
                       const char *code)
{
	WANT(o, RC_OK,
	     run_op(a, "nominee.add", "dossier_id", num(o, dossier), "person_id",
	            num(o, person_named(o, person)), "code", code, NULL));
	return a->out.id;
}

static struct sql_dossier_get dossier(struct office *o, int64_t id)
{
	struct sql_dossier_get d;
	WANT(o, RC_OK, sql_dossier_get(o->f->db, &o->f->mem, id, &d));
	return d;
}

static struct sql_nominee_get nominee(struct office *o, int64_t id)
{
	struct sql_nominee_get n;
	WANT(o, RC_OK, sql_nominee_get(o->f->db, &o->f->mem, id, &n));
	return n;
}

/* --- the way of a dossier ------------------------------------------------------------------- */

static void run_way(struct office *o)
{
	int64_t round = open_round(o, "merit", "30/11/2026");
	struct acting *clerk = office_as(o, "vidu.daumoi"), *head = office_as(o, "vidu.truongphong"),
				  *office = office_as(o, "vidu.thuongtruc"), *member = office_as(o, "vidu.canbo");
	int64_t id = begin(o, clerk, round, TH);
	const char *d = num(o, id);
	assert_true(str_eqz(dossier(o, id).type, "merit") && dossier(o, id).year == 2026);
	/* A clerk drafts, a head sends, and not what is empty. */
	WANT(o, RC_DENIED, run_op(clerk, "dossier.send", "id", d, NULL));
	WANT(o, RC_CONFLICT, run_op(head, "dossier.send", "id", d, NULL));
	int64_t one = propose(o, clerk, id, "Tẩn Mùi Phạm", "LDTT");
	/* Nobody hears of a draft about them; what was sent they see. */
	assert_int_equal(list_count(member, "nominee.mine", NULL), 0);
	WANT(o, RC_DENIED, run_op(office_as(o, "vidu.vanthu"), "dossier.edit", "id", d, NULL));
	WANT(o, RC_OK, run_op(head, "dossier.send", "id", d, NULL));
	assert_int_equal(list_count(member, "nominee.mine", NULL), 1);
	WANT(o, RC_CONFLICT, run_op(clerk, "nominee.edit", "id", num(o, one), "code", "CSTDCS", NULL));
	WANT(o, RC_CONFLICT, run_op(clerk, "dossier.edit", "id", d, "title", "Khác", NULL));
	/* Withdrawn while nobody has acted; changed; sent again. */
	WANT(o, RC_OK, run_op(head, "dossier.withdraw", "id", d, "reason", "Bổ sung người", NULL));
	WANT(o, RC_OK, run_op(clerk, "nominee.edit", "id", num(o, one), "code", "CSTDCS", NULL));
	assert_true(str_eqz(nominee(o, one).code, "CSTDCS"));
	WANT(o, RC_OK, run_op(head, "dossier.send", "id", d, NULL));
	WANT(o, RC_DENIED, run_op(head, "dossier.receive", "id", d, NULL));
	WANT(o, RC_OK, run_op(office, "dossier.receive", "id", d, NULL));
	assert_int_equal(dossier(o, id).received_on.days, office->c.today.days);
	WANT(o, RC_CONFLICT, run_op(head, "dossier.withdraw", "id", d, "reason", "Muộn rồi", NULL));
	/* Returned with a reason; the first receipt stays what it was. */
	WANT(o, RC_INVALID, run_op(office, "dossier.return", "id", d, "reason", "x", NULL));
	WANT(o, RC_OK, run_op(office, "dossier.return", "id", d, "reason", "Thiếu biên bản", NULL));
	assert_true(str_eqz(dossier(o, id).reason, "Thiếu biên bản"));
	WANT(o, RC_OK, run_op(head, "dossier.send", "id", d, NULL));
	struct date first = dossier(o, id).received_on;
	office->c.today.days += 3;
	WANT(o, RC_OK, run_op(office, "dossier.receive", "id", d, NULL));
	assert_int_equal(dossier(o, id).received_on.days, first.days);
	assert_true(list_count(office, "dossier.steps", "dossier", d, NULL) >= 8);
}

static void a_dossier_goes_its_way_and_no_other(void **state)
{
	(void)state;
	office_each_engine(run_way);
}

/* --- whose it is ---------------------------------------------------------------------------- */

static void run_own(struct office *o)
{
	int64_t round = open_round(o, "merit", "30/11/2026");
	struct acting *clerk = office_as(o, "vidu.daumoi"), *head = office_as(o, "vidu.truongphong"),
				  *office = office_as(o, "vidu.thuongtruc"), *boss = office_as(o, "vidu.chanhvp");
	/* A head does not send what proposes them; nobody else in the unit may: the office does. */
	int64_t own = begin(o, clerk, round, TH);
	propose(o, clerk, own, "Lù Seo Páo", "LDTT");
	WANT(o, RC_DENIED, run_op(head, "dossier.send", "id", num(o, own), NULL));
	WANT(o, RC_OK, run_op(office, "dossier.send_for", "id", num(o, own), NULL));
	/* What a head can send, the office does not. */
	int64_t other = begin(o, clerk, round, TH);
	propose(o, clerk, other, "Tẩn Mùi Phạm", "LDTT");
	WANT(o, RC_DENIED, run_op(office, "dossier.send_for", "id", num(o, other), NULL));
	/* On behalf of a unit: entered and sent by the office, but not what proposes its officer. */
	WANT(o, RC_OK,
	     run_op(office, "dossier.enter", "round_id", num(o, round), "unit_id",
	            num(o, unit_named(o, "Phòng Hành chính - Quản trị")), "title", "Nhập thay", NULL));
	int64_t behalf = office->out.id;
	propose(o, office, behalf, "Nguyễn Thị Hạnh", "LDTT");
	WANT(o, RC_DENIED, run_op(office, "dossier.send_for", "id", num(o, behalf), NULL));
	/* Received by another with the right, not by the one it proposes. */
	struct rows rows;
	WANT(o, RC_OK, list_op(office, &rows, "nominee.list", "dossier", num(o, behalf), NULL));
	WANT(o, RC_DENIED,
	     run_op(office, "nominee.remove", "id", num(o, row_int(&rows, 0, "id")), "reason",
	            "của chính mình", NULL));
	WANT(o, RC_OK, run_op(boss, "dossier.receive", "id", num(o, own), NULL));
	/* Units of others are not seen, and nobody from elsewhere is proposed. */
	assert_int_equal(list_count(clerk, "dossier.list", "unit",
	                            num(o, unit_named(o, "Phòng Hành chính - Quản trị")), NULL),
	                 0);
	WANT(o, RC_INVALID,
	     run_op(office, "nominee.add", "dossier_id", num(o, behalf), "person_id",
	            num(o, person_named(o, "Tẩn Mùi Phạm")), "code", "GK", NULL));
	WANT(o, RC_INVALID,
	     run_op(clerk, "dossier.new", "round_id", num(o, round), "unit_id",
	            num(o, unit_named(o, NC)), "title", "Của người khác", NULL));
}

static void nobody_acts_on_their_own_case(void **state)
{
	(void)state;
	office_each_engine(run_own);
}

/* --- who is proposed for what ----------------------------------------------------------------- */

static void run_nominees(struct office *o)
{
	int64_t round = open_round(o, "merit", "30/11/2026");
	struct acting *clerk = office_as(o, "vidu.daumoi"), *head = office_as(o, "vidu.truongphong"),
				  *office = office_as(o, "vidu.thuongtruc");
	int64_t a = begin(o, clerk, round, TH), b = begin(o, clerk, round, TH);
	const char *d = num(o, a), *pham = num(o, person_named(o, "Tẩn Mùi Phạm")),
			   *th = num(o, unit_named(o, TH));
	/* One subject, an award that is for it and of this type. */
	WANT(o, RC_INVALID, run_op(clerk, "nominee.add", "dossier_id", d, "code", "LDTT", NULL));
	WANT(o, RC_INVALID,
	     run_op(clerk, "nominee.add", "dossier_id", d, "person_id", pham, "unit_id", th, "code",
	            "LDTT", NULL));
	WANT(o, RC_INVALID,
	     run_op(clerk, "nominee.add", "dossier_id", d, "person_id", pham, "code", "TTLDTT", NULL));
	WANT(o, RC_INVALID,
	     run_op(clerk, "nominee.add", "dossier_id", d, "person_id", pham, "code", "KNC", NULL));
	WANT(o, RC_OK,
	     run_op(clerk, "nominee.add", "dossier_id", d, "unit_id", th, "code", "TTLDTT", NULL));
	int64_t unit = clerk->out.id, one = propose(o, clerk, a, "Tẩn Mùi Phạm", "LDTT");
	/* The same award for the same year once, in whichever dossier; removed, it is free again. */
	WANT(o, RC_CONFLICT,
	     run_op(clerk, "nominee.add", "dossier_id", num(o, b), "person_id", pham, "code", "LDTT",
	            NULL));
	WANT(o, RC_OK,
	     run_op(clerk, "nominee.add", "dossier_id", num(o, b), "person_id", pham, "code", "GK",
	            NULL));
	WANT(o, RC_OK,
	     run_op(clerk, "nominee.remove", "id", num(o, one), "reason", "xét ở hồ sơ kia", NULL));
	int64_t again = propose(o, clerk, b, "Tẩn Mùi Phạm", "LDTT");
	WANT(o, RC_CONFLICT,
	     run_op(clerk, "nominee.remove", "id", num(o, one), "reason", "hai lần", NULL));
	/* One is taken out after receipt, the rest goes on. */
	WANT(o, RC_OK, run_op(head, "dossier.send", "id", num(o, b), NULL));
	WANT(o, RC_OK, run_op(office, "dossier.receive", "id", num(o, b), NULL));
	WANT(o, RC_CONFLICT,
	     run_op(clerk, "nominee.remove", "id", num(o, again), "reason", "đã gửi rồi", NULL));
	WANT(o, RC_OK,
	     run_op(office, "nominee.remove", "id", num(o, again), "reason", "đơn vị xin rút", NULL));
	assert_true(str_eqz(dossier(o, b).state, "appraising"));
	assert_true(str_eqz(nominee(o, unit).state, "proposed"));
	/* Only what the round asks for. */
	WANT(o, RC_OK,
	     run_op(office, "award_round.edit", "id", num(o, round), "title", "Đợt thử", "due",
	            "30/11/2026", "awards.0.code", "GK", NULL));
	WANT(o, RC_INVALID,
	     run_op(clerk, "nominee.add", "dossier_id", d, "person_id", pham, "code", "CSTDCS", NULL));
	/* A round that has ended takes nothing more. */
	WANT(o, RC_OK, run_op(office, "award_round.close", "id", num(o, round), NULL));
	WANT(o, RC_CONFLICT, run_op(head, "dossier.send", "id", d, NULL));
	WANT(o, RC_CONFLICT,
	     run_op(clerk, "nominee.add", "dossier_id", d, "person_id", pham, "code", "GK", NULL));
}

static void a_subject_is_proposed_once_for_what_it_may_have(void **state)
{
	(void)state;
	office_each_engine(run_nominees);
}

/* --- moving --------------------------------------------------------------------------------- */

struct moving {
	struct ctx *c;
	int64_t id;
	const char *to;
};

static enum rc move_tx(void *arg)
{
	struct moving *m = arg;
	return nominee_move(m->c, m->id, m->to, STR(""));
}

static enum rc move(struct office *o, struct acting *a, int64_t id, const char *to)
{
	struct moving m = {&a->c, id, to};
	err_clear(a->c.err);
	return db_tx(o->f->db, DB_WRITE, move_tx, &m);
}

static void run_move(struct office *o)
{
	int64_t round = open_round(o, "merit", "30/11/2026");
	struct acting *clerk = office_as(o, "vidu.daumoi"), *head = office_as(o, "vidu.truongphong"),
				  *office = office_as(o, "vidu.thuongtruc");
	int64_t id = begin(o, clerk, round, TH), a = propose(o, clerk, id, "Tẩn Mùi Phạm", "LDTT"),
			b = propose(o, clerk, id, "Giàng Thị Dua", "LDTT");
	struct str why;
	WANT(o, RC_OK, run_op(head, "dossier.send", "id", num(o, id), NULL));
	WANT(o, RC_OK, run_op(office, "dossier.receive", "id", num(o, id), NULL));
	/* Not proposed and awarded at one stroke. */
	WANT(o, RC_CONFLICT, move(o, office, a, "awarded"));
	WANT(o, RC_CONFLICT, move(o, office, a, "passed"));
	WANT(o, RC_OK, move(o, office, a, "cleared"));
	assert_true(str_eqz(dossier(o, id).state, "appraising"));
	WANT(o, RC_OK, nominee_in_the_way(&office->c, a, &why));
	assert_true(why.n > 0); /* no check is kept */
	WANT(o, RC_OK, move(o, office, b, "failed"));
	WANT(o, RC_OK, move(o, office, a, "passed"));
	assert_true(str_eqz(dossier(o, id).state, "council"));
	WANT(o, RC_CONFLICT,
	     run_op(office, "dossier.return", "id", num(o, id), "reason", "muộn rồi", NULL));
	WANT(o, RC_OK, move(o, office, a, "awarded"));
	assert_true(str_eqz(dossier(o, id).state, "decided"));
	WANT(o, RC_CONFLICT, move(o, office, a, "removed"));
	assert_int_equal(list_count(office, "dossier.steps", "nominee", num(o, a), NULL), 4);
}

static void a_nominee_takes_the_dossier_along(void **state)
{
	(void)state;
	office_each_engine(run_move);
}

/* --- units that change --------------------------------------------------------------------------
 */

static void run_merger(struct office *o)
{
	int64_t round = open_round(o, "merit", "30/11/2026");
	struct acting *clerk = office_as(o, "vidu.daumoi"), *office = office_as(o, "vidu.thuongtruc");
	int64_t id = begin(o, clerk, round, TH);
	propose(o, clerk, id, "Tẩn Mùi Phạm", "LDTT");
	WANT(o, RC_OK,
	     run_op(office_as(o, "vidu.quantri"), "unit.merge", "from.0.unit",
	            num(o, unit_named(o, TH)), "from.1.unit", num(o, unit_named(o, NC)), "name",
	            "Phòng Mới", "kind", "department", "on", "23/11/2026", "basis", "Quyết định thử",
	            NULL));
	int64_t new = unit_named(o, "Phòng Mới");
	assert_int_equal(dossier(o, id).holder_id, new);
	WANT(o, RC_OK,
	     run_op(office_as(o, "vidu.truongphong"), "dossier.send", "id", num(o, id), NULL));
	WANT(o, RC_OK, run_op(office, "dossier.receive", "id", num(o, id), NULL));
	assert_int_equal(list_count(office, "dossier.list", "unit", num(o, new), NULL), 1);
	/* A unit that proposes nobody says so, and not for a round that is not its own. */
	WANT(o, RC_OK,
	     run_op(office, "award_round.nobody", "round_id", num(o, round), "unit_id",
	            num(o, unit_named(o, "Phòng Kinh tế ngành")), "why", "Không có ai", NULL));
	WANT(o, RC_INVALID,
	     run_op(office, "award_round.nobody", "round_id", num(o, round), "unit_id",
	            num(o, unit_named(o, TOP)), "why", "Không có ai", NULL));
}

static void a_merger_in_the_middle_loses_nothing(void **state)
{
	(void)state;
	office_each_engine(run_merger);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_dossier_goes_its_way_and_no_other),
		cmocka_unit_test(nobody_acts_on_their_own_case),
		cmocka_unit_test(a_subject_is_proposed_once_for_what_it_may_have),
		cmocka_unit_test(a_nominee_takes_the_dossier_along),
		cmocka_unit_test(a_merger_in_the_middle_loses_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

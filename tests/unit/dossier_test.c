/* Dossiers: rounds, who may do what in which state, nominees, what moves with
 * them. */
#include "import_fixture.h"

#include "app/dossier/dossier.h"
#include "cli/parsers.h"
#include "db/sql_dossier.h"
#include "job/run.h"
#include "job/sandbox.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define TOP "Văn phòng Ủy ban nhân dân tỉnh Lào Cai"
#define TH "Phòng Tổng hợp"
#define NC "Phòng Nội chính"
#define HC "Phòng Hành chính - Quản trị"

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

/* --- the way of a dossier ---------------------------------------- */

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

/* --- whose it is ------------------------------------------------- */

static void run_own(struct office *o)
{
	int64_t round = open_round(o, "merit", "30/11/2026");
	struct acting *clerk = office_as(o, "vidu.daumoi"), *head = office_as(o, "vidu.truongphong"),
				  *office = office_as(o, "vidu.thuongtruc"), *boss = office_as(o, "vidu.chanhvp");
	/* A head does not send what proposes them; nobody else in the unit may: the
	 * office does. */
	int64_t own = begin(o, clerk, round, TH);
	propose(o, clerk, own, "Lù Seo Páo", "LDTT");
	WANT(o, RC_DENIED, run_op(head, "dossier.send", "id", num(o, own), NULL));
	WANT(o, RC_OK, run_op(office, "dossier.send_for", "id", num(o, own), NULL));
	/* What a head can send, the office does not. */
	int64_t other = begin(o, clerk, round, TH);
	propose(o, clerk, other, "Tẩn Mùi Phạm", "LDTT");
	WANT(o, RC_DENIED, run_op(office, "dossier.send_for", "id", num(o, other), NULL));
	/* On behalf of a unit: entered and sent by the office, but not what proposes
	 * its officer. */
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

/* --- who is proposed for what ------------------------------------ */

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
	/* The same award for the same year once, in whichever dossier; removed, it is
	 * free again. */
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

/* --- moving ------------------------------------------------------ */

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

/* --- units that change ------------------------------------------- */

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
	assert_int_equal(
		list_count(office, "dossier.list", "unit", num(o, new), "round", num(o, round), NULL), 1);
	/* A unit that proposes nobody says so, and not for a round that is not its
	 * own. */
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

/* --- the law ----------------------------------------------------- */

static int64_t new_person(struct office *o, const char *name, const char *unit, const char *cccd)
{
	struct acting *a = office_as(o, "vidu.quantri");
	WANT(o, RC_OK,
	     run_op(a, "person.create", "name", name, "gender", "nu", "cadre", "civil_servant",
	            "unit_id", num(o, unit_named(o, unit)), "post_title", "Chuyên viên", "since",
	            "01/06/2019", "cccd", cccd, "birth", "02/03/1990", NULL));
	return a->out.id;
}

/* All that LDTT of 2025 asks of a civil servant. */
static void good_year(struct office *o, int64_t person)
{
	struct acting *a = office_as(o, "vidu.thuongtruc");
	const char *p = num(o, person);
	office_rate(o, p, "2025", "HTTNV");
	WANT(o, RC_OK,
	     run_op(a, "attestation.add", "person_id", p, "year", "2025", "matter", "TU_LUC", "yes",
	            "1", "basis", "Biên bản 5/BB-HĐ", NULL));
}

/* The last rules that are confirmed as they are; from October on each condition waits for it. */
static void in_september(struct office *o)
{
	o->now_ms = date_start_ms(date_of(2026, 9, 15)) + 9 * 3600000;
}

static int64_t round_2025(struct office *o)
{
	struct acting *a = office_as(o, "vidu.thuongtruc");
	WANT(o, RC_OK,
	     run_op(a, "award_round.open", "title", "Đợt năm 2025", "type", "merit", "year", "2025",
	            "unit_id", num(o, unit_named(o, TOP)), "due", "30/11/2026", NULL));
	return a->out.id;
}

static int64_t add(struct office *o, struct acting *a, int64_t dossier, int64_t person,
                   const char *code)
{
	WANT(o, RC_OK,
	     run_op(a, "nominee.add", "dossier_id", num(o, dossier), "person_id", num(o, person),
	            "code", code, NULL));
	return a->out.id;
}

static void run_law(struct office *o)
{
	in_september(o);
	struct acting *clerk = office_as(o, "vidu.daumoi"), *head = office_as(o, "vidu.truongphong"),
				  *office = office_as(o, "vidu.thuongtruc");
	int64_t id = begin(o, clerk, round_2025(o), TH), person = new_person(o, "Hà Thị Luật", TH, "");
	const char *d = num(o, id), *p = num(o, person);
	int64_t one = add(o, clerk, id, person, "LDTT");
	/* Not known yet is no reason to keep it back. */
	WANT(o, RC_OK, run_op(clerk, "nominee.check", "id", num(o, one), NULL));
	WANT(o, RC_OK, run_op(head, "dossier.send", "id", d, NULL));
	assert_true(str_eqz(nominee(o, one).verdict, "unknown") &&
	            nominee(o, one).verdict_id != DB_NULL);
	WANT(o, RC_OK, run_op(head, "dossier.withdraw", "id", d, "reason", "chờ xếp loại", NULL));
	/* What the law does not allow is not sent, and says of whom. */
	office_rate(o, p, "2025", "KHTNV");
	WANT(o, RC_CONFLICT, run_op(head, "dossier.send", "id", d, NULL));
	assert_non_null(strstr(o->f->err.message, "Hà Thị Luật"));
	WANT(o, RC_OK,
	     run_op(clerk, "nominee.remove", "id", num(o, one), "reason", "không đủ điều kiện", NULL));
	int64_t other = new_person(o, "Hà Thị Tốt", TH, "");
	good_year(o, other);
	int64_t two = add(o, clerk, id, other, "LDTT");
	/* On hold: told as that and nothing else. */
	WANT(o, RC_OK,
	     run_op(office, "hold.add", "person_id", num(o, other), "kind", "complaint", "reason",
	            "Đơn tố cáo mật", "from", "01/09/2026", NULL));
	WANT(o, RC_CONFLICT, run_op(head, "dossier.send", "id", d, NULL));
	assert_non_null(strstr(o->f->err.message, "tạm dừng"));
	assert_null(strstr(o->f->err.message, "tố cáo"));
	struct rows rows;
	WANT(o, RC_OK, list_op(office, &rows, "hold.list", "person", num(o, other), NULL));
	WANT(o, RC_OK,
	     run_op(office, "hold.release", "id", num(o, row_int(&rows, 0, "id")), "on", "14/09/2026",
	            "reason", "Đã giải quyết xong", NULL));
	WANT(o, RC_OK, run_op(head, "dossier.send", "id", d, NULL));
	assert_true(str_eqz(nominee(o, two).verdict, "eligible"));
	/* Given in the ledger already: not a second time. */
	WANT(o, RC_OK, run_op(head, "dossier.withdraw", "id", d, "reason", "thêm người", NULL));
	WANT(o, RC_OK,
	     run_op(office, "award.add", "person_id", num(o, other), "code", "LDTT", "type", "merit",
	            "year", "2025", "sign", "11/QĐ-VP", "dated", "20/12/2025", "level", "office",
	            NULL));
	WANT(o, RC_CONFLICT, run_op(head, "dossier.send", "id", d, NULL));
}

static void the_law_is_asked_before_anything_is_sent(void **state)
{
	(void)state;
	office_each_engine(run_law);
}

/* --- appraisal, corrections, opinions ---------------------------- */

static void run_rooms(struct office *o, const char *d, const char *n)
{
	struct acting *office = office_as(o, "vidu.thuongtruc"), *clerk = office_as(o, "vidu.daumoi"),
				  *head = office_as(o, "vidu.truongphong"), *other = office_as(o, "vidu.ketoan");
	struct rows rows;
	/* A room has its own lines and sees what it appraises only. */
	assert_int_equal(list_count(clerk, "dossier.list", NULL),
	                 list_count(clerk, "dossier.list", "unit", num(o, unit_named(o, TH)), NULL));
	const char *th = num(o, unit_named(o, TH)), *hc = num(o, unit_named(o, HC));
	WANT(o, RC_OK,
	     run_op(office_as(o, "vidu.quantri"), "grant.add", "person_id",
	            num(o, other->c.who.person_id), "role", "unit_head", "unit_id", hc, NULL));
	other = office_as(o, "vidu.ketoan");
	WANT(o, RC_OK,
	     run_op(office, "appraisal.assign", "id", d, "rooms.0.unit_id", th, "rooms.0.topic",
	            "Kết quả chuyên môn", "rooms.1.unit_id", hc, "rooms.1.topic", "Kỷ luật lao động",
	            "due", "27/11/2026", NULL));
	WANT(o, RC_OK, list_op(clerk, &rows, "appraisal.list", "dossier", d, NULL));
	assert_int_equal(rows.count, 1);
	const char *a = num(o, row_int(&rows, 0, "id"));
	WANT(o, RC_OK, list_op(other, &rows, "appraisal.list", "dossier", d, "unit", hc, NULL));
	assert_int_equal(rows.count, 1);
	const char *b = num(o, row_int(&rows, 0, "id"));
	assert_int_equal(list_count(clerk, "appraisal.lines", "appraisal", a, NULL), 1);
	assert_int_equal(list_count(clerk, "appraisal.lines", "appraisal", b, NULL), 0);
	WANT(o, RC_CONFLICT, run_op(head, "appraisal.done", "id", a, NULL));
	WANT(o, RC_INVALID,
	     run_op(clerk, "appraisal.line", "id", a, "nominee_id", n, "says", "unfit", NULL));
	WANT(o, RC_OK, run_op(clerk, "appraisal.rest", "id", a, NULL));
	WANT(o, RC_CONFLICT, run_op(office, "nominee.clear", "id", n, NULL)); /* not through yet */
	WANT(o, RC_DENIED, run_op(clerk, "appraisal.done", "id", a, NULL));
	WANT(o, RC_OK, run_op(head, "appraisal.done", "id", a, "said", "Đồng ý", NULL));
	WANT(o, RC_CONFLICT,
	     run_op(clerk, "appraisal.line", "id", a, "nominee_id", n, "says", "fit", NULL));
	/* Neither room writes the other's lines; the second is waited for. */
	WANT(o, RC_NOTFOUND,
	     run_op(clerk, "appraisal.line", "id", b, "nominee_id", n, "says", "fit", NULL));
	WANT(o, RC_NOTFOUND, run_op(head, "appraisal.done", "id", b, NULL));
	WANT(o, RC_CONFLICT, run_op(office, "nominee.clear", "id", n, NULL));
	WANT(o, RC_OK, run_op(other, "appraisal.rest", "id", b, NULL));
	WANT(o, RC_OK, run_op(other, "appraisal.done", "id", b, NULL));
}

static void run_corrections(struct office *o, const char *n)
{
	struct acting *office = office_as(o, "vidu.thuongtruc");
	struct rows rows;
	/* One field is asked to be corrected: only that opens, and only that is looked at again. */
	WANT(o, RC_OK,
	     run_op(office, "nominee.correct", "id", n, "field", "summary", "asks", "Ghi rõ con số",
	            "due", "25/11/2026", NULL));
	WANT(o, RC_INVALID,
	     run_op(office, "nominee.correct", "id", n, "field", "summary", "asks", "Lần nữa", "due",
	            "25/11/2026", NULL));
	WANT(o, RC_CONFLICT, run_op(office, "nominee.edit", "id", n, "code", "CSTDCS", NULL));
	WANT(o, RC_CONFLICT, run_op(office, "nominee.clear", "id", n, NULL));
	WANT(o, RC_OK, list_op(office, &rows, "correction.list", "nominee", n, NULL));
	const char *k = num(o, row_int(&rows, 0, "id"));
	WANT(o, RC_INVALID,
	     run_op(office, "correction.make", "id", k, "code", "CSTDCS", "answer", "Đã sửa", NULL));
	WANT(o, RC_OK,
	     run_op(office, "correction.make", "id", k, "summary", "Xử lý 320 hồ sơ", "answer",
	            "Đã bổ sung", NULL));
	WANT(o, RC_OK, list_op(office, &rows, "correction.list", "nominee", n, NULL));
	assert_true(str_eqz(row_text(office, &rows, 0, "before"), "") &&
	            str_eqz(row_text(office, &rows, 0, "after"), "Xử lý 320 hồ sơ"));
	WANT(o, RC_OK, run_op(office, "correction.accept", "id", k, NULL));
}

static void run_opinions(struct office *o, const char *n)
{
	struct acting *office = office_as(o, "vidu.thuongtruc"), *clerk = office_as(o, "vidu.daumoi");
	struct rows rows;
	/* Another body is asked: against, or silent, it stands in the way until dealt with. */
	WANT(o, RC_OK,
	     run_op(office, "nominee.ask", "id", n, "body", "tax", "addressee", "Thuế tỉnh", "due",
	            "30/11/2026", NULL));
	WANT(o, RC_CONFLICT, run_op(office, "nominee.clear", "id", n, NULL));
	WANT(o, RC_OK, list_op(office, &rows, "opinion.list", "nominee", n, NULL));
	const char *q = num(o, row_int(&rows, 0, "id"));
	WANT(o, RC_INVALID, run_op(office, "opinion.answer", "id", q, "answer", "against", NULL));
	WANT(o, RC_OK,
	     run_op(office, "opinion.answer", "id", q, "answer", "against", "said", "Còn nợ thuế",
	            NULL));
	WANT(o, RC_CONFLICT, run_op(office, "nominee.clear", "id", n, NULL));
	WANT(o, RC_DENIED, run_op(clerk, "opinion.drop", "id", q, "reason", "đã nộp đủ", NULL));
	WANT(o, RC_OK, run_op(office, "opinion.drop", "id", q, "reason", "đã nộp đủ", NULL));
}

static void run_appraisal(struct office *o)
{
	in_september(o);
	struct acting *office = office_as(o, "vidu.thuongtruc");
	int64_t person = new_person(o, "Hà Thị Nội", NC, "");
	good_year(o, person);
	WANT(o, RC_OK,
	     run_op(office, "dossier.enter", "round_id", num(o, round_2025(o)), "unit_id",
	            num(o, unit_named(o, NC)), "title", "Hồ sơ Nội chính", NULL));
	int64_t id = office->out.id, one = add(o, office, id, person, "LDTT");
	const char *d = num(o, id), *n = num(o, one);
	struct str why;
	WANT(o, RC_OK, run_op(office, "dossier.send_for", "id", d, NULL));
	WANT(o, RC_CONFLICT, run_op(office, "nominee.clear", "id", n, NULL));
	WANT(o, RC_OK, run_op(office, "dossier.receive", "id", d, NULL));
	WANT(o, RC_CONFLICT, run_op(office, "nominee.clear", "id", n, NULL)); /* nobody appraised */
	run_rooms(o, d, n);
	run_corrections(o, n);
	run_opinions(o, n);
	WANT(o, RC_CONFLICT, run_op(office, "dossier.council", "id", d, NULL));
	WANT(o, RC_OK, run_op(office, "nominee.clear", "id", n, NULL));
	assert_true(str_eqz(nominee(o, one).state, "cleared"));
	WANT(o, RC_OK, nominee_in_the_way(&office->c, one, &why));
	assert_int_equal(why.n, 0);
	/* Lowered, it is looked at again; what was asked for stays. */
	WANT(o, RC_INVALID,
	     run_op(office, "nominee.lower", "id", n, "code", "LDTT", "reason", "xét mức khác", NULL));
	WANT(o, RC_OK, run_op(office, "dossier.council", "id", d, NULL));
	assert_true(str_eqz(dossier(o, id).state, "council"));
	WANT(o, RC_CONFLICT, run_op(office, "nominee.fail", "id", n, "reason", "muộn rồi", NULL));
	WANT(o, RC_CONFLICT, /* what the office decides itself is not sent upward */
	     run_op(office, "submission.new", "goes_to", "UBND tỉnh", "level", "province", "dossier_id",
	            d, NULL));
	WANT(o, RC_OK, run_op(office, "dossier.view", "id", d, NULL));
}

static void rooms_corrections_and_opinions_hold_up_one_nominee(void **state)
{
	(void)state;
	office_each_engine(run_appraisal);
}

static void run_steps_off(struct office *o)
{
	in_september(o);
	struct acting *office = office_as(o, "vidu.thuongtruc"), *clerk = office_as(o, "vidu.daumoi"),
				  *head = office_as(o, "vidu.truongphong"), *admin = office_as(o, "vidu.quantri");
	int64_t person = new_person(o, "Hà Thị Nhanh", TH, "");
	good_year(o, person);
	static const char *const off[] = {"dossier.receive", "dossier.appraise"};
	for (int i = 0; i < 2; i++)
		WANT(o, RC_OK,
		     run_op(admin, "setting.set", "key", off[i], "value", "0", "basis", "Cơ quan nhỏ",
		            NULL));
	int64_t id = begin(o, clerk, round_2025(o), TH), one = add(o, clerk, id, person, "LDTT");
	WANT(o, RC_OK, run_op(head, "dossier.send", "id", num(o, id), NULL));
	assert_true(str_eqz(dossier(o, id).state, "received"));
	WANT(o, RC_OK, run_op(office, "dossier.clear", "id", num(o, id), NULL));
	assert_true(str_eqz(nominee(o, one).state, "cleared"));
	assert_true(str_eqz(dossier(o, id).state, "appraising"));
	/* Returned: what was concluded is looked at again. */
	WANT(o, RC_OK,
	     run_op(office, "dossier.return", "id", num(o, id), "reason", "Thiếu biên bản", NULL));
	assert_true(str_eqz(nominee(o, one).state, "proposed"));
}

static void an_office_leaves_out_steps_it_does_not_use(void **state)
{
	(void)state;
	office_each_engine(run_steps_off);
}

/* --- grounds, picking, the short procedure ----------------------- */

static void run_sudden(struct office *o)
{
	in_september(o);
	struct acting *clerk = office_as(o, "vidu.daumoi"), *head = office_as(o, "vidu.truongphong"),
				  *office = office_as(o, "vidu.thuongtruc");
	int64_t person = new_person(o, "Hà Thị Dũng", TH, "");
	const char *p = num(o, person);
	WANT(o, RC_OK,
	     run_op(clerk, "deed.report_unit", "person_id", p, "kind", "sudden", "title",
	            "Dập đám cháy kho lưu trữ", "on", "10/09/2026", "effect", "Cứu 1.200 hồ sơ",
	            "scope", "office", NULL));
	int64_t deed = clerk->out.id;
	WANT(o, RC_CONFLICT, run_op(clerk, "deed.propose", "id", num(o, deed), "code", "GK", NULL));
	WANT(o, RC_OK, run_op(head, "deed.confirm", "id", num(o, deed), NULL));
	WANT(o, RC_OK, run_op(clerk, "deed.propose", "id", num(o, deed), "code", "GK", NULL));
	int64_t id = clerk->out.id;
	struct sql_dossier_get d = dossier(o, id);
	assert_true(d.brief && str_eqz(d.type, "sudden") && !date_is_none(d.due));
	/* One achievement, one award. */
	WANT(o, RC_CONFLICT, run_op(clerk, "deed.propose", "id", num(o, deed), "code", "BKT", NULL));
	WANT(o, RC_OK,
	     run_op(clerk, "dossier.new", "unit_id", num(o, unit_named(o, TH)), "type", "sudden",
	            "year", "2026", "title", "Hồ sơ khác", "brief", "1", NULL));
	int64_t other = add(o, clerk, clerk->out.id, person, "BKT");
	WANT(o, RC_INVALID,
	     run_op(clerk, "nominee.ground", "id", num(o, other), "deed_id", num(o, deed), NULL));
	assert_non_null(strstr(o->f->err.message, "Điều 5"));
	/* Merit does not go the short way. */
	WANT(o, RC_INVALID,
	     run_op(clerk, "dossier.new", "unit_id", num(o, unit_named(o, TH)), "type", "merit", "year",
	            "2026", "title", "Sai", "brief", "1", NULL));
	/* Everybody who is eligible now, once. */
	int64_t good = new_person(o, "Hà Thị Giỏi", TH, "");
	good_year(o, good);
	int64_t merit = begin(o, clerk, round_2025(o), TH);
	WANT(o, RC_OK, run_op(clerk, "dossier.pick", "id", num(o, merit), "code", "LDTT", NULL));
	assert_true(list_count(clerk, "nominee.list", "dossier", num(o, merit), "person", num(o, good),
	                       NULL) == 1);
	WANT(o, RC_INVALID, run_op(clerk, "dossier.pick", "id", num(o, merit), "code", "LDTT", NULL));
	/* The report is written from the record once, and goes on in the editor. */
	struct rows rows;
	WANT(o, RC_OK,
	     list_op(clerk, &rows, "nominee.list", "dossier", num(o, merit), "person", num(o, good),
	             NULL));
	const char *n = num(o, row_int(&rows, 0, "id"));
	WANT(o, RC_OK, run_op(clerk, "nominee.report", "id", n, NULL));
	assert_true(str_starts(clerk->out.go, "/writing/edit"));
	WANT(o, RC_CONFLICT, run_op(clerk, "nominee.report", "id", n, NULL));
	(void)office;
}

static void a_sudden_achievement_begins_its_own_dossier(void **state)
{
	(void)state;
	office_each_engine(run_sudden);
}

/* --- coverage, reminders ----------------------------------------- */

static enum rc morning(struct office *o, int days)
{
	struct acting *a = office_as(o, NULL);
	struct job_run job = {0};
	a->c.now_ms = o->now_ms + days * (int64_t)86400000;
	a->c.today = date_at(a->c.now_ms);
	a->c.job = &job;
	return run_op(a, "nightly.dossier", NULL);
}

static struct str unit_state(struct office *o, int64_t round, const char *unit)
{
	struct acting *a = office_as(o, "vidu.thuongtruc");
	struct rows rows;
	WANT(o, RC_OK,
	     list_op(a, &rows, "award_round.units", "round", num(o, round), "unit",
	             num(o, unit_named(o, unit)), NULL));
	assert_int_equal(rows.count, 1);
	return row_text(a, &rows, 0, "state");
}

/* Notices of this test's round: the example has one of its own. */
static int told_of(struct acting *a)
{
	struct rows rows;
	int n = 0;
	if (list_op(a, &rows, "notice.list", "limit", "200", NULL) != RC_OK)
		return -1;
	for (int i = 0; i < rows.count; i++)
		n += strstr(arena_strz(a->c.mem, row_text(a, &rows, i, "text")), "chưa gửi hồ sơ") &&
		     strstr(arena_strz(a->c.mem, row_text(a, &rows, i, "text")), "Đợt thử");
	return n;
}

static void run_coverage(struct office *o)
{
	int64_t round = open_round(o, "merit", "30/11/2026");
	struct acting *clerk = office_as(o, "vidu.daumoi"), *head = office_as(o, "vidu.truongphong"),
				  *office = office_as(o, "vidu.thuongtruc");
	assert_true(str_eqz(unit_state(o, round, TH), "missing"));
	assert_int_equal(told_of(head), 0);
	WANT(o, RC_OK, morning(o, 6)); /* the day before */
	assert_int_equal(told_of(head), 1);
	WANT(o, RC_OK, morning(o, 6));
	assert_int_equal(told_of(head), 1);
	int64_t id = begin(o, clerk, round, TH);
	propose(o, clerk, id, "Tẩn Mùi Phạm", "LDTT");
	assert_true(str_eqz(unit_state(o, round, TH), "draft"));
	WANT(o, RC_OK, run_op(head, "dossier.send", "id", num(o, id), NULL));
	assert_true(str_eqz(unit_state(o, round, TH), "sent"));
	WANT(o, RC_OK,
	     run_op(office, "dossier.return", "id", num(o, id), "reason", "thiếu tờ trình", NULL));
	assert_true(str_eqz(unit_state(o, round, TH), "returned"));
	WANT(o, RC_OK, run_op(head, "dossier.send", "id", num(o, id), NULL));
	WANT(o, RC_OK, run_op(office, "dossier.receive", "id", num(o, id), NULL));
	assert_true(str_eqz(unit_state(o, round, TH), "received"));
	WANT(o, RC_OK,
	     run_op(office, "award_round.nobody", "round_id", num(o, round), "unit_id",
	            num(o, unit_named(o, NC)), "why", "Không có ai", NULL));
	assert_true(str_eqz(unit_state(o, round, NC), "nobody"));
	assert_int_equal(list_count(head, "award_round.units", "round", num(o, round), NULL), 1);
	assert_int_equal(
		list_count(head, "award_round.units", "round", num(o, round), "lacks", "unit", NULL), 0);
	/* After the day: those who still owe it, not those who are through. */
	WANT(o, RC_OK, morning(o, 8));
	assert_int_equal(told_of(head), 1);
}

static void who_has_not_sent_is_seen_and_reminded(void **state)
{
	(void)state;
	office_each_engine(run_coverage);
}

/* --- two at once, lists from files ------------------------------- */

static void run_race(struct office *o)
{
	int64_t round = open_round(o, "merit", "30/11/2026");
	struct acting *clerk = office_as(o, "vidu.daumoi"), *head = office_as(o, "vidu.truongphong");
	int64_t id = begin(o, clerk, round, TH);
	propose(o, clerk, id, "Tẩn Mùi Phạm", "LDTT");
	struct rows rows;
	WANT(o, RC_OK, list_op(head, &rows, "dossier.list", "round", num(o, round), NULL));
	const char *seen = num(o, row_int(&rows, 0, "version"));
	/* The head has the page open; the clerk adds somebody: what was seen is not
	 * what would be sent. */
	propose(o, clerk, id, "Giàng Thị Dua", "LDTT");
	head->how.versioned = true;
	WANT(o, RC_CONFLICT, run_op(head, "dossier.send", "id", num(o, id), "_version", seen, NULL));
	assert_true(str_eqz(dossier(o, id).state, "draft"));
	WANT(o, RC_OK, list_op(head, &rows, "dossier.list", "round", num(o, round), NULL));
	WANT(o, RC_OK,
	     run_op(head, "dossier.send", "id", num(o, id), "_version",
	            num(o, row_int(&rows, 0, "version")), NULL));
}

static void of_two_at_once_one_wins(void **state)
{
	(void)state;
	office_each_engine(run_race);
}

static void run_import(struct office *o)
{
	struct acting *a = office_as(o, CLERK);
	int64_t person = new_person(o, "Hà Thị Số", NC, "010190000777");
	WANT(o, RC_OK,
	     run_op(a, "dossier.enter", "round_id", num(o, round_2025(o)), "unit_id",
	            num(o, unit_named(o, NC)), "title", "Hồ sơ nhập", NULL));
	int64_t dossier_id = a->out.id;
	struct str csv = arena_printf(
		&o->f->mem, "Họ và tên;CCCD;Tập thể;Đề nghị tặng;Tên hồ sơ đề nghị;Tóm tắt thành "
					"tích\n"
					"Hà Thị Số;010190000777;;Lao động tiên tiến;Hồ sơ nhập;Làm tốt\n"
					"Hà Thị Số;010190000776;;CSTDCS;Hồ sơ nhập;\n"
					"Ai Đó;010190000123;;LDTT;Hồ sơ nhập;\n"
					";;Phòng Nội chính;TTLDTT;Hồ sơ nhập;\n"
					";;Phòng Nội chính;Danh hiệu lạ;Hồ sơ nhập;\n"
					"Hà Thị Số;010190000777;;TTLDXS;Hồ sơ nhập;\n"
					"Hà Thị Số;010190000777;;GK;Hồ sơ không có;\n");
	int64_t id = read_kind(o, "nominee", "de-nghi.csv", csv);
	check_in(o, id);
	assert_int_equal(now(o, id).new_count, 2);
	assert_non_null(strstr(fault(o, id, "bad", 3), "sai một chữ số"));
	assert_non_null(strstr(fault(o, id, "bad", 4), "Không có ai mang số này"));
	assert_non_null(strstr(fault(o, id, "bad", 6), "danh hiệu"));
	assert_true(fault(o, id, "bad", 7)[0] && fault(o, id, "bad", 8)[0]);
	start(o, id, "good", "");
	assert_int_equal(list_count(a, "nominee.list", "dossier", num(o, dossier_id), NULL), 2);
	assert_int_equal(list_count(a, "nominee.list", "dossier", num(o, dossier_id), "person",
	                            num(o, person), "code", "LDTT", NULL),
	                 1);
}

static void a_list_comes_in_and_a_wrong_digit_is_told(void **state)
{
	(void)state;
	office_each_engine(run_import);
}

int main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "parse") == 0)
		return sandbox_child(argc, argv, cli_parsers, cli_parser_count);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_dossier_goes_its_way_and_no_other),
		cmocka_unit_test(nobody_acts_on_their_own_case),
		cmocka_unit_test(a_subject_is_proposed_once_for_what_it_may_have),
		cmocka_unit_test(a_nominee_takes_the_dossier_along),
		cmocka_unit_test(a_merger_in_the_middle_loses_nothing),
		cmocka_unit_test(the_law_is_asked_before_anything_is_sent),
		cmocka_unit_test(rooms_corrections_and_opinions_hold_up_one_nominee),
		cmocka_unit_test(an_office_leaves_out_steps_it_does_not_use),
		cmocka_unit_test(a_sudden_achievement_begins_its_own_dossier),
		cmocka_unit_test(who_has_not_sent_is_seen_and_reminded),
		cmocka_unit_test(of_two_at_once_one_wins),
		cmocka_unit_test(a_list_comes_in_and_a_wrong_digit_is_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Registration: its way, whose it is, rounds and who has not sent, mergers, pacts, lists. */
#include "import_fixture.h"

#include "app/registration/registration.h"
#include "cli/parsers.h"
#include "db/sql_registration.h"
#include "job/run.h"
#include "job/sandbox.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <dirent.h>

#define TH "Phòng Tổng hợp"
#define NC "Phòng Nội chính"
#define DAY_MS ((int64_t)86400000)

static int64_t open_round(struct office *o, const char *title, const char *asks, const char *due)
{
	struct acting *a = office_as(o, "vidu.thuongtruc");
	WANT(o, RC_OK,
	     run_op(a, "round.open", "title", title, "year", "2026", "unit_id",
	            num(o, unit_named(o, "Văn phòng Ủy ban nhân dân tỉnh Lào Cai")), "asks", asks,
	            "due", due, NULL));
	return a->out.id;
}

static struct sql_registration_get paper(struct office *o, int64_t id)
{
	struct sql_registration_get r;
	WANT(o, RC_OK, sql_registration_get(o->f->db, &o->f->mem, id, &r));
	return r;
}

static int64_t mine(struct office *o, struct acting *a, int64_t round, const char *code,
                    const char *send)
{
	WANT(o, RC_OK,
	     run_op(a, "registration.write", "round_id", num(o, round), "titles.0.code", code,
	            "targets.0.what", "Hồ sơ đúng hạn", "targets.0.planned", "98,5",
	            "targets.0.measured_in", "%", "send", send, NULL));
	return a->out.id;
}

/* --- a person's own way -------------------------------------------------------------------- */

static void run_way(struct office *o)
{
	int64_t round = open_round(o, "Đợt thử", "both", "30/11/2026");
	struct acting *member = office_as(o, "vidu.canbo"), *head = office_as(o, "vidu.truongphong"),
				  *clerk = office_as(o, "vidu.daumoi"), *office = office_as(o, "vidu.thuongtruc");
	const char *r = num(o, round);
	WANT(o, RC_INVALID,
	     run_op(member, "registration.write", "round_id", r, "titles.0.code", "TTLDTT", NULL));
	int64_t id = mine(o, member, round, "CSTDCS", "");
	const char *n = num(o, id);
	/* A draft is nobody else's; one of a person and round is enough. */
	assert_int_equal(list_count(head, "registration.list", "round", r, NULL), 0);
	WANT(o, RC_NOTFOUND, run_op(clerk, "registration.edit_for", "id", n, NULL));
	WANT(o, RC_CONFLICT, run_op(member, "registration.write", "round_id", r, NULL));
	WANT(o, RC_CONFLICT, run_op(member, "registration.withdraw", "id", n, NULL));
	/* An empty one is not sent. */
	WANT(o, RC_OK, run_op(clerk, "registration.write", "round_id", r, "pledge", "Cố gắng", NULL));
	WANT(o, RC_INVALID, run_op(clerk, "registration.send", "id", num(o, clerk->out.id), NULL));
	WANT(o, RC_OK,
	     run_op(member, "registration.edit", "id", n, "titles.0.code", "LDTT", "titles.1.code",
	            "CSTDCS", NULL));
	assert_true(str_eqz(paper(o, id).titles, "Lao động tiên tiến; Chiến sĩ thi đua cơ sở"));
	WANT(o, RC_OK, run_op(member, "registration.send", "id", n, NULL));
	assert_true(str_eqz(paper(o, id).goes_to, "head"));
	assert_int_equal(list_count(head, "registration.list", "waiting", "head", "round", r, NULL), 1);
	/* Sent: not changed any more, withdrawn while nobody has acted, sent again. */
	WANT(o, RC_CONFLICT, run_op(member, "registration.edit", "id", n, NULL));
	WANT(o, RC_OK, run_op(member, "registration.withdraw", "id", n, NULL));
	WANT(o, RC_CONFLICT, run_op(head, "registration.approve", "id", n, NULL));
	WANT(o, RC_OK, run_op(member, "registration.send", "id", n, NULL));
	/* The clerk does not decide, nor the person. */
	WANT(o, RC_DENIED, run_op(clerk, "registration.approve", "id", n, NULL));
	WANT(o, RC_DENIED, run_op(member, "registration.approve", "id", n, NULL));
	WANT(o, RC_INVALID, run_op(head, "registration.return", "id", n, "reason", "x", NULL));
	WANT(o, RC_OK, run_op(head, "registration.return", "id", n, "reason", "Ghi rõ việc", NULL));
	assert_true(str_eqz(paper(o, id).reason, "Ghi rõ việc"));
	WANT(o, RC_CONFLICT, run_op(member, "registration.withdraw", "id", n, NULL));
	WANT(o, RC_OK, run_op(member, "registration.send", "id", n, NULL));
	WANT(o, RC_OK, run_op(head, "registration.approve", "id", n, NULL));
	WANT(o, RC_CONFLICT,
	     run_op(office, "registration.send_back", "id", n, "reason", "muộn rồi", NULL));
	assert_int_equal(list_count(member, "registration.steps", "registration", n, NULL), 6);
	assert_int_equal(list_count(office, "registration.titles", "round", r, "code", "LDTT", NULL),
	                 1);
	/* Another room sees nothing of it. */
	assert_int_equal(
		list_count(office_as(o, "vidu.thanhtra"), "registration.list", "round", r, NULL), 1);
	WANT(o, RC_NOTFOUND, run_op(office_as(o, "vidu.vanthu"), "registration.edit", "id", n, NULL));
}

static void a_registration_goes_its_way_and_no_other(void **state)
{
	(void)state;
	office_each_engine(run_way);
}

/* --- heads, units, on behalf --------------------------------------------------------------- */

static void run_units(struct office *o)
{
	int64_t round = open_round(o, "Đợt thử", "both", "30/11/2026");
	struct acting *head = office_as(o, "vidu.truongphong"), *clerk = office_as(o, "vidu.daumoi"),
				  *office = office_as(o, "vidu.thuongtruc");
	const char *r = num(o, round), *th = num(o, unit_named(o, TH)), *nc = num(o, unit_named(o, NC)),
			   *dua = num(o, person_named(o, "Tẩn Mùi Phạm"));
	/* A head's own goes to the standing body: nobody decides their own case. */
	int64_t own = mine(o, head, round, "LDTT", "1");
	assert_true(str_eqz(paper(o, own).goes_to, "office"));
	WANT(o, RC_DENIED, run_op(head, "registration.approve", "id", num(o, own), NULL));
	WANT(o, RC_OK, run_op(office, "registration.accept", "id", num(o, own), NULL));
	/* The clerk writes the unit's, the head sends it, the standing body accepts it. */
	WANT(o, RC_INVALID,
	     run_op(clerk, "registration.write_unit", "round_id", r, "unit_id", nc, "titles.0.code",
	            "TTLDXS", NULL));
	WANT(o, RC_OK,
	     run_op(clerk, "registration.write_unit", "round_id", r, "unit_id", th, "titles.0.code",
	            "TTLDXS", NULL));
	const char *unit = num(o, clerk->out.id);
	WANT(o, RC_DENIED, run_op(clerk, "registration.send_unit", "id", unit, NULL));
	WANT(o, RC_OK, run_op(head, "registration.send_unit", "id", unit, NULL));
	WANT(o, RC_CONFLICT, run_op(head, "registration.approve", "id", unit, NULL));
	WANT(o, RC_OK, run_op(head, "registration.withdraw_unit", "id", unit, NULL));
	WANT(o, RC_OK, run_op(head, "registration.send_unit", "id", unit, NULL));
	WANT(o, RC_OK, run_op(office, "registration.accept", "id", unit, NULL));
	/* On behalf: said so, never one's own, the person hears of it and may take it over. */
	struct acting *pham = office_as(o, "vidu.canbo");
	int told = list_count(pham, "notice.list", NULL);
	WANT(o, RC_DENIED,
	     run_op(clerk, "registration.enter", "round_id", r, "person_id",
	            num(o, person_named(o, "Giàng Thị Dua")), "why", "bản giấy", "titles.0.code",
	            "LDTT", NULL));
	WANT(o, RC_OK,
	     run_op(clerk, "registration.enter", "round_id", r, "person_id", dua, "why",
	            "bản giấy ngày 20/11", "titles.0.code", "LDTT", "send", "1", NULL));
	const char *behalf = num(o, clerk->out.id);
	assert_int_equal(list_count(pham, "notice.list", NULL), told + 1);
	assert_int_equal(list_count(office, "registration.list", "entered", "yes", "round", r, NULL),
	                 1);
	/* All at once, but not one's own. */
	WANT(o, RC_OK, run_op(head, "registration.approve_all", "round_id", r, NULL));
	assert_true(str_eqz(paper(o, clerk->out.id).state, "approved"));
	WANT(o, RC_INVALID, run_op(head, "registration.approve_all", "round_id", r, NULL));
	WANT(o, RC_CONFLICT, run_op(pham, "registration.withdraw", "id", behalf, NULL));
	/* Nothing goes on in a round that has ended, until it is open again. */
	int64_t late = mine(o, clerk, round, "LDTT", "");
	WANT(o, RC_OK, run_op(office, "round.close", "id", r, NULL));
	WANT(o, RC_CONFLICT, run_op(clerk, "registration.send", "id", num(o, late), NULL));
	WANT(o, RC_INVALID,
	     run_op(office_as(o, "vidu.vanthu"), "registration.write", "round_id", r, NULL));
	WANT(o, RC_OK, run_op(office, "round.reopen", "id", r, NULL));
	WANT(o, RC_OK, run_op(clerk, "registration.send", "id", num(o, late), NULL));
	/* Rounds are the standing body's, with a day ahead. */
	WANT(o, RC_DENIED, run_op(head, "round.close", "id", r, NULL));
	WANT(o, RC_INVALID,
	     run_op(office, "round.open", "title", "Đã qua", "year", "2026", "unit_id", th, "asks",
	            "both", "due", "22/11/2026", NULL));
}

static void heads_clerks_and_units_have_their_own_parts(void **state)
{
	(void)state;
	office_each_engine(run_units);
}

/* --- who has not sent ---------------------------------------------------------------------- */

static int64_t figure(struct office *o, struct acting *a, int64_t round, const char *unit,
                      const char *column)
{
	struct rows rows;
	WANT(o, RC_OK, list_op(a, &rows, "round.units", "round", num(o, round), "unit", unit, NULL));
	assert_int_equal(rows.count, 1);
	return row_int(&rows, 0, column);
}

static enum rc morning(struct office *o, int64_t now)
{
	struct acting *a = office_as(o, NULL);
	struct job_run job = {0};
	a->c.now_ms = now;
	a->c.today = date_at(now);
	a->c.job = &job;
	return run_op(a, "nightly.registration", NULL);
}

static void run_coverage(struct office *o)
{
	int64_t round = open_round(o, "Đợt thử", "both", "30/11/2026");
	struct acting *office = office_as(o, "vidu.thuongtruc"), *member = office_as(o, "vidu.canbo"),
				  *head = office_as(o, "vidu.truongphong");
	const char *r = num(o, round), *th = num(o, unit_named(o, TH));
	int people = list_count(office, "person.list", "unit", th, "state", "active", NULL);
	assert_int_equal(figure(o, office, round, th, "people"), people);
	assert_int_equal(list_count(office, "registration.lacking", "round", r, "unit", th, NULL),
	                 people);
	assert_int_equal(list_count(member, "registration.asked", "round", r, NULL), 1);
	mine(o, member, round, "LDTT", "1");
	assert_int_equal(figure(o, office, round, th, "registered"), 1);
	assert_int_equal(figure(o, office, round, th, "waiting"), 1);
	assert_int_equal(list_count(office, "registration.lacking", "round", r, "unit", th, NULL),
	                 people - 1);
	assert_int_equal(list_count(member, "registration.asked", "round", r, NULL), 0);
	/* A head sees the own unit's only. */
	assert_int_equal(list_count(head, "registration.lacking", "round", r, NULL), people - 1);
	/* Seven days before: each who has an account and has not sent, once; heads for their units. */
	int before = list_count(head, "notice.list", NULL),
		none = list_count(member, "notice.list", NULL);
	WANT(o, RC_OK, morning(o, o->now_ms));
	assert_int_equal(list_count(head, "notice.list", NULL), before); /* opened today */
	WANT(o, RC_OK, morning(o, o->now_ms + 6 * DAY_MS));              /* 29/11, the day before */
	assert_int_equal(list_count(head, "notice.list", NULL), before + 2);
	assert_int_equal(list_count(member, "notice.list", NULL), none);
	WANT(o, RC_OK, morning(o, o->now_ms + 6 * DAY_MS));
	assert_int_equal(list_count(head, "notice.list", NULL), before + 2);
	/* What stands there unread is not said a second time. */
	assert_true(offers(office, "round.remind", r));
	WANT(o, RC_OK, run_op(office, "round.remind", "id", r, NULL));
	assert_int_equal(list_count(head, "notice.list", NULL), before + 2);
	assert_false(offers(office, "round.remind", r));
	WANT(o, RC_CONFLICT, run_op(office, "round.remind", "id", r, NULL));
}

static void who_has_not_sent_is_known_and_reminded_once(void **state)
{
	(void)state;
	office_each_engine(run_coverage);
}

/* --- a merger in the middle of a round ----------------------------------------------------- */

static void run_merger(struct office *o)
{
	int64_t round = open_round(o, "Đợt thử", "both", "30/11/2026");
	struct acting *clerk = office_as(o, "vidu.daumoi"), *office = office_as(o, "vidu.thuongtruc"),
				  *head = office_as(o, "vidu.truongphong");
	const char *r = num(o, round), *th = num(o, unit_named(o, TH)), *nc = num(o, unit_named(o, NC));
	WANT(o, RC_OK,
	     run_op(clerk, "registration.write_unit", "round_id", r, "unit_id", th, "titles.0.code",
	            "TTLDTT", NULL));
	int64_t unit = clerk->out.id, own = mine(o, office_as(o, "vidu.canbo"), round, "LDTT", "1");
	int units = list_count(office, "round.units", "round", r, NULL);
	/* Nội chính goes into Tổng hợp: one unit answers, its people are all there, once each. */
	int64_t people =
		figure(o, office, round, th, "people") + figure(o, office, round, nc, "people");
	WANT(o, RC_OK,
	     run_op(office_as(o, "vidu.quantri"), "unit.merge", "from.0.unit", nc, "into", th, "on",
	            "23/11/2026", "basis", "Quyết định thử", NULL));
	assert_int_equal(list_count(office, "round.units", "round", r, NULL), units - 1);
	assert_int_equal(figure(o, office, round, th, "people"), people);
	assert_int_equal(list_count(office, "registration.lacking", "round", r, "unit", th, NULL),
	                 people - 1);
	WANT(o, RC_OK, run_op(head, "registration.send_unit", "id", num(o, unit), NULL));
	WANT(o, RC_OK, run_op(head, "registration.approve", "id", num(o, own), NULL));
	assert_int_equal(
		list_count(office, "round.units", "round", r, "unit", th, "lacks", "unit", NULL), 0);
	/* The other way: a new unit takes over what was sent by the old. */
	WANT(o, RC_OK,
	     run_op(office_as(o, "vidu.quantri"), "unit.merge", "from.0.unit", th, "from.1.unit",
	            num(o, unit_named(o, "Phòng Kinh tế ngành")), "name", "Phòng Mới", "kind",
	            "department", "on", "23/11/2026", "basis", "Quyết định thử", NULL));
	const char *new = num(o, unit_named(o, "Phòng Mới"));
	struct rows rows;
	WANT(o, RC_OK, list_op(office, &rows, "round.units", "round", r, "unit", new, NULL));
	assert_int_equal(rows.count, 1);
	assert_true(str_eqz(row_text(office, &rows, 0, "paper"), "sent"));
	WANT(o, RC_OK, run_op(office, "registration.accept", "id", num(o, unit), NULL));
}

static void a_merger_in_the_middle_loses_nothing(void **state)
{
	(void)state;
	office_each_engine(run_merger);
}

/* --- pacts --------------------------------------------------------------------------------- */

static void run_pact(struct office *o)
{
	struct acting *office = office_as(o, "vidu.thuongtruc"),
				  *head = office_as(o, "vidu.truongphong");
	const char *th = num(o, unit_named(o, TH)), *nc = num(o, unit_named(o, NC));
	WANT(o, RC_OK,
	     run_op(office, "pact.write", "unit_id",
	            num(o, unit_named(o, "Văn phòng Ủy ban nhân dân tỉnh Lào Cai")), "year", "2026",
	            "bloc", "Khối các phòng", "title", "Giao ước thử", "text",
	            "Các phòng cùng hoàn thành nhiệm vụ năm.", "parties.0.unit_id", th,
	            "parties.1.unit_id", nc, NULL));
	int64_t pact_id = office->out.id;
	const char *pact = num(o, pact_id);
	struct rows rows;
	WANT(o, RC_OK, list_op(head, &rows, "party.list", "pact", pact, NULL));
	assert_int_equal(rows.count, 0); /* a draft is not signed */
	WANT(o, RC_OK, run_op(office, "pact.open", "id", pact, NULL));
	WANT(o, RC_CONFLICT,
	     run_op(office, "pact.edit", "id", pact, "year", "2026", "bloc", "Khối các phòng", "title",
	            "Giao ước khác", "text", "Các phòng cùng làm việc khác hẳn.", "parties.0.unit_id",
	            th, "parties.1.unit_id", nc, NULL));
	WANT(o, RC_OK, list_op(head, &rows, "party.list", "pact", pact, NULL));
	assert_int_equal(rows.count, 1);
	int64_t party = row_int(&rows, 0, "id");
	WANT(o, RC_DENIED, run_op(office_as(o, "vidu.daumoi"), "pact.sign", "id", num(o, party), NULL));
	WANT(o, RC_NOTFOUND, run_op(head, "pact.sign", "id", num(o, party + 1), NULL));
	WANT(o, RC_OK, run_op(head, "pact.sign", "id", num(o, party), NULL));
	WANT(o, RC_CONFLICT, run_op(head, "pact.sign", "id", num(o, party), NULL));
	struct sql_pact_get k;
	WANT(o, RC_OK, sql_pact_get(o->f->db, &o->f->mem, pact_id, &k));
	assert_true(str_eqz(k.state, "open"));
	/* Back to a draft, the signature is gone; the last one to sign makes it whole. */
	WANT(o, RC_OK, run_op(office, "pact.back", "id", pact, "reason", "sửa câu hai", NULL));
	WANT(o, RC_OK,
	     run_op(office, "pact.edit", "id", pact, "year", "2026", "bloc", "Khối các phòng", "title",
	            "Giao ước thử", "text", "Các phòng cùng hoàn thành tốt nhiệm vụ.",
	            "parties.0.unit_id", th, "parties.1.unit_id",
	            num(o, unit_named(o, "Trung tâm Thông tin - Công báo")), NULL));
	WANT(o, RC_OK, run_op(office, "pact.open", "id", pact, NULL));
	struct sql_pact_parties *parties;
	size_t n;
	WANT(o, RC_OK, sql_pact_parties(o->f->db, &o->f->mem, k.id, &parties, &n));
	assert_int_equal(n, 2);
	WANT(o, RC_OK, run_op(head, "pact.sign", "id", num(o, parties[0].id), NULL));
	assert_int_equal(list_count(office, "pact.signatures", "pact", pact, NULL), 2);
}

static void a_pact_stands_still_while_it_is_signed(void **state)
{
	(void)state;
	office_each_engine(run_pact);
}

/* --- from a list --------------------------------------------------------------------------- */

static void run_import(struct office *o)
{
	struct acting *a = office_as(o, CLERK);
	int64_t round = open_round(o, "Đợt nhập", "both", "30/11/2026");
	const char *pham = num(o, person_named(o, "Tẩn Mùi Phạm"));
	struct str csv = arena_printf(
		&o->f->mem,
		"Mã hồ sơ;Họ và tên;Đơn vị;Danh hiệu đăng ký;Chỉ tiêu;Đợt đăng ký\n"
		"%s;Tẩn Mùi Phạm;;Lao động tiên tiến, CSTDCS;Hồ sơ đúng hạn: 98,5 %%;Đợt nhập\n"
		";;Phòng Nội chính;Tập thể lao động xuất sắc;;Đợt nhập\n"
		";Ai Đó;;LDTT;;Đợt nhập\n"
		"%s;Tên Khác;;LDTT;;Đợt nhập\n"
		";;Phòng Nội chính;TTLDTT;;Đợt nhập\n"
		";;Phòng Tổng hợp;Danh hiệu lạ;;Đợt nhập\n"
		";;Phòng Tổng hợp;CSTDCS;;Đợt nhập\n"
		";;Phòng Tổng hợp;TTLDTT;;Đợt không có\n",
		pham, pham);
	struct acting *admin = office_as(o, "vidu.quantri");
	WANT(o, RC_OK,
	     run_op(admin, "person.create", "name", "Hà Thị Số", "gender", "nu", "cadre",
	            "civil_servant", "unit_id", num(o, unit_named(o, "Phòng Nội chính")), "post_title",
	            "Chuyên viên", "since", "01/06/2019", "cccd", "010190000777", NULL));
	int64_t near = read_kind(o, "registration", "gan.csv",
	                         STR("Họ và tên;CCCD;Danh hiệu đăng ký;Đợt đăng ký\n"
	                             "Hà Thị Số;010190000776;LDTT;Đợt nhập\n"
	                             "Ai Đó;010190000776;LDTT;Đợt nhập\n"));
	check_in(o, near);
	assert_non_null(strstr(fault(o, near, "bad", 2), "sai một chữ số"));
	assert_non_null(strstr(fault(o, near, "bad", 3), "Chưa biết là ai"));
	WANT(o, RC_OK, run_op(office_as(o, CLERK), "import.drop", "id", num(o, near), NULL));
	int64_t id = read_kind(o, "registration", "dk.csv", csv);
	check_in(o, id);
	assert_int_equal(now(o, id).new_count, 2);
	assert_non_null(strstr(fault(o, id, "bad", 4), "Chưa biết là ai"));
	assert_non_null(strstr(fault(o, id, "bad", 5), "tên khác"));
	assert_non_null(strstr(fault(o, id, "bad", 6), "dòng 3"));
	assert_non_null(strstr(fault(o, id, "bad", 7), "danh hiệu"));
	assert_non_null(strstr(fault(o, id, "bad", 8), "tập thể"));
	assert_non_null(strstr(fault(o, id, "bad", 9), "đợt"));
	start(o, id, "good", "");
	struct rows rows;
	WANT(o, RC_OK, list_op(a, &rows, "registration.targets", "round", num(o, round), NULL));
	assert_int_equal(rows.count, 1);
	assert_true(str_eqz(row_text(a, &rows, 0, "planned"), "98,5") &&
	            str_eqz(row_text(a, &rows, 0, "measured_in"), "%"));
	assert_int_equal(
		list_count(a, "registration.list", "round", num(o, round), "state", "sent", NULL), 1);
	assert_int_equal(
		list_count(a, "registration.list", "round", num(o, round), "kind", "unit", NULL), 1);
}

static void a_list_comes_in_and_bad_rows_are_named(void **state)
{
	(void)state;
	office_each_engine(run_import);
}

/* --- never a condition of the law ---------------------------------------------------------- */

/* Luật Điều 7: no rule file may ask whether somebody has registered. */
static void no_rule_asks_for_it(void **state)
{
	DIR *dir = opendir(TEST_SOURCE_ROOT "/laws");
	struct dirent *e;
	int files = 0;
	(void)state;
	assert_non_null(dir);
	while ((e = readdir(dir))) {
		char path[512], line[4096];
		if (!strstr(e->d_name, ".luat"))
			continue;
		snprintf(path, sizeof path, "%s/laws/%s", TEST_SOURCE_ROOT, e->d_name);
		FILE *f = fopen(path, "r");
		assert_non_null(f);
		for (files++; fgets(line, sizeof line, f);)
			if (line[0] != '#' && (strstr(line, "đăng ký thi đua") || strstr(line, "DANG_KY")))
				fail_msg("%s: %s", e->d_name, line);
		fclose(f);
	}
	closedir(dir);
	assert_true(files >= 15);
}

int main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "parse") == 0)
		return sandbox_child(argc, argv, cli_parsers, cli_parser_count);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_registration_goes_its_way_and_no_other),
		cmocka_unit_test(heads_clerks_and_units_have_their_own_parts),
		cmocka_unit_test(who_has_not_sent_is_known_and_reminded_once),
		cmocka_unit_test(a_merger_in_the_middle_loses_nothing),
		cmocka_unit_test(a_pact_stands_still_while_it_is_signed),
		cmocka_unit_test(a_list_comes_in_and_bad_rows_are_named),
		cmocka_unit_test(no_rule_asks_for_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

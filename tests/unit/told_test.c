/* Who hears of decisions and meetings, in which words: nobody else, and once. Both engines. */
#include "council_fixture.h"
#include "decision_fixture.h"
#include "told_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define DUA "Giàng Thị Dua"
#define PHAM "Tẩn Mùi Phạm"
#define ROOM "Phòng Tổng hợp"

/* --- a decision: the awarded, and those who answer for their units ------------------------------
 */

static int64_t decide(struct office *o, int64_t dossier, const char *number)
{
	struct acting *standing = office_as(o, "vidu.thuongtruc");
	int waiting = told(o, "vidu.chanhvp", "Dự thảo quyết định chờ ông/bà ký: Về việc tặng");
	WANT(o, RC_OK,
	     run_op(standing, "decision.draft", "dossier_id", num(o, dossier), "reason",
	            "đã hoàn thành xuất sắc nhiệm vụ năm 2026", NULL));
	int64_t id = standing->out.id;
	assert_int_equal(told(o, "vidu.chanhvp", "Dự thảo quyết định chờ ông/bà ký: Về việc tặng"),
	                 waiting + 1);
	WANT(o, RC_OK, run_op(office_as(o, "vidu.chanhvp"), "decision.sign", "id", num(o, id), NULL));
	WANT(o, RC_OK,
	     run_op(office_as(o, "vidu.vanthu"), "decision.number", "id", num(o, id), "dated",
	            "20/11/2026", "number", number, NULL));
	return id;
}

static void run_decision(struct office *o)
{
	int64_t dossier = DB_NULL;
	const char *of = "theo quyết định số 131/QĐ-VP ngày 20/11/2026.";
	const char *unit = "Quyết định khen thưởng số 131/QĐ-VP ngày 20/11/2026: đơn vị có 3 trường "
					   "hợp được khen thưởng.";
	address_of(o, "vidu.daumoi", DUA, "dua@laocai.example");
	address_of(o, "vidu.truongphong", "Lù Seo Páo", "pao@laocai.example");
	ready_person(o, DUA, "CSTDCS", &dossier);
	ready_person(o, PHAM, "LDTT", &dossier);
	make_nominee(o,
	             &(struct nominee_made){.name = ROOM,
	                                    .person = DB_NULL,
	                                    .unit = unit_named(o, ROOM),
	                                    .code = "TTLDTT",
	                                    .verdict = "eligible",
	                                    .state = "cleared",
	                                    .received = date_of(2026, 11, 2),
	                                    .voted_on = DATE_NONE},
	             &dossier);
	assert_int_equal(told(o, "vidu.daumoi", of) + told(o, "vidu.canbo", of), 0);
	(void)mailed(o, "", "", ""); /* nothing from before */
	decide(o, dossier, "131");
	/* Each the own award, once; the head and the clerk of the room how many it has. */
	assert_int_equal(
		told(o, "vidu.daumoi", "Ông/bà được tặng Chiến sĩ thi đua cơ sở năm 2026 theo quyết định"),
		1);
	assert_int_equal(told(o, "vidu.daumoi", of), 1);
	assert_int_equal(told(o, "vidu.canbo", "Ông/bà được tặng Lao động tiên tiến năm 2026"), 1);
	assert_int_equal(told(o, "vidu.canbo", of), 1);
	assert_int_equal(told(o, "vidu.truongphong", unit), 1);
	assert_int_equal(told(o, "vidu.daumoi", unit), 1);
	static const char *const others[] = {"vidu.hoidong", "vidu.thanhtra", "vidu.ketoan",
	                                     "vidu.quantri"};
	for (int i = 0; i < COUNT(others); i++)
		assert_int_equal(told(o, others[i], "131/QĐ-VP"), 0);
	assert_int_equal(told(o, "vidu.canbo", unit), 0);
}

static void the_awarded_and_their_units_hear_of_a_decision(void **state)
{
	(void)state;
	office_each_engine(run_decision);
}

static void run_decision_mail(struct office *o)
{
	int64_t dossier = DB_NULL;
	address_of(o, "vidu.daumoi", DUA, "dua@laocai.example");
	address_of(o, "vidu.truongphong", "Lù Seo Páo", "pao@laocai.example");
	ready_person(o, DUA, "LDTT", &dossier);
	(void)mailed(o, "", "", "");
	decide(o, dossier, "132");
	assert_int_equal(mailed(o, "dua@laocai.example", "Quyết định khen thưởng",
	                        "Ông/bà được tặng Lao động tiên tiến năm 2026 theo quyết định số "
	                        "132/QĐ-VP ngày 20/11/2026."),
	                 1);
	dossier = DB_NULL;
	ready_person(o, PHAM, "LDTT", &dossier);
	decide(o, dossier, "133");
	assert_int_equal(mailed(o, "pao@laocai.example", "Quyết định khen thưởng",
	                        "số 133/QĐ-VP ngày 20/11/2026: đơn vị có 1 trường hợp"),
	                 1);
}

static void a_decision_goes_out_by_mail_too(void **state)
{
	(void)state;
	office_each_engine(run_decision_mail);
}

/* --- a meeting: its members, when it is called, moved, cancelled ---------------------------------
 */

static const char *const members[] = {"vidu.chanhvp", "vidu.hoidong", "vidu.thuongtruc",
                                      "vidu.truongphong"};

static void all_members(struct office *o, const char *words, int times)
{
	for (int i = 0; i < COUNT(members); i++)
		assert_int_equal(told(o, members[i], words), times);
	assert_int_equal(told(o, "vidu.canbo", words) + told(o, "vidu.quantri", words), 0);
}

static void run_meeting(struct office *o)
{
	struct sitting s = {0};
	const char *invited = "Mời họp: Phiên thử, 14:00 ngày 24/11/2026, Phòng họp 2.",
			   *moved =
				   "Đổi thời gian, địa điểm họp: Phiên thử, 08:30 ngày 25/11/2026, Phòng họp 3.",
			   *off = "Hủy phiên họp \"Phiên thử\": Thiếu hồ sơ";
	address_of(o, "vidu.truongphong", "Lù Seo Páo", "pao@laocai.example");
	council_make(&s, o);
	council_call(&s, "24/11/2026");
	council_item(&s, DUA, "CSTDCS", "LDTT");
	(void)mailed(o, "", "", "");
	all_members(o, invited, 0);
	WANT(o, RC_OK, run_op(s.standing, "meeting.invite", "id", s.meeting, NULL));
	all_members(o, invited, 1);
	assert_int_equal(mailed(o, "pao@laocai.example", "Họp hội đồng", invited), 1);
	/* Another word of the agenda tells nobody anything. */
	s.standing->how.partial = true;
	WANT(o, RC_OK, run_op(s.standing, "meeting.edit", "id", s.meeting, "content", "Xét", NULL));
	s.standing->how.partial = false;
	all_members(o, "Đổi thời gian", 0);
	WANT(o, RC_OK,
	     run_op(s.standing, "meeting.edit", "id", s.meeting, "title", "Phiên thử", "mode", "room",
	            "held_on", "25/11/2026", "at_time", "08:30", "place", "Phòng họp 3", NULL));
	all_members(o, moved, 1);
	assert_int_equal(mailed(o, "pao@laocai.example", "Họp hội đồng", moved), 1);
	WANT(o, RC_OK,
	     run_op(s.standing, "meeting.cancel", "id", s.meeting, "reason", "Thiếu hồ sơ", NULL));
	all_members(o, off, 1);
	assert_int_equal(mailed(o, "pao@laocai.example", "Họp hội đồng", off), 1);
}

static void members_hear_when_they_meet_where_and_that_they_do_not(void **state)
{
	(void)state;
	office_each_engine(run_meeting);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_awarded_and_their_units_hear_of_a_decision),
		cmocka_unit_test(a_decision_goes_out_by_mail_too),
		cmocka_unit_test(members_hear_when_they_meet_where_and_that_they_do_not),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * What units and rooms owe and are reminded of, by notice and by mail, on both engines:
 * corrections, rooms, opinions, sudden achievements, achievements that nobody confirmed, sheets,
 * pacts, ratings.
 */
#include "office_fixture.h"

#include "app/job/job.h"
#include "db/sql_job.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define TOP "Văn phòng Ủy ban nhân dân tỉnh Lào Cai"
#define TH "Phòng Tổng hợp"
#define NC "Phòng Nội chính"
#define PHAM "Tẩn Mùi Phạm"
#define PAO "pao@laocai.gov.vn"
#define BAO "bao@laocai.gov.vn"
#define HANH "hanh@laocai.gov.vn"

static void mail_of(struct office *o, const char *account, const char *name, const char *address)
{
	WANT(o, RC_OK,
	     run_op(office_as(o, account), "person.contact", "id", num(o, person_named(o, name)),
	            "email", address, NULL));
}

/* What waited in the queue: taken out, so that the next night stands alone. */
struct post {
	struct office *o;
	struct sql_mail_due letters[200];
	int count;
};
static struct post post;

static enum rc drain_tx(void *arg)
{
	struct office *o = arg;
	for (post.count = 0; post.count < COUNT(post.letters); post.count++) {
		struct sql_mail_due *m = &post.letters[post.count];
		enum rc rc = sql_mail_due(o->f->db, &o->f->mem, o->now_ms, m);
		if (rc == RC_NOTFOUND)
			return RC_OK;
		TRY(rc);
		TRY(sql_mail_sent(o->f->db, m->id, o->now_ms, NULL));
	}
	return RC_OK;
}

static void night(struct office *o, int month, int day)
{
	o->now_ms = date_start_ms(date_of(2026, month, day)) + 9 * 3600000;
	struct acting *a = office_as(o, NULL);
	struct job_run job = {0};
	a->c.job = &job;
	WANT(o, RC_OK, run_op(a, "nightly.dossier", NULL));
	/* The same night again changes nothing. */
	WANT(o, RC_OK, run_op(a, "nightly.dossier", NULL));
	WANT(o, RC_OK, db_tx(o->f->db, DB_WRITE, drain_tx, o));
}

static int mailed(struct office *o, const char *to, const char *words)
{
	int n = 0;
	for (int i = 0; i < post.count; i++)
		n += str_eqz(post.letters[i].to_address, to) &&
		     strstr(arena_strz(&o->f->mem, post.letters[i].body), words) != NULL;
	return n;
}

static int notices(struct office *o, const char *account, const char *words)
{
	struct acting *a = office_as(o, account);
	struct rows rows;
	int n = 0;
	WANT(o, RC_OK, list_op(a, &rows, "notice.list", "limit", "200", NULL));
	for (int i = 0; i < rows.count; i++)
		n += strstr(arena_strz(a->c.mem, row_text(a, &rows, i, "text")), words) != NULL;
	return n;
}

/* Once by mail and by notice; and nobody else. */
static void reminded(struct office *o, const char *account, const char *address, const char *words)
{
	int there = mailed(o, address, words), told = notices(o, account, words),
		other = mailed(o, strcmp(address, PAO) == 0 ? HANH : PAO, words);
	if (there != 1 || told != 1 || other != 0)
		fail_msg("%s: %d mails, %d notices, %d mails to another", words, there, told, other);
}

static int64_t deed(struct office *o, const char *kind, const char *title, const char *on)
{
	struct acting *clerk = office_as(o, "vidu.daumoi");
	WANT(o, RC_OK,
	     run_op(clerk, "deed.report_unit", "person_id", num(o, person_named(o, PHAM)), "kind", kind,
	            "title", title, "on", on, "effect", "Giữ 300 hồ sơ", "scope", "office", NULL));
	return clerk->out.id;
}

static void begin_dossier(struct office *o)
{
	struct acting *clerk = office_as(o, "vidu.daumoi"), *office = office_as(o, "vidu.thuongtruc");
	WANT(o, RC_OK,
	     run_op(clerk, "dossier.new", "unit_id", num(o, unit_named(o, TH)), "type", "merit", "year",
	            "2026", "title", "Hồ sơ nhắc thử", NULL));
	const char *d = num(o, clerk->out.id);
	WANT(o, RC_OK,
	     run_op(clerk, "nominee.add", "dossier_id", d, "person_id", num(o, person_named(o, PHAM)),
	            "code", "LDTT", NULL));
	const char *n = num(o, clerk->out.id);
	WANT(o, RC_OK, run_op(office_as(o, "vidu.truongphong"), "dossier.send", "id", d, NULL));
	WANT(o, RC_OK, run_op(office, "dossier.receive", "id", d, NULL));
	WANT(o, RC_OK,
	     run_op(office, "nominee.correct", "id", n, "field", "summary", "asks", "Ghi rõ con số",
	            "due", "27/11/2026", NULL));
	WANT(o, RC_OK,
	     run_op(office, "appraisal.assign", "id", d, "rooms.0.unit_id", num(o, unit_named(o, TH)),
	            "rooms.0.topic", "Kết quả", "due", "28/11/2026", NULL));
	WANT(o, RC_OK,
	     run_op(office, "nominee.ask", "id", n, "body", "tax", "addressee", "Thuế tỉnh thử", "due",
	            "29/11/2026", NULL));
}

static void begin_scoring(struct office *o)
{
	struct acting *office = office_as(o, "vidu.thuongtruc");
	const char *top = num(o, unit_named(o, TOP));
	WANT(o, RC_OK,
	     run_op(office, "criteria.create", "title", "Bộ thử", "unit_id", top, "scale", "100",
	            "valid_from", "01/01/2026", NULL));
	const char *set = num(o, office->out.id);
	WANT(o, RC_OK,
	     run_op(office, "criterion.add", "set_id", set, "label", "1", "title", "Dòng thử", "kind",
	            "points", "max", "100", NULL));
	WANT(o, RC_OK, run_op(office, "criteria.publish", "id", set, NULL));
	WANT(o, RC_OK,
	     run_op(office, "scoring.open", "set_id", set, "unit_id", top, "year", "2026", "bloc",
	            "Khối nhắc thử", "due", "30/11/2026", "units.0.unit_id", num(o, unit_named(o, TH)),
	            "units.1.unit_id", num(o, unit_named(o, NC)), NULL));
}

static void begin_pact(struct office *o)
{
	struct acting *office = office_as(o, "vidu.thuongtruc");
	WANT(o, RC_OK,
	     run_op(office, "pact.write", "unit_id", num(o, unit_named(o, TOP)), "year", "2026", "bloc",
	            "Khối thử", "title", "Giao ước nhắc thử", "text",
	            "Các phòng cùng hoàn thành nhiệm vụ năm.", "parties.0.unit_id",
	            num(o, unit_named(o, TH)), "parties.1.unit_id", num(o, unit_named(o, NC)), NULL));
	WANT(o, RC_OK, run_op(office, "pact.open", "id", num(o, office->out.id), NULL));
}

static void run_owed(struct office *o)
{
	struct acting *head = office_as(o, "vidu.truongphong");
	mail_of(o, "vidu.truongphong", "Lù Seo Páo", PAO);
	mail_of(o, "vidu.thuongtruc", "Nguyễn Thị Hạnh", HANH);
	begin_dossier(o);
	begin_scoring(o);
	begin_pact(o);
	int64_t sudden = deed(o, "sudden", "Dập lửa nhắc thử", "15/11/2026"),
			proposed = deed(o, "sudden", "Cứu người nhắc thử", "17/11/2026");
	deed(o, "campaign", "Số hóa nhắc thử", "20/11/2026");
	/* Nobody confirms their own: those of a head are the standing body's. */
	WANT(o, RC_OK,
	     run_op(head, "deed.report", "kind", "many", "title", "Việc riêng nhắc thử", "on",
	            "20/11/2026", "effect", "Giữ 300 hồ sơ", "scope", "office", NULL));
	WANT(o, RC_OK,
	     run_op(head, "deed.report", "kind", "sudden", "title", "Cứu sổ nhắc thử", "on",
	            "15/11/2026", "effect", "Giữ 300 hồ sơ", "scope", "office", NULL));
	WANT(o, RC_OK, run_op(head, "deed.confirm", "id", num(o, proposed), NULL));
	WANT(o, RC_OK,
	     run_op(office_as(o, "vidu.daumoi"), "deed.propose", "id", num(o, proposed), "code", "GK",
	            NULL));
	/* Told, signed or confirmed within three days: the day before is the first reminder. */
	night(o, 11, 25);
	reminded(o, "vidu.truongphong", PAO, "xác nhận từ ngày 23/11/2026: Số hóa nhắc thử");
	reminded(o, "vidu.thuongtruc", HANH, "xác nhận từ ngày 23/11/2026: Việc riêng nhắc thử");
	reminded(o, "vidu.truongphong", PAO, "chưa ký giao ước: Giao ước nhắc thử");
	night(o, 11, 26);
	reminded(o, "vidu.truongphong", PAO, "Cần bổ sung hồ sơ của " PHAM " (hạn 27/11/2026)");
	night(o, 11, 27);
	reminded(o, "vidu.truongphong", PAO, "chờ đơn vị thẩm định: Hồ sơ nhắc thử");
	night(o, 11, 28);
	reminded(o, "vidu.thuongtruc", HANH, "Thuế tỉnh thử chưa trả lời");
	night(o, 11, 29);
	reminded(o, "vidu.truongphong", PAO, "chưa gửi bảng tự chấm điểm (Khối nhắc thử");
	reminded(o, "vidu.truongphong", PAO, "Dập lửa nhắc thử (khen kịp thời, hạn 30/11/2026)");
	reminded(o, "vidu.thuongtruc", HANH, "chờ xác nhận: Cứu sổ nhắc thử (khen kịp thời, hạn");
	/* Confirmed, it is the standing body's; proposed, it is with who has the dossier. */
	head = office_as(o, "vidu.truongphong");
	WANT(o, RC_OK, run_op(head, "deed.confirm", "id", num(o, sudden), NULL));
	night(o, 12, 1);
	reminded(o, "vidu.thuongtruc", HANH, "chưa được đề nghị khen: Dập lửa nhắc thử");
	reminded(o, "vidu.truongphong", PAO, "Khen đột xuất cần kịp thời: Khen đột xuất: Cứu người");
	assert_int_equal(mailed(o, HANH, "chưa được đề nghị khen: Cứu người"), 0);
	/* Ratings of the year, until they are settled. */
	night(o, 12, 14);
	/* Of twelve the head is counted for the unit above. */
	reminded(o, "vidu.truongphong", PAO, TH " còn 11 người chưa xếp loại năm 2026");
	reminded(o, "vidu.thuongtruc", HANH, TOP ": còn 3 người đứng đầu đơn vị chưa xếp loại năm");
	office_ratings_settled(o, 2026, true);
	night(o, 12, 16);
	assert_int_equal(mailed(o, PAO, "chưa xếp loại năm 2026"), 0);
}

static void everybody_who_owes_something_is_reminded_once_by_notice_and_mail(void **state)
{
	(void)state;
	office_each_engine(run_owed);
}

/* Where the unit above has a head, what concerns the head below is theirs, and what concerns them
 * the standing body's. */
static void run_above(struct office *o)
{
	struct acting *admin = office_as(o, "vidu.quantri");
	WANT(o, RC_OK,
	     run_op(admin, "grant.add", "person_id", num(o, person_named(o, "Hoàng Quốc Bảo")), "role",
	            "unit_head", "unit_id", num(o, unit_named(o, TOP)), NULL));
	mail_of(o, "vidu.truongphong", "Lù Seo Páo", PAO);
	mail_of(o, "vidu.thuongtruc", "Nguyễn Thị Hạnh", HANH);
	mail_of(o, "vidu.chanhvp", "Hoàng Quốc Bảo", BAO);
	WANT(o, RC_OK,
	     run_op(office_as(o, "vidu.truongphong"), "deed.report", "kind", "many", "title",
	            "Việc của trưởng phòng", "on", "20/11/2026", "effect", "Giữ 300 hồ sơ", "scope",
	            "office", NULL));
	assert_int_equal(notices(o, "vidu.chanhvp", "Việc của trưởng phòng"), 1);
	assert_int_equal(notices(o, "vidu.thuongtruc", "Việc của trưởng phòng"), 0);
	night(o, 11, 25);
	assert_int_equal(mailed(o, BAO, "Việc của trưởng phòng"), 1);
	assert_int_equal(mailed(o, HANH, "Việc của trưởng phòng"), 0);
	assert_int_equal(mailed(o, PAO, "Việc của trưởng phòng"), 0);
	night(o, 12, 14);
	assert_int_equal(mailed(o, BAO, TOP ": còn 3 người đứng đầu đơn vị chưa xếp loại"), 1);
	assert_int_equal(mailed(o, HANH, TOP ": còn 1 người đứng đầu đơn vị chưa xếp loại"), 1);
	assert_int_equal(mailed(o, BAO, ": còn 1 người đứng đầu"), 0);
}

static void what_concerns_a_head_goes_to_the_one_above(void **state)
{
	(void)state;
	office_each_engine(run_above);
}

/* Confirmed, with 05/10/2026 as the day by which it should be rewarded. */
static int64_t confirmed(struct office *o, const char *title)
{
	int64_t id = deed(o, "sudden", title, "20/09/2026");
	WANT(o, RC_OK,
	     run_op(office_as(o, "vidu.truongphong"), "deed.confirm", "id", num(o, id), NULL));
	return id;
}

static void proposed_and_failed(struct office *o, int64_t deed)
{
	struct acting *clerk = office_as(o, "vidu.daumoi"), *office = office_as(o, "vidu.thuongtruc");
	struct rows rows;
	WANT(o, RC_OK, run_op(clerk, "deed.propose", "id", num(o, deed), "code", "GK", NULL));
	const char *d = num(o, clerk->out.id);
	WANT(o, RC_OK, run_op(office_as(o, "vidu.truongphong"), "dossier.send", "id", d, NULL));
	WANT(o, RC_OK, run_op(office, "dossier.receive", "id", d, NULL));
	WANT(o, RC_OK, list_op(office, &rows, "nominee.list", "dossier", d, NULL));
	WANT(o, RC_OK,
	     run_op(office, "nominee.fail", "id", num(o, row_int(&rows, 0, "id")), "reason",
	            "không đạt mức", NULL));
}

/* Letters of seven nights about two achievements: of what is reminded of, one comes each week. */
static void week(struct office *o, int month, int day, int waiting, int over)
{
	for (int i = 0; i < 7; i++) {
		night(o, month, day + i);
		waiting -= mailed(o, HANH, "chưa được đề nghị khen: Việc chưa ai đề nghị");
		over -= mailed(o, HANH, "chưa được đề nghị khen: Việc đã xét");
	}
	assert_true(waiting == 0 && over == 0);
}

/* Sixty days after its day nobody is told any more, and of what was decided about not at all. */
static void run_over(struct office *o)
{
	mail_of(o, "vidu.thuongtruc", "Nguyễn Thị Hạnh", HANH);
	confirmed(o, "Việc chưa ai đề nghị");
	proposed_and_failed(o, confirmed(o, "Việc đã xét"));
	week(o, 11, 24, 1, 0);
	week(o, 12, 1, 1, 0);
	week(o, 12, 8, 0, 0);
}

static void old_sudden_achievements_are_reminded_of_no_more(void **state)
{
	(void)state;
	office_each_engine(run_over);
}

/* Rooms that are through: the start page says so to who concludes. */
static void run_ready(struct office *o)
{
	struct acting *office = office_as(o, "vidu.thuongtruc"),
				  *head = office_as(o, "vidu.truongphong");
	begin_dossier(o);
	int before = list_count(office, "dossier.list", "ready", "yes", NULL);
	struct rows rows;
	WANT(o, RC_OK, list_op(head, &rows, "appraisal.list", "state", "open", NULL));
	const char *room = num(o, row_int(&rows, 0, "id"));
	assert_true(str_eqz(row_text(head, &rows, 0, "dossier_title"), "Hồ sơ nhắc thử"));
	WANT(o, RC_OK, run_op(head, "appraisal.rest", "id", room, NULL));
	WANT(o, RC_OK, run_op(head, "appraisal.done", "id", room, "said", "Nhất trí", NULL));
	assert_int_equal(list_count(office, "dossier.list", "ready", "yes", NULL), before + 1);
}

static void a_dossier_whose_rooms_are_through_waits_for_its_conclusion(void **state)
{
	(void)state;
	office_each_engine(run_ready);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_dossier_whose_rooms_are_through_waits_for_its_conclusion),
		cmocka_unit_test(what_concerns_a_head_goes_to_the_one_above),
		cmocka_unit_test(old_sudden_achievements_are_reminded_of_no_more),
		cmocka_unit_test(everybody_who_owes_something_is_reminded_once_by_notice_and_mail),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

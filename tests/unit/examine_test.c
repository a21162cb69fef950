/* Achievements told when they happen, initiatives from draft to conclusion, rating of a whole unit.
 */
#include "office_fixture.h"
#include "sign_fixture.h"

#include "app/initiative/initiative.h"
#include "app/record/record.h"
#include "db/sql_account.h"
#include "db/sql_deed.h"
#include "db/sql_initiative.h"
#include "db/sql_paper.h"
#include "op/values.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define TH "Phòng Tổng hợp"

/* --- achievements -------------------------------------------------------------------------- */

static struct sql_deed_report_get deed(struct office *o, int64_t id)
{
	struct sql_deed_report_get d;
	WANT(o, RC_OK, sql_deed_report_get(o->f->db, &o->f->mem, id, &d));
	return d;
}

static enum rc tell(struct acting *a, const char *op, const char *kind, const char *title,
                    const char *on)
{
	return run_op(a, op, "kind", kind, "title", title, "on", on, "effect", "Rút ngắn 3 ngày",
	              "scope", "office", NULL);
}

static void run_deeds(struct office *o)
{
	struct acting *member = office_as(o, "vidu.canbo"), *head = office_as(o, "vidu.truongphong"),
				  *office = office_as(o, "vidu.thuongtruc");
	int told = list_count(head, "notice.list", NULL);
	WANT(o, RC_INVALID, tell(member, "deed.report", "sudden", "Cứu tài liệu", "24/11/2026"));
	WANT(o, RC_OK, tell(member, "deed.report", "sudden", "Cứu tài liệu trong lũ", "20/11/2026"));
	int64_t id = member->out.id;
	const char *n = num(o, id);
	assert_true(str_eqz(deed(o, id).state, "reported"));
	/* The clock of kịp thời: fifteen days unless the office says otherwise. */
	assert_int_equal(deed(o, id).prompt_on.days, date_of(2026, 12, 5).days);
	assert_int_equal(list_count(head, "notice.list", NULL), told + 1);
	assert_int_equal(list_count(office, "deed.sudden", "overdue", "no", NULL), 1);
	WANT(o, RC_DENIED, run_op(member, "deed.confirm", "id", n, NULL));
	WANT(o, RC_DENIED, run_op(office_as(o, "vidu.daumoi"), "deed.confirm", "id", n, NULL));
	told = list_count(office, "notice.list", NULL);
	WANT(o, RC_OK, run_op(head, "deed.confirm", "id", n, NULL));
	assert_true(str_eqz(deed(o, id).state, "valid"));
	/* The standing body hears of it, and the short procedure is one step away. */
	assert_int_equal(list_count(office, "notice.list", NULL), told + 1);
	assert_true(offers(office, "deed.propose", n));
	WANT(o, RC_CONFLICT, run_op(head, "deed.refuse", "id", n, "reason", "không đúng", NULL));
	/* A head's own is the standing body's to confirm. */
	WANT(o, RC_OK, tell(head, "deed.report", "many", "Nhiều việc tốt", "01/11/2026"));
	const char *own = num(o, head->out.id);
	assert_int_equal(list_count(office, "notice.list", NULL), told + 2);
	WANT(o, RC_DENIED, run_op(head, "deed.confirm", "id", own, NULL));
	WANT(o, RC_OK, run_op(office, "deed.refuse", "id", own, "reason", "chưa rõ việc", NULL));
	assert_int_equal(list_count(head, "deed.list", "state", "refused", NULL), 1);
}

static void achievements_are_confirmed_by_others_and_sudden_ones_have_a_day(void **state)
{
	(void)state;
	office_each_engine(run_deeds);
}

/* What the standing body writes down itself has its clock, too. */
static void run_written(struct office *o)
{
	struct acting *office = office_as(o, "vidu.thuongtruc");
	const char *pham = num(o, person_named(o, "Tẩn Mùi Phạm"));
	struct rows rows;
	WANT(o, RC_INVALID,
	     run_op(office, "deed.add", "person_id", pham, "kind", "sudden", "title", "Dập lửa", "year",
	            "2026", "scope", "office", NULL));
	WANT(o, RC_INVALID,
	     run_op(office, "deed.add", "person_id", pham, "kind", "sudden", "title", "Dập lửa", "year",
	            "2026", "on", "24/11/2026", "scope", "office", NULL));
	WANT(o, RC_INVALID,
	     run_op(office, "deed.add", "person_id", pham, "kind", "sudden", "title", "Dập lửa", "year",
	            "2025", "on", "20/11/2026", "scope", "office", NULL));
	WANT(o, RC_OK,
	     run_op(office, "deed.add", "person_id", pham, "kind", "sudden", "title", "Dập lửa", "year",
	            "2026", "on", "20/11/2026", "effect", "Giữ 300 hồ sơ", "scope", "office", NULL));
	int64_t id = office->out.id;
	const char *n = num(o, id);
	assert_int_equal(deed(o, id).prompt_on.days, date_of(2026, 12, 5).days);
	WANT(o, RC_OK, list_op(office, &rows, "deed.sudden", NULL));
	bool there = false;
	for (int i = 0; i < rows.count; i++)
		there |= str_eqz(row_text(office, &rows, i, "title"), "Dập lửa") &&
		         str_eqz(row_text(office, &rows, i, "effect"), "Giữ 300 hồ sơ");
	assert_true(there);
	/* It keeps its day: neither emptied, nor of that kind without one. */
	WANT(o, RC_INVALID,
	     run_op(office, "deed.edit", "id", n, "kind", "sudden", "title", "Dập lửa", "year", "2026",
	            "on", "", "scope", "office", NULL));
	assert_non_null(strstr(o->f->err.message, "Xin ghi ngày lập thành tích"));
	assert_int_equal(deed(o, id).prompt_on.days, date_of(2026, 12, 5).days);
	WANT(o, RC_OK,
	     run_op(office, "deed.add", "person_id", pham, "kind", "many", "title", "Việc tốt", "year",
	            "2026", "scope", "office", NULL));
	WANT(o, RC_INVALID,
	     run_op(office, "deed.edit", "id", num(o, office->out.id), "kind", "sudden", "title",
	            "Việc tốt", "year", "2026", "scope", "office", NULL));
	/* Another day, another clock; of another kind none. */
	WANT(o, RC_OK,
	     run_op(office, "deed.edit", "id", n, "kind", "sudden", "title", "Dập lửa", "year", "2026",
	            "on", "10/11/2026", "scope", "office", NULL));
	assert_int_equal(deed(o, id).prompt_on.days, date_of(2026, 11, 25).days);
	WANT(o, RC_OK,
	     run_op(office, "deed.edit", "id", n, "kind", "campaign", "title", "Dập lửa", "year",
	            "2026", "on", "10/11/2026", "scope", "office", NULL));
	assert_true(date_is_none(deed(o, id).prompt_on));
}

static void a_sudden_achievement_that_the_office_writes_has_its_day(void **state)
{
	(void)state;
	office_each_engine(run_written);
}

static void run_from_task(struct office *o)
{
	struct acting *office = office_as(o, "vidu.thuongtruc"),
				  *head = office_as(o, "vidu.truongphong"), *member = office_as(o, "vidu.canbo");
	WANT(o, RC_OK,
	     run_op(office, "task.create", "title", "Số hóa kho hồ sơ", "kind", "digital", "unit_id",
	            num(o, unit_named(o, TH)), "due", "30/11/2026", NULL));
	const char *task = num(o, office->out.id);
	WANT(o, RC_OK,
	     run_op(head, "task.assign", "id", task, "person_id",
	            num(o, person_named(o, "Tẩn Mùi Phạm")), NULL));
	/* Only from a task that is done, once. */
	WANT(o, RC_CONFLICT,
	     run_op(member, "deed.from_task", "id", task, "kind", "campaign", "title", "Số hóa kho",
	            "on", "20/11/2026", "effect", "12.000 hồ sơ", "scope", "office", NULL));
	WANT(o, RC_OK,
	     run_op(member, "task.done", "id", task, "note", "Đã xong việc này", "without", "1", NULL));
	WANT(o, RC_OK,
	     run_op(member, "deed.from_task", "id", task, "kind", "campaign", "title", "Số hóa kho",
	            "on", "20/11/2026", "effect", "12.000 hồ sơ", "scope", "office", NULL));
	assert_int_equal(deed(o, member->out.id).person_id, person_named(o, "Tẩn Mùi Phạm"));
	WANT(o, RC_CONFLICT,
	     run_op(head, "deed.from_task", "id", task, "kind", "campaign", "title", "Lần nữa", "on",
	            "20/11/2026", "effect", "12.000 hồ sơ", "scope", "office", NULL));
}

static void a_finished_task_becomes_an_achievement_once(void **state)
{
	(void)state;
	office_each_engine(run_from_task);
}

/* --- likeness ------------------------------------------------------------------------------ */

/* clang-format off */
#define LONG_TEXT \
	"Hiện nay việc theo dõi văn bản chỉ đạo được làm bằng sổ giấy ở " \
	"từng phòng nên chậm và hay sót. Giải pháp là lập một bảng chung, " \
	"mỗi văn bản một dòng, có hạn và người chịu trách nhiệm, nhắc " \
	"trước ba ngày, tổng hợp hằng tuần cho lãnh đạo trong một trang."
/* clang-format on */

static void texts_are_alike_by_their_words(void **state)
{
	struct arena mem;
	(void)state;
	arena_init(&mem);
	assert_int_equal(initiative_likeness(&mem, STR(LONG_TEXT), STR(LONG_TEXT)), 100);
	/* Marks and capitals aside; a copy within a longer text; other words. */
	assert_int_equal(
		initiative_likeness(&mem, STR("MỘT HAI BA bốn năm"), STR("mot hai ba bon nam")), 100);
	assert_int_equal(
		initiative_likeness(&mem, STR(LONG_TEXT), STR("Trước hết. " LONG_TEXT " Sau hết.")), 100);
	assert_true(initiative_likeness(&mem, STR(LONG_TEXT),
	                                STR("Trồng hoa ở sân cơ quan và tưới nước mỗi sáng sớm")) == 0);
	assert_int_equal(initiative_likeness(&mem, STR(""), STR(LONG_TEXT)), 0);
	arena_release(&mem);
}

static int64_t draft(struct office *o, struct acting *a, const char *title, const char *text)
{
	WANT(o, RC_OK,
	     run_op(a, "initiative.draft", "kind", "initiative", "title", title, "text", text, "effect",
	            "Rút ngắn 2 ngày mỗi văn bản", "applied", "Phòng Tổng hợp, từ tháng 3/2026",
	            "share", "100", NULL));
	return a->out.id;
}

static struct sql_initiative_text text_of(struct office *o, int64_t id)
{
	struct sql_initiative_text i;
	WANT(o, RC_OK, sql_initiative_text(o->f->db, &o->f->mem, id, &i));
	return i;
}

struct giving {
	struct db *db;
	int64_t person, unit;
};

static enum rc give_tx(void *arg)
{
	struct giving *g = arg;
	int64_t id;
	return sql_grant_add(g->db, g->person, STR("council"), g->unit, STR("Thử"), date_of(2019, 1, 1),
	                     DATE_OPEN, &id);
}

static bool home_says(struct acting *a, const char *text)
{
	struct buf b;
	if (run_op(a, "home.mine", NULL) != RC_OK)
		fail_msg("no list of things to do");
	buf_init(&b, 4 << 20);
	op_find(STR("home.mine"))->page(&b, &a->c, a->out.data);
	bool found = memmem(b.p, b.n, text, strlen(text)) != NULL;
	buf_release(&b);
	return found;
}

/* A council of five, one of them an author; a meeting of today with it on the agenda. */
static const char *sits(struct office *o, const char *initiative)
{
	static const struct {
		const char *name, *role;
	} seats[] = {{"Hoàng Quốc Bảo", "chair"},
	             {"Đỗ Minh Đức", "deputy"},
	             {"Nguyễn Thị Hạnh", "secretary"},
	             {"Giàng Thị Dua", "member"},
	             {"Vũ Thị Lan Phương", "member"}};
	struct acting *office = office_as(o, "vidu.thuongtruc"),
				  *council = office_as(o, "vidu.hoidong");
	const char *top = num(o, unit_named(o, "Văn phòng Ủy ban nhân dân tỉnh Lào Cai"));
	struct rows rows;
	/* The example's own council goes, and with it the seat in it. */
	WANT(o, RC_OK, list_op(office, &rows, "council.list", "kind", "initiative", NULL));
	const char *old = num(o, row_int(&rows, 0, "id"));
	WANT(o, RC_OK, list_op(office, &rows, "meeting.list", "council", old, NULL));
	WANT(o, RC_OK,
	     run_op(office, "meeting.cancel", "id", num(o, row_int(&rows, 0, "id")), "reason",
	            "Hội đồng mới", NULL));
	assert_true(home_says(council, "Chờ chấm"));
	WANT(o, RC_OK, run_op(office, "council.end", "id", old, "on", "22/11/2026", NULL));
	assert_false(home_says(council, "Chờ chấm")); /* who has no seat has nothing to score */
	WANT(o, RC_DENIED,
	     run_op(council, "initiative.score", "id", initiative, "novelty", "30", "worth", "30",
	            "reach", "15", "agrees", "1", NULL));
	const char *made[2];
	for (int k = 0; k < 2; k++) {
		WANT(o, RC_OK,
		     run_op(office, "council.create", "kind", k ? "initiative" : "award", "unit_id", top,
		            "name", "Hội đồng thử", "sign", "9/QĐ-VP", "dated", "15/01/2026", "rank",
		            "office", "quorum", "2/3", "counting", "all", "lower_rule", "own", NULL));
		const char *id = num(o, office->out.id);
		for (int i = 0; i < COUNT(seats); i++)
			WANT(o, RC_OK,
			     run_op(office, "council_member.add", "council_id", id, "person_id",
			            num(o, person_named(o, seats[i].name)), "role", seats[i].role, "from",
			            "01/02/2026", NULL));
		WANT(o, RC_OK,
		     run_op(office, "meeting.create", "council_id", id, "title", "Phiên thử", "mode",
		            "room", "held_on", "23/11/2026", NULL));
		made[k] = num(o, office->out.id);
	}
	/* Only onto the agenda of such a council; its authors are out of it. */
	WANT(o, RC_CONFLICT, run_op(office, "meeting.initiatives", "id", made[0], NULL));
	WANT(o, RC_OK, run_op(office, "meeting.initiatives", "id", made[1], NULL));
	WANT(o, RC_CONFLICT, run_op(office, "meeting.initiatives", "id", made[1], NULL));
	WANT(o, RC_OK, run_op(office, "meeting.invite", "id", made[1], NULL));
	return made[1];
}

static enum rc concludes(struct office *o, const char *initiative, const char *meeting,
                         const char *result)
{
	return run_op(office_as(o, "vidu.thuongtruc"), "initiative.conclude", "id", initiative,
	              "result", result, "meeting_id", meeting, "reason", "Biên bản 01", NULL);
}

static void scores(struct office *o, const char *who, const char *initiative, const char *agrees)
{
	WANT(o, RC_OK,
	     run_op(office_as(o, who), "initiative.score", "id", initiative, "novelty", "30", "worth",
	            "30", "reach", "15", "agrees", agrees, NULL));
}

static int64_t sheets(struct office *o, int64_t initiative)
{
	struct sql_initiative_score_sum s;
	WANT(o, RC_OK, sql_initiative_score_sum(o->f->db, &o->f->mem, initiative, &s));
	return s.n;
}

/* In a meeting that is held, by as many sheets as its quorum, as most of them say. */
static void concluded(struct office *o, const char *n, const char *meeting)
{
	struct acting *office = office_as(o, "vidu.thuongtruc");
	struct sql_paper_get paper;
	WANT(o, RC_INVALID, concludes(o, n, meeting, "yes")); /* not opened */
	WANT(o, RC_OK, run_op(office, "meeting.roll", "id", meeting, "state", "room", NULL));
	WANT(o, RC_OK, run_op(office, "meeting.open", "id", meeting, NULL));
	WANT(o, RC_CONFLICT, concludes(o, n, meeting, "yes")); /* one sheet of five */
	/* An author among the members does not score, nor who is in no such council. */
	WANT(o, RC_DENIED,
	     run_op(office_as(o, "vidu.daumoi"), "initiative.score", "id", n, "novelty", "30", "worth",
	            "30", "reach", "15", "agrees", "1", NULL));
	/* Nor who is out of it, as long as that is not decided otherwise. */
	struct rows items;
	WANT(o, RC_OK, list_op(office, &items, "meeting_item.list", "meeting", meeting, NULL));
	int at = 0;
	while (at < items.count && !str_eqz(row_text(office, &items, at, "title"),
	                                    "Sáng kiến: Bảng theo dõi văn bản chỉ đạo"))
		at++;
	assert_true(at < items.count);
	WANT(o, RC_OK,
	     run_op(office, "recusal.propose", "id", num(o, row_int(&items, at, "id")), "person_id",
	            num(o, person_named(o, "Hoàng Quốc Bảo")), "why", "other", "note", "Đã cùng làm",
	            NULL));
	int64_t recusal = office->out.id;
	WANT(o, RC_DENIED,
	     run_op(office_as(o, "vidu.chanhvp"), "initiative.score", "id", n, "novelty", "30", "worth",
	            "30", "reach", "15", "agrees", "1", NULL));
	WANT(o, RC_CONFLICT, concludes(o, n, meeting, "yes"));
	WANT(o, RC_OK, run_op(office, "recusal.decide", "id", num(o, recusal), "state", "kept", NULL));
	scores(o, "vidu.chanhvp", n, "1");
	scores(o, "vidu.thuongtruc", n, "0");
	WANT(o, RC_CONFLICT, concludes(o, n, meeting, "yes")); /* three, and four are needed */
	struct acting *last = ready_account(o, "Vũ Thị Lan Phương", "phuong.vu");
	struct giving g = {.db = office->c.db,
	                   .person = last->c.who.person_id,
	                   .unit = unit_named(o, "Văn phòng Ủy ban nhân dân tỉnh Lào Cai")};
	WANT(o, RC_OK, db_tx(g.db, DB_WRITE, give_tx, &g));
	scores(o, "phuong.vu", n, "0");
	WANT(o, RC_INVALID, concludes(o, n, meeting, "yes")); /* two of four are not most of them */
	scores(o, "phuong.vu", n, "1");
	WANT(o, RC_INVALID, concludes(o, n, meeting, "no"));
	WANT(o, RC_OK, concludes(o, n, meeting, "yes"));
	WANT(o, RC_OK, run_op(office, "meeting.minutes", "id", meeting, NULL));
	WANT(o, RC_OK, sql_paper_get(office->c.db, office->c.mem, office->out.id, &paper));
	assert_non_null(memmem(paper.data.p, paper.data.n, "3/4 phiếu chấm", strlen("3/4 phiếu chấm")));
	/* The others of its agenda are concluded or taken off it first. */
	WANT(o, RC_CONFLICT,
	     run_op(office, "meeting.close", "id", meeting, "result", "Đề nghị công nhận", NULL));
	assert_non_null(strstr(office->c.err->message, "/initiative/conclude?id="));
	WANT(o, RC_OK, list_op(office, &items, "meeting_item.list", "meeting", meeting, NULL));
	for (int i = 0; i < items.count; i++)
		if (str_eqz(row_text(office, &items, i, "state"), "open"))
			WANT(o, RC_OK,
			     run_op(office, "meeting_item.remove", "id", num(o, row_int(&items, i, "id")),
			            NULL));
	WANT(o, RC_OK,
	     run_op(office, "meeting.close", "id", meeting, "result", "Đề nghị công nhận", NULL));
}

static void recognised(struct office *o, const char *n)
{
	struct acting *office = office_as(o, "vidu.thuongtruc");
	WANT(o, RC_OK,
	     run_op(office, "initiative.recognise", "id", n, "scope", "office", "sign", "12/QĐ-VP",
	            "dated", "23/11/2026", "issuer", "Văn phòng", NULL));
	/* Upward: asked once, granted by the recognition of that scope. */
	WANT(o, RC_OK,
	     run_op(office, "initiative.ask_up", "id", n, "scope", "province", "sign", "15/VP-TĐ",
	            "dated", "23/11/2026", NULL));
	WANT(o, RC_INVALID,
	     run_op(office, "initiative.ask_up", "id", n, "scope", "province", "sign", "16/VP-TĐ",
	            "dated", "23/11/2026", NULL));
	WANT(o, RC_OK,
	     run_op(office, "initiative.recognise", "id", n, "scope", "province", "sign", "99/QĐ-UBND",
	            "dated", "23/11/2026", "issuer", "UBND tỉnh", NULL));
	assert_int_equal(
		list_count(office, "initiative.asks", "initiative", n, "state", "granted", NULL), 1);
}

static void run_initiative(struct office *o)
{
	struct acting *member = office_as(o, "vidu.canbo"), *clerk = office_as(o, "vidu.daumoi"),
				  *office = office_as(o, "vidu.thuongtruc"),
				  *council = office_as(o, "vidu.hoidong"), *head = office_as(o, "vidu.truongphong");
	int64_t first = draft(o, member, "Bảng theo dõi văn bản chỉ đạo", LONG_TEXT);
	const char *n = num(o, first);
	/* A draft is its authors' alone, and saved as often as one likes. */
	int before = list_count(head, "initiative.list", NULL);
	WANT(o, RC_NOTFOUND, run_op(clerk, "initiative.file", "id", n, NULL));
	WANT(o, RC_INVALID,
	     run_op(member, "initiative.write", "id", n, "kind", "initiative", "title", "Tên", "share",
	            "90", NULL));
	WANT(o, RC_OK,
	     run_op(member, "initiative.write", "id", n, "kind", "initiative", "title",
	            "Bảng theo dõi văn bản chỉ đạo", "text", "Ngắn", "share", "60",
	            "others.0.person_id", num(o, person_named(o, "Giàng Thị Dua")), "others.0.share",
	            "40", NULL));
	WANT(o, RC_CONFLICT, run_op(member, "initiative.file", "id", n, NULL)); /* too short */
	WANT(o, RC_OK,
	     run_op(clerk, "initiative.write", "id", n, "kind", "initiative", "title",
	            "Bảng theo dõi văn bản chỉ đạo", "text", LONG_TEXT, "effect", "Rút ngắn 2 ngày",
	            "applied", "Phòng Tổng hợp", "share", "40", "others.0.person_id",
	            num(o, person_named(o, "Tẩn Mùi Phạm")), "others.0.share", "60", NULL));
	WANT(o, RC_OK, run_op(member, "initiative.file", "id", n, NULL));
	assert_int_equal(list_count(head, "initiative.list", NULL), before + 1);
	assert_int_equal(text_of(o, first).due_on.days, date_of(2026, 12, 23).days);
	WANT(o, RC_OK, run_op(member, "initiative.take_back", "id", n, NULL));
	WANT(o, RC_OK, run_op(member, "initiative.file", "id", n, NULL));
	/* The same again, with some other words around it: the original is shown. */
	int64_t copy = draft(o, head, "Cách theo dõi văn bản", "Thưa hội đồng. " LONG_TEXT " Xin hết.");
	WANT(o, RC_OK, run_op(head, "initiative.file", "id", num(o, copy), NULL));
	struct rows rows;
	WANT(o, RC_OK, list_op(office, &rows, "initiative.matches", "initiative", num(o, copy), NULL));
	bool found = false;
	for (int i = 0; i < rows.count; i++)
		found =
			found || (row_int(&rows, i, "other_id") == first && row_int(&rows, i, "percent") >= 90);
	assert_true(found);
	for (int i = 0; i < rows.count; i++)
		assert_true(row_int(&rows, i, "percent") >= 30);
	WANT(o, RC_OK,
	     run_op(office, "initiative.send_back", "id", num(o, copy), "reason",
	            "Trùng với bản đã nộp", NULL));
	/* Scored by the council once accepted; not by the authors, not before. */
	WANT(o, RC_CONFLICT,
	     run_op(council, "initiative.score", "id", n, "novelty", "30", "worth", "30", "reach", "15",
	            "agrees", "1", NULL));
	WANT(o, RC_OK, run_op(office, "initiative.accept", "id", n, NULL));
	WANT(o, RC_CONFLICT, run_op(member, "initiative.take_back", "id", n, NULL));
	/* Recognised when its council has said so, not before. */
	WANT(o, RC_CONFLICT,
	     run_op(office, "initiative.recognise", "id", n, "scope", "office", "sign", "12/QĐ-VP",
	            "dated", "23/11/2026", "issuer", "Văn phòng", NULL));
	const char *meeting = sits(o, n);
	WANT(o, RC_CONFLICT,
	     run_op(office, "initiative.conclude", "id", n, "result", "yes", "meeting_id", meeting,
	            "reason", "Biên bản 01", NULL));
	WANT(o, RC_INVALID,
	     run_op(council, "initiative.score", "id", n, "novelty", "41", "worth", "30", "reach", "15",
	            NULL));
	for (int i = 0; i < 2; i++) /* a sheet may be changed: it stays one */
		WANT(o, RC_OK,
		     run_op(council, "initiative.score", "id", n, "novelty", i ? "35" : "30", "worth", "30",
		            "reach", "15", "agrees", "1", NULL));
	assert_int_equal(sheets(o, first), 1);
	/* Nobody is led by it while others score. */
	assert_int_equal(list_count(office, "initiative.scores", "initiative", n, NULL), 0);
	/* Sent back and accepted anew, it is another text: no sheet of before counts. */
	WANT(o, RC_OK,
	     run_op(office, "initiative.send_back", "id", n, "reason", "Viết rõ hiệu quả", NULL));
	assert_int_equal(sheets(o, first), 0);
	WANT(o, RC_OK, run_op(member, "initiative.file", "id", n, NULL));
	WANT(o, RC_OK, run_op(office, "initiative.accept", "id", n, NULL));
	scores(o, "vidu.hoidong", n, "1");
	concluded(o, n, meeting);
	assert_int_equal(list_count(office, "initiative.scores", "initiative", n, NULL), 4);
	recognised(o, n);
}

static void an_initiative_goes_from_draft_to_the_province(void **state)
{
	(void)state;
	office_each_engine(run_initiative);
}

/* Its unit is merged: the new one answers for it until it is concluded. */
static void run_merged(struct office *o)
{
	struct acting *admin = office_as(o, "vidu.quantri");
	int64_t id = draft(o, office_as(o, "vidu.canbo"), "Bảng nhắc việc", LONG_TEXT),
			into = unit_named(o, "Phòng Nội chính");
	enum rc rc = run_op(admin, "unit.merge", "from.0.unit", num(o, unit_named(o, TH)), "into",
	                    num(o, into), "on", "23/11/2026", "basis", "Quyết định thử số 1", NULL);
	if (rc == RC_OK && admin->out.approval_id != DB_NULL)
		rc = second_op(o, admin, "vidu.chanhvp");
	WANT(o, RC_OK, rc);
	assert_int_equal(text_of(o, id).unit_id, into);
}

static void an_initiative_of_a_merged_unit_goes_along(void **state)
{
	(void)state;
	office_each_engine(run_merged);
}

/* --- rating -------------------------------------------------------------------------------- */

/* Points count from 2026 on, in every form; a level above them is refused. */
static void points_count_from_2026(struct office *o)
{
	struct acting *head = office_as(o, "vidu.truongphong"),
				  *office = office_as(o, "vidu.thuongtruc");
	const char *th = num(o, unit_named(o, TH)), *pham = num(o, person_named(o, "Tẩn Mùi Phạm")),
			   *sinh = num(o, person_named(o, "Vàng A Sính"));
	office_ratings_settled(o, 2025, false);
	WANT(o, RC_INVALID,
	     run_op(head, "rating.enter", "id", th, "year", "2025", "quarter", "4",
	            "people.0.person_id", pham, "people.0.common", "28,5", "people.0.result", "62",
	            NULL));
	WANT(o, RC_INVALID,
	     run_op(office, "rating.add", "person_id", sinh, "year", "2026", "quarter", "4", "level",
	            "HTXSNV", "score", "89,99", NULL));
	assert_non_null(strstr(o->f->err.message, "335/2025"));
	WANT(o, RC_OK,
	     run_op(office, "rating.add", "person_id", sinh, "year", "2026", "quarter", "4", "level",
	            "HTXSNV", "score", "90", NULL));
	WANT(o, RC_INVALID,
	     run_op(office, "rating.edit", "id", num(o, office->out.id), "level", "HTXSNV", "score",
	            "70", NULL));
	WANT(o, RC_OK,
	     run_op(office, "rating.add", "person_id", sinh, "year", "2025", "quarter", "4", "level",
	            "HTXSNV", "score", "60", NULL));
}

static struct str fact_of(struct acting *a, const char *name)
{
	for (int i = 0; i < a->out.fact_count; i++)
		if (strcmp(a->out.facts[i].name, name) == 0)
			return a->out.facts[i].value;
	return STR("");
}

static bool in_fact(struct office *o, struct acting *a, const char *name, const char *word)
{
	return strstr(arena_strz(&o->f->mem, fact_of(a, name)), word) != NULL;
}

/* Points part the levels of people; a collective has its own rules. */
static void points_are_of_people(struct office *o)
{
	struct acting *office = office_as(o, "vidu.thuongtruc");
	const char *th = num(o, unit_named(o, TH));
	WANT(o, RC_OK,
	     run_op(office, "rating.add", "unit_id", th, "year", "2026", "quarter", "3", "level",
	            "HTXSNV", "score", "85", NULL));
	WANT(o, RC_OK,
	     run_op(office, "rating.edit", "id", num(o, office->out.id), "level", "HTXSNV", "score",
	            "80", NULL));
}

/* Before a year is made final the units are named whose people have no rating of it. */
static void lock_says_who_is_missing(struct office *o)
{
	struct acting *office = office_as(o, "vidu.thuongtruc");
	int64_t n;
	office->how.preview = true;
	WANT(o, RC_OK, run_op(office, "rating.lock", "year", "2026", NULL));
	assert_true(in_fact(o, office, "owed_units", TH ": "));
	assert_true(in_fact(o, office, "owed", "người đang công tác"));
	struct str owed = fact_of(office, "owed");
	assert_true(str_int(str_cut(&owed, ' '), &n) && n > 3);
	WANT(o, RC_OK, run_op(office, "rating.lock", "year", "2026", NULL));
	assert_true(in_fact(o, office, "owed_units", TH ": "));
}

static void run_rating(struct office *o)
{
	struct acting *head = office_as(o, "vidu.truongphong"),
				  *office = office_as(o, "vidu.thuongtruc");
	const char *th = num(o, unit_named(o, TH)), *pham = num(o, person_named(o, "Tẩn Mùi Phạm")),
			   *dua = num(o, person_named(o, "Giàng Thị Dua")),
			   *pao = num(o, person_named(o, "Lù Seo Páo")),
			   *sinh = num(o, person_named(o, "Vàng A Sính"));
	struct rows rows;
	/* Both parts or none, none above its maximum, no level above the points. */
	WANT(o, RC_INVALID,
	     run_op(head, "rating.enter", "id", th, "year", "2026", "quarter", "4",
	            "people.0.person_id", pham, "people.0.common", "28", NULL));
	WANT(o, RC_INVALID,
	     run_op(head, "rating.enter", "id", th, "year", "2026", "quarter", "4",
	            "people.0.person_id", pham, "people.0.common", "31", "people.0.result", "60",
	            NULL));
	WANT(o, RC_INVALID,
	     run_op(head, "rating.enter", "id", th, "year", "2026", "quarter", "4",
	            "people.0.person_id", pham, "people.0.common", "20", "people.0.result", "60",
	            "people.0.level", "HTXSNV", NULL));
	/* Nobody rates themselves, nor somebody of another unit. */
	WANT(o, RC_INVALID,
	     run_op(head, "rating.enter", "id", th, "year", "2026", "quarter", "4",
	            "people.0.person_id", pao, "people.0.level", "HTTNV", NULL));
	WANT(o, RC_INVALID,
	     run_op(head, "rating.enter", "id", th, "year", "2026", "quarter", "4",
	            "people.0.person_id", sinh, "people.0.level", "HTTNV", NULL));
	/* One level for the rest, two by their points. */
	WANT(o, RC_OK,
	     run_op(head, "rating.enter", "id", th, "year", "2026", "quarter", "4", "rest", "HTTNV",
	            "people.0.person_id", pham, "people.0.common", "28,5", "people.0.result", "62",
	            "people.1.person_id", dua, "people.2.person_id", pao, NULL));
	WANT(o, RC_OK, list_op(office, &rows, "rating.list", "person", pham, "year", "2026", NULL));
	bool found = false;
	for (int i = 0; i < rows.count; i++)
		if (row_int(&rows, i, "quarter") == 4) {
			found = true;
			assert_true(str_eqz(row_text(office, &rows, i, "level"), "HTXSNV"));
			assert_true(str_eqz(row_text(office, &rows, i, "score"), "90,5"));
		}
	assert_true(found);
	/* One outstanding of two who did well: the cap is none, and it is said. */
	WANT(o, RC_OK, run_op(office, "rating.cap", "id", th, "year", "2026", "quarter", "4", NULL));
	const char *over = NULL;
	for (int i = 0; i < office->out.fact_count; i++)
		if (strcmp(office->out.facts[i].name, "over") == 0)
			over = arena_strz(&o->f->mem, office->out.facts[i].value);
	assert_non_null(over);
	bool high = false;
	for (int i = 0; i < office->out.fact_count; i++)
		high |= strcmp(office->out.facts[i].name, "cap") == 0 &&
		        strstr(arena_strz(&o->f->mem, office->out.facts[i].value), "335/2025");
	assert_true(high);
	/* Of what nobody confirmed it is said, and no brackets are empty. */
	assert_true(in_fact(o, office, "cap", "chưa xác nhận: Cách tính của Nghị định 335"));
	points_are_of_people(o);
	points_count_from_2026(o);
	/* Entered again: changed, not doubled; a year that is final stays as it is, its quarters go on.
	 */
	WANT(o, RC_OK,
	     run_op(head, "rating.enter", "id", th, "year", "2026", "quarter", "4",
	            "people.0.person_id", pham, "people.0.level", "HTNV", NULL));
	lock_says_who_is_missing(o);
	WANT(o, RC_INVALID,
	     run_op(head, "rating.enter", "id", th, "year", "2026", "quarter", "0",
	            "people.0.person_id", pham, "people.0.level", "HTTNV", NULL));
	WANT(o, RC_OK,
	     run_op(head, "rating.enter", "id", th, "year", "2026", "quarter", "4",
	            "people.0.person_id", pham, "people.0.level", "HTTNV", NULL));
}

/* What the form offers at that moment, and whether another year is asked for. */
static void offered(struct office *o, int64_t now_ms, const char *asked, const char *year,
                    const char *quarter)
{
	o->now_ms = now_ms;
	struct acting *head = office_as(o, "vidu.truongphong");
	struct values v;
	values_init(&v, &o->f->mem);
	WANT(o, RC_OK, values_add(&v, STR("id"), str_of(num(o, unit_named(o, TH))), &o->f->err));
	if (asked)
		WANT(o, RC_OK, values_add(&v, STR("year"), str_of(asked), &o->f->err));
	WANT(o, RC_OK, op_find(STR("rating.enter"))->fill(&head->c, &v));
	assert_true(str_eqz(values_text(&v, "year"), year));
	assert_true(str_eqz(values_text(&v, "quarter"), quarter));
}

static void run_quarters(struct office *o)
{
	int64_t new_year = date_start_ms(date_of(2027, 1, 1));
	offered(o, new_year - 1000, NULL, "2026", "3");
	offered(o, new_year, NULL, "2026", "4");
	offered(o, new_year + 1000, "2027", "2027", "0");
	offered(o, date_start_ms(date_of(2027, 4, 1)) - 1000, NULL, "2026", "4");
	offered(o, date_start_ms(date_of(2027, 4, 1)), NULL, "2027", "1");
	offered(o, date_start_ms(date_of(2027, 4, 1)), "2026", "2026", "0");
	/* The cap is looked at for the same time. */
	o->now_ms = new_year + 1000;
	struct acting *office = office_as(o, "vidu.thuongtruc");
	WANT(o, RC_OK, run_op(office, "rating.cap", "id", num(o, unit_named(o, TH)), NULL));
	assert_non_null(strstr(arena_strz(&o->f->mem, office->out.say), "Quý IV năm 2026"));
}

static void in_january_the_last_quarter_of_the_old_year_is_rated(void **state)
{
	(void)state;
	office_each_engine(run_quarters);
}

static void a_whole_unit_is_rated_at_once_within_the_cap(void **state)
{
	(void)state;
	office_each_engine(run_rating);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(achievements_are_confirmed_by_others_and_sudden_ones_have_a_day),
		cmocka_unit_test(a_sudden_achievement_that_the_office_writes_has_its_day),
		cmocka_unit_test(a_finished_task_becomes_an_achievement_once),
		cmocka_unit_test(texts_are_alike_by_their_words),
		cmocka_unit_test(an_initiative_goes_from_draft_to_the_province),
		cmocka_unit_test(an_initiative_of_a_merged_unit_goes_along),
		cmocka_unit_test(a_whole_unit_is_rated_at_once_within_the_cap),
		cmocka_unit_test(in_january_the_last_quarter_of_the_old_year_is_rated),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

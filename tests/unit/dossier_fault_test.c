/*
 * What goes wrong around a dossier, on both engines: two people at the same moment, people and
 * units that move, the end of the year, ratings that are open, reports that were sent, a vote for
 * less.
 */
#include "office_fixture.h"

#include "app/dossier/dossier.h"
#include "db/sql_dossier.h"
#include "db/sql_paper.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <inttypes.h>
#include <pthread.h>

#define TOP "Văn phòng Ủy ban nhân dân tỉnh Lào Cai"
#define TH "Phòng Tổng hợp"
#define NC "Phòng Nội chính"
#define PHAM "Tẩn Mùi Phạm"
#define DUA "Giàng Thị Dua"

static int64_t new_round(struct office *o, const char *year, const char *due)
{
	struct acting *a = office_as(o, "vidu.thuongtruc");
	WANT(o, RC_OK,
	     run_op(a, "award_round.open", "title", "Đợt thử", "type", "merit", "year", year, "unit_id",
	            num(o, unit_named(o, TOP)), "due", due, NULL));
	return a->out.id;
}

static int64_t begin(struct office *o, int64_t round)
{
	struct acting *a = office_as(o, "vidu.daumoi");
	WANT(o, RC_OK,
	     run_op(a, "dossier.new", "round_id", num(o, round), "unit_id", num(o, unit_named(o, TH)),
	            "title", "Hồ sơ thử", NULL));
	return a->out.id;
}

static int64_t propose(struct office *o, int64_t dossier, const char *person, const char *code)
{
	struct acting *a = office_as(o, "vidu.daumoi");
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

/* The text of a page as its row draws it. */
static struct str page_of(struct acting *a, const char *op, const char *id)
{
	struct buf *b = arena_alloc(a->c.mem, sizeof *b);
	assert_int_equal(run_op(a, op, "id", id, NULL), RC_OK);
	buf_init(b, 4 << 20);
	arena_defer(a->c.mem, (void (*)(void *))buf_release, b);
	op_find(str_of(op))->page(b, &a->c, a->out.data);
	return buf_view(b);
}

static bool says(struct str page, const char *text)
{
	return memmem(page.p, page.n, text, strlen(text)) != NULL;
}

/* --- at the same moment ---------------------------------------------------------------------- */

/* One of two: an operation with its values, on a connection of its own. */
struct hand {
	struct office *o;
	struct acting *who;
	const char *op, *values[10];
	pthread_barrier_t *start;
	enum rc rc;
	char said[sizeof(((struct err *)0)->message)];
};

static void *act(void *arg)
{
	struct hand *h = arg;
	struct err e = {0};
	struct arena mem;
	struct values v;
	struct out out;
	struct field_errors errors = {0};
	struct gate_how how = {.versioned = true};
	struct db *db = db_fixture_connect(h->o->f, &e);
	struct ctx c = h->who->c;
	arena_init(&mem);
	c.db = db;
	c.err = &e;
	c.mem = &mem;
	values_init(&v, &mem);
	h->rc = RC_OK;
	for (int i = 0; h->values[i] && h->rc == RC_OK; i += 2)
		h->rc = values_add(&v, str_of(h->values[i]), str_of(h->values[i + 1]), &e);
	pthread_barrier_wait(h->start);
	if (h->rc == RC_OK)
		h->rc = gate_run(&c, op_find(str_of(h->op)), &v, &how, &errors, &out);
	snprintf(h->said, sizeof h->said, "%s", e.message);
	db_close(db);
	arena_release(&mem);
	return NULL;
}

static void both(struct hand *a, struct hand *b)
{
	pthread_barrier_t start;
	pthread_t threads[2];
	assert_int_equal(pthread_barrier_init(&start, NULL, 2), 0);
	a->start = b->start = &start;
	assert_int_equal(pthread_create(&threads[0], NULL, act, a), 0);
	assert_int_equal(pthread_create(&threads[1], NULL, act, b), 0);
	pthread_join(threads[0], NULL);
	pthread_join(threads[1], NULL);
	pthread_barrier_destroy(&start);
}

static void expect_one(struct hand *a, struct hand *b)
{
	struct hand *lost = a->rc == RC_OK ? b : a;
	if ((a->rc == RC_OK) == (b->rc == RC_OK))
		fail_msg("%s: %s; %s: %s", a->op, rc_word(a->rc), b->op, rc_word(b->rc));
	assert_int_equal(lost->rc, RC_CONFLICT);
	assert_true(lost->said[0]);
}

static const char *version_of(struct office *o, const char *list, const char *filter,
                              const char *id)
{
	struct rows rows;
	WANT(o, RC_OK, list_op(office_as(o, "vidu.thuongtruc"), &rows, list, filter, id, NULL));
	return num(o, row_int(&rows, 0, "version"));
}

/* The clerk changes what the head sends: whichever comes first, the other hears of it. */
static void run_send_and_edit(struct office *o, int64_t round)
{
	int64_t id = begin(o, round);
	const char *d = num(o, id);
	propose(o, id, PHAM, "LDTT");
	const char *seen = version_of(o, "dossier.list", "round", num(o, round));
	struct hand head = {.o = o,
	                    .who = office_as(o, "vidu.truongphong"),
	                    .op = "dossier.send",
	                    .values = {"id", d, "_version", seen}},
				clerk = {.o = o,
	                     .who = office_as(o, "vidu.daumoi"),
	                     .op = "dossier.edit",
	                     .values = {"id", d, "_version", seen, "title", "Tên sửa", "basis", ""}};
	both(&head, &clerk);
	expect_one(&head, &clerk);
	assert_true(str_eqz(dossier(o, id).state, head.rc == RC_OK ? "sent" : "draft"));
	assert_true(str_eqz(dossier(o, id).title, head.rc == RC_OK ? "Hồ sơ thử" : "Tên sửa"));
}

/* Received and withdrawn: never both, and the steps tell which. */
static void run_receive_and_withdraw(struct office *o, int64_t round)
{
	int64_t id = begin(o, round);
	const char *d = num(o, id);
	propose(o, id, DUA, "LDTT");
	WANT(o, RC_OK, run_op(office_as(o, "vidu.truongphong"), "dossier.send", "id", d, NULL));
	struct hand head = {.o = o,
	                    .who = office_as(o, "vidu.truongphong"),
	                    .op = "dossier.withdraw",
	                    .values = {"id", d, "_version", "any", "reason", "còn thiếu người"}},
				office = {.o = o,
	                      .who = office_as(o, "vidu.thuongtruc"),
	                      .op = "dossier.receive",
	                      .values = {"id", d, "_version", "any"}};
	both(&head, &office);
	expect_one(&head, &office);
	assert_true(str_eqz(dossier(o, id).state, office.rc == RC_OK ? "received" : "withdrawn"));
	struct rows rows;
	WANT(o, RC_OK,
	     list_op(office_as(o, "vidu.thuongtruc"), &rows, "dossier.steps", "dossier", d, NULL));
	assert_true(str_eqz(row_text(office_as(o, "vidu.thuongtruc"), &rows, 0, "step"),
	                    office.rc == RC_OK ? "received" : "withdrawn"));
}

/* The same person for the same award by two units' dossiers at once. */
static void run_twice_at_once(struct office *o, int64_t round)
{
	int64_t one = begin(o, round), other = begin(o, round);
	const char *person = num(o, person_named(o, PHAM));
	struct hand h[2];
	for (int i = 0; i < 2; i++)
		h[i] = (struct hand){.o = o,
		                     .who = office_as(o, i ? "vidu.truongphong" : "vidu.daumoi"),
		                     .op = "nominee.add",
		                     .values = {"dossier_id", num(o, i ? other : one), "person_id", person,
		                                "code", "CSTDCS"}};
	both(&h[0], &h[1]);
	expect_one(&h[0], &h[1]);
	assert_non_null(strstr(h[0].rc == RC_OK ? h[1].said : h[0].said, "đã được đề nghị ở hồ sơ"));
}

static void run_moment(struct office *o)
{
	int64_t round = new_round(o, "2026", "30/11/2026");
	run_send_and_edit(o, round);
	run_receive_and_withdraw(o, round);
	run_twice_at_once(o, round);
}

static void at_the_same_moment_one_wins_and_the_other_hears(void **state)
{
	(void)state;
	office_each_engine(run_moment);
}

/* --- a report that two write ----------------------------------------------------------------- */

static int64_t report_of(struct office *o, int64_t n)
{
	struct acting *clerk = office_as(o, "vidu.daumoi");
	WANT(o, RC_OK, run_op(clerk, "nominee.report", "id", num(o, n), NULL));
	return nominee(o, n).paper_id;
}

static struct sql_paper_get paper(struct office *o, int64_t id)
{
	struct sql_paper_get p;
	WANT(o, RC_OK, sql_paper_get(o->f->db, &o->f->mem, id, &p));
	return p;
}

static void run_report(struct office *o)
{
	struct acting *clerk = office_as(o, "vidu.daumoi"), *member = office_as(o, "vidu.canbo"),
				  *head = office_as(o, "vidu.truongphong"),
				  *office = office_as(o, "vidu.thuongtruc");
	int64_t id = begin(o, new_round(o, "2026", "30/11/2026")), n = propose(o, id, PHAM, "LDTT");
	const char *d = num(o, id);
	int told = list_count(member, "notice.list", NULL);
	int64_t report = report_of(o, n);
	const char *p = num(o, report);
	/* It is theirs: they hear of it and write it; of the draft they see nothing else. */
	assert_int_equal(list_count(member, "notice.list", NULL), told + 1);
	assert_int_equal(list_count(member, "nominee.mine", NULL), 0);
	WANT(o, RC_OK,
	     run_op(member, "writing.edit", "id", p, "values.0.name", "origin", "values.0.text",
	            "Xã Bát Xát", NULL));
	/* What is typed is kept for the writer, is no version, and is told to the other. */
	int64_t version = paper(o, report).version;
	WANT(o, RC_OK,
	     run_op(member, "writing.keep", "id", p, "base", num(o, version), "values.0.name", "home",
	            "values.0.text", "Tổ 7 phường Lào Cai", NULL));
	assert_int_equal(paper(o, report).version, version);
	assert_null(strstr(arena_strz(&o->f->mem, paper(o, report).data), "Tổ 7"));
	WANT(o, RC_OK,
	     run_op(clerk, "writing.keep", "id", p, "base", num(o, version), "values.0.name", "duty",
	            "values.0.text", "Tổng hợp", NULL));
	assert_non_null(strstr(arena_strz(&o->f->mem, clerk->out.say), PHAM));
	/* Saved by the one, the other's is told to stand on what was. */
	WANT(o, RC_OK,
	     run_op(clerk, "writing.edit", "id", p, "values.0.name", "duty", "values.0.text",
	            "Tổng hợp", NULL));
	WANT(o, RC_OK,
	     run_op(member, "writing.keep", "id", p, "base", num(o, version), "values.0.name", "home",
	            "values.0.text", "Tổ 7 phường Lào Cai", NULL));
	assert_non_null(strstr(arena_strz(&o->f->mem, member->out.say), "vừa lưu bản mới"));
	/* Sent, it stands; asked to be corrected, just it opens; a finished one is made anew. */
	WANT(o, RC_OK,
	     run_op(member, "writing.finish", "id", p, "reason", "phần còn lại ghi tay", NULL));
	WANT(o, RC_OK, run_op(head, "dossier.send", "id", d, NULL));
	WANT(o, RC_OK, run_op(office, "dossier.receive", "id", d, NULL));
	WANT(o, RC_OK, run_op(clerk, "writing.again", "id", p, NULL));
	assert_int_equal(nominee(o, n).paper_id, report);
	WANT(o, RC_OK,
	     run_op(office, "nominee.correct", "id", num(o, n), "field", "report", "asks",
	            "Thiếu số liệu", "due", "27/11/2026", NULL));
	WANT(o, RC_OK, run_op(clerk, "writing.again", "id", p, NULL));
	int64_t second = nominee(o, n).paper_id;
	assert_int_equal(second, clerk->out.id);
	WANT(o, RC_OK,
	     run_op(member, "writing.edit", "id", num(o, second), "values.0.name", "duty",
	            "values.0.text", "Tổng hợp, 320 hồ sơ", NULL));
	struct rows rows;
	WANT(o, RC_OK, list_op(office, &rows, "correction.list", "nominee", num(o, n), NULL));
	WANT(o, RC_OK,
	     run_op(clerk, "correction.make", "id", num(o, row_int(&rows, 0, "id")), "answer",
	            "Đã viết thêm", NULL));
	WANT(o, RC_CONFLICT,
	     run_op(member, "writing.edit", "id", num(o, second), "values.0.name", "duty",
	            "values.0.text", "Sau lưng hội đồng", NULL));
	assert_non_null(strstr(o->f->err.message, "đã gửi cùng hồ sơ"));
}

static void a_report_is_written_by_two_and_stands_once_it_is_sent(void **state)
{
	(void)state;
	office_each_engine(run_report);
}

/* --- moved in the middle --------------------------------------------------------------------- */

static void run_moved(struct office *o)
{
	int64_t round = new_round(o, "2026", "30/11/2026"), id = begin(o, round);
	int64_t n = propose(o, id, PHAM, "LDTT");
	struct acting *office = office_as(o, "vidu.thuongtruc");
	const char *person = num(o, person_named(o, PHAM));
	assert_false(says(page_of(office, "dossier.view", num(o, id)), "nay ở"));
	WANT(o, RC_OK,
	     run_op(office_as(o, "vidu.quantri"), "post.add", "person_id", person, "unit_id",
	            num(o, unit_named(o, NC)), "title", "Chuyên viên", "on", "23/11/2026", "basis",
	            "QĐ 12", NULL));
	/* The proposal goes on where it was made, it is seen where they are now, and not made twice. */
	assert_true(says(page_of(office, "dossier.view", num(o, id)), "nay ở " NC));
	WANT(o, RC_OK,
	     run_op(office, "dossier.enter", "round_id", num(o, round), "unit_id",
	            num(o, unit_named(o, NC)), "title", "Hồ sơ nơi mới", NULL));
	const char *other = num(o, office->out.id);
	WANT(o, RC_CONFLICT,
	     run_op(office, "nominee.add", "dossier_id", other, "person_id", person, "code", "LDTT",
	            NULL));
	assert_non_null(strstr(o->f->err.message, "Hồ sơ thử"));
	WANT(o, RC_OK,
	     run_op(office_as(o, "vidu.truongphong"), "dossier.send", "id", num(o, id), NULL));
	assert_int_equal(list_count(office_as(o, "vidu.canbo"), "nominee.mine", NULL), 1);
	/* Taken out, the new unit may propose them, and the old one may not any more. */
	WANT(o, RC_OK, run_op(office, "dossier.receive", "id", num(o, id), NULL));
	WANT(o, RC_OK,
	     run_op(office, "nominee.remove", "id", num(o, n), "reason", "xét ở nơi mới", NULL));
	WANT(o, RC_OK,
	     run_op(office, "nominee.add", "dossier_id", other, "person_id", person, "code", "LDTT",
	            NULL));
	WANT(o, RC_INVALID,
	     run_op(office_as(o, "vidu.daumoi"), "nominee.add", "dossier_id", num(o, begin(o, round)),
	            "person_id", person, "code", "GK", NULL));
}

static void who_moves_in_the_middle_is_proposed_once(void **state)
{
	(void)state;
	office_each_engine(run_moved);
}

/* --- a ranking, and less than was asked for -------------------------------------------------- */

static int64_t example_scoring(struct office *o)
{
	struct rows rows;
	WANT(o, RC_OK, list_op(office_as(o, "vidu.thuongtruc"), &rows, "scoring.list", NULL));
	assert_true(rows.count > 0);
	return row_int(&rows, 0, "id");
}

static void run_rank(struct office *o)
{
	struct acting *office = office_as(o, "vidu.thuongtruc");
	const char *scoring = num(o, example_scoring(o));
	WANT(o, RC_OK,
	     run_op(office, "dossier.enter", "unit_id", num(o, unit_named(o, TOP)), "type", "merit",
	            "year", "2025", "title", "Năm khác", NULL));
	WANT(o, RC_INVALID,
	     run_op(office, "dossier.rank", "id", num(o, office->out.id), "scoring_id", scoring,
	            "first", "1", "code", "TTLDXS", NULL));
	WANT(o, RC_OK,
	     run_op(office, "dossier.enter", "round_id", num(o, new_round(o, "2026", "30/11/2026")),
	            "unit_id", num(o, unit_named(o, TH)), "title", "Một phòng", NULL));
	/* Who is ranked but not below the unit that proposes is told, not left out silently. */
	WANT(o, RC_INVALID,
	     run_op(office, "dossier.rank", "id", num(o, office->out.id), "scoring_id", scoring,
	            "first", "3", "code", "TTLDXS", NULL));
	WANT(o, RC_OK,
	     run_op(office, "dossier.enter", "unit_id", num(o, unit_named(o, TOP)), "type", "merit",
	            "year", "2026", "title", "Khối các phòng", NULL));
	int64_t id = office->out.id;
	const char *d = num(o, id);
	WANT(o, RC_OK,
	     run_op(office, "dossier.rank", "id", d, "scoring_id", scoring, "first", "3", "code",
	            "TTLDXS", NULL));
	/* Only one sheet of the example is checked: nobody who is not scored is taken along. */
	assert_int_equal(list_count(office, "nominee.list", "dossier", d, NULL), 1);
	WANT(o, RC_INVALID,
	     run_op(office, "dossier.rank", "id", d, "scoring_id", scoring, "first", "3", "code",
	            "TTLDXS", NULL));
	/* Lowered: what was asked for stays, what was checked for the other award does not. */
	struct rows rows;
	WANT(o, RC_OK, list_op(office, &rows, "nominee.list", "dossier", d, NULL));
	int64_t n = row_int(&rows, 0, "id");
	WANT(o, RC_CONFLICT,
	     run_op(office, "nominee.lower", "id", num(o, n), "code", "TTLDTT", "reason",
	            "chưa gửi đã hạ", NULL));
	WANT(o, RC_OK, run_op(office, "dossier.send_for", "id", d, NULL));
	WANT(o, RC_OK, run_op(office, "dossier.receive", "id", d, NULL));
	assert_true(nominee(o, n).verdict_id != DB_NULL);
	WANT(o, RC_INVALID,
	     run_op(office, "nominee.lower", "id", num(o, n), "code", "LDTT", "reason",
	            "không dành cho tập thể", NULL));
	WANT(o, RC_OK,
	     run_op(office, "nominee.lower", "id", num(o, n), "code", "TTLDTT", "reason",
	            "theo kết quả chấm điểm", NULL));
	assert_true(str_eqz(nominee(o, n).code, "TTLDTT") &&
	            str_eqz(nominee(o, n).asked_code, "TTLDXS"));
	assert_int_equal(nominee(o, n).verdict_id, DB_NULL);
	assert_int_equal(list_count(office, "nominee.list", "dossier", d, "lowered", "yes", NULL), 1);
}

static void a_ranking_proposes_and_less_is_looked_at_anew(void **state)
{
	(void)state;
	office_each_engine(run_rank);
}

/* --- the last night of the year -------------------------------------------------------------- */

static bool late(struct office *o, int64_t id)
{
	struct rows rows;
	struct acting *a = office_as(o, "vidu.thuongtruc");
	WANT(o, RC_OK, list_op(a, &rows, "dossier.list", NULL));
	for (int i = 0; i < rows.count; i++)
		if (row_int(&rows, i, "id") == id)
			return row_int(&rows, i, "late") == 1;
	fail_msg("no dossier");
	return false;
}

static void run_midnight(struct office *o)
{
	int64_t round = new_round(o, "2026", "31/12/2026"), one = begin(o, round),
			two = begin(o, round);
	struct date last = date_of(2026, 12, 31);
	propose(o, one, PHAM, "LDTT");
	propose(o, two, DUA, "LDTT");
	/* A second before midnight in Lào Cai it is 17 o'clock of the same day elsewhere. */
	o->now_ms = date_start_ms(last) + 86400000 - 1000;
	WANT(o, RC_OK,
	     run_op(office_as(o, "vidu.truongphong"), "dossier.send", "id", num(o, one), NULL));
	assert_int_equal(dossier(o, one).sent_on.days, last.days);
	assert_false(late(o, one) || late(o, two));
	o->now_ms += 2000;
	WANT(o, RC_OK,
	     run_op(office_as(o, "vidu.truongphong"), "dossier.send", "id", num(o, two), NULL));
	assert_int_equal(dossier(o, two).sent_on.days, last.days + 1);
	assert_true(!late(o, one) && late(o, two));
	/* Received in the new year: the rules are of that day, the year in question stays. */
	WANT(o, RC_OK,
	     run_op(office_as(o, "vidu.thuongtruc"), "dossier.receive", "id", num(o, one), NULL));
	assert_int_equal(dossier(o, one).received_on.days, last.days + 1);
	assert_int_equal(dossier(o, one).year, 2026);
	WANT(o, RC_INVALID,
	     run_op(office_as(o, "vidu.thuongtruc"), "award_round.open", "title", "Đợt hôm qua", "type",
	            "merit", "year", "2026", "unit_id", num(o, unit_named(o, TOP)), "due", "31/12/2026",
	            NULL));
}

static void the_year_ends_at_midnight_in_lao_cai(void **state)
{
	(void)state;
	office_each_engine(run_midnight);
}

/* --- ratings before titles ------------------------------------------------------------------- */

/* What the page of a nominee says over its facts. */
static struct str above_of(struct acting *a, int64_t id)
{
	struct buf *b = arena_alloc(a->c.mem, sizeof *b);
	buf_init(b, 1 << 20);
	arena_defer(a->c.mem, (void (*)(void *))buf_release, b);
	op_find(STR("nominee.view"))->above(b, &a->c, &id);
	return buf_view(b);
}

/* Proposed for a Giấy khen of 2025, and eligible. */
static int64_t with_deed(struct office *o, int64_t dossier, const char *name)
{
	static const char *const matters[] = {"GUONG_MAU", "HOAN_THANH_TOT"};
	struct acting *office = office_as(o, "vidu.thuongtruc");
	const char *person = num(o, person_named(o, name));
	for (int i = 0; i < COUNT(matters); i++)
		WANT(o, RC_OK,
		     run_op(office, "attestation.add", "person_id", person, "year", "2025", "matter",
		            matters[i], "yes", "1", "basis", "Biên bản 5", NULL));
	WANT(o, RC_OK,
	     run_op(office, "deed.add", "person_id", person, "kind", "many", "title", "Nhiều việc tốt",
	            "year", "2025", "scope", "office", "sign", "7/GXN-VP", "dated", "01/12/2025",
	            "issuer", "Văn phòng", NULL));
	return propose(o, dossier, name, "GK");
}

static void run_ratings(struct office *o)
{
	struct acting *office = office_as(o, "vidu.thuongtruc"), *admin = office_as(o, "vidu.quantri");
	o->now_ms = date_start_ms(date_of(2026, 9, 15)) + 9 * 3600000;
	WANT(o, RC_OK,
	     run_op(admin, "person.create", "name", "Hà Thị Hạng", "gender", "nu", "cadre",
	            "civil_servant", "unit_id", num(o, unit_named(o, TH)), "post_title", "Chuyên viên",
	            "since", "01/06/2019", NULL));
	const char *person = num(o, admin->out.id);
	office = office_as(o, "vidu.thuongtruc");
	office_ratings_settled(o, 2025, false);
	WANT(o, RC_OK,
	     run_op(office, "rating.add", "person_id", person, "year", "2025", "level", "HTTNV", "sign",
	            "9/QĐ-VP", "dated", "10/12/2025", NULL));
	WANT(o, RC_OK,
	     run_op(office, "attestation.add", "person_id", person, "year", "2025", "matter", "TU_LUC",
	            "yes", "1", "basis", "Biên bản 5", NULL));
	WANT(o, RC_OK,
	     run_op(admin, "setting.set", "key", "dossier.appraise", "value", "0", "basis", "Thử",
	            NULL));
	int64_t id = begin(o, new_round(o, "2025", "30/11/2026"));
	WANT(o, RC_OK,
	     run_op(office_as(o, "vidu.daumoi"), "nominee.add", "dossier_id", num(o, id), "person_id",
	            person, "code", "LDTT", NULL));
	struct rows rows;
	WANT(o, RC_OK, list_op(office, &rows, "nominee.list", "dossier", num(o, id), NULL));
	int64_t n = row_int(&rows, 0, "id"), other = with_deed(o, id, DUA);
	WANT(o, RC_OK,
	     run_op(office_as(o, "vidu.truongphong"), "dossier.send", "id", num(o, id), NULL));
	WANT(o, RC_OK, run_op(office, "dossier.receive", "id", num(o, id), NULL));
	assert_true(says(page_of(office, "nominee.check", num(o, n)), "/rating/list?year=2025"));
	WANT(o, RC_CONFLICT, run_op(office, "nominee.clear", "id", num(o, n), NULL));
	/* Who does what, where it stands, and how to be only reminded; by the law of that year. */
	static const char *const words[] = {"Xếp loại năm 2025 chưa chốt",
	                                    "thường trực hoặc thủ trưởng", "\"Chốt xếp loại năm\"",
	                                    "90/2020/NĐ-CP", "dossier.locked_ratings bằng 0."};
	for (int i = 0; i < COUNT(words); i++)
		assert_non_null(strstr(o->f->err.message, words[i]));
	assert_null(strstr(o->f->err.message, "335/2025"));
	struct str note = above_of(office, n);
	assert_true(says(note, "Xếp loại năm 2025 chưa chốt") && says(note, "/rating/list?year=2025"));
	assert_int_equal(above_of(office_as(o, "vidu.daumoi"), n).n, 0);
	/* The title waits and is named; the other of the same dossier goes on. */
	office = office_as(o, "vidu.thuongtruc");
	WANT(o, RC_OK, run_op(office, "dossier.clear", "id", num(o, id), NULL));
	assert_true(office->out.fact_count == 1 &&
	            says(office->out.facts[0].value, "Hà Thị Hạng: Xếp loại năm 2025 chưa chốt") &&
	            !says(office->out.facts[0].value, DUA));
	assert_true(str_eqz(nominee(o, n).state, "proposed") &&
	            str_eqz(nominee(o, other).state, "cleared"));
	WANT(o, RC_OK, run_op(office, "rating.lock", "year", "2025", NULL));
	assert_false(says(page_of(office, "nominee.check", num(o, n)), "/rating/list?year=2025"));
	WANT(o, RC_OK, run_op(office, "nominee.clear", "id", num(o, n), NULL));
	/* A conclusion that stands is looked at again when something comes in later. */
	WANT(o, RC_OK, run_op(office, "nominee.recheck", "id", num(o, n), NULL));
	assert_true(str_eqz(nominee(o, n).state, "cleared") &&
	            str_eqz(nominee(o, n).verdict, "eligible"));
	/* An office that only wants to be reminded says so. */
	WANT(o, RC_OK,
	     run_op(office, "nominee.again", "id", num(o, n), "reason", "Xem lại lần nữa", NULL));
	office_ratings_settled(o, 2025, false);
	WANT(o, RC_CONFLICT, run_op(office, "nominee.clear", "id", num(o, n), NULL));
	WANT(o, RC_OK,
	     run_op(admin, "setting.set", "key", "dossier.locked_ratings", "value", "0", "basis",
	            "Quy chế", NULL));
	WANT(o, RC_OK, run_op(office, "nominee.clear", "id", num(o, n), NULL));
}

static void ratings_are_settled_before_titles(void **state)
{
	(void)state;
	office_each_engine(run_ratings);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(at_the_same_moment_one_wins_and_the_other_hears),
		cmocka_unit_test(a_report_is_written_by_two_and_stands_once_it_is_sent),
		cmocka_unit_test(who_moves_in_the_middle_is_proposed_once),
		cmocka_unit_test(a_ranking_proposes_and_less_is_looked_at_anew),
		cmocka_unit_test(the_year_ends_at_midnight_in_lao_cai),
		cmocka_unit_test(ratings_are_settled_before_titles),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * Papers drafted from objects, on both engines: what is stored stands in their data, what is not is
 * a gap; nothing goes in that a reader of the paper may not know.
 * THIDUA_GOLDEN=1 writes tests/golden/drafted anew.
 */
#include "council_fixture.h"

#include "db/sql_initiative.h"
#include "db/sql_paper.h"
#include "db/sql_registration.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The data of the paper that the last operation of `a` made. */
static const char *data_of(struct office *o, struct acting *a)
{
	struct sql_paper_get p;
	WANT(o, RC_OK, sql_paper_get(a->c.db, a->c.mem, a->out.id, &p));
	/* Number and day of signing at least; a ballot paper has none. */
	assert_int_equal(p.missing > 0, !str_eqz(p.kind, "phieu-bau"));
	return arena_strz(a->c.mem, p.data);
}

static void has(const char *data, const char *text)
{
	if (!strstr(data, text))
		fail_msg("no %s in %s", text, data);
}

static void like_golden(const char *name, const char *data)
{
	char path[600], want[20000] = "";
	snprintf(path, sizeof path, "%s/tests/golden/drafted/%s.json", TEST_SOURCE_ROOT, name);
	if (getenv("THIDUA_GOLDEN")) {
		FILE *f = fopen(path, "w");
		assert_non_null(f);
		fprintf(f, "%s\n", data);
		fclose(f);
	}
	FILE *f = fopen(path, "r");
	assert_non_null(f);
	size_t n = fread(want, 1, sizeof want - 1, f);
	fclose(f);
	assert_true(n > 0 && want[n - 1] == '\n');
	want[n - 1] = '\0';
	assert_string_equal(data, want);
}

/* The PDF, DOCX and HTML of the last paper can be made. */
static void prints(struct office *o, struct acting *a)
{
	static const char *const formats[] = {"pdf", "docx", "html"};
	const char *id = num(o, a->out.id);
	int64_t keep = a->out.id;
	for (int i = 0; i < COUNT(formats); i++) {
		WANT(o, RC_OK, run_op(a, "writing.render", "id", id, "format", formats[i], NULL));
		assert_true(a->out.fd >= 0);
		close(a->out.fd);
		a->out.fd = -1;
	}
	a->out.id = keep;
}

/* --- a meeting -------------------------------------------------------------------------------- */

static void a_question(struct sitting *s, const char *no, const char *text)
{
	WANT(s->o, RC_OK,
	     run_op(office_as(s->o, "vidu.chanhvp"), "meeting_question.ask", "id",
	            num(s->o, council_row(s, "meeting_item.list", "position", no)), "question", text,
	            NULL));
}

static void run_meeting(struct office *o)
{
	struct sitting s;
	struct acting *a;
	council_hold(&s, o);
	a = s.standing;
	WANT(o, RC_CONFLICT, run_op(a, "meeting.letter", "id", s.meeting, NULL));
	WANT(o, RC_OK,
	     run_op(a, "meeting_question.ask", "id",
	            num(o, council_row(&s, "meeting_item.list", "position", "2")), "question",
	            "Chuyện riêng 7781", NULL));
	council_ballot(&s, "screen");
	WANT(o, RC_OK, run_op(a, "ballot.sheet", "id", s.ballot, NULL));
	const char *data = data_of(o, a);
	like_golden("ballot", data);
	has(data, "\"name\":\"Giàng Thị Dua\"");
	has(data, "\"lower\":\"Lao động tiên tiến\"");
	assert_null(strstr(data, "Tóm tắt mật"));
	prints(o, a);
	WANT(o, RC_CONFLICT, run_op(a, "ballot.record", "id", s.ballot, NULL));
	council_decide(&s, "kept");
	a_question(&s, "1", "Sáng kiến đã áp dụng ở đâu");
	WANT(o, RC_OK, run_op(a, "ballot.open", "id", s.ballot, NULL));
	council_cast(&s, "vidu.chanhvp", "1=for 2=for");
	council_cast(&s, "vidu.hoidong", "1=lower 2=for");
	council_cast(&s, "vidu.thuongtruc", "1=for 2=against");
	council_cast(&s, "vidu.truongphong", "1=for 2=for");
	council_opinion(&s, "against", "for");
	WANT(o, RC_OK, council_count(&s, 0, 1));
	WANT(o, RC_OK, run_op(a, "ballot.record", "id", s.ballot, NULL));
	data = data_of(o, a);
	like_golden("record", data);
	has(data, "\"issued\":4,\"returned\":4,\"written\":1");
	has(data, "\"for\":3,\"percent\":\"3/5 (60%)\"");
	has(data, "\"role\":\"Tổ trưởng\"");
	assert_null(strstr(data, "Chuyện riêng"));
	prints(o, a);
	WANT(o, RC_OK,
	     run_op(a, "meeting.close", "id", s.meeting, "result", "Thống nhất đề nghị", NULL));
	WANT(o, RC_OK, run_op(a, "meeting.minutes", "id", s.meeting, NULL));
	data = data_of(o, a);
	like_golden("minutes", data);
	has(data, "\"closing\":\"Thống nhất đề nghị\"");
	has(data, "Sáng kiến đã áp dụng ở đâu");
	/* Of the matter that a member is out of, the minutes say the result and nothing of the talk. */
	assert_null(strstr(data, "7781"));
	assert_null(strstr(data, "Tóm tắt mật"));
	prints(o, a);
	/* They stand with the meeting, on its page and in the list. */
	assert_int_equal(list_count(a, "writing.list", "meeting", s.meeting, NULL), 3);
	WANT(o, RC_DENIED,
	     run_op(office_as(o, "vidu.hoidong"), "meeting.minutes", "id", s.meeting, NULL));
	WANT(o, RC_DENIED,
	     run_op(office_as(o, "vidu.canbo"), "meeting.minutes", "id", s.meeting, NULL));
}

static void a_meeting_gives_its_papers(void **state)
{
	(void)state;
	office_each_engine(run_meeting);
}

static void run_letter(struct office *o)
{
	struct sitting s;
	council_make(&s, o);
	council_call(&s, "30/11/2026");
	council_item(&s, "Giàng Thị Dua", "CSTDCS", "LDTT");
	struct acting *a = s.standing;
	WANT(o, RC_CONFLICT, run_op(a, "meeting.minutes", "id", s.meeting, NULL));
	WANT(o, RC_OK, run_op(a, "meeting.letter", "id", s.meeting, NULL));
	const char *data = data_of(o, a);
	like_golden("letter", data);
	has(data, "14 giờ 00 phút ngày 30/11/2026");
	has(data, "Vũ Thị Lan Phương, Ủy viên Hội đồng");
	prints(o, a);
	WANT(o, RC_OK, run_op(a, "writing.view", "id", num(o, a->out.id), NULL));
}

static void an_invitation_before_anybody_is_invited(void **state)
{
	(void)state;
	office_each_engine(run_letter);
}

/* --- pact, registration, initiative, movement ---------------------------------------------------
 */

static void run_pact(struct office *o)
{
	struct acting *a = office_as(o, "vidu.thuongtruc");
	struct rows rows;
	struct sql_pact_get k;
	struct sql_pact_parties *parties;
	size_t n;
	WANT(o, RC_OK, list_op(a, &rows, "pact.list", "state", "open", NULL));
	assert_true(rows.count > 0);
	int64_t id = row_int(&rows, 0, "id");
	WANT(o, RC_OK, run_op(a, "pact.paper", "id", num(o, id), NULL));
	const char *data = data_of(o, a);
	prints(o, a);
	WANT(o, RC_OK, sql_pact_get(a->c.db, a->c.mem, id, &k));
	WANT(o, RC_OK, sql_pact_parties(a->c.db, a->c.mem, id, &parties, &n));
	has(data, arena_printf(a->c.mem, "\"year\":%" PRId64, k.year).p);
	size_t have_signed = 0, said = 0;
	for (size_t i = 0; i < n; i++) {
		has(data, arena_printf(a->c.mem, "\"unit\":\"%.*s\"", STR_ARG(parties[i].unit_name)).p);
		have_signed += parties[i].signed_ms != DB_NULL;
	}
	for (const char *at = data; (at = strstr(at, "Đã ký trong chương trình")); at++)
		said++;
	assert_true(n > 1);
	assert_int_equal(said, have_signed);
	assert_int_equal(list_count(a, "writing.list", "pact", num(o, id), NULL), 1);
	WANT(o, RC_DENIED, run_op(office_as(o, "vidu.canbo"), "pact.paper", "id", num(o, id), NULL));
}

static void a_pact_is_signed_by_all_its_parties(void **state)
{
	(void)state;
	office_each_engine(run_pact);
}

static void run_registration(struct office *o)
{
	struct acting *a = office_as(o, "vidu.canbo"), *head = office_as(o, "vidu.thuongtruc");
	struct rows rows;
	WANT(o, RC_OK, list_op(a, &rows, "registration.mine", NULL));
	assert_true(rows.count > 0);
	const char *id = num(o, row_int(&rows, 0, "id"));
	WANT(o, RC_OK, run_op(a, "registration.paper", "id", id, NULL));
	const char *data = data_of(o, a);
	has(data, "\"signer\":\"Tẩn Mùi Phạm\",\"power\":\"Người đăng ký\"");
	struct sql_registration_titles *titles;
	size_t n;
	WANT(o, RC_OK, sql_registration_titles(a->c.db, a->c.mem, strtoll(id, NULL, 10), &titles, &n));
	size_t said = 0;
	for (const char *at = data; (at = strstr(at, "\"names\":\"Tẩn Mùi Phạm\"")); at++)
		said++;
	assert_int_equal(said, n);
	prints(o, a);
	/* What one registers oneself, one may write on. */
	WANT(o, RC_OK,
	     run_op(a, "writing.edit", "id", num(o, a->out.id), "_version", "any", "values.0.name",
	            "measures", "values.0.text", "Rà soát mỗi tuần", NULL));
	WANT(o, RC_OK, list_op(head, &rows, "registration.list", "kind", "unit", NULL));
	assert_true(rows.count > 0);
	WANT(o, RC_OK, run_op(head, "registration.paper", "id", num(o, row_int(&rows, 0, "id")), NULL));
	data = data_of(o, head);
	has(data, "\"targets\":[{\"name\":");
	assert_null(strstr(data, "\"signer\":\"\""));
	/* The paper of somebody else's is not there for a member. */
	WANT(o, RC_NOTFOUND, run_op(a, "writing.view", "id", num(o, head->out.id), NULL));
}

static void what_was_registered_can_be_printed(void **state)
{
	(void)state;
	office_each_engine(run_registration);
}

static void run_initiative(struct office *o)
{
	struct acting *a = office_as(o, "vidu.thuongtruc");
	struct rows rows;
	struct sql_initiative_author_names *authors;
	struct sql_initiative_get i;
	size_t n;
	WANT(o, RC_OK, list_op(a, &rows, "initiative.list", "state", "filed", NULL));
	assert_true(rows.count > 0);
	WANT(o, RC_CONFLICT,
	     run_op(a, "initiative.paper", "id", num(o, row_int(&rows, 0, "id")), NULL));
	WANT(o, RC_OK,
	     list_op(a, &rows, "initiative.list", "state", "recognised", "scope", "province", NULL));
	assert_true(rows.count > 0);
	int64_t id = row_int(&rows, 0, "id");
	WANT(o, RC_OK, run_op(a, "initiative.paper", "id", num(o, id), NULL));
	const char *data = data_of(o, a);
	prints(o, a);
	WANT(o, RC_OK, sql_initiative_get(a->c.db, a->c.mem, id, &i));
	WANT(o, RC_OK, sql_initiative_author_names(a->c.db, a->c.mem, id, &authors, &n));
	has(data, arena_printf(a->c.mem, "\"initiative\":\"%.*s\"", STR_ARG(i.title)).p);
	has(data, "trong tỉnh");
	assert_true(n > 0);
	for (size_t k = 0; k < n; k++)
		has(data, arena_printf(a->c.mem, "\"name\":\"%.*s\"", STR_ARG(authors[k].name)).p);
	assert_int_equal(list_count(a, "writing.list", "initiative", num(o, id), NULL), 1);
}

static void a_recognised_initiative_is_confirmed(void **state)
{
	(void)state;
	office_each_engine(run_initiative);
}

static void run_movement(struct office *o)
{
	static const char *const kinds[] = {"bao-cao-so-ket", "bao-cao-tong-ket"};
	struct acting *a = office_as(o, "vidu.thuongtruc");
	struct rows rows, tasks;
	WANT(o, RC_OK, list_op(a, &rows, "movement.list", "state", "launched", NULL));
	assert_true(rows.count > 0);
	const char *id = num(o, row_int(&rows, rows.count - 1, "id"));
	WANT(o, RC_OK, list_op(a, &tasks, "task.list", "movement", id, NULL));
	assert_true(tasks.count > 0);
	WANT(o, RC_OK,
	     run_op(a, "award.add", "person_id", num(o, person_named(o, "Lù Seo Páo")), "code", "GK",
	            "type", "sudden", "year", "2026", "achievement", "Chữa cháy", NULL));
	for (int k = 0; k < COUNT(kinds); k++) {
		WANT(o, RC_OK, run_op(a, "writing.new", "movement_id", id, "kind", kinds[k], NULL));
		const char *data = data_of(o, a);
		has(data, "\"results\":[{\"name\":");
		has(data, "{\"award\":\"Giấy khen\",\"collectives\":0,\"persons\":1,");
		has(data, arena_strz(a->c.mem, row_text(a, &tasks, 0, "title")));
		prints(o, a);
	}
}

static void a_movement_gives_its_reports(void **state)
{
	(void)state;
	office_each_engine(run_movement);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_meeting_gives_its_papers),
		cmocka_unit_test(an_invitation_before_anybody_is_invited),
		cmocka_unit_test(a_pact_is_signed_by_all_its_parties),
		cmocka_unit_test(what_was_registered_can_be_printed),
		cmocka_unit_test(a_recognised_initiative_is_confirmed),
		cmocka_unit_test(a_movement_gives_its_reports),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

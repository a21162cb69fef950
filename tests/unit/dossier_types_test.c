/*
 * Dossiers of all six types of awarding, on both engines: what each may propose and what it comes
 * to; one initiative under two proposals; rooms that are let go; the paper of another body; the
 * chart of an open round.
 */
#include "upload_fixture.h"

#include "db/sql_dossier.h"

#define TOP "Văn phòng Ủy ban nhân dân tỉnh Lào Cai"
#define TH "Phòng Tổng hợp"
#define NC "Phòng Nội chính"
#define PHAM "Tẩn Mùi Phạm"
#define DUA "Giàng Thị Dua"

static int64_t begin(struct office *o, const char *type, const char *title)
{
	struct acting *clerk = office_as(o, "vidu.daumoi");
	WANT(o, RC_OK,
	     run_op(clerk, "dossier.new", "unit_id", num(o, unit_named(o, TH)), "type", type, "year",
	            "2026", "title", title, NULL));
	return clerk->out.id;
}

static enum rc propose(struct office *o, int64_t dossier, const char *person, const char *code,
                       int64_t *id)
{
	struct acting *clerk = office_as(o, "vidu.daumoi");
	enum rc rc = run_op(clerk, "nominee.add", "dossier_id", num(o, dossier), "person_id",
	                    num(o, person_named(o, person)), "code", code, "first_year",
	                    str_eqz(str_of(code), "HCLD3") ? "2020" : "", NULL);
	*id = clerk->out.id;
	return rc;
}

static struct sql_nominee_get nominee(struct office *o, int64_t id)
{
	struct sql_nominee_get n;
	WANT(o, RC_OK, sql_nominee_get(o->f->db, &o->f->mem, id, &n));
	return n;
}

/* --- six types ------------------------------------------------------------------------------- */

static void run_types(struct office *o)
{
	static const struct {
		const char *type, *code;
	} all[] = {{"merit", "LDTT"},    {"sudden", "BKT"}, {"theme", "GK"},
	           {"service", "HCLD3"}, {"tenure", "BKT"}, {"foreign", "BKT"}};
	struct acting *clerk = office_as(o, "vidu.daumoi"), *head = office_as(o, "vidu.truongphong"),
				  *office = office_as(o, "vidu.thuongtruc");
	for (int i = 0; i < COUNT(all); i++) {
		int64_t id = begin(o, all[i].type, all[i].type), n;
		const char *d = num(o, id);
		enum rc rc = propose(o, id, PHAM, all[i].code, &n);
		/* The rules have no award for years of service in the armed forces: that is said. */
		if (str_eqz(str_of(all[i].type), "tenure")) {
			assert_int_equal(rc, RC_INVALID);
			assert_non_null(strstr(o->f->err.message, "không thuộc khen thưởng Niên hạn"));
			continue;
		}
		if (rc != RC_OK)
			fail_msg("%s %s: %s", all[i].type, all[i].code, o->f->err.message);
		/* The law is asked for that type, and says something with a reason. */
		WANT(o, RC_OK, run_op(clerk, "nominee.check", "id", num(o, n), NULL));
		WANT(o, RC_OK, run_op(clerk, "nominee.report", "id", num(o, n), NULL));
		assert_true(nominee(o, n).paper_id != DB_NULL);
		rc = run_op(head, "dossier.send", "id", d, NULL);
		if (rc != RC_OK && rc != RC_CONFLICT)
			fail_msg("%s: %s", all[i].type, o->f->err.message);
		/* What is not allowed is not sent and says of whom. */
		if (rc == RC_CONFLICT) {
			assert_non_null(strstr(o->f->err.message, PHAM));
			continue;
		}
		WANT(o, RC_OK, run_op(office, "dossier.receive", "id", d, NULL));
		assert_true(nominee(o, n).verdict_id != DB_NULL);
		/* Not known to be eligible: it is not cleared before rooms looked at it, nor then. */
		WANT(o, RC_CONFLICT, run_op(office, "nominee.clear", "id", num(o, n), NULL));
		WANT(o, RC_OK,
		     run_op(office, "appraisal.assign", "id", d, "rooms.0.unit_id",
		            num(o, unit_named(o, TH)), "rooms.0.topic", "Kết quả", "due", "30/11/2026",
		            NULL));
		WANT(o, RC_OK,
		     run_op(office, "nominee.fail", "id", num(o, n), "reason", "chưa đủ căn cứ", NULL));
	}
	/* Another type is not a type. */
	WANT(o, RC_INVALID,
	     run_op(clerk, "dossier.new", "unit_id", num(o, unit_named(o, TH)), "type", "other", "year",
	            "2026", "title", "Sai", NULL));
	/* Short where the law has it (Điều 85), and nowhere else. */
	for (int i = 0; i < COUNT(all); i++) {
		bool merit = i == 0;
		if (strcmp(all[i].type, "theme") == 0)
			continue;
		WANT(o, merit ? RC_INVALID : RC_OK,
		     run_op(clerk, "dossier.new", "unit_id", num(o, unit_named(o, TH)), "type", all[i].type,
		            "year", "2026", "title", "Thủ tục đơn giản", "brief", "1", NULL));
	}
}

static void each_of_the_six_types_goes_its_way(void **state)
{
	(void)state;
	office_each_engine(run_types);
}

/* --- one initiative, two proposals ------------------------------------------------------------ */

static void run_initiative(struct office *o)
{
	struct acting *clerk = office_as(o, "vidu.daumoi"), *office = office_as(o, "vidu.thuongtruc");
	WANT(o, RC_OK,
	     run_op(office, "initiative.add", "title", "Mẫu tờ trình thử", "kind", "initiative",
	            "unit_id", num(o, unit_named(o, TH)), "year", "2026", "scope", "office", "sign",
	            "9/QĐ-VP", "dated", "01/11/2026", "authors.0.person_id",
	            num(o, person_named(o, PHAM)), "authors.0.share", "100", NULL));
	const char *sk = num(o, office->out.id);
	int64_t one, two, merit = begin(o, "merit", "Công trạng"),
					  theme = begin(o, "theme", "Chuyên đề");
	WANT(o, RC_OK, propose(o, merit, PHAM, "CSTDCS", &one));
	WANT(o, RC_OK, propose(o, theme, PHAM, "GK", &two));
	WANT(o, RC_OK, run_op(clerk, "nominee.ground", "id", num(o, one), "initiative_id", sk, NULL));
	/* Used for a title it is none of a form, and the refusal says by which paper. */
	WANT(o, RC_INVALID,
	     run_op(clerk, "nominee.ground", "id", num(o, two), "initiative_id", sk, NULL));
	assert_true(strlen(o->f->err.message) > 20);
	/* Taken out of the one, it is free for the other. */
	WANT(o, RC_OK,
	     run_op(clerk, "nominee.remove", "id", num(o, one), "reason", "thôi đề nghị", NULL));
	WANT(o, RC_OK, run_op(clerk, "nominee.ground", "id", num(o, two), "initiative_id", sk, NULL));
}

static void an_initiative_supports_a_title_or_a_form(void **state)
{
	(void)state;
	office_each_engine(run_initiative);
}

/* --- rooms that are let go, papers of others ---------------------------------------------------
 */

static void run_drop(struct office *o)
{
	struct acting *office = office_as(o, "vidu.thuongtruc"),
				  *head = office_as(o, "vidu.truongphong");
	int64_t n, id = begin(o, "merit", "Thẩm định thử");
	struct rows rows;
	WANT(o, RC_OK, propose(o, id, PHAM, "LDTT", &n));
	WANT(o, RC_OK, run_op(head, "dossier.send", "id", num(o, id), NULL));
	WANT(o, RC_OK, run_op(office, "dossier.receive", "id", num(o, id), NULL));
	WANT(o, RC_OK,
	     run_op(office, "appraisal.assign", "id", num(o, id), "rooms.0.unit_id",
	            num(o, unit_named(o, TH)), "rooms.0.topic", "Kết quả", "due", "30/11/2026", NULL));
	WANT(o, RC_OK, list_op(office, &rows, "appraisal.list", "dossier", num(o, id), NULL));
	const char *room = num(o, row_int(&rows, 0, "id"));
	WANT(o, RC_DENIED, run_op(head, "appraisal.drop", "id", room, "reason", "không cần nữa", NULL));
	WANT(o, RC_OK, run_op(office, "appraisal.drop", "id", room, "reason", "không cần nữa", NULL));
	WANT(o, RC_CONFLICT, run_op(head, "appraisal.done", "id", room, "said", "Nhất trí", NULL));
	WANT(o, RC_CONFLICT, run_op(office, "appraisal.drop", "id", room, "reason", "lần nữa", NULL));
	assert_int_equal(
		list_count(head, "appraisal.list", "state", "open", "dossier", num(o, id), NULL), 0);
	/* What another body wrote is there to read, for those who see its answer. */
	struct http_part scan = part_of("tra-loi.pdf", STR("%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"));
	WANT(o, RC_OK,
	     run_op(office, "nominee.ask", "id", num(o, n), "body", "tax", "addressee", "Thuế tỉnh",
	            "due", "30/11/2026", NULL));
	WANT(o, RC_OK, list_op(office, &rows, "opinion.list", "nominee", num(o, n), NULL));
	const char *q = num(o, row_int(&rows, 0, "id"));
	WANT(o, RC_NOTFOUND, run_op(office, "opinion.file", "id", q, NULL));
	WANT(o, RC_OK,
	     upload_op(office, "opinion.answer", &scan, "id", q, "answer", "for", "said", "Không nợ",
	               NULL));
	WANT(o, RC_OK, run_op(office, "opinion.file", "id", q, NULL));
	assert_true(office->out.file_name.n > 0);
	WANT(o, RC_DENIED, run_op(office_as(o, "vidu.daumoi"), "opinion.file", "id", q, NULL));
}

static void rooms_are_let_go_and_answers_are_read(void **state)
{
	(void)state;
	office_each_engine(run_drop);
}

/* --- the chart -------------------------------------------------------------------------------- */

static struct str above(struct acting *a, const char *op)
{
	struct buf *b = arena_alloc(a->c.mem, sizeof *b);
	buf_init(b, 1 << 20);
	arena_defer(a->c.mem, (void (*)(void *))buf_release, b);
	a->c.op = op_find(str_of(op));
	a->c.op->above(b, &a->c, NULL);
	return buf_view(b);
}

static void run_chart(struct office *o)
{
	struct acting *office = office_as(o, "vidu.thuongtruc");
	WANT(o, RC_OK,
	     run_op(office, "award_round.open", "title", "Đợt vẽ thử", "type", "merit", "year", "2026",
	            "unit_id", num(o, unit_named(o, TOP)), "due", "30/11/2026", NULL));
	const char *html = arena_strz(&o->f->mem, above(office, "award_round.units"));
	assert_non_null(strstr(html, "Đợt vẽ thử"));
	assert_non_null(strstr(html, "Chưa gửi"));
	/* A unit sees its own line, and no picture of the others. */
	assert_int_equal(above(office_as(o, "vidu.truongphong"), "award_round.units").n, 0);
}

static void an_open_round_is_drawn_for_who_sees_the_whole_office(void **state)
{
	(void)state;
	office_each_engine(run_chart);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_of_the_six_types_goes_its_way),
		cmocka_unit_test(an_initiative_supports_a_title_or_a_form),
		cmocka_unit_test(rooms_are_let_go_and_answers_are_read),
		cmocka_unit_test(an_open_round_is_drawn_for_who_sees_the_whole_office),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Criteria: counting, editions and who is told, scoring with reasons, ranking with ties, lists. */
#include "import_fixture.h"

#include "app/criteria/criteria.h"
#include "cli/parsers.h"
#include "db/sql_criteria.h"
#include "job/sandbox.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define TOP "Văn phòng Ủy ban nhân dân tỉnh Lào Cai"
#define TH "Phòng Tổng hợp"
#define NC "Phòng Nội chính"
#define KT "Phòng Kinh tế ngành"

static int64_t new_set(struct office *o, const char *title, const char *scale, const char *bonus)
{
	struct acting *a = office_as(o, "vidu.thuongtruc");
	WANT(o, RC_OK,
	     run_op(a, "criteria.create", "title", title, "unit_id", num(o, unit_named(o, TOP)),
	            "scale", scale, "bonus", bonus, "valid_from", "01/01/2026", NULL));
	return a->out.id;
}

static enum rc line(struct office *o, int64_t set, const char *label, const char *kind,
                    const char *max, const char *each, const char *checker)
{
	return run_op(office_as(o, "vidu.thuongtruc"), "criterion.add", "set_id", num(o, set), "label",
	              label, "title", "Dòng để thử", "kind", kind, "max", max, "each", each,
	              "checker_id", checker, NULL);
}

/* 100 points: 40 given, 35,5 by share, 24,5 by count; bonus to 5, minus, an exclusion. */
static int64_t whole_set(struct office *o, const char *title)
{
	int64_t set = new_set(o, title, "100", "5");
	WANT(o, RC_OK, line(o, set, "I", "content", "75,5", "", ""));
	WANT(o, RC_OK, line(o, set, "1", "points", "40", "", ""));
	WANT(o, RC_OK, line(o, set, "2", "share", "35,5", "", num(o, unit_named(o, NC))));
	WANT(o, RC_OK, line(o, set, "II", "content", "24,5", "", ""));
	WANT(o, RC_OK, line(o, set, "3", "count", "24,5", "2", ""));
	WANT(o, RC_OK, line(o, set, "A", "bonus", "", "3", ""));
	WANT(o, RC_OK, line(o, set, "B", "minus", "", "1,5", ""));
	WANT(o, RC_OK, line(o, set, "C", "exclusion", "", "", ""));
	return set;
}

static struct sql_criterion_of *lines_of(struct office *o, int64_t set, size_t *n)
{
	struct sql_criterion_of *ks;
	WANT(o, RC_OK, sql_criterion_of(o->f->db, &o->f->mem, set, &ks, n));
	return ks;
}

static const char *nth(struct office *o, int64_t set, size_t i)
{
	size_t n;
	struct sql_criterion_of *ks = lines_of(o, set, &n);
	assert_true(i < n);
	return num(o, ks[i].id);
}

static struct sql_sheet_get sheet(struct office *o, int64_t id)
{
	struct sql_sheet_get h;
	WANT(o, RC_OK, sql_sheet_get(o->f->db, &o->f->mem, id, &h));
	return h;
}

/* --- sets ---------------------------------------------------------------------------------- */

static void run_sets(struct office *o)
{
	struct acting *a = office_as(o, "vidu.thuongtruc"), *head = office_as(o, "vidu.truongphong");
	int64_t set = new_set(o, "Bộ thử", "100", "");
	const char *n = num(o, set);
	WANT(o, RC_INVALID, line(o, set, "1", "points", "", "", ""));
	WANT(o, RC_INVALID, line(o, set, "1", "count", "10", "", ""));
	WANT(o, RC_OK, line(o, set, "I", "content", "60", "", ""));
	WANT(o, RC_OK, line(o, set, "1", "points", "100", "", ""));
	/* A content says 60, its lines 100; then the whole says 60, the scale 100. */
	WANT(o, RC_CONFLICT, run_op(a, "criteria.publish", "id", n, NULL));
	WANT(o, RC_DENIED, run_op(head, "criteria.publish", "id", n, NULL));
	WANT(o, RC_OK,
	     run_op(a, "criterion.edit", "id", nth(o, set, 1), "label", "1", "title", "Dòng", "kind",
	            "points", "max", "60", NULL));
	WANT(o, RC_CONFLICT, run_op(a, "criteria.publish", "id", n, NULL));
	WANT(o, RC_OK, line(o, set, "2", "share", "40", "", ""));
	WANT(o, RC_CONFLICT, run_op(a, "criteria.publish", "id", n, NULL));
	WANT(o, RC_OK,
	     run_op(a, "criterion.edit", "id", nth(o, set, 0), "label", "I", "title", "Dòng", "kind",
	            "content", "max", "", NULL));
	int told = list_count(head, "notice.list", NULL);
	WANT(o, RC_OK, run_op(a, "criteria.publish", "id", n, NULL));
	assert_int_equal(list_count(head, "notice.list", NULL), told + 1);
	/* Published stands still. */
	WANT(o, RC_INVALID, line(o, set, "3", "points", "1", "", ""));
	WANT(o, RC_CONFLICT, run_op(a, "criterion.drop", "id", nth(o, set, 1), NULL));
	WANT(o, RC_CONFLICT, run_op(a, "criteria.drop", "id", n, NULL));
	/* A new edition: two changed, one gone, one new; units hear of it. */
	WANT(o, RC_OK, run_op(a, "criteria.revise", "id", n, NULL));
	int64_t next = a->out.id;
	WANT(o, RC_CONFLICT, run_op(a, "criteria.revise", "id", n, NULL));
	assert_int_equal(list_count(a, "criterion.list", "set", num(o, next), NULL), 3);
	WANT(o, RC_OK,
	     run_op(a, "criterion.edit", "id", nth(o, next, 1), "label", "1", "title", "Dòng sửa",
	            "kind", "points", "max", "50", NULL));
	WANT(o, RC_OK, run_op(a, "criterion.drop", "id", nth(o, next, 2), NULL));
	WANT(o, RC_OK, line(o, next, "9", "points", "50", "", ""));
	told = list_count(head, "notice.list", NULL);
	WANT(o, RC_OK, run_op(a, "criteria.publish", "id", num(o, next), NULL));
	assert_int_equal(list_count(head, "notice.list", NULL), told + 1);
	assert_int_equal(list_count(head, "criteria.changes", "set", num(o, next), NULL), 3);
	struct sql_criteria_get old;
	WANT(o, RC_OK, sql_criteria_get(o->f->db, &o->f->mem, set, &old));
	assert_true(str_eqz(old.state, "replaced"));
	assert_int_equal(old.valid_to.days, date_of(2026, 11, 23).days);
}

static void what_is_published_stands_still_and_editions_tell_what_changed(void **state)
{
	(void)state;
	office_each_engine(run_sets);
}

/* --- scoring ------------------------------------------------------------------------------- */

static int64_t open_scoring(struct office *o, int64_t set, const char *third)
{
	struct acting *a = office_as(o, "vidu.thuongtruc");
	WANT(o, RC_OK, run_op(a, "criteria.publish", "id", num(o, set), NULL));
	WANT(o, RC_OK,
	     run_op(a, "scoring.open", "set_id", num(o, set), "unit_id", num(o, unit_named(o, TOP)),
	            "year", "2026", "bloc", "Khối thử", "due", "30/11/2026", "units.0.unit_id",
	            num(o, unit_named(o, TH)), "units.1.unit_id", num(o, unit_named(o, NC)),
	            "units.2.unit_id", num(o, unit_named(o, third)), NULL));
	return a->out.id;
}

static int64_t sheet_of(struct office *o, int64_t scoring, const char *unit)
{
	struct acting *a = office_as(o, "vidu.thuongtruc");
	struct rows rows;
	WANT(o, RC_OK,
	     list_op(a, &rows, "sheet.list", "scoring", num(o, scoring), "unit",
	             num(o, unit_named(o, unit)), NULL));
	assert_int_equal(rows.count, 1);
	return row_int(&rows, 0, "id");
}

static void run_scoring(struct office *o)
{
	int64_t set = whole_set(o, "Bộ thử"), g = open_scoring(o, set, KT), id = sheet_of(o, g, TH);
	struct acting *head = office_as(o, "vidu.truongphong"), *clerk = office_as(o, "vidu.daumoi"),
				  *a = office_as(o, "vidu.thuongtruc");
	const char *n = num(o, id);
	/* Nothing is scored: three lines lack, and it is not sent. */
	assert_int_equal(sheet(o, id).lacks, 3);
	WANT(o, RC_CONFLICT, run_op(head, "sheet.send", "id", n, NULL));
	/* More than there is, a share without a plan, a line of another set. */
	WANT(o, RC_INVALID,
	     run_op(clerk, "sheet.score", "id", n, "lines.0.criterion_id", nth(o, set, 1),
	            "lines.0.amount", "41", NULL));
	WANT(o, RC_INVALID,
	     run_op(clerk, "sheet.score", "id", n, "lines.0.criterion_id", nth(o, set, 2),
	            "lines.0.amount", "9", NULL));
	WANT(o, RC_INVALID,
	     run_op(clerk, "sheet.score", "id", n, "lines.0.criterion_id", "99999999", "lines.0.amount",
	            "9", NULL));
	/* 0 is a score: 0 + 35,5 × 2/3 (23,667) + 24,5 of 26 + 5 of 6 − 3 = 50,167. */
	WANT(o, RC_OK,
	     run_op(clerk, "sheet.score", "id", n, "lines.0.criterion_id", nth(o, set, 1),
	            "lines.0.amount", "0", "lines.1.criterion_id", nth(o, set, 2), "lines.1.amount",
	            "2", "lines.1.planned", "3", "lines.2.criterion_id", nth(o, set, 4),
	            "lines.2.amount", "13", "lines.3.criterion_id", nth(o, set, 5), "lines.3.amount",
	            "2", "lines.4.criterion_id", nth(o, set, 6), "lines.4.amount", "2", NULL));
	assert_int_equal(sheet(o, id).lacks, 0);
	assert_int_equal(sheet(o, id).self_milli, 50167);
	WANT(o, RC_DENIED, run_op(clerk, "sheet.send", "id", n, NULL));
	WANT(o, RC_CONFLICT, run_op(a, "sheet.check", "id", n, "accept", "1", NULL));
	WANT(o, RC_OK, run_op(head, "sheet.send", "id", n, NULL));
	WANT(o, RC_CONFLICT,
	     run_op(clerk, "sheet.score", "id", n, "lines.0.criterion_id", nth(o, set, 1),
	            "lines.0.amount", "40", NULL));
	/* Another mark needs a reason; the rest as the unit said. */
	WANT(o, RC_INVALID,
	     run_op(a, "sheet.check", "id", n, "lines.0.criterion_id", nth(o, set, 1),
	            "lines.0.checked", "10", NULL));
	WANT(o, RC_OK,
	     run_op(a, "sheet.check", "id", n, "lines.0.criterion_id", nth(o, set, 1),
	            "lines.0.checked", "10", "lines.0.reason", "Có việc đã làm", "accept", "1", NULL));
	assert_true(str_eqz(sheet(o, id).state, "checked"));
	assert_int_equal(sheet(o, id).checked_milli, 60167);
	assert_int_equal(list_count(a, "score.differing", "scoring", num(o, g), NULL), 1);
	/* Back to the unit: what it changes is checked anew, what it leaves stands. */
	WANT(o, RC_OK, run_op(a, "sheet.return", "id", n, "reason", "Bổ sung minh chứng", NULL));
	WANT(o, RC_OK,
	     run_op(clerk, "sheet.score", "id", n, "lines.0.criterion_id", nth(o, set, 4),
	            "lines.0.amount", "10", NULL));
	WANT(o, RC_OK, run_op(head, "sheet.send", "id", n, NULL));
	assert_int_equal(sheet(o, id).unchecked, 1);
	assert_int_equal(sheet(o, id).checked_milli, 35667); /* without the line that waits */
	WANT(o, RC_NOTFOUND, run_op(head, "sheet.send", "id", num(o, sheet_of(o, g, NC)), NULL));
}

static void a_sheet_is_counted_checked_and_each_difference_has_a_reason(void **state)
{
	(void)state;
	office_each_engine(run_scoring);
}

struct sending {
	struct db *db;
	int64_t sheet;
};

/* As if the other unit had attached the same paper. */
struct attaching {
	struct db *db;
	int64_t line, from;
};

static enum rc attach_tx(void *arg)
{
	const struct attaching *a = arg;
	struct arena mem;
	struct sql_score_line_get l;
	arena_init(&mem);
	enum rc rc = sql_score_line_get(a->db, &mem, a->from, &l);
	if (rc == RC_OK)
		rc = sql_score_line_file(a->db, a->line, l.file_id, NULL);
	arena_release(&mem);
	return rc;
}

static enum rc send_tx(void *arg)
{
	const struct sending *s = arg;
	return sql_sheet_state(s->db, s->sheet, STR("sent"), STR(""), 1, NULL);
}

/* A line that another unit checks: by that unit only, never its own sheet. */
static void run_checker(struct office *o)
{
	int64_t set = new_set(o, "Bộ thử", "100", "");
	WANT(o, RC_OK, line(o, set, "1", "points", "100", "", num(o, unit_named(o, TH))));
	int64_t g = open_scoring(o, set, KT), other = sheet_of(o, g, NC), own = sheet_of(o, g, TH);
	struct acting *head = office_as(o, "vidu.truongphong");
	struct sql_sheet_lines *lines, *mine;
	size_t n;
	WANT(o, RC_OK, sql_sheet_lines(o->f->db, &o->f->mem, other, &lines, &n));
	WANT(o, RC_OK, sql_sheet_lines(o->f->db, &o->f->mem, own, &mine, &n));
	WANT(o, RC_CONFLICT,
	     run_op(head, "score.check", "id", num(o, lines[0].id), "checked", "90", NULL));
	WANT(o, RC_NOTFOUND,
	     run_op(head, "score.check", "id", num(o, mine[0].id), "checked", "90", NULL));
	assert_int_equal(list_count(head, "check.list", NULL), 0);
	struct sending s = {.db = o->f->db, .sheet = other};
	WANT(o, RC_OK, db_tx(o->f->db, DB_WRITE, send_tx, &s));
	assert_int_equal(list_count(head, "check.list", NULL), 1);
	WANT(o, RC_INVALID,
	     run_op(head, "score.check", "id", num(o, lines[0].id), "checked", "90", NULL));
	WANT(o, RC_OK,
	     run_op(head, "score.check", "id", num(o, lines[0].id), "checked", "90", "reason",
	            "theo sổ theo dõi", NULL));
	assert_true(str_eqz(sheet(o, other).state, "checked"));
	assert_int_equal(sheet(o, other).checked_milli, 90000);
}

static void a_unit_checks_its_lines_of_others(void **state)
{
	(void)state;
	office_each_engine(run_checker);
}

/* Evidence of a line: the unit attaches it, who checks the sheet or the line reads it. */
static void run_evidence(struct office *o)
{
	int64_t set = new_set(o, "Bộ thử", "100", "");
	WANT(o, RC_OK, line(o, set, "1", "points", "100", "", num(o, unit_named(o, TH))));
	int64_t g = open_scoring(o, set, KT), own = sheet_of(o, g, TH), other = sheet_of(o, g, NC);
	struct acting *head = office_as(o, "vidu.truongphong"), *clerk = office_as(o, "vidu.daumoi"),
				  *office = office_as(o, "vidu.thuongtruc");
	struct sql_sheet_lines *mine, *theirs;
	size_t n;
	struct http_part scan = part_of("so.pdf", STR("%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"));
	WANT(o, RC_OK, sql_sheet_lines(o->f->db, &o->f->mem, own, &mine, &n));
	WANT(o, RC_OK, sql_sheet_lines(o->f->db, &o->f->mem, other, &theirs, &n));
	const char *line_of = num(o, mine[0].id);
	WANT(o, RC_NOTFOUND, run_op(clerk, "score.file", "id", line_of, NULL));
	WANT(o, RC_OK, upload_op(clerk, "score.attach", &scan, "id", line_of, NULL));
	WANT(o, RC_NOTFOUND, upload_op(clerk, "score.attach", &scan, "id", num(o, theirs[0].id), NULL));
	WANT(o, RC_OK, run_op(office, "score.file", "id", line_of, NULL));
	assert_true(str_eqz(office->out.file_name, "so.pdf"));
	/* Sent, the line stands. */
	struct sending s = {.db = o->f->db, .sheet = own};
	WANT(o, RC_OK, db_tx(o->f->db, DB_WRITE, send_tx, &s));
	WANT(o, RC_CONFLICT, upload_op(clerk, "score.attach", &scan, "id", line_of, NULL));
	/* The unit that checks a line of another reads its evidence, and not its own by that way. */
	struct attaching at = {.db = o->f->db, .line = theirs[0].id, .from = mine[0].id};
	WANT(o, RC_OK, db_tx(o->f->db, DB_WRITE, attach_tx, &at));
	WANT(o, RC_OK, run_op(head, "check.file", "id", num(o, theirs[0].id), NULL));
	WANT(o, RC_NOTFOUND, run_op(head, "check.file", "id", line_of, NULL));
}

static void evidence_of_a_line_is_read_by_who_checks_it(void **state)
{
	(void)state;
	office_each_engine(run_evidence);
}

/* --- ranking ------------------------------------------------------------------------------- */

static void give(struct office *o, int64_t sheet_id, const char *points, const char *out)
{
	struct acting *a = office_as(o, "vidu.thuongtruc");
	struct sql_sheet_lines *lines;
	struct ctx *c = &a->c;
	size_t n;
	WANT(o, RC_OK, sql_sheet_lines(c->db, c->mem, sheet_id, &lines, &n));
	assert_int_equal(n, 2);
	WANT(o, RC_OK,
	     run_op(a, "sheet.check", "id", num(o, sheet_id), "lines.0.criterion_id",
	            num(o, lines[0].criterion_id), "lines.0.checked", points, "lines.0.reason",
	            "chấm để thử", "lines.1.criterion_id", num(o, lines[1].criterion_id),
	            "lines.1.checked", out, "lines.1.reason", "chấm để thử", NULL));
}

static void run_ranking(struct office *o)
{
	int64_t set = new_set(o, "Bộ thử", "1000", "");
	WANT(o, RC_OK, line(o, set, "1", "points", "1000", "", ""));
	WANT(o, RC_OK, line(o, set, "C", "exclusion", "", "", ""));
	int64_t g = open_scoring(o, set, KT);
	static const char *const units[] = {TH, NC, KT};
	struct acting *a = office_as(o, "vidu.thuongtruc");
	for (int i = 0; i < 3; i++) {
		struct sending s = {.db = o->f->db, .sheet = sheet_of(o, g, units[i])};
		WANT(o, RC_OK, db_tx(o->f->db, DB_WRITE, send_tx, &s));
	}
	give(o, sheet_of(o, g, TH), "900", "0");
	WANT(o, RC_CONFLICT, run_op(a, "scoring.finish", "id", num(o, g), NULL));
	give(o, sheet_of(o, g, NC), "900", "0");
	give(o, sheet_of(o, g, KT), "950,5", "1");
	struct rows rows;
	WANT(o, RC_OK, list_op(a, &rows, "sheet.list", "scoring", num(o, g), NULL));
	for (int i = 0; i < rows.count; i++)
		assert_true(str_eqz(row_text(a, &rows, i, "place"),
		                    row_int(&rows, i, "excluded") ? "Không xếp hạng" : "1 (đồng hạng)"));
	struct acting *head = office_as(o, "vidu.truongphong");
	assert_int_equal(list_count(head, "scoring.ranking", "scoring", num(o, g), NULL), 0);
	WANT(o, RC_OK, run_op(a, "scoring.finish", "id", num(o, g), NULL));
	/* Open to the bloc now, and in the figures of the year; the one excluded has no rank. */
	assert_int_equal(list_count(head, "scoring.ranking", "scoring", num(o, g), NULL), 3);
	WANT(o, RC_OK,
	     list_op(a, &rows, "unit_year.list", "unit", num(o, unit_named(o, NC)), "year", "2026",
	             NULL));
	assert_int_equal(row_int(&rows, 0, "bloc_rank"), 1);
	assert_int_equal(row_int(&rows, 0, "bloc_size"), 2);
	WANT(o, RC_OK,
	     list_op(a, &rows, "unit_year.list", "unit", num(o, unit_named(o, KT)), "year", "2026",
	             NULL));
	assert_int_equal(row_int(&rows, 0, "bloc_rank"), DB_NULL);
	WANT(o, RC_CONFLICT,
	     run_op(a, "sheet.check", "id", num(o, sheet_of(o, g, TH)), "accept", "1", NULL));
	/* Opened again to correct a mark: the rank that was written stays until it is ranked again. */
	WANT(o, RC_DENIED, run_op(head, "scoring.reopen", "id", num(o, g), NULL));
	WANT(o, RC_OK, run_op(a, "scoring.reopen", "id", num(o, g), NULL));
	WANT(o, RC_CONFLICT, run_op(a, "scoring.reopen", "id", num(o, g), NULL));
	assert_int_equal(list_count(head, "scoring.ranking", "scoring", num(o, g), NULL), 0);
	give(o, sheet_of(o, g, TH), "800", "0");
	WANT(o, RC_OK, run_op(a, "scoring.finish", "id", num(o, g), NULL));
	WANT(o, RC_OK,
	     list_op(a, &rows, "unit_year.list", "unit", num(o, unit_named(o, TH)), "year", "2026",
	             NULL));
	assert_int_equal(row_int(&rows, 0, "bloc_rank"), 2);
}

static void units_are_ranked_with_ties_and_without_the_excluded(void **state)
{
	(void)state;
	office_each_engine(run_ranking);
}

/* Two offices of the bloc become one before the end: it stands where the better sheet stands. */
static void run_merged(struct office *o)
{
	int64_t set = new_set(o, "Bộ thử", "1000", "");
	WANT(o, RC_OK, line(o, set, "1", "points", "1000", "", ""));
	WANT(o, RC_OK, line(o, set, "C", "exclusion", "", "", ""));
	int64_t g = open_scoring(o, set, KT);
	static const char *const units[] = {TH, NC, KT}, *const points[] = {"700", "950", "900"};
	struct acting *a = office_as(o, "vidu.thuongtruc");
	for (int i = 0; i < 3; i++) {
		int64_t id = sheet_of(o, g, units[i]);
		struct sending s = {.db = o->f->db, .sheet = id};
		WANT(o, RC_OK, db_tx(o->f->db, DB_WRITE, send_tx, &s));
		give(o, id, points[i], "0");
	}
	const char *th = num(o, unit_named(o, TH)), *kt = num(o, unit_named(o, KT));
	WANT(o, RC_OK,
	     run_op(office_as(o, "vidu.quantri"), "unit.merge", "from.0.unit",
	            num(o, unit_named(o, NC)), "into", th, "on", "23/11/2026", "basis",
	            "Quyết định thử", NULL));
	a = office_as(o, "vidu.thuongtruc");
	WANT(o, RC_OK, run_op(a, "scoring.finish", "id", num(o, g), NULL));
	struct rows rows;
	WANT(o, RC_OK, list_op(a, &rows, "unit_year.list", "unit", th, "year", "2026", NULL));
	assert_int_equal(row_int(&rows, 0, "bloc_rank"), 1);
	assert_int_equal(row_int(&rows, 0, "bloc_size"), 2);
	WANT(o, RC_OK, list_op(a, &rows, "unit_year.list", "unit", kt, "year", "2026", NULL));
	assert_int_equal(row_int(&rows, 0, "bloc_rank"), 2);
	/* The ranking that everybody sees says the same. */
	static const char *const places[] = {"1", "2", "Theo bảng điểm cao hơn của đơn vị sáp nhập"};
	WANT(o, RC_OK, list_op(a, &rows, "scoring.ranking", "scoring", num(o, g), NULL));
	assert_int_equal(rows.count, 3);
	for (int i = 0; i < 3; i++)
		assert_true(str_eqz(row_text(a, &rows, i, "place"), places[i]));
	WANT(o, RC_OK, list_op(a, &rows, "sheet.list", "scoring", num(o, g), "unit", kt, NULL));
	assert_true(str_eqz(row_text(a, &rows, 0, "place"), "2"));
}

static void a_unit_that_took_another_in_stands_once_with_the_better_sheet(void **state)
{
	(void)state;
	office_each_engine(run_merged);
}

/* --- what holds when ------------------------------------------------------------------------ */

static const char *last_notice(struct acting *a)
{
	struct rows rows;
	assert_int_equal(list_op(a, &rows, "notice.list", NULL), RC_OK);
	assert_true(rows.count > 0);
	return arena_strz(a->c.mem, row_text(a, &rows, 0, "text"));
}

static enum rc score_by(struct office *o, int64_t set, const char *year, const char *due)
{
	return run_op(office_as(o, "vidu.thuongtruc"), "scoring.open", "set_id", num(o, set), "unit_id",
	              num(o, unit_named(o, TOP)), "year", year, "bloc", "Khối thử", "due", due, NULL);
}

static bool state_is(struct office *o, int64_t set, const char *state)
{
	struct acting *a = office_as(o, "vidu.thuongtruc");
	struct rows rows;
	WANT(o, RC_OK, list_op(a, &rows, "criteria.list", "state", state, NULL));
	for (int i = 0; i < rows.count; i++)
		if (row_int(&rows, i, "id") == set)
			return str_eqz(row_text(a, &rows, i, "state"), state);
	return false;
}

static void run_editions(struct office *o)
{
	struct acting *a = office_as(o, "vidu.thuongtruc"), *head = office_as(o, "vidu.truongphong");
	int64_t set = new_set(o, "Bộ thử", "100", "5");
	WANT(o, RC_OK, line(o, set, "1", "points", "100", "", ""));
	WANT(o, RC_OK, run_op(a, "criteria.publish", "id", num(o, set), NULL));
	assert_non_null(strstr(last_notice(head), "Bộ tiêu chí mới được ban hành"));
	WANT(o, RC_OK, run_op(a, "criteria.revise", "id", num(o, set), NULL));
	int64_t next = a->out.id;
	/* Name, bonus, and who checks: three places, and units hear of three. */
	WANT(o, RC_OK,
	     run_op(a, "criteria.edit", "id", num(o, next), "title", "Bộ thử năm 2027", "scale", "100",
	            "bonus", "10", "valid_from", "01/01/2027", NULL));
	WANT(o, RC_OK,
	     run_op(a, "criterion.edit", "id", nth(o, next, 0), "label", "1", "title", "Dòng để thử",
	            "kind", "points", "max", "100", "checker_id", num(o, unit_named(o, NC)), NULL));
	WANT(o, RC_OK, run_op(a, "criteria.publish", "id", num(o, next), NULL));
	assert_non_null(strstr(last_notice(head), "được sửa 3 chỗ, áp dụng từ 01/01/2027"));
	struct rows rows;
	WANT(o, RC_OK, list_op(head, &rows, "criteria.changes", "set", num(o, next), NULL));
	assert_int_equal(rows.count, 3);
	static const char *const says[] = {"Tên: Bộ thử năm 2027", "Điểm thưởng nhiều nhất: 10",
	                                   "Phòng Nội chính chấm"};
	for (int i = 0; i < 3; i++)
		assert_non_null(strstr(arena_strz(a->c.mem, row_text(head, &rows, i, "now")), says[i]));
	/* What holds goes by the day. */
	assert_true(state_is(o, set, "published") && state_is(o, next, "coming"));
	WANT(o, RC_OK, score_by(o, set, "2026", "15/12/2026"));
	WANT(o, RC_INVALID, score_by(o, next, "2026", "15/12/2026"));
	assert_non_null(strstr(o->f->err.message, "áp dụng từ"));
	o->now_ms = date_start_ms(date_of(2027, 1, 1)) - 1000;
	assert_true(state_is(o, set, "published") && state_is(o, next, "coming"));
	o->now_ms += 2000;
	assert_true(state_is(o, set, "replaced") && state_is(o, next, "published"));
	/* In January the old year is scored by what held in it. */
	WANT(o, RC_OK, score_by(o, set, "2026", "15/01/2027"));
	WANT(o, RC_INVALID, score_by(o, set, "2027", "15/01/2027"));
	WANT(o, RC_INVALID, score_by(o, next, "2026", "15/01/2027"));
	assert_null(strstr(o->f->err.message, "hoặc soạn bộ"));
	/* No set held in that year: there is nothing to choose, and the way on is said. */
	WANT(o, RC_INVALID, score_by(o, next, "2019", "15/01/2027"));
	assert_non_null(strstr(o->f->err.message, "hoặc soạn bộ áp dụng từ trong năm ấy"));
	WANT(o, RC_OK, score_by(o, next, "2027", "15/01/2027"));
	/* Nothing changed: that is said, not "0". */
	a = office_as(o, "vidu.thuongtruc");
	WANT(o, RC_OK, run_op(a, "criteria.revise", "id", num(o, next), NULL));
	WANT(o, RC_OK, run_op(a, "criteria.publish", "id", num(o, a->out.id), NULL));
	assert_non_null(strstr(last_notice(office_as(o, "vidu.truongphong")), "nội dung không đổi"));
}

static void an_edition_holds_from_its_day_and_tells_what_it_changed(void **state)
{
	(void)state;
	office_each_engine(run_editions);
}

/* --- from a table -------------------------------------------------------------------------- */

static void run_import(struct office *o)
{
	struct acting *a = office_as(o, "vidu.thuongtruc");
	int64_t set = new_set(o, "Bộ nhập", "100", "10");
	int64_t id = read_kind(
		o, "criterion", "tieuchi.csv",
		STR("TT;Nội dung, tiêu chí;Điểm tối đa;Cách tính;Điểm mỗi đơn vị;Đơn vị chấm;Bộ tiêu chí\n"
	        "I;Nhiệm vụ chính trị, chuyên môn;60;;;;Bộ nhập\n"
	        "1;Hoàn thành chương trình công tác;40;Theo tỷ lệ hoàn thành;;;Bộ nhập\n"
	        "2;Chất lượng văn bản;20;;;Phòng Tổng hợp;Bộ nhập\n"
	        "II;Công tác thi đua;40;;;;Bộ nhập\n"
	        "3;Sáng kiến;40;Số lượng nhân điểm;10;;Bộ nhập\n"
	        "III;Điểm thưởng;;;;;Bộ nhập\n"
	        "a;Bằng khen;5;;;;Bộ nhập\n"
	        "4;;10;;;;Bộ nhập\n"
	        "5;Sai điểm;mười;;;;Bộ nhập\n"
	        "6;Không có đơn vị;10;;;Phòng Không Có;Bộ nhập\n"
	        "7;Thiếu điểm;;;;;Bộ khác\n"));
	check_in(o, id);
	assert_int_equal(now(o, id).new_count, 7);
	assert_non_null(strstr(fault(o, id, "bad", 9), "trống"));
	assert_non_null(strstr(fault(o, id, "bad", 10), "số"));
	assert_non_null(strstr(fault(o, id, "bad", 11), "đơn vị"));
	assert_non_null(strstr(fault(o, id, "bad", 12), "bộ tiêu chí"));
	start(o, id, "good", "");
	size_t n;
	struct sql_criterion_of *ks = lines_of(o, set, &n);
	assert_int_equal(n, 7);
	assert_true(str_eqz(ks[0].kind, "content") && str_eqz(ks[1].kind, "share") &&
	            str_eqz(ks[2].kind, "points") && str_eqz(ks[6].kind, "bonus"));
	assert_int_equal(ks[4].each_milli, 10000);
	WANT(o, RC_OK, run_op(a, "criteria.publish", "id", num(o, set), NULL));
}

static void a_set_comes_from_a_table(void **state)
{
	(void)state;
	office_each_engine(run_import);
}

int main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "parse") == 0)
		return sandbox_child(argc, argv, cli_parsers, cli_parser_count);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_published_stands_still_and_editions_tell_what_changed),
		cmocka_unit_test(a_sheet_is_counted_checked_and_each_difference_has_a_reason),
		cmocka_unit_test(a_unit_checks_its_lines_of_others),
		cmocka_unit_test(evidence_of_a_line_is_read_by_who_checks_it),
		cmocka_unit_test(units_are_ranked_with_ties_and_without_the_excluded),
		cmocka_unit_test(a_unit_that_took_another_in_stands_once_with_the_better_sheet),
		cmocka_unit_test(an_edition_holds_from_its_day_and_tells_what_it_changed),
		cmocka_unit_test(a_set_comes_from_a_table),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

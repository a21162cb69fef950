/* Certificates of a decision: short numbers, printing by a job, layouts, blanks; batches of papers.
 */
#include "upload_fixture.h"

#include "app/file/file.h"
#include "app/paper/paper.h"
#include "db/sql_certificate.h"
#include "db/sql_decision.h"
#include "db/sql_law.h"

#include <unistd.h>

#define YEAR "2025"
#define SIGN "199/QĐ-UBND"

static struct str one_text(struct office *o, struct acting *a, const char *column, int *count)
{
	struct rows rows;
	WANT(o, RC_OK, list_op(a, &rows, "certificate.list", "limit", "100", NULL));
	*count = rows.count;
	assert_true(rows.count > 0);
	return row_text(a, &rows, rows.count - 1, column);
}

/* The file that the last job gave. */
static size_t job_file(struct office *o, struct acting *a, char *to, size_t room)
{
	struct rows rows;
	WANT(o, RC_OK, list_op(a, &rows, "file.list", NULL));
	assert_true(rows.count > 0);
	int64_t id = row_int(&rows, rows.count - 1, "id");
	WANT(o, RC_OK, run_op(a, "file.get", "id", num(o, id), NULL));
	ssize_t n = pread(a->out.fd, to, room, 0);
	close(a->out.fd);
	assert_true(n > 0);
	return (size_t)n;
}

static void run_decision(struct office *o)
{
	static char file[1 << 20];
	struct acting *a = office_as(o, "vidu.thuongtruc");
	struct certificate_shown shown;
	int count;
	WANT(o, RC_INVALID,
	     run_op(a, "certificate.make", "year", YEAR, "sign", "1/QĐ-KHÔNG", "blank", "giay-khen",
	            NULL));
	WANT(o, RC_OK,
	     run_op(a, "certificate.make", "year", YEAR, "sign", SIGN, "blank",
	            "chien-si-thi-dua-co-so", NULL));
	struct str token = arena_str(a->c.mem, one_text(o, a, "token", &count));
	assert_true(count > 1);
	assert_int_equal(token.n, 14);
	/* Once each. */
	WANT(o, RC_OK,
	     run_op(a, "certificate.make", "year", YEAR, "sign", SIGN, "blank",
	            "chien-si-thi-dua-co-so", NULL));
	assert_int_equal(list_count(a, "certificate.list", NULL), count);
	assert_string_equal(arena_strz(a->c.mem, one_text(o, a, "golden", &count)), "1");

	/* As somebody types it from the paper. */
	struct str typed = arena_printf(a->c.mem, " %.4s %.4s%.4s", token.p, token.p + 5, token.p + 10);
	WANT(o, RC_OK, certificate_by_token(&a->c, typed, &shown));
	assert_true(shown.valid && shown.name.n > 0);
	assert_int_equal(shown.golden, 1);
	WANT(o, RC_NOTFOUND, certificate_by_token(&a->c, STR("2222-2222-2222"), &shown));
	WANT(o, RC_NOTFOUND, certificate_by_token(&a->c, STR("' OR 1=1"), &shown));
	err_clear(a->c.err);

	WANT(o, RC_OK,
	     run_op(a, "certificate.print", "year", YEAR, "sign", SIGN, "authority", "Chánh Văn phòng",
	            NULL));
	assert_true(a->out.job_id != DB_NULL);
	run_jobs(o);
	assert_true(job_file(o, a, file, sizeof file) > 2000);
	assert_memory_equal(file, "%PDF", 4);
	assert_string_equal(arena_strz(a->c.mem, one_text(o, a, "state", &count)), "printed");

	struct rows rows;
	WANT(o, RC_OK, list_op(a, &rows, "certificate.list", NULL));
	const char *id = num(o, row_int(&rows, rows.count - 1, "id"));
	WANT(o, RC_OK,
	     run_op(a, "blank.receive", "blank", "chien-si-thi-dua-co-so", "count", "100", NULL));
	WANT(o, RC_OK,
	     run_op(a, "certificate.spoil", "id", id, "_version", "any", "reason", "Kẹt giấy", NULL));
	WANT(o, RC_OK,
	     run_op(a, "certificate.give", "id", id, "_version", "any", "serial", "00123", NULL));
	assert_int_equal(list_count(a, "blank.spoiled", NULL), 1);
	WANT(o, RC_INVALID,
	     run_op(a, "blank.spoil", "blank", "chien-si-thi-dua-co-so", "count", "100", "reason",
	            "Mất", NULL));
	WANT(o, RC_OK,
	     run_op(a, "certificate.void", "id", id, "_version", "any", "reason", "Thu hồi", NULL));
	WANT(o, RC_OK, certificate_by_token(&a->c, token, &shown));
	assert_false(shown.valid);
	/* A new one of the same line has a number of its own. */
	WANT(o, RC_OK,
	     run_op(a, "certificate.make", "year", YEAR, "sign", SIGN, "blank",
	            "chien-si-thi-dua-co-so", NULL));
	assert_int_equal(list_count(a, "certificate.list", NULL), count + 1);
	WANT(o, RC_OK,
	     run_op(a, "certificate.tcvn3", "year", YEAR, "sign", SIGN, "capitals", "1", NULL));
	assert_true(a->out.fd_size > 100);
	close(a->out.fd);
	WANT(o, RC_DENIED,
	     run_op(office_as(o, "vidu.canbo"), "certificate.make", "year", YEAR, "sign", SIGN, "blank",
	            "giay-khen", NULL));
}

static void a_decision_becomes_certificates(void **state)
{
	(void)state;
	office_each_engine(run_decision);
}

static void run_layout(struct office *o)
{
	struct acting *a = office_as(o, "vidu.thuongtruc");
	struct sql_cert_layout_for row;
	struct sql_law_top_unit top;
	WANT(o, RC_OK, sql_law_top_unit(a->c.db, a->c.mem, &top));
	/* Out of the sheet, or no number: refused by the box. */
	WANT(o, RC_INVALID, run_op(a, "layout.edit", "blank", "giay-khen", "places.0.x", "290", NULL));
	WANT(o, RC_INVALID,
	     run_op(a, "layout.edit", "blank", "giay-khen", "places.0.no", "2", "places.0.size", "to",
	            NULL));
	assert_string_equal(a->c.err->field, "places.0.size");
	WANT(o, RC_OK,
	     run_op(a, "layout.edit", "blank", "giay-khen", "text_only", "1", "shift_x", "1,5",
	            "shift_y", "-2", "places.0.no", "2", "places.0.x", "31,5", "places.0.size", "15",
	            NULL));
	WANT(o, RC_OK,
	     sql_cert_layout_for(a->c.db, a->c.mem, STR("giay-khen"), top.id, top.id, STR(""),
	                         STR("person"), &row));
	assert_int_equal(row.shift_x, 150);
	assert_int_equal(row.shift_y, -200);
	assert_non_null(strstr(arena_strz(a->c.mem, row.body), "31.5 38 237 8 | cỡ 15, đậm, hoa"));
	/* The nearer one counts: of the award before of any. */
	WANT(o, RC_OK,
	     run_op(a, "layout.edit", "blank", "giay-khen", "award", "GK", "places.0.no", "2",
	            "places.0.x", "20", NULL));
	WANT(o, RC_OK,
	     sql_cert_layout_for(a->c.db, a->c.mem, STR("giay-khen"), top.id, top.id, STR("GK"),
	                         STR("person"), &row));
	assert_string_equal(arena_strz(a->c.mem, row.award), "GK");
	WANT(o, RC_OK,
	     run_op(a, "layout.preview", "blank", "giay-khen", "places.0.no", "2", "places.0.x", "33",
	            NULL));
	assert_true(a->out.fd_size > 1000);
	close(a->out.fd);
	WANT(o, RC_OK, run_op(a, "layout.calibrate", "blank", "giay-khen", NULL));
	assert_true(a->out.fd_size > 1000);
	close(a->out.fd);
}

/* How many files there are after everything of the decision was printed. */
static int printed(struct office *o, struct acting *a, const char *subject)
{
	WANT(o, RC_OK,
	     run_op(a, "certificate.print", "year", "2026", "sign", "5/QĐ-VP", "subject", subject,
	            NULL));
	run_jobs(o);
	return list_count(a, "file.list", NULL);
}

struct deciding {
	struct acting *a;
	int64_t unit;
};

static enum rc decide_tx(void *arg)
{
	struct deciding *d = arg;
	struct ctx *c = &d->a->c;
	struct str none = STR("");
	int64_t id;
	TRY(sql_decision_add(c->db, STR("award"), d->unit, DB_NULL, DB_NULL,
	                     STR("Khen thưởng đột xuất"), STR("khen thuong dot xuat"), none, none,
	                     DB_NULL, none, DB_NULL, c->now_ms, &id));
	TRY(sql_decision_approved(c->db, id, none, DB_NULL, NULL));
	return sql_decision_signed(c->db, id, 2026, 5, STR("5/QĐ-VP"), date_of(2026, 10, 5), NULL);
}

/* What lies differently is not printed with the boxes of another: each kind by itself. */
static void run_kinds(struct office *o)
{
	struct acting *a = office_as(o, "vidu.thuongtruc");
	int had = list_count(a, "file.list", NULL);
	WANT(o, RC_OK,
	     run_op(a, "award.add", "person_id", num(o, person_named(o, "Lù Seo Páo")), "code", "GK",
	            "type", "sudden", "year", "2026", "achievement", "Chữa cháy", "sign", "5/QĐ-VP",
	            "dated", "2026-10-05", NULL));
	WANT(o, RC_OK,
	     run_op(a, "award.add", "unit_id", num(o, unit_named(o, "Phòng Tổng hợp")), "code", "GK",
	            "type", "sudden", "year", "2026", "achievement", "Chữa cháy", "sign", "5/QĐ-VP",
	            "dated", "2026-10-05", NULL));
	WANT(o, RC_OK,
	     run_op(a, "certificate.make", "year", "2026", "sign", "5/QĐ-VP", "blank", "giay-khen",
	            NULL));
	assert_int_equal(printed(o, a, ""), had + 1);
	WANT(o, RC_OK,
	     run_op(a, "layout.edit", "blank", "giay-khen", "subject", "unit", "places.0.no", "2",
	            "places.0.x", "25", NULL));
	assert_int_equal(printed(o, a, ""), had + 1);
	assert_int_equal(printed(o, a, "unit"), had + 2);
	assert_int_equal(printed(o, a, "person"), had + 3);
	/* A decision of a unit below: as that unit laid them out, before what the whole office did. */
	struct deciding d = {a, unit_named(o, "Nhà khách UBND tỉnh")};
	WANT(o, RC_OK, db_tx(a->c.db, DB_WRITE, decide_tx, &d));
	WANT(o, RC_OK,
	     run_op(a, "layout.edit", "blank", "giay-khen", "unit_id", num(o, d.unit), "places.0.no",
	            "2", "places.0.x", "30", NULL));
	assert_int_equal(printed(o, a, ""), had + 4);
}

static void kinds_that_lie_apart_are_printed_apart(void **state)
{
	(void)state;
	office_each_engine(run_kinds);
}

static void boxes_are_moved(void **state)
{
	(void)state;
	office_each_engine(run_layout);
}

static void run_batch(struct office *o)
{
	static char file[1 << 20];
	struct acting *a = office_as(o, "vidu.thuongtruc");
	const char *unit = num(o, unit_named(o, "Phòng Nội chính"));
	WANT(o, RC_OK,
	     run_op(a, "writing.reports", "unit_id", unit, "kind", "bao-cao-ca-nhan", "award", "CSTDCS",
	            NULL));
	run_jobs(o);
	int made = list_count(a, "writing.list", "kind", "bao-cao-ca-nhan", NULL);
	assert_true(made > 1);
	/* Run again it makes nothing twice. */
	WANT(o, RC_OK,
	     run_op(a, "writing.reports", "unit_id", unit, "kind", "bao-cao-ca-nhan", "award", "CSTDCS",
	            NULL));
	run_jobs(o);
	assert_int_equal(list_count(a, "writing.list", "kind", "bao-cao-ca-nhan", NULL), made);
	static const struct {
		const char *form, *begins;
	} forms[] = {{"pdf", "%PDF"}, {"zip-docx", "PK\003\004"}, {"zip-pdf", "PK\003\004"}};
	for (int i = 0; i < COUNT(forms); i++) {
		WANT(o, RC_OK,
		     run_op(a, "writing.pack", "unit_id", unit, "kind", "bao-cao-ca-nhan", "form",
		            forms[i].form, NULL));
		run_jobs(o);
		assert_true(job_file(o, a, file, sizeof file) > 2000);
		assert_memory_equal(file, forms[i].begins, 4);
	}
	WANT(o, RC_INVALID,
	     run_op(office_as(o, "vidu.daumoi"), "writing.reports", "unit_id", unit, "kind",
	            "bao-cao-ca-nhan", "award", "CSTDCS", NULL));
}

static void many_at_once(void **state)
{
	(void)state;
	office_each_engine(run_batch);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_decision_becomes_certificates),
		cmocka_unit_test(boxes_are_moved),
		cmocka_unit_test(kinds_that_lie_apart_are_printed_apart),
		cmocka_unit_test(many_at_once),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The yearly statistics: a new award moves exactly the numbers it belongs to, and a number is as
 * long as the list behind it. On both engines, through the gate. */
#include "app/report/statistics.h"
#include "link_fixture.h"
#include "office_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const struct statistics_form *form(struct acting *a, struct office *o, const char *year,
                                          int at)
{
	WANT(o, RC_OK, run_op(a, "statistics.view", "year", year, NULL));
	return &((const struct statistics_view *)a->out.data)->forms[at];
}

static struct statistics_row row(const struct statistics_form *f, const char *key)
{
	for (int i = 0; i < f->row_count; i++)
		if (str_eqz(f->rows[i].key, key))
			return f->rows[i];
	return (struct statistics_row){0};
}

static void award(struct office *o, const char *person, const char *year, const char *sign,
                  const char *post)
{
	WANT(o, RC_OK,
	     run_op(office_as(o, "vidu.thuongtruc"), "award.add", "person_id", person, "code", "BKT",
	            "type", "merit", "year", year, "sign", sign, "dated", "2025-03-04", "issuer",
	            "Chủ tịch UBND tỉnh Lào Cai", "level", "province", "post_title", post, NULL));
}

static void run_awards(struct office *o)
{
	struct acting *a = office_as(o, "vidu.thuongtruc");
	const char *who = num(o, person_named(o, "Tẩn Mùi Phạm"));
	struct statistics_row was = row(form(a, o, "2025", 2), "BKT");
	struct statistics_row year_before = row(form(a, o, "2024", 2), "BKT");
	award(o, who, "2018", "901/QĐ-UBND", "Phó Chánh Văn phòng UBND tỉnh");
	award(o, who, "2017", "902/QĐ-UBND", "Chuyên viên");
	struct statistics_row is = row(form(a, o, "2025", 2), "BKT");
	/* By the day of the decision, each in one class, both as persons. */
	assert_int_equal(is.cells[0].n, was.cells[0].n + 2);
	assert_int_equal(is.cells[2].n, was.cells[2].n + 2);
	assert_int_equal(is.cells[4].n, was.cells[4].n + 1);
	assert_int_equal(is.cells[7].n, was.cells[7].n + 1);
	assert_int_equal(is.cells[1].n, was.cells[1].n);
	assert_int_equal(row(form(a, o, "2024", 2), "BKT").cells[0].n, year_before.cells[0].n);
	assert_int_equal(is.cells[0].before, year_before.cells[0].n);
	int64_t classes = 0;
	for (int k = 3; k <= 7; k++)
		classes += is.cells[k].n;
	assert_int_equal(classes, is.cells[2].n);

	/* A longer beginning is the office's own word. */
	WANT(o, RC_OK, run_op(a, "post_rank.add", "begins", "Chuyên viên", "rank", "other", NULL));
	is = row(form(a, o, "2025", 2), "BKT");
	assert_true(is.cells[6].n > was.cells[6].n);
	WANT(o, RC_INVALID,
	     run_op(a, "post_rank.add", "begins", "Chuyên viên", "rank", "worker", NULL));
}

static void an_award_counts_in_the_year_of_its_decision_and_in_one_class(void **state)
{
	(void)state;
	office_each_engine(run_awards);
}

/* Every number of every form of a year, rows and totals, against the list that it opens. */
static void all_links(struct office *o, struct acting *a, const char *year, int *followed)
{
	WANT(o, RC_OK, run_op(a, "statistics.view", "year", year, NULL));
	const struct statistics_view *v = a->out.data;
	for (int f = 0; f < STATISTICS_FORMS; f++) {
		const struct statistics_form *form = &v->forms[f];
		int jumps = 0;
		for (int r = 0; r <= form->row_count; r++) {
			const struct statistics_row *row = r < form->row_count ? &form->rows[r] : &form->total;
			for (int k = 0; k < form->cols; k++) {
				const struct statistics_cell *cell = &row->cells[k];
				int64_t far =
					cell->n > cell->before ? cell->n - cell->before : cell->before - cell->n;
				link_is(a, form->id, cell->href, cell->n);
				followed[f] += cell->href.n > 0;
				assert_int_equal(cell->jump, far >= 3 && 2 * far >= cell->before);
				jumps += cell->jump;
			}
		}
		assert_int_equal(form->jumps, jumps);
	}
}

static void run_links(struct office *o)
{
	struct acting *a = office_as(o, "vidu.thuongtruc");
	const char *who = num(o, person_named(o, "Tẩn Mùi Phạm"));
	int followed[STATISTICS_FORMS] = {0};
	/* 0602 has something too. */
	WANT(o, RC_OK,
	     run_op(a, "award.add", "person_id", who, "code", "BKTTG", "type", "merit", "year", "2025",
	            "sign", "77/QĐ-TTg", "dated", "2026-02-01", "issuer", "Thủ tướng Chính phủ", NULL));
	all_links(o, a, "2024", followed);
	all_links(o, a, "2025", followed);
	all_links(o, a, "2026", followed);
	for (int i = 0; i < STATISTICS_FORMS; i++)
		assert_true(followed[i] > 0);
	/* What is far from last year's is marked; this one alone is not far. */
	WANT(o, RC_OK, run_op(a, "statistics.view", "year", "2026", NULL));
	const struct statistics_view *v = a->out.data;
	assert_false(row(&v->forms[1], "BKTTG").cells[0].jump);
	static const char *const more[] = {"Giàng Thị Dua", "Lù Seo Páo", "Phạm Thu Ngân"};
	for (int i = 0; i < COUNT(more); i++)
		WANT(o, RC_OK,
		     run_op(a, "award.add", "person_id", num(o, person_named(o, more[i])), "code", "BKTTG",
		            "type", "merit", "year", "2025", "sign", "77/QĐ-TTg", "dated", "2026-02-01",
		            "issuer", "Thủ tướng Chính phủ", NULL));
	WANT(o, RC_OK, run_op(a, "statistics.view", "year", "2026", NULL));
	v = a->out.data;
	assert_true(row(&v->forms[1], "BKTTG").cells[0].jump && v->forms[1].jumps > 0);
	all_links(o, a, "2026", followed);
}

static void every_number_of_every_form_opens_its_list(void **state)
{
	(void)state;
	office_each_engine(run_links);
}

static void run_lists(struct office *o)
{
	struct acting *a = office_as(o, "vidu.thuongtruc");
	const struct statistics_form *f = form(a, o, "2025", 2);
	assert_true(f->total.cells[0].n > 0);
	assert_int_equal(f->total.cells[0].n,
	                 list_count(a, "statistics.awards", "year", "2025", "above", "province", NULL));
	f = form(a, o, "2026", 4);
	assert_true(f->total.cells[0].n > 0);
	assert_int_equal(f->total.cells[0].n, f->total.cells[2].n + f->total.cells[3].n);
	assert_int_equal(f->total.cells[1].n, list_count(a, "statistics.staff", "gender", "nu", NULL));
	WANT(o, RC_INVALID, run_op(a, "statistics.view", "year", "2199", NULL));
	WANT(o, RC_DENIED, run_op(office_as(o, "vidu.canbo"), "statistics.view", NULL));
}

static void a_number_is_as_long_as_its_list(void **state)
{
	(void)state;
	office_each_engine(run_lists);
}

static void run_paper(struct office *o)
{
	struct acting *a = office_as(o, "vidu.thuongtruc");
	WANT(o, RC_OK, run_op(a, "statistics.paper", "form", "0603", "year", "2025", NULL));
	const char *id = num(o, a->out.id);
	WANT(o, RC_OK, run_op(a, "writing.view", "id", id, NULL));
	WANT(o, RC_DENIED,
	     run_op(office_as(o, "vidu.thanhtra"), "statistics.paper", "form", "0603", "year", "2025",
	            NULL));
}

static void the_form_becomes_a_paper(void **state)
{
	(void)state;
	office_each_engine(run_paper);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_award_counts_in_the_year_of_its_decision_and_in_one_class),
		cmocka_unit_test(every_number_of_every_form_opens_its_list),
		cmocka_unit_test(a_number_is_as_long_as_its_list),
		cmocka_unit_test(the_form_becomes_a_paper),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

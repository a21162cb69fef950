/*
 * Whose record it is: those whom a list names only, records that may be one person, two records
 * that become one, units that were merged.
 */
#include "app/record/record.h"
#include "db/db.h"
#include "office_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define KEEPER "vidu.thuongtruc"
#define TH "Phòng Tổng hợp"

static int64_t make(struct office *o, const char *name, const char *unit, const char *cccd,
                    const char *birth)
{
	struct acting *a = office_as(o, "vidu.quantri");
	WANT(o, RC_OK,
	     run_op(a, "person.create", "name", name, "cadre", "civil_servant", "unit_id",
	            num(o, unit_named(o, unit)), "post_title", "Chuyên viên", "since", "01/06/2019",
	            "cccd", cccd, "birth", birth, NULL));
	return a->out.id;
}

/* --- unmatched ----------------------------------------------------------------------------- */

struct listed {
	struct ctx *c;
	const char *name, *number;
	int64_t id;
};

/* What a list brings: an award and a rating of somebody. */
static enum rc list_tx(void *arg)
{
	struct listed *l = arg;
	struct unmatched_new u = {.kind = "person",
	                          .name = str_of(l->name),
	                          .unit_name = STR("Phòng Tổng hợp"),
	                          .number = str_of(l->number),
	                          .number_kind = STR("cccd"),
	                          .source = STR("so-cu.xlsx"),
	                          .birth = DATE_NONE};
	int64_t id;
	TRY(record_unmatched(l->c, &u, &l->id));
	struct subject s = {
		.kind = "person", .person_id = DB_NULL, .unit_id = DB_NULL, .unmatched_id = l->id};
	struct award_new a = {.s = s,
	                      .post_title = STR(""),
	                      .code = STR("LDTT"),
	                      .title = STR(""),
	                      .type = STR("merit"),
	                      .level = STR(""),
	                      .achievement = STR(""),
	                      .year = 2018,
	                      .from = DATE_NONE,
	                      .to = DATE_NONE,
	                      .p = {.sign = STR(""), .issuer = STR(""), .dated = DATE_NONE},
	                      .initiative_id = DB_NULL,
	                      .source = u.source};
	enum rc rc = record_award_add(l->c, &a, &id);
	if (rc == RC_CONFLICT) { /* the same list for a second time */
		err_clear(l->c->err);
		return RC_OK;
	}
	TRY(rc);
	struct rating_new r = {.s = s,
	                       .year = 2018,
	                       .level = STR("HTTNV"),
	                       .score_centi = DB_NULL,
	                       .p = a.p,
	                       .source = u.source};
	return record_rating_add(l->c, &r, &id);
}

static int64_t listed(struct office *o, struct acting *a, const char *name, const char *number)
{
	struct listed l = {.c = &a->c, .name = name, .number = number};
	a->c.db = o->f->db;
	WANT(o, RC_OK, db_tx(o->f->db, DB_WRITE, list_tx, &l));
	return l.id;
}

static void run_unmatched(struct office *o)
{
	struct acting *a = office_as(o, KEEPER);
	struct rows rows;
	int64_t one = listed(o, a, "Trần Thị Sổ Cũ", "010190555001");
	assert_int_equal(listed(o, a, "TRẦN THỊ SỔ CŨ", "010190555001"), one); /* no second row */
	assert_true(listed(o, a, "Trần Thị Sổ Cũ", "010190555002") != one);    /* somebody else */
	int64_t person = make(o, "Trần Thị Sổ Cũ", TH, "", "");
	WANT(o, RC_OK, list_op(a, &rows, "unmatched.list", "q", "tran thi so cu", NULL));
	assert_int_equal(rows.count, 2);
	assert_int_equal(row_int(&rows, 0, "rows"), 2);
	assert_int_equal(row_int(&rows, 0, "person_id"), person); /* proposed, not done */
	assert_int_equal(list_count(a, "award.list", "person", num(o, person), NULL), 0);
	assert_true(list_count(a, "award.list", "mark", "unmatched", NULL) >= 2);
	/* The person has that award already: the list's line is marked and given all the same. */
	WANT(o, RC_OK,
	     run_op(a, "award.add", "person_id", num(o, person), "code", "LDTT", "type", "merit",
	            "year", "2018", "sign", "3/QĐ", "dated", "01/12/2018", NULL));
	WANT(o, RC_OK,
	     run_op(a, "unmatched.match", "id", num(o, one), "person_id", num(o, person), "reason",
	            "Đối chiếu sổ", NULL));
	assert_int_equal(list_count(a, "award.list", "person", num(o, person), NULL), 2);
	assert_int_equal(list_count(a, "award.list", "person", num(o, person), "state", "double", NULL),
	                 1);
	assert_int_equal(list_count(a, "rating.list", "person", num(o, person), NULL), 1);
	/* The number came with the list. */
	WANT(o, RC_OK,
	     run_op(office_as(o, "vidu.quantri"), "identifier.find", "kind", "cccd", "number",
	            "010190555001", NULL));
	assert_int_equal(list_count(a, "identifier.list", "person", num(o, person), NULL), 1);
	/* The number of the second row is not this person's: they have another one now. */
	int64_t third = listed(o, a, "Trần Thị Sổ Cũ", "010190555003");
	(void)make(o, "Chủ Của Số", TH, "010190555003", "");
	WANT(o, RC_INVALID,
	     run_op(a, "unmatched.match", "id", num(o, third), "person_id", num(o, person), "reason",
	            "Đối chiếu sổ", NULL));
	WANT(o, RC_OK,
	     run_op(a, "unmatched.drop", "id", num(o, third), "reason", "Không thuộc cơ quan", NULL));
	assert_int_equal(list_count(a, "unmatched.list", "state", "open", "q", "tran thi so cu", NULL),
	                 1);
}

static void who_a_list_names_waits_until_somebody_says_who_it_is(void **state)
{
	(void)state;
	office_each_engine(run_unmatched);
}

/* --- doubles ------------------------------------------------------------------------------- */

static enum rc find_tx(void *arg)
{
	int64_t found;
	return record_find_doubles(arg, &found);
}

static void look(struct office *o, struct acting *a)
{
	a->c.db = o->f->db;
	WANT(o, RC_OK, db_tx(o->f->db, DB_WRITE, find_tx, &a->c));
}

static void run_doubles(struct office *o)
{
	struct acting *a = office_as(o, KEEPER);
	struct rows rows;
	const char *hoa = num(o, make(o, "Mùa Thị Hoà Lý", TH, "", "05/04/1988"));
	const char *hoa2 = num(o, make(o, "Mùa Thị Hòa Lí", "Phòng Nội chính", "", "05/04/1988"));
	const char *near = num(o, make(o, "Mùa Thị Hòa Lia", TH, "", "05/04/1988"));
	const char *other = num(o, make(o, "Mùa Thị Hòa Lý", TH, "", "06/04/1988"));
	look(o, a);
	WANT(o, RC_OK, list_op(a, &rows, "double.list", "person", hoa, NULL));
	assert_int_equal(rows.count, 2); /* the other spelling, and the name that is near */
	assert_int_equal(list_count(a, "double.list", "person", near, NULL), 2);
	assert_int_equal(list_count(a, "double.list", "person", other, NULL), 0);    /* another birth */
	assert_int_equal(list_count(a, "person.list", "q", "mua thi hoa", NULL), 4); /* none merged */
	/* Two people stay two, however often one looks. */
	WANT(o, RC_OK, list_op(a, &rows, "double.list", "person", near, NULL));
	for (int i = 0; i < rows.count; i++)
		WANT(o, RC_OK,
		     run_op(a, "double.two", "id", num(o, row_int(&rows, i, "id")), "reason", "Hai chị em",
		            NULL));
	look(o, a);
	assert_int_equal(list_count(a, "double.list", "person", near, "state", "open", NULL), 0);
	WANT(o, RC_OK,
	     run_op(a, "person.merge", "id", hoa, "gone_id", hoa2, "reason", "Cùng số CCCD", NULL));
	assert_int_equal(list_count(a, "double.list", "person", hoa, "state", "merged", NULL), 1);
}

static void records_of_one_person_are_proposed_and_never_merged_alone(void **state)
{
	(void)state;
	office_each_engine(run_doubles);
}

/* --- merging people ------------------------------------------------------------------------- */

static void give(struct office *o, struct acting *a, const char *person, const char *year)
{
	WANT(o, RC_OK,
	     run_op(a, "award.add", "person_id", person, "code", "LDTT", "type", "merit", "year", year,
	            NULL));
	office_rate(o, person, year, "HTTNV");
}

static int valid_awards(struct acting *a, const char *person)
{
	return list_count(a, "award.list", "person", person, "state", "valid", NULL);
}

/* Of years that are settled. */
static int valid_ratings(struct acting *a, const char *person)
{
	return list_count(a, "rating.list", "person", person, "state", "locked", NULL);
}

static void run_merge(struct office *o)
{
	struct acting *a = office_as(o, KEEPER);
	const char *kept = num(o, make(o, "Người Giữ", TH, "", "")),
			   *gone = num(o, make(o, "Người Trùng", TH, "", ""));
	give(o, a, kept, "2018");
	give(o, a, gone, "2018");
	give(o, a, gone, "2019");
	WANT(o, RC_OK,
	     run_op(a, "person.merge", "id", kept, "gone_id", gone, "reason", "Cùng số CCCD", NULL));
	int64_t merge = a->out.id;
	assert_int_equal(valid_awards(a, kept), 2);
	assert_int_equal(valid_ratings(a, kept), 2);
	assert_int_equal(list_count(a, "award.list", "person", kept, NULL), 3); /* nothing lost */
	WANT(o, RC_OK, run_op(a, "merge.undo", "id", num(o, merge), "reason", "Là hai người", NULL));
	assert_int_equal(valid_awards(a, gone), 2);
	assert_int_equal(valid_ratings(a, gone), 2);
	assert_int_equal(valid_awards(a, kept), 1);
}

static void what_two_records_both_say_counts_once_and_comes_back(void **state)
{
	(void)state;
	office_each_engine(run_merge);
}

/* --- units --------------------------------------------------------------------------------- */

static void run_units(struct office *o)
{
	struct acting *a = office_as(o, KEEPER);
	int64_t nc = unit_named(o, "Phòng Nội chính"), th = unit_named(o, TH);
	int before = list_count(a, "award.list", "line", num(o, th), NULL);
	int own = list_count(a, "award.list", "line", num(o, nc), NULL);
	WANT(o, RC_OK,
	     run_op(a, "award.add", "unit_id", num(o, nc), "code", "TTLDTT", "type", "merit", "year",
	            "2017", NULL));
	WANT(o, RC_OK,
	     run_op(office_as(o, "vidu.quantri"), "unit.merge", "from.0.unit", num(o, nc), "into",
	            num(o, th), "on", "01/11/2026", "basis", "QĐ sáp nhập", NULL));
	/* The history of what was merged in is found at the successor, under its own name. */
	assert_int_equal(list_count(a, "award.list", "line", num(o, th), NULL), before + own + 1);
	struct rows rows;
	WANT(o, RC_OK,
	     list_op(a, &rows, "award.list", "line", num(o, th), "year", "2017", "code", "TTLDTT",
	             NULL));
	assert_true(rows.count >= 1);
	assert_int_equal(row_int(&rows, rows.count - 1, "unit_id"), nc);
}

static void the_history_of_a_merged_unit_is_found_at_its_successor(void **state)
{
	(void)state;
	office_each_engine(run_units);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_a_list_names_waits_until_somebody_says_who_it_is),
		cmocka_unit_test(records_of_one_person_are_proposed_and_never_merged_alone),
		cmocka_unit_test(what_two_records_both_say_counts_once_and_comes_back),
		cmocka_unit_test(the_history_of_a_merged_unit_is_found_at_its_successor),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

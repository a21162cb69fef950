/*
 * What the law is asked beside one nominee: both laws of a dossier between two, money, votes, caps,
 * clashes, dossiers; as operations and as other modules ask it.
 */
#include "app/law/law.h"
#include "app/law/page.h"
#include "db/sql_law.h"
#include "law_people.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* A dossier received under the old law and decided under the new: both, and the better one counts.
 */
static void run_two_laws(struct office *o)
{
	const char *n = num(o, law_person(o, "Hà Thị Chuyển"));
	struct acting *a = office_as(o, KEEPER);
	law_rate(o, n, "2025", "HTTNV");
	law_attest(o, n, "2025", "TU_LUC");
	WANT(o, RC_OK,
	     run_op(a, "law.explain", "award", "LDTT", "subject", n, "year", "2025", "on", "31/12/2025",
	            "received", "20/09/2026", "decided", "15/10/2026", NULL));
	json_t *j = law_json(a, "law.explain");
	assert_int_equal(json_array_size(json_object_get(j, "rules")), 2);
	assert_string_equal(json_string_value(json_object_get(j, "more_favourable")), "L2022-ND152");
	const char *second = json_string_value(
		json_object_get(json_array_get(json_object_get(j, "rules"), 1), "rule_set"));
	assert_string_equal(second, "L2026-ND152");
	json_decref(j);
	/* Decided before the law changed: one. */
	WANT(o, RC_OK,
	     run_op(a, "law.explain", "award", "LDTT", "subject", n, "year", "2025", "on", "31/12/2025",
	            "received", "20/09/2026", "decided", "30/09/2026", NULL));
	j = law_json(a, "law.explain");
	assert_null(json_object_get(j, "rules"));
	json_decref(j);
	/* Kept: which set it was decided by, and both to the byte. */
	WANT(o, RC_OK,
	     run_op(a, "verdict.keep", "award", "LDTT", "subject", n, "year", "2025", "on",
	            "31/12/2025", "received", "20/09/2026", "decided", "15/10/2026", NULL));
	struct sql_law_verdict_get row;
	int64_t kept = a->out.id;
	WANT(o, RC_OK, sql_law_verdict_get(o->f->db, &o->f->mem, kept, &row));
	assert_true(str_eqz(row.set_name, "L2022-ND152"));
	assert_true(str_eqz(row.verdict, "eligible"));
	assert_true(str_starts(row.answer, "{\"rules\":["));
	struct buf b;
	buf_init(&b, 1 << 20);
	a->c.db = o->f->db;
	WANT(o, RC_OK, law_again(&a->c, kept, &b));
	assert_true(str_eq(buf_view(&b), row.answer));
	buf_release(&b);
	WANT(o, RC_OK, run_op(a, "verdict.view", "id", num(o, kept), NULL));
	WANT(o, RC_OK,
	     run_op(a, "law.person", "id", n, "year", "2025", "received", "20/09/2026", "decided",
	            "15/10/2026", NULL));
	const struct law_subject_view *v = a->out.data;
	assert_true(v->answers[0].other.n > 0);
}

static void between_two_laws_both_are_shown_and_kept(void **state)
{
	(void)state;
	office_each_engine(run_two_laws);
}

static int64_t sum_of(json_t *j, const char *key)
{
	return json_integer_value(json_object_get(j, key));
}

static json_t *row_of(json_t *j, size_t i)
{
	return json_array_get(json_object_get(j, "rows"), i);
}

/* The same as operations: money, votes, caps, clashes, dossiers. */
static void run_sums(struct office *o)
{
	struct acting *a = office_as(o, KEEPER);
	WANT(o, RC_OK,
	     run_op(a, "law.pay", "kind", "person", "on", "01/07/2026", "rows.0.award", "LDTT",
	            "rows.0.year", "2026", "rows.1.award", "CSTDCS", "rows.1.year", "2026",
	            "rows.2.award", "CSTDT", "rows.2.year", "2026", "rows.3.award", "GK", "rows.3.year",
	            "2026", NULL));
	json_t *j = law_json(a, "law.pay");
	assert_int_equal(sum_of(j, "total"), 2530000 + 7590000 + 760000);
	assert_false(json_boolean_value(json_object_get(row_of(j, 0), "paid")));
	assert_int_equal(sum_of(row_of(j, 2), "first_year"), 2024);
	assert_int_equal(sum_of(row_of(j, 3), "product"), 759000);
	assert_int_equal(sum_of(row_of(j, 3), "amount"), 760000);
	json_decref(j);
	WANT(o, RC_INVALID,
	     run_op(a, "law.pay", "rows.0.award", "LDTT", "rows.0.first_year", "2026", "rows.0.year",
	            "2025", NULL));

	WANT(o, RC_OK,
	     run_op(a, "law.votes", "award", "CSTDCS", "council", "submitting", "members", "9", "votes",
	            "7", "received", "01/06/2025", NULL));
	j = law_json(a, "law.votes");
	assert_int_equal(sum_of(j, "needed"), 8);
	assert_false(json_boolean_value(json_object_get(j, "passed")));
	json_decref(j);
	WANT(o, RC_OK,
	     run_op(a, "law.votes", "award", "CSTDCS", "council", "province", "members", "9", NULL));
	j = law_json(a, "law.votes");
	assert_false(json_boolean_value(json_object_get(j, "asked")));
	json_decref(j);
	WANT(o, RC_INVALID,
	     run_op(a, "law.votes", "award", "LDTT", "council", "office", "members", "9", "votes", "10",
	            NULL));

	WANT(o, RC_OK, run_op(a, "law.caps", "id", num(o, unit_named(o, TH)), "year", "2025", NULL));
	const struct law_caps_view *caps = a->out.data;
	assert_true(caps->count > 3);
	for (int i = 0; i < caps->count; i++)
		assert_true(caps->lines[i].citation.n > 0);

	const char *n = num(o, law_person(o, "Hà Thị Trùng"));
	WANT(o, RC_OK,
	     run_op(a, "award.add", "person_id", n, "code", "LDTT", "type", "merit", "year", "2025",
	            "sign", "9/QĐ-VP", "dated", "15/12/2025", NULL));
	WANT(o, RC_OK,
	     run_op(a, "law.clashes", "person_id", n, "rows.0.award", "LDTT", "rows.0.year", "2025",
	            "rows.1.award", "LDTT", "rows.1.year", "2026", NULL));
	j = law_json(a, "law.clashes");
	assert_true(json_boolean_value(json_object_get(row_of(j, 0), "given")));
	assert_false(json_boolean_value(json_object_get(row_of(j, 0), "paid")));
	assert_false(json_boolean_value(json_object_get(row_of(j, 1), "given")));
	json_decref(j);
	WANT(o, RC_INVALID, run_op(a, "law.clashes", "rows.0.award", "LDTT", NULL));

	WANT(o, RC_OK,
	     run_op(a, "law.dossier", "award", "HCLD3", "type", "sudden", "received", "01/06/2025",
	            NULL));
	j = law_json(a, "law.dossier");
	assert_true(json_boolean_value(json_object_get(j, "brief")));
	assert_int_equal(json_array_size(json_object_get(j, "papers")), 2);
	json_decref(j);
	WANT(o, RC_INVALID, run_op(a, "law.dossier", "award", "CSTDCS", "kind", "unit", NULL));
	WANT(o, RC_OK, run_op(a, "law.dossier", NULL)); /* the empty form */
	WANT(o, RC_OK, run_op(a, "law.pay", NULL));
	WANT(o, RC_OK, run_op(a, "law.votes", NULL));
}

static void what_the_law_counts_is_asked_as_operations(void **state)
{
	(void)state;
	office_each_engine(run_sums);
}

static struct law_proposal proposal(int64_t person, const char *award, int64_t deed)
{
	return (struct law_proposal){.subject = "person",
	                             .person_id = person,
	                             .unit_id = DB_NULL,
	                             .household = STR(""),
	                             .award = str_of(award),
	                             .type = STR("merit"),
	                             .first_year = DB_NULL,
	                             .year = 2025,
	                             .initiative_id = DB_NULL,
	                             .deed_id = deed};
}

/* What a dossier and a council ask: the list held against the ledger, and the money. */
static void run_proposals(struct office *o)
{
	struct acting *a = office_as(o, KEEPER);
	int64_t one = law_person(o, "Hà Thị Tặng"), two = law_person(o, "Hà Thị Thưởng");
	const char *n = num(o, one);
	WANT(o, RC_OK,
	     run_op(a, "award.add", "person_id", n, "code", "LDTT", "type", "merit", "year", "2025",
	            "sign", "9/QĐ-VP", "dated", "15/12/2025", NULL));
	int64_t line = a->out.id;
	WANT(o, RC_OK,
	     run_op(a, "deed.add", "person_id", n, "kind", "sudden", "on", "30/09/2025", "title",
	            "Cứu dân", "year", "2025", "scope", "province", "sign", "7/BB", "dated",
	            "01/10/2025", NULL));
	int64_t deed = a->out.id;
	const struct law_proposal list[] = {
		proposal(one, "LDTT", DB_NULL),  proposal(one, "CSTDCS", DB_NULL),
		proposal(one, "CSTDT", DB_NULL), proposal(one, "BKT", deed),
		proposal(one, "GK", deed),       proposal(two, "LDTT", DB_NULL)};
	struct law_proposal_answer out[6];
	WANT(o, RC_OK, law_proposals(&a->c, date_of(2026, 7, 1), list, 6, out));
	/* It has been given: by which line of the ledger. */
	assert_true(out[0].given);
	assert_false(out[0].stands || out[0].paid);
	assert_int_equal(out[0].clashes[0].award_id, line);
	assert_int_equal(out[0].clashes[0].other, -1);
	assert_non_null(strstr(out[0].clashes[0].say.p, "9/QĐ-VP"));
	assert_true(out[1].stands && out[1].paid && out[2].paid);
	assert_int_equal(out[1].money.amount, 2530000);
	assert_int_equal(out[2].money.product, 7590000);
	/* One achievement, two forms: each is told of the other. */
	assert_false(out[3].stands || out[4].stands);
	assert_int_equal(out[3].clashes[0].other, 4);
	assert_int_equal(out[4].clashes[0].other, 3);
	assert_int_equal(out[3].clashes[0].kind, LAW_CLASH_ACHIEVEMENT);
	assert_true(out[5].stands && out[5].paid);
	/* Before the first day of the new base salary. */
	WANT(o, RC_OK, law_proposals(&a->c, date_of(2026, 6, 30), list + 1, 1, out));
	assert_int_equal(out[0].money.amount, 2340000);
	struct law_proposal wrong = proposal(one, "TTLDTT", DB_NULL);
	WANT(o, RC_INVALID, law_proposals(&a->c, DATE_NONE, &wrong, 1, out));
	wrong.award = STR("KHONG");
	WANT(o, RC_NOTFOUND, law_proposals(&a->c, DATE_NONE, &wrong, 1, out));

	const struct str has[] = {STR("TO_TRINH")};
	const struct law_dossier_case q = {.subject = "person",
	                                   .award = STR("CSTDT"),
	                                   .type = STR(""),
	                                   .year = 2025,
	                                   .received = date_of(2025, 6, 1),
	                                   .decided = date_of(2026, 7, 1),
	                                   .has = has,
	                                   .has_count = 1,
	                                   .members = {0, 0, 15}};
	struct law_dossier_needs d;
	struct law_vote v;
	WANT(o, RC_OK, law_dossier_of(&a->c, &q, &d));
	assert_int_equal(d.missing, d.need_count - 1);
	assert_int_equal(d.award->level, LAW_BY_PROVINCE);
	assert_int_equal(d.ballots[0].vote.needed, 14);
	assert_int_equal(d.money.amount, 7590000);
	WANT(o, RC_OK,
	     law_ballot_of(&a->c, date_of(2025, 6, 1), STR("CSTDCS"), LAW_COUNCIL_SUBMITTING, 11, &v));
	assert_int_equal(v.needed, 9);
}

static void proposals_are_held_against_the_ledger(void **state)
{
	(void)state;
	office_each_engine(run_proposals);
}
int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(between_two_laws_both_are_shown_and_kept),
		cmocka_unit_test(what_the_law_counts_is_asked_as_operations),
		cmocka_unit_test(proposals_are_held_against_the_ledger),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

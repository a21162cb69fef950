/*
 * The example office against the law: for every person and unit and each of the five years, what
 * was awarded is what the rules give, and what was not awarded they do not give.
 */
#include "app/law/law.h"
#include "office_fixture.h"

#include "db/sql_home.h"
#include "db/sql_law.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

struct checking {
	struct ctx *c;
	const struct law *law;
	int eligible, refused, wrong;
};

static bool awarded(const struct law_facts *f, const char *code, int year)
{
	for (int i = 0; i < f->award_count; i++)
		if (f->awards[i].year == year && str_eqz(f->awards[i].code, code))
			return true;
	return false;
}

/* The rules for dossiers of 2024 are the earliest; earlier years are held against those. */
static enum rc rules_of(struct checking *k, int year, const struct law_rules **rules)
{
	struct date received = date_of(year < 2024 ? 2024 : year, 12, 31);
	return law_rules_of_office(k->c, received, &k->law, rules);
}

static enum rc one_award(struct checking *k, const struct law_rules *rules,
                         const struct law_subject_facts *s, const char *code, int year)
{
	struct law_question q = {.award = str_of(code),
	                         .on = date_of(year, 12, 31),
	                         .year = year,
	                         .type = LAW_MERIT,
	                         .anew = true};
	struct law_answer a;
	bool has = awarded(&s->facts, code, year);
	TRY(law_explain(k->c->mem, rules, &q, &s->facts, &a, k->c->err));
	bool is = a.verdict == LAW_ELIGIBLE;
	/* Asked as anybody does, what was given is told to be given. */
	enum law_verdict plain;
	q.anew = false;
	TRY(law_verdict_of(rules, &q, &s->facts, &plain, k->c->err));
	k->wrong += has != (plain == LAW_GIVEN);
	k->eligible += is;
	k->refused += a.verdict == LAW_INELIGIBLE;
	if (is == has)
		return RC_OK;
	k->wrong++;
	struct buf b;
	buf_init(&b, 1 << 20);
	law_answer_text(&a, &b);
	print_error("%.*s, %s %d: %s, but %s\n%.*s\n", STR_ARG(s->name), code, year,
	            has ? "awarded" : "not awarded", law_verdict_word(a.verdict), (int)b.n, b.p);
	buf_release(&b);
	return RC_OK;
}

static enum rc people(struct checking *k, int year)
{
	static const char *const codes[] = {"LDTT", "CSTDCS", "CSTDT", "BKT"};
	struct law_subject_facts *all;
	struct sql_law_top_unit top;
	const struct law_rules *rules;
	size_t n;
	TRY(rules_of(k, year, &rules));
	TRY(sql_law_top_unit(k->c->db, k->c->mem, &top));
	TRY(law_people_facts(k->c, DB_NULL, top.id, date_of(year, 12, 31), &all, &n));
	assert_true(n >= 119);
	for (size_t i = 0; i < n; i++)
		for (int j = 0; j < COUNT(codes); j++)
			TRY(one_award(k, rules, &all[i], codes[j], year));
	return RC_OK;
}

static enum rc units(struct checking *k, int year)
{
	static const char *const codes[] = {"TTLDTT", "TTLDXS", "CTDT"};
	struct sql_home_units *all;
	const struct law_rules *rules;
	size_t n;
	TRY(rules_of(k, year, &rules));
	TRY(sql_home_units(k->c->db, k->c->mem, &all, &n));
	for (size_t i = 0; i < n; i++) {
		struct law_subject_facts s;
		TRY(law_unit_facts(k->c, all[i].id, year, date_of(year, 12, 31), &s));
		for (int j = 0; j < COUNT(codes); j++)
			TRY(one_award(k, rules, &s, codes[j], year));
	}
	return RC_OK;
}

static enum rc all_tx(void *arg)
{
	struct checking *k = arg;
	for (int year = 2021; year <= 2025; year++) {
		TRY(people(k, year));
		TRY(units(k, year));
	}
	return RC_OK;
}

static void run_all(struct office *o)
{
	struct acting *a = office_as(o, "vidu.thuongtruc");
	struct checking k = {.c = &a->c};
	a->c.db = o->f->db;
	WANT(o, RC_OK, db_tx(o->f->db, DB_READ, all_tx, &k));
	assert_int_equal(k.wrong, 0);
	/* Both sides are there. */
	assert_true(k.eligible > 400);
	assert_true(k.refused > 400);
	assert_true(list_count(a, "award.list", "code", "CSTDT", NULL) >= 2);
	assert_true(list_count(a, "award.list", "code", "BKT", NULL) >= 3);
	assert_true(list_count(a, "award.list", "code", "TTLDXS", NULL) >= 2);
	assert_int_equal(list_count(a, "award.list", "code", "CTDT", NULL), 2);
	assert_int_equal(list_count(a, "unmatched.list", "state", "open", NULL), 1);
}

static void every_award_of_the_example_is_what_the_law_gives(void **state)
{
	(void)state;
	office_each_engine(run_all);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_award_of_the_example_is_what_the_law_gives),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

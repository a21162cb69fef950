/* Money, votes, shares, what may not be given together, and what is ahead: both sides of every
 * number. */
#include "law/forecast.h"
#include "law/sums.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static struct arena mem;
static struct err e;
static const struct law *law;

static const struct law_rules *on(int year, int month, int day)
{
	const struct law_rules *r;
	if (law_rules_at(&mem, law, date_of(year, month, day), NULL, &r, &e) != RC_OK)
		fail_msg("%s", e.message);
	return r;
}

static struct law_money money(const struct law_rules *r, const char *award, enum law_subject s)
{
	struct law_money m;
	if (law_money_of(r, str_of(award), s, &m, &e) != RC_OK)
		fail_msg("%s", e.message);
	return m;
}

static void money_is_rounded_up_and_the_product_is_shown(void **state)
{
	static const struct {
		const char *award;
		enum law_subject subject;
		int64_t product, in_2025, in_2026;
	} table[] = {
		{"LDTT", LAW_PERSON, 702000, 710000, 760000},
		{"CSTDCS", LAW_PERSON, 2340000, 2340000, 2530000},
		{"CSTDT", LAW_PERSON, 7020000, 7020000, 7590000},
		{"CSTDTQ", LAW_PERSON, 10530000, 10530000, 11390000},
		{"TTLDTT", LAW_COLLECTIVE, 1872000, 1880000, 2030000},
		{"TTLDXS", LAW_COLLECTIVE, 3510000, 3510000, 3800000},
		{"CTDT", LAW_COLLECTIVE, 18720000, 18720000, 20240000},
		{"CTDCP", LAW_COLLECTIVE, 28080000, 28080000, 30360000},
		{"GK", LAW_PERSON, 702000, 710000, 760000},
		{"GK", LAW_COLLECTIVE, 1404000, 1410000, 1520000},
		{"GK", LAW_HOUSEHOLD, 1053000, 1060000, 1140000},
		{"BKT", LAW_PERSON, 3510000, 3510000, 3800000},
		{"BKT", LAW_COLLECTIVE, 7020000, 7020000, 7590000},
		{"BKTTG", LAW_PERSON, 8190000, 8190000, 8860000},
		{"BKTTG", LAW_COLLECTIVE, 16380000, 16380000, 17710000},
		{"HCLD3", LAW_PERSON, 10530000, 10530000, 11390000},
		{"HCLD3", LAW_COLLECTIVE, 21060000, 21060000, 22770000},
		{"HCLD2", LAW_PERSON, 17550000, 17550000, 18980000},
		{"HCLD2", LAW_COLLECTIVE, 35100000, 35100000, 37950000},
		{"HCLD1", LAW_PERSON, 21060000, 21060000, 22770000},
		{"HCLD1", LAW_COLLECTIVE, 42120000, 42120000, 45540000},
	};
	const struct law_rules *before = on(2026, 6, 30), *after = on(2026, 7, 1);
	(void)state;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		struct law_money m = money(before, table[i].award, table[i].subject);
		assert_true(m.known);
		assert_int_equal(m.product, table[i].product);
		assert_int_equal(m.amount, table[i].in_2025);
		assert_int_equal(money(after, table[i].award, table[i].subject).amount, table[i].in_2026);
	}
	assert_int_equal(money(on(2024, 6, 30), "CSTDCS", LAW_PERSON).amount, 1800000);
	assert_int_equal(money(on(2024, 7, 1), "CSTDCS", LAW_PERSON).amount, 2340000);
	assert_false(money(before, "CSTDCS", LAW_COLLECTIVE).known);
	assert_true(money(before, "KNC", LAW_PERSON).at_most);
	assert_int_equal(money(before, "KNC", LAW_PERSON).mark, LAW_UNCONFIRMED);
}

/* Articles 50 titles, 51 orders, 54 certificates of merit (NĐ 98: 54, 55, 58). */
static void money_cites_the_article_of_its_kind(void **state)
{
	static const struct {
		const char *award, *in_2025, *in_2026;
	} table[] = {{"CSTDCS", "Điều 54", "Điều 50"},
	             {"HCLD3", "Điều 55", "Điều 51"},
	             {"GK", "Điều 58", "Điều 54"},
	             {"BKT", "Điều 58", "Điều 54"},
	             {"BKTTG", "Điều 58", "Điều 54"}};
	(void)state;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		struct str was = money(on(2025, 6, 30), table[i].award, LAW_PERSON).citation,
				   is = money(on(2026, 1, 1), table[i].award, LAW_PERSON).citation;
		if (!strstr(was.p, table[i].in_2025) || !strstr(is.p, table[i].in_2026))
			fail_msg("%s: %.*s; %.*s", table[i].award, STR_ARG(was), STR_ARG(is));
	}
}

static void only_the_highest_title_of_a_period_is_paid_and_forms_beside_it(void **state)
{
	struct law_payment list[] = {
		{.award = STR("LDTT"), .first_year = 2025, .last_year = 2025},
		{.award = STR("CSTDCS"), .first_year = 2025, .last_year = 2025},
		{.award = STR("CSTDT"), .first_year = 2023, .last_year = 2025},
		{.award = STR("BKT"), .first_year = 2024, .last_year = 2025},
		{.award = STR("GK"), .first_year = 2025, .last_year = 2025},
		{.award = STR("LDTT"), .first_year = 2024, .last_year = 2024},
	};
	static const bool paid[] = {false, true, true, true, true, true};
	(void)state;
	assert_int_equal(law_pay(&mem, on(2025, 12, 20), LAW_PERSON, list, 6, &e), RC_OK);
	for (int i = 0; i < 6; i++)
		assert_int_equal(list[i].paid, paid[i]);
	assert_true(list[0].because.n > 0);
	assert_true(list[2].because.n > 0); /* beside another that meets it: why both */
}

static void votes_are_counted_of_all_members_in_whole_numbers(void **state)
{
	static const int members[] = {9, 11, 15}, eighty[] = {8, 9, 12}, ninety[] = {9, 10, 14},
					 half[] = {5, 6, 8};
	const struct law_rules *r = on(2025, 6, 30);
	struct law_vote v;
	(void)state;
	for (int i = 0; i < 3; i++) {
		assert_int_equal(law_vote_of(r, STR("CSTDCS"), LAW_COUNCIL_SUBMITTING, members[i], &v, &e),
		                 RC_OK);
		assert_int_equal(v.needed, eighty[i]);
		assert_true(law_vote_passed(&v, eighty[i], members[i]));
		assert_false(law_vote_passed(&v, eighty[i] - 1, members[i]));
		assert_int_equal(law_vote_of(r, STR("CSTDT"), LAW_COUNCIL_PROVINCE, members[i], &v, &e),
		                 RC_OK);
		assert_int_equal(v.needed, ninety[i]);
		assert_int_not_equal(v.mark, LAW_UNCONFIRMED);
		assert_int_equal(law_vote_of(r, STR("LDTT"), LAW_COUNCIL_OFFICE, members[i], &v, &e),
		                 RC_OK);
		assert_int_equal(v.needed, half[i]);
		assert_true(v.local);
	}
	/* Four of eight are not more than half. */
	assert_int_equal(law_vote_of(r, STR("GK"), LAW_COUNCIL_OFFICE, 8, &v, &e), RC_OK);
	assert_int_equal(v.needed, 5);
	/* The rule of the submitting level does not bind the province's council, nor the reverse. */
	assert_int_equal(law_vote_of(r, STR("CSTDCS"), LAW_COUNCIL_PROVINCE, 9, &v, &e), RC_OK);
	assert_false(v.asked);
	assert_int_equal(law_vote_of(on(2025, 7, 1), STR("CSTDCS"), LAW_COUNCIL_SUBMITTING, 9, &v, &e),
	                 RC_OK);
	assert_int_equal(v.mark, LAW_UNCONFIRMED);
	assert_int_equal(law_vote_of(r, STR("NONE"), LAW_COUNCIL_OFFICE, 9, &v, &e), RC_NOTFOUND);
}

static void the_share_of_excellent_ratings_has_a_cap(void **state)
{
	struct law_cap c;
	(void)state;
	law_rating_cap(on(2025, 12, 1), LAW_CIVIL_SERVANT, 4, 20, 16, false, &c);
	assert_int_equal(c.most, 4);
	assert_false(c.over);
	law_rating_cap(on(2025, 12, 1), LAW_CIVIL_SERVANT, 5, 20, 15, false, &c);
	assert_true(c.over);
	/* Viên chức by a decree whose text was not seen. */
	law_rating_cap(on(2026, 12, 1), LAW_PUBLIC_EMPLOYEE, 5, 20, 15, true, &c);
	assert_int_equal(c.most, 5);
	assert_int_equal(c.mark, LAW_UNCONFIRMED);
	assert_false(c.over);
	law_rating_cap(on(2026, 12, 1), LAW_PUBLIC_EMPLOYEE, 6, 20, 14, true, &c);
	assert_true(c.over);
	law_rating_cap(on(2026, 12, 1), LAW_CIVIL_SERVANT, 5, 20, 15, true, &c);
	assert_int_equal(c.most, 5);
	assert_false(c.over);
	assert_int_equal(c.mark, LAW_UNCONFIRMED);
	law_flag_cap(on(2025, 12, 1), 10, 2, &c);
	assert_false(c.over);
	law_flag_cap(on(2025, 12, 1), 10, 3, &c);
	assert_true(c.over);
	assert_int_equal(c.mark, LAW_UNCONFIRMED);
}

static void points_become_ratings_from_2026_on(void **state)
{
	const struct law_rules *r = on(2026, 1, 1);
	(void)state;
	assert_int_equal(law_rating_of_points(r, 90000), LAW_EXCELLENT);
	assert_int_equal(law_rating_of_points(r, 89999), LAW_GOOD);
	assert_int_equal(law_rating_of_points(r, 70000), LAW_GOOD);
	assert_int_equal(law_rating_of_points(r, 69999), LAW_DONE);
	assert_int_equal(law_rating_of_points(r, 50000), LAW_DONE);
	assert_int_equal(law_rating_of_points(r, 49999), LAW_FAILED);
	assert_int_equal(law_rating_of_points(r, 100001), LAW_RATING_UNKNOWN);
	assert_int_equal(law_rating_of_points(on(2025, 12, 31), 90000), LAW_RATING_UNKNOWN);
}

static void between_equals_a_woman_or_a_collective_of_women_goes_first(void **state)
{
	const struct law_rules *r = on(2025, 12, 1);
	struct law_facts man = {.sex = LAW_MALE}, woman = {.sex = LAW_FEMALE}, unknown = {0};
	struct law_figure seven[] = {{2025, LAW_N_MEMBERS, 10, STR("")},
	                             {2025, LAW_N_WOMEN, 7, STR("")}};
	struct law_figure six[] = {{2025, LAW_N_MEMBERS, 10, STR("")}, {2025, LAW_N_WOMEN, 6, STR("")}};
	struct law_facts many = {.subject = LAW_COLLECTIVE, .figures = seven, .figure_count = 2};
	struct law_facts few = {.subject = LAW_COLLECTIVE, .figures = six, .figure_count = 2};
	(void)state;
	assert_int_equal(law_prefer(r, 2025, &woman, &man), -1);
	assert_int_equal(law_prefer(r, 2025, &man, &woman), 1);
	assert_int_equal(law_prefer(r, 2025, &woman, &woman), 0);
	assert_int_equal(law_prefer(r, 2025, &man, &unknown), 0);
	assert_int_equal(law_prefer(r, 2025, &many, &few), -1);
	assert_int_equal(law_prefer(r, 2025, &few, &few), 0);
}

#define N(code, from, to, deed, work)                                                              \
	{                                                                                              \
		.subject = LAW_PERSON, .who = 1, .award = STR(code), .type = LAW_MERIT,                    \
		.first_year = from, .last_year = to, .achievement = deed, .initiative = work,              \
		.source = STR("")                                                                          \
	}

static struct law_clash *clashes(const struct law_nominee *list, int n, int *count,
                                 struct law_money_of_nominee *money)
{
	struct law_clash *out;
	if (law_together(&mem, on(2025, 12, 1), list, n, &out, count, money, &e) != RC_OK)
		fail_msg("%s", e.message);
	return out;
}

static void what_may_not_be_given_together_is_found(void **state)
{
	struct law_nominee fine[] = {N("CSTDCS", 2025, 2025, 0, 7), N("BKT", 2025, 2025, 3, 8),
	                             N("CSTDCS", 2024, 2024, 0, 9)};
	struct law_nominee bad[] = {N("CSTDCS", 2025, 2025, 0, 7), N("BKT", 2025, 2025, 3, 7),
	                            N("GK", 2025, 2025, 3, 0), N("CSTDCS", 2025, 2025, 0, 0),
	                            N("CSTDT", 0, 2025, 0, 7)};
	static const struct {
		enum law_clash_kind kind;
		bool note;
		int a, b;
	} want[] = {{LAW_CLASH_INITIATIVE, false, 0, 1},
	            {LAW_CLASH_GIVEN, false, 0, 3},
	            {LAW_CLASH_AGAIN, true, 0, 4},
	            {LAW_CLASH_ACHIEVEMENT, false, 1, 2},
	            {LAW_CLASH_INITIATIVE, false, 1, 4}};
	struct law_money_of_nominee money[5];
	struct law_clash *got;
	int n;
	(void)state;
	clashes(fine, 3, &n, money);
	assert_int_equal(n, 0);
	got = clashes(bad, 5, &n, money);
	assert_int_equal(n, 5);
	for (int i = 0; i < n; i++) {
		assert_int_equal(got[i].kind, want[i].kind);
		assert_int_equal(got[i].note, want[i].note);
		assert_int_equal(got[i].a, want[i].a);
		assert_int_equal(got[i].b, want[i].b);
		assert_true(got[i].say.n > 0);
	}
	/* Another person may have the same initiative and the same award: an author with others. */
	for (int i = 1; i < 5; i++)
		bad[i].who = 1 + i;
	clashes(bad, 5, &n, money);
	assert_int_equal(n, 0);
}

static void what_is_given_already_is_told_and_not_paid_again(void **state)
{
	struct law_nominee list[] = {N("LDTT", 2025, 2025, 0, 0), N("LDTT", 2025, 2025, 0, 0),
	                             N("BKT", 2025, 2025, 0, 0),  N("BKT", 2025, 2025, 0, 0),
	                             N("CSTDT", 0, 2025, 0, 0),   N("CSTDT", 0, 2023, 0, 0)};
	struct law_money_of_nominee money[6];
	int n;
	(void)state;
	list[0].given = list[3].given = list[5].given = true;
	list[0].source = STR("QĐ 9/QĐ-VP ngày 20/12/2025");
	list[3].type = LAW_SUDDEN;
	struct law_clash *got = clashes(list, 6, &n, money);
	/* The second LĐTT of the year; CSTĐ tỉnh of 2023–2025 and of 2021–2023; a form by merit beside
	 * one for a sudden achievement is none. */
	assert_int_equal(n, 2);
	assert_int_equal(got[0].kind, LAW_CLASH_GIVEN);
	assert_int_equal(got[0].a, 1); /* what is proposed comes first */
	assert_int_equal(got[0].b, 0);
	assert_non_null(strstr(got[0].say.p, "QĐ 9/QĐ-VP"));
	assert_int_equal(got[1].kind, LAW_CLASH_OVERLAP);
	assert_true(got[1].note);
	assert_false(money[0].paid);
	assert_true(money[2].paid);
	/* By merit both: twice. */
	list[3].type = LAW_MERIT;
	clashes(list, 6, &n, money);
	assert_int_equal(n, 3);
}

static void periods_that_meet_in_part_are_paid_both_or_as_the_office_reads_it(void **state)
{
	struct law_payment list[] = {{.award = STR("CSTDCS"), .last_year = 2025},
	                             {.award = STR("CSTDT"), .last_year = 2025}};
	const struct law_overlay_entry once = {.kind = LAW_VALUE,
	                                       .key = STR("TRUNG_MOT_PHAN"),
	                                       .from = DATE_NONE,
	                                       .to = DATE_OPEN,
	                                       .value = 0,
	                                       .source = STR("Kết luận 5")};
	const struct law_overlay overlay = {&once, 1};
	const struct law_rules *r;
	(void)state;
	assert_int_equal(law_period(on(2025, 12, 1), STR("CSTDT"), LAW_PERSON), 3);
	assert_int_equal(law_period(on(2025, 12, 1), STR("CSTDCS"), LAW_PERSON), 1);
	assert_int_equal(law_pay(&mem, on(2025, 12, 1), LAW_PERSON, list, 2, &e), RC_OK);
	assert_int_equal(list[1].first_year, 2023);
	assert_true(list[0].paid && list[1].paid);
	assert_non_null(strstr(list[0].because.p, "2023–2025"));
	assert_int_equal(law_rules_at(&mem, law, date_of(2025, 12, 1), &overlay, &r, &e), RC_OK);
	assert_int_equal(law_pay(&mem, r, LAW_PERSON, list, 2, &e), RC_OK);
	assert_false(list[0].paid);
	assert_true(list[1].paid);
}

static void a_dossier_is_told_what_it_needs(void **state)
{
	const struct str has[] = {STR("TO_TRINH"), STR("BAO_CAO")};
	struct law_dossier_question q = {.award = STR("CSTDCS"),
	                                 .subject = LAW_PERSON,
	                                 .year = 2025,
	                                 .has = has,
	                                 .has_count = 2,
	                                 .members = {0, 9, 0}};
	struct law_dossier_needs d;
	const struct law_rules *r = on(2025, 6, 30), *later = on(2026, 7, 1);
	(void)state;
	assert_int_equal(law_needs(&mem, r, later, &q, &d, &e), RC_OK);
	assert_int_equal(d.award->level, LAW_BY_OFFICE);
	assert_int_equal(d.need_count, 4);
	assert_int_equal(d.missing, 2);
	assert_true(d.needs[0].there && d.needs[1].there && !d.needs[2].there);
	assert_int_equal(d.ballot_count, 1);
	assert_int_equal(d.ballots[0].council, LAW_COUNCIL_SUBMITTING);
	assert_int_equal(d.ballots[0].vote.needed, 8);
	assert_int_equal(d.money.amount, 2530000); /* of the day of the decision, not of the receipt */
	assert_int_equal(d.day_count, 2);
	assert_int_equal(d.days[0].working_days, 20);
	assert_int_equal(d.days[1].by.days, date_of(2025, 12, 10).days);
	/* The short dossier of what is done at once, and the dates of the year end are not its own. */
	q = (struct law_dossier_question){.award = STR("BKT"), .type = LAW_SUDDEN, .year = 2025};
	assert_int_equal(law_needs(&mem, r, r, &q, &d, &e), RC_OK);
	assert_true(d.brief);
	assert_int_equal(d.need_count, 2);
	assert_int_equal(d.day_count, 1);
	q.subject = LAW_COLLECTIVE;
	q.award = STR("CSTDCS");
	assert_int_equal(law_needs(&mem, r, r, &q, &d, &e), RC_INVALID);
	q = (struct law_dossier_question){.award = STR("CSTDCS"), .type = LAW_SUDDEN};
	assert_int_equal(law_needs(&mem, r, r, &q, &d, &e), RC_INVALID);
	q.award = STR("KHONG");
	assert_int_equal(law_needs(&mem, r, r, &q, &d, &e), RC_NOTFOUND);
}

/* A dossier is kept by kinds of papers, so each line of each award names one; each says a level. */
static void every_award_names_its_papers_and_who_decides(void **state)
{
	const struct law_rules *r = on(2026, 11, 1);
	(void)state;
	for (int i = 0; i < law_award_count(r); i++) {
		const struct law_award_info *w = law_award_at(r, i);
		struct law_line *lines;
		int n;
		assert_int_not_equal(w->level, LAW_BY_UNKNOWN);
		law_dossier(&mem, r, w->code, LAW_TYPE_UNKNOWN, false, &lines, &n);
		assert_true(n > 0);
		for (int k = 0; k < n; k++) {
			assert_true(lines[k].key.n > 0);
			for (int m = 0; m < k; m++)
				assert_false(str_eq(lines[k].key, lines[m].key));
		}
	}
}

static const struct law_line *line_of(const struct law_line *list, int count, const char *text)
{
	for (int i = 0; i < count; i++)
		if (list[i].text.n >= strlen(text) && !memcmp(list[i].text.p, text, strlen(text)))
			return &list[i];
	fail_msg("no line: %s", text);
	return NULL;
}

static void what_rests_on_an_ended_decree_waits_for_confirmation(void **state)
{
	static const struct {
		const char *text;
		enum law_mark before;
	} days[] = {{"Thẩm định và trình", LAW_SECONDARY},
	            {"Trả lại hồ sơ", LAW_SECONDARY},
	            {"Trình sau khi có ý kiến", LAW_SECONDARY},
	            {"Hồ sơ về đến Bộ", LAW_SEEN}};
	struct law_line *was, *is;
	int was_count, is_count;
	(void)state;
	law_days(&mem, on(2025, 6, 30), STR("CSTDTQ"), &was, &was_count);
	law_days(&mem, on(2025, 7, 1), STR("CSTDTQ"), &is, &is_count);
	for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
		assert_int_equal(line_of(was, was_count, days[i].text)->mark, days[i].before);
		assert_int_equal(line_of(is, is_count, days[i].text)->mark, LAW_UNCONFIRMED);
	}
	assert_non_null(strstr(line_of(was, was_count, "Trả lại hồ sơ")->citation.p, "311"));
	law_dossier(&mem, on(2025, 6, 30), STR("CSTDCS"), LAW_TYPE_UNKNOWN, false, &was, &was_count);
	law_dossier(&mem, on(2025, 7, 1), STR("CSTDCS"), LAW_TYPE_UNKNOWN, false, &is, &is_count);
	assert_int_equal(line_of(was, was_count, "Tờ trình")->mark, LAW_SEEN);
	assert_int_equal(line_of(is, is_count, "Tờ trình")->mark, LAW_UNCONFIRMED);
	/* The law itself goes on. */
	law_dossier(&mem, on(2025, 7, 1), STR("BKT"), LAW_TYPE_UNKNOWN, false, &is, &is_count);
	assert_int_equal(line_of(is, is_count, "Tờ trình")->mark, LAW_SEEN);
}

static void the_simplified_procedure_is_for_four_types(void **state)
{
	const struct law_rules *r = on(2025, 12, 1);
	struct str citation;
	struct law_line *lines;
	int count;
	(void)state;
	assert_true(law_brief(&mem, r, LAW_SUDDEN, &citation));
	assert_true(law_brief(&mem, r, LAW_SERVICE, &citation));
	assert_true(law_brief(&mem, r, LAW_TENURE, &citation));
	assert_true(law_brief(&mem, r, LAW_FOREIGN, &citation));
	assert_false(law_brief(&mem, r, LAW_MERIT, &citation));
	assert_false(law_brief(&mem, r, LAW_THEME, &citation));
	law_dossier(&mem, r, STR("HCLD3"), LAW_TYPE_UNKNOWN, true, &lines, &count);
	assert_int_equal(count, 2);
	law_dossier(&mem, r, STR("CSTDCS"), LAW_TYPE_UNKNOWN, false, &lines, &count);
	assert_int_equal(count, 4);
	law_days(&mem, r, STR("CSTDCS"), &lines, &count);
	assert_int_equal(count, 2);
	assert_int_equal(lines[0].number, 20);
	assert_int_equal(lines[0].month, 0);
	/* A date of each year: the province's own, and one of the year after. */
	assert_int_equal(lines[1].number, 10);
	assert_int_equal(lines[1].month, 12);
	assert_true(lines[1].local && !lines[1].next);
	law_days(&mem, r, STR("CSTDTQ"), &lines, &count);
	assert_int_equal(lines[0].number, 31);
	assert_int_equal(lines[0].month, 12);
	assert_true(lines[0].next && !lines[0].local);
}

/* Three years in a row and an initiative of the first of them: enough one way, not the other. */
static void where_the_law_has_two_readings_both_are_said(void **state)
{
	struct law_award titles[3];
	struct law_initiative work = {2023, LAW_PROVINCE, false, STR(""), STR(""), STR("QĐ 5/QĐ-UBND")};
	struct law_attestation said = {STR("TIEU_BIEU"), 2025, true, STR("Hội đồng")};
	struct law_facts f = {.subject = LAW_PERSON,
	                      .cadre = LAW_CIVIL_SERVANT,
	                      .awards = titles,
	                      .award_count = 3,
	                      .initiatives = &work,
	                      .initiative_count = 1,
	                      .attestations = &said,
	                      .attestation_count = 1,
	                      .awards_from = LAW_COMPLETE,
	                      .decided_to = LAW_DECIDED_ALL,
	                      .initiatives_from = LAW_COMPLETE,
	                      .deeds_from = LAW_COMPLETE};
	struct law_question q = {STR("CSTDT"), date_of(2025, 12, 15), 2025, LAW_TYPE_UNKNOWN};
	struct law_reading *r;
	int n;
	(void)state;
	for (int i = 0; i < 3; i++)
		titles[i] = (struct law_award){STR("CSTDCS"), 2023 + i,          LAW_MERIT,
		                               DATE_NONE,     STR("QĐ 9/QĐ-VP"), false};
	assert_int_equal(law_readings(&mem, on(2025, 12, 15), NULL, &q, &f, &r, &n, &e), RC_OK);
	assert_int_equal(n, 2);
	assert_true(str_eqz(r[0].param.name, "CUA_SO_SANG_KIEN"));
	assert_int_equal(r[0].verdict, LAW_INELIGIBLE);
	assert_true(str_eqz(r[1].param.name, "NAM_KHONG_TINH_LAI"));
	assert_int_equal(r[1].verdict, LAW_ELIGIBLE);
	/* An award that does not rest on them has one reading. */
	q.award = STR("LDTT");
	assert_int_equal(law_readings(&mem, on(2025, 12, 15), NULL, &q, &f, &r, &n, &e), RC_OK);
	assert_int_equal(n, 0);
}

/* --- ahead
 * ----------------------------------------------------------------------------------------- */

static const struct law_outlook *outlook(const struct law_outlook *list, int count,
                                         const char *award)
{
	for (int i = 0; i < count; i++)
		if (str_eqz(list[i].award, award))
			return &list[i];
	fail_msg("%s is missing", award);
	return NULL;
}

static void the_forecast_says_what_is_lacking_and_by_when(void **state)
{
	struct law_year years[] = {{2024, LAW_GOOD, STR("QĐ")}, {2025, LAW_GOOD, STR("QĐ")}};
	struct law_award held[] = {{STR("CSTDCS"), 2024, LAW_MERIT, DATE_NONE, STR("QĐ"), false},
	                           {STR("CSTDCS"), 2025, LAW_MERIT, DATE_NONE, STR("QĐ"), false}};
	struct law_attestation word = {STR("TU_LUC"), 2025, true, STR("A")};
	struct law_initiative work = {2025, LAW_OFFICE, false, STR(""), STR(""), STR("QĐ")};
	struct law_facts f = {.cadre = LAW_CIVIL_SERVANT,
	                      .years = years,
	                      .year_count = 2,
	                      .awards = held,
	                      .award_count = 2,
	                      .attestations = &word,
	                      .attestation_count = 1,
	                      .initiatives = &work,
	                      .initiative_count = 1,
	                      .awards_from = LAW_COMPLETE,
	                      .decided_to = LAW_DECIDED_ALL,
	                      .initiatives_from = LAW_COMPLETE,
	                      .deeds_from = LAW_COMPLETE,
	                      .service_complete = true};
	struct law_outlook *list;
	int count;
	(void)state;
	assert_int_equal(
		law_forecast(&mem, law, NULL, date_of(2025, 12, 20), 2025, &f, &list, &count, &e), RC_OK);
	assert_int_equal(outlook(list, count, "CSTDCS")->now, LAW_GIVEN);
	const struct law_outlook *tinh = outlook(list, count, "CSTDT");
	assert_int_equal(tinh->now, LAW_INELIGIBLE);
	assert_int_equal(tinh->earliest, 2026);
	assert_int_equal(tinh->lack_count, 3);
	assert_non_null(strstr(tinh->lacking[0].need.p, "(cần năm 2026)"));
	/* Each way to a certificate of the province by itself: two titles are there, the rest is
	 * lacking. */
	const struct law_outlook *bk = outlook(list, count, "BKT");
	const struct law_ground *two = NULL, *works = NULL;
	for (int i = 0; i < bk->ground_count; i++) {
		if (str_eqz(bk->grounds[i].title, "Hai lần Chiến sĩ thi đua cơ sở"))
			two = &bk->grounds[i];
		if (str_starts(bk->grounds[i].title, "Từ hai năm liên tục hoàn thành xuất sắc"))
			works = &bk->grounds[i];
	}
	assert_true(bk->ground_count > 4 && two && works);
	assert_int_equal(two->earliest, 2025);
	assert_int_equal(two->lack_count, 1); /* somebody's word */
	assert_true(str_eqz(two->lacking[0].key, "BKT.ca-nhan.1"));
	/* Rated good in 2025: two years of excellence can be 2026 and 2027. */
	assert_int_equal(works->earliest, 2027);
	assert_true(works->lack_count > 1);
	assert_int_equal(works->lacking[0].by, 2027);
	/* The year judged is rated and has no provincial title: two more years are needed. */
	assert_int_equal(outlook(list, count, "CSTDTQ")->earliest, 2027);
	/* Dossiers of 2026 come under the amended law: its ways, and all of it waits. */
	assert_int_equal(
		law_forecast(&mem, law, NULL, date_of(2026, 3, 1), 2026, &f, &list, &count, &e), RC_OK);
	const struct law_outlook *base = outlook(list, count, "CSTDCS");
	assert_int_equal(base->now, LAW_NOT_KNOWN);
	assert_int_equal(base->earliest, 2026);
	assert_true(base->waits);
	assert_int_equal(base->ground_count, 3);
	years[1].rating = LAW_FAILED;
	held[1].cancelled = true;
	assert_int_equal(
		law_forecast(&mem, law, NULL, date_of(2025, 12, 20), 2025, &f, &list, &count, &e), RC_OK);
	assert_int_equal(outlook(list, count, "LDTT")->earliest, 2026);
	assert_int_equal(outlook(list, count, "CSTDT")->earliest, 2028);
}

static int begin(void **state)
{
	(void)state;
	arena_init(&mem);
	err_clear(&e);
	return law_shipped(&mem, &law, &e) == RC_OK ? 0 : -1;
}

static int end(void **state)
{
	(void)state;
	arena_release(&mem);
	return 0;
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
	const struct CMUnitTest tests[] = {
		TEST(money_is_rounded_up_and_the_product_is_shown),
		TEST(money_cites_the_article_of_its_kind),
		TEST(only_the_highest_title_of_a_period_is_paid_and_forms_beside_it),
		TEST(votes_are_counted_of_all_members_in_whole_numbers),
		TEST(the_share_of_excellent_ratings_has_a_cap),
		TEST(points_become_ratings_from_2026_on),
		TEST(between_equals_a_woman_or_a_collective_of_women_goes_first),
		TEST(what_may_not_be_given_together_is_found),
		TEST(what_is_given_already_is_told_and_not_paid_again),
		TEST(periods_that_meet_in_part_are_paid_both_or_as_the_office_reads_it),
		TEST(a_dossier_is_told_what_it_needs),
		TEST(every_award_names_its_papers_and_who_decides),
		TEST(what_rests_on_an_ended_decree_waits_for_confirmation),
		TEST(the_simplified_procedure_is_for_four_types),
		TEST(where_the_law_has_two_readings_both_are_said),
		TEST(the_forecast_says_what_is_lacking_and_by_when),
	};
	return cmocka_run_group_tests_name("law sums", tests, NULL, NULL);
}

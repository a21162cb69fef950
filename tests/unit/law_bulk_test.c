/* Bulk verdicts are those of the explanation; the law is monotone where it has no ceiling. */
#include "law/bulk.h"
#include "law_crowd.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static struct arena mem;
static struct err e;
static const struct law *law;

static const struct law_rules *rules_on(int year, int month, int day)
{
	const struct law_rules *r;
	if (law_rules_at(&mem, law, date_of(year, month, day), NULL, &r, &e) != RC_OK)
		fail_msg("%s", e.message);
	return r;
}

#define LAW_AWARDS 32
#define MANY 3000
#define ENTRIES 512

static void compare_one(const struct law_rules *r, const struct law_verdicts *v, enum law_subject s,
                        const struct law_question *q, int award, size_t i,
                        const struct law_facts *f)
{
	enum law_verdict want = LAW_INELIGIBLE, got = law_verdict_at(v, 0, award, i);
	enum rc rc = law_verdict_of(r, q, f, &want, &e);
	err_clear(&e);
	if (rc == RC_INVALID)
		return; /* not for this kind of subject */
	assert_int_equal(rc, RC_OK);
	if (want != got)
		fail_msg("%.*s, subject %d, type %d, seed %zu: explained %s, in bulk %s", STR_ARG(q->award),
		         (int)s, (int)q->type, i, law_verdict_word(want), law_verdict_word(got));
}

/* The first half one by one, the rest by words, the last word not full. */
static void pack_all(const struct law_rules *r, const struct law_program *p, struct law_planes *f,
                     enum law_subject s, int year, struct date on)
{
	static struct crowd_member m[64];
	size_t half = MANY / 128 * 64;
	for (size_t i = 0; i < half; i++) {
		crowd_make(r, i, s, year, i % 3 == 0, m);
		law_pack(p, f, i, &m->f, on, year);
	}
	for (size_t i = half; i < MANY; i += 64) {
		const struct law_facts *facts[64];
		int n = 0;
		for (; n < 64 && i + (size_t)n < MANY; n++) {
			crowd_make(r, i + (size_t)n, s, year, (i + (size_t)n) % 3 == 0, &m[n]);
			facts[n] = &m[n].f;
		}
		law_pack_word(p, f, i / 64, facts, n, on, year);
	}
}

static void compare_all(const struct law_rules *r, enum law_subject s, enum law_type type, int year,
                        struct date on)
{
	const struct law_program *p;
	struct law_planes f;
	struct law_verdicts v;
	static struct crowd_member m;
	assert_int_equal(law_compile(&mem, &r, 1, s, type, &p, &e), RC_OK);
	assert_int_equal(law_planes_new(p, MANY, &f, &e), RC_OK);
	assert_int_equal(law_verdicts_new(p, MANY, &v, &e), RC_OK);
	pack_all(r, p, &f, s, year, on);
	law_run(p, &f, &v);
	for (int a = 0; a < law_award_count(r); a++) {
		struct law_question q = {law_award_at(r, a)->code, on, year, type};
		for (size_t i = 0; i < MANY; i++) {
			crowd_make(r, i, s, year, i % 3 == 0, &m);
			compare_one(r, &v, s, &q, a, i, &m.f);
		}
	}
	law_verdicts_free(&v);
	law_planes_free(&f);
}

/* Everything that waits for confirmation confirmed, so that what stands behind it decides. */
static const struct law_rules *all_confirmed(struct date on, int year)
{
	static struct crowd_member m;
	static struct law_overlay_entry at[ENTRIES];
	struct law_overlay all = {.at = at};
	const struct law_rules *r;
	assert_int_equal(law_rules_at(&mem, law, on, NULL, &r, &e), RC_OK);
	for (int i = 0; i < law_param_count(r); i++) {
		struct law_param_info p = law_param_at(r, i);
		if (p.known && p.mark == LAW_UNCONFIRMED)
			at[all.count++] = (struct law_overlay_entry){LAW_VALUE, p.name,  STR(""),    DATE_NONE,
			                                             DATE_NONE, p.value, STR("thử"), STR("")};
	}
	for (int k = 0; k < LAW_SUBJECTS * law_award_count(r); k++) {
		struct law_question q = {law_award_at(r, k / LAW_SUBJECTS)->code, on, year, 0};
		struct law_answer a;
		crowd_make(r, 1, (enum law_subject)(k % LAW_SUBJECTS), year, true, &m);
		if (law_explain(&mem, r, &q, &m.f, &a, &e) == RC_OK)
			for (int i = 0; i < a.condition_count; i++)
				if (a.conditions[i].mark == LAW_UNCONFIRMED && all.count < ENTRIES)
					at[all.count++] = (struct law_overlay_entry){
						LAW_CONFIRM, a.conditions[i].key, STR(""), DATE_NONE, DATE_NONE,
						0,           STR("thử"),          STR("")};
		err_clear(&e);
	}
	assert_in_range(all.count, 5, ENTRIES - 1);
	assert_int_equal(law_rules_at(&mem, law, on, &all, &r, &e), RC_OK);
	return r;
}

static void bulk_and_explanation_agree(void **state)
{
	(void)state;
	for (int s = 0; s < LAW_SUBJECTS; s++)
		compare_all(all_confirmed(date_of(2025, 12, 15), 2025), (enum law_subject)s,
		            LAW_TYPE_UNKNOWN, 2025, date_of(2025, 12, 15));
	for (int s = 0; s < LAW_SUBJECTS; s++) {
		compare_all(rules_on(2025, 12, 15), (enum law_subject)s, LAW_TYPE_UNKNOWN, 2025,
		            date_of(2025, 12, 15));
		compare_all(rules_on(2025, 12, 15), (enum law_subject)s, LAW_MERIT, 2025,
		            date_of(2025, 12, 15));
	}
	compare_all(rules_on(2025, 6, 30), LAW_PERSON, LAW_SERVICE, 2024, date_of(2025, 6, 30));
	compare_all(rules_on(2026, 10, 1), LAW_PERSON, LAW_TYPE_UNKNOWN, 2026, date_of(2026, 12, 1));
}

/* Every verdict occurs, or the comparison above compares little. */
static void the_crowd_has_every_verdict(void **state)
{
	const struct law_rules *r = rules_on(2025, 12, 15);
	size_t seen[LAW_AWARDS][LAW_VERDICTS] = {0}, all[LAW_VERDICTS] = {0};
	static struct crowd_member m;
	(void)state;
	for (uint64_t i = 0; i < 20000; i++) {
		enum law_subject s = (enum law_subject)(i % LAW_SUBJECTS);
		crowd_make(r, i, s, 2025, i % 2, &m);
		for (int a = 0; a < law_award_count(r); a++) {
			struct law_question q = {law_award_at(r, a)->code, date_of(2025, 12, 15), 2025,
			                         LAW_TYPE_UNKNOWN};
			enum law_verdict v;
			if (law_verdict_of(r, &q, &m.f, &v, &e) == RC_OK)
				seen[a][v]++, all[v]++;
			err_clear(&e);
		}
	}
	for (int v = 0; v < LAW_VERDICTS; v++)
		assert_true(all[v] > 500);
	/* Where grounds of the law have not been read, nobody is refused for good. */
	for (int a = 0; a < law_award_count(r); a++) {
		struct str code = law_award_at(r, a)->code;
		bool unread = str_eqz(code, "BKTTG") || str_eqz(code, "XTB") || str_eqz(code, "TVH") ||
		              str_eqz(code, "GDVH") || (code.n == 5 && memcmp(code.p, "HCLD", 4) == 0);
		assert_true(unread ? seen[a][LAW_INELIGIBLE] == 0 && seen[a][LAW_NOT_KNOWN] > 0
		                   : seen[a][LAW_INELIGIBLE] > 0);
	}
	assert_true(seen[law_award_index(r, STR("CSTDTQ"))][LAW_ELIGIBLE] > 0);
}

/* --- properties ----------------------------------------------------------------------------------
 */

/* By the conditions: that an award has been given already is a verdict beside them. */
static enum law_verdict verdict(const struct law_rules *r, struct str award,
                                const struct law_facts *f)
{
	struct law_question q = {award, date_of(2025, 12, 15), 2025, LAW_TYPE_UNKNOWN, true};
	enum law_verdict v = LAW_INELIGIBLE;
	enum rc rc = law_verdict_of(r, &q, f, &v, &e);
	err_clear(&e);
	return rc == RC_OK ? v : LAW_INELIGIBLE;
}

static void add_something(uint64_t seed, struct crowd_member *m)
{
	uint64_t state = seed;
	static const char *const codes[] = {"CSTDCS", "CSTDT", "BKT",  "BKTTG",
	                                    "TTLDXS", "CTDT",  "HCLD3"};
	switch (crowd_next(&state, 4)) {
	case 0:
		if (m->f.award_count < CROWD_MANY)
			m->awards[m->f.award_count++] = (struct law_award){str_of(codes[crowd_next(&state, 7)]),
			                                                   2025 - (int)crowd_next(&state, 8),
			                                                   LAW_MERIT,
			                                                   DATE_NONE,
			                                                   STR("QĐ"),
			                                                   false};
		break;
	case 1:
		m->works[m->f.initiative_count++] =
			(struct law_initiative){2025 - (int)crowd_next(&state, 3),
		                            LAW_PROVINCE,
		                            crowd_next(&state, 2),
		                            STR(""),
		                            STR(""),
		                            STR("QĐ")};
		break;
	case 2:
		m->deeds[m->f.deed_count++] =
			(struct law_deed){2025, (enum law_achievement_kind)crowd_next(&state, LAW_DEEDS),
		                      LAW_NATION, STR(""), STR("QĐ")};
		break;
	default:
		for (int i = 0; i < m->f.year_count; i++)
			if (m->years[i].year == 2025 - (int)crowd_next(&state, 6))
				m->years[i].rating = LAW_EXCELLENT;
	}
}

/*
 * The rules as they stand, the same as if the office had confirmed everything (else what waits for
 * confirmation would never decide), and those of the amended law.
 */
static const struct law_rules *property_rules(int which)
{
	return which == 0   ? rules_on(2025, 12, 15)
	       : which == 1 ? all_confirmed(date_of(2025, 12, 15), 2025)
	                    : all_confirmed(date_of(2026, 10, 1), 2025);
}

static void never_loses(const struct law_rules *r)
{
	static struct crowd_member m;
	size_t gained = 0;
	for (uint64_t i = 0; i < 5000; i++) {
		enum law_subject s = (enum law_subject)(i % LAW_SUBJECTS);
		for (int a = 0; a < law_award_count(r); a++) {
			struct str code = law_award_at(r, a)->code;
			if (str_eqz(code, "KNC"))
				continue; /* each person once: the law's own ceiling */
			crowd_make(r, i, s, 2025, i % 4 < 2, &m);
			enum law_verdict before = verdict(r, code, &m.f);
			add_something(i, &m);
			enum law_verdict after = verdict(r, code, &m.f);
			if (before == LAW_ELIGIBLE || before == LAW_HELD)
				assert_int_equal(after, before);
			if (before == LAW_NOT_KNOWN)
				assert_int_not_equal(after, LAW_INELIGIBLE);
			gained += before != LAW_ELIGIBLE && after == LAW_ELIGIBLE;
		}
	}
	assert_true(gained > 100);
}

static void an_achievement_more_never_loses_an_award(void **state)
{
	(void)state;
	for (int which = 0; which < 3; which++)
		never_loses(property_rules(which));
}

static void shuffle(void *items, int count, size_t size, uint64_t *state)
{
	char one[256], *at = items;
	for (int i = count - 1; i > 0; i--) {
		size_t j = crowd_next(state, (uint32_t)i + 1);
		memcpy(one, at + (size_t)i * size, size);
		memcpy(at + (size_t)i * size, at + j * size, size);
		memcpy(at + j * size, one, size);
	}
}

static void order_never_matters(const struct law_rules *r)
{
	static struct crowd_member m;
	for (uint64_t i = 0; i < 3000; i++) {
		uint64_t k = i;
		crowd_make(r, i, (enum law_subject)(i % LAW_SUBJECTS), 2025, i % 4 == 0, &m);
		enum law_verdict before[32];
		for (int a = 0; a < law_award_count(r); a++)
			before[a] = verdict(r, law_award_at(r, a)->code, &m.f);
		shuffle(m.years, m.f.year_count, sizeof *m.years, &k);
		shuffle(m.figures, m.f.figure_count, sizeof *m.figures, &k);
		shuffle(m.awards, m.f.award_count, sizeof *m.awards, &k);
		shuffle(m.works, m.f.initiative_count, sizeof *m.works, &k);
		shuffle(m.deeds, m.f.deed_count, sizeof *m.deeds, &k);
		shuffle(m.attests, m.f.attestation_count, sizeof *m.attests, &k);
		for (int a = 0; a < law_award_count(r); a++)
			assert_int_equal(verdict(r, law_award_at(r, a)->code, &m.f), before[a]);
	}
}

static void the_order_of_the_record_never_matters(void **state)
{
	(void)state;
	for (int which = 0; which < 3; which++)
		order_never_matters(property_rules(which));
}

static void forget(uint64_t seed, struct crowd_member *m)
{
	uint64_t state = seed;
	switch (crowd_next(&state, 7)) {
	case 6: m->f.decided_to = m->f.decided_to > 2024 ? 2024 : m->f.decided_to; break;
	case 0: m->f.year_count -= m->f.year_count > 0; break;
	case 1: m->f.attestation_count -= m->f.attestation_count > 0; break;
	case 2: m->f.figure_count -= m->f.figure_count > 0; break;
	case 3: m->f.awards_from = 0; break;
	case 4: m->f.initiatives_from = m->f.deeds_from = 0; break;
	default: m->f.cadre = LAW_CADRE_UNKNOWN;
	}
}

static void not_known_never_decides(const struct law_rules *r)
{
	static struct crowd_member m;
	size_t open = 0;
	for (uint64_t i = 0; i < 5000; i++) {
		crowd_make(r, i, (enum law_subject)(i % LAW_SUBJECTS), 2025, i % 2, &m);
		/* A gap in a list is no gap in knowledge while the list is complete; those stay. */
		enum law_verdict before[32];
		for (int a = 0; a < law_award_count(r); a++)
			before[a] = verdict(r, law_award_at(r, a)->code, &m.f);
		forget(i, &m);
		for (int a = 0; a < law_award_count(r); a++) {
			enum law_verdict after = verdict(r, law_award_at(r, a)->code, &m.f);
			assert_true(after == before[a] || after == LAW_NOT_KNOWN);
			open += after != before[a];
		}
	}
	assert_true(open > 100);
}

static void what_is_not_known_never_decides(void **state)
{
	(void)state;
	for (int which = 0; which < 3; which++)
		not_known_never_decides(property_rules(which));
}

/* --- columns, what-if
 * ------------------------------------------------------------------------------- */

static void columns_of_bytes_become_the_same_bits(void **state)
{
	uint8_t column[200];
	uint64_t bits[4], seed = 1;
	(void)state;
	for (size_t n = 0; n <= sizeof column; n++) {
		for (size_t i = 0; i < n; i++)
			column[i] = (uint8_t)crowd_next(&seed, 256);
		memset(bits, 0xA5, sizeof bits);
		law_fill_at_least(column, n, 100, bits);
		for (size_t i = 0; i < (n + 63) / 64 * 64; i++)
			assert_int_equal(bits[i / 64] >> (i % 64) & 1, i < n && column[i] >= 100);
		law_fill_any(column, n, 0x24, bits);
		for (size_t i = 0; i < (n + 63) / 64 * 64; i++)
			assert_int_equal(bits[i / 64] >> (i % 64) & 1, i < n && (column[i] & 0x24));
	}
}

static void what_if_names_who_gains_and_who_loses(void **state)
{
	static struct crowd_member m;
	struct law_overlay_entry entry = {.kind = LAW_VALUE,
	                                  .key = STR("TY_LE_LDTT"),
	                                  .from = DATE_NONE,
	                                  .to = DATE_NONE,
	                                  .value = 80000,
	                                  .source = STR("thử")};
	struct law_overlay overlay = {&entry, 1};
	const struct law_rules *r[2] = {rules_on(2025, 12, 15), NULL};
	const struct law_program *p;
	struct law_planes f;
	struct law_verdicts v;
	size_t lost[MANY];
	struct law_change c = {.lost = lost, .room = MANY};
	(void)state;
	assert_int_equal(law_rules_at(&mem, law, date_of(2025, 12, 15), &overlay, &r[1], &e), RC_OK);
	assert_int_equal(law_compile(&mem, r, 2, LAW_COLLECTIVE, LAW_TYPE_UNKNOWN, &p, &e), RC_OK);
	assert_int_equal(law_planes_new(p, MANY, &f, &e), RC_OK);
	assert_int_equal(law_verdicts_new(p, MANY, &v, &e), RC_OK);
	for (size_t i = 0; i < MANY; i++) {
		crowd_make(r[0], i, LAW_COLLECTIVE, 2025, true, &m);
		law_pack(p, &f, i, &m.f, date_of(2025, 12, 15), 2025);
	}
	law_run(p, &f, &v);
	law_compare(&v, 0, 1, law_award_index(r[0], STR("TTLDTT")), &c);
	assert_true(c.lose > 20);
	assert_int_equal(c.gain, 0);
	for (size_t i = 0; i < c.lose; i++) {
		crowd_make(r[0], lost[i], LAW_COLLECTIVE, 2025, true, &m);
		assert_int_equal(verdict(r[0], STR("TTLDTT"), &m.f), LAW_ELIGIBLE);
		assert_int_not_equal(verdict(r[1], STR("TTLDTT"), &m.f), LAW_ELIGIBLE);
	}
	law_verdicts_free(&v);
	law_planes_free(&f);
}

/* What is in the record as given is told, and only that. */
static void what_is_given_is_told(void **state)
{
	const struct law_rules *r = rules_on(2025, 12, 15);
	static struct crowd_member m;
	size_t given = 0;
	(void)state;
	for (uint64_t i = 0; i < 4000; i++) {
		enum law_subject s = (enum law_subject)(i % LAW_SUBJECTS);
		crowd_make(r, i, s, 2025, i % 2, &m);
		for (int a = 0; a < law_award_count(r); a++) {
			struct law_question q = {law_award_at(r, a)->code, date_of(2025, 12, 15), 2025,
			                         LAW_TYPE_UNKNOWN, false};
			enum law_verdict before, after;
			if (law_verdict_of(r, &q, &m.f, &before, &e) != RC_OK) {
				err_clear(&e);
				continue;
			}
			struct law_award *one = &m.awards[m.f.award_count++];
			*one = (struct law_award){q.award, 2025, LAW_MERIT, DATE_NONE, STR("QĐ 1"), false, 0};
			assert_int_equal(law_verdict_of(r, &q, &m.f, &after, &e), RC_OK);
			assert_int_equal(after, LAW_GIVEN);
			one->type = LAW_SUDDEN; /* another one */
			assert_int_equal(law_verdict_of(r, &q, &m.f, &after, &e), RC_OK);
			assert_true((after == LAW_GIVEN) == (before == LAW_GIVEN));
			one->type = LAW_MERIT;
			one->cancelled = true;
			assert_int_equal(law_verdict_of(r, &q, &m.f, &after, &e), RC_OK);
			assert_int_equal(after, before);
			m.f.award_count--;
			given += before == LAW_GIVEN;
		}
	}
	assert_true(given > 100);
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
		TEST(bulk_and_explanation_agree),
		TEST(the_crowd_has_every_verdict),
		TEST(an_achievement_more_never_loses_an_award),
		TEST(the_order_of_the_record_never_matters),
		TEST(what_is_not_known_never_decides),
		TEST(what_is_given_is_told),
		TEST(columns_of_bytes_become_the_same_bits),
		TEST(what_if_names_who_gains_and_who_loses),
	};
	return cmocka_run_group_tests_name("law bulk", tests, NULL, NULL);
}

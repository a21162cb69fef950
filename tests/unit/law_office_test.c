/*
 * The law asked about the office's own people: facts from the tables, verdicts kept and given out
 * again to the byte, what the office confirms and sets, forecast, what-if, who may ask about whom.
 */
#include "app/law/facts.h"
#include "app/law/law.h"
#include "app/law/page.h"
#include "app/record/record.h"
#include "db/sql_law.h"
#include "law_people.h"
#include "upload_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <jansson.h>

static void run_explain(struct office *o)
{
	const char *n = num(o, law_person(o, "Hà Thị Luật"));
	assert_string_equal(law_verdict_as(o, KEEPER, n, "LDTT", END_2025), "unknown");
	law_rate(o, n, "2025", "HTTNV");
	assert_string_equal(law_verdict_as(o, KEEPER, n, "LDTT", END_2025),
	                    "unknown"); /* nobody attested */
	law_attest(o, n, "2025", "TU_LUC");
	assert_string_equal(law_verdict_as(o, KEEPER, n, "LDTT", END_2025), "eligible");
	/* No initiative is known of: that is a "no" only where the record is said to be complete. */
	assert_string_equal(law_verdict_as(o, KEEPER, n, "CSTDCS", END_2025), "ineligible");
	WANT(o, RC_OK,
	     run_op(office_as(o, "vidu.quantri"), "setting.set", "key", "record.from", "value", "0",
	            "basis", "Thử sổ chưa đủ", NULL));
	assert_string_equal(law_verdict_as(o, KEEPER, n, "CSTDCS", END_2025), "unknown");
	WANT(o, RC_OK,
	     run_op(office_as(o, KEEPER), "initiative.add", "kind", "initiative", "title", "Gọn hồ sơ",
	            "unit_id", num(o, unit_named(o, TH)), "year", "2025", "authors.0.person_id", n,
	            "authors.0.share", "100", "scope", "office", "sign", "3/QĐ", "dated", "01/11/2025",
	            NULL));
	assert_string_equal(law_verdict_as(o, KEEPER, n, "CSTDCS", END_2025), "eligible");
	/* The same again for a form: it has served a title. */
	WANT(o, RC_OK,
	     run_op(office_as(o, KEEPER), "hold.add", "person_id", n, "kind", "complaint", "reason",
	            "Đơn thư", "from", "01/12/2025", NULL));
	assert_string_equal(law_verdict_as(o, KEEPER, n, "CSTDCS", END_2025), "held");
	/* Another day before it began: not held. */
	assert_string_equal(law_verdict_as(o, KEEPER, n, "CSTDCS", "30/11/2025"), "eligible");
}

static void the_tables_become_the_facts_of_the_law(void **state)
{
	(void)state;
	office_each_engine(run_explain);
}

static void run_kept(struct office *o)
{
	struct acting *a = office_as(o, KEEPER);
	const char *n = num(o, law_person(o, "Hà Thị Lưu"));
	law_rate(o, n, "2025", "HTXSNV");
	law_attest(o, n, "2025", "TU_LUC");
	WANT(o, RC_OK,
	     run_op(a, "verdict.keep", "award", "CSTDCS", "subject", n, "on", END_2025, NULL));
	const char *id = num(o, a->out.id);
	struct sql_law_verdict_get before, after;
	WANT(o, RC_OK, sql_law_verdict_get(o->f->db, &o->f->mem, a->out.id, &before));
	assert_true(str_eqz(before.verdict, "eligible"));
	int64_t kept = a->out.id;
	/* What changes later changes nothing about it. */
	WANT(
		o, RC_OK,
		run_op(a, "discipline.add", "person_id", n, "form", "warning", "from", "01/06/2025", NULL));
	struct acting *reader = office_as(o, KEEPER);
	WANT(o, RC_OK, run_op(reader, "verdict.view", "id", id, NULL));
	struct buf b;
	buf_init(&b, 1 << 20);
	op_find(STR("verdict.view"))->json(&b, &reader->c, reader->out.data);
	assert_true(str_starts(buf_view(&b), "{\"same\":true"));
	buf_clear(&b);
	reader->c.db = o->f->db;
	WANT(o, RC_OK, law_again(&reader->c, kept, &b));
	WANT(o, RC_OK, sql_law_verdict_get(o->f->db, &o->f->mem, kept, &after));
	assert_true(str_eq(buf_view(&b), before.answer) && str_eq(after.answer, before.answer));
	buf_release(&b);
	assert_int_equal(list_count(a, "verdict.list", "person", n, NULL), 1);
}

static void a_kept_verdict_comes_back_to_the_byte(void **state)
{
	(void)state;
	office_each_engine(run_kept);
}

/* A value that the law leaves to the office: by two people, with a day, and tried before. */
static void run_overlay(struct office *o)
{
	const char *n = num(o, law_person(o, "Hà Thị Tháng"));
	struct acting *a = office_as(o, KEEPER);
	law_rate(o, n, "2025", "HTTNV");
	law_attest(o, n, "2025", "TU_LUC");
	WANT(o, RC_OK,
	     run_op(a, "leave.add", "person_id", n, "kind", "unpaid", "from", "01/01/2025", "to",
	            "01/09/2025", NULL));
	assert_string_equal(law_verdict_as(o, KEEPER, n, "LDTT", END_2025), "eligible");
	WANT(o, RC_OK,
	     run_op(a, "law.whatif", "param", "THANG_TOI_THIEU", "value", "10", "year", "2025", NULL));
	assert_string_equal(law_verdict_as(o, KEEPER, n, "LDTT", END_2025),
	                    "eligible"); /* only tried */
	WANT(o, RC_OK,
	     run_op(a, "overlay.set", "key", "THANG_TOI_THIEU", "value", "10", "from", "01/12/2025",
	            "source", "Quy chế của Văn phòng", "reason", "Thống nhất trong tỉnh", NULL));
	assert_string_equal(law_verdict_as(o, KEEPER, n, "LDTT", END_2025), "eligible"); /* waits */
	WANT(o, RC_OK, second_op(o, a, "vidu.chanhvp"));
	assert_string_equal(law_verdict_as(o, KEEPER, n, "LDTT", END_2025), "ineligible");
	assert_string_equal(law_verdict_as(o, KEEPER, n, "LDTT", "30/11/2025"),
	                    "eligible"); /* before it */
	/* What the law itself says is not the office's to set. */
	a = office_as(o, KEEPER);
	WANT(o, RC_INVALID,
	     run_op(a, "overlay.set", "key", "LUONG_CO_SO", "value", "9", "from", "01/12/2025",
	            "source", "Quy chế của Văn phòng", "reason", "Thống nhất trong tỉnh", NULL));
	/* Nor is a value that cannot be. */
	static const char *const bad[][2] = {{"THANG_TOI_THIEU", "-1"},  {"THANG_TOI_THIEU", "13"},
	                                     {"CUA_SO_SANG_KIEN", "0"},  {"CUA_SO_SANG_KIEN", "2,5"},
	                                     {"CUA_SO_SANG_KIEN", "17"}, {"PHIEU_DA_SO", "101"},
	                                     {"CHUNG_MINH_CO_SO", "2"},  {"NAM_KHONG_TINH_LAI", "16"}};
	for (int i = 0; i < COUNT(bad); i++) {
		a = office_as(o, KEEPER);
		WANT(o, RC_INVALID,
		     run_op(a, "overlay.set", "key", bad[i][0], "value", bad[i][1], "from", "01/12/2025",
		            "source", "Quy chế của Văn phòng", "reason", "Thống nhất trong tỉnh", NULL));
		WANT(o, RC_INVALID, run_op(a, "law.whatif", "param", bad[i][0], "value", bad[i][1], NULL));
	}
	/* A condition of the amended law, confirmed: it was not known before. */
	assert_string_equal(law_verdict_as(o, KEEPER, n, "CSTDCS", "15/10/2026"), "unknown");
}

static void what_the_office_sets_takes_two_people_and_a_day(void **state)
{
	(void)state;
	office_each_engine(run_overlay);
}

/* What can be attested is what the rule files ask for. */
static void the_matters_are_those_of_the_law(void **state)
{
	struct arena mem;
	struct err e = {0};
	const struct law *law;
	const struct law_rules *r;
	int n = 0;
	(void)state;
	arena_init(&mem);
	assert_int_equal(law_shipped(&mem, &law, &e), RC_OK);
	assert_int_equal(law_rules_at(&mem, law, date_of(2025, 12, 1), NULL, &r, &e), RC_OK);
	for (; attestation_matters[n].value; n++) {
		assert_true(n < law_attest_count(r));
		assert_true(str_eqz(law_attest_at(r, n).key, attestation_matters[n].value));
		assert_true(str_eqz(law_attest_at(r, n).text, attestation_matters[n].label));
	}
	assert_int_equal(n, law_attest_count(r));
	arena_release(&mem);
}

/* What was achieved: counted with its paper, once, for people, units and households. */
static void run_deeds(struct office *o)
{
	const char *n = num(o, law_person(o, "Hà Thị Công"));
	struct acting *a = office_as(o, KEEPER);
	law_rate(o, n, "2025", "HTTNV");
	law_attest(o, n, "2025", "GUONG_MAU");
	assert_string_equal(law_verdict_as(o, KEEPER, n, "BKT", END_2025), "unknown");
	WANT(o, RC_OK,
	     run_op(office_as(o, "vidu.quantri"), "setting.set", "key", "record.deeds_from", "value",
	            "2025", "basis", "Sổ thành tích ghi đủ", NULL));
	assert_string_equal(law_verdict_as(o, KEEPER, n, "BKT", END_2025), "ineligible");
	WANT(o, RC_OK,
	     run_op(a, "deed.add", "person_id", n, "kind", "sudden", "on", "30/09/2025", "title",
	            "Cứu dân trong lũ", "year", "2025", "scope", "province", NULL));
	const char *deed = num(o, a->out.id);
	assert_string_equal(law_verdict_as(o, KEEPER, n, "BKT", END_2025),
	                    "unknown"); /* nobody confirmed */
	WANT(o, RC_CONFLICT,
	     run_op(a, "deed.add", "person_id", n, "kind", "sudden", "on", "30/09/2025", "title",
	            "Cứu dân trong lũ", "year", "2025", "scope", "office", NULL));
	WANT(o, RC_OK,
	     run_op(a, "deed.edit", "id", deed, "kind", "sudden", "on", "30/09/2025", "title",
	            "Cứu dân trong lũ", "year", "2025", "scope", "province", "sign", "7/BB", "dated",
	            "01/10/2025", "issuer", "Ban Chỉ huy phòng thủ dân sự", NULL));
	assert_string_equal(law_verdict_as(o, KEEPER, n, "BKT", END_2025), "eligible");
	WANT(o, RC_OK,
	     run_op(a, "award.add", "person_id", n, "code", "GK", "type", "sudden", "year", "2025",
	            "sign", "8/QĐ-VP", "dated", "05/10/2025", NULL));
	const char *award = num(o, a->out.id);
	WANT(o, RC_INVALID,
	     run_op(a, "deed.edit", "id", deed, "kind", "sudden", "on", "30/09/2025", "title",
	            "Cứu dân trong lũ", "year", "2025", "scope", "province", "sign", "7/BB", "dated",
	            "01/10/2025", "award_id", "1", NULL));
	WANT(o, RC_OK,
	     run_op(a, "deed.edit", "id", deed, "kind", "sudden", "on", "30/09/2025", "title",
	            "Cứu dân trong lũ", "year", "2025", "scope", "province", "sign", "7/BB", "dated",
	            "01/10/2025", "award_id", award, NULL));
	assert_string_equal(law_verdict_as(o, KEEPER, n, "BKT", END_2025),
	                    "ineligible"); /* rewarded already */
	WANT(o, RC_OK, run_op(a, "deed.cancel", "id", deed, "reason", "Ghi nhầm người", NULL));
	assert_int_equal(list_count(a, "deed.list", "person", n, NULL), 1);
}

/* The unit's head confirms with evidence; whether that proves it, the office may read otherwise. */
static void run_proof(struct office *o)
{
	const char *n = num(o, law_person(o, "Hà Thị Minh"));
	struct acting *a = office_as(o, KEEPER);
	law_attest(o, n, "2026", "GUONG_MAU");
	law_attest(o, n, "2026", "HOAN_THANH_TOT");
	WANT(o, RC_OK,
	     run_op(office_as(o, "vidu.quantri"), "setting.set", "key", "record.deeds_from", "value",
	            "2025", "basis", "Sổ thành tích ghi đủ", NULL));
	a = office_as(o, "vidu.daumoi");
	struct http_part part = part_of("bien-ban.txt", STR("Biên bản việc cứu kho hồ sơ"));
	WANT(o, RC_OK,
	     upload_op(a, "deed.report_unit", &part, "person_id", n, "kind", "sudden", "title",
	               "Cứu kho hồ sơ", "on", "20/08/2026", "scope", "office", "effect",
	               "Cứu 200 hồ sơ", NULL));
	const char *deed = num(o, a->out.id);
	assert_string_equal(law_verdict_as(o, KEEPER, n, "GK", "15/09/2026"), "ineligible");
	WANT(o, RC_OK, run_op(office_as(o, "vidu.truongphong"), "deed.confirm", "id", deed, NULL));
	assert_string_equal(law_verdict_as(o, KEEPER, n, "GK", "15/09/2026"), "eligible");
	a = office_as(o, KEEPER);
	WANT(o, RC_OK, run_op(a, "law.explain", "award", "GK", "subject", n, "on", "15/09/2026", NULL));
	json_t *j = law_json(a, "law.explain");
	char *text = json_dumps(j, 0);
	assert_non_null(strstr(text, "CHUNG_MINH_CO_SO"));
	assert_non_null(strstr(text, "\"local\": true"));
	free(text);
	json_decref(j);
	WANT(o, RC_OK,
	     run_op(a, "overlay.set", "key", "CHUNG_MINH_CO_SO", "value", "0", "from", "01/09/2026",
	            "source", "Quy chế của Văn phòng", "reason", "Cơ quan đòi văn bản", NULL));
	assert_string_equal(law_verdict_as(o, KEEPER, n, "GK", "15/09/2026"), "eligible"); /* waits */
	WANT(o, RC_OK, second_op(o, a, "vidu.chanhvp"));
	assert_string_equal(law_verdict_as(o, KEEPER, n, "GK", "15/09/2026"), "unknown");
	assert_string_equal(law_verdict_as(o, KEEPER, n, "GK", "31/08/2026"), "eligible"); /* before */
}

static void run_household(struct office *o)
{
	const char *th = num(o, unit_named(o, TH));
	struct acting *a = office_as(o, KEEPER);
	WANT(o, RC_OK, run_op(a, "law.household", NULL));
	WANT(o, RC_INVALID, run_op(a, "law.household", "name", "Ông Lù Văn Hiến", NULL));
	WANT(o, RC_OK,
	     run_op(a, "deed.add", "household", "Ông Lù Văn Hiến", "unit_id", th, "kind",
	            "contribution", "title", "Hiến 800 m2 đất làm đường", "year", "2025", "scope",
	            "office", "sign", "3/XN", "dated", "01/11/2025", NULL));
	WANT(o, RC_OK,
	     run_op(a, "attestation.add", "household", "Ông Lù Văn Hiến", "year", "2025", "matter",
	            "GUONG_MAU", "yes", "1", NULL));
	/* Kept like any other, for those who see the whole office. */
	WANT(o, RC_OK,
	     run_op(a, "verdict.keep", "award", "GK", "household", "Ông Lù Văn Hiến", "year", "2025",
	            NULL));
	WANT(o, RC_OK, run_op(a, "verdict.view", "id", num(o, a->out.id), NULL));
	a = office_as(o, KEEPER);
	WANT(o, RC_OK, run_op(a, "law.household", "name", "Ông Lù Văn Hiến", "year", "2025", NULL));
	struct buf b;
	buf_init(&b, 1 << 20);
	op_find(STR("law.household"))->json(&b, &a->c, a->out.data);
	json_t *j = json_loadb(b.p, b.n, 0, NULL), *one;
	size_t i;
	int reached = 0;
	json_array_foreach(json_object_get(j, "awards"), i, one) reached +=
		strcmp(json_string_value(json_object_get(one, "verdict")), "đủ điều kiện") == 0;
	assert_int_equal(reached, 1); /* the certificate of the office; the province's asks for more */
	json_decref(j);
	buf_release(&b);
}

static void achievements_count_once_and_with_their_paper(void **state)
{
	(void)state;
	office_each_engine(run_deeds);
	office_each_engine(run_proof);
}

static void run_service(struct office *o)
{
	const char *n = num(o, law_person(o, "Hà Thị Niên"));
	struct acting *a = office_as(o, KEEPER);
	law_attest(o, n, "2025", "TIEU_CHUAN_KNC");
	WANT(o, RC_OK,
	     run_op(office_as(o, "vidu.quantri"), "setting.set", "key", "record.from", "value", "1",
	            "basis", "Sổ ghi đủ từ đầu", NULL));
	assert_string_equal(law_verdict_as(o, KEEPER, n, "KNC", END_2025),
	                    "eligible"); /* no years asked */
	WANT(o, RC_OK,
	     run_op(a, "overlay.set", "key", "NAM_KNC", "value", "20", "from", "01/01/2025", "source",
	            "Quy chế Kỷ niệm chương", "reason", "Tỉnh đòi 20 năm", NULL));
	WANT(o, RC_OK, second_op(o, a, "vidu.chanhvp"));
	a = office_as(o, KEEPER);
	assert_string_equal(law_verdict_as(o, KEEPER, n, "KNC", END_2025), "unknown");
	WANT(o, RC_OK,
	     run_op(a, "service.add", "person_id", n, "post", "CONG_TAC_NGANH", "from", "31/12/2005",
	            "sign", "1/QĐ", "dated", "01/12/2005", NULL));
	const char *id = num(o, a->out.id);
	assert_string_equal(law_verdict_as(o, KEEPER, n, "KNC", END_2025),
	                    "eligible"); /* 240 months, to the day */
	assert_string_equal(law_verdict_as(o, KEEPER, n, "KNC", "30/12/2025"), "unknown");
	WANT(o, RC_CONFLICT,
	     run_op(a, "service.add", "person_id", n, "post", "CONG_TAC_NGANH", "from", "01/01/2010",
	            NULL));
	WANT(o, RC_OK,
	     run_op(a, "service.edit", "id", id, "post", "CONG_TAC_NGANH", "from", "31/12/2006", "to",
	            "31/12/2020", "sign", "1/QĐ", "dated", "01/12/2006", NULL));
	assert_string_equal(law_verdict_as(o, KEEPER, n, "KNC", END_2025), "unknown");
	WANT(o, RC_OK,
	     run_op(office_as(o, "vidu.quantri"), "setting.set", "key", "record.service", "value", "1",
	            "basis", "Đã ghi đủ", NULL));
	assert_string_equal(law_verdict_as(o, KEEPER, n, "KNC", END_2025), "ineligible");
	WANT(o, RC_OK, run_op(a, "service.cancel", "id", id, "reason", "Ghi nhầm", NULL));
}

/* Asked for by the name under which it is kept. */
static void a_household_is_asked_for_by_name(void **state)
{
	(void)state;
	office_each_engine(run_household);
}

static void time_in_posts_counts_by_whole_months(void **state)
{
	(void)state;
	office_each_engine(run_service);
}

/* What-if asks people and collectives alike; a unit alone narrows both. */
static void run_whatif(struct office *o)
{
	struct acting *a = office_as(o, KEEPER);
	struct buf b;
	int64_t th = unit_named(o, TH);
	json_t *one;
	size_t i;
	int changed = 0;
	WANT(o, RC_INVALID, run_op(a, "law.whatif", "omit", "CSTDCS.1", "year", "2025", NULL));
	law_person(o, "Hà Thị Mới"); /* one without a title */
	a = office_as(o, KEEPER);
	WANT(o, RC_OK,
	     run_op(a, "law.whatif", "param", "TY_LE_LDTT", "value", "100", "year", "2025", "unit",
	            num(o, th), NULL));
	buf_init(&b, 1 << 20);
	op_find(STR("law.whatif"))->json(&b, &a->c, a->out.data);
	json_t *j = json_loadb(b.p, b.n, 0, NULL);
	assert_int_equal(json_integer_value(json_object_get(j, "units")), 1);
	assert_int_equal(json_integer_value(json_object_get(j, "people")),
	                 list_count(a, "person.list", "unit", num(o, th), "state", "active", NULL));
	json_array_foreach(json_object_get(j, "awards"), i, one)
	{
		const char *award = json_string_value(json_object_get(one, "award"));
		const char *before = json_string_value(json_object_get(one, "before"));
		const char *after = json_string_value(json_object_get(one, "after"));
		if (strcmp(award, "Tập thể lao động tiên tiến") == 0) {
			assert_string_equal(json_string_value(json_object_get(one, "kind")), "Tập thể");
			assert_string_equal(before, "1");
			assert_string_equal(after, "0");
			assert_string_equal(json_string_value(json_object_get(one, "lost")), "1: " TH);
			changed++;
		} else if (strcmp(award, "Lao động tiên tiến") == 0) {
			assert_string_equal(before, after);
		}
	}
	assert_int_equal(changed, 1);
	json_decref(j);
	buf_release(&b);
}

static void what_if_asks_collectives_too(void **state)
{
	(void)state;
	office_each_engine(run_whatif);
}

static void run_bulk(struct office *o)
{
	struct acting *a = office_as(o, KEEPER);
	const char *n = num(o, law_person(o, "Hà Thị Đông")), *th = num(o, unit_named(o, TH));
	law_rate(o, n, "2025", "HTXSNV");
	law_attest(o, n, "2025", "TU_LUC");
	WANT(o, RC_OK, run_op(a, "law.members", "id", th, "year", "2025", NULL));
	struct buf b;
	buf_init(&b, 1 << 22);
	op_find(STR("law.members"))->json(&b, &a->c, a->out.data);
	json_t *j = json_loadb(b.p, b.n, 0, NULL);
	json_t *people = json_object_get(j, "people");
	assert_int_equal(json_array_size(people),
	                 list_count(a, "person.list", "unit", th, "state", "active", NULL));
	/* In bulk as one by one. */
	size_t i;
	json_t *one;
	int found = 0;
	json_array_foreach(people, i, one)
	{
		if (strcmp(json_string_value(json_object_get(one, "name")), "Hà Thị Đông") == 0) {
			json_t *awards = json_object_get(one, "awards");
			assert_string_equal(json_string_value(json_object_get(awards, "CSTDCS")),
			                    law_verdict_words(LAW_ELIGIBLE));
			found++;
		}
	}
	assert_int_equal(found, 1);
	json_decref(j);
	buf_release(&b);
	WANT(o, RC_OK, run_op(a, "law.members_file", "id", th, "year", "2025", NULL));
	assert_true(a->out.fd_size > 1000);
	WANT(o, RC_OK, run_op(a, "law.unit", "id", th, "year", "2025", NULL));
	WANT(o, RC_OK, run_op(a, "law.forecast", "subject", n, NULL));
	WANT(o, RC_OK, run_op(a, "law.show", "award", "TTLDXS", NULL));
	WANT(o, RC_OK, run_op(a, "law.check", NULL));
	WANT(o, RC_OK, run_op(a, "law.test", NULL));
}

static int figures_of(const struct law_facts *f, enum law_number what)
{
	int n = 0;
	for (int i = 0; i < f->figure_count; i++)
		n += f->figures[i].what == what;
	return n;
}

/* Nobody has a title of a year that still runs: that is not known, not "nobody". */
static void run_running_year(struct office *o)
{
	struct acting *a = office_as(o, KEEPER);
	struct law_subject_facts now, past;
	int64_t th = unit_named(o, TH);
	WANT(o, RC_OK, run_op(a, "law.check", NULL));
	a->c.db = o->f->db;
	int year = date_civil(a->c.today).year;
	WANT(o, RC_OK, law_unit_facts(&a->c, th, year, a->c.today, &now));
	WANT(o, RC_OK, law_unit_facts(&a->c, th, 2020, date_of(2020, 12, 31), &past));
	assert_int_equal(figures_of(&now.facts, LAW_N_MEMBERS_WARNED), 1);
	assert_int_equal(figures_of(&now.facts, LAW_N_MEMBERS_LDTT), 0);
	assert_int_equal(figures_of(&past.facts, LAW_N_MEMBERS_LDTT),
	                 figures_of(&past.facts, LAW_N_MEMBERS_WARNED));
	/* Nor is a person's: two years with the title, the third not decided on 23/11/2026. */
	const char *n = num(o, law_person(o, "Hà Thị Kỳ"));
	for (int back = 1; back < 3; back++)
		WANT(o, RC_OK,
		     run_op(a, "award.add", "person_id", n, "code", "CSTDCS", "type", "merit", "year",
		            num(o, year - back), "sign", "9/QĐ-VP", "dated",
		            arena_printf(&o->f->mem, "31/12/%d", year - back).p, NULL));
	law_attest(o, n, num(o, year), "TIEU_BIEU");
	assert_string_equal(law_verdict_as(o, KEEPER, n, "CSTDT", "30/09/2026"), "unknown");
	/* A year that is decided lacks its title for good; until the month that the office sets it is
	 * not. */
	const char *other = num(o, law_person(o, "Hà Thị Muộn"));
	for (int back = 2; back < 4; back++)
		WANT(o, RC_OK,
		     run_op(a, "award.add", "person_id", other, "code", "CSTDCS", "type", "merit", "year",
		            num(o, year - back), "sign", "9/QĐ-VP", "dated",
		            arena_printf(&o->f->mem, "31/12/%d", year - back).p, NULL));
	assert_string_equal(law_verdict_as(o, KEEPER, other, "CSTDT", "31/12/2025"), "ineligible");
	WANT(o, RC_OK,
	     run_op(office_as(o, "vidu.quantri"), "setting.set", "key", "record.decided_month", "value",
	            "11", "basis", "Tỉnh quyết định muộn", NULL));
	assert_string_equal(law_verdict_as(o, KEEPER, other, "CSTDT", "31/12/2025"), "unknown");
	/* What is there is given, whatever is decided: nothing is left to judge. */
	assert_string_equal(law_verdict_as(o, KEEPER, n, "CSTDCS", "31/12/2025"), "given");
}

static void a_running_year_without_titles_is_not_decided_yet(void **state)
{
	(void)state;
	office_each_engine(run_running_year);
}

/* The whole office at once, kept: as many reach each award as the table of the top unit says. */
static enum rc survey_tx(void *arg)
{
	struct ctx *c = arg;
	int64_t people;
	return law_survey(c, 2025, DATE_NONE, DATE_NONE, &c->object_id, &people);
}

static void run_survey(struct office *o)
{
	struct acting *a = office_as(o, KEEPER);
	struct sql_law_top_unit top;
	struct sql_law_survey_counts *counts;
	struct sql_law_survey_slices *slices;
	size_t n, k;
	a->c.db = o->f->db;
	WANT(o, RC_OK, sql_law_top_unit(o->f->db, &o->f->mem, &top));
	WANT(o, RC_OK, db_tx(o->f->db, DB_WRITE, survey_tx, &a->c));
	int64_t id = a->c.object_id;
	WANT(o, RC_OK, sql_law_survey_counts(o->f->db, &o->f->mem, id, &counts, &n));
	WANT(o, RC_OK, sql_law_survey_slices(o->f->db, &o->f->mem, id, 0, &slices, &k));
	int64_t people = list_count(a, "person.list", "state", "active", NULL);
	assert_int_equal(k, 1);
	assert_int_equal(slices[0].people.n, (size_t)people * 24);
	WANT(o, RC_OK, run_op(a, "law.members", "id", num(o, top.id), "year", "2025", NULL));
	const struct law_table_view *v = a->out.data;
	/* People first, then units. */
	assert_true((int)n > v->cols);
	int64_t given = 0, units = 0;
	for (size_t i = 0; i < n; i++) {
		int64_t all = counts[i].eligible + counts[i].unknown + counts[i].ineligible +
		              counts[i].held + counts[i].given;
		given += counts[i].given;
		if (i >= (size_t)v->cols) {
			assert_true(str_eqz(counts[i].subject, "unit"));
			units = units ? units : all;
			assert_int_equal(all, units);
			continue;
		}
		assert_true(str_eq(counts[i].award, v->heads[i]));
		assert_string_equal(num(o, counts[i].eligible + counts[i].given), v->counts[i].p);
		assert_int_equal(all, people);
	}
	assert_true(given > 0 && units > 1);
	struct sql_law_survey_slices *second;
	WANT(o, RC_OK, sql_law_survey_slices(o->f->db, &o->f->mem, id, slices[0].id, &second, &k));
	assert_int_equal(k, 1);
	assert_true(str_eqz(second[0].subject, "unit"));
	assert_int_equal(second[0].people.n, (size_t)units * 24);
	/* What it holds about one person is told to them. */
	struct law_surveyed *mine;
	WANT(o, RC_OK, law_surveys_of(&a->c, slices[0].first_id, &mine, &k));
	assert_int_equal(k, 1);
	assert_int_equal(mine[0].year, 2025);
	assert_non_null(strstr(mine[0].verdicts.p, "LDTT: "));
	WANT(o, RC_OK, law_surveys_of(&a->c, slices[0].last_id + 1, &mine, &k));
	assert_int_equal(k, 0);
	WANT(o, RC_OK, run_op(a, "survey.view", "id", num(o, id), NULL));
	WANT(o, RC_OK, run_op(a, "survey.file", "id", num(o, id), NULL));
	assert_true(a->out.fd_size > 1000);
}

static void the_whole_office_is_judged_at_once(void **state)
{
	(void)state;
	office_each_engine(run_survey);
}

static void many_are_judged_as_one_is(void **state)
{
	(void)state;
	office_each_engine(run_bulk);
}

static void run_rights(struct office *o)
{
	const char *own = num(o, person_named(o, "Tẩn Mùi Phạm")),
			   *n = num(o, law_person(o, "Hà Thị Khác"));
	struct acting *member = office_as(o, "vidu.canbo"), *head = office_as(o, "vidu.truongphong");
	WANT(o, RC_OK, run_op(member, "law.person", "id", own, NULL));
	WANT(o, RC_NOTFOUND, run_op(member, "law.person", "id", n, NULL));
	WANT(o, RC_INVALID,
	     run_op(member, "law.explain", "award", "LDTT", "subject", n, "on", END_2025, NULL));
	WANT(o, RC_OK, run_op(head, "law.person", "id", n, NULL));
	WANT(o, RC_DENIED, run_op(member, "law.whatif", NULL));
	/* Nobody attests about themselves. */
	WANT(o, RC_DENIED,
	     run_op(head, "attestation.add", "person_id", num(o, head->c.who.person_id), "year", "2025",
	            "matter", "TU_LUC", "yes", "1", NULL));
	/* What a council finds, no head of a unit says; and its paper goes with it. */
	WANT(o, RC_DENIED,
	     run_op(head, "attestation.add", "person_id", n, "year", "2025", "matter", "TIEU_BIEU",
	            "yes", "1", "basis", "Biên bản 5/BB-HĐ", NULL));
	WANT(o, RC_DENIED,
	     run_op(head, "attestation.add", "person_id", n, "year", "2025", "matter", "CONG_HIEN_BA",
	            "yes", "1", "basis", "Biên bản 5/BB-HĐ", NULL));
	WANT(o, RC_OK,
	     run_op(head, "attestation.add", "person_id", n, "year", "2025", "matter", "TU_LUC", "yes",
	            "1", NULL));
	WANT(o, RC_INVALID,
	     run_op(office_as(o, KEEPER), "attestation.add", "person_id", n, "year", "2025", "matter",
	            "TIEU_BIEU", "yes", "1", NULL));
	WANT(o, RC_INVALID,
	     run_op(head, "attestation.add", "person_id", n, "year", "2025", "matter", "KHONG_CO",
	            "yes", "1", NULL));
}

static void each_asks_about_the_own_scope(void **state)
{
	(void)state;
	office_each_engine(run_rights);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_tables_become_the_facts_of_the_law),
		cmocka_unit_test(a_kept_verdict_comes_back_to_the_byte),
		cmocka_unit_test(what_the_office_sets_takes_two_people_and_a_day),
		cmocka_unit_test(the_matters_are_those_of_the_law),
		cmocka_unit_test(achievements_count_once_and_with_their_paper),
		cmocka_unit_test(a_household_is_asked_for_by_name),
		cmocka_unit_test(time_in_posts_counts_by_whole_months),
		cmocka_unit_test(what_if_asks_collectives_too),
		cmocka_unit_test(the_whole_office_is_judged_at_once),
		cmocka_unit_test(many_are_judged_as_one_is),
		cmocka_unit_test(each_asks_about_the_own_scope),
		cmocka_unit_test(a_running_year_without_titles_is_not_decided_yet),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

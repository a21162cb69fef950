/* Faults of rule files with place and sentence; facts files; the office's own values; the same
 * bytes. */
#include "law/law.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static struct arena mem;
static struct err e;

#define HEAD                                                                                       \
	"văn bản LUAT \"Luật\"\n"                                                                 \
	"    hiệu lực từ 01/01/2024\n"                                                           \
	"bộ quy tắc BO-A \"Bộ A\" từ 01/01/2024\n"                                             \
	"tham số PP \"Tham số\", \"%\"\n"                                                          \
	"    từ 01/01/2024: 70 [LUAT Điều 1]\n"                                                   \
	"xác nhận DOAN_KET \"Đoàn kết\" do \"thủ trưởng\"\n"                               \
	"danh hiệu AA \"Danh hiệu\"\n"                                                             \
	"    đối tượng cá nhân\n"                                                              \
	"    loại hình công trạng\n"                                                             \
	"    thẩm quyền cấp tỉnh \"Ai\" [LUAT Điều 2]\n"                                    \
	"    điều kiện cá nhân\n"
/* What follows stands on line 12. */
#define RULE(body) HEAD body

static struct law_faults faults_of(const char *text, const struct law **law)
{
	struct law_file file = {STR("a.luat"), str_of(text)};
	struct law_faults faults;
	assert_int_equal(law_read(&mem, &file, 1, law, &faults, &e), RC_OK);
	return faults;
}

static void a_rule_without_fault_is_read(void **state)
{
	const struct law *law;
	(void)state;
	struct law_faults f =
		faults_of(RULE("        tất cả\n"
	                   "            được xác nhận DOAN_KET [LUAT Điều 3]\n"
	                   "            mỗi năm xếp loại từ hoàn thành nhiệm vụ trở lên trong năm xét\n"
	                   "                [LUAT Điều 3 khoản 1]\n"),
	              &law);
	for (int i = 0; i < f.count; i++)
		print_error("%d:%d %.*s\n", f.at[i].line, f.at[i].column, STR_ARG(f.at[i].say));
	assert_int_equal(f.count, 0);
	assert_non_null(law);
}

static const struct {
	const char *text;
	int line, column; /* column 0: not compared */
	const char *say;
} broken[] = {
	{RULE("        mỗi năm xếp lọai từ hoàn thành nhiệm vụ trở lên trong năm xét [LUAT Điều 3]\n"),
     12, 17, "xếp"},
	{RULE("        được xác nhận DOAN_KET [LUATT Điều 3]\n"), 12, 33, "chưa khai báo"},
	{RULE("        được xác nhận DOAN_KET\n"), 12, 9, "không có viện dẫn"},
	{RULE("        được xác nhận DOANKET [LUAT Điều 3]\n"), 12, 23, "Chưa khai báo DOANKET"},
	{RULE("        được xác nhận DOAN_KET [LUAT Điều 3\n"), 12, 0, "dấu ]"},
	{RULE("        ít nhất 0 năm có AA trong năm xét [LUAT Điều 3]\n"), 12, 9, "lúc nào cũng đạt"},
	{RULE("        ít nhất 2 năm có AA trong năm xét [LUAT Điều 3]\n"), 12, 9, "không bao giờ đạt"},
	{RULE("        ít nhất 4 năm có AA trong 3 năm liên tục đến năm xét [LUAT Điều 3]\n"), 12, 9,
     "không bao giờ"},
	{RULE("        ít nhất 101 % thành viên đạt LDTT [LUAT Điều 3]\n"), 12, 9, "100 %"},
	{RULE("        mỗi năm có AA trong 17 năm liên tục đến năm xét [LUAT Điều 3]\n"), 12, 9,
     "tối đa 16"},
	{RULE("        mỗi năm có AA trong thời gian đó [LUAT Điều 3]\n"), 12, 9, "sau khi được tặng"},
	{RULE("        mỗi năm có BB trong năm xét [LUAT Điều 3]\n"), 12, 20, "ký hiệu BB"},
	{RULE("        ít nhất Q năm có AA trong năm xét [LUAT Điều 3]\n"), 12, 0, ""},
	{RULE("        ít nhất QQ năm có AA trong năm xét [LUAT Điều 3]\n"), 12, 17, "tham số QQ"},
	{RULE("        đạt điều kiện của AA [LUAT Điều 3]\n"), 11, 1, "dẫn vòng"},
	{RULE("        tất cả\n"), 12, 1, "không có điều kiện nào bên dưới"},
	{RULE("        tất cả\n"
          "            đã được tặng AA [LUAT Điều 3]\n"
          "            chưa được tặng AA [LUAT Điều 3]\n"),
     14, 13, "vừa đòi"},
	{RULE("        một trong\n"
          "            đã được tặng AA [LUAT Điều 3]\n"
          "            chưa được tặng AA [LUAT Điều 3]\n"),
     12, 9, "lúc nào cũng đạt"},
	{RULE("        một trong\n"
          "            đã được tặng AA [LUAT Điều 3]\n"
          "            đã được tặng AA [LUAT Điều 3]\n"),
     14, 13, "lặp lại dòng 13"},
	{RULE("        ít nhất 3 trong số sau\n"
          "            đã được tặng AA [LUAT Điều 3]\n"
          "            được xác nhận DOAN_KET [LUAT Điều 3]\n"),
     12, 9, "nhiều điều kiện hơn"},
	{RULE("        đã được tặng AA [LUAT Điều 3]\n"
          "            được xác nhận DOAN_KET [LUAT Điều 3]\n"),
     13, 1, "không phải là nhóm"},
	{RULE("        tất cả\n"
          "            đã được tặng AA [LUAT Điều 3]\n"
          "           được xác nhận DOAN_KET [LUAT Điều 3]\n"),
     14, 1, "thụt vào"},
	{RULE("        \tđã được tặng AA [LUAT Điều 3]\n"), 12, 1, "tab"},
	{RULE("        tất cả \"tên\n"), 12, 16, "nháy kép"},
	{RULE("        tất cả loại hình đột xuất\n            đã được tặng AA [LUAT Điều 3]\n"), 12, 9,
     "Loại hình"},
	{RULE("        đã được tặng AA [LUAT Điều 3]\nđoạn lạ\n"), 13, 1, "Không hiểu \"đoạn\""},
	{RULE("        đã được tặng AA [LUAT Điều 3]\nbộ quy tắc BO-B \"Bộ B\" từ 01/01/2026 đến trước "
          "01/01/2027\n"),
     3, 1, "chồng nhau"},
	{RULE(
		 "        đã được tặng AA [LUAT Điều 3]\ntham số RR \"R\"\n    từ 01/01/2025: 1 [LUAT Điều "
		 "1]\n"),
     14, 1, "không có giá trị từ ngày 01/01/2024"},
	{RULE(
		 "        đã được tặng AA [LUAT Điều 3]\ntham số RR \"R\"\n    từ 01/01/2024: 1 [LUAT Điều "
		 "1]\n"
		 "    từ 01/06/2024: 2 [LUAT Điều 1]\n"),
     15, 1, "chồng nhau"},
	{RULE(
		 "        đã được tặng AA [LUAT Điều 3]\ntham số RR \"R\"\n    từ 31/02/2024: 1 [LUAT Điều "
		 "1]\n"),
     14, 8, "Không có ngày"},
	{RULE("        đã được tặng AA [LUAT Điều 3]\ntham số địa phương RR \"R\"\n    mặc định 1\n"),
     13, 1, "giao tại"},
	{RULE("        đã được tặng AA [LUAT Điều 3]\nvăn bản CU \"Cũ\"\n    hiệu lực từ 01/01/2020 "
          "đến trước 01/01/2023\n"
          "tham số RR \"R\"\n    từ 01/01/2024: 1 [CU Điều 1]\n"),
     16, 23, "không có hiệu lực"},
	{RULE("        đã được tặng AA [LUAT Điều 3]\nvăn bản LUAT \"Hai lần\"\n"), 13, 9,
     "một lần rồi"},
	{"danh hiệu AA \"A\"\n", 1, 1, "Chưa có bộ quy tắc nào"},
};

static void every_fault_is_found_where_it_stands(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
		const struct law *law;
		struct law_faults f = faults_of(broken[i].text, &law);
		bool found = false;
		for (int k = 0; k < f.count; k++)
			found |= f.at[k].line == broken[i].line &&
			         (!broken[i].column || f.at[k].column == broken[i].column) &&
			         strstr(f.at[k].say.p, broken[i].say);
		if (!found) {
			for (int k = 0; k < f.count; k++)
				print_error("%d:%d %.*s\n", f.at[k].line, f.at[k].column, STR_ARG(f.at[k].say));
			fail_msg("case %zu: no fault at %d:%d with \"%s\"", i, broken[i].line, broken[i].column,
			         broken[i].say);
		}
		assert_null(law);
	}
}

/* --- facts files
 * ---------------------------------------------------------------------------------- */

static void facts_files_are_read_and_slips_refused(void **state)
{
	static const char *const bad[] = {
		"",
		"[]",
		"{",
		"{\"subject\":\"person\",\"subject\":\"person\"}",
		"{}",
		"{\"subject\":\"dog\"}",
		"{\"subject\":null}",
		"{\"subject\":\"person\",\"years\":[{\"year\":null,\"rating\":\"good\"}]}",
		"{\"subject\":\"person\",\"raiting\":1}",
		"{\"subject\":\"person\",\"years\":{}}",
		"{\"subject\":\"person\",\"years\":[{\"year\":2025}]}",
		"{\"subject\":\"person\",\"years\":[{\"year\":20255,\"rating\":\"good\"}]}",
		"{\"subject\":\"person\",\"years\":[{\"year\":2025,\"rating\":\"Good\"}]}",
		"{\"subject\":\"person\",\"awards\":[{\"code\":\"LDTT\",\"decided\":\"20/12/2024\"}]}",
		"{\"subject\":\"person\",\"figures\":[{\"year\":2025,\"what\":\"members\",\"value\":-1}]}"};
	struct law_facts f;
	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		err_clear(&e);
		if (law_facts_read(&mem, str_of(bad[i]), &f, &e) != RC_INVALID)
			fail_msg("accepted: %s", bad[i]);
		assert_true(e.message[0] != 0);
	}
	err_clear(&e);
	const char *good =
		"{\"subject\":\"collective\",\"complete\":true,\"holds\":[{\"from\":\"2025-12-01\"}],"
		"\"awards\":[{\"code\":\"TTLDXS\",\"year\":2024,\"source\":\"QĐ 1\"}]}";
	assert_int_equal(law_facts_read(&mem, str_of(good), &f, &e), RC_OK);
	assert_int_equal(f.subject, LAW_COLLECTIVE);
	assert_int_equal(f.awards_from, LAW_COMPLETE);
	assert_int_equal(f.hold_count, 1);
	assert_int_equal(f.holds[0].to.days, DATE_OPEN.days);
	assert_true(date_is_none(f.awards[0].decided));
}

static void facts_that_cannot_be_are_refused_with_a_sentence(void **state)
{
	static const struct {
		const char *facts, *says;
	} table[] = {
		{"{\"subject\":\"collective\",\"figures\":[{\"year\":2025,\"what\":\"members_ldtt\","
	     "\"value\":9},{\"year\":2025,\"what\":\"members\",\"value\":5}]}",
	     "lớn hơn số thành viên (5)"},
		{"{\"subject\":\"collective\",\"figures\":[{\"year\":2025,\"what\":\"targets\","
	     "\"value\":8},{\"year\":2025,\"what\":\"targets_exceeded\",\"value\":9}]}",
	     "lớn hơn số chỉ tiêu (8)"},
		{"{\"subject\":\"person\",\"figures\":[{\"year\":2025,\"what\":\"months_worked\","
	     "\"value\":14}]}",
	     "một năm chỉ có 12 tháng"},
		{"{\"subject\":\"person\",\"disciplines\":[{\"level\":\"warning\",\"from\":\"2025-05-01\","
	     "\"to\":\"2024-05-01\"}]}",
	     "không sau ngày bắt đầu"},
		{"{\"subject\":\"person\",\"holds\":[{\"from\":\"2025-05-01\",\"to\":\"2025-05-01\"}]}",
	     "không sau ngày bắt đầu"},
	};
	/* Equal numbers, another year's members and a whole year can be. */
	const char *good = "{\"subject\":\"collective\",\"figures\":["
					   "{\"year\":2025,\"what\":\"members\",\"value\":5},"
					   "{\"year\":2025,\"what\":\"members_ldtt\",\"value\":5},"
					   "{\"year\":2024,\"what\":\"members_ldtt\",\"value\":9},"
					   "{\"year\":2025,\"what\":\"months_worked\",\"value\":12}],"
					   "\"disciplines\":[{\"level\":\"warning\",\"from\":\"2025-05-01\"}]}";
	struct law_facts f;
	(void)state;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		err_clear(&e);
		if (law_facts_read(&mem, str_of(table[i].facts), &f, &e) != RC_INVALID)
			fail_msg("accepted: %s", table[i].facts);
		if (!strstr(e.message, table[i].says))
			fail_msg("says: %s", e.message);
	}
	err_clear(&e);
	if (law_facts_read(&mem, str_of(good), &f, &e) != RC_OK)
		fail_msg("%s", e.message);
}

static const struct law *shipped(void)
{
	const struct law *law;
	if (law_shipped(&mem, &law, &e) != RC_OK)
		fail_msg("%s", e.detail);
	return law;
}

/* A name that the law does not have is a slip, not an award that was never given. */
static void names_that_the_law_does_not_have_are_refused(void **state)
{
	static const struct {
		const char *facts, *says;
	} table[] = {
		{"{\"subject\":\"person\",\"awards\":[{\"code\":\"CSTDSC\",\"year\":2024}]}", "CSTDSC"},
		{"{\"subject\":\"person\",\"initiatives\":[{\"year\":2024,\"used_form\":\"BK\"}]}",
	     "\"BK\""},
		{"{\"subject\":\"person\",\"deeds\":[{\"year\":2024,\"kind\":\"many\",\"used\":\"GKK\"}]}",
	     "GKK"},
		{"{\"subject\":\"person\",\"attestations\":[{\"key\":\"DOANKET\",\"year\":2024,\"yes\":"
	     "true,"
	     "\"by\":\"A\"}]}",
	     "DOANKET"},
		{"{\"subject\":\"person\",\"service\":[{\"post\":\"GIAM_DOC\",\"months\":9}]}", "GIAM_DOC"},
	};
	const char *good = "{\"subject\":\"person\",\"awards\":[{\"code\":\"CSTDCS\",\"year\":2024},"
					   "{\"code\":\"KHAC\",\"year\":2024}]}";
	const struct law *law = shipped();
	struct law_facts f;
	(void)state;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		err_clear(&e);
		assert_int_equal(law_facts_read(&mem, str_of(table[i].facts), &f, &e), RC_OK);
		assert_int_equal(law_facts_known(law, &f, &e), RC_INVALID);
		if (!strstr(e.message, table[i].says))
			fail_msg("says: %s", e.message);
	}
	err_clear(&e);
	assert_int_equal(law_facts_read(&mem, str_of(good), &f, &e), RC_OK);
	assert_int_equal(law_facts_known(law, &f, &e), RC_OK);
}

/* --- the office's own values
 * -------------------------------------------------------------------------- */

static struct law_answer explain(const struct law_rules *r, const char *award, struct date on,
                                 const struct law_facts *f)
{
	struct law_question q = {str_of(award), on, 0, LAW_TYPE_UNKNOWN};
	struct law_answer a;
	if (law_explain(&mem, r, &q, f, &a, &e) != RC_OK)
		fail_msg("%s", e.message);
	return a;
}

static const struct law_condition *condition(const struct law_answer *a, const char *key)
{
	for (int i = 0; i < a->condition_count; i++)
		if (str_eqz(a->conditions[i].key, key))
			return &a->conditions[i];
	fail_msg("no condition %s", key);
	return NULL;
}

static void a_confirmation_decides_from_its_day_on_and_for_its_words_only(void **state)
{
	struct law_year year = {2026, LAW_EXCELLENT, STR("QĐ")};
	struct law_initiative work = {2026, LAW_OFFICE, false, STR(""), STR(""), STR("QĐ")};
	struct law_facts f = {.cadre = LAW_CIVIL_SERVANT,
	                      .years = &year,
	                      .year_count = 1,
	                      .initiatives = &work,
	                      .initiative_count = 1,
	                      .initiatives_from = LAW_COMPLETE,
	                      .deeds_from = LAW_COMPLETE};
	struct law_overlay_entry entries[2];
	struct law_overlay overlay = {entries, 2};
	const struct law *law = shipped();
	const struct law_rules *r;
	struct date on = date_of(2026, 12, 15);
	(void)state;
	assert_int_equal(law_rules_at(&mem, law, on, NULL, &r, &e), RC_OK);
	struct law_answer a = explain(r, "CSTDCS", on, &f);
	assert_int_equal(a.verdict, LAW_NOT_KNOWN);
	assert_int_equal(a.if_confirmed, LAW_ELIGIBLE);
	assert_false(a.confirmed);
	static const char *const keys[] = {"CSTDCS.ca-nhan@2026-10-01.1",
	                                   "CSTDCS.ca-nhan@2026-10-01.2.1"};
	for (int i = 0; i < 2; i++)
		entries[i] = (struct law_overlay_entry){.kind = LAW_CONFIRM,
		                                        .key = str_of(keys[i]),
		                                        .set = STR("L2026-ND152"),
		                                        .from = date_of(2026, 11, 1),
		                                        .to = DATE_NONE,
		                                        .source = STR("CV 1"),
		                                        .hash = condition(&a, keys[i])->hash};
	assert_int_equal(law_rules_at(&mem, law, on, &overlay, &r, &e), RC_OK);
	a = explain(r, "CSTDCS", on, &f);
	assert_int_equal(a.verdict, LAW_ELIGIBLE);
	assert_true(a.confirmed);
	/* Received before the confirmation applies: still not known. */
	assert_int_equal(law_rules_at(&mem, law, date_of(2026, 10, 31), &overlay, &r, &e), RC_OK);
	assert_int_equal(explain(r, "CSTDCS", on, &f).verdict, LAW_NOT_KNOWN);
	/* Other words than those confirmed: a conflict, and it does not count. */
	struct law_faults conflicts;
	assert_int_equal(law_conflicts(&mem, law, &overlay, &conflicts, &e), RC_OK);
	assert_int_equal(conflicts.count, 0);
	entries[0].hash = STR("0123");
	assert_int_equal(law_conflicts(&mem, law, &overlay, &conflicts, &e), RC_OK);
	assert_int_equal(conflicts.count, 1);
	assert_int_equal(law_rules_at(&mem, law, on, &overlay, &r, &e), RC_OK);
	assert_int_equal(explain(r, "CSTDCS", on, &f).verdict, LAW_NOT_KNOWN);
}

static void an_unconfirmed_number_waits_until_the_office_gives_it(void **state)
{
	struct law_overlay_entry entry = {.kind = LAW_VALUE,
	                                  .key = STR("SO_CO_BKTTG"),
	                                  .from = DATE_NONE,
	                                  .to = DATE_NONE,
	                                  .value = 2000,
	                                  .source = STR("CV 2")};
	struct law_overlay overlay = {&entry, 1};
	struct law_year years[5];
	struct law_award held[] = {{STR("BKT"), 2020, LAW_MERIT, DATE_NONE, STR("QĐ"), false},
	                           {STR("CTDT"), 2024, LAW_MERIT, DATE_NONE, STR("QĐ"), false},
	                           {STR("CTDT"), 2025, LAW_MERIT, DATE_NONE, STR("QĐ"), false}};
	struct law_facts f = {.subject = LAW_COLLECTIVE,
	                      .years = years,
	                      .year_count = 5,
	                      .awards = held,
	                      .award_count = 3,
	                      .awards_from = LAW_COMPLETE,
	                      .decided_to = LAW_DECIDED_ALL,
	                      .deeds_from = LAW_COMPLETE};
	const struct law *law = shipped();
	const struct law_rules *r;
	struct date on = date_of(2025, 12, 15);
	(void)state;
	for (int i = 0; i < 5; i++)
		years[i] = (struct law_year){2021 + i, LAW_EXCELLENT, STR("QĐ")};
	assert_int_equal(law_rules_at(&mem, law, on, NULL, &r, &e), RC_OK);
	assert_int_equal(explain(r, "BKTTG", on, &f).verdict, LAW_NOT_KNOWN);
	assert_int_equal(law_rules_at(&mem, law, on, &overlay, &r, &e), RC_OK);
	assert_int_equal(explain(r, "BKTTG", on, &f).verdict, LAW_ELIGIBLE);
	/* Only what the other grounds ask is still to be read. */
	f.award_count = 2;
	assert_int_equal(explain(r, "BKTTG", on, &f).verdict, LAW_NOT_KNOWN);
	assert_int_equal(explain(r, "BKTTG", on, &f).if_confirmed, LAW_INELIGIBLE);
}

static void sets_are_chosen_by_the_day_of_receipt(void **state)
{
	static const struct {
		int year, month, day;
		const char *set;
		bool confirmed;
	} days[] = {{2024, 1, 1, "L2022-ND98", true},    {2025, 6, 30, "L2022-ND98", true},
	            {2025, 7, 1, "L2022-ND152", true},   {2026, 9, 30, "L2022-ND152", true},
	            {2026, 10, 1, "L2026-ND152", false}, {2030, 1, 1, "L2026-ND152", false}};
	const struct law *law = shipped();
	const struct law_rules *r;
	struct str *lapsing;
	int count;
	(void)state;
	for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
		assert_int_equal(law_rules_at(&mem, law, date_of(days[i].year, days[i].month, days[i].day),
		                              NULL, &r, &e),
		                 RC_OK);
		assert_true(str_eqz(law_set(r).name, days[i].set));
		assert_int_equal(law_set(r).confirmed, days[i].confirmed);
	}
	assert_int_equal(law_rules_at(&mem, law, date_of(2023, 12, 31), NULL, &r, &e), RC_NOTFOUND);
	assert_int_equal(law_rules_at(&mem, law, date_of(2026, 12, 1), NULL, &r, &e), RC_OK);
	law_lapsing(&mem, r, 180, &lapsing, &count);
	assert_int_equal(count, 1);
	assert_non_null(strstr(lapsing[0].p, "152/2025"));
	assert_int_equal(law_rules_at(&mem, law, date_of(2026, 6, 1), NULL, &r, &e), RC_OK);
	law_lapsing(&mem, r, 180, &lapsing, &count);
	assert_int_equal(count, 0);
}

/* --- golden
 * --------------------------------------------------------------------------------------------- */

static void a_dossier_between_two_laws_is_judged_by_both(void **state)
{
	const struct law_rules *r[2];
	int count;
	(void)state;
	const struct law *law = shipped();
	assert_int_equal(law_rules_between(&mem, law, date_of(2026, 9, 30), date_of(2026, 10, 1), NULL,
	                                   r, &count, &e),
	                 RC_OK);
	assert_int_equal(count, 2);
	assert_true(str_eqz(law_set(r[0]).name, "L2022-ND152"));
	assert_true(str_eqz(law_set(r[1]).name, "L2026-ND152"));
	assert_int_equal(law_rules_between(&mem, law, date_of(2026, 9, 1), date_of(2026, 9, 30), NULL,
	                                   r, &count, &e),
	                 RC_OK);
	assert_int_equal(count, 1);
	/* The decree that changed on 01/7/2025 says nothing of that kind. */
	assert_int_equal(law_rules_between(&mem, law, date_of(2025, 6, 30), date_of(2025, 7, 1), NULL,
	                                   r, &count, &e),
	                 RC_OK);
	assert_int_equal(count, 1);
	assert_int_equal(
		law_rules_between(&mem, law, date_of(2026, 9, 30), DATE_NONE, NULL, r, &count, &e), RC_OK);
	assert_int_equal(count, 1);
}

static void whole(const char *path, struct buf *b)
{
	FILE *f = fopen(path, "rb");
	char *to;
	size_t n;
	buf_init(b, 1 << 22);
	if (!f)
		fail_msg("cannot read %s", path);
	while ((to = buf_room(b, 65536)) && (n = fread(to, 1, 65536, f)) > 0)
		b->n += n;
	fclose(f);
}

static const char *const golden[] = {"CSTDCS", "CSTDT", "BKTTG", "GK"};

static void explanations_are_the_same_bytes_as_ever(void **state)
{
	struct buf facts;
	const struct law_rules *r;
	struct law_facts f;
	(void)state;
	whole(TEST_SOURCE_ROOT "/tests/golden/law/facts.json", &facts);
	assert_int_equal(law_facts_read(&mem, buf_view(&facts), &f, &e), RC_OK);
	buf_release(&facts);
	assert_int_equal(law_rules_at(&mem, shipped(), date_of(2025, 12, 15), NULL, &r, &e), RC_OK);
	for (size_t i = 0; i < sizeof golden / sizeof *golden; i++) {
		struct buf want, got;
		struct law_answer a = explain(r, golden[i], date_of(2025, 12, 15), &f);
		/* The fingerprint of all files changes with any of them; it is not what is compared here.
		 */
		a.hash = STR("");
		buf_init(&got, 1 << 22);
		law_answer_json(&a, &got);
		buf_chr(&got, '\n');
		if (getenv("THIDUA_WRITE_GOLDEN")) {
			FILE *out =
				fopen(arena_printf(&mem, TEST_SOURCE_ROOT "/tests/golden/law/%s.json", golden[i]).p,
			          "wb");
			assert_non_null(out);
			fwrite(got.p, 1, got.n, out);
			fclose(out);
		}
		whole(arena_printf(&mem, TEST_SOURCE_ROOT "/tests/golden/law/%s.json", golden[i]).p, &want);
		assert_int_equal(got.n, want.n);
		assert_memory_equal(got.p, want.p, want.n);
		buf_release(&want);
		buf_release(&got);
	}
}

static void a_hold_shows_no_reason(void **state)
{
	struct law_hold hold = {date_of(2025, 12, 1), DATE_OPEN};
	struct law_facts f = {.cadre = LAW_CIVIL_SERVANT, .holds = &hold, .hold_count = 1};
	const struct law_rules *r;
	(void)state;
	assert_int_equal(law_rules_at(&mem, shipped(), date_of(2025, 12, 15), NULL, &r, &e), RC_OK);
	struct law_answer a = explain(r, "LDTT", date_of(2025, 12, 15), &f);
	assert_int_equal(a.verdict, LAW_HELD);
	assert_int_equal(a.missing_count, 0);
	assert_int_equal(explain(r, "LDTT", date_of(2025, 11, 30), &f).verdict, LAW_NOT_KNOWN);
}

static bool lacks(const struct law_answer *a, const char *what)
{
	for (int i = 0; i < a->missing_count; i++)
		if (a->missing[i].what.n >= strlen(what) &&
		    !memcmp(a->missing[i].what.p, what, strlen(what)))
			return true;
	return false;
}

/* Under an unconfirmed set both the confirmation and the fact itself are asked for. */
static void what_lacks_is_said_beside_what_waits_for_confirmation(void **state)
{
	struct law_facts f = {.cadre = LAW_CIVIL_SERVANT};
	const struct law_rules *r;
	(void)state;
	assert_int_equal(law_rules_at(&mem, shipped(), date_of(2026, 12, 15), NULL, &r, &e), RC_OK);
	struct law_answer a = explain(r, "LDTT", date_of(2026, 12, 15), &f);
	assert_int_equal(a.verdict, LAW_NOT_KNOWN);
	assert_true(lacks(&a, "xác nhận quy định"));
	assert_true(lacks(&a, "kết quả xếp loại"));
	assert_true(lacks(&a, "Có tinh thần tự lực"));
}

/* Under rules that wait for confirmation a civil servant is not sent for the word that only a
 * worker's ground asks for; and what is about the rules is told apart from what is about the
 * person. */
static void only_facts_that_can_help_are_asked_for(void **state)
{
	struct law_facts f = {.cadre = LAW_CIVIL_SERVANT};
	const struct law_rules *r;
	int asked = 0, idle = 0;
	(void)state;
	assert_int_equal(law_rules_at(&mem, shipped(), date_of(2026, 10, 1), NULL, &r, &e), RC_OK);
	struct law_answer a = explain(r, "LDTT", date_of(2026, 12, 15), &f);
	for (int i = 0; i < a.missing_count; i++) {
		if (str_eqz(a.missing[i].attest, "TU_LUC"))
			asked += !a.missing[i].idle;
		if (str_eqz(a.missing[i].attest, "LAO_DONG"))
			idle += a.missing[i].idle;
	}
	assert_int_equal(asked, 1);
	assert_int_equal(idle, 1);
	assert_int_equal(a.set_warnings, 2); /* unconfirmed; a decree that ends within half a year */
	assert_non_null(strstr(a.warnings[0].p, "chưa xác nhận"));
	const struct law_condition *c = condition(&a, "LDTT.ca-nhan.1.1.2");
	assert_int_equal(c->reason.n, 0);
	assert_null(strstr(c->plain.p, "Chưa xác nhận"));
	assert_non_null(strstr(c->because.p, "Chưa xác nhận"));
	/* A worker is asked for it. */
	f.cadre = LAW_WORKER;
	a = explain(r, "LDTT", date_of(2026, 12, 15), &f);
	for (int i = 0; i < a.missing_count; i++)
		if (str_eqz(a.missing[i].attest, "LAO_DONG"))
			assert_false(a.missing[i].idle);
}

/* --- are the examples enough? ------------------------------------------------------------------
 */

#define SHARE                                                                                      \
	RULE("        tất cả\n"                                                                    \
	     "            ít nhất PP % thành viên đạt LDTT [LUAT Điều 3]\n"                 \
	     "            được xác nhận DOAN_KET [LUAT Điều 3]\n")                                     \
	"    ví dụ \"đủ\"\n"                                                                     \
	"        ngày 15/12/2025\n"                                                                   \
	"        thành viên: 100\n"                                                                  \
	"        thành viên đạt LDTT: 70\n"                                                       \
	"        xác nhận DOAN_KET\n"                                                               \
	"        kết quả đủ điều kiện\n"
#define BESIDE                                                                                     \
	"    ví dụ \"không đoàn kết\" như \"đủ\"\n"                                        \
	"        không xác nhận DOAN_KET\n"                                                        \
	"        kết quả không đủ điều kiện\n"
#define FAR_BELOW                                                                                  \
	"    ví dụ \"sáu mươi\" như \"đủ\"\n"                                                \
	"        thành viên đạt LDTT: 60\n"                                                       \
	"        kết quả không đủ điều kiện\n"
#define JUST_BELOW                                                                                 \
	"    ví dụ \"sáu mươi chín\" như \"đủ\"\n"                                          \
	"        thành viên đạt LDTT: 69\n"                                                       \
	"        kết quả không đủ điều kiện\n"
#define BOTH_FAIL                                                                                  \
	"    ví dụ \"không gì cả\" như \"đủ\"\n"                                            \
	"        thành viên đạt LDTT: 69\n"                                                       \
	"        không xác nhận DOAN_KET\n"                                                        \
	"        kết quả không đủ điều kiện\n"

static struct law_test examples_of(const char *text)
{
	const struct law *law;
	struct law_test t;
	struct law_faults f = faults_of(text, &law);
	for (int i = 0; i < f.count; i++)
		print_error("%d:%d %.*s\n", f.at[i].line, f.at[i].column, STR_ARG(f.at[i].say));
	assert_non_null(law);
	assert_int_equal(law_run_examples(&mem, law, &t, &e), RC_OK);
	return t;
}

static void only_an_example_that_decides_covers_a_line(void **state)
{
	struct law_test t = examples_of(SHARE BESIDE JUST_BELOW);
	(void)state;
	assert_int_equal(t.failed, 0);
	assert_int_equal(t.uncovered.count, 0);
	/* Far below the number says nothing of where it lies. */
	t = examples_of(SHARE BESIDE FAR_BELOW);
	assert_int_equal(t.uncovered.count, 1);
	assert_int_equal(t.uncovered.at[0].line, 13);
	assert_non_null(strstr(t.uncovered.at[0].say.p, "nhỏ hơn một đơn vị"));
	/* Each condition is unfulfilled somewhere, but none of them alone: neither has decided. */
	t = examples_of(SHARE BOTH_FAIL);
	assert_int_equal(t.failed, 0);
	assert_int_equal(t.uncovered.count, 3);
	assert_non_null(strstr(t.uncovered.at[2].say.p, "điều kiện này đạt"));
	/* One that comes out wrong covers nothing. */
	t = examples_of(SHARE "    ví dụ \"sai\" như \"đủ\"\n"
	                      "        không xác nhận DOAN_KET\n"
	                      "        kết quả đủ điều kiện\n" JUST_BELOW);
	assert_int_equal(t.failed, 1);
	assert_int_equal(t.uncovered.count, 1);
}

#define SUMS                                                                                            \
	"tham số LUONG_CO_SO \"Lương\", \"đồng\"\n    từ 01/01/2024: 2.340.000 [LUAT Điều 1]\n" \
	"tham số LAM_TRON \"Làm tròn\", \"đồng\"\n    từ 01/01/2024: 10.000 [LUAT Điều 1]\n"    \
	"tham số HE_SO \"Hệ số\"\n    từ 01/01/2024: 0,3 [LUAT Điều 1]\n" HEAD                              \
	"        được xác nhận DOAN_KET [LUAT Điều 3]\n"                                          \
	"    tiền thưởng cá nhân HE_SO [LUAT Điều 3]\n"                                           \
	"    biểu quyết ít nhất 80 % tại hội đồng \"cấp trình\" [LUAT Điều 3]\n"        \
	"    ví dụ \"có\"\n        ngày 15/12/2025\n        xác nhận DOAN_KET\n"                    \
	"        kết quả đủ điều kiện\n"                                                        \
	"    ví dụ \"không\"\n        ngày 15/12/2025\n        không xác nhận DOAN_KET\n"          \
	"        kết quả không đủ điều kiện\n"

static void examples_say_money_and_votes(void **state)
{
	struct law_test t = examples_of(SUMS);
	(void)state;
	assert_int_equal(t.failed, 0);
	assert_int_equal(t.uncovered.count, 2); /* neither has an example */
	t = examples_of(SUMS "    ví dụ \"tiền, phiếu\"\n        ngày 15/12/2025\n"
	                     "        tiền thưởng 710.000, chưa làm tròn 702.000\n"
	                     "        hội đồng 9 người: ít nhất 8 phiếu\n"
	                     "        hội đồng 10 người: ít nhất 8 phiếu\n");
	assert_int_equal(t.failed, 0);
	assert_int_equal(t.uncovered.count, 0);
	t = examples_of(SUMS "    ví dụ \"tiền\"\n        ngày 15/12/2025\n"
	                     "        tiền thưởng 702.000, chưa làm tròn 702.000\n");
	assert_int_equal(t.failed, 1);
	assert_non_null(strstr(t.at[2].say.p, "710000"));
	t = examples_of(SUMS "    ví dụ \"phiếu\"\n        ngày 15/12/2025\n"
	                     "        hội đồng 9 người: ít nhất 7 phiếu\n");
	assert_int_equal(t.failed, 1);
	assert_non_null(strstr(t.at[2].say.p, "8 phiếu"));
	t = examples_of(SUMS "    ví dụ \"trống\"\n        ngày 15/12/2025\n");
	assert_int_equal(t.failed, 1);
}

static int begin(void **state)
{
	(void)state;
	arena_init(&mem);
	err_clear(&e);
	return 0;
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
		TEST(only_facts_that_can_help_are_asked_for),
		TEST(only_an_example_that_decides_covers_a_line),
		TEST(examples_say_money_and_votes),
		TEST(a_rule_without_fault_is_read),
		TEST(every_fault_is_found_where_it_stands),
		TEST(facts_files_are_read_and_slips_refused),
		TEST(facts_that_cannot_be_are_refused_with_a_sentence),
		TEST(names_that_the_law_does_not_have_are_refused),
		TEST(a_confirmation_decides_from_its_day_on_and_for_its_words_only),
		TEST(an_unconfirmed_number_waits_until_the_office_gives_it),
		TEST(sets_are_chosen_by_the_day_of_receipt),
		TEST(a_dossier_between_two_laws_is_judged_by_both),
		TEST(explanations_are_the_same_bytes_as_ever),
		TEST(a_hold_shows_no_reason),
		TEST(what_lacks_is_said_beside_what_waits_for_confirmation),
	};
	return cmocka_run_group_tests_name("law read", tests, NULL, NULL);
}

/* number.c, words.c: numbers read and written as people do in Viet Nam. */
#include "viet/viet.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static int setup(void **state)
{
	static struct arena arena;
	arena_init(&arena);
	*state = &arena;
	return 0;
}

static int teardown(void **state)
{
	arena_release(*state);
	return 0;
}

static void numbers_are_grouped_by_points(void **state)
{
	static const struct {
		int64_t v;
		const char *text;
	} rows[] = {{0, "0"},
	            {7, "7"},
	            {999, "999"},
	            {1000, "1.000"},
	            {1234567, "1.234.567"},
	            {-12345, "-12.345"},
	            {-999, "-999"},
	            {INT64_MAX, "9.223.372.036.854.775.807"},
	            {INT64_MIN, "-9.223.372.036.854.775.808"}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_string_equal(viet_number(*state, rows[i].v).p, rows[i].text);
}

static void decimals_have_a_comma_and_no_idle_zeros(void **state)
{
	static const struct {
		int64_t v;
		const char *text;
	} rows[] = {{0, "0"},         {12500, "12,5"}, {1234567, "1.234,567"},
	            {-500, "-0,5"},   {5, "0,005"},    {1010, "1,01"},
	            {-1010, "-1,01"}, {12000, "12"},   {INT64_MIN, "-9.223.372.036.854.775,808"}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_string_equal(viet_decimal(*state, rows[i].v).p, rows[i].text);
}

static void check_decimal(const char *text, enum viet_reading how, int64_t want)
{
	int64_t got = -1;
	struct err e = {0};
	if (viet_parse_decimal(str_of(text), how, &got, &e) != RC_OK)
		fail_msg("\"%s\": %s", text, e.message);
	assert_int_equal(got, want);
}

static void both_ways_of_writing_are_read(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		int64_t thousandths;
	} rows[] = {{"0", 0},
	            {"12", 12000},
	            {"12,5", 12500},
	            {"12.5", 12500},
	            {"0,125", 125},
	            {"0.125", 125},
	            {"1.234.567", 1234567000},
	            {"1,234,567", 1234567000},
	            {"1 234 567", 1234567000},
	            {"1 234", 1234000},
	            {"1.234.567,8", 1234567800},
	            {"1,234,567.8", 1234567800},
	            {"1.234,567", 1234567},
	            {"1,234.567", 1234567},
	            {"1234,567", 1234567},
	            {"1 234,5", 1234500},
	            {"-12,5", -12500},
	            {"+3", 3000},
	            {" 7 ", 7000},
	            {"1,2340", 1234},
	            {"12,50000", 12500},
	            {"9223372036854775,807", INT64_MAX},
	            {"-9223372036854775,808", INT64_MIN}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		for (int how = VIET_READ_ASK; how <= VIET_READ_ENGLISH; how++)
			check_decimal(rows[i].text, (enum viet_reading)how, rows[i].thousandths);
}

static void three_digits_after_one_mark_are_asked_about(void **state)
{
	(void)state;
	int64_t v = 42;
	struct err e = {0};
	assert_int_equal(viet_parse_decimal(STR("1.234"), VIET_READ_ASK, &v, &e), RC_INVALID);
	assert_non_null(strstr(e.message, "1234"));
	assert_non_null(strstr(e.message, "1,2340"));
	assert_int_equal(v, 42);
	assert_int_equal(viet_parse_number(STR("1,234"), VIET_READ_ASK, &v, NULL), RC_INVALID);
	check_decimal("1.234", VIET_READ_VIET, 1234000);
	check_decimal("1,234", VIET_READ_VIET, 1234);
	check_decimal("1.234", VIET_READ_ENGLISH, 1234);
	check_decimal("1,234", VIET_READ_ENGLISH, 1234000);
	check_decimal("-123.456", VIET_READ_VIET, -123456000);
}

static void whole_numbers_refuse_decimals(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		int64_t v;
	} right[] = {{"2.340.000", 2340000},
	             {"2,340,000", 2340000},
	             {"2340000", 2340000},
	             {"12,0", 12},
	             {"12.00", 12},
	             {"9.223.372.036.854.775.807", INT64_MAX},
	             {"-9223372036854775808", INT64_MIN}};
	int64_t v = 0;
	for (size_t i = 0; i < sizeof right / sizeof *right; i++) {
		assert_int_equal(viet_parse_number(str_of(right[i].text), VIET_READ_ASK, &v, NULL), RC_OK);
		assert_int_equal(v, right[i].v);
	}
	assert_int_equal(viet_parse_number(STR("12,5"), VIET_READ_ASK, &v, NULL), RC_INVALID);
	assert_int_equal(viet_parse_number(STR("1,234"), VIET_READ_VIET, &v, NULL), RC_INVALID);
	assert_int_equal(viet_parse_number(STR("9223372036854775808"), VIET_READ_ASK, &v, NULL),
	                 RC_INVALID);
}

static void what_is_no_number_is_refused(void **state)
{
	(void)state;
	static const char *const wrong[] = {"",
	                                    "abc",
	                                    "1.2.3",
	                                    "1.23.456",
	                                    "1234.567.890",
	                                    "12,",
	                                    ",5",
	                                    ".",
	                                    "-",
	                                    "1..2",
	                                    "1,234.56.7",
	                                    "--1",
	                                    "1e5",
	                                    "12 %",
	                                    "1.234.56",
	                                    "1 23",
	                                    "1.234 567",
	                                    "12,3456",
	                                    "0x10",
	                                    "1 . 5",
	                                    "9223372036854775808",
	                                    "11111111111111111111111111111111111111111"};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		int64_t v = 42;
		struct err e = {0};
		if (viet_parse_decimal(str_of(wrong[i]), VIET_READ_VIET, &v, &e) == RC_OK)
			fail_msg("\"%s\" was read as %lld", wrong[i], (long long)v);
		assert_int_equal(v, 42);
		assert_true(e.message[0] != '\0');
	}
	int64_t v;
	assert_int_equal(viet_parse_number(STR_NULL, VIET_READ_VIET, &v, NULL), RC_INVALID);
}

static void what_is_written_is_read_back(void **state)
{
	uint64_t seed = 1;
	for (int i = 0; i < 50000; i++) {
		seed = seed * 6364136223846793005u + 1442695040888963407u;
		int64_t v = (int64_t)seed >> (i % 63), got = 0;
		assert_int_equal(viet_parse_number(viet_number(*state, v), VIET_READ_VIET, &got, NULL),
		                 RC_OK);
		assert_int_equal(got, v);
		assert_int_equal(viet_parse_decimal(viet_decimal(*state, v), VIET_READ_VIET, &got, NULL),
		                 RC_OK);
		assert_int_equal(got, v);
		arena_reset(*state);
	}
}

static void numbers_are_said_as_in_offices(void **state)
{
	static const struct {
		int64_t v;
		const char *text;
	} rows[] = {{0, "không"},
	            {1, "một"},
	            {4, "bốn"},
	            {5, "năm"},
	            {10, "mười"},
	            {11, "mười một"},
	            {14, "mười bốn"},
	            {15, "mười lăm"},
	            {20, "hai mươi"},
	            {21, "hai mươi mốt"},
	            {24, "hai mươi tư"},
	            {25, "hai mươi lăm"},
	            {55, "năm mươi lăm"},
	            {100, "một trăm"},
	            {101, "một trăm linh một"},
	            {104, "một trăm linh bốn"},
	            {105, "một trăm linh năm"},
	            {110, "một trăm mười"},
	            {115, "một trăm mười lăm"},
	            {555, "năm trăm năm mươi lăm"},
	            {1000, "một nghìn"},
	            {1005, "một nghìn không trăm linh năm"},
	            {1050, "một nghìn không trăm năm mươi"},
	            {1010, "một nghìn không trăm mười"},
	            {21000, "hai mươi mốt nghìn"},
	            {1000000, "một triệu"},
	            {1000005, "một triệu không trăm linh năm"},
	            {1234567, "một triệu hai trăm ba mươi tư nghìn năm trăm sáu mươi bảy"},
	            {1000000000, "một tỷ"},
	            {1005000000, "một tỷ không trăm linh năm triệu"},
	            {1000000001, "một tỷ không trăm linh một"},
	            {1500000000000, "một nghìn năm trăm tỷ"},
	            {2000000000000000, "hai triệu tỷ"},
	            {-15, "âm mười lăm"},
	            {INT64_MIN,
	             "âm chín tỷ hai trăm hai mươi ba triệu ba trăm bảy mươi hai nghìn không trăm ba "
	             "mươi sáu tỷ tám trăm năm mươi tư triệu bảy trăm bảy mươi lăm nghìn tám trăm linh "
	             "tám"}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct str got = viet_number_words(*state, rows[i].v);
		assert_string_equal(got.p, rows[i].text);
		assert_int_equal(got.n, strlen(rows[i].text));
	}
}

/* Reads the words back: what a person hears must be the number. */
static int64_t hear(struct str s)
{
	static const char *const digits[] = {"không", "một", "hai", "ba",  "bốn",
	                                     "năm",   "sáu", "bảy", "tám", "chín"};
	int64_t done = 0, block = 0, group = 0, unit = 0;
	while (s.p) {
		struct str w = str_cut(&s, ' ');
		for (int i = 0; i < 10; i++)
			if (str_eqz(w, digits[i]))
				unit = i;
		if (str_eqz(w, "mốt"))
			unit = 1;
		else if (str_eqz(w, "tư"))
			unit = 4;
		else if (str_eqz(w, "lăm"))
			unit = 5;
		else if (str_eqz(w, "trăm")) {
			group = unit * 100;
			unit = 0;
		} else if (str_eqz(w, "mươi")) {
			group += unit * 10;
			unit = 0;
		} else if (str_eqz(w, "mười")) {
			group += 10;
		} else if (str_eqz(w, "nghìn") || str_eqz(w, "triệu")) {
			block += (group + unit) * (str_eqz(w, "nghìn") ? 1000 : 1000000);
			group = unit = 0;
		} else if (str_eqz(w, "tỷ")) {
			done = (done + block + group + unit) * 1000000000;
			block = group = unit = 0;
		}
	}
	return done + block + group + unit;
}

static void the_words_say_the_number(void **state)
{
	uint64_t seed = 3;
	for (int64_t v = 0; v < 200000; v += 1 + v / 2000) {
		assert_int_equal(hear(viet_number_words(*state, v)), v);
		arena_reset(*state);
	}
	for (int i = 0; i < 50000; i++) {
		seed = seed * 6364136223846793005u + 1442695040888963407u;
		int64_t v = (int64_t)(seed >> 1) >> (i % 62);
		assert_int_equal(hear(viet_number_words(*state, v)), v);
		arena_reset(*state);
	}
}

static void money_is_a_sentence(void **state)
{
	assert_string_equal(viet_money_words(*state, 2340000).p,
	                    "Hai triệu ba trăm bốn mươi nghìn đồng");
	assert_string_equal(viet_money_words(*state, 0).p, "Không đồng");
	assert_string_equal(viet_money_words(*state, -5000).p, "Âm năm nghìn đồng");
}

static void dates_have_the_zeros_of_the_decree(void **state)
{
	assert_string_equal(viet_date_words(*state, date_of(2026, 2, 5)).p,
	                    "ngày 05 tháng 02 năm 2026");
	assert_string_equal(viet_date_words(*state, date_of(2026, 1, 15)).p,
	                    "ngày 15 tháng 01 năm 2026");
	assert_string_equal(viet_date_words(*state, date_of(2026, 3, 9)).p, "ngày 09 tháng 3 năm 2026");
	assert_string_equal(viet_date_words(*state, date_of(2026, 9, 2)).p, "ngày 02 tháng 9 năm 2026");
	assert_string_equal(viet_date_words(*state, date_of(2026, 12, 31)).p,
	                    "ngày 31 tháng 12 năm 2026");
	assert_string_equal(viet_date_words(*state, DATE_NONE).p, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_grouped_by_points),
		cmocka_unit_test(decimals_have_a_comma_and_no_idle_zeros),
		cmocka_unit_test(both_ways_of_writing_are_read),
		cmocka_unit_test(three_digits_after_one_mark_are_asked_about),
		cmocka_unit_test(whole_numbers_refuse_decimals),
		cmocka_unit_test(what_is_no_number_is_refused),
		cmocka_unit_test(what_is_written_is_read_back),
		cmocka_unit_test(numbers_are_said_as_in_offices),
		cmocka_unit_test(the_words_say_the_number),
		cmocka_unit_test(money_is_a_sentence),
		cmocka_unit_test(dates_have_the_zeros_of_the_decree),
	};
	return cmocka_run_group_tests_name("viet_number", tests, setup, teardown);
}

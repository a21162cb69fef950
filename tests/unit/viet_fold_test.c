/* fold.c, gram.c: what makes people and documents findable. */
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

static void check_fold(struct arena *a, const char *in, const char *want)
{
	struct str got = viet_fold(a, str_of(in));
	assert_string_equal(got.p, want);
	assert_int_equal(got.n, strlen(want));
}

static void marks_case_and_punctuation_fold_away(void **state)
{
	check_fold(*state, "Nguyễn  Văn-Đạt", "nguyen van dat");
	check_fold(*state, "NGUYỄN VĂN ĐẠT", "nguyen van dat");
	check_fold(*state, "  (Quyết định số: 48/NQ-HĐND)  ", "quyet dinh so 48 nq hdnd");
	check_fold(*state, "H’Mông, Ê-đê", "h mong e de");
	check_fold(*state, "ăâêôơưđ ĂÂÊÔƠƯĐ", "aaeooud aaeooud");
	check_fold(*state, "", "");
	check_fold(*state, " - ", "");
	assert_null(viet_fold(*state, STR_NULL).p);
}

static void every_vietnamese_letter_folds_to_its_base(void **state)
{
	static const char *const rows[][2] = {{"a", "àảãáạăằẳẵắặâầẩẫấậÀẢÃÁẠĂẰẲẴẮẶÂẦẨẪẤẬ"},
	                                      {"e", "èẻẽéẹêềểễếệÈẺẼÉẸÊỀỂỄẾỆ"},
	                                      {"i", "ìỉĩíịÌỈĨÍỊ"},
	                                      {"o", "òỏõóọôồổỗốộơờởỡớợÒỎÕÓỌÔỒỔỖỐỘƠỜỞỠỚỢ"},
	                                      {"u", "ùủũúụưừửữứựÙỦŨÚỤƯỪỬỮỨỰ"},
	                                      {"y", "ỳỷỹýỵỲỶỸÝỴ"},
	                                      {"d", "đĐ"}};
	size_t letters = 0;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct str got = viet_fold(*state, str_of(rows[i][1]));
		assert_int_equal(got.n, str_chars(str_of(rows[i][1])));
		letters += got.n;
		for (size_t j = 0; j < got.n; j++)
			assert_int_equal(got.p[j], rows[i][0][0]);
	}
	assert_int_equal(letters, 2 * 67);
}

static void other_letters_fold_by_unicode(void **state)
{
	check_fold(*state, "Müller Ångström", "muller angstrom");
	check_fold(*state, "ﬁle 12m²", "file 12m2");
	check_fold(*state, "Ｌào Ｃai", "lao cai");
	check_fold(*state, "Straße", "strasse");
	check_fold(*state, "中国 Москва", "中国 москва");
	check_fold(*state, "a\u0323\u0302u", "au"); /* not composed: the same key */
}

static void bytes_that_are_no_text_only_part_words(void **state)
{
	check_fold(*state,
	           "an\xff\xfe"
	           "binh\xc3",
	           "an binh");
	check_fold(*state, "\xe1\xba", "");
}

static void loose_key_joins_i_and_y(void **state)
{
	static const char *const same[][2] = {
		{"kỹ", "kĩ"},     {"lý", "lí"},       {"quý", "quí"},         {"Mỹ", "Mĩ"},
		{"y tế", "i tế"}, {"tỷ lệ", "tỉ lệ"}, {"hy sinh", "hi sinh"}, {"Quyên", "Quiên"}};
	static const char *const apart[][2] = {
		{"thúy", "thúi"}, {"tay", "tai"}, {"thuỷ", "thủi"}, {"huy", "hui"}, {"khuya", "khuia"}};
	for (size_t i = 0; i < sizeof same / sizeof *same; i++)
		assert_string_equal(viet_fold_loose(*state, str_of(same[i][0])).p,
		                    viet_fold_loose(*state, str_of(same[i][1])).p);
	for (size_t i = 0; i < sizeof apart / sizeof *apart; i++)
		assert_string_not_equal(viet_fold_loose(*state, str_of(apart[i][0])).p,
		                        viet_fold_loose(*state, str_of(apart[i][1])).p);
	assert_string_equal(viet_fold_loose(*state, STR("Lý Thúy")).p, "li thuy");
	assert_string_equal(viet_fold_loose(*state, STR("Lynh")).p, "lynh");
	assert_null(viet_fold_loose(*state, STR_NULL).p);
}

static void both_tone_placements_become_one(void **state)
{
	static const char *const rows[][2] = {
		{"hoà", "hòa"},     {"Hoá", "Hóa"},   {"thuỷ", "thủy"},       {"UỶ BAN", "ỦY BAN"},
		{"loè", "lòe"},     {"khoẻ", "khỏe"}, {"toạ đàm", "tọa đàm"}, {"xoã", "xõa"},
		{"quý", "quý"},     {"quỹ", "quỹ"},   {"hoàn", "hoàn"},       {"khuỷu", "khuỷu"},
		{"huỳnh", "huỳnh"}, {"loại", "loại"}, {"hòa", "hòa"},         {"oà", "òa"},
		{"hoa", "hoa"},     {"xoáy", "xoáy"}, {"hoà,hoà", "hòa,hòa"}, {"Thuý Hoà", "Thúy Hòa"},
		{"quà", "quà"},     {"", ""},         {"hoà\xff", "hòa\xff"}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct str got = viet_tone_place(*state, str_of(rows[i][0]));
		assert_string_equal(got.p, rows[i][1]);
		assert_int_equal(got.n, strlen(rows[i][1]));
	}
	assert_null(viet_tone_place(*state, STR_NULL).p);
}

static void trigrams_have_word_markers(void **state)
{
	uint32_t *grams;
	size_t n;
	viet_trigrams(*state, STR("an"), &grams, &n);
	assert_int_equal(n, 3);
	assert_int_equal(grams[0], 'a');
	assert_int_equal(grams[1], 'a' << 10 | 'n');
	assert_int_equal(grams[2], 'a' << 20 | 'n' << 10);
	viet_trigrams(*state, STR("b"), &grams, &n);
	assert_int_equal(n, 2);
	viet_trigrams(*state, STR("an an an"), &grams, &n);
	assert_int_equal(n, 3);
	viet_trigrams(*state, STR("van anh"), &grams, &n);
	assert_int_equal(n, 8);
	viet_trigrams(*state, STR(""), &grams, &n);
	assert_int_equal(n, 0);
	viet_trigrams(*state, STR_NULL, &grams, &n);
	assert_int_equal(n, 0);
}

static void a_part_of_a_word_shares_its_trigrams(void **state)
{
	uint32_t *whole, *part;
	size_t n_whole, n_part, shared = 0;
	viet_trigrams(*state, STR("nguyen van dat"), &whole, &n_whole);
	viet_trigrams(*state, STR("nguyen"), &part, &n_part);
	for (size_t i = 0; i < n_part; i++)
		for (size_t j = 0; j < n_whole; j++)
			shared += part[i] == whole[j];
	assert_int_equal(shared, n_part);
}

static void trigrams_are_rising_small_and_capped(void **state)
{
	char text[4096];
	uint32_t seed = 5, *grams;
	size_t n;
	for (size_t i = 0; i < sizeof text; i++) {
		seed = seed * 1664525u + 1013904223u;
		text[i] = " abcdefghijklmnopqrstuvwxyz0123456789"[(seed >> 16) % 37];
	}
	viet_trigrams(*state, (struct str){text, sizeof text}, &grams, &n);
	assert_int_equal(n, VIET_TRIGRAMS_MAX);
	for (size_t i = 0; i < n; i++) {
		assert_true(grams[i] < UINT32_C(1) << 30);
		assert_true(i == 0 || grams[i - 1] < grams[i]);
	}
	viet_trigrams(*state, STR("中国 москва"), &grams, &n);
	assert_true(n == 3 + 7);
}

static void words_are_distinct_and_in_order(void **state)
{
	struct str *words;
	size_t n;
	viet_words(*state, STR("thi dua thi dua yeu nuoc"), &words, &n);
	assert_int_equal(n, 4);
	assert_true(str_eqz(words[0], "thi") && str_eqz(words[1], "dua"));
	assert_true(str_eqz(words[2], "yeu") && str_eqz(words[3], "nuoc"));
	viet_words(*state, STR(""), &words, &n);
	assert_int_equal(n, 0);
	viet_words(*state, STR_NULL, &words, &n);
	assert_int_equal(n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(marks_case_and_punctuation_fold_away),
		cmocka_unit_test(every_vietnamese_letter_folds_to_its_base),
		cmocka_unit_test(other_letters_fold_by_unicode),
		cmocka_unit_test(bytes_that_are_no_text_only_part_words),
		cmocka_unit_test(loose_key_joins_i_and_y),
		cmocka_unit_test(both_tone_placements_become_one),
		cmocka_unit_test(trigrams_have_word_markers),
		cmocka_unit_test(a_part_of_a_word_shares_its_trigrams),
		cmocka_unit_test(trigrams_are_rising_small_and_capped),
		cmocka_unit_test(words_are_distinct_and_in_order),
	};
	return cmocka_run_group_tests_name("viet_fold", tests, setup, teardown);
}

/* sort.c against the collation `vi` of ICU. */
#include "base/buf.h"
#include "viet/viet.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <unicode/ucol.h>

static struct {
	struct arena arena;
	UCollator *icu;
	uint32_t seed;
} fx;

static int setup(void **state)
{
	UErrorCode ec = U_ZERO_ERROR;
	arena_init(&fx.arena);
	fx.icu = ucol_open("vi", &ec);
	fx.seed = 2026;
	*state = NULL;
	/* The fallback to root collation would compare something else. */
	return U_FAILURE(ec) || ec == U_USING_DEFAULT_WARNING;
}

static int teardown(void **state)
{
	(void)state;
	ucol_close(fx.icu);
	arena_release(&fx.arena);
	return 0;
}

static uint32_t below(uint32_t n)
{
	fx.seed = fx.seed * 1664525u + 1013904223u;
	return (fx.seed >> 12) % n;
}

static int sign(int v)
{
	return (v > 0) - (v < 0);
}

static int by_key(struct str a, struct str b)
{
	return sign(str_cmp(viet_sort_key(&fx.arena, a), viet_sort_key(&fx.arena, b)));
}

static int by_icu(struct str a, struct str b)
{
	UErrorCode ec = U_ZERO_ERROR;
	a = viet_tone_place(&fx.arena, a);
	b = viet_tone_place(&fx.arena, b);
	int c = ucol_strcollUTF8(fx.icu, a.p, (int32_t)a.n, b.p, (int32_t)b.n, &ec);
	assert_true(U_SUCCESS(ec));
	return sign(c);
}

static void assert_same_order(struct str a, struct str b)
{
	int key = by_key(a, b), icu = by_icu(a, b);
	if (key != icu)
		fail_msg("\"%.*s\" and \"%.*s\": key %d, ICU %d", STR_ARG(a), STR_ARG(b), key, icu);
}

/* Up to `most` random characters of `pool`, which holds UTF-8. */
static struct str random_text(const char *pool, size_t most)
{
	size_t chars = str_chars(str_of(pool)), n = below((uint32_t)most) + 1;
	struct buf b;
	buf_init(&b, 4096);
	for (size_t i = 0; i < n; i++) {
		const char *at = pool;
		for (uint32_t skip = below((uint32_t)chars); skip; skip--)
			do
				at++;
			while ((*at & 0xC0) == 0x80);
		buf_chr(&b, *at++);
		while ((*at & 0xC0) == 0x80)
			buf_chr(&b, *at++);
	}
	struct str s = arena_str(&fx.arena, buf_view(&b));
	buf_release(&b);
	return s;
}

static void random_pairs(const char *pool, size_t most, int rounds)
{
	for (int i = 0; i < rounds; i++) {
		assert_same_order(random_text(pool, most), random_text(pool, most));
		arena_reset(&fx.arena);
	}
}

static void letters_tones_and_case_agree(void **state)
{
	(void)state;
	random_pairs("aàảãáạAÀẢÃÁẠ", 4, 20000);
	random_pairs("aAăĂâÂằắặậấ", 4, 20000);
	random_pairs("eêéèệếEÊÉiíìyýỳoôơóòốờợuưúùứừdđDĐ", 3, 20000);
	random_pairs("abcdđeghiklmnopqrstuvxyfjwzABCDĐEGHIKLMNOPQRSTUVXYFJWZ", 3, 20000);
	random_pairs("aoeuyqnhOÀÁẢàáảèéẻỳýỷòóỏùúủQ ", 6, 40000);
}

static void words_digits_and_marks_agree(void **state)
{
	(void)state;
	random_pairs("an An án ẤN bb  ", 8, 20000);
	random_pairs("aAá 0129.,-/()\"'", 5, 40000);
	random_pairs("a \t_-–—,;:!?.'‘’\"“”«»()[]{}§@*/\\&#%‰`^°+<=>|~$09aAáđĐ", 3, 60000);
}

static void long_texts_agree(void **state)
{
	(void)state;
	for (int i = 0; i < 3000; i++) {
		/* Long runs without tones or capitals between the few that differ. */
		struct str head = random_text("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaáA", 300);
		struct buf b;
		buf_init(&b, 4096);
		buf_str(&b, head);
		struct str one = arena_str(&fx.arena, buf_view(&b));
		size_t at = below((uint32_t)b.n);
		if (b.p[at] == 'a')
			b.p[at] = below(2) ? 'A' : 'b';
		assert_same_order(one, buf_view(&b));
		assert_same_order(random_text("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaá", 200),
		                  random_text("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaá", 200));
		buf_release(&b);
		arena_reset(&fx.arena);
	}
}

/* Where a run of plain letters no longer fits into one byte of a level. */
static void runs_around_the_limits_agree(void **state)
{
	(void)state;
	static const char *const bearers[] = {"à", "ả", "ạ", "A", "Ạ"};
	static const char plain[] =
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
	for (int one = 36; one < 46; one++)
		for (int other = 36; other < 46; other++)
			for (size_t i = 0; i < 25; i++) {
				struct str a = arena_printf(&fx.arena, "%.*s%s%.*s", one, plain, bearers[i / 5],
				                            60 - one, plain);
				struct str b = arena_printf(&fx.arena, "%.*s%s%.*s", other, plain, bearers[i % 5],
				                            60 - other, plain);
				assert_same_order(a, b);
				arena_reset(&fx.arena);
			}
}

static struct str random_name(void)
{
	static const char *const parts[] = {
		"Nguyễn", "Trần", "Lê",   "Phạm", "Hoàng", "Huỳnh", "Phan",  "Vũ",    "Võ",   "Đặng",
		"Bùi",    "Đỗ",   "Hồ",   "Ngô",  "Dương", "Lý",    "Vàng",  "Giàng", "Thào", "Má",
		"Văn",    "Thị",  "Đức",  "Xuân", "Ngọc",  "Minh",  "An",    "Án",    "Ân",   "Ấn",
		"Anh",    "Ánh",  "Bình", "Chi",  "Dũng",  "Đạt",   "Hòa",   "Hoà",   "Hóa",  "Thúy",
		"Thuý",   "thùy", "Thủy", "Quý",  "Quỳnh", "Sơn",   "Ước",   "Yến",   "Ý",    "HÒA",
		"H’Mông", "Phà",  "Seo",  "A",    "Páo",   "Quang", "Quảng", "Toàn",  "Toán", "Tuấn"};
	uint32_t n = below(4) + 1;
	struct str s = STR("");
	for (uint32_t i = 0; i < n; i++)
		s = arena_printf(&fx.arena, "%.*s%s%s", STR_ARG(s), i ? " " : "",
		                 parts[below(sizeof parts / sizeof *parts)]);
	return s;
}

static void names_agree(void **state)
{
	(void)state;
	for (int i = 0; i < 60000; i++) {
		assert_same_order(random_name(), random_name());
		arena_reset(&fx.arena);
	}
}

static void other_writing_is_ordered_and_told_apart(void **state)
{
	(void)state;
	assert_int_equal(by_key(STR("o"), STR("ö")), -1);
	assert_int_equal(by_key(STR("oa"), STR("ö")), 1);
	assert_int_equal(by_key(STR("ọ"), STR("ö")), -1);
	assert_int_equal(by_key(STR("z"), STR("中")), -1);
	assert_true(by_key(STR("中"), STR("一")) != 0);
	assert_int_equal(by_key(STR("☐"), STR("a")), -1);
	assert_int_equal(by_key(STR("☐a"), STR("☐b")), -1);
	assert_int_equal(by_key(STR("一"), STR("一 ")), -1);
	assert_int_equal(by_key(STR("a…"), STR("a...")), 0);
}

static void both_tone_placements_have_one_key(void **state)
{
	(void)state;
	assert_int_equal(by_key(STR("hoà"), STR("hòa")), 0);
	assert_int_equal(by_key(STR("Uỷ ban"), STR("Ủy ban")), 0);
	assert_int_equal(by_key(STR("Lê Thuý"), STR("Lê Thúy")), 0);
	assert_true(by_key(STR("quý"), STR("qúy")) != 0);
	assert_int_equal(by_key(STR("Hòa"), STR("hoà")), 1);
}

static void keys_are_short(void **state)
{
	(void)state;
	assert_int_equal(viet_sort_key(&fx.arena, STR("")).n, 0);
	assert_int_equal(viet_sort_key(&fx.arena, STR("an")).n, 2);
	struct str key = viet_sort_key(&fx.arena, STR("Nguyễn Văn Đạt"));
	assert_true(key.n <= 14 + 1 + 2 + 1 + 3);
	for (size_t i = 0; i < key.n; i++)
		assert_true(key.p[i] != 0);
	assert_null(viet_sort_key(&fx.arena, STR_NULL).p);
}

static void people_are_listed_by_given_name(void **state)
{
	(void)state;
	/* As an official list has them. */
	static const char *const list[] = {
		"Nguyễn Ái",      "An",     "Lê Văn An",    "Nguyễn Thị An", "NGUYỄN VĂN AN", "Trần An",
		"Nguyễn Văn Án",  "Vũ Anh", "Lê Ánh",       "Phạm Ngọc Ân",  "Bùi Văn Bình",  "Trần Dũng",
		"Lê Dương",       "Lê Đào", "Ngô Xuân Đạt", "Đỗ Thị Hoa",    "Lê Hòa",        "Mai Thị Hoà",
		"Nguyễn Văn Hóa", "Lê Quý"};
	struct str last = STR("");
	for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
		struct str key = viet_name_key(&fx.arena, str_of(list[i]));
		assert_true(str_cmp(last, key) < 0);
		last = key;
	}
	/* Case decides only between names that are the same otherwise. */
	assert_true(str_cmp(viet_name_key(&fx.arena, STR("NGUYỄN VĂN AN")),
	                    viet_name_key(&fx.arena, STR("Trần Văn An"))) < 0);
	assert_true(str_cmp(viet_name_key(&fx.arena, STR("Nguyễn Văn An")),
	                    viet_name_key(&fx.arena, STR("NGUYỄN VĂN AN"))) < 0);
	assert_null(viet_name_key(&fx.arena, STR_NULL).p);
}

/* The name key is the same as comparing part by part. */
static void name_keys_compare_part_by_part(void **state)
{
	(void)state;
	for (int i = 0; i < 40000; i++) {
		struct str a = viet_lower(&fx.arena, random_name());
		struct str b = viet_lower(&fx.arena, random_name());
		struct viet_name x = viet_name_split(a), y = viet_name_split(b);
		int want = by_icu(x.given, y.given);
		want = want ? want : by_icu(x.surname, y.surname);
		want = want ? want : by_icu(x.middle, y.middle);
		int got = sign(str_cmp(viet_name_key(&fx.arena, a), viet_name_key(&fx.arena, b)));
		if (got != want)
			fail_msg("\"%.*s\" and \"%.*s\": key %d, ICU %d", STR_ARG(a), STR_ARG(b), got, want);
		arena_reset(&fx.arena);
	}
}

static void names_split_into_parts(void **state)
{
	(void)state;
	static const char *const rows[][4] = {{"Nguyễn Thị Minh Khai", "Nguyễn", "Thị Minh", "Khai"},
	                                      {"Lê An", "Lê", "", "An"},
	                                      {"Páo", "", "", "Páo"},
	                                      {"  Lê   Văn   An ", "Lê", "Văn", "An"},
	                                      {"", "", "", ""}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct viet_name n = viet_name_split(str_of(rows[i][0]));
		assert_true(str_eqz(n.surname, rows[i][1]));
		assert_true(str_eqz(n.middle, rows[i][2]));
		assert_true(str_eqz(n.given, rows[i][3]));
	}
	assert_true(str_empty(viet_name_split(STR_NULL).given));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(letters_tones_and_case_agree),
		cmocka_unit_test(words_digits_and_marks_agree),
		cmocka_unit_test(long_texts_agree),
		cmocka_unit_test(runs_around_the_limits_agree),
		cmocka_unit_test(names_agree),
		cmocka_unit_test(other_writing_is_ordered_and_told_apart),
		cmocka_unit_test(both_tone_placements_have_one_key),
		cmocka_unit_test(keys_are_short),
		cmocka_unit_test(people_are_listed_by_given_name),
		cmocka_unit_test(name_keys_compare_part_by_part),
		cmocka_unit_test(names_split_into_parts),
	};
	return cmocka_run_group_tests_name("viet_sort", tests, setup, teardown);
}

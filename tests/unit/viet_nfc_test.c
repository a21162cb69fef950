/* nfc.c: the door through which all text comes, against ICU's NFC. */
#include "viet/viet.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

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

static const char *nfc(struct arena *a, const char *in)
{
	struct str out;
	struct err e = {0};
	assert_int_equal(viet_nfc(a, str_of(in), &out, &e), RC_OK);
	assert_int_equal(strlen(out.p), out.n);
	return out.p;
}

static const char *line(struct arena *a, const char *in)
{
	struct str out;
	assert_int_equal(viet_line(a, str_of(in), &out, NULL), RC_OK);
	assert_int_equal(strlen(out.p), out.n);
	return out.p;
}

static void marks_in_any_order_compose_to_one_letter(void **state)
{
	assert_string_equal(nfc(*state, "vi\u00ea\u0323t"), "vi\u1ec7t");
	assert_string_equal(nfc(*state, "vi\u1eb9\u0302t"), "vi\u1ec7t");
	assert_string_equal(nfc(*state, "vie\u0323\u0302t"), "vi\u1ec7t");
	assert_string_equal(nfc(*state, "vie\u0302\u0323t"), "vi\u1ec7t");
	assert_string_equal(nfc(*state, "Tru\u031b\u01a1\u0300ng \u0110a\u0309ng"),
	                    "Tr\u01b0\u1eddng \u0110\u1ea3ng");
}

static void text_that_is_settled_stays(void **state)
{
	static const char text[] = "Ủy ban nhân dân tỉnh Lào Cai – “Thi đua”, 25 °C\n\tđiểm a";
	assert_string_equal(nfc(*state, text), text);
	assert_string_equal(nfc(*state, ""), "");
	struct str out = STR("x");
	assert_int_equal(viet_nfc(*state, STR_NULL, &out, NULL), RC_OK);
	assert_null(out.p);
	assert_int_equal(viet_line(*state, STR_NULL, &out, NULL), RC_OK);
	assert_null(out.p);
}

static void what_cannot_be_seen_goes_away(void **state)
{
	assert_string_equal(nfc(*state, "L\u00e0o\u00a0Cai"), "L\u00e0o Cai");
	assert_string_equal(nfc(*state, "\ufeffthi\u200b \u00ad\u0111ua\u200d\u2060\u202e"),
	                    "thi \u0111ua");
	assert_string_equal(nfc(*state, "a\r\nb\rc\u2028d"), "a\nb\nc\nd");
	/* A mark composes with its letter once nothing stands between them. */
	assert_string_equal(nfc(*state, "a\u200b\u0301"), "\u00e1");
}

static void one_line_has_single_spaces(void **state)
{
	assert_string_equal(line(*state, "  Nguyễn \t Văn\r\n\r\nAn \u00a0"), "Nguyễn Văn An");
	assert_string_equal(line(*state, " \n "), "");
	assert_string_equal(line(*state, ""), "");
}

static void broken_and_control_bytes_are_refused(void **state)
{
	static const struct str wrong[] = {{"a\xff", 2},
	                                   {"\xc3", 1},
	                                   {"\xc0\xaf", 2},
	                                   {"\xed\xa0\x80", 3},
	                                   {"\xf4\x90\x80\x80", 4},
	                                   {"a\0b", 3},
	                                   {"\xFF\xFF\xFF\xFF\xFF\xFF\xFF\0", 8},
	                                   {"a\x07", 2},
	                                   {"\x7f", 1},
	                                   {"\xc2\x85", 2},
	                                   {"\xef\xbf\xbf", 3},
	                                   {"\xef\xb7\x90", 3},
	                                   {"\x1b[0m", 4}};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		struct str out;
		struct err e = {0};
		assert_int_equal(viet_nfc(*state, wrong[i], &out, &e), RC_INVALID);
		assert_true(e.message[0] != '\0');
		assert_int_equal(viet_line(*state, wrong[i], &out, NULL), RC_INVALID);
	}
}

/* Random letters, marks, Hangul and others; ICU composes the same. */
static void it_is_the_nfc_of_icu(void **state)
{
	static const uint16_t pool[] = {'a',   'e',   'o',    'u',    'y',    'd',    ' ',    0x111,
	                                0xea,  0x1a1, 0x1ea1, 0x1b0,  0x300,  0x301,  0x303,  0x309,
	                                0x323, 0x302, 0x306,  0x31b,  0x327,  0x1100, 0x1161, 0x11a8,
	                                0x3b1, 0x345, 0x1e9b, 0x2126, 0xf900, 0x0958, 0x212b, 0x20d0};
	UErrorCode ec = U_ZERO_ERROR;
	const UNormalizer2 *n = unorm2_getNFCInstance(&ec);
	uint32_t seed = 99;
	for (int round = 0; round < 20000; round++) {
		UChar in[12], want[64];
		char in8[64], want8[256];
		int32_t in8_n, want8_n, len = 0;
		while (len < 10) {
			seed = seed * 1664525u + 1013904223u;
			in[len++] = pool[(seed >> 16) % (sizeof pool / sizeof *pool)];
		}
		int32_t want_n = unorm2_normalize(n, in, len, want, 64, &ec);
		u_strToUTF8(in8, sizeof in8, &in8_n, in, len, &ec);
		u_strToUTF8(want8, sizeof want8, &want8_n, want, want_n, &ec);
		assert_true(U_SUCCESS(ec));
		struct str got;
		assert_int_equal(viet_nfc(*state, (struct str){in8, (size_t)in8_n}, &got, NULL), RC_OK);
		assert_int_equal(got.n, want8_n);
		assert_memory_equal(got.p, want8, got.n);
		arena_reset(*state);
	}
}

static void case_follows_vietnamese_letters(void **state)
{
	assert_string_equal(viet_upper(*state, STR("đỗ thị ước, quý iii")).p, "ĐỖ THỊ ƯỚC, QUÝ III");
	assert_string_equal(viet_lower(*state, STR("ỦY BAN NHÂN DÂN")).p, "ủy ban nhân dân");
	assert_string_equal(viet_capital(*state, STR("ủy ban")).p, "Ủy ban");
	assert_string_equal(viet_capital(*state, STR("")).p, "");
	assert_null(viet_upper(*state, STR_NULL).p);
	/* Bytes that are no text stay as they are. */
	assert_string_equal(viet_upper(*state, STR("a\xff\xc3")).p, "A\xff\xc3");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(marks_in_any_order_compose_to_one_letter),
		cmocka_unit_test(text_that_is_settled_stays),
		cmocka_unit_test(what_cannot_be_seen_goes_away),
		cmocka_unit_test(one_line_has_single_spaces),
		cmocka_unit_test(broken_and_control_bytes_are_refused),
		cmocka_unit_test(it_is_the_nfc_of_icu),
		cmocka_unit_test(case_follows_vietnamese_letters),
	};
	return cmocka_run_group_tests_name("viet_nfc", tests, setup, teardown);
}

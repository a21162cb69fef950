/* One-time codes against the vectors of RFC 4226 and 6238; base 32 against RFC 4648. */
#include "auth/base32.h"
#include "auth/totp.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const struct totp_secret rfc = {"12345678901234567890"};

static void codes_are_those_of_rfc_4226(void **state)
{
	(void)state;
	static const uint32_t want[] = {755224, 287082, 359152, 969429, 338314,
	                                254676, 287922, 162583, 399871, 520489};
	for (uint64_t i = 0; i < 10; i++)
		assert_int_equal(totp_at(&rfc, i), want[i]);
}

static void codes_are_those_of_rfc_6238(void **state)
{
	(void)state;
	/* Appendix B gives eight digits; six are their end. */
	static const struct {
		int64_t seconds;
		uint32_t code;
	} v[] = {{59, 94287082},         {1111111109, 7081804},  {1111111111, 14050471},
	         {1234567890, 89005924}, {2000000000, 69279037}, {20000000000, 65353130}};
	for (size_t i = 0; i < sizeof v / sizeof *v; i++)
		assert_int_equal(totp_at(&rfc, (uint64_t)v[i].seconds / 30), v[i].code % 1000000);
}

static bool tries(int64_t step, const char *typed, int64_t now_ms, int64_t *last)
{
	char code[8];
	snprintf(code, sizeof code, "%06u", totp_at(&rfc, (uint64_t)step));
	return totp_check(&rfc, typed ? str_of(typed) : str_of(code), now_ms, last);
}

static void one_step_beside_the_clock_is_accepted_and_two_are_not(void **state)
{
	(void)state;
	int64_t now = 41152263, ms = now * TOTP_STEP_MS + 17; /* no two codes nearby are equal */
	for (int64_t off = -3; off <= 3; off++) {
		int64_t last = -1;
		bool near = off >= -1 && off <= 1;
		assert_int_equal(tries(now + off, NULL, ms, &last), near);
		assert_int_equal(last, near ? now + off : -1);
	}
}

static void a_code_works_once_and_no_earlier_one_after_it(void **state)
{
	(void)state;
	int64_t now = 41152263, ms = now * TOTP_STEP_MS, last = -1;
	assert_true(tries(now, NULL, ms, &last));
	assert_false(tries(now, NULL, ms, &last));
	assert_false(tries(now - 1, NULL, ms, &last));
	assert_int_equal(last, now);
	assert_true(tries(now + 1, NULL, ms, &last));
	assert_false(tries(now + 1, NULL, ms + TOTP_STEP_MS, &last));
}

static void only_six_digits_are_a_code(void **state)
{
	(void)state;
	int64_t last = -1;
	assert_false(tries(0, "", 59000, &last));
	assert_false(tries(0, "28708", 59000, &last));
	assert_false(tries(0, "2870820", 59000, &last));
	assert_false(tries(0, "28708x", 59000, &last));
	assert_false(tries(0, "-87082", 59000, &last));
	assert_true(tries(0, "287 082", 59000, &last));
}

static void the_uri_carries_marks_and_signs_safely(void **state)
{
	(void)state;
	struct buf b;
	buf_init(&b, 1024);
	totp_uri(&b, &rfc, STR("Thi đua: A&B"), STR("nvan"));
	assert_int_equal(buf_check(&b, NULL), RC_OK);
	assert_true(str_eqz(buf_view(&b),
	                    "otpauth://totp/Thi%20%C4%91ua%3A%20A%26B:nvan?secret="
	                    "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Thi%20%C4%91ua%3A%20A%26B"
	                    "&algorithm=SHA1&digits=6&period=30"));
	buf_release(&b);
	char text[TOTP_SECRET_TEXT];
	totp_secret_text(&rfc, text);
	assert_string_equal(text, "GEZD-GNBV-GY3T-QOJQ-GEZD-GNBV-GY3T-QOJQ");
}

static void a_new_secret_is_a_different_one(void **state)
{
	(void)state;
	struct totp_secret a, b;
	totp_secret_new(&a);
	totp_secret_new(&b);
	assert_memory_not_equal(&a, &b, sizeof a);
}

static void recovery_codes_are_found_by_their_hash_only(void **state)
{
	(void)state;
	struct totp_recovery codes[TOTP_RECOVERY_COUNT];
	unsigned char stored[TOTP_RECOVERY_COUNT][TOTP_HASH_BYTES], hash[TOTP_HASH_BYTES];
	totp_recovery_new(codes);
	for (int i = 0; i < TOTP_RECOVERY_COUNT; i++)
		memcpy(stored[i], codes[i].hash, TOTP_HASH_BYTES);
	for (int i = 0; i < TOTP_RECOVERY_COUNT; i++) {
		assert_int_equal(strlen(codes[i].text), 19);
		assert_true(totp_recovery_hash(str_of(codes[i].text), hash));
		assert_int_equal(totp_recovery_find(hash, stored, TOTP_RECOVERY_COUNT), i);
	}
	for (size_t i = 0; i < 19; i++)
		codes[3].text[i] = (char)tolower(codes[3].text[i]);
	assert_true(totp_recovery_hash(str_of(codes[3].text), hash));
	assert_int_equal(totp_recovery_find(hash, stored, TOTP_RECOVERY_COUNT), 3);
	assert_int_equal(totp_recovery_find(hash, stored, 3), -1);
	codes[3].text[0] = codes[3].text[0] == 'q' ? 'r' : 'q';
	assert_true(totp_recovery_hash(str_of(codes[3].text), hash));
	assert_int_equal(totp_recovery_find(hash, stored, TOTP_RECOVERY_COUNT), -1);
	assert_false(totp_recovery_hash(STR("123456"), hash));
	assert_false(totp_recovery_hash(STR(""), hash));
}

static void base32_is_that_of_rfc_4648(void **state)
{
	(void)state;
	static const char *const v[][2] = {{"", ""},
	                                   {"f", "MY"},
	                                   {"fo", "MZXQ"},
	                                   {"foo", "MZXW6"},
	                                   {"foob", "MZXW6YQ"},
	                                   {"fooba", "MZXW6YTB"},
	                                   {"foobar", "MZXW6YTBOI"}};
	for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
		char text[32];
		unsigned char back[8];
		size_t n = strlen(v[i][0]);
		base32_encode((const unsigned char *)v[i][0], n, text);
		assert_string_equal(text, v[i][1]);
		assert_int_equal(strlen(text) + 1, BASE32_ROOM(n));
		assert_true(base32_decode(str_of(text), back, n));
		assert_memory_equal(back, v[i][0], n);
		assert_false(base32_decode(str_of(text), back, n + 1));
		if (n)
			assert_false(base32_decode(str_of(text), back, n - 1));
	}
}

static void base32_forgives_case_and_spacing_and_nothing_else(void **state)
{
	(void)state;
	unsigned char back[8];
	assert_true(base32_decode(STR("mzxw 6-ytB"), back, 5));
	assert_memory_equal(back, "fooba", 5);
	assert_true(base32_decode(STR("MZXW6YT8"), back, 5)); /* 8 for B */
	assert_memory_equal(back, "fooba", 5);
	assert_false(base32_decode(STR("MZXW6YT1"), back, 5));
	assert_false(base32_decode(STR("MZXW6YTB="), back, 5));
	assert_false(base32_decode(STR("MZXW6YTBA"), back, 5));
	assert_false(base32_decode(STR("MZ"), back, 1)); /* stray bits */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(codes_are_those_of_rfc_4226),
		cmocka_unit_test(codes_are_those_of_rfc_6238),
		cmocka_unit_test(one_step_beside_the_clock_is_accepted_and_two_are_not),
		cmocka_unit_test(a_code_works_once_and_no_earlier_one_after_it),
		cmocka_unit_test(only_six_digits_are_a_code),
		cmocka_unit_test(the_uri_carries_marks_and_signs_safely),
		cmocka_unit_test(a_new_secret_is_a_different_one),
		cmocka_unit_test(recovery_codes_are_found_by_their_hash_only),
		cmocka_unit_test(base32_is_that_of_rfc_4648),
		cmocka_unit_test(base32_forgives_case_and_spacing_and_nothing_else),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

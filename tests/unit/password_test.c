/* Passwords: hashes, places, rules. The cost here is the smallest there is. */
#include "auth/password.h"
#include "auth/password_common.h"
#include "base/clock.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <sodium.h>

static const struct password_cost cheap = {
	.passes = 1, .memory_bytes = 8192, .at_once = 2, .waiting = 2, .wait_ms = 60000};

static struct password_hasher *hasher(const struct password_cost *cost)
{
	struct password_hasher *h;
	h = password_hasher_new(cost);
	return h;
}

static bool is(struct password_hasher *h, const char *plain, const char *hash)
{
	bool ok;
	assert_int_equal(password_check(h, str_of(plain), hash, &ok, NULL), RC_OK);
	return ok;
}

static void a_password_matches_its_hash_and_no_other_does(void **state)
{
	(void)state;
	struct password_hasher *h = hasher(&cheap);
	char a[PASSWORD_HASH_BYTES], b[PASSWORD_HASH_BYTES];
	assert_int_equal(password_hash(h, STR("Mưa trên Sa Pa 7"), a, NULL), RC_OK);
	assert_int_equal(password_hash(h, STR("Mưa trên Sa Pa 7"), b, NULL), RC_OK);
	assert_string_not_equal(a, b);
	assert_true(str_starts(str_of(a), "$argon2id$"));
	assert_true(is(h, "Mưa trên Sa Pa 7", a));
	assert_true(is(h, "Mưa trên Sa Pa 7", b));
	assert_false(is(h, "Mưa trên Sa Pa 8", a));
	assert_false(is(h, "", a));
	assert_false(is(h, "Mưa trên Sa Pa 7", "$argon2id$damaged"));
	assert_int_equal(password_running(h), 0);
	password_hasher_free(h);
}

static void an_unknown_account_is_never_right(void **state)
{
	(void)state;
	struct password_hasher *h = hasher(&cheap);
	assert_false(is(h, "x", NULL));
	assert_false(is(h, "x", ""));
	assert_false(is(h, "", NULL));
	password_hasher_free(h);
}

static void an_overlong_password_is_refused_before_work(void **state)
{
	(void)state;
	struct password_hasher *h = hasher(&cheap);
	char text[PASSWORD_MAX_BYTES + 1], hash[PASSWORD_HASH_BYTES];
	bool ok;
	memset(text, 'x', sizeof text);
	struct str most = {text, PASSWORD_MAX_BYTES}, over = {text, sizeof text};
	assert_int_equal(password_hash(h, most, hash, NULL), RC_OK);
	assert_int_equal(password_check(h, most, hash, &ok, NULL), RC_OK);
	assert_true(ok);
	assert_int_equal(password_hash(h, over, hash, NULL), RC_INVALID);
	assert_int_equal(password_check(h, over, hash, &ok, NULL), RC_INVALID);
	assert_false(ok);
	password_hasher_free(h);
}

static void another_cost_asks_for_a_new_hash(void **state)
{
	(void)state;
	struct password_cost more = cheap;
	char hash[PASSWORD_HASH_BYTES];
	more.memory_bytes *= 2;
	struct password_hasher *h = hasher(&cheap), *m = hasher(&more);
	assert_int_equal(password_hash(h, STR("x"), hash, NULL), RC_OK);
	assert_false(password_needs_rehash(h, hash));
	assert_true(password_needs_rehash(m, hash));
	assert_true(password_needs_rehash(h, "?"));
	assert_true(is(m, "x", hash)); /* the hash carries its own cost */
	password_hasher_free(h);
	password_hasher_free(m);
}

static void the_cost_of_servers_is_argon2id_with_64_mib(void **state)
{
	(void)state;
	struct password_cost cost = PASSWORD_COST;
	struct password_hasher *h = hasher(&cost);
	char hash[PASSWORD_HASH_BYTES];
	assert_int_equal(password_hash(h, STR("x"), hash, NULL), RC_OK);
	assert_non_null(strstr(hash, "$m=65536,t=2,p=1$"));
	password_hasher_free(h);
}

static void without_waiting_a_third_hash_is_sent_away(void **state)
{
	(void)state;
	struct password_cost cost = cheap;
	struct err e = {0};
	char hash[PASSWORD_HASH_BYTES];
	cost.waiting = 0;
	struct password_hasher *h = hasher(&cost);
	assert_int_equal(password_enter(h, NULL), RC_OK);
	assert_int_equal(password_hash(h, STR("x"), hash, NULL), RC_OK); /* the second place */
	assert_int_equal(password_enter(h, NULL), RC_OK);
	int64_t before = clock_mono_ms();
	assert_int_equal(password_hash(h, STR("x"), hash, &e), RC_BUSY);
	assert_true(clock_mono_ms() - before < 30000); /* it would have waited 60 s */
	assert_true(strlen(e.message) > 0);
	password_leave(h);
	assert_int_equal(password_hash(h, STR("x"), hash, NULL), RC_OK);
	password_leave(h);
	password_hasher_free(h);
}

static void waiting_ends_by_itself(void **state)
{
	(void)state;
	struct password_cost cost = cheap;
	cost.wait_ms = 20;
	struct password_hasher *h = hasher(&cost);
	assert_int_equal(password_enter(h, NULL), RC_OK);
	assert_int_equal(password_enter(h, NULL), RC_OK);
	assert_int_equal(password_enter(h, NULL), RC_BUSY);
	password_leave(h);
	password_leave(h);
	password_hasher_free(h);
}

struct crowd {
	struct password_hasher *h;
	pthread_mutex_t lock;
	int inside, most, done;
};

static void *visit(void *arg)
{
	struct crowd *c = arg;
	for (int i = 0; i < 50; i++) {
		if (password_enter(c->h, NULL) != RC_OK)
			continue;
		pthread_mutex_lock(&c->lock);
		c->most = ++c->inside > c->most ? c->inside : c->most;
		pthread_mutex_unlock(&c->lock);
		sched_yield();
		pthread_mutex_lock(&c->lock);
		c->inside--;
		c->done++;
		pthread_mutex_unlock(&c->lock);
		password_leave(c->h);
	}
	return NULL;
}

static void never_more_than_two_are_inside_and_all_waiters_get_in(void **state)
{
	(void)state;
	struct password_cost cost = cheap;
	cost.waiting = 8;
	struct crowd c = {.h = hasher(&cost), .lock = PTHREAD_MUTEX_INITIALIZER};
	pthread_t threads[8];
	for (int i = 0; i < 8; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, visit, &c), 0);
	for (int i = 0; i < 8; i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(c.done, 8 * 50);
	assert_in_range(c.most, 1, 2);
	password_hasher_free(c.h);
}

/* --- rules ------------------------------------------------------------------------ */

static struct password_verdict judge(struct arena *mem, struct password_about about,
                                     const char *plain)
{
	struct password_policy policy = PASSWORD_POLICY;
	struct password_verdict v;
	struct password_hasher *h = hasher(&cheap);
	assert_int_equal(password_judge(h, &policy, &about, str_of(plain), mem, &v, NULL), RC_OK);
	assert_int_equal(v.good, v.count == 0);
	for (int i = 0; i < v.count; i++)
		assert_true(str_utf8_ok(v.reasons[i]) && v.reasons[i].n > 20);
	password_hasher_free(h);
	return v;
}

static bool says(const struct password_verdict *v, const char *part)
{
	for (int i = 0; i < v->count; i++)
		if (memmem(v->reasons[i].p, v->reasons[i].n, part, strlen(part)))
			return true;
	return false;
}

static void length_and_classes_depend_on_the_second_factor(void **state)
{
	(void)state;
	struct arena mem;
	arena_init(&mem);
	struct password_about mfa = {.account = STR("nvan"), .mfa = true}, alone = mfa;
	alone.mfa = false;
	assert_true(judge(&mem, mfa, "trambovu").good);
	assert_false(judge(&mem, mfa, "trambov").good);
	assert_true(judge(&mem, mfa, "đồngỡvườ").good); /* characters, not bytes */
	struct password_verdict v = judge(&mem, alone, "trambovu");
	assert_int_equal(v.count, 2);
	assert_true(says(&v, "14 ký tự") && says(&v, "chữ hoa"));
	assert_true(judge(&mem, alone, "Ruong bac thang 9").good);
	assert_true(judge(&mem, alone, "RuongBacThang9ầ").good);
	v = judge(&mem, alone, "Ruongbacthang99");
	assert_int_equal(v.count, 1);
	v = judge(&mem, alone, "Rb thang 9");
	assert_int_equal(v.count, 1);
	arena_release(&mem);
}

static void the_account_name_must_not_be_in_it(void **state)
{
	(void)state;
	struct arena mem;
	arena_init(&mem);
	struct password_about about = {.account = STR("nvan"), .mfa = true};
	struct password_verdict v = judge(&mem, about, "xyNVaN##71k");
	assert_int_equal(v.count, 1);
	assert_true(says(&v, "tên đăng nhập"));
	about.account = STR("xy"); /* too short to mean anything */
	assert_true(judge(&mem, about, "xyNVaN##71k").good);
	about.account = STR("averylongaccountname");
	assert_true(judge(&mem, about, "xyNVaN##71k").good);
	arena_release(&mem);
}

static void all_reasons_come_at_once(void **state)
{
	(void)state;
	struct arena mem;
	arena_init(&mem);
	struct password_about about = {.account = STR("admin")};
	struct password_verdict v = judge(&mem, about, "admin");
	assert_int_equal(v.count, 4);
	arena_release(&mem);
}

static void common_passwords_are_known_in_their_disguises(void **state)
{
	(void)state;
	static const char *const bad[] = {
		"matkhau123",   "MatKhau@2026",        "M@tkh4u123456!",  "m4tkh@u",
		"anhyeuem",     "AnhYeuEm12345@",      "Anh Yeu Em 2026", "P@ssw0rd",
		"Password123!", "123456789",           "88888888",        "aaaaaaaaaa",
		"abcdefgh",     "987654321",           "1qaz2wsx",        "1QAZ!qaz",
		"Laocai@2026",  "!!Vietnam1975",       "MậtKhẩu123",      "Mật khẩu 2026!",
		"Anh yêu em",   "THI ĐUA@9",           "qwertyuiop",      "UBNDlaocai#1",
		"Adm1n@123",    "thiduakhenthuong2026"};
	static const char *const fine[] = {"", "Ruong bac thang 9", "mật khẩu của riêng tôi 41",
	                                   "zr8#kq", "anhyeuemcuaruongbacthang"};
	struct arena mem;
	arena_init(&mem);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (!password_is_common(str_of(bad[i]), &mem))
			fail_msg("%s is common", bad[i]);
	for (size_t i = 0; i < sizeof fine / sizeof *fine; i++)
		if (password_is_common(str_of(fine[i]), &mem))
			fail_msg("%s is not common", fine[i]);
	arena_release(&mem);
}

static void the_list_is_sorted_and_each_entry_is_found(void **state)
{
	(void)state;
	struct arena mem;
	arena_init(&mem);
	assert_true(password_common_count >= 200);
	for (size_t i = 0; i < password_common_count; i++) {
		if (i)
			assert_true(strcmp(password_common[i - 1], password_common[i]) < 0);
		assert_true(password_is_common(str_of(password_common[i]), &mem));
	}
	arena_release(&mem);
}

static void the_last_ten_passwords_do_not_come_back(void **state)
{
	(void)state;
	struct arena mem;
	struct password_hasher *h = hasher(&cheap);
	char hashes[11][PASSWORD_HASH_BYTES], plain[32];
	const char *old[11];
	arena_init(&mem);
	for (int i = 0; i < 11; i++) {
		snprintf(plain, sizeof plain, "Ruong bac thang %d", 40 + i);
		assert_int_equal(password_hash(h, str_of(plain), hashes[i], NULL), RC_OK);
		old[i] = hashes[i];
	}
	struct password_about about = {.account = STR("nvan"), .old_hashes = old, .old_count = 11};
	struct password_verdict v = judge(&mem, about, "Ruong bac thang 40");
	assert_true(v.count == 1 && says(&v, "10 mật khẩu gần nhất"));
	assert_false(judge(&mem, about, "Ruong bac thang 49").good);
	assert_true(judge(&mem, about, "Ruong bac thang 50").good); /* the eleventh */
	assert_true(judge(&mem, about, "Ruong bac thang 51").good);
	password_hasher_free(h);
	arena_release(&mem);
}

static void passwords_of_administrators_age(void **state)
{
	(void)state;
	const int64_t day = 86400000, set = 1700000000000;
	struct password_policy p = PASSWORD_POLICY;
	assert_int_equal(password_days_left(&p, true, set, set), 60);
	assert_int_equal(password_days_left(&p, true, set, set + 59 * day), 1);
	assert_int_equal(password_days_left(&p, true, set, set + 60 * day - 1), 1);
	assert_int_equal(password_days_left(&p, true, set, set + 60 * day), 0);
	assert_int_equal(password_days_left(&p, true, set, set + 400 * day), 0);
	assert_int_equal(password_days_left(&p, false, set, set + 400 * day), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_password_matches_its_hash_and_no_other_does),
		cmocka_unit_test(an_unknown_account_is_never_right),
		cmocka_unit_test(an_overlong_password_is_refused_before_work),
		cmocka_unit_test(another_cost_asks_for_a_new_hash),
		cmocka_unit_test(the_cost_of_servers_is_argon2id_with_64_mib),
		cmocka_unit_test(without_waiting_a_third_hash_is_sent_away),
		cmocka_unit_test(waiting_ends_by_itself),
		cmocka_unit_test(never_more_than_two_are_inside_and_all_waiters_get_in),
		cmocka_unit_test(length_and_classes_depend_on_the_second_factor),
		cmocka_unit_test(the_account_name_must_not_be_in_it),
		cmocka_unit_test(all_reasons_come_at_once),
		cmocka_unit_test(common_passwords_are_known_in_their_disguises),
		cmocka_unit_test(the_list_is_sorted_and_each_entry_is_found),
		cmocka_unit_test(the_last_ten_passwords_do_not_come_back),
		cmocka_unit_test(passwords_of_administrators_age),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

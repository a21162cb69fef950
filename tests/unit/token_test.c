/* Tokens: form, checksum, hash; CSRF. */
#include "auth/token.h"
#include "temp.h"

#include <setjmp.h>
#include <stdarg.h>
#include <unistd.h>

#include <cmocka.h>

static void a_token_has_its_form_and_only_its_kind(void **state)
{
	(void)state;
	static const char *const prefix[] = {"tds_", "tda_", "tdi_"};
	unsigned char hash[TOKEN_HASH_BYTES];
	for (int kind = TOKEN_SESSION; kind <= TOKEN_INVITE; kind++) {
		struct token t;
		token_new((enum token_kind)kind, &t);
		assert_int_equal(strlen(t.text), TOKEN_TEXT_BYTES - 1);
		assert_true(str_starts(str_of(t.text), prefix[kind]));
		assert_int_equal(strspn(t.text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
		                                "0123456789-_"),
		                 TOKEN_TEXT_BYTES - 1);
		for (int as = TOKEN_SESSION; as <= TOKEN_INVITE; as++)
			assert_int_equal(token_hash((enum token_kind)as, str_of(t.text), hash), as == kind);
		assert_true(token_hash((enum token_kind)kind, str_of(t.text), hash));
		assert_true(token_hash_eq(hash, t.hash));
	}
}

static void no_two_tokens_are_alike(void **state)
{
	(void)state;
	struct token a, b;
	token_new(TOKEN_SESSION, &a);
	token_new(TOKEN_SESSION, &b);
	assert_string_not_equal(a.text, b.text);
	assert_false(token_hash_eq(a.hash, b.hash));
	token_wipe(&a);
	assert_int_equal(a.text[0], '\0');
}

static void a_changed_or_cut_token_is_refused_by_its_checksum(void **state)
{
	(void)state;
	struct token t;
	unsigned char hash[TOKEN_HASH_BYTES];
	token_new(TOKEN_API, &t);
	for (size_t i = 0; i < TOKEN_TEXT_BYTES - 1; i++) {
		struct token bad = t;
		bad.text[i] = bad.text[i] == 'A' ? 'B' : 'A';
		assert_false(token_hash(TOKEN_API, str_of(bad.text), hash));
		assert_false(token_hash(TOKEN_API, (struct str){t.text, i}, hash));
	}
	assert_false(token_hash(TOKEN_API, STR_NULL, hash));
}

static void csrf_belongs_to_one_session_and_outlives_rotation(void **state)
{
	(void)state;
	char folder[TEMP_MAX], path[TEMP_MAX + 32], csrf[CSRF_TEXT_BYTES];
	struct recovery r;
	struct box_secret s;
	struct keys *k;
	struct token mine, other;
	temp_folder(folder, "thidua-token");
	snprintf(path, sizeof path, "%s/ring", folder);
	keys_escrow_new(&r);
	assert_int_equal(keys_recovery(str_of(r.text), &s, NULL), RC_OK);
	assert_int_equal(keys_create(path, &s.recipient, &k, NULL), RC_OK);
	token_new(TOKEN_SESSION, &mine);
	token_new(TOKEN_SESSION, &other);
	token_csrf(k, mine.hash, csrf);
	assert_int_equal(strlen(csrf), CSRF_TEXT_BYTES - 1);
	assert_true(token_csrf_ok(k, mine.hash, str_of(csrf)));
	assert_false(token_csrf_ok(k, other.hash, str_of(csrf)));
	assert_int_equal(keys_rotate(k, KEY_TOKEN, NULL), RC_OK);
	assert_true(token_csrf_ok(k, mine.hash, str_of(csrf)));
	assert_false(token_csrf_ok(k, mine.hash, STR("")));
	assert_false(token_csrf_ok(k, mine.hash, STR_NULL));
	for (size_t i = 0; i < CSRF_TEXT_BYTES - 1; i++) {
		char was = csrf[i];
		csrf[i] = was == 'A' ? 'B' : was == '*' ? 'A' : '*';
		assert_false(token_csrf_ok(k, mine.hash, str_of(csrf)));
		csrf[i] = was == 'A' ? 'Q' : 'A';
		assert_false(token_csrf_ok(k, mine.hash, str_of(csrf)));
		csrf[i] = was;
	}
	keys_free(k);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(rmdir(folder), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_token_has_its_form_and_only_its_kind),
		cmocka_unit_test(no_two_tokens_are_alike),
		cmocka_unit_test(a_changed_or_cut_token_is_refused_by_its_checksum),
		cmocka_unit_test(csrf_belongs_to_one_session_and_outlives_rotation),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

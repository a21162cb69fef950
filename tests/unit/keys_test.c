/* The key ring: file rights, sealing, rotation, signatures, escrow. */
#include "auth/keys.h"
#include "temp.h"

#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <sodium.h>

struct room {
	struct arena mem;
	struct err e;
	char folder[TEMP_MAX], path[TEMP_MAX + 64];
	struct recovery recovery;
	struct box_secret secret;
	struct keys *k;
};

static int set_up(void **state)
{
	struct room *r = calloc(1, sizeof *r);
	arena_init(&r->mem);
	temp_folder(r->folder, "thidua-keys");
	snprintf(r->path, sizeof r->path, "%s/keys/ring", r->folder);
	keys_escrow_new(&r->recovery);
	*state = r;
	return keys_recovery(str_of(r->recovery.text), &r->secret, &r->e) == RC_OK &&
	               keys_create(r->path, &r->secret.recipient, &r->k, &r->e) == RC_OK
	           ? 0
	           : -1;
}

static const char *at(struct room *r, const char *name)
{
	return arena_printf(&r->mem, "%s/%s", r->folder, name).p;
}

static int tear_down(void **state)
{
	static const char *const names[] = {"keys/ring", "keys/ring.new", "keys/other", "keys/real",
	                                    "keys",      "escrow",        "new/ring",   "new"};
	struct room *r = *state;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		(void)remove(at(r, names[i]));
	(void)remove(r->folder);
	keys_free(r->k);
	arena_release(&r->mem);
	free(r);
	return 0;
}

static enum rc load(struct room *r, const char *path)
{
	struct keys *k = NULL;
	err_clear(&r->e);
	enum rc rc = keys_load(path, &k, &r->e);
	keys_free(k);
	return rc;
}

static struct str bytes(const void *p, size_t n)
{
	return (struct str){p, n};
}

static void what_is_sealed_opens_after_loading_again(void **state)
{
	struct room *r = *state;
	struct keys *again;
	struct str plain;
	struct str sealed = keys_seal(r->k, "cccd", STR("person 7"), STR("010203004567"), &r->mem);
	assert_int_equal(keys_load(r->path, &again, &r->e), RC_OK);
	assert_int_equal(keys_open(again, "cccd", STR("person 7"), sealed, &r->mem, &plain, &r->e),
	                 RC_OK);
	assert_true(str_eqz(plain, "010203004567"));
	struct str empty = keys_seal(again, "cccd", STR_NULL, STR(""), &r->mem);
	assert_int_equal(keys_open(again, "cccd", STR_NULL, empty, &r->mem, &plain, &r->e), RC_OK);
	assert_int_equal(plain.n, 0);
	keys_free(again);
}

static void a_sealed_value_is_different_each_time_and_hides_its_text(void **state)
{
	struct room *r = *state;
	struct str a = keys_seal(r->k, "cccd", STR_NULL, STR("010203004567"), &r->mem);
	struct str b = keys_seal(r->k, "cccd", STR_NULL, STR("010203004567"), &r->mem);
	assert_false(str_eq(a, b));
	assert_null(memmem(a.p, a.n, "010203004567", 12));
	assert_int_equal(keys_sealed_id(a), keys_newest(r->k, KEY_FIELD));
}

static void every_changed_byte_of_a_sealed_value_is_noticed(void **state)
{
	struct room *r = *state;
	struct str plain, sealed = keys_seal(r->k, "cccd", STR("ad"), STR("010203004567"), &r->mem);
	for (size_t i = 0; i < sealed.n; i++) {
		struct str bad = arena_str(&r->mem, sealed);
		((char *)bad.p)[i] ^= 1;
		assert_int_not_equal(keys_open(r->k, "cccd", STR("ad"), bad, &r->mem, &plain, NULL), RC_OK);
	}
	for (size_t n = 0; n < sealed.n; n++)
		assert_int_not_equal(
			keys_open(r->k, "cccd", STR("ad"), bytes(sealed.p, n), &r->mem, &plain, NULL), RC_OK);
}

static void a_sealed_value_belongs_to_its_place_and_use(void **state)
{
	struct room *r = *state;
	struct str plain, sealed = keys_seal(r->k, "cccd", STR("person 7"), STR("x"), &r->mem);
	assert_int_equal(keys_open(r->k, "cccd", STR("person 8"), sealed, &r->mem, &plain, NULL),
	                 RC_INVALID);
	assert_int_equal(keys_open(r->k, "cccd", STR_NULL, sealed, &r->mem, &plain, NULL), RC_INVALID);
	assert_int_equal(keys_open(r->k, "totp", STR("person 7"), sealed, &r->mem, &plain, NULL),
	                 RC_INVALID);
}

static void another_ring_opens_nothing(void **state)
{
	struct room *r = *state;
	struct keys *other;
	struct str plain, sealed = keys_seal(r->k, "cccd", STR_NULL, STR("x"), &r->mem);
	assert_int_equal(keys_create(at(r, "keys/other"), &r->secret.recipient, &other, &r->e), RC_OK);
	assert_int_equal(keys_open(other, "cccd", STR_NULL, sealed, &r->mem, &plain, NULL), RC_INVALID);
	keys_free(other);
}

static void rotation_seals_with_the_new_key_and_opens_with_the_old(void **state)
{
	struct room *r = *state;
	struct str plain, old = keys_seal(r->k, "cccd", STR_NULL, STR("old"), &r->mem);
	uint32_t first = keys_newest(r->k, KEY_FIELD);
	assert_int_equal(keys_rotate(r->k, KEY_FIELD, &r->e), RC_OK);
	struct str fresh = keys_seal(r->k, "cccd", STR_NULL, STR("new"), &r->mem);
	assert_true(keys_sealed_id(fresh) > first);
	assert_int_equal(keys_open(r->k, "cccd", STR_NULL, old, &r->mem, &plain, &r->e), RC_OK);
	assert_true(str_eqz(plain, "old"));
	assert_int_equal(keys_open(r->k, "cccd", STR_NULL, fresh, &r->mem, &plain, &r->e), RC_OK);
	assert_true(str_eqz(plain, "new"));

	assert_int_equal(keys_drop(r->k, keys_newest(r->k, KEY_FIELD), NULL), RC_CONFLICT);
	assert_int_equal(keys_drop(r->k, keys_newest(r->k, KEY_JOURNAL), NULL), RC_CONFLICT);
	assert_int_equal(keys_drop(r->k, 999, NULL), RC_NOTFOUND);
	assert_int_equal(keys_drop(r->k, first, &r->e), RC_OK);
	assert_int_equal(keys_open(r->k, "cccd", STR_NULL, old, &r->mem, &plain, NULL), RC_NOTFOUND);
	assert_int_equal(keys_open(r->k, "cccd", STR_NULL, fresh, &r->mem, &plain, &r->e), RC_OK);
}

static void another_process_sees_a_rotation_after_refresh(void **state)
{
	struct room *r = *state;
	struct keys *other;
	struct str plain;
	assert_int_equal(keys_load(r->path, &other, &r->e), RC_OK);
	assert_int_equal(keys_rotate(r->k, KEY_FIELD, &r->e), RC_OK);
	struct str sealed = keys_seal(r->k, "cccd", STR_NULL, STR("x"), &r->mem);
	assert_int_equal(keys_open(other, "cccd", STR_NULL, sealed, &r->mem, &plain, NULL),
	                 RC_NOTFOUND);
	assert_int_equal(keys_refresh(other, &r->e), RC_OK);
	assert_int_equal(keys_open(other, "cccd", STR_NULL, sealed, &r->mem, &plain, &r->e), RC_OK);
	/* Neither loses what the other added. */
	assert_int_equal(keys_rotate(other, KEY_LOOKUP, &r->e), RC_OK);
	assert_int_equal(keys_rotate(r->k, KEY_TOKEN, &r->e), RC_OK);
	assert_int_equal(keys_newest(r->k, KEY_LOOKUP), keys_newest(other, KEY_LOOKUP));
	keys_free(other);
}

static void a_full_ring_says_so_and_stays_usable(void **state)
{
	struct room *r = *state;
	struct key_info info[KEYS_MAX + 1];
	enum rc rc = RC_OK;
	int added = 0;
	while ((rc = keys_rotate(r->k, KEY_TOKEN, NULL)) == RC_OK)
		added++;
	assert_int_equal(rc, RC_TOOBIG);
	assert_int_equal(added, KEYS_MAX - 5);
	assert_int_equal(keys_list(r->k, info, KEYS_MAX + 1), KEYS_MAX);
	for (int i = 1; i < KEYS_MAX; i++)
		assert_true(info[i].id > info[i - 1].id);
	assert_true(info[KEYS_MAX - 1].newest && info[0].newest && !info[10].newest);
	assert_int_equal(load(r, r->path), RC_OK);
}

struct reader {
	struct keys *k;
	atomic_bool stop;
	atomic_int rounds;
};

static void *read_on(void *arg)
{
	struct reader *r = arg;
	struct arena mem;
	bool ok = true;
	arena_init(&mem);
	while (!atomic_load(&r->stop)) {
		struct str plain, sealed = keys_seal(r->k, "cccd", STR_NULL, STR("x"), &mem);
		unsigned char mac[KEYS_HASH_BYTES];
		keys_mac(r->k, "csrf", STR("s"), mac);
		ok &= keys_open(r->k, "cccd", STR_NULL, sealed, &mem, &plain, NULL) == RC_OK;
		ok &= keys_mac_ok(r->k, "csrf", STR("s"), bytes(mac, sizeof mac));
		arena_reset(&mem);
		atomic_fetch_add(&r->rounds, 1);
	}
	arena_release(&mem);
	return ok ? r : NULL;
}

static void threads_go_on_while_keys_are_rotated(void **state)
{
	struct room *r = *state;
	struct reader reader = {.k = r->k};
	pthread_t threads[3];
	for (int i = 0; i < 3; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, read_on, &reader), 0);
	for (int i = 0; i < 20; i++) {
		assert_int_equal(keys_rotate(r->k, i % 2 ? KEY_FIELD : KEY_TOKEN, &r->e), RC_OK);
		for (int now = reader.rounds; reader.rounds < now + 5;)
			sched_yield();
	}
	atomic_store(&reader.stop, true);
	for (int i = 0; i < 3; i++) {
		void *ok = NULL;
		assert_int_equal(pthread_join(threads[i], &ok), 0);
		assert_non_null(ok);
	}
}

static void an_identifier_is_found_under_each_generation(void **state)
{
	struct room *r = *state;
	unsigned char a[KEYS_HASH_BYTES], b[KEYS_HASH_BYTES], c[KEYS_HASH_BYTES];
	uint32_t first = keys_newest(r->k, KEY_LOOKUP);
	assert_int_equal(keys_lookup_hash(r->k, 0, "cccd", STR("0102"), a, &r->e), RC_OK);
	assert_int_equal(keys_lookup_hash(r->k, 0, "cccd", STR("0102"), b, &r->e), RC_OK);
	assert_int_equal(keys_lookup_hash(r->k, 0, "bhxh", STR("0102"), c, &r->e), RC_OK);
	assert_memory_equal(a, b, sizeof a);
	assert_memory_not_equal(a, c, sizeof a);
	assert_int_equal(keys_rotate(r->k, KEY_LOOKUP, &r->e), RC_OK);
	assert_int_equal(keys_lookup_hash(r->k, 0, "cccd", STR("0102"), b, &r->e), RC_OK);
	assert_memory_not_equal(a, b, sizeof a);
	assert_int_equal(keys_lookup_hash(r->k, first, "cccd", STR("0102"), b, &r->e), RC_OK);
	assert_memory_equal(a, b, sizeof a);
	/* A key of another purpose is no lookup key. */
	assert_int_equal(
		keys_lookup_hash(r->k, keys_newest(r->k, KEY_TOKEN), "cccd", STR("0"), b, NULL),
		RC_NOTFOUND);
}

static void a_mac_holds_over_rotation_and_nothing_else_passes(void **state)
{
	struct room *r = *state;
	unsigned char mac[KEYS_HASH_BYTES];
	keys_mac(r->k, "csrf", STR("session"), mac);
	struct str m = bytes(mac, sizeof mac);
	assert_int_equal(keys_rotate(r->k, KEY_TOKEN, &r->e), RC_OK);
	assert_true(keys_mac_ok(r->k, "csrf", STR("session"), m));
	assert_false(keys_mac_ok(r->k, "csrf", STR("sessiom"), m));
	assert_false(keys_mac_ok(r->k, "csr", STR("fsession"), m));
	assert_false(keys_mac_ok(r->k, "csrf", STR("session"), bytes(mac, sizeof mac - 1)));
	mac[31] ^= 0x80;
	assert_false(keys_mac_ok(r->k, "csrf", STR("session"), m));
}

static void signatures_of_old_keys_verify_but_nobody_can_make_more(void **state)
{
	struct room *r = *state;
	unsigned char sig[KEYS_SIGN_BYTES], public_key[KEYS_PUBLIC_BYTES];
	uint32_t first, second;
	keys_sign(r->k, STR("head"), &first, sig);
	struct str s = bytes(sig, sizeof sig);
	assert_int_equal(keys_public(r->k, first, public_key, &r->e), RC_OK);
	assert_int_equal(keys_rotate(r->k, KEY_JOURNAL, &r->e), RC_OK);
	assert_int_equal(keys_verify(r->k, first, STR("head"), s, &r->e), RC_OK);
	assert_true(keys_verify_public(public_key, STR("head"), s));
	assert_int_equal(keys_verify(r->k, first, STR("heed"), s, NULL), RC_INVALID);
	assert_int_equal(keys_verify(r->k, 4000, STR("head"), s, NULL), RC_NOTFOUND);
	assert_int_equal(keys_verify(r->k, keys_newest(r->k, KEY_JOURNAL), STR("head"), s, NULL),
	                 RC_INVALID);
	sig[5] ^= 1;
	assert_int_equal(keys_verify(r->k, first, STR("head"), s, NULL), RC_INVALID);
	keys_sign(r->k, STR("head"), &second, sig);
	assert_int_not_equal(first, second);
	assert_int_equal(keys_verify(r->k, second, STR("head"), s, &r->e), RC_OK);

	/* The file holds only the public half of the first key. */
	char text[16384], b64[64];
	int fd = open(r->path, O_RDONLY);
	ssize_t n = read(fd, text, sizeof text - 1);
	close(fd);
	assert_true(n > 0);
	text[n] = '\0';
	sodium_bin2base64(b64, sizeof b64, public_key, sizeof public_key,
	                  sodium_base64_VARIANT_ORIGINAL);
	assert_non_null(strstr(text, "journal-old"));
	assert_non_null(strstr(text, b64));
}

static void a_person_is_erased_by_losing_the_wrapped_key(void **state)
{
	struct room *r = *state;
	struct data_key d, again, other;
	unsigned char wrapped[KEYS_WRAPPED_BYTES] = {0}, w2[KEYS_WRAPPED_BYTES];
	unsigned char rewrapped[KEYS_WRAPPED_BYTES];
	struct str plain, w = bytes(wrapped, sizeof wrapped);
	keys_wrap(r->k, STR("person 7"), &d, wrapped);
	struct str sealed = data_key_seal(&d, STR("line 1"), STR("Nguyễn Văn A"), &r->mem);
	data_key_wipe(&d);
	assert_int_equal(keys_unwrap(r->k, STR("person 7"), w, &again, &r->e), RC_OK);
	assert_int_equal(data_key_open(&again, STR("line 1"), sealed, &r->mem, &plain, &r->e), RC_OK);
	assert_true(str_eqz(plain, "Nguyễn Văn A"));
	assert_int_equal(data_key_open(&again, STR("line 2"), sealed, &r->mem, &plain, NULL),
	                 RC_INVALID);
	assert_int_equal(keys_unwrap(r->k, STR("person 8"), w, &other, NULL), RC_INVALID);
	assert_int_equal(keys_unwrap(r->k, STR("person 7"), STR("short"), &other, NULL), RC_INVALID);
	keys_wrap(r->k, STR("person 8"), &other, w2);
	assert_int_equal(data_key_open(&other, STR("line 1"), sealed, &r->mem, &plain, NULL),
	                 RC_INVALID);
	for (size_t i = 0; i < sealed.n; i++) {
		struct str bad = arena_str(&r->mem, sealed);
		((char *)bad.p)[i] ^= 4;
		assert_int_equal(data_key_open(&again, STR("line 1"), bad, &r->mem, &plain, NULL),
		                 RC_INVALID);
	}
	assert_int_equal(data_key_open(&again, STR("line 1"), STR("x"), &r->mem, &plain, NULL),
	                 RC_INVALID);

	uint32_t first = keys_newest(r->k, KEY_FIELD);
	assert_int_equal(keys_rotate(r->k, KEY_FIELD, &r->e), RC_OK);
	assert_int_equal(keys_rewrap(r->k, STR("person 7"), w, rewrapped, &r->e), RC_OK);
	assert_int_equal(keys_drop(r->k, first, &r->e), RC_OK);
	assert_int_equal(keys_unwrap(r->k, STR("person 7"), w, &again, NULL), RC_NOTFOUND);
	assert_int_equal(
		keys_unwrap(r->k, STR("person 7"), bytes(rewrapped, sizeof rewrapped), &again, &r->e),
		RC_OK);
	assert_int_equal(data_key_open(&again, STR("line 1"), sealed, &r->mem, &plain, &r->e), RC_OK);
}

static void the_file_is_private_and_is_not_overwritten(void **state)
{
	struct room *r = *state;
	struct stat st;
	struct keys *k;
	assert_int_equal(stat(r->path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(stat(at(r, "keys"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	assert_int_equal(keys_create(r->path, &r->secret.recipient, &k, NULL), RC_CONFLICT);
	assert_int_equal(load(r, at(r, "keys/none")), RC_NOTFOUND);
	assert_int_equal(load(r, at(r, "nofolder/ring")), RC_NOTFOUND);
}

static void a_file_that_others_can_reach_is_refused(void **state)
{
	struct room *r = *state;
	static const mode_t file[] = {0640, 0604, 0620, 0602, 0660, 0666},
						folder[] = {0770, 0707, 01777};
	for (size_t i = 0; i < sizeof file / sizeof *file; i++) {
		assert_int_equal(chmod(r->path, file[i]), 0);
		assert_int_equal(load(r, r->path), RC_DENIED);
		assert_true(strlen(r->e.message) > 0);
		assert_int_equal(keys_rotate(r->k, KEY_FIELD, NULL), RC_DENIED);
	}
	assert_int_equal(chmod(r->path, 0600), 0);
	for (size_t i = 0; i < sizeof folder / sizeof *folder; i++) {
		assert_int_equal(chmod(at(r, "keys"), folder[i]), 0);
		assert_int_equal(load(r, r->path), RC_DENIED);
	}
	assert_int_equal(chmod(at(r, "keys"), 0700), 0);
	assert_int_equal(load(r, r->path), RC_OK);
	assert_int_equal(rename(r->path, at(r, "keys/real")), 0);
	assert_int_equal(symlink("real", r->path), 0);
	assert_int_equal(load(r, r->path), RC_DENIED);
}

static void every_changed_or_missing_byte_of_the_file_is_noticed(void **state)
{
	struct room *r = *state;
	char text[16384];
	int fd = open(r->path, O_RDWR);
	ssize_t n = read(fd, text, sizeof text);
	assert_true(n > 0);
	for (ssize_t i = 0; i < n; i++) {
		char bad = (char)(text[i] ^ 1);
		assert_int_equal(pwrite(fd, &bad, 1, i), 1);
		assert_int_equal(load(r, r->path), RC_INVALID);
		assert_int_equal(pwrite(fd, &text[i], 1, i), 1);
	}
	assert_int_equal(load(r, r->path), RC_OK);
	for (ssize_t i = n - 1; i >= 0; i -= 7) {
		assert_int_equal(ftruncate(fd, i), 0);
		assert_int_equal(load(r, r->path), RC_INVALID);
	}
	/* Far too long a file is refused without being taken in whole. */
	assert_int_equal(ftruncate(fd, 1 << 20), 0);
	assert_int_equal(load(r, r->path), RC_INVALID);
	close(fd);
}

static void the_ring_comes_back_from_escrow_with_the_recovery_secret(void **state)
{
	struct room *r = *state;
	struct str plain, sealed = keys_seal(r->k, "cccd", STR_NULL, STR("x"), &r->mem);
	struct box_secret typed, wrong;
	struct recovery other;
	struct keys *back;
	const char *fresh = at(r, "new/ring");
	int fd = open(at(r, "escrow"), O_RDWR | O_CREAT, 0600);
	assert_int_equal(keys_escrow_export(r->k, fd, &r->e), RC_OK);

	/* As a person would type it from paper: small letters, spaces. */
	char slow[RECOVERY_TEXT_BYTES];
	for (size_t i = 0; i < sizeof slow; i++)
		slow[i] = r->recovery.text[i] == '-' ? ' ' : (char)tolower(r->recovery.text[i]);
	assert_int_equal(keys_recovery(str_of(slow), &typed, &r->e), RC_OK);

	keys_escrow_new(&other);
	assert_int_equal(keys_recovery(str_of(other.text), &wrong, &r->e), RC_OK);
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	assert_int_equal(keys_escrow_import(fd, &wrong, fresh, NULL), RC_INVALID);
	assert_int_equal(access(fresh, F_OK), -1);
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	assert_int_equal(keys_escrow_import(fd, &typed, r->path, NULL), RC_CONFLICT);
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	assert_int_equal(keys_escrow_import(fd, &typed, fresh, &r->e), RC_OK);
	assert_int_equal(keys_load(fresh, &back, &r->e), RC_OK);
	assert_int_equal(keys_open(back, "cccd", STR_NULL, sealed, &r->mem, &plain, &r->e), RC_OK);
	keys_free(back);
	close(fd);
}

static void a_mistyped_recovery_secret_is_noticed(void **state)
{
	struct room *r = *state;
	struct box_secret s;
	for (size_t i = 0; i + 1 < sizeof r->recovery.text; i++) {
		struct recovery bad = r->recovery;
		if (bad.text[i] == '-')
			continue;
		bad.text[i] = bad.text[i] == 'Q' ? 'R' : 'Q';
		assert_int_equal(keys_recovery(str_of(bad.text), &s, NULL), RC_INVALID);
	}
	assert_int_equal(keys_recovery(STR(""), &s, NULL), RC_INVALID);
	assert_int_equal(keys_recovery(bytes(r->recovery.text, 46), &s, NULL), RC_INVALID);
}

static void a_new_recipient_takes_over_from_the_old(void **state)
{
	struct room *r = *state;
	struct recovery other;
	struct box_secret s;
	struct box_recipient now;
	keys_escrow_new(&other);
	assert_int_equal(keys_recovery(str_of(other.text), &s, &r->e), RC_OK);
	assert_int_equal(keys_set_recipient(r->k, &s.recipient, &r->e), RC_OK);
	keys_recipient(r->k, &now);
	assert_memory_equal(&now, &s.recipient, sizeof now);
	recovery_wipe(&other);
	assert_int_equal(other.text[0], '\0');
}

#define RUN(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(what_is_sealed_opens_after_loading_again),
		RUN(a_sealed_value_is_different_each_time_and_hides_its_text),
		RUN(every_changed_byte_of_a_sealed_value_is_noticed),
		RUN(a_sealed_value_belongs_to_its_place_and_use),
		RUN(another_ring_opens_nothing),
		RUN(rotation_seals_with_the_new_key_and_opens_with_the_old),
		RUN(another_process_sees_a_rotation_after_refresh),
		RUN(a_full_ring_says_so_and_stays_usable),
		RUN(threads_go_on_while_keys_are_rotated),
		RUN(an_identifier_is_found_under_each_generation),
		RUN(a_mac_holds_over_rotation_and_nothing_else_passes),
		RUN(signatures_of_old_keys_verify_but_nobody_can_make_more),
		RUN(a_person_is_erased_by_losing_the_wrapped_key),
		RUN(the_file_is_private_and_is_not_overwritten),
		RUN(a_file_that_others_can_reach_is_refused),
		RUN(every_changed_or_missing_byte_of_the_file_is_noticed),
		RUN(the_ring_comes_back_from_escrow_with_the_recovery_secret),
		RUN(a_mistyped_recovery_secret_is_noticed),
		RUN(a_new_recipient_takes_over_from_the_old),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

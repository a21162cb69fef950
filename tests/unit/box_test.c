/* Boxes: what goes in comes out, and no damage passes. */
#include "auth/box.h"
#include "auth/keys.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <sodium.h>

#define HEAD ((size_t)136)
#define PIECE (BOX_PIECE + 17)

static struct box_secret new_secret(void)
{
	struct recovery r;
	struct box_secret s;
	keys_escrow_new(&r);
	assert_int_equal(keys_recovery(str_of(r.text), &s, NULL), RC_OK);
	return s;
}

/* Byte i of every content here. */
static unsigned char pattern(size_t i)
{
	return (unsigned char)(i * 131 + (i >> 16) * 7 + 3);
}

/* A box of n bytes in memory, written in uneven parts. */
static int boxed(const struct box_recipient *to, size_t n)
{
	int fd = memfd_create("box", 0);
	struct box *b;
	unsigned char part[5003];
	assert_int_equal(box_create(fd, to, &b, NULL), RC_OK);
	for (size_t at = 0; at < n;) {
		size_t len = n - at < sizeof part ? n - at : sizeof part;
		for (size_t i = 0; i < len; i++)
			part[i] = pattern(at + i);
		assert_int_equal(box_write(b, part, len, NULL), RC_OK);
		at += len;
	}
	assert_int_equal(box_end(b, NULL), RC_OK);
	box_free(b);
	return fd;
}

/* Reads to the end; *n counts what was handed out, all of which must be genuine. */
static enum rc unboxed(int fd, const struct box_secret *with, size_t *n)
{
	struct box *b;
	unsigned char part[4099];
	size_t got;
	*n = 0;
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	enum rc rc = box_open(fd, with, &b, NULL);
	if (rc != RC_OK)
		return rc;
	while ((rc = box_read(b, part, sizeof part, &got, NULL)) == RC_OK && got) {
		for (size_t i = 0; i < got; i++)
			assert_int_equal(part[i], pattern(*n + i));
		*n += got;
	}
	if (rc != RC_OK) /* damage is found again, never forgotten */
		assert_int_equal(box_read(b, part, sizeof part, &got, NULL), RC_INVALID);
	box_free(b);
	return rc;
}

static void content_of_every_size_comes_back(void **state)
{
	(void)state;
	static const size_t sizes[] = {
		0, 1, 17, BOX_PIECE - 1, BOX_PIECE, BOX_PIECE + 1, 2 * BOX_PIECE, 3 * BOX_PIECE + 77};
	struct box_secret s = new_secret();
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		size_t n;
		int fd = boxed(&s.recipient, sizes[i]);
		assert_int_equal(unboxed(fd, &s, &n), RC_OK);
		assert_int_equal(n, sizes[i]);
		close(fd);
	}
}

static void every_changed_byte_is_noticed(void **state)
{
	(void)state;
	struct box_secret s = new_secret();
	int fd = boxed(&s.recipient, BOX_PIECE + 100);
	off_t end = lseek(fd, 0, SEEK_END);
	assert_int_equal(end, HEAD + PIECE + 117);
	for (off_t i = 0; i < end; i += i < 400 || i > end - 400 || i % PIECE < 200 ? 1 : 997) {
		unsigned char c, bad;
		size_t n;
		assert_int_equal(pread(fd, &c, 1, i), 1);
		bad = c ^ 0x10;
		assert_int_equal(pwrite(fd, &bad, 1, i), 1);
		assert_int_equal(unboxed(fd, &s, &n), RC_INVALID);
		assert_int_equal(pwrite(fd, &c, 1, i), 1);
	}
	size_t n;
	assert_int_equal(unboxed(fd, &s, &n), RC_OK);
	close(fd);
}

static void a_cut_tail_is_noticed_at_every_place(void **state)
{
	(void)state;
	struct box_secret s = new_secret();
	int fd = boxed(&s.recipient, BOX_PIECE + 100);
	size_t n, end = HEAD + PIECE + 117;
	for (size_t keep = end - 1; keep > 0;
	     keep -= keep > 400 && keep < HEAD + PIECE - 100 ? 91 : 1) {
		assert_int_equal(ftruncate(fd, (off_t)keep), 0);
		assert_int_equal(unboxed(fd, &s, &n), RC_INVALID);
	}
	close(fd);
}

static void bytes_after_the_end_are_noticed(void **state)
{
	(void)state;
	static const size_t sizes[] = {0, 100, BOX_PIECE};
	struct box_secret s = new_secret();
	for (size_t i = 0; i < 3; i++) {
		size_t n;
		int fd = boxed(&s.recipient, sizes[i]);
		assert_int_equal(lseek(fd, 0, SEEK_END) > 0 && write(fd, "x", 1) == 1, 1);
		assert_int_equal(unboxed(fd, &s, &n), RC_INVALID);
		assert_int_equal(n, 0); /* nothing of a last piece before all of it is sure */
		close(fd);
	}
}

static void moved_repeated_and_dropped_pieces_are_noticed(void **state)
{
	(void)state;
	static const int orders[][4] = {{1, 0, 2, 3},  {0, 2, 1, 3},    {0, 0, 1, 3},
	                                {0, 1, 3, -1}, {3, -1, -1, -1}, {0, 3, 1, 2}};
	struct box_secret s = new_secret();
	int fd = boxed(&s.recipient, 4 * BOX_PIECE);
	unsigned char *all = malloc(HEAD + 4 * PIECE);
	assert_int_equal(pread(fd, all, HEAD + 4 * PIECE, 0), HEAD + 4 * PIECE);
	for (size_t i = 0; i < sizeof orders / sizeof *orders; i++) {
		size_t n;
		assert_int_equal(ftruncate(fd, (off_t)HEAD), 0);
		assert_int_equal(lseek(fd, 0, SEEK_END), HEAD);
		for (int j = 0; j < 4 && orders[i][j] >= 0; j++)
			assert_int_equal(write(fd, all + HEAD + (size_t)orders[i][j] * PIECE, PIECE), PIECE);
		assert_int_equal(unboxed(fd, &s, &n), RC_INVALID);
	}
	free(all);
	close(fd);
}

static void a_piece_of_another_box_is_noticed(void **state)
{
	(void)state;
	struct box_secret s = new_secret();
	unsigned char *piece = malloc(PIECE);
	size_t n;
	int a = boxed(&s.recipient, 2 * BOX_PIECE), b = boxed(&s.recipient, 2 * BOX_PIECE);
	assert_int_equal(pread(a, piece, PIECE, HEAD), PIECE);
	assert_int_equal(pwrite(b, piece, PIECE, HEAD), PIECE);
	assert_int_equal(unboxed(b, &s, &n), RC_INVALID);
	free(piece);
	close(a);
	close(b);
}

static void only_the_recipient_opens_it(void **state)
{
	(void)state;
	struct box_secret s = new_secret(), other = new_secret();
	size_t n;
	int fd = boxed(&s.recipient, 100);
	assert_int_equal(unboxed(fd, &other, &n), RC_INVALID);
	other.recipient = s.recipient; /* the right name with the wrong secret */
	assert_int_equal(unboxed(fd, &other, &n), RC_INVALID);
	close(fd);
}

static void a_box_sealed_without_the_auth_key_is_a_forgery(void **state)
{
	(void)state;
	struct box_secret s = new_secret();
	struct box_recipient forged = s.recipient;
	size_t n;
	randombytes_buf(forged.auth, sizeof forged.auth);
	int fd = boxed(&forged, 100);
	assert_int_equal(unboxed(fd, &s, &n), RC_INVALID);
	close(fd);
}

/* One piece of a box made by hand. */
static void push(int fd, crypto_secretstream_xchacha20poly1305_state *st, size_t n,
                 const unsigned char *ad, unsigned char tag)
{
	unsigned char *plain = calloc(1, BOX_PIECE + 1), *out = malloc(BOX_PIECE + 100);
	unsigned long long out_n;
	for (size_t i = 0; i < n; i++)
		plain[i] = pattern(i);
	crypto_secretstream_xchacha20poly1305_push(st, out, &out_n, plain, n, ad, ad ? HEAD : 0, tag);
	assert_int_equal(write(fd, out, out_n), out_n);
	free(plain);
	free(out);
}

/* The header as box.h writes it down, without the code under test. */
static int by_hand(const struct box_recipient *to, unsigned char head[HEAD],
                   crypto_secretstream_xchacha20poly1305_state *st)
{
	unsigned char random[32] = {7}, key[32];
	int fd = memfd_create("box", 0);
	memset(head, 0, HEAD);
	memcpy(head, "THIDUABX\1", 9);
	crypto_generichash(head + 16, 16, to->public_key, 32, NULL, 0);
	crypto_box_seal(head + 32, random, 32, to->public_key);
	crypto_generichash(key, 32, random, 32, to->auth, 32);
	crypto_secretstream_xchacha20poly1305_init_push(st, head + 112, key);
	assert_int_equal(write(fd, head, HEAD), HEAD);
	return fd;
}

static void the_form_is_the_one_written_down(void **state)
{
	(void)state;
	struct box_secret s = new_secret();
	crypto_secretstream_xchacha20poly1305_state st;
	unsigned char head[HEAD];
	size_t n;
	int fd = by_hand(&s.recipient, head, &st);
	push(fd, &st, 100, head, crypto_secretstream_xchacha20poly1305_TAG_FINAL);
	assert_int_equal(unboxed(fd, &s, &n), RC_OK);
	assert_int_equal(n, 100);
	close(fd);
}

static void an_empty_or_short_piece_in_the_middle_does_not_look_like_the_end(void **state)
{
	(void)state;
	static const size_t sizes[] = {0, 50};
	struct box_secret s = new_secret();
	for (size_t i = 0; i < 2; i++) {
		crypto_secretstream_xchacha20poly1305_state st;
		unsigned char head[HEAD];
		size_t n;
		int fd = by_hand(&s.recipient, head, &st);
		push(fd, &st, sizes[i], head, crypto_secretstream_xchacha20poly1305_TAG_MESSAGE);
		assert_int_equal(unboxed(fd, &s, &n), RC_INVALID);
		close(fd);
	}
}

static void something_else_is_no_box(void **state)
{
	(void)state;
	struct box_secret s = new_secret();
	struct err e = {0};
	struct box *b;
	int fd = memfd_create("junk", 0);
	assert_int_equal(write(fd, "PK\3\4 something else", 20), 20);
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	assert_int_equal(box_open(fd, &s, &b, &e), RC_INVALID);
	assert_non_null(strstr(e.message, "không phải"));
	close(fd);
}

static void it_passes_through_a_pipe(void **state)
{
	(void)state;
	struct box_secret s = new_secret();
	int fds[2], status;
	size_t total = 0, got, want = 5 * BOX_PIECE + 9;
	struct box *b;
	unsigned char part[1000];
	assert_int_equal(pipe(fds), 0);
	pid_t child = fork();
	if (child == 0) {
		close(fds[0]);
		bool ok = box_create(fds[1], &s.recipient, &b, NULL) == RC_OK;
		for (size_t i = 0; ok && i < want; i++) {
			unsigned char c = pattern(i);
			ok = box_write(b, &c, 1, NULL) == RC_OK;
		}
		_exit(ok && box_end(b, NULL) == RC_OK ? 0 : 1);
	}
	close(fds[1]);
	assert_int_equal(box_open(fds[0], &s, &b, NULL), RC_OK);
	do {
		assert_int_equal(box_read(b, part, sizeof part, &got, NULL), RC_OK);
		for (size_t i = 0; i < got; i++)
			assert_int_equal(part[i], pattern(total + i));
		total += got;
	} while (got);
	assert_int_equal(total, want);
	box_free(b);
	close(fds[0]);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

static void a_full_disk_is_an_error_and_stays_one(void **state)
{
	(void)state;
	struct box_secret s = new_secret();
	struct box *b;
	static const char zeros[2 * BOX_PIECE];
	int full = open("/dev/full", O_WRONLY), fd = memfd_create("box", 0);
	assert_int_equal(box_create(full, &s.recipient, &b, NULL), RC_IO);
	assert_int_equal(box_create(fd, &s.recipient, &b, NULL), RC_OK);
	assert_int_equal(dup2(full, fd), fd);
	assert_int_equal(box_write(b, zeros, sizeof zeros, NULL), RC_IO);
	assert_int_equal(box_write(b, zeros, 1, NULL), RC_IO);
	assert_int_equal(box_end(b, NULL), RC_IO);
	box_free(b);
	close(fd);
	close(full);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(content_of_every_size_comes_back),
		cmocka_unit_test(every_changed_byte_is_noticed),
		cmocka_unit_test(a_cut_tail_is_noticed_at_every_place),
		cmocka_unit_test(bytes_after_the_end_are_noticed),
		cmocka_unit_test(moved_repeated_and_dropped_pieces_are_noticed),
		cmocka_unit_test(a_piece_of_another_box_is_noticed),
		cmocka_unit_test(only_the_recipient_opens_it),
		cmocka_unit_test(a_box_sealed_without_the_auth_key_is_a_forgery),
		cmocka_unit_test(the_form_is_the_one_written_down),
		cmocka_unit_test(an_empty_or_short_piece_in_the_middle_does_not_look_like_the_end),
		cmocka_unit_test(something_else_is_no_box),
		cmocka_unit_test(it_passes_through_a_pipe),
		cmocka_unit_test(a_full_disk_is_an_error_and_stays_one),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

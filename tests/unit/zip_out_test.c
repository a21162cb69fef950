/* src/doc/zip_out.h: what is written is a ZIP that another library reads, and always the same
 * bytes. */
#include "doc/zip_out.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zip.h>

static struct buf made(const char *const *names, const struct str *parts, int n)
{
	struct buf out;
	struct zip_out z;
	struct err e = {0};
	buf_init(&out, (size_t)64 << 20);
	zip_out_begin(&z, &out);
	for (int i = 0; i < n; i++)
		zip_out_add(&z, names[i], parts[i]);
	assert_int_equal(zip_out_end(&z, &e), RC_OK);
	return out;
}

static void parts_come_back(void **state)
{
	(void)state;
	size_t large = 3 << 20;
	char *bytes = malloc(large);
	assert_non_null(bytes);
	for (size_t i = 0; i < large; i++)
		bytes[i] = (char)(i * i >> 7);
	const char *const names[] = {"a.xml", "thư mục/Ế.txt", "empty"};
	const struct str parts[] = {STR("<a/>"), {bytes, large}, STR("")};
	struct buf out = made(names, parts, 3), again = made(names, parts, 3);
	assert_int_equal(out.n, again.n);
	assert_memory_equal(out.p, again.p, out.n);
	zip_error_t why;
	zip_error_init(&why);
	zip_source_t *source = zip_source_buffer_create(out.p, out.n, 0, &why);
	zip_t *zip = zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &why);
	assert_non_null(zip);
	assert_int_equal(zip_get_num_entries(zip, 0), 3);
	for (int i = 0; i < 3; i++) {
		char *back = malloc(parts[i].n + 1);
		zip_file_t *f = zip_fopen(zip, names[i], 0);
		assert_non_null(f);
		assert_non_null(back);
		/* Reading to the end makes libzip compare the CRC, too. */
		assert_int_equal(zip_fread(f, back, parts[i].n + 1), parts[i].n);
		assert_memory_equal(back, parts[i].p, parts[i].n);
		assert_int_equal(zip_fclose(f), 0);
		free(back);
	}
	zip_discard(zip);
	buf_release(&out);
	buf_release(&again);
	free(bytes);
}

/* The whole of a file, or what pread() says of it. */
static struct buf file_bytes(int fd)
{
	struct buf b;
	off_t size = lseek(fd, 0, SEEK_END);
	buf_init(&b, (size_t)64 << 20);
	char *to = buf_room(&b, (size_t)size + 1);
	assert_non_null(to);
	assert_int_equal(pread(fd, to, (size_t)size, 0), size);
	b.n = (size_t)size;
	return b;
}

/* Into a file: the bytes that memory would have got, and no more memory for more of them. */
static void a_file_gets_the_same_bytes(void **state)
{
	const char *const names[] = {"a.xml", "thư mục/Ế.txt", "empty", "b.bin"};
	size_t large = 5 << 20;
	char *bytes = malloc(large);
	struct zip_out z;
	struct err e = {0};
	(void)state;
	assert_non_null(bytes);
	for (size_t i = 0; i < large; i++)
		bytes[i] = (char)(i * i * i >> 9);
	const struct str parts[] = {STR("<a/>"), STR("chữ"), STR(""), {bytes, large}};
	int fd = memfd_create("out", MFD_CLOEXEC), part = memfd_create("part", MFD_CLOEXEC);
	assert_true(fd >= 0 && part >= 0);
	assert_int_equal(write(part, bytes, large), large);
	zip_out_begin_file(&z, fd);
	for (int i = 0; i < 3; i++)
		zip_out_add(&z, names[i], parts[i]);
	/* Wherever the part's file stands: it goes in from its beginning. */
	zip_out_add_file(&z, names[3], part);
	assert_int_equal(zip_out_check(&z, &e), RC_OK);
	assert_true(z.own.n < (size_t)1 << 20);
	assert_int_equal(zip_out_end(&z, &e), RC_OK);
	struct buf memory = made(names, parts, 4), disk = file_bytes(fd);
	zip_error_t why;
	zip_error_init(&why);
	zip_source_t *source = zip_source_buffer_create(disk.p, disk.n, 0, &why);
	zip_t *zip = zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &why);
	assert_non_null(zip);
	for (int i = 0; i < 4; i++) {
		char *back = malloc(parts[i].n + 1);
		zip_file_t *f = zip_fopen(zip, names[i], 0);
		assert_true(f && back);
		assert_int_equal(zip_fread(f, back, parts[i].n + 1), parts[i].n);
		assert_memory_equal(back, parts[i].p, parts[i].n);
		assert_int_equal(zip_fclose(f), 0);
		free(back);
	}
	zip_discard(zip);
	assert_int_equal(disk.n, memory.n);
	assert_memory_equal(disk.p, memory.p, disk.n);
	buf_release(&memory);
	buf_release(&disk);
	free(bytes);
	close(fd);
	close(part);
}

/* A file that takes nothing, or no more: told with the kind of failure, and nothing leaks. */
static void a_file_that_cannot_be_written_is_told(void **state)
{
	char *bytes = calloc(1, 1 << 20);
	int fd = memfd_create("out", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	struct zip_out z;
	struct err e = {0};
	(void)state;
	assert_non_null(bytes);
	for (size_t i = 0; i < 1 << 20; i++)
		bytes[i] = (char)(i * 2654435761u >> 13);
	assert_int_equal(fcntl(fd, F_ADD_SEALS, F_SEAL_GROW), 0);
	zip_out_begin_file(&z, fd);
	for (int i = 0; i < 4; i++)
		zip_out_add(&z, i % 2 ? "b" : "a", (struct str){.p = bytes, .n = 1 << 20});
	assert_int_equal(zip_out_end(&z, &e), RC_IO);
	close(fd);
	/* So is a part that cannot be read. */
	fd = memfd_create("out", MFD_CLOEXEC);
	zip_out_begin_file(&z, fd);
	int ends[2];
	assert_int_equal(pipe(ends), 0);
	zip_out_add_file(&z, "a", ends[0]);
	assert_int_equal(zip_out_end(&z, &e), RC_IO);
	close(ends[0]);
	close(ends[1]);
	close(fd);
	free(bytes);
}

static void a_full_buffer_is_told(void **state)
{
	struct buf out;
	struct zip_out z;
	struct err e = {0};
	(void)state;
	buf_init(&out, 100);
	zip_out_begin(&z, &out);
	zip_out_add(&z, "a", STR("0123456789012345678901234567890123456789"));
	zip_out_add(&z, "b", STR("0123456789012345678901234567890123456789"));
	assert_int_equal(zip_out_end(&z, &e), RC_TOOBIG);
	buf_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parts_come_back),
		cmocka_unit_test(a_file_gets_the_same_bytes),
		cmocka_unit_test(a_file_that_cannot_be_written_is_told),
		cmocka_unit_test(a_full_buffer_is_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

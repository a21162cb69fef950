/* src/doc/zip_out.h: what is written is a ZIP that another library reads, and always the same
 * bytes. */
#include "doc/zip_out.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
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
		cmocka_unit_test(a_full_buffer_is_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

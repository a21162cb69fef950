/* The table that tools/embed.c made of three files, read back against the files themselves. */
#include "base/buf.h"
#include "web/assets.h"

#include <setjmp.h>
#include <stdarg.h>

#include <sodium.h>
#include <zlib.h>

#include <cmocka.h>

static struct str read_source(struct arena *a, const char *path)
{
	char full[1024];
	struct buf b;
	size_t n;
	snprintf(full, sizeof full, "%s/%s", TEST_SOURCE_ROOT, path);
	FILE *f = fopen(full, "rb");
	assert_non_null(f);
	buf_init(&b, 1024 * 1024);
	char *to;
	while ((to = buf_room(&b, 4096)) && (n = fread(to, 1, 4096, f)) > 0)
		b.n += n;
	fclose(f);
	struct str s = arena_str(a, buf_view(&b));
	buf_release(&b);
	return s;
}

static struct str inflated(struct arena *a, struct str gz)
{
	z_stream z = {0};
	size_t room = 1024 * 1024;
	char *out = arena_alloc(a, room);
	assert_int_equal(inflateInit2(&z, 15 + 16), Z_OK);
	z.next_in = (unsigned char *)(uintptr_t)gz.p;
	z.avail_in = (unsigned)gz.n;
	z.next_out = (unsigned char *)out;
	z.avail_out = (unsigned)room;
	assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
	struct str s = {.p = out, .n = z.total_out};
	assert_int_equal(z.avail_in, 0);
	inflateEnd(&z);
	return s;
}

static const struct asset *by_name(const char *name)
{
	for (size_t i = 0; asset_at(i); i++)
		if (!strcmp(asset_at(i)->name, name))
			return asset_at(i);
	return NULL;
}

static void bytes_and_twin_are_those_of_the_file(void **state)
{
	static const char *const files[][2] = {
		{"tplc_fixture.css", "tests/unit/tplc_fixture.html"},
		{"sub/all.js", "tests/unit/embed_test.c"},
	};
	struct arena a;
	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		const struct asset *s = by_name(files[i][0]);
		assert_non_null(s);
		struct str source = read_source(&a, files[i][1]);
		assert_true(source.n > 0 && str_eq(s->body, source));
		assert_non_null(s->gzip.p);
		assert_true(s->gzip.n < s->body.n);
		assert_true(str_eq(inflated(&a, s->gzip), source));
	}
	arena_release(&a);
}

static void the_tag_is_a_hash_of_the_content(void **state)
{
	(void)state;
	assert_true(sodium_init() >= 0);
	for (size_t i = 0; asset_at(i); i++) {
		const struct asset *s = asset_at(i);
		unsigned char hash[16];
		char hex[17], expect[48];
		crypto_generichash(hash, sizeof hash, (const unsigned char *)s->body.p, s->body.n, NULL, 0);
		sodium_bin2hex(hex, sizeof hex, hash, sizeof hex / 2);
		snprintf(expect, sizeof expect, "\"%s\"", hex);
		assert_string_equal(s->etag, expect);
		assert_string_not_equal(s->gzip_etag, s->etag);
		assert_int_equal(s->immutable, memmem(s->path.p, s->path.n, hex, strlen(hex)) != NULL);
	}
}

static void assets_are_found_by_path_and_name(void **state)
{
	size_t count = 0;
	(void)state;
	for (; asset_at(count); count++) {
		const struct asset *s = asset_at(count);
		assert_ptr_equal(asset_find(s->path), s);
		assert_true(str_eq(asset_url(s->name), s->path));
	}
	assert_int_equal(count, 3);
	assert_null(asset_find(STR("")));
	assert_null(asset_find(STR("/a/00000000000000000000000000000000/sub/all.js")));
	assert_null(asset_find(STR("/zzz")));
	assert_null(asset_find(STR_NULL));
}

static void a_fixed_name_keeps_its_path(void **state)
{
	(void)state;
	const struct asset *s = asset_find(STR("/robots.txt"));
	assert_non_null(s);
	assert_false(s->immutable);
	assert_string_equal(s->type, "text/plain; charset=utf-8");
	/* Three lines are too short for compression to save anything. */
	assert_null(s->gzip.p);
	assert_true(str_starts(by_name("sub/all.js")->path, "/a/"));
	assert_string_equal(by_name("sub/all.js")->type, "text/javascript; charset=utf-8");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bytes_and_twin_are_those_of_the_file),
		cmocka_unit_test(the_tag_is_a_hash_of_the_content),
		cmocka_unit_test(assets_are_found_by_path_and_name),
		cmocka_unit_test(a_fixed_name_keeps_its_path),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

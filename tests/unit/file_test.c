/*
 * Files on both engines: stored once by content, back as they were with little memory, refused
 * by what they are, seen within the scope only, purged, checked; half a content harms nobody.
 */
#include "upload_fixture.h"

#include "app/file/file.h"
#include "cli/parsers.h"
#include "db/sql_file.h"
#include "db/sql_import.h"
#include "job/sandbox.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/resource.h>
#include <unistd.h>

#define CLERK "vidu.thuongtruc"
#define BIG ((int64_t)50 << 20)

static struct str hash_of(struct office *o, struct str bytes)
{
	unsigned char *hash = arena_alloc(&o->f->mem, 32);
	crypto_generichash(hash, 32, (const unsigned char *)bytes.p, bytes.n, NULL, 0);
	return (struct str){.p = (char *)hash, .n = 32};
}

static int64_t add_file(struct office *o, const char *name, struct str bytes, int64_t person)
{
	struct acting *a = office_as(o, CLERK);
	struct http_part part = part_of(name, bytes);
	WANT(o, RC_OK, upload_op(a, "file.add", &part, "person_id", num(o, person), NULL));
	return a->out.id;
}

static int64_t somebody(struct office *o)
{
	return person_named(o, "Tẩn Mùi Phạm");
}

/* The whole answer of file.get in memory. */
static struct str get_file(struct office *o, const char *who, int64_t id)
{
	struct acting *a = office_as(o, who);
	WANT(o, RC_OK, run_op(a, "file.get", "id", num(o, id), NULL));
	char *p = arena_alloc(&o->f->mem, (size_t)a->out.fd_size + 1);
	assert_int_equal(pread(a->out.fd, p, (size_t)a->out.fd_size, 0), a->out.fd_size);
	close(a->out.fd);
	return (struct str){.p = p, .n = (size_t)a->out.fd_size};
}

/* --- in and out ---------------------------------------------------------------------------- */

static void run_back(struct office *o)
{
	struct str text = STR("%PDF-1.7\nnội dung");
	int64_t id = add_file(o, "minh chứng.pdf", text, somebody(o)), again;
	struct acting *a = office_as(o, CLERK);
	struct rows rows;
	WANT(o, RC_OK, run_op(a, "file.get", "id", num(o, id), NULL));
	assert_true(str_eqz(a->out.file_name, "minh chứng.pdf"));
	assert_true(str_eqz(a->out.file_type, "application/pdf"));
	close(a->out.fd);
	assert_true(str_eq(get_file(o, CLERK, id), text));
	WANT(o, RC_OK, list_op(a, &rows, "file.list", "person", num(o, somebody(o)), NULL));
	assert_int_equal(rows.count, 1);
	/* The same content under another name is stored once. */
	again = add_file(o, "bản khác.pdf", text, somebody(o));
	assert_true(str_eq(get_file(o, CLERK, again), text));
	struct sql_file_body_next *bodies;
	size_t n;
	EXPECT(o->f, RC_OK, sql_file_body_next(o->f->db, &o->f->mem, STR(""), &bodies, &n));
	assert_int_equal(n, 1);
}

/* A spool file as the server makes it: the part begins somewhere inside. */
static struct http_part big_part(struct office *o, int64_t offset)
{
	int fd = open(o->app.spool_dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	unsigned char chunk[65536];
	assert_true(fd >= 0);
	assert_int_equal(pwrite(fd, "%PDF-1.4\n", 9, offset), 9);
	for (int64_t at = 9; at < BIG; at += (int64_t)sizeof chunk) {
		uint64_t x = (uint64_t)at;
		for (size_t i = 0; i < sizeof chunk; i += 8) {
			x = x * UINT64_C(6364136223846793005) + 1442695040888963407u;
			memcpy(chunk + i, &x, 8);
		}
		size_t n = BIG - at < (int64_t)sizeof chunk ? (size_t)(BIG - at) : sizeof chunk;
		assert_int_equal(pwrite(fd, chunk, n, offset + at), n);
	}
	return (struct http_part){
		.is_file = true, .filename = STR("lon.pdf"), .fd = fd, .offset = offset, .size = BIG};
}

static void same_bytes(int a, int64_t offset, int b, int64_t size)
{
	char one[65536], two[65536];
	for (int64_t at = 0; at < size; at += (int64_t)sizeof one) {
		size_t n = size - at < (int64_t)sizeof one ? (size_t)(size - at) : sizeof one;
		assert_int_equal(pread(a, one, n, offset + at), n);
		assert_int_equal(pread(b, two, n, at), n);
		assert_memory_equal(one, two, n);
	}
}

/* Memory of our own (not mapped files) may grow by so much from here on; NULL: without end. */
static void memory_bound(const size_t *more)
{
	struct rlimit limit;
	char line[200];
	unsigned long now_kib = 0;
	FILE *f = fopen("/proc/self/status", "re");
	assert_non_null(f);
	while (fgets(line, sizeof line, f))
		if (sscanf(line, "VmData: %lu kB", &now_kib) == 1)
			break;
	fclose(f);
	assert_true(now_kib > 0);
	assert_int_equal(getrlimit(RLIMIT_DATA, &limit), 0);
	limit.rlim_cur = more ? now_kib * 1024 + *more : limit.rlim_max;
	assert_int_equal(setrlimit(RLIMIT_DATA, &limit), 0);
}

static void run_big(struct office *o)
{
	struct acting *a = office_as(o, CLERK);
	struct http_part part = big_part(o, 777);
	const size_t more = (size_t)16 << 20;
#if !defined(__SANITIZE_ADDRESS__)
	memory_bound(&more);
#else
	(void)more;
#endif
	WANT(o, RC_OK, upload_op(a, "file.add", &part, "person_id", num(o, somebody(o)), NULL));
	WANT(o, RC_OK, run_op(a, "file.get", "id", num(o, a->out.id), NULL));
	memory_bound(NULL);
	assert_int_equal(a->out.fd_size, BIG);
	same_bytes(part.fd, 777, a->out.fd, BIG);
	close(a->out.fd);
	close(part.fd);
}

/* --- refused ------------------------------------------------------------------------------- */

static void refused(struct office *o, const char *name, struct str bytes, const char *says)
{
	struct acting *a = office_as(o, CLERK);
	struct http_part part = part_of(name, bytes);
	struct sql_file_body_next *bodies;
	size_t n;
	WANT(o, RC_INVALID, upload_op(a, "file.add", &part, "person_id", num(o, somebody(o)), NULL));
	if (!strstr(a->c.err->message, says) || strcmp(a->c.err->field, "content") != 0)
		fail_msg("%s: %s", a->c.err->field, a->c.err->message);
	EXPECT(o->f, RC_OK, sql_file_body_next(o->f->db, &o->f->mem, STR(""), &bodies, &n));
	assert_int_equal(n, 0);
}

static void run_refused(struct office *o)
{
	refused(o, "a.pdf",
	        STR("\x7f"
	            "ELF\x02\x01"),
	        "chương trình");
	refused(o, "a.txt", STR("#!/bin/sh\nrm -rf /\n"), "chương trình");
	refused(o, "a.html", STR("<!doctype html><script>x()</script>"), "mã chạy được");
	refused(o, "a.gif", STR("GIF89a\1\0\1\0"), "không nhận");
	refused(o, "a.bin", STR("\x01\x02\x03\x04"), "không nhận");
	refused(o, "a.doc", STR("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1...."), "đời cũ");
	refused(o, "a.docx", STR("%PDF-1.4 x"), "không hợp với nội dung");
	refused(o, "a.pdf", STR(""), "rỗng");
	refused(o, "a.png", STR("\x89PNG\r\n\x1A\n broken"), "");
	struct acting *a = office_as(o, CLERK);
	struct http_part part = part_of("a.pdf", STR("%PDF-1.4 x"));
	WANT(o, RC_INVALID, upload_op(a, "file.add", &part, NULL)); /* neither person nor unit */
}

/* A JPEG of 8 x 8 made with an EXIF block that says where it was taken. */
static struct str photo(struct office *o)
{
	static const unsigned char jpeg[] = {
#include "photo_gps.inc"
	};
	(void)o;
	return (struct str){.p = (const char *)jpeg, .n = sizeof jpeg};
}

static void run_photo(struct office *o)
{
	struct str before = photo(o);
	assert_non_null(memmem(before.p, before.n, "Exif", 4));
	assert_non_null(memmem(before.p, before.n, "LaoCaiGPS", 9));
	struct str after = get_file(o, CLERK, add_file(o, "anh.jpg", before, somebody(o)));
	assert_memory_equal(after.p, "\xFF\xD8\xFF", 3);
	assert_null(memmem(after.p, after.n, "Exif", 4));
	assert_null(memmem(after.p, after.n, "LaoCaiGPS", 9));
}

/* --- the line first, the copying after ----------------------------------------------------- */

static int64_t downloads(struct office *o)
{
	return list_count(office_as(o, "vidu.thanhtra"), "journal.list", "op", "file.get", NULL);
}

static enum rc drop_chunks(void *arg)
{
	struct office *o = ((void **)arg)[0];
	return sql_file_chunk_drop(o->f->db, *(struct str *)((void **)arg)[1], NULL);
}

/* Content that cannot be read is not given out, and that it was asked for is known all the same. */
static void run_line_first(struct office *o)
{
	struct str text = STR("%PDF-1.7\nđọc sau dòng nhật ký"), hash = hash_of(o, text);
	int64_t id = add_file(o, "a.pdf", text, somebody(o)), before = downloads(o);
	struct acting *a = office_as(o, CLERK);
	get_file(o, CLERK, id);
	assert_int_equal(downloads(o), before + 1);
	/* A key holds the answer of a write only: a download that is asked for again is one more. */
	a->how.idempotency = STR("tải-lại");
	get_file(o, CLERK, id);
	a = office_as(o, CLERK);
	a->how.idempotency = STR("tải-lại");
	WANT(o, RC_OK, run_op(a, "file.get", "id", num(o, id), NULL));
	WANT(o, RC_OK, run_op(a, "file.get", "id", num(o, id), NULL));
	assert_true(a->out.fd >= 0 && !a->out.replayed);
	assert_int_equal(downloads(o), before + 4);
	before += 3;
	EXPECT(o->f, RC_OK, db_tx(o->f->db, DB_WRITE, drop_chunks, (void *[]){o, &hash}));
	WANT(o, RC_IO, run_op(a, "file.get", "id", num(o, id), NULL));
	assert_int_equal(a->out.fd, -1);
	assert_int_equal(downloads(o), before + 2);
}

/* --- how much a day ------------------------------------------------------------------------ */

static void run_day_limit(struct office *o)
{
	struct acting *admin = office_as(o, "vidu.quantri"), *a = office_as(o, CLERK);
	char *big = arena_alloc(&o->f->mem, (size_t)30 << 20);
	memset(big, ' ', (size_t)30 << 20);
	memcpy(big, "%PDF-1.7", 8);
	struct http_part part = part_of("lớn.pdf", (struct str){.p = big, .n = (size_t)30 << 20}),
					 small = part_of("nhỏ.pdf", STR("%PDF-1.4 x"));
	const char *person = num(o, somebody(o));
	WANT(o, RC_OK,
	     run_op(admin, "setting.set", "key", "upload.day_mb", "value", "50", "basis", "Thử", NULL));
	WANT(o, RC_OK, upload_op(a, "file.add", &part, "person_id", person, NULL));
	WANT(o, RC_INVALID, upload_op(a, "file.add", &part, "person_id", person, NULL));
	assert_string_equal(o->f->err.field, "content");
	assert_non_null(strstr(o->f->err.message, "50 MB một ngày"));
	/* What was refused does not count, others are not held up, and tomorrow is another day. */
	WANT(o, RC_OK, upload_op(a, "file.add", &small, "person_id", person, NULL));
	WANT(o, RC_OK,
	     upload_op(office_as(o, "vidu.canbo"), "file.add", &part, "person_id", person, NULL));
	o->now_ms += (int64_t)24 * 3600 * 1000;
	WANT(o, RC_OK, upload_op(office_as(o, CLERK), "file.add", &part, "person_id", person, NULL));
}

/* --- who ----------------------------------------------------------------------------------- */

static void run_scope(struct office *o)
{
	struct acting *member = office_as(o, "vidu.canbo"), *other = office_as(o, "vidu.ketoan");
	struct http_part part = part_of("a.pdf", STR("%PDF-1.4 x"));
	int64_t chief = person_named(o, "Trần Quốc Việt");
	int64_t mine = add_file(o, "a.pdf", STR("%PDF-1.4 mine"), somebody(o));
	int64_t theirs = add_file(o, "b.pdf", STR("%PDF-1.4 theirs"), chief);
	get_file(o, "vidu.canbo", mine);
	WANT(o, RC_NOTFOUND, run_op(member, "file.get", "id", num(o, theirs), NULL));
	WANT(o, RC_NOTFOUND, run_op(member, "file.remove", "id", num(o, theirs), NULL));
	WANT(o, RC_NOTFOUND, run_op(other, "file.get", "id", num(o, mine), NULL));
	WANT(o, RC_INVALID, upload_op(member, "file.add", &part, "person_id", num(o, chief), NULL));
	WANT(o, RC_OK, upload_op(member, "file.add", &part, "person_id", num(o, somebody(o)), NULL));
}

static void run_remove_own(struct office *o)
{
	struct acting *member = office_as(o, "vidu.canbo");
	struct http_part part = part_of("a.pdf", STR("%PDF-1.4 x"));
	int64_t about_me = add_file(o, "a.pdf", STR("%PDF-1.4 about"), somebody(o));
	WANT(o, RC_DENIED, run_op(member, "file.remove", "id", num(o, about_me), NULL));
	get_file(o, "vidu.canbo", about_me);
	WANT(o, RC_OK, upload_op(member, "file.add", &part, "person_id", num(o, somebody(o)), NULL));
	WANT(o, RC_OK, run_op(member, "file.remove", "id", num(o, member->out.id), NULL));
	WANT(o, RC_OK, run_op(office_as(o, CLERK), "file.remove", "id", num(o, about_me), NULL));
}

/* The files of a person go along to another unit, and stay behind in none. */
static void run_transfer(struct office *o)
{
	struct acting *admin = office_as(o, "vidu.quantri");
	int64_t file = add_file(o, "a.pdf", STR("%PDF-1.4 about"), somebody(o));
	const char *nc = num(o, unit_named(o, "Phòng Nội chính")), *id = num(o, file),
			   *person = num(o, somebody(o));
	WANT(o, RC_OK,
	     run_op(admin, "grant.add", "person_id", num(o, person_named(o, "Trần Thị Xuyến")), "role",
	            "unit_head", "unit_id", nc, NULL));
	get_file(o, "vidu.truongphong", file);
	WANT(o, RC_NOTFOUND, run_op(office_as(o, "vidu.ketoan"), "file.get", "id", id, NULL));
	WANT(o, RC_OK,
	     run_op(admin, "post.add", "person_id", person, "unit_id", nc, "title", "Chuyên viên", "on",
	            "23/11/2026", NULL));
	get_file(o, "vidu.ketoan", file);
	WANT(o, RC_NOTFOUND, run_op(office_as(o, "vidu.truongphong"), "file.get", "id", id, NULL));
	assert_int_equal(
		list_count(office_as(o, "vidu.truongphong"), "file.list", "person", person, NULL), 0);
	assert_int_equal(list_count(office_as(o, "vidu.ketoan"), "file.list", "person", person, NULL),
	                 1);
}

/* The file of an import is full of personal data: no general operation reaches it. */
static void run_guarded(struct office *o)
{
	struct acting *a = office_as(o, CLERK);
	struct http_part part = part_of("ds.csv", STR("Họ tên;Đơn vị\nMa Seo Chứ;Phòng Nội chính\n"));
	struct sql_import_get import;
	WANT(o, RC_OK, upload_op(a, "import.add", &part, "kind", "person", NULL));
	EXPECT(o->f, RC_OK, sql_import_get(o->f->db, &o->f->mem, a->out.id, &import));
	WANT(o, RC_NOTFOUND, run_op(a, "file.get", "id", num(o, import.file_id), NULL));
	assert_int_equal(list_count(a, "file.list", NULL), 0);
}

/* --- care ---------------------------------------------------------------------------------- */

static void run_purge(struct office *o)
{
	struct acting *a = office_as(o, CLERK);
	struct str text = STR("%PDF-1.4 one"), kept = STR("%PDF-1.4 two");
	struct sql_file_body_get body;
	int64_t id = add_file(o, "a.pdf", text, somebody(o)),
			twin = add_file(o, "b.pdf", text, somebody(o)), gone;
	add_file(o, "c.pdf", kept, somebody(o));
	WANT(o, RC_OK, run_op(a, "file.remove", "id", num(o, id), NULL));
	WANT(o, RC_NOTFOUND, run_op(a, "file.get", "id", num(o, id), NULL));
	a->c.now_ms += (int64_t)2 * 24 * 3600 * 1000;
	WANT(o, RC_OK, file_purge(&a->c, &gone));
	assert_int_equal(gone, 0); /* another row has the same content */
	WANT(o, RC_OK, run_op(a, "file.remove", "id", num(o, twin), NULL));
	a->c.now_ms = o->now_ms;
	WANT(o, RC_OK, file_purge(&a->c, &gone));
	assert_int_equal(gone, 0); /* stored today: somebody may be about to refer to it */
	a->c.now_ms += (int64_t)2 * 24 * 3600 * 1000;
	WANT(o, RC_OK, file_purge(&a->c, &gone));
	assert_int_equal(gone, 1);
	WANT(o, RC_NOTFOUND, sql_file_body_get(o->f->db, &o->f->mem, hash_of(o, text), &body));
	WANT(o, RC_OK, sql_file_body_get(o->f->db, &o->f->mem, hash_of(o, kept), &body));
}

struct half {
	struct office *o;
	struct str hash, bytes;
};

/* What a crash after the first chunk leaves: not whole. */
static enum rc half_tx(void *arg)
{
	struct half *h = arg;
	struct sql_file_body_begin body;
	TRY(sql_file_body_begin(h->o->f->db, &h->o->f->mem, h->hash, (int64_t)h->bytes.n, h->o->now_ms,
	                        &body));
	return sql_file_chunk_add(h->o->f->db, h->hash, 0, (struct str){.p = h->bytes.p, .n = 5}, NULL);
}

static void run_half(struct office *o)
{
	struct acting *a = office_as(o, CLERK);
	struct str lost = STR("%PDF-1.4 never finished");
	struct half h = {.o = o, .hash = hash_of(o, lost), .bytes = lost};
	struct file_check found;
	struct sql_file_body_get body;
	int64_t gone;
	EXPECT(o->f, RC_OK, db_tx(o->f->db, DB_WRITE, half_tx, &h));
	WANT(o, RC_OK, file_check_all(&a->c, &found));
	assert_int_equal(found.contents + found.damaged + found.missing, 0);
	a->c.now_ms += (int64_t)2 * 24 * 3600 * 1000;
	WANT(o, RC_OK, file_purge(&a->c, &gone));
	assert_int_equal(gone, 1);
	WANT(o, RC_NOTFOUND, sql_file_body_get(o->f->db, &o->f->mem, h.hash, &body));
}

static enum rc damage_tx(void *arg)
{
	struct half *h = arg;
	TRY(sql_file_chunk_drop(h->o->f->db, h->hash, NULL));
	return sql_file_chunk_add(h->o->f->db, h->hash, 0, h->bytes, NULL);
}

static enum rc lose_tx(void *arg)
{
	struct half *h = arg;
	struct office *o = h->o;
	int64_t id;
	return sql_file_add(o->f->db, h->hash, STR("x.pdf"), STR("application/pdf"), 5, STR("person"),
	                    1, DB_NULL, DB_NULL, DB_NULL, o->now_ms, 0, &id);
}

static void run_check(struct office *o)
{
	struct acting *a = office_as(o, CLERK);
	struct str text = STR("%PDF-1.4 right");
	struct half h = {.o = o, .hash = hash_of(o, text), .bytes = STR("%PDF-1.4 wrong")};
	struct half lost = {.o = o, .hash = hash_of(o, STR("nowhere"))};
	struct file_check found;
	int64_t id = add_file(o, "a.pdf", text, somebody(o));
	add_file(o, "b.pdf", STR("%PDF-1.4 other"), somebody(o));
	WANT(o, RC_OK, file_check_all(&a->c, &found));
	assert_int_equal(found.contents, 2);
	assert_int_equal(found.damaged + found.missing, 0);
	EXPECT(o->f, RC_OK, db_tx(o->f->db, DB_WRITE, damage_tx, &h));
	EXPECT(o->f, RC_OK, db_tx(o->f->db, DB_WRITE, lose_tx, &lost));
	WANT(o, RC_OK, file_check_all(&a->c, &found));
	assert_int_equal(found.damaged, 1);
	assert_int_equal(found.missing, 1);
	WANT(o, RC_IO, run_op(a, "file.get", "id", num(o, id), NULL));
}

#define ON_BOTH(name, fn)                                                                          \
	static void name(void **state)                                                                 \
	{                                                                                              \
		(void)state;                                                                               \
		office_each_engine(fn);                                                                    \
	}
ON_BOTH(a_file_comes_back_as_it_was_and_is_stored_once, run_back)
ON_BOTH(fifty_megabytes_need_little_memory, run_big)
ON_BOTH(what_a_file_is_decides_not_its_name, run_refused)
ON_BOTH(a_photograph_loses_its_place, run_photo)
ON_BOTH(nothing_is_given_out_without_its_line, run_line_first)
ON_BOTH(an_account_sends_so_much_a_day, run_day_limit)
ON_BOTH(files_are_seen_within_the_scope, run_scope)
ON_BOTH(one_removes_about_oneself_only_what_one_added, run_remove_own)
ON_BOTH(files_go_with_their_person, run_transfer)
ON_BOTH(guarded_files_are_not_reached_generally, run_guarded)
ON_BOTH(unused_contents_go_after_a_day, run_purge)
ON_BOTH(half_a_content_is_harmless, run_half)
ON_BOTH(damage_and_loss_are_found, run_check)

int main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "parse") == 0)
		return sandbox_child(argc, argv, cli_parsers, cli_parser_count);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_comes_back_as_it_was_and_is_stored_once),
		cmocka_unit_test(fifty_megabytes_need_little_memory),
		cmocka_unit_test(what_a_file_is_decides_not_its_name),
		cmocka_unit_test(a_photograph_loses_its_place),
		cmocka_unit_test(nothing_is_given_out_without_its_line),
		cmocka_unit_test(an_account_sends_so_much_a_day),
		cmocka_unit_test(files_are_seen_within_the_scope),
		cmocka_unit_test(one_removes_about_oneself_only_what_one_added),
		cmocka_unit_test(files_go_with_their_person),
		cmocka_unit_test(guarded_files_are_not_reached_generally),
		cmocka_unit_test(unused_contents_go_after_a_day),
		cmocka_unit_test(half_a_content_is_harmless),
		cmocka_unit_test(damage_and_loss_are_found),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

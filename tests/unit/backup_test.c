/* A backup is whole or is not there, is refused when a bit has changed, and restores into either
 * engine. */
#include "db/sql_journal.h"
#include "db/sql_keep.h"
#include "db/sql_op.h"
#include "journal/verify.h"
#include "keep_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static struct keep_info *new_info(void)
{
	struct keep_info *i = calloc(1, sizeof *i);
	assert_non_null(i);
	return i;
}

static const char *make_backup(struct kept *k, const char *name)
{
	struct keep_info *info = new_info();
	const char *path = keep_path(k, name);
	WANT(k->o, RC_OK, keep_backup(k->o->f->db, k->o->app.keys, path, info, &k->o->f->err));
	free(info);
	return path;
}

static struct db *open_db(struct kept *k, const char *address)
{
	struct db *db;
	WANT(k->o, RC_OK, db_open(address, 0, &db, &k->o->f->err));
	db_err_to(db, &k->o->f->err);
	return db;
}

/* --- the drill ---------------------------------------------------------------------------- */

/* What was sealed in the old office opens with the ring that came out of the backup. */
static void ring_opens(struct kept *k, struct db *db, const char *ring)
{
	struct keys *keys;
	struct sql_keep_identifier_after *rows;
	size_t n;
	struct arena *mem = &k->o->f->mem;
	struct err *e = &k->o->f->err;
	WANT(k->o, RC_OK, keys_load(ring, &keys, e));
	WANT(k->o, RC_OK, sql_keep_identifier_after(db, mem, 0, &rows, &n));
	assert_true(n > 100);
	for (size_t i = 0; i < n; i++) {
		struct str plain;
		struct str ad = arena_printf(mem, "person:%lld", (long long)rows[i].person_id);
		WANT(k->o, RC_OK,
		     keys_open(keys, arena_strz(mem, rows[i].kind), ad, rows[i].sealed, mem, &plain, e));
		assert_int_equal(plain.n, 12);
	}
	keys_free(keys);
}

struct adding {
	struct db *db;
	int64_t id;
};

static enum rc add_line(void *arg)
{
	struct adding *a = arg;
	return sql_journal_add(a->db, 1, DB_NULL, STR("test"), STR(""), STR("test"), STR(""), DB_NULL,
	                       DB_NULL, DB_NULL, STR("{}"), &a->id);
}

static void goes_on(struct kept *k, struct db *db)
{
	struct sql_keep_journal_last last;
	struct adding a = {.db = db};
	WANT(k->o, RC_OK, db_check(db));
	WANT(k->o, RC_OK, sql_keep_journal_last(db, &k->o->f->mem, &last));
	WANT(k->o, RC_OK, db_tx(db, DB_WRITE, add_line, &a));
	assert_true(a.id > last.id);
}

static void drill_to(struct kept *k, enum db_engine to)
{
	struct keep_info *info = new_info(), *want = keep_sums(k->o->f->db);
	const char *path = make_backup(k, to == DB_SQLITE ? "a.thidua" : "b.thidua");
	const char *data = keep_path(k, to == DB_SQLITE ? "data-a" : "data-b");
	const char *address = to == DB_SQLITE ? NULL : keep_empty(k, to);
	const struct keep_place place = {data, address};
	struct stat st;
	WANT(k->o, RC_OK, keep_restore(path, &k->secret, &place, info, &k->o->f->err));
	assert_true(info->rows > 1000 && info->bytes > 400000);
	assert_string_equal(info->office, "");
	struct db *db =
		open_db(k, address ? address : arena_printf(&k->o->f->mem, "sqlite:%s", data).p);
	struct keep_info *got = keep_sums(db);
	keep_same(want, got);
	keep_same(want, info);
	ring_opens(k, db, arena_printf(&k->o->f->mem, "%s/keys/ring", data).p);
	assert_int_equal(stat(data, &st), 0);
	assert_int_equal(st.st_mode & 077, 0);
	goes_on(k, db);
	db_close(db);
	/* A second time nothing is overwritten. */
	err_clear(&k->o->f->err);
	WANT(k->o, RC_CONFLICT, keep_restore(path, &k->secret, &place, info, &k->o->f->err));
	err_clear(&k->o->f->err);
	free(got);
	free(want);
	free(info);
}

static void run_drill(struct office *o)
{
	struct kept k;
	struct adding a = {.db = o->f->db};
	keep_begin(&k, o);
	keep_fill(&k);
	for (int i = 0; i < 30; i++)
		WANT(o, RC_OK, db_tx(o->f->db, DB_WRITE, add_line, &a));
	drill_to(&k, DB_SQLITE);
	if (getenv("THIDUA_TEST_PG"))
		drill_to(&k, DB_POSTGRES);
	keep_done(&k);
}

/* --- while others write ---------------------------------------------------------------------- */

struct writer {
	struct db *db;
	atomic_bool stop;
	atomic_int rounds;
	struct err err;
};

/* The setting says how many lines there are: together, or not at all. */
static enum rc write_round(void *arg)
{
	struct writer *w = arg;
	char said[24];
	struct adding a = {.db = w->db};
	snprintf(said, sizeof said, "%d", atomic_load(&w->rounds) + 1);
	TRY(add_line(&a));
	return sql_setting_put(w->db, STR("rounds"), str_of(said), 1, NULL);
}

static void *write_on(void *arg)
{
	struct writer *w = arg;
	while (!atomic_load(&w->stop) && db_tx(w->db, DB_WRITE, write_round, w) == RC_OK)
		atomic_fetch_add(&w->rounds, 1);
	return NULL;
}

static int64_t lines_of(struct kept *k, struct db *db)
{
	struct keep_info *sums = keep_sums(db);
	int64_t n = -1;
	(void)k;
	for (int i = 0; i < sums->table_count; i++)
		if (strcmp(sums->tables[i].name, "journal") == 0)
			n = sums->tables[i].rows;
	free(sums);
	return n;
}

static void run_busy(struct office *o)
{
	struct kept k;
	struct writer w = {.stop = false};
	struct sql_setting_get rounds;
	pthread_t thread;
	int64_t said;
	keep_begin(&k, o);
	keep_fill(&k);
	int64_t before = lines_of(&k, o->f->db);
	w.db = db_fixture_connect(o->f, &w.err);
	assert_int_equal(pthread_create(&thread, NULL, write_on, &w), 0);
	while (atomic_load(&w.rounds) < 20)
		usleep(1000);
	const char *path = make_backup(&k, "busy.thidua");
	int after = atomic_load(&w.rounds);
	while (atomic_load(&w.rounds) < after + 5)
		usleep(1000);
	atomic_store(&w.stop, true);
	pthread_join(thread, NULL);
	db_close(w.db);
	struct keep_info *info = new_info();
	const struct keep_place place = {keep_path(&k, "data"), NULL};
	WANT(o, RC_OK, keep_restore(path, &k.secret, &place, info, &o->f->err));
	struct db *db = open_db(&k, arena_printf(&o->f->mem, "sqlite:%s", place.data_dir).p);
	WANT(o, RC_OK, sql_setting_get(db, &o->f->mem, STR("rounds"), &rounds));
	assert_true(str_int(rounds.value, &said));
	assert_true(said >= 20 && said <= after);
	assert_int_equal(lines_of(&k, db), before + said);
	db_close(db);
	free(info);
	keep_done(&k);
}

/* --- damage --------------------------------------------------------------------------------------
 */

static void refused(struct kept *k, const char *path, size_t at)
{
	struct err e = {0};
	struct keep_info *info = new_info();
	enum rc rc = keep_verify(path, &k->secret, info, &e);
	if (rc != RC_INVALID)
		fail_msg("a change at byte %zu: %s", at, rc_word(rc));
	assert_true(e.message[0]);
	free(info);
}

static void flip(int fd, size_t at, unsigned char mask)
{
	unsigned char c;
	assert_int_equal(pread(fd, &c, 1, (off_t)at), 1);
	c ^= mask;
	assert_int_equal(pwrite(fd, &c, 1, (off_t)at), 1);
}

static void run_damage(struct office *o)
{
	struct kept k;
	struct stat st;
	keep_begin(&k, o);
	const char *path = make_backup(&k, "a.thidua");
	int fd = open(path, O_RDWR | O_CLOEXEC);
	assert_int_equal(fstat(fd, &st), 0);
	size_t n = (size_t)st.st_size;
	/* All of the header and of the first and last bytes of pieces, and every 4999th. */
	for (size_t at = 0; at < n; at += at < 200 || at >= n - 40 ? 1
	                                  : 4999 < n - 40 - at     ? 4999
	                                                           : n - 40 - at) {
		unsigned char mask = (unsigned char)(1u << at % 8);
		flip(fd, at, mask);
		refused(&k, path, at);
		flip(fd, at, mask);
	}
	flip(fd, 0, 0);
	for (size_t cut = 1; cut < n; cut = cut * 3 + 1) {
		char last[8];
		size_t keep = cut < sizeof last ? cut : sizeof last;
		assert_int_equal(pread(fd, last, keep, (off_t)(n - keep)), keep);
		assert_int_equal(ftruncate(fd, (off_t)(n - keep)), 0);
		refused(&k, path, n - keep);
		assert_int_equal(pwrite(fd, last, keep, (off_t)(n - keep)), keep);
	}
	assert_int_equal(pwrite(fd, "x", 1, (off_t)n), 1);
	refused(&k, path, n);
	assert_int_equal(ftruncate(fd, (off_t)n), 0);
	close(fd);
	struct keep_info *info = new_info();
	WANT(o, RC_OK, keep_verify(path, &k.secret, info, &o->f->err));
	free(info);
	keep_done(&k);
}

static void run_wrong_secret(struct office *o)
{
	struct kept k;
	struct recovery paper;
	struct box_secret other;
	struct keep_info *info = new_info();
	keep_begin(&k, o);
	const char *path = make_backup(&k, "a.thidua");
	keys_escrow_new(&paper);
	WANT(o, RC_OK, keys_recovery(str_of(paper.text), &other, &o->f->err));
	const struct keep_place place = {keep_path(&k, "data"), NULL};
	WANT(o, RC_INVALID, keep_restore(path, &other, &place, info, &o->f->err));
	assert_int_equal(keep_entries(k.folder), 1);
	/* The escrow file is sealed the same way and still is no backup. */
	err_clear(&o->f->err);
	int fd = open(keep_path(&k, "escrow"), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	WANT(o, RC_OK, keys_escrow_export(o->app.keys, fd, &o->f->err));
	close(fd);
	WANT(o, RC_INVALID, keep_verify(keep_path(&k, "escrow"), &k.secret, info, &o->f->err));
	free(info);
	keep_done(&k);
}

/* --- what must not be left or taken
 * ------------------------------------------------------------------- */

static void run_full(struct office *o)
{
	struct kept k;
	struct keep_info *info = new_info();
	struct rlimit before, small;
	keep_begin(&k, o);
	keep_fill(&k);
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	for (rlim_t limit = 0; limit < 400000; limit += 90000) {
		small = (struct rlimit){.rlim_cur = limit, .rlim_max = before.rlim_max};
		assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
		err_clear(&o->f->err);
		enum rc rc =
			keep_backup(o->f->db, o->app.keys, keep_path(&k, "a.thidua"), info, &o->f->err);
		assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
		WANT(o, RC_IO, rc);
		assert_int_equal(keep_entries(k.folder), 0);
	}
	/* Neither is the connection spoiled by it. */
	err_clear(&o->f->err);
	make_backup(&k, "a.thidua");
	assert_int_equal(keep_entries(k.folder), 1);
	WANT(o, RC_CONFLICT,
	     keep_backup(o->f->db, o->app.keys, keep_path(&k, "a.thidua"), info, &o->f->err));
	free(info);
	keep_done(&k);
}

static void run_newer(struct office *o)
{
	struct kept k;
	struct keep_info *info = new_info();
	char sql[160];
	keep_begin(&k, o);
	snprintf(
		sql, sizeof sql,
		"INSERT INTO schema_version (version, name, hash, applied_ms) VALUES (%d, 'later', 'x', 1)",
		db_program_version() + 1);
	raw(o->f->address, sql);
	const char *path = make_backup(&k, "a.thidua");
	const struct keep_place place = {keep_path(&k, "data"), NULL};
	WANT(o, RC_CONFLICT, keep_restore(path, &k.secret, &place, info, &o->f->err));
	assert_int_equal(keep_entries(k.folder), 1);
	free(info);
	keep_done(&k);
}

static void run_unknown_table(struct office *o)
{
	struct kept k;
	struct keep_info *info = new_info();
	bool lite = str_starts(str_of(o->f->address), "sqlite:");
	keep_begin(&k, o);
	raw(o->f->address,
	    lite ? "CREATE TABLE later (a INTEGER) STRICT" : "CREATE TABLE later (a BIGINT)");
	WANT(o, RC_BUG,
	     keep_backup(o->f->db, o->app.keys, keep_path(&k, "a.thidua"), info, &o->f->err));
	assert_non_null(strstr(o->f->err.detail, "later"));
	raw(o->f->address, "DROP TABLE later");
	raw(o->f->address, lite ? "CREATE TABLE later (a INTEGER PRIMARY KEY, b ANY) STRICT"
	                        : "CREATE TABLE later (a BIGINT PRIMARY KEY, b NUMERIC)");
	err_clear(&o->f->err);
	WANT(o, RC_BUG,
	     keep_backup(o->f->db, o->app.keys, keep_path(&k, "a.thidua"), info, &o->f->err));
	assert_non_null(strstr(o->f->err.detail, "later.b"));
	assert_int_equal(keep_entries(k.folder), 0);
	/* One that the program does not know is saved, and stops the restore with its name. */
	raw(o->f->address, "DROP TABLE later");
	raw(o->f->address, lite ? "CREATE TABLE later (a INTEGER PRIMARY KEY) STRICT"
	                        : "CREATE TABLE later (a BIGINT PRIMARY KEY)");
	err_clear(&o->f->err);
	const char *path = make_backup(&k, "a.thidua");
	const struct keep_place place = {keep_path(&k, "data"), NULL};
	WANT(o, RC_CONFLICT, keep_restore(path, &k.secret, &place, info, &o->f->err));
	assert_non_null(strstr(o->f->err.message, "later"));
	assert_int_equal(keep_entries(k.folder), 1);
	free(info);
	keep_done(&k);
}

#define EACH(name)                                                                                 \
	static void name(void **state)                                                                 \
	{                                                                                              \
		(void)state;                                                                               \
		office_each_engine(run_##name);                                                            \
	}
EACH(drill)
EACH(busy)
EACH(wrong_secret)
EACH(full)
EACH(newer)
EACH(unknown_table)

static void damage(void **state)
{
	(void)state;
	office_on(DB_SQLITE, run_damage);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(drill),         cmocka_unit_test(busy), cmocka_unit_test(damage),
		cmocka_unit_test(wrong_secret),  cmocka_unit_test(full), cmocka_unit_test(newer),
		cmocka_unit_test(unknown_table),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

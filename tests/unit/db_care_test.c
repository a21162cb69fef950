/* A copy made while others write is whole, and damage is found. */
#include "db_fixture.h"
#include "sql_rules.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <fcntl.h>
#include <unistd.h>

struct work {
	struct db_fixture *f;
	struct db *second;
	const char *folder;
	int64_t id;
};

static enum rc add_chunk(void *arg)
{
	struct work *w = arg;
	return sql_chunk_add(w->f->db, STR("h"), 0, STR("content"), NULL);
}

static enum rc add_note(void *arg)
{
	struct work *w = arg;
	return sql_note_add(w->f->db, STR("committed"), &w->id);
}

/* The copy is made by the other connection while this one has something not yet committed. */
static enum rc backup_meanwhile(void *arg)
{
	struct work *w = arg;
	int64_t id;
	TRY(sql_note_add(w->f->db, STR("open"), &id));
	return db_backup(w->second, w->folder);
}

static void look_into_copy(struct work *w)
{
	struct err e = {0};
	struct db *db;
	struct sql_note_get note;
	struct sql_chunk_get chunk;
	const char *address = arena_printf(&w->f->mem, "sqlite:%s", w->folder).p;
	assert_int_equal(db_open(address, 0, &db, &e), RC_OK);
	assert_int_equal(sql_note_get(db, &w->f->mem, w->id, &note), RC_OK);
	assert_true(str_eqz(note.text, "committed"));
	assert_int_equal(sql_note_get(db, &w->f->mem, w->id + 1, &note), RC_NOTFOUND);
	assert_int_equal(sql_chunk_get(db, &w->f->mem, STR("h"), 0, &chunk), RC_OK);
	assert_int_equal(db_check(db), RC_OK);
	assert_int_equal(db_migrate(db), RC_OK);
	db_close(db);
}

static void remove_copy(struct work *w)
{
	static const char *const names[] = {"thidua.db", "files.db"};
	for (int i = 0; i < 2; i++)
		assert_int_equal(unlink(arena_printf(&w->f->mem, "%s/%s", w->folder, names[i]).p), 0);
	assert_int_equal(rmdir(w->folder), 0);
}

static void run_backup(struct db_fixture *f)
{
	struct err e = {0};
	struct work w = {.f = f, .second = db_fixture_connect(f, &e)};
	w.folder = arena_printf(&f->mem, "%s-copy", f->address + strlen("sqlite:")).p;
	EXPECT(f, RC_OK, db_tx(f->db, DB_WRITE, add_chunk, &w));
	EXPECT(f, RC_OK, db_tx(f->db, DB_WRITE, add_note, &w));
	EXPECT(f, RC_OK, db_tx(f->db, DB_WRITE, backup_meanwhile, &w));
	look_into_copy(&w);
	/* Never over something that is there. */
	assert_int_equal(db_backup(w.second, w.folder), RC_IO);
	remove_copy(&w);
	db_close(w.second);
}

static void run_no_backup(struct db_fixture *f)
{
	EXPECT(f, RC_INVALID, db_backup(f->db, "/tmp/thidua-not-made"));
	assert_int_equal(access("/tmp/thidua-not-made", F_OK), -1);
}

static void run_check(struct db_fixture *f)
{
	struct work w = {.f = f};
	EXPECT(f, RC_OK, db_check(f->db));
	/* The check leaves the connection as it was. */
	EXPECT(f, RC_OK, db_tx(f->db, DB_WRITE, add_note, &w));
}

static void overwrite(const char *path, off_t from)
{
	static const char junk[4096] = "not a page";
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	assert_true(fd >= 0);
	assert_int_equal(pwrite(fd, junk, sizeof junk, from), sizeof junk);
	close(fd);
}

static void run_damage(struct db_fixture *f)
{
	struct err e = {0};
	db_close(f->db);
	overwrite(arena_printf(&f->mem, "%s/thidua.db", f->address + strlen("sqlite:")).p, 4096 * 3);
	f->db = db_fixture_connect(f, &e);
	assert_int_equal(db_check(f->db), RC_IO);
	assert_non_null(strstr(e.detail, "integrity_check"));
	db_err_to(f->db, NULL);
}

#define ON_ONE(engine, name)                                                                       \
	static void name(void **state)                                                                 \
	{                                                                                              \
		(void)state;                                                                               \
		db_fixture_on(engine, run_##name);                                                         \
	}
ON_ONE(DB_SQLITE, backup)
ON_ONE(DB_POSTGRES, no_backup)
ON_ONE(DB_SQLITE, damage)

static void check(void **state)
{
	(void)state;
	db_fixture_each_engine(run_check);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(backup),
		cmocka_unit_test(no_backup),
		cmocka_unit_test(check),
		cmocka_unit_test(damage),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

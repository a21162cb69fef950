/* Migrations run once and in order, wrong ones are refused, their triggers hold. */
#include "db_fixture.h"
#include "sql_items.h"
#include "sql_rules.h"
#include "temp.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

struct work {
	struct db_fixture *f;
	int64_t id, other;
	struct str text;
	struct date from, to;
	const char *kind;
	int what;
};

static enum rc tx(struct db_fixture *f, enum rc (*fn)(void *arg), struct work *w)
{
	w->f = f;
	err_clear(&f->err);
	return db_tx(f->db, DB_WRITE, fn, w);
}

static enum rc forge(void *arg)
{
	struct work *w = arg;
	return sql_version_forge(w->f->db, w->id, NULL);
}

static enum rc rehash(void *arg)
{
	struct work *w = arg;
	return sql_version_rehash(w->f->db, w->id, NULL);
}

static void run_version(struct db_fixture *f)
{
	int version;
	EXPECT(f, RC_OK, db_version(f->db, &version));
	assert_int_equal(version, 2);
	assert_int_equal(db_program_version(), 2);
	EXPECT(f, RC_OK, db_migrate(f->db));
	EXPECT(f, RC_OK, db_version(f->db, &version));
	assert_int_equal(version, 2);
}

static void run_newer_is_refused(struct db_fixture *f)
{
	struct work w = {.id = 3};
	int version;
	EXPECT(f, RC_OK, tx(f, forge, &w));
	EXPECT(f, RC_CONFLICT, db_migrate(f->db));
	assert_non_null(strstr(f->err.message, "mới hơn chương trình này"));
	err_clear(&f->err);
	EXPECT(f, RC_OK, db_version(f->db, &version));
	assert_int_equal(version, 3);
}

static void run_changed_is_refused(struct db_fixture *f)
{
	struct work w = {.id = 1};
	EXPECT(f, RC_OK, tx(f, rehash, &w));
	EXPECT(f, RC_CONFLICT, db_migrate(f->db));
	assert_non_null(strstr(f->err.message, "Bước cập nhật dữ liệu số 1 (things)"));
}

/* Only the version was not written down: the step runs into its own tables and is undone. */
static enum rc forget(void *arg)
{
	struct work *w = arg;
	return sql_version_forget(w->f->db, w->id, NULL);
}

static void run_failed_step_is_undone(struct db_fixture *f)
{
	struct work w = {.id = 2};
	int version;
	EXPECT(f, RC_OK, tx(f, forget, &w));
	EXPECT(f, RC_BUG, db_migrate(f->db));
	err_clear(&f->err);
	EXPECT(f, RC_OK, db_version(f->db, &version));
	assert_int_equal(version, 1);
}

/* --- a new database, by two at once ------------------------------------------------------ */

struct instance {
	pthread_t thread;
	char address[TEMP_MAX + 16];
	struct err err;
	enum rc rc;
	int version;
};

static void *set_up(void *arg)
{
	struct instance *i = arg;
	struct db *db;
	i->rc = db_open(i->address, DB_CREATE, &db, &i->err);
	if (i->rc != RC_OK)
		return NULL;
	db_err_to(db, &i->err);
	i->rc = db_migrate(db);
	if (i->rc == RC_OK)
		i->rc = db_version(db, &i->version);
	db_close(db);
	return NULL;
}

static void two_instances_set_up_one_database(void **state)
{
	(void)state;
	struct instance two[2] = {0};
	char folder[TEMP_MAX], path[TEMP_MAX + 32];
	temp_folder(folder, "thidua-new");
	for (int i = 0; i < 2; i++) {
		snprintf(two[i].address, sizeof two[i].address, "sqlite:%s/data", folder);
		pthread_create(&two[i].thread, NULL, set_up, &two[i]);
	}
	for (int i = 0; i < 2; i++) {
		pthread_join(two[i].thread, NULL);
		if (two[i].rc != RC_OK)
			fail_msg("%s %s", two[i].err.message, two[i].err.detail);
		assert_int_equal(two[i].version, 2);
	}
	snprintf(path, sizeof path, "%s/data/thidua.db", folder);
	assert_int_equal(unlink(path), 0);
	snprintf(path, sizeof path, "%s/data/files.db", folder);
	assert_int_equal(unlink(path), 0);
	snprintf(path, sizeof path, "%s/data", folder);
	assert_int_equal(rmdir(path), 0);
	assert_int_equal(rmdir(folder), 0);
}

static void missing_is_not_made_unasked(void **state)
{
	(void)state;
	struct err e = {0};
	struct db *db;
	assert_int_equal(db_open("sqlite:/tmp/thidua-there-is-no-such-folder", 0, &db, &e),
	                 RC_NOTFOUND);
	assert_null(db);
	err_clear(&e);
	assert_int_equal(db_open("mysql://x", 0, &db, &e), RC_INVALID);
	err_clear(&e);
	assert_int_equal(db_open("postgresql://nobody@127.0.0.1:1/none", 0, &db, &e), RC_IO);
	assert_true(*e.message);
}

/* --- append only --------------------------------------------------------------------------- */

static enum rc note_write(void *arg)
{
	struct work *w = arg;
	struct db *db = w->f->db;
	switch (w->what) {
	case 0: return sql_note_add(db, STR("first"), &w->id);
	case 1: return sql_note_change(db, w->id, STR("changed"), NULL);
	case 2: return sql_note_drop(db, w->id, NULL);
	case 3: return sql_note_replace(db, w->id, STR("replaced"), NULL);
	case 4: return sql_chunk_add(db, STR("h"), 0, STR("first"), NULL);
	default: return sql_chunk_drop(db, STR("h"), NULL);
	}
}

static void run_append_only(struct db_fixture *f)
{
	struct work w = {.what = 0};
	struct sql_note_get row;
	EXPECT(f, RC_OK, tx(f, note_write, &w));
	for (w.what = 1; w.what <= 3; w.what++) {
		EXPECT(f, RC_CONFLICT, tx(f, note_write, &w));
		assert_string_equal(f->err.detail, "note_append_only");
	}
	EXPECT(f, RC_OK, sql_note_get(f->db, &f->mem, w.id, &row));
	assert_true(str_eqz(row.text, "first"));
	EXPECT(f, RC_OK, tx(f, note_write, &w));
	w.what = 5;
	EXPECT(f, RC_CONFLICT, tx(f, note_write, &w));
	assert_string_equal(f->err.detail, "chunk_append_only");
}

/* --- no overlap ------------------------------------------------------------------------------ */

static enum rc post_add(void *arg)
{
	struct work *w = arg;
	return sql_post_add(w->f->db, 7, str_of(w->kind), w->from, w->to, &w->id);
}

static enum rc post_close(void *arg)
{
	struct work *w = arg;
	return sql_post_close(w->f->db, w->id, w->to, NULL);
}

static struct work period(int from_day, int to_day, const char *kind)
{
	return (struct work){
		.kind = kind, .from = date_of(2026, 1, from_day), .to = date_of(2026, 1, to_day)};
}

static enum rc add_period(struct db_fixture *f, int from_day, int to_day, const char *kind)
{
	struct work w = period(from_day, to_day, kind);
	return tx(f, post_add, &w);
}

static void run_no_overlap(struct db_fixture *f)
{
	struct work open = period(10, 20, "main");
	EXPECT(f, RC_OK, tx(f, post_add, &open));
	static const int bad[][2] = {{10, 20}, {9, 11},  {19, 21}, {12, 13},
	                             {5, 25},  {25, 25}, {26, 25}};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		EXPECT(f, RC_CONFLICT, add_period(f, bad[i][0], bad[i][1], "main"));
		assert_string_equal(f->err.detail, "post_no_overlap");
	}
	/* Touching is not meeting, and another key is another row of periods. */
	EXPECT(f, RC_OK, add_period(f, 1, 10, "main"));
	EXPECT(f, RC_OK, add_period(f, 20, 31, "main"));
	EXPECT(f, RC_OK, add_period(f, 12, 13, "second"));
	open.to = date_of(2026, 1, 21);
	EXPECT(f, RC_CONFLICT, tx(f, post_close, &open));
	open.to = date_of(2026, 1, 15);
	EXPECT(f, RC_OK, tx(f, post_close, &open));
	EXPECT(f, RC_OK, add_period(f, 15, 20, "main"));
	struct sql_post_count n;
	EXPECT(f, RC_OK, sql_post_count(f->db, &f->mem, 7, &n));
	assert_int_equal(n.n, 5);
}

/* Both look, both see nothing in the way, both insert: one of them has to lose. */
struct racing {
	struct db_fixture *f;
	struct db *second;
	struct err second_err;
	enum rc other;
	int runs;
};

static enum rc race_other(void *arg)
{
	struct racing *r = arg;
	int64_t id;
	return sql_post_add(r->second, 7, STR("main"), date_of(2026, 1, 5), date_of(2026, 1, 9), &id);
}

static enum rc race_first(void *arg)
{
	struct racing *r = arg;
	int64_t id;
	enum rc rc =
		sql_post_add(r->f->db, 7, STR("main"), date_of(2026, 1, 1), date_of(2026, 1, 8), &id);
	if (r->runs++ == 0)
		r->other = db_tx(r->second, DB_WRITE, race_other, r);
	return rc;
}

static void run_no_overlap_race(struct db_fixture *f)
{
	struct racing r = {.f = f};
	r.second = db_fixture_connect(f, &r.second_err);
	EXPECT(f, RC_CONFLICT, db_tx(f->db, DB_WRITE, race_first, &r));
	assert_int_equal(r.other, RC_OK);
	assert_int_equal(r.runs, 2);
	db_close(r.second);
	struct sql_post_count n;
	EXPECT(f, RC_OK, sql_post_count(f->db, &f->mem, 7, &n));
	assert_int_equal(n.n, 1);
}

/* A trigger of the migration's own. */
static enum rc item_refused(void *arg)
{
	struct work *w = arg;
	return sql_item_add(w->f->db, STR("a"), STR("refused"), date_of(2026, 1, 1), 1, 1, DATE_OPEN,
	                    &w->id);
}

static void run_own_trigger(struct db_fixture *f)
{
	struct work w = {0};
	EXPECT(f, RC_CONFLICT, tx(f, item_refused, &w));
	assert_string_equal(f->err.detail, "item_named");
}

#define ON_BOTH(name)                                                                              \
	static void name(void **state)                                                                 \
	{                                                                                              \
		(void)state;                                                                               \
		db_fixture_each_engine(run_##name);                                                        \
	}
ON_BOTH(version)
ON_BOTH(newer_is_refused)
ON_BOTH(changed_is_refused)
ON_BOTH(failed_step_is_undone)
ON_BOTH(append_only)
ON_BOTH(no_overlap)
ON_BOTH(own_trigger)

static void no_overlap_race(void **state)
{
	(void)state;
	db_fixture_on(DB_POSTGRES, run_no_overlap_race);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(version),
		cmocka_unit_test(newer_is_refused),
		cmocka_unit_test(changed_is_refused),
		cmocka_unit_test(failed_step_is_undone),
		cmocka_unit_test(two_instances_set_up_one_database),
		cmocka_unit_test(missing_is_not_made_unasked),
		cmocka_unit_test(append_only),
		cmocka_unit_test(no_overlap),
		cmocka_unit_test(own_trigger),
		cmocka_unit_test(no_overlap_race),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* What is kept of a database is found as long as nobody has written, and not a moment longer. */
#include "db_fixture.h"
#include "sql_rules.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define KEY STR("how many are present")

struct look {
	struct db *db;
	bool found, keep;
	int64_t kept, present;
	bool writes;
};

static enum rc look_tx(void *arg)
{
	struct look *l = arg;
	struct sql_duty_present row;
	struct arena mem;
	arena_init(&mem);
	struct str kept = db_memo_find(l->db, KEY);
	l->found = kept.p != NULL;
	if (l->found) {
		assert_int_equal(kept.n, sizeof l->kept);
		assert_int_equal((uintptr_t)kept.p % 16, 0);
		memcpy(&l->kept, kept.p, sizeof l->kept);
	}
	enum rc rc = sql_duty_present(l->db, &mem, &row);
	l->present = row.n;
	if (l->keep)
		db_memo_keep(l->db, KEY, (struct str){(char *)&row.n, sizeof row.n});
	arena_release(&mem);
	return rc;
}

static struct look look(struct db_fixture *f, struct db *db, enum db_mode mode, bool keep)
{
	struct look l = {.db = db, .keep = keep};
	EXPECT(f, RC_OK, db_tx(db, mode, look_tx, &l));
	return l;
}

static enum rc add_tx(void *db)
{
	return sql_duty_add(db, 1, NULL);
}

static void kept_until_somebody_writes(struct db_fixture *f)
{
	struct db *other = db_fixture_connect(f, &f->err);
	assert_non_null(other);
	EXPECT(f, RC_OK, db_tx(f->db, DB_WRITE, add_tx, f->db));
	assert_false(look(f, f->db, DB_READ, true).found);
	struct look l = look(f, f->db, DB_READ, false);
	assert_true(l.found);
	assert_int_equal(l.kept, 1);
	/* Of another connection, of a transaction that writes: nothing. */
	assert_false(look(f, other, DB_READ, false).found);
	assert_false(look(f, f->db, DB_WRITE, true).found);
	/* One's own commit. */
	EXPECT(f, RC_OK, db_tx(f->db, DB_WRITE, add_tx, f->db));
	l = look(f, f->db, DB_READ, true);
	assert_false(l.found);
	assert_int_equal(l.present, 2);
	assert_true(look(f, f->db, DB_READ, false).found);
	/* Somebody else's, as another process would. */
	EXPECT(f, RC_OK, db_tx(other, DB_WRITE, add_tx, other));
	l = look(f, f->db, DB_READ, true);
	assert_false(l.found);
	assert_int_equal(l.present, 3);
	l = look(f, f->db, DB_READ, false);
	assert_true(l.found);
	assert_int_equal(l.kept, 3);
	db_close(other);
}

static void not_kept(struct db_fixture *f)
{
	assert_false(look(f, f->db, DB_READ, true).found);
	assert_false(look(f, f->db, DB_READ, true).found);
}

struct race {
	struct db *db, *other;
	bool first, second;
};

/* A snapshot stays what it was although somebody commits meanwhile; what it keeps is old then. */
static enum rc race_tx(void *arg)
{
	struct race *r = arg;
	struct look l = {.db = r->db, .keep = true};
	TRY(look_tx(&l));
	TRY(db_tx(r->other, DB_WRITE, add_tx, r->other));
	l.keep = true;
	TRY(look_tx(&l));
	r->first = l.found;
	r->second = l.present == 0;
	return RC_OK;
}

static void a_snapshot_keeps_nothing_for_the_next(struct db_fixture *f)
{
	struct race r = {.db = f->db, .other = db_fixture_connect(f, &f->err)};
	assert_non_null(r.other);
	EXPECT(f, RC_OK, db_tx(f->db, DB_READ, race_tx, &r));
	assert_true(r.first && r.second);
	struct look l = look(f, f->db, DB_READ, false);
	assert_false(l.found);
	assert_int_equal(l.present, 1);
	db_close(r.other);
}

static enum rc many_tx(void *arg)
{
	struct db *db = arg;
	for (int64_t i = 0; i < 1000; i++)
		db_memo_keep(db, (struct str){(char *)&i, sizeof i}, (struct str){(char *)&i, sizeof i});
	int found = 0;
	for (int64_t i = 0; i < 1000; i++) {
		struct str kept = db_memo_find(db, (struct str){(char *)&i, sizeof i});
		found += kept.p != NULL;
		if (kept.p)
			assert_memory_equal(kept.p, &i, sizeof i);
	}
	/* Bounded, and never another key's value. */
	assert_in_range(found, 1, 64);
	return RC_OK;
}

static void keys_do_not_mix(struct db_fixture *f)
{
	EXPECT(f, RC_OK, db_tx(f->db, DB_READ, many_tx, f->db));
}

static void sqlite_keeps_until_somebody_writes(void **state)
{
	(void)state;
	db_fixture_on(DB_SQLITE, kept_until_somebody_writes);
}

static void sqlite_snapshot(void **state)
{
	(void)state;
	db_fixture_on(DB_SQLITE, a_snapshot_keeps_nothing_for_the_next);
}

static void sqlite_keys(void **state)
{
	(void)state;
	db_fixture_on(DB_SQLITE, keys_do_not_mix);
}

static void postgres_keeps_nothing(void **state)
{
	(void)state;
	db_fixture_on(DB_POSTGRES, not_kept);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sqlite_keeps_until_somebody_writes), cmocka_unit_test(sqlite_snapshot),
		cmocka_unit_test(sqlite_keys), cmocka_unit_test(postgres_keeps_nothing)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Values go in and come out unchanged, and every mode of statement does what it says. */
#include "db_fixture.h"
#include "sql_things.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* What a test wants to do inside a transaction, and what came of it. */
struct work {
	struct db_fixture *f;
	struct sql_thing_get in;
	int64_t id, changed;
	struct sql_thing_drop_below *dropped;
	size_t count;
	int rows;
};

static enum rc add(void *arg)
{
	struct work *w = arg;
	const struct sql_thing_get *t = &w->in;
	return sql_thing_add(w->f->db, t->name, t->code, t->size, t->weight, t->body, t->born, t->above,
	                     &w->id);
}

static int64_t added(struct db_fixture *f, struct sql_thing_get t)
{
	struct work w = {.f = f, .in = t};
	EXPECT(f, RC_OK, db_tx(f->db, DB_WRITE, add, &w));
	return w.id;
}

static enum rc refused(struct db_fixture *f, struct sql_thing_get t)
{
	struct work w = {.f = f, .in = t};
	err_clear(&f->err);
	return db_tx(f->db, DB_WRITE, add, &w);
}

/* With nothing but a name. */
static struct sql_thing_get named(struct str name)
{
	return (struct sql_thing_get){
		.name = name, .size = DB_NULL, .weight = NAN, .born = DATE_NONE, .above = DB_NULL};
}

static struct sql_thing_get got(struct db_fixture *f, int64_t id)
{
	struct sql_thing_get t;
	EXPECT(f, RC_OK, sql_thing_get(f->db, &f->mem, id, &t));
	return t;
}

static void run_round_trip(struct db_fixture *f)
{
	/* Four-byte UTF-8, every byte value, the ends of the number range. */
	char bytes[256];
	for (int i = 0; i < 256; i++)
		bytes[i] = (char)i;
	struct sql_thing_get in = {.name = STR("Nguyễn Thị Ánh 𠀀😀"),
	                           .code = STR(""),
	                           .size = INT64_MAX,
	                           .weight = -0.1,
	                           .body = {bytes, 256},
	                           .born = date_of(1, 1, 1)};
	in.above = DB_NULL;
	int64_t id = added(f, in);
	struct sql_thing_get out = got(f, id);
	assert_true(str_eq(in.name, out.name));
	assert_true(out.code.p && out.code.n == 0);
	assert_true(out.size == INT64_MAX && out.weight == -0.1 && out.above == DB_NULL);
	assert_true(str_eq(in.body, out.body));
	assert_int_equal(out.born.days, in.born.days);
	in = named(STR("b"));
	in.size = INT64_MIN + 1;
	in.body = STR("");
	in.born = DATE_OPEN;
	in.above = id;
	out = got(f, added(f, in));
	assert_true(out.size == INT64_MIN + 1 && out.above == id && out.born.days == DATE_OPEN.days);
	assert_true(out.body.p && out.body.n == 0);
}

static void run_nulls(struct db_fixture *f)
{
	struct sql_thing_get out = got(f, added(f, named(STR("x"))));
	assert_null(out.code.p);
	assert_null(out.body.p);
	assert_true(out.size == DB_NULL && isnan(out.weight) && date_is_none(out.born));
}

static void run_big_blob(struct db_fixture *f)
{
	struct sql_thing_get in = named(STR("big"));
	size_t n = (size_t)9 * 1024 * 1024 + 7;
	char *p = arena_alloc(&f->mem, n);
	for (size_t i = 0; i < n; i++)
		p[i] = (char)(i * 31 >> 3);
	in.body = (struct str){p, n};
	assert_true(str_eq(in.body, got(f, added(f, in)).body));
}

static void run_wrong_values(struct db_fixture *f)
{
	EXPECT(f, RC_INVALID, refused(f, named((struct str){"a\0b", 3})));
	EXPECT(f, RC_INVALID, refused(f, named(STR("\xff"))));
	EXPECT(f, RC_BUG, refused(f, named(STR_NULL)));
	assert_non_null(strstr(f->err.detail, "thing_add: parameter name is NULL"));
	struct sql_thing_count n;
	EXPECT(f, RC_OK, sql_thing_count(f->db, &f->mem, &n));
	assert_int_equal(n.n, 0);
}

static void run_wrong_columns(struct db_fixture *f)
{
	int64_t id = added(f, named(STR("text")));
	struct sql_thing_null_size size;
	struct sql_thing_name_as_int as_int;
	EXPECT(f, RC_BUG, sql_thing_null_size(f->db, &f->mem, id, &size));
	assert_non_null(strstr(f->err.detail, "column size is NULL"));
	err_clear(&f->err);
	EXPECT(f, RC_BUG, sql_thing_name_as_int(f->db, &f->mem, id, &as_int));
	assert_non_null(strstr(f->err.detail, "column name has another type"));
}

static void run_constraints(struct db_fixture *f)
{
	struct sql_thing_get t = named(STR("a"));
	t.code = STR("c1");
	added(f, t);
	EXPECT(f, RC_CONFLICT, refused(f, t));
	assert_non_null(strstr(f->err.detail, "code"));
	assert_true(*f->err.message);
	t.code = STR("c2");
	t.size = 1000000;
	EXPECT(f, RC_CONFLICT, refused(f, t));
	assert_string_equal(f->err.detail, "thing_size_small");
	t.size = 1;
	t.above = 4711;
	EXPECT(f, RC_CONFLICT, refused(f, t));
}

static void run_one(struct db_fixture *f)
{
	struct sql_thing_get t;
	struct sql_thing_any any;
	EXPECT(f, RC_NOTFOUND, sql_thing_get(f->db, &f->mem, 12345, &t));
	assert_int_equal(f->err.code, RC_OK);
	int64_t id = added(f, named(STR("a")));
	EXPECT(f, RC_OK, sql_thing_any(f->db, &f->mem, &any));
	assert_true(any.id == id);
	added(f, named(STR("b")));
	EXPECT(f, RC_BUG, sql_thing_any(f->db, &f->mem, &any));
}

static void run_literals(struct db_fixture *f)
{
	struct sql_thing_literals t;
	int64_t id = added(f, named(STR("a")));
	EXPECT(f, RC_OK, sql_thing_literals(f->db, &f->mem, id, &t));
	assert_true(t.id == id && t.number == 8 && str_eqz(t.text, "it's :not -- here"));
}

static void run_engine_text(struct db_fixture *f)
{
	struct sql_which_engine w;
	EXPECT(f, RC_OK, sql_which_engine(f->db, &f->mem, &w));
	assert_true(str_eqz(w.name, db_engine_of(f->db) == DB_SQLITE ? "sqlite" : "postgres"));
	struct sql_session_name s;
	EXPECT(f, RC_OK, sql_session_name(f->db, &f->mem, &s));
	assert_true(str_eqz(s.name, "thidua"));
}

static enum rc fill(void *arg)
{
	struct work *w = arg;
	return sql_thing_fill(w->f->db, w->id, &w->changed);
}

static void filled(struct db_fixture *f, int64_t count)
{
	struct work w = {.f = f, .id = count};
	EXPECT(f, RC_OK, db_tx(f->db, DB_WRITE, fill, &w));
	assert_int_equal(w.changed, count);
}

static void run_many(struct db_fixture *f)
{
	struct sql_thing_from *rows;
	size_t count;
	EXPECT(f, RC_OK, sql_thing_from(f->db, &f->mem, 0, &rows, &count));
	assert_int_equal(count, 0);
	filled(f, DB_MANY_MAX);
	EXPECT(f, RC_OK, sql_thing_from(f->db, &f->mem, 0, &rows, &count));
	assert_int_equal(count, DB_MANY_MAX);
	for (size_t i = 0; i < count; i++)
		assert_true(rows[i].id == rows[0].id + (int64_t)i && str_eqz(rows[i].name, "filled"));
	filled(f, 1);
	EXPECT(f, RC_TOOBIG, sql_thing_from(f->db, &f->mem, 0, &rows, &count));
}

/* Two runs of one statement at once, with another statement in between. */
static enum rc walk(void *arg)
{
	struct work *w = arg;
	struct db *db = w->f->db;
	struct db_cursor *a, *b;
	struct sql_thing_each x, y;
	struct sql_thing_count n;
	TRY(sql_thing_each_open(db, &w->f->mem, 0, &a));
	TRY(sql_thing_each_next(a, &w->f->mem, &x));
	TRY(sql_thing_each_open(db, &w->f->mem, x.id + 2, &b));
	TRY(sql_thing_each_next(b, &w->f->mem, &y));
	assert_true(y.id == x.id + 2);
	TRY(sql_thing_count(db, &w->f->mem, &n));
	db_cursor_end(b);
	db_cursor_end(b);
	for (w->rows = 1; sql_thing_each_next(a, &w->f->mem, &y) == RC_OK; w->rows++)
		assert_true(y.id == x.id + w->rows);
	assert_int_equal(w->rows, n.n);
	/* Again after the end, and one that is left open for the transaction to end. */
	assert_int_equal(sql_thing_each_next(a, &w->f->mem, &y), RC_NOTFOUND);
	return sql_thing_each_open(db, &w->f->mem, 0, &a);
}

static void run_each(struct db_fixture *f)
{
	struct work w = {.f = f};
	struct db_cursor *c;
	filled(f, 1234);
	EXPECT(f, RC_OK, db_tx(f->db, DB_READ, walk, &w));
	assert_int_equal(w.rows, 1234);
	EXPECT(f, RC_OK, db_tx(f->db, DB_READ, walk, &w));
	EXPECT(f, RC_BUG, sql_thing_each_open(f->db, &f->mem, 0, &c));
}

static enum rc change(void *arg)
{
	struct work *w = arg;
	struct db *db = w->f->db;
	struct sql_thing_code_move row;
	TRY(sql_thing_rename(db, w->id, STR("renamed"), &w->changed));
	assert_int_equal(w->changed, 1);
	TRY(sql_thing_rename(db, w->id + 1000, STR("renamed"), &w->changed));
	assert_int_equal(w->changed, 0);
	TRY(sql_thing_rename(db, w->id, STR("renamed"), NULL));
	TRY(sql_thing_code_move(db, &w->f->mem, w->id, STR("moved"), &row));
	assert_true(str_eqz(row.code, "moved"));
	assert_int_equal(sql_thing_code_move(db, &w->f->mem, w->id + 1000, STR("m"), &row),
	                 RC_NOTFOUND);
	return sql_thing_drop_below(db, &w->f->mem, w->id, &w->dropped, &w->count);
}

static void run_writes(struct db_fixture *f)
{
	int64_t first = added(f, named(STR("a")));
	added(f, named(STR("b")));
	struct work w = {.f = f, .id = added(f, named(STR("c")))};
	EXPECT(f, RC_OK, db_tx(f->db, DB_WRITE, change, &w));
	assert_int_equal(w.count, 2);
	assert_int_equal(w.dropped[0].id + w.dropped[1].id, first + first + 1);
	struct sql_thing_get t = got(f, w.id);
	assert_true(str_eqz(t.name, "renamed") && str_eqz(t.code, "moved"));
}

static void run_prepare_all(struct db_fixture *f)
{
	EXPECT(f, RC_OK, db_prepare_all(f->db));
}

#define ON_BOTH(name)                                                                              \
	static void name(void **state)                                                                 \
	{                                                                                              \
		(void)state;                                                                               \
		db_fixture_each_engine(run_##name);                                                        \
	}
ON_BOTH(round_trip)
ON_BOTH(nulls)
ON_BOTH(big_blob)
ON_BOTH(wrong_values)
ON_BOTH(wrong_columns)
ON_BOTH(constraints)
ON_BOTH(one)
ON_BOTH(literals)
ON_BOTH(engine_text)
ON_BOTH(many)
ON_BOTH(each)
ON_BOTH(writes)
ON_BOTH(prepare_all)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(round_trip),    cmocka_unit_test(nulls),
		cmocka_unit_test(big_blob),      cmocka_unit_test(wrong_values),
		cmocka_unit_test(wrong_columns), cmocka_unit_test(constraints),
		cmocka_unit_test(one),           cmocka_unit_test(literals),
		cmocka_unit_test(engine_text),   cmocka_unit_test(many),
		cmocka_unit_test(each),          cmocka_unit_test(writes),
		cmocka_unit_test(prepare_all),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

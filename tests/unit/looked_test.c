/* looked_test.c: who looked at what about people is in the journal, without a write for each page.
 */
#include "job/looked.h"

#include "db/sql_journal.h"
#include "office_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static int lines_of(struct office *o, const char *op)
{
	return list_count(office_as(o, "vidu.thanhtra"), "journal.list", "op", op, NULL);
}

static struct sql_journal_get only_line(struct office *o, const char *op)
{
	struct acting *reader = office_as(o, "vidu.thanhtra");
	struct sql_journal_get line;
	struct rows rows;
	reader->c.app = &o->app;
	WANT(o, RC_OK, list_op(reader, &rows, "journal.list", "op", op, NULL));
	assert_int_equal(rows.count, 1);
	WANT(o, RC_OK, sql_journal_get(o->f->db, &o->f->mem, row_int(&rows, 0, "id"), &line));
	return line;
}

static void run_looked(struct office *o)
{
	const char *who = num(o, person_named(o, "Tẩn Mùi Phạm")),
			   *me = num(o, person_named(o, "Lý Láo Lở"));
	struct acting *admin = office_as(o, "vidu.quantri");
	const struct op *view = op_find(STR("person.view"));
	struct db_val *row;
	struct values v;
	o->app.looked = looked_new();
	for (int i = 0; i < 3; i++)
		list_count(admin, "person.list", "limit", "10", NULL);
	for (int i = 0; i < 2; i++) {
		values_init(&v, admin->c.mem);
		WANT(o, RC_OK, values_add(&v, STR("id"), str_of(who), admin->c.err));
		WANT(o, RC_OK, view_row(&admin->c, view, &v, &row));
		v.items[0].text = str_of(me); /* one's own record is nobody else's business */
		WANT(o, RC_OK, view_row(&admin->c, view, &v, &row));
	}
	assert_int_equal(lines_of(o, "person.list") + lines_of(o, "person.view"), 0);
	WANT(o, RC_OK, looked_write(o->app.looked, o->f->db, o->now_ms));
	struct sql_journal_get line = only_line(o, "person.list");
	assert_true(str_eqz(line.account, "vidu.quantri"));
	assert_non_null(memmem(line.detail.p, line.detail.n, "\"_looked\":3,\"_rows_shown\":30", 28));
	line = only_line(o, "person.view");
	assert_string_equal(num(o, line.person_id), who);
	assert_non_null(memmem(line.detail.p, line.detail.n, "\"_looked\":2", 11));
	/* Written once, and only once. */
	WANT(o, RC_OK, looked_write(o->app.looked, o->f->db, o->now_ms));
	assert_int_equal(lines_of(o, "person.view"), 1);
	/* What could not be written is kept. */
	struct db *closed;
	list_count(office_as(o, "vidu.quantri"), "person.list", "limit", "10", NULL);
	EXPECT(o->f, RC_OK, db_open(o->f->address, DB_READONLY, &closed, &o->f->err));
	WANT(o, RC_BUG, looked_write(o->app.looked, closed, o->now_ms));
	db_close(closed);
	assert_int_equal(lines_of(o, "person.list"), 1);
	WANT(o, RC_OK, looked_write(o->app.looked, o->f->db, o->now_ms));
	assert_int_equal(lines_of(o, "person.list"), 2);
	looked_free(o->app.looked);
	o->app.looked = NULL;
}

static void looks_are_counted_and_written_once(void **state)
{
	(void)state;
	office_each_engine(run_looked);
}

/* Who sees nothing but the own record leafs through nobody's. */
static void run_own(struct office *o)
{
	struct acting *member = office_as(o, "vidu.canbo"), *clerk = office_as(o, "vidu.quantri");
	o->app.looked = looked_new();
	assert_true(list_count(member, "post.list", NULL) > 0);
	assert_true(list_count(clerk, "post.list", NULL) > 0);
	WANT(o, RC_OK, looked_write(o->app.looked, o->f->db, o->now_ms));
	struct sql_journal_get line = only_line(o, "post.list");
	assert_true(str_eqz(line.account, "vidu.quantri"));
	looked_free(o->app.looked);
	o->app.looked = NULL;
}

static void ones_own_rows_leave_no_line(void **state)
{
	(void)state;
	office_each_engine(run_own);
}

/* What failed to be written meets what was looked at meanwhile: the first time stays the first. */
static void run_met(struct office *o)
{
	struct looked *l = looked_new();
	struct look look = {.account_id = office_as(o, "vidu.quantri")->c.who.account_id,
	                    .origin = "test",
	                    .op = "person.view",
	                    .object = "person",
	                    .object_id = 1,
	                    .person_id = 1,
	                    .unit_id = DB_NULL,
	                    .rows = 1,
	                    .at_ms = o->now_ms};
	looked_note(l, &look);
	look.at_ms -= 60 * 60000;
	looked_note(l, &look);
	WANT(o, RC_OK, looked_write(l, o->f->db, o->now_ms));
	struct sql_journal_get line = only_line(o, "person.view");
	struct str first = arena_printf(&o->f->mem, "\"_first\":\"%s\",\"_last\":\"%s\"",
	                                date_time_vn(look.at_ms).z, date_time_vn(o->now_ms).z);
	assert_non_null(memmem(line.detail.p, line.detail.n, first.p, first.n));
	looked_free(l);
}

static void the_first_look_is_the_first(void **state)
{
	(void)state;
	office_each_engine(run_met);
}

/* More people than there is room for: counted by account and operation, none lost. */
static void run_crowded(struct office *o)
{
	struct looked *l = looked_new();
	struct look look = {.account_id = office_as(o, "vidu.quantri")->c.who.account_id,
	                    .origin = "test",
	                    .op = "person.view",
	                    .object = "person",
	                    .rows = 1};
	for (look.object_id = 1; look.object_id <= LOOKED_MAX; look.object_id++)
		looked_note(l, &look);
	WANT(o, RC_OK, looked_write(l, o->f->db, o->now_ms));
	assert_int_equal(lines_of(o, "person.view"), LOOKED_MAX * 3 / 4 + 1);
	looked_free(l);
}

static void many_looks_are_counted_wider_not_lost(void **state)
{
	(void)state;
	office_each_engine(run_crowded);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(looks_are_counted_and_written_once),
		cmocka_unit_test(ones_own_rows_leave_no_line),
		cmocka_unit_test(the_first_look_is_the_first),
		cmocka_unit_test(many_looks_are_counted_wider_not_lost),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Units begin, change and end by dated events, and any day gives that day's tree. */
#include "app/org/org.h"
#include "app/org/unit_page.h"
#include "db/sql_unit.h"
#include "office_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const struct unit_tree_view *tree_on(struct office *o, const char *day)
{
	struct acting *a = office_as(o, "vidu.quantri");
	WANT(o, RC_OK, run_op(a, "unit.tree", "on", day, NULL));
	return a->out.data;
}

/* The one item of that name on that day, or NULL. */
static const struct unit_tree_item *item_on(struct office *o, const char *day, const char *name)
{
	const struct unit_tree_view *v = tree_on(o, day);
	for (int i = 0; i < v->count; i++)
		if (str_eqz(v->items[i].name, name))
			return &v->items[i];
	return NULL;
}

static bool is_below(struct office *o, int64_t unit, int64_t below, struct date on)
{
	struct sql_unit_below_has row;
	WANT(o, RC_OK, sql_unit_below_has(o->f->db, &o->f->mem, unit, below, on, &row));
	return row.n > 0;
}

static int64_t make(struct office *o, const char *name, int64_t parent, const char *on)
{
	struct acting *a = office_as(o, "vidu.quantri");
	WANT(o, RC_OK,
	     run_op(a, "unit.create", "name", name, "kind", "department", "parent_id", num(o, parent),
	            "on", on, NULL));
	return a->out.id;
}

static int64_t top(struct office *o)
{
	return unit_named(o, "Văn phòng Ủy ban nhân dân tỉnh Lào Cai");
}

static void run_rename(struct office *o)
{
	struct acting *a = office_as(o, "vidu.quantri");
	const char *id = num(o, unit_named(o, "Phòng Tổng hợp"));
	WANT(o, RC_OK,
	     run_op(a, "unit.rename", "id", id, "name", "Phòng Pháp chế", "on", "01/11/2026", NULL));
	assert_non_null(item_on(o, "31/10/2026", "Phòng Tổng hợp"));
	assert_null(item_on(o, "01/11/2026", "Phòng Tổng hợp"));
	assert_non_null(item_on(o, "01/11/2026", "Phòng Pháp chế"));
	/* Nothing before or on the last change; no double name beside it; no empty one. */
	WANT(o, RC_INVALID,
	     run_op(a, "unit.rename", "id", id, "name", "X Y", "on", "01/11/2026", NULL));
	WANT(o, RC_INVALID,
	     run_op(a, "unit.rename", "id", id, "name", "X Y", "on", "01/05/2026", NULL));
	WANT(o, RC_INVALID,
	     run_op(a, "unit.rename", "id", id, "name", "Phòng Nội chính", "on", "01/12/2026", NULL));
	/* Dated ahead: today's name stays until then. */
	WANT(o, RC_OK,
	     run_op(a, "unit.rename", "id", id, "name", "Phòng Sau này", "on", "01/01/2027", NULL));
	assert_string_equal(num(o, unit_named(o, "Phòng Pháp chế")), id);
	WANT(o, RC_OK,
	     run_op(a, "unit.correct", "id", id, "name", "Phòng Mai sau", "kind", "department", NULL));
	assert_non_null(item_on(o, "02/01/2027", "Phòng Mai sau"));
	assert_non_null(item_on(o, "31/10/2026", "Phòng Tổng hợp"));
}

static void a_name_changes_from_a_day_on(void **state)
{
	(void)state;
	office_each_engine(run_rename);
}

static void run_move(struct office *o)
{
	struct acting *a = office_as(o, "vidu.quantri");
	int64_t p = make(o, "Phòng A", top(o), "01/02/2020"), q = make(o, "Phòng B", p, "01/03/2020"),
			r = make(o, "Phòng C", q, "01/04/2020"),
			late = make(o, "Phòng D", top(o), "01/01/2026");
	const char *P = num(o, p), *Q = num(o, q), *R_ = num(o, r);
	WANT(o, RC_INVALID, run_op(a, "unit.move", "id", P, "parent_id", P, "on", "01/01/2021", NULL));
	WANT(o, RC_INVALID, run_op(a, "unit.move", "id", P, "parent_id", R_, "on", "01/01/2021", NULL));
	WANT(o, RC_INVALID,
	     run_op(a, "unit.move", "id", R_, "parent_id", num(o, late), "on", "01/01/2021", NULL));
	WANT(o, RC_CONFLICT,
	     run_op(a, "unit.move", "id", num(o, top(o)), "parent_id", P, "on", "01/01/2027", NULL));
	WANT(o, RC_OK,
	     run_op(a, "unit.move", "id", Q, "parent_id", num(o, top(o)), "on", "01/06/2022", NULL));
	/* Before June 2022 B lay under A, so A may not come under B in that time. */
	WANT(o, RC_INVALID, run_op(a, "unit.move", "id", P, "parent_id", Q, "on", "01/01/2021", NULL));
	WANT(o, RC_OK, run_op(a, "unit.move", "id", P, "parent_id", Q, "on", "01/07/2022", NULL));
	assert_true(is_below(o, p, r, date_of(2022, 5, 31)));
	assert_false(is_below(o, p, r, date_of(2022, 6, 1)));
	assert_false(is_below(o, q, p, date_of(2022, 6, 30)));
	assert_true(is_below(o, q, p, date_of(2022, 7, 1)));
	WANT(o, RC_INVALID,
	     run_op(a, "unit.create", "name", "Phòng E", "kind", "team", "parent_id", num(o, late),
	            "on", "31/12/2025", NULL));
}

static void no_unit_lies_under_itself_on_any_day(void **state)
{
	(void)state;
	office_each_engine(run_move);
}

static void run_merge(struct office *o)
{
	struct acting *a = office_as(o, "vidu.quantri"), *head = office_as(o, "vidu.truongphong");
	int64_t th = unit_named(o, "Phòng Tổng hợp"), nc = unit_named(o, "Phòng Nội chính");
	int64_t xd = unit_named(o, "Phòng Xây dựng - Đô thị");
	int th_people = list_count(a, "person.list", "unit", num(o, th), NULL);
	int nc_people = list_count(a, "person.list", "unit", num(o, nc), NULL);
	int all = list_count(a, "person.list", NULL), mine = list_count(head, "person.list", NULL);
	assert_int_equal(mine, th_people);
	for (int real = 0; real < 2; real++) {
		a->how.preview = !real;
		WANT(o, RC_OK,
		     run_op(a, "unit.merge", "from.0.unit", num(o, th), "from.1.unit", num(o, nc), "name",
		            "Phòng Tổng hợp - Nội chính", "on", "01/10/2026", "basis", "QĐ 1", NULL));
		assert_string_equal(a->out.facts[0].value.p, num(o, th_people + nc_people));
		if (!real)
			assert_non_null(item_on(o, "01/10/2026", "Phòng Nội chính"));
	}
	int64_t both = a->out.id;
	assert_null(item_on(o, "01/10/2026", "Phòng Nội chính"));
	assert_non_null(item_on(o, "30/09/2026", "Phòng Nội chính"));
	assert_int_equal(item_on(o, "30/09/2026", "Phòng Nội chính")->people, nc_people);
	assert_int_equal(item_on(o, "01/10/2026", "Phòng Tổng hợp - Nội chính")->people,
	                 th_people + nc_people);
	assert_int_equal(list_count(a, "person.list", NULL), all);
	/* The grant on the old room follows into the new one, not its neighbours. */
	assert_true(is_below(o, th, both, date_of(2026, 10, 1)));
	assert_false(is_below(o, th, both, date_of(2026, 9, 30)));
	head = office_as(o, "vidu.truongphong");
	assert_int_equal(list_count(head, "person.list", NULL), th_people + nc_people);
	assert_int_equal(list_count(head, "person.list", "unit", num(o, xd), NULL), 0);
	/* Into itself, from a unit that is gone, alone into a new one. */
	WANT(o, RC_INVALID,
	     run_op(a, "unit.merge", "from.0.unit", num(o, xd), "into", num(o, xd), "on", "01/11/2026",
	            "basis", "QĐ", NULL));
	WANT(o, RC_CONFLICT,
	     run_op(a, "unit.merge", "from.0.unit", num(o, nc), "into", num(o, xd), "on", "01/11/2026",
	            "basis", "QĐ", NULL));
	WANT(o, RC_INVALID,
	     run_op(a, "unit.merge", "from.0.unit", num(o, xd), "name", "Mới", "on", "01/11/2026",
	            "basis", "QĐ", NULL));
}

static void merging_moves_people_and_grants_and_previews_first(void **state)
{
	(void)state;
	office_each_engine(run_merge);
}

static void run_neighbours(struct office *o)
{
	struct acting *a = office_as(o, "vidu.quantri");
	int64_t left = make(o, "Khối trái", top(o), "01/01/2020"),
			right = make(o, "Khối phải", top(o), "01/01/2020");
	int64_t x = make(o, "Tổ X", left, "01/01/2020"), y = make(o, "Tổ Y", right, "01/01/2020");
	WANT(o, RC_OK,
	     run_op(a, "unit.merge", "from.0.unit", num(o, x), "into", num(o, y), "on", "01/01/2025",
	            "basis", "QĐ", NULL));
	assert_true(is_below(o, x, y, date_of(2025, 1, 1)));
	/* Who headed the block that lost the team gains nothing in the other block. */
	assert_false(is_below(o, left, y, date_of(2025, 1, 1)));
	assert_true(is_below(o, left, x, date_of(2025, 1, 1)));
}

static void what_lay_above_a_merged_unit_gains_nothing(void **state)
{
	(void)state;
	office_each_engine(run_neighbours);
}

static void run_split(struct office *o)
{
	struct acting *a = office_as(o, "vidu.quantri"), *head;
	int64_t th = unit_named(o, "Phòng Tổng hợp");
	int people = list_count(a, "person.list", "unit", num(o, th), NULL);
	WANT(o, RC_INVALID,
	     run_op(a, "unit.split", "id", num(o, th), "parts.0.name", "Một", "on", "01/10/2026",
	            "basis", "QĐ", NULL));
	WANT(o, RC_OK,
	     run_op(a, "unit.split", "id", num(o, th), "parts.0.name", "Phòng Một", "parts.1.name",
	            "Phòng Hai", "on", "01/10/2026", "basis", "QĐ", NULL));
	assert_int_equal(item_on(o, "01/10/2026", "Phòng Một")->people, people);
	assert_int_equal(item_on(o, "01/10/2026", "Phòng Hai")->people, 0);
	head = office_as(o, "vidu.truongphong");
	assert_int_equal(list_count(head, "unit.list", "state", "active", NULL), 2);
	WANT(o, RC_CONFLICT,
	     run_op(a, "unit.split", "id", num(o, th), "parts.0.name", "A1", "parts.1.name", "B1", "on",
	            "01/11/2026", "basis", "QĐ", NULL));
}

static void a_head_reaches_both_halves_after_a_split(void **state)
{
	(void)state;
	office_each_engine(run_split);
}

static void run_close(struct office *o)
{
	struct acting *a = office_as(o, "vidu.quantri");
	int64_t p = make(o, "Phòng Đóng", top(o), "01/01/2021"), q = make(o, "Tổ con", p, "01/02/2021");
	assert_false(offers(a, "unit.close", num(o, p)) || offers(a, "unit.close", num(o, top(o))));
	assert_false(offers(a, "unit.close", num(o, unit_named(o, "Phòng Tổng hợp"))));
	WANT(o, RC_CONFLICT,
	     run_op(a, "unit.close", "id", num(o, p), "on", "01/01/2026", "basis", "QĐ", NULL));
	WANT(o, RC_CONFLICT,
	     run_op(a, "unit.close", "id", num(o, unit_named(o, "Phòng Tổng hợp")), "on", "01/01/2027",
	            "basis", "QĐ", NULL));
	WANT(o, RC_CONFLICT,
	     run_op(a, "unit.close", "id", num(o, top(o)), "on", "01/01/2027", "basis", "QĐ", NULL));
	WANT(o, RC_OK,
	     run_op(a, "unit.close", "id", num(o, q), "on", "01/01/2026", "basis", "QĐ", NULL));
	assert_true(offers(a, "unit.close", num(o, p)));
	WANT(o, RC_OK,
	     run_op(a, "unit.close", "id", num(o, p), "on", "01/01/2026", "basis", "QĐ", NULL));
	assert_non_null(item_on(o, "31/12/2025", "Phòng Đóng"));
	assert_null(item_on(o, "01/01/2026", "Phòng Đóng"));
	WANT(o, RC_CONFLICT,
	     run_op(a, "unit.rename", "id", num(o, p), "name", "Lại mở", "on", "01/05/2026", NULL));
	assert_int_equal(list_count(a, "unit.events", "unit", num(o, p), NULL),
	                 3); /* create; close: from and to */
}

static void a_unit_closes_when_it_is_empty(void **state)
{
	(void)state;
	office_each_engine(run_close);
}

/* --- five hundred random events against a simple model
 * ------------------------------------------------ */

#define MODEL_VERSIONS 2000
#define MODEL_MONTHS 48 /* from January 2020 on; all events are on first days of months */

struct model_version {
	int64_t unit, parent;
	int name, from, to; /* months; to < 0: open */
};

struct model {
	struct office *o;
	struct acting *a;
	struct model_version v[MODEL_VERSIONS];
	int count, names, done, refused;
	int64_t units[MODEL_VERSIONS];
	int unit_count;
	unsigned seed;
};

static int draw(struct model *m, int below)
{
	m->seed = m->seed * 1664525u + 1013904223u;
	return (int)((uint64_t)(m->seed >> 8) * (unsigned)below >> 24);
}

static const char *month_text(struct model *m, int month)
{
	return arena_printf(m->a->c.mem, "01/%02d/%d", month % 12 + 1, 2020 + month / 12).p;
}

static struct date month_date(int month)
{
	return date_of(2020 + month / 12, month % 12 + 1, 1);
}

static const char *name_text(struct model *m, int name)
{
	return arena_printf(m->a->c.mem, "Tổ thử %d", name).p;
}

static struct model_version *version_on(struct model *m, int64_t unit, int month)
{
	for (int i = 0; i < m->count; i++)
		if (m->v[i].unit == unit && m->v[i].from <= month && (m->v[i].to < 0 || m->v[i].to > month))
			return &m->v[i];
	return NULL;
}

static void add_version(struct model *m, int64_t unit, int64_t parent, int name, int from)
{
	assert_true(m->count < MODEL_VERSIONS);
	m->v[m->count++] = (struct model_version){
		.unit = unit, .parent = parent, .name = name, .from = from, .to = -1};
}

/* Ends what is open; the same with another parent or name follows when `go_on`. */
static void change(struct model *m, int64_t unit, int month, bool go_on, int64_t parent, int name)
{
	for (int i = 0; i < m->count; i++)
		if (m->v[i].unit == unit && m->v[i].to < 0) {
			m->v[i].to = month;
			if (go_on)
				add_version(m, unit, parent < 0 ? m->v[i].parent : parent,
				            name < 0 ? m->v[i].name : name, month);
			return;
		}
	fail_msg("the program changed a unit that has ended");
}

static void children_go(struct model *m, int64_t from, int64_t to, int month)
{
	for (int i = 0, n = m->count; i < n; i++)
		if (m->v[i].parent == from && m->v[i].from <= month && m->v[i].to < 0 && m->v[i].unit != to)
			change(m, m->v[i].unit, month, true, to, -1);
}

static int64_t some_unit(struct model *m)
{
	return m->units[draw(m, m->unit_count)];
}

static bool went(struct model *m, enum rc rc)
{
	if (rc != RC_OK && rc != RC_INVALID && rc != RC_CONFLICT)
		fail_msg("%s: %s %s", rc_word(rc), m->o->f->err.message, m->o->f->err.detail);
	m->done += rc == RC_OK;
	m->refused += rc != RC_OK;
	return rc == RC_OK;
}

static void do_create(struct model *m, int month)
{
	int64_t parent = some_unit(m);
	int name = m->names++;
	if (!went(m, run_op(m->a, "unit.create", "name", name_text(m, name), "kind", "team",
	                    "parent_id", num(m->o, parent), "on", month_text(m, month), NULL)))
		return;
	m->units[m->unit_count++] = m->a->out.id;
	add_version(m, m->a->out.id, parent, name, month);
}

static void do_rename(struct model *m, int month)
{
	int64_t unit = some_unit(m);
	int name = m->names++;
	if (went(m, run_op(m->a, "unit.rename", "id", num(m->o, unit), "name", name_text(m, name), "on",
	                   month_text(m, month), NULL)))
		change(m, unit, month, true, -1, name);
}

static void do_move(struct model *m, int month)
{
	int64_t unit = some_unit(m), parent = some_unit(m);
	if (went(m, run_op(m->a, "unit.move", "id", num(m->o, unit), "parent_id", num(m->o, parent),
	                   "on", month_text(m, month), NULL)))
		change(m, unit, month, true, parent, -1);
}

static void do_merge(struct model *m, int month)
{
	int64_t unit = some_unit(m), into = some_unit(m);
	if (!went(m, run_op(m->a, "unit.merge", "from.0.unit", num(m->o, unit), "into", num(m->o, into),
	                    "on", month_text(m, month), "basis", "QĐ", NULL)))
		return;
	change(m, unit, month, false, -1, -1);
	children_go(m, unit, into, month);
}

static void do_split(struct model *m, int month)
{
	int64_t unit = some_unit(m);
	int a = m->names++, b = m->names++;
	struct model_version *v = version_on(m, unit, month);
	if (!went(m, run_op(m->a, "unit.split", "id", num(m->o, unit), "parts.0.name", name_text(m, a),
	                    "parts.1.name", name_text(m, b), "on", month_text(m, month), "basis", "QĐ",
	                    NULL)))
		return;
	assert_non_null(v);
	int64_t first = m->a->out.id, parent = v->parent;
	change(m, unit, month, false, -1, -1);
	add_version(m, first, parent, a, month);
	add_version(m, first + 1, parent, b, month);
	m->units[m->unit_count++] = first;
	m->units[m->unit_count++] = first + 1;
	children_go(m, unit, first, month);
}

static void do_close(struct model *m, int month)
{
	int64_t unit = some_unit(m);
	if (went(m, run_op(m->a, "unit.close", "id", num(m->o, unit), "on", month_text(m, month),
	                   "basis", "QĐ", NULL)))
		change(m, unit, month, false, -1, -1);
}

/* The tree of the day is the model's; every parent is there on that day, and no unit is its own
 * ancestor. */
static void check_tree(struct model *m, int month)
{
	struct sql_unit_tree_on *rows;
	size_t n;
	int found = 0, expected = 1; /* the top unit */
	WANT(m->o, RC_OK, sql_unit_tree_on(m->o->f->db, m->a->c.mem, month_date(month), &rows, &n));
	for (int i = 0; i < m->unit_count; i++)
		expected += version_on(m, m->units[i], month) != NULL;
	for (size_t i = 0; i < n; i++) {
		struct model_version *v = version_on(m, rows[i].unit_id, month);
		if (!v)
			continue;
		found++;
		assert_int_equal(v->parent, rows[i].parent_id == DB_NULL ? 0 : rows[i].parent_id);
		if (v->name >= 0)
			assert_true(str_eqz(rows[i].name, name_text(m, v->name)));
	}
	assert_int_equal(found, expected);
	for (int i = 0; i < m->unit_count; i++) {
		struct model_version *v = version_on(m, m->units[i], month);
		int steps = 0;
		for (; v && v->parent; v = version_on(m, v->parent, month))
			assert_true(++steps < 300);
		if (version_on(m, m->units[i], month))
			assert_non_null(v);
	}
}

static bool model_below(struct model *m, int64_t above, int64_t below, int month)
{
	for (struct model_version *v = version_on(m, below, month); v;
	     v = version_on(m, v->parent, month))
		if (v->unit == above)
			return true;
	return false;
}

/* Between units that are there on the day the closure says what the tree says. */
static void check_closure(struct model *m, int month)
{
	for (int i = 0; i < 60; i++) {
		int64_t a = some_unit(m), b = some_unit(m);
		if (version_on(m, a, month) && version_on(m, b, month) &&
		    is_below(m->o, a, b, month_date(month)) != model_below(m, a, b, month))
			fail_msg("unit %lld below %lld in month %d: the closure differs", (long long)b,
			         (long long)a, month);
	}
}

static void run_model(struct office *o)
{
	static void (*const events[])(struct model *, int) = {
		do_create, do_create, do_create, do_rename, do_move, do_move, do_merge, do_split, do_close};
	struct model *m = arena_alloc(&o->f->mem, sizeof *m);
	*m = (struct model){.o = o, .a = office_as(o, "vidu.quantri"), .seed = 2026};
	m->a->c.job = NULL;
	int64_t root = make(o, "Khối thử", top(o), "01/01/2020");
	m->units[m->unit_count++] = root;
	m->v[m->count++] = (struct model_version){.unit = root, .name = -1, .to = -1};
	m->v[0].parent = top(o);
	add_version(m, top(o), 0, -1, 0);
	int month = 0;
	for (int i = 0; i < 500; i++) {
		/* Mostly onwards, sometimes back, so that what comes too late is tried as well. */
		if (draw(m, 11) == 0 && month < MODEL_MONTHS)
			month++;
		int on = draw(m, 4) == 0 ? draw(m, MODEL_MONTHS) : month;
		o->now_ms += 60000;
		m->a->c.now_ms = o->now_ms; /* the rate is counted by the minute */
		events[draw(m, COUNT(events))](m, on);
		if (i % 25 == 24) {
			check_tree(m, draw(m, MODEL_MONTHS + 4));
			check_closure(m, draw(m, MODEL_MONTHS + 4));
		}
	}
	for (int at = 0; at < MODEL_MONTHS + 4; at += 3)
		check_tree(m, at);
	assert_true(m->done > 120 && m->refused > 50);
}

static void random_events_give_the_trees_of_a_simple_model(void **state)
{
	(void)state;
	office_each_engine(run_model);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_name_changes_from_a_day_on),
		cmocka_unit_test(no_unit_lies_under_itself_on_any_day),
		cmocka_unit_test(merging_moves_people_and_grants_and_previews_first),
		cmocka_unit_test(what_lay_above_a_merged_unit_gains_nothing),
		cmocka_unit_test(a_head_reaches_both_halves_after_a_split),
		cmocka_unit_test(a_unit_closes_when_it_is_empty),
		cmocka_unit_test(random_events_give_the_trees_of_a_simple_model),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

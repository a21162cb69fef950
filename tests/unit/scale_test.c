/*
 * Among 60 000 people: what is asked for is found, within the scope, and no search goes
 * beyond its bounds however common the words are.
 */
#include "app/search/search.h"
#include "crowd.h"
#include "office_fixture.h"
#include "viet/viet.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const struct search_view *search(struct office *o, const char *account, const char *q,
                                        const char *kind)
{
	struct acting *a = office_as(o, account);
	WANT(o, RC_OK, run_op(a, "search.all", "q", q, "kind", kind, NULL));
	return a->out.data;
}

static struct str title(const struct search_view *v, int row)
{
	const struct search_row *r = &v->rows[row];
	const struct search_piece *last = &r->pieces[r->piece_count - 1];
	return (struct str){.p = r->pieces[0].text.p,
	                    .n = (size_t)(last->text.p + last->text.n - r->pieces[0].text.p)};
}

static void run_common(struct office *o)
{
	const struct search_view *v = search(o, "vidu.quantri", "nguyen", "person");
	assert_int_equal(v->row_count, FIND_HITS);
	assert_true(v->all.n > 0);
	for (int i = 0; i < v->row_count; i++)
		assert_non_null(memmem(title(v, i).p, title(v, i).n, "Nguyễn", strlen("Nguyễn")));
	/* In every note there is "chuyen vien"; found, and said to be more. */
	v = search(o, "vidu.quantri", "chuyen vien", "person");
	assert_int_equal(v->row_count, FIND_HITS);
	assert_true(v->all.n > 0);
}

static void common_words_are_found_and_more_is_said(void **state)
{
	(void)state;
	office_each_engine(run_common);
}

static void run_rare(struct office *o)
{
	const struct search_view *v = search(o, "vidu.quantri", "bao quoc hoang", "");
	assert_int_equal(v->row_count, 1);
	assert_true(str_eqz(title(v, 0), "Hoàng Quốc Bảo") && !v->near);
	v = search(o, "vidu.quantri", "hoang quok bao", "");
	assert_true(v->near && v->row_count >= 1);
	assert_true(str_eqz(title(v, 0), "Hoàng Quốc Bảo"));
	v = search(o, "vidu.quantri", "xyzqw kjhg", "");
	assert_int_equal(v->row_count, 0);
	v = search(o, "vidu.quantri", "phong noi chinh", "");
	assert_true(str_eqz(title(v, 0), "Phòng Nội chính")); /* the very name first */
}

static void rare_words_in_any_order_and_slips(void **state)
{
	(void)state;
	office_each_engine(run_rare);
}

static void run_scope(struct office *o)
{
	static const char *const asked[] = {"nguyen", "chuyen vien",    "thi",
	                                    "khoan",  "hoang quok bao", "hoang quoc bao"};
	/* Ten people and their head. */
	assert_int_equal(list_count(office_as(o, "dam.to"), "person.list", NULL), 11);
	for (int i = 0; i < COUNT(asked); i++) {
		const struct search_view *v = search(o, "dam.to", asked[i], "person");
		assert_true(v->row_count <= 11);
		v = search(o, "dam.to", asked[i], "");
		for (int r = 0; r < v->row_count; r++)
			if (strcmp(v->rows[r].label, "Người") == 0)
				assert_non_null(memmem(v->rows[r].note.p, v->rows[r].note.n, "Tổ 1 xã Số 1",
				                       strlen("Tổ 1 xã Số 1")));
	}
	assert_int_equal(search(o, "dam.to", "chuyen vien", "person")->row_count, 10);
	assert_int_equal(search(o, "dam.to", "to xa so", "unit")->row_count, 1); /* of 600 */
	assert_int_equal(search(o, "dam.to", "hoang quoc bao", "person")->row_count, 0);
	assert_int_equal(search(o, "vidu.canbo", "nguyen", "person")->row_count,
	                 0); /* sees nobody else */
}

static void the_scope_is_neither_shown_nor_counted(void **state)
{
	(void)state;
	office_each_engine(run_scope);
}

static struct str people_count(const struct search_view *v)
{
	for (int i = 0; i < v->tab_count; i++)
		if (strcmp(v->tabs[i].title, "Người") == 0)
			return v->tabs[i].count;
	return STR("");
}

static int64_t add_person(struct office *o, const char *name)
{
	struct acting *a = office_as(o, "vidu.quantri");
	WANT(o, RC_OK,
	     run_op(a, "person.create", "name", name, "cadre", "civil_servant", "unit_id",
	            num(o, unit_named(o, "Tổ 2 xã Số 1")), "post_title", "Chuyên viên", "since",
	            "01/01/2026", NULL));
	return a->out.id;
}

/* Each word is of thousands, both together of one: added last, so it stands last everywhere. */
static void run_pair(struct office *o)
{
	assert_true(add_person(o, "Phạm Hoàng Bùi Đặng") > 0);
	static const char *const asked[] = {"pham hoang", "hoang pham", "dang bui", "dang pham bui"};
	for (int i = 0; i < COUNT(asked); i++) {
		const struct search_view *v = search(o, "vidu.quantri", asked[i], "person");
		assert_int_equal(v->row_count, 1);
		assert_true(str_eqz(title(v, 0), "Phạm Hoàng Bùi Đặng") && !v->near);
		assert_true(str_eqz(people_count(v), "1"));
	}
}

static void a_rare_pair_of_common_words_is_found(void **state)
{
	(void)state;
	office_each_engine(run_pair);
}

/* Given names stand together in the order by name; a walk from its beginning met none. */
static void run_given(struct office *o)
{
	const struct search_view *v = search(o, "vidu.quantri", "huong", "person");
	assert_int_equal(v->row_count, FIND_HITS);
	int all = list_count(office_as(o, "vidu.quantri"), "person.list", "q", "huong", NULL);
	assert_true(all > 1000);
	assert_true(str_eq(people_count(v), viet_number(&o->f->mem, all)));
	v = search(o, "vidu.quantri", "vang yen", "person");
	int n = list_count(office_as(o, "vidu.quantri"), "person.list", "q", "vang yen", NULL);
	assert_true(n > 0 && n < FIND_HITS);
	assert_int_equal(v->row_count, n);
}

static void given_names_are_found_wherever_they_stand(void **state)
{
	(void)state;
	office_each_engine(run_given);
}

/* --- 60 000 tasks ---------------------------------------------------------------------------- */

static void run_tasks(struct office *o)
{
	static const char *const asked[][3] = {
		{"task.list", NULL, NULL},           {"task.list", "state", "late"},
		{"task.list", "state", "done"},      {"task.list", "within", "7"},
		{"task.list", "order", "name"},      {"task.list", "from", "2026-11-01"},
		{"task.list", "kind", "digital"},    {"task.board", NULL, NULL},
		{"unit.responsibility", NULL, NULL},
	};
	static const char *const who[] = {"vidu.thuongtruc", "dam.xa", "dam.to"};
	struct rows rows;
	for (int w = 0; w < COUNT(who); w++)
		for (int i = 0; i < COUNT(asked); i++)
			WANT(o, RC_OK,
			     list_op(office_as(o, who[w]), &rows, asked[i][0], asked[i][1], asked[i][2], NULL));
	/* A team's head sees the ten of the team. */
	WANT(o, RC_OK, list_op(office_as(o, "dam.to"), &rows, "task.list", NULL));
	assert_int_equal(rows.count, 10);
}

static void each_sees_the_tasks_of_the_own_scope(void **state)
{
	(void)state;
	office_each_engine(run_tasks);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(common_words_are_found_and_more_is_said),
		cmocka_unit_test(rare_words_in_any_order_and_slips),
		cmocka_unit_test(the_scope_is_neither_shown_nor_counted),
		cmocka_unit_test(a_rare_pair_of_common_words_is_found),
		cmocka_unit_test(given_names_are_found_wherever_they_stand),
		cmocka_unit_test(each_sees_the_tasks_of_the_own_scope),
	};
	office_begin_with(crowd_fill);
	return cmocka_run_group_tests(tests, NULL, NULL);
}

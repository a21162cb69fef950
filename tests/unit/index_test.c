/*
 * Whatever is written, changed, dropped and settled in whatever order: the index answers as one
 * who looks at every object, within the scope; and what comes first comes first.
 */
#include "db/sql_search.h"
#include "db/sql_unit.h"
#include "db_fixture.h"
#include "index/index.h"
#include "viet/viet.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <stdlib.h>

#define OBJECTS 400
#define UNITS 6
#define KIND "person"

static const char *const syllables[] = {"Nguyễn", "Trần", "Văn", "Thị",  "Hùng", "Hương",
                                        "An",     "Anh",  "A",   "Tổ 1", "Tổ 12"};
#define SYLLABLES (sizeof syllables / sizeof *syllables)

struct object {
	bool there;
	struct str title, note;
	int64_t unit, person;
};

struct model {
	struct db_fixture *f;
	struct object at[OBJECTS]; /* id: 1 + place * 97, over several blocks */
	unsigned seed;
	int passed_over; /* questions for which the kind was not asked */
};

static unsigned draw(struct model *m, unsigned below)
{
	m->seed = m->seed * 1664525u + 1013904223u;
	return (unsigned)((uint64_t)(m->seed >> 8) * below >> 24);
}

static int64_t id_of(int place)
{
	return 1 + (int64_t)place * 97;
}

static struct str some_words(struct model *m, unsigned most)
{
	struct str s = STR("");
	for (unsigned n = draw(m, most + 1); n > 0; n--)
		s = arena_printf(&m->f->mem, "%.*s%s%s", STR_ARG(s), s.n ? " " : "",
		                 syllables[draw(m, SYLLABLES)]);
	return s;
}

/* --- writing ---------------------------------------------------------------------------------- */

static enum rc write_one(void *arg)
{
	struct model *m = arg;
	struct db_fixture *f = m->f;
	int place = (int)draw(m, OBJECTS);
	struct object *o = &m->at[place];
	int64_t settled;
	switch (draw(m, 8)) {
	case 0: o->there = false; return index_forget(f->db, &f->mem, STR(KIND), id_of(place));
	case 1: return index_settle(f->db, &f->mem, (int)draw(m, 30), &settled);
	default: break;
	}
	struct str first = some_words(m, 3);
	if (!o->there || draw(m, 3))
		o->title = arena_printf(&f->mem, "%.*s %s", STR_ARG(first), syllables[draw(m, SYLLABLES)]);
	o->note = some_words(m, 2);
	o->unit = draw(m, 5) ? 1 + draw(m, UNITS) : DB_NULL;
	o->person = draw(m, 2) ? 1 + draw(m, 20) : DB_NULL;
	o->there = true;
	return sql_search_item_put(f->db, STR(KIND), id_of(place), o->title, o->note,
	                           viet_fold(&f->mem, o->title), viet_name_key(&f->mem, o->title),
	                           o->unit, o->person, NULL);
}

static enum rc write_units(void *arg)
{
	struct db_fixture *f = arg;
	struct date from = date_of(2020, 1, 1);
	for (int u = 1; u <= UNITS; u++)
		TRY(sql_unit_below_add(f->db, u, u, from, DATE_OPEN, NULL));
	TRY(sql_unit_below_add(f->db, 1, 2, from, DATE_OPEN, NULL));
	TRY(sql_unit_below_add(f->db, 1, 3, from, DATE_OPEN, NULL));
	return sql_unit_below_add(f->db, 1, 4, from, date_of(2021, 1, 1), NULL);
}

/* --- looking at everything ----------------------------------------------------------------------
 */

static bool has(struct str text, struct str word, bool whole)
{
	while (text.p) {
		struct str one = str_cut(&text, ' ');
		if (whole ? str_eq(one, word) : one.n >= word.n && memcmp(one.p, word.p, word.n) == 0)
			return true;
	}
	return false;
}

static bool in_scope(const struct object *o, const struct db_scope *s)
{
	if (s->all || (s->person != DB_NULL && o->person == s->person))
		return true;
	for (int i = 0; i < s->unit_count; i++)
		if (o->unit == s->units[i] || (s->units[i] == 1 && (o->unit == 2 || o->unit == 3)))
			return true;
	return false;
}

static bool fits(struct model *m, const struct object *o, struct str asked, bool title)
{
	struct str t = viet_fold(&m->f->mem, o->title), n = viet_fold(&m->f->mem, o->note);
	while (asked.p) {
		struct str word = str_cut(&asked, ' ');
		if (title ? !has(t, word, true) : !has(t, word, false) && !has(n, word, false))
			return false;
	}
	return true;
}

static int shared(struct model *m, const struct object *o, struct str asked, int *of)
{
	uint32_t *a, *b;
	size_t n, k, same = 0;
	viet_trigrams(&m->f->mem, asked, &a, &n);
	viet_trigrams(&m->f->mem, viet_fold(&m->f->mem, o->title), &b, &k);
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < k; j++)
			same += a[i] == b[j];
	*of = (int)n;
	return (int)same;
}

static void check_near(struct model *m, const struct index_ask *ask)
{
	int64_t ids[5];
	size_t n, fit = 0;
	int best = 0, of = 0, got;
	EXPECT(m->f, RC_OK, index_near(ask, ids, 5, &n));
	for (int i = 0; i < OBJECTS; i++) {
		got = m->at[i].there && in_scope(&m->at[i], ask->scope)
		          ? shared(m, &m->at[i], ask->folded, &of)
		          : 0;
		fit += got > 0 && got * 2 >= of;
		best = got > best ? got : best;
	}
	assert_int_equal(n, fit < 5 ? fit : 5);
	for (size_t i = 0; i < n; i++) {
		const struct object *o = &m->at[(ids[i] - 1) / 97];
		assert_true(o->there && in_scope(o, ask->scope));
		got = shared(m, o, ask->folded, &of);
		assert_true(got <= best && got * 2 >= of);
		best = got; /* the nearest first */
	}
}

static void check(struct model *m)
{
	int64_t units[] = {1 + draw(m, UNITS), 1 + draw(m, UNITS)};
	struct db_scope scope = {.all = draw(m, 2),
	                         .units = units,
	                         .unit_count = (int)draw(m, 3),
	                         .person = draw(m, 2) ? 1 + draw(m, 20) : DB_NULL};
	struct str asked = viet_fold(&m->f->mem, some_words(m, 3));
	if (draw(m, 3) == 0 && asked.n > 1)
		asked.n -= asked.p[asked.n - 2] != ' ';
	struct index_ask ask = {.db = m->f->db,
	                        .mem = &m->f->mem,
	                        .kind = KIND,
	                        .folded = asked,
	                        .scope = &scope,
	                        .today = date_of(2026, 1, 1)};
	static const char *const kinds[] = {"no such kind", KIND};
	struct index_hits hits;
	bool maybe[2], any = false;
	EXPECT(m->f, RC_OK, index_words(&ask, &hits));
	EXPECT(m->f, RC_OK, index_kinds(&ask, kinds, 2, maybe));
	for (int i = 0; i < OBJECTS; i++) {
		const struct object *o = &m->at[i];
		bool seen = o->there && asked.n && in_scope(o, &scope);
		bool all = seen && fits(m, o, asked, false), title = seen && fits(m, o, asked, true);
		if (bits_has(&hits.all, id_of(i)) != all || bits_has(&hits.title, id_of(i)) != title)
			fail_msg("\"%.*s\" and \"%.*s\" / \"%.*s\"", STR_ARG(asked), STR_ARG(o->title),
			         STR_ARG(o->note));
		any |= all;
	}
	assert_false(maybe[0]);
	assert_true(maybe[1] || !any);
	m->passed_over += !maybe[1];
	check_near(m, &ask);
}

static void run_any_order(struct db_fixture *f)
{
	struct model *m = calloc(1, sizeof *m);
	m->f = f;
	m->seed = 7;
	EXPECT(f, RC_OK, db_tx(f->db, DB_WRITE, write_units, f));
	for (int i = 0; i < 1500; i++) {
		EXPECT(f, RC_OK, db_tx(f->db, DB_WRITE, write_one, m));
		if (i % 10 == 0)
			check(m);
	}
	EXPECT(f, RC_OK, index_settle_all(f->db));
	for (int i = 0; i < 50; i++)
		check(m);
	assert_true(m->passed_over > 0);
	free(m);
}

static void answers_are_those_of_one_who_looks_at_everything(void **state)
{
	(void)state;
	db_fixture_each_engine(run_any_order);
}

/* --- nothing stays
 * -------------------------------------------------------------------------------- */

static enum rc put_secret(void *arg)
{
	struct db_fixture *f = arg;
	return sql_search_item_put(f->db, STR(KIND), 5, STR("Zyqxw Thị Kín"), STR(""),
	                           STR("zyqxw thi kin"), STR("k"), DB_NULL, DB_NULL, NULL);
}

static enum rc put_other(void *arg)
{
	struct db_fixture *f = arg;
	return sql_search_item_put(f->db, STR(KIND), 5, STR("Ẩn danh"), STR(""), STR("an danh"),
	                           STR("k"), DB_NULL, DB_NULL, NULL);
}

static enum rc forget(void *arg)
{
	struct db_fixture *f = arg;
	return index_forget(f->db, &f->mem, STR(KIND), 5);
}

/* What was said before a change that is not settled goes too. */
static void run_forgets(struct db_fixture *f)
{
	static const struct str terms[] = {STR("p:z"), STR("p:zyqxw"), STR("t:zyqxw"), STR("p:an")};
	struct sql_search_bits_of *rows;
	size_t n;
	struct str list = db_texts(&f->mem, db_engine_of(f->db), terms, 4);
	EXPECT(f, RC_OK, db_tx(f->db, DB_WRITE, put_secret, f));
	EXPECT(f, RC_OK, index_settle_all(f->db));
	EXPECT(f, RC_OK, sql_search_bits_of(f->db, &f->mem, STR(KIND), list, &rows, &n));
	assert_int_equal(n, 3);
	EXPECT(f, RC_OK, db_tx(f->db, DB_WRITE, put_other, f));
	EXPECT(f, RC_OK, db_tx(f->db, DB_WRITE, forget, f));
	EXPECT(f, RC_OK, sql_search_bits_of(f->db, &f->mem, STR(KIND), list, &rows, &n));
	assert_int_equal(n, 0);
}

static void what_is_forgotten_leaves_no_word(void **state)
{
	(void)state;
	db_fixture_each_engine(run_forgets);
}

/* --- long words that begin alike are one beginning ---------------------------------------------
 */

static enum rc put_long(void *arg)
{
	struct db_fixture *f = arg;
	return sql_search_item_put(f->db, STR(KIND), 5, STR("Internationally internationalized"),
	                           STR(""), STR("internationally internationalized"), STR("k"), DB_NULL,
	                           DB_NULL, NULL);
}

static void run_long(struct db_fixture *f)
{
	static const char *const kinds[] = {KIND};
	struct index_ask ask = {.db = f->db,
	                        .mem = &f->mem,
	                        .kind = KIND,
	                        .folded = STR("internationally internationalized"),
	                        .today = date_of(2026, 1, 1)};
	struct index_hits hits;
	bool maybe;
	EXPECT(f, RC_OK, db_tx(f->db, DB_WRITE, put_long, f));
	EXPECT(f, RC_OK, index_settle_all(f->db));
	EXPECT(f, RC_OK, index_words(&ask, &hits));
	EXPECT(f, RC_OK, index_kinds(&ask, kinds, 1, &maybe));
	assert_true(bits_has(&hits.all, 5) && maybe);
}

static void long_words_that_begin_alike_hide_nothing(void **state)
{
	(void)state;
	db_fixture_each_engine(run_long);
}

/* --- order
 * ---------------------------------------------------------------------------------------- */

#define MANY 3000

static struct str key_of(struct arena *mem, int64_t id)
{
	return arena_printf(mem, "%06d", (int)(id * 7919 % 10007));
}

struct putting {
	struct db_fixture *f;
	int64_t from, to;
};

static enum rc put_many(void *arg)
{
	struct putting *p = arg;
	for (int64_t id = p->from; id < p->to; id++)
		TRY(sql_search_item_put(p->f->db, STR(KIND), id, STR("An"), STR(""), STR("an"),
		                        key_of(&p->f->mem, id), DB_NULL, DB_NULL, NULL));
	return RC_OK;
}

static void set_all(struct bits *set, int64_t to)
{
	for (int64_t id = 1; id < to; id++)
		if (id % 3)
			bits_set(set, id);
}

/* Of all that are as near or nearer to the beginning none is missing. */
static void check_first(struct db_fixture *f, const struct bits *set, int64_t to,
                        struct index_first first)
{
	struct index_ask ask = {.db = f->db, .mem = &f->mem, .kind = KIND};
	struct bits got = bits_new(&f->mem);
	int64_t *ids;
	size_t n;
	first.set = set;
	EXPECT(f, RC_OK, index_first(&ask, &first, &ids, &n));
	assert_true(n >= first.want && (size_t)bits_count(set) > n);
	struct str edge = STR_NULL, from = key_of(&f->mem, first.after);
	size_t beyond = 0;
	for (size_t i = 0; i < n; i++) {
		struct str key = key_of(&f->mem, ids[i]);
		int way = first.back ? -1 : 1;
		bits_set(&got, ids[i]);
		assert_true(bits_has(set, ids[i]));
		beyond += first.after < 0 || way * str_cmp(key, from) > 0;
		edge = !edge.p || way * str_cmp(key, edge) > 0 ? key : edge;
	}
	assert_true(beyond >= first.want);
	for (int64_t id = 1; id < to; id++) {
		struct str key = key_of(&f->mem, id);
		int way = first.back ? -1 : 1;
		bool nearer =
			way * str_cmp(key, edge) <= 0 && (first.after < 0 || way * str_cmp(key, from) > 0);
		assert_true(!nearer || !bits_has(set, id) || bits_has(&got, id));
	}
}

static void run_first(struct db_fixture *f)
{
	struct bits set = bits_new(&f->mem);
	struct putting p = {f, 1, MANY};
	EXPECT(f, RC_OK, db_tx(f->db, DB_WRITE, put_many, &p));
	EXPECT(f, RC_OK, index_settle_all(f->db));
	/* Some come between, one by one. */
	for (int i = 0; i < 20; i++) {
		p = (struct putting){f, p.to, p.to + 5};
		EXPECT(f, RC_OK, db_tx(f->db, DB_WRITE, put_many, &p));
		EXPECT(f, RC_OK, index_settle_all(f->db));
	}
	set_all(&set, p.to);
	for (int back = 0; back < 2; back++) {
		check_first(f, &set, p.to, (struct index_first){.want = 26, .after = -1, .back = back});
		check_first(f, &set, p.to, (struct index_first){.want = 26, .after = 1001, .back = back});
	}
}

static void what_comes_first_is_among_the_first(void **state)
{
	(void)state;
	db_fixture_each_engine(run_first);
}

/* --- bits
 * ------------------------------------------------------------------------------------------- */

static void blocks_are_stored_and_read(void **state)
{
	static const int steps[] = {1, 2, 15, 16, 17, 63, 4000, 8191};
	struct arena mem;
	(void)state;
	arena_init(&mem);
	for (size_t s = 0; s < sizeof steps / sizeof *steps; s++) {
		struct bits b = bits_new(&mem);
		uint64_t back[BITS_WORDS] = {0};
		for (int i = 0; i < BITS_BLOCK; i += steps[s])
			bits_set(&b, i);
		struct str stored = bits_write(&mem, b.at[0]);
		assert_true(stored.n <= BITS_BLOCK / 8 && bits_read(stored, back));
		assert_memory_equal(back, b.at[0], sizeof back);
	}
	uint64_t none[BITS_WORDS] = {0};
	assert_int_equal(bits_write(&mem, none).n, 0);
	assert_false(bits_read(STR("abc"), none));
	assert_false(bits_read(STR("\xFF\xFF"), none));
	arena_release(&mem);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(blocks_are_stored_and_read),
		cmocka_unit_test(answers_are_those_of_one_who_looks_at_everything),
		cmocka_unit_test(what_is_forgotten_leaves_no_word),
		cmocka_unit_test(long_words_that_begin_alike_hide_nothing),
		cmocka_unit_test(what_comes_first_is_among_the_first),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * doubles.c: records that may be one person, proposed for merging and never merged by themselves.
 *
 * Two records are proposed when their names are the same but for the way of writing (hoà, hòa;
 * Lý, Lí; without marks) and nothing speaks against it, or when the day of birth is the same and
 * the names nearly are. What somebody has found to be two people is not proposed again.
 */
#include "app/org/org.h"
#include "app/record/record.h"
#include "db/sql_unmatched.h"
#include "op/gate.h"
#include "viet/viet.h"

const struct object person_double_object = {
	.name = "double", .label = "cặp hồ sơ", .list = &sql_list_person_double_object};

#define PEOPLE_STEP 4096
#define NEAR_PERCENT 60 /* trigrams in common, of all */

struct one {
	int64_t id, unit_id;
	struct str loose, gender;
	struct date birth;
};

struct look {
	struct ctx *c;
	struct one *people;
	size_t n, room;
	int64_t found;
};

static enum rc read_people(struct look *l)
{
	struct ctx *c = l->c;
	struct sql_person_double_people row;
	struct db_cursor *cur;
	enum rc rc;
	TRY(sql_person_double_people_open(c->db, c->mem, &cur));
	while ((rc = sql_person_double_people_next(cur, c->mem, &row)) == RC_OK) {
		if (l->n == l->room) {
			struct one *more = arena_array(c->mem, l->room + PEOPLE_STEP + l->room, sizeof *more);
			if (l->n)
				memcpy(more, l->people, l->n * sizeof *more);
			l->people = more;
			l->room += PEOPLE_STEP + l->room;
		}
		l->people[l->n++] = (struct one){.id = row.id,
		                                 .unit_id = row.unit_id,
		                                 .loose = viet_fold_loose(c->mem, row.name),
		                                 .gender = row.gender,
		                                 .birth = row.birth};
	}
	db_cursor_end(cur);
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

static int by_name(const void *a, const void *b)
{
	const struct one *x = a, *y = b;
	int cmp = str_cmp(x->loose, y->loose);
	return cmp ? cmp : x->id < y->id ? -1 : x->id > y->id;
}

static int by_birth(const void *a, const void *b)
{
	const struct one *x = a, *y = b;
	if (x->birth.days != y->birth.days)
		return x->birth.days < y->birth.days ? -1 : 1;
	return x->id < y->id ? -1 : x->id > y->id;
}

static enum rc propose(struct look *l, const struct one *a, const struct one *b, const char *why)
{
	int64_t changed, low = a->id < b->id ? a->id : b->id, high = a->id < b->id ? b->id : a->id;
	TRY(sql_person_double_add(l->c->db, low, high, str_of(why), l->c->now_ms, &changed));
	l->found += changed;
	return RC_OK;
}

static bool could_be(const struct one *a, const struct one *b)
{
	return a->gender.n == 0 || b->gender.n == 0 || str_eq(a->gender, b->gender);
}

static enum rc same_names(struct look *l)
{
	qsort(l->people, l->n, sizeof *l->people, by_name);
	for (size_t i = 0; i < l->n; i++)
		for (size_t k = i + 1; k < l->n && str_eq(l->people[i].loose, l->people[k].loose); k++) {
			const struct one *a = &l->people[i], *b = &l->people[k];
			bool births = !date_is_none(a->birth) && !date_is_none(b->birth);
			if (!could_be(a, b) || (births && a->birth.days != b->birth.days))
				continue;
			TRY(propose(l, a, b,
			            births                     ? "Cùng họ tên, cùng ngày sinh"
			            : a->unit_id == b->unit_id ? "Cùng họ tên, cùng đơn vị"
			                                       : "Cùng họ tên, một hồ sơ chưa ghi ngày sinh"));
		}
	return RC_OK;
}

static bool near_names(struct arena *mem, struct str a, struct str b)
{
	uint32_t *x, *y;
	size_t n, m, i = 0, k = 0, both = 0;
	viet_trigrams(mem, a, &x, &n);
	viet_trigrams(mem, b, &y, &m);
	while (i < n && k < m)
		if (x[i] == y[k]) {
			both++, i++, k++;
		} else if (x[i] < y[k]) {
			i++;
		} else {
			k++;
		}
	return both * 100 >= NEAR_PERCENT * (n + m - both);
}

static enum rc same_births(struct look *l)
{
	qsort(l->people, l->n, sizeof *l->people, by_birth);
	for (size_t i = 0; i < l->n; i++)
		for (size_t k = i + 1; k < l->n && l->people[i].birth.days == l->people[k].birth.days;
		     k++) {
			const struct one *a = &l->people[i], *b = &l->people[k];
			if (date_is_none(a->birth))
				break;
			if (could_be(a, b) && !str_eq(a->loose, b->loose) &&
			    near_names(l->c->mem, a->loose, b->loose))
				TRY(propose(l, a, b, "Cùng ngày sinh, họ tên gần giống"));
		}
	return RC_OK;
}

enum rc record_find_doubles(struct ctx *c, int64_t *found)
{
	struct look l = {.c = c};
	TRY(read_people(&l));
	TRY(same_names(&l));
	TRY(same_births(&l));
	*found = l.found;
	return RC_OK;
}

/* --- operations ---------------------------------------------------------------------------- */

static enum rc double_find(struct ctx *c, const void *in, struct out *out)
{
	int64_t found;
	(void)in;
	TRY(record_find_doubles(c, &found));
	out_fact(out, "found", "Cặp mới tìm thấy", viet_number(c->mem, found));
	out_say(c, out,
	        found ? "Tìm thấy cặp hồ sơ có thể là một người. Xin xem từng cặp."
	              : "Không có cặp hồ sơ mới nào giống nhau.");
	return RC_OK;
}

struct double_two_in {
	int64_t id;
	struct str reason;
};
static const struct field double_two_fields[] = {
	F(REF, struct double_two_in, id, "Cặp hồ sơ", .flags = MUST | HIDDEN,
      .ref = &person_double_object),
	F(TEXT, struct double_two_in, reason, "Căn cứ", .flags = MUST, .min = 5, .max = 400),
};

static enum rc double_two(struct ctx *c, const void *in, struct out *out)
{
	const struct double_two_in *p = in;
	TRY(sql_person_double_set(c->db, p->id, STR("two"), p->reason, NULL));
	out_say(c, out, "Đã ghi: đây là hai người. Cặp này không được đề nghị gộp nữa.");
	return RC_OK;
}

static const struct choice double_states[] = {
	{"open", "Chờ xem"}, {"two", "Là hai người"}, {"merged", "Đã gộp"}, {0}};
static const struct field double_filters[] = {
	FILTER(CHOICE, "state", "Tình trạng", .choices = double_states),
	FILTER(REF, "person", "Người", .ref = &person_object),
};
static const struct column double_cols[] = {
	{"one_name", "Hồ sơ thứ nhất", COL_LINK, .op = "person.view", .key = "one_id", .width = 28},
	{"one_unit", "Đơn vị", COL_TEXT, .width = 30},
	{"one_birth", "Ngày sinh", COL_DATE},
	{"other_name", "Hồ sơ thứ hai", COL_LINK, .op = "person.view", .key = "other_id", .width = 28},
	{"other_unit", "Đơn vị", COL_TEXT, .width = 30},
	{"other_birth", "Ngày sinh", COL_DATE},
	{"why", "Vì sao", COL_TEXT, .width = 36},
	{"reason", "Kết luận", COL_TEXT, .width = 30},
	{"state", "Tình trạng", COL_BADGE, .choices = double_states},
};

#define LOOKS (R(STANDING) | R(ADMIN))

const struct op person_double_ops[] = {
	{.name = "double.list",
     .title = "Hồ sơ có thể trùng",
     .help =
         "Các cặp hồ sơ giống nhau, để người xem quyết định: gộp bằng \"Gộp hồ sơ trùng\", hoặc "
         "ghi là hai người.",
     .kind = OP_LIST,
     .flags = OP_JOURNAL_EXPORT,
     .roles = LOOKS | R(INSPECTOR),
     .scope = SCOPE_OFFICE,
     .area = "org",
     .icon = "merge",
     .object = &person_double_object,
     .list = &sql_list_person_double_list,
     .order = "-newest",
     FIELDS(double_filters),
     COLS(double_cols),
     .empty = "Chưa tìm, hoặc không có cặp nào. Dùng \"Tìm hồ sơ trùng\"."},
	{.name = "double.find",
     .title = "Tìm hồ sơ trùng",
     .help = "So họ tên (kể cả khác cách viết dấu, y và i), ngày sinh, đơn vị của mọi hồ sơ.",
     .verb = "Tìm",
     .icon = "search",
     .kind = OP_WRITE,
     .flags = OP_JOB,
     .roles = LOOKS,
     .scope = SCOPE_OFFICE,
     .object = &person_double_object,
     .run = double_find,
     .then = "double.list"},
	{.name = "double.two",
     .title = "Là hai người",
     .help = "Hai hồ sơ này không phải của một người.",
     .kind = OP_WRITE,
     .roles = LOOKS,
     .scope = SCOPE_OBJECT,
     .object = &person_double_object,
     .states = "open",
     FIELDS(double_two_fields),
     .in_size = sizeof(struct double_two_in),
     .run = double_two,
     .then = "double.list"},
	{0}};

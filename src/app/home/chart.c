/* chart.c: people by unit, and by cadre and gender, as numbers and as lines to draw. */
#include "app/home/home.h"
#include "app/org/org.h"
#include "base/json_out.h"
#include "db/sql_home.h"
#include "op/decode.h"
#include "op/gate.h"
#include "op/list.h"
#include "viet/viet.h"

#include <inttypes.h>

struct counting {
	struct sql_home_units *units;
	size_t unit_count;
	struct db_scope scope;
};

static const struct sql_home_units *unit_of(const struct counting *k, int64_t id)
{
	size_t low = 0, high = k->unit_count;
	while (low < high) {
		size_t mid = (low + high) / 2;
		if (k->units[mid].id < id)
			low = mid + 1;
		else
			high = mid;
	}
	return low < k->unit_count && k->units[low].id == id ? &k->units[low] : NULL;
}

static bool is_root(const struct counting *k, const struct sql_home_units *u)
{
	if (k->scope.all)
		return u->parent_id == DB_NULL;
	for (int i = 0; i < k->scope.unit_count; i++)
		if (k->scope.units[i] == u->id)
			return true;
	return false;
}

/*
 * The unit just below the top of what the caller sees, or the top for those who sit in it
 * directly; NULL for what lies outside.
 */
static const struct sql_home_units *group_of(const struct counting *k, int64_t unit)
{
	const struct sql_home_units *below = NULL;
	for (const struct sql_home_units *u = unit_of(k, unit); u; u = unit_of(k, u->parent_id)) {
		if (is_root(k, u))
			return below ? below : u;
		below = u;
	}
	return NULL;
}

#define OTHERS "Các đơn vị khác"

struct home_bar *home_chart_bar(struct home_chart *chart, struct str label)
{
	for (int i = 0; i < chart->count; i++)
		if (str_eq(chart->bars[i].label, label))
			return &chart->bars[i];
	struct home_bar *last = &chart->bars[HOME_BARS_MAX - 1];
	if (chart->count < HOME_BARS_MAX - 1)
		last = &chart->bars[chart->count];
	if (chart->count < HOME_BARS_MAX)
		chart->count++;
	if (!last->label.p)
		last->label = last == &chart->bars[HOME_BARS_MAX - 1] ? str_of(OTHERS) : label;
	return last;
}

/* The longest first; what all the others have together is no line to compare with, and stands last.
 */
static void by_size(struct home_chart *chart)
{
	int n = chart->count;
	if (n && str_eqz(chart->bars[n - 1].label, OTHERS))
		n--;
	for (int i = 1; i < n; i++) {
		struct home_bar one = chart->bars[i];
		int at = i;
		for (; at > 0 && chart->bars[at - 1].n < one.n; at--)
			chart->bars[at] = chart->bars[at - 1];
		chart->bars[at] = one;
	}
}

/* Lengths by the longest line; a line is 40 high: its words, then its bar. */
void home_chart_draw(struct ctx *c, struct home_chart *chart)
{
	int64_t most = 1, all = 0;
	const char *of = chart->of ? chart->of : "người";
	by_size(chart);
	for (int i = 0; i < chart->count; i++) {
		most = chart->bars[i].n > most ? chart->bars[i].n : most;
		all += chart->bars[i].n;
	}
	for (int i = 0; i < chart->count; i++) {
		struct home_bar *b = &chart->bars[i];
		int64_t before = 0;
		b->y = 40 * i;
		b->value = viet_number(c->mem, b->n);
		b->warned = chart->warns ? b->parts[chart->warns - 1] : 0;
		if (b->warned)
			b->value = arena_printf(c->mem, "%.*s, %s %" PRId64, STR_ARG(b->value),
			                        viet_lower(c->mem, str_of(chart->series[chart->warns - 1])).p,
			                        b->warned);
		for (int s = 0; s < chart->series_count; s++) {
			b->x[s] = (int)(before * HOME_CHART_WIDTH / most);
			before += b->parts[s];
			b->width[s] = (int)(before * HOME_CHART_WIDTH / most) - b->x[s];
		}
	}
	chart->height = 40 * chart->count;
	if (chart->count)
		chart->say =
			arena_printf(c->mem, "%s: %.*s %s; nhiều nhất là %.*s, %.*s %s", chart->title,
		                 STR_ARG(viet_number(c->mem, all)), of, STR_ARG(chart->bars[0].label),
		                 STR_ARG(viet_number(c->mem, chart->bars[0].n)), of);
}

void home_chart_add(struct home_chart *chart, struct str label, int series, int64_t n)
{
	struct home_bar *bar = home_chart_bar(chart, label);
	bar->n += n;
	bar->parts[series] += n;
}

int64_t home_number(const struct rows *rows, int row, const char *name)
{
	return rows->items[row][list_column_no(rows->list, name)].i;
}

enum rc home_chart_of_list(struct ctx *c, struct home_chart *chart, home_count_fn *count)
{
	const struct op *op = c->op;
	struct values v;
	struct rows rows;
	values_init(&v, c->mem);
	TRY(values_add(&v, STR("limit"), STR("200"), c->err));
	TRY(list_page(c, op, &v, &rows));
	for (int i = 0; i < rows.count; i++) {
		int64_t parts[HOME_SERIES_MAX] = {0}, all = 0;
		struct str name = rows.items[i][list_column_no(rows.list, "name")].s;
		count(&rows, i, parts);
		for (int s = 0; s < chart->series_count; s++)
			all += parts[s];
		for (int s = 0; s < chart->series_count && all; s++)
			home_chart_add(chart, name, s, parts[s]);
	}
	home_chart_draw(c, chart);
	c->op = op;
	return RC_OK;
}

void home_chart_json(struct json_out *j, const struct home_chart *chart)
{
	json_arr(j, chart->id);
	for (int i = 0; i < chart->count; i++) {
		json_obj(j, NULL);
		json_str(j, "label", chart->bars[i].label);
		for (int s = 0; s < chart->series_count; s++)
			json_int(j, chart->series[s], chart->bars[i].parts[s]);
		json_end(j);
	}
	json_end(j);
}

/* How many of one kind work in one unit; numbers only, so that it can be kept as it is. */
struct tally {
	int64_t unit_id, n;
	int cadre, gender; /* of cadres; 0 man, 1 woman, 2 not said */
};

static int cadre_no(struct str value)
{
	int i = 0;
	while (cadres[i].value && !str_eqz(value, cadres[i].value))
		i++;
	return i;
}

static enum rc read_tallies(struct ctx *c, struct tally **out, size_t *count)
{
	struct sql_home_people *rows;
	TRY(sql_home_people(c->db, c->mem, &rows, count));
	struct tally *t = arena_array(c->mem, *count + 1, sizeof *t);
	for (size_t i = 0; i < *count; i++)
		t[i] = (struct tally){.unit_id = rows[i].unit_id,
		                      .n = rows[i].n,
		                      .cadre = cadre_no(rows[i].cadre),
		                      .gender = str_eqz(rows[i].gender, "nam")  ? 0
		                                : str_eqz(rows[i].gender, "nu") ? 1
		                                                                : 2};
	*out = t;
	return RC_OK;
}

/* Counting everybody is dear in a large office, and everybody who signs in asks for it. */
static enum rc tallies(struct ctx *c, struct tally **out, size_t *count)
{
	const struct str key = STR("home_people"), kept = db_memo_find(c->db, key);
	if (kept.p) {
		*out = (struct tally *)arena_str(c->mem, kept).p;
		*count = kept.n / sizeof **out;
		return RC_OK;
	}
	TRY(read_tallies(c, out, count));
	db_memo_keep(c->db, key, (struct str){.p = (char *)*out, .n = *count * sizeof **out});
	return RC_OK;
}

static void count_one(struct counting *k, struct home_view *v, const struct tally *t)
{
	const struct sql_home_units *group = group_of(k, t->unit_id);
	if (!group)
		return;
	home_chart_add(&v->units,
	               group->short_name.n && group->name.n > 40 ? group->short_name : group->name, 0,
	               t->n);
	home_chart_add(&v->cadres,
	               cadres[t->cadre].value ? str_of(cadres[t->cadre].label) : STR("Khác"), t->gender,
	               t->n);
}

enum rc home_charts(struct ctx *c, struct home_view *v)
{
	struct counting k = {.scope = gate_scope(c, op_find(STR("person.list")))};
	struct tally *people;
	size_t n;
	v->units = (struct home_chart){.id = "units",
	                               .title = "Người theo đơn vị",
	                               .head = "Đơn vị",
	                               .series = {"Số người"},
	                               .series_count = 1};
	v->cadres = (struct home_chart){.id = "cadres",
	                                .title = "Người theo đối tượng và giới tính",
	                                .head = "Đối tượng",
	                                .series = {"Nam", "Nữ", "Chưa ghi"},
	                                .series_count = 3};
	if (!k.scope.all && k.scope.unit_count == 0)
		return RC_OK;
	TRY(sql_home_units(c->db, c->mem, &k.units, &k.unit_count));
	TRY(tallies(c, &people, &n));
	for (size_t i = 0; i < n; i++)
		count_one(&k, v, &people[i]);
	home_chart_draw(c, &v->units);
	home_chart_draw(c, &v->cadres);
	return RC_OK;
}

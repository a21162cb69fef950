/* coverage.c: how far a reading has come, by unit, within the caller's scope. */
#include "app/home/home.h"
#include "app/library/inner.h"
#include "base/json_out.h"
#include "db/sql_reading.h"
#include "op/list.h"
#include "op/values.h"
#include "web/web.h"

#include <inttypes.h>

struct coverage_in {
	int64_t id;
};
static const struct field coverage_fields[] = {
	F(REF, struct coverage_in, id, "Việc giao đọc", .flags = MUST | HIDDEN, .ref = &reading_object),
};

#define UNITS_MAX 512

struct counting {
	struct coverage_page *v;
	struct ctx *c;
	int unit, state; /* columns */
};

static struct coverage_row *row_of(struct counting *k, struct str unit)
{
	struct coverage_page *v = k->v;
	for (int i = 0; i < v->count; i++)
		if (str_eq(v->rows[i].unit, unit))
			return &v->rows[i];
	if (v->count == UNITS_MAX)
		return &v->rows[UNITS_MAX - 1];
	v->rows[v->count].unit = arena_str(k->c->mem, unit);
	return &v->rows[v->count++];
}

static void count(struct coverage_row *row, struct str state)
{
	row->asked += str_eqz(state, "asked");
	row->opened += str_eqz(state, "opened");
	row->acknowledged += str_eqz(state, "acknowledged");
}

static enum rc take(void *arg, const struct db_val *row)
{
	struct counting *k = arg;
	struct str state = row[k->state].s;
	if (str_eqz(state, "excused"))
		return RC_OK;
	count(row_of(k, row[k->unit].s), state);
	count(&k->v->all, state);
	return RC_OK;
}

static void fill_chart(struct ctx *c, struct coverage_page *v)
{
	struct home_chart *chart = arena_alloc(c->mem, sizeof *chart);
	*chart = (struct home_chart){.id = "coverage",
	                             .title = "Đã đọc theo đơn vị",
	                             .head = "Đơn vị",
	                             .series = {"Đã đọc", "Đã mở", "Chưa mở"},
	                             .tone = {"s3", "s1", "s4"},
	                             .series_count = 3};
	for (int i = 0; i < v->count; i++) {
		const struct coverage_row *row = &v->rows[i];
		struct home_bar *bar = home_chart_bar(chart, row->unit);
		bar->parts[0] += row->acknowledged;
		bar->parts[1] += row->opened;
		bar->parts[2] += row->asked;
		bar->n += row->acknowledged + row->opened + row->asked;
	}
	home_chart_draw(c, chart);
	v->chart = chart;
}

static enum rc coverage(struct ctx *c, const void *in, struct out *out)
{
	const struct coverage_in *p = in;
	const struct op *list = op_find(STR("reader.list")), *op = c->op;
	const struct values *values = c->values;
	struct coverage_page *v = arena_alloc(c->mem, sizeof *v);
	struct counting k = {.v = v,
	                     .c = c,
	                     .unit = list_column_no(list->list, "unit_name"),
	                     .state = list_column_no(list->list, "state")};
	struct sql_reading_get g;
	struct values ask;
	TRY(sql_reading_get(c->db, c->mem, p->id, &g));
	v->rows = arena_array(c->mem, UNITS_MAX, sizeof *v->rows);
	values_init(&ask, c->mem);
	TRY(values_add(&ask, STR("reading"), arena_printf(c->mem, "%" PRId64, p->id), c->err));
	TRY(list_each(c, list, &ask, take, &k));
	c->op = op;
	c->values = values;
	int64_t all = v->all.asked + v->all.opened + v->all.acknowledged;
	v->percent = all ? (int)(v->all.acknowledged * 100 / all) : 0;
	v->unread = arena_printf(c->mem, "/reader/list?reading=%" PRId64 "&state=open", p->id);
	fill_chart(c, v);
	out->heading = arena_printf(c->mem, "Ai đã đọc %.*s", STR_ARG(g.name));
	out->sub = arena_printf(c->mem, "%" PRId64 " trong %" PRId64 " người đã đọc, %d %%; hạn %s.",
	                        v->all.acknowledged, all, v->percent, date_vn(g.due).z);
	out->data = v;
	return RC_OK;
}

static void coverage_page(struct buf *html, struct ctx *c, const void *data)
{
	(void)c;
	tpl_coverage(html, data);
}

static void put(struct json_out *j, const struct coverage_row *row)
{
	json_int(j, "acknowledged", row->acknowledged);
	json_int(j, "opened", row->opened);
	json_int(j, "asked", row->asked);
}

static void coverage_json(struct buf *b, struct ctx *c, const void *data)
{
	const struct coverage_page *v = data;
	struct json_out j = json_out_to(b);
	(void)c;
	json_obj(&j, NULL);
	put(&j, &v->all);
	json_int(&j, "percent", v->percent);
	json_arr(&j, "units");
	for (int i = 0; i < v->count; i++) {
		json_obj(&j, NULL);
		json_str(&j, "unit", v->rows[i].unit);
		put(&j, &v->rows[i]);
		json_end(&j);
	}
	json_end(&j);
	json_end(&j);
}

const struct op coverage_ops[] = {
	{.name = "reading.coverage",
     .title = "Mức độ đọc theo đơn vị",
     .help = "Bao nhiêu người đã đọc, đã mở, chưa mở, theo đơn vị trong phạm vi của ông/bà.",
     .verb = "Mức độ đọc",
     .kind = OP_READ,
     .roles = R_OFFICE | R(UNIT_HEAD) | R(UNIT_CLERK),
     .scope = SCOPE_OBJECT,
     .object = &reading_object,
     .icon = "chart",
     FIELDS(coverage_fields),
     .in_size = sizeof(struct coverage_in),
     .run = coverage,
     .page = coverage_page,
     .json = coverage_json},
	{0}};

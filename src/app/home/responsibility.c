/*
 * responsibility.c: what each head of a unit answers for: movements that came to the unit, reading
 * that its people were given, tasks. A head sees the own unit, whoever leads the office sees all.
 */
#include "app/home/home.h"
#include "app/org/org.h"
#include "db/sql_home.h"
#include "op/gate.h"
#include "op/list.h"
#include "web/web.h"

static void count(const struct rows *rows, int row, int64_t *parts)
{
	int64_t opened = home_number(rows, row, "opened");
	parts[0] = home_number(rows, row, "answered");
	parts[1] = opened - parts[0];
	parts[2] = home_number(rows, row, "told") - opened;
}

/* A chart compares; of one unit the row says it all. */
static void above(struct buf *html, struct ctx *c, const void *data)
{
	struct home_chart *chart = arena_alloc(c->mem, sizeof *chart);
	(void)data;
	*chart = (struct home_chart){.id = "responsibility",
	                             .title = "Phong trào trong năm theo đơn vị",
	                             .head = "Đơn vị",
	                             .of = "phong trào",
	                             .series = {"Đã trả lời", "Đã mở", "Chưa mở"},
	                             .tone = {"s3", "s1", "s4"},
	                             .series_count = 3};
	if (home_chart_of_list(c, chart, count) == RC_OK && chart->count > 1)
		tpl_home_chart(html, chart);
}

static const struct field filters[] = {
	FILTER(REF, "below", "Đơn vị và trực thuộc", .ref = &unit_object),
};
static const struct column cols[] = {
	{"name", "Đơn vị", COL_LINK, .op = "responsibility.view", .key = "id", .order = "name",
     .width = 40},
	{"head", "Người đứng đầu", COL_TEXT, .width = 26},
	{"open", "Nhiệm vụ đang làm", COL_INT},
	{"late", "Trong đó chậm", COL_INT},
	{"done", "Đã xong", COL_INT},
	{"told", "Phong trào nhận", COL_INT},
	{"opened", "Đã mở", COL_INT},
	{"answered", "Đã trả lời", COL_INT},
	{"launched", "Tự phát động", COL_INT},
	{"to_read", "Lượt đọc được giao", COL_INT},
	{"acknowledged", "Đã xác nhận đọc", COL_INT},
};

const struct op responsibility_ops[] = {
	{.name = "unit.responsibility",
     .title = "Trách nhiệm người đứng đầu",
     .help =
         "Trong năm: phong trào đã nhận, đã mở, đã trả lời; văn bản đã đọc; nhiệm vụ chậm và đã "
         "xong của từng đơn vị.",
     .kind = OP_LIST,
     .flags = OP_JOURNAL_EXPORT,
     .roles = R(HEAD) | R(STANDING) | R(INSPECTOR) | R(UNIT_HEAD),
     .scope = SCOPE_ANY,
     .area = "report",
     .icon = "shield",
     .list = &sql_list_responsibility,
     FIELDS(filters),
     COLS(cols),
     .empty = "Không có đơn vị nào trong phạm vi được giao.",
     .above = above},
	{0}};

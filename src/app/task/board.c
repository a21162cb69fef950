/* board.c: tasks by unit, as a list with a chart over it. */
#include "app/home/home.h"
#include "app/org/org.h"
#include "app/task/task.h"
#include "db/sql_task.h"
#include "op/gate.h"
#include "op/list.h"
#include "web/web.h"

static void count(const struct rows *rows, int row, int64_t *parts)
{
	parts[0] = home_number(rows, row, "done");
	parts[2] = home_number(rows, row, "late");
	parts[1] = home_number(rows, row, "open") - parts[2];
}

static void board_above(struct buf *html, struct ctx *c, const void *data)
{
	struct home_chart *chart = arena_alloc(c->mem, sizeof *chart);
	(void)data;
	*chart = (struct home_chart){.id = "board",
	                             .title = "Nhiệm vụ trong năm theo đơn vị",
	                             .head = "Đơn vị",
	                             .of = "nhiệm vụ",
	                             .series = {"Đã xong", "Đang làm", "Chậm"},
	                             .tone = {"s3", "s1", "late"},
	                             .series_count = 3,
	                             .warns = 3};
	if (home_chart_of_list(c, chart, count) == RC_OK && chart->count)
		tpl_home_chart(html, chart);
}

static const struct field board_filters[] = {
	FILTER(REF, "below", "Đơn vị và trực thuộc", .ref = &unit_object),
};
static const struct column board_cols[] = {
	{"name", "Đơn vị", COL_LINK, .op = "unit.view", .key = "id", .order = "name", .width = 40},
	{"open", "Đang làm", COL_INT},
	{"late", "Trong đó chậm", COL_INT},
	{"soon", "Đến hạn trong 7 ngày", COL_INT},
	{"done", "Xong trong năm", COL_INT},
	{"dropped", "Bỏ trong năm", COL_INT},
};

const struct op task_board_ops[] = {
	{.name = "task.board",
     .title = "Nhiệm vụ theo đơn vị",
     .help = "Mỗi đơn vị một dòng: đang làm, chậm, sắp đến hạn, đã xong. Năm tính theo hạn.",
     .kind = OP_LIST,
     .roles = R_OFFICE | R(UNIT_HEAD) | R(UNIT_CLERK),
     .scope = SCOPE_ANY,
     .area = "emulation",
     .icon = "chart",
     .list = &sql_list_task_board,
     FIELDS(board_filters),
     COLS(board_cols),
     .empty = "Không có đơn vị nào trong phạm vi được giao.",
     .above = board_above},
	{0}};

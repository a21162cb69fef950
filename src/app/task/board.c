/* board.c: tasks by unit, as a list with a chart over it. */
#include "app/home/home.h"
#include "app/org/org.h"
#include "app/task/task.h"
#include "db/sql.h"
#include "op/gate.h"
#include "op/list.h"
#include "web/web.h"

static int64_t number(const struct rows *rows, int row, const char *name)
{
	return rows->items[row][list_column_no(rows->list, name)].i;
}

/* The first units of the list, as the reader may see it; the longest lines first. */
static enum rc fill_chart(struct ctx *c, struct home_chart *chart)
{
	const struct op *op = c->op;
	struct values v;
	struct rows rows;
	*chart = (struct home_chart){.id = "board",
	                             .title = "Nhiệm vụ trong năm theo đơn vị",
	                             .head = "Đơn vị",
	                             .of = "nhiệm vụ",
	                             .series = {"Đã xong", "Đang làm", "Chậm"},
	                             .series_count = 3};
	values_init(&v, c->mem);
	TRY(values_add(&v, STR("limit"), STR("200"), c->err));
	TRY(list_page(c, op, &v, &rows));
	for (int i = 0; i < rows.count; i++) {
		int64_t late = number(&rows, i, "late"), done = number(&rows, i, "done"),
				open = number(&rows, i, "open") - late;
		struct str name = rows.items[i][list_column_no(rows.list, "name")].s;
		if (late + done + open == 0)
			continue;
		home_chart_add(chart, name, 0, done);
		home_chart_add(chart, name, 1, open);
		home_chart_add(chart, name, 2, late);
	}
	home_chart_draw(c, chart);
	c->op = op;
	return RC_OK;
}

static void board_above(struct buf *html, struct ctx *c, const void *data)
{
	struct home_chart *chart = arena_alloc(c->mem, sizeof *chart);
	(void)data;
	if (fill_chart(c, chart) == RC_OK && chart->count)
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

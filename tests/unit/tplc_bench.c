/* The time that a template needs for a page of 20 rows; fails above the budget. */
#include "fixture.h"

#define ROUNDS 20000
#define BUDGET_US 10.0

static double now_us(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

int main(void)
{
	struct fixture_row rows[20];
	struct buf page;
	double best = 1e9;
	for (int i = 0; i < 20; i++)
		rows[i] = (struct fixture_row){.id = 1000 + i,
		                               .name = STR("Nguyễn Thị Minh Khai"),
		                               .unit = "Phòng Hành chính - Quản trị",
		                               .points = 95,
		                               .chosen = i % 3 == 0};
	struct fixture_view v = {.title = STR("Danh sách"),
	                         .link = STR("/x"),
	                         .note = STR("Ghi chú"),
	                         .rows = rows,
	                         .row_count = 20,
	                         .page = 1,
	                         .total = 20};
	buf_init(&page, 1024 * 1024);
	/* The best of ten: what the code costs, not what else the machine does. */
	for (int run = 0; run < 10; run++) {
		double start = now_us();
		for (int i = 0; i < ROUNDS / 10; i++) {
			buf_clear(&page);
			tpl_fixture_page(&page, &v);
		}
		double each = (now_us() - start) / (ROUNDS / 10);
		best = each < best ? each : best;
	}
	printf("%zu bytes in %.2f us\n", page.n, best);
	buf_release(&page);
	return best <= BUDGET_US ? 0 : 1;
}

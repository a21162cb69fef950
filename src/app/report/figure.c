/*
 * figure.c: four figures of the office itself, for what the plan of the year and the law want
 * awards to be: chính xác, kịp thời, công khai, minh bạch (Luật Thi đua, khen thưởng 2022, Điều 5
 * khoản 2). Each is a number of awards, and opens the list of them. What is measured stands in the
 * view award_figure (sql/migrations/0014_decision.sql).
 */
#include "app/decision/decision.h"
#include "app/record/record.h"
#include "app/report/report.h"
#include "base/json_out.h"
#include "db/sql_report.h"
#include "op/view.h"
#include "viet/viet.h"
#include "web/web.h"

#include <inttypes.h>

struct figure_in {
	int64_t year;
};
static const struct field view_fields[] = {
	F(INT, struct figure_in, year, "Năm của quyết định", .min = 1945, .max = 2200,
      .hint = "Để trống: năm nay"),
};

/* --- counting ------------------------------------------------------------------------------ */

struct counted {
	struct sql_figure_counts n;
	int64_t median;
};

static enum rc counted_of(struct ctx *c, int64_t year, struct counted *out)
{
	struct date from = date_of((int)year, 1, 1), to = date_of((int)year, 12, 31);
	struct sql_figure_days_at low, high;
	*out = (struct counted){0};
	TRY(sql_figure_counts(c->db, c->mem, from, to, &out->n));
	if (out->n.lines == 0)
		return RC_OK;
	/* Of an even number the two in the middle, halves up. */
	TRY(sql_figure_days_at(c->db, c->mem, from, to, (out->n.lines - 1) / 2, &low));
	TRY(sql_figure_days_at(c->db, c->mem, from, to, out->n.lines / 2, &high));
	out->median = (low.days + high.days + 1) / 2;
	return RC_OK;
}

/* "87,5 %"; rounded down, so that 100 % means all. */
static struct str percent(struct ctx *c, int64_t part, int64_t all)
{
	int64_t tenths = all ? part * 1000 / all : 0;
	if (all == 0)
		return STR("—");
	if (tenths % 10 == 0)
		return arena_printf(c->mem, "%" PRId64 " %%", tenths / 10);
	return arena_printf(c->mem, "%" PRId64 ",%" PRId64 " %%", tenths / 10, tenths % 10);
}

static struct str list_of(struct ctx *c, int64_t year, const char *filter)
{
	return arena_printf(c->mem, "/figure/list?year=%" PRId64 "%s", year, filter);
}

/* A link with its number; without an address where there is nothing to see. */
static struct link behind(struct ctx *c, const struct figure_view *v, int64_t n, const char *filter,
                          const char *words)
{
	return (struct link){
		.href = n ? list_of(c, v->year, filter) : STR(""),
		.text = arena_printf(c->mem, "%.*s %s", STR_ARG(viet_number(c->mem, n)), words)};
}

static void fill(struct ctx *c, struct figure_view *v, const struct counted *now,
                 const struct counted *old)
{
	const struct sql_figure_counts *n = &now->n, *o = &old->n;
	v->lines = n->lines;
	v->decisions = n->decisions;
	v->figures[FIGURE_ACCURATE] = (struct figure){
		.key = "accurate",
		.title = "Chính xác",
		.n = n->accurate,
		.of = n->lines,
		.value = percent(c, n->accurate, n->lines),
		.before = percent(c, o->accurate, o->lines),
		.what = "khen thưởng không phải đính chính, hủy hoặc thu hồi sau khi ban hành",
		.good = behind(c, v, n->accurate, "&accuracy=right", "đúng ngay từ đầu"),
		.bad = behind(c, v, n->lines - n->accurate, "&accuracy=wrong", "phải đính chính hoặc hủy")};
	v->figures[FIGURE_DAYS] = (struct figure){
		.key = "days",
		.title = "Kịp thời",
		.n = now->median,
		.of = n->lines,
		.value = n->lines ? arena_printf(c->mem, "%" PRId64 " ngày", now->median) : STR("—"),
		.before = o->lines ? arena_printf(c->mem, "%" PRId64 " ngày", old->median) : STR("—"),
		.what = "từ ngày lập thành tích (không ghi thì ngày văn bản xác nhận) đến ngày quyết định, "
				"ở trường "
				"hợp đứng giữa (trung vị); thành "
				"tích cả năm tính đến 31/12",
		.good = behind(c, v, n->lines, "&order=days", "trường hợp, nhanh nhất trước"),
		.bad =
			(struct link){.href = n->lines ? list_of(c, v->year, "&order=-days") : STR(""),
	                      .text = arena_printf(c->mem, "lâu nhất %" PRId64 " ngày", n->days_most)}};
	v->figures[FIGURE_SHOWN] = (struct figure){
		.key = "shown",
		.title = "Công khai",
		.n = n->shown,
		.of = n->lines,
		.value = percent(c, n->shown, n->lines),
		.before = percent(c, o->shown, o->lines),
		.what = "khen thưởng mà người ngoài cơ quan đang xem được trên trang công khai",
		.good = behind(c, v, n->shown, "&shown=yes", "đang công khai"),
		.bad = behind(c, v, n->lines - n->shown, "&shown=no", "chưa công khai")};
	v->figures[FIGURE_TRACED] = (struct figure){
		.key = "traced",
		.title = "Minh bạch",
		.n = n->decisions - n->untraced,
		.of = n->decisions,
		.value = percent(c, n->decisions - n->untraced, n->decisions),
		.before = percent(c, o->decisions - o->untraced, o->decisions),
		.what =
			"quyết định mà mọi trường hợp còn đủ vết: kết quả kiểm tra điều kiện, phiếu của hội "
			"đồng khi có bỏ phiếu, giấy tờ của hồ sơ, bản ký",
		.good = behind(c, v, n->traced, "&traced=yes", "trường hợp đủ vết"),
		.bad = behind(c, v, n->lines - n->traced, "&traced=no", "trường hợp thiếu vết")};
}

static enum rc view(struct ctx *c, const void *in, struct out *out)
{
	const struct figure_in *p = in;
	struct figure_view *v = arena_alloc(c->mem, sizeof *v);
	struct counted now, old;
	*v = (struct figure_view){.year = p->year == DB_NULL ? date_civil(c->today).year : p->year,
	                          .fairness = op_path(c->mem, "fairness.view")};
	TRY(counted_of(c, v->year, &now));
	TRY(counted_of(c, v->year - 1, &old));
	fill(c, v, &now, &old);
	out->data = v;
	return RC_OK;
}

static void view_page(struct buf *html, struct ctx *c, const void *data)
{
	(void)c;
	tpl_figures(html, data);
}

static void view_json(struct buf *b, struct ctx *c, const void *data)
{
	const struct figure_view *v = data;
	struct json_out j = json_out_to(b);
	(void)c;
	json_obj(&j, NULL);
	json_int(&j, "year", v->year);
	json_int(&j, "awards", v->lines);
	json_int(&j, "decisions", v->decisions);
	for (int i = 0; i < FIGURES; i++) {
		json_obj(&j, v->figures[i].key);
		json_int(&j, "n", v->figures[i].n);
		json_int(&j, "of", v->figures[i].of);
		json_end(&j);
	}
	json_end(&j);
}

/* --- the list behind them --------------------------------------------------------------------- */

static const struct choice accuracies[] = {{"right", "Đúng ngay từ đầu"},
                                           {"corrected", "Đã đính chính"},
                                           {"cancelled", "Đã hủy, thu hồi"},
                                           {0}};
static const struct choice accuracy_choices[] = {
	{"right", "Đúng ngay từ đầu"}, {"wrong", "Phải đính chính hoặc hủy"}, {0}};
static const struct choice shown_choices[] = {
	{"yes", "Đang công khai"}, {"no", "Chưa công khai"}, {0}};
static const struct choice traced_choices[] = {{"yes", "Đủ vết"}, {"no", "Thiếu vết"}, {0}};

static const struct field list_filters[] = {
	FILTER(INT, "year", "Năm của quyết định", .min = 1945, .max = 2200),
	FILTER(CHOICE, "accuracy", "Chính xác", .choices = accuracy_choices),
	FILTER(CHOICE, "shown", "Công khai", .choices = shown_choices),
	FILTER(CHOICE, "traced", "Minh bạch", .choices = traced_choices),
	FILTER(REF, "decision", "Quyết định", .ref = &decision_object),
};
static const struct column list_cols[] = {
	{"name", "Tên", COL_LINK, .op = "nominee.view", .key = "nominee_id", .width = 28},
	{"code", "Danh hiệu, hình thức", COL_CHOICE, .choices = award_codes, .width = 26},
	{"sign", "Quyết định", COL_LINK, .op = "decision.view", .key = "decision_id", .order = "place"},
	{"dated", "Ngày quyết định", COL_DATE},
	{"achieved", "Thành tích đến ngày", COL_DATE},
	{"days", "Số ngày", COL_INT, .order = "days"},
	{"accuracy", "Chính xác", COL_CHOICE, .choices = accuracies},
	{"shown", "Công khai", COL_CHOICE, .choices = shown_choices},
	{"lacking", "Còn thiếu vết", COL_TEXT, .width = 40},
};

#define FIGURE_LAW "Luật Thi đua, khen thưởng 2022, Điều 5 khoản 2"
#define FIGURE_ROLES (R(HEAD) | R(STANDING) | R(INSPECTOR))

const struct op figure_ops[] = {
	{.name = "figure.view",
     .title = "Chính xác, kịp thời, công khai, minh bạch",
     .help = "Bốn số đo việc khen thưởng của chính cơ quan trong một năm; số nào cũng mở được danh "
             "sách.",
     .kind = OP_READ,
     .roles = FIGURE_ROLES,
     .scope = SCOPE_OFFICE,
     .area = "report",
     .icon = "chart",
     .law = FIGURE_LAW,
     FIELDS(view_fields),
     .in_size = sizeof(struct figure_in),
     .run = view,
     .page = view_page,
     .json = view_json,
     .per_minute = 60},
	{.name = "figure.list",
     .title = "Khen thưởng theo quyết định của cơ quan",
     .help = "Từng trường hợp: bao nhiêu ngày từ thành tích đến quyết định, có phải đính chính, đã "
             "công khai chưa, còn thiếu vết gì.",
     .kind = OP_LIST,
     .flags = OP_JOURNAL_EXPORT | OP_QUIET,
     .roles = FIGURE_ROLES,
     .scope = SCOPE_OFFICE,
     .area = "report",
     .law = FIGURE_LAW,
     .list = &sql_list_figure_list,
     FIELDS(list_filters),
     COLS(list_cols),
     .order = "-place",
     .empty = "Không có trường hợp nào."},
	{0}};

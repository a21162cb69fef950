#include "app/admin/holiday.h"

#include "db/sql_holiday.h"
#include "web/assets.h"

static const struct choice kinds[] = {{"holiday", "Nghỉ"}, {"worked", "Đi làm bù"}, {0}};
static const struct choice yes_no[] = {{"yes", "Đã xác nhận"}, {"no", "Chưa xác nhận"}, {0}};

static struct str built_in(void)
{
	const struct asset *a;
	for (size_t i = 0; (a = asset_at(i)); i++)
		if (strcmp(a->name, "holidays.csv") == 0)
			return a->body;
	BUG_ON(true);
	return STR_NULL;
}

enum rc holidays_begin(struct ctx *c)
{
	struct workday_list days;
	TRY(workday_read(c->mem, built_in(), &days, c->err));
	for (size_t i = 0; i < days.n; i++)
		TRY(sql_holiday_put(c->db, days.rows[i].date,
		                    str_of(days.rows[i].kind == WORKDAY_WORKED ? "worked" : "holiday"),
		                    days.rows[i].name, days.rows[i].source, days.rows[i].confirmed, NULL));
	return RC_OK;
}

enum rc holidays_of(struct ctx *c, struct workday_list *out)
{
	struct sql_holiday_all *rows;
	size_t n;
	TRY(sql_holiday_all(c->db, c->mem, &rows, &n));
	struct workday_row *days = arena_array(c->mem, n + 1, sizeof *days);
	for (size_t i = 0; i < n; i++)
		days[i] = (struct workday_row){.date = rows[i].day,
		                               .kind = str_eqz(rows[i].kind, "worked") ? WORKDAY_WORKED
		                                                                       : WORKDAY_HOLIDAY,
		                               .confirmed = rows[i].confirmed != 0,
		                               .name = rows[i].name,
		                               .source = rows[i].source};
	*out = (struct workday_list){.rows = days, .n = n};
	return RC_OK;
}

struct holiday_add_in {
	struct date day;
	struct str kind, name, source;
	bool unconfirmed;
};
static const struct field holiday_add_fields[] = {
	F(DATE, struct holiday_add_in, day, "Ngày", .flags = MUST),
	F(CHOICE, struct holiday_add_in, kind, "Loại", .flags = MUST, .choices = kinds),
	F(TEXT, struct holiday_add_in, name, "Tên", .flags = MUST, .hint = "Ví dụ: Quốc khánh"),
	F(TEXT, struct holiday_add_in, source, "Căn cứ", .flags = MUST,
      .hint = "Điều luật, hoặc số và ngày của thông báo đã đối chiếu bản gốc"),
	F(BOOL, struct holiday_add_in, unconfirmed, "Chưa xác nhận (chỉ để cảnh báo)"),
};

static enum rc holiday_add(struct ctx *c, const void *in, struct out *out)
{
	const struct holiday_add_in *h = in;
	bool weekend = date_weekday(h->day) >= 5;
	if (str_eqz(h->kind, "worked") && !weekend)
		return err_field(c->err, "day",
		                 "Ngày %s vốn là ngày làm việc; làm bù chỉ vào thứ Bảy, Chủ nhật.",
		                 date_vn(h->day).z);
	TRY(sql_holiday_put(c->db, h->day, h->kind, h->name, h->source, !h->unconfirmed, NULL));
	out_say(c, out, "Đã ghi ngày %s: %.*s.", date_vn(h->day).z, STR_ARG(h->name));
	return RC_OK;
}

struct holiday_remove_in {
	struct date day;
	struct str reason;
};
static const struct field holiday_remove_fields[] = {
	F(DATE, struct holiday_remove_in, day, "Ngày", .flags = MUST),
	F(TEXT, struct holiday_remove_in, reason, "Lý do", .flags = MUST, .min = 5),
};

static enum rc holiday_remove(struct ctx *c, const void *in, struct out *out)
{
	const struct holiday_remove_in *h = in;
	int64_t gone;
	TRY(sql_holiday_drop(c->db, h->day, &gone));
	if (gone == 0)
		return err_field(c->err, "day", "Ngày %s không có trong danh sách ngày nghỉ.",
		                 date_vn(h->day).z);
	out_say(c, out, "Đã bỏ ngày %s khỏi danh sách.", date_vn(h->day).z);
	return RC_OK;
}

static const struct field holiday_filters[] = {
	FILTER(TEXT, "year", "Năm", .max = 4),
	FILTER(CHOICE, "confirmed", "Xác nhận", .choices = yes_no),
};
static const struct column holiday_cols[] = {
	{"day", "Ngày", COL_DATE, .order = "day"},
	{"kind", "Loại", COL_CHOICE, .choices = kinds},
	{"name", "Tên", COL_TEXT, .width = 36},
	{"source", "Căn cứ", COL_TEXT, .width = 44},
	{"confirmed", "Xác nhận", COL_BADGE, .choices = yes_no},
};

const struct op holiday_ops[] = {
	{.name = "holiday.list",
     .title = "Ngày nghỉ, ngày làm bù",
     .help = "Ngày nghỉ lễ, tết và ngày làm bù mà mọi hạn theo ngày làm việc tính theo. Ngày chưa "
             "xác nhận (chưa có thông báo, hoặc chưa đối chiếu với bản gốc) không làm đổi hạn "
             "nào, chỉ để cảnh báo; đối chiếu xong, xin ghi lại ngày đó kèm số thông báo.",
     .kind = OP_LIST,
     .flags = OP_OPEN,
     .roles = R_SIGNED_IN,
     .scope = SCOPE_ANY,
     .area = "lookup",
     .icon = "date",
     .list = &sql_list_holiday_list,
     .order = "-day",
     FIELDS(holiday_filters),
     COLS(holiday_cols),
     .empty = "Không có ngày nào khớp.",
     .law = "Bộ luật Lao động 2019, Điều 111, Điều 112"},
	{.name = "holiday.add",
     .title = "Ghi ngày nghỉ",
     .help = "Ngày nghỉ hoặc ngày làm bù mới; ngày đã có thì được thay bằng nội dung này.",
     .verb = "Ghi",
     .kind = OP_WRITE,
     .roles = R(ADMIN) | R(STANDING),
     .scope = SCOPE_OFFICE,
     .area = "admin",
     .icon = "date",
     FIELDS(holiday_add_fields),
     .in_size = sizeof(struct holiday_add_in),
     .run = holiday_add,
     .then = "holiday.list"},
	{.name = "holiday.remove",
     .title = "Bỏ ngày nghỉ",
     .help = "Bỏ một ngày ghi nhầm.",
     .verb = "Bỏ",
     .kind = OP_WRITE,
     .roles = R(ADMIN) | R(STANDING),
     .scope = SCOPE_OFFICE,
     .area = "admin",
     .icon = "trash",
     FIELDS(holiday_remove_fields),
     .in_size = sizeof(struct holiday_remove_in),
     .run = holiday_remove,
     .then = "holiday.list"},
	{0}};

/* fund.c: the book of the fund: what came in and went out, by year, and what is left. */
#include "app/bonus/bonus.h"

#include "app/law/law.h"
#include "db/sql_bonus.h"
#include "op/gate.h"
#include "viet/viet.h"

#include <inttypes.h>

const struct object fund_entry_object = {
	.name = "fund", .label = "dòng của quỹ", .list = &sql_list_fund_entry_object};

static const struct choice kinds[] = {{"income", "Thu"},
                                      {"bonus", "Chi tiền thưởng"},
                                      {"spending", "Chi khác"},
                                      {"recovered", "Thu hồi tiền thưởng"},
                                      {0}};

enum rc fund_balance(struct ctx *c, int64_t year, int64_t *balance, int64_t *due)
{
	struct sql_fund_sum s;
	TRY(sql_fund_sum(c->db, c->mem, year, &s));
	*balance = s.balance;
	*due = s.due;
	return RC_OK;
}

enum rc fund_put(struct ctx *c, const struct fund_new *n, int64_t *id)
{
	int64_t balance, due;
	TRY(fund_balance(c, n->year, &balance, &due));
	if (n->amount < 0 && balance + n->amount < 0 && !n->overdraw)
		return err_field(c->err, "overdraw",
		                 "Quỹ năm %" PRId64
		                 " còn %.*s đồng, chi %.*s đồng thì thiếu %.*s đồng. Xin ghi "
		                 "thu trước, hoặc chọn \"Vẫn chi khi quỹ thiếu\".",
		                 n->year, STR_ARG(viet_number(c->mem, balance)),
		                 STR_ARG(viet_number(c->mem, -n->amount)),
		                 STR_ARG(viet_number(c->mem, -(balance + n->amount))));
	return sql_fund_add(c->db, n->year, str_of(n->kind), n->amount, n->on, n->basis, n->bonus_id,
	                    c->who.account_id, c->now_ms, id);
}

struct fund_in {
	int64_t id, year, amount;
	struct date on;
	struct str basis;
	bool overdraw;
};
#define ENTRY                                                                                      \
	F(MONEY, struct fund_in, amount, "Số tiền (đồng)", .flags = MUST, .min = 1,                    \
	  .max = INT64_C(1000000000000)),                                                              \
		F(DATE, struct fund_in, on, "Ngày", .flags = MUST),                                        \
		F(TEXT, struct fund_in, basis, "Nội dung, chứng từ", .flags = MUST, .min = 3, .max = 300), \
		F(INT, struct fund_in, year, "Quỹ năm", .min = 1945, .max = 2200,                          \
	      .hint = "Để trống: năm của ngày ấy")
static const struct field income_fields[] = {ENTRY};
static const struct field spend_fields[] = {
	ENTRY,
	F(BOOL, struct fund_in, overdraw, "Vẫn chi khi quỹ thiếu"),
};

static enum rc put(struct ctx *c, const struct fund_in *p, const char *kind, int64_t amount,
                   struct out *out)
{
	struct fund_new n = {.year = p->year == DB_NULL ? date_civil(p->on).year : p->year,
	                     .amount = amount,
	                     .kind = kind,
	                     .on = p->on,
	                     .basis = p->basis,
	                     .bonus_id = DB_NULL,
	                     .overdraw = p->overdraw};
	int64_t balance, due;
	if (p->on.days > c->today.days)
		return err_field(c->err, "on", "Ngày thu, chi không ở sau hôm nay.");
	TRY(fund_put(c, &n, &out->id));
	TRY(fund_balance(c, n.year, &balance, &due));
	out_say(c, out, "Đã ghi. Quỹ năm %" PRId64 " còn %.*s đồng; tiền thưởng chưa chi %.*s đồng%s.",
	        n.year, STR_ARG(viet_number(c->mem, balance)), STR_ARG(viet_number(c->mem, due)),
	        due > balance ? " (quỹ không đủ)" : "");
	return RC_OK;
}

static enum rc fund_income(struct ctx *c, const void *in, struct out *out)
{
	const struct fund_in *p = in;
	return put(c, p, "income", p->amount, out);
}

static enum rc fund_spend(struct ctx *c, const void *in, struct out *out)
{
	const struct fund_in *p = in;
	return put(c, p, "spending", -p->amount, out);
}

static const struct field reverse_fields[] = {
	F(REF, struct fund_in, id, "Dòng", .flags = MUST | HIDDEN, .ref = &fund_entry_object),
	F(TEXT, struct fund_in, basis, "Lý do", .flags = MUST | FRESH, .min = 5, .max = 300),
};

static enum rc fund_reverse(struct ctx *c, const void *in, struct out *out)
{
	const struct fund_in *p = in;
	struct sql_fund_get row;
	int64_t id;
	TRY(sql_fund_get(c->db, c->mem, p->id, &row));
	TRY(sql_fund_add(c->db, row.year, row.kind, -row.amount, c->today,
	                 arena_printf(c->mem, "Đảo dòng %" PRId64 ": %.*s", p->id, STR_ARG(p->basis)),
	                 DB_NULL, c->who.account_id, c->now_ms, &id));
	out_say(c, out, "Đã ghi dòng ngược dấu; dòng cũ vẫn còn.");
	return RC_OK;
}

static const struct field filters[] = {
	FILTER(INT, "year", "Quỹ năm"),
	FILTER(CHOICE, "kind", "Loại", .choices = kinds),
};
static const struct column cols[] = {
	{"id", "Dòng", COL_INT},
	{"year", "Quỹ năm", COL_TEXT},
	{"kind", "Loại", COL_CHOICE, .choices = kinds},
	{"amount", "Số tiền (đồng)", COL_MONEY},
	{"on_date", "Ngày", COL_DATE},
	{"basis", "Nội dung, chứng từ", COL_TEXT, .width = 48},
	{"made_by", "Người ghi", COL_TEXT, .width = 28},
	{"made_ms", "Ghi lúc", COL_MOMENT, .order = "newest"},
};
static const struct column year_cols[] = {
	{"year", "Năm", COL_TEXT, .order = "newest"}, {"income", "Thu", COL_MONEY},
	{"bonuses", "Chi tiền thưởng", COL_MONEY},    {"spending", "Chi khác", COL_MONEY},
	{"recovered", "Thu hồi", COL_MONEY},          {"balance", "Còn", COL_MONEY},
	{"due", "Tiền thưởng chưa chi", COL_MONEY},   {"recover", "Còn phải thu hồi", COL_MONEY},
};

static const char fund_law[] = "Luật Thi đua, khen thưởng 2022, Điều 11; mức trích, nội dung chi: "
							   "quy định hiện hành của Chính phủ, Bộ Tài chính và địa phương";

#define SEES (R(ACCOUNTANT) | R(STANDING) | R(HEAD) | R(INSPECTOR))
#define KEEPS .kind = OP_WRITE, .roles = R(ACCOUNTANT), .scope = SCOPE_OFFICE

const struct op fund_ops[] = {
	{.name = "fund.years",
     .title = "Quỹ thi đua, khen thưởng theo năm",
     .help = "Thu, chi, còn lại của từng năm; tiền thưởng chưa chi và còn phải thu hồi.",
     .kind = OP_LIST,
     .roles = SEES,
     .scope = SCOPE_OFFICE,
     .area = "decision",
     .icon = "money",
     .list = &sql_list_fund_years,
     .order = "-newest",
     COLS(year_cols),
     .empty = "Quỹ chưa có khoản thu, chi nào.",
     .law = fund_law},
	{.name = "fund.list",
     .title = "Sổ thu, chi của quỹ",
     .help = "Từng khoản thu, chi; ghi nhầm thì ghi một dòng ngược dấu.",
     .kind = OP_LIST,
     .roles = SEES,
     .scope = SCOPE_OFFICE,
     .area = "decision",
     .icon = "money",
     .object = &fund_entry_object,
     .list = &sql_list_fund_list,
     .order = "-newest",
     FIELDS(filters),
     COLS(cols),
     .empty = "Chưa có khoản thu, chi nào."},
	{.name = "fund.income",
     .title = "Ghi thu quỹ",
     .help = "Khoản trích, bổ sung hoặc đóng góp vào quỹ.",
     .verb = "Ghi thu",
     KEEPS,
     .object = &fund_entry_object,
     .icon = "plus",
     FIELDS(income_fields),
     .in_size = sizeof(struct fund_in),
     .run = fund_income,
     .then = "fund.list",
     .law = fund_law},
	{.name = "fund.spend",
     .title = "Ghi chi khác của quỹ",
     .help = "Chi tổ chức phong trào, hiện vật, in giấy khen; tiền thưởng ghi ở danh sách chi "
             "thưởng.",
     .verb = "Ghi chi",
     KEEPS,
     .object = &fund_entry_object,
     FIELDS(spend_fields),
     .in_size = sizeof(struct fund_in),
     .run = fund_spend,
     .then = "fund.list",
     .law = fund_law},
	{.name = "fund.reverse",
     .title = "Đảo một dòng của quỹ",
     .help = "Ghi nhầm thì ghi một dòng ngược dấu; khoản chi tiền thưởng thì sửa ở danh sách chi "
             "thưởng.",
     .verb = "Đảo",
     KEEPS,
     .object = &fund_entry_object,
     .states = "free",
     FIELDS(reverse_fields),
     .in_size = sizeof(struct fund_in),
     .run = fund_reverse,
     .then = "fund.list"},
	{0}};
